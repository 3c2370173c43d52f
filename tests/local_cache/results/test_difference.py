"""Clear differences: Newcombe's published example, and what can never be clear."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from local_cache.results.difference import clear_difference
from local_cache.results.figure import Figure, Shown
from local_cache.results.intervals import wilson


def share(numerator: int, denominator: int) -> Figure:
    low, high = (float(end) for end in wilson(numerator, denominator))
    return Figure(Shown.VALUE, "proportion", numerator / denominator, low, high, numerator, denominator, "Wilson")


def test_newcombes_example() -> None:
    """56/70 against 48/80: the difference's interval is 0.0524 to 0.3339, so the first is clearly higher."""
    assert clear_difference(share(56, 70), share(48, 80)) == 1
    assert clear_difference(share(48, 80), share(56, 70)) == -1
    # 9/10 against 3/10 is clear (0.1705 to 0.8090), 5/56 against 0/29 is not (-0.0381 to 0.1926).
    assert clear_difference(share(9, 10), share(3, 10)) == 1
    assert clear_difference(share(5, 56), share(0, 29)) == 0


def test_nothing_is_clear_without_values_or_intervals() -> None:
    withheld = Figure(Shown.WITHHELD, "proportion")
    exact = replace(share(9, 10), low=None, high=None)
    assert clear_difference(share(9, 10), withheld) == 0
    assert clear_difference(withheld, share(9, 10)) == 0
    assert clear_difference(exact, replace(exact, value=0.1)) == 0
    assert clear_difference(share(90, 100), replace(exact, value=0.1)) == 1


counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_it_is_antisymmetric_and_agrees_with_the_values(one: tuple[int, int], other: tuple[int, int]) -> None:
    a, b = share(*one), share(*other)
    clear = clear_difference(a, b)
    assert clear == -clear_difference(b, a)
    assert a.value is not None
    assert b.value is not None
    assert clear == 0 or (a.value > b.value) == (clear == 1)
