"""Documents on pages and as PDF: every string is there, whole, in its place, and named for those who have it read."""

from __future__ import annotations

import ctypes
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from figures import INDICATOR, compared, earlier, sliding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QFile, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from local_cache.reports.document import (
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    NewPage,
    Paragraph,
    Run,
    TableBlock,
    Text,
)
from local_cache.results.figure import Period
from widgets.charts.comparison import ComparisonChart
from widgets.charts.sheet import ChartSheet, lettering
from widgets.charts.trend import TrendChart
from widgets.report.columns import PAD, fit_columns
from widgets.report.figures import figure_svg
from widgets.report.pages import EDGE, MM, SIDE, Pages
from widgets.report.pdf import write_pdf
from widgets.report.preview import PagesView, PreviewDialog, page_picture
from widgets.report.printing import SheetPages, a4_printer, print_pages
from widgets.theme import apply_theme

POINTS = 72 / 96
LETTERS = re.compile(r"\s+")

COLUMNS = (
    Column("Indicator"),
    Column("Own value", numeric=True),
    Column("95 % CI", numeric=True),
    Column("n", numeric=True),
    Column("Attainment"),
)


def said(words: str) -> Text:
    return (Run(words),)


def row(number: int) -> tuple[str, ...]:
    return (f"Indicator no. {number} of many", f"{number},3 %", f"{number}–{number + 9} %", f"1 {number:03d}", "● high")


def trend() -> TrendChart:
    chart = TrendChart()
    period = Period(date(2025, 11, 1), date(2026, 11, 1))
    chart.show_over_time(sliding(), INDICATOR, period, [(date(2026, 2, 3), "One theatre closed")], "en")
    return chart


def report(rows: int = 90, *extra: object) -> Document:
    blocks = (
        Heading(1, "Kvartalsrapport: Ortopedisk avdeling, Fjordbyen"),
        Paragraph((Run("Måloppnåelsen "), Run("steg til 84,3 %", strong=True), Run(" (95 % KI 78–89). " * 20))),
        Heading(2, "Det viktigste"),
        Bullets((said("Første punkt: 12 skjema."), said("Andre punkt, som er langt. " * 12))),
        Heading(2, "Indikatorene"),
        TableBlock("Siste 12 måneder", COLUMNS, tuple(row(n) for n in range(rows)), frozenset({2, 60})),
        Heading(3, "Uten rader"),
        TableBlock("", COLUMNS, ()),
        *extra,
    )
    return Document(
        "Kvartalsrapport: Ortopedisk avdeling, Fjordbyen",
        "nb",
        "Hoftebruddregisteret · Ortopedisk avdeling, Fjordbyen · nov. 2025–okt. 2026",
        "Data per 21.11.2026 06:12, foreløpige tall",
        blocks,  # type: ignore[arg-type]
        (("Utvalg", "alle pasienter"), ("Notat", "første"), ("Notat", "andre"), ("SHA-256", "ab12" * 16)),
    )


def pdf_of(document: Document) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pages = write_pdf(document, buffer)
    written = bytes(buffer.data().data())
    assert len(pypdf.PdfReader(io.BytesIO(written)).pages) == pages
    return written


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf_of(report()))
    yield document
    document.close()


def text_of(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_range())


def bare(words: str) -> str:
    """Without spaces: where lines break is the page's own."""
    return LETTERS.sub("", words)


def strings_of(document: Document) -> Iterator[str]:
    yield from (document.title, document.selection, document.age)
    for block in document.blocks:
        match block:
            case Heading(_, text):
                yield text
            case Paragraph(text):
                yield "".join(run.text for run in text)
            case Bullets(items):
                yield from ("".join(run.text for run in item) for item in items)
            case TableBlock(caption, columns, rows):
                yield caption
                yield from (c.header for c in columns)
                yield from (text for cells in rows for text in cells)
            case Figure(_, caption, text):
                yield from (caption, text)
    for name, text in document.provenance:
        yield from (name, text)


def test_every_string_of_the_document_is_in_the_pdf(opened: pypdfium2.PdfDocument) -> None:
    whole = bare("".join(text_of(page) for page in opened))
    assert [words for words in strings_of(report()) if bare(words) not in whole] == []


def test_each_page_says_what_it_is_of_how_old_it_is_and_which_it_is(opened: pypdfium2.PdfDocument) -> None:
    document, pages = report(), len(opened)
    assert pages >= 3
    for number, page in enumerate(opened, 1):
        words = text_of(page)
        for part in (document.title, document.selection, document.age, f"Page {number} of {pages}"):
            assert part in words, (number, part)


def test_a_table_repeats_its_head_and_breaks_between_rows(opened: pypdfium2.PdfDocument) -> None:
    found: dict[int, int] = {}
    for number, page in enumerate(opened):
        words = bare(text_of(page))
        here = [n for n in range(90) if bare(row(n)[0]) in words]
        for n in here:
            assert found.setdefault(n, number) == number
            # All cells of the row are on its page.
            assert bare("".join(row(n))) in words, n
        if here:
            assert bare("".join(column.header for column in COLUMNS)) in words
            assert len(here) >= 2, "no row stands alone"
    assert sorted(found) == list(range(90))


def test_nothing_reaches_out_of_the_margins(opened: pypdfium2.PdfDocument) -> None:
    left, edge = SIDE * POINTS - 1, EDGE * POINTS - 1
    for page in opened:
        wide, tall = page.get_size()
        words = page.get_textpage()
        for at in range(words.count_chars()):
            if words.get_text_range(at, 1).strip():
                x0, y0, x1, y1 = words.get_charbox(at)
                assert left <= x0 <= x1 <= wide - left, words.get_text_range(max(0, at - 9), 20)
                assert edge <= y0 <= y1 <= tall - edge, words.get_text_range(max(0, at - 9), 20)
        for thing in page.get_objects():
            x0, y0, x1, y1 = thing.get_bounds()
            assert min(x0, y0) > 0, "the marks that tags were made of are gone"
            assert x1 < wide
            assert y1 < tall


def test_headings_are_the_outline_and_stay_with_what_follows(opened: pypdfium2.PdfDocument) -> None:
    told = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in opened.get_toc()]
    assert [(level, title) for level, title, _ in told] == [
        (0, report().title),
        (1, "Det viktigste"),
        (1, "Indikatorene"),
        (2, "Uten rader"),
        (1, "Where the figures come from"),
    ]
    follows = {"Indikatorene": row(1)[0], "Det viktigste": "Første punkt", "Uten rader": "There are no rows."}
    for _, title, number in told:
        words = text_of(opened[number])
        assert title in words
        assert bare(follows.get(title, title)) in bare(words)


def test_the_file_says_its_language_title_and_nothing_of_the_clock(qtbot: QtBot) -> None:
    written = pdf_of(report())
    read = pypdf.PdfReader(io.BytesIO(written))
    root = read.trailer["/Root"]
    assert root["/Lang"] == "nb-NO"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] is not False
    assert dict(read.metadata or {}) == {"/Title": report().title, "/Creator": "Egne tall", "/Producer": "Qt, pypdf"}
    assert report().title in root["/Metadata"].get_data().decode()
    assert pdf_of(report()) == written, "the same document, the same bytes"
    assert pdf_of(report(91)) != written
    for page in read.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert any(name in inner for name in ("/FontFile", "/FontFile2", "/FontFile3")), "fonts are embedded"


def tags_of(document: pypdfium2.PdfDocument) -> list[tuple[str, str]]:
    """Each element of the structure that has text of its own, as another engine reads the file."""
    found: list[tuple[str, str]] = []
    for page in document:
        words = page.get_textpage()
        texts: dict[int, str] = {}
        for thing in page.get_objects():
            number = pdfium.FPDFPageObj_GetMarkedContentID(thing.raw)
            if number >= 0 and thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
                size = pdfium.FPDFTextObj_GetText(thing.raw, words.raw, None, 0)
                letters = (ctypes.c_ushort * size)()
                pdfium.FPDFTextObj_GetText(thing.raw, words.raw, letters, size)
                texts[number] = texts.get(number, "") + bytes(letters)[: size - 2].decode("utf-16-le")
        tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
        for n in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            _walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, n), texts, found)
        pdfium.FPDF_StructTree_Close(tree)
    return found


def _walk(element: object, texts: dict[int, str], found: list[tuple[str, str]]) -> None:
    letters = (ctypes.c_ushort * 100)()
    size = pdfium.FPDF_StructElement_GetType(element, letters, 200)
    tag = bytes(letters)[: size - 2].decode("utf-16-le")
    own = "".join(
        texts.get(pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, n), "")
        for n in range(pdfium.FPDF_StructElement_GetMarkedContentIdCount(element))
    )
    if own.strip():
        found.append((tag, bare(own)))
    for n in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, n)
        if child:
            _walk(child, texts, found)


def test_every_piece_is_tagged_as_what_it_is_in_reading_order(qtbot: QtBot) -> None:
    document = pypdfium2.PdfDocument(pdf_of(report(60)))
    told = tags_of(document)
    document.close()
    assert ("H1", bare(report().title)) in told
    assert [text for tag, text in told if tag == "H2"] == [
        bare(words) for words in ("Det viktigste", "Indikatorene", "Where the figures come from")
    ]
    assert ("Lbl", "•") in told
    assert ("LBody", bare("Første punkt: 12 skjema.")) in told
    heads = [text for tag, text in told if tag == "TH"]
    assert heads[:5] == [bare(c.header) for c in COLUMNS]
    cells = [text for tag, text in told if tag in ("TH", "TD")][5 : 5 + 5 * 60]
    assert cells == [bare(text) for n in range(60) for text in row(n)]
    # Head and foot belong to no element.
    assert not any("Page1" in text or text == bare(report().age) for _, text in told)


def test_a_figure_is_drawn_as_lines_and_stands_whole_on_a_page(qtbot: QtBot) -> None:
    figure = Figure(trend(), "Operated within 24 hours", "The share is 84 %, and falls.", 0.5)
    written = pdf_of(report(20, *[figure] * 3))
    assert b"/Subtype /Image" not in written
    assert b"/Subtype/Image" not in written
    read = pypdf.PdfReader(io.BytesIO(written))
    kids = [
        element for element in _elements(read.trailer["/Root"]["/StructTreeRoot"]) if element.get("/S") == "/Figure"
    ]
    assert len(kids) == 3
    for kid in kids:
        assert kid["/Alt"] == figure.text
        assert len(kid["/K"]) == 1
    document = pypdfium2.PdfDocument(written)
    for page in document:
        words = bare(text_of(page))
        if bare(figure.text) in words:
            assert bare(figure.caption) in words
            assert "Own" in words
            assert "Onetheatreclosed" in words
    document.close()


def test_a_figure_gives_way_a_little_before_it_leaves_half_a_page_empty(qtbot: QtBot) -> None:
    """One of many rows does not: its letters would become too small to read."""

    def page_of_the_figure(rows: int, height: float) -> int:
        figure = Figure(trend(), "Caption of it", "Said.", height)
        table = TableBlock("", COLUMNS, tuple(row(n) for n in range(rows)))
        document = pypdfium2.PdfDocument(pdf_of(replace(report(), blocks=(table, figure), provenance=())))
        found = next(n for n, page in enumerate(document) if "Caption of it" in text_of(page))
        document.close()
        return found

    def most_rows(height: float) -> int:
        return next(rows for rows in range(14, 60) if page_of_the_figure(rows + 1, height) == 1)

    whole, giving_way = most_rows(0.61), most_rows(0.6)
    assert giving_way >= whole + 4
    assert page_of_the_figure(whole + 1, 0.61) == 1


def _elements(element: pypdf.generic.DictionaryObject) -> Iterator[pypdf.generic.DictionaryObject]:
    yield element
    for kid in element.get("/K", []):
        kid = kid.get_object()
        if isinstance(kid, pypdf.generic.DictionaryObject) and "/S" in kid:
            yield from _elements(kid)


def test_a_row_longer_than_a_page_goes_on_and_loses_nothing(qtbot: QtBot) -> None:
    words = [f"word{n}" for n in range(4000)]
    table = TableBlock("Long", (Column("A"), Column("B")), (("short", " ".join(words)), ("last", "row")))
    document = pypdfium2.PdfDocument(pdf_of(replace(report(), blocks=(table,), provenance=())))
    assert len(document) >= 3
    whole = bare("".join(text_of(page) for page in document))
    assert all(word in whole for word in words)
    document.close()


def test_a_table_too_wide_for_the_page_stands_in_parts_with_its_first_column(qtbot: QtBot) -> None:
    columns = (Column("Unit"), *(Column(f"Measure{n}", numeric=True) for n in range(30)))
    table = TableBlock("Wide", columns, tuple((f"Unit{r}", *(f"{r} {n} 000,5" for n in range(30))) for r in range(3)))
    document = pypdfium2.PdfDocument(pdf_of(replace(report(), blocks=(table,), provenance=())))
    whole = "".join(text_of(page) for page in document)
    document.close()
    for r in range(3):
        for n in range(30):
            assert f"{r} {n} 000,5" in whole
    assert whole.count("Unit1") == whole.count("Wide (columns") >= 3
    assert re.search(r"Wide \(columns \d+ to 31 of 31\)", whole)


@given(
    columns=st.lists(st.tuples(st.text("abc de", max_size=80), st.booleans()), min_size=1, max_size=12),
    texts=st.lists(st.text("0123 456xyz", max_size=60), min_size=1, max_size=40),
    room=st.floats(120, 900),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_columns_fit_whatever_they_hold(
    qapp: QApplication, columns: list[tuple[str, bool]], texts: list[str], room: float
) -> None:
    rows = tuple(tuple(texts[(r + c) % len(texts)] for c in range(len(columns))) for r in range(3))
    table = TableBlock("", tuple(Column(*column) for column in columns), rows)
    fit = fit_columns(table, lettering(), room)
    shown = [c for band in fit.bands for c in band.columns]
    assert sorted(set(shown)) == list(range(len(columns)))
    assert len(shown) == len(columns) + len(fit.bands) - 1, "only the first column is repeated"
    for band in fit.bands:
        assert all(wide > 2 * PAD for wide in band.widths)
        assert sum(band.widths) <= room + 0.5 or len(band.columns) <= 2


def test_a_page_break_is_a_new_page_and_two_are_one(qtbot: QtBot) -> None:
    one = replace(report(), blocks=(Paragraph(said("a")), NewPage(), NewPage(), Paragraph(said("b"))), provenance=())
    assert Pages(one).count == 2
    assert Pages(replace(one, blocks=())).count == 1


def test_the_words_around_can_be_of_another_language_than_the_window(qtbot: QtBot) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    norwegian = {
        "Page {page} of {pages}": "Side {page} av {pages}",
        "Where the figures come from": "Hvor tallene kommer fra",
    }
    write_pdf(report(2), buffer, lambda source: norwegian.get(source, source))
    document = pypdfium2.PdfDocument(bytes(buffer.data().data()))
    words = "".join(text_of(page) for page in document)
    document.close()
    assert "Side 1 av" in words
    assert "Hvor tallene kommer fra" in words


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_device_that_is_full_is_told(qtbot: QtBot) -> None:
    device = QFile("/dev/full")
    device.open(QIODevice.OpenModeFlag.WriteOnly | QIODevice.OpenModeFlag.Unbuffered)
    with pytest.raises(OSError, match="space"):
        write_pdf(report(1), device)
    device.close()


def test_paper_is_white_also_when_the_window_is_dark(qtbot: QtBot, qapp: QApplication) -> None:
    pages = Pages(report(4, Figure(trend(), "Trend", "Said.", 0.5)))
    light = [page_picture(pages, n, 0.5) for n in range(pages.count)]
    apply_theme(qapp, "dark")
    try:
        assert [page_picture(pages, n, 0.5) for n in range(pages.count)] == light
    finally:
        apply_theme(qapp, "light")


def test_a_figure_inside_html_is_text_and_lines_without_names_of_its_own(qtbot: QtBot) -> None:
    chart = trend()
    comparison = ComparisonChart()
    comparison.show_comparison(earlier(compared(45, own=22)), INDICATOR, "en")
    for drawing in (chart, comparison, ChartSheet("T", (), chart, "S", "C", chart.legend(), chart.remarks())):
        made = figure_svg(drawing, 700, 350)
        assert made.startswith("<svg")
        assert made.endswith("</svg>")
        root = ElementTree.fromstring(made)
        assert root.get("viewBox") == "0 0 700 350"
        assert root.get("width") is None
        assert not any("id" in element.attrib for element in root.iter())
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags.isdisjoint({"title", "desc", "image", "script"})
        words = " ".join("".join(t.itertext()) for t in root.iter("{http://www.w3.org/2000/svg}text"))
        assert "80" in words
    assert "One theatre closed" in figure_svg(chart, 700, 350)


# Preview and print


def test_the_preview_is_walked_and_sized_with_the_keyboard(qtbot: QtBot) -> None:
    view = PagesView()
    qtbot.addWidget(view)
    pages = Pages(report())
    view.resize(500, 600)
    view.show_pages(pages, "nb")
    view.show()
    reached: list[int] = []
    view.page_changed.connect(reached.append)
    for key, page in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_PageUp, 1), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(view, key)
        assert view.page() == page
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page() == pages.count - 1
    assert reached[-1] == pages.count - 1
    assert view.accessibleDescription() == f"Page {pages.count} of {pages.count}"
    fitted = view.scale()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale() > fitted
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.scale() <= fitted
    drawn = view.grab().toImage()
    colours = {drawn.pixelColor(x, y).name() for x in range(0, drawn.width(), 7) for y in range(0, drawn.height(), 3)}
    assert "#ffffff" in colours
    assert len(colours) > 3, "there are letters"


def test_charts_tables_and_reports_share_the_preview(qtbot: QtBot) -> None:
    chart = trend()
    sheet = ChartSheet("Operated within 24 hours", ("Registry",), chart, "Said.", "n 12", chart.legend())
    for paged in (SheetPages((sheet,)), Pages(report(3))):
        dialog = PreviewDialog(paged, "Preview", "nb")
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        assert dialog.preview.pages.paged is paged
        dialog.reject()


def test_pages_are_printed_as_they_are_previewed(qtbot: QtBot) -> None:
    chart = trend()
    sheets = SheetPages((ChartSheet("Operated", ("Registry",), chart, "Said.", "n 12", chart.legend()),))
    pages = Pages(report())
    for paged, first, last, count in ((pages, 0, None, pages.count), (pages, 1, 2, 2), (sheets, 0, None, 1)):
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        assert print_pages(paged, writer, first, last)
        printed = pypdfium2.PdfDocument(bytes(buffer.data().data()))
        assert len(printed) == count
        wide, tall = printed[0].get_size()
        assert (wide > tall) is (paged is sheets), "a chart lies, a report stands"
        assert ("Operated" if paged is sheets else report().selection) in text_of(printed[0])
        printed.close()
    printer = a4_printer(sheets)
    assert printer.pageLayout().orientation() is printer.pageLayout().Orientation.Landscape


def test_a_preview_is_as_sharp_as_the_screen(qtbot: QtBot) -> None:
    pages = Pages(report(2))
    assert page_picture(pages, 0, 2.0).size() == (pages.page_size(0) * 2).toSize()
    assert page_picture(pages, 0, 1.0).size() == QSize(round(210 * MM), round(297 * MM))


def test_painting_leaves_the_painter_as_it_was(qtbot: QtBot) -> None:
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setPen(QColor("#123456"))
    before = painter.font()
    Pages(report(2)).paint(painter, 0)
    assert painter.pen().color() == QColor("#123456")
    assert painter.font() == before
    painter.end()
    assert QRectF(image.rect()).isValid()
