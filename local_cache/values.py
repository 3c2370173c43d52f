"""Values of variables: as people type and read them, as JSON, and held against what the codebook allows.

What is typed is never guessed at: a number that could be two numbers, a year in two digits, or a code that has left the
list is a fault with a name, and the words for it are the caller's.
"""

from __future__ import annotations

import enum
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from local_cache.codebook import Bound, Entry, Limits, folded
from local_cache.registry import Code, VariableType
from local_cache.results.format import format_date, format_number

Value = int | float | str | bool | date | datetime | tuple[str, ...]
"""What a variable can hold, by its type; a multi-code holds the values of its codes. None is no value."""

LONGEST_TEXT = 4_000
LONGEST_TYPED = 200
"""Characters of what can be a number, a date or a code."""
FIRST_YEAR, LAST_YEAR = 1800, 2200
"""No patient's date lies outside these."""
_BIGINT = 2**63


class FaultKind(enum.Enum):
    """What is wrong with a value. SOFT is worth a second look; the others cannot be."""

    NUMBER = "number"
    """It is no number."""
    AMBIGUOUS = "ambiguous"
    """It could be two numbers: 1.234 where people write a comma before decimals."""
    WHOLE = "whole"
    """It must be a whole number."""
    LARGE = "large"
    """It is larger than any value can be."""
    DATE = "date"
    """It is no date, or there is no such day."""
    SHORT_YEAR = "short-year"
    """Its year is not written in full."""
    YEAR = "year"
    """Its year cannot be; `number` is the year."""
    MOMENT = "moment"
    """It is no date with a time of day."""
    TIME_MISSING = "time-missing"
    """It is a date without the time of day."""
    YES_NO = "yes-no"
    CODE = "code"
    """It is not in the code list."""
    RETIRED = "retired"
    """It was in the code list and no longer is."""
    LONG = "long"
    """It is longer than a value may be; `number` is its length."""
    INVISIBLE = "invisible"
    """It holds characters that cannot be seen."""
    HARD = "hard"
    """It is outside the range of what is possible."""
    SOFT = "soft"
    """It is outside the range of what is usual."""


@dataclass(frozen=True, slots=True)
class Fault:
    """limits: of HARD and SOFT, with low and high what their ends are for this record (None where not known)."""

    kind: FaultKind
    number: int = 0
    limits: Limits | None = None
    low: Value | None = None
    high: Value | None = None

    @property
    def is_error(self) -> bool:
        """Whether the value cannot stand; a warning can."""
        return self.kind is not FaultKind.SOFT


# As people type and read them


def read_value(text: str, entry: Entry, language: str) -> Value | Fault | None:
    """What was typed or pasted for a variable; None for nothing but space. Ranges and code lists are `check_value`'s.

    Numbers take a comma or a point before decimals and spaces between thousands; dates "21.11.2026", "21112026",
    "2026-11-21" and "21 Nov 2026"; points in time a date and "06:12" or "0612"; codes their value or their label, and
    several of them with commas or semicolons between.
    """
    kind = entry.variable.type
    longest = LONGEST_TEXT if kind == "text" else LONGEST_TYPED
    text = text.strip()
    if len(text) > longest:
        return Fault(FaultKind.LONG, number=len(text))
    if not text:
        return None
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
        return Fault(FaultKind.INVISIBLE)
    match kind:
        case "integer" | "decimal":
            return _read_number(text, language, whole=kind == "integer")
        case "date":
            return _read_date(text)
        case "timestamp":
            return _read_moment(text)
        case "boolean":
            return _read_boolean(text)
        case "code":
            return _code_value(text, entry.codes)
        case "multi-code":
            named = [_code_value(part, entry.codes) for part in re.split(r"[,;]", text) if part.strip()]
            return tuple(dict.fromkeys(named))
        case _:
            return text


def text_of(value: Value | None, language: str) -> str:
    """The value as one would type it; `read_value` gives it back. Codes by their values."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, datetime):
        time = f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
        return f"{format_date(value.date(), language)} {time}"
    if isinstance(value, date):
        return format_date(value, language)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        exponent = int(Decimal(repr(value)).normalize().as_tuple().exponent)
        return format_number(value, f".{min(max(0, -exponent), 99)}f", language)
    return value


_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?=[.,]|\Z)")
_PLAIN = re.compile(r"(\d+)(?:([.,])(\d+))?\Z", re.ASCII)


def _read_number(text: str, language: str, *, whole: bool) -> Value | Fault:
    text = re.sub(r"[\u00a0\u2007\u2009\u202f]", " ", text).replace("\u2212", "-")
    sign, text = ("-", text[1:].lstrip()) if text.startswith("-") else ("", text.removeprefix("+"))
    grouped = _GROUPED.match(text)
    if grouped is not None:
        text = grouped[0].replace(" ", "") + text[grouped.end() :]
    if re.fullmatch(r"[\d.,]*[.,][\d.,]*[.,][\d.,]*", text, re.ASCII) and any(c.isdigit() for c in text):
        return Fault(FaultKind.AMBIGUOUS)
    found = _PLAIN.match(text)
    if found is None:
        return Fault(FaultKind.NUMBER)
    digits, point, decimals = found.groups()
    ours = "," if language in ("nb", "nn", "no") else "."
    if point and point != ours and len(decimals) == 3 and 1 <= len(digits) <= 3 and digits.strip("0"):
        return Fault(FaultKind.AMBIGUOUS)
    number = Decimal(f"{sign}{digits}.{decimals or 0}")
    if not whole:
        value = float(number)
        return value if math.isfinite(value) else Fault(FaultKind.LARGE)
    if number != int(number):
        return Fault(FaultKind.WHOLE)
    return int(number) if -_BIGINT <= number < _BIGINT else Fault(FaultKind.LARGE)


_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\Z", re.ASCII)
_NORDIC = re.compile(r"(?P<d>\d{1,2})[./\- ]+(?P<m>\d{1,2})[./\- ]+(?P<y>\d{1,4})\Z", re.ASCII)
_NAMED = re.compile(r"(?P<d>\d{1,2})\.? *(?P<name>[^\W\d_]{3,9})\.? *(?P<y>\d{1,4})\Z")
_EIGHT = re.compile(r"\d{8}\Z", re.ASCII)
_MONTHS = {
    name: number
    for names in ("jan feb mar apr mai jun jul aug sep okt nov des", "jan feb mar apr may jun jul aug sep oct nov dec")
    for number, name in enumerate(names.split(), 1)
}


def _read_date(text: str) -> date | Fault:
    if _EIGHT.match(text):
        for y, m, d in ((text[4:], text[2:4], text[:2]), (text[:4], text[4:6], text[6:])):
            made = _date(int(y), int(m), int(d))
            if isinstance(made, date):
                return made
        return _date(int(text[4:]), int(text[2:4]), int(text[:2]))
    found = _ISO.match(text) or _NORDIC.match(text)
    if found is not None:
        month = int(found["m"])
    else:
        found = _NAMED.match(text)
        if found is None or found["name"].casefold()[:3] not in _MONTHS:
            return Fault(FaultKind.DATE)
        month = _MONTHS[found["name"].casefold()[:3]]
    if len(found["y"]) < 4:
        return Fault(FaultKind.SHORT_YEAR)
    return _date(int(found["y"]), month, int(found["d"]))


def _date(year: int, month: int, day: int) -> date | Fault:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        # In a leap year every day of any year exists.
        possible = _exists(2000, month, day)
        return Fault(FaultKind.YEAR, number=year) if possible else Fault(FaultKind.DATE)
    return date(year, month, day) if _exists(year, month, day) else Fault(FaultKind.DATE)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\Z|(\d{2})(\d{2})\Z", re.ASCII)


def _read_moment(text: str) -> Value | Fault:
    day_text, space, time_text = re.sub(r"(?<=\d)T(?=\d)", " ", text).rpartition(" ")
    found = _TIME.match(time_text)
    if not space or found is None:
        alone = _read_date(text)
        if isinstance(alone, Fault):
            return alone if alone.kind in (FaultKind.YEAR, FaultKind.SHORT_YEAR) else Fault(FaultKind.MOMENT)
        return Fault(FaultKind.TIME_MISSING)
    day = _read_date(day_text.strip().rstrip(","))
    if isinstance(day, Fault):
        if day.kind is FaultKind.DATE and isinstance(_read_date(text), date):  # "21 11 2026"
            return Fault(FaultKind.TIME_MISSING)
        return day
    hour, minute, second = (int(part or 0) for part in (found[1] or found[4], found[2] or found[5], found[3]))
    if hour > 23 or minute > 59 or second > 59:
        return Fault(FaultKind.MOMENT)
    return datetime(day.year, day.month, day.day, hour, minute, second)


_YES, _NO = frozenset({"1", "ja", "yes", "true", "sant"}), frozenset({"0", "nei", "no", "false", "usant"})


def _read_boolean(text: str) -> bool | Fault:
    word = text.casefold()
    return True if word in _YES else False if word in _NO else Fault(FaultKind.YES_NO)


def _code_value(text: str, codes: Sequence[Code]) -> str:
    """The value of the code that is meant, by its value or its whole label; else the text itself."""
    text = text.strip()
    if any(code.value == text for code in codes):
        return text
    meant = folded(text)
    labelled = {c.value for c in codes if any(folded(label) == meant for label in c.label.values())}
    return labelled.pop() if len(labelled) == 1 else text


# Held against the codebook


def check_value(
    entry: Entry, value: Value | None, others: Mapping[str, Value | None], today: date, retired: Sequence[str] = ()
) -> Fault | None:
    """What is wrong with a value of the variable's type, the worst first; None where nothing is, or there is no value.

    others: the record's values by variable, for ranges that name one; retired: codes that were once in the list.
    A range end that is not known does not bound. A day beside a point in time stands for all of that day.
    """
    if value is None:
        return None
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        return Fault(FaultKind.YEAR, number=value.year)
    if isinstance(value, float) and not math.isfinite(value):
        return Fault(FaultKind.NUMBER)
    if entry.codes:
        known = {code.value for code in entry.codes}
        unknown = [v for v in (value if isinstance(value, tuple) else (value,)) if v not in known]
        if unknown:
            return Fault(FaultKind.RETIRED if set(unknown) <= set(retired) else FaultKind.CODE)
    for kind, limits in ((FaultKind.HARD, entry.hard), (FaultKind.SOFT, entry.soft)):
        if limits is not None:
            low, high = _end(limits.low, others, today), _end(limits.high, others, today)
            if _under(value, low) or _under(high, value):
                return Fault(kind, limits=limits, low=low, high=high)
    return None


def _end(bound: Bound | None, others: Mapping[str, Value | None], today: date) -> Value | None:
    if bound is None:
        return None
    match bound.kind:
        case "number":
            return bound.number
        case "day":
            return bound.day
        case "today":
            return today
        case _:
            return others.get(bound.variable)


def _under(one: Value | None, other: Value | None) -> bool:
    """Whether both are known, can be compared, and the first is less."""
    if isinstance(one, date) and isinstance(other, date):
        if isinstance(one, datetime) and isinstance(other, datetime):
            return one < other
        return _day(one) < _day(other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one < other
    return False


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


# As JSON, and as the cache has them


def value_as_json(value: Value | None) -> Any:
    """A JSON value; dates and points in time as ISO texts, several codes as a list."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def value_from_json(raw: Any, kind: VariableType) -> Value | None:
    """The value again. ValueError where it is not one of the variable's type."""
    match kind, raw:
        case _, None:
            return None
        case "date", str():
            return date.fromisoformat(raw)
        case "timestamp", str():
            return datetime.fromisoformat(raw)
        case "multi-code", list() if all(isinstance(v, str) for v in raw):
            return tuple(raw)
        case "boolean", bool():
            return raw
        case "integer", int() if not isinstance(raw, bool):
            return raw
        case "decimal", int() | float() if not isinstance(raw, bool):
            return float(raw)
        case (("text" | "code"), str()):
            return raw
        case _:
            raise ValueError(f"not a value of type {kind}")


def value_from_cache(raw: Any) -> Value | None:
    """What DuckDB gives for a variable's column."""
    return tuple(raw) if isinstance(raw, list) else raw


def same_value(one: Value | None, other: Value | None, kind: VariableType) -> bool:
    """Whether two values of a type say the same.

    Codes of a multi-code in any order; texts without regard to case and spaces; numbers to nine digits; no value is the
    same as no value, and as nothing else.
    """
    if one is None or other is None:
        return one is other
    if isinstance(one, tuple) and isinstance(other, tuple):
        return set(one) == set(other)
    if kind == "decimal" and isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9)
    if kind == "text" and isinstance(one, str) and isinstance(other, str):
        return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
    return one == other
