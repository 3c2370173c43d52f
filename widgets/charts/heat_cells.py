"""What a heat map shows: variables down, months across, and how one cell is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

from PySide6.QtCore import QAbstractTableModel, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from local_cache.results.format import format_count, format_month, format_number
from local_cache.results.stated import Stated, stated_count
from widgets.steps import hatch, inks, step_colour, step_of
from widgets.tables.rows import LEFT, NOWHERE, RIGHT, Index
from widgets.theme import contrast, scaled, theme

NAME, DUTY, MISSING, UNKNOWN = range(4)
FIRST_MONTH = 4


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

    def quiet(self, row: int, column: int) -> bool:
        """Whether a cell before the months is written less strongly."""
        one = self.rows[row]
        if column == NAME:
            return not one.strong
        return column == DUTY or not sum(one.missing if column == MISSING else one.unknown)

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


def draw_month(painter: QPainter, at: QRectF, row: HeatRow, month: int, font: QFont) -> None:
    """A month's cell in its step's colour, with the number that is missing or unknown where it fits."""
    now = theme()
    gap = 1 if at.width() > 6 else 0
    box = at.adjusted(0, 0.5, -gap, -0.5)
    share = row.share(month)
    if isnan(share):
        hatch(painter, box, now.colour("line"))
        return
    colour = step_colour(step_of(share), now, unknown=not row.missing[month])
    painter.fillRect(box, colour)
    lacking = row.missing[month] + row.unknown[month]
    if lacking:
        painter.setFont(scaled(font, 0.85))
        text = format_count(lacking, "nb")
        if QFontMetricsF(painter.font(), painter.device()).horizontalAdvance(text) + 2 <= box.width():
            best = max(inks(now), key=lambda ink: contrast(ink, colour.name()))
            painter.setPen(QColor(best))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    if month in row.breaks:
        painter.fillRect(QRectF(at.left() - 1, at.top(), 3, at.height()), now.colour("nation"))
