"""ledger.sqlite: what people here said. Never lost, never readable without its key.

SQLite in WAL mode with every commit on disk before it is acknowledged; the content of each row is sealed with
AES-256-GCM and bound to its place (table, row, revision), so that rows can be neither read nor moved about.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from local_cache.disk import disk_problems, give_up_ballast, settle
from local_cache.errors import (
    CacheInUse,
    DiskFull,
    KeyDoesNotFit,
    LedgerNewer,
    LedgerUnusable,
    NotWritable,
    Problem,
    StorageFailed,
)
from local_cache.notes import Note

_NONCE_BYTES = 12


class AuditHead(msgspec.Struct, frozen=True):
    """The last entry of the audit log: its number and digest. Its place here is what makes a cut end visible."""

    number: int = 0
    digest: str = "0" * 64


@dataclass(frozen=True)
class Place:
    """Where a sealed content belongs; it opens nowhere else."""

    table: str
    row: str
    revision: int = 0

    def bound(self) -> bytes:
        return f"{self.table}/{self.row}/{self.revision}".encode()


class Ledger:
    """The opened ledger; safe to use from several threads.

    Attributes: path.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, key: bytes) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._seal = AESGCM(key)
        self._failed = False
        # Names of choices tell where somebody looked; only a keyed hash of them is on disk.
        self._name_key = hashlib.blake2b(key, person=b"egnetall-name").digest()[:32]

    @classmethod
    def open(cls, path: Path, key: bytes) -> Ledger:
        """Open the ledger, or make it where there is none; an older one is first copied, then brought up to date.

        key: 32 random bytes. Raises KeyDoesNotFit, LedgerNewer, LedgerUnusable, NotWritable, DiskFull, StorageFailed,
        CacheInUse; the file is then as it was.
        """
        if not path.exists():
            _make(path, key)
        ledger = cls(_connected(path), path, key)
        try:
            with ledger._storage():
                found = ledger._version()
                if found == 0:  # made whole or not at all: this one was emptied or is something else
                    raise LedgerUnusable()
                if found > len(_scripts()):
                    raise LedgerNewer(found=found, known=len(_scripts()))
                if ledger._connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                    raise LedgerUnusable()
                ledger._check_key()
                if found < len(_scripts()):
                    ledger._copy_before(found)
                    ledger._bring_up_to_date(found)
        except BaseException:
            ledger._connection.close()
            raise
        return ledger

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def choice(self, name: str) -> Any | None:
        """What was last chosen under that name (any JSON value), or None."""
        row = self.hidden(name)
        with self.reading() as reader:
            found = reader.execute("SELECT revision, sealed FROM choice WHERE name = ?", [row]).fetchone()
        if found is None:
            return None
        return msgspec.json.decode(self.opened(Place("choice", row, found[0]), found[1]))

    def choose(self, name: str, value: Any) -> None:
        """Remember a choice; on disk when this returns."""
        row = self.hidden(name)
        with self.writing() as writer:
            found = writer.execute("SELECT revision FROM choice WHERE name = ?", [row]).fetchone()
            revision = found[0] + 1 if found else 0
            content = self.sealed(Place("choice", row, revision), msgspec.json.encode(value))
            writer.execute("INSERT OR REPLACE INTO choice VALUES (?, ?, ?)", [row, revision, content])

    def add_note(self, registry: str, unit: str, indicator: str, day: date, text: str) -> str:
        """Write a note on a date; on disk when this returns. Gives its id."""
        note = Note(secrets.token_hex(8), registry, unit, indicator, day, text, datetime.now(UTC))
        with self.writing() as writer:
            content = self.sealed(Place("note", note.id), msgspec.json.encode(note))
            writer.execute("INSERT INTO note VALUES (?, 0, ?)", [note.id, content])
        return note.id

    def notes(self, registry: str, unit: str, indicator: str | None = None) -> tuple[Note, ...]:
        """The notes of a unit, by day."""
        with self.reading() as reader:
            rows = reader.execute("SELECT id, revision, sealed FROM note").fetchall()
        notes = (msgspec.json.decode(self.opened(Place("note", i, r), s), type=Note) for i, r, s in rows)
        wanted = (n for n in notes if n.registry == registry and n.unit == unit and indicator in (None, n.indicator))
        return tuple(sorted(wanted, key=lambda n: (n.day, n.written_at)))

    def remove_note(self, note: str) -> None:
        with self.writing() as writer:
            writer.execute("DELETE FROM note WHERE id = ?", [note])

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._storage():
            yield self._connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: on disk when the block ends, taken back on any exception. A block inside another belongs to
        the outer one's transaction, and is taken back alone if the exception goes no further.

        After an error of the disk itself nothing more is written until the ledger is opened again (StorageFailed).
        """
        with self._lock, self._storage():
            if self._failed:
                raise StorageFailed(place=self.path.parent.name)
            inner = self._connection.in_transaction
            self._connection.execute("SAVEPOINT inner_block" if inner else "BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("RELEASE inner_block" if inner else "COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK TO inner_block" if inner else "ROLLBACK")
                    if inner:
                        self._connection.execute("RELEASE inner_block")
                raise

    def sealed(self, place: Place, content: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._seal.encrypt(nonce, content, place.bound())

    def opened(self, place: Place, sealed: bytes) -> bytes:
        """LedgerUnusable when the content was altered or stands in another's place."""
        try:
            return self._seal.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.bound())
        except (InvalidTag, ValueError):
            raise LedgerUnusable() from None

    def audit_head(self) -> AuditHead:
        """LedgerUnusable when it was removed or altered."""
        with self.reading() as reader:
            found = reader.execute("SELECT revision, sealed FROM meta WHERE name = 'audit'").fetchone()
        if found is None:
            raise LedgerUnusable()
        return msgspec.json.decode(self.opened(Place("meta", "audit", found[0]), found[1]), type=AuditHead)

    def move_audit_head(self, writer: sqlite3.Connection, head: AuditHead) -> None:
        sealed = self.sealed(Place("meta", "audit", head.number), msgspec.json.encode(head))
        writer.execute("INSERT OR REPLACE INTO meta VALUES ('audit', ?, ?)", [head.number, sealed])

    def _check_key(self) -> None:
        found = self._connection.execute("SELECT sealed FROM meta WHERE name = 'check'").fetchone()
        if found is None:
            raise LedgerUnusable()
        try:
            self.opened(Place("meta", "check"), found[0])
        except LedgerUnusable:
            raise KeyDoesNotFit(place=self.path.parent.name) from None

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _copy_before(self, version: int) -> None:
        """Keep the ledger as it was before a migration."""
        copy = self.path.with_name(f"{self.path.name}.before-{version + 1}")
        unfinished = copy.with_name(copy.name + ".new")
        with disk_problems(self.path.parent):
            unfinished.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(unfinished)) as target:
            self._connection.backup(target)
        with disk_problems(self.path.parent):
            unfinished.replace(copy)
            settle(copy.parent)

    def _bring_up_to_date(self, version: int) -> None:
        for number, script in enumerate(_scripts()[version:], start=version + 1):
            try:
                self._connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def hidden(self, name: str) -> str:
        """A keyed hash, to find a row by what must not stand in the open."""
        return hashlib.blake2b(name.encode(), key=self._name_key, digest_size=16).hexdigest()

    @contextlib.contextmanager
    def _storage(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            problem = _problem(error, self.path)
            if problem is None:
                raise
            self._failed = self._failed or isinstance(problem, StorageFailed)
            raise problem from None


def _connected(path: Path) -> sqlite3.Connection:
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: past the disk's own cache
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise _problem(error, path) or LedgerUnusable() from None
    return connection


def _make(path: Path, key: bytes) -> None:
    """Make the file beside its place and move it there when it is whole."""
    new = path.with_name(path.name + ".new")
    with disk_problems(path.parent):
        for leftover in (new, new.with_name(new.name + "-wal"), new.with_name(new.name + "-shm")):
            leftover.unlink(missing_ok=True)
    ledger = Ledger(_connected(new), new, key)
    try:
        with ledger._storage():
            ledger._connection.execute("PRAGMA journal_mode = WAL")
            ledger._bring_up_to_date(0)
            with ledger.writing() as writer:
                writer.execute("INSERT INTO meta VALUES ('check', 0, ?)", [ledger.sealed(Place("meta", "check"), b"")])
                ledger.move_audit_head(writer, AuditHead())
            ledger._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        ledger.close()
    with disk_problems(path.parent):
        new.rename(path)
        settle(path.parent)


def _scripts() -> list[str]:
    """The numbered scripts of `schema/ledger/`, in order."""
    folder = resources.files("local_cache") / "schema" / "ledger"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [f.read_text(encoding="utf-8") for f in files]


def _problem(error: sqlite3.Error, path: Path) -> Problem | None:
    """The expected Problem behind an error of SQLite, or None where it is a mistake in a statement."""
    place = path.parent.name
    code = getattr(error, "sqlite_errorcode", 0)
    match sqlite3.SQLITE_FULL if code == sqlite3.SQLITE_IOERR_SHMSIZE else code & 0xFF:
        case sqlite3.SQLITE_FULL:  # also when there is no room for the index of the log
            give_up_ballast(path.parent)
            return DiskFull(place=place)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return NotWritable(place=place)
        case sqlite3.SQLITE_IOERR:
            return StorageFailed(place=place)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return CacheInUse()
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_FORMAT:
            return LedgerUnusable()
    return None
