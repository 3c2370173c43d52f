"""Small counts in what leaves the unit: which rows are hidden so that none of them can be computed from the others.

A row (a unit, a month) is hidden as a whole: numerator, complement, denominator, value and interval. Readers know their
own row, and everybody knows that totals are sums. Rows are first hidden for their own sake; then others with them,
until no reader's equations determine a hidden count or leave it fewer values than the threshold. Cell suppression as in
Willenborg & de Waal, Elements of Statistical Disclosure Control (2001), chapter 8; the choice of what to hide along is
greedy (the smallest first), so the pattern is safe, not the smallest there could be.

Why a row is hidden is not told row by row: that it was for its own sake would tell that its count is small.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from local_cache.export.disclosure import Equation, bounds, determined


@dataclass(frozen=True, slots=True)
class Count:
    """What a row holds. numerator: None where it has no meaning (a mean); denominator: None where the source withheld
    the row, so that nobody here knows it."""

    numerator: int | None
    denominator: int | None

    @property
    def complement(self) -> int | None:
        if self.numerator is None or self.denominator is None:
            return None
        return self.denominator - self.numerator


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the rows it is the sum of, by their names."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """cases: fewest in a denominator; events: fewest in a numerator and in its complement (0: no such rule; otherwise
    0 % and 100 %, which tell every patient's value, are hidden as well); others: fewest hidden rows left in a sum for a
    reader who knows one; rest: fewest units in "the rest"; dominance: the largest share one may have of what is hidden
    or of the rest."""

    cases: int
    events: int = 0
    others: int = 2
    rest: int = 3
    dominance: Fraction = Fraction(9, 10)


class Attack(Enum):
    """How a hidden row is given away."""

    ALONE = "too few others are hidden in a sum"
    SMALL_REST = "what is left of a sum is smaller than the threshold"
    DOMINATED = "one row makes up most of what is left of a sum"
    DETERMINED = "the equations have one solution"
    BOUNDED = "the equations leave fewer values than the threshold"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A hidden row that a reader can work out, or nearly; reader: whose own row is known besides, None for anybody."""

    row: str
    reader: str | None
    attack: Attack
    sum: Sum | None = None


@dataclass(frozen=True, slots=True)
class Mask:
    """hidden: the rows not to be shown; exposed: rows that cannot be protected, for what was shown earlier; together:
    those of the hidden that would tell of few only with earlier exports."""

    hidden: frozenset[str]
    exposed: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()


def is_small(count: Count, rule: Rule) -> bool:
    """Whether a row is hidden for its own sake. A row without cases tells of nobody."""
    if count.denominator is None:
        return True
    if count.denominator == 0:
        return False
    if count.denominator < rule.cases:
        return True
    numerator, complement = count.numerator, count.complement
    return numerator is not None and complement is not None and min(numerator, complement) < rule.events


def mask(
    rows: Mapping[str, Count],
    sums: Sequence[Sum],
    rule: Rule,
    shown_before: Collection[str] = (),
    readers: Collection[str | None] | None = None,
    hidden_already: Collection[str] = (),
) -> Mask:
    """The rows to hide. shown_before: rows that stand in earlier exports and cannot be taken back; readers: as in
    `disclosures`; hidden_already: rows that are hidden for another reason."""
    before = set(shown_before)
    hidden = {name for name, count in rows.items() if is_small(count, rule) and name not in before}
    hidden |= set(hidden_already) & rows.keys()
    exposed = {name for name, count in rows.items() if is_small(count, rule) and name in before}
    blocks = _Blocks.of(rows, sums, rule, hidden)
    changed = True
    while changed:  # a row that is hidden along is a reader as well
        changed = False
        for reader in [None, *sorted(hidden)] if readers is None else readers:
            while blocks is None or not blocks.safe_from(reader):
                found = next(disclosures(rows, sums, rule, hidden, [reader]), None)
                if found is None:
                    break
                changed = True
                more = _along(rows, sums, found, hidden | before)
                if more is not None:
                    hidden.add(more)
                else:
                    # Everything that could be hidden is, and only earlier exports are left to compute it from.
                    exposed.add(found.row)
                    rows = {name: count for name, count in rows.items() if name != found.row}
                    sums = [s for s in sums if found.row != s.total and found.row not in s.parts]
                blocks = _Blocks.of(rows, sums, rule, hidden)
    return Mask(frozenset(hidden), frozenset(exposed))


def rest_may_be_shown(others: Sequence[int | None], rule: Rule) -> bool:
    """Whether "the rest" (a total without the reader's own unit) may stand: it holds enough units, none of them most
    of it. others: the denominators of the units in it, None where withheld."""
    sizes = [size or 0 for size in others if size != 0]
    return len(sizes) >= rule.rest and max(sizes) <= rule.dominance * sum(sizes) and sum(sizes) >= rule.cases


def disclosures(
    rows: Mapping[str, Count],
    sums: Sequence[Sum],
    rule: Rule,
    hidden: Collection[str],
    readers: Collection[str | None] | None = None,
) -> Iterator[Disclosure]:
    """Every way in which somebody can work out a hidden row. readers: whose eyes it is read with; all, where not given.

    A reader knows the own row and those of the units under it, and by them what is over it when all beside is shown:
    that is no disclosure. A reader whose own row is shown knows no more than anybody.
    """
    secret = frozenset(hidden) & rows.keys()
    above, below = _lineage(tuple(sums))
    for reader in [None, *sorted(secret)] if readers is None else readers:
        own = below.get(reader, {reader}) if reader is not None else set()
        unknown = secret - own
        over = {total for name in own for total in above.get(name, ())}
        ways = (_in_sums(rows, sums, rule, unknown, reader), _in_equations(rows, sums, rule, unknown, reader))
        yield from (one for way in ways for one in way if one.row not in over)


@lru_cache(maxsize=64)
def _lineage(sums: tuple[Sum, ...]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The totals over each row, also over those; and each total with everything it is the sum of."""
    under = {one.total: one.parts for one in sums}
    below: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    for total in under:
        reached, ahead = {total}, [total]
        while ahead:
            for part in under.get(ahead.pop(), ()):
                if part not in reached:
                    reached.add(part)
                    ahead.append(part)
        below[total] = reached
        for name in reached:
            above.setdefault(name, set()).add(total)
    return above, below


def _in_sums(
    rows: Mapping[str, Count], sums: Sequence[Sum], rule: Rule, unknown: frozenset[str], reader: str | None
) -> Iterator[Disclosure]:
    for one in sums:
        left = [part for part in one.parts if part in unknown]
        if one.total in unknown or one.total not in rows or not left:
            continue
        smallest = min(left, key=lambda name: rows[name].denominator or 0)
        sizes = [rows[name].denominator for name in left]
        known = [size for size in sizes if size is not None]
        if len(left) < rule.others:
            yield Disclosure(smallest, reader, Attack.ALONE, one)
        elif len(known) == len(sizes) and sum(known) < rule.cases:
            yield Disclosure(smallest, reader, Attack.SMALL_REST, one)
        elif known and max(known) > rule.dominance * sum(known) and len(known) == len(sizes):
            yield Disclosure(smallest, reader, Attack.DOMINATED, one)


def _in_equations(
    rows: Mapping[str, Count], sums: Sequence[Sum], rule: Rule, unknown: frozenset[str], reader: str | None
) -> Iterator[Disclosure]:
    tree = _Tree.of(rows, sums, unknown)
    if tree is not None:
        given = frozenset(name for name in unknown if tree.is_determined(name))
    else:
        given = determined(_equations(rows, sums, unknown, "denominator"))
    for name in sorted(given):
        yield Disclosure(name, reader, Attack.DETERMINED)

    def width(name: str, what: str) -> Fraction | int | None:
        if tree is not None:
            return tree.width(name, what)
        found = bounds(_equations(rows, sums, unknown, what), name)
        return None if found is None or found[1] is None else found[1] - found[0]

    for name in sorted(unknown - given):
        if rows[name].denominator is None:
            continue
        if rows[name].numerator is None:
            widths: tuple[tuple[Fraction | int | None, int], ...] = ((width(name, "denominator"), rule.cases),)
        else:
            events, none = width(name, "numerator"), width(name, "complement")
            together = None if events is None or none is None else events + none
            widths = ((events, rule.events), (none, rule.events), (together, rule.cases))
        if any(found is not None and found < fewest for found, fewest in widths):
            yield Disclosure(name, reader, Attack.BOUNDED)


class _Tree:
    """The same answers where every row is part of at most one sum and the total of at most one: there they follow from
    where counts can be moved, without solving anything. (`test_masking.py` holds them against linear programming.)

    A hidden row can lose what is in hidden rows under it, to any hidden row that can take it; it can gain what is in
    the hidden rows beside it, and beside the hidden totals over it. A row that was withheld at the source counts as
    empty, which is the safe side.
    """

    def __init__(self, rows: Mapping[str, Count], over: dict[str, Sum], under: dict[str, Sum], unknown: frozenset[str]):
        self._rows, self.over, self.under, self._unknown = rows, over, under, unknown
        self._masses: dict[tuple[str, str], int] = {}
        self._moving: dict[str, bool] = {}
        self._giving: dict[str, bool] = {}
        self._hidden: dict[str, list[str]] = {}
        self._moving_parts: dict[str, int] = {}
        self._hidden_masses: dict[tuple[str, str], int] = {}

    @classmethod
    def of(cls, rows: Mapping[str, Count], sums: Sequence[Sum], unknown: frozenset[str]) -> _Tree | None:
        over: dict[str, Sum] = {}
        under: dict[str, Sum] = {}
        for one in sums:
            if one.total not in rows:
                continue
            if one.total in under or any(part in over for part in one.parts):
                return None
            under[one.total] = one
            over |= dict.fromkeys(one.parts, one)
        return cls(rows, over, under, unknown)

    def is_determined(self, name: str) -> bool:
        return not (self._moves(name) and self._gives(name))

    def width(self, name: str, what: str) -> int | None:
        """How many values the count can have besides its own; None without end."""
        if self.is_determined(name):
            return 0
        gain = self._gain(name, what)
        return None if gain is None else self._mass(name, what) + gain

    def _hidden_parts(self, one: Sum) -> list[str]:
        if one.total not in self._hidden:
            self._hidden[one.total] = [part for part in one.parts if part in self._unknown]
        return self._hidden[one.total]

    def _moves(self, name: str) -> bool:
        if name not in self._moving:
            below = self.under.get(name)
            self._moving[name] = below is None or any(self._moves(part) for part in self._hidden_parts(below))
        return self._moving[name]

    def _gives(self, name: str) -> bool:
        if name not in self._giving:
            above = self.over.get(name)
            self._giving[name] = above is None or (
                self._parts_that_move(above) > self._moves(name)  # any beside this one
                or (above.total in self._unknown and self._gives(above.total))
            )
        return self._giving[name]

    def _parts_that_move(self, one: Sum) -> int:
        if one.total not in self._moving_parts:
            self._moving_parts[one.total] = sum(self._moves(part) for part in self._hidden_parts(one))
        return self._moving_parts[one.total]

    def _mass(self, name: str, what: str) -> int:
        if (name, what) not in self._masses:
            below = self.under.get(name)
            self._masses[name, what] = (
                int(getattr(self._rows[name], what) or 0) if below is None else self._hidden_mass(below, what)
            )
        return self._masses[name, what]

    def _hidden_mass(self, one: Sum, what: str) -> int:
        if (one.total, what) not in self._hidden_masses:
            self._hidden_masses[one.total, what] = sum(self._mass(part, what) for part in self._hidden_parts(one))
        return self._hidden_masses[one.total, what]

    def _gain(self, name: str, what: str) -> int | None:
        above = self.over.get(name)
        if above is None:
            return None
        beside = self._hidden_mass(above, what) - self._mass(name, what)
        if above.total not in self._unknown:
            return beside
        further = self._gain(above.total, what)
        return None if further is None else beside + further


@dataclass(slots=True)
class _Block:
    """Hidden rows that hang together through hidden totals. open: no shown total is over them, so that nothing bounds
    what is in them; ends: those without hidden rows under them that could take or give; masses: what the ends hold, of
    numerators, complements and denominators."""

    open: bool
    ends: int = 0
    masses: tuple[int, ...] = (0, 0, 0)


class _Blocks:
    """Whether a reader sees anything at all, for a whole tree in one pass over its rows and a step for each reader.

    Counts move freely between the ends of a block, so each of its rows can have as many values as all its ends hold
    together (the sums that `_Tree.width` makes row by row telescope), less what the reader's own ends hold. A reader
    changes no block but the one the own row is in. Errs to the side of `disclosures`, which is asked then.
    """

    def __init__(self, rows: Mapping[str, Count], tree: _Tree, rule: Rule, hidden: Collection[str]) -> None:
        self._rows, self._tree, self._rule = rows, tree, rule
        self._shares = any(count.numerator is not None for count in rows.values())
        self._of: dict[str, _Block] = {}
        self._ends: dict[str, int] = {}
        self._masses: dict[str, tuple[int, ...]] = {}
        self._unsafe: set[str | None] = set()
        self._secret = {name for name in hidden if name in rows}
        for name in self._secret:
            self._place(name)
        for name in self._secret:
            self._judge(name)
        for one in tree.under.values():
            if one.total not in self._secret:
                self._weigh(one)

    @classmethod
    def of(cls, rows: Mapping[str, Count], sums: Sequence[Sum], rule: Rule, hidden: Collection[str]) -> _Blocks | None:
        """None where the rows are no tree."""
        tree = _Tree.of(rows, sums, frozenset())
        return None if tree is None else cls(rows, tree, rule, hidden)

    def safe_from(self, reader: str | None) -> bool:
        return reader not in self._unsafe and None not in self._unsafe

    def _place(self, name: str) -> _Block:
        """The row's block, which takes what the rows right under its shown total hold."""
        if name in self._of:
            return self._of[name]
        over = self._tree.over.get(name)
        if over is not None and over.total in self._secret:
            self._of[name] = self._place(over.total)
            return self._of[name]
        beside = next((part for part in over.parts if part in self._of), None) if over is not None else None
        block = self._of[beside] if beside is not None else _Block(open=over is None)
        self._hold(name)
        block.ends += self._ends[name]
        block.masses = _added([block.masses, self._masses[name]])
        self._of[name] = block
        return block

    def _hold(self, name: str) -> None:
        """What the hidden ends under a hidden row hold, and under each hidden row on the way."""
        below = self._tree.under.get(name)
        if below is None:
            count = self._rows[name]
            self._ends[name] = 1
            self._masses[name] = (count.numerator or 0, count.complement or 0, count.denominator or 0)
            return
        parts = [part for part in below.parts if part in self._secret]
        for part in parts:
            self._hold(part)
        self._ends[name] = sum(self._ends[part] for part in parts)
        self._masses[name] = _added([self._masses[part] for part in parts])

    def _judge(self, name: str) -> None:
        """As a row that anybody may work out, and as a reader."""
        block, ends = self._of[name], self._ends[name]
        if block.open:
            if not ends:
                self._unsafe.add(None)
            return
        if not ends or ends == block.ends or not self._wide(block, (0, 0, 0)):
            self._unsafe.add(None)
        if ends < block.ends and (self._tells(name) or not self._wide(block, self._masses[name])):
            self._unsafe.add(name)

    def _tells(self, reader: str) -> bool:
        """Whether all ends besides the reader's are under one row, which then is the rest."""
        left, at = self._of[reader].ends - self._ends[reader], reader
        while (over := self._tree.over.get(at)) is not None:
            if any(part != at and self._ends.get(part) == left for part in over.parts):
                return True
            if over.total not in self._secret:
                break
            at = over.total
        return False

    def _wide(self, block: _Block, known: Sequence[int]) -> bool:
        events, none, cases = (held - own for held, own in zip(block.masses, known, strict=True))
        rule = self._rule
        shares = events >= rule.events and none >= rule.events and events + none >= rule.cases
        return cases >= rule.cases and (shares or not self._shares)

    def _weigh(self, one: Sum) -> None:
        """What is left of a shown total: for anybody, and for each who knows one of the hidden parts."""
        left = [part for part in one.parts if part in self._secret]
        sizes = [self._rows[part].denominator for part in left]
        if left and not self._enough(sizes):
            self._unsafe.add(None)
        if len(left) < 2:
            return
        for i, part in enumerate(left):
            if not self._enough(sizes[:i] + sizes[i + 1 :]):
                self._unsafe.add(part)

    def _enough(self, sizes: Sequence[int | None]) -> bool:
        if len(sizes) < self._rule.others:
            return False
        known = [size for size in sizes if size is not None]
        if len(known) < len(sizes):
            return True
        return sum(known) >= self._rule.cases and max(known) <= self._rule.dominance * sum(known)


def _added(masses: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip((0, 0, 0), *masses, strict=True)))


def _equations(rows: Mapping[str, Count], sums: Sequence[Sum], unknown: frozenset[str], what: str) -> list[Equation]:
    made = []
    for one in sums:
        signs = {part: 1 for part in one.parts if part in rows}
        if one.total not in rows or not signs:
            continue
        signs[one.total] = -1
        coefficients = {name: sign for name, sign in signs.items() if name in unknown}
        if not coefficients:
            continue
        values = [(sign, getattr(rows[name], what)) for name, sign in signs.items() if name not in unknown]
        known = None if any(v is None for _, v in values) else -sum(sign * v for sign, v in values)
        made.append(Equation(coefficients, known))
    return made


def _along(rows: Mapping[str, Count], sums: Sequence[Sum], found: Disclosure, taken: Collection[str]) -> str | None:
    """The row to hide along with what was found: the smallest beside it, else a total over it, else the nearest."""
    near = [found.sum] if found.sum is not None else [s for s in sums if found.row in (s.total, *s.parts)]
    reached = {found.row}
    while near:
        parts = {p for s in near for p in s.parts if p in rows and p not in taken and rows[p].denominator}
        totals = {s.total for s in near if s.total in rows and s.total not in taken}
        for candidates in (parts, totals):
            if candidates:
                return min(candidates, key=lambda name: (rows[name].denominator or 0, name))
        more = reached | {name for s in near for name in (s.total, *s.parts)}
        if more == reached:
            return None
        reached = more
        near = [s for s in sums if not reached.isdisjoint((s.total, *s.parts))]
    return None
