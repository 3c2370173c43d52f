"""Queries: questions about records, from the registry, from the rules run here, or raised by hand; and who may do what.

The registry's queries are in the cache as it sent them; what people here did with one is in the ledger. Its state is
the registry's until somebody here has answered, corrected or verified it, and the registry's again when that has been
confirmed. Questions the registry does not know (a rule's finding, one raised by hand) live in the ledger alone, and a
coordinator closes, reopens or returns them as the registry does its own.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import duckdb
import msgspec

from local_cache.corrections import corrections
from local_cache.corrections.corrections import LOCAL, Correction
from local_cache.corrections.messages import Message, query_key, write_message
from local_cache.corrections.messages import rows as message_rows
from local_cache.corrections.person import COORDINATOR, REGISTRAR, NotAllowed, Person
from local_cache.corrections.rows import Row
from local_cache.corrections.sealed_rows import Event, SealedRows, history, now, place_of, remember
from local_cache.corrections.validation import Check, Finding, checks_of
from local_cache.corrections.verified import unverify, verify
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.ledger import Ledger
from local_cache.registry import Definition, Texts
from local_cache.sync.messages import Response, Value

QueryState = Literal["not opened", "open", "answered", "corrected", "closed", "verified", "returned"]
Source = Literal["registry", "rule", "person"]
Action = Literal["raise", "open", "assign", "comment", "answer", "correct", "verify", "close", "reopen", "return"]

STATES: tuple[QueryState, ...] = ("not opened", "open", "answered", "corrected", "closed", "verified", "returned")
WAITING: frozenset[QueryState] = frozenset({"not opened", "open", "returned"})
"""States that wait for the unit."""
RESPONSES: tuple[Response, ...] = (
    "typing_error", "misread_source", "source_was_wrong", "cannot_be_found_out", "rare_but_true", "other",
)  # fmt: skip
THE_REGISTRY = "registry"
"""The role in which the registry itself moves its own queries."""
LONGEST_QUESTION = 4_000


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody may do: from which states, to which (None: it stays), in which roles, with whose queries."""

    action: Action
    before: frozenset[QueryState]
    after: QueryState | None
    roles: frozenset[str]
    whose: frozenset[Source]


_ANY: frozenset[Source] = frozenset({"registry", "rule", "person"})
_OURS: frozenset[Source] = frozenset({"rule", "person"})
_THEIRS: frozenset[Source] = frozenset({"registry"})
_EVERY = frozenset(STATES)
_BOTH = frozenset({COORDINATOR, REGISTRAR})
_DONE: frozenset[QueryState] = frozenset({"answered", "corrected", "verified"})


def _step(action: Action, before: Iterable[QueryState], after: QueryState | None, roles: Iterable[str],
          whose: frozenset[Source]) -> Step:  # fmt: skip
    return Step(action, frozenset(before), after, frozenset(roles), whose)


STEPS: tuple[Step, ...] = (
    _step("open", {"not opened"}, "open", _BOTH, _ANY),
    _step("assign", WAITING | {"answered", "corrected"}, None, _BOTH, _ANY),
    _step("comment", _EVERY, None, _BOTH, _ANY),
    _step("answer", WAITING | {"answered"}, "answered", {REGISTRAR}, _ANY),
    _step("correct", WAITING | {"answered", "corrected"}, "corrected", {REGISTRAR}, _ANY),
    _step("verify", WAITING | {"answered"}, "verified", {REGISTRAR}, _ANY),
    _step("close", WAITING | _DONE, "closed", {COORDINATOR}, _OURS),
    _step("reopen", _DONE | {"closed"}, "open", {COORDINATOR}, _OURS),
    _step("return", _DONE | {"closed"}, "returned", {COORDINATOR}, _OURS),
    _step("close", WAITING | _DONE, "closed", {THE_REGISTRY}, _THEIRS),
    _step("reopen", _DONE | {"closed"}, "open", {THE_REGISTRY}, _THEIRS),
    _step("return", _DONE | {"closed", "open"}, "returned", {THE_REGISTRY}, _THEIRS),
    _step("verify", _EVERY - {"verified"}, "verified", {THE_REGISTRY}, _THEIRS),
    _step("answer", WAITING | {"answered"}, "answered", {THE_REGISTRY}, _THEIRS),
)
"""The whole state machine. A reader may look and do nothing."""


ACTIONS: dict[Action, str] = {
    "raise": QT_TRANSLATE_NOOP("Problem", "asking about a record"),
    "open": QT_TRANSLATE_NOOP("Problem", "opening a query"),
    "assign": QT_TRANSLATE_NOOP("Problem", "giving a query to somebody"),
    "comment": QT_TRANSLATE_NOOP("Problem", "commenting on a query"),
    "answer": QT_TRANSLATE_NOOP("Problem", "answering a query"),
    "correct": QT_TRANSLATE_NOOP("Problem", "correcting a record"),
    "verify": QT_TRANSLATE_NOOP("Problem", "confirming a rare value"),
    "close": QT_TRANSLATE_NOOP("Problem", "closing a query"),
    "reopen": QT_TRANSLATE_NOOP("Problem", "reopening a query"),
    "return": QT_TRANSLATE_NOOP("Problem", "returning a query"),
}
STATE_WORDS: dict[QueryState, str] = {
    "not opened": QT_TRANSLATE_NOOP("Problem", "not opened"),
    "open": QT_TRANSLATE_NOOP("Problem", "open"),
    "answered": QT_TRANSLATE_NOOP("Problem", "answered"),
    "corrected": QT_TRANSLATE_NOOP("Problem", "corrected"),
    "closed": QT_TRANSLATE_NOOP("Problem", "closed"),
    "verified": QT_TRANSLATE_NOOP("Problem", "confirmed as right"),
    "returned": QT_TRANSLATE_NOOP("Problem", "returned"),
}
"""Words of actions and states, to stand in sentences."""


class QueryNotHere(Problem):
    code = "query-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "There is no query {query} here.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose one from the list of queries, or synchronise first.")


class StepNotPossible(Problem):
    code = "step-not-possible"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The query is {state}, and that does not allow this ({action_wanted}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Look at the query again; somebody may have been there meanwhile.")


@dataclass(frozen=True, slots=True)
class Query:
    """A question about a record.

    id: the registry's, or one that begins with "local:"; rule: the rule's or finding's id, "" where there is none;
    opened_at: UTC without zone; owner: the account it is assigned to, "" for nobody.
    """

    id: str
    registry: str
    unit: str
    form: str
    record: str
    variable: str
    rule: str
    severity: str
    state: QueryState
    source: Source
    opened_at: datetime | None
    due: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of a query's thread. by: "registry", "unit" (sent or to be sent) or "here" (stays in the ledger);
    state: of a message on its way; what: an event of the history, "" for a message."""

    at: datetime | None
    who: str
    by: Literal["registry", "unit", "here"]
    text: str
    response: str = ""
    state: str = ""
    what: str = ""


class QueryHere(msgspec.Struct, frozen=True, kw_only=True):
    """What people here have done with a query.

    state: of queries the registry does not know; "" of its own, as far as opening them goes; seen: of a rule's finding
    that was answered, closed or verified: for which values, so that it is asked again when they change.
    """

    query: str
    registry: str
    unit: str
    form: str
    record: str
    source: Source
    state: QueryState
    variable: str = ""
    rule: str = ""
    severity: str = "warning"
    question: str = ""
    opened_at: datetime | None = None
    due: date | None = None
    owner: str = ""
    seen: str = ""

    @property
    def id(self) -> str:
        return query_key(self.registry, self.unit, self.query)

    @property
    def place(self) -> tuple[str, ...]:
        return place_of(self.registry, self.unit, self.form, self.record)

    @property
    def state_now(self) -> str:
        return self.state

    @property
    def settled(self) -> bool:
        return self.state in ("closed", "verified")


rows = SealedRows("query_here", QueryHere, hidden=True)


def may(person: Person, query: Query, action: Action) -> bool:
    """Whether the person may do that with the query as it is now: for buttons."""
    return any(
        step.action == action
        and query.state in step.before
        and query.source in step.whose
        and person.is_any_of(step.roles)
        for step in STEPS
    )


def after(roles: frozenset[str], state: QueryState, source: Source, action: Action, registry: str = "") -> QueryState:
    """The state after an action. Raises NotAllowed where no role allows it, StepNotPossible where the state forbids."""
    possible = [s for s in STEPS if s.action == action and source in s.whose and not roles.isdisjoint(s.roles)]
    if not possible:
        raise NotAllowed(registry=registry, action_wanted=ACTIONS[action])
    fitting = next((s for s in possible if state in s.before), None)
    if fitting is None:
        raise StepNotPossible(state=STATE_WORDS[state], action_wanted=ACTIONS[action])
    return fitting.after or state


# What people do


def open_query(ledger: Ledger, person: Person, query: Query) -> Query:
    """Somebody with work to do has looked at it; a reader's look changes nothing."""
    if query.state != "not opened" or not may(person, query, "open"):
        return query
    return _act(ledger, person, query, "open")


def assign(ledger: Ledger, person: Person, query: Query, owner: str) -> Query:
    """owner: an account, "" for nobody."""
    return _act(ledger, person, query, "assign", owner, owner=owner)


def comment(ledger: Ledger, person: Person, query: Query, text: str) -> Query:
    """A word among colleagues; it is not sent."""
    return _act(ledger, person, query, "comment", text)


def answer(
    ledger: Ledger,
    person: Person,
    query: Query,
    response: Response,
    text: str = "",
    *,
    finding: Finding | None = None,
    row: Row | None = None,
) -> Query:
    """Answer without a correction; to the registry, if the query is its own, at the next synchronisation.

    "rare_but_true" is for `verify_query`. finding, row: of a rule's finding, so that it is asked again when a value
    changes. Raises NotAllowed, StepNotPossible.
    """
    return _act(ledger, person, query, "answer", text, response=response, finding=finding, row=row)


def verify_query(
    ledger: Ledger,
    person: Person,
    query: Query,
    finding: Finding | None,
    row: Row,
    word: str,
    *,
    also: Iterable[Finding] = (),
) -> Query:
    """Rare but true: the value was looked up and stands. Remembered until a value or the rule changes.

    finding: the rule's (or range's) that asks, None for a question without a rule; row: the registry's; also: what else
    the record breaks: warnings about the very same variables were looked up with it, and are not asked about either.
    """
    with ledger.writing() as writer:
        done = _act(ledger, person, query, "verify", word, response="rare_but_true", finding=finding, row=row)
        place = place_of(query.registry, query.unit, query.form, query.record)
        for one in also:
            same = finding is not None and one.id != finding.id and set(one.variables) == set(finding.variables)
            if same and one.severity == "warning":
                verify(ledger, writer, person, place, one, row, word)
    return done


def close(
    ledger: Ledger,
    person: Person,
    query: Query,
    text: str = "",
    *,
    finding: Finding | None = None,
    row: Row | None = None,
) -> Query:
    """finding, row: of a rule's finding, so that it is asked again when a value changes."""
    return _act(ledger, person, query, "close", text, finding=finding, row=row)


def reopen(ledger: Ledger, person: Person, query: Query, text: str = "") -> Query:
    return _act(ledger, person, query, "reopen", text)


def return_query(ledger: Ledger, person: Person, query: Query, text: str) -> Query:
    """Back to whoever answered it: the answer does not do."""
    return _act(ledger, person, query, "return", text)


def raise_query(
    ledger: Ledger,
    person: Person,
    place: tuple[str, ...],
    variable: str,
    question: str,
    *,
    severity: Literal["error", "warning"] = "warning",
    due: date | None = None,
    owner: str = "",
) -> Query:
    """A question of one's own about a record of the unit; stays in the ledger. Raises NotAllowed."""
    registry, unit, form, record = place
    if not person.is_any_of(_BOTH):
        raise NotAllowed(registry=registry, action_wanted=ACTIONS["raise"])
    made = QueryHere(
        query=f"{LOCAL}{secrets.token_hex(8)}",
        registry=registry,
        unit=unit,
        form=form,
        record=record,
        source="person",
        state="open",
        variable=variable,
        severity=severity,
        question=question[:LONGEST_QUESTION],
        opened_at=datetime.now(UTC).replace(tzinfo=None),
        due=due,
        owner=owner,
    )
    with ledger.writing() as writer:
        rows.put(ledger, writer, made)
        event = Event(now(), person.name, "raise", "open", made.question)
        remember(ledger, writer, made.id, made.place, event)
    return _as_query(made)


def _act(
    ledger: Ledger,
    person: Person,
    query: Query,
    action: Action,
    text: str = "",
    *,
    owner: str | None = None,
    response: Response | None = None,
    finding: Finding | None = None,
    row: Row | None = None,
) -> Query:
    place = place_of(query.registry, query.unit, query.form, query.record)
    with ledger.writing() as writer:
        state = after(person.roles, query.state, query.source, action, query.registry)
        here = rows.get(ledger, query_key(query.registry, query.unit, query.id)) or _begun(query)
        ours = query.source != "registry"
        here = msgspec.structs.replace(
            here,
            # The registry's own stays what it is until the registry says otherwise: only that it was opened is ours.
            state=state if ours else "open",
            owner=here.owner if owner is None else owner,
            seen=_seen(finding, row) if finding is not None and row is not None else here.seen,
        )
        rows.put(ledger, writer, here)
        if response is not None and not ours:
            write_message(ledger, writer, person, place, query.id, response, text)
        if action == "verify" and finding is not None and row is not None:
            verify(ledger, writer, person, place, finding, row, text)
        elif action in ("reopen", "return") and query.rule:
            unverify(ledger, writer, place, query.rule)
        said = f"{action}: {response}" if response and ours else action
        if response is None or ours:  # a message to the registry is in the thread itself
            remember(ledger, writer, here.id, place, Event(now(), person.name, said, state, text[:LONGEST_QUESTION]))
        else:
            remember(ledger, writer, here.id, place, Event(now(), person.name, said, state))
    return _with(query, state, here.owner)


def correct(
    ledger: Ledger,
    person: Person,
    query: Query,
    definition: Definition,
    row: Row,
    values: Mapping[str, Value],
    *,
    reason: str | None = None,
    text: str | None = None,
    confirmed: Mapping[str, str] | None = None,
) -> Correction:
    """Answer a query with a correction, as a draft: `corrections.write` for it. The query is corrected when that is
    ready. Raises NotAllowed, StepNotPossible, NothingToCorrect."""
    after(person.roles, query.state, query.source, "correct", query.registry)
    with ledger.writing() as writer:
        draft = corrections.write(
            ledger, person, definition, definition.form(query.form), row, values, query=query.id, reason=reason,
            text=text, confirmed=confirmed,
        )  # fmt: skip
        here = rows.get(ledger, query_key(query.registry, query.unit, query.id)) or _begun(query)
        rows.put(ledger, writer, here)
        remember(ledger, writer, here.id, here.place, Event(now(), person.name, "correct", "", ""))
    return draft


def note_confirmed(ledger: Ledger, writer: sqlite3.Connection, done: Correction) -> None:
    """A correction is in: a question of our own that it answered is corrected, until somebody closes or returns it."""
    here = None if done.query is None else rows.get(ledger, query_key(done.registry, done.unit, done.query))
    if here is not None and here.source != "registry":
        rows.put(ledger, writer, msgspec.structs.replace(here, state="corrected"))
        remember(ledger, writer, here.id, here.place, Event(now(), "", "the registry: applied", "corrected"))


# What is there


def query(
    cursor: duckdb.DuckDBPyConnection, ledger: Ledger, definition: Definition, unit: str, id: str, today: date
) -> Query:
    """One query as it stands now. Raises QueryNotHere."""
    from local_cache.corrections.worklist import read_worklist

    found = read_worklist(cursor, ledger, definition, unit, today).named(id)
    if found is None:
        raise QueryNotHere(query=id[:60])
    return found


def state_of(registry_state: str, here: QueryHere | None, pending: Iterable[Correction | Message]) -> QueryState:
    """The state of one of the registry's queries. pending: what is on its way about it, in the order written."""
    state: QueryState | None = None
    for one in pending:
        if isinstance(one, Correction) and one.state in ("ready", "sending", "applied"):
            state = "corrected"
        elif isinstance(one, Message) and one.state in ("ready", "sending", "applied"):
            state = "verified" if one.response == "rare_but_true" else "answered"
    if state is not None:
        return state
    if registry_state in ("", "open"):
        return "open" if here is not None else "not opened"
    return next((s for s in STATES if s == registry_state), "closed" if registry_state == "resolved" else "open")


def thread(cursor: duckdb.DuckDBPyConnection, ledger: Ledger, asked: Query) -> tuple[Said, ...]:
    """All that was said about a query, by the registry and here, oldest first, with what is still on its way."""
    place = place_of(asked.registry, asked.unit, asked.form, asked.record)
    said: list[Said] = []
    known: set[str] = set()
    row = cursor.execute(
        "SELECT messages FROM query WHERE registry = ? AND unit = ? AND id = ?", [asked.registry, asked.unit, asked.id]
    ).fetchone()
    for message in msgspec.json.decode(row[0], type=list[dict[str, str]]) if row and row[0] else ():
        op_id = message.get("op_id", "")
        known.add(op_id)
        by: Literal["registry", "unit"] = "unit" if op_id or message.get("response") else "registry"
        at = _moment(message.get("at", ""))
        said.append(Said(at, message.get("author", ""), by, message.get("text", ""), message.get("response", "")))
    for one in message_rows.of_record(ledger, place):
        if one.query == asked.id and one.op_id not in known:
            said.append(Said(_utc(one.written_at), one.author, "unit", one.text, one.response, one.state))
    for event in history(ledger, query_key(asked.registry, asked.unit, asked.id)):
        said.append(Said(_utc(event.at), event.who, "here", event.text, state=event.state, what=event.what))
    return tuple(sorted(said, key=lambda s: s.at or datetime.min))


def question(definition: Definition, here: QueryHere | None, rule: str) -> Texts:
    """What is asked, in the registry's languages: the rule's message, or what somebody here wrote."""
    if here is not None and here.question:
        return {"nb": here.question}
    return next((r.message for r in definition.rules if r.id == rule), {})


def finding_of(definition: Definition, form: str, rule: str, today: date) -> Finding | None:
    """The check behind a query, by the rule's id or a finding's ("soft:weight")."""
    found: Check | None = next(
        (c for c in checks_of(definition, definition.form(form), today) if c.finding.id == rule), None
    )
    return found.finding if found else None


def pending_by_query(ledger: Ledger, registry: str, unit: str) -> dict[str, list[Correction | Message]]:
    """What is on its way, by the query it is about."""
    found: dict[str, list[Correction | Message]] = {}
    on_the_way: list[Correction | Message] = [*corrections.rows.open(ledger), *message_rows.open(ledger)]
    for one in on_the_way:
        if one.query is not None and (one.registry, one.unit) == (registry, unit):
            found.setdefault(one.query, []).append(one)
    for about in found.values():
        about.sort(key=lambda one: one.written_at)
    return found


def forget_queries(ledger: Ledger, writer: sqlite3.Connection, place: tuple[str, ...]) -> None:
    for one in rows.of_record(ledger, place):
        rows.remove(ledger, writer, one.id)


def _begun(query: Query) -> QueryHere:
    return QueryHere(
        query=query.id,
        registry=query.registry,
        unit=query.unit,
        form=query.form,
        record=query.record,
        source=query.source,
        state="open",
        variable=query.variable,
        rule=query.rule,
        severity=query.severity,
        opened_at=query.opened_at,
        due=query.due,
    )


def _as_query(here: QueryHere) -> Query:
    return Query(
        here.query, here.registry, here.unit, here.form, here.record, here.variable, here.rule, here.severity,
        here.state, here.source, here.opened_at, here.due, here.owner,
    )  # fmt: skip


def _with(query: Query, state: QueryState, owner: str) -> Query:
    return Query(
        query.id, query.registry, query.unit, query.form, query.record, query.variable, query.rule, query.severity,
        state, query.source, query.opened_at, query.due, owner,
    )  # fmt: skip


def seen_key(finding: Finding, values: Mapping[str, object]) -> str:
    """For which values and which version of the rule a finding was dealt with."""
    about = [[name, values.get(name)] for name in sorted(finding.variables)]
    return msgspec.json.encode([finding.id, finding.version, about]).decode()


def _seen(finding: Finding, row: Row) -> str:
    return seen_key(finding, row)


def _moment(text: str) -> datetime | None:
    try:
        return _utc(datetime.fromisoformat(text))
    except ValueError:
        return None


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
