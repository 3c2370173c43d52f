"""CSV for Excel in the reader's country, CSV as RFC 4180 has it, and JSON lines."""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import IO, Literal

import msgspec

from local_cache.export.table import Cell, Row, Table, is_formula
from local_cache.results.format import format_date, format_exact, format_time

CsvStyle = Literal["excel", "plain"]
"""excel: UTF-8 with BOM, semicolon and decimal comma where the language has one; plain: RFC 4180, point, ISO dates."""

_LARGEST_PLAIN = 1e15


class _Hashed:
    """A file that also takes the digest of what is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def write(self, text: str) -> int:
        content = text.encode("utf-8", "replace")
        self.digest.update(content)
        return self._file.write(content)


def write_csv(table: Table, rows: Iterable[Row], file: Path, style: CsvStyle, language: str) -> tuple[str, int]:
    """Writes a header and the rows; gives the SHA-256 of the file's bytes and the number of rows.

    A text that a spreadsheet could take for a formula gets an apostrophe before it; numbers stay numbers.
    """
    comma = style == "excel" and language in ("nb", "nn", "no")
    text_of = _excel_text(language, comma) if style == "excel" else _plain_text
    n = 0
    with file.open("wb", buffering=1 << 20) as binary:
        out = _Hashed(binary)
        if style == "excel":
            out.write("\ufeff")
        writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
        writer.writerow([_neutral(column.label if style == "excel" else column.name) for column in table.columns])
        for row in rows:
            writer.writerow([text_of(cell) for cell in row])
            n += 1
    return out.digest.hexdigest(), n


def write_json_lines(table: Table, rows: Iterable[Row], file: Path) -> tuple[str, int]:
    """An object for each row, by the columns' names; gives the SHA-256 of the file's bytes and the number of rows."""
    names = [column.name for column in table.columns]
    encode = msgspec.json.Encoder().encode
    n = 0
    digest = hashlib.sha256()
    with file.open("wb", buffering=1 << 20) as out:
        for row in rows:
            line = encode(dict(zip(names, map(_jsonable, row), strict=True))) + b"\n"
            digest.update(line)
            out.write(line)
            n += 1
    return digest.hexdigest(), n


def _jsonable(cell: Cell) -> Cell:
    return str(cell) if isinstance(cell, float) and not math.isfinite(cell) else cell


def _neutral(text: str) -> str:
    return f"'{text}" if is_formula(text) else text


def _plain_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return _neutral(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return repr(cell)


def _excel_text(language: str, comma: bool) -> Callable[[Cell], str]:
    yes, no = ("SANN", "USANN") if comma else ("TRUE", "FALSE")

    def text(cell: Cell) -> str:
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return yes if cell else no
        if isinstance(cell, str):
            return _neutral(cell)
        if isinstance(cell, datetime):
            return format_time(cell, language) if comma else cell.isoformat(sep=" ")
        if isinstance(cell, date):
            return format_date(cell, language) if comma else cell.isoformat()
        if isinstance(cell, float) and not math.isfinite(cell):
            return str(cell)
        if abs(cell) < _LARGEST_PLAIN:
            # A spreadsheet reads a hyphen as minus, the screen's own sign as text.
            return format_exact(cell, "nb" if comma else "en").replace("\u2212", "-")
        return repr(cell)

    return text
