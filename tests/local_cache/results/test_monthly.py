"""Own counts: what they are, against counts in plain Python, and that keeping them up to date equals counting anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_cache.registry import (
    Definition,
    Form,
    Indicator,
    Rule,
    Subgroup,
    Unit,
    Variable,
    check_definition,
    record_table,
)
from local_cache.results.counting import MOST_SUBGROUPS
from local_cache.results.monthly import Refusal, counting_change, counting_queries, recount, refusals

SCHEMA = (Path(__file__).resolve().parents[3] / "local_cache" / "schema" / "001.sql").read_text("utf-8")
TEXT = {"nb": "x"}
RECORD = '"records_hip_main"'

FORM = Form(
    "main",
    TEXT,
    "operated_on",
    (
        Variable("operated_on", TEXT, "date"),
        Variable("died_on", TEXT, "date"),
        Variable("age", TEXT, "integer"),
        Variable("sex", TEXT, "code"),
        Variable("wait", TEXT, "decimal"),
        Variable("infected", TEXT, "boolean"),
    ),
)


def indicator(name: str, kind: Any, **rest: Any) -> Indicator:
    return Indicator(name, 1, TEXT, kind, form="main", subgroups=("women", "old"), **rest)


DEFINITION = Definition(
    "hip",
    "1",
    TEXT,
    (
        Unit("nation", "nation", TEXT),
        Unit("here", "hospital", TEXT, "nation"),
        Unit("there", "hospital", TEXT, "nation"),
    ),
    forms=(FORM, Form("empty", TEXT, "day", (Variable("day", TEXT, "date"),))),
    subgroups=(Subgroup("women", TEXT, "sex = '2'", "main"), Subgroup("old", TEXT, "age >= 75", "main")),
    indicators=(
        indicator("within_24h", "proportion", numerator="wait <= 24", denominator="wait >= 0"),
        indicator("infection", "proportion", numerator="infected", direction=0),
        indicator(
            "old_share.2", "proportion", numerator="age >= 75", valid_from=date(2024, 2, 10), valid_to=date(2024, 4, 1)
        ),
        indicator("mean_wait", "mean", measure="wait"),
        indicator("median_wait", "median", measure="wait", denominator="sex = '2' OR age < 75"),
        indicator("deaths", "count", numerator="died_on IS NOT NULL", event_date="died_on"),
        indicator("between", "between", numerator="infected"),
        indicator("between_old", "between", numerator="infected", denominator="age >= 75", event_date="died_on"),
        indicator("rate", "rate", numerator="infected", measure="wait / 24"),
        indicator("ratio", "ratio", numerator="died_on IS NOT NULL", measure="age / 100", denominator="age > 0"),
    ),
)
check_definition(DEFINITION)

Record = dict[str, Any]
Cell = tuple[Any, ...]


@pytest.fixture(scope="module")
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute(SCHEMA)
    system = (
        "record_id VARCHAR, version INTEGER, sequence BIGINT, unit VARCHAR, patient VARCHAR, episode VARCHAR,"
        " event_date DATE, form_status VARCHAR, first_completed TIMESTAMP"
    )
    connection.execute(
        f"CREATE TABLE {RECORD} ({system}, operated_on DATE, died_on DATE, age BIGINT, sex VARCHAR, wait DOUBLE,"
        " infected BOOLEAN)"
    )
    connection.execute(f"CREATE TABLE {record_table('hip', 'empty')} ({system}, day DATE)")
    yield connection
    connection.close()


@contextmanager
def rolled_back(cursor: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    cursor.begin()
    try:
        yield cursor
    finally:
        cursor.rollback()


@pytest.fixture
def transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    with rolled_back(cursor):
        yield cursor


DAYS = [date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 1), date(2024, 4, 30), date(2024, 5, 2)]

ONE: Record = {
    "unit": "here",
    "event_date": DAYS[0],
    "form_status": "completed",
    "died_on": None,
    "age": 80,
    "sex": "2",
    "wait": 1.0,
    "infected": True,
}

record_values = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["here", "here", "here", "there"]),
        "event_date": st.sampled_from([None, *DAYS]),
        "form_status": st.sampled_from(["completed", "completed", "completed", "draft", None]),
        "died_on": st.sampled_from([None, None, *DAYS, "infinity"]),
        "age": st.sampled_from([None, 0, 40, 74, 75, 90, 2**63 - 1]),
        "sex": st.sampled_from([None, "1", "2"]),
        "wait": st.sampled_from(
            [None, -1.0, 0.0, 0.1, 0.3, 23.99995, 24.0, 24.00004, 1e9, 1e15, float("nan"), float("inf")]
        ),
        "infected": st.sampled_from([None, True, False]),
    }
)


def insert(cursor: duckdb.DuckDBPyConnection, table: str, records: dict[str, Record]) -> None:
    rows = [
        [i, *(r[c] for c in ("unit", "event_date", "form_status", "died_on", "age", "sex", "wait", "infected"))]
        for i, r in records.items()
    ]
    if rows:
        cursor.executemany(
            f"INSERT INTO {table} (record_id, unit, event_date, form_status, died_on, age, sex, wait, infected)"
            " VALUES (?, ?, ?, ?, CAST(? AS DATE), ?, ?, ?, ?)",
            rows,
        )


def own_counts(cursor: duckdb.DuckDBPyConnection) -> tuple[list[Cell], list[Cell]]:
    results = cursor.execute(
        "SELECT registry, indicator, subgroup, unit, own, month, numerator, denominator, total, squares, published,"
        " withheld, provisional FROM monthly_results WHERE own ORDER BY ALL"
    ).fetchall()
    values = cursor.execute("SELECT * FROM monthly_values WHERE own ORDER BY ALL").fetchall()
    return results, values


# --- what is counted ------------------------------------------------------------------------------------------------


def counted_by_hand(records: list[Record], unit: str) -> tuple[dict[Cell, Cell], dict[Cell, int]]:
    """The counts of one unit in plain Python, each indicator written out anew."""
    numerators: Counter[Cell] = Counter()
    denominators: Counter[Cell] = Counter()
    totals: defaultdict[Cell, Decimal] = defaultdict(Decimal)
    squares: defaultdict[Cell, Decimal] = defaultdict(Decimal)
    values: Counter[Cell] = Counter()

    def rounded(number: float | None) -> Decimal | None:
        if number is None or not abs(number) < 1e10:
            return None
        return Decimal(round(number * 10_000)) / 10_000

    for r in records:
        if r["unit"] != unit or r["form_status"] != "completed":
            continue
        wait = None if r["wait"] is None or r["wait"] != r["wait"] or r["wait"] == float("inf") else r["wait"]
        died = r["died_on"] if isinstance(r["died_on"], date) else None
        groups = ["all"] + ["women"] * (r["sex"] == "2") + ["old"] * (r["age"] is not None and r["age"] >= 75)

        def count(
            name: str,
            day: date | None,
            share: bool | None,
            measure: Decimal | None = None,
            *,
            cells: list[str] = groups,
        ) -> None:
            for group in cells if day is not None else ():
                cell = (name, group, date(day.year, day.month, 1))
                denominators[cell] += 1
                if share is not None:
                    numerators[cell] += share
                if measure is not None:
                    totals[cell] += measure
                    if share is None:
                        squares[cell] += measure * measure

        def value(name: str, day: date | None, measure: Decimal, *, cells: list[str] = groups) -> None:
            for group in cells if day is not None else ():
                values[name, group, date(day.year, day.month, 1), measure] += 1

        day, infected, age = r["event_date"], r["infected"], r["age"]
        if wait is not None and wait >= 0:
            count("within_24h", day, wait <= 24)
        if infected is not None:
            count("infection", day, infected)
            for name, over, on in (("between", True, day), ("between_old", age is not None and age >= 75, died)):
                if over:
                    count(name, on, infected)
                    value(name, on, Decimal(on.day) + (Decimal("0.5") if infected else 0) if on else Decimal(0))
            exposure = rounded(None if wait is None else wait / 24)
            if exposure is not None:
                count("rate", day, infected, exposure)
        if age is not None and day is not None and date(2024, 2, 1) <= day <= date(2024, 4, 30):
            count("old_share.2", day, age >= 75)
        measure = rounded(wait)
        if measure is not None:
            count("mean_wait", day, None, measure)
            value("mean_wait", day, measure)
            if r["sex"] == "2" or (age is not None and age < 75):
                count("median_wait", day, None, measure)
                value("median_wait", day, measure)
        count("deaths", died, died is not None)
        expected = rounded(None if age is None else age / 100)
        if age is not None and age > 0 and expected is not None:
            count("ratio", day, died is not None, expected)
    has_total = {"mean_wait", "median_wait", "rate", "ratio"}
    results = {
        cell: (
            None if cell[0] in ("mean_wait", "median_wait") else numerators[cell],
            n,
            totals[cell] if cell[0] in has_total else None,
            squares[cell] if cell[0] in ("mean_wait", "median_wait") else None,
        )
        for cell, n in denominators.items()
    }
    return results, dict(values)


@given(records=st.lists(record_values, max_size=40))
@settings(max_examples=40, deadline=None)
def test_counts_equal_counts_by_hand(cursor: duckdb.DuckDBPyConnection, records: list[Record]) -> None:
    with rolled_back(cursor):
        insert(cursor, RECORD, {str(i): r for i, r in enumerate(records)})
        recount(cursor, DEFINITION, "here")
        found = cursor.execute(
            "SELECT indicator, subgroup, month, numerator, denominator, total, squares FROM monthly_results WHERE own"
        ).fetchall()
        values = cursor.execute(
            "SELECT indicator, subgroup, month, measure, n FROM monthly_values WHERE own"
        ).fetchall()
    results_by_hand, values_by_hand = counted_by_hand(records, "here")
    assert {row[:3]: row[3:] for row in found} == results_by_hand
    assert {row[:4]: row[4] for row in values} == values_by_hand
    assert len(found) == len(results_by_hand)


def test_the_whole_country_is_counted_by_unit(transaction: duckdb.DuckDBPyConnection) -> None:
    insert(transaction, RECORD, {"a": ONE, "b": {**ONE, "unit": "there", "infected": False}})
    queries = counting_queries(DEFINITION, FORM, RECORD)
    rows = transaction.execute(
        f"SELECT unit, subgroup, numerator, denominator FROM ({queries.results}) WHERE indicator = 'infection'"
        " ORDER BY ALL"
    ).fetchall()
    assert rows == [(u, g, n, 1) for u, n in (("here", 1), ("there", 0)) for g in ("all", "old", "women")]


def test_the_days_of_rare_events_are_apart_from_what_may_be_published(transaction: duckdb.DuckDBPyConnection) -> None:
    insert(transaction, RECORD, {"a": {**ONE, "event_date": date(2024, 2, 29)}, "b": {**ONE, "infected": False}})
    queries = counting_queries(DEFINITION, FORM, RECORD)
    published = transaction.execute(f"SELECT DISTINCT indicator FROM ({queries.values}) ORDER BY 1").fetchall()
    assert published == [("mean_wait",), ("median_wait",)]
    days = transaction.execute(
        f"SELECT unit, month, measure, n FROM ({queries.events}) WHERE indicator = 'between' AND subgroup = 'all'"
        " ORDER BY ALL"
    ).fetchall()
    assert days == [
        ("here", date(2024, 1, 1), Decimal("31"), 1),
        ("here", date(2024, 2, 1), Decimal("29.5"), 1),
    ]


def test_names_with_quotes_are_only_names(transaction: duckdb.DuckDBPyConnection) -> None:
    """Unit ids are free text from a registry."""
    unit = "x' OR unit <> '"
    insert(transaction, RECORD, {"r": ONE})
    recount(transaction, DEFINITION, unit)
    assert own_counts(transaction) == ([], [])


# --- kept up to date ------------------------------------------------------------------------------------------------

ids = st.sampled_from([f"r{i}" for i in range(12)])
steps = st.lists(
    st.tuples(st.dictionaries(ids, record_values, max_size=6), st.sets(ids, max_size=3), st.sets(ids, max_size=2)),
    min_size=1,
    max_size=5,
)


def published(cursor: duckdb.DuckDBPyConnection) -> None:
    """Rows of others that the counting must leave alone."""
    cursor.execute(
        "INSERT INTO monthly_results VALUES ('hip', 'infection', 'all', 'here', FALSE, '2024-02-01', 5, 50, NULL, NULL,"
        " NULL, FALSE, FALSE), ('other', 'infection', 'all', 'here', TRUE, '2024-02-01', 1, 2, NULL, NULL, NULL, FALSE,"
        " FALSE)"
    )
    cursor.execute(
        "INSERT INTO monthly_values VALUES ('hip', 'median_wait', 'all', 'here', FALSE, '2024-02-01', 24, 7)"
    )


@given(steps=steps)
@settings(max_examples=30, deadline=None)
def test_counts_kept_up_to_date_equal_a_recount(cursor: duckdb.DuckDBPyConnection, steps: Any) -> None:
    with rolled_back(cursor):
        published(cursor)
        recount(cursor, DEFINITION, "here")
        for upserts, deletes, idle in steps:
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE incoming AS FROM {RECORD} LIMIT 0")
            insert(cursor, "incoming", upserts)
            cursor.execute("CREATE OR REPLACE TEMP TABLE affected (record_id VARCHAR)")
            for name in {*upserts, *deletes, *idle}:
                cursor.execute("INSERT INTO affected VALUES (?)", [name])
            with counting_change(cursor, DEFINITION, FORM, "here", "affected"):
                for name in {*upserts, *deletes}:
                    cursor.execute(f"DELETE FROM {RECORD} WHERE record_id = ?", [name])
                cursor.execute(
                    f"INSERT INTO {RECORD} FROM incoming WHERE record_id NOT IN (SELECT unnest(?))", [list(deletes)]
                )
            kept = own_counts(cursor)
            recount(cursor, DEFINITION, "here")
            assert kept == own_counts(cursor)
        assert cursor.execute(
            "SELECT count(*) FROM monthly_results WHERE NOT own OR registry = 'other'"
        ).fetchall() == [(2,)]
        assert cursor.execute("SELECT count(*) FROM monthly_values WHERE NOT own").fetchall() == [(1,)]


def test_only_touched_cells_are_written(transaction: duckdb.DuckDBPyConnection) -> None:
    insert(transaction, RECORD, {f"r{i}": {**ONE, "infected": False, "event_date": day} for i, day in enumerate(DAYS)})
    recount(transaction, DEFINITION, "here")
    before = set(transaction.execute("SELECT rowid, indicator, month FROM monthly_results").fetchall())
    with counting_change(transaction, DEFINITION, FORM, "here", "(SELECT 'r0' AS record_id)"):
        transaction.execute(f"UPDATE {RECORD} SET infected = TRUE WHERE record_id = 'r0'")
    after = set(transaction.execute("SELECT rowid, indicator, month FROM monthly_results").fetchall())
    gone = {row[1:] for row in before - after}
    assert gone == {(name, date(2024, 1, 1)) for name in ("infection", "between", "rate")}
    assert {row[1:] for row in after - before} == gone


def test_a_cell_that_reaches_zero_is_removed(transaction: duckdb.DuckDBPyConnection) -> None:
    insert(transaction, RECORD, {"r": ONE})
    recount(transaction, DEFINITION, "here")
    assert own_counts(transaction)[0]
    with counting_change(transaction, DEFINITION, FORM, "here", "(SELECT 'r' AS record_id)"):
        transaction.execute(f"DELETE FROM {RECORD}")
    assert own_counts(transaction) == ([], [])


def test_an_exception_inside_leaves_nothing_behind(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.begin()
    with (
        pytest.raises(KeyError),
        counting_change(cursor, DEFINITION, FORM, "here", "(SELECT 'r' AS record_id)"),
    ):
        raise KeyError
    cursor.rollback()
    assert cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]


# --- what is refused ------------------------------------------------------------------------------------------------


def test_refused_parts_are_named_and_the_rest_counts(transaction: duckdb.DuckDBPyConnection) -> None:
    definition = msgspec.structs.replace(
        DEFINITION,
        subgroups=(
            *DEFINITION.subgroups,
            Subgroup("files", TEXT, "read_csv('/etc/passwd')", "main"),
            Subgroup("elsewhere", TEXT, "TRUE", "empty"),
        ),
        indicators=(
            indicator("good", "proportion", numerator="infected"),
            msgspec.structs.replace(
                indicator("partly", "proportion", numerator="infected"), subgroups=("files", "women", "elsewhere")
            ),
            indicator("selects", "proportion", numerator="(SELECT TRUE)"),
            indicator("todays", "proportion", numerator="died_on < today()"),
            indicator("empty", "proportion"),
            indicator("no_measure", "mean"),
            indicator("odd_date", "proportion", numerator="infected", event_date="age"),
            indicator("number", "proportion", numerator="age"),
        ),
        rules=(
            Rule("fine", 1, "main", "died_on <= today()", "error", TEXT),
            Rule("unknown", 1, "main", "nothing_here > 1", "error", TEXT),
        ),
    )
    check_definition(definition)
    assert {(r.kind, r.id) for r in refusals(definition)} == {
        *(("indicator", i) for i in ("selects", "todays", "empty", "no_measure", "odd_date", "number")),
        *(("subgroup", "files"), ("subgroup", "elsewhere"), ("rule", "unknown")),
    }
    assert Refusal("subgroup", "files", "there is no function “read_csv”") in refusals(definition)
    insert(transaction, RECORD, {"r": ONE})
    recount(transaction, definition, "here")
    assert {(row[1], row[2]) for row in own_counts(transaction)[0]} == {
        *(("good", g) for g in ("all", "women", "old")),
        *(("partly", g) for g in ("all", "women")),
    }


def test_all_bits_of_the_subgroups_are_used(transaction: duckdb.DuckDBPyConnection) -> None:
    names = tuple(f"age_{i}" for i in range(MOST_SUBGROUPS + 1))
    definition = msgspec.structs.replace(
        DEFINITION,
        subgroups=tuple(Subgroup(n, TEXT, f"age <> {i}", "main") for i, n in enumerate(names)),
        indicators=(Indicator("x", 1, TEXT, "proportion", form="main", numerator="infected", subgroups=names),),
    )
    queries = counting_queries(definition, FORM, RECORD)
    assert queries.refused == (Refusal("subgroup", names[-1], f"a form has at most {MOST_SUBGROUPS} subgroups"),)
    insert(transaction, RECORD, {str(i): {**ONE, "age": i} for i in range(MOST_SUBGROUPS)})
    rows = transaction.execute(f"SELECT subgroup, denominator FROM ({queries.results})").fetchall()
    assert dict(rows) == {"all": MOST_SUBGROUPS, **dict.fromkeys(names[:-1], MOST_SUBGROUPS - 1)}


def test_a_form_without_indicators_counts_nothing(transaction: duckdb.DuckDBPyConnection) -> None:
    queries = counting_queries(DEFINITION, DEFINITION.form("empty"), record_table("hip", "empty"))
    assert (queries.results, queries.values, queries.events, queries.own_values) == (None, None, None, None)
    assert queries.refused == ()
    with counting_change(transaction, DEFINITION, DEFINITION.form("empty"), "here", "(SELECT 'r' AS record_id)"):
        pass


def test_the_widest_sums_do_not_overflow(transaction: duckdb.DuckDBPyConnection) -> None:
    transaction.execute(
        f"INSERT INTO {RECORD} (record_id, unit, event_date, form_status, wait)"
        " SELECT i, 'here', '2024-01-01', 'completed', 9999999999.9999 FROM range(200000) AS r(i)"
    )
    recount(transaction, DEFINITION, "here")
    rows = transaction.execute(
        "SELECT denominator, total FROM monthly_results WHERE indicator = 'mean_wait' AND subgroup = 'all'"
    ).fetchall()
    assert rows == [(200_000, 200_000 * Decimal("9999999999.9999"))]
