"""Valideringsstudie: a random sample read again in the journal, and how well the registry agrees with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Jobs
from app.pages.page import Page, View
from app.problems import problem_in_words, problem_sentences
from app.program import Program
from local_cache import audit
from local_cache.cache import Cursor
from local_cache.codebook import Codebook, make_codebook
from local_cache.errors import ExpressionRefused, Problem, RecordLeftStudy
from local_cache.quality import studies as kept
from local_cache.quality.agreement import Agreement, disagreements
from local_cache.quality.studies import SecondEntry, Study
from local_cache.quality.validation_file import validation_rows, write_validation_file
from local_cache.quality.validation_study import (
    RecordKey,
    Sampling,
    new_seed,
    record_key,
    variables_to_validate,
)
from local_cache.records.text import stated_value
from local_cache.registry import Definition, Form, text_in
from local_cache.results import summary
from local_cache.results.figure import Period
from local_cache.results.format import format_count, format_date, format_moment, format_month, format_period
from local_cache.sync.outcome import Changed
from local_cache.values import Value, value_from_json
from widgets.agreement_text import agreement_sentence
from widgets.card import Card, Heading, Muted, Notice, Said
from widgets.codebook_text import names_of, value_in_words
from widgets.forms.new_study import NewStudyForm, OfferedForm, OfferedVariable, WantedStudy
from widgets.forms.second_entry import RecordToRead, SecondEntryForm
from widgets.tables.agreement import (
    AgreementRow,
    AgreementTable,
    DifferingRow,
    DifferingTable,
    StudiesTable,
    StudyRow,
)
from widgets.theme import GAP, em
from widgets.variable_view import Facts

SIDE_BY_SIDE = 60
"""Ems of width from which the list of studies stands beside the study."""

NARROW_HEIGHT = 30
"""Ems of height for the form of a new study."""

MOST_DIFFERING = 500
"""Values that differ, at most so many of them in the table; the file has all."""


@dataclass(frozen=True)
class StudyState:
    """A study and how far it has come. The rest is empty before every record is done: until then nothing of what the
    registry has leaves the ledger.

    done, without_journal: records; differing: values that are not the same, with their number.
    """

    study: Study
    done: int
    without_journal: int
    finished: bool
    agreements: tuple[Agreement, ...] = ()
    differing: tuple[DifferingRow, ...] = ()
    differing_number: int = 0


@dataclass(frozen=True)
class Loaded:
    definition: Definition
    codebook: Codebook
    studies: tuple[StudyState, ...]


def read_studies(cursor: Cursor, program: Program, view: View) -> Loaded:
    definition = summary.definition(cursor, view.summary.registry)
    codebook = make_codebook(definition)
    states = [
        _state(study, kept.entries(program.ledger, study.id), codebook, view.language)
        for study in kept.studies(program.ledger, view.summary.registry, view.unit)
    ]
    return Loaded(definition, codebook, tuple(states))


def _state(study: Study, entered: Mapping[str, SecondEntry], codebook: Codebook, language: str) -> StudyState:
    here = [entered[record] for record in study.records if record in entered]
    done, without = sum(e.complete for e in here), sum(e.complete and not e.found for e in here)
    if not kept.is_finished(study, entered):
        return StudyState(study, done, without, finished=False)
    differing = [
        (name, pair)
        for name, some in kept.pairs(study, entered).items()
        for pair in disagreements(study.variables[name], some)
    ]
    rows = []
    for name, pair in differing[:MOST_DIFFERING]:
        entry = codebook.entry(study.sampling.form, name)
        if entry is not None:
            label = text_in(entry.variable.label, language) or name
            registry, journal = (value_in_words(entry, v, language) for v in (pair.registry, pair.journal))
            stated = stated_value(pair.registry), stated_value(pair.journal)
            rows.append(DifferingRow(pair.record, label, registry, journal, stated))
    return StudyState(study, done, without, True, kept.agreements(study, entered), tuple(rows), len(differing))


@dataclass(frozen=True)
class Opened:
    """A record to be read again, and what was read of it before."""

    study: Study
    done: int
    key: RecordKey
    identified: bool
    journal: dict[str, Value | None]


def open_record(cursor: Cursor, program: Program, definition: Definition, study: Study, *, identified: bool) -> Opened:
    """The next record that is not done. Raises RecordLeftStudy where it has left the registry."""
    entered = kept.entries(program.ledger, study.id)
    left = [r for r in study.records if r not in entered or not entered[r].complete]
    if not left:
        raise RecordLeftStudy()
    key = record_key(cursor, definition, study.sampling, left[0], identified=identified)
    if key is None:
        raise RecordLeftStudy()
    before = entered.get(left[0])
    journal = before.journal if before is not None else {}
    values = {name: value_from_json(raw, study.variables[name]) for name, raw in journal.items()}
    return Opened(study, len(study.records) - len(left), key, identified, values)


class ValidationPage(Page):
    """The page. Attributes: loaded (the studies shown)."""

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

    def title(self) -> str:
        return self.tr("Validation study")

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
        self._entry = SecondEntryForm()
        self._entry.kept.connect(self._keep)
        self._entry.given_up.connect(self._give_up)
        self._entry.identifiers_wanted.connect(self._identify)
        self._entry.left.connect(self._leave)
        self._right.addWidget(self._build_study())
        self._right.addWidget(self._form)
        self._right.addWidget(self._entry)
        place.setMinimumWidth(26 * em(place))
        return place

    def _build_study(self) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        card = Card()
        self._title = Heading()
        card.body.addWidget(self._title)
        self._facts = Facts()
        card.body.addWidget(self._facts)
        buttons = QHBoxLayout()
        self._go_on = QPushButton(self.tr("Go on reading"))
        self._go_on.clicked.connect(self._read_next)
        self._export = QPushButton(self.tr("Save as a file …"))
        self._export.setToolTip(self.tr("The field's form of validation data sets (columns vld_…), as CSV"))
        self._export.clicked.connect(self._ask_where)
        self._delete = QPushButton(self.tr("Delete the study"))
        self._delete.clicked.connect(self._ask_delete)
        for button in (self._go_on, self._export, self._delete):
            buttons.addWidget(button)
        buttons.addStretch()
        card.body.addLayout(buttons)
        self._told = Muted()
        card.body.addWidget(self._told)
        column.addWidget(card)
        self._results = Card(self.tr("Agreement"))
        self._sentence = Said()
        self._results.body.addWidget(self._sentence)
        self._agreement = AgreementTable()
        self._results.body.addWidget(self._agreement)
        self._results.body.addWidget(
            Muted(
                self.tr(
                    "Intervals are 95 %. Kappa is agreement beyond chance, 1 is perfect. Differences are the "
                    "registry's value minus the journal's: mean, standard deviation (SD) and 95 % limits of agreement."
                )
            )
        )
        copy = QPushButton(self.tr("Copy the table"))
        copy.clicked.connect(self._agreement.copy)
        self._results.body.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._results)
        self._differ = Card(self.tr("Values that differ"))
        self._differ_words = Muted()
        self._differ.body.addWidget(self._differ_words)
        self._differing = DifferingTable()
        self._differ.body.addWidget(self._differing)
        column.addWidget(self._differ)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        return scroll

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
        return StudyRow(study.id, self._form_name(study.sampling.form), self._period_of(study), words)

    def _form_name(self, form: str) -> str:
        assert self.loaded is not None and self.view is not None
        found = next((f for f in self.loaded.definition.forms if f.id == form), None)
        return text_in(found.label, self.view.language) if found is not None else form

    def _period_of(self, study: Study) -> str:
        assert self.view is not None
        return format_period(Period(study.sampling.first, study.sampling.end), self.view.language)

    def _open_study(self, row: int) -> None:
        self._chosen = self._studies.studies.rows[row].id
        state = self._state()
        if state is not None:
            self._entry.clear()
            self._show_study(state)
            self._right.setCurrentIndex(0)

    def _show_study(self, state: StudyState) -> None:
        assert self.loaded is not None and self.view is not None
        study, language = state.study, self.view.language
        sampling = study.sampling
        self._title.setText(f"{self._form_name(sampling.form)}, {self._period_of(study)}")
        n = format_count(len(study.records) + study.gone, language)
        of = format_count(study.population, language)
        drawn = self.tr("{n} of {of} completed records").format(n=n, of=of)
        if sampling.by_month:
            drawn += f" ({self.tr('spread over the months')})"
        self._facts.show_facts(
            [
                (self.tr("Drawn"), drawn),
                (self.tr("Only records where"), sampling.where),
                (self.tr("Seed of the draw"), str(sampling.seed)),
                (self.tr("Variables"), format_count(len(study.variables), language)),
                (
                    self.tr("Made"),
                    self.tr("{moment} by {who}").format(
                        moment=format_moment(study.created_at, language), who=study.created_by
                    ),
                ),
                (self.tr("Definition"), study.definition_version),
                (self.tr("Read so far"), format_count(state.done, language)),
                (
                    self.tr("Without a journal"),
                    format_count(state.without_journal, language) if state.without_journal else "",
                ),
                (
                    self.tr("Have left the registry"),
                    format_count(study.gone, language) if study.gone else "",
                ),
            ]
        )
        self._go_on.setVisible(not state.finished and bool(study.records))
        self._go_on.setText(self.tr("Go on reading") if state.done else self.tr("Begin reading"))
        self._export.setVisible(state.finished)
        told = ""
        if not study.records:
            told = self.tr("No record is in the sample.")
        elif not state.finished:
            told = self.tr("What the registry has is not shown before all records are done.")
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self._show_results(state)

    def _show_results(self, state: StudyState) -> None:
        assert self.loaded is not None and self.view is not None
        language, form = self.view.language, state.study.sampling.form
        for card in (self._results, self._differ):
            card.setVisible(state.finished)
        if not state.finished:
            self._agreement.agreements.show_rows((), language)
            self._differing.values.show_rows((), language)
            return
        names = names_of(self.loaded.definition, form, language)
        read = state.done - state.without_journal
        self._sentence.say(agreement_sentence(state.agreements, read, language))
        rows = [AgreementRow(names.get(a.variable, a.variable), a) for a in state.agreements]
        self._agreement.agreements.show_rows(rows, language)
        self._differing.values.show_rows(state.differing, language)
        self._differing.setVisible(bool(state.differing))
        n, shown = format_count(state.differing_number, language), format_count(len(state.differing), language)
        if not state.differing:
            self._differ_words.setText(self.tr("Registry and journal say the same everywhere."))
        elif state.differing_number > len(state.differing):
            self._differ_words.setText(self.tr("The first {shown} of {n}; the file has all.").format(shown=shown, n=n))
        else:
            self._differ_words.setText(self.tr("{n} values, of which some may have to be corrected.").format(n=n))

    # A new study

    def _begin_study(self) -> None:
        if self.loaded is None or self.view is None:
            return
        self._say("")
        forms = [self._offer(form) for form in self.loaded.definition.forms]
        self._form.offer(forms, format_period(self.view.period, self.view.language), self.view.language)
        self._right.setCurrentWidget(self._form)
        self._stack.setCurrentWidget(self._scroll)

    def _offer(self, form: Form) -> OfferedForm:
        """The form's variables; those that an indicator counts are ticked, or all where none is."""
        assert self.loaded is not None and self.view is not None
        language = self.view.language
        counted = set()
        for entry in self.loaded.codebook.entries:
            roles = {role for use in entry.uses if use.kind == "indicator" for role in use.roles}
            if entry.form == form.id and roles - {"dated by"}:
                counted.add(entry.id)
        variables = variables_to_validate(self.loaded.definition, form.id)
        chosen = {v.id for v in variables} & counted or {v.id for v in variables}
        offered = tuple(
            OfferedVariable(
                v.id,
                text_in(v.label, language) or v.id,
                text_in(form.sections.get(v.section, {}), language),
                v.id in chosen,
            )
            for v in variables
        )
        return OfferedForm(form.id, text_in(form.label, language) or form.id, offered)

    def _draw(self, wanted: WantedStudy) -> None:
        view, program, loaded = self.view, self.program, self.loaded
        assert view is not None and loaded is not None
        sampling = Sampling(
            view.summary.registry,
            view.unit,
            wanted.form,
            view.period.first,
            view.period.end,
            wanted.number,
            new_seed(),
            wanted.by_month,
            wanted.where,
        )

        def work(stop: object, report: object) -> tuple[Changed, Study]:
            with program.cache.reading() as cursor:
                study = kept.new_study(cursor, program.ledger, loaded.definition, sampling, wanted.variables)
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
        state, program, loaded = self._state(), self.program, self.loaded
        if state is None or loaded is None:
            return
        self._say("")
        study, definition = state.study, loaded.definition
        self.jobs.query(
            lambda cursor: open_record(cursor, program, definition, study, identified=False),
            self._show_record,
            self._refuse_record,
        )

    def _identify(self) -> None:
        """Show the identifiers. That they were shown is logged first: what cannot be logged is not shown."""
        state, program, loaded = self._state(), self.program, self.loaded
        if state is None or loaded is None:
            return
        study, definition = state.study, loaded.definition

        def work(stop: object, report: object) -> tuple[Changed, Opened]:
            where = f"{study.sampling.registry}/{study.sampling.unit}"
            audit.record(program.ledger, "identifiers-shown", where, study.id)
            with program.cache.reading() as cursor:
                return Changed.NOTHING, open_record(cursor, program, definition, study, identified=True)

        self.jobs.change(work, self._show_record, self._refuse_record, initiator=self)

    def _show_record(self, opened: Opened) -> None:
        assert self.loaded is not None and self.view is not None
        study, language = opened.study, self.view.language
        form = study.sampling.form
        entries = [e for e in self.loaded.codebook.entries if e.form == form and e.id in study.variables]
        self._entry.show_record(
            RecordToRead(
                record=opened.key.record,
                number=opened.done + 1,
                of=len(study.records),
                done=opened.done,
                key=self._key_facts(opened),
                identified=opened.identified,
                entries=entries,
                names=names_of(self.loaded.definition, form, language),
                journal=opened.journal,
                language=language,
            )
        )
        self._right.setCurrentWidget(self._entry)

    def _key_facts(self, opened: Opened) -> list[tuple[str, str]]:
        """What the journal is found by. The day of the event is not told where it is to be read."""
        assert self.loaded is not None and self.view is not None
        language, day = self.view.language, opened.key.event_date
        dated_by = self.loaded.definition.form(opened.study.sampling.form).event_date
        when = ""
        if day is not None:
            when = format_month(day, language) if dated_by in opened.study.variables else format_date(day, language)
        facts = [
            (self.tr("Record"), opened.key.record),
            (self.tr("Event"), when),
            (self.tr("Patient key"), opened.key.patient),
        ]
        for variable, value in opened.key.identifiers:
            entry = self.loaded.codebook.entry(opened.study.sampling.form, variable.id)
            if entry is not None:
                facts.append((text_in(variable.label, language), value_in_words(entry, value, language)))
        return facts

    def _refuse_record(self, problem: Problem) -> None:
        """Said beside the studies; what has left is no longer counted."""
        self._say(problem_in_words(problem))
        self._leave()

    def _keep(self, values: dict[str, Value | None], complete: bool) -> None:
        self._enter(values, complete=complete, found=True)

    def _give_up(self) -> None:
        self._enter({}, complete=True, found=False)

    def _enter(self, values: Mapping[str, Value | None], *, complete: bool, found: bool) -> None:
        reading, state, program, loaded = self._entry.reading, self._state(), self.program, self.loaded
        if reading is None or state is None or loaded is None:
            return
        study, definition, record = state.study, loaded.definition, reading.record

        def work(stop: object, report: object) -> tuple[Changed, bool]:
            with program.cache.reading() as cursor:
                kept.enter(
                    cursor, program.ledger, definition, study, record, values, complete=complete, found=found
                )  # fmt: skip
                finished = kept.is_finished(study, kept.entries(program.ledger, study.id))
            return Changed.NOTHING, complete and not finished

        self.jobs.change(work, self._after_entry, self._refuse_record, initiator=self)

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

    # Keeping it elsewhere, and removing it

    def _ask_where(self) -> None:
        state = self._state()
        if state is None:
            return
        dialog = QFileDialog(self, self.tr("Save the validation data set"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Comma-separated values (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"validering-{state.study.sampling.registry}-{state.study.sampling.form}.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_as)
        dialog.open()

    def save_as(self, file: str) -> None:
        """Write the study that is shown, in the field's form; that it was done is logged."""
        state, program = self._state(), self.program
        if state is None or not state.finished:
            return
        study, path = state.study, Path(file)

        def work(stop: object, report: object) -> tuple[Changed, str]:
            audit.record(program.ledger, "exported", f"{study.sampling.registry}/{study.sampling.unit}", study.id)
            write_validation_file(path, validation_rows(study, kept.entries(program.ledger, study.id)))
            return Changed.NOTHING, path.name

        self.jobs.change(work, self._say_saved, self._say_not_saved, initiator=self)

    def _say_saved(self, name: str) -> None:
        self._told.setText(self.tr("Saved as {name}. The file is not encrypted.").format(name=name))
        self._told.show()

    def _say_not_saved(self, problem: Problem) -> None:
        self._told.setText(problem_in_words(problem))
        self._told.show()

    def _ask_delete(self) -> None:
        state = self._state()
        if state is None:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Delete the study"))
        box.setText(self.tr("Delete the study and all that was read for it?"))
        box.setInformativeText(self.tr("It cannot be brought back."))
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole).setDefault(True)
        delete.clicked.connect(self._delete_chosen)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _delete_chosen(self) -> None:
        self._remove(self._chosen)

    def _remove(self, study: str) -> None:
        program = self.program

        def work(stop: object, report: object) -> tuple[Changed, None]:
            kept.remove_study(program.ledger, study)
            return Changed.NOTHING, None

        self.jobs.change(work, self._after_removal, self._refuse_record, initiator=self)

    def _after_removal(self, nothing: None) -> None:
        self._reload()

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
