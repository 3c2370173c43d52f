"""A table whose rows begin with a title that wraps and, under it, what it belongs to: nothing is cut off."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QTableView, QWidget

from widgets.tables.rows import ROW_ROLE, Index, RowsModel
from widgets.tables.table import CalmTable, RowDelegate
from widgets.theme import em, scaled, theme

TITLE = 0
"""The column of the title."""

WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
UNDER = 0.9
"""The size of the words under a title."""
LEAST = 14
"""Ems of a title's column, under which other columns give way to it."""

Row = TypeVar("Row")


class TitledModel(RowsModel[Row], Generic[Row]):
    """Rows with a title (the text of the first column) and words under it."""

    def under(self, row: Row) -> str:
        """What stands under the title."""
        raise NotImplementedError

    def read_out(self, row: Row, column: int) -> str:
        return f"{self.text(row, column)}, {self.under(row)}" if column == TITLE else self.text(row, column)

    def copied(self, row: Row, column: int) -> str:
        under = self.under(row) if column == TITLE else ""
        return f"{self.text(row, column)} ({under})" if under else self.text(row, column)


class TitledDelegate(RowDelegate):
    """Draws title and words under it; other columns as words in the middle of the row."""

    def paint_cell(self, painter: QPainter, at: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() != TITLE:
            super().paint_cell(painter, at, option, index)
            return
        model, row = self._titled(index)
        title, under = self._boxes(model, row, at.width())
        top = at.top() + (at.height() - title.height() - under.height()) // 2
        view = self._view()
        painter.save()
        painter.setFont(view.font())
        painter.setPen(theme().colour("text"))
        painter.drawText(title.translated(at.left(), top), WRAPPED, model.text(row, TITLE))
        painter.setFont(scaled(view.font(), UNDER))
        painter.setPen(theme().colour("muted"))
        painter.drawText(under.translated(at.left(), top + title.height()), WRAPPED, model.under(row))
        painter.restore()

    def height(self, index: Index, width: int) -> int:
        """Of the row, where the title's column is that wide."""
        model, row = self._titled(index)
        title, under = self._boxes(model, row, width - 2 * (em(self._view()) // 2))
        return max(title.height() + under.height() + round(0.8 * em(self._view())), 2 * em(self._view()))

    def widest_word(self, index: Index) -> int:
        """Pixels that a title's column needs so that no word of the row is cut."""
        model, row = self._titled(index)
        view = self._view()
        title, under = QFontMetrics(view.font()), QFontMetrics(scaled(view.font(), UNDER))
        words = [title.horizontalAdvance(word) for word in model.text(row, TITLE).split()]
        words += [under.horizontalAdvance(word) for word in model.under(row).split()]
        return max(words, default=0) + 2 * (em(view) // 2) + 2

    def _boxes(self, model: TitledModel[Any], row: Any, width: int) -> tuple[QRect, QRect]:
        view = self._view()
        room = QRect(0, 0, max(1, width), 10_000)
        title = QFontMetrics(view.font()).boundingRect(room, WRAPPED, model.text(row, TITLE))
        under = QFontMetrics(scaled(view.font(), UNDER)).boundingRect(room, WRAPPED, model.under(row))
        return QRect(0, 0, room.width(), title.height()), QRect(0, 0, room.width(), under.height())

    def _view(self) -> QTableView:
        view = self.parent()
        assert isinstance(view, QTableView)
        return view

    @staticmethod
    def _titled(index: Index) -> tuple[TitledModel[Any], Any]:
        model = index.model()
        assert isinstance(model, TitledModel)
        return model, index.data(ROW_ROLE)


class TitledTable(CalmTable):
    """As tall as its rows, so that the page scrolls and not the table; rows as tall as their titles."""

    def __init__(
        self,
        model: TitledModel[Any],
        *,
        spare: tuple[int, ...],
        name: str,
        delegate: type[TitledDelegate] = TitledDelegate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, stretch=TITLE, spare=spare, least=LEAST, parent=parent)
        self.setItemDelegate(delegate(self))
        self.setAccessibleName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit_columns()

    def fit_columns(self) -> None:
        super().fit_columns()
        delegate = self.itemDelegate()
        if isinstance(delegate, TitledDelegate):
            width = self.columnWidth(TITLE)
            for row in range(self.model().rowCount()):
                self.setRowHeight(row, delegate.height(self.model().index(row, TITLE), width))
            self.updateGeometry()

    def narrowest(self) -> int:
        delegate, model = self.itemDelegate(), self.model()
        if not isinstance(delegate, TitledDelegate):
            return super().narrowest()
        return max((delegate.widest_word(model.index(r, TITLE)) for r in range(model.rowCount())), default=0)

    def sizeHint(self) -> QSize:
        rows = self.verticalHeader().length()
        # Where not even the last columns fit, the table scrolls sideways, and the page does not.
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_too_wide() else 0
        return QSize(super().sizeHint().width(), self.horizontalHeader().sizeHint().height() + rows + bar + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(8 * em(self), self.sizeHint().height())

    def _is_too_wide(self) -> bool:
        return self.horizontalHeader().length() > self.viewport().width()
