from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.results.multiple_testing import benjamini_hochberg, two_sided
from tests.local_cache.results.gold import cases, flags, numbers, rows, same


def test_reference_adjustments(shared_data: Path) -> None:
    # p_holm is another correction, which we do not offer.
    for table in cases(rows(shared_data, "expected/multiple_testing_bh.csv"), "case").values():
        p = two_sided(numbers(table, "z_score"))
        # The z are printed with 12 digits; far out their rounding is larger than 1e-9 of p.
        same(p, numbers(table, "p_two_sided"), 1e-8)
        adjusted = benjamini_hochberg(numbers(table, "p_two_sided"))
        same(adjusted, numbers(table, "p_BH"))
        np.testing.assert_array_equal(adjusted < 0.05, flags(table, "BH05"))
        np.testing.assert_array_equal(p < 0.05, flags(table, "out95"))
        np.testing.assert_array_equal(p < 0.002, flags(table, "out998"))


def test_missing_tests_are_not_counted_and_rows_stand_alone() -> None:
    both = benjamini_hochberg([[0.01, np.nan, 0.04, 0.03], [0.5, 0.5, 0.001, 0.2]])
    same(both[0], [0.03, np.nan, 0.04, 0.04])
    same(both[1], benjamini_hochberg([0.5, 0.5, 0.001, 0.2]))
    assert benjamini_hochberg([]).size == 0
    assert np.isnan(benjamini_hochberg([np.nan])).all()


def test_a_chance_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="chance"):
        benjamini_hochberg([1.1])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=300))
def test_adjusted_chances_keep_the_order_and_only_grow(chances: list[float]) -> None:
    p = np.array(chances)
    adjusted = benjamini_hochberg(p)
    assert (adjusted >= p * (1 - 1e-12)).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p)]) >= 0).all()
    assert adjusted.max() == pytest.approx(min(1, p.max()))
