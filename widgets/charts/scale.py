"""A chart's value axis: what it covers and where its ticks stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from local_cache.registry import Indicator
from local_cache.results.attainment import levels_crossed
from local_cache.results.figure import Figure
from local_cache.results.format import format_number


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in the measure's own unit; `number_format` writes the ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    number_format: str

    def share(self, value: float) -> float:
        """Where a value stands: 0 at the low end, 1 at the high one."""
        return (value - self.low) / (self.high - self.low)

    def tick_text(self, tick: float, language: str) -> str:
        return format_number(tick, self.number_format, language)


def scale_for(
    figures: Iterable[Figure],
    indicator: Indicator | None,
    *,
    intervals: bool,
    wanted: int = 6,
    also: Iterable[float] = (),
) -> Scale:
    """A scale that holds every value (and, asked for, interval), with room around and round ticks.

    also: what else is drawn on it, such as limits; what is not finite is passed over.
    Proportions stay within 0 and 1, and nothing that cannot be negative goes below 0.
    """
    values = [float(v) for v in also if isfinite(v)]
    for figure in figures:
        parts = (figure.value, figure.low, figure.high) if intervals else (figure.value,)
        values += [v for v in parts if v is not None and isfinite(v)]
    share = indicator is None or indicator.format.endswith("%")
    if indicator is not None and values:
        # The nearest level is worth seeing when it is not far away.
        reach = (max(values) - min(values) or abs(max(values)) or 1.0) * 0.6
        for level in (indicator.green, indicator.yellow):
            if level is not None and min(values) - reach <= level <= max(values) + reach:
                values.append(level)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 0.1
    low, high = low - room, high + room
    least_seen = 0.0 if not values or min(values) >= 0 else low
    low = max(low, least_seen)
    if share:
        high = min(high, 1.0) if not values or max(values) <= 1 else high
    return _round(low, high, wanted, share=share)


def plain_scale(low: float, high: float, *, wanted: int = 6, share: bool = False) -> Scale:
    """A scale with round ticks that holds both ends; from 0 to 1 where they are the same. share: ticks in per cent."""
    return _round(low, high, wanted, share=share) if high > low else _round(0.0, 1.0, wanted, share=share)


def _round(low: float, high: float, wanted: int, *, share: bool) -> Scale:
    step = _round_step((high - low) / wanted)
    low, high = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    count = round((high - low) / step)
    ticks = tuple(round(low + i * step, 12) for i in range(count + 1))
    shown_step = step * 100 if share else step
    decimals = max(0, -floor(log10(shown_step) + 1e-9)) if shown_step < 1 else 0
    return Scale(ticks[0], ticks[-1], ticks, f",.{decimals}{'%' if share else 'f'}")


def _round_step(wanted: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten that is not smaller."""
    power: float = 10.0 ** floor(log10(wanted))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= wanted * 0.999)


def bands(indicator: Indicator | None, scale: Scale) -> tuple[tuple[str, float, float], ...]:
    """Target bands inside the scale as (theme colour, low, high), low values first; empty where no target is set,
    or levels that contradict each other."""
    if indicator is None or levels_crossed(indicator.green, indicator.yellow, indicator.direction):
        return ()
    green = indicator.green
    yellow = green if indicator.yellow is None else indicator.yellow
    if yellow is None:
        return ()
    # Without a green level nothing is high: the better side is moderate all the way.
    best = "high_band" if green is not None else "moderate_band"
    inner, outer = sorted((yellow, yellow if green is None else green))
    names = ("low_band", "moderate_band", best)
    if indicator.direction == 0:
        names = (best, "moderate_band", "low_band")
    edges = [scale.low, *(min(max(e, scale.low), scale.high) for e in (inner, outer)), scale.high]
    return tuple((n, a, b) for n, a, b in zip(names, edges, edges[1:], strict=False) if b > a)
