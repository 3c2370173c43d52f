"""One record as the page has it open: what the registry says, what was written here, what is asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from app.corrections.work import Work
from app.pages.page import View
from app.program import Program
from local_cache.cache import Cursor
from local_cache.corrections import corrections as written
from local_cache.corrections import queries
from local_cache.corrections.begun import NOTHING, Begun, begun
from local_cache.corrections.corrections import WRITABLE, Correction, overlaid
from local_cache.corrections.queries import Query, Said
from local_cache.corrections.rows import Row, laid_over, read_row
from local_cache.corrections.sealed_rows import Event, history
from local_cache.corrections.validation import Finding, Validator
from local_cache.corrections.values import written as moment_written
from local_cache.corrections.verified import Remembered, remembered
from local_cache.corrections.what_if import WhatIf, what_if
from local_cache.registry import Form, VariableType
from local_cache.results.figure import Selection
from local_cache.sync.messages import Change
from local_cache.sync.messages import Value as Sent
from local_cache.values import Value, value_from_json


@dataclass(frozen=True, eq=False)
class Opened:
    """A record with what is written and asked about it. row: None where it is gone; seen: with all that was written
    before the draft; draft: what this form goes on with; begun: words before there is one; met: a conflict
    or rejection that waits for a person; others: what else is asked about the record and waits."""

    key: str
    query: Query | None
    form: Form
    record: str
    row: Row | None
    seen: Row
    draft: Correction | None
    begun: Begun
    met: Correction | None
    shown: Correction | None
    finding: Finding | None
    known: Remembered
    said: tuple[Said, ...]
    events: tuple[Event, ...]
    validator: Validator
    identified: bool
    others: tuple[Query, ...]

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
    seen = overlaid(form, row, before) if row is not None else {}
    validator = validator or Validator(definition, form, work.today)
    if row is not None:
        validator.verdict(seen, ())  # judged in full here, so that the form need only judge what is typed
    return Opened(
        key=key,
        query=query,
        form=form,
        record=record,
        row=row,
        seen=seen,
        draft=draft,
        begun=begun(ledger, registry, unit, key) if draft is None else NOTHING,
        met=met,
        shown=draft or shown,
        finding=work.finding(form.id, query.rule) if query is not None else None,
        known=remembered(ledger, registry, unit, (form.id, record)),
        said=queries.thread(cursor, ledger, query) if query is not None else (),
        events=history(ledger, (draft or shown).op_id) if (draft or shown) is not None else (),  # type: ignore[union-attr]
        validator=validator,
        identified=identified,
        others=tuple(
            q for q in work.worklist.of_record(form.id, record) if q.id != query_id and q.state in queries.WAITING
        )
        if record
        else (),
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
