"""What somebody can work out of published numbers: exact arithmetic, no tolerance.

Published totals are linear equations over the counts that are not shown. A count is given away when the equations
determine it (Gaussian elimination over the rationals), or leave it fewer values than asked for, given that no count is
negative (linear programming: two-phase simplex with Bland's rule, Math Oper Res 1977;2(2):103, over the rationals).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Equation:
    """The sum of coefficient times unknown is `value`; None where it is not known to anybody here (a withheld part
    makes the structure, not the number, matter)."""

    coefficients: Mapping[str, int]
    value: int | None


def determined(equations: Sequence[Equation]) -> frozenset[str]:
    """The unknowns that have one value only, whatever the values are."""
    names, rows, _ = _reduced(equations)
    return frozenset(
        names[at[0]] for row in rows if len(at := [i for i, coefficient in enumerate(row) if coefficient]) == 1
    )


def bounds(equations: Sequence[Equation], unknown: str) -> tuple[Fraction, Fraction | None] | None:
    """The least and the greatest value an unknown can have when none is negative; None as greatest where there is no
    end, None where no values fit the equations at all (or a value is missing)."""
    connected = _connected(equations, unknown)
    if any(e.value is None for e in connected):
        return None
    if not connected:
        return Fraction(0), None
    if len(connected) == 1 and all(c == 1 for c in connected[0].coefficients.values()):
        value = Fraction(connected[0].value or 0)
        if value < 0:
            return None
        return (value, value) if len(connected[0].coefficients) == 1 else (Fraction(0), value)
    names, rows, values = _reduced(connected)
    solver = _Simplex.started(rows, values)
    if solver is None:
        return None
    at = names.index(unknown)
    low = solver.least([Fraction(int(i == at)) for i in range(len(names))])
    high = solver.least([Fraction(-int(i == at)) for i in range(len(names))])
    return (low if low is not None else Fraction(0)), (-high if high is not None else None)


def _connected(equations: Sequence[Equation], unknown: str) -> list[Equation]:
    """The equations that have to do with the unknown, through others as well."""
    reached, found = {unknown}, [False] * len(equations)
    grown = True
    while grown:
        grown = False
        for i, equation in enumerate(equations):
            if not found[i] and not reached.isdisjoint(equation.coefficients):
                found[i] = grown = True
                reached |= equation.coefficients.keys()
    return [e for e, is_in in zip(equations, found, strict=True) if is_in]


def _reduced(equations: Sequence[Equation]) -> tuple[list[str], list[list[Fraction]], list[Fraction]]:
    """Names of the unknowns, the reduced rows without those that say nothing, and their right-hand sides (0 = 1 stays,
    as a row of zeros)."""
    names = sorted({name for e in equations for name in e.coefficients})
    rows = [[Fraction(e.coefficients.get(name, 0)) for name in names] + [Fraction(e.value or 0)] for e in equations]
    top = 0
    for column in range(len(names)):
        pivot = next((i for i in range(top, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[top], rows[pivot] = rows[pivot], rows[top]
        lead = rows[top][column]
        rows[top] = [x / lead for x in rows[top]]
        for i, row in enumerate(rows):
            if i != top and (factor := row[column]):
                rows[i] = [x - factor * y for x, y in zip(row, rows[top], strict=True)]
        top += 1
    kept = [row for row in rows if any(row)]
    return names, [row[:-1] for row in kept], [row[-1] for row in kept]


class _Simplex:
    """A tableau in a feasible basis."""

    def __init__(self, rows: list[list[Fraction]], basis: list[int]) -> None:
        self._rows, self._basis = rows, basis

    @classmethod
    def started(cls, rows: Sequence[Sequence[Fraction]], values: Sequence[Fraction]) -> _Simplex | None:
        """The first phase: None where no values at all fit."""
        m, n = len(rows), len(rows[0]) if rows else 0
        tableau = []
        for i, (row, value) in enumerate(zip(rows, values, strict=True)):
            sign = -1 if value < 0 else 1
            artificial = [Fraction(int(i == j)) for j in range(m)]
            tableau.append([sign * x for x in row] + artificial + [sign * value])
        solver = cls(tableau, list(range(n, n + m)))
        left = solver.least([Fraction(0)] * n + [Fraction(1)] * m)
        if left is None or left > 0:
            return None
        for i in range(m):  # artificial unknowns that stand at nought leave the basis
            if solver._basis[i] >= n:
                column = next((j for j in range(n) if solver._rows[i][j]), None)
                if column is not None:
                    solver._pivot(i, column)
        kept = [i for i in range(m) if solver._basis[i] < n]
        return cls([solver._rows[i][:n] + solver._rows[i][-1:] for i in kept], [solver._basis[i] for i in kept])

    def least(self, costs: Sequence[Fraction]) -> Fraction | None:
        """The least sum of cost times unknown; None where there is none."""
        while True:
            reduced = list(costs)
            for row, at in zip(self._rows, self._basis, strict=True):
                if cost := costs[at]:
                    reduced = [r - cost * x for r, x in zip(reduced, row, strict=False)]
            entering = next((j for j, r in enumerate(reduced) if r < 0), None)
            if entering is None:
                return sum((costs[at] * row[-1] for row, at in zip(self._rows, self._basis, strict=True)), Fraction(0))
            ratios = [
                (row[-1] / row[entering], self._basis[i], i) for i, row in enumerate(self._rows) if row[entering] > 0
            ]
            if not ratios:
                return None
            self._pivot(min(ratios)[2], entering)

    def _pivot(self, at: int, column: int) -> None:
        lead = self._rows[at][column]
        self._rows[at] = [x / lead for x in self._rows[at]]
        for i, row in enumerate(self._rows):
            if i != at and (factor := row[column]):
                self._rows[i] = [x - factor * y for x, y in zip(row, self._rows[at], strict=True)]
        self._basis[at] = column
