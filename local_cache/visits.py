"""What people here have seen: each registry and unit as it was last on the screen, remembered in the ledger.

A visit counts from one start of the program to the next. What was on the screen in an earlier start is what everything
is held against all through this one, and what is shown now is remembered for the next, at once, so that a program that
is killed has not forgotten it.

Where nothing has changed since the last visit, that visit brought no news, and today is held against what it was itself
held against: whoever starts the program a second time the same morning still sees what changed since yesterday.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import duckdb
import msgspec

from local_cache.bound_list import SEPARATOR
from local_cache.ledger import Ledger
from local_cache.registry import Definition
from local_cache.results.attainment import levels_crossed
from local_cache.results.figure import IndicatorResult, Period
from local_cache.results.since_last_visit import Received, Seen, SeenPeriod, Visit, compare
from local_cache.results.summary import SETTLED_QUERIES, RegistrySummary
from local_cache.sync.messages import Announcement


class Remembered(msgspec.Struct, frozen=True):
    """What the ledger holds. seen: as it was last shown; before: what that was held against, None at a first visit."""

    seen: Visit
    before: Visit | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What today is held against. visit: as it was shown then; again: when the same was last seen again with nothing
    new (UTC), None where `visit` is itself the last one."""

    visit: Visit
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A registry and unit as it is shown."""

    registry: str
    unit: str
    visit: Visit


class Visits:
    """The visits of one start of the program; safe to use from several threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._earlier: dict[tuple[str, str], Earlier | None] = {}
        self._periods: dict[tuple[str, str], dict[str, SeenPeriod]] = {}

    def earlier(self, shown: OnScreen) -> Earlier | None:
        """What this is held against, the same all through this start; None at a first visit. LedgerUnusable."""
        place = (shown.registry, shown.unit)
        with self._lock:
            if place not in self._earlier:
                self._earlier[place] = _held_against(self._remembered(*place), shown.visit)
            return self._earlier[place]

    def remember(self, shown: Iterable[OnScreen]) -> None:
        """For the next start; on disk when this returns. Raises the Problems of the ledger."""
        for one in shown:
            earlier = self.earlier(one)
            with self._lock:
                # Of a period shown earlier in this start the figures are as they were on the screen.
                periods = self._periods.setdefault((one.registry, one.unit), {})
                periods.update(one.visit.periods)
                seen = msgspec.structs.replace(one.visit, periods=dict(periods))
            self._ledger.choose(_name(one.registry, one.unit), Remembered(seen, earlier.visit if earlier else None))

    def _remembered(self, registry: str, unit: str) -> Remembered | None:
        found = self._ledger.choice(_name(registry, unit))
        try:
            return None if found is None else msgspec.convert(found, Remembered)
        except msgspec.ValidationError:  # of a version of the program that remembered something else
            return None


def _held_against(remembered: Remembered | None, now: Visit) -> Earlier | None:
    if remembered is None:
        return None
    seen, before = remembered.seen, remembered.before
    if before is not None and compare(seen, now).nothing and not compare(before, now).nothing:
        return Earlier(before, seen.moment)
    return Earlier(seen)


def _name(registry: str, unit: str) -> str:
    return f"visit/{registry}/{unit}"


def read_visit(
    cursor: duckdb.DuckDBPyConnection,
    registry: RegistrySummary,
    definition: Definition,
    unit: str,
    period_id: str,
    period: Period,
    results: Iterable[IndicatorResult],
    moment: datetime,
) -> Visit:
    """The registry and unit as they are shown at that moment, with these results of the period. The cursor is the
    cache's."""
    return Visit(
        moment=moment,
        data_as_of=registry.data_as_of,
        definition_version=registry.definition_version,
        records=next((u.own_records for u in registry.units if u.unit == unit), 0),
        received=_received(cursor, registry.registry, unit),
        queries=_queries(cursor, registry.registry, unit),
        announced=frozenset(
            [announcement_key(a) for a in registry.announcements] + [deadline_key(d) for d in registry.deadlines]
        ),
        period_id=period_id,
        periods={period_id: SeenPeriod(period.first, period.end, {r.indicator: _seen(definition, r) for r in results})},
    )


def announcement_key(announcement: Announcement) -> str:
    return f"announcement {announcement.id}"


def deadline_key(deadline: Announcement) -> str:
    """A deadline that moves is announced anew."""
    return f"deadline {deadline.id} {deadline.date}"


def _seen(definition: Definition, result: IndicatorResult) -> Seen:
    own, indicator = result.own, definition.indicator(result.indicator)
    crossed = levels_crossed(indicator.green, indicator.yellow, indicator.direction)
    level = None if crossed else result.attainment
    return Seen(own.shown, own.value, own.low, own.high, level, own.provisional)


def _received(cursor: duckdb.DuckDBPyConnection, registry: str, unit: str) -> Received:
    row = cursor.execute(
        """
        SELECT (SELECT min(started_at) FROM sync_run),
            CAST(coalesce(sum(brought.added), 0) AS BIGINT), CAST(coalesce(sum(brought.altered), 0) AS BIGINT),
            CAST(coalesce(sum(brought.removed), 0) AS BIGINT)
        FROM (
            SELECT unnest(from_json(counts, '[{"registry": "VARCHAR", "unit": "VARCHAR",
                "added": "BIGINT", "altered": "BIGINT", "removed": "BIGINT"}]')) AS brought
            FROM sync_run WHERE json_type(counts) = 'ARRAY'
        )
        WHERE brought.registry = ? AND brought.unit = ?
        """,
        [registry, unit],
    ).fetchone()
    assert row is not None
    return Received(*row)


def _queries(cursor: duckdb.DuckDBPyConnection, registry: str, unit: str) -> dict[str, int]:
    """Those that wait for the unit. An id may name a record, so only a digest of it is remembered."""
    rows = cursor.execute(
        """
        SELECT id, coalesce(json_array_length(messages), 0) FROM query
        WHERE registry = ? AND unit = ? AND NOT list_contains(string_split(?, chr(31)), state)
        """,
        [registry, unit, SEPARATOR.join(SETTLED_QUERIES)],
    ).fetchall()
    return {hashlib.blake2b(id_.encode(), digest_size=8).hexdigest(): int(messages) for id_, messages in rows}
