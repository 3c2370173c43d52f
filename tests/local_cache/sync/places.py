"""A data directory as the tests of synchronisation use it, and a client that does not wait long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_cache.cache import Cache
from local_cache.sync.client import Client, Pauses, Timeouts
from local_cache.sync.outcome import PullResult
from local_cache.sync.pull import connect, pull

KEY = b"0123456789abcdef0123456789abcdef"
CANARY = "Kanariøy Ødegård æøå 8841"
"""A patient's text that must be found in no file."""
IMPATIENT = Pauses(tries=3, shortest=0.01, longest=0.5)

Synchronise = Callable[..., PullResult]


@dataclass
class Place:
    """A data directory with an opened cache."""

    directory: Path
    cache: Cache

    @property
    def spool(self) -> Path:
        return self.directory / "spool"

    def client(self, address: str, token: Any, **options: Any) -> Client:
        return Client(address, token, **{"pauses": IMPATIENT, "timeout": Timeouts(2, 2, 20), **options})

    def synchronise(self, address: str, token: Any, **options: Any) -> PullResult:
        with self.client(address, token) as client:
            source = connect(self.cache, client)
            return pull(self.cache, client, source, self.spool, spool_key=KEY, **options)

    def rows(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        with self.cache.reading() as cursor:
            return cursor.execute(sql, parameters or []).fetchall()

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table that came from a registry, apart from the moments at which it did."""
        names = [n for (n,) in self.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'cache'")]
        left_out = {"subscription": "EXCLUDE (synchronised_at, server_time, lease_until, cursor)",
                    "definition": "EXCLUDE (applied_at)", "feed": "EXCLUDE (cursor)"}  # fmt: skip
        return {
            n: self.rows(f'SELECT * {left_out.get(n, "")} FROM "{n}" ORDER BY ALL')
            for n in names
            if n not in ("sync_run", "source", "schema_version")
        }
