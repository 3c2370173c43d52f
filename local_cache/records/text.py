"""How a record's values are written for a reader, and how what a person types is understood.

Values are as they were sent: no number is rounded, and no moment moved to another clock.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

from local_cache.records.columns import Column
from local_cache.results.format import format_date, format_exact, format_time
from local_cache.results.stated import Stated, stated_day, stated_exactly

MASKED = "•••"
"""Stands for a direct identifier that is there and not shown."""

Value = str | int | float | bool | date | datetime | tuple[str, ...] | None
"""A record's value; a date that no calendar has is the text it was stored as."""

_YES_NO = {"nb": ("Nei", "Ja"), "nn": ("Nei", "Ja"), "en": ("No", "Yes")}

_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\Z", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
_MONTH = re.compile(r"(?:(\d{1,2})[./](\d{4})|(\d{4})-(\d{1,2}))\Z", re.ASCII)
_YEAR = re.compile(r"\d{4}\Z", re.ASCII)
_NUMBER = re.compile(r"[-−+]?\d+(?:[.,]\d+)?\Z", re.ASCII)


def cell_text(column: Column, value: Value, language: str, *, labels: bool = True) -> str:
    """What stands in a cell; "" where there is no value. labels: in place of the codes, where the list has them."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_code_text(column, code, labels) for code in value)
    if isinstance(value, bool):
        return _YES_NO.get(language, _YES_NO["en"])[value]
    if isinstance(value, datetime):
        return format_time(value, language)
    if isinstance(value, date):
        return format_date(value, language)
    if isinstance(value, int | float):
        return format_exact(value, language) if math.isfinite(value) else str(value)
    return _code_text(column, value, labels) if column.codes else value


def stated_value(value: Value) -> Stated | None:
    """The number or the day that a value's text states; None where it is anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return stated_day(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return stated_exactly(value)
    return None


def _code_text(column: Column, code: str, labels: bool) -> str:
    return column.labels.get(code, code) if labels else code


def number_typed(text: str) -> float | None:
    """The number a person typed, with comma or point ("1 080,5"), or None."""
    plain = "".join(text.split())
    if not _NUMBER.match(plain):
        return None
    number = float(plain.replace(",", ".").replace("−", "-"))
    return number if math.isfinite(number) else None


def day_typed(text: str) -> date | None:
    """The one day a person typed ("31.12.2025", "31/12/2025", "2025-12-31"), or None."""
    first, last = days_typed(text) or (None, None)
    return first if first == last else None


def days_typed(text: str) -> tuple[date, date] | None:
    """The first and the last day of what a person typed: a day, a month ("12.2025", "2025-12") or a year; or None."""
    typed = text.strip()
    try:
        if found := _DAY_FIRST.match(typed):
            day = date(int(found[3]), int(found[2]), int(found[1]))
            return day, day
        if found := _YEAR_FIRST.match(typed):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return day, day
        if found := _MONTH.match(typed):
            year, month = (int(found[2]), int(found[1])) if found[2] else (int(found[3]), int(found[4]))
            following = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), following - timedelta(days=1)
        if _YEAR.match(typed):
            return date(int(typed), 1, 1), date(int(typed), 12, 31)
    except ValueError:
        return None
    return None
