"""The data directory that a command works on."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.telling import say
from local_cache.errors import CacheUnusable

if TYPE_CHECKING:
    from app.program import Program


def passphrase(options: argparse.Namespace) -> str | None:
    from app.credentials import read_passphrase

    return None if options.passphrase_file is None else read_passphrase(options.passphrase_file)


def data_dir(options: argparse.Namespace) -> Path:
    from app.program import default_data_dir

    return Path(options.data_dir).absolute() if options.data_dir else default_data_dir()


@contextlib.contextmanager
def opened(options: argparse.Namespace) -> Iterator[Program]:
    from app.program import open_program

    with open_program(data_dir(options), passphrase=passphrase(options), offline=options.offline) as program:
        if program.cache.rebuilt is not None:
            say(CacheUnusable().sentence())
        yield program
