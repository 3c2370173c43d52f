"""When what people have made ready is sent by itself: after a quiet minute, and again with longer pauses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

MINUTE = 60_000
PAUSES = (MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE)
"""Milliseconds before the first attempt and after each that left something waiting; the last one again and again.

A minute, so that what was made ready by mistake can still be taken back, and a row of corrections goes in one batch.
"""


class AutomaticSending(QObject):
    """Says when it is time. Attributes: pauses. Signals: due().

    It does not know what became of an attempt: what still waits is tried again, and where nothing waits nothing is due.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pauses = PAUSES
        self._attempts = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._attempt)

    def take(self, waiting: int, *, touched: bool) -> None:
        """waiting: corrections and answers to send, 0 also where nothing may be sent by itself; touched: a person has
        written since the last time, and the quiet minute begins anew."""
        if not waiting:
            self.stop()
        elif touched or not self._timer.isActive():
            self._attempts = 0
            self._timer.start(self.pauses[0])

    def next_at(self) -> datetime | None:
        """When it is tried next, in UTC without zone; None where nothing is due."""
        if not self._timer.isActive():
            return None
        return datetime.now(UTC).replace(tzinfo=None) + timedelta(milliseconds=self._timer.remainingTime())

    def stop(self) -> None:
        self._attempts = 0
        self._timer.stop()

    def _attempt(self) -> None:
        self._attempts = min(self._attempts + 1, len(self.pauses) - 1)
        self._timer.start(self.pauses[self._attempts])
        self.due.emit()
