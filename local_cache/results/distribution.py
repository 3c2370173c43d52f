"""How a measure is spread: the own unit against the rest of the country.

Measures have four decimals, so all arithmetic here is done in ten-thousandths, whole and exact: a case on the edge of a
class is in the class that begins there, whatever its nearest binary fraction is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import count
from math import gcd

import numpy as np
from numpy.typing import NDArray

from local_cache.results.figure import Figure
from local_cache.results.intervals import grouped_quantiles
from local_cache.results.measures import MEASURE_SCALE, Values
from local_cache.results.run_chart import Floats

MOST_CLASSES = 24
"""Of a histogram; more cannot be told apart in a picture half a window wide."""

TAIL = 0.99
"""Share of the cases that the equally wide classes hold where a long tail is put into a last, wider one."""

TAIL_ABOVE = 2.5
"""How much wider (one step of 1, 2, 5, 10 …) all classes may become before a tail is rather put into one of its own."""


class NoDistribution(Enum):
    """Why an indicator has no distribution to show."""

    KIND = "kind"
    """Only what is measured as a number has one."""
    NOT_PUBLISHED = "not-published"
    """The registry publishes values, not how they are spread."""
    TOO_FEW = "too-few"
    """Too few own cases to be shown."""
    NO_CASES = "no-cases"
    WITHHELD = "withheld"
    """The registry has it and does not show it."""
    REFUSED = "refused"
    """The indicator or the subgroup cannot be computed."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Distinct values, ascending, with how many cases have each; `quartiles`: first, median, third (type 7); mean."""

    values: Floats
    counts: Floats
    n: int
    quartiles: tuple[float, float, float]
    mean: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """refused: why there is none of the own unit, and then there is nothing else. rest (nation without own): None where
    the registry has not published enough of it.

    edges: of the classes of the histogram, ascending, shape (classes + 1,), no value on the last; own_share,
    rest_share: share of the cases in each class, shape (classes,), closed at the left, rest_share empty without a rest;
    the figure is the own unit's. tail_from: where a long tail begins that is put into the last class, wider than the
    others and up to the largest value, so that its height does not compare with theirs: to be labelled "≥ tail_from";
    None where all classes are equally wide.
    """

    indicator: str
    refused: NoDistribution | None
    figure: Figure
    own: Spread | None
    rest: Spread | None
    edges: Floats
    own_share: Floats
    rest_share: Floats
    tail_from: float | None = None


Whole = NDArray[np.int64]


def spread(values: Values) -> Spread:
    """Quartiles (type 7) and mean of at least one case given as distinct values with counts."""
    whole, counts = _in_ten_thousandths(values)
    (quartiles,) = grouped_quantiles(whole, counts, [whole.size], (0.25, 0.5, 0.75)) / MEASURE_SCALE
    n = int(counts.sum())
    total = sum(w * c for w, c in zip(whole.tolist(), counts.tolist(), strict=True))
    first, median, third = quartiles.tolist()
    return Spread(
        values=whole / MEASURE_SCALE,
        counts=counts.astype(np.float64),
        n=n,
        quartiles=(first, median, third),
        mean=total / (n * MEASURE_SCALE),
    )


def distribution_of(indicator: str, figure: Figure, own: Values, rest: Values | None) -> Distribution:
    """The distribution of an own unit with at least one case, beside the rest where there is one.

    Both have the same classes, made from all cases together: as wide as Freedman and Diaconis say, 2 IQR/∛n (where the
    middle half is one single value, a part of the range by Sturges), rounded up to 1, 2 or 5 times a power of ten that
    holds a whole number of the measure's own steps (whole numbers have whole classes), and wider until there are at
    most 24. Where that would blur everything because of a few far cases, the classes reach up to the 99th percentile
    and one last holds the rest of them.
    Source: Freedman & Diaconis, Z Wahrscheinlichkeitstheorie 1981;57:453–76.
    """
    parts = [_in_ten_thousandths(values) for values in (own, rest) if values is not None]
    edges, tailed = _classes(*_pooled(parts))
    shares = [_shares(whole, counts, edges) for whole, counts in parts]
    return Distribution(
        indicator=indicator,
        refused=None,
        figure=figure,
        own=spread(own),
        rest=None if rest is None else spread(rest),
        edges=edges / MEASURE_SCALE,
        own_share=shares[0],
        rest_share=shares[1] if rest is not None else np.empty(0),
        tail_from=int(edges[-2]) / MEASURE_SCALE if tailed else None,
    )


def no_distribution(indicator: str, figure: Figure, refused: NoDistribution) -> Distribution:
    """Nothing to show, and why."""
    return Distribution(indicator, refused, figure, None, None, np.empty(0), np.empty(0), np.empty(0))


def _in_ten_thousandths(values: Values) -> tuple[Whole, Whole]:
    return np.rint(values[0] * MEASURE_SCALE).astype(np.int64), values[1]


def _pooled(parts: Sequence[tuple[Whole, Whole]]) -> tuple[Whole, Whole]:
    everything = np.concatenate([whole for whole, _ in parts])
    distinct, place = np.unique(everything, return_inverse=True)
    counts = np.zeros(distinct.size, dtype=np.int64)
    np.add.at(counts, place, np.concatenate([times for _, times in parts]))
    return distinct, counts


def _classes(whole: Whole, counts: Whole) -> tuple[Whole, bool]:
    """Edges in ten-thousandths, and whether the last class is a wider one for the tail."""
    least, most, n = int(whole[0]), int(whole[-1]), int(counts.sum())
    (first, third, high) = grouped_quantiles(whole, counts, [whole.size], (0.25, 0.75, TAIL))[0].tolist()
    asked = 2 * (third - first) / n ** (1 / 3) or (most - least) / (1 + np.log2(n))

    def wide_enough(last: float, most_classes: int) -> int:
        for width in _round_widths(whole):
            if width >= asked and _last(last, width) - _first(least, width) <= most_classes * width:
                return width
        raise AssertionError("the widths have no end")

    width, bounded = wide_enough(most, MOST_CLASSES), wide_enough(high, MOST_CLASSES - 1)
    if width <= TAIL_ABOVE * bounded:
        return np.arange(_first(least, width), _last(most, width) + 1, width, dtype=np.int64), False
    edges = np.arange(_first(least, bounded), _last(high, bounded) + 1, bounded, dtype=np.int64)
    return np.append(edges, _last(most, bounded)), True


def _first(value: float, width: int) -> int:
    return int(value // width) * width


def _last(value: float, width: int) -> int:
    """The first edge above the value, so that the last class is closed at the left like all others."""
    return (int(value // width) + 1) * width


def _round_widths(whole: Whole) -> Iterator[int]:
    """Ever wider classes of 1, 2 or 5 times a power of ten that hold a whole number of the measure's steps; of steps
    that no round number holds (thirds), 1, 2 or 5 times a power of ten of them."""
    step = gcd(*whole.tolist())
    if whole.size == 1 or step == 0:
        step = MEASURE_SCALE if step % MEASURE_SCALE == 0 else gcd(step, MEASURE_SCALE)
    odd = step
    for prime in (2, 5):
        while odd % prime == 0:
            odd //= prime
    for power in count():
        for digit in (1, 2, 5):
            width = digit * 10**power
            if odd > 1:
                yield width * step
            elif width % step == 0:
                yield width


def _shares(whole: Whole, counts: Whole, edges: Whole) -> Floats:
    inside = np.searchsorted(edges, whole, side="right") - 1
    return np.asarray(np.bincount(inside, weights=counts, minlength=edges.size - 1) / counts.sum())
