"""What is copied stays where it was put, and the program ends as it should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from widgets import clipboard

ROOT = Path(__file__).parents[2]

COPYING = """
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from widgets import clipboard

application = QApplication(["-platform", "offscreen"])
data = QMimeData()
{filled}
clipboard.put(data)
{between}
clipboard.settle()
print(QGuiApplication.clipboard().text() or QGuiApplication.clipboard().image().width())
"""

TABLE = "data.setText('a\\tb'); data.setHtml('<table></table>')"
PICTURE = "data.setImageData(QImage(7, 7, QImage.Format.Format_RGB32)); data.setData('image/svg+xml', b'<svg/>')"


@pytest.mark.parametrize(
    ("filled", "between", "left"),
    [
        (TABLE, "", "a\tb"),
        (PICTURE, "", "7"),
        (TABLE, "QGuiApplication.clipboard().setText('of another program')", "of another program"),
    ],
)
def test_a_program_that_has_copied_ends_and_leaves_what_it_copied(filled: str, between: str, left: str) -> None:
    code = COPYING.format(filled=filled, between=between)
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.strip("\n")) == (0, left)


def test_settling_twice_is_nothing(qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText("once")
    clipboard.put(data)
    clipboard.settle()
    clipboard.settle()
    assert QGuiApplication.clipboard().text() == "once"
