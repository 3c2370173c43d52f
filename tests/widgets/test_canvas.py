"""What charts draw on: places, names that do not meet, lines cut and thinned, and one drawing at any size."""

from __future__ import annotations

import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixels import coloured
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.charts.canvas import Canvas, EndName, Frame, _peaks, _within, canvas_for, spread, steps
from widgets.charts.scale import plain_scale
from widgets.theme import LIGHT, drawn_in

SCALE = plain_scale(0.0, 10.0)


def frame(**more: object) -> Frame:
    return Frame(x=(0.0, 100.0), places=[(float(i), str(i)) for i in range(101)], scale=SCALE, language="en", **more)  # type: ignore[arg-type]


@given(st.lists(st.floats(0, 1000), max_size=12).map(sorted), st.floats(1, 60))
def test_names_keep_their_order_and_their_distance_and_move_no_more_than_they_must(
    places: list[float], apart: float
) -> None:
    moved = spread(places, apart)
    assert len(moved) == len(places)
    assert all(b - a >= apart - 1e-6 for a, b in pairwise(moved))
    if all(b - a >= apart for a, b in pairwise(places)):
        assert moved == pytest.approx(places)
    assert sum(moved) == pytest.approx(sum(places), abs=1e-6)


def test_steps_stand_around_each_place_and_break_between_phases() -> None:
    xs, ys = steps([1.0, 1.0, 5.0], breaks=[2])
    assert xs.tolist() == [-0.5, 0.5, 0.5, 1.5, 1.5, 1.5, 2.5]
    assert ys[:4].tolist() == [1.0] * 4
    assert np.isnan(ys[4])
    assert ys[5:].tolist() == [5.0] * 2
    assert [len(a) for a in steps([])] == [0, 0]


@given(st.lists(st.one_of(st.floats(-5, 15), st.just(float("nan"))), min_size=2, max_size=40))
def test_a_line_is_cut_at_the_ends_of_the_scale_and_nowhere_else(values: list[float]) -> None:
    given = np.array(values)
    places, cut = _within(np.arange(len(values), dtype=np.float64), given, 0.0, 10.0)
    assert np.all(np.diff(places) >= 0)
    assert not np.any((cut < 0) | (cut > 10))

    def at(line_x: np.ndarray, line_y: np.ndarray, x: float) -> float | None:
        """The height of a broken line at a place between its points."""
        for k in range(len(line_x) - 1):
            x0, x1, y0, y1 = line_x[k], line_x[k + 1], line_y[k], line_y[k + 1]
            if x0 < x < x1 and np.isfinite(y0) and np.isfinite(y1):
                return float(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
        return None

    whole = np.arange(len(values), dtype=np.float64)
    for x in np.linspace(0.013, len(values) - 1.013, 57):
        before, after = at(whole, given, x), at(places, cut, x)
        if before is None or not -1e-6 <= before <= 10 + 1e-6:
            assert after is None or after == pytest.approx(before, abs=1e-6)
        elif 1e-6 < before < 10 - 1e-6:
            assert after == pytest.approx(before, abs=1e-6)


def test_a_line_that_jumps_over_the_whole_scale_is_still_seen() -> None:
    places, cut = _within(np.array([0.0, 1.0]), np.array([-10.0, 20.0]), 0.0, 10.0)
    known = np.isfinite(cut)
    assert places[known].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert cut[known].tolist() == [0.0, 10.0]


def test_a_line_of_more_points_than_dots_keeps_its_peaks() -> None:
    xs = np.arange(10_000, dtype=np.float64)
    ys = np.sin(xs / 50)
    ys[7_777], ys[1_234] = 9.0, np.nan
    places, thinned = _peaks(xs, ys, 500)
    assert len(places) == len(thinned) <= 1_002
    assert np.nanmax(thinned) == 9.0
    assert np.nanmin(thinned) == pytest.approx(-1, abs=1e-3)
    assert _peaks(xs[:100], ys[:100], 500)[0] is not None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(_peaks(xs, np.full(10_000, np.nan), 500)[1]).all()


def test_places_and_pixels_agree(qtbot: QtBot) -> None:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.take_size(canvas.size())
    canvas.lay_out(frame(ends=(EndName(5.0, "Nation", "nation"), EndName(5.01, "Own", "own", True))))
    assert canvas.x_at(0.0) == pytest.approx(canvas.area.left())
    assert canvas.x_at(100.0) == pytest.approx(canvas.area.right())
    assert canvas.area.top() < canvas.y_at(10.0) < canvas.y_at(0.0) < canvas.area.bottom()
    canvas.scene().prepareForPaint()
    for place, value in ((0.0, 0.0), (37.0, 8.2), (100.0, 10.0)):
        drawn = canvas._view.mapFromViewToItem(canvas._view, QPointF(place, value))
        there = canvas._view.mapToScene(drawn)
        assert there.x() == pytest.approx(canvas.x_at(place), abs=0.01)
        assert there.y() == pytest.approx(canvas.y_at(value), abs=0.01)


@pytest.mark.parametrize("width", [60, 200, 700, 3000])
def test_texts_of_the_axis_never_meet_and_the_newest_has_one(qtbot: QtBot, width: int) -> None:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(width, 300)
    canvas.take_size(canvas.size())
    canvas.lay_out(frame(from_last=True))
    under = [box for box in canvas._words_at if box.top() > canvas.area.bottom()]
    assert under
    assert all(not a.intersects(b) for i, a in enumerate(under) for b in under[i + 1 :])
    assert max(box.right() for box in under) == pytest.approx(
        min(canvas.x_at(100.0) + canvas.wide("100", small=True) / 2, canvas.width()), abs=1.5
    )


def painted(scale: float, shift: float = 0.0) -> QImage:
    """A canvas of 300 × 200 painted with a painter that is scaled and moved."""
    image = QImage(round(300 * scale + shift), round(200 * scale + shift), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.translate(shift, shift)
    painter.scale(scale, scale)
    font = QFont(painter.font())
    font.setPixelSize(10)
    painter.setFont(font)
    with drawn_in(LIGHT):
        canvas, target = canvas_for(painter, QRectF(0, 0, 300, 200))
        canvas.lay_out(frame(ends=(EndName(5.0, "Nation", "nation"),)))
        canvas.points([50.0], [5.0], "circle", 20.0, "own")
        canvas.level(5.0, "signal", 6.0)
        painter.resetTransform()
        canvas.paint_scene(painter, target)
        canvas.close()
    painter.end()
    return image


def test_lines_and_points_grow_with_the_paper_and_stay_where_they_are(qtbot: QtBot) -> None:
    one, four = painted(1), painted(4)
    for colour in (LIGHT.own, LIGHT.signal):
        small, large = coloured(one, colour), coloured(four, colour)
        assert len(large) == pytest.approx(16 * len(small), rel=0.4)
        assert large.mean(axis=0) / 4 == pytest.approx(small.mean(axis=0), abs=1.5)


def test_a_moved_painter_moves_the_drawing(qtbot: QtBot) -> None:
    here, there = coloured(painted(1), LIGHT.own), coloured(painted(1, 40), LIGHT.own)
    assert there.mean(axis=0) - here.mean(axis=0) == pytest.approx([40, 40], abs=0.5)
