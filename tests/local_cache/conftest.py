"""Desks beside a small registry. A filled cache is copied, so that a test does not wait for a first synchronisation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo_registry import RunningRegistry, serve
from tests.local_cache.corrections.desk import NOW, Desk, opened_desk


@dataclass(frozen=True)
class Office:
    registry: RunningRegistry
    filled: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    directory = tmp_path_factory.mktemp("office")
    with serve(records=500, seed=4, now=NOW, others=0.02, registries=["hoftebrudd"]) as registry:
        with opened_desk(directory, registry) as desk:
            assert not desk.synchronise().problems
        yield Office(registry, directory)


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Iterator[Desk]:
    """A filled desk; the registry may have been changed by tests of the same file before, and is caught up with."""
    office.registry.faults.clear()
    for user in office.registry.users:
        user.revoked.clear()
    shutil.copytree(office.filled, tmp_path / "desk")
    with opened_desk(tmp_path / "desk", office.registry) as opened:
        assert not opened.synchronise().problems
        office.registry.log.clear()
        yield opened
    office.registry.faults.clear()
