"""Values to draw, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import sin

import numpy as np

from local_cache.registry import Indicator
from local_cache.results.chart_choice import ChartChoice, Reason
from local_cache.results.control_charts import control_chart
from local_cache.results.distribution import Distribution, Spread
from local_cache.results.figure import (
    Attainment,
    ComparedUnit,
    Comparison,
    Figure,
    IndicatorResult,
    Point,
    Shown,
    Trend,
    add_months,
)
from local_cache.results.funnel import ALARM, WARN, Limits, arcsine_limits, binomial_limits, proportion_funnel
from local_cache.results.funnel_plot import FunnelPlot, FunnelUnit, NoFunnel
from local_cache.results.intervals import wilson
from local_cache.results.over_time import OfferedChart, OverTime, Phase, SeriesChart, Signal, SignalKind
from local_cache.results.run_chart import run_chart

AS_OF = datetime(2026, 11, 21, 5, 12)
INDICATOR = Indicator(
    id="op24", version=3, title={"nb": "Operert innen 24 timer"}, kind="proportion", green=0.85, yellow=0.70
)


def share(numerator: int, denominator: int, *, own: bool = False) -> Figure:
    low, high = (float(end) for end in wilson(numerator, denominator))
    return Figure(
        Shown.VALUE,
        "proportion",
        numerator / denominator,
        low,
        high,
        numerator,
        denominator,
        "Wilson",
        own=own,
        data_as_of=AS_OF,
    )


def without(shown: Shown, denominator: int | None = None) -> Figure:
    return Figure(shown, "proportion", denominator=denominator)


def series(months: int) -> Trend:
    first = date(2024, 12, 1)
    own = [
        Point(add_months(first, i), share(round(10 * (0.7 + 0.2 * sin(i))), 10, own=True), i == months - 1)
        for i in range(months)
    ]
    nation = [Point(p.month, share(790, 1000)) for p in own]
    return Trend("op24", "month", tuple(own), tuple(nation))


def compared(units: int, own: int = 0) -> Comparison:
    drawn = [
        ComparedUnit(f"u{i}", f"Fjordbyen sykehus {i}", share(40 + i, 100), own=i == own)
        for i in reversed(range(units))
    ]
    few = ComparedUnit("few", "Lite sykehus", without(Shown.TOO_FEW, 7))
    return Comparison("op24", "hospital", (*drawn, few), share(700, 1000))


def result(own: Figure, title: str = "Operert innen 24 timer", *, certain: bool = True) -> IndicatorResult:
    level = Attainment.MODERATE if own.shown is Shown.VALUE else None
    return IndicatorResult(
        title, title, own, share(789, 1000), share(150, 190), share(700, 900), share(60, 100), level, certain, ()
    )


def days(count: int, mean: float, format_: str = ",.1f") -> Figure:
    """A mean of so many cases."""
    return Figure(Shown.VALUE, "mean", mean, mean - 0.6, mean + 0.6, None, count, "t", format_, own=True)


def over_time(
    numerators: Sequence[int],
    denominators: Sequence[int],
    chart: SeriesChart = "run",
    *,
    breaks: Sequence[int] = (),
    left_out: Sequence[int] = (),
    partial: bool = True,
    nation: float = 0.79,
    reason: Reason = Reason.CHANCE,
) -> OverTime:
    """A monthly series of shares that ends in Nov. 2026, with the lines and findings of the real methods."""
    count = len(numerators)
    first = add_months(date(2026, 12, 1), -count)
    own = tuple(
        Point(add_months(first, i), share(x, n, own=True), partial and i == count - 1)
        for i, (x, n) in enumerate(zip(numerators, denominators, strict=True))
    )
    national = tuple(Point(p.month, share(round(1000 * nation), 1000)) for p in own)
    values = np.array([p.figure.value for p in own], dtype=np.float64)
    excluded = np.zeros(count, dtype=np.bool_)
    excluded[list(left_out)] = True
    if partial and count:
        excluded[-1] = True
    return judged(values, own, national, chart, breaks, excluded, numerators, denominators, reason)


def events(gaps: Sequence[int]) -> OverTime:
    """Days between events, each at its own day, as a t chart."""
    day, own = date(2024, 1, 9), []
    for gap in gaps:
        day += timedelta(days=gap)
        own.append(Point(day, Figure(Shown.VALUE, "between", float(gap), format=",.0f", own=True)))
    values = np.array(gaps, dtype=np.float64)
    never = np.zeros(len(gaps), dtype=np.bool_)
    made = judged(values, tuple(own), (), "t", (), never, gaps, None, Reason.BETWEEN_TIME)
    return replace(made, granularity="event")


def judged(
    values: np.ndarray,
    own: tuple[Point, ...],
    nation: tuple[Point, ...],
    chart: SeriesChart,
    breaks: Sequence[int],
    excluded: np.ndarray,
    numerators: Sequence[float],
    denominators: Sequence[float] | None,
    reason: Reason,
) -> OverTime:
    """The series with the lines of its chart and what its rules find."""
    count = len(values)
    nothing = np.full(count, np.nan)
    outside = np.zeros(count, dtype=np.bool_)
    if chart == "run" or chart == "mdc":
        run = run_chart(values, breaks=breaks, excluded=excluded)
        centre, low, high, found, phase = run.centre, nothing, nothing, run.runs, run.phase
    else:
        limits = control_chart(chart, numerators, denominators, breaks=breaks, excluded=excluded)
        centre, low, high, found, phase = limits.centre, limits.low, limits.high, limits.runs, limits.phase
        outside = limits.outside
    phases, signals, signalled = [], [], outside.copy()
    for k in range(len(breaks) + 1):
        at = np.flatnonzero(phase == k)
        fixed = float(centre[at[0]]) if len(at) and np.isfinite(centre[at[0]]) else None
        phases.append(Phase(int(at[0]), int(at[-1]), fixed, int(found.useful[k]), bool(found.judged[k])))
        side = np.where(excluded | (values == centre), 0, np.sign(values - centre))[at]
        if found.shift[k]:
            first, last, length = longest_run(side)
            first, last = int(at[first]), int(at[last])
            way = int(np.sign(values[first] - centre[first]))
            signals.append(Signal(SignalKind.SHIFT, k, first, last, way, length, int(found.longest_allowed[k])))
            signalled[first : last + 1] |= side[first - at[0] : last + 1 - at[0]] != 0
        if found.few_crossings[k]:
            ends = int(at[0]), int(at[-1])
            crossed, wanted = int(found.crossings[k]), int(found.crossings_expected[k])
            signals.append(Signal(SignalKind.FEW_CROSSINGS, k, *ends, 0, crossed, wanted))
    for i in np.flatnonzero(outside).tolist():
        way = 1 if values[i] > high[i] else -1
        signals.append(Signal(SignalKind.OUTSIDE, int(phase[i]), i, i, way, 1))
    return OverTime(
        "op24",
        "month",
        chart,
        ChartChoice("run" if chart == "mdc" else chart, reason, count, 6.2, 1.05),
        (OfferedChart(chart),),
        own,
        nation,
        centre,
        low,
        high,
        signalled,
        excluded,
        phase,
        tuple(phases),
        tuple(signals),
        constant=chart not in ("run", "mdc") and bool(np.isnan(low).all()),
    )


def longest_run(side: np.ndarray) -> tuple[int, int, int]:
    """First, last and count of the longest run on one side, points on the line passed over."""
    at = np.flatnonzero(side)
    best = (0, 0, 0)
    start = 0
    for i in range(1, len(at) + 1):
        if i == len(at) or side[at[i]] != side[at[start]]:
            if i - start > best[2]:
                best = (int(at[start]), int(at[i - 1]), i - start)
            start = i
    return best


def funnel(
    numerators: Sequence[int], denominators: Sequence[int], own: int = 0, *, widened: bool = False
) -> FunnelPlot:
    """Shares of units around their common one, with the real limits."""
    x, n = np.array(numerators, dtype=np.float64), np.array(denominators, dtype=np.float64)
    target = share(int(x.sum()), int(n.sum())) if n.sum() else without(Shown.NO_CASES)
    made = proportion_funnel(x, n, widened=widened)
    warned = np.sign(made.value - target.value) * 2 * ((made.value < made.warn.low) | (made.value > made.warn.high))
    units = [
        FunnelUnit(
            ComparedUnit(f"u{i}", f"Fjordbyen sykehus {i}", share(int(x[i]), int(n[i])), own=i == own),
            float(n[i]),
            float(made.z[i]),
            int(made.outlier[i]) or int(warned[i]),
            float(made.alarm.low[i]),
            float(made.alarm.high[i]),
        )
        for i in range(len(x))
    ]
    sizes = np.unique(np.linspace(1, max(n.max() * 1.05, 2), 120).round())
    if widened:
        warn, alarm = (arcsine_limits(sizes, target.value, made.tau2, level) for level in (WARN, ALARM))
    else:
        warn, alarm = (binomial_limits(sizes, target.value, level) for level in (WARN, ALARM))
    few = ComparedUnit("few", "Lite sykehus", without(Shown.TOO_FEW, 7))
    return FunnelPlot(
        "op24",
        None,
        tuple(sorted(units, key=lambda u: u.size)),
        (few,),
        target,
        sizes,
        warn,
        alarm,
        float(made.phi),
        float(made.tau2),
        widened,
        "arcsine" if widened else "binomial",
    )


def no_funnel(why: NoFunnel) -> FunnelPlot:
    nothing = np.array([])
    return FunnelPlot(
        "op24",
        why,
        (),
        (),
        without(Shown.NO_CASES),
        nothing,
        Limits(nothing, nothing),
        Limits(nothing, nothing),
        None,
        None,
        False,
        "",
    )


def distribution(own: Sequence[float], rest: Sequence[float], edges: Sequence[float]) -> Distribution:
    """How two sets of cases are spread over classes."""
    edge = np.array(edges, dtype=np.float64)

    def spread(values: Sequence[float]) -> Spread:
        distinct, counts = np.unique(np.array(values, dtype=np.float64), return_counts=True)
        first, median, third = np.quantile(values, [0.25, 0.5, 0.75])
        quartiles = (float(first), float(median), float(third))
        return Spread(distinct, counts.astype(np.float64), len(values), quartiles, float(np.mean(values)))

    def shares(values: Sequence[float]) -> np.ndarray:
        return np.histogram(values, edge)[0] / len(values)

    mine = spread(own)
    figure = Figure(
        Shown.VALUE, "median", mine.quartiles[1], denominator=mine.n, format=",.1f", own=True, data_as_of=AS_OF
    )
    tail = float(edge[-2]) if len(edge) > 2 and edge[-1] - edge[-2] > 1.5 * (edge[1] - edge[0]) else None
    return Distribution("stay", None, figure, mine, spread(rest), edge, shares(own), shares(rest), tail)


STAY = Indicator(
    id="stay", version=1, title={}, kind="median", unit={"nb": "dager", "en": "days"}, format=",.1f", direction=0
)
WAIT = Indicator(id="infection", version=1, title={}, kind="between", unit={"nb": "dager", "en": "days"}, format=",.0f")


def sliding(*, breaks: Sequence[int] = (), left_out: Sequence[int] = ()) -> OverTime:
    """Two years of a small unit whose last nine whole months lie under the ones before."""
    numerators = [9, 8, 10, 9, 8, 10, 9, 9, 10, 8, 9, 8, 9, 10, 7, 7, 6, 7, 6, 7, 5, 6, 5, 3]
    sizes = [11, 10, 12, 11, 10, 12, 11, 11, 12, 10, 11, 10, 11, 12, 11, 12, 10, 11, 10, 12, 10, 11, 10, 5]
    return over_time(numerators, sizes, "run", breaks=breaks, left_out=left_out, reason=Reason.FEW_EVENTS)


def rising() -> OverTime:
    """Two years of a large unit as a p chart: two months below its limits, two above."""
    sizes = [100 + 7 * (i % 5) for i in range(23)] + [50]
    numerators = [90 - (i % 3) * 4 - (30 if i in (9, 18) else 0) for i in range(23)] + [32]
    return over_time(numerators, sizes, "p", reason=Reason.CHANCE)


def spread_out(months: int) -> tuple[list[int], list[int]]:
    """A long series that goes up and down."""
    return [round(80 + 10 * sin(i / 9) + 5 * sin(i * 1.7)) for i in range(months)], [100] * months


def earlier(comparison: Comparison) -> Comparison:
    """The comparison with a period before, and the three best and worst units standing out."""
    last = len(comparison.units) - 1

    def with_more(place: int, unit: ComparedUnit) -> ComparedUnit:
        if unit.figure.numerator is None:
            return unit
        before = share(max(0, unit.figure.numerator - 6 + place * 7 % 13), 100)
        return replace(unit, previous=before, stands=place < 3 or place > last - 4)

    return replace(comparison, units=tuple(with_more(i, u) for i, u in enumerate(comparison.units)))


def units(count: int) -> tuple[list[int], list[int]]:
    """Numerators and denominators of units large and small, two of them far from the others."""
    chance = np.random.default_rng(3)
    sizes = chance.integers(12, 420, count)
    cases = chance.binomial(sizes, np.clip(0.79 + chance.normal(0, 0.03, count), 0, 1))
    if count > 9:
        cases[4], cases[9] = round(sizes[4] * 0.55), round(sizes[9] * 0.95)
    return cases.tolist(), sizes.tolist()


def stays() -> tuple[list[float], list[float]]:
    """Days in hospital: the own unit's somewhat longer than the rest's."""
    chance = np.random.default_rng(7)
    own, rest = chance.gamma(3, 1.8, 126).round(), chance.gamma(3, 1.5, 4321).round()
    return np.minimum(own, 21).tolist(), np.minimum(rest, 21).tolist()
