"""Pages as they will be printed: in a page of the window, or in a dialogue from which they are printed."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from local_cache.results.format import format_count, format_number
from widgets.report.printing import Paged, a4_printer, chosen_pages, print_pages
from widgets.theme import GAP, em, theme

ZOOMS = (0.0, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Offered sizes of a page; 0 is as wide as there is room for."""

WIDEST_FIT = 1.6
PAPER_GAP = 12
KEPT = 8
"""Pages kept as pictures."""


class PagesView(QAbstractScrollArea):
    """The pages one under the other. Page Up and Page Down go a page, plus and minus make it larger and smaller.

    Attributes: paged; zoom (0 as wide as there is room for). Signals: page_changed(int page, from 0) when another page
    is on top; zoomed() when the keyboard has changed the size.
    """

    page_changed = Signal(int)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paged: Paged | None = None
        self._language = "nb"
        self.zoom = 0.0
        self._tops: list[int] = []
        self._sizes: list[QSize] = []
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._page = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Preview of the pages"))
        # A bar that comes and goes would change the width, and with it the height that made it come.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._say_page)

    def show_pages(self, paged: Paged, language: str) -> None:
        """Other pages; the place stays where it was, as far as there is one. language: of the window."""
        self.paged, self._language = paged, language
        self._pictures.clear()
        self._lay_out()

    def set_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self._pictures.clear()
        self._lay_out()

    def page(self) -> int:
        """The page on top, from 0."""
        at = self.verticalScrollBar().value() + self.viewport().height() // 3
        return max((n for n, top in enumerate(self._tops) if top <= at), default=0)

    def go_to(self, page: int) -> None:
        if self._tops:
            page = min(max(page, 0), len(self._tops) - 1)
            self.verticalScrollBar().setValue(self._tops[page] - PAPER_GAP)

    def scale(self) -> float:
        """Pixels of the screen to one of the page."""
        if self.paged is None or self.zoom:
            return self.zoom or 1.0
        widest = max(self.paged.page_size(n).width() for n in range(self.paged.count))
        return min(max((self.viewport().width() - 2 * PAPER_GAP) / widest, 0.2), WIDEST_FIT)

    def _lay_out(self) -> None:
        self._tops, self._sizes = [], []
        if self.paged is None:
            return
        scale, y = self.scale(), PAPER_GAP
        for number in range(self.paged.count):
            size = (self.paged.page_size(number) * scale).toSize()
            self._tops.append(y)
            self._sizes.append(size)
            y += size.height() + PAPER_GAP
        widest = max((size.width() for size in self._sizes), default=0) + 2 * PAPER_GAP
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, y - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(3 * em(self))
        self.horizontalScrollBar().setRange(0, max(0, widest - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())
        self._page = -1
        self._say_page()
        self.viewport().update()

    def _say_page(self) -> None:
        page = self.page()
        if self.paged is not None and page != self._page:
            self._page = page
            self.setAccessibleDescription(page_in_words(page, self.paged.count, self._language))
            self.page_changed.emit(page)

    def _rect(self, page: int) -> QRect:
        size = self._sizes[page]
        room = self.viewport().width()
        left = max((room - size.width()) // 2, PAPER_GAP) - self.horizontalScrollBar().value()
        return QRect(QPoint(left, self._tops[page] - self.verticalScrollBar().value()), size)

    def _picture(self, page: int) -> QImage:
        made = self._pictures.get(page)
        if made is None:
            assert self.paged is not None
            sharp = self.devicePixelRatioF()
            made = page_picture(self.paged, page, self.scale() * sharp)
            made.setDevicePixelRatio(sharp)
            self._pictures[page] = made
            while len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(page)
        return made

    def _step_zoom(self, by: int) -> None:
        steps = [zoom for zoom in ZOOMS if zoom]
        now = self.scale()
        wider = [zoom for zoom in steps if zoom > now + 0.01]
        smaller = [zoom for zoom in steps if zoom < now - 0.01]
        if by > 0 and wider:
            self.set_zoom(wider[0])
        elif by < 0 and smaller:
            self.set_zoom(smaller[-1])
        self.zoomed.emit()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        now = theme()
        painter.fillRect(self.viewport().rect(), now.colour("raised"))
        for page in range(len(self._sizes)):
            rect = self._rect(page)
            if rect.intersects(event.rect()):
                painter.drawImage(rect.topLeft(), self._picture(page))
                painter.setPen(QPen(now.colour("line"), 1))
                painter.drawRect(QRectF(rect).adjusted(-0.5, -0.5, 0.5, 0.5))
        if self.hasFocus():
            painter.setPen(QPen(now.colour("own"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and not self.zoom:
            self._pictures.clear()
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.viewport().update()

    def focusInEvent(self, event: QEvent) -> None:  # type: ignore[override]
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:  # type: ignore[override]
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Without Ctrl, which changes the size of the window's text.
        if event.key() == Qt.Key.Key_Plus:
            self._step_zoom(1)
        elif event.key() == Qt.Key.Key_Minus:
            self._step_zoom(-1)
        elif event.key() == Qt.Key.Key_PageDown:
            self.go_to(self.page() + 1)
        elif event.key() == Qt.Key.Key_PageUp:
            self.go_to(self.page() - 1)
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(46 * em(self), 50 * em(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(14 * em(self), 12 * em(self))


class Preview(QWidget):
    """The pages with a bar above them: which page, and how large. Attributes: pages (the view)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = ""
        self.pages = PagesView()
        self.pages.page_changed.connect(self._say_page)
        self.pages.zoomed.connect(self._follow_zoom)
        self._where = QLabel()
        self._zoom = QComboBox()
        self._zoom.setAccessibleName(self.tr("Size of the pages"))
        self._zoom.activated.connect(self._take_zoom)
        self.bar = QHBoxLayout()
        self.bar.addWidget(self._where, 1)
        self.bar.addWidget(self._zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self.bar)
        column.addWidget(self.pages, 1)

    def show_pages(self, paged: Paged, language: str) -> None:
        """Other pages. language: of the window."""
        if language != self._language:
            self._language = language
            self._zoom.clear()
            for zoom in ZOOMS:
                words = format_number(zoom, ",.0%", language) if zoom else self.tr("Fit the width")
                self._zoom.addItem(words, zoom)
            self._follow_zoom()
        self.pages.show_pages(paged, language)
        self._say_page(self.pages.page())

    def say(self, words: str) -> None:
        """Something about the pages, until others are shown."""
        self._where.setText(words)

    def _say_page(self, page: int) -> None:
        paged = self.pages.paged
        if paged is not None:
            self._where.setText(page_in_words(page, paged.count, self._language))

    def _take_zoom(self, index: int) -> None:
        self.pages.set_zoom(float(self._zoom.currentData()))

    def _follow_zoom(self) -> None:
        self._zoom.setCurrentIndex(ZOOMS.index(self.pages.zoom))


class PreviewDialog(QDialog):
    """Pages before they are printed. Attributes: preview."""

    def __init__(self, paged: Paged, title: str, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paged = paged
        self.setWindowTitle(title)
        self.preview = Preview()
        print_it = QPushButton(self.tr("&Print …"))
        print_it.setDefault(True)
        print_it.clicked.connect(self.ask_printer)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(print_it)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.preview, 1)
        column.addLayout(buttons)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self).activated.connect(self.ask_printer)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(60 * em(self), 56 * em(self))
        self.preview.show_pages(paged, language)
        self.preview.pages.setFocus()

    def ask_printer(self) -> None:
        ask_printer(self._paged, self)


def ask_printer(paged: Paged, parent: QWidget) -> None:
    """The system's print dialogue, and the pages printed where it is answered yes; what a printer refuses is said."""
    # QPrintDialog hides QDialog's own `open` behind one that wants a slot by its C++ name.
    QDialog.open(_Printing(paged, parent).dialog)


class _Printing(QWidget):
    """One asking and what comes of it; goes with the dialogue's parent. Attributes: dialog."""

    def __init__(self, paged: Paged, parent: QWidget) -> None:
        from PySide6.QtPrintSupport import QPrintDialog

        super().__init__(parent)
        self.hide()
        self._paged = paged
        # Kept: the dialogue holds it without owning it.
        self._printer = a4_printer(paged)
        self.dialog = QPrintDialog(self._printer, parent)
        self.dialog.setMinMax(1, paged.count)
        self.dialog.accepted.connect(self.print_now)
        self.dialog.finished.connect(self._end)

    def print_now(self) -> None:
        self._printer.setFullPage(True)
        if not print_pages(self._paged, self._printer, *chosen_pages(self._printer)):
            box = QMessageBox(self.parentWidget())
            box.setIcon(QMessageBox.Icon.Warning)
            box.setWindowTitle(self.tr("Print"))
            box.setText(self.tr("The printer did not take the pages."))
            box.setInformativeText(self.tr("Nothing or only a part was printed. Try again, or save as PDF."))
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()

    def _end(self) -> None:
        self.dialog.deleteLater()
        self.deleteLater()


def page_in_words(page: int, pages: int, language: str) -> str:
    """Which page, counted from 0, of how many."""
    words = QCoreApplication.translate("Preview", "Page {page} of {pages}")
    return words.format(page=format_count(page + 1, language), pages=format_count(pages, language))


def page_picture(paged: Paged, page: int, scale: float) -> QImage:
    """A page as a picture, with so many dots to a pixel."""
    size: QSizeF = paged.page_size(page) * scale
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    paged.paint(painter, page)
    painter.end()
    return image
