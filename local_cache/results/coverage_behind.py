"""Which share of the eligible cases stands behind a figure, and from which year that share is."""

from __future__ import annotations

from collections.abc import Iterable

from local_cache.registry import COVERAGE_LINES
from local_cache.results.figure import Period, add_months
from local_cache.results.summary import CoverageYear


def coverage_behind(years: Iterable[CoverageYear], indicator: str, period: Period) -> CoverageYear | None:
    """The coverage to show beside an indicator's figure in the period: of the indicator itself where that is known,
    else of the whole registry; of the newest year that is not after the period, which may well be an earlier one.
    None where nothing is known. `years`: of one unit."""
    last = add_months(period.end, -1).year
    known = [y for y in years if y.share is not None and y.year <= last and y.indicator in ("", indicator)]
    return max(known, key=lambda y: (y.indicator == indicator, y.year), default=None)


def low_coverage(coverage: CoverageYear | None) -> bool:
    """Whether a value must be marked, because under 60 % of the cases are in the registry. Compared unrounded."""
    return coverage is not None and coverage.share is not None and coverage.share < COVERAGE_LINES[0]
