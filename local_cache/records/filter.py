"""Which records a person wants to see: conditions on columns, expressions, a search, what is flagged.

A filter is a value: it goes from page to page, into a saved view as JSON, and (`query.py`) into SQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
from msgspec import structs

from local_cache.registry import VariableType


class Contains(msgspec.Struct, frozen=True, tag="contains"):
    """The text holds this anywhere, capital and small letters alike."""

    text: str


class Equals(msgspec.Struct, frozen=True, tag="equals"):
    """The text is exactly this: how an identifier is looked up."""

    text: str


class Between(msgspec.Struct, frozen=True, tag="between"):
    """The number lies between these, both included; None where it is open."""

    low: float | None = None
    high: float | None = None


class During(msgspec.Struct, frozen=True, tag="during"):
    """The date, or the day of the moment, lies between these, both included; None where it is open."""

    first: date | None = None
    last: date | None = None


class OneOf(msgspec.Struct, frozen=True, tag="one-of"):
    """The code is one of these ("true" and "false" of a boolean; of several codes, any); `or_missing`: or not there."""

    values: tuple[str, ...] = ()
    or_missing: bool = False


class Missing(msgspec.Struct, frozen=True, tag="missing"):
    """There is no value."""


class Present(msgspec.Struct, frozen=True, tag="present"):
    """There is a value."""


Condition = Contains | Equals | Between | During | OneOf | Missing | Present


class RecordFilter(msgspec.Struct, frozen=True, omit_defaults=True):
    """All of it must hold for a record.

    conditions: at most one for each column, by the column's name; expressions: in the language of
    `docs/expressions.md`; called: what the expressions are called, in the words of whoever made them; records: only
    these record ids (empty: all); search: every word is found somewhere in the record; flagged: there is an open query
    about it or it breaks a rule.
    """

    conditions: tuple[tuple[str, Condition], ...] = ()
    expressions: tuple[str, ...] = ()
    called: str = ""
    records: tuple[str, ...] = ()
    search: str = ""
    flagged: bool = False

    def __bool__(self) -> bool:
        return bool(self.conditions or self.expressions or self.records or self.search.strip() or self.flagged)

    def on(self, column: str) -> Condition | None:
        """The condition on a column."""
        return dict(self.conditions).get(column)

    def with_condition(self, column: str, condition: Condition | None) -> RecordFilter:
        """The same with another condition on a column, or none."""
        kept = tuple((name, c) for name, c in self.conditions if name != column)
        if condition is not None:
            kept = (*kept, (column, condition))
        return structs.replace(self, conditions=kept)

    def within(self, columns: Iterable[str]) -> RecordFilter:
        """The same without conditions on other columns than these."""
        known = set(columns)
        return structs.replace(self, conditions=tuple((n, c) for n, c in self.conditions if n in known))


EVERYTHING = RecordFilter()


def condition_expression(column: str, kind: VariableType, condition: Condition) -> str:
    """The condition in the language of expressions, such as "(age >= 75) AND (age <= 84)"."""
    match condition:
        case Contains(text):
            return f"contains({column}, {_literal(text)})"
        case Equals(text):
            return f"{column} = {_same(kind, text)}"
        case Between(low, high):
            return _both(column, _number(low), "<=", _number(high))
        case During(first, last):
            after = "<="
            end = last
            if kind == "timestamp" and last is not None and last < date.max:
                after, end = "<", last + timedelta(days=1)
            return _both(column, _date(first), after, _date(end))
        case OneOf(values, or_missing):
            parts = [_any_of(column, kind, values)] if values else []
            if or_missing:
                parts.append(f"{column} IS NULL")
            return " OR ".join(parts) or "FALSE"
        case Missing():
            return f"{column} IS NULL"
        case Present():
            return f"{column} IS NOT NULL"


def _any_of(column: str, kind: VariableType, values: tuple[str, ...]) -> str:
    if kind == "boolean":
        return " OR ".join(f"{column} IS {'TRUE' if value == 'true' else 'FALSE'}" for value in values)
    if kind == "multi-code":
        return " OR ".join(f"has({column}, {_literal(value)})" for value in values)
    return f"{column} IN ({', '.join(_literal(value) for value in values)})"


def _both(column: str, low: str | None, upto: str, high: str | None) -> str:
    parts = [f"({column} >= {low})"] if low is not None else []
    if high is not None:
        parts.append(f"({column} {upto} {high})")
    return " AND ".join(parts) or f"{column} IS NOT NULL"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _number(value: float | None) -> str | None:
    if value is None:
        return None
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _date(day: date | None) -> str | None:
    return None if day is None else f"DATE '{day.isoformat()}'"


def _same(kind: VariableType, text: str) -> str:
    """What was typed, as a value of the column's type; the language refuses what is none."""
    if kind in ("integer", "decimal"):
        return text
    return f"DATE {_literal(text)}" if kind in ("date", "timestamp") else _literal(text)
