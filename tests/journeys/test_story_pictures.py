"""The demonstration's stories as a person sees them: the sliding unit signals, the improving one shows a shift, the
outlier lies outside the funnel. Pinned pictures of a synchronised demonstration on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pinned import check, drawn, fixed_look
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from windows import nothing_left

from app.program import Program, open_program
from demo_registry import serve
from demo_registry.stories import STORIES, Story
from demo_registry.units import CHOSEN_UNIT
from local_cache.keys import throwaway_keys
from local_cache.results import summary
from local_cache.results.figure import Selection
from local_cache.results.funnel_plot import funnel_plot
from local_cache.results.over_time import SignalKind
from local_cache.results.series import series
from widgets.charts.funnel import FunnelChart
from widgets.charts.trend import TrendChart

__all__ = ["fixed_look", "nothing_left"]

REFERENCE = Path(__file__).parent / "reference"
TOLD = {story.kind: story for story in STORIES if story.kind in ("slides", "improves")} | {
    f"outlier-{story.registry}": story for story in STORIES if story.kind == "outlier"
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The default demonstration as it is on a fixed day."""
    with (
        serve(now=date(2026, 11, 21)) as registry,
        open_program(tmp_path_factory.mktemp("stories"), keys=throwaway_keys()) as opened,
    ):
        opened.connect(registry.address, registry.user("leser").token)
        assert [p for r in opened.synchronise() for p in r.problems] == []
        yield opened


def chart(program: Program, story: Story) -> QWidget:
    with program.cache.reading() as cursor:
        definition = summary.definition(cursor, story.registry)
        indicator = definition.indicator(story.indicator)
        # Of four patients a month a year shows little.
        period = summary.period(cursor, story.registry, "last24" if story.kind == "improves" else "last12")
        selection = Selection(story.registry, CHOSEN_UNIT, period)
        if story.kind == "outlier":
            plot = funnel_plot(summary.comparison(cursor, definition, story.indicator, selection, "nb"), indicator)
            assert next(u for u in plot.units if u.unit.unit == story.unit).outlier == 1
            funnel = FunnelChart()
            funnel.show_funnel(plot, indicator, "nb")
            funnel.choose_unit(story.unit)
            return funnel
        over_time = series(cursor, program.ledger, definition, story.indicator, selection).drawn
    kinds = {signal.kind for signal in over_time.signals}
    assert kinds if story.kind == "slides" else SignalKind.SHIFT in kinds
    trend = TrendChart()
    trend.show_over_time(over_time, indicator, period, (), "nb")
    return trend


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", sorted(TOLD))
def test_the_story_is_seen(qtbot: QtBot, program: Program, tmp_path: Path, name: str, theme: str) -> None:
    now = drawn(qtbot, lambda: chart(program, TOLD[name]), theme)
    check(REFERENCE / f"{name}-{theme}.png", now, tmp_path)
