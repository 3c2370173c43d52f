"""A registry with faults whose number and place are known, and plain ways to count them again.

Faults are written into the registry's own tables before anything is fetched. The counting here is plain Python over the
registry's rows (rules: plain SQL with macros, on the registry's own database); it shares no code with the program's.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from demo_registry import RunningRegistry, serve
from local_cache.cache import Cache, Cursor
from local_cache.expressions import columns_of, compile_expression
from local_cache.quality.findings import RecordsWanted
from local_cache.quality.scope import Scope, scope_of
from local_cache.registry import Code, Form, Range, Rule, Variable, record_table
from local_cache.results import summary
from local_cache.results.figure import Period
from local_cache.sync.client import Client
from local_cache.sync.pull import connect, pull

TODAY = date(2026, 3, 17)
PERIOD = Period(date(2024, 3, 1), date(2026, 3, 1))
REGISTRIES = ("hoftebrudd", "hjerneslag", "intensiv")
MACROS = (
    "days_between(a, b) AS date_diff('day', CAST(a AS DATE), CAST(b AS DATE))",
    "years_between(a, b) AS date_sub('year', CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP))",
    "hours_between(a, b) AS (epoch_us(CAST(b AS TIMESTAMP)) - epoch_us(CAST(a AS TIMESTAMP))) / 3600000000.0",
    "minutes_between(a, b) AS (epoch_us(CAST(b AS TIMESTAMP)) - epoch_us(CAST(a AS TIMESTAMP))) / 60000000.0",
    "has(list, wanted) AS list_contains(list, wanted)",
)

Row = dict[str, Any]


@dataclass
class Planted:
    """The registry and a cache filled from it. planted: ids by what was done to them (in "hoftebrudd", "operasjon")."""

    registry: RunningRegistry
    cache: Cache
    planted: dict[str, set[str]] = field(default_factory=dict)

    def scope(self, cursor: Cursor, registry: str, period: Period = PERIOD) -> Scope:
        definition = summary.definition(cursor, registry)
        return scope_of(cursor, definition, self.registry.unit, period, TODAY)

    def rows(self, registry: str, form: str) -> list[Row]:
        """Every record of the unit, as the registry has it."""
        table = record_table(registry, form)
        names = [row[0] for row in self.registry.query(f"DESCRIBE {table}")]
        found = self.registry.query(f"SELECT * FROM {table} WHERE unit = ?", [self.registry.unit])
        return [dict(zip(names, row, strict=True)) for row in found]


@contextmanager
def planted_registry(directory: Path, records: int = 3000, seed: int = 5) -> Iterator[Planted]:
    with serve(records=records, seed=seed, now=TODAY, others=0.02) as running:
        made = plant(running)
        cache = Cache.open(directory / "cache.duckdb", secrets.token_bytes(32), spill=directory / "spill")
        try:
            with Client(running.address, running.user("leser").token) as client:
                source = connect(cache, client)
                result = pull(cache, client, source, directory / "spool", spool_key=secrets.token_bytes(32))
            assert not result.problems
            yield Planted(running, cache, made)
        finally:
            cache.close()


FAULTS: dict[str, str] = {
    "rule error": "discharged_on = CAST(operated_at AS DATE) - 3",
    "rule warning": "weight = 140, height = 140",
    "hard, high": "haemoglobin = 30",
    "hard, low": "blood_loss = -5",
    "hard, other variable": "admitted_at = operated_at + INTERVAL 2 DAY",
    "soft": "creatinine = 450",
    "date in the future": "reoperated_on = DATE '2026-06-01', reoperation_reason = '1'",
    "date too early": "birth_date = DATE '1890-01-01'",
    "code": "side = '3'",
    "code in a list": "comorbidity = ['hjerte', 'tull', 'lunge']",
    "missing": "side = NULL",
    "missing, conditional": "operation_type = 'hemi', cemented = NULL, approach = NULL",
    "empty text": "national_id = ''",
    "unknown code": "asa = '9'",
    "late": "first_completed = CAST(event_date + 31 AS TIMESTAMP) + INTERVAL 9 HOUR",
    "on the limit": "first_completed = CAST(event_date + 30 AS TIMESTAMP) + INTERVAL 23 HOUR",
    "before the event": "first_completed = CAST(event_date - 2 AS TIMESTAMP)",
    "draft": "form_status = 'draft', first_completed = NULL",
    "returned": "form_status = 'returned'",
    "deleted": "form_status = 'deleted', side = '3', haemoglobin = 30",
}
"""What is done to five completed records each, of the last two years."""

COPIES: dict[str, tuple[int, str]] = {
    "twice": (0, ""),
    "within days": (1, ""),
    "near": (20, "weight = weight"),
    "not near enough": (20, "side = NULL, weight = NULL"),
    "too far": (31, ""),
    "another patient": (0, "patient = 'X' || patient"),
}
"""Copies of five records each: by how many days later, and what else is changed."""


def plant(running: RunningRegistry) -> dict[str, set[str]]:
    table = record_table("hoftebrudd", "operasjon")
    made: dict[str, set[str]] = {}
    with running.store.writing() as cursor:
        names = [row[0] for row in cursor.execute(f"DESCRIBE {table}").fetchall()]
        chosen = cursor.execute(
            f"""
            SELECT record_id FROM {table}
            WHERE unit = ? AND form_status = 'completed' AND event_date BETWEEN DATE '2024-04-01' AND DATE '2025-12-31'
            ORDER BY hash(record_id) LIMIT ?
            """,
            [running.unit, 5 * (len(FAULTS) + len(COPIES))],
        ).fetchall()
        ids = iter(row[0] for row in chosen)
        for name, change in FAULTS.items():
            made[name] = {next(ids) for _ in range(5)}
            cursor.execute(f"UPDATE {table} SET {change} WHERE list_contains(?, record_id)", [sorted(made[name])])
        for number, (name, (later, change)) in enumerate(COPIES.items()):
            originals = [next(ids) for _ in range(5)]
            cursor.execute(
                f"""UPDATE {table} SET side = '1', fracture_type = '2', operation_type = 'hemi', height = 170,
                    weight = 70, cemented = TRUE, approach = '1' WHERE list_contains(?, record_id)""",
                [originals],
            )
            moved = {
                "record_id": f"'K{number}' || substr(record_id, 3)",
                "event_date": f"event_date + {later}",
                "operated_at": f"operated_at + INTERVAL {later} DAY",
                "admitted_at": f"admitted_at + INTERVAL {later} DAY",
                "fractured_at": f"fractured_at + INTERVAL {later} DAY",
                "first_completed": f"first_completed + INTERVAL {later} DAY",
                "sequence": f"sequence + {1_000_000 * (number + 1)}",
            }
            columns = ", ".join(f"{moved.get(n, n)} AS {n}" for n in names)
            copies = [f"K{number}{i[2:]}" for i in originals]
            cursor.execute(
                f"INSERT INTO {table} SELECT {columns} FROM {table} WHERE list_contains(?, record_id)", [originals]
            )
            if change:
                cursor.execute(f"UPDATE {table} SET {change} WHERE list_contains(?, record_id)", [copies])
            made[name] = {*originals, *copies}
        running.store.states["hoftebrudd"].sequence += 10_000_000
    return made


# --- looking again ----------------------------------------------------------------------------------------------


def ids_of(cursor: Cursor, scope: Scope, wanted: RecordsWanted) -> set[str]:
    """The records a finding points at, as the page that shows them would find them."""
    if wanted.record_ids:
        return set(wanted.record_ids)
    form = scope.definition.form(wanted.form)
    compiled = compile_expression(wanted.expression, columns_of(form), wanted="boolean", today=scope.as_of)
    rows = cursor.execute(
        f"SELECT record_id FROM {scope.table(form)} WHERE unit = ? AND ({compiled.sql})", [scope.unit]
    ).fetchall()
    return {row[0] for row in rows}


def in_period(row: Row, period: Period = PERIOD) -> bool:
    return bool(period.first <= row["event_date"] < period.end)


def judged(rows: list[Row], period: Period = PERIOD) -> list[Row]:
    return [r for r in rows if r["form_status"] == "completed" and in_period(r, period)]


def breaking(running: RunningRegistry, registry: str, rule: Rule, period: Period = PERIOD) -> tuple[set[str], int]:
    """Ids that break a rule, and how many records it is known for: the rule's text as it stands, in plain SQL."""
    for macro in (*MACROS, f"today() AS DATE '{TODAY}'"):
        running.query(f"CREATE OR REPLACE MACRO {macro}")
    rows = running.query(
        f"""
        SELECT record_id, ({rule.expression}) FROM {record_table(registry, rule.form)}
        WHERE unit = ? AND form_status = 'completed' AND event_date >= ? AND event_date < ?
        """,
        [running.unit, period.first, period.end],
    )
    return {i for i, holds in rows if holds is False}, sum(holds is not None for _, holds in rows)


def required(running: RunningRegistry, registry: str, form: Form, variable: Variable) -> set[str]:
    """Ids of the records in which a variable is required."""
    rows = running.query(
        f"SELECT record_id FROM {record_table(registry, form.id)} WHERE unit = ? AND ({variable.required}) IS TRUE",
        [running.unit],
    )
    return {row[0] for row in rows}


def day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def bound(row: Row, end: float | str | None) -> Any:
    if end is None or not isinstance(end, str):
        return end
    if end == "today":
        return TODAY
    return row[end] if end in row else date.fromisoformat(end)


def is_outside(row: Row, variable: Variable, bounds: Range | None) -> bool:
    value = row[variable.id]
    if bounds is None or value is None:
        return False
    for end, sign in ((bounds.low, 1), (bounds.high, -1)):
        other = bound(row, end)
        if other is None:
            continue
        mine = value
        if isinstance(value, date) and not (isinstance(value, datetime) and isinstance(other, datetime)):
            mine, other = day(value), day(other)
        if (mine < other) if sign > 0 else (mine > other):
            return True
    return False


def is_impossible_date(row: Row, variable: Variable) -> bool:
    value = row[variable.id]
    return value is not None and (is_outside(row, variable, variable.hard_range) or day(value) > TODAY)


def has_invalid_code(row: Row, variable: Variable, codes: tuple[Code, ...]) -> bool:
    value, known = row[variable.id], {c.value for c in codes}
    if value is None:
        return False
    return not set(value) <= known if isinstance(value, list) else value not in known


def is_missing(row: Row, variable: Variable) -> bool:
    return row[variable.id] is None or row[variable.id] == ""


def days_to_finish(row: Row) -> int | None:
    done = row["first_completed"]
    return None if done is None else (done.date() - row["event_date"]).days
