"""What stands beside a record: the thread with the registry, and what the correction changes."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.corrections.as_shown import effect_rows, thread_entries
from app.corrections.opened import Effects, Opened
from app.corrections.work import Work
from local_cache.corrections.queries import may
from widgets.card import Card, Muted
from widgets.quality_words import counted
from widgets.tables.effects import EffectsTable
from widgets.theme import GAP, em
from widgets.thread_view import ThreadView


class BesideRecord(QScrollArea):
    """The column. Attributes: conversation, effect (the table of the correction shown), together (of all)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        self.conversation = ThreadView()
        one = Card(self.tr("What this correction changes"))
        self.effect = EffectsTable(self.tr("What this correction changes"))
        self._effect_words = Muted()
        one.body.addWidget(self.effect)
        one.body.addWidget(self._effect_words)
        self._all = Card(self.tr("With all that are ready"))
        self.together = EffectsTable(self.tr("With all that are ready"))
        self._together_words = Muted()
        self._all.body.addWidget(self._together_words)
        self._all.body.addWidget(self.together)
        for card in (self.conversation, one, self._all):
            column.addWidget(card)
        column.addStretch()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(contents)
        contents.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumWidth(15 * em(self))

    def show_nothing(self) -> None:
        """There is no record."""
        self.conversation.show_entries((), may_comment=False)
        self.effect.hide()
        self._effect_words.setText(self.tr("No value is changed yet."))
        self._effect_words.show()

    def show_thread(self, work: Work, opened: Opened) -> None:
        allowed = opened.query is not None and may(work.person, opened.query, "comment")
        self.conversation.show_entries(thread_entries(work, opened), may_comment=allowed)

    def show_effects(self, work: Work, effects: Effects) -> None:
        language = work.language
        self.effect.setVisible(effects.one is not None)
        self.effect.effects.show_rows(effect_rows(effects.one, language) if effects.one is not None else (), language)
        words = self.tr("No value is changed yet.")
        if effects.one is not None:
            words = "" if effects.one.changed else self.tr("None of the unit's indicators is moved in this period.")
        self._effect_words.setText(words)
        self._effect_words.setVisible(bool(words))
        self._all.setVisible(effects.all is not None)
        self.together.effects.show_rows(effect_rows(effects.all, language) if effects.all is not None else (), language)
        one, several = self.tr("{n} correction."), self.tr("{n} corrections taken together.")
        self._together_words.setText(counted(effects.number, one, several, language))
