"""What follows from the totals of periods that overlap: months, quarters, years, the last 12 months then and now.

The totals of one unit are differences of its running count: each period given out ties the counts at its two ends, and
the count never falls. The least and the greatest count that any stretch of months can have are then shortest paths
between its ends (difference constraints; Cormen et al., Introduction to Algorithms, 3rd ed., 24.4): exact, whatever
number of periods are taken together, for counts are whole and the system is totally unimodular.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from local_cache.export.masking import Count, Rule, is_small

Span = tuple[date, date]
"""From the first day of a month up to, and without, the first day of another."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Leak:
    """A stretch of months with few cases that can be told from what is given out; months: those in it."""

    span: Span
    months: tuple[date, ...]


def widths(months: Sequence[date], known: Mapping[Span, int]) -> Matrix:
    """How many values the count from month i up to month j can have besides one: inf where there is no end. months: in
    order, the last one the end; known: counts by span, of which those that begin and end elsewhere tell nothing."""
    at = {month: i for i, month in enumerate(months)}
    most = np.full((len(months), len(months)), np.inf)
    np.fill_diagonal(most, 0)
    for i in range(1, len(months)):
        most[i, i - 1] = 0  # the running count at i - 1 is at most that at i
    for (first, end), count in known.items():
        if first in at and end in at:
            i, j = at[first], at[end]
            most[i, j], most[j, i] = min(most[i, j], count), min(most[j, i], -count)
    for k in range(len(months)):
        np.minimum(most, most[:, k, None] + most[None, k, :], out=most)
    # most[i, j]: the greatest count from i to j; -most[j, i]: the least.
    free: Matrix = most + most.T
    return free


def between_ends(counts: Mapping[date, Count], spans: Collection[Span]) -> tuple[dict[date, Count], date]:
    """The counts summed from each end of a span to the next, and the last end: nothing finer can be told."""
    edges = sorted({edge for span in spans for edge in span})
    return {first: total_of(counts, (first, end)) for first, end in pairwise(edges)}, edges[-1]


def told_exactly(spans: Iterable[Span]) -> frozenset[Span]:
    """Every span whose total follows from those of the spans: its ends hang together through theirs."""
    parts: list[set[date]] = []
    for span in spans:
        met = [part for part in parts if not part.isdisjoint(span)]
        parts = [part for part in parts if part.isdisjoint(span)]
        parts.append(set(span).union(*met))
    return frozenset((a, b) for part in parts for a in part for b in part if a < b)


def leaks(
    counts: Mapping[date, Count],
    end: date,
    given: Collection[Span],
    rule: Rule,
    secret: Collection[date] = (),
    derived: bool = False,
) -> list[Leak]:
    """The stretches of months that are told, exactly or to fewer values than the threshold, and are few or hidden.

    counts: of one unit by month, in order, without gaps; end: where the last month ends; given: the spans whose totals
    are known to readers; secret: months that are hidden whatever their size; derived: the totals were not given out but
    worked out from others. A stretch that was given out itself is no leak.
    """
    months = [*sorted(counts), end]
    open_to = [span for span in given if span[0] in counts and span[1] in months and span[0] < span[1]]
    sums = {what: _running(counts, what) for what in ("numerator", "complement", "denominator")}
    at = {month: i for i, month in enumerate(months)}

    def free(what: str) -> Matrix | None:
        running = sums[what]
        if running is None:
            return None
        return widths(months, {s: int(running[at[s[1]]] - running[at[s[0]]]) for s in open_to})

    events, none, cases = free("numerator"), free("complement"), free("denominator")
    withheld = np.cumsum([0, *(counts[m].denominator is None for m in months[:-1])])
    itself = set() if derived else set(open_to)
    found = []
    for i, first in enumerate(months[:-1]):
        for j in range(i + 1, len(months)):
            span = (first, months[j])
            if span in itself or withheld[j] != withheld[i]:
                continue
            count = _between(sums, i, j)
            if count.denominator == 0 or not (is_small(count, rule) or (j == i + 1 and first in secret)):
                continue
            if events is not None and none is not None:
                told = (
                    events[i, j] < rule.events
                    or none[i, j] < rule.events
                    or events[i, j] + none[i, j] < rule.cases
                    or events[i, j] == 0 == none[i, j]
                )
            else:
                told = cases is not None and cases[i, j] < max(rule.cases, 1)
            if told:
                found.append(Leak(span, tuple(months[i:j])))
    return found


def hidden_months(
    counts: Mapping[date, Count],
    end: date,
    offered: Collection[date],
    totals: Iterable[Span],
    rule: Rule,
    already: Iterable[date] = (),
    before: Collection[Span] = (),
) -> tuple[frozenset[date], tuple[Leak, ...]]:
    """The months to hide in a series, and what is told all the same by totals alone.

    offered: the months of the series, of those counted; totals: spans taken for known besides the months that are
    shown; before: spans of totals and months that were given out and cannot be taken back; already: months hidden for
    another reason.
    """
    given_before, months = set(before), [*sorted(counts), end]
    singles = {month: (month, after) for month, after in pairwise(months) if month in offered}
    beyond = {m for m, span in singles.items() if span in given_before}
    hidden = ({m for m in singles if is_small(counts[m], rule)} | set(already)) - beyond
    known = {s for s in totals if not is_small(total_of(counts, s), rule)} | given_before
    while True:
        given = known | {span for m, span in singles.items() if m not in hidden}
        found = leaks(counts, end, given, rule, hidden)
        shown = [m for m in singles if m not in hidden and m not in beyond and counts[m].denominator]
        if not found or not shown:
            return frozenset(hidden), tuple(found)
        hidden.add(_along(found[0], shown, counts, known))


def _along(leak: Leak, shown: Sequence[date], counts: Mapping[date, Count], known: Collection[Span]) -> date:
    """The month to hide along: the smallest in the shortest period around the leak that has one to hide."""
    first, end = leak.span
    around = sorted((s for s in known if s[0] < end and first < s[1]), key=lambda s: ((s[1] - s[0]).days, s))
    for one in around:
        inside = [m for m in shown if one[0] <= m < one[1]]
        if inside:
            return min(inside, key=lambda m: (counts[m].denominator or 0, m))
    return min(shown, key=lambda m: (abs((m - first).days), m))


def total_of(counts: Mapping[date, Count], span: Span) -> Count:
    """The count of a stretch of months; withheld where one of them is."""
    inside = [c for m, c in counts.items() if span[0] <= m < span[1]]
    if any(c.denominator is None for c in inside):
        return Count(None, None)
    shares = all(c.numerator is not None for c in (inside or counts.values()) if c.denominator is not None)
    whole = sum(c.numerator or 0 for c in inside) if shares else None
    return Count(whole, sum(c.denominator or 0 for c in inside))


def _running(counts: Mapping[date, Count], what: str) -> NDArray[np.int64] | None:
    """The running count, a withheld month counting nothing; None where it has no meaning."""
    values = [getattr(counts[month], what) for month in sorted(counts)]
    known = [counts[month].denominator is not None for month in sorted(counts)]
    if any(value is None and there for value, there in zip(values, known, strict=True)):
        return None
    return np.cumsum([0, *(value or 0 for value in values)])


def _between(sums: Mapping[str, NDArray[np.int64] | None], i: int, j: int) -> Count:
    def count(what: str) -> int | None:
        running = sums[what]
        return None if running is None else int(running[j] - running[i])

    return Count(count("numerator"), count("denominator"))
