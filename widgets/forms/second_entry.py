"""One record of a validation study, read again in the journal.

The form is empty, and what the registry has is nowhere in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from local_cache.codebook import Entry
from local_cache.results.format import format_count
from local_cache.values import Value
from widgets.card import Card, Heading, Muted
from widgets.codebook_text import Names
from widgets.forms.record_form import RecordForm
from widgets.theme import GAP, em
from widgets.variable_view import Facts


@dataclass(frozen=True)
class RecordToRead:
    """A record on its way through the form.

    number, of, done: its place in the study, how many there are, how many are done; key: what it is found by in the
    journal; identified: whether that holds the identifiers; entries: what is to be read; journal: what was read before;
    today: what ranges mean by it.
    """

    record: str
    number: int
    of: int
    done: int
    key: Sequence[tuple[str, str]]
    identified: bool
    entries: Sequence[Entry]
    names: Names
    journal: Mapping[str, Value | None]
    language: str
    today: date


class SecondEntryForm(QWidget):
    """The form with its progress and what can be done.

    Signals: kept(values by variable, complete bool); given_up() where there is no journal; identifiers_wanted();
    left() to go back without keeping anything.
    """

    kept = Signal(object, bool)
    given_up = Signal()
    identifiers_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: RecordToRead | None = None
        self._laid_out: tuple[object, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        head = Card()
        top = QHBoxLayout()
        self._title = Heading()
        top.addWidget(self._title, 1)
        self._identify = QPushButton(self.tr("Show who it is"))
        self._identify.setToolTip(self.tr("Shows the patient's identifiers; that they were shown is logged."))
        self._identify.clicked.connect(self.identifiers_wanted)
        top.addWidget(self._identify)
        self._back = QPushButton(self.tr("Back to the study"))
        self._back.clicked.connect(self.left)
        top.addWidget(self._back)
        head.body.addLayout(top)
        self._progress = QProgressBar()
        self._progress.setAccessibleName(self.tr("Records that are done"))
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(em(self) // 2)
        head.body.addWidget(self._progress)
        self._key = Facts()
        head.body.addWidget(self._key)
        head.body.addWidget(
            Muted(
                self.tr("Enter what the journal says. What the registry has is not shown before all records are done.")
            )
        )
        self._form = RecordForm(head)
        self._form.changed.connect(self._count)
        column.addWidget(self._form, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        self._status = Muted()
        foot.addWidget(self._status, 1)
        self._give_up = QPushButton(self.tr("The journal cannot be found"))
        self._give_up.clicked.connect(self.given_up)
        self._later = QPushButton(self.tr("Save for later"))
        self._later.clicked.connect(self._keep_part)
        self._done = QPushButton(self.tr("Save and go on"))
        self._done.setDefault(True)
        self._done.clicked.connect(self._keep_all)
        for button in (self._give_up, self._later, self._done):
            foot.addWidget(button)
        column.addLayout(foot)

    def show_record(self, reading: RecordToRead) -> None:
        """Show a record; what was typed for the same one stays, so that its identifiers can be shown in between."""
        same = self.reading is not None and self.reading.record == reading.record
        laid_out = (tuple(reading.entries), dict(reading.names), reading.language)
        self.reading = reading
        language = reading.language
        self._title.setText(
            self.tr("Record {number} of {of}").format(
                number=format_count(reading.number, language), of=format_count(reading.of, language)
            )
        )
        self._progress.setRange(0, max(reading.of, 1))
        self._progress.setValue(reading.done)
        self._key.show_facts(reading.key)
        self._identify.setVisible(not reading.identified)
        if laid_out != self._laid_out:
            absent = self.tr("Not in the journal")
            self._form.show_form(reading.entries, reading.names, language, today=reading.today, absent=absent)
            self._laid_out, same = laid_out, False
        self._form.today = reading.today
        if not same:
            self._form.set_values(reading.journal)
            self._form.focus_first()
        self._count("")

    def clear(self) -> None:
        """Let go of the record and all that was typed for it."""
        self.reading = None
        self._key.show_facts(())
        self._title.setText("")
        self._status.setText("")
        self._form.set_values({})

    def form(self) -> RecordForm:
        return self._form

    def status(self) -> str:
        return self._status.text()

    def _count(self, variable: str) -> None:
        assert self.reading is not None
        language = self.reading.language
        answered = len(self._form.fields) - len(self._form.unanswered())
        self._status.take_colour("muted")
        self._status.setText(
            self.tr("{n} of {of} answered").format(
                n=format_count(answered, language), of=format_count(len(self._form.fields), language)
            )
        )

    def _say_what_is_missing(self, words: str, variable: str) -> None:
        self._status.take_colour("alert")
        self._status.setText(words)
        self._form.go_to(variable)

    def _keep_all(self) -> None:
        wrong, lacking = self._form.in_error(), self._form.unanswered()
        if wrong:
            self._say_what_is_missing(self.tr("A value cannot be right; see the field."), wrong[0])
        elif lacking:
            words = self.tr("Not answered yet. Enter a value, or say that it is not in the journal.")
            self._say_what_is_missing(words, lacking[0])
        else:
            self.kept.emit(self._form.values(), True)

    def _keep_part(self) -> None:
        wrong = self._form.in_error()
        if wrong:
            self._say_what_is_missing(self.tr("A value cannot be right; see the field."), wrong[0])
        else:
            self.kept.emit(self._form.values(), False)
