"""What the page Data quality costs: every part of it over a unit's records, and a local list held against them.

The invented hip fracture registry's two forms, all records one unit's, in an encrypted cache. Prints the time of each
part (best of the repeats), as a multiple of counting the same records by month, and the longest time another thread had
to wait for the interpreter meanwhile: that is how long the window could have stood still.

    python -m benchmarks.quality [--records 1000000] [--list 200000] [--repeats 3]
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from demo_registry.generator import Span, generate
from demo_registry.hip_fracture import HIP_FRACTURE
from demo_registry.units import CHOSEN_UNIT
from local_cache.cache import Cache
from local_cache.quality.comparability import comparability
from local_cache.quality.completeness import form_completeness
from local_cache.quality.coverage import coverage
from local_cache.quality.duplicates import duplicates
from local_cache.quality.local_list import read_local_list
from local_cache.quality.missing_cases import match
from local_cache.quality.readiness import readiness
from local_cache.quality.scope import Scope, scope_of
from local_cache.quality.timeliness import timeliness
from local_cache.quality.validity import validity
from local_cache.registry import record_table
from local_cache.results.figure import Period

TODAY = date(2026, 3, 17)
PERIODS = {
    "last 12 months": Period(date(2025, 3, 1), date(2026, 3, 1)),
    "last 60 months": Period(date(2021, 3, 1), date(2026, 3, 1)),
}
DEFINITION = HIP_FRACTURE.definition(HIP_FRACTURE.versions[-1], TODAY)
MAIN = record_table(DEFINITION.registry, HIP_FRACTURE.main_form)


def fill(cache: Cache, records: int) -> None:
    """A unit with so many records over both forms, as a synchronisation leaves them."""
    main = round(records / 1.65)
    with cache.writing() as cursor:
        span = Span(date(2021, 1, 1), date(2026, 3, 16), TODAY)
        generate(cursor, HIP_FRACTURE, span, 1, (main, records - main), 0.001)
        for form in DEFINITION.forms:
            cursor.execute(f"DELETE FROM {record_table(DEFINITION.registry, form.id)} WHERE unit <> ?", [CHOSEN_UNIT])
        cursor.execute("INSERT INTO source VALUES ('s', 'service', 'http://bench', 'Bench', now()::TIMESTAMP)")
        cursor.execute("INSERT INTO registry VALUES (?, 's', ?, '[]', '[]')", [DEFINITION.registry, DEFINITION.version])
        body = msgspec.json.encode(DEFINITION).decode()
        cursor.execute(
            "INSERT INTO definition VALUES (?, ?, ?, now()::TIMESTAMP)", [DEFINITION.registry, DEFINITION.version, body]
        )
        cursor.execute(
            """
            INSERT INTO subscription (registry, unit, roles, epoch, cursor, server_time)
            VALUES (?, ?, ['leser'], 'e', 'c', TIMESTAMP '2026-03-17 06:00')
            """,
            [DEFINITION.registry, CHOSEN_UNIT],
        )


class Waiting(threading.Thread):
    """Wakes every millisecond; longest: seconds by which it was late."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.longest = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        last = time.perf_counter()
        while not self.done.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            self.longest, last = max(self.longest, now - last - 0.001), now


def best(answer: Callable[[], Any], repeats: int) -> tuple[float, float, Any]:
    """Shortest time, longest wait of another thread, and the answer."""
    times, waits, found = [], [], None
    for _ in range(repeats):
        waiting = Waiting()
        waiting.start()
        began = time.perf_counter()
        found = answer()
        times.append(time.perf_counter() - began)
        waiting.done.set()
        waiting.join()
        waits.append(waiting.longest)
    return min(times), max(waits), found


def count_by_month(cursor: Any, scope: Scope) -> None:
    for form in scope.definition.forms:
        cursor.execute(
            f"SELECT date_trunc('month', event_date), count(*) FROM {scope.table(form)}"
            f" WHERE {scope.judged_sql} GROUP BY 1",
            {"unit": scope.unit},
        ).fetchall()


def measure(cache: Cache, repeats: int) -> None:
    with cache.reading() as cursor:
        for name, period in PERIODS.items():
            scope = scope_of(cursor, DEFINITION, CHOSEN_UNIT, period, TODAY)
            base, _, _ = best(lambda s=scope: count_by_month(cursor, s), repeats)  # type: ignore[misc]
            print(f"{name}: counting by month takes {base * 1000:.0f} ms")
            parts: dict[str, Callable[[], Any]] = {
                "coverage": lambda s=scope: coverage(cursor, s),  # type: ignore[misc]
                "comparability": lambda s=scope: comparability(cursor, s),  # type: ignore[misc]
                "completeness": lambda s=scope: [form_completeness(cursor, s, f) for f in s.definition.forms],  # type: ignore[misc]
                "timeliness": lambda s=scope: [timeliness(cursor, s, f) for f in s.definition.forms],  # type: ignore[misc]
                "validity": lambda s=scope: [validity(cursor, s, f) for f in s.definition.forms],  # type: ignore[misc]
                "duplicates": lambda s=scope: [duplicates(cursor, s, f) for f in s.definition.forms],  # type: ignore[misc]
                "readiness": lambda s=scope: readiness(cursor, s, ()),  # type: ignore[misc]
            }
            whole = 0.0
            for part, answer in parts.items():
                taken, wait, _ = best(answer, repeats)
                whole += taken
                print(f"  {part:28} {taken:6.2f} s {taken / base:7.1f} x   another thread waited {wait * 1000:4.0f} ms")
            print(f"  {'all':28} {whole:6.2f} s {whole / base:7.1f} x")


def match_list(cache: Cache, folder: Path, rows: int, repeats: int) -> None:
    with cache.reading() as cursor:
        cases = cursor.execute(
            f"SELECT national_id, event_date FROM {MAIN} WHERE national_id <> '' ORDER BY hash(record_id) LIMIT ?",
            [rows],
        ).fetchall()
        file = folder / "own.csv"
        file.write_text("fnr;dato;kode\n" + "".join(f"{k};{d:%d.%m.%Y};S72.0\n" for k, d in cases), encoding="cp1252")
        scope = scope_of(cursor, DEFINITION, CHOSEN_UNIT, PERIODS["last 60 months"], TODAY)
        form = scope.definition.form(HIP_FRACTURE.main_form)
        taken, wait, local = best(lambda: read_local_list(file, TODAY), repeats)
        print(f"a list of {rows:,} rows understood in {taken:.2f} s; another thread waited {wait * 1000:.0f} ms")
        for days in (0, 7):
            taken, wait, found = best(
                lambda d=days: match(cursor, scope, form, local, key="national_id", days=d),  # type: ignore[misc]
                repeats,
            )
            print(
                f"  matched within {days} days in {taken:.2f} s ({found.whole.both:,} in both); "
                f"another thread waited {wait * 1000:.0f} ms"
            )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--records", type=int, default=1_000_000)
    arguments.add_argument("--list", type=int, default=200_000)
    arguments.add_argument("--repeats", type=int, default=3)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = Cache.open(folder / "cache.duckdb", secrets.token_bytes(32), spill=folder / "spill")
        try:
            fill(cache, asked.records)
            cache.checkpoint()
            print(f"{asked.records:,} records of one unit")
            measure(cache, asked.repeats)
            match_list(cache, folder, asked.list, asked.repeats)
        finally:
            cache.close()


if __name__ == "__main__":
    main()
