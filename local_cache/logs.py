"""Logs that can be shown to anybody: exceptions are named by class and place, never by their text.

Texts of database and decoding errors carry the values they stumbled over, and those can be a patient's.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from local_cache.errors import Problem


class Scrubbed(logging.Formatter):
    """Time, level, place and message; of an exception only its class, where it arose, and a Problem's code."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: object) -> str:
        assert isinstance(ei, tuple)
        kind, error, trace = ei
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else ""
        code = f" ({error.code})" if isinstance(error, Problem) else ""
        return f"{kind.__name__ if kind else 'error'}{code}{where}"

    def format(self, record: logging.LogRecord) -> str:
        # An exception given as an argument would be written with its text.
        if isinstance(record.args, tuple):
            record.args = tuple(type(a).__name__ if isinstance(a, BaseException) else a for a in record.args)
        if isinstance(record.msg, BaseException):
            record.msg = type(record.msg).__name__
        record.exc_text = None
        return super().format(record)


def start_logging(level: str) -> None:
    """Log to standard error, from the given level ("error", "warning", "info", "debug")."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Scrubbed())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # These write addresses and bodies at their lower levels.
    for noisy in ("urllib3", "keyring", "asyncio", "fsspec"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
