"""The audit log: who did what, in a chain that shows where it was altered, removed or cut.

Each entry holds the hash of the one before it; the ledger's meta table holds the number and hash of the last, so that
a cut end is seen as well. Entries are sealed like every row of the ledger.
"""

from __future__ import annotations

import getpass
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from local_cache.errors import LedgerUnusable
from local_cache.ledger import Ledger

START = "0" * 64


class Entry(msgspec.Struct, frozen=True):
    number: int
    at: datetime
    who: str
    action: str
    subject: str
    detail: str
    before: str


class _Head(msgspec.Struct, frozen=True):
    number: int
    digest: str


@dataclass(frozen=True)
class Verification:
    """entries: how many were read; first_bad: the number of the first that does not hold, or None."""

    entries: int
    first_bad: int | None


def record(ledger: Ledger, action: str, subject: str, detail: str = "") -> int:
    """Append an entry; on disk when this returns. No patient value belongs in it. Gives the entry's number."""
    with ledger.writing() as writer:
        head = _head(ledger)
        entry = Entry(head.number + 1, datetime.now(UTC), getpass.getuser(), action, subject, detail, head.digest)
        content = msgspec.json.encode(entry)
        sealed = ledger.sealed(ledger.place("audit", str(entry.number)), content)
        writer.execute("INSERT INTO audit VALUES (?, ?)", [entry.number, sealed])
        head_content = msgspec.json.encode(_Head(entry.number, hashlib.sha256(content).hexdigest()))
        head_sealed = ledger.sealed(ledger.place("meta", "audit", entry.number), head_content)
        number = entry.number.to_bytes(8, "big")
        writer.execute("INSERT OR REPLACE INTO meta VALUES ('audit', ?)", [number + head_sealed])
    return entry.number


def entries(ledger: Ledger) -> tuple[Entry, ...]:
    """All entries, oldest first; LedgerUnusable at one that was altered."""
    with ledger.writing() as reader:
        rows = reader.execute("SELECT number, sealed FROM audit ORDER BY number").fetchall()
    return tuple(
        msgspec.json.decode(ledger.opened(ledger.place("audit", str(n)), sealed), type=Entry) for n, sealed in rows
    )


def verify(ledger: Ledger) -> Verification:
    """Walk the chain from its start to the head the ledger remembers."""
    with ledger.writing() as reader:
        rows = reader.execute("SELECT number, sealed FROM audit ORDER BY number").fetchall()
        try:
            head: _Head | None = _head(ledger)
        except LedgerUnusable:
            head = None
    before, expected = START, 1
    for number, sealed in rows:
        try:
            content = ledger.opened(ledger.place("audit", str(number)), sealed)
        except LedgerUnusable:
            return Verification(len(rows), expected)
        entry = msgspec.json.decode(content, type=Entry)
        if number != expected or entry.number != number or entry.before != before:
            return Verification(len(rows), expected)
        before, expected = hashlib.sha256(content).hexdigest(), expected + 1
    if head is None or head.number != expected - 1 or head.digest != before:
        return Verification(len(rows), expected)
    return Verification(len(rows), None)


def _head(ledger: Ledger) -> _Head:
    row = ledger.head("audit")
    if row is None:
        return _Head(0, START)
    number = int.from_bytes(row[:8], "big")
    return msgspec.json.decode(ledger.opened(ledger.place("meta", "audit", number), row[8:]), type=_Head)
