"""A table of any length, a window at a time: how many records there are, the order they are in, a page of them.

The order is an array of DuckDB's row ids, four bytes for each record. A page is then read by its ids: 26 ms for 50 rows
of 60 columns anywhere in 10 million, where OFFSET took 400 ms at every step (`benchmarks/records.py` measures).

Row ids hold until the table is changed, and a checkpoint later moves them again. Every order therefore carries a
`Stamp` of the table it was made from, and a page that no longer fits it is refused (RecordsMoved) rather than wrong.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import duckdb
import msgspec
import numpy as np
from numpy.typing import NDArray

from local_cache.bound_list import SEPARATOR
from local_cache.errors import RecordsMoved
from local_cache.records.columns import Column, columns_of_form, form_of
from local_cache.records.query import RecordQuery, broken_rules, is_collated, order_by, sort_key, sorting_column, where
from local_cache.records.record import Flag, RecordRow
from local_cache.records.text import MASKED, Value
from local_cache.registry import Definition, Form, record_table, text_in
from local_cache.results.counting import quoted
from local_cache.results.summary import SETTLED_QUERIES

FEW = 100_000
"""So many records are put in order while one waits; of more, the first page comes first."""

RowIds = NDArray[np.uint32] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What shows that a table is not as it was: its rows, its last row id, how far its feeds have come."""

    rows: int
    last: int
    feeds: str


@dataclass(frozen=True, slots=True)
class Order:
    """The row ids of all records of a query, in its order."""

    ids: RowIds
    stamp: Stamp

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Start:
    """What can be shown at once.

    total: the unit's records of the form; matching: those that fit the filter; order: of all of them, or only of the
    first ones where there are many (`complete` tells).
    """

    total: int
    matching: int
    order: Order

    @property
    def complete(self) -> bool:
        return len(self.order) == self.matching


def count(cursor: duckdb.DuckDBPyConnection, definition: Definition, query: RecordQuery) -> int:
    """How many records fit the query's filter; FilterRefused where it is not understood."""
    fits = where(definition, query)
    row = cursor.execute(f"SELECT count(*) FROM {_table(query)} WHERE {fits.sql}", list(fits.parameters)).fetchone()
    return int(row[0]) if row else 0


def start(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, query: RecordQuery, first: int, few: int = FEW
) -> Start:
    """The counts, and the order of the first records: of all, where there are at most `few`.

    FilterRefused, FormNotHere, ColumnNotHere, ColumnMasked where the query asks for what is not there.
    """
    with _snapshot(cursor):
        everything = RecordQuery(query.registry, query.form, query.unit)
        total = count(cursor, definition, everything)
        matching = count(cursor, definition, query) if query.filter else total
        if matching <= few:
            return Start(total, matching, _order(cursor, definition, query))
        fits = where(definition, query)
        rows = cursor.execute(
            f"SELECT rowid FROM {_table(query)} WHERE {fits.sql} ORDER BY {order_by(definition, query)} LIMIT {first}",
            list(fits.parameters),
        ).fetchnumpy()
        return Start(total, matching, Order(_small(rows["rowid"]), _stamp(cursor, query.registry, query.form)))


def order(cursor: duckdb.DuckDBPyConnection, definition: Definition, query: RecordQuery) -> Order:
    """All row ids in the query's order; its errors are those of `start`. A running sort ends when it is interrupted."""
    with _snapshot(cursor):
        return _order(cursor, definition, query)


def read_page(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    query: RecordQuery,
    stamp: Stamp,
    ids: Sequence[int],
    columns: Sequence[Column],
) -> tuple[RecordRow, ...]:
    """The records of these row ids, in their order. RecordsMoved where the table is not what the ids were made from.

    At most `ROWS_BY_ID` of `engine.py` at a time are read without looking at every row.
    """
    form = form_of(definition, query.form)
    with _snapshot(cursor):
        if _stamp(cursor, query.registry, query.form) != stamp:
            raise RecordsMoved()
        if not ids:
            return ()
        # One bound text: for a list the client would look for packages that are not installed.
        rows = read_rows(
            cursor,
            definition,
            form,
            query.unit,
            "rowid IN (SELECT CAST(unnest(string_split(?, ',')) AS BIGINT))",
            ",".join(str(int(i)) for i in ids),
            columns,
            query.language,
            query.today,
        )
    if len(rows) != len(ids):
        raise RecordsMoved()
    return tuple(rows[int(i)] for i in ids)


def read_rows(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    form: Form,
    unit: str,
    condition: str,
    bound: str,
    columns: Sequence[Column],
    language: str,
    today: date,
) -> dict[int, RecordRow]:
    """The unit's records for which a condition in SQL with one question mark holds, by row id. Few, please."""
    rules = broken_rules(definition, form, today)
    broken = ", ".join(f"CASE WHEN {sql} THEN {quoted(rule)} END" for rule, sql in rules.items())
    table = record_table(definition.registry, form.id)
    selected = ", ".join(_selected(column) for column in columns) or "NULL"
    rows = cursor.execute(
        f"""
        SELECT rowid, record_id, episode, list_filter([{broken}]::VARCHAR[], lambda r: r IS NOT NULL), {selected}
        FROM {table} WHERE unit = ? AND {condition}
        """,
        [unit, bound],
    ).fetchall()
    asked = _open_queries(cursor, definition.registry, form.id, unit, [row[1] for row in rows])
    by_id = {rule.id: rule for rule in definition.rules}
    read = [(i, column) for i, column in enumerate(columns) if column.is_date or column.type == "multi-code"]
    found = {}
    for place, record_id, episode, broken_ids, *values in rows:
        flags = [
            Flag("rule", r, by_id[r].severity, by_id[r].variables, text_in(by_id[r].message, language))
            for r in broken_ids
        ]
        for i, column in read:
            values[i] = _value(column, values[i])
        shown = tuple(values[: len(columns)])
        found[place] = RecordRow(record_id, episode, shown, (*flags, *asked.get(record_id, ())))
    return found


def records_named(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    query: RecordQuery,
    names: Sequence[str],
) -> tuple[RecordRow, ...]:
    """The unit's records of these ids with all their columns, in the ids' order; those that are gone are left out."""
    form = form_of(definition, query.form)
    columns = columns_of_form(definition, form, query.language)
    rows = read_rows(
        cursor,
        definition,
        form,
        query.unit,
        "record_id IN (SELECT unnest(string_split(?, chr(31))))",
        SEPARATOR.join(names),
        columns,
        query.language,
        query.today,
    )
    by_name = {row.record_id: row for row in rows.values()}
    return tuple(by_name[name] for name in names if name in by_name)


def _order(cursor: duckdb.DuckDBPyConnection, definition: Definition, query: RecordQuery) -> Order:
    fits, table, column = where(definition, query), _table(query), sorting_column(definition, query)
    if is_collated(column):
        # Each different text is put in its place once, and records are then sorted by numbers: as fast as comparing
        # bytes, in the order of the language, and quick to interrupt.
        down = "DESC" if query.descending else ""
        rows = cursor.execute(
            f"""
            WITH place AS MATERIALIZED (
                SELECT _text, dense_rank() OVER (ORDER BY {sort_key(replace(column, name="_text"))}) AS _place
                FROM (SELECT DISTINCT "{column.name}" AS _text FROM {table} WHERE {fits.sql})
            )
            SELECT _id AS rowid FROM (
                SELECT _place, _id FROM (SELECT "{column.name}" AS _text, rowid AS _id FROM {table} WHERE {fits.sql})
                LEFT JOIN place USING (_text)
            ) ORDER BY _place {down} NULLS LAST, _id
            """,
            [*fits.parameters, *fits.parameters],
        ).fetchnumpy()
    else:
        rows = cursor.execute(
            f"SELECT rowid FROM {table} WHERE {fits.sql} ORDER BY {order_by(definition, query)}", list(fits.parameters)
        ).fetchnumpy()
    return Order(_small(rows["rowid"]), _stamp(cursor, query.registry, query.form))


def _small(ids: NDArray[np.int64]) -> RowIds:
    """Four bytes for each id while they fit."""
    if len(ids) == 0 or int(ids.max()) <= np.iinfo(np.uint32).max:
        return ids.astype(np.uint32)
    return ids


def _stamp(cursor: duckdb.DuckDBPyConnection, registry: str, form: str) -> Stamp:
    table = record_table(registry, form)
    (rows,) = cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0]
    # Of so many rows the last id is at least this, and DuckDB need not look at those before it.
    row = cursor.execute(
        f"""
        SELECT max(rowid), (
            SELECT string_agg(concat_ws('/', unit, epoch, cursor, digest), ' ' ORDER BY unit)
            FROM feed WHERE registry = ? AND name = ?
        ) FROM {table} WHERE rowid >= ?
        """,
        [registry, f"records/{form}", rows - 1],
    ).fetchone()
    assert row is not None
    return Stamp(rows, -1 if row[0] is None else row[0], row[1] or "")


@contextlib.contextmanager
def _snapshot(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Several statements that see the table as it is at one moment."""
    cursor.execute("BEGIN TRANSACTION")
    try:
        yield
    finally:
        with contextlib.suppress(duckdb.Error):
            cursor.execute("ROLLBACK")


def _table(query: RecordQuery) -> str:
    return record_table(query.registry, query.form)


def _selected(column: Column) -> str:
    """SQL of a value. An identifier never leaves the table; dates travel as text, for not all of them are Python's."""
    name = f'"{column.name}"'
    if column.masked:
        return f"CASE WHEN {name} IS NOT NULL THEN {quoted(MASKED)} END"
    return f"CAST({name} AS VARCHAR)" if column.is_date else name


def _value(column: Column, value: Any) -> Value:
    """What does not come out of the database as it is shown: dates, and lists of codes."""
    if value is None or column.masked:
        return value  # type: ignore[no-any-return]
    if column.is_date:
        return as_date(value, column.type == "timestamp")
    return tuple(str(v) for v in value if v is not None)


def as_date(text: str, with_time: bool) -> date | datetime | str:
    """The date DuckDB wrote as text; the text itself where no calendar has it ("infinity", years before Christ)."""
    try:
        return datetime.fromisoformat(text) if with_time else date.fromisoformat(text)
    except ValueError:
        return text


def _open_queries(
    cursor: duckdb.DuckDBPyConnection, registry: str, form: str, unit: str, names: Sequence[str]
) -> dict[str, list[Flag]]:
    found: dict[str, list[Flag]] = {}
    rows = cursor.execute(
        """
        SELECT record_id, id, coalesce(severity, ''), coalesce(variable, ''), messages FROM query
        WHERE registry = ? AND unit = ? AND form = ? AND list_contains(string_split(?, chr(31)), record_id)
        AND NOT list_contains(string_split(?, chr(31)), state) ORDER BY opened_at, id
        """,
        [registry, unit, form, SEPARATOR.join(names), SEPARATOR.join(SETTLED_QUERIES)],
    ).fetchall()
    for record_id, id_, severity, variable, messages in rows:
        about = (variable,) if variable else ()
        found.setdefault(record_id, []).append(Flag("query", id_, severity, about, _first_words(messages)))
    return found


def _first_words(messages: str | None) -> str:
    """What the registry asked, from [{author, at, text}]."""
    listed = msgspec.json.decode(messages) if messages else []
    return str(listed[0].get("text", "")) if listed else ""
