"""The tables of the pages as tables to pass on: every string is the screen's, every value beside it unrounded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import duckdb

from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.export.cells import csv_cell, quoted
from local_cache.export.provenance import Words
from local_cache.export.table import Cell, Kind, Query, Row, Table, TableColumn
from local_cache.records.columns import Column, columns_of_form, form_of
from local_cache.records.query import RecordQuery, order_by, where
from local_cache.registry import Definition, record_table
from local_cache.results.figure import ComparedUnit, Comparison, Figure, IndicatorResult, Shown, Trend
from local_cache.results.format import EN_DASH, format_count, format_interval, format_value

Labels = Literal["codes", "labels", "both"]
Shape = Literal["wide", "long"]
"""wide: a row for each record, indicator, unit or month; long: a row for each of its values, with what it is."""

_KINDS: dict[str, Kind] = {
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}

MASKED = QT_TRANSLATE_NOOP("Export", "masked")

WHOSE = {
    "own": QT_TRANSLATE_NOOP("Export", "Own unit"),
    "nation": QT_TRANSLATE_NOOP("Export", "Nation"),
    "region": QT_TRANSLATE_NOOP("Export", "Region"),
    "rest": QT_TRANSLATE_NOOP("Export", "The rest of the nation"),
    "previous": QT_TRANSLATE_NOOP("Export", "Own unit, period before"),
    "": "",
}
_PARTS: tuple[tuple[str, str, Kind], ...] = (
    ("value", QT_TRANSLATE_NOOP("Export", "value, unrounded"), "decimal"),
    ("text", QT_TRANSLATE_NOOP("Export", "value"), "text"),
    ("low", QT_TRANSLATE_NOOP("Export", "interval from, unrounded"), "decimal"),
    ("high", QT_TRANSLATE_NOOP("Export", "interval to, unrounded"), "decimal"),
    ("interval", QT_TRANSLATE_NOOP("Export", "95 % interval"), "text"),
    ("numerator", QT_TRANSLATE_NOOP("Export", "numerator"), "integer"),
    ("n", QT_TRANSLATE_NOOP("Export", "n"), "integer"),
    ("shown", QT_TRANSLATE_NOOP("Export", "state of the figure"), "text"),
)
_INDICATOR = QT_TRANSLATE_NOOP("Export", "Indicator id")
_TITLE = QT_TRANSLATE_NOOP("Export", "Indicator")
_ATTAINMENT = QT_TRANSLATE_NOOP("Export", "Attainment")
_CERTAIN = QT_TRANSLATE_NOOP("Export", "Attainment is certain")
_PROVISIONAL = QT_TRANSLATE_NOOP("Export", "Provisional")
_UNIT = QT_TRANSLATE_NOOP("Export", "Unit id")
_NAME = QT_TRANSLATE_NOOP("Export", "Unit")
_IS_OWN = QT_TRANSLATE_NOOP("Export", "Is own unit")
_IS_NATION = QT_TRANSLATE_NOOP("Export", "Is the nation")
_MONTH = QT_TRANSLATE_NOOP("Export", "Month or year")
_PARTIAL = QT_TRANSLATE_NOOP("Export", "Not over yet")
_FIGURE = QT_TRANSLATE_NOOP("Export", "Whose figure")
_MEASURE = QT_TRANSLATE_NOOP("Export", "Measure id")
_MEASURE_LABEL = QT_TRANSLATE_NOOP("Export", "Measure")
_MEASURES = {
    "value": QT_TRANSLATE_NOOP("Export", "value"),
    "low": QT_TRANSLATE_NOOP("Export", "95 % interval from"),
    "high": QT_TRANSLATE_NOOP("Export", "95 % interval to"),
    "numerator": QT_TRANSLATE_NOOP("Export", "numerator"),
    "n": QT_TRANSLATE_NOOP("Export", "n"),
}
_RECORD = QT_TRANSLATE_NOOP("Export", "Record")
_VARIABLE = QT_TRANSLATE_NOOP("Export", "Variable id")
_VARIABLE_LABEL = QT_TRANSLATE_NOOP("Export", "Variable")
_TYPE = QT_TRANSLATE_NOOP("Export", "Type")
_CODE = QT_TRANSLATE_NOOP("Export", "Code")
_LABEL = QT_TRANSLATE_NOOP("Export", "Label")
_VALUE = QT_TRANSLATE_NOOP("Export", "Value")
_NUMBER = QT_TRANSLATE_NOOP("Export", "Value as a number")
_UNIT_OF_MEASUREMENT = QT_TRANSLATE_NOOP("Export", "Unit of measurement")
LABEL_OF = QT_TRANSLATE_NOOP("Export", "{column} (text)")


def indicator_table(
    title: str,
    results: Sequence[IndicatorResult],
    hidden: dict[str, Collection[str]] | None,
    language: str,
    words: Words,
) -> Table:
    """A row for each indicator. hidden: of each, which of its figures are masked ("own", "rest" …); None where the
    table stays in the unit. A table for others has no figure of the period before, which is another selection."""
    whose = ("own", "nation", "region", "rest") + (("previous",) if hidden is None else ())
    columns = [TableColumn("indicator", words(_INDICATOR)), TableColumn("title", words(_TITLE))]
    for name in whose:
        columns += _figure_columns(name, "", words)
    columns += [
        TableColumn("attainment", words(_ATTAINMENT)),
        TableColumn("attainment_certain", words(_CERTAIN), "boolean"),
        TableColumn("provisional", words(_PROVISIONAL), "boolean"),
    ]
    rows: list[Row] = []
    for result in results:
        masked = (hidden or {}).get(result.indicator, ())
        cells: list[Cell] = [result.indicator, result.title]
        for name in whose:
            cells += _figure_cells(getattr(result, name), name in masked, language, words)
        told = result.attainment is not None and "own" not in masked
        cells += [
            result.attainment.value if result.attainment and told else None,
            result.certain if told else None,
            result.own.provisional,
        ]
        rows.append(tuple(cells))
    return Table(title, tuple(columns), tuple(rows))


def comparison_table(
    title: str, comparison: Comparison, number_format: str, hidden: Collection[str], language: str, words: Words
) -> Table:
    """A row for each unit, in the screen's order; masked units stand last, in the order of their ids."""
    columns = [
        TableColumn("unit", words(_UNIT)),
        TableColumn("name", words(_NAME)),
        *_figure_columns("", number_format, words),
        TableColumn("attainment", words(_ATTAINMENT)),
        TableColumn("own", words(_IS_OWN), "boolean"),
        TableColumn("nation", words(_IS_NATION), "boolean"),
    ]
    rows = tuple(
        (
            unit.unit,
            unit.name,
            *_figure_cells(unit.figure, unit.unit in hidden, language, words),
            unit.attainment.value if unit.attainment and unit.unit not in hidden else None,
            unit.own,
            unit.nation,
        )
        for unit in in_order(comparison.units, hidden)
    )
    return Table(title, tuple(columns), rows)


def in_order(units: Sequence[ComparedUnit], hidden: Collection[str]) -> list[ComparedUnit]:
    """The screen's order; masked units last, by their ids: a place between two others would tell what lies between."""
    shown = [u for u in units if u.unit not in hidden]
    return shown + sorted((u for u in units if u.unit in hidden), key=lambda u: u.unit)


def over_time_table(
    title: str, trend: Trend, number_format: str, hidden: Mapping[str, Collection[date]], language: str, words: Words
) -> Table:
    """A row for each month or year. hidden: the masked months of "own" and "nation"."""
    columns = (
        TableColumn("month", words(_MONTH), "date"),
        *_figure_columns("own", number_format, words),
        *_figure_columns("nation", number_format, words),
        TableColumn("partial", words(_PARTIAL), "boolean"),
    )
    rows = tuple(
        (
            own.month,
            *_figure_cells(own.figure, own.month in hidden.get("own", ()), language, words),
            *_figure_cells(nation.figure, own.month in hidden.get("nation", ()), language, words),
            own.partial,
        )
        for own, nation in zip(trend.own, trend.nation, strict=True)
    )
    return Table(title, columns, rows)


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with what it is of. whose: "own", "nation" …, "" where the unit says it; month: None of a whole period;
    hidden: masked."""

    indicator: str
    title: str
    unit: str
    name: str
    whose: str
    month: date | None
    figure: Figure
    hidden: bool
    format: str = ""


def long_table(title: str, figures: Sequence[Placed], language: str, words: Words) -> Table:
    """A row for each indicator, unit, month and measure; a figure of which nothing is shown has a row for its state."""
    columns = (
        TableColumn("indicator", words(_INDICATOR)),
        TableColumn("title", words(_TITLE)),
        TableColumn("unit", words(_UNIT)),
        TableColumn("name", words(_NAME)),
        TableColumn("figure", words(_FIGURE)),
        TableColumn("month", words(_MONTH), "date"),
        TableColumn("measure", words(_MEASURE)),
        TableColumn("measure_label", words(_MEASURE_LABEL)),
        TableColumn("value", words(_PARTS[0][1]), "decimal"),
        TableColumn("text", words(_PARTS[1][1])),
        TableColumn("shown", words(_PARTS[-1][1])),
        TableColumn("provisional", words(_PROVISIONAL), "boolean"),
    )
    rows: list[Row] = []
    for one in figures:
        of = (one.indicator, one.title, one.unit, one.name, words(WHOSE[one.whose]) or None, one.month)
        value, text, low, high, interval, numerator, n, shown = _figure_cells(one.figure, one.hidden, language, words)
        ends = str(interval).split(EN_DASH) if interval else (None, None)
        counts = (format_count(c, language) if isinstance(c, int) else None for c in (numerator, n))
        for measure, number, written in zip(
            _MEASURES, (value, low, high, numerator, n), (text, *ends, *counts), strict=True
        ):
            if number is not None or measure == "value":
                label = words(_MEASURES[measure])
                rows.append((*of, measure, label, number, written, shown, one.figure.provisional))
    return Table(title, columns, tuple(rows))


def record_columns(
    definition: Definition, form: str, language: str, system_words: dict[str, str], *, identifiers: bool = False
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The form's columns that may leave, and the labels of those with identifiers. These stay, or leave as well:
    `identifiers`, where whoever asks has seen to it that they may."""
    columns = columns_of_form(definition, form_of(definition, form), language, system_words)
    if identifiers:
        return tuple(replace(c, masked=False) for c in columns), tuple(c.label for c in columns if c.masked)
    return tuple(c for c in columns if not c.masked), tuple(c.label for c in columns if c.masked)


def record_rows_table(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    query: RecordQuery,
    columns: Sequence[Column],
    labels: Labels,
    title: str,
    words: Words,
) -> Table:
    """The unit's records that fit the query, read as they are written: the cursor is busy until then.

    FilterRefused, ColumnMasked where the query asks for what is not open. Columns with identifiers must not be given.
    """
    if any(column.masked for column in columns):
        raise ValueError("a column with identifiers")
    made: list[TableColumn] = []
    for column in columns:
        kind = _KINDS.get(column.type, "text")
        about = " · ".join([text for text in (column.unit, column.help) if text])
        coded = column.is_coded and bool(column.codes)
        if not coded or labels != "labels":
            made.append(TableColumn(column.name, column.label, kind, "", about, column.codes))
        if coded and labels != "codes":
            name = column.name if labels == "labels" else f"{column.name}_label"
            label = column.label if labels == "labels" else words(LABEL_OF).format(column=column.label)
            made.append(TableColumn(name, label, "text", "", about, column.codes if labels == "labels" else ()))
    fits, read = where(definition, query), record_table(query.registry, query.form)
    cells = [sql for column in columns for sql in _record_cells(column, labels)]
    named = ", ".join(f"{sql} AS c{i}" for i, sql in enumerate(cells))
    sql = f"""
        SELECT {named} FROM {read} WHERE {fits.sql}
        ORDER BY {order_by(definition, query)}
        """
    return Table(title, tuple(made), Query(cursor, sql, fits.parameters))


def record_values_table(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    query: RecordQuery,
    columns: Sequence[Column],
    title: str,
    words: Words,
) -> Table:
    """The same records, a row for each of their variables, also where nothing is known: its name, type and unit, its
    value as a text that says it exactly, as a number where it is one, and code and label where it is coded."""
    if any(column.masked for column in columns):
        raise ValueError("a column with identifiers")
    made = (
        TableColumn("record_id", words(_RECORD)),
        TableColumn("variable", words(_VARIABLE), codes=tuple((c.name, c.label) for c in columns)),
        TableColumn("variable_label", words(_VARIABLE_LABEL)),
        TableColumn("type", words(_TYPE)),
        TableColumn("value", words(_VALUE)),
        TableColumn("number", words(_NUMBER), "decimal"),
        TableColumn("code", words(_CODE)),
        TableColumn("label", words(_LABEL)),
        TableColumn("unit", words(_UNIT_OF_MEASUREMENT)),
    )
    fits = where(definition, query)
    values = ", ".join(_value_row(column) for column in columns)
    cells = ", ".join(f"of.c{i}" for i in range(1, len(made)))
    sql = f"""
        SELECT c0, {cells} FROM (
            SELECT record_id AS c0, unnest([{values}]) AS of FROM (
                SELECT * FROM {record_table(query.registry, query.form)} WHERE {fits.sql}
                ORDER BY {order_by(definition, query)}
            )
        )
        """
    return Table(title, made, Query(cursor, sql, fits.parameters))


def _value_row(column: Column) -> str:
    """SQL of a variable of a record as a row of its own."""
    value, *label = _record_cells(column, "both")
    kind = _KINDS.get(column.type, "text")
    number = f"CAST({value} AS DOUBLE)" if column.is_number else "CAST(NULL AS DOUBLE)"
    code = value if column.is_coded else "CAST(NULL AS VARCHAR)"
    text = value if kind == "text" else csv_cell(value, kind, False, False)
    parts = [
        quoted(column.name), quoted(column.label), quoted(column.type), text, number, code,
        label[0] if label else "CAST(NULL AS VARCHAR)", f"nullif({quoted(column.unit)}, '')",
    ]  # fmt: skip
    return "{" + ", ".join(f"'c{i}': {part}" for i, part in enumerate(parts, start=1)) + "}"


def _record_cells(column: Column, labels: Labels) -> list[str]:
    """SQL of the column's cells: the value, the label, or both."""
    name = f'"{column.name}"'
    several = column.type == "multi-code"
    if column.is_date:
        # A day that no calendar has ("infinity") is no date in any file format.
        return [f"CASE WHEN isfinite({name}) AND year({name}) BETWEEN 1 AND 9999 THEN {name} END"]
    if not column.is_coded:
        return [f"nullif({name}, '')" if column.type == "text" else name]
    codes = f"array_to_string({name}, ', ')" if several else name
    found = [f"nullif({codes}, '')"]
    if column.codes:
        of = f"list_transform({name}, lambda code: {_labelled('code', column)})" if several else ""
        text = f"array_to_string({of}, ', ')" if several else _labelled(name, column)
        label = f"nullif({text}, '')"
        found = {"codes": found, "labels": [label], "both": [*found, label]}[labels]
    return found


def _labelled(code: str, column: Column) -> str:
    """The label of a code; a code that is in no list stands for itself."""
    ways = " ".join(f"WHEN {quoted(value)} THEN {quoted(label)}" for value, label in column.codes)
    return f"CASE {code} {ways} ELSE {code} END"


def _figure_columns(whose: str, number_format: str, words: Words) -> list[TableColumn]:
    before = words(WHOSE[whose]) if whose else ""
    return [
        TableColumn(
            f"{whose}_{part}" if whose else part,
            f"{before}: {words(label)}" if whose else words(label),
            kind,
            number_format if kind == "decimal" else ",d" if kind == "integer" else "",
        )
        for part, label, kind in _PARTS
    ]


def _figure_cells(figure: Figure, hidden: bool, language: str, words: Words) -> list[Cell]:
    if hidden:
        return [None, words(MASKED), None, None, None, None, None, "masked"]
    shown = figure.shown is Shown.VALUE
    return [
        figure.value if shown else None,
        format_value(figure, language),
        figure.low if shown else None,
        figure.high if shown else None,
        format_interval(figure, language),
        figure.numerator,
        figure.denominator,
        figure.shown.value,
    ]
