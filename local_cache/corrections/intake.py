"""Taking a copy of unsent work in on another computer, under the ids under which it may already have been sent.

What is here stays as it is. A record's corrections build on each other, so they come in together or not at all; and not
beside others of the same record that are unfinished here, which would then be sent in an order nobody has looked at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from local_cache import audit
from local_cache.account import account
from local_cache.bound_list import SEPARATOR
from local_cache.corrections.corrections import TO_SEND, Correction, keep, overlaid
from local_cache.corrections.corrections import rows as corrections
from local_cache.corrections.messages import Message, query_key
from local_cache.corrections.messages import rows as messages
from local_cache.corrections.person import REGISTRAR, Person, person_here
from local_cache.corrections.rows import read_row
from local_cache.corrections.sealed_rows import Event, now, remember
from local_cache.corrections.unsent import Unsent
from local_cache.corrections.validation import checks_of
from local_cache.corrections.values import fault
from local_cache.corrections.verified import verify
from local_cache.errors import QT_TRANSLATE_NOOP, RegistryNotHere
from local_cache.ledger import Ledger
from local_cache.registry import Definition, VariableType, record_table
from local_cache.results import summary

UNDER_WAY = ("draft", "ready", "sending", "applied")
"""States of corrections that others of the same record would build on."""

NOT_CONNECTED = QT_TRANSLATE_NOOP("Problem", "This registry or unit is not connected here.")
NO_REGISTRAR = QT_TRANSLATE_NOOP("Problem", "You are not a registrar of this unit.")
NOT_HERE = QT_TRANSLATE_NOOP(
    "Problem",
    "The record is not here: it was deleted or moved, the patient has withdrawn, or it has not been fetched yet.",
)
NO_SUCH_VALUE = QT_TRANSLATE_NOOP("Problem", "It holds a value that its field cannot have.")
UNFINISHED_HERE = QT_TRANSLATE_NOOP(
    "Problem", "There is an unfinished correction of this record here. Send or discard it, then take the copy in again."
)
ANSWERED_HERE = QT_TRANSLATE_NOOP("Problem", "The query has another answer here that is on its way.")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a copy is not taken in. place: registry, unit, form and record; op_ids: the record's corrections, or one
    answer; reason: an English sentence of the context "Problem"."""

    place: tuple[str, ...]
    op_ids: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking a copy in brings. here: how many corrections and answers are here already, and stay as they are."""

    made_at: datetime
    corrections: tuple[Correction, ...]
    answers: tuple[Message, ...]
    here: int
    left_out: tuple[LeftOut, ...]


def intake(cursor: duckdb.DuckDBPyConnection, ledger: Ledger, copy: Unsent) -> Intake:
    """What taking the copy in would bring; nothing is written."""
    new = [c for c in copy.corrections if corrections.get(ledger, c.op_id) is None]
    answers = [m for m in copy.messages if messages.get(ledger, m.op_id) is None]
    here = len(copy.corrections) + len(copy.messages) - len(new) - len(answers)
    access = _Access(cursor, [*new, *answers])
    in_copy = {c.op_id for c in copy.corrections}
    of_record: dict[tuple[str, ...], list[Correction]] = {}
    for one in new:
        of_record.setdefault(one.place, []).append(one)
    wanted: dict[tuple[str, ...], str] = {}
    for place, written in of_record.items():
        reason = access.refusal(place) or access.value_fault(written)
        if not reason and any(
            c.state in UNDER_WAY and c.op_id not in in_copy
            for c in corrections.of_record(ledger, place, open_only=True)
        ):
            reason = UNFINISHED_HERE
        wanted[place] = reason
    left_out = [
        LeftOut(place, tuple(c.op_id for c in of_record[place]), reason) for place, reason in wanted.items() if reason
    ]
    taken = []
    for answer in answers:
        reason = access.refusal(answer.place)
        if not reason and any(
            m.query == answer.query and not m.settled for m in messages.of_record(ledger, answer.place)
        ):
            reason = ANSWERED_HERE
        if reason:
            left_out.append(LeftOut(answer.place, (answer.op_id,), reason))
        else:
            taken.append(answer)
    return Intake(copy.made_at, tuple(c for c in new if not wanted[c.place]), tuple(taken), here, tuple(left_out))


def take_in(cursor: duckdb.DuckDBPyConnection, ledger: Ledger, copy: Unsent, name: str) -> Intake:
    """Take the copy in, whole or not at all; on disk when this returns, and the audit log holds who did it.

    Ids, states, authors and times are the copy's: what may have been sent from where it was made is sent under the same
    id and answered once. name: of the file. Raises the Problems of `Ledger.writing`.
    """
    with ledger.writing() as writer:
        found = intake(cursor, ledger, copy)
        who = account()
        for one in found.corrections:
            keep(ledger, writer, one, "taken in", who, copied=True)
        _remember_words(cursor, ledger, writer, found.corrections)
        for answer in found.answers:
            messages.put(ledger, writer, answer)
            subject = query_key(answer.registry, answer.unit, answer.query)
            remember(ledger, writer, subject, answer.place, Event(now(), who, "taken in"))
        told = f"{len(found.corrections)} corrections, {len(found.answers)} answers, {found.here} already here"
        told += f", {sum(len(one.op_ids) for one in found.left_out)} left out"
        audit.record(ledger, "unsent work taken in", name, told)
    return found


def _remember_words(
    cursor: duckdb.DuckDBPyConnection, ledger: Ledger, writer: sqlite3.Connection, taken: Iterable[Correction]
) -> None:
    """What was looked up before a correction was made ready is not asked about here either, when it has come in."""
    for one in taken:
        if one.state not in TO_SEND or not one.confirmed:
            continue
        definition = summary.definition(cursor, one.registry)
        form = definition.form(one.form)
        row = read_row(cursor, definition, form, one.unit, one.record)
        if row is None:
            continue
        after = overlaid(form, row, _until(corrections.of_record(ledger, one.place, open_only=True), one))
        said = {check.finding.id: check.finding for check in checks_of(definition, form, now().date())}
        for id, word in one.confirmed.items():
            if id in said and word.strip():
                verify(ledger, writer, Person(one.author, frozenset()), one.place, said[id], after, word)


def _until(written: Iterable[Correction], last: Correction) -> list[Correction]:
    """The corrections up to and with that one."""
    up_to: list[Correction] = []
    for one in written:
        up_to.append(one)
        if one.op_id == last.op_id:
            break
    return up_to


class _Access:
    """What this person may write, in which records that are here."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, written: Iterable[Correction | Message]) -> None:
        self._definitions: dict[str, Definition | None] = {}
        self._refusals: dict[tuple[str, str], str] = {}
        self._records: set[tuple[str, ...]] = set()
        wanted: dict[tuple[str, str, str], set[str]] = {}
        for one in written:
            wanted.setdefault((one.registry, one.unit, one.form), set()).add(one.record)
        for (registry, unit, form), records in wanted.items():
            definition = self._definition(cursor, registry)
            person = person_here(cursor, registry, unit)
            connected = definition is not None and bool(person.roles)
            allowed = connected and person.is_any_of(frozenset({REGISTRAR}))
            self._refusals[registry, unit] = (
                "" if connected and allowed else NO_REGISTRAR if connected else NOT_CONNECTED
            )
            if definition is not None and form in {f.id for f in definition.forms}:
                found = cursor.execute(
                    f"SELECT record_id FROM {record_table(registry, form)} WHERE unit = ?"
                    " AND record_id IN (SELECT unnest(string_split(?, chr(31))))",
                    [unit, SEPARATOR.join(records)],
                ).fetchall()
                self._records |= {(registry, unit, form, record) for (record,) in found}

    def refusal(self, place: tuple[str, ...]) -> str:
        """Why nothing may be written about a record; "" if something may."""
        refused = self._refusals[place[0], place[1]]
        return refused or ("" if place in self._records else NOT_HERE)

    def value_fault(self, written: Iterable[Correction]) -> str:
        """Of corrections that are not refused. A field the form no longer has is the registry's to answer for."""
        for one in written:
            kinds = self._kinds(one)
            if any(fault(kinds[c.variable], c.new) for c in one.changes if c.variable in kinds):
                return NO_SUCH_VALUE
        return ""

    def _kinds(self, one: Correction) -> Mapping[str, VariableType]:
        definition = self._definitions[one.registry]
        assert definition is not None
        return {v.id: v.type for v in definition.form(one.form).variables}

    def _definition(self, cursor: duckdb.DuckDBPyConnection, registry: str) -> Definition | None:
        if registry not in self._definitions:
            try:
                self._definitions[registry] = summary.definition(cursor, registry)
            except RegistryNotHere:
                self._definitions[registry] = None
        return self._definitions[registry]
