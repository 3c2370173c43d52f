"""What is different between two visits: laws that hold for any two, and each kind of news by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from local_cache.results.figure import Attainment, Figure, Shown
from local_cache.results.format import format_interval, format_value
from local_cache.results.intervals import wilson
from local_cache.results.since_last_visit import Received, Seen, SeenPeriod, Visit, compare

BEGAN = datetime(2026, 1, 2, 3, 4, 5)


def share(numerator: int, denominator: int, attainment: Attainment | None = None, *, provisional: bool = False) -> Seen:
    low, high = (float(end) for end in wilson(numerator, denominator))
    return Seen(Shown.VALUE, numerator / denominator, low, high, attainment, provisional)


shares = st.integers(1, 200).flatmap(
    lambda n: st.builds(
        share,
        st.integers(0, n),
        st.just(n),
        st.sampled_from([None, *Attainment]),
        provisional=st.booleans(),
    )
)
without = st.builds(Seen, st.sampled_from([s for s in Shown if s is not Shown.VALUE]), provisional=st.booleans())
indicators = st.dictionaries(st.sampled_from("abcde"), st.one_of(shares, without))
periods = st.builds(SeenPeriod, st.just(date(2025, 11, 1)), st.just(date(2026, 11, 1)), indicators)
received = st.builds(
    Received,
    st.sampled_from([None, BEGAN, BEGAN + timedelta(days=9)]),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 99),
)


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    shown = draw(st.sampled_from(["last12", "2025"]))
    counted = draw(received)
    return Visit(
        moment=draw(st.datetimes(timezones=st.just(UTC))),
        data_as_of=draw(st.none() | st.datetimes()),
        definition_version=draw(st.sampled_from(["1", "2"])),
        records=draw(st.just(max(0, counted.added - counted.removed)) | st.integers(0, 99)),
        received=counted,
        queries=draw(st.dictionaries(st.sampled_from("pqrst"), st.integers(0, 4))),
        announced=draw(st.frozensets(st.sampled_from("xyz"))),
        period_id=shown,
        periods=draw(st.dictionaries(st.sampled_from(["2024", "2025", "last12"]), periods)) | {shown: draw(periods)},
    )


@given(visits())
def test_a_visit_compared_with_itself_gives_nothing(visit: Visit) -> None:
    since = compare(visit, visit)
    assert since.nothing
    assert since.same_period
    assert (since.added, since.altered, since.removed) in ((0, 0, 0), (None, None, None))


@given(visits(), st.datetimes(timezones=st.just(UTC)), st.none() | st.datetimes())
def test_when_it_was_and_how_old_the_data_were_makes_no_difference(
    visit: Visit, moment: datetime, data_as_of: datetime | None
) -> None:
    assert compare(visit, replace(visit, moment=moment, data_as_of=data_as_of)).nothing


@given(visits(), visits())
def test_the_other_way_round_everything_is_the_other_way_round(one: Visit, other: Visit) -> None:
    """As far as both have the figures: what one gained the other lost."""
    there, back = compare(one, other), compare(other, one)
    assert (there.asked, there.settled) == (back.settled, back.asked)
    assert there.redefined == back.redefined
    assert set(there.announced).isdisjoint(back.announced)
    if one.period_id == other.period_id:
        forth = {c.indicator: c for c in there.indicators if c.then is not None}
        home = {c.indicator: c for c in back.indicators if c.then is not None}
        assert forth.keys() == home.keys()
        for indicator, change in forth.items():
            assert (change.then, change.now, change.level) == (home[indicator].now, home[indicator].then, change.level)
            assert change.moved == -home[indicator].moved


@given(visits(), visits(), visits())
def test_records_add_up_over_visits(one: Visit, two: Visit, three: Visit) -> None:
    first, second, both = compare(one, two), compare(two, three), compare(one, three)
    if first.added is not None and second.added is not None:
        assert both.added == first.added + second.added
        assert both.altered == (first.altered or 0) + (second.altered or 0)
        assert both.removed == (first.removed or 0) + (second.removed or 0)
        assert one.records + both.added - both.removed == three.records


@given(visits(), visits())
def test_what_is_told_is_really_different(one: Visit, other: Visit) -> None:
    since = compare(one, other)
    then = one.periods[other.period_id].indicators if since.same_period else {}
    now = other.periods[other.period_id].indicators
    assert since.same_period or since.indicators == since.affirmed == ()
    for change in since.indicators:
        assert change.now == now[change.indicator] != then.get(change.indicator)
        if change.then is None or Shown.VALUE not in (change.then.shown, change.now.shown):
            assert change.moved == 0
        if change.level:
            assert change.then is not None
            assert None not in (change.then.attainment, change.now.attainment)
    assert since.nothing or one != other


@given(visits(), visits())
def test_a_visit_is_the_same_after_it_was_stored(one: Visit, other: Visit) -> None:
    stored = msgspec.convert(msgspec.json.decode(msgspec.json.encode(one)), Visit)
    assert compare(stored, one).nothing
    assert compare(one, stored).nothing
    kept, fresh = compare(stored, other), compare(one, other)
    assert [c.indicator for c in kept.indicators] == [c.indicator for c in fresh.indicators]
    assert kept.nothing == fresh.nothing


def visit(records: int = 10, counted: Received = Received(BEGAN, 10), **more: Any) -> Visit:  # noqa: B008  frozen
    seen = more.pop("seen", {})
    stated = {
        "moment": datetime(2026, 11, 23, 6, 50, tzinfo=UTC),
        "data_as_of": None,
        "definition_version": "1",
        "queries": {},
        "announced": frozenset(),
        "period_id": "last12",
        "periods": {"last12": SeenPeriod(date(2025, 11, 1), date(2026, 11, 1), seen)},
    }
    return Visit(records=records, received=counted, **(stated | more))


def test_new_altered_and_removed_records() -> None:
    since = compare(visit(), visit(11, Received(BEGAN, 13, 4, 2)))
    assert (since.added, since.altered, since.removed) == (3, 4, 2)
    assert not since.nothing
    unchanged_number = compare(visit(), visit(10, Received(BEGAN, 10, 4)))
    assert (unchanged_number.added, unchanged_number.altered, unchanged_number.removed) == (0, 4, 0)
    assert not unchanged_number.nothing


@pytest.mark.parametrize(
    "counted",
    [
        Received(BEGAN + timedelta(days=1), 12),  # the cache was made anew
        Received(BEGAN, 3),  # fewer than before
        Received(BEGAN, 30),  # they do not add up
        Received(),
    ],
)
def test_where_the_counts_do_not_fit_only_the_numbers_are_told(counted: Received) -> None:
    since = compare(visit(), visit(12, counted))
    assert (since.added, since.altered, since.removed) == (None, None, None)
    assert not since.nothing, "twelve are not ten"
    assert compare(visit(), visit(10, counted)).nothing


def test_queries_that_came_were_settled_or_got_a_message() -> None:
    since = compare(visit(queries={"a": 1, "b": 1, "c": 2}), visit(queries={"b": 3, "c": 2, "d": 1, "e": 1}))
    assert (since.asked, since.settled, since.replied) == (2, 1, 1)


def test_announcements_the_definition_and_figures_that_were_affirmed() -> None:
    then = visit(seen={"a": share(9, 10, provisional=True), "b": share(9, 10), "c": share(9, 10, provisional=True)})
    now = visit(
        seen={"a": share(9, 10), "b": share(9, 10), "c": Seen(Shown.WITHHELD)},
        announced=frozenset({"n1"}),
        definition_version="2",
    )
    since = compare(then, now)
    assert since.affirmed == ("a",), "one that is no longer shown is not affirmed"
    assert since.announced == ("n1",)
    assert since.redefined
    assert [c.indicator for c in since.indicators] == ["c"]


def test_levels_and_clear_moves() -> None:
    high, moderate, low = Attainment.HIGH, Attainment.MODERATE, Attainment.LOW
    then = {
        "same": share(80, 100, high),
        "level": share(80, 100, high),
        "moved": share(50, 100, low),
        "worse": share(80, 100),
        "a little": share(80, 100),
        "no target any more": share(80, 100, high),
        "gone": share(80, 100, high),
        "came": Seen(Shown.TOO_FEW),
        "still nothing": Seen(Shown.TOO_FEW),
    }
    now = {
        "same": share(80, 100, high),
        "level": share(79, 100, moderate),
        "moved": share(90, 100, low),
        "worse": share(40, 100),
        "a little": share(75, 100),
        "no target any more": share(80, 100),
        "gone": Seen(Shown.TOO_FEW),
        "came": share(9, 10, high),
        "still nothing": Seen(Shown.WITHHELD),
        "new": share(9, 10),
        "new without a value": Seen(Shown.NO_CASES),
    }
    changes = {c.indicator: (c.level, c.moved) for c in compare(visit(seen=then), visit(seen=now)).indicators}
    assert changes == {
        "level": (True, 0),
        "moved": (False, 1),
        "worse": (False, -1),
        "gone": (False, 0),
        "came": (False, 0),
        "new": (False, 0),
    }


def test_another_period_is_not_held_against_this_one() -> None:
    then = visit(period_id="2025", periods={"2025": SeenPeriod(date(2025, 1, 1), date(2026, 1, 1), {})})
    since = compare(then, visit(seen={"a": share(1, 9)}))
    assert not since.same_period
    assert since.nothing


def test_what_was_seen_is_written_as_the_figure_beside_it() -> None:
    figure = Figure(Shown.VALUE, "proportion", 0.5, 0.4, 0.6, 5, 10, "Wilson", format=",.0%", own=True)
    then = share(90, 120).like(figure)
    assert (format_value(then, "nb"), format_interval(then, "nb")) == ("75\u00a0%", "67–82")
    assert format_value(Seen(Shown.TOO_FEW).like(figure), "nb") is None
