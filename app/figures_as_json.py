"""Figures as plain JSON values, for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.program import Program
from local_cache.cache import Cursor
from local_cache.errors import QT_TRANSLATE_NOOP, PeriodNotOffered, Problem
from local_cache.registry import Definition, Texts, text_in
from local_cache.results import summary
from local_cache.results.figure import Figure, IndicatorResult, Selection, add_months
from local_cache.results.format import format_interval, format_value


class NotHere(Problem):
    code = "not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "There is no {what} “{name}” here, or more than one.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose one of: {known}.")


def figure_as_json(figure: Figure, language: str) -> dict[str, Any]:
    """Every part of the figure unrounded, beside the strings the screen shows."""
    return {
        "shown": figure.shown.value,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "method": figure.method,
        "own": figure.own,
        "provisional": figure.provisional,
        "text": format_value(figure, language),
        "interval_text": format_interval(figure, language),
    }


def result_as_json(registry: str, result: IndicatorResult, language: str) -> dict[str, Any]:
    """One row of the indicator table; the flat names are those that scripts read most."""
    own = result.own
    return {
        "registry": registry,
        "id": result.indicator,
        "title": result.title,
        "kind": own.kind,
        "value": own.value,
        "numerator": own.numerator,
        "denominator": own.denominator,
        "interval_low": own.low,
        "interval_high": own.high,
        "national_value": result.nation.value,
        "attainment": result.attainment.value if result.attainment else None,
        "attainment_certain": result.certain if result.attainment else None,
        "refused": result.refused or None,
        "own": figure_as_json(own, language),
        "nation": figure_as_json(result.nation, language),
        "region": figure_as_json(result.region, language),
        "rest": figure_as_json(result.rest, language),
        "previous": figure_as_json(result.previous, language),
    }


def selected_results(
    program: Program,
    *,
    registry: str | None,
    unit: str | None,
    period: str | None,
    indicator: str | None,
    language: str,
) -> dict[str, Any]:
    """The indicator table of each wanted registry, for the wanted unit (else the one last chosen) and period.

    Raises NotHere where a name fits nothing in the cache.
    """
    with program.cache.reading() as cursor:
        summaries = summary.registries(cursor)
        wanted = [s for s in summaries if registry in (None, s.registry)]
        if registry is not None and not wanted:
            raise NotHere(what="registry", name=registry, known=", ".join(s.registry for s in summaries) or "none")
        tables: list[dict[str, Any]] = []
        refusals: list[Problem] = []
        for one in wanted:
            try:
                tables += _tables(program, cursor, one, unit, period, indicator, language)
            except (NotHere, PeriodNotOffered) as refusal:
                refusals.append(refusal)
        if refusals and not tables:  # a name need not fit every registry
            raise refusals[0]
    return {"registries": tables}


def _tables(
    program: Program,
    cursor: Cursor,
    chosen: summary.RegistrySummary,
    unit: str | None,
    period: str | None,
    indicator: str | None,
    language: str,
) -> list[dict[str, Any]]:
    """The table of one registry, or none where nothing of it is here yet."""
    found = selected(program, cursor, chosen, unit, period)
    if found is None:
        return []
    definition, selection, period_id = found
    own = next(u for u in chosen.units if u.unit == selection.unit)
    results = summary.indicator_results(cursor, definition, selection, language)
    if indicator is not None:
        known = ", ".join(r.indicator for r in results)
        results = tuple(r for r in results if r.indicator == indicator)
        if not results:
            raise NotHere(what="indicator", name=indicator, known=known)
    table = {
        "registry": chosen.registry,
        "name": text_in(chosen.names, language),
        "unit": own.unit,
        "unit_name": text_in(own.names, language),
        "records": own.own_records,
        "period": period_id,
        "first": selection.period.first,
        "end": selection.period.end,
        "data_as_of": chosen.data_as_of,
        "indicators": [result_as_json(chosen.registry, r, language) for r in results],
    }
    return [table]


def selected(
    program: Program, cursor: Cursor, chosen: summary.RegistrySummary, unit: str | None, period: str | None
) -> tuple[Definition, Selection, str] | None:
    """The wanted unit (else the one last chosen there, else the one with most records) and period (else the newest
    offered) of a registry, with the period's name; None where nothing of it is here yet. Raises NotHere,
    PeriodNotOffered."""
    units = {u.unit: u for u in chosen.units}
    ids = summary.periods(cursor, chosen.registry, date.today())
    if not (units and ids):
        return None
    own = (
        find_unit({u.unit: u.names for u in chosen.units}, unit)
        if unit is not None
        else program.ledger.choice(f"unit/{chosen.registry}")
    )
    if own not in units:
        own = max(chosen.units, key=lambda u: u.own_records).unit
    period_id = ids[0] if period is None else period
    selection = Selection(chosen.registry, own, summary.period(cursor, chosen.registry, period_id))
    last = add_months(selection.period.end, -1)
    if not any(str(year) in ids for year in range(selection.period.first.year, last.year + 1)):
        raise PeriodNotOffered(period=period_id[:40])
    return summary.definition(cursor, chosen.registry), selection, period_id


def find_unit(units: Mapping[str, Texts], wanted: str) -> str:
    """The id of the unit with that id or that exact name; NotHere when none, or more than one, has it.

    units: names by id.
    """
    if wanted in units:
        return wanted
    found = [u for u, names in units.items() if wanted.casefold() in {n.casefold() for n in names.values()}]
    if len(found) != 1:
        known = ", ".join(f"{text_in(units[u], 'nb')} ({u})" for u in (found or list(units))[:60])
        raise NotHere(what="unit", name=wanted, known=known)
    return found[0]


def results_in_words(results: dict[str, Any]) -> list[str]:
    """The same as lines for a person."""
    lines: list[str] = []
    for table in results["registries"]:
        lines.append(f"{table['name']} · {table['unit_name']} · {table['period']}")
        for row in table["indicators"]:
            own, nation = row["own"], row["nation"]
            value = own["text"] or own["shown"]
            interval = f" ({own['interval_text']})" if own["interval_text"] else ""
            n = f", n = {own['denominator']}" if own["denominator"] is not None else ""
            level = f", {row['attainment']}" if row["attainment"] else ""
            lines.append(f"  {row['title']}: {value}{interval}{n}; nation {nation['text'] or nation['shown']}{level}")
    return lines or ["Nothing is here yet. Connect to a registry (egnetall connect ADDRESS), or try egnetall demo."]
