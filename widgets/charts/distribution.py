"""How a measure is spread: the own unit against the rest of the country, by classes or summed up.

Import late: pyqtgraph takes half a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QWidget

from local_cache.registry import Indicator, text_in
from local_cache.results.distribution import Distribution, Spread
from local_cache.results.format import format_number
from widgets.charts.canvas import Canvas, Frame
from widgets.charts.plot import PlotChart, Stop
from widgets.charts.scale import plain_scale
from widgets.marks import Mark
from widgets.spread_words import class_reading, whole_values

ROWS = 3.2
"""Lines of text that the two rows of quartiles take above the area."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the classes are drawn. lefts, rights: shape (classes,); aside: how far to the right of its value everything
    stands; tail: where the last class begins, if it holds a long tail and is drawn as wide as the others, apart."""

    lefts: np.ndarray
    rights: np.ndarray
    aside: float
    tail: float | None

    @classmethod
    def of(cls, shown: Distribution, *, cumulative: bool) -> _Columns:
        lefts, rights = shown.edges[:-1].astype(np.float64), shown.edges[1:].astype(np.float64)
        width, tail = float(rights[0] - lefts[0]), shown.tail_from
        if tail is not None:
            lefts[-1], rights[-1] = tail + width / 2, tail + width * 1.5
        # A class of one whole number is that number: its text and marks stand under the middle of its bar.
        single = not cumulative and width == 1 and whole_values(shown) and bool(np.allclose(rights - lefts, 1))
        return cls(lefts, rights, float(lefts[0]) + 0.5 - ceil(lefts[0]) if single else 0.0, tail)

    def at(self, value: float) -> float:
        """Where a value is drawn: what lies in the tail at its far end."""
        return float(self.rights[-1]) if self.tail is not None and value >= self.tail else value + self.aside


class DistributionChart(PlotChart):
    """The chart: a histogram, or both cumulative curves. Left and Right walk the classes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._distribution: Distribution | None = None
        self._indicator: Indicator | None = None
        self._language = "nb"
        self._cumulative = False
        self.setAccessibleName(self.tr("Distribution"))

    def show_distribution(self, distribution: Distribution, indicator: Indicator, language: str) -> None:
        """Draw both spreads; nothing where `distribution.refused` says why there is none."""
        self._distribution, self._indicator, self._language = distribution, indicator, language
        self._at = None
        self._describe()
        self.redraw()

    def show_cumulative(self, cumulative: bool) -> None:
        """Show the share of cases up to each value, or the share in each class."""
        self._cumulative = cumulative
        self._describe()
        self.redraw()

    def _describe(self) -> None:
        classes = 0 if self._distribution is None else max(0, len(self._distribution.edges) - 1)
        self.setAccessibleDescription("\n".join(self.words_of(i) for i in range(classes)))

    def words_of(self, stop: int) -> str:
        assert self._distribution is not None and self._indicator is not None
        return class_reading(self._distribution, stop, self._indicator, self._language, cumulative=self._cumulative)

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        shown = self._distribution
        if shown is None or (shown.own is None and shown.rest is None):
            return ()
        entries: list[tuple[Mark, str]] = []
        if shown.own is not None:
            entries.append(("own-line" if self._cumulative else "own-bar", self.tr("own")))
        if shown.rest is not None:
            entries.append(("rest-line", self.tr("rest of the country")))
        entries.append(("box", self.tr("middle half of the cases, with the median")))
        return tuple(entries)

    def draw_on(self, canvas: Canvas) -> Sequence[Stop]:
        shown = self._distribution
        if shown is None or self._indicator is None or len(shown.edges) < 2:
            return ()
        own, rest = shown.own_share, shown.rest_share
        if self._cumulative:
            own, rest = np.cumsum(own), np.cumsum(rest)
        top = 1.0 if self._cumulative else max(own.max(initial=0.0), rest.max(initial=0.0), 0.01) * 1.04
        columns = _Columns.of(shown, cumulative=self._cumulative)
        canvas.lay_out(
            Frame(
                x=(columns.lefts[0], columns.rights[-1]),
                places=self._places(shown, columns),
                scale=plain_scale(0.0, top, share=True),
                language=self._language,
                x_name=text_in(self._indicator.unit, self._language),
                y_name=self.tr("Share of cases up to the value") if self._cumulative else self.tr("Share of cases"),
                above=ROWS,
            )
        )
        if self._cumulative:
            self._draw_curves(canvas, shown, columns)
            xs = columns.rights
        else:
            self._draw_bars(canvas, shown, columns)
            xs = (columns.lefts + columns.rights) / 2
        self._draw_rows(canvas, shown, columns)
        heights = own if shown.own is not None else rest
        return [Stop(canvas.x_at(float(x)), canvas.y_at(float(y))) for x, y in zip(xs, heights, strict=True)]

    def _places(self, shown: Distribution, columns: _Columns) -> list[tuple[float, str]]:
        """Round values under the classes, and under the one that holds a tail where it begins."""
        assert self._indicator is not None
        low = float(shown.edges[0])
        high = float(shown.edges[-1]) if columns.tail is None else columns.tail
        scale = plain_scale(low, high, wanted=8)
        places = [
            (tick + columns.aside, scale.tick_text(tick, self._language))
            for tick in scale.ticks
            if low <= tick + columns.aside <= high and (not columns.aside or tick == round(tick))
        ]
        if columns.tail is not None:
            begins = format_number(columns.tail, scale.number_format, self._language)
            middle = float(columns.lefts[-1] + columns.rights[-1]) / 2
            places = [(at, text) for at, text in places if at < columns.tail]
            places.append((middle, f"≥ {begins}"))
        return places

    def _draw_bars(self, canvas: Canvas, shown: Distribution, columns: _Columns) -> None:
        if shown.own is not None:
            canvas.bars(columns.lefts, columns.rights, shown.own_share, "own", 215)
        if shown.rest is not None:
            whole = len(shown.rest_share)
            joined = whole if columns.tail is None else whole - 1
            for part in (slice(0, joined), slice(joined, whole)):
                if part.start < part.stop:
                    xs = np.stack([columns.lefts[part], columns.rights[part]], axis=1).ravel()
                    xs = np.concatenate([xs[:1], xs, xs[-1:]])
                    ys = np.concatenate([[0.0], np.repeat(shown.rest_share[part], 2), [0.0]])
                    canvas.curve(xs, ys, "surface", 4.0, alpha=150)
                    canvas.curve(xs, ys, "nation", 1.6)

    def _draw_curves(self, canvas: Canvas, shown: Distribution, columns: _Columns) -> None:
        canvas.level(0.5, "muted", 1.0, Qt.PenStyle.DotLine)
        start, end = columns.lefts[0], columns.rights[-1]
        for spread, colour, width in ((shown.rest, "nation", 1.6), (shown.own, "own", 2.0)):
            if spread is None or not spread.n:
                continue
            shares = np.cumsum(spread.counts) / spread.counts.sum()
            values = np.array([columns.at(v) for v in spread.values.tolist()])
            xs = np.concatenate([[start], np.repeat(values, 2), [end]])
            canvas.curve(xs, np.concatenate([[0.0, 0.0], np.repeat(shares, 2)]), colour, width)

    def _draw_rows(self, canvas: Canvas, shown: Distribution, columns: _Columns) -> None:
        """A row each over the area: a box from the first to the third quartile, a line at the median."""
        em = canvas.em()
        rows = [
            (spread, name, colour)
            for spread, name, colour in (
                (shown.own, self.tr("Own"), "own"),
                (shown.rest, self.tr("Rest"), "nation"),
            )
            if spread is not None
        ]
        for row, (spread, name, colour) in enumerate(rows):
            middle = canvas.area.top() + (row * 1.35 - ROWS + 0.8) * em
            self._draw_row(canvas, columns, spread, name, colour, middle)

    def _draw_row(
        self, canvas: Canvas, columns: _Columns, spread: Spread, name: str, colour: str, middle: float
    ) -> None:
        assert self._indicator is not None
        em = canvas.em()
        first, median, third = (canvas.x_at(columns.at(q)) for q in spread.quartiles)
        box = QPainterPath()
        box.addRect(QRectF(first, middle - 0.4 * em, max(third - first, 1.0), 0.8 * em))
        canvas.shape(box, rim=colour, width=1.4)
        line = QPainterPath(QPointF(median, middle - 0.4 * em))
        line.lineTo(median, middle + 0.4 * em)
        canvas.shape(line, rim=colour, width=3.0)
        texts = [format_number(q, self._indicator.format, self._language) for q in spread.quartiles]
        words = self.tr("{name}: {first} – {median} – {third}").format(
            name=name, first=texts[0], median=texts[1], third=texts[2]
        )
        wide = canvas.wide(words, small=True)
        right = third + 0.6 * em
        if right + wide > canvas.width():
            right = first - 0.6 * em - wide
        canvas.words(words, QPointF(max(0.0, right), middle), colour=colour, small=True)
