"""Periods by name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.errors import PeriodNotOffered
from local_cache.results.figure import Period, add_months
from local_cache.results.periods import period_named, period_names

AS_OF = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("name", "first", "end"),
    [
        ("last12", date(2025, 11, 1), date(2026, 11, 1)),
        ("last24", date(2024, 11, 1), date(2026, 11, 1)),
        ("last60", date(2021, 11, 1), date(2026, 11, 1)),
        ("2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("2025Q1", date(2025, 1, 1), date(2025, 4, 1)),
        ("2025Q4", date(2025, 10, 1), date(2026, 1, 1)),
    ],
)
def test_names(name: str, first: date, end: date) -> None:
    assert period_named(name, AS_OF) == Period(first, end)


def test_the_running_month_is_never_in_a_rolling_period() -> None:
    assert period_named("last12", date(2026, 11, 30)).end == date(2026, 11, 1)
    assert period_named("last12", date(2026, 12, 1)).end == date(2026, 12, 1)
    assert period_named("last12", date(2026, 1, 15)) == Period(date(2025, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    "name", ["", "last13", "last", "25", "2025Q5", "2025Q0", "2025q1", "0000", "9999", "2025\n", "x" * 99]
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(PeriodNotOffered) as refused:
        period_named(name, AS_OF)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("name", ["last12", "2019Q1"])
def test_yearly_results_have_years_only(name: str) -> None:
    with pytest.raises(PeriodNotOffered):
        period_named(name, AS_OF, "year")
    assert period_named("2019", AS_OF, "year") == Period(date(2019, 1, 1), date(2020, 1, 1))
    assert period_names(date(2017, 1, 1), date(2019, 1, 1), AS_OF, "year") == ("2019", "2018", "2017")


def test_what_is_offered() -> None:
    names = period_names(date(2023, 6, 1), date(2026, 11, 1), AS_OF)
    assert names[:5] == ("last12", "last24", "last60", "2026", "2026Q4")
    assert names[-3:] == ("2024Q2", "2024Q1", "2023")
    assert "2023Q4" not in names


def test_a_longer_rolling_period_is_offered_only_when_it_holds_more() -> None:
    assert period_names(date(2026, 2, 1), date(2026, 11, 1), AS_OF)[0:2] == ("last12", "2026")
    assert "last24" not in period_names(date(2025, 11, 1), date(2026, 11, 1), AS_OF)
    assert "last24" in period_names(date(2025, 10, 1), date(2026, 11, 1), AS_OF)
    assert "last60" not in period_names(date(2024, 11, 1), date(2026, 11, 1), AS_OF)
    assert period_names(date(2026, 11, 1), date(2026, 11, 1), AS_OF) == ("2026", "2026Q4")


months = st.integers(0, 600).map(lambda n: add_months(date(1990, 1, 1), n))


@given(months, months, st.integers(0, 4000))
def test_every_period_offered_is_understood_and_touches_the_results(a: date, b: date, days_later: int) -> None:
    first, last = min(a, b), max(a, b)
    as_of = date.fromordinal(last.toordinal() + days_later)
    names = period_names(first, last, as_of)
    assert len(set(names)) == len(names)
    for name in names:
        period = period_named(name, as_of)
        assert period.first <= last and first < period.end
    for year in range(first.year, last.year + 1):
        assert str(year) in names


@given(months, st.sampled_from(["last12", "last24", "last60"]))
def test_the_period_before_ends_where_this_one_begins(as_of: date, name: str) -> None:
    period = period_named(name, as_of)
    before = period.before()
    assert before.end == period.first
    assert add_months(before.first, int(name[4:])) == before.end
