"""A legend of colours, such as a heat map has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme import em, scaled, theme


class ColourLegend(QWidget):
    """Squares with their words, wrapping to as many lines as they need; no colour: hatched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[tuple[QColor | None, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFont(scaled(self.font(), 0.94))

    def show_entries(self, entries: Sequence[tuple[QColor | None, str]]) -> None:
        self._entries = tuple(entries)
        self.setAccessibleName("; ".join(text for _, text in self._entries))
        self._fit_height()
        self.update()

    def _places(self) -> list[tuple[QColor | None, str, QRect, QRect]]:
        metrics, line = self.fontMetrics(), em(self)
        places, x, y = [], 0, 0
        for colour, text in self._entries:
            side = line * 3 // 4
            wide = side + line // 3 + metrics.horizontalAdvance(text) + 2
            if x and x + wide > self.width():
                x, y = 0, y + line * 4 // 3
            square = QRect(x, y + (line - side) // 2, side, side)
            places.append((colour, text, square, QRect(x + side + line // 3, y, wide, line)))
            x += wide + line * 2 // 3
        return places

    def _fit_height(self) -> None:
        places = self._places()
        self.setFixedHeight(places[-1][3].bottom() + 3 if places else 0)

    def sizeHint(self) -> QSize:
        return QSize(20 * em(self), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        for colour, text, square, words in self._places():
            brush = QBrush(now.colour("line"), Qt.BrushStyle.BDiagPattern) if colour is None else QBrush(colour)
            painter.fillRect(square, brush)
            painter.setPen(QPen(now.colour("line"), 1))
            painter.drawRect(square)
            painter.setPen(now.colour("muted"))
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
