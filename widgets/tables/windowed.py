"""A table of any length, of which only the pages near what is seen are held.

The model says how many rows there are and asks for pages as they come into sight; until a page is there its cells
hold an ellipsis. The view keeps its first columns in sight by a second view over them (Qt's "frozen column" example),
which shares model and selection; the keyboard is always in the first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets.tables.filter_header import FilterHeader
from widgets.tables.rows import LEFT, NOWHERE, RIGHT, Index
from widgets.theme import em, theme

Row = TypeVar("Row")

PAGE_ROWS = 10
"""Few, so that a jump reads little more than what is in sight."""
AHEAD = 6
"""Pages fetched ahead, in the direction one scrolls; after a jump, none."""
MOST_PAGES = 300
"""Pages held: 3,000 rows, some screens in each direction."""

PLACEHOLDER = "…"
ROWS_MEASURED = 24
SELECTED = QStyle.StateFlag.State_Selected.value
"""As a number: comparing flags by Python's enum takes a quarter of the painting."""
WIDEST = 20
"""Ems of a column that is as wide as its contents."""


class WindowedModel(QAbstractTableModel, Generic[Row]):
    """Rows that are somewhere else. Subclasses say the titles and the text of a cell.

    Attributes: numbers (columns that stand to the right). Signals: pages_wanted(tuple of page numbers). A new asking
    takes the place of one before it, which need not be answered: what is in sight goes before what was to be fetched
    ahead. While something in sight is on its way nothing else is asked for, so that a key that is held down does not
    call off every reading.
    """

    pages_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.numbers: frozenset[int] = frozenset()
        self._count = 0
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._asked: frozenset[int] = frozenset()
        self._urgent = False
        self._sight = (0, -1)
        self._direction = 1

    # What subclasses say

    def titles(self) -> tuple[str, ...]:
        raise NotImplementedError

    def text(self, row: Row, column: int) -> str:
        """What a reader sees in a cell."""
        raise NotImplementedError

    def explained(self, row: Row, column: int) -> str:
        """The tool tip."""
        return ""

    def read_out(self, row: Row, column: int) -> str:
        """What a screen reader says of a cell."""
        return self.text(row, column)

    def colour(self, row: Row, column: int) -> str:
        """The name of a theme colour."""
        return "text"

    # Pages

    def show_rows(self, count: int, first: Sequence[Row] = ()) -> None:
        """A new table of so many rows, of which the first ones are known."""
        self.beginResetModel()
        self._fill(count, first)
        self.endResetModel()

    def _fill(self, count: int, first: Sequence[Row]) -> None:
        self._count = count
        self._asked = frozenset()
        self._sight, self._direction = (0, -1), 1
        self._pages = OrderedDict()
        for at in range(0, len(first), PAGE_ROWS):
            part = tuple(first[at : at + PAGE_ROWS])
            if len(part) == PAGE_ROWS or at + len(part) == count:
                self._pages[at // PAGE_ROWS] = part

    def forget_pages(self) -> None:
        """The same rows, to be read anew."""
        self._pages.clear()
        self._asked = frozenset()
        self._say_changed(0, self._count - 1)

    def take_page(self, page: int, rows: Sequence[Row]) -> None:
        """A page that was asked for. One that does not fit the table is dropped: it is of an earlier one."""
        if len(rows) != len(self.rows_of(page)):
            return
        self._asked -= {page}
        self._pages[page] = tuple(rows)
        self._pages.move_to_end(page)
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        at = self.rows_of(page)
        self._say_changed(at[0], at[-1])
        if not self._asked:
            self.want(*self._sight)

    def refuse_pages(self) -> None:
        """What was asked for will not come; it is asked for again when it is next painted."""
        self._asked = frozenset()

    def rows_of(self, page: int) -> range:
        return range(page * PAGE_ROWS, min(self._count, (page + 1) * PAGE_ROWS))

    def want(self, first: int, last: int) -> None:
        """These rows are in sight: ask for what of them is missing, else for what comes next on the way one scrolls."""
        if not 0 <= first <= last < self._count:
            return
        if (moved := first - self._sight[0]) != 0:
            jumped = abs(moved) > 2 * (last - first + 1)
            self._direction = 0 if jumped else 1 if moved > 0 else -1
        self._sight = (first, last)
        seen = range(first // PAGE_ROWS, last // PAGE_ROWS + 1)
        for page in seen:
            if page in self._pages:
                self._pages.move_to_end(page)
        missing = frozenset(p for p in seen if p not in self._pages)
        if missing:
            if not (self._asked and (self._urgent or missing <= self._asked)):
                self._ask(missing, urgent=True)
        elif not self._asked and self._direction:
            edge = seen[-1] if self._direction > 0 else seen[0]
            ahead = (edge + self._direction * step for step in range(1, AHEAD + 1))
            missing = frozenset(p for p in ahead if p >= 0 and len(self.rows_of(p)) and p not in self._pages)
            if missing:
                self._ask(missing, urgent=False)

    def _ask(self, pages: frozenset[int], *, urgent: bool) -> None:
        self._asked, self._urgent = pages, urgent
        self.pages_wanted.emit(tuple(sorted(pages)))

    def row_at(self, row: int) -> Row | None:
        """The row, None while it is not here."""
        page = self._pages.get(row // PAGE_ROWS)
        return None if page is None else page[row % PAGE_ROWS]

    def _say_changed(self, first: int, last: int) -> None:
        if first <= last and self.columnCount():
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    # Qt

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.titles())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in self.numbers else LEFT
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        row = self.row_at(index.row())
        if row is None:
            return None if role == Qt.ItemDataRole.ToolTipRole else PLACEHOLDER
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.explained(row, column) or None
        return self.read_out(row, column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        titles = self.titles()
        if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(titles):
            return titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in self.numbers else LEFT
        return None


class CellDelegate(QStyledItemDelegate):
    """Draws one line of text in a cell: few steps, for there are hundreds of cells at every scroll."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._view = parent
        self._colours: dict[str, QColor] = {}
        self._line = QPen()
        self._ring = QPen()
        self._inset = 0
        self.focused: QTableView = parent

    def prepare(self) -> None:
        """Before a paint: what is the same for all its cells."""
        now = theme()
        self._colours = {n: now.colour(n) for n in ("surface", "chosen", "line", "text", "muted", "alert", "own")}
        self._line = QPen(self._colours["line"], 1)
        self._ring = QPen(self._colours["own"], 2)
        self._inset = em(self._view) // 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        at = QRect(option.rect)
        colours = self._colours
        chosen = option.state.value & SELECTED
        painter.fillRect(at, colours["chosen" if chosen else "surface"])
        painter.setPen(self._line)
        painter.drawLine(at.bottomLeft(), at.bottomRight())
        model = index.model()
        assert isinstance(model, WindowedModel)
        row, column = model.row_at(index.row()), index.column()
        self.paint_cell(painter, at.adjusted(self._inset, 0, -self._inset, -1), model, row, column)
        if self.focused.hasFocus() and index == self.focused.currentIndex():
            painter.setPen(self._ring)
            painter.drawRect(at.adjusted(1, 1, -1, -1))

    def paint_cell(self, painter: QPainter, at: QRect, model: WindowedModel[Any], row: Any, column: int) -> None:
        text = PLACEHOLDER if row is None else model.text(row, column)
        if not text:
            return
        painter.setPen(self._colours["muted" if row is None else model.colour(row, column)])
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) > at.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, at.width())
        painter.drawText(at, int(RIGHT if column in model.numbers else LEFT), text)


class _KeyColumns(QTableView):
    """The first columns, over the table, where they stay."""

    def __init__(self, table: WindowedTable) -> None:
        super().__init__(table)
        _calm(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._table = table

    def paintEvent(self, event: QPaintEvent) -> None:
        delegate = self.itemDelegate()
        assert isinstance(delegate, CellDelegate)
        delegate.prepare()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme().colour("pale"), 1))
        edge = self.viewport().rect().right()
        painter.drawLine(edge, 0, edge, self.viewport().height())

    def mousePressEvent(self, event: Any) -> None:
        self._table.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._table.ask_for_menu(self.indexAt(event.pos()), event.globalPos())

    def wheelEvent(self, event: Any) -> None:
        self._table.wheelEvent(event)


class WindowedTable(QTableView):
    """A windowed model's view: key columns that stay, a header that sorts and filters, the keyboard everywhere.

    Signals: sort_wanted(column), filter_wanted(column), unfilter_wanted(column) from the header; opened(row) on Enter
    or double click; menu_wanted(row or -1, column, where) for a menu on a cell or a title; copy_wanted(first row, last
    row, columns).
    """

    sort_wanted = Signal(int)
    filter_wanted = Signal(int)
    unfilter_wanted = Signal(int)
    opened = Signal(int)
    menu_wanted = Signal(int, int, QPoint)
    copy_wanted = Signal(int, int, object)

    def __init__(self, model: WindowedModel[Any], delegate: type[CellDelegate], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frozen = 0
        self._widths: dict[str, int] = {}
        self._windowed = model
        self._between_models = False
        model.setParent(self)
        _calm(self)
        self.setModel(model)
        self.header = FilterHeader(self)
        self.setHorizontalHeader(self.header)
        self._key_columns = _KeyColumns(self)
        self._key_columns.setModel(model)
        self._key_columns.setSelectionModel(self.selectionModel())
        self._key_header = FilterHeader(self._key_columns, leader=self.header)
        self._key_columns.setHorizontalHeader(self._key_header)
        for view in (self, self._key_columns):
            made = delegate(view)
            made.focused = self
            view.setItemDelegate(made)
        self.viewport().stackUnder(self._key_columns)
        self._key_columns.hide()
        self._key_columns.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self._key_columns.verticalScrollBar().setValue)
        self.header.sectionResized.connect(self._follow_width)
        self._key_header.sectionResized.connect(self._lead_width)
        for header in (self.header, self._key_header):
            header.sort_wanted.connect(self.sort_wanted)
            header.filter_wanted.connect(self.filter_wanted)
            header.unfilter_wanted.connect(self.unfilter_wanted)
            header.menu_wanted.connect(self._ask_for_title_menu)
            header.section_reached.connect(self._bring_into_sight)
        self.doubleClicked.connect(self._open)
        self._key_columns.doubleClicked.connect(self._open)
        # Connected after the views' own slots: while one view has taken the new model and the other not yet, their
        # columns do not fit and nothing may be placed.
        model.modelAboutToBeReset.connect(self._wait_for_model)
        model.modelReset.connect(self._take_model)
        self._key_columns.setAccessibleName(self.tr("Columns that stay in sight"))

    # Columns

    def freeze(self, columns: int) -> None:
        """Keep so many of the first columns in sight."""
        self._frozen = columns
        self._take_shape()

    @property
    def frozen(self) -> int:
        return self._frozen

    def fit_columns(self, names: Sequence[str]) -> None:
        """Columns as wide as their titles and the first rows; by their names, and kept so until `forget_widths`: they
        do not jump when other rows come."""
        model, metrics = self._windowed, self.fontMetrics()
        rows = [r for r in (model.row_at(i) for i in range(min(model.rowCount(), ROWS_MEASURED))) if r is not None]
        for column, name in enumerate(names):
            wide = self._widths.get(name)
            if wide is None:
                longest = max((metrics.horizontalAdvance(model.text(row, column)) for row in rows), default=0)
                wide = max(longest + round(1.2 * em(self)), self.header.least_width(column))
                wide = min(wide, WIDEST * em(self))
                if rows:
                    self._widths[name] = wide
            self.setColumnWidth(column, wide)
        self._names = tuple(names)
        self._take_shape()

    def forget_widths(self) -> None:
        self._widths.clear()

    def _follow_width(self, column: int, before: int, now: int) -> None:
        if column < self._frozen:
            self._key_columns.setColumnWidth(column, now)
            self._place_key_columns()
        if self.header.resizing and column < len(self._names):
            self._widths[self._names[column]] = now

    def _lead_width(self, column: int, before: int, now: int) -> None:
        if self._key_header.resizing and self.columnWidth(column) != now:
            self.setColumnWidth(column, now)
            self._widths[self._names[column]] = now

    _names: tuple[str, ...] = ()

    def _take_shape(self) -> None:
        columns = self._windowed.columnCount()
        keys = self._key_columns
        for column in range(columns):
            keys.setColumnHidden(column, column >= self._frozen)
            if column < self._frozen:
                keys.setColumnWidth(column, self.columnWidth(column))
        keys.setVisible(0 < self._frozen < columns)
        self._place_key_columns()
        keys.verticalScrollBar().setValue(self.verticalScrollBar().value())

    def key_width(self) -> int:
        """Pixels that the key columns take; 0 where they would take most of the room."""
        wide = sum(self.columnWidth(c) for c in range(self._frozen))
        return wide if wide < 0.75 * self.viewport().width() else 0

    def _place_key_columns(self) -> None:
        wide = self.key_width()
        if not wide:
            self._key_columns.hide()
            return
        self._key_columns.setVisible(0 < self._frozen < self._windowed.columnCount())
        frame = self.frameWidth()
        self._key_columns.setGeometry(
            frame + self.verticalHeader().width() * self.verticalHeader().isVisible(),
            frame,
            wide,
            self.viewport().height() + self.header.height(),
        )

    def _wait_for_model(self) -> None:
        self._between_models = True

    def _take_model(self) -> None:
        self._between_models = False
        self._take_shape()

    def _bring_into_sight(self, column: int) -> None:
        row = max(0, self.rowAt(0))
        self.scrollTo(self.model().index(row, column))

    # What is chosen

    def chosen_cells(self) -> tuple[int, int, tuple[int, ...]] | None:
        """First row, last row and columns of the selection; None where nothing is selected."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(i) for i in range(selection.count())]
        if not ranges:
            return None
        columns = sorted({c for r in ranges for c in range(r.left(), r.right() + 1)})
        return min(r.top() for r in ranges), max(r.bottom() for r in ranges), tuple(columns)

    def copy(self) -> None:
        """Ask for the selected cells with their titles; rows that are not here have to be read first."""
        chosen = self.chosen_cells()
        if chosen is not None:
            self.copy_wanted.emit(*chosen)

    def ask_for_menu(self, index: QModelIndex, where: QPoint) -> None:
        if index.isValid():
            self.setCurrentIndex(index)
            self.menu_wanted.emit(index.row(), index.column(), where)

    def _ask_for_title_menu(self, column: int, where: QPoint) -> None:
        self.menu_wanted.emit(-1, column, where)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    # Qt

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        covered = self.key_width() if self._key_columns.isVisible() else 0
        if index.column() < self._frozen and covered:
            bar.setValue(before)  # it is in sight wherever the others are
        elif covered:
            at = self.visualRect(index)
            if at.left() < covered:
                bar.setValue(bar.value() + at.left() - covered)

    def paintEvent(self, event: QPaintEvent) -> None:
        delegate = self.itemDelegate()
        assert isinstance(delegate, CellDelegate)
        delegate.prepare()
        super().paintEvent(event)
        last = self.rowAt(self.viewport().height() - 1)
        self._windowed.want(self.rowAt(0), last if last >= 0 else self._windowed.rowCount() - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_key_columns()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "_key_columns") and not self._between_models:  # Qt asks before there are any
            self._place_key_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_key_columns"):
            for view in (self, self._key_columns):
                view.verticalHeader().setDefaultSectionSize(_row_height(self))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            self.ask_for_menu(index, self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))
        else:
            self.ask_for_menu(self.indexAt(event.pos()), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index.row())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(60 * em(self), 30 * em(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(16 * em(self), self.header.sizeHint().height() + 4 * _row_height(self))


def _row_height(widget: QWidget) -> int:
    return round(1.7 * em(widget))


def _calm(view: QTableView) -> None:
    """Thin lines, no grid, rows of one height; scrolled by rows, for pixels of many rows do not fit a scroll bar."""
    view.setShowGrid(False)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setMinimumSectionSize(1)
    view.verticalHeader().setDefaultSectionSize(_row_height(view))
