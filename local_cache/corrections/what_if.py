"""What corrections change: the unit's figures, completeness and open queries, before and after they are taken in.

Only the corrected records are counted, as they are and as they will be, by the queries that count everything; the
difference is laid over `monthly_results` and `monthly_values` for this cursor alone, and the page's own functions then
give the figures. So what is promised here is what a full recount gives when the registry has taken the corrections in.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from local_cache.bound_list import SEPARATOR
from local_cache.corrections.corrections import Correction
from local_cache.corrections.queries import WAITING
from local_cache.corrections.rows import AMONG, Row, as_text, laid_over, read_rows, relation_of
from local_cache.corrections.validation import Check, broken, checks_of
from local_cache.corrections.worklist import FOUND_HERE, Worklist
from local_cache.registry import Definition, Form, record_table
from local_cache.results import summary
from local_cache.results.counting import counting_queries, quoted
from local_cache.results.figure import IndicatorResult, Period, Selection


@dataclass(frozen=True, slots=True)
class Completeness:
    """Over completed records with their event in the period: values that must be filled in, and how many are."""

    needed: int
    filled: int

    @property
    def share(self) -> float | None:
        return self.filled / self.needed if self.needed else None


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator whose own figure, interval or attainment is another one afterwards."""

    before: IndicatorResult
    after: IndicatorResult


@dataclass(frozen=True, slots=True)
class WhatIf:
    """before, after: the whole indicator table; changed: the rows that differ; open queries: those that wait for the
    unit, without and with the corrections; records: how many are corrected."""

    before: tuple[IndicatorResult, ...]
    after: tuple[IndicatorResult, ...]
    completeness_before: Completeness
    completeness_after: Completeness
    open_queries_before: int
    open_queries_after: int
    records: int

    @property
    def changed(self) -> tuple[IndicatorChange, ...]:
        return tuple(
            IndicatorChange(b, a)
            for b, a in zip(self.before, self.after, strict=True)
            if (b.own, b.attainment, b.certain) != (a.own, a.attainment, a.certain)
        )


def what_if(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    selection: Selection,
    corrections: Sequence[Correction],
    worklist: Worklist,
    language: str,
    today: date,
) -> WhatIf:
    """What these corrections of the selected unit would change; those of records that are not here change nothing.

    corrections: in the order they were written, one or all that are ready; worklist: of the same unit, now.
    """
    before = summary.indicator_results(cursor, definition, selection, language)
    of_unit = [c for c in corrections if (c.registry, c.unit) == (selection.registry, selection.unit)]
    needed = filled = needed_after = filled_after = 0
    waiting_before = waiting_after = sum(worklist.waiting().values())
    records = 0
    with contextlib.ExitStack() as stack:
        counted: list[_Counted] = []
        for number, form in enumerate(definition.forms):
            checks = checks_of(definition, form, today)
            whole = _completeness(cursor, definition, form, checks, selection.unit, selection.period)
            needed, filled = needed + whole.needed, filled + whole.filled
            pair = _rows(cursor, definition, form, selection.unit, [c for c in of_unit if c.form == form.id])
            if not pair:
                continue
            records += len(pair)
            tables = stack.enter_context(_laid_out(cursor, definition, form, selection.unit, pair, number))
            counted.append(tables)
            lost, gained = (_filled(cursor, table, checks, selection.period) for table in (tables.old, tables.new))
            needed_after += gained.needed - lost.needed
            filled_after += gained.filled - lost.filled
            settled, still, found = _queries(cursor, tables, checks, form, of_unit, worklist)
            waiting_before += settled
            waiting_after += found - still
        with _counts_as_if(cursor, selection, counted):
            after = summary.indicator_results(cursor, definition, selection, language) if counted else before
    return WhatIf(
        before,
        after,
        Completeness(needed, filled),
        Completeness(needed + needed_after, filled + filled_after),
        waiting_before,
        waiting_after,
        records,
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """Temporary tables of one form's corrected records, and of what they count for. results, values: (before, after),
    None where the form counts nothing of the kind."""

    old: str
    new: str
    records: tuple[str, ...]
    results: tuple[str, str] | None
    values: tuple[str, str] | None


def _rows(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, form: Form, unit: str, corrections: list[Correction]
) -> dict[str, Row]:
    """The corrected records as they will be, by id."""
    rows = read_rows(cursor, definition, form, unit, {c.record for c in corrections}) if corrections else {}
    for one in corrections:
        if one.record in rows:
            rows[one.record] = laid_over(form, rows[one.record], one.changes)
    return rows


@contextlib.contextmanager
def _laid_out(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, form: Form, unit: str, after: dict[str, Row], number: int
) -> Iterator[_Counted]:
    old, new = f"what_if_old_{number}", f"what_if_new_{number}"
    made = [old, new]
    cursor.execute(
        f"CREATE TEMP TABLE {old} AS FROM {record_table(definition.registry, form.id)} WHERE unit = ? AND {AMONG}",
        [unit, SEPARATOR.join(after)],
    )
    cursor.execute(f"CREATE TEMP TABLE {new} AS FROM {relation_of(form)}", [as_text(after.values())])
    pairs: dict[str, tuple[str, str]] = {}
    for records in (old, new):
        queries = counting_queries(definition, form, records)
        for kind, query in (("results", queries.results), ("values", queries.values)):
            if query is not None:
                table = f"{records}_{kind}"
                cursor.execute(f"CREATE TEMP TABLE {table} AS {query}")
                made.append(table)
                pairs[kind] = (f"{old}_{kind}", f"{new}_{kind}")
    try:
        yield _Counted(old, new, tuple(after), pairs.get("results"), pairs.get("values"))
    finally:
        for table in made:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


_CELLS = {
    "results": ("indicator, subgroup, month", ("denominator", "numerator", "total", "squares")),
    "values": ("indicator, subgroup, month, measure", ("n",)),
}
"""What tells counted cells apart, and their counts; a cell is there while its first count is above zero."""


@contextlib.contextmanager
def _counts_as_if(
    cursor: duckdb.DuckDBPyConnection, selection: Selection, counted: Sequence[_Counted]
) -> Iterator[None]:
    """While the block lasts this cursor, and no other, sees the counts as they would be: temporary views by the names
    of the tables stand before them."""
    views = []
    try:
        for kind, (cell, counts) in _CELLS.items():
            pairs = [p for p in ((c.results if kind == "results" else c.values) for c in counted) if p is not None]
            if not pairs:
                continue
            whose = f"registry = {quoted(selection.registry)} AND unit = {quoted(selection.unit)} AND own"
            sums = ", ".join(f"sum({count}) AS {count}" for count in counts)
            moved = " UNION ALL ".join(
                f"SELECT {cell}, {', '.join(counts)} FROM {new} UNION ALL"
                f" SELECT {cell}, {', '.join('-' + count for count in counts)} FROM {old}"
                for old, new in pairs
            )
            there = f"cache.main.monthly_{kind}"
            same = " AND ".join(f"counted.{column} = cell.{column}" for column in cell.split(", "))
            cursor.execute(
                f"CREATE OR REPLACE TEMP TABLE what_if_cell_{kind} AS SELECT {cell}, {sums} FROM ({moved})"
                f" GROUP BY {cell} HAVING {' OR '.join(f'sum({count}) <> 0' for count in counts)}"
            )
            cursor.execute(
                f"""
                CREATE OR REPLACE TEMP TABLE what_if_{kind} AS
                SELECT {quoted(selection.registry)} AS registry, {quoted(selection.unit)} AS unit, TRUE AS own,
                    FALSE AS withheld, FALSE AS provisional, {cell}, {sums}
                FROM (
                    SELECT {cell}, {", ".join(counts)} FROM what_if_cell_{kind}
                    UNION ALL SELECT {cell}, {", ".join(counts)}
                    FROM {there} AS counted SEMI JOIN what_if_cell_{kind} AS cell ON {same} WHERE {whose}
                )
                GROUP BY {cell} HAVING sum({counts[0]}) > 0
                """
            )
            if kind == "values":
                cursor.execute(f"ALTER TABLE what_if_{kind} DROP withheld")
                cursor.execute(f"ALTER TABLE what_if_{kind} DROP provisional")
            cursor.execute(
                f"CREATE OR REPLACE TEMP VIEW monthly_{kind} AS SELECT * FROM {there} AS counted"
                f" ANTI JOIN what_if_cell_{kind} AS cell ON {same} AND {whose}"
                f" UNION ALL BY NAME FROM what_if_{kind}"
            )
            views.append(kind)
        yield
    finally:
        for kind in views:
            cursor.execute(f"DROP VIEW temp.main.monthly_{kind}")
        for kind in _CELLS:
            cursor.execute(f"DROP TABLE IF EXISTS what_if_{kind}")
            cursor.execute(f"DROP TABLE IF EXISTS what_if_cell_{kind}")


def _completeness(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    form: Form,
    checks: Sequence[Check],
    unit: str,
    period: Period,
) -> Completeness:
    table = record_table(definition.registry, form.id)
    return _filled(cursor, f"(FROM {table} WHERE unit = {quoted(unit)})", checks, period)


def _filled(cursor: duckdb.DuckDBPyConnection, relation: str, checks: Sequence[Check], period: Period) -> Completeness:
    required = [c for c in checks if c.finding.kind == "required"]
    if not required:
        return Completeness(0, 0)
    needed = " + ".join(f"count(*) FILTER ({c.asked})" for c in required)
    missing = " + ".join(f"count(*) FILTER ({c.sql})" for c in required)
    row = cursor.execute(
        f"SELECT {needed}, {missing} FROM {relation} AS record"
        " WHERE form_status = 'completed' AND event_date >= ? AND event_date < ?",
        [period.first, period.end],
    ).fetchone()
    assert row is not None
    return Completeness(row[0], row[0] - row[1])


def _queries(
    cursor: duckdb.DuckDBPyConnection,
    tables: _Counted,
    checks: Sequence[Check],
    form: Form,
    corrections: Sequence[Correction],
    worklist: Worklist,
) -> tuple[int, int, int]:
    """Of the corrected records: queries that these corrections have already set to corrected, waiting ones that they
    settle besides, and findings that they bring about without a word on them."""
    asked = [c for c in checks if c.finding.kind in FOUND_HERE]
    found = {
        record: {asked[number].finding.id for number in numbers}
        for record, numbers in cursor.execute(
            f"SELECT record_id, {broken(asked)} FROM {tables.new} AS record WHERE form_status = 'completed'"
        ).fetchall()
    }
    named = {c.query for c in corrections if c.query is not None}
    confirmed = {(c.record, finding) for c in corrections for finding in c.confirmed}
    settled = still = brought = 0
    for record in tables.records:
        known = set()
        for query in worklist.of_record(form.id, record):
            known.add(query.rule)
            mended = query.source == "rule" and query.rule not in found.get(record, ())
            if query.state == "corrected" and (query.id in named or mended):
                settled += 1
            elif query.state in WAITING and (
                query.id in named or (query.rule and query.rule not in found.get(record, ()))
            ):
                still += 1
        brought += sum((record, f) not in confirmed for f in found.get(record, set()) - known)
    return settled, still, brought
