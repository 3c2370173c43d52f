"""What leaves equals the screen: every table of every page, in every file it can become, and the five reports.

One window is walked through as a person does: every page, every tab, every form and indicator there is to choose.
Whatever table is in sight is saved by its own menu's way as CSV, Excel, Parquet and JSON lines, printed as PDF, written
as HTML and copied, and each file is read back by code that is none of the program's. A number of a file is then written
in the format in which the screen's own text stands, and must be that text, letter by letter.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pypdf
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QTreeView, QWidget
from pytestqt.qtbot import QtBot
from windows import filled, nothing_left, opened, program, settle  # noqa: F401

from app.exporting import Wanted, export, words_in
from app.main_window import MainWindow
from app.pages.figures_menu import TableSaving
from app.pages.page import Page
from app.pages.quality import QualityPage
from app.pages.records import RecordsPage
from app.pages.reports import ReportsPage
from app.pages.results import ResultsPage
from app.pages.variables import VariablesPage
from app.program import Program
from app.reports.writing import drawn
from app.shown_table import shown_document, write_shown
from local_cache.codebook import Entry
from local_cache.export.table import is_formula
from local_cache.quality import studies
from local_cache.quality.validation_study import Sampling, registry_values
from local_cache.reports.document import Bullets, Document, Heading, Paragraph, TableBlock, Text
from local_cache.reports.document import Figure as DrawnFigure
from local_cache.reports.html import write_html
from local_cache.results import summary
from local_cache.results.format import EN_DASH, format_date, format_number
from local_cache.sync.stop import Stop
from widgets.charts.heat_map import HeatMap
from widgets.report.columns import fit_columns
from widgets.report.pages import Pages
from widgets.report.pdf import make_pdf
from widgets.tables.indicators import IndicatorTable
from widgets.tables.records import RecordsTable
from widgets.tables.shown import ShownTable, as_html
from widgets.tables.table import CalmTable
from widgets.views.figures import FiguresView

REGISTRIES = ("hoftebrudd", "hjerneslag", "intensiv")
LANGUAGE = "nb"

NO_NUMBERS = {
    ("CodesTable", "Kode"): "a code of a code list",
    ("PairsTable", "Skjemaer"): "numbers of records",
    ("CalmTable", "Verdi"): "a value of a record, which may be a code",
    ("FiguresTable", "Klasse"): "a class of values; some are one value wide",
}
"""Columns whose texts may look like numbers and are none, by the table's class and the header, and why."""

PLAIN = re.compile(r"−?(?:\d{1,3}(?:\u00a0\d{3})+|\d+)(?:,(\d+))?(\u00a0%)?\Z")
PAGE = {"nb": "Side {} av {}", "en": "Page {} of {}"}
DAY = re.compile(r"\d{2}\.\d{2}\.\d{4}\Z")
FIGURE = re.compile(r"\d")
FORMATS = ("csv", "xlsx", "parquet", "jsonl")


# --- reading what was written: none of the program's own code -------------------------------------------------------

Value = str | float | int | date | None


def written_as(text: str) -> str:
    """The d3-like format in which a number's text stands."""
    found = PLAIN.match(text)
    assert found is not None, text
    whole = text.split(",")[0].rstrip("\u00a0%").removeprefix("−")
    separated = "" if len(whole) > 3 and "\u00a0" not in whole else ","
    return f"{separated}.{len(found[1] or '')}{'%' if found[2] else 'f'}"


def is_number(text: str) -> bool:
    return PLAIN.match(text) is not None


def says(value: Value, text: str) -> bool:
    """Whether a value of a file, formatted, is the screen's text; a text must be that text itself."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return DAY.match(text) is not None and format_date(value, LANGUAGE) == text
    if isinstance(value, int | float):
        return is_number(text) and format_number(value, written_as(text), LANGUAGE) == text
    return (value or "") == text


def csv_cells(file: Path, *, plain: bool) -> list[list[str]]:
    with file.open(encoding="utf-8" if plain else "utf-8-sig", newline="") as opened_file:
        return list(csv.reader(opened_file, delimiter="," if plain else ";"))


def csv_value(cell: str, text: str, *, plain: bool) -> Value:
    """A cell of CSV as a spreadsheet takes it, where the screen has a number or a day there."""
    if is_number(text) and re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?" if plain else r"-?\d+(,\d+)?", cell):
        return float(cell.replace(",", "."))
    if DAY.match(text) and re.fullmatch(r"\d{4}-\d\d-\d\d" if plain else r"\d\d\.\d\d\.\d{4}", cell):
        return datetime.strptime(cell, "%Y-%m-%d" if plain else "%d.%m.%Y").date()
    return cell[1:] if is_formula(text) and cell == f"'{text}" else cell


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_cells(file: Path) -> list[list[tuple[Value, str]]]:
    """The first sheet: each cell's value and Excel's format of it."""
    with zipfile.ZipFile(file) as archive:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    own = {f.attrib["numFmtId"]: f.attrib["formatCode"] for f in styles.iter(f"{MAIN}numFmt")}
    known = {"0": "", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"} | own
    (used,) = styles.iter(f"{MAIN}cellXfs")
    formats = [known[xf.attrib["numFmtId"]] for xf in used]
    rows: list[list[tuple[Value, str]]] = []
    for row in sheet.iter(f"{MAIN}row"):
        rows.append([])
        for cell in row.iter(f"{MAIN}c"):
            letters = re.match("[A-Z]+", cell.attrib["r"])
            assert letters is not None
            at = 0
            for letter in letters[0]:
                at = at * 26 + ord(letter) - 64
            rows[-1] += [(None, "")] * (at - len(rows[-1]))
            number, style = cell.findtext(f"{MAIN}v"), formats[int(cell.attrib.get("s", "0"))]
            value: Value
            if cell.attrib.get("t") == "inlineStr":
                value = "".join(t.text or "" for t in cell.iter(f"{MAIN}t"))
                value = re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), value)
            elif cell.attrib.get("t") == "b":
                value = number == "1"
            else:
                assert number is not None
                value = float(number)
                if "yy" in style:
                    moment = datetime(1899, 12, 30) + timedelta(seconds=round(value * 86400))
                    value = moment if "hh" in style else moment.date()
            rows[-1][at - 1] = (value, style)
    return rows


def seen_in_excel(value: Value, style: str) -> str:
    """How Excel in Norway shows a cell of one of the formats that are used here."""
    if isinstance(value, date):
        assert style == "dd.mm.yyyy"
        return f"{value:%d.%m.%Y}"
    if not isinstance(value, int | float):
        return value or ""
    found = re.fullmatch(r'(#,##0|0)(?:\.(0+))?("\u00a0"%)?', style)
    assert found is not None, style
    separated = "," if found[1] == "#,##0" else ""
    return format_number(value, f"{separated}.{len(found[2] or '')}{'%' if found[3] else 'f'}", LANGUAGE)


class Cells(HTMLParser):
    """Attributes: tables (the cells of each, by rows), text (everything that is read)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        if tag not in ("meta", "br", "img", "link", "hr"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"style", "script", "svg", "title"} & set(self._open):
            self.text += data
            if {"td", "th"} & set(self._open):
                self.tables[-1][-1][-1] += data


def bare(text: str) -> str:
    """Without blanks: where lines break on paper is not what is said."""
    return "".join(text.split())


def pdf_text(content: bytes, document: Document) -> str:
    """What is read on the pages, without what stands at the head and the foot of each."""
    text, pages = "", pypdf.PdfReader(io.BytesIO(content)).pages
    for number, page in enumerate(pages, start=1):
        around = document.title if number > 1 else ""
        around += f"{document.selection}{document.age}{PAGE[document.language].format(number, len(pages))}"
        read = bare(page.extract_text())
        assert read.startswith(bare(around)), (read[:300], around)
        text += read.removeprefix(bare(around))
    return text


def rows_on_paper(table: TableBlock, pages: Pages, text: str, start: int = 0) -> int:
    """Find header and rows of the table in order, band by band where it is too wide; the place after the last."""
    for band in fit_columns(table, pages._font, pages.width).bands:
        for row in ([c.header for c in table.columns], *table.rows):
            wanted = bare("".join(row[c] for c in band.columns))
            at = text.find(wanted, start)
            assert at >= 0, f"not on paper, or not in order: {[row[c] for c in band.columns]}"
            start = at + len(wanted)
    return start


# --- what is on the screen ------------------------------------------------------------------------------------------


@dataclass
class Compared:
    """Counts. tables: by page; numbers: by page and format; seen: every table that was in sight."""

    tables: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seen: list[ShownTable] = field(default_factory=list)

    def count(self, page: str, kind: str, numbers: int) -> None:
        self.numbers[page][kind] += numbers


def states(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[Page, bool]]:
    """Every page with every tab, and there every form, indicator and figure that can be chosen; and whether what is in
    sight is to be saved: of indicators the first of each kind and format, whose tables are all made alike."""
    for name, page in window.pages.items():
        window.show_page(name)
        settle(qtbot, window)
        for view in page.views():
            page.show_view(view)
            settle(qtbot, window)
            yield page, True
            if isinstance(page, ResultsPage) and view in ("comparison", "table"):
                yield from indicators(qtbot, window, page, view)
            if isinstance(page, VariablesPage) and view == "variables":
                yield from variables(qtbot, window, page)
            if isinstance(page, QualityPage):
                for number in range(1, page._forms.count()):
                    page._forms.setCurrentIndex(number)
                    page._choose_form()
                    settle(qtbot, window)
                    yield page, True
                page._forms.setCurrentIndex(0)
                page._choose_form()
                settle(qtbot, window)


def indicators(qtbot: QtBot, window: MainWindow, page: ResultsPage, view: str) -> Iterator[tuple[Page, bool]]:
    table, figures = page.findChild(IndicatorTable), page.findChild(FiguresView)
    assert table is not None and figures is not None
    assert page.view is not None
    known: set[tuple[str, str]] = set()
    for row in range(table.indicators.rowCount()):
        indicator = page.view.definition.indicator(table.indicators.rows[row].indicator)
        new = (indicator.kind, indicator.format) not in known
        known.add((indicator.kind, indicator.format))
        if not new and view == "comparison":
            continue
        table.choose(row)
        page.show_view(view)
        settle(qtbot, window)
        for button in figures._which.buttons() if view == "table" else [None]:
            if button is not None:
                if button.isHidden():
                    continue
                button.setChecked(True)
            yield page, new


def variables(qtbot: QtBot, window: MainWindow, page: VariablesPage) -> Iterator[tuple[Page, bool]]:
    """The first variable of each type."""
    known: set[str] = set()
    for row, entry in enumerate(page._list.variables.rows):
        if isinstance(entry, Entry) and entry.variable.type not in known:
            known.add(entry.variable.type)
            page._list.choose(row)
            settle(qtbot, window)
            yield page, True


def tables_in_sight(page: Page) -> list[QAbstractItemView]:
    """Whatever shows rows is a table that can be taken along, or of a kind that is none."""
    found = []
    for view in page.findChildren(QAbstractItemView):
        if not view.isVisible() or isinstance(view, QHeaderView | QListView | QTreeView):
            continue
        inside = view.parentWidget()
        while inside is not None and not isinstance(inside, QAbstractItemView):
            inside = inside.parentWidget()
        if inside is not None:  # columns of a table that stand still
            continue
        assert isinstance(view, CalmTable | HeatMap | RecordsTable), (
            f"{page.name}: {type(view).__name__} cannot be taken"
        )
        found.append(view)
    return found


def as_painted(view: CalmTable | HeatMap) -> list[list[str]]:
    """What the cells of the columns with a title show."""
    model = view.model()
    columns = [c for c in range(model.columnCount()) if model.headerData(c, Qt.Orientation.Horizontal)]
    return [[str(model.index(r, c).data() or "") for c in columns] for r in range(model.rowCount())]


def numbers_in(view: QWidget, shown: ShownTable) -> list[list[bool]]:
    """Which of the cells are a number or a day."""
    kind = type(view).__name__
    return [
        [
            (is_number(text) or DAY.match(text) is not None) and (kind, header) not in NO_NUMBERS
            for header, text in zip(shown.headers, row, strict=True)
        ]
        for row in shown.rows
    ]


def with_digits(shown: ShownTable) -> int:
    """How many cells say a number, alone or in words."""
    return sum(bool(FIGURE.search(text)) for row in shown.rows for text in row)


def is_on_the_screen(view: CalmTable | HeatMap, shown: ShownTable) -> None:
    """What is taken along is what the cells show; the quiet line under a title follows it in brackets."""
    for texts, painted in zip(shown.rows, as_painted(view), strict=True):
        for text, seen in zip(texts, painted, strict=True):
            assert text == seen or text.startswith(f"{seen} ("), (text, seen)


# --- one table in every file ----------------------------------------------------------------------------------------


@dataclass
class Taking:
    """Takes one table along in all ways, and compares. kinds: the tables that were, with the formats of their numbers;
    in the second and third registry those are new that are of none of them."""

    qtbot: QtBot
    window: MainWindow
    program: Program
    folder: Path
    compared: Compared
    kinds: set[tuple[str, tuple[str, ...], frozenset[str]]] = field(default_factory=set)

    def table(self, page: Page, view: CalmTable | HeatMap, save: bool) -> None:
        shown = view.shown()
        if shown in self.compared.seen or not shown.rows:
            return
        self.compared.seen.append(shown)
        is_on_the_screen(view, shown)
        numbers = numbers_in(view, shown)
        of_its_kind = (
            type(view).__name__,
            shown.headers,
            frozenset(
                written_as(text)
                for texts, are in zip(shown.rows, numbers, strict=True)
                for text, is_one in zip(texts, are, strict=True)
                if is_one and is_number(text)
            ),
        )
        again = of_its_kind in self.kinds and self.window_registry() != REGISTRIES[0]
        self.kinds.add(of_its_kind)
        if again or not save:
            return
        self.compared.tables[page.name] += 1
        stem = f"{sum(self.compared.tables.values())}"
        files = {ending: self.folder / f"{stem}.{ending}" for ending in FORMATS}
        for file in files.values():
            figures = page.figures_of(view)
            assert figures is not None
            TableSaving(page, figures).save(str(file))
        settle(self.qtbot, self.window)
        missing = [file.name for file in files.values() if not file.exists()]
        assert missing == [], f"{page.name}, {shown.name}: not written"
        if page.typed_table(view) is not None:
            self.typed(page, view, shown, files)
        else:
            self.as_shown(page, shown, numbers, files)
        self.on_paper(page, shown, numbers)

    def window_registry(self) -> str:
        here = self.window.here
        assert here is not None and here.view is not None
        return here.view.summary.registry

    def as_shown(self, page: Page, shown: ShownTable, numbers: list[list[bool]], files: dict[str, Path]) -> None:
        view, plain = page.view, files["csv"].with_suffix(".plain.csv")
        assert view is not None
        write_shown(self.program, view, shown, plain, "csv", "plain", Stop())
        for kind, file in (("csv", files["csv"]), ("plain csv", plain)):
            header, *rows = csv_cells(file, plain=kind == "plain csv")
            if kind == "csv":
                assert header == [f"'{h}" if is_formula(h) else h for h in shown.headers]
            read = [
                [csv_value(cell, text, plain=kind == "plain csv") for cell, text in zip(row, texts, strict=True)]
                for row, texts in zip(rows, shown.rows, strict=True)
            ]
            self.all_say(page, kind, shown, numbers, read)
        header_cells, *sheet = sheet_cells(files["xlsx"])
        assert [value for value, _ in header_cells] == list(shown.headers)
        width = len(shown.headers)
        sheet = [[*row, *[(None, "")] * (width - len(row))] for row in sheet]
        self.all_say(page, "xlsx", shown, numbers, [[value for value, _ in row] for row in sheet])
        for row, texts, are in zip(sheet, shown.rows, numbers, strict=True):
            for (value, style), text, is_one in zip(row, texts, are, strict=True):
                assert not is_one or seen_in_excel(value, style) == text, (value, style, text)
        with duckdb.connect() as engine:
            found = engine.execute("SELECT * FROM read_parquet(?)", [str(files["parquet"])])
            types = [str(column[1]) for column in found.description or ()]
            read = [list(row) for row in found.fetchall()]
        for place, kind in enumerate(types):
            column = [(texts[place], are[place]) for texts, are in zip(shown.rows, numbers, strict=True)]
            said = [(text, one) for text, one in column if text]
            of_one_kind = bool(said) and all(one for _, one in said) and len({bool(DAY.match(t)) for t, _ in said}) == 1
            assert (kind != "VARCHAR") == of_one_kind, (shown.name, shown.headers[place], kind)
        self.all_say(page, "parquet", shown, numbers, read, texts_too=True)
        objects = [json.loads(line) for line in files["jsonl"].read_text(encoding="utf-8").splitlines()]
        read = [
            [
                date.fromisoformat(value) if isinstance(value, str) and DAY.match(text) else value
                for value, text in zip(one.values(), texts, strict=True)
            ]
            for one, texts in zip(objects, shown.rows, strict=True)
        ]
        self.all_say(page, "jsonl", shown, numbers, read)

    def all_say(
        self,
        page: Page,
        kind: str,
        shown: ShownTable,
        numbers: list[list[bool]],
        read: Sequence[Sequence[Value]],
        *,
        texts_too: bool = False,
    ) -> None:
        """Cell by cell; a number is a number, but in a column of Parquet that has texts too."""
        assert len(read) == len(shown.rows)
        for values, texts, are in zip(read, shown.rows, numbers, strict=True):
            for header, value, text, is_one in zip(shown.headers, values, texts, are, strict=True):
                where = (page.name, shown.name, kind, header, text, value)
                assert says(value, text), where
                if is_one:
                    assert texts_too or not isinstance(value, str), where
                elif not is_number(text) and not DAY.match(text):
                    assert value is None or isinstance(value, str), where
        self.compared.count(page.name, kind, with_digits(shown))

    def typed(self, page: Page, view: QWidget, shown: ShownTable, files: dict[str, Path]) -> None:
        """Tables with an export of their own: the screen's texts stand there, with the values beside them."""
        whole = isinstance(view, IndicatorTable)
        own = "own_" if whole else ""
        figures = {1: "own_", 4: "nation_", 5: "region_"} if whole else {1: ""}
        for kind in FORMATS:
            rows = typed_rows(kind, files[kind])
            assert len(rows) == len(shown.rows)
            n = 0
            for row, texts in zip(rows, shown.rows, strict=True):
                assert says(row[f"{own}interval"], texts[2]), (kind, texts)
                if texts[3]:
                    assert says(as_number(row[f"{own}n"]), texts[3]), (kind, texts)
                    n += 1
                for at, whose in figures.items():
                    value, said = row[f"{whose}value"], row[f"{whose}text"]
                    if is_number(texts[at]):
                        assert said == texts[at]
                        assert says(as_number(value), texts[at]), (kind, whose, texts[at], value)
                        n += 1
                    else:
                        assert not said and value in (None, ""), (kind, whose, texts[at], said, value)
            assert n > 0
            self.compared.count(page.name, kind, n)

    def on_paper(self, page: Page, shown: ShownTable, numbers: list[list[bool]]) -> None:
        assert page.view is not None
        document = shown_document(page.view, shown)
        pages = Pages(document, words=words_in(LANGUAGE, "Report"))
        (block,) = document.blocks
        assert isinstance(block, TableBlock)
        rows_on_paper(block, pages, pdf_text(make_pdf(pages), document))
        whole = [list(shown.headers), *(list(row) for row in shown.rows)]
        ((*read,),) = (table for table in Cells(write_html(document, no_figure)).tables if table[0] == whole[0])
        assert read == whole
        (copied,) = Cells(as_html(shown)).tables
        assert [[cell.removeprefix("'") if is_formula(t) else cell for cell, t in zip(row, texts, strict=True)]
                for row, texts in zip(copied, whole, strict=True)] == whole  # fmt: skip
        for kind in ("pdf", "html", "clipboard"):
            self.compared.count(page.name, kind, with_digits(shown))

    def records(self, page: RecordsPage, view: RecordsTable) -> None:
        """Own records are taken along by the page of reports, which asks for a purpose; here as it has them written."""
        assert page.view is not None and page.query is not None
        model = view.records
        if self.compared.numbers[page.name].get(f"csv of {page.query.form}") or not model.rowCount():
            return
        for first in range(0, model.rowCount(), 50):
            model.want(first, min(first + 49, model.rowCount() - 1))
            settle(self.qtbot, self.window)
        titles = {column.name: at for at, column in enumerate(model.columns, 1) if not column.masked}
        screen = []
        for at in range(model.rowCount()):
            record = model.row_at(at)
            assert record is not None
            screen.append({name: str(model.index(at, c).data() or "") for name, c in titles.items()})
        files = {kind: self.folder / f"records.{self.window_registry()}.{kind}" for kind in FORMATS}
        for kind, file in files.items():
            export(
                self.program,
                Wanted(
                    "records", file, kind, page.query.registry, page.query.unit, page.view.period_id,
                    form=page.query.form, filter=page.query.filter, purpose="Prøve", csv_style="plain",
                ),
            )  # fmt: skip
        for kind, file in files.items():
            rows = typed_rows(kind, file, plain=True)
            assert len(rows) == len(screen)
            n = 0
            for row, texts in zip(rows, screen, strict=True):
                for name, text in texts.items():
                    assert record_says(row[name], text), (kind, name, row[name], text)
                    n += is_number(text) or DAY.match(text) is not None
            self.compared.count(page.name, kind, n)
            self.compared.count(page.name, f"{kind} of {page.query.form}", n)
        self.compared.tables[page.name] += 1


def record_says(value: Value, text: str) -> bool:
    """Values of records are written exactly on the screen: no number is rounded."""
    if isinstance(value, bool):
        return text == ("Ja" if value else "Nei")
    if value in ("true", "false"):
        return text == ("Ja" if value == "true" else "Nei")
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value) and not is_formula(value):
        moment = datetime.fromisoformat(value)
        clock = "" if len(value) == 10 else f" {moment:%H:%M:%S}" if moment.second else f" {moment:%H:%M}"
        return text == f"{moment:%d.%m.%Y}{clock}"
    if isinstance(value, datetime):
        return record_says(value.isoformat(), text)
    if isinstance(value, str) and is_number(text) and value != text:
        value = float(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and is_number(text):
        return format_number(value, written_as(text).lstrip(","), LANGUAGE) == text
    return says(value, text)


def typed_rows(kind: str, file: Path, *, plain: bool = False) -> list[dict[str, Value]]:
    """An export's rows by the columns' names, which in CSV for Excel and in workbooks stand as labels, in order."""
    if kind == "jsonl":
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    with duckdb.connect() as engine:
        beside = file.with_suffix(".parquet")
        found = engine.execute("SELECT * FROM read_parquet(?)", [str(beside)]) if beside.exists() else None
        names = [str(column[0]) for column in (found.description if found else ()) or ()]
        if kind == "parquet":
            assert found is not None
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    if kind == "csv":
        header, *rows = csv_cells(file, plain=plain)
        return [dict(zip(header if plain else names, row, strict=True)) for row in rows]
    _, *sheet = sheet_cells(file)
    return [
        dict(zip(names, [*(value for value, _ in row), *[None] * (len(names) - len(row))], strict=True))
        for row in sheet
    ]


def read_a_study(program: Program) -> None:  # noqa: F811
    """A validation study that is read to its end, without which its page shows no table; not all values agree."""
    with program.cache.reading() as cursor:
        definition = summary.definition(cursor, REGISTRIES[0])
        (unit,) = {u.unit for s in summary.registries(cursor) if s.registry == definition.registry for u in s.units}
        form = definition.forms[0].id
        sampling = Sampling(definition.registry, unit, form, date(2020, 1, 1), date(2100, 1, 1), 20, 1)
        study = studies.new_study(cursor, program.ledger, definition, sampling, ["age", "sex"])
        for number, record in enumerate(study.records):
            journal = registry_values(cursor, definition, sampling, record, ("age", "sex"))
            assert journal is not None
            if number < 4:
                journal |= {"age": 41, "sex": "1"}
            studies.enter(cursor, program.ledger, definition, study, record, journal, complete=True)


# --- the five reports -----------------------------------------------------------------------------------------------


def take_reports(taking: Taking) -> None:
    """Every report there is to choose: what stands in it is on paper and in HTML, and on the pages."""
    window, qtbot, compared = taking.window, taking.qtbot, taking.compared
    window._choose_registry(REGISTRIES[0])
    settle(qtbot, window)
    window.show_page("reports")
    settle(qtbot, window)
    page = window.pages["reports"]
    assert isinstance(page, ReportsPage)
    page.show_view("reports")
    part = page.documents
    assert part is not None
    offered = part.form._list
    assert offered.count() == 5
    on_pages = Counter[str]()
    for row in range(offered.count()):
        offered.setCurrentRow(row)
        settle(qtbot, window)
        composed = part.composed
        assert composed is not None
        document = composed.document
        assert part._paged is not None and part.preview.pages.paged is part._paged
        assert part._paged.pages.document is document
        pdf, html = drawn(composed, "pdf")(), Cells(drawn(composed, "html")().decode())
        numbers = document_on_paper(document, part._paged.pages, pdf_text(pdf, document))
        assert document_in_html(document, html) == numbers
        compared.tables["reports"] += sum(isinstance(block, TableBlock) for block in document.blocks)
        for kind in ("pdf", "html"):
            compared.count("reports", kind, numbers)
        on_pages[document.title] = on_the_pages(document, compared.seen)
        compared.count("reports", "as on the pages", on_pages[document.title])
    assert min(on_pages.values()) > 0, on_pages


def sentences(block: object) -> Iterator[str]:
    """What a block says in running text."""
    match block:
        case Heading():
            yield block.text
        case Paragraph():
            yield plain(block.text)
        case Bullets():
            for item in block.items:
                yield plain(item)
        case DrawnFigure():
            yield block.caption
            yield block.text


def plain(text: Text) -> str:
    return "".join(run.text for run in text)


def document_on_paper(document: Document, pages: Pages, text: str) -> int:
    """Everything in its order; gives the number of cells and sentences with a number in them."""
    at = found = 0
    for block in document.blocks:
        if isinstance(block, TableBlock):
            at = rows_on_paper(block, pages, text, at)
            found += sum(bool(FIGURE.search(cell)) for row in block.rows for cell in row)
            continue
        for said in sentences(block):
            start = text.find(bare(said), at)
            assert start >= 0, f"{document.title}: not on paper, or not in order: {said}"
            at = start + len(bare(said))
            found += bool(FIGURE.search(said))
    return found


def document_in_html(document: Document, html: Cells) -> int:
    """The same of HTML."""
    at = found = 0
    tables, text = iter(html.tables), bare(html.text)
    for block in document.blocks:
        if isinstance(block, TableBlock):
            wanted = [[column.header for column in block.columns], *(list(row) for row in block.rows)]
            assert next(tables) == wanted, f"{document.title}: {block.caption}"
            found += sum(bool(FIGURE.search(cell)) for row in block.rows for cell in row)
            continue
        for said in sentences(block):
            start = text.find(bare(said), at)
            assert start >= 0, f"{document.title}: not in HTML, or not in order: {said}"
            at = start + len(bare(said))
            found += bool(FIGURE.search(said))
    return found


def on_the_pages(document: Document, seen: Sequence[ShownTable]) -> int:
    """The number of cells of the report's tables that stand so in a table of a page; none stands there otherwise.

    A table of a page is about the same where it has the same first column, and its rows; one about another form or
    indicator may look alike, so one that agrees must be among them.
    """
    equal = 0
    for block in document.blocks:
        if not isinstance(block, TableBlock):
            continue
        headers = [column.header for column in block.columns]
        alike = [one for one in seen if one.headers[0] == headers[0] and len(shared(one, headers)) > 1]
        about = [one for one in alike if {row[0] for row in block.rows} <= {row[0] for row in one.rows}]
        if about:
            differing = [differences(block, one) for one in about]
            assert [] in differing, f"{document.title}, {block.caption}: {min(differing, key=len)}"
            places = max(len(shared(one, headers)) for one, d in zip(about, differing, strict=True) if not d)
            equal += places * len(block.rows)
    return equal


def shared(one: ShownTable, headers: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the headers that both have."""
    return [(headers.index(header), at) for at, header in enumerate(one.headers) if header and header in headers]


def differences(block: TableBlock, one: ShownTable) -> list[tuple[str, ...]]:
    """Rows of the report that stand otherwise in the page's table; a dash on paper is nothing on the screen."""
    places = shared(one, [column.header for column in block.columns])
    known = {tuple(row[at].replace(EN_DASH, "") for _, at in places) for row in one.rows}
    wanted = (tuple(row[at].replace(EN_DASH, "") for at, _ in places) for row in block.rows)
    return [row for row in wanted if row not in known]


def as_number(cell: Value) -> float:
    return float(str(cell).replace(",", "."))


def no_figure(figure: object) -> str:
    raise AssertionError("a table has no figure")


def test_every_number_of_every_page_and_report(
    qtbot: QtBot,
    program: Program,  # noqa: F811
    tmp_path: Path,
    figures: Callable[[str], None],
) -> None:
    compared = Compared()
    read_a_study(program)
    with opened(qtbot, program, registry=REGISTRIES[0], period="last12") as window:
        taking = Taking(qtbot, window, program, tmp_path, compared)
        for registry in REGISTRIES:
            window._choose_registry(registry)
            settle(qtbot, window)
            assert taking.window_registry() == registry
            for page, save in states(qtbot, window):
                for view in tables_in_sight(page):
                    if isinstance(view, RecordsTable):
                        assert isinstance(page, RecordsPage)
                        taking.records(page, view)
                    else:
                        assert isinstance(view, CalmTable | HeatMap)
                        taking.table(page, view, save)
        take_reports(taking)
        for name in window.pages:
            assert compared.tables[name] > 0, name
            assert min(compared.numbers[name].values()) > 0, name
            said = ", ".join(f"{kind} {n}" for kind, n in compared.numbers[name].items() if " of " not in kind)
            figures(f"{name}: {compared.tables[name]} tables; numbers compared: {said or 'none'}")
