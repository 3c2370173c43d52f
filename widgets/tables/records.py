"""The table of own records: columns of the codebook, identifiers masked, what is wrong with a record marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from local_cache.records.columns import Column
from local_cache.records.record import RecordRow
from local_cache.records.text import MASKED, cell_text
from local_cache.results.format import format_count
from widgets.record_words import flag_in_words, missing_word, titled
from widgets.tables.windowed import CellDelegate, WindowedModel, WindowedTable
from widgets.theme import em

FLAGS = 0
"""The first column says how much is wrong with a record; the chosen columns follow."""


class RecordModel(WindowedModel[RecordRow]):
    """Records with the chosen columns.

    Attributes: columns (the chosen ones, in order); labels (in place of codes); language.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.labels = True
        self.language = "nb"
        self._places: tuple[int, ...] = ()
        self._titles: tuple[str, ...] = ("",)
        self._revealed: dict[tuple[str, str], str] = {}

    def show_records(
        self,
        columns: Sequence[Column],
        read: Sequence[str],
        count: int,
        first: Sequence[RecordRow],
        *,
        labels: bool,
        language: str,
    ) -> None:
        """A new table. columns: those to show; read: names of those the rows hold values of, in that order."""
        self.beginResetModel()
        self._revealed.clear()
        self._set_columns(columns, read)
        self.labels, self.language = labels, language
        self._fill(count, first)
        self.endResetModel()

    def show_columns(self, columns: Sequence[Column], read: Sequence[str]) -> None:
        """The same records with other columns; the caller forgets the pages where other values are read."""
        self.beginResetModel()
        self._set_columns(columns, read)
        self.endResetModel()

    def show_labels(self, labels: bool) -> None:
        self.labels = labels
        self._say_changed(0, self.rowCount() - 1)

    def show_revealed(self, record_id: str, column: str, text: str) -> None:
        """A value that a person asked to see; it is shown until the table is made anew or `hide_revealed`."""
        self._revealed[record_id, column] = text
        self._say_changed(0, self.rowCount() - 1)

    def hide_revealed(self) -> None:
        if self._revealed:
            self._revealed.clear()
            self._say_changed(0, self.rowCount() - 1)

    def _set_columns(self, columns: Sequence[Column], read: Sequence[str]) -> None:
        places = {name: i for i, name in enumerate(read)}
        self.columns = tuple(columns)
        self._places = tuple(places[c.name] for c in columns)
        self._titles = ("", *(titled(c) for c in columns))
        self.numbers = frozenset(i for i, c in enumerate(columns, 1) if c.is_number)

    def column_at(self, column: int) -> Column | None:
        """The column there, None for the one of the flags."""
        return self.columns[column - 1] if 0 < column <= len(self.columns) else None

    def place_of(self, name: str) -> int:
        """Where a column stands, -1 where it is not shown."""
        return next((i for i, c in enumerate(self.columns, 1) if c.name == name), -1)

    def value(self, row: RecordRow, column: int) -> object:
        return row.values[self._places[column - 1]]

    def names(self) -> tuple[str, ...]:
        return ("/flags", *(c.name for c in self.columns))

    # What WindowedModel asks

    def titles(self) -> tuple[str, ...]:
        return self._titles

    def text(self, row: RecordRow, column: int) -> str:
        if column == FLAGS:
            return format_count(len(row.flags), self.language) if row.flags else ""
        shown = self.columns[column - 1]
        if shown.masked and (row.record_id, shown.name) in self._revealed:
            return self._revealed[row.record_id, shown.name]
        return cell_text(shown, row.values[self._places[column - 1]], self.language, labels=self.labels)

    def explained(self, row: RecordRow, column: int) -> str:
        if column == FLAGS:
            return "\n".join(flag_in_words(f) for f in row.flags)
        shown = self.columns[column - 1]
        lines = [self.text(row, column), *(flag_in_words(f) for f in row.flags if shown.name in f.variables)]
        if shown.masked and lines[0] == MASKED:
            lines[0] = self.tr("Hidden, because it tells who the patient is. Reveal it from the menu of the cell.")
        return "\n".join(line for line in lines if line)

    def read_out(self, row: RecordRow, column: int) -> str:
        if column == FLAGS:
            return self.explained(row, column) or self.tr("Nothing flagged")
        words = [self.text(row, column) or missing_word()]
        if words[0] == MASKED:
            words[0] = self.tr("hidden")
        words += [flag_in_words(f) for f in row.flags if self.columns[column - 1].name in f.variables]
        return ", ".join(words)

    def colour(self, row: RecordRow, column: int) -> str:
        if column == FLAGS:
            return "alert"
        shown = self.columns[column - 1]
        return "muted" if shown.masked and (row.record_id, shown.name) not in self._revealed else "text"

    def is_flagged(self, row: RecordRow, column: int) -> bool:
        if column == FLAGS or not row.flags:
            return False
        name = self.columns[column - 1].name
        return any(name in flag.variables for flag in row.flags)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if section == FLAGS and role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Flagged")
        return super().headerData(section, orientation, role)


class _RecordDelegate(CellDelegate):
    """A flag before the number of flags, a corner on the cells they are about."""

    def paint_cell(self, painter: QPainter, at: QRect, model: WindowedModel[Any], row: Any, column: int) -> None:
        if row is not None and isinstance(model, RecordModel):
            if column == FLAGS:
                if not row.flags:
                    return
                side = em(self._view) * 0.72
                _draw_flag(painter, QRectF(at.left(), at.center().y() - side / 2, side, side), self._colours["alert"])
                at = at.adjusted(round(side * 1.4), 0, 0, 0)
            elif row.flags and model.is_flagged(row, column):
                side = round(em(self._view) * 0.45)
                right, top = at.right() + self._inset, at.top()
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colours["alert"])
                painter.drawPolygon(
                    QPolygonF([QPointF(right - side, top), QPointF(right + 1, top), QPointF(right + 1, top + side)])
                )
        super().paint_cell(painter, at, model, row, column)


def _draw_flag(painter: QPainter, at: QRectF, colour: Any) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    pole = max(2.0, at.width() * 0.14)
    painter.drawRect(QRectF(at.left(), at.top(), pole, at.height()))
    painter.drawRect(QRectF(at.left() + pole, at.top(), at.width() * 0.7, at.height() * 0.55))


NO_FILTERS: Mapping[int, str] = {}


class RecordsTable(WindowedTable):
    """The table with its model. Attribute: records."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.records = RecordModel()
        super().__init__(self.records, _RecordDelegate, parent)
        self.setAccessibleName(self.tr("Own records"))

    def fit(self) -> None:
        """Widths from the titles and the first rows."""
        self.fit_columns(self.records.names())
        self.setColumnWidth(FLAGS, round(2.8 * em(self)))
