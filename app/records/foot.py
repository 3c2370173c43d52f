"""What stands under the table of own records: how many there are, what was just done, and a reading that takes time."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from widgets.card import Muted

PATIENCE_MS = 250
"""From when a reading is said to be under way."""


class Foot(QWidget):
    """The line. Attributes: count, said (its texts). Signals: stop_wanted() while something is read."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.count = Muted()
        self.count.setWordWrap(False)
        self.said = Muted()
        self._under_way = Muted()
        self._under_way.setWordWrap(False)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.stop_wanted)
        row.addWidget(self.count)
        row.addWidget(self.said, 1)
        row.addWidget(self._under_way)
        row.addWidget(self._cancel)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._say_under_way)
        self.end()

    def say(self, words: str, *, alert: bool = False) -> None:
        self.said.setText(words)
        self.said.setToolTip(words)
        self.said.take_colour("alert" if alert else "muted")

    def begin(self) -> None:
        """Something is being read; it is said when that takes its time."""
        self._under_way.setText(self.tr("Reading …"))
        self._patience.start()

    def go_on_ordering(self) -> None:
        """The first of it is there, the rest is being put in order."""
        self._under_way.setText(self.tr("Putting all forms in order …"))

    def end(self) -> None:
        self.stop_waiting()
        self._under_way.hide()
        self._cancel.hide()

    def stop_waiting(self) -> None:
        """Say nothing more of what is under way."""
        self._patience.stop()

    def _say_under_way(self) -> None:
        self._under_way.show()
        self._cancel.show()
