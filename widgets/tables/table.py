"""One calm table: whole rows, thin lines between them, no grid, no button-like header, keyboard focus always seen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets import clipboard
from widgets.tables.rows import LEFT, RIGHT, Index, RowsModel
from widgets.tables.shown import ShownTable, as_text, for_clipboard
from widgets.theme import em, scaled, strong, theme

ROWS_MEASURED = 200


class FlatHeader(QHeaderView):
    """Column titles as quiet words over a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFont(scaled(self.font(), 0.94))
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(2 * em(self))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), round(em(self) * 1.8))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        now = theme()
        model = self.model()
        text = model.headerData(logical, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        align = model.headerData(logical, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        painter.save()
        painter.fillRect(rect, now.colour("surface"))
        painter.setPen(QPen(now.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(now.colour("muted"))
        inside = rect.adjusted(em(self) // 2, 0, -em(self) // 2, 0)
        shown = painter.fontMetrics().elidedText(str(text or ""), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(align or Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


class RowDelegate(QStyledItemDelegate):
    """Draws a cell with the row's background, the line under it and the mark of keyboard focus."""

    def __init__(self, parent: QTableView, *, rows: float = 2.4) -> None:
        super().__init__(parent)
        self._rows = rows

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now = theme()
        at = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        view = self.parent()
        assert isinstance(view, QTableView)
        painter.save()
        painter.fillRect(at, now.colour("chosen" if chosen else "surface"))
        painter.setPen(QPen(now.colour("line"), 1))
        painter.drawLine(at.bottomLeft(), at.bottomRight())
        if chosen and view.hasFocus() and index.column() == 0:
            painter.fillRect(QRect(at.left(), at.top(), 3, at.height()), now.colour("own"))
        painter.restore()
        inside = at.adjusted(em(view) // 2, 1, -em(view) // 2, -2)
        self.paint_cell(painter, inside, option, index)

    def paint_cell(self, painter: QPainter, at: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        """The contents; words by default."""
        model, row, column = self._cell(index)
        text = model.text(row, column)
        painter.save()
        painter.setFont(strong(option.font) if model.strong(row, column) else option.font)
        painter.setPen(theme().colour(model.colour(row, column)))
        flags = int(RIGHT if column in model.numbers else LEFT)
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) > at.width() and at.height() >= 2 * metrics.height() - 2:
            flags |= int(Qt.TextFlag.TextWordWrap)
            text = _fitted(text, metrics, at, flags)
        elif metrics.horizontalAdvance(text) > at.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, at.width())
        painter.drawText(at, flags, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QTableView)
        model, row, column = self._cell(index)
        font = strong(view.font()) if model.strong(row, column) else view.font()
        wide = QFontMetrics(font).horizontalAdvance(model.text(row, column))
        return QSize(wide + em(view) + 4, round(em(view) * self._rows))

    @staticmethod
    def _cell(index: Index) -> tuple[RowsModel[Any], Any, int]:
        model = index.model()
        assert isinstance(model, RowsModel)
        return model, model.rows[index.row()], index.column()


def _fitted(text: str, metrics: QFontMetrics, at: QRect, flags: int) -> str:
    """The text, shortened at its end until its wrapped lines fit the cell; where lines break shows only then."""
    room = at.width() * max(1, (at.height() + 2) // metrics.height())
    shown = text
    while room > at.width() and metrics.boundingRect(QRect(0, 0, at.width(), 10_000), flags, shown).height() > (
        at.height() + 2
    ):
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        room -= max(1, at.width() // 12)
    return shown


class CalmTable(QTableView):
    """A table of rows one reads, chooses and copies.

    `stretch`: the column that takes what is left of the width; `spare`: columns that give way, first to last, where the
    window is too narrow for `stretch` to be read. Signals: opened(int row) on click or Enter.
    """

    opened = Signal(int)

    def __init__(
        self,
        model: RowsModel[Any],
        *,
        stretch: int = 0,
        spare: tuple[int, ...] = (),
        least: int = 12,
        rows: float = 2.4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._stretch, self._spare, self._least = stretch, spare, least
        self._row_lines = rows
        self._contents: dict[int, int] = {}
        model.setParent(self)
        self.setModel(model)
        self.setHorizontalHeader(FlatHeader(self))
        self.setItemDelegate(RowDelegate(self, rows=rows))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(round(em(self) * rows))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAutoScroll(False)
        model.modelReset.connect(self._measure_anew)
        # The vertical scroll bar takes room from the columns when it comes, without a resize of the table.
        self.verticalScrollBar().rangeChanged.connect(self.fit_columns)
        self.clicked.connect(self._open)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Columns as wide as their contents, the rest to the stretching one; spare ones hidden for want of room."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = range(self.model().columnCount())
        metrics = header.fontMetrics()
        widths = {}
        for c in columns:
            title = str(self.model().headerData(c, Qt.Orientation.Horizontal) or "")
            contents = self._measured(c) if c != self._stretch else 0
            widths[c] = max(contents, metrics.horizontalAdvance(title) + em(self) + 4, 2 * em(self))
        room = self.viewport().width()
        least = self.least_width()
        hidden: list[int] = []
        for c in (None, *self._spare):
            if c is not None:
                hidden.append(c)
            if room - sum(w for k, w in widths.items() if k != self._stretch and k not in hidden) >= least:
                break
        left = room - sum(w for k, w in widths.items() if k != self._stretch and k not in hidden)
        for c in columns:
            self.setColumnHidden(c, c in hidden)
            self.setColumnWidth(c, max(left, self.narrowest()) if c == self._stretch else widths[c])

    def _measured(self, column: int) -> int:
        """Contents are measured once; the room for them changes far more often than they do."""
        if column not in self._contents:
            self._contents[column] = self.contents_width(column)
        return self._contents[column]

    def _measure_anew(self) -> None:
        self._contents.clear()
        self.fit_columns()

    def least_width(self) -> int:
        """Pixels of the stretching column, under which spare ones give way."""
        return self._least * em(self)

    def narrowest(self) -> int:
        """Pixels the stretching column keeps where none can give way any more."""
        return self.least_width()

    def contents_width(self, column: int) -> int:
        """Pixels of the widest of a column's first rows."""
        # Qt's own measure looks only at the rows in view, and columns would change when one scrolls.
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        delegate, model = self.itemDelegate(), self.model()
        rows = range(min(model.rowCount(), ROWS_MEASURED))
        return max((delegate.sizeHint(option, model.index(r, column)).width() for r in rows), default=0)

    def choose(self, row: int) -> None:
        """Select a row and bring it into view."""
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))
            self.scrollTo(self.model().index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def shown(self) -> ShownTable:
        """Headers and rows as a reader sees them, also columns that had to give way; one without a title is a mark."""
        model = self.model()
        assert isinstance(model, RowsModel)
        titles = model.titles()
        columns = [c for c in range(len(titles)) if titles[c]]
        return ShownTable(
            name=self.accessibleName(),
            headers=tuple(titles[c] for c in columns),
            rows=tuple(tuple(model.copied(row, c) for c in columns) for row in model.rows),
            numbers=frozenset(place for place, c in enumerate(columns) if c in model.numbers),
            own=frozenset(place for place, row in enumerate(model.rows) if getattr(row, "own", False) is True),
            values=tuple(tuple(model.stated(row, c) for c in columns) for row in model.rows),
        )

    def text(self) -> str:
        """Header and rows as tab-separated text, as shown."""
        return as_text(self.shown())

    def copy(self) -> None:
        """Put the whole table on the clipboard, ready to paste into a sheet or a document."""
        clipboard.put(for_clipboard(self.shown()))

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._contents.clear()

    def setItemDelegate(self, delegate: QAbstractItemDelegate) -> None:
        super().setItemDelegate(delegate)
        self._contents.clear()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least * em(self), 4 * round(em(self) * self._row_lines))
