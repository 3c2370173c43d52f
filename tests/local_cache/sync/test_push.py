"""Corrections on their way to the registry over HTTP: once each, in order, whatever happens on the way."""

from __future__ import annotations

from local_cache.corrections.corrections import correction
from tests.local_cache.corrections.desk import REGISTRY, Desk

CORRECTIONS = "*/corrections"


def posts(desk: Desk) -> int:
    return sum(r.method == "POST" for r in desk.registry.log)


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
