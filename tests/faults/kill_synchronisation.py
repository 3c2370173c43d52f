"""A synchronisation killed at random moments: every restart opens, goes on and ends at the same figures.

    python -m tests.faults.kill_synchronisation --kills 50 [--records 3000] [--seed 1]

Half of the kills fall into first synchronisations, half into one that brings changes, withdrawals and new published
figures. Each directory is killed one to three times and then left to finish; what it then holds, every row of every
table, is compared with a directory that was never killed.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from demo_registry import serve
from local_cache.cache import Cache
from tests.local_cache.sync.places import KEY, Place

READY = "ready"


def child(directory: Path, address: str, token: str) -> int:
    """One synchronisation; says when it begins, and at the end what the cache holds."""
    print(READY, flush=True)
    cache = Cache.open(directory / "cache.duckdb", KEY, spill=directory / "spill", threads=2)
    rebuilt = cache.rebuilt is not None
    try:
        place = Place(directory, cache)
        result = place.synchronise(address, token)
        figures = hashlib.sha256(repr(sorted(place.everything().items())).encode()).hexdigest()
    finally:
        cache.close()
    print(figures, int(rebuilt), len(result.problems), flush=True)
    return len(result.problems)


@dataclass
class Tally:
    kills: int = 0
    late: int = 0
    refused: list[str] = field(default_factory=list)
    rebuilt: int = 0
    directories: int = 0
    wrong: list[str] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)


def start(directory: Path, address: str, token: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.kill_synchronisation", "--child", str(directory), address, token]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None and running.stdout.readline().strip() == READY
    return running


def finish(directory: Path, address: str, token: str) -> tuple[str, bool, float]:
    """Figures, whether the cache had to be made anew, and seconds."""
    begun = time.monotonic()
    with start(directory, address, token) as running:
        assert running.stdout is not None
        words = running.stdout.read().split()
    if running.returncode or len(words) != 3:
        return f"exit code {running.returncode}", False, 0.0
    return words[0], words[1] == "1", time.monotonic() - begun


def kill_rounds(tally: Tally, kills: int, template: Path, address: str, token: str, chance: random.Random) -> None:
    """Kill synchronisations of copies of a directory until there were that many kills."""
    with tempfile.TemporaryDirectory() as name:
        never = Path(name) / "never-killed"
        shutil.copytree(template, never)
        wanted, _, seconds = finish(never, address, token)
        goal = tally.kills + kills
        while tally.kills < goal:
            directory = Path(name) / f"killed-{tally.kills}"
            shutil.copytree(template, directory)
            for _ in range(min(chance.randint(1, 3), goal - tally.kills)):
                with start(directory, address, token) as running:
                    moment = chance.uniform(0.0, seconds)
                    try:
                        if running.wait(moment) == 0:
                            tally.late += 1  # it was done before; no kill
                        else:  # a restart that did not go on: never to be counted as done
                            tally.refused.append(f"{directory.name}: exit code {running.returncode}")
                    except subprocess.TimeoutExpired:
                        running.kill()
                        running.wait()
                        tally.kills += 1
                        tally.moments.append(moment / seconds)
            figures, rebuilt, _ = finish(directory, address, token)
            tally.directories += 1
            tally.rebuilt += rebuilt or any(directory.glob("*.damaged-*"))
            if figures != wanted:
                tally.wrong.append(f"{directory.name}: {figures}")
            shutil.rmtree(directory)


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        return child(Path(sys.argv[2]), *sys.argv[3:5])
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--records", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--others", type=float, default=1.0, help="size of the other units, as a factor")
    options = parser.parse_args()
    chance, tally = random.Random(options.seed), Tally()
    with serve(records=options.records, others=options.others) as registry, tempfile.TemporaryDirectory() as name:
        token = registry.user().token
        empty, full = Path(name) / "empty", Path(name) / "full"
        empty.mkdir()
        full.mkdir()
        kill_rounds(tally, options.kills // 2, empty, registry.address, token, chance)
        finish(full, registry.address, token)
        for registered in registry.registries:
            registry.change(registered, registry.definition(registered).forms[0].id, options.records // 10)
            registry.withdraw(registered, 5)
            registry.publish(registered)
        kill_rounds(tally, options.kills - tally.kills, full, registry.address, token, chance)
    print(
        f"{tally.kills} kills in {tally.directories} directories, at {min(tally.moments):.0%} to"
        f" {max(tally.moments):.0%} of a synchronisation; {tally.late} came too late; made anew in {tally.rebuilt};"
        f" restarts that did not go on: {len(tally.refused)};"
        f" other figures than without a kill in {len(tally.wrong)}"
    )
    for wrong in (*tally.refused, *tally.wrong):
        print(wrong)
    return len(tally.wrong) + len(tally.refused)


if __name__ == "__main__":
    raise SystemExit(main())
