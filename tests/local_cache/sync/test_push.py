"""Corrections on their way to the registry over HTTP: once each, in order, whatever happens on the way."""

from __future__ import annotations

import time

import pytest

from local_cache.corrections import corrections, queries
from local_cache.corrections.corrections import CorrectionNotHere, correction, open_corrections
from local_cache.corrections.messages import open_messages
from local_cache.corrections.unsent import export_unsent
from local_cache.sync.messages import Operations
from tests.local_cache.corrections.desk import FORM, RAGNAR, REGISTRY, Desk

CORRECTIONS = "*/corrections"
MESSAGES = "*/messages"


def posts(desk: Desk) -> int:
    return sum(r.method == "POST" for r in desk.registry.log)


def received(desk: Desk, op_id: str) -> int:
    return int(desk.registry.query("SELECT count(*) FROM received WHERE op_id = ?", [op_id])[0][0])


def test_written_offline_sent_applied_and_confirmed_by_the_next_manifest(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[0]
    was = desk.row(record)
    one = desk.correct(record, {"blood_loss": 987})
    assert (one.state, desk.row(record)["blood_loss"]) == ("ready", was["blood_loss"])
    result = desk.synchronise(fetch=False)
    assert [(u.registry, u.applied, u.unanswered) for u in result.sent] == [(REGISTRY, 1, 0)]
    assert correction(desk.ledger, one.op_id).version == int(str(was["version"])) + 1
    assert desk.at_registry(record, "blood_loss") == 987
    assert desk.state(one.op_id) == "applied"
    assert not desk.synchronise().problems
    assert desk.state(one.op_id) == "confirmed"
    assert desk.row(record)["blood_loss"] == 987
    assert desk.answers()[one.op_id] == "applied"
    desk.registry.log.clear()
    desk.synchronise()
    assert posts(desk) == 0, "nothing is sent twice"


def test_many_go_in_batches_of_at_most_200(desk: Desk) -> None:
    records = desk.records("blood_loss < 900")[:203]
    assert len(records) == 203
    ready = [desk.correct(record, {"blood_loss": 333}) for record in records]
    result = desk.synchronise()
    assert posts(desk) == 2
    assert result.sent[0].applied == len(records)
    assert {desk.state(one.op_id) for one in ready} == {"confirmed"}


@pytest.mark.parametrize("kind", ["drop", "lost", "twice", "cut", "truncate", "flip"])
def test_a_broken_exchange_is_tried_again_with_the_same_ids_and_has_one_effect(desk: Desk, kind: str) -> None:
    record = desk.records("blood_loss < 900")[1]
    before = desk.row(record)
    one = desk.correct(record, {"blood_loss": 941})
    desk.registry.faults.add(kind, CORRECTIONS, bytes=20)  # type: ignore[arg-type]
    desk.synchronise()
    desk.synchronise()
    assert desk.registry.faults.faults[0].befell == 1
    assert desk.state(one.op_id) == "confirmed"
    assert received(desk, one.op_id) == 1
    assert desk.row(record)["version"] == int(str(before["version"])) + 1


def test_a_lost_answer_is_found_in_the_answers_feed_without_sending_again(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[2]
    one = desk.correct(record, {"blood_loss": 942})
    desk.registry.faults.add("lost", CORRECTIONS, times=None)
    result = desk.synchronise(fetch=False)
    assert [p.problem.code for p in result.problems] == ["unreachable"]
    assert (desk.state(one.op_id), result.sent[0].unanswered) == ("sending", 1)
    desk.registry.faults.clear()
    desk.synchronise(send=False)
    assert desk.state(one.op_id) == "confirmed"


def test_a_request_that_arrives_late_changes_nothing_twice(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[3]
    before = desk.row(record)
    one = desk.correct(record, {"blood_loss": 943})
    desk.registry.faults.add("late", CORRECTIONS, seconds=0.5)
    desk.synchronise()
    assert desk.state(one.op_id) == "confirmed"
    later = desk.correct(record, {"blood_loss": 12})
    desk.synchronise()
    time.sleep(0.7)
    assert desk.at_registry(record, "blood_loss") == 12
    desk.synchronise()
    assert (desk.state(later.op_id), received(desk, one.op_id)) == ("confirmed", 1)
    assert desk.row(record)["version"] == int(str(before["version"])) + 2


def test_what_is_edited_while_it_is_sent_goes_on_as_a_new_one(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[4]
    one = desk.correct(record, {"blood_loss": 944})
    desk.registry.faults.add("lost", CORRECTIONS, times=None)
    desk.synchronise(fetch=False)
    other = desk.correct(record, {"blood_loss": 955})
    assert other.op_id != one.op_id
    assert [(c.variable, c.old, c.new) for c in other.changes] == [("blood_loss", 944, 955)]
    with pytest.raises(CorrectionNotHere):
        corrections.take_back(desk.ledger, RAGNAR, one.op_id)
    desk.registry.faults.clear()
    desk.synchronise()
    assert (desk.state(one.op_id), desk.state(other.op_id)) == ("confirmed", "confirmed")
    assert desk.at_registry(record, "blood_loss") == 955


def test_an_edit_of_one_that_never_came_in_is_meant_for_what_the_registry_has(desk: Desk) -> None:
    record = desk.records("blood_loss < 900 AND height BETWEEN 150 AND 180")[5]
    was = desk.row(record)
    one = desk.correct(record, {"blood_loss": 945, "height": 171})
    desk.registry.faults.add("drop", CORRECTIONS, times=None)
    desk.synchronise(fetch=False)
    other = desk.correct(record, {"blood_loss": 956})
    desk.registry.faults.clear()
    desk.registry.edit(REGISTRY, FORM, record, {"height": 175})  # somebody else's, in the way of the first one alone
    desk.synchronise()
    assert (desk.state(one.op_id), desk.state(other.op_id)) == ("conflict", "confirmed")
    assert (desk.at_registry(record, "blood_loss"), desk.at_registry(record, "height")) == (956, 175)
    assert was["blood_loss"] != 956


def test_the_order_on_a_record_is_kept(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[6]
    made = [desk.correct(record, {"blood_loss": 300 + n}, query=f"local:{n}") for n in range(4)]
    assert len({one.op_id for one in made}) == 4
    desk.synchronise()
    assert [desk.state(one.op_id) for one in made] == ["confirmed"] * 4
    assert desk.at_registry(record, "blood_loss") == 303
    asked = "SELECT op_id FROM received WHERE record_id = ? ORDER BY version DESC LIMIT 4"
    assert [op_id for (op_id,) in desk.registry.query(asked, [record])][::-1] == [one.op_id for one in made]


def test_rejected_comes_back_with_the_registrys_words(desk: Desk) -> None:
    record = desk.records("blood_loss < 900 AND death_date IS NULL")[7]
    one = desk.correct(record, {"blood_loss": 946})
    # The registry knows better than the checks here: what it had was changed so that a rule is broken with this.
    with desk.ledger.writing() as writer:
        wrong = corrections.Change("operated_at", desk.row(record)["operated_at"], "1999-01-01 10:00:00")
        corrections.keep(desk.ledger, writer, one, "", "", changes=(*one.changes, wrong))
    result = desk.synchronise()
    assert result.sent[0].rejected == 1
    ended = correction(desk.ledger, one.op_id)
    assert (ended.state, ended.settled) == ("rejected", False)
    assert "hb01" in ended.rules and "innleggelsen" in ended.problem
    assert desk.answers()[one.op_id] == "rejected"


def test_access_that_is_gone_leaves_the_corrections_here(desk: Desk) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    record = desk.records("blood_loss < 900")[8]
    one = desk.correct(record, {"blood_loss": 947})
    desk.registry.revoke(desk.user.user, REGISTRY)
    result = desk.synchronise()
    assert {p.problem.code for p in result.problems} == {"sending-refused", "access-gone"}
    assert correction(desk.ledger, one.op_id).changes == one.changes
    assert export_unsent(desk.ledger, desk.place.directory / "copy", X25519PrivateKey.generate().public_key()) == 1
    desk.user.revoked.clear()
    assert not desk.synchronise().problems
    desk.synchronise()
    assert desk.state(one.op_id) == "confirmed"


def test_only_registrars_may_send(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[9]
    one = desk.correct(record, {"blood_loss": 948})
    result = desk.synchronise(fetch=False, user=desk.registry.user("leser"))
    assert [p.problem.code for p in result.problems] == ["sending-refused"]
    assert one.op_id not in desk.answers()
    desk.synchronise()
    assert desk.state(one.op_id) == "confirmed"


def test_a_record_that_is_gone_ends_the_correction_and_takes_its_content(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[10]
    one = desk.correct(record, {"blood_loss": 949}, text="Hansen ringte om dette")
    draft = desk.write(desk.records("blood_loss < 900")[11], {"blood_loss": 950}, text="også om denne")
    desk.registry.delete(REGISTRY, FORM, record)
    desk.registry.delete(REGISTRY, FORM, draft.record)
    desk.synchronise()
    for kept in (correction(desk.ledger, one.op_id), correction(desk.ledger, draft.op_id)):
        assert (kept.state, kept.settled) == ("gone", True)
        assert (kept.changes, kept.text, kept.record) == ((), "", "")
    assert correction(desk.ledger, one.op_id).why == "deleted"
    assert desk.answers()[one.op_id] == "gone"


def test_a_patient_who_leaves_takes_what_was_confirmed_long_ago(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[12]
    one = desk.correct(record, {"blood_loss": 951}, text="noe om pasienten")
    desk.synchronise()
    assert desk.state(one.op_id) == "confirmed"
    desk.registry.delete(REGISTRY, FORM, record, "reservation")
    desk.synchronise()
    kept = correction(desk.ledger, one.op_id)
    assert (kept.state, kept.changes, kept.text, kept.record) == ("confirmed", (), "", "")
    told = desk.registry.query("SELECT changes, words, record_id FROM received WHERE op_id = ?", [one.op_id])
    assert told == [("[]", "", "")]


def test_answers_to_queries_travel_once_and_in_the_same_way(desk: Desk) -> None:
    id = desk.registry.ask(REGISTRY, FORM, desk.records()[15], "hb16")
    desk.synchronise()
    query = desk.query(id)
    answered = queries.answer(desk.ledger, RAGNAR, query, "cannot_be_found_out", "journalen er makulert")
    assert answered.state == "answered"
    desk.registry.faults.add("lost", MESSAGES, times=None)
    result = desk.synchronise(fetch=False)
    assert result.sent[0].unanswered == 1
    desk.registry.faults.clear()
    assert desk.synchronise().sent[0].answered == 1
    assert not open_messages(desk.ledger)
    assert desk.query(query.id).state == "answered"
    said = desk.registry.query("SELECT messages FROM query WHERE id = ?", [query.id])[0][0]
    assert said.count("makulert") == 1


def test_a_batch_that_is_not_understood_changes_nothing_and_is_said(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[13]
    one = desk.correct(record, {"blood_loss": 952})
    desk.registry.faults.add("status", CORRECTIONS, status=422)
    result = desk.synchronise(fetch=False)
    assert [p.problem.code for p in result.problems] == ["answer-refused"]
    assert posts(desk) == 1, "never tried again by itself"
    assert desk.state(one.op_id) == "sending"
    desk.synchronise()
    assert desk.state(one.op_id) == "confirmed"


def test_one_id_has_one_answer_whatever_is_sent_under_it_later(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[14]
    one = desk.correct(record, {"blood_loss": 953})
    desk.synchronise()
    operation = one.operation()
    with desk.place.client(desk.registry.address, desk.user.token) as client:
        (again,) = client.corrections(REGISTRY, desk.unit, Operations((operation,))).results
    assert (again.status, again.verdict) == ("duplicate", "applied")
    assert again.version == correction(desk.ledger, one.op_id).version
    assert not open_corrections(desk.ledger)
