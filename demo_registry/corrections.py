"""Receives corrections and answers to queries: judges them by the codebook's own expressions, answers each for good.

An op_id that was answered gets the same answer again, whatever it now brings. A batch is one transaction, so that an
answer is given exactly when what it says has happened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import msgspec

from demo_registry.queries import REGISTRAR
from local_cache.bound_list import SEPARATOR
from local_cache.corrections.corrections import reason_missing
from local_cache.corrections.queries import THE_REGISTRY, StepNotPossible, after
from local_cache.corrections.rows import Row, as_text, laid_over, relation_of, rows_of
from local_cache.corrections.validation import (
    Finding,
    Verdict,
    broken,
    checks_of,
    judged,
    type_findings,
    without_faulty,
)
from local_cache.corrections.values import same
from local_cache.registry import Definition, Form, record_table
from local_cache.sync.messages import Operation, QueryMessage, Result
from local_cache.sync.record_tables import record_columns

if TYPE_CHECKING:
    from demo_registry.store import State, Store

ANOTHERS = "Denne kvitteringen tilhører en annen enhet."
UNKNOWN_FORM = "Registeret har ikke dette skjemaet."
NOTHING_SET = "Rettingen endrer ingenting."
REASON_LACKS = "Begrunnelse mangler."
BREAKS = "Rettingen bryter med kodeboken eller reglene: {rules}."
NO_LONGER_OPEN = "Spørsmålet er ikke lenger åpent."
THANKS = "Takk, rettingen er tatt inn."
STILL_SO = "Rettingen er tatt inn, men regelen er fortsatt brutt."

_AMONG = "IN (SELECT unnest(string_split(?, chr(31))))"


def create(cursor: duckdb.DuckDBPyConnection) -> None:
    """`received`: what was sent (kind: correction, message), beside `answer`, which units are told."""
    cursor.execute(
        "CREATE TABLE received (registry VARCHAR, unit VARCHAR, op_id VARCHAR, kind VARCHAR, form VARCHAR,"
        " record_id VARCHAR, query VARCHAR, author VARCHAR, sent_by VARCHAR, changes JSON, reason VARCHAR,"
        " words VARCHAR, status VARCHAR, version INTEGER)"
    )


def receive(store: Store, registry: str, unit: str, operations: Sequence[Operation], user: str) -> tuple[Result, ...]:
    """What became of each, in the order they were sent. user: whoever signed in."""
    with store.writing() as cursor:
        definition = store.definition(registry)
        given = _answers_before(cursor, registry, unit, [o.op_id for o in operations])
        results: dict[int, Result] = {}
        waiting = list(enumerate(operations))
        while waiting:
            wave: list[tuple[int, Operation]] = []
            later: list[tuple[int, Operation]] = []
            records: set[tuple[str, str]] = set()
            ids: set[str] = set()
            for number, operation in waiting:
                record = (operation.form, operation.record)
                if operation.op_id in given:
                    results[number] = _again(given[operation.op_id])
                elif record in records or operation.op_id in ids:
                    later.append((number, operation))
                else:
                    records.add(record)
                    ids.add(operation.op_id)
                    wave.append((number, operation))
            judging = _Wave(cursor, store, definition, unit, user, [operation for _, operation in wave])
            for (number, operation), result in zip(wave, judging.results(), strict=True):
                results[number] = given[operation.op_id] = result
            waiting = later
    return tuple(results[number] for number in range(len(operations)))


def receive_message(store: Store, registry: str, unit: str, query: str, message: QueryMessage, user: str) -> Result:
    """An answer to a query, taken if the query still waits for one."""
    with store.writing() as cursor:
        before = _answers_before(cursor, registry, unit, [message.op_id]).get(message.op_id)
        if before is not None:
            return _again(before)
        state = store.states[registry]
        row = cursor.execute(
            "SELECT form, record_id, state, messages FROM query WHERE registry = ? AND unit = ? AND id = ?",
            [registry, unit, query],
        ).fetchone()
        form, record = row[:2] if row else ("", "")
        result = Result(op_id=message.op_id, status="gone", why="unknown")
        if row:
            action = "verify" if message.response == "rare_but_true" else "answer"
            try:
                now = after(frozenset({THE_REGISTRY}), row[2], "registry", action)  # type: ignore[arg-type]
            except StepNotPossible:
                now = ""  # type: ignore[assignment]
            result = Result(op_id=message.op_id, status="rejected", problem=NO_LONGER_OPEN)
            if now:
                said = {
                    "author": message.author,
                    "at": _text(message.time),
                    "text": message.text,
                    "response": message.response,
                    "op_id": message.op_id,
                }
                move_query(cursor, state, registry, query, now, said)
                result = Result(op_id=message.op_id, status="applied")
        words = (message.author, user, [], message.response, message.text)
        _note(cursor, store, state, registry, unit, [_Received("message", result, form, record, query, *words)])
        return result


def edit(store: Store, registry: str, form: str, record: str, values: Mapping[str, Any]) -> int:
    """Somebody else changes a record at the registry itself; gives the new version."""
    with store.writing() as cursor:
        definition = store.definition(registry)
        state, wanted = store.states[registry], definition.form(form)
        table = record_table(registry, form)
        row = rows_of(cursor, wanted, f"(FROM {table} WHERE record_id = ?)", [record])[record]
        over = {**row, **values}
        over["event_date"] = str(over[wanted.event_date])[:10]
        return _put_rows(cursor, state, table, wanted, [over])[record]


def scrub(cursor: duckdb.DuckDBPyConnection, state: State, registry: str, records: Sequence[str]) -> None:
    """Patients have left: what was received about them and what an answer holds of them goes, the answers stay."""
    about = [registry, SEPARATOR.join(records)]
    ids = cursor.execute(f"SELECT op_id FROM received WHERE registry = ? AND record_id {_AMONG}", about).fetchall()
    for (op_id,) in ids:
        state.sequence += 1
        cursor.execute(
            "UPDATE answer SET detail = json_merge_patch(detail, '{\"record\": null}'), sequence = ? WHERE op_id = ?",
            [state.sequence, op_id],
        )
    cursor.execute(
        f"UPDATE received SET changes = '[]', words = '', record_id = '' WHERE registry = ? AND record_id {_AMONG}",
        about,
    )


def ask(store: Store, registry: str, form: str, record: str, rule: str) -> str:
    """The secretariat asks about a rule in a record; gives the query's id."""
    with store.writing() as cursor:
        state, table = store.states[registry], record_table(registry, form)
        asked = next(r for r in store.definition(registry).rules if r.id == rule)
        state.sequence += 1
        state.changed += 1
        id = f"Q{record}-{rule}-{state.sequence}"
        said = [{"author": REGISTRAR, "at": _text(store.server_time()), "text": asked.message["nb"]}]
        cursor.execute(
            f"INSERT INTO query SELECT ?, unit, ?, ?, record_id, ?, ?, ?, ?, 'open', ?, ?, ? FROM {table}"
            " WHERE record_id = ?",
            [registry, id, state.sequence, form, asked.variables[0], rule, asked.severity,
             datetime.combine(store.today, datetime.min.time()), store.today + timedelta(days=28),
             json.dumps(said, ensure_ascii=False), record],
        )  # fmt: skip
        return id


def move_query(
    cursor: duckdb.DuckDBPyConnection, state: State, registry: str, query: str, to: str, said: Mapping[str, str]
) -> None:
    """Another state and one more message."""
    state.sequence += 1
    state.changed += 1
    cursor.execute(
        """
        UPDATE query SET state = ?, sequence = ?,
            messages = to_json(list_append(from_json(messages, '["JSON"]'), CAST(? AS JSON)))
        WHERE registry = ? AND id = ?
        """,
        [to, state.sequence, json.dumps(said, ensure_ascii=False), registry, query],
    )


@dataclass(slots=True)
class _Received:
    kind: str
    result: Result
    form: str
    record: str
    query: str | None
    author: str
    user: str
    changes: list[Any]
    reason: str
    words: str


@dataclass(slots=True)
class _Wave:
    """Operations on records that are all different, judged and carried out together."""

    cursor: duckdb.DuckDBPyConnection
    store: Store
    definition: Definition
    unit: str
    user: str
    operations: list[Operation]
    decided: dict[str, Result] = field(default_factory=dict)

    def results(self) -> list[Result]:
        for form in self.definition.forms:
            of_form = [o for o in self.operations if o.form == form.id]
            if of_form:
                self._form(form, of_form)
        for operation in self.operations:
            if operation.op_id not in self.decided:
                self.decided[operation.op_id] = self._rejected(operation, UNKNOWN_FORM)
        registry = self.definition.registry
        _note(
            self.cursor,
            self.store,
            self.store.states[registry],
            registry,
            self.unit,
            [
                _Received(
                    "correction",
                    self.decided[o.op_id], o.form, o.record, o.query, o.author, self.user,
                    msgspec.to_builtins(o.set), o.reason, o.text,
                )
                for o in self.operations
            ],
        )  # fmt: skip
        return [self.decided[o.op_id] for o in self.operations]

    def _form(self, form: Form, operations: list[Operation]) -> None:
        table = record_table(self.definition.registry, form.id)
        wanted = SEPARATOR.join(o.record for o in operations)
        there = f"(FROM {table} WHERE unit = ? AND record_id {_AMONG})"
        rows = rows_of(self.cursor, form, there, [self.unit, wanted])
        judgable: list[Operation] = []
        for operation in operations:
            row = rows.get(operation.record)
            if row is None:
                self.decided[operation.op_id] = self._gone(operation)
            elif row["version"] != operation.base_version or not all(
                same(row.get(c.variable), c.old) for c in operation.set
            ):
                self.decided[operation.op_id] = Result(
                    op_id=operation.op_id, status="conflict", version=int(str(row["version"])), record=row
                )
            elif not operation.set:
                self.decided[operation.op_id] = self._rejected(operation, NOTHING_SET)
            elif reason_missing(self.definition, operation.reason, operation.text):
                self.decided[operation.op_id] = self._rejected(operation, REASON_LACKS)
            else:
                judgable.append(operation)
        if judgable:
            self._judge(form, table, judgable, rows)

    def _judge(self, form: Form, table: str, operations: list[Operation], rows: dict[str, Row]) -> None:
        checks = checks_of(self.definition, form, self.store.today)
        kinds = {v.id: v.type for v in form.variables}
        faulty = {o.op_id: type_findings(kinds, o.set) for o in operations}
        after_rows = {
            o.record: laid_over(form, rows[o.record], without_faulty(o.set, faulty[o.op_id])) for o in operations
        }
        self.cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE candidate AS FROM {relation_of(form)}", [as_text(after_rows.values())]
        )

        def broken_in(relation: str, *parameters: str) -> dict[str, list[Finding]]:
            found = self.cursor.execute(
                f"SELECT record_id, {broken(checks)} FROM {relation} AS record", list(parameters)
            ).fetchall()
            return {record: [checks[number].finding for number in numbers] for record, numbers in found}

        before = broken_in(f"(FROM {table} WHERE record_id {_AMONG})", SEPARATOR.join(o.record for o in operations))
        now = broken_in("candidate")
        self.cursor.execute("DROP TABLE candidate")
        applied: list[Operation] = []
        for operation in operations:
            record = operation.record
            verdict = judged(before[record], now[record], faulty[operation.op_id], [c.variable for c in operation.set])
            if verdict.errors:
                self.decided[operation.op_id] = self._broken(operation, verdict)
            else:
                applied.append(operation)
        state = self.store.states[self.definition.registry]
        versions = _put_rows(self.cursor, state, table, form, [after_rows[o.record] for o in applied])
        for operation in applied:
            self.decided[operation.op_id] = Result(
                op_id=operation.op_id, status="applied", version=versions[operation.record]
            )
        self._settle_queries(form, applied, {o.record: {f.id for f in now[o.record]} for o in applied})

    def _settle_queries(self, form: Form, applied: list[Operation], now: Mapping[str, set[str]]) -> None:
        """Queries whose rule holds now are closed; the one that was answered and still is broken goes back."""
        if not applied:
            return
        registry, state = self.definition.registry, self.store.states[self.definition.registry]
        by_record = {o.record: o for o in applied}
        asked = self.cursor.execute(
            f"SELECT id, record_id, rule, state FROM query WHERE registry = ? AND form = ? AND record_id {_AMONG}",
            [registry, form.id, SEPARATOR.join(by_record)],
        ).fetchall()
        for id, record, rule, stands in asked:
            operation = by_record[record]
            said = {"author": REGISTRAR, "at": _text(self.store.server_time())}
            if rule not in now[record]:
                if stands not in ("closed", "verified"):
                    move_query(self.cursor, state, registry, id, "closed", {**said, "text": THANKS})
            elif operation.query == id:
                to = "verified" if operation.confirmed.get(rule, "").strip() else "returned"
                move_query(self.cursor, state, registry, id, to, {**said, "text": STILL_SO})

    def _gone(self, operation: Operation) -> Result:
        why = self.cursor.execute(
            "SELECT why FROM removed WHERE registry = ? AND record_id = ? ORDER BY sequence DESC",
            [self.definition.registry, operation.record],
        ).fetchone()
        return Result(op_id=operation.op_id, status="gone", why=why[0] if why else "unknown")

    @staticmethod
    def _rejected(operation: Operation, problem: str) -> Result:
        return Result(op_id=operation.op_id, status="rejected", problem=problem)

    def _broken(self, operation: Operation, verdict: Verdict) -> Result:
        messages = [f.message["nb"] for f in verdict.errors if f.message and "nb" in f.message]
        problem = " ".join(messages) or BREAKS.format(rules=", ".join(verdict.rules()))
        return Result(op_id=operation.op_id, status="rejected", problem=problem, rules=verdict.rules())


def _put_rows(
    cursor: duckdb.DuckDBPyConnection, state: State, table: str, form: Form, rows: list[Row]
) -> dict[str, int]:
    """New versions of records; gives their numbers."""
    if not rows:
        return {}
    versions = {}
    made = []
    for row in rows:
        state.sequence += 1
        version = int(str(row["version"])) + 1
        versions[str(row["record_id"])] = version
        made.append({**row, "version": version, "sequence": state.sequence})
    state.changed += 1
    names = ", ".join(f'"{name}"' for name in record_columns(form))
    cursor.execute(f"DELETE FROM {table} WHERE record_id {_AMONG}", [SEPARATOR.join(versions)])
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {relation_of(form)}", [as_text(made)])
    return versions


def _answers_before(
    cursor: duckdb.DuckDBPyConnection, registry: str, unit: str, op_ids: Iterable[str]
) -> dict[str, Result]:
    found = cursor.execute(
        f"SELECT op_id, unit, status, detail FROM answer WHERE registry = ? AND op_id {_AMONG}",
        [registry, SEPARATOR.join(op_ids)],
    ).fetchall()
    answers = {}
    for op_id, whose, status, detail in found:
        told = json.loads(detail) | {"op_id": op_id, "status": status}
        answers[op_id] = (
            msgspec.convert(told, type=Result)
            if whose == unit
            else Result(op_id=op_id, status="rejected", problem=ANOTHERS)
        )
    return answers


def _again(before: Result) -> Result:
    return msgspec.structs.replace(before, status="duplicate", first=before.verdict)


def _note(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    state: State,
    registry: str,
    unit: str,
    received: list[_Received],
) -> None:
    """What was answered, for good."""
    if not received:
        return
    answers, sent = [], []
    at = _text(store.server_time())
    for one in received:
        state.sequence += 1
        detail = msgspec.to_builtins(one.result)
        told = {k: v for k, v in detail.items() if k not in ("op_id", "status", "first") and v not in (None, "", [])}
        answers.append(
            {"op_id": one.result.op_id, "sequence": state.sequence, "status": one.result.status,
             "detail": json.dumps(told, ensure_ascii=False), "answered_at": at}
        )  # fmt: skip
        sent.append(
            {"op_id": one.result.op_id, "kind": one.kind, "form": one.form, "record_id": one.record, "query": one.query,
             "author": one.author, "sent_by": one.user, "changes": json.dumps(one.changes, ensure_ascii=False),
             "reason": one.reason, "words": one.words, "status": one.result.status, "version": one.result.version}
        )  # fmt: skip
    state.changed += 1
    columns = {"op_id": "VARCHAR", "sequence": "BIGINT", "status": "VARCHAR", "detail": "VARCHAR",
               "answered_at": "TIMESTAMP"}  # fmt: skip
    cursor.execute(
        f"INSERT INTO answer BY NAME SELECT ? AS registry, ? AS unit, {_relation(columns)}",
        [registry, unit, json.dumps(answers)],
    )
    columns = {**dict.fromkeys(sent[0], "VARCHAR"), "version": "INTEGER"}
    cursor.execute(
        f"INSERT INTO received BY NAME SELECT ? AS registry, ? AS unit, {_relation(columns)}",
        [registry, unit, json.dumps(sent)],
    )


def _relation(columns: Mapping[str, str]) -> str:
    return f"row.* FROM (SELECT unnest(from_json(?, '{json.dumps([dict(columns)])}')) AS row)"


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")
