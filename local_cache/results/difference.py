"""Is the difference between two figures larger than chance would give?"""

from __future__ import annotations

from math import hypot

from local_cache.results.figure import Figure, Shown


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
