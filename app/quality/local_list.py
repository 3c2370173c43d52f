"""The tab where a unit holds its own list of cases against what it has registered: open, look, match.

The list and what came of it live in this widget alone; they go when another list is opened, when the tab is emptied,
and with the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Job, Jobs
from app.pages.page import View
from app.problems import problem_sentences
from local_cache.cache import Cursor
from local_cache.errors import Problem
from local_cache.quality.findings import Formula, LocalMatch, RecordsWanted
from local_cache.quality.local_list import LocalList, Role, read_local_list
from local_cache.quality.missing_cases import key_columns, match
from local_cache.quality.scope import scope_of
from local_cache.registry import Form, text_in
from local_cache.results.format import EN_DASH, format_count
from widgets.card import Heading, Muted, Said, Words
from widgets.quality_words import (
    cases,
    column_name,
    formula_in_words,
    list_in_words,
    list_sentence,
    match_remarks,
    match_sentence,
    role_in_words,
    share_or_word,
    share_with_interval,
)
from widgets.records_button import RecordsButton
from widgets.tables.local_list import MissingTable, SampleTable, TroublesTable
from widgets.theme import GAP, em, strong

LONGEST_WINDOW = 60
"""Days the dates may lie apart at most; more would match one stay with the next."""


@dataclass(frozen=True)
class Opened:
    """A list as it was understood, and from which file."""

    file: Path
    local: LocalList


class LocalListTab(QWidget):
    """The tab.

    Attributes: opened (None before a file is), outcome (None before anything is matched).
    Signals: records_wanted(RecordsWanted).
    """

    records_wanted = Signal(object)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.opened: Opened | None = None
        self.outcome: LocalMatch | None = None
        self._view: View | None = None
        self._form: Form | None = None
        self._job: Job | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(
            Words(
                self.tr(
                    "Open an extract (CSV) from your patient administrative system with a key, a date and, if you "
                    "like, a code. It is matched on this machine, in memory, and is neither kept nor sent."
                )
            )
        )
        head = QHBoxLayout()
        self._open = QPushButton(self.tr("Open a list …"))
        self._open.clicked.connect(self._choose_file)
        head.addWidget(self._open)
        self._forget = QPushButton(self.tr("Forget the list"))
        self._forget.clicked.connect(self.forget)
        head.addWidget(self._forget)
        head.addStretch()
        column.addLayout(head)
        self._problem = Muted(colour="alert")
        column.addWidget(self._problem)
        self._preview = self._build_preview()
        column.addWidget(self._preview)
        self._result = self._build_result()
        column.addWidget(self._result)
        column.addStretch(1)
        self.forget()

    def _build_preview(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        self._file = Heading()
        column.addWidget(self._file)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(2 * GAP)
        self._facts.setColumnStretch(1, 1)
        column.addLayout(self._facts)
        self._sample = SampleTable()
        self._sample.setFixedHeight(round(em(self) * 10))
        column.addWidget(self._sample)
        self._understood = Said()
        column.addWidget(self._understood)
        self._troubles = TroublesTable()
        self._troubles.setFixedHeight(round(em(self) * 9))
        column.addWidget(self._troubles)
        choices = QFormLayout()
        choices.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self._columns = {role: QComboBox() for role in Role}
        for role, chooser in self._columns.items():
            name = self.tr("{role} is in").format(role=role_in_words(role))
            chooser.setAccessibleName(name)
            chooser.activated.connect(self._read_again)
            choices.addRow(name, chooser)
        self._key = QComboBox()
        self._key.setAccessibleName(self.tr("The key is the form's"))
        choices.addRow(self.tr("The key is the form's"), self._key)
        self._days = QSpinBox()
        self._days.setRange(0, LONGEST_WINDOW)
        self._days.setAccessibleName(self.tr("Days the dates may lie apart"))
        choices.addRow(self.tr("Days the dates may lie apart"), self._days)
        self._codes = QLineEdit()
        self._codes.setAccessibleName(self.tr("Only codes that begin with"))
        self._codes.setPlaceholderText(self.tr("all; or for example S72, NFB"))
        self._codes.setMinimumWidth(18 * em(self))
        choices.addRow(self.tr("Only codes that begin with"), self._codes)
        column.addLayout(choices)
        self._leave_out = QCheckBox(self.tr("Leave out the rows that were not understood"))
        self._leave_out.toggled.connect(self._allow)
        column.addWidget(self._leave_out)
        row = QHBoxLayout()
        self._match = QPushButton(self.tr("Match"))
        self._match.clicked.connect(self._start_matching)
        row.addWidget(self._match)
        row.addStretch()
        column.addLayout(row)
        return box

    def _build_result(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(Heading(self.tr("Outcome")))
        self._sentence = Said()
        column.addWidget(self._sentence)
        self._groups = QGridLayout()
        self._groups.setHorizontalSpacing(2 * GAP)
        self._groups.setColumnStretch(0, 1)
        column.addLayout(self._groups)
        self._remarks = Muted()
        column.addWidget(self._remarks)
        self._missing_title = Heading()
        column.addWidget(self._missing_title)
        self._missing = MissingTable()
        self._missing.setFixedHeight(round(em(self) * 16))
        column.addWidget(self._missing)
        return box

    # What it is about

    def take(self, view: View, form: Form) -> None:
        """The unit, the period and the form the list is held against; an outcome for others goes."""
        if (view, form) == (self._view, self._form):
            return
        self._stop()
        before = (self._view.summary.registry, self._form.id) if self._view and self._form else None
        self._view, self._form = view, form
        if before != (view.summary.registry, form.id):
            self._key.clear()
            names = {v.id: text_in(v.label, view.language) for v in form.variables}
            system = {
                "patient": self.tr("patient (the registry's key)"),
                "episode": self.tr("episode"),
                "record_id": self.tr("record"),
            }
            for column in key_columns(form):
                self._key.addItem(names.get(column) or system.get(column, column), column)
        self._show_outcome(None)

    def forget(self) -> None:
        """Let go of the list and of what came of it."""
        self._stop()
        self.opened = None
        self._preview.hide()
        self._forget.hide()
        self._problem.hide()
        self._sample.sample.show_rows((), "nb")
        self._troubles.troubles.show_rows((), "nb")
        self._codes.clear()
        self._show_outcome(None)

    def _stop(self) -> None:
        """What is under way is about another list, period or form, and must not arrive."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._open.setEnabled(True)

    # The list

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a list of cases"))
        dialog.setNameFilters([self.tr("Lists (*.csv *.txt *.tsv)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._open_chosen)
        dialog.open()

    def _open_chosen(self, file: str) -> None:
        self.open_list(Path(file))

    def open_list(self, file: Path) -> None:
        """Read a file and show what was understood of it."""
        self.forget()
        self._read(file, None)

    def _read_again(self) -> None:
        """With the columns as the person says they are."""
        if self.opened is not None:
            chosen = {role: c.currentData() for role, c in self._columns.items() if c.currentData() is not None}
            self._read(self.opened.file, chosen)

    def _read(self, file: Path, columns: dict[Role, int] | None) -> None:
        assert self._view is not None
        as_of = self._view.summary.data_as_of
        day = as_of.date() if as_of is not None else self._view.period.end
        self._open.setEnabled(False)
        self._job = self.jobs.query(
            partial(_opened, file=file, day=day, columns=columns), self._show_list, self._refuse
        )

    def _refuse(self, problem: Problem) -> None:
        self._open.setEnabled(True)
        self._match.setEnabled(self.opened is not None)
        happened, meaning, action = problem_sentences(problem)
        self._problem.setText(f"{happened} {meaning} {action}".strip())
        self._problem.show()

    def _show_list(self, opened: Opened) -> None:
        assert self._view is not None
        language = self._view.language
        self.opened = opened
        local = opened.local
        self._open.setEnabled(True)
        self._problem.hide()
        self._show_outcome(None)
        self._file.setText(opened.file.name)
        _fill_grid(self._facts, [[_fact(name), Words(value)] for name, value in list_in_words(local, language)])
        self._sample.show_list(local, language)
        self._understood.say(list_sentence(local, language))
        self._troubles.troubles.show_rows(local.troubles, language)
        self._troubles.setVisible(bool(local.troubles))
        for role, chooser in self._columns.items():
            chooser.clear()
            chooser.addItem(EN_DASH, None)
            for i, header in enumerate(local.headers):
                chooser.addItem(header or column_name(i, language), i)
            chooser.setCurrentIndex(max(0, chooser.findData(local.columns.get(role))))
        self._codes.setEnabled(Role.CODE in local.columns)
        self._leave_out.setChecked(False)
        self._leave_out.setVisible(local.left_out > 0)
        self._allow()
        self._preview.show()
        self._forget.show()

    def _allow(self) -> None:
        local = self.opened.local if self.opened else None
        ready = local is not None and local.complete and (local.left_out == 0 or self._leave_out.isChecked())
        self._match.setEnabled(ready)

    # The match

    def _start_matching(self) -> None:
        view, form, opened = self._view, self._form, self.opened
        if view is None or form is None or opened is None:
            return
        codes = tuple(part for part in self._codes.text().replace(";", ",").replace(" ", ",").split(",") if part)
        self._match.setEnabled(False)
        self._problem.hide()
        self._job = self.jobs.query(
            partial(
                _matched,
                view=view,
                form=form,
                local=opened.local,
                key=str(self._key.currentData()),
                days=self._days.value(),
                codes=codes if Role.CODE in opened.local.columns else (),
                leave_out=self._leave_out.isChecked(),
            ),
            self._show_outcome,
            self._refuse,
        )

    def _show_outcome(self, outcome: LocalMatch | None) -> None:
        self.outcome = outcome
        self._allow()
        self._result.setVisible(outcome is not None)
        if outcome is None or self._view is None:
            self._missing.show_cases((), "nb")
            self._sentence.say("")
            return
        language = self._view.language
        self._sentence.say(match_sentence(outcome, language))
        whole = outcome.whole
        groups: list[tuple[str, str, RecordsWanted | None]] = [
            (self.tr("In both"), cases(whole.both, language), outcome.both_records),
            (self.tr("Only in the registry"), cases(whole.registry_only, language), outcome.registry_only_records),
            (self.tr("Only in your list"), cases(whole.list_only, language), None),
            (formula_in_words(Formula.OF_ALL), share_with_interval(outcome.of_all, language), None),
            (formula_in_words(Formula.OF_REFERENCE), share_or_word(outcome.of_reference, language), None),
        ]
        _fill_grid(
            self._groups,
            [[Words(name), _figure(name, value), self._link(name, wanted)] for name, value, wanted in groups],
        )
        self._remarks.setText(" ".join(match_remarks(outcome, language)))
        self._remarks.setVisible(bool(self._remarks.text()))
        shown = len(outcome.missing)
        title = self.tr("Only in your list: register these")
        if shown < whole.list_only:
            more = self.tr("the first {n}").format(n=format_count(shown, language))
            title = f"{title} ({more})"
        self._missing_title.setText(title)
        self._missing.show_cases(outcome.missing, language)
        for widget in (self._missing_title, self._missing):
            widget.setVisible(bool(outcome.missing))

    def _link(self, name: str, wanted: RecordsWanted | None) -> QWidget:
        if wanted is None:
            return QLabel()
        button = RecordsButton(wanted, self.tr("Show the records"))
        button.setAccessibleName(f"{name}: {button.text()}")
        button.chosen.connect(self.records_wanted)
        return button


def _figure(name: str, value: str) -> QLabel:
    label = QLabel(value)
    label.setFont(strong(label.font()))
    label.setAccessibleName(f"{name}: {value}")
    return label


def _fact(name: str) -> QLabel:
    """A name that keeps its line."""
    label = Muted(name)
    label.setWordWrap(False)
    return label


def _fill_grid(grid: QGridLayout, lines: Sequence[Sequence[QWidget]]) -> None:
    """These widgets in place of those that are there."""
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    for row, line in enumerate(lines):
        for column, widget in enumerate(line):
            grid.addWidget(widget, row, column)


def _opened(cursor: Cursor, file: Path, day: date, columns: dict[Role, int] | None) -> Opened:
    return Opened(file, read_local_list(file, day, columns))


def _matched(
    cursor: Cursor,
    view: View,
    form: Form,
    local: LocalList,
    key: str,
    days: int,
    codes: tuple[str, ...],
    leave_out: bool,
) -> LocalMatch:
    scope = scope_of(cursor, view.definition, view.unit, view.period, view.period.end)
    return match(cursor, scope, form, local, key=key, days=days, codes=codes, leave_out=leave_out)
