"""Who may sign in to the demonstration: one person for each role and one who holds them all, as the demonstration's own
person does; each with a token that is new at every start."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from demo_registry.units import CHOSEN_UNIT, NEIGHBOUR


@dataclass(slots=True)
class DemoUser:
    """A person, what they may do, in which units (the same in every registry), and their bearer token.

    `revoked` holds registries and units whose access was withdrawn.
    """

    user: str
    roles: tuple[str, ...]
    units: tuple[str, ...]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    revoked: set[tuple[str, str]] = field(default_factory=set)


def demo_users(kept: Callable[[str, str], str]) -> tuple[DemoUser, ...]:
    """kept: gives what a registry that goes on after a kill has kept under a name, else the value it is given."""
    users = (
        DemoUser("lise.leser", ("leser",), (CHOSEN_UNIT,)),
        DemoUser("kari.koordinator", ("leser", "kvalitetskoordinator"), (CHOSEN_UNIT, NEIGHBOUR)),
        DemoUser("ragnar.registrar", ("leser", "registrar"), (CHOSEN_UNIT,)),
        DemoUser("dina.demonstrasjon", ("leser", "registrar", "kvalitetskoordinator"), (CHOSEN_UNIT, NEIGHBOUR)),
    )
    for user in users:
        user.token = kept(f"token/{user.user}", user.token)
    return users
