"""The demonstration's own stories about data quality are found by those who look for them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from planted import TODAY

from demo_registry import stories
from demo_registry.codebook import Blueprint
from demo_registry.generator import Span, generate
from demo_registry.hip_fracture import HIP_FRACTURE
from demo_registry.intensive_care import INTENSIVE_CARE
from demo_registry.stories import Story, StoryKind
from demo_registry.stroke import STROKE
from demo_registry.units import CHOSEN_UNIT, hospital
from local_cache.cache import Cache
from local_cache.quality.completeness import form_completeness
from local_cache.quality.duplicates import duplicates
from local_cache.quality.findings import Fault, Likeness
from local_cache.quality.scope import Scope
from local_cache.quality.timeliness import timeliness
from local_cache.quality.validity import validity
from local_cache.results.difference import clear_difference
from local_cache.results.figure import Figure, Period

WHOLE = Period(date(2021, 1, 1), date(2026, 3, 1))
ELSEWHERE = hospital("Storskogen sykehus")


@dataclass
class Country:
    """Three registries' records of some hospitals, as they come from the generator."""

    cache: Cache

    def scope(self, blueprint: Blueprint, unit: str, period: Period = WHOLE) -> Scope:
        definition = blueprint.definition(blueprint.versions[-1], TODAY)
        return Scope(definition, unit, period, None, TODAY)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    directory = tmp_path_factory.mktemp("country")
    cache = Cache.open(directory / "cache.duckdb", secrets.token_bytes(32), spill=directory / "spill")
    try:
        with cache.writing() as cursor:
            for blueprint in (HIP_FRACTURE, STROKE, INTENSIVE_CARE):
                span = Span(date(2021, 1, 1), date(2026, 3, 16), TODAY)
                generate(cursor, blueprint, span, 2, (4000, 2000), 0.6)
        yield Country(cache)
    finally:
        cache.close()


def the(kind: StoryKind, registry: str) -> Story:
    (found,) = stories.of(registry, kind)
    return found


def clearly_more(one: Figure, other: Figure) -> bool:
    return clear_difference(one, other) > 0


def test_the_late_reporter(country: Country) -> None:
    late = the("late", "intensiv")
    with country.cache.reading() as cursor:
        own, other = (
            timeliness(cursor, scope, scope.definition.form("opphold"))
            for scope in (country.scope(INTENSIVE_CARE, unit) for unit in (late.unit, ELSEWHERE))
        )
    assert own.whole.median > 60 > 30 > other.whole.median
    assert own.whole.within is not None
    assert other.whole.within is not None
    assert clearly_more(other.whole.within, own.whole.within)


def test_the_unit_that_has_become_slower(country: Country) -> None:
    slower = the("late", "hoftebrudd")
    scope = country.scope(HIP_FRACTURE, slower.unit, Period(date(2025, 1, 1), date(2026, 2, 1)))
    with country.cache.reading() as cursor:
        found = timeliness(cursor, scope, scope.definition.form("operasjon"))
    before = [d.median for d in found.by_month[:6]]
    lately = [d.median for d in found.by_month[-2:]]
    assert min(lately) > max(before)


def test_operations_registered_twice(country: Country) -> None:
    twice = the("duplicates", "hoftebrudd")
    found = {}
    with country.cache.reading() as cursor:
        for unit in (twice.unit, ELSEWHERE):
            scope = country.scope(HIP_FRACTURE, unit)
            form = scope.definition.form("operasjon")
            kinds = {k.likeness: k for k in duplicates(cursor, scope, form).kinds}
            (found[unit],) = scope.shares(kinds[Likeness.TWICE].records, form_completeness(cursor, scope, form).records)
    assert clearly_more(found[twice.unit], found[ELSEWHERE])


def test_discharge_before_admission(country: Country) -> None:
    wrong = the("rule violations", "hjerneslag")
    found = {}
    with country.cache.reading() as cursor:
        for unit in (wrong.unit, ELSEWHERE):
            scope = country.scope(STROKE, unit)
            checks = validity(cursor, scope, scope.definition.form("akutt"))
            found[unit] = next(f for f in checks.of(Fault.RULE) if f.subject == "hs01")
    assert clearly_more(found[wrong.unit].share, found[ELSEWHERE].share)
    assert found[wrong.unit].records is not None


def test_ever_more_unknown_asa_classes(country: Country) -> None:
    unknown = the("unknown codes", "hoftebrudd")
    scope = country.scope(HIP_FRACTURE, unknown.unit)
    with country.cache.reading() as cursor:
        form = scope.definition.form("operasjon")
        before, lately = (
            next(
                v for v in form_completeness(cursor, scope.over(period), form).variables if v.variable == "asa"
            ).unknown_share
            for period in (Period(date(2022, 1, 1), date(2025, 1, 1)), Period(date(2025, 9, 1), date(2026, 3, 1)))
        )
    assert clearly_more(lately, before)


def test_many_drafts_and_returned_forms(country: Country) -> None:
    unfinished = the("unfinished", "intensiv")
    found = {}
    with country.cache.reading() as cursor:
        for unit in (unfinished.unit, ELSEWHERE):
            scope = country.scope(INTENSIVE_CARE, unit)
            form = scope.definition.form("opphold")
            waiting = timeliness(cursor, scope, form).waiting
            old = sum(sum(w.counts[3:]) for w in waiting)  # older than half a year: not just the newest
            (found[unit],) = scope.shares(old, old + form_completeness(cursor, scope, form).records)
    assert unfinished.unit == CHOSEN_UNIT
    assert clearly_more(found[unfinished.unit], found[ELSEWHERE])


def test_a_period_without_a_story_is_not_one(country: Country) -> None:
    """The same question about a hospital no story is about gives no such answer."""
    scope = replace(country.scope(HIP_FRACTURE, ELSEWHERE), period=Period(date(2025, 1, 1), date(2026, 2, 1)))
    with country.cache.reading() as cursor:
        found = timeliness(cursor, scope, scope.definition.form("operasjon"))
    assert min(d.median for d in found.by_month[-2:]) <= max(d.median for d in found.by_month[:6])
