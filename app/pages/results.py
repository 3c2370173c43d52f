"""Resultater: every indicator of a registry beside the nation's, and one of them in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Jobs, Report
from app.pages.figures import Figures
from app.pages.figures_menu import CopyButton, FiguresMenu
from app.pages.page import Destination, Page, TypedTable, View
from app.problems import problem_sentences
from app.program import Program
from app.results_reading import (
    PARTS,
    Asked,
    ComparedPart,
    Detail,
    Part,
    SeriesPart,
    SpreadPart,
    Table,
    read_compared,
    read_series,
    read_spread,
    read_table,
)
from local_cache.errors import Problem
from local_cache.records.behind import records_behind
from local_cache.registry import ALL_PATIENTS, Indicator, text_in
from local_cache.results import summary
from local_cache.results.coverage_behind import coverage_behind, low_coverage
from local_cache.results.figure import IndicatorResult, Selection, Shown
from local_cache.results.format import format_count, format_number, format_period
from local_cache.results.over_time import SeriesSettings
from local_cache.results.series_settings import keep_series_settings
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Stop
from widgets.card import Card, Heading, Muted, Notice
from widgets.charts.sheet import ChartSheet
from widgets.definition_text import DefinitionText, IndicatorText
from widgets.series_words import chart_in_words, over_time_sentence
from widgets.tables.indicators import IndicatorTable
from widgets.tables.shown import ShownTable
from widgets.theme import GAP, em, theme
from widgets.views.comparison import ComparisonView
from widgets.views.distribution import DistributionView
from widgets.views.figures import FiguresView
from widgets.views.funnel import FunnelView
from widgets.views.over_time import OverTimeView, SeriesShown
from widgets.views.view import ChartView
from widgets.words import data_as_of, method_in_words, result_sentence, shown_in_words, trend_method

SIDE_BY_SIDE = 54
"""Ems of width from which the table and the indicator stand beside each other."""


TABS = ("over-time", "comparison", "funnel", "distribution", "table", "about")


NEEDED: dict[str, tuple[type[Part], ...]] = {
    "over-time": (SeriesPart,),
    "comparison": (ComparedPart,),
    "funnel": (ComparedPart,),
    "distribution": (SpreadPart,),
    "table": PARTS,
    "about": (),
}
"""What each tab shows. It is read first, the rest after it, so that a change of tab then asks for nothing more."""


class ResultsPage(Page):
    """The page. Attributes: table (the rows shown)."""

    name: ClassVar[str] = "results"

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.table: Table | None = None
        self._wanted = ""
        self._asked: Asked | None = None
        self._parts: dict[type[Part], Part] = {}
        self._requested: set[type[Part]] = set()
        self._drawn: set[str] = set()
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
        self._copy = CopyButton(self, self._in_front)
        head.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Views of the indicator"))
        self._over_time = OverTimeView()
        self._over_time.settings_wanted.connect(self._keep_settings)
        self._over_time.note_wanted.connect(self._keep_note)
        self._over_time.note_removed.connect(self._remove_note)
        self._over_time.menu_opening.connect(self._add_ways)
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
        self._tabs.currentChanged.connect(self._turn_to)
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
        self._asked = None
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
        chosen = self._wanted or self._indicators.chosen()
        if any(i.id == chosen for i in view.definition.indicators):
            self._ask(chosen)  # beside the table, not after it

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
        row = max(0, self._indicators.indicators.row_of(chosen))
        self._indicators.choose(row)
        self._wanted = ""
        self._choose_indicator(row)

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
        self._ask(self._indicators.indicators.rows[row].indicator)
        self._show_head()
        self._show_tab()
        self._read_parts()

    def _ask(self, indicator: str) -> None:
        view = self.view
        assert view is not None
        selection = Selection(view.summary.registry, view.unit, view.period, self.subgroup())
        asked = Asked(selection, indicator)
        if asked == self._asked:
            return
        self._asked = asked
        self._parts, self._requested, self._drawn = {}, set(), set()
        self._read_parts()

    def _read_parts(self) -> None:
        """What the tab needs; when that is drawn, the rest."""
        view, asked, ledger = self.view, self._asked, self.ledger
        assert view is not None and asked is not None
        tab = TABS[self._tabs.currentIndex()]
        needed = PARTS if tab in self._drawn else NEEDED[tab]
        wanted = set(needed) - self._requested
        self._requested |= wanted
        rest = tab in self._drawn
        if SeriesPart in wanted:
            self.jobs.query(
                lambda cursor: read_series(cursor, ledger, view, asked),
                self._take_series,
                self._say_detail_problem,
                after_painting=rest,
            )
        if ComparedPart in wanted:
            self.jobs.query(
                lambda cursor: read_compared(cursor, view, asked),
                self._take_compared,
                self._say_detail_problem,
                after_painting=rest,
            )
        if SpreadPart in wanted:
            self.jobs.query(
                lambda cursor: read_spread(cursor, view, asked),
                self._take_spread,
                self._say_detail_problem,
                after_painting=rest,
            )

    # One each: of what the same method delivers, jobs give only the newest.

    def _take_series(self, part: SeriesPart) -> None:
        self._take_part(part)

    def _take_compared(self, part: ComparedPart) -> None:
        self._take_part(part)

    def _take_spread(self, part: SpreadPart) -> None:
        self._take_part(part)

    def _take_part(self, part: Part) -> None:
        if part.asked != self._asked:
            return
        self._parts[type(part)] = part
        self._show_tab()
        self._read_parts()

    @property
    def detail(self) -> Detail | None:
        """The indicator in full, None while a part of it is being read."""
        parts = [self._parts.get(part) for part in PARTS]
        match parts, self._asked:
            case [SeriesPart() as series_part, ComparedPart() as compared, SpreadPart() as spread], Asked() as asked:
                return Detail(asked.indicator, asked.selection, series_part, compared, spread)
        return None

    def _say_detail_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        for view in (self._over_time, self._comparison, self._funnel, self._distribution):
            view.show_notice(happened, f"{meaning} {action}".strip())

    def _result(self) -> IndicatorResult | None:
        """The row of what was asked, None where the table is still that of another choice."""
        table, asked = self.table, self._asked
        if table is None or asked is None or table.selection != asked.selection:
            return None
        return next((r for r in table.results if r.indicator == asked.indicator), None)

    def _show_head(self) -> None:
        result = self._result()
        if result is None:
            return
        self._title.setText(result.title)
        self._about_whom.setText(self._selection_words())
        self._fill_behind(result)

    def _show_tab(self) -> None:
        """Draw the tab that is in front, once what it shows is here."""
        tab, asked, result = TABS[self._tabs.currentIndex()], self._asked, self._result()
        if self.view is None or asked is None or result is None or tab in self._drawn:
            return
        if any(part not in self._parts for part in NEEDED[tab]):
            return
        self._drawn.add(tab)
        language = self.view.language
        indicator = self.view.definition.indicator(asked.indicator)
        circumstances = self._circumstances(result)
        match tab, self._parts.get(SeriesPart), self._parts.get(ComparedPart), self._parts.get(SpreadPart):
            case "over-time", SeriesPart() as part, _, _:
                self._show_over_time(part, indicator, result, circumstances)
            case "comparison", _, ComparedPart(comparison=comparison), _:
                made = (method_in_words(result.own.method), *circumstances)
                self._comparison.show_comparison(comparison, indicator, language, made)
            case "funnel", _, ComparedPart(funnel=funnel, widened=widened), _:
                self._funnel.show_plots(funnel, widened, indicator, language, circumstances)
            case "distribution", _, _, SpreadPart(distribution=distribution):
                self._distribution.show_distribution(distribution, indicator, language, circumstances)
            case "table", _, _, _:
                self._show_figures()
            case "about", _, _, _:
                self._about.show_indicator(self._about_values(asked.selection, indicator, result))

    def _show_figures(self) -> None:
        detail = self.detail
        if self.view is None or detail is None:
            return
        self._figures.show_figures(
            detail.series.over_time,
            detail.compared.comparison,
            detail.compared.funnel,
            detail.spread.distribution,
            self.view.definition.indicator(detail.indicator),
            self.view.language,
        )

    def _selection_words(self) -> str:
        assert self.view is not None and self._asked is not None
        period = format_period(self._asked.selection.period, self.view.language)
        return " · ".join((self.view.unit_name, period, self._subgroup.currentText()))

    def _show_over_time(
        self, part: SeriesPart, indicator: Indicator, result: IndicatorResult, circumstances: tuple[str, ...]
    ) -> None:
        assert self.view is not None
        language, series, period = self.view.language, part.over_time, part.asked.selection.period
        unit = text_in(indicator.unit, language)
        sentence = result.refused or " ".join(
            part
            for part in (
                result_sentence(result, period, language, unit),
                over_time_sentence(series, indicator, language),
            )
            if part
        )
        chart = chart_in_words(series.choice, series.chart, language, series.granularity)
        made = (chart, trend_method(part.trend, language), *circumstances)
        if not any(p.figure.value is not None for p in (*series.own, *series.nation)):
            self._over_time.show_notice(
                self.tr("There is nothing to draw"), shown_in_words(result.own.shown), sentence, made
            )
            return
        shown = SeriesShown(
            over_time=series,
            indicator=indicator,
            period=period,
            settings=part.settings,
            notes=part.notes,
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
        assert self.view is not None and self.table is not None
        language = self.view.language
        parts = []
        if result.own.data_as_of is not None:
            parts.append(data_as_of(result.own.data_as_of, language))
        behind = coverage_behind(self._coverage(result.indicator), result.indicator, self.table.selection.period)
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

    def _about_values(self, selection: Selection, indicator: Indicator, result: IndicatorResult) -> IndicatorText:
        assert self.view is not None
        view = self.view
        newest = coverage_behind(self._coverage(indicator.id), indicator.id, selection.period)
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

    def _coverage(self, indicator: str) -> tuple[summary.CoverageYear, ...]:
        assert self.table is not None
        return tuple(y for y in self.table.coverage if y.indicator in ("", indicator))

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
        assert self._asked is not None
        return self._asked.selection.registry, self._asked.selection.unit, self._asked.indicator

    def _write(self, write: Callable[[], object]) -> None:
        assert self._asked is not None
        indicator = self._asked.indicator

        def work(stop: Stop, report: Report) -> tuple[Changed, str]:
            write()
            return Changed.NOTHING, indicator

        self.jobs.change(work, self._ask_again, self._say_detail_problem)

    def _ask_again(self, indicator: str) -> None:
        """Something was said about the indicator; where another is shown by now, its parts will tell when asked for."""
        if self._asked is not None and self._asked.indicator == indicator:
            self._asked = None
            self._ask(indicator)

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
        assert self.view is not None and self._asked is not None
        selection = self._asked.selection
        wanted = records_behind(self.view.definition, self._asked.indicator, selection)
        self.go_to.emit(Destination("records", selection.registry, selection.unit, records=wanted))

    def _turn_to(self, index: int) -> None:
        view = self._tabs.widget(index)
        if self._asked is None:
            return
        if isinstance(view, ChartView) and TABS[index] not in self._drawn:
            view.show_notice(self.tr("Reading …"))
        self._show_tab()
        self._read_parts()

    def sheet_of(self, chart: QWidget) -> ChartSheet | None:
        view = self._view_of(chart)
        if self.view is None or self._asked is None or view is None:
            return None
        registry = text_in(self.view.summary.names, self.view.language)
        return view.sheet(self._title.text(), (registry, self._selection_words()))

    def table_of(self, chart: QWidget) -> ShownTable | None:
        view = self._view_of(chart)
        if view is None or self.detail is None:
            return None
        self._show_figures()
        return self._figures.shown(TABS[self._tabs.indexOf(view)])

    def _view_of(self, chart: QWidget) -> ChartView | None:
        """The tab that a chart is in."""
        views = (self._tabs.widget(place) for place in range(self._tabs.count()))
        return next((v for v in views if isinstance(v, ChartView) and (v is chart or v.isAncestorOf(chart))), None)

    def _in_front(self) -> Figures | None:
        """Those of the tab in front; of the table where the tab has none."""
        tab = self._tabs.currentWidget()
        chart = tab.chart() if isinstance(tab, ChartView) else None
        if isinstance(chart, QWidget):
            return self.figures_of(chart)
        self._show_figures()
        return self.figures_of(self._figures.table)

    def _add_ways(self, menu: QMenu) -> None:
        """To what can be said about a point of the series, what can be done with all of the chart."""
        menu.addSeparator()
        menu.addActions(FiguresMenu(self, self._in_front, parent=menu).ways())

    def typed_table(self, table: QWidget) -> TypedTable | None:
        subgroup = self.subgroup()
        if isinstance(table, IndicatorTable):
            return TypedTable("indicators", "", subgroup)
        compared = table is self._figures.table and self._figures.chart() == "comparison"
        if self._asked is not None and (compared or self._comparison.isAncestorOf(table)):
            return TypedTable("comparison", self._asked.indicator, subgroup)
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < SIDE_BY_SIDE * em(self)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
        self._splitter.setMinimumHeight(64 * em(self) if narrow else 0)
