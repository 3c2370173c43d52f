"""Tabell: exactly the figures drawn, for reading and copying."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from local_cache.registry import Indicator
from local_cache.results.distribution import Distribution
from local_cache.results.figure import Comparison
from local_cache.results.funnel_plot import FunnelPlot
from local_cache.results.over_time import OverTime
from widgets.tables.figures import FiguresTable
from widgets.tables.shown import ShownTable
from widgets.theme import GAP

CHARTS = ("over-time", "comparison", "funnel", "distribution")
"""The charts that have a table, in the order of the tabs."""


class FiguresView(QWidget):
    """The view. Attributes: table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        row = QHBoxLayout()
        self._which = QButtonGroup(self)
        titles = (self.tr("Over time"), self.tr("Comparison"), self.tr("Funnel"), self.tr("Distribution"))
        for number, title in enumerate(titles):
            button = QRadioButton(title)
            self._which.addButton(button, number)
            row.addWidget(button)
        self._which.button(0).setChecked(True)
        self._which.idToggled.connect(self._fill)
        row.addStretch()
        copy = QPushButton(self.tr("Copy the table"))
        copy.clicked.connect(self._copy)
        row.addWidget(copy)
        column.addLayout(row)
        self.table = FiguresTable()
        column.addWidget(self.table, 1)
        self._shown: tuple[OverTime, Comparison, FunnelPlot, Distribution] | None = None
        self._indicator: Indicator | None = None
        self._language = "nb"

    def show_figures(
        self,
        over_time: OverTime,
        comparison: Comparison,
        funnel: FunnelPlot,
        distribution: Distribution,
        indicator: Indicator,
        language: str,
    ) -> None:
        self._shown, self._indicator = (over_time, comparison, funnel, distribution), indicator
        self._language = language
        there = (True, True, funnel.refused is None, distribution.refused is None)
        for number, offered in enumerate(there):
            self._which.button(number).setVisible(offered)
        if not there[self._which.checkedId()]:
            self._which.button(0).setChecked(True)
        self._fill()

    def show_chart(self, chart: str) -> None:
        """Turn to the figures of the chart of that name, where it has any."""
        if chart in CHARTS and not self._which.button(CHARTS.index(chart)).isHidden():
            self._which.button(CHARTS.index(chart)).setChecked(True)

    def chart(self) -> str:
        """The name of the chart whose figures are shown."""
        return CHARTS[self._which.checkedId()]

    def shown(self, chart: str) -> ShownTable:
        """The chart's figures; those of the table that is chosen where the name is no chart's or it has none."""
        self.show_chart(chart)
        return self.table.shown()

    def _copy(self) -> None:
        self.table.copy()

    def _fill(self) -> None:
        if self._shown is None:
            return
        over_time, comparison, funnel, distribution = self._shown
        figures, language = self.table.figures, self._language
        match self._which.checkedId():
            case 0:
                figures.show_over_time(over_time, language)
            case 1:
                figures.show_comparison(comparison, language)
            case 2:
                figures.show_funnel(funnel, language)
            case _:
                assert self._indicator is not None
                figures.show_distribution(distribution, self._indicator, language)
