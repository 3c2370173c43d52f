"""Commands about queries, corrections and copies of unsent work."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands.opening import data_dir, opened, passphrase
from app.commands.telling import tell


def queries(options: argparse.Namespace) -> int:
    from app.corrections_as_json import queries_as_json, queries_in_words

    with opened(options) as program:
        told = queries_as_json(program, options.language)
    return tell(options, told, queries_in_words(told))


def corrections(options: argparse.Namespace) -> int:
    from app.corrections_as_json import corrections_as_json, corrections_in_words

    with opened(options) as program:
        told = corrections_as_json(program, options.state)
    return tell(options, told, corrections_in_words(told))


def correct(options: argparse.Namespace) -> int:
    from app.corrections_as_json import correct, corrections_in_words
    from local_cache.corrections.corrections import waiting

    with opened(options) as program:
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
    return tell(options, told, corrections_in_words({"waiting": number, "corrections": [told["correction"]]}))


def unsent_new_key(options: argparse.Namespace) -> int:
    from app.credentials import read_passphrase
    from app.unsent_as_json import key_in_words, new_key

    told = new_key(Path(options.file).absolute(), read_passphrase(options.key_passphrase_file))
    return tell(options, told, key_in_words(told))


def unsent_export(options: argparse.Namespace) -> int:
    from app.program import open_ledger
    from app.unsent_as_json import copy_in_words, copy_unsent

    with open_ledger(data_dir(options), passphrase=passphrase(options)) as ledger:
        told = copy_unsent(ledger, Path(options.file).absolute(), Path(options.recovery_key))
    return tell(options, told, copy_in_words(told))


def unsent_read(options: argparse.Namespace) -> int:
    from app.credentials import read_passphrase
    from app.unsent_as_json import opened_copy, opened_in_words

    closed = options.key_passphrase_file
    passphrase = None if closed is None else read_passphrase(closed)
    told = opened_copy(Path(options.file), Path(options.recovery_key), passphrase)
    return tell(options, told, opened_in_words(told))


def unsent_import(options: argparse.Namespace) -> int:
    from app.credentials import read_passphrase
    from app.unsent_as_json import intake_in_words, taken_in

    closed = options.key_passphrase_file
    passphrase = None if closed is None else read_passphrase(closed)
    with opened(options) as program:
        told = taken_in(program, Path(options.file), Path(options.recovery_key), passphrase)
    tell(options, told, intake_in_words(told))
    return 7 if told["left_out"] else 0
