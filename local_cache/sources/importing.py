"""A source into the cache: one transaction per registry, nothing written where nothing has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import msgspec

from local_cache.cache import Cache
from local_cache.registry import COLUMN_TYPES, SYSTEM_COLUMNS, Definition, Form, record_table
from local_cache.results.monthly import recount
from local_cache.results.summary import definition as definition_in_use
from local_cache.sources.source import Content, FormRecords, Source

_AGGREGATE_COLUMNS = {
    "indicator": "VARCHAR",
    "unit": "VARCHAR",
    "first": "DATE",
    "numerator": "BIGINT",
    "denominator": "BIGINT",
    "published": "DOUBLE",
    "withheld": "BOOLEAN",
}
_COVERAGE_COLUMNS = {
    "unit": "VARCHAR",
    "indicator": "VARCHAR",
    "year": "INTEGER",
    "share": "DOUBLE",
    "source": "VARCHAR",
    "method": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A registry after the import. results, coverage: rows it has; changed: names of what was written anew."""

    registry: str
    units: int
    indicators: int
    results: int
    coverage: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """registries: those of the source; removed: registries of the cache that the source no longer has."""

    registries: tuple[Imported, ...]
    removed: tuple[str, ...]


def import_source(cache: Cache, source: Source, *, now: datetime | None = None) -> ImportResult:
    """Write what the source has. Each registry is in the cache entirely as before or entirely as in the source.

    now: UTC without zone; it becomes the age of the figures when any of them changed. Raises DiskFull.
    """
    at = now or datetime.now(UTC).replace(tzinfo=None)
    imported = tuple(_import_registry(cache, source, content, at) for content in source.contents)
    return ImportResult(imported, _remove_others(cache, source) if source.complete else ())


def _import_registry(cache: Cache, source: Source, content: Content, now: datetime) -> Imported:
    feeds = _feeds(content)
    with cache.reading() as cursor:
        held = dict(
            cursor.execute(
                """
                SELECT feed.name, feed.digest FROM feed JOIN registry USING (registry)
                WHERE registry = ? AND source = ? AND unit = ''
                """,
                [content.registry, source.id],
            ).fetchall()
        )
    changed = tuple(name for name, (body, _) in feeds.items() if held.get(name) != _digest(body))
    if changed:
        bodies = {f"{name}.ndjson": feeds[name][0] for name in changed if name in ("aggregates", "coverage")}
        bodies |= {f"{i}.ndjson": _lines(part.rows) for i, part in enumerate(content.records or ())}
        with cache.parts(bodies) as paths, cache.writing() as cursor:
            _write_source(cursor, source, now)
            if "definition" in changed:
                _write_definition(cursor, source, content, feeds["definition"][0].decode(), now)
            if "aggregates" in changed:
                _write_aggregates(cursor, content.registry, paths["aggregates.ndjson"])
            if "coverage" in changed:
                _write_coverage(cursor, content.registry, paths["coverage.ndjson"])
            if content.records is not None and "records" in changed:
                in_use = content.definition or definition_in_use(cursor, content.registry)
                _write_records(
                    cursor, in_use, content.records, [paths[f"{i}.ndjson"] for i in range(len(content.records))]
                )
            for name in changed:
                body, rows = feeds[name]
                cursor.execute(
                    "DELETE FROM feed WHERE registry = ? AND unit = '' AND name = ?", [content.registry, name]
                )
                cursor.execute(
                    """INSERT INTO feed (registry, unit, name, "rows", digest) VALUES (?, '', ?, ?, ?)""",
                    [content.registry, name, rows, _digest(body)],
                )
    return Imported(
        registry=content.registry,
        units=len(content.definition.units) if content.definition else 0,
        indicators=len(content.definition.indicators) if content.definition else 0,
        results=len(content.aggregates or ()),
        coverage=len(content.coverage or ()),
        changed=changed,
    )


def _feeds(content: Content) -> dict[str, tuple[bytes, int]]:
    """What the source has of the registry, by name: its bytes and its number of rows."""
    feeds: dict[str, tuple[bytes, int]] = {}
    if content.definition is not None:
        feeds["definition"] = (msgspec.json.encode(content.definition), 1)
    if content.records is not None:
        # The tables follow the definition, so the records are written anew with it.
        written = _lines(content.records) + feeds.get("definition", (b"", 0))[0]
        feeds["records"] = (written, sum(len(held.rows) for held in content.records))
    if content.aggregates is not None:
        feeds["aggregates"] = (_lines(content.aggregates), len(content.aggregates))
    if content.coverage is not None:
        feeds["coverage"] = (_lines(content.coverage), len(content.coverage))
    return feeds


def _lines(rows: Iterable[Any]) -> bytes:
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _write_source(cursor: duckdb.DuckDBPyConnection, source: Source, now: datetime) -> None:
    cursor.execute("DELETE FROM source WHERE id = ?", [source.id])
    cursor.execute(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?)", [source.id, source.kind, source.address, source.title, now]
    )


def _write_definition(
    cursor: duckdb.DuckDBPyConnection, source: Source, content: Content, body: str, now: datetime
) -> None:
    """The new version beside the one that was in use; older ones go."""
    assert content.definition is not None
    registry, version = content.registry, content.definition.version
    cursor.execute(
        """
        DELETE FROM definition WHERE registry = $registry AND (version = $version OR version NOT IN (
            SELECT definition_version FROM registry WHERE registry = $registry))
        """,
        {"registry": registry, "version": version},
    )
    cursor.execute("DELETE FROM registry WHERE registry = ?", [registry])
    cursor.execute("INSERT INTO definition VALUES (?, ?, ?, ?)", [registry, version, body, now])
    cursor.execute("INSERT INTO registry VALUES (?, ?, ?, '[]', '[]')", [registry, source.id, version])


def _write_aggregates(cursor: duckdb.DuckDBPyConnection, registry: str, path: str) -> None:
    cursor.execute("DELETE FROM monthly_results WHERE registry = ? AND NOT own", [registry])
    cursor.execute(
        f"""
        INSERT INTO monthly_results
            (registry, indicator, subgroup, unit, own, month, numerator, denominator, published, withheld, provisional)
        SELECT $registry, indicator, 'all', unit, FALSE, "first", numerator, denominator, published, withheld, FALSE
        FROM ({_rows(_AGGREGATE_COLUMNS)})
        """,
        {"registry": registry, "path": path},
    )


def _write_coverage(cursor: duckdb.DuckDBPyConnection, registry: str, path: str) -> None:
    cursor.execute("DELETE FROM coverage WHERE registry = ?", [registry])
    cursor.execute(
        f"""
        INSERT INTO coverage (registry, unit, indicator, year, share, source, method)
        SELECT $registry, unit, indicator, year, share, source, method FROM ({_rows(_COVERAGE_COLUMNS)})
        """,
        {"registry": registry, "path": path},
    )


def _write_records(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, records: Sequence[FormRecords], paths: Sequence[str]
) -> None:
    """Every form's table made anew from the definition and filled; then each unit's results are counted."""
    for form in definition.forms:
        table, columns = record_table(definition.registry, form.id), _record_columns(form)
        shape = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(f"CREATE TABLE {table} ({shape})")
        for held, path in zip(records, paths, strict=True):
            if held.form == form.id:
                cursor.execute(
                    f"INSERT INTO {table} {_rows(columns)} WHERE unit = $unit", {"path": path, "unit": held.unit}
                )
    cursor.execute("DELETE FROM feed WHERE registry = ? AND name LIKE 'records/%'", [definition.registry])
    for held in records:
        cursor.execute(
            """INSERT INTO feed (registry, unit, name, "rows") VALUES (?, ?, ?, ?)""",
            [definition.registry, held.unit, f"records/{held.form}", len(held.rows)],
        )
    cursor.execute("DELETE FROM monthly_results WHERE registry = ? AND own", [definition.registry])
    cursor.execute("DELETE FROM monthly_values WHERE registry = ? AND own", [definition.registry])
    for unit in sorted({held.unit for held in records}):
        recount(cursor, definition, unit)


def _record_columns(form: Form) -> dict[str, str]:
    return SYSTEM_COLUMNS | {variable.id: COLUMN_TYPES[variable.type] for variable in form.variables}


def _rows(columns: dict[str, str]) -> str:
    """Reads the rows of $path; the column names are ours."""
    shape = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return f"SELECT * FROM read_json($path, format = 'newline_delimited', columns = {{{shape}}})"


def _remove_others(cache: Cache, source: Source) -> tuple[str, ...]:
    """Registries that came from this kind of source and are no longer in it."""
    kept = [content.registry for content in source.contents]
    with cache.reading() as cursor:
        gone = [
            registry
            for (registry,) in cursor.execute(
                "SELECT registry FROM registry WHERE source = ? AND NOT list_contains(?, registry) ORDER BY registry",
                [source.id, kept],
            ).fetchall()
        ]
    for registry in gone:
        with cache.writing() as cursor:
            for table in ("registry", "definition", "feed", "monthly_results", "coverage"):
                cursor.execute(f"DELETE FROM {table} WHERE registry = ?", [registry])
    return tuple(gone)
