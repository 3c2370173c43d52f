"""The funnel: outliers by shape, units walked by size, and one choice shared with the comparison."""

from __future__ import annotations

import pytest
from figures import INDICATOR, compared, earlier, funnel, no_funnel, units
from msgspec import structs
from pixels import coloured, rgb
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QGraphicsEllipseItem, QGraphicsSimpleTextItem
from pytestqt.qtbot import QtBot

from local_cache.results.funnel_plot import FunnelPlot, NoFunnel
from widgets.charts.comparison import STANDING, ComparisonChart
from widgets.charts.funnel import FunnelChart
from widgets.theme import LIGHT


def shown(qtbot: QtBot, plot: FunnelPlot) -> FunnelChart:
    chart = FunnelChart()
    qtbot.addWidget(chart)
    chart.resize(700, 450)
    chart.show_funnel(plot, INDICATOR, "en")
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def test_outliers_are_triangles_that_point_the_way_they_lie(qtbot: QtBot) -> None:
    """A triangle's middle of mass lies towards its base: under the point's own place for one that points up."""
    plot = funnel(*units(45), own=7)
    chart = shown(qtbot, plot)
    image = chart.grab().toImage()
    beyond = [i for i, u in enumerate(plot.units) if abs(u.outlier) == 1]
    assert {plot.units[i].outlier for i in beyond} == {1, -1}
    places = coloured(image, LIGHT.signal)
    for i in beyond:
        stop = chart._stops[i]
        assert stop.y is not None
        mine = [(x, y) for x, y in places.tolist() if abs(x - stop.x) < 9 and abs(y - stop.y) < 9]
        assert len(mine) > 20
        top, bottom = min(y for _, y in mine), max(y for _, y in mine)
        widths = [len([1 for _, y in mine if y == row]) for row in (top + 1, bottom - 1)]
        assert (widths[0] < widths[1]) == (plot.units[i].outlier == 1)


def test_the_legend_names_the_shapes_that_are_there(qtbot: QtBot) -> None:
    marks = [mark for mark, _ in shown(qtbot, funnel(*units(45), own=7)).legend()]
    assert marks == [
        "own",
        "unit",
        "outside-high",
        "outside-low",
        "outside-warn",
        "limit",
        "warn-limit",
        "nation",
    ]
    assert [mark for mark, _ in shown(qtbot, funnel([8], [10])).legend()] == [
        "own",
        "unit",
        "limit",
        "warn-limit",
        "nation",
    ]


def test_keys_walk_the_units_by_size_and_enter_chooses(qtbot: QtBot) -> None:
    plot = funnel(*units(45), own=7)
    chart = shown(qtbot, plot)
    said: list[str] = []
    chart.read_out.connect(said.append)
    for key in (Qt.Key.Key_Home, *[Qt.Key.Key_Right] * 44):
        qtbot.keyClick(chart, key)
    sizes = [u.size for u in plot.units]
    assert sizes == sorted(sizes)
    assert [words.split(":")[0] for words in said] == [u.unit.name for u in plot.units]
    assert {words.split("\n")[1] for words in said} == {
        "inside the 95 % limits",
        "above the 99.8 % limits",
        "below the 99.8 % limits",
        "above the 95 % limits, inside the 99.8 % limits",
        "below the 95 % limits, inside the 99.8 % limits",
    }
    with qtbot.waitSignal(chart.unit_chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [plot.units[-1].unit.unit]


def test_the_own_unit_is_always_named_and_other_outliers_where_there_is_room(qtbot: QtBot) -> None:
    for own in range(45):
        chart = FunnelChart()
        qtbot.addWidget(chart)
        chart.resize(700, 450)
        chart.show_funnel(funnel(*units(45), own=own), INDICATOR, "en")
        chart.grab()
        written = [i for i in chart._canvas._around if isinstance(i, QGraphicsSimpleTextItem)]
        assert "Own" in [i.text() for i in written]
        boxes = [i.mapRectToScene(i.boundingRect()) for i in written if i.text() == "Own" or "sykehus" in i.text()]
        assert all(not a.intersects(b) for k, a in enumerate(boxes) for b in boxes[k + 1 :])


def test_the_pointer_means_a_unit_only_near_it(qtbot: QtBot) -> None:
    plot = funnel(*units(45), own=7)
    chart = shown(qtbot, plot)
    lonely = next(i for i, u in enumerate(plot.units) if u.outlier == -1)
    stop = chart._stops[lonely]
    assert stop.y is not None
    at = QPoint(round(stop.x), round(stop.y))
    assert chart.words_at(at.toPointF()) == chart.words_of(lonely)
    assert chart.words_at((at + QPoint(0, 40)).toPointF()) == ""
    with qtbot.waitSignal(chart.unit_chosen) as chosen:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [plot.units[lonely].unit.unit]


def test_a_unit_chosen_in_one_is_chosen_in_the_other(qtbot: QtBot) -> None:
    plot = funnel(*units(45), own=7)
    chart = shown(qtbot, plot)
    table = ComparisonChart()
    qtbot.addWidget(table)
    table.show_comparison(compared(45, own=7), INDICATOR, "en")
    heard: list[str] = []
    table.unit_chosen.connect(heard.append)
    chart.unit_chosen.connect(table.choose_unit)
    table.unit_chosen.connect(chart.choose_unit)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert table.units.rows[table.currentIndex().row()].unit == plot.units[0].unit.unit
    assert heard == []
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    unit = table.units.rows[table.currentIndex().row()].unit
    assert heard == [unit] == [chart.chosen()]
    ringed = chart.at()
    assert ringed is not None
    assert plot.units[ringed].unit.unit == unit
    # The ring stays when the pointer has been over another unit, and goes where the unit is not drawn.
    chart.clearFocus()
    chart.read(0)
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.at() == ringed
    chart.choose_unit("few")
    assert chart.at() is None


@pytest.mark.parametrize("why", list(NoFunnel))
def test_a_funnel_that_is_refused_draws_nothing(qtbot: QtBot, why: NoFunnel) -> None:
    chart = shown(qtbot, no_funnel(why))
    assert rgb(chart.grab().toImage()).std(axis=(0, 1)).max() == 0
    assert chart.legend() == ()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.at() is None


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
def test_the_axis_says_what_size_means(qtbot: QtBot, kind: str) -> None:
    chart = FunnelChart()
    qtbot.addWidget(chart)
    chart.resize(500, 300)
    chart.show_funnel(funnel(*units(12)), structs.replace(INDICATOR, kind=kind), "en")  # type: ignore[arg-type]
    chart.grab()
    assert chart._canvas.frame is not None
    names = {"proportion": "Number of cases", "rate": "Exposure", "ratio": "Expected cases"}
    assert chart._canvas.frame.x_name == names[kind]


def test_the_comparison_marks_what_stands_and_the_period_before(qtbot: QtBot) -> None:
    table = ComparisonChart()
    qtbot.addWidget(table)
    table.resize(700, 450)
    table.show_comparison(compared(9, own=3), INDICATOR, "en")
    plain = [mark for mark, _ in table.legend()]
    assert not {"stands", "previous"} & set(plain)
    assert table.isColumnHidden(STANDING)
    table.show_comparison(earlier(compared(9, own=3)), INDICATOR, "en")
    assert {mark for mark, _ in table.legend()} - set(plain) == {"stands", "previous"}
    assert not table.isColumnHidden(STANDING)
    column = [table.units.index(row, STANDING).data() for row in range(table.units.rowCount())]
    assert column == ["◆", "◆", "◆", "", "", "", "◆", "◆", "◆", ""]
    spoken = table.units.index(0, STANDING).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Benjamini–Hochberg" in spoken
    tip = table.units.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "The period before: 4" in tip
    assert spoken in tip
    before = [u.previous.value for u in table.units.rows if u.previous is not None and u.previous.value is not None]
    assert table.scale.low <= min(before)


def test_the_own_unit_is_chosen_first_and_stays_in_view(qtbot: QtBot) -> None:
    table = ComparisonChart()
    qtbot.addWidget(table)
    table.resize(700, 300)
    heard: list[str] = []
    table.unit_chosen.connect(heard.append)
    table.show_comparison(compared(45, own=3), INDICATOR, "en")
    with qtbot.waitExposed(table):
        table.show()
    assert table.units.rows[table.currentIndex().row()].own
    table.choose_unit("u40")
    table.resize(600, 250)
    assert table.units.rows[table.currentIndex().row()].unit == "u40"
    assert table.visualRect(table.currentIndex()).intersects(table.viewport().rect())
    assert heard == []


def test_a_chosen_unit_keeps_one_ring_when_the_chart_is_drawn_anew(qtbot: QtBot) -> None:
    plot = funnel(*units(20), own=7)
    chart = shown(qtbot, plot)
    chart.choose_unit(plot.units[4].unit.unit)
    chart.resize(500, 300)
    QApplication.sendPostedEvents()
    chart.redraw()
    rings = [item for item in chart._canvas.sceneObj.items() if isinstance(item, QGraphicsEllipseItem)]
    assert len(rings) == 1
