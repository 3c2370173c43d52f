"""Steps of how much is filled in, in colours: the darker the more is missing."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.theme import Theme, contrast

STEPS = (1.0, 0.98, 0.95, 0.9, 0.8)
"""Shares at which the colour changes; the lightest is exactly all."""
SHADES = (0.16, 0.22, 0.4, 0.58, 0.78, 1.0)
"""How much of its colour each step has, the rest being the surface."""
READABLE = 4.5
"""Contrast of text, by WCAG 2.2."""
HATCHED = 4.0
"""Pixels between the strokes where nobody was asked."""

StepMark = Literal["step-0", "step-1", "step-2", "step-3", "step-4", "step-5", "step-unknown", "step-nobody"]
"""The squares of a legend: the steps, only unknown values, nobody asked."""
STEP_MARKS: tuple[StepMark, ...] = ("step-0", "step-1", "step-2", "step-3", "step-4", "step-5")


def step_of(share: float) -> int:
    """Which of the steps a share is on: 0 for all, one more for every step it falls short of."""
    return sum(share < step for step in STEPS)


@cache
def step_colour(step: int, now: Theme, *, unknown: bool = False) -> QColor:
    """From nearly the surface to the colour of what is low; to that of what is moderate where nothing is missing and
    some are unknown. Of the shades near a step the one on which a number can be read."""
    end = now.colour("own" if step == 0 else "moderate" if unknown else "low")
    wanted = SHADES[step]
    shades = [_mixed(now.colour("surface"), end, part / 100) for part in range(101)]
    near = sorted(range(101), key=lambda part: abs(part / 100 - wanted))
    return next(
        shades[part] for part in near if max(contrast(ink, shades[part].name()) for ink in inks(now)) >= READABLE
    )


def inks(now: Theme) -> tuple[str, str]:
    """What numbers are written with."""
    return now.text, now.surface


def draw_step(painter: QPainter, box: QRectF, mark: StepMark, now: Theme) -> None:
    """A legend's square."""
    if mark == "step-nobody":
        hatch(painter, box, now.colour("line"))
    else:
        unknown = mark == "step-unknown"
        painter.fillRect(box, step_colour(3 if unknown else STEP_MARKS.index(mark), now, unknown=unknown))
    painter.setPen(QPen(now.colour("pale"), 1))
    edges = (box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft(), box.topLeft())
    for one, other in pairwise(edges):
        painter.drawLine(one, other)


def hatch(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Strokes from corner to corner, each cut at the box: drawing files know neither clipping nor brush patterns."""
    painter.setPen(QPen(colour, 1))
    along = HATCHED
    while along < box.width() + box.height():
        right, down = min(along, box.width()), min(along, box.height())
        low = QPointF(box.left() + along - down, box.top() + down)
        painter.drawLine(low, QPointF(box.left() + right, box.top() + along - right))
        along += HATCHED


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    parts = (
        round(a + (b - a) * share)
        for a, b in ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    )
    return QColor(*parts)
