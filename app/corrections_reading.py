"""What the page of corrections reads, each as one job: the worklist, a record with all that is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import overload

import msgspec
import numpy as np
import numpy.typing as npt

from app.pages.page import View
from app.problems import finding_in_words
from app.program import Program
from local_cache.cache import Cursor
from local_cache.codebook import Codebook, make_codebook
from local_cache.corrections import corrections as written
from local_cache.corrections import queries
from local_cache.corrections.corrections import WRITABLE, Correction, overlaid
from local_cache.corrections.messages import rows as message_rows
from local_cache.corrections.person import Person, person_here
from local_cache.corrections.queries import WAITING, Query, Said, finding_of
from local_cache.corrections.rows import Row, laid_over, read_row
from local_cache.corrections.sealed_rows import Event, history
from local_cache.corrections.validation import Finding, Validator
from local_cache.corrections.values import written as moment_written
from local_cache.corrections.verified import Remembered, remembered
from local_cache.corrections.what_if import WhatIf, what_if
from local_cache.corrections.worklist import Filter, Worklist, read_worklist
from local_cache.registry import Definition, Form, VariableType, text_in
from local_cache.results import summary
from local_cache.results.figure import Selection
from local_cache.results.format import format_date
from local_cache.sync.messages import Change
from local_cache.sync.messages import Value as Sent
from local_cache.values import Value, value_from_json
from widgets.codebook_text import names_of
from widgets.quality_words import severity_in_words
from widgets.tables.worklist import WorkRow

TO_DO = (*sorted(WAITING), "draft", "rejected", "conflict")
"""Stages that wait for somebody here."""
ON_THE_WAY = ("ready", "sending", "applied")
MOST_SETTLED = 2_000
"""Corrections that are over, at most so many of the newest in the list."""
ORDER = ("conflict", "rejected", "draft", "ready", "sending", "applied", "gone", "confirmed")
KEPT_ROWS = 4_000


@dataclass(frozen=True)
class Wanted:
    """What the list is to show; "" and () mean everything. owner: "-" for nobody's."""

    stages: tuple[str, ...] = TO_DO
    severity: str = ""
    variable: str = ""
    owner: str = ""
    text: str = ""


@dataclass(frozen=True, eq=False)
class Work:
    """The worklist of a unit. corrections: those open, and the newest that are over; questions: raised by hand, by id;
    waiting, answers: numbers of corrections and answers that wait to be sent."""

    definition: Definition
    codebook: Codebook
    person: Person
    worklist: Worklist
    corrections: tuple[Correction, ...]
    questions: dict[str, str]
    language: str
    today: date
    waiting: int
    answers: int

    @cached_property
    def by_query(self) -> dict[str, Correction]:
        """The open correction that stands for a query in the list."""
        return {c.query: c for c in self.corrections if c.query is not None and not c.settled}

    @cached_property
    def taken(self) -> npt.NDArray[np.int64]:
        return self.worklist.positions(self.by_query)

    @cached_property
    def asked(self) -> dict[str, Query]:
        """Queries that corrections answer."""
        return {q.id: q for q in self.worklist.page(self.taken)}

    @lru_cache(maxsize=1000)  # noqa: B019  as long as the work itself
    def finding(self, form: str, rule: str) -> Finding | None:
        return finding_of(self.definition, form, rule, self.today) if rule else None

    @lru_cache(maxsize=1000)  # noqa: B019
    def rule_words(self, form: str, rule: str) -> str:
        told = text_in(queries.question(self.definition, None, rule), self.language)
        found = None if told else self.finding(form, rule)
        return told or (finding_in_words(found, self.language) if found is not None else rule)

    @lru_cache(maxsize=1000)  # noqa: B019
    def label(self, form: str, variable: str) -> str:
        return names_of(self.definition, form, self.language).get(variable, variable)

    def question(self, query: Query) -> str:
        return self.questions.get(query.id) or self.rule_words(query.form, query.rule)

    def row(self, item: Query | Correction) -> WorkRow:
        if isinstance(item, Correction):
            asked = self.asked.get(item.query or "")
            labels = ", ".join(self.label(item.form, c.variable) for c in item.changes)
            title = self.question(asked) if asked is not None else labels
            below = " · ".join(t for t in (item.record, labels if asked else "", _severity(asked)) if t)
            opened = item.written_at.astimezone(UTC).replace(tzinfo=None)
            key, stage = item.query if asked is not None else item.op_id, item.state
            owner = asked.owner if asked is not None and asked.owner else item.author
            due = asked.due if asked is not None else None
            if asked is not None and asked.opened_at is not None:
                opened = asked.opened_at
        else:
            title, key, stage, owner = self.question(item), item.id, item.state, item.owner
            below = " · ".join(t for t in (item.record, self.label(item.form, item.variable), _severity(item)) if t)
            opened, due = item.opened_at, item.due
        return WorkRow(
            key=str(key),
            title=title,
            below=below,
            age=(self.today - opened.date()).days if opened is not None else None,
            due=format_date(due, self.language) if due is not None else "",
            overdue=due is not None and due < self.today and stage in TO_DO,
            stage=stage,
            owner=owner,
            waits=stage in TO_DO,
        )

    def found(self, wanted: Wanted) -> WorkRows:
        """The rows that fit: corrections first, then queries by what is due."""
        stages = frozenset(wanted.stages)
        own = [c for c in self.corrections if self._fits(c, wanted, stages)]
        own.sort(key=lambda c: ORDER.index(c.state))
        states = stages & frozenset(queries.STATES)
        if stages and not states:
            return WorkRows(self, tuple(own), np.zeros(0, np.int64))
        base = Filter(
            states=states,  # type: ignore[arg-type]
            severities=frozenset({wanted.severity}) if wanted.severity else frozenset(),
            variables=frozenset({wanted.variable}) if wanted.variable else frozenset(),
            owner=None if not wanted.owner else "" if wanted.owner == "-" else wanted.owner,
        )
        order = self.worklist.filtered(base)
        if len(self.taken):
            order = order[~np.isin(order, self.taken)]
        if wanted.text:
            order = order[np.isin(order, self._named(wanted.text))]
        return WorkRows(self, tuple(own), order)

    def _named(self, text: str) -> npt.NDArray[np.int64]:
        """Positions of queries whose record, variable or question has the text."""
        folded = text.casefold()
        labels = {v.id for f in self.definition.forms for v in f.variables
                  if folded in self.label(f.id, v.id).casefold()}  # fmt: skip
        rules = {r.id for r in self.definition.rules if folded in self.rule_words(r.form, r.id).casefold()}
        found = [self.worklist.filtered(Filter(text=text), "opened")]
        if labels:
            found.append(self.worklist.filtered(Filter(variables=frozenset(labels)), "opened"))
        if rules:
            found.append(self.worklist.filtered(Filter(rules=frozenset(rules)), "opened"))
        asked = [id for id, question in self.questions.items() if folded in question.casefold()]
        found.append(self.worklist.positions(asked))
        return np.concatenate(found)

    def _fits(self, one: Correction, wanted: Wanted, stages: frozenset[str]) -> bool:
        if stages and one.state not in stages:
            return False
        asked = self.asked.get(one.query or "")
        if wanted.severity and (asked is None or asked.severity != wanted.severity):
            return False
        if wanted.variable and wanted.variable not in {c.variable for c in one.changes}:
            return False
        owner = asked.owner if asked is not None and asked.owner else one.author
        if wanted.owner and wanted.owner != owner:
            return False
        row = self.row(one)
        return wanted.text.casefold() in f"{row.title} {row.below}".casefold()


def _severity(query: Query | None) -> str:
    return severity_in_words(query.severity) if query is not None else ""


class WorkRows(Sequence[WorkRow]):
    """Rows of the list, made as they are asked for."""

    def __init__(self, work: Work, own: tuple[Correction, ...], positions: npt.NDArray[np.int64]) -> None:
        self._work, self._own, self._positions = work, own, positions
        self._made: dict[int, WorkRow] = {}

    def __len__(self) -> int:
        return len(self._own) + len(self._positions)

    def item(self, at: int) -> Query | Correction:
        """The query or correction behind a row."""
        if at < len(self._own):
            return self._own[at]
        return self._work.worklist.page(self._positions[at - len(self._own)][None])[0]

    def place(self, key: str) -> int:
        """The row of a key, -1 where it is not among them."""
        for at, one in enumerate(self._own):
            if key in (one.op_id, one.query):
                return at
        found = np.flatnonzero(np.isin(self._positions, self._work.worklist.positions([key])))
        return len(self._own) + int(found[0]) if len(found) else -1

    @overload
    def __getitem__(self, at: int) -> WorkRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[WorkRow]: ...
    def __getitem__(self, at: int | slice) -> WorkRow | Sequence[WorkRow]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        row = self._made.get(at)
        if row is None:
            if len(self._made) > KEPT_ROWS:
                self._made.clear()
            row = self._made[at] = self._work.row(self.item(at))
        return row


def read_work(cursor: Cursor, program: Program, view: View, today: date) -> Work:
    registry, ledger = view.summary.registry, program.ledger
    definition = summary.definition(cursor, registry)
    listed = written.open_corrections(ledger, registry, view.unit)
    for state in ("gone", "confirmed"):
        over = [c for c in written.corrections(ledger, registry, state) if c.unit == view.unit]  # type: ignore[arg-type]
        listed += tuple(over[-MOST_SETTLED:])
    return Work(
        definition=definition,
        codebook=make_codebook(definition),
        person=person_here(cursor, registry, view.unit),
        worklist=read_worklist(cursor, ledger, definition, view.unit, today),
        corrections=listed,
        questions={h.query: h.question for h in queries.rows.every(ledger) if h.question},
        language=view.language,
        today=today,
        waiting=written.waiting(ledger),
        answers=message_rows.count(ledger, written.TO_SEND),
    )


# One record


@dataclass(frozen=True, eq=False)
class Opened:
    """A record with what is written and asked about it. row: None where it is gone; seen: with all that was written
    before the draft; draft: what this form goes on with; met: a conflict or rejection that waits for a person."""

    key: str
    query: Query | None
    form: Form
    record: str
    row: Row | None
    seen: Row
    draft: Correction | None
    met: Correction | None
    shown: Correction | None
    finding: Finding | None
    known: Remembered
    said: tuple[Said, ...]
    events: tuple[Event, ...]
    validator: Validator
    identified: bool

    @property
    def now(self) -> Row:
        return laid_over(self.form, self.seen, self.draft.changes) if self.draft is not None else self.seen


def open_work(
    cursor: Cursor,
    program: Program,
    work: Work,
    item: Query | Correction,
    validator: Validator | None,
    *,
    identified: bool,
) -> Opened:
    ledger, definition = program.ledger, work.definition
    registry, unit, record = definition.registry, item.unit, item.record
    form = definition.form(item.form)
    shown: Correction | None = None
    query: Query | None
    if isinstance(item, Correction):
        query, shown = work.asked.get(item.query or ""), item
        query_id = item.query
    else:
        query, query_id = item, item.id
    key = query.id if query is not None else item.op_id if isinstance(item, Correction) else item.id
    row = read_row(cursor, definition, form, unit, record) if record else None
    pending = written.of_record(ledger, registry, unit, form.id, record) if record else ()
    pending = tuple(c for c in pending if not c.settled)
    met = shown if shown is not None and shown.waits_for_person else None
    going = [c for c in pending if not c.waits_for_person]
    draft = going[-1] if going and going[-1].state in WRITABLE and going[-1].query == query_id else None
    before = [c for c in going if c is not draft]
    return Opened(
        key=key,
        query=query,
        form=form,
        record=record,
        row=row,
        seen=overlaid(form, row, before) if row is not None else {},
        draft=draft,
        met=met,
        shown=draft or shown,
        finding=work.finding(form.id, query.rule) if query is not None else None,
        known=remembered(ledger, registry, unit, (form.id, record)),
        said=queries.thread(cursor, ledger, query) if query is not None else (),
        events=history(ledger, (draft or shown).op_id) if (draft or shown) is not None else (),  # type: ignore[union-attr]
        validator=validator or Validator(definition, form, work.today),
        identified=identified,
    )


def shown_value(raw: Sent, kind: VariableType) -> Value | None:
    """A record's value as the form takes it; one that is none of its type is not shown."""
    try:
        return value_from_json(raw, kind)
    except ValueError:
        return None


def sent_value(value: Value | None) -> Sent:
    """What stands in the form, as it is sent."""
    if isinstance(value, datetime):
        return moment_written(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Effects:
    """What a correction changes, and what all that are ready change with it; None where there is none."""

    one: WhatIf | None
    all: WhatIf | None
    number: int


def read_effects(cursor: Cursor, program: Program, view: View, work: Work, draft: Correction | None) -> Effects:
    selection = Selection(view.summary.registry, view.unit, view.period)
    ready = [c for c in work.corrections if c.state in ("ready", "sending")]
    together = [c for c in ready if draft is None or c.op_id != draft.op_id] + ([draft] if draft is not None else [])

    def effect(some: list[Correction]) -> WhatIf:
        return what_if(cursor, work.definition, selection, some, work.worklist, view.language, work.today)

    return Effects(
        effect([draft]) if draft is not None else None,
        effect(together) if len(together) > (draft is not None) else None,
        len(together),
    )


def as_drafted(opened: Opened, work: Work, changes: Sequence[Change], confirmed: dict[str, str]) -> Correction:
    """What stands in the form as a correction, before it is on disk."""
    assert opened.row is not None
    if opened.draft is not None:
        return msgspec.structs.replace(opened.draft, changes=tuple(changes), confirmed=confirmed)
    return Correction(
        op_id="", registry=work.definition.registry, unit=str(opened.row["unit"]), form=opened.form.id,
        record=opened.record, base_version=0, changes=tuple(changes), author=work.person.name,
        written_at=datetime.now(UTC), query=opened.query.id if opened.query is not None else None,
        confirmed=confirmed,
    )  # fmt: skip
