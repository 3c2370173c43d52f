"""The typed tables that hold a registry's records, built from its definition and altered when that changes."""

from __future__ import annotations

import duckdb

from local_cache.registry import COLUMN_TYPES, SYSTEM_COLUMNS, Definition, Form, record_table

_WIDENS = {
    ("BIGINT", "DOUBLE"),
    ("DATE", "TIMESTAMP"),
    ("BIGINT", "VARCHAR"),
    ("DOUBLE", "VARCHAR"),
    ("BOOLEAN", "VARCHAR"),
    ("DATE", "VARCHAR"),
    ("TIMESTAMP", "VARCHAR"),
}


def record_columns(form: Form) -> dict[str, str]:
    """Names and DuckDB types of a form's record columns."""
    return {**SYSTEM_COLUMNS, **{v.id: COLUMN_TYPES[v.type] for v in form.variables}}


def forms_to_fetch_anew(cursor: duckdb.DuckDBPyConnection, definition: Definition) -> tuple[str, ...]:
    """Forms whose records cannot be carried over into what the definition wants: a variable has an unlike type."""
    anew = []
    for form in definition.forms:
        there = _columns(cursor, record_table(definition.registry, form.id))
        wanted = record_columns(form)
        if any(there.get(n, t) != t and (there[n], t) not in _WIDENS for n, t in wanted.items()):
            anew.append(form.id)
    return tuple(anew)


def shape_record_tables(cursor: duckdb.DuckDBPyConnection, definition: Definition) -> None:
    """Make the tables fit the definition, within the caller's transaction.

    New variables get a column, wider ones a wider type, and what has gone keeps its column. A form of
    `forms_to_fetch_anew` gets an empty table: the caller fills it in the same transaction.
    """
    anew = forms_to_fetch_anew(cursor, definition)
    for form in definition.forms:
        table = record_table(definition.registry, form.id)
        there, wanted = _columns(cursor, table), record_columns(form)
        if not there or form.id in anew:
            cursor.execute(_create(table, wanted))
            continue
        for name, kind in wanted.items():
            if name not in there:
                cursor.execute(f'ALTER TABLE {table} ADD COLUMN "{name}" {kind}')
            elif there[name] != kind:
                cursor.execute(f'ALTER TABLE {table} ALTER "{name}" SET DATA TYPE {kind}')


def _columns(cursor: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    rows = cursor.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'cache' AND table_name = ?",
        [table.strip('"')],
    ).fetchall()
    return dict(rows)


def _create(table: str, columns: dict[str, str]) -> str:
    named = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    return f"CREATE OR REPLACE TABLE {table} ({named})"
