"""The words of the command line: commands, options, and what a value may be."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any, NoReturn

from app.commands import WrongUsage, correcting, looking, machine, passing_on, sources

EXIT_CODES = """\
Exit codes: 0 done · 1 unexpected error · 2 wrong usage · 3 the network or the registry's answer · 4 content that was
refused · 5 keys and sign-in · 6 this machine (disk, files, another program) · 7 done for some registries or records,
not for all · 130 stopped with Ctrl-C.
"""
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


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUsage(f"{self.format_usage()}{self.prog}: {message}")


def parser() -> argparse.ArgumentParser:
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
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common(True)],
    )
    parser.add_argument("--version", action="version", version=f"egnetall {version('egnetall')}")
    parser.add_argument("--smoke-test", action="store_true", help="start without a screen, draw every page, end")
    parser.set_defaults(run=machine.window)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Any, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help, parents=[common(False)])
        made.set_defaults(run=run)
        return made

    demo = command("demo", sources.demo, "the whole program on the embedded demonstration registry")
    demo.add_argument("--records", type=_count, default=DEMO_RECORDS, help="the chosen unit's own number of records")
    demo.add_argument("--seed", type=_seed, default=DEMO_SEED)
    demo.add_argument("--no-window", action="store_true", help="do the main job and print what it gave")
    demo.add_argument("--screenshots", metavar="DIRECTORY", help="save every page as PNG, without a screen")
    demo.add_argument("--today", type=_day, metavar="DATE", help="the day it is in the demonstration (2026-03-17)")

    registry = command("registry", sources.registry, "the demonstration registry alone, in the foreground")
    registry.add_argument("--port", type=_port, default=8765, help="0 takes a free one")
    registry.add_argument("--records", type=_count, default=DEMO_RECORDS)
    registry.add_argument("--seed", type=_seed, default=DEMO_SEED)
    registry.add_argument("--today", type=_day, metavar="DATE", help="the day that is the data's present")

    connect = command("connect", sources.connect, "connect to a registry service")
    connect.add_argument("address", metavar="ADDRESS")
    connect.add_argument("--token-file", metavar="FILE", help="a file with the access token")

    sync = command("sync", sources.sync, "send what is ready to every connected source, then fetch what is new")
    sync.add_argument("--no-push", action="store_true", help="send nothing")
    sync.add_argument("--no-pull", action="store_true", help="fetch nothing")
    command("status", looking.status, "what is here, how old it is, and from where")

    results = command("results", looking.results, "own results beside the nation's")
    results.add_argument("--registry", metavar="R")
    results.add_argument("--unit", metavar="U", help="id or name of a unit")
    results.add_argument("--period", metavar="P", help="last12, last24, last60, a year (2025) or a quarter (2025Q1)")
    results.add_argument("--indicator", metavar="I")

    quality = command("quality", looking.quality, "what is wrong with what the unit has sent, and what to do about it")
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

    variables = command(
        "variables", looking.variables, "the codebook: variables by words in their name, codes or help text"
    )
    variables.add_argument("text", metavar="TEXT", nargs="*", help="words that must all occur")
    variables.add_argument("--registry", metavar="R")

    command("queries", correcting.queries, "what is asked about the units' records")

    listed = command(
        "corrections", correcting.corrections, "the corrections that were written here, and what became of them"
    )
    listed.add_argument("--state", metavar="S", choices=CORRECTION_STATES, help=", ".join(CORRECTION_STATES))

    correct = command("correct", correcting.correct, "correct a record; a draft unless --ready")
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
        "new-key",
        correcting.unsent_new_key,
        "where the private half goes; the public one is put beside it, as FILE.pub",
        "make the unit's recovery key, once",
    )
    making.add_argument(
        "--key-passphrase-file", metavar="FILE", required=True, help="a file with the passphrase that is to open it"
    )
    copying = of_unsent(
        "export", correcting.unsent_export, "the copy; an earlier one under that name is replaced",
        "copy what has not reached a registry, for the unit's recovery key alone",
    )  # fmt: skip
    copying.add_argument(
        "--recovery-key", metavar="FILE", required=True, help="the public half of the key (a PEM file, X25519)"
    )
    opening = of_unsent(
        "read", correcting.unsent_read, "a copy", "open a copy and print what is in it, patients' values too"
    )
    taking = of_unsent(
        "import", correcting.unsent_import, "a copy", "take what is in a copy in here, to be gone on with and sent"
    )
    for private in (opening, taking):
        private.add_argument(
            "--recovery-key", "--key", metavar="FILE", required=True, help="the private half of the key"
        )
        private.add_argument("--key-passphrase-file", metavar="FILE", help="a file with the passphrase of the key")

    records = command(
        "records", looking.records, "the unit's own records, found by an expression; identifiers are masked"
    )
    records.add_argument("--where", metavar="EXPR", help="such as \"age >= 75 AND sex = '2'\" (docs/expressions.md)")
    records.add_argument("--columns", metavar="A,B,C", help="names of the codebook, parted by commas; else all")
    records.add_argument("--limit", metavar="N", type=_count, default=RECORDS_SHOWN, help="at most so many records")
    records.add_argument("--registry", metavar="R")
    records.add_argument("--unit", metavar="U", help="id or name of a unit")
    records.add_argument("--form", metavar="F", help="id of a form; else the main one")
    records.add_argument("--labels", action="store_true", help="labels in place of codes")

    exporting = command("export", passing_on.export, "a table into a file, with where it came from")
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

    reporting = command(
        "report", passing_on.report, "a report as PDF or HTML: text, tables and figures that the data write"
    )
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

    verifying = command("verify-export", passing_on.verify_export, "whether an exported file is as it was written")
    verifying.add_argument("file", metavar="FILE")

    command("doctor", machine.doctor, "what is installed, keyring, encryption, where things are")

    importing = commands.add_parser("import", help="read published figures", parents=[common(False)])
    kinds = importing.add_subparsers(title="kinds", metavar="KIND", required=True)
    skde = kinds.add_parser("skde", help="the country's published indicator results", parents=[common(False)])
    skde.add_argument("place", metavar="DIRECTORY-OR-ADDRESS")
    skde.add_argument("--unit", metavar="U", help="own unit: a name or organisation number")
    skde.add_argument(
        "--means", metavar="NAME=ID", type=_meaning, action="append", default=[], help="which unit an ambiguous name is"
    )
    skde.set_defaults(run=sources.import_skde)
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
