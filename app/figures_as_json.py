"""Figures as plain JSON values, for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from app.program import Program
from local_cache.cache import Cursor
from local_cache.errors import QT_TRANSLATE_NOOP, PeriodNotOffered, Problem
from local_cache.registry import Definition, Texts, text_in
from local_cache.results import summary
from local_cache.results.distribution import Distribution, Spread
from local_cache.results.figure import (
    ComparedUnit,
    Comparison,
    Figure,
    IndicatorResult,
    Selection,
    Shown,
    add_months,
)
from local_cache.results.format import format_count, format_interval, format_number, format_value
from local_cache.results.funnel_plot import FunnelPlot, funnel_plot
from local_cache.results.over_time import OverTime
from local_cache.results.series import series

OUTSIDE = {0: None, 1: "above-99.8", -1: "below-99.8", 2: "above-95", -2: "below-95"}
"""Which limits of the funnel a unit lies outside of, by the codes of `FunnelUnit.outlier`."""


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
        "quartiles": figure.quartiles,
        "exposure": figure.exposure,
        "deviation": figure.deviation,
        "text": format_value(figure, language),
        "interval_text": format_interval(figure, language),
        "denominator_text": None if figure.denominator is None else format_count(figure.denominator, language),
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
        "levels_crossed": result.levels_crossed,
        "refused": result.refused or None,
        "own": figure_as_json(own, language),
        "nation": figure_as_json(result.nation, language),
        "region": figure_as_json(result.region, language),
        "rest": figure_as_json(result.rest, language),
        "previous": figure_as_json(result.previous, language),
    }


def page_as_json(
    program: Program,
    cursor: Cursor,
    definition: Definition,
    selection: Selection,
    result: IndicatorResult,
    language: str,
) -> dict[str, Any]:
    """What the page's tabs show of one indicator beside its row: over time, compared, in the funnel, spread."""
    indicator = definition.indicator(result.indicator)
    level = summary.compared_level(definition, selection.unit)
    compared = summary.comparison(cursor, definition, indicator.id, selection, language, level)
    spread = summary.distribution(cursor, definition, indicator.id, selection)
    return {
        "over_time": over_time_as_json(
            series(cursor, program.ledger, definition, indicator.id, selection).drawn, result, language
        ),
        "comparison": comparison_as_json(compared, language),
        "funnel": funnel_as_json(funnel_plot(compared, indicator), language),
        "funnel_widened": funnel_as_json(funnel_plot(compared, indicator, widened=True), language),
        "distribution": distribution_as_json(spread, language),
    }


def over_time_as_json(drawn: OverTime, result: IndicatorResult, language: str) -> dict[str, Any]:
    """The series as it is drawn: points with the lines and limits at each, phases, and what is more than chance;
    `refused` as the unit's figure where nothing can be drawn."""
    points = [*drawn.own, *drawn.nation]
    drawable = any(p.figure.shown is Shown.VALUE for p in points)
    return {
        "refused": None if drawable else (result.own.shown if points else Shown.NO_CASES).value,
        "method": _method(p.figure for p in points) or (drawn.chart if drawable else None),
        "chart": drawn.chart,
        "reason": drawn.choice.reason.value,
        "granularity": drawn.granularity,
        "points": [
            {
                "month": own.month,
                "partial": own.partial,
                "own": figure_as_json(own.figure, language),
                "nation": figure_as_json(drawn.nation[i].figure, language) if i < len(drawn.nation) else None,
                "centre": _number(drawn.centre[i]),
                "limit_low": _number(drawn.low[i]),
                "limit_high": _number(drawn.high[i]),
                "phase": int(drawn.phase[i]) + 1,
                "signal": bool(drawn.signalled[i]),
                "left_out": bool(drawn.excluded[i]),
            }
            for i, own in enumerate(drawn.own)
        ],
        "phases": [
            {
                "first": drawn.own[p.first].month,
                "last": drawn.own[p.last].month,
                "centre": p.centre,
                "useful": p.useful,
                "judged": p.judged,
            }
            for p in drawn.phases
        ],
        "signals": [
            {
                "rule": s.kind.value,
                "phase": s.phase + 1,
                "first": drawn.own[s.first].month,
                "last": drawn.own[s.last].month,
                "side": s.side,
                "count": s.count,
                "allowed": s.allowed,
            }
            for s in drawn.signals
        ],
        "constant": drawn.constant,
        "days_since_last": drawn.since_last,
    }


def _number(value: float) -> float | None:
    """JSON has no word for what is not a number."""
    return float(value) if isfinite(value) else None


def comparison_as_json(comparison: Comparison, language: str) -> dict[str, Any]:
    """Every unit as it stands in the comparison, the nation among them."""
    units = [u for u in comparison.units if not u.nation]
    drawable = any(u.figure.shown is Shown.VALUE for u in units)
    return {
        "refused": None if drawable else "no-units",
        "method": _method(u.figure for u in units),
        "stands_method": "Benjamini–Hochberg 5 %" if any(u.stands is not None for u in units) else None,
        "level": comparison.level,
        "units": [
            {
                "unit": unit.unit,
                "name": unit.name,
                "own": unit.own,
                "nation": unit.nation,
                "figure": figure_as_json(unit.figure, language),
                "previous": figure_as_json(unit.previous, language) if unit.previous else None,
                "attainment": unit.attainment.value if unit.attainment else None,
                "stands": unit.stands,
            }
            for unit in comparison.units
        ],
    }


def funnel_as_json(plot: FunnelPlot, language: str) -> dict[str, Any]:
    """The funnel with its units' own 99.8 % limits, and the limits along the sizes as they are drawn."""

    def named(unit: ComparedUnit) -> dict[str, Any]:
        return {"unit": unit.unit, "name": unit.name, "own": unit.own, "figure": figure_as_json(unit.figure, language)}

    return {
        "refused": plot.refused.value if plot.refused else None,
        "method": plot.method or None,
        "widened": plot.widened,
        "target": figure_as_json(plot.target, language),
        "phi": plot.phi,
        "tau2": plot.tau2,
        "units": [
            named(u.unit)
            | {"size": u.size, "z": u.z, "outlier": OUTSIDE[u.outlier], "limit_low": u.low, "limit_high": u.high}
            for u in plot.units
        ],
        "not_drawn": [named(unit) for unit in plot.not_drawn],
        "limits": {
            "sizes": plot.sizes.tolist(),
            "low_95": plot.warn.low.tolist(),
            "high_95": plot.warn.high.tolist(),
            "low_99.8": plot.alarm.low.tolist(),
            "high_99.8": plot.alarm.high.tolist(),
        },
    }


def distribution_as_json(distribution: Distribution, language: str) -> dict[str, Any]:
    """Quartiles, and the shares of the classes; the last class is open upwards where `tail_from` says so."""

    def spread(part: Spread | None) -> dict[str, Any] | None:
        if part is None:
            return None
        number_format = distribution.figure.format
        return {
            "n": part.n,
            "mean": part.mean,
            "quartiles": part.quartiles,
            "quartiles_text": [format_number(q, number_format, language) for q in part.quartiles],
            "mean_text": format_number(part.mean, number_format, language),
        }

    shown = distribution.refused is None
    return {
        "refused": distribution.refused.value if distribution.refused else None,
        "method": "quartiles of type 7, classes by Freedman–Diaconis" if shown else None,
        "own": spread(distribution.own),
        "rest": spread(distribution.rest),
        "edges": distribution.edges.tolist(),
        "own_share": distribution.own_share.tolist(),
        "rest_share": distribution.rest_share.tolist() if distribution.rest else None,
        "tail_from": distribution.tail_from,
    }


def _method(figures: Iterable[Figure]) -> str | None:
    """The names of the intervals' methods, each once, in the order they first occur."""
    return ", ".join(dict.fromkeys(f.method for f in figures if f.method)) or None


def selected_results(
    program: Program,
    *,
    registry: str | None,
    unit: str | None,
    period: str | None,
    indicator: str | None,
    language: str,
    complete: bool = False,
) -> dict[str, Any]:
    """The indicator table of each wanted registry, for the wanted unit (else the one last chosen) and period.

    complete: with all that the page's tabs show of each indicator. Raises NotHere where a name fits nothing in the
    cache.
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
                tables += _tables(program, cursor, one, unit, period, indicator, language, complete)
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
    complete: bool,
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
        "indicators": [
            result_as_json(chosen.registry, r, language)
            | (page_as_json(program, cursor, definition, selection, r, language) if complete else {})
            for r in results
        ],
    }
    return [table]


def selected(
    program: Program, cursor: Cursor, chosen: summary.RegistrySummary, unit: str | None, period: str | None
) -> tuple[Definition, Selection, str] | None:
    """The wanted unit (else the one last chosen there, else the one with most records) and period (else the newest
    offered) of a registry, with the period's name; None where nothing of it is here yet. Raises NotHere,
    PeriodNotOffered."""
    units = {u.unit: u for u in chosen.units}
    ids = summary.periods(cursor, chosen.registry, program.clock.today())
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
            n = f", n = {own['denominator_text']}" if own["denominator"] is not None else ""
            level = f", {row['attainment']}" if row["attainment"] else ""
            lines.append(f"  {row['title']}: {value}{interval}{n}; nation {nation['text'] or nation['shown']}{level}")
    return lines or ["Nothing is here yet. Connect to a registry (egnetall connect ADDRESS), or try egnetall demo."]
