"""The command line. JSON goes to standard output alone, words to standard error."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.commands import STOPPED, WrongUsage, correcting, machine, sources
from app.commands.opening import data_dir
from app.commands.telling import say, show
from app.options import parser
from local_cache.errors import Problem


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--probe-cache"]:  # the cache's own child process, also in the frozen program
        from local_cache.cache import probe_main

        return probe_main(arguments[1:])
    _write_utf8()
    try:
        options = parser().parse_args(arguments)
    except WrongUsage as refusal:
        _fail("wrong-usage", str(refusal), as_json="--json" in arguments)
        return 2
    _start_logging(options)
    try:
        return int(options.run(options))
    except WrongUsage as refusal:
        _fail("wrong-usage", str(refusal), as_json=options.json)
        return 2
    except Problem as problem:
        _fail(problem.code, problem.sentence(), as_json=options.json)
        return problem.exit_code
    except KeyboardInterrupt:
        _fail("stopped", "Stopped. What was already taken in is kept.", as_json=options.json)
        return STOPPED
    except Exception as error:
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
        words = f"An unexpected error ({type(error).__name__} in {where})."
        _fail("unexpected", f"{words} Your data are as they were before the command.", as_json=options.json)
        if options.log_level == "debug" and os.environ.get("EGNETALL_TRACEBACK"):
            raise
        return 1


def _fail(code: str, words: str, *, as_json: bool) -> None:
    say(words)
    if as_json:
        show({"error": {"code": code, "text": words}})


def _write_utf8() -> None:
    """Also where output goes into a file and the system has another encoding; what is no text becomes a JSON escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _start_logging(options: argparse.Namespace) -> None:
    from local_cache.logs import start_logging

    # These make or touch no data directory of the person's.
    keeps_log = options.run not in (
        sources.demo,
        sources.registry,
        machine.doctor,
        correcting.unsent_new_key,
        correcting.unsent_read,
    )
    start_logging(options.log_level, data_dir(options) / "logs" if keeps_log else None)
