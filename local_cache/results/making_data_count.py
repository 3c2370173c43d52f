"""The view of NHS England's Making Data Count: an XmR chart, four rules in order of precedence, two icons.

Series are arrays of shape (..., T): time is the last axis, everything before it (units, indicators) is worked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from local_cache.results.run_chart import (
    Baseline,
    Flags,
    Floats,
    Whole,
    baseline_points,
    included_points,
    phase_baselines,
    phase_numbers,
    phase_slices,
    sides,
)

LIMIT, RANGE_LIMIT = 2.66, 3.267
"""Process limits in mean moving ranges from the mean, and the moving range that is screened out."""

POINTS = 7
"""Points of a trend, and of a run on one side."""

Codes = NDArray[np.int8]


class Rule(IntEnum):
    """Why a point is special; the first that fits."""

    NONE = 0
    OUTSIDE = 1
    TREND = 2
    TWO_OF_THREE = 3
    ONE_SIDE = 4


class Variation(IntEnum):
    """The variation icon, and how each point is drawn; the last two where neither direction is better."""

    COMMON = 0
    IMPROVEMENT = 1
    CONCERN = 2
    HIGH = 3
    LOW = 4


class Assurance(IntEnum):
    """The assurance icon: what the process will do with its target if nothing changes."""

    NONE = 0
    INCONSISTENT = 1
    PASS = 2
    FAIL = 3


@dataclass(frozen=True, slots=True)
class MakingDataCount:
    """Arrays of shape (..., T), the measure's unit; the icons have shape (...).

    mean; low, high: process limits, NaN for a constant series; rule: codes of `Rule`; side: 1 where the rule speaks of
    high or rising values, −1 low or falling, 0 no rule; variation: codes of `Variation` per point; variation_icon: the
    last point's; assurance_icon: codes of `Assurance`, NONE without target, direction or limits; phase: shape (T,).
    """

    values: Floats
    mean: Floats
    low: Floats
    high: Floats
    rule: Codes
    side: Codes
    variation: Codes
    variation_icon: Codes
    assurance_icon: Codes
    phase: Whole


def making_data_count(
    values: ArrayLike,
    *,
    improvement: int = 0,
    target: ArrayLike | None = None,
    breaks: Sequence[int] = (),
    baseline: Baseline = None,
    excluded: ArrayLike | None = None,
    screened: bool = True,
) -> MakingDataCount:
    """XmR chart with the rules of Making Data Count.

    values: shape (..., T), NaN where missing; improvement: 1 higher is better, −1 lower, 0 neither; target: broadcasts
    to (...), the measure's unit; breaks (rebasing), baseline, excluded: as in `run_chart`; screened: moving ranges from
    3.267 times their mean left out once. Rules in order: outside the limits; seven points rising or falling; two of
    three beyond two thirds of the limits, all on one side; seven points on one side. They do not reach over a phase,
    a missing or an excluded point. ValueError for another direction, or phases that cannot be.
    Source: NHS England, Making Data Count, Strengthening your decisions; NHSRplotthedots 0.2.0 (rules and icons).
    """
    if improvement not in (-1, 0, 1):
        raise ValueError("improvement is 1 (higher), -1 (lower) or 0 (neither)")
    series = np.asarray(values, dtype=np.float64)
    included = included_points(series, excluded) & ~np.isnan(series)
    slices = phase_slices(series.shape[-1], breaks)
    mean, reach = np.full(series.shape, np.nan), np.full(series.shape, np.nan)
    rule, side = np.zeros(series.shape, dtype=np.int8), np.zeros(series.shape, dtype=np.int8)
    for part, first in zip(slices, phase_baselines(baseline, len(slices)), strict=True):
        points = series[..., part]
        counted = baseline_points(included, part, first)
        mean[..., part], reach[..., part] = _process(np.where(counted, points, np.nan), screened)
        shown = np.where(included[..., part], points, np.nan)
        rule[..., part], side[..., part] = _rules(shown, mean[..., part], reach[..., part])
    variation = _variation(side, improvement)
    low, high = mean - reach, mean + reach
    if series.shape[-1] == 0:
        nothing = np.zeros(series.shape[:-1], dtype=np.int8)
        return MakingDataCount(
            series, mean, low, high, rule, side, variation, nothing, nothing.copy(), phase_numbers(slices)
        )
    last = np.max(np.where(included, np.arange(series.shape[-1]), 0), axis=-1)[..., None]
    icon, final_low, final_high = (np.take_along_axis(a, last, axis=-1)[..., 0] for a in (variation, low, high))
    return MakingDataCount(
        series,
        mean,
        low,
        high,
        rule,
        side,
        variation,
        icon,
        _assurance(final_low, final_high, target, improvement),
        phase_numbers(slices),
    )


def _process(points: Floats, screened: bool) -> tuple[Floats, Floats]:
    """Mean and distance to the limits, shape (..., 1); NaN where nothing varies."""
    ranges = np.abs(np.diff(points, axis=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nansum(points, axis=-1, keepdims=True) / np.count_nonzero(~np.isnan(points), axis=-1, keepdims=True)
        average = _mean(ranges, ~np.isnan(ranges))
        if screened:
            average = _mean(ranges, ranges < RANGE_LIMIT * average)
    return mean, np.where(average > 0, LIMIT * average, np.nan)


def _mean(values: Floats, used: Flags) -> Floats:
    total = np.sum(values, axis=-1, keepdims=True, where=used)
    return np.asarray(total / np.count_nonzero(used, axis=-1, keepdims=True))


def _rules(points: Floats, mean: Floats, reach: Floats) -> tuple[Codes, Codes]:
    """Codes of the first rule that fits each point of a phase, and the side it speaks of; NaN breaks every pattern."""
    away = sides(points, mean)
    with np.errstate(invalid="ignore"):
        outside = np.abs(points - mean) > reach
        close = ~outside & (np.abs(points - mean) > reach * 2 / 3)
        step = np.nan_to_num(np.sign(np.diff(points, axis=-1))).astype(np.int8)
    rule, side = np.zeros(points.shape, dtype=np.int8), np.zeros(points.shape, dtype=np.int8)
    for sign in (1, -1):
        one = away == sign
        pairs = one & close & _covered(_full(one, 3) & (_count(close, 3) >= 2), 3, points.shape[-1])
        found = {
            Rule.ONE_SIDE: _covered(_full(one, POINTS), POINTS, points.shape[-1]),
            Rule.TWO_OF_THREE: pairs,
            Rule.TREND: _covered(_full(step == sign, POINTS - 1), POINTS, points.shape[-1]),
            Rule.OUTSIDE: outside & one,
        }
        for code, fits in found.items():  # the later rule has precedence
            stronger = fits & ((rule == 0) | (rule > code))
            rule[stronger], side[stronger] = code, sign
    return rule, side


def _count(flags: Flags, width: int) -> Whole:
    """How many are set in each window of `width`: shape (..., max(T − width + 1, 0))."""
    if flags.shape[-1] < width:
        return np.zeros((*flags.shape[:-1], 0), dtype=np.int64)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(flags, width, axis=-1).sum(axis=-1))


def _full(flags: Flags, width: int) -> Flags:
    return np.asarray(_count(flags, width) == width)


def _covered(windows: Flags, width: int, length: int) -> Flags:
    """The points that lie in a window that is set; windows begin at points 0, 1, …"""
    covered = np.zeros((*windows.shape[:-1], length), dtype=np.bool_)
    for offset in range(width if windows.shape[-1] else 0):
        covered[..., offset : offset + windows.shape[-1]] |= windows
    return covered


def _variation(side: Codes, improvement: int) -> Codes:
    if improvement == 0:
        high, low = Variation.HIGH, Variation.LOW
    elif improvement == 1:
        high, low = Variation.IMPROVEMENT, Variation.CONCERN
    else:
        high, low = Variation.CONCERN, Variation.IMPROVEMENT
    return np.choose(side + 1, [low, Variation.COMMON, high]).astype(np.int8)


def _assurance(low: Floats, high: Floats, target: ArrayLike | None, improvement: int) -> Codes:
    if target is None or improvement == 0:
        return np.zeros(low.shape, dtype=np.int8)
    aim = np.asarray(target, dtype=np.float64)
    above, below = (Assurance.PASS, Assurance.FAIL) if improvement == 1 else (Assurance.FAIL, Assurance.PASS)
    with np.errstate(invalid="ignore"):
        icon = np.where(low > aim, above, np.where(high < aim, below, Assurance.INCONSISTENT))
    return np.where(np.isnan(low) | np.isnan(aim), Assurance.NONE, icon).astype(np.int8)
