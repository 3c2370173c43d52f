"""Who may sign in to the demonstration: one person for each role, with a token that is new at every start."""

from __future__ import annotations

import secrets
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


def demo_users() -> tuple[DemoUser, ...]:
    return (
        DemoUser("lise.leser", ("leser",), (CHOSEN_UNIT,)),
        DemoUser("kari.koordinator", ("leser", "kvalitetskoordinator"), (CHOSEN_UNIT, NEIGHBOUR)),
        DemoUser("ragnar.registrar", ("leser", "registrar"), (CHOSEN_UNIT,)),
    )
