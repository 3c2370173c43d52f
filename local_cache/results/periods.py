"""The periods a page offers, by stable names: "last12", "last24", "last60", "2025", "2025Q1"."""

from __future__ import annotations

import re
from datetime import date

from local_cache.errors import PeriodNotOffered
from local_cache.registry import Granularity
from local_cache.results.figure import Period, add_months

ROLLING = (12, 24, 60)
"""Lengths, in months, of the periods that end with the last complete month."""

QUARTERS_OF_YEARS = 3
"""Quarters are offered for so many of the newest years; older years only whole."""

_ROLLING = re.compile(r"last(12|24|60)\Z")
_CALENDAR = re.compile(r"(\d{4})(?:Q([1-4]))?\Z")


def period_named(period_id: str, as_of: date, granularity: Granularity = "month") -> Period:
    """The period of that name, for data that are complete up to the day `as_of`.

    Rolling periods end with the last whole month before `as_of`. PeriodNotOffered for another name, and for
    everything but a whole year where results are yearly.
    """
    rolling = _ROLLING.match(period_id)
    if rolling and granularity == "month":
        end = as_of.replace(day=1)
        return Period(add_months(end, -int(rolling[1])), end)
    calendar = _CALENDAR.match(period_id)
    if calendar and 1 < int(calendar[1]) < 9999 and (granularity == "month" or not calendar[2]):
        year, quarter = int(calendar[1]), calendar[2]
        first = date(year, 3 * int(quarter) - 2 if quarter else 1, 1)
        return Period(first, add_months(first, 3 if quarter else 12))
    raise PeriodNotOffered(period=period_id[:40])


def period_names(first: date, last: date, as_of: date, granularity: Granularity = "month") -> tuple[str, ...]:
    """Names of the periods that hold results, newest first, rolling ones before calendar years with their quarters.

    first, last: the oldest and the newest month (or year) with results. A longer rolling period is offered when it
    holds results that the one before it does not reach; a year or quarter when it holds any.
    """
    years = range(last.year, first.year - 1, -1)
    if granularity == "year":
        return tuple(str(year) for year in years)
    end = as_of.replace(day=1)
    names = [
        f"last{months}"
        for months, shorter in zip(ROLLING, (0, *ROLLING), strict=False)
        if first < add_months(end, -shorter) and last >= add_months(end, -months)
    ]
    for year in years:
        names.append(str(year))
        if year > last.year - QUARTERS_OF_YEARS:
            quarters = (date(year, month, 1) for month in (10, 7, 4, 1))
            names += [f"{q.year}Q{q.month // 3 + 1}" for q in quarters if add_months(q, 2) >= first and q <= last]
    return tuple(names)
