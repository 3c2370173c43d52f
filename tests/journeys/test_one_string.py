"""One number, one string: the same figure on the screen, in its tool tip, in the copied table and on the command line.

A real registry is synchronised; the command line is run on the data directory as a scheduler runs it, then the window
is opened on the same one, and every indicator of every registry is walked through.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from windows import Filled, filled, nothing_left, opened, settle  # noqa: F401

from app.cli import main
from app.pages.results import TABS, ResultsPage
from app.program import open_program
from app.settings import Language, Settings, save_settings
from widgets.charts.comparison import ComparisonChart
from widgets.charts.distribution import DistributionChart
from widgets.charts.funnel import FunnelChart
from widgets.charts.trend import TrendChart
from widgets.tables.indicators import INTERVAL, NATION, OWN, IndicatorTable, N
from widgets.views.figures import FiguresView

Drawn = TypeVar("Drawn", bound=QWidget)

PASSPHRASE = "ett tall, én tekst"


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
                    for tab in TABS:
                        page.show_view(tab)  # a tab is drawn when it is turned to
                    for part in (over_time, side_by_side, in_the_funnel, spread):
                        compared += part(page, row)
    print(f"{compared} figures in {sum(len(t['indicators']) for t in tables)} indicators, each one string")
    assert compared > 2000


def in_the_table(indicators: IndicatorTable, row: dict[str, Any]) -> None:
    model, at = indicators.indicators, indicators.indicators.row_of(row["id"])
    own, nation = row["own"], row["nation"]

    def cell(column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
        return str(model.index(at, column).data(role))

    agrees(cell(OWN), own["text"])
    assert cell(INTERVAL) == (own["interval_text"] or "")
    assert cell(N) == (own["denominator_text"] or "")
    assert cell(NATION) == (nation["text"] or "–")
    tip = cell(OWN, Qt.ItemDataRole.ToolTipRole)
    holds(tip, own, nation)
    holds(cell(NATION, Qt.ItemDataRole.ToolTipRole), nation)


def over_time(page: ResultsPage, row: dict[str, Any]) -> int:
    """The tab Table, the clipboard and the chart's own words against the command line; the number of figures."""
    titles, lines = table(page, "over-time")
    points, events = row["over_time"]["points"], row["over_time"]["granularity"] == "event"
    assert len(lines) == len(points)
    chart = shown(page, TrendChart) if row["over_time"]["refused"] is None else None
    for at, (line, point) in enumerate(zip(lines, points, strict=True)):
        own, nation = point["own"], point["nation"]
        agrees(line[1], own["text"])
        assert line[2:4] == [own["interval_text"] or "", own["denominator_text"] or ""]
        if nation is not None:
            agrees(line[4], nation["text"])
            assert line[5] == (nation["denominator_text"] or "")
        assert (nation is None) == events
        if chart is not None:
            holds(chart.words_of(at), own)
    assert len(titles) == len(lines[0]) if lines else events
    return (1 if events else 2) * len(lines)


def side_by_side(page: ResultsPage, row: dict[str, Any]) -> int:
    (_, lines), units = table(page, "comparison"), row["comparison"]["units"]
    chart = page.findChild(ComparisonChart)
    assert chart is not None and len(lines) == len(units) == chart.units.rowCount()
    for at, (line, unit) in enumerate(zip(lines, units, strict=True)):
        figure = unit["figure"]
        assert line[0].startswith(unit["name"]) and chart.units.rows[at].unit == unit["unit"]
        agrees(line[1], figure["text"])
        assert line[2:4] == [figure["interval_text"] or "", figure["denominator_text"] or ""]
        assert [str(chart.units.index(at, column).data() or "") for column in range(4)] == line[:4]
        holds(str(chart.units.index(at, 1).data(Qt.ItemDataRole.ToolTipRole)), figure, unit["previous"])
    return len(lines)


def in_the_funnel(page: ResultsPage, row: dict[str, Any]) -> int:
    funnel = row["funnel"]
    if funnel["refused"] is not None:
        return 0
    (_, lines), chart = table(page, "funnel"), shown(page, FunnelChart)
    units = [*reversed(funnel["units"]), *funnel["not_drawn"]]
    for line, unit in zip(lines, units, strict=True):
        assert line[0].startswith(unit["name"])
        agrees(line[1], unit["figure"]["text"])
    for at, unit in enumerate(funnel["units"]):
        holds(chart.words_of(at), unit["figure"])
    return len(lines)


def spread(page: ResultsPage, row: dict[str, Any]) -> int:
    found = row["distribution"]
    if found["refused"] is not None:
        return 0
    (_, lines), chart = table(page, "distribution"), shown(page, DistributionChart)
    classes = len(found["edges"]) - 1
    for column, part in ((1, found["own"]), (2, found["rest"])):
        quartiles = [line[column] for line in lines[classes : classes + 3]]
        assert quartiles == (part["quartiles_text"] if part else ["", "", ""])
    for at, line in enumerate(lines[:classes]):
        assert line[1] in chart.words_of(at) and line[2] in chart.words_of(at)
    return len(lines)


def shown(page: ResultsPage, kind: type[Drawn]) -> Drawn:
    chart = page.findChild(kind)
    assert chart is not None
    return chart


def table(page: ResultsPage, chart: str) -> tuple[list[str], list[list[str]]]:
    """Titles and rows of a chart's figures in the tab Table, which are also what is copied."""
    view = page.findChild(FiguresView)
    assert view is not None
    view.show_chart(chart)
    view.table.copy()
    model = view.table.figures
    columns = range(model.columnCount())
    rows = [[str(model.index(r, c).data()) for c in columns] for r in range(model.rowCount())]
    titles, *copied = (line.split("\t") for line in QGuiApplication.clipboard().text().rstrip("\n").split("\n"))
    assert copied == rows
    assert titles == list(model.titles())
    return titles, rows


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
