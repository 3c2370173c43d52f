"""Every page as a picture, for looking at without a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.main_window import MainWindow
from app.program import Program
from app.settings import Language, ThemeChoice

PATIENCE_MS = 20_000


def save_screenshots(
    program: Program,
    directory: Path,
    *,
    languages: Sequence[Language] = ("nb", "en"),
    themes: Sequence[ThemeChoice] = ("light", "dark"),
    text_scales: Sequence[int] = (100,),
    size: tuple[int, int] = (1440, 900),
) -> list[Path]:
    """Every page and tab in every language, theme and text size, as "page-tab-language-theme-scale.png".

    Needs a QApplication. TimeoutError if a page does not get its figures.
    """
    directory.mkdir(parents=True, exist_ok=True)
    window = MainWindow(program)
    before = window.settings
    saved: list[Path] = []
    try:
        window.resize(*size)
        window.show()
        for language in languages:
            for theme in themes:
                for scale in text_scales:
                    window.take_settings(structs.replace(before, language=language, theme=theme, text_scale=scale))
                    saved += _pages(window, directory, f"{language}-{theme}-{scale}")
    finally:
        window.take_settings(before)
        window.close()
        window.deleteLater()
    return saved


def _pages(window: MainWindow, directory: Path, suffix: str) -> list[Path]:
    saved = []
    _wait(lambda: window.here is not None and window.jobs.underway() == 0)
    names = list(window.pages) if window.here is not None and window.here.view is not None else []
    if not names:
        saved.append(_save(window, directory / f"start-{suffix}.png"))
    for name in names:
        window.show_page(name)
        page = window.pages[name]
        for view in page.views():
            page.show_view(view)
            _wait(lambda: window.jobs.underway() == 0)
            saved.append(_save(window, directory / f"{name}{'-' if view else ''}{view}-{suffix}.png"))
    return saved


def _save(window: MainWindow, file: Path) -> Path:
    QApplication.sendPostedEvents()
    window.grab().save(str(file))
    return file


def _wait(done: Callable[[], bool]) -> None:
    """Run the event loop until it holds, and once more for what that set in motion."""
    deadline = QDeadlineTimer(PATIENCE_MS)
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(loop.quit)
    timer.start(5)
    settled = 0
    while settled < 3:
        loop.exec()
        settled = settled + 1 if done() else 0
        if deadline.hasExpired():
            raise TimeoutError("a page did not get its figures")
    timer.stop()
