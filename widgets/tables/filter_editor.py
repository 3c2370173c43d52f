"""What a column is filtered by, edited in a card under its title: a form of its own for every type."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from local_cache.records.columns import Column
from local_cache.records.filter import (
    Between,
    Condition,
    Contains,
    During,
    Equals,
    Missing,
    OneOf,
    Present,
)
from local_cache.records.text import days_typed, number_typed
from local_cache.results.format import format_date, format_exact
from widgets.card import Heading, Muted, Surface
from widgets.record_words import choices_of, missing_word, titled
from widgets.tables.column_chooser import RoomyDelegate
from widgets.theme import GAP, em

BY_VALUE, MISSING, PRESENT = range(3)


class FilterEditor(Surface):
    """A form for a column's condition. It lies over its page and goes when the keyboard leaves it.

    Signals: chosen(column name, condition or None) when a person has decided.
    """

    chosen = Signal(str, object)

    def __init__(self, column: Column, condition: Condition | None, language: str, parent: QWidget) -> None:
        super().__init__("raised", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._back: QWidget | None = None
        self.setAccessibleName(self.tr("Filter by {column}").format(column=column.label))
        self._column = column
        self._language = language
        body = QVBoxLayout(self)
        body.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        body.setSpacing(GAP)
        heading = Heading(titled(column))
        heading.setMaximumWidth(22 * em(self))
        body.addWidget(heading)
        self._list: QListWidget | None = None
        self._texts: list[QLineEdit] = []
        self._how: QComboBox | None = None
        if choices_of(column, language):
            self._build_choices(body, condition)
        else:
            self._build_typed(body, condition)
        self._said = Muted("", colour="alert")
        self._said.hide()
        body.addWidget(self._said)
        row = QHBoxLayout()
        self._clear = QPushButton(self.tr("Remove the filter"))
        self._clear.clicked.connect(self._remove)
        self._clear.setEnabled(condition is not None)
        self._use = QPushButton(self.tr("Filter"))
        self._use.setDefault(True)
        self._use.clicked.connect(self.accept)
        row.addWidget(self._clear)
        row.addStretch()
        row.addWidget(self._use)
        body.addLayout(row)

    # The forms

    def _build_choices(self, body: QVBoxLayout, condition: Condition | None) -> None:
        chosen = condition if isinstance(condition, OneOf) else OneOf()
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Values of {column}").format(column=self._column.label))
        entries = [*choices_of(self._column, self._language), ("", missing_word())]
        for value, words in entries:
            item = QListWidgetItem(words, self._list)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = value in chosen.values or (not value and (chosen.or_missing or isinstance(condition, Missing)))
            if isinstance(condition, Present):
                on = bool(value)
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._list.setCurrentRow(0)
        self._list.setItemDelegate(RoomyDelegate(self._list))
        rows = min(len(entries), 12)
        self._list.setFixedHeight(rows * self._list.sizeHintForRow(0) + GAP)
        self._list.setMinimumWidth(min(self._list.sizeHintForColumn(0) + 3 * em(self), 28 * em(self)))
        body.addWidget(self._list)

    def _build_typed(self, body: QVBoxLayout, condition: Condition | None) -> None:
        self._how = QComboBox()
        self._how.setAccessibleName(self.tr("How {column} is filtered").format(column=self._column.label))
        self._how.addItems([self._by_value(), self.tr("is missing"), self.tr("is filled in")])
        there = PRESENT if isinstance(condition, Present) else BY_VALUE
        self._how.setCurrentIndex(MISSING if isinstance(condition, Missing) else there)
        self._how.currentIndexChanged.connect(self._show_how)
        body.addWidget(self._how)
        form = QWidget()
        lines = QFormLayout(form)
        lines.setContentsMargins(0, 0, 0, 0)
        for name, text in self._fields(condition):
            line = QLineEdit(text)
            line.setMinimumWidth(12 * em(self))
            line.setAccessibleName(name)
            line.returnPressed.connect(self.accept)
            lines.addRow(name, line)
            self._texts.append(line)
        if self._column.is_date:
            lines.addRow(Muted(self.tr("A day, a month or a year: 31.12.2025, 12.2025, 2025")))
        self._form = QStackedWidget()
        self._form.addWidget(form)
        self._form.addWidget(QWidget())
        body.addWidget(self._form)
        self._show_how(self._how.currentIndex())

    def _by_value(self) -> str:
        if self._column.masked:
            return self.tr("is exactly")
        if self._column.is_number or self._column.is_date:
            return self.tr("lies between")
        return self.tr("contains")

    def _fields(self, condition: Condition | None) -> tuple[tuple[str, str], ...]:
        language = self._language
        if self._column.masked:
            # What was looked for before is as hidden as what was found.
            return ((self.tr("The whole value"), ""),)
        if self._column.is_number:
            ends = (condition.low, condition.high) if isinstance(condition, Between) else (None, None)
            shown = ["" if end is None else format_exact(end, language) for end in ends]
            return ((self.tr("From"), shown[0]), (self.tr("Up to"), shown[1]))
        if self._column.is_date:
            days = (condition.first, condition.last) if isinstance(condition, During) else (None, None)
            shown = ["" if day is None else format_date(day, "nb") for day in days]
            return ((self.tr("From"), shown[0]), (self.tr("Up to"), shown[1]))
        return ((self.tr("Text"), condition.text if isinstance(condition, Contains | Equals) else ""),)

    def _show_how(self, index: int) -> None:
        self._form.setCurrentIndex(0 if index == BY_VALUE else 1)

    # What was chosen

    def condition(self) -> Condition | None:
        """The condition as it stands in the form, None for nothing; ValueError says what was not understood."""
        if self._list is not None:
            items = [self._list.item(i) for i in range(self._list.count())]
            on = [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() is Qt.CheckState.Checked]
            if not on or len(on) == len(items):
                return None
            return OneOf(tuple(v for v in on if v), or_missing="" in on)
        how = self._how.currentIndex() if self._how is not None else BY_VALUE
        if how != BY_VALUE:
            return Missing() if how == MISSING else Present()
        typed = [line.text().strip() for line in self._texts]
        if not any(typed):
            return None
        if self._column.masked:
            return Equals(self._whole(typed[0]))
        if self._column.is_number:
            low, high = (self._number(text) for text in typed)
            return Between(low, high)
        if self._column.is_date:
            first, last = (self._days(text) for text in typed)
            return During(first and first[0], last and last[1])
        return Contains(typed[0])

    def _whole(self, text: str) -> str:
        if not self._column.is_date:
            return text
        days = self._days(text)
        if days is None or days[0] != days[1]:
            raise ValueError(self.tr("“{text}” is not one day.").format(text=text))
        return days[0].isoformat()

    def _number(self, text: str) -> float | None:
        number = number_typed(text) if text else None
        if text and number is None:
            raise ValueError(self.tr("“{text}” is not a number.").format(text=text))
        return number

    def _days(self, text: str) -> tuple[date, date] | None:
        days = days_typed(text) if text else None
        if text and days is None:
            raise ValueError(self.tr("“{text}” is not a day, a month or a year.").format(text=text))
        return days

    def accept(self) -> None:
        """Take what stands in the form, or say what is wrong with it."""
        try:
            condition = self.condition()
        except ValueError as wrong:
            self._said.setText(str(wrong))
            self._said.show()
            self.resize(self.sizeHint())
            return
        self.chosen.emit(self._column.name, condition)
        self.close()

    def _remove(self) -> None:
        self.chosen.emit(self._column.name, None)
        self.close()

    def open_at(self, where: QPoint) -> None:
        """Show it with its corner there, in its parent's coordinates, and give it the keyboard."""
        self._back = QApplication.focusWidget()
        room, size = self.parentWidget().size(), self.sizeHint()
        self.resize(size)
        self.move(
            max(0, min(where.x(), room.width() - size.width())), max(0, min(where.y(), room.height() - size.height()))
        )
        self.show()
        self.raise_()
        first = self._list or (self._texts[0] if self._form.currentIndex() == 0 else self._how)
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        # The list of a combo box is a window of its own that belongs to the form.
        if now is not None and now is not self and not self.isAncestorOf(now) and now.window() is self.window():
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication) and self.isVisible():
            application.focusChanged.disconnect(self._follow_focus)
            inside = application.focusWidget()
            if self._back is not None and inside is not None and self.isAncestorOf(inside):
                self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._clear.hasFocus():
                self._remove()
            else:
                self.accept()
        else:
            super().keyPressEvent(event)
