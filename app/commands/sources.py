"""Commands that bring figures here: connecting, synchronising, reading published figures; the demonstration."""

from __future__ import annotations

import argparse
import errno
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands import STOPPED
from app.commands.opening import opened, passphrase
from app.commands.telling import say, show, tell
from local_cache.disk import disk_problem
from local_cache.errors import PortNotFree

if TYPE_CHECKING:
    from app.program import Program
    from local_cache.sync.outcome import PullResult


def demo(options: argparse.Namespace) -> int:
    from app.demonstration import run_demonstration

    return run_demonstration(
        records=options.records,
        seed=options.seed,
        data_dir=Path(options.data_dir) if options.data_dir else None,
        passphrase=passphrase(options),
        window=not options.no_window,
        screenshots=Path(options.screenshots) if options.screenshots else None,
        as_json=options.json,
        language=options.language,
        today=options.today,
    )


def registry(options: argparse.Namespace) -> int:
    from demo_registry import run_foreground

    try:
        return run_foreground(port=options.port, records=options.records, seed=options.seed, now=options.today)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortNotFree(port=options.port) from None
        raise disk_problem(error, Path(tempfile.gettempdir())) from None


def connect(options: argparse.Namespace) -> int:
    from app.credentials import read_token
    from local_cache.sync.client import Pauses

    token = read_token(options.token_file or "")
    with opened(options) as program:
        program.pauses = Pauses(tries=3)  # a person waits for the answer
        source = program.connect(options.address, token)
    words = f"Connected to {options.address}. Fetch the figures with “egnetall sync”."
    return tell(options, {"source": source, "address": options.address}, [words])


def sync(options: argparse.Namespace) -> int:
    from app.synchronising import outcome_as_json, pull_in_words, synchronise_until_stopped

    with opened(options) as program:
        results = synchronise_until_stopped(program, send=not options.no_push, fetch=not options.no_pull)
        for result in results:
            for line in pull_in_words(result):
                say(line)
        reports = _made_anew(program, results)
    if options.json:
        show(outcome_as_json(results) | reports)
    if any(result.cancelled for result in results):
        return STOPPED
    problems = [p for result in results for p in result.problems]
    if not problems:
        return 0
    return 7 if any(result.registries for result in results) else problems[0].problem.exit_code


def _made_anew(program: Program, results: Sequence[PullResult]) -> dict[str, Any]:
    """The reports that are to be made anew after a synchronisation; what fails of them is told and stops nothing."""
    from app.reports.standing import anew_as_json, anew_in_words, due, renew
    from app.screen import paint_without_screen

    if any(result.cancelled for result in results) or not due(program, [result.changed for result in results]):
        return {}
    paint_without_screen()
    made = renew(program, [result.changed for result in results])
    for line in anew_in_words(made):
        say(line)
    return {"reports": anew_as_json(made)}


def import_skde(options: argparse.Namespace) -> int:
    from app.published import import_published

    with opened(options) as program:
        report = import_published(program, options.place, unit=options.unit, meanings=dict(options.means))
    return tell(options, {k: v for k, v in report.items() if k != "words"}, report["words"])
