"""Excel workbooks: typed cells, header in sight, filters, the codebook and where it all came from; read back to verify.

Written by XlsxWriter row by row in bounded memory, with two of its ways replaced: it rounds numbers to 16 digits (a
double needs 17), and writes a text that begins with "<r>" as markup.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.export.provenance import NAMES, ContentDigest, Provenance, Words, lines, seal_of
from local_cache.export.table import Cell, Row, Table, TableColumn, is_formula
from local_cache.sync.stop import Stop

MOST_ROWS = 1_048_576
"""Rows of a sheet, the header among them."""

MOST_CHARACTERS = 32_767
"""Of a cell."""

SPLIT = QT_TRANSLATE_NOOP("Export", "A sheet holds at most 1,048,576 rows, so the table goes on over several sheets.")
CUT = QT_TRANSLATE_NOOP("Export", "Texts longer than a cell can hold (32,767 characters) were cut; they end in “…”.")
PROVENANCE = QT_TRANSLATE_NOOP("Export", "Provenance")

_EPOCH = datetime(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar has a day too many
_EXACT_WHOLE = 1 << 53
_CHECK_EVERY = 1000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _ExactSheet(Worksheet):  # type: ignore[misc]
    def _xml_number_element(self, number: float, attributes: Sequence[tuple[str, object]] = ()) -> None:
        attr = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{attr}><v>{number!r}</v></c>")

    def _xml_rich_inline_string(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        self._xml_inline_string(string, True, attributes)


def write_workbook(
    table: Table,
    rows: Iterable[Row],
    extra: Sequence[Table],
    provenance: Provenance,
    file: Path,
    work: Path,
    words: Words,
    stop: Stop,
    most_rows: int = MOST_ROWS,
) -> Provenance:
    """One sheet (or several) of data, one for each of `extra`, and the provenance last; gives the provenance as it
    stands there, with the number of rows and the digest of all cells before it. work: for temporary files."""
    book = xlsxwriter.Workbook(
        str(file),
        {
            "constant_memory": True,
            "tmpdir": str(work),
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    try:
        return _written(book, table, rows, extra, provenance, words, stop, most_rows)
    except FileCreateError as error:
        if error.args and isinstance(error.args[0], OSError):
            raise error.args[0] from None
        raise
    finally:
        for sheet in book.worksheets():  # what a stop leaves open could not be removed on Windows
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()


def _written(
    book: Any,
    table: Table,
    rows: Iterable[Row],
    extra: Sequence[Table],
    provenance: Provenance,
    words: Words,
    stop: Stop,
    most_rows: int,
) -> Provenance:
    writing = _Writing(book, stop, most_rows)
    n = writing.table(table, rows)
    for one in extra:
        writing.table(one, one.rows)
    notes = [*provenance.notes]
    if writing.split:
        notes.append(words(SPLIT))
    if writing.cut:
        notes.append(words(CUT))
    made = msgspec.structs.replace(provenance, rows=n, notes=tuple(notes), sha256=writing.digest.hexdigest(), seal="")
    told = [(name, text[:MOST_CHARACTERS]) for name, text in lines(made, words)]
    sheet = book.add_worksheet(writing.sheet_name(words(PROVENANCE)), _ExactSheet)
    sheet.set_column(0, 0, 28, writing.bold)
    sheet.set_column(1, 1, 100)
    seal = seal_of(told)
    for i, (name, text) in enumerate([*told, (words(NAMES["seal"]), seal)]):
        sheet.write_string(i, 0, name, writing.bold)
        sheet.write_string(i, 1, text, writing.quoted if is_formula(text) else None)
    stop.check()
    book.close()
    return msgspec.structs.replace(made, seal=seal)


class _Writing:
    def __init__(self, book: Any, stop: Stop, most_rows: int) -> None:
        self._book, self._stop, self._most_rows = book, stop, most_rows
        self.digest = ContentDigest()
        self.split = self.cut = False
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.quoted = book.add_format({"quote_prefix": True})
        self._formats: dict[str, Any] = {}
        self._names: set[str] = set()

    def table(self, table: Table, rows: Iterable[Row]) -> int:
        """Gives the number of rows written, the headers not counted."""
        headers = [column.label for column in table.columns]
        formats = [self._format(column) for column in table.columns]
        sheet, at, n = self._begin(table.title, headers, formats, table.columns), 1, 0
        for row in rows:
            if at == self._most_rows:
                self._end(sheet, at, len(headers))
                sheet, at, self.split = self._begin(table.title, headers, formats, table.columns), 1, True
            if n % _CHECK_EVERY == 0:
                self._stop.check()
            _digested(self.digest, at, self._row(sheet, at, row, formats))
            at, n = at + 1, n + 1
        self._end(sheet, at, len(headers))
        return n

    def sheet_name(self, title: str) -> str:
        """A name Excel takes and no other sheet here has."""
        plain = re.sub(r"[\x00-\x1f\[\]:*?/\\]+", "-", title).strip("' ")[:31] or "1"
        if plain.casefold() == "history":  # Excel keeps it for itself
            plain = "History 1"
        name, number = plain, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain[: 30 - len(str(number))]} {number}"
        self._names.add(name.casefold())
        return name

    def _begin(self, title: str, headers: list[str], formats: list[Any], columns: tuple[TableColumn, ...]) -> Any:
        name = self.sheet_name(title)
        sheet = self._book.add_worksheet(name, _ExactSheet)
        for i, column in enumerate(columns):
            sheet.set_column(i, i, min(60, max(12, len(column.label) + 3)), formats[i])
        sheet.freeze_panes(1, 0)
        self.digest.section(name)
        _digested(self.digest, 0, headers)
        for i, header in enumerate(headers):
            sheet.write_string(0, i, header, self.bold)
        return sheet

    def _end(self, sheet: Any, rows: int, columns: int) -> None:
        if columns:
            sheet.autofilter(0, 0, max(1, rows - 1), columns - 1)

    def _row(self, sheet: Any, at: int, row: Row, formats: list[Any]) -> list[Cell]:
        """Writes the row and gives what stands there: texts, numbers, truths."""
        written: list[Cell] = []
        for i, cell in enumerate(row):
            value = _as_excel_has_it(cell)
            if isinstance(value, str):
                if len(value) > MOST_CHARACTERS:
                    value, self.cut = f"{value[: MOST_CHARACTERS - 1]}…", True
                sheet.write_string(at, i, value, self.quoted if is_formula(value) else None)
            elif isinstance(value, bool):
                sheet.write_boolean(at, i, value)
            elif value is not None:
                sheet.write_number(at, i, value, formats[i])
            written.append(value)
        return written

    def _format(self, column: TableColumn) -> Any:
        pattern = {"date": "dd.mm.yyyy", "timestamp": "dd.mm.yyyy hh:mm:ss"}.get(column.kind, "")
        if column.kind in ("integer", "decimal"):
            pattern = excel_pattern(column.format)
        if not pattern:
            return None
        if pattern not in self._formats:
            self._formats[pattern] = self._book.add_format({"num_format": pattern})
        return self._formats[pattern]


def _digested(digest: ContentDigest, at: int, cells: Sequence[Cell]) -> None:
    """With its place: a row in which nothing stands is not in the file."""
    if any(cell is not None and cell != "" for cell in cells):
        digest.row((at, *cells))


def excel_pattern(number_format: str) -> str:
    """The registry's format (",.1%") as Excel's ("#,##0.0%"), so that a cell reads as the screen does; "" for none."""
    found = re.match(r"(,?)(?:\.(\d{1,2}))?([%fd])\Z", number_format)
    if not found:
        return ""
    thousands, decimals, kind = found.groups()
    places = 0 if kind == "d" or decimals is None else int(decimals)
    return f"{'#,##0' if thousands else '0'}{'.' + '0' * places if places else ''}{'%' if kind == '%' else ''}"


def _as_excel_has_it(cell: Cell) -> str | int | float | bool | None:
    """Dates as days since the end of 1899; what Excel cannot hold exactly as text."""
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, datetime):
        if cell.date() < _FIRST_DAY:
            return cell.isoformat(sep=" ")
        return (cell.replace(tzinfo=None) - _EPOCH) / timedelta(days=1)
    if isinstance(cell, date):
        return (cell - _EPOCH.date()).days if cell >= _FIRST_DAY else cell.isoformat()
    if isinstance(cell, int):
        return cell if abs(cell) <= _EXACT_WHOLE else str(cell)
    return cell if math.isfinite(cell) else str(cell)


# Reading back


def read_workbook(file: Path) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    """The sheets in order: name and rows, from 0, with what stands in their cells. A sheet is read before the next.

    Raises OSError, KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError for what is no workbook.
    """
    with zipfile.ZipFile(file) as archive:
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {r.attrib["Id"]: r.attrib["Target"].lstrip("/") for r in relations}
        shared = _shared(archive)
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        for sheet in book.iter(f"{_MAIN}sheet"):
            target = targets[sheet.attrib[_PLACED]]
            member = target if target.startswith("xl/") else f"xl/{target}"
            yield sheet.attrib["name"], _rows(archive, member, shared)


def verify_workbook(file: Path) -> tuple[bool, list[tuple[str, str]]] | None:
    """Whether every cell is as it was written, and the rows of the provenance sheet; None where there is no such sheet.

    Raises what `read_workbook` raises.
    """
    before, digest = ContentDigest(), ContentDigest()
    last: list[list[Cell]] = []
    for name, rows in read_workbook(file):
        before = digest.copy()
        digest.section(name)
        last = []
        for at, row in rows:
            _digested(digest, at, row)
            if len(last) < _MOST_LINES:
                last.append(row)
    told = [(str(row[0]), str(row[1])) for row in last if len(row) == 2]
    if len(told) != len(last) or len(told) < 2 or not (_is_digest(told[-1][1]) and _is_digest(told[-2][1])):
        return None
    return seal_of(told[:-1]) == told[-1][1] and before.hexdigest() == told[-2][1], told


_MOST_LINES = 100_000
"""Of a provenance sheet."""


def _is_digest(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{64}", text))


def _shared(archive: zipfile.ZipFile) -> list[str]:
    """Texts that another program has gathered in one place when it saved the file."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(item) for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))]


def _rows(archive: zipfile.ZipFile, member: str, shared: list[str]) -> Iterator[tuple[int, list[Cell]]]:
    with archive.open(member) as opened:
        for _, element in ElementTree.iterparse(opened):
            if element.tag == f"{_MAIN}row":
                cells: list[Cell] = []
                for cell in element.iter(f"{_MAIN}c"):
                    at = _column(cell.attrib["r"])
                    cells += [None] * (at + 1 - len(cells))
                    cells[at] = _value(cell, shared)
                yield int(element.attrib["r"]) - 1, cells
                element.clear()


def _column(reference: str) -> int:
    at = 0
    for letter in reference:
        if not letter.isalpha():
            break
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1


def _value(cell: ElementTree.Element, shared: list[str]) -> Cell:
    kind, value = cell.attrib.get("t", "n"), cell.findtext(f"{_MAIN}v")
    if cell.find(f"{_MAIN}f") is not None:
        return f"={cell.findtext(f'{_MAIN}f')}"  # none is ever written here
    if kind == "inlineStr":
        return _text(cell.find(f"{_MAIN}is"))
    if value is None:
        return None
    if kind == "s":
        return shared[int(value)]
    if kind == "b":
        return value == "1"
    return float(value) if kind == "n" else value


def _text(element: ElementTree.Element | None) -> str:
    if element is None:
        return ""
    text = "".join(part.text or "" for part in element.iter(f"{_MAIN}t"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
