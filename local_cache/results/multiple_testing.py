"""Many units judged at once: which differences stand when the number of looks is counted in."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def two_sided(z: ArrayLike) -> Floats:
    """Chance of a normal score at least as far from 0: 2Φ(−|z|), the shape of z; NaN stays."""
    from scipy.special import ndtr

    return np.asarray(2 * ndtr(-np.abs(np.asarray(z, dtype=np.float64))))


def benjamini_hochberg(chances: ArrayLike) -> Floats:
    """Chances adjusted so that marking all under 0.05 lets 5 % of the marked be false, on average.

    chances: p-values, shape (..., tests); NaN is no test and stays NaN. Gives the same shape.
    min over j ≥ i of p₍ⱼ₎ m/j, at most 1. ValueError for a chance outside 0..1.
    Source: Benjamini & Hochberg, J R Stat Soc B 1995;57:289–300.
    """
    p = np.asarray(chances, dtype=np.float64)
    if np.any((p < 0) | (p > 1)):
        raise ValueError("a chance must lie between 0 and 1")
    order = np.argsort(p, axis=-1, kind="stable")  # NaN goes last
    ordered = np.take_along_axis(p, order, axis=-1)
    tests = np.count_nonzero(~np.isnan(p), axis=-1)[..., None]
    scaled = np.where(np.isnan(ordered), np.inf, ordered * tests / np.arange(1, p.shape[-1] + 1))
    stepped = np.minimum(np.minimum.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1], 1.0)
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, stepped, axis=-1)
    return np.where(np.isnan(p), np.nan, adjusted)
