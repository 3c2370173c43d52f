"""Which columns a table shows, by the sections of the form, found by typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from local_cache.records.columns import Column
from widgets.record_words import titled
from widgets.tables.rows import Index
from widgets.theme import GAP, em


class RoomyDelegate(QStyledItemDelegate):
    """Lines with air between them, easy to hit."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        size.setHeight(max(size.height(), round(1.45 * em(option.widget))))
        return size


def with_columns(shown: Sequence[str], wanted: set[str], all_columns: Sequence[str]) -> tuple[str, ...]:
    """The wanted columns: those shown keep their order, a new one follows what it follows in the form."""
    order = [name for name in shown if name in wanted]
    for place, name in enumerate(all_columns):
        if name in wanted and name not in order:
            before = [n for n in all_columns[:place] if n in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, name)
    return tuple(order)


class ColumnChooser(QWidget):
    """The form's sections with their variables, each to be ticked.

    Signals: chosen(names in their order).
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._names: tuple[str, ...] = ()
        self._shown: tuple[str, ...] = ()
        self._standard: tuple[str, ...] = ()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, GAP, 0, 0)
        body.setSpacing(GAP)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Find a variable"))
        self._search.setAccessibleName(self.tr("Find a variable"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._find)
        body.addWidget(self._search)
        self._tree = QTreeWidget()
        self._tree.setHeaderHidden(True)
        self._tree.setItemDelegate(RoomyDelegate(self._tree))
        self._tree.setAccessibleName(self.tr("Columns by section"))
        self._tree.itemChanged.connect(self._changed)
        body.addWidget(self._tree, 1)
        row = QHBoxLayout()
        for words, act in ((self.tr("All"), self._choose_all), (self.tr("Standard"), self._choose_standard)):
            button = QPushButton(words)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch()
        body.addLayout(row)

    def offer(
        self, columns: Sequence[Column], sections: Mapping[str, str], shown: Sequence[str], standard: Sequence[str]
    ) -> None:
        """columns: in the form's order; sections: names by id, "" for the columns every record has."""
        if (self._columns, self._shown) == (tuple(columns), tuple(shown)):
            return
        self._columns, self._names = tuple(columns), tuple(c.name for c in columns)
        self._shown, self._standard = tuple(shown), tuple(standard)
        with QSignalBlocker(self._tree):
            self._tree.clear()
            parents: dict[str, QTreeWidgetItem] = {}
            for column in columns:
                if column.section not in parents:
                    head = QTreeWidgetItem(self._tree, [sections.get(column.section) or column.section])
                    head.setFlags(head.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
                    parents[column.section] = head
                item = QTreeWidgetItem(parents[column.section], [titled(column)])
                item.setData(0, Qt.ItemDataRole.UserRole, column.name)
                item.setToolTip(0, "\n".join(t for t in (column.name, column.help) if t))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                on = column.name in self._shown
                item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self._tree.expandAll()
        self._find(self._search.text())

    def _items(self) -> list[QTreeWidgetItem]:
        heads = (self._tree.topLevelItem(i) for i in range(self._tree.topLevelItemCount()))
        return [head.child(j) for head in heads if head is not None for j in range(head.childCount())]

    def _find(self, text: str) -> None:
        wanted = text.casefold().strip()
        for item in self._items():
            name = str(item.data(0, Qt.ItemDataRole.UserRole))
            item.setHidden(wanted not in item.text(0).casefold() and wanted not in name)
        for i in range(self._tree.topLevelItemCount()):
            head = self._tree.topLevelItem(i)
            if head is not None:
                head.setHidden(all(head.child(j).isHidden() for j in range(head.childCount())))

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        # A section's tick changes all below it, one after another; the last of them tells.
        wanted = {
            str(i.data(0, Qt.ItemDataRole.UserRole)) for i in self._items() if i.checkState(0) is Qt.CheckState.Checked
        }
        self._choose(wanted)

    def _choose(self, wanted: set[str]) -> None:
        names = with_columns(self._shown, wanted, self._names)
        if names != self._shown and names:
            self._shown = names
            self.chosen.emit(names)

    def _choose_all(self) -> None:
        self._tick(set(self._names))

    def _choose_standard(self) -> None:
        self._shown = ()
        self._tick(set(self._standard))

    def _tick(self, wanted: set[str]) -> None:
        with QSignalBlocker(self._tree):
            for item in self._items():
                on = item.data(0, Qt.ItemDataRole.UserRole) in wanted
                item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._tree.viewport().update()
        self._choose(wanted)
