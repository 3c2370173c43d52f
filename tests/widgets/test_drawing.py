"""Charts and tables draw what they are given, in every designed state, in both themes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from figures import INDICATOR, compared, result, series, share, without
from msgspec import structs
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from local_cache.results.figure import Attainment, Comparison, Period, Shown, Trend
from widgets.charts.comparison import ComparisonChart
from widgets.charts.scale import bands, scale_for
from widgets.charts.trend import TrendChart, without_lines
from widgets.tables.figures import FiguresTable
from widgets.tables.indicators import OWN, TITLE, IndicatorTable
from widgets.tables.rows import RowsModel
from widgets.theme import DARK, LIGHT, Theme, apply_theme, colour_names, contrast, theme

PERIOD = Period(date(2025, 11, 1), date(2026, 11, 1))


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    apply_theme(qapp, request.param)
    yield theme()
    apply_theme(qapp, "light")


def picture(qtbot: QtBot, widget: QWidget, width: int = 700, height: int = 500) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    QCoreApplication.sendPostedEvents()
    return widget.grab().toImage()


def has(image: QImage, colour: str) -> int:
    """How many sampled points have exactly that colour."""
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))


@pytest.mark.parametrize("months", [1, 2, 24, 400])
def test_the_trend_draws_own_line_and_bands(qtbot: QtBot, look: Theme, months: int) -> None:
    chart = TrendChart()
    chart.show_over_time(without_lines(series(months)), INDICATOR, PERIOD, (), "nb")
    image = picture(qtbot, chart)
    assert has(image, look.own) > 5
    assert has(image, look.moderate_band) > 100


def test_a_series_without_values_draws_no_own_line(qtbot: QtBot, look: Theme) -> None:
    empty = series(12)
    chart = TrendChart()
    own = tuple(replace(p, figure=without(Shown.TOO_FEW, 2)) for p in empty.own)
    chart.show_over_time(without_lines(Trend("op24", "month", own, empty.nation)), INDICATOR, PERIOD, (), "nb")
    assert has(picture(qtbot, chart), look.own) == 0


@pytest.mark.parametrize("units", [0, 1, 45])
def test_the_comparison_draws_any_number_of_units(qtbot: QtBot, look: Theme, units: int) -> None:
    chart = ComparisonChart()
    chart.show_comparison(compared(units), INDICATOR, "nb")
    image = picture(qtbot, chart)
    assert chart.units.rowCount() == units + 1
    if units:
        assert has(image, look.own) > 5
        assert chart.visualRect(chart.currentIndex()).intersects(chart.viewport().rect())
    assert chart.verticalHeader().defaultSectionSize() >= chart.fontMetrics().height() * 1.5


def test_a_unit_under_the_minimum_is_named_and_has_no_number(qtbot: QtBot) -> None:
    chart = ComparisonChart()
    chart.show_comparison(compared(3), INDICATOR, "nb")
    qtbot.addWidget(chart)
    last = chart.units.rowCount() - 1
    assert chart.units.index(last, 0).data() == "Lite sykehus"
    assert not any(c.isdigit() for c in chart.units.index(last, 1).data())
    assert chart.units.index(last, 2).data() == ""


def test_a_comparison_of_nothing(qtbot: QtBot, look: Theme) -> None:
    chart = ComparisonChart()
    chart.show_comparison(Comparison("op24", "hospital", (), without(Shown.NO_CASES)), INDICATOR, "nb")
    picture(qtbot, chart)
    assert chart.units.rowCount() == 0


def test_the_indicator_table_shows_words_where_there_is_no_value(qtbot: QtBot, look: Theme) -> None:
    table = IndicatorTable()
    absent = [s for s in Shown if s is not Shown.VALUE]
    rows = [result(share(90, 126), certain=False), *(result(without(s, 3), s.value) for s in absent)]
    table.show_results(rows, "nb")
    image = picture(qtbot, table)
    assert has(image, look.moderate) > 0
    model = table.indicators
    assert model.index(0, OWN).data() == "71,4\u00a0%"
    for row in range(1, len(rows)):
        assert model.index(row, OWN).data()
        assert not any(c.isdigit() for c in model.index(row, OWN).data())


def test_a_narrow_table_gives_up_columns_before_titles(qtbot: QtBot) -> None:
    table = IndicatorTable()
    table.show_results([result(share(90, 126))], "nb")
    picture(qtbot, table, width=1000)
    assert not any(table.isColumnHidden(c) for c in range(8))
    table.resize(420, 300)
    QCoreApplication.sendPostedEvents()
    assert table.isColumnHidden(7)
    assert not table.isColumnHidden(OWN)
    assert table.columnWidth(TITLE) >= 10 * table.fontMetrics().height()


def test_the_copied_table_is_what_is_shown(qtbot: QtBot) -> None:
    table = FiguresTable()
    qtbot.addWidget(table)
    table.figures.show_comparison(compared(2), "nb")
    assert table.text().splitlines()[1].split("\t")[:4] == ["Fjordbyen sykehus 1", "41,0\u00a0%", "31,9–50,8", "100"]


def test_models_hold_together(qtmodeltester: object) -> None:
    table = FiguresTable()
    table.figures.show_over_time(without_lines(series(3)), "nb")
    model: RowsModel[tuple[str, ...]] = table.figures
    qtmodeltester.check(model, force_py=True)  # type: ignore[attr-defined]
    table.deleteLater()


@pytest.mark.parametrize("look_of", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(look_of: Theme) -> None:
    surfaces = ("surface", "window", "raised", "chosen")
    texts = ("text", "muted", "own", "alert", "signal")
    weak = [
        (text, on) for text in texts for on in surfaces if contrast(getattr(look_of, text), getattr(look_of, on)) < 4.5
    ]
    assert weak == []
    on_bands = ("surface", "high_band", "moderate_band", "low_band")
    lines = ("own", "nation", "pale", "signal", "muted", "text")
    assert [(a, b) for a in lines for b in on_bands if contrast(getattr(look_of, a), getattr(look_of, b)) < 3] == []
    assert contrast(look_of.on_own, look_of.own) >= 4.5
    assert all(QColor(getattr(look_of, name)).isValid() for name in colour_names())


def test_scale_holds_values_and_has_round_ticks() -> None:
    scale = scale_for([share(63, 100), share(79, 100)], INDICATOR, intervals=True)
    assert scale.low <= 0.53
    assert scale.high >= 0.86
    assert scale.tick_text(scale.ticks[0], "nb").endswith("%")
    assert scale_for([share(0, 30)], INDICATOR, intervals=True).low == 0
    assert scale_for([share(30, 30)], INDICATOR, intervals=True).high == 1
    assert scale_for([], None, intervals=False).ticks


def test_bands_follow_direction_and_missing_levels() -> None:
    scale = scale_for([share(10, 100), share(95, 100)], None, intervals=False)
    names = [name for name, _, _ in bands(INDICATOR, scale)]
    assert names == ["low_band", "moderate_band", "high_band"]
    worst_high = structs.replace(INDICATOR, direction=0, green=0.7, yellow=0.85)
    assert [name for name, _, _ in bands(worst_high, scale)] == ["high_band", "moderate_band", "low_band"]
    only_yellow = structs.replace(INDICATOR, green=None)
    assert [name for name, _, _ in bands(only_yellow, scale)] == ["low_band", "moderate_band"]
    assert bands(structs.replace(INDICATOR, green=None, yellow=None), scale) == ()
    assert all(low < high for _, low, high in bands(INDICATOR, scale))


def test_attainment_is_told_by_shape_too(qtbot: QtBot) -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from widgets.marks import draw_attainment

    shapes = set()
    for level in Attainment:
        image = QImage(20, 20, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw_attainment(painter, QRectF(2, 2, 16, 16), level, LIGHT)
        painter.end()
        shapes.add(tuple(image.pixelColor(x, y).lightness() < 250 for x in range(20) for y in range(20)))
    assert len(shapes) == 3
