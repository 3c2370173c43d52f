from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.results.making_data_count import Assurance, Rule, Variation, making_data_count
from local_cache.results.run_chart import sides
from tests.local_cache.results.gold import cases, flags, numbers, rows, same

DIRECTION = {"increase": 1, "decrease": -1, "neutral": 0}
REASONS = {
    "Common Cause": (Rule.NONE, 0),
    "Above UCL": (Rule.OUTSIDE, 1),
    "Below LCL": (Rule.OUTSIDE, -1),
    "7 Point Trend (Increasing)": (Rule.TREND, 1),
    "7 Point Trend (Decreasing)": (Rule.TREND, -1),
    "2 in 3 Above CL": (Rule.TWO_OF_THREE, 1),
    "2 in 3 Below CL": (Rule.TWO_OF_THREE, -1),
    "7 Points Above CL": (Rule.ONE_SIDE, 1),
    "7 Points Below CL": (Rule.ONE_SIDE, -1),
}
VARIATION = {
    "common_cause": Variation.COMMON,
    "special_cause_improvement": Variation.IMPROVEMENT,
    "special_cause_concern": Variation.CONCERN,
}
ASSURANCE = {
    "": Assurance.NONE,
    "inconsistent": Assurance.INCONSISTENT,
    "consistent_pass": Assurance.PASS,
    "consistent_fail": Assurance.FAIL,
}


def test_every_reference_chart(shared_data: Path) -> None:
    points = cases(rows(shared_data, "expected/ptd_points.csv"), "case")
    summaries = rows(shared_data, "expected/ptd_summary.csv")
    assert len(summaries) == 26
    for gold in summaries:
        table = points[(gold["case"],)]
        groups = numbers(table, "rebase_group")
        made = making_data_count(
            numbers(table, "y"),
            improvement=DIRECTION[gold["improvement_direction"]],
            target=float(gold["target"]) if gold["target"] else None,
            breaks=[int(at) + 1 for at in np.flatnonzero(np.diff(groups))],
            screened=gold["screen_outliers"] == "TRUE",
        )
        np.testing.assert_array_equal(made.phase, groups)
        same(made.mean, numbers(table, "mean"))
        same(made.low, numbers(table, "lpl"))
        same(made.high, numbers(table, "upl"))
        reasons = [(Rule(r), s) for r, s in zip(made.rule.tolist(), made.side.tolist(), strict=True)]
        assert reasons == [REASONS[row["special_cause_type"]] for row in table], gold["case"]
        np.testing.assert_array_equal(made.rule == Rule.OUTSIDE, flags(table, "outside_limits"))
        assert made.variation.tolist() == [VARIATION[row["point_type"]] for row in table], gold["case"]
        assert made.variation_icon == VARIATION[gold["variation_icon"]]
        np.testing.assert_array_equal(sides(made.values, made.mean), numbers(table, "relative_to_mean"))
        assert (made.rule != Rule.NONE).sum() == int(gold["n_special"])
        # A constant series has no limits: the reference says "inconsistent" of it, we say nothing.
        wanted = Assurance.NONE if gold["case"] == "edge_constant" else ASSURANCE[gold["assurance_icon"]]
        assert made.assurance_icon == wanted, gold["case"]


def test_neither_direction_better_says_high_and_low_and_assures_nothing() -> None:
    series = [5, 6, 5, 6, 5, 6, 5, 6, 30]
    made = making_data_count(series, target=4)
    assert made.variation_icon == Variation.HIGH
    assert making_data_count([-v for v in series]).variation_icon == Variation.LOW
    assert made.assurance_icon == Assurance.NONE


def test_many_units_at_once_equal_one_at_a_time() -> None:
    series = np.random.default_rng(4).normal(0, 1, (30, 40)).cumsum(axis=-1)
    series[:, 17] = np.nan
    out = np.random.default_rng(5).random(series.shape) < 0.1
    whole = making_data_count(series, improvement=-1, target=1.0, breaks=[20], baseline=12, excluded=out)
    for unit in range(30):
        alone = making_data_count(
            series[unit], improvement=-1, target=1.0, breaks=[20], baseline=12, excluded=out[unit]
        )
        for name in ("mean", "low", "high", "rule", "side", "variation", "variation_icon", "assurance_icon"):
            same(getattr(whole, name)[unit], getattr(alone, name))


@pytest.mark.parametrize("series", [[], [3.0], [np.nan] * 4, [2.0] * 20, [0.1] * 12])
def test_without_spread_nothing_is_special_or_assured(series: list[float]) -> None:
    made = making_data_count(series, improvement=1, target=1.0)
    assert np.isnan(made.low).all()
    assert (made.rule == Rule.NONE).all()
    assert made.variation_icon == Variation.COMMON
    assert made.assurance_icon == Assurance.NONE


def test_a_baseline_of_one_phase_leaves_the_others_as_they_are() -> None:
    series = np.random.default_rng(6).normal(0, 1, 24)
    both = making_data_count(series, breaks=[12], baseline=[8, None])
    first, last = making_data_count(series[:12], baseline=8), making_data_count(series[12:])
    for line in ("mean", "low", "high", "rule"):
        same(getattr(both, line), np.concatenate([getattr(first, line), getattr(last, line)]))


def test_another_direction_is_refused() -> None:
    with pytest.raises(ValueError, match="improvement"):
        making_data_count([1.0], improvement=2)


@given(st.lists(st.integers(-9, 9).map(float), max_size=300))
def test_turning_the_series_round_turns_every_side_round(series: list[float]) -> None:
    made, turned = (making_data_count(np.array(series) * sign, improvement=sign) for sign in (1, -1))
    np.testing.assert_array_equal(made.rule, turned.rule)
    np.testing.assert_array_equal(made.side, -turned.side)
    np.testing.assert_array_equal(made.variation, turned.variation)
    same(made.low, -turned.high)
