"""What can be chosen at the top of the window, and what is: registry, own unit and period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.pages.page import View, told_apart
from local_cache.cache import Cursor
from local_cache.corrections.corrections import TO_SEND, waiting
from local_cache.corrections.messages import rows as messages
from local_cache.ledger import Ledger
from local_cache.registry import Definition
from local_cache.results import summary
from local_cache.results.figure import Period
from local_cache.results.summary import RegistrySummary, by_name
from widgets.choosers import Choice

LEVELS = ("department", "hospital", "trust", "region", "nation")
"""A unit chooser's order: those that register first."""


@dataclass(frozen=True)
class Here:
    """What the choosers offer. view: None where nothing is here, or the own unit has not been chosen yet; waiting:
    corrections and answers that wait to be sent, of every registry."""

    registries: tuple[RegistrySummary, ...]
    chosen: RegistrySummary | None = None
    definition: Definition | None = None
    period_ids: tuple[str, ...] = ()
    view: View | None = None
    waiting: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class ChosenPeriod:
    registry: str
    period_id: str
    period: Period


def read_here(cursor: Cursor, ledger: Ledger, registry: str, shown_unit: str, language: str, today: date) -> Here:
    """What is in the cache, and the view that fits what was chosen before, as far as that is still here.

    `registry`: the wanted one, "" for the one last chosen. The unit is the one chosen in this registry before, else the
    one shown now, else the one last chosen anywhere. Of published figures none is one's own before a person says so.
    """
    found = summary.registries(cursor)
    unsent = waiting(ledger), messages.count(ledger, TO_SEND)
    if not found:
        return Here((), waiting=unsent)
    registry = registry or str(ledger.choice("registry") or "")
    chosen = next((s for s in found if s.registry == registry), None)
    chosen = chosen or max(found, key=lambda s: s.records)
    definition = summary.definition(cursor, chosen.registry)
    offered = summary.periods(cursor, chosen.registry, today)
    known = {u.unit for u in chosen.units}
    wanted = (ledger.choice(f"unit/{chosen.registry}"), shown_unit, ledger.choice("unit"))
    unit = next((str(u) for u in wanted if u in known), None)
    if unit is None and chosen.records:
        unit = max(chosen.units, key=lambda u: u.own_records).unit
    if unit is None or not offered:
        return Here(found, chosen, definition, offered, waiting=unsent)
    period_id = str(ledger.choice("period"))
    period_id = period_id if period_id in offered else offered[0]
    period = summary.period(cursor, chosen.registry, period_id)
    view = View(found, chosen, definition, unit, period_id, period, language)
    return Here(found, chosen, definition, offered, view, unsent)


def unit_choices(chosen: RegistrySummary, definition: Definition, language: str) -> tuple[Choice, ...]:
    """The units, those that register first, by name."""
    names = told_apart(definition, [u.unit for u in chosen.units], language)
    ordered = sorted(chosen.units, key=lambda u: (LEVELS.index(u.level), by_name(names[u.unit])))
    return tuple(Choice(u.unit, names[u.unit]) for u in ordered)
