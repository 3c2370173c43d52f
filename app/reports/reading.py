"""What a report is about, read from the cache as the pages read it; runs in a job, and draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from app.figures_as_json import NotHere, find_unit, selected
from app.pages.page import View, told_apart
from app.program import Program
from app.reports.masking import Masking
from local_cache.cache import Cursor
from local_cache.corrections.corrections import waiting
from local_cache.errors import QT_TRANSLATE_NOOP, PeriodNotOffered, Problem
from local_cache.quality.comparability import comparability
from local_cache.quality.completeness import form_completeness
from local_cache.quality.coverage import coverage
from local_cache.quality.duplicates import duplicates
from local_cache.quality.findings import (
    Comparability,
    Coverage,
    DuplicateRecords,
    FormCompleteness,
    Readiness,
    Timeliness,
    Validity,
)
from local_cache.quality.readiness import readiness
from local_cache.quality.scope import scope_of
from local_cache.quality.timeliness import timeliness
from local_cache.quality.validity import validity
from local_cache.registry import Form
from local_cache.reports.library import FOLDER, Library, library
from local_cache.reports.template import Template
from local_cache.results import summary
from local_cache.results.distribution import Distribution
from local_cache.results.figure import Comparison, IndicatorResult, Selection, add_months
from local_cache.results.funnel_plot import FunnelPlot, funnel_plot
from local_cache.results.over_time import OverTime, SeriesSettings
from local_cache.results.series import series
from local_cache.results.summary import RegistrySummary
from local_cache.sync.stop import Stop

MOVING = ("last-quarter", "this-year", "last-year")
"""Periods that move with the data, beside the rolling ones."""


class ReportStays(Problem):
    code = "report-stays"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The report “{title}” is about the unit's own records and work.")
    meaning = QT_TRANSLATE_NOOP("Problem", "It cannot be masked for use outside the unit, and no file was written.")
    action = QT_TRANSLATE_NOOP("Problem", "Make it for use inside the unit, or choose another report.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What report. template: its name; registry, unit, period: as the command line has them, None for what was last
    chosen, the period also one of MOVING; for_others: masked for use outside the unit."""

    template: str
    registry: str | None = None
    unit: str | None = None
    period: str | None = None
    language: str = "nb"
    for_others: bool = False


@dataclass(frozen=True)
class IndicatorRead:
    """An indicator with what its charts show, each None where the template does not ask for it or it is not for
    others."""

    result: IndicatorResult
    over_time: OverTime | None = None
    settings: SeriesSettings | None = None
    comparison: Comparison | None = None
    funnel: FunnelPlot | None = None
    distribution: Distribution | None = None


@dataclass(frozen=True)
class FormRead:
    """A form's data quality."""

    form: Form
    completeness: FormCompleteness
    timeliness: Timeliness
    validity: Validity
    duplicates: DuplicateRecords


@dataclass(frozen=True)
class RegistryRead:
    """A registry of the unit. view: as the pages have it; records: own ones here; coverage, readiness: None where they
    are not known, not asked for or not for others; queries: open ones by severity, corrections: that wait to be sent,
    both None for others; masked: whether it is for others."""

    view: View
    records: int
    indicators: tuple[IndicatorRead, ...]
    years: tuple[summary.CoverageYear, ...]
    coverage: Coverage | None = None
    comparability: Comparability | None = None
    readiness: Readiness | None = None
    forms: tuple[FormRead, ...] = ()
    queries: Mapping[str, int] | None = None
    corrections: int = 0
    masked: bool = False


@dataclass(frozen=True)
class ReportRead:
    """Everything that is needed to write the report. moment: when it was read (UTC)."""

    template: Template
    wanted: Wanted
    period_id: str
    registries: tuple[RegistryRead, ...]
    moment: datetime
    masking: Masking | None = field(repr=False, default=None)


def templates(program: Program) -> Library:
    """Those of the program, and those in the data directory's own folder."""
    return library(program.data_dir / FOLDER)


def read_report(program: Program, cursor: Cursor, wanted: Wanted, stop: Stop | None = None) -> ReportRead:
    """Raises TemplateNotHere, TemplateRefused, ReportStays, NotHere, PeriodNotOffered, Cancelled."""
    template = templates(program).template(wanted.template)
    if wanted.for_others and template.inside:
        raise ReportStays(title=template.title(wanted.language))
    all_here = summary.registries(cursor)
    stop = stop or Stop()
    views = list(_views(program, cursor, wanted, template, all_here))
    masking = Masking(program, cursor, wanted.language) if wanted.for_others else None
    reading = _Reading(program, cursor, template, masking, stop)
    read = tuple(reading.registry(view) for view in views)
    moment = program.clock.now().replace(tzinfo=UTC)
    return ReportRead(template, wanted, views[0].period_id, read, moment, masking)


def moved(period: str | None, as_of: date) -> str | None:
    """The period's own name, of one that moves with the data."""
    match period:
        case "last-quarter":
            year, quarter = (as_of.year, (as_of.month - 1) // 3) if as_of.month > 3 else (as_of.year - 1, 4)
            return f"{year}Q{quarter}"
        case "this-year":
            return str(as_of.year)
        case "last-year":
            return str(add_months(as_of, -12).year)
    return period


def _views(
    program: Program, cursor: Cursor, wanted: Wanted, template: Template, all_here: tuple[RegistrySummary, ...]
) -> list[View]:
    """The registry, or all that the unit is in, each with the period or where it has years only its newest."""
    many = "registries" in template.choices
    known = ", ".join(s.registry for s in all_here) or "none"
    chosen = [s for s in all_here if wanted.registry in (None, s.registry)]
    if wanted.registry is None:
        last = program.ledger.choice("registry")
        chosen = [s for s in chosen if s.registry == last] or chosen
        if many and wanted.unit is not None:
            chosen = [s for s in all_here if _has(s, wanted.unit)]
        chosen = chosen[:1] if many else chosen
    if len(chosen) != 1:
        raise NotHere(what="registry", name=wanted.registry or "", known=known)
    first = _view(program, cursor, wanted, chosen[0], all_here, wanted.unit)
    if not many:
        return [first]
    views = []
    for one in all_here:
        if one.registry == first.summary.registry:
            views.append(first)
        elif any(u.unit == first.unit for u in one.units):
            try:
                views.append(_view(program, cursor, wanted, one, all_here, first.unit))
            except PeriodNotOffered:
                views.append(_view(program, cursor, replace(wanted, period=None), one, all_here, first.unit))
    return views


def _has(registry: RegistrySummary, unit: str) -> bool:
    try:
        return bool(find_unit({u.unit: u.names for u in registry.units}, unit))
    except NotHere:
        return False


def _view(
    program: Program,
    cursor: Cursor,
    wanted: Wanted,
    registry: RegistrySummary,
    all_here: tuple[RegistrySummary, ...],
    unit: str | None,
) -> View:
    as_of = registry.data_as_of or program.clock.now()
    found = selected(program, cursor, registry, unit, moved(wanted.period, as_of.date()))
    if found is None:
        raise NotHere(what="unit", name=unit or "", known="none")
    definition, selection, period_id = found
    return View(all_here, registry, definition, selection.unit, period_id, selection.period, wanted.language)


@dataclass(frozen=True)
class _Reading:
    program: Program
    cursor: Cursor
    template: Template
    masking: Masking | None
    stop: Stop

    def registry(self, view: View) -> RegistryRead:
        own = next(u for u in view.summary.units if u.unit == view.unit)
        selection = Selection(view.summary.registry, view.unit, view.period)
        results = summary.indicator_results(self.cursor, view.definition, selection, view.language)
        scope = scope_of(self.cursor, view.definition, view.unit, view.period, self.program.clock.today())
        read = RegistryRead(
            view,
            own.own_records,
            tuple(self._indicator(view, selection, result) for result in results),
            summary.coverage(self.cursor, view.summary.registry, view.unit),
            coverage=self._allowed(coverage(self.cursor, scope)),
            comparability=comparability(self.cursor, scope) if self._asks("breaks", "table:breaks") else None,
            masked=self.masking is not None,
        )
        if self.masking is not None:
            return read
        ready = None
        if own.own_records and view.definition.forms and self._asks("readiness", "table:todo"):
            self.stop.check()
            ready = readiness(self.cursor, scope, view.summary.deadlines)
        forms: list[FormRead] = []
        if own.own_records and self._asks("forms"):
            for form in view.definition.forms:
                self.stop.check()
                forms.append(
                    FormRead(
                        form,
                        form_completeness(self.cursor, scope, form),
                        timeliness(self.cursor, scope, form),
                        validity(self.cursor, scope, form),
                        duplicates(self.cursor, scope, form),
                    )
                )
        unsent = waiting(self.program.ledger) if self._asks("work") else 0
        return replace(read, readiness=ready, forms=tuple(forms), queries=dict(own.open_queries), corrections=unsent)

    def _asks(self, *names: str) -> bool:
        return any(name in self.template.uses for name in names)

    def _allowed(self, found: Coverage) -> Coverage | None:
        if self.masking is None or self.masking.may_show(found):
            return found
        return None

    def _indicator(self, view: View, selection: Selection, result: IndicatorResult) -> IndicatorRead:
        self.stop.check()
        indicator = view.definition.indicator(result.indicator)
        compared = shown = spread = None
        if self._asks("comparison", "funnel", "chart:comparison", "chart:funnel", "table:comparison"):
            level = summary.compared_level(view.definition, view.unit)
            compared = summary.comparison(self.cursor, view.definition, indicator.id, selection, view.language, level)
            names = told_apart(view.definition, [u.unit for u in compared.units], view.language)
            compared = replace(compared, units=tuple(replace(u, name=names[u.unit]) for u in compared.units))
        if self.masking is not None:
            result, compared = self.masking.masked(view, selection, result, compared)
        if self._asks("over_time", "signals", "signalled", "chart:over_time", "table:over_time"):
            if self.masking is None:
                shown = series(self.cursor, self.program.ledger, view.definition, indicator.id, selection)
            else:
                shown = self.masking.series(view, selection, indicator)
        if self.masking is None and self._asks("distribution", "chart:distribution"):
            spread = summary.distribution(self.cursor, view.definition, indicator.id, selection)
        return IndicatorRead(
            result,
            shown.drawn if shown else None,
            shown.settings if shown else None,
            compared,
            funnel_plot(compared, indicator) if compared else None,
            spread,
        )
