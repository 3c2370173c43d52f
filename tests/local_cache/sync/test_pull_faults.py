"""Every misbehaviour of networks and servers: a clean error, the cache as before, and the next run completes."""

from __future__ import annotations

from typing import Any

import pytest

from demo_registry.faults import FaultKind
from local_cache.sync.pull import connect, pull
from tests.local_cache.sync.forged import Forged, row
from tests.local_cache.sync.places import KEY, Place, Synchronise

FAULTS = [
    ("drop", "/parts/*", {"after": 3, "times": 1}, None),
    ("drop", "/parts/*", {"after": 3, "times": None}, "unreachable"),
    ("cut", "/parts/*", {"bytes": 1700, "times": 2}, None),
    ("truncate", "/parts/*", {"times": 1}, None),
    ("truncate", "/parts/*", {"after": 5, "times": None}, "unreachable"),
    ("flip", "/parts/*", {"times": 1}, None),
    ("flip", "/parts/*", {"after": 5, "times": None}, "part-damaged"),
    ("flip", "*/manifest", {"times": None}, "manifest-refused"),
    ("status", "*", {"status": 503, "times": 2}, None),
    ("status", "*", {"status": 500, "times": None}, "unreachable"),
    ("status", "/parts/*", {"status": 429, "retry_after": "0", "times": 1}, None),
    ("status", "/parts/*", {"status": 429, "retry_after": "17000", "times": None}, "unreachable"),
    ("status", "*/manifest", {"status": 426, "times": None}, "program-too-old"),
    ("status", "*/manifest", {"status": 422, "times": None}, "answer-refused"),
    ("status", "*", {"status": 407, "times": None}, "proxy-refused"),
    ("html", "*", {"times": None}, "login-page"),
    ("html", "/parts/*", {"after": 4, "times": None}, "login-page"),
    ("unauthorised", "*/manifest", {"times": None}, "sign-in-needed"),
    ("gone", "*/manifest", {"times": None}, "cursor-expired"),
    ("delay", "*/manifest", {"seconds": 0.2, "times": 1}, None),
    ("drip", "/parts/*", {"bytes": 40_000, "seconds": 0.01, "times": 2}, None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "path", "how", "code"), FAULTS)
def test_a_clean_error_and_the_next_run_completes(
    place: Place, forged: Forged, synchronise: Synchronise, kind: FaultKind, path: str, how: dict[str, Any], code: str
):
    forged.records([row(n) for n in range(10)])
    assert not synchronise().problems
    before = place.everything()
    forged.records([row(n, version=2) for n in range(60)], pieces=12)
    with place.client(forged.address, forged.token) as client:
        source = connect(place.cache, client)
        forged.faults.add(kind, path, **how)
        result = pull(place.cache, client, source, place.spool, spool_key=KEY)
        assert {p.problem.code for p in result.problems} == ({code} if code else set())
        assert forged.faults.faults[0].befell, "the fault happened"
        if code:
            assert place.everything() == before
        forged.faults.clear()
        assert not pull(place.cache, client, source, place.spool, spool_key=KEY).problems
    assert place.rows("SELECT count(*), min(version) FROM records_lite_skjema") == [(60, 2)]
    assert place.rows("SELECT sum(denominator) FROM monthly_results WHERE own") == [(60,)]
