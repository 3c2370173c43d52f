"""The same fix or answer on many records: what was previewed is what is written."""

from __future__ import annotations

import pytest

from local_cache.corrections.bulk import answer_all, correct_all, preview
from local_cache.corrections.corrections import open_corrections
from local_cache.corrections.person import NotAllowed
from local_cache.corrections.values import ValueRefused
from tests.local_cache.corrections.desk import FORM, LISE, RAGNAR, REGISTRY, Desk


def test_the_same_fix_on_many_records(desk: Desk) -> None:
    records = desk.records("blood_loss < 900 AND haemoglobin > 8")[:6]
    desk.registry.edit(REGISTRY, FORM, records[0], {"cemented": None, "operation_type": "hemi"})
    desk.registry.edit(REGISTRY, FORM, records[1], {"smoker": True})
    desk.synchronise()
    rows = [desk.row(record) for record in records]
    values = {"smoker": True}
    told = preview(desk.ledger, desk.definition(), desk.validator(), rows, values, reason="tastefeil")
    assert not open_corrections(desk.ledger), "looking writes nothing"
    assert not told[1].changes
    able = {one.record for one in told if one.changes and not one.obstacles}
    ready, drafts = correct_all(
        desk.ledger, RAGNAR, desk.definition(), desk.validator(), rows, values, reason="tastefeil"
    )
    assert ({c.record for c in ready}, drafts) == (able, ())
    assert desk.synchronise().sent[0].applied == len(able)
    assert {desk.at_registry(record, "smoker") for record in records} == {True}


def test_what_is_in_the_way_is_told_beforehand_and_kept_as_a_draft(desk: Desk) -> None:
    records = desk.records("haemoglobin BETWEEN 10 AND 15")[:3]
    rows = [desk.row(record) for record in records]
    what = {"reason": "tastefeil"}
    told = preview(desk.ledger, desk.definition(), desk.validator(), rows, {"haemoglobin": 6.0}, **what)
    assert all("unusual" in one.obstacles[0].words() for one in told)
    ready, drafts = correct_all(
        desk.ledger, RAGNAR, desk.definition(), desk.validator(), rows, {"haemoglobin": 6.0}, **what
    )
    assert (ready, {c.record for c in drafts}) == ((), set(records))
    sure = {**what, "confirmed": {"soft:haemoglobin": "sett"}}
    told = preview(desk.ledger, desk.definition(), desk.validator(), rows, {"haemoglobin": 6.1}, **sure)
    assert not any(one.obstacles for one in told)


def test_all_or_none(desk: Desk) -> None:
    rows = [desk.row(record) for record in desk.records("blood_loss < 900")[:3]]
    for person, values, refusal in (
        (LISE, {"smoker": True}, NotAllowed), (RAGNAR, {"height": "høy"}, ValueRefused),
    ):  # fmt: skip
        with pytest.raises(refusal):
            correct_all(desk.ledger, person, desk.definition(), desk.validator(), rows, values, reason="tastefeil")
    assert not open_corrections(desk.ledger)


def test_the_same_answer_to_many_queries(desk: Desk) -> None:
    ids = [desk.registry.ask(REGISTRY, FORM, record, "hb16") for record in desk.records()[:4]]
    desk.synchronise()
    desk.registry.move_query(REGISTRY, ids[3], "closed", "Løst.")
    desk.synchronise()
    asked = [desk.query(id) for id in ids]
    answered, left = answer_all(desk.ledger, RAGNAR, asked, "misread_source", "feil prøve")
    assert ([q.id for q in answered], [q.id for q in left]) == (ids[:3], ids[3:])
    assert desk.synchronise().sent[0].answered == 3
    assert {desk.query(id).state for id in ids[:3]} == {"answered"}
