"""Caches and registries to synchronise with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo_registry import serve
from demo_registry.running import RunningRegistry
from local_cache.cache import Cache
from local_cache.sync.outcome import PullResult
from tests.local_cache.sync.forged import Forged, forged_registry
from tests.local_cache.sync.places import CANARY, KEY, Place, Synchronise


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    cache = Cache.open(tmp_path / "cache.duckdb", KEY, spill=tmp_path / "spill", threads=2)
    try:
        yield Place(tmp_path, cache)
    finally:
        cache.close()


@pytest.fixture(scope="session")
def demo() -> Iterator[RunningRegistry]:
    """One demonstration registry for all tests that do not mind what others have changed in it."""
    with serve(records=900, canary=CANARY) as running:
        yield running


@pytest.fixture
def registry(demo: RunningRegistry) -> Iterator[RunningRegistry]:
    demo.faults.clear()
    demo.log.clear()
    yield demo
    demo.faults.clear()


@pytest.fixture
def forged() -> Iterator[Forged]:
    with forged_registry() as running:
        yield running


@pytest.fixture
def synchronise(place: Place, forged: Forged) -> Synchronise:
    def run(**options: Any) -> PullResult:
        return place.synchronise(forged.address, forged.token, **options)

    return run
