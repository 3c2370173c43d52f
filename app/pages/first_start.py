"""First start: where the figures are to come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.problems import problem_sentences
from local_cache.errors import Problem
from widgets.card import Card, Columns, Muted, Words
from widgets.theme import GAP, em, strong


class FirstStartPage(QWidget):
    """Three ways in. Nothing is done here; the window does what is wanted.

    Signals: connect_wanted(address, token file or ""), published_wanted(folder or address), demonstration_wanted().
    """

    connect_wanted = Signal(str, str)
    published_wanted = Signal(str)
    demonstration_wanted = Signal()

    def __init__(self, *, offline: bool, demonstration: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(2 * GAP, 4 * GAP, 2 * GAP, 2 * GAP)
        column.setSpacing(2 * GAP)
        welcome = Words(self.tr("Own results beside the nation's"))
        welcome.setFont(strong(welcome.font(), 1.6))
        column.addWidget(welcome)
        column.addWidget(
            Words(
                self.tr(
                    "Nothing is here yet. Choose where the figures are to come from; more can be added later. "
                    "What is fetched is kept encrypted on this machine and can be read without a network."
                )
            )
        )
        self._problem = Muted(colour="alert")
        self._problem.hide()
        column.addWidget(self._problem)
        ways = Columns(least=23)
        self._buttons: list[QPushButton] = []
        ways.add(self._service_card(offline))
        ways.add(self._published_card())
        if demonstration:
            ways.add(self._demonstration_card())
        column.addWidget(ways)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(contents)
        stack = QStackedLayout(self)
        stack.addWidget(scroll)

    def say_problem(self, problem: Problem | None) -> None:
        """Show why it did not work, in place; None takes the words away."""
        self._problem.setText(" ".join(s for s in problem_sentences(problem) if s) if problem else "")
        self._problem.setVisible(problem is not None)

    def set_busy(self, busy: bool) -> None:
        """While something is being fetched nothing more can be started."""
        for button in self._buttons:
            button.setEnabled(not busy)

    def _service_card(self, offline: bool) -> Card:
        card = Card(self.tr("A registry"))
        card.body.addWidget(
            Words(self.tr("Own records and national results from a registry that your department reports to."))
        )
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._address = QLineEdit()
        self._address.setPlaceholderText("https://")
        form.addRow(self.tr("&Address of the registry"), self._address)
        self._token = QLineEdit()
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._token, 1)
        choose = QPushButton(self.tr("Choose …"))
        choose.setAccessibleName(self.tr("Choose the file with the access token"))
        choose.clicked.connect(self._choose_token)
        row.addWidget(choose)
        label = QLabel(self.tr("File with the access &token"))
        label.setBuddy(self._token)
        form.addRow(label, place)
        card.body.addLayout(form)
        if offline:
            card.body.addWidget(Muted(self.tr("Not possible now: the program was started without a network.")))
        card.body.addStretch()
        connect = self._button(card, self.tr("&Connect and fetch"), self._connect)
        connect.setEnabled(not offline)
        if offline:
            self._buttons.remove(connect)
        self._address.returnPressed.connect(connect.click)
        return card

    def _published_card(self) -> Card:
        card = Card(self.tr("Published results"))
        card.body.addWidget(
            Words(
                self.tr(
                    "The country's published results of every hospital, by year. "
                    "From the files of the national service in a folder, or from its address."
                )
            )
        )
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._place = QLineEdit()
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._place, 1)
        choose = QPushButton(self.tr("Choose …"))
        choose.setAccessibleName(self.tr("Choose the folder with the published results"))
        choose.clicked.connect(self._choose_folder)
        row.addWidget(choose)
        label = QLabel(self.tr("&Folder or address"))
        label.setBuddy(self._place)
        form.addRow(label, place)
        card.body.addLayout(form)
        card.body.addStretch()
        read = self._button(card, self.tr("&Read the published results"), self._published)
        self._place.returnPressed.connect(read.click)
        return card

    def _demonstration_card(self) -> Card:
        card = Card(self.tr("The demonstration"))
        card.body.addWidget(
            Words(
                self.tr(
                    "Three invented registries with invented hospitals, to try everything without real patients. "
                    "Nothing leaves this machine."
                )
            )
        )
        card.body.addStretch()
        self._button(card, self.tr("Open the &demonstration"), self.demonstration_wanted.emit)
        return card

    def _button(self, card: Card, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(round(em(button) * 1.9))
        button.clicked.connect(act)
        card.body.addWidget(button)
        self._buttons.append(button)
        return button

    def _choose_token(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, self.tr("File with the access token"), str(Path.home()))
        if file:
            self._token.setText(file)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder with the published results"), str(Path.home()))
        if folder:
            self._place.setText(folder)

    def _connect(self) -> None:
        address = self._address.text().strip()
        if address in ("", "https://"):
            self._address.setFocus()
        else:
            self.connect_wanted.emit(address, self._token.text().strip())

    def _published(self) -> None:
        if self._place.text().strip():
            self.published_wanted.emit(self._place.text().strip())
        else:
            self._place.setFocus()
