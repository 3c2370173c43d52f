"""Own records into files: a unit's records of 60 columns, out of the encrypted cache.

Held against, in the same run: DuckDB's own COPY of the same query (labels, order) in a plain DuckDB, pandas.to_csv, and
XlsxWriter's constant-memory mode on the same rows. Also: how soon a stop ends, memory, and the longest time the event
loop of a window was not free while a job exports, beside the same without a job.

    python -m benchmarks.exports [--rows 100000] [--repeats 3] [--excel-rows 20000]

`--rows 1000000` is the long form. XlsxWriter and pandas get no more than `--excel-rows` and `--rows`; their times are
per row.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import secrets
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import duckdb
import fsspec
from msgspec import structs

from benchmarks.counting import TABLE
from benchmarks.records import DEFINITION as PLAIN
from benchmarks.records import QUERY, fill, resident_mb
from local_cache.cache import Cache
from local_cache.export.provenance import Provenance
from local_cache.export.table import Query, Table
from local_cache.export.tables import record_columns, record_rows_table
from local_cache.export.text_files import CsvStyle
from local_cache.export.writing import Format, write_table
from local_cache.ledger import Ledger
from local_cache.registry import Code, CodeList
from local_cache.sync.stop import Cancelled, Stop

LISTS = {"sex": ("Mann", "Kvinne"), "asa": ("Frisk", "Mild sykdom", "Alvorlig sykdom", "Livstruende sykdom", "Døende")}
DEFINITION = structs.replace(
    PLAIN,
    code_lists=tuple(
        CodeList(name, tuple(Code(str(i), {"nb": label}) for i, label in enumerate(labels, start=1)))
        for name, labels in LISTS.items()
    ),
    forms=(
        structs.replace(
            PLAIN.forms[0],
            variables=tuple(structs.replace(v, codes=v.id) if v.id in LISTS else v for v in PLAIN.forms[0].variables),
        ),
    ),
)
PROVENANCE = Provenance(
    "skjema", "bench", "Bench", "here", "Her", "alle", "TRUE", "alt", "alt", {}, "1", None, False, "0", "noen",
    datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip
KINDS: tuple[tuple[str, Format, CsvStyle], ...] = (
    ("CSV, plain", "csv", "plain"),
    ("CSV, as Excel here has it", "csv", "excel"),
    ("Parquet", "parquet", "plain"),
    ("JSON lines", "jsonl", "plain"),
)


def records(cursor: duckdb.DuckDBPyConnection) -> Table:
    columns, _ = record_columns(DEFINITION, "main", "nb", {})
    return record_rows_table(cursor, DEFINITION, QUERY, columns, "labels", "Skjema", str)


def export(
    cache: Cache, ledger: Ledger, file: Path, format: Format, style: CsvStyle = "plain", stop: Stop | None = None
) -> float:
    """Seconds."""
    began = time.perf_counter()
    with cache.reading() as cursor:
        write_table(ledger, records(cursor), file, format, PROVENANCE, csv_style=style, stop=stop)
    return time.perf_counter() - began


def plain_duckdb(cache: Cache, place: Path, rows: int) -> tuple[duckdb.DuckDBPyConnection, str]:
    """The same table in a DuckDB without a key or a lock, and the same query with the columns' names."""
    plain = duckdb.connect(str(place), config={"memory_limit": "2GB"})
    memory = fsspec.filesystem("memory")
    plain.register_filesystem(memory)
    with cache.reading() as cursor:
        cursor.execute(f"COPY {TABLE} TO 'memory:///bench.parquet' (FORMAT parquet)")
        table = records(cursor)
    plain.execute(f"CREATE TABLE {TABLE} AS FROM 'memory:///bench.parquet'")
    memory.rm("/bench.parquet")
    plain.execute("CHECKPOINT")
    assert isinstance(table.rows, Query)
    named = ", ".join(f'c{i} AS "{column.name}"' for i, column in enumerate(table.columns))
    return plain, f"SELECT {named} FROM ({table.rows.sql.replace('?', repr(QUERY.unit))})"


def with_xlsxwriter(plain: duckdb.DuckDBPyConnection, sql: str, file: Path, rows: int) -> float:
    """Seconds of the same rows, cell by cell, typed, in bounded memory."""
    import xlsxwriter

    began = time.perf_counter()
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True, "strings_to_urls": False})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
    read = plain.execute(f"{sql} LIMIT {rows}")
    at = 0
    while page := read.fetchmany(300):
        for row in page:
            for i, cell in enumerate(row):
                if cell is None:
                    continue
                if isinstance(cell, str):
                    sheet.write_string(at, i, cell)
                elif isinstance(cell, bool):
                    sheet.write_boolean(at, i, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(at, i, cell, day)
                else:
                    sheet.write_number(at, i, cell)
            at += 1
    book.close()
    return time.perf_counter() - began


def stopped_after(cache: Cache, ledger: Ledger, file: Path, format: Format, whole: float) -> list[float]:
    """Milliseconds from a stop to the end, at several moments of an export that takes `whole` seconds."""
    taken = []
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        stop, asked = Stop(), [0.0]

        def ask(stop: Stop = stop, asked: list[float] = asked, share: float = share) -> None:
            time.sleep(whole * share)
            asked[0] = time.perf_counter()
            stop.interrupt()

        thread = threading.Thread(target=ask)
        thread.start()
        try:
            export(cache, ledger, file, format, stop=stop)
        except Cancelled:
            taken.append((time.perf_counter() - asked[0]) * 1000)
        thread.join()
    return taken


def gaps(cache: Cache, ledger: Ledger, folder: Path) -> None:
    """The longest time the event loop of a window was not free while jobs export."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from app.jobs import Jobs
    from local_cache.sync.outcome import Changed

    application = QApplication.instance() or QApplication([])
    jobs = Jobs(cache)

    class Page(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.loop = QEventLoop()

        def take(self, _: object) -> None:
            self.loop.quit()

    def longest(begin: Callable[[Page], None]) -> tuple[float, float, float]:
        page, beats = Page(), [time.perf_counter()]
        pulse = QTimer()
        pulse.timeout.connect(lambda: beats.append(time.perf_counter()))
        pulse.start(1)
        begin(page)
        page.loop.exec()
        pulse.stop()
        between = sorted((after - before) * 1000 for before, after in pairwise(beats))
        return between[-1], between[int(len(between) * 0.999)], beats[-1] - beats[0]

    def job(format: Format) -> Callable[[Page], None]:
        def begin(page: Page) -> None:
            jobs.change(
                lambda stop, report: (
                    Changed.NOTHING,
                    export(cache, ledger, folder / f"job.{format}", format, "excel", stop),
                ),
                page.take,
                page.take,
            )

        return begin

    kinds: tuple[Format, ...] = ("csv", "parquet", "jsonl", "xlsx")
    for name in ("no job", *kinds, "no job"):
        begin = job(name) if name in kinds else lambda page: QTimer.singleShot(3000, page.loop.quit)  # type: ignore[arg-type]
        most, usual, seconds = longest(begin)
        print(f"  event loop, {name:8}: longest gap {most:5.0f} ms, 99.9 % under {usual:5.1f} ms, in {seconds:.1f} s")
    jobs.close()
    application.processEvents()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--excel-rows", type=int, default=20_000)
    asked = arguments.parse_args()
    rows = asked.rows
    with tempfile.TemporaryDirectory(prefix="egnetall-benchmark-") as name:
        folder = Path(name)
        cache = Cache.open(folder / "cache.duckdb", secrets.token_bytes(32), spill=folder / "spill")
        ledger = Ledger.open(folder / "ledger.sqlite", secrets.token_bytes(32))
        try:
            fill(cache, rows, False)
            plain, sql = plain_duckdb(cache, folder / "plain.duckdb", rows)
            width = len(plain.execute(f"{sql} LIMIT 0").description or ())
            print(f"{rows:,} records × {width} columns; seconds are medians of {asked.repeats}")
            for what, format, style in KINDS:
                options = {
                    "csv": "FORMAT csv, HEADER",
                    "parquet": "FORMAT parquet, COMPRESSION zstd",
                    "jsonl": "FORMAT json",
                }[format]
                ours, theirs, before = [], [], resident_mb()
                for _ in range(asked.repeats):  # in turn, for the machine has other work
                    ours.append(export(cache, ledger, folder / f"ours.{format}", format, style))
                    began = time.perf_counter()
                    plain.execute(f"COPY ({sql}) TO '{folder / 'plain'}.{format}' ({options})")
                    theirs.append(time.perf_counter() - began)
                each = [a / b for a, b in zip(ours, theirs, strict=True)]
                print(
                    f"{what:28} {statistics.median(ours):7.2f} s, DuckDB's COPY {statistics.median(theirs):6.2f} s, "
                    f"ratio {statistics.median(each):.2f} "
                    f"(best {min(each):.2f}); memory {resident_mb() - before:+.0f} MB"
                )
                stops = stopped_after(cache, ledger, folder / f"stop.{format}", format, statistics.median(ours))
                print(f"    stopped within {', '.join(f'{s:.0f}' for s in stops)} ms")
            taken = export(cache, ledger, folder / "ours.xlsx", "xlsx", "excel")
            size = (folder / "ours.xlsx").stat().st_size / 2**20
            theirs_each = with_xlsxwriter(plain, sql, folder / "x.xlsx", min(rows, asked.excel_rows)) / min(
                rows, asked.excel_rows
            )
            print(
                f"{'Excel':28} {taken:7.2f} s ({size:.0f} MB), XlsxWriter {theirs_each * rows:6.2f} s (from "
                f"{min(rows, asked.excel_rows):,} rows), ratio {taken / (theirs_each * rows):.2f}"
            )
            stops = stopped_after(cache, ledger, folder / "stop.xlsx", "xlsx", taken)
            print(f"    stopped within {', '.join(f'{s:.0f}' for s in stops)} ms")
            print(f"memory of the process at most {resident_mb(peak=True):.0f} MB (two DuckDBs of at most 2 GB)")
            gaps(cache, ledger, folder)
            if importlib.util.find_spec("pandas"):
                frame = plain.execute(f"{sql} LIMIT {min(rows, 100_000)}").df()
                began = time.perf_counter()
                frame.to_csv(folder / "pandas.csv", index=False)
                a_row = (time.perf_counter() - began) / len(frame)
                print(f"pandas.to_csv (from memory)  {a_row * rows:7.2f} s (from {len(frame):,} rows)")
            else:
                print("pandas is not here, so nothing is held against it")
            plain.close()
        finally:
            cache.close()
            ledger.close()


if __name__ == "__main__":
    main()
