"""Logs that can be shown to anybody: no text of an exception, no value that could be a patient's.

Texts of database and decoding errors carry the values they stumbled over. So of an exception only its class, its code
and where it arose are written; of our own messages the fixed text, with numbers and plain names filled in; of other
libraries' messages only which library spoke, and where.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
import sys
import traceback
from pathlib import Path

from local_cache.errors import Problem

OWN = ("app", "widgets", "local_cache", "demo_registry", "__main__")
WITHHELD = "‹withheld›"

_NAME = re.compile(r"[A-Za-z0-9_./:+\-]{0,100}\Z")
_MANY_DIGITS = re.compile(r"\d{6}")  # a national identity number, a date of birth written in one go, a record's number
_LARGEST_COUNT = 10**9  # above it a number may be an identity number
_FILE_BYTES = 1_000_000
_FILES_KEPT = 3


class Scrubbed(logging.Formatter):
    """Time, level, who, and what may be said of the message."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {self._said(record)}"
        if record.exc_info and record.exc_info[1] is not None:
            line += f" [{named(record.exc_info[1])}]"
        return line

    @staticmethod
    def _said(record: logging.LogRecord) -> str:
        if record.name.split(".")[0] not in OWN or not isinstance(record.msg, str):
            return f"{WITHHELD} ({record.filename}:{record.lineno})"
        if isinstance(record.args, tuple):
            arguments: object = tuple(_sayable(value) for value in record.args)
        elif record.args and "%(" not in record.msg:  # one value that is a mapping, whose keys would be written too
            arguments = _sayable(record.args)
        else:
            arguments = {name: _sayable(value) for name, value in (record.args or {}).items()}
        try:
            return record.msg % arguments if arguments else record.msg
        except (TypeError, ValueError, KeyError):  # a text and its values that do not go together: the text alone
            return record.msg


def named(error: BaseException) -> str:
    """What may be said of an exception: its class, its code, the places it came through, and its causes."""
    parts = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        code = f" ({current.code})" if isinstance(current, Problem) else ""
        frames = [f"{Path(f.f_code.co_filename).name}:{line}" for f, line in traceback.walk_tb(current.__traceback__)]
        parts.append(f"{type(current).__name__}{code}" + (f" at {' > '.join(frames)}" if frames else ""))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "; from ".join(parts)


def start_logging(level: str, directory: Path | None = None) -> None:
    """Log to standard error, and to a file in a directory if one is given, from the given level on.

    level: "error", "warning", "info" or "debug". A directory that cannot be written to is said, no more.
    """
    logging.raiseExceptions = False  # a handler that fails would print the message with its values
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old.formatter, Scrubbed):
            root.removeHandler(old)
            old.close()
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    unwritable = False
    if directory is not None:
        try:
            handlers.append(_file(directory))
        except OSError:
            unwritable = True
    for handler in handlers:
        handler.setFormatter(Scrubbed())
        root.addHandler(handler)
    root.setLevel(level.upper())
    if unwritable:
        logging.getLogger(__name__).warning("no log file could be opened")


def _file(directory: Path) -> logging.Handler:
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = directory / "egnetall.log"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))  # readable for its owner only from the first byte on
    return logging.handlers.RotatingFileHandler(
        path, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8", delay=True
    )


def _sayable(value: object) -> object:
    """The value, where it is a count or a plain name; else what kind of thing it is."""
    match value:
        case bool() | None:
            return value
        case int():
            return value if abs(value) < _LARGEST_COUNT else WITHHELD
        case float():
            return value
        case Problem():
            return value.code
        case BaseException():
            return type(value).__name__
        case Path():
            return _sayable(value.name)
        case str():
            return value if _NAME.match(value) and not _MANY_DIGITS.search(value) else WITHHELD
    return f"‹{type(value).__name__}›"
