"""Corrections: what should be changed in a record, from the first draft until a later manifest has confirmed it.

One op_id, one content, one answer, for good. An op_id that may have left this computer is never used for another
content: whoever goes on with a correction that is under way, was rejected or met a conflict writes a new one.

    draft ⇄ ready → sending → applied → confirmed
                            → rejected | conflict | gone
"""

from __future__ import annotations

import secrets
import sqlite3
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from local_cache.corrections.person import REGISTRAR, NotAllowed, Person
from local_cache.corrections.rows import Row, laid_over
from local_cache.corrections.sealed_rows import Event, SealedRows, forget_history, now, place_of, remember
from local_cache.corrections.validation import Finding, Validator, Verdict, checks_of, shared_words
from local_cache.corrections.values import ValueRefused, fault, same
from local_cache.corrections.verified import Remembered, remembered, verify
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.ledger import Ledger
from local_cache.registry import Definition, Form
from local_cache.sync.messages import Change, Operation, Value

State = Literal[
    "draft", "ready", "sending", "applied", "rejected", "conflict", "gone", "confirmed", "withdrawn"
]  # fmt: skip
Resolution = Literal["", "mine", "theirs", "edited", "rebased", "already", "dropped", "superseded"]

WRITABLE = ("draft", "ready")
UNSENT = ("draft", "ready", "sending", "rejected", "conflict")
"""States of what would be lost with the ledger: not at the registry, or waiting for a person."""
TO_SEND = ("ready", "sending")
LONGEST_WORDS = 4_000


class NothingToCorrect(Problem):
    code = "nothing-to-correct"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The record already has these values.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Give another value, or answer the query without a correction.")


class NoSuchRecord(Problem):
    code = "no-such-record"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "There is no record {record} here.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Check the record's number, or synchronise first.")


class CorrectionNotHere(Problem):
    code = "correction-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "That correction is no longer open.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Look at the list of corrections for what became of it.")


class NotReady(Problem):
    """facts["obstacles"]: the findings, to be said one by one in the person's language."""

    code = "correction-not-ready"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "The correction cannot be sent yet: {reason}")
    meaning = QT_TRANSLATE_NOOP("Problem", "It is kept as a draft.")
    action = QT_TRANSLATE_NOOP("Problem", "Mend what is said, and make it ready again.")


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A correction of one record.

    base_version: the version the changes are meant for; changes: old is what the person saw (their own earlier changes
    included); confirmed: a word on each warning, by its id; sent: whether it may have left this computer; copied:
    whether it lies in a copy of unsent work and may be sent from there; version: the record's new one (applied) or the
    one in the way (conflict); theirs: the record as it was at conflict time; problem, rules: the registry's words;
    resolution: what a person did about a conflict or rejection, or why it ended without the registry; replaces,
    replaced_by: op_ids.
    """

    op_id: str
    registry: str
    unit: str
    form: str
    record: str
    base_version: int
    changes: tuple[Change, ...]
    author: str
    written_at: datetime
    state: State = "draft"
    reason: str = ""
    text: str = ""
    query: str | None = None
    confirmed: dict[str, str] = {}
    sent: bool = False
    copied: bool = False
    answered_at: datetime | None = None
    version: int | None = None
    theirs: Row | None = None
    problem: str = ""
    rules: tuple[str, ...] = ()
    why: str = ""
    resolution: Resolution = ""
    replaces: str | None = None
    replaced_by: str | None = None

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
        """Nothing more is to happen to it."""
        if self.state in ("rejected", "conflict"):
            return bool(self.resolution)
        return self.state in ("confirmed", "gone", "withdrawn")

    @property
    def waits_for_person(self) -> bool:
        return self.state in ("rejected", "conflict") and not self.resolution

    @property
    def may_be_answered(self) -> bool:
        """Whether the registry may know it: it is on its way, or a copy of it lies where it may have been sent from."""
        return self.state == "sending" or (self.copied and self.state in WRITABLE)

    def operation(self) -> Operation:
        return Operation(
            op_id=self.op_id,
            form=self.form,
            record=self.record,
            base_version=self.base_version,
            set=self.changes,
            reason=self.reason,
            text=self.text,
            query=None if self.query is None or is_local(self.query) else self.query,
            author=self.author,
            time=self.written_at,
            confirmed=self.confirmed,
        )


rows = SealedRows("correction", Correction)


LOCAL = "local:"
"""How the ids of queries begin that the registry does not know."""


def is_local(query: str) -> bool:
    return query.startswith(LOCAL)


def new_op_id() -> str:
    """A UUIDv7 (RFC 9562): milliseconds since 1970, then chance."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62))


# Writing


def write(
    ledger: Ledger,
    person: Person,
    definition: Definition,
    form: Form,
    row: Row,
    values: Mapping[str, Value],
    *,
    query: str | None = None,
    reason: str | None = None,
    text: str | None = None,
    confirmed: Mapping[str, str] | None = None,
) -> Correction:
    """Keep what a person wants changed as a draft; on disk when this returns.

    row: the registry's, as it is in the cache; values: the wanted value of each variable that was touched. Goes on with
    the record's last open draft for the same query (a ready one becomes a draft again), else begins a new one; what is
    being sent stays as it is, and the new one builds on it. A value set back to what it was leaves the draft; one
    without changes is dropped. A word on a warning was for the value it was given for: where none are given, those on
    other values go. Raises NotAllowed, NothingToCorrect, ValueRefused (of a type the variable cannot have,
    too long, an impossible year: nothing of it is kept).
    """
    require(person, definition.registry, REGISTRAR)
    _fit(form, values)
    place = place_of(definition.registry, str(row["unit"]), form.id, str(row["record_id"]))
    with ledger.writing() as writer:
        pending = rows.of_record(ledger, place, open_only=True)
        last = next((c for c in reversed(pending) if c.state not in ("rejected", "conflict")), None)
        going_on = last is not None and last.state in WRITABLE and last.query == query
        before = [c for c in pending if c is not last] if going_on else pending
        seen = overlaid(form, row, before)
        before_it = last if going_on else None
        if before_it is not None:
            draft = msgspec.structs.replace(before_it, state="draft")
        else:
            draft = Correction(
                op_id=new_op_id(),
                registry=place[0],
                unit=place[1],
                form=place[2],
                record=place[3],
                base_version=_version(row),
                changes=(),
                author=person.name,
                written_at=now(),
                query=query,
            )
        draft = msgspec.structs.replace(
            draft,
            changes=_merged(draft.changes, values, seen),
            author=person.name,
            written_at=now(),
            reason=draft.reason if reason is None else reason,
            text=draft.text if text is None else text[:LONGEST_WORDS],
        )
        words = _still_said(definition, form, before_it, draft.changes) if confirmed is None else dict(confirmed)
        draft = msgspec.structs.replace(draft, confirmed=words)
        if not draft.changes:
            if not going_on:
                raise NothingToCorrect()
            return _keep(ledger, writer, draft, "taken back", person.name, state="withdrawn", resolution="dropped")
        return _rewrite(ledger, writer, before_it, draft, "written", person.name)


def explain(
    ledger: Ledger,
    person: Person,
    op_id: str,
    *,
    reason: str | None = None,
    text: str | None = None,
    confirmed: Mapping[str, str] | None = None,
) -> Correction:
    """Change the reason, its text or the words on warnings of a draft. Raises NotAllowed, CorrectionNotHere."""
    with ledger.writing() as writer:
        before = _writable(ledger, person, op_id)
        draft = msgspec.structs.replace(
            before,
            state="draft",
            reason=before.reason if reason is None else reason,
            text=before.text if text is None else text[:LONGEST_WORDS],
            confirmed=before.confirmed if confirmed is None else dict(confirmed),
        )
        _not_ready_either(ledger, writer, draft)
        return _rewrite(ledger, writer, before, draft, "explained", person.name)


def take_back(ledger: Ledger, person: Person, op_id: str) -> Correction:
    """Drop a draft, or a ready one that has not left. Raises NotAllowed, CorrectionNotHere (also once it is sent)."""
    with ledger.writing() as writer:
        draft = _writable(ledger, person, op_id)
        _not_ready_either(ledger, writer, draft)
        ended = _keep(ledger, writer, draft, "taken back", person.name, state="withdrawn", resolution="dropped")
        build_upon(ledger, writer, ended)
        return ended


def back_to_draft(ledger: Ledger, person: Person, op_id: str) -> Correction:
    """A ready one is not sent after all, but kept. Raises NotAllowed, CorrectionNotHere."""
    with ledger.writing() as writer:
        draft = _writable(ledger, person, op_id)
        _not_ready_either(ledger, writer, draft)
        return _keep(ledger, writer, draft, "not ready", person.name, state="draft")


def make_ready(
    ledger: Ledger, person: Person, definition: Definition, validator: Validator, row: Row, op_id: str
) -> Correction:
    """To be sent at the next synchronisation; on disk when this returns.

    Raises NotReady where `obstacles` finds any, NotAllowed, CorrectionNotHere.
    """
    with ledger.writing() as writer:
        draft = _writable(ledger, person, op_id)
        before = _before(rows.of_record(ledger, draft.place, open_only=True), draft)
        seen = overlaid(validator.form, row, before)
        verdict = validator.verdict(seen, draft.changes)
        words = shared_words(verdict.warnings, draft.confirmed)
        after = laid_over(validator.form, seen, draft.changes)
        known = remembered(ledger, draft.registry, draft.unit, (draft.form, draft.record))
        found = obstacles(definition, draft, verdict, known, after)
        if any(one.state == "draft" for one in before):
            earlier = QT_TRANSLATE_NOOP("Problem", "An earlier draft of this record must be made ready or dropped.")
            found = (*found, Finding("earlier", "required", "error", (), earlier))
        if found:
            raise NotReady(reason=" ".join(finding.words() for finding in found), obstacles=found)
        if words != draft.confirmed:
            worded = msgspec.structs.replace(draft, confirmed=words)
            draft = _rewrite(ledger, writer, draft, worded, "", person.name)
        for finding in verdict.warnings:  # looked at now: not to be asked about when the registry has taken it in
            if not known.holds(draft.form, after, finding):
                verify(ledger, writer, person, draft.place, finding, after, draft.confirmed[finding.id])
        return _keep(ledger, writer, draft, "made ready", person.name, state="ready")


def verdict_on(ledger: Ledger, validator: Validator, row: Row, draft: Correction) -> Verdict:
    """What the checks say about a draft, laid over the registry's row and what was written before it."""
    seen = overlaid(validator.form, row, _before(rows.of_record(ledger, draft.place, open_only=True), draft))
    return validator.verdict(seen, draft.changes)


def obstacles(
    definition: Definition, draft: Correction, verdict: Verdict, known: Remembered, after: Row
) -> tuple[Finding, ...]:
    """What keeps a draft from being ready; none if nothing does.

    known: what was verified about the record; after: the record with the draft laid over.
    """
    found = list(verdict.errors)
    words = shared_words(verdict.warnings, draft.confirmed)
    for finding in verdict.warnings:
        if not words.get(finding.id, "").strip() and not known.holds(draft.form, after, finding):
            found.append(finding)
    missing = reason_missing(definition, draft.reason, draft.text)
    return tuple([*found, Finding("reason", "required", "error", (), missing)] if missing else found)


def reason_missing(definition: Definition, reason: str, text: str) -> str:
    """What is lacking in a reason, as an English sentence of the context "Problem"; "" if nothing."""
    if not definition.reasons:
        return "" if text.strip() else QT_TRANSLATE_NOOP("Problem", "Say in words why the record is corrected.")
    chosen = next((r for r in definition.reasons if r.id == reason), None)
    if chosen is None:
        return QT_TRANSLATE_NOOP("Problem", "Choose why the record is corrected.")
    if chosen.words_needed and not text.strip():
        return QT_TRANSLATE_NOOP("Problem", "Say in words why the record is corrected.")
    return ""


# Reading


def correction(ledger: Ledger, op_id: str) -> Correction:
    """Raises CorrectionNotHere."""
    found = rows.get(ledger, op_id)
    if found is None:
        raise CorrectionNotHere()
    return found


def corrections(ledger: Ledger, registry: str | None = None, state: State | None = None) -> tuple[Correction, ...]:
    """Every correction that was ever written here, oldest first."""
    return tuple(c for c in rows.every(ledger, state) if registry in (None, c.registry))


def open_corrections(ledger: Ledger, registry: str | None = None, unit: str | None = None) -> tuple[Correction, ...]:
    """Those that something is still to happen to, oldest first."""
    return tuple(c for c in rows.open(ledger) if registry in (None, c.registry) and unit in (None, c.unit))


def of_record(ledger: Ledger, registry: str, unit: str, form: str, record: str) -> tuple[Correction, ...]:
    return tuple(rows.of_record(ledger, place_of(registry, unit, form, record)))


def waiting(ledger: Ledger) -> int:
    """How many are ready to be sent or on their way."""
    return rows.count(ledger, TO_SEND)


def overlaid(form: Form, row: Row, pending: Iterable[Correction]) -> Row:
    """The registry's row with what is written but not yet in it laid over, in the order it was written."""
    over = row
    for one in pending:
        if one.state in ("draft", "ready", "sending") or (
            one.state == "applied" and one.version is not None and _version(row) < one.version
        ):
            over = laid_over(form, over, one.changes)
    return over


# What the sending and the registry do to them; inside `ledger.writing()`


def require(person: Person, registry: str, *roles: str) -> None:
    if not person.is_any_of(frozenset(roles)):
        raise NotAllowed(
            registry=registry, action_wanted=QT_TRANSLATE_NOOP("Problem", "correcting records and answering queries")
        )


def keep(
    ledger: Ledger, writer: sqlite3.Connection, before: Correction, what: str, who: str, **changed: object
) -> Correction:
    return _keep(ledger, writer, before, what, who, **changed)


def standing(changes: Sequence[Change], row: Row) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Held against the registry's present row: the changes still to be made, and those somebody else's are in the way
    of. A value that is already as wanted is neither."""
    todo: list[Change] = []
    contested: list[Change] = []
    for change in changes:
        present = row.get(change.variable)
        if same(present, change.new):
            continue
        (todo if same(present, change.old) else contested).append(change)
    return tuple(todo), tuple(contested)


def meet(ledger: Ledger, writer: sqlite3.Connection, pending: Iterable[Correction], row: Row) -> None:
    """Hold a record's open corrections, in the order they were written, against a newer row of the registry.

    Others changed other fields: it goes on from their version. The same field: a conflict that waits for the person,
    with the registry's row as it was. Everything is already so: it ends. Nothing happens while one of the record's is
    under way, for what the row holds may be that one's.
    """
    pending = list(pending)
    if any(one.state == "sending" for one in pending):
        return
    version, seen = _version(row), row
    for one in pending:
        if one.state not in WRITABLE:
            continue
        if version <= one.base_version:
            seen = {**seen, **{c.variable: c.new for c in one.changes}}
            continue
        todo, contested = standing(one.changes, seen)
        if contested:
            _keep(ledger, writer, one, "conflict", "", state="conflict", theirs=row, version=version)
        elif not todo:
            ended = {"state": "withdrawn", "resolution": "already", "version": version}
            _keep(ledger, writer, one, "already so", "", **ended)
        else:
            _keep(ledger, writer, one, "rebased", "", changes=todo, base_version=version)
            seen = {**seen, **{c.variable: c.new for c in todo}}


def build_upon(ledger: Ledger, writer: sqlite3.Connection, ended: Correction) -> None:
    """What was written on top of a correction goes on from what became of that one."""
    for later in _after(ledger, ended):
        if ended.state == "applied" and ended.version is not None:
            if later.base_version < ended.version:
                _keep(ledger, writer, later, "", "", base_version=ended.version)
            continue
        # It never came in: what the person saw as theirs is still as it was before.
        undone = {c.variable: c for c in ended.changes}
        changes = tuple(
            Change(c.variable, undone[c.variable].old, c.new)
            if c.variable in undone and same(c.old, undone[c.variable].new)
            else c
            for c in later.changes
        )
        changes = tuple(c for c in changes if not same(c.old, c.new))
        if not changes:
            _keep(ledger, writer, later, "already so", "", state="withdrawn", resolution="already")
        elif changes != later.changes:
            _keep(ledger, writer, later, "", "", changes=changes)
    if ended.theirs is not None:
        meet(ledger, writer, rows.of_record(ledger, ended.place, open_only=True), ended.theirs)


def _after(ledger: Ledger, earlier: Correction) -> list[Correction]:
    """The drafts and ready corrections of the same record that were written later."""
    pending = rows.of_record(ledger, earlier.place)
    at = next(n for n, one in enumerate(pending) if one.op_id == earlier.op_id)
    return [one for one in pending[at + 1 :] if one.state in WRITABLE]


def _not_ready_either(ledger: Ledger, writer: sqlite3.Connection, earlier: Correction) -> None:
    """What builds on a draft is not sent before it."""
    for later in _after(ledger, earlier):
        if later.state == "ready":
            _keep(ledger, writer, later, "not ready", "", state="draft")


def forget_record(ledger: Ledger, writer: sqlite3.Connection, place: tuple[str, ...]) -> int:
    """A record has left the registry's hands here: what was written about it keeps its id and its end, nothing else.

    Those still on their way are left until the registry has answered. Gives the number that were emptied.
    """
    number = 0
    kept = [c for c in rows.of_record(ledger, place) if c.record]
    for one in kept:
        if one.state in ("sending", "applied"):
            continue
        settled = one.state in ("confirmed", "withdrawn", "gone") or bool(one.resolution)
        emptied = Correction(
            op_id=one.op_id,
            registry=one.registry,
            unit=one.unit,
            form=one.form,
            record="",
            base_version=0,
            changes=(),
            author=one.author,
            written_at=one.written_at,
            state=one.state if settled else "gone",
            sent=one.sent,
            answered_at=one.answered_at,
            why=one.why,
            resolution=one.resolution,
            replaces=one.replaces,
            replaced_by=one.replaced_by,
        )
        rows.put(ledger, writer, emptied)
        number += 1
    if all(c.state not in ("sending", "applied") for c in kept):
        forget_history(ledger, writer, place)
        for one in kept:
            remember(ledger, writer, one.op_id, (), Event(now(), "", "the record has left", "gone"))
    return number


def _keep(
    ledger: Ledger, writer: sqlite3.Connection, before: Correction, what: str, who: str, **changed: object
) -> Correction:
    after = msgspec.structs.replace(before, **changed)
    rows.put(ledger, writer, after)
    if what:
        remember(ledger, writer, after.op_id, after.place, Event(now(), who, what, after.state, after.problem))
    return after


def _rewrite(
    ledger: Ledger, writer: sqlite3.Connection, before: Correction | None, after: Correction, what: str, who: str
) -> Correction:
    """Keep what a person has written. Where a copy lies elsewhere and may be sent from there, another content gets an
    op_id of its own, in the old one's place; the same content stays whose it was."""
    if before is None or not before.copied:
        return _keep(ledger, writer, after, what, who)
    if _content(before) == _content(after):
        return _keep(ledger, writer, before, what, who, state="draft")
    new = msgspec.structs.replace(after, op_id=new_op_id(), copied=False, replaces=before.op_id)
    ended = {"state": "withdrawn", "resolution": "superseded", "replaced_by": new.op_id}
    _keep(ledger, writer, before, "superseded", who, **ended)
    made = _keep(ledger, writer, new, what, who)
    rows.put_in_place_of(writer, before.op_id, made.op_id)
    return made


def _still_said(
    definition: Definition, form: Form, before: Correction | None, changes: Sequence[Change]
) -> dict[str, str]:
    """The words of a draft on warnings that are about none of the values that are others now."""
    if before is None or not before.confirmed:
        return {}
    was, now_is = ({c.variable: c.new for c in some} for some in (before.changes, changes))
    moved = {v for v in was.keys() | now_is.keys() if v not in was or v not in now_is or not same(was[v], now_is[v])}
    about = {check.finding.id: check.finding.variables for check in checks_of(definition, form, now().date())}
    return {id: word for id, word in before.confirmed.items() if moved.isdisjoint(about.get(id, ()))}


def _content(one: Correction) -> tuple[object, ...]:
    """What a person may alter of what the registry is told."""
    return one.changes, one.reason, one.text, one.confirmed


def _fit(form: Form, values: Mapping[str, Value]) -> None:
    kinds = {v.id: v.type for v in form.variables}
    for variable, value in values.items():
        known = variable in kinds
        reason = fault(kinds[variable], value) if known else QT_TRANSLATE_NOOP("Problem", "there is no such field")
        if reason:
            raise ValueRefused(variable=variable[:60], reason=reason)


def _writable(ledger: Ledger, person: Person, op_id: str) -> Correction:
    draft = correction(ledger, op_id)
    require(person, draft.registry, REGISTRAR)
    if draft.state not in WRITABLE:
        raise CorrectionNotHere()
    return draft


def _before(pending: Sequence[Correction], draft: Correction) -> list[Correction]:
    earlier = []
    for one in pending:
        if one.op_id == draft.op_id:
            break
        earlier.append(one)
    return earlier


def _merged(changes: Sequence[Change], values: Mapping[str, Value], seen: Row) -> tuple[Change, ...]:
    by_variable = {c.variable: c for c in changes}
    for variable, value in values.items():
        old = by_variable[variable].old if variable in by_variable else seen.get(variable)
        by_variable[variable] = Change(variable, old, value)
    return tuple(c for c in by_variable.values() if not same(c.old, c.new))


def _version(row: Row) -> int:
    version = row["version"]
    assert isinstance(version, int)
    return version
