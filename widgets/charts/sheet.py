"""A chart as a piece of a document: what it shows, of whom, how it was made, so that a copy needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QMimeData, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
)

from widgets.marks import Mark, draw_legend, legend_entries
from widgets.theme import LIGHT, Theme, drawn_in, scaled, strong

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

LETTERS = 13
"""Pixels of the text's size, of 96 to the inch: ten points on paper."""

PER_INCH = 96
MARGIN = 12.0
"""Millimetres around a printed page."""

LEAST_CHART = 0.4
"""Share of the height that the chart keeps, however much is said."""

COPIED_WIDTH = 960
COPIED_SCALE = 2.0
SVG_TYPE = "image/svg+xml"

WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class Drawable(Protocol):
    """Every chart: it draws itself into a rectangle of a painter, in the painter's font and the theme in use."""

    def paint_on(self, painter: QPainter, rect: QRectF) -> None: ...

    def height_on(self, width: float, line: float) -> float: ...


@dataclass(frozen=True, slots=True)
class ChartSheet:
    """title: the indicator; subtitle: lines on registry, unit, period, patients; sentence: the plain words under the
    chart; circumstances: n, method, age of the data, definition; legend: of the chart; remarks: notes marked in it;
    look: paper is white whatever the window is."""

    title: str
    subtitle: tuple[str, ...]
    chart: Drawable
    sentence: str
    circumstances: str
    legend: tuple[tuple[Mark, str], ...] = ()
    remarks: tuple[str, ...] = ()
    look: Theme = LIGHT

    def paint_on(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the sheet into the rectangle as vectors, with text in the painter's font."""
        with drawn_in(self.look):
            painter.save()
            painter.fillRect(rect, self.look.colour("surface"))
            _Layout(self, painter, rect).draw()
            painter.restore()

    def height_for(self, painter: QPainter, width: float) -> float:
        """The height at which the chart has the room it wants."""
        layout = _Layout(self, painter, QRectF(0, 0, width, 0))
        return layout.around() + self.chart.height_on(layout.width, layout.line)


class _Layout:
    """The sheet's parts from top to bottom: head and legend, the chart in what is left, words below."""

    def __init__(self, sheet: ChartSheet, painter: QPainter, rect: QRectF) -> None:
        self._sheet, self._painter = sheet, painter
        self._font = QFont(painter.font())
        self.line = QFontMetricsF(self._font, painter.device()).height()
        pad = self.line
        self._rect = rect.adjusted(pad, pad, -pad, -pad)
        self.width = rect.width() - 2 * pad
        self._pad = pad
        self._small = scaled(self._font, 0.92)
        self._title = strong(self._font, 1.3)
        metrics = QFontMetricsF(self._small, painter.device())
        self._legend = legend_entries(sheet.legend, self.width, metrics)

    def _tall(self, text: str, font: QFont, width: float) -> float:
        if not text:
            return 0.0
        metrics = QFontMetricsF(font, self._painter.device())
        return metrics.boundingRect(QRectF(0, 0, width, 100_000), WRAPPED, text).height()

    def _head(self) -> float:
        tall = self._tall(self._sheet.title, self._title, self.width) + 0.2 * self.line
        tall += sum(self._tall(words, self._small, self.width) for words in self._sheet.subtitle)
        legend = self._legend[-1].words_at.bottom() + 0.6 * self.line if self._legend else 0.0
        return tall + 0.6 * self.line + legend

    def _foot(self) -> float:
        sheet = self._sheet
        tall = sum(self._tall(words, self._small, self.width) for words in sheet.remarks)
        if sheet.sentence:
            tall += self._tall(sheet.sentence, self._font, self.width - 2 * self._inset()) + 2 * self._inset()
        tall += self._tall(sheet.circumstances, self._small, self.width)
        return tall + 1.4 * self.line

    def _inset(self) -> float:
        return 0.6 * self.line

    def around(self) -> float:
        """What everything but the chart takes."""
        return self._head() + self._foot() + 2 * self._pad

    def draw(self) -> None:
        sheet, painter, look = self._sheet, self._painter, self._sheet.look
        y = self._rect.top()
        y = self._write(sheet.title, self._title, "text", y) + 0.2 * self.line
        for words in sheet.subtitle:
            y = self._write(words, self._small, "muted", y)
        y += 0.6 * self.line
        if self._legend:
            painter.save()
            painter.setFont(self._small)
            painter.translate(QPointF(self._rect.left(), y))
            draw_legend(painter, self._legend, look)
            painter.restore()
            y += self._legend[-1].words_at.bottom() + 0.6 * self.line
        tall = max(self._rect.bottom() - y - self._foot(), LEAST_CHART * self._rect.height())
        painter.setFont(self._font)
        sheet.chart.paint_on(painter, QRectF(self._rect.left(), y, self.width, tall))
        y += tall + 0.6 * self.line
        for words in sheet.remarks:
            y = self._write(words, self._small, "muted", y)
        if sheet.sentence:
            y = self._box(sheet.sentence, y)
        self._write(sheet.circumstances, self._small, "muted", y + 0.4 * self.line)

    def _box(self, words: str, y: float) -> float:
        """The sentence on its quiet ground; gives where it ends."""
        inset = self._inset()
        width = self.width - 2 * inset
        tall = self._tall(words, self._font, width) + 2 * inset
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._sheet.look.colour("raised"))
        top = y + 0.2 * self.line
        self._painter.drawRoundedRect(QRectF(self._rect.left(), top, self.width, tall), 6, 6)
        self._write(words, self._font, "text", top + inset, inset)
        return top + tall

    def _write(self, words: str, font: QFont, colour: str, y: float, inset: float = 0.0) -> float:
        """Words that wrap; gives where they end."""
        if not words:
            return y
        width = self.width - 2 * inset
        tall = self._tall(words, font, width)
        self._painter.setFont(font)
        self._painter.setPen(self._sheet.look.colour(colour))
        self._painter.drawText(QRectF(self._rect.left() + inset, y, width, tall + 1), WRAPPED, words)
        return y + tall


def lettering() -> QFont:
    """The program's own letters, in pixels, which are the same on every device."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(LETTERS)
    return font


def natural_size(sheet: ChartSheet, width: int) -> QSize:
    """A picture's size, in pixels, at which nothing in the sheet is cramped."""
    probe = QImage(1, 1, QImage.Format.Format_RGB32)
    painter = QPainter(probe)
    painter.setFont(lettering())
    height = sheet.height_for(painter, width)
    painter.end()
    return QSize(width, round(height))


def picture(sheet: ChartSheet, width: int = COPIED_WIDTH, scale: float = COPIED_SCALE) -> QImage:
    """The sheet as a picture, `width` pixels of a screen wide, each drawn with scale × scale dots."""
    size = natural_size(sheet, width)
    image = QImage(size * scale, QImage.Format.Format_RGB32)
    image.fill(sheet.look.colour("surface"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.setFont(lettering())
    sheet.paint_on(painter, QRectF(QPointF(0, 0), size.toSizeF()))
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


def svg(sheet: ChartSheet, size: QSize | None = None) -> bytes:
    """The sheet as a drawing file whose text stays text; by default as large as it wants."""
    from PySide6.QtSvg import QSvgGenerator

    wanted = size or natural_size(sheet, COPIED_WIDTH)
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(wanted)
    generator.setViewBox(QRectF(QPointF(0, 0), wanted.toSizeF()))
    generator.setResolution(PER_INCH)
    generator.setTitle(sheet.title)
    generator.setDescription(sheet.sentence)
    painter = QPainter(generator)
    painter.setFont(lettering())
    sheet.paint_on(painter, QRectF(QPointF(0, 0), wanted.toSizeF()))
    painter.end()
    buffer.close()
    return bytes(written.data())


def for_clipboard(sheet: ChartSheet) -> QMimeData:
    """The sheet as a picture and as a drawing: whoever pastes takes what it understands."""
    data = QMimeData()
    data.setImageData(picture(sheet))
    data.setData(SVG_TYPE, svg(sheet))
    return data


def printer(sheet: ChartSheet) -> QPrinter:
    """A printer with a page as the sheet wants it; for a print dialogue."""
    from PySide6.QtPrintSupport import QPrinter

    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    set_page(made, sheet)
    return made


def set_page(device: QPagedPaintDevice, sheet: ChartSheet) -> None:
    """A4 with narrow margins, lying; standing for a sheet that is taller than wide, such as many units in rows."""
    wanted = natural_size(sheet, COPIED_WIDTH)
    tall = wanted.height() > wanted.width()
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Portrait if tall else QPageLayout.Orientation.Landscape)
    device.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)


def print_sheets(sheets: Sequence[ChartSheet], device: QPagedPaintDevice) -> bool:
    """Each sheet on a page of its own, of a printer or a PDF file; False where the device does not take them.

    The first page is as the device has it: as a person chose it, or by `set_page`.
    """
    painter = QPainter()
    if not painter.begin(device):
        return False
    unit = device.logicalDpiX() / PER_INCH
    painter.scale(unit, unit)
    painter.setFont(lettering())
    whole = True
    for number, sheet in enumerate(sheets):
        if number:
            set_page(device, sheet)
            whole = device.newPage() and whole
        sheet.paint_on(painter, QRectF(0, 0, device.width() / unit, device.height() / unit))
    return painter.end() and whole
