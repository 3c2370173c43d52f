"""The coverage beside a figure: the right year, the indicator's own before the registry's, and when it is low."""

from __future__ import annotations

from datetime import date

import pytest

from local_cache.results.coverage_behind import coverage_behind, low_coverage
from local_cache.results.figure import Period
from local_cache.results.summary import CoverageYear

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def share(year: int, of_all: float | None, indicator: str = "", published: float | None = None) -> CoverageYear:
    return CoverageYear("a", indicator, year, None, None, None, of_all, None, published, "NPR", "")


def test_the_newest_year_that_is_not_after_the_period() -> None:
    years = [share(2023, 0.9), share(2024, 0.8), share(2026, 0.3)]
    assert coverage_behind(years, "i", YEAR) == years[1]
    assert coverage_behind(years, "i", Period(date(2025, 11, 1), date(2026, 11, 1))) == years[2]
    assert coverage_behind(years, "i", Period(date(2020, 1, 1), date(2021, 1, 1))) is None


def test_the_indicators_own_goes_before_the_registrys_and_what_is_not_known_counts_for_nothing() -> None:
    years = [share(2024, None, "i", 0.55), share(2025, 0.9), share(2025, None, "i"), share(2025, 0.2, "other")]
    assert coverage_behind(years, "i", YEAR) == years[0]
    assert coverage_behind(years, "j", YEAR) == years[1]
    assert coverage_behind([], "i", YEAR) is None


@pytest.mark.parametrize(("value", "low"), [(0.0, True), (0.5999, True), (0.6, False), (0.95, False), (None, False)])
def test_under_sixty_per_cent_is_low_and_exactly_sixty_is_not(value: float | None, low: bool) -> None:
    assert low_coverage(share(2025, value)) is low
    assert low_coverage(None) is False
