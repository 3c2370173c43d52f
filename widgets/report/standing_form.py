"""Reports that are made anew after each synchronisation: ordering one, and how those there are went last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QPushButton, QVBoxLayout, QWidget

from widgets.card import Card, Muted, Words
from widgets.choosers import Choice, Chooser
from widgets.flow import FlowLayout
from widgets.theme import GAP, strong


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One order, in words. about: period, kind of file, for whom; made: when last, and how that went; news: what
    changed in its headline and was not seen yet; problem: what stopped it; file: the newest; "" where there is none."""

    id: str
    title: str
    about: str
    folder: str
    made: str
    news: tuple[str, ...] = ()
    problem: str = ""
    file: str = ""


class StandingForm(Card):
    """The card. Signals: order_wanted(str period, str format); cancel_wanted(str id); open_wanted(str file);
    seen_wanted(str id)."""

    order_wanted = Signal(str, str)
    cancel_wanted = Signal(str)
    open_wanted = Signal(str)
    seen_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading.setText(self.tr("Made anew after each synchronisation"))
        self.heading.show()
        self.setAccessibleName(self.heading.text())
        self.body.addWidget(
            Muted(self.tr("The report chosen above, in a folder of your own. Earlier versions are kept, by date."))
        )
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setHorizontalSpacing(2 * GAP)
        self._period = Chooser(self.tr("Period of the standing report"), "", widest=24)
        self._format = Chooser(self.tr("Kind of file of the standing report"), "", widest=16)
        self._format.offer((Choice("pdf", "PDF"), Choice("html", "HTML")), "pdf")
        form.addRow(self.tr("Peri&od:"), self._period)
        form.addRow(self.tr("Kind o&f file:"), self._format)
        self.body.addLayout(form)
        row = FlowLayout()
        self._order = QPushButton(self.tr("Choose &folder and order …"))
        self._order.clicked.connect(self._ask)
        row.addWidget(self._order)
        self.body.addLayout(row)
        self._said = Muted(colour="alert")
        self._said.hide()
        self.body.addWidget(self._said)
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP)
        self.body.addLayout(self._list)

    def offer(self, periods: Sequence[Choice], chosen: str) -> None:
        """The periods a report can be about; what was chosen stays."""
        before = self._period.chosen_id()
        known = [period.id for period in periods]
        self._period.offer(periods, next((p for p in (before, chosen, *known) if p in known), ""))

    def allow(self, there: bool) -> None:
        """Whether there is a report to order."""
        self._order.setEnabled(there)

    def say(self, words: str) -> None:
        """Why something could not be ordered; "" where nothing is to be said."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def show_orders(self, rows: Sequence[StandingRow]) -> None:
        while self._list.count():
            item = self._list.takeAt(0)
            if item is not None and item.widget() is not None:
                item.widget().deleteLater()
        for row in rows:
            made = _Order(row)
            made.cancel_wanted.connect(self.cancel_wanted)
            made.open_wanted.connect(self.open_wanted)
            made.seen_wanted.connect(self.seen_wanted)
            self._list.addWidget(made)

    def _ask(self) -> None:
        self.order_wanted.emit(self._period.chosen_id(), self._format.chosen_id())


class _Order(QWidget):
    cancel_wanted = Signal(str)
    open_wanted = Signal(str)
    seen_wanted = Signal(str)

    def __init__(self, row: StandingRow) -> None:
        super().__init__()
        self._row = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP // 2)
        title = Words(row.title)
        title.setFont(strong(title.font()))
        column.addWidget(title)
        for words in (row.about, row.folder, row.made):
            column.addWidget(Muted(words))
        for words in row.news:
            column.addWidget(Words(f"• {words}"))
        if row.problem:
            column.addWidget(Muted(row.problem, colour="alert"))
        buttons = FlowLayout()
        if row.file:
            newest = QPushButton(self.tr("Open the newest"))
            newest.setAccessibleName(self.tr("Open the newest: {report}").format(report=row.title))
            newest.clicked.connect(self._open)
            buttons.addWidget(newest)
        if row.news:
            seen = QPushButton(self.tr("I have seen this"))
            seen.setAccessibleName(self.tr("I have seen what changed: {report}").format(report=row.title))
            seen.setToolTip(self.tr("What changed is shown here until then"))
            seen.clicked.connect(self._see)
            buttons.addWidget(seen)
        cancel = QPushButton(self.tr("Stop making it"))
        cancel.setAccessibleName(self.tr("Stop making it: {report}").format(report=row.title))
        cancel.setToolTip(self.tr("Files that were made stay where they are"))
        cancel.clicked.connect(self._cancel)
        buttons.addWidget(cancel)
        column.addLayout(buttons)

    def _open(self) -> None:
        self.open_wanted.emit(self._row.file)

    def _see(self) -> None:
        self.seen_wanted.emit(self._row.id)

    def _cancel(self) -> None:
        self.cancel_wanted.emit(self._row.id)
