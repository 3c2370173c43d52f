"""Resultater: every indicator of a registry beside the nation's, and one of them in full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Jobs
from app.pages.page import Page, View, told_apart
from app.problems import problem_sentences
from local_cache.cache import Cursor
from local_cache.errors import Problem
from local_cache.registry import ALL_PATIENTS, Indicator, text_in
from local_cache.results import summary
from local_cache.results.figure import Comparison, IndicatorResult, Period, Selection, Shown, Trend, add_months
from local_cache.results.format import format_count, format_moment
from widgets.card import Card, Heading, Legend, Muted, Notice, Said
from widgets.charts.comparison import ComparisonChart
from widgets.definition_text import DefinitionText, IndicatorText
from widgets.marks import Mark
from widgets.tables.figures import FiguresTable
from widgets.tables.indicators import IndicatorTable
from widgets.theme import GAP, em
from widgets.words import (
    comparison_sentence,
    levels_in_words,
    method_in_words,
    result_sentence,
    shown_in_words,
    trend_method,
)

if TYPE_CHECKING:
    from widgets.charts.trend import TrendChart

SIDE_BY_SIDE = 54
"""Ems of width from which the table and the indicator stand beside each other."""

LEAST_MONTHS = 24

TABS = ("over-time", "comparison", "table", "about")


@dataclass(frozen=True)
class Table:
    """The indicator table with what its foot says."""

    selection: Selection
    results: tuple[IndicatorResult, ...]


@dataclass(frozen=True)
class Detail:
    """One indicator in full."""

    indicator: str
    selection: Selection
    trend: Trend
    comparison: Comparison
    coverage: tuple[summary.CoverageYear, ...]


def read_table(cursor: Cursor, view: View, subgroup: str) -> Table:
    selection = Selection(view.summary.registry, view.unit, view.period, subgroup)
    return Table(selection, summary.indicator_results(cursor, view.definition, selection, view.language))


def read_detail(cursor: Cursor, view: View, subgroup: str, indicator: str) -> Detail:
    selection = Selection(view.summary.registry, view.unit, view.period, subgroup)
    level = summary.compared_level(view.definition, view.unit)
    comparison = summary.comparison(cursor, view.definition, indicator, selection, view.language, level)
    names = told_apart(view.definition, [u.unit for u in comparison.units], view.language)
    return Detail(
        indicator=indicator,
        selection=selection,
        trend=recent(summary.trend(cursor, view.definition, indicator, selection), view.period),
        comparison=replace(comparison, units=tuple(replace(u, name=names[u.unit]) for u in comparison.units)),
        coverage=tuple(
            y
            for y in summary.coverage(cursor, view.summary.registry, view.unit)
            if y.indicator in ("", indicator) and y.share is not None
        ),
    )


def recent(trend: Trend, period: Period) -> Trend:
    """The series from before the chosen period, so that a change can be seen, to today; years in full.

    At least 24 months; of a longer period twice its length.
    """
    if trend.granularity == "year":
        return trend
    length = (period.end.year - period.first.year) * 12 + period.end.month - period.first.month
    first = add_months(period.end, -max(LEAST_MONTHS, 2 * length))
    kept = [i for i, p in enumerate(trend.own) if p.month >= first]
    start = kept[0] if kept else 0
    return replace(trend, own=trend.own[start:], nation=trend.nation[start:])


class ResultsPage(Page):
    """The page. Attributes: table (the rows shown), detail (the indicator shown in full)."""

    name: ClassVar[str] = "results"

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(jobs, parent)
        self.table: Table | None = None
        self.detail: Detail | None = None
        self._wanted = ""
        self._trend_chart: TrendChart | None = None
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
        self._title = Heading("")
        head.addWidget(self._title, 1)
        self._copy = QToolButton()
        self._copy.setText(self.tr("Copy"))
        self._copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._copy)
        menu.addAction(self.tr("&Figures as a table"), self._copy_figures)
        menu.addAction(self.tr("&Picture"), self._copy_picture)
        self._copy.setMenu(menu)
        head.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Views of the indicator"))
        self._tabs.addTab(self._build_over_time(), self.tr("Over time"))
        self._tabs.addTab(self._build_compared(), self.tr("Comparison"))
        self._tabs.addTab(self._build_figures(), self.tr("Table"))
        self._about = DefinitionText()
        self._tabs.addTab(self._about, self.tr("About the indicator"))
        card.body.addWidget(self._tabs, 1)
        card.setMinimumWidth(24 * em(card))
        card.setMinimumHeight(24 * em(card))
        return card

    def _build_over_time(self) -> QWidget:
        tab, column = _tab()
        self._legend = Legend()
        column.addWidget(self._legend)
        self._trend_place = QStackedLayout()
        self._trend_notice = Notice()
        self._trend_place.addWidget(self._trend_notice)
        column.addLayout(self._trend_place, 1)
        self._point = Muted()
        self._point.setMinimumHeight(2 * em(self._point))
        self._point.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._point)
        self._said_over_time = Said()
        column.addWidget(self._said_over_time)
        self._method_over_time = Muted()
        column.addWidget(self._method_over_time)
        return tab

    def _build_compared(self) -> QWidget:
        tab, column = _tab()
        self._compared_legend = Legend()
        column.addWidget(self._compared_legend)
        self._comparison = ComparisonChart()
        column.addWidget(self._comparison, 1)
        self._said_compared = Said()
        column.addWidget(self._said_compared)
        self._method_compared = Muted()
        column.addWidget(self._method_compared)
        return tab

    def _build_figures(self) -> QWidget:
        tab, column = _tab()
        row = QHBoxLayout()
        self._which = QButtonGroup(self)
        for number, text in enumerate((self.tr("Over time"), self.tr("Comparison"))):
            button = QRadioButton(text)
            self._which.addButton(button, number)
            row.addWidget(button)
        self._which.button(0).setChecked(True)
        self._which.idToggled.connect(self._fill_figures)
        row.addStretch()
        copy = QPushButton(self.tr("Copy the table"))
        copy.clicked.connect(self._copy_table)
        row.addWidget(copy)
        column.addLayout(row)
        self._figures = FiguresTable()
        column.addWidget(self._figures, 1)
        return tab

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
        view, subgroup = self.view, self.subgroup()
        assert view is not None
        indicator = self._indicators.indicators.rows[row].indicator
        self.jobs.query(
            lambda cursor: read_detail(cursor, view, subgroup, indicator), self._show_detail, self._say_detail_problem
        )

    def _say_detail_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._trend_notice.say(happened, f"{meaning} {action}".strip())
        self._trend_place.setCurrentWidget(self._trend_notice)

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
        self._show_trend(detail, indicator, result, language)
        self._comparison.show_comparison(detail.comparison, indicator, language)
        self._compared_legend.show_entries(
            [
                *_level_entries(indicator, language),
                ("own", self.tr("own")),
                ("unit", self.tr("other units, with interval")),
                ("nation", self.tr("nation")),
            ]
        )
        self._said_compared.say(comparison_sentence(detail.comparison, language))
        self._method_compared.setText(
            " · ".join(w for w in (method_in_words(result.own.method), *self._circumstances(result)) if w)
        )
        self._fill_figures()
        self._about.show_indicator(self._about_values(detail, indicator, result))

    def _show_trend(self, detail: Detail, indicator: Indicator, result: IndicatorResult, language: str) -> None:
        unit = text_in(indicator.unit, language)
        self._said_over_time.say(result.refused or result_sentence(result, detail.selection.period, language, unit))
        self._method_over_time.setText(" · ".join([trend_method(detail.trend, language), *self._circumstances(result)]))
        self._read_out("")
        entries = [*_level_entries(indicator, language)]
        if any(p.partial for p in detail.trend.own):
            entries.append(("partial", self._not_over(detail.trend)))
        self._legend.show_entries(entries)
        self._legend.setVisible(bool(entries))
        drawable = any(p.figure.value is not None for p in (*detail.trend.own, *detail.trend.nation))
        if not drawable:
            self._trend_notice.say(self.tr("There is nothing to draw"), shown_in_words(result.own.shown))
            self._trend_place.setCurrentWidget(self._trend_notice)
            return
        chart = self._chart()
        chart.show_trend(detail.trend, indicator, detail.selection.period, language)
        self._trend_place.setCurrentWidget(chart)

    def _not_over(self, trend: Trend) -> str:
        return self.tr("year not over") if trend.granularity == "year" else self.tr("month not over")

    def _chart(self) -> TrendChart:
        if self._trend_chart is None:
            from widgets.charts.trend import TrendChart

            self._trend_chart = TrendChart()
            self._trend_chart.read_out.connect(self._read_out)
            self._trend_place.addWidget(self._trend_chart)
        return self._trend_chart

    def _read_out(self, words: str) -> None:
        self._point.setText(words or self.tr("Point at a value, or walk with the arrow keys, to read it."))

    def _circumstances(self, result: IndicatorResult) -> list[str]:
        """What every figure prints of itself: age of the data, definition, provisional mark."""
        assert self.view is not None
        language = self.view.language
        parts = []
        if result.own.data_as_of is not None:
            moment = format_moment(result.own.data_as_of, language)
            parts.append(self.tr("data as of {moment}").format(moment=moment))
        version = self.view.definition.indicator(result.indicator).version
        parts.append(self.tr("definition v{version}").format(version=version))
        if result.own.provisional:
            parts.append(self.tr("provisional"))
        return parts

    def _about_values(self, detail: Detail, indicator: Indicator, result: IndicatorResult) -> IndicatorText:
        assert self.view is not None
        view = self.view
        newest = max(detail.coverage, key=lambda y: (y.indicator == indicator.id, y.year), default=None)
        notes = [n for n in view.summary.notes if not n.indicators or indicator.id in n.indicators]
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
            notes=tuple((n.since, text_in(n.text, view.language)) for n in notes),
            refused=result.refused,
        )

    def _coverage_formula(self, year: summary.CoverageYear) -> str:
        """The formula of the share that is shown where it is counted here, else what the publisher says of theirs."""
        if year.of_all is None:
            return year.method
        return self.tr("(registry only + both) / (registry only + both + reference only)")

    # Copying

    def _fill_figures(self) -> None:
        if self.detail is None or self.view is None:
            return
        if self._which.checkedId() == 0:
            self._figures.figures.show_trend(self.detail.trend, self.view.language)
        else:
            self._figures.figures.show_comparison(self.detail.comparison, self.view.language)

    def _copy_table(self) -> None:
        self._figures.copy()

    def _copy_figures(self) -> None:
        if self._tabs.currentIndex() < 2:
            self._which.button(self._tabs.currentIndex()).setChecked(True)
        self._figures.copy()

    def _copy_picture(self) -> None:
        QGuiApplication.clipboard().setPixmap(self._tabs.currentWidget().grab())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < SIDE_BY_SIDE * em(self)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
        self._splitter.setMinimumHeight(50 * em(self) if narrow else 0)


def _tab() -> tuple[QWidget, QVBoxLayout]:
    tab = QWidget()
    column = QVBoxLayout(tab)
    column.setContentsMargins(0, GAP, 0, 0)
    column.setSpacing(GAP)
    return tab, column


def _level_entries(indicator: Indicator, language: str) -> list[tuple[Mark, str]]:
    return [(level.value, words) for level, words in levels_in_words(indicator, language)]
