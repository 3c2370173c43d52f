"""A masked value shown to a person who asks for it: a deliberate act, which is in the audit log before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.jobs import Jobs
from app.pages.page import View
from local_cache.cache import Cursor
from local_cache.errors import Problem
from local_cache.ledger import Ledger
from local_cache.records.columns import column_named, columns_of_form
from local_cache.records.identifiers import reveal
from local_cache.records.text import Value, cell_text


@dataclass(frozen=True)
class Revealed:
    form: str
    record_id: str
    column: str
    text: str


class Revealing(QObject):
    """What reveals. Signals: revealed(Revealed); refused(Problem)."""

    revealed = Signal(object)
    refused = Signal(object)

    def __init__(self, jobs: Jobs, ledger: Ledger, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._ledger = jobs, ledger

    def reveal(self, view: View, form: str, record_id: str, name: str) -> None:
        definition, unit, ledger, language = view.definition, view.unit, self._ledger, view.language
        column = column_named(columns_of_form(definition, definition.form(form), language), name)

        def read(cursor: Cursor) -> Revealed:
            value: Value = reveal(cursor, ledger, definition, form, unit, record_id, name)
            return Revealed(form, record_id, name, cell_text(column, value, language))

        self._jobs.query(read, self._take, self._refuse)

    def _take(self, revealed: Revealed) -> None:
        self.revealed.emit(revealed)

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)
