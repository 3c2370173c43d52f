"""What is different since a visit: what stood on the screen then, held against what stands there now.

A `Visit` is what the ledger remembers of a registry and unit that somebody looked at. It holds figures, counts and ids
of what a registry has announced, and nothing of any patient. Nothing here reads or stores.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from local_cache.results.difference import clear_difference
from local_cache.results.figure import Attainment, Figure, Period, Shown


class Received(msgspec.Struct, frozen=True):
    """How many records all synchronisations of a cache have brought together; they only grow, as long as the cache is
    the same. began: the start of the first of them (UTC without zone), None where there was none."""

    began: datetime | None = None
    added: int = 0
    altered: int = 0
    removed: int = 0


class Seen(msgspec.Struct, frozen=True):
    """An indicator's own figure. attainment: None where the value cannot be held against the registry's levels."""

    shown: Shown
    value: float | None = None
    low: float | None = None
    high: float | None = None
    attainment: Attainment | None = None
    provisional: bool = False

    def like(self, figure: Figure) -> Figure:
        """This as a figure to show in the format of another one of the same indicator."""
        return Figure(
            self.shown, figure.kind, self.value, self.low, self.high, format=figure.format, provisional=self.provisional
        )


class SeenPeriod(msgspec.Struct, frozen=True):
    """The figures of a period: of the months from `first` up to but not including `end`, by indicator."""

    first: date
    end: date
    indicators: dict[str, Seen]

    @property
    def period(self) -> Period:
        return Period(self.first, self.end)


class Visit(msgspec.Struct, frozen=True):
    """A registry and unit as it was shown.

    moment: when (UTC); data_as_of: of the data (UTC without zone); queries: those that waited for the unit, number of
    messages by a digest of the id; announced: keys of announcements and deadlines; period_id: the one on the screen
    last, which is among `periods`.
    """

    moment: datetime
    data_as_of: datetime | None
    definition_version: str
    records: int
    received: Received
    queries: dict[str, int]
    announced: frozenset[str]
    period_id: str
    periods: dict[str, SeenPeriod]


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator that stands otherwise. then: None where it is new in the registry; level: whether the attainment is
    another; moved: 1 clearly higher, -1 clearly lower, 0 neither (also where one of them has no value)."""

    indicator: str
    then: Seen | None
    now: Seen
    level: bool
    moved: int


@dataclass(frozen=True, slots=True)
class Since:
    """What is different.

    added, altered, removed: records; None where that cannot be told, because the cache was made anew;
    asked, settled, replied: queries that wait now and did not, that waited and do not, that wait with a new message;
    announced: keys of what is newly announced; redefined: another version of the definition is in use;
    same_period: whether the period that is shown now was shown then, without which no indicator is compared;
    affirmed: indicators no longer provisional; indicators: those that changed, in the order of the figures shown now.
    """

    then: Visit
    now: Visit
    added: int | None
    altered: int | None
    removed: int | None
    asked: int
    settled: int
    replied: int
    announced: tuple[str, ...]
    redefined: bool
    same_period: bool
    affirmed: tuple[str, ...]
    indicators: tuple[IndicatorChange, ...]

    @property
    def nothing(self) -> bool:
        return not (
            self.now.records != self.then.records
            or self.added
            or self.altered
            or self.removed
            or self.asked
            or self.settled
            or self.replied
            or self.announced
            or self.redefined
            or self.affirmed
            or self.indicators
        )


def compare(then: Visit, now: Visit) -> Since:
    """What is different between two visits to the same registry and unit. A visit compared with itself gives nothing;
    when they were and how old the data were makes no difference."""
    added, altered, removed = _records(then, now)
    before, after = then.periods.get(now.period_id), now.periods[now.period_id]
    earlier = before.indicators if before is not None else {}
    changes = [] if before is None else [_change(i, earlier.get(i), seen) for i, seen in after.indicators.items()]
    return Since(
        then,
        now,
        added,
        altered,
        removed,
        asked=len(now.queries.keys() - then.queries.keys()),
        settled=len(then.queries.keys() - now.queries.keys()),
        replied=sum(now.queries[q] > then.queries[q] for q in now.queries.keys() & then.queries.keys()),
        announced=tuple(sorted(now.announced - then.announced)),
        redefined=now.definition_version != then.definition_version,
        same_period=before is not None,
        affirmed=tuple(i for i, seen in after.indicators.items() if _affirmed(earlier.get(i), seen)),
        indicators=tuple(change for change in changes if change is not None),
    )


def _records(then: Visit, now: Visit) -> tuple[int, int, int] | tuple[None, None, None]:
    """Records added, altered, removed; None where the counts are not of the same cache or do not add up."""
    earlier, later = then.received, now.received
    added, altered, removed = (
        later.added - earlier.added,
        later.altered - earlier.altered,
        later.removed - earlier.removed,
    )
    if earlier.began != later.began or min(added, altered, removed) < 0:
        return None, None, None
    if then.records + added - removed != now.records:
        return None, None, None
    return added, altered, removed


def _change(indicator: str, then: Seen | None, now: Seen) -> IndicatorChange | None:
    level = then is not None and None not in (then.attainment, now.attainment) and then.attainment is not now.attainment
    moved = clear_difference(_figure(now), _figure(then)) if then is not None else 0
    appeared = (then is not None and then.shown is Shown.VALUE) != (now.shown is Shown.VALUE)
    return IndicatorChange(indicator, then, now, level, moved) if level or moved or appeared else None


def _affirmed(then: Seen | None, now: Seen) -> bool:
    if then is None or not then.shown is now.shown is Shown.VALUE:
        return False
    return then.provisional and not now.provisional


def _figure(seen: Seen) -> Figure:
    return Figure(seen.shown, "proportion", seen.value, seen.low, seen.high)
