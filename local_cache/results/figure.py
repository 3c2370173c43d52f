"""One number and all that must travel with it: n, interval, period, selection, definition version, age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from local_cache.registry import ALL_PATIENTS, Granularity, IndicatorKind


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `first` up to but not including `end`, both the first of a month."""

    first: date
    end: date

    def before(self) -> Period:
        """The period of the same length just before."""
        months = (self.end.year - self.first.year) * 12 + self.end.month - self.first.month
        return Period(add_months(self.first, -months), self.first)


def add_months(day: date, months: int) -> date:
    """The first of the month that many months away."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a page shows: a unit of a registry, a period, a subgroup."""

    registry: str
    unit: str
    period: Period
    subgroup: str = ALL_PATIENTS


class Shown(Enum):
    """Why a figure has or has not a value to show."""

    VALUE = "value"
    NO_CASES = "no-cases"
    TOO_FEW = "too-few"
    WITHHELD = "withheld"
    NOT_PUBLISHED = "not-published"
    REFUSED = "refused"


class Attainment(Enum):
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Figure:
    """A result with its uncertainty.

    value, low, high: in the measure's own unit (a proportion is 0..1), None when `shown` is not VALUE;
    numerator: cases that count, None where it has no meaning; denominator: cases counted over (n);
    own: computed here from the unit's own records (else published by the registry);
    method: name of the interval ("Wilson", "t", "notch", "Byar", "exact", "");
    quartiles: first and third, of a median only;
    exposure: the measure's sum, of a rate (exposure) or ratio (expected cases) only;
    deviation: sample standard deviation, of a mean that was counted here or came with its squares.
    """

    shown: Shown
    kind: IndicatorKind
    value: float | None = None
    low: float | None = None
    high: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    method: str = ""
    format: str = ",.1%"
    own: bool = False
    provisional: bool = False
    definition_version: str = ""
    data_as_of: datetime | None = None
    quartiles: tuple[float, float] | None = None
    exposure: float | None = None
    deviation: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One month (or year) of a series."""

    month: date
    figure: Figure
    partial: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """A row of the indicator table: own beside nation, region and rest (nation without own).

    has_levels: the registry has set any; levels_crossed: they stand the wrong way round, and no attainment is given."""

    indicator: str
    title: str
    own: Figure
    nation: Figure
    region: Figure
    rest: Figure
    previous: Figure
    attainment: Attainment | None
    certain: bool
    trend: tuple[Point, ...]
    refused: str = ""
    has_levels: bool = False
    levels_crossed: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """The unit and the nation over time."""

    indicator: str
    granularity: Granularity
    own: tuple[Point, ...]
    nation: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """A unit beside others. previous: its figure in the period before, None where that was not asked for; stands:
    whether its difference from the nation stands when all units are judged at once (Benjamini–Hochberg, 5 %), None
    where that cannot be judged."""

    unit: str
    name: str
    figure: Figure
    own: bool = False
    nation: bool = False
    attainment: Attainment | None = None
    previous: Figure | None = None
    stands: bool | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Units of one level, best first by the indicator's direction; those not to be drawn stand last, by name."""

    indicator: str
    level: str
    units: tuple[ComparedUnit, ...]
    nation: Figure
