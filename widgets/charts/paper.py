"""Rows of a chart on paper, which has no scroll bar: they shrink, and their text with them, until all are there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from widgets.theme import theme

TIGHTEST = 1.15
"""Lines of text a row needs."""


def write(painter: QPainter, cell: QRectF, text: str, colour: str, *, right: bool) -> None:
    """A cell's text in the painter's font, shortened where it has no room; colour: of the theme."""
    painter.setPen(theme().colour(colour))
    metrics = QFontMetricsF(painter.font(), painter.device())
    inside = cell.adjusted(0, 0, -metrics.height() / 2, 0)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width() + 1)
    painter.drawText(inside, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
