"""The program without a face: the data directory, its keys, the cache, the ledger, and the sources that fill it.

The window and the command line both work through one `Program`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from app.clock import Clock
from app.policy import STRICTEST, Policy, PolicyUnreadable, policy_file, read_policy
from local_cache import audit
from local_cache import keys as keyfile
from local_cache.cache import Cache
from local_cache.disk import disk_problems
from local_cache.errors import AccessGone, LedgerMissing, NoNetworkWanted, NothingConnected, Problem
from local_cache.export.placing import remove_left
from local_cache.keys import Keys
from local_cache.ledger import Ledger
from local_cache.results import summary
from local_cache.sync.outcome import Changed, Progress, PullResult, UnitProblem
from local_cache.sync.stop import Cancelled, Stop

if TYPE_CHECKING:
    from local_cache.sync.client import Client, Pauses


SERVICES = "services"
"""The ledger's choice that lists the connected services by their id, which is their address."""


def default_data_dir() -> Path:
    """Where the person's own data directory is on this system; never a network share's roaming profile."""
    return Path(platformdirs.user_data_dir("egnetall", appauthor=False, roaming=False))


@dataclass
class Program:
    """An opened data directory.

    Attributes: data_dir; keys; cache; ledger; offline (the person wants no network); pauses (between tries);
    clock (what day it is); policy (the administrator's decisions), policy_problem (why the strictest hold).
    """

    data_dir: Path
    keys: Keys
    cache: Cache
    ledger: Ledger
    offline: bool = False
    pauses: Pauses | None = None
    clock: Clock = field(default_factory=Clock)
    policy: Policy = field(default_factory=Policy)
    policy_problem: PolicyUnreadable | None = None

    @property
    def spool(self) -> Path:
        return self.data_dir / "spool"

    def connect(self, address: str, token: str) -> str:
        """Ask the service who it is and what the person may see there, and remember it; gives the source's id.

        The token is sealed in the ledger. Raises the Problems of the client, NoNetworkWanted.
        """
        # Here and not above: the window is painted before HTTP, signatures and the like are loaded.
        from local_cache.sync.client import Client
        from local_cache.sync.pull import connect

        if self.offline:
            raise NoNetworkWanted()
        with Client(address, token, pauses=self.pauses) as client:
            source = connect(self.cache, client)
        self.ledger.choose(f"token/{source}", token)
        known = self.ledger.choice(SERVICES) or []
        if source not in known:
            self.ledger.choose(SERVICES, [*known, source])
        audit.record(self.ledger, "connected", source)
        return source

    def synchronise(
        self,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Stop | None = None,
        *,
        send: bool = True,
        fetch: bool = True,
    ) -> tuple[PullResult, ...]:
        """Send what is ready to every connected service, then fetch what is new. What fails is in the results; the rest
        is done.

        Raises NoNetworkWanted, NothingConnected.
        """
        # Here and not above: the window is painted before HTTP, signatures and the like are loaded.
        from local_cache.sync.client import Client
        from local_cache.sync.pull import connect

        if self.offline:
            raise NoNetworkWanted()
        stop = cancelled or Stop()
        with self.cache.reading() as cursor:
            here = [
                i
                for (i,) in cursor.execute("SELECT id FROM source WHERE kind = 'service' ORDER BY added_at").fetchall()
            ]
        # A cache that had to be made anew has forgotten where it came from; the ledger has not.
        services = dict.fromkeys([*here, *(self.ledger.choice(SERVICES) or [])])
        if not services:
            raise NothingConnected()
        results = []
        for source in services:
            with Client(source, self.ledger.choice(f"token/{source}") or "", pauses=self.pauses) as client:
                try:
                    if source not in here:
                        with client.until(stop):
                            connect(self.cache, client)
                    result = self._exchange(client, source, progress, stop, send=send, fetch=fetch)
                except Cancelled:
                    result = PullResult(source, cancelled=True)
                except Problem as problem:
                    result = PullResult(source, problems=[UnitProblem("", "", problem)])
            results.append(result)
            audit.record(self.ledger, "synchronised", source, "cancelled" if result.cancelled else "")
            if result.cancelled:
                break
        self._forget_the_gone(results)
        return tuple(results)

    def _forget_the_gone(self, results: list[PullResult]) -> None:
        """What people here wrote of records that have left, and of units whose access has ended, leaves as well."""
        from local_cache.quality.studies import forget_gone_records, forget_studies

        for problem in (p for result in results for p in result.problems if isinstance(p.problem, AccessGone)):
            forget_studies(self.ledger, problem.registry, problem.unit)
        with self.cache.reading() as cursor:
            forget_gone_records(cursor, self.ledger)

    def _exchange(
        self,
        client: Client,
        source: str,
        progress: Callable[[Progress], None] | None,
        stop: Stop,
        *,
        send: bool,
        fetch: bool,
    ) -> PullResult:
        """Sending comes first: what then comes back already holds it."""
        from local_cache.sync.pull import pull
        from local_cache.sync.push import push
        from local_cache.sync.reconcile import reconcile
        from local_cache.sync.subscriptions import subscriptions

        result = PullResult(source)
        if send:
            with self.cache.reading() as cursor:
                units = subscriptions(cursor, source)
            push(self.ledger, client, units, result, progress=progress, stop=stop)
            for sent in result.sent:
                told = (
                    f"{sent.applied} applied, {sent.rejected} rejected, {sent.conflict} in conflict, {sent.gone} gone"
                )
                told += f", {sent.answered} answers, {sent.unanswered} unanswered"
                audit.record(self.ledger, "sent", f"{sent.registry} {sent.unit}", told)
        if not fetch:
            return result
        pulled = pull(self.cache, client, source, self.spool, spool_key=self.keys.spool, progress=progress, stop=stop)
        pulled.sent = result.sent
        pulled.changed |= result.changed
        pulled.problems[:0] = result.problems
        for unit in pulled.registries:
            with self.cache.reading() as cursor:
                definition = summary.definition(cursor, unit.registry)
                some_left = unit.deleted > 0 or unit.in_full
                if reconcile(cursor, self.ledger, definition, unit.unit, some_left=some_left):
                    pulled.changed |= Changed.CORRECTIONS
        return pulled


@contextlib.contextmanager
def open_ledger(data_dir: Path, *, passphrase: str | None = None) -> Iterator[Ledger]:
    """What was written in a data directory, and nothing else of it: also where its cache is in use or does not open.

    Nothing is made. Raises the Problems of `keys` and `ledger`, and LedgerMissing.
    """
    file = data_dir / "ledger.sqlite"
    with disk_problems(data_dir):
        if not file.exists():
            raise LedgerMissing()
    ledger = Ledger.open(file, keyfile.open_keys(data_dir, passphrase=passphrase).ledger)
    try:
        yield ledger
    finally:
        ledger.close()


@contextlib.contextmanager
def open_program(
    data_dir: Path,
    *,
    passphrase: str | None = None,
    keys: Keys | None = None,
    offline: bool = False,
    today: date | None = None,
    policy: Path | None = None,
) -> Iterator[Program]:
    """Open (or make) the data directory and close it again.

    `keys` are given where they should not outlive the process (the demonstration without a keyring).
    `today`: the day that it is for the program, where that is not the machine's. `policy`: the administrator's file,
    where it is not the system's.
    Raises the Problems of `keys`, `cache` and `ledger`, and LedgerMissing.
    """
    try:
        decided, problem = read_policy(policy or policy_file()), None
    except PolicyUnreadable as unreadable:
        decided, problem = STRICTEST, unreadable
    with disk_problems(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if keys is None:
        keys = keyfile.open_keys(data_dir, passphrase=passphrase)
    ledger_file, cache_file = data_dir / "ledger.sqlite", data_dir / "cache.duckdb"
    if cache_file.exists() and not ledger_file.exists():  # a new one in its place would hide that notes are lost
        raise LedgerMissing()
    with contextlib.ExitStack() as stack:
        ledger = Ledger.open(ledger_file, keys.ledger)
        stack.callback(ledger.close)
        cache = Cache.open(cache_file, keys.cache, spill=data_dir / "spill")
        stack.callback(cache.close)
        remove_left(ledger)
        yield Program(
            data_dir, keys, cache, ledger, offline, clock=Clock(today), policy=decided, policy_problem=problem
        )
