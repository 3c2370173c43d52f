"""A note on a point of a series, written by a person here."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from widgets.card import Muted, Words
from widgets.theme import GAP, em

LONGEST = 300
"""Characters; a note is read in a chart."""


class NoteDialog(QDialog):
    """Asks for the text. Signals: written(date, str) with what was written, not empty, when it is to be kept."""

    written = Signal(object, str)

    def __init__(self, day: date, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = day
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Note"))
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addWidget(Words(about))
        self._text = QPlainTextEdit()
        self._text.setAccessibleName(self.tr("Note"))
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._check)
        column.addWidget(self._text, 1)
        column.addWidget(
            Muted(self.tr("Kept on this computer and not sent to the registry. Write nothing about single patients."))
        )
        self._room = Muted(colour="alert")
        column.addWidget(self._room)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setText(self.tr("Keep the note"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self._buttons.accepted.connect(self._keep)
        self._buttons.rejected.connect(self.reject)
        column.addWidget(self._buttons)
        self.resize(26 * em(self), 16 * em(self))
        self._check()

    def _check(self) -> None:
        text = self._text.toPlainText().strip()
        self._room.setText(self.tr("At most {n} characters.").format(n=LONGEST) if len(text) > LONGEST else "")
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(0 < len(text) <= LONGEST)

    def _keep(self) -> None:
        self.written.emit(self._day, " ".join(self._text.toPlainText().split()))
        self.accept()
