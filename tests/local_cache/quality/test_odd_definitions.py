"""Definitions no demonstration has: codes with their days, ends that do not fit, names the language cannot say."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec import structs
from planted import ids_of

from local_cache.cache import Cache, Cursor
from local_cache.errors import DefinitionRefused
from local_cache.quality.completeness import form_completeness
from local_cache.quality.duplicates import duplicates
from local_cache.quality.findings import Duty, Fault
from local_cache.quality.scope import Scope
from local_cache.quality.timeliness import timeliness
from local_cache.quality.validity import validity
from local_cache.registry import (
    Code,
    CodeList,
    Definition,
    Duplicates,
    Form,
    Range,
    Rule,
    Unit,
    Variable,
    check_definition,
    read_definition,
)
from local_cache.results.figure import Period
from local_cache.sync.record_tables import shape_record_tables

TEXT = {"nb": "x"}
MANY = tuple(Code(f"c{n:04}", TEXT) for n in range(900))
FORM = Form(
    "f",
    TEXT,
    "day",
    (
        Variable("day", TEXT, "date", required="TRUE"),
        Variable("way", TEXT, "code", codes="ways"),
        Variable("icd", TEXT, "code", codes="many", required="TRUE"),
        Variable("case", TEXT, "date", required="TRUE"),
        Variable("odd", TEXT, "integer", hard_range=Range("today", 5), soft_range=Range(1, 4)),
        Variable("planned", TEXT, "date", hard_range=Range("2000-01-01", "2099-12-31")),
        Variable("when_seen", TEXT, "timestamp", soft_range=Range("day", None)),
        Variable("weight", TEXT, "decimal", soft_range=Range(40, 120), hard_range=Range(20, None)),
        Variable("refused", TEXT, "text", required="nothing = 'x'"),
        Variable("young", TEXT, "text", required="weight < 50", valid_from=date(2025, 6, 1)),
    ),
    duplicates=None,
)
DEFINITION = Definition(
    "odd",
    "1",
    {"nb": "Rart"},
    (Unit("land", "nation", {"nb": "Landet"}), Unit("u", "hospital", {"nb": "Sykehuset"}, "land")),
    (FORM,),
    (
        CodeList("ways", (Code("a", TEXT), Code("b", TEXT, valid_to=date(2025, 3, 31)), Code("9", TEXT, missing=True))),
        CodeList("many", MANY),
    ),
    (
        Rule("r1", 1, "f", "weight > nothing", "error", TEXT),
        Rule("r2", 1, "f", " AND ".join(["weight > 30"] * 245), "warning", TEXT),
    ),
)
ROWS = """
    ('1', DATE '2025-03-31', 'b', 'c0001', DATE '2025-01-01', 3, DATE '2030-01-01', TIMESTAMP '2025-03-31 00:00', 60.0,
        'x', NULL),
    ('2', DATE '2025-04-01', 'b', 'c0899', NULL, 9, DATE '2100-01-01', TIMESTAMP '2025-03-31 23:59', 45.0, '', NULL),
    ('3', DATE '2025-06-01', '9', 'nope', NULL, NULL, DATE '1999-12-31', NULL, 45.0, NULL, NULL),
    ('4', DATE '2025-07-01', NULL, NULL, DATE '2026-12-31', 2, NULL, NULL, 25.0, NULL, 'y'),
    ('5', DATE '2025-08-01', 'z', 'c0002', DATE '2025-01-01', 2, NULL, NULL, 10.0, NULL, '')
"""
COLUMNS = ("day", "way", "icd", "case", "odd", "planned", "when_seen", "weight", "refused", "young")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    directory: Path = tmp_path_factory.mktemp("odd")
    check_definition(DEFINITION)
    cache = Cache.open(directory / "cache.duckdb", secrets.token_bytes(32), spill=directory / "spill")
    with cache.writing() as cursor:
        shape_record_tables(cursor, DEFINITION)
        named = ", ".join(f'"{c}"' for c in COLUMNS)
        cursor.execute(
            f"""
            INSERT INTO records_odd_f (record_id, version, sequence, unit, patient, event_date, form_status,
                first_completed, {named})
            SELECT record_id, 1, 1, 'u', 'p', "day", 'completed', NULL, {named}
            FROM (VALUES {ROWS}) AS t(record_id, {named})
            """
        )
    yield cache
    cache.close()


def scope(cursor: Cursor) -> Scope:
    return Scope(DEFINITION, "u", Period(date(2025, 1, 1), date(2026, 1, 1)), None, date(2026, 1, 10))


def found(odd: Cache, fault: Fault, subject: str) -> set[str]:
    with odd.reading() as cursor:
        here = scope(cursor)
        (finding,) = [f for f in validity(cursor, here, FORM).findings if (f.fault, f.subject) == (fault, subject)]
        ids = ids_of(cursor, here, finding.records) if finding.records else set()
        assert finding.found == len(ids)
        return ids


def test_a_code_ends_on_its_last_day(odd: Cache) -> None:
    assert found(odd, Fault.INVALID_CODE, "way") == {"2", "5"}


def test_a_list_too_long_for_an_expression_is_checked_all_the_same(odd: Cache) -> None:
    assert found(odd, Fault.INVALID_CODE, "icd") == {"3"}


def test_dates_that_are_meant_to_lie_ahead_are_no_fault(odd: Cache) -> None:
    assert found(odd, Fault.IMPOSSIBLE_DATE, "planned") == {"2", "3"}


def test_a_point_in_time_is_held_against_a_date_by_its_day(odd: Cache) -> None:
    assert found(odd, Fault.SOFT_RANGE, "when_seen") == {"2"}


def test_soft_is_outside_soft_and_inside_hard(odd: Cache) -> None:
    assert found(odd, Fault.SOFT_RANGE, "weight") == {"4"}
    assert found(odd, Fault.HARD_RANGE, "weight") == {"5"}


def test_a_rule_too_long_for_a_filter_names_its_records(odd: Cache) -> None:
    assert found(odd, Fault.RULE, "r2") == {"4", "5"}


def test_what_cannot_be_checked_is_said(odd: Cache) -> None:
    with odd.reading() as cursor:
        unchecked = {(u.fault, u.subject) for u in validity(cursor, scope(cursor), FORM).unchecked}
    # "case" is a word of the language: no expression can name it.
    assert unchecked == {(Fault.RULE, "r1"), (Fault.HARD_RANGE, "odd"), (Fault.IMPOSSIBLE_DATE, "case")}


def test_completeness_of_odd_variables(odd: Cache) -> None:
    with odd.reading() as cursor:
        here = scope(cursor)
        of = {v.variable: v for v in form_completeness(cursor, here, FORM).variables}
        assert of["case"].missing_records is not None
        assert ids_of(cursor, here, of["case"].missing_records) == {"2", "3"}
        assert of["refused"].duty is Duty.OPTIONAL
        assert "nothing" in of["refused"].refused
        assert of["refused"].count_missing == 4
        # From June on, and of those who weigh less than 50: record 2 is too early.
        assert of["young"].duty is Duty.CONDITIONAL
        assert int(of["young"].asked.sum()) == 3
        assert of["young"].missing_records is not None
        assert ids_of(cursor, here, of["young"].missing_records) == {"3", "5"}
        assert of["way"].count_unknown == 1


def test_a_form_that_may_be_repeated_has_no_duplicates_and_no_limit_no_lateness(odd: Cache) -> None:
    with odd.reading() as cursor:
        none = duplicates(cursor, scope(cursor), FORM)
        assert (none.count, none.wanted, none.looked_for) == (0, None, None)
        times = timeliness(cursor, scope(cursor), FORM)
        assert (times.limit, times.late, times.whole.within, times.whole.counted) == (None, 0, None, None)
        assert times.whole.open == 5


def test_no_records_at_all(odd: Cache) -> None:
    with odd.reading() as cursor:
        here = scope(cursor).over(Period(date(2020, 1, 1), date(2020, 3, 1)))
        assert form_completeness(cursor, here, FORM).records == 0
        assert validity(cursor, here, FORM).share_sound.value is None
        assert timeliness(cursor, here, FORM).whole.cases == 0


def test_older_definitions_are_read_and_wrong_ones_refused() -> None:
    older = msgspec.json.decode(msgspec.json.encode(DEFINITION))
    for form in older["forms"]:
        for new in ("timely_days", "minutes", "duplicates", "case_key"):
            form.pop(new, None)
    read = read_definition(msgspec.json.encode(older)).form("f")
    assert (read.timely_days, read.minutes.form, read.duplicates, read.case_key) == (None, None, Duplicates(), None)
    for wrong in (
        structs.replace(FORM, case_key="nobody"),
        structs.replace(FORM, timely_days=-1),
        structs.replace(FORM, duplicates=Duplicates(0, 5, ("nobody",), 1)),
        structs.replace(FORM, duplicates=Duplicates(0, 5, ("way",), 2)),
    ):
        with pytest.raises(DefinitionRefused):
            check_definition(structs.replace(DEFINITION, forms=(wrong,)))
