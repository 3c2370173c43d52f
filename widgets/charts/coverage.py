"""Coverage over the years by both formulas, with the lines at 60 and 80 %."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import LINES, Coverage, YearCoverage
from local_cache.results.format import format_count, format_number
from widgets.charts.walked import Ground, WalkedChart
from widgets.marks import Mark
from widgets.quality_words import share_with_interval
from widgets.theme import scaled, strong, theme


class CoverageChart(WalkedChart):
    """The share of all known cases as points with intervals, the share of the reference as open ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._years: tuple[YearCoverage, ...] = ()
        self._language = "nb"
        self.setAccessibleName(self.tr("Coverage over the years"))

    def show_coverage(self, coverage: Coverage, language: str) -> None:
        self._years, self._language = coverage.years, language
        self.reset()

    def places(self) -> Sequence[float]:
        n = len(self._years)
        return [(i + 0.5) / n for i in range(n)]

    def said(self, point: int) -> str:
        year = self._years[point]
        share = share_with_interval(year.shown, self._language)
        if year.registry_only is None or year.both is None or year.reference_only is None:
            return self.tr("{year}: {share}").format(year=year.year, share=share)
        words = self.tr(
            "{year}: {share}; only in the registry {only}, in both {both}, only in the other source {missed}"
        )
        return words.format(
            year=year.year,
            share=share,
            only=format_count(year.registry_only, self._language),
            both=format_count(year.both, self._language),
            missed=format_count(year.reference_only, self._language),
        )

    def value_ticks(self) -> Sequence[tuple[float, str]]:
        return [(tick / 5, format_number(tick / 5, ",.0%", self._language)) for tick in range(6)]

    def place_ticks(self) -> Sequence[tuple[float, str]]:
        return [(place, str(year.year)) for place, year in zip(self.places(), self._years, strict=True)]

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        return (
            ("own", self.tr("of all known cases, with 95 % interval")),
            ("partial", self.tr("registry against reference")),
            ("nation", self.tr("60 and 80 %")),
        )

    def paint_area(self, painter: QPainter, ground: Ground) -> None:
        now, area, line = theme(), ground.area, ground.line
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(now.colour("nation"), 2, Qt.PenStyle.DashLine))
        for level in LINES:
            painter.drawLine(QLineF(area.left(), ground.y(level), area.right(), ground.y(level)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawn = [
            (ground.x(place), year)
            for place, year in zip(self.places(), self._years, strict=True)
            if year.shown.value is not None
        ]
        painter.setPen(QPen(now.colour("own"), 1.8))
        for (x, one), (x_next, other) in itertools.pairwise(drawn):
            if other.year == one.year + 1 and one.shown.value is not None and other.shown.value is not None:
                painter.drawLine(QLineF(x, ground.y(one.shown.value), x_next, ground.y(other.shown.value)))
        size = line * 0.3
        for x, year in drawn:
            reference = year.of_reference.value
            if reference is not None:
                painter.setPen(QPen(now.colour("own"), 1.6))
                painter.setBrush(now.colour("surface"))
                painter.drawEllipse(QPointF(x + line * 0.9, ground.y(reference)), size * 0.85, size * 0.85)
            figure = year.shown
            assert figure.value is not None
            painter.setPen(QPen(now.colour("own"), 1.4))
            if figure.low is not None and figure.high is not None:
                painter.drawLine(QLineF(x, ground.y(figure.low), x, ground.y(figure.high)))
            painter.setBrush(now.colour("own"))
            painter.drawEllipse(QPointF(x, ground.y(figure.value)), size, size)
            painter.setPen(now.colour("text"))
            painter.setFont(strong(scaled(ground.font, 0.92)))
            text = format_number(figure.value, ",.0%", self._language)
            wide = QFontMetricsF(painter.font(), painter.device()).horizontalAdvance(text) + 2
            high = ground.y(figure.high if figure.high is not None else figure.value)
            top = high - line * 1.25
            painter.drawText(QRectF(x - wide / 2, top, wide, line), Qt.AlignmentFlag.AlignCenter, text)
