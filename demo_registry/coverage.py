"""Coverage: the registry's cases of a year against an independent source's."""

from __future__ import annotations

import duckdb

from demo_registry import stories
from demo_registry.codebook import Blueprint
from demo_registry.generator import Span, salt
from demo_registry.units import HOSPITALS, UNITS
from local_cache.registry import record_table

SOURCE = "Oppdiktet pasientregister"
METHOD = "(registeret alene + begge) / (registeret alene + begge + kilden alene)"


def create(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(
        "CREATE TABLE coverage (registry VARCHAR, unit VARCHAR, year INTEGER, registry_only BIGINT,"
        " both_sources BIGINT, reference_only BIGINT, source VARCHAR, method VARCHAR)"
    )


def measure(cursor: duckdb.DuckDBPyConnection, blueprint: Blueprint, span: Span, seed: int) -> None:
    """Every whole year, for hospitals and for the units above them. Hospitals miss 3–18 % of their cases."""
    number = f"hash(xor(hash(unit), hash(year + {salt(seed, blueprint.registry, 'coverage') % 10**9})))"
    holes = {s.unit for s in stories.of(blueprint.registry, "coverage hole")}
    counted = {
        (unit, year): (only, both, missed)
        for unit, year, only, both, missed in cursor.execute(
            f"""
            SELECT unit, year, CAST(round(n * (0.01 + {number} % 3 / 100.0)) AS BIGINT) AS registry_only,
                n - registry_only, CAST(round(n * (0.03 + {number} % 15 / 100.0)) AS BIGINT)
            FROM (SELECT unit, CAST(year(event_date) AS BIGINT) AS year, count(*) AS n
                  FROM {record_table(blueprint.registry, blueprint.main_form)}
                  WHERE form_status <> 'deleted' AND year(event_date) < {span.today.year} GROUP BY ALL)
            """
        ).fetchall()
    }
    year = span.today.year - 1
    for unit in holes:
        # What the other source has of the half year that was not registered: about as much as the rest of the year.
        only, both, missed = counted.get((unit, year), (0, 0, 0))
        counted[unit, year] = (only, both, missed + only + both)
    parents = {u.id: u.parent for u in UNITS}
    totals: dict[tuple[str, int], list[int]] = {}
    for hospital in HOSPITALS:
        for year in range(span.first.year, span.today.year):
            at: str | None = hospital.id
            while at is not None:
                total = totals.setdefault((at, year), [0, 0, 0])
                for place, n in enumerate(counted.get((hospital.id, year), (0, 0, 0))):
                    total[place] += n
                at = parents[at]
    rows = ", ".join(
        f"('{unit}', {year}, {only}, {both}, {missed})" for (unit, year), (only, both, missed) in sorted(totals.items())
    )
    cursor.execute(f"INSERT INTO coverage SELECT ?, *, ?, ? FROM (VALUES {rows})", [blueprint.registry, SOURCE, METHOD])
