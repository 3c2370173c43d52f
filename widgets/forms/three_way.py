"""A conflict, field by field: what you saw, what you wrote, what the registry has; its value unless you say other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from local_cache.codebook import Entry
from local_cache.values import Value
from widgets.card import Card, Heading, Muted, Said, Words
from widgets.codebook_text import Names
from widgets.flow import FlowLayout
from widgets.forms.fields import Field
from widgets.theme import GAP

Kept = Literal["theirs", "mine", "edit"]


@dataclass(frozen=True)
class ContestedField:
    """One variable three ways, in words; value: what was written, where an edit begins."""

    entry: Entry
    saw: str
    wrote: str
    theirs: str
    value: Value | None
    contested: bool


class ThreeWayForm(QScrollArea):
    """The form. Signals: decided(dict of variable to "theirs", "mine" or ("edit", value))."""

    decided = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Conflict"))
        self.choices: dict[str, QComboBox] = {}
        self.fields: dict[str, Field] = {}

    def show_conflict(
        self,
        title: str,
        said: str,
        explained: str,
        fields: Sequence[ContestedField],
        names: Names,
        language: str,
        *,
        today: date,
        may: bool,
    ) -> None:
        """said: what happened, with the registry's own words; explained: what each choice leads to; today: what ranges
        mean by it."""
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(2 * GAP)
        column.addWidget(Heading(title))
        sentence = Said()
        sentence.say(said)
        column.addWidget(sentence)
        column.addWidget(Muted(explained if may else self.tr("A registrar decides what is kept.")))
        self.choices, self.fields = {}, {}
        for field in fields:
            column.addWidget(self._field(field, names, language, today=today, may=may))
        row = QWidget()
        buttons = FlowLayout(row)
        self.decide = QPushButton(self.tr("Decide so"))
        self.decide.setToolTip(
            self.tr("What you keep becomes a new draft, to be looked at and made ready (Ctrl+Enter)")
        )
        self.decide.clicked.connect(self.decide_so)
        self.mine = QPushButton(self.tr("Keep mine everywhere"))
        self.mine.clicked.connect(self._all_mine)
        for button in (self.decide, self.mine):
            button.setEnabled(may)
            buttons.addWidget(button)
        column.addWidget(row)
        column.addStretch()
        self.setWidget(contents)
        contents.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def _field(self, field: ContestedField, names: Names, language: str, *, today: date, may: bool) -> Card:
        id, label = field.entry.id, names.get(field.entry.id, field.entry.id)
        card = Card(label)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GAP)
        grid.setColumnStretch(1, 1)
        for line, (name, value) in enumerate(
            (
                (self.tr("You saw"), field.saw),
                (self.tr("You wrote"), field.wrote),
                (self.tr("The registry has"), field.theirs),
            )
        ):
            grid.addWidget(Muted(name), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Words(value), line, 1)
        card.body.addLayout(grid)
        if not field.contested:
            card.body.addWidget(Muted(self.tr("Nobody else has changed this field.")))
        choice = QComboBox()
        choice.setAccessibleName(self.tr("{field}: which value").format(field=label))
        choice.addItem(self.tr("Take the registry's value"), "theirs")
        choice.addItem(self.tr("Keep mine"), "mine")
        choice.addItem(self.tr("Write another value"), "edit")
        choice.setEnabled(may)
        choice.currentIndexChanged.connect(self._show_edits)
        self.choices[id] = choice
        card.body.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        edit = Field(field.entry, names, language, today=today, parent=card)
        edit.set_value(field.value)
        edit.hide()
        self.fields[id] = edit
        card.body.addWidget(edit)
        return card

    def focus_first(self) -> None:
        for choice in self.choices.values():
            choice.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _show_edits(self) -> None:
        for id, choice in self.choices.items():
            self.fields[id].setVisible(choice.currentData() == "edit")

    def _all_mine(self) -> None:
        for choice in self.choices.values():
            choice.setCurrentIndex(choice.findData("mine"))
        self.decide_so()

    def decide_so(self) -> None:
        decided: dict[str, object] = {}
        for id, choice in self.choices.items():
            kept = str(choice.currentData())
            if kept == "edit":
                if self.fields[id].is_in_error():
                    self.fields[id].show_fault()
                    self.fields[id].focus_editor()
                    return
                decided[id] = ("edit", self.fields[id].value())
            else:
                decided[id] = kept
        self.decided.emit(decided)
