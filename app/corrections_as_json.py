"""Queries and corrections for scripts: what is asked, what is written, and writing one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.figures_as_json import NotHere
from app.program import Program
from local_cache.cache import Cursor
from local_cache.corrections import corrections, queries
from local_cache.corrections.corrections import LONGEST_WORDS, Correction, NoSuchRecord, State
from local_cache.corrections.person import person_here
from local_cache.corrections.rows import Row, read_row
from local_cache.corrections.to_do import to_do
from local_cache.corrections.validation import validating
from local_cache.corrections.values import ValueRefused, typed
from local_cache.corrections.worklist import Worklist, read_worklist
from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.registry import Definition, Form, record_table, text_in
from local_cache.results import summary
from local_cache.results.format import format_count
from local_cache.sync.messages import Value


def worklists(program: Program, cursor: Cursor) -> list[tuple[Definition, Worklist]]:
    """The worklist of every unit here, with its registry's definition."""
    found = []
    for one in summary.registries(cursor):
        definition = summary.definition(cursor, one.registry)
        for unit in one.units:
            if unit.own_records:
                found.append(
                    (definition, read_worklist(cursor, program.ledger, definition, unit.unit, program.clock.today()))
                )
    return found


def queries_as_json(program: Program, language: str) -> dict[str, Any]:
    """Every query of every unit here, those due first; and what is to do in all, as the window says it."""
    with program.cache.reading() as cursor:
        listed: list[dict[str, Any]] = []
        number = 0
        for definition, worklist in worklists(program, cursor):
            number += to_do(worklist, corrections.open_corrections(program.ledger, definition.registry, worklist.unit))
            for query in worklist.page(worklist.filtered()):
                label = next(
                    (v.label for f in definition.forms if f.id == query.form for v in f.variables
                     if v.id == query.variable), {},
                )  # fmt: skip
                listed.append(
                    {
                        "id": query.id,
                        "registry": query.registry,
                        "unit": query.unit,
                        "form": query.form,
                        "record": query.record,
                        "variable": query.variable,
                        "label": text_in(label, language),
                        "rule": query.rule,
                        "question": text_in(queries.question(definition, None, query.rule), language),
                        "severity": query.severity,
                        "state": query.state,
                        "source": query.source,
                        "opened_at": query.opened_at,
                        "due": query.due,
                        "owner": query.owner or None,
                    }
                )
    waiting = sum(one["state"] in queries.WAITING for one in listed)
    return {"to_do": number, "waiting": waiting, "queries": listed}


def queries_in_words(told: dict[str, Any]) -> list[str]:
    waiting, listed = (format_count(n, "en") for n in (told["waiting"], len(told["queries"])))
    number = format_count(told["to_do"], "en")
    lines = [f"To do, with what was begun and came back: {number}. {waiting} of {listed} queries wait for the unit."]
    for query in told["queries"]:
        if query["state"] in queries.WAITING:
            due = f", due {query['due']}" if query["due"] else ""
            lines.append(f"  {query['registry']} {query['record']} {query['variable']} ({query['state']}{due})")
    return lines


def corrections_as_json(program: Program, state: State | None) -> dict[str, Any]:
    """Every correction that was written here, or those in one state, oldest first."""
    listed = corrections.corrections(program.ledger, None, state)
    return {"waiting": corrections.waiting(program.ledger), "corrections": [correction_as_json(c) for c in listed]}


def correction_as_json(one: Correction) -> dict[str, Any]:
    return {
        "op_id": one.op_id,
        "registry": one.registry,
        "unit": one.unit,
        "form": one.form,
        "record": one.record,
        "state": one.state,
        "base_version": one.base_version,
        "changes": [{"variable": c.variable, "old": c.old, "new": c.new} for c in one.changes],
        "reason": one.reason,
        "text": one.text,
        "query": one.query,
        "author": one.author,
        "written_at": one.written_at.isoformat(),
        "version": one.version,
        "problem": one.problem,
        "rules": list(one.rules),
        "why": one.why,
        "resolution": one.resolution,
        "replaced_by": one.replaced_by,
        "waits_for_person": one.waits_for_person,
    }


def corrections_in_words(told: dict[str, Any]) -> list[str]:
    lines = [f"{format_count(told['waiting'], 'en')} corrections wait to be sent."]
    for one in told["corrections"]:
        what = ", ".join(change["variable"] for change in one["changes"])
        problem = f": {one['problem']}" if one["problem"] else ""
        lines.append(f"  {one['registry']} {one['record']} {what} ({one['state']}){problem}")
    return lines


def correct(
    program: Program,
    record: str,
    assignments: Sequence[tuple[str, str]],
    *,
    reason: str,
    text: str,
    query: str | None,
    confirm: Sequence[tuple[str, str]],
    ready: bool,
) -> dict[str, Any]:
    """Write a correction of a record, and with `ready` make it ready to be sent.

    assignments: (variable, what was typed); confirm: (id of a warning, a word on it). Raises NotHere, NoSuchRecord,
    ValueRefused, NotAllowed, NotReady (then it is kept as a draft).
    """
    with program.cache.reading() as cursor:
        definition, form, row = _found(cursor, record)
        unit = str(row["unit"])
        person = person_here(cursor, definition.registry, unit)
        asked = None
        if query is not None:
            asked = queries.query(cursor, program.ledger, definition, unit, query, program.clock.today())
            if asked.record != record:
                raise NoSuchRecord(record=record[:60])
    for name, words in (("text", text), *confirm):
        if len(words) > LONGEST_WORDS:
            raise ValueRefused(variable=name[:60], reason=QT_TRANSLATE_NOOP("Problem", "the text is too long"))
    if reason and reason not in {r.id for r in definition.reasons}:
        known = ", ".join(r.id for r in definition.reasons) or "none; say it with --text"
        raise NotHere(what="reason", name=reason[:60], known=known)
    values = {name: _typed(definition, form, name, told) for name, told in assignments}
    how = {"reason": reason, "text": text, "confirmed": dict(confirm)}
    if asked is not None:
        draft = queries.correct(program.ledger, person, asked, definition, row, values, **how)  # type: ignore[arg-type]
    else:
        draft = corrections.write(program.ledger, person, definition, form, row, values, **how)  # type: ignore[arg-type]
    with validating(definition, form, program.clock.today()) as validator:
        verdict = corrections.verdict_on(program.ledger, validator, row, draft)
        told = {
            name: [{"id": f.id, "variables": list(f.variables), "text": f.words()} for f in found]
            for name, found in (("errors", verdict.errors), ("warnings", verdict.warnings), ("notes", verdict.notes))
        }
        if ready:
            draft = corrections.make_ready(program.ledger, person, definition, validator, row, draft.op_id)
    return {"correction": correction_as_json(draft), **told}


def _found(cursor: Cursor, record: str) -> tuple[Definition, Form, Row]:
    """Where a record is; NotHere where it is in several registries, NoSuchRecord in none."""
    places: list[tuple[Definition, Form, Row]] = []
    for one in summary.registries(cursor):
        definition = summary.definition(cursor, one.registry)
        for form in definition.forms:
            if one.records:
                table = record_table(one.registry, form.id)
                units = cursor.execute(f"SELECT unit FROM {table} WHERE record_id = ?", [record]).fetchall()
                rows = [read_row(cursor, definition, form, unit, record) for (unit,) in units]
                places += [(definition, form, row) for row in rows if row is not None]
    if len(places) > 1:
        known = ", ".join(f"{d.registry} {f.id}" for d, f, _ in places)
        raise NotHere(what="record", name=record[:60], known=known)
    if not places:
        raise NoSuchRecord(record=record[:60])
    return places[0]


def _typed(definition: Definition, form: Form, name: str, told: str) -> Value:
    variable = next((v for v in form.variables if v.id == name), None)
    if variable is None:
        raise ValueRefused(variable=name[:60], reason=QT_TRANSLATE_NOOP("Problem", "there is no such field"))
    return typed(variable, told, definition.code_list(variable.codes).codes if variable.codes else ())
