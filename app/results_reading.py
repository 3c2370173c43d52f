"""What the page of results reads: the rows of its table, and each part of the indicator that is shown in full."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.pages.page import View, told_apart
from local_cache.cache import Cursor
from local_cache.ledger import Ledger
from local_cache.notes import Note
from local_cache.results import summary
from local_cache.results.distribution import Distribution
from local_cache.results.figure import Comparison, IndicatorResult, Selection, Trend
from local_cache.results.funnel_plot import FunnelPlot, funnel_plot
from local_cache.results.over_time import OverTime, SeriesSettings
from local_cache.results.series import series


@dataclass(frozen=True)
class Table:
    """The indicator table with what its foot says."""

    selection: Selection
    results: tuple[IndicatorResult, ...]
    coverage: tuple[summary.CoverageYear, ...]


@dataclass(frozen=True)
class Asked:
    """What the tabs are about."""

    selection: Selection
    indicator: str


@dataclass(frozen=True)
class SeriesPart:
    """The unit over time, with what people here have set and noted."""

    asked: Asked
    trend: Trend
    over_time: OverTime
    settings: SeriesSettings
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ComparedPart:
    """The units beside each other. funnel, widened: with exact limits, and with those that hold over-dispersion."""

    asked: Asked
    comparison: Comparison
    funnel: FunnelPlot
    widened: FunnelPlot


@dataclass(frozen=True)
class SpreadPart:
    """Own against the rest."""

    asked: Asked
    distribution: Distribution


Part = SeriesPart | ComparedPart | SpreadPart
PARTS: tuple[type[Part], ...] = (SeriesPart, ComparedPart, SpreadPart)


@dataclass(frozen=True)
class Detail:
    """One indicator in full: all parts."""

    indicator: str
    selection: Selection
    series: SeriesPart
    compared: ComparedPart
    spread: SpreadPart


def read_table(cursor: Cursor, view: View, subgroup: str) -> Table:
    registry, unit = view.summary.registry, view.unit
    selection = Selection(registry, unit, view.period, subgroup)
    results = summary.indicator_results(cursor, view.definition, selection, view.language)
    covered = (y for y in summary.coverage(cursor, registry, unit) if y.share is not None)
    return Table(selection, results, tuple(covered))


def read_series(cursor: Cursor, ledger: Ledger, view: View, asked: Asked) -> SeriesPart:
    selection, indicator = asked.selection, asked.indicator
    shown = series(cursor, ledger, view.definition, indicator, selection)
    notes = ledger.notes(selection.registry, selection.unit, indicator)
    return SeriesPart(asked, shown.trend, shown.drawn, shown.settings, notes)


def read_compared(cursor: Cursor, view: View, asked: Asked) -> ComparedPart:
    definition, language = view.definition, view.language
    defined = definition.indicator(asked.indicator)
    level = summary.compared_level(definition, view.unit)
    compared = summary.comparison(cursor, definition, asked.indicator, asked.selection, language, level)
    names = told_apart(definition, [u.unit for u in compared.units], language)
    compared = replace(compared, units=tuple(replace(u, name=names[u.unit]) for u in compared.units))
    return ComparedPart(asked, compared, funnel_plot(compared, defined), funnel_plot(compared, defined, widened=True))


def read_spread(cursor: Cursor, view: View, asked: Asked) -> SpreadPart:
    return SpreadPart(asked, summary.distribution(cursor, view.definition, asked.indicator, asked.selection))
