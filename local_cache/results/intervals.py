"""Confidence intervals, vectorised over units and months.

Every function takes arrays that broadcast together and gives float64 arrays of their common shape; a scalar gives an
array of no dimensions. Where there is nothing to say (no cases, an unknown input) the answer is NaN; an input that
cannot be (more cases counted than there are, a negative count) is a ValueError, because a figure built on it would be
wrong.

scipy.special (0.2 s to import) is only imported by what needs its quantiles: `mean` for Student's t, and `count` below
ten.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EXACT_BELOW = 10
"""Counts under this get the exact interval, where Byar's approximation is not close enough."""


class Interval(NamedTuple):
    """Lower and upper ends, arrays of the same shape."""

    low: Floats
    high: Floats


class Quartiles(NamedTuple):
    """First quartile, median, third quartile, arrays of the same shape."""

    first: Floats
    median: Floats
    third: Floats


def z_of(confidence: float) -> float:
    """The two-sided quantile of the normal distribution: 1.959964 for 0.95, 3.090232 for 0.998."""
    if not 0 < confidence < 1:
        raise ValueError("the confidence must lie between 0 and 1")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Interval:
    """Wilson's score interval for a proportion, as shares 0..1 (without continuity correction).

    numerator x, denominator n: counts. (2x + z² ∓ z√(z² + 4x(1 − x/n))) / (2(n + z²)). NaN where n ≤ 0 or either is
    NaN; exactly 0 below x = 0 and exactly 1 above x = n. ValueError where x < 0 or x > n.
    Source: Wilson, J Am Stat Assoc 1927;22:209–12.
    """
    x, n = _counted(numerator, denominator)
    z = z_of(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = 2 * x + z * z
        reach = z * np.sqrt(z * z + 4 * x * (1 - x / n))
        width = 2 * (n + z * z)
        low = np.where(x == 0, 0.0, (middle - reach) / width)
        high = np.where(x == n, 1.0, (middle + reach) / width)
    none = ~(n > 0) | np.isnan(x)
    return Interval(np.where(none, np.nan, low), np.where(none, np.nan, high))


def count(cases: ArrayLike, confidence: float = 0.95) -> Interval:
    """Interval for the expectation behind a Poisson count, in cases: exact below ten, else Byar's approximation.

    Exact: χ²(α/2; 2x)/2 and χ²(1 − α/2; 2x + 2)/2. Byar: x(1 − 1/(9x) − z/(3√x))³ and
    (x + 1)(1 − 1/(9(x + 1)) + z/(3√(x + 1)))³. NaN where the count is NaN; ValueError where it is negative.
    Source: Breslow & Day, Statistical Methods in Cancer Research II, IARC 1987, p. 69.
    """
    x = np.asarray(cases, dtype=np.float64)
    if np.any(x < 0):
        raise ValueError("a count cannot be negative")
    z = z_of(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
        high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    few = x < EXACT_BELOW
    if np.any(few):
        from scipy.special import gammaincinv

        tail = (1 - confidence) / 2
        # χ² with 2a degrees of freedom, halved, is the gamma distribution with shape a.
        exact_low = np.where(x > 0, gammaincinv(np.where(x > 0, x, 1.0), tail), 0.0)
        exact_high = gammaincinv(np.where(few, x, 0.0) + 1, 1 - tail)
        low, high = np.where(few, exact_low, low), np.where(few, exact_high, high)
    return Interval(low, high)


def rate(cases: ArrayLike, exposure: ArrayLike, confidence: float = 0.95) -> Interval:
    """Interval for cases per exposure, in cases per unit of exposure; for observed over expected, give the expected.

    The interval of `count`, divided. NaN where exposure is 0, negative or NaN.
    Source: as `count`; the expected number is taken as known, as in SHMI and FunnelPlotR.
    """
    per = np.asarray(exposure, dtype=np.float64)
    low, high = count(cases, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Interval(np.where(per > 0, low / per, np.nan), np.where(per > 0, high / per, np.nan))


def mean(average: ArrayLike, deviation: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Student's t interval for a mean, in the measure's unit.

    average, deviation (sample standard deviation, divisor n − 1), n (observations). NaN for n < 2 or a NaN;
    ValueError where the deviation is negative. Source: any text book; average ∓ t(1 − α/2; n − 1) · s/√n.
    """
    centre, s, size = np.broadcast_arrays(*(np.asarray(a, dtype=np.float64) for a in (average, deviation, n)))
    if np.any(s < 0):
        raise ValueError("a standard deviation cannot be negative")
    from scipy.special import stdtrit

    enough = size >= 2
    safe = np.where(enough, size, 2.0)
    reach = np.where(enough, stdtrit(safe - 1, 0.5 + confidence / 2) * s / np.sqrt(safe), np.nan)
    return Interval(centre - reach, centre + reach)


def notch(quartiles: Quartiles, n: ArrayLike) -> Interval:
    """About 95 % interval for a median, in the measure's unit: median ∓ 1.58 · IQR/√n; NaN where n ≤ 0.

    The distance between the quartiles is taken as given, so both type 7 quartiles and Tukey's hinges can be used.
    Source: McGill, Tukey & Larsen, Am Stat 1978;32:12–16; Chambers et al. 1983, the constant of R's boxplot.stats.
    """
    size = np.asarray(n, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(size > 0, 1.58 * (quartiles.third - quartiles.first) / np.sqrt(size), np.nan)
    return Interval(quartiles.median - reach, quartiles.median + reach)


def grouped_quantiles(values: ArrayLike, counts: ArrayLike, sizes: ArrayLike, probabilities: ArrayLike) -> Floats:
    """Type 7 quantiles (the default of R and NumPy) of groups of observations given as distinct values with counts.

    values: shape (k,), the groups one after the other, ascending within each, in the measure's unit; counts: shape
    (k,), whole numbers ≥ 0; sizes: shape (g,), how many of the k each group has; probabilities: shape (p,), 0..1.
    Gives shape (g, p); NaN for a group without observations.
    ValueError where values do not ascend, counts are negative or shapes do not fit.
    Source: Hyndman & Fan, Am Stat 1996;50:361–5, definition 7: at (n − 1)p, between the two observations around it.
    """
    measure = np.asarray(values, dtype=np.float64)
    times = np.asarray(counts, dtype=np.int64)
    size = np.asarray(sizes, dtype=np.int64)
    p = np.asarray(probabilities, dtype=np.float64)
    if measure.ndim != 1 or measure.shape != times.shape or size.ndim != 1 or p.ndim != 1 or size.sum() != measure.size:
        raise ValueError("values, counts and sizes do not fit together")
    ends = np.cumsum(size)
    within = np.ones(max(measure.size - 1, 0), dtype=np.bool_)
    within[ends[(ends > 0) & (ends < measure.size)] - 1] = False
    if np.any(times < 0) or np.any(np.isnan(measure)) or np.any(np.diff(measure)[within] < 0):
        raise ValueError("values must ascend and counts cannot be negative")
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("a probability must lie between 0 and 1")
    passed = np.concatenate(([0], np.cumsum(times)))
    before = passed[ends - size][:, None]
    n = passed[ends][:, None] - before
    if measure.size == 0 or passed[-1] == 0:
        return np.full((size.size, p.size), np.nan)
    place = np.maximum(n - 1, 0) * p
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    last = measure.size - 1
    # The observation of rank r (from 0, over all groups) is the first value with more than r observations up to it.
    low = measure[np.minimum(np.searchsorted(passed[1:], before + below, side="right"), last)]
    high = measure[np.minimum(np.searchsorted(passed[1:], before + above, side="right"), last)]
    return np.where(n > 0, low + (place - below) * (high - low), np.nan)


def quartiles(values: ArrayLike, counts: ArrayLike) -> Quartiles:
    """First quartile, median and third quartile (type 7) of one group; as `grouped_quantiles`."""
    measure = np.asarray(values, dtype=np.float64)
    first, median, third = grouped_quantiles(measure, counts, [measure.size], (0.25, 0.5, 0.75))[0]
    return Quartiles(first, median, third)


def _counted(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    x, n = np.broadcast_arrays(
        np.asarray(numerator, dtype=np.float64),
        np.asarray(denominator, dtype=np.float64),
    )
    if np.any(x < 0):
        raise ValueError("a numerator cannot be negative")
    if np.any((n > 0) & (x > n)):
        raise ValueError("a numerator cannot be larger than its denominator")
    return x, n
