"""Which records, in which order, as SQL.

Texts of filters are checked and written anew by `expressions.py`; what is searched for is bound. A filter is true for a
record, or the record is not shown: unknown counts as no.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from local_cache.bound_list import SEPARATOR
from local_cache.errors import ColumnMasked, ExpressionRefused, FilterRefused
from local_cache.expressions import Compiled, columns_of, compile_expression
from local_cache.records.columns import (
    SYSTEM,
    Column,
    column_named,
    columns_of_form,
    form_of,
    identifiers_of,
)
from local_cache.records.filter import EVERYTHING, RecordFilter, condition_expression
from local_cache.records.text import day_typed, number_typed
from local_cache.registry import Definition, Form, VariableType
from local_cache.results.counting import quoted
from local_cache.results.summary import SETTLED_QUERIES

NEWEST_FIRST = "event_date"
"""The column records are in the order of, downwards, until somebody asks for another."""

LISTED_IN_ORDER = 40
"""Codes of a list of at most so many stand in the list's order; those of a longer one in that of their values."""


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """A unit's records of one form that fit a filter, in an order.

    sort: the name of a column; equal values stand in the order the registry sent them, missing ones always last.
    language: of the labels that a search looks at; today: what today() stands for.
    """

    registry: str
    form: str
    unit: str
    filter: RecordFilter = EVERYTHING
    sort: str = NEWEST_FIRST
    descending: bool = True
    language: str = "nb"
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class Where:
    """A condition in SQL with what is bound to its question marks; columns: those of the form that it reads."""

    sql: str
    parameters: tuple[str, ...]
    columns: frozenset[str]


def where(definition: Definition, query: RecordQuery) -> Where:
    """The condition for a record of the form's table; FilterRefused says what in the filter was not understood."""
    form, wanted = form_of(definition, query.form), query.filter
    parts, parameters = ["unit = ?"], [query.unit]
    read: set[str] = set()
    for compiled in _compiled(form, wanted, query.today):
        parts.append(compiled.sql)
        read |= compiled.columns
    if wanted.records:
        parts.append("record_id IN (SELECT unnest(string_split(?, chr(31))))")
        parameters.append(SEPARATOR.join(wanted.records))
    columns = columns_of_form(definition, form, query.language)
    for word in wanted.search.split():
        sql, bound = _found(columns, word)
        parts.append(sql)
        parameters += bound
    if wanted.flagged:
        sql, bound = _flagged(definition, form, query)
        parts.append(sql)
        parameters += bound
    return Where(" AND ".join(f"({part})" for part in parts), tuple(parameters), frozenset(read))


def identifiers_read(definition: Definition, query: RecordQuery) -> frozenset[str]:
    """The direct identifiers whose values a filter asks for; whether one is there at all is no secret."""
    form, asked = form_of(definition, query.form), query.filter
    hidden = identifiers_of(form)
    by_value = [(n, c) for n, c in asked.conditions if n in hidden and type(c).__name__ not in ("Missing", "Present")]
    columns = columns_of(form)
    typed: set[str] = set()
    for text in asked.expressions:
        typed |= _expression(text, columns, query.today).columns & hidden
    return frozenset({n for n, _ in by_value} | typed)


def order_by(definition: Definition, query: RecordQuery) -> str:
    """What follows ORDER BY; ColumnMasked for a column that holds an identifier: an order tells something of it."""
    column = sorting_column(definition, query)
    down = " DESC" if query.descending else ""
    return f"{sort_key(column)}{down} NULLS LAST, rowid"


def sorting_column(definition: Definition, query: RecordQuery) -> Column:
    columns = columns_of_form(definition, form_of(definition, query.form), query.language)
    column = column_named(columns, query.sort)
    if column.masked:
        raise ColumnMasked(column=column.name)
    return column


def sort_key(column: Column) -> str:
    """SQL of what a column is sorted by. Texts stand as Norwegians sort them (å last), capitals as small letters."""
    name = f'"{column.name}"'
    if column.type == "code" and 0 < len(column.codes) <= LISTED_IN_ORDER:
        places = " ".join(f"WHEN {quoted(value)} THEN {i}" for i, (value, _) in enumerate(column.codes))
        return f"CASE {name} {places} ELSE CASE WHEN {name} IS NOT NULL THEN {len(column.codes)} END END"
    if is_collated(column):
        return f"replace(lower({name}), 'å', 'ø~')"
    return name


def is_collated(column: Column) -> bool:
    """Whether the column is sorted as people sort words; ids are sorted as they are."""
    return column.type == "text" and column.name not in SYSTEM


def broken_rules(definition: Definition, form: Form, today: date) -> dict[str, str]:
    """The form's rules that can be computed, by id: SQL that is true where a record breaks the rule."""
    columns = columns_of(form)
    broken = {}
    for rule in definition.rules:
        if rule.form == form.id:
            try:
                compiled = compile_expression(rule.expression, columns, wanted="boolean", today=today)
            except ExpressionRefused:
                continue  # said where the definition is shown
            broken[rule.id] = f"({compiled.sql}) IS FALSE"
    return broken


def _compiled(form: Form, asked: RecordFilter, today: date) -> Iterable[Compiled]:
    open_to_filters: dict[str, VariableType] = {**SYSTEM, **columns_of(form)}
    for name, condition in asked.conditions:
        kind = open_to_filters.get(name)
        if kind is None:
            raise FilterRefused(reason=f"there is no column “{name[:60]}”")
        yield _expression(condition_expression(name, kind, condition), open_to_filters, today)
    columns = columns_of(form)
    for text in asked.expressions:
        yield _expression(text, columns, today)


def _expression(text: str, columns: dict[str, VariableType], today: date) -> Compiled:
    try:
        return compile_expression(text, columns, wanted="boolean", today=today)
    except ExpressionRefused as refusal:
        raise FilterRefused(**refusal.facts) from None


def _found(columns: tuple[Column, ...], word: str) -> tuple[str, list[str]]:
    """Where one word is found: in texts and labels anywhere, in numbers and dates as a whole. Never in identifiers."""
    parts: list[str] = []
    bound: list[str] = []
    number, day = number_typed(word), day_typed(word)
    folded = word.casefold()
    for column in columns:
        name = f'"{column.name}"'
        if column.masked:
            continue
        if column.is_coded and column.codes:
            values = ", ".join(quoted(value) for value, label in column.codes if folded in label.casefold())
            if values and column.type == "multi-code":
                parts.append(f"list_has_any({name}, [{values}])")
            elif values:
                parts.append(f"{name} IN ({values})")
        elif column.type in ("text", "code"):
            parts.append(f"contains(lower({name}), lower(?))")
            bound.append(word)
        elif column.is_number and number is not None:
            parts.append(f"{name} = CAST(? AS DOUBLE)")
            bound.append(repr(number))
        elif column.is_date and day is not None:
            parts.append(f"CAST({name} AS DATE) = CAST(? AS DATE)")
            bound.append(day.isoformat())
    return " OR ".join(parts), bound


def _flagged(definition: Definition, form: Form, query: RecordQuery) -> tuple[str, list[str]]:
    asked = """
        record_id IN (
            SELECT record_id FROM query WHERE registry = ? AND unit = ? AND form = ?
            AND NOT list_contains(string_split(?, chr(31)), state)
        )"""
    bound = [query.registry, query.unit, query.form, SEPARATOR.join(SETTLED_QUERIES)]
    return " OR ".join([asked, *broken_rules(definition, form, query.today).values()]), bound
