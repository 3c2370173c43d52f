"""What stands between a unit and the deadline: a row for each piece of work, one click from its records."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import ToDo
from local_cache.results.format import EN_DASH, format_count
from widgets.quality_words import duration, task_in_words, todo_count
from widgets.tables.rows import Index
from widgets.tables.stacked import StackedModel, StackedTable

WHAT, TIME = range(2)


@dataclass(frozen=True)
class TodoRow:
    """A piece of work with its form's name; subject: what it is about in words, "" for nothing in particular."""

    todo: ToDo
    form: str
    subject: str = ""


class TodoModel(StackedModel[TodoRow]):
    """What must be done stands in bold; what can wait says so."""

    numbers = frozenset({TIME})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("To do"), self.tr("Time"))

    def text(self, row: TodoRow, column: int) -> str:
        if column == WHAT:
            return row.subject or task_in_words(row.todo.task)
        return EN_DASH if row.todo.minutes is None else duration(row.todo.minutes, self.language)

    def below(self, row: TodoRow) -> str:
        parts = [todo_count(row.todo, self.language), row.form]
        if not row.todo.blocks:
            parts.append(self.tr("can wait"))
        if row.todo.asked_about:
            asked = format_count(row.todo.asked_about, self.language)
            parts.append(self.tr("the registry has asked about {n}").format(n=asked))
        return " · ".join(parts)

    def explained(self, row: TodoRow, column: int) -> str:
        lines = [self.text(row, WHAT), self.below(row), self.tr("Click to see the records.")]
        if row.subject:
            lines.insert(0, task_in_words(row.todo.task))
        return "\n".join(lines)

    def strong(self, row: TodoRow, column: int) -> bool:
        return row.todo.blocks and column == WHAT

    def colour(self, row: TodoRow, column: int) -> str:
        return "text" if row.todo.blocks else "muted"


class TodoTable(StackedTable):
    """Attributes: todo (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.todo = TodoModel()
        super().__init__(self.todo, least=11, parent=parent)
        self.setAccessibleName(self.tr("What there is to do"))

    def row_at(self, index: Index) -> TodoRow:
        return self.todo.rows[index.row()]
