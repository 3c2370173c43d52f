"""The funnel of compared units: limits around the nation, codes that agree with the limits, and every odd case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, poisson

from local_cache.registry import Indicator, IndicatorKind
from local_cache.results.figure import ComparedUnit, Comparison, Figure, Shown
from local_cache.results.funnel import ALARM, WARN, proportion_funnel, ratio_funnel
from local_cache.results.funnel_plot import FunnelPlot, FunnelUnit, NoFunnel, funnel_plot


def indicator(kind: IndicatorKind) -> Indicator:
    return Indicator("i", 1, {"nb": "I"}, kind, "f", direction=0)


def figure(kind: IndicatorKind, cases: int | None, size: float | None, value: float | None = None) -> Figure:
    """A figure as it comes from `figures`: `size` is the denominator of a share, else exposure or expected cases."""
    if kind == "proportion":
        share = value if value is not None else (cases / size if cases is not None and size else None)
        shown = Shown.VALUE if share is not None else Shown.NO_CASES
        return Figure(shown, kind, share, numerator=cases, denominator=None if size is None else int(size))
    rate = value if value is not None else (cases / size if cases is not None and size else None)
    shown = Shown.VALUE if rate is not None else Shown.NO_CASES
    return Figure(shown, kind, rate, numerator=cases, denominator=100, exposure=size)


def compared(kind: IndicatorKind, nation: Figure, *units: tuple[int | None, float | None] | Figure) -> Comparison:
    rows = [
        ComparedUnit(f"u{i}", f"Unit {i}", u if isinstance(u, Figure) else figure(kind, *u), own=i == 0)
        for i, u in enumerate(units)
    ]
    return Comparison("i", "hospital", (*rows, ComparedUnit("land", "Landet", nation, nation=True)), nation)


def plot(kind: IndicatorKind, nation: Figure, *units: Any, widened: bool = False) -> FunnelPlot:
    return funnel_plot(compared(kind, nation, *units), indicator(kind), widened=widened)


def test_shares_around_the_nation() -> None:
    made = plot("proportion", figure("proportion", 2000, 20000), (5, 50), (30, 200), (80, 400), (40, 1000))
    assert made.refused is None and made.method == "binomial" and not made.widened
    assert made.target.value == 0.1 and made.not_drawn == ()
    assert [u.unit.unit for u in made.units] == ["u0", "u1", "u2", "u3"]
    assert [u.size for u in made.units] == [50, 200, 400, 1000]
    assert [u.outlier for u in made.units] == [0, 2, 1, -1]
    gold = proportion_funnel([5, 30, 80, 40], [50, 200, 400, 1000], 0.1)
    assert [u.z for u in made.units] == gold.z.tolist()
    assert (made.phi, made.tau2) == (float(gold.phi), float(gold.tau2))
    assert [u.low for u in made.units] == gold.alarm.low.tolist()
    assert [u.high for u in made.units] == gold.alarm.high.tolist()


def test_what_lies_outside_the_limits_is_as_rare_as_they_say() -> None:
    """Against scipy's distributions: a unit outside 99.8 % has a tail of about 0.1 %, one inside a larger one."""
    for cases in range(0, 61):
        (unit,) = plot("proportion", figure("proportion", 100, 1000), (cases, 200)).units
        fewer, more = binom.cdf(cases, 200, 0.1), binom.sf(cases - 1, 200, 0.1)
        assert (unit.outlier == -1) == (fewer < 0.001)
        assert (unit.outlier in (-1, -2)) == (fewer < 0.025)
        # Above, a limit lies between two counts of which the lower may be a little commoner than the limit says.
        assert (unit.outlier == 1) == (binom.sf(cases, 200, 0.1) <= 0.001 and cases / 200 > unit.high)
        assert more > 0.001 or unit.outlier == 1
        (rated,) = plot("ratio", figure("ratio", 90, 90.0), (cases, 20.0)).units
        assert (rated.outlier == -1) == (poisson.cdf(cases, 20) < 0.001)
        assert poisson.sf(cases - 1, 20) > 0.001 or rated.outlier == 1


def test_rates_are_drawn_in_their_own_unit() -> None:
    nation = figure("rate", 400, 100_000.0)
    made = plot("rate", nation, (0, 500.0), (4, 1000.0), (30, 2500.0), (40, 10_000.0))
    assert made.method == "Poisson" and made.target.value == 0.004
    assert [u.outlier for u in made.units] == [0, 0, 1, 0]
    assert [u.size for u in made.units] == [500, 1000, 2500, 10_000]
    gold = ratio_funnel([0, 4, 30, 40], np.array([500, 1000, 2500, 10_000]) * 0.004)
    assert [u.z for u in made.units[1:]] == gold.z.tolist()[1:]
    assert made.units[0].z is None  # no case has no logarithm
    assert made.phi == float(gold.phi)
    at_ten = made.units[1]
    assert at_ten.high == pytest.approx(0.004 * (poisson.ppf(0.999, 4) - fraction(poisson.ppf(0.999, 4), 4)) / 4)


def fraction(r: float, expected: float) -> float:
    return float((poisson.cdf(r, expected) - 0.999) / (poisson.cdf(r, expected) - poisson.cdf(r - 1, expected)))


def test_ratios_lie_around_the_nations_own_ratio() -> None:
    """A model made in other years expects too much of everybody; compared with the nation nobody is an outlier."""
    units = [(8, 10.0), (41, 50.0), (78, 100.0), (161, 200.0)]
    made = plot("ratio", figure("ratio", 8000, 10_000.0), *units)
    assert [u.outlier for u in made.units] == [0] * 4
    assert made.alarm.low[-1] < 0.8 < made.alarm.high[-1] < 1
    assert [u.size for u in made.units] == [10, 50, 100, 200]


@pytest.mark.parametrize("expected", [0.5, 3.0, 6.0])
def test_a_unit_without_events_is_not_low_where_none_is_no_surprise(expected: float) -> None:
    made = plot("ratio", figure("ratio", 500, 500.0), (0, expected))
    assert made.units[0].outlier == (0 if expected < 3.6 else -2)
    assert made.units[0].low == 0
    wide = plot("ratio", figure("ratio", 500, 500.0), (0, expected), widened=True)
    assert wide.units[0].outlier == made.units[0].outlier
    (none_of_many,) = plot("proportion", figure("proportion", 28, 1000), (0, 165), widened=True).units
    assert none_of_many.outlier == -2  # a chance of 0.9 %; the arcsine limit alone lies above none


def test_what_all_units_share_widens_the_limits() -> None:
    draw = np.random.default_rng(4)
    n = draw.integers(80, 900, 40)
    x = draw.binomial(n, np.clip(draw.normal(0.3, 0.08, 40), 0.02, 0.9))
    units = list(zip(x.tolist(), n.tolist(), strict=True))
    nation = figure("proportion", int(x.sum()), int(n.sum()))
    narrow, wide = plot("proportion", nation, *units), plot("proportion", nation, *units, widened=True)
    assert narrow.phi == wide.phi is not None and wide.phi > 2
    assert narrow.tau2 == wide.tau2 is not None and wide.tau2 > 0
    assert wide.method == "arcsine" and wide.widened
    assert sum(u.outlier in (1, -1) for u in wide.units) < sum(u.outlier in (1, -1) for u in narrow.units)
    assert (wide.alarm.high > narrow.alarm.high).all() and (wide.alarm.low < narrow.alarm.low).all()
    rates = [(int(a), float(b)) for a, b in units]
    assert plot("ratio", figure("ratio", int(x.sum()), float(n.sum())), *rates, widened=True).method == "log"


def test_the_curves_are_smooth_and_reach_beyond_every_unit() -> None:
    made = plot("proportion", figure("proportion", 300, 3000), (1, 11), (70, 600), (5, 38))
    assert made.sizes[0] <= 6 and made.sizes[-1] >= 640
    assert 100 <= made.sizes.size <= 201 and (np.diff(made.sizes) > 0).all()
    assert (np.diff(made.sizes)[:20] <= np.diff(made.sizes)[-1]).all()
    width = made.alarm.high - made.alarm.low
    assert (np.diff(width[made.sizes > 100]) < 0.002).all()
    rated = plot("rate", figure("rate", 300, 3000.0), (1, 11.5), (70, 600.0))
    assert rated.sizes.size == 200 and rated.sizes[0] < 11.5 < 600 < rated.sizes[-1]


# Why there is none


@pytest.mark.parametrize("kind", ["mean", "median", "count", "between"])
def test_other_kinds_have_no_funnel(kind: IndicatorKind) -> None:
    made = plot(kind, Figure(Shown.VALUE, kind, 3.0), Figure(Shown.VALUE, kind, 4.0, numerator=3, denominator=30))
    nothing_drawn(made, NoFunnel.KIND)
    assert [u.unit for u in made.not_drawn] == ["u0"]


def nothing_drawn(made: FunnelPlot, refused: NoFunnel) -> None:
    assert made.refused is refused
    assert made.units == () and made.sizes.size == 0 and made.phi is None and made.tau2 is None and made.method == ""
    assert made.warn.low.size == made.warn.high.size == made.alarm.low.size == made.alarm.high.size == 0


def test_published_values_without_their_counts() -> None:
    bare = Figure(Shown.VALUE, "proportion", 0.4)
    made = plot("proportion", bare, bare, bare)
    nothing_drawn(made, NoFunnel.NO_COUNTS)
    rated = Figure(Shown.VALUE, "ratio", 1.1, denominator=80)
    nothing_drawn(plot("ratio", figure("ratio", 9, 9.0), rated), NoFunnel.NO_COUNTS)
    some = plot("proportion", bare, bare, (5, 20))
    assert [u.unit.unit for u in some.units] == ["u1"] and [u.unit for u in some.not_drawn] == ["u0"]


@pytest.mark.parametrize("shown", [s for s in Shown if s is not Shown.VALUE])
def test_a_nation_or_units_without_value(shown: Shown) -> None:
    nobody = Figure(shown, "proportion", denominator=3)
    nothing_drawn(plot("proportion", nobody, (5, 20)), NoFunnel.NO_TARGET)
    nothing_drawn(plot("proportion", figure("proportion", 50, 200), nobody), NoFunnel.NO_UNITS)
    nothing_drawn(plot("proportion", figure("proportion", 50, 200)), NoFunnel.NO_UNITS)
    made = plot("proportion", figure("proportion", 50, 200), nobody, (5, 20))
    assert [u.unit.unit for u in made.units] == ["u1"] and [u.unit for u in made.not_drawn] == ["u0"]


def test_a_target_that_is_no_share_is_none() -> None:
    for value in (1.2, -0.1, float("nan"), float("inf")):
        nothing_drawn(plot("proportion", Figure(Shown.VALUE, "proportion", value), (5, 20)), NoFunnel.NO_TARGET)


# Any numbers


def drawable(made: FunnelPlot) -> None:
    """What holds for every funnel that is drawn."""
    target = made.target.value
    assert target is not None
    for limits in (made.warn, made.alarm):
        assert limits.low.shape == limits.high.shape == made.sizes.shape
        assert np.isfinite(limits.low).all() and np.isfinite(limits.high).all()
        assert (limits.low <= target).all() and (limits.high >= target).all() and (limits.low >= 0).all()
    assert (made.alarm.low <= made.warn.low).all() and (made.alarm.high >= made.warn.high).all()
    assert np.isfinite(made.sizes).all() and (np.diff(made.sizes) > 0).all() and (made.sizes > 0).all()
    assert made.phi is None or (np.isfinite(made.phi) and made.phi >= 0)
    assert made.tau2 is not None and np.isfinite(made.tau2) and made.tau2 >= 0
    for unit in made.units:
        agrees(unit, target)
        assert made.sizes[0] <= unit.size <= made.sizes[-1]


def agrees(unit: FunnelUnit, target: float) -> None:
    value = unit.unit.figure.value
    assert value is not None and np.isfinite([unit.low, unit.high, unit.size]).all()
    assert unit.z is None or np.isfinite(unit.z)
    assert 0 <= unit.low <= target <= unit.high
    assert unit.outlier in (0, 1, -1, 2, -2)
    assert (unit.outlier == 1) == (value > unit.high) and (unit.outlier == -1) == (value < unit.low)
    if unit.outlier:
        assert (unit.outlier > 0) == (value > target)


shares = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
counts = st.tuples(st.integers(0, 500), st.floats(1e-3, 1e6))


@given(st.lists(shares, min_size=1, max_size=45), st.integers(0, 50), st.booleans())
def test_any_shares(units: list[tuple[int, int]], others: int, widened: bool) -> None:
    nation = figure("proportion", sum(x for x, _ in units) + others, sum(n for _, n in units) + others)
    drawable(plot("proportion", nation, *units, widened=widened))
    only_wider(plot("proportion", nation, *units), plot("proportion", nation, *units, widened=True))


def only_wider(narrow: FunnelPlot, wide: FunnelPlot) -> None:
    """What all units share takes outliers away and makes none."""
    assert (wide.alarm.low <= narrow.alarm.low).all() and (wide.alarm.high >= narrow.alarm.high).all()
    for unit, same in zip(narrow.units, wide.units, strict=True):
        assert same.outlier == unit.outlier or unit.outlier in (1, -1) or (unit.outlier and not same.outlier)


@given(shares, st.floats(0, 1), st.booleans())
def test_any_target_of_a_share(unit: tuple[int, int], target: float, widened: bool) -> None:
    nation = Figure(Shown.VALUE, "proportion", target)
    drawable(plot("proportion", nation, unit, widened=widened))


@given(st.lists(counts, min_size=1, max_size=45), st.floats(0, 100), st.sampled_from(["rate", "ratio"]), st.booleans())
def test_any_rates(units: list[tuple[int, float]], target: float, kind: IndicatorKind, widened: bool) -> None:
    drawable(plot(kind, Figure(Shown.VALUE, kind, target), *units, widened=widened))
    nation = Figure(Shown.VALUE, kind, target)
    only_wider(plot(kind, nation, *units), plot(kind, nation, *units, widened=True))


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
@pytest.mark.parametrize("share", [0, 1])
@pytest.mark.parametrize("widened", [False, True])
@pytest.mark.parametrize("units", [1, 2, 45])
def test_everybody_alike_is_drawn_without_outliers(kind: IndicatorKind, share: int, widened: bool, units: int) -> None:
    made = plot(kind, figure(kind, 1000 * share, 1000.0), *[(40 * share, 40.0)] * units, widened=widened)
    drawable(made)
    assert [u.outlier for u in made.units] == [0] * units


def test_numbers_far_beyond_any_registry_do_not_hang() -> None:
    huge = 10**17
    drawable(plot("proportion", figure("proportion", huge // 3, huge), (huge // 7, huge // 2)))
    drawable(plot("rate", figure("rate", huge, 1e9), (huge, 1e9), (3, 1e-9)))


def test_limits_at_the_units_are_those_of_the_curves() -> None:
    """A unit whose size is on the grid has the limits that are drawn there."""
    made = plot("proportion", figure("proportion", 100, 1000), (3, 30), (4, 60))
    for unit in made.units:
        (at,) = np.flatnonzero(made.sizes == unit.size)
        assert (made.alarm.low[at], made.alarm.high[at]) == (unit.low, unit.high)
    assert WARN < ALARM
