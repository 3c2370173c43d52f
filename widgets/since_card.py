"""A card that says what changed since the last visit, registry by registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from local_cache.results.format import format_count
from local_cache.results.since_last_visit import Since
from widgets.card import Card, Columns, Muted, Words
from widgets.since_words import compared_in_words, since_in_words, visit_sentence
from widgets.tables.changes import ChangedIndicator, ChangesTable
from widgets.theme import GAP, strong

MOST_SHOWN = 8


@dataclass(frozen=True)
class RegistryNews:
    """What changed in a registry. since: None at a first visit; again: see `visit_sentence`; changed: the indicators
    that did."""

    name: str
    since: Since | None
    again: datetime | None = None
    changed: tuple[ChangedIndicator, ...] = ()


class SinceCard(Card):
    """The card. Signals: opened(ChangedIndicator) when an indicator is chosen."""

    opened = Signal(object)

    def __init__(self, news: Sequence[RegistryNews], language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading.setText(self.tr("Since the last visit"))
        self.heading.show()
        self.setAccessibleName(self.heading.text())
        self._language = language
        known = [(n, n.since) for n in news if n.since is not None]
        if not known:
            self.body.addWidget(
                Words(self.tr("This is the first visit here. Next time, what has changed since now stands here."))
            )
            return
        changed = [(n, since) for n, since in known if not since.nothing]
        # Said once for all where it is the same for all that something is said of.
        circumstances = {self._circumstances(n, since) for n, since in changed or known}
        together = len(circumstances) == 1
        if together:
            self.body.addWidget(Muted(circumstances.pop()))
        if changed:
            columns = Columns(least=17)
            for one, since in changed:
                columns.add(self._registry(one, since, dated=not together))
            self.body.addWidget(columns)
            self._add_changed(sorted((c for n, _ in changed for c in n.changed), key=lambda c: c.weight))
        else:
            self.body.addWidget(Words(self.tr("Nothing has changed.")))
        for template, names in (
            (self.tr("Nothing new: {registries}."), [n.name for n, since in known if changed and since.nothing]),
            (self.tr("First visit: {registries}."), [n.name for n in news if n.since is None]),
        ):
            if names:
                self.body.addWidget(Muted(template.format(registries=", ".join(names))))

    def say_also(self, words: str) -> None:
        """What went wrong, below everything else."""
        self.body.addWidget(Muted(words, colour="alert"))

    def _circumstances(self, one: RegistryNews, since: Since) -> str:
        said = (visit_sentence(since, one.again, self._language), compared_in_words(since, self._language))
        return " ".join(s for s in said if s)

    def _registry(self, one: RegistryNews, since: Since, *, dated: bool) -> QWidget:
        """A registry's name and what changed there."""
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        name = Words(one.name)
        name.setFont(strong(name.font()))
        column.addWidget(name)
        if dated:
            column.addWidget(Muted(self._circumstances(one, since)))
        for words in since_in_words(since, self._language):
            column.addWidget(Words(words))
        column.addStretch()
        return told

    def _add_changed(self, changed: Sequence[ChangedIndicator]) -> None:
        if not changed:
            self.body.addWidget(Muted(self.tr("No indicator has changed level or moved clearly.")))
            return
        self._table = ChangesTable(name=self.tr("Indicators that changed"))
        self._table.changes.show_rows(changed[:MOST_SHOWN], self._language)
        self._table.opened.connect(self._open)
        self.body.addWidget(self._table)
        if len(changed) > MOST_SHOWN:
            more = format_count(len(changed) - MOST_SHOWN, self._language)
            self.body.addWidget(Muted(self.tr("And {n} more on the page Results.").format(n=more)))

    def _open(self, row: int) -> None:
        self.opened.emit(self._table.changes.rows[row])
