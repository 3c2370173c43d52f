"""Parquet, with its provenance in the file's own metadata."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import duckdb
import msgspec

from local_cache.export.cells import parquet_cell
from local_cache.export.provenance import Provenance, sealed
from local_cache.export.source import Source

KEY = "egnetall"
"""The key of the file's metadata under which the provenance stands, as JSON."""

_UNSAID = "0" * 64
"""Stands in place of digest and seal while the digest is taken: of the whole file as it was before they were put in."""

_AT_ONCE = 1 << 20

_GROUP = 61_440
"""Rows that are written together; of DuckDB's own size a large table has so few that progress stands still."""


def write_parquet(
    source: Source, provenance: Provenance, file: Path, progress: Callable[[int], None] | None = None
) -> Provenance:
    """Gives the provenance with the number of rows, the digest and its seal, as it stands in the file.

    Columns have their names. progress: called as groups of rows are written; DuckDB tells of no rows on the way, so
    they are counted in what it writes.
    """
    plain = msgspec.structs.replace(provenance, rows=source.rows, sha256=_UNSAID, seal=_UNSAID)
    told = msgspec.json.encode(plain).decode().replace("'", "''")
    named = ", ".join(
        f'{parquet_cell(cell, column.kind, column.as_one)} AS "{column.name.replace(chr(34), chr(34) * 2)}"'
        for cell, column in zip(source.cells, source.columns, strict=True)
    )
    digest, pages = hashlib.sha256(), _Pages(len(source.columns))
    with file.open("wb+") as out:

        def write(content: bytes) -> None:
            source.stop.check()
            digest.update(content)
            out.write(content)
            if progress is not None and pages.pass_by(content):
                progress(min(pages.rows, source.rows))

        options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP}, KV_METADATA {{{KEY}: '{told}'}}"
        source.copy(f"SELECT {named} FROM exported", options, write)
        if progress is not None:
            progress(source.rows)
        made = sealed(msgspec.structs.replace(plain, sha256=digest.hexdigest()))
        start, footer = _footer(out)
        out.seek(start)
        out.write(footer.replace(msgspec.json.encode(plain), msgspec.json.encode(made)))
    return made


def read_parquet(file: Path) -> tuple[Provenance | None, str]:
    """The provenance, None where there is none, and the digest of the file as it was before its digest was put in.

    Raises OSError, ValueError (also msgspec's), duckdb.Error for what is no such file.
    """
    with duckdb.connect() as engine:
        found = engine.execute(
            "SELECT value FROM parquet_kv_metadata(?) WHERE decode(key) = ?", [str(file), KEY]
        ).fetchone()
    if found is None:
        return None, ""
    said = bytes(found[0])
    provenance = msgspec.json.decode(said, type=Provenance)
    plain = msgspec.structs.replace(provenance, sha256=_UNSAID, seal=_UNSAID)
    digest = hashlib.sha256()
    with file.open("rb") as content:
        start, footer = _footer(content)
        content.seek(0)
        left = start
        while left > 0 and (piece := content.read(min(_AT_ONCE, left))):
            digest.update(piece)
            left -= len(piece)
        digest.update(footer.replace(said, msgspec.json.encode(plain)))
    return provenance, digest.hexdigest()


class _Pages:
    """Counts rows in a Parquet file that passes by in pieces: each page's header says how many values it holds, and
    each column has all rows. Attribute: rows, whole ones so far.

    What is no page (filters, the metadata at the end) ends the count.
    """

    def __init__(self, columns: int) -> None:
        self.rows = 0
        self._columns, self._values = columns, 0
        self._kept, self._skip, self._over = b"", len(b"PAR1"), False

    def pass_by(self, content: bytes) -> bool:
        """Whether there are more rows than before."""
        before, left = self.rows, memoryview(content)
        while left and not self._over:
            if self._skip:
                passed = min(self._skip, len(left))
                self._skip, left = self._skip - passed, left[passed:]
                continue
            at_once = bytes(left[:_LONGEST_HEADER])
            try:
                length, size, values = _page(self._kept + at_once)
            except IndexError:  # the rest of the header is in the next piece
                self._kept += at_once
                left = left[len(at_once) :]
                self._over = len(self._kept) > _LONGEST_HEADER
                continue
            except ValueError:
                self._over = True
                break
            left = left[length - len(self._kept) :]
            self._kept, self._skip = b"", size
            self._values += values
        self.rows = self._values // max(self._columns, 1)
        return self.rows > before


_LONGEST_HEADER = 1 << 16


def _page(content: bytes) -> tuple[int, int, int]:
    """Of a page's header (Apache Parquet format, "PageHeader", in Thrift's compact protocol): its length, the length of
    the page after it, and how many values of the column are in it. IndexError where it is not all there, ValueError
    where it is none."""
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = content[at]
            at, value, shift = at + 1, value | (byte & 0x7F) << shift, shift + 7
            if byte < 0x80:
                return value

    def signed() -> int:
        value = number()
        return (value >> 1) ^ -(value & 1)

    def passed(kind: int) -> int:
        nonlocal at
        match kind:
            case 1 | 2:
                return 0
            case 3:
                at += 1
            case 4 | 5 | 6:
                return signed()
            case 7:
                at += 8
            case 8:
                at += number()
            case 12:
                return struct().get(1, 0)
            case _:
                raise ValueError("no page header")
        return 0

    def struct() -> dict[int, int]:
        """Its numbers by field, and of structs in it their first."""
        nonlocal at
        fields, field = {}, 0
        while (byte := content[at]) != 0:
            at += 1
            field = field + (byte >> 4) if byte >> 4 else signed()
            fields[field] = passed(byte & 0x0F)
        at += 1
        return fields

    header = struct()
    kind, size = header.get(1, -1), header.get(3, -1)
    if kind not in (0, 2, 3) or size < 0:
        raise ValueError("no page header")
    values = {0: 5, 3: 8}.get(kind)
    return at, size, header.get(values, 0) if values else 0


def _footer(file: BinaryIO) -> tuple[int, bytes]:
    """Where the metadata begin, and all from there to the end (Apache Parquet format, "File format")."""
    end = file.seek(0, 2)
    file.seek(end - 8)
    start = end - 8 - int.from_bytes(file.read(4), "little")
    if start < 0:
        raise ValueError("no Parquet file")
    file.seek(start)
    return start, file.read()
