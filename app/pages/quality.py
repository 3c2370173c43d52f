"""Datakvalitet: what stands between the unit and the next deadline, and what of its records is wrong or missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Job, Jobs
from app.pages.local_list import LocalListTab
from app.pages.page import Destination, Page, View
from app.problems import problem_sentences
from app.program import Program
from local_cache.cache import Cursor
from local_cache.errors import Problem
from local_cache.quality.comparability import comparability
from local_cache.quality.completeness import form_completeness
from local_cache.quality.coverage import coverage
from local_cache.quality.duplicates import duplicates
from local_cache.quality.findings import (
    Break,
    Comparability,
    Coverage,
    DuplicateRecords,
    Finding,
    FormCompleteness,
    Formula,
    Readiness,
    RecordsWanted,
    Timeliness,
    ToDo,
    Validity,
    VariableCompleteness,
)
from local_cache.quality.readiness import readiness
from local_cache.quality.scope import Scope, scope_of
from local_cache.quality.timeliness import timeliness
from local_cache.quality.validity import validity
from local_cache.records.behind import Records
from local_cache.records.filter import RecordFilter
from local_cache.registry import Form, text_in
from local_cache.results.figure import add_months
from local_cache.results.format import format_count
from local_cache.sync.outcome import Changed
from widgets.card import Card, Columns, Heading, Legend, Muted, Notice, Said
from widgets.charts.coverage import CoverageChart
from widgets.charts.delay import DelayChart
from widgets.charts.heat_map import HeatMap, HeatRow
from widgets.colour_legend import ColourLegend
from widgets.quality_words import (
    comparability_sentence,
    completeness_sentence,
    coverage_sentence,
    duplicates_sentence,
    duty_in_words,
    formula_in_words,
    likeness_explained,
    timeliness_sentence,
    validity_sentence,
)
from widgets.readiness_meter import ReadinessMeter
from widgets.records_button import RecordsButton
from widgets.tables.breaks import BreakRow, BreaksTable
from widgets.tables.coverage import CoverageTable
from widgets.tables.delays import MonthRow, MonthsTable, WaitingRow, WaitingTable
from widgets.tables.faults import FaultRow, FaultsTable
from widgets.tables.pairs import KindRow, KindsTable, PairsTable
from widgets.tables.todo import TodoRow, TodoTable
from widgets.theme import GAP, em

SIDE_BY_SIDE = 58
"""Ems of width from which the list of what to do and the findings stand beside each other."""

TABS = ("coverage", "completeness", "timeliness", "validity", "duplicates", "comparability", "missing-cases")
OF_A_FORM = ("completeness", "timeliness", "validity", "duplicates", "missing-cases")
"""Tabs that are about one form."""


@dataclass(frozen=True)
class Ready:
    """The meter, with the registry's words for the deadline."""

    readiness: Readiness
    text: str


@dataclass(frozen=True)
class Outline:
    """What is there with or without records."""

    coverage: Coverage
    comparability: Comparability


def scope_for(cursor: Cursor, view: View) -> Scope:
    as_of = view.summary.data_as_of
    return scope_of(cursor, view.definition, view.unit, view.period, as_of.date() if as_of else view.period.end)


def read_ready(cursor: Cursor, view: View) -> Ready:
    found = readiness(cursor, scope_for(cursor, view), view.summary.deadlines)
    return Ready(found, text_in(found.text, view.language) if found.text else "")


def read_outline(cursor: Cursor, view: View) -> Outline:
    scope = scope_for(cursor, view)
    return Outline(coverage(cursor, scope), comparability(cursor, scope))


def read_part(cursor: Cursor, view: View, form: Form, part: Callable[[Cursor, Scope, Form], Any]) -> Any:
    """One of completeness, timeliness, validity and duplicates."""
    return part(cursor, scope_for(cursor, view), form)


def as_filtered(wanted: RecordsWanted) -> Records:
    """The same records as a filter of the page of own records."""
    expressions = (wanted.expression,) if wanted.expression else ()
    return Records(wanted.form, RecordFilter(expressions=expressions, records=wanted.record_ids))


class QualityPage(Page):
    """The page.

    Attributes: ready, outline, completeness, timeliness, validity, duplicates (what is shown, None until it is there);
    own_list (the tab of the unit's own list).
    """

    name: ClassVar[str] = "quality"
    depends_on: ClassVar[Changed] = Changed.DEFINITION | Changed.RECORDS | Changed.COVERAGE | Changed.QUERIES

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self._reading: list[Job] = []
        self._empty()
        self._notice = Notice()
        self._notice.acted.connect(self._again)
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        self._meter = ReadinessMeter()
        column.addWidget(self._meter)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(2 * GAP)
        self._todo_card = self._build_todo()
        splitter.addWidget(self._todo_card)
        self._findings_card = self._build_findings()
        splitter.addWidget(self._findings_card)
        splitter.setStretchFactor(0, 5)
        splitter.setStretchFactor(1, 9)
        splitter.setSizes([420, 760])
        self._splitter = splitter
        column.addWidget(splitter, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(contents)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(self._scroll)
        self._notice.say(self.tr("Reading …"))

    def _empty(self) -> None:
        self.ready: Ready | None = None
        self.outline: Outline | None = None
        self.completeness: FormCompleteness | None = None
        self.timeliness: Timeliness | None = None
        self.validity: Validity | None = None
        self.duplicates: DuplicateRecords | None = None

    # What is on the page

    def _build_todo(self) -> Card:
        card = Card(self.tr("What to do"))
        self._todo_place = QStackedLayout()
        # In its place before its first widget, which it shows: alone that would be a window.
        card.body.addLayout(self._todo_place, 1)
        self._todo_notice = Notice()
        self._todo = TodoTable()
        self._todo.opened.connect(self._open_todo)
        self._todo_place.addWidget(self._todo_notice)
        self._todo_place.addWidget(self._todo)
        card.setMinimumWidth(20 * em(card))
        card.setMinimumHeight(16 * em(card))
        return card

    def _build_findings(self) -> Card:
        card = Card()
        head = QHBoxLayout()
        head.addWidget(Heading(self.tr("What was found")), 1)
        self._form_label = QLabel(self.tr("Form"))
        self._forms = QComboBox()
        self._forms.setAccessibleName(self.tr("Form"))
        self._forms.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._forms.activated.connect(self._choose_form)
        head.addWidget(self._form_label)
        head.addWidget(self._forms)
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setToolTip(self.tr("Put the tab's figures on the clipboard as a table"))
        self._copy.clicked.connect(self._copy_table)
        head.addWidget(self._copy)
        card.body.addLayout(head)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Parts of data quality"))
        self._part_notices: dict[str, tuple[Notice, QStackedLayout]] = {}
        for name, title, build in (
            ("coverage", self.tr("Coverage"), self._build_coverage),
            ("completeness", self.tr("Completeness"), self._build_completeness),
            ("timeliness", self.tr("Timeliness"), self._build_timeliness),
            ("validity", self.tr("Validity"), self._build_validity),
            ("duplicates", self.tr("Duplicates"), self._build_duplicates),
            ("comparability", self.tr("Comparability"), self._build_comparability),
            ("missing-cases", self.tr("Missing cases"), self._build_missing_cases),
        ):
            self._tabs.addTab(self._tab(name, build), title)
        self._tabs.currentChanged.connect(self._show_choosers)
        card.body.addWidget(self._tabs, 1)
        card.setMinimumWidth(26 * em(card))
        return card

    def _tab(self, name: str, build: Callable[[QVBoxLayout], None]) -> QWidget:
        """A tab that scrolls, with words in its place until there is something to show."""
        tab, contents, scroll = QWidget(), QWidget(), QScrollArea()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        build(column)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(contents)
        for widget in (contents, scroll.viewport()):
            widget.setAutoFillBackground(False)  # the card's colour, not the window's
        place, notice = QStackedLayout(tab), Notice()
        place.addWidget(notice)
        place.addWidget(scroll)
        self._part_notices[name] = (notice, place)
        return tab

    def _build_coverage(self, column: QVBoxLayout) -> None:
        self._coverage_legend = Legend()
        column.addWidget(self._coverage_legend)
        self._coverage_chart = CoverageChart()
        self._coverage_chart.read_out.connect(self._read_coverage)
        column.addWidget(self._coverage_chart, 2)
        self._coverage_point = Muted()
        column.addWidget(self._coverage_point)
        self._coverage_said = Said()
        column.addWidget(self._coverage_said)
        self._coverage_table = CoverageTable()
        column.addWidget(self._coverage_table, 1)
        self._coverage_method = Muted()
        column.addWidget(self._coverage_method)

    def _build_completeness(self, column: QVBoxLayout) -> None:
        self._heat_legend = ColourLegend()
        column.addWidget(self._heat_legend)
        self._heat = HeatMap()
        self._heat.read_out.connect(self._read_cell)
        self._heat.opened.connect(self._open_cell)
        self._heat.setMinimumHeight(18 * em(self))
        column.addWidget(self._heat, 1)
        self._cell = Muted()
        self._cell.setMinimumHeight(2 * em(self))
        self._cell.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._cell)
        self._complete_said = Said()
        column.addWidget(self._complete_said)
        self._complete_method = Muted()
        column.addWidget(self._complete_method)
        self._incomplete = RecordsButton(text=self.tr("Show the incomplete forms"))
        self._incomplete.chosen.connect(self._show_records)
        column.addWidget(self._incomplete, alignment=Qt.AlignmentFlag.AlignLeft)

    def _build_timeliness(self, column: QVBoxLayout) -> None:
        self._delay = DelayChart()
        self._delay.read_out.connect(self._read_delay)
        self._delay.setMinimumHeight(13 * em(self))
        column.addWidget(self._delay, 2)
        self._delay_point = Muted()
        column.addWidget(self._delay_point)
        self._timely_said = Said()
        column.addWidget(self._timely_said)
        self._timely_method = Muted()
        column.addWidget(self._timely_method)
        buttons = QHBoxLayout()
        self._late = RecordsButton(text=self.tr("Show those completed late"))
        self._overdue = RecordsButton(text=self.tr("Show those that are overdue"))
        self._early = RecordsButton(text=self.tr("Show those completed before their event"))
        for button in (self._late, self._overdue, self._early):
            button.chosen.connect(self._show_records)
            buttons.addWidget(button)
        buttons.addStretch()
        column.addLayout(buttons)
        tables = Columns(least=25)
        self._delays = MonthsTable()
        self._waiting = WaitingTable()
        self._waiting.opened.connect(self._open_waiting)
        for table in (self._delays, self._waiting):
            table.setMinimumHeight(13 * em(self))
            tables.add(table)
        column.addWidget(tables)

    def _build_validity(self, column: QVBoxLayout) -> None:
        self._valid_said = Said()
        column.addWidget(self._valid_said)
        self._faults = FaultsTable()
        self._faults.opened.connect(self._open_fault)
        self._faults.setMinimumHeight(18 * em(self))
        column.addWidget(self._faults, 1)
        self._unchecked = Muted(colour="alert")
        column.addWidget(self._unchecked)

    def _build_duplicates(self, column: QVBoxLayout) -> None:
        self._alike_said = Said()
        column.addWidget(self._alike_said)
        self._kinds = KindsTable()
        self._kinds.opened.connect(self._open_kind)
        column.addWidget(self._kinds)
        self._pairs = PairsTable()
        self._pairs.opened.connect(self._open_pair)
        self._pairs.setMinimumHeight(12 * em(self))
        column.addWidget(self._pairs, 1)
        self._pairs_foot = Muted()
        column.addWidget(self._pairs_foot)

    def _build_comparability(self, column: QVBoxLayout) -> None:
        self._compared_said = Said()
        column.addWidget(self._compared_said)
        self._breaks = BreaksTable()
        column.addWidget(self._breaks, 1)

    def _build_missing_cases(self, column: QVBoxLayout) -> None:
        self.own_list = LocalListTab(self.jobs)
        self.own_list.records_wanted.connect(self._show_records)
        column.addWidget(self.own_list, 1)

    # Reading

    def views(self) -> tuple[str, ...]:
        return TABS

    def show_view(self, view: str) -> None:
        self._tabs.setCurrentIndex(TABS.index(view))
        if self._splitter.orientation() is Qt.Orientation.Vertical:
            self._scroll.verticalScrollBar().setValue(self._splitter.y() + self._splitter.widget(1).y())

    def load(self, view: View) -> None:
        for job in self._reading:  # what is not asked for again must not arrive either
            job.cancel()
        self._reading = []
        self._empty()
        self._stack.setCurrentWidget(self._scroll)
        reading = self.tr("Reading …")
        for notice, place in self._part_notices.values():
            notice.say(reading)
            place.setCurrentIndex(0)
        self._reading.append(self.jobs.query(partial(read_outline, view=view), self._show_outline, self._say_problem))
        self._fill_forms(view)
        here = self._records_here(view)
        self._todo_card.setVisible(here)
        if not here:
            self._say_no_records(view)
            return
        self._meter.say(reading)
        self._todo_notice.say(reading)
        self._todo_place.setCurrentWidget(self._todo_notice)
        self._read_form()
        self._reading.append(self.jobs.query(partial(read_ready, view=view), self._show_ready, self._refuse_ready))

    @staticmethod
    def _records_here(view: View) -> bool:
        own = next((u for u in view.summary.units if u.unit == view.unit), None)
        return own is not None and own.own_records > 0 and bool(view.definition.forms)

    def _say_no_records(self, view: View) -> None:
        if view.summary.kind == "service":
            title = self.tr("No records of this unit are here")
            text = self.tr("Synchronise to fetch them; only then can their quality be judged.")
        else:
            title = self.tr("Only published results of this registry are here")
            text = self.tr("What the unit has sent is not among them, so only the registry's own figures are shown.")
        self._meter.say(title, text)
        for name in OF_A_FORM:
            notice, place = self._part_notices[name]
            notice.say(title, text)
            place.setCurrentIndex(0)

    def _fill_forms(self, view: View) -> None:
        before = self._forms.currentData()
        self._forms.clear()
        for form in view.definition.forms:
            self._forms.addItem(text_in(form.label, view.language), form.id)
        self._forms.setCurrentIndex(max(0, self._forms.findData(before)) if self._forms.count() else -1)
        self._show_choosers()

    def form(self) -> Form:
        """The form that is shown."""
        assert self.view is not None
        return self.view.definition.form(str(self._forms.currentData()))

    def _choose_form(self) -> None:
        if self.view is not None and self._records_here(self.view):
            self._read_form()

    def _read_form(self) -> None:
        view, form = self.view, self.form()
        assert view is not None
        self.own_list.take(view, form)
        self._bring("missing-cases")
        parts: dict[str, tuple[Callable[[Cursor, Scope, Form], Any], Callable[[Any], None], Callable[[Problem], None]]]
        parts = {
            "completeness": (form_completeness, self._show_completeness, self._refuse_completeness),
            "timeliness": (timeliness, self._show_timeliness, self._refuse_timeliness),
            "validity": (validity, self._show_validity, self._refuse_validity),
            "duplicates": (duplicates, self._show_duplicates, self._refuse_duplicates),
        }
        # What is looked at comes first.
        for name in sorted(parts, key=lambda n: n != TABS[self._tabs.currentIndex()]):
            part, show, refuse = parts[name]
            job = self.jobs.query(partial(read_part, view=view, form=form, part=part), show, refuse)
            self._reading.append(job)

    def _bring(self, part: str) -> None:
        """Show a tab's contents in place of its notice."""
        self._part_notices[part][1].setCurrentIndex(1)

    def _show_choosers(self) -> None:
        tab = TABS[self._tabs.currentIndex()]
        here = self.view is not None and self._records_here(self.view)
        for widget in (self._forms, self._form_label):
            widget.setVisible(here and tab in OF_A_FORM)
        self._copy.setVisible(tab != "missing-cases" and (here or tab not in OF_A_FORM))

    def _again(self) -> None:
        if self.view is not None:
            self.load(self.view)

    # When something goes wrong

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip(), self.tr("Try again"))
        self._stack.setCurrentWidget(self._notice)

    def _refuse_ready(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._meter.say(happened, f"{meaning} {action}".strip())
        self._todo_notice.say(happened, f"{meaning} {action}".strip())

    def _refuse_part(self, part: str, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        notice, place = self._part_notices[part]
        notice.say(happened, f"{meaning} {action}".strip())
        place.setCurrentIndex(0)

    def _refuse_completeness(self, problem: Problem) -> None:
        self._refuse_part("completeness", problem)

    def _refuse_timeliness(self, problem: Problem) -> None:
        self._refuse_part("timeliness", problem)

    def _refuse_validity(self, problem: Problem) -> None:
        self._refuse_part("validity", problem)

    def _refuse_duplicates(self, problem: Problem) -> None:
        self._refuse_part("duplicates", problem)

    # Readiness

    def _show_ready(self, ready: Ready) -> None:
        assert self.view is not None
        self.ready = ready
        language = self.view.language
        self._meter.show_readiness(ready.readiness, ready.text, language)
        self._todo.todo.show_rows([self._todo_row(one) for one in ready.readiness.todo], language)
        if ready.readiness.todo:
            self._todo_place.setCurrentWidget(self._todo)
        else:
            self._todo_notice.say(
                self.tr("There is nothing to do"), self.tr("Everything the unit has sent is in order.")
            )
            self._todo_place.setCurrentWidget(self._todo_notice)

    def _todo_row(self, one: ToDo) -> TodoRow:
        assert self.view is not None
        definition, language = self.view.definition, self.view.language
        rule = next((r for r in definition.rules if r.id == one.subject), None)
        subject = text_in(rule.message, language) if rule is not None else ""
        return TodoRow(one, text_in(definition.form(one.form).label, language), subject)

    def _open_todo(self, row: int) -> None:
        self._show_records(self._todo.todo.rows[row].todo.wanted)

    def _show_records(self, wanted: RecordsWanted | None) -> None:
        if self.view is not None and wanted is not None:
            chosen = as_filtered(wanted)
            self.go_to.emit(Destination("records", self.view.summary.registry, self.view.unit, records=chosen))

    # Coverage and comparability

    def _show_outline(self, outline: Outline) -> None:
        assert self.view is not None
        self.outline = outline
        language = self.view.language
        found = outline.coverage
        if found.years:
            self._bring("coverage")
        else:
            notice, place = self._part_notices["coverage"]
            notice.say(self.tr("Coverage is not known"), self.tr("The registry has given no coverage for this unit."))
            place.setCurrentIndex(0)
        self._coverage_legend.show_entries(
            [
                ("own", self.tr("of all known cases, with 95 % interval")),
                ("partial", self.tr("registry against reference")),
                ("nation", self.tr("60 and 80 %")),
            ]
        )
        self._coverage_chart.show_coverage(found, language)
        self._coverage_table.coverage.show_rows(found.years, language)
        self._coverage_said.say(coverage_sentence(found, language))
        self._read_coverage("")
        formulas = [Formula.OF_ALL, Formula.OF_REFERENCE]
        if any(y.formula is Formula.PUBLISHED for y in found.years):
            formulas = [Formula.PUBLISHED]
        words = [f"{formula_in_words(formula)}." for formula in formulas]
        if found.of_units is None:
            words.append(self.tr("Coverage of units: the registry does not give it."))
        self._coverage_method.setText("\n".join(words))
        within = outline.comparability.within
        self._compared_said.say(comparability_sentence(len(within), language))
        changes = [*within, *outline.comparability.others]
        self._breaks.breaks.show_rows([self._break_row(b, b in within) for b in changes], language)
        self._bring("comparability")
        self._fill_heat()

    def _break_row(self, change: Break, within: bool) -> BreakRow:
        assert self.view is not None
        definition, language = self.view.definition, self.view.language
        indicators = {i.id: text_in(i.title, language) for i in definition.indicators}
        variables = {v.id: text_in(v.label, language) for f in definition.forms for v in f.variables}
        about = [indicators.get(i, i) for i in change.indicators] + [variables.get(v, v) for v in change.variables]
        return BreakRow(change, ", ".join(about), text_in(change.text, language) if change.text else "", within)

    def _read_coverage(self, words: str) -> None:
        self._coverage_point.setText(words or self._hint())

    def _hint(self) -> str:
        return self.tr("Point at a value, or walk with the arrow keys, to read it.")

    # Completeness

    def _show_completeness(self, found: FormCompleteness) -> None:
        assert self.view is not None
        self.completeness = found
        language, form = self.view.language, self.view.definition.form(found.form)
        self._fill_heat()
        self._heat_legend.show_entries(self._heat.legend())
        self._complete_said.say(completeness_sentence(found, language))
        words = [
            self.tr("Completed forms with events in the period. Unknown counts neither as filled in nor as missing.")
        ]
        codes = dict.fromkeys(text_in(c.label, language) for v in found.variables for c in v.unknown_codes)
        if codes:
            words.append(self.tr("Codes for unknown: {codes}.").format(codes=", ".join(codes)))
        refused = [text_in(form.variable(v.variable).label, language) for v in found.variables if v.refused]
        if refused:
            words.append(
                self.tr("Taken as optional, as the condition was not understood: {names}.").format(
                    names=", ".join(refused)
                )
            )
        self._complete_method.setText(" ".join(words))
        self._incomplete.lead_to(found.incomplete_records, "")
        self._bring("completeness")

    def _months(self) -> tuple[date, ...]:
        assert self.view is not None
        period = self.view.period
        number = (period.end.year - period.first.year) * 12 + period.end.month - period.first.month
        return tuple(add_months(period.first, i) for i in range(number))

    def _fill_heat(self) -> None:
        """The map, with the breaks as far as they have been read."""
        if self.view is None or self.completeness is None:
            return
        form = self.view.definition.form(self.completeness.form)
        rows = [self._heat_row(v, form) for v in self.completeness.variables]
        self._heat.show_rows(rows, self._months(), self.view.language)

    def _heat_row(self, one: VariableCompleteness, form: Form) -> HeatRow:
        assert self.view is not None
        first = self.view.period.first
        marks = self.outline.comparability.marks(variable=one.variable) if self.outline else ()
        return HeatRow(
            name=text_in(form.variable(one.variable).label, self.view.language),
            group=duty_in_words(one.duty),
            strong=one.must,
            asked=tuple(one.asked.tolist()),
            filled=tuple(one.filled.tolist()),
            unknown=tuple(one.unknown.tolist()),
            missing=tuple(one.missing.tolist()),
            breaks=tuple((b.since.year - first.year) * 12 + b.since.month - first.month for b in marks),
        )

    def _read_cell(self, words: str) -> None:
        hint = self.tr("Enter or a double click shows the records.")
        self._cell.setText(f"{words}. {hint}" if words else self._hint())

    def _open_cell(self, row: int, month: int) -> None:
        """The records that lack the value, else those where it is unknown; of one month where one was opened."""
        if self.completeness is None:
            return
        one = self.completeness.variables[row]
        lacking = one.count_missing if month < 0 else int(one.missing[month])
        wanted = one.missing_records if lacking else one.unknown_records
        if wanted is not None and month >= 0 and wanted.expression:
            first = self._months()[month]
            days = f"event_date >= DATE '{first}' AND event_date < DATE '{add_months(first, 1)}'"
            wanted = RecordsWanted(wanted.form, f"{wanted.expression} AND {days}")
        self._show_records(wanted)

    # Timeliness

    def _show_timeliness(self, found: Timeliness) -> None:
        assert self.view is not None
        self.timeliness = found
        language = self.view.language
        self._delay.show_delay(found, language)
        self._read_delay("")
        self._timely_said.say(timeliness_sentence(found, language))
        self._timely_method.setText(
            self.tr(
                "From the event to the first completion; later changes do not count. "
                "Share completed by days since the event (Kaplan–Meier), open forms counted in."
            )
        )
        for button, wanted in (
            (self._late, found.late_records),
            (self._overdue, found.overdue_records),
            (self._early, found.early_records),
        ):
            button.lead_to(wanted, "")
        by_month = zip(found.months, found.by_month, strict=True)
        self._delays.by_month.show_rows([MonthRow(m, d) for m, d in reversed(list(by_month))], language)
        waiting = [WaitingRow(w, place) for w in found.waiting for place in range(len(w.counts))]
        self._waiting.waiting.show_rows(waiting, language)
        self._bring("timeliness")

    def _read_delay(self, words: str) -> None:
        self._delay_point.setText(words or self._hint())

    def _open_waiting(self, row: int) -> None:
        one = self._waiting.waiting.rows[row]
        self._show_records(one.waiting.records[one.place])

    # Validity

    def _show_validity(self, found: Validity) -> None:
        assert self.view is not None
        self.validity = found
        language, form = self.view.language, self.view.definition.form(found.form)
        self._valid_said.say(validity_sentence(found, language))
        rows = [FaultRow(f, self._check_name(f, form)) for f in found.findings]
        self._faults.faults.show_rows(
            [*(r for r in rows if r.finding.found), *(r for r in rows if not r.finding.found)], language
        )
        words = self.tr("Not checked, as the definition was not understood: {names}.")
        names = ", ".join(f"{u.subject} ({u.reason})" for u in found.unchecked)
        self._unchecked.setText(words.format(names=names) if names else "")
        self._unchecked.setVisible(bool(names))
        self._bring("validity")

    def _check_name(self, finding: Finding, form: Form) -> str:
        assert self.view is not None
        rule = next((r for r in self.view.definition.rules if r.id == finding.subject), None)
        if finding.fault.value == "rule" and rule is not None:
            return text_in(rule.message, self.view.language)
        return text_in(form.variable(finding.subject).label, self.view.language)

    def _open_fault(self, row: int) -> None:
        self._show_records(self._faults.faults.rows[row].finding.records)

    # Duplicates

    def _show_duplicates(self, found: DuplicateRecords) -> None:
        assert self.view is not None
        self.duplicates = found
        language, settings = self.view.language, found.looked_for
        self._alike_said.say(duplicates_sentence(found, language))
        self._kinds.kinds.show_rows(
            [KindRow(k, likeness_explained(k.likeness, settings, language)) for k in found.kinds] if settings else (),
            language,
        )
        self._pairs.pairs.compared = len(settings.variables) if settings else 0
        self._pairs.pairs.show_rows(found.pairs, language)
        for table, some in ((self._kinds, found.kinds), (self._pairs, found.pairs)):
            table.setVisible(bool(some))
        form = self.view.definition.form(found.form)
        words = []
        if settings and settings.variables:
            names = ", ".join(text_in(form.variable(v).label, language) for v in settings.variables)
            words.append(self.tr("Compared: {names}.").format(names=names))
        if found.count > len(found.pairs):
            n = format_count(len(found.pairs), language)
            words.append(self.tr("The newest {n} pairs are listed.").format(n=n))
        self._pairs_foot.setText(" ".join(words))
        self._bring("duplicates")

    def _open_kind(self, row: int) -> None:
        self._show_records(self._kinds.kinds.rows[row].alike.wanted)

    def _open_pair(self, row: int) -> None:
        if self.duplicates is not None:
            pair = self._pairs.pairs.rows[row]
            self._show_records(RecordsWanted(self.duplicates.form, "", (pair.first, pair.second)))

    # Copying

    def _copy_table(self) -> None:
        tables: dict[str, Any] = {
            "coverage": self._coverage_table,
            "completeness": self._heat,
            "timeliness": self._delays,
            "validity": self._faults,
            "duplicates": self._pairs,
            "comparability": self._breaks,
        }
        QGuiApplication.clipboard().setText(tables[TABS[self._tabs.currentIndex()]].text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < SIDE_BY_SIDE * em(self)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
        # Above each other each has the height it needs, and the page scrolls; beside each other the tabs do.
        self._findings_card.setMinimumHeight((44 if narrow else 26) * em(self))
        self._splitter.setMinimumHeight((68 if narrow else 30) * em(self))
