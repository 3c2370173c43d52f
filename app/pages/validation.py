"""Valideringsstudie: a random sample read again in the journal, and how well the registry agrees with it."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSplitter, QStackedLayout, QWidget

from app.jobs import Jobs
from app.pages.page import Page, View
from app.problems import problem_in_words, problem_sentences
from app.program import Program
from app.validation.planning import offered, sampling_of
from app.validation.reading import Loaded, StudyState, period_of, read_studies
from app.validation.second_reading import SecondReading
from app.validation.study import StudyView
from local_cache.errors import ExpressionRefused, Problem, RecordLeftStudy
from local_cache.quality.studies import Study, new_study
from local_cache.results.format import format_count, format_period
from local_cache.sync.outcome import Changed
from widgets.card import Card, Heading, Muted, Notice
from widgets.forms.new_study import NewStudyForm, WantedStudy
from widgets.tables.agreement import StudiesTable, StudyRow
from widgets.theme import GAP, em

SIDE_BY_SIDE = 60
"""Ems of width from which the list of studies stands beside the study."""

NARROW_HEIGHT = 30
"""Ems of height for the form of a new study."""


class ValidationPage(Page):
    """The page. Attributes: loaded (the studies shown); study (the one that is open)."""

    name: ClassVar[str] = "validation"
    depends_on: ClassVar[Changed] = Changed.DEFINITION | Changed.RECORDS

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.loaded: Loaded | None = None
        self._chosen = ""
        self._here = ("", "")
        self._notice = Notice()
        self._notice.acted.connect(self._act_on_notice)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(2 * GAP)
        self._list = self._build_list()
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self._build_right())
        self._splitter.setStretchFactor(0, 4)
        self._splitter.setStretchFactor(1, 9)
        self._splitter.setSizes([360, 820])
        # Where the window is narrow or the text large, the two stand above each other and the page scrolls.
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._splitter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(self._scroll)
        self._notice.say(self.tr("Reading …"))

    # What is on the page

    def _build_list(self) -> Card:
        card = Card()
        card.body.addWidget(Heading(self.tr("Studies")))
        self._studies = StudiesTable()
        self._studies.opened.connect(self._open_study)
        card.body.addWidget(self._studies, 1)
        self._new = QPushButton(self.tr("New study"))
        self._new.clicked.connect(self._begin_study)
        card.body.addWidget(self._new, 0, Qt.AlignmentFlag.AlignLeft)
        self._said = Muted(colour="alert")
        self._said.hide()
        card.body.addWidget(self._said)
        card.setMinimumWidth(16 * em(card))
        return card

    def _build_right(self) -> QWidget:
        place = QWidget()
        self._right = QStackedLayout(place)
        self._right.currentChanged.connect(self._fit)
        self._form = NewStudyForm()
        self._form.wanted.connect(self._draw)
        self._form.left.connect(self._leave)
        self._entry = SecondReading(self.jobs, self.program)
        self._entry.opened.connect(self._show_record)
        self._entry.entered.connect(self._after_entry)
        self._entry.refused.connect(self._refuse_record)
        self._entry.left.connect(self._leave)
        self.study = StudyView(self.jobs, self.program)
        self.study.reading_wanted.connect(self._read_next)
        self.study.deleted.connect(self._reload)
        self.study.refused.connect(self._refuse_record)
        self._right.addWidget(self.study)
        self._right.addWidget(self._form)
        self._right.addWidget(self._entry)
        place.setMinimumWidth(26 * em(place))
        return place

    # The studies

    def load(self, view: View) -> None:
        program = self.program
        self.jobs.query(lambda cursor: read_studies(cursor, program, view), self._show, self._say_problem)

    def _reload(self) -> None:
        if self.view is not None:
            self.load(self.view)

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip(), self.tr("Try again"))
        self._stack.setCurrentWidget(self._notice)

    def _act_on_notice(self) -> None:
        if self.loaded is not None and self.loaded.codebook.entries and not self.loaded.studies:
            self._begin_study()
        else:
            self._reload()

    def _show(self, loaded: Loaded) -> None:
        assert self.view is not None
        self.loaded = loaded
        here = (self.view.summary.registry, self.view.unit)
        if here != self._here:  # what was begun belongs to another unit
            self._here, self._chosen = here, ""
            self._entry.clear()
            self._right.setCurrentIndex(0)
            self._say("")
        if not loaded.codebook.entries:
            self._notice.say(
                self.tr("There are no records to validate here"),
                self.tr("This registry's published results are here, but none of the unit's own records."),
            )
            self._stack.setCurrentWidget(self._notice)
            return
        self._studies.studies.show_rows([self._row(s) for s in loaded.studies], self.view.language)
        state = self._state()
        if state is None and loaded.studies:
            self._chosen = loaded.studies[0].study.id
            state = loaded.studies[0]
        if self._right.currentWidget() is self._form and self._stack.currentWidget() is self._scroll:
            # A study that is being planned stays on the screen.
            self._form.show_period(format_period(self.view.period, self.view.language))
            return
        if state is None:
            self._say_nothing_yet()
            return
        self._studies.choose(self._studies.row_of(self._chosen))
        self._show_study(state)
        self._stack.setCurrentWidget(self._scroll)
        reading = self._entry.reading
        if reading is not None and reading.record not in state.study.records:
            self._entry.clear()
            self._say(problem_in_words(RecordLeftStudy()))
        if self._entry.reading is None:
            self._right.setCurrentIndex(0)

    def _say_nothing_yet(self) -> None:
        self._notice.say(
            self.tr("No validation study yet"),
            self.tr(
                "A random sample of the unit's records is read again in the journal, without seeing what was "
                "registered. The comparison shows, variable by variable, how far the registry can be relied on."
            ),
            self.tr("New study"),
        )
        self._stack.setCurrentWidget(self._notice)

    def _state(self) -> StudyState | None:
        found = self.loaded.studies if self.loaded is not None else ()
        return next((s for s in found if s.study.id == self._chosen), None)

    def _row(self, state: StudyState) -> StudyRow:
        assert self.loaded is not None and self.view is not None
        study, language = state.study, self.view.language
        done = self.tr("{done} of {of} read").format(
            done=format_count(state.done, language), of=format_count(len(study.records), language)
        )
        words = self.tr("finished") if state.finished else done
        form = self.loaded.form_name(study.sampling.form, language)
        return StudyRow(study.id, form, period_of(study, language), words)

    def _open_study(self, row: int) -> None:
        self._chosen = self._studies.studies.rows[row].id
        state = self._state()
        if state is not None:
            self._entry.clear()
            self._show_study(state)
            self._right.setCurrentIndex(0)

    def _show_study(self, state: StudyState) -> None:
        assert self.loaded is not None and self.view is not None
        self.study.show_study(state, self.loaded, self.view.language)

    # A new study

    def _begin_study(self) -> None:
        if self.loaded is None or self.view is None:
            return
        self._say("")
        loaded, language = self.loaded, self.view.language
        forms = [offered(loaded, form, language) for form in loaded.definition.forms]
        self._form.offer(forms, format_period(self.view.period, language), language)
        self._right.setCurrentWidget(self._form)
        self._stack.setCurrentWidget(self._scroll)

    def _draw(self, wanted: WantedStudy) -> None:
        view, program, loaded = self.view, self.program, self.loaded
        assert view is not None and loaded is not None
        sampling = sampling_of(view, wanted)

        def work(stop: object, report: object) -> tuple[Changed, Study]:
            with program.cache.reading() as cursor:
                study = new_study(cursor, program.ledger, loaded.definition, sampling, wanted.variables)
            return Changed.NOTHING, study

        self.jobs.change(work, self._take_new_study, self._refuse_study, initiator=self)

    def _take_new_study(self, study: Study) -> None:
        self._chosen = study.id
        self._right.setCurrentIndex(0)
        self._reload()

    def _refuse_study(self, problem: Problem) -> None:
        if isinstance(problem, ExpressionRefused):  # its other sentences are about a registry's expressions
            self._form.say_refused(problem_sentences(problem)[0])
        else:
            self._form.say_refused(problem_in_words(problem))

    # Reading again

    def _read_next(self) -> None:
        state = self._state()
        if state is None or self.loaded is None or self.view is None:
            return
        self._say("")
        self._entry.read_next(state.study, self.loaded, self.view.language)

    def _show_record(self) -> None:
        self._right.setCurrentWidget(self._entry)

    def _refuse_record(self, problem: Problem) -> None:
        """Said beside the studies; what has left is no longer counted."""
        self._say(problem_in_words(problem))
        self._leave()

    def _after_entry(self, go_on: bool) -> None:
        self._entry.clear()
        self._reload()
        if go_on:
            self._read_next()
        else:
            self._right.setCurrentIndex(0)

    def _leave(self) -> None:
        self._entry.clear()
        self._right.setCurrentIndex(0)
        self._reload()

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _fit(self, shown: int = 0) -> None:
        """Beside each other where there is room, else above each other; then the list gives way to what is written."""
        narrow = self.width() < SIDE_BY_SIDE * em(self)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
        planning = self._right.currentWidget() is self._form  # the others scroll by themselves
        self._splitter.setMinimumHeight(NARROW_HEIGHT * em(self) if narrow and planning else 0)
        self._list.setVisible(not narrow or self._right.currentIndex() == 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
