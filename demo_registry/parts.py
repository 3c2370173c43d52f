"""Immutable parts, known by the digest of their bytes, and the feeds they make up."""

from __future__ import annotations

import hashlib
import threading
import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import duckdb
import msgspec

from demo_registry.store import State, Store
from local_cache.registry import Definition, record_table
from local_cache.sync.digest import feed_digest
from local_cache.sync.messages import JSON, NDJSON_ZSTD, PARQUET, Feed, Limits, Manifest, Part

LIMITS = Limits()
AIM = int(0.75 * LIMITS.part_bytes)
"""Bytes that a part of a long feed should have; well below the limit, as rows differ."""
FEW_ROWS = 2000
"""A delta of fewer rows goes as lines of JSON."""
LEASE = timedelta(days=14)


@dataclass(slots=True)
class Piece:
    """A part on disk. `readers`: the (registry, unit) whose readers may have it; unit "" is everybody in a registry."""

    path: Path
    bytes: int
    media_type: str
    readers: set[tuple[str, str]] = field(default_factory=set)


class Parts:
    """Makes feeds of a store's data; keeps every part it ever named until the registry stops."""

    def __init__(self, store: Store, directory: Path) -> None:
        self._store = store
        self._directory = directory
        self._pieces: dict[str, Piece] = {}
        self._feeds: dict[tuple[object, ...], Feed] = {}
        self._lock = threading.Lock()

    def piece(self, sha256: str) -> Piece | None:
        return self._pieces.get(sha256)

    def manifest(self, registry: str, unit: str, cursor: str | None) -> Manifest:
        """What the unit lacks since the cursor; in full without one or after a new epoch. CursorGone as in Store."""
        store = self._store
        with store.still() as data:
            since = store.read_cursor(registry, cursor) if cursor is not None else None
            state = replace(store.states[registry])
            definition = store.definition(registry)
            feeds = [self._definition(registry), self._coverage(data, registry, state)]
            feeds += [self._records(data, definition, form.id, unit, since, state) for form in definition.forms]
            feeds += [
                self._yearly(data, registry, "aggregates", "aggregate", state),
                self._yearly(data, registry, "distributions", "distribution", state),
                self._delta(data, registry, unit, "queries", "query", since, state),
                self._delta(data, registry, unit, "answers", "answer", since, state),
            ]
            now = store.server_time()
            return Manifest(
                registry=registry,
                unit=unit,
                epoch=state.epoch,
                from_cursor=cursor if since is not None else None,
                to_cursor=store.cursor_of(registry),
                server_time=now,
                lease_until=now + LEASE,
                definition_version=definition.version,
                feeds=tuple(feeds),
            )

    def revoked(self, registry: str, unit: str) -> Manifest:
        """For somebody whose access was withdrawn."""
        store, now = self._store, self._store.server_time()
        return Manifest(
            registry=registry,
            unit=unit,
            epoch=store.states[registry].epoch,
            to_cursor=store.cursor_of(registry),
            server_time=now,
            lease_until=now,
            definition_version=store.definition(registry).version,
            feeds=(),
            revoked=True,
        )

    # feeds

    def _definition(self, registry: str) -> Feed:
        blueprint = self._store.blueprint(registry)
        key = (registry, "definition", blueprint.versions)
        if key not in self._feeds:
            parts = []
            for version in blueprint.versions:
                body = msgspec.json.encode(blueprint.definition(version, self._store.today))
                parts.append(self._keep(body, JSON, 1, registry, "", version))
            self._feeds[key] = Feed("definition", "full", 1, parts[-1].sha256, tuple(parts))
        return self._feeds[key]

    def _coverage(self, data: duckdb.DuckDBPyConnection, registry: str, state: State) -> Feed:
        key = (registry, "coverage", state.edition)
        if key not in self._feeds:
            chosen = f"(SELECT * EXCLUDE (registry) FROM coverage WHERE registry = '{registry}')"
            rows, checked = feed_digest(data, "coverage", chosen)
            part = self._copy(data, f"FROM {chosen} ORDER BY unit, year", PARQUET, rows, registry, "")
            self._feeds[key] = Feed("coverage", "full", rows, checked, (part,))
        return self._feeds[key]

    def _yearly(self, data: duckdb.DuckDBPyConnection, registry: str, name: str, table: str, state: State) -> Feed:
        key = (registry, name, state.edition)
        if key not in self._feeds:
            rows, checked = feed_digest(data, name, f"(FROM {table} WHERE registry = '{registry}')")
            years = data.execute(
                f"SELECT year(month), count(*) FROM {table} WHERE registry = ? GROUP BY ALL ORDER BY ALL", [registry]
            ).fetchall()
            parts = []
            for year, number in years:
                chosen = (
                    f"SELECT * EXCLUDE (registry) FROM {table} WHERE registry = '{registry}' AND year(month) = {year}"
                    " ORDER BY ALL"
                )
                parts.append(self._copy(data, chosen, PARQUET, number, registry, "", str(year)))
            self._feeds[key] = Feed(name, "full", rows, checked, tuple(parts))
        return self._feeds[key]

    def _records(
        self,
        data: duckdb.DuckDBPyConnection,
        definition: Definition,
        form: str,
        unit: str,
        since: int | None,
        state: State,
    ) -> Feed:
        registry = definition.registry
        key = (registry, "records", form, unit, since, state.epoch, state.changed)
        if key in self._feeds:
            return self._feeds[key]
        table = record_table(registry, form)
        rows, checked = feed_digest(data, f"records/{form}", f"(FROM {table} WHERE unit = '{unit}')")
        present = f"SELECT 'u' AS op, CAST(NULL AS VARCHAR) AS why, * FROM {table} WHERE unit = '{unit}'"
        if since is None:
            parts = self._long(data, f"{table} WHERE unit = '{unit}'", present, registry, unit)
        else:
            gone = (
                f"SELECT 'd' AS op, why, record_id, sequence FROM removed WHERE registry = '{registry}'"
                f" AND form = '{form}' AND unit = '{unit}' AND sequence > {since}"
            )
            moved = f"{present} AND sequence > {since} UNION ALL BY NAME {gone}"
            parts = self._long(data, f"({moved})", moved, registry, unit, wrap=True)
        mode = "full" if since is None else "delta"
        feed = Feed(f"records/{form}", mode, rows, checked, parts)  # type: ignore[arg-type]
        self._feeds[key] = feed
        return feed

    def _delta(
        self,
        data: duckdb.DuckDBPyConnection,
        registry: str,
        unit: str,
        name: str,
        table: str,
        since: int | None,
        state: State,
    ) -> Feed:
        key = (registry, name, unit, since, state.epoch, state.changed)
        if key in self._feeds:
            return self._feeds[key]
        whose = f"registry = '{registry}' AND unit = '{unit}'"
        chosen = f"SELECT 'u' AS op, * EXCLUDE (registry, unit) FROM {table} WHERE {whose}"
        rows, checked = feed_digest(data, name, f"({chosen})")
        if since is not None:
            chosen += f" AND sequence > {since}"
            if name == "queries":
                chosen += (
                    " UNION ALL BY NAME SELECT 'd' AS op, id, sequence FROM closed_query"
                    f" WHERE {whose} AND sequence > {since}"
                )
        parts = self._long(data, f"({chosen})", chosen, registry, unit, wrap=True)
        feed = Feed(name, "full" if since is None else "delta", rows, checked, parts)
        self._feeds[key] = feed
        return feed

    # parts

    def _long(
        self,
        data: duckdb.DuckDBPyConnection,
        source: str,
        select: str,
        registry: str,
        unit: str,
        wrap: bool = False,
    ) -> tuple[Part, ...]:
        """Rows in the order of their sequence, in as many parts as the limit asks for."""
        sequences = data.execute(f"SELECT sequence FROM {source} ORDER BY sequence").fetchnumpy()["sequence"]
        if wrap:
            select = f"SELECT * FROM ({select}) WHERE TRUE"
        media_type = NDJSON_ZSTD if len(sequences) < FEW_ROWS else PARQUET
        parts: list[Part] = []
        at, number = 0, 30_000
        while at < len(sequences):
            number = min(number, len(sequences) - at)
            low, high = sequences[at], sequences[at + number - 1]
            chosen = f"{select} AND sequence BETWEEN {low} AND {high} ORDER BY sequence"
            part = self._copy(data, chosen, media_type, number, registry, unit)
            if part.bytes > LIMITS.part_bytes:
                number //= 2
                continue
            parts.append(part)
            at += number
            number = max(1, int(AIM / part.bytes * number))
        return tuple(parts)

    def _copy(
        self,
        data: duckdb.DuckDBPyConnection,
        select: str,
        media_type: str,
        rows: int,
        registry: str,
        unit: str,
        scope: str = "",
    ) -> Part:
        """Lets DuckDB write a file of the rows, and keeps it under its"""
        path = self._directory / f"{uuid.uuid4().hex}.zst"
        how = "FORMAT parquet, COMPRESSION zstd" if media_type == PARQUET else "FORMAT json, COMPRESSION zstd"
        data.execute(f"COPY ({select}) TO '{path}' ({how})")
        body = path.read_bytes()
        path.unlink()
        return self._keep(body, media_type, rows, registry, unit, scope)

    def _keep(self, body: bytes, media_type: str, rows: int, registry: str, unit: str, scope: str) -> Part:
        sha256 = hashlib.sha256(body).hexdigest()
        with self._lock:
            if sha256 not in self._pieces:
                path = self._directory / sha256
                path.write_bytes(body)
                self._pieces[sha256] = Piece(path, len(body), media_type)
            self._pieces[sha256].readers.add((registry, unit))
        return Part(f"/v1/parts/{sha256}", len(body), sha256, rows, media_type, scope)
