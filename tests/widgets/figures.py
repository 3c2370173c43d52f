"""Values to draw, made by hand."""

from __future__ import annotations

from datetime import date, datetime
from math import sin

from local_cache.registry import Indicator
from local_cache.results.figure import (
    Attainment,
    ComparedUnit,
    Comparison,
    Figure,
    IndicatorResult,
    Point,
    Shown,
    Trend,
    add_months,
)
from local_cache.results.intervals import wilson

AS_OF = datetime(2026, 11, 21, 5, 12)
INDICATOR = Indicator(
    id="op24", version=3, title={"nb": "Operert innen 24 timer"}, kind="proportion", green=0.85, yellow=0.70
)


def share(numerator: int, denominator: int, *, own: bool = False) -> Figure:
    low, high = (float(end) for end in wilson(numerator, denominator))
    return Figure(
        Shown.VALUE,
        "proportion",
        numerator / denominator,
        low,
        high,
        numerator,
        denominator,
        "Wilson",
        own=own,
        data_as_of=AS_OF,
    )


def without(shown: Shown, denominator: int | None = None) -> Figure:
    return Figure(shown, "proportion", denominator=denominator)


def series(months: int) -> Trend:
    first = date(2024, 12, 1)
    own = [
        Point(add_months(first, i), share(round(10 * (0.7 + 0.2 * sin(i))), 10, own=True), i == months - 1)
        for i in range(months)
    ]
    nation = [Point(p.month, share(790, 1000)) for p in own]
    return Trend("op24", "month", tuple(own), tuple(nation))


def compared(units: int, own: int = 0) -> Comparison:
    drawn = [
        ComparedUnit(f"u{i}", f"Fjordbyen sykehus {i}", share(40 + i, 100), own=i == own)
        for i in reversed(range(units))
    ]
    few = ComparedUnit("few", "Lite sykehus", without(Shown.TOO_FEW, 7))
    return Comparison("op24", "hospital", (*drawn, few), share(700, 1000))


def result(own: Figure, title: str = "Operert innen 24 timer", *, certain: bool = True) -> IndicatorResult:
    level = Attainment.MODERATE if own.shown is Shown.VALUE else None
    return IndicatorResult(
        title, title, own, share(789, 1000), share(150, 190), share(700, 900), share(60, 100), level, certain, ()
    )
