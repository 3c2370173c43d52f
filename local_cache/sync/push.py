"""Sending: from the ledger to a registry service, each correction exactly once, in the order of its record.

ready → (noted as sending, on disk) → POST → (its answer noted, on disk). A crash or a lost answer anywhere between
leaves it in `sending`, and the next run sends the same op_id with the same content again: the registry then gives its
first answer once more. Nothing that was sent is ever sent under another id.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

from local_cache.corrections import conflicts
from local_cache.corrections.corrections import (
    TO_SEND,
    Correction,
    build_upon,
    correction,
    keep,
    open_corrections,
)
from local_cache.corrections.leaving import forget_place
from local_cache.corrections.messages import keep_message, open_messages
from local_cache.corrections.messages import rows as message_rows
from local_cache.corrections.sealed_rows import now
from local_cache.errors import AccessGone, Problem, SendingRefused
from local_cache.ledger import Ledger
from local_cache.sync.client import Client
from local_cache.sync.messages import Operations, Result
from local_cache.sync.outcome import Changed, Progress, PullResult, Stage, UnitProblem, UnitPushed
from local_cache.sync.stop import Stop

log = logging.getLogger(__name__)

MOST_WAVES = 100
"""A registry that met everything with a new conflict would otherwise never be done with; the rest goes next time."""

Report = Callable[[Progress], None]


def push(
    ledger: Ledger,
    client: Client,
    units: Iterable[tuple[str, str]],
    result: PullResult,
    *,
    progress: Report | None = None,
    stop: Stop | None = None,
) -> None:
    """Send what is ready in these (registry, unit); what became of it is put into `result`.

    A Problem in one unit does not stop the others. Raises Cancelled.
    """
    wanted = set(units)
    waiting = {(c.registry, c.unit) for c in open_corrections(ledger) if c.state in TO_SEND}
    waiting |= {(m.registry, m.unit) for m in open_messages(ledger) if m.state in TO_SEND}
    if not waiting & wanted:
        return
    stopped = stop or Stop()
    with client.until(stopped):
        try:
            most = max(1, client.discovery().limits.operations)
        except Problem as problem:
            result.problems.append(UnitProblem("", "", problem))
            return
        for registry, unit in sorted(waiting & wanted):
            stopped.check()
            sending = _Sending(ledger, client, registry, unit, min(most, 200), progress or _silent, stopped)
            result.sent.append(sending.pushed)
            try:
                sending.corrections()
                sending.messages()
            except AccessGone:
                refused = SendingRefused(registry=registry, unit=unit)
                result.problems.append(UnitProblem(registry, unit, refused))
            except Problem as problem:
                log.warning("%s took no corrections: %s", registry, problem.code)
                result.problems.append(UnitProblem(registry, unit, problem))
            finally:
                result.changed |= Changed.CORRECTIONS
                sending.count_unanswered()


def _silent(progress: Progress) -> None:
    pass


class _Sending:
    def __init__(
        self, ledger: Ledger, client: Client, registry: str, unit: str, most: int, progress: Report, stop: Stop
    ) -> None:
        self.ledger, self.client, self.registry, self.unit = ledger, client, registry, unit
        self.most, self.progress, self.stop = most, progress, stop
        self.pushed = UnitPushed(registry, unit)
        self.asked: set[str] = set()

    def corrections(self) -> None:
        """Wave after wave: of each record the first that has no answer yet. Each op_id is sent once in a run."""
        for _ in range(MOST_WAVES):
            wave = [op_id for op_id in self._first_of_each_record() if op_id not in self.asked]
            if not wave:
                return
            for at in range(0, len(wave), self.most):
                self.stop.check()
                self.progress(Progress(Stage.SENDING, self.registry, self.unit, "corrections", at, len(wave)))
                self._send(wave[at : at + self.most])

    def _first_of_each_record(self) -> Iterator[str]:
        seen: set[tuple[str, ...]] = set()
        for one in open_corrections(self.ledger, self.registry, self.unit):
            if one.state in ("draft", *TO_SEND) and one.place not in seen:
                seen.add(one.place)  # what comes later on this record waits for this one, also while it is a draft
                if one.state in TO_SEND:
                    yield one.op_id

    def _send(self, op_ids: list[str]) -> None:
        leaving: list[Correction] = []
        with self.ledger.writing() as writer:
            for op_id in op_ids:
                one = correction(self.ledger, op_id)  # as it is now: it may have been edited since
                if one.state == "ready":
                    one = keep(self.ledger, writer, one, "sent", "", state="sending", sent=True)
                if one.state == "sending":
                    leaving.append(one)
        self.asked.update(op_ids)
        if not leaving:
            return
        operations = Operations(tuple(one.operation() for one in leaving))
        answers = self.client.corrections(self.registry, self.unit, operations)
        ours = {one.op_id for one in leaving}
        take_answers(self.ledger, [r for r in answers.results if r.op_id in ours], self.pushed)

    def messages(self) -> None:
        for message in open_messages(self.ledger, self.registry, self.unit):
            if message.state not in TO_SEND:
                continue
            self.stop.check()
            with self.ledger.writing() as writer:
                message = keep_message(self.ledger, writer, message, state="sending", sent=True)
            result = self.client.message(self.registry, self.unit, message.query, message.body())
            if result.op_id == message.op_id:
                take_message_answer(self.ledger, result, self.pushed)

    def count_unanswered(self) -> None:
        corrections = open_corrections(self.ledger, self.registry, self.unit)
        messages = open_messages(self.ledger, self.registry, self.unit)
        states = [*(c.state for c in corrections), *(m.state for m in messages)]
        self.pushed.unanswered = states.count("sending")


def take_answers(ledger: Ledger, results: Iterable[Result], pushed: UnitPushed | None = None) -> None:
    """Note what the registry answered, in one transaction. An answer that is here already changes nothing."""
    with ledger.writing() as writer:
        for result in results:
            one = correction(ledger, result.op_id)
            if not one.may_be_answered:
                continue
            verdict = result.verdict
            ended = keep(
                ledger,
                writer,
                one,
                f"the registry: {verdict}",
                "",
                state=verdict,
                sent=True,
                answered_at=now(),
                version=result.version,
                theirs=result.record if verdict == "conflict" else None,
                problem=result.problem,
                rules=result.rules,
                why=result.why,
            )
            if pushed is not None:
                setattr(pushed, verdict, getattr(pushed, verdict) + 1)
            if not (verdict == "conflict" and conflicts.rebase(ledger, writer, ended)):
                build_upon(ledger, writer, ended)
            if verdict == "gone":
                forget_place(ledger, writer, ended.place)


def take_message_answer(ledger: Ledger, result: Result, pushed: UnitPushed | None = None) -> None:
    with ledger.writing() as writer:
        message = message_rows.get(ledger, result.op_id)
        if message is None or message.state != "sending":
            return
        verdict = result.verdict if result.verdict in ("applied", "gone") else "rejected"
        keep_message(ledger, writer, message, state=verdict, answered_at=now(), problem=result.problem)
        if pushed is not None:
            name = {"applied": "answered"}.get(verdict, verdict)
            setattr(pushed, name, getattr(pushed, name) + 1)
