"""Ranks and quantile groups of units. A rank says nothing without the interval of the value it ranks: show both."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ranks(values: ArrayLike) -> NDArray[np.int64]:
    """Rank of each value, shape (n,), 1 for the smallest; equal values share the lowest of their ranks; 0 for a NaN."""
    value = np.asarray(values, dtype=np.float64)
    if value.ndim != 1:
        raise ValueError("ranks are of one list of values")
    known = np.sort(value[~np.isnan(value)])
    return np.where(np.isnan(value), 0, np.searchsorted(known, value, side="left") + 1).astype(np.int64)


def quantile_groups(values: ArrayLike, groups: int) -> NDArray[np.int64]:
    """Which of so many equally large groups each value falls in, shape (n,), 1 for the smallest; 0 for a NaN.

    ⌊(rank − 1) · groups / n⌋ + 1 with shared lowest ranks, so equal values are never parted. ValueError for fewer than
    one group. Source: the rule of phe_quantile (PHEindicatormethods), lowest values first.
    """
    if groups < 1:
        raise ValueError("there must be at least one group")
    rank = ranks(values)
    n = int(np.count_nonzero(rank))
    return np.where(rank > 0, (rank - 1) * groups // max(n, 1) + 1, 0)
