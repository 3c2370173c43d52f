"""CSV for Excel in the reader's country, CSV as RFC 4180 has it, and JSON lines."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import Literal

from local_cache.export.cells import csv_cell, json_cell, quoted
from local_cache.export.source import AS_IT_STANDS, Counted, Source
from local_cache.export.table import is_formula

CsvStyle = Literal["excel", "plain"]
"""excel: UTF-8 with BOM, semicolon and decimal comma where the language has one; plain: RFC 4180, point, ISO dates."""

_AT_ONCE = 16_384
"""Rows of JSON lines, which are long."""


def write_csv(
    source: Source, file: Path, style: CsvStyle, language: str, progress: Callable[[int], None] | None = None
) -> str:
    """Writes a header and the rows; gives the SHA-256 of the file's bytes.

    A text that a spreadsheet could take for a formula gets an apostrophe before it; numbers stay numbers.
    """
    excel = style == "excel"
    norwegian = excel and language in ("nb", "nn", "no")
    separator = ";" if norwegian else ","
    header = io.StringIO()
    csv.writer(header, delimiter=separator, lineterminator="\r\n").writerow(
        _neutral(column.label if excel else column.name) for column in source.columns
    )
    cells = [csv_cell(c, o.kind, excel, norwegian) for c, o in zip(source.cells, source.columns, strict=True)]
    if len(cells) == 1:  # an empty line would be no row
        cells = [f"coalesce(nullif({cells[0]}, ''), '\"\"')"]
    line = f"concat({f', {quoted(separator)}, '.join(cells)}, chr(13))"
    with _Hashed.opened(file) as out:
        out.write((("\ufeff" if excel else "") + header.getvalue()).encode())
        source.copy(
            f"SELECT {line} FROM exported", AS_IT_STANDS, Counted(out.write, source.rows, progress, source.stop)
        )
    return out.digest.hexdigest()


def write_json_lines(source: Source, file: Path, progress: Callable[[int], None] | None = None) -> str:
    """An object for each row, by the columns' names; gives the SHA-256 of the file's bytes."""
    cells = (
        f'{json_cell(cell, column.kind)} AS "{column.name.replace(chr(34), chr(34) * 2)}"'
        for cell, column in zip(source.cells, source.columns, strict=True)
    )
    sql = f"SELECT {', '.join(cells)} FROM exported"
    with _Hashed.opened(file) as out, source.in_order() as ordered:
        for start in range(0, ordered.rows, _AT_ONCE):
            part = ordered.part(start, min(start + _AT_ONCE, ordered.rows))
            part.copy(sql, "FORMAT json", out.write)
            part.stop.check()
            if progress is not None:
                progress(start + part.rows)
    return out.digest.hexdigest()


class _Hashed:
    """A file that also takes the digest of what is written."""

    def __init__(self, file: RawIOBase) -> None:
        self._file, self.digest = file, hashlib.sha256()

    @classmethod
    @contextlib.contextmanager
    def opened(cls, file: Path) -> Iterator[_Hashed]:
        with file.open("wb", buffering=0) as out:
            yield cls(out)

    def write(self, content: bytes) -> None:
        self.digest.update(content)
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]


def _neutral(text: str) -> str:
    return f"'{text}" if is_formula(text) else text
