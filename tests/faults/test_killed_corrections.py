"""The short form of kill_corrections.py, and proof that its judge can tell."""

from __future__ import annotations

import msgspec
import pytest

from local_cache.corrections.corrections import Correction
from local_cache.corrections.sealed_rows import now
from local_cache.sync.messages import Change
from tests.conftest import Figures
from tests.faults.agreement import VARIABLES, Edit, History
from tests.faults.kill_corrections import run, words


@pytest.mark.timeout(280)
def test_corrections_survive_kills_of_program_and_registry(figures: Figures) -> None:
    tally = run(kills=3, per_history=3, seed=5, least=2)
    figures(words(tally))
    assert tally.violations == []
    assert (tally.kills, tally.histories) == (3, 1)
    assert tally.acknowledged >= 3


START = {"version": 1, **dict.fromkeys(VARIABLES)}
ONE = Correction(
    op_id="a", registry="r", unit="u", form="f", record="R", base_version=1, author="me", written_at=now(),
    changes=(Change("height", None, 170),), state="confirmed", sent=True, version=2,
)  # fmt: skip


def judged(
    ledger: list[Correction], received: list[tuple[object, ...]], present: dict[str, object], edits: list[Edit]
) -> list[str]:
    """What the judge says of a registry with these rows."""
    rows = [("R", msgspec.json.encode(START).decode())]
    history = History(lambda sql: received if "FROM received" in sql else rows, ["R"])  # type: ignore[arg-type,return-value]
    history.edits = edits
    rows[:] = [("R", msgspec.json.encode(present).decode())]
    return history.violations(ledger, "me", {c.op_id for c in ledger})


def row(
    op_id: str = "a", status: str = "applied", version: int = 2, old: object = None, new: object = 170
) -> tuple[object, ...]:
    changes = msgspec.json.encode([{"variable": "height", "old": old, "new": new}]).decode()
    return (op_id, status, "R", version, changes)


TALL = {**START, "version": 2, "height": 170}


def test_the_judge_finds_nothing_where_all_is_well() -> None:
    assert judged([ONE], [row()], TALL, []) == []
    edits = [Edit("R", 3, {"height": 180})]
    assert judged([ONE], [row()], {**TALL, "version": 3, "height": 180}, edits) == []


@pytest.mark.parametrize(
    ("ledger", "received", "present", "edits", "said"),
    [
        ([], [row()], TALL, [], "not here"),
        ([ONE], [], START, [], "not at the registry"),
        ([ONE], [row(), row(version=3)], {**TALL, "version": 3}, [], "received twice"),
        ([ONE], [row(status="conflict")], START, [], "confirmed here and conflict there"),
        ([msgspec.structs.replace(ONE, state="sending")], [row()], TALL, [], "has no end"),
        ([msgspec.structs.replace(ONE, sent=False)], [row()], TALL, [], "never left"),
        ([ONE], [row(new=171)], {**TALL, "height": 171}, [], "something else here"),
        ([ONE], [row(version=3)], {**TALL, "version": 3}, [Edit("R", 2, {"height": 150})], "overwrote height"),
        ([ONE], [row()], {**TALL, "version": 3}, [], "not what its history gives"),
        ([ONE], [row()], TALL, [Edit("R", 2, {"weight": 1})], "made by 2"),
    ],
)
def test_the_judge_tells(
    ledger: list[Correction],
    received: list[tuple[object, ...]],
    present: dict[str, object],
    edits: list[Edit],
    said: str,
) -> None:
    assert any(said in wrong for wrong in judged(ledger, received, present, edits))


def test_the_judge_misses_no_loss_of_what_was_acknowledged() -> None:
    rows = [("R", msgspec.json.encode(START).decode())]
    history = History(lambda sql: [] if "FROM received" in sql else rows, ["R"])  # type: ignore[arg-type,return-value]
    assert history.violations([], "me", {"a"}) == ["a was acknowledged and is lost"]
