from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.results.kaplan_meier import kaplan_meier, remaining_at
from tests.local_cache.results.gold import cases, numbers, rows, same

Case = tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]


def observed(shared_data: Path, case: str) -> Case:
    if case.startswith("lung"):
        table = rows(shared_data, "inputs/survival_lung.csv")
        sex = {"lung_all": ("1", "2"), "lung_male": ("1",), "lung_female": ("2",)}[case]
        table = [row for row in table if row["sex"] in sex]
        return numbers(table, "time"), numbers(table, "status") == 2
    if case == "veteran_std":
        table = [row for row in rows(shared_data, "inputs/survival_veteran.csv") if row["trt"] == "1"]
        return numbers(table, "time"), numbers(table, "status") == 1
    if case == "whas500_all":
        table = rows(shared_data, "inputs/sksurv_whas500.csv")
        return numbers(table, "lenfol"), numbers(table, "fstat") == 1
    table = rows(shared_data, "inputs/synthetic_registration_delay.csv")
    return numbers(table, "followup_days"), numbers(table, "registered_flag") == 1


def test_every_reference_curve(shared_data: Path) -> None:
    curves = cases(rows(shared_data, "expected/km_survival.csv"), "case", "conf.type")
    assert len(curves) == 18
    for (case, transform), table in curves.items():
        curve = kaplan_meier(*observed(shared_data, case), transform=transform)  # type: ignore[arg-type]
        found = remaining_at(curve, numbers(table, "time"))
        for values, column in (
            (found.at_risk, "n.risk"),
            (found.events, "n.event_cum"),
            (found.remaining, "surv"),
            (found.error, "std.err"),
            (found.low, "lower"),
            (found.high, "upper"),
        ):
            same(values, numbers(table, column))
        same(
            [curve.median, curve.median_low, curve.median_high],
            [numbers(table, name)[0] for name in ("median", "median_lo", "median_hi")],
        )


def test_open_cases_bias_the_naive_share(shared_data: Path) -> None:
    gold = rows(shared_data, "expected/km_timeliness_bias_demo.csv")[0]
    time, ended = observed(shared_data, "registration_delay")
    share = 1 - float(remaining_at(kaplan_meier(time, ended), 30).remaining)
    same(share, float(gold["km_share"]))
    naive = float(np.mean(ended & (time <= 30)))
    same(naive, float(gold["naive_share_registered_within_30d"]))
    true = float(gold["complete_cohort_share"])
    assert abs(share - true) < abs(naive - true)


def test_nobody_one_and_nobody_ending() -> None:
    nobody = kaplan_meier([], [])
    assert nobody.time.size == 0
    assert np.isnan(nobody.median)
    assert np.isnan(remaining_at(nobody, 3).remaining)
    one = kaplan_meier([5], [True])
    assert (one.remaining.tolist(), one.median) == ([0.0], 5.0)
    assert np.isnan(one.low).all()
    open_only = kaplan_meier([5, 6, np.nan], [False, False, True])
    assert open_only.remaining.tolist() == open_only.low.tolist() == [1.0, 1.0]
    assert np.isnan(open_only.median)


def test_after_the_last_followed_case_nothing_is_known() -> None:
    read = remaining_at(kaplan_meier([1, 2, 3], [True, False, False]), [0.5, 3, 3.1])
    same(read.remaining, [1, 2 / 3, np.nan])
    assert read.at_risk.tolist() == [3, 1, 0]


def test_a_half_exactly_is_reached_in_the_middle_of_its_step() -> None:
    assert kaplan_meier([1, 2, 3, 4], [True] * 4).median == 2.5


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([-1], [True])
    with pytest.raises(ValueError, match="one time"):
        kaplan_meier([1, 2], [True])
    with pytest.raises(ValueError, match="interval"):
        kaplan_meier([1], [True], transform="logit")  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=60))
def test_with_everything_ended_it_is_the_plain_share_and_it_never_rises(pairs: list[tuple[int, bool]]) -> None:
    time, ended = np.array(pairs).T
    for transform in ("plain", "log", "log-log"):
        curve = kaplan_meier(time, ended, transform=transform)  # type: ignore[arg-type]
        assert (np.diff(curve.remaining) <= 0).all()
        drawn = ~np.isnan(curve.low)
        assert (curve.low[drawn] <= curve.remaining[drawn] + 1e-12).all()
        assert (curve.high[drawn] >= curve.remaining[drawn] - 1e-12).all()
    closed = kaplan_meier(time, np.ones(time.size, dtype=bool))
    same(closed.remaining, [(time > t).mean() for t in closed.time])
