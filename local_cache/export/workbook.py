"""Excel workbooks: typed cells, header in sight, filters, the codebook and where it all came from; read back to verify.

XlsxWriter makes the frame: styles, sheets, panes, filters. DuckDB writes the rows, straight into the compressed sheets:
many times as fast as cell by cell in Python, with all 17 digits of a double, and without a temporary file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

import msgspec
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.export.cells import (
    END_OF_ROW,
    MOST_CHARACTERS,
    NEXT_CELL,
    escaped,
    is_formula_sql,
    part,
    quoted,
    sheet_number,
    sheet_text,
)
from local_cache.export.provenance import NAMES, ContentDigest, Provenance, Words, lines, seal_of
from local_cache.export.source import AS_IT_STANDS, Source
from local_cache.export.table import Cell, Kind, TableColumn, is_formula
from local_cache.results.format import NO_BREAK_SPACE
from local_cache.sync.stop import Stop

MOST_ROWS = 1_048_576
"""Rows of a sheet, the header among them."""

SPLIT = QT_TRANSLATE_NOOP("Export", "A sheet holds at most 1,048,576 rows, so the table goes on over several sheets.")
CUT = QT_TRANSLATE_NOOP("Export", "Texts longer than a cell can hold (32,767 characters) were cut; they end in “…”.")
PROVENANCE = QT_TRANSLATE_NOOP("Export", "Provenance")

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

_PART = b"\x1c"
"""Follows what goes into the sheet, and what goes into the digest; in texts it is escaped."""

_AT_ONCE = 4096
"""Rows."""

_PIECE = 1 << 20
"""Bytes."""

_LARGE_FROM = 1 << 31
"""Bytes from which a sheet outgrows the plain headers of the archive. Excel grumbles about the larger ones, so they are
there only where they may be needed."""

_MOST_BYTES = 64
"""What a cell takes besides its text."""


def write_workbook(
    source: Source,
    extra: Sequence[Source],
    provenance: Provenance,
    file: Path,
    words: Words,
    progress: Callable[[int], None] | None = None,
    most_rows: int = MOST_ROWS,
    language: str = "nb",
) -> Provenance:
    """One sheet (or several) of data, one for each of `extra`, and the provenance last; gives the provenance as it
    stands there, with the number of rows and the digest of all cells before it. language: numbers look as in that."""
    sources = (source, *extra)
    notes = [*provenance.notes]
    if source.rows >= most_rows:
        notes.append(words(SPLIT))
    measured = [_measured(one) for one in sources]
    if any(too_long for too_long, _ in measured):
        notes.append(words(CUT))
    frame = _frame(sources, words(PROVENANCE), most_rows, language)
    digest = ContentDigest()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for i, one in enumerate(sources):
            _Rows(frame, i, one, digest, most_rows - 1, measured[i][1]).write(archive, progress if i == 0 else None)
        made = msgspec.structs.replace(
            provenance, rows=source.rows, notes=tuple(notes), sha256=digest.hexdigest(), seal=""
        )
        told = [(name, text[:MOST_CHARACTERS]) for name, text in lines(made, words)]
        made = msgspec.structs.replace(made, seal=seal_of(told))
        rows = [*told, (words(NAMES["seal"]), made.seal)]
        sheet = frame.provenance
        cells = (
            _text_cell("A", at, name, frame.bold) + _text_cell("B", at, text, frame.quoted if is_formula(text) else 0)
            for at, (name, text) in enumerate(rows, start=1)
        )
        content = "".join(f'<row r="{at}">{row}</row>' for at, row in enumerate(cells, start=1)).encode()
        archive.writestr(_member(sheet.member), _sized(sheet.head, len(rows), 2) + content + sheet.tail)
        for member, content in frame.others:
            archive.writestr(_member(member), content)
    return made


def _measured(source: Source) -> tuple[bool, bool]:
    """Whether a text is longer than a cell can hold, and whether the rows may be too large for the plain headers."""
    kinds = [(c, column.kind) for c, column in zip(source.cells, source.columns, strict=True)]
    texts = [_text_of(c, kind) for c, kind in kinds if kind in ("text", "mixed")]
    if not texts or not source.rows:
        return False, source.rows * len(source.columns) * _MOST_BYTES >= _LARGE_FROM
    lengths = [f"coalesce(length({c}), 0)" for c in texts]
    longest, characters = source.ask(f"max(greatest({', '.join(lengths)}, 0)), sum({' + '.join(lengths)})")
    most = source.rows * len(source.columns) * _MOST_BYTES + 3 * int(str(characters))
    return int(str(longest)) > MOST_CHARACTERS, most >= _LARGE_FROM


def _text_of(cell: str, kind: Kind) -> str:
    return part(cell, "text") if kind == "mixed" else cell


# The frame


@dataclass(frozen=True, slots=True)
class _Sheet:
    """head, tail: its XML before and after the rows."""

    name: str
    member: str
    head: bytes
    tail: bytes


@dataclass(frozen=True, slots=True)
class _Frame:
    """A workbook without rows. sheets: of each source; styles: of each source and column, by its cells' formats; bold,
    quoted: styles; others: the archive's other members."""

    sheets: tuple[tuple[_Sheet, ...], ...]
    provenance: _Sheet
    styles: tuple[tuple[dict[str, int], ...], ...]
    bold: int
    quoted: int
    others: tuple[tuple[str, bytes], ...]


def _frame(sources: Sequence[Source], provenance: str, most_rows: int, language: str) -> _Frame:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    quote = book.add_format({"quote_prefix": True})
    formats: dict[str, Any] = {}
    names: list[list[str]] = []
    taken: set[str] = set()
    for source in sources:
        names.append([])
        for first in range(0, max(1, source.rows), most_rows - 1):
            names[-1].append(_sheet_name(source.title, taken))
            sheet = book.add_worksheet(names[-1][-1])
            for i, column in enumerate(source.columns):
                patterns = _patterns(column, language).values()
                for pattern in patterns:
                    if pattern and pattern not in formats:
                        formats[pattern] = book.add_format({"num_format": pattern})
                whole = formats.get(next(iter(patterns))) if len(patterns) == 1 else None
                sheet.set_column(i, i, min(60, max(12, len(column.label) + 3)), whole)
            sheet.freeze_panes(1, 0)
            if source.columns:
                last = max(1, min(most_rows - 1, source.rows - first))
                sheet.autofilter(0, 0, last, len(source.columns) - 1)
    names.append([_sheet_name(provenance, taken)])
    sheet = book.add_worksheet(names[-1][0])
    sheet.set_column(0, 0, 28, bold)
    sheet.set_column(1, 1, 100)
    numbers = {pattern: made_of._get_xf_index() for pattern, made_of in formats.items()} | {"": 0}
    styles = tuple(
        tuple({of: numbers[pattern] for of, pattern in _patterns(c, language).items()} for c in source.columns)
        for source in sources
    )
    styled = (bold._get_xf_index(), quote._get_xf_index())
    book.close()
    with zipfile.ZipFile(made) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    sheets: list[tuple[_Sheet, ...]] = []
    number = 0
    for of in names:
        sheets.append(())
        for name in of:
            number += 1
            member = f"xl/worksheets/sheet{number}.xml"
            head, tail = contents.pop(member).split(b"<sheetData/>")
            sheets[-1] += (_Sheet(name, member, head + b"<sheetData>", b"</sheetData>" + tail),)
    *tables, (last_sheet,) = sheets
    return _Frame(tuple(tables), last_sheet, styles, *styled, tuple(contents.items()))


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel takes and no other sheet here has."""
    plain = re.sub(r"[\x00-\x1f\[\]:*?/\\]+", "-", title).strip("' ")[:31] or "1"
    if plain.casefold() == "history":  # Excel keeps it for itself
        plain = "History 1"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: 30 - len(str(number))]} {number}"
    taken.add(name.casefold())
    return name


def _patterns(column: TableColumn, language: str) -> dict[str, str]:
    """Excel's formats of the column's cells, by the registry's."""
    day = "dd.mm.yyyy" if language in ("nb", "nn", "no") else "[$-409]d mmm yyyy"
    match column.kind:
        case "integer" | "decimal":
            return {column.format: excel_pattern(column.format, language)}
        case "mixed":
            return {of: excel_pattern(of, language) if of else day for of in column.formats}
        case "date":
            return {column.format: day}
        case "timestamp":
            return {column.format: f"{day} hh:mm:ss"}
        case _:
            return {column.format: ""}


def excel_pattern(number_format: str, language: str = "en") -> str:
    """The registry's format (",.1%") as Excel's ("#,##0.0%"), so that a cell reads as the screen does; "" for none."""
    found = re.match(r"(,?)(?:\.(\d{1,2}))?([%fd])\Z", number_format)
    if not found:
        return ""
    thousands, decimals, kind = found.groups()
    places = 0 if kind == "d" or decimals is None else int(decimals)
    percent = f'"{NO_BREAK_SPACE}"%' if language in ("nb", "nn", "no") else "%"
    return f"{'#,##0' if thousands else '0'}{'.' + '0' * places if places else ''}{percent if kind == '%' else ''}"


def _sized(head: bytes, rows: int, columns: int) -> bytes:
    """With the sheet's extent, which some readers go by."""
    extent = f'<dimension ref="A1:{xl_col_to_name(max(0, columns - 1))}{rows}"/>'.encode()
    return re.sub(rb"<dimension [^>]*/>", extent, head, count=1)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


# The rows


def _text_cell(column: str, row: int, text: str, style: int) -> str:
    styled = f' s="{style}"' if style else ""
    return (
        f'<c r="{column}{row}"{styled} t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'
        if text
        else ""
    )


def _styled(style: int) -> str:
    return f' s="{style}"' if style else ""


class _Rows:
    """The rows of a source on their way into its sheets."""

    def __init__(
        self, frame: _Frame, number: int, source: Source, digest: ContentDigest, most: int, large: bool
    ) -> None:
        self._source, self._digest, self._most, self._large = source, digest, most, large
        self._styles, self._frame, self._sheets = frame.styles[number], frame, frame.sheets[number]

    def write(self, archive: zipfile.ZipFile, progress: Callable[[int], None] | None) -> None:
        columns, headers = self._source.columns, [column.label for column in self._source.columns]
        cells = (_text_cell(xl_col_to_name(i), 1, header, self._frame.bold) for i, header in enumerate(headers))
        header = f'<row r="1">{"".join(cells)}</row>'.encode()
        sql = self._sql()
        with self._source.in_order() as ordered:
            for sheet, first in zip(self._sheets, range(0, max(1, ordered.rows), self._most), strict=True):
                end = min(first + self._most, ordered.rows)
                self._digest.section(sheet.name)
                _digested(self._digest, 0, headers)
                with archive.open(_member(sheet.member), "w", force_zip64=self._large) as out:
                    out.write(_sized(sheet.head, end - first + 1, len(columns)) + header)
                    for start in range(first, end, _AT_ONCE):
                        part = ordered.part(start, min(start + _AT_ONCE, end))
                        part.copy(sql, AS_IT_STANDS, _Parted(out, self._digest, part.stop))
                        if progress is not None:
                            progress(start + part.rows)
                    out.write(sheet.tail)

    def _sql(self) -> str:
        """For each row what goes into the sheet and, as `ContentDigest` has it, what goes into the digest."""
        made, cells, told = [], [], []
        for i, (c, column, styles) in enumerate(
            zip(self._source.cells, self._source.columns, self._styles, strict=True)
        ):
            n, t, f = f"n{i}", f"t{i}", f"f{i}"
            made += [f"{sheet_number(c, column.kind)} AS {n}", f"{sheet_text(c, column.kind)} AS {t}"]
            in_text = is_formula_sql(_text_of(c, column.kind)) if column.kind in ("text", "mixed") else "false"
            made.append(f"{in_text} AS {f}")
            at = f"""'<c r="{xl_col_to_name(i)}', r"""
            apart = f"unicode({t}) <= 32 OR unicode(right({t}, 1)) <= 32"
            text = (
                f"""concat({at}, CASE WHEN {f} THEN '" s="{self._frame.quoted}' END, '" t="inlineStr"><is><t',"""
                f""" CASE WHEN {apart} THEN ' xml:space="preserve"' END, '>', {t}, '</t></is></c>')"""
            )
            as_text = f"WHEN {t} IS NOT NULL THEN {text}"
            if column.kind == "mixed":
                ways = " ".join(f"WHEN {quoted(of)} THEN {quoted(_styled(style))}" for of, style in styles.items())
                made.append(f"CASE {part(c, 'format')} {ways} END AS s{i}")
                styled = f"', s{i}, '"
            else:
                (style,) = styles.values()
                styled = _styled(style)
            kind = ' t="b"' if column.kind == "boolean" else ""
            number = f"WHEN {n} IS NOT NULL THEN concat({at}, '\"{styled}{kind}><v>', {n}, '</v></c>')"
            whens = {"text": as_text, "boolean": number}.get(column.kind, f"{number} {as_text}")
            cells.append(f"CASE {whens} END")
            point = "" if column.kind in ("decimal", "timestamp", "mixed") else " || '.0'"
            value = (
                f"CASE {n} WHEN '1' THEN 't' WHEN '0' THEN 'f' END"
                if column.kind == "boolean"
                else f"'n' || {n}{point}"
            )
            told.append(f"coalesce({value}, 's' || {t})" if column.kind != "text" else f"'s' || {t}")
        between, ends = f"chr({ord(NEXT_CELL)})", f"chr({ord(END_OF_ROW)})"
        return f"""
            SELECT concat('<row r="', r, '">', {", ".join(cells)}, '</row>', chr(28),
                CASE WHEN contains(told, {between}) THEN told || {ends} END, chr(28))
            FROM (
                SELECT *, rtrim(concat('n', place, '.0', {between}, {f", {between}, ".join(told)}), {between}) AS told
                FROM (
                    SELECT place, CAST(place + 1 AS VARCHAR) AS r, {", ".join(made)}
                    FROM (SELECT * REPLACE (place % {self._most} + 1 AS place) FROM exported)
                )
            )
            """


class _Parted:
    """What DuckDB hands over: for each row what goes into the sheet and what goes into the digest, in turn."""

    def __init__(self, out: IO[bytes], digest: ContentDigest, stop: Stop) -> None:
        self._out, self._digest, self._stop = out, digest, stop
        self._rest = b""

    def __call__(self, content: bytes) -> None:
        self._stop.check()
        parts = (self._rest + content).split(_PART)
        whole = (len(parts) - 1) // 2 * 2
        self._rest = _PART.join(parts[whole:])
        self._digest.rows(b"".join(parts[1:whole:2]))
        rows = memoryview(b"".join(parts[0:whole:2]))
        for start in range(0, len(rows), _PIECE):
            self._stop.check()  # compressing it all takes a while
            self._out.write(rows[start : start + _PIECE])


def _digested(digest: ContentDigest, at: int, cells: Sequence[Cell]) -> None:
    """With its place: a row in which nothing stands is not in the file."""
    if any(cell is not None and cell != "" for cell in cells):
        digest.row((at, *cells))


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
