"""The figures of a chart as plain rows, for reading and copying: exactly what is drawn."""

from __future__ import annotations

from datetime import date

import numpy as np
from PySide6.QtWidgets import QWidget

from local_cache.registry import Indicator
from local_cache.results.distribution import Distribution
from local_cache.results.figure import Attainment, Comparison, Figure, Point
from local_cache.results.format import EN_DASH, format_interval, format_month, format_number
from local_cache.results.funnel_plot import FunnelPlot
from local_cache.results.over_time import OverTime
from local_cache.results.stated import Stated, stated_count, stated_day, stated_figure
from widgets.spread_words import class_in_words
from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable
from widgets.words import value_or_word

Cells = tuple[str | Stated, ...]

NAME = 0
"""The column of the month, the year or the unit."""


class FiguresModel(RowsModel[Cells]):
    """Rows of numbers, days and texts under titles; every column but the first and the last stands to the right.

    Attributes: spare (columns that give way where it is narrow, first to last; they are copied all the same).
    """

    numbers = frozenset(range(1, 8))

    def __init__(self) -> None:
        super().__init__()
        self._titles: tuple[str, ...] = ("",)
        self.spare: tuple[int, ...] = ()

    def show_over_time(self, series: OverTime, language: str) -> None:
        """The series with the lines that are drawn; a line no point has is no column."""
        with_limits = not bool(np.isnan(series.low).all() and np.isnan(series.high).all())
        with_centre = not bool(np.isnan(series.centre).all())
        with_nation = bool(series.nation)
        first = {"event": self.tr("Day"), "year": self.tr("Year"), "month": self.tr("Month")}[series.granularity]
        self._titles = (
            first,
            self.tr("Own"),
            self.tr("95 % CI"),
            self.tr("n"),
            *((self.tr("Nation"), self.tr("n, nation")) if with_nation else ()),
            *((self.tr("Centre line"),) if with_centre else ()),
            *((self.tr("Limits"),) if with_limits else ()),
            self.tr("Remark"),
        )
        # What is the same in every row, or stands beside its like, is missed least.
        named = (self.tr("n, nation"), self.tr("Centre line"), self.tr("95 % CI"))
        self.spare = tuple(self._titles.index(name) for name in named if name in self._titles)
        rows = []
        for i, point in enumerate(series.own):
            number_format = point.figure.format
            nation = series.nation[i].figure if i < len(series.nation) else None
            rows.append(
                (
                    _day(point.month, series, language),
                    *_cells(point.figure, language),
                    *(
                        (_value(nation, language) if nation else EN_DASH, _n(nation) if nation else "")
                        if with_nation
                        else ()
                    ),
                    *((_line(series.centre[i], number_format),) if with_centre else ()),
                    *((_limits(series.low[i], series.high[i], number_format, language),) if with_limits else ()),
                    self._remarks(series, i, point),
                )
            )
        self.show_rows(rows, language)

    def _remarks(self, series: OverTime, at: int, point: Point) -> str:
        remarks = []
        if point.partial:
            remarks.append(self.tr("not over"))
        elif series.excluded[at]:
            remarks.append(self.tr("left out"))
        if series.signalled[at]:
            remarks.append(self.tr("signal"))
        if point.figure.provisional:
            remarks.append(self.tr("provisional"))
        return ", ".join(remarks)

    def show_comparison(self, comparison: Comparison, language: str) -> None:
        self.spare = ()
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

    def show_funnel(self, plot: FunnelPlot, language: str) -> None:
        """The units as they lie in the funnel, each with its own 99.8 % limits."""
        self.spare = ()
        self._titles = (
            self.tr("Unit"),
            self.tr("Value"),
            self.tr("Cases"),
            self.tr("Limits (99.8 %)"),
            self.tr("Place"),
        )
        places = {
            1: self.tr("above 99.8 %"),
            2: self.tr("above 95 %"),
            0: self.tr("inside"),
            -2: self.tr("below 95 %"),
            -1: self.tr("below 99.8 %"),
        }
        rows = []
        for unit in reversed(plot.units):
            figure = unit.unit.figure
            rows.append(
                (
                    unit.unit.name,
                    _value(figure, language),
                    Stated(float(unit.size), ",.0f"),
                    _limits(unit.low, unit.high, figure.format, language),
                    places[unit.outlier],
                )
            )
        for left in plot.not_drawn:
            rows.append((left.name, _value(left.figure, language), _n(left.figure), "", ""))
        self.show_rows(rows, language)

    def show_distribution(self, distribution: Distribution, indicator: Indicator, language: str) -> None:
        """The shares of each class, and under them median and quartiles."""
        number_format = distribution.figure.format
        self.spare = ()
        self._titles = (self.tr("Class"), self.tr("Own"), self.tr("Rest of the country"))
        rows = []
        for i, own in enumerate(distribution.own_share):
            rest = distribution.rest_share[i] if distribution.rest is not None else None
            rows.append(
                (
                    class_in_words(distribution, i, indicator, language),
                    Stated(float(own), ",.1%"),
                    Stated(float(rest), ",.1%") if rest is not None else "",
                )
            )
        names = (self.tr("First quartile"), self.tr("Median"), self.tr("Third quartile"), self.tr("n"))
        both = (distribution.own, distribution.rest)
        for at, name in enumerate(names):
            cells: list[str | Stated] = []
            for spread in both:
                if spread is None:
                    cells.append("")
                elif at < 3:
                    cells.append(Stated(float(spread.quartiles[at]), number_format))
                else:
                    cells.append(stated_count(spread.n) or "")
            rows.append((name, *cells))
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
        cell = row[column]
        return cell.text(self.language) if isinstance(cell, Stated) else cell

    def stated(self, row: Cells, column: int) -> Stated | None:
        cell = row[column]
        return cell if isinstance(cell, Stated) else None

    def explained(self, row: Cells, column: int) -> str:
        return self.text(row, NAME) if column == NAME else ""


def _cells(figure: Figure, language: str) -> Cells:
    return _value(figure, language), format_interval(figure, language) or "", _n(figure)


def _value(figure: Figure, language: str) -> str | Stated:
    return stated_figure(figure) or value_or_word(figure, language)


def _day(day: date, series: OverTime, language: str) -> str | Stated:
    if series.granularity == "event":
        return stated_day(day)
    return format_month(day, language, series.granularity)


def _line(value: float, number_format: str) -> str | Stated:
    return "" if np.isnan(value) else Stated(float(value), number_format)


def _limits(low: float, high: float, number_format: str, language: str) -> str:
    ends = ["" if np.isnan(end) else format_number(float(end), number_format, language) for end in (low, high)]
    if number_format.endswith("%"):
        ends[0] = ends[0].rstrip("%").rstrip()
    return EN_DASH.join(ends) if any(ends) else ""


def _n(figure: Figure) -> str | Stated:
    return stated_count(figure.denominator) or ""


class FiguresTable(CalmTable):
    """The table. Months take no more than they need; where it is narrow, some columns are copied but not shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.figures = FiguresModel()
        super().__init__(self.figures, stretch=NAME, least=8, rows=1.6, parent=parent)
        self.setAccessibleName(self.tr("Figures of the chart"))

    def fit_columns(self) -> None:
        self._spare = self.figures.spare
        super().fit_columns()

    def least_width(self) -> int:
        return min(super().least_width(), self.contents_width(NAME))
