"""How a form's table looks: which columns, in which order, how many of them stay in sight."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from local_cache.records.columns import Column
from local_cache.records.filter import Between, Condition, During, Equals, Missing, OneOf

KEY_COLUMNS = ("record_id", "event_date", "form_status")
"""Shown first, and kept in sight until somebody decides otherwise."""

LEFT_OUT = ("version", "episode", "first_completed")
"""Columns every record has that one asks for when one needs them."""


@dataclass(frozen=True)
class Look:
    """columns: names in order; frozen: so many stay in sight, the flags not counted."""

    columns: tuple[str, ...]
    frozen: int
    labels: bool = True


def standard_look(columns: tuple[Column, ...]) -> Look:
    """The key columns, then the codebook's variables in its order; what is hidden anyway stands last."""
    rest = [c for c in columns if c.name not in (*KEY_COLUMNS, *LEFT_OUT)]
    names = [c.name for c in sorted(rest, key=lambda c: c.masked)]
    return Look((*KEY_COLUMNS, *names), len(KEY_COLUMNS))


def only_value(column: Column, value: Any) -> Condition | None:
    """The condition that a column has this value; None for values that no condition finds (no list, no number)."""
    if value == () or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if column.is_date and isinstance(value, str):
        return None
    if value is None:
        return Missing()
    if isinstance(value, tuple):
        return OneOf(value)
    if isinstance(value, bool):
        return OneOf(("true" if value else "false",))
    if column.is_number:
        return Between(float(value), float(value))
    if isinstance(value, date):
        day = date(value.year, value.month, value.day)
        return During(day, day)
    return OneOf((value,)) if column.type == "code" else Equals(str(value))
