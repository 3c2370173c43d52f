"""Sums over months of what was counted, read from `monthly_results` and `monthly_values`.

DuckDB picks the rows out, a few thousand of them at most, and hands them over as arrays; adding them up here takes a
fraction of what planning a grouped statement does. Sums of measures are taken over whole numbers, exact in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from local_cache.bound_list import SEPARATOR
from local_cache.registry import Indicator, IndicatorKind
from local_cache.results.figure import Period
from local_cache.results.measures import MEASURE_SCALE, Counts, Values

if TYPE_CHECKING:
    import duckdb

Span = str | date
"""What counts are summed over: a named span ("now", "before"), or one month (or year) by its first day."""

Key = tuple[str, str, bool, Span]
"""Indicator, unit, whether counted from the unit's own records, span."""

Whole = NDArray[np.int64]
Columns = dict[str, Any]
"""Arrays by name, masked where a value is missing."""

SUMMED: tuple[IndicatorKind, ...] = ("mean", "rate", "ratio")
"""Kinds whose figures are made from the sum of the measure."""

_EXACT = Context(prec=80)

EPOCH = date(1970, 1, 1).toordinal()
"""Days are numbered from there."""

PLACES = {"total": 4, "squares": 8}
"""Decimals of the sums of measures and of their squares."""

FAR_APART = 10**6
"""Numbers that spread wider are sorted rather than looked up."""

# Lists travel as one text: for every single bound value the client looks for packages that are not installed.
_WANTED = """
    registry = $registry AND subgroup = $subgroup AND month >= $from AND month < $to
    AND list_contains(string_split($indicators, chr(31)), indicator)
    AND list_contains(string_split($units, chr(31)), unit)
"""

_PLACES = """
    list_position(string_split($indicators, chr(31)), indicator) AS indicator,
    list_position(string_split($units, chr(31)), unit) AS unit, own, month - DATE '1970-01-01' AS day
"""

# Numbers of 38 digits would become arrays of doubles; texts are exact.
_TOTALS = "replace(CAST(total AS VARCHAR), '.', '') AS total, replace(CAST(squares AS VARCHAR), '.', '') AS squares"

_COUNTS = """
    last - DATE '1970-01-01' AS last, numerator, denominator, times, published, weighted, rebuilt, withheld, provisional
"""

_RESULTS_OF_MONTHS = f"""
    SELECT *, month AS last, CAST(published IS NOT NULL AS BIGINT) AS times, published * denominator AS weighted,
           TRY_CAST(round(published * denominator) AS BIGINT) AS rebuilt
    FROM monthly_results WHERE {_WANTED}
"""

# Where no single month is wanted, many rows are summed over the spans before they are handed over. A sum that lacks the
# part of a month with cases is none.
_RESULTS_OF_SPANS = f"""
    SELECT indicator, unit, own, if(month >= $last, $last, $from) AS month, max(month) AS last,
           if(bool_or(denominator > 0 AND numerator IS NULL), NULL, CAST(sum(numerator) AS BIGINT)) AS numerator,
           CAST(sum(denominator) AS BIGINT) AS denominator, count(published) AS times, sum(published) AS published,
           sum(published * denominator) AS weighted,
           CAST(sum(TRY_CAST(round(published * denominator) AS BIGINT)) AS BIGINT) AS rebuilt,
           bool_or(withheld) AS withheld, bool_or(provisional) AS provisional,
           if(bool_or(denominator > 0 AND total IS NULL), NULL, sum(total)) AS total,
           if(bool_or(denominator > 0 AND squares IS NULL), NULL, sum(squares)) AS squares
    FROM monthly_results WHERE {_WANTED} GROUP BY ALL
"""

_VALUES_OF_MONTHS = f"SELECT * FROM monthly_values WHERE {_WANTED}"

_VALUES_OF_SPANS = f"""
    SELECT indicator, unit, own, if(month >= $last, $last, $from) AS month, measure, CAST(sum(n) AS BIGINT) AS n
    FROM monthly_values WHERE {_WANTED} GROUP BY ALL
"""

# The same where single months are wanted of some units and of a part of the spans.
_VALUES_OF_BOTH = f"""
    SELECT indicator, unit, own, measure, CAST(sum(n) AS BIGINT) AS n,
           if(month >= $series AND month < $series_end AND list_contains(string_split($monthly, chr(31)), unit), month,
              if(month >= $last, $last, $from)) AS month
    FROM monthly_values WHERE {_WANTED} GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """What to sum.

    units: ids; own: the unit that is summed from its own records, None for none; published: whether what is published
    of that unit is summed as well; spans: a named stretch, or two of which one follows the other; series: where single
    months are summed too, of the units in `monthly`; valued: indicators whose distinct values are wanted, month by
    month only of the units in `monthly_values`.
    """

    registry: str
    subgroup: str
    indicators: Sequence[Indicator]
    units: Sequence[str]
    own: str | None
    published: bool
    spans: Mapping[str, Period]
    series: Period | None = None
    monthly: Collection[str] = ()
    valued: Sequence[Indicator] = ()
    monthly_values: Collection[str] = ()


def read_sums(cursor: duckdb.DuckDBPyConnection, reach: Reach) -> dict[Key, Counts]:
    """The counts of every indicator, unit and span that has rows; months of the same unit in ascending order.

    A sum stands only where no row with cases lacks its part. One published value stands as it is, several are weighted
    by their denominators; the numerator of a published proportion is the whole number nearest to value × denominator.
    """
    stretches = [*reach.spans.values(), *([reach.series] if reach.series else [])]
    if not (stretches and reach.indicators and reach.units):
        return {}
    where: dict[str, Any] = {
        "registry": reach.registry,
        "subgroup": reach.subgroup,
        "units": SEPARATOR.join(reach.units),
        "from": min(p.first for p in stretches),
        "to": max(p.end for p in stretches),
    }
    last = {} if reach.series else {"last": max(p.first for p in stretches)}
    both = _spans_and_months(reach)

    def rows(what: str, source: str, indicators: Sequence[Indicator], more: Mapping[str, Any]) -> Columns:
        asked = {**where, **more} | {"indicators": SEPARATOR.join(i.id for i in indicators)}
        return cursor.execute(f"SELECT {_PLACES}, {what} FROM ({source})", asked).fetchnumpy()

    values = {}
    if reach.valued:
        source = _VALUES_OF_SPANS if last else _VALUES_OF_BOTH if both else _VALUES_OF_MONTHS
        measured = rows("CAST(measure AS DOUBLE) AS measure, n", source, reach.valued, last or both)
        values = dict(_distinct(measured, reach))
    if not any(i.kind in SUMMED for i in reach.indicators):
        columns = rows(_COUNTS, _RESULTS_OF_MONTHS, reach.indicators, {})
    else:
        source = _RESULTS_OF_SPANS if last else _RESULTS_OF_MONTHS
        columns = rows(f"{_COUNTS}, {_TOTALS}", source, reach.indicators, last)
    return dict(_counted(columns, _Groups(columns, reach, reach.indicators, reach.monthly), reach, values))


def _spans_and_months(reach: Reach) -> dict[str, Any]:
    """What `_VALUES_OF_BOTH` asks for, where the spans reach beyond the series on one side and nowhere short of it."""
    if reach.series is None or not reach.spans:
        return {}
    first, end = min(p.first for p in reach.spans.values()), max(p.end for p in reach.spans.values())
    series = reach.series
    if not (first < series.first and series.end <= end):
        return {}
    return {
        "last": max(p.first for p in reach.spans.values()),
        "series": series.first,
        "series_end": series.end,
        "monthly": SEPARATOR.join(reach.monthly_values),
    }


class _Groups:
    """Rows put together by indicator, unit, own and span; a row may be in several spans and in a month of its own.

    Attributes: rows (indexes of rows), group (of each of them, by its place in `keys`), keys.
    """

    def __init__(
        self, columns: Columns, reach: Reach, indicators: Sequence[Indicator], monthly: Collection[str]
    ) -> None:
        indicator, unit = (columns[c].astype(np.int64) - 1 for c in ("indicator", "unit"))
        own, day = columns["own"], columns["day"]
        counted = reach.units.index(reach.own) if reach.own in reach.units else -1
        here = unit == counted
        wanted = np.where(own, here, ~here | reach.published)
        names: list[Span] = list(reach.spans)
        rows, spans = [], []
        for number, span in enumerate(reach.spans.values()):
            inside = np.flatnonzero(wanted & _within(day, span))
            rows.append(inside)
            spans.append(np.full(inside.size, number))
        if reach.series is not None:
            # Of a unit counted here single months are its own; what is published of it is summed over spans alone.
            single = np.array([u in monthly for u in reach.units])[unit] & (own | ~here)
            inside = np.flatnonzero(wanted & single & _within(day, reach.series))
            days, place = _distinct_numbers(day[inside])
            rows.append(inside)
            spans.append(place + len(names))
            names += [date.fromordinal(EPOCH + d) for d in days.tolist()]
        self.rows = np.concatenate(rows)
        at, over = self.rows, np.concatenate(spans)
        code = ((indicator[at] * len(reach.units) + unit[at]) * 2 + own[at]) * len(names) + over
        codes, self.group = _distinct_numbers(code)
        self.keys: list[Key] = []
        for one in codes.tolist():
            rest, span_at = divmod(one, len(names))
            rest, is_own = divmod(rest, 2)
            indicator_at, unit_at = divmod(rest, len(reach.units))
            self.keys.append((indicators[indicator_at].id, reach.units[unit_at], is_own == 1, names[span_at]))

    def total(self, column: NDArray[Any]) -> NDArray[Any]:
        """The column added up in each group; truths are counted."""
        kind = np.int64 if column.dtype == np.bool_ else column.dtype
        summed = np.zeros(len(self.keys), dtype=kind)
        np.add.at(summed, self.group, column[self.rows])
        return summed

    def any(self, column: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """In which groups it holds for a row."""
        found = np.zeros(len(self.keys), dtype=np.bool_)
        found[self.group[column[self.rows]]] = True
        return found


def _within(day: Whole, period: Period) -> NDArray[np.bool_]:
    first, end = (bound.toordinal() - EPOCH for bound in (period.first, period.end))
    return (day >= first) & (day < end)


def _distinct_numbers(numbers: Whole) -> tuple[Whole, Whole]:
    """As np.unique with the inverse, without sorting where the numbers lie close together."""
    if not numbers.size:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    least, most = int(numbers.min()), int(numbers.max())
    if most - least > FAR_APART:
        distinct, place = np.unique(numbers, return_inverse=True)
        return distinct, place
    there = np.zeros(most - least + 1, dtype=np.bool_)
    there[numbers - least] = True
    return np.flatnonzero(there) + least, (np.cumsum(there) - 1)[numbers - least]


def _known(column: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The column with noughts where it has nothing, and where it has something."""
    missing = np.ma.getmaskarray(column)
    return np.where(missing, 0, np.ma.getdata(column)), ~missing


def _counted(
    columns: Columns, groups: _Groups, reach: Reach, values: Mapping[Key, Values]
) -> Iterator[tuple[Key, Counts]]:
    if not groups.keys:
        return
    numerator, has_numerator = _known(columns["numerator"])
    denominator, has_denominator = _known(columns["denominator"])
    published, weighted, rebuilt = (_known(columns[name])[0] for name in ("published", "weighted", "rebuilt"))
    withheld, provisional = (_known(columns[name])[0].astype(np.bool_) for name in ("withheld", "provisional"))
    cases = denominator > 0
    last = np.full(len(groups.keys), date.min.toordinal() - EPOCH)
    np.maximum.at(last, groups.group, columns["last"][groups.rows])
    nothing: list[Decimal | None] = [None] * len(groups.keys)
    totals = squares = nothing
    if "total" in columns:
        kinds = np.array([i.kind in SUMMED for i in reach.indicators])[columns["indicator"] - 1]
        totals, squares = (_sums(columns[name], places, kinds, cases, groups) for name, places in PLACES.items())
    proportions = {i.id for i in reach.indicators if i.kind == "proportion"}
    for key, day, x, whole, n, known, times, alone, sums, nearest, hidden, early, total, square in zip(
        groups.keys,
        last.tolist(),
        groups.total(numerator).tolist(),
        (groups.any(has_numerator) & ~groups.any(cases & ~has_numerator)).tolist(),
        groups.total(denominator).tolist(),
        groups.any(has_denominator).tolist(),
        groups.total(columns["times"]).tolist(),
        groups.total(published).tolist(),
        groups.total(weighted).tolist(),
        groups.total(rebuilt).tolist(),
        groups.any(withheld).tolist(),
        groups.any(provisional).tolist(),
        totals,
        squares,
        strict=True,
    ):
        if times and key[0] in proportions:
            x, whole = nearest, known
        yield (
            key,
            Counts(
                last=date.fromordinal(EPOCH + day),
                numerator=x if whole else None,
                denominator=n if known else None,
                total=total,
                squares=square,
                published=alone if times == 1 else sums / n if times and n else None,
                withheld=hidden,
                provisional=early,
                values=values.get(key),
            ),
        )


def _sums(
    column: NDArray[Any], places: int, kinds: NDArray[np.bool_], cases: NDArray[np.bool_], groups: _Groups
) -> list[Decimal | None]:
    """Exact sums of decimals that came as texts without their point; None where a row with cases has none."""
    has = ~np.ma.getmaskarray(column) & kinds
    whole = np.zeros(has.size, dtype=object)
    whole[has] = [int(digits) for digits in np.ma.getdata(column)[has].tolist()]
    stands = groups.any(has) & ~groups.any(cases & ~has)
    return [
        _EXACT.scaleb(Decimal(total), -places) if known else None
        for total, known in zip(groups.total(whole).tolist(), stands.tolist(), strict=True)
    ]


def _distinct(columns: Columns, reach: Reach) -> Iterator[tuple[Key, Values]]:
    """The distinct values of each group, ascending, with how often each occurs."""
    groups = _Groups(columns, reach, reach.valued, reach.monthly_values)
    if not groups.rows.size:
        return
    whole = np.rint(columns["measure"][groups.rows] * MEASURE_SCALE).astype(np.int64)
    least, most = int(whole.min()), int(whole.max())
    if (most - least + 1) * len(groups.keys) < 2**62:
        place, width = whole - least, most - least + 1
    else:  # measures so far apart that group and value do not fit into one number
        _, place = np.unique(whole, return_inverse=True)
        width = place.size
    code = groups.group * width + place
    order = np.argsort(code)
    ordered = code[order]
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    values, of = whole[order[first]] / MEASURE_SCALE, groups.group[order[first]]
    counts = np.add.reduceat(columns["n"][groups.rows][order], first)
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]]).tolist()
    for start, end in zip(starts, [*starts[1:], of.size], strict=True):
        yield groups.keys[of[start]], (values[start:end], counts[start:end])
