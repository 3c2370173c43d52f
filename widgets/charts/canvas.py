"""What charts draw on: a plot area with our own axes, as sharp on paper and in a file as on any screen.

Marks of data lie in pyqtgraph's view, in the measure's units; words and what stands around the area lie in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, isfinite, nan

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsSimpleTextItem,
    QWidget,
)

from widgets.charts.scale import Scale
from widgets.theme import faint, scaled, strong, theme

TICK_GAP = 8
"""Pixels of a screen between the area and the texts of its axes."""

EDGE = 0.015
"""Room above and below the scale, in parts of it, so that points at its ends are whole."""

EVERY = (1, 2, 3, 4, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 6000)
"""Which ticks get a text when there is no room for all: numbers that suit months, and any other row."""

BANDS, GRID, RIBBON, EDGES, LINES, POINTS = -20.0, -15.0, -14.0, -12.0, 0.0, 5.0
"""What lies over what."""

SYMBOLS = {"circle": "o", "diamond": "d", "up": "t1", "down": "t", "cross": "x"}


@dataclass(frozen=True, slots=True)
class EndName:
    """The name of a line at its right end, `value` on the value axis; colour: of the theme."""

    value: float
    words: str
    colour: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot area and what stands around it.

    x: its ends on the horizontal axis; places: what may stand under it, ascending, as many as there is room for,
    counted from the last where `from_last`; scale: the value axis; x_name, y_name: what the axes show;
    ends: names of lines; above, below: lines of text to keep free between the area and what stands around it.
    """

    x: tuple[float, float]
    places: Sequence[tuple[float, str]]
    scale: Scale
    language: str
    from_last: bool = False
    x_name: str = ""
    y_name: str = ""
    ends: Sequence[EndName] = ()
    above: float = 0.0
    below: float = 0.0


class Canvas(pg.GraphicsView):
    """A plot area and the words to draw with. Sizes are given in pixels of a screen and become `unit` times that.

    Attributes: area (the plot area, in pixels of the canvas); frame (what was laid out last).
    """

    def __init__(self, parent: QWidget | None = None, *, unit: float = 1.0) -> None:
        super().__init__(parent, background=None)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAntialiasing(True)
        # The chart around it takes pointer and keys.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.unit = unit
        self.area = QRectF()
        self.frame: Frame | None = None
        self._view = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self.sceneObj.addItem(self._view)
        self._marks: list[QGraphicsItem] = []
        self._around: list[QGraphicsItem] = []
        self._words_at: list[QRectF] = []

    # The area

    def wipe(self) -> None:
        """Take everything away."""
        self.setBackground(theme().surface)
        for item in self._marks:
            self._view.removeItem(item)
        self._marks.clear()
        for item in self._around:
            self.sceneObj.removeItem(item)
        self._around.clear()
        self._words_at.clear()

    def lay_out(self, frame: Frame) -> None:
        """Begin anew: place the area, its axes with grid and texts, and the names at the lines' ends."""
        self.wipe()
        self.frame = frame
        scale, em, gap = frame.scale, self.em(), TICK_GAP * self.unit
        ticks = [(tick, scale.tick_text(tick, frame.language)) for tick in scale.ticks]
        ends = max((self.wide(e.words, bold=e.bold) for e in frame.ends), default=0.0)
        left = max(self.wide(text, small=True) for _, text in ticks) + gap + 2 * self.unit
        top = (1.5 * em if frame.y_name else 0.5 * em) + frame.above * em
        right = ends + gap if ends else 0.5 * em
        bottom = gap / 2 + frame.below * em + (1.4 * em if frame.places else 0) + (1.3 * em if frame.x_name else 0)
        size = self.size()
        self.area = QRectF(left, top, max(1.0, size.width() - left - right), max(1.0, size.height() - top - bottom))
        self._view.setGeometry(self.area)
        self._view.setRange(xRange=frame.x, yRange=self._value_ends(), padding=0, disableAutoRange=True)
        if frame.y_name:
            self.words(frame.y_name, QPointF(0, 0.65 * em), small=True)
        self._value_texts(ticks)
        self._place_texts(frame)
        self._end_names(frame)

    def _value_texts(self, ticks: list[tuple[float, str]]) -> None:
        every = _every(len(ticks), self.area.height() / (1.2 * self.em()))
        for i, (tick, text) in enumerate(ticks):
            self.level(tick, "muted", alpha=46, over=GRID)
            if i % every == 0:
                at = QPointF(self.area.left() - TICK_GAP * self.unit, self.y_at(tick))
                self.words(text, at, anchor=(1.0, 0.5), small=True)

    def _place_texts(self, frame: Frame) -> None:
        widest = max((self.wide(text, small=True) for _, text in frame.places), default=0.0) + self.em()
        count = len(frame.places)
        inside = self.area.width() * (frame.places[-1][0] - frame.places[0][0] if count > 1 else 0)
        span = inside / (frame.x[1] - frame.x[0]) * count / max(1, count - 1)
        every = _every(count, span / widest) if count > 1 else 1
        first = (count - 1) % every if frame.from_last else 0
        y = self.area.bottom() + (TICK_GAP / 2 * self.unit) + (frame.below + 0.65) * self.em()
        for place, text in frame.places[first::every]:
            half = self.wide(text, small=True) / 2
            x = min(max(self.x_at(place), half), self.width() - half)
            self.words(text, QPointF(x, y), anchor=(0.5, 0.5), small=True)
        if frame.x_name:
            at = QPointF(self.area.center().x(), y + (1.25 * self.em() if frame.places else 0))
            self.words(frame.x_name, at, anchor=(0.5, 0.5), small=True)

    def _end_names(self, frame: Frame) -> None:
        """The names at the right, moved apart where they would meet."""
        ends = sorted(frame.ends, key=lambda e: -e.value)
        apart = 1.1 * self.em()
        places = [min(max(self.y_at(e.value), self.area.top()), self.area.bottom()) for e in ends]
        for at, end in zip(spread(places, apart), ends, strict=True):
            self.words(
                end.words, QPointF(self.area.right() + TICK_GAP / 2 * self.unit, at), colour=end.colour, bold=end.bold
            )

    def x_at(self, place: float) -> float:
        """Pixels from the left of a place on the horizontal axis."""
        assert self.frame is not None
        low, high = self.frame.x
        return self.area.left() + (place - low) / (high - low) * self.area.width()

    def y_at(self, value: float) -> float:
        """Pixels from the top of a value."""
        assert self.frame is not None
        share = (self.frame.scale.share(value) + EDGE) / (1 + 2 * EDGE)
        return self.area.bottom() - share * self.area.height()

    def _value_ends(self) -> tuple[float, float]:
        """The values at the bottom and the top of the area."""
        assert self.frame is not None
        scale = self.frame.scale
        room = (scale.high - scale.low) * EDGE
        return scale.low - room, scale.high + room

    def em(self) -> float:
        """The height of a line of text, in pixels."""
        return QFontMetricsF(self.font()).height()

    def wide(self, words: str, *, small: bool = False, bold: bool = False) -> float:
        return QFontMetricsF(self._lettering(small, bold)).horizontalAdvance(words)

    def _lettering(self, small: bool, bold: bool) -> QFont:
        font = scaled(self.font(), 0.92) if small else self.font()
        return strong(font) if bold else font

    # Marks of data

    def pen(
        self, colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine, alpha: int = 255
    ) -> QPen:
        pen = pg.mkPen(faint(theme().colour(colour), alpha), width=width * self.unit, style=style)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def band(self, low: float, high: float, colour: str, x: tuple[float, float] | None = None) -> None:
        """A stretch of values filled from side to side."""
        assert self.frame is not None
        left, right = x or self.frame.x
        item = QGraphicsRectItem(QRectF(left, low, right - left, high - low))
        item.setBrush(theme().colour(colour))
        item.setPen(QPen(Qt.PenStyle.NoPen))
        self._add(item, BANDS)

    def curve(
        self,
        xs: ArrayLike,
        ys: ArrayLike,
        colour: str,
        width: float = 1.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
        alpha: int = 255,
        *,
        pairs: bool = False,
        over: float = LINES,
    ) -> None:
        """A line through the places, broken where a value is NaN; `pairs`: a stroke from every other to the next."""
        places, values = np.asarray(xs, dtype=np.float64), np.asarray(ys, dtype=np.float64)
        if not np.isfinite(values).any():
            return
        if not pairs:
            # Drawing files do not cut what reaches out of the area.
            places, values = _within(places, values, *self._value_ends())
            places, values = _peaks(places, values, round(self.area.width()))
        pen = self.pen(colour, width, style, alpha)
        connect = "pairs" if pairs else "finite"
        item = pg.PlotCurveItem(places, values, pen=pen, connect=connect, antialias=True)
        # Loose segments would be strokes of their own in a drawing file, and dashes begin anew at each.
        item.setSegmentedLineMode("off")
        self._add(item, over)

    def level(
        self,
        value: float,
        colour: str,
        width: float = 1.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
        alpha: int = 255,
        over: float = LINES,
    ) -> None:
        """A line from side to side at a value."""
        assert self.frame is not None
        self.curve(self.frame.x, (value, value), colour, width, style, alpha, over=over)

    def edge(
        self,
        place: float,
        colour: str,
        width: float = 1.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
        alpha: int = 255,
    ) -> None:
        """A line from top to bottom at a place on the horizontal axis."""
        assert self.frame is not None
        self.curve((place, place), self._value_ends(), colour, width, style, alpha, over=EDGES)

    def ribbon(self, xs: ArrayLike, lows: ArrayLike, highs: ArrayLike, colour: str, alpha: int) -> None:
        """The room between two lines, softly filled; broken where either is NaN."""
        ends = self._value_ends()
        x, low, high = np.asarray(xs, dtype=np.float64), np.clip(lows, *ends), np.clip(highs, *ends)
        known = np.isfinite(low) & np.isfinite(high)
        if not known.any():
            return
        path = QPainterPath()
        for piece in _pieces(known):
            up = [QPointF(a, b) for a, b in zip(x[piece], high[piece], strict=True)]
            down = [QPointF(a, b) for a, b in zip(x[piece][::-1], low[piece][::-1], strict=True)]
            path.addPolygon([*up, *down])
        item = QGraphicsPathItem(path)
        item.setBrush(faint(theme().colour(colour), alpha))
        item.setPen(QPen(Qt.PenStyle.NoPen))
        self._add(item, RIBBON)

    def bars(self, lefts: ArrayLike, rights: ArrayLike, heights: ArrayLike, colour: str, alpha: int = 255) -> None:
        """A bar for each class, standing on 0."""
        item = pg.BarGraphItem(
            x0=np.asarray(lefts, dtype=np.float64),
            x1=np.asarray(rights, dtype=np.float64),
            y0=0.0,
            height=np.asarray(heights, dtype=np.float64),
            brush=faint(theme().colour(colour), alpha),
            pen=self.pen("surface", 1.0),
        )
        self._add(item, LINES - 1)

    def points(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        symbol: str,
        sizes: float | Sequence[float],
        colour: str,
        *,
        hollow: bool = False,
        edge: str | None = None,
    ) -> None:
        """Symbols of a size in pixels of a screen; `edge`: the colour of their rim where it is not their own."""
        if not len(xs):
            return
        size = np.broadcast_to(np.asarray(sizes, dtype=np.float64) * self.unit, (len(xs),))
        now = theme()
        brush = pg.mkBrush(now.colour("surface" if hollow else colour))
        pen = self.pen(edge or colour, 1.8 if symbol == "cross" or hollow else 1.0)
        item = pg.ScatterPlotItem(
            np.asarray(xs, dtype=np.float64),
            np.asarray(ys, dtype=np.float64),
            symbol=SYMBOLS[symbol],
            size=np.array(size),
            pen=pen,
            brush=brush,
            antialias=True,
        )
        self._add(item, POINTS)

    def _add(self, item: QGraphicsItem, over: float) -> None:
        item.setZValue(over)
        self._view.addItem(item, ignoreBounds=True)
        self._marks.append(item)

    # What stands in pixels

    def words(
        self,
        text: str,
        at: QPointF,
        *,
        anchor: tuple[float, float] = (0.0, 0.5),
        colour: str = "muted",
        bold: bool = False,
        small: bool = False,
        only_where_free: bool = False,
    ) -> QRectF | None:
        """Text with the point at that share of its width and height; gives its place, None where others stand there."""
        item = QGraphicsSimpleTextItem(text)
        item.setFont(self._lettering(small, bold))
        item.setBrush(theme().colour(colour))
        box = item.boundingRect()
        box.moveTo(at.x() - anchor[0] * box.width(), at.y() - anchor[1] * box.height())
        if only_where_free and not self.free(box):
            return None
        item.setPos(box.topLeft())
        self._put(item)
        self._words_at.append(box)
        return box

    def shape(self, path: QPainterPath, *, fill: str | None = None, rim: str | None = None, width: float = 1.0) -> None:
        """A shape in pixels over everything."""
        item = QGraphicsPathItem(path)
        item.setPen(QPen(theme().colour(rim), width * self.unit) if rim else QPen(Qt.PenStyle.NoPen))
        if fill:
            item.setBrush(theme().colour(fill))
        self._put(item)

    def free(self, box: QRectF, *lines: tuple[ArrayLike, ArrayLike]) -> bool:
        """Whether neither words stand there nor any of the lines (places, values) runs through."""
        if any(box.intersects(other) for other in self._words_at):
            return False
        at = np.linspace(box.left(), box.right(), 24)
        for places, values in lines:
            xs = np.array([self.x_at(x) for x in np.asarray(places, dtype=np.float64)])
            ys = np.array([self.y_at(y) for y in np.asarray(values, dtype=np.float64)])
            known = np.isfinite(ys)
            if known.any():
                heights = np.interp(at, xs[known], ys[known], left=np.nan, right=np.nan)
                if np.any((heights > box.top()) & (heights < box.bottom())):
                    return False
        return True

    def _put(self, item: QGraphicsItem) -> None:
        self.sceneObj.addItem(item)
        item.setZValue(20)
        self._around.append(item)

    # Anywhere but on the screen

    def take_size(self, size: QSize) -> None:
        """The size, at once also where the canvas is not shown."""
        self.resize(size)
        self.resizeEvent(None)

    def paint_scene(self, painter: QPainter, target: QRectF) -> None:
        """Everything, as vectors, into the painter's device pixels."""
        for item in self._marks:
            if isinstance(item, pg.GraphicsObject):
                item.setExportMode(True, {"antialias": True})
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.scene().prepareForPaint()
        self.scene().render(painter, target, QRectF(0, 0, self.width(), self.height()))


def canvas_for(painter: QPainter, rect: QRectF) -> tuple[Canvas, QRectF]:
    """A canvas of the size that the rectangle has on the painter's device, in the painter's font, and where it goes.

    Drawn in the device's own pixels, lines and points keep their widths in any resolution: pyqtgraph's pens are
    cosmetic, and a printer's pixel is a tenth of a screen's. The painter may be moved and scaled, but not turned.
    """
    transform = painter.combinedTransform()
    unit = transform.m11()
    place = transform.mapRect(rect)
    canvas = Canvas(unit=unit)
    font = QFont(painter.font())
    pixels = font.pixelSize() if font.pixelSize() > 0 else QFontInfo(font).pixelSize()
    font.setPixelSize(max(1, round(pixels * unit)))
    canvas.setFont(font)
    size = QSize(max(1, round(place.width())), max(1, round(place.height())))
    canvas.take_size(size)
    return canvas, QRectF(place.topLeft(), size.toSizeF())


def spread(places: Sequence[float], apart: float) -> list[float]:
    """Ascending places moved as little as needed to stand that far from each other."""
    groups: list[list[float]] = []  # middle, count
    for place in places:
        groups.append([place, 1.0])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < apart * (groups[-1][1] + groups[-2][1]) / 2:
            (below, n), (above, m) = groups[-2], groups[-1]
            groups[-2:] = [[(below * n + above * m) / (n + m), n + m]]
    return [middle + (i - (count - 1) / 2) * apart for middle, count in groups for i in range(int(count))]


def steps(values: ArrayLike, breaks: Sequence[int] = ()) -> tuple[np.ndarray, np.ndarray]:
    """Values at 0, 1, … as a line in steps half way between them, broken before each of `breaks`; for `curve`."""
    ys = np.asarray(values, dtype=np.float64)
    at = np.arange(len(ys), dtype=np.float64)
    xs = np.insert(np.stack([at - 0.5, at + 0.5], axis=1).ravel(), [2 * b for b in breaks], [b - 0.5 for b in breaks])
    return xs, np.insert(np.repeat(ys, 2), [2 * b for b in breaks], np.nan)


def _within(xs: np.ndarray, ys: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """The line cut where it leaves the values from low to high, and broken while it is outside."""
    if not np.any((ys < low) | (ys > high)):
        return xs, ys
    line: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in pairwise(zip(xs.tolist(), ys.tolist(), strict=True)):
        if not (isfinite(y0) and isfinite(y1)) or max(y0, y1) < low or min(y0, y1) > high:
            continue
        ends = []
        for x, y in ((x0, y0), (x1, y1)):
            edge = min(max(y, low), high)
            ends.append((x, y) if edge == y else (x0 + (x1 - x0) * (edge - y0) / (y1 - y0), edge))
        if not line or line[-1] != ends[0]:
            line += [(ends[0][0], nan), ends[0]]
        line.append(ends[1])
    cut = np.array(line or [(xs[0], nan)])
    return cut[:, 0], cut[:, 1]


def _peaks(xs: np.ndarray, ys: np.ndarray, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Of more points than can be told apart, the lowest and the highest in each column of dots: all that one sees."""
    if len(xs) <= 3 * columns:
        return xs, ys
    column = np.floor((xs - xs[0]) / (xs[-1] - xs[0]) * (columns - 1))
    starts = np.flatnonzero(np.diff(column, prepend=-1.0))
    ends = np.stack([np.fmin.reduceat(ys, starts), np.fmax.reduceat(ys, starts)], axis=1)
    return np.repeat(xs[starts], 2), ends.ravel()


def _pieces(known: np.ndarray) -> list[slice]:
    """The stretches without a gap."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(np.int8), [0]])))
    return [slice(a, b) for a, b in edges.reshape(-1, 2)]


def _every(count: int, room: float) -> int:
    """Of `count` in a row, every which one to show where there is room for so many."""
    wanted = ceil(count / max(1.0, room))
    return next((e for e in EVERY if e >= wanted), max(wanted, 1))
