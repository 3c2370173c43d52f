"""The one way out of the locked engine: to what an export has opened, under a name that only it knows.

DuckDB writes as fast as it can, in large pieces, and Python sees bytes pass by, never rows. Nothing can be read through
here, and nothing written that was not opened for it.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from fsspec import AbstractFileSystem

SCHEME = "export"
DIRECTORY = f"{SCHEME}:///"
"""What the engine is allowed to write to, besides reading verified parts from memory."""

Write = Callable[[bytes], object]


class Outgoing:
    """place: for COPY … TO; error: what was raised while writing, which DuckDB reports as a text of its own."""

    def __init__(self, write: Write) -> None:
        self.place = f"{DIRECTORY}{secrets.token_hex(16)}"
        self.error: BaseException | None = None
        self._write = write

    def write(self, content: bytes) -> int:
        try:
            self._write(content)
        except BaseException as error:
            self.error = self.error or error
            raise
        return len(content)

    def flush(self) -> None:
        """What is written is written; whoever opened it forces it to disk."""

    def close(self) -> None:
        """Closed by whoever opened it."""


_opened: dict[str, Outgoing] = {}


@contextlib.contextmanager
def outgoing(write: Write) -> Iterator[Outgoing]:
    """`write` gets what is copied to the place, in order, from DuckDB's threads, one piece at a time."""
    one = Outgoing(write)
    _opened[one.place] = one
    try:
        yield one
    finally:
        del _opened[one.place]


class OutgoingFiles(AbstractFileSystem):  # type: ignore[misc]
    """As a file system that DuckDB can be given."""

    protocol = SCHEME
    cachable = False

    def open(self, path: str, mode: str = "rb", **_: Any) -> Outgoing:
        if mode != "wb" or path not in _opened:
            raise PermissionError("not opened by an export")
        return _opened[path]

    def isfile(self, path: str) -> bool:
        return False

    def exists(self, path: str, **_: Any) -> bool:
        return False

    def glob(self, path: str, **_: Any) -> list[str]:
        return []
