"""Which values break a rule, lie outside a range or have a code that is none."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.quality.tab import FormTab
from local_cache.quality.findings import Finding, Validity
from local_cache.quality.validity import validity
from local_cache.registry import Form, text_in
from widgets.card import Muted, Said
from widgets.quality_words import validity_sentence
from widgets.tables.faults import FaultRow, FaultsTable
from widgets.theme import em


class ValidityTab(FormTab):
    """The tab. Attributes: said (its sentence), faults (its table)."""

    read = staticmethod(validity)
    found: Validity | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Said()
        self.column.addWidget(self.said)
        self.main = self.faults = FaultsTable()
        self.faults.opened.connect(self._open_fault)
        self.faults.setMinimumHeight(18 * em(self))
        self.column.addWidget(self.faults, 1)
        self._unchecked = Muted(colour="alert")
        self.column.addWidget(self._unchecked)

    def fill(self) -> None:
        assert self.view is not None and self.found is not None
        found, language, form = self.found, self.view.language, self.form()
        self.said.say(validity_sentence(found, language))
        rows = [FaultRow(f, self._check_name(f, form)) for f in found.findings]
        self.faults.faults.show_rows(
            [*(r for r in rows if r.finding.found), *(r for r in rows if not r.finding.found)], language
        )
        words = self.tr("Not checked, as the definition was not understood: {names}.")
        names = ", ".join(f"{u.subject} ({u.reason})" for u in found.unchecked)
        self._unchecked.setText(words.format(names=names) if names else "")
        self._unchecked.setVisible(bool(names))

    def _check_name(self, finding: Finding, form: Form) -> str:
        assert self.view is not None
        rule = next((r for r in self.view.definition.rules if r.id == finding.subject), None)
        if finding.fault.value == "rule" and rule is not None:
            return text_in(rule.message, self.view.language)
        return text_in(form.variable(finding.subject).label, self.view.language)

    def _open_fault(self, row: int) -> None:
        self.records_wanted.emit(self.faults.faults.rows[row].finding.records)
