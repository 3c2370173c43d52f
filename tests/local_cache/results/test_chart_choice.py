from __future__ import annotations

import numpy as np
import pytest

from local_cache.registry import IndicatorKind
from local_cache.results.chart_choice import Reason, choose_chart
from local_cache.results.control_charts import control_chart
from local_cache.results.run_chart import run_chart

RNG = np.random.default_rng(11)
N = np.full(36, 200)


@pytest.mark.parametrize(
    ("kind", "values", "chart", "reason"),
    [
        ("proportion", RNG.binomial(N, 0.3), "p", Reason.CHANCE),
        ("proportion", RNG.binomial(N, RNG.beta(6, 14, 36)), "pp", Reason.MORE_THAN_CHANCE),
        ("proportion", RNG.binomial(N, 0.01), "run", Reason.FEW_EVENTS),
        ("proportion", RNG.binomial(N, 0.99), "run", Reason.FEW_EVENTS),
        ("proportion", N, "run", Reason.FEW_EVENTS),
        ("proportion", N[:9] // 2, "run", Reason.FEW_POINTS),
        ("rate", RNG.poisson(20, 36), "u", Reason.CHANCE),
        ("ratio", RNG.poisson(RNG.gamma(4, 10, 36)), "up", Reason.MORE_THAN_CHANCE),
        ("count", RNG.poisson(20, 36), "c", Reason.CHANCE),
        ("count", RNG.poisson(RNG.gamma(4, 10, 36)), "i", Reason.MORE_THAN_CHANCE),
        ("count", np.zeros(36), "run", Reason.FEW_EVENTS),
        ("median", RNG.normal(5, 1, 36), "run", Reason.NO_DISTRIBUTION),
        ("mean", RNG.normal(5, 1, 36), "run", Reason.NO_DISTRIBUTION),
        ("between", RNG.exponential(30, 36), "t", Reason.BETWEEN_TIME),
    ],
)
def test_kind_size_and_dispersion_decide(kind: IndicatorKind, values: np.ndarray, chart: str, reason: Reason) -> None:
    sizes = N[: len(values)] if kind in ("proportion", "rate", "ratio") else None
    found = choose_chart(kind, values, sizes)
    assert (found.chart, found.reason) == (chart, reason)
    assert found.points == len(values)
    if found.chart == "run":
        run_chart(values)
    else:
        assert control_chart(found.chart, values, sizes).centre.shape == values.shape


def test_means_with_deviations_and_cases_between() -> None:
    assert choose_chart("mean", RNG.normal(5, 1, 36), N, deviations_known=True).chart == "xbar"
    assert choose_chart("between", RNG.poisson(30, 36), cases_between=True).chart == "g"


def test_months_without_cases_are_no_points() -> None:
    sizes = np.where(np.arange(36) < 27, 0, 200)
    found = choose_chart("proportion", np.where(sizes > 0, 60, 0), sizes)
    assert (found.reason, found.points) == (Reason.FEW_POINTS, 9)


def test_a_share_without_denominators_is_refused() -> None:
    with pytest.raises(ValueError, match="sizes"):
        choose_chart("proportion", [1] * 12)
    with pytest.raises(ValueError, match="denominator"):
        choose_chart("proportion", [3] * 12, [2] * 12)
