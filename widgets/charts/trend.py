"""The own unit over time, with the nation's line, target bands and intervals.

Import late: pyqtgraph takes half a second.
"""

from __future__ import annotations

from datetime import date
from math import ceil, nan, sqrt
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QVBoxLayout, QWidget

from local_cache.registry import Granularity, Indicator, text_in
from local_cache.results.figure import Period, Point, Trend
from local_cache.results.format import format_month
from widgets.charts.scale import Scale, bands, scale_for
from widgets.theme import scaled, strong, theme
from widgets.words import point_in_words

INTERVALS_UP_TO = 40
"""More intervals than this hide the line they belong to."""

TICK_TEXT_OFFSET = 8


class _MonthAxis(pg.AxisItem):
    """Months under the points, as many as there is room for; positions are indexes into the series."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.months: tuple[str, ...] = ()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N803
        if not self.months:
            return []
        metrics = QFontMetricsF(self.style["tickFont"])
        widest = max(metrics.horizontalAdvance(m) for m in self.months) + metrics.height()
        room = max(1, int(size // widest))
        every = next(e for e in (1, 2, 3, 4, 6, 12, 24, 36, 60, 120, 240, 600) if len(self.months) / e <= room)
        # Counted from the newest, which is the one that is asked about.
        return [(every, [float(i) for i in range((len(self.months) - 1) % every, len(self.months), every)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        # A space on both sides: pyqtgraph cuts what reaches out of a letter's box, such as the foot of a "j".
        return [f" {self.months[round(v)]} " if 0 <= round(v) < len(self.months) else "" for v in values]


class _ValueAxis(pg.AxisItem):
    """The scale's own ticks in the measure's format."""

    def __init__(self) -> None:
        super().__init__("left")
        self.scale_shown: Scale | None = None
        self.language = "nb"

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N803
        return [(1.0, list(self.scale_shown.ticks))] if self.scale_shown else []

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [self.scale_shown.tick_text(v, self.language) for v in values] if self.scale_shown else []


class TrendChart(QWidget):
    """The chart. Arrow keys walk the points, Home and End go to the ends.

    Signals: read_out(str) the exact figures of the point under the pointer or the keyboard, "" when it is left.
    """

    read_out = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months, self._values = _MonthAxis(), _ValueAxis()
        self._plot = pg.PlotWidget(axisItems={"bottom": self._months, "left": self._values}, background=theme().surface)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self._plot.getPlotItem()
        item.setMouseEnabled(x=False, y=False)
        item.setMenuEnabled(False)
        item.hideButtons()
        item.getViewBox().setDefaultPadding(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._trend: Trend | None = None
        self._indicator: Indicator | None = None
        self._period: Period | None = None
        self._language = "nb"
        self._at: int | None = None
        self._halo: pg.ScatterPlotItem | None = None

    def show_trend(self, trend: Trend, indicator: Indicator, period: Period, language: str) -> None:
        """Draw the series; the chosen period is marked under the points."""
        self._trend, self._indicator, self._period, self._language = trend, indicator, period, language
        self._at = None
        self.setAccessibleName(self.tr("Chart over time"))
        self.setAccessibleDescription(
            "\n".join(
                point_in_words(self.tr("Own"), p, trend.granularity, language)
                for p in trend.own
                if p.figure.value is not None
            )
        )
        self._draw()

    def _draw(self) -> None:
        trend, indicator = self._trend, self._indicator
        item = self._plot.getPlotItem()
        self._plot.setBackground(theme().surface)
        item.clear()
        self._halo = None
        if trend is None or indicator is None:
            return
        now = theme()
        own, nation = trend.own, trend.nation
        count = max(len(own), len(nation))
        with_intervals = sum(p.figure.value is not None for p in own) <= INTERVALS_UP_TO
        figures = [p.figure for p in (*own, *nation)]
        scale = scale_for(figures, indicator, intervals=False)
        self._set_axes(scale, [p.month for p in own] or [p.month for p in nation], trend.granularity)
        left, right = -0.6, count - 0.4
        for name, low, high in bands(indicator, scale):
            band = QGraphicsRectItem(QRectF(left, low, right - left, high - low))
            band.setBrush(now.colour(name))
            band.setPen(QPen(Qt.PenStyle.NoPen))
            band.setZValue(-20)
            item.addItem(band, ignoreBounds=True)
        for tick in scale.ticks:
            line = pg.InfiniteLine(tick, angle=0, pen=pg.mkPen(_faint(now.colour("muted"), 46), width=1))
            line.setZValue(-15)
            item.addItem(line, ignoreBounds=True)
        self._draw_period(scale)
        xs = np.arange(count, dtype=float)
        national = _values(nation, count)
        item.addItem(
            pg.PlotCurveItem(
                xs,
                national,
                pen=pg.mkPen(now.colour("nation"), width=1.5, style=Qt.PenStyle.DashLine),
                connect="finite",
                antialias=True,
            )
        )
        mine = _values(own, count)
        if with_intervals:
            self._draw_intervals(own, scale)
        item.addItem(
            pg.PlotCurveItem(xs, mine, pen=pg.mkPen(now.colour("own"), width=1.8), connect="finite", antialias=True)
        )
        self._draw_points(own)
        item.setXRange(left, right, padding=0)
        # A little room, so that points at the ends are whole.
        room = (scale.high - scale.low) * 0.015
        item.setYRange(scale.low - room, scale.high + room, padding=0)
        self._label_ends(mine, national, scale, right)

    def _set_axes(self, scale: Scale, months: list[date], granularity: Granularity) -> None:
        now = theme()
        font = scaled(self.font(), 0.92)
        self._months.months = tuple(format_month(m, self._language, granularity) for m in months)
        assert self._indicator is not None
        unit = text_in(self._indicator.unit, self._language)
        self._values.setLabel(unit or None, color=now.muted)
        self._values.showLabel(bool(unit))
        self._values.scale_shown, self._values.language = scale, self._language
        for axis in (self._months, self._values):
            axis.setStyle(tickFont=font, tickLength=0, tickTextOffset=TICK_TEXT_OFFSET)
            axis.setPen(pg.mkPen(now.colour("line"), width=1))
            axis.setTextPen(now.colour("muted"))
            axis.picture = None
            axis.update()
        # The height pyqtgraph finds by itself cuts what hangs below the line in large text.
        self._months.setHeight(ceil(QFontMetricsF(font).height()) + TICK_TEXT_OFFSET + 4)

    def _draw_period(self, scale: Scale) -> None:
        """Dotted lines where the chosen period begins and ends inside the series, and what they mean."""
        assert self._trend is not None
        period, own = self._period, self._trend.own
        inside = [i for i, p in enumerate(own) if period and period.first <= p.month < period.end]
        if not inside or len(inside) == len(own):
            return
        item = self._plot.getPlotItem()
        pen = pg.mkPen(theme().colour("muted"), width=1.2, style=Qt.PenStyle.DotLine)
        for edge in (inside[0] - 0.5, inside[-1] + 0.5):
            if 0 <= edge < len(own) - 1:
                line = pg.InfiniteLine(edge, angle=90, pen=pen)
                line.setZValue(-12)
                item.addItem(line, ignoreBounds=True)
        text = pg.TextItem(self.tr("chosen period"), color=theme().colour("muted"), anchor=(0, 0))
        text.setFont(scaled(self.font(), 0.92))
        text.setPos(inside[0] - 0.5, scale.high)
        item.addItem(text, ignoreBounds=True)

    def _draw_intervals(self, points: tuple[Point, ...], scale: Scale) -> None:
        pen = pg.mkPen(_faint(theme().colour("own"), 90), width=1)
        xs: list[float] = []
        ys: list[float] = []
        for i, point in enumerate(points):
            low, high = point.figure.low, point.figure.high
            if low is not None and high is not None:
                xs += [i, i]
                ys += [max(low, scale.low), min(high, scale.high)]
        if xs:
            self._plot.getPlotItem().addItem(pg.PlotCurveItem(xs, ys, pen=pen, connect="pairs", antialias=True))

    def _draw_points(self, points: tuple[Point, ...]) -> None:
        """A point's area follows its number of cases; one that is not over, or is provisional, is hollow."""
        now = theme()
        known = [(i, p) for i, p in enumerate(points) if p.figure.value is not None]
        most = max((p.figure.denominator or 0 for _, p in known), default=0)
        crowd = 1.0 if len(known) <= 60 else 0.6
        sizes, brushes = [], []
        for _, point in known:
            share = sqrt((point.figure.denominator or most) / most) if most else 1.0
            sizes.append((5 + 5 * share) * crowd)
            brushes.append(pg.mkBrush(now.colour("surface" if point.partial else "own")))
        scatter = pg.ScatterPlotItem(
            [float(i) for i, _ in known],
            [p.figure.value for _, p in known],
            size=sizes,
            brush=brushes,
            pen=pg.mkPen(now.colour("own"), width=1.6),
            hoverable=True,
            tip=None,
            antialias=True,
        )
        scatter.sigHovered.connect(self._hovered)
        self._plot.getPlotItem().addItem(scatter)

    def _label_ends(self, mine: np.ndarray, national: np.ndarray, scale: Scale, right: float) -> None:
        """The lines' names at their right ends, moved apart where they would meet."""
        now = theme()
        labels = []
        for values, name, colour, font in (
            (mine, self.tr("Own"), "own", strong(self.font())),
            (national, self.tr("Nation"), "nation", self.font()),
        ):
            known = values[~np.isnan(values)]
            if known.size:
                labels.append([float(known[-1]), name, colour, font])
        labels.sort(key=lambda label: label[0])
        height = max(60, self._plot.height() - 40)
        apart = (scale.high - scale.low) * 1.25 * self.fontMetrics().height() / height
        if len(labels) == 2 and labels[1][0] - labels[0][0] < apart:
            middle = (labels[0][0] + labels[1][0]) / 2
            labels[0][0], labels[1][0] = middle - apart / 2, middle + apart / 2
        half = apart / 2
        widest = 0.0
        for value, name, colour, font in labels:
            text = pg.TextItem(name, color=now.colour(colour), anchor=(0, 0.5))
            text.setFont(font)
            text.setPos(right, min(max(value, scale.low + half), scale.high - half))
            self._plot.getPlotItem().addItem(text, ignoreBounds=True)
            widest = max(widest, text.boundingRect().width())
        # The labels stand outside the bands: room for them is kept to the right of the last point.
        item = self._plot.getPlotItem()
        item.layout.setContentsMargins(0, 6, 0, 0)
        width = max(200.0, self._plot.width() - 60.0)
        span = right + 0.6
        item.setXRange(-0.6, right + span * widest / max(1.0, width - widest), padding=0)

    def _hovered(self, scatter: pg.ScatterPlotItem, points: Any, event: object) -> None:
        if len(points):
            self._say(round(points[0].pos().x()))
        elif not self.hasFocus():
            self.read_out.emit("")

    def _say(self, index: int) -> None:
        """Read one point out: own, and the nation in the same period."""
        assert self._trend is not None
        self._at = index
        granularity = self._trend.granularity
        words = [point_in_words(self.tr("Own"), self._trend.own[index], granularity, self._language)]
        if index < len(self._trend.nation):
            words.append(point_in_words(self.tr("Nation"), self._trend.nation[index], granularity, self._language))
        self.read_out.emit("\n".join(words))

    def _walk_to(self, index: int) -> None:
        assert self._trend is not None
        self._say(index)
        value = self._trend.own[index].figure.value
        item = self._plot.getPlotItem()
        if self._halo is not None:
            item.removeItem(self._halo)
        self._halo = None
        if value is not None:
            pen = pg.mkPen(theme().colour("text"), width=1.5)
            self._halo = pg.ScatterPlotItem([float(index)], [value], size=17, brush=None, pen=pen, antialias=True)
            item.addItem(self._halo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._trend.own) if self._trend else 0
        at = self._at if self._at is not None else count
        wanted = {
            Qt.Key.Key_Left: at - 1,
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }.get(Qt.Key(event.key()))
        if wanted is None or not count:
            super().keyPressEvent(event)
        else:
            self._walk_to(min(max(wanted, 0), count - 1))

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()


def _values(points: tuple[Point, ...], count: int) -> np.ndarray:
    values = np.full(count, nan)
    for i, point in enumerate(points):
        if point.figure.value is not None:
            values[i] = point.figure.value
    return values


def _faint(colour: QColor, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made
