"""ledger.sqlite: what people here said. Never lost, never readable without its key.

SQLite in WAL mode with every commit on disk before it is acknowledged; the content of each row is sealed with
AES-256-GCM and bound to its place (table, row, revision), so that rows can be neither read nor moved about.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from local_cache.errors import DiskFull, KeyDoesNotFit, LedgerNewer, LedgerUnusable, NotWritable

VERSION = 1

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
CREATE TABLE choice (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE note (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE audit (number INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
"""


class Note(msgspec.Struct, frozen=True):
    """What somebody wrote on a date of an indicator's series."""

    id: str
    registry: str
    unit: str
    indicator: str
    day: date
    text: str
    written_at: datetime


@dataclass(frozen=True)
class Place:
    table: str
    row: str
    revision: int

    def bound(self) -> bytes:
        return f"{self.table}/{self.row}/{self.revision}".encode()


class Ledger:
    """The opened ledger; safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path, key: bytes) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._seal = AESGCM(key)
        # Names of choices tell where somebody looked; only a keyed hash of them is on disk.
        self._name_key = hashlib.blake2b(key, person=b"egnetall-name").digest()[:32]

    @classmethod
    def open(cls, path: Path, key: bytes) -> Ledger:
        """Open the ledger, or make it. Raises KeyDoesNotFit, LedgerNewer, LedgerUnusable, NotWritable, DiskFull."""
        fresh = not path.exists()
        try:
            connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        except sqlite3.Error:
            raise NotWritable(place=path.parent.name) from None
        try:
            ledger = cls(connection, path, key)
            with _storage(path):
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version > VERSION:
                    raise LedgerNewer(found=version, known=VERSION)
                if version == 0:
                    if not fresh and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                        raise LedgerUnusable()
                    with ledger.writing() as writer:
                        for statement in _SCHEMA.split(";"):
                            writer.execute(statement)
                        check = ledger.sealed(Place("meta", "check", 0), b"egnetall")
                        writer.execute("INSERT INTO meta VALUES ('check', ?)", [check])
                        writer.execute(f"PRAGMA user_version = {VERSION}")
                elif version < VERSION:
                    shutil.copy2(path, path.with_name(f"{path.name}.before-{VERSION}"))
            ledger._check_key()
        except BaseException:
            connection.close()
            raise
        return ledger

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def choice(self, name: str) -> Any | None:
        """What was last chosen under that name (any JSON value), or None."""
        row = self._hidden(name)
        with self._lock, _storage(self.path):
            found = self._connection.execute("SELECT revision, sealed FROM choice WHERE name = ?", [row]).fetchone()
        if found is None:
            return None
        return msgspec.json.decode(self.opened(Place("choice", row, found[0]), found[1]))

    def choose(self, name: str, value: Any) -> None:
        """Remember a choice; on disk when this returns."""
        row = self._hidden(name)
        with self.writing() as writer:
            found = writer.execute("SELECT revision FROM choice WHERE name = ?", [row]).fetchone()
            revision = found[0] + 1 if found else 0
            content = self.sealed(Place("choice", row, revision), msgspec.json.encode(value))
            writer.execute("INSERT OR REPLACE INTO choice VALUES (?, ?, ?)", [row, revision, content])

    def add_note(self, registry: str, unit: str, indicator: str, day: date, text: str) -> str:
        """Write a note on a date; gives its id."""
        note = Note(secrets.token_hex(8), registry, unit, indicator, day, text, datetime.now(UTC))
        with self.writing() as writer:
            content = self.sealed(Place("note", note.id, 0), msgspec.json.encode(note))
            writer.execute("INSERT INTO note VALUES (?, 0, ?)", [note.id, content])
        return note.id

    def notes(self, registry: str, unit: str, indicator: str | None = None) -> tuple[Note, ...]:
        """The notes of a unit, by day."""
        with self._lock, _storage(self.path):
            rows = self._connection.execute("SELECT id, revision, sealed FROM note").fetchall()
        notes = (msgspec.json.decode(self.opened(Place("note", i, r), s), type=Note) for i, r, s in rows)
        wanted = (n for n in notes if n.registry == registry and n.unit == unit and indicator in (None, n.indicator))
        return tuple(sorted(wanted, key=lambda n: (n.day, n.written_at)))

    def remove_note(self, note: str) -> None:
        with self.writing() as writer:
            writer.execute("DELETE FROM note WHERE id = ?", [note])

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: on disk when the block ends, taken back on any exception."""
        with self._lock, _storage(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def sealed(self, place: Place, content: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + self._seal.encrypt(nonce, content, place.bound())

    def opened(self, place: Place, sealed: bytes) -> bytes:
        """LedgerUnusable when the row was altered or stands in another row's place."""
        try:
            return self._seal.decrypt(sealed[:12], sealed[12:], place.bound())
        except (InvalidTag, ValueError):
            raise LedgerUnusable() from None

    def place(self, table: str, row: str, revision: int = 0) -> Place:
        return Place(table, row, revision)

    def head(self, name: str) -> bytes | None:
        """The raw content of a meta row, or None."""
        with self._lock, _storage(self.path):
            row = self._connection.execute("SELECT sealed FROM meta WHERE name = ?", [name]).fetchone()
        return None if row is None else bytes(row[0])

    def _check_key(self) -> None:
        with self._lock, _storage(self.path):
            row = self._connection.execute("SELECT sealed FROM meta WHERE name = 'check'").fetchone()
        if row is None:
            raise LedgerUnusable()
        try:
            self.opened(Place("meta", "check", 0), row[0])
        except LedgerUnusable:
            raise KeyDoesNotFit(place=self.path.parent.name) from None

    def _hidden(self, name: str) -> str:
        return hashlib.blake2b(name.encode(), key=self._name_key, digest_size=16).hexdigest()


@contextlib.contextmanager
def _storage(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise DiskFull(place=path.parent.name) from None
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            raise NotWritable(place=path.parent.name) from None
        raise LedgerUnusable() from None
    except sqlite3.DatabaseError:
        raise LedgerUnusable() from None
