"""Random draws as SQL text: every draw is a hash of the seed, the draw's name and the record's number.

A draw written here is a token: u('name') for a uniform number in [0, 1), p('name') for one that all records of a
patient share, effect('process') for how far the unit's own practice lies from the nation's (in log odds).
`generator.py` turns the tokens into columns. A record's values thus depend on nothing but the seed and its number, in
whatever order or number of threads they are computed.
"""

from __future__ import annotations

from collections.abc import Mapping


def uniform(name: str) -> str:
    return f"u('{name}')"


def patient_uniform(name: str) -> str:
    """The same for every record of a patient."""
    return f"p('{name}')"


def normal(name: str, mean: str | float = 0, deviation: str | float = 1) -> str:
    """Box–Muller from two uniform draws."""
    return f"({mean} + {deviation} * sqrt(-2 * ln(1e-12 + u('{name}'))) * cos(2 * pi() * u('{name}.angle')))"


def lognormal(name: str, median: str | float, spread: float) -> str:
    return f"({median} * exp({normal(name, 0, spread)}))"


def effect(process: str) -> str:
    return f"effect('{process}')"


def happens(process: str, share: str | float) -> str:
    """True with the given share (a number or an expression), shifted by the unit's practice of this process."""
    return f"(u('{process}') < 1 / (1 + exp(-(ln(({share}) / (1 - ({share}))) + effect('{process}')))))"


def plain(name: str, share: str | float) -> str:
    """True with the given share, the same in every unit."""
    return f"(u('{name}') < {share})"


def pick(name: str, weights: Mapping[str, float]) -> str:
    """One of the values, by weight."""
    return pick_from(uniform(name), weights)


def pick_from(draw: str, weights: Mapping[str, float]) -> str:
    """One of the values, by weight, from a uniform draw."""
    sum_of_weights = sum(weights.values())
    upto, cases = 0.0, []
    *values, last = weights
    for value in values:
        upto += weights[value] / sum_of_weights
        cases.append(f"WHEN {draw} < {upto:.6f} THEN '{value}'")
    return f"(CASE {' '.join(cases)} ELSE '{last}' END)"


def several(name: str, shares: Mapping[str, float]) -> str:
    """A list of those values that apply, each with its own share."""
    members = ", ".join(
        f"CASE WHEN u('{name}.{value}') < {share} THEN '{value}' END" for value, share in shares.items()
    )
    return f"list_filter([{members}], lambda x: x IS NOT NULL)"


def whole(expression: str, low: float, high: float) -> str:
    """Rounded to a whole number between two bounds."""
    return f"CAST(round(least({high}, greatest({low}, {expression}))) AS BIGINT)"


def decimal(expression: str, low: float, high: float, digits: int = 1) -> str:
    return f"round(least({high}, greatest({low}, {expression})), {digits})"
