"""The funnel plot of an indicator's units: who lies outside what chance gives, and how much the units vary together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from local_cache.results.figure import ComparedUnit, Figure
from local_cache.results.funnel import Limits
from local_cache.results.run_chart import Floats


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
    from the target in standard errors; outlier: 1 above, −1 below the 99.8 % limits, 2 and −2 likewise the 95 % limits
    only, 0 inside; low, high: the unit's own 99.8 % limits."""

    unit: ComparedUnit
    size: float
    z: float
    outlier: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """refused: why there is none (then nothing else is there); units: by size; not_drawn: named, without a place;
    target: the nation's figure; warn, alarm: 95 % and 99.8 % limits along `sizes`, in the measure's unit; phi, tau2:
    over-dispersion (1 and 0 are chance alone); widened: the limits hold it; method: name of the limits ("binomial",
    "arcsine", "Poisson", "log")."""

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
