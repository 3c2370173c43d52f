"""A small painted chart whose points are walked with the arrow keys and read out one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme import em, scaled, theme

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}


class WalkedChart(QWidget):
    """Subclasses say where their points stand (0..1 along the area), what each is in words, and paint in the area.

    Attributes: at (the point one is at, None where none). Signals: read_out(str), "" when the chart is left.
    """

    read_out = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def places(self) -> Sequence[float]:
        """Where the points stand along the area, 0 at its left end and 1 at its right."""
        raise NotImplementedError

    def said(self, point: int) -> str:
        """A point in words."""
        raise NotImplementedError

    def value_ticks(self) -> Sequence[tuple[float, str]]:
        """Heights (0..1) with their texts, for the lines of the grid."""
        raise NotImplementedError

    def place_ticks(self) -> Sequence[tuple[float, str]]:
        """Places (0..1) with their texts, under the area."""
        raise NotImplementedError

    def paint_area(self, painter: QPainter, area: QRectF) -> None:
        """What is drawn over the grid."""
        raise NotImplementedError

    def reset(self) -> None:
        """Forget where one was; to be called when there is something new to show."""
        self.at = None
        self.setAccessibleDescription("\n".join(self.said(i) for i in range(min(40, len(self.places())))))
        self.update()

    def area(self) -> QRectF:
        """Where the data lie, with room for the axes' texts."""
        metrics = self.fontMetrics()
        left = max((metrics.horizontalAdvance(text) for _, text in self.value_ticks()), default=0) + em(self)
        right = max((metrics.horizontalAdvance(text) for _, text in self.place_ticks()), default=0) / 2 + em(self) / 2
        return QRectF(self.rect()).adjusted(left, em(self) * 1.3, -right, -em(self) * 1.7)

    def x(self, place: float) -> float:
        area = self.area()
        return area.left() + place * area.width()

    def y(self, height: float) -> float:
        area = self.area()
        return area.bottom() - height * area.height()

    def go(self, point: int | None) -> None:
        """Stand at a point and read it out; None leaves the chart."""
        if point != self.at:
            self.at = point
            self.read_out.emit("" if point is None else self.said(point))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(34 * em(self), 16 * em(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * em(self), 10 * em(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, area = theme(), self.area()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.colour("surface"))
        painter.setFont(scaled(self.font(), 0.92))
        metrics = painter.fontMetrics()
        for height, text in self.value_ticks():
            y = self.y(height)
            painter.setPen(QPen(now.colour("line"), 1))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(now.colour("muted"))
            at = QRectF(0, y - em(self) / 2, area.left() - em(self) / 2, em(self))
            painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        free_from = -1.0
        for place, text in self.place_ticks():
            wide = metrics.horizontalAdvance(text) + 2
            left = self.x(place) - wide / 2
            if left >= free_from:
                at = QRectF(left, area.bottom() + em(self) * 0.4, wide, em(self) * 1.2)
                painter.drawText(at, Qt.AlignmentFlag.AlignCenter, text)
                free_from = left + wide + em(self) * 0.6
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.at is not None and self.at < len(self.places()):
            x = self.x(self.places()[self.at])
            painter.setPen(QPen(now.colour("muted"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        self.paint_area(painter, area)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.colour("own"), 1.5))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _nearest(self, x: float) -> int | None:
        places = self.places()
        return min(range(len(places)), key=lambda i: abs(self.x(places[i]) - x)) if places else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.go(self._nearest(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self.go(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.go(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.places()) - 1
        key = Qt.Key(event.key())
        if last < 0:
            super().keyPressEvent(event)
        elif key in _STEPS:
            start = (-1 if _STEPS[key] > 0 else last + 1) if self.at is None else self.at
            self.go(min(last, max(0, start + _STEPS[key])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go(0 if key == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)
