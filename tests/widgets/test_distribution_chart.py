"""The distribution: own against rest by classes or summed up, with quartiles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from figures import STAY, distribution, stays
from pixels import coloured, rgb
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from local_cache.results.distribution import Distribution, NoDistribution
from widgets.charts.distribution import DistributionChart
from widgets.theme import LIGHT

DAYS = distribution([1, 2, 2, 3, 3, 3, 3, 5, 9, 9], [1, 1, 2, 2, 3, 4, 4, 4, 9, 10], range(12))


def shown(qtbot: QtBot, spread: Distribution, *, cumulative: bool = False) -> DistributionChart:
    chart = DistributionChart()
    qtbot.addWidget(chart)
    chart.resize(700, 450)
    chart.show_distribution(spread, STAY, "en")
    chart.show_cumulative(cumulative)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def test_bars_are_as_high_as_their_shares(qtbot: QtBot) -> None:
    chart = shown(qtbot, DAYS)
    canvas = chart._canvas
    heights = [canvas.y_at(0) - (s.y or 0) for s in chart._stops]
    unit = canvas.y_at(0) - canvas.y_at(0.1)
    assert heights == pytest.approx([unit * 10 * share for share in DAYS.own_share.tolist()], abs=1e-6)
    image = chart.grab().toImage()
    tallest = int(np.argmax(DAYS.own_share))
    x = round(chart._stops[tallest].x) + 4
    column = rgb(image)[round(canvas.area.top()) :, x]
    blue = np.flatnonzero(column[:, 2] > column[:, 0] + 80)
    assert blue.max() - blue.min() == pytest.approx(heights[tallest], abs=4)


def test_a_class_of_one_number_has_its_number_under_its_middle(qtbot: QtBot) -> None:
    chart = shown(qtbot, DAYS)
    assert chart._canvas.frame is not None
    places = {text: place for place, text in chart._canvas.frame.places}
    assert places["4"] == 4.5
    summed = shown(qtbot, DAYS, cumulative=True)
    assert summed._canvas.frame is not None
    assert {text: place for place, text in summed._canvas.frame.places}["4"] == 4.0
    wide = shown(qtbot, distribution(*stays(), range(0, 24, 2)))
    assert wide._canvas.frame is not None
    assert {text: place for place, text in wide._canvas.frame.places}["5"] == 5.0


def test_keys_walk_the_classes_in_both_views(qtbot: QtBot) -> None:
    chart = shown(qtbot, DAYS)
    said: list[str] = []
    chart.read_out.connect(said.append)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    for _ in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert said[-1] == "3 days: own 40.0% (4), rest 10.0%"
    chart.show_cumulative(True)
    assert chart.at() == 3
    assert chart.words_of(3) == "up to 3 days: own 70.0% (7), rest 50.0%"
    assert chart.words_of(10) == "up to 10 days: own 100.0% (10), rest 100.0%"
    assert len(chart.accessibleDescription().splitlines()) == 11


def test_the_summed_curve_ends_at_everybody(qtbot: QtBot) -> None:
    chart = shown(qtbot, DAYS, cumulative=True)
    assert chart._stops[-1].y == pytest.approx(chart._canvas.y_at(1.0))
    heights = [s.y for s in chart._stops if s.y is not None]
    assert heights == sorted(heights, reverse=True)
    image = chart.grab().toImage()
    # The curve itself runs through the stops.
    middle = chart._stops[4]
    line = [y for x, y in coloured(image, LIGHT.own).tolist() if x == round(middle.x) - 5]
    assert any(abs(y - (middle.y or 0)) <= 2 for y in line)


def test_the_quartiles_stand_over_the_classes(qtbot: QtBot) -> None:
    chart = shown(qtbot, DAYS)
    image = chart.grab().toImage()
    above = round(chart._canvas.area.top())
    left, right = chart._canvas.x_at(2.25 + 0.5), chart._canvas.x_at(4.5 + 0.5)
    xs = [x for x, y in coloured(image, LIGHT.own).tolist() if y < above]
    assert min(xs) == pytest.approx(left, abs=2)
    assert [x for x in xs if abs(x - right) <= 2]


def test_the_legend_follows_the_view_and_what_there_is(qtbot: QtBot) -> None:
    assert [m for m, _ in shown(qtbot, DAYS).legend()] == ["own-bar", "rest-line", "box"]
    assert [m for m, _ in shown(qtbot, DAYS, cumulative=True).legend()] == ["own-line", "rest-line", "box"]
    few = replace(DAYS, refused=NoDistribution.TOO_FEW, own=None)
    chart = shown(qtbot, few)
    assert [m for m, _ in chart.legend()] == ["rest-line", "box"]
    assert chart.words_of(3) == "3 days: rest 10.0%"
    nobody = replace(few, refused=NoDistribution.NO_CASES, rest=None, edges=np.array([]))
    assert shown(qtbot, nobody).legend() == ()


@pytest.mark.parametrize("cumulative", [False, True])
@pytest.mark.parametrize("values", [[4.0], [4.0] * 30, [0.0, 21.0]])
def test_any_spread_is_drawn_without_a_warning(qtbot: QtBot, values: list[float], cumulative: bool) -> None:
    chart = shown(qtbot, distribution(values, values, range(22)), cumulative=cumulative)
    chart.resize(240, 140)
    image = chart.grab().toImage()
    assert len(coloured(image, LIGHT.own))


def test_a_long_tail_is_one_class_apart_that_does_not_press_the_others_together(qtbot: QtBot) -> None:
    tailed = distribution([1, 2, 2, 3, 3, 4, 90], [1, 2, 3, 3, 4, 60, 170], [0, 1, 2, 3, 4, 5, 171])
    chart = shown(qtbot, tailed)
    assert chart._canvas.frame is not None
    assert [text for _, text in chart._canvas.frame.places] == ["0", "1", "2", "3", "4", "≥ 5"]
    xs = [s.x for s in chart._stops]
    apart = np.diff(xs)
    assert apart[:4] == pytest.approx([apart[0]] * 4)
    assert apart[4] == pytest.approx(1.5 * apart[0])
    assert chart.words_of(5) == "at least 5 days: own 14.3% (1), rest 28.6%"
    chart.show_cumulative(True)
    assert chart.words_of(4) == "up to 4 days: own 85.7% (6), rest 71.4%"
    assert chart._stops[5].y == pytest.approx(chart._canvas.y_at(1.0))
