"""Rare events one by one: how many days, and how many cases, lie between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RareEvent:
    """An event with its day. days: since the event before; cases: those counted over since then that were no event;
    both None for the first, before which nothing is known."""

    day: date
    days: int | None
    cases: int | None


@dataclass(frozen=True, slots=True)
class Gaps:
    """The events of an indicator of the kind "between" in a unit's own records, oldest first.

    Several events on one day lie nought days and nought cases apart; which of a day's cases came first is not known, so
    its other cases are taken to come before its events. since: day of the first case counted over, event or not;
    until: the last day the data reach to.

    since_last, cases_since_last: days and cases from the last event until then, None where there was no event. That is
    no gap but a gap that is not over: the next event may come tomorrow, so it is no point of any chart and no part of
    any line. It may be said beside the chart, and it can only grow if no event comes (or is registered late).
    """

    events: tuple[RareEvent, ...]
    since: date | None
    until: date | None
    since_last: int | None
    cases_since_last: int | None
    definition_version: str = ""
    data_as_of: datetime | None = None

    @property
    def between(self) -> tuple[tuple[date, int, int], ...]:
        """Day, days and cases of every event that has one before it."""
        return tuple((e.day, e.days, e.cases) for e in self.events if e.days is not None and e.cases is not None)


def gaps_of(days: Iterable[tuple[date, int, int]], *, since: date | None, until: date | None) -> Gaps:
    """The gaps of a series of days, oldest first.

    days: (day, its events, the cases that were no event from the beginning up to and including the day); days without
    events may be among them, and the last one should be there for what came after the last event.
    """
    events: list[RareEvent] = []
    last: tuple[date, int] | None = None
    others = 0
    for day, times, others in days:
        for again in range(times):
            if last is None:
                events.append(RareEvent(day, None, None))
            else:
                events.append(RareEvent(day, (day - last[0]).days, 0 if again else others - last[1]))
            last = day, others
    return Gaps(
        events=tuple(events),
        since=since,
        until=until,
        since_last=max((until - last[0]).days, 0) if until and last else None,
        cases_since_last=others - last[1] if last else None,
    )
