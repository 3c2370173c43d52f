"""From when something is counted or registered differently, so that the time before cannot be compared."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.quality.tab import QualityTab
from local_cache.quality.findings import Break, Comparability
from local_cache.registry import text_in
from widgets.card import Said
from widgets.quality_words import comparability_sentence
from widgets.tables.breaks import BreakRow, BreaksTable


class ComparabilityTab(QualityTab):
    """The tab. Attributes: breaks (its table)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = Said()
        self.column.addWidget(self._said)
        self.main = self.breaks = BreaksTable()
        self.column.addWidget(self.breaks, 1)

    def show_breaks(self, found: Comparability) -> None:
        assert self.view is not None
        language = self.view.language
        self._said.say(comparability_sentence(len(found.within), language))
        changes = [*found.within, *found.others]
        self.breaks.breaks.show_rows([self._row(b, b in found.within) for b in changes], language)
        self.bring()

    def _row(self, change: Break, within: bool) -> BreakRow:
        assert self.view is not None
        definition, language = self.view.definition, self.view.language
        indicators = {i.id: text_in(i.title, language) for i in definition.indicators}
        variables = {v.id: text_in(v.label, language) for f in definition.forms for v in f.variables}
        about = [indicators.get(i, i) for i in change.indicators] + [variables.get(v, v) for v in change.variables]
        return BreakRow(change, ", ".join(about), text_in(change.text, language) if change.text else "", within)
