"""A heat map one can walk: variables down, months across, the darker the more is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
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

from local_cache.results.format import format_month, format_number
from widgets import clipboard
from widgets.charts.heat_cells import DUTY, FIRST_MONTH, MISSING, NAME, UNKNOWN, HeatModel, HeatRow, draw_month
from widgets.charts.paper import TIGHTEST, write
from widgets.marks import Mark
from widgets.steps import STEP_MARKS, STEPS
from widgets.tables.rows import LEFT, RIGHT, Index
from widgets.tables.shown import ShownTable, as_text, for_clipboard
from widgets.theme import em, scaled, strong, theme

ROW = 1.45
"""Height of a row, in lines of text."""

LEAST_MONTHS = 0.4
"""Share of the width that the months have on paper, at least."""


def write_months(painter: QPainter, at: QRectF, cells: HeatModel) -> None:
    """As many of the months' names as there is room for, over columns that share the rectangle's width: from the
    newest, whose name stands to the end of its column, the older as far as they do not meet."""
    each = at.width() / max(1, len(cells.months))
    metrics = QFontMetricsF(painter.font(), painter.device())
    free_to = at.right() + 1
    painter.setPen(theme().colour("muted"))
    for place in range(len(cells.months) - 1, -1, -1):
        text = format_month(cells.months[place], cells.language)
        wide, right = metrics.horizontalAdvance(text), at.left() + (place + 1) * each
        left = right - wide
        if left >= at.left() and right <= free_to:
            painter.drawText(QRectF(left, at.top(), wide + 1, at.height()), int(LEFT), text)
            free_to = left - metrics.height() / 2


class _MonthHeader(QHeaderView):
    """Column titles; over the months as many names as there is room for, the last one always."""

    def __init__(self, parent: HeatMap) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._map = parent
        self.setFont(scaled(self.font(), 0.94))
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(2)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), round(em(self) * 1.8))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        now, model = theme(), self._map.cells
        painter.save()
        painter.fillRect(rect, now.colour("surface"))
        painter.setPen(QPen(now.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(now.colour("muted"))
        if logical < FIRST_MONTH:
            inside = rect.adjusted(em(self) // 2, 0, -em(self) // 2, 0)
            text = str(model.headerData(logical, Qt.Orientation.Horizontal))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, int(LEFT if logical <= DUTY else RIGHT), shown)
        painter.restore()

    def paintEvent(self, event: object) -> None:
        super().paintEvent(event)  # type: ignore[arg-type]
        months = self._map.cells.months
        if not months:
            return
        painter = QPainter(self.viewport())
        left, last = self.sectionViewportPosition(FIRST_MONTH), FIRST_MONTH + len(months) - 1
        right = self.sectionViewportPosition(last) + self.sectionSize(last)
        write_months(painter, QRectF(left, 0, right - left, self.height()), self._map.cells)
        painter.end()


class _CellDelegate(QStyledItemDelegate):
    """Names as in every table; a month's cell in its step's colour with the number that is missing where it fits."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        chart, now, at = self.parent(), theme(), QRect(option.rect)
        assert isinstance(chart, HeatMap)
        one = chart.cells.rows[index.row()]
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if index.column() < FIRST_MONTH:
            painter.fillRect(at, now.colour("chosen" if here else "surface"))
            painter.setFont(strong(option.font) if one.strong and index.column() == NAME else option.font)
            painter.setPen(now.colour("muted" if chart.cells.quiet(index.row(), index.column()) else "text"))
            inside = at.adjusted(em(chart) // 2, 0, -em(chart) // 2, 0)
            text = chart.cells.text(index.row(), index.column())
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, int(LEFT if index.column() <= DUTY else RIGHT), shown)
        else:
            painter.fillRect(at, now.colour("surface"))
            draw_month(painter, QRectF(at), one, index.column() - FIRST_MONTH, option.font)
        if here and chart.hasFocus():
            painter.setPen(QPen(now.colour("text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(at.adjusted(1, 1, -1, -1))
        painter.restore()


class HeatMap(QTableView):
    """The chart. Arrow keys walk the cells, Enter opens what one stands for, the clipboard gets all as a table.

    Attributes: cells (the model). Signals: read_out(str) the cell in words, "" when the chart is left;
    opened(int row, int month), month -1 for the whole row.
    """

    read_out = Signal(str)
    opened = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = HeatModel(self)
        self.setModel(self.cells)
        self.setHorizontalHeader(_MonthHeader(self))
        self.setItemDelegate(_CellDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(2)
        self.verticalHeader().setDefaultSectionSize(round(em(self) * 1.45))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Completeness by variable and month"))
        self.entered.connect(self._say)
        self.doubleClicked.connect(self._open)
        self.verticalScrollBar().rangeChanged.connect(self._fit_columns)

    def show_rows(self, rows: Sequence[HeatRow], months: Sequence[date], language: str) -> None:
        """Draw the rows, in the order given."""
        self.cells.show_rows(rows, months, language)
        self._fit_columns()
        if rows:
            self.setCurrentIndex(self.cells.index(0, FIRST_MONTH if months else NAME))

    def shown(self) -> ShownTable:
        """Names, sums and shares."""
        columns = range(self.cells.columnCount())
        return ShownTable(
            name=self.accessibleName(),
            headers=tuple(str(self.cells.headerData(c, Qt.Orientation.Horizontal)) for c in columns),
            rows=tuple(tuple(self.cells.text(r, c) for c in columns) for r in range(self.cells.rowCount())),
            numbers=frozenset(columns) - {NAME, DUTY},
            values=tuple(tuple(self.cells.stated(r, c) for c in columns) for r in range(self.cells.rowCount())),
        )

    def text(self) -> str:
        """Names, sums and shares as tab-separated text."""
        return as_text(self.shown())

    def copy(self) -> None:
        clipboard.put(for_clipboard(self.shown()))

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        """The steps, the fullest first, with what they mean."""
        language = self.cells.language
        texts = [self.tr("all")]
        for step in STEPS[1:]:
            texts.append(self.tr("from {share}").format(share=format_number(step, ",.0%", language)))
        texts.append(self.tr("under {share}").format(share=format_number(STEPS[-1], ",.0%", language)))
        return (
            *zip(STEP_MARKS, texts, strict=True),
            ("step-unknown", self.tr("only unknown")),
            ("step-nobody", self.tr("nobody was asked")),
        )

    # On paper

    def height_on(self, width: float, line: float) -> float:
        """The height the chart wants on paper whose lines of text are that high."""
        return (len(self.cells.rows) + 1) * ROW * line

    def paint_on(self, painter: QPainter, rect: QRectF) -> None:
        """Draw all rows as vectors in the painter's font and the theme in use; rows shrink until all have room."""
        rows, months, now = self.cells.rows, self.cells.months, theme()
        painter.save()
        line = QFontMetricsF(painter.font(), painter.device()).height()
        high = min(ROW * line, (rect.height() - ROW * line) / max(1, len(rows)))
        if high < TIGHTEST * line:
            painter.setFont(scaled(painter.font(), high / (TIGHTEST * line)))
        font = QFont(painter.font())
        widths = self._widths_on(painter, rect.width())
        header = QRectF(rect.left(), rect.top(), rect.width(), ROW * line)
        left = rect.left()
        for column, wide in widths.items():
            title = str(self.cells.headerData(column, Qt.Orientation.Horizontal))
            write(painter, QRectF(left, header.top(), wide, header.height()), title, "muted", right=column > DUTY)
            left += wide
        each = (rect.right() - left) / max(1, len(months))
        write_months(painter, QRectF(left, header.top(), rect.right() - left, header.height()), self.cells)
        painter.setPen(QPen(now.colour("line"), 1))
        painter.drawLine(header.bottomLeft(), header.bottomRight())
        for place, row in enumerate(rows):
            top, x = header.bottom() + place * high, rect.left()
            for column, wide in widths.items():
                painter.setFont(strong(font) if row.strong and column == NAME else font)
                colour = "muted" if self.cells.quiet(place, column) else "text"
                cell = QRectF(x, top, wide, high)
                write(painter, cell, self.cells.text(place, column), colour, right=column > DUTY)
                x += wide
            for month in range(len(months)):
                draw_month(painter, QRectF(x + month * each, top, each, high), row, month, font)
        painter.restore()

    def _widths_on(self, painter: QPainter, width: float) -> dict[int, float]:
        """Widths of the columns before the months; the months have the rest, a share of at least `LEAST_MONTHS`."""
        metrics = QFontMetricsF(strong(painter.font()), painter.device())
        widths: dict[int, float] = {}
        for column in (NAME, DUTY, MISSING, UNKNOWN):
            title = str(self.cells.headerData(column, Qt.Orientation.Horizontal))
            texts = (self.cells.text(row, column) for row in range(len(self.cells.rows)))
            widths[column] = max(metrics.horizontalAdvance(text) for text in (title, *texts)) + metrics.height()
        if sum(widths.values()) > (1 - LEAST_MONTHS) * width:
            del widths[DUTY]
        over = sum(widths.values()) - (1 - LEAST_MONTHS) * width
        if over > 0:
            widths[NAME] = max(widths[NAME] - over, 0.2 * width)
        return widths

    # On the screen

    def _fit_columns(self) -> None:
        """Sums as wide as they need, names with what is left when the months have had a readable width."""
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        months = len(self.cells.months)
        room = self.viewport().width()
        group = max((metrics.horizontalAdvance(r.group) for r in self.cells.rows), default=0) + em(self) + 2
        self.setColumnHidden(DUTY, room < 44 * em(self))
        if not self.isColumnHidden(DUTY):
            self.setColumnWidth(DUTY, group)
            room -= group
        for column in (MISSING, UNKNOWN):
            title = str(self.cells.headerData(column, Qt.Orientation.Horizontal))
            wide = max(header.fontMetrics().horizontalAdvance(title), metrics.horizontalAdvance("0 000")) + em(self)
            self.setColumnWidth(column, wide)
            room -= wide
        name = max((metrics.horizontalAdvance(r.name) for r in self.cells.rows), default=0) * 1.1 + em(self)
        name = round(min(name, 19 * em(self), max(9 * em(self), room * 0.45)))
        each = max(5, min(3 * em(self), (room - name) // months)) if months else 0
        for month in range(months):
            self.setColumnWidth(FIRST_MONTH + month, each)
        self.setColumnWidth(NAME, max(name, room - each * months))

    def read_current(self) -> None:
        """Read out the cell one is at."""
        if self.currentIndex().isValid():
            self._say(self.currentIndex())

    def _say(self, index: QModelIndex) -> None:
        self.read_out.emit(self.cells.said(index.row(), index.column()))

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row(), index.column() - FIRST_MONTH if index.column() >= FIRST_MONTH else -1)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._say(current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * em(self), 8 * em(self))
