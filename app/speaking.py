"""Words in the language of a document, which need not be that of the window."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator

_PROBE = ("Words", "no cases")
"""A text that is another one in every language."""


class _AsWritten(QTranslator):
    """English: the texts as they stand in the program."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return source

    def isEmpty(self) -> bool:
        return False


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """While the block lasts, `tr` and `translate` give this language. On the main thread, with an application."""
    translator, application = _translator(language), QCoreApplication.instance()
    assert application is not None
    if QCoreApplication.translate(*_PROBE) == translator.translate(*_PROBE):
        yield
        return
    application.installTranslator(translator)
    try:
        yield
    finally:
        application.removeTranslator(translator)


@cache
def _translator(language: str) -> QTranslator:
    if language not in ("nb", "nn", "no"):
        return _AsWritten()
    made = QTranslator()
    made.load(str(Path(__file__).parent / "translations" / "egnetall_nb.qm"))
    return made
