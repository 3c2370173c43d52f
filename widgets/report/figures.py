"""A document's figure: the chart with its legend as vectors, for a page or inside HTML.

Caption and sentence stand around it in the document's own letters, so a sheet's are left out here.
"""

from __future__ import annotations

import re
from typing import cast

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from widgets.charts.sheet import PER_INCH, WRAPPED, ChartSheet, Drawable, lettering
from widgets.marks import Mark, draw_legend, legend_entries
from widgets.theme import LIGHT, drawn_in, scaled

SMALL = 0.85
"""Of the document's letters: those in a figure."""

_PROLOG = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_SIZE = re.compile(r'<svg width="[^"]*" height="[^"]*"')
_WORDS = re.compile(r"<(title|desc)>.*?</\1>\s*", re.DOTALL)
_OLD = re.compile(r'\s(?:xmlns:xlink|version|baseProfile)="[^"]*"')


def wanted_height(drawing: object, width: float, line: float) -> float:
    """The height, in pixels of the paper, at which a chart has the room it wants; line: of its letters."""
    chart, legend, remarks = _parts(drawing)
    return chart.height_on(width, line) + line * (2 * bool(legend) + 1.2 * len(remarks))


def paint_figure(drawing: object, painter: QPainter, rect: QRectF) -> None:
    """Draw a chart, or what a sheet has of one, into the rectangle: the legend above, notes marked in it below.

    In the painter's font, on white whatever the window's theme is.
    """
    with drawn_in(LIGHT):
        chart, legend, remarks = _parts(drawing)
        painter.save()
        font = QFont(painter.font())
        metrics = QFontMetricsF(font, painter.device())
        entries = legend_entries(legend, rect.width(), metrics)
        top, bottom = rect.top(), rect.bottom()
        if entries:
            painter.save()
            painter.translate(QPointF(rect.left(), top))
            draw_legend(painter, entries, LIGHT)
            painter.restore()
            top += entries[-1].words_at.bottom() + 0.5 * metrics.height()
        for words in reversed(remarks):
            tall = metrics.boundingRect(QRectF(0, 0, rect.width(), 100_000), WRAPPED, words).height()
            bottom -= tall
            painter.setPen(LIGHT.colour("muted"))
            painter.drawText(QRectF(rect.left(), bottom, rect.width(), tall + 1), WRAPPED, words)
        painter.setFont(font)
        chart.paint_on(painter, QRectF(rect.left(), top, rect.width(), max(1.0, bottom - top)))
        painter.restore()


def figure_svg(drawing: object, width: int, height: int) -> str:
    """The figure as SVG that can stand inside HTML: text stays text, no prolog, and as wide as there is room for.

    width, height: pixels of 96 to the inch that it is drawn for. The caller adds title and description.
    """
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(width, height))
    generator.setViewBox(QRectF(0, 0, width, height))
    generator.setResolution(PER_INCH)
    painter = QPainter(generator)
    painter.setFont(scaled(lettering(), SMALL))
    paint_figure(drawing, painter, QRectF(0, 0, width, height))
    painter.end()
    written = bytes(buffer.data().data()).decode("utf-8")
    buffer.close()
    return _for_html(written)


def _parts(drawing: object) -> tuple[Drawable, tuple[tuple[Mark, str], ...], tuple[str, ...]]:
    """Chart, legend and remarks."""
    if isinstance(drawing, ChartSheet):
        return drawing.chart, drawing.legend, drawing.remarks
    said = getattr(drawing, "legend", None)
    noted = getattr(drawing, "remarks", None)
    return cast(Drawable, drawing), tuple(said()) if said else (), tuple(noted()) if noted else ()


def _for_html(written: str) -> str:
    svg = _PROLOG.sub("", written, count=1)
    svg = _SIZE.sub("<svg", svg, count=1)
    svg = _WORDS.sub("", svg)
    return _OLD.sub("", svg).strip()
