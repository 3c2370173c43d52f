"""Random histories of a registrar, others and a bad network: every correction ends once, the same on both sides.

The form with killed processes is `python -m tests.faults.kill_corrections`.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from local_cache.corrections import corrections, queries
from local_cache.corrections.conflicts import conflicts, resolve
from local_cache.corrections.corrections import NothingToCorrect, NotReady, open_corrections, take_back
from local_cache.corrections.intake import take_in
from local_cache.corrections.messages import rows as messages
from local_cache.corrections.person import REGISTRAR, Person
from local_cache.corrections.queries import StepNotPossible
from local_cache.corrections.unsent import export_unsent, read_unsent
from local_cache.sync.messages import Change
from tests.conftest import Figures
from tests.faults.agreement import VARIABLES, Edit, History, a_value
from tests.local_cache.conftest import Office
from tests.local_cache.corrections.desk import FORM, REGISTRY, Desk, opened_desk

KEY = X25519PrivateKey.generate()
RECORDS = 4
FAULTS = ("drop", "lost", "late", "twice", "cut", "truncate", "flip", "status", "html", "forbidden")
which, seeds = st.integers(0, RECORDS - 1), st.integers(0, 2**32 - 1)
edit = st.tuples(which, seeds, st.integers(1, 3), st.sampled_from([None, "local:a"]))


class Histories(RuleBasedStateMachine):
    """One registrar's days. What is sent bears a name of its own, so that the registry's rows can be told apart."""

    office: Office
    number = 0
    taken = 0
    counted: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        type(self).number += 1
        self.stack = ExitStack()
        self.home = tempfile.TemporaryDirectory()
        self.directory = Path(self.home.name) / "desk"
        shutil.copytree(self.office.filled, self.directory)
        self.registry = self.office.registry
        self.registry.faults.clear()
        self.open()
        self.desk.synchronise()
        able = [
            record
            for (record,) in self.desk.place.rows(
                "SELECT record_id FROM records_hoftebrudd_operasjon WHERE form_status = 'completed' AND"
                " death_date IS NULL AND event_date >= '2024-01-01' AND unit = ? ORDER BY record_id", [self.desk.unit]
            )
        ]  # fmt: skip
        self.records = [able[(self.taken + n) % len(able)] for n in range(RECORDS)]
        type(self).taken += RECORDS
        self.person = Person(f"history-{self.number}-{time.time_ns()}", frozenset({REGISTRAR}))
        self.history = History(lambda sql: list(self.registry.query(sql)), self.records)
        self.acknowledged: set[str] = set()
        self.asked = [self.registry.ask(REGISTRY, FORM, record, "hb16") for record in self.records]
        self.desk.synchronise(send=False)

    def open(self) -> None:
        self.desk: Desk = self.stack.enter_context(opened_desk(self.directory, self.registry))

    @rule(edits=st.lists(edit, min_size=1, max_size=4), ready=st.booleans())
    def writes(self, edits: list[tuple[int, int, int, str | None]], ready: bool) -> None:
        for record, seed, fields, query in edits:
            draw = random.Random(seed)
            row = self.desk.row(self.records[record])
            values = {name: a_value(draw, name) for name in draw.sample(VARIABLES, fields)}
            with suppress(NothingToCorrect):
                corrections.write(
                    self.desk.ledger, self.person, self.desk.definition(), self.desk.form(), row, values,
                    query=query, reason="annet", text="derfor",
                )  # fmt: skip
        if ready:
            self.makes_all_ready()

    @rule()
    def makes_all_ready(self) -> None:
        for draft in open_corrections(self.desk.ledger):
            if draft.state == "draft":
                try:
                    one = corrections.make_ready(
                        self.desk.ledger, self.person, self.desk.definition(), self.desk.validator(),
                        self.desk.row(draft.record), draft.op_id,
                    )  # fmt: skip
                except NotReady:
                    continue
                self.acknowledged.add(one.op_id)

    @rule(seed=seeds)
    def takes_one_back(self, seed: int) -> None:
        able = [c for c in open_corrections(self.desk.ledger) if c.state in ("draft", "ready")]
        if able:
            take_back(self.desk.ledger, self.person, random.Random(seed).choice(able).op_id)

    @rule(seed=seeds)
    def decides(self, seed: int) -> None:
        draw = random.Random(seed)
        for waiting in conflicts(self.desk.ledger):
            choice: Any = draw.choice(["mine", "theirs", "fields"])
            if choice == "fields":
                choice = {
                    c.variable: draw.choice(["mine", "theirs", Change("", None, a_value(draw, c.variable))])
                    for c in waiting.changes
                }
            resolve(self.desk.ledger, self.person, waiting.op_id, self.desk.row(waiting.record), choice)

    @rule(record=which, seed=seeds)
    def somebody_else_edits(self, record: int, seed: int) -> None:
        draw = random.Random(seed)
        values = {name: a_value(draw, name) for name in draw.sample(VARIABLES, draw.randint(1, 2))}
        version = self.registry.edit(REGISTRY, FORM, self.records[record], values)
        self.history.edits.append(Edit(self.records[record], version, values))

    @rule(record=which)
    def the_registry_asks(self, record: int) -> None:
        self.asked.append(self.registry.ask(REGISTRY, FORM, self.records[record], "hb16"))

    @rule(seed=seeds)
    def answers(self, seed: int) -> None:
        query = self.desk.worklist().named(random.Random(seed).choice(self.asked))
        if query is not None:
            with suppress(StepNotPossible):
                queries.answer(self.desk.ledger, self.person, query, "other", "svar")

    @rule(
        send=st.booleans(), fetch=st.booleans(), fault=st.sampled_from((None, None, *FAULTS)),
        path=st.sampled_from(["*/corrections", "*/corrections", "*/messages", "*"]), after=st.integers(0, 1),
    )  # fmt: skip
    def synchronises(self, send: bool, fetch: bool, fault: Any, path: str, after: int) -> None:
        if fault is not None and (path != "*" or fault not in ("forbidden",)):
            seconds = 0.05 if fault == "late" else 0.0
            self.registry.faults.add(fault, path, times=3, bytes=30, seconds=seconds, after=after)
        self.desk.synchronise(send=send or not fetch, fetch=fetch)
        self.registry.faults.clear()

    def copies_what_is_unsent(self) -> None:
        """A copy is made, and taken in again where everything is already: nothing comes of it."""
        export_unsent(self.desk.ledger, self.directory / "copy", KEY.public_key())
        before = corrections.corrections(self.desk.ledger), messages.every(self.desk.ledger)
        with self.desk.place.cache.reading() as cursor:
            found = take_in(cursor, self.desk.ledger, read_unsent(self.directory / "copy", KEY), "copy")
        assert (found.corrections, found.answers, found.left_out) == ((), (), ())
        assert (corrections.corrections(self.desk.ledger), messages.every(self.desk.ledger)) == before

    @rule(copying=st.booleans())
    def starts_again(self, copying: bool) -> None:
        if copying:
            self.copies_what_is_unsent()
        self.stack.close()
        self.open()

    def teardown(self) -> None:
        try:
            self.registry.faults.clear()
            time.sleep(0.1)  # what was held back arrives
            for _ in range(6):
                assert not [p for p in self.desk.synchronise().problems if p.problem.code != "access-gone"]
                if not any(c.state in ("ready", "sending", "applied") for c in open_corrections(self.desk.ledger)):
                    break
            written = corrections.corrections(self.desk.ledger)
            wrong = self.history.violations(written, self.person.name, self.acknowledged)
            assert wrong == []
            for message in messages.every(self.desk.ledger):
                assert message.state in ("confirmed", "rejected", "gone")
                told = self.registry.query("SELECT status FROM received WHERE op_id = ?", [message.op_id])
                ends = {"confirmed": "applied"}
                assert told == [(ends.get(message.state, message.state),)]
            there = self.history.present()
            for record in self.records:
                row = self.desk.row(record)
                assert {name: row[name] for name in there[record]} == there[record]
            self.counted.update(("histories", *(c.state for c in written)))
            self.counted["corrections"] += len(written)
            self.counted["made ready"] += len(self.acknowledged)
            self.counted["answers"] += len(messages.every(self.desk.ledger))
        finally:
            self.stack.close()
            self.home.cleanup()


def run(office: Office, examples: int, steps: int) -> Counter[str]:
    """What was counted in histories that held; one that does not ends it."""
    machine = type("RandomHistories", (Histories,), {"office": office, "number": 0, "taken": 0, "counted": Counter()})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    counted: Counter[str] = machine.counted
    assert counted["histories"] == machine.number
    return counted


def words(counted: Counter[str]) -> str:
    whole = ("histories", "corrections", "made ready", "answers")
    ends = {state: number for state, number in sorted(counted.items()) if state not in whole}
    return ", ".join(f"{counted[name]} {name}" for name in whole) + f", ends {ends}; violations: 0"


def test_random_histories_end_the_same_on_both_sides(office: Office, figures: Figures) -> None:
    counted = run(office, 10, 14)
    for steps in (18, 22, 26):  # other histories than before, also where the search always begins with the same ones
        if min(counted["made ready"], counted["answers"], counted["confirmed"]) > 5:
            break
        counted += run(office, 5, steps)
    figures(words(counted))
    assert counted["histories"] >= 10
    assert min(counted["made ready"], counted["answers"], counted["confirmed"]) > 0, "nothing happened in them"


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_many_random_histories_end_the_same_on_both_sides(office: Office, figures: Figures) -> None:
    figures(words(run(office, 200, 25)))
