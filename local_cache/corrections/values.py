"""Values of variables as they travel and are kept: JSON values in one spelling each, and how people type them.

Dates are "2025-01-31", points in time "2025-01-31 08:30:00" (as DuckDB writes them), lists of codes lists of texts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime

from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.registry import Code, Variable, VariableType
from local_cache.sync.messages import Value

LONGEST_TEXT = 10_000
FIRST_YEAR, LAST_YEAR = 1850, 2199
"""Years a date is typed in rightly; 0203 and 20205 are slips of the hand."""
LARGEST = 2**63 - 1

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_TYPED_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{1,4})\Z", re.ASCII)
_TYPED_DAY = re.compile(r"(\d\d)(\d\d)(\d{4})\Z", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,19}\Z", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)\Z", re.ASCII)
_TRUE = frozenset({"true", "ja", "yes", "1", "sann"})
_FALSE = frozenset({"false", "nei", "no", "0", "usann"})


class ValueRefused(Problem):
    code = "value-refused"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "{variable} cannot be given that value: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Type another value, or leave the field as it was.")


def fault(kind: VariableType, value: Value) -> str:
    """Why a value cannot be one of that type, in words without the value; "" if it can. None always can."""
    if value is None:
        return ""
    if kind == "integer":
        if isinstance(value, bool) or not isinstance(value, int):
            return QT_TRANSLATE_NOOP("Problem", "it is not a whole number")
        return "" if -LARGEST <= value <= LARGEST else QT_TRANSLATE_NOOP("Problem", "the number is too large")
    if kind == "decimal":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return QT_TRANSLATE_NOOP("Problem", "it is not a number")
        return "" if _is_finite(value) else QT_TRANSLATE_NOOP("Problem", "the number is too large")
    if kind == "boolean":
        return "" if isinstance(value, bool) else QT_TRANSLATE_NOOP("Problem", "it is neither yes nor no")
    if kind == "multi-code":
        if not isinstance(value, list):
            return QT_TRANSLATE_NOOP("Problem", "it is not a list of codes")
        if len(set(value)) != len(value):
            return QT_TRANSLATE_NOOP("Problem", "a code is in it twice")
        return next((found for found in (_text_fault(code) for code in value) if found), "")
    if not isinstance(value, str):
        return QT_TRANSLATE_NOOP("Problem", "it is not a text")
    if kind in ("text", "code"):
        return _text_fault(value)
    return _date_fault(value) if kind == "date" else _timestamp_fault(value)


def _is_finite(value: int | float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _text_fault(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        return QT_TRANSLATE_NOOP("Problem", "the text is too long")
    if any(not (c.isprintable() or c in "\n\t") for c in value):
        return QT_TRANSLATE_NOOP("Problem", "the text holds characters that cannot be seen")
    return ""


def _date_fault(value: str) -> str:
    if not _DATE.match(value):
        return QT_TRANSLATE_NOOP("Problem", "it is not a date")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return QT_TRANSLATE_NOOP("Problem", "there is no such day")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return QT_TRANSLATE_NOOP("Problem", "the year cannot be right")
    return ""


def _timestamp_fault(value: str) -> str:
    found = _date_fault(value[:10])
    if found:
        return found
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return QT_TRANSLATE_NOOP("Problem", "it is not a date with a time of day")
    if moment.tzinfo is not None or written(moment) != value:
        return QT_TRANSLATE_NOOP("Problem", "it is not a date with a time of day")
    return ""


def written(moment: datetime) -> str:
    """A point in time in its one spelling."""
    text = moment.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
    return text + (f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else "")


def same(one: Value, other: Value) -> bool:
    """Whether two values of one variable are the same; codes of a list have no order, 62 is 62.0."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    if isinstance(one, bool) != isinstance(other, bool):
        return False
    return one == other


def typed(variable: Variable, text: str, codes: Sequence[Code] = ()) -> Value:
    """What a person typed as a value; nothing typed is no value. Raises ValueRefused.

    Decimal comma or point; dates as 2025-01-31, 31.01.2025 or 31012025, points in time with a time of day after it;
    codes by their value, or by their label in any language; several codes with commas between.
    """
    value = _typed(variable.type, text.strip(), codes)
    reason = fault(variable.type, value) if value is not None else ""
    if reason:
        raise ValueRefused(variable=variable.id, reason=reason)
    return value


def _typed(kind: VariableType, text: str, codes: Sequence[Code]) -> Value:
    if not text:
        return None
    if kind == "integer":
        return int(text) if _INTEGER.match(text) else text
    if kind == "decimal":
        return float(text.replace(",", ".")) if _DECIMAL.match(text) and len(text) <= 40 else text
    if kind == "boolean":
        known = text.casefold()
        return True if known in _TRUE else False if known in _FALSE else text
    if kind == "code":
        return _code(text, codes)
    if kind == "multi-code":
        return [_code(part.strip(), codes) for part in text.split(",") if part.strip()]
    if kind == "date":
        return _day(text)
    if kind == "timestamp":
        day, _, clock = text.replace("T", " ").partition(" ")
        clock = clock.strip() or "00:00"
        return f"{_day(day)} {clock}" + (":00" if clock.count(":") == 1 else "")
    return text


def _code(text: str, codes: Sequence[Code]) -> str:
    if any(code.value == text for code in codes):
        return text
    named = [c.value for c in codes if text.casefold() in {label.casefold() for label in c.label.values()}]
    return named[0] if len(named) == 1 else text


def _day(text: str) -> str:
    found = _TYPED_DATE.match(text) or _TYPED_DAY.match(text)
    if not found:
        return text
    day, month, year = (int(part) for part in found.groups())
    return f"{year:04d}-{month:02d}-{day:02d}"
