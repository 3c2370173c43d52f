"""Records as rows of JSON values: read from a table, made into a relation again, and with a correction laid over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import duckdb
import msgspec

from local_cache.bound_list import SEPARATOR
from local_cache.registry import Definition, Form, record_table
from local_cache.sync.messages import Change, Value
from local_cache.sync.record_tables import record_columns

Row = dict[str, Value]
"""A record: every system column and variable of its form."""


def read_rows(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, form: Form, unit: str, records: Iterable[str]
) -> dict[str, Row]:
    """The unit's records of that form by id; those that are not there are left out."""
    relation = f"(FROM {record_table(definition.registry, form.id)} WHERE unit = ? AND {AMONG})"
    return rows_of(cursor, form, relation, [unit, SEPARATOR.join(records)])


def read_row(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, form: Form, unit: str, record: str
) -> Row | None:
    return read_rows(cursor, definition, form, unit, [record]).get(record)


AMONG = "record_id IN (SELECT unnest(string_split(?, chr(31))))"
"""A condition whose parameter is the wanted ids, joined by SEPARATOR."""


def rows_of(
    cursor: duckdb.DuckDBPyConnection, form: Form, relation: str, parameters: Sequence[object] = ()
) -> dict[str, Row]:
    """The rows of a relation that has the form's columns, by record id."""
    packed = ", ".join(
        f'"{name}" := ' + (f'CASE WHEN isfinite("{name}") THEN "{name}" END' if kind == "DOUBLE" else f'"{name}"')
        for name, kind in record_columns(form).items()
    )
    # As one text for each record: dates outside Python's calendar are texts like all others.
    texts = cursor.execute(
        f"SELECT record_id, CAST(to_json(struct_pack({packed})) AS VARCHAR) FROM {relation} AS record", list(parameters)
    ).fetchall()
    return {record: msgspec.json.decode(text, type=Row) for record, text in texts}


def relation_of(form: Form, only: Collection[str] | None = None) -> str:
    """A query in parentheses with the form's typed columns (or some of them); its one parameter is `as_text(rows)`."""
    columns = {name: kind for name, kind in record_columns(form).items() if only is None or name in only}
    schema = msgspec.json.encode([columns]).decode()
    return f"(SELECT record.* FROM (SELECT unnest(from_json(?, '{schema}')) AS record))"


def as_text(rows: Iterable[Mapping[str, Value]]) -> str:
    return msgspec.json.encode(list(rows)).decode()


def laid_over(form: Form, row: Row, changes: Iterable[Change]) -> Row:
    """The record as it will be when the changes are in: also its event date, which follows one of the variables.

    Changes of variables the record does not have are left out.
    """
    over = {**row, **{change.variable: change.new for change in changes if change.variable in row}}
    event = over.get(form.event_date)
    over["event_date"] = event[:10] if isinstance(event, str) else None
    return over
