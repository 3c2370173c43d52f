"""A series as it is drawn over time: centre line, limits, phases, and what is more than chance; codes and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

import msgspec

from local_cache.registry import Granularity
from local_cache.results.chart_choice import ChartChoice
from local_cache.results.control_charts import Chart
from local_cache.results.figure import Point
from local_cache.results.making_data_count import Assurance, Variation
from local_cache.results.run_chart import Flags, Floats, Whole

SeriesChart = Chart | Literal["run", "mdc"]
"""A run chart, a control chart, or the view of Making Data Count. One set of rules a chart, never several at once."""


class SeriesSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person has set for one indicator's series; kept in the ledger. Days are those of the points (the first of
    a month or year; an event's own day).

    chart: "" for the one the data ask for; phases: first day of each phase after the first; baseline: last day of the
    points that alone set the lines of the first phase; excluded: days of points that set no line and count in no rule.
    """

    chart: str = ""
    phases: tuple[date, ...] = ()
    baseline: date | None = None
    excluded: tuple[date, ...] = ()


class SignalKind(Enum):
    """What was found in a phase; the numbers meant are fields of `Signal`."""

    SHIFT = "shift"
    """The longest run on one side of the centre line is longer than chance gives (Anhøj)."""
    FEW_CROSSINGS = "few-crossings"
    """The series crosses the centre line more seldom than chance gives (Anhøj)."""
    OUTSIDE = "outside"
    """Points beyond the 3 sigma limits."""
    TREND = "trend"
    """Seven points rising or falling (Making Data Count)."""
    TWO_OF_THREE = "two-of-three"
    """Two of three points near the same limit (Making Data Count)."""
    ONE_SIDE = "one-side"
    """Seven points on one side of the mean (Making Data Count)."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One finding. first, last: indexes of the points it covers; side: 1 high or rising, −1 low or falling, 0 neither;
    count: points in the run, crossings, or points outside; allowed: longest run or fewest crossings that chance gives.
    """

    kind: SignalKind
    phase: int
    first: int
    last: int
    side: int
    count: int
    allowed: int | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch with a centre line of its own. first, last: indexes of its points; centre: in the measure's unit, None
    where it varies from point to point or there is none; useful: points off the centre line that were judged by the run
    rules; judged: whether there were enough of them."""

    first: int
    last: int
    centre: float | None
    useful: int
    judged: bool


class NotOffered(Enum):
    """Why a chart cannot be had for a series."""

    KIND = "kind"
    """It is for another kind of measure."""
    NO_SIZES = "no-sizes"
    """The published values came without their numerators or sizes."""
    NO_DEVIATIONS = "no-deviations"
    """Means without standard deviations."""


@dataclass(frozen=True, slots=True)
class OfferedChart:
    """A chart a person may ask for; `refused` says why it cannot be had, None where it can."""

    chart: SeriesChart
    refused: NotOffered | None = None


@dataclass(frozen=True, slots=True)
class OverTime:
    """The series of one indicator and unit, ready to draw.

    chart: what is drawn; choice: what the data asked for, and why; charts: all that exist for the kind, with why not.
    own, nation: the points; of granularity "event" `own` are events, each with its day, and the nation has none.
    The arrays have a place for each own point, in the measure's unit, NaN where there is nothing to draw: centre; low
    and high, 3 sigma limits (or process limits). signalled: points that a signal rests on; excluded: left out by the
    person or not over; constant: a phase of a control chart whose points do not vary, so that it has no limits.
    variation, assurance: the icons of Making Data Count, None in other charts.
    """

    indicator: str
    granularity: Granularity | Literal["event"]
    chart: SeriesChart
    choice: ChartChoice
    charts: tuple[OfferedChart, ...]
    own: tuple[Point, ...]
    nation: tuple[Point, ...]
    centre: Floats
    low: Floats
    high: Floats
    signalled: Flags
    excluded: Flags
    phase: Whole
    phases: tuple[Phase, ...]
    signals: tuple[Signal, ...]
    constant: bool = False
    variation: Variation | None = None
    assurance: Assurance | None = None
