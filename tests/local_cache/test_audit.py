from __future__ import annotations

import itertools
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_cache import audit
from local_cache.errors import DiskFull, LedgerUnusable
from local_cache.ledger import Ledger
from tests.local_cache.disks import fill, small_disk

KEY = secrets.token_bytes(32)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(tmp_path / "ledger.sqlite", KEY)
    for n in range(1, 11):
        assert audit.record(ledger, "opened", f"registry {n}", "overview") == n
    yield ledger
    ledger.close()


def tampered(ledger: Ledger, *statements: str) -> None:
    with sqlite3.connect(ledger.path, isolation_level=None) as raw:
        for statement in statements:
            raw.execute(statement)
    raw.close()


def test_entries_tell_who_did_what_in_order(ledger: Ledger) -> None:
    found = audit.entries(ledger)
    assert [e.number for e in found] == list(range(1, 11))
    assert {e.action for e in found} == {"opened"}
    assert found[2].subject == "registry 3"
    assert found[0].who
    assert all(a.at <= b.at for a, b in itertools.pairwise(found))
    assert audit.verify(ledger) == audit.Verification(10, None)


def test_the_chain_goes_on_in_the_next_session(tmp_path: Path) -> None:
    for n in range(1, 4):
        ledger = Ledger.open(tmp_path / "ledger.sqlite", KEY)
        assert audit.record(ledger, "started", "") == n
        ledger.close()
    ledger = Ledger.open(tmp_path / "ledger.sqlite", KEY)
    assert audit.verify(ledger) == audit.Verification(3, None)
    ledger.close()


def test_no_plain_byte_of_an_entry_in_the_file(ledger: Ledger) -> None:
    for file in ledger.path.parent.iterdir():
        assert b"registry" not in file.read_bytes()


@pytest.mark.parametrize(
    ("statements", "first_bad"),
    [
        (
            ["UPDATE audit SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB) WHERE number = 4"],
            4,
        ),
        (["DELETE FROM audit WHERE number = 4"], 4),
        (["DELETE FROM audit WHERE number = 1"], 1),
        (["DELETE FROM audit WHERE number = 10"], 10),
        (["DELETE FROM audit WHERE number > 6"], 7),
        (["DELETE FROM audit"], 1),
        (["DELETE FROM audit", "DELETE FROM meta WHERE name = 'audit'"], 1),
        (["DELETE FROM meta WHERE name = 'audit'"], 11),
        (["UPDATE meta SET revision = 6 WHERE name = 'audit'", "DELETE FROM audit WHERE number > 6"], 7),
        (["UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE number = 3) WHERE number = 5"], 5),
        (["UPDATE audit SET number = number + 1000 WHERE number = 5"], 5),
        (["INSERT INTO audit SELECT 11, sealed FROM audit WHERE number = 10"], 11),
        (["DELETE FROM audit WHERE number = 5", "UPDATE audit SET number = number - 1 WHERE number > 5"], 5),
    ],
)
def test_the_first_bad_entry_is_named(ledger: Ledger, statements: list[str], first_bad: int) -> None:
    tampered(ledger, *statements)
    assert audit.verify(ledger).first_bad == first_bad


def test_an_entry_from_another_chain_under_the_same_key_is_found(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Ledger.open(tmp_path / "other" / "ledger.sqlite", KEY)
    for n in range(10):
        audit.record(other, "opened", f"something else {n}")
    with other.reading() as reader:
        sealed = reader.execute("SELECT sealed FROM audit WHERE number = 6").fetchone()[0]
    other.close()
    with ledger.writing() as writer:
        writer.execute("UPDATE audit SET sealed = ? WHERE number = 6", [sealed])
    assert audit.verify(ledger).first_bad == 6


def test_nothing_is_recorded_on_top_of_a_removed_head(ledger: Ledger) -> None:
    tampered(ledger, "DELETE FROM meta WHERE name = 'audit'")
    with pytest.raises(LedgerUnusable):
        audit.record(ledger, "opened", "again")


def test_what_cannot_be_recorded_is_refused(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        ledger = Ledger.open(disk / "ledger.sqlite", KEY)
        audit.record(ledger, "opened", "a")
        fill(disk)
        with pytest.raises(DiskFull):
            for _ in range(200):
                audit.record(ledger, "opened", "x" * 1000)
        recorded = len(audit.entries(ledger))
        assert audit.verify(ledger) == audit.Verification(recorded, None)
        ledger.close()
