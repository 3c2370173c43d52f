"""Masking for others: the months of a unit and of the nation, each in the whole tree of units, and units and time
together; a made country of 4 regions, 16 trusts and 43 hospitals.

Held against, in the same run: the same search that looks at every hidden row for every reader, as it was before blocks
of hidden rows were looked at in one pass; both hide the same. Also: how many figures units and time together cost.

    python -m benchmarks.masking [--months 60] [--repeats 3]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import date

from local_cache.export import masking
from local_cache.export.masking import Count, Mask, Rule, Sum, mask
from local_cache.export.together import cells_to_hide
from local_cache.results.figure import add_months

RULE = Rule(cases=5, events=5)
FIRST = date(2020, 1, 1)

Rows = dict[str, Count]


def country(months: int, seed: int = 1) -> tuple[dict[date, Rows], list[Sum]]:
    """Counts by month of every unit, and the tree."""
    chance = random.Random(seed)
    sums, hospitals, trusts = [], [], []
    for t in range(16):
        of = tuple(f"h{t}.{u}" for u in range(chance.choice((2, 3, 3))))
        hospitals += of
        trusts.append(f"t{t}")
        sums.append(Sum(f"t{t}", of))
    sums += [Sum(f"r{r}", tuple(trusts[4 * r : 4 * r + 4])) for r in range(4)]
    sums.append(Sum("nation", tuple(f"r{r}" for r in range(4))))
    size = {name: chance.choice((1, 2, 4, 8, 20)) for name in hospitals}
    by_month = {}
    for m in range(months):
        rows: Rows = {}
        for name in hospitals:
            n = chance.randint(0, 2 * size[name])
            rows[name] = Count(sum(chance.random() < 0.6 for _ in range(n)), n)
        for one in sums:
            parts = [rows[part] for part in one.parts]
            rows[one.total] = Count(sum(c.numerator or 0 for c in parts), sum(c.denominator or 0 for c in parts))
        by_month[add_months(FIRST, m)] = rows
    return by_month, sums


def seconds(work: Callable[[], object]) -> float:
    """Of the process: others may be at work on the machine."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    by_month, sums = country(asked.months)
    masks: dict[str, dict[date, Mask]] = {}

    def all_months(name: str) -> None:
        masks[name] = {month: mask(rows, sums, RULE) for month, rows in by_month.items()}

    def row_by_row() -> None:
        blocks = masking._Blocks.of
        masking._Blocks.of = staticmethod(lambda *_: None)  # type: ignore[method-assign, assignment]
        try:
            all_months("row by row")
        finally:
            masking._Blocks.of = blocks  # type: ignore[method-assign]

    ours, theirs = [], []
    for _ in range(asked.repeats):  # in turn, for the machine has other work
        ours.append(seconds(lambda: all_months("blocks")))
        theirs.append(seconds(row_by_row))
    assert masks["blocks"] == masks["row by row"]
    a, b = statistics.median(ours), statistics.median(theirs)
    print(
        f"{asked.months} months × {len(by_month[FIRST])} units: {a:.2f} s; row by row {b:.2f} s; {b / a:.1f} × as quick"
    )
    months = {unit: {month: rows[unit] for month, rows in by_month.items()} for unit in by_month[FIRST]}
    own = max(
        (u for u in months if u.startswith("h")), key=lambda u: sum(c.denominator or 0 for c in months[u].values())
    )
    offered = {(unit, (month, add_months(month, 1))) for unit in (own, "nation") for month in by_month}
    hidden = {(unit, span) for unit, span in offered if unit in masks["blocks"][span[0]].hidden}
    year = (FIRST, add_months(FIRST, min(12, asked.months)))
    whole = mask(
        {
            unit: Count(
                sum(c.numerator or 0 for m, c in of.items() if m < year[1]),
                sum(c.denominator or 0 for m, c in of.items() if m < year[1]),
            )
            for unit, of in months.items()
        },
        sums,
        RULE,
    )
    before = {(unit, year) for unit in months if unit not in whole.hidden}
    more: list[frozenset[object]] = []
    taken = seconds(lambda: more.append(cells_to_hide(months, sums, RULE, offered - hidden, before, hidden)))
    print(
        f"units and time together, two series beside a year by units: {taken:.2f} s; "
        f"{len(more[0])} of {len(offered - hidden)} figures hidden as well"
    )


if __name__ == "__main__":
    main()
