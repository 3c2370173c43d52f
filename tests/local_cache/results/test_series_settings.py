from __future__ import annotations

from datetime import date
from pathlib import Path

from local_cache.ledger import Ledger
from local_cache.results.over_time import NOTHING_SET, SeriesSettings
from local_cache.results.series_settings import keep_series_settings, series_settings

KEY = bytes(range(32))
CHOSEN = SeriesSettings("i", (date(2024, 3, 1), date(2025, 1, 1)), date(2023, 12, 1), (date(2024, 7, 1),))


def test_settings_outlive_the_program_and_are_of_one_series(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger.open(path, KEY)
    assert series_settings(ledger, "hip", "a/b", "wait") == NOTHING_SET
    keep_series_settings(ledger, "hip", "a/b", "wait", CHOSEN)
    ledger.close()
    ledger = Ledger.open(path, KEY)
    assert series_settings(ledger, "hip", "a/b", "wait") == CHOSEN
    for other in (("hip", "a/b", "stay"), ("hip", "a", "wait"), ("stroke", "a/b", "wait")):
        assert series_settings(ledger, *other) == NOTHING_SET
    keep_series_settings(ledger, "hip", "a/b", "wait", NOTHING_SET)
    assert series_settings(ledger, "hip", "a/b", "wait") == NOTHING_SET
    ledger.close()


def test_settings_of_another_program_are_passed_over(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite", KEY)
    for strange in ({"chart": "i", "colour": "red"}, {"phases": ["yesterday"]}, [1], "i"):
        ledger.choose("series/hip/u/wait", strange)
        assert series_settings(ledger, "hip", "u", "wait") == NOTHING_SET
    ledger.choose("series/hip/u/wait", {"chart": "i"})
    assert series_settings(ledger, "hip", "u", "wait") == SeriesSettings("i")
    ledger.close()
