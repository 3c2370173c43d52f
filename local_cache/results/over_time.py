"""A series as it is drawn over time: centre line, limits, phases, and what is more than chance; codes and numbers."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from local_cache.registry import Granularity, Indicator, IndicatorKind
from local_cache.results.chart_choice import ChartChoice, Reason, choose_chart
from local_cache.results.control_charts import Chart, control_chart
from local_cache.results.figure import Figure, Point, Shown, Trend
from local_cache.results.gaps import Gaps
from local_cache.results.making_data_count import Assurance, MakingDataCount, Rule, Variation, making_data_count
from local_cache.results.run_chart import (
    ENOUGH_POINTS,
    ROUNDING,
    Flags,
    Floats,
    Runs,
    Whole,
    phase_numbers,
    phase_slices,
    run_chart,
    sides,
)

SeriesChart = Chart | Literal["run", "mdc"]
"""A run chart, a control chart, or the view of Making Data Count. One set of rules a chart, never several at once."""


class SeriesSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person has set for one indicator's series; kept in the ledger. Days are those of the points (the first of
    a month or year; an event's own day).

    chart: "" for the one the data ask for; phases: first day of each phase after the first; baseline: last day of the
    points that alone set the lines of the first phase; excluded: days of points that set no line and count in no rule.
    Days need not be those of points: a phase begins with the first point on or after its day, a baseline ends with the
    last one on or before; a phase without points, a baseline without values and an excluded day without point are none.
    """

    chart: str = ""
    phases: tuple[date, ...] = ()
    baseline: date | None = None
    excluded: tuple[date, ...] = ()


NOTHING_SET = SeriesSettings()


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
    count: points in the run, crossings, or points outside; allowed: longest run or fewest crossings that chance gives;
    points: indexes of the points it rests on (a run passes over points on the centre line), none for few crossings,
    which are a trait of the whole phase.

    SHIFT: the longest run of the phase, of equally long ones the newest. OUTSIDE: one for each side of each phase.
    """

    kind: SignalKind
    phase: int
    first: int
    last: int
    side: int
    count: int
    allowed: int | None = None
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch with a centre line of its own. first, last: indexes of its points; centre: in the measure's unit, None
    where it varies from point to point or there is none; useful: points off the centre line that were judged by the run
    rules; judged: whether the rules could be applied: enough useful points, and one_sided False (half of the points or
    more lie on the centre line, which is then their highest or lowest value, so that runs say nothing).
    In Making Data Count useful are the points that count, and they are judged where they have limits."""

    first: int
    last: int
    centre: float | None
    useful: int
    judged: bool
    one_sided: bool = False


class NotOffered(Enum):
    """Why a chart cannot be had for a series."""

    KIND = "kind"
    """It is for another kind of measure (`OverTime.charts` holds those of the kind alone)."""
    NO_SIZES = "no-sizes"
    """The published values came without their numerators or sizes."""
    NO_DEVIATIONS = "no-deviations"
    """Means without standard deviations."""
    NO_EVENTS = "no-events"
    """The days of the single events are not here: they are never published."""


@dataclass(frozen=True, slots=True)
class OfferedChart:
    """A chart a person may ask for; `refused` says why it cannot be had, None where it can."""

    chart: SeriesChart
    refused: NotOffered | None = None


@dataclass(frozen=True, slots=True)
class OverTime:
    """The series of one indicator and unit, ready to draw.

    chart: what is drawn; choice: what the data asked for, and why; charts: all that exist for the kind, with why not.
    own, nation: the points; of granularity "event" `own` are events from the second on, each with its own day and the
    days since the event before (in a g chart the cases), and the nation has none.
    The arrays have a place for each own point, in the measure's unit, NaN where there is nothing to draw: centre; low
    and high, 3 sigma limits (or process limits). signalled: points that a signal rests on; excluded: left out by the
    person or not over; constant: a phase whose points do not vary, so that a chart with limits has none in it.
    variation, assurance: the icons of Making Data Count, None in other charts.
    since_last: days since the last event, None where there is none or where single events are not here; it is not a
    point (see `Gaps`).
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
    since_last: int | None = None


_UNKNOWN = {NotOffered.NO_SIZES: Reason.NO_SIZES, NotOffered.NO_EVENTS: Reason.NO_EVENTS}

CHARTS: dict[IndicatorKind, tuple[SeriesChart, ...]] = {
    "proportion": ("run", "p", "pp", "i", "mdc"),
    "rate": ("run", "u", "up", "i", "mdc"),
    "ratio": ("run", "u", "up", "i", "mdc"),
    "mean": ("run", "xbar", "i", "mdc"),
    "median": ("run", "i", "mdc"),
    "count": ("run", "c", "i", "mdc"),
    "between": ("t", "g", "run"),
}
"""The charts there are for each kind of indicator."""


def over_time(
    trend: Trend, indicator: Indicator, settings: SeriesSettings = NOTHING_SET, gaps: Gaps | None = None
) -> OverTime:
    """The series of `trend` with its lines, phases and signals; with `gaps`, that of the events of a "between".

    The chart is the person's wish where that can be had, else the one `choose_chart` finds. Points without value are
    gaps; points that are not over and those the person left out set no line, count in no rule and never signal.
    Each chart has one set of rules, its own: a run chart the Anhøj rules; a control chart points beyond 3 sigma and the
    Anhøj rules about its own centre line, which together are one set (as in qicharts2: Anhøj, J Open Source Softw
    2018;3(26):699); Making Data Count its four rules and no other. Formulas and their sources: `run_chart`,
    `control_chart`, `making_data_count`. Never an error: what cannot be done with `settings` is left undone.
    """
    by_event = gaps if indicator.kind == "between" else None
    points = trend.own if by_event is None else _event_points(by_event, indicator, cases=False)
    series = _Series.of(points, indicator.kind, settings, by_event)
    charts = tuple(OfferedChart(chart, series.refused(chart)) for chart in CHARTS[indicator.kind])
    choice = series.choice(indicator.kind)
    can_be_had: dict[str, SeriesChart] = {offered.chart: offered.chart for offered in charts if not offered.refused}
    chart = can_be_had.get(settings.chart, choice.chart)
    if by_event is not None and chart == "g":
        points = _event_points(by_event, indicator, cases=True)
    drawn = _drawn(chart, series, indicator)
    return OverTime(
        indicator=trend.indicator,
        granularity=trend.granularity if by_event is None else "event",
        chart=chart,
        choice=choice,
        charts=charts,
        own=points,
        nation=trend.nation if by_event is None else (),
        centre=drawn.centre,
        low=drawn.low,
        high=drawn.high,
        signalled=_at(len(points), (at for signal in drawn.signals for at in signal.points)),
        excluded=series.left_out,
        phase=phase_numbers(series.slices),
        phases=drawn.phases,
        signals=drawn.signals,
        constant=drawn.constant,
        variation=drawn.variation,
        assurance=drawn.assurance,
        since_last=by_event.since_last if by_event is not None else None,
    )


# What a person does to a series


def toggle_phase(settings: SeriesSettings, series: OverTime, at: int) -> SeriesSettings:
    """A phase begins with that point, or no longer does; all do before the first point, so nothing begins there."""
    days = _days(series.own)
    at = bisect_left(days, days[at])  # of events on one day, the first
    others = tuple(day for day in settings.phases if bisect_left(days, day) != at)
    if len(others) == len(settings.phases) and at > 0:
        others = tuple(sorted((*others, days[at])))
    return msgspec.structs.replace(settings, phases=others)


def toggle_excluded(settings: SeriesSettings, series: OverTime, at: int) -> SeriesSettings:
    """That point (of events, all on its day) is left out, or no longer is."""
    day = series.own[at].month
    changed = set(settings.excluded) ^ {day}
    return msgspec.structs.replace(settings, excluded=tuple(sorted(changed)))


def freeze_baseline(settings: SeriesSettings, series: OverTime, at: int | None) -> SeriesSettings:
    """The points up to and including that one alone set the lines of the first phase; None: all of them do again."""
    return msgspec.structs.replace(settings, baseline=None if at is None else series.own[at].month)


# What the charts take


@dataclass(frozen=True, slots=True)
class _Series:
    """The numbers of the points, shape (T,), NaN where unknown, and what the person's settings come to.

    values: as shown; numerators, sizes (cases counted over; of rate and ratio the exposure), deviations: as in Figure;
    cases: between events; left_out: not over, or excluded; slices: the phases (one, and empty, where there are no
    points); baseline: of each phase, as the charts take it; events: the points are events.
    """

    values: Floats
    numerators: Floats
    sizes: Floats
    deviations: Floats
    cases: Floats
    left_out: Flags
    slices: tuple[slice, ...]
    baseline: tuple[int | None, ...]
    events: bool

    @classmethod
    def of(cls, points: Sequence[Point], kind: IndicatorKind, settings: SeriesSettings, gaps: Gaps | None) -> _Series:
        def numbers(of: Callable[[Figure], float | None], lowest: float = -math.inf) -> Floats:
            found = (of(p.figure) if p.figure.shown is Shown.VALUE else None for p in points)
            usable = (v if v is not None and math.isfinite(v) and v >= lowest else math.nan for v in found)
            return np.array(list(usable), dtype=np.float64)

        values = numbers(lambda f: f.value)
        numerators = numbers(lambda f: f.numerator, 0)
        sizes = numbers((lambda f: f.exposure) if kind in ("rate", "ratio") else (lambda f: f.denominator))
        with np.errstate(invalid="ignore"):
            sizes[sizes <= 0] = np.nan
            if kind == "proportion":
                numerators[numerators > sizes] = np.nan
        days, excluded = _days(points), frozenset(settings.excluded)
        left_out = np.array([p.partial or p.month in excluded for p in points], dtype=np.bool_)
        breaks = {bisect_left(days, day) for day in settings.phases} - {0, len(days)}
        slices = phase_slices(len(days), sorted(breaks))
        first: int | None = None
        if settings.baseline is not None:
            first = min(bisect_right(days, settings.baseline), slices[0].stop)
            if not np.any(~np.isnan(values[:first]) & ~left_out[:first]):
                first = None
        return cls(
            values=values,
            numerators=numerators,
            sizes=sizes,
            deviations=numbers(lambda f: f.deviation, 0),
            cases=np.array([cases for _, _, cases in gaps.between] if gaps else [], dtype=np.float64),
            left_out=left_out,
            slices=slices,
            baseline=(first, *(None for _ in slices[1:])),
            events=gaps is not None,
        )

    @property
    def breaks(self) -> list[int]:
        return [part.start for part in self.slices[1:]]

    def refused(self, chart: SeriesChart) -> NotOffered | None:
        """Why a chart of the kind cannot be had: what it takes is not known of every point with a value."""
        if chart in ("t", "g"):
            return None if self.events else NotOffered.NO_EVENTS
        known = ~np.isnan(self.values)
        needed = {"c": self.numerators, "xbar": self.sizes}
        needed |= dict.fromkeys(("p", "pp", "u", "up"), self.numerators + self.sizes)
        if chart in needed and np.any(known & np.isnan(needed[chart])):
            return NotOffered.NO_SIZES
        if chart == "xbar" and np.any(known):
            several = known & (self.sizes >= 2)  # one case has no deviation
            if not np.any(several) or np.any(several & np.isnan(self.deviations)):
                return NotOffered.NO_DEVIATIONS
        return None

    def choice(self, kind: IndicatorKind) -> ChartChoice:
        """The chart that the points which set lines ask for."""
        kept = ~self.left_out
        refused = next(filter(None, map(self.refused, CHARTS[kind])), None)
        if refused in _UNKNOWN:
            points = int(np.count_nonzero(~np.isnan(self.values[kept])))
            return ChartChoice("run", Reason.FEW_POINTS if points < ENOUGH_POINTS else _UNKNOWN[refused], points)
        by_size = kind in ("proportion", "rate", "ratio")
        return choose_chart(
            kind,
            (self.numerators if by_size or kind == "count" else self.values)[kept],
            self.sizes[kept] if by_size else None,
            deviations_known=kind == "mean" and refused is None,
        )

    def given(self, chart: Chart) -> tuple[Floats, Floats | None, Floats | None]:
        """Values, sizes and deviations as `control_chart` takes them."""
        if chart in ("p", "pp", "u", "up"):
            return self.numerators, self.sizes, None
        if chart == "xbar":
            return self.values, self.sizes, self.deviations
        return {"c": self.numerators, "g": self.cases}.get(chart, self.values), None, None


def _event_points(gaps: Gaps, indicator: Indicator, *, cases: bool) -> tuple[Point, ...]:
    """A point for each event that has one before it; its figure is the days since then, or the cases."""
    return tuple(
        Point(
            day,
            Figure(
                Shown.VALUE,
                "between",
                value=float(others if cases else days),
                numerator=1,
                denominator=others + 1,
                format=",d" if cases else indicator.format,
                own=True,
                definition_version=gaps.definition_version,
                data_as_of=gaps.data_as_of,
            ),
        )
        for day, days, others in gaps.between
    )


def _days(points: Sequence[Point]) -> list[date]:
    return [point.month for point in points]


# What is drawn


@dataclass(frozen=True, slots=True)
class _Drawn:
    centre: Floats
    low: Floats
    high: Floats
    phases: tuple[Phase, ...]
    signals: tuple[Signal, ...]
    constant: bool = False
    variation: Variation | None = None
    assurance: Assurance | None = None


def _drawn(chart: SeriesChart, series: _Series, indicator: Indicator) -> _Drawn:
    if chart == "run":
        return _run(series)
    if chart == "mdc":
        return _making_data_count(series, indicator)
    return _control(chart, series)


def _run(series: _Series) -> _Drawn:
    run = run_chart(series.values, breaks=series.breaks, baseline=series.baseline, excluded=series.left_out)
    none = np.full(series.values.shape, np.nan)
    signals = tuple(_anhoej(run.values, run.centre, run.runs, series))
    return _Drawn(run.centre, none, none, _run_phases(run.centre, run.runs, series), signals)


def _control(chart: Chart, series: _Series) -> _Drawn:
    values, sizes, deviations = series.given(chart)
    control = control_chart(
        chart,
        values,
        sizes,
        deviations,
        breaks=series.breaks,
        baseline=series.baseline,
        excluded=series.left_out,
    )
    signals = [
        *_outside(control.values, control.high, control.outside, series),
        *_anhoej(control.values, control.centre, control.runs, series),
    ]
    return _Drawn(
        control.centre,
        control.low,
        control.high,
        _run_phases(control.centre, control.runs, series),
        tuple(sorted(signals, key=lambda signal: signal.phase)),
        _is_constant(control.values, control.high, series),
    )


def _making_data_count(series: _Series, indicator: Indicator) -> _Drawn:
    count = making_data_count(
        series.values,
        improvement=1 if indicator.direction == 1 else -1,
        target=indicator.green,
        breaks=series.breaks,
        baseline=series.baseline,
        excluded=series.left_out,
    )
    useful = ~np.isnan(series.values) & ~series.left_out
    limited = ~np.isnan(count.high)
    phases = tuple(
        Phase(
            first=part.start,
            last=part.stop - 1,
            centre=_level(count.mean[part]),
            useful=int(np.count_nonzero(useful[part])),
            judged=bool(np.any(limited[part])),
        )
        for part in series.slices
        if part.stop > part.start
    )
    return _Drawn(
        count.mean,
        count.low,
        count.high,
        phases,
        tuple(_special(count, series)),
        _is_constant(count.values, count.high, series),
        Variation(int(count.variation_icon)),
        Assurance(int(count.assurance_icon)),
    )


def _run_phases(centre: Floats, runs: Runs, series: _Series) -> tuple[Phase, ...]:
    return tuple(
        Phase(part.start, part.stop - 1, _level(centre[part]), int(useful), bool(judged), bool(one_sided))
        for part, useful, judged, one_sided in zip(series.slices, runs.useful, runs.judged, runs.one_sided, strict=True)
        if part.stop > part.start
    )


def _level(line: Floats) -> float | None:
    """The value of a line that is level, None for one that is not or is not there."""
    known = line[~np.isnan(line)]
    return float(known[0]) if known.size and bool(np.all(known == known[0])) else None


def _at(length: int, places: Iterator[int]) -> Flags:
    flags = np.zeros(length, dtype=np.bool_)
    flags[list(places)] = True
    return flags


def _is_constant(values: Floats, high: Floats, series: _Series) -> bool:
    """Whether the points that set the lines of a phase are several and all the same, and it has no limits for that."""
    for part, first in zip(series.slices, series.baseline, strict=True):
        upto = part.stop if first is None else part.start + first
        setting = values[part.start : upto][~series.left_out[part.start : upto]]
        setting = setting[~np.isnan(setting)]
        if setting.size < 2 or not np.all(np.isnan(high[part])):
            continue
        if np.ptp(setting) <= ROUNDING * np.max(np.abs(setting)):
            return True
    return False


# What was found


def _anhoej(values: Floats, centre: Floats, runs: Runs, series: _Series) -> Iterator[Signal]:
    side = np.where(series.left_out, 0, sides(values, centre))
    for phase, part in enumerate(series.slices):
        useful = part.start + np.flatnonzero(side[part])
        if runs.shift[phase]:
            run = _longest_run(useful, side)
            allowed = int(runs.longest_allowed[phase])
            yield Signal(
                SignalKind.SHIFT, phase, run[0], run[-1], int(side[run[0]]), len(run), allowed, points=tuple(run)
            )
        if runs.few_crossings[phase]:
            crossings, expected = int(runs.crossings[phase]), int(runs.crossings_expected[phase])
            first, last = int(useful[0]), int(useful[-1])
            yield Signal(SignalKind.FEW_CROSSINGS, phase, first, last, 0, crossings, expected)


def _longest_run(useful: NDArray[np.intp], side: NDArray[np.int8]) -> list[int]:
    """The points of the longest run on one side; of equally long ones the newest."""
    found = [list(run) for _, run in groupby(useful.tolist(), key=lambda at: int(side[at]))]
    return max(reversed(found), key=len)


def _outside(values: Floats, high: Floats, outside: Flags, series: _Series) -> Iterator[Signal]:
    with np.errstate(invalid="ignore"):
        above = values > high
    for phase, part in enumerate(series.slices):
        for side, beyond in ((1, outside & above), (-1, outside & ~above)):
            points = tuple((part.start + np.flatnonzero(beyond[part])).tolist())
            if points:
                yield Signal(SignalKind.OUTSIDE, phase, points[0], points[-1], side, len(points), points=points)


def _special(count: MakingDataCount, series: _Series) -> Iterator[Signal]:
    """What the rules of Making Data Count found. A point shows only the first rule that fits it, so a run or trend is
    measured anew, over all its points."""
    rule, side = count.rule, count.side
    values = np.where(series.left_out, np.nan, count.values)
    away, step = sides(values, count.mean), np.sign(np.diff(values, prepend=np.nan))
    outside = list(_outside(values, count.high, rule == Rule.OUTSIDE, series))
    for phase, part in enumerate(series.slices):
        yield from (signal for signal in outside if signal.phase == phase)
        place = range(part.start, part.stop)
        for sign in (1, -1):
            one = [at for at in place if away[at] == sign]
            steps = [at for at in place[1:] if step[at] == sign]
            trends = [[stretch[0] - 1, *stretch] for stretch in _stretches(steps)]
            pairs = [at for at in place if rule[at] == Rule.TWO_OF_THREE and side[at] == sign]
            for kind, code, stretches in (
                (SignalKind.TREND, Rule.TREND, trends),
                (SignalKind.TWO_OF_THREE, Rule.TWO_OF_THREE, _stretches(pairs)),
                (SignalKind.ONE_SIDE, Rule.ONE_SIDE, _stretches(one)),
            ):
                for points in stretches:
                    if any(rule[at] == code and side[at] == sign for at in points):
                        yield Signal(kind, phase, points[0], points[-1], sign, len(points), points=tuple(points))


def _stretches(places: Sequence[int]) -> list[list[int]]:
    """Ascending places parted where one is left out."""
    numbered = groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])
    return [[at for _, at in stretch] for _, stretch in numbered]
