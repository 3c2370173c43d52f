"""Sums over months against the same sums written out row by row, for any rows a registry may send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.registry import Indicator
from local_cache.results import sums
from local_cache.results.figure import Period
from local_cache.results.measures import Counts
from local_cache.results.sums import Key, Reach, Span, read_sums

SCHEMA = Path(sums.__file__).parents[1] / "schema" / "001.sql"
INDICATORS = (
    Indicator("share", 1, {}, "proportion"),
    Indicator("stay", 1, {}, "mean"),
    Indicator("wait", 1, {}, "median"),
    Indicator("falls", 1, {}, "rate"),
)
UNITS = ("here", "there", "land")
MONTHS = [date(2025, month, 1) for month in range(1, 7)]
SPANS = {"before": Period(MONTHS[0], MONTHS[2]), "now": Period(MONTHS[2], MONTHS[4])}
SERIES = Period(MONTHS[1], MONTHS[5])
EXACT = Context(prec=90)


@pytest.fixture(scope="module")
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as opened:
        opened.execute(SCHEMA.read_text(encoding="utf-8"))
        yield opened


Row = dict[str, Any]
whole = st.none() | st.integers(0, 10**12)
totals = st.none() | st.integers(-(10**20), 10**20).map(lambda n: EXACT.scaleb(Decimal(n), -4))
squares = st.none() | st.integers(0, 10**34).map(lambda n: EXACT.scaleb(Decimal(n), -8))
places = {
    "registry": st.sampled_from(["here", "here", "here", "elsewhere"]),
    "indicator": st.sampled_from([*(i.id for i in INDICATORS), "gone"]),
    "subgroup": st.sampled_from(["all", "all", "women"]),
    "unit": st.sampled_from([*UNITS, "stranger"]),
    "own": st.booleans(),
    "month": st.sampled_from(MONTHS),
}
result_rows = st.lists(
    st.fixed_dictionaries(
        places
        | {
            "numerator": whole,
            "denominator": whole,
            "total": totals,
            "squares": squares,
            "published": st.none() | st.integers(0, 64).map(lambda n: n / 64),
            "withheld": st.none() | st.booleans(),
            "provisional": st.none() | st.booleans(),
        }
    ),
    max_size=30,
)
measures = st.integers(-20, 20) | st.integers(-(10**13), 10**13)
value_rows = st.lists(
    st.fixed_dictionaries(places | {"measure": measures.map(lambda n: Decimal(n) / 10_000), "n": st.integers(1, 1000)}),
    max_size=40,
)


def filled(cursor: duckdb.DuckDBPyConnection, results: Sequence[Row], values: Sequence[Row]) -> None:
    for table, rows in (("monthly_results", results), ("monthly_values", values)):
        cursor.execute(f"DELETE FROM {table}")
        for row in rows:
            columns = ", ".join(row)
            marks = ", ".join(
                f"CAST(? AS {'DECIMAL(38, 8)' if c == 'squares' else 'DECIMAL(38, 4)'})" if c in decimals else "?"
                for c in row
            )
            bound = [str(v) if c in decimals and v is not None else v for c, v in row.items()]
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", bound)


decimals = ("total", "squares", "measure")


def wanted(row: Row, reach: Reach) -> bool:
    if row["registry"] != "here" or row["subgroup"] != "all" or row["unit"] not in reach.units:
        return False
    if row["own"]:
        return row["unit"] == reach.own
    return row["unit"] != reach.own or reach.published


def spans_of(row: Row, reach: Reach, monthly: Sequence[str]) -> list[Span]:
    found: list[Span] = [name for name, p in reach.spans.items() if p.first <= row["month"] < p.end]
    published_here = row["unit"] == reach.own and not row["own"]
    single = reach.series is not None and reach.series.first <= row["month"] < reach.series.end
    if single and row["unit"] in monthly and not published_here:
        found.append(row["month"])
    return found


def by_hand(results: Sequence[Row], values: Sequence[Row], reach: Reach) -> dict[Key, dict[str, Any]]:
    kinds = {i.id: i.kind for i in INDICATORS}
    groups: dict[Key, list[Row]] = {}
    for row in results:
        if row["indicator"] in kinds and wanted(row, reach):
            for span in spans_of(row, reach, list(reach.monthly)):
                groups.setdefault((row["indicator"], row["unit"], row["own"], span), []).append(row)
    distinct: dict[Key, Counter[Decimal]] = {}
    for row in values:
        if row["indicator"] in {i.id for i in reach.valued} and wanted(row, reach):
            for span in spans_of(row, reach, list(reach.monthly_values)):
                key = (row["indicator"], row["unit"], row["own"], span)
                distinct.setdefault(key, Counter())[row["measure"]] += row["n"]
    return {key: summed(rows, kinds[key[0]], distinct.get(key)) for key, rows in groups.items()}


def summed(rows: Sequence[Row], kind: str, values: Counter[Decimal] | None) -> dict[str, Any]:
    def total(name: str) -> Any:
        known = [r[name] for r in rows if r[name] is not None]
        if not known or any(r[name] is None for r in rows if (r["denominator"] or 0) > 0):
            return None
        if name == "numerator":
            return sum(known)
        started = Decimal(0)
        for one in known:
            started = EXACT.add(started, one)
        return started

    n = [r["denominator"] for r in rows if r["denominator"] is not None]
    published = [r for r in rows if r["published"] is not None]
    weighted = [r["published"] * r["denominator"] for r in published if r["denominator"] is not None]
    value = None
    if len(published) == 1:
        value = published[0]["published"]
    elif published and sum(n):
        value = pytest.approx(sum(weighted) / sum(n), rel=1e-12)
    numerator = total("numerator")
    if published and kind == "proportion":
        numerator = sum(int(w + 0.5) for w in weighted) if n else None
    has_totals = kind in ("mean", "rate", "ratio")
    return {
        "last": max(r["month"] for r in rows),
        "numerator": numerator,
        "denominator": sum(n) if n else None,
        "total": total("total") if has_totals else None,
        "squares": total("squares") if has_totals else None,
        "published": value,
        "withheld": any(r["withheld"] for r in rows),
        "provisional": any(r["provisional"] for r in rows),
        "values": sorted(values.items()) if values else None,
    }


def as_said(counts: Counts) -> dict[str, Any]:
    said = {name: getattr(counts, name) for name in Counts.__slots__}
    if counts.values is not None:
        exact = [Decimal(round(v * 10_000)) / 10_000 for v in counts.values[0].tolist()]
        said["values"] = list(zip(exact, counts.values[1].tolist(), strict=True))
    return said


def reach(own: str | None, published: bool, series: Period | None, one: int | None, spans: dict[str, Period]) -> Reach:
    chosen = INDICATORS if one is None else (INDICATORS[one],)
    return Reach(
        registry="here",
        subgroup="all",
        indicators=chosen,
        units=UNITS,
        own=own,
        published=published,
        spans=spans,
        series=series,
        monthly=("here", "land"),
        valued=[i for i in chosen if i.kind in ("median", "mean")],
        monthly_values=("here",),
    )


reaches = st.builds(
    reach,
    own=st.sampled_from([None, "here"]),
    published=st.booleans(),
    series=st.sampled_from([None, SERIES, Period(MONTHS[1], MONTHS[4]), Period(date.min, date.max)]),
    one=st.none() | st.integers(0, len(INDICATORS) - 1),
    spans=st.sampled_from([{}, SPANS, {"now": SPANS["now"]}]),
)


@given(results=result_rows, values=value_rows, asked=reaches)
def test_sums_equal_sums_by_hand(
    cursor: duckdb.DuckDBPyConnection, results: list[Row], values: list[Row], asked: Reach
) -> None:
    filled(cursor, results, values)
    found = read_sums(cursor, asked)
    expected = {k: v for k, v in by_hand(results, values, asked).items() if k[0] in {i.id for i in asked.indicators}}
    assert {key: as_said(counts) for key, counts in found.items()} == expected
    for unit in UNITS:
        for own in (False, True):
            months = [span for _, u, o, span in found if (u, o) == (unit, own) and isinstance(span, date)]
            one_indicator = len(asked.indicators) == 1
            assert months == sorted(months) or not one_indicator


def test_numbers_that_need_all_38_digits(cursor: duckdb.DuckDBPyConnection) -> None:
    big, small = Decimal("9999999999999999999999999999.9999"), Decimal("0.0001")
    row = {"registry": "here", "indicator": "stay", "subgroup": "all", "unit": "here", "own": True, "denominator": 1}
    results = [
        row | {"month": month, "total": total, "squares": square}
        for month, total, square in (
            (MONTHS[0], big, Decimal("1E+29")),
            (MONTHS[1], small, Decimal("0.00000001")),
            (MONTHS[2], big.copy_negate(), Decimal(0)),
        )
    ]
    filled(cursor, results, [])
    for series in (None, SERIES):
        span = {"now": Period(MONTHS[0], MONTHS[3])}
        found = read_sums(cursor, reach("here", False, series, 1, span))["stay", "here", True, "now"]
        assert found.total == small
        assert found.squares == EXACT.add(Decimal("1E+29"), Decimal("0.00000001"))


def test_measures_very_far_apart(cursor: duckdb.DuckDBPyConnection) -> None:
    """So far that a group and a value do not fit into one number together."""
    row = {"registry": "here", "indicator": "wait", "subgroup": "all", "unit": "here", "own": True, "month": MONTHS[2]}
    far = [Decimal(-(10**11)), Decimal(0), Decimal(10**11)]
    filled(
        cursor,
        [{**row, "denominator": 6}],
        [{**row, "measure": measure, "n": n} for n, measure in enumerate(far, 1)],
    )
    spans = {f"span {n}": Period(MONTHS[2], MONTHS[3]) for n in range(3000)}
    found = read_sums(cursor, reach("here", False, SERIES, 2, spans))
    for key in (("wait", "here", True, "span 7"), ("wait", "here", True, MONTHS[2])):
        values = found[key].values
        assert values is not None
        assert (values[0].tolist(), values[1].tolist()) == ([-1e11, 0.0, 1e11], [1, 2, 3])


def test_nothing_asked_gives_nothing(cursor: duckdb.DuckDBPyConnection) -> None:
    filled(cursor, [], [])
    assert read_sums(cursor, reach("here", True, SERIES, None, SPANS)) == {}
    assert read_sums(cursor, reach("here", True, None, None, {})) == {}
