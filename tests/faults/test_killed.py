"""The short form of kill_synchronisation.py."""

from __future__ import annotations

import random
from pathlib import Path

from tests.faults.kill_synchronisation import Tally, finish, kill_rounds
from tests.local_cache.sync.forged import forged_registry, row


def test_killed_synchronisations_go_on_and_end_at_the_same_figures(tmp_path: Path):
    chance, tally = random.Random(7), Tally()
    empty, full = tmp_path / "empty", tmp_path / "full"
    empty.mkdir()
    full.mkdir()
    with forged_registry() as forged:
        rows = [row(n) for n in range(4000)]
        forged.records(rows, pieces=8)
        kill_rounds(tally, 3, empty, forged.address, forged.token, chance)
        finish(full, forged.address, forged.token)
        changed = [row(n, version=2, sequence=10_000 + n, tall=3) for n in range(0, 4000, 10)]
        gone = [
            {"op": "d", "why": "deleted", "record_id": f"R{n}", "sequence": 20_000 + n} for n in range(5, 4000, 100)
        ]
        state = [r for n, r in enumerate(rows) if n % 10 and n % 100 != 5] + changed
        forged.records(changed + gone, mode="delta", pieces=4, state=state)
        forged.changes |= {"from_cursor": "c1", "to_cursor": "c2"}
        kill_rounds(tally, 3, full, forged.address, forged.token, chance)
    assert tally.kills == 6
    assert not tally.wrong and not tally.refused
    assert not tally.rebuilt
