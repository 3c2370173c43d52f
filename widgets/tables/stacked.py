"""Rows whose first column has a second, quieter line under its title."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from widgets.tables.rows import Index, Row, RowsModel
from widgets.tables.table import CalmTable, RowDelegate
from widgets.theme import em, scaled, strong, theme

TITLE = 0
LINES = 2.7


class StackedModel(RowsModel[Row]):
    """A model that says what stands under a row's title."""

    def below(self, row: Row) -> str:
        """The second line."""
        return ""

    def read_out(self, row: Row, column: int) -> str:
        text = self.text(row, column)
        return f"{text}, {self.below(row)}" if column == TITLE and self.below(row) else text

    def copied(self, row: Row, column: int) -> str:
        below = self.below(row) if column == TITLE else ""
        return f"{self.text(row, column)} ({below})" if below else self.text(row, column)


class StackedDelegate(RowDelegate):
    def __init__(self, parent: CalmTable) -> None:
        super().__init__(parent, rows=LINES)

    def paint_cell(self, painter: QPainter, at: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        model, row, column = self._cell(index)
        if column != TITLE or not isinstance(model, StackedModel):
            super().paint_cell(painter, at, option, index)
            return
        line = em(option.widget)
        top = at.top() + (at.height() - round(1.95 * line)) // 2
        painter.save()
        title = strong(option.font) if model.strong(row, column) else option.font
        for text, offset, colour, font in (
            (model.text(row, column), 0, model.colour(row, column), title),
            (model.below(row), line, "muted", scaled(option.font, 0.9)),
        ):
            painter.setFont(font)
            painter.setPen(theme().colour(colour))
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(text, option.textElideMode, at.width())
            painter.drawText(at.left(), top + offset + metrics.ascent(), shown)
        painter.restore()


class StackedTable(CalmTable):
    """The table. `all_rows`: as tall as its rows, so that what it lies in scrolls and not the table."""

    def __init__(
        self,
        model: StackedModel[Any],
        *,
        spare: tuple[int, ...] = (),
        least: int = 12,
        all_rows: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, stretch=TITLE, spare=spare, least=least, rows=LINES, parent=parent)
        self.setItemDelegate(StackedDelegate(self))
        self._all_rows = all_rows
        if all_rows:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            model.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        if not self._all_rows:
            return super().sizeHint()
        rows = self.verticalHeader().defaultSectionSize() * self.model().rowCount()
        return QSize(super().sizeHint().width(), self.horizontalHeader().sizeHint().height() + rows + 2)

    def minimumSizeHint(self) -> QSize:
        if not self._all_rows:
            return super().minimumSizeHint()
        return QSize(12 * em(self), self.sizeHint().height())
