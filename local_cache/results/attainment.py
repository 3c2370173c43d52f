"""Attainment: is a value high, moderate or low against the registry's levels, and is that certain?"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from local_cache.results.figure import Attainment

LOW, MODERATE, HIGH, UNKNOWN = 0, 1, 2, -1
"""Codes of the vectorised form."""


def attainments(values: ArrayLike, green: float | None, yellow: float | None, direction: int) -> NDArray[np.int8]:
    """Codes HIGH, MODERATE, LOW for values of any shape, in the levels' unit; UNKNOWN where the value is NaN.

    Direction 1: high if value ≥ green, low if value < yellow, else moderate; direction 0: high if value ≤ green, low
    if value > yellow, else moderate. With no yellow level, yellow = green; with no green level nothing is high; with
    neither, everything is UNKNOWN. Compared unrounded: a value exactly at a level is inside it. Where the levels stand
    the wrong way round (`levels_crossed`), high is asked first. ValueError for another direction.
    Source: the rule of the national quality indicators (SKDE).
    """
    if direction not in (0, 1):
        raise ValueError("the direction must be 0 or 1")
    value = np.asarray(values, dtype=np.float64)
    lower = green if yellow is None else yellow
    if lower is None:
        return np.full(value.shape, UNKNOWN, dtype=np.int8)
    known = ~np.isnan(value)
    high_is_good = direction == 1
    if green is None:
        high = np.zeros(value.shape, dtype=np.bool_)
    else:
        high = value >= green if high_is_good else value <= green
    low = value < lower if high_is_good else value > lower
    return np.select([~known, high, low], [UNKNOWN, HIGH, LOW], MODERATE).astype(np.int8)


def attainment(value: float | None, green: float | None, yellow: float | None, direction: int) -> Attainment | None:
    """The level of one value by the rule of `attainments`; None where there is no value or no level."""
    if direction not in (0, 1):
        raise ValueError("the direction must be 0 or 1")
    lower = green if yellow is None else yellow
    if value is None or lower is None or math.isnan(value):
        return None
    if green is not None and (value >= green if direction == 1 else value <= green):
        return Attainment.HIGH
    if value < lower if direction == 1 else value > lower:
        return Attainment.LOW
    return Attainment.MODERATE


def certain(low: float | None, high: float | None, green: float | None, yellow: float | None, direction: int) -> bool:
    """Whether the level is the same at both ends of the interval; False where there is no interval or no level."""
    ends = {attainment(low, green, yellow, direction), attainment(high, green, yellow, direction)}
    return len(ends) == 1 and None not in ends


def levels_crossed(green: float | None, yellow: float | None, direction: int) -> bool:
    """Whether the yellow level lies on the better side of the green one, so that nothing could be moderate."""
    if green is None or yellow is None:
        return False
    return yellow > green if direction == 1 else yellow < green
