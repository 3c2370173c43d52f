"""The line at the bottom: network, age of the data, what waits to be sent, what happened, progress of long work."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from widgets.card import Muted
from widgets.theme import GAP, em, theme


class _Lamp(QWidget):
    """A filled dot when there is contact, an open one when not; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lit = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(em(self), em(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.height() * 0.5
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(now.colour("high" if self.lit else "pale"), 1.6))
        painter.setBrush(now.colour("high") if self.lit else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)


class StatusLine(QWidget):
    """The line. Signals: cancelled() when the long work is to stop."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GAP, GAP // 2, 2 * GAP, GAP // 2)
        row.setSpacing(GAP)
        self._lamp = _Lamp()
        self._network = Muted()
        self._age = Muted()
        self._waiting = Muted()
        self._message = Muted()
        for label in (self._network, self._age, self._waiting, self._message):
            label.setWordWrap(False)
        # A long message gives way; the age never does.
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._progress_words = Muted()
        self._progress_words.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(10 * em(self))
        self._bar.setMaximumHeight(round(em(self) * 0.7))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancelled)
        row.addWidget(self._lamp)
        row.addWidget(self._network)
        row.addSpacing(GAP)
        row.addWidget(self._age)
        row.addSpacing(GAP)
        row.addWidget(self._waiting)
        row.addWidget(self._message, 1)
        row.addWidget(self._progress_words)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        self.setMinimumHeight(round(em(self) * 2.2))
        self.end_progress()

    def say_network(self, words: str, *, lit: bool) -> None:
        self._network.setText(words)
        self._lamp.lit = lit
        self._lamp.update()

    def say_age(self, words: str, *, stale: bool) -> None:
        self._age.setText(words)
        self._age.take_colour("alert" if stale else "muted")

    def say_waiting(self, words: str) -> None:
        """What waits to be sent; "" for nothing."""
        self._waiting.setText(words)
        self._waiting.setVisible(bool(words))

    def say(self, words: str, *, alert: bool = False) -> None:
        """What happened last; the whole text as a tool tip too, where the window is narrow."""
        self._message.setText(words)
        self._message.setToolTip(words)
        self._message.take_colour("alert" if alert else "muted")

    def message(self) -> str:
        return self._message.text()

    def text(self) -> str:
        """Everything the line says."""
        words = (self._network, self._age, self._waiting, self._message, self._progress_words)
        return " · ".join(w.text() for w in words if w.text())

    def show_progress(self, words: str, done: int, total: int) -> None:
        """total 0: the end is not known."""
        self._progress_words.setText(words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        for widget in (self._progress_words, self._bar, self._cancel):
            widget.show()

    def end_progress(self) -> None:
        self._progress_words.setText("")
        for widget in (self._progress_words, self._bar, self._cancel):
            widget.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.colour("surface"))
        painter.setPen(now.colour("line"))
        painter.drawLine(0, 0, self.width(), 0)
