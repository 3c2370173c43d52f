"""What a synchronisation brought, in words and as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from app.program import Program
from local_cache.results.format import format_count, format_number
from local_cache.sync.outcome import PullResult
from local_cache.sync.stop import Stop

STOPPED = "Stopped. What was already taken in is kept; the next time goes on from there."


def synchronise_until_stopped(program: Program, *, send: bool = True, fetch: bool = True) -> tuple[PullResult, ...]:
    """Synchronise; Ctrl-C ends it in order: what was being written is taken back, what was in stays.

    In a thread of its own, since an interrupt in the middle of a statement would leave the database to say what it was.
    """
    stop = Stop()
    with ThreadPoolExecutor(1) as workers:
        running = workers.submit(program.synchronise, cancelled=stop, send=send, fetch=fetch)
        try:
            while not wait([running], timeout=0.2).done:  # without an end to the wait Windows would not hear Ctrl-C
                pass
        except KeyboardInterrupt:
            stop.interrupt()
        return running.result()


def outcome_as_json(results: Sequence[PullResult]) -> dict[str, Any]:
    """All sources; `error` is the first thing that went wrong in any of them."""
    outcome: dict[str, Any] = {"sources": [pull_as_json(result) for result in results]}
    problems = [p.problem for result in results for p in result.problems]
    if problems:
        outcome["error"] = {"code": problems[0].code, "text": problems[0].sentence()}
    elif any(result.cancelled for result in results):
        outcome["error"] = {"code": "stopped", "text": STOPPED}
    return outcome


def pull_as_json(result: PullResult) -> dict[str, Any]:
    return {
        "source": result.source,
        "cancelled": result.cancelled,
        "seconds": round(result.seconds, 3),
        "changed": [flag.name.lower() for flag in result.changed if flag.name],
        "units": [
            {
                "registry": u.registry,
                "unit": u.unit,
                "upserted": u.upserted,
                "deleted": u.deleted,
                "parts": u.parts,
                "bytes": u.bytes,
                "in_full": u.in_full,
            }
            for u in result.registries
        ],
        "sent": [
            {
                "registry": u.registry,
                "unit": u.unit,
                "applied": u.applied,
                "rejected": u.rejected,
                "conflict": u.conflict,
                "gone": u.gone,
                "answered": u.answered,
                "unanswered": u.unanswered,
            }
            for u in result.sent
        ],
        "problems": [
            {"registry": p.registry, "unit": p.unit, "code": p.problem.code, "text": p.problem.sentence()}
            for p in result.problems
        ],
    }


def pull_in_words(result: PullResult) -> list[str]:
    lines = []
    for sent in result.sent:
        ends = {
            "taken in": sent.applied,
            "rejected": sent.rejected,
            "in conflict": sent.conflict,
            "about records that are gone": sent.gone,
            "answers taken": sent.answered,
            "without an answer yet": sent.unanswered,
        }
        told = ", ".join(f"{format_count(number, 'en')} {end}" for end, number in ends.items() if number)
        lines.append(f"{sent.registry} {sent.unit}: sent: {told or 'nothing'}")
    for unit in result.registries:
        if unit.upserted or unit.deleted:
            what = f"{format_count(unit.upserted, 'en')} records new or changed"
            what += f", {format_count(unit.deleted, 'en')} gone" if unit.deleted else ""
        else:
            what = "no new records"
        lines.append(f"{unit.registry} {unit.unit}: {what} ({format_number(unit.bytes / 1e6, ',.1f', 'en')} MB)")
    for p in result.problems:
        whose = f"{p.registry} {p.unit}: " if p.registry else ""
        lines.append(whose + p.problem.sentence())
    if result.cancelled:
        lines.append(STOPPED)
    return lines
