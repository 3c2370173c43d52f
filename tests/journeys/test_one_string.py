"""One number, one string: the same figure on the screen, in its tool tip, in the copied table and on the command line.

A real registry is synchronised; the command line is run on the data directory as a scheduler runs it, then the window
is opened on the same one, and every indicator of every registry is walked through.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from windows import Filled, filled, nothing_left, opened, settle  # noqa: F401

from app.cli import main
from app.pages.results import ResultsPage
from app.program import open_program
from app.settings import Language, Settings, save_settings
from widgets.charts.comparison import ComparisonChart
from widgets.charts.trend import TrendChart
from widgets.tables.figures import FiguresTable
from widgets.tables.indicators import INTERVAL, NATION, OWN, IndicatorTable, N

PASSPHRASE = "ett tall, én tekst"
OVER_TIME, COMPARED = 0, 1
"""The two tables of the tab Table."""


@pytest.fixture
def data(filled: Filled, tmp_path: Path) -> Path:  # noqa: F811
    """A data directory under a passphrase, synchronised once."""
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    with open_program(tmp_path / "data", passphrase=PASSPHRASE) as program:
        program.connect(filled.registry.address, filled.registry.user("leser").token)
        assert [p for result in program.synchronise() for p in result.problems] == []
    return tmp_path / "data"


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_figure_is_the_same_string_in_all_four_places(
    qtbot: QtBot, data: Path, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    passphrase = data.parent / "passphrase"
    options = ["--data-dir", str(data), "--passphrase-file", str(passphrase), "--language", language]
    assert main(["results", "--json", *options]) == 0
    printed = capsys.readouterr()
    tables: list[dict[str, Any]] = json.loads(printed.out)["registries"]
    assert {table["registry"] for table in tables} == {"hoftebrudd", "hjerneslag", "intensiv"}
    save_settings(data / "settings.json", Settings(language=language))
    compared = 0
    with open_program(data, passphrase=PASSPHRASE, offline=True) as program:
        for table in tables:
            with opened(qtbot, program, registry=table["registry"]) as window:
                window.show_page("results")
                settle(qtbot, window)
                page = window.pages["results"]
                assert isinstance(page, ResultsPage) and page.view is not None and page.view.language == language
                assert (page.view.unit, page.view.period_id) == (table["unit"], table["period"])
                indicators = page.findChild(IndicatorTable)
                assert indicators is not None
                for row in table["indicators"]:
                    in_the_table(indicators, row)
                    assert in_words(row) in printed.err
                    indicators.choose(indicators.indicators.row_of(row["id"]))
                    settle(qtbot, window)
                    assert page.detail is not None and page.detail.indicator == row["id"]
                    compared += over_time(page, row) + side_by_side(page, row)
    print(f"{compared} figures in {sum(len(t['indicators']) for t in tables)} indicators, each one string")
    assert compared > 2000


def in_the_table(indicators: IndicatorTable, row: dict[str, Any]) -> None:
    model, at = indicators.indicators, indicators.indicators.row_of(row["id"])
    own, nation = row["own"], row["nation"]

    def shown(column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
        return str(model.index(at, column).data(role))

    agrees(shown(OWN), own["text"])
    assert shown(INTERVAL) == (own["interval_text"] or "")
    assert shown(N) == (own["denominator_text"] or "")
    assert shown(NATION) == (nation["text"] or "–")
    tip = shown(OWN, Qt.ItemDataRole.ToolTipRole)
    holds(tip, own, nation)
    holds(shown(NATION, Qt.ItemDataRole.ToolTipRole), nation)


def over_time(page: ResultsPage, row: dict[str, Any]) -> int:
    """The tab Table, the clipboard and the chart's own words against the command line; the number of figures."""
    lines = table_lines(page, OVER_TIME)
    points = row["over_time"]["points"][-len(lines) :]
    assert len(lines) == len(points) > 12
    chart = page.findChild(TrendChart)
    assert chart is not None
    said = chart.accessibleDescription()
    for line, point in zip(lines, points, strict=True):
        own, nation = point["own"], point["nation"]
        agrees(line[1], own["text"])
        agrees(line[4], nation["text"])
        assert line[2:4] == [own["interval_text"] or "", own["denominator_text"] or ""]
        assert line[5] == (nation["denominator_text"] or "")
        holds(said, own)
    return 2 * len(lines)


def side_by_side(page: ResultsPage, row: dict[str, Any]) -> int:
    lines, units = table_lines(page, COMPARED), row["comparison"]["units"]
    chart = page.findChild(ComparisonChart)
    assert chart is not None and len(lines) == len(units) == chart.units.rowCount()
    for at, (line, unit) in enumerate(zip(lines, units, strict=True)):
        figure = unit["figure"]
        assert line[0].startswith(unit["name"]) and chart.units.rows[at].unit == unit["unit"]
        agrees(line[1], figure["text"])
        assert line[2:4] == [figure["interval_text"] or "", figure["denominator_text"] or ""]
        assert [str(chart.units.index(at, column).data() or "") for column in range(4)] == line[:4]
        holds(str(chart.units.index(at, 1).data(Qt.ItemDataRole.ToolTipRole)), figure)
    return len(lines)


def table_lines(page: ResultsPage, which: int) -> list[list[str]]:
    """The rows of the tab Table, which are also what is copied."""
    page._which.button(which).setChecked(True)
    table = page.findChild(FiguresTable)
    assert table is not None
    model = table.figures
    columns = range(model.columnCount(QModelIndex()))
    rows = [[str(model.index(r, c).data()) for c in columns] for r in range(model.rowCount())]
    table.copy()
    copied = QGuiApplication.clipboard().text().rstrip("\n").split("\n")[1:]
    assert [line.split("\t") for line in copied] == rows
    return rows


def in_words(row: dict[str, Any]) -> str:
    """The line the command line prints for a person, made of the strings of its own JSON."""
    own = row["own"]
    words = f"{row['title']}: {own['text'] or own['shown']}"
    words += f" ({own['interval_text']})" if own["interval_text"] else ""
    return words + (f", n = {own['denominator_text']}" if own["denominator_text"] else "")


def agrees(cell: str, text: str | None) -> None:
    """A cell shows the text; where there is none it shows words, and no number."""
    if text is not None:
        assert cell == text
    else:
        assert not any(character.isdigit() for character in cell)


def holds(words: str, *figures: dict[str, Any]) -> None:
    """Words about figures hold each one's value, interval and number of cases."""
    for figure in figures:
        if figure["text"] is not None:
            assert figure["text"] in words
            assert (figure["interval_text"] or "") in words
            assert (figure["denominator_text"] or "") in words
