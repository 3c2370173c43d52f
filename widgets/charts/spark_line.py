"""A small line of the last periods: shape only, no numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from local_cache.results.figure import Point
from widgets.theme import Theme


def draw_spark_line(painter: QPainter, at: QRectF, points: Sequence[Point], theme: Theme) -> None:
    """The points' values over time. A period without a value breaks the line; one that is not over is left out."""
    whole = [p for p in points if not p.partial]
    values = [p.figure.value for p in whole]
    known = [v for v in values if v is not None]
    if not known:
        return
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = at.width() / max(1, len(values) - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("own"), 1.4))
    piece: list[QPointF] = []
    for i, value in enumerate([*values, None]):
        if value is not None:
            share = (value - low) / span if high > low else 0.5
            piece.append(QPointF(at.left() + i * step, at.bottom() - share * at.height()))
            continue
        if len(piece) > 1:
            painter.drawPolyline(QPolygonF(piece))
        elif piece:
            painter.setPen(QPen(theme.colour("own"), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoint(piece[0])
            painter.setPen(QPen(theme.colour("own"), 1.4))
        piece = []
    painter.restore()
