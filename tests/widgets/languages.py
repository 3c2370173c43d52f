"""Speaking one language for as long as a block lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QTranslator

from app.main_window import TRANSLATIONS


@contextmanager
def speaking(language: str) -> Iterator[None]:
    application = QCoreApplication.instance()
    assert application is not None
    translator = QTranslator()
    if language == "nb":
        assert translator.load(str(TRANSLATIONS / "egnetall_nb.qm"))
        application.installTranslator(translator)
    try:
        yield
    finally:
        application.removeTranslator(translator)
