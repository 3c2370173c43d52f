"""Everything on the page Data quality as plain JSON values, for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

from app.figures_as_json import NotHere, figure_as_json, selected
from app.program import Program
from local_cache.cache import Cursor
from local_cache.errors import PeriodNotOffered, Problem
from local_cache.quality.comparability import comparability
from local_cache.quality.completeness import form_completeness
from local_cache.quality.coverage import coverage
from local_cache.quality.duplicates import duplicates
from local_cache.quality.findings import (
    AGES,
    LINES,
    Break,
    Coverage,
    Delay,
    DuplicateRecords,
    FormCompleteness,
    Formula,
    LocalMatch,
    Readiness,
    RecordsWanted,
    Timeliness,
    Validity,
    VariableCompleteness,
)
from local_cache.quality.local_list import LocalList, read_local_list
from local_cache.quality.missing_cases import key_columns, match
from local_cache.quality.readiness import readiness
from local_cache.quality.scope import Scope, scope_of
from local_cache.quality.timeliness import timeliness
from local_cache.quality.validity import validity
from local_cache.registry import Definition, Form, text_in
from local_cache.results import summary
from local_cache.results.format import format_number


@dataclass(frozen=True)
class OwnCases:
    """A unit's own list to hold against the records: the file, the form ("" for the registry's first), the column it is
    matched by ("" for the form's own choice), the window in days, the codes, and whether rows that were not understood
    are left out."""

    file: Path
    form: str = ""
    key: str = ""
    days: int = 0
    codes: tuple[str, ...] = ()
    leave_out: bool = False


def selected_quality(
    program: Program,
    *,
    registry: str | None,
    unit: str | None,
    period: str | None,
    language: str,
    cases: OwnCases | None = None,
) -> dict[str, Any]:
    """The quality of each wanted registry's records, for the wanted unit (else the one last chosen) and period.

    Raises NotHere where a name fits nothing in the cache, and the problems of `cases`.
    """
    with program.cache.reading() as cursor:
        summaries = summary.registries(cursor)
        wanted = [s for s in summaries if registry in (None, s.registry)]
        if registry is not None and not wanted:
            raise NotHere(what="registry", name=registry, known=", ".join(s.registry for s in summaries) or "none")
        if cases is not None and len(wanted) != 1:
            raise NotHere(
                what="registry", name=registry or "", known=", ".join(s.registry for s in summaries) or "none"
            )
        pages: list[dict[str, Any]] = []
        refusals: list[Problem] = []
        for one in wanted:
            try:
                found = selected(program, cursor, one, unit, period)
            except (NotHere, PeriodNotOffered) as refusal:
                refusals.append(refusal)
                continue
            if found is not None:
                definition, selection, period_id = found
                scope = scope_of(cursor, definition, selection.unit, selection.period, program.clock.today())
                page = quality_as_json(cursor, scope, one, language)
                pages.append({"period": period_id, **page})
                if cases is not None:
                    page = pages[-1]
                    page["missing_cases"] = _own_cases(cursor, scope, cases)
        if refusals and not pages:  # a name need not fit every registry
            raise refusals[0]
    return {"registries": pages}


def quality_as_json(cursor: Cursor, scope: Scope, chosen: summary.RegistrySummary, language: str) -> dict[str, Any]:
    """One registry's page. `forms` and `readiness` are empty where the registry has no records here."""
    own = next(u for u in chosen.units if u.unit == scope.unit)
    page: dict[str, Any] = {
        "registry": chosen.registry,
        "name": text_in(chosen.names, language),
        "unit": scope.unit,
        "unit_name": text_in(own.names, language),
        "records": own.own_records,
        "first": scope.period.first,
        "end": scope.period.end,
        "data_as_of": scope.data_as_of,
        "coverage": _coverage(coverage(cursor, scope), language),
        "comparability": _comparability(cursor, scope, language),
        "readiness": None,
        "forms": [],
    }
    if own.own_records:
        page["readiness"] = _readiness(readiness(cursor, scope, chosen.deadlines), scope.definition, language)
        page["forms"] = [
            {
                "form": form.id,
                "name": text_in(form.label, language),
                "completeness": _completeness(form_completeness(cursor, scope, form), scope, form, language),
                "timeliness": _timeliness(timeliness(cursor, scope, form), language),
                "validity": _validity(validity(cursor, scope, form), scope.definition, form, language),
                "duplicates": _duplicates(duplicates(cursor, scope, form)),
            }
            for form in scope.definition.forms
        ]
    return page


def _records(wanted: RecordsWanted | None) -> dict[str, Any] | None:
    if wanted is None:
        return None
    return {"form": wanted.form, "where": wanted.expression or None, "ids": list(wanted.record_ids) or None}


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _coverage(found: Coverage, language: str) -> dict[str, Any]:
    return {
        "lines": LINES,
        "of_units": figure_as_json(found.of_units, language) if found.of_units else None,
        "formulas": {
            "of_all": "(registry only + both) / (registry only + both + reference only)",
            "of_reference": "(registry only + both) / (both + reference only), at most 1",
        },
        "years": [
            {
                "year": year.year,
                "registry_only": year.registry_only,
                "both": year.both,
                "reference_only": year.reference_only,
                "of_all": figure_as_json(year.of_all, language),
                "of_reference": year.of_reference.value,
                "published": year.shown.value if year.formula is Formula.PUBLISHED else None,
                "formula": year.formula.value,
                "level": year.level,
                "source": year.source or None,
                "method": year.method or None,
            }
            for year in found.years
        ],
    }


def _comparability(cursor: Cursor, scope: Scope, language: str) -> dict[str, Any]:
    found = comparability(cursor, scope)
    return {
        "within": [_break(b, language) for b in found.within],
        "others": [_break(b, language) for b in found.others],
    }


def _break(one: Break, language: str) -> dict[str, Any]:
    return {
        "since": one.since,
        "change": one.change.value,
        "indicators": list(one.indicators),
        "variables": list(one.variables),
        "text": text_in(one.text, language) if one.text else None,
        "versions": list(one.versions) if one.versions else None,
    }


def _readiness(found: Readiness, definition: Definition, language: str) -> dict[str, Any]:
    rules = {rule.id: rule for rule in definition.rules}
    return {
        "light": found.light.value,
        "deadline": found.deadline,
        "by_registry": found.by_registry,
        "text": text_in(found.text, language) if found.text else None,
        "since": found.since,
        "days": found.days,
        "working_days": found.working_days,
        "minutes": found.minutes,
        "minutes_a_day": found.pace,
        "unmeasured": found.unmeasured,
        "todo": [
            {
                "task": one.task.value,
                "form": one.form,
                "subject": one.subject or None,
                "message": text_in(rules[one.subject].message, language) if one.subject in rules else None,
                "count": one.count,
                "records": one.records,
                "blocks": one.blocks,
                "minutes": one.minutes,
                "asked_about": one.asked_about,
                "show": _records(one.wanted),
            }
            for one in found.todo
        ],
    }


def _completeness(found: FormCompleteness, scope: Scope, form: Form, language: str) -> dict[str, Any]:
    return {
        "records": found.records,
        "required": figure_as_json(found.required, language),
        "incomplete": found.incomplete,
        "show": _records(found.incomplete_records),
        "months": list(scope.months),
        "variables": [_variable(one, form, language) for one in found.variables],
    }


def _variable(one: VariableCompleteness, form: Form, language: str) -> dict[str, Any]:
    return {
        "variable": one.variable,
        "name": text_in(form.variable(one.variable).label, language),
        "duty": one.duty.value,
        "refused": one.refused or None,
        "complete": figure_as_json(one.complete, language),
        "missing": one.count_missing,
        "unknown": one.count_unknown,
        "unknown_codes": {code.value: text_in(code.label, language) for code in one.unknown_codes},
        "by_month": {
            "asked": one.asked.tolist(),
            "filled": one.filled.tolist(),
            "unknown": one.unknown.tolist(),
            "missing": one.missing.tolist(),
        },
        "show_missing": _records(one.missing_records),
        "show_unknown": _records(one.unknown_records),
    }


def _timeliness(found: Timeliness, language: str) -> dict[str, Any]:
    return {
        "limit_days": found.limit,
        **_delay(found.whole, language),
        "late": found.late,
        "show_late": _records(found.late_records),
        "overdue": found.overdue,
        "show_overdue": _records(found.overdue_records),
        "show_early": _records(found.early_records),
        "by_month": [
            {"month": month, **_delay(delay, language)}
            for month, delay in zip(found.months, found.by_month, strict=True)
        ],
        "waiting": {
            one.status: [
                {"from_days": low, "to_days": high, "count": n, "show": _records(wanted)}
                for (low, high), n, wanted in zip(AGES, one.counts, one.records, strict=True)
            ]
            for one in found.waiting
        },
    }


def _delay(delay: Delay, language: str) -> dict[str, Any]:
    first, median, third = (_number(float(q)) for q in delay.quartiles)
    return {
        "cases": delay.cases,
        "open": delay.open,
        "before_event": delay.early,
        "median_days": _number(delay.median),
        "median_low": _number(delay.curve.median_low),
        "median_high": _number(delay.curve.median_high),
        "completed_quartiles": [first, median, third],
        "within_limit": figure_as_json(delay.within, language) if delay.within else None,
        "completed_within_limit": figure_as_json(delay.counted, language) if delay.counted else None,
    }


def _validity(found: Validity, definition: Definition, form: Form, language: str) -> dict[str, Any]:
    rules = {rule.id: rule for rule in definition.rules}
    names = {v.id: v.label for v in form.variables}
    return {
        "records": found.records,
        "erroneous": found.erroneous,
        "sound": figure_as_json(found.share_sound, language),
        "findings": [
            {
                "fault": one.fault.value,
                "subject": one.subject,
                "name": text_in(
                    rules[one.subject].message if one.fault.value == "rule" else names[one.subject], language
                ),
                "severity": one.severity,
                "found": one.found,
                "checked": one.checked,
                "share": figure_as_json(one.share, language),
                "asked_about": one.asked_about,
                "codes": dict(one.codes),
                "show": _records(one.records),
            }
            for one in found.findings
        ],
        "unchecked": [
            {"fault": one.fault.value, "subject": one.subject, "reason": one.reason} for one in found.unchecked
        ],
    }


def _duplicates(found: DuplicateRecords) -> dict[str, Any]:
    settings = found.looked_for
    return {
        "looked_for": None
        if settings is None
        else {
            "days": settings.days,
            "near_days": settings.near_days,
            "variables": list(settings.variables),
            "agreeing": settings.agreeing,
        },
        "records": found.records,
        "show": _records(found.wanted),
        "kinds": [
            {"likeness": k.likeness.value, "pairs": k.pairs, "records": k.records, "show": _records(k.wanted)}
            for k in found.kinds
        ],
    }


def _own_cases(cursor: Cursor, scope: Scope, cases: OwnCases) -> dict[str, Any]:
    forms = [f for f in scope.definition.forms if cases.form in ("", f.id)]
    if not forms:
        known = ", ".join(f.id for f in scope.definition.forms) or "none"
        raise NotHere(what="form", name=cases.form, known=known)
    form = forms[0]
    keys = key_columns(form)
    if cases.key and cases.key not in keys:
        raise NotHere(what="key", name=cases.key, known=", ".join(keys))
    local = read_local_list(cases.file, scope.as_of)
    found = match(
        cursor,
        scope,
        form,
        local,
        key=cases.key or keys[0],
        days=cases.days,
        codes=cases.codes,
        leave_out=cases.leave_out,
    )
    return {"understood": _list_as_json(local), **_match_as_json(found)}


def _list_as_json(local: LocalList) -> dict[str, Any]:
    """What was understood of the file; nothing that stands in it."""
    return {
        "encoding": local.encoding,
        "delimiter": local.delimiter,
        "columns": {role.value: column + 1 for role, column in local.columns.items()},
        "date_forms": dict(local.date_forms),
        "rows": local.rows,
        "left_out": local.left_out,
        "duplicates": local.duplicates,
        "first": local.first,
        "last": local.last,
        "troubles": [{"line": t.line, "column": t.column, "kind": t.kind.value} for t in local.troubles],
        "trouble_count": local.trouble_count,
    }


def _match_as_json(found: LocalMatch) -> dict[str, Any]:
    """The groups; cases in the list alone by their line in the file, as nothing of a patient is printed."""
    return {
        "form": found.form,
        "key": found.key,
        "days": found.days,
        "codes": list(found.codes),
        "registry_only": found.whole.registry_only,
        "both": found.whole.both,
        "list_only": found.whole.list_only,
        "years": [
            {"year": y.year, "registry_only": y.registry_only, "both": y.both, "list_only": y.list_only}
            for y in found.years
        ],
        "of_all": {"value": found.of_all.value, "low": found.of_all.low, "high": found.of_all.high},
        "of_reference": found.of_reference.value,
        "unkeyed": found.unkeyed,
        "drafts": found.drafts,
        "completed_keys": found.completed_keys,
        "other_codes": found.other_codes,
        "outside": found.outside,
        "show_registry_only": _records(found.registry_only_records),
        "missing_lines": [case.line for case in found.missing],
    }


def quality_in_words(quality: dict[str, Any]) -> list[str]:
    """The same as lines for a person: the colour, what to do, and each part's main figures."""
    lines: list[str] = []
    for page in quality["registries"]:
        lines.append(f"{page['name']} · {page['unit_name']} · {page['period']}")
        ready = page["readiness"]
        if ready is None:
            lines.append("  No records of the unit are here; only what the registry publishes.")
        else:
            lines.append(
                f"  Readiness for {ready['deadline']}: {ready['light']}, about {_n(ready['minutes'])} minutes"
                f" of work in {_n(ready['working_days'])} working days"
            )
            lines += [f"    {_todo_in_words(one)}" for one in ready["todo"]]
        newest = next((y for y in reversed(page["coverage"]["years"]) if y["level"] is not None), None)
        if newest is not None:
            share = newest["of_all"]["text"] or format_number(newest["published"], ",.1%", "en")
            lines.append(f"  Coverage {newest['year']}: {share}")
        for form in page["forms"]:
            lines += _form_in_words(form)
        for one in page["comparability"]["within"]:
            about = ", ".join([*one["indicators"], *one["variables"]])
            lines.append(f"  From {one['since']}: {one['text'] or one['change']}{f' ({about})' if about else ''}")
        if "missing_cases" in page:
            found = page["missing_cases"]
            lines.append(
                f"  Own list: {_n(found['both'])} in both, {_n(found['registry_only'])} only in the registry,"
                f" {_n(found['list_only'])} only in the list"
            )
    return lines or ["Nothing is here yet. Connect to a registry (egnetall connect ADDRESS), or try egnetall demo."]


def _n(number: float) -> str:
    """A number with as many decimals as it needs, at most one."""
    return format_number(number, ",.0f" if number == int(number) else ",.1f", "en")


def _todo_in_words(one: dict[str, Any]) -> str:
    about = one["message"] or one["subject"]
    minutes = "" if one["minutes"] is None else f", {_n(one['minutes'])} min"
    blocks = "" if one["blocks"] else ", can wait"
    return f"{one['task']} · {one['form']}{f' · {about}' if about else ''}: {_n(one['count'])}{minutes}{blocks}"


def _form_in_words(form: dict[str, Any]) -> list[str]:
    complete, timely, valid = form["completeness"], form["timeliness"], form["validity"]
    required = complete["required"]
    lines = [
        f"  {form['name']}: {_n(complete['records'])} completed forms,"
        f" {required['text'] or required['shown']} of required values"
    ]
    for one in _worst(complete["variables"]):
        lines.append(f"    {one['name']}: {_n(one['missing'])} missing, {_n(one['unknown'])} unknown ({one['duty']})")
    within = timely["within_limit"]
    median = "not reached" if timely["median_days"] is None else f"{_n(timely['median_days'])} days"
    limit = f", {within['text'] or within['shown']} within {_n(timely['limit_days'])} days" if within else ""
    lines.append(f"    first completed: median {median}{limit}; {_n(timely['open'])} still open")
    for one in valid["findings"]:
        if one["found"]:
            lines.append(f"    {one['severity']} · {one['fault']} · {one['name']}: {_n(one['found'])}")
    pairs = ", ".join(f"{_n(k['pairs'])} {k['likeness']}" for k in form["duplicates"]["kinds"] if k["pairs"])
    lines.append(f"    possible duplicates: {pairs or 'none'}")
    return lines


def _worst(variables: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [v for v in variables if (v["missing"] and v["duty"] != "optional") or v["unknown"]][:5]
