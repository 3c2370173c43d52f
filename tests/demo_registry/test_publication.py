"""Published figures equal plain SQL written by hand, and what is withheld cannot be worked out."""

from __future__ import annotations

from typing import Any

import pytest

from demo_registry import RunningRegistry
from demo_registry.publication import FEWEST, HIDDEN_TOGETHER
from demo_registry.units import NATION, UNITS

LEVELS = {u.id: u.level for u in UNITS}
ABOVE = """
    WITH RECURSIVE climb AS (
        SELECT unit AS hospital, parent AS higher FROM tree WHERE level = 'hospital'
        UNION ALL SELECT hospital, parent FROM climb JOIN tree ON tree.unit = climb.higher
    ), above AS (SELECT * FROM climb UNION ALL SELECT unit, unit FROM tree WHERE level = 'hospital')
"""
BY_HAND = {
    # registry, indicator, subgroup: table, date, which records, which of them count
    ("hoftebrudd", "operert_24t", "all"): (
        "operasjon", "operated_at", "operated_at >= admitted_at",
        "epoch(operated_at) - epoch(admitted_at) <= 24 * 60 * 60",
    ),
    ("hoftebrudd", "overlevelse_30d", "over_84"): (
        "operasjon", "operated_at", "age >= 85", "death_date IS NULL OR death_date > CAST(operated_at AS DATE) + 30",
    ),
    ("hoftebrudd", "sementert_70", "menn"): (
        "operasjon", "operated_at",
        "sex = '1' AND operation_type IN ('hemi', 'total') AND age > 70 AND cemented IS NOT NULL", "cemented",
    ),
    ("hoftebrudd", "eq5d_besvart", "all"): (
        "oppfolging", "follow_up_date", "answered IS NOT NULL", "answered IN ('papir', 'nett', 'telefon')",
    ),
    ("hjerneslag", "trombolyse_40min", "all"): (
        "akutt", "admitted_at", "thrombolysis AND during_admission = FALSE AND thrombolysis_at IS NOT NULL",
        "thrombolysis_at <= admitted_at + INTERVAL 40 MINUTE",
    ),
    ("hjerneslag", "svelgtest", "infarkt"): (
        "akutt", "admitted_at", "stroke_type = 'I63' AND swallow_test <> '9'", "swallow_test = '1'",
    ),
    ("intensiv", "nattutskriving", "kvinner"): (
        "opphold", "admitted_at", "sex = '2' AND discharged_to IN ('1', '2') AND discharged_at IS NOT NULL",
        "date_part('hour', discharged_at) BETWEEN 0 AND 6",
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", BY_HAND, ids="/".join)
def test_published_counts_equal_plain_sql(registry: RunningRegistry, which: tuple[str, str, str]) -> None:
    name, indicator, subgroup = which
    form, day, denominator, numerator = BY_HAND[which]
    by_hand = registry.query(
        f"""
        {ABOVE}
        SELECT higher, CAST(date_trunc('month', {day}) AS DATE) AS month,
            count(*) FILTER ({numerator}), count(*)
        FROM records_{name}_{form} JOIN above ON hospital = unit
        WHERE form_status = 'completed' AND ({denominator})
        GROUP BY 1, 2 ORDER BY 1, 2
        """
    )
    published = registry.query(
        "SELECT unit, month, numerator, denominator, withheld FROM aggregate"
        " WHERE registry = ? AND indicator = ? AND subgroup = ? ORDER BY 1, 2",
        [name, indicator, subgroup],
    )
    hidden = {(unit, month.year) for unit, month, _, _, withheld in published if withheld}
    shown = [(unit, month, n, of) for unit, month, n, of, withheld in published if not withheld and of]
    assert shown == [row for row in by_hand if (row[0], row[1].year) not in hidden and row[3]]
    assert {unit for unit, *_ in shown} >= {NATION}


def test_published_means_and_medians_equal_plain_sql(registry: RunningRegistry) -> None:
    wanted = "form_status = 'completed' AND discharged_to <> '6' AND length_of_stay IS NOT NULL"
    ((n, total, median),) = registry.query(
        f"SELECT count(*), sum(CAST(length_of_stay AS DECIMAL(18,4))), median(length_of_stay)"
        f" FROM records_hoftebrudd_operasjon WHERE {wanted} AND year(operated_at) = 2025"
    )
    ((published_n, published_total),) = registry.query(
        "SELECT sum(denominator), sum(total) FROM aggregate WHERE registry = 'hoftebrudd' AND indicator = 'liggetid'"
        " AND subgroup = 'all' AND unit = ? AND year(month) = 2025",
        [NATION],
    )
    assert (published_n, published_total) == (n, total)
    values = registry.query(
        "SELECT measure, sum(n) FROM distribution WHERE registry = 'hoftebrudd' AND indicator = 'liggetid'"
        " AND subgroup = 'all' AND unit = ? AND year(month) = 2025 GROUP BY 1 ORDER BY 1",
        [NATION],
    )
    every = [float(v) for v, times in values for _ in range(int(times))]
    assert len(every) == n
    assert (every[(n - 1) // 2] + every[n // 2]) / 2 == pytest.approx(median, abs=1e-9)


def test_the_values_behind_means_are_published_and_the_days_of_rare_events_never(registry: RunningRegistry) -> None:
    kinds = {(name, i.id): i.kind for name in registry.registries for i in registry.definition(name).indicators}
    assert {"median", "mean", "between"} <= set(kinds.values())
    published = {(r, i) for r, i in registry.query("SELECT DISTINCT registry, indicator FROM distribution")}
    assert published == {key for key, kind in kinds.items() if kind in ("median", "mean")}
    counted = registry.query(
        """
        SELECT sum(n), sum(n * measure) FROM distribution
        WHERE registry = 'hoftebrudd' AND indicator = 'smerte_dag3' AND subgroup = 'all' AND unit = ?
        """,
        [NATION],
    )
    assert counted == registry.query(
        """
        SELECT count(pain_day_three), sum(CAST(pain_day_three AS DECIMAL(18, 4))) FROM records_hoftebrudd_operasjon
        WHERE form_status = 'completed'
        """
    )


def test_every_indicator_is_published_for_every_level(registry: RunningRegistry) -> None:
    for name in registry.registries:
        found = registry.query(
            "SELECT DISTINCT indicator, unit FROM aggregate"
            " WHERE registry = ? AND subgroup = 'all' AND denominator > 0",
            [name],
        )
        for indicator in registry.definition(name).indicators:
            levels = {LEVELS[unit] for i, unit in found if i == indicator.id}
            assert levels == {"nation", "region", "trust", "hospital"}, indicator.id


def test_this_year_and_last_are_provisional_in_march(registry: RunningRegistry) -> None:
    assert registry.query("SELECT DISTINCT year(month) FROM aggregate WHERE provisional ORDER BY 1") == [
        (2025,),
        (2026,),
    ]


def cells(registry: RunningRegistry, name: str) -> dict[tuple[str, str, int], dict[str, tuple[int, bool]]]:
    """Per indicator, subgroup and year: every unit's published denominator and whether it is withheld."""
    rows: list[tuple[Any, ...]] = registry.query(
        "SELECT indicator, subgroup, year(month), unit, coalesce(sum(denominator), 0), bool_or(withheld)"
        " FROM aggregate WHERE registry = ? GROUP BY ALL",
        [name],
    )
    found: dict[tuple[str, str, int], dict[str, tuple[int, bool]]] = {}
    for indicator, subgroup, year, unit, n, withheld in rows:
        found.setdefault((indicator, subgroup, year), {})[unit] = (int(n), withheld)
    return found


@pytest.mark.parametrize("name", ["hoftebrudd", "hjerneslag", "intensiv"])
def test_small_cells_are_withheld_and_cannot_be_worked_out(registry: RunningRegistry, name: str) -> None:
    children = {u.id: [c.id for c in UNITS if c.parent == u.id] for u in UNITS}
    some = 0
    for cell, units in cells(registry, name).items():
        for unit, (n, withheld) in units.items():
            assert withheld or not 0 < n < FEWEST, (cell, unit)
            assert not (withheld and n), (cell, unit)
        for parent, below in children.items():
            if parent not in units:
                continue
            hidden = [c for c in below if units.get(c, (0, False))[1]]
            some += bool(hidden)
            # Neither alone, nor by somebody who knows one of the hidden, nor by the sum of what is below a hidden one.
            assert not hidden or len(hidden) >= HIDDEN_TOGETHER, (cell, parent)
            if units[parent][1] and below:
                assert len(hidden) >= HIDDEN_TOGETHER, (cell, parent)
    assert some > 10


def test_withheld_months_say_nothing(registry: RunningRegistry) -> None:
    told = registry.query(
        "SELECT count(*) FROM aggregate WHERE withheld AND (numerator IS NOT NULL OR denominator IS NOT NULL"
        " OR total IS NOT NULL OR squares IS NOT NULL)"
    )
    assert told == [(0,)]
    uneven = registry.query(
        "SELECT indicator, unit FROM aggregate WHERE withheld AND year(month) = 2024"
        " GROUP BY registry, indicator, subgroup, unit HAVING count(*) <> 12"
    )
    assert uneven == []
    leaked = registry.query(
        "SELECT count(*) FROM distribution d JOIN aggregate a USING (registry, indicator, subgroup, unit)"
        " WHERE a.withheld AND year(a.month) = year(d.month)"
    )
    assert leaked == [(0,)]
