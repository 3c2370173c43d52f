"""Resultater: every indicator of a registry beside the nation's, and one of them in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.copying import CopyButton
from app.jobs import Jobs, Report
from app.pages.page import Destination, Page, TypedTable, View, told_apart
from app.problems import problem_sentences
from app.program import Program
from local_cache.cache import Cursor
from local_cache.errors import Problem
from local_cache.ledger import Ledger
from local_cache.notes import Note
from local_cache.records.behind import records_behind
from local_cache.registry import ALL_PATIENTS, Indicator, text_in
from local_cache.results import summary
from local_cache.results.coverage_behind import coverage_behind, low_coverage
from local_cache.results.distribution import Distribution
from local_cache.results.figure import Comparison, IndicatorResult, Selection, Shown, Trend
from local_cache.results.format import format_count, format_moment, format_number, format_period
from local_cache.results.funnel_plot import FunnelPlot, funnel_plot
from local_cache.results.over_time import OverTime, SeriesSettings
from local_cache.results.series import series
from local_cache.results.series_settings import keep_series_settings
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Stop
from widgets.card import Card, Heading, Muted, Notice
from widgets.charts.sheet import ChartSheet
from widgets.definition_text import DefinitionText, IndicatorText
from widgets.series_words import chart_in_words, over_time_sentence
from widgets.tables.indicators import IndicatorTable
from widgets.theme import GAP, em, theme
from widgets.views.comparison import ComparisonView
from widgets.views.distribution import DistributionView
from widgets.views.figures import FiguresView
from widgets.views.funnel import FunnelView
from widgets.views.over_time import OverTimeView, SeriesShown
from widgets.views.view import ChartView
from widgets.words import method_in_words, result_sentence, shown_in_words, trend_method

SIDE_BY_SIDE = 54
"""Ems of width from which the table and the indicator stand beside each other."""


TABS = ("over-time", "comparison", "funnel", "distribution", "table", "about")


@dataclass(frozen=True)
class Table:
    """The indicator table with what its foot says."""

    selection: Selection
    results: tuple[IndicatorResult, ...]


@dataclass(frozen=True)
class Detail:
    """One indicator in full. funnel, widened: with exact limits, and with those that hold over-dispersion."""

    indicator: str
    selection: Selection
    trend: Trend
    over_time: OverTime
    settings: SeriesSettings
    notes: tuple[Note, ...]
    comparison: Comparison
    funnel: FunnelPlot
    widened: FunnelPlot
    distribution: Distribution
    coverage: tuple[summary.CoverageYear, ...]


def read_table(cursor: Cursor, view: View, subgroup: str) -> Table:
    selection = Selection(view.summary.registry, view.unit, view.period, subgroup)
    return Table(selection, summary.indicator_results(cursor, view.definition, selection, view.language))


def read_detail(cursor: Cursor, ledger: Ledger, view: View, subgroup: str, indicator: str) -> Detail:
    """Everything the tabs show, so that a change of tab asks for nothing more."""
    definition, language = view.definition, view.language
    selection = Selection(view.summary.registry, view.unit, view.period, subgroup)
    defined = definition.indicator(indicator)
    level = summary.compared_level(definition, view.unit)
    compared = summary.comparison(cursor, definition, indicator, selection, language, level)
    names = told_apart(definition, [u.unit for u in compared.units], language)
    compared = replace(compared, units=tuple(replace(u, name=names[u.unit]) for u in compared.units))
    shown = series(cursor, ledger, definition, indicator, selection)
    return Detail(
        indicator=indicator,
        selection=selection,
        trend=shown.trend,
        over_time=shown.drawn,
        settings=shown.settings,
        notes=ledger.notes(selection.registry, selection.unit, indicator),
        comparison=compared,
        funnel=funnel_plot(compared, defined),
        widened=funnel_plot(compared, defined, widened=True),
        distribution=summary.distribution(cursor, definition, indicator, selection),
        coverage=tuple(
            y
            for y in summary.coverage(cursor, selection.registry, selection.unit)
            if y.indicator in ("", indicator) and y.share is not None
        ),
    )


class ResultsPage(Page):
    """The page. Attributes: table (the rows shown), detail (the indicator shown in full)."""

    name: ClassVar[str] = "results"

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.table: Table | None = None
        self.detail: Detail | None = None
        self._wanted = ""
        self._notice = Notice()
        self._notice.acted.connect(self._again)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(2 * GAP)
        splitter.addWidget(self._build_table())
        splitter.addWidget(self._build_detail())
        splitter.setStretchFactor(0, 11)
        splitter.setStretchFactor(1, 10)
        splitter.setSizes([640, 580])
        self._splitter = splitter
        # Where the window is narrow or the text large, the two stand above each other and the page scrolls.
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(splitter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(self._scroll)
        self._notice.say(self.tr("Reading …"))

    def title(self) -> str:
        return self.tr("Results")

    # What is on the page

    def _build_table(self) -> Card:
        card = Card()
        head = QHBoxLayout()
        head.addWidget(Heading(self.tr("Indicators")), 1)
        self._subgroup = QComboBox()
        self._subgroup.setAccessibleName(self.tr("Patients"))
        self._subgroup.setToolTip(self.tr("Which patients the figures are about"))
        self._subgroup.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._subgroup.activated.connect(self._choose_subgroup)
        head.addWidget(self._subgroup)
        card.body.addLayout(head)
        self._indicators = IndicatorTable()
        self._indicators.opened.connect(self._choose_indicator)
        card.body.addWidget(self._indicators, 1)
        self._foot = Muted()
        card.body.addWidget(self._foot)
        card.setMinimumWidth(22 * em(card))
        card.setMinimumHeight(16 * em(card))
        return card

    def _build_detail(self) -> Card:
        card = Card()
        head = QHBoxLayout()
        titles = QVBoxLayout()
        titles.setSpacing(0)
        self._title = Heading("")
        titles.addWidget(self._title)
        self._about_whom = Muted()
        titles.addWidget(self._about_whom)
        head.addLayout(titles, 1)
        self._copy = CopyButton(self._sheet, self._copy_figures, self._language)
        head.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Views of the indicator"))
        self._over_time = OverTimeView()
        self._over_time.settings_wanted.connect(self._keep_settings)
        self._over_time.note_wanted.connect(self._keep_note)
        self._over_time.note_removed.connect(self._remove_note)
        self._comparison = ComparisonView()
        self._funnel = FunnelView()
        # Linked: a unit chosen in the one is chosen in the other.
        self._comparison.unit_chosen.connect(self._funnel.choose_unit)
        self._funnel.unit_chosen.connect(self._comparison.choose_unit)
        self._distribution = DistributionView()
        self._figures = FiguresView()
        self._about = DefinitionText()
        for view, title in (
            (self._over_time, self.tr("Over time")),
            (self._comparison, self.tr("Comparison")),
            (self._funnel, self.tr("Funnel")),
            (self._distribution, self.tr("Distribution")),
            (self._figures, self.tr("Table")),
            (self._about, self.tr("About the indicator")),
        ):
            self._tabs.addTab(view, title)
        self._tabs.currentChanged.connect(self._show_tab)
        card.body.addWidget(self._tabs, 1)
        self._behind = QPushButton()
        self._behind.setFlat(True)
        palette = self._behind.palette()
        palette.setColor(QPalette.ColorRole.ButtonText, theme().colour("own"))
        self._behind.setPalette(palette)
        self._behind.clicked.connect(self._show_records)
        card.body.addWidget(self._behind, 0, Qt.AlignmentFlag.AlignLeft)
        card.setMinimumWidth(24 * em(card))
        card.setMinimumHeight(26 * em(card))
        return card

    # The table

    def load(self, view: View) -> None:
        self._fill_subgroups(view)
        self._read_table()

    def views(self) -> tuple[str, ...]:
        return TABS

    def show_view(self, view: str) -> None:
        self._tabs.setCurrentIndex(TABS.index(view))
        if self._splitter.orientation() is Qt.Orientation.Vertical:
            self._scroll.verticalScrollBar().setValue(self._splitter.widget(1).y())

    def point_at(self, indicator: str) -> None:
        self._wanted = indicator
        if self.table is not None and indicator:
            self._indicators.choose(self._indicators.indicators.row_of(indicator))

    def _again(self) -> None:
        if self.view is not None:
            self.load(self.view)

    def _fill_subgroups(self, view: View) -> None:
        before = self._subgroup.currentData()
        used = {s for i in view.definition.indicators for s in i.subgroups}
        self._subgroup.clear()
        self._subgroup.addItem(self.tr("All patients"), ALL_PATIENTS)
        for subgroup in view.definition.subgroups:
            if subgroup.id in used:
                self._subgroup.addItem(text_in(subgroup.label, view.language), subgroup.id)
        self._subgroup.setCurrentIndex(max(0, self._subgroup.findData(before)))
        self._subgroup.setVisible(self._subgroup.count() > 1)

    def _choose_subgroup(self, index: int) -> None:
        self._read_table()

    def subgroup(self) -> str:
        return str(self._subgroup.currentData() or ALL_PATIENTS)

    def _read_table(self) -> None:
        view, subgroup = self.view, self.subgroup()
        assert view is not None
        self.jobs.query(lambda cursor: read_table(cursor, view, subgroup), self._show_table, self._say_problem)

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip(), self.tr("Try again"))
        self._stack.setCurrentWidget(self._notice)

    def _show_table(self, table: Table) -> None:
        assert self.view is not None
        chosen = self._wanted or self._indicators.chosen()
        self.table = table
        region = self.view.definition.ancestor(self.view.unit, "region")
        language = self.view.language
        self._indicators.show_results(
            table.results,
            language,
            text_in(region.names, language) if region else "",
            {i.id: text_in(i.unit, language) for i in self.view.definition.indicators},
        )
        self._foot.setText(self._foot_words(table))
        if not table.results:
            self._notice.say(
                self.tr("This registry has no indicators"),
                self.tr("The registry has not defined any, or none of them could be read."),
            )
            self._stack.setCurrentWidget(self._notice)
            return
        self._stack.setCurrentWidget(self._scroll)
        self._indicators.choose(max(0, self._indicators.indicators.row_of(chosen)))
        self._wanted = ""

    def _foot_words(self, table: Table) -> str:
        assert self.view is not None
        words = []
        if any(r.attainment is not None and not r.certain for r in table.results):
            words.append(self.tr("? = the level could be another within the uncertainty."))
        few = sum(r.own.shown is Shown.TOO_FEW for r in table.results)
        if few:
            words.append(self.tr("Too few cases to show: {n}.").format(n=format_count(few, self.view.language)))
        if any(r.own.provisional for r in table.results):
            words.append(self.tr("The figures are provisional: the registry has not affirmed the period."))
        return " ".join(words)

    # One indicator

    def _choose_indicator(self, row: int) -> None:
        self._read_detail(self._indicators.indicators.rows[row].indicator)

    def _read_detail(self, indicator: str) -> None:
        view, subgroup, ledger = self.view, self.subgroup(), self.ledger
        assert view is not None
        self.jobs.query(
            lambda cursor: read_detail(cursor, ledger, view, subgroup, indicator),
            self._show_detail,
            self._say_detail_problem,
        )

    def _say_detail_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        for view in (self._over_time, self._comparison, self._funnel, self._distribution):
            view.show_notice(happened, f"{meaning} {action}".strip())

    def _result(self, indicator: str) -> IndicatorResult | None:
        results = self.table.results if self.table else ()
        return next((r for r in results if r.indicator == indicator), None)

    def _show_detail(self, detail: Detail) -> None:
        result = self._result(detail.indicator)
        if self.view is None or result is None:
            return
        self.detail = detail
        language = self.view.language
        indicator = self.view.definition.indicator(detail.indicator)
        self._title.setText(result.title)
        self._about_whom.setText(self._selection_words(detail))
        circumstances = self._circumstances(result)
        interval = method_in_words(result.own.method)
        self._show_over_time(detail, indicator, result, circumstances)
        self._comparison.show_comparison(detail.comparison, indicator, language, (interval, *circumstances))
        self._funnel.show_plots(detail.funnel, detail.widened, indicator, language, circumstances)
        self._distribution.show_distribution(detail.distribution, indicator, language, circumstances)
        self._figures.show_figures(
            detail.over_time, detail.comparison, detail.funnel, detail.distribution, indicator, language
        )
        self._about.show_indicator(self._about_values(detail, indicator, result))
        self._fill_behind(result)

    def _selection_words(self, detail: Detail) -> str:
        assert self.view is not None
        period = format_period(detail.selection.period, self.view.language)
        return " · ".join((self.view.unit_name, period, self._subgroup.currentText()))

    def _show_over_time(
        self, detail: Detail, indicator: Indicator, result: IndicatorResult, circumstances: tuple[str, ...]
    ) -> None:
        assert self.view is not None
        language, series = self.view.language, detail.over_time
        unit = text_in(indicator.unit, language)
        sentence = result.refused or " ".join(
            part
            for part in (
                result_sentence(result, detail.selection.period, language, unit),
                over_time_sentence(series, indicator, language),
            )
            if part
        )
        chart = chart_in_words(series.choice, series.chart, language, series.granularity)
        made = (chart, trend_method(detail.trend, language), *circumstances)
        if not any(p.figure.value is not None for p in (*series.own, *series.nation)):
            self._over_time.show_notice(
                self.tr("There is nothing to draw"), shown_in_words(result.own.shown), sentence, made
            )
            return
        shown = SeriesShown(
            over_time=series,
            indicator=indicator,
            period=detail.selection.period,
            settings=detail.settings,
            notes=detail.notes,
            changes=self._changes(indicator),
            language=language,
        )
        self._over_time.show_series(shown, sentence, made)

    def _changes(self, indicator: Indicator) -> tuple[tuple[date, str], ...]:
        """From when the indicator, or something it reads, is counted differently."""
        assert self.view is not None
        notes = self.view.summary.notes
        return tuple(
            (n.since, text_in(n.text, self.view.language))
            for n in notes
            if (not n.indicators and not n.variables) or indicator.id in n.indicators
        )

    def _circumstances(self, result: IndicatorResult) -> tuple[str, ...]:
        """What every figure prints of itself: age of the data, definition, coverage with its year, provisional mark."""
        assert self.view is not None and self.detail is not None
        language = self.view.language
        parts = []
        if result.own.data_as_of is not None:
            moment = format_moment(result.own.data_as_of, language)
            parts.append(self.tr("data as of {moment}").format(moment=moment))
        behind = coverage_behind(self.detail.coverage, result.indicator, self.detail.selection.period)
        if behind is not None and behind.share is not None:
            share = format_number(behind.share, ",.0%", language)
            parts.append(self.tr("coverage {year}: {share}").format(year=behind.year, share=share))
            if low_coverage(behind):
                parts.append(self.tr("low coverage"))
        version = self.view.definition.indicator(result.indicator).version
        parts.append(self.tr("definition v{version}").format(version=version))
        if result.own.provisional:
            parts.append(self.tr("provisional"))
        return tuple(parts)

    def _about_values(self, detail: Detail, indicator: Indicator, result: IndicatorResult) -> IndicatorText:
        assert self.view is not None
        view = self.view
        newest = coverage_behind(detail.coverage, indicator.id, detail.selection.period)
        return IndicatorText(
            indicator=indicator,
            language=view.language,
            title=result.title,
            registry=text_in(view.summary.names, view.language),
            definition_version=view.definition.version,
            form=text_in(view.definition.form(indicator.form).label, view.language) if indicator.form else "",
            coverage=newest.share if newest else None,
            coverage_year=newest.year if newest else None,
            coverage_method=self._coverage_formula(newest) if newest else "",
            notes=self._changes(indicator),
            refused=result.refused,
        )

    def _coverage_formula(self, year: summary.CoverageYear) -> str:
        """The formula of the share that is shown where it is counted here, else what the publisher says of theirs."""
        if year.of_all is None:
            return year.method
        return self.tr("(registry only + both) / (registry only + both + reference only)")

    # What a person says about the series

    def _keep_settings(self, settings: SeriesSettings) -> None:
        self._write(partial(keep_series_settings, self.ledger, *self._place(), settings))

    def _keep_note(self, day: date, text: str) -> None:
        self._write(partial(self.ledger.add_note, *self._place(), day, text))

    def _remove_note(self, note: str) -> None:
        self._write(partial(self.ledger.remove_note, note))

    def _place(self) -> tuple[str, str, str]:
        assert self.detail is not None
        return self.detail.selection.registry, self.detail.selection.unit, self.detail.indicator

    def _write(self, write: Callable[[], object]) -> None:
        assert self.detail is not None
        indicator = self.detail.indicator

        def work(stop: Stop, report: Report) -> tuple[Changed, str]:
            write()
            return Changed.NOTHING, indicator

        self.jobs.change(work, self._read_detail, self._say_detail_problem)

    # Records, copies and prints

    def _fill_behind(self, result: IndicatorResult) -> None:
        own, n = result.own.own, result.own.denominator
        self._behind.setVisible(bool(own and n))
        if not own or not n or self.view is None:
            return
        words = self.tr("Show the record behind this number")
        if n > 1:
            count = format_count(n, self.view.language)
            words = self.tr("Show the {n} records behind this number").format(n=count)
        self._behind.setText(f"{words} →")

    def _show_records(self) -> None:
        assert self.view is not None and self.detail is not None
        wanted = records_behind(self.view.definition, self.detail.indicator, self.detail.selection)
        self.go_to.emit(
            Destination("records", self.detail.selection.registry, self.detail.selection.unit, records=wanted)
        )

    def _show_tab(self, index: int) -> None:
        view = self._tabs.widget(index)
        self._copy.offer_pictures(isinstance(view, ChartView))

    def _language(self) -> str:
        return self.view.language if self.view is not None else "nb"

    def _sheet(self) -> ChartSheet | None:
        view = self._tabs.currentWidget()
        if self.view is None or self.detail is None or not isinstance(view, ChartView):
            return None
        registry = text_in(self.view.summary.names, self.view.language)
        return view.sheet(self._title.text(), (registry, self._selection_words(self.detail)))

    def typed_table(self, table: QWidget) -> TypedTable | None:
        subgroup = self.subgroup()
        if isinstance(table, IndicatorTable):
            return TypedTable("indicators", "", subgroup)
        compared = table is self._figures.table and self._figures.chart() == "comparison"
        if self.detail is not None and (compared or self._comparison.isAncestorOf(table)):
            return TypedTable("comparison", self.detail.indicator, subgroup)
        return None

    def _copy_figures(self) -> None:
        name = TABS[self._tabs.currentIndex()]
        self._figures.copy(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < SIDE_BY_SIDE * em(self)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
        self._splitter.setMinimumHeight(64 * em(self) if narrow else 0)
