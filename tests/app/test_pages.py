"""The window makes the page that is shown, and the others when it has nothing else to do."""

from __future__ import annotations

import pytest
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
