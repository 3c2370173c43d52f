"""Copying unsent work for the unit's recovery key, and taking such a copy in: which files, which key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.card import Heading, Muted, Words
from widgets.theme import GAP, em


class FileLine(QWidget):
    """The name of a file, typed or chosen, with what is wrong with it below.

    Attributes: line, button, saving (a new file is wanted). Signals: changed() when another file stands in it.
    """

    changed = Signal()

    def __init__(self, name: str, title: str, folder: str, *, saving: str = "", parent: QWidget | None = None) -> None:
        """name: for those who hear it; title: of the window in which it is chosen; saving: a name for a new file, ""
        where one that is there is wanted."""
        super().__init__(parent)
        self._title, self._folder, self._saving = title, folder, saving
        self._asked = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        row = QHBoxLayout()
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.textChanged.connect(self.changed)
        self.button = QPushButton(self.tr("Choose …"))
        self.button.setAccessibleName(title)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._choose)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        column.addLayout(row)
        self._said = Muted()
        self._said.hide()
        column.addWidget(self._said)

    def file(self) -> str:
        return self.line.text().strip()

    def may_replace(self) -> bool:
        """Whether the person has said that a file of that name may go."""
        return self.file() == self._asked

    def say(self, words: str, *, alert: bool = True) -> None:
        self._said.setText(words)
        self._said.take_colour("alert" if alert else "muted")
        self._said.setVisible(bool(words))

    def said(self) -> str:
        return self._said.text()

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._title, self._folder)
        if self._saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(self._saving)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _take(self, file: str) -> None:
        self._asked = file  # that an earlier one is replaced was asked there
        self.line.setText(file)
        self.line.setFocus()


class _Dialog(QDialog):
    """Lines with their labels, and buttons below. Attributes: told (what is or was done), act (the button that
    does it), leave."""

    def __init__(self, title: str, about: str, act: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout(self)
        self.body.setSpacing(GAP)
        self.body.addWidget(Heading(title))
        self.body.addWidget(Muted(about))
        self._lines = QGridLayout()
        self._lines.setVerticalSpacing(GAP // 2)
        self._lines.setColumnStretch(0, 1)
        self.body.addLayout(self._lines)
        self.told = Words()
        self.told.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.act = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.act.setText(act)
        self.leave = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.leave.setText(self.tr("Cancel"))
        self.buttons.rejected.connect(self.reject)

    def add_line(self, label: str, place: QWidget, buddy: QWidget) -> None:
        """The label stands above its line, so that long words and large text have room."""
        words = QLabel(label)
        words.setBuddy(buddy)
        row = self._lines.rowCount()
        self._lines.addWidget(words, row, 0)
        self._lines.addWidget(place, row + 1, 0)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # words that wrap have come at a line
            needed = self.body.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return done

    def show_done(self, words: str) -> None:
        """It is done; nothing is left but to close."""
        self.told.setText(words)
        self.told.show()
        self.act.hide()
        self.leave.setText(self.tr("Close"))
        self.leave.setDefault(True)
        self.leave.setFocus()


class CopyDialog(_Dialog):
    """Attributes: key, file (FileLine). Signals: key_chosen(file), to have its fingerprint said; copy_wanted(key, file)
    when all of it is chosen."""

    key_chosen = Signal(str)
    copy_wanted = Signal(str, str)

    def __init__(self, folder: str, suggested: str, parent: QWidget | None = None) -> None:
        """suggested: a name for the copy."""
        translate = QCoreApplication.translate
        super().__init__(
            translate("CopyDialog", "Copy unsent work"),
            translate(
                "CopyDialog",
                "A copy of drafts, corrections and answers that no registry has yet. It opens with the unit's recovery "
                "key and with nothing else, so it may lie on a file server. Everything stays here as well.",
            ),
            translate("CopyDialog", "Copy"),
            parent,
        )
        self._number = 0
        self.key = FileLine(self.tr("The unit's public key"), self.tr("Choose the unit's public key"), folder)
        self.key.changed.connect(self._take_key)
        self.add_line(self.tr("The unit's &public key"), self.key, self.key.line)
        self.file = FileLine(self.tr("The copy"), self.tr("Choose where the copy goes"), folder, saving=suggested)
        self.file.changed.connect(self._take_file)
        self.add_line(self.tr("&Where the copy goes"), self.file, self.file.line)
        self.body.addWidget(self.told)
        self.body.addStretch()
        self.body.addWidget(self.buttons)
        self.buttons.accepted.connect(self._want)
        self.act.setEnabled(False)
        self.resize(34 * em(self), 0)

    def show_number(self, number: int, words: str) -> None:
        """How much there is to copy; nothing is copied where there is nothing."""
        self._number = number
        self.told.setText(words)
        self.told.show()
        self._take_file()

    def _take_key(self) -> None:
        self.key.say("")
        self.key_chosen.emit(self.key.file())
        self._fit()

    def _take_file(self) -> None:
        self.file.say("")
        self._fit()

    def _fit(self) -> None:
        self.act.setEnabled(self._number > 0 and bool(self.key.file() and self.file.file()))

    def _want(self) -> None:
        self.act.setEnabled(False)
        self.copy_wanted.emit(self.key.file(), self.file.file())

    def refuse(self, place: FileLine, words: str) -> None:
        """Say at a line why nothing was copied."""
        place.say(words)
        place.line.setFocus()
        self.act.setEnabled(True)


class TakeInDialog(_Dialog):
    """Attributes: file, key (FileLine), passphrase, preview. Signals: open_wanted(file, key, passphrase), to have the
    copy looked at; take_wanted() when what was looked at is to be taken in."""

    open_wanted = Signal(str, str, str)
    take_wanted = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("TakeInDialog", "Take in a copy"),
            translate(
                "TakeInDialog",
                "What was unsent on another computer goes on here. What is here already stays as it is, and what has "
                "reached the registry is not done twice.",
            ),
            translate("TakeInDialog", "Take in"),
            parent,
        )
        self.file = FileLine(self.tr("The copy"), self.tr("Choose the copy"), folder)
        self.add_line(self.tr("The &copy"), self.file, self.file.line)
        self.key = FileLine(self.tr("The unit's private key"), self.tr("Choose the unit's private key"), folder)
        self.add_line(self.tr("The unit's &private key"), self.key, self.key.line)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(self.tr("The key's passphrase"))
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self.passphrase)
        self._wrong = Muted(colour="alert")
        self._wrong.hide()
        column.addWidget(self._wrong)
        self.add_line(self.tr("The key's pa&ssphrase"), place, self.passphrase)
        self.look = QPushButton(self.tr("&Open the copy"))
        self.look.clicked.connect(self._want_open)
        self.body.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.told)
        self.preview = QListWidget()
        self.preview.setAccessibleName(self.tr("What is in the copy"))
        self.preview.setWordWrap(True)
        self.preview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview.hide()
        self.body.addWidget(self.preview, 1)
        self.body.addStretch()
        self.body.addWidget(self.buttons)
        self.buttons.accepted.connect(self._want)
        for line in (self.file, self.key):
            line.changed.connect(self._forget)
        self.passphrase.textChanged.connect(self._forget)
        self.finished.connect(self.passphrase.clear)
        self._forget()
        self.resize(36 * em(self), 0)

    def show_preview(self, words: str, lines: Sequence[str], *, possible: bool) -> None:
        """What the copy brings, before anything is written."""
        self.told.setText(words)
        self.told.show()
        self.preview.clear()
        self.preview.addItems(list(lines))
        self.preview.setVisible(bool(lines))
        self.look.setEnabled(True)
        self.act.setEnabled(possible)
        if possible:
            self.act.setDefault(True)
            self.act.setFocus()
        if lines:
            self.resize(self.width(), max(self.height(), 36 * em(self)))

    def refuse(self, place: FileLine | None, words: str) -> None:
        """Say at a line, or (None) at the passphrase, why the copy does not open."""
        if place is None:
            self._wrong.setText(words)
            self._wrong.show()
            self.passphrase.setFocus()
            self.passphrase.selectAll()
        else:
            place.say(words)
            place.line.setFocus()
        self.look.setEnabled(True)

    def wrong(self) -> str:
        """What is said at the passphrase."""
        return self._wrong.text() if not self._wrong.isHidden() else ""

    def show_done(self, words: str) -> None:
        super().show_done(words)
        self.look.hide()

    def _forget(self) -> None:
        """Another copy or key: what was looked at is no longer what would be taken in."""
        for line in (self.file, self.key):
            line.say("")
        self._wrong.hide()
        self.told.hide()
        self.preview.clear()
        self.preview.hide()
        self.act.setEnabled(False)
        self.look.setEnabled(bool(self.file.file() and self.key.file()))
        self.look.setDefault(True)

    def _want_open(self) -> None:
        self._forget()
        self.look.setEnabled(False)
        self.open_wanted.emit(self.file.file(), self.key.file(), self.passphrase.text())

    def _want(self) -> None:
        self.act.setEnabled(False)
        self.take_wanted.emit()
