"""From sums of counted months to figures: each kind's value and interval, and whether it may be shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from local_cache.registry import Indicator
from local_cache.results import intervals
from local_cache.results.figure import Figure, Shown

MINIMUM_PUBLISHED = 5
"""Fewest cases under a published value where the indicator does not say."""

MINIMUM_COMPARED = 10
"""Fewest cases for a unit to be drawn in a comparison where the indicator does not say."""

_EXACT = Context(prec=80)

Number = TypeVar("Number", int, Decimal)

Values = tuple[NDArray[np.float64], NDArray[np.int64]]
"""Distinct values of a measure, ascending, with how often each occurs."""

MEASURE_SCALE = 10_000
"""Measures are counted to four decimals."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted for one indicator, unit and span of months; summed over the months.

    numerator, denominator, total (sum of the measure, exposure or expected cases) and squares as in `monthly_results`;
    published: a value that came without its numerator, of several years weighted by their denominators;
    values: the distinct values with how often each occurs, for medians and distributions;
    last: the newest month that is in.
    """

    last: date
    numerator: int | None = None
    denominator: int | None = None
    total: Decimal | None = None
    squares: Decimal | None = None
    published: float | None = None
    withheld: bool = False
    provisional: bool = False
    values: Values | None = None

    def all_valued(self) -> bool:
        """Whether the distinct values are those of all cases."""
        return self.values is not None and int(self.values[1].sum()) == self.denominator

    def without(self, part: Counts) -> Counts | None:
        """What is left when a part is taken away; None if the part is not contained in the whole, as both were counted.

        Withheld if either is. A published value without numerator is taken apart by its rebuilt numerator.
        """
        if self.withheld or part.withheld:
            return replace(self, withheld=True)
        numerator = _difference(self.numerator, part.numerator)
        denominator = _difference(self.denominator, part.denominator)
        left = replace(
            self,
            numerator=numerator,
            denominator=denominator,
            total=_difference(self.total, part.total),
            squares=_difference(self.squares, part.squares),
            published=None,
            provisional=self.provisional or part.provisional,
            values=_values_without(self.values, part.values),
        )
        if denominator is None or denominator < 0 or (numerator is not None and numerator < 0):
            return None
        return left


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure to make.

    counts: None where there are no rows, and then `absent` says why; days: length of the span, for days between events;
    minimum: fewest cases for a value to be shown; own, provisional, definition_version, data_as_of: as in Figure.
    """

    indicator: Indicator
    counts: Counts | None
    absent: Shown
    minimum: int
    days: int
    own: bool
    provisional: bool
    definition_version: str
    data_as_of: datetime | None


def minimum_shown(indicator: Indicator, *, own: bool) -> int:
    """Fewest cases for a value to be shown: the indicator's own limit, else five for what a registry publishes.

    What a unit counts from its own records hides nothing from it, so one case is enough there.
    """
    if indicator.minimum_denominator is not None:
        return indicator.minimum_denominator
    return 1 if own else MINIMUM_PUBLISHED


def minimum_compared(indicator: Indicator) -> int:
    """Fewest cases for a unit to be drawn beside others."""
    return MINIMUM_COMPARED if indicator.minimum_denominator is None else indicator.minimum_denominator


def figures(asked: Sequence[Asked]) -> list[Figure]:
    """A figure for each, in the same order; intervals are computed for all at once (95 %).

    proportion: Wilson; mean: Student's t; median: notch, with its quartiles; rate and ratio: Byar, exact below ten
    cases; between: mean days between events = days in the span / events, with the ends of the count's interval turned
    over; count: the count's own interval. A published mean or median carries no interval.
    """
    drafts = [_draft(one) for one in asked]
    of_kind: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        if draft["shown"] is Shown.VALUE:
            of_kind.setdefault(draft["kind"], []).append(i)
    for kind, at in of_kind.items():
        if kind == "proportion":
            _proportions(drafts, [i for i in at if drafts[i]["numerator"] is not None])
            continue
        counted = [i for i in at if drafts[i]["value"] is None]
        if counted:
            {"mean": _means, "median": _medians}.get(kind, _events)(asked, drafts, counted)
    return [Figure(**draft) for draft in drafts]


Draft = dict[str, Any]
"""What a Figure is made from, by the names of its attributes: made first, filled in array by array."""


def _draft(one: Asked) -> Draft:
    """The figure without what is computed in arrays; `shown` is final."""
    counts, indicator = one.counts, one.indicator
    shown = _shown(one)
    draft: Draft = {
        "shown": shown,
        "kind": indicator.kind,
        "value": None,
        "numerator": None,
        "denominator": None,
        "format": indicator.format,
        "own": one.own,
        "provisional": one.provisional,
        "definition_version": one.definition_version,
        "data_as_of": one.data_as_of,
    }
    if counts is not None and shown in (Shown.VALUE, Shown.NO_CASES, Shown.TOO_FEW):
        draft["denominator"] = counts.denominator
        if shown is not Shown.TOO_FEW and indicator.kind not in ("mean", "median"):
            draft["numerator"] = counts.numerator
        if shown is Shown.VALUE:
            draft["value"] = counts.published
    return draft


def _shown(one: Asked) -> Shown:
    counts, kind = one.counts, one.indicator.kind
    if counts is None:
        return one.absent
    if counts.withheld:
        return Shown.WITHHELD
    n, x = counts.denominator, counts.numerator
    if n is None:
        return Shown.VALUE if counts.published is not None and x is None else Shown.NOT_PUBLISHED
    if n <= 0:
        return Shown.NO_CASES
    if n < one.minimum:
        return Shown.TOO_FEW
    if x is not None and (x < 0 or (kind == "proportion" and x > n)):
        return Shown.NOT_PUBLISHED
    if counts.published is not None:
        return Shown.VALUE
    if kind == "mean":
        return Shown.VALUE if counts.total is not None else Shown.NOT_PUBLISHED
    if kind == "median":
        return Shown.VALUE if counts.all_valued() else Shown.NOT_PUBLISHED
    if x is None:
        return Shown.NOT_PUBLISHED
    if kind in ("rate", "ratio") and (counts.total is None or counts.total <= 0):
        return Shown.NO_CASES
    if kind == "between" and (x == 0 or one.days <= 0):
        return Shown.NO_CASES
    return Shown.VALUE


def _proportions(drafts: list[Draft], at: list[int]) -> None:
    x = np.array([drafts[i]["numerator"] for i in at], dtype=np.float64)
    n = np.array([drafts[i]["denominator"] for i in at], dtype=np.float64)
    low, high = intervals.wilson(x, n)
    for i, share, start, end in zip(at, (x / n).tolist(), low.tolist(), high.tolist(), strict=True):
        drafts[i] |= {"low": start, "high": end, "method": "Wilson"}
        if drafts[i]["value"] is None:
            drafts[i]["value"] = share


def _means(asked: Sequence[Asked], drafts: list[Draft], at: list[int]) -> None:
    centres, deviations, sizes = [], [], []
    for i in at:
        counts = asked[i].counts
        assert counts is not None and counts.total is not None and counts.denominator is not None
        centre, deviation = _mean_and_deviation(counts.total, counts.squares, counts.denominator)
        centres.append(centre)
        deviations.append(deviation)
        sizes.append(counts.denominator)
    low, high = intervals.mean(centres, deviations, sizes)
    for i, centre, deviation, start, end in zip(at, centres, deviations, low.tolist(), high.tolist(), strict=True):
        drafts[i]["value"] = centre
        if not math.isnan(start):
            drafts[i] |= {"low": start, "high": end, "method": "t", "deviation": deviation}


def _medians(asked: Sequence[Asked], drafts: list[Draft], at: list[int]) -> None:
    values, times = [], []
    for i in at:
        counts = asked[i].counts
        assert counts is not None and counts.values is not None
        values.append(counts.values[0])
        times.append(counts.values[1])
    # Measures have four decimals: counted in ten-thousandths they are whole, so quarters between them are exact.
    whole, sizes = np.rint(np.concatenate(values) * MEASURE_SCALE), [v.size for v in values]
    by_group = intervals.grouped_quantiles(whole, np.concatenate(times), sizes, (0.25, 0.5, 0.75)) / MEASURE_SCALE
    low, high = intervals.notch(intervals.Quartiles(*by_group.T), [drafts[i]["denominator"] for i in at])
    for i, quarters, start, end in zip(at, by_group.tolist(), low.tolist(), high.tolist(), strict=True):
        first, median, third = quarters
        drafts[i] |= {"value": median, "low": start, "high": end, "quartiles": (first, third), "method": "notch"}


def _events(asked: Sequence[Asked], drafts: list[Draft], at: list[int]) -> None:
    cases = [drafts[i]["numerator"] for i in at]
    low, high = intervals.count(cases)
    for i, x, fewest, most in zip(at, cases, low.tolist(), high.tolist(), strict=True):
        counts, kind = asked[i].counts, drafts[i]["kind"]
        if kind == "between":
            days = asked[i].days
            value, start, end = days / x, days / most, days / fewest
        else:
            per = 1.0
            if kind != "count" and counts and counts.total is not None:
                per = float(counts.total)
                drafts[i]["exposure"] = per
            value, start, end = x / per, fewest / per, most / per
        method = "exact" if x < intervals.EXACT_BELOW else "Byar"
        drafts[i] |= {"value": value, "low": start, "high": end, "method": method}


def _mean_and_deviation(total: Decimal, squares: Decimal | None, n: int) -> tuple[float, float]:
    """Mean and sample standard deviation, from exact sums so that nothing is lost where the spread is small."""
    centre = _EXACT.divide(total, Decimal(n))
    if squares is None or n < 2:
        return float(centre), float("nan")
    spread = _EXACT.subtract(squares, _EXACT.multiply(total, centre))
    variance = _EXACT.divide(spread, Decimal(n - 1))
    return float(centre), float(_EXACT.sqrt(max(variance, Decimal(0))))


def _difference(whole: Number | None, part: Number | None) -> Number | None:
    if whole is None or part is None:
        return None
    # Decimals would be rounded to 28 digits.
    return _EXACT.subtract(whole, part) if isinstance(whole, Decimal) and isinstance(part, Decimal) else whole - part


def _values_without(whole: Values | None, part: Values | None) -> Values | None:
    """The distinct values left over; None where the part holds what the whole does not."""
    if whole is None or part is None:
        return None
    (values, counts), (gone, times) = whole, part
    if not gone.size:
        return whole
    place = np.minimum(np.searchsorted(values, gone), max(values.size - 1, 0))
    if not values.size or np.any(values[place] != gone):
        return None
    left = counts.copy()
    left[place] -= times
    if np.any(left < 0):
        return None
    return values[left > 0], left[left > 0]
