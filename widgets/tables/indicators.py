"""The table of indicators: own value strong, with interval, n, nation, region, attainment and a small trend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView, QWidget

from local_cache.results.figure import Figure, IndicatorResult, Shown
from local_cache.results.format import EN_DASH, format_count, format_interval, format_value
from local_cache.results.stated import Stated, stated_count, stated_figure
from widgets.charts.spark_line import draw_spark_line
from widgets.marks import draw_attainment
from widgets.tables.rows import ROW_ROLE, Index, RowsModel
from widgets.tables.table import CalmTable, RowDelegate
from widgets.theme import em, theme
from widgets.words import attainment_in_words, figure_in_words, target_sentence, value_or_word

TITLE, OWN, INTERVAL, N, NATION, REGION, TARGET, TREND = range(8)


NO_UNITS: Mapping[str, str] = {}


class IndicatorModel(RowsModel[IndicatorResult]):
    """Every text is what a reader sees.

    Attributes: region (the own region's name, for its column's tool tip), units (of measures, by indicator: "days").
    """

    numbers = frozenset({OWN, INTERVAL, N, NATION, REGION})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.region = ""
        self.units: Mapping[str, str] = {}

    def row_of(self, indicator: str) -> int:
        """The row of an indicator, -1 where it is not here."""
        return next((r for r, result in enumerate(self.rows) if result.indicator == indicator), -1)

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Indicator"),
            self.tr("Own"),
            self.tr("95 % CI"),
            self.tr("n"),
            self.tr("Nation"),
            self.tr("Region"),
            self.tr("Target"),
            self.tr("Trend"),
        )

    def text(self, row: IndicatorResult, column: int) -> str:
        own = row.own
        if column == TITLE:
            unit = self.units.get(row.indicator, "")
            return f"{row.title} ({unit})" if unit else row.title
        if column == OWN:
            return value_or_word(own, self.language)
        if column == INTERVAL:
            return format_interval(own, self.language) or ""
        if column == N:
            return "" if own.denominator is None else format_count(own.denominator, self.language)
        if column in (NATION, REGION):
            return format_value(row.nation if column == NATION else row.region, self.language) or EN_DASH
        if column == TARGET and row.attainment is not None:
            return attainment_in_words(row.attainment) + ("" if row.certain else " ?")
        return ""

    def stated(self, row: IndicatorResult, column: int) -> Stated | None:
        if column == N:
            return stated_count(row.own.denominator)
        return stated_figure({OWN: row.own, NATION: row.nation, REGION: row.region}.get(column))

    def explained(self, row: IndicatorResult, column: int) -> str:
        def named(name: str, figure: Figure) -> str:
            return f"{name}: {figure_in_words(figure, self.language)}"

        if column == TARGET:
            return target_sentence(row)
        if column == NATION:
            return named(self.tr("Nation"), row.nation)
        if column == REGION:
            return named(self.region or self.tr("Region"), row.region)
        lines = [row.title, named(self.tr("Own"), row.own), named(self.tr("Nation"), row.nation)]
        return "\n".join([*lines, row.refused] if row.refused else lines)

    def read_out(self, row: IndicatorResult, column: int) -> str:
        return self.tr("Small trend line") if column == TREND else self.text(row, column)

    def strong(self, row: IndicatorResult, column: int) -> bool:
        return column == OWN and row.own.shown is Shown.VALUE

    def colour(self, row: IndicatorResult, column: int) -> str:
        quiet = column == INTERVAL or (column == OWN and row.own.shown is not Shown.VALUE)
        return "muted" if quiet else "text"


class _IndicatorDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, at: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        result: IndicatorResult = index.data(ROW_ROLE)
        now = theme()
        if index.column() == TARGET:
            if result.attainment is not None:
                side = round(em(self._view()) * 0.68)
                mark = QRectF(at.left(), at.center().y() - side / 2, side, side)
                draw_attainment(painter, mark, result.attainment, now)
                if not result.certain:
                    painter.setPen(now.colour("muted"))
                    painter.drawText(at.adjusted(side * 3 // 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "?")
        elif index.column() == TREND:
            height = round(em(self._view()) * 1.2)
            line = QRectF(at.left(), at.center().y() - height / 2, at.width(), height)
            draw_spark_line(painter, line, result.trend, now)
        else:
            super().paint_cell(painter, at, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        unit = em(self._view())
        if index.column() == TARGET:
            size.setWidth(round(unit * 2.4))
        elif index.column() == TREND:
            size.setWidth(round(unit * 4.6))
        return size

    def _view(self) -> QTableView:
        view = self.parent()
        assert isinstance(view, QTableView)
        return view


class IndicatorTable(CalmTable):
    """The table with its model; `opened(row)` also follows the keyboard, through `currentChanged`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.indicators = IndicatorModel()
        super().__init__(self.indicators, stretch=TITLE, spare=(TREND, REGION, INTERVAL), least=11, parent=parent)
        self.setItemDelegate(_IndicatorDelegate(self))
        self.setAccessibleName(self.tr("Indicators"))

    def show_results(
        self,
        results: Sequence[IndicatorResult],
        language: str,
        region: str = "",
        units: Mapping[str, str] = NO_UNITS,
    ) -> None:
        self.indicators.region, self.indicators.units = region, units
        self.indicators.show_rows(results, language)

    def chosen(self) -> str:
        """The chosen indicator's id, "" where none is."""
        row = self.currentIndex().row()
        return self.indicators.rows[row].indicator if 0 <= row < self.indicators.rowCount() else ""

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.opened.emit(current.row())
