"""The one place that starts threads: a writer, a network and a file thread, and a small pool that reads.

Two verbs. A **query** reads the cache through a cursor of its own and gives a value to a method of a QObject, on the
main thread. A **change** writes (the cache, the ledger, the network) and says which kinds of things changed; every page
then decides whether it is stale. What a page asks for again is interrupted, and its late reply is dropped.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import duckdb
import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.garbage import MainThreadCollector
from local_cache.cache import Cache
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Cancelled, Stop

Value = TypeVar("Value")
Report = Callable[[Any], None]
"""Tells the window how far work has come; may be called as often as one likes, from the work's thread."""

READERS = 2
PROGRESS_INTERVAL = 0.1
"""Seconds between two progress reports that reach the window; a registry sends thousands of parts."""


EVERYTHING = ~Changed.NOTHING
"""What a change that ended half-way is taken to have changed."""


class Lane(enum.Enum):
    """Where a change runs: one thread writes the cache, one talks to the network (and writes what came), and one writes
    files, which may take minutes and must not hold up what a person types meanwhile."""

    WRITER = "writer"
    NETWORK = "network"
    FILES = "files"


class Unexpected(Problem):
    """Shown in place of what a job should have given; the error itself goes to the exception hook."""

    code = "unexpected"
    happened = QT_TRANSLATE_NOOP("Problem", "Something unexpected happened ({kind}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Your data are as they were.")
    action = QT_TRANSLATE_NOOP("Problem", "Try again; if it happens again, tell whoever looks after the program.")


@dataclass(eq=False)
class Job:
    """One piece of work on its way. `stop` may be asked and given to what the work calls, on any thread."""

    deliver: Callable[[Any], None]
    refused: Callable[[Problem], None]
    progress: Callable[[Any], None] | None = None
    initiator: QObject | None = None
    is_change: bool = False
    stop: Stop = field(default_factory=Stop)
    _last_report: float = 0.0

    def cancel(self) -> None:
        """Ask the work to stop; a running statement is interrupted."""
        self.stop.interrupt()


@dataclass(frozen=True)
class _Reply:
    job: Job
    value: Any = None
    error: BaseException | None = None


class Jobs(QObject):
    """Runs queries and changes for the window.

    Signals: changed(Changed, initiator QObject or None) after a change that changed something;
    busy(bool) when the first change starts and the last one ends.
    """

    changed = Signal(object, object)
    busy = Signal(bool)
    _replied = Signal(object)
    _reported = Signal(object, object)

    def __init__(self, cache: Cache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._newest: dict[tuple[int, str], Job] = {}
        self._underway: set[Job] = set()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=lane.value) for lane in Lane}
        self._closed = False
        self._later: list[tuple[Job, Callable[[duckdb.DuckDBPyConnection], Any]]] = []
        self._begin_later = QTimer(self)
        self._begin_later.setSingleShot(True)
        self._begin_later.timeout.connect(self._start_later)
        self._collector = MainThreadCollector(self)
        self._replied.connect(self._take_reply, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._take_report, Qt.ConnectionType.QueuedConnection)

    def query(
        self,
        read: Callable[[duckdb.DuckDBPyConnection], Value],
        deliver: Callable[[Value], None],
        refused: Callable[[Problem], None],
        *,
        after_painting: bool = False,
    ) -> Job:
        """Read in the pool; `deliver` or `refused`, methods of a QObject, get the outcome on the main thread.

        A newer query with the same `deliver` interrupts this one, and its reply never arrives. after_painting: begin
        when the window has nothing else to do, so that what is to be seen now does not wait for it.
        """
        job = Job(deliver, refused)
        key = self._key(deliver)
        older = self._newest.get(key)
        if older is not None:
            older.cancel()
        self._newest[key] = job
        if after_painting:
            self._underway.add(job)
            self._later.append((job, read))
            self._begin_later.start()
        else:
            self._start(self._readers, job, lambda: self._read(job, read))
        return job

    def _start_later(self) -> None:
        waiting, self._later = self._later, []
        for job, read in waiting:
            self._start(self._readers, job, partial(self._read, job, read))

    def change(
        self,
        work: Callable[[Stop, Report], tuple[Changed, Any]],
        deliver: Callable[[Any], None],
        refused: Callable[[Problem], None],
        *,
        lane: Lane = Lane.WRITER,
        progress: Callable[[Any], None] | None = None,
        initiator: QObject | None = None,
    ) -> Job:
        """Run `work(stop, report)` in its lane, in the order asked; it gives what changed and a value for `deliver`.

        Changes are never dropped for a newer one. A cancelled one raises Cancelled and neither delivers nor refuses,
        but what it had already changed is announced as everything.
        """
        job = Job(deliver, refused, progress, initiator, is_change=True)
        first = not any(j.is_change for j in self._underway)
        self._start(self._lanes[lane], job, lambda: work(job.stop, lambda p: self._report(job, p)))
        if first:
            self.busy.emit(True)
        return job

    def underway(self) -> int:
        """How many jobs have not yet replied."""
        return len(self._underway)

    def close(self) -> None:
        """Stop everything and wait for the threads; nothing is delivered afterwards."""
        if self._closed:
            return
        self._closed = True
        self._begin_later.stop()
        self._later.clear()
        for job in self._underway:
            job.cancel()
        for pool in (self._readers, *self._lanes.values()):
            pool.shutdown(wait=True, cancel_futures=True)
        self._underway.clear()
        self._newest.clear()
        self._collector.stop()

    @staticmethod
    def _key(deliver: Callable[[Any], None]) -> tuple[int, str]:
        owner = getattr(deliver, "__self__", None)
        if not isinstance(owner, QObject):
            raise TypeError("a reply goes to a method of a QObject: anything else would run in the worker's thread")
        return id(owner), deliver.__name__

    def _start(self, pool: ThreadPoolExecutor, job: Job, work: Callable[[], Any]) -> None:
        self._key(job.deliver)
        self._key(job.refused)
        self._underway.add(job)
        pool.submit(self._run, job, work)

    def _run(self, job: Job, work: Callable[[], Any]) -> None:
        try:
            reply = _Reply(job, error=Cancelled()) if job.stop() else _Reply(job, value=work())
        except BaseException as error:  # noqa: BLE001  carried to the main thread, where it is shown or raised again
            reply = _Reply(job, error=error)
        if not self._closed:
            self._replied.emit(reply)

    def _read(self, job: Job, read: Callable[[duckdb.DuckDBPyConnection], Any]) -> Any:
        with self._cache.reading() as cursor, job.stop.holding(cursor):
            return read(cursor)

    def _report(self, job: Job, progress: Any) -> None:
        now = time.monotonic()
        if not self._closed and now - job._last_report >= PROGRESS_INTERVAL:
            job._last_report = now
            self._reported.emit(job, progress)

    def _take_report(self, job: Job, progress: Any) -> None:
        if job in self._underway and job.progress is not None and self._alive(job.progress) and not job.stop():
            job.progress(progress)

    def _take_reply(self, reply: _Reply) -> None:
        job = reply.job
        self._underway.discard(job)
        key = self._key(job.deliver)
        newest = self._newest.get(key) is job
        if newest:
            del self._newest[key]
        if job.is_change:
            if not any(j.is_change for j in self._underway):
                self.busy.emit(False)
            self._announce(reply)
        dropped = not job.is_change and (not newest or job.stop())
        if dropped or not self._alive(job.deliver):
            return
        if reply.error is None:
            job.deliver(reply.value[1] if job.is_change else reply.value)
        elif isinstance(reply.error, Problem):
            job.refused(reply.error)
        elif not (isinstance(reply.error, Cancelled) or job.stop()):
            job.refused(Unexpected(kind=type(reply.error).__name__))
            raise reply.error

    def _announce(self, reply: _Reply) -> None:
        # A change that failed or was cancelled half-way has kept what it had taken in.
        what = EVERYTHING if reply.error is not None else reply.value[0]
        if what:
            self.changed.emit(what, reply.job.initiator)

    @staticmethod
    def _alive(method: Callable[..., Any]) -> bool:
        return bool(shiboken6.isValid(getattr(method, "__self__", None)))
