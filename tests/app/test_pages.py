"""The window makes the page that is shown, and the others when it has nothing else to do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.pages.page import Page
from app.pages.pages import Pages
from app.program import Program
from tests.windows import SECONDS, opened, settle


def test_only_what_is_shown_is_made_before_the_window_is_painted(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.main_window.AFTER_PAINTING", SECONDS)
    with opened(qtbot, program) as window:
        assert list(window.pages.made) == ["overview"]
        assert len(window.pages) == 8
        assert "results" in window.pages and "results" not in window.pages.made


def test_the_others_come_by_themselves_and_know_what_is_chosen(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        qtbot.waitUntil(lambda: not window._warming.isActive(), timeout=SECONDS)
        assert sorted(window.pages.made) == sorted(window.pages)
        assert window.here is not None and window.here.view is not None
        assert all(page.view == window.here.view for page in window.pages.made.values())
        assert {name: page.name for name, page in window.pages.made.items()} == {n: n for n in window.pages}


class Shown(QObject):
    """Notes the windows that come up."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


def test_making_a_page_shows_no_window_and_leaves_the_keyboard_where_it_is(qtbot: QtBot, program: Program) -> None:
    shown, application = Shown(), QApplication.instance()
    assert application is not None
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window._unit.setFocus()
        application.installEventFilter(shown)
        try:
            qtbot.waitUntil(lambda: not window._warming.isActive(), timeout=SECONDS)
        finally:
            application.removeEventFilter(shown)
        assert len(window.pages.made) == len(window.pages)
        assert shown.windows == []
        assert window.isActiveWindow()
        assert window.focusWidget() is window._unit


def test_a_page_wanted_early_is_the_one_that_is_kept(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program) as window:
        window.show_page("variables")
        early = window.pages["variables"]
        assert early.isVisible()
        settle(qtbot, window)
        qtbot.waitUntil(lambda: not window._warming.isActive(), timeout=SECONDS)
        assert window.pages["variables"] is early
        assert early.view == (window.here.view if window.here else None)


def test_a_page_that_is_not_there_is_not_made(program: Program) -> None:
    taken: list[Page] = []
    pages = Pages(None, program, taken.append)  # type: ignore[arg-type]  nothing is asked for
    with pytest.raises(KeyError):
        pages["elsewhere"]
    assert "elsewhere" not in pages
    assert taken == []
