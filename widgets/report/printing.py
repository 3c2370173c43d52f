"""Pages on paper: whatever is paged, on any device that takes pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter

from widgets.charts.sheet import COPIED_WIDTH, MARGIN, ChartSheet, lettering, natural_size
from widgets.report.pages import A4, MM

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Paged(Protocol):
    """Something on pages. The painter of a page is in pixels of 96 to the inch, from the page's top left corner."""

    @property
    def count(self) -> int: ...

    def page_size(self, page: int) -> QSizeF: ...

    def paint(self, painter: QPainter, page: int) -> None: ...


class SheetPages:
    """Charts, each on a page of its own: lying, or standing where there is more of it down than across."""

    def __init__(self, sheets: Sequence[ChartSheet]) -> None:
        self._sheets = tuple(sheets)
        self._sizes = []
        for sheet in self._sheets:
            wanted = natural_size(sheet, COPIED_WIDTH)
            self._sizes.append(A4 if wanted.height() > wanted.width() else A4.transposed())

    @property
    def count(self) -> int:
        return len(self._sheets)

    def page_size(self, page: int) -> QSizeF:
        return self._sizes[page]

    def paint(self, painter: QPainter, page: int) -> None:
        painter.save()
        painter.setFont(lettering())
        size, edge = self._sizes[page], MARGIN * MM
        self._sheets[page].paint_on(painter, QRectF(edge, edge, size.width() - 2 * edge, size.height() - 2 * edge))
        painter.restore()


def a4_printer(paged: Paged) -> QPrinter:
    """A printer with the first page's form, for a print dialogue."""
    from PySide6.QtPrintSupport import QPrinter

    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setFullPage(True)
    _turn(made, paged.page_size(0))
    return made


def print_pages(paged: Paged, device: QPagedPaintDevice, first: int = 0, last: int | None = None) -> bool:
    """Each page on one of the device's, from first to last, as large as it takes; False where it does not take them."""
    pages = range(first, paged.count if last is None else min(last + 1, paged.count))
    painter = QPainter()
    whole = True
    for page in pages:
        _turn(device, paged.page_size(page))
        if page == pages[0]:
            if not painter.begin(device):
                return False
        else:
            whole = device.newPage() and whole
        size = paged.page_size(page)
        unit = min(device.width() / size.width(), device.height() / size.height())
        painter.resetTransform()
        painter.scale(unit, unit)
        paged.paint(painter, page)
    return bool(painter.isActive() and painter.end()) and whole


def chosen_pages(printer: QPrinter) -> tuple[int, int | None]:
    """First and last page, from 0, as chosen in a print dialogue."""
    first, last = printer.fromPage(), printer.toPage()
    return (first - 1, (last or first) - 1) if first else (0, None)


def _turn(device: QPagedPaintDevice, size: QSizeF) -> None:
    lying = size.width() > size.height()
    device.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)
