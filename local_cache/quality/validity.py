"""Validity: broken rules, values outside their ranges, impossible dates, and codes that are not in their list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from local_cache.errors import ExpressionRefused
from local_cache.quality.findings import Fault, Finding, Severity, Unchecked, Validity
from local_cache.quality.ranges import allows_the_future, in_the_future, outside
from local_cache.quality.scope import Scope
from local_cache.registry import Form, Range, Variable
from local_cache.results.counting import quoted
from local_cache.results.summary import SETTLED_QUERIES

MOST_CODES = 5
"""Codes that are named where they are not in their list: the most frequent."""


@dataclass(frozen=True, slots=True)
class _Check:
    """fails: SQL that is true for records at fault; text: the same in the language, "" where it cannot be said there;
    known: SQL of a value that is there where the check can be made."""

    fault: Fault
    subject: str
    severity: Severity
    fails: str
    text: str
    known: str


def validity(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form) -> Validity:
    """Every check of a form's completed records in the scope's period."""
    checks, unchecked = _checks(scope, form)
    table, where, unit = scope.table(form), scope.judged_sql, {"unit": scope.unit}
    counts = ", ".join(f"count(*) FILTER ({c.fails}), count({c.known})" for c in checks)
    row = cursor.execute(
        f"SELECT count(*){', ' + counts if counts else ''} FROM {table} WHERE {where}", unit
    ).fetchone()
    assert row is not None
    records, found, known = row[0], row[1::2], row[2::2]
    erring = [c.fails for c, n in zip(checks, found, strict=True) if n and c.severity == "error"]
    erroneous = 0
    if erring:
        row = cursor.execute(
            f"SELECT count(*) FROM {table} WHERE {where} AND ({' OR '.join(f'({e})' for e in erring)})", unit
        ).fetchone()
        erroneous = row[0] if row else 0
    asked = _asked_about(cursor, scope, form, [c for c, n in zip(checks, found, strict=True) if n])
    shares = scope.shares(found, known) if checks else []
    findings = [
        Finding(
            form=form.id,
            fault=check.fault,
            subject=check.subject,
            severity=check.severity,
            found=n,
            checked=of,
            share=share,
            records=scope.wanted(cursor, form, check.text, check.fails) if n else None,
            asked_about=asked.get(check.subject, 0) if check.fault is Fault.RULE else 0,
            codes=_codes(cursor, scope, form, check) if n and check.fault is Fault.INVALID_CODE else (),
        )
        for check, n, of, share in zip(checks, found, known, shares, strict=True)
    ]
    findings.sort(key=lambda f: (f.severity != "error", -f.found))
    (sound,) = scope.shares(records - erroneous, records)
    return Validity(form.id, records, erroneous, sound, tuple(findings), tuple(unchecked))


def _checks(scope: Scope, form: Form) -> tuple[list[_Check], list[Unchecked]]:
    checks: list[_Check] = []
    unchecked: list[Unchecked] = []
    for rule in scope.definition.rules:
        if rule.form == form.id:
            try:
                holds = scope.compiled(form, rule.expression).sql
            except ExpressionRefused as refusal:
                unchecked.append(Unchecked(form.id, Fault.RULE, rule.id, str(refusal.facts["reason"])))
                continue
            text = f"NOT ({rule.expression})"
            checks.append(_Check(Fault.RULE, rule.id, rule.severity, f"({holds}) IS FALSE", text, f"({holds})"))
    for variable in form.variables:
        made = (_dates, _ranges, _codes_of)
        for make in made:
            try:
                checks += make(scope, form, variable)
            except ExpressionRefused as refusal:
                fault = {_dates: Fault.IMPOSSIBLE_DATE, _ranges: Fault.HARD_RANGE}.get(make, Fault.INVALID_CODE)
                unchecked.append(Unchecked(form.id, fault, variable.id, str(refusal.facts["reason"])))
    return checks, unchecked


def _dates(scope: Scope, form: Form, variable: Variable) -> Iterator[_Check]:
    if variable.type not in ("date", "timestamp"):
        return
    parts = [outside(form, variable, variable.hard_range)] if variable.hard_range else []
    if not allows_the_future(variable.hard_range, scope.as_of):
        parts.append(in_the_future(variable))
    text = " OR ".join(part for part in parts if part)
    if text:
        fails = scope.compiled(form, text).sql
        yield _Check(Fault.IMPOSSIBLE_DATE, variable.id, "error", f"({fails})", text, f'"{variable.id}"')


def _ranges(scope: Scope, form: Form, variable: Variable) -> Iterator[_Check]:
    """Numbers outside the hard range; numbers and dates outside the soft range that are not at fault otherwise."""
    is_date = variable.type in ("date", "timestamp")
    hard = outside(form, variable, variable.hard_range or Range())
    if hard and not is_date:
        fails = scope.compiled(form, hard).sql
        yield _Check(Fault.HARD_RANGE, variable.id, "error", f"({fails})", hard, f'"{variable.id}"')
    soft = outside(form, variable, variable.soft_range or Range())
    if soft:
        if is_date and not allows_the_future(variable.hard_range, scope.as_of):
            hard = " OR ".join(part for part in (hard, in_the_future(variable)) if part)
        text = f"({soft}) AND ({hard}) IS NOT TRUE" if hard else soft
        fails = scope.compiled(form, text).sql
        yield _Check(Fault.SOFT_RANGE, variable.id, "warning", f"({fails})", text, f'"{variable.id}"')


def _codes_of(scope: Scope, form: Form, variable: Variable) -> Iterator[_Check]:
    codes = next((c.codes for c in scope.definition.code_lists if c.id == variable.codes), None)
    if codes is None or variable.type not in ("code", "multi-code", "text"):
        return
    name, listed = f'"{variable.id}"', ", ".join(quoted(c.value) for c in codes)
    if variable.type == "multi-code":
        fails = [f"NOT list_has_all([{listed}]::VARCHAR[], {name})"]
        texts: list[str] = []
    else:
        fails = [f"{name} NOT IN ({listed})" if codes else f"{name} IS NOT NULL"]
        texts = [f"{variable.id} NOT IN ({listed})" if codes else f"{variable.id} IS NOT NULL"]
    for code in codes:
        days = [
            f"event_date {sign} DATE '{day}'"
            for sign, day in (("<", code.valid_from), (">", code.valid_to))
            if day is not None
        ]
        if days:
            on_a_wrong_day = f"({' OR '.join(days)})"
            value = quoted(code.value)
            has = f"list_contains({name}, {value})" if variable.type == "multi-code" else f"{name} = {value}"
            fails.append(f"({has} AND {on_a_wrong_day})")
            texts.append(f"({variable.id} = {value} AND {on_a_wrong_day})")
    text = "" if variable.type == "multi-code" else " OR ".join(texts)
    yield _Check(Fault.INVALID_CODE, variable.id, "error", f"({' OR '.join(fails)})", text, name)


def _codes(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form, check: _Check) -> tuple[tuple[str, int], ...]:
    """The most frequent values at fault; of lists, the codes in them that are in no list."""
    multi = form.variable(check.subject).type == "multi-code"
    value = f'unnest("{check.subject}")' if multi else f'"{check.subject}"'
    codes = next(c.codes for c in scope.definition.code_lists if c.id == form.variable(check.subject).codes)
    always = {c.value for c in codes if c.valid_from is None and c.valid_to is None}
    rows = cursor.execute(
        f"""
        SELECT code, count(*) FROM (
            SELECT {value} AS code FROM {scope.table(form)} WHERE {scope.judged_sql} AND {check.fails})
        WHERE NOT list_contains(string_split($known, chr(31)), code)
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_CODES}
        """,
        {"unit": scope.unit, "known": chr(31).join(sorted(always))},
    ).fetchall()
    return tuple((str(code), n) for code, n in rows)


def _asked_about(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form, checks: list[_Check]) -> dict[str, int]:
    """By rule, the records that break it and have an open query by it."""
    rules = [c for c in checks if c.fault is Fault.RULE]
    if not rules:
        return {}
    settled = ", ".join(quoted(state) for state in SETTLED_QUERIES)
    sums = ", ".join(f"count(*) FILTER (list_contains(rules, {quoted(c.subject)}) AND {c.fails})" for c in rules)
    row = cursor.execute(
        f"""
        SELECT {sums} FROM {scope.table(form)} JOIN (
            SELECT record_id, list(rule) AS rules FROM query
            WHERE registry = $registry AND query.unit = $unit AND form = $form AND state NOT IN ({settled})
            GROUP BY record_id) USING (record_id)
        WHERE {scope.judged_sql}
        """,
        {"unit": scope.unit, "registry": scope.definition.registry, "form": form.id},
    ).fetchone()
    return {c.subject: n for c, n in zip(rules, row or (), strict=True) if n}
