"""What a column holds, over the records of a query: how many values, which, and how they spread."""

from __future__ import annotations

import duckdb

from local_cache.records.columns import Column, column_named, columns_of_form, form_of
from local_cache.records.query import RecordQuery, where
from local_cache.records.record import ColumnStatistics, Spread
from local_cache.records.text import Value
from local_cache.records.window import as_date
from local_cache.registry import Definition, record_table

MOST_FREQUENT = 12


def column_statistics(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, query: RecordQuery, name: str
) -> ColumnStatistics:
    """The statistics of a column; ColumnNotHere, FilterRefused. Of an identifier only how many there are."""
    column = column_named(columns_of_form(definition, form_of(definition, query.form), query.language), name)
    fits = where(definition, query)
    value = _value(column)
    records = f"(SELECT {value} AS _value FROM {record_table(query.registry, query.form)} WHERE {fits.sql})"
    bound = list(fits.parameters)
    spread = f", {_spread(column)}" if _spreads(column) else ""
    each = "unnest(list_distinct(_value))" if column.type == "multi-code" else "_value"
    n, known, *ends = cursor.execute(f"SELECT count(*), count(_value){spread} FROM {records}", bound).fetchall()[0]
    # Values are counted before they leave the database: few come here, however many records there are.
    single = f"(SELECT {each} AS _each FROM {records})"
    counted = f"(SELECT _each, count(*) AS _n FROM {single} WHERE _each IS NOT NULL GROUP BY _each)"
    (distinct,) = cursor.execute(f"SELECT count(*) FROM {counted}", bound).fetchall()[0]
    frequent: list[tuple[Value, int]] = []
    if not column.masked:
        rows = cursor.execute(
            f"SELECT {_written(column, '_each')}, _n FROM {counted} ORDER BY _n DESC, _each LIMIT {MOST_FREQUENT}",
            bound,
        ).fetchall()
        frequent = [(_read(column, v), times) for v, times in rows]
    return ColumnStatistics(
        column=column,
        n=n,
        missing=n - known,
        unknown=_unknown(cursor, column, counted, bound),
        distinct=distinct,
        spread=Spread(*(_read(column, end) for end in ends)) if spread and known else None,
        frequent=tuple(frequent),
        others=distinct - len(frequent),
    )


def _unknown(
    cursor: duckdb.DuckDBPyConnection, column: Column, counted: str, bound: list[str]
) -> tuple[tuple[str, int], ...]:
    if not column.unknown:
        return ()
    rows = cursor.execute(
        f"SELECT _each, _n FROM {counted} WHERE list_contains(string_split(?, chr(31)), _each) ORDER BY _each",
        [*bound, chr(31).join(sorted(column.unknown))],
    ).fetchall()
    return tuple(rows)


def _value(column: Column) -> str:
    """What counts as a value: numbers that are none (infinite, NaN) have no place in a spread."""
    name = f'"{column.name}"'
    return f"CASE WHEN isfinite({name}) THEN {name} END" if column.type == "decimal" or column.is_date else name


def _spreads(column: Column) -> bool:
    return not column.masked and (column.is_number or column.is_date)


def _spread(column: Column) -> str:
    how = "quantile_cont" if column.is_number else "quantile_disc"
    quartiles = (f"{how}(_value, [0.25, 0.5, 0.75])[{i}]" for i in (1, 2, 3))  # one list, so they are computed at once
    ends = ["min(_value)", *quartiles, "max(_value)"]
    return ", ".join(_written(column, end) for end in ends)


def _written(column: Column, sql: str) -> str:
    return f"CAST({sql} AS VARCHAR)" if column.is_date else sql


def _read(column: Column, value: Value) -> Value:
    return as_date(value, column.type == "timestamp") if column.is_date and isinstance(value, str) else value
