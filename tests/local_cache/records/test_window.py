"""Filters, orders and pages equal a plain evaluation in Python; what has moved is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from bones import DEFINITION, MAIN, OWN, QUERIES, TODAY, UNIT, VALUES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_cache.cache import Cache
from local_cache.errors import ColumnMasked, ColumnNotHere, FilterRefused, FormNotHere, RecordsMoved
from local_cache.records.columns import Column, columns_of_form
from local_cache.records.filter import (
    Between,
    Condition,
    Contains,
    During,
    Equals,
    Missing,
    OneOf,
    Present,
    RecordFilter,
)
from local_cache.records.query import RecordQuery, identifiers_read
from local_cache.records.text import MASKED
from local_cache.records.window import Order, count, order, read_page, start

COLUMNS = columns_of_form(DEFINITION, MAIN, "nb")
BY_NAME = {c.name: c for c in COLUMNS}
ALL = RecordQuery("bones", "main", UNIT, today=TODAY)


def records_of(cache: Cache, query: RecordQuery) -> list[str]:
    """Record ids in the query's order, read page by page."""
    with cache.reading() as cursor:
        whole = order(cursor, DEFINITION, query)
        named = []
        for at in range(0, len(whole), 50):
            rows = read_page(cursor, DEFINITION, query, whole.stamp, whole.ids[at : at + 50].tolist(), [])
            named += [row.record_id for row in rows]
        assert len(named) == count(cursor, DEFINITION, query)
    return named


# --- an evaluation of its own ---------------------------------------------------------------------------------------


def seen(name: str, value: Any) -> Any:
    """As an expression sees it: what is no number and no date is unknown."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return None if value == "infinity" else value


def fits(condition: Condition, value: Any) -> bool:
    if isinstance(condition, Missing):
        return value is None
    if isinstance(condition, Present):
        return value is not None
    if value is None:
        return isinstance(condition, OneOf) and condition.or_missing
    if isinstance(condition, Contains):
        return condition.text.lower() in value.lower()
    if isinstance(condition, Equals):
        return str(value) == condition.text
    if isinstance(condition, Between):
        return (condition.low is None or value >= condition.low) and (condition.high is None or value <= condition.high)
    if isinstance(condition, During):
        day = value.date() if isinstance(value, datetime) else value
        return (condition.first is None or day >= condition.first) and (condition.last is None or day <= condition.last)
    if isinstance(value, list):
        return bool(set(value) & set(condition.values))
    return (str(value).lower() if isinstance(value, bool) else value) in condition.values


def found(word: str, record: dict[str, Any]) -> bool:
    for column in COLUMNS:
        value = record[column.name]
        if column.masked or value is None:
            continue
        if column.codes:
            labels = dict(column.codes)
            codes = value if isinstance(value, list) else [value]
            if any(c in labels and word.casefold() in labels[c].casefold() for c in codes):
                return True
        elif isinstance(value, str) and value != "infinity":
            if word.lower() in value.lower():
                return True
        elif isinstance(value, bool):
            continue
        elif isinstance(value, date):
            if word == f"{value.day:02}.{value.month:02}.{value.year}":
                return True
        elif isinstance(value, int | float) and word.replace(",", ".") in (str(value), f"{value}.0", f"{value:g}"):
            return True
    return False


def flagged(record: dict[str, Any]) -> bool:
    asked = record["record_id"] in {name for _, name, state in QUERIES if state == "open"}
    operated = seen("operated_on", record["operated_on"])
    return asked or (record["age"] is not None and record["age"] < 18) or (operated is not None and operated > TODAY)


def in_order(records: list[dict[str, Any]], column: Column, descending: bool) -> list[str]:
    """As they were sent where they are equal, missing ones last."""
    places = {value: i for i, (value, _) in enumerate(column.codes)}

    def key(record: dict[str, Any]) -> Any:
        value = record[column.name]
        if column.type == "code" and column.codes:
            return places.get(value, len(places))
        if column.name == "remark":
            return value.lower().replace("å", "ø~").encode()
        if isinstance(value, float):
            return (math.isnan(value), 0 if math.isnan(value) else value)
        if value == "infinity":
            return datetime.max if column.type == "timestamp" else date.max
        return value

    known = sorted((r for r in records if r[column.name] is not None), key=key, reverse=descending)
    return [r["record_id"] for r in (*known, *(r for r in records if r[column.name] is None))]


TEXTS = st.sampled_from(["", "a", "ÅS", "abc", "O'H", "%", "ø", "no such", "E1", "0000"])
CODES = {
    "sex": ["1", "2", "9", "7", "x"],
    "earlier": ["heart", "lung", "gone"],
    "ward": ["A", "b"],
    "smoker": ["true", "false"],
}
DAYS = st.none() | st.dates(date(2024, 12, 1), date(2026, 6, 1)) | st.sampled_from([date.min, date.max])
NUMBERS = st.none() | st.sampled_from([-1.0, -0.1, 0.0, 1.5, 17.0, 18.0, 62.25, 80.0, 1e9, 0.1])


def condition_on(column: Column) -> st.SearchStrategy[Condition]:
    always: st.SearchStrategy[Condition] = st.sampled_from([Missing(), Present()])
    if column.name in ("form_status", *CODES):
        values = CODES.get(column.name, ["draft", "completed"])
        return always | st.builds(
            OneOf, st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple), st.booleans()
        )
    if column.is_number:
        return always | st.builds(Between, NUMBERS, NUMBERS)
    if column.masked:
        values = [str(v) for v in VALUES[column.name] if v is not None]
        return always | st.builds(Equals, st.sampled_from([*values, "1900-01-01"]))
    if column.is_date:
        return always | st.builds(During, DAYS, DAYS)
    return always | st.builds(Contains, TEXTS)


CONDITIONS = st.sampled_from(COLUMNS).flatmap(lambda c: st.tuples(st.just(c.name), condition_on(c)))
EXPRESSIONS: dict[str, Callable[[dict[str, Any]], bool | None]] = {
    "age >= 75 AND sex = '2'": lambda r: (r["age"] or 0) >= 75 and r["sex"] == "2",
    "contains(remark, 'A') OR smoker": lambda r: "a" in (r["remark"] or "").lower() or r["smoker"] is True,
    "NOT (age >= 18)": lambda r: r["age"] is not None and r["age"] < 18,
    "days_between(event_date, today()) > 300": lambda r: (
        r["event_date"] is not None and (TODAY - r["event_date"]).days > 300
    ),
}
WORDS = ["abc", "Kvinne", "kvin", "hjerte", "M0001", "75", "1,5", "01.03.2025", "1940", "P1", "ås", "draft"]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    conditions=st.lists(CONDITIONS, max_size=2, unique_by=lambda c: c[0]).map(tuple),
    expressions=st.lists(st.sampled_from(sorted(EXPRESSIONS)), max_size=1).map(tuple),
    search=st.sampled_from(["", "", *WORDS, "abc kvinne"]),
    wants_flagged=st.booleans(),
    sort=st.sampled_from([c for c in COLUMNS if not c.masked]),
    descending=st.booleans(),
)
def test_a_window_is_what_a_plain_evaluation_gives(
    kept: Cache,
    conditions: tuple[tuple[str, Condition], ...],
    expressions: tuple[str, ...],
    search: str,
    wants_flagged: bool,
    sort: Column,
    descending: bool,
) -> None:
    wanted = RecordFilter(conditions, expressions, search=search, flagged=wants_flagged)
    expected = [
        r
        for r in OWN
        if all(fits(c, seen(n, r[n])) for n, c in conditions)
        and all(EXPRESSIONS[e](r) for e in expressions)
        and all(found(w, r) for w in search.split())
        and (not wants_flagged or flagged(r))
    ]
    query = replace(ALL, filter=wanted, sort=sort.name, descending=descending)
    assert records_of(kept, query) == in_order(expected, sort, descending)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jumps=st.lists(st.integers(0, len(OWN) - 1), min_size=1, max_size=8), size=st.sampled_from([1, 50, 300]))
def test_any_jumps_read_what_the_whole_list_holds(kept: Cache, jumps: list[int], size: int) -> None:
    whole = in_order(OWN, BY_NAME["remark"], False)
    query = replace(ALL, sort="remark", descending=False)
    with kept.reading() as cursor:
        placed = order(cursor, DEFINITION, query)
        for at in jumps:
            rows = read_page(cursor, DEFINITION, query, placed.stamp, placed.ids[at : at + size].tolist(), COLUMNS[:1])
            assert [row.values[0] for row in rows] == whole[at : at + size]


def test_the_first_records_of_many_are_those_of_the_whole_order(kept: Cache) -> None:
    for sort in ("event_date", "remark", "sex", "weight"):
        query = replace(ALL, sort=sort, filter=RecordFilter((("age", Between(18)),)))
        with kept.reading() as cursor:
            begun = start(cursor, DEFINITION, query, 7, few=10)
            whole = order(cursor, DEFINITION, query)
        assert not begun.complete
        assert begun.total == len(OWN)
        assert begun.matching == len(whole) > 100
        assert begun.order.ids.tolist() == whole.ids[:7].tolist()
        with kept.reading() as cursor:
            few = start(cursor, DEFINITION, query, 7)
        assert few.complete
        assert few.order.ids.tolist() == whole.ids.tolist()


def test_a_page_holds_the_values_as_they_were_sent_and_no_identifier(kept: Cache) -> None:
    with kept.reading() as cursor:
        whole = order(cursor, DEFINITION, ALL)
        rows = read_page(cursor, DEFINITION, ALL, whole.stamp, whole.ids[:200].tolist(), COLUMNS)
    sent = {r["record_id"]: r for r in OWN}
    for row in rows:
        for column, value in zip(COLUMNS, row.values, strict=True):
            original = sent[row.record_id][column.name]
            if original is None:
                assert value is None
            elif column.masked:
                assert value == MASKED
            elif isinstance(original, float) and math.isnan(original):
                assert isinstance(value, float)
                assert math.isnan(value)
            else:
                assert value == (tuple(original) if isinstance(original, list) else original)
                assert type(value) in (type(original), tuple)
        assert row.episode == sent[row.record_id]["episode"]


def test_a_record_carries_what_is_wrong_with_it(kept: Cache) -> None:
    with kept.reading() as cursor:
        whole = order(cursor, DEFINITION, ALL)
        rows = [
            row
            for at in range(0, len(whole), 100)
            for row in read_page(cursor, DEFINITION, ALL, whole.stamp, whole.ids[at : at + 100].tolist(), [])
        ]
    sent = {r["record_id"]: r for r in OWN}
    for row in rows:
        record = sent[row.record_id]
        assert bool(row.flags) == flagged(record)
        assert ("r1" in [f.id for f in row.flags]) == (record["age"] is not None and record["age"] < 18)
        assert "r3" not in [f.id for f in row.flags]
    asked = [f for row in rows for f in row.flags if f.kind == "query"]
    assert [f.text for f in asked] == ["Er alderen riktig?"] * len([q for q in QUERIES if q[2] == "open"])
    assert asked[0].variables == ("age",)


def test_single_records_and_other_units(kept: Cache) -> None:
    query = replace(ALL, filter=RecordFilter(records=("M00003", "M00004", "gone")))
    assert records_of(kept, query) == ["M00003"]  # the second is another unit's
    assert records_of(kept, replace(ALL, unit="nobody")) == []


def test_row_ids_that_have_moved_are_refused(own_cache: Cache) -> None:
    def placed() -> Order:
        with own_cache.reading() as cursor:
            return order(cursor, DEFINITION, ALL)

    def reads(whole: Order) -> bool:
        with own_cache.reading() as cursor:
            try:
                return len(read_page(cursor, DEFINITION, ALL, whole.stamp, whole.ids[:20].tolist(), [])) == 20
            except RecordsMoved:
                return False

    before = placed()
    assert reads(before)
    with own_cache.writing() as cursor:
        cursor.execute("DELETE FROM records_bones_main WHERE record_id = 'M00399'")
    assert not reads(before)
    before = placed()
    assert reads(before)
    # The same number of rows, but not the same ones: a synchronisation says how far it has come.
    with own_cache.writing() as cursor:
        cursor.execute("INSERT INTO feed VALUES ('bones', ?, 'records/main', 'e', 'c2', 319, 'd', '[]')", [UNIT])
    assert not reads(before)
    assert reads(placed())


def test_a_checkpoint_that_moves_row_ids_is_noticed(own_cache: Cache) -> None:
    with own_cache.writing() as cursor:
        cursor.execute(
            "INSERT INTO records_bones_main BY NAME SELECT r.* REPLACE ('X' || i AS record_id)"
            " FROM records_bones_main AS r, range(1000) AS t(i) WHERE unit = 'h1'"
        )
    own_cache.checkpoint()
    with own_cache.writing() as cursor:
        cursor.execute("DELETE FROM records_bones_main WHERE record_id LIKE 'X%' AND hash(record_id) % 3 > 0")
    with own_cache.reading() as cursor:
        whole = order(cursor, DEFINITION, ALL)
        before = read_page(cursor, DEFINITION, ALL, whole.stamp, whole.ids[-20:].tolist(), [])
    own_cache.checkpoint()
    with own_cache.reading() as cursor:
        after = order(cursor, DEFINITION, ALL)
        assert after.ids.tolist() != whole.ids.tolist(), "nothing moved, so the test shows nothing"
        with pytest.raises(RecordsMoved):
            read_page(cursor, DEFINITION, ALL, whole.stamp, whole.ids[-20:].tolist(), [])
        assert read_page(cursor, DEFINITION, ALL, after.stamp, after.ids[-20:].tolist(), []) == before


def test_what_is_not_understood_is_refused(kept: Cache) -> None:
    with kept.reading() as cursor:
        for text in ("age >", "no_such = 1", "age", "record_id = 'M00001'", "age = (SELECT 1)"):
            with pytest.raises(FilterRefused):
                count(cursor, DEFINITION, replace(ALL, filter=RecordFilter(expressions=(text,))))
        for wanted in ((("gone", Missing()),), (("remark", Contains("a\0b")),)):
            with pytest.raises(FilterRefused):
                count(cursor, DEFINITION, replace(ALL, filter=RecordFilter(wanted)))
        with pytest.raises(FormNotHere):
            start(cursor, DEFINITION, replace(ALL, form="gone"), 10)
        with pytest.raises(ColumnNotHere):
            start(cursor, DEFINITION, replace(ALL, sort="gone"), 10)
        for masked in ("patient", "born", "national_id"):
            with pytest.raises(ColumnMasked):
                start(cursor, DEFINITION, replace(ALL, sort=masked), 10)


def test_a_query_that_nothing_fits(kept: Cache) -> None:
    nothing = replace(ALL, filter=RecordFilter((("age", Between(500)),)))
    with kept.reading() as cursor:
        begun = start(cursor, DEFINITION, nothing, 50)
        assert (begun.total, begun.matching, begun.complete) == (len(OWN), 0, True)
        assert read_page(cursor, DEFINITION, nothing, begun.order.stamp, [], COLUMNS) == ()


def test_which_filters_ask_for_identifiers() -> None:
    def asked(**parts: Any) -> set[str]:
        return set(identifiers_read(DEFINITION, replace(ALL, filter=RecordFilter(**parts))))

    assert asked(conditions=(("born", Missing()), ("patient", Present()), ("age", Between(18)))) == set()
    assert asked(conditions=(("patient", Equals("P1")),)) == {"patient"}
    assert asked(expressions=("years_between(born, event_date) > 70",)) == {"born"}
    assert asked(search="01010112345", expressions=("age > 3",)) == set()


def test_identifiers_are_not_searched(kept: Cache) -> None:
    assert records_of(kept, replace(ALL, filter=RecordFilter(search="01010112345"))) == []
    assert records_of(kept, replace(ALL, filter=RecordFilter((("national_id", Equals("01010112345")),)))) == [
        r["record_id"]
        for r in sorted(
            (r for r in OWN if r["national_id"] == "01010112345"),
            key=lambda r: (r["event_date"] is None, -(r["event_date"] or date.min).toordinal()),
        )
    ]
