"""What a source gives, whatever files or service it reads: per registry a definition, records, aggregates, coverage.

Each of the four is optional. None says that the source knows nothing of it, and what the cache holds stays; an empty
tuple says that there is nothing, and what the cache holds goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from local_cache.registry import Definition, UnitLevel
from local_cache.results.figure import Attainment

RecordValue = str | int | float | bool | date | datetime | list[str] | None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A published result of one indicator, unit and period.

    first: first day of the month, or of the year where the registry has years only; numerator, denominator: counts,
    None where not given; published: the value, in the measure's own unit, as it was published; withheld: there is a
    result that is not to be shown, and then `published` and `numerator` are None.
    """

    indicator: str
    unit: str
    first: date
    denominator: int | None
    published: float | None
    withheld: bool = False
    numerator: int | None = None


@dataclass(frozen=True, slots=True)
class PublishedCoverage:
    """A published share (0..1) of the eligible cases; indicator: "" for the whole registry; method: how it was made."""

    unit: str
    indicator: str
    year: int
    share: float
    source: str
    method: str = ""


@dataclass(frozen=True, slots=True)
class FormRecords:
    """All records of one form and unit, each by column: system columns and the form's variables."""

    form: str
    unit: str
    rows: tuple[Mapping[str, RecordValue], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a source has of one registry."""

    registry: str
    definition: Definition | None = None
    records: tuple[FormRecords, ...] | None = None
    aggregates: tuple[Aggregate, ...] | None = None
    coverage: tuple[PublishedCoverage, ...] | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a name may mean. place: names of what it belongs to, "" where not known."""

    id: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A name that fits more than one unit. rows: how many results are left out until a person says which it is.

    Without candidates nobody can say: two units share the name in the very same results.
    """

    name: str
    level: UnitLevel
    candidates: tuple[Candidate, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not taken in, or not put where it belongs, and why; rows: how many results it concerns."""

    name: str
    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class LevelDifference:
    """A result whose published level is not the one the rule in use gives. at_tie: the value is exactly at a level."""

    indicator: str
    unit: str
    year: int
    value: float
    published: Attainment
    attained: Attainment | None
    at_tie: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A source that was read and checked, nothing of it written yet.

    id: its name in the cache, one per kind of source; kind, address, title: as in the cache's `source`;
    complete: it holds every registry of its kind, so those it no longer has are to go.
    """

    id: str
    kind: str
    address: str
    title: str
    contents: tuple[Content, ...]
    ambiguities: tuple[Ambiguity, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    level_differences: tuple[LevelDifference, ...] = ()
    complete: bool = False
