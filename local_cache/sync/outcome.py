"""How far a synchronisation has come, and what came of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime

from local_cache.errors import Problem


class Stage(enum.Enum):
    SENDING = "sending"
    ASKING = "asking"
    FETCHING = "fetching"
    APPLYING = "applying"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """done and total: bytes while fetching, rows while applying; total 0 where the end is not known."""

    stage: Stage
    registry: str
    unit: str
    feed: str = ""
    done: int = 0
    total: int = 0


class Changed(enum.Flag):
    """Kinds of things that a synchronisation changed: in the cache, and (CORRECTIONS) in the ledger."""

    NOTHING = 0
    SOURCES = enum.auto()
    DEFINITION = enum.auto()
    RECORDS = enum.auto()
    RESULTS = enum.auto()
    COVERAGE = enum.auto()
    QUERIES = enum.auto()
    ANSWERS = enum.auto()
    CORRECTIONS = enum.auto()


@dataclass(slots=True)
class UnitPulled:
    """A unit of a registry that is in entirely. parts, bytes: fetched over the network.

    upserted, deleted: operations on records that came; added, altered, removed: what they did to the records here, so
    that of those before, those added and those removed exactly those after are made. altered: another version came.
    """

    registry: str
    unit: str
    upserted: int = 0
    deleted: int = 0
    added: int = 0
    altered: int = 0
    removed: int = 0
    parts: int = 0
    bytes: int = 0
    in_full: bool = False
    changed: Changed = Changed.NOTHING
    server_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitProblem:
    """Why a unit of a registry is not in; the others are."""

    registry: str
    unit: str
    problem: Problem


@dataclass(slots=True)
class UnitPushed:
    """What became of what was sent for a unit of a registry: numbers of corrections and messages by their end.

    answered: messages the registry took; unanswered: sent, and waiting for an answer at the next synchronisation.
    """

    registry: str
    unit: str
    applied: int = 0
    rejected: int = 0
    conflict: int = 0
    gone: int = 0
    answered: int = 0
    unanswered: int = 0


@dataclass(slots=True)
class PullResult:
    """registries: what is in; problems: what is not; changed: also by what failed half-way; cancelled: stopped;
    sent: what was sent before."""

    source: str
    registries: list[UnitPulled] = field(default_factory=list)
    problems: list[UnitProblem] = field(default_factory=list)
    changed: Changed = Changed.NOTHING
    cancelled: bool = False
    seconds: float = 0.0
    sent: list[UnitPushed] = field(default_factory=list)
