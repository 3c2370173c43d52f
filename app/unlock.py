"""Asks for the passphrase where the computer has no keyring, before anything is opened."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from local_cache.keys import SHORTEST_PASSPHRASE
from widgets.theme import GAP, em, strong


class UnlockDialog(QDialog):
    """One field to unlock what is here, two to protect what is new."""

    def __init__(self, *, new: bool, problem: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Egne tall"))
        self._new = new
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)
        column.setSpacing(2 * GAP)
        title = QLabel(self.tr("Choose a passphrase") if new else self.tr("Unlock"))
        title.setFont(strong(title.font(), 1.25))
        column.addWidget(title)
        words = QLabel(
            self.tr(
                "This computer has no keyring, so your figures are protected by a passphrase. It is stored nowhere: "
                "if it is lost, the figures must be fetched again and what you have written is gone."
            )
            if new
            else self.tr("Your figures on this computer are protected by a passphrase.")
        )
        words.setWordWrap(True)
        words.setMinimumWidth(em(30))
        column.addWidget(words)
        form = QFormLayout()
        self._first = self._field()
        form.addRow(self.tr("&Passphrase"), self._first)
        self._second = self._field()
        if new:
            form.addRow(self.tr("&Once more"), self._second)
        column.addLayout(form)
        self._says = QLabel(problem)
        self._says.setWordWrap(True)
        column.addWidget(self._says)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("Protect") if new else self.tr("Unlock"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._check()

    @property
    def passphrase(self) -> str:
        return self._first.text()

    def _field(self) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.textChanged.connect(self._check)
        return field

    def _check(self) -> None:
        first = self._first.text()
        fits = bool(first)
        if self._new:
            fits = len(first) >= SHORTEST_PASSPHRASE and first == self._second.text()
            if first and len(first) < SHORTEST_PASSPHRASE:
                self._says.setText(self.tr("At least {n} characters.").format(n=SHORTEST_PASSPHRASE))
            elif self._second.text() and first != self._second.text():
                self._says.setText(self.tr("The two are not the same."))
            else:
                self._says.setText("")
        self._ok.setEnabled(fits)
