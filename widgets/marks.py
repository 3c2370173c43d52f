"""Marks that say attainment by shape and colour: ● high, ■ moderate, ▲ low; and those of a chart's legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sin
from typing import Literal, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from local_cache.results.figure import Attainment
from widgets.steps import StepMark, draw_step
from widgets.theme import Theme, faint, strong

Mark = Literal[
    "high",
    "moderate",
    "low",
    "own",
    "partial",
    "nation",
    "unit",
    "interval",
    "centre",
    "limit",
    "warn-limit",
    "baseline",
    "signal",
    "excluded",
    "note",
    "change",
    "outside-high",
    "outside-low",
    "outside-warn",
    "previous",
    "stands",
    "own-bar",
    "own-line",
    "rest-line",
    "half",
    "box",
    "common",
    "improvement",
    "concern",
    "rising",
    "falling",
    "inconsistent",
    "pass",
    "fail",
    StepMark,
]

LINES: dict[Mark, tuple[str, float, Qt.PenStyle]] = {
    "nation": ("nation", 1.6, Qt.PenStyle.DashLine),
    "interval": ("pale", 1.6, Qt.PenStyle.SolidLine),
    "centre": ("pale", 2.0, Qt.PenStyle.SolidLine),
    "limit": ("pale", 1.0, Qt.PenStyle.SolidLine),
    "warn-limit": ("pale", 1.2, Qt.PenStyle.DashLine),
    "own-line": ("own", 2.0, Qt.PenStyle.SolidLine),
    "rest-line": ("nation", 1.6, Qt.PenStyle.SolidLine),
    "half": ("own", 1.2, Qt.PenStyle.DotLine),
}
"""Marks that are lines."""

WIDE: frozenset[Mark] = frozenset({*LINES, "box", "baseline"})
"""Marks that want more width than height."""

STANDS = "◆"
"""Beside a unit whose difference stands when all are judged at once."""


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A mark and its words, with their places."""

    mark: Mark
    words: str
    mark_at: QRectF
    words_at: QRectF


def legend_entries(entries: Sequence[tuple[Mark, str]], width: float, metrics: QFontMetricsF) -> list[LegendEntry]:
    """A legend's entries from left to right, on as many lines as they need, from (0, 0)."""
    line, x, y = metrics.height(), 0.0, 0.0
    placed = []
    for mark, words in entries:
        side = line * 1.5 if mark in WIDE else line * 2 / 3
        aside, wide = side + line / 3, metrics.horizontalAdvance(words) + 1
        if x and x + aside + wide > width:
            x, y = 0.0, y + line * 4 / 3
        mark_at = QRectF(x, y + line / 6, side, line * 2 / 3)
        placed.append(LegendEntry(mark, words, mark_at, QRectF(x + aside, y, wide, line)))
        x += aside + wide + line
    return placed


def draw_legend(painter: QPainter, entries: Sequence[LegendEntry], theme: Theme) -> None:
    """Entries where they were placed, from the painter's origin."""
    for entry in entries:
        draw_mark(painter, entry.mark_at, entry.mark, theme)
        painter.setPen(theme.colour("muted"))
        at = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(entry.words_at, at, entry.words)


def draw_attainment(painter: QPainter, at: QRectF, attainment: Attainment, theme: Theme) -> None:
    """The mark, centred in the rectangle and as tall as it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.attainment(attainment))
    side = min(at.width(), at.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(at.center())
    if attainment is Attainment.HIGH:
        painter.drawEllipse(box)
    elif attainment is Attainment.MODERATE:
        painter.drawRect(box.adjusted(side * 0.06, side * 0.06, -side * 0.06, -side * 0.06))
    else:
        inset = side * 0.06
        painter.drawPolygon(_triangle(box.adjusted(0, 0, 0, -inset), up=True))
    painter.restore()


def draw_mark(painter: QPainter, at: QRectF, mark: Mark, theme: Theme) -> None:
    """A legend's mark in the rectangle."""
    if mark in ("high", "moderate", "low"):
        draw_attainment(painter, at, Attainment(mark), theme)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(at.width(), at.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(at.center())
    if mark in LINES:
        colour, width, style = LINES[mark]
        painter.setPen(QPen(theme.colour(colour), width, style))
        painter.drawLine(QPointF(at.left(), at.center().y()), QPointF(at.right(), at.center().y()))
    elif mark.startswith("step-"):
        draw_step(painter, box, cast(StepMark, mark), theme)
    elif mark in ("own", "partial", "unit", "previous"):
        _draw_dot(painter, box, mark, theme)
    elif mark in ("signal", "outside-warn", "stands"):
        colour = {"signal": "signal", "stands": "text"}.get(mark, "pale")
        _fill(painter, theme.colour(colour))
        painter.drawPolygon(_diamond(box))
    elif mark in ("outside-high", "outside-low"):
        _fill(painter, theme.colour("signal"))
        painter.drawPolygon(_triangle(box.adjusted(1, 1, -1, -1), up=mark == "outside-high"))
    elif mark == "excluded":
        painter.setPen(QPen(theme.colour("muted"), 1.8))
        inner = box.adjusted(side * 0.2, side * 0.2, -side * 0.2, -side * 0.2)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    elif mark in ("note", "change"):
        painter.setPen(QPen(theme.colour("muted"), 1))
        painter.setBrush(theme.colour("raised"))
        radius = side / 2 if mark == "note" else 2
        painter.drawRoundedRect(box, radius, radius)
        _letter(painter, box, "1" if mark == "note" else "A", theme.colour("text"))
    elif mark == "own-bar":
        _fill(painter, theme.colour("own"))
        painter.drawRect(box.adjusted(side * 0.1, side * 0.1, -side * 0.1, -side * 0.1))
    elif mark == "baseline":
        painter.setPen(QPen(theme.colour("text"), 1.6))
        low, top = box.bottom() - side * 0.2, box.top() + side * 0.3
        ends = (QPointF(at.left(), top), QPointF(at.left(), low), QPointF(at.right(), low), QPointF(at.right(), top))
        painter.drawPolyline(QPolygonF(ends))
    elif mark == "box":
        painter.setPen(QPen(theme.colour("muted"), 1.2))
        painter.setBrush(faint(theme.colour("pale"), 60))
        wide = QRectF(at.left(), box.top() + side * 0.2, at.width(), side * 0.6)
        painter.drawRect(wide)
        painter.drawLine(QPointF(at.center().x(), wide.top()), QPointF(at.center().x(), wide.bottom()))
    else:
        _draw_icon(painter, box, mark, theme)
    painter.restore()


def _draw_dot(painter: QPainter, box: QRectF, mark: Mark, theme: Theme) -> None:
    colour = theme.colour("pale" if mark in ("unit", "previous") else "own")
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(theme.colour("surface") if mark in ("partial", "previous") else colour)
    radius = box.width() * (0.3 if mark == "previous" else 0.38)
    painter.drawEllipse(box.center(), radius, radius)


def _draw_icon(painter: QPainter, box: QRectF, mark: Mark, theme: Theme) -> None:
    """The icons of Making Data Count: a ring, filled where it means concern, and in it a wave, an arrow or a letter."""
    colour = theme.colour(
        {"improvement": "own", "pass": "own", "concern": "signal", "fail": "signal"}.get(mark, "muted")
    )
    filled = mark in ("concern", "fail")
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(0.8, 0.8, -0.8, -0.8))
    if mark == "common":
        inner = box.adjusted(box.width() * 0.22, 0, -box.width() * 0.22, 0)
        path = QPainterPath()
        for i in range(13):
            at = QPointF(
                inner.left() + inner.width() * i / 12, box.center().y() - box.height() * 0.14 * sin(i * 6.283 / 12)
            )
            if i:
                path.lineTo(at)
            else:
                path.moveTo(at)
        painter.drawPath(path)
    elif mark in ("rising", "falling"):
        inner = box.adjusted(box.width() * 0.28, box.width() * 0.28, -box.width() * 0.28, -box.width() * 0.28)
        _fill(painter, colour)
        painter.drawPolygon(_triangle(inner, up=mark == "rising"))
    else:
        letters = {"improvement": "+", "concern": "!", "inconsistent": "?", "pass": "P", "fail": "F"}
        _letter(painter, box, letters[mark], theme.colour("surface") if filled else colour)


def _letter(painter: QPainter, box: QRectF, letter: str, colour: QColor) -> None:
    font = strong(painter.font())
    font.setPixelSize(max(1, round(box.height() * 0.72)))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)


def _triangle(box: QRectF, *, up: bool) -> QPolygonF:
    point, base = (box.top(), box.bottom()) if up else (box.bottom(), box.top())
    return QPolygonF([QPointF(box.center().x(), point), QPointF(box.right(), base), QPointF(box.left(), base)])


def _diamond(box: QRectF) -> QPolygonF:
    middle, reach = box.center(), box.width() * 0.4
    return QPolygonF(
        [
            QPointF(middle.x(), box.top()),
            QPointF(middle.x() + reach, middle.y()),
            QPointF(middle.x(), box.bottom()),
            QPointF(middle.x() - reach, middle.y()),
        ]
    )
