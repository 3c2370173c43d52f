"""The digest of a feed's whole state: how many rows, and one number that changes with any of them.

The number is the sum over the rows of the low 64 bits of the MD5 of what identifies a row, modulo 2^64, as 16 hex
digits. A sum does not depend on the order of the rows, so registry and cache agree whatever way the rows came in. It
finds lost, doubled and stale rows; that nobody tampered with them is for the signature and the parts' SHA-256.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

RECORDS = "record_id || '/' || version || '/' || sequence"
AGGREGATES = "concat_ws('/', indicator, subgroup, unit, month, coalesce(numerator, -1), coalesce(denominator, -1))"
DISTRIBUTIONS = "concat_ws('/', indicator, subgroup, unit, month, n)"
COVERAGE = (
    "concat_ws('/', unit, year, coalesce(registry_only, -1), coalesce(both_sources, -1), coalesce(reference_only, -1))"
)
QUERIES = "id || '/' || sequence"
ANSWERS = "op_id || '/' || sequence"

_FORMULAS = {
    "aggregates": AGGREGATES,
    "distributions": DISTRIBUTIONS,
    "coverage": COVERAGE,
    "queries": QUERIES,
    "answers": ANSWERS,
}


def row_formula(feed: str) -> str:
    """SQL text that identifies a row of a feed ("records/hip", "aggregates", …); KeyError for feeds without rows."""
    return RECORDS if feed.startswith("records/") else _FORMULAS[feed]


def feed_digest(
    cursor: duckdb.DuckDBPyConnection, feed: str, relation: str, parameters: Sequence[object] = ()
) -> tuple[int, str]:
    """Rows and digest of a feed's state.

    relation: a quoted table or a query in parentheses with the feed's own columns (those of messages.py);
    parameters: what is bound to its places.
    """
    row = cursor.execute(
        f"SELECT count(*), coalesce(sum(md5_number_lower({row_formula(feed)})), 0) FROM {relation} AS state",
        list(parameters),
    ).fetchone()
    assert row is not None
    return int(row[0]), f"{int(row[1]) % 2**64:016x}"
