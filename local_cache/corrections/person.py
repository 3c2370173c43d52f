"""Who works here, and what the registry lets them do."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from local_cache.account import account
from local_cache.errors import QT_TRANSLATE_NOOP, Problem

READER = "leser"
COORDINATOR = "kvalitetskoordinator"
REGISTRAR = "registrar"


class NotAllowed(Problem):
    code = "not-allowed"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "Your role in {registry} does not allow this ({action_wanted}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Ask the registry for the role of registrar, or a colleague who has it.")


@dataclass(frozen=True, slots=True)
class Person:
    """name: of the account; roles: in one registry's unit."""

    name: str
    roles: frozenset[str]

    def is_any_of(self, roles: frozenset[str]) -> bool:
        return not roles.isdisjoint(self.roles)


def person_here(cursor: duckdb.DuckDBPyConnection, registry: str, unit: str) -> Person:
    """Whoever uses this account, with the roles the registry gave them in the unit (none where it gave no access)."""
    row = cursor.execute("SELECT roles FROM subscription WHERE registry = ? AND unit = ?", [registry, unit]).fetchone()
    return Person(account(), frozenset(row[0] or ()) if row else frozenset())
