"""Which chart an indicator gets over time, and why: a code and the numbers behind it, no words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from local_cache.registry import IndicatorKind
from local_cache.results.control_charts import Chart, dispersion
from local_cache.results.run_chart import ENOUGH_POINTS

ENOUGH_EXPECTED = 5
"""Events (and non-events) a typical point must expect for 3 sigma limits of a count or share to hold."""

OVER_DISPERSED = 1.25
"""σz from which points vary so much more than chance that p and u limits mislead."""


class Reason(Enum):
    """Why the chart was chosen; the numbers meant are fields of `ChartChoice`."""

    FEW_POINTS = "few-points"
    """Too few points for limits: `points` under `points_needed`."""
    FEW_EVENTS = "few-events"
    """A typical point expects too few events or non-events: `expected` under `expected_needed`."""
    CHANCE = "chance"
    """The points vary about as chance gives: `dispersion` under `dispersion_limit`."""
    MORE_THAN_CHANCE = "more-than-chance"
    """They vary more than chance gives: `dispersion` at or over `dispersion_limit`."""
    MEANS = "means"
    """Means with known sizes and deviations."""
    NO_DISTRIBUTION = "no-distribution"
    """A median, or a mean without deviations, has no limits of its own."""
    BETWEEN_TIME = "between-time"
    """Time between rare events."""
    BETWEEN_CASES = "between-cases"
    """Cases between rare events."""
    NO_SIZES = "no-sizes"
    """The published values came without the numerators or sizes that limits follow from."""
    NO_EVENTS = "no-events"
    """The days of the single events are not here."""


@dataclass(frozen=True, slots=True)
class ChartChoice:
    """chart: "run" or a control chart; numbers are None where they played no part.

    points: points with a value; expected: events or non-events, whichever is rarer, at the median size; dispersion:
    Laney's σz (1 is chance).
    """

    chart: Chart | Literal["run"]
    reason: Reason
    points: int
    expected: float | None = None
    dispersion: float | None = None
    points_needed: int = ENOUGH_POINTS
    expected_needed: int = ENOUGH_EXPECTED
    dispersion_limit: float = OVER_DISPERSED


def choose_chart(
    kind: IndicatorKind,
    values: ArrayLike,
    sizes: ArrayLike | None = None,
    *,
    deviations_known: bool = False,
    cases_between: bool = False,
) -> ChartChoice:
    """The chart for one series of an indicator.

    values, sizes: shape (T,), NaN where missing: numerators and denominators (proportion), counts and exposure (rate)
    or expected (ratio), means or medians and n, counts, times or cases between events. deviations_known: means come
    with standard deviations. cases_between: a "between" indicator counts cases, not time.
    Fewer than ten points, or points that expect fewer than five events, get the run chart, whose rules assume neither
    sizes nor a distribution. Else p, u or c; where the points vary more than chance (σz ≥ 1.25) Laney's p′ and u′, and
    i for counts. ValueError: proportion, rate or ratio without sizes, or as `control_chart`.
    Source: Anhøj & Olesen, PLoS ONE 2014 (run chart first); Mohammed et al., Qual Saf Health Care 2008;17:137–45
    (expected counts); Laney, Qual Eng 2002;14:531–7 (σz). The bound of 1.25 is ours.
    """
    series = np.asarray(values, dtype=np.float64)
    if kind in ("proportion", "rate", "ratio") and sizes is None:
        raise ValueError(f"a {kind} needs sizes")
    size = np.broadcast_to(np.asarray(1.0 if sizes is None else sizes, dtype=np.float64), series.shape)
    known = ~np.isnan(series) & (size > 0)
    points = int(known.sum())
    if points < ENOUGH_POINTS:
        return ChartChoice("run", Reason.FEW_POINTS, points)
    if kind == "median" or (kind == "mean" and not deviations_known):
        return ChartChoice("run", Reason.NO_DISTRIBUTION, points)
    if kind == "mean":
        return ChartChoice("xbar", Reason.MEANS, points)
    if kind == "between":
        return (
            ChartChoice("g", Reason.BETWEEN_CASES, points)
            if cases_between
            else ChartChoice("t", Reason.BETWEEN_TIME, points)
        )
    proportion = kind == "proportion"
    level = float(series[known].sum() / size[known].sum())
    rarer = min(level, 1 - level) if proportion else level
    expected = rarer * float(np.median(size[known]))
    measured = float(dispersion(series, size, proportion=proportion))
    spread = None if np.isnan(measured) else measured
    if expected < ENOUGH_EXPECTED:
        return ChartChoice("run", Reason.FEW_EVENTS, points, expected, spread)
    by_chance: Chart = "p" if proportion else "c" if kind == "count" else "u"
    wider: Chart = "pp" if proportion else "i" if kind == "count" else "up"
    if spread is not None and spread >= OVER_DISPERSED:
        return ChartChoice(wider, Reason.MORE_THAN_CHANCE, points, expected, spread)
    return ChartChoice(by_chance, Reason.CHANCE, points, expected, spread)
