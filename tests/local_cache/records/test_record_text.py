"""Values as a reader sees them, and what a person types as values."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from bones import DEFINITION, MAIN

from local_cache.records.columns import columns_of_form
from local_cache.records.text import Value, cell_text, day_typed, days_typed, number_typed

COLUMNS = {c.name: c for c in columns_of_form(DEFINITION, MAIN, "nb", {"form_status/draft": "kladd"})}


@pytest.mark.parametrize(
    ("name", "value", "bokmaal", "english"),
    [
        ("age", 80, "80", "80"),
        ("age", 1080, "1080", "1080"),
        ("age", -3, "−3", "−3"),
        ("weight", 62.25, "62,25", "62.25"),
        ("weight", 75.0, "75", "75"),
        ("weight", 0.1, "0,1", "0.1"),
        ("weight", 1e-7, "0,0000001", "0.0000001"),
        ("weight", 1e22, "1" + "0" * 22, "1" + "0" * 22),
        ("weight", float("nan"), "nan", "nan"),
        ("smoker", True, "Ja", "Yes"),
        ("smoker", False, "Nei", "No"),
        ("sex", "2", "Kvinne", "Kvinne"),
        ("sex", "7", "7", "7"),
        ("earlier", ("heart", "gone"), "Hjertesykdom, gone", "Hjertesykdom, gone"),
        ("earlier", (), "", ""),
        ("operated_on", date(2025, 3, 1), "01.03.2025", "1 Mar 2025"),
        ("operated_on", "infinity", "infinity", "infinity"),
        ("admitted_at", datetime(2025, 3, 1, 8, 30), "01.03.2025 08:30", "1 Mar 2025 08:30"),
        ("admitted_at", datetime(2025, 3, 1, 8, 30, 9), "01.03.2025 08:30:09", "1 Mar 2025 08:30:09"),
        ("form_status", "draft", "kladd", "kladd"),
        ("remark", None, "", ""),
    ],
)
def test_a_cell(name: str, value: Value, bokmaal: str, english: str) -> None:
    assert cell_text(COLUMNS[name], value, "nb") == bokmaal
    assert cell_text(COLUMNS[name], value, "en") == english


def test_codes_in_place_of_labels() -> None:
    assert cell_text(COLUMNS["sex"], "2", "nb", labels=False) == "2"
    assert cell_text(COLUMNS["earlier"], ("heart", "lung"), "nb", labels=False) == "heart, lung"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("75", 75),
        (" 1 080,5 ", 1080.5),
        ("1\u00a0080", 1080),
        ("-0.5", -0.5),
        ("−3", -3),
        ("", None),
        ("1e5", None),
        ("75 år", None),
        ("1.000.000", None),
        ("٣", None),
        ("9" * 400, None),
    ],
)
def test_a_number_as_it_is_typed(text: str, number: float | None) -> None:
    assert number_typed(text) == number


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("31.12.2025", date(2025, 12, 31), date(2025, 12, 31)),
        ("1.2.2025", date(2025, 2, 1), date(2025, 2, 1)),
        ("2025-02-01", date(2025, 2, 1), date(2025, 2, 1)),
        ("1/2/2025", date(2025, 2, 1), date(2025, 2, 1)),
        ("12.2025", date(2025, 12, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_days_as_they_are_typed(text: str, first: date, last: date) -> None:
    assert days_typed(text) == (first, last)
    assert day_typed(text) == (first if first == last else None)


@pytest.mark.parametrize(
    "text", ["", "31.02.2025", "13.2025", "99999", "i går", "2025-13-01", "0.0.0", "12.9999", "0000"]
)
def test_what_is_no_day(text: str) -> None:
    assert days_typed(text) is None
    assert day_typed(text) is None
