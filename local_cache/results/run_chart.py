"""Run charts: phases along time, the centre line, and the Anhøj rules for what is more than chance.

Series are arrays of shape (..., T): time is the last axis, everything before it (units, indicators) is worked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import comb, log2

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

Baseline = int | Sequence[int | None] | None
"""How many of a phase's first points alone set its lines (None: all do); a sequence has one for each phase."""

ENOUGH_POINTS = 10
"""Useful points below which no run rule is applied."""

ROUNDING = 1e-12
"""Relative difference up to which a point lies on the centre line."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What the Anhøj rules see in each phase; arrays of shape (..., phases).

    useful: points off the centre line; longest: points in the longest run on one side; longest_allowed; crossings of
    the centre line; crossings_expected: the fewest that chance gives in 95 of 100 series; shift: longest run too long;
    few_crossings: crossings too few; one_sided: all useful points lie on the same side; judged: enough useful points
    for the rules, on both sides, else both signals are False.

    One-sided is a line that half of the points or more lie on, their highest or lowest value (a median of 100 %): the
    others cannot but lie on one side of it, in one run, and that says nothing about chance.
    """

    useful: Whole
    longest: Whole
    longest_allowed: Whole
    crossings: Whole
    crossings_expected: Whole
    shift: Flags
    few_crossings: Flags
    judged: Flags
    one_sided: Flags

    @property
    def signal(self) -> Flags:
        """Either rule broken, per phase."""
        return self.shift | self.few_crossings


@dataclass(frozen=True, slots=True)
class RunChart:
    """values and centre: shape (..., T), the measure's unit; phase: shape (T,), from 0; runs: per phase."""

    values: Floats
    centre: Floats
    phase: Whole
    runs: Runs


def longest_run_allowed(useful: int) -> int:
    """Points the longest run may have among `useful` points: round(log2 n) + 3; 0 for none. Source: as `runs`."""
    return round(log2(useful)) + 3 if useful > 0 else 0


@lru_cache(maxsize=4096)
def crossings_expected(useful: int) -> int:
    """Fewest crossings among `useful` points: the 5 % quantile of binomial(n − 1, ½), in exact whole numbers.

    Source: as `runs`.
    """
    chances = max(useful - 1, 0)
    total = 0
    for k in range(chances + 1):
        total += comb(chances, k)
        if 20 * total >= 2**chances:
            return k
    return 0


def phase_slices(length: int, breaks: Sequence[int] = ()) -> tuple[slice, ...]:
    """The phases of a series of `length` points; each break is the number of points before it.

    ValueError unless breaks ascend strictly within 1..length − 1.
    """
    edges = [0, *breaks, length]
    if breaks and any(b <= a for a, b in pairwise(edges)):
        raise ValueError("phases must follow each other and hold at least one point each")
    return tuple(slice(a, b) for a, b in pairwise(edges))


def phase_numbers(slices: Sequence[slice]) -> Whole:
    """The phase each point belongs to, shape (T,), from 0."""
    return np.repeat(np.arange(len(slices)), [part.stop - part.start for part in slices])


def baseline_points(included: Flags, part: slice, baseline: int | None) -> Flags:
    """Which points of a phase set its lines: all that are included, or those among its first `baseline` points.

    included: shape (..., T). Gives shape (..., length of the phase). ValueError for a baseline under 1.
    """
    if baseline is not None and baseline < 1:
        raise ValueError("a baseline needs at least one point")
    counted = included[..., part].copy()
    if baseline is not None:
        counted[..., baseline:] = False
    return counted


def phase_baselines(baseline: Baseline, phases: int) -> tuple[int | None, ...]:
    """The baseline of each phase; ValueError where a sequence has not one for each."""
    if not isinstance(baseline, Sequence):
        return (baseline,) * phases
    if len(baseline) != phases:
        raise ValueError(f"{phases} phases need as many baselines, not {len(baseline)}")
    return tuple(baseline)


def included_points(values: Floats, excluded: ArrayLike | None) -> Flags:
    """The points that are not excluded, shape of `values`; ValueError where the shapes do not fit."""
    if excluded is None:
        return np.ones(values.shape, dtype=np.bool_)
    return np.array(~np.broadcast_to(np.asarray(excluded, dtype=np.bool_), values.shape))


def runs(values: ArrayLike, centre: ArrayLike, included: ArrayLike, slices: Sequence[slice]) -> Runs:
    """The Anhøj rules per phase: points on the centre line, missing (NaN) and not included ones are passed over.

    values, centre, included: shape (..., T); slices: the phases. Signals only with at least ten useful points, and only
    where they do not all lie on one side.
    Source: Anhøj & Olesen, PLoS ONE 2014;9(11):e113825; Anhøj & Wentzel-Larsen, BMC Med Res Methodol 2018;18:86.
    """
    off = sides(np.asarray(values, dtype=np.float64), np.asarray(centre, dtype=np.float64))
    side = np.where(included, off, 0)
    found = [_runs_of(side[..., part]) for part in slices]
    both = [(side[..., part] > 0).any(axis=-1) & (side[..., part] < 0).any(axis=-1) for part in slices]
    useful, longest, crossings = (np.stack(each, axis=-1) for each in zip(*found, strict=True))
    top = int(useful.max(initial=0))
    allowed = np.array([longest_run_allowed(n) for n in range(top + 1)])[useful]
    expected = np.array([crossings_expected(n) for n in range(top + 1)])[useful]
    one_sided = (useful > 0) & ~np.stack(both, axis=-1)
    judged = (useful >= ENOUGH_POINTS) & ~one_sided
    return Runs(
        useful,
        longest,
        allowed,
        crossings,
        expected,
        judged & (longest > allowed),
        judged & (crossings < expected),
        judged,
        one_sided,
    )


def sides(values: Floats, centre: Floats) -> NDArray[np.int8]:
    """1 above the centre line, −1 below, 0 on it or NaN; they broadcast.

    A difference of rounding is none: twelve times 0.1 has a mean just under 0.1.
    """
    with np.errstate(invalid="ignore"):
        away = values - centre
        return np.sign(np.where(np.abs(away) > ROUNDING * np.abs(centre), away, 0.0)).astype(np.int8)


def run_chart(
    values: ArrayLike,
    *,
    breaks: Sequence[int] = (),
    baseline: Baseline = None,
    excluded: ArrayLike | None = None,
) -> RunChart:
    """Run chart with the median as centre line and the Anhøj rules, per phase.

    values: shape (..., T), NaN where missing; breaks: points before each new phase; baseline: how many of the first
    points of a phase alone set its median, for every phase or a sequence with one (or None) for each; excluded: flags
    that broadcast to values (ghost points, the partial last period): they set no line and count in no rule.
    ValueError for breaks or a baseline that cannot be. Source: as `runs`.
    """
    series = np.asarray(values, dtype=np.float64)
    included = included_points(series, excluded)
    slices = phase_slices(series.shape[-1], breaks)
    centre = np.full(series.shape, np.nan)
    for part, first in zip(slices, phase_baselines(baseline, len(slices)), strict=True):
        counted = baseline_points(included, part, first)
        centre[..., part] = median(np.where(counted, series[..., part], np.nan))[..., None]
    return RunChart(series, centre, phase_numbers(slices), runs(series, centre, included, slices))


def median(values: Floats) -> Floats:
    """Median over the last axis of what is not NaN; NaN where nothing is. Shape (..., T) gives (...)."""
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], np.nan)
    ordered = np.sort(values, axis=-1)  # NaN goes last
    n = np.count_nonzero(~np.isnan(ordered), axis=-1)[..., None]
    low = np.take_along_axis(ordered, np.maximum(n - 1, 0) // 2, axis=-1)
    high = np.take_along_axis(ordered, np.minimum(n // 2, values.shape[-1] - 1), axis=-1)
    return np.asarray(np.where(n > 0, (low + high) / 2, np.nan)[..., 0])


def _runs_of(side: NDArray[np.int8]) -> tuple[Whole, Whole, Whole]:
    """Useful points, longest run and crossings of signs −1, 0, 1, shape (..., T) each to (...)."""
    last = np.zeros(side.shape[:-1], dtype=np.int8)
    length = np.zeros(side.shape[:-1], dtype=np.int64)
    longest, crossings = length.copy(), length.copy()
    for now in np.moveaxis(side, -1, 0):
        off = now != 0
        same = off & (now == last)
        crossings += off & (now == -last)
        length = np.where(same, length + 1, np.where(off, 1, length))
        last = np.where(off, now, last)
        longest = np.maximum(longest, length)
    return np.count_nonzero(side, axis=-1), longest, crossings
