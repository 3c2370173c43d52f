"""Funnel plots: limits within which units differ by chance, with and without the spread all units share.

Units are the last axis of an array (..., units); shares and ratios are plain numbers (0.12, not 12).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from local_cache.results.intervals import z_of

Floats = NDArray[np.float64]
Trim = Literal["winsorise", "truncate"]
Scale = Literal["log", "square-root"]

_FARTHEST = 600.0
"""Of a limit on the log scale, so that it stays a number also where next to nothing is expected."""

_MOST_STEPS = 50
"""Between where Cornish–Fisher puts a quantile and where it is there are a count or two."""

WARN, ALARM = 0.95, 0.998
"""Confidence of the inner and the outer limits; outliers are judged on the outer."""


class Limits(NamedTuple):
    """Lower and upper limits, arrays of the same shape; NaN where there are no cases."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Funnel:
    """Arrays of shape (..., units), but phi and tau2 of shape (...).

    value: share or ratio; target: centre line, broadcasts to value; z: distance from it in standard errors on the
    chosen scale; warn: 95 % limits; alarm: 99.8 % limits; phi: variance of z (1 is chance alone); tau2: variance
    between units on the scale; widened: the limits hold phi and tau2 (else they are exact); outlier: −1 below, 1 above
    the 99.8 % limits, else 0.
    """

    value: Floats
    target: Floats
    z: Floats
    warn: Limits
    alarm: Limits
    phi: Floats
    tau2: Floats
    widened: bool
    outlier: NDArray[np.int8]


def binomial_limits(denominator: ArrayLike, target: ArrayLike, confidence: float = WARN) -> Limits:
    """Exact limits for a share, interpolated between counts and clipped to 0..1.

    denominator n: whole numbers, target θ: 0..1; they broadcast. r = smallest count with F(r) ≥ p, limit
    (r − (F(r) − p)/(F(r) − F(r − 1)))/n. NaN where n ≤ 0 or either is NaN; ValueError for θ outside 0..1.
    Source: Spiegelhalter, Stat Med 2005;24:1185–202, appendix A.1.1.
    """
    n, theta = np.broadcast_arrays(np.asarray(denominator, dtype=np.float64), np.asarray(target, dtype=np.float64))
    if np.any((theta < 0) | (theta > 1)):
        raise ValueError("the target of a share must lie between 0 and 1")
    known = (n > 0) & ~np.isnan(theta)
    fixed = known & ((theta == 0) | (theta == 1))
    work = known & ~fixed
    tail = (1 - confidence) / 2
    ends = []
    for p in (tail, 1 - tail):
        limit = np.where(fixed, theta, np.nan)
        limit[work] = _binomial_limit(p, n[work], theta[work])
        ends.append(limit)
    return Limits(*ends)


def poisson_limits(expected: ArrayLike, confidence: float = WARN) -> Limits:
    """Exact limits for observed over expected, around 1: χ²(p; 2E)/(2E) and χ²(1 − p; 2(E + 1))/(2E).

    expected E: cases, > 0; NaN where it is 0, negative or NaN. Source: as `binomial_limits`, appendix A.1.2, and the
    exact interval of Garwood, Biometrika 1936;28:437–42.
    """
    from scipy.special import gammaincinv

    cases = np.asarray(expected, dtype=np.float64)
    safe = np.where(cases > 0, cases, np.nan)
    tail = (1 - confidence) / 2
    # χ² with 2a degrees of freedom, halved, is the gamma distribution with shape a.
    return Limits(np.asarray(gammaincinv(safe, tail) / safe), np.asarray(gammaincinv(safe + 1, 1 - tail) / safe))


def poisson_prediction_limits(expected: ArrayLike, confidence: float = WARN) -> Limits:
    """Limits for observed over expected, around 1, within which a Poisson count with that expectation falls.

    expected E: cases. r = smallest count with F(r) ≥ p, limit (r − (F(r) − p)/(F(r) − F(r − 1)))/E, not under 0. NaN
    where E is not above 0 or not finite. Unlike `poisson_limits`, an interval for the expectation turned round, these
    leave a unit without events inside as long as none is no surprise (E < 6.9 at 99.8 %).
    Source: Spiegelhalter 2005, appendix A.1; Seaton & Manktelow, BMC Med Res Methodol 2012;12:98, who find that under
    the other limits a unit like all others lies below the lower one with a chance of up to 0.37.
    """
    cases = np.asarray(expected, dtype=np.float64)
    known = (cases > 0) & np.isfinite(cases)
    tail = (1 - confidence) / 2
    ends = []
    for p in (tail, 1 - tail):
        limit = np.full(cases.shape, np.nan)
        limit[known] = _poisson_limit(p, cases[known])
        ends.append(limit)
    return Limits(*ends)


def arcsine_limits(
    denominator: ArrayLike, target: ArrayLike, tau2: ArrayLike = 0.0, confidence: float = WARN
) -> Limits:
    """Limits for a share on the arcsine scale: sin²(asin √θ ± z √(1/(4n) + τ²)), the angle clipped to 0..π/2.

    denominator n, target θ (0..1) and tau2 broadcast. NaN where n ≤ 0. The clip keeps a limit from turning round past
    0 or 1, as it does in FunnelPlotR. Source: Spiegelhalter 2005; Mainey, FunnelPlotR.
    """
    n, theta = np.asarray(denominator, dtype=np.float64), np.asarray(target, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = _quantile_used(confidence) * np.sqrt(1 / (4 * np.where(n > 0, n, np.nan)) + np.asarray(tau2))
    centre = np.arcsin(np.sqrt(theta))
    return Limits(*(np.sin(np.clip(centre + side * reach, 0, np.pi / 2)) ** 2 for side in (-1, 1)))


def ratio_limits(expected: ArrayLike, tau2: ArrayLike = 0.0, confidence: float = WARN, scale: Scale = "log") -> Limits:
    """Limits for observed over expected around 1 with a variance τ² between units.

    log: exp(± z √(1/E + τ²)); square-root: (1 ± z √(1/(4E) + τ²))², not under 0 (and squared back, which FunnelPlotR
    leaves out). expected E in cases, NaN where it is not above 0. Source: NHS Digital, SHMI methodology; Spiegelhalter
    et al., J R Stat Soc A 2012;175:1–47.
    """
    cases = np.asarray(expected, dtype=np.float64)
    safe = np.where(cases > 0, cases, np.nan)
    z = _quantile_used(confidence)
    if scale == "log":
        reach = np.minimum(z * np.sqrt(1 / safe + np.asarray(tau2)), _FARTHEST)
        return Limits(np.exp(-reach), np.exp(reach))
    reach = z * np.sqrt(1 / (4 * safe) + np.asarray(tau2))
    return Limits(np.maximum(1 - reach, 0) ** 2, np.asarray((1 + reach) ** 2))


def trimmed(z: ArrayLike, share: float = 0.1, how: Trim = "winsorise") -> Floats:
    """z-scores with the extreme `share` of units at each end pulled in to the quantile there, or left out (NaN).

    z: shape (..., units), NaN passed over. Quantiles of type 7; left out are whole units, rounded down.
    ValueError unless 0 ≤ share < 0.5.
    Source: Spiegelhalter 2005, section 4; SHMI truncates instead.
    """
    if not 0 <= share < 0.5:
        raise ValueError("the share to trim must lie between 0 and 0.5")
    scores = np.asarray(z, dtype=np.float64)
    if how == "winsorise":
        low, high = _quantile(scores, share)[..., None], _quantile(scores, 1 - share)[..., None]
        return np.asarray(np.clip(scores, low, high))
    units = np.count_nonzero(~np.isnan(scores), axis=-1)[..., None]
    out = np.floor(units * share)
    place = np.argsort(np.argsort(scores, axis=-1, kind="stable"), axis=-1)  # NaN goes last
    return np.where((place < out) | (place >= units - out), np.nan, scores)


def over_dispersion(z: ArrayLike, error: ArrayLike) -> tuple[Floats, Floats]:
    """φ and τ² of trimmed z-scores with their standard errors: shapes (..., units) to (...).

    φ = Σz²/N; τ² = 0 if Nφ < N − 1, else (Nφ − (N − 1))/(Σw − Σw²/Σw), w = 1/s². NaN scores are passed over; φ is NaN
    without units, τ² is 0 for fewer than two. Source: Spiegelhalter 2005, after DerSimonian & Laird 1986.
    """
    scores, s = np.broadcast_arrays(np.asarray(z, dtype=np.float64), np.asarray(error, dtype=np.float64))
    used = np.isfinite(scores) & (s > 0)
    units = np.count_nonzero(used, axis=-1)
    weight = 1 / np.where(used, s, 1.0) ** 2
    squares = np.sum(np.where(used, scores, 0.0) ** 2, axis=-1)
    total = np.sum(weight, axis=-1, where=used)
    with np.errstate(divide="ignore", invalid="ignore"):
        phi = np.where(units > 0, squares / units, np.nan)
        # Σw − Σw²/Σw, so written that it is not lost where one unit has nearly all the weight.
        spare = np.sum(weight * (1 - weight / total[..., None]), axis=-1, where=used)
        tau2 = np.where(spare > 0, (squares - (units - 1)) / spare, 0.0)
    return phi, np.where((units > 1) & (squares >= units - 1), tau2, 0.0)


def over_dispersed(phi: float, units: int) -> bool:
    """Whether the units vary more than chance gives: φ above 1 + 2 √(2/N), two standard errors of a φ of 1.

    Source: Spiegelhalter, Stat Med 2005;24:1185–202, section 4 (no allowance is made where φ is not clearly over 1).
    """
    return units > 1 and phi > 1 + 2 * (2 / units) ** 0.5


def proportion_funnel(
    numerator: ArrayLike, denominator: ArrayLike, target: ArrayLike | None = None, *, widened: bool = False
) -> Funnel:
    """Funnel of shares: exact limits, or with `widened` the arcsine ones with the variance units share.

    numerator, denominator: counts, shape (..., units); target: centre line, shape (...), by default all cases over all.
    φ and τ² are always given. ValueError where a numerator is negative or above its denominator.
    Source: Spiegelhalter, Stat Med 2005;24:1185–202; z = (asin √p − asin √θ)/s, s = 1/(2 √n), winsorised 10 %.
    """
    x, n = np.broadcast_arrays(np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64))
    if np.any(x < 0) or np.any((n > 0) & (x > n)):
        raise ValueError("a numerator must lie between 0 and its denominator")
    known = (n > 0) & ~np.isnan(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(known, x / n, np.nan)
        if target is None:
            theta = np.sum(x, axis=-1, where=known) / np.sum(n, axis=-1, where=known)
        else:
            theta = np.asarray(target, dtype=np.float64)
        centre = np.asarray(theta)[..., None]
        error = np.where(known, 0.5 / np.sqrt(np.where(known, n, 1.0)), np.nan)
        z = (np.arcsin(np.sqrt(share)) - np.arcsin(np.sqrt(centre))) / error
    phi, tau2 = over_dispersion(trimmed(z), error)
    if widened:
        warn, alarm = (arcsine_limits(n, centre, tau2[..., None], level) for level in (WARN, ALARM))
    else:
        warn, alarm = (binomial_limits(n, centre, level) for level in (WARN, ALARM))
    return Funnel(share, centre, z, warn, alarm, phi, tau2, widened, _outlier(share, alarm))


def ratio_funnel(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    widened: bool = False,
    scale: Scale = "log",
    trim: Trim = "truncate",
    share: float = 0.1,
) -> Funnel:
    """Funnel of observed over expected around 1: exact Poisson limits, or with `widened` those of `ratio_limits`.

    observed: counts, expected: cases, shape (..., units). On the log scale (SHMI: z = √E ln(O/E), s = 1/√E) a unit
    without events has no z and is left out of φ and τ²; the square-root scale (z = 2√E(√(O/E) − 1), s = 1/(2√E)) keeps
    it. ValueError where a count is negative. Source: as `ratio_limits`.
    """
    o, e = np.broadcast_arrays(np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64))
    if np.any(o < 0):
        raise ValueError("a count cannot be negative")
    known = (e > 0) & ~np.isnan(o)
    safe = np.where(known, e, np.nan)
    ratio = o / safe
    if scale == "log":
        error = 1 / np.sqrt(safe)
        z = np.log(np.where(ratio > 0, ratio, np.nan)) / error
    else:
        error = 1 / (2 * np.sqrt(safe))
        z = (np.sqrt(ratio) - 1) / error
    phi, tau2 = over_dispersion(trimmed(z, share, trim), error)
    if widened:
        warn, alarm = (ratio_limits(safe, tau2[..., None], level, scale) for level in (WARN, ALARM))
    else:
        warn, alarm = (poisson_limits(safe, level) for level in (WARN, ALARM))
    return Funnel(ratio, np.ones_like(phi)[..., None], z, warn, alarm, phi, tau2, widened, _outlier(ratio, alarm))


def _outlier(value: Floats, alarm: Limits) -> NDArray[np.int8]:
    with np.errstate(invalid="ignore"):
        return (value > alarm.high).astype(np.int8) - (value < alarm.low).astype(np.int8)


def _binomial_limit(p: float, n: Floats, theta: Floats) -> Floats:
    """The interpolated quantile over n, for n ≥ 1 and 0 < θ < 1, one-dimensional."""
    from scipy.special import ndtri

    # Cornish–Fisher puts r within a count or two of its place; the distribution itself decides.
    z = ndtri(p)
    spread = np.sqrt(n * theta * (1 - theta))
    r = np.clip(np.ceil(n * theta + z * spread + (1 - 2 * theta) * (z * z - 1) / 6 - 0.5), 0, n)
    between = _interpolated(p, r, lambda r, at: _at_most(r, n[at], theta[at]))
    return np.asarray(np.clip(between / n, 0.0, 1.0))


def _poisson_limit(p: float, expected: Floats) -> Floats:
    """The interpolated quantile over E, for E > 0, one-dimensional."""
    from scipy.special import gammaincc, ndtri

    z = ndtri(p)
    r = np.maximum(np.ceil(expected + z * np.sqrt(expected) + (z * z - 1) / 6 - 0.5), 0)

    def at_most(r: Floats, at: NDArray[np.int64]) -> Floats:
        return np.asarray(np.where(r < 0, 0.0, gammaincc(np.maximum(r, 0) + 1, expected[at])))

    return np.asarray(np.maximum(_interpolated(p, r, at_most), 0.0) / expected)


def _interpolated(p: float, r: Floats, at_most: Callable[[Floats, NDArray[np.int64]], Floats]) -> Floats:
    """r − (F(r) − p)/(F(r) − F(r − 1)) with r the smallest count whose F(r) ≥ p, from counts near it, one-dimensional.

    at_most(r, at): F of the counts r at the places `at`. Where counts are so large that F no longer tells one from the
    next, the count itself is the answer.
    """
    everywhere = np.arange(r.size)
    up_to, below = at_most(r, everywhere), at_most(r - 1, everywhere)
    for _ in range(_MOST_STEPS):
        if not (low := np.flatnonzero(up_to < p)).size:
            break
        r[low] += 1
        below[low] = up_to[low]
        up_to[low] = at_most(r[low], low)
    for _ in range(_MOST_STEPS):
        if not (high := np.flatnonzero((below >= p) & (r > 0))).size:
            break
        r[high] -= 1
        up_to[high] = below[high]
        below[high] = at_most(r[high] - 1, high)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = (up_to - p) / (up_to - below)
    return np.asarray(r - np.where((part >= 0) & (part <= 1), part, 0.0))


def _quantile_used(confidence: float) -> float:
    """The normal quantile to six decimals, as the field publishes it: 1.959964 and 3.090232."""
    return round(z_of(confidence), 6)


def _at_most(r: Floats, n: Floats, theta: Floats) -> Floats:
    """Binomial chance of at most r of n, through the beta integral; r from −1 (never) to n (always)."""
    from scipy.special import betainc

    chance = betainc(np.maximum(n - r, 0.5), np.maximum(r + 1, 0.5), 1 - theta)
    return np.asarray(np.where(r < 0, 0.0, np.where(r >= n, 1.0, chance)))


def _quantile(values: Floats, p: float) -> Floats:
    """Type 7 quantile over the last axis of what is not NaN: shape (..., n) to (...)."""
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], np.nan)
    ordered = np.sort(values, axis=-1)
    n = np.count_nonzero(~np.isnan(ordered), axis=-1)
    place = np.maximum(n - 1, 0) * p
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    low, high = (np.take_along_axis(ordered, at[..., None], axis=-1)[..., 0] for at in (below, above))
    return np.asarray(low + (place - below) * (high - low))
