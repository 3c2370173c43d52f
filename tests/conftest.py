"""What every test shares."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is; a test that hangs ends by its own timeout.
settings.register_profile("egnetall", deadline=None)
settings.load_profile("egnetall")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


Figures = Callable[[str], None]


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """Says what a test has counted or measured; it stands at the end of the run, also of one on several workers."""
    return partial(record_property, "figures")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    said = [
        f"{report.nodeid.partition('::')[2]}: {value}"
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, value in report.user_properties
        if name == "figures"
    ]
    if said:
        terminalreporter.section("what was counted")
        for line in said:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published material and gold values beside the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no shared data beside the project ({SHARED_DATA.name} not found)")
    return SHARED_DATA
