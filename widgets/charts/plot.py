"""A chart on the screen: what every one has in common, whatever it draws.

Import late: pyqtgraph takes half a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QGraphicsEllipseItem, QToolTip, QWidget

from widgets.charts.canvas import Canvas, canvas_for
from widgets.marks import Mark
from widgets.theme import em, theme

REACH = 14.0
"""Pixels from a point within which the pointer means it."""

HALO = 9.0
"""Radius, in pixels, of the ring around the point that is read out."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place the keyboard walks to, in pixels of the canvas; y is None where nothing is drawn."""

    x: float
    y: float | None


class PlotChart(QWidget):
    """A chart. Left and Right walk its points, Home and End go to the ends, Enter or a click chooses.

    Subclasses draw on whatever canvas they are given (the screen's, paper's, a file's), say a point in words, and may
    take a choice. Signals: read_out(str) the exact figures of the point under the pointer or the keyboard, "" when it
    is left.
    """

    read_out = Signal(str)

    by_column: ClassVar[bool] = True
    """Whether the pointer means the nearest point sideways, however high it is; else the nearest within reach."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = Canvas(self)
        self._stops: Sequence[Stop] = ()
        self._at: int | None = None
        self._halo: QGraphicsEllipseItem | None = None
        self._stale = True
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # What a chart says of itself

    def draw_on(self, canvas: Canvas) -> Sequence[Stop]:
        """Draw all of the chart; gives the points to walk, in order. Nothing where there is nothing to draw."""
        raise NotImplementedError

    def words_of(self, stop: int) -> str:
        """A point as it is read out."""
        raise NotImplementedError

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        """The marks that this chart has now, with what they mean."""
        raise NotImplementedError

    def choose(self, stop: int) -> None:
        """A point was chosen by click or Enter."""

    def resting(self) -> int | None:
        """The point that keeps its ring when none is read out."""
        return None

    def words_at(self, at: QPointF) -> str:
        """The tool tip at a place of the canvas."""
        stop = self._stop_at(at)
        return "" if stop is None else self.words_of(stop)

    # Drawing

    def redraw(self) -> None:
        """Draw what is to be shown now, or when it is seen."""
        self._stale = True
        if self.isVisible():
            self._settle()

    def _settle(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self._canvas.setFont(self.font())
        self._canvas.setGeometry(self.rect())
        self._canvas.take_size(self.size())
        self._take_ring_off()
        self._canvas.wipe()
        self._stops = self.draw_on(self._canvas)
        if self._at is not None and self._at >= len(self._stops):
            self._at = None
        self._ring()

    def paint_on(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the chart as vectors in the painter's font and the theme in use; it need not be on the screen."""
        canvas, target = canvas_for(painter, rect)
        self.draw_on(canvas)
        painter.save()
        painter.resetTransform()
        painter.setViewTransformEnabled(False)
        canvas.paint_scene(painter, target)
        painter.restore()
        canvas.close()

    def height_on(self, width: float, line: float) -> float:
        """The height the chart wants on paper of that width."""
        return 0.5 * width

    def _ring(self) -> None:
        """The ring around the point that is read out."""
        self._take_ring_off()
        stop = self._stops[self._at] if self._at is not None else None
        if stop is None or stop.y is None:
            return
        self._halo = QGraphicsEllipseItem(QRectF(stop.x - HALO, stop.y - HALO, 2 * HALO, 2 * HALO))
        self._halo.setPen(QPen(theme().colour("text"), 1.5))
        self._halo.setZValue(30)
        self._canvas.sceneObj.addItem(self._halo)

    def _take_ring_off(self) -> None:
        if self._halo is not None:
            self._canvas.sceneObj.removeItem(self._halo)
            self._halo = None

    # Walking

    def at(self) -> int | None:
        """The point that is read out."""
        return self._at

    def go_to(self, stop: int | None) -> None:
        """Ring a point without reading it out; None for none."""
        self._settle()
        self._at = stop if stop is not None and 0 <= stop < len(self._stops) else None
        self._ring()

    def read(self, stop: int | None) -> None:
        """Ring a point and read it out."""
        self.go_to(stop)
        words = "" if self._at is None else self.words_of(self._at)
        self.read_out.emit(words)
        if words and self.hasFocus() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _stop_at(self, at: QPointF) -> int | None:
        self._settle()
        reach = self._canvas.area.adjusted(-REACH, -REACH, REACH, REACH)
        if not self._stops or not reach.contains(at):
            return None

        def distance(stop: int) -> float:
            there = self._stops[stop]
            if self.by_column:
                return abs(there.x - at.x())
            return float("inf") if there.y is None else hypot(there.x - at.x(), there.y - at.y())

        nearest = min(range(len(self._stops)), key=distance)
        return nearest if self.by_column or distance(nearest) <= REACH else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._settle()
        count = len(self._stops)
        at = self._at if self._at is not None else count
        wanted = {
            Qt.Key.Key_Left: at - 1,
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }.get(Qt.Key(event.key()))
        if count and wanted is not None:
            self.read(min(max(wanted, 0), count - 1))
        elif self._at is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(self._at)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        stop = self._stop_at(event.position())
        if stop is not None and stop != self._at:
            self.read(stop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        stop = self._stop_at(event.position())
        if stop is None or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.read(stop)
        self.choose(stop)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.go_to(self.resting())
            self.read_out.emit("")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            words = self.words_at(QPointF(event.pos()))
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stale = True
        self._settle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.redraw()

    def minimumSizeHint(self) -> QSize:
        return QSize(14 * em(self), 9 * em(self))

    def sizeHint(self) -> QSize:
        return QSize(36 * em(self), 22 * em(self))
