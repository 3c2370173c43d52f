"""One registry with planted faults for all tests of what is found in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from planted import Planted, planted_registry


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    with planted_registry(tmp_path_factory.mktemp("planted")) as made:
        yield made
