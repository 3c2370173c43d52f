"""An identifier is shown only after the audit log has it on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bones import DEFINITION, OWN, TODAY, UNIT

from local_cache import audit
from local_cache.cache import Cache
from local_cache.errors import ColumnNotHere, LedgerUnusable, Problem, RecordNotHere
from local_cache.ledger import Ledger
from local_cache.records.filter import Equals, Missing, RecordFilter
from local_cache.records.identifiers import log_look_up, reveal
from local_cache.records.query import RecordQuery

KNOWN = next(r for r in OWN if r["national_id"] and r["born"] and r["patient"])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite", b"k" * 32)
    yield opened
    opened.close()


def test_revealing_is_logged_and_gives_the_value(kept: Cache, ledger: Ledger) -> None:
    with kept.reading() as cursor:
        for name in ("national_id", "born", "patient"):
            assert reveal(cursor, ledger, DEFINITION, "main", UNIT, KNOWN["record_id"], name) == KNOWN[name]
    logged = audit.entries(ledger)
    assert [(e.action, e.subject, e.detail) for e in logged] == [
        ("revealed", f"bones/main/{KNOWN['record_id']}", name) for name in ("national_id", "born", "patient")
    ]
    assert audit.verify(ledger).first_bad is None
    kept_words = " ".join(f"{e.subject} {e.detail}" for e in logged)
    assert KNOWN["national_id"] not in kept_words
    assert isinstance(KNOWN["born"], date)
    assert KNOWN["born"].isoformat() not in kept_words


def test_what_is_no_identifier_or_not_the_units_is_not_revealed(kept: Cache, ledger: Ledger) -> None:
    with kept.reading() as cursor:
        for name in ("age", "gone", "record_id"):
            with pytest.raises(ColumnNotHere):
                reveal(cursor, ledger, DEFINITION, "main", UNIT, KNOWN["record_id"], name)
        with pytest.raises(RecordNotHere):
            reveal(cursor, ledger, DEFINITION, "main", "h2", KNOWN["record_id"], "born")


def test_without_an_audit_log_nothing_is_revealed(kept: Cache, ledger: Ledger) -> None:
    asked: list[str] = []

    class Listening:
        """The cursor, telling what it was asked."""

        def __init__(self, cursor: object) -> None:
            self._cursor = cursor

        def execute(self, statement: str, *rest: object) -> object:
            asked.append(statement)
            return self._cursor.execute(statement, *rest)  # type: ignore[attr-defined]

    with sqlite3.connect(ledger.path) as other:
        other.execute("DELETE FROM meta WHERE name = 'audit'")
    other.close()
    with kept.reading() as cursor:
        with pytest.raises(LedgerUnusable):
            reveal(Listening(cursor), ledger, DEFINITION, "main", UNIT, KNOWN["record_id"], "born")  # type: ignore[arg-type]
        query = RecordQuery("bones", "main", UNIT, RecordFilter((("born", Equals("1940-01-01")),)), today=TODAY)
        with pytest.raises(Problem):
            log_look_up(ledger, DEFINITION, query)
    assert asked == []


def test_looking_a_patient_up_is_logged_without_the_value(ledger: Ledger) -> None:
    query = RecordQuery("bones", "main", UNIT, RecordFilter((("national_id", Equals("01010112345")),)), today=TODAY)
    assert log_look_up(ledger, DEFINITION, query)
    assert not log_look_up(ledger, DEFINITION, replace(query, filter=RecordFilter((("national_id", Missing()),))))
    (entry,) = audit.entries(ledger)
    assert (entry.action, entry.subject, entry.detail) == ("looked-up", "bones/main", "national_id")
