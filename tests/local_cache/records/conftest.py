"""The small registry of `bones.py` in a real encrypted cache."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from bones import fill

from local_cache.cache import Cache


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    """Read only, please."""
    directory = tmp_path_factory.mktemp("records")
    cache = Cache.open(directory / "cache.duckdb", secrets.token_bytes(32), spill=directory / "spill")
    fill(cache)
    yield cache
    cache.close()


@pytest.fixture
def own_cache(tmp_path: Path) -> Iterator[Cache]:
    """A test's own, to write in."""
    cache = Cache.open(tmp_path / "cache.duckdb", secrets.token_bytes(32), spill=tmp_path / "spill")
    fill(cache)
    yield cache
    cache.close()
