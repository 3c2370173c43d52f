"""The worklist: queries and the person's own corrections, a row for each, of which only those in view are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange
from PySide6.QtWidgets import QAbstractItemView, QWidget

from widgets.correction_words import COLOURS, MARKS, days_shortly, stage_in_words
from widgets.tables.rows import Index
from widgets.tables.stacked import StackedModel, StackedTable
from widgets.theme import em

WHAT, AGE, STATE, OWNER = range(4)
ROWS_MEASURED = 60
"""Rows that say how wide a column is: a screen of them."""
MOST_COPIED = 5_000


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

    def contents_width(self, column: int) -> int:
        # Few texts that come again and again: to measure each once is quicker than to ask row by row.
        texts = {self.work.text(row, column) for row in self.work.rows[:ROWS_MEASURED]}
        metrics = self.fontMetrics()
        return max((metrics.horizontalAdvance(text) for text in texts), default=0) + em(self) + 4

    def text(self) -> str:
        """The chosen rows alone, to be copied: there may be a hundred thousand of them."""
        model = self.work
        lines = ["\t".join(model.titles())]
        for row in self.chosen_rows()[:MOST_COPIED]:
            what, *others = (model.text(row, column) for column in range(len(model.titles())))
            lines.append("\t".join((f"{what} ({row.below})" if row.below else what, *others)))
        return "\n".join(lines) + "\n"

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
        return tuple(self.work.rows[at] for at in self.chosen_places())

    def chosen_places(self) -> list[int]:
        """Where the selected rows stand."""
        parts = sorted(self.selectionModel().selection(), key=_top)
        return [at for part in parts for at in range(part.top(), part.bottom() + 1)]

    def number_chosen(self) -> int:
        return sum(part.height() for part in self.selectionModel().selection())


def _top(part: QItemSelectionRange) -> int:
    return part.top()
