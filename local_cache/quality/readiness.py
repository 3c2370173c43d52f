"""Readiness: what stands between a unit and the registry's next deadline, what to do about it and how long it takes.

**What is looked at.** Completed forms with events from 1 January of the year before the deadline's year, for those are
the figures that are being closed; drafts, returned forms and open queries whenever their event was.

**What blocks.** Missing required values, errors (broken rules, values that cannot be, codes outside their list),
returned forms, drafts beyond the registry's limit, possible duplicates, and open queries about errors. Warnings, other
queries and drafts within the limit do not.

**The colour.** Green: nothing blocks. Yellow: what blocks takes at most PACE minutes of every working day that is left,
today included. Red: it takes more, or the registry has not said how long it takes and the deadline is within SOON days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import duckdb
import numpy as np

from local_cache.quality.completeness import form_completeness
from local_cache.quality.duplicates import duplicates
from local_cache.quality.findings import (
    PACE,
    DuplicateRecords,
    Fault,
    Finding,
    FormCompleteness,
    Light,
    Readiness,
    RecordsWanted,
    Task,
    ToDo,
    Validity,
)
from local_cache.quality.scope import MOST_IDS, Scope
from local_cache.quality.validity import validity
from local_cache.registry import Form, Texts
from local_cache.results.counting import quoted
from local_cache.results.figure import Period, add_months
from local_cache.results.summary import SETTLED_QUERIES
from local_cache.sync.messages import Announcement

SOON = 14
DEADLINES = ((6, 15), (12, 15))
"""Month and day where the registry does not say: what the national results are built from."""


def deadline(today: date, given: Sequence[Announcement]) -> tuple[date, Texts | None]:
    """The next deadline, on or after the day, and the registry's words for it (None where it gives no such day)."""
    coming = min((d for d in given if d.date >= today), key=lambda d: d.date, default=None)
    if coming is not None:
        return coming.date, coming.text
    days = [date(year, month, day) for year in (today.year, today.year + 1) for month, day in DEADLINES]
    return next(d for d in days if d >= today), None


def readiness(cursor: duckdb.DuckDBPyConnection, scope: Scope, deadlines: Sequence[Announcement]) -> Readiness:
    """What stands between the scope's unit and the next deadline; the scope's period has no bearing on it.

    deadlines: the registry's own, in any order.
    """
    day, text = deadline(scope.as_of, deadlines)
    since = date(day.year - 1, 1, 1)
    here = scope.over(Period(since, max(add_months(scope.as_of, 1), add_months(since, 1))))
    todo: list[ToDo] = []
    for form in scope.definition.forms:
        found = validity(cursor, here, form)
        todo += _missing(form, form_completeness(cursor, here, form))
        todo += _faults(cursor, here, form, found)
        todo += _waiting(cursor, here, form)
        todo += _duplicates(form, duplicates(cursor, here, form))
        todo += _queries(cursor, here, form)
    todo.sort(key=lambda t: (not t.blocks, -(t.minutes if t.minutes is not None else t.count), t.task.value))
    blocking = [t for t in todo if t.blocks]
    minutes = sum(t.minutes for t in blocking if t.minutes is not None)
    unmeasured = sum(t.minutes is None for t in blocking)
    working_days = int(np.busday_count(scope.as_of, day)) + int(np.is_busday(day))
    days = (day - scope.as_of).days
    return Readiness(
        deadline=day,
        by_registry=text is not None,
        text=text,
        since=since,
        days=days,
        working_days=working_days,
        light=_light(bool(blocking), minutes, working_days, unmeasured > 0 and days <= SOON),
        todo=tuple(todo),
        minutes=minutes,
        unmeasured=unmeasured,
    )


def _light(blocked: bool, minutes: float, working_days: int, pressing: bool) -> Light:
    if not blocked:
        return Light.GREEN
    return Light.RED if pressing or minutes > PACE * working_days else Light.YELLOW


def _times(minutes: float | None, count: int) -> float | None:
    return None if minutes is None else minutes * count


def _missing(form: Form, found: FormCompleteness) -> Iterable[ToDo]:
    if found.incomplete_records is not None:
        minutes = _times(form.minutes.value, found.count_missing)
        yield ToDo(
            Task.MISSING, form.id, "", found.count_missing, found.incomplete, True, minutes, found.incomplete_records
        )


def _faults(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form, found: Validity) -> Iterable[ToDo]:
    own = {rule.id: rule.minutes for rule in scope.definition.rules}
    for finding in found.of(Fault.RULE):
        if finding.records is not None:
            each = own[finding.subject]
            each = form.minutes.question if each is None else each
            error = finding.severity == "error"
            yield ToDo(
                task=Task.ERROR if error else Task.WARNING,
                form=form.id,
                subject=finding.subject,
                count=finding.found,
                records=finding.found,
                blocks=error,
                minutes=_times(each, finding.found - finding.asked_about),
                wanted=finding.records,
                asked_about=finding.asked_about,
            )
    hard = found.of(Fault.HARD_RANGE, Fault.IMPOSSIBLE_DATE, Fault.INVALID_CODE)
    yield from _values(cursor, scope, form, Task.IMPOSSIBLE, hard)
    yield from _values(cursor, scope, form, Task.UNUSUAL, found.of(Fault.SOFT_RANGE))


def _values(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form, task: Task, findings: Sequence[Finding]
) -> Iterable[ToDo]:
    """Values at fault, all variables together: one list to go through."""
    some = [f for f in findings if f.records is not None]
    if not some:
        return
    records, wanted = _together(cursor, scope, form, [f.records for f in some if f.records is not None])
    count = sum(f.found for f in some)
    yield ToDo(task, form.id, "", count, records, task is Task.IMPOSSIBLE, _times(form.minutes.question, count), wanted)


def _together(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form, parts: Sequence[RecordsWanted]
) -> tuple[int, RecordsWanted]:
    """How many records are in any of the parts, and those."""
    judged = f"{scope.judged} AND "
    texts = [p.expression.removeprefix(judged) for p in parts if p.expression]
    ids = sorted({i for p in parts for i in p.record_ids})
    sqls = [scope.compiled(form, text).sql for text in texts]
    if ids:
        sqls.append("list_contains(string_split($ids, chr(31)), record_id)")
    anything = " OR ".join(f"({sql})" for sql in sqls)
    parameters = {"unit": scope.unit, **({"ids": chr(31).join(ids)} if ids else {})}
    row = cursor.execute(
        f"""
        SELECT count(*), array_to_string(list_sort(list(record_id))[:{MOST_IDS}], chr(31))
        FROM {scope.table(form)} WHERE {scope.judged_sql} AND ({anything})
        """,
        parameters,
    ).fetchone()
    assert row is not None
    if not ids:
        return row[0], scope.wanted(cursor, form, " OR ".join(texts), anything)
    return row[0], RecordsWanted(form.id, "", tuple(row[1].split(chr(31))))


def _waiting(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form) -> Iterable[ToDo]:
    """Returned forms, drafts beyond the limit (all of them where there is none), and drafts within it."""
    limit = form.timely_days if form.timely_days is not None else -1
    age = f"days_between(event_date, DATE '{scope.as_of}')"
    kinds: tuple[tuple[Task, str, float | None, bool], ...] = (
        (Task.RETURNED, "form_status = 'returned'", form.minutes.question, True),
        (Task.LATE, f"form_status = 'draft' AND {age} > {limit}", form.minutes.form, True),
        (Task.DRAFT, f"form_status = 'draft' AND {age} <= {limit}", form.minutes.form, False),
    )
    sums = ", ".join(f"count(*) FILTER ({scope.compiled(form, text).sql})" for _, text, _, _ in kinds)
    row = cursor.execute(
        f"SELECT {sums} FROM {scope.table(form)} WHERE unit = $unit AND form_status IN ('draft', 'returned')",
        {"unit": scope.unit},
    ).fetchone()
    for (task, text, each, blocks), n in zip(kinds, row or (), strict=True):
        if n:
            yield ToDo(task, form.id, "", n, n, blocks, _times(each, n), RecordsWanted(form.id, text))


def _duplicates(form: Form, found: DuplicateRecords) -> Iterable[ToDo]:
    if found.wanted is not None:
        minutes = _times(form.minutes.duplicate, found.count)
        yield ToDo(Task.DUPLICATE, form.id, "", found.count, found.records, True, minutes, found.wanted)


def _queries(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form) -> Iterable[ToDo]:
    """Open queries by severity, whatever their records' day: the registry waits for all of them."""
    settled = ", ".join(quoted(state) for state in SETTLED_QUERIES)
    rows = cursor.execute(
        f"""
        SELECT severity, count(*), count(DISTINCT record_id),
            array_to_string(list_sort(list(DISTINCT record_id))[:{MOST_IDS}], chr(31))
        FROM query WHERE registry = $registry AND unit = $unit AND form = $form AND state NOT IN ({settled})
        GROUP BY severity ORDER BY severity
        """,
        {"registry": scope.definition.registry, "unit": scope.unit, "form": form.id},
    ).fetchall()
    for severity, n, records, ids in rows:
        wanted = RecordsWanted(form.id, "", tuple(ids.split(chr(31))) if ids else ())
        minutes = _times(form.minutes.question, n)
        yield ToDo(Task.QUERY, form.id, severity, n, records, severity == "error", minutes, wanted)
