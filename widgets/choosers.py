"""The choosers at the top of the window: registry, unit, period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from widgets.theme import em

SEARCHED_FROM = 20
"""From so many choices on, one types to find, where a chooser allows it."""


@dataclass(frozen=True)
class Choice:
    """Something to choose: a stable id and what people call it."""

    id: str
    text: str


class Chooser(QComboBox):
    """A list to choose from; a long one is searched by typing any part of a name.

    Signals: chosen(id) when a person chose, never when the program did.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, prompt: str, *, searched: bool = False, widest: int = 24, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setPlaceholderText(prompt)
        self._prompt = prompt
        self._searched = searched
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(widest * em(self))
        self.activated.connect(self._activated)

    def offer(self, choices: Sequence[Choice], chosen: str) -> None:
        """Show these choices, with the one of that id chosen (none where it is not among them)."""
        with QSignalBlocker(self):
            self.clear()
            for choice in choices:
                self.addItem(choice.text, choice.id)
            searched = self._searched and len(choices) >= SEARCHED_FROM
            if searched != self.isEditable():
                self.setEditable(searched)
                if searched:
                    self._make_searchable()
            self.setCurrentIndex(self.findData(chosen))
        self.setEnabled(len(choices) > 0)
        self.setToolTip(f"{self.accessibleName()}: {self.currentText()}" if chosen else self.accessibleName())

    def chosen_id(self) -> str:
        """The id of what is chosen, "" where nothing is."""
        return str(self.currentData() or "")

    def _make_searchable(self) -> None:
        line, completer = self.lineEdit(), self.completer()
        line.setPlaceholderText(self._prompt)
        line.setAccessibleName(self.accessibleName())
        line.editingFinished.connect(self._settle)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def _settle(self) -> None:
        """What was typed and is nobody's name gives way to what was chosen."""
        found = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        if found < 0:
            self.setEditText(self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else "")

    def _activated(self, index: int) -> None:
        self.setToolTip(f"{self.accessibleName()}: {self.currentText()}")
        self.chosen.emit(str(self.itemData(index)))

    def minimumSizeHint(self) -> QSize:
        # A narrow window shortens the text; the tool tip and the list have all of it.
        return QSize(7 * em(self), super().minimumSizeHint().height())
