"""What was read about a record, as the widgets take it: form, remarks of the rules, conflict, thread, effects."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from PySide6.QtCore import QCoreApplication

from app.corrections.opened import Opened, shown_value
from app.corrections.work import Work
from app.problems import finding_in_words
from local_cache.codebook import Entry
from local_cache.corrections import conflicts
from local_cache.corrections.corrections import Correction
from local_cache.corrections.person import COORDINATOR, REGISTRAR
from local_cache.corrections.queries import may
from local_cache.corrections.rows import laid_over
from local_cache.corrections.validation import Finding, Verdict, about_the_same, shared_words
from local_cache.corrections.what_if import WhatIf
from local_cache.registry import Form, text_in
from local_cache.results.format import EN_DASH, format_date, format_moment
from local_cache.results.stated import Stated, stated_count, stated_figure
from local_cache.sync.messages import Change
from local_cache.sync.messages import Value as Sent
from widgets.codebook_text import names_of, value_in_words
from widgets.correction_words import event_in_words, response_in_words, stage_in_words
from widgets.forms.correction import RecordToCorrect, Remark
from widgets.forms.three_way import ContestedField
from widgets.tables.effects import EffectRow
from widgets.thread_view import Entry as ThreadEntry
from widgets.words import attainment_in_words, figure_in_words, value_or_word


def entries_of(work: Work, form: Form, *, identified: bool) -> list[Entry]:
    """The form's variables; those that identify somebody only where they are to be shown."""
    return [e for e in work.codebook.entries if e.form == form.id and (identified or not e.variable.identifier)]


def may_correct(work: Work, opened: Opened | None) -> bool:
    if opened is None or not work.person.is_any_of(frozenset({REGISTRAR})):
        return False
    return opened.query is None or may(work.person, opened.query, "correct")


def why_not(work: Work, opened: Opened | None) -> str:
    """Why this person may not correct the record; "" where they may."""
    translate = QCoreApplication.translate
    if opened is None or may_correct(work, opened):
        return ""
    if not work.person.roles:
        return translate(
            "Corrections", "The registry has given you no role in this unit: you can read, and write nothing."
        )
    if work.person.is_any_of(frozenset({REGISTRAR})):
        return translate("Corrections", "The query is closed, so the record is not corrected from here.")
    if work.person.is_any_of(frozenset({COORDINATOR})):
        return translate(
            "Corrections", "As coordinator you can comment, assign, close and return. A registrar corrects the record."
        )
    return translate(
        "Corrections", "As reader you can see everything here and change nothing. A registrar corrects the record."
    )


def title_of(work: Work, opened: Opened) -> str:
    return f"{text_in(opened.form.label, work.language) or opened.form.id} {opened.record}"


def record_to_correct(work: Work, opened: Opened) -> RecordToCorrect:
    assert opened.row is not None
    language, form = work.language, opened.form
    entries = entries_of(work, form, identified=opened.identified)
    kinds = {v.id: v.type for v in form.variables}
    before = {e.id: shown_value(opened.seen.get(e.id), kinds[e.id]) for e in entries}
    now = {e.id: shown_value(opened.now.get(e.id), kinds[e.id]) for e in entries}
    draft, query = opened.draft, opened.query
    flagged = query.variable if query is not None else draft.changes[0].variable if draft and draft.changes else ""
    if flagged not in before and opened.finding is not None:
        flagged = next((v for v in opened.finding.variables if v in before), flagged)
    return RecordToCorrect(
        title=title_of(work, opened),
        status=_status(work, opened),
        asked=work.question(query) if query is not None else "",
        entries=entries,
        names=names_of(work.definition, form.id, language),
        language=language,
        before=before,
        now=now,
        flagged=flagged,
        reasons=reasons_of(work),
        reason=draft.reason if draft is not None else opened.begun.reason,
        text=draft.text if draft is not None else opened.begun.text,
        words=draft.confirmed if draft is not None else {},
        may_write=may_correct(work, opened),
        why_not=why_not(work, opened),
        hidden=sum(v.identifier for v in form.variables) if not opened.identified else 0,
        also=_also(work, opened),
        today=opened.validator.today,
    )


def reasons_of(work: Work) -> tuple[tuple[str, str], ...]:
    return tuple((r.id, text_in(r.label, work.language) or r.id) for r in work.definition.reasons)


def _status(work: Work, opened: Opened) -> str:
    """When it was, where the record and the query stand, by when, whose."""
    assert opened.row is not None
    query, language = opened.query, work.language
    status = str(opened.row.get("form_status") or "")
    event = shown_value(opened.row.get("event_date"), "date")
    stage = opened.shown.state if opened.shown is not None else query.state if query is not None else ""
    parts = [
        format_date(event, language) if isinstance(event, date) else "",
        "" if status == "completed" else status,
        stage_in_words(stage) if stage else "",
    ]
    if query is not None and query.due is not None:
        due = QCoreApplication.translate("Corrections", "due {day}")
        parts.append(due.format(day=format_date(query.due, language)))
    if query is not None and query.owner:
        parts.append(query.owner)
    return " · ".join(part for part in parts if part)


def _also(work: Work, opened: Opened) -> str:
    """What else is asked about the record, by the fields it is about."""
    asked = opened.query.variable if opened.query is not None else ""
    names = dict.fromkeys(work.label(q.form, q.variable) for q in opened.others if q.variable != asked)
    if not names:
        return ""
    told = QCoreApplication.translate("Corrections", "Also asked about in this record: {fields}.")
    return told.format(fields=", ".join(names))


def remarks_on(
    work: Work,
    opened: Opened,
    verdict: Verdict,
    changes: Sequence[Change],
    words: Mapping[str, str],
    fields: Collection[str],
) -> list[Remark]:
    """What the rules say. words: on warnings, by finding; fields: variables that stand in the form."""
    touched = {c.variable for c in changes}

    def remark(kind: str, finding: Finding, word: str = "", asks: tuple[str, ...] = ()) -> Remark:
        if finding.kind == "unknown":  # the rule by what it says, not by its number
            rule = work.rule_words(opened.form.id, finding.facts["rule"])
            finding = dataclasses.replace(finding, facts={"rule": f"«{rule}»"})
        told = finding_in_words(finding, work.language)
        about = [v for v in finding.variables if v in fields]
        at = next((v for v in about if v in touched), about[0] if about else "")
        label = work.label(opened.form.id, at) if finding.message is None and at else ""
        by_itself = finding.kind in ("hard", "soft", "type", "code")
        told = f"{label}: {told}" if label else told
        return Remark(finding.id, at, kind, told, word, asks, not by_itself)

    after = laid_over(opened.form, opened.seen, changes)
    impossible = {f.variables[0] for f in verdict.errors if f.kind == "hard"}
    remarks = [remark("error", f) for f in verdict.errors]
    asking: list[Finding] = []
    for finding in verdict.warnings:
        if impossible.issuperset(finding.variables[:1] if finding.kind == "soft" else finding.variables):
            continue  # what is impossible need not be called unusual
        if opened.known.holds(opened.form.id, after, finding):
            remarks.append(remark("settled", finding))
        else:
            asking.append(finding)
    said = shared_words(asking, words)
    for group in about_the_same(asking):  # one word for all of it, below the last
        ids = tuple(finding.id for finding in group)
        remarks += [remark("warning", finding) for finding in group[:-1]]
        remarks.append(remark("warning", group[-1], said.get(ids[0], ""), ids))
    remarks += [remark("note", f) for f in verdict.notes]
    return remarks + [remark("standing", f) for f in verdict.standing]


def contested_fields(work: Work, opened: Opened, met: Correction) -> list[ContestedField]:
    assert opened.row is not None
    language, form = work.language, opened.form
    kinds = {v.id: v.type for v in form.variables}
    fields = []

    def words(entry: Entry, raw: Sent) -> str:
        return value_in_words(entry, shown_value(raw, kinds[entry.id]), language)

    for field in conflicts.three_way(met, opened.row).fields:
        entry = work.codebook.entry(form.id, field.variable)
        if entry is None:
            continue
        theirs = words(entry, field.present)
        if field.at_conflict != field.present:
            then = words(entry, field.at_conflict)
            told = QCoreApplication.translate("Corrections", "{now} (when the conflict was met: {then})")
            theirs = told.format(now=theirs, then=then)
        wrote = shown_value(field.wrote, kinds[entry.id])
        fields.append(
            ContestedField(entry, words(entry, field.saw), words(entry, field.wrote), theirs, wrote, field.contested)
        )
    return fields


def what_was_met(work: Work, met: Correction) -> str:
    """What stood in the way of a correction, with the registry's own words."""
    translate = QCoreApplication.translate
    if met.state == "conflict":
        return translate(
            "Corrections", "Somebody else has changed this record since you saw it. Nothing of theirs is overwritten."
        )
    rules = [work.rule_words(met.form, rule) for rule in met.rules]
    told = [met.problem, *(words for words in rules if words not in met.problem)]
    return translate("Corrections", "The registry did not take the correction: {words}").format(
        words=" ".join(dict.fromkeys(t for t in told if t))
    )


def what_can_be_done(met: Correction) -> str:
    """What each choice leads to."""
    translate = QCoreApplication.translate
    if met.state == "conflict":
        return translate(
            "Corrections",
            "The registry's value ends your correction. What you keep or write becomes a draft for the record as it "
            "is now, to be looked at and made ready.",
        )
    return translate(
        "Corrections",
        "The registry's value drops your correction. What you keep or write becomes a draft, to be mended and made "
        "ready again; as it was, it would be turned down again.",
    )


def gone_in_words(opened: Opened) -> str:
    """Why a record is gone, as far as the registry says, and what that means."""
    translate = QCoreApplication.translate
    why = opened.shown.why if opened.shown is not None else ""
    first = {
        "deleted": translate("Corrections", "The registry has deleted the record."),
        "moved": translate("Corrections", "The record now belongs to another unit."),
        "reservation": translate("Corrections", "The patient has asked not to be in the registry."),
        "withdrawn": translate("Corrections", "The patient has withdrawn from the registry."),
    }.get(why, translate("Corrections", "It was deleted or moved, or the patient has withdrawn."))
    then = translate("Corrections", "What was written about it here has been removed; nothing more is sent.")
    return f"{first} {then}"


def thread_entries(work: Work, opened: Opened) -> list[ThreadEntry]:
    """What was said about the query, then what happened to the correction; oldest first."""
    language, entries = work.language, []
    for said in opened.said:
        when = format_moment(said.at, language) if said.at is not None else ""
        who = said.who
        if said.by == "registry":
            who = who or QCoreApplication.translate("Corrections", "The registry")
        head = " · ".join(part for part in (who, when) if part)
        if said.what:
            entries.append(ThreadEntry(f"{head} · {event_in_words(said.what)}", said.text, True, not said.text))
        else:
            text = ". ".join(t for t in (response_in_words(said.response), said.text) if t)
            if said.state:
                head += f" · {stage_in_words(said.state)}"
            entries.append(ThreadEntry(head, text, said.by != "registry", False))
    for event, after in zip_longest(opened.events, opened.events[1:]):
        if after is not None and (event.who, event.what, event.text) == (after.who, after.what, after.text):
            continue  # written again and again: the last time says it
        when = format_moment(event.at.replace(tzinfo=None), language)
        head = " · ".join(part for part in (event.who, when, event_in_words(event.what)) if part)
        entries.append(ThreadEntry(head, event.text, True, True))
    return entries


def effect_rows(found: WhatIf, language: str) -> list[EffectRow]:
    """The indicators that move, completeness and open queries, before and after."""
    translate = QCoreApplication.translate
    rows = []
    for moved in found.changed:
        before, after = value_or_word(moved.before.own, language), value_or_word(moved.after.own, language)
        told = f"{figure_in_words(moved.before.own, language)} → {figure_in_words(moved.after.own, language)}"
        stated = stated_figure(moved.before.own), stated_figure(moved.after.own)
        rows.append(EffectRow(moved.before.title, before, after, f"{moved.before.title}\n{told}", stated))
        if moved.before.attainment != moved.after.attainment:
            levels = [
                attainment_in_words(one.attainment) if one.attainment is not None else EN_DASH
                for one in (moved.before, moved.after)
            ]
            rows.append(EffectRow(translate("Corrections", "its attainment"), *levels))
    shares = [
        Stated(c.share, ",.2%") if c.share is not None else None
        for c in (found.completeness_before, found.completeness_after)
    ]
    rows.append(_moved(translate("Corrections", "Completeness"), shares, language))
    counts = [stated_count(n) for n in (found.open_queries_before, found.open_queries_after)]
    return [*rows, _moved(translate("Corrections", "Open queries"), counts, language)]


def _moved(what: str, stated: Sequence[Stated | None], language: str) -> EffectRow:
    before, after = (one.text(language) if one is not None else EN_DASH for one in stated)
    return EffectRow(what, before, after, stated=(stated[0], stated[1]))
