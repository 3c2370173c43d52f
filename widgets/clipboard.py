"""What is copied, and that it does not outlive Python."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_put: list[QMimeData] = []
"""What was put there last; no longer valid when something else has taken its place, for Qt frees it then."""


def put(data: QMimeData) -> None:
    """Put it on the clipboard."""
    QGuiApplication.clipboard().setMimeData(data)
    _put[:] = [data]


def settle() -> None:
    """Before the program ends: what was put there stays, in its plainest form.

    Data made in Python must not be what Qt frees at the very end, for Python is gone by then, and the process would
    crash (PySide6 6.11).
    """
    if _put and shiboken6.isValid(_put[0]):
        clipboard = QGuiApplication.clipboard()
        if _put[0].hasImage():
            clipboard.setImage(clipboard.image())
        else:
            clipboard.setText(_put[0].text())
    _put.clear()
