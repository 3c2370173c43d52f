"""What table to take out of the program: which figures, for whom, in what kind of file; and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from local_cache.results.format import format_count
from widgets.card import Card, Muted, Said
from widgets.choosers import Choice, Chooser
from widgets.theme import GAP
from widgets.variable_view import Facts

RECORDS = "records"
OF_ONE = ("comparison", "over-time")
"""Tables about one indicator."""

EVERY = ""
"""The choice of every indicator."""

DIGEST, GROUP = 64, 8
"""Letters of a SHA-256, and of a group of them as it is shown."""


@dataclass(frozen=True, slots=True)
class TableChoices:
    """What there is to choose. forms: with records here; roles: the person's in the unit, in words, "" where the
    registry gave none; identifiers: the rules and the roles allow that they leave."""

    indicators: tuple[Choice, ...]
    subgroups: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    roles: str
    language: str
    identifiers: bool = False


@dataclass(frozen=True, slots=True)
class TableWish:
    """What the person wants; indicator, form: "" where none in particular. kind: of the file, with the style of CSV
    after a hyphen; filtered: only the records that were chosen elsewhere."""

    what: str
    indicator: str
    subgroup: str
    form: str
    kind: str
    labels: str
    shape: str
    for_others: bool
    purpose: str
    filtered: bool = False
    identifiers: bool = False


class TableForm(QWidget):
    """The form. Signals: save_wanted(TableWish); verify_wanted(); cancelled()."""

    save_wanted = Signal(object)
    verify_wanted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: TableChoices | None = None
        self._filtered_form = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(2 * GAP)
        column.addWidget(self._build_wish())
        column.addWidget(self._build_result())
        column.addStretch()
        self._take_what("")
        self.end_progress()

    def _build_wish(self) -> Card:
        card = Card(self.tr("Table to a file"))
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setHorizontalSpacing(2 * GAP)
        self._form.setVerticalSpacing(GAP)
        self._what = self._chooser(self.tr("Table"), self._whats(), "indicators")
        self._what.chosen.connect(self._take_what)
        self._indicator = self._chooser(self.tr("Indicator"), (), "")
        self._subgroup = self._chooser(self.tr("Patients"), (), "")
        self._records = self._chooser(self.tr("Form"), (), "")
        self._records.chosen.connect(self._take_what)
        self._kind = self._chooser(self.tr("Kind of file"), self._kinds(), "xlsx")
        self._labels = self._chooser(self.tr("Coded values"), self._label_choices(), "labels")
        self._shape = self._chooser(
            self.tr("Rows"),
            (Choice("wide", self.tr("As in the window")), Choice("long", self.tr("A row for each value"))),
            "wide",
        )
        self._purpose = QLineEdit()
        self._purpose.setPlaceholderText(self.tr("What the records are for"))
        self._purpose.setAccessibleName(self.tr("Purpose"))
        self._purpose.textChanged.connect(self._allow)
        self._filtered = QCheckBox(self.tr("Only those shown in Own records"))
        self._filter_words = Muted()
        self._identifiers = QCheckBox(self.tr("With what identifies the patients"))
        self._role = Muted()
        self._for_others = QCheckBox(self.tr("Masked, for use outside the unit"))
        for name, field in (
            (self.tr("&Table:"), self._what),
            (self.tr("&Indicator:"), self._indicator),
            (self.tr("&Patients:"), self._subgroup),
            (self.tr("F&orm:"), self._records),
            ("", self._filtered),
            ("", self._filter_words),
            (self.tr("&Kind of file:"), self._kind),
            (self.tr("&Coded values:"), self._labels),
            (self.tr("&Rows:"), self._shape),
            (self.tr("P&urpose:"), self._purpose),
            ("", self._identifiers),
            ("", self._role),
            ("", self._for_others),
        ):
            self._form.addRow(name, field)
        card.body.addLayout(self._form)
        self._about = Muted()
        card.body.addWidget(self._about)
        buttons = QHBoxLayout()
        self._save = QPushButton(self.tr("&Save table as …"))
        self._save.clicked.connect(self._ask)
        self._verify = QPushButton(self.tr("&Verify a file …"))
        self._verify.setToolTip(self.tr("Whether a file from this program is as it was written"))
        self._verify.clicked.connect(self.verify_wanted)
        buttons.addWidget(self._save)
        buttons.addWidget(self._verify)
        buttons.addStretch()
        card.body.addLayout(buttons)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Writing the table"))
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows = Muted()
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancelled)
        self._progress = QWidget()
        line = QHBoxLayout(self._progress)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._bar, 1)
        line.addWidget(self._rows)
        line.addWidget(self._cancel)
        card.body.addWidget(self._progress)
        return card

    def _build_result(self) -> Card:
        self._result = Card(" ")
        self._said = Said()
        self._facts = Facts()
        self._result.body.addWidget(self._said)
        self._result.body.addWidget(self._facts)
        self._result.hide()
        return self._result

    def _chooser(self, name: str, choices: Sequence[Choice], chosen: str) -> Chooser:
        made = Chooser(name, "", widest=44)
        made.offer(choices, chosen)
        return made

    def _whats(self) -> tuple[Choice, ...]:
        return (
            Choice("indicators", self.tr("Indicators: own, region, nation and the rest")),
            Choice("comparison", self.tr("One indicator, all units compared")),
            Choice("over-time", self.tr("One indicator over time")),
            Choice(RECORDS, self.tr("The unit's own records")),
        )

    def _kinds(self) -> tuple[Choice, ...]:
        return (
            Choice("xlsx", self.tr("Excel, with codebook and provenance")),
            Choice("csv-excel", self.tr("CSV for spreadsheets (semicolon, decimal comma)")),
            Choice("csv-plain", self.tr("CSV for programs (comma, decimal point)")),
            Choice("parquet", self.tr("Parquet")),
            Choice("jsonl", self.tr("JSON lines")),
        )

    def _label_choices(self) -> tuple[Choice, ...]:
        return (
            Choice("labels", self.tr("As words")),
            Choice("codes", self.tr("As codes")),
            Choice("both", self.tr("Both, in columns beside each other")),
        )

    # What there is to choose

    def offer(self, choices: TableChoices) -> None:
        """Other choices; what was chosen stays, where it is among them."""
        self._choices = choices
        for chooser, offered in (
            (self._subgroup, choices.subgroups),
            (self._records, choices.forms),
        ):
            _offer(chooser, offered)
        self._take_what("")

    def choose(self, what: str, indicator: str = "") -> None:
        """Bring a table forward."""
        self._what.setCurrentIndex(max(0, self._what.findData(what)))
        self._take_what(what)
        if indicator:
            self._indicator.setCurrentIndex(max(0, self._indicator.findData(indicator)))

    def wish(self) -> TableWish:
        return TableWish(
            what=self._what.chosen_id(),
            indicator=self._indicator.chosen_id() if self._what.chosen_id() != RECORDS else EVERY,
            subgroup=self._subgroup.chosen_id(),
            form=self._records.chosen_id(),
            kind=self._kind.chosen_id(),
            labels=self._labels.chosen_id(),
            shape=self._shape.chosen_id(),
            for_others=self._for_others.isChecked() and self._what.chosen_id() != RECORDS,
            purpose=self._purpose.text().strip(),
            filtered=self._offers_filter() and self._filtered.isChecked(),
            identifiers=self._offers_identifiers() and self._identifiers.isChecked(),
        )

    def choose_records(self, form: str, words: str) -> None:
        """Bring the own records of a form forward, those that were filtered elsewhere; words: the filter."""
        self._filtered_form = form
        self._filter_words.setText(words)
        self._filtered.setChecked(True)
        self._records.setCurrentIndex(max(0, self._records.findData(form)))
        self.choose(RECORDS)

    def _offers_filter(self) -> bool:
        return bool(self._filtered_form) and (self._what.chosen_id(), self._records.chosen_id()) == (
            RECORDS,
            self._filtered_form,
        )

    def _offers_identifiers(self) -> bool:
        return self._what.chosen_id() == RECORDS and self._choices is not None and self._choices.identifiers

    def _take_what(self, what: str) -> None:
        what = self._what.chosen_id()
        records = what == RECORDS
        indicators: tuple[Choice, ...] = self._choices.indicators if self._choices else ()
        if what not in OF_ONE:
            indicators = (Choice(EVERY, self.tr("All indicators")), *indicators)
        _offer(self._indicator, indicators)
        for field, there in (
            (self._indicator, not records),
            (self._subgroup, not records and self._subgroup.count() > 1),
            (self._records, records),
            (self._filtered, self._offers_filter()),
            (self._filter_words, self._offers_filter()),
            (self._labels, records),
            (self._purpose, records),
            (self._identifiers, self._offers_identifiers()),
            (self._role, records),
            (self._for_others, not records),
        ):
            self._form.setRowVisible(field, there)
        if self._choices is not None:
            self._role.setText(
                self.tr("Your role here: {roles}. The export is kept in the audit log with its purpose.").format(
                    roles=self._choices.roles
                )
                if self._choices.roles
                else self.tr("The registry has given you no role in this unit, so its records stay here.")
            )
        self._about.setText(
            self.tr("Columns that identify a patient are left out unless you ask for them here, each time.")
            if self._offers_identifiers()
            else self.tr("Columns that identify a patient are left out. The period is the one chosen at the top.")
            if records
            else self.tr("Registry, unit and period are those chosen at the top. The file says where it came from.")
        )
        self._allow()

    def _allow(self) -> None:
        there = self._choices is not None
        if there and self._what.chosen_id() == RECORDS:
            there = bool(self._choices and self._choices.roles and self._choices.forms and self.wish().purpose)
        elif there and self._what.chosen_id() in OF_ONE:
            there = bool(self._choices and self._choices.indicators)
        self._save.setEnabled(there and self._progress.isHidden())
        why = ""
        if not there and self._what.chosen_id() == RECORDS:
            why = self.tr("Say first what the records are for")
        self._save.setToolTip(why)

    def _ask(self) -> None:
        self.save_wanted.emit(self.wish())
        self._identifiers.setChecked(False)  # it is asked for each time

    # What becomes of it

    def show_progress(self, rows: int) -> None:
        """So many rows are written; 0 at the start."""
        language = self._choices.language if self._choices else "nb"
        self._rows.setText(self.tr("{n} rows").format(n=format_count(rows, language)) if rows else "")
        if self._progress.isHidden():
            self._progress.show()
            self._result.hide()
            self._allow()
            self._cancel.setFocus()

    def end_progress(self) -> None:
        held = self._cancel.hasFocus()
        self._progress.hide()
        self._allow()
        if held:
            self._save.setFocus()

    def show_result(self, title: str, sentence: str, facts: Sequence[tuple[str, str]] = ()) -> None:
        """What was written or found, or why it was not."""
        self._result.heading.setText(title)
        self._result.setAccessibleName(title)
        self._said.say(sentence)
        self._said.setVisible(bool(sentence))
        self._facts.show_facts([(name, _in_groups(text)) for name, text in facts])
        self._facts.setVisible(bool(facts))
        self._result.show()


def _in_groups(text: str) -> str:
    """A digest in groups that wrap, and that a person can compare."""
    if len(text) != DIGEST or set(text) - set("0123456789abcdef"):
        return text
    return " ".join(text[at : at + GROUP] for at in range(0, DIGEST, GROUP))


def _offer(chooser: Chooser, choices: Sequence[Choice]) -> None:
    before = chooser.chosen_id()
    with QSignalBlocker(chooser):
        chooser.offer(choices, before if any(c.id == before for c in choices) else choices[0].id if choices else "")
    chooser.setMinimumContentsLength(12)
    chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
