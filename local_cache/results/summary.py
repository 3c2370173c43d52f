"""What the pages show, answered from `monthly_results` and `monthly_values` alone.

Nothing here reads a record, so an answer takes the same time whether the cache holds a thousand records or ten million;
nothing here is stored. Every function takes a DuckDB cursor whose default database is the cache.

Whose numbers: a unit with records here is shown by its own counts, any other by what the registry publishes. Nation,
region and the other units are always the published ones. A sum that holds a withheld month is withheld.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from local_cache.errors import IndicatorNotHere, PeriodNotOffered, RegistryNotHere, UnitNotHere
from local_cache.registry import (
    ALL_PATIENTS,
    Definition,
    Granularity,
    Indicator,
    Note,
    Texts,
    UnitLevel,
    read_definition,
    text_in,
)
from local_cache.results.attainment import attainment, certain, levels_crossed
from local_cache.results.difference import standing
from local_cache.results.distribution import Distribution, NoDistribution, distribution_of, no_distribution
from local_cache.results.figure import (
    Attainment,
    ComparedUnit,
    Comparison,
    Figure,
    IndicatorResult,
    Period,
    Point,
    Selection,
    Shown,
    Trend,
    add_months,
)
from local_cache.results.gaps import Gaps, gaps_of
from local_cache.results.measures import (
    MINIMUM_PUBLISHED,
    Asked,
    Counts,
    Values,
    figures,
    minimum_compared,
    minimum_shown,
)
from local_cache.results.periods import period_named, period_names
from local_cache.results.sums import Key, Reach, Span, read_sums
from local_cache.sync.messages import Announcement

if TYPE_CHECKING:
    import duckdb


SPARK_MONTHS = 24
"""Length of the small trend line of an indicator."""

MOST_EVENTS = 1000
"""Rare events that are read one by one; of more, the newest."""

SETTLED_QUERIES = ("answered", "closed", "resolved", "verified")
"""States of queries that do not wait for the unit."""


# What is here


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that can be chosen. own_records: how many of its records are here; open_queries: number by severity."""

    unit: str
    names: Texts
    level: UnitLevel
    own_records: int
    open_queries: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CoverageYear:
    """How many of the eligible cases a registry has, against an independent source.

    of_all: (registry only + both) / all known; of_reference: registry / reference, capped at 1; published: a share
    that came without counts. Shares 0..1, None where they cannot be known. indicator: "" for the whole registry.
    """

    unit: str
    indicator: str
    year: int
    registry_only: int | None
    both_sources: int | None
    reference_only: int | None
    of_all: float | None
    of_reference: float | None
    published: float | None
    source: str
    method: str

    @property
    def share(self) -> float | None:
        """The share to hold against 60 and 80 %: of all known cases, else what was published."""
        return self.of_all if self.of_all is not None else self.published


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule, indicator or subgroup that cannot be computed, and why."""

    kind: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class LastSync:
    """The newest synchronisation with the registry's source; moments are UTC without zone."""

    started_at: datetime
    ended_at: datetime | None
    state: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class RegistrySummary:
    """A registry for the choosers and the overview.

    kind, title: of the source; records: own ones here, of all units; data_as_of: the server's time in the newest
    complete synchronisation, UTC without zone; open_queries: number by severity, of all units; coverage: of the units
    that can be chosen, for the whole registry, oldest first.
    """

    registry: str
    names: Texts
    kind: str
    title: str
    granularity: Granularity
    definition_version: str
    units: tuple[UnitChoice, ...]
    data_as_of: datetime | None
    records: int
    open_queries: Mapping[str, int]
    coverage: tuple[CoverageYear, ...]
    announcements: tuple[Announcement, ...]
    deadlines: tuple[Announcement, ...]
    notes: tuple[Note, ...]
    refusals: tuple[Refused, ...]
    last_sync: LastSync | None


def registries(cursor: duckdb.DuckDBPyConnection) -> tuple[RegistrySummary, ...]:
    """Every registry here, by name. Units are those subscribed to; of published results, every unit that has any."""
    sources = cursor.execute(
        """
        SELECT registry.registry, source.id, source.kind, source.title, source.added_at,
               registry.announcements, registry.deadlines, definition.body
        FROM registry
        JOIN source ON source.id = registry.source
        JOIN definition ON definition.registry = registry.registry
                       AND definition.version = registry.definition_version
        """
    ).fetchall()
    if not sources:
        return ()
    subscribed: dict[str, dict[str, datetime | None]] = defaultdict(dict)
    for name, unit, server_time in cursor.execute("SELECT registry, unit, server_time FROM subscription").fetchall():
        subscribed[name][unit] = server_time
    published: dict[str, set[str]] = defaultdict(set)
    if any(name not in subscribed for name, *_ in sources):
        for name, unit in cursor.execute(
            "SELECT DISTINCT registry, unit FROM monthly_results WHERE NOT own"
        ).fetchall():
            published[name].add(unit)
    records = {
        (name, unit): int(n)
        for name, unit, n in cursor.execute(
            """SELECT registry, unit, sum("rows") FROM feed WHERE name LIKE 'records/%' GROUP BY ALL"""
        ).fetchall()
    }
    queries: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for name, unit, severity, n in cursor.execute(
        """
        SELECT registry, unit, severity, count(*) FROM query
        WHERE NOT list_contains(?, state) GROUP BY ALL ORDER BY ALL
        """,
        [list(SETTLED_QUERIES)],
    ).fetchall():
        queries[name, unit][severity] = n
    refusals: dict[str, list[Refused]] = defaultdict(list)
    for name, kind, id_, reason in cursor.execute(
        "SELECT registry, kind, id, reason FROM refusal ORDER BY ALL"
    ).fetchall():
        refusals[name].append(Refused(kind, id_, reason))
    runs = {
        source: LastSync(*rest)
        for source, *rest in cursor.execute(
            """
            SELECT source, started_at, ended_at, state, problem FROM sync_run
            QUALIFY row_number() OVER (PARTITION BY source ORDER BY started_at DESC) = 1
            """
        ).fetchall()
    }
    covered: dict[tuple[str, str], list[CoverageYear]] = defaultdict(list)
    for name, *rest in cursor.execute(
        f"SELECT registry, {_COVERAGE} FROM coverage WHERE indicator IS NULL OR indicator = '' ORDER BY year"
    ).fetchall():
        year = _coverage_year(*rest)
        covered[name, year.unit].append(year)

    def summary(
        name: str, source: str, kind: str, title: str, added_at: datetime, news: str, dates: str, body: str
    ) -> RegistrySummary:
        definition = _decoded(body)
        wanted = subscribed[name].keys() if name in subscribed else published[name]
        units = tuple(
            UnitChoice(u.id, u.names, u.level, records.get((name, u.id), 0), queries.get((name, u.id), {}))
            for u in definition.units
            if u.id in wanted
        )
        times = [t for t in subscribed.get(name, {}).values() if t is not None]
        return RegistrySummary(
            registry=name,
            names=definition.names,
            kind=kind,
            title=title,
            granularity=definition.granularity,
            definition_version=definition.version,
            units=units,
            data_as_of=max(times) if times else None if name in subscribed else added_at,
            records=sum(u.own_records for u in units),
            open_queries=_summed(u.open_queries for u in units),
            coverage=tuple(y for u in units for y in covered.get((name, u.unit), ())),
            announcements=_announcements(news),
            deadlines=_announcements(dates),
            notes=definition.notes,
            refusals=tuple(refusals.get(name, ())),
            last_sync=runs.get(source),
        )

    return tuple(sorted((summary(*row) for row in sources), key=lambda s: by_name(text_in(s.names, "nb"))))


def definition(cursor: duckdb.DuckDBPyConnection, registry: str) -> Definition:
    """The definition in use; RegistryNotHere where there is none."""
    row = cursor.execute(
        """
        SELECT definition.body FROM registry
        JOIN definition ON definition.registry = registry.registry
                       AND definition.version = registry.definition_version
        WHERE registry.registry = ?
        """,
        [registry],
    ).fetchone()
    if row is None:
        raise RegistryNotHere(registry=registry[:60])
    return _decoded(row[0])


def earlier_definition(cursor: duckdb.DuckDBPyConnection, registry: str) -> Definition | None:
    """The version before the one in use, where the cache has it."""
    row = cursor.execute(
        """
        SELECT definition.body FROM registry
        JOIN definition ON definition.registry = registry.registry
                       AND definition.version <> registry.definition_version
        WHERE registry.registry = ?
        ORDER BY definition.applied_at DESC NULLS LAST LIMIT 1
        """,
        [registry],
    ).fetchone()
    return _decoded(row[0]) if row is not None else None


def coverage(cursor: duckdb.DuckDBPyConnection, registry: str, unit: str) -> tuple[CoverageYear, ...]:
    """The unit's coverage for the whole registry and for single indicators, oldest first."""
    rows = cursor.execute(
        f"SELECT {_COVERAGE} FROM coverage WHERE registry = ? AND unit = ? ORDER BY year, indicator", [registry, unit]
    ).fetchall()
    return tuple(_coverage_year(*row) for row in rows)


def periods(cursor: duckdb.DuckDBPyConnection, registry: str, today: date) -> tuple[str, ...]:
    """Names of the periods with results, newest first; `today` counts where the data do not say how old they are."""
    found = cursor.execute(
        "SELECT min(month), max(month) FROM monthly_results WHERE registry = ?", [registry]
    ).fetchone()
    if found is None or found[0] is None:
        return ()
    as_of = _as_of(cursor, registry)
    first, last = found
    return period_names(first, last, as_of.date() if as_of else today, definition(cursor, registry).granularity)


def period(cursor: duckdb.DuckDBPyConnection, registry: str, period_id: str) -> Period:
    """The period of that name; "last12" ends with the last month that was complete when the data were fetched.

    PeriodNotOffered for a name that is not understood, and for months or quarters of a registry with years only.
    """
    as_of = _as_of(cursor, registry)
    if as_of is None:
        raise PeriodNotOffered(period=period_id[:40])
    return period_named(period_id, as_of.date(), definition(cursor, registry).granularity)


# What the results are

COMPARED_LEVELS = ("hospital", "trust", "region", "department")
"""Levels whose units are compared with each other."""


def compared_level(definition: Definition, unit: str) -> UnitLevel:
    """The level a unit is compared on: its own, but hospitals for the nation."""
    level = definition.unit(unit).level
    return level if level in COMPARED_LEVELS else "hospital"


def indicator_results(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, selection: Selection, language: str
) -> tuple[IndicatorResult, ...]:
    """A row for every indicator, in the definition's order: own, nation, region, rest, the period before, attainment.

    `rest` is the nation without the unit, both as published. The small trend holds the unit's last 24 months up to the
    period's end, or all its years. Indicators that cannot be computed are there with the reason; one whose levels stand
    the wrong way round says so and has no attainment.
    UnitNotHere where the unit is not in the definition.
    """
    page = _Page(cursor, definition, selection)
    now, before = selection.period, selection.period.before()
    yearly = definition.granularity == "year"
    page.read(
        units=(selection.unit, page.nation, page.region),
        published=True,
        spans={"now": now, "before": before},
        series=Period(date.min, date.max) if yearly else Period(add_months(now.end, -SPARK_MONTHS), now.end),
    )
    asked: list[Asked] = []
    series: list[list[date]] = []
    for indicator in definition.indicators:
        of = indicator.id
        nation, published = page.counts(of, page.nation, "now"), page.counts(of, selection.unit, "now")
        rest = nation.without(published) if nation and published and page.nation != selection.unit else None
        months = _axis(
            page.months(of, page.chosen), definition.granularity, None if yearly else add_months(now.end, -1)
        )
        asked += (
            page.chosen_figure(indicator, "now", now),
            page.published_figure(indicator, nation, now),
            page.published_figure(indicator, page.counts(of, page.region, "now"), now),
            page.published_figure(indicator, rest, now),
            page.chosen_figure(indicator, "before", before),
            *(page.chosen_figure(indicator, month, page.span(month)) for month in months),
        )
        series.append(months)
    made = iter(figures(asked))
    results = []
    for indicator, months in zip(definition.indicators, series, strict=True):
        own, nation_figure, region, rest_figure, previous = (next(made) for _ in range(5))
        level, sure = _attained(indicator, own)
        results.append(
            IndicatorResult(
                indicator=indicator.id,
                title=text_in(indicator.title, language),
                own=own,
                nation=nation_figure,
                region=region,
                rest=rest_figure,
                previous=previous,
                attainment=level,
                certain=sure,
                trend=tuple(Point(month, next(made), page.is_partial(month)) for month in months),
                refused=page.refused(indicator),
                has_levels=indicator.green is not None or indicator.yellow is not None,
                levels_crossed=_crossed(indicator),
            )
        )
    return tuple(results)


def trend(cursor: duckdb.DuckDBPyConnection, definition: Definition, indicator: str, selection: Selection) -> Trend:
    """The unit and the nation in every month (or year) with results, whatever period is selected; no month left out.

    A month without rows is there as a figure without value. A month (or year) that was not over when the data were
    fetched is partial. IndicatorNotHere, UnitNotHere where the definition has no such thing.
    """
    page = _Page(cursor, definition, selection)
    wanted = _indicator(definition, indicator)
    page.read(
        units=(selection.unit, page.nation),
        spans={},
        series=Period(date.min, date.max),
        indicator=wanted,
        nation_values=True,
    )
    both = {*page.months(indicator, page.chosen), *page.months(indicator, (page.nation, False))}
    months = _axis(both, definition.granularity, None)
    made = figures(
        [page.chosen_figure(wanted, month, page.span(month)) for month in months]
        + [
            page.published_figure(wanted, page.counts(indicator, page.nation, month), page.span(month))
            for month in months
        ]
    )
    points = [
        Point(month, figure, page.is_partial(month)) for month, figure in zip([*months, *months], made, strict=True)
    ]
    return Trend(
        indicator, definition.granularity, own=tuple(points[: len(months)]), nation=tuple(points[len(months) :])
    )


def gaps(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, indicator: str, selection: Selection
) -> Gaps | None:
    """The events of an indicator of the kind "between" over the whole series, whatever period is selected.

    None where there are no events to see one by one: the unit has no records here, the indicator is of another kind or
    refused, or it does not have the subgroup. Of very many events the newest thousand.
    IndicatorNotHere, UnitNotHere where the definition has no such thing.
    """
    page = _Page(cursor, definition, selection)
    wanted = _indicator(definition, indicator)
    offered = selection.subgroup in (ALL_PATIENTS, *wanted.subgroups)
    if wanted.kind != "between" or not page.chosen[1] or page.refused(wanted) or not offered:
        return None
    # A day's other cases are reckoned before its events; the last row is there for what came after the last event.
    rows = cursor.execute(
        """
        WITH by_day AS (
            SELECT month + (CAST(floor(measure) AS INTEGER) - 1) AS day,
                coalesce(sum(n) FILTER (measure > floor(measure)), 0) AS events,
                coalesce(sum(n) FILTER (measure = floor(measure)), 0) AS others
            FROM monthly_values
            WHERE registry = $registry AND indicator = $indicator AND subgroup = $subgroup AND unit = $unit AND own
            GROUP BY day
        ), counted AS (
            SELECT day, CAST(events AS BIGINT) AS events, CAST(sum(others) OVER (ORDER BY day) AS BIGINT) AS others,
                sum(events) OVER (ORDER BY day DESC) - events AS later, min(day) OVER () AS since,
                day = max(day) OVER () AS last
            FROM by_day
        )
        SELECT day, least(events, $most), others, since FROM counted
        WHERE (events > 0 AND later < $most) OR last ORDER BY day
        """,
        {
            "registry": selection.registry,
            "indicator": indicator,
            "subgroup": selection.subgroup,
            "unit": selection.unit,
            "most": MOST_EVENTS + 1,
        },
    ).fetchall()
    until = page.as_of.date() if page.as_of else None
    if until and wanted.valid_to:
        until = min(until, add_months(wanted.valid_to, 1) - timedelta(days=1))
    found = gaps_of([row[:3] for row in rows], since=rows[0][3] if rows else None, until=until)
    return replace(
        found, events=found.events[-MOST_EVENTS:], definition_version=definition.version, data_as_of=page.as_of
    )


def comparison(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    indicator: str,
    selection: Selection,
    language: str,
    level: UnitLevel = "hospital",
) -> Comparison:
    """Every unit of the level that has results in the period, with the selected unit and the nation among them.

    Best first by the indicator's direction, equal values by name. Units with fewer cases than the indicator's minimum
    (else ten), withheld or without value stand last, by name, without value. The selected unit stands there with the
    same figure as in `indicator_results` unless it has too few cases. `previous` is each one's figure in the period of
    the same length before, with the same minimum; `stands` is judged over all units with a value.
    IndicatorNotHere, UnitNotHere where the definition has no such thing.
    """
    page = _Page(cursor, definition, selection)
    wanted = _indicator(definition, indicator)
    spans = {"now": selection.period, "before": selection.period.before()}
    compared = [u for u in definition.units if u.level == level or u.id in (selection.unit, page.nation)]
    page.read(units=[u.id for u in compared], spans=spans, series=None, indicator=wanted)
    units = [
        u for u in compared if u.id in (selection.unit, page.nation) or page.counts(indicator, u.id, "now") is not None
    ]
    minimum = minimum_compared(wanted)
    asked = []
    for span, period in spans.items():
        for unit in units:
            if unit.id == selection.unit:
                one = page.chosen_figure(wanted, span, period)
            else:
                one = page.published_figure(wanted, page.counts(indicator, unit.id, span), period)
            asked.append(replace(one, minimum=minimum))
    made = figures(asked)
    now, before = made[: len(units)], made[len(units) :]
    nation = next(figure for unit, figure in zip(units, now, strict=True) if unit.id == page.nation)
    others = [i for i, unit in enumerate(units) if unit.id != page.nation]
    stands: dict[int, bool | None] = dict(zip(others, standing([now[i] for i in others], nation), strict=True))
    rows = [
        ComparedUnit(
            unit=unit.id,
            name=text_in(unit.names, language),
            figure=figure,
            own=unit.id == selection.unit,
            nation=unit.id == page.nation,
            attainment=_attained(wanted, figure)[0],
            previous=previous,
            stands=stands.get(i),
        )
        for i, (unit, figure, previous) in enumerate(zip(units, now, before, strict=True))
    ]
    best_first = -1 if wanted.direction == 1 else 1

    def place(row: ComparedUnit) -> tuple[bool, float, str]:
        value = row.figure.value
        return (value is None, best_first * value if value is not None else 0.0, by_name(row.name))

    rows.sort(key=place)
    return Comparison(indicator, level, tuple(rows), nation)


def distribution(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, indicator: str, selection: Selection
) -> Distribution:
    """How the measure of a mean or median is spread in the period: the selected unit's own values against the rest.

    The own values are those the unit's figure is made of; the rest is the nation without the unit, both as published,
    and must hold at least as many cases as a published value. Where values are here but not how they are spread, that
    is said. IndicatorNotHere, UnitNotHere where the definition has no such thing.
    """
    page = _Page(cursor, definition, selection)
    wanted = _indicator(definition, indicator)
    now = selection.period
    page.read(
        units=(selection.unit, page.nation),
        published=True,
        spans={"now": now},
        series=None,
        indicator=wanted,
        mean_values=True,
    )
    unit, own = page.chosen
    counts = page.counts(indicator, unit, "now", own)
    (figure,) = figures([page.chosen_figure(wanted, "now", now)])
    if wanted.kind not in ("mean", "median"):
        return no_distribution(indicator, figure, NoDistribution.KIND)
    if figure.shown is not Shown.VALUE:
        return no_distribution(indicator, figure, NoDistribution(figure.shown.value))
    values = _all_values(counts)
    if values is None:
        return no_distribution(indicator, figure, NoDistribution.NOT_PUBLISHED)
    nation, published = page.counts(indicator, page.nation, "now"), page.counts(indicator, unit, "now")
    rest = nation.without(published) if nation and published and page.nation != unit else None
    fewest = max(MINIMUM_PUBLISHED, minimum_shown(wanted, own=False))
    shown = rest is not None and not rest.withheld and (rest.denominator or 0) >= fewest
    return distribution_of(indicator, figure, values, _all_values(rest) if shown else None)


def _all_values(counts: Counts | None) -> Values | None:
    """The distinct values with their counts; None where they are not those of all cases."""
    return counts.values if counts is not None and counts.all_valued() else None


_COVERAGE = """unit, coalesce(indicator, ''), year, registry_only, both_sources, reference_only, share,
    coalesce(source, ''), coalesce(method, '')"""


class _Page:
    """What one answer is made from: whose numbers, how old they are, what is refused, and the counts read."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, definition: Definition, selection: Selection) -> None:
        if selection.unit not in {u.id for u in definition.units}:
            raise UnitNotHere(registry=definition.registry, unit=selection.unit[:60])
        self._cursor = cursor
        self._definition = definition
        self._selection = selection
        self.nation = definition.nation.id
        region = definition.ancestor(selection.unit, "region")
        self.region = region.id if region else None
        self.as_of, records, self._refusals = _circumstances(cursor, selection.registry, selection.unit)
        self._own_counted = records > 0
        self._counts: dict[Key, Counts] = {}
        self._months: dict[tuple[str, str, bool], list[date]] = defaultdict(list)
        self._spans: dict[date, Period] = {}

    def read(
        self,
        *,
        units: Iterable[str | None],
        spans: Mapping[str, Period],
        series: Period | None,
        indicator: Indicator | None = None,
        nation_values: bool = False,
        published: bool = False,
        mean_values: bool = False,
    ) -> None:
        """Read the counts of the units over each span, and month by month over `series` those of the selected unit and
        the nation (the nation's distinct values, which only its own chart needs, if `nation_values`). `indicator`:
        only that one. `published`: what is published of the selected unit too, where its own counts are shown.
        `mean_values`: also the distinct values of means, which their figures are not made from."""
        chosen = self._definition.indicators if indicator is None else (indicator,)
        unit = self._selection.unit
        self._counts = read_sums(
            self._cursor,
            Reach(
                registry=self._selection.registry,
                subgroup=self._selection.subgroup,
                indicators=chosen,
                units=tuple(dict.fromkeys(u for u in units if u is not None)),
                own=unit if self._own_counted else None,
                published=published or not self._own_counted,
                spans=spans,
                series=series,
                monthly=(unit, self.nation),
                valued=[i for i in chosen if i.kind == "median" or (mean_values and i.kind == "mean")],
                monthly_values=(unit, self.nation) if nation_values else (unit,),
            ),
        )
        for of, unit, own, span in self._counts:
            if isinstance(span, date):
                self._months[of, unit, own].append(span)

    @property
    def chosen(self) -> tuple[str, bool]:
        """The selected unit, and whether its own counts are shown (else the published ones)."""
        return self._selection.unit, self._own_counted

    def counts(self, indicator: str, unit: str | None, span: Span, own: bool = False) -> Counts | None:
        """The published (or own) counts of a unit over a span, None where there are no rows."""
        return self._counts.get((indicator, unit, own, span)) if unit is not None else None

    def months(self, indicator: str, unit: tuple[str, bool]) -> list[date]:
        """The months (or years) that were read one by one and have rows."""
        return self._months[indicator, *unit]

    def chosen_figure(self, indicator: Indicator, span: Span, period: Period) -> Asked:
        """The selected unit's figure. One month of a series counted here is shown however few its cases are: the
        series is judged as a whole, and the records are the unit's own."""
        unit, own = self.chosen
        counts = self.counts(indicator.id, unit, span, own)
        nation = self.counts(indicator.id, self.nation, span)
        if not own:
            return self.published_figure(indicator, counts, period)
        minimum = 1 if isinstance(span, date) else minimum_shown(indicator, own=True)
        affirmed = nation is not None and not nation.provisional and (counts is None or counts.last <= nation.last)
        return self._asked(indicator, counts, period, minimum, own=True, provisional=not affirmed)

    def published_figure(self, indicator: Indicator, counts: Counts | None, period: Period) -> Asked:
        """A figure as the registry publishes it."""
        provisional = counts is not None and counts.provisional
        return self._asked(indicator, counts, period, minimum_shown(indicator, own=False), False, provisional)

    def _asked(
        self, indicator: Indicator, counts: Counts | None, period: Period, minimum: int, own: bool, provisional: bool
    ) -> Asked:
        absent = Shown.NO_CASES if own else Shown.NOT_PUBLISHED
        if self.refused(indicator):
            counts, absent = None, Shown.REFUSED
        elif self._selection.subgroup not in (ALL_PATIENTS, *indicator.subgroups):
            counts, absent = None, Shown.NOT_PUBLISHED
        end = min(period.end, self.as_of.date()) if self.as_of else period.end
        return Asked(
            indicator=indicator,
            counts=counts,
            absent=absent,
            minimum=minimum,
            days=(end - period.first).days,
            own=own,
            provisional=provisional,
            definition_version=self._definition.version,
            data_as_of=self.as_of,
        )

    def refused(self, indicator: Indicator) -> str:
        """Why the indicator, or the chosen subgroup, cannot be computed; "" where it can."""
        reason = self._refusals.get(("indicator", indicator.id), "")
        return reason or self._refusals.get(("subgroup", self._selection.subgroup), "")

    def span(self, month: date) -> Period:
        """The month, or the year, that begins on that day."""
        known = self._spans.get(month)
        if known is None:
            known = Period(month, add_months(month, 12 if self._definition.granularity == "year" else 1))
            self._spans[month] = known
        return known

    def is_partial(self, month: date) -> bool:
        """Whether the month (or year) was not over when the data were fetched."""
        return self.as_of is not None and self.span(month).end > self.as_of.date()


def by_name(name: str) -> str:
    """A key that sorts names as Norwegians do: æ, ø, å last, capitals as small letters."""
    return name.casefold().translate({ord("æ"): "{a", ord("ø"): "{b", ord("å"): "{c"})


def _crossed(indicator: Indicator) -> bool:
    return levels_crossed(indicator.green, indicator.yellow, indicator.direction)


def _attained(indicator: Indicator, figure: Figure) -> tuple[Attainment | None, bool]:
    """The level and whether it is certain; none where the registry's levels contradict each other."""
    if _crossed(indicator):
        return None, False
    levels = (indicator.green, indicator.yellow, indicator.direction)
    return attainment(figure.value, *levels), certain(figure.low, figure.high, *levels)


def _indicator(definition: Definition, indicator: str) -> Indicator:
    for known in definition.indicators:
        if known.id == indicator:
            return known
    raise IndicatorNotHere(registry=definition.registry, indicator=indicator[:60])


def _axis(months: Iterable[date], granularity: Granularity, until: date | None) -> list[date]:
    """Every month (or year) from the first to the last, or until the given one; none where there are none."""
    known = set(months)
    if not known:
        return []
    step = 12 if granularity == "year" else 1
    at, last = min(known), max(known) if until is None else until
    axis = []
    while at <= last:
        axis.append(at)
        at = add_months(at, step)
    return axis


def _as_of(cursor: duckdb.DuckDBPyConnection, registry: str) -> datetime | None:
    """How old the data are: the server's time in the registry's newest complete synchronisation; of published results,
    when they were added. UTC without zone."""
    row = cursor.execute("SELECT max(server_time) FROM subscription WHERE registry = ?", [registry]).fetchone()
    if row is None or row[0] is None:
        row = cursor.execute(
            """
            SELECT max(source.added_at) FROM registry JOIN source ON source.id = registry.source
            WHERE registry.registry = ?
            """,
            [registry],
        ).fetchone()
    return row[0] if row else None


def _circumstances(
    cursor: duckdb.DuckDBPyConnection, registry: str, unit: str
) -> tuple[datetime | None, int, dict[tuple[str, str], str]]:
    """What holds for every figure of a unit: how old the data are (the server's time in the unit's newest complete
    synchronisation, else as `_as_of`), how many of its records are here, as its feeds were checked in, and why rules,
    indicators and subgroups (by kind and id) cannot be computed."""
    rows = cursor.execute(
        """
        SELECT 'time', unit, NULL, server_time, NULL FROM subscription WHERE registry = $registry
        UNION ALL
        SELECT 'records', name, NULL, NULL, "rows" FROM feed
        WHERE registry = $registry AND unit = $unit AND name LIKE 'records/%'
        UNION ALL
        SELECT kind, id, reason, NULL, NULL FROM refusal WHERE registry = $registry
        """,
        {"registry": registry, "unit": unit},
    ).fetchall()
    times = {of: time for kind, of, _, time, _ in rows if kind == "time" and time is not None}
    records = sum(int(n or 0) for kind, _, _, _, n in rows if kind == "records")
    refusals = {(kind, of): reason for kind, of, reason, _, _ in rows if kind not in ("time", "records")}
    return times.get(unit) or max(times.values(), default=None) or _as_of(cursor, registry), records, refusals


@lru_cache(maxsize=64)
def _decoded(body: str) -> Definition:
    """A definition's text never changes, so it is decoded and checked once."""
    return read_definition(body.encode())


def _announcements(body: str | None) -> tuple[Announcement, ...]:
    return msgspec.json.decode(body, type=tuple[Announcement, ...]) if body else ()


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for one in counts:
        for key, n in one.items():
            total[key] += n
    return dict(total)


def _coverage_year(
    unit: str,
    indicator: str,
    year: int,
    registry_only: int | None,
    both: int | None,
    reference_only: int | None,
    published: float | None,
    source: str,
    method: str,
) -> CoverageYear:
    of_all = of_reference = None
    if registry_only is not None and both is not None and reference_only is not None:
        here, everywhere, reference = registry_only + both, registry_only + both + reference_only, both + reference_only
        of_all = here / everywhere if everywhere else None
        of_reference = min(1.0, here / reference) if reference else None
    return CoverageYear(
        unit, indicator, year, registry_only, both, reference_only, of_all, of_reference, published, source, method
    )
