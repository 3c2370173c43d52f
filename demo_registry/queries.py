"""Questions the registry has about records, answers to earlier corrections, and who has left."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import duckdb

from demo_registry import stories
from demo_registry.codebook import Blueprint
from demo_registry.generator import Span, salt
from demo_registry.units import CHOSEN_UNIT, NEIGHBOUR
from local_cache.errors import ExpressionRefused
from local_cache.expressions import columns_of, compile_expression
from local_cache.registry import Definition, Rule, record_table

if TYPE_CHECKING:
    from demo_registry.store import State

ASKED_UNITS = (CHOSEN_UNIT, NEIGHBOUR)
"""The units somebody can sign in for, and whom the registry therefore asks."""
MOST_PER_RULE = 40
REGISTRAR = "Registersekretariatet"


def create(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(
        "CREATE TABLE query (registry VARCHAR, unit VARCHAR, id VARCHAR, sequence BIGINT, record_id VARCHAR,"
        " form VARCHAR, variable VARCHAR, rule VARCHAR, severity VARCHAR, state VARCHAR, opened_at TIMESTAMP,"
        " due DATE, messages JSON)"
    )
    cursor.execute("CREATE TABLE closed_query (registry VARCHAR, unit VARCHAR, id VARCHAR, sequence BIGINT)")
    cursor.execute(
        "CREATE TABLE answer (registry VARCHAR, unit VARCHAR, op_id VARCHAR, sequence BIGINT, status VARCHAR,"
        " detail JSON, answered_at TIMESTAMP)"
    )


def open_queries(cursor: duckdb.DuckDBPyConnection, definition: Definition, span: Span, state: State) -> None:
    """A query for completed records that break a rule; the newest, at most MOST_PER_RULE for each rule and unit."""
    for rule in definition.rules:
        form = definition.form(rule.form)
        try:
            broken = compile_expression(rule.expression, columns_of(form), wanted="boolean", today=span.today)
        except ExpressionRefused:
            continue
        cursor.execute(
            f"""
            INSERT INTO query
            SELECT ?, unit, 'Q' || record_id || '-' || ?, {state.sequence} + row_number() OVER (ORDER BY record_id),
                record_id, ?, ?, ?, ?,
                CASE WHEN first_completed > DATE '{span.today}' - 4 THEN 'open'
                    WHEN first_completed < DATE '{span.today}' - 300 OR hash(record_id) % 4 = 0 THEN 'closed'
                    WHEN hash(record_id) % 4 = 1 THEN 'answered' ELSE 'open' END AS state,
                least(first_completed + INTERVAL 2 DAY, DATE '{span.today}') AS opened, CAST(opened AS DATE) + 28,
                to_json(list_filter([
                    {{'author': ?, 'at': strftime(opened, '%Y-%m-%dT%H:%M:%S'), 'text': ?}},
                    CASE WHEN state <> 'open' THEN
                        {{'author': 'Avdelingen', 'at': strftime(opened + INTERVAL 6 HOUR, '%Y-%m-%dT%H:%M:%S'),
                          'text': 'Kontrollert mot journalen.'}} END], lambda m: m IS NOT NULL))
            FROM {record_table(definition.registry, rule.form)}
            WHERE list_contains(?, unit) AND form_status = 'completed' AND ({broken.sql}) IS FALSE
            QUALIFY row_number() OVER (PARTITION BY unit ORDER BY event_date DESC, record_id) <= {MOST_PER_RULE}
            """,
            [definition.registry, rule.id, rule.form, rule.variables[0] if rule.variables else "", rule.id,
             rule.severity, REGISTRAR, _question(rule), list(ASKED_UNITS)],
        )  # fmt: skip
        (added,) = cursor.execute(
            "SELECT count(*) FROM query WHERE registry = ? AND rule = ?", [definition.registry, rule.id]
        ).fetchone() or (0,)
        state.sequence += added
    _answer_earlier_corrections(cursor, definition, span, state)


def _question(rule: Rule) -> str:
    return rule.message["nb"]


def _answer_earlier_corrections(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, span: Span, state: State
) -> None:
    """What became of corrections that were sent before this program was in use."""
    for number, (status, detail) in enumerate(
        (
            ("applied", {"version": 2}),
            ("applied", {"version": 3}),
            ("rejected", {"problem": "Verdien er utenfor det registeret godtar."}),
            ("applied", {"version": 2}),
        )
    ):
        at = datetime.combine(span.today - timedelta(days=40 - 9 * number), datetime.min.time()).replace(hour=10)
        state.sequence += 1
        op_id = f"00000000-0000-7000-8000-{salt(7, definition.registry, str(number)) % 16**12:012x}"
        cursor.execute(
            "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)",
            [definition.registry, CHOSEN_UNIT, op_id, state.sequence, status, json.dumps(detail), at],
        )


def remember_withdrawals(cursor: duckdb.DuckDBPyConnection, blueprint: Blueprint, seed: int, state: State) -> None:
    """Tombstones of records that left before anybody synchronised."""
    for story in stories.of(blueprint.registry, "withdrawn"):
        for number in range(12):
            state.sequence += 1
            why = ("reservation", "withdrawn", "deleted", "moved")[salt(seed, "why", str(number)) % 4]
            cursor.execute(
                "INSERT INTO removed VALUES (?, ?, ?, ?, ?, ?)",
                [blueprint.registry, blueprint.main_form, story.unit, f"{blueprint.letter}{900_000_000 + number}",
                 state.sequence, why],
            )  # fmt: skip
