"""What counting costs: all of a unit's records anew, and only those a synchronisation changed.

A unit's records (60 columns) lie in an encrypted cache; 12 indicators, two of them medians, are counted in 7 subgroups.
Compared in this one run with a bare GROUP BY over the columns the indicators read, and with each other.

    python benchmarks/counting.py [--records 1000000] [--changed 100] [--repeats 5]
"""

from __future__ import annotations

import argparse
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from local_cache.cache import Cache
from local_cache.expressions import columns_of, compile_expression
from local_cache.registry import Definition, Form, Indicator, Subgroup, Unit, Variable, check_definition, record_table
from local_cache.results.monthly import counting_change, counting_queries, recount

UNIT = "here"
TEXT = {"nb": "x"}
PLAIN = 42
VARIABLES = (
    Variable("operated_on", TEXT, "date"),
    Variable("sex", TEXT, "code"),
    Variable("age", TEXT, "integer"),
    Variable("asa", TEXT, "code"),
    Variable("wait", TEXT, "decimal"),
    Variable("stay", TEXT, "decimal"),
    Variable("cemented", TEXT, "boolean"),
    Variable("admitted_at", TEXT, "timestamp"),
    Variable("operated_at", TEXT, "timestamp"),
    Variable("died_on", TEXT, "date"),
    *(Variable(f"v{n}", TEXT, "integer" if n % 2 else "decimal") for n in range(PLAIN)),
)
FORM = Form("main", TEXT, "operated_on", VARIABLES)
GROUPS = {
    "women": "sex = '2'",
    "men": "sex = '1'",
    "under_75": "age < 75",
    "from_75": "age BETWEEN 75 AND 84",
    "over_84": "age >= 85",
    "asa_1_2": "asa IN ('1', '2')",
    "asa_3_5": "asa IN ('3', '4', '5')",
}
PROPORTIONS = {
    "within_24h": ("hours_between(admitted_at, operated_at) <= 24", "operated_at >= admitted_at"),
    "within_48h": ("hours_between(admitted_at, operated_at) <= 48", "operated_at >= admitted_at"),
    "cemented": ("cemented", "age > 70 AND asa IN ('1', '2', '3')"),
    "well": ("asa IN ('1', '2')", "sex = '2' AND age > 70"),
    "survival": ("died_on IS NULL OR days_between(operated_at, died_on) > 30", None),
    "sum": ("v1 + v3 > 60 AND v5 IS NOT NULL", None),
    "quotient": ("v2 / (v4 / 100) > 60", None),
    "assessed": ("v7 > 60", "age >= 75"),
}


def indicator(name: str, kind: str, **rest: str | None) -> Indicator:
    return Indicator(name, 1, TEXT, kind, "main", subgroups=tuple(GROUPS), **rest)  # type: ignore[arg-type]


DEFINITION = Definition(
    "bench",
    "1",
    TEXT,
    (Unit("land", "nation", TEXT), Unit(UNIT, "hospital", TEXT, "land")),
    forms=(FORM,),
    subgroups=tuple(Subgroup(name, TEXT, expression, "main") for name, expression in GROUPS.items()),
    indicators=(
        *(indicator(n, "proportion", numerator=top, denominator=under) for n, (top, under) in PROPORTIONS.items()),
        indicator("stay", "median", measure="stay", denominator="asa <> '5'"),
        indicator("wait", "median", measure="wait"),
        indicator("score", "mean", measure="v9"),
        indicator("rare", "between", numerator="v11 = 0"),
    ),
)
TABLE = record_table("bench", "main")


def fill(cursor: duckdb.DuckDBPyConnection, records: int) -> None:
    plain = ", ".join(
        f"CAST(hash(i, {20 + n}) % 100 AS {'BIGINT' if n % 2 else 'DOUBLE'}) AS v{n}" for n in range(PLAIN)
    )
    cursor.execute(
        f"""
        CREATE TABLE {TABLE} AS
        SELECT 'r' || i AS record_id, CAST(1 AS INTEGER) AS version, i AS sequence, '{UNIT}' AS unit,
            'p' || i // 2 AS patient, 'e' || i AS episode, day AS event_date,
            if(hash(i, 2) % 20 = 0, 'draft', 'completed') AS form_status, CAST(day AS TIMESTAMP) AS first_completed,
            day AS operated_on, CAST(1 + hash(i, 3) % 2 AS VARCHAR) AS sex,
            if(hash(i, 4) % 50 = 0, NULL, CAST(40 + hash(i, 4) % 60 AS BIGINT)) AS age,
            CAST(1 + hash(i, 5) % 5 AS VARCHAR) AS asa,
            if(hash(i, 6) % 30 = 0, NULL, hash(i, 6) % 700 / 10) AS wait, hash(i, 7) % 200 / 10 AS stay,
            hash(i, 8) % 3 = 0 AS cemented, CAST(day AS TIMESTAMP) AS admitted_at,
            CAST(day AS TIMESTAMP) + to_minutes(CAST(hash(i, 6) % 4000 AS BIGINT)) AS operated_at,
            if(hash(i, 9) % 9 = 0, day + CAST(hash(i, 10) % 100 AS INTEGER), NULL) AS died_on, {plain}
        FROM (SELECT i, DATE '2016-01-01' + CAST(hash(i, 1) % 3652 AS INTEGER) AS day FROM range({records}) AS r(i))
        """
    )


def columns_read() -> list[str]:
    columns = columns_of(FORM)
    texts = [t for i in DEFINITION.indicators for t in (i.numerator, i.denominator, i.measure) if t]
    texts += GROUPS.values()
    return sorted(set().union(*(compile_expression(text, columns).columns for text in texts)))


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def change(cache: Cache, changed: int, records: int, turn: int) -> tuple[float, float]:
    """Seconds the counting of one change took, and those of writing the records themselves."""
    with cache.writing() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE incoming AS SELECT * REPLACE (age + 1 AS age, stay + 0.1 AS stay) FROM {TABLE}"
            f" WHERE hash(record_id, {turn}) % {records // changed} = 0"
        )
        writing = 0.0

        def work() -> None:
            nonlocal writing
            with counting_change(cursor, DEFINITION, FORM, UNIT, "incoming"):
                began = time.perf_counter()
                cursor.execute(f"DELETE FROM {TABLE} WHERE record_id IN (SELECT record_id FROM incoming)")
                cursor.execute(f"INSERT INTO {TABLE} FROM incoming")
                writing = time.perf_counter() - began

        taken = seconds(work)
        cursor.execute("DROP TABLE incoming")
    return taken - writing, writing


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--records", type=int, default=1_000_000)
    arguments.add_argument("--changed", type=int, default=100)
    arguments.add_argument("--repeats", type=int, default=5)
    asked = arguments.parse_args()
    check_definition(DEFINITION)
    compiling = [seconds(lambda: counting_queries(DEFINITION, FORM, TABLE)) for _ in range(2)]
    queries = counting_queries(DEFINITION, FORM, TABLE)
    assert queries.results and queries.own_values and not queries.refused
    bare = (
        "CREATE OR REPLACE TEMP TABLE bare AS SELECT unit, date_trunc('month', event_date) AS month, count(*),"
        f" {', '.join(f'count({c})' for c in columns_read())} FROM {TABLE} WHERE form_status = 'completed' GROUP BY ALL"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = Cache.open(folder / "cache.duckdb", secrets.token_bytes(32), spill=folder / "spill", threads=2)
        try:
            with cache.writing() as cursor:
                fill(cursor, asked.records)
            cache.checkpoint()
            taken: dict[str, list[float]] = {}
            for turn in range(asked.repeats):
                with cache.reading() as cursor:
                    for what, query in {
                        "bare GROUP BY over the same columns": bare,
                        "counts of all records (query)": f"CREATE OR REPLACE TEMP TABLE r AS {queries.results}",
                        "single values (query)": f"CREATE OR REPLACE TEMP TABLE v AS {queries.own_values}",
                    }.items():
                        taken.setdefault(what, []).append(seconds(lambda q=query: cursor.execute(q)))  # type: ignore[misc]
                with cache.writing() as cursor:
                    again = seconds(lambda: recount(cursor, DEFINITION, UNIT))
                taken.setdefault("recount (delete, count, write)", []).append(again)
                counting, writing = change(cache, asked.changed, asked.records, turn)
                taken.setdefault(f"counting of {asked.changed} changed", []).append(counting)
                taken.setdefault(f"writing of {asked.changed} changed", []).append(writing)
        finally:
            cache.close()
    print(
        f"{asked.records:,} records, 12 indicators, 7 subgroups; compiling {compiling[0] * 1000:.0f} ms the first time,"
    )
    print(f"{compiling[1] * 1000:.1f} ms afterwards. Medians of {asked.repeats}:")
    base = statistics.median(taken["bare GROUP BY over the same columns"])
    whole = statistics.median(taken["recount (delete, count, write)"])
    for what, times in taken.items():
        middle = statistics.median(times)
        print(f"{what:40} {middle * 1000:9.1f} ms  {middle / base:7.2f} × bare  {middle / whole:6.3f} × recount")


if __name__ == "__main__":
    main()
