"""Text in lines of a width, the same lines on every device."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from local_cache.reports.document import Run, Text

_BREAKS = re.compile(r"[ \t\n]+")
"""Where a line may break: a no-break space is none of them."""

ANYWHERE = 1_000_000.0


def printed(font: QFont) -> QFont:
    """The font as it is set on paper: letters as far apart as they were drawn, and none of them joined, for a joined
    "fi" cannot be searched for."""
    made = QFont(font)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in ("liga", "clig"):
        made.setFeature(QFont.Tag(feature), 0)
    return made


def plain(text: Text) -> str:
    return "".join(run.text for run in text)


class Lines:
    """The text broken into lines. Attributes: count, height (of all of them), width (of the widest)."""

    def __init__(self, text: Text | str, font: QFont, width: float, *, right: bool = False) -> None:
        runs = (Run(text),) if isinstance(text, str) else text
        self._layout = QTextLayout(plain(runs).replace("\n", "\u2028"), font)
        option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setUseDesignMetrics(True)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        if any(run.strong or run.emphasised for run in runs):
            self._layout.setFormats(_formats(runs, font))
        self._lines: list[QTextLine] = []
        self.height = self.width = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, self.height))
            self.height += line.height()
            self.width = max(self.width, line.naturalTextWidth())
            self._lines.append(line)
        self._layout.endLayout()

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def line_height(self) -> float:
        return self._lines[0].height() if self._lines else 0.0

    def fitting(self, height: float) -> int:
        """How many of the lines have room."""
        return sum(line.y() + line.height() <= height for line in self._lines)

    def characters(self, lines: int) -> int:
        """How many characters the first so many lines hold."""
        last = self._lines[lines - 1]
        return last.textStart() + last.textLength()

    def draw(self, painter: QPainter, at: QPointF) -> None:
        """All of them, in the painter's pen, their top left corner there."""
        self._layout.draw(painter, at)

    def draw_line(self, painter: QPainter, line: int, at: QPointF) -> None:
        """One of them, its top left corner there."""
        self._lines[line].draw(painter, QPointF(at.x(), at.y() - self._lines[line].y()))


def _formats(runs: Text, font: QFont) -> list[QTextLayout.FormatRange]:
    ranges, start = [], 0
    for run in runs:
        if run.strong or run.emphasised:
            look = QTextCharFormat()
            face = QFont(font)
            face.setBold(run.strong or font.bold())
            face.setItalic(run.emphasised)
            look.setFont(face)
            made = QTextLayout.FormatRange()
            made.start, made.length, made.format = start, len(run.text), look
            ranges.append(made)
        start += len(run.text)
    return ranges


def widest_line(text: str, metrics: QFontMetricsF) -> float:
    """Pixels the text takes where nothing makes it wrap."""
    return max((metrics.horizontalAdvance(line) for line in text.split("\n")), default=0.0)


def widest_word(text: str, metrics: QFontMetricsF) -> float:
    """Pixels under which a word of the text would be broken."""
    return max((metrics.horizontalAdvance(word) for word in _BREAKS.split(text)), default=0.0)
