from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.results.control_charts import Chart, ControlChart, a3, b3_b4, c4, control_chart, dispersion
from tests.local_cache.results.gold import cases, flags, numbers, rows, same

LINES = {"lcl": "low", "ucl": "high", "lcl.95": "warn_low", "ucl.95": "warn_high"}
SUMMARY = {"aLCL": "low", "aUCL": "high", "aLCL.95": "warn_low", "aUCL.95": "warn_high"}
OF_SIZES: tuple[Chart, ...] = ("p", "pp", "u", "up", "ip")


def asked(shared_data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (shared_data / "statistics/expected/spc_cases.json").read_text(encoding="utf-8")
    )
    return [case for case in found if case["chart"] != "run"]


def excluded(case: dict[str, Any], points: int) -> Any:
    return np.arange(1, points + 1) == case["args"].get("exclude", 0)


def charted(shared_data: Path, case: dict[str, Any], table: list[dict[str, str]]) -> ControlChart:
    chart, args = case["chart"], case["args"]
    values, sizes, deviations = numbers(table, "y.sum"), None, None
    if chart in OF_SIZES:
        sizes = numbers(table, "n")
    if chart in ("xbar", "s"):
        values, sizes, deviations = subgroups(shared_data, case["case"])
    return control_chart(
        chart,
        values,
        sizes,
        deviations,
        breaks=[args["part"]] if "part" in args else [],
        baseline=args.get("freeze"),
        excluded=excluded(case, len(table)),
        screened=case["screenedmr"],
    )


def subgroups(shared_data: Path, case: str) -> tuple[Any, Any, Any]:
    if case.startswith("cabg_age"):
        table = rows(shared_data, "inputs/qicharts2_cabg_monthly.csv")
        return numbers(table, "age_mean"), numbers(table, "n"), numbers(table, "age_sd")
    name = {"montgomery_6.3_s": "06.03", "montgomery_6.4_xbar": "06.04"}[case]
    parts = cases(rows(shared_data, f"inputs/qicharts2_sys_tbl_{name}.csv"), "sample").values()
    samples = [numbers(part, "obs") for part in parts]
    return [np.mean(s) for s in samples], [s.size for s in samples], [np.std(s, ddof=1) for s in samples]


def test_every_reference_chart(shared_data: Path) -> None:
    points = cases(rows(shared_data, "expected/spc_points.csv"), "case")
    kinds = set()
    for case in asked(shared_data):
        # Its last row has more cases than its denominator, which the reference draws and we refuse (below).
        if case["case"] == "edge_p_zero_den":
            continue
        kinds.add(case["chart"])
        table = points[(case["case"],)]
        multiply = case["args"].get("multiply", 1)
        made = charted(shared_data, case, table)
        same(made.values * multiply, numbers(table, "y"))
        same(made.centre * multiply, numbers(table, "cl"))
        for column, line in LINES.items():
            same(getattr(made, line) * multiply, numbers(table, column))
        # The reference also marks a point it was told to exclude; here an excluded point never signals.
        left = ~excluded(case, len(table))
        np.testing.assert_array_equal(made.outside[left], flags(table, "sigma.signal")[left])
        assert not made.outside[~left].any()
    assert kinds == {"p", "pp", "u", "up", "c", "i", "ip", "mr", "xbar", "s", "g", "t"}


def test_summaries_of_every_phase(shared_data: Path) -> None:
    points = cases(rows(shared_data, "expected/spc_points.csv"), "case")
    summaries = cases(rows(shared_data, "expected/spc_summary.csv"), "case")
    for case in asked(shared_data):
        if case["case"] == "edge_p_zero_den":
            continue
        table = points[(case["case"],)]
        multiply = case["args"].get("multiply", 1)
        made = charted(shared_data, case, table)
        phases = summaries[(case["case"],)]
        assert made.runs.useful.shape == (len(phases),)
        for at, gold in enumerate(phases):
            here = made.phase == at
            known = ~np.isnan(made.values) & here
            assert made.runs.useful[at] == int(gold["n.useful"])
            same(made.centre[known].mean() * multiply, float(gold["CL"]))
            # Where sizes vary the reference's summary gives the mean of the limits.
            kept = here & ~np.isnan(made.low)
            for column, line in SUMMARY.items():
                average = getattr(made, line)[kept].mean() * multiply if kept.any() else np.nan
                same(average, numbers([gold], column)[0])
            if made.runs.useful[at]:
                assert made.runs.longest[at] == int(gold["longest.run"])
                assert made.runs.crossings[at] == int(gold["n.crossings"])
            assert made.runs.signal[at] == (gold["runs.signal"] == "1" and made.runs.useful[at] >= 10)
            if "exclude" not in case["args"]:  # as above: the reference counts the excluded point
                assert made.outside[here].sum() == int(gold["sigma.signal"])


def test_shewhart_constants(shared_data: Path) -> None:
    table = rows(shared_data, "expected/shewhart_constants.csv")
    n = numbers(table, "n")
    same(c4(n), numbers(table, "c4"))
    same(a3(n), numbers(table, "A3"))
    low, high = b3_b4(n)
    same(low, numbers(table, "B3"))
    same(high, numbers(table, "B4"))
    assert np.isnan(c4(1))


def test_months_without_cases_have_no_point_and_count_nowhere(shared_data: Path) -> None:
    table = cases(rows(shared_data, "expected/spc_points.csv"), "case")[("edge_p_zero_den",)]
    x, n = numbers(table, "y.sum"), numbers(table, "n")
    x[np.isnan(x)], n[np.isnan(n)] = 0, 0
    with pytest.raises(ValueError, match="larger than its denominator"):
        control_chart("p", [1, 0, 2, 0, 3, 1, 0, 2], [10, 0, 12, 8, np.nan, 9, 4, 1])
    made = control_chart("p", [1, 0, 2, 0, 3, 1, 0], [10, 0, 12, 8, np.nan, 9, 4])
    assert np.isnan(made.values[[1, 4]]).all()
    assert np.isnan(made.high[[1, 4]]).all()
    assert made.centre[0] == pytest.approx(4 / 43)
    same(made.values, np.delete(numbers(table, "y"), -1))


@pytest.mark.parametrize("chart", ["i", "mr", "t", "c", "g"])
@pytest.mark.parametrize("series", [[], [4.0], [0.0] * 12, [np.nan] * 5])
def test_a_series_without_spread_has_no_limits(chart: Chart, series: list[float]) -> None:
    made = control_chart(chart, series)
    if chart in ("c", "g") and series == [4.0]:
        assert not made.outside.any()  # a single count has a spread by its distribution
        return
    for line in (made.low, made.high, made.warn_low, made.warn_high):
        assert np.isnan(line).all()
    assert not made.outside.any()
    assert not made.runs.signal.any()


@pytest.mark.parametrize("value", [0.1, 0.7, 1e9 / 3])
def test_a_constant_series_lies_on_its_mean_whatever_rounding_says(value: float) -> None:
    made = control_chart("i", [value] * 12)
    assert made.runs.useful[0] == 0
    assert np.isnan(made.high).all()


@pytest.mark.parametrize(("x", "n"), [(0, 20), (20, 20)])
def test_shares_of_nothing_and_everything_have_no_limits(x: int, n: int) -> None:
    for chart in ("p", "pp"):
        made = control_chart(chart, [x] * 12, [n] * 12)  # type: ignore[arg-type]
        assert np.isnan(made.low).all()
        assert np.isnan(made.high).all()
        assert made.centre.tolist() == [x / n] * 12


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no control chart"):
        control_chart("q", [1.0])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="needs sizes"):
        control_chart("p", [1.0])
    with pytest.raises(ValueError, match="deviations"):
        control_chart("xbar", [1.0], [3])
    with pytest.raises(ValueError, match="negative"):
        control_chart("c", [-1.0])
    with pytest.raises(ValueError, match="negative"):
        control_chart("u", [1.0], [-3.0])
    with pytest.raises(ValueError, match="time axis"):
        control_chart("i", 3.0)


def test_a_baseline_of_one_phase_leaves_the_others_as_they_are() -> None:
    x, n = np.arange(1.0, 31.0), np.full(30, 60)
    both = control_chart("p", x, n, breaks=[12], baseline=[6, None])
    first, last = control_chart("p", x[:12], n[:12], baseline=6), control_chart("p", x[12:], n[12:])
    for line in ("centre", "low", "high"):
        same(getattr(both, line), np.concatenate([getattr(first, line), getattr(last, line)]))


def test_an_excluded_point_is_passed_over_by_the_moving_range() -> None:
    with_it = control_chart("i", [1, 2, 90, 3, 5], excluded=[False, False, True, False, False], screened=False)
    without = control_chart("i", [1, 2, 3, 5], screened=False)
    assert with_it.high[0] == without.high[0]
    assert not with_it.outside[2]


@pytest.mark.parametrize("chart", ["i", "ip", "pp", "up", "t"])
def test_a_missing_point_breaks_the_moving_range_as_in_the_reference(chart: Chart) -> None:
    """qicharts2 takes diff() over a series with NA in it: no range reaches from before a missing point to after it."""
    x, n = np.array([3.0, 4, np.nan, 90, 6, 8, 7]), np.full(7, 200.0)
    broken = control_chart(chart, x, n, screened=False)
    joined = control_chart(chart, np.delete(x, 2), n[:6], screened=False)
    assert broken.centre[0] == pytest.approx(joined.centre[0])
    assert broken.high[0] < joined.high[0]
    if chart == "i":
        ranges = [1, 84, 2, 1]
        assert broken.high[0] == pytest.approx(np.nanmean(x) + 3 * np.mean(ranges) / 1.128)
    if chart in ("ip", "pp", "up"):
        assert np.isnan(broken.high).tolist() == [False, False, True, False, False, False, False]
        same(control_chart(chart, np.nan_to_num(x), np.where(np.isnan(x), 0, n), screened=False).high, broken.high)


def test_dispersion_is_near_one_by_chance_and_above_when_months_differ() -> None:
    rng = np.random.default_rng(1)
    n = np.full((200, 60), 400)
    chance = dispersion(rng.binomial(n, 0.3), n, proportion=True)
    assert chance.shape == (200,)
    assert np.mean(chance) == pytest.approx(1, abs=0.03)
    wide = dispersion(rng.binomial(n, rng.beta(6, 14, n.shape)), n, proportion=True)
    assert np.mean(wide) > 3
    assert np.isnan(dispersion([3], [10], proportion=False))


@pytest.mark.parametrize("chart", ["p", "pp", "u", "up", "c", "i", "ip", "mr", "xbar", "s", "g", "t"])
def test_many_units_at_once_equal_one_at_a_time(chart: Chart) -> None:
    rng = np.random.default_rng(5)
    n = rng.integers(2, 60, (7, 30)).astype(float)
    x = rng.binomial(n.astype(int), 0.4).astype(float)
    s = rng.uniform(1, 3, n.shape)
    out = rng.random(n.shape) < 0.1
    x[rng.random(n.shape) < 0.1] = np.nan
    whole = control_chart(chart, x, n, s, breaks=[12], baseline=9, excluded=out)
    for unit in range(7):
        alone = control_chart(chart, x[unit], n[unit], s[unit], breaks=[12], baseline=9, excluded=out[unit])
        for line in ("values", "centre", "low", "high", "warn_low", "warn_high"):
            same(getattr(whole, line)[unit], getattr(alone, line))


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=300),
    st.sampled_from(["p", "pp", "u", "up", "ip"]),
)
def test_limits_stay_around_the_centre_and_in_range(pairs: list[tuple[int, int]], chart: Chart) -> None:
    x, n = np.array([(min(pair), max(pair)) for pair in pairs], dtype=float).T
    made = control_chart(chart, x, n)
    drawn = ~np.isnan(made.high)
    assert (made.low[drawn] <= made.warn_low[drawn]).all()
    assert (made.warn_low[drawn] <= made.centre[drawn]).all()
    assert (made.centre[drawn] <= made.warn_high[drawn]).all()
    assert (made.warn_high[drawn] <= made.high[drawn]).all()
    if chart in ("p", "pp"):
        assert (made.low[drawn] >= 0).all()
        assert (made.high[drawn] <= 1).all()
