"""The window's long work, as changes for the job runner: each says which kinds of things it changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.jobs import EVERYTHING, Report
from app.program import Program
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Cancelled, Stop


class TokenFileUnreadable(Problem):
    code = "token-file-unreadable"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The file with the access token could not be read ({file}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was connected.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose the file that the registry gave you; it holds one line of text.")


@dataclass(frozen=True)
class Fetched:
    """What came of a synchronisation over all sources. upserted, deleted: records."""

    upserted: int
    deleted: int
    changed: Changed
    problems: tuple[Problem, ...]


def fetch(program: Program, stop: Stop, report: Report) -> tuple[Changed, Fetched]:
    """Fetch what is new from every connected source."""
    results = program.synchronise(progress=report, cancelled=stop)
    if any(r.cancelled for r in results):
        raise Cancelled
    changed = Changed.NOTHING
    for result in results:
        changed |= result.changed
    units = [u for result in results for u in result.registries]
    problems = tuple(p.problem for result in results for p in result.problems)
    return changed, Fetched(sum(u.upserted for u in units), sum(u.deleted for u in units), changed, problems)


def connect_and_fetch(
    program: Program, address: str, token_file: str, stop: Stop, report: Report
) -> tuple[Changed, Fetched]:
    """Connect to a registry service with the token in a file ("" for none), then fetch."""
    try:
        token = Path(token_file).read_text(encoding="utf-8").strip() if token_file else ""
    except (OSError, UnicodeDecodeError):
        raise TokenFileUnreadable(file=token_file) from None
    program.connect(address, token)
    changed, fetched = fetch(program, stop, report)
    return changed | Changed.SOURCES, fetched


def read_published(program: Program, place: str, stop: Stop, report: Report) -> tuple[Changed, int]:
    """Read published figures from a folder or an address; gives the number of unit-years."""
    from app.published import import_published  # not before the window is painted

    result = import_published(program, place)
    return EVERYTHING, sum(r["unit_years"] for r in result["registries"])
