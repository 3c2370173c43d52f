"""What a column holds, for a side panel: how many values, how they spread, which are commonest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from local_cache.records.record import ColumnStatistics
from local_cache.records.text import Value, cell_text, stated_value
from local_cache.results.format import format_count, format_exact
from local_cache.results.stated import Stated, stated_count
from widgets.card import Muted, Words
from widgets.choosers import Choice, Chooser
from widgets.record_words import missing_word
from widgets.tables.rows import ROW_ROLE, Index, RowsModel
from widgets.tables.table import CalmTable, RowDelegate
from widgets.theme import GAP, em, theme

VALUE, NUMBER, SHARE = range(3)


@dataclass(frozen=True)
class Counted:
    """A value with how many records have it; share: of the largest share shown, for the bar; quiet: no real value;
    stated: the number or the day that the words say."""

    words: str
    n: int
    share: float
    bar: float
    quiet: bool = False
    stated: Stated | None = None


class CountedModel(RowsModel[Counted]):
    numbers = frozenset({NUMBER})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Value"), self.tr("Number"), self.tr("Share"))

    def text(self, row: Counted, column: int) -> str:
        if column == VALUE:
            return row.words
        stated = self.stated(row, column)
        return stated.text(self.language) if stated is not None else ""

    def stated(self, row: Counted, column: int) -> Stated | None:
        if column == VALUE:
            return row.stated
        return stated_count(row.n) if column == NUMBER else Stated(row.share, ",.1%")

    def colour(self, row: Counted, column: int) -> str:
        return "muted" if row.quiet else "text"


class _BarDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, at: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() == SHARE:
            row: Counted = index.data(ROW_ROLE)
            now = theme()
            bar = QRectF(
                at.left(), at.bottom() - em(option.widget) * 0.3, at.width() * row.bar, em(option.widget) * 0.28
            )
            painter.fillRect(bar, now.colour("pale" if row.quiet else "own"))
            at = at.adjusted(0, 0, 0, -round(em(option.widget) * 0.3))
        super().paint_cell(painter, at, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        if index.column() == SHARE:
            size.setWidth(max(size.width(), round(4.5 * em(option.widget))))
        return size


class StatisticsPanel(QWidget):
    """A column's statistics; the column is chosen here or in the table. Signals: column_wanted(name)."""

    column_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, GAP, 0, 0)
        body.setSpacing(GAP)
        self._column = Chooser(self.tr("Variable"), self.tr("Choose a variable"), widest=40)
        self._column.chosen.connect(self.column_wanted)
        self._offered: tuple[tuple[tuple[str, str], ...], str] = ((), "")
        body.addWidget(self._column)
        self._said = Words()
        body.addWidget(self._said)
        self._spread = Muted()
        body.addWidget(self._spread)
        self._counted = CountedModel()
        self._table = CalmTable(self._counted, stretch=VALUE, least=7, rows=1.9)
        self._table.setItemDelegate(_BarDelegate(self._table, rows=1.9))
        self._table.setAccessibleName(self.tr("Commonest values"))
        body.addWidget(self._table, 1)
        self._others = Muted()
        body.addWidget(self._others)
        self.say(self.tr("Choose a variable to see what it holds."))

    def offer(self, columns: Sequence[tuple[str, str]], chosen: str) -> None:
        """The columns to choose among: names with their titles."""
        asked = (tuple(columns), chosen)
        if asked != self._offered:
            self._offered = asked
            self._column.offer([Choice(name, title) for name, title in columns], chosen)

    def column(self) -> str:
        return self._column.chosen_id()

    def say(self, words: str) -> None:
        """Words in place of figures."""
        self._said.setText(words)
        self._counted.show_rows((), self._counted.language)
        for widget in (self._spread, self._table, self._others):
            widget.hide()

    def text(self) -> str:
        """Everything the panel says but the table."""
        return " ".join(w.text() for w in (self._said, self._spread, self._others) if not w.isHidden())

    def show_statistics(self, found: ColumnStatistics, language: str, *, labels: bool) -> None:
        column = found.column

        def words(value: Value) -> str:
            return cell_text(column, value, language, labels=labels)

        n, known = format_count(found.n, language), format_count(found.n - found.missing, language)
        said = [self.tr("{known} of {n} forms have a value.").format(known=known, n=n)]
        if column.masked:
            said.append(
                self.tr("{n} different values. They tell who the patients are and are not shown.").format(
                    n=format_count(found.distinct, language)
                )
            )
        else:
            said.append(self.tr("{n} different values.").format(n=format_count(found.distinct, language)))
        self._said.setText(" ".join(said))
        spread = found.spread
        self._spread.setVisible(spread is not None)
        if spread is not None:
            ends = (spread.least, spread.first_quartile, spread.median, spread.third_quartile, spread.greatest)
            least, first, median, third, greatest = (
                # A quartile may lie between two numbers, and then has more decimals than either.
                format_exact(end, language, at_most=2) if isinstance(end, float) else words(end)
                for end in ends
            )
            self._spread.setText(
                self.tr("Median {median}, quartiles {first} and {third}, range {least}–{greatest}.").format(
                    median=median, first=first, third=third, least=least, greatest=greatest
                )
            )
        unknown = dict(found.unknown)
        rows = [(words(value), times, str(value) in unknown, stated_value(value)) for value, times in found.frequent]
        rows += [
            (words(code), times, True, None)
            for code, times in found.unknown
            if code not in {str(value) for value, _ in found.frequent}
        ]
        if found.missing:
            rows.append((missing_word(), found.missing, True, None))
        most = max((times for _, times, *_ in rows), default=1)
        self._table.setVisible(bool(rows))
        self._counted.show_rows(
            [
                Counted(w, times, times / found.n if found.n else 0, times / most, quiet, said)
                for w, times, quiet, said in rows
            ],
            language,
        )
        self._others.setVisible(found.others > 0 and not column.masked)
        self._others.setText(self.tr("and {n} other values").format(n=format_count(found.others, language)))
