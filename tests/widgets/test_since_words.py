"""What changed since a visit, in words: one and several, and nothing where nothing is to be said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from local_cache.results.figure import Attainment, Shown
from local_cache.results.format import format_moment
from local_cache.results.since_last_visit import IndicatorChange, Received, Seen, SeenPeriod, Visit, compare
from widgets.since_words import change_in_words, compared_in_words, since_in_words, visit_sentence

BEGAN = datetime(2026, 1, 1)
THEN = Visit(
    datetime(2026, 11, 23, 6, 45, tzinfo=UTC),
    None,
    "1",
    1000,
    Received(BEGAN, 1000),
    {"a": 1, "b": 1, "c": 1},
    frozenset(),
    "last12",
    {"last12": SeenPeriod(date(2025, 11, 1), date(2026, 11, 1), {})},
)


def said(**now: Any) -> tuple[str, ...]:
    return since_in_words(compare(THEN, replace(THEN, **now)), "en")


def test_where_nothing_changed_nothing_is_said() -> None:
    assert said() == ()


@pytest.mark.parametrize(
    ("added", "altered", "removed", "words"),
    [
        (1, 0, 0, "1 new record"),
        (2, 0, 0, "2 new records"),
        (0, 1, 0, "1 record changed"),
        (0, 1200, 0, "1,200 records changed"),
        (0, 0, 1, "1 record removed"),
        (3, 1, 2, "3 new records, 1 record changed, 2 records removed"),
    ],
)
def test_records(added: int, altered: int, removed: int, words: str) -> None:
    counted = Received(BEGAN, 1000 + added, altered, removed)
    assert said(records=1000 + added - removed, received=counted) == (words,)


def test_where_the_counts_do_not_fit_both_numbers_are_said() -> None:
    assert said(records=1012, received=Received(BEGAN + timedelta(days=1), 1012)) == ("Records: 1,012 now, 1,000 then",)


@pytest.mark.parametrize(
    ("queries", "words"),
    [
        ({"a": 1, "b": 1, "c": 1, "d": 1}, "1 new query"),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}, "2 new queries"),
        ({"a": 1, "b": 1}, "1 query answered or closed"),
        ({}, "3 queries answered or closed"),
        ({"a": 2, "b": 1, "c": 1}, "1 query with a new message"),
        ({"a": 2, "b": 3, "d": 1}, "1 new query, 1 query answered or closed, 2 queries with a new message"),
    ],
)
def test_queries(queries: dict[str, int], words: str) -> None:
    assert said(queries=queries) == (words,)


def test_announcements_affirmed_figures_and_a_new_definition() -> None:
    provisional = {i: Seen(Shown.VALUE, 0.5, 0.4, 0.6, provisional=True) for i in "ab"}
    then = replace(THEN, periods={"last12": replace(THEN.periods["last12"], indicators=provisional)})
    one = {**provisional, "a": replace(provisional["a"], provisional=False)}
    both = {i: replace(seen, provisional=False) for i, seen in provisional.items()}

    def words(indicators: dict[str, Seen], **now: Any) -> tuple[str, ...]:
        period = {"last12": replace(THEN.periods["last12"], indicators=indicators)}
        return since_in_words(compare(then, replace(then, periods=period, **now)), "en")

    assert words(one) == ("1 figure has been affirmed and is no longer provisional",)
    assert words(both) == ("2 figures have been affirmed and are no longer provisional",)
    assert words(provisional, announced=frozenset("x")) == ("1 new announcement or deadline",)
    assert words(provisional, announced=frozenset("xy")) == ("2 new announcements or deadlines",)
    assert words(provisional, definition_version="2") == ("The registry’s definition is a new one (version 1, now 2)",)


def test_when_the_visit_was() -> None:
    since = compare(THEN, THEN)
    then = format_moment(THEN.moment, "en")
    again = THEN.moment + timedelta(days=1)
    assert visit_sentence(since, None, "en") == f"The last visit was {then}."
    assert visit_sentence(since, again, "en") == (
        f"Changed since {then}; nothing is new since the last visit, {format_moment(again, 'en')}."
    )


def test_another_period_and_one_that_has_moved_on_are_said() -> None:
    moved = SeenPeriod(date(2025, 12, 1), date(2026, 12, 1), {})
    assert compared_in_words(compare(THEN, THEN), "en") == ""
    on = replace(THEN, periods={"last12": moved})
    assert compared_in_words(compare(THEN, on), "en") == "The period was then Nov 2025–Oct 2026."
    other = replace(THEN, period_id="2025", periods={"2025": moved})
    assert compared_in_words(compare(THEN, other), "en").startswith("This period was not shown then")


def test_what_changed_of_an_indicator() -> None:
    low, high = Seen(Shown.VALUE, 0.5, attainment=Attainment.LOW), Seen(Shown.VALUE, 0.9, attainment=Attainment.HIGH)
    none = Seen(Shown.TOO_FEW)
    for change, words in (
        (IndicatorChange("i", low, high, True, 0), "from low to high attainment"),
        (IndicatorChange("i", high, low, True, -1), "from high to low attainment, clearly lower"),
        (IndicatorChange("i", low, low, False, 1), "clearly higher"),
        (IndicatorChange("i", None, low, False, 0), "new indicator"),
        (IndicatorChange("i", none, low, False, 0), "has a value now"),
        (IndicatorChange("i", low, none, False, 0), "has no value any more"),
    ):
        assert change_in_words(change) == words
