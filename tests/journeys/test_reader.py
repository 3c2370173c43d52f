"""A department reader's morning, through the real window, in Bokmål.

She connects once, sees her department beside the nation, follows what got worse to its explanation, compares with
the others, copies the table; the next morning the network is gone and the same figures are there.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from windows import DAY, Filled, filled, nothing_left, opened, settle  # noqa: F401

from app.main_window import MainWindow
from app.pages.overview import OverviewPage, registry_states
from app.pages.results import ResultsPage
from app.program import open_program
from local_cache.keys import throwaway_keys
from widgets.card import Said
from widgets.charts.comparison import ComparisonChart
from widgets.registry_card import RegistryCard
from widgets.tables.findings import FindingsTable
from widgets.tables.indicators import IndicatorTable


def button(window: MainWindow, text: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.text().replace("&", "") == text and b.isVisible())


def shown(window: MainWindow) -> list[list[str]]:
    table = window.findChild(IndicatorTable)
    assert table is not None
    model = table.indicators
    return [[str(model.index(r, c).data()) for c in range(7)] for r in range(model.rowCount())]


def test_a_readers_morning(qtbot: QtBot, filled: Filled, tmp_path: Path) -> None:  # noqa: F811
    data, keys = tmp_path / "data", throwaway_keys()
    token = tmp_path / "token.txt"
    token.write_text(filled.registry.user("leser").token + "\n", encoding="utf-8")

    with open_program(data, keys=keys, today=DAY) as program, opened(qtbot, program) as window:
        # Nothing is here yet; she types the address she was given and names the file with her token.
        address, token_file, _ = (line for line in window._first_start.findChildren(QLineEdit))
        qtbot.keyClicks(address, filled.registry.address)
        token_file.setText(str(token))
        qtbot.mouseClick(button(window, "Koble til og hent"), Qt.MouseButton.LeftButton)
        settle(qtbot, window)
        assert "Synkronisert" in window._status.message()

        # The overview has a card per registry, with the age of the data, and what deserves a look.
        overview = window.pages["overview"]
        assert isinstance(overview, OverviewPage)
        assert overview.isVisible()
        assert overview.view is not None
        states = registry_states(overview.view, {})
        assert len(states) == len(overview.findChildren(RegistryCard)) == 3
        assert all(s.records and s.coverage for s in states)
        assert "under en time gamle" in window._status.text()

        # One click on what stands out leads to its chart and a sentence that explains it.
        table = next(t for t in overview.findChildren(FindingsTable) if t.findings.rows)
        title = table.findings.rows[0].result.title
        qtbot.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.findings.index(0, 0)).center()
        )
        settle(qtbot, window)
        results = window.pages["results"]
        assert isinstance(results, ResultsPage)
        assert results.isVisible()
        assert results._title.text() == title
        sentence = next(s.text() for s in results.findChildren(Said) if s.isVisible())
        assert "95 % KI" in sentence
        assert "landet" in sentence

        # The comparison has her own unit in view; the figures can be copied for the meeting.
        results.show_view("comparison")
        chart = results.findChild(ComparisonChart)
        assert chart is not None
        assert chart.units.rows[chart.currentIndex().row()].own
        results._copy.ways.ways()[0].trigger()
        assert QGuiApplication.clipboard().text().startswith("Enhet\tVerdi\t95 % KI\tn\t")
        before = shown(window)
        assert len(before) > 5

    # The next morning there is no network. Same figures, and the line at the bottom says so.
    with open_program(data, keys=keys, offline=True, today=DAY) as program, opened(qtbot, program) as window:
        window.show_page("results")
        settle(qtbot, window)
        assert shown(window) == before
        assert "Frakoblet" in window._status.text()
        assert "Data per" in window._status.text()
