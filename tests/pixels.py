"""Pictures as numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage


def rgb(image: QImage) -> np.ndarray:
    """Shape (height, width, 3), 0 to 255."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).astype(np.float64)


def coloured(image: QImage, *colours: str) -> np.ndarray:
    """Where the picture has exactly one of the colours: x and y, shape (places, 2)."""
    wanted = [QColor(c).getRgb()[:3] for c in colours]
    there = np.any([np.all(rgb(image) == one, axis=2) for one in wanted], axis=0)
    return np.argwhere(there)[:, ::-1]
