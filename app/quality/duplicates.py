"""Which records may be the same one twice."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.quality.tab import FormTab
from local_cache.quality.duplicates import duplicates
from local_cache.quality.findings import DuplicateRecords, RecordsWanted
from local_cache.registry import text_in
from local_cache.results.format import format_count
from widgets.card import Muted, Said
from widgets.quality_words import duplicates_sentence, likeness_explained
from widgets.tables.pairs import KindRow, KindsTable, PairsTable
from widgets.theme import em


class DuplicatesTab(FormTab):
    """The tab. Attributes: said (its sentence), kinds, pairs (its tables)."""

    read = staticmethod(duplicates)
    found: DuplicateRecords | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Said()
        self.column.addWidget(self.said)
        self.kinds = KindsTable()
        self.kinds.opened.connect(self._open_kind)
        self.column.addWidget(self.kinds)
        self.main = self.pairs = PairsTable()
        self.pairs.opened.connect(self._open_pair)
        self.pairs.setMinimumHeight(12 * em(self))
        self.column.addWidget(self.pairs, 1)
        self._foot = Muted()
        self.column.addWidget(self._foot)

    def fill(self) -> None:
        assert self.view is not None and self.found is not None
        found, language, settings = self.found, self.view.language, self.found.looked_for
        self.said.say(duplicates_sentence(found, language))
        self.kinds.kinds.show_rows(
            [KindRow(k, likeness_explained(k.likeness, settings, language)) for k in found.kinds] if settings else (),
            language,
        )
        self.pairs.pairs.compared = len(settings.variables) if settings else 0
        self.pairs.pairs.show_rows(found.pairs, language)
        for table, some in ((self.kinds, found.kinds), (self.pairs, found.pairs)):
            table.setVisible(bool(some))
        words = []
        if settings and settings.variables:
            names = ", ".join(text_in(self.form().variable(v).label, language) for v in settings.variables)
            words.append(self.tr("Compared: {names}.").format(names=names))
        if found.count > len(found.pairs):
            n = format_count(len(found.pairs), language)
            words.append(self.tr("The newest {n} pairs are listed.").format(n=n))
        self._foot.setText(" ".join(words))

    def _open_kind(self, row: int) -> None:
        self.records_wanted.emit(self.kinds.kinds.rows[row].alike.wanted)

    def _open_pair(self, row: int) -> None:
        if self.found is not None:
            pair = self.pairs.pairs.rows[row]
            self.records_wanted.emit(RecordsWanted(self.found.form, "", (pair.first, pair.second)))
