"""Control charts: centre line and 3 sigma limits per phase, and the points outside them.

Series are arrays of shape (..., T): time is the last axis, everything before it (units, indicators) is worked at once.
A constant series has no limits (NaN): its spread is unknown, not nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from local_cache.results.run_chart import (
    Baseline,
    Flags,
    Floats,
    Runs,
    Whole,
    baseline_points,
    included_points,
    median,
    phase_baselines,
    phase_numbers,
    phase_slices,
    runs,
)

Chart = Literal["p", "pp", "u", "up", "c", "i", "ip", "mr", "xbar", "s", "g", "t"]

SPREAD_OF_TWO = 1.128
"""d2: the mean range of two observations, in standard deviations."""

RANGE_LIMIT = 3.267
"""D4: the upper limit of a moving range of two, in mean moving ranges."""

T_POWER = 3.6
"""Exponent that makes waiting times nearly normal. Source: Nelson, J Qual Technol 1994;26:239–43."""


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Arrays of shape (..., T) in the chart's unit (a proportion is 0..1), NaN where there is nothing to draw.

    values: what is plotted; centre; low, high: 3 sigma limits; warn_low, warn_high: 2 sigma; outside: beyond the 3
    sigma limits (never an excluded point); phase: shape (T,), from 0; runs: the Anhøj rules per phase.
    """

    chart: Chart
    values: Floats
    centre: Floats
    low: Floats
    high: Floats
    warn_low: Floats
    warn_high: Floats
    outside: Flags
    phase: Whole
    runs: Runs


class Lines(NamedTuple):
    """Centre, and the 2 and 3 sigma limits of one phase; they broadcast to its points."""

    centre: Floats
    low: Floats
    high: Floats
    warn_low: Floats
    warn_high: Floats


@dataclass(frozen=True, slots=True)
class _Phase:
    """The points of one phase, shape (..., t): values as given, sizes, deviations; `taken`: which are to set the lines;
    `counted`: those of them that have a value."""

    values: Floats
    sizes: Floats
    deviations: Floats
    taken: Flags
    counted: Flags
    screened: bool


def control_chart(
    chart: Chart,
    values: ArrayLike,
    sizes: ArrayLike | None = None,
    deviations: ArrayLike | None = None,
    *,
    breaks: Sequence[int] = (),
    baseline: Baseline = None,
    excluded: ArrayLike | None = None,
    screened: bool = True,
) -> ControlChart:
    """One kind of control chart for one or many series.

    chart, and what it takes:
      "p", "pp" (Laney's p′): values = numerators, sizes = denominators; plotted as shares;
      "u", "up" (Laney's u′): values = counts, sizes = exposure; plotted as counts per unit of exposure;
      "ip" (normalised individuals): values = numerators of any kind, sizes = denominators;
      "c": counts; "i": single measurements; "mr": the same, their moving ranges are plotted;
      "xbar": values = means, sizes, deviations (sample standard deviations); "s": the same, the deviations are plotted;
      "g": cases between events; "t": time between events (≥ 0).
    breaks, baseline, excluded: as in `run_chart`. screened: moving ranges above 3.267 times their mean are left out
    once ("i", "ip", "t", "pp", "up"). A missing point (NaN, or a size of 0) breaks the moving range and, in charts that
    take sizes, has no limits; an excluded one is passed over.
    ValueError: an unknown chart, negative counts, more cases than the denominator ("p", "pp"), missing sizes or
    deviations, shapes that do not fit.
    Source: Montgomery, Introduction to Statistical Quality Control, 6th ed., ch. 6–7; Laney, Qual Eng 2002;14:531–7
    (p′, u′); Nelson, J Qual Technol 1982;14:172–3 (screening); Taylor, Normalized Individuals Control Chart, 2017 (ip);
    Benneyan, Health Care Manag Sci 2001;4:305–18 and Provost & Murray, The Health Care Data Guide, p. 228 (g, its
    median as centre line).
    """
    if chart not in get_args(Chart):
        raise ValueError(f"no control chart is called {chart!r}")
    given, size, deviation = _checked(chart, values, sizes, deviations)
    included = included_points(given, excluded)
    slices = phase_slices(given.shape[-1], breaks)
    plotted = _plotted(chart, given, size, deviation)
    drawn = [np.full(given.shape, np.nan) for _ in Lines._fields]
    for part, first in zip(slices, phase_baselines(baseline, len(slices)), strict=True):
        taken = baseline_points(included, part, first)
        phase = _Phase(
            given[..., part] if chart != "mr" else plotted[..., part],
            size[..., part],
            deviation[..., part],
            taken,
            taken & ~np.isnan(plotted[..., part]),
            screened,
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            for whole, line in zip(drawn, _LINES[chart](phase), strict=True):
                whole[..., part] = line
    centre, *limits = drawn
    if sizes is not None:
        for line in limits:
            line[np.isnan(plotted)] = np.nan
    low, high, warn_low, warn_high = limits
    with np.errstate(invalid="ignore"):
        outside = included & ((plotted > high) | (plotted < low))
    return ControlChart(
        chart,
        plotted,
        centre,
        low,
        high,
        warn_low,
        warn_high,
        outside,
        phase_numbers(slices),
        runs(plotted, centre, included, slices),
    )


def c4(n: ArrayLike) -> Floats:
    """Mean of the sample standard deviation of n normal observations, in standard deviations; NaN for n < 2.

    √(2/(n − 1)) Γ(n/2)/Γ((n − 1)/2). Source: Montgomery, appendix VI.
    """
    from scipy.special import gammaln

    size = np.asarray(n, dtype=np.float64)
    enough = np.where(size >= 2, size, np.nan)
    return np.asarray(np.sqrt(2 / (enough - 1)) * np.exp(gammaln(enough / 2) - gammaln((enough - 1) / 2)))


def a3(n: ArrayLike) -> Floats:
    """3 sigma limits of a mean of n, in mean standard deviations: 3/(c4 √n). Source: as `c4`."""
    size = np.asarray(n, dtype=np.float64)
    return np.asarray(3 / (c4(size) * np.sqrt(size)))


def b3_b4(n: ArrayLike, sigmas: float = 3) -> tuple[Floats, Floats]:
    """Limits of a standard deviation of n, in mean ones: 1 ∓ 3 √(1 − c4²)/c4, not under 0. Source: as `c4`."""
    c = c4(n)
    reach = sigmas * np.sqrt(1 - c * c) / c
    return np.maximum(1 - reach, 0.0), np.asarray(1 + reach)


def dispersion(numerators: ArrayLike, sizes: ArrayLike, *, proportion: bool, screened: bool = True) -> Floats:
    """How much more (or less) a series varies from point to point than chance alone would: Laney's σz; 1 is chance.

    numerators, sizes: shape (..., T), as for "p" (proportion) or "u"; gives shape (...), NaN for fewer than two points.
    ValueError: as `control_chart`. Source: Laney, Qual Eng 2002;14:531–7; mean |Δz|/1.128, screened once.
    """
    chart: Chart = "p" if proportion else "u"
    x, n, nothing = _checked(chart, numerators, sizes, None)
    counted = ~np.isnan(_plotted(chart, x, n, nothing))
    with np.errstate(divide="ignore", invalid="ignore"):
        phase = _Phase(x, n, nothing, np.ones_like(counted), counted, screened)
        centre, sigma = _share(phase, binomial=proportion)
        return _laney(phase, centre, sigma)[..., 0]


def _checked(
    chart: Chart, values: ArrayLike, sizes: ArrayLike | None, deviations: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    given = np.asarray(values, dtype=np.float64)
    if given.ndim == 0:
        raise ValueError("a series needs a time axis")
    needs_size = chart in ("p", "pp", "u", "up", "ip", "xbar", "s")
    needs_deviation = chart in ("xbar", "s")
    if (needs_size and sizes is None) or (needs_deviation and deviations is None):
        raise ValueError(f"the {chart} chart needs sizes" + (" and deviations" if needs_deviation else ""))
    size = np.asarray(1.0 if sizes is None else sizes, dtype=np.float64)
    deviation = np.asarray(np.nan if deviations is None else deviations, dtype=np.float64)
    given, size, deviation = np.broadcast_arrays(given, size, deviation)
    if np.any(size < 0) or np.any(deviation < 0):
        raise ValueError("sizes and deviations cannot be negative")
    if chart in ("p", "pp", "u", "up", "c", "g", "t") and np.any(given < 0):
        raise ValueError("counts and times between events cannot be negative")
    if chart in ("p", "pp") and np.any((size > 0) & (given > size)):
        raise ValueError("a numerator cannot be larger than its denominator")
    return given, size, deviation


def _plotted(chart: Chart, values: Floats, sizes: Floats, deviations: Floats) -> Floats:
    if chart in ("p", "pp", "u", "up", "ip"):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(sizes > 0, values / sizes, np.nan)
    if chart == "mr":
        moved = np.full(values.shape, np.nan)
        moved[..., 1:] = np.abs(np.diff(values, axis=-1))
        return moved
    if chart == "s":
        return np.where(sizes >= 2, deviations, np.nan)
    if chart == "xbar":
        return np.where(sizes > 0, values, np.nan)
    return np.array(values)


def _total(values: Floats, counted: Flags) -> Floats:
    """Sum over the last axis of what counts, keeping the axis; NaN where nothing counts."""
    total = np.sum(values, axis=-1, keepdims=True, where=counted)
    return np.asarray(np.where(counted.any(axis=-1, keepdims=True), total, np.nan))


def _mean(values: Floats, counted: Flags) -> Floats:
    return np.asarray(_total(values, counted) / np.count_nonzero(counted, axis=-1, keepdims=True))


def _steps(values: Floats, phase: _Phase) -> tuple[Floats, NDArray[np.intp]]:
    """|value − the value taken before it|, NaN at the first; and where that value stands. Shapes (..., t).

    Points not taken are passed over; missing values among those taken are not: they break the chain.
    """
    known = np.where(phase.counted, values, np.nan)
    at = np.where(phase.taken, np.arange(values.shape[-1]), -1)
    before = np.full(at.shape, -1, dtype=np.intp)
    before[..., 1:] = np.maximum.accumulate(at, axis=-1)[..., :-1]
    earlier = np.take_along_axis(known, np.maximum(before, 0), axis=-1)
    return np.where(before >= 0, np.abs(known - earlier), np.nan), before


def _mean_step(steps: Floats, screened: bool) -> Floats:
    """Mean moving range; screened once. NaN where none is left or all are 0."""
    usable = ~np.isnan(steps)
    mean = _mean(steps, usable)
    if screened:
        mean = _mean(steps, usable & (steps < RANGE_LIMIT * mean))
    return np.where(mean > 0, mean, np.nan)


def _around(centre: Floats, sigma: Floats, floor: float = -np.inf, ceiling: float = np.inf) -> Lines:
    sigma = np.where(sigma > 0, sigma, np.nan)
    limits = (np.clip(centre + k * sigma, floor, ceiling) for k in (-3, 3, -2, 2))
    return Lines(centre, *limits)


def _share(phase: _Phase, *, binomial: bool) -> tuple[Floats, Floats]:
    """Centre and the standard deviation by chance of counts over sizes."""
    centre = _total(phase.values, phase.counted) / _total(phase.sizes, phase.counted)
    variance = centre * (1 - centre) if binomial else centre
    return centre, np.sqrt(variance / np.where(phase.sizes > 0, phase.sizes, np.nan))


def _laney(phase: _Phase, centre: Floats, sigma: Floats) -> Floats:
    z = (phase.values / phase.sizes - centre) / sigma
    return _mean_step(_steps(z, phase)[0], phase.screened) / SPREAD_OF_TWO


def _p(phase: _Phase) -> Lines:
    return _around(*_share(phase, binomial=True), floor=0.0, ceiling=1.0)


def _pp(phase: _Phase) -> Lines:
    centre, sigma = _share(phase, binomial=True)
    return _around(centre, sigma * _laney(phase, centre, sigma), floor=0.0, ceiling=1.0)


def _u(phase: _Phase) -> Lines:
    return _around(*_share(phase, binomial=False), floor=0.0)


def _up(phase: _Phase) -> Lines:
    centre, sigma = _share(phase, binomial=False)
    return _around(centre, sigma * _laney(phase, centre, sigma), floor=0.0)


def _c(phase: _Phase) -> Lines:
    centre = _mean(phase.values, phase.counted)
    return _around(centre, np.sqrt(centre), floor=0.0)


def _i(phase: _Phase) -> Lines:
    centre = _mean(phase.values, phase.counted)
    return _around(centre, _mean_step(_steps(phase.values, phase)[0], phase.screened) / SPREAD_OF_TWO)


def _ip(phase: _Phase) -> Lines:
    centre = _total(phase.values, phase.counted) / _total(phase.sizes, phase.counted)
    steps, before = _steps(phase.values / phase.sizes, phase)
    earlier = np.take_along_axis(phase.sizes, np.maximum(before, 0), axis=-1)
    # A difference of two means over n and m observations has the variance σ²(1/n + 1/m).
    scaled = steps * np.sqrt(np.pi / 2) / np.sqrt(1 / phase.sizes + 1 / earlier)
    return _around(centre, _mean_step(scaled, phase.screened) / np.sqrt(phase.sizes))


def _mr(phase: _Phase) -> Lines:
    centre = _mean(phase.values, phase.counted)
    high = np.where(centre > 0, RANGE_LIMIT * centre, np.nan)
    low = np.where(centre > 0, 0.0, np.nan)
    return Lines(centre, low, high, low, high * 2 / 3)


def _xbar(phase: _Phase) -> Lines:
    centre = _total(phase.sizes * phase.values, phase.counted) / _total(phase.sizes, phase.counted)
    return _around(centre, a3(phase.sizes) / 3 * _pooled(phase))


def _s(phase: _Phase) -> Lines:
    centre = _pooled(phase)
    known = np.where(centre > 0, centre, np.nan)
    low, high = b3_b4(phase.sizes)
    warn_low, warn_high = b3_b4(phase.sizes, 2)
    return Lines(centre, known * low, known * high, known * warn_low, known * warn_high)


def _pooled(phase: _Phase) -> Floats:
    """Standard deviation within the subgroups: the plain mean where all have one size, else by degrees of freedom."""
    usable = phase.counted & (phase.sizes >= 2)
    freedom = phase.sizes - 1
    weighted = np.sqrt(_total(freedom * phase.deviations**2, usable) / _total(freedom, usable))
    largest = np.max(phase.sizes, axis=-1, keepdims=True, where=usable, initial=-np.inf)
    smallest = np.min(phase.sizes, axis=-1, keepdims=True, where=usable, initial=np.inf)
    return np.asarray(np.where(largest == smallest, _mean(phase.deviations, usable), weighted))


def _g(phase: _Phase) -> Lines:
    mean = _mean(phase.values, phase.counted)
    lines = _around(mean, np.sqrt(mean * (mean + 1)), floor=0.0)
    return lines._replace(centre=median(np.where(phase.counted, phase.values, np.nan))[..., None])


def _t(phase: _Phase) -> Lines:
    near_normal = replace(phase, values=phase.values ** (1 / T_POWER))
    return Lines(*(np.maximum(line, 0.0) ** T_POWER for line in _i(near_normal)))


_LINES: dict[Chart, Callable[[_Phase], Lines]] = {
    "p": _p,
    "pp": _pp,
    "u": _u,
    "up": _up,
    "c": _c,
    "i": _i,
    "ip": _ip,
    "mr": _mr,
    "xbar": _xbar,
    "s": _s,
    "g": _g,
    "t": _t,
}
