"""A record as its form, to be corrected: fields, what the registry's rules say, the reason, and undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from local_cache.codebook import Entry
from local_cache.results.format import format_count
from local_cache.values import Value
from widgets.card import Heading, Muted, Surface
from widgets.codebook_text import Names
from widgets.flow import FlowLayout
from widgets.forms.record_form import RecordForm
from widgets.theme import GAP, em

LONGEST_WORDS = 4_000
MOST_FORMS = 6
"""Forms that are kept laid out: a list goes from one to another and back."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check says. variable: where it is said; kind: "error" must be mended, "warning" wants a word, "settled" is
    a warning that was confirmed before, "note" and "standing" block nothing; word, asks: the word below this one and
    the warnings it is for (none where it is said below another); at_field: the field does not say it by itself."""

    id: str
    variable: str
    kind: str
    text: str
    word: str = ""
    asks: tuple[str, ...] = ()
    at_field: bool = True


@dataclass(frozen=True)
class RecordToCorrect:
    """before: the values before the draft; now: with it; flagged: the variable in question; reasons: (id, label);
    may_write: whether this person may change anything, else `why_not` says why; hidden: how many identifiers are not
    shown; also: what else is asked about the record; today: what ranges mean by it."""

    title: str
    status: str
    asked: str
    entries: Sequence[Entry]
    names: Names
    language: str
    before: Mapping[str, Value | None]
    now: Mapping[str, Value | None]
    flagged: str
    reasons: tuple[tuple[str, str], ...]
    reason: str
    text: str
    words: Mapping[str, str]
    may_write: bool
    today: date
    why_not: str = ""
    hidden: int = 0
    also: str = ""


class Steps:
    """Whole-field changes, to be taken back and done again."""

    def __init__(self) -> None:
        self._done: list[tuple[str, Value | None, Value | None]] = []
        self._undone: list[tuple[str, Value | None, Value | None]] = []
        self._open = False

    def clear(self) -> None:
        self._done, self._undone, self._open = [], [], False

    def add(self, variable: str, before: Value | None, after: Value | None) -> None:
        """A change; while one goes on in the same field it is the same step."""
        self._undone = []
        if self._open and self._done and self._done[-1][0] == variable:
            before = self._done.pop()[1]
        if before != after:
            self._done.append((variable, before, after))
        self._open = True

    def close(self) -> None:
        """The field was left: what comes next is another step."""
        self._open = False

    def undo(self) -> tuple[str, Value | None] | None:
        self._open = False
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step[0], step[1]

    def redo(self) -> tuple[str, Value | None] | None:
        self._open = False
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step[0], step[2]

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)


class Remarks(Surface):
    """What the rules say, error by error, with a field for a word at each warning.

    Signals: worded() when a word on a warning changed; cut() when one is longer than it may be; wanted(variable) when
    a remark is chosen.
    """

    worded = Signal()
    cut = Signal()
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("raised", border=False, parent=parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP, GAP, GAP, GAP)
        self._column.setSpacing(GAP // 2)
        self._lines: dict[str, QLineEdit] = {}
        self._shown: tuple[Remark, ...] = ()
        self.setAccessibleName(self.tr("What the registry's rules say"))
        self.hide()

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Errors first; nothing is built anew while the same is said, so that a word can be typed in peace."""
        told = tuple(remarks)
        before, self._shown = self._shown, told
        if [(r.id, r.kind, r.text, r.asks) for r in told] == [(r.id, r.kind, r.text, r.asks) for r in before]:
            for remark in told:
                line = self._lines[remark.asks[0]] if remark.asks else None
                if line is not None and line.text().strip() != remark.word.strip():
                    line.setText(remark.word)
            return
        self._lines = {}
        while self._column.count():
            item = self._column.takeAt(0).widget()
            if item is not None:
                item.hide()
                item.deleteLater()
        texts = {remark.id: remark.text for remark in told}
        for remark in told:
            mark = {"error": "✕", "warning": "!", "settled": "✓"}.get(remark.kind, "·")
            label = Muted(f"{mark} {remark.text}", colour="alert" if remark.kind in ("error", "warning") else "muted")
            self._column.addWidget(label)
            if remark.asks:
                line = QLineEdit(remark.word)
                line.setMaxLength(LONGEST_WORDS)
                line.setPlaceholderText(self.tr("Confirm with a word, such as “checked in the journal”"))
                text = " ".join(texts[id] for id in remark.asks)
                line.setAccessibleName(self.tr("A word on: {text}").format(text=text))
                line.textEdited.connect(self._word)
                line.inputRejected.connect(self.cut)
                self._lines |= dict.fromkeys(remark.asks, line)
                self._column.addWidget(line)
        self.setVisible(bool(told))

    def words(self) -> dict[str, str]:
        """On each warning that is asked about; "" where there is none."""
        return {id: line.text().strip() for id, line in self._lines.items()}

    def line(self, id: str) -> QLineEdit:
        return self._lines[id]

    def focus_unworded(self) -> bool:
        """The keyboard to the first warning without a word."""
        for line in self._lines.values():
            if not line.text().strip():
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def text(self) -> str:
        return "\n".join(r.text for r in self._shown)

    def set_read_only(self, only: bool) -> None:
        for line in self._lines.values():
            line.setReadOnly(only)

    def _word(self) -> None:
        self.worded.emit()


class BelowHead(QWidget):
    """What stands above the fields and scrolls away with them. Signals: identifiers_wanted()."""

    identifiers_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        self._status = Muted()
        column.addWidget(self._status)
        self._identify = QPushButton(self.tr("Show who it is"))
        self._identify.setToolTip(self.tr("Name and number; that they were shown is written in the log"))
        self._identify.clicked.connect(self.identifiers_wanted)
        column.addWidget(self._identify, 0, Qt.AlignmentFlag.AlignLeft)

    def show_record(self, record: RecordToCorrect) -> None:
        self._status.setText(record.status)
        self._identify.setVisible(record.hidden > 0)


class CorrectionForm(QWidget):
    """The form. Attributes: form (the one shown), remarks, shown (RecordToCorrect or None), ready, rare, unknown,
    discard (buttons).

    Signals: changed() when a value, the reason or a word changed; ready_wanted(); answered(response);
    discarded(); identifiers_wanted(); left() when the keyboard is to go back to the list.
    """

    changed = Signal()
    ready_wanted = Signal()
    answered = Signal(str)
    discarded = Signal()
    identifiers_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: RecordToCorrect | None = None
        self._steps = Steps()
        self._values: dict[str, Value | None] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._build_head())
        self._made: list[tuple[tuple[str, tuple[Entry, ...]], RecordForm]] = []
        self._places = QStackedWidget()
        self.form = self._lay_out((), {}, "", date.min)
        column.addWidget(self._places, 1)
        column.addWidget(self._build_foot())

    def _build_head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        top = QHBoxLayout()
        self._title = Heading()
        top.addWidget(self._title, 1)
        self.undo_button = self._tool("↶", self.tr("Undo (Ctrl+Z)"), self.undo)
        self.redo_button = self._tool("↷", self.tr("Redo (Ctrl+Y)"), self.redo)
        top.addWidget(self.undo_button)
        top.addWidget(self.redo_button)
        column.addLayout(top)
        self._asked = QLabel()
        self._asked.setWordWrap(True)
        self._asked.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self._asked)
        self._also = Muted()
        column.addWidget(self._also)
        self._why_not = Muted(colour="alert")
        column.addWidget(self._why_not)
        return head

    def _lay_out(self, entries: tuple[Entry, ...], names: Names, language: str, today: date) -> RecordForm:
        """A form with its fields, made once: the next record of the same form only puts its values in."""
        head = BelowHead()
        head.identifiers_wanted.connect(self.identifiers_wanted)
        form = RecordForm(head)
        form.changed.connect(self._change)
        form.show_form(entries, names, language, today=today)
        for field in form.fields.values():
            for child in field.findChildren(QWidget):
                if child.focusPolicy() != Qt.FocusPolicy.NoFocus:  # the others get no key, and many events
                    child.installEventFilter(self)
        self._places.addWidget(form)
        self._made.append(((language, entries), form))
        if len(self._made) > MOST_FORMS:
            _, oldest = self._made.pop(0)
            self._places.removeWidget(oldest)
            oldest.deleteLater()
        return form

    def _form_of(self, record: RecordToCorrect) -> RecordForm:
        wanted = record.language, tuple(record.entries)
        for at, (made_for, form) in enumerate(self._made):
            if made_for == wanted:
                self._made.append(self._made.pop(at))
                return form
        return self._lay_out(wanted[1], record.names, record.language, record.today)

    def _tool(self, text: str, name: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+Z and Ctrl+Y are the keyboard's way
        button.clicked.connect(act)
        return button

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.remarks = Remarks()
        self.remarks.worded.connect(self._say_changed)
        self.remarks.cut.connect(self._say_cut)
        column.addWidget(self.remarks)
        place = QWidget()
        why = FlowLayout(place)
        self.reason = QComboBox()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.reason.setToolTip(self.tr("Why the record is corrected (Ctrl+Shift+M)"))
        self.reason.setPlaceholderText(self.tr("Reason …"))
        self.reason.activated.connect(self._say_changed)
        self.text = QLineEdit()
        self.text.setMaxLength(LONGEST_WORDS)
        self.text.setAccessibleName(self.tr("Words to the registry"))
        self.text.setPlaceholderText(self.tr("Words to the registry"))
        self.text.setMinimumWidth(16 * em(self))
        self.text.textEdited.connect(self._say_changed)
        self.text.inputRejected.connect(self._say_cut)
        why.addWidget(self.reason)
        why.addWidget(self.text)
        column.addWidget(place)
        row = QWidget()
        buttons = FlowLayout(row)
        self.ready = QPushButton(self.tr("Ready to send"))
        self.ready.setDefault(True)
        self.ready.setToolTip(self.tr("Send it at the next synchronisation (Ctrl+Enter)"))
        self.ready.clicked.connect(self.ready_wanted)
        self.rare = QPushButton(self.tr("Rare but true"))
        self.rare.setToolTip(self.tr("The value was looked up and stands (Ctrl+T)"))
        self.rare.clicked.connect(self._rare)
        self.unknown = QPushButton(self.tr("Cannot be found out"))
        self.unknown.setToolTip(self.tr("Answer without a correction (Ctrl+Shift+I)"))
        self.unknown.clicked.connect(self._unknown)
        self.discard = QPushButton(self.tr("Discard the draft"))
        self.discard.setToolTip(self.tr("Take back what was changed here (Ctrl+Shift+D)"))
        self.discard.clicked.connect(self.discarded)
        for button in (self.ready, self.rare, self.unknown, self.discard):
            buttons.addWidget(button)
        column.addWidget(row)
        self._told = Muted()
        self._told.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column.addWidget(self._told)
        return foot

    # What it shows

    def show_record(self, record: RecordToCorrect) -> None:
        self.shown = record
        self._title.setText(record.title)
        self._asked.setText(record.asked)
        self._asked.setVisible(bool(record.asked))
        self._also.setText(record.also)
        self._also.setVisible(bool(record.also))
        self._why_not.setText(record.why_not)
        self._why_not.setVisible(bool(record.why_not))
        form = self._form_of(record)
        assert isinstance(form.head, BelowHead)
        form.head.show_record(record)
        if form is not self.form:
            self.form = form
            self._places.setCurrentWidget(form)
            self._order()
        self.form.today = record.today
        self._values = {e.id: record.now.get(e.id) for e in record.entries}
        self.form.set_values({name: value for name, value in self._values.items() if value is not None})
        for field in self.form.fields.values():
            field.set_read_only(not record.may_write)
        self._steps.clear()
        self.reason.clear()
        for id, label in record.reasons:
            self.reason.addItem(label, id)
        self.reason.setCurrentIndex(self.reason.findData(record.reason))
        self.reason.setVisible(bool(record.reasons))
        self.text.setText(record.text)
        for control in (self.reason, self.text):
            control.setEnabled(record.may_write)
        self.remarks.show_remarks(())
        self.say("")
        self._show_steps()
        self._bring_forward(record.flagged)

    def _order(self) -> None:
        """Tab walks through the fields and then to the reason; they were made after it."""
        last: QWidget = self.form
        for field in self.form.fields.values():
            inside = [w for w in field.findChildren(QWidget) if w.window() is self.window()]  # not a list that pops up
            for child in inside:
                if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None:
                    QWidget.setTabOrder(last, child)
                    last = child
        QWidget.setTabOrder(last, self.reason)

    def _bring_forward(self, variable: str) -> None:
        if variable in self.form.fields:
            self.form.fields[variable].show_fault()
            self.form.keep_in_view(variable)

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """At the fields and, those that must be settled, above the reason."""
        at: dict[str, list[str]] = {}
        for remark in remarks:
            if remark.at_field and remark.kind in ("error", "warning", "standing"):
                mark = {"error": "✕", "warning": "!"}.get(remark.kind, "·")
                at.setdefault(remark.variable, []).append(f"{mark} {remark.text}")
        for name, field in self.form.fields.items():
            words = "\n".join(at.get(name, ()))
            if field.said() != words:
                field.say(words)
        self.remarks.show_remarks([r for r in remarks if r.kind in ("error", "warning", "settled", "note")])

    def say(self, words: str, *, alert: bool = False) -> None:
        """What happened last, under the buttons."""
        self._told.setText(words)
        self._told.take_colour("alert" if alert else "muted")
        self._told.setVisible(bool(words))

    def said(self) -> str:
        return self._told.text()

    def unreadable(self) -> tuple[str, ...]:
        """Fields in which something stands that is no value."""
        return tuple(
            name for name, field in self.form.fields.items()
            if field.is_in_error() and field.value() is None
        )  # fmt: skip

    def values(self) -> dict[str, Value | None]:
        """What stands in every field that can be read."""
        unreadable = set(self.unreadable())
        return {name: field.value() for name, field in self.form.fields.items() if name not in unreadable}

    def focus_flagged(self) -> None:
        """The keyboard to the field in question, or the first."""
        name = self.shown.flagged if self.shown is not None else ""
        if name in self.form.fields:
            self.form.go_to(name)
        else:
            self.form.focus_first()

    def focus_reason(self) -> None:
        place = self.reason if not self.reason.isHidden() else self.text
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What is done in it

    def _change(self, variable: str) -> None:
        value = self.form.fields[variable].value()
        self._steps.add(variable, self._values.get(variable), value)
        self._values[variable] = value
        self._show_steps()
        self.changed.emit()

    def undo(self) -> None:
        self._go(self._steps.undo())

    def redo(self) -> None:
        self._go(self._steps.redo())

    def _go(self, step: tuple[str, Value | None] | None) -> None:
        if step is None or self.shown is None or not self.shown.may_write:
            return
        name, value = step
        self.form.fields[name].set_value(value)
        self._values[name] = value
        self.form.go_to(name)
        self._show_steps()
        self.changed.emit()

    def _show_steps(self) -> None:
        self.undo_button.setEnabled(self._steps.can_undo)
        self.redo_button.setEnabled(self._steps.can_redo)

    def _say_changed(self) -> None:
        self.changed.emit()

    def _say_cut(self) -> None:
        """A paste that was too long is cut by the line itself, and typing stops at its end."""
        QTimer.singleShot(0, self._say_what_was_cut)  # after what else is said of the change

    def _say_what_was_cut(self) -> None:
        language = self.shown.language if self.shown is not None else ""
        words = self.tr("The words are too long: what is beyond {n} characters was left out.")
        self.say(words.format(n=format_count(LONGEST_WORDS, language)), alert=True)

    def _rare(self) -> None:
        self.answered.emit("rare_but_true")

    def _unknown(self) -> None:
        self.answered.emit("cannot_be_found_out")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._steps.close()
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and isinstance(event, QKeyEvent):
            standard = QKeySequence.StandardKey
            undo, redo = event.matches(standard.Undo), event.matches(standard.Redo) or is_redo(event)
            if undo or redo:  # of whole fields, not of letters
                if event.type() == QEvent.Type.KeyPress:
                    self.undo() if undo else self.redo()
                event.accept()
                return True
        return super().eventFilter(watched, event)


def is_redo(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
