"""The audit log: who did what, in a chain that shows where it was altered, removed or cut.

Each entry holds the hash of the one before it; the ledger's meta table holds the number and hash of the last, so that
a cut end is seen as well. Entries are sealed like every row of the ledger.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from local_cache.account import account
from local_cache.errors import LedgerUnusable
from local_cache.ledger import AuditHead, Ledger, Place


class Entry(msgspec.Struct, frozen=True):
    """What somebody did. before: the digest of the entry before this one."""

    number: int
    at: datetime
    who: str
    action: str
    subject: str
    detail: str
    before: str


@dataclass(frozen=True)
class Verification:
    """entries: how many there are; first_bad: the number of the first that was altered, removed or cut, or None."""

    entries: int
    first_bad: int | None


def record(ledger: Ledger, action: str, subject: str, detail: str = "") -> int:
    """Append an entry; on disk when this returns. No patient value belongs in it. Gives the entry's number.

    Raises the Problems of `Ledger.writing`: what cannot be recorded must not be done.
    """
    with ledger.writing() as writer:
        head = ledger.audit_head()
        entry = Entry(head.number + 1, datetime.now(UTC), account(), action, subject, detail, head.digest)
        content = msgspec.json.encode(entry)
        writer.execute("INSERT INTO audit VALUES (?, ?)", [entry.number, ledger.sealed(_place(entry.number), content)])
        ledger.move_audit_head(writer, AuditHead(entry.number, hashlib.sha256(content).hexdigest()))
    return entry.number


def entries(ledger: Ledger) -> tuple[Entry, ...]:
    """All entries, oldest first; LedgerUnusable at one that was altered."""
    return tuple(msgspec.json.decode(ledger.opened(_place(n), sealed), type=Entry) for n, sealed in _rows(ledger)[0])


def verify(ledger: Ledger) -> Verification:
    """Walk the chain from its start to the head that the ledger remembers."""
    rows, head = _rows(ledger)
    before, expected = AuditHead().digest, 1
    for number, sealed in rows:
        try:
            content = ledger.opened(_place(number), sealed)
        except LedgerUnusable:
            return Verification(len(rows), expected)
        if number != expected or msgspec.json.decode(content, type=Entry).before != before:
            return Verification(len(rows), expected)
        before, expected = hashlib.sha256(content).hexdigest(), expected + 1
    if head != AuditHead(expected - 1, before):
        return Verification(len(rows), expected)
    return Verification(len(rows), None)


def _rows(ledger: Ledger) -> tuple[list[tuple[int, bytes]], AuditHead | None]:
    """All rows and the head of the same moment; the head is None where it was removed or altered."""
    with ledger.reading() as reader:
        rows = reader.execute("SELECT number, sealed FROM audit ORDER BY number").fetchall()
        try:
            return rows, ledger.audit_head()
        except LedgerUnusable:
            return rows, None


def _place(number: int) -> Place:
    return Place("audit", str(number))
