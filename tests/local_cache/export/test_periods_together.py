"""Periods that overlap: attackers with everything that was given out over time, earlier and now."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given, note, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from local_cache.export.masking import Count, Rule, is_small
from local_cache.export.periods import Span, between_ends, hidden_months, leaks, told_exactly, widths
from local_cache.results.figure import add_months

FIRST = date(2024, 1, 1)
RULE = Rule(cases=10, events=5)
ATTEMPTS = {"attempts": 0, "successes": 0}


def month(n: int) -> date:
    return add_months(FIRST, n)


def series(*counts: tuple[int, int]) -> tuple[dict[date, Count], date]:
    return {month(i): Count(*count) for i, count in enumerate(counts)}, month(len(counts))


def test_a_month_is_not_told_by_its_quarter() -> None:
    counts, end = series((20, 50), (2, 7), (30, 60), (25, 55), (20, 60), (22, 61))
    quarter = (FIRST, month(3))
    shown = {(month(i), month(i + 1)) for i in (0, 2, 3, 4, 5)}
    (leak,) = leaks(counts, end, {*shown, quarter}, RULE)
    assert leak.months == (month(1),)
    hidden, left = hidden_months(counts, end, counts, [quarter], RULE)
    assert hidden == {month(0), month(1)} and left == ()


def test_a_rolling_year_does_not_tell_the_new_month() -> None:
    """The last 12 months a month ago, the last 12 now, and the month that fell out: the new one follows."""
    counts, end = series(*[(20, 50)] * 12, (1, 8))
    before = {(FIRST, month(12)), (FIRST, month(1))}
    now = (month(1), month(13))
    assert leaks(counts, end, before, RULE) == []
    assert month(12) in {m for leak in leaks(counts, end, {*before, now}, RULE) for m in leak.months}
    assert (month(12), month(13)) in told_exactly({*before, now})


def test_three_periods_tell_what_no_two_of_them_do() -> None:
    counts, end = series((20, 50), (20, 50), (3, 8), (20, 50), (20, 50))
    given_out: list[Span] = [(FIRST, month(5)), (FIRST, month(2)), (month(3), month(5))]
    for one in given_out:
        assert leaks(counts, end, set(given_out) - {one}, RULE) == []
    assert [leak.span for leak in leaks(counts, end, given_out, RULE)] == [(month(2), month(3))]


def test_what_was_given_out_cannot_be_taken_back_and_is_said() -> None:
    counts, end = series((20, 50), (2, 7), (30, 60))
    earlier = {(FIRST, month(1)), (FIRST, month(3)), (month(2), month(3))}
    hidden, left = hidden_months(counts, end, counts, (), RULE, before=earlier)
    assert month(1) in hidden and [leak.months for leak in left] == [(month(1),)]


@st.composite
def histories(draw: st.DrawFn) -> tuple[dict[date, Count], date, list[Span], set[date]]:
    """Counts by month, periods given out before, and months hidden for another reason."""
    length = draw(st.integers(2, 15))
    counts = []
    for _ in range(length):
        n = draw(st.one_of(st.integers(0, 12), st.integers(10, 120)))
        counts.append((draw(st.integers(0, n)), n))
    made, end = series(*counts)
    ends = st.tuples(st.integers(0, length), st.integers(0, length)).filter(lambda t: t[0] < t[1])
    totals = [(month(a), month(b)) for a, b in draw(st.lists(ends, max_size=5))]
    also = {month(i) for i in draw(st.sets(st.integers(0, length - 1), max_size=2))}
    return made, end, totals, also


@settings(max_examples=120, deadline=None)
@given(histories())
def test_no_attacker_works_out_a_hidden_month(drawn: tuple[dict[date, Count], date, list[Span], set[date]]) -> None:
    """Everything that is shown is an equation; linear programming, which shares no code with the mask, looks for the
    values that every stretch of months can have."""
    counts, end, totals, also = drawn
    hidden, left = hidden_months(counts, end, counts, totals, RULE, also)
    assert {m for m, c in counts.items() if is_small(c, RULE)} | also <= hidden
    if left:  # what the totals alone tell, whatever the series hides
        assert all(counts[m].denominator == 0 or m in hidden for m in counts)
        return
    months = [*counts, end]
    shown = {span for span in pairwise(months) if span[0] not in hidden}
    known = shown | {s for s in totals if not is_small(total(counts, s), RULE)}
    secrets = [
        (i, j)
        for i in range(len(months) - 1)
        for j in range(i + 1, len(months))
        if (months[i], months[j]) not in known
        and total(counts, (months[i], months[j])).denominator
        and (is_small(total(counts, (months[i], months[j])), RULE) or (j == i + 1 and months[i] in hidden))
    ]
    for i, j in secrets[:12]:
        ATTEMPTS["attempts"] += 1
        events, none = (width(months, counts, known, what, i, j) for what in ("numerator", "complement"))
        if events < RULE.events - 1e-6 or none < RULE.events - 1e-6 or events + none < RULE.cases - 1e-6:
            ATTEMPTS["successes"] += 1
    note(str(ATTEMPTS))
    assert ATTEMPTS["successes"] == 0


def test_the_attackers_counted() -> None:
    print(f"attempts {ATTEMPTS['attempts']}, successes {ATTEMPTS['successes']}")
    assert ATTEMPTS["attempts"] > 200 and ATTEMPTS["successes"] == 0


@settings(max_examples=60, deadline=None)
@given(histories())
def test_widths_are_those_of_linear_programming(drawn: tuple[dict[date, Count], date, list[Span], set[date]]) -> None:
    counts, end, totals, _ = drawn
    months = [*counts, end]
    known = {s: total(counts, s).denominator or 0 for s in totals}
    found = widths(months, known)
    exact = told_exactly(totals)
    for i in range(0, len(months) - 1, 2):
        for j in range(i + 1, len(months), 3):
            assert found[i, j] == width(months, counts, set(known), "denominator", i, j)
            assert (months[i], months[j]) not in exact or found[i, j] == 0


@settings(max_examples=60, deadline=None)
@given(histories())
def test_between_the_ends_of_periods_nothing_is_lost(
    drawn: tuple[dict[date, Count], date, list[Span], set[date]],
) -> None:
    """A stretch that is told is told as well where only the ends of the periods are looked at."""
    counts, end, totals, _ = drawn
    if not totals:
        return
    fine = leaks(counts, end, totals, RULE)
    coarse = leaks(*between_ends(counts, totals), totals, RULE)
    edges = {edge for span in totals for edge in span}
    assert {leak.span for leak in coarse} == {leak.span for leak in fine if set(leak.span) <= edges}
    assert bool(coarse) or not [f for f in fine if not any(covers(t, f.span) and few(counts, t) for t in totals)]


def covers(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def few(counts: dict[date, Count], span: Span) -> bool:
    return is_small(total(counts, span), RULE)


def total(counts: dict[date, Count], span: Span) -> Count:
    inside = [c for m, c in counts.items() if span[0] <= m < span[1]]
    return Count(sum(c.numerator or 0 for c in inside), sum(c.denominator or 0 for c in inside))


def width(months: list[date], counts: dict[date, Count], known: set[Span], what: str, i: int, j: int) -> float:
    """The greatest less the least sum of the unknown months from i up to j."""
    rows = [[float(a <= m < b) for m in months[:-1]] for a, b in known]
    values = [float(getattr(total(counts, span), what)) for span in known]
    cost: Any = np.array([float(i <= k < j) for k in range(len(months) - 1)])
    low, high = (
        linprog(sign * cost, A_eq=rows or None, b_eq=values or None, bounds=(0, None), method="highs")
        for sign in (1, -1)
    )
    if high.status == 3:
        return float("inf")
    assert low.status == 0 and high.status == 0
    return float(round(-high.fun - low.fun, 6))
