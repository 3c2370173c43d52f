"""The three definitions hold together, and the client's own language can compute all of them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from demo_registry.codebook import Blueprint
from demo_registry.running import BLUEPRINTS
from demo_registry.stories import STORIES
from demo_registry.units import HOSPITALS, UNITS
from local_cache.expressions import columns_of, compile_expression
from local_cache.registry import COLUMN_TYPES, Definition, read_definition
from local_cache.results.monthly import refusals

TODAY = date(2026, 3, 17)
VERSIONS = [(b, v) for b in BLUEPRINTS for v in b.versions]


def definition(blueprint: Blueprint) -> Definition:
    return blueprint.definition(blueprint.versions[-1], TODAY)


@pytest.mark.parametrize(("blueprint", "version"), VERSIONS, ids=lambda x: getattr(x, "registry", x))
def test_every_version_is_read_and_nothing_in_it_is_refused(blueprint: Blueprint, version: str) -> None:
    read = read_definition(msgspec.json.encode(blueprint.definition(version, TODAY)))
    assert read.version == version
    assert refusals(read) == ()


@pytest.mark.parametrize("blueprint", BLUEPRINTS, ids=lambda b: b.registry)
def test_a_codebook_has_what_a_codebook_has(blueprint: Blueprint) -> None:
    made = definition(blueprint)
    variables = [v for f in made.forms for v in f.variables]
    assert 40 <= len(variables) <= 80
    assert {v.type for v in variables} == set(COLUMN_TYPES)
    assert any(v.identifier for v in variables)
    assert any(v.required not in (None, "TRUE") for v in variables)
    assert any(v.soft_range for v in variables)
    assert any(v.hard_range for v in variables)
    assert any(c.missing for codes in made.code_lists for c in codes.codes)
    assert len(made.rules) >= 15
    assert {r.severity for r in made.rules} == {"error", "warning"}
    assert 8 <= len(made.indicators) <= 12
    assert {"proportion", "median", "mean", "between"} <= {i.kind for i in made.indicators}
    assert {i.direction for i in made.indicators} == {0, 1}
    assert made.notes
    follow_up = made.form(blueprint.follow_up_form)
    assert follow_up.follows == blueprint.main_form


@pytest.mark.parametrize("blueprint", BLUEPRINTS, ids=lambda b: b.registry)
def test_every_text_is_in_both_languages(blueprint: Blueprint) -> None:
    made = definition(blueprint)
    texts = [made.names, *(f.label for f in made.forms), *(s for f in made.forms for s in f.sections.values())]
    texts += [v.label for f in made.forms for v in f.variables]
    texts += [c.label for codes in made.code_lists for c in codes.codes]
    texts += [t for i in made.indicators for t in (i.title, i.short, i.description)]
    texts += [r.message for r in made.rules] + [s.label for s in made.subgroups] + [n.text for n in made.notes]
    assert [t for t in texts if not (t.get("nb") and t.get("en"))] == []


@pytest.mark.parametrize("blueprint", BLUEPRINTS, ids=lambda b: b.registry)
def test_sections_conditions_and_rules_name_what_exists(blueprint: Blueprint) -> None:
    made = definition(blueprint)
    for form in made.forms:
        names = {v.id for v in form.variables}
        for variable in form.variables:
            assert variable.section in form.sections
            if variable.required:
                compile_expression(variable.required, columns_of(form), wanted="boolean", today=TODAY)
        for rule in made.rules:
            if rule.form == form.id:
                assert set(rule.variables) <= names
    used = {v.codes for f in made.forms for v in f.variables if v.codes}
    assert used == {c.id for c in made.code_lists}


def test_the_country() -> None:
    levels = [u.level for u in UNITS]
    assert levels.count("region") == 4
    assert levels.count("trust") == 14
    assert levels.count("hospital") == len(HOSPITALS) == 45
    names = [h.name for h in HOSPITALS]
    assert sorted(n for n in names if names.count(n) > 1) == ["Lia sykehus", "Lia sykehus"]
    assert len({u.id for u in UNITS}) == len(UNITS)
    assert len({u.organisation_number for u in UNITS}) == len(UNITS)
    # At least three hospitals in a trust, else nothing could be withheld from the other.
    assert min(sum(u.parent == t.id for u in UNITS) for t in UNITS if t.level == "trust") >= 3


def test_stories_tell_of_what_exists() -> None:
    assert len({s.kind for s in STORIES}) == 10
    for story in STORIES:
        made = next(definition(b) for b in BLUEPRINTS if b.registry == story.registry)
        assert made.unit(story.unit).level == "hospital"
        if story.indicator:
            assert made.indicator(story.indicator)
