"""The demonstration's stories are found by its own charts, from a synchronised cache of the demonstration's size."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from demo_registry import serve
from local_cache.cache import Cache
from local_cache.results import summary
from local_cache.results.figure import Period, Selection
from local_cache.results.gaps import Gaps
from local_cache.results.over_time import OverTime, SeriesSettings, SignalKind, over_time
from tests.local_cache.sync.places import KEY, Place

NOW = date(2026, 3, 15)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The records that `egnetall demo` brings; the other hospitals play no part in the unit's own series."""
    directory = tmp_path_factory.mktemp("stories")
    with serve(records=6000, seed=1, now=NOW, others=0.05) as registry:
        cache = Cache.open(directory / "cache.duckdb", KEY, spill=directory / "spill", threads=2)
        try:
            place = Place(directory, cache)
            result = place.synchronise(registry.address, registry.user("leser").token)
            assert result.problems == []
            yield place
        finally:
            cache.close()


def drawn(place: Place, registry: str, indicator: str, settings: SeriesSettings) -> tuple[OverTime, Gaps | None]:
    with place.cache.reading() as cursor:
        definition = summary.definition(cursor, registry)
        unit = next(s.units[0].unit for s in summary.registries(cursor) if s.registry == registry)
        selection = Selection(registry, unit, Period(date(2025, 1, 1), date(2026, 1, 1)))
        trend = summary.trend(cursor, definition, indicator, selection)
        gaps = summary.gaps(cursor, definition, indicator, selection)
    return over_time(trend, definition.indicator(indicator), settings, gaps), gaps


def test_the_sliding_unit_signals(place: Place) -> None:
    series, _ = drawn(place, "hoftebrudd", "operert_24t", SeriesSettings())
    assert series.chart == "p"
    (low,) = [s for s in series.signals if s.kind is SignalKind.OUTSIDE]
    assert low.side == -1
    assert min(low.points) >= len(series.own) - 6
    # Judged by the years before the slide, more of it stands out.
    frozen, _ = drawn(place, "hoftebrudd", "operert_24t", SeriesSettings(baseline=date(2025, 2, 1)))
    (lower,) = [s for s in frozen.signals if s.kind is SignalKind.OUTSIDE]
    assert set(lower.points) > set(low.points)


def test_the_improving_unit_shows_a_shift(place: Place) -> None:
    series, _ = drawn(place, "hjerneslag", "trombolyse_40min", SeriesSettings())
    assert series.chart == "run"  # four patients a month
    (shift,) = [s for s in series.signals if s.kind is SignalKind.SHIFT]
    assert (shift.side, shift.count > shift.allowed) == (1, True)
    assert shift.first >= len(series.own) - 16
    # A phase from the new routine on explains it.
    since = series.own[shift.first].month
    split, _ = drawn(place, "hjerneslag", "trombolyse_40min", SeriesSettings(phases=(since,)))
    assert [s for s in split.signals if s.kind is SignalKind.SHIFT] == []
    before, after = (p.centre for p in split.phases)
    assert before < 0.6 < 0.8 < after


def test_rare_events_are_drawn_one_by_one(place: Place) -> None:
    series, gaps = drawn(place, "hoftebrudd", "dyp_infeksjon", SeriesSettings())
    assert gaps is not None
    assert (series.chart, series.granularity) == ("t", "event")
    counted = place.rows(
        """
        SELECT sum(numerator) FROM monthly_results
        WHERE registry = 'hoftebrudd' AND indicator = 'dyp_infeksjon' AND subgroup = 'all' AND own
        """
    )
    assert len(series.own) + 1 == len(gaps.events) == counted[0][0]
    assert series.since_last == (NOW - gaps.events[-1].day).days
    assert sum(p.figure.value for p in series.own) == (gaps.events[-1].day - gaps.events[0].day).days
