"""What is done with a query besides answering it: giving it to somebody, closing, reopening, returning, asking."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from app.corrections.record_pane import RecordPane
from local_cache.corrections import queries
from local_cache.corrections.person import COORDINATOR, REGISTRAR
from local_cache.corrections.queries import RESPONSES, Action, Query, may
from local_cache.ledger import Ledger
from local_cache.results.format import format_count
from widgets.correction_words import response_in_words


class QuerySteps(QObject):
    """The steps. Attributes: actions (by the step's name), ask (about a field), once the page has made them."""

    def __init__(self, ledger: Ledger, record: RecordPane, parent: QWidget) -> None:
        super().__init__(parent)
        self._ledger, self._record, self._place = ledger, record, parent
        self.actions: dict[Action, QAction] = {}
        self.ask: QAction | None = None

    def show_possible(self) -> None:
        """The actions say what may be done now."""
        work, opened = self._record.work, self._record.opened
        if work is None:
            return
        query = opened.query if opened is not None else None
        for step, action in self.actions.items():
            action.setEnabled(query is not None and may(work.person, query, step))
        if self.ask is not None:
            about = opened is not None and bool(opened.record)
            self.ask.setEnabled(about and work.person.is_any_of(frozenset({COORDINATOR, REGISTRAR})))

    def answer(self) -> None:
        """Any of the answers, chosen from a list."""
        names = {response_in_words(r): r for r in RESPONSES}
        title, words = self.tr("Answer"), self.tr("What is the answer?")
        chosen, yes = QInputDialog.getItem(self._place, title, words, list(names), 0, False)
        if yes and chosen:
            self._record.answer(names[chosen])

    def comment(self, text: str) -> None:
        work = self._record.work
        if work is not None and self._fits(text):
            self._step(lambda query: queries.comment(self._ledger, work.person, query, text))

    def assign(self) -> None:
        work = self._record.work
        if work is None:
            return
        owner = self._words_for(self.tr("Assign"), self.tr("To whom? Empty: to nobody."), work.person.name)
        if owner is not None:
            self._step(lambda query: queries.assign(self._ledger, work.person, query, owner))

    def close(self) -> None:
        work, opened = self._record.work, self._record.opened
        if work is not None and opened is not None:
            finding, row = opened.finding, opened.row
            self._step(lambda query: queries.close(self._ledger, work.person, query, finding=finding, row=row))

    def reopen(self) -> None:
        work = self._record.work
        if work is not None:
            self._step(lambda query: queries.reopen(self._ledger, work.person, query))

    def return_query(self) -> None:
        work = self._record.work
        words = self._words_for(self.tr("Return the query"), self.tr("Why does the answer not do?"))
        if work is not None and words:
            self._step(lambda query: queries.return_query(self._ledger, work.person, query, words))

    def ask_about(self) -> None:
        """A question of one's own about the field in which the keyboard is."""
        work, opened = self._record.work, self._record.opened
        if work is None or opened is None or opened.row is None:
            return
        focus = self._place.window().focusWidget()
        fields = self._record.form.form.fields
        name = next((n for n, f in fields.items() if focus is not None and f.isAncestorOf(focus)), "")
        name = name or (opened.query.variable if opened.query is not None else next(iter(fields), ""))
        label = work.label(opened.form.id, name)
        words = self._words_for(self.tr("Ask about {field}").format(field=label), self.tr("What is in doubt?"))
        if words:
            place = (work.definition.registry, str(opened.row["unit"]), opened.form.id, opened.record)
            self._record.leave()
            self._record.write(lambda: queries.raise_query(self._ledger, work.person, place, name, words))

    def _step(self, act: Callable[[Query], object]) -> None:
        opened = self._record.opened
        if opened is not None and opened.query is not None:
            query = opened.query
            self._record.leave()
            self._record.write(lambda: act(query))
            self._record.opened = None

    def _words_for(self, title: str, words: str, text: str = "") -> str | None:
        said, yes = QInputDialog.getText(self._place, title, words, QLineEdit.EchoMode.Normal, text)
        return said.strip() if yes and self._fits(said) else None

    def _fits(self, said: str) -> bool:
        """Whether words can be kept whole; nothing of them is kept where not, and that is said."""
        if len(said.strip()) <= queries.LONGEST_QUESTION:
            return True
        work = self._record.work
        longest = format_count(queries.LONGEST_QUESTION, work.language if work is not None else "")
        words = self.tr("Nothing was written: the words are longer than {n} characters.").format(n=longest)
        self._record.form.say(words, alert=True)
        return False
