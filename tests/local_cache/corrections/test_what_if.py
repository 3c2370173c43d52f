"""What a correction changes, told beforehand, equals a full recomputation afterwards, for every kind of indicator."""

from __future__ import annotations

import random
from typing import get_args

import msgspec
import pytest

from local_cache.corrections.corrections import Correction, new_op_id, open_corrections
from local_cache.corrections.rows import as_text, laid_over, read_rows, relation_of
from local_cache.corrections.sealed_rows import now
from local_cache.corrections.what_if import WhatIf, what_if
from local_cache.corrections.worklist import read_worklist
from local_cache.registry import Definition, Indicator, IndicatorKind, record_table
from local_cache.results import summary
from local_cache.results.figure import Selection
from local_cache.results.monthly import recount
from local_cache.results.periods import period_named
from local_cache.sync.messages import Change, Value
from local_cache.sync.record_tables import record_columns
from tests.conftest import Figures
from tests.local_cache.corrections.desk import FORM, NOW, REGISTRY, Desk

X = {"nb": "x"}
EVERY_KIND = (
    Indicator("x_proportion", 1, X, "proportion", FORM, "age > 80", "sex = '2'", subgroups=("menn", "under_75")),
    Indicator("x_mean", 1, X, "mean", FORM, measure="weight", denominator="height > 150", subgroups=("menn",)),
    Indicator("x_median", 1, X, "median", FORM, measure="operation_minutes", subgroups=("under_75",)),
    Indicator("x_rate", 1, X, "rate", FORM, "blood_loss > 400", measure="length_of_stay"),
    Indicator("x_ratio", 1, X, "ratio", FORM, "death_date IS NOT NULL", measure="age / 100"),
    Indicator("x_between", 1, X, "between", FORM, "blood_loss > 400", event_date="discharged_on"),
    Indicator("x_count", 1, X, "count", FORM, "cemented"),
)


def chosen(desk: Desk, period: str = "last24") -> Selection:
    return Selection(REGISTRY, desk.unit, period_named(period, NOW, "month"))


def everything(desk: Desk, definition: Definition, corrections: list[Correction], period: str = "last24") -> WhatIf:
    with desk.place.cache.reading() as cursor:
        worklist = read_worklist(cursor, desk.ledger, definition, desk.unit, NOW)
        return what_if(cursor, definition, chosen(desk, period), corrections, worklist, "nb", NOW)


def a_change(draw: random.Random, row: dict[str, Value]) -> dict[str, Value]:
    possible: dict[str, Value] = {
        "age": draw.choice([None, 55, 74, 75, 90]), "sex": draw.choice(["1", "2", None]),
        "weight": draw.choice([50, 61.5]),
        "height": draw.choice([149, 180, None]), "operation_minutes": draw.choice([None, 1, 77, 2**40]),
        "blood_loss": draw.choice([0, 399, 401, None]), "length_of_stay": draw.choice([0.0, 3.25, None]),
        "death_date": draw.choice([None, "2026-01-01"]), "cemented": draw.choice([True, False, None]),
        "operated_at": draw.choice(["2025-07-01 00:00:00", "2024-12-31 23:59:00", "2026-02-28 12:00:00"]),
        "discharged_on": draw.choice([None, "2025-07-02"]), "operation_type": draw.choice(["hemi", "skruer", "total"]),
        "pain_day_three": draw.choice([None, 0, 10]), "asa": draw.choice(["1", "3", "9"]),
    }  # fmt: skip
    return {name: possible[name] for name in draw.sample(sorted(possible), draw.randint(1, 4)) if name in row}


@pytest.mark.parametrize("seed", range(4))
def test_it_equals_a_full_recomputation_for_every_kind(desk: Desk, seed: int, figures: Figures) -> None:
    draw = random.Random(seed)
    definition = desk.definition()
    definition = msgspec.structs.replace(definition, indicators=(*definition.indicators, *EVERY_KIND))
    assert {i.kind for i in definition.indicators} == set(get_args(IndicatorKind))
    form = definition.form(FORM)
    with desk.place.cache.writing() as cursor:
        recount(cursor, definition, desk.unit)
    records = desk.place.rows(
        f"SELECT record_id FROM {record_table(REGISTRY, FORM)} WHERE unit = ? ORDER BY event_date DESC", [desk.unit]
    )
    with desk.place.cache.reading() as cursor:
        rows = read_rows(cursor, definition, form, desk.unit, [r for (r,) in records])
    made = []
    for (record,) in draw.sample(records[:120], 25):
        for _ in range(draw.choice([1, 1, 2])):
            row = rows[record]
            changes = tuple(Change(n, row[n], v) for n, v in a_change(draw, row).items())
            made.append(
                Correction(
                    op_id=new_op_id(), registry=REGISTRY, unit=desk.unit, form=FORM, record=record, base_version=1,
                    changes=changes, author="a", written_at=now(), state="ready",
                )
            )  # fmt: skip
            rows[record] = laid_over(form, row, changes)
    told = everything(desk, definition, made)
    before = desk.place.everything()
    with desk.place.cache.reading() as cursor:
        assert summary.indicator_results(cursor, definition, chosen(desk), "nb") == told.before
    table, names = record_table(REGISTRY, FORM), ", ".join(record_columns(form))
    corrected = {c.record: rows[c.record] for c in made}
    with desk.place.cache.writing() as cursor:  # as the registry will send them, then everything counted anew
        cursor.execute(f"DELETE FROM {table} WHERE list_contains(?, record_id)", [list(corrected)])
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {relation_of(form)}", [as_text(corrected.values())]
        )
        recount(cursor, definition, desk.unit)
    assert desk.place.everything() != before
    with desk.place.cache.reading() as cursor:
        after = summary.indicator_results(cursor, definition, chosen(desk), "nb")
    assert told.after == after
    kinds = {i.kind for i in definition.indicators}
    figures(f"{len(after)} indicators of {len(kinds)} kinds, {len(made)} corrections; differences: 0")
    moved = {c.after.indicator for c in told.changed}
    assert len(moved & {i.id for i in EVERY_KIND}) >= 5
    again = everything(desk, definition, [])
    assert (again.completeness_before, again.before) == (told.completeness_after, told.after)


def test_it_is_what_the_registry_then_makes_of_it(desk: Desk) -> None:
    records = desk.records("blood_loss < 600 AND event_date >= '2025-06-01' AND pain_day_three IS NOT NULL")[:6]
    for number, record in enumerate(records):
        desk.correct(record, {"pain_day_three": (number * 3) % 11, "mobilised_day_one": number % 2 == 0})
    told = everything(desk, desk.definition(), list(open_corrections(desk.ledger)))
    assert told.records == 6 and "smerte_dag3" in {c.after.indicator for c in told.changed}
    desk.synchronise()
    with desk.place.cache.reading() as cursor:
        now_so = summary.indicator_results(cursor, desk.definition(), chosen(desk), "nb")
    assert [r.own.value for r in now_so] == [r.own.value for r in told.after]
    assert [(r.own.low, r.own.high, r.attainment) for r in now_so] == [
        (r.own.low, r.own.high, r.attainment) for r in told.after
    ]


def test_completeness_and_open_queries(desk: Desk) -> None:
    record = desk.records("asa <> '9' AND event_date >= '2025-06-01' AND haemoglobin > 8")[0]
    desk.registry.edit(REGISTRY, FORM, record, {"asa": "9", "thrombosis_prophylaxis": None})
    id = desk.registry.ask(REGISTRY, FORM, record, "hb09")
    desk.synchronise()
    waiting = sum(desk.worklist().waiting().values())
    draft = desk.write(record, {"asa": "2", "thrombosis_prophylaxis": True}, query=id)
    told = everything(desk, desk.definition(), [draft])
    assert (told.open_queries_before, told.open_queries_after) == (waiting, waiting - 1)
    assert told.completeness_after.needed == told.completeness_before.needed
    assert told.completeness_after.filled == told.completeness_before.filled + 1
    desk.ready(draft)
    again = everything(desk, desk.definition(), list(open_corrections(desk.ledger)))
    assert (again.open_queries_before, again.open_queries_after) == (waiting, waiting - 1)
    desk.synchronise()
    assert sum(desk.worklist().waiting().values()) == waiting - 1
    assert everything(desk, desk.definition(), []).completeness_before == told.completeness_after


def test_nothing_of_it_stays_behind(desk: Desk) -> None:
    record = desk.records("event_date >= '2025-06-01'")[1]
    draft = desk.write(record, {"asa": "1"})
    before = desk.place.everything()
    with desk.place.cache.reading() as cursor:
        worklist = read_worklist(cursor, desk.ledger, desk.definition(), desk.unit, NOW)
        first = what_if(cursor, desk.definition(), chosen(desk), [draft], worklist, "nb", NOW)
        assert what_if(cursor, desk.definition(), chosen(desk), [draft], worklist, "nb", NOW) == first
        left = cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchone()
        views = cursor.execute("SELECT count(*) FROM duckdb_views() WHERE temporary AND NOT internal").fetchone()
    assert (left, views) == ((0,), (0,))
    assert desk.place.everything() == before
