"""Clear differences: Newcombe's published example, what can never be clear, and many at once against scipy."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, false_discovery_control, poisson, t

from local_cache.registry import Indicator
from local_cache.results.difference import clear_difference, standing
from local_cache.results.figure import ComparedUnit, Comparison, Figure, Shown
from local_cache.results.funnel_plot import funnel_plot
from local_cache.results.intervals import wilson


def share(numerator: int, denominator: int) -> Figure:
    low, high = (float(end) for end in wilson(numerator, denominator))
    return Figure(Shown.VALUE, "proportion", numerator / denominator, low, high, numerator, denominator, "Wilson")


def test_newcombes_example() -> None:
    """56/70 against 48/80: the difference's interval is 0.0524 to 0.3339, so the first is clearly higher."""
    assert clear_difference(share(56, 70), share(48, 80)) == 1
    assert clear_difference(share(48, 80), share(56, 70)) == -1
    # 9/10 against 3/10 is clear (0.1705 to 0.8090), 5/56 against 0/29 is not (-0.0381 to 0.1926).
    assert clear_difference(share(9, 10), share(3, 10)) == 1
    assert clear_difference(share(5, 56), share(0, 29)) == 0


def test_nothing_is_clear_without_values_or_intervals() -> None:
    withheld = Figure(Shown.WITHHELD, "proportion")
    exact = replace(share(9, 10), low=None, high=None)
    assert clear_difference(share(9, 10), withheld) == 0
    assert clear_difference(withheld, share(9, 10)) == 0
    assert clear_difference(exact, replace(exact, value=0.1)) == 0
    assert clear_difference(share(90, 100), replace(exact, value=0.1)) == 1


counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_it_is_antisymmetric_and_agrees_with_the_values(one: tuple[int, int], other: tuple[int, int]) -> None:
    a, b = share(*one), share(*other)
    clear = clear_difference(a, b)
    assert clear == -clear_difference(b, a)
    assert a.value is not None
    assert b.value is not None
    assert clear == 0 or (a.value > b.value) == (clear == 1)


# Many at once


def test_what_stands_is_what_benjamini_and_hochberg_leave_of_scipys_tests() -> None:
    draw = np.random.default_rng(7)
    n = draw.integers(12, 400, 45)
    x = draw.binomial(n, np.where(np.arange(45) < 6, 0.45, 0.25))
    nation = share(2500, 10_000)
    found = standing([share(int(a), int(b)) for a, b in zip(x, n, strict=True)], nation)
    tails = [2 * min(binom.cdf(a, b, 0.25), binom.sf(a - 1, b, 0.25)) for a, b in zip(x, n, strict=True)]
    expected = false_discovery_control(np.minimum(tails, 1)) <= 0.05
    assert found == expected.tolist()
    assert 1 <= sum(expected) < sum(np.array(tails) <= 0.05) <= 20


def test_rates_and_ratios_stand_by_the_poisson_chance() -> None:
    nation = Figure(Shown.VALUE, "rate", 0.004, numerator=400, denominator=9000, exposure=100_000.0)
    units = [(0, 500.0), (0, 2000.0), (30, 2500.0), (11, 2500.0), (40, 10_000.0)]
    figures = [Figure(Shown.VALUE, "rate", x / e, numerator=x, denominator=50, exposure=e) for x, e in units]
    tails = [2 * min(poisson.cdf(x, e * 0.004), poisson.sf(x - 1, e * 0.004)) for x, e in units]
    assert standing(figures, nation) == (false_discovery_control(np.minimum(tails, 1)) <= 0.05).tolist()
    assert standing(figures, nation) == [False, True, True, False, False]


def test_means_stand_by_their_distance_in_standard_errors() -> None:
    def mean(value: float, deviation: float | None, n: int) -> Figure:
        return Figure(Shown.VALUE, "mean", value, denominator=n, deviation=deviation)

    units = [mean(5.0, 2.0, 40), mean(4.1, 2.0, 40), mean(4.1, 2.0, 12), mean(4.1, None, 40), mean(9.0, 0.0, 40)]
    nation = mean(4.0, 2.1, 4000)
    tails = [2 * t.sf(abs(f.value - 4) / (2 / math.sqrt(f.denominator)), f.denominator - 1) for f in units[:3]]  # type: ignore[operator]
    assert standing(units, nation) == [*(false_discovery_control(tails) <= 0.05).tolist(), None, None]
    assert standing(units, nation) == [True, False, False, None, None]


def test_one_alone_is_judged_alone_and_many_more_strictly() -> None:
    nation, far, near = share(100, 1000), share(25, 100), share(10, 100)
    middling = share(17, 100)
    assert standing([middling], nation) == [True]
    assert standing([middling, *[near] * 44], nation)[0] is False
    assert standing([far, *[near] * 44], nation)[0] is True
    assert standing([], nation) == []


def test_what_cannot_be_judged_is_not() -> None:
    known = share(20, 100)
    few = Figure(Shown.TOO_FEW, "proportion", denominator=4)
    bare = Figure(Shown.VALUE, "proportion", 0.3)
    assert standing([known, few, bare], share(100, 1000)) == [True, None, None]
    for kind in ("median", "count", "between"):
        figure = Figure(Shown.VALUE, kind, 3.0, numerator=3, denominator=30, deviation=1.0)  # type: ignore[arg-type]
        assert standing([figure], replace(figure, value=30.0)) == [None]
    for nation in (few, share(0, 1000), share(1000, 1000)):
        assert standing([known], nation) == [None]
    rate = Figure(Shown.VALUE, "rate", 0.1, numerator=3, denominator=30, exposure=30.0)
    assert standing([rate], replace(rate, value=0.0, numerator=0)) == [None]
    assert standing([replace(rate, exposure=None)], rate) == [None]


@given(st.lists(counts, min_size=1, max_size=45), st.integers(1, 99))
def test_what_stands_lies_outside_the_95_limits_of_the_funnel(units: list[tuple[int, int]], percent: int) -> None:
    nation = share(percent, 100)
    figures = [share(x, n) for x, n in units]
    rows = tuple(ComparedUnit(str(i), str(i), f) for i, f in enumerate(figures))
    plot = funnel_plot(Comparison("i", "hospital", rows, nation), Indicator("i", 1, {}, "proportion"))
    outside = {u.unit.unit for u in plot.units if u.outlier}
    assert {str(i) for i, stands in enumerate(standing(figures, nation)) if stands} <= outside
