"""A legend's marks: each is drawn, and no two look the same, whatever colours one sees."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

import numpy as np
from pixels import rgb
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.card import Legend
from widgets.marks import Mark, draw_mark, legend_entries
from widgets.steps import StepMark
from widgets.theme import DARK, LIGHT, Theme

SAME_SHAPE = {
    frozenset(pair)
    for pair in (
        ("high", "own"),
        ("high", "unit"),
        ("own", "unit"),
        ("moderate", "own-bar"),
        ("low", "outside-high"),
        ("signal", "outside-warn"),
        ("signal", "stands"),
        ("outside-warn", "stands"),
        ("interval", "centre"),
        ("interval", "limit"),
        ("interval", "own-line"),
        ("interval", "rest-line"),
        ("centre", "limit"),
        ("centre", "own-line"),
        ("centre", "rest-line"),
        ("limit", "own-line"),
        ("limit", "rest-line"),
        ("own-line", "rest-line"),
        ("nation", "warn-limit"),
        ("partial", "previous"),
        *combinations(("moderate", "own-bar", *get_args(StepMark)), 2),
    )
}
"""Told apart by colour or width, and never in one legend without words beside them."""


def drawn(mark: Mark, look: Theme) -> np.ndarray:
    """Where there is ink, shape (24, 36)."""
    image = QImage(QSize(36, 24), QImage.Format.Format_RGB32)
    image.fill(look.colour("surface"))
    painter = QPainter(image)
    draw_mark(painter, QRectF(3, 4, 30, 16), mark, look)
    painter.end()
    ground = rgb(image)[0, 0]
    return np.abs(rgb(image) - ground).max(axis=2) > 40


def test_every_mark_is_drawn_and_shapes_differ(qapp: QApplication) -> None:
    marks = get_args(Mark)
    for look in (LIGHT, DARK):
        ink = {mark: drawn(mark, look) for mark in marks}
        assert [mark for mark in marks if ink[mark].sum() < 20] == []
        different = {
            frozenset((a, b)): (ink[a] ^ ink[b]).sum() / (ink[a] | ink[b]).sum() for a, b in combinations(marks, 2)
        }
        alike = {pair for pair, share in different.items() if share < 0.06}
        assert alike <= SAME_SHAPE


def test_a_legend_wraps_and_no_entry_covers_another(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    entries: list[tuple[Mark, str]] = [(mark, f"what {mark} means") for mark in get_args(Mark)]
    heights = []
    for width in (1600, 500, 200):
        placed = legend_entries(entries, width, QFontMetricsF(legend.font()))
        boxes = [e.mark_at.united(e.words_at) for e in placed]
        assert all(not a.intersects(b) for a, b in combinations(boxes, 2))
        assert all(b.right() <= width or b.left() == 0 for b in boxes)
        legend.setFixedWidth(width)
        legend.show_entries(entries)
        heights.append(legend.height())
    assert heights == sorted(heights)
    assert legend.accessibleName().startswith("what high means; what moderate means")
