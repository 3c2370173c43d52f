"""A reason and words begun on before a value is changed or an answer given: no correction yet, and lost by no crash."""

from __future__ import annotations

from typing import NamedTuple

from local_cache.ledger import Ledger


class Begun(NamedTuple):
    """reason: from the registry's list, "" for none yet; text: to the registry."""

    reason: str = ""
    text: str = ""


NOTHING = Begun()


def begun(ledger: Ledger, registry: str, unit: str, key: str) -> Begun:
    """What was begun on about a row of the worklist."""
    kept = ledger.choice(_name(registry, unit, key))
    return Begun(*kept) if kept else NOTHING


def keep_begun(ledger: Ledger, registry: str, unit: str, key: str, words: Begun) -> None:
    """On disk when this returns; NOTHING forgets. Raises the Problems of the ledger."""
    if words != begun(ledger, registry, unit, key):
        ledger.choose(_name(registry, unit, key), list(words) if words != NOTHING else None)


def _name(registry: str, unit: str, key: str) -> str:
    return f"begun/{registry}/{unit}/{key}"
