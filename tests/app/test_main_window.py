"""The window on real data from a real registry."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QTabWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from windows import DAY, IMPATIENT, SECONDS, Filled, Heartbeat, nothing_left, opened, settle  # noqa: F401

from app.main_window import MainWindow
from app.pages.overview import OverviewPage
from app.pages.results import ResultsPage
from app.program import Program, open_program
from demo_registry.faults import FaultKind
from local_cache.keys import throwaway_keys
from local_cache.results import summary
from local_cache.results.figure import Selection
from local_cache.results.format import format_interval, format_value
from widgets.charts.comparison import ComparisonChart
from widgets.charts.heat_map import HeatMap
from widgets.charts.trend import TrendChart
from widgets.choosers import Chooser
from widgets.navigation import Navigation
from widgets.tables.figures import FiguresTable
from widgets.tables.filter_header import FilterHeader
from widgets.tables.findings import FindingsTable
from widgets.tables.indicators import INTERVAL, NATION, OWN, IndicatorTable, N
from widgets.tables.records import RecordsTable
from widgets.tables.table import CalmTable


def chooser(window: MainWindow, name: str) -> Chooser:
    return next(c for c in window.findChildren(Chooser) if c.accessibleName() == name)


def results_page(qtbot: QtBot, window: MainWindow) -> ResultsPage:
    window.show_page("results")
    settle(qtbot, window)
    page = window.pages["results"]
    assert isinstance(page, ResultsPage)
    return page


def choose(qtbot: QtBot, window: MainWindow, name: str, text: str) -> None:
    """As a person does: open the list, pick the row."""
    box = chooser(window, name)
    row = box.findText(text)
    assert row >= 0, [box.itemText(i) for i in range(box.count())]
    box.setCurrentIndex(row)
    box.activated.emit(row)
    settle(qtbot, window)


def test_the_table_shows_what_the_results_say(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        results_page(qtbot, window)
        view = window.here.view if window.here else None
        assert view is not None
        with program.cache.reading() as cursor:
            expected = summary.indicator_results(
                cursor, view.definition, Selection("hoftebrudd", view.unit, view.period), "nb"
            )
        table = window.findChild(IndicatorTable)
        assert table is not None
        model = table.model()
        assert model.rowCount() == len(expected) > 5
        for row, result in enumerate(expected):
            if format_value(result.own, "nb"):
                assert model.index(row, OWN).data() == format_value(result.own, "nb")
            assert model.index(row, INTERVAL).data() == (format_interval(result.own, "nb") or "")
            if result.nation.value is not None:
                assert model.index(row, NATION).data() == format_value(result.nation, "nb")
            assert (model.index(row, N).data() == "") == (result.own.denominator is None)


def test_choices_hold_on_every_page_and_are_remembered(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program) as window:
        choose(qtbot, window, "Register", "Hjerneslagregisteret (oppdiktet)")
        choose(qtbot, window, "Periode", "Siste 24 måneder")
        page = results_page(qtbot, window)
        assert page.table is not None
        assert page.table.selection.registry == "hjerneslag"
        before = page.table.selection
    with opened(qtbot, program) as window:
        page = results_page(qtbot, window)
        assert page.table is not None
        assert page.table.selection == before


def test_one_click_on_the_overview_leads_to_the_indicator(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program) as window:
        overview = window.pages["overview"]
        assert isinstance(overview, OverviewPage)
        assert overview.overview is not None
        found = (*overview.overview.worse, *overview.overview.under, *overview.overview.maybe_under)
        assert found, "the demonstration's stories hold something to find"
        table = next(t for t in overview.findChildren(FindingsTable) if t.findings.rows)
        finding = table.findings.rows[0]
        qtbot.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.findings.index(0, 0)).center()
        )
        settle(qtbot, window)
        page = window.pages["results"]
        assert isinstance(page, ResultsPage)
        assert page.isVisible()
        assert page.detail is not None
        assert (page.detail.selection.registry, page.detail.indicator) == (finding.registry, finding.result.indicator)
        navigation = window.findChild(Navigation)
        assert navigation is not None
        assert navigation.currentItem().text() == "Resultater"


def test_a_subgroup_filters_every_tab(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = results_page(qtbot, window)
        box = next(b for b in page.findChildren(QComboBox) if b.accessibleName() == "Pasienter")
        everybody = page.table
        box.setCurrentIndex(1)
        box.activated.emit(1)
        settle(qtbot, window)
        assert page.table is not None
        assert everybody is not None
        assert page.detail is not None
        assert page.table.selection.subgroup == page.detail.selection.subgroup == box.itemData(1)
        fewer = [
            (a.own.denominator or 0, b.own.denominator or 0)
            for a, b in zip(page.table.results, everybody.results, strict=True)
        ]
        assert all(a <= b for a, b in fewer)
        assert any(a < b for a, b in fewer)


def test_the_table_tab_is_exactly_what_is_drawn_and_copies_it(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = results_page(qtbot, window)
        assert page.detail is not None
        page.show_view("table")
        button = next(b for b in page.findChildren(QPushButton) if b.text() == "Kopier tabellen")
        button.click()
        lines = QGuiApplication.clipboard().text().splitlines()
        assert lines[0].split("\t")[:4] == ["Måned", "Egen", "95 % KI", "n"]
        assert len(lines) == len(page.detail.series.trend.own) + 1
        for line, point in zip(lines[1:], page.detail.series.trend.own, strict=True):
            if point.figure.value is not None:
                assert line.split("\t")[1] == format_value(point.figure, "nb")


def test_the_comparison_names_every_unit_and_marks_the_own_one(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = results_page(qtbot, window)
        page.show_view("comparison")
        chart = page.findChild(ComparisonChart)
        assert chart is not None
        assert page.detail is not None
        names = [chart.units.index(r, 0).data() for r in range(chart.units.rowCount())]
        assert len(names) == len(set(names)) == len(page.detail.compared.comparison.units)
        assert sum(u.own for u in chart.units.rows) == 1
        assert chart.units.rows[chart.currentIndex().row()].own
        assert chart.visualRect(chart.currentIndex()).intersects(chart.viewport().rect())


def test_arrow_keys_walk_the_points_and_read_them_out(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = results_page(qtbot, window)
        chart = page.findChild(TrendChart)
        assert chart is not None
        assert page.detail is not None
        with qtbot.waitSignal(chart.read_out) as said:
            qtbot.keyClick(chart, Qt.Key.Key_Home)
        first = page.detail.series.trend.own[0]
        value = format_value(first.figure, "nb")
        assert value is None or value in said.args[0]
        with qtbot.waitSignal(chart.read_out) as said:
            qtbot.keyClick(chart, Qt.Key.Key_Right)
        value = format_value(page.detail.series.trend.own[1].figure, "nb")
        assert value is None or value in said.args[0]


def test_language_theme_and_text_size_take_at_once_and_are_kept(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program) as window:
        window.take_settings(structs.replace(window.settings, language="en", theme="dark", text_scale=150))
        settle(qtbot, window)
        navigation = window.findChildren(Navigation)[-1]
        names = [navigation.item(i).text() for i in range(navigation.count())]
        assert names == [window.pages.title(page) for page in window.pages]
        assert names[:2] == ["Overview", "Results"]
        assert QApplication.palette().window().color().lightness() < 60
        table = results_page(qtbot, window).findChild(IndicatorTable)
        assert table is not None
        assert "%" in table.model().index(0, OWN).data()
    with opened(qtbot, program) as window:
        assert (window.settings.language, window.settings.theme, window.settings.text_scale) == ("en", "dark", 150)
        window.take_settings(structs.replace(window.settings, text_scale=100))
        settle(qtbot, window)


def test_the_status_line_tells_the_age_and_says_when_data_are_old(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program) as window:
        assert "under en time gamle" in window._status.text()
    with program.cache.writing() as cursor:
        cursor.execute("UPDATE subscription SET server_time = server_time - ?", [timedelta(days=9)])
    with opened(qtbot, program) as window:
        assert "9 dager gamle" in window._status.text()


def test_before_anything_was_tried_the_status_line_claims_nothing_of_the_network(
    qtbot: QtBot, program: Program
) -> None:
    with opened(qtbot, program) as window:
        assert "Frakoblet" not in window._status.text()
        window.take_settings(structs.replace(window.settings, language="en"))
        settle(qtbot, window)
        assert window._status.text().startswith("Not synchronised since start · Data as of ")
        window.synchronise()
        settle(qtbot, window)
        assert window._status.text().startswith("Online · ")


@pytest.mark.parametrize("width", [1366, 1440])
def test_the_table_of_figures_needs_no_scroll_bar_in_ordinary_windows(
    qtbot: QtBot, program: Program, width: int
) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.resize(width, 800)
        page = results_page(qtbot, window)
        page.show_view("table")
        table = page.findChild(FiguresTable)
        assert table is not None
        for which in (0, 1):
            page._figures.show_chart(("over-time", "comparison")[which])
            settle(qtbot, window)
            assert table.viewport().width() < 600
            assert table.horizontalScrollBar().maximum() == 0
            assert table.text().splitlines()[0].count("\t") >= (6, 4)[which], "what does not fit is copied all the same"


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_comparison_of_units_needs_no_scroll_bar_along_in_an_ordinary_window(
    qtbot: QtBot, program: Program, language: str
) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.resize(1440, 900)
        window.take_settings(structs.replace(window.settings, language=language))
        window.show_page("results")
        settle(qtbot, window)
        page = window.pages["results"]
        assert isinstance(page, ResultsPage) and page.table is not None
        page.show_view("comparison")
        for result in page.table.results:
            page.point_at(result.indicator)
            settle(qtbot, window)
            chart = page._comparison.chart()
            assert chart is None or chart.horizontalScrollBar().maximum() == 0, result.indicator


def test_synchronising_shows_progress_and_what_came_and_the_window_stays_free(
    qtbot: QtBot, program: Program, heartbeat: Heartbeat
) -> None:
    with opened(qtbot, program) as window:
        heartbeat.longest = 0
        with qtbot.waitSignal(window.jobs.busy):
            window.synchronise()
        settle(qtbot, window)
        assert "Synkronisert" in window._status.message()
        assert "Tilkoblet" in window._status.text()
        # Two busy cores make single milliseconds meaningless here; benchmarks measure them.
        assert heartbeat.longest < 2_000


@pytest.mark.parametrize(
    ("fault", "said", "contact"),
    [
        ("drop", "svarer ikke", "Ingen kontakt"),
        ("html", "En nettside svarte i stedet for", "Ingen kontakt"),
        ("unauthorised", "ber deg logge på igjen", ""),
    ],
)
def test_what_goes_wrong_is_said_in_place_and_the_figures_stay(
    qtbot: QtBot, program: Program, filled: Filled, fault: FaultKind, said: str, contact: str
) -> None:
    filled.registry.faults.add(fault, times=None)
    try:
        with opened(qtbot, program) as window:
            window.synchronise()
            settle(qtbot, window)
            assert said in window._status.message()
            assert contact in window._status.text()
            page = results_page(qtbot, window)
            assert page.table is not None
            assert page.table.results
    finally:
        filled.registry.faults.clear()


def test_cancel_stops_a_synchronisation_silently(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program) as window:
        with qtbot.waitSignal(window.jobs.changed, timeout=SECONDS):
            window.synchronise()
            window._status.cancelled.emit()
        settle(qtbot, window)
        assert window._status.message() == ""


def test_first_start_offers_ways_in_and_shows_what_went_wrong_in_place(qtbot: QtBot, tmp_path: Path) -> None:
    with open_program(tmp_path, keys=throwaway_keys(), today=DAY) as empty, opened(qtbot, empty) as window:
        assert window._first_start.isVisible()
        empty.pauses = IMPATIENT
        window.connect_to("http://127.0.0.1:9", "")
        settle(qtbot, window)
        assert window._first_start.isVisible()
        assert "svarer ikke" in window._first_start._problem.text()
        window.connect_to("http://127.0.0.1:9", str(tmp_path / "missing"))
        settle(qtbot, window)
        assert "tilgangsnøkkelen kunne ikke leses" in window._first_start._problem.text()


def test_an_offline_start_offers_nothing_that_needs_a_network(qtbot: QtBot, program: Program) -> None:
    program.offline = True
    with opened(qtbot, program) as window:
        assert "Frakoblet (valgt ved start)" in window._status.text()
        assert not window._synchronise_button.isEnabled()
        window.synchronise()
        assert window.jobs.underway() == 0


@pytest.mark.parametrize("page_name", ["overview", "results", "quality", "records", "reports"])
def test_every_control_has_an_accessible_name(qtbot: QtBot, program: Program, page_name: str) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.show_page(page_name)
        settle(qtbot, window)
        kinds = (QPushButton, QToolButton, QComboBox, QLineEdit, QTabWidget, Navigation, IndicatorTable)
        drawn = (ComparisonChart, TrendChart, CalmTable, HeatMap, RecordsTable, FilterHeader)
        controls = [w for k in (*kinds, *drawn) for w in window.findChildren(k)]
        seen = [w for w in controls if w.isVisible()]
        assert len(seen) > 5
        unnamed = []
        for widget in seen:
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface is None or not interface.text(QAccessible.Text.Name):
                unnamed.append(f"{type(widget).__name__} {widget.objectName()}")
        # Scroll buttons and the menu bar's own extension belong to Qt.
        assert [u for u in unnamed if "qt_" not in u and "ScrollLeft" not in u and "ScrollRight" not in u] == []


def test_tab_walks_from_the_choosers_to_the_page(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        results_page(qtbot, window)
        window._registry.setFocus()
        order: list[QWidget | None] = [window.focusWidget()]
        for _ in range(6):
            window.focusNextChild()
            order.append(window.focusWidget())
        assert order[:2] == [window._registry, window._unit]
        assert window._period in order
        assert window._navigation in order
        assert isinstance(order[-1], QWidget)
        assert window.pages["results"].isAncestorOf(order[-1])


def test_shortcuts_stand_in_the_menus_and_none_is_used_twice(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program) as window:
        actions = [a for menu in window.menuBar().actions() for a in menu.menu().actions() if not a.isSeparator()]
        shortcuts = [a.shortcut().toString() for a in actions if not a.shortcut().isEmpty()]
        assert {"F5", "Ctrl+1", "Ctrl+2", "Ctrl+Q", "Ctrl+R", "Ctrl+E", "Ctrl+P"} <= set(shortcuts)
        assert len(shortcuts) == len(set(shortcuts))
        for menu in window.menuBar().actions():
            letters = [a.text()[a.text().index("&") + 1].lower() for a in menu.menu().actions() if "&" in a.text()]
            assert len(letters) == len(set(letters)), (menu.text(), letters)


def test_nothing_is_cut_off_when_the_text_is_twice_as_large(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.resize(1440, 900)
        window.take_settings(structs.replace(window.settings, text_scale=200))
        settle(qtbot, window)
        page = results_page(qtbot, window)
        table = page.findChild(IndicatorTable)
        assert table is not None
        assert table.horizontalScrollBar().maximum() == 0
        for button in window.findChildren(QPushButton):
            if button.isVisible() and button.text():
                assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())
        window.take_settings(structs.replace(window.settings, text_scale=100))
        settle(qtbot, window)


class OtherWindows(QObject):
    """Notes every window that shows itself, or takes the keyboard from another."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_pages_are_made_without_a_window_of_their_own(qtbot: QtBot, program: Program) -> None:
    """A stack without a parent shows its first widget as a window, which flashes and takes the keyboard."""
    watch = OtherWindows()
    with opened(qtbot, program) as window:
        window._application.installEventFilter(watch)
        try:
            for name in window.pages:
                assert window.pages[name] is not None
            settle(qtbot, window)
        finally:
            window._application.removeEventFilter(watch)
        assert watch.shown == []
