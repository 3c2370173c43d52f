"""Datakvalitet: what stands between the unit and the next deadline, and what of its records is wrong or missing."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Job, Jobs
from app.pages.figures import Figures
from app.pages.figures_menu import CopyButton
from app.pages.page import Destination, Page, View
from app.problems import problem_sentences
from app.program import Program
from app.quality.comparability import ComparabilityTab
from app.quality.completeness import CompletenessTab
from app.quality.coverage import CoverageTab
from app.quality.duplicates import DuplicatesTab
from app.quality.missing_cases import MissingCasesTab
from app.quality.reading import Outline, Ready, as_filtered, read_outline, read_part, read_ready
from app.quality.tab import FormTab, QualityTab
from app.quality.timeliness import TimelinessTab
from app.quality.todo import TodoCard
from app.quality.validity import ValidityTab
from local_cache.errors import Problem
from local_cache.quality.findings import RecordsWanted
from local_cache.registry import Form, text_in
from local_cache.sync.outcome import Changed
from widgets.card import Card, Heading, Notice
from widgets.charts.sheet import ChartSheet
from widgets.readiness_meter import ReadinessMeter
from widgets.tables.shown import ShownTable
from widgets.theme import GAP, em

SIDE_BY_SIDE = 58
"""Ems of width from which the list of what to do and the findings stand beside each other."""

TABS = ("coverage", "completeness", "timeliness", "validity", "duplicates", "comparability", "missing-cases")
OF_A_FORM = ("completeness", "timeliness", "validity", "duplicates", "missing-cases")
"""Tabs that are about one form."""


class QualityPage(Page):
    """The page.

    Attributes: ready, outline (what is shown, None until it is there); coverage, completeness, timeliness, validity,
    duplicates, comparability, missing_cases (its tabs).
    """

    name: ClassVar[str] = "quality"
    depends_on: ClassVar[Changed] = Changed.DEFINITION | Changed.RECORDS | Changed.COVERAGE | Changed.QUERIES

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self._reading: list[Job] = []
        self.ready: Ready | None = None
        self.outline: Outline | None = None
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
        self._todo = TodoCard()
        self._todo.records_wanted.connect(self._show_records)
        splitter.addWidget(self._todo)
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

    # What is on the page

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
        self._copy = CopyButton(self, self._in_front)
        head.addWidget(self._copy)
        card.body.addLayout(head)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Parts of data quality"))
        self.coverage = CoverageTab()
        self.completeness = CompletenessTab()
        self.timeliness = TimelinessTab()
        self.validity = ValidityTab()
        self.duplicates = DuplicatesTab()
        self.comparability = ComparabilityTab()
        self.missing_cases = MissingCasesTab(self.jobs)
        for tab, title in (
            (self.coverage, self.tr("Coverage")),
            (self.completeness, self.tr("Completeness")),
            (self.timeliness, self.tr("Timeliness")),
            (self.validity, self.tr("Validity")),
            (self.duplicates, self.tr("Duplicates")),
            (self.comparability, self.tr("Comparability")),
            (self.missing_cases, self.tr("Missing cases")),
        ):
            tab.records_wanted.connect(self._show_records)
            self._tabs.addTab(tab, title)
        self._tabs.currentChanged.connect(self._show_choosers)
        card.body.addWidget(self._tabs, 1)
        card.setMinimumWidth(26 * em(card))
        return card

    def tab(self, name: str) -> QualityTab:
        """One of `TABS`."""
        tab = self._tabs.widget(TABS.index(name))
        assert isinstance(tab, QualityTab)
        return tab

    def views(self) -> tuple[str, ...]:
        return TABS

    def show_view(self, view: str) -> None:
        self._tabs.setCurrentIndex(TABS.index(view))
        if self._splitter.orientation() is Qt.Orientation.Vertical:
            self._scroll.verticalScrollBar().setValue(self._splitter.y() + self._splitter.widget(1).y())

    # Reading

    def load(self, view: View) -> None:
        for job in self._reading:  # what is not asked for again must not arrive either
            job.cancel()
        self._reading = []
        self.ready = self.outline = None
        self._stack.setCurrentWidget(self._scroll)
        for name in TABS:
            self.tab(name).take(view)
        self._reading.append(self.jobs.query(partial(read_outline, view=view), self._show_outline, self._say_problem))
        self._fill_forms(view)
        here = self._records_here(view)
        self._todo.setVisible(here)
        if not here:
            self._say_no_records(view)
            return
        reading = self.tr("Reading …")
        self._meter.say(reading)
        self._todo.say(reading)
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
            self.tab(name).say(title, text)

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
        self.missing_cases.take_form(view, form)
        tabs: list[FormTab] = [self.completeness, self.timeliness, self.validity, self.duplicates]
        # What is looked at comes first.
        for tab in sorted(tabs, key=lambda tab: tab is not self._tabs.currentWidget()):
            read = partial(read_part, view=view, form=form, part=tab.read)
            self._reading.append(self.jobs.query(read, tab.show_found, tab.refuse))

    def _show_choosers(self) -> None:
        tab = TABS[self._tabs.currentIndex()]
        here = self.view is not None and self._records_here(self.view)
        for widget in (self._forms, self._form_label):
            widget.setVisible(here and tab in OF_A_FORM)
        self._copy.setVisible(tab != "missing-cases" and (here or tab not in OF_A_FORM))

    def _again(self) -> None:
        if self.view is not None:
            self.load(self.view)

    # What was read

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip(), self.tr("Try again"))
        self._stack.setCurrentWidget(self._notice)

    def _refuse_ready(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._meter.say(happened, f"{meaning} {action}".strip())
        self._todo.say(happened, f"{meaning} {action}".strip())

    def _show_ready(self, ready: Ready) -> None:
        assert self.view is not None
        self.ready = ready
        self._meter.show_readiness(ready.readiness, ready.text, self.view.language)
        self._todo.show_work(ready.readiness.todo, self.view)

    def _show_outline(self, outline: Outline) -> None:
        self.outline = outline
        self.coverage.show_coverage(outline.coverage)
        self.comparability.show_breaks(outline.comparability)
        self.completeness.mark_breaks(outline.comparability)

    def _show_records(self, wanted: RecordsWanted | None) -> None:
        if self.view is not None and wanted is not None:
            chosen = as_filtered(wanted)
            self.go_to.emit(Destination("records", self.view.summary.registry, self.view.unit, records=chosen))

    # Taking it along

    def sheet_of(self, chart: QWidget) -> ChartSheet | None:
        tab = self._tab_of(chart)
        return tab.sheet() if tab is not None else None

    def table_of(self, chart: QWidget) -> ShownTable | None:
        tab = self._tab_of(chart)
        return tab.figures() if tab is not None else None

    def _tab_of(self, widget: QWidget) -> QualityTab | None:
        return next((tab for name in TABS if (tab := self.tab(name)).isAncestorOf(widget)), None)

    def _in_front(self) -> Figures | None:
        tab = self.tab(TABS[self._tabs.currentIndex()])
        table = tab.figures()
        return Figures(table, sheet=tab.sheet()) if table is not None else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < SIDE_BY_SIDE * em(self)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
        # Above each other each has the height it needs, and the page scrolls; beside each other the tabs do.
        self._findings_card.setMinimumHeight((44 if narrow else 26) * em(self))
        self._splitter.setMinimumHeight((68 if narrow else 30) * em(self))
