"""One study: how it was drawn, how far it has come, and, when all is read, how well registry and journal agree."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Jobs
from app.problems import problem_in_words
from app.program import Program
from app.validation.reading import Loaded, StudyState, period_of
from local_cache import audit
from local_cache.errors import Problem
from local_cache.quality import studies as kept
from local_cache.quality.validation_file import validation_rows, write_validation_file
from local_cache.results.format import format_count, format_moment
from local_cache.sync.outcome import Changed
from widgets.agreement_text import agreement_sentence
from widgets.card import Card, Heading, Muted, Said
from widgets.codebook_text import names_of
from widgets.tables.agreement import AgreementRow, AgreementTable, DifferingTable
from widgets.theme import GAP
from widgets.variable_view import Facts


class StudyView(QScrollArea):
    """The study. Attributes: facts, told, results, sentence, agreement, differing (what it says and its tables).

    Signals: reading_wanted(); deleted() when it is gone; refused(Problem).
    """

    reading_wanted = Signal()
    deleted = Signal()
    refused = Signal(object)

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._program = jobs, program
        self._state: StudyState | None = None
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        card = Card()
        self._title = Heading()
        card.body.addWidget(self._title)
        self.facts = Facts()
        card.body.addWidget(self.facts)
        buttons = QHBoxLayout()
        self._go_on = QPushButton(self.tr("Go on reading"))
        self._go_on.clicked.connect(self.reading_wanted)
        self._export = QPushButton(self.tr("Save as a file …"))
        self._export.setToolTip(self.tr("The field's form of validation data sets (columns vld_…), as CSV"))
        self._export.clicked.connect(self._ask_where)
        self._delete = QPushButton(self.tr("Delete the study"))
        self._delete.clicked.connect(self._ask_delete)
        for button in (self._go_on, self._export, self._delete):
            buttons.addWidget(button)
        buttons.addStretch()
        card.body.addLayout(buttons)
        self.told = Muted()
        card.body.addWidget(self.told)
        column.addWidget(card)
        self.results = Card(self.tr("Agreement"))
        self.sentence = Said()
        self.results.body.addWidget(self.sentence)
        self.agreement = AgreementTable()
        self.results.body.addWidget(self.agreement)
        self.results.body.addWidget(
            Muted(
                self.tr(
                    "Intervals are 95 %. Kappa is agreement beyond chance, 1 is perfect. Differences are the "
                    "registry's value minus the journal's: mean, standard deviation (SD) and 95 % limits of agreement."
                )
            )
        )
        copy = QPushButton(self.tr("Copy the table"))
        copy.clicked.connect(self.agreement.copy)
        self.results.body.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.results)
        self._differ = Card(self.tr("Values that differ"))
        self._differ_words = Muted()
        self._differ.body.addWidget(self._differ_words)
        self.differing = DifferingTable()
        self._differ.body.addWidget(self.differing)
        column.addWidget(self._differ)
        column.addStretch()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(page)

    def show_study(self, state: StudyState, loaded: Loaded, language: str) -> None:
        self._state = state
        study = state.study
        sampling = study.sampling
        self._title.setText(f"{loaded.form_name(sampling.form, language)}, {period_of(study, language)}")
        n = format_count(len(study.records) + study.gone, language)
        of = format_count(study.population, language)
        drawn = self.tr("{n} of {of} completed records").format(n=n, of=of)
        if sampling.by_month:
            drawn += f" ({self.tr('spread over the months')})"
        self.facts.show_facts(
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
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self._show_results(state, loaded, language)

    def _show_results(self, state: StudyState, loaded: Loaded, language: str) -> None:
        for card in (self.results, self._differ):
            card.setVisible(state.finished)
        if not state.finished:
            self.agreement.agreements.show_rows((), language)
            self.differing.values.show_rows((), language)
            return
        names = names_of(loaded.definition, state.study.sampling.form, language)
        read = state.done - state.without_journal
        self.sentence.say(agreement_sentence(state.agreements, read, language))
        rows = [AgreementRow(names.get(a.variable, a.variable), a) for a in state.agreements]
        self.agreement.agreements.show_rows(rows, language)
        self.differing.values.show_rows(state.differing, language)
        self.differing.setVisible(bool(state.differing))
        n, shown = format_count(state.differing_number, language), format_count(len(state.differing), language)
        if not state.differing:
            self._differ_words.setText(self.tr("Registry and journal say the same everywhere."))
        elif state.differing_number > len(state.differing):
            self._differ_words.setText(self.tr("The first {shown} of {n}; the file has all.").format(shown=shown, n=n))
        else:
            self._differ_words.setText(self.tr("{n} values, of which some may have to be corrected.").format(n=n))

    # Keeping it elsewhere, and removing it

    def _ask_where(self) -> None:
        state = self._state
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
        state, program = self._state, self._program
        if state is None or not state.finished:
            return
        study, path = state.study, Path(file)

        def work(stop: object, report: object) -> tuple[Changed, str]:
            audit.record(program.ledger, "exported", f"{study.sampling.registry}/{study.sampling.unit}", study.id)
            write_validation_file(path, validation_rows(study, kept.entries(program.ledger, study.id)))
            return Changed.NOTHING, path.name

        self._jobs.change(work, self._say_saved, self._say_not_saved, initiator=self)

    def _say_saved(self, name: str) -> None:
        self.told.setText(self.tr("Saved as {name}. The file is not encrypted.").format(name=name))
        self.told.show()

    def _say_not_saved(self, problem: Problem) -> None:
        self.told.setText(problem_in_words(problem))
        self.told.show()

    def _ask_delete(self) -> None:
        state = self._state
        if state is None:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Delete the study"))
        box.setText(self.tr("Delete the study and all that was read for it?"))
        box.setInformativeText(self.tr("It cannot be brought back."))
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole).setDefault(True)
        delete.clicked.connect(self._delete_now)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _delete_now(self) -> None:
        state, program = self._state, self._program
        if state is None:
            return
        study = state.study.id

        def work(stop: object, report: object) -> tuple[Changed, None]:
            kept.remove_study(program.ledger, study)
            return Changed.NOTHING, None

        self._jobs.change(work, self._say_deleted, self._refuse, initiator=self)

    def _say_deleted(self, nothing: None) -> None:
        self.deleted.emit()

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)
