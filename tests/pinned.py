"""Pinned pictures: a widget drawn the same everywhere, and whether it looks as it did.

    REFERENCE=new python -m pytest tests/widgets/test_reference.py tests/journeys/test_story_pictures.py

draws them anew; each is to be looked at before it is committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pixels import rgb
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QFontDatabase, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from widgets.theme import apply_theme

WIDTH, HEIGHT = 700, 450
FONT, PIXELS = "DejaVu Sans", 12
COARSE = 3
"""Pictures are compared this much smaller: letters are drawn a little otherwise from machine to machine."""
MOST_MEAN, MOST_OFF, OFF = 0.8, 0.004, 30
"""Allowed: mean difference of 255 steps, and share of coarse dots that differ by more than so many."""
MOST_TINTED, TINTED = 0.0003, 25
"""Likewise of their tint: letters are grey and may move, the marks that matter have colours."""


@pytest.fixture(autouse=True)
def fixed_look(qapp: QApplication) -> Iterator[None]:
    """Style, font and size of letters that are the same everywhere."""
    if FONT not in QFontDatabase.families():
        pytest.skip(f"the pictures are drawn with {FONT}, which is not here")
    font, style = qapp.font(), qapp.style().objectName()
    fixed = QFont(FONT)
    fixed.setPixelSize(PIXELS)
    qapp.setStyle("Fusion")
    qapp.setFont(fixed)
    yield
    qapp.setFont(font)
    qapp.setStyle(style)
    apply_theme(qapp, "light")


def drawn(qtbot: QtBot, make: Callable[[], QWidget], theme: str) -> QImage:
    apply_theme(QApplication.instance(), theme)  # type: ignore[arg-type]
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(WIDTH, HEIGHT)
    with qtbot.waitExposed(widget):
        widget.show()
    QCoreApplication.sendPostedEvents()
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1)
    return image.scaled(WIDTH, HEIGHT)


def coarse(image: QImage) -> np.ndarray:
    """The picture made smaller, as numbers, shape (height, width, 3)."""
    whole, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return rgb(image.scaled(WIDTH // COARSE, HEIGHT // COARSE, whole, smooth))


def same(one: QImage, other: QImage) -> bool:
    before, now = coarse(one), coarse(other)
    off = np.abs(before - now)
    tint = np.abs((before - before.mean(axis=2, keepdims=True)) - (now - now.mean(axis=2, keepdims=True)))
    return bool(
        off.mean() <= MOST_MEAN
        and (off.max(axis=2) > OFF).mean() <= MOST_OFF
        and (tint.max(axis=2) > TINTED).mean() <= MOST_TINTED
    )


def check(pinned: Path, now: QImage, tmp_path: Path) -> None:
    """The picture is as it is pinned; with REFERENCE=new it is pinned as it is."""
    if os.environ.get("REFERENCE") == "new":
        pinned.parent.mkdir(exist_ok=True)
        assert now.save(str(pinned))
    before = QImage(str(pinned)).convertToFormat(QImage.Format.Format_RGB32)
    assert (before.width(), before.height()) == (WIDTH, HEIGHT)
    if not same(before, now):
        now.save(str(tmp_path / pinned.name))
        pytest.fail(f"{pinned.name} looks otherwise now: {tmp_path / pinned.name}")
