"""What people type, paste and send: a value in one spelling, or a reason in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.corrections.values import LONGEST_TEXT, ValueRefused, fault, same, typed, written
from local_cache.registry import Code, Variable, VariableType

CODES = (Code("1", {"nb": "Mann"}), Code("2", {"nb": "Kvinne", "en": "Woman"}))


def variable(kind: VariableType) -> Variable:
    return Variable("v", {"nb": "V"}, kind)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", " 12 ", 12),
        ("integer", "-3", -3),
        ("decimal", "12,5", 12.5),
        ("decimal", "12.5", 12.5),
        ("decimal", ",5", 0.5),
        ("text", "  æøå  ", "æøå"),
        ("text", "", None),
        ("boolean", "Ja", True),
        ("boolean", "nei", False),
        ("code", "2", "2"),
        ("code", "kvinne", "2"),
        ("multi-code", "1, woman", ["1", "2"]),
        ("date", "31.01.2025", "2025-01-31"),
        ("date", "1/2/2025", "2025-02-01"),
        ("date", "31012025", "2025-01-31"),
        ("date", "2025-01-31", "2025-01-31"),
        ("timestamp", "31.01.2025 08:30", "2025-01-31 08:30:00"),
        ("timestamp", "2025-01-31T08:30:15", "2025-01-31 08:30:15"),
        ("timestamp", "31012025", "2025-01-31 00:00:00"),
    ],
)
def test_typed_values(kind: VariableType, text: str, value: Any) -> None:
    assert typed(variable(kind), text, CODES) == value


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("integer", "tolv", "not a whole number"),
        ("integer", "12,5", "not a whole number"),
        ("integer", "99999999999999999999", "not a whole number"),
        ("integer", "9999999999999999999", "too large"),
        ("decimal", "1e999", "not a number"),
        ("decimal", "9" * 39, ""),
        ("decimal", "nan", "not a number"),
        ("boolean", "kanskje", "neither yes nor no"),
        ("date", "03.02.0203", "year cannot be right"),
        ("date", "0203-02-03", "year cannot be right"),
        ("date", "3.2.203", "year cannot be right"),
        ("date", "31.02.2025", "no such day"),
        ("date", "i går", "not a date"),
        ("date", "2025-01-31; DROP TABLE", "not a date"),
        ("timestamp", "31.01.2025 25:00", "not a date with a time"),
        ("timestamp", "31.01.20205", "not a date"),
        ("text", "x" * 1_000_000, "too long"),
        ("text", "a\0b", "cannot be seen"),
        ("code", "y" * 1_000_000, "too long"),
        ("multi-code", "1,1", "twice"),
    ],
)
def test_what_cannot_be_a_value_is_said_and_not_repeated(kind: VariableType, text: str, reason: str) -> None:
    if not reason:
        assert isinstance(typed(variable(kind), text), float)
        return
    with pytest.raises(ValueRefused) as refused:
        typed(variable(kind), text, CODES)
    said = refused.value.sentence()
    assert reason in said and len(said) < 300
    assert text not in said or len(text) < 4


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", True), ("integer", 1.0), ("integer", "1"), ("decimal", True), ("decimal", "1"),
        ("decimal", float("inf")), ("decimal", 10**400), ("boolean", 1), ("text", 1), ("code", ["1"]),
        ("multi-code", "1"), ("date", 20250131), ("date", "2025-1-31"), ("timestamp", "2025-01-31T08:30:00"),
        ("timestamp", "2025-01-31 08:30"), ("timestamp", "2025-01-31 08:30:00+01:00"), ("integer", 2**63),
    ],
)  # fmt: skip
def test_json_of_the_wrong_type_is_a_fault(kind: VariableType, value: Any) -> None:
    assert fault(kind, value)


@given(st.datetimes(datetime(1850, 1, 1), datetime(2199, 12, 31)))
def test_a_moment_has_one_spelling(moment: datetime) -> None:
    assert not fault("timestamp", written(moment))
    assert datetime.fromisoformat(written(moment)) == moment


def test_values_are_compared_as_their_variable_means_them() -> None:
    assert same(["a", "b"], ["b", "a"]) and not same(["a"], ["a", "b"])
    assert same(62, 62.0) and not same(True, 1) and not same(None, False) and same(None, None)


@given(st.text(max_size=60))
def test_no_typed_text_raises_anything_else(text: str) -> None:
    for kind in ("integer", "decimal", "boolean", "code", "multi-code", "date", "timestamp", "text"):
        try:
            value = typed(variable(kind), text, CODES)  # type: ignore[arg-type]
        except ValueRefused:
            continue
        assert not fault(kind, value)  # type: ignore[arg-type]
        assert not isinstance(value, str) or len(value) <= LONGEST_TEXT
