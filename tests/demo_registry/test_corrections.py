"""The registry's receiving half, spoken to with plain HTTP: each op_id one answer, for good."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from demo_registry import RunningRegistry, serve
from local_cache.sync.messages import Result, Results
from tests.demo_registry.conftest import NOW, Caller

REGISTRY, FORM = "hoftebrudd", "operasjon"
TABLE = "records_hoftebrudd_operasjon"


@pytest.fixture(scope="module")
def small() -> Iterator[RunningRegistry]:
    """A registry of these tests' own: what they change stays."""
    with serve(records=600, seed=3, now=NOW, others=0.02, registries=[REGISTRY]) as running:
        yield running


def post(running: RunningRegistry, path: str, body: Any, role: str = "registrar") -> requests.Response:
    headers = {"authorization": f"Bearer {running.user(role).token}", "content-type": "application/json"}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return requests.post(running.address + path, data=content, headers=headers, timeout=30)


def corrections(running: RunningRegistry) -> str:
    return f"/v1/registries/{REGISTRY}/units/{running.unit}/corrections"


def send(running: RunningRegistry, *operations: dict[str, Any]) -> list[Result]:
    answer = post(running, corrections(running), {"operations": list(operations)})
    assert answer.status_code == 200, answer.text
    return list(msgspec.json.decode(answer.content, type=Results).results)


def records(running: RunningRegistry, condition: str = "blood_loss < 900") -> list[tuple[Any, ...]]:
    """(id, version, blood_loss, height) of completed records nobody has asked about."""
    return running.query(
        f"SELECT record_id, version, blood_loss, height FROM {TABLE} WHERE unit = ? AND form_status = 'completed'"
        f" AND event_date >= '2024-06-01' AND ({condition}) AND record_id NOT IN (SELECT record_id FROM query)"
        " ORDER BY version, record_id",
        [running.unit],
    )


def operation(record: str, version: int, *changes: tuple[str, Any, Any], **more: Any) -> dict[str, Any]:
    return {
        "op_id": str(uuid.uuid4()), "form": FORM, "record": record, "base_version": version, "reason": "tastefeil",
        "author": "test", "time": "2026-03-17T10:00:00Z",
        "set": [{"variable": v, "old": old, "new": new} for v, old, new in changes], **more,
    }  # fmt: skip


def test_applied_duplicate_and_for_good(small: RunningRegistry) -> None:
    record, version, was, _ = records(small)[0]
    one = operation(record, version, ("blood_loss", was, 901))
    (first,) = send(small, one)
    assert (first.status, first.version) == ("applied", version + 1)
    other = {**one, "set": [{"variable": "blood_loss", "old": 901, "new": 5}], "base_version": version + 1}
    (again,) = send(small, other)
    assert (again.status, again.first, again.version) == ("duplicate", "applied", version + 1)
    assert small.query(f"SELECT blood_loss, version FROM {TABLE} WHERE record_id = ?", [record]) == [(901, version + 1)]


def test_the_same_id_twice_in_one_batch_counts_once(small: RunningRegistry) -> None:
    record, version, was, _ = records(small)[1]
    one = operation(record, version, ("blood_loss", was, 902))
    assert [r.status for r in send(small, one, one)] == ["applied", "duplicate"]


def test_operations_on_one_record_take_effect_in_their_order(small: RunningRegistry) -> None:
    record, version, was, _ = records(small)[2]
    steps = [was, 31, 32, 33]
    sent = [operation(record, version + n, ("blood_loss", steps[n], steps[n + 1])) for n in range(3)]
    assert [(r.status, r.version) for r in send(small, *sent)] == [("applied", version + n + 1) for n in range(3)]


def test_another_version_or_another_value_is_a_conflict_with_the_present_record(small: RunningRegistry) -> None:
    record, version, was, height = records(small, "blood_loss < 900 AND height IS NOT NULL")[3]
    small.edit(REGISTRY, FORM, record, {"height": 166})
    (late,) = send(small, operation(record, version, ("blood_loss", was, 903)))
    assert (late.status, late.version) == ("conflict", version + 1)
    assert late.record is not None and (late.record["height"], late.record["blood_loss"]) == (166, was)
    (wrong,) = send(small, operation(record, version + 1, ("height", height if height != 166 else 1, 170)))
    assert wrong.status == "conflict"
    assert small.query(f"SELECT blood_loss FROM {TABLE} WHERE record_id = ?", [record]) == [(was,)]


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ([("asa", None, "77")], ["code:asa"]),
        ([("asa", None, None)], ["required:asa"]),
        ([("blood_loss", None, -4)], ["hard:blood_loss"]),
        ([("blood_loss", None, "mye")], ["type:blood_loss"]),
        ([("birth_date", None, "0203-02-03")], ["type:birth_date"]),
        ([("remark", None, "x" * 1_000_000)], ["type:remark"]),
        ([("tull", None, 1)], ["type:tull"]),
        ([("death_date", None, "2026-03-18")], ["hard:death_date", "hb05"]),
    ],
)
def test_rejected_with_the_ids_of_what_is_broken(
    small: RunningRegistry, changes: list[tuple[str, Any, Any]], rules: list[str]
) -> None:
    record, version, *_ = records(small, "death_date IS NULL AND discharged_to <> '6'")[4]
    asked = "asa, blood_loss, CAST(birth_date AS VARCHAR), remark"
    row = small.query(f"SELECT {asked} FROM {TABLE} WHERE record_id = ?", [record])[0]
    present = dict(zip(("asa", "blood_loss", "birth_date", "remark"), row, strict=True))
    (result,) = send(small, operation(record, version, *((v, present.get(v), new) for v, _, new in changes)))
    assert (result.status, list(result.rules)) == ("rejected", rules)
    assert result.problem


def test_a_reason_is_asked_for(small: RunningRegistry) -> None:
    record, version, was, _ = records(small)[5]
    for lacking in ({"reason": ""}, {"reason": "fordi"}, {"reason": "annet", "text": " "}):
        (result,) = send(small, operation(record, version, ("blood_loss", was, 904), **lacking))
        assert (result.status, result.problem) == ("rejected", "Begrunnelse mangler.")
    (taken,) = send(small, operation(record, version, ("blood_loss", was, 904), reason="annet", text="ny måling"))
    assert taken.status == "applied"


def test_gone_says_why(small: RunningRegistry) -> None:
    record, version, was, _ = records(small)[6]
    small.delete(REGISTRY, FORM, record, "withdrawn")
    (result,) = send(small, operation(record, version, ("blood_loss", was, 905)))
    assert (result.status, result.why) == ("gone", "withdrawn")
    (never,) = send(small, operation("H-never", 1, ("blood_loss", 1, 2)))
    assert (never.status, never.why) == ("gone", "unknown")


def test_a_neighbours_record_is_not_there(small: RunningRegistry) -> None:
    theirs = small.query(f"SELECT record_id, version, blood_loss FROM {TABLE} WHERE unit <> ? LIMIT 1", [small.unit])[0]
    (result,) = send(small, operation(theirs[0], theirs[1], ("blood_loss", theirs[2], 7)))
    assert result.status == "gone"


def test_only_registrars_of_the_unit_may_send(small: RunningRegistry) -> None:
    body = {"operations": []}
    assert post(small, corrections(small), body, "leser").status_code == 403
    assert post(small, corrections(small), body, "kvalitetskoordinator").status_code == 403
    assert post(small, "/v1/registries/hoftebrudd/units/nowhere/corrections", body).status_code == 403
    assert post(small, f"/v1/registries/nothing/units/{small.unit}/corrections", body).status_code == 404
    assert requests.post(small.address + corrections(small), json=body, timeout=5).status_code == 401
    assert requests.get(small.address + corrections(small), timeout=5).status_code == 405


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"operations": 1}', b'{"operations": [{"op_id": 1}]}', b"\xff"])
def test_bodies_that_are_not_understood(small: RunningRegistry, body: bytes) -> None:
    answer = post(small, corrections(small), body)
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"


def test_too_many_and_too_much(small: RunningRegistry) -> None:
    many = [operation("x", 1, ("asa", "1", "2")) for _ in range(201)]
    assert post(small, corrections(small), {"operations": many}).status_code == 413
    assert post(small, corrections(small), b" " * (17 * 1024 * 1024)).status_code == 413


def test_a_query_is_closed_when_its_rule_holds_and_goes_back_when_it_does_not(small: RunningRegistry) -> None:
    record, version, _, _ = records(small, "asa <> '9' AND haemoglobin > 10")[7]
    small.edit(REGISTRY, FORM, record, {"asa": "9", "haemoglobin": 4.0})
    ids = [small.ask(REGISTRY, FORM, record, rule) for rule in ("hb09", "hb16")]
    send(small, operation(record, version + 1, ("asa", "9", "3"), query=ids[0]))
    send(small, operation(record, version + 2, ("haemoglobin", 4.0, 4.1), query=ids[1]))
    states = small.query("SELECT state FROM query WHERE list_contains(?, id) ORDER BY rule", [ids])
    assert states == [("closed",), ("returned",)]
    send(small, operation(record, version + 3, ("haemoglobin", 4.1, 4.2), query=ids[1], confirmed={"hb16": "sett"}))
    assert small.query("SELECT state FROM query WHERE id = ?", [ids[1]]) == [("verified",)]


def test_answers_to_queries(small: RunningRegistry) -> None:
    record = records(small)[8][0]
    id = small.ask(REGISTRY, FORM, record, "hb16")
    path = f"/v1/registries/{REGISTRY}/units/{small.unit}/queries/{id}/messages"
    body = {
        "op_id": str(uuid.uuid4()),
        "response": "other",
        "author": "test",
        "time": "2026-03-17T10:00:00Z",
        "text": "æ",
    }

    def result(**other: Any) -> Result:
        return msgspec.json.decode(post(small, path, {**body, **other}).content, type=Result)

    assert result().status == "applied"
    assert result(text="noe annet").status == "duplicate"
    assert result(op_id="another", response="rare_but_true").status == "applied"
    assert small.query("SELECT state, json_array_length(messages) FROM query WHERE id = ?", [id]) == [("verified", 3)]
    assert result(op_id="third").status == "rejected"
    path = path.replace(id, "no-such")
    assert result(op_id="fourth").status == "gone"
    assert post(small, path, {**body, "response": "shrug"}).status_code == 422


def test_answers_come_in_the_feed_too(small: RunningRegistry) -> None:
    caller = Caller(small, small.user("registrar"))
    cursor = caller.manifest(REGISTRY).to_cursor
    record, version, was, _ = records(small)[9]
    one = operation(record, version, ("blood_loss", was, 906))
    send(small, one)
    feed = caller.feed(caller.manifest(REGISTRY, cursor), "answers")
    (row,) = caller.rows(feed)
    assert (str(row["op_id"]), row["status"]) == (one["op_id"], "applied")
    changed = caller.rows(caller.feed(caller.manifest(REGISTRY, cursor), f"records/{FORM}"))
    assert [(r["record_id"], r["blood_loss"]) for r in changed] == [(record, 906)]


def test_published_results_follow_at_the_next_publication(small: RunningRegistry) -> None:
    record, version, _, _ = records(small, "pain_day_three IS NOT NULL AND event_date >= '2025-01-01'")[10]
    asked = (
        "SELECT sum(total) FROM aggregate WHERE registry = ? AND indicator = 'smerte_dag3' AND subgroup = 'all'"
        " AND unit = ?"
    )
    was = small.query(f"SELECT pain_day_three FROM {TABLE} WHERE record_id = ?", [record])[0][0]
    small.publish(REGISTRY)
    nation = small.definition(REGISTRY).nation.id
    before = small.query(asked, [REGISTRY, nation])[0][0]
    send(small, operation(record, version, ("pain_day_three", was, (was + 5) % 11)))
    small.publish(REGISTRY)
    assert small.query(asked, [REGISTRY, nation])[0][0] == before - was + (was + 5) % 11


def test_a_registry_that_goes_on_has_forgotten_nothing(tmp_path: Path) -> None:
    made: dict[str, Any] = {"records": 200, "seed": 2, "now": NOW, "others": 0.01, "registries": [REGISTRY]}
    with serve(**made, file=tmp_path / "registry.duckdb") as first:
        record, version, was, _ = records(first)[0]
        one = operation(record, version, ("blood_loss", was, 907))
        send(first, one)
        caller = Caller(first, first.user())
        manifest = caller.manifest(REGISTRY)
        token = first.user().token
    with serve(**made, file=tmp_path / "registry.duckdb") as second:
        assert second.user().token == token
        (again,) = send(second, one)
        assert (again.status, again.version) == ("duplicate", version + 1)
        goes_on = Caller(second, second.user()).manifest(REGISTRY, manifest.to_cursor)
        assert (goes_on.epoch, goes_on.from_cursor) == (manifest.epoch, manifest.to_cursor)
        feed = next(f for f in goes_on.feeds if f.name == f"records/{FORM}")
        assert (feed.rows, feed.parts) == (next(f for f in manifest.feeds if f.name == feed.name).rows, ())


def test_a_failure_takes_back_where_the_registry_stands(small: RunningRegistry) -> None:
    state = small.store.states[REGISTRY]
    before = (state.sequence, state.changed)
    with pytest.raises(KeyError):
        small.edit(REGISTRY, FORM, "H-never", {"height": 170})
    with pytest.raises(ZeroDivisionError), small.store.writing():
        small.store.states[REGISTRY].sequence += 5
        raise ZeroDivisionError
    state = small.store.states[REGISTRY]
    assert (state.sequence, state.changed) == before
