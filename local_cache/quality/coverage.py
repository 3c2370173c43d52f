"""Coverage: how many of the eligible cases, and of the eligible units, a registry has."""

from __future__ import annotations

import duckdb

from local_cache.quality.findings import LINES, Coverage, Formula, YearCoverage
from local_cache.quality.scope import Scope
from local_cache.results import summary
from local_cache.results.figure import Figure, Shown
from local_cache.results.summary import CoverageYear


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
    return YearCoverage(
        year=year.year,
        registry_only=year.registry_only,
        both=year.both_sources,
        reference_only=year.reference_only,
        source=year.source,
        method=year.method,
        of_all=of_all,
        of_reference=of_reference,
        shown=shown,
        formula=formula,
        level=level,
    )
