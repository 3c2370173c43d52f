"""Standardised results: what a unit's rate would be with the case mix of a reference population.

Strata (age, risk groups) are the last axis of an array (..., strata); everything before it is units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from local_cache.results.intervals import Interval, count, rate

Floats = NDArray[np.float64]

FEWEST_FOR_DIRECT = 10
"""Events under which a directly standardised rate is not given: its interval does not hold."""


@dataclass(frozen=True, slots=True)
class Standardised:
    """Arrays of shape (...), NaN where there is nothing to say.

    observed: events; expected: events by the reference's rates (indirect) or NaN (direct); value: the ratio or rate;
    interval: of the value, in its unit.
    """

    observed: Floats
    expected: Floats
    value: Floats
    interval: Interval


def expected_events(population: ArrayLike, reference_events: ArrayLike, reference_population: ArrayLike) -> Floats:
    """Events a unit would have with the reference's rates: Σ n · x_ref/n_ref, shape (..., strata) to (...).

    NaN where a stratum with people has no reference. ValueError for negative numbers.
    Source: Breslow & Day, Statistical Methods in Cancer Research II, IARC 1987, ch. 2.
    """
    n, x_ref, n_ref = _strata(population, reference_events, reference_population)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.sum(np.where(n == 0, 0.0, n * np.where(n_ref > 0, x_ref / n_ref, np.nan)), axis=-1))


def indirect_ratio(observed: ArrayLike, expected: ArrayLike, confidence: float = 0.95) -> Standardised:
    """Observed over expected, 1 where as the reference; interval of the observed count divided by the expected.

    observed, expected: events, shape (...). NaN where expected is not above 0; ValueError for a negative count.
    Source: as `expected_events`; interval of `intervals.count` (exact under ten, else Byar).
    """
    o, e = np.broadcast_arrays(np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64))
    interval = rate(o, e, confidence)
    return Standardised(o, e, np.asarray(o / np.where(e > 0, e, np.nan)), interval)


def indirect_rate(
    observed: ArrayLike, expected: ArrayLike, reference_rate: ArrayLike, confidence: float = 0.95
) -> Standardised:
    """The ratio times the reference's own rate, in the rate's unit (events per 1, per 1,000 …). As `indirect_ratio`."""
    ratio = indirect_ratio(observed, expected, confidence)
    per = np.asarray(reference_rate, dtype=np.float64)
    low, high = ratio.interval
    return Standardised(ratio.observed, ratio.expected, ratio.value * per, Interval(low * per, high * per))


def direct_rate(
    events: ArrayLike, population: ArrayLike, standard: ArrayLike, confidence: float = 0.95
) -> Standardised:
    """Rate with the standard population's case mix, per person: Σ w x/n / Σ w, Dobson's interval.

    events x, population n, standard w: shape (..., strata). Interval: value + √(var/O) (end of the count's interval
    − O), var = Σ w² x/n² / (Σ w)², O = Σ x. NaN under ten events, or where a stratum of the standard has nobody in
    the unit. ValueError for negative numbers.
    Source: Dobson, Kuulasmaa, Eberle & Scherer, Stat Med 1991;10:457–62.
    """
    x, n, w = _strata(events, population, standard)
    observed = np.asarray(np.sum(x, axis=-1))
    weight = np.sum(w, axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(w == 0, 0.0, w / np.where(n > 0, n, np.nan))
        value = np.where(observed >= FEWEST_FOR_DIRECT, np.sum(each * x, axis=-1) / weight, np.nan)
        scale = np.sqrt(np.sum(each**2 * x, axis=-1) / weight**2 / observed)
        low, high = (value + scale * (end - observed) for end in count(observed, confidence))
    return Standardised(observed, np.full(observed.shape, np.nan), value, Interval(low, high))


def _strata(*given: ArrayLike) -> list[Floats]:
    arrays = [np.asarray(each, dtype=np.float64) for each in given]
    if any(np.any(each < 0) for each in arrays):
        raise ValueError("events and people cannot be negative")
    return list(np.broadcast_arrays(*arrays))
