"""What the pages show, against plain sums over the same rows written out one by one."""

from __future__ import annotations

import json
import math
import random
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Context, Decimal
from pathlib import Path
from typing import Any, Literal

import duckdb
import msgspec
import pytest

from local_cache.errors import IndicatorNotHere, PeriodNotOffered, RegistryNotHere, UnitNotHere
from local_cache.registry import Definition, Form, Granularity, Indicator, Note, Subgroup, Unit, Variable
from local_cache.results import summary
from local_cache.results.figure import Attainment, IndicatorResult, Period, Selection, Shown, add_months
from local_cache.results.funnel_plot import NoFunnel, funnel_plot
from local_cache.results.summary import comparison, indicator_results, trend

SCHEMA = Path(summary.__file__).parents[1] / "schema" / "001.sql"
Z = 1.959963984540054

UNITS = (
    Unit("land", "nation", {"nb": "Landet", "en": "Nation"}),
    Unit("nord", "region", {"nb": "Nord"}, "land"),
    Unit("sør", "region", {"nb": "Sør"}, "land"),
    Unit("hf1", "trust", {"nb": "HF 1"}, "nord"),
    Unit("hf2", "trust", {"nb": "HF 2"}, "sør"),
    Unit("a", "hospital", {"nb": "Åsgård"}, "hf1"),
    Unit("b", "hospital", {"nb": "Berg"}, "hf1"),
    Unit("c", "hospital", {"nb": "Ørn"}, "hf2"),
    Unit("d", "hospital", {"nb": "Ærø"}, "hf2"),
    Unit("avd", "department", {"nb": "Ortopedisk"}, "a"),
)
ABOVE = {
    "a": ("hf1", "nord", "land"),
    "b": ("hf1", "nord", "land"),
    "c": ("hf2", "sør", "land"),
    "d": ("hf2", "sør", "land"),
}

KINDS = (
    Indicator(
        "share", 1, {"nb": "Andel", "en": "Share"}, "proportion", "f", green=0.6, yellow=0.4, subgroups=("women",)
    ),
    Indicator("stay", 1, {"nb": "Liggetid"}, "mean", "f", direction=0, green=5, format=",.1f"),
    Indicator("wait", 1, {"nb": "Ventetid"}, "median", "f", direction=0, green=5, format=",.1f"),
    Indicator("falls", 1, {"nb": "Fall"}, "rate", "f", direction=0, format=",.3f"),
    Indicator("deaths", 1, {"nb": "Døde"}, "ratio", "f", direction=0, green=1, format=",.2f"),
    Indicator("rare", 1, {"nb": "Sjelden"}, "between", "f", format=",.0f"),
    Indicator("forms", 1, {"nb": "Skjemaer"}, "count", "f", format=",.0f"),
)
FORM = Form("f", {"nb": "Skjema"}, "day", (Variable("day", {"nb": "Dag"}, "date"),))
SERVER_TIME = datetime(2026, 11, 21, 5, 12)
LAST12 = Period(date(2025, 11, 1), date(2026, 11, 1))


class Rows:
    """Rows of the two tables of monthly counts, and the few others that pages read."""

    def __init__(
        self, indicators: tuple[Indicator, ...] = KINDS, granularity: Granularity = "month", **more: Any
    ) -> None:
        self.definition = Definition(
            "hofte",
            "7",
            {"nb": "Hofteregisteret"},
            UNITS,
            forms=(FORM,),
            subgroups=(Subgroup("women", {"nb": "Kvinner"}, "TRUE", "f"), Subgroup("men", {"nb": "Menn"}, "TRUE", "f")),
            indicators=indicators,
            granularity=granularity,
            **more,
        )
        self.results: list[dict[str, Any]] = []
        self.values: list[dict[str, Any]] = []
        self.own: list[str] = []
        self.refusals: list[tuple[str, str, str]] = []
        self.kind = "service"

    def add(
        self, indicator: str, unit: str, month: date, numerator: int | None, denominator: int | None, **more: Any
    ) -> None:
        row = {
            "registry": "hofte",
            "indicator": indicator,
            "subgroup": "all",
            "unit": unit,
            "own": False,
            "month": month,
            "numerator": numerator,
            "denominator": denominator,
            "total": None,
            "squares": None,
            "published": None,
            "withheld": False,
            "provisional": False,
        }
        self.results.append(row | more)

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect(":memory:") as cursor:
            cursor.execute(SCHEMA.read_text(encoding="utf-8"))
            cursor.execute(
                "INSERT INTO source VALUES ('s', ?, 'http://x', 'The service', TIMESTAMP '2026-01-02 03:04:05')",
                [self.kind],
            )
            news = json.dumps([{"id": "n1", "date": "2026-10-01", "text": {"nb": "Nytt skjema"}}])
            due = json.dumps([{"id": "d1", "date": "2027-02-01", "text": {"nb": "Frist"}}])
            cursor.execute("INSERT INTO registry VALUES ('hofte', 's', '7', ?, ?)", [news, due])
            body = msgspec.json.encode(self.definition).decode()
            cursor.execute(
                "INSERT INTO definition VALUES ('hofte', '7', ?, now()::TIMESTAMP), ('hofte', '6', '{}', NULL)", [body]
            )
            for unit in self.own:
                cursor.execute(
                    "INSERT INTO subscription VALUES ('hofte', ?, ['leser'], 'e', 'c', ?, NULL, NULL)",
                    [unit, SERVER_TIME],
                )
                cursor.execute("INSERT INTO feed VALUES ('hofte', ?, 'records/f', 'e', 'c', 120, '', NULL)", [unit])
                cursor.execute("INSERT INTO feed VALUES ('hofte', ?, 'aggregates', 'e', 'c', 9999, '', NULL)", [unit])
            for refusal in self.refusals:
                cursor.execute("INSERT INTO refusal VALUES ('hofte', ?, ?, ?)", list(refusal))
            for table, rows in (("monthly_results", self.results), ("monthly_values", self.values)):
                columns = cursor.execute(f"SELECT column_name, column_type FROM (DESCRIBE {table})").fetchall()
                as_json = json.dumps(rows, default=str)
                cursor.execute(
                    f"INSERT INTO {table} SELECT unnest(from_json(?, ?), recursive := true)",
                    [as_json, json.dumps([dict(columns)])],
                )
            yield cursor

    def results_for(self, unit: str, period: Period = LAST12, subgroup: str = "all") -> dict[str, IndicatorResult]:
        with self.open() as cursor:
            rows = indicator_results(cursor, self.definition, Selection("hofte", unit, period, subgroup), "nb")
        return {r.indicator: r for r in rows}


def wilson(x: int, n: int) -> tuple[float, float]:
    p = x / n
    centre, reach = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (centre - reach) / (1 + Z * Z / n), (centre + reach) / (1 + Z * Z / n)


# A whole small country, drawn case by case, so that every figure can be counted again from the cases.


class Case:
    def __init__(self, draw: random.Random, unit: str, month: date) -> None:
        self.unit, self.month = unit, month
        self.woman = draw.random() < 0.6
        self.good = draw.random() < 0.55
        self.stay = Decimal(draw.randrange(10, 200)) / 8
        self.event = draw.random() < 0.15
        self.expected = Decimal(draw.randrange(100, 3000)) / 10000


MONTHS = [add_months(date(2024, 3, 1), n) for n in range(33)]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    draw = random.Random(20261121)
    sizes = {"a": 9, "b": 5, "c": 14, "d": 3}
    return [
        Case(draw, u, m)
        for u, size in sizes.items()
        for m in MONTHS
        for _ in range(draw.randrange(size // 2, size * 2))
    ]


def country(cases: list[Case]) -> Rows:
    rows = Rows()
    rows.own = ["a"]
    cells: dict[tuple[str, bool, date, str], list[Case]] = {}
    for case in cases:
        places = [(u, False) for u in (case.unit, *ABOVE[case.unit])] + ([("a", True)] if case.unit == "a" else [])
        for unit, own in places:
            for subgroup in ("all", "women") if case.woman else ("all",):
                cells.setdefault((unit, own, case.month, subgroup), []).append(case)
    for (unit, own, month, subgroup), inside in cells.items():
        n, good, events = len(inside), sum(c.good for c in inside), sum(c.event for c in inside)
        stays, expected = sum(c.stay for c in inside), sum(c.expected for c in inside)
        squares = sum(c.stay**2 for c in inside)
        more: dict[str, Any] = {
            "own": own,
            "subgroup": subgroup,
            "provisional": not own and month.year == 2026,
        }
        rows.add("share", unit, month, good, n, **more)
        if subgroup == "women":
            continue
        rows.add("stay", unit, month, None, n, total=stays, squares=squares, **more)
        rows.add("wait", unit, month, None, n, total=stays, squares=squares, **more)
        rows.add("falls", unit, month, events, n, total=stays, **more)
        rows.add("deaths", unit, month, events, n, total=expected, **more)
        rows.add("rare", unit, month, events, n, **more)
        rows.add("forms", unit, month, n, n, **more)
        for value in sorted({c.stay for c in inside}):
            rows.values.append(
                {
                    "registry": "hofte",
                    "indicator": "wait",
                    "subgroup": "all",
                    "unit": unit,
                    "own": own,
                    "month": month,
                    "measure": value,
                    "n": sum(c.stay == value for c in inside),
                }
            )
    return rows


@pytest.fixture(scope="module")
def nation(cases: list[Case]) -> Iterator[tuple[duckdb.DuckDBPyConnection, Definition]]:
    rows = country(cases)
    with rows.open() as cursor:
        yield cursor, rows.definition


PERIODS = [LAST12, Period(date(2025, 1, 1), date(2026, 1, 1)), Period(date(2026, 7, 1), date(2026, 10, 1))]


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("unit", ["a", "b", "hf2", "sør"])
def test_every_kind_equals_a_count_over_the_cases(
    nation: tuple[duckdb.DuckDBPyConnection, Definition], cases: list[Case], unit: str, period: Period
) -> None:
    cursor, definition = nation
    found = {r.indicator: r for r in indicator_results(cursor, definition, Selection("hofte", unit, period), "nb")}

    def within(place: str, p: Period) -> list[Case]:
        return [c for c in cases if place in (c.unit, *ABOVE[c.unit]) and p.first <= c.month < p.end]

    everybody = within("land", period)
    region = "nord" if unit in ("a", "b") else "sør"
    groups = {
        "own": within(unit, period),
        "nation": everybody,
        "region": within(region, period),
        "rest": [c for c in everybody if unit not in (c.unit, *ABOVE[c.unit])],
        "previous": within(unit, period.before()),
    }
    for part, inside in groups.items():
        n, good, events = len(inside), sum(c.good for c in inside), sum(c.event for c in inside)
        stays = [float(c.stay) for c in inside]
        days = (period.end - period.first).days if part != "previous" else (period.first - period.before().first).days

        def figure(indicator: str, part: str = part, n: int = n) -> Any:
            made = getattr(found[indicator], part)
            assert made.shown is Shown.VALUE, (indicator, part, made)
            assert made.own is (unit == "a" and part in ("own", "previous"))
            assert made.denominator == n
            assert made.low <= made.value <= made.high
            return made

        share = figure("share")
        assert (share.numerator, share.value) == (good, good / n)
        assert (share.low, share.high) == pytest.approx(wilson(good, n), rel=1e-12)
        stay = figure("stay")
        assert stay.value == pytest.approx(statistics.fmean(stays), rel=1e-15)
        # Student's t lies between the normal quantile and a third more for n above nine.
        half = (stay.high - stay.low) / 2
        assert 1 < half / (Z * statistics.stdev(stays) / math.sqrt(n)) < 1.34
        wait = figure("wait")
        quarters = statistics.quantiles(stays, n=4, method="inclusive")
        assert wait.value == pytest.approx(statistics.median(stays), rel=1e-15)
        assert wait.quartiles == pytest.approx((quarters[0], quarters[2]), rel=1e-15)
        assert wait.high - wait.value == pytest.approx(1.58 * (quarters[2] - quarters[0]) / math.sqrt(n), rel=1e-12)
        falls, deaths = figure("falls"), figure("deaths")
        assert falls.numerator == deaths.numerator == events
        assert falls.value == pytest.approx(events / sum(stays), rel=1e-14)
        assert deaths.value == pytest.approx(events / float(sum(c.expected for c in inside)), rel=1e-14)
        assert falls.method == deaths.method == ("exact" if events < 10 else "Byar")
        assert figure("rare").value == pytest.approx(days / events, rel=1e-15)
        assert figure("forms").value == n


def test_the_subgroup_is_counted_alone(nation: tuple[duckdb.DuckDBPyConnection, Definition], cases: list[Case]) -> None:
    cursor, definition = nation
    found = {
        r.indicator: r for r in indicator_results(cursor, definition, Selection("hofte", "a", LAST12, "women"), "nb")
    }
    women = [c for c in cases if c.unit == "a" and c.woman and LAST12.first <= c.month < LAST12.end]
    assert (found["share"].own.numerator, found["share"].own.denominator) == (sum(c.good for c in women), len(women))
    # An indicator the registry does not divide so has nothing to show there, not even zero.
    assert found["stay"].own.shown is Shown.NOT_PUBLISHED
    assert found["stay"].nation.shown is Shown.NOT_PUBLISHED


def test_levels_certainty_and_provisional_marks(nation: tuple[duckdb.DuckDBPyConnection, Definition]) -> None:
    cursor, definition = nation
    for unit in ("a", "b", "c", "d"):
        for row in indicator_results(cursor, definition, Selection("hofte", unit, LAST12), "nb"):
            indicator, own = definition.indicator(row.indicator), row.own
            if indicator.green is None:
                assert row.attainment is None and not row.certain
                continue
            ends = [
                summary.attainment(v, indicator.green, indicator.yellow, indicator.direction)
                for v in (own.low, own.high)
            ]
            assert row.attainment is summary.attainment(
                own.value, indicator.green, indicator.yellow, indicator.direction
            )
            assert row.certain is (ends[0] is ends[1])
            assert own.provisional and row.nation.provisional
            assert (own.definition_version, own.data_as_of) == ("7", SERVER_TIME)
    y2024 = Period(date(2024, 4, 1), date(2025, 1, 1))
    for row in indicator_results(cursor, definition, Selection("hofte", "a", y2024), "nb"):
        assert not row.own.provisional and not row.nation.provisional
        assert all(point.figure.provisional is (point.month.year == 2026) for point in row.trend)


def test_the_trend_holds_every_month(nation: tuple[duckdb.DuckDBPyConnection, Definition], cases: list[Case]) -> None:
    cursor, definition = nation
    for indicator in definition.indicators:
        line = trend(cursor, definition, indicator.id, Selection("hofte", "a", LAST12))
        assert [p.month for p in line.own] == [p.month for p in line.nation] == MONTHS
        assert [p.partial for p in line.own] == [m == date(2026, 11, 1) for m in MONTHS]
        for of_own, of_nation in zip(line.own, line.nation, strict=True):
            assert of_own.figure.denominator == sum(c.unit == "a" and c.month == of_own.month for c in cases)
            assert of_nation.figure.denominator == sum(c.month == of_own.month for c in cases)
    share = trend(cursor, definition, "share", Selection("hofte", "a", LAST12))
    for point in share.own:
        assert point.figure.numerator == sum(c.unit == "a" and c.month == point.month and c.good for c in cases)
        assert point.figure.own and point.figure.method == "Wilson"
    wait = trend(cursor, definition, "wait", Selection("hofte", "a", LAST12))
    for of_own, of_nation in zip(wait.own, wait.nation, strict=True):
        stays = [float(c.stay) for c in cases if c.month == of_own.month]
        assert of_nation.figure.value == pytest.approx(statistics.median(stays), rel=1e-15)
        own = [float(c.stay) for c in cases if c.month == of_own.month and c.unit == "a"]
        assert of_own.figure.value == pytest.approx(statistics.median(own), rel=1e-15)


def test_the_small_trend_is_the_last_24_months_of_the_full_one(
    nation: tuple[duckdb.DuckDBPyConnection, Definition],
) -> None:
    cursor, definition = nation
    selection = Selection("hofte", "a", LAST12)
    for row in indicator_results(cursor, definition, selection, "nb"):
        full = trend(cursor, definition, row.indicator, selection).own
        assert row.trend == tuple(p for p in full if add_months(LAST12.end, -24) <= p.month < LAST12.end)
        assert len(row.trend) == 24


@pytest.mark.parametrize("direction", [0, 1])
def test_the_comparison_puts_the_best_first(
    nation: tuple[duckdb.DuckDBPyConnection, Definition], direction: int
) -> None:
    cursor, definition = nation
    turned = msgspec.structs.replace(
        definition, indicators=tuple(msgspec.structs.replace(i, direction=direction) for i in definition.indicators)
    )
    selection = Selection("hofte", "a", LAST12)
    rows = {r.indicator: r for r in indicator_results(cursor, turned, selection, "nb")}
    for indicator in turned.indicators:
        compared = comparison(cursor, turned, indicator.id, selection, "nb")
        values = [u.figure.value for u in compared.units]
        drawn = [v for v in values if v is not None]
        assert values == sorted(drawn, reverse=direction == 1) + [None] * (len(values) - len(drawn))
        assert len(drawn) >= 4
        assert {u.unit for u in compared.units} == {"a", "b", "c", "d", "land"}
        (own,) = [u for u in compared.units if u.own]
        (whole,) = [u for u in compared.units if u.nation]
        assert own.figure == rows[indicator.id].own and own.attainment is rows[indicator.id].attainment
        assert whole.figure == compared.nation == rows[indicator.id].nation
        for other in compared.units:
            seen_from_there = {
                r.indicator: r for r in indicator_results(cursor, turned, Selection("hofte", other.unit, LAST12), "nb")
            }
            assert other.figure == seen_from_there[indicator.id].own
    trusts = comparison(cursor, definition, "share", selection, "nb", "trust")
    assert {u.unit for u in trusts.units} == {"hf1", "hf2", "a", "land"}


def test_the_comparison_has_the_period_before(
    nation: tuple[duckdb.DuckDBPyConnection, Definition],
) -> None:
    """What each unit was before is what the table says of that period, seen from the unit itself."""
    cursor, definition = nation
    selection = Selection("hofte", "a", LAST12)
    before = Selection("hofte", "a", LAST12.before())
    for indicator in definition.indicators:
        for unit in comparison(cursor, definition, indicator.id, selection, "nb").units:
            there = replace(before, unit=unit.unit)
            earlier = {r.indicator: r for r in indicator_results(cursor, definition, there, "nb")}[indicator.id].own
            assert unit.previous is not None and unit.previous.shown is Shown.VALUE
            assert unit.previous == earlier and unit.previous != unit.figure


def test_which_differences_stand_when_all_are_judged_at_once() -> None:
    rows = Rows()
    rows.own = ["a"]
    counts = {"a": (80, 100), "b": (60, 100), "c": (52, 100), "d": (5, 9), "land": (5000, 10_000)}
    for unit, (good, n) in counts.items():
        own = unit == "a"
        rows.add("share", unit, MONTH, good, n, own=own)
        rows.add("falls", unit, MONTH, good, n, own=own, total=Decimal(n * 10))
        rows.add("deaths", unit, MONTH, good, n, own=own, total=Decimal(n) / 2)
        rows.add("wait", unit, MONTH, None, n, own=own, total=Decimal(n))
        rows.add("stay", unit, MONTH, None, n, own=own, total=Decimal(good), squares=Decimal(good * 2))
        rows.add("rare", unit, MONTH, good, n, own=own)
        rows.add("forms", unit, MONTH, good, n, own=own)
    rows.add("stay", "b", add_months(MONTH, 1), None, 50, total=Decimal(30))  # a month that came without its squares

    def stands(indicator: str) -> dict[str, bool | None]:
        with rows.open() as cursor:
            found = comparison(cursor, rows.definition, indicator, Selection("hofte", "a", LAST12), "nb")
        return {u.unit: u.stands for u in found.units}

    # 60 of 100 lies outside its own 95 %, but not when three are judged at once; nine cases are too few to be judged.
    assert stands("share") == {"a": True, "b": False, "c": False, "d": None, "land": None}
    assert stands("falls") == {"a": True, "b": False, "c": False, "d": None, "land": None}
    assert stands("deaths") == {"a": True, "b": False, "c": False, "d": None, "land": None}
    assert stands("stay") == {"a": True, "b": None, "c": False, "d": None, "land": None}
    for indicator in ("wait", "rare", "forms"):
        assert set(stands(indicator).values()) == {None}


# What must not be shown


MONTH = date(2026, 3, 1)
SHARE = (Indicator("share", 1, {"nb": "Andel"}, "proportion", "f", green=0.6, yellow=0.4),)


def test_a_period_with_a_withheld_month_is_withheld_whole() -> None:
    rows = Rows(SHARE)
    for month in (MONTH, add_months(MONTH, 1)):
        rows.add("share", "land", month, 50, 100)
        rows.add("share", "b", month, 5, 10)
    rows.add("share", "b", add_months(MONTH, 2), None, None, withheld=True)
    found = rows.results_for("b")["share"]
    assert found.own.shown is Shown.WITHHELD
    assert (found.own.value, found.own.numerator, found.own.denominator, found.own.low) == (None,) * 4
    assert found.rest.shown is Shown.WITHHELD
    assert (found.rest.value, found.rest.numerator, found.rest.denominator) == (None,) * 3
    assert found.attainment is None and not found.certain
    assert found.nation.value == 0.5
    quarter = rows.results_for("b", Period(MONTH, add_months(MONTH, 2)))["share"]
    assert (quarter.own.value, quarter.rest.value) == (0.5, 90 / 180)


def test_a_withheld_unit_with_own_records_sees_its_own_but_no_rest() -> None:
    rows = Rows(SHARE)
    rows.own = ["a"]
    rows.add("share", "a", MONTH, 1, 3, own=True)
    rows.add("share", "a", MONTH, None, None, withheld=True)
    rows.add("share", "land", MONTH, 50, 100)
    rows.add("share", "nord", MONTH, None, None, withheld=True)
    found = rows.results_for("a")["share"]
    assert (found.own.shown, found.own.numerator, found.own.denominator) == (Shown.VALUE, 1, 3)
    assert found.rest.shown is Shown.WITHHELD and found.region.shown is Shown.WITHHELD
    rows.results.pop()
    rows.add("share", "land", add_months(MONTH, 1), None, None, withheld=True)
    found = rows.results_for("a")["share"]
    assert found.nation.shown is Shown.WITHHELD and found.rest.shown is Shown.WITHHELD


def test_the_rest_is_only_what_is_published_less_what_is_published() -> None:
    rows = Rows(SHARE)
    rows.own = ["a", "avd"]
    rows.add("share", "a", MONTH, 9, 12, own=True)  # two cases more than the registry had counted
    rows.add("share", "a", MONTH, 8, 10)
    rows.add("share", "avd", MONTH, 4, 5, own=True)
    rows.add("share", "land", MONTH, 50, 100)
    found = rows.results_for("a")["share"]
    assert (found.own.numerator, found.own.denominator) == (9, 12)
    assert (found.rest.numerator, found.rest.denominator) == (42, 90)
    # A department is not published, so nobody can say what the others are without it.
    assert rows.results_for("avd")["share"].rest.shown is Shown.NOT_PUBLISHED
    assert rows.results_for("land")["share"].rest.shown is Shown.NOT_PUBLISHED
    assert rows.results_for("land")["share"].region.shown is Shown.NOT_PUBLISHED


def test_published_counts_that_contradict_each_other_give_no_rest() -> None:
    rows = Rows(SHARE)
    rows.add("share", "b", MONTH, 8, 10)
    rows.add("share", "land", MONTH, 5, 100)
    rows.add("share", "c", MONTH, 12, 10)
    assert rows.results_for("b")["share"].rest.shown is Shown.NOT_PUBLISHED
    impossible = rows.results_for("c")["share"].own
    assert impossible.shown is Shown.NOT_PUBLISHED and impossible.value is None


def test_the_minimum_denominator() -> None:
    own_limit = msgspec.structs.replace(SHARE[0], id="limited", minimum_denominator=30)
    rows = Rows((*SHARE, own_limit))
    rows.own = ["a"]
    for indicator in ("share", "limited"):
        rows.add(indicator, "a", MONTH, 2, 4, own=True)
        rows.add(indicator, "b", MONTH, 2, 4)
        rows.add(indicator, "c", MONTH, 2, 5)
        rows.add(indicator, "d", MONTH, 20, 30)
        rows.add(indicator, "land", MONTH, 26, 43)
    few = rows.results_for("b")["share"].own
    assert (few.shown, few.value, few.numerator, few.denominator) == (Shown.TOO_FEW, None, None, 4)
    assert rows.results_for("c")["share"].own.value == 0.4
    assert rows.results_for("c")["limited"].own.shown is Shown.TOO_FEW
    assert rows.results_for("d")["limited"].own.value == 20 / 30
    found = rows.results_for("a")
    assert found["share"].own.value == 0.5  # its own records
    assert found["limited"].own.shown is Shown.TOO_FEW and found["limited"].attainment is None
    assert found["limited"].trend[0].figure.value == 0.5
    with rows.open() as cursor:
        compared = comparison(cursor, rows.definition, "share", Selection("hofte", "a", LAST12), "nb")
    drawn = [(u.name, u.figure.value is not None) for u in compared.units]
    assert drawn == [("Ærø", True), ("Landet", True), ("Berg", False), ("Ørn", False), ("Åsgård", False)]
    assert all(u.attainment is None for u in compared.units if u.figure.value is None)


def test_nobody_counted_is_not_the_same_as_nothing_published() -> None:
    rows = Rows(SHARE)
    rows.own = ["a"]
    rows.add("share", "land", MONTH, 0, 0)
    rows.add("share", "a", add_months(MONTH, -30), 1, 9, own=True)
    found = rows.results_for("a")["share"]
    assert found.own.shown is Shown.NO_CASES and found.own.own
    assert found.nation.shown is Shown.NO_CASES
    assert found.region.shown is Shown.NOT_PUBLISHED
    assert found.trend == ()
    assert rows.results_for("b")["share"].own.shown is Shown.NOT_PUBLISHED


def test_months_without_cases_are_there_without_value() -> None:
    rows = Rows(SHARE)
    rows.own = ["a"]
    rows.add("share", "a", MONTH, 1, 9, own=True)
    rows.add("share", "a", add_months(MONTH, 3), 1, 9, own=True)
    rows.add("share", "land", add_months(MONTH, 4), 10, 90)
    with rows.open() as cursor:
        line = trend(cursor, rows.definition, "share", Selection("hofte", "a", LAST12))
    of_own, of_nation = ([p.figure.shown for p in points] for points in (line.own, line.nation))
    assert of_own == [Shown.VALUE, Shown.NO_CASES, Shown.NO_CASES, Shown.VALUE, Shown.NO_CASES]
    assert of_nation == [Shown.NOT_PUBLISHED] * 4 + [Shown.VALUE]


def test_own_months_the_registry_has_not_affirmed_are_provisional() -> None:
    rows = Rows(SHARE)
    rows.own = ["a"]
    rows.add("share", "a", MONTH, 1, 9, own=True)
    rows.add("share", "land", MONTH, 10, 90)
    assert not rows.results_for("a")["share"].own.provisional
    rows.add("share", "a", add_months(MONTH, 1), 1, 9, own=True)
    assert rows.results_for("a")["share"].own.provisional


def test_what_is_refused_stands_there_with_the_reason() -> None:
    rows = Rows()
    rows.own = ["a"]
    rows.refusals = [
        ("indicator", "stay", "the function read_csv is not allowed"),
        ("subgroup", "women", "no column sex"),
    ]
    for indicator in KINDS:
        rows.add(indicator.id, "a", MONTH, 5, 10, own=True)
    found = rows.results_for("a")
    assert found["stay"].refused == "the function read_csv is not allowed"
    for part in ("own", "nation", "region", "rest", "previous"):
        assert getattr(found["stay"], part).shown is Shown.REFUSED
    assert found["share"].refused == "" and found["share"].own.shown is Shown.VALUE
    women = rows.results_for("a", subgroup="women")
    assert women["share"].refused == "no column sex" and women["share"].own.shown is Shown.REFUSED


def test_no_event_no_exposure_no_spread() -> None:
    rows = Rows()
    rows.own = ["a"]
    rows.add("rare", "a", MONTH, 0, 10, own=True)
    rows.add("falls", "a", MONTH, 2, 10, own=True, total=Decimal(0))
    rows.add("deaths", "a", MONTH, 0, 10, own=True, total=Decimal(2))
    rows.add("stay", "a", MONTH, None, 1, own=True, total=Decimal("4.5"), squares=Decimal("20.25"))
    rows.add("wait", "a", MONTH, None, 3, own=True)
    found = rows.results_for("a")
    assert found["rare"].own.shown is Shown.NO_CASES and found["rare"].own.numerator == 0
    assert found["falls"].own.shown is Shown.NO_CASES
    none = found["deaths"].own
    assert (none.value, none.low) == (0, 0) and none.high == pytest.approx(3.688879454113936 / 2)
    one = found["stay"].own
    assert (one.value, one.low, one.high, one.method) == (4.5, None, None, "")
    assert found["wait"].own.shown is Shown.NOT_PUBLISHED  # counted, but its distinct values are not here


def test_a_spread_far_smaller_than_the_mean_is_not_lost() -> None:
    rows = Rows()
    rows.own = ["a"]
    values = [Decimal(10**9) + Decimal(n) / 10000 for n in range(10)]
    rows.add("stay", "a", MONTH, None, 10, own=True, total=sum(values), squares=sum(v * v for v in values))
    own = rows.results_for("a")["stay"].own
    spread = statistics.stdev(v - 10**9 for v in values)
    assert own.high is not None and own.low is not None
    assert own.high - own.low == pytest.approx(2 * 2.2621571628 * float(spread) / math.sqrt(10), rel=1e-3)


def test_a_month_that_lacks_a_part_makes_no_sum_of_the_others() -> None:
    rows = Rows()
    rows.own = ["a"]
    rows.add("stay", "a", MONTH, None, 10, own=True, total=Decimal(40), squares=Decimal(200))
    rows.add("stay", "a", add_months(MONTH, 1), None, 10, own=True, total=Decimal(60))
    rows.add("stay", "a", add_months(MONTH, 2), None, 0, own=True)
    rows.add("share", "a", MONTH, 5, 10, own=True)
    rows.add("share", "a", add_months(MONTH, 1), None, 10, own=True)
    rows.add("falls", "a", MONTH, 5, 10, own=True, total=Decimal(50))
    rows.add("falls", "a", add_months(MONTH, 1), 5, 10, own=True)
    found = rows.results_for("a")
    stay = found["stay"].own
    assert (stay.value, stay.denominator, stay.low, stay.deviation) == (5, 20, None, None)
    assert found["share"].own.shown is Shown.NOT_PUBLISHED
    assert found["falls"].own.value is None
    rows.results[1]["squares"] = Decimal(400)
    assert rows.results_for("a")["stay"].own.deviation == pytest.approx(math.sqrt((600 - 20 * 25) / 19))


def test_the_rest_of_long_sums_is_exact() -> None:
    rows = Rows()
    long = Decimal("123456789012345678901234567890.1234")
    rows.add("stay", "b", MONTH, None, 10, total=long, squares=Decimal(9))
    rows.add("stay", "land", MONTH, None, 30, total=Context(prec=60).add(long, Decimal("0.0020")), squares=Decimal(99))
    rest = rows.results_for("b")["stay"].rest
    assert (rest.denominator, rest.value) == (20, 0.0001)


def test_days_between_events_stop_where_the_data_stop() -> None:
    rows = Rows()
    rows.own = ["a"]
    rows.add("rare", "a", MONTH, 4, 100, own=True)
    own = rows.results_for("a", Period(date(2026, 1, 1), date(2027, 1, 1)))["rare"].own
    assert own.value == (date(2026, 11, 21) - date(2026, 1, 1)).days / 4
    assert own.low is not None and own.high is not None and own.low < own.value < own.high


# Designed states


def turned(indicator: Indicator) -> Indicator:
    """The indicator with its levels the wrong way round."""
    return msgspec.structs.replace(indicator, green=indicator.yellow, yellow=indicator.green)


@pytest.mark.parametrize("direction", [0, 1])
def test_levels_the_wrong_way_round_give_no_attainment_and_say_so(direction: Literal[0, 1]) -> None:
    good, bad = (0.6, 0.4) if direction == 1 else (0.4, 0.6)
    right = msgspec.structs.replace(SHARE[0], direction=direction, green=good, yellow=bad)
    wrong = msgspec.structs.replace(turned(right), id="turned")
    rows = Rows((right, wrong))
    rows.own = ["a"]
    for indicator in ("share", "turned"):
        for unit, share in (("a", 70), ("b", 50), ("c", 30), ("land", 50)):
            rows.add(indicator, unit, MONTH, share, 100, own=unit == "a")
    found = rows.results_for("a")
    assert found["share"].attainment is not None and not found["share"].levels_crossed
    assert found["turned"].attainment is None and found["turned"].levels_crossed and not found["turned"].certain
    assert found["turned"].own == found["share"].own
    with rows.open() as cursor:
        compared = comparison(cursor, rows.definition, "turned", Selection("hofte", "a", LAST12), "nb")
    assert [u.attainment for u in compared.units] == [None] * 4
    assert all(u.figure.value is not None for u in compared.units)


@pytest.mark.parametrize(("green", "yellow"), [(None, None), (0.6, None), (None, 0.4), (0.5, 0.5)])
def test_missing_levels(green: float | None, yellow: float | None) -> None:
    rows = Rows((msgspec.structs.replace(SHARE[0], green=green, yellow=yellow),))
    rows.own = ["a"]
    rows.add("share", "a", MONTH, 55, 100, own=True)
    rows.add("share", "land", MONTH, 500, 1000)
    found = rows.results_for("a")["share"]
    expected = {(None, None): None, (0.6, None): Attainment.LOW, (None, 0.4): Attainment.MODERATE}
    assert found.attainment is expected.get((green, yellow), Attainment.HIGH)
    assert not found.levels_crossed and found.own.value == 0.55
    assert found.certain is ((green, yellow) == (None, 0.4))
    with rows.open() as cursor:
        compared = comparison(cursor, rows.definition, "share", Selection("hofte", "a", LAST12), "nb")
    (own,) = [u for u in compared.units if u.own]
    assert own.attainment is found.attainment


def test_a_subgroup_with_nobody_in_it() -> None:
    rows = Rows()
    rows.own = ["a"]
    rows.add("share", "a", MONTH, 5, 10, own=True)
    rows.add("share", "b", MONTH, 5, 10)
    rows.add("share", "land", MONTH, 50, 100)
    women = Selection("hofte", "a", LAST12, "women")
    found = rows.results_for("a", subgroup="women")["share"]
    assert (found.own.shown, found.own.value, found.own.denominator) == (Shown.NO_CASES, None, None)
    assert found.nation.shown is found.rest.shown is Shown.NOT_PUBLISHED and found.attainment is None
    assert found.trend == ()
    with rows.open() as cursor:
        line = trend(cursor, rows.definition, "share", women)
        compared = comparison(cursor, rows.definition, "share", women, "nb")
    assert (line.own, line.nation) == ((), ())
    assert [(u.unit, u.figure.shown, u.stands) for u in compared.units] == [
        ("land", Shown.NOT_PUBLISHED, None),
        ("a", Shown.NO_CASES, None),
    ]
    plot = funnel_plot(compared, SHARE[0])
    assert plot.refused is NoFunnel.NO_TARGET and [u.unit for u in plot.not_drawn] == ["a"]


def test_a_month_with_no_cases_has_a_place_and_no_value() -> None:
    """Of every kind: a row that says nobody, and no row at all."""
    rows = Rows()
    rows.own = ["a"]
    for indicator in KINDS:
        for number, n in enumerate((8, 0, None, 8)):
            if n is not None:
                cases = None if indicator.kind in ("mean", "median") else n // 2
                rows.add(
                    indicator.id,
                    "a",
                    add_months(MONTH, number),
                    cases,
                    n,
                    own=True,
                    total=Decimal(n),
                    squares=Decimal(n),
                )
            if n and indicator.kind == "median":
                where = {"registry": "hofte", "indicator": indicator.id, "subgroup": "all", "unit": "a", "own": True}
                rows.values.append(where | {"month": add_months(MONTH, number), "measure": 1, "n": n})
    with rows.open() as cursor:
        for indicator in KINDS:
            line = trend(cursor, rows.definition, indicator.id, Selection("hofte", "a", LAST12))
            shown = [p.figure.shown for p in line.own]
            assert shown == [Shown.VALUE, Shown.NO_CASES, Shown.NO_CASES, Shown.VALUE], indicator.id
            assert [p.figure.value is None for p in line.own] == [False, True, True, False]
            assert [p.figure.low is None for p in line.own][1:3] == [True, True]
    table = rows.results_for("a", Period(add_months(MONTH, 1), add_months(MONTH, 3)))
    for indicator in KINDS:
        assert (table[indicator.id].own.shown, table[indicator.id].own.value) == (Shown.NO_CASES, None)
        assert table[indicator.id].attainment is None


def test_under_the_minimum_nothing_is_shown_compared_or_judged() -> None:
    """Named in the comparison, now and before, but without a value, an attainment, a judgement or a place."""
    for indicator in KINDS:
        rows = Rows((msgspec.structs.replace(indicator, minimum_denominator=30),))
        rows.own = ["a"]
        for month in (MONTH, add_months(MONTH, -12)):
            for unit, n in (("a", 29), ("b", 29), ("c", 30), ("land", 88)):
                cases = None if indicator.kind in ("mean", "median") else n // 2
                own = unit == "a"
                rows.add(indicator.id, unit, month, cases, n, own=own, total=Decimal(n), squares=Decimal(2 * n))
                if indicator.kind == "median":
                    where = {"registry": "hofte", "indicator": indicator.id, "subgroup": "all", "own": own}
                    rows.values.append(where | {"unit": unit, "month": month, "measure": 1, "n": n})
        found = rows.results_for("a")[indicator.id]
        assert (found.own.shown, found.own.value, found.own.numerator) == (Shown.TOO_FEW, None, None)
        assert (found.previous.shown, found.previous.value) == (Shown.TOO_FEW, None)
        assert found.attainment is None and not found.certain
        with rows.open() as cursor:
            compared = comparison(cursor, rows.definition, indicator.id, Selection("hofte", "a", LAST12), "nb")
        few = {u.unit: u for u in compared.units if u.figure.value is None}
        assert set(few) == {"a", "b"}
        for unit in few.values():
            assert unit.previous is not None
            assert unit.figure.shown is unit.previous.shown is Shown.TOO_FEW
            assert unit.previous.value is None and unit.attainment is None and unit.stands is None
            assert unit.figure.low is None and unit.figure.exposure is None and unit.figure.deviation is None
        plot = funnel_plot(compared, rows.definition.indicators[0])
        assert {u.unit for u in plot.not_drawn} == ({"a", "b"} if plot.refused is None else {"a", "b", "c"})


@pytest.mark.parametrize("total", [Decimal(0), None, Decimal(-3)])
def test_expected_values_of_zero(total: Decimal | None) -> None:
    """Also below zero, and none at all: nothing is divided by it, in no place."""
    rows = Rows()
    rows.own = ["a"]
    for indicator in ("deaths", "falls"):
        for unit in ("a", "b", "land"):
            rows.add(indicator, unit, MONTH, 3, 40, own=unit == "a", total=total)
        rows.add(indicator, "c", MONTH, 3, 40, total=Decimal(2))
        found = rows.results_for("a")[indicator]
        assert (found.own.shown, found.own.value, found.own.exposure) == (Shown.NO_CASES, None, None)
        assert found.nation.value is None and found.attainment is None
        with rows.open() as cursor:
            selection = Selection("hofte", "a", LAST12)
            line = trend(cursor, rows.definition, indicator, selection)
            compared = comparison(cursor, rows.definition, indicator, selection, "nb")
        assert [p.figure.value for p in line.own] == [None]
        assert {u.unit: u.figure.value for u in compared.units} == {"c": 1.5, "a": None, "b": None, "land": None}
        assert {u.stands for u in compared.units} == {None}
        plot = funnel_plot(compared, rows.definition.indicator(indicator))
        assert plot.refused is NoFunnel.NO_TARGET
    with_nation = Rows()
    with_nation.add("deaths", "b", MONTH, 3, 40, total=total)
    with_nation.add("deaths", "c", MONTH, 3, 40, total=Decimal(2))
    with_nation.add("deaths", "land", MONTH, 30, 400, total=Decimal(30))
    with with_nation.open() as cursor:
        compared = comparison(cursor, with_nation.definition, "deaths", Selection("hofte", "b", LAST12), "nb")
    plot = funnel_plot(compared, with_nation.definition.indicator("deaths"))
    assert [u.unit.unit for u in plot.units] == ["c"] and [u.unit for u in plot.not_drawn] == ["b"]


# Results published by the year


def yearly() -> Rows:
    levels = Indicator(
        "share", 1, {"nb": "Andel"}, "proportion", green=0.6, yellow=0.4, minimum_denominator=10, format=",.0%"
    )
    rows = Rows((levels,), "year")
    rows.kind = "skde"
    for year, value, n in ((2017, 0.5, 10), (2018, 0.6, 35), (2019, 0.3333, 30)):
        rows.add("share", "b", date(year, 1, 1), None, n, published=value)
        rows.add("share", "land", date(year, 1, 1), None, 1000, published=0.4217)
    rows.add("share", "c", date(2019, 1, 1), None, 9, published=0.5)
    return rows


def test_a_year_is_shown_as_it_was_published() -> None:
    rows = yearly()
    found = rows.results_for("b", Period(date(2019, 1, 1), date(2020, 1, 1)))["share"]
    assert (found.own.value, found.own.numerator, found.own.denominator) == (0.3333, 10, 30)
    assert (found.own.low, found.own.high) == pytest.approx(wilson(10, 30), rel=1e-12)
    assert found.attainment is Attainment.LOW and not found.own.own
    assert found.nation.value == 0.4217
    assert (found.rest.numerator, found.rest.denominator) == (412, 970)
    assert found.previous.value == 0.6
    assert found.own.data_as_of == datetime(2026, 1, 2, 3, 4, 5)
    at_the_level = rows.results_for("b", Period(date(2018, 1, 1), date(2019, 1, 1)))["share"]
    assert at_the_level.attainment is Attainment.HIGH and not at_the_level.certain
    assert rows.results_for("c", Period(date(2019, 1, 1), date(2020, 1, 1)))["share"].own.shown is Shown.TOO_FEW


def test_several_years_are_weighted_by_their_denominators() -> None:
    own = yearly().results_for("b", Period(date(2017, 1, 1), date(2020, 1, 1)))["share"].own
    assert own.value == pytest.approx((0.5 * 10 + 0.6 * 35 + 0.3333 * 30) / 75, rel=1e-15)
    assert (own.numerator, own.denominator) == (5 + 21 + 10, 75)


def test_a_yearly_trend_has_a_point_a_year() -> None:
    rows = yearly()
    found = rows.results_for("b", Period(date(2018, 1, 1), date(2019, 1, 1)))["share"]
    assert [(p.month.year, p.figure.value, p.partial) for p in found.trend] == [
        (2017, 0.5, False),
        (2018, 0.6, False),
        (2019, 0.3333, False),
    ]
    with rows.open() as cursor:
        line = trend(cursor, rows.definition, "share", Selection("hofte", "c", LAST12))
        assert line.granularity == "year"
        assert [p.figure.shown for p in line.own] == [Shown.NOT_PUBLISHED, Shown.NOT_PUBLISHED, Shown.TOO_FEW]
        assert summary.periods(cursor, "hofte", date(2026, 11, 21)) == ("2019", "2018", "2017")
        with pytest.raises(PeriodNotOffered):
            summary.period(cursor, "hofte", "last12")


# What is here


def test_registries_for_the_choosers_and_the_overview() -> None:
    rows = Rows(notes=(Note(date(2025, 1, 1), {"nb": "Ny koding"}),))
    rows.own = ["a", "avd"]
    rows.refusals = [("rule", "r9", "no column x")]
    with rows.open() as cursor:
        cursor.execute(
            """
            INSERT INTO query (registry, unit, id, severity, state) VALUES
                ('hofte', 'a', 'q1', 'error', 'open'), ('hofte', 'a', 'q2', 'warning', 'open'),
                ('hofte', 'avd', 'q3', 'error', 'open'), ('hofte', 'a', 'q4', 'error', 'closed'),
                ('hofte', 'a', 'q5', 'error', 'answered');
            INSERT INTO coverage VALUES
                ('hofte', 'a', '', 2024, 10, 70, 20, NULL, 'NPR', 'm'),
                ('hofte', 'a', '', 2025, 30, 70, 20, NULL, 'NPR', 'm'),
                ('hofte', 'a', 'share', 2025, NULL, NULL, NULL, 0.71, 'NPR', 'm'),
                ('hofte', 'b', '', 2025, 1, 1, 1, NULL, 'NPR', 'm'),
                ('hofte', 'a', '', 2026, 0, 0, 0, NULL, 'NPR', 'm');
            INSERT INTO sync_run VALUES
                ('1', 's', TIMESTAMP '2026-11-20 05:00', TIMESTAMP '2026-11-20 05:01', 'done', NULL, '{}'),
                ('2', 's', TIMESTAMP '2026-11-21 05:00', NULL, 'failed', 'no-contact', '{}');
            """
        )
        (found,) = summary.registries(cursor)
        assert summary.definition(cursor, "hofte") == rows.definition
        of_share = [y for y in summary.coverage(cursor, "hofte", "a") if y.indicator == "share"]
    assert (found.registry, found.kind, found.title, found.granularity) == ("hofte", "service", "The service", "month")
    assert [(u.unit, u.level, u.own_records, dict(u.open_queries)) for u in found.units] == [
        ("a", "hospital", 120, {"error": 1, "warning": 1}),
        ("avd", "department", 120, {"error": 1}),
    ]
    assert found.records == 240 and found.open_queries == {"error": 2, "warning": 1}
    assert found.data_as_of == SERVER_TIME
    assert [(y.unit, y.year, y.of_all, y.of_reference) for y in found.coverage] == [
        ("a", 2024, 0.8, 80 / 90),
        ("a", 2025, 100 / 120, 1.0),
        ("a", 2026, None, None),
    ]
    assert [(y.published, y.share) for y in of_share] == [(0.71, 0.71)]
    assert found.announcements[0].text == {"nb": "Nytt skjema"} and found.deadlines[0].date == date(2027, 2, 1)
    assert found.notes[0].text == {"nb": "Ny koding"}
    assert [(r.kind, r.id, r.reason) for r in found.refusals] == [("rule", "r9", "no column x")]
    assert found.last_sync is not None
    assert (found.last_sync.state, found.last_sync.problem) == ("failed", "no-contact")


def test_of_published_results_every_unit_with_any_can_be_chosen() -> None:
    with yearly().open() as cursor:
        (found,) = summary.registries(cursor)
    assert [u.unit for u in found.units] == ["land", "b", "c"]
    assert found.records == 0 and found.data_as_of == datetime(2026, 1, 2, 3, 4, 5)


def test_an_empty_cache_has_no_registries_and_says_so() -> None:
    with duckdb.connect(":memory:") as cursor:
        cursor.execute(SCHEMA.read_text(encoding="utf-8"))
        assert summary.registries(cursor) == ()
        assert summary.periods(cursor, "hofte", date(2026, 1, 1)) == ()
        with pytest.raises(RegistryNotHere):
            summary.definition(cursor, "hofte")


def test_a_registry_before_its_first_results() -> None:
    rows = Rows()
    rows.own = ["a"]
    found = rows.results_for("a")
    assert len(found) == len(KINDS)
    for row in found.values():
        assert row.own.shown is Shown.NO_CASES and row.nation.shown is Shown.NOT_PUBLISHED
    with rows.open() as cursor:
        line = trend(cursor, rows.definition, "share", Selection("hofte", "a", LAST12))
        compared = comparison(cursor, rows.definition, "share", Selection("hofte", "a", LAST12), "nb")
    assert (line.own, line.nation) == ((), ())
    assert [u.unit for u in compared.units] == ["land", "a"]


def test_periods_follow_the_age_of_the_data(nation: tuple[duckdb.DuckDBPyConnection, Definition]) -> None:
    cursor, _ = nation
    assert summary.periods(cursor, "hofte", date(2030, 1, 1))[:4] == ("last12", "last24", "last60", "2026")
    assert summary.period(cursor, "hofte", "last12") == LAST12


def test_what_is_not_here_is_refused(nation: tuple[duckdb.DuckDBPyConnection, Definition]) -> None:
    cursor, definition = nation
    with pytest.raises(UnitNotHere):
        indicator_results(cursor, definition, Selection("hofte", "x", LAST12), "nb")
    with pytest.raises(IndicatorNotHere):
        trend(cursor, definition, "x", Selection("hofte", "a", LAST12))
    with pytest.raises(IndicatorNotHere):
        comparison(cursor, definition, "x", Selection("hofte", "a", LAST12), "nb")


def test_names_sort_as_norwegians_sort_them() -> None:
    names = ["Ås", "Ørn", "Ærø", "zebra", "Berg", "alfa", "ære"]
    assert sorted(names, key=summary.by_name) == ["alfa", "Berg", "zebra", "ære", "Ærø", "Ørn", "Ås"]
