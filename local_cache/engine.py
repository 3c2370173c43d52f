"""DuckDB opened on one encrypted file and locked down: no other files, no network, no settings.

What leaves it goes through `outgoing.py`, to places that an export has opened, and nowhere else.

What DuckDB reports is told apart here and goes no further: its texts can carry a patient's values.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import duckdb
import fsspec

from local_cache.disk import give_up_ballast
from local_cache.errors import (
    CacheInUse,
    CacheUnusable,
    DiskFull,
    EncryptionMissing,
    KeyDoesNotFit,
    NotEnoughMemory,
    NotWritable,
    Problem,
    StorageFailed,
)
from local_cache.outgoing import DIRECTORY, OutgoingFiles

Cursor = duckdb.DuckDBPyConnection

ROWS_BY_ID = 256
"""A join with so few rows reads only the parts of the other table where they can be: 26 ms in place of 380 for 50 rows
by their row ids in 10 million of 60 columns. DuckDB's own limit is 50."""


@dataclass(frozen=True)
class Limits:
    """spill: a private directory for what does not fit into memory; memory: such as "2GB"; threads: None for all."""

    spill: Path
    memory: str = "2GB"
    threads: int | None = None


def start_engine(path: Path, key: bytes, limits: Limits) -> Cursor:
    """An engine with the file attached as `cache` (made if it is missing), locked down.

    The order of the steps matters: each closes a door behind it. key: 32 bytes.
    Raises EncryptionMissing, KeyDoesNotFit, CacheInUse, DiskFull, NotWritable, StorageFailed, CacheUnusable.
    """
    library = encryption_library()
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_unsigned_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
        "dynamic_or_filter_threshold": str(ROWS_BY_ID),
        "temp_directory": str(limits.spill),
        "memory_limit": limits.memory,
    }
    if limits.threads is not None:
        config["threads"] = str(limits.threads)
    engine = duckdb.connect(":memory:", config=config)
    try:
        try:
            engine.execute(f"LOAD '{_quoted(library)}'")
        except duckdb.Error:
            raise EncryptionMissing() from None
        engine.execute("SET temp_file_encryption = true")
        engine.execute("SET max_temp_directory_size = '2GB'")
        engine.register_filesystem(fsspec.filesystem("memory"))
        engine.register_filesystem(OutgoingFiles())
        try:
            # The key is bound, not written in: a syntax error would echo it.
            engine.execute(
                f"ATTACH '{_quoted(path)}' AS cache (ENCRYPTION_KEY ?)", [base64.b64encode(key).decode("ascii")]
            )
        except duckdb.Error as error:
            raise opening_problem(error, path) from None
        engine.execute(f"SET allowed_directories = ['memory:///', '{DIRECTORY}']")
        engine.execute("SET enable_external_access = false")
        engine.execute("SET lock_configuration = true")
    except BaseException:
        engine.close()
        raise
    return engine


def new_cursor(engine: Cursor) -> Cursor:
    cursor = engine.cursor()
    cursor.execute("USE cache")  # a cursor starts in the engine's own, empty database
    return cursor


def encryption_library() -> Path:
    """DuckDB's httpfs extension, which brings OpenSSL: without it DuckDB cannot write encrypted files.

    Also found in the frozen program. EncryptionMissing when there is none for this version of DuckDB.
    """
    folder = resources.files("duckdb_extension_httpfs") / "extensions" / f"v{duckdb.__version__}"
    library = Path(str(folder / "httpfs.duckdb_extension"))
    if not library.is_file():
        raise EncryptionMissing()
    return library


def opening_problem(error: duckdb.Error, path: Path) -> Problem:
    """Why a file could not be opened or made. What is not recognised counts as damage: the cache is disposable.

    The header carries a checksum, so damage there is never taken for a key that does not fit.
    """
    known = storage_problem(error, path)
    if known is not None:
        return known
    return CacheUnusable()


def storage_problem(error: duckdb.Error, path: Path) -> Problem | None:
    """The expected Problem behind a DuckDB error, or None where it is a mistake in a statement or in its data.

    DuckDB tells these apart only in its texts.
    """
    own = str(path)
    text = str(error)
    about_own_file = own in text
    said = text.replace(own, "").lower()
    if "no space left" in said or "disk full" in said or "not enough space" in said or "quota exceeded" in said:
        give_up_ballast(path.parent)
        return DiskFull(place=path.parent.name)
    if isinstance(error, duckdb.OutOfMemoryException):
        return NotEnoughMemory()
    if "wrong encryption key" in said:
        return KeyDoesNotFit(place=path.parent.name)
    if "could not set lock" in said or "being used by another process" in said or "unique file handle conflict" in said:
        return CacheInUse()
    if "read-only file system" in said or "permission denied" in said or "access is denied" in said:
        return NotWritable(place=path.parent.name)
    if "input/output error" in said or "file name too long" in said:
        return StorageFailed(place=path.parent.name) if "input/output" in said else NotWritable(place=path.parent.name)
    if "aes tag" in said or isinstance(error, duckdb.FatalException | duckdb.InternalException):
        return CacheUnusable()
    if about_own_file and isinstance(error, duckdb.IOException | duckdb.SerializationException):
        return CacheUnusable()
    return None


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
