"""A report's charts and tables: those of the pages, with the strings of the pages. On the main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.reports.reading import FormRead, IndicatorRead, RegistryRead
from local_cache.quality.findings import Break, Finding, Formula, ToDo
from local_cache.registry import text_in
from local_cache.reports.document import Block, Column, Figure, Paragraph, Run, TableBlock
from local_cache.results.figure import Shown
from local_cache.results.format import EN_DASH, format_count
from widgets.charts.comparison import ROW
from widgets.marks import Mark
from widgets.quality_words import (
    coverage_sentence,
    duty_in_words,
    formula_in_words,
    share_or_word,
    timeliness_sentence,
)
from widgets.series_words import chart_in_words, over_time_sentence
from widgets.spread_words import distribution_sentence, funnel_sentence, no_distribution_in_words, no_funnel_in_words
from widgets.tables.breaks import BreakRow, BreaksModel
from widgets.tables.coverage import CoverageModel
from widgets.tables.delays import MonthRow, MonthsModel
from widgets.tables.faults import FaultRow, FaultsModel
from widgets.tables.figures import FiguresModel
from widgets.tables.indicators import TREND, IndicatorModel
from widgets.tables.rows import RowsModel
from widgets.tables.stacked import StackedModel
from widgets.tables.todo import TodoModel, TodoRow
from widgets.views.view import Chart
from widgets.words import comparison_sentence, result_sentence, shown_in_words

TALLEST = 0.85
"""A figure's height as a share of its width, at most: a chart over time and one of many units then share a page."""

FLAT = 0.42
"""The same, of charts that have no height of their own."""

DRAWN_WIDTH = 640.0
"""Pixels of 96 to the inch: a page's width without its margins."""

_LINE = 14.0
"""Pixels of a line of a figure's letters at that width."""


class Drawing:
    """A chart that is made when it is first drawn, as making one takes longer than all else about it."""

    def __init__(self, make: Callable[[], QWidget]) -> None:
        self._make = make

    @cached_property
    def _chart(self) -> QWidget:
        return self._make()

    def paint_on(self, painter: QPainter, rect: QRectF) -> None:
        cast(Chart, self._chart).paint_on(painter, rect)

    def height_on(self, width: float, line: float) -> float:
        return cast(Chart, self._chart).height_on(width, line)

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        return cast(Chart, self._chart).legend()

    def remarks(self) -> tuple[str, ...]:
        return cast(Any, self._chart).remarks() if hasattr(self._chart, "remarks") else ()


def indicator_chart(kind: str, registry: RegistryRead, one: IndicatorRead) -> Block:
    """The indicator's chart of that kind, or in its place the words for why there is none."""
    view, result = registry.view, one.result
    indicator, language = view.definition.indicator(result.indicator), view.language
    translate = QCoreApplication.translate
    if kind == "over_time":
        drawn = one.over_time
        if drawn is None and registry.masked:
            words = translate("Report", "The months are not shown to others: few patients stand behind each.")
            return _instead(result.title, words)
        if drawn is None or not any(p.figure.value is not None for p in (*drawn.own, *drawn.nation)):
            return _instead(result.title, result.refused or shown_in_words(result.own.shown))
        unit = text_in(indicator.unit, language)
        # The result itself stands in the template's own text, where it wants it.
        said = (
            over_time_sentence(drawn, indicator, language) or result_sentence(result, view.period, language, unit),
            chart_in_words(drawn.choice, drawn.chart, language, drawn.granularity) + ".",
        )
        caption = translate("Report", "{indicator}, over time").format(indicator=result.title)
        return _figure(_trend_chart(registry, one), caption, " ".join(s for s in said if s))
    if kind == "comparison":
        compared = one.comparison
        if compared is None or all(u.nation or u.figure.shown is not Shown.VALUE for u in compared.units):
            return _instead(result.title, translate("Report", "There are no units to compare."))
        caption = translate("Report", "{indicator}, units compared").format(indicator=result.title)

        def make_comparison() -> QWidget:
            from widgets.charts.comparison import ComparisonChart

            made = ComparisonChart()
            made.show_comparison(compared, indicator, language)
            return made

        figure = _figure(make_comparison, caption, comparison_sentence(compared, language))
        # As the chart would want it, which need not be made for that yet.
        return replace(figure, height=min(TALLEST, (len(compared.units) + 1) * ROW * _LINE / DRAWN_WIDTH))
    if kind == "funnel":
        plot = one.funnel
        if plot is None or plot.refused is not None:
            why = no_funnel_in_words(plot.refused) if plot is not None and plot.refused is not None else ""
            return _instead(result.title, why or shown_in_words(result.own.shown))
        caption = translate("Report", "{indicator}, funnel plot").format(indicator=result.title)

        def make_funnel() -> QWidget:
            from widgets.charts.funnel import FunnelChart

            made = FunnelChart()
            made.show_funnel(plot, indicator, language)
            return made

        return _figure(make_funnel, caption, funnel_sentence(plot, language))
    spread = one.distribution
    if spread is None:
        words = translate("Report", "How the values are spread is not shown to others: its classes hold few patients.")
        return _instead(result.title, words)
    if spread.refused is not None:
        return _instead(result.title, no_distribution_in_words(spread.refused))
    caption = translate("Report", "{indicator}, how the values are spread").format(indicator=result.title)

    def make_distribution() -> QWidget:
        from widgets.charts.distribution import DistributionChart

        made = DistributionChart()
        made.show_distribution(spread, indicator, language)
        return made

    return _figure(make_distribution, caption, distribution_sentence(spread, indicator, language))


def coverage_chart(registry: RegistryRead) -> Block:
    found, language = registry.coverage, registry.view.language
    title = QCoreApplication.translate("Report", "Coverage over the years")
    if found is None or found.newest is None:
        return _instead(title, _no_coverage(registry))

    def make() -> QWidget:
        from widgets.charts.coverage import CoverageChart

        made = CoverageChart()
        made.show_coverage(found, language)
        return made

    return _figure(make, title, coverage_sentence(found, language))


def timeliness_chart(registry: RegistryRead, one: FormRead) -> Block:
    language = registry.view.language
    name = text_in(one.form.label, language)
    said = timeliness_sentence(one.timeliness, language)
    if one.timeliness.whole.cases == 0:
        return _instead(name, said)

    def make() -> QWidget:
        from widgets.charts.delay import DelayChart

        made = DelayChart()
        made.show_delay(one.timeliness, language)
        return made

    caption = QCoreApplication.translate("Report", "{form}: share completed, by days since the event")
    return _figure(make, caption.format(form=name), said)


# Tables


def indicators_table(registry: RegistryRead) -> Block:
    view = registry.view
    model = IndicatorModel()
    model.units = {i.id: text_in(i.unit, view.language) for i in view.definition.indicators}
    model.show_rows([one.result for one in registry.indicators], view.language)
    caption = QCoreApplication.translate("Report", "Indicators, {unit} beside the nation and the region")
    return _table(model, caption.format(unit=view.unit_name), without=(TREND,))


def coverage_table(registry: RegistryRead) -> Block:
    caption = QCoreApplication.translate("Report", "Coverage by year")
    if registry.coverage is None or not registry.coverage.years:
        return _instead(caption, _no_coverage(registry))
    model = CoverageModel()
    model.show_rows(registry.coverage.years, registry.view.language)
    used = {y.formula for y in registry.coverage.years}
    formulas = [f for f in Formula if f in used]
    return _table(model, f"{caption}. {' '.join(formula_in_words(f) + '.' for f in formulas)}")


def todo_table(registry: RegistryRead) -> Block:
    caption = QCoreApplication.translate("Report", "What there is to do")
    if registry.readiness is None:
        return _instead(caption, _no_records())
    if not registry.readiness.todo:
        return _instead(caption, QCoreApplication.translate("Report", "There is nothing to do."))
    model = TodoModel()
    model.show_rows([todo_row(registry, one) for one in registry.readiness.todo], registry.view.language)
    return _table(model, caption)


def breaks_table(registry: RegistryRead) -> Block:
    caption = QCoreApplication.translate("Report", "From when something is counted or registered differently")
    found = registry.comparability
    if found is None or not (found.within or found.others):
        return _instead(caption, QCoreApplication.translate("Report", "Nothing has changed."))
    model = BreaksModel()
    rows = [break_row(registry, one, one in found.within) for one in (*found.within, *found.others)]
    model.show_rows(rows, registry.view.language)
    return _table(model, caption)


def indicator_table(kind: str, registry: RegistryRead, one: IndicatorRead) -> Block:
    """The figures of a chart."""
    model, language = FiguresModel(), registry.view.language
    if kind == "over_time":
        caption = QCoreApplication.translate("Report", "{indicator}, over time").format(indicator=one.result.title)
        if one.over_time is None and registry.masked:
            words = QCoreApplication.translate(
                "Report", "The months are not shown to others: few patients stand behind each."
            )
            return _instead(caption, words)
        if one.over_time is None or not one.over_time.own:
            return _instead(caption, shown_in_words(one.result.own.shown))
        model.show_over_time(one.over_time, language)
        return _table(model, caption)
    caption = QCoreApplication.translate("Report", "{indicator}, units compared").format(indicator=one.result.title)
    if one.comparison is None or not one.comparison.units:
        return _instead(caption, QCoreApplication.translate("Report", "There are no units to compare."))
    model.show_comparison(one.comparison, language)
    own = frozenset(n for n, unit in enumerate(one.comparison.units) if unit.own)
    return _table(model, caption, strong=own)


def form_table(kind: str, registry: RegistryRead, one: FormRead) -> Block:
    view = registry.view
    name = text_in(one.form.label, view.language)
    if kind == "completeness":
        return _completeness_table(registry, one, name)
    if kind == "timeliness":
        months = MonthsModel()
        rows = [MonthRow(m, d) for m, d in zip(one.timeliness.months, one.timeliness.by_month, strict=True)]
        months.show_rows(rows, view.language)
        caption = QCoreApplication.translate("Report", "{form}: days to completion by month").format(form=name)
        return _table(months, caption)
    faults = FaultsModel()
    found = [f for f in one.validity.findings if f.found]
    caption = QCoreApplication.translate("Report", "{form}: checks that found something").format(form=name)
    if not found:
        return _instead(caption, QCoreApplication.translate("Report", "No check found anything."))
    faults.show_rows([FaultRow(f, finding_name(registry, one, f)) for f in found], view.language)
    return _table(faults, caption)


def _completeness_table(registry: RegistryRead, one: FormRead, name: str) -> Block:
    translate, language = QCoreApplication.translate, registry.view.language
    caption = translate("Report", "{form}: variables that lack values").format(form=name)
    rows = tuple(
        (
            text_in(one.form.variable(v.variable).label, language),
            duty_in_words(v.duty),
            share_or_word(v.complete, language),
            format_count(v.count_missing, language),
            format_count(v.count_unknown, language),
        )
        for v in one.completeness.variables
        if (v.must and v.count_missing) or v.count_unknown
    )
    if not rows:
        return _instead(caption, translate("Report", "No variable lacks values."))
    columns = (
        Column(translate("Report", "Variable")),
        Column(translate("Report", "Duty")),
        Column(translate("Report", "Filled in"), numeric=True),
        Column(translate("Report", "Missing"), numeric=True),
        Column(translate("Report", "Unknown"), numeric=True),
    )
    return TableBlock(caption, columns, rows)


# Rows as the pages have them


def todo_row(registry: RegistryRead, one: ToDo) -> TodoRow:
    definition, language = registry.view.definition, registry.view.language
    rule = next((r for r in definition.rules if r.id == one.subject), None)
    subject = text_in(rule.message, language) if rule is not None else ""
    return TodoRow(one, text_in(definition.form(one.form).label, language), subject)


def break_row(registry: RegistryRead, one: Break, within: bool) -> BreakRow:
    definition, language = registry.view.definition, registry.view.language
    indicators = {i.id: text_in(i.title, language) for i in definition.indicators}
    variables = {v.id: text_in(v.label, language) for f in definition.forms for v in f.variables}
    about = [indicators.get(i, i) for i in one.indicators] + [variables.get(v, v) for v in one.variables]
    return BreakRow(one, ", ".join(about), text_in(one.text, language) if one.text else "", within)


def finding_name(registry: RegistryRead, form: FormRead, one: Finding) -> str:
    language = registry.view.language
    rule = next((r for r in registry.view.definition.rules if r.id == one.subject), None)
    if one.fault.value == "rule" and rule is not None:
        return text_in(rule.message, language)
    return text_in(form.form.variable(one.subject).label, language)


def _table(
    model: RowsModel[Any], caption: str, without: Sequence[int] = (), strong: frozenset[int] = frozenset()
) -> TableBlock:
    """The model's table, in the words a reader of the screen has; a quiet second line follows its first in brackets."""
    titles = [(n, title) for n, title in enumerate(model.titles()) if n not in without]
    rows = []
    for row in model.rows:
        cells = [model.text(row, n) or EN_DASH for n, _ in titles]
        below = model.below(row) if isinstance(model, StackedModel) else ""
        if below:
            cells[0] = f"{cells[0]} ({below})"
        rows.append(tuple(cells))
    columns = tuple(Column(title, numeric=n in model.numbers) for n, title in titles)
    return TableBlock(caption, columns, tuple(rows), strong)


def _figure(make: Callable[[], QWidget], caption: str, text: str) -> Figure:
    drawing = Drawing(make)
    return Figure(drawing, caption, text, FLAT)


def _trend_chart(registry: RegistryRead, one: IndicatorRead) -> Callable[[], QWidget]:
    view, drawn, settings = registry.view, one.over_time, one.settings
    assert drawn is not None and settings is not None
    indicator = view.definition.indicator(one.result.indicator)
    changes = tuple(
        (n.since, text_in(n.text, view.language))
        for n in view.summary.notes
        if (not n.indicators and not n.variables) or indicator.id in n.indicators
    )

    def make() -> QWidget:
        from widgets.charts.trend import TrendChart

        made = TrendChart()
        made.show_over_time(
            drawn, indicator, view.period, (), view.language, changes=changes, baseline=settings.baseline
        )
        return made

    return make


def _instead(title: str, words: str) -> Paragraph:
    """In the place of a chart or table that there is none of."""
    return Paragraph((Run(f"{title}: ", strong=True), Run(words)))


def _no_coverage(registry: RegistryRead) -> str:
    if registry.coverage is None:
        return QCoreApplication.translate("Report", "Coverage is not shown to others: some of its groups are few.")
    return coverage_sentence(registry.coverage, registry.view.language)


def _no_records() -> str:
    return QCoreApplication.translate("Report", "No records of this unit are here.")
