"""A heat map one can walk: variables down, months across, the darker the more is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isnan

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
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

from local_cache.results.format import format_count, format_month, format_number
from local_cache.results.stated import Stated, stated_count
from widgets import clipboard
from widgets.tables.rows import LEFT, NOWHERE, RIGHT, Index
from widgets.tables.shown import ShownTable, as_text, for_clipboard
from widgets.theme import Theme, contrast, em, scaled, strong, theme

NAME, DUTY, MISSING, UNKNOWN = range(4)
FIRST_MONTH = 4
STEPS = (1.0, 0.98, 0.95, 0.9, 0.8)
"""Shares at which the colour changes; the lightest is exactly all."""
SHADES = (0.16, 0.22, 0.4, 0.58, 0.78, 1.0)
"""How much of its colour each step has, the rest being the surface."""
READABLE = 4.5
"""Contrast of text, by WCAG 2.2."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row: its name and group, and by month how many were asked, filled in, unknown and missing. strong: a value that
    must be there; breaks: months from which it is registered differently."""

    name: str
    group: str
    strong: bool
    asked: tuple[int, ...]
    filled: tuple[int, ...]
    unknown: tuple[int, ...]
    missing: tuple[int, ...]
    breaks: tuple[int, ...] = ()

    def share(self, month: int) -> float:
        """Filled of asked, NaN where nobody was asked."""
        return self.filled[month] / self.asked[month] if self.asked[month] else float("nan")


def step_of(share: float) -> int:
    """Which of the steps a share is on: 0 for all, one more for every step it falls short of."""
    return sum(share < step for step in STEPS)


@cache
def step_colour(step: int, now: Theme, *, unknown: bool = False) -> QColor:
    """From nearly the surface to the colour of what is low; to that of what is moderate where nothing is missing and
    some are unknown. Of the shades near a step the one on which a number can be read."""
    end = now.colour("own" if step == 0 else "moderate" if unknown else "low")
    wanted = SHADES[step]
    shades = [_mixed(now.colour("surface"), end, part / 100) for part in range(101)]
    near = sorted(range(101), key=lambda part: abs(part / 100 - wanted))
    return next(
        shades[part] for part in near if max(contrast(ink, shades[part].name()) for ink in inks(now)) >= READABLE
    )


def inks(now: Theme) -> tuple[str, str]:
    """What numbers are written with."""
    return now.text, now.surface


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    parts = (
        round(a + (b - a) * share)
        for a, b in ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    )
    return QColor(*parts)


class HeatModel(QAbstractTableModel):
    """Names and sums, then a column for each month. Attributes: rows, months, language."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[HeatRow, ...] = ()
        self.months: tuple[date, ...] = ()
        self.language = "nb"

    def show_rows(self, rows: Sequence[HeatRow], months: Sequence[date], language: str) -> None:
        self.beginResetModel()
        self.rows, self.months, self.language = tuple(rows), tuple(months), language
        self.endResetModel()

    def said(self, row: int, column: int) -> str:
        """A cell in words."""
        one = self.rows[row]
        if column < FIRST_MONTH:
            words = self.tr("{name}: {missing} missing, {unknown} unknown ({group})")
            return words.format(
                name=one.name,
                missing=format_count(sum(one.missing), self.language),
                unknown=format_count(sum(one.unknown), self.language),
                group=one.group,
            )
        month = column - FIRST_MONTH
        when = format_month(self.months[month], self.language)
        share = one.share(month)
        if isnan(share):
            return self.tr("{name}, {month}: nobody was asked").format(name=one.name, month=when)
        words = self.tr(
            "{name}, {month}: {share} filled in ({filled} of {asked}), {missing} missing, {unknown} unknown"
        )
        if month in one.breaks:
            words += "; " + self.tr("registered differently from this month on")
        return words.format(
            name=one.name,
            month=when,
            share=format_number(share, ",.0%", self.language),
            filled=format_count(one.filled[month], self.language),
            asked=format_count(one.asked[month], self.language),
            missing=format_count(one.missing[month], self.language),
            unknown=format_count(one.unknown[month], self.language),
        )

    def text(self, row: int, column: int) -> str:
        one = self.rows[row]
        if column == NAME:
            return one.name
        if column == DUTY:
            return one.group
        stated = self.stated(row, column)
        return "" if stated is None else stated.text(self.language)

    def stated(self, row: int, column: int) -> Stated | None:
        """The number that a cell's text says."""
        one = self.rows[row]
        if column in (NAME, DUTY):
            return None
        if column in (MISSING, UNKNOWN):
            return stated_count(sum(one.missing if column == MISSING else one.unknown))
        share = one.share(column - FIRST_MONTH)
        return None if isnan(share) else Stated(share, ",.0%")

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else FIRST_MONTH + len(self.months)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.said(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if index.column() <= DUTY else RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section < FIRST_MONTH:
                return (self.tr("Variable"), self.tr("Duty"), self.tr("Missing"), self.tr("Unknown"))[section]
            return format_month(self.months[section - FIRST_MONTH], self.language)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if section <= DUTY else RIGHT
        return None


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
        painter.setPen(theme().colour("muted"))
        metrics = painter.fontMetrics()
        least = self.sectionViewportPosition(FIRST_MONTH)
        free_to = self.viewport().width()
        # From the newest, whose name stands to the end of its column; the older as far as they do not meet.
        for place in range(len(months) - 1, -1, -1):
            text = format_month(months[place], self._map.cells.language)
            wide = metrics.horizontalAdvance(text)
            right = self.sectionViewportPosition(FIRST_MONTH + place) + self.sectionSize(FIRST_MONTH + place)
            left = right - wide
            if left >= least and right <= free_to:
                painter.drawText(QRect(left, 0, wide + 1, self.height()), int(LEFT), text)
                free_to = left - em(self) // 2
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
            quiet = not one.strong if index.column() <= DUTY else not self._sum(one, index.column())
            painter.setPen(now.colour("muted" if quiet or index.column() == DUTY else "text"))
            inside = at.adjusted(em(chart) // 2, 0, -em(chart) // 2, 0)
            text = chart.cells.text(index.row(), index.column())
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, int(LEFT if index.column() <= DUTY else RIGHT), shown)
        else:
            painter.fillRect(at, now.colour("surface"))
            self._paint_month(painter, at, one, index.column() - FIRST_MONTH, now, option)
        if here and chart.hasFocus():
            painter.setPen(QPen(now.colour("text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(at.adjusted(1, 1, -1, -1))
        painter.restore()

    @staticmethod
    def _sum(one: HeatRow, column: int) -> int:
        return sum(one.missing if column == MISSING else one.unknown)

    def _paint_month(
        self, painter: QPainter, at: QRect, one: HeatRow, month: int, now: Theme, option: QStyleOptionViewItem
    ) -> None:
        gap = 1 if at.width() > 6 else 0
        box = QRectF(at).adjusted(0, 0.5, -gap, -0.5)
        share = one.share(month)
        if isnan(share):
            painter.fillRect(box, QBrush(now.colour("line"), Qt.BrushStyle.BDiagPattern))
            return
        colour = step_colour(step_of(share), now, unknown=not one.missing[month])
        painter.fillRect(box, colour)
        lacking = one.missing[month] + one.unknown[month]
        if lacking:
            painter.setFont(scaled(option.font, 0.85))
            text = format_count(lacking, "nb")
            if painter.fontMetrics().horizontalAdvance(text) + 2 <= box.width():
                best = max(inks(now), key=lambda ink: contrast(ink, colour.name()))
                painter.setPen(QColor(best))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        if month in one.breaks:
            painter.fillRect(QRectF(at.left() - 1, at.top(), 3, at.height()), now.colour("nation"))


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

    def legend(self) -> tuple[tuple[QColor | None, str], ...]:
        """The steps, the fullest first, with what they mean; no colour where nobody was asked."""
        now, language = theme(), self.cells.language
        texts = [self.tr("all")]
        for high, low in zip(STEPS, [*STEPS[1:], None], strict=True):
            if low is None:
                texts.append(self.tr("under {share}").format(share=format_number(high, ",.0%", language)))
            else:
                texts.append(self.tr("from {share}").format(share=format_number(low, ",.0%", language)))
        steps: list[tuple[QColor | None, str]] = [(step_colour(step, now), text) for step, text in enumerate(texts)]
        steps.append((step_colour(3, now, unknown=True), self.tr("only unknown")))
        steps.append((None, self.tr("nobody was asked")))
        return tuple(steps)

    def _fit_columns(self) -> None:
        """Sums as wide as they need, names with what is left when the months have had a readable width."""
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        months = len(self.cells.months)
        room = self.viewport().width()
        group = max((metrics.horizontalAdvance(r.group) for r in self.cells.rows), default=0) + em(self)
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
