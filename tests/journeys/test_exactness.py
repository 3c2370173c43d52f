"""Own and national values equal an independent computation, exactly, for every indicator, unit and year.

The computation here is plain SQL over the registry's own records: the definition's texts are run as they stand by a
DuckDB that has macros for the language's functions. It shares no code with the program's counting.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from demo_registry import RunningRegistry, serve
from local_cache.cache import Cache
from local_cache.registry import Definition, Indicator
from local_cache.results import summary
from local_cache.results.figure import Figure, Period, Selection, Shown
from local_cache.sync.client import Client
from local_cache.sync.pull import connect, pull

MACROS = (
    "days_between(a, b) AS date_diff('day', CAST(a AS DATE), CAST(b AS DATE))",
    "months_between(a, b) AS date_sub('month', CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP))",
    "years_between(a, b) AS date_sub('year', CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP))",
    "hours_between(a, b) AS (epoch_us(CAST(b AS TIMESTAMP)) - epoch_us(CAST(a AS TIMESTAMP))) / 3600000000.0",
    "minutes_between(a, b) AS (epoch_us(CAST(b AS TIMESTAMP)) - epoch_us(CAST(a AS TIMESTAMP))) / 60000000.0",
    "has(list, wanted) AS list_contains(list, wanted)",
)


@dataclass(frozen=True)
class Counted:
    """What one unit has in one year: numerator, denominator, and every single measure (exact decimals)."""

    numerator: int
    denominator: int
    measures: tuple[Decimal, ...]


@dataclass
class Morning:
    registry: RunningRegistry
    cache: Cache


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Morning]:
    """A small registry, synchronised once."""
    directory = tmp_path_factory.mktemp("exactness")
    with serve(records=3000, seed=11, others=0.3) as running:
        cache = Cache.open(directory / "cache.duckdb", secrets.token_bytes(32), spill=directory / "spill")
        try:
            with Client(running.address, running.user("kvalitetskoordinator").token) as client:
                source = connect(cache, client)
                result = pull(cache, client, source, directory / "spool", spool_key=secrets.token_bytes(32))
            assert not result.problems
            yield Morning(running, cache)
        finally:
            cache.close()


@pytest.fixture(params=["hoftebrudd", "hjerneslag", "intensiv"])
def registry(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_indicator_unit_and_year(morning: Morning, registry: str) -> None:
    definition = morning.registry.definition(registry)
    hospitals = [u.id for u in definition.units if u.level == "hospital"]
    ancestors = {h: {a.id for a in definition.ancestors(h)} for h in hospitals}
    units = [u.id for u in definition.units if u.level in ("nation", "region", "trust", "hospital")]
    below = {u: [h for h in hospitals if u in ancestors[h]] for u in units}
    expected = {i.id: independent(morning.registry, definition, i) for i in definition.indicators}
    years = sorted({year for counts in expected.values() for _, year in counts})
    assert len(years) >= 5
    compared = withheld = 0
    with morning.cache.reading() as cursor:
        own = {c.unit for s in summary.registries(cursor) if s.registry == registry for c in s.units}
        for year in years:
            for unit in units:
                selection = Selection(registry, unit, Period(date(year, 1, 1), date(year + 1, 1, 1)))
                for row in summary.indicator_results(cursor, definition, selection, "nb"):
                    indicator = definition.indicator(row.indicator)
                    assert row.own.own is (unit in own)
                    if row.own.shown is Shown.WITHHELD:
                        assert unit in hospitals
                        assert unit not in own
                        withheld += 1
                        continue
                    compare(indicator, row.own, total(expected[row.indicator], year, below[unit]), year)
                    nation = total(expected[row.indicator], year, hospitals)
                    compare(indicator, row.nation, nation, year)
                    compared += 1
    assert own
    print(f"{registry}: {compared} figures equal, {withheld} withheld by the registry")
    assert compared > 1000


def test_withheld_hospital_years_cannot_be_subtracted(morning: Morning, registry: str) -> None:
    """Where one hospital of a trust is withheld, its trust's total minus the shown ones is not that hospital alone."""
    definition = morning.registry.definition(registry)
    trust_of = {h.id: h.parent for h in definition.units if h.level == "hospital"}
    with morning.cache.reading() as cursor:
        rows = cursor.execute(
            """
            SELECT indicator, subgroup, unit, year(month), bool_or(withheld) FROM monthly_results
            WHERE registry = ? AND NOT own GROUP BY ALL
            """,
            [registry],
        ).fetchall()
    by_cell: dict[tuple[str, str, int], dict[str, bool]] = defaultdict(dict)
    for indicator, subgroup, unit, year, is_withheld in rows:
        if unit in trust_of:
            by_cell[indicator, subgroup, year][unit] = is_withheld
    for units in by_cell.values():
        hidden: dict[str | None, int] = defaultdict(int)
        for unit, is_withheld in units.items():
            hidden[trust_of[unit]] += is_withheld
        present: dict[str | None, int] = defaultdict(int)
        for unit in units:
            present[trust_of[unit]] += 1
        for trust, number in hidden.items():
            assert number != 1 or present[trust] == 1


def independent(
    running: RunningRegistry, definition: Definition, indicator: Indicator
) -> dict[tuple[str, int], Counted]:
    """Counts per hospital and year from the registry's records, by plain SQL."""
    for macro in MACROS:
        running.query(f"CREATE OR REPLACE MACRO {macro}")
    when = indicator.event_date or "event_date"
    measure = f"CAST({indicator.measure} AS DECIMAL(18, 4))" if indicator.measure else "CAST(NULL AS DECIMAL(18, 4))"
    numerator = indicator.numerator or "CAST(NULL AS BOOLEAN)"
    conditions = ["form_status = 'completed'", f"({indicator.denominator or 'TRUE'}) IS TRUE", f"({when}) IS NOT NULL"]
    if indicator.numerator:
        conditions.append(f"({numerator}) IS NOT NULL")
    if indicator.measure:
        conditions.append(f"({measure}) IS NOT NULL")
    if indicator.valid_from:
        conditions.append(f"({when}) >= DATE '{indicator.valid_from}'")
    if indicator.valid_to:
        conditions.append(f"({when}) <= DATE '{indicator.valid_to}'")
    rows = running.query(
        f"""
        SELECT unit, year({when}), count(*) FILTER (({numerator}) IS TRUE), count(*),
               list({measure}) FILTER (({measure}) IS NOT NULL)
        FROM records_{definition.registry}_{indicator.form}
        WHERE {" AND ".join(conditions)}
        GROUP BY ALL
        """
    )
    return {(unit, year): Counted(top, n, tuple(values or ())) for unit, year, top, n, values in rows}


def total(counts: dict[tuple[str, int], Counted], year: int, hospitals: list[str]) -> Counted:
    parts = [counts[h, year] for h in hospitals if (h, year) in counts]
    return Counted(
        sum(p.numerator for p in parts),
        sum(p.denominator for p in parts),
        tuple(m for p in parts for m in p.measures),
    )


def compare(indicator: Indicator, figure: Figure, expected: Counted, year: int) -> None:
    """The figure is the expected one, to the last digit; or it has too few cases to have a value."""
    where = (indicator.id, year)
    if figure.shown is Shown.NO_CASES:
        rare = indicator.kind == "between"  # without an event there are no days between events
        assert (expected.numerator if rare else expected.denominator) == 0, where
        return
    if figure.denominator is not None:
        assert figure.denominator == expected.denominator, where
    if figure.shown is Shown.TOO_FEW:
        assert expected.denominator < (indicator.minimum_denominator or 5), where
        assert figure.value is None
        return
    assert figure.shown is Shown.VALUE, where
    if indicator.kind == "proportion":
        assert figure.numerator == expected.numerator, where
        assert figure.value == expected.numerator / expected.denominator, where
    elif indicator.kind == "mean":
        assert figure.value == float(Fraction(sum(expected.measures)) / len(expected.measures)), where
    elif indicator.kind == "median":
        assert figure.value == median(expected.measures), where
    else:
        assert figure.numerator == expected.numerator, where


def median(measures: tuple[Decimal, ...]) -> float:
    ordered = sorted(measures)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return float((ordered[middle - 1] + ordered[middle]) / 2)
