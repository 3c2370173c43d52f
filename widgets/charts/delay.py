"""How soon forms are completed: the share that is, by days since the event, with those still open counted in."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import Timeliness
from local_cache.results.format import format_count, format_number
from local_cache.results.kaplan_meier import Survival, remaining_at
from widgets.charts.walked import WalkedChart
from widgets.quality_words import days
from widgets.theme import em, scaled, theme

SHOWN = 0.95
"""The chart reaches to where this share is completed; the slowest few would take most of the room."""


def _completed(curve: Survival, last: int) -> NDArray[np.float64]:
    """Shape (3, last + 1): share completed up to and with each day, lower and upper end of its interval."""
    days_ = np.arange(last + 1)
    read = remaining_at(curve, days_)
    shares: NDArray[np.float64] = 1 - np.array([read.remaining, read.high, read.low])
    if curve.time.size and curve.remaining[-1] <= 0:
        # Nothing is left: after the last one all are completed, and it stays so.
        shares[0, days_ > curve.time[-1]] = 1.0
    return shares


class DelayChart(WalkedChart):
    """The curve with its interval, the registry's limit and the median."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve: Survival | None = None
        self._limit: int | None = None
        self._last = 1
        self._shares: NDArray[np.float64] = np.zeros((3, 2))
        self._language = "nb"
        self.setAccessibleName(self.tr("Share of forms completed, by days since the event"))

    def show_delay(self, timeliness: Timeliness, language: str) -> None:
        curve = timeliness.whole.curve
        self._curve, self._limit, self._language = curve, timeliness.limit, language
        reached = np.flatnonzero(curve.remaining <= 1 - SHOWN)
        last = curve.time[reached[0]] if reached.size else curve.time[-1] if curve.time.size else 1
        self._last = max(10, ceil(last), ceil(1.3 * (timeliness.limit or 0)))
        self._shares = _completed(curve, self._last)
        self.reset()

    def completed(self, day: int) -> tuple[float, float, float]:
        """Share completed up to and with a day of the chart, and its interval; NaN where it is not known."""
        share, low, high = self._shares[:, day]
        return float(share), float(low), float(high)

    def places(self) -> Sequence[float]:
        return [] if self._curve is None else [day / self._last for day in range(self._last + 1)]

    def said(self, point: int) -> str:
        share, low, high = self.completed(point)
        since = days(point, self._language)
        if np.isnan(share):
            return self.tr("After {days}: not known, no form has been followed for so long").format(days=since)
        value = format_number(share, ",.1%", self._language)
        if np.isnan(low) or np.isnan(high):
            return self.tr("After {days}: {share} completed").format(days=since, share=value)
        interval = "–".join(format_number(end, ",.1%", self._language).rstrip("%").rstrip() for end in (low, high))
        words = self.tr("After {days}: {share} completed (95 % CI {interval})")
        return words.format(days=since, share=value, interval=interval)

    def value_ticks(self) -> Sequence[tuple[float, str]]:
        return [(tick / 4, format_number(tick / 4, ",.0%", self._language)) for tick in range(5)]

    def place_ticks(self) -> Sequence[tuple[float, str]]:
        step = next(s for s in (1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365, 100_000) if self._last / s <= 10)
        texts = [format_count(day, self._language) for day in range(0, self._last + 1, step)]
        texts[0] = days(0, self._language)
        return [(day / self._last, text) for day, text in zip(range(0, self._last + 1, step), texts, strict=True)]

    def paint_area(self, painter: QPainter, area: QRectF) -> None:
        if self._curve is None or self._curve.time.size == 0:
            return
        now = theme()
        upper, lower, line = [], [], []
        for day in range(self._last + 1):
            share, low, high = self.completed(day)
            if np.isnan(share):
                break
            for ends, value in (
                (line, share),
                (lower, share if np.isnan(low) else low),
                (upper, share if np.isnan(high) else high),
            ):
                if ends:
                    ends.append(QPointF(self.x(day / self._last), ends[-1].y()))
                ends.append(QPointF(self.x(day / self._last), self.y(value)))
        band = now.colour("own")
        band.setAlpha(36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(now.colour("own"), 2))
        painter.drawPolyline(QPolygonF(line))
        painter.setFont(scaled(self.font(), 0.92))
        if self._limit is not None and self._limit <= self._last:
            self._mark(painter, area, self._limit, self.tr("limit"), "nation", Qt.PenStyle.DashLine)
        median = self._curve.median
        if not np.isnan(median) and median <= self._last:
            painter.setPen(QPen(now.colour("own"), 1.2, Qt.PenStyle.DotLine))
            x, y = self.x(median / self._last), self.y(0.5)
            painter.drawLine(QLineF(area.left(), y, x, y))
            painter.drawLine(QLineF(x, y, x, area.bottom()))

    def _mark(self, painter: QPainter, area: QRectF, day: int, text: str, colour: str, style: Qt.PenStyle) -> None:
        x = self.x(day / self._last)
        painter.setPen(QPen(theme().colour(colour), 1.4, style))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        wide = painter.fontMetrics().horizontalAdvance(text) + 4
        left = x + 4 if x + wide + 4 < area.right() else x - wide
        painter.drawText(
            QRectF(left, area.bottom() - em(self) * 1.2, wide, em(self)), int(Qt.AlignmentFlag.AlignLeft), text
        )
