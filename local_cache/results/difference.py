"""Is the difference between two figures larger than chance would give, alone and among many?"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

import numpy as np

from local_cache.results.figure import Figure, Shown
from local_cache.results.multiple_testing import benjamini_hochberg
from local_cache.results.run_chart import Floats

FALSE_SHARE = 0.05
"""Of the units marked as different, the share that may be so by chance, on average."""


def clear_difference(one: Figure, other: Figure) -> int:
    """1 where `one` is clearly higher than `other`, -1 where clearly lower, 0 where chance can explain it.

    The interval of the difference is recovered from the two figures' own intervals; a figure without an interval counts
    as exact. Where both are exact nothing is known of chance, so nothing is clear.
    Source: Newcombe 1998, method 10; Zou and Donner 2008 (MOVER).
    """
    if one.shown is not Shown.VALUE or other.shown is not Shown.VALUE or one.value is None or other.value is None:
        return 0
    if (one.low is None or one.high is None) and (other.low is None or other.high is None):
        return 0
    one_low, one_high = _ends(one, one.value)
    other_low, other_high = _ends(other, other.value)
    difference = one.value - other.value
    if difference - hypot(one.value - one_low, other_high - other.value) > 0:
        return 1
    if difference + hypot(one_high - one.value, other.value - other_low) < 0:
        return -1
    return 0


def _ends(figure: Figure, value: float) -> tuple[float, float]:
    return value if figure.low is None else figure.low, value if figure.high is None else figure.high


def standing(figures: Sequence[Figure], nation: Figure) -> list[bool | None]:
    """Whether each figure's difference from the nation stands when all are judged at once (Benjamini–Hochberg, 5 %).

    The nation is taken as known. Shares, rates and ratios: the exact binomial or Poisson chance, the smaller tail
    doubled, so that what stands also lies outside the 95 % limits of the funnel; the normal scores of a funnel cross
    that line far too soon where cases are few. Means: Student's t of the distance in standard errors. None for other
    kinds, for figures without value or without what stands behind it, and where the nation has none, no case or every
    case (then nobody can differ by chance).
    Source: Benjamini & Hochberg 1995; the limits of Spiegelhalter, Stat Med 2005;24:1185–202.
    """
    chances = np.full(len(figures), np.nan)
    target = nation.value if nation.shown is Shown.VALUE else None
    judged = [i for i, f in enumerate(figures) if target is not None and _can_be_judged(f, target)]
    if judged and target is not None:
        chances[judged] = _chances([figures[i] for i in judged], target)
    adjusted = benjamini_hochberg(chances)
    return [None if np.isnan(chance) else bool(chance <= FALSE_SHARE) for chance in adjusted]


def _can_be_judged(figure: Figure, target: float) -> bool:
    if figure.shown is not Shown.VALUE or figure.value is None:
        return False
    n = figure.denominator
    if figure.kind == "proportion":
        return figure.numerator is not None and n is not None and 0 < target < 1
    if figure.kind in ("rate", "ratio"):
        return figure.numerator is not None and bool(figure.exposure) and target > 0
    return figure.kind == "mean" and n is not None and n > 1 and bool(figure.deviation)


def _chances(figures: Sequence[Figure], target: float) -> Floats:
    """Two-sided chance of a figure at least as far from the target; all of one kind."""
    from scipy.special import betainc, gammainc, gammaincc, stdtr

    def numbers(name: str) -> Floats:
        return np.array([getattr(f, name) for f in figures], dtype=np.float64)

    kind = figures[0].kind
    if kind == "mean":
        n = numbers("denominator")
        distance = np.abs(numbers("value") - target) / (numbers("deviation") / np.sqrt(n))
        return np.asarray(2 * stdtr(n - 1, -distance))
    x = numbers("numerator")
    if kind == "proportion":
        n = numbers("denominator")
        at_most = np.where(x < n, betainc(np.maximum(n - x, 0.5), x + 1, 1 - target), 1.0)
        at_least = np.where(x > 0, betainc(np.maximum(x, 0.5), n - x + 1, target), 1.0)
    else:
        expected = target * numbers("exposure")
        at_most = gammaincc(x + 1, expected)
        at_least = np.where(x > 0, gammainc(np.maximum(x, 0.5), expected), 1.0)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(at_most, at_least)))
