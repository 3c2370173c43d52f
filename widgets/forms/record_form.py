"""A form as its registry made it: the codebook's sections, each with a field for every variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from local_cache.codebook import Entry
from local_cache.registry import text_in
from local_cache.values import Value
from widgets.card import Card
from widgets.codebook_text import Names
from widgets.forms.fields import Field
from widgets.theme import GAP, em


class RecordForm(QScrollArea):
    """Fields in their sections; ranges that name another variable follow what is typed there.

    Attributes: fields (by variable), head (what stands above them, or None), today (what ranges mean by it, set
    before values). Signals: changed(variable) when the
    person changed one.
    """

    changed = Signal(str)

    def __init__(self, head: QWidget | None = None, parent: QWidget | None = None) -> None:
        """head: what stands above the fields and scrolls with them."""
        super().__init__(parent)
        self.head = head
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("The form"))
        self.fields: dict[str, Field] = {}
        self.today: date
        self._kept: Field | None = None
        for moved in (self.verticalScrollBar().sliderMoved, self.verticalScrollBar().actionTriggered):
            moved.connect(self._let_go)

    def show_form(
        self,
        entries: Sequence[Entry],
        names: Names,
        language: str,
        *,
        today: date,
        absent: str = "",
        retired: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """Lay out empty fields. absent: see `Field`; retired: by variable, codes that have left its list."""
        self.fields, self._kept, self.today = {}, None, today
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(2 * GAP)
        if self.head is not None:
            column.addWidget(self.head)  # taken from the contents before, which go
        section, card = None, None
        for entry in entries:
            title = text_in(entry.section_label, language)
            if card is None or title != section:
                section, card = title, Card(title)
                column.addWidget(card)
            field = Field(
                entry, names, language, today=today, absent=absent, retired=(retired or {}).get(entry.id), parent=card
            )
            field.changed.connect(self._change)
            self.fields[entry.id] = field
            card.body.addWidget(field)
        column.addStretch()
        self.setWidget(contents)
        contents.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._tell_each_other()

    def values(self) -> dict[str, Value | None]:
        """The answers: values, and None where it was said that there is none. Fields without an answer are left out."""
        return {name: field.value() for name, field in self.fields.items() if field.is_answered()}

    def set_values(self, values: Mapping[str, Value | None]) -> None:
        """Put answers in; fields that are not among them are emptied."""
        for name, field in self.fields.items():
            field.set_value(values.get(name))
            if name in values and values[name] is None:
                field.set_absent()
        self._tell_each_other()

    def unanswered(self) -> tuple[str, ...]:
        return tuple(name for name, field in self.fields.items() if not field.is_answered())

    def in_error(self) -> tuple[str, ...]:
        """Variables whose value cannot stand; also those where something is typed that cannot be read."""
        return tuple(name for name, field in self.fields.items() if field.is_in_error())

    def go_to(self, variable: str) -> None:
        """Bring a field into view, with the keyboard in it and what is wrong shown."""
        field = self.fields[variable]
        field.show_fault()
        field.focus_editor()
        self.keep_in_view(variable)

    def keep_in_view(self, variable: str) -> None:
        """Bring a field into view and keep it there, whatever is said around it, until the person scrolls."""
        self._kept = self.fields[variable]
        self._bring_back()

    def focus_first(self) -> None:
        for name in self.fields:
            self.go_to(name)
            return

    def _change(self) -> None:
        field = self.sender()
        assert isinstance(field, Field)
        self._tell_each_other()
        self.changed.emit(field.entry.id)

    def _let_go(self) -> None:
        self._kept = None

    def _bring_back(self) -> None:
        """The field with the keyboard if it is one of these, else the one last brought forward."""
        if self._kept is None:
            return
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._kept = next((f for f in self.fields.values() if f.isAncestorOf(focus)), self._kept)
        self.ensureWidgetVisible(self._kept, 0, min(4 * em(self), self.viewport().height() // 4))

    def _tell_each_other(self) -> None:
        values = {name: field.value() for name, field in self.fields.items()}
        for field in self.fields.values():
            field.take_record(values, self.today)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._kept = None
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bring_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if watched is self.widget() and event.type() == QEvent.Type.Resize:
            self._bring_back()  # words have come or gone at a field
        return done
