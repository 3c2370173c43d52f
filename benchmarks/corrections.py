"""Sending 10,000 corrections against plain requests posting the same bodies, and a worklist of 100,000 queries.

    python -m benchmarks.corrections [--corrections 10000] [--queries 100000]

Both senders meet a registry of their own that was made in the same way, in a child process on the same machine, so its
share of the time is in both.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import requests

from benchmarks.synchronisation import KEY, opened_cache
from local_cache.corrections import corrections
from local_cache.corrections.corrections import Correction, new_op_id
from local_cache.corrections.messages import query_key
from local_cache.corrections.queries import QueryHere
from local_cache.corrections.queries import rows as queries_here
from local_cache.corrections.sealed_rows import now
from local_cache.corrections.worklist import Filter, Sort, Worklist, read_worklist
from local_cache.ledger import Ledger
from local_cache.registry import record_table
from local_cache.results import summary
from local_cache.sync.client import Client
from local_cache.sync.messages import Change, Operations
from local_cache.sync.outcome import PullResult
from local_cache.sync.pull import connect, pull
from local_cache.sync.push import push

REGISTRY, FORM, BATCH = "hoftebrudd", "operasjon", 200
ROUND = 1_000
SERVE = (
    "import sys; from demo_registry import run_foreground;"
    " run_foreground(0, int(sys.argv[1]), 1, others=0.02, registries=['hoftebrudd'])"
)


@contextlib.contextmanager
def registry(records: int) -> Iterator[tuple[str, str, str]]:
    """Address, the registrar's token and unit."""
    child = subprocess.Popen([sys.executable, "-c", SERVE, str(records)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    try:
        hello = json.loads(child.stdout.readline())
        user = next(u for u in hello["users"] if "registrar" in u["roles"])
        yield hello["address"], user["token"], user["units"][0]
    finally:
        child.terminate()
        child.wait()
        child.stdout.close()


def write_all(ledger: Ledger, unit: str, rows: list[tuple[str, int, int | None]]) -> list[Correction]:
    made = [
        Correction(
            op_id=new_op_id(), registry=REGISTRY, unit=unit, form=FORM, record=record, base_version=version,
            changes=(Change("blood_loss", was, (was or 0) + 1),), author="benchmark", written_at=now(),
            reason="tastefeil", state="ready",
        )
        for record, version, was in rows
    ]  # fmt: skip
    with ledger.writing() as writer:
        for one in made:
            corrections.keep(ledger, writer, one, "made ready", "benchmark")
    return made


def sending(number: int) -> dict[str, Any]:
    """A thousand by a thousand in turn, so that what else the machine does falls on both alike."""
    records = int(number * 1.8)
    with (
        tempfile.TemporaryDirectory() as name,
        opened_cache(Path(name)) as cache,
        registry(records) as (address, token, unit),
        registry(records) as (other, other_token, _),
        Client(address, token) as client,
        requests.Session() as session,
    ):
        source = connect(cache, client)
        assert not pull(cache, client, source, Path(name) / "spool", spool_key=KEY).problems
        with cache.reading() as cursor:
            rows = cursor.execute(
                f"SELECT record_id, version, blood_loss FROM {record_table(REGISTRY, FORM)}"
                " WHERE form_status = 'completed' ORDER BY record_id LIMIT ?",
                [number],
            ).fetchall()
        ledger = Ledger.open(Path(name) / "ledger.sqlite", KEY)
        session.trust_env = False
        url = f"{other}/v1/registries/{REGISTRY}/units/{unit}/corrections"
        headers = {"authorization": f"Bearer {other_token}", "content-type": "application/json"}
        ours = theirs = 0.0
        applied = applied_plain = 0
        for at in range(0, len(rows), ROUND):
            made = write_all(ledger, unit, rows[at : at + ROUND])
            result = PullResult(source)
            begun = time.perf_counter()
            push(ledger, client, [(REGISTRY, unit)], result)
            ours += time.perf_counter() - begun
            applied += result.sent[0].applied
            bodies = [
                msgspec.json.encode(Operations(tuple(c.operation() for c in made[first : first + BATCH])))
                for first in range(0, len(made), BATCH)
            ]
            begun = time.perf_counter()
            plain = [session.post(url, data=body, headers=headers, timeout=60).json()["results"] for body in bodies]
            theirs += time.perf_counter() - begun
            applied_plain += sum(r["status"] == "applied" for results in plain for r in results)
        ledger.close()
    return {
        "corrections": len(rows),
        "applied": applied,
        "applied_plain": applied_plain,
        "push_s": round(ours, 2),
        "plain_s": round(theirs, 2),
        "ratio": round(ours / theirs, 2),
    }


def milliseconds(work: Callable[[], object], times: int = 15) -> tuple[float, float]:
    """Median and longest."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(taken), 1), round(max(taken), 1)


FILTERS: dict[str, tuple[Filter, Sort]] = {
    "all, by due date": (Filter(), "due"),
    "waiting, by severity": (Filter(states=frozenset({"not opened", "open", "returned"})), "severity"),
    "one rule, by record": (Filter(rules=frozenset({"hb09"})), "record"),
    "overdue errors": (Filter(severities=frozenset({"error"}), overdue=date(2026, 6, 1)), "due"),
    "mine": (Filter(owner="ragnar"), "opened"),
    "part of a record's number": (Filter(text="0012"), "due"),
}


def worklist(number: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name, opened_cache(Path(name)) as cache, registry(2_000) as service:
        address, token, unit = service
        with Client(address, token) as client:
            source = connect(cache, client)
            assert not pull(cache, client, source, Path(name) / "spool", spool_key=KEY).problems
        with cache.writing() as cursor:
            cursor.execute(
                """
                INSERT INTO query SELECT ?, ?, 'Q' || i, i, 'H' || lpad(CAST(i AS VARCHAR), 9, '0'), ?,
                    ['asa', 'weight', 'haemoglobin'][1 + i % 3], ['hb09', 'hb12', 'hb16'][1 + i % 3],
                    ['error', 'warning'][1 + i % 2], ['open', 'closed', 'answered', 'returned'][1 + i % 4],
                    TIMESTAMP '2026-01-01' + to_minutes(i), DATE '2026-02-01' + CAST(i % 300 AS INTEGER), '[]'
                FROM range(?) AS t(i)
                """,
                [REGISTRY, unit, FORM, number],
            )
            definition = summary.definition(cursor, REGISTRY)
        ledger = Ledger.open(Path(name) / "ledger.sqlite", KEY)
        with ledger.writing() as writer:
            for n in range(2_000):
                queries_here.put(
                    ledger, writer,
                    QueryHere(
                        query=f"Q{n * 7}", registry=REGISTRY, unit=unit, form=FORM, record=f"H{n * 7:09}",
                        source="registry", state="open", opened_at=datetime(2026, 1, 1), owner="ragnar",
                    ),
                )  # fmt: skip
        assert query_key(REGISTRY, unit, "Q0")

        def read() -> Worklist:
            with cache.reading() as cursor:
                return read_worklist(cursor, ledger, definition, unit, date.today())

        made = read()
        answer: dict[str, Any] = {"queries": len(made), "read_ms": milliseconds(read, 5)}
        for what, (wanted, sort) in FILTERS.items():
            positions = made.filtered(wanted, sort)
            answer[f"{what} ({len(positions)})"] = milliseconds(
                lambda wanted=wanted, sort=sort: made.filtered(wanted, sort)
            )
        positions = made.filtered()
        answer["a page of 200"] = milliseconds(lambda: made.page(positions[50_000:50_200]))
        answer["counts by state"] = milliseconds(lambda: made.counts("state"))
        ledger.close()
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corrections", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=100_000)
    options = parser.parse_args()
    listed = worklist(options.queries)
    print("worklist, milliseconds (median, longest):")
    print(json.dumps(listed, indent=1, ensure_ascii=False), flush=True)
    print(json.dumps(sending(options.corrections), indent=1))


if __name__ == "__main__":
    main()
