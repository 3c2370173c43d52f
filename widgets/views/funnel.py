"""Trakt: who lies outside what chance gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from local_cache.registry import Indicator
from local_cache.results.funnel_plot import FunnelPlot
from widgets.spread_words import funnel_sentence, no_funnel_in_words
from widgets.views.view import ChartView

if TYPE_CHECKING:
    from widgets.charts.funnel import FunnelChart


class FunnelView(ChartView):
    """The view, with exact limits or those that hold the spread all units share. Signals: unit_chosen(str id)."""

    unit_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: FunnelChart | None = None
        self._plots: tuple[FunnelPlot, FunnelPlot] | None = None
        self._indicator: Indicator | None = None
        self._language = "nb"
        self._chosen = ""
        self._circumstances: tuple[str, ...] = ()
        self._widened = QCheckBox(self.tr("Limits with over-dispersion"))
        self._widened.setToolTip(
            self.tr("Widens the limits by the spread that all units share, so that fewer are called outliers")
        )
        self._widened.toggled.connect(self._draw)
        self.tools.addWidget(self._widened)

    def show_plots(
        self, exact: FunnelPlot, widened: FunnelPlot, indicator: Indicator, language: str, circumstances: Sequence[str]
    ) -> None:
        """Both forms of the plot; which one is drawn the person chooses."""
        self._plots = (exact, widened)
        self._indicator, self._language, self._circumstances = indicator, language, tuple(circumstances)
        self._draw()

    @property
    def plot(self) -> FunnelPlot | None:
        """The plot that is drawn."""
        return self._plots[self._widened.isChecked()] if self._plots else None

    def choose_unit(self, unit: str) -> None:
        self._chosen = unit
        if self._chart is not None:
            self._chart.choose_unit(unit)

    def _draw(self) -> None:
        plot, indicator = self.plot, self._indicator
        if plot is None or indicator is None:
            return
        self._widened.setVisible(plot.refused is None)
        if plot.refused is not None:
            self.show_notice(self.tr("No funnel plot"), no_funnel_in_words(plot.refused), made=self._circumstances)
            return
        chart = self._made_chart()
        chart.show_funnel(plot, indicator, self._language)
        self.show_chart(chart, funnel_sentence(plot, self._language), self._made_by(plot))
        if self._chosen:
            chart.choose_unit(self._chosen)

    def _made_chart(self) -> FunnelChart:
        if self._chart is None:
            from widgets.charts.funnel import FunnelChart

            self._chart = FunnelChart()
            self._chart.read_out.connect(self.read_out)
            self._chart.unit_chosen.connect(self._take_unit)
        return self._chart

    def _take_unit(self, unit: str) -> None:
        self._chosen = unit
        self.unit_chosen.emit(unit)

    def _made_by(self, plot: FunnelPlot) -> tuple[str, ...]:
        method = {
            "binomial": self.tr("Exact binomial limits, 95 % and 99.8 %"),
            "arcsine": self.tr("Limits with over-dispersion (arcsine scale), 95 % and 99.8 %"),
            "Poisson": self.tr("Exact Poisson limits, 95 % and 99.8 %"),
            "log": self.tr("Limits with over-dispersion (logarithmic scale), 95 % and 99.8 %"),
        }[plot.method]
        return (method, *self._circumstances)
