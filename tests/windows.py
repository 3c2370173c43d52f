"""What tests of the window share: a real registry, a program filled from it, and nothing left behind."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copytree
from time import perf_counter

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.program import Program, open_program
from demo_registry import RunningRegistry, serve
from local_cache.keys import Keys, throwaway_keys
from local_cache.sync.client import Pauses
from widgets import clipboard
from widgets.theme import apply_theme

DAY = date(2026, 11, 21)
"""What day it is in the registry and in the program: small registries have other findings on other days."""

SECONDS = 30_000
"""Longest a test waits for the window, in milliseconds; two busy cores are slow."""


@dataclass(frozen=True)
class Filled:
    """A data directory filled from a registry once; every test opens a copy."""

    directory: Path
    keys: Keys
    registry: RunningRegistry


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    directory, keys = tmp_path_factory.mktemp("filled"), throwaway_keys()
    with serve(records=900, seed=1, others=0.3, now=DAY) as registry:
        with open_program(directory, keys=keys, today=DAY) as program:
            program.connect(registry.address, registry.user("leser").token)
            results = program.synchronise()
            assert [p for r in results for p in r.problems] == []
        yield Filled(directory, keys, registry)


@pytest.fixture
def program(filled: Filled, tmp_path: Path) -> Iterator[Program]:
    """The filled program, the test's own copy; the network is not used unless a test asks for it."""
    copytree(filled.directory, tmp_path / "data")
    with open_program(tmp_path / "data", keys=filled.keys, today=DAY) as opened:
        opened.pauses = IMPATIENT
        yield opened


IMPATIENT = Pauses(tries=2, shortest=0.01)


@pytest.fixture(autouse=True)
def nothing_left(qapp: object) -> Iterator[None]:
    """A test that leaves a thread or a running timer behind fails."""
    threads = set(threading.enumerate())
    timers = {id(t) for t in gc.get_objects() if isinstance(t, QTimer)}
    yield
    clipboard.settle()
    left = [t.name for t in threading.enumerate() if t not in threads and t.is_alive()]
    assert left == [], f"threads left: {left}"
    gc.collect()
    running = [
        t
        for t in gc.get_objects()
        if isinstance(t, QTimer) and id(t) not in timers and shiboken6.isValid(t) and t.isActive()
    ]
    assert running == [], f"timers left: {running}"


@contextmanager
def opened(qtbot: QtBot, program: Program, **choices: str) -> Iterator[MainWindow]:
    """The window on a program, settled, and closed afterwards. `choices`: what the ledger remembers."""
    for name, value in choices.items():
        program.ledger.choose(name, value)
    window = MainWindow(program)
    try:
        window.show()
        settle(qtbot, window)
        yield window
    finally:
        window.take_settings(window.settings)
        window.close()
        window.deleteLater()
        qtbot.wait(0)
        apply_theme(window._application, "light")


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until everything that was asked for is on the screen."""
    quiet = 0

    def calm() -> bool:
        nonlocal quiet
        quiet = quiet + 1 if window.here is not None and window.jobs.underway() == 0 else 0
        return quiet >= 3

    qtbot.waitUntil(calm, timeout=SECONDS)


class Heartbeat(QTimer):
    """Measures the longest time the event loop was not free. Attribute: longest, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = perf_counter()
        self.timeout.connect(self._beat)
        self.start(1)

    def _beat(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now


@pytest.fixture
def heartbeat(qapp: object) -> Iterator[Heartbeat]:
    beating = Heartbeat()
    yield beating
    beating.stop()
