"""The same answer or the same correction for several rows, with what would be written looked at beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from local_cache.codebook import Entry
from local_cache.results.format import format_count
from local_cache.values import Value
from widgets.card import Heading, Muted
from widgets.codebook_text import Names
from widgets.correction_words import response_in_words
from widgets.forms.correction import LONGEST_WORDS
from widgets.forms.fields import Field
from widgets.theme import GAP, em

CORRECTION = "correction"


@dataclass(frozen=True)
class Same:
    """What is to be done with all: an answer (response), or a correction of one variable."""

    response: str
    text: str
    variable: str = ""
    value: Value | None = None
    reason: str = ""


class SeveralDialog(QDialog):
    """The dialog. Signals: preview_wanted(Same) when a choice changed; decided(Same)."""

    preview_wanted = Signal(object)
    decided = Signal(object)

    def __init__(
        self,
        number: str,
        responses: Sequence[str],
        entries: Sequence[Entry],
        names: Names,
        reasons: Sequence[tuple[str, str]],
        language: str,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        """number: how many rows, formatted; entries: of the form all rows have, none where they have several; today:
        what ranges mean by it."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Answer several"))
        self._entries, self._names, self._language = {e.id: e for e in entries}, names, language
        self._today = today
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addWidget(Heading(self.tr("The same for {n} rows").format(n=number)))
        lines = QFormLayout()
        lines.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        lines.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        column.addLayout(lines)
        self._lines = lines
        self.what = QComboBox()
        self.what.setAccessibleName(self.tr("What to do"))
        for response in responses:
            self.what.addItem(response_in_words(response), response)
        if entries:
            self.what.addItem(self.tr("The same correction"), CORRECTION)
        lines.addRow(self.tr("What to do"), self.what)
        self.variable = QComboBox()
        self.variable.setAccessibleName(self.tr("Variable"))
        for entry in entries:
            self.variable.addItem(names.get(entry.id, entry.id), entry.id)
        lines.addRow(self.tr("Variable"), self.variable)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        lines.addRow(self._place)
        self.field: Field | None = None
        self.reason = QComboBox()
        self.reason.setAccessibleName(self.tr("Reason"))
        for id, label in reasons:
            self.reason.addItem(label, id)
        self.reason.setPlaceholderText(self.tr("Reason …"))
        self.reason.setCurrentIndex(-1)
        lines.addRow(self.tr("Reason"), self.reason)
        self.text = QLineEdit()
        self.text.setAccessibleName(self.tr("Words to the registry"))
        self.text.setPlaceholderText(self.tr("Words to the registry"))
        lines.addRow(self.tr("Words to the registry"), self.text)
        self.text.setMaxLength(LONGEST_WORDS)
        self.text.inputRejected.connect(self._say_cut)
        self._cut = Muted(colour="alert")
        self._cut.hide()
        column.addWidget(self._cut)
        column.addWidget(Muted(self.tr("What will be written:")))
        self.preview = QListWidget()
        self.preview.setAccessibleName(self.tr("What will be written"))
        self.preview.setWordWrap(True)
        self.preview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.preview, 1)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.write = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.write.setText(self.tr("Write it"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self._buttons.accepted.connect(self._decide)
        self._buttons.rejected.connect(self.reject)
        column.addWidget(self._buttons)
        for box in (self.what, self.variable, self.reason):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
        self.what.currentIndexChanged.connect(self._choose)
        self.variable.currentIndexChanged.connect(self._choose_variable)
        self.reason.currentIndexChanged.connect(self._ask)
        self.text.textEdited.connect(self._ask)
        self.resize(34 * em(self), 30 * em(self))
        self._choose_variable()
        self._choose()

    def _say_cut(self) -> None:
        words = self.tr("The words are too long: what is beyond {n} characters was left out.")
        self._cut.setText(words.format(n=format_count(LONGEST_WORDS, self._language)))
        self._cut.show()

    def same(self) -> Same:
        response = str(self.what.currentData())
        if response != CORRECTION:
            return Same(response, self.text.text().strip())
        value = self.field.value() if self.field is not None else None
        return Same(
            response, self.text.text().strip(), str(self.variable.currentData()), value,
            str(self.reason.currentData() or ""),
        )  # fmt: skip

    def show_preview(self, same: Same, lines: Sequence[str], *, possible: bool) -> None:
        """What would be written; nothing is shown where something else is wanted by now."""
        if same != self.same() or self._lacks_value():
            return
        self.preview.clear()
        self.preview.addItems(list(lines))
        self.write.setEnabled(possible)

    def _choose(self) -> None:
        correcting = self.what.currentData() == CORRECTION
        self._lines.setRowVisible(self.variable, correcting)
        self._lines.setRowVisible(self.reason, correcting and self.reason.count() > 0)
        self._lines.setRowVisible(self._place, correcting)
        self._ask()

    def _choose_variable(self) -> None:
        if self.field is not None:
            self._place.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
            self.field = None
        entry = self._entries.get(str(self.variable.currentData()))
        if entry is not None:
            self.field = Field(entry, self._names, self._language, today=self._today)
            self.field.changed.connect(self._ask)
            self._place.addWidget(self.field)
        self._ask()

    def _ask(self) -> None:
        self.write.setEnabled(False)
        if self._lacks_value():
            self.preview.clear()
            self.preview.addItem(self.tr("Nothing yet: give the right value first."))
            return
        self.preview_wanted.emit(self.same())

    def _lacks_value(self) -> bool:
        """Whether a correction is wanted and what stands in the field cannot be it."""
        field = self.field
        return self.what.currentData() == CORRECTION and (field is None or field.value() is None or field.is_in_error())

    def _decide(self) -> None:
        self.decided.emit(self.same())
        self.accept()
