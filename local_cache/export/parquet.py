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
from local_cache.export.source import Counted, Source

KEY = "egnetall"
"""The key of the file's metadata under which the provenance stands, as JSON."""

_UNSAID = "0" * 64
"""Stands in place of digest and seal while the digest is taken: of the whole file as it was before they were put in."""

_AT_ONCE = 1 << 20


def write_parquet(
    source: Source, provenance: Provenance, file: Path, progress: Callable[[int], None] | None = None
) -> Provenance:
    """Gives the provenance with the number of rows, the digest and its seal, as it stands in the file.

    Columns have their names. progress: DuckDB tells of no rows on the way, so it is called when all are there.
    """
    plain = msgspec.structs.replace(provenance, rows=source.rows, sha256=_UNSAID, seal=_UNSAID)
    told = msgspec.json.encode(plain).decode().replace("'", "''")
    named = ", ".join(
        f'{parquet_cell(cell, column.kind, column.as_one)} AS "{column.name.replace(chr(34), chr(34) * 2)}"'
        for cell, column in zip(source.cells, source.columns, strict=True)
    )
    digest = hashlib.sha256()
    with file.open("wb+") as out:

        def write(content: bytes) -> None:
            digest.update(content)
            out.write(content)

        options = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{KEY}: '{told}'}}"
        source.copy(f"SELECT {named} FROM exported", options, Counted(write, source.rows, None, source.stop))
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


def _footer(file: BinaryIO) -> tuple[int, bytes]:
    """Where the metadata begin, and all from there to the end (Apache Parquet format, "File format")."""
    end = file.seek(0, 2)
    file.seek(end - 8)
    start = end - 8 - int.from_bytes(file.read(4), "little")
    if start < 0:
        raise ValueError("no Parquet file")
    file.seek(start)
    return start, file.read()
