"""What the registry publishes: every hospital's counts, rolled up to trust, region and nation, and what is withheld.

Withholding happens here, at the source. Within the cell of an indicator, subgroup and year, a unit with 1–4 in the
denominator is withheld for the whole year. So that nobody can subtract their way to it, not even one who knows their
own row, at least three units of the same parent are then withheld, the smallest first; and where a trust or region is
itself withheld, at least three of its own units are, since their sum would reveal it.

The days of rare events are for the units' own caches: here `values` of the counting is asked for, never its `events`.
"""

from __future__ import annotations

from datetime import date

import duckdb

from demo_registry.units import NATION, UNITS
from local_cache.registry import Definition, UnitLevel, record_table
from local_cache.results.monthly import counting_queries

FEWEST = 5
HIDDEN_TOGETHER = 3


def create(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(
        "CREATE TABLE aggregate (registry VARCHAR, indicator VARCHAR, subgroup VARCHAR, unit VARCHAR, month DATE,"
        " numerator BIGINT, denominator BIGINT, total DECIMAL(38,4), squares DECIMAL(38,8), withheld BOOLEAN,"
        " provisional BOOLEAN)"
    )
    cursor.execute(
        "CREATE TABLE distribution (registry VARCHAR, indicator VARCHAR, subgroup VARCHAR, unit VARCHAR, month DATE,"
        " measure DECIMAL(18,4), n BIGINT)"
    )
    cursor.execute("CREATE TABLE above (unit VARCHAR, higher VARCHAR)")
    parents = {u.id: u.parent for u in UNITS}
    pairs = []
    for unit in UNITS:
        at: str | None = unit.id
        while at is not None:
            pairs.append(f"('{unit.id}', '{at}')")
            at = parents[at]
    cursor.execute(f"INSERT INTO above VALUES {', '.join(pairs)}")
    cursor.execute("CREATE TABLE tree (unit VARCHAR, parent VARCHAR, level VARCHAR)")
    branches = [f"('{u.id}', '{u.parent}', '{u.level}')" for u in UNITS if u.parent]
    cursor.execute(f"INSERT INTO tree VALUES {', '.join(branches)}")


def publish(cursor: duckdb.DuckDBPyConnection, definition: Definition, today: date) -> None:
    """Replaces what the registry has published by counts of all units' records as they are now."""
    registry = definition.registry
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE counted (indicator VARCHAR, subgroup VARCHAR, unit VARCHAR, month DATE,"
        " numerator BIGINT, denominator BIGINT, total DECIMAL(38,4), squares DECIMAL(38,8))"
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE valued (indicator VARCHAR, subgroup VARCHAR, unit VARCHAR, month DATE,"
        " measure DECIMAL(18,4), n BIGINT)"
    )
    for form in definition.forms:
        counting = counting_queries(definition, form, record_table(registry, form.id))
        if counting.results:
            cursor.execute(f"INSERT INTO counted {counting.results}")
        if counting.values:
            cursor.execute(f"INSERT INTO valued {counting.values}")
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE rolled AS
        SELECT indicator, subgroup, above.higher AS unit, month, CAST(sum(numerator) AS BIGINT) AS numerator,
            CAST(sum(denominator) AS BIGINT) AS denominator, sum(total) AS total, sum(squares) AS squares
        FROM counted JOIN above USING (unit) GROUP BY ALL
        """
    )
    _withhold(cursor)
    cursor.execute("DELETE FROM aggregate WHERE registry = ?", [registry])
    cursor.execute("DELETE FROM distribution WHERE registry = ?", [registry])
    cursor.execute(
        f"""
        INSERT INTO aggregate
        SELECT ?, indicator, subgroup, unit, month, numerator, denominator, total, squares, FALSE,
            year(month) >= {_first_provisional_year(today)}
        FROM rolled ANTI JOIN (SELECT indicator, subgroup, unit, year FROM hidden) AS hidden
            ON rolled.indicator = hidden.indicator AND rolled.subgroup = hidden.subgroup
            AND rolled.unit = hidden.unit AND year(rolled.month) = hidden.year
        UNION ALL
        -- One row for every month of the year up to now: in which of them the few cases were stays unsaid.
        SELECT ?, indicator, subgroup, unit, make_date(year, month, 1), NULL, NULL, NULL, NULL, TRUE,
            year >= {_first_provisional_year(today)}
        FROM hidden, (SELECT unnest(range(1, 13)) AS month)
        WHERE make_date(year, month, 1) <= DATE '{today}'
        """,
        [registry, registry],
    )
    cursor.execute(
        """
        INSERT INTO distribution
        SELECT ?, indicator, subgroup, unit, month, measure, n
        FROM (SELECT indicator, subgroup, above.higher AS unit, month, measure, CAST(sum(n) AS BIGINT) AS n
              FROM valued JOIN above USING (unit) GROUP BY ALL) AS rolled
        ANTI JOIN hidden ON rolled.indicator = hidden.indicator AND rolled.subgroup = hidden.subgroup
            AND rolled.unit = hidden.unit AND year(rolled.month) = hidden.year
        """,
        [registry],
    )
    for table in ("counted", "valued", "rolled", "yearly", "hidden"):
        cursor.execute(f"DROP TABLE {table}")


def _first_provisional_year(today: date) -> int:
    """A year is affirmed in June of the next."""
    return today.year if today.month >= 6 else today.year - 1


def _withhold(cursor: duckdb.DuckDBPyConnection) -> None:
    """Makes `hidden` (indicator, subgroup, unit, year) from the nation downwards."""
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE yearly AS
        SELECT indicator, subgroup, unit, year(month) AS year, sum(denominator) AS n FROM rolled GROUP BY ALL
        """
    )
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE hidden AS
        SELECT indicator, subgroup, unit, year FROM yearly WHERE unit = '{NATION}' AND n BETWEEN 1 AND {FEWEST - 1}
        """
    )
    levels: tuple[UnitLevel, ...] = ("region", "trust", "hospital")
    for level in levels:
        cursor.execute(
            f"""
            INSERT INTO hidden
            WITH cell AS (  -- every unit of the level in every cell of its parent, also those with nobody
                SELECT above.indicator, above.subgroup, above.year, above.unit AS parent, tree.unit,
                    coalesce(own.n, 0) AS n, hidden.unit IS NOT NULL AS parent_hidden
                FROM yearly AS above JOIN tree ON tree.parent = above.unit AND tree.level = '{level}'
                LEFT JOIN yearly AS own ON own.unit = tree.unit AND own.indicator = above.indicator
                    AND own.subgroup = above.subgroup AND own.year = above.year
                LEFT JOIN hidden ON hidden.unit = above.unit AND hidden.indicator = above.indicator
                    AND hidden.subgroup = above.subgroup AND hidden.year = above.year
                WHERE above.n > 0
            ), placed AS (
                SELECT *, n BETWEEN 1 AND {FEWEST - 1} AS few,
                    count(*) FILTER (n BETWEEN 1 AND {FEWEST - 1})
                        OVER (PARTITION BY indicator, subgroup, year, parent) AS so_few,
                    row_number() OVER (PARTITION BY indicator, subgroup, year, parent
                        ORDER BY n BETWEEN 1 AND {FEWEST - 1} DESC, n = 0, n, unit) AS place
                FROM cell
            )
            SELECT indicator, subgroup, unit, year FROM placed
            WHERE (so_few > 0 OR parent_hidden) AND place <= greatest({HIDDEN_TOGETHER}, so_few)
            """
        )
