"""One table into one file, with where it came from; and whether such a file is still as it was written."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import duckdb
import msgspec

from local_cache import audit
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.export.parquet import read_parquet, write_parquet
from local_cache.export.placing import placed
from local_cache.export.provenance import Provenance, Words, lines, sealed
from local_cache.export.source import Sources
from local_cache.export.table import Table
from local_cache.export.text_files import CsvStyle, write_csv, write_json_lines
from local_cache.export.workbook import verify_workbook, write_workbook
from local_cache.ledger import Ledger
from local_cache.sync.stop import Stop

Format = Literal["csv", "xlsx", "parquet", "jsonl"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "parquet", "jsonl")

BESIDE = ".provenance.json"
"""Ends the name of the file that stands beside CSV and JSON lines, which have no room for a provenance of their own."""


class NotAnExport(Problem):
    code = "not-an-export"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "{file} does not say where it came from, or cannot be read.")
    meaning = QT_TRANSLATE_NOOP(
        "Problem", "Whether it is as it was written cannot be told; it may be from elsewhere, damaged, or moved alone."
    )
    action = QT_TRANSLATE_NOOP(
        "Problem", "Keep a CSV file together with its .provenance.json file; ask whoever sent it, or export it anew."
    )


@dataclass(frozen=True, slots=True)
class Written:
    """files: the table's file first; provenance: as it stands in it or beside it."""

    files: tuple[Path, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Verified:
    """whole: content and provenance are as they were written; known: the audit log here holds the export with this
    digest; told: what the provenance says, name and text; apart: the provenance is whole, and is that of another
    content than the file beside it has."""

    whole: bool
    known: bool
    sha256: str
    told: tuple[tuple[str, str], ...]
    apart: bool = False


def write_table(
    ledger: Ledger,
    table: Table,
    file: Path,
    format: Format,
    provenance: Provenance,
    *,
    extra: Sequence[Table] = (),
    csv_style: CsvStyle = "excel",
    language: str = "nb",
    words: Words = str,
    progress: Callable[[int], None] | None = None,
    stop: Stop | None = None,
) -> Written:
    """Write the table; what was there before is replaced when the new file is whole, and never before.

    It is recorded in the audit log before the first row is read, and with its digest afterwards. extra: sheets beside
    the table in a workbook (the codebook). progress: called with the number of rows so far. A stop raises Cancelled and
    leaves nothing. Raises the Problems of `placed` and of `audit.record`.
    """
    stop = stop or Stop()
    subject = f"{provenance.registry}/{provenance.unit}"
    purpose = f" · {provenance.purpose}" if provenance.purpose else ""
    audit.record(ledger, "export", subject, f"{provenance.what} · {format} · {file.name}{purpose}")
    beside = format in ("csv", "jsonl")
    # The provenance is renamed first: no file ever stands without one.
    places = (file.with_name(file.name + BESIDE), file) if beside else (file,)
    with placed(ledger, *places) as (work, files), Sources.opened(work, files[-1], stop) as sources:
        source = sources.of(table, progress)
        match format:
            case "xlsx":
                made = write_workbook(
                    source,
                    [sources.of(one) for one in extra],
                    provenance,
                    files[-1],
                    words,
                    progress,
                    language=language,
                )
            case "parquet":
                made = write_parquet(source, provenance, files[-1], progress)
            case _:
                digest = (
                    write_csv(source, files[-1], csv_style, language, progress)
                    if format == "csv"
                    else write_json_lines(source, files[-1], progress)
                )
                made = sealed(msgspec.structs.replace(provenance, rows=source.rows, sha256=digest))
                files[0].write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
        stop.check()
    audit.record(ledger, "exported", subject, f"{file.name} · sha256 {made.sha256}")
    return Written((file, *places[:-1]), made)


def verify(ledger: Ledger | None, file: Path) -> Verified:
    """Whether a file is as it was written, and its provenance too. NotAnExport where that cannot be told."""
    try:
        found = _verified(file)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, ElementTree.ParseError, duckdb.Error):
        raise NotAnExport(file=file.name[:60]) from None
    if found is None:
        raise NotAnExport(file=file.name[:60])
    whole, digest, told, apart = found
    known = ledger is not None and any(
        e.action == "exported" and e.detail.endswith(f"sha256 {digest}") for e in audit.entries(ledger)
    )
    return Verified(whole, known, digest, tuple(told), apart)


def _verified(file: Path) -> tuple[bool, str, list[tuple[str, str]], bool] | None:
    beside = file.suffix.casefold() not in (".xlsx", ".parquet")
    match file.suffix.casefold():
        case ".xlsx":
            sheet = verify_workbook(file)
            return None if sheet is None else (sheet[0], sheet[1][-2][1], sheet[1], False)
        case ".parquet":
            found, digest = read_parquet(file)
            if found is None:
                return None
            provenance = found
        case _:
            said = file.with_name(file.name + BESIDE).read_text(encoding="utf-8")
            with file.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            provenance = msgspec.json.decode(said, type=Provenance)
    unbroken = sealed(provenance).seal == provenance.seal
    same = provenance.sha256 == digest
    return unbroken and same, provenance.sha256, lines(provenance, str), beside and unbroken and not same
