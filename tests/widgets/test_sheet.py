"""A chart as a piece of a document: picture, drawing file, page; everything that belongs to it is in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from figures import INDICATOR, STAY, compared, distribution, earlier, funnel, sliding, stays, units
from pixels import coloured, rgb
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from local_cache.results.figure import Period
from widgets.charts.comparison import ComparisonChart
from widgets.charts.distribution import DistributionChart
from widgets.charts.funnel import FunnelChart
from widgets.charts.sheet import (
    SVG_TYPE,
    ChartSheet,
    for_clipboard,
    lettering,
    natural_size,
    picture,
    print_sheets,
    printer,
    set_page,
    svg,
)
from widgets.charts.trend import TrendChart
from widgets.series_words import over_time_sentence
from widgets.theme import DARK, LIGHT, apply_theme

SUBTITLE = ("Hip fracture registry · Orthopaedics, Fjordbyen", "Nov 2025–Oct 2026 · all patients")
CIRCUMSTANCES = "Run chart, Anhøj rules · n per month 5–12 · data as of 21 Nov 2026 06:12 · definition v3"


def trend() -> ChartSheet:
    chart = TrendChart()
    notes = [(date(2026, 2, 3), "One theatre closed")]
    chart.show_over_time(sliding(), INDICATOR, Period(date(2025, 11, 1), date(2026, 11, 1)), notes, "en")
    sentence = over_time_sentence(sliding(), INDICATOR, "en")
    return ChartSheet(
        "Operated within 24 hours", SUBTITLE, chart, sentence, CIRCUMSTANCES, chart.legend(), chart.remarks()
    )


def others() -> list[ChartSheet]:
    comparison, plot, spread = ComparisonChart(), FunnelChart(), DistributionChart()
    comparison.show_comparison(earlier(compared(45, own=22)), INDICATOR, "en")
    plot.show_funnel(funnel(*units(45), own=7), INDICATOR, "en")
    spread.show_distribution(distribution(*stays(), range(22)), STAY, "en")
    return [
        ChartSheet("Title", SUBTITLE, chart, "A sentence.", CIRCUMSTANCES, chart.legend())
        for chart in (comparison, plot, spread)
    ]


def texts(drawing: bytes) -> list[str]:
    root = ElementTree.fromstring(drawing)
    return ["".join(t.itertext()).strip() for t in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_drawing_is_lines_and_letters_with_all_that_belongs_to_it(qtbot: QtBot) -> None:
    sheet = trend()
    drawing = svg(sheet)
    assert b"<image" not in drawing
    said = " ".join(texts(drawing))
    for words in (
        sheet.title,
        *SUBTITLE,
        CIRCUMSTANCES,
        *(w for _, w in sheet.legend),
        "Median 80.0%",
        "Nation",
        "Own",
    ):
        assert words in said
    assert "One theatre closed" in said
    assert "signal of change" in said
    root = ElementTree.fromstring(drawing)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == sheet.title
    assert root.findtext("{http://www.w3.org/2000/svg}desc") == sheet.sentence
    assert QSvgRenderer(QByteArray(drawing)).isValid()


def test_the_drawing_looks_like_the_picture(qtbot: QtBot) -> None:
    for sheet in (trend(), *others()):
        size = natural_size(sheet, 960)
        renderer = QSvgRenderer(QByteArray(svg(sheet, size)))
        drawn = QImage(size, QImage.Format.Format_RGB32)
        drawn.fill(QColor("white"))
        painter = QPainter(drawn)
        renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        made = picture(sheet, 960, 1.0)
        assert made.size() == size
        smooth = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        off = np.abs(rgb(made.scaled(size / 6, *smooth)) - rgb(drawn.scaled(size / 6, *smooth)))
        assert off.mean() < 3
        assert (off.max(axis=2) > 60).mean() < 0.01


def test_nothing_in_the_drawing_reaches_out_of_the_chart(qtbot: QtBot) -> None:
    """Drawing files have no clipping: the funnel's mouth must be cut by the chart itself."""
    sheet = others()[1]
    size = natural_size(sheet, 960)
    below = QRectF(0, size.height() - 80, size.width(), 80)
    renderer = QSvgRenderer(QByteArray(svg(sheet, size)))
    drawn = QImage(size, QImage.Format.Format_RGB32)
    drawn.fill(QColor("white"))
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    places = coloured(drawn, LIGHT.pale)
    assert len(places) > 500
    assert not any(below.contains(x, y) for x, y in places.tolist())


def test_a_picture_is_as_sharp_as_asked_for(qtbot: QtBot) -> None:
    sheet = trend()
    plain, sharp = picture(sheet, 700, 1.0), picture(sheet, 700, 3.0)
    assert plain.width() == 700
    assert sharp.size() == plain.size() * 3
    assert sharp.devicePixelRatio() == 3.0
    sharp.setDevicePixelRatio(1.0)
    smooth = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    small = QSize(plain.width() // 6, plain.height() // 6)
    off = np.abs(rgb(plain.scaled(small, *smooth)) - rgb(sharp.scaled(small, *smooth)))
    assert off.mean() < 2
    # Three times as sharp is more than three times as large: a sloping line has more shades of its own.
    assert len(coloured(sharp, LIGHT.own)) > 8 * len(coloured(plain, LIGHT.own))


def test_paper_is_white_also_when_the_window_is_dark(qtbot: QtBot, qapp: QApplication) -> None:
    sheet = trend()
    light = rgb(picture(sheet, 500, 1.0))
    apply_theme(qapp, "dark")
    try:
        assert np.array_equal(rgb(picture(sheet, 500, 1.0)), light)
        dark = picture(replace(sheet, look=DARK), 500, 1.0)
        assert len(coloured(dark, DARK.own)) > 100
        assert len(coloured(dark, LIGHT.surface)) == 0
    finally:
        apply_theme(qapp, "light")


def test_the_clipboard_has_both(qtbot: QtBot) -> None:
    data = for_clipboard(trend())
    assert data.hasImage()
    assert bytes(data.data(SVG_TYPE).data()).startswith(b"<?xml")


def test_every_unit_has_a_row_on_paper_however_many(qtbot: QtBot) -> None:
    comparison = others()[0]
    rows = [t for t in texts(svg(comparison)) if t.startswith(("Fjordbyen", "Lite"))]
    assert len(rows) == 46
    assert rows[-1] == "Lite sykehus"
    # Also on a page that is too small for them at their usual height.
    tight = [t for t in texts(svg(comparison, QSize(900, 620))) if t.startswith("Fjordbyen")]
    assert len(tight) == 45


def test_pages_are_printed_one_a_sheet_and_without_pictures(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "sheets.pdf"
    writer = QPdfWriter(str(file))
    sheets = [trend(), *others()]
    set_page(writer, sheets[0])
    assert print_sheets(sheets, writer)
    written = file.read_bytes()
    assert b"/Subtype /Image" not in written
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", written)
    lying, standing = [842, 595], [595, 842]
    # 46 units in rows are taller than wide.
    assert [[round(float(side)) for side in box] for box in boxes] == [lying, standing, lying, lying]


@pytest.mark.qt_log_ignore("QPainter::begin|QPdfEngine", extend=True)
def test_a_device_that_takes_no_page_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    assert not print_sheets([trend()], QPdfWriter(str(tmp_path / "no" / "such" / "folder.pdf")))


def test_the_printer_has_the_page_the_sheet_wants(qtbot: QtBot) -> None:
    lying, standing = printer(trend()).pageLayout(), printer(others()[0]).pageLayout()
    assert lying.pageSize().name() == standing.pageSize().name() == "A4"
    assert lying.orientation() == lying.Orientation.Landscape
    assert standing.orientation() == lying.Orientation.Portrait


@dataclass
class Recorded:
    """A chart that remembers the room it was given."""

    wanted: float
    given: QRectF | None = None

    def paint_on(self, painter: QPainter, rect: QRectF) -> None:
        self.given = QRectF(rect)

    def height_on(self, width: float, line: float) -> float:
        return self.wanted


@pytest.mark.parametrize("width", [320, 700, 1400])
def test_the_chart_gets_the_room_it_wants_and_words_never_lie_on_it(qtbot: QtBot, width: int) -> None:
    chart = Recorded(300)
    long = "A long sentence that has to be wrapped. " * 8
    entries = trend().legend
    sheet = ChartSheet("A title that is long enough to wrap in narrow places", SUBTITLE, chart, long, long, entries)
    size = natural_size(sheet, width)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(lettering())
    sheet.paint_on(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    assert chart.given is not None
    assert chart.given.height() == pytest.approx(300, abs=1.5)
    inside = chart.given.adjusted(2, 2, -2, -2).toRect()
    ink = rgb(image)[inside.top() : inside.bottom(), inside.left() : inside.right()]
    assert ink.min() == 255
    lowest = np.argwhere(rgb(image).min(axis=2) < 200)[:, 0].max()
    assert size.height() - 30 < lowest < size.height() - 8
