"""A model of one value per row, which every table here is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from local_cache.results.stated import Stated

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")

NOWHERE = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole
"""Gives the row's value itself."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of frozen values. Subclasses say the titles and a cell's text, and may say more.

    Attributes: rows; language (of numbers); numbers (columns that stand to the right).
    """

    numbers: ClassVar[frozenset[int]] = frozenset()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self.language = "nb"
        self._columns: int | None = None
        self.modelReset.connect(self._forget_columns)

    def show_rows(self, rows: Sequence[Row], language: str) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.language = language
        self.endResetModel()

    def titles(self) -> tuple[str, ...]:
        raise NotImplementedError

    def text(self, row: Row, column: int) -> str:
        """What a reader sees in a cell."""
        raise NotImplementedError

    def stated(self, row: Row, column: int) -> Stated | None:
        """The number or the day that the text says; None where it says anything else."""
        return None

    def explained(self, row: Row, column: int) -> str:
        """The tool tip."""
        return ""

    def read_out(self, row: Row, column: int) -> str:
        """What a screen reader says of a cell."""
        return self.text(row, column)

    def copied(self, row: Row, column: int) -> str:
        """What a copy has in a cell: what is seen there."""
        return self.text(row, column)

    def strong(self, row: Row, column: int) -> bool:
        return False

    def colour(self, row: Row, column: int) -> str:
        """The name of a theme colour."""
        return "text"

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        if parent.isValid():
            return 0
        if self._columns is None:  # asked for at every cell, and every title is looked up in the language
            self._columns = len(self.titles())
        return self._columns

    def _forget_columns(self) -> None:
        self._columns = None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.explained(row, column) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.read_out(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in self.numbers else LEFT
        if role == ROW_ROLE:
            return row
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in self.numbers else LEFT
        return None
