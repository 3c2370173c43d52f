"""How soon forms are completed: the share that is, by days since the event, with those still open counted in."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import Timeliness
from local_cache.results.format import EN_DASH, format_count, format_number
from local_cache.results.kaplan_meier import Survival, remaining_at
from widgets.charts.walked import Ground, WalkedChart
from widgets.marks import Mark
from widgets.quality_words import days
from widgets.tables.shown import ShownTable
from widgets.theme import scaled, theme

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
        since = days(point, self._language)
        share, interval = self._texts(point)
        if not share:
            return self.tr("After {days}: not known, no form has been followed for so long").format(days=since)
        if not interval:
            return self.tr("After {days}: {share} completed").format(days=since, share=share)
        words = self.tr("After {days}: {share} completed (95 % CI {interval})")
        return words.format(days=since, share=share, interval=interval)

    def _texts(self, day: int) -> tuple[str, str]:
        """A day's share and its interval, "" for what is not known."""
        share, low, high = self.completed(day)
        if np.isnan(share):
            return "", ""
        value = format_number(share, ",.1%", self._language)
        if np.isnan(low) or np.isnan(high):
            return value, ""
        ends = (format_number(end, ",.1%", self._language).rstrip("%").rstrip() for end in (low, high))
        return value, EN_DASH.join(ends)

    def shown(self) -> ShownTable:
        """The curve day by day."""
        known = [day for day in range(len(self.places())) if self._texts(day)[0]]
        return ShownTable(
            name=self.accessibleName(),
            headers=(self.tr("Days since the event"), self.tr("Share completed"), self.tr("95 % CI")),
            rows=tuple((format_count(day, self._language), *self._texts(day)) for day in known),
            numbers=frozenset(range(3)),
        )

    def value_ticks(self) -> Sequence[tuple[float, str]]:
        return [(tick / 4, format_number(tick / 4, ",.0%", self._language)) for tick in range(5)]

    def place_ticks(self) -> Sequence[tuple[float, str]]:
        step = next(s for s in (1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365, 100_000) if self._last / s <= 10)
        texts = [format_count(day, self._language) for day in range(0, self._last + 1, step)]
        texts[0] = days(0, self._language)
        return [(day / self._last, text) for day, text in zip(range(0, self._last + 1, step), texts, strict=True)]

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        if self._curve is None or self._curve.time.size == 0:
            return ()
        entries: list[tuple[Mark, str]] = [("own-line", self.tr("share completed, with 95 % interval"))]
        if self._limit_drawn() is not None:
            entries.append(("nation", self.tr("the registry's limit")))
        if self._median_drawn() is not None:
            entries.append(("half", self.tr("half of the forms")))
        return tuple(entries)

    def _limit_drawn(self) -> int | None:
        return self._limit if self._limit is not None and self._limit <= self._last else None

    def _median_drawn(self) -> float | None:
        median = self._curve.median if self._curve is not None else float("nan")
        return None if np.isnan(median) or median > self._last else float(median)

    def paint_area(self, painter: QPainter, ground: Ground) -> None:
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
                    ends.append(QPointF(ground.x(day / self._last), ends[-1].y()))
                ends.append(QPointF(ground.x(day / self._last), ground.y(value)))
        band = now.colour("own")
        band.setAlpha(36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(now.colour("own"), 2))
        painter.drawPolyline(QPolygonF(line))
        limit, median, area = self._limit_drawn(), self._median_drawn(), ground.area
        if limit is not None:
            self._mark_limit(painter, ground, limit)
        if median is not None:
            painter.setPen(QPen(now.colour("own"), 1.2, Qt.PenStyle.DotLine))
            x, y = ground.x(median / self._last), ground.y(0.5)
            painter.drawLine(QLineF(area.left(), y, x, y))
            painter.drawLine(QLineF(x, y, x, area.bottom()))

    def _mark_limit(self, painter: QPainter, ground: Ground, limit: int) -> None:
        x, area, line = ground.x(limit / self._last), ground.area, ground.line
        painter.setFont(scaled(ground.font, 0.92))
        painter.setPen(QPen(theme().colour("nation"), 1.4, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        text = self.tr("limit")
        wide = QFontMetricsF(painter.font(), painter.device()).horizontalAdvance(text) + 4
        left = x + 4 if x + wide + 4 < area.right() else x - wide
        painter.drawText(QRectF(left, area.bottom() - line * 1.2, wide, line), int(Qt.AlignmentFlag.AlignLeft), text)
