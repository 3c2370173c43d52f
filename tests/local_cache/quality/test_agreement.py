"""Agreement against published examples, and what must hold of any pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.quality.agreement import Pair, agreement, difference, disagreements, kappa, share
from local_cache.registry import VariableType


def table(*rows: Sequence[int]) -> list[tuple[int, int]]:
    """The pairs behind a table of counts, the first side down, the second across."""
    return [(i, j) for i, row in enumerate(rows) for j, count in enumerate(row) for _ in range(count)]


@pytest.mark.parametrize(
    ("rows", "value", "error", "low", "high"),
    [
        # Fleiss & Paik, Statistical Methods for Rates and Proportions, 3rd ed. 2003, as computed by R's statpsych.
        ([(31, 12), (4, 58)], 0.6756757, 0.07344761, 0.5317210, 0.8196303),
        # SAS FREQ's documentation.
        ([(0, 4, 1), (0, 8, 0), (0, 1, 5)], 0.4842, 0.1380, 0.2137, 0.7547),
        # Two film critics (Agresti & Winner, Chance 1997;10:10–14), printed as 0.389 and 0.0598.
        ([(24, 8, 13), (8, 13, 11), (10, 9, 64)], 0.3888, 0.0598, 0.2716, 0.5060),
        # Two raters' diagnoses (Fleiss, Levin & Paik, table 18.1): pₒ 0.89, pₑ 0.66.
        ([(75, 1, 4), (5, 4, 1), (0, 0, 10)], (0.89 - 0.66) / (1 - 0.66), 0.0877, 0.5046, 0.8484),
    ],
)
def test_kappa_is_the_published_one(rows: Any, value: float, error: float, low: float, high: float) -> None:
    found = kappa(table(*rows))
    assert found is not None
    decimals = 6 if error == 0.07344761 else 4
    assert (found.value, found.standard_error, found.low, found.high) == pytest.approx(
        (value, error, low, high), abs=0.6 * 10**-decimals
    )


@pytest.mark.parametrize(
    ("rows", "value"),
    [  # by hand: the same 0.6 agree in the last two, by chance 0.54 and 0.46
        ([(20, 5), (10, 15)], (0.7 - 0.5) / 0.5),
        ([(45, 15), (25, 15)], (0.6 - 0.54) / 0.46),
        ([(25, 35), (5, 35)], (0.6 - 0.46) / 0.54),
        ([(0, 5), (5, 0)], -1.0),
        ([(5, 5), (5, 5)], 0.0),
    ],
)
def test_kappa_by_hand(rows: Any, value: float) -> None:
    found = kappa(table(*rows))
    assert found is not None
    assert found.value == pytest.approx(value, abs=1e-12)


CATEGORIES = st.sampled_from(["a", "b", "c"])
PAIRS = st.lists(st.tuples(CATEGORIES, CATEGORIES), max_size=40)


@given(st.lists(CATEGORIES, max_size=40))
def test_kappa_of_the_same_is_one_unless_there_is_but_one_category(values: list[str]) -> None:
    found = kappa(zip(values, values, strict=True))
    if len(set(values)) < 2:
        assert found is None
    else:
        assert found is not None
        assert (found.value, found.standard_error) == (1.0, None)


@given(PAIRS)
def test_kappa_is_the_same_from_both_sides_and_in_any_order(some: list[tuple[str, str]]) -> None:
    there, back = kappa(some), kappa([(b, a) for a, b in reversed(some)])
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.value == pytest.approx(back.value, abs=1e-12)
        assert (there.standard_error is None) == (back.standard_error is None)
        if there.standard_error is not None and back.standard_error is not None:
            assert there.standard_error == pytest.approx(back.standard_error, abs=1e-9)


@given(PAIRS, st.integers(2, 5))
def test_more_of_the_same_leaves_kappa_and_shrinks_its_error(some: list[tuple[str, str]], times: int) -> None:
    once, often = kappa(some), kappa(some * times)
    assert (once is None) == (often is None)
    if once is not None and often is not None:
        assert -1 <= once.value <= 1
        assert often.value == pytest.approx(once.value, abs=1e-12)
        if once.standard_error is not None and often.standard_error is not None:
            assert often.standard_error == pytest.approx(once.standard_error / math.sqrt(times), abs=1e-9)
            assert once.low is not None and once.high is not None
            assert -1 <= once.low <= once.value <= once.high <= 1


def test_kappa_that_is_not_defined() -> None:
    assert kappa([]) is None
    assert kappa([("a", "a")] * 10) is None
    constant = kappa([("a", "b")] * 10)
    assert constant is not None
    assert constant.value == 0.0


def test_limits_of_agreement_are_those_of_bland_and_altman() -> None:
    """Peak expiratory flow by two meters, Lancet 1986;1:307–10: mean −2.1 l/min, standard deviation 38.8."""
    wright = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
    mini = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
    made = agreement("pefr", "integer", [Pair(str(i), a, b) for i, (a, b) in enumerate(zip(wright, mini, strict=True))])
    found = made.difference
    assert found is not None
    assert found.deviation is not None and found.low is not None and found.high is not None
    assert (found.n, round(found.mean, 1), round(found.deviation, 1), found.unit) == (17, -2.1, 38.8, "")
    assert (found.high - found.low) / found.deviation == pytest.approx(2 * 1.959964, abs=1e-6)
    assert (found.high + found.low) / 2 == pytest.approx(found.mean)
    assert made.kappa is None


def test_a_single_difference_has_no_spread_and_none_has_nothing() -> None:
    one = difference([3.0])
    assert one is not None
    assert (one.n, one.mean, one.deviation, one.low, one.high) == (1, 3.0, None, None, None)
    assert difference([]) is None


def agreed(kind: VariableType, *values: tuple[Any, Any]) -> Any:
    return agreement("v", kind, [Pair(f"R{n}", a, b) for n, (a, b) in enumerate(values)])


def test_missing_values_are_counted_by_themselves() -> None:
    made = agreed("code", ("1", "1"), ("1", None), (None, "2"), (None, "1"), (None, None), ("2", "1"))
    assert (made.both_missing, made.registry_missing, made.journal_missing) == (1, 2, 1)
    assert (made.compared, made.equal) == (2, 1)
    assert made.share == share(1, 2)
    assert made.share.value == 0.5
    assert agreed("code", (None, "1")).share is None


def test_the_interval_of_the_share_is_wilsons() -> None:
    found = share(81, 263)  # Newcombe, Stat Med 1998;17:857–72, table I
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_what_is_measured_follows_from_the_type() -> None:
    codes = agreed("code", ("1", "1"), ("2", "2"), ("1", "2"), ("9", "9"))
    assert codes.kappa is not None and codes.difference is None
    several = agreed("multi-code", (("a", "b"), ("b", "a")), ((), ()), (("a",), ("a", "b")), (("b",), ("b",)))
    assert (several.equal, several.compared) == (3, 4)
    assert several.kappa is not None and several.difference is None
    yes_no = agreed("boolean", (True, True), (False, False), (True, False))
    assert yes_no.kappa is not None
    assert yes_no.kappa.value == pytest.approx((2 / 3 - 4 / 9) / (5 / 9))
    dates = agreed("date", (date(2026, 3, 1), date(2026, 2, 27)), (date(2026, 1, 1), date(2026, 1, 1)))
    assert (dates.difference.mean, dates.difference.unit, dates.equal) == (1.0, "days", 1)
    times = agreed("timestamp", (datetime(2026, 1, 1, 0, 10), datetime(2025, 12, 31, 23, 40)))
    assert (times.difference.mean, times.difference.unit) == (30.0, "minutes")
    texts = agreed("text", ("Nordskrue  7,5", "nordskrue 7,5"), ("a", "b"))
    assert (texts.equal, texts.kappa, texts.difference) == (1, None, None)
    decimals = agreed("decimal", (0.1 + 0.2, 0.3), (12.5, 12.6))
    assert decimals.equal == 1
    assert decimals.difference.mean == pytest.approx(-0.05)


def test_disagreements_are_those_that_do_not_say_the_same() -> None:
    some = [Pair("a", "1", "1"), Pair("b", "1", "2"), Pair("c", None, "2"), Pair("d", None, None), Pair("e", "1", None)]
    assert [p.record for p in disagreements("code", some)] == ["b", "c", "e"]


VALUES: dict[VariableType, st.SearchStrategy[Any]] = {
    "integer": st.integers(-100, 100),
    "code": CATEGORIES,
    "boolean": st.booleans(),
    "date": st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    "multi-code": st.lists(CATEGORIES, unique=True).map(tuple),
    "text": st.text(max_size=5),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_every_pair_is_counted_once(kind: VariableType, data: st.DataObject) -> None:
    side = st.none() | VALUES[kind]
    values = data.draw(st.lists(st.tuples(side, side), max_size=30))
    made = agreed(kind, *values)
    assert made.both_missing + made.registry_missing + made.journal_missing + made.compared == len(values)
    assert 0 <= made.equal <= made.compared
    pairs = [Pair(f"R{n}", a, b) for n, (a, b) in enumerate(values)]
    assert len(disagreements(kind, pairs)) == len(values) - made.both_missing - made.equal
