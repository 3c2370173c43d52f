"""What nobody foresaw: said, logged and reported without a patient's data."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.problems import problem_in_words
from app.unexpected import ReportSaved, UnexpectedErrors


def test_an_error_in_any_thread_is_said_and_reported_without_its_text(qtbot: QtBot, tmp_path: Path) -> None:
    def fail() -> None:
        raise ValueError("Kari Nordmann 01019012345")

    errors = UnexpectedErrors(tmp_path / "logs")
    hooks = sys.excepthook, threading.excepthook
    with errors.caught(), qtbot.waitSignal(errors.happened) as said:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    (problem,) = said.args
    assert isinstance(problem, ReportSaved)
    (report,) = (tmp_path / "logs").glob("error-*.txt")
    text = report.read_text(encoding="utf-8")
    assert "ValueError" in text and "test_unexpected.py" in text
    assert "Nordmann" not in text + problem_in_words(problem)
    assert str(report) in problem_in_words(problem)
    assert (sys.excepthook, threading.excepthook) == hooks
