"""When a value lies outside its range, said in the one language.

Numbers are held against numbers and other variables; dates and points in time against dates, "today" and other
variables. Both ends belong to the range. A point in time is held against a date by its calendar day.
"""

from __future__ import annotations

import re
from datetime import date

from local_cache.errors import ExpressionRefused
from local_cache.registry import Form, Range, Variable

TODAY = "today"
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_NUMBERS = ("integer", "decimal")
_DATES = ("date", "timestamp")


def outside(form: Form, variable: Variable, bounds: Range) -> str:
    """An expression that is true where the value lies outside, unknown where it or the bound is not known; "" where
    the range has no ends. Raises ExpressionRefused for an end that does not fit the variable."""
    parts = []
    if bounds.low is not None:
        parts.append(_under(form, variable, bounds.low))
    if bounds.high is not None:
        parts.append(_over(form, variable, bounds.high))
    return " OR ".join(parts)


def in_the_future(variable: Variable) -> str:
    """An expression: the date lies after today."""
    return f"days_between(today(), {variable.id}) > 0"


def allows_the_future(bounds: Range | None, today: date) -> bool:
    """Whether a range's upper end is a day after today, so that such dates are meant."""
    high = None if bounds is None else bounds.high
    return isinstance(high, str) and bool(_DATE.match(high)) and date.fromisoformat(high) > today


def _under(form: Form, variable: Variable, low: float | str) -> str:
    if _by_day(form, variable, low):
        return f"days_between({_end(form, variable, low)}, {variable.id}) < 0"
    return f"{variable.id} < {_end(form, variable, low)}"


def _over(form: Form, variable: Variable, high: float | str) -> str:
    if _by_day(form, variable, high):
        return f"days_between({variable.id}, {_end(form, variable, high)}) < 0"
    return f"{variable.id} > {_end(form, variable, high)}"


def _by_day(form: Form, variable: Variable, end: float | str) -> bool:
    """Whether days are compared: always, except between two points in time."""
    if variable.type not in _DATES:
        return False
    other = next((v for v in form.variables if v.id == end), None)
    return not (variable.type == "timestamp" and other is not None and other.type == "timestamp")


def _end(form: Form, variable: Variable, end: float | str) -> str:
    kinds = _NUMBERS if variable.type in _NUMBERS else _DATES
    if variable.type not in (*_NUMBERS, *_DATES):
        raise ExpressionRefused(reason=f"{variable.type} has no range")
    if not isinstance(end, str):
        if kinds is _DATES:
            raise ExpressionRefused(reason="a date has no number as an end")
        return repr(end)
    if any(v.id == end and v.type in kinds for v in form.variables):
        return end
    if kinds is _DATES and end == TODAY:
        return "today()"
    if kinds is _DATES and _DATE.match(end):
        return f"DATE '{end}'"
    raise ExpressionRefused(reason=f"the end “{end[:60]}” was not understood")
