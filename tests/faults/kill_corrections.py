"""Corrections under killed processes: the registrar's program and the registry are killed at random moments.

    python -m tests.faults.kill_corrections --kills 1000 [--seed 1] [--kills-per-history 8]

A history is one data directory and four records of one registry. The program writes, makes ready, takes back, decides
on conflicts and synchronises until it is killed; the registry is killed as well, at any moment or just before or after
it has stored what was sent; others change the same records meanwhile. Then everything is let run to its end, and
`agreement.py` says what does not hold. Both sides keep their data on disk.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import msgspec
import requests

from demo_registry import serve
from local_cache.cache import Cache
from local_cache.corrections import corrections
from local_cache.corrections.conflicts import conflicts, resolve
from local_cache.corrections.corrections import Correction, NothingToCorrect, NotReady, open_corrections
from local_cache.corrections.person import REGISTRAR, Person
from local_cache.ledger import Ledger
from local_cache.sync.client import Timeouts
from local_cache.sync.messages import Change
from tests.faults.agreement import TABLE, VARIABLES, Edit, History, a_value
from tests.local_cache.corrections.desk import FORM, NOW, REGISTRY, Desk
from tests.local_cache.sync.places import KEY, Place

READY = "ready"
AUTHOR = "kill-run"


@dataclass
class Address:
    """What the child process knows of the registry."""

    address: str
    token: str
    unit: str

    def user(self, role: str = "registrar") -> Address:
        return self


# The registrar's program, in a process of its own


def registrar(
    says: Connection, directory: Path, where: Address, records: Sequence[str], seed: int, finish: bool
) -> None:
    """Works until it is killed; with finish, only synchronises until all has an end, and says what the ledger holds."""
    ledger = Ledger.open(directory / "ledger.sqlite", KEY)
    cache = Cache.open(directory / "cache.duckdb", KEY, spill=directory / "spill", threads=1)
    # A machine that is busy with killed processes answers late; that is not what is tried here.
    desk = Desk(Place(directory, cache), ledger, where, patience=Timeouts(5, 30, 90))  # type: ignore[arg-type]
    says.send(READY)
    if finish:
        for _ in range(10):
            whole = not desk.synchronise().problems
            if whole and not any(c.state in ("ready", "sending", "applied") for c in open_corrections(ledger)):
                break
        says.send(msgspec.json.encode(corrections.corrections(ledger)))
        cache.close()
        ledger.close()
        return
    draw, person = random.Random(seed), Person(AUTHOR, frozenset({REGISTRAR}))
    while True:
        act(says, desk, person, draw, records)


def act(says: Connection, desk: Desk, person: Person, draw: random.Random, records: Sequence[str]) -> None:
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
            says.send(ready.op_id)
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


def registry_service(says: Connection, port: int, today: date, file: Path) -> None:
    with serve(400, 4, port, today, others=0.01, control=True, file=file, registries=[REGISTRY]) as running:
        user = running.user("registrar")
        says.send(Address(running.address, user.token, running.unit))
        threading.Event().wait()


@dataclass
class Registry:
    """Always at the same address; killed and started again as told."""

    file: Path
    today: date
    port: int = field(default_factory=lambda: free_port())
    process: BaseProcess | None = None
    where: Address = field(default_factory=lambda: Address("", "", ""))

    def start(self) -> None:
        for _ in range(20):
            self.process, hears = started(registry_service, self.port, self.today, self.file)
            try:
                self.where = hears.recv()
                return
            except EOFError:
                self.process.join()
            finally:
                hears.close()
            time.sleep(0.2)  # the port of the one that was killed may be held a moment longer
        raise RuntimeError("the registry does not start")

    def alive(self) -> bool:
        return self.process is not None and self.process.is_alive()

    def revive(self) -> bool:
        """Start it again if it is dead; whether it was."""
        if self.alive():
            return False
        self.start()
        return True

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.join()

    def order(self, **what: Any) -> Any:
        """Tells the registry to do something; one that was killed over it is started again, and told again unless it
        may have done it (an edit)."""
        for _ in range(5):
            try:
                with requests.Session() as session:
                    session.trust_env = False
                    answer = session.post(f"{self.where.address}/demo/control", json=what, timeout=60)
            except requests.exceptions.RequestException:
                assert self.process is not None
                self.process.join(10)
                self.revive()
                if what["do"] == "edit":
                    raise
                continue
            answer.raise_for_status()
            return answer.json()["result"]
        raise RuntimeError("the registry does not answer")

    def rows(self, sql: str) -> list[Sequence[Any]]:
        found: list[Sequence[Any]] = self.order(do="rows", sql=sql)
        return found


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


PROCESSES = multiprocessing.get_context("forkserver")
"""A server that has imported everything makes each process anew: to import it all takes longer than to work with it."""


def started(work: Callable[..., None], *arguments: object) -> tuple[BaseProcess, Connection]:
    """A process of its own, and where it is heard."""
    PROCESSES.set_forkserver_preload(["demo_registry", "tests.faults.agreement", "tests.local_cache.corrections.desk"])
    hears, says = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(says, *arguments))
    process.start()
    says.close()
    return process, hears


def one_history(tally: Tally, registry: Registry, template: Path, records: Sequence[str], kills: int,
                draw: random.Random, directory: Path, least: int) -> None:  # fmt: skip
    """A history with that many kills, and its end. least: acknowledged before each, if that takes no minute."""
    shutil.copytree(template, directory)
    history = History(registry.rows, records)
    acknowledged: set[str] = set()
    goal = tally.kills + kills
    while tally.kills < goal:
        process, hears = started(registrar, directory, registry.where, records, draw.getrandbits(32), False)
        if heard(hears) != READY:
            process.join()
            tally.violations.append(f"{directory.name}: did not start again, exit code {process.exitcode}")
            return
        said: list[Any] = []
        reader = threading.Thread(target=listen, args=(hears, said))
        reader.start()
        end = time.monotonic() + draw.uniform(0.0, 1.8)
        if draw.random() < 0.4:
            kind = draw.choice(["crash_before", "crash_after"])
            registry.order(do="fault", kind=kind, path="*/corrections", how={"after": draw.choice([0, 0, 1])})
        elif draw.random() < 0.3:
            kind = draw.choice(["drop", "lost", "late", "twice", "cut", "flip"])
            how = {"times": draw.randint(1, 4), "bytes": 20, "seconds": 0.3}
            registry.order(do="fault", kind=kind, path=draw.choice(["*/corrections", "*"]), how=how)
        late = end + 60
        while process.is_alive() and time.monotonic() < (end if len(said) >= least else late):
            if not registry.alive():
                tally.crashes += 1
                registry.revive()
            elif draw.random() < 0.5:
                somebody_else(history, registry, draw)
            time.sleep(draw.uniform(0.0, 0.3))
        if not process.is_alive():
            reader.join()
            tally.violations.append(f"{directory.name}: ended by itself, exit code {process.exitcode}")
            return
        if draw.random() < 0.35 and registry.alive():
            registry.kill()
            tally.registry_kills += 1
        process.kill()
        process.join()
        reader.join()
        tally.kills += 1
        acknowledged |= set(said)
        if registry.revive():
            tally.crashes += 1
        registry.order(do="clear")
    time.sleep(0.4)  # requests that were held back arrive
    process, hears = started(registrar, directory, registry.where, records, 0, True)
    heard(hears)
    while process.is_alive() and not hears.poll(0.2):
        if registry.revive():  # killed over a request of the one before
            tally.crashes += 1
    told = heard(hears)
    process.join()
    if told is None:
        tally.violations.append(f"{directory.name}: no end, exit code {process.exitcode}")
        return
    written = msgspec.json.decode(told, type=tuple[Correction, ...])
    wrong = history.violations(written, AUTHOR, acknowledged)
    tally.violations += [f"{directory.name}: {what}" for what in wrong]
    tally.histories += 1
    tally.corrections += len(written)
    tally.acknowledged += len(acknowledged)
    for one in written:
        tally.ends[one.state] = tally.ends.get(one.state, 0) + 1


def heard(hears: Connection) -> Any:
    """The next that is said, None where there is nothing more."""
    try:
        return hears.recv()
    except (EOFError, OSError):
        return None


def listen(hears: Connection, into: list[Any]) -> None:
    while (said := heard(hears)) is not None:
        into.append(said)
    hears.close()


def somebody_else(history: History, registry: Registry, draw: random.Random) -> None:
    """Another person changes one of the records."""
    record, variable = draw.choice(list(history.records)), draw.choice(VARIABLES)
    values = {variable: a_value(draw, variable)}
    order = {"do": "edit", "registry": REGISTRY, "form": FORM, "record": record, "values": values}
    try:
        history.edits.append(Edit(record, registry.order(**order), values))
    except requests.exceptions.RequestException:
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


def run(kills: int, per_history: int, seed: int, keep: Path | None = None, least: int = 0) -> Tally:
    """Histories until there were that many kills of the registrar's program; those that did not hold are kept there."""
    draw, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="kill-corrections-") as name:
        home = Path(name)
        registry = Registry(home / "registry.duckdb", NOW)
        registry.start()
        try:
            template = home / "template"
            template.mkdir()
            fill(template, registry)
            able = [r for (r,) in registry.rows(
                f"SELECT record_id FROM {TABLE} WHERE unit = '{registry.where.unit}' AND form_status = 'completed'"
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
                    fill(template, registry)
                    at = 0
                    continue
                directory = home / f"history-{tally.histories}-{tally.kills}"
                number = min(per_history, kills - tally.kills)
                one_history(tally, registry, template, records, number, draw, directory, least)
                registry.order(do="rows", sql=f"UPDATE received SET author = 'past' WHERE author = '{AUTHOR}'")
                if keep is not None and any(v.startswith(directory.name) for v in tally.violations):
                    shutil.copytree(directory, keep / directory.name)
                shutil.rmtree(directory, ignore_errors=True)
                if keep is not None:
                    print(words(tally), file=sys.stderr, flush=True)
        finally:
            registry.kill()
    return tally


def fill(template: Path, registry: Registry) -> None:
    """A first synchronisation, whole."""
    process, hears = started(registrar, template, registry.where, [], 0, True)
    listen(hears, said := [])
    process.join()
    if process.exitcode or len(said) != 2:
        raise RuntimeError("the first synchronisation did not come to its end")


def words(tally: Tally) -> str:
    return (
        f"{tally.histories} histories, {tally.kills} kills of the program, {tally.registry_kills} of the registry at"
        f" any moment and {tally.crashes} around its storing; {tally.corrections} corrections written,"
        f" {tally.acknowledged} acknowledged as ready, ends {dict(sorted(tally.ends.items()))};"
        f" violations: {len(tally.violations)}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--kills-per-history", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where histories that did not hold are kept; tells how far it is")
    options = parser.parse_args()
    begun = time.monotonic()
    tally = run(options.kills, options.kills_per_history, options.seed, options.keep)
    print(f"{words(tally)} ({time.monotonic() - begun:.0f} s)")
    for violation in tally.violations:
        print(violation)
    return len(tally.violations)


if __name__ == "__main__":
    raise SystemExit(main())
