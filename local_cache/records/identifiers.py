"""The way to a direct identifier: a deliberate act, in the audit log before anything is read."""

from __future__ import annotations

import duckdb

from local_cache import audit
from local_cache.errors import ColumnNotHere, RecordNotHere
from local_cache.ledger import Ledger
from local_cache.records.columns import column_named, columns_of_form, form_of, identifiers_of
from local_cache.records.query import RecordQuery, identifiers_read
from local_cache.records.text import Value
from local_cache.records.window import as_date
from local_cache.registry import Definition, record_table

REVEALED = "revealed"
LOOKED_UP = "looked-up"
EXPORTED = "identifiers-exported"


def reveal(
    cursor: duckdb.DuckDBPyConnection,
    ledger: Ledger,
    definition: Definition,
    form: str,
    unit: str,
    record: str,
    name: str,
) -> Value:
    """An identifier of one of the unit's records. Who asked for which of which record is on disk before it is read.

    Raises the Problems of the ledger, and then nothing is revealed; ColumnNotHere, RecordNotHere.
    """
    asked = form_of(definition, form)
    if name not in identifiers_of(asked):
        raise ColumnNotHere(column=name[:60])
    column = column_named(columns_of_form(definition, asked, "nb"), name)
    audit.record(ledger, REVEALED, f"{definition.registry}/{form}/{record}", name)
    table = record_table(definition.registry, form)
    row = cursor.execute(
        f'SELECT CAST("{name}" AS VARCHAR) FROM {table} WHERE unit = ? AND record_id = ?', [unit, record]
    ).fetchone()
    if row is None:
        raise RecordNotHere()
    text = row[0]
    return as_date(text, column.type == "timestamp") if column.is_date and text is not None else text


def log_look_up(ledger: Ledger, definition: Definition, query: RecordQuery) -> bool:
    """Note in the audit log which identifiers a filter asks for by their values, never what; gives whether it does.

    Raises the Problems of the ledger, and then the filter must not be used; FilterRefused.
    """
    names = identifiers_read(definition, query)
    if names:
        audit.record(ledger, LOOKED_UP, f"{query.registry}/{query.form}", ", ".join(sorted(names)))
    return bool(names)
