"""Series over time: the reference's charts once more as a page gets them, what settings come to, and what is found."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_cache.registry import Indicator, IndicatorKind
from local_cache.results.chart_choice import Reason
from local_cache.results.figure import Figure, Point, Shown, Trend, add_months
from local_cache.results.gaps import Gaps, RareEvent, gaps_of
from local_cache.results.making_data_count import Assurance, Variation
from local_cache.results.over_time import (
    CHARTS,
    NotOffered,
    OverTime,
    SeriesChart,
    SeriesSettings,
    Signal,
    SignalKind,
    freeze_baseline,
    over_time,
    toggle_excluded,
    toggle_phase,
)
from tests.local_cache.results.gold import cases, flags, numbers, rows, same
from tests.local_cache.results.test_making_data_count import DIRECTION, REASONS, VARIATION

FIRST = date(2010, 1, 1)
KINDS = get_args(IndicatorKind)


def indicator(kind: IndicatorKind, **more: Any) -> Indicator:
    return Indicator("x", 1, {"nb": "x"}, kind, **more)


def figure(kind: IndicatorKind, value: float | None, **more: Any) -> Figure:
    if value is None or math.isnan(value):
        return Figure(Shown.NO_CASES, kind, **more)
    return Figure(Shown.VALUE, kind, value, **more)


def day(at: int) -> date:
    return add_months(FIRST, at)


def trend_of(figures: Sequence[Figure], *, partial: bool = False) -> Trend:
    last = len(figures) - 1
    points = tuple(Point(day(at), f, partial and at == last) for at, f in enumerate(figures))
    return Trend("x", "month", points, ())


def shares(x: Sequence[int], n: Sequence[int], **more: Any) -> Trend:
    each = zip(x, n, strict=True)
    figures = [figure("proportion", a / b if b else None, numerator=a, denominator=b) for a, b in each]
    return trend_of(figures, **more)


def plain(values: Sequence[float], **more: Any) -> Trend:
    return trend_of([figure("median", v) for v in values], **more)


def of_kind(series: OverTime, kind: SignalKind) -> list[Signal]:
    return [signal for signal in series.signals if signal.kind is kind]


PROPORTION, MEDIAN = indicator("proportion"), indicator("median", direction=0)


# The reference's charts, as a page gets them


def series_of(shared_data: Path, case: dict[str, Any], table: list[dict[str, str]]) -> tuple[Trend, Indicator, Any]:
    """The series of a reference case as figures. Every number goes in by the figures alone."""
    chart = case["chart"]
    y, x, n = numbers(table, "y"), numbers(table, "y.sum"), numbers(table, "n")
    if chart in ("t", "g"):
        at = FIRST
        events = [RareEvent(at, None, None)]
        for days in y.tolist():
            at += timedelta(days=math.ceil(days))
            events.append(RareEvent(at, days, days))
        return trend_of([]), indicator("between"), Gaps(tuple(events), FIRST, None, None, None)
    if chart in ("p", "pp"):
        made = [
            figure("proportion", a / b if b else None, numerator=a, denominator=b) for a, b in zip(x, n, strict=True)
        ]
        return trend_of(made), PROPORTION, None
    if chart in ("u", "up"):
        made = [figure("rate", a / b, numerator=a, exposure=b) for a, b in zip(x, n, strict=True)]
        return trend_of(made), indicator("rate"), None
    if chart == "c":
        return trend_of([figure("count", a, numerator=a) for a in x]), indicator("count"), None
    if chart == "xbar":
        from tests.local_cache.results.test_control_charts import subgroups

        made = [
            figure("mean", m, denominator=int(size), deviation=s)
            for m, size, s in zip(*subgroups(shared_data, case["case"]), strict=True)
        ]
        return trend_of(made), indicator("mean"), None
    return plain(y.tolist()), MEDIAN, None


def set_as(case: dict[str, Any], days: Sequence[date]) -> SeriesSettings:
    args = case["args"]
    return SeriesSettings(
        chart=case["chart"],
        phases=(days[args["part"]],) if "part" in args else (),
        baseline=days[args["freeze"] - 1] if "freeze" in args else None,
        excluded=(days[args["exclude"] - 1],) if "exclude" in args else (),
    )


def test_every_reference_chart_that_a_page_can_show(shared_data: Path) -> None:
    """Left out: mr, s and ip, which no kind of indicator is offered; charts without screening of moving ranges, which
    here is always done; and edge_p_zero_den, whose last row has more cases than its denominator."""
    points = cases(rows(shared_data, "expected/spc_points.csv"), "case")
    every = json.loads((shared_data / "statistics/expected/spc_cases.json").read_text(encoding="utf-8"))
    offered = {chart for charts in CHARTS.values() for chart in charts}
    seen: dict[str, int] = {}
    for case in every:
        if case["chart"] not in offered or not case["screenedmr"] or case["case"] == "edge_p_zero_den":
            continue
        table = points[(case["case"],)]
        trend, wanted, gaps = series_of(shared_data, case, table)
        days = [e.day for e in gaps.events[1:]] if gaps else [p.month for p in trend.own]
        series = over_time(trend, wanted, set_as(case, days), gaps)
        assert series.chart == case["chart"], case["case"]
        seen[series.chart] = seen.get(series.chart, 0) + 1
        # Of run charts the reference gives the plotted y; of others figures are per unit and it multiplies.
        multiply = 1 if series.chart == "run" else case["args"].get("multiply", 1)
        same(series.centre * multiply, numbers(table, "cl"))
        if series.chart != "run":
            same(series.low * multiply, numbers(table, "lcl"))
            same(series.high * multiply, numbers(table, "ucl"))
        left = np.arange(1, len(table) + 1) == case["args"].get("exclude", 0)
        np.testing.assert_array_equal(series.excluded, left)
        outside = [at for signal in of_kind(series, SignalKind.OUTSIDE) for at in signal.points]
        beyond = flags(table, "sigma.signal") & ~left & (series.chart != "run")
        assert sorted(outside) == np.flatnonzero(beyond).tolist(), case["case"]
        assert [phase.useful for phase in series.phases] == [
            int(table[phase.last]["n.useful"]) for phase in series.phases
        ]
        for at, phase in enumerate(series.phases):
            last = table[phase.last]
            found = [s for s in series.signals if s.phase == at and s.kind is not SignalKind.OUTSIDE]
            assert bool(found) == (last["runs.signal"] == "TRUE" and phase.judged), case["case"]
            for signal in found:
                shift = signal.kind is SignalKind.SHIFT
                assert signal.count == int(last["longest.run" if shift else "n.crossings"])
                assert signal.allowed == int(last["longest.run.max" if shift else "n.crossings.min"])
    assert set(seen) == {"run", "p", "pp", "u", "up", "c", "i", "xbar", "t", "g"}
    assert sum(seen.values()) > 70, seen


def test_every_reference_chart_of_making_data_count(shared_data: Path) -> None:
    """Left out: charts without screening of moving ranges, and the icons where neither direction is better, which an
    indicator cannot say."""
    points = cases(rows(shared_data, "expected/ptd_points.csv"), "case")
    shown = 0
    for gold in rows(shared_data, "expected/ptd_summary.csv"):
        if gold["screen_outliers"] != "TRUE":
            continue
        shown += 1
        table = points[(gold["case"],)]
        groups = numbers(table, "rebase_group")
        wanted = indicator(
            "median",
            direction=1 if DIRECTION[gold["improvement_direction"]] == 1 else 0,
            green=float(gold["target"]) if gold["target"] else None,
        )
        breaks = tuple(day(int(at) + 1) for at in np.flatnonzero(np.diff(groups)))
        series = over_time(plain(numbers(table, "y").tolist()), wanted, SeriesSettings(chart="mdc", phases=breaks))
        assert series.chart == "mdc"
        np.testing.assert_array_equal(series.phase, groups)
        same(series.centre, numbers(table, "mean"))
        same(series.low, numbers(table, "lpl"))
        same(series.high, numbers(table, "upl"))
        special = [row["special_cause_type"] != "Common Cause" for row in table]
        assert series.signalled.tolist() == special, gold["case"]
        for at, row in enumerate(table):
            rule, side = REASONS[row["special_cause_type"]]
            code = rule.name.replace("_", "-").lower()
            about = [(s.kind.value, s.side) for s in series.signals if at in s.points]
            assert not special[at] or (code, side) in about, (gold["case"], at)
        if gold["improvement_direction"] != "neutral":
            assert series.variation == VARIATION[gold["variation_icon"]]
    assert shown > 15


# Which chart, and which are offered


def of_every_point(kind: IndicatorKind, number: int = 24, **left_out: Any) -> Trend:
    draw = np.random.default_rng(3)
    full = {
        "proportion": lambda: {"value": 0.3, "numerator": 60, "denominator": 200},
        "rate": lambda: {"value": 0.1, "numerator": 20, "exposure": 200.0, "denominator": 50},
        "ratio": lambda: {"value": 0.9, "numerator": 18, "exposure": 20.0, "denominator": 50},
        "mean": lambda: {"value": 4 + draw.random(), "denominator": 30, "deviation": 1.5},
        "median": lambda: {"value": 4 + draw.random(), "denominator": 30},
        "count": lambda: {"value": float(c := int(draw.poisson(20))), "numerator": c, "denominator": 50},
        "between": lambda: {"value": 15.5, "numerator": 2, "denominator": 50},
    }[kind]
    return trend_of([Figure(Shown.VALUE, kind, **{**full(), **left_out}) for _ in range(number)])


@pytest.mark.parametrize(
    ("kind", "charts"),
    [
        ("proportion", "run p pp i mdc"),
        ("rate", "run u up i mdc"),
        ("ratio", "run u up i mdc"),
        ("mean", "run xbar i mdc"),
        ("median", "run i mdc"),
        ("count", "run c i mdc"),
    ],
)
def test_charts_offered_for_a_kind_can_all_be_had(kind: IndicatorKind, charts: str) -> None:
    trend = of_every_point(kind)
    offered = over_time(trend, indicator(kind)).charts
    assert [c.chart for c in offered] == charts.split()
    assert all(c.refused is None for c in offered)
    for chart in offered:
        assert over_time(trend, indicator(kind), SeriesSettings(chart=chart.chart)).chart == chart.chart


@pytest.mark.parametrize(
    ("kind", "left_out", "chart", "reason"),
    [
        ("proportion", {"numerator": None}, "p", NotOffered.NO_SIZES),
        ("proportion", {"denominator": None}, "pp", NotOffered.NO_SIZES),
        ("rate", {"exposure": None}, "u", NotOffered.NO_SIZES),
        ("ratio", {"exposure": 0.0}, "up", NotOffered.NO_SIZES),
        ("count", {"numerator": None}, "c", NotOffered.NO_SIZES),
        ("mean", {"denominator": None}, "xbar", NotOffered.NO_SIZES),
        ("mean", {"deviation": None}, "xbar", NotOffered.NO_DEVIATIONS),
        ("mean", {"denominator": 1, "deviation": None}, "xbar", NotOffered.NO_DEVIATIONS),
    ],
)
def test_what_published_values_do_not_allow_is_refused_with_the_reason(
    kind: IndicatorKind, left_out: dict[str, Any], chart: SeriesChart, reason: NotOffered
) -> None:
    series = over_time(of_every_point(kind, **left_out), indicator(kind), SeriesSettings(chart=chart))
    assert series.chart == series.choice.chart == "run"
    assert {c.chart: c.refused for c in series.charts}[chart] is reason
    assert {c.chart for c in series.charts if c.refused is None} == {"run", "i", "mdc"}
    assert series.choice.reason is (Reason.NO_SIZES if reason is NotOffered.NO_SIZES else Reason.NO_DISTRIBUTION)
    few = over_time(of_every_point(kind, 5, **left_out), indicator(kind))
    assert few.choice.reason is Reason.FEW_POINTS


def test_one_point_without_its_numerator_is_enough_to_refuse() -> None:
    figures = [f.figure for f in of_every_point("proportion").own]
    series = over_time(trend_of([*figures, Figure(Shown.VALUE, "proportion", 0.4)]), PROPORTION)
    assert series.choice.reason is Reason.NO_SIZES
    withheld = over_time(trend_of([*figures, Figure(Shown.WITHHELD, "proportion")]), PROPORTION)
    assert withheld.choice.chart == "p"
    assert math.isnan(withheld.high[-1])


@pytest.mark.parametrize("wish", ["", "u", "mr", "s", "no chart", "t"])
def test_a_wish_that_cannot_be_had_gives_the_chart_the_data_ask_for(wish: str) -> None:
    draw = np.random.default_rng(1)
    n = np.full(30, 200)
    series = over_time(shares(draw.binomial(n, 0.3).tolist(), n.tolist()), PROPORTION, SeriesSettings(chart=wish))
    assert (series.chart, series.choice.chart, series.choice.reason) == ("p", "p", Reason.CHANCE)


def test_the_choice_leaves_out_what_sets_no_line() -> None:
    trend = shares([60] * 10, [200] * 10, partial=True)
    assert over_time(trend, PROPORTION).choice.points == 9
    assert over_time(trend, PROPORTION, SeriesSettings(excluded=(day(1),))).choice.points == 8


# What is left out, phases and baseline


def test_the_partial_last_period_sets_no_line_and_counts_in_no_rule() -> None:
    whole = over_time(shares([60] * 12, [200] * 12), PROPORTION, SeriesSettings(chart="p"))
    trend = shares([60] * 12 + [0], [200] * 12 + [20], partial=True)
    for chart in ("p", "run", "i", "mdc"):
        series = over_time(trend, PROPORTION, SeriesSettings(chart=chart))
        assert series.excluded.tolist() == [False] * 12 + [True]
        assert series.signals == ()
        assert series.centre[-1] == pytest.approx(0.3)  # the lines go on to it
    same(over_time(trend, PROPORTION, SeriesSettings(chart="p")).high[:12], whole.high)


def test_an_excluded_point_sets_no_line_and_never_signals() -> None:
    x = [60] * 20
    x[7] = 150
    with_it = over_time(shares(x, [200] * 20), PROPORTION, SeriesSettings(chart="p"))
    assert [s.points for s in of_kind(with_it, SignalKind.OUTSIDE)] == [(7,)]
    without = over_time(shares(x, [200] * 20), PROPORTION, SeriesSettings(chart="p", excluded=(day(7),)))
    assert without.signals == ()
    assert without.centre[0] == pytest.approx(0.3) != with_it.centre[0]
    assert without.excluded.tolist() == [at == 7 for at in range(20)]


def test_phases_have_lines_of_their_own_and_a_baseline_is_of_the_first() -> None:
    values = [*range(10), *range(100, 112)]
    split = over_time(plain(values), MEDIAN, SeriesSettings(phases=(day(10),), baseline=day(3)))
    assert [(p.first, p.last, p.centre) for p in split.phases] == [(0, 9, 1.5), (10, 21, 105.5)]
    assert split.phase.tolist() == [0] * 10 + [1] * 12
    assert split.phases[1].judged
    assert not over_time(plain(values), MEDIAN, SeriesSettings(phases=(day(10), day(16)))).phases[2].judged


@pytest.mark.parametrize(
    ("phases", "baseline", "breaks", "centre"),
    [
        ((), None, [], 4.5),
        ((day(5), day(5)), None, [5], 2),  # twice the same
        ((day(7), day(3)), None, [3, 7], 1),  # in any order
        ((day(0), day(-4)), None, [], 4.5),  # before the first point nothing else begins
        ((day(10), day(99)), None, [], 4.5),  # nor after the last
        ((day(4) + timedelta(days=9),), None, [5], 2),  # a day without point: with the next one
        ((), day(-1), [], 4.5),  # no point so early
        ((), day(3) - timedelta(days=3), [], 1),  # a day without point: with the one before
        ((), day(99), [], 4.5),
        ((day(4),), day(8), [4], 1.5),  # it does not reach over the phase
    ],
)
def test_settings_that_do_not_fit_are_passed_over(
    phases: tuple[date, ...], baseline: date | None, breaks: list[int], centre: float
) -> None:
    series = over_time(plain(range(10)), MEDIAN, SeriesSettings(phases=phases, baseline=baseline, excluded=(day(77),)))
    assert [p.first for p in series.phases] == [0, *breaks]
    assert series.phases[0].centre == centre
    assert not series.excluded.any()


def test_a_baseline_without_values_is_none() -> None:
    empty = over_time(plain([math.nan, math.nan, 3, 4, 5]), MEDIAN, SeriesSettings(baseline=day(1)))
    assert empty.centre.tolist() == [4.0] * 5
    left_out = SeriesSettings(baseline=day(1), excluded=(day(0), day(1)))
    assert over_time(plain([9, 9, 3, 4, 5]), MEDIAN, left_out).centre.tolist() == [4.0] * 5


def test_what_a_person_does_to_a_series_can_be_undone() -> None:
    nothing = SeriesSettings(chart="i")
    series = over_time(plain(range(12)), MEDIAN, nothing)
    split = toggle_phase(toggle_phase(nothing, series, 8), series, 4)
    assert split.phases == (day(4), day(8))
    assert toggle_phase(split, series, 8).phases == (day(4),)
    assert toggle_phase(nothing, series, 0) == nothing
    between = SeriesSettings(phases=(day(4) - timedelta(days=5),))  # begins with the point after it
    assert toggle_phase(between, series, 4).phases == ()
    left_out = toggle_excluded(toggle_excluded(nothing, series, 5), series, 2)
    assert left_out.excluded == (day(2), day(5))
    assert toggle_excluded(toggle_excluded(left_out, series, 5), series, 2) == nothing
    frozen = freeze_baseline(nothing, series, 3)
    assert frozen.baseline == day(3)
    assert freeze_baseline(frozen, series, None) == nothing


def test_events_on_one_day_begin_a_phase_together() -> None:
    days = [FIRST, FIRST + timedelta(days=4), FIRST + timedelta(days=4), FIRST + timedelta(days=9)]
    gaps = gaps_of([(days[0], 1, 3), (days[1], 2, 6), (days[3], 1, 9)], since=FIRST, until=None)
    series = over_time(trend_of([]), indicator("between"), gaps=gaps)
    assert [p.month for p in series.own] == days[1:]
    wish = toggle_phase(SeriesSettings(), series, 2)
    assert toggle_phase(wish, series, 2) == SeriesSettings()
    assert toggle_phase(SeriesSettings(), series, 1) == SeriesSettings()  # the first day: nothing begins there
    assert over_time(trend_of([]), indicator("between"), wish, gaps).phases[1].first == 2
    assert toggle_excluded(SeriesSettings(), series, 0).excluded == (days[1],)


# What is found


def test_the_points_of_the_longest_run_are_named() -> None:
    values = [5, 9, 4, 8, 3, 9, 5, 8, 4, 9, 10, 11, 10, 6.5, 12, 11, 13, 10, 11, 12, 4, 5, 3, 4, 2, 5]
    series = over_time(plain([float(v) for v in values]), MEDIAN, SeriesSettings(baseline=day(7)))
    assert series.centre[0] == 6.5
    (shift,) = of_kind(series, SignalKind.SHIFT)
    assert (shift.first, shift.last, shift.count, shift.side, shift.allowed) == (9, 19, 10, 1, 8)
    assert shift.points == (9, 10, 11, 12, 14, 15, 16, 17, 18, 19)  # the one on the line is passed over
    assert series.signalled.tolist() == [at in shift.points for at in range(len(values))]


def test_few_crossings_are_of_the_whole_phase_and_mark_no_point() -> None:
    values = [*[1.0, 1.2] * 3, *[3.0, 3.2] * 3, *[1.0, 1.2] * 3, *[3.0, 3.2] * 3]
    series = over_time(plain(values), MEDIAN)
    (found,) = series.signals
    assert found.kind is SignalKind.FEW_CROSSINGS
    assert (found.first, found.last, found.side, found.count, found.allowed, found.points) == (0, 23, 0, 3, 8, ())
    assert not series.signalled.any()


def test_of_equally_long_runs_the_newest_is_named() -> None:
    (shift,) = of_kind(over_time(plain([1.0] * 11 + [2.0] * 11), MEDIAN), SignalKind.SHIFT)
    assert (shift.first, shift.side) == (11, 1)


def test_points_outside_are_told_apart_by_side_and_phase() -> None:
    x = [50, 75] * 20
    x[3], x[9], x[12], x[30] = 120, 130, 4, 150
    series = over_time(shares(x, [200] * 40), PROPORTION, SeriesSettings(chart="p", phases=(day(20),)))
    assert [(s.phase, s.side, s.points, s.count) for s in of_kind(series, SignalKind.OUTSIDE)] == [
        (0, 1, (3, 9), 2),
        (0, -1, (12,), 1),
        (1, 1, (30,), 1),
    ]
    assert np.flatnonzero(series.signalled).tolist() == [3, 9, 12, 30]


def test_each_chart_has_its_own_rules_only() -> None:
    rising = [0.1, 0.9, 0.5, 0.1, 0.9, 0.5, 0.1, 0.9, *(0.3 + 0.05 * k for k in range(8)), 0.1, 0.9, 0.5, 0.4]
    x = [round(200 * v) for v in rising]
    kinds = {}
    for chart in ("run", "p", "i", "mdc"):
        series = over_time(shares(x, [200] * len(x)), PROPORTION, SeriesSettings(chart=chart))
        kinds[chart] = {s.kind for s in series.signals}
        assert (series.variation is None) == (series.assurance is None) == (chart != "mdc")
    assert kinds["run"] == kinds["i"] == set()
    assert kinds["p"] == {SignalKind.OUTSIDE}
    assert kinds["mdc"] == {SignalKind.TREND}


def test_making_data_count_names_the_whole_trend_and_the_whole_run() -> None:
    values = [5.0, 12, 5, 13, 6, 12, 5, 13, 6, 12, 5, 6, 7, 8, 9, 10, 11, 40, 9, 5, 13, 6, 12, 5, 13, 6]
    series = over_time(plain(values), indicator("median", green=4.0), SeriesSettings(chart="mdc"))
    found = {s.kind: s for s in series.signals}
    assert found[SignalKind.OUTSIDE].points == (17,)
    assert found[SignalKind.TREND].points == tuple(range(10, 18))
    assert set(found) == {SignalKind.OUTSIDE, SignalKind.TREND}
    assert (series.variation, series.assurance) == (Variation.COMMON, Assurance.INCONSISTENT)
    flat = over_time(plain([2.0, 8] * 6 + [6.5, 8.5] * 5), MEDIAN, SeriesSettings(chart="mdc"))
    (run,) = of_kind(flat, SignalKind.ONE_SIDE)
    assert (run.side, run.points) == (1, tuple(range(11, 22)))


def test_a_constant_series_has_no_limits_and_says_so() -> None:
    for chart in ("i", "mdc"):
        series = over_time(plain([0.1] * 12), MEDIAN, SeriesSettings(chart=chart))
        assert series.constant
        assert np.isnan(series.high).all()
        assert series.signals == ()
        assert series.phases[0].centre == pytest.approx(0.1)
    half = over_time(plain([2.0] * 6 + [1.0, 3.0] * 5), MEDIAN, SeriesSettings(chart="i", phases=(day(6),)))
    assert half.constant
    assert np.isnan(half.high).tolist() == [True] * 6 + [False] * 10
    assert not over_time(plain([1.0, 3.0] * 6), MEDIAN, SeriesSettings(chart="i")).constant
    assert not over_time(plain([7.0]), MEDIAN, SeriesSettings(chart="i")).constant  # one point is not constant


@pytest.mark.parametrize("x", [0, 200])
def test_shares_of_nothing_and_of_everything_are_constant(x: int) -> None:
    series = over_time(shares([x] * 20, [200] * 20), PROPORTION, SeriesSettings(chart="p"))
    assert series.constant
    assert np.isnan(series.high).all()
    assert over_time(shares([x] * 20, [200] * 20), PROPORTION).chart == "run"


def test_months_at_the_top_are_not_judged_and_the_phase_says_why() -> None:
    x = [10 if at % 3 else 8 for at in range(36)]
    series = over_time(shares(x, [10] * 36), PROPORTION)
    assert (series.chart, series.signals) == ("run", ())
    assert (series.phases[0].useful, series.phases[0].judged, series.phases[0].one_sided) == (12, False, True)


@pytest.mark.parametrize("kind", KINDS)
def test_series_with_nothing_in_them(kind: IndicatorKind) -> None:
    nothing = [Figure(Shown.NO_CASES, kind, numerator=0, denominator=0)] * 7
    one = of_every_point(kind, 1).own[0].figure
    everything = SeriesSettings(phases=(day(2),), baseline=day(1), excluded=(day(0), day(3)))
    for figures in ([], nothing, [one], [*nothing, one], [one] * 14):
        for chart in CHARTS[kind]:
            for set_to in (SeriesSettings(), everything, SeriesSettings(excluded=tuple(day(n) for n in range(20)))):
                wanted = SeriesSettings(chart, set_to.phases, set_to.baseline, set_to.excluded)
                series = over_time(trend_of(figures), indicator(kind, green=0.5), wanted)
                assert series.signals == ()
                assert len(series.phases) == (0 if not figures else 1 + (bool(wanted.phases) and len(figures) > 2))
    assert over_time(trend_of([]), indicator(kind)).phases == ()


numbers_drawn = st.floats(0, 1e9, allow_nan=False).map(lambda v: round(v, 4))


@st.composite
def figures_drawn(draw: st.DrawFn, kind: IndicatorKind) -> Figure:
    """Anything a registry can have published, whether it holds together or not."""
    if draw(st.integers(0, 9)) == 0:
        return Figure(draw(st.sampled_from(list(Shown)[1:])), kind)
    n = draw(st.sampled_from([None, 0, 1, 2, 5, 30, 30, 400]))
    x = draw(st.one_of(st.none(), st.integers(0, n or 3), st.integers(-1, 500)))
    known = n and x is not None
    value = draw(st.sampled_from([x / n if known and n else 0.5, 0.0, 1.0, 0.5])) if kind == "proportion" else None
    return Figure(
        Shown.VALUE,
        kind,
        draw(numbers_drawn) if value is None else value,
        numerator=x,
        denominator=n,
        exposure=draw(st.one_of(st.none(), numbers_drawn)),
        deviation=draw(st.one_of(st.none(), st.just(0.0), numbers_drawn)),
    )


@st.composite
def series_drawn(draw: st.DrawFn) -> tuple[IndicatorKind, Trend, Gaps | None, SeriesSettings]:
    kind: IndicatorKind = draw(st.sampled_from(KINDS))
    length = draw(st.sampled_from([0, 1, 2, 9, 10, 11, 24, 60, 300]))
    few = draw(st.lists(figures_drawn(kind), min_size=1, max_size=12))
    order = draw(st.randoms(use_true_random=False))
    figures = [order.choice(few) for _ in range(length)]
    gaps = None
    if kind == "between" and draw(st.booleans()):
        at, events = FIRST, []
        for number in range(length):
            step = order.choice([0, 0, 1, 5, 40, 900])
            at += timedelta(days=step)
            events.append(RareEvent(at, step if number else None, order.choice([0, 3, 70]) if number else None))
        gaps = Gaps(tuple(events), FIRST, None, 3, 4)
    near = st.integers(-40, 31 * (length + 3)).map(lambda n: FIRST + timedelta(days=n))
    monthly = st.integers(-2, length + 2).map(day)
    days = st.lists(st.one_of(near, monthly), max_size=8).map(tuple)
    wish = draw(st.sampled_from(["", "nonsense", "mr", "s", "ip", *CHARTS[kind], *CHARTS[kind]]))
    chosen = SeriesSettings(wish, draw(days), draw(st.none() | near | monthly), draw(days))
    return kind, trend_of(figures, partial=draw(st.booleans())), gaps, chosen


@given(drawn=series_drawn(), direction=st.sampled_from([0, 1]), green=st.sampled_from([None, 0.5, 3.0]))
@settings(max_examples=150, deadline=None)
def test_any_settings_on_any_series(
    drawn: tuple[IndicatorKind, Trend, Gaps | None, SeriesSettings], direction: Any, green: float | None
) -> None:
    kind, trend, gaps, chosen = drawn
    series = over_time(trend, indicator(kind, direction=direction, green=green), chosen, gaps)
    length = len(series.own)
    for line in (series.centre, series.low, series.high, series.signalled, series.excluded, series.phase):
        assert line.shape == (length,)
    allowed = {c.chart for c in series.charts if c.refused is None}
    assert series.choice.chart in allowed
    assert series.chart == (chosen.chart if chosen.chart in allowed else series.choice.chart)
    assert not np.isinf(series.high).any()
    both = ~np.isnan(series.low) & ~np.isnan(series.high)
    assert (series.low[both] <= series.high[both]).all()
    assert [at for p in series.phases for at in range(p.first, p.last + 1)] == list(range(length))
    assert series.phase.tolist() == [i for i, p in enumerate(series.phases) for _ in range(p.first, p.last + 1)]
    assert not (series.signalled & series.excluded).any()
    assert np.flatnonzero(series.signalled).tolist() == sorted({at for s in series.signals for at in s.points})
    for signal in series.signals:
        phase = series.phases[signal.phase]
        assert phase.first <= signal.first <= signal.last <= phase.last
        assert all(series.own[at].figure.value is not None for at in signal.points)
        if signal.kind is not SignalKind.FEW_CROSSINGS:
            assert (signal.points[0], signal.points[-1]) == (signal.first, signal.last)
            assert len(signal.points) == signal.count
    anhoej = {SignalKind.SHIFT, SignalKind.FEW_CROSSINGS}
    own_rules = {"run": anhoej, "mdc": set(SignalKind) - anhoej}.get(series.chart, anhoej | {SignalKind.OUTSIDE})
    assert {s.kind for s in series.signals} <= own_rules
    assert (series.granularity == "event") == (gaps is not None)


def test_days_beyond_the_series_change_no_line() -> None:
    trend = shares([60, 70, 50, 65, 58] * 6, [200] * 30)
    plain_one = over_time(trend, PROPORTION, SeriesSettings(chart="pp"))
    odd = over_time(trend, PROPORTION, SeriesSettings(chart="pp", excluded=(day(-1), day(30)), phases=(day(30),)))
    same(plain_one.high, odd.high)
