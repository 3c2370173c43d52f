"""A table that shows all of itself: what it stands in scrolls."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable
from widgets.theme import em, strong

NARROWEST = 5
"""Ems; narrower than that no column wraps well."""


class WholeTable(CalmTable):
    """Each row is as tall as its longest cell, wrapped, and the table as tall as its rows; nothing is cut off.

    `widest`: ems that a column which does not stretch may take before it wraps.
    """

    def __init__(
        self,
        model: RowsModel[Any],
        *,
        stretch: int = 0,
        spare: tuple[int, ...] = (),
        least: int = 12,
        widest: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        self._widest = widest
        super().__init__(model, stretch=stretch, spare=spare, least=least, rows=1.8, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit_columns(self) -> None:
        super().fit_columns()
        model = self.model()
        assert isinstance(model, RowsModel)
        columns = [c for c in range(model.columnCount()) if not self.isColumnHidden(c)]
        # A long column would leave the stretching one nothing: it wraps, the sooner the less room there is.
        natural = {c: self.columnWidth(c) for c in columns if c != self._stretch}
        least = self._least * em(self)
        for widest in range(self._widest, NARROWEST - 1, -1):
            widths = {c: min(wide, widest * em(self)) for c, wide in natural.items()}
            left = self.viewport().width() - sum(widths.values())
            if left >= least:
                break
        for c, wide in widths.items():
            self.setColumnWidth(c, wide)
        self.setColumnWidth(self._stretch, max(left, least))
        for r, row in enumerate(model.rows):
            heights = [self._height(model.text(row, c), self.columnWidth(c), model.strong(row, c)) for c in columns]
            self.setRowHeight(r, max([*heights, round(em(self) * self._row_lines)]))
        self.updateGeometry()

    def _height(self, text: str, width: int, bold: bool) -> int:
        metrics = QFontMetrics(strong(self.font())) if bold else self.fontMetrics()
        inside = QRect(0, 0, max(width - em(self), 1), 100_000)
        return metrics.boundingRect(inside, int(Qt.TextFlag.TextWordWrap), text).height() + round(em(self) * 0.8)

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(r) for r in range(self.model().rowCount()))
        bar = self.horizontalScrollBar()
        more = bar.sizeHint().height() if bar.isVisible() else 0
        return QSize(super().sizeHint().width(), self.horizontalHeader().sizeHint().height() + rows + more + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least * em(self), self.sizeHint().height())
