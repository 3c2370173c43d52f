"""Every chart of the program can be copied, saved and printed, also one that is made tomorrow."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QDialog, QHeaderView, QMenu, QWidget
from pytestqt.qtbot import QtBot
from windows import SECONDS, nothing_left, opened, settle  # noqa: F401

import app
import widgets
from app.main_window import MainWindow
from app.pages.figures_menu import ChartSaving, CopyButton
from app.pages.page import Page
from app.pages.results import ResultsPage
from app.program import Program
from widgets.charts.canvas import Canvas
from widgets.charts.sheet import SVG_TYPE
from widgets.report.preview import PreviewDialog

COPY, SAVE, PRINT, PREVIEW = range(-4, 0)
"""The ways of a chart, at the end of its menu."""

NO_CHARTS = {
    "widgets.card.Surface": "a ground for others",
    "widgets.card.Bar": "a ground for others",
    "widgets.card.Legend": "part of a chart, and on its sheet",
    "widgets.navigation.Side": "names of pages",
    "widgets.readiness_meter.LightMark": "one mark, whose words stand beside it",
    "widgets.registry_card.CoverageBar": "one share, whose words stand beside it; the page of data quality draws it",
    "widgets.status_line._Lamp": "one mark",
    "widgets.status_line.StatusLine": "a line over it",
    "widgets.report.preview.PagesView": "pages of a report, which have their own buttons",
    "widgets.tables.windowed.WindowedTable": "a table; words where it is empty",
    "widgets.tables.windowed._KeyColumns": "part of one",
}
"""What paints itself and is no chart, and why. Small trend lines and bars in tables go with their table."""


DIALOGS = {
    "app.unlock.UnlockDialog": "a passphrase",
    "widgets.forms.note.NoteDialog": "a note",
    "widgets.forms.several.SeveralDialog": "an answer; what will be written is a list of sentences",
    "widgets.forms.unsent_copy._Dialog": "what the two below share",
    "widgets.forms.unsent_copy.CopyDialog": "where a copy goes",
    "widgets.forms.unsent_copy.TakeInDialog": "a copy; what is in it is a list of sentences",
    "widgets.report.preview.PreviewDialog": "pages, which are printed from it",
}
"""Our dialogues. A page's menu does not reach into them, so one with a table must open `FiguresMenu` itself."""


def kinds() -> set[type[QWidget]]:
    """Every class of widget that is ours."""
    for package in (app, widgets):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__") and ".translations" not in module.name:
                importlib.import_module(module.name)
    found, left = set(), [QWidget]
    while left:
        for kind in left.pop().__subclasses__():
            left.append(kind)
            if kind.__module__.split(".")[0] in ("app", "widgets"):
                found.add(kind)
    return found


def charts() -> set[type[QWidget]]:
    """The charts among them: what is in `widgets/charts` and has nothing more particular."""
    ours = {k for k in kinds() if k.__module__.startswith("widgets.charts.")}
    return {k for k in ours if not issubclass(k, QHeaderView | Canvas) and not k.__subclasses__()}


def name(kind: type[QWidget]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def test_what_paints_itself_is_a_chart_or_known_not_to_be() -> None:
    painting = {k for k in kinds() if "paintEvent" in vars(k) and not k.__module__.startswith("widgets.charts.")}
    assert {name(k) for k in painting} == set(NO_CHARTS)


def test_no_table_is_in_a_dialogue() -> None:
    assert {name(k) for k in kinds() if issubclass(k, QDialog)} == set(DIALOGS)


def test_every_chart_draws_itself_on_paper_with_a_legend() -> None:
    assert len(charts()) >= 7
    for kind in charts():
        for way in ("paint_on", "height_on", "legend"):
            assert hasattr(kind, way), f"{name(kind)} has no {way}"


def menu_of(qtbot: QtBot, window: MainWindow, chart: QWidget, reason: QContextMenuEvent.Reason) -> QMenu:
    chart.setFocus()
    at = QPoint(chart.width() // 2, chart.height() // 2)
    under = chart.viewport() if reason is QContextMenuEvent.Reason.Mouse and hasattr(chart, "viewport") else chart
    QApplication.sendEvent(under, QContextMenuEvent(reason, at, under.mapToGlobal(at)))
    menus = lambda: [m for m in window.findChildren(QMenu) if m.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: len(menus()) == 1, timeout=SECONDS)
    return menus()[0]


def ways_of(menu: QMenu) -> list[QAction]:
    return [a for a in menu.actions() if a.isVisible() and not a.isSeparator()]


def taken(qtbot: QtBot, window: MainWindow, page: Page, chart: QWidget, folder: Path) -> None:
    """A chart copied, saved, previewed and printed from its menu, as its figures are."""
    said = name(type(chart))
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        menu = menu_of(qtbot, window, chart, reason)
        assert len(ways_of(menu)) >= 7 and all(a.isEnabled() for a in ways_of(menu)[-7:]), said
        menu.close()
    menu = menu_of(qtbot, window, chart, QContextMenuEvent.Reason.Keyboard)
    ways = ways_of(menu)
    ways[-7].trigger()
    shown = page.figures_of(chart)
    assert shown is not None and shown.sheet is not None and shown.sheet.title and shown.sheet.legend, said
    assert QGuiApplication.clipboard().text().splitlines()[0].split("\t") == list(shown.table.headers), said
    assert len(shown.table.rows) > 0 and shown.sheet.circumstances and all(shown.sheet.subtitle), said
    ways[COPY].trigger()
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage() and data.hasFormat(SVG_TYPE), said
    assert QSvgRenderer(data.data(SVG_TYPE)).isValid(), said
    ways[PREVIEW].trigger()
    dialog = next(d for d in page.findChildren(PreviewDialog) if d.isVisible())
    assert dialog.preview.pages.paged is not None and dialog.preview.pages.paged.count == 1, said
    dialog.reject()
    ways[PRINT].trigger()
    asked = next(
        w for w in page.findChildren(QWidget) if w.metaObject().className().endswith("PrintDialog") and w.isVisible()
    )
    asked.reject()  # type: ignore[attr-defined]
    ways[SAVE].trigger()
    saving = page.findChildren(ChartSaving)[-1]
    for file in (folder / f"{type(chart).__name__}.png", folder / f"{type(chart).__name__}.svg"):
        saving.save(str(file))
        assert file.stat().st_size > 2000, said
        assert file.name in window._status.message()
    assert QImage(str(folder / f"{type(chart).__name__}.png")).width() > 900, said
    for box in page.findChildren(QWidget):
        if box.isWindow() and box.isVisible():
            box.close()
    menu.close()
    qtbot.wait(0)


@pytest.mark.qt_log_ignore("does not support (grabbing the keyboard|raise)", extend=True)
def test_every_chart_of_every_page_is_taken_along(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    wanted, seen = charts(), set[type[QWidget]]()
    with opened(qtbot, program, registry="hoftebrudd", period="last24") as window:
        for called, page in window.pages.items():
            window.show_page(called)
            settle(qtbot, window)
            for view in page.views():
                page.show_view(view)
                settle(qtbot, window)
                for chart in visible(page, wanted):
                    taken(qtbot, window, page, chart, tmp_path)
                    seen.add(type(chart))
        # What only some indicators have.
        window.show_page("results")
        page = window.pages["results"]
        assert isinstance(page, ResultsPage) and page.table is not None
        page.show_view("distribution")
        for indicator in [r.indicator for r in page.table.results]:
            if wanted == seen:
                break
            page.point_at(indicator)
            settle(qtbot, window)
            for chart in visible(page, wanted - seen):
                taken(qtbot, window, page, chart, tmp_path)
                seen.add(type(chart))
        assert {name(k) for k in wanted - seen} == set()
        for called in ("results", "quality"):
            (button,) = window.pages[called].findChildren(CopyButton)
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus and button.accessibleName()


def visible(page: Page, wanted: set[type[QWidget]]) -> list[QWidget]:
    return [w for w in page.findChildren(QWidget) if type(w) in wanted and w.isVisible()]


def test_nothing_to_show_is_nothing_to_take(qtbot: QtBot, program: Program) -> None:
    with program.cache.writing() as cursor:
        cursor.execute("DELETE FROM coverage")
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.show_page("quality")
        settle(qtbot, window)
        page = window.pages["quality"]
        page.show_view("coverage")
        (button,) = page.findChildren(CopyButton)
        button.ways.offer()
        assert not any(a.isEnabled() and a.isVisible() for a in button.ways.actions() if not a.isSeparator())
        page.show_view("validity")
        button.ways.offer()
        enabled = [a for a in button.ways.actions() if a.isEnabled() and a.isVisible() and not a.isSeparator()]
        assert len(enabled) == 3  # a table alone
