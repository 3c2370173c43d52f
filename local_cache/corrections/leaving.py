"""Records that have left: a patient who objects, a record that was deleted or moved. What was written here goes too."""

from __future__ import annotations

import sqlite3

from local_cache.corrections.corrections import forget_record
from local_cache.corrections.corrections import rows as corrections
from local_cache.corrections.messages import forget_messages
from local_cache.corrections.messages import rows as messages
from local_cache.corrections.queries import forget_queries
from local_cache.corrections.queries import rows as queries
from local_cache.corrections.verified import forget_verified
from local_cache.corrections.verified import rows as verified
from local_cache.ledger import Ledger


def forget_place(ledger: Ledger, writer: sqlite3.Connection, place: tuple[str, ...]) -> None:
    """Everything that was written here about a record goes; of corrections the id and the end are kept."""
    forget_messages(ledger, writer, place)
    forget_verified(ledger, writer, place)
    forget_queries(ledger, writer, place)
    forget_record(ledger, writer, place)


def places(ledger: Ledger, registry: str, unit: str) -> set[tuple[str, ...]]:
    """Every record of a unit that something is written about here."""
    found: set[tuple[str, ...]] = set()
    for kind in (corrections, messages, queries, verified):
        found |= {one.place for one in kind.every(ledger)}
    return {place for place in found if place[:2] == (registry, unit) and place[3]}
