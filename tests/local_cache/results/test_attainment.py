"""Attainment against 1,089 published unit-years, against the definition word by word, and where levels are odd."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.results.attainment import (
    HIGH,
    LOW,
    MODERATE,
    UNKNOWN,
    attainment,
    attainments,
    certain,
    levels_crossed,
)
from local_cache.results.figure import Attainment
from local_cache.results.intervals import wilson

LETTER = {"H": Attainment.HIGH, "M": Attainment.MODERATE, "L": Attainment.LOW}
CODE = {"H": HIGH, "M": MODERATE, "L": LOW}


@pytest.fixture(scope="module")
def unit_years(shared_data: Path) -> list[dict[str, str]]:
    path = shared_data / "statistics" / "expected" / "skde_levels.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1089
    return rows


def levels(row: dict[str, str]) -> tuple[float | None, float | None, int]:
    green, yellow = (float(row[c]) if row[c] not in ("", "NA") else None for c in ("level_green", "level_yellow"))
    return green, yellow, int(row["level_direction"])


def test_every_published_unit_year_has_its_level_and_its_certainty(unit_years: list[dict[str, str]]) -> None:
    ties = uncertain = 0
    for row in unit_years:
        x, n = int(row["numerator"]), int(row["denominator"])
        low, high = (float(end) for end in wilson(x, n))
        limits = levels(row)
        assert low == pytest.approx(float(row["wilson_lo"]), rel=1e-9, abs=1e-14)
        assert high == pytest.approx(float(row["wilson_hi"]), rel=1e-9)
        assert attainment(x / n, *limits) is LETTER[row["level_point"]], row
        assert attainment(low, *limits) is LETTER[row["level_at_lo"]], row
        assert attainment(high, *limits) is LETTER[row["level_at_hi"]], row
        assert certain(low, high, *limits) is (row["level_uncertain"] == "FALSE"), row
        ties += x / n in limits[:2]
        uncertain += row["level_uncertain"] == "TRUE"
    assert ties == 22
    assert round(100 * uncertain / len(unit_years), 1) == 78.8


def test_the_vectorised_form_gives_the_same(unit_years: list[dict[str, str]]) -> None:
    indicators = {r["ind_id"] for r in unit_years}
    for indicator in indicators:
        rows = [r for r in unit_years if r["ind_id"] == indicator]
        shares = np.array([int(r["numerator"]) for r in rows]) / np.array([int(r["denominator"]) for r in rows])
        assert attainments(shares, *levels(rows[0])).tolist() == [CODE[r["level_point"]] for r in rows]


def by_the_words(value: float, green: float, yellow: float | None, direction: int) -> Attainment:
    """The definition as it is written, one branch per sentence."""
    if yellow is None:
        yellow = green
    if direction == 1:
        if value >= green:
            return Attainment.HIGH
        if value < yellow:
            return Attainment.LOW
        return Attainment.MODERATE
    if value <= green:
        return Attainment.HIGH
    if value > yellow:
        return Attainment.LOW
    return Attainment.MODERATE


shares = st.integers(0, 40).map(lambda n: n / 40)


@given(st.lists(shares, min_size=1, max_size=20), shares, st.none() | shares, st.sampled_from([0, 1]))
def test_any_levels_and_direction_follow_the_definition(
    values: list[float], green: float, yellow: float | None, direction: int
) -> None:
    expected = [by_the_words(v, green, yellow, direction) for v in values]
    assert [attainment(v, green, yellow, direction) for v in values] == expected
    of_code = {HIGH: Attainment.HIGH, MODERATE: Attainment.MODERATE, LOW: Attainment.LOW}
    assert [of_code[int(c)] for c in attainments(values, green, yellow, direction)] == expected


@given(shares, shares, shares, shares, st.sampled_from([0, 1]))
def test_certain_means_the_same_level_all_the_way(a: float, b: float, g: float, y: float, direction: int) -> None:
    low, high = min(a, b), max(a, b)
    green, yellow = (max(g, y), min(g, y)) if direction == 1 else (min(g, y), max(g, y))
    between = {attainment(v, green, yellow, direction) for v in np.linspace(low, high, 50)} | {
        attainment(low, green, yellow, direction),
        attainment(high, green, yellow, direction),
    }
    # With levels the right way round the level only moves one way along the interval, so the ends settle it.
    assert certain(low, high, green, yellow, direction) is (len(between) == 1)


def test_without_value_or_levels_there_is_no_attainment() -> None:
    assert attainment(None, 0.9, 0.8, 1) is None
    assert attainment(float("nan"), 0.9, 0.8, 1) is None
    assert attainment(0.5, None, None, 1) is None
    assert attainments([0.5, np.nan], None, None, 0).tolist() == [UNKNOWN, UNKNOWN]
    assert not certain(None, None, 0.9, 0.8, 1)
    assert not certain(0.1, 0.2, None, None, 1)
    assert not certain(0.1, None, 0.9, 0.8, 1)


def test_with_only_a_yellow_level_nothing_is_high() -> None:
    assert attainment(0.1, None, 0.1, 0) is Attainment.MODERATE
    assert attainment(0.11, None, 0.1, 0) is Attainment.LOW
    assert attainment(0.0, None, 0.1, 0) is Attainment.MODERATE


def test_levels_the_wrong_way_round_are_told() -> None:
    assert levels_crossed(0.8, 0.9, 1) and levels_crossed(0.1, 0.05, 0)
    assert not levels_crossed(0.9, 0.8, 1) and not levels_crossed(0.05, 0.1, 0)
    assert not levels_crossed(0.9, 0.9, 1) and not levels_crossed(None, 0.1, 0) and not levels_crossed(0.1, None, 1)
    with pytest.raises(ValueError, match="direction"):
        attainments([0.5], 0.9, 0.8, 2)
