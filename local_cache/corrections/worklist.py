"""The worklist: every query of a unit as columns in memory, filtered, sorted and paged without asking the cache again.

Three sources: the registry's queries; the findings of its rules and ranges, run here over the unit's completed records
where the registry has not asked itself; and what people here have raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import duckdb
import numpy as np
import numpy.typing as npt

from local_cache.corrections.corrections import Correction, open_corrections, overlaid
from local_cache.corrections.queries import (
    STATES,
    WAITING,
    Query,
    QueryHere,
    QueryState,
    Source,
    pending_by_query,
    seen_key,
    state_of,
)
from local_cache.corrections.queries import rows as queries_here
from local_cache.corrections.rows import Row, as_text, read_rows, relation_of
from local_cache.corrections.validation import Check, broken, checks_of
from local_cache.corrections.verified import remembered
from local_cache.ledger import Ledger
from local_cache.registry import Definition, Form, record_table
from local_cache.results.counting import quoted

FOUND_HERE = frozenset({"rule", "hard", "soft", "code", "retired"})
"""Kinds of findings that are asked about; what is merely not filled in is counted under completeness."""
ON_ITS_WAY = ("ready", "sending", "applied")
"""States of corrections that the registry gets, or has, but that are not in the records here."""
LOCAL_FINDING = "local:{form}/{record}/{finding}"

Sort = Literal["due", "opened", "severity", "state", "record", "variable", "owner"]
Names = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show; empty means everything. owner: None for everybody's, "" for nobody's; text: part of a record's id;
    overdue: due before that day; older_than: opened before that day."""

    states: frozenset[QueryState] = frozenset()
    severities: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    sources: frozenset[Source] = frozenset()
    owner: str | None = None
    text: str = ""
    overdue: date | None = None
    older_than: date | None = None


@dataclass(slots=True)
class _Named:
    """A column of few distinct texts: numbers into `names`."""

    names: list[str] = field(default_factory=list)
    numbers: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    def number(self, name: str) -> int:
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def among(self, wanted: Iterable[str]) -> npt.NDArray[np.bool_]:
        return np.isin(self.numbers, [self.names.index(name) for name in wanted if name in self.names])

    def ranks(self) -> npt.NDArray[np.int64]:
        """Numbers that sort as the names do."""
        order = np.argsort(np.array(self.names or [""], dtype=object), kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return place[self.numbers]


_COLUMNS = ("form", "variable", "rule", "severity", "state", "source", "owner")
_NEVER = np.datetime64("NaT", "us")


class Worklist:
    """Queries in memory; never altered. `len()` is how many there are.

    Attributes: registry, unit.
    """

    def __init__(self, registry: str, unit: str, ids: Names, records: Names, named: Mapping[str, _Named],
                 opened: npt.NDArray[np.datetime64], due: npt.NDArray[np.datetime64]) -> None:  # fmt: skip
        self.registry = registry
        self.unit = unit
        self._ids = ids
        self._records = records
        self._named = named
        self._opened = opened
        self._due = due
        self._orders: dict[Sort, npt.NDArray[np.int64]] = {}
        self._folded: npt.NDArray[np.str_] | None = None

    def __len__(self) -> int:
        return len(self._ids)

    def filtered(
        self,
        wanted: Filter = Filter(),
        sort: Sort = "due",
        *,
        descending: bool = False,
    ) -> npt.NDArray[np.int64]:
        """Positions of the queries that fit, in order; to be given to `page`, slice by slice."""
        order = self._order(sort)
        at = order[self.fits(wanted)[order]]
        return at[::-1] if descending else at

    def fits(self, wanted: Filter) -> npt.NDArray[np.bool_]:
        """For every query whether it fits."""
        fits = np.ones(len(self), np.bool_)
        for name, chosen in (
            ("state", wanted.states),
            ("severity", wanted.severities),
            ("variable", wanted.variables),
            ("rule", wanted.rules),
            ("form", wanted.forms),
            ("source", wanted.sources),
        ):
            if chosen:
                fits &= self._named[name].among(chosen)
        if wanted.owner is not None:
            fits &= self._named["owner"].among([wanted.owner])
        if wanted.overdue is not None:
            fits &= self._due < np.datetime64(wanted.overdue)
        if wanted.older_than is not None:
            fits &= self._opened < np.datetime64(wanted.older_than)
        if wanted.text:
            fits &= np.char.find(self._folded_records(), wanted.text.casefold()) >= 0
        return fits

    def page(self, positions: Sequence[int] | npt.NDArray[np.int64]) -> tuple[Query, ...]:
        """The queries at these positions."""
        return tuple(self._query(int(at)) for at in positions)

    def counts(self, column: Literal["state", "severity", "variable", "rule", "form", "source", "owner"],
               wanted: Filter = Filter()) -> dict[str, int]:  # fmt: skip
        """How many there are of each value among those that fit, for the filters."""
        named = self._named[column]
        counted = np.bincount(named.numbers[self.filtered(wanted)], minlength=len(named.names))
        return {name: int(n) for name, n in zip(named.names, counted, strict=False) if n}

    def waiting(self) -> dict[str, int]:
        """By severity, those that wait for the unit."""
        return self.counts("severity", Filter(states=WAITING))

    def named(self, id: str) -> Query | None:
        at = self.position(id)
        return self._query(at) if at >= 0 else None

    def position(self, id: str) -> int:
        """Where a query is, -1 where it is not here."""
        found = np.flatnonzero(self._ids == id)
        return int(found[0]) if len(found) else -1

    def positions(self, ids: Iterable[str]) -> npt.NDArray[np.int64]:
        """Where these queries are; those that are not here are left out."""
        wanted = set(ids)
        return np.flatnonzero(_among(self._ids, wanted)) if wanted else np.zeros(0, np.int64)

    def of_record(self, form: str, record: str) -> tuple[Query, ...]:
        at = np.flatnonzero((self._records == record) & self._named["form"].among([form]))
        return self.page(at)

    def _order(self, sort: Sort) -> npt.NDArray[np.int64]:
        """Every position in that order; worked out once."""
        if sort not in self._orders:
            self._orders[sort] = np.argsort(self._sort_keys(sort), kind="stable")
        return self._orders[sort]

    def _folded_records(self) -> npt.NDArray[np.str_]:
        """The records' ids as they are searched; a column of its own is gone through in a hundredth of the time."""
        if self._folded is None:
            self._folded = np.array([record.casefold() for record in self._records], dtype=np.str_)
        return self._folded

    def _sort_keys(self, sort: Sort) -> npt.NDArray[Any]:
        if sort == "due":
            return self._due  # NaT sorts last
        if sort == "opened":
            return self._opened
        if sort == "severity":
            worst = {"error": 0, "warning": 1}
            weights = np.array([worst.get(name, 2) for name in self._named["severity"].names] or [2])
            return weights[self._named["severity"].numbers]
        if sort == "state":
            weights = np.array([STATES.index(name) for name in self._named["state"].names] or [0])
            return weights[self._named["state"].numbers]
        return self._records if sort == "record" else self._named[sort].ranks()

    def _query(self, at: int) -> Query:
        def text(column: str) -> str:
            named = self._named[column]
            return named.names[int(named.numbers[at])]

        state: Any = text("state")
        source: Any = text("source")
        opened, due = self._opened[at].item(), self._due[at].item()
        return Query(
            id=self._ids[at],
            registry=self.registry,
            unit=self.unit,
            form=text("form"),
            record=self._records[at],
            variable=text("variable"),
            rule=text("rule"),
            severity=text("severity"),
            state=state,
            source=source,
            opened_at=opened,
            due=due.date() if isinstance(due, datetime) else due,
            owner=text("owner"),
        )


def read_worklist(
    cursor: duckdb.DuckDBPyConnection, ledger: Ledger, definition: Definition, unit: str, today: date
) -> Worklist:
    """Every query of the unit as it stands now. today: what today() stands for in rules."""
    making = _Making(cursor, ledger, definition, unit, today)
    making.from_registry()
    for form in definition.forms:
        making.from_rules(form.id)
    making.from_people()
    return making.made()


class _Making:
    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, ledger: Ledger, definition: Definition, unit: str, today: date
    ) -> None:
        self.cursor, self.ledger, self.definition, self.unit, self.today = cursor, ledger, definition, unit, today
        registry = definition.registry
        self.here = {
            h.query: h for h in queries_here.every(ledger) if (h.registry, h.unit) == (registry, unit)
        }  # fmt: skip
        self.pending = pending_by_query(ledger, registry, unit)
        self.written = open_corrections(ledger, registry, unit)
        self.verified = remembered(ledger, registry, unit)
        self.named = {name: _Named() for name in _COLUMNS}
        for state in STATES:
            self.named["state"].number(state)
        self.named["owner"].number("")
        self.ids: list[Names] = []
        self.records: list[Names] = []
        self.numbers: dict[str, list[npt.NDArray[np.int32]]] = {name: [] for name in _COLUMNS}
        self.opened: list[npt.NDArray[np.datetime64]] = []
        self.due: list[npt.NDArray[np.datetime64]] = []

    def from_registry(self) -> None:
        whose = [self.definition.registry, self.unit]
        known: dict[str, list[str]] = {}
        for column in ("form", "variable", "rule", "severity", "state"):
            names = self.cursor.execute(
                f"SELECT DISTINCT coalesce({column}, '') FROM query WHERE registry = ? AND unit = ? ORDER BY 1", whose
            ).fetchall()
            known[column] = [name for (name,) in names]
        numbered = ", ".join(
            f"list_position([{', '.join(quoted(n) for n in names)}]::VARCHAR[], coalesce({column}, '')) - 1 AS {column}"
            for column, names in known.items()
        )
        found = self.cursor.execute(
            f"SELECT id, record_id, {numbered}, opened_at, CAST(due AS TIMESTAMP) AS due FROM query"
            " WHERE registry = ? AND unit = ? ORDER BY sequence",
            whose,
        ).fetchnumpy()
        ids, number = _objects(found["id"]), len(found["id"])
        states = np.asarray(found["state"], np.int32)
        # The registry's states as ours; then those that somebody here has something to do with.
        for_unopened = [self.named["state"].number(state_of(name, None, ())) for name in known["state"]] or [0]
        state_numbers = np.array(for_unopened, np.int32)[states] if number else np.zeros(0, np.int32)
        owners = np.zeros(number, np.int32)
        touched = {*self.here, *self.pending}
        if touched and number:
            for at in np.flatnonzero(_among(ids, touched)):
                here = self.here.get(ids[at])
                now = state_of(known["state"][states[at]], here, self.pending.get(ids[at], ()))
                state_numbers[at] = self.named["state"].number(now)
                owners[at] = self.named["owner"].number(here.owner if here else "")
        self._add(
            ids,
            _objects(found["record_id"]),
            {
                **{c: self._numbers(c, known[c], found[c]) for c in ("form", "variable", "rule", "severity")},
                "state": state_numbers,
                "owner": owners,
                "source": np.full(number, self.named["source"].number("registry"), np.int32),
            },
            _moments(found["opened_at"]),
            _moments(found["due"]),
        )

    def from_rules(self, name: str) -> None:
        """What the rules and ranges find in the completed records, where the registry has not asked about it."""
        form = self.definition.form(name)
        checks = [c for c in checks_of(self.definition, form, self.today) if c.finding.kind in FOUND_HERE]
        if not checks:
            return
        table = record_table(self.definition.registry, name)
        ids = ", ".join(quoted(check.finding.id) for check in checks)
        found = self.cursor.execute(
            f"""
            WITH broken AS (
                SELECT record_id, coalesce(first_completed, CAST(event_date AS TIMESTAMP)) AS opened_at,
                    unnest({broken(checks)}) AS number
                FROM {table} WHERE unit = ? AND form_status = 'completed'
            )
            SELECT record_id, opened_at, number FROM broken ANTI JOIN (
                SELECT record_id, list_position([{ids}]::VARCHAR[], rule) - 1 AS number
                FROM query WHERE registry = ? AND unit = ? AND form = ?
            ) AS asked USING (record_id, number) ORDER BY opened_at, record_id
            """,
            [self.unit, self.definition.registry, self.unit, name],
        ).fetchnumpy()
        records, numbers = _objects(found["record_id"]), np.asarray(found["number"], np.int64)
        states = np.full(len(records), STATES.index("not opened"), np.int32)
        owners = np.zeros(len(records), np.int32)
        opened = _moments(found["opened_at"])
        keep = self._dealt_with(name, checks, records, numbers, states, owners)
        records, numbers, states, owners, opened = (
            records[keep], numbers[keep], states[keep], owners[keep], opened[keep]
        )  # fmt: skip
        made = np.array(
            [
                LOCAL_FINDING.format(form=name, record=record, finding=checks[number].finding.id)
                for record, number in zip(records, numbers, strict=True)
            ],
            dtype=object,
        )
        rule = np.array([self.named["rule"].number(c.finding.id) for c in checks], np.int32)
        variable = np.array([self.named["variable"].number(c.finding.variables[0]) for c in checks], np.int32)
        severity = np.array([self.named["severity"].number(c.finding.severity) for c in checks], np.int32)
        self._add(
            made,
            records,
            {
                "form": np.full(len(records), self.named["form"].number(name), np.int32),
                "variable": variable[numbers],
                "rule": rule[numbers],
                "severity": severity[numbers],
                "state": states,
                "source": np.full(len(records), self.named["source"].number("rule"), np.int32),
                "owner": owners,
            },
            opened,
            np.full(len(records), _NEVER),
        )

    def _dealt_with(
        self,
        name: str,
        checks: Sequence[Check],
        records: Names,
        numbers: npt.NDArray[np.int64],
        states: npt.NDArray[np.int32],
        owners: npt.NDArray[np.int32],
    ) -> npt.NDArray[np.bool_]:
        """Fills in states and owners of what people here have dealt with; which findings are to be asked about."""
        keep = np.ones(len(records), np.bool_)
        here = {h.record for h in self.here.values() if h.form == name and h.source == "rule"}
        here |= {record for form, record in self.verified.records if form == name}
        here |= {c.record for about in self.pending.values() for c in about if c.form == name}
        here |= {c.record for c in self.written if c.form == name and c.state in ON_ITS_WAY}
        if not here or not len(records):
            return keep
        form = self.definition.form(name)
        values = read_rows(self.cursor, self.definition, form, self.unit, here)
        still = self._still_broken(form, checks, values)
        for at in np.flatnonzero(_among(records, here)):
            finding, record = checks[numbers[at]].finding, records[at]
            id = LOCAL_FINDING.format(form=name, record=record, finding=finding.id)
            known, row = self.here.get(id), values.get(record, {})
            if self.verified.holds(name, row, finding):
                if known is None:  # verified as the answer to another question, which tells of it
                    keep[at] = False
                else:
                    states[at] = STATES.index("verified")
                    owners[at] = self.named["owner"].number(known.owner)
                continue
            if known is not None:
                states[at] = STATES.index(_state_here(known, seen_key(finding, row)))
                owners[at] = self.named["owner"].number(known.owner)
            if self.pending.get(id):
                states[at] = STATES.index(state_of("open", known, self.pending[id]))
            if record in still and finding.id not in still[record]:
                states[at] = STATES.index("corrected")
        return keep

    def _still_broken(self, form: Form, checks: Sequence[Check], values: Mapping[str, Row]) -> dict[str, set[str]]:
        """Of records with a correction on its way to the registry: ids of the findings they will have with it."""
        on_its_way: dict[str, list[Correction]] = {}
        for about in self.written:
            if about.form == form.id and about.record in values and about.state in ON_ITS_WAY:
                on_its_way.setdefault(about.record, []).append(about)
        if not on_its_way:
            return {}
        after = [overlaid(form, values[record], written) for record, written in on_its_way.items()]
        found = self.cursor.execute(
            f"SELECT record_id, {broken(checks)} FROM {relation_of(form)} AS record", [as_text(after)]
        ).fetchall()
        return {record: {checks[number].finding.id for number in numbers} for record, numbers in found}

    def from_people(self) -> None:
        raised = [h for h in self.here.values() if h.source == "person"]

        def column(name: str, texts: Iterable[str]) -> npt.NDArray[np.int32]:
            return np.array([self.named[name].number(text) for text in texts], np.int32)

        states = [state_of("open", h, self.pending[h.query]) if self.pending.get(h.query) else h.state for h in raised]
        self._add(
            np.array([h.query for h in raised], dtype=object),
            np.array([h.record for h in raised], dtype=object),
            {
                "form": column("form", (h.form for h in raised)),
                "variable": column("variable", (h.variable for h in raised)),
                "rule": column("rule", ("" for _ in raised)),
                "severity": column("severity", (h.severity for h in raised)),
                "state": column("state", states),
                "source": column("source", ("person" for _ in raised)),
                "owner": column("owner", (h.owner for h in raised)),
            },
            np.array([h.opened_at for h in raised], dtype="datetime64[us]"),
            np.array([h.due for h in raised], dtype="datetime64[us]"),
        )

    def made(self) -> Worklist:
        for name, named in self.named.items():
            named.numbers = np.concatenate(self.numbers[name])
        return Worklist(
            self.definition.registry,
            self.unit,
            np.concatenate(self.ids),
            np.concatenate(self.records),
            self.named,
            np.concatenate(self.opened),
            np.concatenate(self.due),
        )

    def _numbers(self, column: str, names: Sequence[str], found: Any) -> npt.NDArray[np.int32]:
        if not names:
            return np.zeros(0, np.int32)
        ours = np.array([self.named[column].number(name) for name in names], np.int32)
        numbered: npt.NDArray[np.int32] = ours[np.asarray(found, np.int32)]
        return numbered

    def _add(self, ids: Names, records: Names, numbers: Mapping[str, npt.NDArray[np.int32]],
             opened: npt.NDArray[np.datetime64], due: npt.NDArray[np.datetime64]) -> None:  # fmt: skip
        self.ids.append(ids)
        self.records.append(records)
        for name in _COLUMNS:
            self.numbers[name].append(numbers[name])
        self.opened.append(opened.astype("datetime64[us]"))
        self.due.append(due.astype("datetime64[us]"))


def _state_here(known: QueryHere, seen: str) -> QueryState:
    """A finding that was answered, closed or verified for other values than it has now is asked again."""
    if known.state in ("answered", "closed", "verified") and known.seen and known.seen != seen:
        return "open"
    if known.state == "corrected":  # and the correction is in, and it is still so
        return "open"
    return known.state


def _among(texts: Names, wanted: set[str]) -> npt.NDArray[np.bool_]:
    """As np.isin, which compares texts one by one with each other."""
    return np.fromiter((text in wanted for text in texts), np.bool_, len(texts))


def _objects(column: Any) -> Names:
    return np.asarray(np.ma.filled(column, "") if isinstance(column, np.ma.MaskedArray) else column, dtype=object)


def _moments(column: Any) -> npt.NDArray[np.datetime64]:
    if isinstance(column, np.ma.MaskedArray):
        return np.asarray(np.ma.filled(column.astype("datetime64[us]"), _NEVER))
    moments: npt.NDArray[np.datetime64] = np.asarray(column).astype("datetime64[us]")
    return moments
