"""The funnel plot of an indicator's units: who lies outside what chance gives, and how much the units vary together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from local_cache.registry import Indicator
from local_cache.results.figure import ComparedUnit, Comparison, Figure, Shown
from local_cache.results.funnel import (
    ALARM,
    WARN,
    Limits,
    arcsine_limits,
    binomial_limits,
    poisson_prediction_limits,
    proportion_funnel,
    ratio_funnel,
    ratio_limits,
)
from local_cache.results.run_chart import Floats

GRID = 200
"""Sizes along which the limits are drawn."""

NEXT_TO_NOTHING = 1e-9
"""Expected cases under which there are no limits to compute."""

KINDS = ("proportion", "rate", "ratio")
"""Kinds of measures whose limits follow from numerator and size."""


class NoFunnel(Enum):
    """Why an indicator has no funnel plot."""

    KIND = "kind"
    """Means, medians, counts and times have no limits that follow from numerator and denominator."""
    NO_COUNTS = "no-counts"
    """The published values came without the counts behind them."""
    NO_TARGET = "no-target"
    """The nation has no value to compare with."""
    NO_UNITS = "no-units"
    """No unit has enough cases to be drawn."""


@dataclass(frozen=True, slots=True)
class FunnelUnit:
    """A unit in the funnel. size: what the horizontal axis shows (denominator, exposure or expected cases); z: distance
    from the target in standard errors, as it goes into phi and tau2 (None without a case of a rate or ratio, which has
    no logarithm and is left out there); outlier: 1 above, −1 below the 99.8 % limits, 2 and −2 likewise the 95 % limits
    only, 0 inside; low, high: the unit's own 99.8 % limits."""

    unit: ComparedUnit
    size: float
    z: float | None
    outlier: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """refused: why there is none (then nothing else is there); units: by size; not_drawn: named, without a place;
    target: the nation's figure; warn, alarm: 95 % and 99.8 % limits along `sizes`, in the measure's unit; phi, tau2:
    over-dispersion (1 and 0 are chance alone), None without units; widened: the limits hold it; method: name of the
    limits ("binomial", "arcsine", "Poisson", "log"), "" where there are none."""

    indicator: str
    refused: NoFunnel | None
    units: tuple[FunnelUnit, ...]
    not_drawn: tuple[ComparedUnit, ...]
    target: Figure
    sizes: Floats
    warn: Limits
    alarm: Limits
    phi: float | None
    tau2: float | None
    widened: bool
    method: str


def funnel_plot(comparison: Comparison, indicator: Indicator, *, widened: bool = False) -> FunnelPlot:
    """The funnel of the compared units around the nation's figure; the nation itself is no unit of it.

    Shares: exact binomial limits, `widened` the arcsine ones with τ². Rates and ratios: exact Poisson limits, `widened`
    those of the log scale, around what the nation's own rate or ratio lets one expect of the unit's exposure or
    expected cases, in the measure's unit. The target of a ratio is thus the nation's observed over expected and not 1:
    the page compares with the nation, and a risk model made in other years lies beside 1 for everybody, which would
    make outliers of most. Limits always hold the target, and widened ones never lie inside those of chance alone, as
    the approximations do where cases are few (none at all would always look low). φ and τ² are given either way.
    Sources: `funnel.proportion_funnel`, `funnel.ratio_funnel`, `funnel.poisson_prediction_limits`.
    """
    others = [u for u in comparison.units if not u.nation]
    valued = [u for u in others if u.figure.shown is Shown.VALUE and u.figure.value is not None]
    drawn = [u for u in valued if _size(u.figure) > 0 and u.figure.numerator is not None]
    target = comparison.nation.value if comparison.nation.shown is Shown.VALUE else None
    highest = 1.0 if indicator.kind == "proportion" else np.inf
    refused = None
    if indicator.kind not in KINDS:
        refused = NoFunnel.KIND
    elif target is None or not 0 <= target <= highest or target == np.inf:
        refused = NoFunnel.NO_TARGET
    elif not drawn:
        refused = NoFunnel.NO_COUNTS if valued else NoFunnel.NO_UNITS
    if refused is not None or target is None:
        nowhere = Limits(np.empty(0), np.empty(0))
        return FunnelPlot(
            comparison.indicator, refused, (), tuple(others), comparison.nation, np.empty(0), nowhere, nowhere, None,
            None, widened, "",
        )  # fmt: skip
    drawn.sort(key=lambda u: _size(u.figure))
    proportion = indicator.kind == "proportion"
    sizes = np.array([_size(u.figure) for u in drawn])
    cases = np.array([u.figure.numerator for u in drawn], dtype=np.float64)
    values = np.array([u.figure.value for u in drawn], dtype=np.float64)
    made = proportion_funnel(cases, sizes, target) if proportion else ratio_funnel(cases, _expected(target, sizes))
    tau2 = float(made.tau2)

    def limits(at: Floats, confidence: float) -> Limits:
        if proportion:
            chance = binomial_limits(at, target, confidence)
            shared = arcsine_limits(at, target, tau2, confidence)
        else:
            expected = _expected(target, at)
            chance = _around(target, expected, poisson_prediction_limits(expected, confidence))
            shared = _around(target, expected, ratio_limits(expected, tau2, confidence))
        if widened:
            chance = Limits(np.minimum(chance.low, shared.low), np.maximum(chance.high, shared.high))
        return Limits(np.minimum(chance.low, target), np.maximum(chance.high, target))

    grid = _grid(sizes, whole=proportion)
    own_warn, own_alarm = limits(sizes, WARN), limits(sizes, ALARM)
    outliers = np.select(
        [values > own_alarm.high, values < own_alarm.low, values > own_warn.high, values < own_warn.low],
        [1, -1, 2, -2],
        0,
    )
    units = tuple(
        FunnelUnit(unit, size, z if np.isfinite(z) else None, outlier, low, high)
        for unit, size, z, outlier, low, high in zip(
            drawn,
            sizes.tolist(),
            made.z.tolist(),
            outliers.tolist(),
            own_alarm.low.tolist(),
            own_alarm.high.tolist(),
            strict=True,
        )
    )
    placed = {u.unit for u in drawn}
    phi = float(made.phi)
    return FunnelPlot(
        indicator=comparison.indicator,
        refused=None,
        units=units,
        not_drawn=tuple(u for u in others if u.unit not in placed),
        target=comparison.nation,
        sizes=grid,
        warn=limits(grid, WARN),
        alarm=limits(grid, ALARM),
        phi=phi if np.isfinite(phi) else None,
        tau2=tau2,
        widened=widened,
        method=("arcsine" if widened else "binomial") if proportion else ("log" if widened else "Poisson"),
    )


def _size(figure: Figure) -> float:
    """Cases of a share, exposure of a rate, expected cases of a ratio; 0 where it is not known."""
    size = figure.denominator if figure.kind == "proportion" else figure.exposure
    return float(size or 0)


def _expected(target: float, sizes: Floats) -> Floats:
    """Cases to be expected of sizes at the target's rate; nothing where it is next to nothing."""
    expected = target * sizes
    return np.where(expected > NEXT_TO_NOTHING, expected, 0.0)


def _around(target: float, expected: Floats, around_one: Limits) -> Limits:
    """The limits in the target's unit; where nothing at all is expected no chance is left, and they lie on it."""
    return Limits(*(np.where(expected > 0, end, 1.0) * target for end in around_one))


def _grid(sizes: Floats, *, whole: bool) -> Floats:
    """Sizes from half the smallest to a little above the largest, closer together where the limits bend."""
    first, last = sizes.min() / 2, sizes.max() * 1.08
    if not whole:
        return np.asarray(np.geomspace(first, last, GRID))
    return np.unique(np.rint(np.geomspace(max(1.0, first), last + 1, GRID)))
