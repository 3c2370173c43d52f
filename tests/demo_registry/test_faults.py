"""Told to misbehave, the registry does, and then behaves again."""

from __future__ import annotations

import hashlib
import time

import pytest
import requests

from demo_registry import RunningRegistry
from tests.demo_registry.conftest import Caller

PARTS = "/v1/parts/*"


@pytest.fixture
def part(small_caller: Caller) -> tuple[str, str]:
    """Address and digest of a part."""
    found = small_caller.feed(small_caller.manifest("hoftebrudd"), "records/operasjon").parts[0]
    return found.address, found.sha256


def whole(caller: Caller, part: tuple[str, str]) -> bool:
    answer = caller.get(part[0])
    return answer.status_code == 200 and hashlib.sha256(answer.content).hexdigest() == part[1]


@pytest.mark.parametrize("kind", ["drop", "cut"])
def test_connections_that_break(small: RunningRegistry, small_caller: Caller, part: tuple[str, str], kind: str) -> None:
    small.faults.add(kind, PARTS, bytes=500)  # type: ignore[arg-type]
    with pytest.raises(requests.exceptions.RequestException):
        small_caller.get(part[0])
    assert whole(small_caller, part)


def test_a_body_that_breaks_off_can_be_gone_on_with(
    small: RunningRegistry, small_caller: Caller, part: tuple[str, str]
) -> None:
    small.faults.add("cut", PARTS, bytes=500)
    headers = {"authorization": f"Bearer {small_caller.user.token}"}
    got = b""
    with (
        requests.get(small.address + part[0], headers=headers, stream=True, timeout=5) as answer,
        pytest.raises(requests.exceptions.ChunkedEncodingError),
    ):
        for piece in answer.iter_content(100):
            got += piece
    assert len(got) == 500
    rest = small_caller.get(part[0], range="bytes=500-", if_range=f'"{part[1]}"')
    assert hashlib.sha256(got + rest.content).hexdigest() == part[1]


@pytest.mark.parametrize("kind", ["truncate", "flip", "html"])
def test_bodies_that_are_wrong(small: RunningRegistry, small_caller: Caller, part: tuple[str, str], kind: str) -> None:
    small.faults.add(kind, PARTS)  # type: ignore[arg-type]
    answer = small_caller.get(part[0])
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() != part[1]
    assert (kind == "html") == answer.headers["content-type"].startswith("text/html")
    assert whole(small_caller, part)


@pytest.mark.parametrize(
    ("kind", "status"), [("status", 503), ("gone", 410), ("forbidden", 403), ("unauthorised", 401)]
)
def test_refusals(small: RunningRegistry, small_caller: Caller, kind: str, status: int) -> None:
    small.faults.add(kind, "*/manifest", times=2, retry_after="3")  # type: ignore[arg-type]
    path = f"/v1/registries/hoftebrudd/units/{small.unit}/manifest"
    answers = [small_caller.get(path) for _ in range(3)]
    assert [a.status_code for a in answers] == [status, status, 200]
    assert answers[0].headers["retry-after"] == "3"
    assert answers[0].headers["content-type"] == "application/problem+json"


def test_too_many_requests(small: RunningRegistry, small_caller: Caller) -> None:
    small.faults.add("status", "/v1/registries", status=429, retry_after="1", after=1)
    assert [small_caller.get("/v1/registries").status_code for _ in range(3)] == [200, 429, 200]


def test_slow_answers(small: RunningRegistry, small_caller: Caller, part: tuple[str, str]) -> None:
    small.faults.add("delay", "/v1/registries", seconds=0.3)
    start = time.monotonic()
    assert small_caller.get("/v1/registries").status_code == 200
    assert time.monotonic() - start >= 0.3
    small.faults.add("drip", PARTS, bytes=20_000, seconds=0.05)
    start = time.monotonic()
    assert whole(small_caller, part)
    assert time.monotonic() - start >= 0.05


def test_the_log_says_what_was_transferred(small: RunningRegistry, small_caller: Caller, part: tuple[str, str]) -> None:
    small.log.clear()
    small.faults.add("cut", PARTS, bytes=500)
    with pytest.raises(requests.exceptions.RequestException):
        small_caller.get(part[0])
    size = len(small_caller.get(part[0]).content)
    small_caller.get(part[0], range="bytes=10-19")
    assert [(r.path, r.status, r.sent, r.fault, r.range) for r in small.log] == [
        (part[0], 200, 500, "cut", ""),
        (part[0], 200, size, "", ""),
        (part[0], 206, 10, "", "bytes=10-19"),
    ]


def test_unknown_faults_are_refused(small: RunningRegistry) -> None:
    with pytest.raises(ValueError, match="no fault"):
        small.faults.add("earthquake")  # type: ignore[arg-type]


def test_another_process_can_drive_it(small: RunningRegistry, small_caller: Caller) -> None:
    def order(**what: object) -> object:
        answer = requests.post(small.address + "/demo/control", json=what, timeout=60)
        assert answer.status_code == 200
        return answer.json()["result"]

    order(do="fault", kind="status", path="/v1/registries", how={"status": 502})
    assert small_caller.get("/v1/registries").status_code == 502
    cursor = small_caller.manifest("intensiv").to_cursor
    changed = order(do="change", registry="intensiv", form="opphold", number=3)
    feed = small_caller.feed(small_caller.manifest("intensiv", cursor), "records/opphold")
    assert sorted(r["record_id"] for r in small_caller.rows(feed)) == sorted(changed)  # type: ignore[arg-type]
    assert len(order(do="withdraw", registry="intensiv", number=2)) == 2  # type: ignore[arg-type]
    assert order(do="new_epoch", registry="intensiv") == small_caller.manifest("intensiv").epoch
    order(do="publish")
    assert ["GET", "/v1/registries", 502] in [r[:3] for r in order(do="log")]  # type: ignore[attr-defined]
    wrong = requests.post(small.address + "/demo/control", json={"do": "fault", "kind": "earthquake"}, timeout=5)
    assert wrong.status_code == 400


def test_the_door_is_shut_unless_asked_for(registry: RunningRegistry) -> None:
    assert requests.post(registry.address + "/demo/control", json={"do": "log"}, timeout=5).status_code == 404
