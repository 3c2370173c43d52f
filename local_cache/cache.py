"""cache.duckdb: what registries said, encrypted at rest; disposable.

Opened locked down (no files, no network, no settings), one cursor per job, one writer. Verified parts are read from
memory, so that nothing plain touches the disk. A file that will not open is moved aside and made anew.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import logging
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import duckdb
import fsspec

from local_cache.errors import CacheInUse, CacheUnusable, DiskFull, EncryptionMissing, KeyDoesNotFit, NotWritable

Cursor = duckdb.DuckDBPyConnection

log = logging.getLogger(__name__)

BALLAST_BYTES = 4 * 1024 * 1024
"""Kept on disk and given up when it is full, so that the program can still end in order."""


@dataclass(frozen=True)
class _EngineOptions:
    spill: Path
    memory_limit: str
    threads: int | None


class Cache:
    """The opened cache.

    Attributes: path; rebuilt (where a damaged file was moved when this one was made anew, else None).
    """

    def __init__(self, engine: Cursor, path: Path, spill: Path, rebuilt: Path | None) -> None:
        self.path = path
        self.rebuilt = rebuilt
        self._engine = engine
        self._spill = spill
        self._writer = threading.Lock()
        self._opened = threading.Lock()

    @classmethod
    def open(
        cls, path: Path, key: bytes, *, spill: Path, memory_limit: str = "2GB", threads: int | None = None
    ) -> Cache:
        """Open the cache, or make it where there is none.

        key: 32 random bytes. After an unclean end the file is first opened in a child process, because a damaged file
        can take the process down with it. Raises EncryptionMissing, NotWritable, DiskFull, CacheInUse, KeyDoesNotFit.
        """
        with _storage(path):
            spill.mkdir(parents=True, exist_ok=True, mode=0o700)
            for leftover in spill.iterdir():
                if leftover.is_file():
                    leftover.unlink()
            new = path.with_name(path.name + ".new")
            for unfinished in (new, _wal(new)):
                unfinished.unlink(missing_ok=True)
        rebuilt: Path | None = None
        if path.exists() and _mark(path).exists() and not _survives_opening(path, key, spill):
            rebuilt = move_aside(path)
        engine_options = _EngineOptions(spill, memory_limit, threads)
        if not path.exists():
            _make(path, key, engine_options)
        try:
            engine = _attach(path, key, engine_options)
            if not _has_current_schema(engine):
                engine.close()
                raise CacheUnusable()
        except CacheUnusable:
            rebuilt = move_aside(path)
            _make(path, key, engine_options)
            engine = _attach(path, key, engine_options)
        with _storage(path):
            _mark(path).touch()
            _keep_ballast(path)
        return cls(engine, path, spill, rebuilt)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor of one's own, for one job in one thread."""
        cursor = self._cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Cursor]:
        """The one writer's cursor, in a transaction: committed at the end, rolled back on any exception.

        Raises DiskFull when there is no room; the cache is then as it was.
        """
        with self._writer, self.reading() as cursor:
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException as error:
                # COMMIT after a failed statement reports success and stores nothing: never commit here.
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                if isinstance(error, duckdb.Error) and _is_full(error):
                    _ballast(self.path).unlink(missing_ok=True)
                    raise DiskFull(place=self.path.parent.name) from None
                raise

    @contextlib.contextmanager
    def parts(self, contents: Mapping[str, bytes]) -> Iterator[dict[str, str]]:
        """Verified parts as files in memory, by name, while the block lasts: the only files DuckDB can read."""
        memory = fsspec.filesystem("memory")
        folder = f"/{secrets.token_hex(8)}"
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
        with self._writer, self.reading() as cursor, _storage(self.path):
            cursor.execute("CHECKPOINT cache")

    def close(self) -> None:
        """Fold the log into the file (DuckDB swallows errors at close itself), close, and note the clean end."""
        if not self._opened.acquire(blocking=False):
            return
        clean = False
        try:
            self.checkpoint()
            clean = True
        finally:
            self._engine.close()
            if clean:
                _mark(self.path).unlink(missing_ok=True)

    def _cursor(self) -> Cursor:
        cursor = self._engine.cursor()
        cursor.execute("USE cache")  # a cursor starts in the engine's own, empty database
        return cursor


def is_encrypted(path: Path) -> bool:
    """Whether the file says of itself that it is encrypted: read from its header, without a key."""
    with path.open("rb") as file:
        header = file.read(4096)
    # Bytes 0-7 checksum, 8-11 "DUCK", then the version; bit 0 of the flags that follow it tells of encryption.
    return header[8:12] == b"DUCK" and bool(header[20] & 1)


def move_aside(path: Path) -> Path:
    """Rename a cache that cannot be used, with its log; gives the new place."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    target = path.with_name(f"{path.name}.damaged-{stamp}-{secrets.token_hex(2)}")
    with _storage(path):
        path.rename(target)
        if _wal(path).exists():
            _wal(path).rename(_wal(target))
    log.warning("cache moved aside")
    return target


def probe_command(path: Path, spill: Path) -> list[str]:
    """The command line of the child process that tries to open a cache; it reads the key from standard input."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--probe-cache", str(path), str(spill)]
    return [sys.executable, "-m", "local_cache.cache", str(path), str(spill)]


def probe_main(arguments: Sequence[str]) -> int:
    """What that child does: open, read every table's row count, close. Exit code 0 means the file can be used."""
    path, spill = Path(arguments[0]), Path(arguments[1])
    key = base64.b64decode(sys.stdin.buffer.read())
    try:
        engine = _attach(path, key, _EngineOptions(spill, "1GB", 1))
        cursor = engine.cursor()
        cursor.execute("USE cache")
        names = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'cache'").fetchall()
        for (name,) in names:
            quoted = str(name).replace('"', '""')
            cursor.execute(f'SELECT count(*), count(COLUMNS(*)) FROM "{quoted}"').fetchall()
        cursor.close()
        engine.close()
    except KeyDoesNotFit:
        return 3
    except CacheInUse:
        return 4
    except (CacheUnusable, duckdb.Error):
        return 1
    return 0


def _survives_opening(path: Path, key: bytes, spill: Path) -> bool:
    """Raises KeyDoesNotFit or CacheInUse as the child found it."""
    done = subprocess.run(
        probe_command(path, spill),
        input=base64.b64encode(key),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=300,
    )
    if done.returncode == 3:
        raise KeyDoesNotFit(place=path.parent.name)
    if done.returncode == 4:
        raise CacheInUse()
    return done.returncode == 0


def _attach(path: Path, key: bytes, options: _EngineOptions) -> Cursor:
    """An engine with the file attached, locked down. The order of the steps matters: each closes a door behind it."""
    extension = resources.files("duckdb_extension_httpfs") / "extensions" / f"v{duckdb.__version__}"
    library = Path(str(extension / "httpfs.duckdb_extension"))
    if not library.is_file():
        raise EncryptionMissing()
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_unsigned_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
        "temp_directory": str(options.spill),
        "memory_limit": options.memory_limit,
    }
    if options.threads is not None:
        config["threads"] = str(options.threads)
    engine = duckdb.connect(":memory:", config=config)
    try:
        try:
            engine.execute(f"LOAD '{_quoted(library)}'")
        except duckdb.Error:
            raise EncryptionMissing() from None
        engine.execute("SET temp_file_encryption = true")
        engine.execute("SET max_temp_directory_size = '2GB'")
        engine.register_filesystem(fsspec.filesystem("memory"))
        try:
            # Bound, not written in: a syntax error would echo it.
            engine.execute(
                f"ATTACH '{_quoted(path)}' AS cache (ENCRYPTION_KEY ?)", [base64.b64encode(key).decode("ascii")]
            )
        except duckdb.Error as error:
            raise _opening_problem(error, path) from None
        engine.execute("SET allowed_directories = ['memory:///']")
        engine.execute("SET enable_external_access = false")
        engine.execute("SET lock_configuration = true")
    except BaseException:
        engine.close()
        raise
    return engine


def _opening_problem(error: duckdb.Error, path: Path) -> Exception:
    """DuckDB tells these cases apart only in its text, which is read here and goes no further."""
    text = str(error).lower()
    if "wrong encryption key" in text:
        return KeyDoesNotFit(place=path.parent.name)
    if "lock" in text or "already attached" in text or "being used by another process" in text:
        return CacheInUse()
    if _is_full(error):
        return DiskFull(place=path.parent.name)
    if "permission denied" in text or "read-only" in text:
        return NotWritable(place=path.parent.name)
    return CacheUnusable()


def _make(path: Path, key: bytes, options: _EngineOptions) -> None:
    """Make the file beside its place and move it there when it is whole: a half-made one cannot be opened again."""
    new = path.with_name(path.name + ".new")
    try:
        engine = _attach(new, key, options)
        try:
            cursor = engine.cursor()
            cursor.execute("USE cache")
            for number, script in _migrations():
                cursor.execute(script)
                cursor.execute("CREATE TABLE IF NOT EXISTS schema_version (number INTEGER)")
                cursor.execute("INSERT INTO schema_version VALUES (?)", [number])
            cursor.execute("CHECKPOINT cache")
            cursor.close()
        finally:
            engine.close()
        with _storage(path):
            _wal(new).unlink(missing_ok=True)
            new.rename(path)
    except duckdb.Error as error:
        raise _opening_problem(error, path) from None


def _migrations() -> list[tuple[int, str]]:
    """The numbered scripts of `schema/`, in order."""
    folder = resources.files("local_cache") / "schema"
    scripts = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(f.name.removesuffix(".sql")), f.read_text(encoding="utf-8")) for f in scripts]


def _has_current_schema(engine: Cursor) -> bool:
    """A cache of another program version is not carried over: it is disposable, and made anew from the registries."""
    cursor = engine.cursor()
    try:
        row = cursor.execute("SELECT max(number) FROM cache.main.schema_version").fetchone()
    except duckdb.Error:
        return False
    finally:
        cursor.close()
    return row is not None and row[0] == _migrations()[-1][0]


@contextlib.contextmanager
def _storage(path: Path) -> Iterator[None]:
    """Turns what the file system says into a Problem."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(place=path.parent.name) from None
        raise NotWritable(place=path.parent.name) from None
    except duckdb.Error as error:
        if _is_full(error):
            raise DiskFull(place=path.parent.name) from None
        raise


def _is_full(error: duckdb.Error) -> bool:
    text = str(error).lower()
    return "no space left" in text or "disk full" in text or "not enough space" in text


def _keep_ballast(path: Path) -> None:
    ballast = _ballast(path)
    if not ballast.exists():
        with ballast.open("wb") as file:
            file.write(b"\0" * BALLAST_BYTES)
            file.flush()
            os.fsync(file.fileno())


def _ballast(path: Path) -> Path:
    return path.with_name("ballast")


def _mark(path: Path) -> Path:
    """Its presence says that the cache was opened and not yet closed in order."""
    return path.with_name(path.name + ".open")


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


if __name__ == "__main__":
    raise SystemExit(probe_main(sys.argv[1:]))
