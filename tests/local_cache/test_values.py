from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.codebook import Entry, make_codebook
from local_cache.registry import Code, CodeList, Definition, Form, Range, Unit, Variable, VariableType
from local_cache.values import (
    LONGEST_TEXT,
    Fault,
    FaultKind,
    Value,
    check_value,
    read_value,
    same_value,
    text_of,
    value_as_json,
    value_from_cache,
    value_from_json,
)

TODAY = date(2026, 11, 21)
CODES = (
    Code("1", {"nb": "Høyre", "en": "Right"}),
    Code("2", {"nb": "Venstre", "en": "Left"}),
    Code("x", {"nb": "Begge", "en": "Both"}),
    Code("9", {"nb": "Ukjent", "en": "Unknown"}, missing=True),
)
TYPES: tuple[VariableType, ...] = (
    "integer", "decimal", "text", "code", "multi-code", "boolean", "date", "timestamp",
)  # fmt: skip


def entry(kind: VariableType, **more: Any) -> Entry:
    codes = "side" if kind in ("code", "multi-code") else None
    variables = (
        Variable("v", {"nb": "V"}, kind, codes=codes, **more),
        Variable("admitted", {"nb": "Innlagt"}, "date"),
        Variable("least", {"nb": "Minst"}, "integer"),
    )
    form = Form("f", {"nb": "F"}, "admitted", variables)
    units = (Unit("n", "nation", {"nb": "Landet"}),)
    return make_codebook(Definition("r", "1", {}, units, (form,), (CodeList("side", CODES),))).entries[0]


def read(kind: VariableType, text: str, language: str = "nb") -> Value | Fault | None:
    return read_value(text, entry(kind), language)


def fault(kind: VariableType, text: str, language: str = "nb") -> FaultKind:
    made = read(kind, text, language)
    assert isinstance(made, Fault), made
    return made.kind


@pytest.mark.parametrize("kind", TYPES)
def test_nothing_but_space_is_no_value(kind: VariableType) -> None:
    assert read(kind, "") is None
    assert read(kind, " \t ") is None


@pytest.mark.parametrize("kind", TYPES)
def test_a_megabyte_is_refused_with_its_length(kind: VariableType) -> None:
    made = read(kind, "7" * 1_000_000)
    assert made == Fault(FaultKind.LONG, number=1_000_000)
    assert made.is_error


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", 12.5), ("12.5", 12.5), ("-3", -3.0), ("\u22123", -3.0), ("+4", 4.0), ("1 234,5", 1234.5),
        ("1\u00a0234\u202f567", 1234567.0), ("0.125", 0.125), ("0,1", 0.1), ("007", 7.0), ("1,234", 1.234),
    ],
)  # fmt: skip
def test_numbers_are_read_with_comma_or_point(text: str, value: float) -> None:
    assert read("decimal", text) == value


@pytest.mark.parametrize(
    "text", ["tolv", "1e5", "12 kg", "0x10", "--3", "1 2", "12,", ",5", "nan", "inf", "½", "٣", "-"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert fault("decimal", text) is FaultKind.NUMBER


def test_a_number_that_could_be_two_is_not_guessed_at() -> None:
    assert fault("decimal", "1.234") is FaultKind.AMBIGUOUS
    assert fault("decimal", "1,234", "en") is FaultKind.AMBIGUOUS
    assert read("decimal", "1.234", "en") == 1.234
    assert fault("integer", "1.234") is FaultKind.AMBIGUOUS
    assert fault("decimal", "1.234,5") is FaultKind.AMBIGUOUS
    assert fault("decimal", "1.234.567") is FaultKind.AMBIGUOUS
    assert read("decimal", "1234.567") == 1234.567


def test_whole_numbers_are_whole() -> None:
    assert read("integer", "12,0") == 12
    assert isinstance(read("integer", "12,0"), int)
    assert fault("integer", "12,5") is FaultKind.WHOLE
    assert read("integer", str(-(2**63))) == -(2**63)
    assert fault("integer", str(2**63)) is FaultKind.LARGE


@pytest.mark.parametrize(
    "text",
    ["21.11.2026", "21/11-2026", "21-11-2026", "21 11 2026", "21112026", "20261121", "2026-11-21", "21. nov. 2026",
     "21 November 2026", "21 Nov 2026"],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text: str) -> None:
    assert read("date", text) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("31.02.2026", FaultKind.DATE), ("21.13.2026", FaultKind.DATE), ("i går", FaultKind.DATE),
        ("2026", FaultKind.DATE),
        ("21.11.26", FaultKind.SHORT_YEAR), ("12.03.0203", FaultKind.YEAR), ("0203-03-12", FaultKind.YEAR),
        ("12.03.9999", FaultKind.YEAR), ("29.02.2025", FaultKind.DATE), ("00.00.2025", FaultKind.DATE),
        ("99999999", FaultKind.DATE), ("12030203", FaultKind.YEAR), ("21 smarch 2026", FaultKind.DATE),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_by_what_is_wrong(text: str, kind: FaultKind) -> None:
    assert fault("date", text) is kind


def test_points_in_time_need_their_time_of_day() -> None:
    for text in ("21.11.2026 06:12", "21.11.2026 0612", "2026-11-21T06:12", "21 Nov 2026 06.12", "21112026 6:12"):
        assert read("timestamp", text) == datetime(2026, 11, 21, 6, 12), text
    assert read("timestamp", "21.11.2026 06:12:30") == datetime(2026, 11, 21, 6, 12, 30)
    assert fault("timestamp", "21.11.2026") is FaultKind.TIME_MISSING
    assert fault("timestamp", "21 11 2026") is FaultKind.TIME_MISSING
    assert fault("timestamp", "21.11.2026 25:00") is FaultKind.MOMENT
    assert fault("timestamp", "21.11.2026 kl seks") is FaultKind.MOMENT
    assert fault("timestamp", "12.03.0203 06:12") is FaultKind.YEAR
    assert fault("timestamp", "31.02.2026 06:12") is FaultKind.DATE


def test_codes_by_value_or_label_and_yes_or_no() -> None:
    assert read("code", "1") == read("code", "høyre") == read("code", "RIGHT") == "1"
    assert read("code", "3") == "3", "whether it is in the list is another question"
    assert read("multi-code", "Høyre; 9,1") == ("1", "9")
    assert [read("boolean", t) for t in ("ja", "No", "1", "0")] == [True, False, True, False]
    assert fault("boolean", "kanskje") is FaultKind.YES_NO


def test_texts_keep_their_lines_and_hold_nothing_invisible() -> None:
    assert read("text", " to\nlinjer ") == "to\nlinjer"
    assert fault("text", "a\x00b") is FaultKind.INVISIBLE
    assert fault("text", "x" * (LONGEST_TEXT + 1)) is FaultKind.LONG


MOMENTS = st.datetimes(datetime(1800, 1, 1), datetime(2200, 12, 31)).map(lambda m: m.replace(microsecond=0))
VALUES: dict[VariableType, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(2**63), 2**63 - 1),
    "decimal": st.floats(-1e12, 1e12).map(lambda x: round(x, 6)),
    "text": st.text(
        st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=50
    ).filter(lambda t: t == t.strip() != ""),
    "code": st.sampled_from([c.value for c in CODES]),
    "multi-code": st.lists(st.sampled_from([c.value for c in CODES]), min_size=1, unique=True).map(tuple),
    "boolean": st.booleans(),
    "date": MOMENTS.map(lambda m: m.date()),
    "timestamp": MOMENTS,
}  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("kind", TYPES)
@given(data=st.data())
def test_what_is_written_out_is_read_back(kind: VariableType, language: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    again = read(kind, text_of(value, language), language)
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize("kind", TYPES)
@given(data=st.data())
def test_json_gives_the_value_back(kind: VariableType, data: st.DataObject) -> None:
    value = data.draw(st.none() | VALUES[kind])
    again = value_from_json(msgspec.json.decode(msgspec.json.encode(value_as_json(value))), kind)
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize("kind", TYPES)
@given(text=st.text(max_size=60))
def test_nothing_typed_raises(kind: VariableType, text: str) -> None:
    made = read(kind, text)
    if not isinstance(made, Fault):
        check_value(entry(kind), made, {}, TODAY)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [("integer", "1"), ("integer", True), ("decimal", True), ("date", 3), ("date", "i dag"), ("multi-code", [1]),
     ("boolean", 1), ("text", ["x"])],
)  # fmt: skip
def test_json_of_another_type_is_refused(kind: VariableType, raw: Any) -> None:
    with pytest.raises(ValueError):
        value_from_json(raw, kind)


# Held against the codebook


def check(
    kind: VariableType, value: Value, others: dict[str, Value | None] | None = None, **more: Any
) -> FaultKind | None:
    found = check_value(entry(kind, **more), value, others or {}, TODAY)
    return found.kind if found else None


def test_ends_of_a_range_are_inside_and_a_hard_range_goes_first() -> None:
    ranges = {"soft_range": Range(10, 20), "hard_range": Range(0, 30)}
    kinds = [check("integer", n, **ranges) for n in (-1, 0, 9, 10, 20, 21, 30, 31)]
    hard, soft = FaultKind.HARD, FaultKind.SOFT
    assert kinds == [hard, soft, soft, None, None, soft, soft, hard]
    found = check_value(entry("decimal", **ranges), 9.9, {}, TODAY)
    assert found is not None
    assert (found.low, found.high, found.is_error) == (10, 20, False)


def test_ranges_may_name_today_and_other_variables() -> None:
    ranges = {"hard_range": Range("admitted", "today")}
    admitted = date(2026, 11, 1)
    assert check("date", date(2026, 10, 31), {"admitted": admitted}, **ranges) is FaultKind.HARD
    assert check("date", admitted, {"admitted": admitted}, **ranges) is None
    assert check("date", date(2026, 11, 22), {"admitted": admitted}, **ranges) is FaultKind.HARD
    assert check("date", date(2000, 1, 1), {}, **ranges) is None, "an end that is not known does not bound"
    assert check("timestamp", datetime(2026, 11, 21, 23, 59), {}, **ranges) is None, "today is all of today"
    assert check("timestamp", datetime(2026, 11, 22, 0, 0), {}, **ranges) is FaultKind.HARD
    moment = {"admitted": datetime(2026, 11, 1, 12, 0)}
    assert check("timestamp", datetime(2026, 11, 1, 11, 59), moment, **ranges) is FaultKind.HARD
    assert check("date", date(2026, 11, 1), moment, **ranges) is None
    assert check("integer", 3, {"least": 4}, hard_range=Range("least", None)) is FaultKind.HARD
    assert check("integer", 3, {"least": "x"}, hard_range=Range("least", None)) is None


def test_years_that_cannot_be_are_caught_wherever_they_come_from() -> None:
    assert check_value(entry("date"), date(203, 3, 12), {}, TODAY) == Fault(FaultKind.YEAR, number=203)
    assert check("timestamp", datetime(9999, 1, 1)) is FaultKind.YEAR
    assert check("decimal", math.nan) is FaultKind.NUMBER


def test_codes_outside_the_list_and_codes_that_left_it() -> None:
    assert check("code", "1") is None
    assert check("code", "7") is FaultKind.CODE
    assert check("multi-code", ("1", "7")) is FaultKind.CODE
    assert check("multi-code", ()) is None
    retired = check_value(entry("code"), "7", {}, TODAY, retired=("7",))
    assert retired == Fault(FaultKind.RETIRED)
    assert check_value(entry("multi-code"), ("7", "8"), {}, TODAY, retired=("7",)) == Fault(FaultKind.CODE)


def test_the_same_is_told_by_type() -> None:
    assert same_value(("a", "b"), ("b", "a"), "multi-code")
    assert not same_value((), None, "multi-code")
    assert same_value(None, None, "integer")
    assert not same_value(None, 0, "integer")
    assert same_value(0.1 + 0.2, 0.3, "decimal")
    assert not same_value(12.5, 12.6, "decimal")
    assert same_value("To  ord", "to ord", "text")
    assert not same_value("a", "A", "code")
    assert not same_value(True, False, "boolean")
    assert value_from_cache(["b", "a"]) == ("b", "a")
