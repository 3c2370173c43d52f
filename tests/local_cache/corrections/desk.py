"""A registrar's desk for tests: a cache, a ledger and a registry that answers over HTTP."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from demo_registry import RunningRegistry
from demo_registry.users import DemoUser
from local_cache.cache import Cache
from local_cache.corrections import corrections
from local_cache.corrections.corrections import Correction
from local_cache.corrections.person import COORDINATOR, READER, REGISTRAR, Person
from local_cache.corrections.queries import Query
from local_cache.corrections.rows import Row, read_row
from local_cache.corrections.validation import Validator
from local_cache.corrections.worklist import Filter, Worklist, read_worklist
from local_cache.ledger import Ledger
from local_cache.registry import Definition, Form, record_table
from local_cache.results import summary
from local_cache.sync.client import Timeouts
from local_cache.sync.messages import Value
from local_cache.sync.outcome import PullResult
from local_cache.sync.pull import connect, pull
from local_cache.sync.push import push
from local_cache.sync.reconcile import reconcile
from local_cache.sync.subscriptions import subscriptions
from tests.local_cache.sync.places import KEY, Place

NOW = date(2026, 3, 17)
REGISTRY, FORM = "hoftebrudd", "operasjon"
RAGNAR = Person("ragnar", frozenset({READER, REGISTRAR}))
KARI = Person("kari", frozenset({READER, COORDINATOR}))
LISE = Person("lise", frozenset({READER}))


@dataclass
class Desk:
    """One workstation: where it stands, whom it asks, and short words for what a registrar does."""

    place: Place
    ledger: Ledger
    registry: RunningRegistry
    today: date = NOW
    patience: Timeouts = field(default_factory=lambda: Timeouts(2, 2, 20))
    _validator: Validator | None = None
    _definition: Definition | None = None

    @property
    def user(self) -> DemoUser:
        return self.registry.user("registrar")

    @property
    def unit(self) -> str:
        return self.registry.unit

    def synchronise(self, *, send: bool = True, fetch: bool = True, user: DemoUser | None = None) -> PullResult:
        """As the program does it: send, fetch, reconcile."""
        token = (user or self.user).token
        with self.place.client(self.registry.address, token, timeout=self.patience) as client:
            source = client.address
            result = PullResult(source)
            if not self.place.rows("SELECT id FROM source"):
                source = connect(self.place.cache, client)
            if send:
                with self.place.cache.reading() as cursor:
                    units = subscriptions(cursor, source)
                push(self.ledger, client, units, result)
            if not fetch:
                return result
            pulled = pull(self.place.cache, client, source, self.place.spool, spool_key=KEY)
            pulled.sent, pulled.changed = result.sent, pulled.changed | result.changed
            pulled.problems[:0] = result.problems
            for unit in pulled.registries:
                with self.place.cache.reading() as cursor:
                    definition = summary.definition(cursor, unit.registry)
                    some_left = unit.deleted > 0 or unit.in_full
                    reconcile(cursor, self.ledger, definition, unit.unit, some_left=some_left)
            return pulled

    def definition(self) -> Definition:
        if self._definition is None:
            with self.place.cache.reading() as cursor:
                self._definition = summary.definition(cursor, REGISTRY)
        return self._definition

    def form(self) -> Form:
        return self.definition().form(FORM)

    def row(self, record: str) -> Row:
        with self.place.cache.reading() as cursor:
            found = read_row(cursor, self.definition(), self.form(), self.unit, record)
        assert found is not None
        return found

    def records(self, condition: str = "TRUE") -> list[str]:
        """Completed records here that the registry has no query about, as ids."""
        table = record_table(REGISTRY, FORM)
        found = self.place.rows(
            f"SELECT record_id FROM {table} WHERE unit = ? AND form_status = 'completed' AND ({condition})"
            " AND record_id NOT IN (SELECT record_id FROM query) ORDER BY record_id",
            [self.unit],
        )
        return [record for (record,) in found]

    def write(self, record: str, values: Mapping[str, Value], **how: Any) -> Correction:
        """A draft with a reason."""
        return corrections.write(
            self.ledger, RAGNAR, self.definition(), self.form(), self.row(record), values,
            **{"reason": "tastefeil", **how},
        )  # fmt: skip

    def ready(self, draft: Correction) -> Correction:
        return corrections.make_ready(
            self.ledger, RAGNAR, self.definition(), self.validator(), self.row(draft.record), draft.op_id
        )

    def validator(self) -> Validator:
        if self._validator is None:
            self._validator = Validator(self.definition(), self.form(), self.today)
        return self._validator

    def correct(self, record: str, values: Mapping[str, Value], **how: Any) -> Correction:
        return self.ready(self.write(record, values, **how))

    def state(self, op_id: str) -> str:
        return corrections.correction(self.ledger, op_id).state

    def worklist(self) -> Worklist:
        with self.place.cache.reading() as cursor:
            return read_worklist(cursor, self.ledger, self.definition(), self.unit, self.today)

    def query(self, id: str) -> Query:
        found = self.worklist().named(id)
        assert found is not None
        return found

    def queries(self, **wanted: Any) -> tuple[Query, ...]:
        worklist = self.worklist()
        return worklist.page(worklist.filtered(Filter(**wanted)))

    def at_registry(self, record: str, variable: str) -> Value:
        """The value the registry has."""
        table = record_table(REGISTRY, FORM)
        return self.registry.query(f"SELECT {variable} FROM {table} WHERE record_id = ?", [record])[0][0]

    def answers(self) -> dict[str, str]:
        """The registry's answers to what was received, by op_id."""
        return dict(self.registry.query("SELECT op_id, status FROM received"))


@contextlib.contextmanager
def opened_desk(directory: Path, registry: RunningRegistry) -> Iterator[Desk]:
    directory.mkdir(parents=True, exist_ok=True)
    cache = Cache.open(directory / "cache.duckdb", KEY, spill=directory / "spill", threads=2)
    try:
        ledger = Ledger.open(directory / "ledger.sqlite", KEY)
        try:
            yield Desk(Place(directory, cache), ledger, registry)
        finally:
            ledger.close()
    finally:
        cache.close()
