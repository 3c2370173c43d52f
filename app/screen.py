"""Whether there is a screen: Qt ends the whole process where there is none, so it is asked before."""

from __future__ import annotations

import os
import sys

from local_cache.errors import QT_TRANSLATE_NOOP, Problem


class NoScreen(Problem):
    code = "no-screen"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "There is no screen here to show the window on.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was opened or changed.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Use the commands that need none, such as “egnetall results”; “egnetall --help” lists them."
    )


def has_screen() -> bool:
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def paint_without_screen() -> None:
    """Make what drawing needs, for a command that shows nothing; with a window there it does nothing."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        _kept.append(QApplication(["egnetall"]))


_kept: list[object] = []
"""The application, which Qt does not keep alive by itself."""
