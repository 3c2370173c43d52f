"""The readiness meter: a colour with its shape and its words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from local_cache.quality.findings import Light, Readiness
from local_cache.results.figure import Attainment
from widgets.card import Card, Heading, Muted, Words
from widgets.marks import draw_attainment
from widgets.quality_words import readiness_rule, readiness_sentence, readiness_title
from widgets.theme import GAP, em, theme

_SHAPES = {Light.GREEN: Attainment.HIGH, Light.YELLOW: Attainment.MODERATE, Light.RED: Attainment.LOW}
"""The same marks as attainment has: ● ■ ▲ in green, amber and red."""


class LightMark(QWidget):
    """The mark, as tall as two lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light: Light | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_light(self, light: Light | None, said: str) -> None:
        self._light = light
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(em(self) * 2.2), round(em(self) * 2.2))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._light is not None:
            at = QRectF(self.rect()).adjusted(3, 3, -3, -3)
            painter = QPainter(self)
            draw_attainment(painter, at, _SHAPES[self._light], theme())
            painter.end()


class ReadinessMeter(Card):
    """The meter. Words alone until there is something to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        row = QHBoxLayout()
        row.setSpacing(2 * GAP)
        self._mark = LightMark()
        row.addWidget(self._mark)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._title, self._sentence, self._rule = Heading(), Words(), Muted()
        for label in (self._title, self._sentence, self._rule):
            column.addWidget(label)
        row.addLayout(column, 1)
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_readiness(self, found: Readiness, text: str, language: str) -> None:
        """text: the registry's own words for the deadline, "" where it has none."""
        title = readiness_title(found, language)
        self._mark.show_light(found.light, title)
        self._mark.show()
        self._say(title, readiness_sentence(found, language), readiness_rule(found, text, language))

    def say(self, title: str, text: str = "") -> None:
        """Words in place of a light."""
        self._mark.show_light(None, "")
        self._mark.hide()
        self._say(title, text, "")

    def words(self) -> str:
        """Everything that stands in it."""
        return " ".join(t for label in (self._title, self._sentence, self._rule) if (t := label.text()))

    def _say(self, title: str, sentence: str, rule: str) -> None:
        for label, text in ((self._title, title), (self._sentence, sentence), (self._rule, rule)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(f"{title} {sentence}".strip())
