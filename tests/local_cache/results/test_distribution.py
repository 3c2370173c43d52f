"""Distributions against plain lists of cases, and through a cache: whose values, how many, and what may be shown."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import isclose
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.errors import IndicatorNotHere
from local_cache.registry import Indicator
from local_cache.results.distribution import (
    MOST_CLASSES,
    Distribution,
    NoDistribution,
    distribution_of,
    spread,
)
from local_cache.results.figure import Figure, Period, Selection, Shown, add_months
from local_cache.results.measures import Values
from local_cache.results.summary import distribution
from tests.local_cache.results.test_summary import KINDS, LAST12, Rows

OWN = Figure(Shown.VALUE, "median", 3.0)


def counted(cases: Sequence[Any]) -> Values:
    times = sorted(Counter(cases).items())
    return np.array([float(v) for v, _ in times]), np.array([n for _, n in times])


def listed(cases: Sequence[Any]) -> tuple[list[float], list[int]]:
    values, counts = counted(cases)
    return values.tolist(), counts.tolist()


def made(own: Sequence[Any], rest: Sequence[Any] | None = None) -> Distribution:
    return distribution_of("wait", OWN, counted(own), None if rest is None else counted(rest))


# The arithmetic


def test_a_spread_is_that_of_the_cases() -> None:
    cases = [Decimal("2.5"), Decimal("7.1"), Decimal("7.1"), Decimal("0.3"), Decimal("12"), Decimal("3.3333")]
    found = spread(counted(cases))
    assert found.values.tolist() == [0.3, 2.5, 3.3333, 7.1, 12.0]
    assert found.counts.tolist() == [1, 1, 1, 2, 1] and found.n == 6
    assert found.quartiles == pytest.approx(statistics.quantiles(map(float, cases), n=4, method="inclusive"), rel=1e-15)
    assert found.mean == float(sum(cases) / 6)


def test_every_case_is_in_the_class_that_begins_at_or_under_it() -> None:
    """Also where the nearest binary fraction of an edge lies on the wrong side of it."""
    cases = [Decimal(n) / 10 for n in range(0, 200)] + [Decimal("0.3"), Decimal("0.7")]
    found = made(cases)
    for share, low, high in zip(found.own_share, found.edges[:-1], found.edges[1:], strict=True):
        inside = [c for c in cases if round(low * 10_000) <= c * 10_000 < round(high * 10_000)]
        assert share == len(inside) / len(cases)
    assert found.own_share.sum() == pytest.approx(1)
    assert found.tail_from is None


@pytest.mark.parametrize(
    ("cases", "edges"),
    [
        ([0, 3, 3, 5, 7, 8, 10] * 400, range(0, 12)),  # whole classes, and ten is not put with nine
        ([4], [4, 5]),
        ([0, 0], [0, 1]),
        ([7.3] * 5, [7.3, 7.4]),
        ([0.125] * 2, [0, 0.5]),
        ([-3, -2, -2, -1] * 30, [-3, -2, -1, 0]),
        ([0, 0.5, 1, 1.5, 1.5, 2] * 500, [0, 0.5, 1, 1.5, 2, 2.5]),  # half steps, half classes
        ([3, 6, 9, 9, 12] * 90, [3, 6, 9, 12, 15]),  # steps that no round number holds
    ],
)
def test_edges_are_round_and_hold_whole_steps(cases: list[float], edges: Sequence[float]) -> None:
    assert made(cases).edges.tolist() == pytest.approx(list(edges))


def test_width_follows_the_spread_and_the_number_of_cases() -> None:
    draw = np.random.default_rng(3)
    few = made(np.round(draw.normal(50, 10, 60), 1).tolist())
    many = made(np.round(draw.normal(50, 10, 6000), 1).tolist())
    assert few.edges[1] - few.edges[0] == 10 and many.edges[1] - many.edges[0] in (2, 5)
    assert many.tail_from is None and many.edges.size - 1 <= MOST_CLASSES


def test_a_long_tail_is_one_last_class_and_says_where_it_begins() -> None:
    draw = np.random.default_rng(8)
    stay = np.round(draw.lognormal(1.6, 1.2, 5000)).astype(int).tolist()
    found = made(stay[:300], stay[300:])
    assert found.tail_from is not None and max(stay) > 3 * found.tail_from
    widths = np.diff(found.edges)
    assert (widths[:-1] == widths[0]).all() and widths[-1] > widths[0]
    assert found.edges[-2] == found.tail_from and found.edges[-1] > max(stay)
    assert found.edges.size - 1 <= MOST_CLASSES
    assert 0 < np.mean(np.array(stay) >= found.tail_from) <= 0.011
    assert found.rest_share[-1] == np.mean(np.array(stay[300:]) >= found.tail_from)


def test_one_far_case_does_not_flatten_all_others() -> None:
    found = made([1, 2, 2, 3, 3, 3, 4, 4, 5] * 100 + [900])
    assert found.edges.tolist() == [1, 2, 3, 4, 5, 6, 901]
    assert found.tail_from == 6 and found.own_share[-1] == 1 / 901


def test_own_and_rest_share_their_classes() -> None:
    found = made([1, 1, 2], [1, 2, 3, 4, 8, 8])
    assert found.own is not None and found.rest is not None
    assert found.edges[0] <= 1 and found.edges[-1] > 8
    assert found.own_share.shape == found.rest_share.shape == (found.edges.size - 1,)
    assert found.own_share.sum() == pytest.approx(1) and found.rest_share.sum() == pytest.approx(1)
    assert (found.own.n, found.rest.n) == (3, 6)
    alone = made([1, 1, 2])
    assert alone.rest is None and alone.rest_share.size == 0


measures = st.integers(-(10**12), 10**12) | st.integers(0, 200).map(lambda n: n * 10_000) | st.integers(0, 300)
cases_of = st.lists(measures, min_size=1, max_size=60).map(lambda whole: [Decimal(w) / 10_000 for w in whole])


@given(cases_of, st.none() | cases_of)
def test_any_cases(own: list[Decimal], rest: list[Decimal] | None) -> None:
    found = made(own, rest)
    together = own + (rest or [])
    assert np.isfinite(found.edges).all() and (np.diff(found.edges) > 0).all()
    assert 1 <= found.edges.size - 1 <= MOST_CLASSES
    assert round(found.edges[0] * 10_000) <= min(together) * 10_000
    assert max(together) * 10_000 < round(found.edges[-1] * 10_000)
    for shares, cases in ((found.own_share, own), (found.rest_share, rest)):
        if cases is None:
            continue
        assert isclose(shares.sum(), 1) and (shares >= 0).all()
        for share, low, high in zip(shares, found.edges[:-1], found.edges[1:], strict=True):
            inside = sum(round(low * 10_000) <= c * 10_000 < round(high * 10_000) for c in cases)
            assert share == inside / len(cases)
    widths = np.rint(np.diff(found.edges) * 10_000)
    assert (widths[:-1] == widths[0]).all()
    assert (found.tail_from is None) == (widths[-1] == widths[0] or widths.size == 1)
    assert found.own is not None and found.own.quartiles[0] <= found.own.quartiles[1] <= found.own.quartiles[2]


# Through a cache

MONTH = date(2026, 3, 1)
BEFORE = Period(add_months(LAST12.first, -12), LAST12.first)


class Cases:
    """A cache filled case by case: the published unit and nation, and a unit's own records."""

    def __init__(self, *indicators: Indicator, own: Sequence[str] = ("a",)) -> None:
        self.rows = Rows(indicators or KINDS)
        self.rows.own = list(own)

    def add(self, indicator: str, unit: str, cases: Sequence[float], month: date = MONTH, **more: Any) -> None:
        measures = [Decimal(str(c)) for c in cases]
        spread_too = more.pop("spread", True)
        self.rows.add(
            indicator, unit, month, None, len(cases), total=sum(measures), squares=sum(m * m for m in measures), **more
        )
        for value, n in sorted(Counter(measures).items()) if spread_too else ():
            where = {"registry": "hofte", "indicator": indicator, "subgroup": more.get("subgroup", "all")}
            own = more.get("own", False)
            self.rows.values.append(where | {"unit": unit, "own": own, "month": month, "measure": value, "n": n})

    def of(self, indicator: str, unit: str = "a", period: Period = LAST12, subgroup: str = "all") -> Distribution:
        with self.rows.open() as cursor:
            selection = Selection("hofte", unit, period, subgroup)
            return distribution(cursor, self.rows.definition, indicator, selection)


def country(indicator: str) -> Cases:
    """Unit a has twelve own cases, of which the registry had counted ten; the nation has those and thirty more."""
    cases = Cases()
    cases.add(indicator, "a", [2, 3, 3, 4, 5, 7], own=True)
    cases.add(indicator, "a", [1, 3, 8, 8.5, 9, 20], add_months(MONTH, 1), own=True)
    cases.add(indicator, "a", [50] * 3, add_months(MONTH, -20), own=True)
    cases.add(indicator, "a", [2, 3, 3, 4, 5, 7])
    cases.add(indicator, "a", [1, 3, 8, 8.5], add_months(MONTH, 1))
    cases.add(indicator, "land", [2, 3, 3, 4, 5, 7, *range(1, 21)])
    cases.add(indicator, "land", [1, 3, 8, 8.5, *range(11, 21)], add_months(MONTH, 1))
    return cases


@pytest.mark.parametrize("indicator", ["wait", "stay"])
def test_own_values_against_the_rest(indicator: str) -> None:
    """A median and a mean alike, the own as counted here, the rest as published less what is published of the unit."""
    found = country(indicator).of(indicator)
    own, rest = [2, 3, 3, 4, 5, 7, 1, 3, 8, 8.5, 9, 20], [*range(1, 21), *range(11, 21)]
    assert found.refused is None and found.own is not None and found.rest is not None
    assert (found.own.values.tolist(), found.own.counts.tolist()) == listed(own)
    assert (found.rest.values.tolist(), found.rest.counts.tolist()) == listed(rest)
    assert found.own.quartiles == pytest.approx(statistics.quantiles(own, n=4, method="inclusive"), rel=1e-15)
    assert found.rest.quartiles == pytest.approx(statistics.quantiles(rest, n=4, method="inclusive"), rel=1e-15)
    assert found.rest.mean == statistics.fmean(rest)
    assert found.figure.shown is Shown.VALUE and found.figure.own and found.figure.denominator == found.own.n == 12
    assert found.figure.value == (found.own.quartiles[1] if indicator == "wait" else found.own.mean)
    assert found.indicator == indicator


def test_the_figures_are_the_same_with_and_without_the_values_of_means() -> None:
    with_values = country("stay")
    without = country("stay")
    without.rows.values.clear()
    assert with_values.rows.results_for("a")["stay"] == without.rows.results_for("a")["stay"]


def test_a_published_unit_has_its_published_values() -> None:
    cases = country("wait")
    cases.add("wait", "b", [1, 2, 3, 4, 5])
    found = cases.of("wait", "b")
    assert found.own is not None and found.own.values.tolist() == [1, 2, 3, 4, 5] and not found.figure.own
    assert found.rest is not None and found.rest.n == 35


def test_the_nation_has_no_rest() -> None:
    found = country("wait").of("wait", "land")
    assert found.own is not None and found.own.n == 40 and found.rest is None and found.rest_share.size == 0


def test_values_that_do_not_fit_the_published_give_no_rest() -> None:
    cases = Cases()
    cases.add("wait", "a", [1, 2, 3, 4, 5, 6], own=True)
    cases.add("wait", "a", [1, 2, 3, 4, 5, 99])
    cases.add("wait", "land", list(range(1, 30)))  # holds no 99
    found = cases.of("wait")
    assert found.refused is None and found.own is not None and found.rest is None


def test_the_rest_must_hold_as_many_as_a_published_value() -> None:
    for more, kept in ((4, False), (5, True)):
        cases = Cases()
        cases.add("wait", "a", [1, 2, 3], own=True)
        cases.add("wait", "a", [1, 2, 3])
        cases.add("wait", "land", [1, 2, 3, *range(more)])
        assert (cases.of("wait").rest is not None) == kept
    strict = msgspec.structs.replace(KINDS[2], minimum_denominator=3)
    for more, kept in ((4, False), (5, True)):  # five also where the indicator itself would allow fewer
        cases = Cases(strict)
        cases.add("wait", "a", [1, 2, 3], own=True)
        cases.add("wait", "a", [1, 2, 3])
        cases.add("wait", "land", [1, 2, 3, *range(more)])
        assert (cases.of("wait").rest is not None) == kept


def test_a_withheld_part_gives_no_rest() -> None:
    for unit in ("a", "land"):
        cases = country("wait")
        cases.rows.add("wait", unit, add_months(MONTH, 2), None, None, withheld=True)
        found = cases.of("wait")
        assert found.own is not None and found.rest is None


def nothing(found: Distribution, refused: NoDistribution, shown: Shown) -> None:
    assert found.refused is refused and found.figure.shown is shown
    assert found.own is None and found.rest is None and found.tail_from is None
    assert found.edges.size == found.own_share.size == found.rest_share.size == 0


def test_too_few_own_cases() -> None:
    limited = msgspec.structs.replace(KINDS[2], minimum_denominator=8)
    cases = Cases(limited)
    cases.add("wait", "a", [1, 2, 3, 4, 5, 6, 7], own=True)
    cases.add("wait", "land", list(range(40)))
    nothing(cases.of("wait"), NoDistribution.TOO_FEW, Shown.TOO_FEW)
    published = Cases(own=())
    published.add("wait", "b", [1, 2, 3, 4])
    published.add("wait", "land", list(range(40)))
    nothing(published.of("wait", "b"), NoDistribution.TOO_FEW, Shown.TOO_FEW)


def test_other_kinds_have_no_distribution() -> None:
    cases = Cases()
    for indicator in ("share", "falls", "deaths", "rare", "forms"):
        cases.rows.add(indicator, "a", MONTH, 6, 10, own=True, total=Decimal(9))
        nothing(cases.of(indicator), NoDistribution.KIND, Shown.VALUE)


def test_no_cases_nothing_published_withheld_and_refused() -> None:
    cases = Cases()
    nothing(cases.of("wait"), NoDistribution.NO_CASES, Shown.NO_CASES)
    nothing(cases.of("wait", "b"), NoDistribution.NOT_PUBLISHED, Shown.NOT_PUBLISHED)
    nothing(cases.of("wait", subgroup="women"), NoDistribution.NOT_PUBLISHED, Shown.NOT_PUBLISHED)
    cases.rows.add("wait", "b", MONTH, None, None, withheld=True)
    nothing(cases.of("wait", "b"), NoDistribution.WITHHELD, Shown.WITHHELD)
    cases.rows.refusals = [("indicator", "wait", "no column x")]
    nothing(cases.of("wait"), NoDistribution.REFUSED, Shown.REFUSED)
    with cases.rows.open() as cursor, pytest.raises(IndicatorNotHere):
        distribution(cursor, cases.rows.definition, "x", Selection("hofte", "a", LAST12))


def test_values_without_their_spread_are_said_to_be_unpublished() -> None:
    cases = Cases()
    cases.add("stay", "a", [1, 2, 3, 4, 5, 6], own=True, spread=False)
    nothing(cases.of("stay"), NoDistribution.NOT_PUBLISHED, Shown.VALUE)
    yearly = Cases(own=())
    yearly.rows.add("stay", "b", MONTH, None, 30, published=4.5)
    nothing(yearly.of("stay", "b"), NoDistribution.NOT_PUBLISHED, Shown.VALUE)
    # Some of the months only: what is known is not the whole.
    partly = Cases()
    partly.add("stay", "a", [1, 2, 3, 4, 5, 6], own=True)
    partly.add("stay", "a", [1, 2], add_months(MONTH, 1), own=True, spread=False)
    nothing(partly.of("stay"), NoDistribution.NOT_PUBLISHED, Shown.VALUE)


def test_a_subgroup_has_its_own_distribution() -> None:
    women = msgspec.structs.replace(KINDS[2], subgroups=("women",))
    cases = Cases(women)
    cases.add("wait", "a", [1, 2, 3], own=True)
    cases.add("wait", "a", [2, 3], own=True, subgroup="women")
    found = cases.of("wait", subgroup="women")
    assert found.own is not None and found.own.values.tolist() == [2, 3]
    nothing(cases.of("wait", period=BEFORE), NoDistribution.NO_CASES, Shown.NO_CASES)
