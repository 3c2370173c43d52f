"""What waits for somebody here, as one number: the rows that the worklist begins with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb

from local_cache.corrections.corrections import Correction, open_corrections
from local_cache.corrections.queries import WAITING
from local_cache.corrections.worklist import Filter, Worklist, read_worklist
from local_cache.ledger import Ledger
from local_cache.registry import Definition

STAGES = (*sorted(WAITING), "draft", "rejected", "conflict")
"""States of queries and of corrections that wait for somebody here."""


def to_do(worklist: Worklist, written: Iterable[Correction]) -> int:
    """Queries that wait, and corrections to be gone on with or decided on; a query that an open correction answers is
    that correction's row. written: the unit's corrections."""
    open = [one for one in written if not one.settled]
    answered = worklist.positions(one.query for one in open if one.query is not None)
    waiting = worklist.fits(Filter(states=WAITING))
    waiting[answered] = False
    return int(waiting.sum()) + sum(one.state in STAGES for one in open)


def read_to_do(
    cursor: duckdb.DuckDBPyConnection, ledger: Ledger, definition: Definition, unit: str, today: date
) -> int:
    """As `to_do`, of a unit as it stands now."""
    worklist = read_worklist(cursor, ledger, definition, unit, today)
    return to_do(worklist, open_corrections(ledger, definition.registry, unit))
