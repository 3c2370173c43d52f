"""The one place unexpected errors reach: a log line and a report without patient data, and a word to the person.

Nothing is ever sent anywhere; the report lies in the data directory for the person to pass on.
"""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.logs import named

log = logging.getLogger(__name__)


class ReportSaved(Problem):
    code = "unexpected-reported"
    happened = QT_TRANSLATE_NOOP("Problem", "Something went wrong that the program did not foresee.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Your figures and what you have written are unchanged.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "A report without patient data was saved; pass it on to those who support the program: {file}"
    )


class UnexpectedErrors(QObject):
    """Takes over what nobody caught, in every thread. Signals: happened(ReportSaved), in the thread of its owner."""

    happened = Signal(object)

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory

    @contextmanager
    def caught(self) -> Iterator[None]:
        """While the block lasts; a crash of the process itself leaves its stack in the same directory."""
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        before = sys.excepthook, threading.excepthook
        with (self._directory / "crash.log").open("a", encoding="utf-8") as crashes:
            faulthandler.enable(crashes)
            sys.excepthook = self._take
            threading.excepthook = self._take_from_thread
            try:
                yield
            finally:
                sys.excepthook, threading.excepthook = before
                faulthandler.disable()

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        said = named(error)
        log.error("unexpected: %s", said)
        now = datetime.now(UTC)
        report = self._directory / f"error-{now:%Y%m%dT%H%M%S%f}.txt"
        lines = (f"Egne tall {version('egnetall')}", platform.platform(), platform.python_version(), f"{now:%c} UTC")
        report.write_text("\n".join((*lines, said, "")), encoding="utf-8")
        self.happened.emit(ReportSaved(file=str(report)))

    def _take_from_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
