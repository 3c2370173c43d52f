"""Answers to the registry's queries that change no value: written here, sent like corrections, exactly once."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Literal

import msgspec

from local_cache.corrections.corrections import LONGEST_WORDS, new_op_id, require
from local_cache.corrections.person import REGISTRAR, Person
from local_cache.corrections.sealed_rows import Event, SealedRows, now, place_of, remember
from local_cache.ledger import Ledger
from local_cache.sync.messages import QueryMessage, Response

MessageState = Literal["ready", "sending", "applied", "rejected", "gone", "confirmed"]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to one of the registry's queries; problem: its words where it did not take it."""

    op_id: str
    registry: str
    unit: str
    form: str
    record: str
    query: str
    response: Response
    author: str
    written_at: datetime
    text: str = ""
    state: MessageState = "ready"
    sent: bool = False
    answered_at: datetime | None = None
    problem: str = ""

    @property
    def id(self) -> str:
        return self.op_id

    @property
    def place(self) -> tuple[str, ...]:
        return place_of(self.registry, self.unit, self.form, self.record)

    @property
    def state_now(self) -> str:
        return self.state

    @property
    def settled(self) -> bool:
        return self.state in ("rejected", "gone", "confirmed")

    def body(self) -> QueryMessage:
        return QueryMessage(
            op_id=self.op_id, response=self.response, author=self.author, time=self.written_at, text=self.text
        )


rows = SealedRows("message", Message)


def query_key(registry: str, unit: str, query: str) -> str:
    """What a query is known by in the ledger: registries number theirs as they like."""
    return f"{registry}/{unit}/{query}"


def write_message(
    ledger: Ledger,
    writer: sqlite3.Connection,
    person: Person,
    place: tuple[str, ...],
    query: str,
    response: Response,
    text: str,
) -> Message:
    """To be sent at the next synchronisation. Inside `ledger.writing()`. Raises NotAllowed."""
    registry, unit, form, record = place
    require(person, registry, REGISTRAR)
    message = Message(
        op_id=new_op_id(),
        registry=registry,
        unit=unit,
        form=form,
        record=record,
        query=query,
        response=response,
        author=person.name,
        written_at=now(),
        text=text[:LONGEST_WORDS],
    )
    rows.put(ledger, writer, message)
    return message


def keep_message(ledger: Ledger, writer: sqlite3.Connection, before: Message, **changed: object) -> Message:
    after = msgspec.structs.replace(before, **changed)
    rows.put(ledger, writer, after)
    if after.state in ("applied", "rejected", "gone"):
        event = Event(now(), "", f"the registry: {after.state}", "", after.problem)
        remember(ledger, writer, query_key(after.registry, after.unit, after.query), after.place, event)
    return after


def messages(ledger: Ledger, query: str, place: tuple[str, ...]) -> tuple[Message, ...]:
    """What was answered here to a query, oldest first."""
    return tuple(m for m in rows.of_record(ledger, place) if m.query == query)


def open_messages(ledger: Ledger, registry: str | None = None, unit: str | None = None) -> tuple[Message, ...]:
    return tuple(m for m in rows.open(ledger) if registry in (None, m.registry) and unit in (None, m.unit))


def forget_messages(ledger: Ledger, writer: sqlite3.Connection, place: tuple[str, ...]) -> None:
    for message in rows.of_record(ledger, place):
        if message.state not in ("sending", "applied"):
            rows.remove(ledger, writer, message.op_id)
