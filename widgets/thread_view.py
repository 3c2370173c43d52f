"""What was said about a query, and what happened to it: boxes from the oldest to the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.card import Card, Muted, Surface, Words
from widgets.theme import GAP


@dataclass(frozen=True, slots=True)
class Entry:
    """ours: said here; quiet: an event of the history and no message."""

    head: str
    text: str
    ours: bool
    quiet: bool


class ThreadView(Card):
    """The card. Signals: commented(text) with a word for colleagues."""

    commented = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading.setText(self.tr("Thread and history"))
        self.heading.show()
        self.setAccessibleName(self.heading.text())
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(GAP // 2)
        self.body.addLayout(self._boxes)
        self._place = QWidget()
        row = QHBoxLayout(self._place)
        row.setContentsMargins(0, 0, 0, 0)
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Comment to colleagues"))
        self.line.setPlaceholderText(self.tr("Comment to colleagues; it is not sent"))
        self.line.returnPressed.connect(self._comment)
        self._button = QPushButton(self.tr("Comment"))
        self._button.clicked.connect(self._comment)
        row.addWidget(self.line, 1)
        row.addWidget(self._button)
        self.body.addWidget(self._place)

    def show_entries(self, entries: Sequence[Entry], *, may_comment: bool) -> None:
        while self._boxes.count():
            item = self._boxes.takeAt(0).widget()
            if item is not None:
                item.hide()
                item.deleteLater()
        for entry in entries:
            if entry.quiet:
                self._boxes.addWidget(Muted(f"{entry.head}: {entry.text}" if entry.text else entry.head))
                continue
            box = Surface("chosen" if entry.ours else "raised", border=False)
            column = QVBoxLayout(box)
            column.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
            column.setSpacing(2)
            column.addWidget(Muted(entry.head))
            if entry.text:
                column.addWidget(Words(entry.text))
            box.setAccessibleName(f"{entry.head}: {entry.text}")
            self._boxes.addWidget(box)
        if not entries:
            self._boxes.addWidget(Muted(self.tr("Nothing has been said yet.")))
        self._place.setVisible(may_comment)
        self.line.clear()

    def text(self) -> str:
        return "\n".join(w.text() for w in self.findChildren(Muted) + self.findChildren(Words) if w.isVisibleTo(self))

    def _comment(self) -> None:
        if self.line.text().strip():
            self.commented.emit(self.line.text().strip())
