"""How much of each variable is filled in, month by month."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.pages.page import View
from app.quality.tab import FormTab
from local_cache.quality.completeness import form_completeness
from local_cache.quality.findings import Comparability, FormCompleteness, RecordsWanted, VariableCompleteness
from local_cache.registry import text_in
from local_cache.results.figure import add_months
from widgets.charts.heat_cells import HeatRow
from widgets.charts.heat_map import HeatMap
from widgets.quality_words import completeness_sentence, duty_in_words
from widgets.records_button import RecordsButton
from widgets.theme import em


class CompletenessTab(FormTab):
    """The tab. Attributes: heat (the map)."""

    read = staticmethod(form_completeness)
    found: FormCompleteness | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._breaks: Comparability | None = None
        self.shown = self.add_chart()
        self.main = self.heat = HeatMap()
        self.heat.read_out.connect(self._read_cell)
        self.heat.opened.connect(self._open_cell)
        self.heat.setMinimumHeight(18 * em(self))
        self.incomplete = RecordsButton(text=self.tr("Show the incomplete forms"))
        self.incomplete.chosen.connect(self.records_wanted)
        self.column.addWidget(self.incomplete, alignment=Qt.AlignmentFlag.AlignLeft)

    def take(self, view: View) -> None:
        super().take(view)
        self._breaks = None

    def mark_breaks(self, breaks: Comparability) -> None:
        """From when variables are registered differently; it may come before the rest or after."""
        self._breaks = breaks
        if self.found is not None:
            self._fill_map()

    def fill(self) -> None:
        assert self.view is not None and self.found is not None
        self._fill_map()
        self.shown.show_chart(self.heat, completeness_sentence(self.found, self.view.language), self._made())
        self.heat.read_current()
        self.incomplete.lead_to(self.found.incomplete_records, "")

    def _made(self) -> list[str]:
        assert self.view is not None and self.found is not None
        language, form, found = self.view.language, self.form(), self.found
        words = [
            self.tr("Completed forms with events in the period. Unknown counts neither as filled in nor as missing.")
        ]
        codes = dict.fromkeys(text_in(c.label, language) for v in found.variables for c in v.unknown_codes)
        if codes:
            words.append(self.tr("Codes for unknown: {codes}.").format(codes=", ".join(codes)))
        refused = [text_in(form.variable(v.variable).label, language) for v in found.variables if v.refused]
        if refused:
            words.append(
                self.tr("Taken as optional, as the condition was not understood: {names}.").format(
                    names=", ".join(refused)
                )
            )
        return [" ".join(words).removesuffix("."), self.age()]

    def _months(self) -> tuple[date, ...]:
        assert self.view is not None
        period = self.view.period
        number = (period.end.year - period.first.year) * 12 + period.end.month - period.first.month
        return tuple(add_months(period.first, i) for i in range(number))

    def _fill_map(self) -> None:
        assert self.view is not None and self.found is not None
        self.heat.show_rows([self._row(v) for v in self.found.variables], self._months(), self.view.language)

    def _row(self, one: VariableCompleteness) -> HeatRow:
        assert self.view is not None
        first = self.view.period.first
        marks = self._breaks.marks(variable=one.variable) if self._breaks else ()
        return HeatRow(
            name=text_in(self.form().variable(one.variable).label, self.view.language),
            group=duty_in_words(one.duty),
            strong=one.must,
            asked=tuple(one.asked.tolist()),
            filled=tuple(one.filled.tolist()),
            unknown=tuple(one.unknown.tolist()),
            missing=tuple(one.missing.tolist()),
            breaks=tuple((b.since.year - first.year) * 12 + b.since.month - first.month for b in marks),
        )

    def _read_cell(self, words: str) -> None:
        hint = self.tr("Enter or a double click shows the records.")
        self.shown.read_out(f"{words}. {hint}" if words else "")

    def _open_cell(self, row: int, month: int) -> None:
        """The records that lack the value, else those where it is unknown; of one month where one was opened."""
        if self.found is None:
            return
        one = self.found.variables[row]
        lacking = one.count_missing if month < 0 else int(one.missing[month])
        wanted = one.missing_records if lacking else one.unknown_records
        if wanted is not None and month >= 0 and wanted.expression:
            first = self._months()[month]
            days = f"event_date >= DATE '{first}' AND event_date < DATE '{add_months(first, 1)}'"
            wanted = RecordsWanted(wanted.form, f"{wanted.expression} AND {days}")
        self.records_wanted.emit(wanted)
