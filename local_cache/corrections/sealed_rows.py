"""Rows of the ledger that are sealed and bound to their place, state and revision; and the history of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Generic, Literal, Protocol, TypeVar

import msgspec

from local_cache.errors import LedgerUnusable
from local_cache.ledger import Ledger, Place

Table = Literal["correction", "message", "query_here", "verified"]


class Kept(Protocol):
    """What a row holds: an id, whose record it is about, a state, and whether anything is still to happen to it."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> tuple[str, ...]: ...
    @property
    def state_now(self) -> str: ...
    @property
    def settled(self) -> bool: ...


Row = TypeVar("Row", bound=Kept)


class SealedRows(Generic[Row]):
    """One table. The functions with a writer run inside `ledger.writing()`, which makes them one transaction."""

    def __init__(self, table: Table, kind: type[Row], *, hidden: bool = False) -> None:
        """hidden: the ids name records, so that only a keyed hash of them stands in the open."""
        self._table = table
        self._kind = kind
        self._hidden = hidden

    def _id(self, ledger: Ledger, id: str) -> str:
        return ledger.hidden(f"{self._table}/{id}") if self._hidden else id

    def put(self, ledger: Ledger, writer: sqlite3.Connection, row: Row) -> None:
        """Add a row, or replace the one with its id."""
        id = self._id(ledger, row.id)
        there = writer.execute(f"SELECT number, revision FROM {self._table} WHERE id = ?", [id]).fetchone()
        revision = there[1] + 1 if there else 0
        whose, state, settled = whose_record(ledger, *row.place), row.state_now, int(row.settled)
        content = ledger.sealed(self._place(id, whose, state, settled, revision), msgspec.json.encode(row))
        if there:
            writer.execute(
                f"UPDATE {self._table} SET whose = ?, state = ?, settled = ?, revision = ?, sealed = ? WHERE id = ?",
                [whose, state, settled, revision, content, id],
            )
        else:
            writer.execute(
                f"INSERT INTO {self._table} (id, whose, state, settled, revision, sealed) VALUES (?, ?, ?, ?, ?, ?)",
                [id, whose, state, settled, revision, content],
            )

    def put_in_place_of(self, writer: sqlite3.Connection, old: str, new: str) -> None:
        """Change two rows' places in the order in which rows were written; their ids are not hidden ones."""
        numbers = dict(
            writer.execute(f"SELECT id, number FROM {self._table} WHERE id IN (?, ?)", [old, new]).fetchall()
        )
        for id, number in ((old, -1), (new, numbers[old]), (old, numbers[new])):
            writer.execute(f"UPDATE {self._table} SET number = ? WHERE id = ?", [number, id])

    def get(self, ledger: Ledger, id: str) -> Row | None:
        return next(self._read(ledger, "WHERE id = ?", [self._id(ledger, id)]), None)

    def of_record(self, ledger: Ledger, place: tuple[str, ...], *, open_only: bool = False) -> list[Row]:
        """A record's rows in the order they were written."""
        where = "WHERE whose = ?" + (" AND settled = 0" if open_only else "")
        return list(self._read(ledger, where, [whose_record(ledger, *place)]))

    def open(self, ledger: Ledger) -> list[Row]:
        """Everything that something is still to happen to, in the order it was written."""
        return list(self._read(ledger, "WHERE settled = 0", []))

    def every(self, ledger: Ledger, state: str | None = None) -> list[Row]:
        return list(self._read(ledger, "" if state is None else "WHERE state = ?", [] if state is None else [state]))

    def count(self, ledger: Ledger, states: Iterable[str]) -> int:
        wanted = list(states)
        marks = ", ".join("?" * len(wanted))
        with ledger.reading() as reader:
            found = reader.execute(f"SELECT count(*) FROM {self._table} WHERE state IN ({marks})", wanted).fetchone()
        return int(found[0])

    def remove(self, ledger: Ledger, writer: sqlite3.Connection, id: str) -> None:
        writer.execute(f"DELETE FROM {self._table} WHERE id = ?", [self._id(ledger, id)])

    def _read(self, ledger: Ledger, where: str, parameters: list[str]) -> Iterator[Row]:
        with ledger.reading() as reader:
            found = reader.execute(
                f"SELECT id, whose, state, settled, revision, sealed FROM {self._table} {where} ORDER BY number",
                parameters,
            ).fetchall()
        for id, whose, state, settled, revision, sealed in found:
            content = ledger.opened(self._place(id, whose, state, settled, revision), sealed)
            try:
                yield msgspec.json.decode(content, type=self._kind)
            except msgspec.DecodeError:
                raise LedgerUnusable() from None

    def _place(self, id: str, whose: str, state: str, settled: int, revision: int) -> Place:
        return Place(self._table, f"{id}/{whose}/{state}/{settled}", revision)


def place_of(registry: str, unit: str, form: str, record: str) -> tuple[str, ...]:
    """What a record is known by in the ledger."""
    return registry, unit, form, record


def whose_record(ledger: Ledger, *place: str) -> str:
    """The keyed hash a record's rows are found by."""
    return ledger.hidden("record/" + "/".join(place))


class Event(msgspec.Struct, frozen=True):
    """Something that happened to a correction or a query. `state`: the one it is in afterwards, "" if unchanged."""

    at: datetime
    who: str
    what: str
    state: str = ""
    text: str = ""


def remember(ledger: Ledger, writer: sqlite3.Connection, subject: str, place: tuple[str, ...], event: Event) -> None:
    """Append to the history of a correction (by its op_id) or a query (by its id)."""
    last = writer.execute("SELECT seq FROM sqlite_sequence WHERE name = 'history'").fetchone()
    number = (last[0] if last else 0) + 1  # never one that was used before, also after a removal
    hidden = ledger.hidden(f"subject/{subject}")
    sealed = ledger.sealed(Place("history", f"{number}/{hidden}"), msgspec.json.encode(event))
    writer.execute("INSERT INTO history VALUES (?, ?, ?, ?)", [number, hidden, whose_record(ledger, *place), sealed])


def history(ledger: Ledger, subject: str) -> tuple[Event, ...]:
    """What happened to a correction or a query, oldest first."""
    hidden = ledger.hidden(f"subject/{subject}")
    with ledger.reading() as reader:
        rows = reader.execute(
            "SELECT number, sealed FROM history WHERE subject = ? ORDER BY number", [hidden]
        ).fetchall()
    return tuple(
        msgspec.json.decode(ledger.opened(Place("history", f"{number}/{hidden}"), sealed), type=Event)
        for number, sealed in rows
    )


def forget_history(ledger: Ledger, writer: sqlite3.Connection, place: tuple[str, ...]) -> None:
    """For a record that has left."""
    writer.execute("DELETE FROM history WHERE whose = ?", [whose_record(ledger, *place)])


def now() -> datetime:
    return datetime.now(UTC)
