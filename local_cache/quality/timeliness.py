"""Timeliness: days from the event to the first completion, with the cases that are still open, and what waits.

The first completion counts and never the last change: a form that is opened again was not late for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb
import numpy as np

from local_cache.quality.findings import AGES, Delay, RecordsWanted, Timeliness, Waiting
from local_cache.quality.scope import Scope
from local_cache.registry import Form
from local_cache.results.figure import Figure, Shown
from local_cache.results.intervals import quartiles
from local_cache.results.kaplan_meier import Survival, kaplan_meier


def timeliness(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form) -> Timeliness:
    """How soon a form is completed after its event. Open ones count until the data's age; deleted forms not at all."""
    rows = cursor.execute(
        f"""
        SELECT CAST(date_trunc('month', event_date) AS DATE), first_completed IS NOT NULL AS done,
            date_diff('day', event_date, coalesce(CAST(first_completed AS DATE), $as_of)) AS days, count(*)
        FROM {scope.table(form)}
        WHERE unit = $unit AND {_counted(scope)}
        GROUP BY ALL
        """,
        {"unit": scope.unit, "as_of": scope.as_of},
    ).fetchall()
    by_month: dict[date, list[tuple[bool, int, int]]] = {month: [] for month in scope.months}
    for month, done, days, n in rows:
        by_month[month].append((done, days, n))
    limit = form.timely_days
    whole = _delay(scope, (one for some in by_month.values() for one in some), limit)
    late = overdue = 0
    if limit is not None:
        late = sum(n for _, done, days, n in rows if done and days > limit)
        overdue = sum(n for _, done, days, n in rows if not done and days > limit)
    counted = _counted(scope)
    done_days = "days_between(event_date, first_completed)"
    return Timeliness(
        form=form.id,
        limit=limit,
        whole=whole,
        months=scope.months,
        by_month=tuple(_delay(scope, some, limit) for some in by_month.values()),
        late=late,
        late_records=RecordsWanted(form.id, f"{counted} AND {done_days} > {limit}") if late else None,
        overdue=overdue,
        overdue_records=RecordsWanted(form.id, f"{counted} AND {_still_open(scope)} > {limit}") if overdue else None,
        early_records=RecordsWanted(form.id, f"{counted} AND {done_days} < 0") if whole.early else None,
        waiting=tuple(_waiting(cursor, scope, form, status) for status in ("draft", "returned")),
    )


def _counted(scope: Scope) -> str:
    """An expression, and SQL: every form of the period's events that was not deleted."""
    return f"event_date BETWEEN DATE '{scope.period.first}' AND DATE '{scope.last}' AND form_status <> 'deleted'"


def _still_open(scope: Scope) -> str:
    return f"first_completed IS NULL AND days_between(event_date, DATE '{scope.as_of}')"


def _delay(scope: Scope, tallies: Iterable[tuple[bool, int, int]], limit: int | None) -> Delay:
    """From (completed, days, how many), in any order."""
    done: dict[int, int] = {}
    still: dict[int, int] = {}
    early = 0
    for completed, days, n in tallies:
        if completed and days < 0:
            early += n
        else:
            # A draft of an event after the data's age has not been waited for at all.
            into, lasted = (done, days) if completed else (still, max(days, 0))
            into[lasted] = into.get(lasted, 0) + n
    ends, times = sorted(done), [done[days] for days in sorted(done)]
    followed, still_open = sorted(still), [still[days] for days in sorted(still)]
    number = np.array([*times, *still_open], dtype=np.int64)
    ended = np.arange(number.size) < len(ends)
    curve = kaplan_meier(np.repeat(np.array([*ends, *followed], dtype=np.float64), number), np.repeat(ended, number))
    within = counted = None
    if limit is not None:
        within = _within(scope, curve, limit, int(number.sum()))
        (counted,) = scope.shares(sum(n for days, n in done.items() if days <= limit), sum(times))
    return Delay(
        cases=int(number.sum()),
        open=sum(still.values()),
        early=early,
        quartiles=quartiles(np.array(ends, dtype=np.float64), np.array(times, dtype=np.int64)),
        curve=curve,
        within=within,
        counted=counted,
    )


def _within(scope: Scope, curve: Survival, limit: int, cases: int) -> Figure:
    """The share completed up to and with the limit, 1 minus the curve there; not known where no case has been followed
    for so long."""
    figure = Figure(
        shown=Shown.NO_CASES,
        kind="proportion",
        denominator=cases,
        own=True,
        definition_version=scope.definition.version,
        data_as_of=scope.data_as_of,
    )
    if curve.time.size == 0 or (limit > curve.time[-1] and curve.remaining[-1] > 0):
        return figure
    step = int(np.searchsorted(curve.time, limit, side="right")) - 1
    remaining, low, high = (1.0, 1.0, 1.0) if step < 0 else (curve.remaining[step], curve.low[step], curve.high[step])
    known = not (np.isnan(low) or np.isnan(high))
    return Figure(
        shown=Shown.VALUE,
        kind="proportion",
        value=float(1 - remaining),
        low=float(1 - high) if known else None,
        high=float(1 - low) if known else None,
        denominator=cases,
        method="Kaplan–Meier",
        own=True,
        definition_version=scope.definition.version,
        data_as_of=scope.data_as_of,
    )


def _waiting(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form, status: str) -> Waiting:
    days = f"date_diff('day', event_date, DATE '{scope.as_of}')"
    row = cursor.execute(
        f"""
        SELECT {", ".join(f"count(*) FILTER ({days} {within})" for within in _CLASSES)}
        FROM {scope.table(form)} WHERE unit = $unit AND form_status = $status
        """,
        {"unit": scope.unit, "status": status},
    ).fetchone()
    counts = tuple(row or ())
    age = f"form_status = '{status}' AND days_between(event_date, DATE '{scope.as_of}')"
    return Waiting(
        status,
        counts,
        tuple(
            RecordsWanted(form.id, f"{age} {within}") if n else None for n, within in zip(counts, _CLASSES, strict=True)
        ),
    )


_CLASSES = tuple(
    f"<= {high}" if low == 0 else f">= {low}" if high is None else f"BETWEEN {low} AND {high}" for low, high in AGES
)
"""Conditions on an age in days; an event that still lies ahead is in the youngest class."""
