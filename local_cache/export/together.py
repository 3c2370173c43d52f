"""Units and time at once: what every table of a selection tells together, by units and over time.

Units and periods are each closed by themselves (`masking.py`, `periods.py`), and still a figure can follow from both
together: each sum over units and each sum over months leaves several hidden figures, and all of them leave one. A
hidden figure is taken for safe here only when it can be shown to be: there must be other countries with exactly the
same published tables in which it has as many other values as the threshold asks for. Such countries are made by swaps:
unit u gives k cases of month a to unit v and gets k of month b back, which no published sum sees unless it tells u from
v and a from b. (Swaps are the moves of contingency tables with fixed margins; Diaconis & Sturmfels, Ann Stat
1998;26(1):363.) What is told by nothing that tells u from v may be given without anything back, and what one unit's own
totals do not tell apart may be moved within it.

No equations are solved, so nothing is rounded. That no swap is found does not prove that a figure is told: more is then
hidden than had to be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from local_cache.export.masking import Count, Rule, Sum
from local_cache.export.periods import Span

Cell = tuple[str, Span]
"""A unit's figure for a stretch of months."""

Whole = NDArray[np.int64]
Counts = Mapping[str, Mapping[date, Count]]
"""Of each unit by month (or year)."""


def cells_to_hide(
    counts: Counts,
    sums: Sequence[Sum],
    rule: Rule,
    now: Collection[Cell],
    before: Collection[Cell],
    hidden: Collection[Cell] = (),
) -> frozenset[Cell]:
    """Of the figures that would be shown now, those to hide as well.

    counts: of every unit; sums: a tree of units; before: figures that were given out, or are taken for known, and
    cannot be taken back; hidden: figures that are masked now, whatever their size. What was told before this already is
    no reason to hide more.
    """
    if not now:
        return frozenset()
    country = _Country(counts, sums, rule, {span for _, span in (*now, *before, *hidden)})
    kept = set(now)
    secrets = country.secrets(set(now) | set(before), hidden)
    failing = country.unsafe(secrets, kept | set(before))
    if failing:
        failing -= country.unsafe(failing, set(before))
    while failing and kept:
        one = min(failing)
        taken = country.to_hide_for(one, kept, set(before))
        kept.discard(taken)
        # Hiding takes nothing from what is safe, so only these need be looked at again.
        told = country.unsafe({taken}, set(before))
        failing = country.unsafe(failing | ({taken} - told), kept | set(before))
    return frozenset(set(now) - kept)


def told_together(
    counts: Counts, sums: Sequence[Sum], rule: Rule, given: Collection[Cell], hidden: Collection[Cell] = ()
) -> frozenset[Cell]:
    """The figures that are few or hidden and cannot be shown to be safe from a reader of all that is given."""
    country = _Country(counts, sums, rule, {span for _, span in (*given, *hidden)})
    return frozenset(country.unsafe(country.secrets(set(given), hidden), set(given)))


class _Country:
    """Counts of the units that have none under them, between the ends of all periods."""

    def __init__(self, counts: Counts, sums: Sequence[Sum], rule: Rule, spans: Iterable[Span]) -> None:
        self._rule = rule
        self._edges = sorted({edge for span in spans for edge in span})
        self._at = {edge: i for i, edge in enumerate(self._edges)}
        self._over = {part: one.total for one in sums for part in one.parts}
        totals = {one.total for one in sums}
        units = set(counts) | totals | self._over.keys()
        self._ends = sorted(units - totals)
        self._place = {unit: i for i, unit in enumerate(self._ends)}
        self._lineage = {unit: self._up(unit) for unit in units}
        self._under: dict[str, list[int]] = defaultdict(list)
        for unit in self._ends:
            for above in self._lineage[unit]:
                self._under[above].append(self._place[unit])
        self._shares = any(c.numerator is not None for months in counts.values() for c in months.values())
        self._withheld = np.zeros((len(self._ends), len(self._edges) - 1), dtype=bool)
        kinds = ("numerator", "complement") if self._shares else ("denominator",)
        self._held: dict[str, Whole] = {
            kind: np.zeros((len(self._ends), len(self._edges) - 1), dtype=np.int64) for kind in kinds
        }
        for unit, row in self._place.items():
            for month, count in counts.get(unit, {}).items():
                atom = bisect_right(self._edges, month) - 1
                if not 0 <= atom < len(self._edges) - 1:
                    continue
                if count.denominator is None:
                    self._withheld[row, atom] = True
                for kind in kinds:
                    self._held[kind][row, atom] += getattr(count, kind) or 0
        # Floats multiply much faster, and hold whole numbers as large as these exactly.
        self._exact = {kind: held.astype(np.float64) for kind, held in self._held.items()}
        self._sizes = sum(held.sum(axis=1) for held in self._held.values())
        self._member = np.zeros((len(self._under), len(self._ends)), dtype=np.float64)
        for reader, rows in enumerate(self._under.values()):
            self._member[reader, rows] = 1

    def _up(self, unit: str) -> tuple[str, ...]:
        found = [unit]
        while (above := self._over.get(found[-1])) is not None:
            found.append(above)
        return tuple(found)

    def secrets(self, given: set[Cell], hidden: Collection[Cell]) -> set[Cell]:
        """Every stretch of months between the ends of periods, of every unit, that holds few and was not given out;
        and what is hidden."""
        found = {c for c in hidden if c[0] in self._under and c not in given and self._size(c)[0]}
        for unit, rows in self._under.items():
            running = [np.concatenate([[0], held[rows].sum(axis=0).cumsum()]) for held in self._held.values()]
            withheld = np.concatenate([[0], self._withheld[rows].any(axis=0).cumsum()])
            parts = [r[None, :] - r[:, None] for r in running]
            cases = np.sum(parts, axis=0)
            small = cases < self._rule.cases
            if self._shares:
                small |= np.min(parts, axis=0) < self._rule.events
            small &= (cases > 0) & (withheld[None, :] == withheld[:, None])
            for i, j in np.argwhere(np.triu(small, 1)):
                cell = (unit, (self._edges[i], self._edges[j]))
                if cell not in given:
                    found.add(cell)
        return found

    def unsafe(self, secrets: Collection[Cell], given: Collection[Cell]) -> set[Cell]:
        """Of the secrets, those for which too few other values can be shown to fit."""
        by_unit: dict[str, list[Span]] = defaultdict(list)
        for unit, span in secrets:
            by_unit[unit].append(span)
        seen = _Seen.of(given, self._lineage, self._ends, self._at)
        found: set[Cell] = set()
        for unit, spans in by_unit.items():
            ij = np.array([[self._at[a], self._at[b]] for a, b in spans]).T
            safe = self._safe(unit, ij, seen)
            found.update((unit, span) for span, is_safe in zip(spans, safe, strict=True) if not is_safe)
        return found

    def to_hide_for(self, secret: Cell, kept: Collection[Cell], before: Collection[Cell]) -> Cell:
        """The figure to hide along: the smallest of those near by that alone would do, else the nearest."""
        near = sorted((cell for cell in kept if cell[0] in self._under), key=lambda cell: self._far(secret, cell))
        given = set(kept) | set(before)
        for cell in sorted(near[:_TRIED], key=self._size):
            if not self.unsafe([secret], given - {cell}):
                return cell
        return near[0] if near else min(kept)

    def _size(self, cell: Cell) -> tuple[int, Cell]:
        unit, (first, end) = cell
        rows, part = self._under[unit], slice(self._at[first], self._at[end])
        return sum(int(held[rows, part].sum()) for held in self._held.values()), cell

    def _far(self, secret: Cell, cell: Cell) -> tuple[int, bool, int, int, Cell]:
        """Steps in the tree, then whether they share a month, then days between them and of the period."""
        (unit, (first, end)), (other, (start, stop)) = secret, cell
        theirs = self._lineage[other]
        steps = next((i for i, above in enumerate(self._lineage[unit]) if above in theirs), len(theirs))
        apart = max((start - end).days, (first - stop).days, 0)
        return steps, not (start < end and first < stop), apart, (stop - start).days, cell

    def _safe(self, unit: str, ij: Whole, seen: _Seen) -> NDArray[np.bool_]:
        """For each stretch, from ij[0] up to ij[1], whether every reader is left enough values."""
        inside = self._under[unit]
        within = [self._free(row, seen.over(row), None, ij, seen) for row in inside]
        alone = {kind: np.sum([found[kind] for found in within], axis=0) for kind in self._held}
        safe = self._enough(alone)
        outside = np.ones(len(self._ends), dtype=bool)
        outside[inside] = False
        # Those who know their own rows: every unit that is not over the secret and not in it.
        readers = self._member[~self._member[:, inside].any(axis=1)]
        for row in sorted(inside, key=lambda r: -self._sizes[r]):
            if safe.all():
                break
            left = ~safe
            safe[left] = self._safe_by(row, outside, readers, alone, left, ij[:, left], seen)
        return safe

    def _safe_by(
        self,
        row: int,
        outside: NDArray[np.bool_],
        readers: NDArray[np.float64],
        alone: Mapping[str, Whole],
        left: NDArray[np.bool_],
        ij: Whole,
        seen: _Seen,
    ) -> NDArray[np.bool_]:
        """By swaps of one of the unit's ends with groups of others, of which a reader knows some."""
        apart = {v: mask for v, mask in seen.apart(row).items() if outside[v]}
        most = {kind: alone[kind][left] for kind in self._held}
        groups = {m: [v for v, theirs in apart.items() if theirs & ~m == 0] for m in set(apart.values())}
        for mask, partners in sorted(groups.items(), key=lambda group: -len(group[1])):
            if len(partners) < 2 or self._enough(most).all():
                break
            theirs = {}
            for kind, held in self._held.items():
                known = (readers[:, partners] @ self._exact[kind][partners]).max(axis=0).astype(np.int64)
                theirs[kind] = held[partners].sum(axis=0) - known
            found = self._free(row, mask, theirs, ij, seen)
            most = {kind: np.maximum(most[kind], found[kind]) for kind in most}
        return self._enough(most)

    def _enough(self, free: Mapping[str, Whole]) -> NDArray[np.bool_]:
        rule = self._rule
        if not self._shares:
            return np.asarray(free["denominator"] >= max(rule.cases, 1))
        events, none = free["numerator"], free["complement"]
        return np.asarray((events >= rule.events) & (none >= rule.events) & (events + none >= max(rule.cases, 1)))

    def _free(
        self, row: int, mask: int, theirs: Mapping[str, Whole] | None, ij: Whole, seen: _Seen
    ) -> dict[str, Whole]:
        """How many values a unit's stretches can have by swaps with others that the spans of `mask` tell from it;
        theirs: what those hold; None: by moves within the unit."""
        i, j = ij
        classes, free = seen.classes(mask)
        found: dict[str, Whole] = {}
        for kind, held in self._held.items():
            own = held[row]
            if theirs is None:
                # Nothing is told of a month that no total of the unit covers; of a class all may come or go, where the
                # stretch has some of its months and not all.
                met = _between(classes, i, j)
                part = (met > 0) & (met < classes.sum(axis=1)[:, None])
                found[kind] = _between(free, i, j) * _WITHOUT_END + (classes @ own) @ part
                continue
            other = theirs[kind]
            here, beside = _between(classes * own, i, j), _between(classes * other, i, j)
            mine, whole = (classes @ own)[:, None], (classes @ other)[:, None]
            swaps = np.minimum(here, whole - beside) + np.minimum(mine - here, beside)
            found[kind] = _between(free * (own + other), i, j) + swaps.sum(axis=0)
        return found


_WITHOUT_END = 1 << 40

_TRIED = 6
"""Figures that are tried one by one before the nearest is taken."""


class _Seen:
    """Which spans tell which units apart, as bits: one for each span that is given of any unit."""

    def __init__(self, spans: Sequence[Span], at: Mapping[date, int]) -> None:
        self._spans = [(at[a], at[b]) for a, b in spans]
        self._atoms = len(at) - 1
        self._masks: dict[str, int] = defaultdict(int)
        self._lineages: list[tuple[str, ...]] = []
        self._classes: dict[int, tuple[Whole, Whole]] = {}

    @classmethod
    def of(
        cls,
        given: Collection[Cell],
        lineage: Mapping[str, tuple[str, ...]],
        ends: Sequence[str],
        at: Mapping[date, int],
    ) -> _Seen:
        spans = sorted({span for _, span in given if span[0] in at and span[1] in at})
        made = cls(spans, at)
        bit = {span: 1 << i for i, span in enumerate(spans)}
        for unit, span in given:
            made._masks[unit] |= bit.get(span, 0)
        made._lineages = [lineage[unit] for unit in ends]
        return made

    def over(self, row: int) -> int:
        mask = 0
        for unit in self._lineages[row]:
            mask |= self._masks[unit]
        return mask

    def apart(self, row: int) -> dict[int, int]:
        """Of every other end, the spans of what is over one of the two and not over both."""
        mine: dict[str, int] = {}
        mask = 0
        for unit in self._lineages[row]:
            mine[unit] = mask
            mask |= self._masks[unit]
        found = {}
        for other, lineage in enumerate(self._lineages):
            if other == row:
                continue
            theirs = 0
            for unit in lineage:
                if unit in mine:
                    found[other] = theirs | mine[unit]
                    break
                theirs |= self._masks[unit]
        return found

    def classes(self, mask: int) -> tuple[Whole, Whole]:
        """Which months (between ends) the spans do not tell apart, a row for each two or more; and those that none
        of them covers; 1 and 0."""
        if mask not in self._classes:
            inside = [(a, b) for n, (a, b) in enumerate(self._spans) if mask >> n & 1]
            signs: dict[tuple[int, ...], list[int]] = defaultdict(list)
            for atom in range(self._atoms):
                signs[tuple(n for n, (a, b) in enumerate(inside) if a <= atom < b)].append(atom)
            free = np.zeros(self._atoms, dtype=np.int64)
            free[signs.pop((), [])] = 1
            several = [atoms for atoms in signs.values() if len(atoms) > 1]
            classes = np.zeros((len(several), self._atoms), dtype=np.int64)
            for n, atoms in enumerate(several):
                classes[n, atoms] = 1
            self._classes[mask] = classes, free
        return self._classes[mask]


def _between(values: Whole, i: Whole, j: Whole) -> Whole:
    """The sums from i up to j of the last axis."""
    running = np.zeros((*values.shape[:-1], values.shape[-1] + 1), dtype=np.int64)
    np.cumsum(values, axis=-1, out=running[..., 1:])
    return np.asarray(running[..., j] - running[..., i])
