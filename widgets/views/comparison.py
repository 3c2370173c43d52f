"""Sammenligning: all units sorted, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from local_cache.registry import Indicator
from local_cache.results.figure import Comparison
from widgets.charts.comparison import ComparisonChart
from widgets.views.view import ChartView
from widgets.words import comparison_sentence


class ComparisonView(ChartView):
    """The view. Signals: unit_chosen(str id)."""

    unit_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = ComparisonChart()
        self._chart.unit_chosen.connect(self._take_unit)

    def show_comparison(self, comparison: Comparison, indicator: Indicator, language: str, made: Sequence[str]) -> None:
        self._chart.show_comparison(comparison, indicator, language)
        if all(u.nation for u in comparison.units):
            self.show_notice(self.tr("There are no units to compare"), made=made)
        else:
            self.show_chart(self._chart, comparison_sentence(comparison, language), made)

    def choose_unit(self, unit: str) -> None:
        self._chart.choose_unit(unit)
        self._read_row()

    def _take_unit(self, unit: str) -> None:
        self._read_row()
        self.unit_chosen.emit(unit)

    def _read_row(self) -> None:
        row = self._chart.currentIndex().row()
        if row >= 0:
            self.read_out(self._chart.units.explained(self._chart.units.rows[row], 0))
