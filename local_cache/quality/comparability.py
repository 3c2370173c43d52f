"""Comparability: from when something is counted or registered differently."""

from __future__ import annotations

from datetime import datetime

import duckdb

from local_cache.quality.findings import Break, Change, Comparability
from local_cache.quality.scope import Scope
from local_cache.registry import Definition, Indicator, Variable, read_definition


def comparability(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> Comparability:
    """The registry's notes, the validity of indicators and variables, and what the definition in use changed."""
    found = sorted(
        [*_notes(scope.definition), *_validity(scope.definition), *_versions(cursor, scope.definition)],
        key=lambda b: (b.since, b.change.value, b.indicators, b.variables),
    )
    within = tuple(b for b in found if scope.period.first < b.since < scope.period.end)
    return Comparability(within, tuple(b for b in found if b not in within))


def _notes(definition: Definition) -> list[Break]:
    return [Break(n.since, Change.NOTE, n.indicators, n.variables, n.text) for n in definition.notes]


def _validity(definition: Definition) -> list[Break]:
    found = []
    for indicator in definition.indicators:
        if indicator.valid_from is not None:
            found.append(Break(indicator.valid_from, Change.INDICATOR_BEGINS, (indicator.id,)))
        if indicator.valid_to is not None:
            found.append(Break(indicator.valid_to, Change.INDICATOR_ENDS, (indicator.id,)))
    for form in definition.forms:
        for variable in form.variables:
            if variable.valid_from is not None:
                found.append(Break(variable.valid_from, Change.VARIABLE_BEGINS, (), (variable.id,)))
            if variable.valid_to is not None:
                found.append(Break(variable.valid_to, Change.VARIABLE_ENDS, (), (variable.id,)))
    return found


def _versions(cursor: duckdb.DuckDBPyConnection, definition: Definition) -> list[Break]:
    """What differs from the version that was in use here before, dated by the day the one in use came. When an earlier
    one that never was in use here gave way is not known."""
    rows = cursor.execute(
        """
        SELECT version, body, applied_at FROM definition WHERE registry = ? AND applied_at IS NOT NULL
        ORDER BY applied_at
        """,
        [definition.registry],
    ).fetchall()
    came: datetime | None = next((at for version, _, at in rows if version == definition.version), None)
    earlier = [body for version, body, _ in rows if version != definition.version]
    if came is None or not earlier:
        return []
    before = read_definition(str(earlier[-1]).encode())
    day, versions = came.date(), (before.version, definition.version)
    found = []
    old, new = ({i.id: i for i in d.indicators} for d in (before, definition))
    for name in [*old, *(n for n in new if n not in old)]:
        if name not in new:
            found.append(Break(day, Change.INDICATOR_REMOVED, (name,), versions=versions))
        elif name not in old:
            found.append(Break(day, Change.INDICATOR_ADDED, (name,), versions=versions))
        elif _counted(old[name]) != _counted(new[name]):
            of_indicator = (str(old[name].version), str(new[name].version))
            found.append(Break(day, Change.INDICATOR_VERSION, (name,), versions=of_indicator))
    were, are = ({(f.id, v.id): v for f in d.forms for v in f.variables} for d in (before, definition))
    for key in [*were, *(k for k in are if k not in were)]:
        variable = (key[1],)
        if key not in are:
            found.append(Break(day, Change.VARIABLE_REMOVED, (), variable, versions=versions))
        elif key not in were:
            found.append(Break(day, Change.VARIABLE_ADDED, (), variable, versions=versions))
        elif _registered(before, were[key]) != _registered(definition, are[key]):
            found.append(Break(day, Change.VARIABLE_CHANGED, (), variable, versions=versions))
    return found


def _counted(indicator: Indicator) -> tuple[object, ...]:
    """What decides an indicator's value."""
    return (
        indicator.version,
        indicator.kind,
        indicator.form,
        indicator.numerator,
        indicator.denominator,
        indicator.measure,
        indicator.event_date,
    )


def _registered(definition: Definition, variable: Variable) -> tuple[object, ...]:
    """What decides which values a variable can have."""
    codes = next((c.codes for c in definition.code_lists if c.id == variable.codes), ())
    return (
        variable.type,
        variable.unit,
        tuple((c.value, c.missing, c.valid_from, c.valid_to) for c in codes),
        variable.required,
        variable.soft_range,
        variable.hard_range,
    )
