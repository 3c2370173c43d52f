"""The day of a demonstration can be chosen: registry and program agree on it, whatever the machine's clock says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.cli import main
from app.clock import Clock
from tests.app.test_cli import egnetall

LEAP = date(2024, 2, 29)


def test_a_clock_stands_on_its_day_and_its_hours_go_on() -> None:
    before = datetime.now(UTC).time()
    clock = Clock(LEAP)
    assert clock.today() == LEAP == clock.now().date()
    assert clock.now().time() >= before or before.hour == 23
    assert clock.now().tzinfo is None


def test_without_a_day_it_is_the_machines() -> None:
    clock = Clock()
    assert abs(datetime.now(UTC).replace(tzinfo=None) - clock.now()) < timedelta(seconds=10)
    assert clock.today() in (date.today(), date.today() - timedelta(days=1))


def test_a_demonstration_is_of_the_day_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_text("blåbær på fjellet\n", encoding="utf-8")
    place = ("--data-dir", tmp_path / "data", "--passphrase-file", tmp_path / "passphrase", "--json")
    egnetall("demo", "--no-window", "--records", "300", "--today", LEAP.isoformat(), *place)
    status, _ = egnetall("status", "--offline", *place)
    assert [r["data_as_of"][:10] for r in status["registries"]] == ["2024-02-29"] * 3


@pytest.mark.parametrize("day", ["yesterday", "2024-02-30", "0203-01-01", "3026-01-01", ""])
def test_a_day_that_is_none_is_said(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("demo", "registry"):
        assert main([command, "--today", day]) == 2
        assert "a day such as 2026-03-17" in capsys.readouterr().err
