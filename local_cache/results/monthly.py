"""Own results per month in the cache, kept up to date in proportion to what changed.

`counting.py` says what is counted; here its counts are put into `monthly_results` and `monthly_values` as the unit's
own, the days of rare events among the values. The publisher of a registry imports `counting_queries` from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from local_cache.registry import Definition, Form, record_table
from local_cache.results.counting import CountingQueries, Refusal, counting_queries, quoted, refusals

if TYPE_CHECKING:
    import duckdb


__all__ = ["CountingQueries", "Refusal", "counting_change", "counting_queries", "recount", "refusals"]


def recount(cursor: duckdb.DuckDBPyConnection, definition: Definition, unit: str, form: Form | None = None) -> None:
    """Replaces the unit's own counts by counts of all its records, of one form or of every form.

    For a first synchronisation, a new epoch or a new definition. The cursor is that of an open writing transaction; the
    record tables have every variable of the definition.
    """
    of_form = [i.id for i in definition.indicators if form is not None and i.form == form.id]
    for table in ("monthly_results", "monthly_values"):
        cursor.execute(
            f"DELETE FROM {table} WHERE registry = ? AND unit = ? AND own AND (? OR list_contains(?, indicator))",
            [definition.registry, unit, form is None, of_form],
        )
    for counted in definition.forms if form is None else (form,):
        records = f"(SELECT * FROM {record_table(definition.registry, counted.id)} WHERE unit = {quoted(unit)})"
        queries = counting_queries(definition, counted, records)
        if queries.results:
            cursor.execute(_INSERT_RESULTS.format(counted=f"({queries.results})"), [definition.registry])
        if queries.own_values:
            cursor.execute(_INSERT_VALUES.format(counted=f"({queries.own_values})"), [definition.registry])


@contextmanager
def counting_change(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, form: Form, unit: str, touched: str
) -> Iterator[None]:
    """Keeps the unit's own counts right while records of one form change.

    touched: a quoted table name or a query in parentheses, with the column record_id: every record that may be
    inserted, changed or deleted inside the block (more than that does no harm). What those records counted for before
    the block is taken away and what they count for after it is added, in the touched cells alone; the result equals a
    recount.

        with cache.writing() as cursor:
            cursor.execute("CREATE TEMP TABLE incoming AS SELECT … FROM read_parquet(…)")
            with counting_change(cursor, definition, form, unit, "incoming"):
                cursor.execute(f"DELETE FROM {table} WHERE record_id IN (SELECT record_id FROM incoming)")
                cursor.execute(f"INSERT INTO {table} SELECT … FROM incoming WHERE op = 'u'")

    `touched` must stay as it is until the block has ended. An exception in the block leaves the counts as they were and
    the transaction to be rolled back by whoever opened it.
    """
    queries = counting_queries(definition, form, "touched_record")
    if not (queries.results or queries.own_values):
        yield
        return
    _count_touched(cursor, definition, form, unit, touched, queries, "before")
    yield
    _count_touched(cursor, definition, form, unit, touched, queries, "after")
    if queries.results:
        _apply(cursor, definition.registry, unit, "results", _RESULT_CELL, _RESULT_COUNTS, _INSERT_RESULTS)
    if queries.own_values:
        _apply(cursor, definition.registry, unit, "values", _VALUE_CELL, _VALUE_COUNTS, _INSERT_VALUES)


_INSERT_RESULTS = """
INSERT INTO monthly_results (registry, indicator, subgroup, unit, own, month, numerator, denominator, total, squares,
    published, withheld, provisional)
SELECT ?, indicator, subgroup, unit, TRUE, month, numerator, denominator, total, squares, NULL, FALSE, FALSE
FROM {counted}
"""

_INSERT_VALUES = """
INSERT INTO monthly_values (registry, indicator, subgroup, unit, own, month, measure, n)
SELECT ?, indicator, subgroup, unit, TRUE, month, measure, n
FROM {counted}
"""

_RESULT_CELL = ("indicator", "subgroup", "month")
_RESULT_COUNTS = ("denominator", "numerator", "total", "squares")
_VALUE_CELL = ("indicator", "subgroup", "month", "measure")
_VALUE_COUNTS = ("n",)
"""A cell is there while its first count is above zero."""


def _count_touched(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    form: Form,
    unit: str,
    touched: str,
    queries: CountingQueries,
    when: str,
) -> None:
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE touched_record AS
        SELECT * FROM {record_table(definition.registry, form.id)}
        WHERE unit = {quoted(unit)} AND record_id IN (SELECT record_id FROM {touched})
        """
    )
    if queries.results:
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE results_{when} AS {queries.results}")
    if queries.own_values:
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE values_{when} AS {queries.own_values}")
    cursor.execute("DROP TABLE touched_record")


def _apply(
    cursor: duckdb.DuckDBPyConnection,
    registry: str,
    unit: str,
    what: str,
    cell: tuple[str, ...],
    counts: tuple[str, ...],
    insert: str,
) -> None:
    """Adds `{what}_after` minus `{what}_before` to the own rows of `monthly_{what}`, writing only what differs."""
    cells = ", ".join(cell)
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE changed_cell AS
        SELECT {cells}, {", ".join(f"sum({count}) AS {count}" for count in counts)}
        FROM (
            SELECT {cells}, {", ".join(counts)} FROM {what}_after
            UNION ALL SELECT {cells}, {", ".join(f"-{count}" for count in counts)} FROM {what}_before
        )
        GROUP BY {cells} HAVING {" OR ".join(f"sum({count}) <> 0" for count in counts)}
        """
    )
    same = " AND ".join(f"monthly_{what}.{column} = changed_cell.{column}" for column in cell)
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE old_cell AS
        SELECT monthly_{what}.rowid AS place, {cells}, {", ".join(counts)}
        FROM monthly_{what} SEMI JOIN changed_cell ON {same} WHERE registry = ? AND unit = ? AND own
        """,
        [registry, unit],
    )
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE new_cell AS
        SELECT {cells}, {quoted(unit)} AS unit, {", ".join(f"sum({count}) AS {count}" for count in counts)}
        FROM (
            SELECT {cells}, {", ".join(counts)} FROM changed_cell
            UNION ALL SELECT {cells}, {", ".join(counts)} FROM old_cell
        )
        GROUP BY {cells} HAVING sum({counts[0]}) > 0
        """
    )
    cursor.execute(f"DELETE FROM monthly_{what} WHERE rowid IN (SELECT place FROM old_cell)")
    cursor.execute(insert.format(counted="new_cell"), [registry])
    for table in ("changed_cell", "old_cell", "new_cell", f"{what}_before", f"{what}_after"):
        cursor.execute(f"DROP TABLE {table}")
