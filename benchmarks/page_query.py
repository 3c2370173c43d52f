"""What a page waits for: its query with 1 million and with 10 million own records in the encrypted cache.

Both caches hold the same country: 65 units, 10 years of months, 12 indicators (a median, a mean) in 9 subgroups. The
own unit's records are drawn, stored and counted into the monthly tables as a synchronisation leaves them. Prints one
line per query with the ratio between the two sizes, all measured in this one run.

    python benchmarks/page_query.py [--records 1000000 10000000] [--repeats 30] [--ordered]
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from local_cache.cache import Cache
from local_cache.registry import Definition, Form, Indicator, IndicatorKind, Subgroup, Unit, Variable
from local_cache.results.figure import Period, Selection
from local_cache.results.summary import comparison, distribution, indicator_results, periods, registries, trend

FRAME_MS = 16
YEARS = range(2016, 2026)
OWN = "h0"
UNITS = (
    Unit("land", "nation", {"nb": "Landet"}),
    *(Unit(f"r{n}", "region", {"nb": f"Region {n}"}, "land") for n in range(4)),
    *(Unit(f"t{n}", "trust", {"nb": f"Foretak {n}"}, f"r{n % 4}") for n in range(15)),
    *(Unit(f"h{n}", "hospital", {"nb": f"Sykehus {n}"}, f"t{n % 15}") for n in range(45)),
)
SUBGROUPS = tuple(Subgroup(f"s{n}", {"nb": f"Gruppe {n}"}, f"g = {n}", "f") for n in range(8))
SUBGROUP_IDS = tuple(s.id for s in SUBGROUPS)
KINDS: tuple[IndicatorKind, ...] = ("median", "mean", "rate", *("proportion",) * 9)
DEFINITION = Definition(
    "bench",
    "1",
    {"nb": "Målinger"},
    UNITS,
    forms=(Form("f", {"nb": "Skjema"}, "day", (Variable("day", {"nb": "Dag"}, "date"),)),),
    subgroups=SUBGROUPS,
    indicators=tuple(
        Indicator(
            f"i{n}",
            1,
            {"nb": f"Indikator {n}"},
            kind,
            "f",
            green=0.6,
            yellow=0.4,
            subgroups=tuple(s.id for s in SUBGROUPS),
        )
        for n, kind in enumerate(KINDS)
    ),
)
PERIODS = {
    "last 12 months": Period(date(2025, 1, 1), date(2026, 1, 1)),
    "last 60 months": Period(date(2021, 1, 1), date(2026, 1, 1)),
}


def fill(cache: Cache, records: int, ordered: bool = False) -> None:
    """A subscribed unit with so many records, and what the registry published, year by year as its parts arrive."""
    body = msgspec.json.encode(DEFINITION).decode()
    with cache.writing() as cursor:
        cursor.execute("INSERT INTO source VALUES ('s', 'service', 'http://bench', 'Bench', now()::TIMESTAMP)")
        cursor.execute("INSERT INTO registry VALUES ('bench', 's', '1', '[]', '[]')")
        cursor.execute("INSERT INTO definition VALUES ('bench', '1', ?, now()::TIMESTAMP)", [body])
        cursor.execute(
            """
            INSERT INTO subscription (registry, unit, roles, epoch, cursor, server_time)
            VALUES ('bench', ?, ['leser'], 'e', 'c', TIMESTAMP '2026-01-03 06:00')
            """,
            [OWN],
        )
        cursor.execute("INSERT INTO feed VALUES ('bench', ?, 'records/f', 'e', 'c', ?, '', NULL)", [OWN, records])
    with cache.writing() as cursor:
        cursor.execute(
            """
            CREATE TABLE records_bench_f AS
            SELECT 'R' || i AS record_id, 1 AS version, i AS sequence, ? AS unit, 'P' || i // 2 AS patient,
                   DATE '2016-01-01' + CAST(hash(i) % 3652 AS INTEGER) AS day, CAST(hash(i, 1) % 8 AS INTEGER) AS g,
                   CAST(hash(i, 2) % 160 AS DECIMAL(18, 4)) / 8 AS stay, hash(i, 3) % 100 AS good
            FROM range(?) AS t(i)
            """,
            [OWN, records],
        )
        cursor.execute(
            """
            CREATE TEMP TABLE own_cells AS
            WITH cases AS (
                SELECT date_trunc('month', day)::DATE AS month, g, stay, good, count(*) AS cases
                FROM records_bench_f GROUP BY ALL
            )
            SELECT 'i' || n AS indicator, if(whole, 'all', 's' || g) AS subgroup, month, n, stay, sum(cases) AS cases,
                   sum(if(good < 40 + 4 * n, cases, 0)) AS good
            FROM cases, range(12) AS indicator(n), (VALUES (TRUE), (FALSE)) AS everybody(whole)
            GROUP BY indicator, subgroup, month, n, stay
            """
        )
        cursor.execute(
            """
            INSERT INTO monthly_results
            SELECT 'bench', indicator, subgroup, ?, TRUE, month, if(n < 2, NULL, sum(good)), sum(cases),
                   if(n < 3, sum(cases * stay), NULL), if(n < 2, sum(cases * stay * stay), NULL), NULL, FALSE, FALSE
            FROM own_cells GROUP BY indicator, subgroup, month, n
            """,
            [OWN],
        )
        cursor.execute(
            """
            INSERT INTO monthly_values
            SELECT 'bench', indicator, subgroup, ?, TRUE, month, stay, sum(cases)
            FROM own_cells WHERE n < 2 GROUP BY ALL
            """,
            [OWN],
        )
        cursor.execute("DROP TABLE own_cells")
    order = "ORDER BY s, u, n, m" if ordered else ""
    subgroups = ["all", *(s.id for s in SUBGROUPS)]
    for year in YEARS:
        with cache.writing() as cursor:
            published = """
                FROM range(12) AS indicator(n), unnest(?) AS subgroup(s), unnest(?) AS unit(u), range(12) AS month(m)
            """
            bound: list[Any] = [subgroups, [u.id for u in UNITS]]
            cursor.execute(
                f"""
                INSERT INTO monthly_results
                SELECT 'bench', 'i' || n, s, u, FALSE, make_date({year}, m + 1, 1),
                       if(n < 2, NULL, 20 + hash(n, s, u, m) % 30), 60, if(n < 3, 600, NULL), if(n < 2, 7000, NULL),
                       NULL, FALSE, {year} = 2025
                {published} {order}
                """,
                bound,
            )
            cursor.execute(
                f"""
                INSERT INTO monthly_values
                SELECT 'bench', 'i' || n, s, u, FALSE, make_date({year}, m + 1, 1), v * 0.5, 3
                {published}, range(20) AS measure(v) WHERE n < 2 {order}
                """,
                bound,
            )


def best_ms(answer: Callable[[], object], repeats: int) -> float:
    """The quickest of so many: what else the machine does only ever adds."""
    answer()
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        answer()
        taken.append((time.perf_counter() - began) * 1000)
    return min(taken)


def measure(cache: Cache, repeats: int) -> dict[str, float]:
    found = {}
    for name, period in PERIODS.items():
        selection = Selection("bench", OWN, period)
        women = Selection("bench", OWN, period, "s1")
        pages: dict[str, Callable[[Any], object]] = {
            "indicator table": lambda c, s=selection: indicator_results(c, DEFINITION, s, "nb"),  # type: ignore[misc]
            "indicator table, a subgroup": lambda c, s=women: indicator_results(c, DEFINITION, s, "nb"),  # type: ignore[misc]
            "trend, proportion": lambda c, s=selection: trend(c, DEFINITION, "i5", s),  # type: ignore[misc]
            "trend, median": lambda c, s=selection: trend(c, DEFINITION, "i0", s),  # type: ignore[misc]
            "comparison, proportion": lambda c, s=selection: comparison(c, DEFINITION, "i5", s, "nb"),  # type: ignore[misc]
            "comparison, median": lambda c, s=selection: comparison(c, DEFINITION, "i0", s, "nb"),  # type: ignore[misc]
            "comparison, mean": lambda c, s=selection: comparison(c, DEFINITION, "i1", s, "nb"),  # type: ignore[misc]
            "distribution, median": lambda c, s=selection: distribution(c, DEFINITION, "i0", s),  # type: ignore[misc]
        }
        with cache.reading() as cursor:
            for page, answer in pages.items():
                found[f"{page}, {name}"] = best_ms(lambda a=answer: a(cursor), repeats)  # type: ignore[misc]
    with cache.reading() as cursor:
        found["choosers and overview cards"] = best_ms(lambda: registries(cursor), repeats)
        found["periods offered"] = best_ms(lambda: periods(cursor, "bench", date(2026, 1, 3)), repeats)
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--records", type=int, nargs=2, default=(1_000_000, 10_000_000))
    arguments.add_argument("--repeats", type=int, default=30)
    arguments.add_argument("--ordered", action="store_true", help="published rows by subgroup, unit, indicator, month")
    asked = arguments.parse_args()
    with ExitStack() as stack:
        taken = []
        for records in asked.records:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            cache = Cache.open(folder / "cache.duckdb", secrets.token_bytes(32), spill=folder / "spill")
            stack.callback(cache.close)
            began = time.perf_counter()
            fill(cache, records, asked.ordered)
            cache.checkpoint()
            with cache.reading() as cursor:
                row = cursor.execute(
                    "SELECT (SELECT count(*) FROM monthly_results), (SELECT count(*) FROM monthly_values)"
                ).fetchone()
            assert row is not None
            counted = f"{row[0]:,} monthly results, {row[1]:,} monthly values"
            print(f"{records:,} records: {counted}; filled in {time.perf_counter() - began:.0f} s")
            taken.append(measure(cache, asked.repeats))
        small, large = taken
        sizes = f"{asked.records[0]:>11,} {asked.records[1]:>11,}"
        print(f"{f'best of {asked.repeats}':55} {sizes}  ratio  of a {FRAME_MS} ms frame")
        for page, ms in small.items():
            print(f"{page:55} {ms:8.1f} ms {large[page]:8.1f} ms {large[page] / ms:6.2f} {large[page] / FRAME_MS:8.2f}")


if __name__ == "__main__":
    main()
