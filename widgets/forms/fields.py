"""A field for each type of variable: a typed value in, a typed value out, and in words what is wrong between.

Nothing is guessed. A field that nobody has touched has no answer; that there is no value is an answer of its own, where
the form offers it (`absent`); what cannot be read stays as it was typed, with the reason under it.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QMimeData, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from local_cache.codebook import Entry, folded
from local_cache.registry import Code, text_in
from local_cache.values import LONGEST_TEXT, Fault, FaultKind, Value, check_value, read_value, text_of
from widgets.card import Muted
from widgets.codebook_text import Names
from widgets.forms.fault_text import fault_in_words
from widgets.theme import GAP, em

WIDEST = 30
"""Ems that an editor may take."""

LISTED_TO = 12
"""A list of several codes up to this length stands as check boxes; a longer one scrolls and can be searched."""


class Editor(QWidget):
    """What a value is typed or chosen in.

    Signals: changed() whenever what stands in it changes by hand; settled() when the person leaves it.
    """

    changed = Signal()
    settled = Signal()

    def __init__(
        self, entry: Entry, language: str, retired: Mapping[str, str], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.entry = entry
        self.language = language
        self.retired = retired
        self.today = today

    def read(self) -> Value | Fault | None:
        """What stands in it; None where nothing does."""
        raise NotImplementedError

    def write(self, value: Value | None) -> None:
        raise NotImplementedError

    def control(self) -> QWidget:
        """What takes the keyboard, the first of it."""
        raise NotImplementedError

    def controls(self) -> Sequence[QWidget]:
        """Everything that needs an accessible name."""
        return (self.control(),)


class LineEditor(Editor):
    """Numbers, dates and points in time as typed text; dates also go up and down with the arrow keys."""

    def __init__(
        self, entry: Entry, language: str, retired: Mapping[str, str], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(entry, language, retired, today, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self._line = QLineEdit()
        row.addWidget(self._line)
        kind = entry.variable.type
        wide = {"timestamp": 13, "date": 9}.get(kind, 9)
        self._line.setFixedWidth(wide * em(self))
        self._line.setPlaceholderText(
            {"date": self.tr("dd.mm.yyyy"), "timestamp": self.tr("dd.mm.yyyy hh:mm")}.get(kind, "")
        )
        if kind in ("date", "timestamp"):
            self._line.setToolTip(
                self.tr("Arrow up and down: a day later or earlier; Page Up and Page Down: a month. Empty: today.")
            )
            self._line.installEventFilter(self)
        if entry.variable.unit:
            row.addWidget(QLabel(entry.variable.unit))
        row.addStretch()
        self._line.textEdited.connect(self._edited)
        self._line.editingFinished.connect(self._finish)
        self._length = 0

    def read(self) -> Value | Fault | None:
        return read_value(self._line.text(), self.entry, self.language)

    def write(self, value: Value | None) -> None:
        text = text_of(value, self.language)
        if text != self._line.text():  # else the cursor stays where it is
            self._line.setText(text)
        self._length = len(text)

    def control(self) -> QWidget:
        return self._line

    def _edited(self, text: str) -> None:
        pasted = abs(len(text) - self._length) > 1
        self._length = len(text)
        self.changed.emit()
        if pasted:
            self.settled.emit()

    def _finish(self) -> None:
        value = self.read()
        if not isinstance(value, Fault) and value is not None:
            self.write(value)  # as it is shown everywhere else
        self.settled.emit()

    def _step(self, key: int) -> bool:
        if key not in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return False
        value = self.read()
        now = datetime.combine(self.today, datetime.now().time().replace(second=0, microsecond=0))
        if value is None:
            moved: date = now if self.entry.variable.type == "timestamp" else now.date()
        elif isinstance(value, date):
            moved = _moved(value, key)
        else:
            return False
        self.write(moved)
        self.changed.emit()
        self.settled.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._step(event.key()):
            return True
        return super().eventFilter(watched, event)


def _moved(value: date, key: int) -> date:
    """A day or a month later or earlier; a day that the month lacks becomes its last."""
    if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        return value + timedelta(days=1 if key == Qt.Key.Key_Up else -1)
    months = value.year * 12 + value.month - 1 + (1 if key == Qt.Key.Key_PageUp else -1)
    year, month = divmod(months, 12)
    return value.replace(year=year, month=month + 1, day=min(value.day, calendar.monthrange(year, month + 1)[1]))


class _Text(QPlainTextEdit):
    """Plain text that says so instead of taking in a paste that is far too long."""

    left = Signal()
    refused = Signal(int)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) > LONGEST_TEXT:
            self.refused.emit(len(text))
        else:
            self.insertPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class TextEditor(Editor):
    """Free text, as tall as its lines up to six."""

    def __init__(
        self, entry: Entry, language: str, retired: Mapping[str, str], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(entry, language, retired, today, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._text = _Text()
        self._text.setTabChangesFocus(True)
        row.addWidget(self._text)
        self._refused = 0
        self._text.textChanged.connect(self._edited)
        self._text.left.connect(self.settled)
        self._text.refused.connect(self._refuse)
        self._fit()

    def read(self) -> Value | Fault | None:
        if self._refused:
            return Fault(FaultKind.LONG, number=self._refused)
        return read_value(self._text.toPlainText(), self.entry, self.language)

    def write(self, value: Value | None) -> None:
        self._refused = 0
        with QSignalBlocker(self._text):
            self._text.setPlainText(text_of(value, self.language))
        self._fit()

    def control(self) -> QWidget:
        return self._text

    def _edited(self) -> None:
        self._refused = 0
        self._fit()
        self.changed.emit()

    def _refuse(self, length: int) -> None:
        """What stood there before stays, and what was pasted is said to be too long until something is typed."""
        self._refused = length
        self.changed.emit()
        self.settled.emit()

    def _fit(self) -> None:
        lines = min(max(self._text.document().lineCount(), 1), 6)
        self._text.setFixedHeight(round(lines * self._text.fontMetrics().lineSpacing() + em(self) * 0.9))


class CodeEditor(Editor):
    """One code: chosen from the list, or found by typing its value or any part of its label."""

    def __init__(
        self, entry: Entry, language: str, retired: Mapping[str, str], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(entry, language, retired, today, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._box = QComboBox()
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(26)
        for code in by_certainty(entry.codes):
            self._box.addItem(code_text(code, language), code.value)
        self._box.setCurrentIndex(-1)
        line, completer = self._box.lineEdit(), self._box.completer()
        line.setPlaceholderText(self.tr("Choose, or type a part of the name"))
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        row.addWidget(self._box)
        row.addStretch()
        self._box.activated.connect(self._choose)
        line.textEdited.connect(self._edited)
        self._length = 0
        line.editingFinished.connect(self._finish)
        # The wheel would change an answer in passing.
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.installEventFilter(self)

    def read(self) -> Value | Fault | None:
        text = self._box.currentText().strip()
        at = self._box.findText(text, Qt.MatchFlag.MatchFixedString)
        if at >= 0:
            return str(self._box.itemData(at))
        return read_value(text, self.entry, self.language)

    def write(self, value: Value | None) -> None:
        if value is None:
            self._box.setCurrentIndex(-1)
            self._box.setEditText("")
            return
        at = self._box.findData(value)
        if at < 0:  # not in the list (any more): shown as it is, and said to be so
            label = self.retired.get(str(value), "")
            self._box.addItem(f"{value} – {label}" if label else str(value), value)
            at = self._box.count() - 1
        self._box.setCurrentIndex(at)

    def control(self) -> QWidget:
        return self._box

    def controls(self) -> Sequence[QWidget]:
        return self._box, self._box.lineEdit()

    def _edited(self, text: str) -> None:
        pasted = abs(len(text) - self._length) > 1
        self._length = len(text)
        self.changed.emit()
        if pasted:
            self.settled.emit()

    def _choose(self, index: int) -> None:
        self._length = len(self._box.currentText())
        self.changed.emit()
        self.settled.emit()

    def _finish(self) -> None:
        value = self.read()
        if isinstance(value, str) and self._box.findData(value) >= 0:
            self._box.setCurrentIndex(self._box.findData(value))
        self.settled.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not self._box.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class CodesEditor(Editor):
    """Several codes as check boxes, or in a list that can be searched; that there are none is ticked as well."""

    def __init__(
        self, entry: Entry, language: str, retired: Mapping[str, str], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(entry, language, retired, today, parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP // 2)
        self._boxes: dict[str, QCheckBox] = {}
        self._items: dict[str, QListWidgetItem] = {}
        self._search: QLineEdit | None = None
        self._list: QListWidget | None = None
        codes = by_certainty(entry.codes)
        if len(codes) <= LISTED_TO:
            for code in codes:
                self._add_box(code.value, code_text(code, language))
        else:
            self._build_list(codes)
        self._none = QCheckBox(self.tr("None of these"))
        self._none.clicked.connect(self._choose_none)
        self._column.addWidget(self._none)

    def read(self) -> Value | Fault | None:
        ticked = tuple(value for value, on in self._ticks() if on)
        if ticked:
            return ticked
        return () if self._none.isChecked() else None

    def write(self, value: Value | None) -> None:
        values = value if isinstance(value, tuple) else ()
        for extra in values:
            if extra not in self._boxes and extra not in self._items:
                label = self.retired.get(extra, "")
                self._add_box(extra, f"{extra} – {label}" if label else extra)
        for code, box in self._boxes.items():
            box.setChecked(code in values)
        if self._list is not None:
            with QSignalBlocker(self._list):
                for code, item in self._items.items():
                    item.setCheckState(Qt.CheckState.Checked if code in values else Qt.CheckState.Unchecked)
        self._none.setChecked(value == ())

    def control(self) -> QWidget:
        return self._search or next(iter(self._boxes.values()), self._none)

    def controls(self) -> Sequence[QWidget]:
        return tuple(w for w in (self._search, self._list) if w is not None)

    def _ticks(self) -> list[tuple[str, bool]]:
        ticks = [(code, box.isChecked()) for code, box in self._boxes.items()]
        return ticks + [(code, item.checkState() == Qt.CheckState.Checked) for code, item in self._items.items()]

    def _add_box(self, value: str, text: str) -> None:
        box = QCheckBox(text)
        box.clicked.connect(self._ticked)
        self._boxes[value] = box
        self._column.insertWidget(max(self._column.count() - 1, 0) if hasattr(self, "_none") else -1, box)

    def _build_list(self, codes: Sequence[Code]) -> None:
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Type a part of the name to find it"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._list = QListWidget()
        for code in codes:
            item = QListWidgetItem(code_text(code, self.language))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._list.addItem(item)
            self._items[code.value] = item
        self._list.setFixedHeight(8 * em(self))
        self._list.itemChanged.connect(self._ticked)
        self._column.addWidget(self._search)
        self._column.addWidget(self._list)

    def _filter(self, text: str) -> None:
        words = folded(text).split()
        for item in self._items.values():
            item.setHidden(not all(word in folded(item.text()) for word in words))

    def _ticked(self) -> None:
        if any(on for _, on in self._ticks()):
            self._none.setChecked(False)
        self.changed.emit()
        self.settled.emit()

    def _choose_none(self, on: bool) -> None:
        if on:
            self.write(())
        self.changed.emit()
        self.settled.emit()


class YesNoEditor(Editor):
    """Yes or no, and neither before somebody has said so."""

    def __init__(
        self, entry: Entry, language: str, retired: Mapping[str, str], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(entry, language, retired, today, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GAP)
        self._yes, self._no = QRadioButton(self.tr("Yes")), QRadioButton(self.tr("No"))
        self._group = QButtonGroup(self)
        for button in (self._yes, self._no):
            self._group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(self._choose)
            button.installEventFilter(self)
        self._empty = QToolButton()
        self._empty.setText(self.tr("Empty"))
        self._empty.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete is the keyboard's way
        self._empty.setToolTip(self.tr("Neither yes nor no (Delete)"))
        self._empty.clicked.connect(self._clear)
        row.addWidget(self._empty)
        row.addStretch()
        self.write(None)

    def read(self) -> Value | Fault | None:
        return True if self._yes.isChecked() else False if self._no.isChecked() else None

    def write(self, value: Value | None) -> None:
        # An exclusive group cannot be emptied.
        self._group.setExclusive(False)
        self._yes.setChecked(value is True)
        self._no.setChecked(value is False)
        self._group.setExclusive(True)
        self._empty.setVisible(value is not None)

    def control(self) -> QWidget:
        return self._no if self._no.isChecked() else self._yes

    def controls(self) -> Sequence[QWidget]:
        return ()

    def _choose(self) -> None:
        self._empty.setVisible(True)
        self.changed.emit()
        self.settled.emit()

    def _clear(self) -> None:
        self.write(None)
        self.changed.emit()
        self.settled.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in keys
        if pressed and self.read() is not None:
            self._clear()
            return True
        return super().eventFilter(watched, event)


EDITORS: dict[str, type[Editor]] = {
    "integer": LineEditor,
    "decimal": LineEditor,
    "date": LineEditor,
    "timestamp": LineEditor,
    "text": TextEditor,
    "code": CodeEditor,
    "multi-code": CodesEditor,
    "boolean": YesNoEditor,
}


class Field(QWidget):
    """One variable to be filled in: its label, its editor, what is wrong.

    entry: the variable; names: labels of the form's variables, for ranges that name one; today: what
    ranges mean by it, and where an empty date begins; absent: what to call that
    there is no value ("" offers no such answer); retired: codes that have left the list, with their labels.
    Signals: changed() when the person changed the value or that there is none.
    """

    changed = Signal()

    def __init__(
        self,
        entry: Entry,
        names: Names,
        language: str,
        *,
        today: date,
        absent: str = "",
        retired: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.entry = entry
        self._names, self._language = names, language
        self._retired = dict(retired or {})
        self._others: Mapping[str, Value | None] = {}
        self._today = today
        self._shown: Fault | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP // 2)
        column.setSpacing(GAP // 2)
        name = text_in(entry.variable.label, language) or entry.id
        label = QLabel(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(label)
        self._help = text_in(entry.variable.help, language)
        if self._help:
            column.addWidget(Muted(self._help))
        row = QHBoxLayout()
        row.setSpacing(2 * GAP)
        self._editor = EDITORS[entry.variable.type](entry, language, self._retired, today)
        label.setBuddy(self._editor.control())
        for emptying in self._editor.findChildren(QToolButton):
            emptying.setAccessibleName(f"{name}: {emptying.text()}")
        for control in self._editor.controls():
            control.setAccessibleName(name)
        self._editor.setAccessibleName(name)
        self._editor.changed.connect(self._change)
        self._editor.settled.connect(self._show_fault)
        self._editor.setMaximumWidth(WIDEST * em(self))
        row.addWidget(self._editor, 20)
        self._absent: QCheckBox | None = None
        if absent:
            self._absent = QCheckBox(absent)
            self._absent.setAccessibleName(f"{name}: {absent}")
            self._absent.clicked.connect(self._choose_absent)
            row.addWidget(self._absent, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        column.addLayout(row)
        # Most fields never have words under them, and a form has two places for them in each of a hundred fields.
        self._below = column.count()
        self._message: Muted | None = None
        self._said: Muted | None = None

    # The value

    def value(self) -> Value | None:
        """The value, whatever its range; None where there is none or it cannot be read (see `fault`)."""
        if self.is_absent():
            return None
        read = self._editor.read()
        return None if isinstance(read, Fault) else read

    def set_value(self, value: Value | None) -> None:
        """Put a value in, or empty the field; what is wrong with it is shown at once. Nothing is signalled."""
        self._say_absent(False)
        self._editor.write(value)
        self._show_fault()

    def is_absent(self) -> bool:
        """Whether the person has said that there is no value."""
        return self._absent is not None and self._absent.isChecked()

    def set_absent(self) -> None:
        """Say that there is no value, where the field offers that."""
        self._say_absent(True)
        self._show_fault()

    def is_answered(self) -> bool:
        """Whether there is a value that can be read, or it was said that there is none."""
        return self.is_absent() or self.value() is not None

    def fault(self) -> Fault | None:
        """What is wrong with what stands in the field."""
        if self.is_absent():
            return None
        read = self._editor.read()
        if isinstance(read, Fault):
            return read
        return check_value(self.entry, read, self._others, self._today, tuple(self._retired))

    def is_in_error(self) -> bool:
        fault = self.fault()
        return fault is not None and fault.is_error

    def take_record(self, others: Mapping[str, Value | None], today: date) -> None:
        """The values of the record's other fields, for ranges that name them."""
        self._others, self._today = others, today
        self._editor.today = today
        if self._shown is not None or self.message():
            self._show_fault()

    def focus_editor(self) -> None:
        self._editor.control().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self) -> None:
        """Show what is wrong also before the person has left the field."""
        self._show_fault()

    def message(self) -> str:
        """The words under the field."""
        return self._message.text() if self._message is not None else ""

    def say(self, words: str) -> None:
        """What rules of the whole record say about this field; "" for nothing."""
        if words and self._said is None:
            self._said = self._words_under(self._column.count())
        if self._said is not None:
            self._said.setText(words)
            self._said.setVisible(bool(words))
        self._describe()

    def said(self) -> str:
        return self._said.text() if self._said is not None else ""

    def set_read_only(self, only: bool) -> None:
        """Whether the value can be read and not changed."""
        for control in (self._editor, self._absent):
            if control is not None:
                control.setEnabled(not only)

    # What happens in it

    def _change(self) -> None:
        # While one types nothing new is complained of; what was wrong and no longer is goes away at once.
        if self._shown is not None and self.fault() != self._shown:
            self._show_fault()
        self.changed.emit()

    def _choose_absent(self, on: bool) -> None:
        self._say_absent(on)
        self._show_fault()
        self.changed.emit()

    def _say_absent(self, on: bool) -> None:
        if self._absent is not None:
            self._absent.setChecked(on)
            self._editor.setEnabled(not on)

    def _show_fault(self) -> None:
        fault = self.fault()
        self._shown = fault
        words = fault_in_words(fault, self.entry, self._names, self._language) if fault is not None else ""
        if words:
            words = f"✕ {words}" if fault is not None and fault.is_error else f"! {words}"
        if words and self._message is None:
            self._message = self._words_under(self._below)
        if self._message is not None:
            self._message.setText(words)
            self._message.setVisible(bool(words))
        self._describe()

    def _words_under(self, at: int) -> Muted:
        label = Muted(colour="alert")
        self._column.insertWidget(at, label)
        return label

    def _describe(self) -> None:
        described = " ".join(t for t in (self._help, self.message(), self.said()) if t)
        for control in (self._editor.control(), *self._editor.controls()):
            control.setAccessibleDescription(described)


def by_certainty(codes: Sequence[Code]) -> list[Code]:
    """The list with the codes that say that the answer is not known last."""
    return sorted(codes, key=lambda code: code.missing)


def code_text(code: Code, language: str) -> str:
    """What a code list's line says: "1 – Høyre" where the value is a number that one can type, else the label alone."""
    label = text_in(code.label, language)
    return f"{code.value} – {label}" if label and code.value.isdigit() else label or code.value
