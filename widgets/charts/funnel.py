"""The funnel plot: every unit by its size, and the limits within which units differ by chance.

Import late: pyqtgraph takes half a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from msgspec import structs
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

from local_cache.registry import Indicator, text_in
from local_cache.results.funnel_plot import FunnelPlot, FunnelUnit
from widgets.charts.canvas import Canvas, EndName, Frame
from widgets.charts.plot import PlotChart, Stop
from widgets.charts.scale import Scale, plain_scale, scale_for
from widgets.marks import Mark
from widgets.spread_words import outlier_in_words
from widgets.words import figure_in_words

MOST_NAMED = 6
"""More outliers than this are not named beside their points: the names would hide them."""

OWN, OTHER, OUTLIER = 11.0, 7.5, 14.0
"""Sizes of points, in pixels of a screen."""


class FunnelChart(PlotChart):
    """The plot. Left and Right walk the units by size. Choosing a unit here and in the comparison is linked through
    `unit_chosen` and `choose_unit`.

    Signals: unit_chosen(str) the id of a unit that was clicked or entered.
    """

    unit_chosen = Signal(str)
    by_column: ClassVar[bool] = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot: FunnelPlot | None = None
        self._indicator: Indicator | None = None
        self._language = "nb"
        self._chosen = ""
        self.setAccessibleName(self.tr("Funnel plot of units"))

    def show_funnel(self, plot: FunnelPlot, indicator: Indicator, language: str) -> None:
        """Draw the units; nothing where `plot.refused` says why there is no funnel."""
        self._plot, self._indicator, self._language = plot, indicator, language
        self._at = self.resting()
        self.setAccessibleDescription("\n".join(self.words_of(i) for i in range(len(plot.units))))
        self.redraw()

    def choose_unit(self, unit: str) -> None:
        """Ring a unit that was chosen elsewhere; none where it is not drawn."""
        self._chosen = unit
        self.go_to(self.resting())

    def chosen(self) -> str:
        """The id of the unit that was chosen, "" for none."""
        return self._chosen

    def resting(self) -> int | None:
        units = self._plot.units if self._plot else ()
        return next((i for i, u in enumerate(units) if u.unit.unit == self._chosen), None)

    def choose(self, stop: int) -> None:
        assert self._plot is not None
        self._chosen = self._plot.units[stop].unit.unit
        self.unit_chosen.emit(self._chosen)

    def words_of(self, stop: int) -> str:
        assert self._plot is not None
        unit = self._plot.units[stop]
        return (
            f"{unit.unit.name}: {figure_in_words(unit.unit.figure, self._language)}\n{outlier_in_words(unit.outlier)}"
        )

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        if self._plot is None or self._plot.refused is not None:
            return ()
        outliers = {u.outlier for u in self._plot.units}
        entries: list[tuple[Mark, str]] = []
        if any(u.unit.own for u in self._plot.units):
            entries.append(("own", self.tr("own")))
        entries.append(("unit", self.tr("other units")))
        if 1 in outliers:
            entries.append(("outside-high", self.tr("above the 99.8 % limits")))
        if -1 in outliers:
            entries.append(("outside-low", self.tr("below the 99.8 % limits")))
        if outliers & {2, -2}:
            entries.append(("outside-warn", self.tr("outside the 95 % limits only")))
        entries.append(("limit", self.tr("99.8 % limits")))
        entries.append(("warn-limit", self.tr("95 % limits")))
        entries.append(("nation", self.tr("nation")))
        return tuple(entries)

    def draw_on(self, canvas: Canvas) -> Sequence[Stop]:
        plot, indicator = self._plot, self._indicator
        if plot is None or indicator is None or not plot.units:
            return ()
        most = max([*(u.size * 1.03 for u in plot.units), *plot.sizes[-1:].tolist()])
        across = plain_scale(0.0, most, wanted=8)
        canvas.lay_out(
            Frame(
                x=(0.0, most),
                places=[(tick, across.tick_text(tick, self._language)) for tick in across.ticks if tick <= most],
                scale=self._scale(plot, indicator),
                language=self._language,
                x_name=self._size_name(indicator),
                y_name=text_in(indicator.unit, self._language),
                ends=self._ends(plot),
            )
        )
        if plot.target.value is not None:
            canvas.level(plot.target.value, "nation", 1.5, Qt.PenStyle.DashLine)
        for limits, width, style in (
            (plot.warn, 1.1, Qt.PenStyle.DashLine),
            (plot.alarm, 1.1, Qt.PenStyle.SolidLine),
        ):
            for line in limits:
                canvas.curve(plot.sizes, line, "pale", width, style)
        self._draw_units(canvas, plot.units)
        stops = [Stop(canvas.x_at(u.size), canvas.y_at(_value(u))) for u in plot.units]
        self._name_units(canvas, plot, stops)
        return stops

    def _scale(self, plot: FunnelPlot, indicator: Indicator) -> Scale:
        """All units and the target; of the mouth of the funnel what a unit of middling size needs."""
        figures = [u.unit.figure for u in plot.units]
        sizes = np.array([u.size for u in plot.units])
        at = int(np.argmin(np.abs(sizes - np.quantile(sizes, 0.25))))
        limits = (plot.units[at].low, plot.units[at].high)
        target = () if plot.target.value is None else (plot.target.value,)
        return scale_for(figures, _without_levels(indicator), intervals=False, also=(*limits, *target))

    def _size_name(self, indicator: Indicator) -> str:
        if indicator.kind == "ratio":
            return self.tr("Expected cases")
        return self.tr("Exposure") if indicator.kind == "rate" else self.tr("Number of cases")

    def _ends(self, plot: FunnelPlot) -> list[EndName]:
        ends = [] if plot.target.value is None else [EndName(plot.target.value, self.tr("Nation"), "nation")]
        for limits, words in ((plot.warn, self.tr("95 %")), (plot.alarm, self.tr("99.8 %"))):
            ends += [EndName(float(line[-1]), words, "muted") for line in limits if line.size and np.isfinite(line[-1])]
        return ends

    def _draw_units(self, canvas: Canvas, units: Sequence[FunnelUnit]) -> None:
        """Own strong, others pale, and outliers by their shape: a triangle outside the outer limits, pointing the way
        they lie, a diamond outside the inner ones only."""
        shapes = {0: "circle", 1: "up", -1: "down", 2: "diamond", -2: "diamond"}
        for own in (False, True):
            for outlier, symbol in shapes.items():
                those = [u for u in units if u.unit.own is own and u.outlier == outlier]
                size = OUTLIER if abs(outlier) == 1 or (own and outlier) else OWN if own or outlier else OTHER
                colour = "own" if own else "signal" if abs(outlier) == 1 else "pale"
                xs, ys = [u.size for u in those], [_value(u) for u in those]
                canvas.points(xs, ys, symbol, size, colour, edge="surface")

    def _name_units(self, canvas: Canvas, plot: FunnelPlot, stops: Sequence[Stop]) -> None:
        """The own unit and the few outliers by name, where the name hides no other name, no point and no line."""
        units = plot.units
        lines = [(plot.sizes, line) for limits in (plot.warn, plot.alarm) for line in limits if line.size]
        if plot.target.value is not None:
            lines.append(((0.0, plot.sizes[-1]), (plot.target.value,) * 2))
        outliers = [i for i, u in enumerate(units) if abs(u.outlier) == 1 and not u.unit.own]
        named = [i for i, u in enumerate(units) if u.unit.own]
        named += outliers if len(outliers) <= MOST_NAMED else []
        for i in named:
            own = units[i].unit.own
            words = self.tr("Own") if own else units[i].unit.name
            boxes = _beside(canvas, stops[i], canvas.wide(words, small=True, bold=own))
            boxes = [b for b in boxes if canvas.area.contains(b)]
            free = next((b for b in boxes if canvas.free(b, *lines) and not _hides(b, stops)), None)
            if free is None and own:
                # The own unit is always named: on a line, or in a throng on another point.
                clear = [b for b in boxes if canvas.free(b)]
                free = next((b for b in clear if not _hides(b, stops)), clear[0] if clear else None)
            if free is not None:
                at = QPointF(free.left(), free.center().y())
                canvas.words(words, at, colour="own" if own else "text", small=True, bold=own)


def _beside(canvas: Canvas, stop: Stop, wide: float) -> list[QRectF]:
    """Places for a name beside a point, the best first."""
    tall, gap, y = canvas.em(), 0.7 * canvas.em(), stop.y or 0.0
    right = QRectF(stop.x + gap, y - tall / 2, wide, tall)
    left, middle = right.translated(-2 * gap - wide, 0), right.translated(-gap - wide / 2, 0)
    return [right, left, middle.translated(0, -tall), middle.translated(0, tall)]


def _hides(box: QRectF, stops: Sequence[Stop]) -> bool:
    """Whether a name there would lie on a point."""
    around = box.adjusted(-0.2 * box.height(), 0, 0.2 * box.height(), 0)
    return any(s.y is not None and around.contains(QPointF(s.x, s.y)) for s in stops)


def _value(unit: FunnelUnit) -> float:
    value = unit.unit.figure.value
    return float("nan") if value is None else value


def _without_levels(indicator: Indicator) -> Indicator:
    """A funnel is about chance around the nation: the registry's targets need no room in it."""
    return structs.replace(indicator, green=None, yellow=None)
