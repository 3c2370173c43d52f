"""Synchronisation: from a registry service into the cache, each feed entirely or not at all.

Manifest → definition → parts into the spool → one transaction per feed, its digest checked before and after the
commit → the unit's cursor. Interrupted anywhere, the next run goes on from the last cursor and with the parts already
verified.
"""

from __future__ import annotations

import contextlib
import enum
import json
import logging
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from local_cache.cache import Cache, Cursor
from local_cache.errors import (
    AccessGone,
    CursorExpired,
    DefinitionRefused,
    DigestMismatch,
    NoRoom,
    Problem,
)
from local_cache.registry import Definition, read_definition
from local_cache.sync.client import Client
from local_cache.sync.feeds import DEFINITION, RECORDS, Applied, Intake, apply_definition
from local_cache.sync.manifest import Known, check_manifest, read_manifest
from local_cache.sync.messages import Discovery, Feed, Manifest, Part
from local_cache.sync.outcome import Changed, Progress, PullResult, Stage, UnitProblem, UnitPulled
from local_cache.sync.record_tables import forms_to_fetch_anew
from local_cache.sync.spool import Spool
from local_cache.sync.stop import Cancelled, Stop
from local_cache.sync.subscriptions import (
    forget_unit,
    known,
    move_subscription,
    now,
    remember_access,
    remember_source,
    subscriptions,
    units_of,
)

log = logging.getLogger(__name__)

ROOM = 3
"""Times the download that should be free on the disk: the spool, the log and the file."""

Report = Callable[[Progress], None]


def connect(cache: Cache, client: Client) -> str:
    """Ask a service who it is and what the person may see there, and remember it; gives the source's id."""
    discovery = client.discovery()
    access = client.registries()
    with cache.writing() as cursor:
        source = remember_source(cursor, client.address, discovery)
        remember_access(cursor, source, access)
    return source


def pull(
    cache: Cache,
    client: Client,
    source: str,
    spool: Path,
    *,
    spool_key: bytes,
    progress: Report | None = None,
    stop: Stop | None = None,
) -> PullResult:
    """Fetch what is new in every registry and unit of a source.

    A Problem in one unit does not stop the others; all are in the result. progress is called from this thread.
    `stop.interrupt()`, from any thread, ends it at once: what was being written is taken back, what was in stays.
    """
    run = _Run(cache, client, source, Spool(spool, spool_key), progress or _silent, stop or Stop(), str(uuid.uuid4()))
    begun = time.monotonic()
    with _noted(run):
        try:
            with client.until(run.stop):
                run.everything()
        except (Cancelled, duckdb.InterruptException):
            if not run.stop():
                raise
            run.result.cancelled = True
        except Problem as problem:
            run.result.problems.append(UnitProblem("", "", problem))
    run.result.seconds = time.monotonic() - begun
    return run.result


def _silent(progress: Progress) -> None:
    pass


@contextlib.contextmanager
def _noted(run: _Run) -> Iterator[None]:
    """The run's row: counts and codes, no texts. A run that a crash left open is closed as failed."""
    with run.cache.writing() as cursor:
        cursor.execute(
            "UPDATE sync_run SET state = 'failed', problem = 'crashed' WHERE source = ? AND state = 'running'",
            [run.source],
        )
        cursor.execute(
            "INSERT INTO sync_run VALUES (?, ?, ?, NULL, 'running', NULL, NULL)", [run.id, run.source, now()]
        )
    state, problem = "failed", "unexpected"
    try:
        yield
        if run.result.cancelled:
            state, problem = "cancelled", ""
        elif run.result.problems:
            problem = run.result.problems[0].problem.code
        else:
            state, problem = "done", ""
    finally:
        with run.cache.writing() as cursor:
            cursor.execute(
                "UPDATE sync_run SET ended_at = ?, state = ?, problem = nullif(?, '') WHERE id = ?",
                [now(), state, problem, run.id],
            )
            run.note_counts(cursor)


def _count(pulled: UnitPulled, applied: Applied) -> None:
    pulled.changed |= applied.changed
    pulled.upserted += applied.upserted
    pulled.deleted += applied.deleted
    pulled.added += applied.added
    pulled.altered += applied.altered
    pulled.removed += applied.removed


class _Mismatch(Exception):
    """A feed does not add up to what the manifest says; taken back."""


class _Standing(enum.Enum):
    """Of a feed: IN, nothing is lacking; LOST, changes cannot be built upon what is here, it must come in full."""

    IN = enum.auto()
    LOST = enum.auto()


@dataclass(slots=True)
class _NewDefinition:
    """A definition to be taken into use. anew: forms whose records must come in full with it; earlier: version and text
    of the one before it, where it comes along."""

    feed: Feed
    body: bytes
    definition: Definition
    anew: frozenset[str]
    earlier: tuple[str, bytes] | None


@dataclass(slots=True)
class _Run:
    cache: Cache
    client: Client
    source: str
    spool: Spool
    progress: Report
    stop: Stop
    id: str
    result: PullResult = field(init=False)
    discovery: Discovery = field(init=False)
    begun: list[UnitPulled] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.result = PullResult(self.source)

    def note_counts(self, cursor: Cursor, more: Sequence[Applied] = ()) -> None:
        """What each unit has brought, also one that did not come in entirely, into the run's row: in the transaction
        that brings it, so that it holds after a kill as well. more: what this one brings of the unit under way."""
        units = [*self.begun]
        if more:
            units[-1] = replace(units[-1])
            for applied in more:
                _count(units[-1], applied)
        counts = [
            {"registry": u.registry, "unit": u.unit, "upserted": u.upserted, "deleted": u.deleted, "added": u.added,
             "altered": u.altered, "removed": u.removed, "parts": u.parts, "bytes": u.bytes}
            for u in units
        ]  # fmt: skip
        cursor.execute("UPDATE sync_run SET counts = ? WHERE id = ?", [json.dumps(counts), self.id])

    def everything(self) -> None:
        self.progress(Progress(Stage.ASKING, "", ""))
        self.discovery = self.client.discovery()
        access = self.client.registries()
        try:
            with self._writing() as cursor:
                if remember_access(cursor, self.source, access):
                    self.result.changed |= Changed.SOURCES
        except Problem as problem:
            self.result.problems.append(UnitProblem("", "", problem))
        with self.cache.reading() as cursor:
            wanted = subscriptions(cursor, self.source)
        for registry, unit in wanted:
            self.stop.check()
            try:
                self._unit(registry, unit)
            except AccessGone as problem:
                self._forget(registry, unit)
                self.result.problems.append(UnitProblem(registry, unit, problem))
            except Problem as problem:
                log.warning("%s was not synchronised: %s", registry, problem.code)
                self.result.problems.append(UnitProblem(registry, unit, problem))
        if not self.result.problems:
            self.spool.clear()

    def _unit(self, registry: str, unit: str) -> None:
        """One unit of one registry, until every feed adds up to the manifest."""
        self.progress(Progress(Stage.ASKING, registry, unit))
        with self.cache.reading() as cursor:
            here = known(cursor, registry, unit)
        pulled = UnitPulled(registry, unit)
        self.begun.append(pulled)
        manifest = self._manifest(registry, unit, here, here.cursor)
        new = self._new_definition(manifest)
        if new is not None and new.anew and manifest.from_cursor is not None:
            manifest = self._manifest(registry, unit, here, None)
            new = self._new_definition(manifest)
        wrong = self._take(manifest, new, pulled, None)
        if wrong:
            manifest = self._manifest(registry, unit, here, None)
            wrong = self._take(manifest, self._new_definition(manifest), pulled, wrong)
        if wrong:
            raise DigestMismatch(registry=registry, feed=min(wrong))
        with self._writing() as cursor:
            move_subscription(cursor, manifest)
        self.spool.discard(part.sha256 for feed in manifest.feeds for part in feed.parts)
        pulled.in_full = manifest.from_cursor is None
        pulled.server_time = manifest.server_time
        self.result.registries.append(pulled)
        self.progress(Progress(Stage.DONE, registry, unit))

    def _manifest(self, registry: str, unit: str, here: Known, cursor: str | None) -> Manifest:
        """A manifest that may be believed. One without a cursor where ours is too old. Raises AccessGone if revoked."""
        try:
            signed = self.client.manifest(registry, unit, cursor)
        except CursorExpired:
            if cursor is None:
                raise
            cursor = None
            signed = self.client.manifest(registry, unit, None)
        manifest = read_manifest(signed, self.discovery, registry=registry, unit=unit)
        check_manifest(
            manifest,
            here,
            self.discovery.limits,
            registry=registry,
            unit=unit,
            cursor=cursor,
            address=self.client.address,
        )
        if manifest.revoked:
            raise AccessGone(registry=registry, unit=unit)
        return manifest

    def _new_definition(self, manifest: Manifest) -> _NewDefinition | None:
        """The manifest's definition if it is not the one in use. Raises DefinitionRefused."""
        feed = next(f for f in manifest.feeds if f.name == DEFINITION)
        part = next(p for p in feed.parts if p.scope == manifest.definition_version)
        with self.cache.reading() as cursor:
            row = cursor.execute(
                "SELECT digest FROM feed WHERE registry = ? AND unit = '' AND name = ?", [manifest.registry, DEFINITION]
            ).fetchone()
        if row is not None and row[0] == part.sha256:
            return None
        body = self.client.part(part, registry=manifest.registry, feed=DEFINITION)
        definition = read_definition(body)
        for wrong, reason in (
            (definition.registry != manifest.registry, "it is another registry’s"),
            (definition.version != manifest.definition_version, "it is another version than the registry says"),
            (all(u.id != manifest.unit for u in definition.units), "it lacks your unit"),
        ):
            if wrong:
                raise DefinitionRefused(registry=manifest.registry, reason=reason)
        earlier = self._earlier_definition(feed, definition)
        taken = Feed(DEFINITION, "full", 1, part.sha256, (part,))
        with self.cache.reading() as cursor:
            return _NewDefinition(taken, body, definition, frozenset(forms_to_fetch_anew(cursor, definition)), earlier)

    def _earlier_definition(self, feed: Feed, definition: Definition) -> tuple[str, bytes] | None:
        """The version before, so that a new cache too can say what changed; an old one keeps what it had in use.

        It is only for reading: whatever is wrong with it, the registry is synchronised without it.
        """
        with self.cache.reading() as cursor:
            here = cursor.execute("SELECT 1 FROM definition WHERE registry = ?", [definition.registry]).fetchone()
        others = [p for p in feed.parts if p.scope != definition.version]
        if here is not None or len(others) != 1:
            return None
        try:
            body = self.client.part(others[0], registry=definition.registry, feed=DEFINITION)
            earlier = read_definition(body)
        except Problem as problem:
            log.warning("the definition before was not taken in: %s", problem.code)
            return None
        fits = (earlier.registry, earlier.version) == (definition.registry, others[0].scope)
        return (earlier.version, body) if fits else None

    def _take(
        self, manifest: Manifest, new: _NewDefinition | None, pulled: UnitPulled, only: set[str] | None
    ) -> set[str]:
        """Everything a manifest offers that is not here; gives the feeds that do not add up and must come in full.

        only: the feeds to take, whatever is here of them.
        """
        definition = new.definition if new is not None else self._definition(manifest.registry)
        intake = Intake(
            self.cache,
            self.spool,
            self.stop,
            manifest.registry,
            manifest.unit,
            manifest.epoch,
            manifest.to_cursor,
            definition,
            self._taken(manifest),
        )
        wrong: set[str] = set()
        plan: list[tuple[Feed, tuple[Part, ...]]] = []
        for feed in manifest.feeds:
            if intake.known(feed.name) and (only is None or feed.name in only):
                anew = new is not None and feed.name.removeprefix(RECORDS) in new.anew
                parts = self._lacking(intake, feed, forced=anew or only is not None)
                if parts is _Standing.LOST:
                    wrong.add(feed.name)
                elif parts is not _Standing.IN:
                    plan.append((feed, parts))
        self._fetch(manifest, plan, pulled)
        together = [f for f in plan if new is not None and f[0].name.removeprefix(RECORDS) in new.anew]
        if new is not None:
            # Forms that cannot be carried over change with the definition, or not at all.
            wrong |= self._apply(intake, together, pulled, new)
        for planned in plan:
            if planned not in together:
                wrong |= self._apply(intake, [planned], pulled)
        return wrong

    def _definition(self, registry: str) -> Definition:
        with self.cache.reading() as cursor:
            row = cursor.execute(
                "SELECT body FROM definition JOIN registry USING (registry)"
                " WHERE registry = ? AND version = definition_version",
                [registry],
            ).fetchone()
        assert row is not None, "the feed row of a definition goes with its text"
        return read_definition(row[0].encode())

    def _lacking(self, intake: Intake, feed: Feed, *, forced: bool) -> tuple[Part, ...] | _Standing:
        """The parts of a feed to take in, if any."""
        if forced:
            return feed.parts
        with self.cache.reading() as cursor, self.stop.holding(cursor):
            state = intake.state(cursor, feed.name)
            if feed.mode == "delta" and (state is None or state.epoch != intake.epoch):
                return _Standing.LOST
            if state is None or state.epoch != intake.epoch:
                return feed.parts
            if (state.rows, state.digest) != (feed.rows, feed.digest):
                return intake.missing(feed, state)
            if intake.measure(cursor, feed.name) == (feed.rows, feed.digest):
                return _Standing.IN
        log.warning("%s %s is not as it was left", intake.registry, feed.name)
        return feed.parts if feed.mode == "full" else _Standing.LOST

    def _fetch(self, manifest: Manifest, plan: list[tuple[Feed, tuple[Part, ...]]], pulled: UnitPulled) -> None:
        """Every part that is not yet here into the spool."""
        wanted = [(feed, part) for feed, parts in plan for part in parts]
        lacking = [(feed, part) for feed, part in wanted if part.sha256 not in self.spool]
        total = sum(part.bytes for _, part in lacking)
        free = shutil.disk_usage(self.cache.path.parent).free
        if free < ROOM * total:
            raise NoRoom(needed=ROOM * total // 1_000_000 + 1, free=free // 1_000_000)
        done = 0
        for feed, part in lacking:
            self.stop.check()
            before = done

            def received(number: int, before: int = before, feed: Feed = feed) -> None:
                at = before + number
                self.progress(Progress(Stage.FETCHING, manifest.registry, manifest.unit, feed.name, at, total))

            body = self.client.part(part, registry=manifest.registry, feed=feed.name, received=received)
            self.spool.put(part.sha256, body)
            done += part.bytes
            pulled.parts += 1
            pulled.bytes += part.bytes

    def _apply(
        self,
        intake: Intake,
        feeds: list[tuple[Feed, tuple[Part, ...]]],
        pulled: UnitPulled,
        new: _NewDefinition | None = None,
    ) -> set[str]:
        """One transaction; gives the feeds that did not add up, in which case nothing of it is in."""
        applied: list[Applied] = []
        try:
            with self._writing() as cursor:
                if new is not None:
                    units = units_of(cursor, intake.registry)
                    apply_definition(cursor, new.definition, new.body, units, new.earlier)
                    intake.note(cursor, new.feed)
                for feed, parts in feeds:
                    applied.append(intake.apply(cursor, feed, parts))
                    if intake.measure(cursor, feed.name) != (feed.rows, feed.digest):
                        raise _Mismatch
                self.note_counts(cursor, applied)
        except _Mismatch:
            return {feed.name for feed, _ in feeds}
        if new is not None:
            self.result.changed |= Changed.DEFINITION | Changed.RESULTS
            pulled.changed |= Changed.DEFINITION | Changed.RESULTS
        for what in applied:
            self.result.changed |= what.changed
            _count(pulled, what)
        wrong = set()
        with self.cache.reading() as cursor, self.stop.holding(cursor):
            for feed, _ in feeds:  # what the disk has, not what the transaction saw
                if intake.measure(cursor, feed.name) != (feed.rows, feed.digest):
                    wrong.add(feed.name)
        if wrong:
            with self._writing() as cursor:
                for name in wrong:
                    intake.drop(cursor, name)
        return wrong

    def _forget(self, registry: str, unit: str) -> None:
        with self._writing() as cursor:
            forget_unit(cursor, registry, unit)
        self.spool.clear()
        self.cache.checkpoint()
        self.result.changed |= ~Changed.NOTHING

    def _taken(self, manifest: Manifest) -> Callable[[Feed, int], None]:
        done: dict[str, int] = {}

        def taken(feed: Feed, rows: int) -> None:
            done[feed.name] = done.get(feed.name, 0) + rows
            total = sum(part.rows for part in feed.parts)
            self.progress(Progress(Stage.APPLYING, manifest.registry, manifest.unit, feed.name, done[feed.name], total))

        return taken

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Cursor]:
        """The writer's cursor; stopping ends its running statement, and all of it is taken back."""
        with self.cache.writing() as cursor, self.stop.holding(cursor):
            yield cursor
