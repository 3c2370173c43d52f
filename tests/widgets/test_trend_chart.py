"""The chart over time: what it marks, how it is walked and asked, and that it draws whatever there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from figures import INDICATOR, WAIT, events, over_time, rising, sliding, spread_out, without
from pixels import coloured
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from local_cache.results.figure import Period, Shown, Trend
from local_cache.results.format import format_month, format_number
from local_cache.results.making_data_count import Assurance, Variation
from local_cache.results.over_time import OverTime
from widgets.charts.trend import PointWish, TrendChart, Wish, without_lines
from widgets.theme import LIGHT

OFFSCREEN_HAS_NO_POPUPS = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
PERIOD = Period(date(2025, 11, 1), date(2026, 11, 1))


def shown(qtbot: QtBot, series: OverTime, **more: object) -> TrendChart:
    chart = TrendChart()
    qtbot.addWidget(chart)
    chart.resize(700, 450)
    chart.show_over_time(series, more.pop("indicator", INDICATOR), PERIOD, more.pop("notes", ()), "en", **more)  # type: ignore[arg-type]
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def marks(chart: TrendChart) -> set[str]:
    return {mark for mark, _ in chart.legend()}


def test_the_legend_has_what_is_drawn_and_nothing_else(qtbot: QtBot) -> None:
    levels = {"high", "moderate", "low"}
    assert marks(shown(qtbot, sliding())) == levels | {"centre", "signal", "partial"}
    assert marks(shown(qtbot, rising())) == levels | {"centre", "limit", "signal", "partial"}
    full = shown(
        qtbot,
        sliding(breaks=(14,), left_out=(5,)),
        notes=[(date(2026, 2, 3), "x")],
        changes=[(date(2026, 1, 1), "y")],
        baseline=date(2025, 6, 1),
    )
    assert marks(full) == levels | {"centre", "excluded", "partial", "note", "change", "baseline"}
    assert marks(shown(qtbot, events([10, 20, 30]), indicator=WAIT)) == {"centre", "limit"}
    counted = replace(sliding(), chart="mdc", variation=Variation.CONCERN, assurance=Assurance.FAIL)
    assert marks(shown(qtbot, counted)) - marks(shown(qtbot, sliding())) == {"concern", "fail"}


def test_a_signal_is_told_by_shape_and_not_by_colour_alone(qtbot: QtBot) -> None:
    """Drawn in the colour of the other points, the signal's points still look otherwise."""
    series = rising()
    calm = replace(series, signalled=np.zeros(len(series.own), dtype=np.bool_))

    def silhouette(one: OverTime) -> set[tuple[int, int]]:
        places = coloured(shown(qtbot, one).grab().toImage(), LIGHT.own, LIGHT.signal)
        return {(x, y) for x, y in places.tolist()}

    assert len(silhouette(series) ^ silhouette(calm)) > 40


def test_keys_walk_every_point_and_read_it_out(qtbot: QtBot) -> None:
    series = sliding()
    chart = shown(qtbot, series, notes=[(date(2025, 1, 20), "New theatre")])
    said: list[str] = []
    chart.read_out.connect(said.append)
    for key in (Qt.Key.Key_Home, *[Qt.Key.Key_Right] * len(series.own)):
        qtbot.keyClick(chart, key)
    assert len(said) == len(series.own) + 1
    for words, point in zip(said, series.own, strict=False):
        assert point.figure.value is not None
        assert format_month(point.month, "en") in words
        assert format_number(point.figure.value, ",.1%", "en") in words
    assert "Note 1, 20 Jan 2025: New theatre" in said[1]
    assert "part of a signal" in said[0]
    assert "the period is not over" in said[-1]
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert chart.at() == len(series.own) - 1
    with qtbot.waitSignal(chart.point_chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [len(series.own) - 1]


def test_the_pointer_reads_the_nearest_month_and_leaves_without_a_word(qtbot: QtBot) -> None:
    chart = shown(qtbot, sliding())
    there = chart._stops[6]
    assert there.y is not None
    with qtbot.waitSignal(chart.read_out) as said:
        qtbot.mouseMove(chart, QPoint(round(there.x) + 3, round(there.y) + 60))
    assert said.args[0] == chart.words_of(6)
    chart.clearFocus()
    with qtbot.waitSignal(chart.read_out) as said:
        QCoreApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert said.args == [""]
    with qtbot.waitSignal(chart.point_chosen) as chosen:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(there.x), round(there.y)))
    assert chosen.args == [6]


@OFFSCREEN_HAS_NO_POPUPS
def test_a_note_tells_its_text_at_its_mark(qtbot: QtBot) -> None:
    chart = shown(
        qtbot,
        sliding(),
        notes=[(date(2026, 7, 1), "Summer"), (date(2026, 2, 3), "One theatre closed"), (date(2019, 1, 1), "Long ago")],
        changes=[(date(2025, 6, 1), "New definition")],
    )
    assert chart.remarks() == (
        "1\u20023 Feb 2026: One theatre closed",
        "2\u20021 Jul 2026: Summer",
        "A\u20021 Jun 2025: New definition",
    )
    words = [chart.words_at(box.center()) for box, _ in chart._remarks_at]
    assert words == [
        "A: counted differently from 1 Jun 2025: New definition",
        "Note 1, 3 Feb 2026: One theatre closed",
        "Note 2, 1 Jul 2026: Summer",
    ]
    at = chart._remarks_at[1][0].center().toPoint()
    QCoreApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, at, chart.mapToGlobal(at)))
    assert QToolTip.text() == words[1]
    QToolTip.hideText()
    assert "New definition" in chart.words_of(6)
    assert "New definition" not in chart.words_of(5)


def test_notes_of_one_month_stand_beside_each_other(qtbot: QtBot) -> None:
    chart = shown(qtbot, sliding(), notes=[(date(2026, 2, day), f"{day}") for day in range(1, 13)])
    boxes = [box for box, _ in chart._remarks_at]
    assert len(boxes) == 12
    assert all(not a.intersects(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


@pytest.mark.parametrize(
    ("index", "offered", "refused"),
    [
        (0, {Wish.NOTE, Wish.LEAVE_OUT, Wish.BASELINE}, {Wish.NEW_PHASE}),
        (5, {Wish.NOTE, Wish.NEW_PHASE, Wish.TAKE_IN, Wish.BASELINE}, set()),
        (10, {Wish.NOTE, Wish.NEW_PHASE, Wish.LEAVE_OUT, Wish.NO_BASELINE}, set()),
        (14, {Wish.NOTE, Wish.NO_PHASE, Wish.LEAVE_OUT}, {Wish.BASELINE}),
        (23, {Wish.NOTE, Wish.NEW_PHASE}, {Wish.LEAVE_OUT, Wish.BASELINE}),
    ],
)
def test_the_menu_offers_what_can_be_done_at_a_point(
    qtbot: QtBot, index: int, offered: set[Wish], refused: set[Wish]
) -> None:
    chart = shown(qtbot, sliding(breaks=(14,), left_out=(5,)), baseline=date(2025, 10, 1))
    menu = chart.menu_at(index)
    wishes = {a.data().wish: a.isEnabled() for a in menu.actions()}
    assert {w for w, enabled in wishes.items() if enabled} == offered
    assert {w for w, enabled in wishes.items() if not enabled} == refused
    for action in (a for a in menu.actions() if a.isEnabled()):
        with qtbot.waitSignal(chart.wished) as told:
            action.trigger()
        assert told.args == [
            PointWish(action.data().wish, date(2024 + (11 + index) // 12, (11 + index) % 12 + 1, 1), index)
        ]


@OFFSCREEN_HAS_NO_POPUPS
def test_the_menu_key_opens_it_at_the_point_the_keyboard_stands_on(qtbot: QtBot) -> None:
    chart = shown(qtbot, sliding())

    def open_menu(reason: QContextMenuEvent.Reason, at: QPoint) -> None:
        QApplication.sendEvent(chart, QContextMenuEvent(reason, at, chart.mapToGlobal(at)))

    open_menu(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0))
    assert QApplication.activePopupWidget() is None
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    open_menu(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.actions()[0].text() == "&Note on Jan 2025 …"
    menu.close()
    there = chart._stops[3]
    open_menu(QContextMenuEvent.Reason.Mouse, QPoint(round(there.x), round(there.y or 0)))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.actions()[0].text() == "&Note on Mar 2025 …"
    menu.close()


def test_the_chart_has_a_name_and_a_text_alternative(qtbot: QtBot) -> None:
    chart = shown(qtbot, sliding())
    assert chart.accessibleName() == "Chart over time"
    assert len(chart.accessibleDescription().split("Own, ")) == 25
    long = shown(qtbot, over_time(*spread_out(400)))
    assert len(long.accessibleDescription().split("Own, ")) == 61


def test_moving_ranges_stand_without_the_nation_and_the_targets(qtbot: QtBot) -> None:
    made = over_time([80, 85, 70, 90, 60, 75], [100] * 6, "i", partial=False)
    series = replace(
        made, chart="mr", centre=np.full(6, 0.15), low=np.full(6, 0.0), high=np.full(6, 0.5), signalled=made.excluded
    )
    chart = shown(qtbot, series)
    assert marks(chart) == {"centre", "limit"}
    assert chart._stops[0].y is None
    heights = [chart._canvas.y_at(v) for v in (0.05, 0.15, 0.2, 0.3, 0.15)]
    assert [s.y for s in chart._stops[1:]] == pytest.approx(heights)
    assert len(coloured(chart.grab().toImage(), LIGHT.moderate_band)) == 0


def test_a_month_without_a_value_breaks_the_line_and_has_words(qtbot: QtBot) -> None:
    series = sliding()
    own = list(series.own)
    own[3] = replace(own[3], figure=without(Shown.TOO_FEW, 2))
    chart = shown(qtbot, replace(series, own=tuple(own)))
    assert chart._stops[3].y is None
    chart.read(3)
    assert chart._halo is None
    assert "too few" in chart.words_of(3)


@pytest.mark.parametrize("count", [0, 1, 2, 9, 61, 400])
def test_any_number_of_points_is_drawn_without_a_warning(qtbot: QtBot, count: int) -> None:
    nothing = without_lines(Trend("op24", "month", (), ()))
    series = nothing if count == 0 else over_time(*spread_out(count), partial=count > 1)
    chart = shown(qtbot, series)
    chart.resize(300, 160)
    image = chart.grab().toImage()
    assert (len(coloured(image, LIGHT.own)) > 0) == (count > 0)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Return):
        qtbot.keyClick(chart, key)
    assert chart.at() == (count - 1 if count else None)


def test_it_draws_into_any_painter_without_ever_being_shown(qtbot: QtBot) -> None:
    chart = TrendChart()
    qtbot.addWidget(chart)
    chart.show_over_time(rising(), INDICATOR, PERIOD, (), "en")
    image = QImage(500, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    chart.paint_on(painter, QRectF(50, 20, 400, 250))
    assert painter.isActive()
    assert painter.transform().isIdentity()
    painter.end()
    own = coloured(image, LIGHT.own)
    assert len(own) > 100
    assert all(50 <= x <= 450 and 20 <= y <= 270 for x, y in own)
    # What is on paper is no stop on the screen.
    assert chart._stop_at(QPointF(-100, -100)) is None


def test_limits_under_nothing_take_no_room(qtbot: QtBot) -> None:
    series = rising()
    under = replace(series, low=np.full(24, -0.4))
    chart = shown(qtbot, under)
    assert chart._canvas.frame is not None
    assert chart._canvas.frame.scale.low == 0
    sinking = replace(series.own[3], figure=replace(series.own[3].figure, value=-0.2))
    chart = shown(qtbot, replace(under, own=(*series.own[:3], sinking, *series.own[4:])))
    assert chart._canvas.frame is not None
    assert chart._canvas.frame.scale.low <= -0.4
