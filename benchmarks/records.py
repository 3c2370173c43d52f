"""Own records, a window at a time: 1 million (and 10 million) records of 60 columns in an encrypted cache.

Measured: the first page of the page of own records (counts, the first records in order, their values and what is wrong
with them), a jump to a page anywhere, the order of all by date, number and text, a filter, how soon a sort that is
interrupted ends, and memory. With --window also the window itself, scrolled by the keyboard (PageDown from the top,
End, PageUp, Home, and jumps to anywhere) with the longest time the event loop was not free; in a real window:

    python -m benchmarks.records [--records 1000000] [--shuffled] [--window]
    xvfb-run -a env QT_QPA_PLATFORM=xcb python -m benchmarks.records --window

pandas does the same filter and the same sorts on the same data in the same run, in memory, and the ratio is printed:
with all columns up to 2 million records; beyond that 60 columns do not fit, and it has only those that are filtered and
sorted by.
"""

from __future__ import annotations

import argparse
import random
import secrets
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import msgspec
from msgspec import structs

from benchmarks.counting import DEFINITION as COUNTED
from benchmarks.counting import TABLE, TEXT, UNIT
from benchmarks.counting import fill as fill_counted
from local_cache.cache import Cache
from local_cache.records.columns import columns_of_form
from local_cache.records.filter import Between, Contains, OneOf, RecordFilter
from local_cache.records.query import RecordQuery
from local_cache.records.statistics import column_statistics
from local_cache.records.window import count, order, read_page, start
from local_cache.registry import Rule, Variable

FIRST = 60
"""Rows that come first."""
SCREEN = 40
"""Rows that a jump reads: the pages of 10 that hold a screen of 30."""
REMARKS = 100_000
"""Different texts in the text column."""

IN_MEMORY = 2_000_000
"""Records whose 60 columns pandas can hold."""

FORM = structs.replace(
    COUNTED.forms[0], variables=(*COUNTED.forms[0].variables, Variable("remark", {"nb": "Merknad"}, "text"))
)
DEFINITION = structs.replace(
    COUNTED,
    forms=(FORM,),
    rules=tuple(
        Rule(f"r{n}", 1, "main", expression, "warning", TEXT)
        for n, expression in enumerate(
            ("operated_at >= admitted_at", "age BETWEEN 18 AND 110", "stay <= 19.5", "v1 < 99")
        )
    ),
)
QUERY = RecordQuery("bench", "main", UNIT)
SOME = RecordFilter((("age", Between(75, 84)), ("sex", OneOf(("2",)))))


def fill(cache: Cache, records: int, shuffled: bool) -> None:
    """The records with a text column, and what makes them a registry's that one can look at.

    shuffled: their events lie in no order at all; else a record is sent within two months of its event, as they are.
    """
    with cache.writing() as cursor:
        fill_counted(cursor, records)
        if not shuffled:
            day = f"DATE '2016-01-01' + CAST(sequence * 3600 // {records} + hash(sequence, 1) % 60 AS INTEGER)"
            cursor.execute(f"UPDATE {TABLE} SET event_date = {day}, operated_on = {day}")
        cursor.execute(f"ALTER TABLE {TABLE} ADD COLUMN remark VARCHAR")
        cursor.execute(
            f"UPDATE {TABLE} SET remark = 'Merknad ' || hash(sequence, 77) % {REMARKS} || ' til operasjonen'"
        )
        body = msgspec.json.encode(DEFINITION).decode()
        cursor.execute("INSERT INTO source VALUES ('s', 'service', 'http://bench', 'Bench', now()::TIMESTAMP)")
        cursor.execute("INSERT INTO registry VALUES ('bench', 's', '1', '[]', '[]')")
        cursor.execute("INSERT INTO definition VALUES ('bench', '1', ?, now()::TIMESTAMP)", [body])
        cursor.execute(
            "INSERT INTO subscription (registry, unit, roles, epoch, cursor, server_time)"
            " VALUES ('bench', ?, ['leser'], 'e', 'c', now()::TIMESTAMP)",
            [UNIT],
        )
        cursor.execute("INSERT INTO feed VALUES ('bench', ?, 'records/main', 'e', 'c', ?, 'd', '[]')", [UNIT, records])
        cursor.execute(
            "INSERT INTO monthly_results VALUES ('bench', 'well', 'all', ?, TRUE, DATE '2025-01-01', 1, 2, NULL, NULL,"
            " NULL, FALSE, FALSE)",
            [UNIT],
        )
    cache.checkpoint()


def milliseconds(work: Callable[[], object], repeats: int) -> list[float]:
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def say(what: str, taken: list[float], aim: str = "") -> None:
    middle = statistics.median(taken)
    print(f"{what:58} {middle:9.1f} ms  (best {min(taken):.1f}, worst {max(taken):.1f}){'  aim ' + aim if aim else ''}")


def resident_mb(peak: bool = False) -> float:
    name = "VmHWM" if peak else "VmRSS"
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def measure(cache: Cache, repeats: int) -> None:
    columns = columns_of_form(DEFINITION, FORM, "nb")
    before = resident_mb()
    with cache.reading() as cursor:

        def opened(query: RecordQuery = QUERY) -> None:
            begun = start(cursor, DEFINITION, query, FIRST)
            ids = begun.order.ids[:FIRST].tolist()
            read_page(cursor, DEFINITION, query, begun.order.stamp, ids, columns)

        opened()  # expressions are compiled once
        say("first page, newest first, all columns", milliseconds(opened, repeats), "50 ms")
        filtered = RecordQuery("bench", "main", UNIT, SOME)
        say("first page of a filter (women of 75–84)", milliseconds(lambda: opened(filtered), repeats))
        found = count(cursor, DEFINITION, filtered)
        print(f"    {found:,} records fit it")
        searched = RecordQuery("bench", "main", UNIT, RecordFilter((("remark", Contains("7777")),)))
        say("first page of “remark contains 7777”", milliseconds(lambda: opened(searched), repeats))
        flagged = RecordQuery("bench", "main", UNIT, RecordFilter(flagged=True))
        say("first page of what is flagged (four rules)", milliseconds(lambda: opened(flagged), repeats))
        for name, descending in (("event_date", True), ("age", False), ("sex", False), ("remark", False)):
            query = RecordQuery("bench", "main", UNIT, sort=name, descending=descending)
            aim = "2,000 ms" if name == "remark" else ""
            say(f"order of all by {name}", milliseconds(lambda q=query: order(cursor, DEFINITION, q), 3), aim)  # type: ignore[misc]
            whole = order(cursor, DEFINITION, query)

            def jump(query: RecordQuery = query, whole: Any = whole) -> None:
                at = random.randrange(len(whole) - SCREEN)
                ids = whole.ids[at : at + SCREEN].tolist()
                read_page(cursor, DEFINITION, query, whole.stamp, ids, columns)

            say(f"    a jump in it, {SCREEN} rows of {len(columns)} columns", milliseconds(jump, repeats), "50 ms")
            bytes_each = whole.ids.nbytes / len(whole)
        print(f"the order takes {whole.ids.nbytes / 2**20:.0f} MiB ({bytes_each:.0f} bytes for each record)")
        say("statistics of a number", milliseconds(lambda: column_statistics(cursor, DEFINITION, QUERY, "wait"), 3))
        say("statistics of a text", milliseconds(lambda: column_statistics(cursor, DEFINITION, QUERY, "remark"), 3))
        by_text = RecordQuery("bench", "main", UNIT, sort="remark", descending=False)
        say("interrupting the sort by text, from asking to the end", interrupted(cursor, by_text))
    grown, most = resident_mb() - before, resident_mb(peak=True)
    print(f"memory of the process: {before:.0f} MB before, {grown:.0f} MB more afterwards, {most:.0f} MB at most")


def interrupted(cursor: duckdb.DuckDBPyConnection, query: RecordQuery) -> list[float]:
    """Milliseconds from interrupting a sort to its end, at several moments of it."""
    whole = min(milliseconds(lambda: order(cursor, DEFINITION, query), 1))
    taken = []
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        asked = 0.0

        def ask(share: float = share) -> None:
            nonlocal asked
            time.sleep(whole * share / 1000)
            asked = time.perf_counter()
            cursor.interrupt()

        thread = threading.Thread(target=ask)
        thread.start()
        try:
            order(cursor, DEFINITION, query)
        except duckdb.InterruptException:
            taken.append((time.perf_counter() - asked) * 1000)
        thread.join()
    return taken or [0.0]


def against_pandas(cache: Cache) -> None:
    with cache.reading() as cursor:
        (records,) = cursor.execute(f"SELECT count(*) FROM {TABLE}").fetchone() or (0,)
        columns = "*" if records <= IN_MEMORY else "record_id, age, sex, remark"
        frame = cursor.execute(f"SELECT {columns} FROM {TABLE}").df()
        sort = RecordQuery("bench", "main", UNIT, SOME, sort="remark", descending=False)
        ours = statistics.median(milliseconds(lambda: order(cursor, DEFINITION, sort), 3))
        everything = RecordQuery("bench", "main", UNIT, sort="remark", descending=False)
        ours_all = statistics.median(milliseconds(lambda: order(cursor, DEFINITION, everything), 3))

    def theirs() -> object:
        return frame[frame.age.between(75, 84) & (frame.sex == "2")].sort_values("remark", kind="stable")

    theirs_some = statistics.median(milliseconds(theirs, 3))
    theirs_all = statistics.median(milliseconds(lambda: frame.sort_values("remark", kind="stable"), 3))
    print(f"filter and sort by text: {ours:.0f} ms, pandas {theirs_some:.0f} ms, {theirs_some / ours:.1f} × as long")
    print(f"sort of all by text: {ours_all:.0f} ms, pandas {theirs_all:.0f} ms, {theirs_all / ours_all:.1f} × as long")


def scroll(directory: Path, key: bytes, presses: int) -> None:
    """The window on these records, walked by the keyboard; prints the longest gaps of its event loop."""
    from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
    from PySide6.QtGui import QGuiApplication, QKeyEvent
    from PySide6.QtWidgets import QApplication

    from app.main_window import MainWindow
    from app.pages.records import RecordsPage
    from app.program import open_program
    from app.window import make_application
    from local_cache.keys import Keys

    application = make_application()
    with open_program(directory, keys=Keys(key, key, key, "memory"), offline=True) as program:
        window = MainWindow(program)
        window.show()
        loop, longest, last = QEventLoop(), 0.0, time.perf_counter()

        def beat() -> None:
            nonlocal longest, last
            now = time.perf_counter()
            longest, last = max(longest, (now - last) * 1000), now

        pulse = QTimer()
        pulse.timeout.connect(beat)
        pulse.start(1)

        def run(milliseconds: int) -> None:
            QTimer.singleShot(milliseconds, loop.quit)
            loop.exec()

        def quiet() -> None:
            for _ in range(3):
                run(10)
                while window.here is None or window.jobs.underway():
                    run(10)

        def there() -> bool:
            end = table.rowAt(table.viewport().height() - 1)
            rows = (table.rowAt(0), model.rowCount() - 1 if end < 0 else end)
            return all(model.row_at(row) is not None for row in rows)

        def gap_of(what: str, steps: int, step: Callable[[int], None]) -> None:
            nonlocal longest, last
            quiet()
            longest, last = 0.0, time.perf_counter()
            taken = []
            for n in range(steps):
                began = time.perf_counter()
                step(n)
                while not there():
                    run(1)
                taken.append((time.perf_counter() - began) * 1000)
                run(33)  # a key that is held down repeats as often
            quiet()
            rows = f"rows after {statistics.median(taken):.0f} ms (worst {max(taken):.0f})"
            print(f"{what:58} {longest:9.1f} ms longest gap  aim 50 ms; {rows}")

        quiet()
        window.show_page("records")
        page = window.pages["records"]
        assert isinstance(page, RecordsPage)
        quiet()
        run(1_000)
        table, model = page._table, page._table.records
        table.setFocus()

        def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(table, QKeyEvent(kind, key, modifier))

        print(f"window on {model.rowCount():,} records, platform {QGuiApplication.platformName()}:")
        control = Qt.KeyboardModifier.ControlModifier
        gap_of("nothing pressed", presses, lambda n: None)
        gap_of(f"{presses} × PageDown from the top", presses, lambda n: press(Qt.Key.Key_PageDown))
        gap_of(
            "End, then as many × PageUp",
            presses,
            lambda n: press(Qt.Key.Key_PageUp) if n else press(Qt.Key.Key_End, control),
        )
        gap_of(
            "Home, then arrows down",
            presses,
            lambda n: press(Qt.Key.Key_Down) if n else press(Qt.Key.Key_Home, control),
        )
        bar = table.verticalScrollBar()
        gap_of(
            "jumps with the scroll bar to anywhere", presses, lambda n: bar.setValue(random.randrange(bar.maximum()))
        )
        page._sort("remark", False)
        gap_of(
            "the same while and after sorting by text", presses, lambda n: bar.setValue(random.randrange(bar.maximum()))
        )
        pulse.stop()
        window.close()
        application.processEvents()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--shuffled", action="store_true", help="events in no order at all: the worst case")
    parser.add_argument("--window", action="store_true", help="also scroll a window")
    parser.add_argument("--presses", type=int, default=150)
    asked = parser.parse_args()
    for records in asked.records:
        with tempfile.TemporaryDirectory(prefix="egnetall-benchmark-") as name:
            directory, key = Path(name), secrets.token_bytes(32)
            cache = Cache.open(directory / "cache.duckdb", key, spill=directory / "spill")
            try:
                began = time.perf_counter()
                fill(cache, records, asked.shuffled)
                size = (directory / "cache.duckdb").stat().st_size / 1e6
                print(f"{records:,} records, {size:.0f} MB on disk, made in {time.perf_counter() - began:.0f} s")
                measure(cache, asked.repeats)
                against_pandas(cache)
            finally:
                cache.close()
            if asked.window:
                from local_cache.ledger import Ledger

                Ledger.open(directory / "ledger.sqlite", key).close()
                scroll(directory, key, asked.presses)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
