"""Marks that say attainment by shape and colour: ● high, ■ moderate, ▲ low; and those of a chart's legend."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from local_cache.results.figure import Attainment
from widgets.theme import Theme

Mark = Literal["high", "moderate", "low", "own", "partial", "nation", "unit", "interval"]


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
        bottom = box.bottom() - side * 0.06
        painter.drawPolygon(
            QPolygonF([QPointF(box.center().x(), box.top()), QPointF(box.right(), bottom), QPointF(box.left(), bottom)])
        )
    painter.restore()


def draw_mark(painter: QPainter, at: QRectF, mark: Mark, theme: Theme) -> None:
    """A legend's mark in the rectangle."""
    if mark in ("high", "moderate", "low"):
        draw_attainment(painter, at, Attainment(mark), theme)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = at.center()
    if mark in ("own", "partial", "unit"):
        colour = theme.colour("pale" if mark == "unit" else "own")
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(theme.colour("surface") if mark == "partial" else colour)
        radius = min(at.width(), at.height()) * 0.38
        painter.drawEllipse(middle, radius, radius)
    else:
        colour: QColor = theme.colour("nation" if mark == "nation" else "pale")
        style = Qt.PenStyle.DashLine if mark == "nation" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 1.6, style))
        painter.drawLine(QPointF(at.left(), middle.y()), QPointF(at.right(), middle.y()))
    painter.restore()
