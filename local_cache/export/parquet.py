"""Parquet, written by a DuckDB of its own: the one that holds the cache writes no file.

Rows go to it as JSON lines in memory; what does not fit spills encrypted into the export's private folder.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import fsspec
import msgspec

from local_cache.engine import encryption_library, storage_problem
from local_cache.errors import EncryptionMissing
from local_cache.export.provenance import ContentDigest, Provenance, sealed
from local_cache.export.table import Cell, Kind, Row, Table
from local_cache.sync.stop import Stop

KEY = "egnetall"
"""The key of the file's metadata under which the provenance stands, as JSON."""

_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}
_BATCH = 20_000
_MEMORY = "1GB"


def write_parquet(
    table: Table, rows: Iterable[Row], provenance: Provenance, file: Path, work: Path, stop: Stop
) -> Provenance:
    """Gives the provenance with the number of rows, the digest of the cells and its seal, as it stands in the file.

    Columns have their names. Raises the Problems of a full or failing disk.
    """
    digest, n = ContentDigest(), 0
    digest.row([column.name for column in table.columns])
    names = [f"c{i}" for i in range(len(table.columns))]
    columns = ", ".join(f"{c}: '{_TYPES[column.kind]}'" for c, column in zip(names, table.columns, strict=True))
    shape = ", ".join(f"{c} {_TYPES[column.kind]}" for c, column in zip(names, table.columns, strict=True))
    encode = msgspec.json.Encoder().encode
    memory, part = fsspec.filesystem("memory"), f"/egnetall-export/{work.name}.ndjson"
    engine = _engine(work)
    try:
        with stop.holding(engine):
            engine.execute(f"CREATE TABLE exported ({shape})")
            source = iter(rows)
            while batch := list(islice(source, _BATCH)):
                stop.check()
                for row in batch:
                    digest.row(row)
                lines = b"\n".join(encode(dict(zip(names, map(_jsonable, row), strict=True))) for row in batch)
                memory.pipe(part, lines)
                engine.execute(
                    f"""
                    INSERT INTO exported SELECT * FROM read_json('memory://{part}', format = 'newline_delimited',
                        columns = {{{columns}}}, maximum_object_size = 134217728)
                    """
                )
                n += len(batch)
            made = sealed(msgspec.structs.replace(provenance, rows=n, sha256=digest.hexdigest()))
            told = msgspec.json.encode(made).decode().replace("'", "''")
            named = ", ".join(
                f'{c} AS "{column.name.replace(chr(34), chr(34) * 2)}"'
                for c, column in zip(names, table.columns, strict=True)
            )
            engine.execute(
                f"""
                COPY (SELECT {named} FROM exported) TO '{_quoted(file)}'
                (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{KEY}: '{told}'}})
                """
            )
    except duckdb.InterruptException:
        stop.check()
        raise
    except duckdb.Error as error:
        known = storage_problem(error, file)
        if known is not None:
            raise known from None
        raise
    finally:
        engine.close()
        if memory.exists(part):
            memory.rm(part)
    return made


def read_parquet(file: Path, work: Path) -> tuple[str | None, str]:
    """The provenance's JSON, None where there is none, and the digest of the cells as they stand in the file."""
    engine = _engine(work)
    try:
        found = engine.execute(
            "SELECT value FROM parquet_kv_metadata(?) WHERE decode(key) = ?", [str(file), KEY]
        ).fetchone()
        read = engine.execute("SELECT * FROM read_parquet(?)", [str(file)])
        digest = ContentDigest()
        digest.row([name for name, *_ in read.description or []])
        for row in _fetched(read):
            digest.row(row)
    finally:
        engine.close()
    return (bytes(found[0]).decode("utf-8", "replace") if found else None), digest.hexdigest()


def _fetched(read: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := read.fetchmany(500):
        yield from rows


def _engine(work: Path) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_unsigned_extensions": "false",
            "allow_persistent_secrets": "false",
            "python_enable_replacements": "false",
            "temp_directory": str(work / "spill"),
            "memory_limit": _MEMORY,
            "threads": "2",
            "preserve_insertion_order": "true",
        },
    )
    try:
        try:
            engine.execute(f"LOAD '{_quoted(encryption_library())}'")
        except duckdb.Error:
            raise EncryptionMissing() from None
        engine.execute("SET temp_file_encryption = true")
        engine.register_filesystem(fsspec.filesystem("memory"))
    except BaseException:
        engine.close()
        raise
    return engine


def _jsonable(cell: Cell) -> Cell:
    return ("NaN" if math.isnan(cell) else str(cell)) if isinstance(cell, float) and not math.isfinite(cell) else cell


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
