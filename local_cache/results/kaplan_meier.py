"""Kaplan–Meier: how long things take while some cases are still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from local_cache.results.intervals import z_of

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Transform = Literal["plain", "log", "log-log"]


@dataclass(frozen=True, slots=True)
class Survival:
    """A step curve; arrays of shape (k,), one step per distinct time, ascending.

    time: in the unit given; at_risk: cases still open just before it; events: at it; remaining: share not yet ended
    after it (0..1); error: its standard error (Greenwood); low, high: its interval, NaN once nothing remains to be
    estimated (remaining 0); median, median_low, median_high: time, NaN where not reached.
    """

    time: Floats
    at_risk: Whole
    events: Whole
    remaining: Floats
    error: Floats
    low: Floats
    high: Floats
    median: float
    median_low: float
    median_high: float


@dataclass(frozen=True, slots=True)
class Remaining:
    """The curve read at some times; arrays of the times' shape. events: up to and with the time; else as Survival."""

    at_risk: Whole
    events: Whole
    remaining: Floats
    error: Floats
    low: Floats
    high: Floats


def kaplan_meier(
    time: ArrayLike, ended: ArrayLike, confidence: float = 0.95, transform: Transform = "log-log"
) -> Survival:
    """The share of cases not yet ended, by time.

    time: shape (n,), from the start of each case to its end, or as long as it has been followed; ended: shape (n,),
    whether it ended (else still open). Pairs with a NaN time are left out. transform: scale of the interval; "log-log"
    keeps it within 0..1, as do the clipped others.
    ValueError for shapes that do not fit, a negative time, or another transform.
    Source: Kaplan & Meier, J Am Stat Assoc 1958;53:457–81; variance: Greenwood 1926; scales and median as in
    Kalbfleisch & Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., ch. 1.
    """
    if transform not in ("plain", "log", "log-log"):
        raise ValueError(f"no interval is called {transform!r}")
    lasted, over = np.asarray(time, dtype=np.float64), np.asarray(ended, dtype=np.bool_)
    if lasted.ndim != 1 or lasted.shape != over.shape:
        raise ValueError("every case needs one time and one ending")
    if np.any(lasted < 0):
        raise ValueError("a time cannot be negative")
    known = ~np.isnan(lasted)
    steps, at = np.unique(lasted[known], return_inverse=True)
    leaving = np.bincount(at, minlength=steps.size)
    events = np.bincount(at, weights=over[known], minlength=steps.size).astype(np.int64)
    at_risk = np.cumsum(leaving[::-1])[::-1].astype(np.int64)
    remaining: Floats = np.cumprod(1 - events / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Greenwood's sum: the variance of the curve's logarithm.
        spread = np.sqrt(np.cumsum(events / (at_risk * (at_risk - events))))
    low, high = _interval(remaining, spread, z_of(confidence), transform)
    error = np.where(remaining > 0, remaining * np.where(remaining > 0, spread, 0.0), np.nan)
    return Survival(
        steps,
        at_risk,
        events,
        remaining,
        error,
        low,
        high,
        *(_halved(steps, curve) for curve in (remaining, low, high)),
    )


def remaining_at(curve: Survival, times: ArrayLike) -> Remaining:
    """The curve at given times: those open just before, events up to and with it, and the step it is on.

    times: any shape, the curve's unit. After the last followed case nothing is known: NaN.
    Source: as `kaplan_meier`.
    """
    asked = np.asarray(times, dtype=np.float64)
    step = np.searchsorted(curve.time, asked, side="right")
    first_open = np.searchsorted(curve.time, asked, side="left")
    unknown = np.isnan(asked) | (asked > (curve.time[-1] if curve.time.size else -np.inf))

    def read(values: Floats, before: float) -> Floats:
        return np.where(unknown, np.nan, np.concatenate(([before], values))[step])

    return Remaining(
        np.concatenate((curve.at_risk, [0]))[first_open],
        np.concatenate(([0], np.cumsum(curve.events)))[step],
        read(curve.remaining, 1.0),
        read(curve.error, 0.0),
        read(curve.low, 1.0),
        read(curve.high, 1.0),
    )


def _interval(remaining: Floats, spread: Floats, z: float, transform: Transform) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        if transform == "plain":
            low, high = remaining - z * remaining * spread, remaining + z * remaining * spread
        elif transform == "log":
            low, high = remaining * np.exp(-z * spread), remaining * np.exp(z * spread)
        else:
            log = np.log(remaining)
            low, high = (np.exp(-np.exp(np.log(-log) - side * z * spread / log)) for side in (1, -1))
    # Until something has ended nothing has varied: 1, surely. When nothing remains the error is unknown.
    low, high = (np.where(remaining == 1, 1.0, np.clip(end, 0.0, 1.0)) for end in (low, high))
    gone = remaining <= 0
    return np.where(gone, np.nan, low), np.where(gone, np.nan, high)


def _halved(time: Floats, curve: Floats) -> float:
    """The first time the curve is at or below a half; in the middle of the step where it is a half exactly."""
    half = 0.5 + 1e-12  # products of fractions reach a half only up to rounding
    reached = np.flatnonzero(curve <= half)
    if reached.size == 0:
        return float("nan")
    first = reached[0]
    if curve[first] < 0.5 - 1e-12:
        return float(time[first])
    under = np.flatnonzero(curve < 0.5 - 1e-12)
    return float((time[first] + time[under[0]]) / 2) if under.size else float(time[first])
