"""Feeds into the cache: each is put in place within the caller's one transaction, with how far it has come."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import msgspec

from local_cache.cache import Cache
from local_cache.errors import ContentRefused, PartDamaged
from local_cache.registry import Definition, record_table
from local_cache.results.monthly import counting_change, recount, refusals
from local_cache.sync.digest import feed_digest
from local_cache.sync.incoming import content_refused, incoming
from local_cache.sync.messages import (
    ANSWER_COLUMNS,
    COUNTED_COLUMNS,
    COVERAGE_COLUMNS,
    QUERY_COLUMNS,
    RECORD_OPERATION_COLUMNS,
    VALUE_COLUMNS,
    Feed,
    Part,
)
from local_cache.sync.outcome import Changed
from local_cache.sync.record_tables import record_columns, shape_record_tables
from local_cache.sync.spool import Spool
from local_cache.sync.stop import Stop

DEFINITION = "definition"
RECORDS = "records/"
EVERY_UNIT = ""
"""The `feed` row of what is the same for every unit of a registry."""
_OF_THE_UNIT = ("queries", "answers")
HANDFUL_BYTES = 24 * 1024 * 1024
HANDFUL_PARTS = 4


class TakenScope(msgspec.Struct, frozen=True):
    """A part of a full feed that is in."""

    sha256: str
    scope: str


@dataclass(frozen=True, slots=True)
class FeedState:
    """The `feed` row: how far the cache has come with a feed."""

    epoch: str
    cursor: str
    rows: int
    digest: str
    parts: tuple[TakenScope, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """changed: kinds of things; upserted, deleted, added, altered, removed: records, as in `UnitPulled`."""

    changed: Changed
    upserted: int = 0
    deleted: int = 0
    added: int = 0
    altered: int = 0
    removed: int = 0


@dataclass(slots=True)
class Intake:
    """One unit's feeds on their way in.

    Attributes: registry, unit, epoch, cursor (of the manifest); definition (the one in use); taken (told the rows that
    are in, as parts come).
    """

    cache: Cache
    spool: Spool
    stop: Stop
    registry: str
    unit: str
    epoch: str
    cursor: str
    definition: Definition
    taken: Callable[[Feed, int], None]

    def owner(self, feed: str) -> str:
        """The unit a feed's row is kept under."""
        return self.unit if feed.startswith(RECORDS) or feed in _OF_THE_UNIT else EVERY_UNIT

    def known(self, feed: str) -> bool:
        """Whether this program knows what to do with a feed; later ones are left alone."""
        if feed.startswith(RECORDS):
            return any(feed == RECORDS + form.id for form in self.definition.forms)
        return feed in (*_OF_THE_UNIT, "aggregates", "distributions", "coverage")

    def state(self, cursor: duckdb.DuckDBPyConnection, feed: str) -> FeedState | None:
        row = cursor.execute(
            'SELECT epoch, cursor, "rows", digest, parts FROM feed WHERE registry = ? AND unit = ? AND name = ?',
            [self.registry, self.owner(feed), feed],
        ).fetchone()
        if row is None:
            return None
        epoch, reached, rows, digest, parts = row
        return FeedState(epoch, reached, rows, digest, msgspec.json.decode(parts, type=tuple[TakenScope, ...]))

    def measure(self, cursor: duckdb.DuckDBPyConnection, feed: str) -> tuple[int, str]:
        """Rows and digest of what is really in the cache."""
        self.stop.check()
        if feed.startswith(RECORDS):
            table = record_table(self.registry, feed.removeprefix(RECORDS))
            return feed_digest(cursor, feed, f"(FROM {table} WHERE unit = ?)", [self.unit])
        table, where = {
            "aggregates": ("monthly_results", "registry = ? AND NOT own"),
            "distributions": ("monthly_values", "registry = ? AND NOT own"),
            "coverage": ("coverage", "registry = ?"),
            "queries": ("query", "registry = ? AND unit = ?"),
            "answers": ("answer", "registry = ? AND unit = ?"),
        }[feed]
        parameters = [self.registry, self.unit] if feed in _OF_THE_UNIT else [self.registry]
        return feed_digest(cursor, feed, f"(FROM {table} WHERE {where})", parameters)

    def missing(self, feed: Feed, state: FeedState | None) -> tuple[Part, ...]:
        """The parts of a feed whose scope is not already in as it should be."""
        if feed.name not in ("aggregates", "distributions") or state is None or state.epoch != self.epoch:
            return feed.parts
        there = {(p.scope, p.sha256) for p in state.parts}
        return tuple(p for p in feed.parts if (p.scope, p.sha256) not in there)

    def apply(self, cursor: duckdb.DuckDBPyConnection, feed: Feed, parts: tuple[Part, ...]) -> Applied:
        """Put a feed in place; parts are those `missing` gave. Raises ContentRefused, PartDamaged."""
        if feed.name.startswith(RECORDS):
            applied = self._records(cursor, feed)
        elif feed.name in _OF_THE_UNIT:
            applied = self._questions(cursor, feed)
        elif feed.name == "coverage":
            applied = self._coverage(cursor, feed)
        else:
            applied = self._published(cursor, feed, parts)
        self.note(cursor, feed)
        return applied

    def note(self, cursor: duckdb.DuckDBPyConnection, feed: Feed) -> None:
        """Move the feed's row."""
        owner = self.owner(feed.name)
        self.drop(cursor, feed.name)
        parts = [TakenScope(p.sha256, p.scope) for p in feed.parts] if feed.mode == "full" else []
        cursor.execute(
            "INSERT INTO feed VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [self.registry, owner, feed.name, self.epoch, self.cursor, feed.rows, feed.digest, _json(parts)],
        )

    def drop(self, cursor: duckdb.DuckDBPyConnection, feed: str) -> None:
        """Forget how far a feed has come, so that it is fetched in full."""
        cursor.execute(
            "DELETE FROM feed WHERE registry = ? AND unit = ? AND name = ?", [self.registry, self.owner(feed), feed]
        )

    @contextlib.contextmanager
    def _rows(
        self, cursor: duckdb.DuckDBPyConnection, feed: Feed, parts: tuple[Part, ...], columns: Mapping[str, str]
    ) -> Iterator[str]:
        """The rows of a few parts as a query in parentheses, while the block lasts."""
        self.stop.check()
        bodies: dict[str, bytes] = {}
        for part in parts:
            body = self.spool.get(part.sha256)
            if body is None:
                raise PartDamaged(registry=self.registry, feed=feed.name)
            bodies[part.sha256] = body
        with self.cache.parts(bodies) as paths:
            del bodies
            placed = {paths[part.sha256]: part for part in parts}
            rows = incoming(cursor, placed, columns, registry=self.registry, feed=feed.name)
            self.stop.check()  # an interrupt that met no running statement is not remembered by the next one
            try:
                yield rows
            except duckdb.Error as error:
                raise content_refused(error, registry=self.registry, feed=feed.name) from None

    def _refused(self, feed: Feed, reason: str) -> ContentRefused:
        return ContentRefused(registry=self.registry, feed=feed.name, reason=reason)

    # records

    def _records(self, cursor: duckdb.DuckDBPyConnection, feed: Feed) -> Applied:
        form = self.definition.form(feed.name.removeprefix(RECORDS))
        table, columns = record_table(self.registry, form.id), record_columns(form)
        sent = {**RECORD_OPERATION_COLUMNS, **columns}
        names = ", ".join(f'"{name}"' for name in columns)
        if feed.mode == "full":
            cursor.execute(
                f"CREATE OR REPLACE TEMP TABLE earlier_record AS SELECT record_id, version FROM {table} WHERE unit = ?",
                [self.unit],
            )
            earlier = _rows_changed(cursor, f"DELETE FROM {table} WHERE unit = ?", [self.unit])
            upserted = 0
            for parts in _handfuls(feed.parts):
                with self._rows(cursor, feed, parts, sent) as rows:
                    # One pass over the parts: a row that must not be there is an error, which takes everything back.
                    cursor.execute(
                        f"INSERT INTO {table} ({names}) SELECT {names} FROM {rows} WHERE {_sound(feed.mode)}",
                        [self.unit],
                    )
                upserted += _count(parts)
                self.taken(feed, _count(parts))
            self.stop.check()
            recount(cursor, self.definition, self.unit, form)
            added, altered, removed = self._against_earlier(cursor, table) if earlier else (upserted, 0, 0)
            cursor.execute("DROP TABLE earlier_record")
            return Applied(Changed.RECORDS | Changed.RESULTS, upserted, added=added, altered=altered, removed=removed)
        self._gather(cursor, feed, sent)
        upserted, deleted = cursor.execute(
            "SELECT count(*) FILTER (op = 'u'), count(*) FILTER (op = 'd') FROM incoming_record"
        ).fetchall()[0]
        here = f"FROM {table} WHERE unit = ? AND record_id IN (SELECT record_id FROM incoming_record"
        removed = 0
        if deleted:  # seldom any, and every look at all records takes its time
            (removed,) = cursor.execute(f"SELECT count(*) {here} WHERE op = 'd')", [self.unit]).fetchall()[0]
        with counting_change(cursor, self.definition, form, self.unit, "incoming_record"):
            altered = _rows_changed(cursor, f"DELETE {here})", [self.unit]) - removed
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming_record WHERE op = 'u'")
        cursor.execute(
            """
            DELETE FROM query WHERE registry = ? AND unit = ? AND form = ?
                AND record_id IN (SELECT record_id FROM incoming_record WHERE op = 'd')
            """,
            [self.registry, self.unit, form.id],
        )
        cursor.execute("DROP TABLE incoming_record")
        return Applied(Changed.RECORDS | Changed.RESULTS, upserted, deleted, upserted - altered, altered, removed)

    def _against_earlier(self, cursor: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int, int]:
        """Records added, altered and removed by a feed that came in full."""
        row = cursor.execute(
            f"""
            SELECT count(*) FILTER (earlier.record_id IS NULL), count(*) FILTER (earlier.version <> here.version),
                count(*) FILTER (here.record_id IS NULL)
            FROM earlier_record AS earlier
            FULL JOIN (SELECT record_id, version FROM {table} WHERE unit = ?) AS here USING (record_id)
            """,
            [self.unit],
        ).fetchone()
        assert row is not None
        return row[0], row[1], row[2]

    def _gather(self, cursor: duckdb.DuckDBPyConnection, feed: Feed, columns: Mapping[str, str]) -> None:
        """Makes the temporary table incoming_record: the last operation on every record of a delta."""
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE arriving ("
            + ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            + ")"
        )
        for parts in _handfuls(feed.parts):
            with self._rows(cursor, feed, parts, columns) as rows:
                cursor.execute(
                    f"INSERT INTO arriving BY NAME SELECT * FROM {rows} WHERE {_sound(feed.mode)}", [self.unit]
                )
            self.taken(feed, _count(parts))
        cursor.execute(
            """
            CREATE OR REPLACE TEMP TABLE incoming_record AS FROM arriving
            QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY sequence DESC) = 1
            """
        )
        cursor.execute("DROP TABLE arriving")

    # what the registry publishes

    def _published(self, cursor: duckdb.DuckDBPyConnection, feed: Feed, parts: tuple[Part, ...]) -> Applied:
        """Aggregates or distributions: the years that changed, and away with the years that are no longer there."""
        aggregates = feed.name == "aggregates"
        table, columns = ("monthly_results", COUNTED_COLUMNS) if aggregates else ("monthly_values", VALUE_COLUMNS)
        kept = [int(p.scope) for p in feed.parts if p not in parts]
        cursor.execute(
            f"DELETE FROM {table} WHERE registry = ? AND NOT own AND NOT list_contains(?::INTEGER[], year(month))",
            [self.registry, kept],
        )
        names = ", ".join(columns)
        for several in _handfuls(parts):
            with self._rows(cursor, feed, several, columns) as rows:
                cursor.execute(
                    f"INSERT INTO {table} (registry, own, {names}) SELECT ?, FALSE, {names} FROM {rows}"
                    " WHERE CASE WHEN list_contains(?::INTEGER[], year(month)) THEN TRUE ELSE error('year') END"
                    " ORDER BY subgroup, unit, indicator, month",  # pages ask by these; their rows lie together
                    [self.registry, [int(part.scope) for part in several]],
                )
            self.taken(feed, _count(several))
        return Applied(Changed.RESULTS)

    def _coverage(self, cursor: duckdb.DuckDBPyConnection, feed: Feed) -> Applied:
        cursor.execute("DELETE FROM coverage WHERE registry = ?", [self.registry])
        names = ", ".join(COVERAGE_COLUMNS)
        for parts in _handfuls(feed.parts):
            with self._rows(cursor, feed, parts, COVERAGE_COLUMNS) as rows:
                cursor.execute(
                    f"INSERT INTO coverage (registry, indicator, {names}) SELECT ?, '', {names} FROM {rows}",
                    [self.registry],
                )
            self.taken(feed, _count(parts))
        return Applied(Changed.COVERAGE)

    # questions about records, and answers to corrections

    def _questions(self, cursor: duckdb.DuckDBPyConnection, feed: Feed) -> Applied:
        queries = feed.name == "queries"
        table, key, columns = ("query", "id", QUERY_COLUMNS) if queries else ("answer", "op_id", ANSWER_COLUMNS)
        if feed.mode == "full":
            cursor.execute(f"DELETE FROM {table} WHERE registry = ? AND unit = ?", [self.registry, self.unit])
        names = ", ".join(name for name in columns if name != "op")
        for parts in _handfuls(feed.parts):
            with self._rows(cursor, feed, parts, columns) as rows:
                cursor.execute(
                    f"""
                    CREATE OR REPLACE TEMP TABLE arriving AS FROM {rows}
                    QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY sequence DESC) = 1
                    """
                )
                cursor.execute(
                    f"DELETE FROM {table} WHERE registry = ? AND unit = ? AND {key} IN (SELECT {key} FROM arriving)",
                    [self.registry, self.unit],
                )
                cursor.execute(
                    f"INSERT INTO {table} (registry, unit, {names}) SELECT ?, ?, {names} FROM arriving WHERE op = 'u'",
                    [self.registry, self.unit],
                )
                cursor.execute("DROP TABLE arriving")
            self.taken(feed, _count(parts))
        return Applied(Changed.QUERIES if queries else Changed.ANSWERS)


def apply_definition(
    cursor: duckdb.DuckDBPyConnection,
    definition: Definition,
    body: bytes,
    units: tuple[str, ...],
    earlier: tuple[str, bytes] | None = None,
) -> None:
    """Take a definition into use: its text, the shape of the record tables, what it holds that cannot be computed, and
    the units' own counts by its expressions. At most the version before it is kept beside it.

    earlier: version and text of the one the registry had before, where the cache has none; it never was in use here.
    """
    registry = definition.registry
    cursor.execute("DELETE FROM definition WHERE registry = ? AND version = ?", [registry, definition.version])
    cursor.execute(
        """
        DELETE FROM definition WHERE registry = $registry AND version NOT IN
            (SELECT version FROM definition WHERE registry = $registry ORDER BY applied_at DESC NULLS LAST LIMIT 1)
        """,
        {"registry": registry},
    )
    cursor.execute(
        "INSERT INTO definition VALUES (?, ?, ?, ?)",
        [registry, definition.version, body.decode(), datetime.now(UTC).replace(tzinfo=None)],
    )
    if earlier is not None:
        cursor.execute("INSERT INTO definition VALUES (?, ?, ?, NULL)", [registry, earlier[0], earlier[1].decode()])
    cursor.execute("UPDATE registry SET definition_version = ? WHERE registry = ?", [definition.version, registry])
    shape_record_tables(cursor, definition)
    cursor.execute("DELETE FROM refusal WHERE registry = ?", [registry])
    for refusal in refusals(definition):
        cursor.execute("INSERT INTO refusal VALUES (?, ?, ?, ?)", [registry, refusal.kind, refusal.id, refusal.reason])
    for unit in units:
        recount(cursor, definition, unit)


def _rows_changed(cursor: duckdb.DuckDBPyConnection, statement: str, parameters: list[str]) -> int:
    """Run an INSERT or DELETE; gives the number of its rows."""
    row = cursor.execute(statement, parameters).fetchone()
    return int(row[0]) if row else 0


def _handfuls(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """Parts of one kind, a few at a time: DuckDB reads several on all cores, and memory stays bounded."""
    hand: list[Part] = []
    for part in parts:
        full = sum(p.bytes for p in hand) + part.bytes > HANDFUL_BYTES or len(hand) == HANDFUL_PARTS
        if hand and (full or part.media_type != hand[0].media_type):
            yield tuple(hand)
            hand = []
        hand.append(part)
    if hand:
        yield tuple(hand)


def _count(parts: tuple[Part, ...]) -> int:
    return sum(part.rows for part in parts)


def _sound(mode: str) -> str:
    """TRUE for rows a records feed may have, an error for others; its parameter is the unit."""
    operation = "op = 'u'" if mode == "full" else "op IN ('u', 'd')"
    return (
        f"CASE WHEN {operation} AND record_id IS NOT NULL AND sequence IS NOT NULL"
        " AND (op = 'd' OR (version IS NOT NULL AND unit = ?)) THEN TRUE ELSE error('row') END"
    )


def _json(parts: list[TakenScope]) -> str:
    return msgspec.json.encode(parts).decode()
