"""A button that leads to some records."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from local_cache.quality.findings import RecordsWanted


class RecordsButton(QPushButton):
    """Signals: chosen(RecordsWanted) when it is pressed. Without records it is not shown."""

    chosen = Signal(object)

    def __init__(self, wanted: RecordsWanted | None = None, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text or self.tr("Show the records"), parent)
        self._wanted = wanted
        if wanted is None:
            self.hide()
        self.clicked.connect(self._choose)

    def lead_to(self, wanted: RecordsWanted | None, name: str) -> None:
        """Where it leads from now on; name: what the records are, for those who hear and do not see."""
        self._wanted = wanted
        self.setVisible(wanted is not None)
        self.setAccessibleName(f"{self.text()}: {name}" if name else self.text())

    def _choose(self) -> None:
        if self._wanted is not None:
            self.chosen.emit(self._wanted)
