"""Masking closed under subtraction: the field's own cases, and attackers that solve the equations."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from local_cache.export.disclosure import Equation, bounds, determined
from local_cache.export.masking import Count, Rule, Sum, _Blocks, disclosures, is_small, mask, rest_may_be_shown

FIXTURES = Path(__file__).resolve().parents[4] / "shared/data/statistics/expected/disclosure_fixtures.json"
CASES: list[dict[str, Any]] = json.loads(FIXTURES.read_text(encoding="utf-8")) if FIXTURES.exists() else []
"""The field's own cases, beside the project."""
pytestmark = pytest.mark.skipif(not CASES, reason="no shared data beside the project")
BY_NAME = {case["name"]: case for case in CASES}
WITH_TOTAL = [case for case in CASES if "total" in case]


def rows_of(case: dict[str, Any]) -> tuple[dict[str, Count], list[Sum]]:
    rows = {name: Count(*counts) for name, counts in case["units"].items()}
    rows["total"] = Count(*case["total"])
    return rows, [Sum("total", tuple(case["units"]))]


@pytest.mark.parametrize("case", WITH_TOTAL, ids=lambda c: str(c["name"]))
def test_the_verdict_on_a_published_pattern(case: dict[str, Any]) -> None:
    rows, sums = rows_of(case)
    rule = Rule(cases=case["min_denominator"])
    found = list(disclosures(rows, sums, rule, case["hidden"], [case.get("viewer")]))
    assert bool(found) == case["verdict"].startswith("FAIL"), case["verdict"]
    # What an outsider is said to reckon is what the equations give.
    unknown = case["public"]["unknown"]
    left = rows["total"].denominator - sum(c.denominator or 0 for n, c in rows.items() if n not in (*unknown, "total"))
    assert left == case["public"]["residual_den"]
    equation = Equation(dict.fromkeys(unknown, 1), left)
    assert (determined([equation]) == frozenset(unknown)) == case["public"]["exact"]


@pytest.mark.parametrize("case", WITH_TOTAL, ids=lambda c: str(c["name"]))
@pytest.mark.parametrize("events", [0, 5])
def test_the_mask_of_the_same_rows_gives_nothing_away(case: dict[str, Any], events: int) -> None:
    rows, sums = rows_of(case)
    rule = Rule(cases=case["min_denominator"], events=events)
    made = mask(rows, sums, rule)
    assert {name for name, count in rows.items() if is_small(count, rule)} <= made.hidden
    assert list(disclosures(rows, sums, rule, made.hidden)) == []
    assert made.exposed == frozenset()


def test_the_mask_is_the_pattern_that_the_field_found_safe() -> None:
    rows, sums = rows_of(BY_NAME["two_complementary_seen_by_F"])
    assert mask(rows, sums, Rule(cases=10)).hidden == {"C", "F", "G"}


def test_a_rest_of_one_unit_is_not_shown() -> None:
    rows, sums = rows_of(BY_NAME["own_versus_rest_two_units"])
    assert mask(rows, sums, Rule(cases=10)).hidden == {"A", "B", "total"}
    assert not rest_may_be_shown([6], Rule(cases=5))
    assert not rest_may_be_shown([60, 60], Rule(cases=5))
    assert not rest_may_be_shown([900, 20, 20], Rule(cases=5))
    assert rest_may_be_shown([60, 60, 60], Rule(cases=5))


def test_a_rolling_window_does_not_give_the_new_month_away() -> None:
    case = BY_NAME["rolling_window_differencing"]
    first, second = (Count(w["num"], w["den"]) for w in case["windows"])
    dropped, new = (Count(case[k]["num"], case[k]["den"]) for k in ("dropped_month", "inferred_new_month"))
    assert first.numerator is not None and first.denominator is not None and dropped.numerator is not None
    shared = Count(first.numerator - dropped.numerator, first.denominator - (dropped.denominator or 0))
    rows = {"first": first, "second": second, "dropped": dropped, "new": new, "shared": shared}
    sums = [Sum("first", ("dropped", "shared")), Sum("second", ("shared", "new"))]
    rule = Rule(cases=10)
    published = {"first", "second", "dropped"}
    found = list(disclosures(rows, sums, rule, rows.keys() - published))
    assert "new" in {d.row for d in found}, case["verdict"]
    made = mask(rows, sums, rule, shown_before={"dropped", "first"})
    assert "dropped" in made.exposed
    assert "new" in made.hidden
    assert "second" in made.hidden or "new" in made.exposed


def test_all_or_none_and_small_complements_are_hidden() -> None:
    group = BY_NAME["group_disclosure_all_or_none"]["units"]
    rule = Rule(cases=10, events=5)
    assert all(is_small(Count(*counts), rule) for counts in group.values())
    assert not any(is_small(Count(*counts), Rule(cases=10)) for counts in group.values())
    complement = Count(*BY_NAME["complement_small"]["units"]["A"])
    assert is_small(complement, rule) and not is_small(complement, Rule(cases=10))


def test_every_case_of_the_field_has_its_test() -> None:
    tested = {c["name"] for c in WITH_TOTAL}
    tested |= {"rolling_window_differencing", "group_disclosure_all_or_none", "complement_small"}
    assert tested == BY_NAME.keys()


def test_a_hidden_hospital_is_not_found_through_its_trust_and_region() -> None:
    rows = {
        "h1": Count(3, 7), "h2": Count(30, 60), "h3": Count(40, 80), "h4": Count(20, 50), "h5": Count(25, 55),
        "t1": Count(33, 67), "t2": Count(85, 185), "nation": Count(118, 252),
    }  # fmt: skip
    sums = [Sum("t1", ("h1", "h2")), Sum("t2", ("h3", "h4", "h5")), Sum("nation", ("t1", "t2"))]
    rule = Rule(cases=10, events=5)
    assert {d.row for d in disclosures(rows, sums, rule, {"h1"})} == {"h1"}
    made = mask(rows, sums, rule)
    assert "t1" in made.hidden
    assert list(disclosures(rows, sums, rule, made.hidden)) == []


# Attackers

ATTEMPTS = {"attempts": 0, "successes": 0}


@st.composite
def hierarchies(draw: st.DrawFn) -> tuple[dict[str, Count], list[Sum]]:
    """A nation of regions of trusts of hospitals, with few and many cases."""
    rows: dict[str, Count] = {}
    sums: list[Sum] = []

    def leaf(name: str) -> Count:
        n = draw(st.one_of(st.integers(0, 15), st.integers(5, 400)))
        rows[name] = Count(draw(st.integers(0, n)), n)
        return rows[name]

    def node(name: str, depth: int) -> Count:
        if depth == 0:
            return leaf(name)
        parts = tuple(f"{name}.{i}" for i in range(draw(st.integers(1, 4))))
        counts = [node(part, depth - 1) for part in parts]
        rows[name] = Count(sum(c.numerator or 0 for c in counts), sum(c.denominator or 0 for c in counts))
        sums.append(Sum(name, parts))
        return rows[name]

    node("n", draw(st.integers(1, 3)))
    return rows, sums


@settings(max_examples=80, deadline=None)
@given(hierarchies(), st.sampled_from([0, 5]))
def test_no_attacker_computes_a_masked_row(drawn: tuple[dict[str, Count], list[Sum]], events: int) -> None:
    """Each reader has every export of the selection (all levels) and their own row, and solves the equations in a way
    that shares no code with the mask: rank of floating-point matrices, and scipy's linear programming."""
    rows, sums = drawn
    rule = Rule(cases=10, events=events)
    made = mask(rows, sums, rule)
    assert made.exposed == frozenset()
    assert {name for name, c in rows.items() if is_small(c, rule)} <= made.hidden
    for reader in [None, *sorted(made.hidden)]:
        unknown = sorted(n for n in made.hidden if reader is None or not (n == reader or n.startswith(f"{reader}.")))
        matrix = np.array([[_sign(s, name) for name in unknown] for s in sums], dtype=np.float64)
        if not unknown:
            continue
        # What lies over a reader whose neighbours are all shown is the reader's own row and theirs: no secret.
        aims = [n for n in unknown if reader is None or not reader.startswith(f"{n}.")]
        for name in aims:
            ATTEMPTS["attempts"] += 1
            target = np.array([float(n == name) for n in unknown])
            rank = np.linalg.matrix_rank(matrix)
            if np.linalg.matrix_rank(np.vstack([matrix, target])) == rank:
                ATTEMPTS["successes"] += 1
        for what in ("numerator", "complement"):
            known = [-sum(_sign(s, n) * getattr(c, what) for n, c in rows.items() if n not in unknown) for s in sums]
            if not aims:
                continue
            name = aims[len(aims) // 2]
            ATTEMPTS["attempts"] += 1
            width = _width(matrix, known, unknown.index(name))
            if width < events - 1e-6:
                ATTEMPTS["successes"] += 1
    note(str(ATTEMPTS))
    assert ATTEMPTS["successes"] == 0


@settings(max_examples=200, deadline=None)
@given(st.data(), hierarchies(), st.sampled_from([0, 5]), st.sampled_from(["share", "mean", "withheld"]))
def test_where_a_reader_is_held_for_blind_nothing_is_disclosed(
    data: st.DataObject, drawn: tuple[dict[str, Count], list[Sum]], events: int, kind: str
) -> None:
    """Blocks are looked at in one pass; row by row, the same must come out, whatever is hidden."""
    rows, sums = drawn
    rule = Rule(cases=10, events=events)
    if kind == "mean":
        rows = {name: Count(None, count.denominator) for name, count in rows.items()}
    if kind == "withheld":
        gone = data.draw(st.sets(st.sampled_from(sorted(rows)), max_size=3))
        rows = {name: Count(None, None) if name in gone else count for name, count in rows.items()}
    hidden = data.draw(st.one_of(st.just(mask(rows, sums, rule).hidden), st.sets(st.sampled_from(sorted(rows)))))
    blocks = _Blocks.of(rows, sums, rule, hidden)
    assert blocks is not None
    for reader in [None, *sorted(hidden)]:
        if blocks.safe_from(reader):
            assert list(disclosures(rows, sums, rule, hidden, [reader])) == []


def test_the_attackers_counted() -> None:
    print(f"attempts {ATTEMPTS['attempts']}, successes {ATTEMPTS['successes']}")
    assert ATTEMPTS["attempts"] > 500 and ATTEMPTS["successes"] == 0


def test_the_same_attackers_break_a_mask_that_hides_only_what_is_small() -> None:
    """Otherwise their failing would prove nothing."""
    rows, sums = rows_of(BY_NAME["primary_only_national_total_shown"])
    matrix = np.array([[_sign(sums[0], "C")]], dtype=np.float64)
    known = [-sum(_sign(sums[0], n) * (c.numerator or 0) for n, c in rows.items() if n != "C")]
    assert _width(matrix, known, 0) == 0
    assert np.linalg.matrix_rank(np.vstack([matrix, [1.0]])) == np.linalg.matrix_rank(matrix)


def _sign(one: Sum, name: str) -> int:
    return -1 if name == one.total else int(name in one.parts)


def _width(matrix: Any, known: list[int], at: int) -> float:
    cost = np.zeros(matrix.shape[1])
    cost[at] = 1
    low, high = (linprog(sign * cost, A_eq=matrix, b_eq=known, bounds=(0, None), method="highs") for sign in (1, -1))
    if high.status == 3:
        return float("inf")
    assert low.status == 0 and high.status == 0
    return float(-high.fun - low.fun)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(-1, 1), min_size=4, max_size=4), min_size=1, max_size=4),
    st.lists(st.integers(0, 20), min_size=4, max_size=4),
)
def test_bounds_are_those_of_another_solver(matrix: list[list[int]], solution: list[int]) -> None:
    names = ["a", "b", "c", "d"]
    equations = []
    for row in matrix:
        coefficients = {n: c for n, c in zip(names, row, strict=True) if c}
        if coefficients:
            equations.append(Equation(coefficients, sum(c * x for c, x in zip(row, solution, strict=True))))
    for at, name in enumerate(names):
        found = bounds(equations, name)
        assert found is not None
        assert found[0] <= solution[at] and (found[1] is None or found[1] >= solution[at])
        cost = [float(i == at) for i in range(4)]
        b = [sum(c * x for c, x in zip(row, solution, strict=True)) for row in matrix]
        low = linprog(cost, A_eq=matrix, b_eq=b, bounds=(0, None), method="highs")
        high = linprog([-c for c in cost], A_eq=matrix, b_eq=b, bounds=(0, None), method="highs")
        assert abs(float(found[0]) - low.fun) < 1e-6
        assert (found[1] is None) == (high.status == 3)
        if found[1] is not None:
            assert abs(float(found[1]) + high.fun) < 1e-6


def test_no_values_fit() -> None:
    assert bounds([Equation({"a": 1, "b": 1}, 3), Equation({"a": 1, "b": 1}, 4)], "a") is None
    assert bounds([Equation({"a": 1, "b": 1}, -1)], "a") is None
    assert bounds([], "a") == (Fraction(0), None)
