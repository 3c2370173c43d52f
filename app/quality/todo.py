"""What stands between the unit and the next deadline, piece by piece; each leads to its records."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.pages.page import View
from local_cache.quality.findings import ToDo
from local_cache.registry import text_in
from widgets.card import Card, Notice
from widgets.tables.todo import TodoRow, TodoTable
from widgets.theme import em


class TodoCard(Card):
    """The card. Attributes: table. Signals: records_wanted(RecordsWanted)."""

    records_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading.setText(self.tr("What to do"))
        self.heading.show()
        self.setAccessibleName(self.tr("What to do"))
        self._place = QStackedWidget()
        self._notice = Notice()
        self.table = TodoTable()
        self.table.opened.connect(self._open)
        self._place.addWidget(self._notice)
        self._place.addWidget(self.table)
        self.body.addWidget(self._place, 1)
        self.setMinimumWidth(20 * em(self))
        self.setMinimumHeight(16 * em(self))

    def say(self, title: str, text: str = "") -> None:
        """Words in place of the list."""
        self._notice.say(title, text)
        self._place.setCurrentWidget(self._notice)

    def show_work(self, todo: tuple[ToDo, ...], view: View) -> None:
        self.table.todo.show_rows([_row(one, view) for one in todo], view.language)
        if todo:
            self._place.setCurrentWidget(self.table)
        else:
            self.say(self.tr("There is nothing to do"), self.tr("Everything the unit has sent is in order."))

    def _open(self, row: int) -> None:
        self.records_wanted.emit(self.table.todo.rows[row].todo.wanted)


def _row(one: ToDo, view: View) -> TodoRow:
    definition, language = view.definition, view.language
    rule = next((r for r in definition.rules if r.id == one.subject), None)
    subject = text_in(rule.message, language) if rule is not None else ""
    return TodoRow(one, text_in(definition.form(one.form).label, language), subject)
