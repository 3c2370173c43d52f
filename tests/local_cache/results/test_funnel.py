from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from local_cache.results.funnel import (
    ALARM,
    WARN,
    Funnel,
    Limits,
    arcsine_limits,
    binomial_limits,
    over_dispersion,
    poisson_limits,
    proportion_funnel,
    ratio_funnel,
    ratio_limits,
    trimmed,
)
from tests.local_cache.results.gold import cases, numbers, rows, same

LEVELS = {"95": WARN, "998": ALARM}


def test_exact_limits_of_shares(shared_data: Path) -> None:
    # The phe_ and normal_ columns are the normal approximation, a method we do not offer.
    table = rows(shared_data, "expected/funnel_limits_proportion_methods.csv")
    for name, level in LEVELS.items():
        found = binomial_limits(numbers(table, "n"), numbers(table, "target"), level)
        # The reference's upper limits go under 0 for one or two cases; ours stay in 0..1.
        same(found.low, np.clip(numbers(table, f"exact_ll{name}"), 0, 1))
        same(found.high, np.clip(numbers(table, f"exact_ul{name}"), 0, 1))


def test_limits_grid(shared_data: Path) -> None:
    grid = cases(
        rows(shared_data, "expected/funnelplotr_limits_grid.csv"),
        "data_type",
        "sr_method",
        "target",
        "tau2",
        "adjusted",
    )
    seen = set()
    for (kind, method, _, tau2, adjusted), table in grid.items():
        # Known wrong in the reference: ratios of counts (RC) use the wrong s; adjusted CQC limits are not squared back.
        if kind == "RC" or (method == "CQC" and adjusted == "TRUE"):
            continue
        seen.add((kind, method, adjusted))
        n, target = numbers(table, "denominator"), numbers(table, "target")
        spread = float(tau2) if adjusted == "TRUE" else 0.0
        for name, level in LEVELS.items():
            if kind == "PR":
                found = arcsine_limits(n, target, spread, level)
            elif adjusted == "TRUE":
                found = ratio_limits(n, spread, level)
            else:
                found = poisson_limits(n, level)
            equal_limits(found, table, "", name, kind)
    assert len(seen) == 5


def equal_limits(found: Limits, table: list[dict[str, str]], prefix: str, name: str, kind: str) -> None:
    low, high = numbers(table, f"{prefix}ll{name}"), numbers(table, f"{prefix}ul{name}")
    # The reference's angle turns round past 0 and 1; ours is clipped there, so such values are left out.
    low_right = found.low > 0 if kind == "PR" else np.isfinite(low)
    high_right = found.high < 1 if kind == "PR" else np.isfinite(high)
    same(found.low[low_right], low[low_right])
    same(found.high[high_right], high[high_right])


def made(table: list[dict[str, str]], gold: dict[str, str], widened: bool) -> Funnel:
    x, n = numbers(table, "numerator"), numbers(table, "denominator")
    if gold["data_type"] == "PR":
        return proportion_funnel(x, n, widened=widened)
    # The reference winsorises on its square-root (CQC) scale and truncates on its log (SHMI) scale.
    cqc = gold["sr_method"] == "CQC"
    share = float(gold["trim_by"])
    if cqc:
        return ratio_funnel(x, n, widened=widened, scale="square-root", trim="winsorise", share=share)
    return ratio_funnel(x, n, widened=widened, scale="log", trim="truncate", share=share)


def test_every_reference_funnel(shared_data: Path) -> None:
    units = cases(rows(shared_data, "expected/funnel_units.csv"), "case")
    for gold in rows(shared_data, "expected/funnel_summary.csv"):
        widened, kind, cqc = gold["adjusted"] == "TRUE", gold["data_type"], gold["sr_method"] == "CQC"
        table = units[(gold["case"],)]
        funnel = made(table, gold, widened)
        if kind == "PR" or cqc:
            # On the log scale the reference rounds the expected to two decimals, but not for its ratio.
            same(funnel.value, numbers(table, "ratio"))
        events = numbers(table, "numerator") > 0
        zeros = gold["case"] == "medpar_died_shmi_zeros"
        assert zeros == (not cqc and kind == "SR" and not events.all())
        with_z = events if zeros else np.ones(len(table), dtype=bool)  # ln 0: the reference has −∞ there, we have none
        same(funnel.z[with_z], numbers(table, "zscore")[with_z])
        same(funnel.target[0], float(gold["target"]))
        if widened and not zeros:  # with −∞ among the scores the reference's quantiles are others
            same(funnel.phi, float(gold["phi"]))
            same(funnel.tau2, float(gold["tau2"]))
        limits = {"95": funnel.warn, "998": funnel.alarm}
        if kind == "PR" and not widened:
            # The reference draws arcsine limits here, we the exact ones (tested above).
            n = numbers(table, "denominator")
            limits = {name: arcsine_limits(n, funnel.target, 0.0, level) for name, level in LEVELS.items()}
        if widened and (cqc or zeros):  # CQC: not squared back in the reference
            continue
        for name, pair in limits.items():
            equal_limits(pair, table, "od_" if widened else "", name, kind)
        if widened:
            outlier = funnel.outlier != 0
            np.testing.assert_array_equal(outlier, numbers(table, "outlier998_od") == 1)
            assert outlier.sum() == int(gold["n_outlier998"])


def test_widened_square_root_limits_are_squared_back() -> None:
    low, high = ratio_limits([4.0, 400.0], 0.0, WARN, "square-root")
    same(low, [(1 - 1.959964 / 4) ** 2, (1 - 1.959964 / 40) ** 2])
    same(high, [(1 + 1.959964 / 4) ** 2, (1 + 1.959964 / 40) ** 2])
    assert ratio_limits(0.5, 0.1, ALARM, "square-root").low == 0


@pytest.mark.parametrize("n", [[5], [5, 0, 9], [0], []])
def test_one_unit_units_without_cases_and_no_units(n: list[int]) -> None:
    for widened in (False, True):
        funnel = proportion_funnel([1] * len(n), n, widened=widened) if n != [5] else proportion_funnel([5], [5])
        known = np.array(n) > 0
        assert np.isnan(funnel.value[~known]).all()
        assert np.isnan(funnel.warn.low[~known]).all()
        assert (funnel.outlier == 0).all()
        assert funnel.tau2 >= 0
        ratios = ratio_funnel([0] * len(n), n, widened=widened)
        assert np.isnan(ratios.value[~known]).all()
        assert (ratios.value[known] == 0).all()
        assert ratios.tau2 == 0


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="denominator"):
        proportion_funnel([4], [3])
    with pytest.raises(ValueError, match="denominator"):
        proportion_funnel([-1], [3])
    with pytest.raises(ValueError, match="negative"):
        ratio_funnel([-1], [3])
    with pytest.raises(ValueError, match="target"):
        binomial_limits(3, 1.2)
    with pytest.raises(ValueError, match="trim"):
        trimmed([1.0], 0.5)


def test_everybody_at_all_or_nothing_is_no_outlier() -> None:
    for share in (0, 1):
        funnel = proportion_funnel(np.array([10, 200, 3000]) * share, [10, 200, 3000])
        assert (funnel.outlier == 0).all()
        same(funnel.alarm.low, [share] * 3)


def test_chance_alone_gives_phi_near_one_and_shared_spread_more() -> None:
    rng = np.random.default_rng(2)
    n = rng.integers(50, 500, (40, 60))
    chance = proportion_funnel(rng.binomial(n, 0.3), n)
    assert chance.phi.shape == (40,)
    assert 0.7 < float(np.mean(chance.phi)) < 1
    spread = proportion_funnel(rng.binomial(n, rng.beta(15, 35, n.shape)), n, widened=True)
    assert float(np.mean(spread.phi)) > 1.5
    assert (spread.tau2 > 0).mean() > 0.9
    narrow = proportion_funnel(rng.binomial(n, 0.3), n, widened=False)
    assert (np.abs(narrow.outlier).mean(axis=-1) < 0.05).all()


def test_missing_units_are_passed_over() -> None:
    with_gap = proportion_funnel([10, np.nan, 30, 22], [50, 40, 60, 70], widened=True)
    without = proportion_funnel([10, 30, 22], [50, 60, 70], widened=True)
    same(with_gap.phi, without.phi)
    same(with_gap.tau2, without.tau2)
    same(with_gap.alarm.high[[0, 2, 3]], without.alarm.high)
    assert np.isnan(over_dispersion([np.nan], [1.0])[0])


@given(st.integers(1, 100_000), st.floats(1e-4, 1 - 1e-4), st.sampled_from([WARN, ALARM]))
def test_the_interpolated_limit_lies_beside_the_quantile(n: int, theta: float, level: float) -> None:
    low, high = binomial_limits(n, theta, level)
    for p, limit in (((1 - level) / 2, low), ((1 + level) / 2, high)):
        r = binom.ppf(p, n, theta)
        assert 0 <= limit <= 1
        assert max(r - 1, 0) / n - 1e-9 <= limit <= r / n + 1e-9


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60), st.floats(0, 1), st.floats(0, 0.5))
def test_limits_hold_the_target_and_widen(sizes: list[int], theta: float, tau2: float) -> None:
    n = np.sort(sizes)
    for found in (arcsine_limits(n, theta, tau2), ratio_limits(n, tau2), ratio_limits(n, tau2, WARN, "square-root")):
        assert (np.diff(found.high - found.low) <= 1e-9).all() or found.low.min() == 0 or found.high.max() == 1
    shares = arcsine_limits(n, theta, tau2)
    assert (shares.low <= theta + 1e-12).all()
    assert (shares.high >= theta - 1e-12).all()
    outer = arcsine_limits(n, theta, tau2, ALARM)
    assert (outer.low <= shares.low).all()
    assert (outer.high >= shares.high).all()
