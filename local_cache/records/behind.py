"""The records behind a figure: the filter whose count is the figure's n."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from local_cache.records.filter import RecordFilter
from local_cache.registry import ALL_PATIENTS, Definition, Indicator
from local_cache.results.figure import Period, Selection, add_months

COMPLETED = "form_status = 'completed'"

_LARGEST = "9999999999.99995"
"""What is at least so large in a measure is unknown to the counting (`counting.py`, DECIMAL(14, 4) rounded)."""


@dataclass(frozen=True, slots=True)
class Records:
    """Records of a form, to be shown on the page of own records."""

    form: str
    filter: RecordFilter


def records_behind(definition: Definition, indicator: str, selection: Selection, called: str = "") -> Records:
    """The records an own figure's denominator counts, in its period and subgroup; those unknown to it are left out.

    called: what to call them where the filter is shown. Whether the definition's expressions are understood shows when
    the filter is used.
    """
    wanted = definition.indicator(indicator)
    expressions = [COMPLETED, *_counted(wanted), _in_period(wanted, selection.period)]
    if selection.subgroup != ALL_PATIENTS:
        expressions.append(next(s.expression for s in definition.subgroups if s.id == selection.subgroup))
    return Records(wanted.form, RecordFilter(expressions=tuple(expressions), called=called))


def _counted(indicator: Indicator) -> list[str]:
    """As `counting.py` counts the kinds: the denominator holds, what is measured is known."""
    conditions = [indicator.denominator] if indicator.denominator is not None else []
    if indicator.kind not in ("mean", "median"):
        conditions.append(f"({indicator.numerator or 'TRUE'}) IS NOT NULL")
    if indicator.kind in ("mean", "median", "rate", "ratio"):
        conditions.append(f"({indicator.measure}) > -{_LARGEST} AND ({indicator.measure}) < {_LARGEST}")
    return conditions


def _in_period(indicator: Indicator, period: Period) -> str:
    """Whole months, as far as the indicator holds in them."""
    event = indicator.event_date or "event_date"
    first, end = period.first, period.end
    if indicator.valid_from:
        first = max(first, indicator.valid_from.replace(day=1))
    if indicator.valid_to:
        end = min(end, add_months(indicator.valid_to.replace(day=1), 1))
    return f"({event}) >= {_day(first)} AND ({event}) < {_day(end)}"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
