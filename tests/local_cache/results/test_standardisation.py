from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from local_cache.results.standardisation import direct_rate, expected_events, indirect_rate, indirect_ratio
from tests.local_cache.results.gold import cases, numbers, rows, same


def strata(shared_data: Path) -> dict[str, npt.NDArray[np.float64]]:
    table = rows(shared_data, "inputs/synthetic_case_mix_strata.csv")
    units = cases(table, "unit")
    return {name: np.array([numbers(part, name) for part in units.values()]) for name in ("x", "n", "x_ref", "n_ref")}


def test_indirect_ratios(shared_data: Path) -> None:
    table = rows(shared_data, "expected/isr_indirect_standardised_ratio.csv")
    mix = strata(shared_data)
    expected = expected_events(mix["n"], mix["x_ref"], mix["n_ref"])
    same(expected, numbers(table, "expected"))
    for confidence, name in ((0.95, "95_0"), (0.998, "99_8")):
        found = indirect_ratio(mix["x"].sum(axis=-1), expected, confidence)
        same(found.observed, numbers(table, "observed"))
        same(found.value, numbers(table, "value"))
        same(found.interval.low, numbers(table, f"lower{name}cl"))
        same(found.interval.high, numbers(table, f"upper{name}cl"))


def test_indirect_rates(shared_data: Path) -> None:
    table = rows(shared_data, "expected/isr_indirect_standardised_rate.csv")
    mix = strata(shared_data)
    reference = 1000 * mix["x_ref"][0].sum() / mix["n_ref"][0].sum()
    same(reference, numbers(table, "ref_rate")[0])
    expected = expected_events(mix["n"], mix["x_ref"], mix["n_ref"])
    found = indirect_rate(mix["x"].sum(axis=-1), expected, reference)
    same(found.value, numbers(table, "value"))
    same(found.interval.low, numbers(table, "lowercl"))
    same(found.interval.high, numbers(table, "uppercl"))


def test_direct_rates(shared_data: Path) -> None:
    table = rows(shared_data, "expected/dsr_direct_standardised_rate.csv")
    mix = strata(shared_data)
    for confidence, name in ((0.95, "95_0"), (0.998, "99_8")):
        found = direct_rate(mix["x"], mix["n"], mix["n_ref"], confidence)
        same(found.observed, numbers(table, "total_count"))
        same(found.value * 1000, numbers(table, "value"))
        same(found.interval.low * 1000, numbers(table, f"lower{name}cl"))
        same(found.interval.high * 1000, numbers(table, f"upper{name}cl"))


def test_units_that_differ_from_the_reference(shared_data: Path) -> None:
    for row in rows(shared_data, "expected/phe_funnel_ratio_significance.csv"):
        words = "Not significant"
        for confidence, tail in ((0.95, "0.025"), (0.998, "0.001")):
            low, high = indirect_ratio(float(row["num"]), float(row["den"]), confidence).interval
            words = f"Low ({tail})" if high < 1 else f"High ({tail})" if low > 1 else words
        assert words == row["significance"], row["unit"]


def test_nobody_and_nothing_expected() -> None:
    assert np.isnan(indirect_ratio(3, 0).value)
    assert np.isnan(indirect_ratio(3, np.nan).interval.low)
    nothing = indirect_ratio(0, 4)
    assert (nothing.value, nothing.interval.low) == (0, 0)
    assert nothing.interval.high > 0
    assert expected_events([5, 0], [1, 1], [10, 0]) == 0.5
    assert np.isnan(expected_events([5, 2], [1, 1], [10, 0]))
    assert np.isnan(direct_rate([12, 0], [40, 0], [10, 10]).value)
    assert direct_rate([12, 0], [40, 0], [10, 0]).value == 0.3
    assert np.isnan(direct_rate([9], [40], [10]).interval.low)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        indirect_ratio(-1, 3)
    with pytest.raises(ValueError, match="negative"):
        direct_rate([-1], [3], [3])
    with pytest.raises(ValueError, match="negative"):
        expected_events([-1], [3], [3])


def test_with_the_standards_own_case_mix_both_ways_agree_with_the_crude_rate() -> None:
    n, x, rates = np.array([100, 300, 50]), np.array([4, 20, 9]), np.array([2, 9, 6])
    same(direct_rate(x, n, n).value, x.sum() / n.sum())
    same(indirect_ratio(x.sum(), expected_events(n, rates, n)).value, x.sum() / rates.sum())
