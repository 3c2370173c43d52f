"""Every chart as it was when somebody last looked at it and found it good: pinned pictures, both themes.

After a change that is meant to be seen, draw them anew and look at each before it is committed (`make pictures`):

    REFERENCE=new python -m pytest tests/widgets/test_reference.py
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from figures import (
    INDICATOR,
    STAY,
    WAIT,
    compared,
    distribution,
    earlier,
    events,
    funnel,
    over_time,
    rising,
    sliding,
    spread_out,
    stays,
    units,
    without,
)
from pinned import check, drawn, fixed_look, same
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from local_cache.results.figure import Comparison, Period, Shown, Trend
from local_cache.results.over_time import OverTime
from widgets.charts.comparison import ComparisonChart
from widgets.charts.distribution import DistributionChart
from widgets.charts.funnel import FunnelChart
from widgets.charts.trend import TrendChart, without_lines

REFERENCE = Path(__file__).parent / "reference"
__all__ = ["fixed_look"]
PERIOD = Period(date(2025, 11, 1), date(2026, 11, 1))
NOTES = ((date(2026, 2, 3), "One theatre closed"), (date(2026, 7, 1), "Summer closing"))
CHANGES = ((date(2025, 6, 1), "Waiting time counts from arrival"),)


def trend(series: OverTime, **more: object) -> TrendChart:
    chart = TrendChart()
    chart.show_over_time(series, more.pop("indicator", INDICATOR), PERIOD, more.pop("notes", ()), "en", **more)  # type: ignore[arg-type]
    return chart


def comparison(shown: Comparison) -> ComparisonChart:
    chart = ComparisonChart()
    chart.show_comparison(shown, INDICATOR, "en")
    return chart


def funnelled(count: int, **more: int | bool) -> FunnelChart:
    chart = FunnelChart()
    numerators, denominators = units(count)
    chart.show_funnel(funnel(numerators, denominators, **more), INDICATOR, "en")  # type: ignore[arg-type]
    return chart


def spread(*, cumulative: bool) -> DistributionChart:
    chart = DistributionChart()
    own, rest = stays()
    chart.show_distribution(distribution(own, rest, range(22)), STAY, "en")
    chart.show_cumulative(cumulative)
    return chart


BOTH_THEMES: dict[str, Callable[[], QWidget]] = {
    "run-chart-signals": lambda: trend(sliding(), notes=NOTES, changes=CHANGES),
    "run-chart-phases": lambda: trend(sliding(breaks=(14,), left_out=(5,)), baseline=date(2025, 10, 1)),
    "p-chart": lambda: trend(rising()),
    "t-chart-events": lambda: trend(
        events([31, 12, 45, 60, 22, 9, 77, 41, 30, 18, 55, 64, 29, 400, 12, 33]), indicator=WAIT
    ),
    "comparison-45": lambda: comparison(earlier(compared(45, own=42))),
    "funnel-45": lambda: funnelled(45, own=7),
    "distribution": lambda: spread(cumulative=False),
    "distribution-cumulative": lambda: spread(cumulative=True),
}
LIGHT_ONLY: dict[str, Callable[[], QWidget]] = {
    "over-time-400": lambda: trend(over_time(*spread_out(400))),
    "over-time-1": lambda: trend(over_time([8], [10], partial=False)),
    "over-time-none": lambda: trend(without_lines(Trend("op24", "month", (), ()))),
    "comparison-1": lambda: comparison(compared(1)),
    "comparison-none": lambda: comparison(Comparison("op24", "hospital", (), without(Shown.NO_CASES))),
    "funnel-1": lambda: funnelled(1),
    "funnel-widened": lambda: funnelled(45, own=4, widened=True),
}
PICTURES = [(name, theme) for name in BOTH_THEMES for theme in ("light", "dark")]
PICTURES += [(name, "light") for name in LIGHT_ONLY]


@pytest.mark.parametrize(("name", "theme"), PICTURES)
def test_the_chart_looks_as_it_did(qtbot: QtBot, tmp_path: Path, name: str, theme: str) -> None:
    now = drawn(qtbot, (BOTH_THEMES | LIGHT_ONLY)[name], theme)
    check(REFERENCE / f"{name}-{theme}.png", now, tmp_path)


@pytest.mark.parametrize("lost", ["signals", "limits", "a point"])
def test_the_comparison_of_pictures_sees_what_matters(qtbot: QtBot, lost: str) -> None:
    whole = rising()
    nothing = np.full(len(whole.own), np.nan)
    point = replace(whole.own[10], figure=replace(whole.own[10].figure, value=0.95))
    changed = {
        "signals": replace(whole, signalled=np.zeros(len(whole.own), dtype=np.bool_)),
        "limits": replace(whole, low=nothing, high=nothing),
        "a point": replace(whole, own=(*whole.own[:10], point, *whole.own[11:])),
    }[lost]
    assert not same(drawn(qtbot, lambda: trend(whole), "light"), drawn(qtbot, lambda: trend(changed), "light"))


def test_no_picture_is_left_without_its_chart_and_all_are_small() -> None:
    kept = {p.name for p in REFERENCE.glob("*.png")}
    assert kept == {f"{name}-{theme}.png" for name, theme in PICTURES}
    assert sum(p.stat().st_size for p in REFERENCE.glob("*.png")) < 1_500_000
