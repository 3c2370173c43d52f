"""A small painted chart whose points are walked with the arrow keys and read out one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPaintDevice,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.marks import Mark
from widgets.theme import em, scaled, theme

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a chart is painted on, of the screen or of paper. area: where the data lie; font: its letters; line: the
    height of a line of them."""

    area: QRectF
    font: QFont
    line: float

    def x(self, place: float) -> float:
        return self.area.left() + place * self.area.width()

    def y(self, height: float) -> float:
        return self.area.bottom() - height * self.area.height()


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

    def paint_area(self, painter: QPainter, ground: Ground) -> None:
        """What is drawn over the grid."""
        raise NotImplementedError

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        """The marks that this chart has now, with what they mean."""
        raise NotImplementedError

    def reset(self) -> None:
        """Forget where one was; to be called when there is something new to show."""
        self.at = None
        self.setAccessibleDescription("\n".join(self.said(i) for i in range(min(40, len(self.places())))))
        self.update()

    def _ground(self, rect: QRectF, font: QFont, device: QPaintDevice) -> Ground:
        """The rectangle's ground, with room for the axes' texts."""
        metrics = QFontMetricsF(font, device)
        line = metrics.height()
        left = max((metrics.horizontalAdvance(text) for _, text in self.value_ticks()), default=0) + line
        right = max((metrics.horizontalAdvance(text) for _, text in self.place_ticks()), default=0) / 2 + line / 2
        return Ground(rect.adjusted(left, line * 1.3, -right, -line * 1.7), font, line)

    def _here(self) -> Ground:
        """That of the screen."""
        return self._ground(QRectF(self.rect()), self.font(), self)

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

    def height_on(self, width: float, line: float) -> float:
        """The height the chart wants on paper of that width."""
        return 0.45 * width

    def paint_on(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the chart as vectors in the painter's font and the theme in use, without what is pointed at."""
        painter.save()
        ground = self._ground(rect, QFont(painter.font()), painter.device())
        self._paint_grid(painter, rect, ground)
        self.paint_area(painter, ground)
        painter.restore()

    def _paint_grid(self, painter: QPainter, rect: QRectF, ground: Ground) -> None:
        now, area, line = theme(), ground.area, ground.line
        painter.setFont(scaled(ground.font, 0.92))
        metrics = QFontMetricsF(painter.font(), painter.device())
        for height, text in self.value_ticks():
            y = ground.y(height)
            painter.setPen(QPen(now.colour("line"), 1))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(now.colour("muted"))
            at = QRectF(rect.left(), y - line / 2, area.left() - rect.left() - line / 2, line)
            painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        free_from = rect.left() - 1
        for place, text in self.place_ticks():
            wide = metrics.horizontalAdvance(text) + 2
            left = ground.x(place) - wide / 2
            if left >= free_from:
                at = QRectF(left, area.bottom() + line * 0.4, wide, line * 1.2)
                painter.drawText(at, Qt.AlignmentFlag.AlignCenter, text)
                free_from = left + wide + line * 0.6
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, rect, ground = theme(), QRectF(self.rect()), self._here()
        painter = QPainter(self)
        painter.fillRect(rect, now.colour("surface"))
        self._paint_grid(painter, rect, ground)
        if self.at is not None and self.at < len(self.places()):
            x = ground.x(self.places()[self.at])
            painter.setPen(QPen(now.colour("muted"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(x, ground.area.top(), x, ground.area.bottom()))
        self.paint_area(painter, ground)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.colour("own"), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.end()

    def _nearest(self, x: float) -> int | None:
        places, ground = self.places(), self._here()
        return min(range(len(places)), key=lambda i: abs(ground.x(places[i]) - x)) if places else None

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
