"""The worklist: queries and the person's own corrections, a row for each, of which only those in view are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView, QWidget

from widgets.correction_words import COLOURS, MARKS, days_shortly, stage_in_words
from widgets.tables.rows import Index
from widgets.tables.stacked import StackedModel, StackedTable

WHAT, AGE, STATE, OWNER = range(4)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """key: a query's id, or a correction's where it answers none; title: what is asked; below: form, record and the
    like; age: days since it was opened; due: in words, "" for none; stage: see `STAGES`; waits: for a person here."""

    key: str
    title: str
    below: str
    age: int | None
    due: str
    overdue: bool
    stage: str
    owner: str
    waits: bool


class WorklistModel(StackedModel[WorkRow]):
    """Rows may be any sequence: each is asked for when it comes into view."""

    numbers = frozenset({AGE})

    def show_work(self, rows: Sequence[WorkRow], language: str) -> None:
        self.beginResetModel()
        self.rows, self.language = rows, language
        self.endResetModel()

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Query"), self.tr("Age"), self.tr("State"), self.tr("Owner"))

    def text(self, row: WorkRow, column: int) -> str:
        if column == WHAT:
            return row.title
        if column == AGE:
            return days_shortly(row.age, self.language)
        return f"{MARKS.get(row.stage, '')} {stage_in_words(row.stage)}" if column == STATE else row.owner

    def below(self, row: WorkRow) -> str:
        return row.below

    def read_out(self, row: WorkRow, column: int) -> str:
        return stage_in_words(row.stage) if column == STATE else super().read_out(row, column)

    def explained(self, row: WorkRow, column: int) -> str:
        due = self.tr("Due {day}").format(day=row.due) if row.due else ""
        lines = (row.title, row.below, stage_in_words(row.stage), due, self.tr("Enter: go to the field"))
        return "\n".join(line for line in lines if line)

    def strong(self, row: WorkRow, column: int) -> bool:
        return column == WHAT and row.stage == "not opened"

    def colour(self, row: WorkRow, column: int) -> str:
        if column == STATE:
            return COLOURS.get(row.stage, "muted")
        if column == AGE:
            return "alert" if row.overdue else "muted"
        return "text"


class WorklistTable(StackedTable):
    """Several rows can be chosen, for the same answer to all. Attributes: work (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.work = WorklistModel()
        super().__init__(self.work, spare=(OWNER, AGE), least=14, parent=parent)
        self.setAccessibleName(self.tr("Worklist"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def row_at(self, index: Index) -> WorkRow:
        return self.work.rows[index.row()]

    def choose(self, row: int) -> None:
        """That row alone, also while a modifier of a shortcut is held down."""
        if 0 <= row < self.model().rowCount():
            index = self.model().index(row, 0)
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def chosen_rows(self) -> tuple[WorkRow, ...]:
        """The selected rows, from the top."""
        return tuple(self.work.rows[i.row()] for i in sorted(self.selectionModel().selectedRows(), key=_row))


def _row(index: Index) -> int:
    return index.row()
