"""Quiet building blocks of a page: cards, headings, notices, legends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from widgets.marks import LegendEntry, Mark, draw_legend, legend_entries
from widgets.theme import GAP, em, scaled, strong, theme

RADIUS = 6


class Surface(QFrame):
    """A rounded rectangle in a colour of the theme, with or without a border."""

    def __init__(self, colour: str = "surface", *, border: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._border = border

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour("line"), 1) if self._border else Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(self._colour))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class Bar(QWidget):
    """What stands across the top of the window, over a line."""

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.colour("surface"))
        painter.setPen(now.colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class Card(Surface):
    """A surface with a heading above its contents. Add to `body`; `head` takes what stands on the heading's line."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(2 * GAP, GAP + 4, 2 * GAP, GAP + 4)
        self.body.setSpacing(GAP)
        self.heading = Heading(title)
        self.body.addWidget(self.heading)
        self.heading.setVisible(bool(title))  # not before it has a parent, or it would be a window for a moment
        self.setAccessibleName(title)


class Heading(QLabel):
    """A card's heading."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(strong(self.font(), 1.12))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)


class Words(QLabel):
    """Ordinary words: plain text that wraps."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)


class Muted(QLabel):
    """Words that stand back: plain text that wraps, in the muted colour."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, colour: str = "muted") -> None:
        super().__init__(text, parent)
        self._colour = colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(scaled(self.font(), 0.94))
        self.take_colour(colour)

    def take_colour(self, name: str) -> None:
        self._colour = name
        colour = theme().colour(name)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != colour:
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            self.setPalette(palette)


class Columns(QWidget):
    """Widgets side by side in equal columns, as many as there is room for; the rest below. `least`: a column's ems."""

    def __init__(self, *, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        # As tall as its words need at this width, which a size hint does not know of.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._widgets: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2 * GAP)

    def add(self, widget: QWidget) -> None:
        widget.setParent(self)
        self._widgets.append(widget)
        self._columns = 0
        self._arrange()

    def _arrange(self) -> None:
        if not self._widgets:
            return
        room = max(1, (self.width() + 2 * GAP) // (self._least * em(self) + 2 * GAP))
        columns = min(room, len(self._widgets))
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for i, widget in enumerate(self._widgets):
            self._grid.addWidget(widget, i // columns, i % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


class Split(QWidget):
    """Two columns of widgets, each as tall as it needs; the right one below the left where there is no room for both.

    `least`: the width, in ems, from which they stand side by side.
    """

    def __init__(self, *, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2 * GAP)
        self._columns = []
        for share in (8, 5):
            column = QVBoxLayout()
            column.setSpacing(2 * GAP)
            column.addStretch()
            self._row.addLayout(column, share)
            self._columns.append(column)

    def add_left(self, widget: QWidget) -> None:
        self._columns[0].insertWidget(self._columns[0].count() - 1, widget)

    def add_right(self, widget: QWidget) -> None:
        self._columns[1].insertWidget(self._columns[1].count() - 1, widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self._least * em(self)
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)


class Notice(QWidget):
    """A designed state instead of contents: what it is, what it means, and a way out.

    Signals: acted() when the way out is chosen.
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, 2 * GAP, GAP, 2 * GAP)
        layout.setSpacing(GAP)
        layout.addStretch(2)
        self._title = Heading()
        self._text = Muted()
        self._button = QPushButton()
        self._button.clicked.connect(self.acted)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)

    def say(self, title: str, text: str = "", action: str = "") -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{title} {text}".strip())


class Said(Surface):
    """The plain sentence under a chart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("raised", border=False, parent=parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP + 4, GAP, GAP + 4, GAP)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._label)

    def say(self, text: str) -> None:
        self._label.setText(text)
        self.setAccessibleName(text)

    def text(self) -> str:
        return self._label.text()


class Legend(QWidget):
    """Marks with their words, wrapping to as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[tuple[Mark, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFont(scaled(self.font(), 0.94))

    def show_entries(self, entries: Sequence[tuple[Mark, str]]) -> None:
        self._entries = tuple(entries)
        self.setAccessibleName("; ".join(text for _, text in self._entries))
        self._fit_height()
        self.update()

    def _fit_height(self) -> None:
        placed = self._placed()
        self.setFixedHeight(round(placed[-1].words_at.bottom()) + 3 if placed else 0)

    def _placed(self) -> list[LegendEntry]:
        return legend_entries(self._entries, self.width(), QFontMetricsF(self.font()))

    def sizeHint(self) -> QSize:
        return QSize(20 * em(self), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_legend(QPainter(self), self._placed(), theme())
