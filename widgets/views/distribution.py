"""Fordeling: how the measure is spread, own against the rest of the country."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from local_cache.registry import Indicator
from local_cache.results.distribution import Distribution
from widgets.spread_words import distribution_sentence, no_distribution_in_words
from widgets.views.view import ChartView

if TYPE_CHECKING:
    from widgets.charts.distribution import DistributionChart


class DistributionView(ChartView):
    """The view: shares per class, or what share lies under each value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: DistributionChart | None = None
        self._cumulative = QCheckBox(self.tr("Cumulative"))
        self._cumulative.setToolTip(self.tr("Draw what share of the cases lies at or under each value"))
        self._cumulative.toggled.connect(self._turn)
        self.tools.addWidget(self._cumulative)

    def show_distribution(
        self, distribution: Distribution, indicator: Indicator, language: str, circumstances: Sequence[str]
    ) -> None:
        self._cumulative.setVisible(distribution.refused is None)
        if distribution.refused is not None:
            self.show_notice(
                self.tr("No distribution"), no_distribution_in_words(distribution.refused), made=circumstances
            )
            return
        if self._chart is None:
            from widgets.charts.distribution import DistributionChart

            self._chart = DistributionChart()
            self._chart.read_out.connect(self.read_out)
        self._chart.show_distribution(distribution, indicator, language)
        self._chart.show_cumulative(self._cumulative.isChecked())
        self.show_chart(self._chart, distribution_sentence(distribution, indicator, language), circumstances)

    def _turn(self, cumulative: bool) -> None:
        if self._chart is not None:
            self._chart.show_cumulative(cumulative)
            self._legend.show_entries(self._chart.legend())
