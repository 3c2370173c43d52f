"""A record as it is shown, with what is wrong with it; an episode's; and what a column holds. Values only."""

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


@dataclass(frozen=True, slots=True)
class Spread:
    """Least, first quartile, median, third quartile and greatest (type 7 between numbers, a value there of dates)."""

    least: Value
    first_quartile: Value
    median: Value
    third_quartile: Value
    greatest: Value


@dataclass(frozen=True, slots=True)
class ColumnStatistics:
    """A column over n records.

    missing: records without a value; unknown: records by code that says the answer is not known, of those that occur;
    distinct: different values (codes, of lists of codes); spread: of numbers and dates, else None; frequent: values
    with their numbers of records, commonest first, not of identifiers; others: values that are not among them.
    """

    column: Column
    n: int
    missing: int
    unknown: tuple[tuple[str, int], ...]
    distinct: int
    spread: Spread | None
    frequent: tuple[tuple[Value, int], ...]
    others: int
