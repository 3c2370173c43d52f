"""An indicator's series as a page shows it: from when, with which chart, phases and notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from local_cache.registry import Definition
from local_cache.results import summary
from local_cache.results.figure import Period, Selection, Trend, add_months
from local_cache.results.over_time import OverTime, SeriesSettings, over_time
from local_cache.results.series_settings import series_settings

if TYPE_CHECKING:
    import duckdb

    from local_cache.ledger import Ledger

LEAST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Series:
    """trend: own and nation as far back as they are shown; settings: what the person has set; drawn: ready to draw."""

    trend: Trend
    settings: SeriesSettings
    drawn: OverTime


def series(
    cursor: duckdb.DuckDBPyConnection, ledger: Ledger, definition: Definition, indicator: str, selection: Selection
) -> Series:
    """The unit's series with what the person has set for it. IndicatorNotHere, UnitNotHere as `summary.trend`."""
    defined = definition.indicator(indicator)
    settings = series_settings(ledger, selection.registry, selection.unit, indicator)
    trend = recent(summary.trend(cursor, definition, indicator, selection), selection.period, settings)
    gaps = summary.gaps(cursor, definition, indicator, selection) if defined.kind == "between" else None
    return Series(trend, settings, over_time(trend, defined, settings, gaps))


def recent(trend: Trend, period: Period, settings: SeriesSettings) -> Trend:
    """The series from before the chosen period, so that a change can be seen, to today; years in full.

    At least 24 months; of a longer period twice its length; and as far back as what the person has set.
    """
    if trend.granularity == "year":
        return trend
    length = (period.end.year - period.first.year) * 12 + period.end.month - period.first.month
    first = add_months(period.end, -max(LEAST_MONTHS, 2 * length))
    first = min([first, *settings.phases, *([settings.baseline] if settings.baseline else [])])
    start = next((i for i, p in enumerate(trend.own) if p.month >= first), 0)
    return replace(trend, own=trend.own[start:], nation=trend.nation[start:])
