"""The masks of one selection, and what earlier exports have already given out of it.

The mask is made for the whole tree of units (all levels), not for one table: every table of a selection hides the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations

import duckdb
import msgspec

from local_cache.bound_list import SEPARATOR
from local_cache.export.masking import Count, Mask, Rule, Sum, is_small, mask, rest_may_be_shown
from local_cache.export.periods import Span, between_ends, hidden_months, leaks, told_exactly, total_of
from local_cache.export.together import Cell, cells_to_hide
from local_cache.ledger import Ledger
from local_cache.registry import ALL_PATIENTS, Definition, Granularity, Indicator
from local_cache.results.figure import Figure, Selection, add_months
from local_cache.results.measures import MINIMUM_PUBLISHED, minimum_shown

MOST_REMEMBERED = 60
"""Exports of one indicator; of more, the newest."""


Counts = tuple[int | None, int | None]
"""Numerator and denominator."""


class Given(msgspec.Struct, frozen=True):
    """What an export for others showed of an indicator: counts by row, of the whole period; series: by row and the
    first day of each step of so many months."""

    at: datetime
    file: str
    first: date
    end: date
    subgroup: str
    rows: dict[str, Counts]
    series: dict[str, dict[str, Counts]] = {}
    step: int = 1

    def spans(self, row: str) -> list[Span]:
        whole = [(self.first, self.end)] if row in self.rows else []
        firsts = [date.fromisoformat(month) for month in self.series.get(row, ())]
        return [*whole, *((first, add_months(first, self.step)) for first in firsts)]


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


def sums_over(definition: Definition, rows: Collection[str]) -> list[Sum]:
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

    own: the selected unit's figure as it is counted here, which can differ from the published one; earlier: what was
    given out before, all of which is taken together with what would be shown now, by units and over time.
    """
    earlier = tuple(earlier)
    rule = rule_for(indicator)
    rows, sums = published_tree(cursor, definition, indicator, selection)
    mine = counted(indicator, own.numerator, own.denominator)
    if mine.denominator is not None:
        rows.setdefault(selection.unit, mine)
    span = (selection.period.first, selection.period.end)
    before = {unit for unit in rows if span in told_exactly(_given_of(unit, selection, earlier))}
    hide = {selection.unit} if mine.denominator is not None and is_small(mine, rule) else set()
    together: set[str] = set()
    others = any(given.series or not _same(given, selection) for given in earlier)
    if others:
        together = telling(cursor, definition, indicator, selection, rows.keys(), earlier) - before
    made = mask(rows, sums, rule, before, hidden_already=(hide | together) - before)
    if others:
        counts = by_month(cursor, definition, indicator, selection, {selection.subgroup})[selection.subgroup]
        more = cells_to_hide(
            counts,
            sums_over(definition, counts),
            rule,
            {(unit, span) for unit in rows.keys() - made.hidden - before},
            {(unit, known) for unit in counts for known in _given_of(unit, selection, earlier)},
            {(unit, span) for unit in made.hidden},
        )
        together |= {unit for unit, _ in more}
        made = mask(rows, sums, rule, before, hidden_already=made.hidden | together)
    made = replace(made, together=frozenset(together))
    nation = definition.nation.id
    lineage = {u.id for u in definition.ancestors(selection.unit)}
    leaves = rows.keys() - {s.total for s in sums} - lineage
    sizes = [rows[name].denominator for name in leaves]
    rest = not made.hidden & {selection.unit, nation} and rest_may_be_shown(sizes, rule)
    return made, rest


def _given_of(unit: str, selection: Selection, earlier: Iterable[Given]) -> set[Span]:
    """The stretches of a unit that were given out of the selection's subgroup."""
    return {span for given in earlier if given.subgroup == selection.subgroup for span in given.spans(unit)}


def telling(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    indicator: Indicator,
    selection: Selection,
    units: Iterable[str],
    earlier: Iterable[Given],
) -> set[str]:
    """The units whose figure in the selection, with all that was given out of them before in whatever periods and
    subgroups, tells of few cases in a stretch of months or in what one subgroup leaves of all; and did not before."""
    rule, earlier = rule_for(indicator), tuple(earlier)
    by_group = by_month(cursor, definition, indicator, selection, {g.subgroup for g in earlier} | {selection.subgroup})
    found = set()
    span = (selection.period.first, selection.period.end)
    for unit in units:
        before = {g: {s for e in earlier if e.subgroup == g for s in e.spans(unit)} for g in by_group}
        now = {g: spans | ({span} if g == selection.subgroup else set()) for g, spans in before.items()}
        counts = {g: months[unit] for g, months in by_group.items() if unit in months}
        if not any(before.values()) or selection.subgroup not in counts:
            continue
        if _leaks(definition, counts, now, rule) - _leaks(definition, counts, before, rule):
            found.add(unit)
    return found


def _leaks(
    definition: Definition, counts: Mapping[str, Mapping[date, Count]], given: Mapping[str, set[Span]], rule: Rule
) -> set[tuple[frozenset[str], Span]]:
    """Stretches of months with few cases that are told, of each subgroup, and of all without some of a dimension."""
    found: set[tuple[frozenset[str], Span]] = set()

    def look(
        name: frozenset[str], months: Mapping[date, Count], spans: Collection[Span], derived: bool = False
    ) -> None:
        if months and spans:
            stretches, end = between_ends(months, spans)
            found.update((name, leak.span) for leak in leaks(stretches, end, spans, rule, derived=derived))

    for group, months in counts.items():
        look(frozenset((group,)), months, given[group])
    dimensions: dict[str, list[str]] = defaultdict(list)
    for subgroup in definition.subgroups:
        if subgroup.id in counts and given[subgroup.id]:
            dimensions[subgroup.dimension or subgroup.id].append(subgroup.id)
    if ALL_PATIENTS in counts:
        exact = {group: told_exactly(spans) for group, spans in given.items()}
        for groups in dimensions.values():
            for some in (c for n in range(1, len(groups) + 1) for c in combinations(groups, n)):
                left = _without(counts[ALL_PATIENTS], [counts[group] for group in some])
                spans = exact[ALL_PATIENTS].intersection(*(exact[group] for group in some))
                if left is not None:
                    look(frozenset((ALL_PATIENTS, *some)), left, spans, derived=True)
    return found


def _without(whole: Mapping[date, Count], parts: Sequence[Mapping[date, Count]]) -> dict[date, Count] | None:
    """What the parts leave of the whole by month; None where they are no parts of it."""
    left = {}
    for month, count in whole.items():
        taken = [part[month] for part in parts if month in part]
        if count.denominator is None or any(c.denominator is None for c in taken):
            left[month] = Count(None, None)
            continue
        numerator = None
        if count.numerator is not None:
            numerator = count.numerator - sum(c.numerator or 0 for c in taken)
        denominator = count.denominator - sum(c.denominator or 0 for c in taken)
        left[month] = Count(numerator, denominator)
        if min(denominator, numerator or 0, left[month].complement or 0) < 0:
            return None
    return left


def without_gaps(
    counts: Mapping[date, Count], spans: Iterable[Span], granularity: Granularity
) -> tuple[dict[date, Count], date]:
    """Every month (or year) from the first to the last that is counted or asked about, and where the last one ends."""
    step = 12 if granularity == "year" else 1
    edges = [edge for span in spans for edge in span]
    month, end = min([*counts, *edges]), max([add_months(max(counts), step), *edges])
    nothing = Count(0 if all(c.numerator is not None or c.denominator is None for c in counts.values()) else None, 0)
    whole = {}
    while month < end:
        whole[month] = counts.get(month, nothing)
        month = add_months(month, step)
    return whole, month


def by_month(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    indicator: Indicator,
    selection: Selection,
    subgroups: Collection[str],
    own: bool = True,
) -> dict[str, dict[str, dict[date, Count]]]:
    """Counts of every unit by subgroup, unit and month; own: of the selected unit as it is counted here where it is,
    else as it is published."""
    found = cursor.execute(
        """
        SELECT subgroup, unit, month, CAST(numerator AS BIGINT), CAST(denominator AS BIGINT),
            coalesce(withheld, false)
        FROM monthly_results
        WHERE registry = ? AND indicator = ? AND list_contains(string_split(?, chr(31)), subgroup) AND own <= ?
        ORDER BY own
        """,
        [selection.registry, indicator.id, SEPARATOR.join(subgroups), own],
    ).fetchall()
    counts: dict[str, dict[str, dict[date, Count]]] = {group: defaultdict(dict) for group in subgroups}
    for group, unit, month, numerator, denominator, withheld in found:
        counts[group][unit][month] = Count(None, None) if withheld else counted(indicator, numerator, denominator)
    return counts


def mask_over_time(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    indicator: Indicator,
    selection: Selection,
    series: Mapping[str, Mapping[date, Figure]],
    earlier: Iterable[Given] = (),
) -> dict[str, frozenset[date]]:
    """The months (or years) to hide of each unit's series, so that none and no other stretch with few cases follows.

    series: the figures by unit, that of the selected unit as it is counted here. Every month is masked in the whole
    tree of units; each series is closed over time, with the totals of quarters, years and the last 12, 24 and 60 months
    that are not few, which can stand on the same page, and with all that was given out before; and then units and time
    are closed together.
    """
    rule, earlier = rule_for(indicator), tuple(earlier)
    published = by_month(cursor, definition, indicator, selection, {selection.subgroup}, own=False)[selection.subgroup]
    counts = by_month(cursor, definition, indicator, selection, {selection.subgroup})[selection.subgroup]
    step = 12 if definition.granularity == "year" else 1
    known = {unit: told_exactly(_given_of(unit, selection, earlier)) for unit in {*published, *series}}
    by_units: dict[str, set[date]] = {unit: set() for unit in series}
    for month, own in series[selection.unit].items():
        span = (month, add_months(month, step))
        rows = {unit: months[month] for unit, months in published.items() if month in months}
        mine = counted(indicator, own.numerator, own.denominator)
        if mine.denominator is not None:
            rows.setdefault(selection.unit, mine)
        before = {unit for unit in rows if span in known[unit]}
        hide = {selection.unit} if mine.denominator is not None and is_small(mine, rule) else set()
        made = mask(rows, sums_over(definition, rows), rule, before, hidden_already=hide - before)
        for unit, found in by_units.items():
            if unit in made.hidden | made.exposed:
                found.add(month)
    hidden = {unit: frozenset(found) for unit, found in by_units.items()}
    taken: set[Cell] = set()
    for unit, months in series.items():
        if not months or not counts.get(unit):
            continue
        first, end = min(months), add_months(max(months), step)
        totals, spans = _totals_known(first, end), _given_of(unit, selection, earlier)
        whole, after = without_gaps(counts[unit], [(first, end), *spans], definition.granularity)
        hidden[unit], _ = hidden_months(whole, after, months, totals, rule, by_units[unit], spans)
        taken |= {(unit, total) for total in totals if not is_small(total_of(whole, total), rule)}
    cells = {(unit, (month, add_months(month, step))) for unit, months in series.items() for month in months}
    gone = {(unit, span) for unit, span in cells if span[0] in hidden[unit]}
    given_out = {(unit, span) for unit in counts for span in _given_of(unit, selection, earlier)}
    sums = sums_over(definition, counts)
    for unit, (month, _) in cells_to_hide(counts, sums, rule, cells - gone - given_out, given_out | taken, gone):
        hidden[unit] |= {month}
    return hidden


def _totals_known(first: date, end: date) -> set[Span]:
    """Quarters and years, and the last 12, 24 and 60 months of a series."""
    totals = {(add_months(end, -back), end) for back in (12, 24, 60)}
    for months_long in (3, 12):
        start = date(first.year, 1, 1)
        while start < end:
            totals.add((start, add_months(start, months_long)))
            start = add_months(start, months_long)
    return totals


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


def given_now(
    file: str,
    selection: Selection,
    rows: Mapping[str, Figure],
    series: Mapping[str, Mapping[date, Figure]] | None = None,
    step: int = 1,
) -> Given:
    """What is shown of these figures; series: of units by month (or year: step 12)."""
    return Given(
        datetime.now(UTC),
        file,
        selection.period.first,
        selection.period.end,
        selection.subgroup,
        {name: (f.numerator, f.denominator) for name, f in rows.items() if f.denominator is not None},
        {
            unit: {m.isoformat(): (f.numerator, f.denominator) for m, f in figures.items() if f.denominator is not None}
            for unit, figures in (series or {}).items()
        },
        step,
    )


def _same(given: Given, selection: Selection) -> bool:
    return (given.first, given.end, given.subgroup) == (
        selection.period.first,
        selection.period.end,
        selection.subgroup,
    )


def _name(registry: str, indicator: str) -> str:
    return f"export/given/{registry}/{indicator}"
