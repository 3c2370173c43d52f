"""The program without a face: the data directory, its keys, the cache, the ledger, and the sources that fill it.

The window and the command line both work through one `Program`.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from local_cache import keys as keyfile
from local_cache.cache import Cache
from local_cache.keys import Keys
from local_cache.ledger import Ledger

log = logging.getLogger(__name__)


def default_data_dir() -> Path:
    """Where the person's own data directory is on this system; never a network share's roaming profile."""
    return Path(platformdirs.user_data_dir("egnetall", appauthor=False, roaming=False))


@dataclass
class Program:
    """An opened data directory.

    Attributes: data_dir; keys; cache; ledger; offline (the person wants no network);
    tokens (access tokens by source address, in memory only).
    """

    data_dir: Path
    keys: Keys
    cache: Cache
    ledger: Ledger
    offline: bool = False
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def spool(self) -> Path:
        return self.data_dir / "spool"

    def close(self) -> None:
        self.cache.close()
        self.ledger.close()


@contextlib.contextmanager
def open_program(
    data_dir: Path,
    *,
    passphrase: str | None = None,
    keys: Keys | None = None,
    offline: bool = False,
) -> Iterator[Program]:
    """Open (or make) the data directory and close it again.

    `keys` are given where they should not outlive the process (the demonstration without a keyring).
    Raises the Problems of `keys`, `cache` and `ledger`.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if keys is None:
        keys = keyfile.open_keys(data_dir, passphrase=passphrase)
    with contextlib.ExitStack() as stack:
        ledger = Ledger.open(data_dir / "ledger.sqlite", keys.ledger)
        stack.callback(ledger.close)
        cache = Cache.open(data_dir / "cache.duckdb", keys.cache, spill=data_dir / "spill")
        stack.callback(cache.close)
        yield Program(data_dir, keys, cache, ledger, offline)


Progress = Callable[..., None]
