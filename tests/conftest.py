"""What every test shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is; a test that hangs ends by its own timeout.
settings.register_profile("egnetall", deadline=None)
settings.load_profile("egnetall")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published material and gold values beside the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no shared data beside the project ({SHARED_DATA.name} not found)")
    return SHARED_DATA
