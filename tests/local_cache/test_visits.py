"""What is remembered of visits from one start of the program to the next, in a real ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from local_cache.errors import DiskFull
from local_cache.ledger import Ledger
from local_cache.results.figure import Shown
from local_cache.results.since_last_visit import Received, Seen, SeenPeriod, Visit, compare
from local_cache.visits import OnScreen, Visits

KEY = b"0123456789abcdef0123456789abcdef"
MONDAY = datetime(2026, 11, 23, 6, 45, tzinfo=UTC)


def visit(day: int = 0, records: int = 10, period_id: str = "last12", **more: object) -> Visit:
    """On Monday or so many days later; the more records, the later the data."""
    stated = {
        "moment": MONDAY + timedelta(days=day),
        "data_as_of": None,
        "definition_version": "1",
        "records": records,
        "received": Received(datetime(2026, 1, 1), records),
        "queries": {},
        "announced": frozenset({"announcement n"}),
        "period_id": period_id,
        "periods": {
            period_id: SeenPeriod(date(2025, 11, 1), date(2026, 11, 1), {"a": Seen(Shown.VALUE, 0.5, 0.4, 0.6)})
        },
    }
    return Visit(**(stated | more))  # type: ignore[arg-type]


def on_screen(shown: Visit, unit: str = "u") -> OnScreen:
    return OnScreen("hofte", unit, shown)


@contextmanager
def started(directory: Path) -> Iterator[Visits]:
    """A start of the program."""
    ledger = Ledger.open(directory / "ledger.sqlite", KEY)
    try:
        yield Visits(ledger)
    finally:
        ledger.close()


def see(directory: Path, *shown: Visit, unit: str = "u") -> list[tuple[int, bool] | None]:
    """What each of them is held against in one start: the day of that visit after Monday, and whether the same was seen
    again since."""
    held = []
    with started(directory) as visits:
        for one in shown:
            earlier = visits.earlier(on_screen(one, unit))
            visits.remember([on_screen(one, unit)])
            held.append(earlier and ((earlier.visit.moment - MONDAY).days, earlier.again is not None))
    return held


def test_a_first_visit_is_held_against_nothing_all_through_that_start(tmp_path: Path) -> None:
    assert see(tmp_path, visit(), visit(records=12), visit(records=13)) == [None, None, None]
    assert see(tmp_path, visit(1, 13)) == [(0, False)]


def test_what_changed_is_told_all_through_the_start(tmp_path: Path) -> None:
    """Also after a synchronisation during it."""
    see(tmp_path, visit(0, 10))
    assert see(tmp_path, visit(1, 12), visit(1, 15)) == [(0, False), (0, False)]
    assert see(tmp_path, visit(2, 20)) == [(1, False)], "the last that was on the screen"
    with started(tmp_path) as visits:
        now = visit(2, 20)
        earlier = visits.earlier(on_screen(now))
        assert earlier is not None
        assert earlier.visit.records == 15


def test_a_second_start_with_the_same_data_still_tells_what_changed_before_the_first(tmp_path: Path) -> None:
    see(tmp_path, visit(0, 10))
    assert see(tmp_path, visit(1, 12)) == [(0, False)]
    assert see(tmp_path, visit(1, 12)) == [(0, True)]
    assert see(tmp_path, visit(2, 12)) == [(0, True)]
    assert see(tmp_path, visit(3, 14)) == [(2, False)]


def test_where_nothing_has_ever_changed_it_is_the_last_visit_that_is_told(tmp_path: Path) -> None:
    see(tmp_path, visit(0))
    assert see(tmp_path, visit(1)) == [(0, False)]
    assert see(tmp_path, visit(2)) == [(1, False)]
    assert see(tmp_path, visit(3)) == [(2, False)]


def test_units_are_remembered_apart(tmp_path: Path) -> None:
    see(tmp_path, visit(0, 10), unit="u")
    assert see(tmp_path, visit(1, 12), unit="v") == [None]
    assert see(tmp_path, visit(2, 12), unit="u") == [(0, False)]
    assert see(tmp_path, visit(2, 12), unit="v") == [(1, False)]


def test_every_period_shown_in_a_start_is_remembered_as_it_was_on_the_screen(tmp_path: Path) -> None:
    see(tmp_path, visit(0, 10), visit(0, 10, "2025"), visit(0, 11, "2024"))
    with started(tmp_path) as visits:
        earlier = visits.earlier(on_screen(visit(1, 11)))
        assert earlier is not None
        assert set(earlier.visit.periods) == {"last12", "2025", "2024"}
        assert earlier.visit.period_id == "2024"
        assert compare(earlier.visit, visit(1, 11)).same_period
        assert not compare(earlier.visit, visit(1, 11, "2023")).same_period


def test_one_start_with_another_period_does_not_lose_what_was_news(tmp_path: Path) -> None:
    see(tmp_path, visit(0, 10))
    see(tmp_path, visit(1, 12))
    assert see(tmp_path, visit(2, 12, "2025"), visit(2, 12)) == [(0, True), (0, True)]


def test_what_an_earlier_version_of_the_program_remembered_otherwise_is_as_no_visit(tmp_path: Path) -> None:
    with started(tmp_path) as visits:
        visits._ledger.choose("visit/hofte/u", {"seen": "long ago"})
        assert visits.earlier(on_screen(visit())) is None
        visits.remember([on_screen(visit())])
    assert see(tmp_path, visit(1)) == [(0, False)]


def test_a_killed_program_has_remembered_what_it_showed(tmp_path: Path) -> None:
    with started(tmp_path) as visits:
        visits.remember([on_screen(visit(0, 10))])
        left = tmp_path / "left by a kill"
        left.mkdir()
        for file in tmp_path.glob("ledger.sqlite*"):
            (left / file.name).write_bytes(file.read_bytes())
    assert see(left, visit(1, 12)) == [(0, False)]


def test_a_full_disk_is_said_and_the_last_visit_stays(tmp_path: Path) -> None:
    see(tmp_path, visit(0, 10))
    with started(tmp_path) as visits:
        pages = visits._ledger._connection.execute("PRAGMA page_count").fetchone()[0]
        visits._ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
        many = {f"q{n}": 1 for n in range(5000)}
        with pytest.raises(DiskFull):
            visits.remember([on_screen(replace(visit(1, 12), queries=many))])
    assert see(tmp_path, visit(2, 14)) == [(0, False)]
