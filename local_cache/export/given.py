"""The masks of one selection, and what earlier exports have already given out of it.

The mask is made for the whole tree of units (all levels), not for one table: every table of a selection hides the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

import duckdb
import msgspec

from local_cache.export.masking import Count, Mask, Rule, Sum, is_small, mask, rest_may_be_shown
from local_cache.ledger import Ledger
from local_cache.registry import Definition, Indicator
from local_cache.results.figure import Figure, Selection, add_months
from local_cache.results.measures import MINIMUM_PUBLISHED, minimum_shown

MOST_REMEMBERED = 60
"""Exports of one indicator; of more, the newest."""


class Given(msgspec.Struct, frozen=True):
    """What an export for others showed of an indicator: numerator and denominator by row."""

    at: datetime
    file: str
    first: date
    end: date
    subgroup: str
    rows: dict[str, tuple[int | None, int | None]]


class Difference(msgspec.Struct, frozen=True):
    """Two exports of one row whose counts differ by fewer than the threshold: together they show a small group."""

    row: str
    file: str
    at: datetime


def rule_for(indicator: Indicator) -> Rule:
    """The registry's threshold, and the fewest with and without the event."""
    return Rule(cases=minimum_shown(indicator, own=False), events=MINIMUM_PUBLISHED)


def counted(indicator: Indicator, numerator: int | None, denominator: int | None) -> Count:
    """What must not be small: of a share both counts, of a mean the cases, of anything else the events."""
    if indicator.kind == "proportion":
        return Count(numerator, denominator)
    if indicator.kind in ("mean", "median") or numerator is None:
        return Count(None, denominator)
    return Count(None, numerator)


def published_tree(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, indicator: Indicator, selection: Selection
) -> tuple[dict[str, Count], list[Sum]]:
    """The published counts of every unit in the period, and which are sums of which."""
    found = cursor.execute(
        """
        SELECT unit, CAST(sum(numerator) AS BIGINT), CAST(sum(denominator) AS BIGINT),
            bool_or(coalesce(withheld, false))
        FROM monthly_results
        WHERE registry = ? AND indicator = ? AND subgroup = ? AND NOT own AND month >= ? AND month < ? GROUP BY unit
        """,
        [
            selection.registry,
            indicator.id,
            selection.subgroup,
            selection.period.first,
            selection.period.end,
        ],
    ).fetchall()
    rows = {
        unit: Count(None, None) if withheld else counted(indicator, numerator, denominator)
        for unit, numerator, denominator, withheld in found
    }
    return rows, sums_over(definition, rows)


def sums_over(definition: Definition, rows: Mapping[str, Count]) -> list[Sum]:
    """Each unit with rows under it is the sum of the nearest of them."""
    parts: dict[str, list[str]] = defaultdict(list)
    for unit in rows:
        above = next((u.id for u in definition.ancestors(unit)[1:] if u.id in rows), None)
        if above is not None:
            parts[above].append(unit)
    return [Sum(total, tuple(sorted(of))) for total, of in sorted(parts.items())]


def mask_of(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    indicator: Indicator,
    selection: Selection,
    own: Figure,
    earlier: Iterable[Given] = (),
) -> tuple[Mask, bool]:
    """The units to hide in the selection, and whether "the rest" (nation without the unit) may stand.

    own: the selected unit's figure as it is counted here, which can differ from the published one.
    """
    rule = rule_for(indicator)
    rows, sums = published_tree(cursor, definition, indicator, selection)
    mine = counted(indicator, own.numerator, own.denominator)
    if mine.denominator is not None:
        rows.setdefault(selection.unit, mine)
    too_small = {selection.unit} if mine.denominator is not None and is_small(mine, rule) else set()
    before = {name for given in earlier if _same(given, selection) for name in given.rows}
    made = mask(rows, sums, rule, before, hidden_already=too_small - before)
    nation = definition.nation.id
    lineage = {u.id for u in definition.ancestors(selection.unit)}
    leaves = rows.keys() - {s.total for s in sums} - lineage
    sizes = [rows[name].denominator for name in leaves]
    rest = not made.hidden & {selection.unit, nation} and rest_may_be_shown(sizes, rule)
    return made, rest


def mask_over_time(
    indicator: Indicator, months: Mapping[date, Figure], hidden_already: Iterable[date]
) -> frozenset[date]:
    """The months of one series to hide, so that none follows from the totals of quarters, years and of the last 12, 24
    and 60 months: every such period is made up of whole spans between their ends, and all of those are taken for
    known."""
    if not months:
        return frozenset()
    last = max(months)
    ends = {add_months(last, 1 - back) for back in (0, 12, 24, 60)}
    rows: dict[str, Count] = {}
    spans: dict[str, list[str]] = defaultdict(list)
    span = ""
    for month in sorted(months):
        if not span or month.month in (1, 4, 7, 10) or month in ends:
            span = f"from {month.isoformat()}"
        figure = months[month]
        rows[month.isoformat()] = counted(indicator, figure.numerator, figure.denominator)
        spans[span].append(month.isoformat())
    sums = []
    for name, parts in spans.items():
        counts = [rows[part] for part in parts]
        if any(c.denominator is None for c in counts):
            continue
        numerators = [c.numerator for c in counts if c.numerator is not None]
        rows[name] = Count(
            sum(numerators) if len(numerators) == len(counts) else None, sum(c.denominator or 0 for c in counts)
        )
        sums.append(Sum(name, tuple(parts)))
    already = [month.isoformat() for month in hidden_already]
    made = mask(rows, sums, rule_for(indicator), [s.total for s in sums], [None], already)
    # A month that follows from a total all the same is hidden here; the total is another table's to hide.
    return frozenset(m for m in months if m.isoformat() in made.hidden | made.exposed)


def earlier_exports(ledger: Ledger, registry: str, indicator: str) -> tuple[Given, ...]:
    return msgspec.convert(ledger.choice(_name(registry, indicator)) or [], tuple[Given, ...])


def differences(indicator: Indicator, now: Given, earlier: Iterable[Given]) -> list[Difference]:
    """Rows of earlier exports with another period, subgroup or age of data that together with these show few."""
    rule, found = rule_for(indicator), []
    for given in earlier:
        for row, (numerator, denominator) in now.rows.items():
            before = given.rows.get(row)
            if before is None:
                continue
            apart = [
                abs(a - b)
                for a, b in zip((numerator, denominator), before, strict=True)
                if a is not None and b is not None
            ]
            if apart and any(apart) and apart[-1] < rule.cases:
                found.append(Difference(row, given.file, given.at))
    return found


def remember(ledger: Ledger, registry: str, indicator: str, given: Given) -> None:
    """Keep what an export for others has shown; on disk when this returns."""
    with ledger.writing():
        kept = [*earlier_exports(ledger, registry, indicator), given][-MOST_REMEMBERED:]
        ledger.choose(_name(registry, indicator), msgspec.to_builtins(kept))


def given_now(file: str, selection: Selection, rows: Mapping[str, Figure]) -> Given:
    """What is shown of these figures."""
    return Given(
        datetime.now(UTC),
        file,
        selection.period.first,
        selection.period.end,
        selection.subgroup,
        {name: (f.numerator, f.denominator) for name, f in rows.items() if f.denominator is not None},
    )


def _same(given: Given, selection: Selection) -> bool:
    return (given.first, given.end, given.subgroup) == (
        selection.period.first,
        selection.period.end,
        selection.subgroup,
    )


def _name(registry: str, indicator: str) -> str:
    return f"export/given/{registry}/{indicator}"
