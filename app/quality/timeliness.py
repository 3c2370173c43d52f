"""How soon forms are completed, and which of them wait."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.quality.tab import FormTab
from local_cache.quality.findings import Timeliness
from local_cache.quality.timeliness import timeliness
from widgets.card import Columns
from widgets.charts.delay import DelayChart
from widgets.quality_words import timeliness_sentence
from widgets.records_button import RecordsButton
from widgets.tables.delays import MonthRow, MonthsTable, WaitingRow, WaitingTable
from widgets.tables.shown import ShownTable
from widgets.theme import em


class TimelinessTab(FormTab):
    """The tab. Attributes: chart, by_month, waiting (its tables)."""

    read = staticmethod(timeliness)
    found: Timeliness | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = self.add_chart()
        self.chart = DelayChart()
        self.chart.read_out.connect(self.shown.read_out)
        self.chart.setMinimumHeight(13 * em(self))
        buttons = QHBoxLayout()
        self.late = RecordsButton(text=self.tr("Show those completed late"))
        self._overdue = RecordsButton(text=self.tr("Show those that are overdue"))
        self._early = RecordsButton(text=self.tr("Show those completed before their event"))
        for button in (self.late, self._overdue, self._early):
            button.chosen.connect(self.records_wanted)
            buttons.addWidget(button)
        buttons.addStretch()
        self.column.addLayout(buttons)
        tables = Columns(least=25)
        self.by_month = MonthsTable()
        self.waiting = WaitingTable()
        self.waiting.opened.connect(self._open_waiting)
        for table in (self.by_month, self.waiting):
            table.setMinimumHeight(13 * em(self))
            tables.add(table)
        self.column.addWidget(tables)

    def fill(self) -> None:
        assert self.view is not None and self.found is not None
        found, language = self.found, self.view.language
        self.chart.show_delay(found, language)
        method = self.tr(
            "From the event to the first completion; later changes do not count. "
            "Share completed by days since the event (Kaplan–Meier), open forms counted in."
        )
        self.shown.show_chart(self.chart, timeliness_sentence(found, language), (method.removesuffix("."), self.age()))
        for button, wanted in (
            (self.late, found.late_records),
            (self._overdue, found.overdue_records),
            (self._early, found.early_records),
        ):
            button.lead_to(wanted, "")
        by_month = zip(found.months, found.by_month, strict=True)
        self.by_month.by_month.show_rows([MonthRow(m, d) for m, d in reversed(list(by_month))], language)
        waiting = [WaitingRow(w, place) for w in found.waiting for place in range(len(w.counts))]
        self.waiting.waiting.show_rows(waiting, language)

    def figures(self) -> ShownTable | None:
        return self.chart.shown() if self.brought() else None

    def _open_waiting(self, row: int) -> None:
        one = self.waiting.waiting.rows[row]
        self.records_wanted.emit(one.waiting.records[one.place])
