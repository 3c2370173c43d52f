"""Corrections under killed processes: the registrar's program and the registry are killed at random moments.

    python -m tests.faults.kill_corrections --kills 1000 [--seed 1] [--kills-per-history 8]

A history is one data directory and four records of one registry. The program writes, makes ready, takes back, decides
on conflicts and synchronises until it is killed; the registry is killed as well, at any moment or just before or after
it has stored what was sent; others change the same records meanwhile. Then everything is let run to its end, and
`agreement.py` says what does not hold. Both sides keep their data on disk.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import requests

from local_cache.cache import Cache
from local_cache.corrections import corrections
from local_cache.corrections.conflicts import conflicts, resolve
from local_cache.corrections.corrections import Correction, NothingToCorrect, NotReady, open_corrections
from local_cache.corrections.person import REGISTRAR, Person
from local_cache.ledger import Ledger
from local_cache.sync.messages import Change
from tests.faults.agreement import TABLE, VARIABLES, Edit, History, a_value
from tests.local_cache.corrections.desk import FORM, NOW, REGISTRY, Desk
from tests.local_cache.sync.places import KEY, Place

READY, ACKNOWLEDGED, DONE = "ready", "acknowledged", "done"
AUTHOR = "kill-run"


@dataclass
class Address:
    """What the child process knows of the registry."""

    address: str
    token: str
    unit: str

    def user(self, role: str) -> Address:
        return self


# The registrar's program, in a process of its own


def child(directory: Path, address: str, token: str, unit: str, records: str, seed: str, finish: str) -> int:
    """Works until it is killed; with finish, only synchronises until all has an end, and prints the ledger."""
    ledger = Ledger.open(directory / "ledger.sqlite", KEY)
    cache = Cache.open(directory / "cache.duckdb", KEY, spill=directory / "spill", threads=1)
    desk = Desk(Place(directory, cache), ledger, Address(address, token, unit))  # type: ignore[arg-type]
    print(READY, flush=True)
    if finish == "yes":
        for _ in range(10):
            desk.synchronise()
            if not any(c.state in ("ready", "sending", "applied") for c in open_corrections(ledger)):
                break
        print(DONE, msgspec.json.encode(corrections.corrections(ledger)).decode(), flush=True)
        cache.close()
        ledger.close()
        return 0
    draw, person = random.Random(seed), Person(AUTHOR, frozenset({REGISTRAR}))
    chosen = records.split(",")
    while True:
        act(desk, person, draw, chosen)


def act(desk: Desk, person: Person, draw: random.Random, records: Sequence[str]) -> None:
    """One thing a registrar does; what is on disk for certain is said."""
    kind = draw.choice(["write", "write", "write", "synchronise", "synchronise", "decide", "take back"])
    if kind == "synchronise":
        desk.synchronise(fetch=draw.random() < 0.7)
    elif kind == "write":
        record = draw.choice(records)
        row = desk.row(record)
        values = {name: a_value(draw, name) for name in draw.sample(VARIABLES, draw.randint(1, 2))}
        try:
            draft = corrections.write(
                desk.ledger, person, desk.definition(), desk.form(), row, values,
                query=draw.choice([None, None, "local:a"]), reason="annet", text="derfor",
            )  # fmt: skip
            ready = corrections.make_ready(desk.ledger, person, desk.definition(), desk.validator(), row, draft.op_id)
            print(ACKNOWLEDGED, ready.op_id, flush=True)
        except (NothingToCorrect, NotReady, corrections.CorrectionNotHere):
            pass
    elif kind == "decide":
        for waiting in conflicts(desk.ledger):
            choice: Any = draw.choice(["mine", "theirs"])
            if draw.random() < 0.3:
                choice = {c.variable: Change("", None, a_value(draw, c.variable)) for c in waiting.changes}
            resolve(desk.ledger, person, waiting.op_id, desk.row(waiting.record), choice)
    else:
        able = [c for c in open_corrections(desk.ledger) if c.state in ("draft", "ready")]
        if able:
            corrections.take_back(desk.ledger, person, draw.choice(able).op_id)


# The registry, in a process of its own

SERVE = (
    "import sys; from datetime import date; from pathlib import Path; from demo_registry import run_foreground;"
    " run_foreground(int(sys.argv[1]), 400, 4, others=0.01, control=True, now=date.fromisoformat(sys.argv[2]),"
    " file=Path(sys.argv[3]), registries=['hoftebrudd'])"
)


@dataclass
class Registry:
    """Always at the same address; killed and started again as told."""

    file: Path
    today: date
    port: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[bytes] | None = None
    hello: dict[str, Any] = field(default_factory=dict)

    def start(self) -> None:
        command = [sys.executable, "-c", SERVE, str(self.port), self.today.isoformat(), str(self.file)]
        for _ in range(20):
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            assert self.process.stdout is not None
            line = self.process.stdout.readline()
            if line:
                self.hello = json.loads(line)
                return
            self.process.wait()
            self.process.stdout.close()
            time.sleep(0.2)  # the port of the one that was killed may be held a moment longer
        raise RuntimeError("the registry does not start")

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def revive(self) -> bool:
        """Start it again if it is dead; whether it was."""
        if self.alive():
            return False
        self.stop()
        self.start()
        return True

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.stop()

    def stop(self) -> None:
        if self.process is not None:
            if self.process.poll() is None:
                self.process.terminate()
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()

    def order(self, **what: Any) -> Any:
        url = f"{self.hello['address']}/demo/control"
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(url, json=what, timeout=60)
        answer.raise_for_status()
        return answer.json()["result"]

    def rows(self, sql: str) -> list[Sequence[Any]]:
        found: list[Sequence[Any]] = self.order(do="rows", sql=sql)
        return found

    @property
    def registrar(self) -> tuple[str, str]:
        """Token and unit."""
        user = next(u for u in self.hello["users"] if "registrar" in u["roles"])
        return user["token"], user["units"][0]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class Tally:
    """What was done, and what did not hold."""

    kills: int = 0
    registry_kills: int = 0
    crashes: int = 0
    histories: int = 0
    corrections: int = 0
    acknowledged: int = 0
    ends: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)


def run_child(directory: Path, registry: Registry, records: Sequence[str], seed: int, finish: bool) -> Any:
    token, unit = registry.registrar
    arguments = [str(directory), registry.hello["address"], token, unit, ",".join(records), str(seed)]
    command = [sys.executable, "-m", "tests.faults.kill_corrections", "--child", *arguments, "yes" if finish else "no"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def one_history(tally: Tally, registry: Registry, template: Path, records: Sequence[str], kills: int,
                draw: random.Random, directory: Path) -> None:  # fmt: skip
    """A history with that many kills, and its end."""
    shutil.copytree(template, directory)
    history = History(registry.rows, records)
    acknowledged: set[str] = set()
    goal = tally.kills + kills
    while tally.kills < goal:
        process = run_child(directory, registry, records, draw.getrandbits(32), finish=False)
        assert process.stdout is not None and process.stderr is not None
        if process.stdout.readline().strip() != READY:
            tally.violations.append(f"{directory.name}: did not start again: {process.stderr.read()[-600:]}")
            process.kill()
            process.communicate()
            return
        said: list[str] = []
        reader = threading.Thread(target=lambda out=process.stdout, into=said: into.extend(out))
        reader.start()
        end = time.monotonic() + draw.uniform(0.0, 1.8)
        if draw.random() < 0.4:
            kind = draw.choice(["crash_before", "crash_after"])
            registry.order(do="fault", kind=kind, path="*/corrections", how={"after": draw.choice([0, 0, 1])})
        elif draw.random() < 0.3:
            kind = draw.choice(["drop", "lost", "late", "twice", "cut", "flip"])
            how = {"times": draw.randint(1, 4), "bytes": 20, "seconds": 0.3}
            registry.order(do="fault", kind=kind, path=draw.choice(["*/corrections", "*"]), how=how)
        while time.monotonic() < end:
            if not registry.alive():
                tally.crashes += 1
                registry.revive()
            elif draw.random() < 0.5:
                somebody_else(history, registry, draw)
            if process.poll() is not None:
                break
            time.sleep(draw.uniform(0.0, 0.3))
        if process.poll() is not None:
            reader.join()
            tally.violations.append(f"{directory.name}: ended by itself: {process.stderr.read()[-600:]}")
            return
        if draw.random() < 0.35:
            registry.kill()
            tally.registry_kills += 1
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()
        process.stderr.close()
        tally.kills += 1
        acknowledged |= {line.split()[1] for line in said if line.startswith(ACKNOWLEDGED) and line.endswith("\n")}
        registry.revive()
        registry.order(do="clear")
    time.sleep(0.4)  # requests that were held back arrive
    process = run_child(directory, registry, records, 0, finish=True)
    out, err = process.communicate()
    told = next((line for line in out.splitlines() if line.startswith(DONE)), None)
    if told is None:
        tally.violations.append(f"{directory.name}: no end: {err[-600:]}")
        return
    written = msgspec.json.decode(told.partition(" ")[2], type=tuple[Correction, ...])
    wrong = history.violations(written, AUTHOR, acknowledged)
    tally.violations += [f"{directory.name}: {what}" for what in wrong]
    tally.histories += 1
    tally.corrections += len(written)
    tally.acknowledged += len(acknowledged)
    for one in written:
        tally.ends[one.state] = tally.ends.get(one.state, 0) + 1


def somebody_else(history: History, registry: Registry, draw: random.Random) -> None:
    """Another person changes one of the records."""
    record, variable = draw.choice(list(history.records)), draw.choice(VARIABLES)
    values = {variable: a_value(draw, variable)}
    order = {"do": "edit", "registry": REGISTRY, "form": FORM, "record": record, "values": values}
    try:
        history.edits.append(Edit(record, registry.order(**order), values))
    except requests.exceptions.RequestException:
        registry.revive()
        version = unexplained(history, registry, record)
        if version is not None:  # it died after it had stored the edit
            history.edits.append(Edit(record, version, values))


def unexplained(history: History, registry: Registry, record: str) -> int | None:
    """The version of a record that neither a correction nor a known edit has made, if there is one."""
    ((version, made),) = registry.rows(
        f"SELECT version, (SELECT list(version) FROM received WHERE record_id = '{record}' AND status = 'applied'"
        f" AND author = '{AUTHOR}') FROM {TABLE} WHERE record_id = '{record}'"
    )
    known = {*(made or ()), *(e.version for e in history.edits if e.record == record)}
    missing = [v for v in range(int(str(history.start[record]["version"])) + 1, int(version) + 1) if v not in known]
    return missing[0] if missing else None


def run(kills: int, per_history: int, seed: int) -> Tally:
    """Histories until there were that many kills of the registrar's program."""
    draw, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="kill-corrections-") as name:
        home = Path(name)
        registry = Registry(home / "registry.duckdb", NOW)
        registry.start()
        try:
            template = home / "template"
            template.mkdir()
            run_child(template, registry, [], 0, finish=True).communicate()
            able = [r for (r,) in registry.rows(
                f"SELECT record_id FROM {TABLE} WHERE unit = '{registry.registrar[1]}' AND form_status = 'completed'"
                " AND event_date >= '2024-01-01' AND death_date IS NULL ORDER BY record_id"
            )]  # fmt: skip
            at = 0
            while tally.kills < kills and len(tally.violations) < 20:
                records = [able[(at + n) % len(able)] for n in range(4)]
                at += 4
                if at + 4 > len(able):  # records are fresh in every history, so that their versions tell its story
                    registry.kill()
                    registry.file.unlink()
                    registry.file.with_name(registry.file.name + ".wal").unlink(missing_ok=True)
                    registry.start()
                    shutil.rmtree(template)
                    template.mkdir()
                    run_child(template, registry, [], 0, finish=True).communicate()
                    at = 0
                    continue
                directory = home / f"history-{tally.histories}-{tally.kills}"
                one_history(tally, registry, template, records, min(per_history, kills - tally.kills), draw, directory)
                registry.order(do="rows", sql=f"UPDATE received SET author = 'past' WHERE author = '{AUTHOR}'")
                shutil.rmtree(directory, ignore_errors=True)
        finally:
            registry.stop()
    return tally


def words(tally: Tally) -> str:
    return (
        f"{tally.histories} histories, {tally.kills} kills of the program, {tally.registry_kills} of the registry at"
        f" any moment and {tally.crashes} around its storing; {tally.corrections} corrections written,"
        f" {tally.acknowledged} acknowledged as ready, ends {dict(sorted(tally.ends.items()))};"
        f" violations: {len(tally.violations)}"
    )


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        return child(Path(sys.argv[2]), *sys.argv[3:9])
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--kills-per-history", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.monotonic()
    tally = run(options.kills, options.kills_per_history, options.seed)
    print(f"{words(tally)} ({time.monotonic() - begun:.0f} s)")
    for violation in tally.violations:
        print(violation)
    return len(tally.violations)


if __name__ == "__main__":
    raise SystemExit(main())
