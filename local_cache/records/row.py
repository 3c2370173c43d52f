"""A record as it is shown, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from local_cache.records.columns import Column
from local_cache.records.text import Value


@dataclass(frozen=True, slots=True)
class Flag:
    """What is wrong with a record, or asked about it.

    kind: "rule" (broken) or "query" (open); id: the rule's or the query's; variables: those it is about; text: the
    registry's words.
    """

    kind: Literal["rule", "query"]
    id: str
    severity: str
    variables: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as it is shown. values: in the order of the columns it was read for, identifiers masked; episode: what
    it belongs to, None where the registry does not say."""

    record_id: str
    episode: str | None
    values: tuple[Value, ...]
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class EpisodeRecord:
    """A record of an episode with all its columns, identifiers masked."""

    form: str
    columns: tuple[Column, ...]
    row: RecordRow

    def value(self, name: str) -> Value:
        return next(v for c, v in zip(self.columns, self.row.values, strict=True) if c.name == name)
