"""Coverage: how many of the eligible cases, and of the eligible units, a registry has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from local_cache.quality.scope import Scope
from local_cache.results import summary
from local_cache.results.figure import Figure, Shown
from local_cache.results.summary import CoverageYear

if TYPE_CHECKING:
    import duckdb


LINES = (0.6, 0.8)
"""Shares that matter to a registry: stage 3 asks for more than 60 %, stage 4 for more than 80 %."""


class Formula(Enum):
    """The two formulas in use, which do not give the same number."""

    OF_ALL = "of-all"
    """(registry only + both) / (registry only + both + reference only)"""
    OF_REFERENCE = "of-reference"
    """registry / reference, that is (registry only + both) / (both + reference only), at most 1"""
    PUBLISHED = "published"
    """a share that came without counts, by its publisher's own formula"""


@dataclass(frozen=True, slots=True)
class YearCoverage:
    """One year of the whole registry. of_all has Wilson's interval; of_reference none: it is no share of anything.
    shown: the one to hold against the lines, by `formula`. level: how many of the lines it is at or above."""

    year: int
    counted: CoverageYear
    of_all: Figure
    of_reference: Figure
    shown: Figure
    formula: Formula
    level: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The unit's coverage, oldest year first. of_units: share of the eligible units that report, None where the
    registry does not give it."""

    unit: str
    years: tuple[YearCoverage, ...]
    of_units: Figure | None = None

    @property
    def newest(self) -> YearCoverage | None:
        return max((y for y in self.years if y.level is not None), key=lambda y: y.year, default=None)


def coverage(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> Coverage:
    """Every year the registry gives for the unit, whatever period is chosen: the newest is often from before it."""
    years = [
        _year(scope, year)
        for year in summary.coverage(cursor, scope.definition.registry, scope.unit)
        if year.indicator == ""
    ]
    return Coverage(scope.unit, tuple(years))


def _year(scope: Scope, year: CoverageYear) -> YearCoverage:
    none = Figure(Shown.NOT_PUBLISHED, "proportion", definition_version=scope.definition.version)
    of_all = of_reference = none
    if year.registry_only is not None and year.both_sources is not None and year.reference_only is not None:
        here = year.registry_only + year.both_sources
        reference = year.both_sources + year.reference_only
        (of_all,) = scope.shares(here, here + year.reference_only)
        if year.of_reference is not None:
            of_reference = Figure(
                Shown.VALUE,
                "ratio",
                value=year.of_reference,
                numerator=here,
                denominator=reference,
                own=True,
                definition_version=scope.definition.version,
                data_as_of=scope.data_as_of,
            )
    shown, formula = of_all, Formula.OF_ALL
    if of_all.value is None and year.published is not None:
        shown, formula = Figure(Shown.VALUE, "proportion", value=year.published), Formula.PUBLISHED
    level = None if shown.value is None else sum(shown.value >= line for line in LINES)
    return YearCoverage(year.year, year, of_all, of_reference, shown, formula, level)
