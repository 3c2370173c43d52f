"""How well what a registry has agrees with what the journal says, variable by variable.

Values that one side or both lack are counted by themselves and take no part in the rest. A code that says the answer is
not known is an answer like any other here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean, stdev
from typing import Literal

from local_cache.registry import VariableType
from local_cache.results.intervals import wilson, z_of
from local_cache.values import Value, same_value

DifferenceUnit = Literal["", "days", "minutes"]
"""Of a difference: "" is the variable's own unit."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One variable of one record, as the registry has it and as it was read in the journal."""

    record: str
    registry: Value | None
    journal: Value | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share 0..1 with its 95 % interval (Wilson)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa, −1..1, with its standard error and 95 % interval.

    The last three are None where everything agrees: their formula then gives no width, however few the records are.
    """

    value: float
    standard_error: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Registry minus journal over `n` records: mean, standard deviation, and the 95 % limits of agreement.

    The last three are None for a single record.
    """

    n: int
    unit: DifferenceUnit
    mean: float
    deviation: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """One variable. compared: records where both sides have a value; equal: those where it is the same."""

    variable: str
    type: VariableType
    both_missing: int
    registry_missing: int
    journal_missing: int
    compared: int
    equal: int
    share: Share | None
    kappa: Kappa | None
    difference: Difference | None


def agreement(variable: str, kind: VariableType, pairs: Sequence[Pair]) -> Agreement:
    """A variable's agreement: kappa for codes and booleans, the difference for numbers, dates and points in time."""
    known = [(p.registry, p.journal) for p in pairs if p.registry is not None and p.journal is not None]
    equal = sum(same_value(one, other, kind) for one, other in known)
    return Agreement(
        variable=variable,
        type=kind,
        both_missing=sum(p.registry is None and p.journal is None for p in pairs),
        registry_missing=sum(p.registry is None and p.journal is not None for p in pairs),
        journal_missing=sum(p.registry is not None and p.journal is None for p in pairs),
        compared=len(known),
        equal=equal,
        share=share(equal, len(known)),
        kappa=kappa((_category(one), _category(other)) for one, other in known)
        if kind in ("code", "multi-code", "boolean")
        else None,
        difference=_difference(kind, known),
    )


def disagreements(kind: VariableType, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs that do not say the same; also those where one side has no value."""
    return tuple(pair for pair in pairs if not same_value(pair.registry, pair.journal, kind))


def share(equal: int, compared: int) -> Share | None:
    """The share with its interval; None where nothing was compared."""
    if compared == 0:
        return None
    low, high = (float(end) for end in wilson(equal, compared))
    return Share(equal / compared, low, high)


def kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> Kappa | None:
    """Cohen's kappa of two sets of categories, (pₒ − pₑ)/(1 − pₑ).

    None without pairs, and where both sides have the same single category (pₑ = 1): agreement beyond chance is then not
    defined. Sources: Cohen, Educ Psychol Meas 1960;20:37–46. The large-sample standard error is that of Fleiss, Cohen &
    Everitt, Psychol Bull 1969;72:323–7: with pᵢⱼ the shares of the table and pᵢ. and p.ᵢ its margins, its square is
    {Σ pᵢᵢ[1 − (pᵢ. + p.ᵢ)(1 − κ)]² + (1 − κ)² Σ_{i≠j} pᵢⱼ(p.ᵢ + pⱼ.)² − [κ − pₑ(1 − κ)]²} / {n(1 − pₑ)²}.
    """
    cells = Counter(pairs)
    n = cells.total()
    if n == 0:
        return None
    ours: Counter[Hashable] = Counter()
    theirs: Counter[Hashable] = Counter()
    for (one, other), count in cells.items():
        ours[one] += count
        theirs[other] += count
    agreed = sum(count for (one, other), count in cells.items() if one == other)
    by_chance = sum(ours[category] * theirs[category] for category in ours)  # n² pₑ, exact
    if by_chance == n * n:
        return None
    expected = by_chance / (n * n)
    value = (agreed * n - by_chance) / (n * n - by_chance)
    if agreed == n:
        return Kappa(1.0, None, None, None)
    variance = -((value - expected * (1 - value)) ** 2)
    for (one, other), count in cells.items():
        if one == other:
            variance += count / n * (1 - (ours[one] + theirs[one]) / n * (1 - value)) ** 2
        else:
            variance += (1 - value) ** 2 * count / n * ((theirs[one] + ours[other]) / n) ** 2
    error = math.sqrt(max(0.0, variance) / n) / (1 - expected)
    reach = z_of(0.95) * error
    return Kappa(value, error, max(-1.0, value - reach), min(1.0, value + reach))


def difference(differences: Sequence[float], unit: DifferenceUnit = "") -> Difference | None:
    """Mean, standard deviation (n − 1) and limits of agreement, mean ∓ 1.96 SD; None without differences.

    Source: Bland & Altman, Lancet 1986;1:307–10.
    """
    if not differences:
        return None
    mean = fmean(differences)
    if len(differences) == 1:
        return Difference(1, unit, mean, None, None, None)
    deviation = stdev(differences)
    reach = z_of(0.95) * deviation
    return Difference(len(differences), unit, mean, deviation, mean - reach, mean + reach)


def _category(value: Value) -> Hashable:
    return frozenset(value) if isinstance(value, tuple) else value


def _difference(kind: VariableType, known: Sequence[tuple[Value, Value]]) -> Difference | None:
    if kind in ("integer", "decimal"):
        return difference([float(a) - float(b) for a, b in known if _number(a) and _number(b)])  # type: ignore[arg-type]
    if kind == "date":
        days = [(a - b).days for a, b in known if isinstance(a, date) and isinstance(b, date)]
        return difference([float(d) for d in days], "days")
    if kind == "timestamp":
        times = [(a - b).total_seconds() / 60 for a, b in known if isinstance(a, datetime) and isinstance(b, datetime)]
        return difference(times, "minutes")
    return None


def _number(value: Value) -> bool:
    return isinstance(value, int | float)
