"""Python's cyclic garbage is collected on the main thread alone.

By itself Python collects on whichever thread happens to allocate. Widgets and graphics items that are part of a cycle
would then be destroyed on a reading thread, under Qt's feet, and the program dies at some later moment.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 500
"""Milliseconds between two looks at how much there is to collect."""


class MainThreadCollector(QObject):
    """Takes over from the automatic collection until `stop`, at the same thresholds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(INTERVAL)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def _look(self) -> None:
        for generation in (2, 1, 0):  # a collection takes the younger ones with it
            if gc.get_count()[generation] > self._thresholds[generation] > 0:
                gc.collect(generation)
                return
