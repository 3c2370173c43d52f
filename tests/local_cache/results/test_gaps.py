"""Rare events from the monthly counts, against the same events read from the records one by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_cache.errors import IndicatorNotHere, UnitNotHere
from local_cache.registry import Definition, Form, Indicator, Subgroup, Unit, Variable, check_definition
from local_cache.results import summary
from local_cache.results.figure import Period, Selection, Shown, add_months
from local_cache.results.format import format_value
from local_cache.results.gaps import Gaps, RareEvent, gaps_of
from local_cache.results.monthly import counting_change, recount
from local_cache.results.over_time import NotOffered, SeriesSettings, over_time
from local_cache.results.summary import MOST_EVENTS, gaps, trend

SCHEMA = (Path(summary.__file__).parents[1] / "schema" / "001.sql").read_text("utf-8")
TEXT = {"nb": "x"}
FORM = Form(
    "f",
    TEXT,
    "day",
    (Variable("day", TEXT, "date"), Variable("sex", TEXT, "code"), Variable("hit", TEXT, "boolean")),
)
RARE = Indicator("rare", 1, TEXT, "between", "f", numerator="hit", subgroups=("women",), format=",.0f")
DEFINITION = Definition(
    "hip",
    "3",
    TEXT,
    (Unit("land", "nation", TEXT), Unit("here", "hospital", TEXT, "land"), Unit("there", "hospital", TEXT, "land")),
    forms=(FORM,),
    subgroups=(Subgroup("women", TEXT, "sex = '2'", "f"), Subgroup("men", TEXT, "sex = '1'", "f")),
    indicators=(
        RARE,
        Indicator("ended", 1, TEXT, "between", "f", numerator="hit", valid_to=date(2024, 3, 5)),
        Indicator("refused", 1, TEXT, "between", "f", numerator="hit"),
        Indicator("share", 1, TEXT, "proportion", "f", numerator="hit"),
    ),
)
check_definition(DEFINITION)
FETCHED = datetime(2024, 6, 20, 5, 0)
EVERYTHING = Period(date(2024, 1, 1), date(2024, 2, 1))

Case = tuple[date, bool | None, str]
"""Day, whether it is an event, sex."""


@pytest.fixture(scope="module")
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute(SCHEMA)
    connection.execute(
        'CREATE TABLE "records_hip_f" (record_id VARCHAR, unit VARCHAR, form_status VARCHAR, event_date DATE,'
        " day DATE, sex VARCHAR, hit BOOLEAN)"
    )
    connection.execute("INSERT INTO subscription (registry, unit, server_time) VALUES ('hip', 'here', ?)", [FETCHED])
    connection.execute("""INSERT INTO feed (registry, unit, name, "rows") VALUES ('hip', 'here', 'records/f', 9)""")
    connection.execute("INSERT INTO refusal VALUES ('hip', 'indicator', 'refused', 'there is no “hit”')")
    yield connection
    connection.close()


@contextmanager
def counted(cursor: duckdb.DuckDBPyConnection, cases: list[Case]) -> Iterator[duckdb.DuckDBPyConnection]:
    cursor.begin()
    try:
        if cases:
            cursor.executemany(
                """INSERT INTO "records_hip_f" VALUES (?, 'here', 'completed', ?, ?, ?, ?)""",
                [[str(n), day, day, sex, hit] for n, (day, hit, sex) in enumerate(cases)],
            )
        recount(cursor, DEFINITION, "here")
        yield cursor
    finally:
        cursor.rollback()


def found(cursor: duckdb.DuckDBPyConnection, indicator: str = "rare", subgroup: str = "all") -> Gaps | None:
    return gaps(cursor, DEFINITION, indicator, Selection("hip", "here", EVERYTHING, subgroup))


def by_hand(cases: list[Case]) -> list[RareEvent]:
    """Read in order of the day, the cases of a day before its events."""
    events, before, since = [], None, 0
    for day, hit, _ in sorted((c for c in cases if c[1] is not None), key=lambda c: (c[0], c[1])):
        if not hit:
            since += 1
            continue
        events.append(RareEvent(day, (day - before).days if before else None, since if before else None))
        before, since = day, 0
    return events


days = st.dates(date(2024, 1, 1), date(2024, 6, 19))
case_lists = st.lists(st.tuples(days, st.sampled_from([False, False, True, None]), st.sampled_from("12")), max_size=50)


@given(cases=case_lists)
@settings(max_examples=40, deadline=None)
def test_events_are_those_of_the_records(cursor: duckdb.DuckDBPyConnection, cases: list[Case]) -> None:
    with counted(cursor, cases):
        for subgroup, inside in (("all", cases), ("women", [c for c in cases if c[2] == "2"])):
            made = found(cursor, subgroup=subgroup)
            assert made is not None
            events = by_hand(inside)
            assert list(made.events) == events
            over = sorted(day for day, hit, _ in inside if hit is not None)
            assert made.since == (over[0] if over else None)
            if not events:
                assert (made.since_last, made.cases_since_last) == (None, None)
                continue
            last = events[-1].day
            assert made.since_last == (FETCHED.date() - last).days
            assert made.cases_since_last == sum(day > last and hit is False for day, hit, _ in inside)


def test_a_changed_record_moves_its_event_without_a_recount(cursor: duckdb.DuckDBPyConnection) -> None:
    with counted(
        cursor, [(date(2024, 1, 3), True, "1"), (date(2024, 3, 1), False, "1"), (date(2024, 5, 2), True, "1")]
    ):
        with counting_change(cursor, DEFINITION, FORM, "here", "(SELECT '1' AS record_id)"):
            cursor.execute(
                "UPDATE \"records_hip_f\" SET hit = TRUE, event_date = DATE '2024-02-29' WHERE record_id = '1'"
            )
        made = found(cursor)
        assert made is not None
        assert [(e.day, e.days, e.cases) for e in made.events] == [
            (date(2024, 1, 3), None, None),
            (date(2024, 2, 29), 57, 0),
            (date(2024, 5, 2), 63, 0),
        ]


def test_there_are_none_where_single_events_cannot_be_seen(cursor: duckdb.DuckDBPyConnection) -> None:
    with counted(cursor, [(date(2024, 1, 3), True, "1")]):
        assert found(cursor, "share") is None
        assert found(cursor, "refused") is None
        assert found(cursor, subgroup="men") is None
        assert gaps(cursor, DEFINITION, "rare", Selection("hip", "there", EVERYTHING)) is None
        with pytest.raises(IndicatorNotHere):
            found(cursor, "unknown")
        with pytest.raises(UnitNotHere):
            gaps(cursor, DEFINITION, "rare", Selection("hip", "nowhere", EVERYTHING))


def test_the_time_since_the_last_event_ends_with_the_indicator(cursor: duckdb.DuckDBPyConnection) -> None:
    with counted(cursor, [(date(2024, 3, 10), True, "1"), (date(2024, 5, 10), True, "1")]):
        made = found(cursor, "ended")
        assert made is not None
        assert (made.until, made.since_last, len(made.events)) == (date(2024, 3, 31), 21, 1)


def test_an_event_dated_after_the_data_were_fetched_is_no_negative_time() -> None:
    made = gaps_of([(date(2024, 7, 1), 1, 0)], since=date(2024, 7, 1), until=date(2024, 6, 20))
    assert made.since_last == 0


def test_of_very_many_events_the_newest_are_read(cursor: duckdb.DuckDBPyConnection) -> None:
    many = MOST_EVENTS + 400
    cursor.begin()
    try:
        cursor.execute(
            f"""
            INSERT INTO "records_hip_f"
            SELECT i, 'here', 'completed', day, day, '1', TRUE
            FROM (SELECT i, DATE '2020-01-01' + CAST(i AS INTEGER) AS day FROM range({many}) AS r(i))
            """
        )
        recount(cursor, DEFINITION, "here")
        made = found(cursor)
    finally:
        cursor.rollback()
    assert made is not None
    assert len(made.events) == MOST_EVENTS
    assert {e.days for e in made.events} == {1}
    assert made.events[-1].day == date(2020, 1, 1) + timedelta(days=many - 1)


# What is drawn of them


def monthly(cursor: duckdb.DuckDBPyConnection, unit: str = "here") -> Any:
    return trend(cursor, DEFINITION, "rare", Selection("hip", unit, EVERYTHING))


def spread(number: int, step: int = 7) -> list[Case]:
    return [(date(2024, 1, 1) + timedelta(days=n), n % step == 0, "1") for n in range(number)]


def test_events_from_the_second_on_are_points_of_a_t_chart(cursor: duckdb.DuckDBPyConnection) -> None:
    with counted(cursor, spread(100)):
        made = found(cursor)
        series = over_time(monthly(cursor), RARE, gaps=made)
    assert made is not None
    assert (series.chart, series.granularity, series.nation) == ("t", "event", ())
    assert [p.month for p in series.own] == [e.day for e in made.events[1:]]
    assert len(series.own) == 14
    first = series.own[0].figure
    assert (first.kind, first.own, first.value, first.denominator, first.shown) == ("between", True, 7, 7, Shown.VALUE)
    assert format_value(first, "nb") == "7"
    assert (first.definition_version, first.data_as_of) == ("3", FETCHED)
    assert series.since_last == (FETCHED.date() - made.events[-1].day).days == 73
    assert [c.chart for c in series.charts if c.refused is None] == ["t", "g", "run"]
    assert series.constant  # every seventh day


def test_the_g_chart_shows_cases(cursor: duckdb.DuckDBPyConnection) -> None:
    with counted(cursor, spread(200, 16)):
        series = over_time(monthly(cursor), RARE, SeriesSettings(chart="g"), found(cursor))
    assert series.chart == "g"
    assert [p.figure.value for p in series.own] == [15.0] * 12  # none of them the event itself
    assert format_value(series.own[0].figure, "nb") == "15"
    assert series.centre.tolist() == [15.0] * 12


def test_few_events_get_the_run_chart_and_none_an_empty_one(cursor: duckdb.DuckDBPyConnection) -> None:
    with counted(cursor, spread(30)):
        few = over_time(monthly(cursor), RARE, gaps=found(cursor))
    assert (few.chart, len(few.own), few.phases[0].judged) == ("run", 4, False)
    with counted(cursor, [(date(2024, 1, 1), False, "1")]):
        none = over_time(monthly(cursor), RARE, gaps=found(cursor))
    assert (none.chart, none.own, none.since_last, none.granularity) == ("run", (), None, "event")


def test_without_single_events_the_months_are_drawn_and_the_charts_of_events_refused(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    with counted(cursor, []):
        cursor.executemany(
            "INSERT INTO monthly_results VALUES ('hip', 'rare', 'all', 'there', FALSE, ?, 2, 30, NULL, NULL, NULL,"
            " FALSE, FALSE)",
            [[add_months(date(2023, 1, 1), n)] for n in range(14)],
        )
        series = over_time(monthly(cursor, "there"), RARE, SeriesSettings(chart="t"), None)
    assert (series.chart, series.granularity, series.choice.reason.value) == ("run", "month", "no-events")
    assert [(c.chart, c.refused) for c in series.charts] == [
        ("t", NotOffered.NO_EVENTS),
        ("g", NotOffered.NO_EVENTS),
        ("run", None),
    ]
    assert series.own[0].figure.value == 31 / 2
