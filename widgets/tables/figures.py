"""The figures of a chart as plain rows, for reading and copying: exactly what is drawn."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from local_cache.results.figure import Attainment, Comparison, Figure, Trend
from local_cache.results.format import EN_DASH, format_count, format_interval, format_month
from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable
from widgets.words import value_or_word

Cells = tuple[str, ...]

NAME = 0
"""The column of the month, the year or the unit."""
NATIONS_N = 5
"""The column of a series' n of the nation; a comparison has no such column."""


class FiguresModel(RowsModel[Cells]):
    """Rows of ready-made texts under titles; every column but the first and the last stands to the right."""

    numbers = frozenset(range(1, 6))

    def __init__(self) -> None:
        super().__init__()
        self._titles: tuple[str, ...] = ("",)

    def show_trend(self, trend: Trend, language: str) -> None:
        self._titles = (
            self.tr("Year") if trend.granularity == "year" else self.tr("Month"),
            self.tr("Own"),
            self.tr("95 % CI"),
            self.tr("n"),
            self.tr("Nation"),
            self.tr("n, nation"),
            self.tr("Remark"),
        )
        rows = []
        for i, point in enumerate(trend.own):
            nation = trend.nation[i].figure if i < len(trend.nation) else None
            remarks = []
            if point.partial:
                remarks.append(self.tr("not over"))
            if point.figure.provisional:
                remarks.append(self.tr("provisional"))
            rows.append(
                (
                    format_month(point.month, language, trend.granularity),
                    *_cells(point.figure, language),
                    value_or_word(nation, language) if nation else EN_DASH,
                    _n(nation, language) if nation else "",
                    ", ".join(remarks),
                )
            )
        self.show_rows(rows, language)

    def show_comparison(self, comparison: Comparison, language: str) -> None:
        self._titles = (
            self.tr("Unit"),
            self.tr("Value"),
            self.tr("95 % CI"),
            self.tr("n"),
            self.tr("Attainment"),
        )
        rows = [
            (
                unit.name,
                *_cells(unit.figure, language),
                self._level(unit.attainment),
            )
            for unit in comparison.units
        ]
        self.show_rows(rows, language)

    def _level(self, attainment: Attainment | None) -> str:
        """The title of the column says what it is a level of."""
        return {
            None: "",
            Attainment.HIGH: self.tr("High"),
            Attainment.MODERATE: self.tr("Moderate"),
            Attainment.LOW: self.tr("Low"),
        }[attainment]

    def titles(self) -> tuple[str, ...]:
        return self._titles

    def text(self, row: Cells, column: int) -> str:
        return row[column]

    def explained(self, row: Cells, column: int) -> str:
        return row[NAME] if column == NAME else ""


def _cells(figure: Figure, language: str) -> Cells:
    return value_or_word(figure, language), format_interval(figure, language) or "", _n(figure, language)


def _n(figure: Figure, language: str) -> str:
    return "" if figure.denominator is None else format_count(figure.denominator, language)


class FiguresTable(CalmTable):
    """The table. Months take no more than they need; where it is narrow, the nation's n is copied but not shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.figures = FiguresModel()
        super().__init__(self.figures, stretch=NAME, spare=(NATIONS_N,), least=8, rows=1.6, parent=parent)
        self.setAccessibleName(self.tr("Figures of the chart"))

    def least_width(self) -> int:
        return min(super().least_width(), self.contents_width(NAME))
