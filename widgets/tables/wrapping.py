"""Tables whose rows are as tall as their words need."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable
from widgets.theme import em, strong


class WrappingTable(CalmTable):
    """Each row is as tall as the longest of its cells, wrapped; nothing is cut off."""

    def __init__(
        self,
        model: RowsModel[Any],
        *,
        stretch: int = 0,
        least: int = 12,
        widest: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        """widest: ems that a column that does not stretch may take before it wraps."""
        self._widest = widest
        super().__init__(model, stretch=stretch, least=least, rows=1.8, parent=parent)

    def fit_columns(self) -> None:
        super().fit_columns()
        model = self.model()
        assert isinstance(model, RowsModel)
        # A long column would leave the stretching one nothing: it wraps as well.
        room, columns = self.viewport().width(), range(model.columnCount())
        for c in columns:
            if c != self._stretch:
                self.setColumnWidth(c, min(self.columnWidth(c), self._widest * em(self)))
        left = room - sum(self.columnWidth(c) for c in columns if c != self._stretch)
        self.setColumnWidth(self._stretch, max(left, self._least * em(self)))
        for r, row in enumerate(model.rows):
            heights = [self._height(model.text(row, c), self.columnWidth(c), model.strong(row, c)) for c in columns]
            self.setRowHeight(r, max([*heights, round(em(self) * self._row_lines)]))
        self.updateGeometry()

    def _height(self, text: str, width: int, bold: bool) -> int:
        metrics = QFontMetrics(strong(self.font())) if bold else self.fontMetrics()
        inside = QRect(0, 0, max(width - em(self), 1), 100_000)
        return metrics.boundingRect(inside, int(Qt.TextFlag.TextWordWrap), text).height() + round(em(self) * 0.8)


class WholeTable(WrappingTable):
    """As tall as its rows, so that what it stands in scrolls and not the table."""

    def __init__(
        self,
        model: RowsModel[Any],
        *,
        stretch: int = 0,
        least: int = 12,
        widest: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, stretch=stretch, least=least, widest=widest, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(r) for r in range(self.model().rowCount()))
        bar = self.horizontalScrollBar()
        more = bar.sizeHint().height() if bar.isVisible() else 0
        return QSize(super().sizeHint().width(), self.horizontalHeader().sizeHint().height() + rows + more + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least * em(self), self.sizeHint().height())
