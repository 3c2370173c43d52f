"""Whole synchronisations with the demonstration registry over HTTP."""

from __future__ import annotations

import pytest

from demo_registry import RunningRegistry
from local_cache.registry import record_table
from local_cache.sync.outcome import Changed, Progress, Stage
from local_cache.sync.record_tables import record_columns
from local_cache.sync.stop import Stop
from tests.local_cache.sync.places import Place


def token(registry: RunningRegistry) -> str:
    return registry.user().token


def assert_same_records(place: Place, registry: RunningRegistry) -> int:
    """Every row of every record table equals the registry's own; gives their number."""
    number = 0
    for name in registry.registries:
        for form in registry.definition(name).forms:
            table = record_table(name, form.id)
            columns = ", ".join(record_columns(form))
            chosen = f"SELECT {columns} FROM {table} WHERE unit = ? ORDER BY record_id"
            here = place.rows(chosen, [registry.unit])
            assert here == registry.query(chosen, [registry.unit])
            number += len(here)
    return number


def assert_same_publications(place: Place, registry: RunningRegistry) -> None:
    for here, there, columns in (
        ("monthly_results WHERE NOT own", "aggregate", "registry, indicator, subgroup, unit, month, numerator,"
         " denominator, total, squares, withheld, provisional"),
        ("monthly_values WHERE NOT own", "distribution", "registry, indicator, subgroup, unit, month, measure, n"),
        ("coverage", "coverage", "registry, unit, year, registry_only, both_sources, reference_only, source, method"),
        ("query", f"query WHERE unit = '{registry.unit}'", "registry, id, sequence, record_id, state, messages"),
    ):  # fmt: skip
        sums = f"SELECT count(*), sum(hash({columns})) FROM {{}}"
        assert place.rows(sums.format(here)) == registry.query(sums.format(there)), here


def record_parts(registry: RunningRegistry) -> int:
    return sum(r.path.startswith("/v1/parts/") for r in registry.log)


def test_from_first_to_later_synchronisations(place: Place, registry: RunningRegistry):
    seen: list[Progress] = []
    first = place.synchronise(registry.address, token(registry), progress=seen.append)
    assert not first.problems and not first.cancelled
    assert {u.registry for u in first.registries} == set(registry.registries)
    assert all(u.in_full for u in first.registries)
    assert assert_same_records(place, registry) == sum(u.upserted for u in first.registries) >= 900
    assert_same_publications(place, registry)
    assert {p.stage for p in seen} == set(Stage) - {Stage.SENDING}
    assert all(p.done <= p.total for p in seen)
    assert not list(place.spool.iterdir()), "nothing is left of the parts"
    assert place.rows("SELECT state, problem FROM sync_run") == [("done", None)]

    before = place.everything()
    registry.log.clear()
    second = place.synchronise(registry.address, token(registry))
    assert second.changed is Changed.NOTHING
    assert record_parts(registry) == 0, "with nothing new no part travels"
    assert place.everything() == before

    name = registry.registries[0]
    form = registry.definition(name).forms[0].id
    changed = registry.change(name, form, 100)
    third = place.synchronise(registry.address, token(registry))
    assert not third.problems
    assert sum(u.upserted for u in third.registries) == len(changed) == 100
    assert record_parts(registry) == 1
    assert_same_records(place, registry)

    gone = registry.withdraw(name, 3)
    fourth = place.synchronise(registry.address, token(registry))
    assert not fourth.problems and sum(u.deleted for u in fourth.registries) >= 3
    assert_same_records(place, registry)
    assert_same_publications(place, registry)
    for table in [record_table(name, f.id) for f in registry.definition(name).forms]:
        assert place.rows(f"SELECT count(*) FROM {table} WHERE list_contains(?, patient)", [gone]) == [(0,)]

    registry.publish(name)
    fifth = place.synchronise(registry.address, token(registry))
    assert not fifth.problems and fifth.changed is Changed.RESULTS
    assert_same_publications(place, registry)

    own = "SELECT COLUMNS(* EXCLUDE (own)) FROM {} WHERE own ORDER BY ALL"
    kept = [place.rows(own.format(t)) for t in ("monthly_results", "monthly_values")]
    registry.new_epoch(name)
    sixth = place.synchronise(registry.address, token(registry))
    assert not sixth.problems and next(u for u in sixth.registries if u.registry == name).in_full
    assert_same_records(place, registry)
    recounted = [place.rows(own.format(t)) for t in ("monthly_results", "monthly_values")]
    assert recounted == kept, "counts kept up to date equal counts made anew"

    registry.expire_cursors(name)
    seventh = place.synchronise(registry.address, token(registry))
    assert not seventh.problems and not sum(u.upserted for u in seventh.registries)


BROUGHT = """
    SELECT coalesce(sum(c.added), 0), coalesce(sum(c.altered), 0), coalesce(sum(c.removed), 0)
    FROM (SELECT unnest(from_json(counts, '[{"added": "BIGINT", "altered": "BIGINT", "removed": "BIGINT"}]')) AS c
          FROM sync_run)
"""


def test_what_runs_brought_is_told_apart_and_adds_up(place: Place, registry: RunningRegistry):
    """New records, other versions and records that left; those here are always those added less those removed."""

    def brought() -> tuple[int, ...]:
        return place.rows(BROUGHT)[0]

    def here() -> int:
        return assert_same_records(place, registry)

    place.synchronise(registry.address, token(registry))
    first = here()
    assert brought() == (first, 0, 0)
    name = registry.registries[0]
    form = registry.definition(name).forms[0].id
    registry.change(name, form, 25)
    place.synchronise(registry.address, token(registry))
    assert brought() == (first, 25, 0)
    registry.withdraw(name, 2)
    registry.change(name, form, 5)
    place.synchronise(registry.address, token(registry))
    added, altered, removed = brought()
    assert (added, altered) == (first, 30) and removed >= 2
    assert added - removed == here() < first
    registry.withdraw(name, 1)
    registry.change(name, form, 7)
    registry.new_epoch(name)
    result = place.synchronise(registry.address, token(registry))
    assert next(u for u in result.registries if u.registry == name).in_full
    assert brought()[:2] == (first, 37), "a feed that comes in full is held against what was here"
    assert brought()[0] - brought()[2] == here()


def test_what_a_broken_run_brought_is_counted_with_it(place: Place, registry: RunningRegistry):
    registry.faults.add("status", "/v1/parts/*", after=9, times=None, status=500)
    assert place.synchronise(registry.address, token(registry)).problems
    registry.faults.clear()
    stop = Stop()

    def until(progress: Progress) -> None:
        if progress.feed == "aggregates" and progress.stage is Stage.APPLYING:
            stop.interrupt()

    assert place.synchronise(registry.address, token(registry), progress=until, stop=stop).cancelled
    tables = [record_table(n, f.id) for n in registry.registries for f in registry.definition(n).forms]

    def number() -> int:
        there = {n for (n,) in place.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'cache'")}
        return sum(place.rows(f"SELECT count(*) FROM {t}")[0][0] for t in tables if t.strip('"') in there)

    assert number() > 0, "the first unit's records were in when it was stopped"
    assert place.rows(BROUGHT) == [(number(), 0, 0)]
    assert not place.synchronise(registry.address, token(registry)).problems
    assert place.rows(BROUGHT) == [(number(), 0, 0)]
    assert number() == assert_same_records(place, registry)


def test_a_break_is_gone_on_from_where_it_came(place: Place, registry: RunningRegistry):
    registry.faults.add("cut", "/v1/parts/*", bytes=20_000, times=1)
    assert not place.synchronise(registry.address, token(registry)).problems
    ranges = [r.range for r in registry.log if r.range]
    assert ranges == ["bytes=20000-"]


def test_parts_that_came_are_not_fetched_again_after_an_interruption(place: Place, registry: RunningRegistry):
    registry.faults.add("status", "/v1/parts/*", after=9, times=None, status=500)
    assert place.synchronise(registry.address, token(registry)).problems
    sealed = {f.name for f in place.spool.iterdir()}
    assert sealed
    registry.faults.clear()
    registry.log.clear()
    assert not place.synchronise(registry.address, token(registry)).problems
    asked = {r.path.rpartition("/")[2] for r in registry.log}
    assert not asked & sealed


@pytest.mark.parametrize("at", [Stage.FETCHING, Stage.APPLYING])
def test_stopping_takes_back_what_was_under_way(place: Place, registry: RunningRegistry, at: Stage):
    stop = Stop()

    def until(progress: Progress) -> None:
        if progress.stage is at:
            stop.interrupt()

    result = place.synchronise(registry.address, token(registry), progress=until, stop=stop)
    assert result.cancelled and not result.problems
    assert place.rows("SELECT count(*) FROM subscription WHERE cursor IS NOT NULL") == [(0,)]
    assert place.rows("SELECT state FROM sync_run") == [("cancelled",)]
    assert not place.synchronise(registry.address, token(registry)).problems
    assert_same_records(place, registry)


def test_a_person_without_access_any_more_keeps_nothing(place: Place, registry: RunningRegistry):
    user = registry.user("kvalitetskoordinator")
    assert not place.synchronise(registry.address, user.token).problems
    name, units = registry.registries[0], user.units
    try:
        registry.revoke(user.user, name, units[0])
        result = place.synchronise(registry.address, user.token)
    finally:
        user.revoked.clear()
    assert [(p.registry, p.unit, p.problem.code) for p in result.problems] == [(name, units[0], "access-gone")]
    table = record_table(name, registry.definition(name).forms[0].id)
    assert place.rows(f"SELECT DISTINCT unit FROM {table}") == [(units[1],)]
    assert place.rows("SELECT DISTINCT unit FROM monthly_results WHERE own AND registry = ?", [name]) == [(units[1],)]
    assert len(result.registries) == 2 * len(registry.registries) - 1
