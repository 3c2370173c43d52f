"""Units side by side: a table whose last column is a chart of values and intervals on one common scale."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTableView, QWidget

from local_cache.registry import Indicator
from local_cache.results.figure import ComparedUnit, Comparison, Figure, Shown
from local_cache.results.format import format_count, format_interval
from local_cache.results.stated import Stated, stated_count, stated_figure
from widgets.charts.paper import TIGHTEST, write
from widgets.charts.scale import Scale, bands, scale_for
from widgets.marks import STANDS, Mark
from widgets.tables.rows import ROW_ROLE, Index, RowsModel
from widgets.tables.table import CalmTable, FlatHeader, RowDelegate
from widgets.theme import em, scaled, strong, theme
from widgets.words import attainment_in_words, figure_in_words, levels_in_words, value_or_word

NAME, VALUE, INTERVAL, N, STANDING, CHART = range(6)

ROW = 1.75
"""Height of a row, in lines of text; on paper rows shrink, and their text with them, until all units are there."""

NARROWEST = 9
"""Ems of the strip where the window is narrow."""

WIDEST_NAME = 0.34
"""Share of the width that names may take on paper."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """What one unit's values are drawn on. em: height of a line of text; nation: the value all are compared with."""

    scale: Scale
    indicator: Indicator | None
    nation: float | None
    em: float

    def area(self, cell: QRectF) -> QRectF:
        """The part of a cell that the scale covers, with room for half a tick's text."""
        return cell.adjusted(self.em * 1.4, 0, -self.em * 1.8, 0)

    def draw(self, painter: QPainter, cell: QRectF, unit: ComparedUnit) -> None:
        """Bands, the nation's line, the unit's interval and value, and its value in the period before; from row to row
        bands and line join."""
        now, area = theme(), self.area(cell)

        def x(value: float) -> float:
            return area.left() + self.scale.share(value) * area.width()

        painter.save()
        painter.fillRect(cell, now.colour("surface"))
        for name, low, high in bands(self.indicator, self.scale):
            painter.fillRect(QRectF(x(low), cell.top(), x(high) - x(low), cell.height()), now.colour(name))
        painter.setPen(QPen(now.colour("line"), 1))
        painter.drawLine(QLineF(cell.left(), cell.bottom() - 0.5, cell.right(), cell.bottom() - 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.nation is not None:
            pen = QPen(now.colour("nation"), 1.4, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2])
            pen.setDashOffset(cell.top() / 1.4)
            painter.setPen(pen)
            painter.drawLine(QLineF(x(self.nation), cell.top(), x(self.nation), cell.bottom()))
        colour = now.colour("own" if unit.own else "nation" if unit.nation else "pale")
        middle = cell.center().y()
        figure, value = unit.figure, _drawn(unit.figure)
        if value is not None:
            if figure.low is not None and figure.high is not None:
                painter.setPen(QPen(colour, 2.4 if unit.own else 1.4))
                painter.drawLine(QLineF(x(figure.low), middle, x(figure.high), middle))
            radius = self.em * (0.32 if unit.own else 0.24)
            painter.setPen(QPen(now.colour("surface"), 1))
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x(value), middle), radius, radius)
        previous = _drawn(unit.previous)
        if value is not None and previous is not None:
            painter.setPen(QPen(colour, 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = self.em * (0.36 if unit.own else 0.28)
            painter.drawEllipse(QPointF(x(previous), middle), radius, radius)
        painter.restore()

    def draw_ticks(self, painter: QPainter, at: QRectF, language: str) -> None:
        """The texts of the scale's ticks, as many as there is room for."""
        metrics = QFontMetricsF(painter.font(), painter.device())
        area = self.area(at)
        free_from = at.left()
        for tick in self.scale.ticks:
            text = self.scale.tick_text(tick, language)
            wide = metrics.horizontalAdvance(text)
            left = min(area.left() + self.scale.share(tick) * area.width() - wide / 2, at.right() - wide)
            if left >= free_from:
                place = QRectF(left, at.top(), wide + 2, at.height())
                painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
                free_from = left + wide + self.em / 2


def _drawn(figure: Figure | None) -> float | None:
    """A figure's value where it may be shown."""
    return figure.value if figure is not None and figure.shown is Shown.VALUE else None


class ComparisonModel(RowsModel[ComparedUnit]):
    """Units, best first as they come; the last column is drawn."""

    numbers = frozenset({VALUE, INTERVAL, N})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Unit"), self.tr("Value"), self.tr("95 % CI"), self.tr("n"), "", "")

    def text(self, row: ComparedUnit, column: int) -> str:
        if column == NAME:
            return row.name
        if column == VALUE:
            return value_or_word(row.figure, self.language)
        if column == INTERVAL:
            return format_interval(row.figure, self.language) or ""
        if column == N and row.figure.denominator is not None:
            return format_count(row.figure.denominator, self.language)
        return STANDS if column == STANDING and row.stands else ""

    def stated(self, row: ComparedUnit, column: int) -> Stated | None:
        if column == N:
            return stated_count(row.figure.denominator)
        return stated_figure(row.figure) if column == VALUE else None

    def explained(self, row: ComparedUnit, column: int) -> str:
        lines = [f"{row.name}: {figure_in_words(row.figure, self.language)}"]
        if row.attainment:
            lines.append(attainment_in_words(row.attainment))
        if row.previous is not None:
            words = figure_in_words(row.previous, self.language)
            lines.append(self.tr("The period before: {figure}").format(figure=words))
        if row.stands:
            lines.append(self.stands_in_words())
        return "\n".join(lines)

    def stands_in_words(self) -> str:
        return self.tr("Differs from the nation also when all units are judged at once (Benjamini–Hochberg, 5 %).")

    def read_out(self, row: ComparedUnit, column: int) -> str:
        if column == STANDING:
            return self.stands_in_words() if row.stands else ""
        return self.explained(row, column) if column == CHART else self.text(row, column)

    def strong(self, row: ComparedUnit, column: int) -> bool:
        return (row.own or row.nation) and column in (NAME, VALUE)

    def colour(self, row: ComparedUnit, column: int) -> str:
        if row.own and column in (NAME, VALUE):
            return "own"
        return "muted" if column == INTERVAL or row.figure.shown is not Shown.VALUE else "text"


class _AxisHeader(FlatHeader):
    """A header whose chart column shows the scale's ticks."""

    def __init__(self, chart: ComparisonChart) -> None:
        super().__init__(chart)
        self._chart = chart

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        super().paintSection(painter, rect, logical)
        if logical != CHART:
            return
        painter.save()
        painter.setFont(self.font())
        painter.setPen(theme().colour("muted"))
        self._chart.strip().draw_ticks(painter, QRectF(rect), self._chart.language)
        painter.restore()


class _ComparisonDelegate(RowDelegate):
    """Draws the chart's cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() != CHART:
            super().paint(painter, option, index)
            return
        chart = self.parent()
        assert isinstance(chart, ComparisonChart)
        chart.strip().draw(painter, QRectF(option.rect), index.data(ROW_ROLE))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        view = self.parent()
        assert isinstance(view, QTableView)
        if index.column() == NAME:
            size.setWidth(min(size.width(), 15 * em(view)))
        return size


class ComparisonChart(CalmTable):
    """All units with their intervals on one scale, the own one strong, the nation as a line through all.

    Attributes: scale, indicator, language, nation_value (what is drawn).
    Signals: unit_chosen(str) the id of the unit that a person moved to.
    """

    unit_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.units = ComparisonModel()
        self.scale = scale_for((), None, intervals=False)
        self.indicator: Indicator | None = None
        self.language = "nb"
        self.nation_value: float | None = None
        self._by_hand = False
        super().__init__(self.units, stretch=CHART, spare=(INTERVAL,), least=13, rows=ROW, parent=parent)
        self.setHorizontalHeader(_AxisHeader(self))
        self.setItemDelegate(_ComparisonDelegate(self, rows=ROW))
        self.setAccessibleName(self.tr("Comparison of units"))
        self._by_hand = True

    def show_comparison(self, comparison: Comparison, indicator: Indicator, language: str) -> None:
        self.indicator, self.language = indicator, language
        self.nation_value = comparison.nation.value
        drawn = [u.figure for u in comparison.units if u.figure.shown is Shown.VALUE]
        before = [v for u in comparison.units if (v := _drawn(u.previous)) is not None and _drawn(u.figure) is not None]
        figures = [*drawn, comparison.nation]
        self.scale = scale_for(figures, indicator, intervals=True, wanted=5, also=before)
        self.units.show_rows(comparison.units, language)
        self.choose_unit(next((u.unit for u in comparison.units if u.own), ""))

    def choose_unit(self, unit: str) -> None:
        """Select a unit that was chosen elsewhere and bring it into view; no signal tells of it."""
        row = next((row for row, shown in enumerate(self.units.rows) if shown.unit == unit), -1)
        if row < 0:
            return
        self._by_hand = False
        self.setCurrentIndex(self.units.index(row, 0))
        self._by_hand = True
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        """The marks that this chart has now, with what they mean."""
        if self.indicator is None:
            return ()
        entries: list[tuple[Mark, str]] = [
            (level.value, words) for level, words in levels_in_words(self.indicator, self.language)
        ]
        rows = self.units.rows
        if any(u.own for u in rows):
            entries.append(("own", self.tr("own")))
        entries.append(("unit", self.tr("other units, with interval")))
        if any(_drawn(u.previous) is not None for u in rows):
            entries.append(("previous", self.tr("the period before")))
        if self.nation_value is not None:
            entries.append(("nation", self.tr("nation")))
        if any(u.stands for u in rows):
            entries.append(("stands", self.tr("differs also when all are judged at once (Benjamini–Hochberg, 5 %)")))
        return tuple(entries)

    def strip(self) -> _Strip:
        return _Strip(self.scale, self.indicator, self.nation_value, float(em(self)))

    def narrowest(self) -> int:
        return round(NARROWEST * em(self))

    def fit_columns(self) -> None:
        super().fit_columns()
        # The column is there only where some unit has the mark.
        if not any(u.stands for u in self.units.rows):
            self.setColumnWidth(CHART, self.columnWidth(CHART) + self.columnWidth(STANDING))
            self.setColumnHidden(STANDING, True)

    # On paper

    def paint_on(self, painter: QPainter, rect: QRectF) -> None:
        """Draw all units as vectors in the painter's font and the theme in use; rows shrink until all have room."""
        painter.save()
        height = QFontMetricsF(painter.font(), painter.device()).height()
        rows = len(self.units.rows)
        row = min(ROW * height, (rect.height() - ROW * height) / max(1, rows))
        header = QRectF(rect.left(), rect.top(), rect.width(), ROW * height)
        if row < TIGHTEST * height:
            painter.setFont(scaled(painter.font(), row / (TIGHTEST * height)))
        strip = _Strip(self.scale, self.indicator, self.nation_value, min(height, row / TIGHTEST))
        places = self._places(painter, rect, strip.em)
        muted = theme().colour("muted")
        for column, title in enumerate(self.units.titles()):
            if column in places:
                self._write(painter, _cell(places[column], header), title, column)
        painter.setPen(muted)
        strip.draw_ticks(painter, _cell(places[CHART], header), self.language)
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawLine(QLineF(header.bottomLeft(), header.bottomRight()))
        for i, unit in enumerate(self.units.rows):
            at = QRectF(rect.left(), header.bottom() + i * row, rect.width(), row)
            painter.setPen(QPen(theme().colour("line"), 1))
            painter.drawLine(QLineF(at.left(), at.bottom() - 0.5, at.right(), at.bottom() - 0.5))
            for column in (c for c in places if c != CHART):
                self._write(painter, _cell(places[column], at), self.units.text(unit, column), column, unit)
            strip.draw(painter, _cell(places[CHART], at), unit)
        painter.restore()

    def height_on(self, width: float, line: float) -> float:
        """The height the chart wants on paper whose lines of text are that high."""
        return (len(self.units.rows) + 1) * ROW * line

    def _places(self, painter: QPainter, rect: QRectF, height: float) -> dict[int, tuple[float, float]]:
        """Left end and width of each column that has room; the chart has what the others leave."""
        metrics = QFontMetricsF(strong(painter.font()), painter.device())
        widths: dict[int, float] = {}
        for column in (NAME, VALUE, INTERVAL, N, STANDING):
            texts = [self.units.titles()[column], *(self.units.text(u, column) for u in self.units.rows)]
            wide = max(metrics.horizontalAdvance(t) for t in texts)
            if wide:
                widths[column] = wide + height
        widths[NAME] = min(widths[NAME], WIDEST_NAME * rect.width())
        if rect.width() - sum(widths.values()) < rect.width() / 3:
            widths.pop(INTERVAL, None)
        places, left = {}, rect.left()
        for column, wide in widths.items():
            places[column] = (left, wide)
            left += wide
        places[CHART] = (left, rect.right() - left)
        return places

    def _write(self, painter: QPainter, cell: QRectF, text: str, column: int, unit: ComparedUnit | None = None) -> None:
        """A cell's text, or a title where there is no unit."""
        painter.save()
        if unit is not None and self.units.strong(unit, column):
            painter.setFont(strong(painter.font()))
        colour = "muted" if unit is None else self.units.colour(unit, column)
        write(painter, cell, text, colour, right=column in self.units.numbers)
        painter.restore()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self._by_hand and current.isValid() and current.row() != previous.row():
            self.unit_chosen.emit(self.units.rows[current.row()].unit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_chosen()


def _cell(place: tuple[float, float], row: QRectF) -> QRectF:
    return QRectF(place[0], row.top(), place[1], row.height())
