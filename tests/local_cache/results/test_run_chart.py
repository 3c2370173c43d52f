from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.results.run_chart import crossings_expected, longest_run_allowed, median, phase_slices, run_chart
from tests.local_cache.results.gold import cases, numbers, rows, same


def test_allowed_runs_and_crossings_equal_the_reference_for_1_to_300_points(shared_data: Path) -> None:
    table = rows(shared_data, "expected/anhoej_limits_1_300.csv")
    assert len(table) == 300
    for row in table:
        n = int(row["n_useful"])
        assert longest_run_allowed(n) == int(row["longest_run_max"])
        assert crossings_expected(n) == int(row["n_crossings_min"])


def test_every_reference_run_chart(shared_data: Path) -> None:
    points = cases(rows(shared_data, "expected/spc_points.csv"), "case")
    asked = json.loads((shared_data / "statistics/expected/spc_cases.json").read_text(encoding="utf-8"))
    runs = [case for case in asked if case["chart"] == "run"]
    summaries = cases(rows(shared_data, "expected/spc_summary.csv"), "case")
    assert len(runs) == 34
    for case in runs:
        table = points[(case["case"],)]
        chart = run_chart(numbers(table, "y"), baseline=case["args"].get("freeze"))
        same(chart.centre, numbers(table, "cl"))
        found, last = chart.runs, table[-1]
        assert found.useful[0] == int(last["n.useful"]), case["case"]
        if found.useful[0]:
            assert found.longest[0] == int(last["longest.run"])
            assert found.longest_allowed[0] == int(last["longest.run.max"])
            assert found.crossings[0] == int(last["n.crossings"])
            assert found.crossings_expected[0] == int(last["n.crossings.min"])
        (summary,) = summaries[(case["case"],)]
        same(chart.centre[0], float(summary["CL"]))
        assert [int(summary[c]) for c in ("n.obs", "n.useful")] == [chart.values.size, found.useful[0]]
        # The reference judges any length; here fewer than ten useful points are not judged.
        assert found.signal[0] == (last["runs.signal"] == "TRUE" and found.useful[0] >= 10)


def test_many_units_at_once_equal_one_at_a_time() -> None:
    series = np.random.default_rng(3).integers(0, 5, (20, 3, 40)).astype(float)
    series[series == 4] = np.nan
    chart = run_chart(series, breaks=[15])
    for at in np.ndindex(20, 3):
        alone = run_chart(series[at], breaks=[15])
        np.testing.assert_array_equal(chart.centre[at], alone.centre)
        np.testing.assert_array_equal(chart.runs.longest[at], alone.runs.longest)
        np.testing.assert_array_equal(chart.runs.crossings[at], alone.runs.crossings)
    assert chart.runs.signal.shape == (20, 3, 2)
    assert list(chart.phase) == [0] * 15 + [1] * 25


def test_a_shift_signals_and_a_new_phase_at_the_shift_does_not() -> None:
    rng = np.random.default_rng(2)
    series = np.concatenate([rng.normal(10, 1, 20), rng.normal(16, 1, 20)])
    assert run_chart(series).runs.signal.tolist() == [True]
    split = run_chart(series, breaks=[20])
    assert split.runs.signal.tolist() == [False, False]
    assert (split.centre[0], split.centre[-1]) == (np.median(series[:20]), np.median(series[20:]))


def test_excluded_points_set_no_line_and_count_in_no_rule() -> None:
    series = np.arange(12.0)
    chart = run_chart(series, excluded=series >= 9)
    assert chart.centre[0] == 4
    assert chart.runs.useful[0] == 8
    assert not chart.runs.judged[0]


def test_a_median_at_the_top_of_its_points_signals_nothing() -> None:
    """Most months at 100 % put the median there, and every other month under it: one run without a crossing."""
    share = np.where(np.random.default_rng(8).random(60) < 0.6, 1.0, 0.8)
    for series in (share, 1 - share):
        found = run_chart(series).runs
        assert found.useful[0] >= 10
        assert found.longest[0] == found.useful[0] > found.longest_allowed[0]
        assert found.one_sided[0]
        assert not found.judged[0]
        assert not found.signal[0]
    moved = run_chart(np.concatenate([[1.0, 2, 3, 4, 5, 6], np.full(12, 9.0)]), baseline=6).runs
    assert not moved.one_sided[0]
    assert moved.signal[0]


@pytest.mark.parametrize("series", [[], [5.0], [np.nan, np.nan], [5.0] * 30])
def test_nothing_constant_and_missing_series_signal_nothing(series: list[float]) -> None:
    found = run_chart(series).runs
    assert found.useful[0] == found.longest[0] == found.crossings[0] == 0
    assert not found.signal[0]


@pytest.mark.parametrize("breaks", [[0], [5], [6], [3, 3], [4, 2], [-1]])
def test_phases_without_points_are_refused(breaks: list[int]) -> None:
    with pytest.raises(ValueError, match="phases"):
        phase_slices(5, breaks)


def test_a_baseline_without_points_is_refused() -> None:
    with pytest.raises(ValueError, match="baseline"):
        run_chart([1.0, 2.0], baseline=0)


def test_a_baseline_of_one_phase_leaves_the_others_as_they_are() -> None:
    series = [1.0, 2, 3, 50, 60, 7, 8, 9, 70]
    chart = run_chart(series, breaks=[5], baseline=[3, None])
    assert chart.centre.tolist() == [2.0] * 5 + [8.5] * 4
    assert run_chart(series, breaks=[5], baseline=[None, 3]).centre.tolist() == [3.0] * 5 + [8.0] * 4
    np.testing.assert_array_equal(
        run_chart(series, breaks=[5], baseline=3).centre, run_chart(series, breaks=[5], baseline=[3, 3]).centre
    )


def test_a_baseline_for_another_number_of_phases_is_refused() -> None:
    with pytest.raises(ValueError, match="baselines"):
        run_chart([1.0, 2.0, 3.0], breaks=[1], baseline=[2])
    with pytest.raises(ValueError, match="baseline"):
        run_chart([1.0, 2.0, 3.0], breaks=[1], baseline=[None, 0])


@given(st.lists(st.one_of(st.just(float("nan")), st.integers(-3, 3).map(float)), max_size=300))
def test_rules_against_a_plain_reading_of_them(series: list[float]) -> None:
    chart = run_chart(series)
    known = [v for v in series if v == v]
    centre = float(np.median(known)) if known else float("nan")
    assert chart.centre.tolist() == pytest.approx([centre] * len(series), nan_ok=True)
    sides = [v > centre for v in known if v != centre]
    longest = length = 0
    for i, side in enumerate(sides):
        length = length + 1 if i and side == sides[i - 1] else 1
        longest = max(longest, length)
    crossings = sum(a != b for a, b in pairwise(sides))
    assert (chart.runs.useful[0], chart.runs.longest[0], chart.runs.crossings[0]) == (len(sides), longest, crossings)


def test_the_median_of_nothing_is_missing() -> None:
    assert np.isnan(median(np.empty((2, 0)))).all()
