"""What the page Data quality is drawn with: heat map, coverage, delays, meter; words agree with their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from figures import share
from pixels import rgb
from PySide6.QtCore import QByteArray, QCoreApplication, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from local_cache.quality.findings import (
    Alike,
    Break,
    Change,
    Coverage,
    Delay,
    DuplicateRecords,
    Formula,
    Light,
    Likeness,
    Pair,
    Readiness,
    RecordsWanted,
    Task,
    Timeliness,
    ToDo,
    YearCoverage,
)
from local_cache.quality.local_list import understood
from local_cache.registry import Duplicates
from local_cache.results.figure import Figure, Shown, add_months
from local_cache.results.intervals import Quartiles
from local_cache.results.kaplan_meier import kaplan_meier
from widgets.card import Legend
from widgets.charts.coverage import CoverageChart
from widgets.charts.delay import DelayChart
from widgets.charts.heat_cells import FIRST_MONTH, NAME, HeatRow
from widgets.charts.heat_map import HeatMap
from widgets.charts.sheet import ChartSheet, natural_size, svg
from widgets.charts.sheet import picture as sheet_picture
from widgets.quality_words import (
    coverage_sentence,
    duplicates_sentence,
    duration,
    likeness_explained,
    readiness_sentence,
    todo_count,
)
from widgets.readiness_meter import ReadinessMeter
from widgets.records_button import RecordsButton
from widgets.steps import STEPS, inks, step_colour, step_of
from widgets.tables.breaks import WHAT, BreakRow, BreaksTable
from widgets.tables.local_list import SampleTable
from widgets.tables.pairs import PairsTable
from widgets.tables.todo import TodoRow, TodoTable
from widgets.theme import DARK, LIGHT, Theme, apply_theme, contrast, theme

MONTHS = tuple(add_months(date(2025, 1, 1), i) for i in range(12))


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    apply_theme(qapp, request.param)
    yield theme()
    apply_theme(qapp, "light")


def picture(qtbot: QtBot, widget: QWidget, width: int = 800, height: int = 420) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    QCoreApplication.sendPostedEvents()
    return widget.grab().toImage()


def has(image: QImage, colour: QColor) -> int:
    wanted = colour.rgb()
    return sum(image.pixel(x, y) == wanted for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))


# The heat map


def heat_row(name: str, missing: int = 0, unknown: int = 0, asked: int = 10, months: int = 12) -> HeatRow:
    return HeatRow(
        name, "påkrevd", True, (asked,) * months, (asked - missing - unknown,) * months, (unknown,) * months,
        (missing,) * months,
    )  # fmt: skip


def test_the_heat_map_draws_each_step_in_its_colour(qtbot: QtBot, look: Theme) -> None:
    chart = HeatMap()
    rows = [
        heat_row("Full"),
        heat_row("Litt", missing=1, asked=100),
        heat_row("Mye", missing=5),
        heat_row("?", unknown=5),
    ]
    chart.show_rows(rows, MONTHS, "nb")
    image = picture(qtbot, chart)
    for share_, unknown in ((1.0, False), (0.99, False), (0.5, False), (0.5, True)):
        assert has(image, step_colour(step_of(share_), look, unknown=unknown)) > 50


def test_where_nobody_was_asked_is_neither_full_nor_empty(qtbot: QtBot, look: Theme) -> None:
    chart = HeatMap()
    chart.show_rows([heat_row("Ingen", asked=0)], MONTHS, "nb")
    image = picture(qtbot, chart)
    for step in range(len(STEPS) + 1):
        assert has(image, step_colour(step, look)) == 0
    assert chart.cells.text(0, FIRST_MONTH) == ""
    assert "0 %" not in chart.cells.said(0, FIRST_MONTH)


@pytest.mark.parametrize("look_", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_in_cells_can_be_read_and_steps_told_apart(look_: Theme) -> None:
    colours = [step_colour(step, look_) for step in range(len(STEPS) + 1)]
    colours += [step_colour(step, look_, unknown=True) for step in range(1, len(STEPS) + 1)]
    for colour in colours:
        assert max(contrast(ink, colour.name()) for ink in inks(look_)) >= 4.5
    assert len({c.name() for c in colours}) == len(colours)


def test_the_steps() -> None:
    assert [step_of(s) for s in (1.0, 0.999, 0.98, 0.97, 0.95, 0.93, 0.9, 0.85, 0.8, 0.79, 0.0)] == [
        0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5,
    ]  # fmt: skip


@pytest.mark.parametrize("months", [0, 1, 12, 60])
def test_any_number_of_months_fits_without_scrolling(qtbot: QtBot, months: int) -> None:
    chart = HeatMap()
    axis = [add_months(date(2020, 1, 1), i) for i in range(months)]
    chart.show_rows([heat_row("Kognitiv svikt før bruddet", months=months)] * 3, axis, "nb")
    picture(qtbot, chart)
    assert chart.horizontalScrollBar().maximum() == 0
    assert chart.columnWidth(NAME) > 60


def test_keys_walk_the_heat_map_and_open_what_they_stand_on(qtbot: QtBot) -> None:
    chart = HeatMap()
    QAbstractItemModelTester(chart.cells, QAbstractItemModelTester.FailureReportingMode.Fatal)
    chart.show_rows([replace(heat_row("ASA", unknown=2), breaks=(1,)), heat_row("Side")], MONTHS, "nb")
    picture(qtbot, chart)
    chart.setFocus()
    with qtbot.waitSignal(chart.read_out) as said:
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert said.args[0] == chart.cells.said(0, FIRST_MONTH + 1)
    assert said.args[0].startswith("ASA, feb. 2025")
    assert len(said.args[0]) > len(chart.cells.said(0, FIRST_MONTH + 2))  # a break is said
    with qtbot.waitSignal(chart.opened) as opened:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == [0, 1]
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    with qtbot.waitSignal(chart.opened) as opened:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == [0, -1]
    qtbot.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 3
    assert lines[1].split("\t")[0] == "ASA"
    assert lines[1].split("\t")[FIRST_MONTH] == "80\u00a0%"


def test_a_break_is_drawn(qtbot: QtBot, look: Theme) -> None:
    chart = HeatMap()
    chart.show_rows([heat_row("ASA")] * 4, MONTHS, "nb")
    plain = has(picture(qtbot, chart), look.colour("nation"))
    chart.show_rows([replace(heat_row("ASA"), breaks=(6,))] * 4, MONTHS, "nb")
    QCoreApplication.sendPostedEvents()
    assert has(chart.grab().toImage(), look.colour("nation")) > plain


def test_the_legend_of_steps_wraps_and_has_their_colours(qtbot: QtBot, look: Theme) -> None:
    legend, chart = Legend(), HeatMap()
    qtbot.addWidget(chart)
    legend.show_entries(chart.legend())
    image = picture(qtbot, legend, width=900)
    for step in range(len(STEPS) + 1):
        assert has(image, step_colour(step, look)) > 4
    assert has(image, step_colour(3, look, unknown=True)) > 4
    one_line = legend.height()
    legend.resize(160, 100)
    QCoreApplication.sendPostedEvents()
    assert legend.height() > 2 * one_line
    assert chart.legend()[-1][1] in legend.accessibleName()


# Coverage and delays


def year(
    number: int, only: int | None, both: int | None, missed: int | None, published: float | None = None
) -> YearCoverage:
    none = Figure(Shown.NOT_PUBLISHED, "proportion")
    if only is None or both is None or missed is None:
        shown = none if published is None else Figure(Shown.VALUE, "proportion", published)
        return YearCoverage(
            number, None, None, None, "NPR", "", none, none, shown, Formula.PUBLISHED, None if published is None else 2
        )
    of_all = share(only + both, only + both + missed)
    reference = Figure(Shown.VALUE, "ratio", value=min(1.0, (only + both) / (both + missed)))
    level = (of_all.value >= 0.6) + (of_all.value >= 0.8)
    return YearCoverage(number, only, both, missed, "NPR", "", of_all, reference, of_all, Formula.OF_ALL, level)


def test_coverage_draws_both_formulas_and_the_lines(qtbot: QtBot, look: Theme) -> None:
    chart = CoverageChart()
    chart.show_coverage(
        Coverage("u", (year(2023, 5, 80, 15), year(2024, 5, 40, 55), year(2025, None, None, None))), "nb"
    )
    image = picture(qtbot, chart)
    assert has(image, look.colour("own")) > 10
    assert has(image, look.colour("nation")) > 10
    with qtbot.waitSignal(chart.read_out) as said:
        qtbot.keyClick(chart, Qt.Key.Key_End)
    assert said.args[0] == chart.said(2)
    with qtbot.waitSignal(chart.read_out) as said:
        qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert "45,0\u00a0%" in said.args[0]


def test_nothing_to_draw_is_drawn_as_nothing(qtbot: QtBot, look: Theme) -> None:
    chart = CoverageChart()
    chart.show_coverage(Coverage("u", ()), "nb")
    assert has(picture(qtbot, chart), look.colour("own")) < 3  # the frame of the focus
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.at is None
    delays = DelayChart()
    delays.show_delay(timely([], []), "nb")
    assert has(picture(qtbot, delays), look.colour("own")) < 3


def timely(done: list[float], still: list[float], limit: int | None = 30) -> Timeliness:
    times = np.array([*done, *still], dtype=float)
    curve = kaplan_meier(times, np.arange(times.size) < len(done))
    nothing = float("nan")
    delay = Delay(
        times.size, len(still), 0, Quartiles(np.array(nothing), np.array(nothing), np.array(nothing)), curve, None, None
    )
    return Timeliness("f", limit, delay, (), (), 0, None, 0, None, None, ())


def test_the_delay_reads_out_the_curve(qtbot: QtBot, look: Theme) -> None:
    chart = DelayChart()
    chart.show_delay(timely([5, 10, 10, 20, 40], [60, 90]), "nb")
    image = picture(qtbot, chart)
    assert has(image, look.colour("own")) > 50
    assert has(image, look.colour("nation")) > 5
    assert chart.completed(4)[0] == 0
    assert chart.completed(10)[0] == pytest.approx(3 / 7)
    assert chart.completed(39)[0] == pytest.approx(4 / 7)
    with qtbot.waitSignal(chart.read_out) as said:
        qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert said.args[0] == chart.said(0)
    chart.go(10)
    assert "42,9\u00a0%" in chart.said(10)
    # After the last form that was followed nothing is known; the chart reaches no further than it must.
    chart.show_delay(timely([5], [6]), "nb")
    assert np.isnan(chart.completed(8)[0])
    chart.show_delay(timely([5, 6], []), "nb")
    assert chart.completed(8)[0] == 1


# The meter and what there is to do

WANTED = RecordsWanted("f", "form_status = 'draft'")


def todo(task: Task, count: int, records: int | None = None, *, blocks: bool = True, minutes: float | None = 3) -> ToDo:
    return ToDo(task, "f", "", count, count if records is None else records, blocks, minutes, WANTED)


def readiness_of(light: Light, *pieces: ToDo, days: int = 21, minutes: float = 46, unmeasured: int = 0) -> Readiness:
    return Readiness(
        date(2026, 12, 15), True, {"nb": "Frist"}, date(2025, 1, 1), days, 16, light, pieces, minutes, unmeasured
    )


@pytest.mark.parametrize("light", Light)
def test_the_meter_says_its_colour_in_shape_and_words(qtbot: QtBot, look: Theme, light: Light) -> None:
    meter = ReadinessMeter()
    meter.show_readiness(readiness_of(light, todo(Task.LATE, 2)), "Frist", "nb")
    image = picture(qtbot, meter, height=120)
    colour = {Light.GREEN: "high", Light.YELLOW: "moderate", Light.RED: "low"}[light]
    assert has(image, look.colour(colour)) > 20
    assert "15.12.2026" in meter.words()
    assert meter.accessibleName()
    meter.say("Leser …")
    assert meter.words() == "Leser …"
    assert has(meter.grab().toImage(), look.colour(colour)) == 0


def test_sentences_agree_with_their_numbers(qapp: QApplication) -> None:
    one = readiness_sentence(readiness_of(Light.YELLOW, todo(Task.LATE, 1), days=1), "en")
    assert "1 day," in one
    assert "46 min" in one
    assert "21 days" in readiness_sentence(readiness_of(Light.YELLOW, todo(Task.LATE, 1)), "en")
    assert readiness_sentence(readiness_of(Light.GREEN), "en") != one
    unknown = readiness_of(Light.YELLOW, todo(Task.LATE, 1, minutes=None), minutes=0, unmeasured=1)
    assert "min" not in readiness_sentence(unknown, "en").split("included.")[1]
    texts = {todo_count(todo(Task.MISSING, n, 1), "en") for n in (1, 2)}
    assert len(texts) == 2
    assert todo_count(todo(Task.MISSING, 1), "en").startswith("1 ")
    assert todo_count(todo(Task.DUPLICATE, 1, 2), "en") != todo_count(todo(Task.QUERY, 1), "en")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (0.4, "1 min"), (46, "46 min"), (119, "119 min"), (120, "2 h"), (200, "3 h 20 min"), (1234, "21 h"),
     (90_000, "1,500 h")],
)  # fmt: skip
def test_durations(qapp: QApplication, minutes: float, said: str) -> None:
    assert duration(minutes, "en") == said


def test_coverage_and_duplicates_in_words(qapp: QApplication) -> None:
    assert "1 case is" in coverage_sentence(Coverage("u", (year(2025, 5, 80, 1),)), "en")
    assert "15 cases are" in coverage_sentence(Coverage("u", (year(2025, 5, 80, 15),)), "en")
    assert "60" in coverage_sentence(Coverage("u", (year(2025, 5, 40, 55),)), "en")
    assert coverage_sentence(Coverage("u", ()), "en")
    settings = Duplicates(2, 30, ("a", "b", "c"), 2)
    none = DuplicateRecords("f", settings, tuple(Alike(k, 0, 0, None) for k in Likeness), (), 0, None)
    assert duplicates_sentence(none, "en") != duplicates_sentence(replace(none, looked_for=None), "en")
    texts = [likeness_explained(k, settings, "en") for k in Likeness]
    assert "2 days" in texts[1]
    assert "2 of 3" in texts[2]
    assert len({likeness_explained(k, Duplicates(), "en") for k in Likeness}) == 3


def test_rows_of_work_say_what_blocks_without_colour(qtbot: QtBot, look: Theme) -> None:
    table = TodoTable()
    rows = [
        TodoRow(todo(Task.LATE, 3), "Operasjon"),
        TodoRow(todo(Task.DRAFT, 2, blocks=False, minutes=None), "Operasjon"),
    ]
    table.todo.show_rows(rows, "nb")
    QAbstractItemModelTester(table.todo, QAbstractItemModelTester.FailureReportingMode.Fatal)
    picture(qtbot, table)
    assert table.todo.strong(rows[0], 0)
    assert not table.todo.strong(rows[1], 0)
    assert len(table.todo.below(rows[1]).split(" · ")) == 3
    assert table.todo.index(1, 1).data() == "–"
    with qtbot.waitSignal(table.opened) as opened:
        table.setFocus()
        table.choose(1)
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_long_notes_get_the_lines_they_need(qtbot: QtBot) -> None:
    table = BreaksTable()
    text = "Fra denne datoen telles noe på en annen måte enn før. " * 6
    change = Break(date(2025, 9, 1), Change.NOTE)
    table.breaks.show_rows([BreakRow(change, "", "Kort.", True), BreakRow(change, "ASA", text, False)], "nb")
    picture(qtbot, table, width=420)
    assert table.rowHeight(1) > 3 * table.rowHeight(0)
    assert text.strip() in table.breaks.index(1, WHAT).data()


def test_pairs_and_a_list_s_first_rows(qtbot: QtBot) -> None:
    pairs = PairsTable()
    pairs.pairs.compared = 5
    pair = Pair("A1", "A2", date(2025, 1, 1), date(2025, 1, 2), Likeness.WITHIN_DAYS, 1, 4)
    pairs.pairs.show_rows([pair, replace(pair, second_date=date(2025, 1, 1), days=0)], "nb")
    picture(qtbot, pairs)
    assert pairs.pairs.index(0, 0).data() == "01.01.2025 – 02.01.2025"
    assert pairs.pairs.index(1, 0).data() == "01.01.2025"
    sample = SampleTable()
    sample.show_list(understood(b"fnr;dato\n1234;01.02.2025\n", "x", date(2026, 1, 1)), "nb")
    picture(qtbot, sample)
    assert sample.sample.columnCount() == 2
    assert sample.sample.index(0, 1).data() == "01.02.2025"
    assert sample.sample.titles()[0].startswith("fnr · ")


def test_a_button_leads_to_records_only_where_there_are_any(qtbot: QtBot) -> None:
    button = RecordsButton()
    qtbot.addWidget(button)
    assert button.isHidden()
    button.lead_to(WANTED, "Kladder")
    assert not button.isHidden()
    with qtbot.waitSignal(button.chosen) as chosen:
        button.click()
    assert chosen.args == [WANTED]
    button.lead_to(None, "")
    assert button.isHidden()


# On paper


def sheets(months: int = 12) -> list[ChartSheet]:
    axis = [add_months(date(2020, 1, 1), i) for i in range(months)]
    heat, cover, delays = HeatMap(), CoverageChart(), DelayChart()
    rows = [heat_row(f"Variabel {i}", missing=i % 3, months=months) for i in range(40)]
    rows += [heat_row("Ingen", asked=0, months=months), replace(heat_row("Brudd", months=months), breaks=(3,))]
    heat.show_rows(rows, axis, "nb")
    cover.show_coverage(Coverage("u", (year(2023, 5, 80, 15), year(2024, 5, 40, 55))), "nb")
    delays.show_delay(timely([5, 10, 10, 20, 40], [60, 90]), "nb")
    return [
        ChartSheet("Tittel", ("Register", "Enhet"), chart, "En setning.", "data per i dag", chart.legend())
        for chart in (heat, cover, delays)
    ]


def test_paper_is_white_whatever_the_window_is_and_files_look_like_pictures(qtbot: QtBot, qapp: QApplication) -> None:
    for sheet in sheets():
        size = natural_size(sheet, 960)
        apply_theme(qapp, "light")
        made = sheet_picture(sheet, 960, 1.0)
        apply_theme(qapp, "dark")
        try:
            assert np.array_equal(rgb(sheet_picture(sheet, 960, 1.0)), rgb(made))
            written = svg(sheet, size)
        finally:
            apply_theme(qapp, "light")
        assert b"<image" not in written
        drawn = QImage(size, QImage.Format.Format_RGB32)
        drawn.fill(QColor("white"))
        painter = QPainter(drawn)
        QSvgRenderer(QByteArray(written)).render(painter)
        painter.end()
        smooth = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        off = np.abs(rgb(made.scaled(size / 6, *smooth)) - rgb(drawn.scaled(size / 6, *smooth)))
        assert off.mean() < 3
        assert (off.max(axis=2) > 60).mean() < 0.01


@pytest.mark.parametrize("months", [1, 12, 60])
def test_every_variable_has_a_row_on_paper_also_where_it_is_tight(qtbot: QtBot, months: int) -> None:
    heat = sheets(months)[0]
    for size in (None, QSize(900, 620)):
        said = svg(heat, size).decode("utf-8")
        assert all(f">Variabel {i}<" in said for i in range(40)), size
    assert natural_size(heat, 960).height() > 960


def test_the_delay_s_figures_are_those_drawn(qtbot: QtBot) -> None:
    chart = DelayChart()
    qtbot.addWidget(chart)
    chart.show_delay(timely([5, 10, 10, 20, 40], [60, 90]), "nb")
    table = chart.shown()
    assert len(table.headers) == 3
    for day, completed, interval in table.rows:
        assert completed in chart.said(int(day))
        assert interval in chart.said(int(day))
    assert [row[1] for row in table.rows][10] == "42,9\u00a0%"
    assert {mark for mark, _ in chart.legend()} == {"own-line", "nation", "half"}
    chart.show_delay(timely([], []), "nb")
    assert chart.legend() == () and len(chart.shown().rows) <= 1
