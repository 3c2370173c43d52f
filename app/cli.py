"""The command line. JSON goes to standard output alone, words to standard error.

Exit codes: 0 done · 1 unexpected error · 2 wrong usage · 3 the network or the registry's answer · 4 content that was
refused · 5 keys and sign-in · 6 this machine (disk, files, another program) · 7 done for some registries or records,
not for all · 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import io
import json
import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from local_cache.disk import disk_problem
from local_cache.errors import CacheUnusable, PortNotFree, Problem

if TYPE_CHECKING:
    from app.program import Program
    from local_cache.sync.outcome import PullResult

log = logging.getLogger(__name__)

DEMO_RECORDS = 6000
DEMO_SEED = 1
CORRECTION_STATES = (
    "draft", "ready", "sending", "applied", "rejected", "conflict", "gone", "confirmed", "withdrawn",
)  # fmt: skip

RECORDS_SHOWN = 100
"""Records that `egnetall records` gives when nobody says how many."""

UNSENT_HELP = "a copy of what has not reached a registry, for the unit's recovery key"
UNSENT_DESCRIPTION = """\
A copy of what was written here and has not reached a registry: drafts, corrections and answers. It is sealed for the
unit's recovery key and opens with nothing else, so it may lie on a file server. To make one needs neither network nor
cache, and works also when access to the registry has ended, or while the window is open. On another computer a copy is
taken in under the ids it was written under: what had been sent already is answered, not done twice.

  egnetall unsent new-key unit.pem --key-passphrase-file FILE    once; unit.pem is put away, unit.pem.pub handed out
  egnetall unsent export copy.unsent --recovery-key unit.pem.pub
  egnetall unsent read copy.unsent --recovery-key unit.pem --key-passphrase-file FILE --json
  egnetall unsent import copy.unsent --recovery-key unit.pem --key-passphrase-file FILE
"""

REPORT_PERIOD = "last12, last24, last60, last-quarter, this-year, last-year, a year (2025) or a quarter (2025Q1)"
EXPORTED = ("indicators", "comparison", "over-time", "records")
STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--probe-cache"]:  # the cache's own child process, also in the frozen program
        from local_cache.cache import probe_main

        return probe_main(arguments[1:])
    _write_utf8()
    try:
        options = _parser().parse_args(arguments)
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


def say(words: str) -> None:
    """Words for a person: standard error."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201


def show(value: Any) -> None:
    """One JSON object for a script: standard output."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)  # noqa: T201


class WrongUsage(Exception):
    """The command line was not understood; the text says how it is used and what was wrong."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUsage(f"{self.format_usage()}{self.prog}: {message}")


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
    keeps_log = options.run not in (_demo, _registry, _doctor, _unsent_new_key, _unsent_read)
    start_logging(options.log_level, _data_dir(options) / "logs" if keeps_log else None)


def _passphrase(options: argparse.Namespace) -> str | None:
    from app.credentials import read_passphrase

    return None if options.passphrase_file is None else read_passphrase(options.passphrase_file)


def _data_dir(options: argparse.Namespace) -> Path:
    from app.program import default_data_dir

    return Path(options.data_dir).absolute() if options.data_dir else default_data_dir()


@contextlib.contextmanager
def _open(options: argparse.Namespace) -> Iterator[Program]:
    from app.program import open_program

    with open_program(_data_dir(options), passphrase=_passphrase(options), offline=options.offline) as program:
        if program.cache.rebuilt is not None:
            say(CacheUnusable().sentence())
        yield program


def _window(options: argparse.Namespace) -> int:
    from app.screen import NoScreen, has_screen

    if options.smoke_test:
        from app.smoke import smoke_test

        return smoke_test()
    if not has_screen():
        raise NoScreen()
    from app.window import run_window

    return run_window(_data_dir(options), passphrase=_passphrase(options), offline=options.offline)


def _demo(options: argparse.Namespace) -> int:
    from app.demonstration import run_demonstration

    return run_demonstration(
        records=options.records,
        seed=options.seed,
        data_dir=Path(options.data_dir) if options.data_dir else None,
        passphrase=_passphrase(options),
        window=not options.no_window,
        screenshots=Path(options.screenshots) if options.screenshots else None,
        as_json=options.json,
        language=options.language,
        today=options.today,
    )


def _registry(options: argparse.Namespace) -> int:
    from demo_registry import run_foreground

    try:
        return run_foreground(port=options.port, records=options.records, seed=options.seed, now=options.today)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortNotFree(port=options.port) from None
        raise disk_problem(error, Path(tempfile.gettempdir())) from None


def _connect(options: argparse.Namespace) -> int:
    from app.credentials import read_token
    from local_cache.sync.client import Pauses

    token = read_token(options.token_file or "")
    with _open(options) as program:
        program.pauses = Pauses(tries=3)  # a person waits for the answer
        source = program.connect(options.address, token)
    say(f"Connected to {options.address}. Fetch the figures with “egnetall sync”.")
    if options.json:
        show({"source": source, "address": options.address})
    return 0


def _sync(options: argparse.Namespace) -> int:
    from app.synchronising import outcome_as_json, pull_in_words, synchronise_until_stopped

    with _open(options) as program:
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


def _status(options: argparse.Namespace) -> int:
    from app.status import status_as_json, status_in_words

    with _open(options) as program:
        status = status_as_json(program, options.language)
    for line in status_in_words(status):
        say(line)
    if options.json:
        show(status)
    return 0


def _results(options: argparse.Namespace) -> int:
    from app.figures_as_json import results_in_words, selected_results

    with _open(options) as program:
        results = selected_results(
            program,
            registry=options.registry,
            unit=options.unit,
            period=options.period,
            indicator=options.indicator,
            language=options.language,
            complete=options.json,
        )
    for line in results_in_words(results):
        say(line)
    if options.json:
        show(results)
    return 0


def _quality(options: argparse.Namespace) -> int:
    from app.quality_as_json import OwnCases, quality_in_words, selected_quality

    cases = None
    if options.cases is not None:
        codes = tuple(options.code)
        cases = OwnCases(
            Path(options.cases), options.form or "", options.key or "", options.days, codes, options.leave_out
        )
    with _open(options) as program:
        quality = selected_quality(
            program,
            registry=options.registry,
            unit=options.unit,
            period=options.period,
            language=options.language,
            cases=cases,
        )
    return _told(options, quality, quality_in_words(quality))


def _variables(options: argparse.Namespace) -> int:
    from app.codebook_as_json import found_variables, variables_in_words

    with _open(options) as program:
        found = found_variables(
            program, text=" ".join(options.text), registry=options.registry, language=options.language
        )
    return _told(options, found, variables_in_words(found))


def _queries(options: argparse.Namespace) -> int:
    from app.corrections_as_json import queries_as_json, queries_in_words

    with _open(options) as program:
        told = queries_as_json(program, options.language)
    return _told(options, told, queries_in_words(told))


def _corrections(options: argparse.Namespace) -> int:
    from app.corrections_as_json import corrections_as_json, corrections_in_words

    with _open(options) as program:
        told = corrections_as_json(program, options.state)
    return _told(options, told, corrections_in_words(told))


def _correct(options: argparse.Namespace) -> int:
    from app.corrections_as_json import correct, corrections_in_words
    from local_cache.corrections.corrections import waiting

    with _open(options) as program:
        told = correct(
            program,
            options.record,
            options.assignment,
            reason=options.reason,
            text=options.text,
            query=options.query,
            confirm=options.confirm,
            ready=options.ready,
        )
        number = waiting(program.ledger)
    return _told(options, told, corrections_in_words({"waiting": number, "corrections": [told["correction"]]}))


def _unsent_new_key(options: argparse.Namespace) -> int:
    from app.credentials import read_passphrase
    from app.unsent_as_json import key_in_words, new_key

    told = new_key(Path(options.file).absolute(), read_passphrase(options.key_passphrase_file))
    return _told(options, told, key_in_words(told))


def _unsent_export(options: argparse.Namespace) -> int:
    from app.program import open_ledger
    from app.unsent_as_json import copy_in_words, copy_unsent

    with open_ledger(_data_dir(options), passphrase=_passphrase(options)) as ledger:
        told = copy_unsent(ledger, Path(options.file).absolute(), Path(options.recovery_key))
    return _told(options, told, copy_in_words(told))


def _unsent_read(options: argparse.Namespace) -> int:
    from app.credentials import read_passphrase
    from app.unsent_as_json import opened_copy, opened_in_words

    closed = options.key_passphrase_file
    passphrase = None if closed is None else read_passphrase(closed)
    told = opened_copy(Path(options.file), Path(options.recovery_key), passphrase)
    return _told(options, told, opened_in_words(told))


def _unsent_import(options: argparse.Namespace) -> int:
    from app.credentials import read_passphrase
    from app.unsent_as_json import intake_in_words, taken_in

    closed = options.key_passphrase_file
    passphrase = None if closed is None else read_passphrase(closed)
    with _open(options) as program:
        told = taken_in(program, Path(options.file), Path(options.recovery_key), passphrase)
    _told(options, told, intake_in_words(told))
    return 7 if told["left_out"] else 0


def _records(options: argparse.Namespace) -> int:
    from app.records_as_json import records_in_words, selected_records

    with _open(options) as program:
        found = selected_records(
            program,
            registry=options.registry,
            unit=options.unit,
            form=options.form,
            where=options.where,
            columns=options.columns,
            limit=options.limit,
            labels=options.labels,
            language=options.language,
        )
    if options.json:
        show(found)
    else:
        for line in records_in_words(found, options.language):
            say(line)
    return 0


def _told(options: argparse.Namespace, value: Any, lines: Sequence[str]) -> int:
    for line in lines:
        say(line)
    if options.json:
        show(value)
    return 0


def _export(options: argparse.Namespace) -> int:
    from app.exporting import Wanted, export, export_as_json, export_in_words

    wanted = Wanted(
        what=options.what,
        file=Path(options.out).absolute(),
        format=options.format,
        registry=options.registry,
        unit=options.unit,
        period=options.period,
        indicator=options.indicator,
        form=options.form,
        labels=options.labels,
        shape=options.shape,
        csv_style="plain" if options.plain else "excel",
        for_others=options.for_others,
        identifiers=options.identifiers,
        purpose=options.purpose,
        language=options.language,
    )
    with _open(options) as program:
        exported = export(program, wanted)
    return _told(options, export_as_json(exported), export_in_words(exported, options.language))


def _report(options: argparse.Namespace) -> int:
    from app.reports.writing import (
        report_as_json,
        report_in_words,
        templates_as_json,
        templates_in_words,
        write_report,
    )

    if options.list:
        with _open(options) as program:
            listed = templates_as_json(program, options.language)
        return _told(options, listed, templates_in_words(listed))
    if options.orders or options.cancel_order is not None:
        return _orders(options)
    if options.template is None or (options.out is None and options.every_sync is None):
        raise WrongUsage("egnetall report: give a TEMPLATE and --out FILE or --every-sync FOLDER; or --list, --orders")
    if options.every_sync is not None:
        return _order(options)
    from app.reports.reading import Wanted
    from app.screen import paint_without_screen

    file = Path(options.out).absolute()
    format = options.format or ("html" if file.suffix.casefold() in (".html", ".htm") else "pdf")
    wanted = Wanted(
        options.template, options.registry, options.unit, options.period, options.language, options.for_others
    )
    paint_without_screen()
    with _open(options) as program:
        reported = write_report(program, wanted, file, format)
    return _told(options, report_as_json(reported), report_in_words(reported))


def _order(options: argparse.Namespace) -> int:
    from app.reports.standing import order_report, orders_as_json, orders_in_words

    with _open(options) as program:
        order = order_report(
            program,
            options.template,
            registry=options.registry,
            unit=options.unit,
            period=options.period,
            folder=Path(options.every_sync).absolute(),
            format=options.format or "pdf",
            language=options.language,
            for_others=options.for_others,
        )
        told = orders_as_json(program, (order,))
    return _told(options, {"order": told["orders"][0]}, orders_in_words(told))


def _orders(options: argparse.Namespace) -> int:
    from app.reports.standing import orders_as_json, orders_in_words
    from local_cache.reports.orders import cancel_order, orders

    with _open(options) as program:
        if options.cancel_order is not None:
            cancel_order(program.ledger, options.cancel_order)
        told = orders_as_json(program, orders(program.ledger))
    return _told(options, told, orders_in_words(told))


def _verify_export(options: argparse.Namespace) -> int:
    from app.exporting import verified_as_json

    file = Path(options.file).absolute()
    if (_data_dir(options) / "ledger.sqlite").exists():
        with _open(options) as program:
            found = verified_as_json(program, file)
    else:  # whoever was given a file has no data of their own
        found = verified_as_json(None, file)
    words = "is as it was written" if found["as_written"] else "is NOT as it was written"
    logged = ", and stands in the audit log here" if found["in_audit_log"] else ""
    _told(options, found, [f"{file.name} {words}{logged}."])
    return 0 if found["as_written"] else 4


def _doctor(options: argparse.Namespace) -> int:
    from app.doctor import examination_in_words, examine

    report = examine(_data_dir(options))
    for line in examination_in_words(report):
        say(line)
    if options.json:
        show(report)
    return 0 if report["ready"] else 6


def _import_skde(options: argparse.Namespace) -> int:
    from app.published import import_published

    with _open(options) as program:
        report = import_published(program, options.place, unit=options.unit, meanings=dict(options.means))
    for line in report["words"]:
        say(line)
    if options.json:
        show({k: v for k, v in report.items() if k != "words"})
    return 0


def _parser() -> argparse.ArgumentParser:
    from importlib.metadata import version

    # Accepted before and after the command: the second parser sets nothing it was not given.
    def common(default: bool) -> argparse.ArgumentParser:
        options = argparse.ArgumentParser(add_help=False, argument_default=None if default else argparse.SUPPRESS)

        def add(name: str, help: str, **more: Any) -> None:
            if not default:
                more["default"] = argparse.SUPPRESS
            options.add_argument(name, help=help, **more)

        add("--json", "one JSON object on standard output", action="store_true")
        add("--data-dir", "where the cache and the ledger are", metavar="DIRECTORY")
        add("--offline", "use no network", action="store_true")
        add("--log-level", "how much to log", choices=("error", "warning", "info", "debug"), default="warning")
        add("--passphrase-file", "a file with the passphrase, where there is no keyring", metavar="FILE")
        add("--language", "language of titles and figures", choices=("nb", "en"), default="nb")
        return options

    parser = _Parser(
        prog="egnetall",
        description="Own results from the medical quality registries, beside the nation's, offline. "
        "Without a command it opens the window.",
        epilog=(__doc__ or "").split("\n\n", 1)[1],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common(True)],
    )
    parser.add_argument("--version", action="version", version=f"egnetall {version('egnetall')}")
    parser.add_argument("--smoke-test", action="store_true", help="start without a screen, draw every page, end")
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Any, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help, parents=[common(False)])
        made.set_defaults(run=run)
        return made

    demo = command("demo", _demo, "the whole program on the embedded demonstration registry")
    demo.add_argument("--records", type=_count, default=DEMO_RECORDS, help="the chosen unit's own number of records")
    demo.add_argument("--seed", type=_seed, default=DEMO_SEED)
    demo.add_argument("--no-window", action="store_true", help="do the main job and print what it gave")
    demo.add_argument("--screenshots", metavar="DIRECTORY", help="save every page as PNG, without a screen")
    demo.add_argument("--today", type=_day, metavar="DATE", help="the day it is in the demonstration (2026-03-17)")

    registry = command("registry", _registry, "the demonstration registry alone, in the foreground")
    registry.add_argument("--port", type=_port, default=8765, help="0 takes a free one")
    registry.add_argument("--records", type=_count, default=DEMO_RECORDS)
    registry.add_argument("--seed", type=_seed, default=DEMO_SEED)
    registry.add_argument("--today", type=_day, metavar="DATE", help="the day that is the data's present")

    connect = command("connect", _connect, "connect to a registry service")
    connect.add_argument("address", metavar="ADDRESS")
    connect.add_argument("--token-file", metavar="FILE", help="a file with the access token")

    sync = command("sync", _sync, "send what is ready to every connected source, then fetch what is new")
    sync.add_argument("--no-push", action="store_true", help="send nothing")
    sync.add_argument("--no-pull", action="store_true", help="fetch nothing")
    command("status", _status, "what is here, how old it is, and from where")

    results = command("results", _results, "own results beside the nation's")
    results.add_argument("--registry", metavar="R")
    results.add_argument("--unit", metavar="U", help="id or name of a unit")
    results.add_argument("--period", metavar="P", help="last12, last24, last60, a year (2025) or a quarter (2025Q1)")
    results.add_argument("--indicator", metavar="I")

    quality = command("quality", _quality, "what is wrong with what the unit has sent, and what to do about it")
    quality.add_argument("--registry", metavar="R")
    quality.add_argument("--unit", metavar="U", help="id or name of a unit")
    quality.add_argument("--period", metavar="P", help="last12, last24, last60, a year (2025) or a quarter (2025Q1)")
    own = quality.add_argument_group("the unit's own list of cases, matched here and never kept (needs --registry)")
    own.add_argument("--cases", metavar="FILE", help="an extract (CSV) with a key and a date")
    own.add_argument("--form", metavar="F", help="the form it is held against; the registry's first")
    own.add_argument("--key", metavar="COLUMN", help="the form's column that holds the same key")
    own.add_argument("--days", type=_days, default=0, metavar="N", help="how many days the dates may lie apart")
    own.add_argument("--code", action="append", default=[], metavar="C", help="only rows whose code begins so")
    own.add_argument("--leave-out", action="store_true", help="go on without rows that were not understood")

    variables = command("variables", _variables, "the codebook: variables by words in their name, codes or help text")
    variables.add_argument("text", metavar="TEXT", nargs="*", help="words that must all occur")
    variables.add_argument("--registry", metavar="R")

    command("queries", _queries, "what is asked about the units' records")

    listed = command("corrections", _corrections, "the corrections that were written here, and what became of them")
    listed.add_argument("--state", metavar="S", choices=CORRECTION_STATES, help=", ".join(CORRECTION_STATES))

    correct = command("correct", _correct, "correct a record; a draft unless --ready")
    correct.add_argument("record", metavar="RECORD", help="the record's number")
    correct.add_argument(
        "assignment", metavar="VARIABLE=VALUE", type=_assignment, nargs="+", help="nothing after = empties the field"
    )
    correct.add_argument("--reason", metavar="REASON", required=True, help="one of the registry's reasons")
    correct.add_argument("--text", metavar="WORDS", default="", help="more about the reason")
    correct.add_argument("--query", metavar="Q", help="the query that it answers")
    correct.add_argument(
        "--confirm", metavar="WARNING=WORD", type=_assignment, action="append", default=[],
        help="a word on a warning, by its id",
    )  # fmt: skip
    correct.add_argument("--ready", action="store_true", help="send it with the next sync")

    unsent = commands.add_parser(
        "unsent", help=UNSENT_HELP, description=UNSENT_DESCRIPTION, parents=[common(False)],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    about = unsent.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def of_unsent(name: str, run: Any, file: str, help: str) -> argparse.ArgumentParser:
        made = about.add_parser(name, help=help, description=help, parents=[common(False)])
        made.add_argument("file", metavar="FILE", help=file)
        made.set_defaults(run=run)
        return made

    making = of_unsent(
        "new-key", _unsent_new_key, "where the private half goes; the public one is laid beside it as FILE.pub",
        "make the unit's recovery key, once",
    )  # fmt: skip
    making.add_argument(
        "--key-passphrase-file", metavar="FILE", required=True, help="a file with the passphrase that is to open it"
    )
    copying = of_unsent(
        "export", _unsent_export, "the copy; an earlier one under that name is replaced",
        "copy what has not reached a registry, for the unit's recovery key alone",
    )  # fmt: skip
    copying.add_argument(
        "--recovery-key", metavar="FILE", required=True, help="the public half of the key (a PEM file, X25519)"
    )
    opening = of_unsent("read", _unsent_read, "a copy", "open a copy and print what is in it, patients' values too")
    taking = of_unsent(
        "import", _unsent_import, "a copy", "take what is in a copy in here, to be gone on with and sent"
    )
    for private in (opening, taking):
        private.add_argument(
            "--recovery-key", "--key", metavar="FILE", required=True, help="the private half of the key"
        )
        private.add_argument("--key-passphrase-file", metavar="FILE", help="a file with the passphrase of the key")

    records = command("records", _records, "the unit's own records, found by an expression; identifiers are masked")
    records.add_argument("--where", metavar="EXPR", help="such as \"age >= 75 AND sex = '2'\" (docs/expressions.md)")
    records.add_argument("--columns", metavar="A,B,C", help="names of the codebook, parted by commas; else all")
    records.add_argument("--limit", metavar="N", type=_count, default=RECORDS_SHOWN, help="at most so many records")
    records.add_argument("--registry", metavar="R")
    records.add_argument("--unit", metavar="U", help="id or name of a unit")
    records.add_argument("--form", metavar="F", help="id of a form; else the main one")
    records.add_argument("--labels", action="store_true", help="labels in place of codes")

    exporting = command("export", _export, "a table into a file, with where it came from")
    exporting.add_argument("what", metavar="WHAT", choices=EXPORTED, help=", ".join(EXPORTED))
    exporting.add_argument("--registry", metavar="R", required=True)
    exporting.add_argument("--unit", metavar="U", help="id or name of a unit")
    exporting.add_argument("--period", metavar="P", help="last12, last24, last60, a year (2025) or a quarter (2025Q1)")
    exporting.add_argument("--format", choices=("csv", "xlsx", "parquet", "jsonl"), required=True)
    exporting.add_argument("--out", metavar="FILE", required=True)
    exporting.add_argument("--indicator", metavar="I", help="of comparison and over-time")
    exporting.add_argument("--form", metavar="F", help="of records; the registry's first")
    exporting.add_argument("--labels", choices=("codes", "labels", "both"), default="labels", help="of records")
    exporting.add_argument("--shape", choices=("wide", "long"), default="wide", help="long: a row for each value")
    exporting.add_argument("--plain", action="store_true", help="CSV with comma and point, not as Excel here has it")
    exporting.add_argument("--for-others", action="store_true", help="masked, for use outside the unit")
    exporting.add_argument(
        "--identifiers",
        action="store_true",
        help="with what identifies patients, where rules and role allow",
    )
    exporting.add_argument("--purpose", metavar="WORDS", default="", help="what own records are exported for")

    reporting = command("report", _report, "a report as PDF or HTML: text, tables and figures that the data write")
    reporting.add_argument("template", metavar="TEMPLATE", nargs="?", help="its name; --list tells which there are")
    reporting.add_argument("--registry", metavar="R", help="else the one last chosen")
    reporting.add_argument("--unit", metavar="U", help="id or name of a unit")
    reporting.add_argument("--period", metavar="P", help=REPORT_PERIOD)
    reporting.add_argument("--out", metavar="FILE")
    reporting.add_argument("--format", choices=("pdf", "html"), help="else by the file's ending")
    reporting.add_argument("--for-others", action="store_true", help="masked, for use outside the unit")
    reporting.add_argument("--list", action="store_true", help="the templates there are, and those that were refused")
    reporting.add_argument(
        "--every-sync", metavar="FOLDER", help="make it anew into the folder after each synchronisation"
    )
    reporting.add_argument("--orders", action="store_true", help="the reports that are made anew, and how they fare")
    reporting.add_argument("--cancel-order", metavar="ID", help="make that one no more; files stay")

    verifying = command("verify-export", _verify_export, "whether an exported file is as it was written")
    verifying.add_argument("file", metavar="FILE")

    command("doctor", _doctor, "what is installed, keyring, encryption, where things are")

    importing = commands.add_parser("import", help="read published figures", parents=[common(False)])
    kinds = importing.add_subparsers(title="kinds", metavar="KIND", required=True)
    skde = kinds.add_parser("skde", help="the country's published indicator results", parents=[common(False)])
    skde.add_argument("place", metavar="DIRECTORY-OR-ADDRESS")
    skde.add_argument("--unit", metavar="U", help="own unit: a name or organisation number")
    skde.add_argument(
        "--means", metavar="NAME=ID", type=_meaning, action="append", default=[], help="which unit an ambiguous name is"
    )
    skde.set_defaults(run=_import_skde)
    return parser


def _count(text: str) -> int:
    return _number(text, 1, 100_000_000)


def _seed(text: str) -> int:
    return _number(text, 0, 2**32 - 1)


def _days(text: str) -> int:
    return _number(text, 0, 366)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2100:
        raise argparse.ArgumentTypeError("a day such as 2026-03-17")
    return day


def _port(text: str) -> int:
    return _number(text, 0, 65_535)


def _number(text: str, least: int, most: int) -> int:
    if not (text.isdecimal() and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"a number from {least:,} to {most:,}")
    return int(text)


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError("NAME=VALUE")
    return name, value


def _meaning(text: str) -> tuple[str, str]:
    name, equals, unit = text.rpartition("=")
    if not (name and equals and unit):
        raise argparse.ArgumentTypeError("NAME=ID")
    return name, unit
