"""Units and time at once: attackers who have the tables by units of every period and the series of every unit."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
from hypothesis import given, note, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from local_cache.export.masking import Count, Rule, Sum, mask
from local_cache.export.periods import Span, hidden_months
from local_cache.export.together import Cell, cells_to_hide, told_together
from local_cache.results.figure import add_months

FIRST = date(2024, 1, 1)
RULE = Rule(cases=10, events=5)
ATTEMPTS = {"attempts": 0, "successes": 0, "before": 0, "figures": 0, "hidden": 0}

Counts = dict[str, dict[date, Count]]


def month(n: int) -> date:
    return add_months(FIRST, n)


def total(counts: Counts, cell: Cell) -> Count:
    unit, (first, end) = cell
    inside = [c for m, c in counts[unit].items() if first <= m < end]
    return Count(sum(c.numerator or 0 for c in inside), sum(c.denominator or 0 for c in inside))


def added(counts: Counts, name: str, parts: tuple[str, ...]) -> None:
    months = counts[parts[0]]
    counts[name] = {
        m: Count(
            sum(counts[p][m].numerator or 0 for p in parts),
            sum(counts[p][m].denominator or 0 for p in parts),
        )
        for m in months
    }


def tables(counts: Counts, sums: list[Sum], totals: list[Span]) -> tuple[set[Cell], set[Cell]]:
    """What is shown and what is hidden where units and time are closed each by itself: every total by units, and every
    unit's series of months, each month masked in the whole tree of units as well."""
    months = sorted(counts["n"])
    singles = [*pairwise([*months, month(len(months))])]
    shown: set[Cell] = set()
    hidden: set[Cell] = set()

    def masked(span: Span) -> frozenset[str]:
        return mask({unit: total(counts, (unit, span)) for unit in counts}, sums, RULE).hidden

    for span in totals:
        gone = masked(span)
        shown |= {(unit, span) for unit in counts if unit not in gone}
        hidden |= {(unit, span) for unit in gone}
    by_month = {span[0]: masked(span) for span in singles}
    for unit in counts:
        gone_for_units = {m for m in months if unit in by_month[m]}
        given_out = [span for span in totals if (unit, span) in shown]
        gone_over_time, _ = hidden_months(counts[unit], month(len(months)), months, given_out, RULE, gone_for_units)
        shown |= {(unit, span) for span in singles if span[0] not in gone_over_time}
        hidden |= {(unit, span) for span in singles if span[0] in gone_over_time}
    return shown, hidden - shown


def bridge() -> tuple[Counts, list[Sum]]:
    """Two groups of three units, each hidden in three months of its own, and one unit hidden in one month more: every
    month hides three or four units, and every unit three or four months, and the one more follows from them all."""
    counts: Counts = {}
    for u in range(6):
        counts[f"u{u}"] = {
            month(m): Count(4, 9) if (u < 3) == (m < 3) or (u, m) == (2, 3) else Count(20 + u, 50 + m) for m in range(6)
        }
    units = tuple(counts)
    added(counts, "n", units)
    return counts, [Sum("n", units)]


def test_a_month_follows_from_units_and_time_together_and_from_neither_alone() -> None:
    counts, sums = bridge()
    year = (FIRST, month(6))
    shown, hidden = tables(counts, sums, [year])
    secret = ("u2", (month(3), month(4)))
    assert secret in hidden
    # Neither the month by units nor the unit over time tells it.
    by_units = {cell for cell in shown if cell[1] == secret[1]}
    over_time = {cell for cell in shown if cell[0] == "u2"}
    for part in (by_units, over_time):
        assert width(counts, sums, part, secret, "denominator", None) > RULE.cases
    assert width(counts, sums, shown, secret, "denominator", None) == 0
    assert secret in told_together(counts, sums, RULE, shown, hidden)
    more = cells_to_hide(counts, sums, RULE, shown, (), hidden)
    assert 0 < len(more) <= 4
    left = shown - more
    for reader in [None, *sorted(counts.keys() - {"n", "u2"})]:
        assert width(counts, sums, left, secret, "numerator", reader) >= RULE.events
    assert told_together(counts, sums, RULE, left, hidden | more) == frozenset()


def test_what_was_given_out_before_counts() -> None:
    counts, sums = bridge()
    shown, hidden = tables(counts, sums, [(FIRST, month(6))])
    by_units = {cell for cell in shown if cell[1] == (FIRST, month(6))}
    more = cells_to_hide(counts, sums, RULE, by_units, shown - by_units, hidden)
    assert more and more <= by_units
    # Once all of it is out nothing more can be done, and the same again tells nothing new.
    assert cells_to_hide(counts, sums, RULE, by_units, shown, hidden) == frozenset()


@st.composite
def countries(draw: st.DrawFn) -> tuple[Counts, list[Sum], list[Span]]:
    """A nation of trusts of hospitals over some months, and totals that overlap."""
    length = draw(st.integers(2, 6))
    usual = draw(st.sampled_from([8, 15, 30]))
    counts: Counts = {}
    sums: list[Sum] = []
    trusts = []
    for t in range(draw(st.integers(1, 3))):
        units = tuple(f"h{t}{u}" for u in range(draw(st.integers(1, 4))))
        for unit in units:
            counts[unit] = {}
            for m in range(length):
                n = draw(st.integers(0, 2 * usual))
                counts[unit][month(m)] = Count(draw(st.integers(0, n)), n)
        added(counts, f"t{t}", units)
        trusts.append(f"t{t}")
        sums.append(Sum(f"t{t}", units))
    added(counts, "n", tuple(trusts))
    sums.append(Sum("n", tuple(trusts)))
    ends = st.tuples(st.integers(0, length), st.integers(0, length)).filter(lambda t: t[0] + 1 < t[1])
    totals = {(month(a), month(b)) for a, b in draw(st.lists(ends, max_size=2))} | {(FIRST, month(length))}
    return counts, sums, sorted(totals)


@settings(max_examples=40, deadline=None)
@given(countries(), st.data())
def test_no_attacker_works_out_a_masked_figure(
    drawn: tuple[Counts, list[Sum], list[Span]], data: st.DataObject
) -> None:
    """Everything that is shown is an equation over units and months, and a reader's own rows are known; linear
    programming, which shares no code with the mask, looks for the values that a masked figure can have."""
    counts, sums, totals = drawn
    shown, hidden = tables(counts, sums, totals)
    more = cells_to_hide(counts, sums, RULE, shown, (), hidden)
    left, secrets = shown - more, sorted(cell for cell in hidden | more if total(counts, cell).denominator)
    ATTEMPTS["figures"] += len(shown)
    ATTEMPTS["hidden"] += len(more)
    for _ in range(min(4, len(secrets))):
        secret = data.draw(st.sampled_from(secrets))
        readers = [u for u in counts if not set(ends(sums, u)) & set(ends(sums, secret[0]))]
        reader = data.draw(st.sampled_from([None, *readers]))
        ATTEMPTS["attempts"] += 1
        ATTEMPTS["before"] += works_out(counts, sums, shown, secret, reader)
        ATTEMPTS["successes"] += works_out(counts, sums, left, secret, reader)
    note(str(ATTEMPTS))
    assert ATTEMPTS["successes"] == 0


def test_the_attackers_counted() -> None:
    print(ATTEMPTS)
    assert ATTEMPTS["attempts"] > 60 and ATTEMPTS["successes"] == 0


def works_out(counts: Counts, sums: list[Sum], shown: set[Cell], secret: Cell, reader: str | None) -> bool:
    events, none = (width(counts, sums, shown, secret, what, reader) for what in ("numerator", "complement"))
    return events < RULE.events - 1e-6 or none < RULE.events - 1e-6 or events + none < RULE.cases - 1e-6


def ends(sums: list[Sum], unit: str) -> list[str]:
    parts = next((s.parts for s in sums if s.total == unit), None)
    return [unit] if parts is None else [end for part in parts for end in ends(sums, part)]


def width(counts: Counts, sums: list[Sum], shown: set[Cell], secret: Cell, what: str, reader: str | None) -> float:
    """The greatest less the least value of a figure, over all countries with the same tables."""
    leaves, months = ends(sums, "n"), sorted(counts["n"])

    def row(unit: str, span: Span) -> list[float]:
        inside = set(ends(sums, unit))
        return [float(leaf in inside and span[0] <= m < span[1]) for leaf in leaves for m in months]

    cells = sorted(shown)
    if reader is not None:
        cells += [
            (leaf, span) for leaf in ends(sums, reader) for span in pairwise([*months, add_months(months[-1], 1)])
        ]
    if not cells:
        return float("inf")
    matrix = np.array([row(*cell) for cell in cells])
    values = [float(getattr(total(counts, cell), what)) for cell in cells]
    cost = np.array(row(*secret))
    low, high = (linprog(sign * cost, A_eq=matrix, b_eq=values, bounds=(0, None), method="highs") for sign in (1, -1))
    if high.status == 3:
        return float("inf")
    assert low.status == 0 and high.status == 0
    return float(round(-high.fun - low.fun, 6))
