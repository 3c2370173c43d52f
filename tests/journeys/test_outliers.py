"""The demonstration's outliers, found where a person would look: outside the funnel's 99.8 % limits."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date

import pytest

from demo_registry import serve
from demo_registry.stories import STORIES, Story
from demo_registry.units import CHOSEN_UNIT
from local_cache.cache import Cache
from local_cache.results import summary
from local_cache.results.figure import Selection
from local_cache.results.funnel_plot import funnel_plot
from local_cache.sync.client import Client
from local_cache.sync.pull import connect, pull

OUTLIERS = [story for story in STORIES if story.kind == "outlier"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    """The default demonstration, synchronised."""
    directory = tmp_path_factory.mktemp("outliers")
    with serve(now=date(2026, 11, 21)) as running:
        cache = Cache.open(directory / "cache.duckdb", secrets.token_bytes(32), spill=directory / "spill")
        try:
            with Client(running.address, running.user("leser").token) as client:
                source = connect(cache, client)
                result = pull(cache, client, source, directory / "spool", spool_key=secrets.token_bytes(32))
            assert not result.problems
            yield cache
        finally:
            cache.close()


@pytest.mark.parametrize("story", OUTLIERS, ids=lambda story: story.indicator)
def test_the_outlier_lies_outside_and_nearly_everybody_inside(cache: Cache, story: Story) -> None:
    with cache.reading() as cursor:
        definition = summary.definition(cursor, story.registry)
        indicator = definition.indicator(story.indicator)
        selection = Selection(story.registry, CHOSEN_UNIT, summary.period(cursor, story.registry, "last12"))
        compared = summary.comparison(cursor, definition, story.indicator, selection, "nb")
    assert indicator.direction == 0
    plot = funnel_plot(compared, indicator)
    assert plot.refused is None and len(plot.units) >= 40
    unit = next(u for u in plot.units if u.unit.unit == story.unit)
    assert unit.outlier == 1 and unit.unit.stands is True
    worst = max((u.unit.figure for u in plot.units), key=lambda f: f.value or 0)
    assert unit.unit.figure == worst and worst.value is not None and worst.value > 1.3 * unit.high
    others = [u for u in plot.units if u is not unit]
    assert sum(u.outlier in (1, -1) for u in others) <= 1
    assert sum(u.outlier != 0 for u in others) <= 10  # hospitals differ a little more than by chance
    print(
        f"{story.indicator}: {worst.numerator} of {worst.denominator}, {worst.value:.3f}, limit {unit.high:.3f},"
        f" nation {plot.target.value:.3f}; φ {plot.phi:.2f}, τ² {plot.tau2:.5f}"
    )
