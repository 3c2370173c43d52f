"""What an indicator counts, as SQL: from records to counts per indicator, subgroup, unit and month.

The registry's publisher and the unit's cache use the same queries, so unit and nation count alike. Sums are taken over
DECIMAL, exact and the same in any order, so that counts kept up to date record by record equal a full recount.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from local_cache.errors import ExpressionRefused
from local_cache.expressions import ExpressionType, columns_of, compile_expression
from local_cache.registry import ALL_PATIENTS, Definition, Form, Indicator, Subgroup, VariableType

MOST_SUBGROUPS = 60
"""Of one form: a record's memberships are the bits of one BIGINT."""

_MEASURE = "DECIMAL(18, 4)"
_WITHIN = "DECIMAL(14, 4)"
"""A measure outside ±10¹⁰ is unknown: within it no sum of squares over 10⁸ records can overflow."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule, indicator or subgroup that cannot be computed. kind: "rule", "indicator" or "subgroup"."""

    kind: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CountingQueries:
    """SELECT statements without parameters, None where there is nothing to count.

    results: (indicator, subgroup, unit, month, numerator, denominator, total, squares), only where denominator > 0;
    values: (indicator, subgroup, unit, month, measure, n), of medians and means, for quartiles and distributions;
    events: the same columns, of "between", where the measure is the day of the month of a case counted over, and a half
    more for one that is an event. A day points at a person, so these are for a unit's own cache and never published.
    month is the first day of the month.
    """

    results: str | None
    values: str | None
    events: str | None
    refused: tuple[Refusal, ...]

    @property
    def own_values(self) -> str | None:
        """All that a unit's own cache holds of single values: `values` and `events`."""
        return _union([query for query in (self.values, self.events) if query])


@dataclass(frozen=True, slots=True)
class _Counted:
    """A compiled indicator. `share` is SQL of a boolean, NULL for records not counted over; `measure` of a DECIMAL,
    NULL likewise; either is None where the kind has none."""

    indicator: Indicator
    event_date: str
    share: str | None
    measure: str | None
    subgroups: tuple[str, ...]

    @property
    def day(self) -> str:
        """SQL of the day of the month, a half added for an event; NULL for records not counted over."""
        return f"CAST(date_part('day', {self.event_date}) + 0.5 * CAST({self.share} AS INTEGER) AS {_MEASURE})"


def counting_queries(definition: Definition, form: Form, relation: str) -> CountingQueries:
    """The queries that count one form's indicators over `relation`: a quoted table name, or a query in parentheses.

    Only completed records count, each in the month of the indicator's event date. The relation is scanned once per
    event date (results) and once per median, mean (values) and "between" (events); each record is first counted under
    the set of subgroups it belongs to, and the few sets are then spread out over the subgroups.
    """
    counted, groups, refused = _compiled(definition, form)
    by_date: dict[str, list[_Counted]] = {}
    for item in counted:
        by_date.setdefault(item.event_date, []).append(item)
    results = [_results(event_date, items, groups, relation) for event_date, items in by_date.items()]
    values = [
        _values(item, item.measure, groups, relation)
        for item in counted
        if item.measure and item.indicator.kind in ("median", "mean")
    ]
    events = [_values(item, item.day, groups, relation) for item in counted if item.indicator.kind == "between"]
    return CountingQueries(_union(results), _union(values), _union(events), refused)


def refusals(definition: Definition) -> tuple[Refusal, ...]:
    """Every rule, indicator and subgroup that cannot be computed, and why."""
    found: list[Refusal] = []
    for form in definition.forms:
        columns = columns_of(form)
        for rule in definition.rules:
            if rule.form == form.id:
                try:
                    compile_expression(rule.expression, columns, wanted="boolean", today=date.today())
                except ExpressionRefused as refusal:
                    found.append(Refusal("rule", rule.id, str(refusal.facts["reason"])))
        found.extend(_compiled(definition, form)[2])
    return tuple(found)


def _compiled(definition: Definition, form: Form) -> tuple[list[_Counted], dict[str, str], tuple[Refusal, ...]]:
    """The form's indicators and its subgroups (id → SQL of a boolean), and what was refused of them."""
    columns = columns_of(form)
    refused: list[Refusal] = []
    groups: dict[str, str] = {}
    for subgroup in definition.subgroups:
        if subgroup.form == form.id:
            try:
                if len(groups) == MOST_SUBGROUPS:
                    raise ExpressionRefused(reason=f"a form has at most {MOST_SUBGROUPS} subgroups")
                groups[subgroup.id] = compile_expression(subgroup.expression, columns, wanted="boolean").sql
            except ExpressionRefused as refusal:
                refused.append(Refusal("subgroup", subgroup.id, str(refusal.facts["reason"])))
    counted: list[_Counted] = []
    for indicator in definition.indicators:
        if indicator.form == form.id:
            for strange in _of_other_forms(definition, indicator):
                reason = f"the indicator {indicator.id} counts another form than this subgroup's"
                refused.append(Refusal("subgroup", strange.id, reason))
            try:
                counted.append(_indicator(indicator, columns, tuple(s for s in indicator.subgroups if s in groups)))
            except ExpressionRefused as refusal:
                refused.append(Refusal("indicator", indicator.id, str(refusal.facts["reason"])))
    used = {s for item in counted for s in item.subgroups}
    return counted, {s: sql for s, sql in groups.items() if s in used}, tuple(refused)


def _of_other_forms(definition: Definition, indicator: Indicator) -> Iterable[Subgroup]:
    return (s for s in definition.subgroups if s.id in indicator.subgroups and s.form != indicator.form)


def _indicator(indicator: Indicator, columns: dict[str, VariableType], subgroups: tuple[str, ...]) -> _Counted:
    def compiled(text: str | None, wanted: ExpressionType, what: str) -> str:
        if text is None:
            raise ExpressionRefused(reason=f"a {indicator.kind} needs a {what}")
        return compile_expression(text, columns, wanted=wanted).sql

    event = compile_expression(indicator.event_date or "event_date", columns)
    if event.type not in ("date", "timestamp"):
        raise ExpressionRefused(reason="its event date is not a date")
    over = [] if indicator.denominator is None else [compiled(indicator.denominator, "boolean", "denominator")]
    share = measure = None
    if indicator.kind in ("proportion", "rate", "ratio", "between"):
        share = compiled(indicator.numerator, "boolean", "numerator")
    elif indicator.kind == "count":
        share = compiled(indicator.numerator or "TRUE", "boolean", "numerator")
    if indicator.kind in ("mean", "median", "rate", "ratio"):
        measure = f"CAST(TRY_CAST({compiled(indicator.measure, 'number', 'measure')} AS {_WITHIN}) AS {_MEASURE})"
    return _Counted(
        indicator,
        event.sql,
        _where(share, over + ([f"{measure} IS NOT NULL"] if measure else [])) if share else None,
        _where(measure, over + ([f"{share} IS NOT NULL"] if share else [])) if measure else None,
        subgroups,
    )


def _where(sql: str, conditions: list[str]) -> str:
    return f"CASE WHEN {' AND '.join(conditions)} THEN {sql} END" if conditions else sql


def _results(event_date: str, items: list[_Counted], groups: dict[str, str], relation: str) -> str:
    columns, counts, sums, rows = [], [], [], []
    for i, item in enumerate(items):
        share, measure = f"_share{i}", f"_measure{i}"
        numerator = total = squares = "NULL"
        if item.share:
            columns.append(f"{item.share} AS {share}")
            counts += [f"count(*) FILTER (WHERE {share}) AS _numerator{i}", f"count({share}) AS _denominator{i}"]
            sums += [f"sum(_numerator{i}) AS _numerator{i}", f"sum(_denominator{i}) AS _denominator{i}"]
            numerator = f"_numerator{i}"
        else:
            counts.append(f"count({measure}) AS _denominator{i}")
            sums.append(f"sum(_denominator{i}) AS _denominator{i}")
        if item.measure:
            columns.append(f"{item.measure} AS {measure}")
            counts.append(f"sum({measure}) AS _total{i}")
            sums.append(f"sum(_total{i}) AS _total{i}")
            total = f"_total{i}"
            if not item.share:
                # Two DECIMAL(18) multiply to a DECIMAL(18) and overflow; of 19 digits they become a DECIMAL(38).
                wide = f"CAST({measure} AS DECIMAL(19, 4))"
                counts.append(f"sum({wide} * {wide}) AS _squares{i}")
                sums.append(f"sum(_squares{i}) AS _squares{i}")
                squares = f"_squares{i}"
        rows.append(
            f"SELECT {quoted(item.indicator.id)} AS indicator, _subgroup AS subgroup, unit, _month AS month,"
            f" CAST({numerator} AS BIGINT) AS numerator, CAST(_denominator{i} AS BIGINT) AS denominator,"
            f" CAST({total} AS DECIMAL(38, 4)) AS total, CAST({squares} AS DECIMAL(38, 8)) AS squares"
            f" FROM spread WHERE _denominator{i} > 0{_among(item)}{_valid(item.indicator)}"
        )
    return (
        f"(WITH record AS ({_records(event_date, columns, groups, relation)}),\n"
        f"cell AS (SELECT unit, _month, _groups, {', '.join(counts)} FROM record GROUP BY unit, _month, _groups),\n"
        f"spread AS MATERIALIZED (SELECT _subgroup, unit, _month, {', '.join(sums)}\n"
        f"FROM cell JOIN {_membership(groups)} GROUP BY _subgroup, unit, _month)\n" + "\nUNION ALL ".join(rows) + ")"
    )


def _union(queries: list[str]) -> str | None:
    return "\nUNION ALL\n".join(queries) or None


def _values(item: _Counted, measure: str, groups: dict[str, str], relation: str) -> str:
    return (
        f"(WITH record AS ({_records(item.event_date, [f'{measure} AS _measure'], groups, relation)}),\n"
        "cell AS (SELECT unit, _month, _groups, _measure, count(*) AS _n FROM record WHERE _measure IS NOT NULL"
        f"{_valid(item.indicator)} GROUP BY unit, _month, _groups, _measure)\n"
        f"SELECT {quoted(item.indicator.id)} AS indicator, _subgroup AS subgroup, unit, _month AS month,"
        " _measure AS measure, CAST(sum(_n) AS BIGINT) AS n\n"
        f"FROM cell JOIN {_membership(groups)} WHERE TRUE{_among(item)} GROUP BY _subgroup, unit, _month, _measure)"
    )


def _records(event_date: str, columns: list[str], groups: dict[str, str], relation: str) -> str:
    """The completed records with the first day of their month, their subgroups as bits, and the wanted columns. No
    variable's name begins with an underscore, so none is mistaken for these."""
    bits = [f"CASE WHEN {sql} THEN CAST({1 << bit} AS BIGINT) ELSE 0 END" for bit, sql in enumerate(groups.values())]
    return (
        f"SELECT unit, CAST(date_trunc('month', {event_date}) AS DATE) AS _month,\n"
        f"{' + '.join(bits) or 'CAST(0 AS BIGINT)'} AS _groups,\n" + ",\n".join(columns) + f"\nFROM {relation}"
        f" WHERE form_status = 'completed' AND {event_date} IS NOT NULL"
    )


def _membership(groups: dict[str, str]) -> str:
    """Everybody is in the subgroup of all, and in the subgroups whose bit is set."""
    rows = [f"({quoted(ALL_PATIENTS)}, 0)"]
    rows += [f"({quoted(name)}, CAST({1 << bit} AS BIGINT))" for bit, name in enumerate(groups)]
    return f"(VALUES {', '.join(rows)}) AS membership (_subgroup, _bit) ON (_groups & _bit) = _bit"


def _among(item: _Counted) -> str:
    names = ", ".join(quoted(name) for name in (ALL_PATIENTS, *item.subgroups))
    return f" AND _subgroup IN ({names})"


def _valid(indicator: Indicator) -> str:
    """The months an indicator holds for: from that of valid_from to that of valid_to, both included."""
    sql = ""
    if indicator.valid_from:
        sql += f" AND _month >= DATE '{indicator.valid_from.replace(day=1)}'"
    if indicator.valid_to:
        sql += f" AND _month <= DATE '{indicator.valid_to.replace(day=1)}'"
    return sql


def quoted(text: str) -> str:
    """The text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
