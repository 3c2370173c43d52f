"""Units side by side: a table whose last column is a chart of values and intervals on one common scale."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTableView, QWidget

from local_cache.registry import Indicator
from local_cache.results.figure import ComparedUnit, Comparison, Shown
from local_cache.results.format import format_count, format_interval
from widgets.charts.scale import bands, scale_for
from widgets.tables.rows import ROW_ROLE, Index, RowsModel
from widgets.tables.table import CalmTable, FlatHeader, RowDelegate
from widgets.theme import em, theme
from widgets.words import attainment_in_words, figure_in_words, value_or_word

NAME, VALUE, INTERVAL, N, CHART = range(5)


class ComparisonModel(RowsModel[ComparedUnit]):
    """Units, best first as they come; the last column is drawn."""

    numbers = frozenset({VALUE, INTERVAL, N})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Unit"), self.tr("Value"), self.tr("95 % CI"), self.tr("n"), "")

    def text(self, row: ComparedUnit, column: int) -> str:
        if column == NAME:
            return row.name
        if column == VALUE:
            return value_or_word(row.figure, self.language)
        if column == INTERVAL:
            return format_interval(row.figure, self.language) or ""
        if column == N and row.figure.denominator is not None:
            return format_count(row.figure.denominator, self.language)
        return ""

    def explained(self, row: ComparedUnit, column: int) -> str:
        words = f"{row.name}: {figure_in_words(row.figure, self.language)}"
        return f"{words}\n{attainment_in_words(row.attainment)}" if row.attainment else words

    def read_out(self, row: ComparedUnit, column: int) -> str:
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
        now = theme()
        painter.save()
        painter.setFont(self.font())
        painter.setPen(now.colour("muted"))
        area = self._chart.plot_area(rect)
        free_from = rect.left()
        for tick in self._chart.scale.ticks:
            text = self._chart.scale.tick_text(tick, self._chart.language)
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = round(area.left() + self._chart.scale.share(tick) * area.width() - wide / 2)
            left = min(left, rect.right() - wide)
            if left >= free_from:
                at = QRect(left, rect.top(), wide + 2, rect.height())
                painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
                free_from = left + wide + em(self) // 2
        painter.restore()


class _ComparisonDelegate(RowDelegate):
    """Draws the bands, the nation's line, and a unit's interval and value; bands join from row to row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() == CHART:
            self._paint_chart(painter, QRect(option.rect), index)
        else:
            super().paint(painter, option, index)

    def _paint_chart(self, painter: QPainter, at: QRect, index: Index) -> None:
        chart = self.parent()
        assert isinstance(chart, ComparisonChart)
        now, scale, unit = theme(), chart.scale, index.data(ROW_ROLE)
        area = chart.plot_area(at)

        def x(value: float) -> float:
            return area.left() + scale.share(value) * area.width()

        painter.save()
        painter.fillRect(at, now.colour("surface"))
        for name, low, high in bands(chart.indicator, scale):
            painter.fillRect(QRectF(x(low), at.top(), x(high) - x(low), at.height()), now.colour(name))
        painter.setPen(QPen(now.colour("line"), 1))
        painter.drawLine(at.bottomLeft(), at.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        nation = chart.nation_value
        if nation is not None:
            painter.setPen(QPen(now.colour("nation"), 1.4, Qt.PenStyle.CustomDashLine))
            pen = painter.pen()
            pen.setDashPattern([3, 2])
            pen.setDashOffset(at.top() / 1.4)
            painter.setPen(pen)
            painter.drawLine(QLineF(x(nation), at.top(), x(nation), at.bottom() + 1))
        figure = unit.figure
        if figure.shown is Shown.VALUE and figure.value is not None:
            colour = now.colour("own" if unit.own else "nation" if unit.nation else "pale")
            middle = at.center().y() + 0.5
            if figure.low is not None and figure.high is not None:
                painter.setPen(QPen(colour, 2.4 if unit.own else 1.4))
                painter.drawLine(QLineF(x(figure.low), middle, x(figure.high), middle))
            radius = em(chart) * (0.32 if unit.own else 0.24)
            painter.setPen(QPen(now.colour("surface"), 1))
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x(figure.value), middle), radius, radius)
        painter.restore()

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
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self.units = ComparisonModel()
        self.scale = scale_for((), None, intervals=False)
        self.indicator: Indicator | None = None
        self.language = "nb"
        self.nation_value: float | None = None
        super().__init__(self.units, stretch=CHART, spare=(INTERVAL,), least=13, rows=1.75, parent=parent)
        self.setHorizontalHeader(_AxisHeader(self))
        self.setItemDelegate(_ComparisonDelegate(self, rows=1.75))
        self.setAccessibleName(self.tr("Comparison of units"))

    def show_comparison(self, comparison: Comparison, indicator: Indicator, language: str) -> None:
        self.indicator, self.language = indicator, language
        self.nation_value = comparison.nation.value
        drawn = [u.figure for u in comparison.units if u.figure.shown is Shown.VALUE]
        self.scale = scale_for([*drawn, comparison.nation], indicator, intervals=True, wanted=5)
        self.units.show_rows(comparison.units, language)
        self._show_own()

    def _show_own(self) -> None:
        own = next((row for row, unit in enumerate(self.units.rows) if unit.own), -1)
        if own >= 0:
            self.setCurrentIndex(self.units.index(own, 0))
            self.scrollTo(self.units.index(own, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def plot_area(self, cell: QRect) -> QRectF:
        """The part of a cell that the scale covers, with room for half a tick's text."""
        return QRectF(cell).adjusted(em(self) * 1.4, 0, -em(self) * 1.8, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_own()
