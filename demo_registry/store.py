"""The registry's own data: records with sequences and epochs, tombstones, queries, answers, coverage, aggregates."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from demo_registry import corrections, coverage, publication, queries
from demo_registry.codebook import Blueprint
from demo_registry.generator import Span, generate, shares
from demo_registry.units import CHOSEN_UNIT
from local_cache.registry import Definition, record_table


class CursorGone(Exception):
    """A cursor this registry never gave, or gave too long ago."""


@dataclass(slots=True)
class State:
    """Where a registry stands: its epoch, the highest sequence used, the oldest cursor still served, its edition.

    `changed` counts the changes of everything that is served in deltas; `edition` the publications.
    """

    registry: str
    epoch: str
    sequence: int
    oldest: int = 0
    edition: int = 0
    changed: int = 0


@contextmanager
def _transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    cursor.execute("BEGIN")
    try:
        yield
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


def present(today: date, began: datetime, now: datetime) -> datetime:
    """The present of data whose present was `today` when the registry began; it goes on past midnight, never back."""
    moved = datetime.combine(today, began.time(), UTC) + max(now - began, timedelta(0))
    return moved.replace(microsecond=0)


@dataclass(slots=True)
class Store:
    """All registries in one DuckDB in memory, or in a file. One writer at a time, a cursor for every reader.

    directory: where what does not fit in memory goes; blueprints: the registries; records: of the chosen unit, over all
    of them; today: the data's present; others, canary: see `generate`; file: where everything is kept, so that a
    registry that was killed goes on as it was; states: by registry.
    """

    directory: Path
    blueprints: tuple[Blueprint, ...]
    records: int
    seed: int
    today: date
    others: float = 1.0
    canary: str | None = None
    file: Path | None = None
    states: dict[str, State] = field(init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    _connection: duckdb.DuckDBPyConnection = field(init=False)
    _began: datetime = field(default_factory=lambda: datetime.now(UTC))
    _definitions: dict[tuple[str, str], Definition] = field(default_factory=dict)
    _in_file: dict[str, State] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = duckdb.connect(
            str(self.file or ":memory:"), config={"temp_directory": str(self.directory / "spill")}
        )
        try:
            if self._goes_on():
                self._began = datetime.fromisoformat(self.kept("began", datetime.now(UTC).isoformat()))
                return
            self.states = {}
            with self.writing() as cursor:
                cursor.execute(
                    "CREATE TABLE removed (registry VARCHAR, form VARCHAR, unit VARCHAR, record_id VARCHAR,"
                    " sequence BIGINT, why VARCHAR)"
                )
                publication.create(cursor)
                coverage.create(cursor)
                queries.create(cursor)
                corrections.create(cursor)
            # Side by side: a statement over so few rows keeps no more than one core busy.
            with ThreadPoolExecutor(len(self.blueprints)) as pool:
                own = shares(self.records, len(self.blueprints))
                self.states = {s.registry: s for s in pool.map(self._found, self.blueprints, own)}
            self._secret = bytes.fromhex(self.kept("cursors", secrets.token_hex(16)))
            self._began = datetime.fromisoformat(self.kept("began", datetime.now(UTC).isoformat()))
            with self.writing() as cursor:
                cursor.execute("CREATE TABLE whole (yes BOOLEAN)")
        except BaseException:
            self._connection.close()
            raise

    def _goes_on(self) -> bool:
        """Whether the file holds a registry that was whole before; it is then as it was left."""
        made = self.query("SELECT table_name FROM duckdb_tables() WHERE table_name IN ('whole', 'state')")
        if ("whole",) not in made:
            self._connection.execute(
                "CREATE TABLE state (registry VARCHAR, epoch VARCHAR, sequence BIGINT, oldest BIGINT, edition BIGINT,"
                " changed BIGINT)"
            )
            self._connection.execute("CREATE TABLE kept (name VARCHAR, value VARCHAR)")
            return False
        rows = self.query("SELECT registry, epoch, sequence, oldest, edition, changed FROM state")
        self.states = {row[0]: State(*row) for row in rows}
        self._secret = bytes.fromhex(self.kept("cursors", ""))
        return True

    def kept(self, name: str, value: str) -> str:
        """What is kept under that name; the given value, now kept, where there was nothing."""
        with self.writing() as cursor:
            found = cursor.execute("SELECT value FROM kept WHERE name = ?", [name]).fetchone()
            if found is None:
                cursor.execute("INSERT INTO kept VALUES (?, ?)", [name, value])
                return value
            return str(found[0])

    def _found(self, blueprint: Blueprint, own: tuple[int, int]) -> State:
        """A registry with its records, and what follows from them."""
        span = Span(date(self.today.year - 5, 1, 1), self.today - timedelta(days=1), self.today)
        definition = self.definition(blueprint.registry)
        with self.reading() as cursor, _transaction(cursor):
            last = generate(cursor, blueprint, span, self.seed, own, self.others, self.canary)
            state = State(blueprint.registry, epoch=f"e{self.seed}", sequence=last, edition=1)
            queries.remember_withdrawals(cursor, blueprint, self.seed, state)
            coverage.measure(cursor, blueprint, span, self.seed)
            queries.open_queries(cursor, definition, span, state)
            publication.publish(cursor, definition, self.today)
        return state

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction, with where the registries stand; taken back, both, on any exception."""
        with self._lock, self.reading() as cursor:
            before = {name: replace(state) for name, state in self.states.items()}
            try:
                with _transaction(cursor):
                    yield cursor
                    self._keep_states(cursor)
                self._in_file = {name: replace(state) for name, state in self.states.items()}
            except BaseException:
                for name, state in before.items():
                    self.states[name] = state
                raise

    def _keep_states(self, cursor: duckdb.DuckDBPyConnection) -> None:
        for name, state in self.states.items():
            if self._in_file.get(name) != state:
                cursor.execute("DELETE FROM state WHERE registry = ?", [name])
                cursor.execute("INSERT INTO state VALUES (?, ?, ?, ?, ?, ?)", list(astuple(state)))

    @contextmanager
    def still(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for reading while nothing changes, so that what it reads belongs to one state."""
        with self._lock, self.reading() as cursor:
            yield cursor

    def blueprint(self, registry: str) -> Blueprint:
        return next(b for b in self.blueprints if b.registry == registry)

    def definition(self, registry: str) -> Definition:
        """The present version; always the same object for the same one."""
        version = self.blueprint(registry).versions[-1]
        if (registry, version) not in self._definitions:
            self._definitions[registry, version] = self.blueprint(registry).definition(version, self.today)
        return self._definitions[registry, version]

    def server_time(self) -> datetime:
        """The present of the data."""
        return present(self.today, self._began, datetime.now(UTC))

    # cursors

    def cursor_of(self, registry: str) -> str:
        state = self.states[registry]
        body = json.dumps([registry, state.epoch, state.sequence]).encode()
        return base64.urlsafe_b64encode(self._sign(body) + body).decode().rstrip("=")

    def read_cursor(self, registry: str, cursor: str) -> int | None:
        """The sequence a cursor stands at; None if it is of an earlier epoch; CursorGone if it cannot be served."""
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except (binascii.Error, ValueError):
            raise CursorGone from None
        signature, body = raw[:12], raw[12:]
        if not hmac.compare_digest(signature, self._sign(body)):
            raise CursorGone
        named, epoch, sequence = json.loads(body)
        state = self.states[registry]
        if named != registry:
            raise CursorGone
        if epoch != state.epoch:
            return None
        if sequence < state.oldest:
            raise CursorGone
        return int(sequence)

    def _sign(self, body: bytes) -> bytes:
        return hmac.digest(self._secret, body, hashlib.sha256)[:12]

    # what happens in a registry

    def publish(self, registry: str) -> None:
        """Counts every unit's records as they are now and makes that what the registry publishes."""
        with self.writing() as cursor:
            publication.publish(cursor, self.definition(registry), self.today)
            self.states[registry].edition += 1

    def change(self, registry: str, form: str, number: int, unit: str = CHOSEN_UNIT) -> list[str]:
        """New versions of that many of a unit's records, spread over all of them; gives their ids."""
        blueprint, state = self.blueprint(registry), self.states[registry]
        table, variable = record_table(registry, form), blueprint.volatile[form]
        with self.writing() as cursor:
            cursor.execute(
                "CREATE OR REPLACE TEMP TABLE touched AS"
                " SELECT record_id, row_number() OVER (ORDER BY record_id) AS place FROM (SELECT record_id"
                f" FROM {table} WHERE unit = ? ORDER BY hash(record_id || '{state.changed}') LIMIT ?)",
                [unit, number],
            )
            cursor.execute(
                f"UPDATE {table} SET version = version + 1, sequence = {state.sequence} + place,"
                f" {variable} = coalesce({variable} + 1, 1) FROM touched WHERE touched.record_id = {table}.record_id"
            )
            ids = [row[0] for row in cursor.execute("SELECT record_id FROM touched ORDER BY place").fetchall()]
            cursor.execute("DROP TABLE touched")
            state.sequence += len(ids)
            state.changed += 1
        return ids

    def withdraw(self, registry: str, patients: int, unit: str = CHOSEN_UNIT, why: str = "reservation") -> list[str]:
        """That many of a unit's patients leave the registry with all their records, in every unit; gives their keys."""
        blueprint, state = self.blueprint(registry), self.states[registry]
        main = record_table(registry, blueprint.main_form)
        with self.writing() as cursor:
            gone = [
                row[0]
                for row in cursor.execute(
                    f"SELECT patient FROM (SELECT DISTINCT patient FROM {main} WHERE unit = ?)"
                    f" ORDER BY hash(patient || '{state.changed}') LIMIT ?",
                    [unit, patients],
                ).fetchall()
            ]
            for form in blueprint.forms:
                table = record_table(registry, form)
                (number,) = cursor.execute(
                    f"INSERT INTO removed SELECT ?, ?, unit, record_id, {state.sequence} + row_number() OVER"
                    f" (ORDER BY record_id), ? FROM {table} WHERE list_contains(?, patient)",
                    [registry, form, why, gone],
                ).fetchone() or (0,)
                state.sequence += number
                asked = f"registry = ? AND record_id IN (SELECT record_id FROM {table} WHERE list_contains(?, patient))"
                (number,) = cursor.execute(
                    "INSERT INTO closed_query SELECT registry, unit, id,"
                    f" {state.sequence} + row_number() OVER (ORDER BY id) FROM query WHERE {asked}",
                    [registry, gone],
                ).fetchone() or (0,)
                state.sequence += number
                cursor.execute(f"DELETE FROM query WHERE {asked}", [registry, gone])
                leaving = cursor.execute(
                    f"SELECT record_id FROM {table} WHERE list_contains(?, patient)", [gone]
                ).fetchall()
                corrections.scrub(cursor, state, registry, [record for (record,) in leaving])
                cursor.execute(f"DELETE FROM {table} WHERE list_contains(?, patient)", [gone])
            state.changed += 1
        return gone

    def delete(self, registry: str, form: str, record: str, why: str = "deleted") -> None:
        """One record leaves the registry."""
        state, table = self.states[registry], record_table(registry, form)
        with self.writing() as cursor:
            state.sequence += 1
            cursor.execute(
                f"INSERT INTO removed SELECT ?, ?, unit, record_id, ?, ? FROM {table} WHERE record_id = ?",
                [registry, form, state.sequence, why, record],
            )
            state.sequence += 1
            asked = "registry = ? AND record_id = ?"
            cursor.execute(
                f"INSERT INTO closed_query SELECT registry, unit, id, ? FROM query WHERE {asked}",
                [state.sequence, registry, record],
            )
            cursor.execute(f"DELETE FROM query WHERE {asked}", [registry, record])
            corrections.scrub(cursor, state, registry, [record])
            cursor.execute(f"DELETE FROM {table} WHERE record_id = ?", [record])
            state.changed += 1

    def new_epoch(self, registry: str) -> str:
        """As after a restore from backup: what clients have cannot be built upon; gives the new epoch."""
        with self.writing():
            state = self.states[registry]
            state.epoch = f"e{secrets.token_hex(6)}"
            state.changed += 1
            return state.epoch

    def expire_cursors(self, registry: str) -> None:
        """Every cursor given until now is too old: 410."""
        with self.writing():
            state = self.states[registry]
            state.sequence += 1
            state.oldest = state.sequence
            state.changed += 1

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self.reading() as cursor:
            return cursor.execute(sql, list(parameters)).fetchall()
