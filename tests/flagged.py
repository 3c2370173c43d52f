"""What tests of the page of corrections share: flagged records at a real registry, a registrar's window on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot
from windows import DAY, IMPATIENT, SECONDS, Filled, opened, settle

from app.main_window import MainWindow
from app.pages.corrections import CorrectionsPage
from app.program import Program, open_program
from app.settings import Settings, save_settings
from demo_registry import serve
from local_cache.keys import throwaway_keys

REGISTRY, FORM = "hoftebrudd", "operasjon"
TABLE = f"records_{REGISTRY}_{FORM}"
QUESTION = "Unusual duration"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Flagged:
    """A data directory filled once from a registry that asks about the duration of surgery in `records`; free: other
    completed records, of patients who live."""

    filled: Filled
    records: tuple[str, ...]
    free: tuple[str, ...]


@contextmanager
def flagged(directory: Path, *, seed: int = 5, user: str = "ragnar.registrar") -> Iterator[Flagged]:
    keys = throwaway_keys()
    with serve(records=300, seed=seed, others=0.02, registries=[REGISTRY], now=DAY) as registry:
        found = registry.query(
            f"SELECT record_id FROM {TABLE} WHERE unit = ? AND form_status = 'completed' AND operation_minutes > 20"
            " AND death_date IS NULL AND discharged_on BETWEEN '2025-01-01' AND current_date - 30"
            " AND record_id NOT IN (SELECT record_id FROM query) ORDER BY record_id LIMIT 14",
            [registry.unit],
        )
        records = tuple(record for (record,) in found)
        assert len(records) == 14
        for record in records[:6]:
            registry.edit(REGISTRY, FORM, record, {"operation_minutes": 400})
            registry.ask(REGISTRY, FORM, record, "hb10")
        with open_program(directory, keys=keys, today=DAY) as program:
            program.connect(registry.address, next(u for u in registry.users if u.user == user).token)
            program.synchronise()
            save_settings(directory / "settings.json", Settings(language="en"))
        yield Flagged(Filled(directory, keys, registry), records[:6], records[6:])


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flagged]:
    with flagged(tmp_path_factory.mktemp("asked")) as made:
        yield made


@contextmanager
def desk_of(made: Flagged, directory: Path) -> Iterator[Program]:
    """The test's own copy."""
    from shutil import copytree

    copytree(made.filled.directory, directory / "data")
    with open_program(directory / "data", keys=made.filled.keys, today=DAY) as program:
        program.pauses = IMPATIENT
        yield program


@pytest.fixture
def desk(asked: Flagged, tmp_path: Path) -> Iterator[Program]:
    with desk_of(asked, tmp_path) as program:
        yield program


@dataclass
class Registrar:
    """Somebody at the page, with the keyboard."""

    qtbot: QtBot
    window: MainWindow
    page: CorrectionsPage

    def settle(self) -> None:
        settle(self.qtbot, self.window)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        """In place of what stands where the keyboard is."""
        QTest.keyClick(self.window.focusWidget(), Qt.Key.Key_A, CONTROL)
        QTest.keyClicks(self.window.focusWidget(), text)

    def show(self, state: str = "*", text: str = "") -> None:
        """Filter the list."""
        worklist = self.page.worklist
        worklist.state.setCurrentIndex(worklist.state.findData(state) if state else 0)
        worklist.search.setText(text)
        self.page._searching.stop()
        self.page._fill()
        self.settle()

    def go_to(self, record: str, title: str = QUESTION) -> None:
        """Open a row about a record, with the keyboard in it."""
        assert self.page.rows is not None
        row = next(n for n, r in enumerate(self.page.rows) if record in r.below and r.title.startswith(title))
        self.page.worklist.table.choose(row)
        self.settle()
        self.page.worklist.focus_list()
        self.press(Qt.Key.Key_Return)

    def choose_reason(self) -> None:
        self.page.form.focus_reason()
        self.press(Qt.Key.Key_Down)

    def make_ready(self) -> None:
        self.press(Qt.Key.Key_Return, CONTROL)

    def titles(self) -> list[str]:
        assert self.page.rows is not None
        return [f"{row.title} {row.below} {row.stage}" for row in self.page.rows]

    def synchronise(self) -> None:
        self.press(Qt.Key.Key_F5)
        self.qtbot.waitUntil(lambda: self.window._long_job is None, timeout=SECONDS)
        self.settle()

    def answering(self, text: str, act: Callable[[], object]) -> None:
        """Do what asks for words in a dialog, and give these."""

        def fill() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, QInputDialog)
            line = dialog.findChild(QLineEdit)
            assert line is not None
            line.setText(text)
            dialog.accept()

        QTimer.singleShot(0, fill)
        act()
        self.settle()


@contextmanager
def at_the_page(qtbot: QtBot, program: Program) -> Iterator[Registrar]:
    with opened(qtbot, program, registry=REGISTRY, period="last60") as window:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.show_page("corrections")
        settle(qtbot, window)
        page = window.pages["corrections"]
        assert isinstance(page, CorrectionsPage)
        yield Registrar(qtbot, window, page)
