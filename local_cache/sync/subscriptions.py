"""Which registries and units the cache holds from where, and letting go of those one may no longer see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import msgspec

from local_cache.errors import RegistryFromElsewhere
from local_cache.registry import Definition, record_table
from local_cache.sync.manifest import Known, utc
from local_cache.sync.messages import Discovery, Manifest, Registries, RegistryAccess

LONGEST_LEASE = timedelta(days=30)


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def remember_source(cursor: duckdb.DuckDBPyConnection, address: str, discovery: Discovery) -> str:
    """A service's row; gives its id, which is its address."""
    cursor.execute("UPDATE source SET title = ? WHERE id = ? AND title <> ?", [discovery.name, address, discovery.name])
    cursor.execute(
        "INSERT INTO source SELECT $id, 'service', $id, $title, $at WHERE NOT EXISTS (FROM source WHERE id = $id)",
        {"id": address, "title": discovery.name, "at": now()},
    )
    return address


def remember_access(cursor: duckdb.DuckDBPyConnection, source: str, access: Registries) -> bool:
    """Rows for the registries and units the person may see; whether any of them is new or different.

    A registry that was here from another service (the same one at a new address, as a rule) now belongs to this one and
    is fetched in full; what is here stays until it is replaced. Raises RegistryFromElsewhere for other kinds of source.
    """
    different = [_remember(cursor, source, registry) for registry in access.registries]
    return any(different)


def _remember(cursor: duckdb.DuckDBPyConnection, source: str, access: RegistryAccess) -> bool:
    registry = access.registry
    record_table(registry, "x")  # refuses names that are not allowed
    announcements = msgspec.json.encode(access.announcements).decode()
    deadlines = msgspec.json.encode(access.deadlines).decode()
    row = cursor.execute(
        """
        SELECT source.id, source.kind, registry.announcements, registry.deadlines
        FROM registry JOIN source ON source.id = registry.source WHERE registry = ?
        """,
        [registry],
    ).fetchone()
    changed = row is None or row[0] != source or (row[2], row[3]) != (announcements, deadlines)
    if row is None:
        cursor.execute("INSERT INTO registry VALUES (?, ?, NULL, ?, ?)", [registry, source, announcements, deadlines])
    elif row[0] != source and row[1] != "service":
        raise RegistryFromElsewhere(registry=registry)
    elif changed:
        cursor.execute(
            "UPDATE registry SET source = ?, announcements = ?, deadlines = ? WHERE registry = ?",
            [source, announcements, deadlines, registry],
        )
        if row[0] != source:
            cursor.execute("DELETE FROM feed WHERE registry = ?", [registry])
            cursor.execute(
                "UPDATE subscription SET epoch = NULL, cursor = NULL, server_time = NULL WHERE registry = ?", [registry]
            )
            cursor.execute("DELETE FROM source WHERE id = ? AND id NOT IN (SELECT source FROM registry)", [row[0]])
    for unit in access.units:
        there = cursor.execute(
            "SELECT roles FROM subscription WHERE registry = ? AND unit = ?", [registry, unit.unit]
        ).fetchone()
        if there is None:
            cursor.execute(
                "INSERT INTO subscription (registry, unit, roles) VALUES (?, ?, ?)",
                [registry, unit.unit, list(unit.roles)],
            )
        elif there[0] != list(unit.roles):
            cursor.execute(
                "UPDATE subscription SET roles = ? WHERE registry = ? AND unit = ?",
                [list(unit.roles), registry, unit.unit],
            )
        else:
            continue
        changed = True
    return changed


def subscriptions(cursor: duckdb.DuckDBPyConnection, source: str) -> list[tuple[str, str]]:
    """(registry, unit) of a source, in a fixed order."""
    return cursor.execute(
        """
        SELECT registry, unit FROM subscription JOIN registry USING (registry) WHERE source = ? ORDER BY registry, unit
        """,
        [source],
    ).fetchall()


def units_of(cursor: duckdb.DuckDBPyConnection, registry: str) -> tuple[str, ...]:
    rows = cursor.execute("SELECT unit FROM subscription WHERE registry = ? ORDER BY unit", [registry]).fetchall()
    return tuple(unit for (unit,) in rows)


def known(cursor: duckdb.DuckDBPyConnection, registry: str, unit: str) -> Known:
    row = cursor.execute(
        "SELECT epoch, cursor, server_time FROM subscription WHERE registry = ? AND unit = ?", [registry, unit]
    ).fetchone()
    return Known(*row) if row else Known()


def move_subscription(cursor: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Every feed of a manifest is in."""
    server_time = utc(manifest.server_time)
    cursor.execute(
        """
        UPDATE subscription SET epoch = ?, cursor = ?, server_time = ?, lease_until = ?, synchronised_at = ?
        WHERE registry = ? AND unit = ?
        """,
        [
            manifest.epoch,
            manifest.to_cursor,
            server_time,
            min(utc(manifest.lease_until), server_time + LONGEST_LEASE),
            now(),
            manifest.registry,
            manifest.unit,
        ],
    )


def forget_unit(cursor: duckdb.DuckDBPyConnection, registry: str, unit: str) -> None:
    """All of a unit's rows and results; with the last unit of a registry also all that the registry publishes."""
    last = units_of(cursor, registry) in ((unit,), ())
    for form in _forms_here(cursor, registry):
        table = record_table(registry, form)
        cursor.execute(f"DROP TABLE IF EXISTS {table}" if last else f"DELETE FROM {table} WHERE unit = '{_text(unit)}'")
    for table in ("monthly_results", "monthly_values"):
        cursor.execute(f"DELETE FROM {table} WHERE registry = ? AND unit = ? AND own", [registry, unit])
    for table in ("query", "answer", "feed", "subscription"):
        cursor.execute(f"DELETE FROM {table} WHERE registry = ? AND unit = ?", [registry, unit])
    if last:
        for table in ("monthly_results", "monthly_values", "coverage", "feed", "refusal", "definition", "registry"):
            cursor.execute(f"DELETE FROM {table} WHERE registry = ?", [registry])


def _forms_here(cursor: duckdb.DuckDBPyConnection, registry: str) -> set[str]:
    """Forms of the definitions that were in use and are kept: those with a record table."""
    rows = cursor.execute(
        "SELECT body FROM definition WHERE registry = ? AND applied_at IS NOT NULL", [registry]
    ).fetchall()
    return {form.id for (body,) in rows for form in msgspec.json.decode(body, type=Definition).forms}


def _text(value: str) -> str:
    return value.replace("'", "''")
