"""What to draw for a validation study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QWidget,
)

from local_cache.results.format import format_count
from widgets.card import Card, Heading, Muted
from widgets.choosers import Choice, Chooser
from widgets.theme import GAP, em

USUAL_NUMBER, LARGEST = 30, 2_000


@dataclass(frozen=True)
class OfferedVariable:
    """A variable that can be read again. chosen: it is ticked from the start; section: where it stands."""

    id: str
    label: str
    section: str
    chosen: bool


@dataclass(frozen=True)
class OfferedForm:
    id: str
    label: str
    variables: tuple[OfferedVariable, ...]


@dataclass(frozen=True)
class WantedStudy:
    """What the person wants drawn."""

    form: str
    number: int
    by_month: bool
    where: str
    variables: tuple[str, ...]


class NewStudyForm(Card):
    """Signals: wanted(WantedStudy); left() without drawing."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._offered: tuple[OfferedForm, ...] = ()
        self._language = "nb"
        self.body.addWidget(Heading(self.tr("New validation study")))
        self.body.addWidget(
            Muted(
                self.tr(
                    "Completed records are drawn at random and read again in the journal, without seeing what was "
                    "registered. The agreement tells how far the registry's values can be relied on."
                )
            )
        )
        rows = QFormLayout()
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows.setHorizontalSpacing(2 * GAP)
        self._form = Chooser(self.tr("Form"), self.tr("Choose a form"))
        self._form.chosen.connect(self._show_variables)
        rows.addRow(self.tr("&Form"), self._form)
        self._period = QLabel()
        self._period.setWordWrap(True)
        rows.addRow(self.tr("Period"), self._period)
        self._number = QSpinBox()
        self._number.setAccessibleName(self.tr("Number of records"))
        self._number.setRange(1, LARGEST)
        self._number.setMaximumWidth(8 * em(self))
        self._number.setValue(USUAL_NUMBER)
        rows.addRow(self.tr("&Number of records"), self._number)
        self._by_month = QCheckBox(self.tr("Spread over the months, each by its number of records"))
        rows.addRow("", self._by_month)
        self._where = QLineEdit()
        self._where.setAccessibleName(self.tr("Only records where"))
        self._where.setPlaceholderText(self.tr("all; or an expression such as age >= 75"))
        self._where.textEdited.connect(self._forget_refusal)
        rows.addRow(self.tr("&Only records where"), self._where)
        self.body.addLayout(rows)
        self._refused = Muted(colour="alert")
        self._refused.hide()
        self.body.addWidget(self._refused)
        head = QHBoxLayout()
        self._chosen = QLabel()
        head.addWidget(self._chosen, 1)
        every, none = QPushButton(self.tr("Choose all")), QPushButton(self.tr("Choose none"))
        every.clicked.connect(self._choose_all)
        none.clicked.connect(self._choose_none)
        head.addWidget(every)
        head.addWidget(none)
        self.body.addLayout(head)
        self._variables = QListWidget()
        self._variables.setAccessibleName(self.tr("Variables to read again"))
        self._variables.itemChanged.connect(self._count)
        self._variables.setMinimumHeight(8 * em(self))
        self.body.addWidget(self._variables, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        back = QPushButton(self.tr("Cancel"))
        back.clicked.connect(self.left)
        self._draw = QPushButton(self.tr("Draw the sample"))
        self._draw.setDefault(True)
        self._draw.clicked.connect(self._want)
        foot.addWidget(back)
        foot.addWidget(self._draw)
        self.body.addLayout(foot)

    def offer(self, forms: Sequence[OfferedForm], period: str, language: str) -> None:
        """Begin anew with these forms, for records of the period chosen at the top."""
        self._offered, self._language = tuple(forms), language
        self._form.offer([Choice(f.id, f.label) for f in forms], forms[0].id if forms else "")
        self.show_period(period)
        self._where.clear()
        self._forget_refusal("")
        self._show_variables(self._form.chosen_id())
        self._form.setFocus()

    def show_period(self, period: str) -> None:
        self._period.setText(self.tr("{period} (chosen at the top)").format(period=period))

    def say_refused(self, words: str) -> None:
        """Why nothing was drawn."""
        self._refused.setText(words)
        self._refused.setVisible(bool(words))

    def refusal(self) -> str:
        return self._refused.text() if not self._refused.isHidden() else ""

    def chosen_variables(self) -> tuple[str, ...]:
        items = (self._variables.item(n) for n in range(self._variables.count()))
        return tuple(str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == Qt.CheckState.Checked)

    def _show_variables(self, form: str) -> None:
        offered = next((f for f in self._offered if f.id == form), None)
        with QSignalBlocker(self._variables):
            self._variables.clear()
            for variable in offered.variables if offered is not None else ():
                item = QListWidgetItem(
                    f"{variable.label}  ·  {variable.section}" if variable.section else variable.label
                )
                item.setData(Qt.ItemDataRole.UserRole, variable.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if variable.chosen else Qt.CheckState.Unchecked)
                self._variables.addItem(item)
        self._count()

    def _choose_all(self) -> None:
        self._tick(Qt.CheckState.Checked)

    def _choose_none(self) -> None:
        self._tick(Qt.CheckState.Unchecked)

    def _tick(self, state: Qt.CheckState) -> None:
        with QSignalBlocker(self._variables):
            for number in range(self._variables.count()):
                self._variables.item(number).setCheckState(state)
        self._count()

    def _count(self) -> None:
        n = len(self.chosen_variables())
        self._chosen.setText(self.tr("{n} variables to read again").format(n=format_count(n, self._language)))
        self._draw.setEnabled(n > 0 and bool(self._form.chosen_id()))

    def _forget_refusal(self, text: str) -> None:
        self.say_refused("")

    def _want(self) -> None:
        self.wanted.emit(
            WantedStudy(
                self._form.chosen_id(),
                self._number.value(),
                self._by_month.isChecked(),
                self._where.text().strip(),
                self.chosen_variables(),
            )
        )
