"""Readiness: the sums behind the list, the filters it leads to, and the colour's rule; coverage and comparability."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from msgspec import structs
from planted import PERIOD, REGISTRIES, TODAY, Planted, breaking, ids_of, judged
from test_quality_of_records import independent_faults, independent_pairs, is_missing, required

from demo_registry.units import hospital
from local_cache.quality.comparability import comparability
from local_cache.quality.coverage import coverage
from local_cache.quality.findings import PACE, Change, Fault, Formula, Light, Readiness, Task, ToDo
from local_cache.quality.readiness import SOON, _light, deadline, readiness
from local_cache.registry import Definition, Minutes
from local_cache.results import summary
from local_cache.results.figure import Period, add_months
from local_cache.results.intervals import wilson
from local_cache.sync.messages import Announcement


def read(planted: Planted, registry: str) -> tuple[Readiness, dict[tuple[Task, str, str], tuple[ToDo, set[str]]]]:
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, registry)
        given = next(s for s in summary.registries(cursor) if s.registry == registry).deadlines
        found = readiness(cursor, scope, given)
        return found, {(t.task, t.form, t.subject): (t, ids_of(cursor, scope, t.wanted)) for t in found.todo}


@pytest.mark.parametrize("registry", REGISTRIES)
def test_everything_to_do_equals_an_independent_count(planted: Planted, registry: str) -> None:
    found, todo = read(planted, registry)
    assert found.deadline == date(2026, 4, 15)
    assert found.by_registry
    assert found.since == date(2025, 1, 1)
    period = Period(date(2025, 1, 1), date(2026, 4, 1))
    definition = planted.registry.definition(registry)
    expected: dict[tuple[Task, str, str], tuple[int, set[str], float]] = {}
    for form in definition.forms:
        every = planted.rows(registry, form.id)
        rows = judged(every, period)
        minutes = form.minutes
        assert minutes.value and minutes.question and minutes.form and minutes.duplicate
        values, lacking = 0, set()
        for variable in form.variables:
            if variable.required is not None:
                must = required(planted.registry, registry, form, variable)
                gone = {r["record_id"] for r in rows if r["record_id"] in must and is_missing(r, variable)}
                values += len(gone)
                lacking |= gone
        expected[Task.MISSING, form.id, ""] = (values, lacking, values * minutes.value)
        faults = independent_faults(planted, registry, form, period)
        for rule in definition.rules:
            if rule.form == form.id:
                ids = breaking(planted.registry, registry, rule, period)[0]
                asked = {
                    r
                    for (r,) in planted.registry.query(
                        "SELECT record_id FROM query WHERE registry = ? AND unit = ? AND rule = ? AND state = 'open'",
                        [registry, planted.registry.unit, rule.id],
                    )
                }
                task = Task.ERROR if rule.severity == "error" else Task.WARNING
                expected[task, form.id, rule.id] = (len(ids), ids, len(ids - asked) * minutes.question)
        hard = [ids for (f, _), ids in faults.items() if f not in (Fault.RULE, Fault.SOFT_RANGE)]
        soft = [ids for (f, _), ids in faults.items() if f is Fault.SOFT_RANGE]
        for task, sets in ((Task.IMPOSSIBLE, hard), (Task.UNUSUAL, soft)):
            n = sum(map(len, sets))
            expected[task, form.id, ""] = (n, set().union(*sets), n * minutes.question)
        drafts = [r for r in every if r["form_status"] == "draft"]
        late = {r["record_id"] for r in drafts if (TODAY - r["event_date"]).days > (form.timely_days or 0)}
        expected[Task.LATE, form.id, ""] = (len(late), late, len(late) * minutes.form)
        within = {r["record_id"] for r in drafts} - late
        expected[Task.DRAFT, form.id, ""] = (len(within), within, len(within) * minutes.form)
        back = {r["record_id"] for r in every if r["form_status"] == "returned"}
        expected[Task.RETURNED, form.id, ""] = (len(back), back, len(back) * minutes.question)
        pairs = set().union(*independent_pairs(every, form, period).values())
        alike = {i for pair in pairs for i in pair}
        expected[Task.DUPLICATE, form.id, ""] = (len(pairs), alike, len(pairs) * minutes.duplicate)
        for severity in ("error", "warning"):
            queries = planted.registry.query(
                "SELECT record_id FROM query WHERE registry = ? AND unit = ? AND form = ? AND severity = ?"
                " AND state = 'open'",
                [registry, planted.registry.unit, form.id, severity],
            )
            n = len(queries)
            expected[Task.QUERY, form.id, severity] = (n, {r for (r,) in queries}, n * minutes.question)
    expected = {key: value for key, value in expected.items() if value[0]}
    assert set(todo) == set(expected)
    for key, (count, ids, minutes_) in expected.items():
        one, shown = todo[key]
        assert one.count == count, key
        assert one.records == len(ids), key
        assert shown == ids, key
        assert one.minutes == pytest.approx(minutes_), key
    print(f"{registry}: {len(expected)} things to do, all equal")


@pytest.mark.parametrize("registry", REGISTRIES)
def test_what_blocks_stands_first_and_the_longest_of_it(planted: Planted, registry: str) -> None:
    found, _ = read(planted, registry)
    order = [(not t.blocks, -(t.minutes or 0)) for t in found.todo]
    assert order == sorted(order)
    assert {t.task for t in found.blocking} <= {
        Task.MISSING, Task.ERROR, Task.IMPOSSIBLE, Task.RETURNED, Task.LATE, Task.DUPLICATE, Task.QUERY
    }  # fmt: skip
    assert found.minutes == sum(t.minutes or 0 for t in found.blocking)
    assert found.unmeasured == 0
    assert found.days == 29
    assert found.working_days == 22
    assert found.light is (Light.RED if found.minutes > PACE * found.working_days else Light.YELLOW)


def test_the_rule_of_the_colour() -> None:
    assert _light(False, 0, 0, False) is Light.GREEN
    assert _light(True, PACE * 10, 10, False) is Light.YELLOW
    assert _light(True, PACE * 10 + 0.5, 10, False) is Light.RED
    assert _light(True, 1, 0, False) is Light.RED
    assert _light(True, 0, 10, True) is Light.RED


def test_without_the_registry_s_minutes_only_time_decides(planted: Planted) -> None:
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, "intensiv")
        scope = replace(scope, definition=_with_minutes(scope.definition, Minutes()))
        far = readiness(cursor, scope, [Announcement("a", TODAY + timedelta(days=SOON + 1), {"nb": "Frist"})])
        near = readiness(cursor, scope, [Announcement("a", TODAY + timedelta(days=SOON), {"nb": "Frist"})])
    assert far.blocking
    assert all(t.minutes is None for t in far.todo)
    assert far.unmeasured == len(far.blocking)
    assert (far.light, near.light) == (Light.YELLOW, Light.RED)


def _with_minutes(definition: Definition, minutes: Minutes) -> Definition:
    return structs.replace(definition, forms=tuple(structs.replace(f, minutes=minutes) for f in definition.forms))


def test_the_next_deadline() -> None:
    given = [Announcement(n, day, {"nb": n}) for n, day in (("b", date(2026, 5, 1)), ("a", date(2026, 3, 17)))]
    assert deadline(date(2026, 3, 17), given) == (date(2026, 3, 17), {"nb": "a"})
    assert deadline(date(2026, 3, 18), given) == (date(2026, 5, 1), {"nb": "b"})
    assert deadline(date(2026, 5, 2), given) == (date(2026, 6, 15), None)
    assert deadline(date(2026, 6, 15), ()) == (date(2026, 6, 15), None)
    assert deadline(date(2026, 6, 16), ()) == (date(2026, 12, 15), None)
    assert deadline(date(2026, 12, 16), ()) == (date(2027, 6, 15), None)


# Coverage


def test_coverage_of_every_year_by_both_formulas(planted: Planted) -> None:
    with planted.cache.reading() as cursor:
        for registry in REGISTRIES:
            found = coverage(cursor, planted.scope(cursor, registry))
            expected = planted.registry.query(
                "SELECT year, registry_only, both_sources, reference_only, source FROM coverage"
                " WHERE registry = ? AND unit = ? ORDER BY year",
                [registry, planted.registry.unit],
            )
            assert found.of_units is None  # no registry gives it yet
            assert len(found.years) == len(expected) == 5
            for year, (number, only, both, missed, source) in zip(found.years, expected, strict=True):
                assert year.year == number
                assert year.of_all.value == (only + both) / (only + both + missed)
                low, high = wilson(only + both, only + both + missed)
                assert (year.of_all.low, year.of_all.high) == (low, high)
                assert year.of_reference.value == min(1.0, (only + both) / (both + missed))
                assert year.formula is Formula.OF_ALL
                assert year.level == (year.of_all.value >= 0.6) + (year.of_all.value >= 0.8)
                assert year.source == source


def test_the_hole_in_the_coverage_is_found(planted: Planted) -> None:
    with planted.cache.reading() as cursor:
        scope = replace(planted.scope(cursor, "hjerneslag"), unit=hospital("Kornåker sykehus"))
        levels = {y.year: y.level for y in coverage(cursor, scope).years}
    assert levels[2025] == 0
    assert levels[2024] == 2


# Comparability


def test_breaks_inside_the_period_and_outside_it(planted: Planted) -> None:
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, "hoftebrudd")
        found = comparability(cursor, scope)
        (note,) = [b for b in found.within if b.change is Change.NOTE]
        assert note.since == add_months(TODAY, -14)
        assert note.indicators == ("overlevelse_30d",)
        assert found.marks(indicator="overlevelse_30d") == (note,)
        assert found.marks(indicator="operert_24t") == ()
        assert {b.since for b in found.others} == {add_months(TODAY, -30), date(2019, 1, 1)}
        # A break on the period's first day leaves it in one piece.
        on_the_day = comparability(cursor, scope.over(Period(note.since, PERIOD.end)))
        assert note in on_the_day.others


def test_what_a_new_version_changed_is_a_break(planted: Planted) -> None:
    with planted.cache.reading() as cursor:
        now = planted.scope(cursor, "hoftebrudd").definition
    blueprint = planted.registry.store.blueprint("hoftebrudd")
    before = blueprint.definition(blueprint.versions[0], TODAY)
    older = msgspec.json.encode(before).decode()
    with planted.cache.writing() as cursor:
        cursor.execute(
            "INSERT INTO definition VALUES ('hoftebrudd', ?, ?, TIMESTAMP '2020-01-01')", [before.version, older]
        )
    try:
        with planted.cache.reading() as cursor:
            scope = planted.scope(cursor, "hoftebrudd")
            found = comparability(cursor, scope)
            came = cursor.execute(
                "SELECT applied_at FROM definition WHERE registry = 'hoftebrudd' AND version = ?", [now.version]
            ).fetchone()
    finally:
        with planted.cache.writing() as cursor:
            cursor.execute("DELETE FROM definition WHERE registry = 'hoftebrudd' AND version = ?", [before.version])
    assert came is not None
    added = [b for b in (*found.within, *found.others) if b.change is Change.INDICATOR_ADDED]
    assert [(b.indicators, b.since, b.versions) for b in added] == [
        (("ortogeriatri_75",), came[0].date(), ("2.0", "2.1"))
    ]
