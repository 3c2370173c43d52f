"""Completeness: which values are filled in, which are unknown and which are missing, by variable and month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import numpy as np

from local_cache.errors import ExpressionRefused
from local_cache.quality.findings import Duty, FormCompleteness, RecordsWanted, VariableCompleteness, Whole
from local_cache.quality.scope import Scope, missing
from local_cache.registry import Code, Form, Variable
from local_cache.results.counting import quoted

AT_A_TIME = 40
"""Variables counted in one statement: more make it slower than several statements."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A variable's conditions, as text and as SQL; asked, unknown None where everybody is and nobody can be."""

    variable: Variable
    duty: Duty
    asked: str | None
    asked_text: str
    missing: str
    missing_text: str
    unknown: str | None
    unknown_text: str
    codes: tuple[Code, ...]
    refused: str

    @property
    def lacking(self) -> str:
        """SQL: the value should be there and is not."""
        return self.missing if self.asked is None else f"{self.asked} AND {self.missing}"


def form_completeness(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form) -> FormCompleteness:
    """Every variable of a form over the months of the scope's period."""
    counted = [_counted(scope, form, variable) for variable in form.variables]
    months = scope.months
    row_of = {month: i for i, month in enumerate(months)}
    records = np.zeros(len(months), dtype=np.int64)
    tallies = np.zeros((len(counted), 3, len(months)), dtype=np.int64)
    incomplete = 0
    for first in range(0, len(counted), AT_A_TIME):
        some = counted[first : first + AT_A_TIME]
        sums = ", ".join(tally for one in some for tally in _tallies(one))
        for month, n, *found in cursor.execute(
            f"""
            SELECT CAST(date_trunc('month', event_date) AS DATE), count(*), {sums}
            FROM {scope.table(form)} WHERE {scope.judged_sql} GROUP BY 1
            """,
            {"unit": scope.unit},
        ).fetchall():
            at = row_of[month]
            records[at] = n
            tallies[first : first + len(some), :, at] = np.array(found, dtype=np.int64).reshape(len(some), 3)
    lacking = [one for one, tally in zip(counted, tallies, strict=True) if _must(one) and tally[1].sum()]
    incomplete_records = None
    if lacking:
        anything = " OR ".join(f"({one.lacking})" for one in lacking)
        row = cursor.execute(
            f"SELECT count(*) FROM {scope.table(form)} WHERE {scope.judged_sql} AND ({anything})", {"unit": scope.unit}
        ).fetchone()
        incomplete = row[0] if row else 0
        text = " OR ".join(_joined(one.asked_text, one.missing_text) for one in lacking)
        incomplete_records = scope.wanted(cursor, form, text, anything)
    made = _variables(cursor, scope, form, counted, tallies)
    must = [v for v in made if v.must]
    (required,) = scope.shares(sum(int(v.filled.sum()) for v in must), sum(int(v.asked.sum()) for v in must))
    return FormCompleteness(
        form=form.id,
        records=int(records.sum()),
        variables=tuple(sorted(made, key=_cost)),
        required=required,
        incomplete=incomplete,
        incomplete_records=incomplete_records,
    )


def _cost(variable: VariableCompleteness) -> tuple[bool, int, int]:
    return (not variable.must, -variable.count_missing, -variable.count_unknown)


def _must(counted: _Counted) -> bool:
    return counted.duty is not Duty.OPTIONAL


def _variables(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form, counted: list[_Counted], tallies: Whole
) -> list[VariableCompleteness]:
    asked, gone, unknown = tallies[:, 0], tallies[:, 1], tallies[:, 2]
    filled = asked - gone - unknown
    complete = scope.shares(filled.sum(axis=1), asked.sum(axis=1))
    unknown_shares = scope.shares(unknown.sum(axis=1), asked.sum(axis=1))

    def records(one: _Counted, n: int, text: str, sql: str | None) -> RecordsWanted | None:
        if n == 0 or sql is None:
            return None
        both = sql if one.asked is None else f"{one.asked} AND {sql}"
        return scope.wanted(cursor, form, _joined(one.asked_text, text), both)

    return [
        VariableCompleteness(
            form=form.id,
            variable=one.variable.id,
            duty=one.duty,
            asked=asked[i],
            filled=filled[i],
            unknown=unknown[i],
            missing=gone[i],
            complete=complete[i],
            unknown_share=unknown_shares[i],
            unknown_codes=one.codes,
            missing_records=records(one, int(gone[i].sum()), one.missing_text, one.missing),
            unknown_records=records(one, int(unknown[i].sum()), one.unknown_text, one.unknown),
            refused=one.refused,
        )
        for i, one in enumerate(counted)
    ]


def _tallies(one: _Counted) -> Iterable[str]:
    """Aggregates: asked, missing, unknown."""
    asked = one.asked
    yield "count(*)" if asked is None else f"count(*) FILTER ({asked})"
    yield f"count(*) FILTER ({one.lacking})"
    if one.unknown is None:
        yield "0"
    else:
        yield f"count(*) FILTER ({one.unknown if asked is None else f'{asked} AND {one.unknown}'})"


def _joined(*texts: str) -> str:
    """All of them; "" where one cannot be written in the language."""
    kept = [text for text in texts if text != "TRUE"]
    return " AND ".join(f"({text})" for text in kept) if all(kept) else ""


def _counted(scope: Scope, form: Form, variable: Variable) -> _Counted:
    duty, asked_text, asked, refused = Duty.OPTIONAL, "TRUE", None, ""
    if variable.required is not None:
        duty = Duty.REQUIRED if variable.required.strip().upper() == "TRUE" else Duty.CONDITIONAL
    if duty is Duty.CONDITIONAL:
        try:
            asked_text = f"{variable.required}"
            asked = scope.compiled(form, asked_text).sql
        except ExpressionRefused as refusal:
            duty, asked_text, asked, refused = Duty.OPTIONAL, "TRUE", None, str(refusal.facts["reason"])
    valid = [
        f"event_date {sign} DATE '{day}'"
        for sign, day in ((">=", variable.valid_from), ("<=", variable.valid_to))
        if day is not None and (scope.period.first < day if sign == ">=" else day < scope.last)
    ]
    if valid:
        asked_text = _joined(asked_text, *valid)
        asked = scope.compiled(form, asked_text).sql
    name = f'"{variable.id}"'
    missing_text = missing(form, variable.id)
    try:
        gone = scope.compiled(form, missing_text).sql
    except ExpressionRefused:  # a name that is a word of the language
        missing_text, gone = "", f"{name} IS NULL OR CAST({name} AS VARCHAR) = ''"
    unknown_text, unknown, codes = _unknown(scope, variable)
    return _Counted(variable, duty, asked, asked_text, f"({gone})", missing_text, unknown, unknown_text, codes, refused)


def _unknown(scope: Scope, variable: Variable) -> tuple[str, str | None, tuple[Code, ...]]:
    """Text and SQL of "the value is a code that says the answer is not known", and those codes."""
    lists = {c.id: c.codes for c in scope.definition.code_lists}
    codes = tuple(c for c in lists.get(variable.codes or "", ()) if c.missing)
    if not codes or variable.type not in ("code", "text", "multi-code"):
        return "", None, ()
    values = [quoted(c.value) for c in codes]
    name = f'"{variable.id}"'
    if variable.type == "multi-code":
        text = " OR ".join(f"has({variable.id}, {value})" for value in values)
        return text, f"coalesce(list_has_any({name}, [{', '.join(values)}]), FALSE)", codes
    listed = ", ".join(values)
    return f"{variable.id} IN ({listed})", f"({name} IN ({listed}))", codes
