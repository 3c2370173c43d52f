"""The records of an episode, each with all its values, for a side panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from local_cache.records.columns import SYSTEM, Column
from local_cache.records.record import EpisodeRecord
from local_cache.records.text import MASKED, Value, cell_text
from local_cache.registry import Definition, text_in
from widgets.card import Muted
from widgets.record_words import flag_in_words, missing_word, titled
from widgets.tables.column_chooser import RoomyDelegate
from widgets.theme import GAP, em, strong, theme

EVENT = Column("event_date", "date", "")

PLACE = Qt.ItemDataRole.UserRole
"""Of a hidden value: (form, record id, column)."""


class EpisodePanel(QWidget):
    """The main form with what follows it, the chosen record open.

    Signals: reveal_wanted(form, record id, column name) when a person asks for a hidden value.
    """

    reveal_wanted = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, GAP, 0, 0)
        body.setSpacing(GAP)
        self._said = Muted()
        body.addWidget(self._said)
        self._tree = QTreeWidget()
        self._tree.setColumnCount(2)
        self._tree.setHeaderLabels([self.tr("Variable"), self.tr("Value")])
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self._tree.header().setStretchLastSection(True)
        self._tree.setIndentation(round(0.8 * em(self)))
        self._tree.setAccessibleName(self.tr("Forms of the episode"))
        self._tree.setItemDelegate(RoomyDelegate(self._tree))
        self._tree.itemActivated.connect(self._activate)
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tree.customContextMenuRequested.connect(self._ask)
        body.addWidget(self._tree, 1)
        self._hidden: dict[tuple[str, str, str], QTreeWidgetItem] = {}
        self.say(self.tr("Choose a form in the table to see what belongs with it."))

    def say(self, words: str) -> None:
        """Words in place of an episode."""
        self._said.setText(words)
        self._tree.clear()
        self._hidden.clear()
        self._tree.hide()

    def show_episode(
        self,
        definition: Definition,
        records: Sequence[EpisodeRecord],
        chosen: str,
        language: str,
        words: Mapping[str, str],
        *,
        labels: bool,
    ) -> None:
        """chosen: the record id that is opened; words: of the columns every record has (`system_words`)."""
        titles = [self._title(definition, record, language) for record in records]
        self._said.setText(self.tr("What belongs together: {forms}.").format(forms="; ".join(titles)))
        self._tree.show()
        self._tree.clear()
        self._hidden.clear()
        for record in records:
            self._add(definition, record, record.row.record_id == chosen, language, words, labels)
        self._tree.setColumnWidth(0, round(0.5 * self._tree.viewport().width()))

    def show_revealed(self, form: str, record_id: str, column: str, text: str) -> None:
        item = self._hidden.get((form, record_id, column))
        if item is not None:
            item.setText(1, text)

    def hide_revealed(self) -> None:
        for item in self._hidden.values():
            item.setText(1, MASKED)

    def shown_records(self) -> tuple[str, ...]:
        """The ids of the records in the panel."""
        items = (self._tree.topLevelItem(i) for i in range(self._tree.topLevelItemCount()))
        return tuple(str(item.data(0, PLACE)) for item in items if item is not None)

    @staticmethod
    def _title(definition: Definition, record: EpisodeRecord, language: str) -> str:
        event = cell_text(EVENT, record.value("event_date"), language)
        return " ".join(t for t in (text_in(definition.form(record.form).label, language), event) if t)

    def _add(
        self,
        definition: Definition,
        record: EpisodeRecord,
        opened: bool,
        language: str,
        words: Mapping[str, str],
        labels: bool,
    ) -> None:
        form = definition.form(record.form)
        status = str(record.value("form_status"))
        title = f"{self._title(definition, record, language)} · {words.get(f'form_status/{status}', status)}"
        head = QTreeWidgetItem(self._tree, [title])
        head.setFirstColumnSpanned(True)
        head.setData(0, PLACE, record.row.record_id)
        head.setFont(0, strong(self._tree.font()))
        head.setToolTip(0, record.row.record_id)
        for flag in record.row.flags:
            line = QTreeWidgetItem(head, [flag_in_words(flag)])
            line.setFirstColumnSpanned(True)
            line.setForeground(0, QBrush(theme().colour("alert")))
            line.setToolTip(0, flag_in_words(flag))
        sections: dict[str, QTreeWidgetItem] = {}
        for column, value in zip(record.columns, record.row.values, strict=True):
            if column.name == "form_status":
                continue
            if column.section not in sections:
                named = text_in(form.sections.get(column.section, {}), language) or column.section
                sections[column.section] = QTreeWidgetItem(head, [named or self.tr("The form itself")])
                sections[column.section].setForeground(0, QBrush(theme().colour("muted")))
                sections[column.section].setFirstColumnSpanned(True)
            label = words.get(column.name, column.label) if column.name in SYSTEM else titled(column)
            self._add_value(sections[column.section], record, column, label, value, language, labels)
        head.setExpanded(opened)
        for item in sections.values():
            item.setExpanded(True)

    def _add_value(
        self,
        parent: QTreeWidgetItem,
        record: EpisodeRecord,
        column: Column,
        label: str,
        value: Value,
        language: str,
        labels: bool,
    ) -> None:
        text = cell_text(column, value, language, labels=labels)
        item = QTreeWidgetItem(parent, [label, text or missing_word()])
        item.setToolTip(0, label)
        item.setToolTip(1, text)
        about = [flag_in_words(f) for f in record.row.flags if column.name in f.variables]
        if about:
            item.setForeground(0, QBrush(theme().colour("alert")))
            item.setToolTip(0, "\n".join([label, *about]))
        if not text:
            item.setForeground(1, QBrush(theme().colour("muted")))
        if column.masked and text:
            place = (record.form, record.row.record_id, column.name)
            item.setData(1, PLACE, place)
            item.setToolTip(1, self.tr("Hidden, because it tells who the patient is. Press Enter to reveal it."))
            self._hidden[place] = item

    def _activate(self, item: QTreeWidgetItem, column: int) -> None:
        place = item.data(1, PLACE)
        if place:
            self.reveal_wanted.emit(*place)

    def _ask(self, where: QPoint) -> None:
        item = self._tree.itemAt(where)
        if item is not None and item.data(1, PLACE):
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            reveal = menu.addAction(self.tr("&Reveal (is logged)"))
            reveal.triggered.connect(self._reveal_current)
            self._tree.setCurrentItem(item)
            menu.popup(self._tree.viewport().mapToGlobal(where))

    def _reveal_current(self) -> None:
        item = self._tree.currentItem()
        if item is not None:
            self._activate(item, 1)
