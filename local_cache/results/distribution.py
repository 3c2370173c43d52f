"""How a measure is spread: the own unit against the rest of the country."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from local_cache.results.figure import Figure
from local_cache.results.run_chart import Floats


class NoDistribution(Enum):
    """Why an indicator has no distribution to show."""

    KIND = "kind"
    """Only what is measured as a number has one."""
    NOT_PUBLISHED = "not-published"
    """The registry publishes values, not how they are spread."""
    TOO_FEW = "too-few"
    """Too few own cases to be shown."""
    NO_CASES = "no-cases"


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
    """refused: why there is none of the own unit. own, rest (nation without own): None where there is nothing to show.

    edges: of the classes of the histogram, ascending, shape (classes + 1,); own_share, rest_share: share of the cases
    in each class, shape (classes,), closed at the left and the last at both ends; the figure is the own unit's.
    """

    indicator: str
    refused: NoDistribution | None
    figure: Figure
    own: Spread | None
    rest: Spread | None
    edges: Floats
    own_share: Floats
    rest_share: Floats
