"""cache.duckdb: what registries said, encrypted at rest; disposable.

One cursor per job, one writer. Verified parts are read from memory, so that nothing plain touches the disk. A file that
cannot be used is moved aside and made anew.

While the cache is open no other handle of its file may be opened in this process: closing that handle would give up
DuckDB's lock on the file (POSIX).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import logging
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TypeVar

import duckdb
import fsspec

from local_cache.disk import HeldFile, disk_problems, keep_ballast, settle
from local_cache.engine import Cursor, Limits, new_cursor, opening_problem, start_engine, storage_problem
from local_cache.errors import (
    CacheInUse,
    CacheUnusable,
    DiskFull,
    EncryptionMissing,
    KeyDoesNotFit,
    NotWritable,
    Problem,
    StorageFailed,
)

__all__ = ["Cache", "Cursor", "probe_command", "probe_main"]

log = logging.getLogger(__name__)

_CLOSED, _OPEN = b"0", b"1"
_DAMAGED = 10
_PROBLEM_CODES: tuple[type[Problem], ...] = (
    CacheInUse,
    DiskFull,
    EncryptionMissing,
    KeyDoesNotFit,
    NotWritable,
    StorageFailed,
)
"""What the probe can say besides "damaged", as exit codes 20, 21, …"""


PATIENCE_S = 10.0
"""How long to wait for a file that only a leftover probe can hold."""

Step = TypeVar("Step")


class Cache:
    """The opened cache.

    Attributes: path; rebuilt (where a file that could not be used was moved when this one was made anew, else None).
    """

    def __init__(self, engine: Cursor, path: Path, spill: Path, state: HeldFile, rebuilt: Path | None) -> None:
        self.path = path
        self.rebuilt = rebuilt
        self._engine = engine
        self._spill = spill
        self._state = state
        self._writer = threading.Lock()
        self._guard = threading.Lock()
        self._cursors: set[Cursor] = set()
        self._closed = False
        self._failure: type[Problem] | None = None
        self._damaged = False

    @classmethod
    def open(
        cls, path: Path, key: bytes, *, spill: Path, memory_limit: str = "2GB", threads: int | None = None
    ) -> Cache:
        """Open the cache, or make it where there is none.

        key: 32 random bytes. After an unclean end the file is first opened in a child process, because a damaged file
        can take the process down with it. Raises EncryptionMissing, NotWritable, DiskFull, StorageFailed, CacheInUse,
        KeyDoesNotFit; the file is then as it was.
        """
        state = _hold(path)
        limits = Limits(spill / f"run-{secrets.token_hex(8)}", memory_limit, threads)
        rebuilt: Path | None = None
        try:
            with disk_problems(path.parent):
                before = state.content()
                for leftover in (_new(path), _wal(_new(path))):
                    leftover.unlink(missing_ok=True)
                for earlier in spill.glob("run-*"):  # of a process that died: this one holds the state now
                    shutil.rmtree(earlier)
                limits.spill.mkdir(parents=True, mode=0o700)
            if (
                before == _OPEN
                and path.exists()
                and not _patiently(lambda: _survives_opening(path, key, limits.spill), PATIENCE_S)
            ):
                rebuilt = _move_aside(path, "damaged")
            with disk_problems(path.parent):
                state.put(_OPEN)
            try:
                engine, moved = _patiently(lambda: _open_or_rebuild(path, key, limits), PATIENCE_S * (before == _OPEN))
            except Problem:
                with disk_problems(path.parent):
                    state.put(before or _CLOSED)
                raise
        except BaseException:
            state.let_go()
            raise
        with contextlib.suppress(Problem):  # a disk without room for a reserve can still be read
            keep_ballast(path.parent)
        return cls(engine, path, limits.spill, state, moved or rebuilt)

    @property
    def encrypted(self) -> bool:
        """Whether DuckDB says that the file it writes to is encrypted."""
        with self.reading() as cursor:
            row = cursor.execute("SELECT encrypted FROM duckdb_databases() WHERE database_name = 'cache'").fetchone()
        return row is not None and bool(row[0])

    @contextlib.contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor of one's own, for one job in one thread; `interrupt()` on it, from any thread, ends its statement.

        Raises CacheUnusable when damage is found (the next start then makes the cache anew), NotEnoughMemory,
        DiskFull, StorageFailed. Other DuckDB errors are mistakes in the statement and pass through.
        """
        with self._guard:
            if self._closed:
                raise RuntimeError("the cache is closed")
            cursor = new_cursor(self._engine)
            self._cursors.add(cursor)
        with self._job(cursor):
            yield cursor

    @contextlib.contextmanager
    def writing(self) -> Iterator[Cursor]:
        """The one writer's cursor, in a transaction: committed at the end, rolled back on any exception.

        Raises what `reading` raises; the cache is then as it was. After an error of the disk itself nothing more is
        written until the cache is opened again. Not to be nested.
        """
        with self._writer, self.reading() as cursor:
            if self._failure is not None:
                raise self._failure(place=self.path.parent.name)
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield cursor
                # After a failed statement COMMIT reports success and stores nothing; any other statement says so,
                # also when whoever wrote swallowed the error.
                cursor.execute("SELECT 1")
                cursor.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def parts(self, contents: Mapping[str, bytes]) -> Iterator[dict[str, str]]:
        """Verified parts as files in memory, by name, while the block lasts: the only files DuckDB can read."""
        memory = fsspec.filesystem("memory")
        folder = f"/{secrets.token_hex(16)}"
        try:
            paths = {}
            for name, content in contents.items():
                memory.pipe_file(f"{folder}/{name}", content)
                paths[name] = f"memory://{folder}/{name}"
            yield paths
        finally:
            with contextlib.suppress(FileNotFoundError):
                memory.rm(folder, recursive=True)

    def checkpoint(self) -> None:
        """Fold the log into the file."""
        with self._writer, self.reading() as cursor:
            cursor.execute("CHECKPOINT cache")

    def close(self) -> None:
        """Interrupt what still runs, fold the log into the file, close, and note the clean end.

        Raises DiskFull or StorageFailed when the log could not be folded in (DuckDB swallows that at close itself);
        the cache is closed all the same, and loses nothing.
        """
        with self._guard:
            if self._closed:
                return
            self._closed = True
            running = tuple(self._cursors)
        for cursor in running:
            with contextlib.suppress(duckdb.Error):
                cursor.interrupt()
        clean = False
        try:
            with self._writer, self._job(self._engine):
                self._engine.execute("CHECKPOINT cache")
            clean = not self._damaged
        finally:
            for cursor in running:
                cursor.close()
            shutil.rmtree(self._spill, ignore_errors=True)
            if clean:
                with contextlib.suppress(OSError):  # then the next start looks at the file more closely, no more
                    self._state.put(_CLOSED)
            self._state.let_go()

    @contextlib.contextmanager
    def _job(self, cursor: Cursor) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            problem = self._understood(error)
            if problem is None:
                raise
            raise problem from None
        finally:
            with self._guard:
                self._cursors.discard(cursor)
            cursor.close()

    def _understood(self, error: duckdb.Error) -> Problem | None:
        problem = storage_problem(error, self.path)
        if isinstance(problem, CacheUnusable):
            self._damaged = True
            log.error("damage found in the cache; it will be looked at when it is opened again")
        elif isinstance(problem, StorageFailed):
            self._failure = StorageFailed
        return problem


def probe_command(path: Path, spill: Path) -> list[str]:
    """The command line of the child process that tries to open a cache; it reads the key from standard input."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--probe-cache", str(path), str(spill)]
    return [sys.executable, "-m", "local_cache.cache", str(path), str(spill)]


def probe_main(arguments: Sequence[str]) -> int:
    """What that child does: open, read every value of every table, close. Exit code 0: the file can be used."""
    path, spill = Path(arguments[0]), Path(arguments[1])
    key = base64.b64decode(sys.stdin.buffer.read())
    try:
        engine = start_engine(path, key, Limits(spill, "1GB"))
    except CacheUnusable:
        return _DAMAGED
    except Problem as problem:
        return 20 + _PROBLEM_CODES.index(type(problem)) if type(problem) in _PROBLEM_CODES else _DAMAGED
    try:
        cursor = new_cursor(engine)
        names = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'cache'").fetchall()
        for (name,) in names:
            quoted = str(name).replace('"', '""')
            cursor.execute(f'SELECT max(hash(t)) FROM "{quoted}" t').fetchall()
        cursor.close()
    except duckdb.Error:
        return _DAMAGED
    finally:
        engine.close()
    return 0


def _survives_opening(path: Path, key: bytes, spill: Path) -> bool:
    """Whether a child process can read the whole file; raises what else the child found."""
    child = subprocess.run(
        probe_command(path, spill),
        input=base64.b64encode(key),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    kind = child.returncode - 20
    if 0 <= kind < len(_PROBLEM_CODES):
        raise _PROBLEM_CODES[kind](place=path.parent.name)
    if child.returncode != 0:
        log.warning("the cache did not survive its examination, code %d", child.returncode)
    return child.returncode == 0


def _patiently(step: Callable[[], Step], patience: float) -> Step:
    """The step, tried again for so many seconds while the file is in use.

    The state is ours, so what holds the file after a kill is most likely the killed process's probe; it lets go soon.
    """
    end = time.monotonic() + patience
    while True:
        try:
            return step()
        except CacheInUse:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _hold(path: Path) -> HeldFile:
    """The cache's state file, held: its content says whether the cache was closed in order."""
    if "?" in str(path):  # DuckDB takes what follows for the query of a web address and puts its log elsewhere
        raise NotWritable(place=path.parent.name)
    with disk_problems(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return HeldFile(path.with_name(path.name + ".state"))
        except BlockingIOError:
            raise CacheInUse() from None


def _open_or_rebuild(path: Path, key: bytes, limits: Limits) -> tuple[Cursor, Path | None]:
    """The engine, and where the file that was there before was moved, if it could not be used."""
    if not path.exists():
        _make(path, key, limits)
    try:
        engine = start_engine(path, key, limits)
    except CacheUnusable:
        reason = "damaged"
    else:
        try:
            if _brought_up_to_date(engine):
                return engine, None
            reason = "other-version"
        except duckdb.Error as error:
            problem = opening_problem(error, path)
            if not isinstance(problem, CacheUnusable):
                engine.close()
                raise problem from None
            reason = "damaged"
        engine.close()
    moved = _move_aside(path, reason)
    _make(path, key, limits)
    return start_engine(path, key, limits), moved


def _make(path: Path, key: bytes, limits: Limits) -> None:
    """Make the file beside its place and move it there when it is whole: a half-made one cannot be opened again."""
    new = _new(path)
    engine = start_engine(new, key, limits)
    try:
        cursor = new_cursor(engine)
        cursor.execute("CREATE TABLE schema_version (number INTEGER, script VARCHAR, applied_at TIMESTAMP)")
        cursor.close()
        _brought_up_to_date(engine)
        engine.execute("CHECKPOINT cache")
    except duckdb.Error as error:
        raise opening_problem(error, new) from None
    finally:
        engine.close()
    with disk_problems(path.parent):
        _wal(new).unlink(missing_ok=True)
        new.rename(path)
        settle(path.parent)


def _brought_up_to_date(engine: Cursor) -> bool:
    """Apply the scripts that are missing. False when other scripts made the file: it belongs to another version."""
    cursor = new_cursor(engine)
    try:
        known = cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_version'").fetchone()
        if known is None or known[0] == 0:
            return False
        columns = cursor.execute("SELECT * FROM schema_version LIMIT 0").description
        if [c[0] for c in columns] != ["number", "script", "applied_at"]:
            return False
        applied = cursor.execute("SELECT number, script FROM schema_version ORDER BY number").fetchall()
        scripts = _scripts()
        ours = [(number, hashlib.sha256(script.encode()).hexdigest()) for number, script in scripts]
        if applied != ours[: len(applied)]:
            return False
        for (number, digest), (_, script) in list(zip(ours, scripts, strict=True))[len(applied) :]:
            now = datetime.now(UTC).replace(tzinfo=None)
            cursor.execute("BEGIN TRANSACTION")
            cursor.execute(script)
            cursor.execute("INSERT INTO schema_version VALUES (?, ?, ?)", [number, digest, now])
            cursor.execute("COMMIT")
        return True
    finally:
        cursor.close()


def _scripts() -> list[tuple[int, str]]:
    """The numbered scripts of `schema/`, in order."""
    folder = resources.files("local_cache") / "schema"
    scripts = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(f.name.removesuffix(".sql")), f.read_text(encoding="utf-8")) for f in scripts]


def _move_aside(path: Path, reason: str) -> Path:
    """Rename a cache that cannot be used, with its log; only the last one moved aside is kept. Gives the new place."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    with disk_problems(path.parent):
        for earlier in (*path.parent.glob(f"{path.name}.damaged-*"), *path.parent.glob(f"{path.name}.other-version-*")):
            earlier.unlink()
        target = path.with_name(f"{path.name}.{reason}-{stamp}")
        path.rename(target)
        if _wal(path).exists():
            _wal(path).rename(_wal(target))
        settle(path.parent)
    log.warning("a cache that could not be used was moved aside")
    return target


def _new(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


if __name__ == "__main__":
    raise SystemExit(probe_main(sys.argv[1:]))
