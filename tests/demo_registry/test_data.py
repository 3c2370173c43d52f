"""The made records: the same for the same seed, as many as asked for, and with the stories to be found in them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from demo_registry import RunningRegistry, serve
from demo_registry.generator import FOLLOWED_UP, Span, generate, shares
from demo_registry.running import BLUEPRINTS
from demo_registry.stories import STORIES, Story
from demo_registry.units import CHOSEN_UNIT
from local_cache.registry import record_table
from tests.demo_registry.conftest import NOW

SPAN = Span(date(2021, 1, 1), date(2026, 3, 16), NOW)


def made(seed: int, registry: int = 0, threads: int = 2, others: float = 0.01) -> list[tuple[object, ...]]:
    """A fingerprint of each table: rows and a digest over all columns."""
    blueprint = BLUEPRINTS[registry]
    with duckdb.connect(config={"threads": threads}) as connection:
        generate(connection, blueprint, SPAN, seed, shares(600, 3)[registry], others)
        return [
            connection.execute(
                "SELECT count(*), sum(md5_number_lower(CAST(t AS VARCHAR)))"
                f" FROM {record_table(blueprint.registry, form)} t"
            ).fetchall()[0]
            for form in blueprint.forms
        ]


@pytest.mark.parametrize("registry", range(3))
def test_the_same_seed_makes_the_same_records(registry: int) -> None:
    first = made(7, registry)
    assert made(7, registry, threads=1) == first
    assert made(8, registry) != first


@pytest.mark.parametrize("records", [0, 1, 2, 3, 10, 99, 1000, 6000, 1_000_000])
def test_shares_sum_to_what_was_asked_for(records: int) -> None:
    parts = shares(records, 3)
    assert sum(m + f for m, f in parts) == records
    assert all(0 <= f <= FOLLOWED_UP * m for m, f in parts)


@pytest.mark.parametrize("records", [1, 5, 60])
def test_few_records_are_as_many_as_asked_for(records: int) -> None:
    with serve(records=records, now=NOW, others=0.005) as running:
        assert own_records(running) == records


def own_records(running: RunningRegistry) -> int:
    tables = [record_table(b.registry, form) for b in BLUEPRINTS for form in b.forms]
    return sum(running.query(f"SELECT count(*) FROM {t} WHERE unit = ?", [CHOSEN_UNIT])[0][0] for t in tables)


def test_the_nation_has_a_believable_size(registry: RunningRegistry) -> None:
    assert own_records(registry) == 6000
    for blueprint in BLUEPRINTS:
        table = record_table(blueprint.registry, blueprint.main_form)
        years = registry.query(
            f"SELECT year(event_date), count(*), count(DISTINCT unit) FROM {table} GROUP BY 1 ORDER BY 1"
        )
        assert [y for y, _, _ in years] == list(range(2021, 2027))
        assert all(9_000 <= n <= 17_500 for y, n, _ in years if y < 2026)
        assert all(units == 45 for y, _, units in years if y < 2026)
        (last,) = registry.query(f"SELECT max(event_date) FROM {table}")[0]
        assert (NOW - last).days == 1


def test_winter_has_more_hip_fractures(registry: RunningRegistry) -> None:
    months = dict(
        registry.query(
            f"SELECT month(event_date), count(*) FROM {record_table('hoftebrudd', 'operasjon')}"
            " WHERE year(event_date) BETWEEN 2021 AND 2025 GROUP BY 1"
        )
    )
    assert months[1] + months[12] > 1.15 * (months[6] + months[7])


def test_form_statuses_are_mixed(registry: RunningRegistry) -> None:
    for blueprint in BLUEPRINTS:
        table = record_table(blueprint.registry, blueprint.main_form)
        counts = dict(registry.query(f"SELECT form_status, count(*) FROM {table} GROUP BY 1"))
        assert set(counts) == {"completed", "draft", "returned", "deleted"}
        assert 0.93 <= counts["completed"] / sum(counts.values()) < 1
        assert registry.query(
            f"SELECT count(*) FROM {table} WHERE first_completed IS NULL AND form_status = 'completed'"
        ) == [(0,)]
        assert registry.query(f"SELECT count(*) FROM {table} WHERE first_completed >= ?", [NOW]) == [(0,)]


def test_follow_ups_belong_to_an_episode(registry: RunningRegistry) -> None:
    for blueprint in BLUEPRINTS:
        main, follow_up = (record_table(blueprint.registry, form) for form in blueprint.forms)
        lost = f"SELECT count(*) FROM {follow_up} f ANTI JOIN {main} m ON f.episode = m.record_id AND f.unit = m.unit"
        assert registry.query(lost) == [(0,)]
        early = (
            f"SELECT count(*) FROM {follow_up} f JOIN {main} m ON f.episode = m.record_id"
            f" WHERE f.event_date < m.event_date + {blueprint.follow_up_days} OR f.patient <> m.patient"
        )
        assert registry.query(early) == [(0,)]


def test_identity_numbers_cannot_be_anybodys(registry: RunningRegistry) -> None:
    for blueprint in BLUEPRINTS:
        table = record_table(blueprint.registry, blueprint.main_form)
        possible = "regexp_full_match(national_id, '[0-3][0-9](2[1-9]|3[0-2])[0-9]{7}')"
        assert registry.query(f"SELECT count(*) FROM {table} WHERE NOT {possible}") == [(0,)]


def test_a_canary_is_planted_in_the_chosen_unit_only() -> None:
    with serve(records=600, now=NOW, others=0.01, canary="Kanari d'Fugl 73") as running:
        for blueprint in BLUEPRINTS:
            table = record_table(blueprint.registry, blueprint.main_form)
            found = running.query(
                f"SELECT unit, count(*) FROM {table} WHERE {blueprint.remark} = ? GROUP BY 1", ["Kanari d'Fugl 73"]
            )
            assert [unit for unit, _ in found] == [CHOSEN_UNIT]


# stories


@pytest.fixture(scope="module")
def busy() -> Iterator[RunningRegistry]:
    """Many records of the chosen unit, so that chance does not hide its stories."""
    with serve(records=60_000, seed=2, now=NOW, others=0.4) as running:
        yield running


def the(kind: str, registry: str) -> Story:
    return next(s for s in STORIES if s.kind == kind and s.registry == registry)


def test_every_story_has_a_test() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [s for s in STORIES if f'the("{s.kind}", "{s.registry}")' not in text] == []


def share(running: RunningRegistry, story: Story, first: date, last: date, unit: str) -> float:
    ((numerator, denominator),) = running.query(
        "SELECT sum(numerator), sum(denominator) FROM aggregate WHERE registry = ? AND indicator = ? AND unit = ?"
        " AND subgroup = 'all' AND month BETWEEN ? AND ?",
        [story.registry, story.indicator, unit, first, last],
    )
    return float(numerator) / float(denominator)


def test_one_indicator_slides_and_one_improves(busy: RunningRegistry) -> None:
    for story, sign in ((the("slides", "hoftebrudd"), -1), (the("improves", "hjerneslag"), 1)):
        before = share(busy, story, date(2024, 1, 1), date(2025, 3, 1), story.unit)
        lately = share(busy, story, date(2026, 1, 1), date(2026, 3, 1), story.unit)
        assert sign * (lately - before) > 0.12, story


def test_outliers_lie_far_out(busy: RunningRegistry) -> None:
    for story in (the("outlier", "intensiv"), the("outlier", "hoftebrudd")):
        own = share(busy, story, date(2021, 1, 1), date(2026, 3, 1), story.unit)
        nation = share(busy, story, date(2021, 1, 1), date(2026, 3, 1), "nasjonen")
        assert own > 1.7 * nation


def test_a_hole_in_the_coverage(busy: RunningRegistry) -> None:
    story = the("coverage hole", "hjerneslag")
    covered = dict(
        busy.query(
            "SELECT year, (registry_only + both_sources) / (registry_only + both_sources + reference_only)"
            " FROM coverage WHERE registry = ? AND unit = ?",
            [story.registry, story.unit],
        )
    )
    assert covered[2025] < 0.6 < 0.8 < covered[2024]
    table = record_table("hjerneslag", "akutt")
    counted = dict(
        busy.query(f"SELECT year(event_date), count(*) FROM {table} WHERE unit = ? GROUP BY 1", [story.unit])
    )
    assert counted[2025] < 0.65 * counted[2024]


def median_delay(running: RunningRegistry, registry: str, form: str, where: str) -> float:
    table = record_table(registry, form)
    days = "median(date_diff('day', event_date, first_completed))"
    rows = running.query(f"SELECT {days} FROM {table} WHERE first_completed IS NOT NULL AND {where}")
    return float(rows[0][0])


def test_late_registration(busy: RunningRegistry) -> None:
    slow, slower = the("late", "intensiv"), the("late", "hoftebrudd")
    assert median_delay(busy, "intensiv", "opphold", f"unit = '{slow.unit}'") > 60
    assert median_delay(busy, "intensiv", "opphold", f"unit <> '{slow.unit}'") < 30
    own = f"unit = '{slower.unit}' AND event_date BETWEEN DATE '{{}}' AND DATE '{{}}'"
    before = median_delay(busy, "hoftebrudd", "operasjon", own.format("2024-01-01", "2025-06-30"))
    lately = median_delay(busy, "hoftebrudd", "operasjon", own.format("2025-12-01", "2026-01-31"))
    assert lately > 1.2 * before


def test_duplicates(busy: RunningRegistry) -> None:
    story = the("duplicates", "hoftebrudd")
    table = record_table("hoftebrudd", "operasjon")
    ((twice,),) = busy.query(
        f"SELECT count(*) FROM (SELECT patient, operated_at, side FROM {table} WHERE unit = ? AND side IS NOT NULL"
        " GROUP BY ALL HAVING count(*) > 1)",
        [story.unit],
    )
    ((all_of_them,),) = busy.query(f"SELECT count(*) FROM {table} WHERE unit = ?", [story.unit])
    assert 0.005 < twice / all_of_them < 0.05


def test_rule_violations_are_asked_about(busy: RunningRegistry) -> None:
    story = the("rule violations", "hjerneslag")
    table = record_table("hjerneslag", "akutt")
    wrong = dict(
        busy.query(
            f"SELECT unit = ?, avg(CAST(discharged_at < admitted_at AS INTEGER)) FROM {table} GROUP BY 1", [story.unit]
        )
    )
    assert wrong[True] > 2 * wrong[False] > 0
    asked = busy.query(
        "SELECT rule, count(*), count(DISTINCT state) FROM query WHERE registry = 'hjerneslag' AND unit = ? GROUP BY 1",
        [story.unit],
    )
    assert "hs01" in {r for r, _, _ in asked}
    assert max(n for _, n, _ in asked) <= 40
    ((right,),) = busy.query(
        f"SELECT count(*) FROM query JOIN {table} USING (record_id)"
        " WHERE rule = 'hs01' AND discharged_at >= admitted_at"
    )
    assert right == 0


def test_unknown_codes(busy: RunningRegistry) -> None:
    story = the("unknown codes", "hoftebrudd")
    years = busy.query(
        "SELECT event_date >= DATE '2025-12-01', avg(CAST(asa = '9' AS INTEGER))"
        f" FROM {record_table('hoftebrudd', 'operasjon')} WHERE unit = ? GROUP BY 1 ORDER BY 1",
        [story.unit],
    )
    (_, before), (_, lately) = years
    assert lately > 3 * before > 0


def test_unfinished_forms(busy: RunningRegistry) -> None:
    story = the("unfinished", "intensiv")
    unfinished = dict(
        busy.query(
            "SELECT unit = ?, avg(CAST(form_status IN ('draft', 'returned') AS INTEGER))"
            f" FROM {record_table('intensiv', 'opphold')} WHERE year(event_date) < 2026 GROUP BY 1",
            [story.unit],
        )
    )
    assert unfinished[True] > 1.5 * unfinished[False] > 0


def test_withdrawals_are_remembered(busy: RunningRegistry) -> None:
    story = the("withdrawn", "hjerneslag")
    rows = busy.query("SELECT record_id, why FROM removed WHERE registry = 'hjerneslag' AND unit = ?", [story.unit])
    assert len(rows) == 12
    assert {why for _, why in rows} <= {"reservation", "withdrawn", "deleted", "moved"}
    table = record_table("hjerneslag", "akutt")
    assert busy.query(f"SELECT count(*) FROM {table} WHERE list_contains(?, record_id)", [[r for r, _ in rows]]) == [
        (0,)
    ]


@pytest.mark.slow
def test_a_million_records(capsys: pytest.CaptureFixture[str]) -> None:
    start = time.perf_counter()
    with duckdb.connect() as connection:
        for blueprint, own in zip(BLUEPRINTS, shares(1_000_000, 3), strict=True):
            generate(connection, blueprint, SPAN, 1, own)
    taken = time.perf_counter() - start
    with serve(records=1_000_000, now=NOW) as running:
        served = time.perf_counter() - start - taken
        assert own_records(running) == 1_000_000
    with capsys.disabled():
        print(f"\n1,000,000 records and the nation made in {taken:.1f} s, served with figures in {served:.1f} s")
