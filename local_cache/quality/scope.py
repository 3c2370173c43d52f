"""What the findings are about: a unit's records of a registry, with events in a period, seen from the data's age."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from local_cache.errors import ExpressionRefused, UnitNotHere
from local_cache.expressions import LONGEST_TEXT, Compiled, ExpressionType, columns_of, compile_expression
from local_cache.quality.findings import RecordsWanted
from local_cache.registry import Definition, Form, record_table
from local_cache.results.figure import Figure, Period, Shown, add_months
from local_cache.results.intervals import wilson

if TYPE_CHECKING:
    import duckdb


MOST_IDS = 5_000
"""Records that are named one by one; of more, the first so many by id."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records, of which events. data_as_of: the server's time in the unit's newest complete synchronisation, UTC
    without zone, None where that is not known; as_of: its calendar day, on which everything is judged."""

    definition: Definition
    unit: str
    period: Period
    data_as_of: datetime | None
    as_of: date

    def over(self, period: Period) -> Scope:
        """The same over another period."""
        return replace(self, period=period)

    @property
    def last(self) -> date:
        """The period's last day."""
        return self.period.end - timedelta(days=1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of every month of the period."""
        number = (self.period.end.year - self.period.first.year) * 12 + self.period.end.month - self.period.first.month
        return tuple(add_months(self.period.first, i) for i in range(number))

    def table(self, form: Form) -> str:
        return record_table(self.definition.registry, form.id)

    def compiled(self, form: Form, text: str, wanted: ExpressionType | None = "boolean") -> Compiled:
        """An expression over a form's records, today() being the data's age. Raises ExpressionRefused."""
        return compile_expression(text, columns_of(form), wanted=wanted, today=self.as_of)

    @property
    def judged(self) -> str:
        """An expression: completed forms with an event in the period."""
        between = f"event_date BETWEEN DATE '{self.period.first}' AND DATE '{self.last}'"
        return f"form_status = 'completed' AND {between}"

    @property
    def judged_sql(self) -> str:
        """The same, and of the unit $unit, as SQL that lets DuckDB skip what lies outside."""
        return (
            f"unit = $unit AND form_status = 'completed' AND event_date >= DATE '{self.period.first}'"
            f" AND event_date < DATE '{self.period.end}'"
        )

    def wanted(
        self, cursor: duckdb.DuckDBPyConnection, form: Form, condition: str, sql: str | None = None
    ) -> RecordsWanted:
        """The judged records for which a condition holds: by an expression, or by ids where it would be too long or too
        deep for one. sql: the condition as DuckDB SQL, where it is no expression at all (condition is then "")."""
        if condition:
            text = f"{self.judged} AND ({condition})"
            try:
                compiled = self.compiled(form, f"({condition})")
                if len(text) <= LONGEST_TEXT:
                    return RecordsWanted(form.id, text)
                sql = sql or compiled.sql
            except ExpressionRefused:
                if sql is None:
                    raise
        return RecordsWanted(form.id, "", self.ids(cursor, form, f"{self.judged_sql} AND ({sql})"))

    def ids(self, cursor: duckdb.DuckDBPyConnection, form: Form, where: str) -> tuple[str, ...]:
        """Ids of the records for which the SQL holds, ascending; at most MOST_IDS."""
        row = cursor.execute(
            f"""
            SELECT string_agg(record_id, chr(31) ORDER BY record_id)
            FROM (SELECT record_id FROM {self.table(form)} WHERE {where} ORDER BY record_id LIMIT {MOST_IDS})
            """,
            {"unit": self.unit},
        ).fetchone()
        return tuple(row[0].split(chr(31))) if row and row[0] is not None else ()

    def shares(self, numerators: ArrayLike, denominators: ArrayLike) -> list[Figure]:
        """A proportion with Wilson's interval for every pair; no cases where a denominator is 0. Own records hide
        nothing from their unit, so one case is enough."""
        tops, wholes = np.atleast_1d(np.asarray(numerators)), np.atleast_1d(np.asarray(denominators))
        low, high = wilson(tops, wholes)
        made = []
        for i, (top, whole) in enumerate(zip(tops.tolist(), wholes.tolist(), strict=True)):
            known = whole > 0
            made.append(
                Figure(
                    shown=Shown.VALUE if known else Shown.NO_CASES,
                    kind="proportion",
                    value=top / whole if known else None,
                    low=float(low[i]) if known else None,
                    high=float(high[i]) if known else None,
                    numerator=top,
                    denominator=whole,
                    method="Wilson" if known else "",
                    own=True,
                    definition_version=self.definition.version,
                    data_as_of=self.data_as_of,
                )
            )
        return made


def scope_of(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, unit: str, period: Period, today: date
) -> Scope:
    """The scope of a unit's records; `today` stands in where the data do not say how old they are.

    UnitNotHere where the definition has no such unit.
    """
    if unit not in {u.id for u in definition.units}:
        raise UnitNotHere(registry=definition.registry, unit=unit[:60])
    row = cursor.execute(
        """
        SELECT coalesce(
            (SELECT max(server_time) FROM subscription WHERE registry = $registry AND unit = $unit),
            (SELECT max(source.added_at) FROM registry JOIN source ON source.id = registry.source
             WHERE registry.registry = $registry))
        """,
        {"registry": definition.registry, "unit": unit},
    ).fetchone()
    data_as_of: datetime | None = row[0] if row else None
    return Scope(definition, unit, period, data_as_of, data_as_of.date() if data_as_of else today)


def missing(form: Form, variable: str) -> str:
    """An expression: the variable has no value. A text without a character says nothing."""
    empty = form.variable(variable).type == "text"
    return f"({variable} IS NULL OR {variable} = '')" if empty else f"{variable} IS NULL"
