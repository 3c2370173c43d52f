"""The window's long work, as changes for the job runner: each says which kinds of things it changed."""

from __future__ import annotations

from dataclasses import dataclass

from app.credentials import read_token
from app.jobs import EVERYTHING, Report
from app.program import Program
from local_cache.errors import Problem
from local_cache.sync.outcome import Changed, PullResult, UnitPushed
from local_cache.sync.stop import Cancelled, Stop


@dataclass(frozen=True)
class Fetched:
    """What came of a synchronisation over all sources. upserted, deleted: records; sent: what became of each unit's."""

    upserted: int
    deleted: int
    changed: Changed
    problems: tuple[Problem, ...]
    sent: tuple[UnitPushed, ...] = ()


def fetch(program: Program, stop: Stop, report: Report) -> tuple[Changed, Fetched]:
    """Send what is ready to every connected source, and fetch what is new there."""
    return _exchanged(program.synchronise(progress=report, cancelled=stop))


def send(program: Program, stop: Stop, report: Report) -> tuple[Changed, Fetched]:
    """Send what is ready, and fetch nothing: what is on the screen stays as it is while somebody reads it."""
    return _exchanged(program.synchronise(progress=report, cancelled=stop, fetch=False))


def _exchanged(results: tuple[PullResult, ...]) -> tuple[Changed, Fetched]:
    if any(r.cancelled for r in results):
        raise Cancelled
    changed = Changed.NOTHING
    for result in results:
        changed |= result.changed
    units = [u for result in results for u in result.registries]
    sent = tuple(s for result in results for s in result.sent)
    problems = tuple(p.problem for result in results for p in result.problems)
    return changed, Fetched(sum(u.upserted for u in units), sum(u.deleted for u in units), changed, problems, sent)


def connect_and_fetch(
    program: Program, address: str, token_file: str, stop: Stop, report: Report
) -> tuple[Changed, Fetched]:
    """Connect to a registry service with the token in a file ("" for none), then fetch."""
    program.connect(address, read_token(token_file))
    changed, fetched = fetch(program, stop, report)
    return changed | Changed.SOURCES, fetched


def read_published(program: Program, place: str, stop: Stop, report: Report) -> tuple[Changed, int]:
    """Read published figures from a folder or an address; gives the number of unit-years."""
    from app.published import import_published  # not before the window is painted

    result = import_published(program, place)
    return EVERYTHING, sum(r["unit_years"] for r in result["registries"])
