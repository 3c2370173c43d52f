"""The worklist of a unit with the corrections written here, as the rows of one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from functools import cached_property, lru_cache
from typing import overload

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from app.pages.page import View
from app.problems import finding_in_words
from app.program import Program
from local_cache.cache import Cursor
from local_cache.codebook import Codebook, make_codebook
from local_cache.corrections import corrections as written
from local_cache.corrections import queries
from local_cache.corrections.corrections import Correction
from local_cache.corrections.messages import rows as message_rows
from local_cache.corrections.person import Person, person_here
from local_cache.corrections.queries import Query, finding_of
from local_cache.corrections.to_do import STAGES as TO_DO
from local_cache.corrections.to_do import to_do
from local_cache.corrections.validation import Finding
from local_cache.corrections.worklist import Filter, Worklist, read_worklist
from local_cache.registry import Definition, text_in
from local_cache.results import summary
from local_cache.results.format import format_date
from widgets.codebook_text import names_of
from widgets.quality_words import severity_in_words
from widgets.tables.worklist import WorkRow

ON_THE_WAY = ("ready", "sending", "applied")
MOST_SETTLED = 2_000
"""Corrections that are over, at most so many of the newest in the list."""
ORDER = ("conflict", "rejected", "draft", "ready", "sending", "applied", "gone", "confirmed")
KEPT_ROWS = 4_000


@dataclass(frozen=True)
class Wanted:
    """What the list is to show; "", () and None mean everything. owner: "-" for nobody's; older_than: days since it
    was opened, at least; due_within: days until the registry's deadline, at most; -1: it is past."""

    stages: tuple[str, ...] = TO_DO
    severity: str = ""
    variable: str = ""
    owner: str = ""
    text: str = ""
    older_than: int | None = None
    due_within: int | None = None


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

    def item(self, key: str) -> Query | Correction | None:
        """What a row of that key would stand for, also where the filter hides it."""
        written = next((c for c in self.corrections if not c.settled and key in (c.op_id, c.query)), None)
        return written or self.worklist.named(key)

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
            title = title or QCoreApplication.translate("Corrections", "A record that is gone")
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

    @cached_property
    def to_do(self) -> int:
        """How many rows wait for somebody here: what the list says before it is filtered."""
        return to_do(self.worklist, self.corrections)

    def found(self, wanted: Wanted, key: str = "") -> WorkRows:
        """The rows that fit: corrections first, then queries by what is due. key: of a row that is looked for next."""
        stages = frozenset(wanted.stages)
        own = [c for c in self.corrections if self._fits(c, wanted, stages)]
        own.sort(key=lambda c: ORDER.index(c.state))
        states = stages & frozenset(queries.STATES)
        if stages and not states:
            return WorkRows(self, tuple(own), np.zeros(0, np.int64), key)
        base = Filter(
            states=states,  # type: ignore[arg-type]
            severities=frozenset({wanted.severity}) if wanted.severity else frozenset(),
            variables=frozenset({wanted.variable}) if wanted.variable else frozenset(),
            owner=None if not wanted.owner else "" if wanted.owner == "-" else wanted.owner,
            older_than=None if wanted.older_than is None else self.today - timedelta(days=wanted.older_than - 1),
            overdue=None if wanted.due_within is None else self.today + timedelta(days=wanted.due_within + 1),
        )
        order = self.worklist.filtered(base)
        if len(self.taken):
            order = order[~np.isin(order, self.taken)]
        if wanted.text:
            order = order[self._named(wanted.text)[order]]
        return WorkRows(self, tuple(own), order, key)

    def _named(self, text: str) -> npt.NDArray[np.bool_]:
        """For every query of the worklist whether its record, variable or question has the text."""
        folded = text.casefold()
        labels = {v.id for f in self.definition.forms for v in f.variables
                  if folded in self.label(f.id, v.id).casefold()}  # fmt: skip
        rules = {r.id for r in self.definition.rules if folded in self.rule_words(r.form, r.id).casefold()}
        named = self.worklist.fits(Filter(text=text))
        if labels:
            named |= self.worklist.fits(Filter(variables=frozenset(labels)))
        if rules:
            named |= self.worklist.fits(Filter(rules=frozenset(rules)))
        named[self.worklist.positions(id for id, words in self.questions.items() if folded in words.casefold())] = True
        return named

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
        if wanted.older_than is not None and (row.age is None or row.age < wanted.older_than):
            return False
        due = asked.due if asked is not None else None
        if wanted.due_within is not None and (due is None or (due - self.today).days > wanted.due_within):
            return False
        return wanted.text.casefold() in f"{row.title} {row.below}".casefold()


def _severity(query: Query | None) -> str:
    return severity_in_words(query.severity) if query is not None else ""


class WorkRows(Sequence[WorkRow]):
    """Rows of the list, made as they are asked for."""

    def __init__(self, work: Work, own: tuple[Correction, ...], positions: npt.NDArray[np.int64], key: str) -> None:
        self._work, self._own, self._positions = work, own, positions
        self._made: dict[int, WorkRow] = {}
        self._place = (key, self._found(key) if key else -1)

    def __len__(self) -> int:
        return len(self._own) + len(self._positions)

    def item(self, at: int) -> Query | Correction:
        """The query or correction behind a row."""
        if at < len(self._own):
            return self._own[at]
        return self._work.worklist.page(self._positions[at - len(self._own)][None])[0]

    def place(self, key: str) -> int:
        """The row of a key, -1 where it is not among them."""
        if self._place[0] != key:
            self._place = (key, self._found(key))
        return self._place[1]

    def _found(self, key: str) -> int:
        for at, one in enumerate(self._own):
            if key in (one.op_id, one.query):
                return at
        found = np.flatnonzero(self._positions == self._work.worklist.position(key))
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
    """Everything the list is made of, with what waits counted. today: what today() stands for in rules."""
    definition = summary.definition(cursor, registry)
    listed = written.open_corrections(ledger, registry, view.unit)
    for state in ("gone", "confirmed"):
        over = [c for c in written.corrections(ledger, registry, state) if c.unit == view.unit]  # type: ignore[arg-type]
        listed += tuple(over[-MOST_SETTLED:])
    work = Work(
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
    work.to_do  # noqa: B018  worked out here and not on the window's thread
    return work
