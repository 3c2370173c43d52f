"""Conflicts are rows that wait: what you saw, what you wrote, what the registry has; never anything silently."""

from __future__ import annotations

import pytest

from local_cache.corrections.conflicts import conflicts, resolve, three_way
from local_cache.corrections.corrections import (
    Correction,
    CorrectionNotHere,
    correction,
    corrections,
    open_corrections,
)
from local_cache.corrections.person import NotAllowed
from local_cache.sync.messages import Change
from tests.local_cache.corrections.desk import FORM, KARI, RAGNAR, REGISTRY, Desk


def conflict(desk: Desk, number: int, *, before_sending: bool) -> Correction:
    """Somebody else wrote 777 where 700 was wanted, found out by fetching or by sending."""
    record = desk.records("blood_loss < 600 AND height < 195 AND weight < 120")[number]
    one = desk.correct(record, {"blood_loss": 700})
    desk.registry.edit(REGISTRY, FORM, record, {"blood_loss": 777})
    desk.synchronise(send=not before_sending)
    found = correction(desk.ledger, one.op_id)
    assert (found.state, found.waits_for_person, found.sent) == ("conflict", True, not before_sending)
    assert desk.at_registry(record, "blood_loss") == 777, "nothing was overwritten"
    return found


@pytest.mark.parametrize("before_sending", [True, False])
def test_three_ways_to_look_at_it(desk: Desk, before_sending: bool) -> None:
    met = conflict(desk, 0, before_sending=before_sending)
    desk.registry.edit(REGISTRY, FORM, met.record, {"blood_loss": 778})
    desk.synchronise()
    (field,) = three_way(correction(desk.ledger, met.op_id), desk.row(met.record)).fields
    assert (field.wrote, field.at_conflict, field.present, field.contested) == (700, 777, 778, True)
    assert field.saw == met.changes[0].old
    assert [c.op_id for c in conflicts(desk.ledger, REGISTRY)] == [met.op_id]


@pytest.mark.parametrize("before_sending", [True, False])
def test_keep_mine_is_a_new_correction_for_the_present_version(desk: Desk, before_sending: bool) -> None:
    met = conflict(desk, 1, before_sending=before_sending)
    new = resolve(desk.ledger, RAGNAR, met.op_id, desk.row(met.record), "mine")
    assert new is not None and new.op_id != met.op_id
    assert new.changes == (Change("blood_loss", 777, 700),)
    assert (new.state, new.replaces, new.reason) == ("draft", met.op_id, met.reason)
    ended = correction(desk.ledger, met.op_id)
    assert (ended.state, ended.resolution, ended.replaced_by) == ("conflict", "mine", new.op_id)
    desk.ready(new)
    desk.synchronise()
    assert desk.state(new.op_id) == "confirmed"
    assert desk.at_registry(met.record, "blood_loss") == 700
    assert desk.answers().get(met.op_id) == (None if before_sending else "conflict")


@pytest.mark.parametrize("before_sending", [True, False])
def test_take_theirs_writes_nothing(desk: Desk, before_sending: bool) -> None:
    met = conflict(desk, 2, before_sending=before_sending)
    assert resolve(desk.ledger, RAGNAR, met.op_id, desk.row(met.record), "theirs") is None
    assert correction(desk.ledger, met.op_id).settled
    number = len(corrections(desk.ledger))
    desk.synchronise()
    assert (len(corrections(desk.ledger)), desk.at_registry(met.record, "blood_loss")) == (number, 777)
    with pytest.raises(CorrectionNotHere):
        resolve(desk.ledger, RAGNAR, met.op_id, desk.row(met.record), "mine")


def test_field_by_field_and_what_is_left_out_takes_theirs(desk: Desk) -> None:
    record = desk.records("blood_loss < 600 AND height < 195 AND weight < 120")[3]
    one = desk.correct(record, {"blood_loss": 700, "height": 199, "weight": 125.5})
    desk.registry.edit(REGISTRY, FORM, record, {"blood_loss": 777, "height": 198, "weight": 131.0})
    desk.synchronise()
    row = desk.row(record)
    choice = {"blood_loss": Change("blood_loss", 777, 750), "height": "mine"}
    new = resolve(desk.ledger, RAGNAR, one.op_id, row, choice)  # type: ignore[arg-type]
    assert new is not None
    assert {c.variable: (c.old, c.new) for c in new.changes} == {"blood_loss": (777, 750), "height": (198, 199)}
    assert correction(desk.ledger, one.op_id).resolution == "edited"
    desk.ready(new)
    desk.synchronise()
    found = tuple(desk.at_registry(record, v) for v in ("blood_loss", "height", "weight"))
    assert found == (750, 199, 131.0)


def test_other_fields_of_others_are_no_conflict_when_found_by_sending(desk: Desk) -> None:
    record = desk.records("blood_loss < 600 AND height < 195")[4]
    one = desk.correct(record, {"blood_loss": 701})
    desk.registry.edit(REGISTRY, FORM, record, {"height": 197})
    result = desk.synchronise()
    assert (result.sent[0].conflict, result.sent[0].applied) == (1, 1)
    ended = correction(desk.ledger, one.op_id)
    assert (ended.state, ended.resolution) == ("conflict", "rebased")
    assert desk.state(str(ended.replaced_by)) == "confirmed"
    assert (desk.at_registry(record, "blood_loss"), desk.at_registry(record, "height")) == (701, 197)
    assert not conflicts(desk.ledger)


def test_what_is_sent_again_keeps_its_place_before_what_builds_on_it(desk: Desk) -> None:
    record = desk.records("blood_loss < 600 AND height < 195 AND weight < 120")[10]
    one = desk.correct(record, {"blood_loss": 711})
    on_top = desk.write(record, {"blood_loss": 712, "smoker": None}, query="local:other")
    desk.registry.edit(REGISTRY, FORM, record, {"height": 197})
    assert desk.synchronise().sent[0].applied == 1, "a draft on top of it is no reason to wait"
    assert desk.at_registry(record, "blood_loss") == 711
    assert desk.state(str(correction(desk.ledger, one.op_id).replaced_by)) == "confirmed"
    draft = correction(desk.ledger, on_top.op_id)
    assert {c.variable: c.old for c in draft.changes}["blood_loss"] == 711, "it still builds on the other"
    desk.ready(draft)
    desk.synchronise()
    assert (desk.state(on_top.op_id), desk.at_registry(record, "blood_loss")) == ("confirmed", 712)


def test_other_fields_of_others_are_no_conflict_when_found_by_fetching(desk: Desk) -> None:
    record = desk.records("blood_loss < 600 AND height < 195")[5]
    one = desk.correct(record, {"blood_loss": 702})
    desk.registry.edit(REGISTRY, FORM, record, {"height": 196})
    desk.synchronise(send=False)
    rebased = correction(desk.ledger, one.op_id)
    assert (rebased.state, rebased.base_version) == ("ready", desk.row(record)["version"])
    desk.synchronise()
    assert desk.state(one.op_id) == "confirmed"


def test_what_somebody_else_has_already_done_ends_by_itself(desk: Desk) -> None:
    record = desk.records("blood_loss < 600")[6]
    one = desk.correct(record, {"blood_loss": 703})
    desk.registry.edit(REGISTRY, FORM, record, {"blood_loss": 703})
    desk.synchronise()
    assert correction(desk.ledger, one.op_id).resolution == "already"
    assert not open_corrections(desk.ledger)


def test_a_draft_is_never_overwritten_by_a_download(desk: Desk) -> None:
    record = desk.records("blood_loss < 600")[7]
    draft = desk.write(record, {"blood_loss": 704})
    desk.registry.edit(REGISTRY, FORM, record, {"blood_loss": 705})
    desk.synchronise()
    kept = correction(desk.ledger, draft.op_id)
    assert (kept.state, kept.changes) == ("conflict", draft.changes)
    assert kept.theirs is not None and kept.theirs["blood_loss"] == 705


def test_a_rejection_is_gone_on_with_in_the_same_way(desk: Desk) -> None:
    record = desk.records("discharged_on BETWEEN '2025-01-01' AND '2026-02-01' AND death_date IS NULL")[8]
    one = desk.correct(record, {"discharged_on": "2026-02-02"})
    # Somebody else moves the operation behind that: another field, so it is sent again, and then a rule is broken.
    desk.registry.edit(REGISTRY, FORM, record, {"operated_at": "2026-02-05 10:00:00"})
    result = desk.synchronise()
    assert (result.sent[0].conflict, result.sent[0].rejected) == (1, 1)
    (rejected,) = conflicts(desk.ledger)
    assert (rejected.replaces, rejected.state) == (one.op_id, "rejected")
    assert "hb03" in rejected.rules and "utskrevet" in rejected.problem
    assert three_way(rejected, desk.row(record)).problem == rejected.problem
    new = resolve(
        desk.ledger, RAGNAR, rejected.op_id, desk.row(record), {"discharged_on": Change("", None, "2026-02-09")}
    )
    assert new is not None
    desk.ready(new)
    desk.synchronise()
    assert desk.state(new.op_id) == "confirmed"
    assert str(desk.at_registry(record, "discharged_on")) == "2026-02-09"


def test_only_a_registrar_decides(desk: Desk) -> None:
    met = conflict(desk, 9, before_sending=True)
    with pytest.raises(NotAllowed):
        resolve(desk.ledger, KARI, met.op_id, desk.row(met.record), "theirs")
    assert correction(desk.ledger, met.op_id).waits_for_person
