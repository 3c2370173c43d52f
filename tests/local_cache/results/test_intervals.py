"""Intervals against the gold values of the field's reference programs, at their edges, and by their properties."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.results import intervals
from local_cache.results.intervals import Quartiles
from local_cache.results.ranks import quantile_groups, ranks


def gold(shared_data: Path, name: str) -> list[dict[str, str]]:
    with (shared_data / "statistics" / "expected" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(r[name]) if r[name] not in ("", "NA") else np.nan for r in rows])


def same(computed: np.ndarray, expected: np.ndarray) -> None:
    # The absolute part is for expected zeros only: no other gold value is that small.
    np.testing.assert_allclose(computed, expected, rtol=1e-9, atol=1e-14, equal_nan=True)


@pytest.mark.parametrize(("confidence", "name"), [(0.9, "90"), (0.95, "95"), (0.99, "99"), (0.998, "998")])
def test_wilson_equals_the_reference(shared_data: Path, confidence: float, name: str) -> None:
    rows = gold(shared_data, "ci_proportion_grid.csv")
    low, high = intervals.wilson(column(rows, "x"), column(rows, "n"), confidence)
    same(low, column(rows, f"wilson{name}_lo"))
    same(high, column(rows, f"wilson{name}_hi"))
    assert len(rows) == 190


def test_count_is_exact_below_ten_and_byar_from_ten(shared_data: Path) -> None:
    rows = gold(shared_data, "ci_rate_grid.csv")
    x = column(rows, "x")
    low, high = intervals.count(x)
    few = x < 10
    assert few.any() and (~few).any()
    same(low[few], column(rows, "exact95_count_lo")[few])
    same(high[few], column(rows, "exact95_count_hi")[few])
    same(low[~few], column(rows, "byar95_count_lo")[~few])
    same(high[~few], column(rows, "byar95_count_hi")[~few])


@pytest.mark.parametrize(("confidence", "name"), [(0.95, "95"), (0.998, "998")])
def test_rate_equals_the_reference(shared_data: Path, confidence: float, name: str) -> None:
    rows = gold(shared_data, "ci_rate_grid.csv")
    low, high = intervals.rate(column(rows, "x"), column(rows, "n") / 1000, confidence)
    same(low, column(rows, f"phe{name}_lo"))
    same(high, column(rows, f"phe{name}_hi"))


@pytest.mark.parametrize(("confidence", "name"), [(0.95, "95_0"), (0.998, "99_8")])
def test_mean_equals_the_reference(shared_data: Path, confidence: float, name: str) -> None:
    rows = gold(shared_data, "ci_mean_synthetic.csv")
    n = column(rows, "value_count")
    low, high = intervals.mean(column(rows, "value_sum") / n, column(rows, "stdev"), n, confidence)
    same(low, column(rows, f"lower{name}cl"))
    same(high, column(rows, f"upper{name}cl"))
    assert np.isnan(low[n == 1]).all()


def test_notch_and_quartiles_equal_the_reference(shared_data: Path) -> None:
    rows = gold(shared_data, "median_notch_cabg_los.csv")
    hinges = Quartiles(column(rows, "hinge_lo"), column(rows, "median"), column(rows, "hinge_hi"))
    low, high = intervals.notch(hinges, column(rows, "n"))
    same(low, column(rows, "notch_lo"))
    same(high, column(rows, "notch_hi"))


def test_quartiles_of_counted_stays_equal_the_reference(shared_data: Path) -> None:
    rows = {r["month"]: r for r in gold(shared_data, "median_notch_cabg_los.csv")}
    values: list[float] = []
    counts: list[int] = []
    sizes: list[int] = []
    with (shared_data / "statistics" / "inputs" / "derived_cabg_los_by_month.csv").open(encoding="utf-8") as file:
        months = list(csv.DictReader(file))
    for month in months:
        stays = sorted(Counter(float(stay) for stay in month["los"].split()).items())
        values += (v for v, _ in stays)
        counts += (n for _, n in stays)
        sizes.append(len(stays))
    found = intervals.grouped_quantiles(values, counts, sizes, (0.25, 0.5, 0.75))
    expected = [rows[m["month"]] for m in months]
    assert len(expected) == len(rows) == 36
    same(found.T, np.array([column(expected, name) for name in ("q25_type7", "median", "q75_type7")]))


def test_quantile_groups_never_part_equal_values(shared_data: Path) -> None:
    rows = gold(shared_data, "quantiles_with_tie.csv")
    values = column(rows, "v")
    for groups in (4, 5):
        np.testing.assert_array_equal(quantile_groups(values, groups), column(rows, f"quantile{groups}"))
    assert ranks([2.0, np.nan, 1.0, 2.0, 3.0]).tolist() == [2, 0, 1, 2, 4]
    assert quantile_groups([np.nan], 4).tolist() == [0]
    with pytest.raises(ValueError, match="group"):
        quantile_groups([1.0], 0)


def test_wilson_at_the_edges() -> None:
    low, high = intervals.wilson([0, 0, 5, 3, np.nan], [0, 5, 5, np.nan, 4])
    np.testing.assert_array_equal(np.isnan(low), [True, False, False, True, True])
    np.testing.assert_array_equal(np.isnan(high), [True, False, False, True, True])
    assert low[1] == 0.0 and high[2] == 1.0
    assert 0 < high[1] < 1 and 0 < low[2] < 1


@pytest.mark.parametrize(("x", "n"), [(-1, 3), (4, 3), ([1, 4], [3, 3])])
def test_wilson_refuses_what_cannot_be(x: object, n: object) -> None:
    with pytest.raises(ValueError, match="numerator"):
        intervals.wilson(x, n)  # type: ignore[arg-type]


def test_counts_and_means_at_the_edges() -> None:
    low, high = intervals.count([0, np.nan])
    assert low[0] == 0 and high[0] == pytest.approx(3.688879454113936, rel=1e-12)
    assert np.isnan(low[1]) and np.isnan(high[1])
    with pytest.raises(ValueError, match="negative"):
        intervals.count([3, -1])
    low, high = intervals.rate([3, 3, 3], [0, -1, np.nan])
    assert np.isnan(low).all() and np.isnan(high).all()
    low, high = intervals.mean([5, 5, np.nan, 5], [0, 1, 1, 2], [10, 1, 10, 0])
    assert (low[0], high[0]) == (5, 5)
    assert np.isnan(low[1:]).all()
    with pytest.raises(ValueError, match="negative"):
        intervals.mean(1, -1, 4)
    for confidence in (0, 1, 1.5):
        with pytest.raises(ValueError, match="confidence"):
            intervals.z_of(confidence)


def test_intervals_broadcast_and_take_scalars() -> None:
    low, high = intervals.wilson(np.arange(3)[:, None], [10, 20])
    assert low.shape == high.shape == (3, 2)
    assert intervals.wilson(3, 4).low.shape == ()
    assert intervals.wilson([], []).low.shape == (0,)


def test_nothing_heavy_is_imported_for_proportions() -> None:
    code = (
        "import sys; from local_cache.results import intervals as i; i.wilson(1, 2); i.quartiles([1], [3]);"
        "i.count([10, 20]); print('scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


counted = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counted, st.sampled_from([0.9, 0.95, 0.998]))
def test_wilson_holds_the_share_and_stays_in_range(case: tuple[int, int], confidence: float) -> None:
    x, n = case
    low, high = intervals.wilson(x, n, confidence)
    assert 0 <= low <= x / n <= high <= 1
    wider = intervals.wilson(x, n, 0.999)
    assert wider.low <= low and high <= wider.high


@given(counted, st.integers(2, 50))
def test_wilson_narrows_with_more_cases(case: tuple[int, int], times: int) -> None:
    x, n = case
    few, many = intervals.wilson(x, n), intervals.wilson(x * times, n * times)
    assert few.low <= many.low and many.high <= few.high
    assert many.high - many.low < few.high - few.low


@given(counted)
def test_wilson_is_the_same_seen_from_the_other_side(case: tuple[int, int]) -> None:
    x, n = case
    one, other = intervals.wilson(x, n), intervals.wilson(n - x, n)
    np.testing.assert_allclose([one.low, one.high], [1 - other.high, 1 - other.low], rtol=1e-9, atol=1e-12)


@given(st.integers(0, 1_000_000), st.floats(1e-3, 1e6))
def test_rate_holds_its_estimate(x: int, exposure: float) -> None:
    low, high = intervals.rate(x, exposure)
    assert 0 <= low <= x / exposure <= high
    if x:
        more = intervals.rate(x * 100, exposure * 100)
        assert more.high - more.low < high - low


@given(st.floats(-1e6, 1e6), st.floats(0, 1e3), st.integers(2, 10_000))
def test_mean_holds_its_estimate(average: float, deviation: float, n: int) -> None:
    low, high = intervals.mean(average, deviation, n)
    assert low <= average <= high
    more = intervals.mean(average, deviation, n * 2)
    assert more.high - more.low <= high - low


def type_7(observations: list[float], p: Fraction) -> float:
    """Type 7 quantile of plain observations, by the definition, in exact fractions."""
    place = (len(observations) - 1) * p
    below = place.numerator // place.denominator
    above = min(below + 1, len(observations) - 1)
    low, high = Fraction(observations[below]), Fraction(observations[above])
    return float(low + (place - below) * (high - low))


groups_of_counts = st.lists(
    st.dictionaries(st.integers(-40, 400).map(lambda v: v / 4), st.integers(0, 9), max_size=12), min_size=1, max_size=6
)


@given(groups_of_counts)
def test_grouped_quantiles_equal_those_of_the_observations_one_by_one(groups: list[dict[float, int]]) -> None:
    values = [v for group in groups for v in sorted(group)]
    counts = [group[v] for group in groups for v in sorted(group)]
    p = (Fraction(0), Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))
    found = intervals.grouped_quantiles(values, counts, [len(g) for g in groups], [float(q) for q in p])
    for row, group in zip(found, groups, strict=True):
        observations = sorted(v for v, n in group.items() for _ in range(n))
        if observations:
            np.testing.assert_allclose(row, [type_7(observations, q) for q in p], rtol=1e-12, atol=1e-12)
        else:
            assert np.isnan(row).all()


def test_quartiles_of_one_group() -> None:
    first, median, third = intervals.quartiles([1, 2, 4], [1, 2, 1])
    assert (first, median, third) == (1.75, 2.0, 2.5)
    assert np.isnan(intervals.quartiles([], []).median)


@pytest.mark.parametrize(
    "arguments",
    [
        ([2, 1], [1, 1], [2], [0.5]),
        ([1, 2], [1, -1], [2], [0.5]),
        ([1, 2], [1], [2], [0.5]),
        ([1, 2], [1, 1], [3], [0.5]),
        ([1, 2], [1, 1], [2], [1.5]),
        ([1, np.nan], [1, 1], [2], [0.5]),
    ],
)
def test_quantiles_refuse_what_does_not_fit(arguments: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"ascend|fit|probability"):
        intervals.grouped_quantiles(*arguments)  # type: ignore[arg-type]
