"""Views are kept under their names, and hold nothing that tells of one patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bones import DEFINITION, FOLLOW_UP, MAIN, TODAY, UNIT

from local_cache.ledger import Ledger
from local_cache.records.filter import Between, Contains, During, Equals, Missing, OneOf, Present, RecordFilter
from local_cache.records.query import RecordQuery
from local_cache.records.saved_views import SavedView, fitted, kept_part, remove_view, save_view, saved_views

QUERY = RecordQuery("bones", "main", UNIT, today=TODAY)

FULL = RecordFilter(
    (
        ("age", Between(75, None)),
        ("operated_on", During(date(2025, 1, 1), date(2025, 12, 31))),
        ("sex", OneOf(("2", "9"), or_missing=True)),
        ("remark", Contains("O'Hara")),
        ("weight", Missing()),
        ("smoker", Present()),
    ),
    ("age >= 75",),
    "Nevneren",
    flagged=True,
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite", b"k" * 32)
    yield opened
    opened.close()


def test_a_view_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    view = SavedView("Eldre", ("record_id", "age", "remark"), 1, FULL, labels=False, sort="age", descending=False)
    save_view(ledger, "bones", "main", view)
    save_view(ledger, "bones", "main", SavedView("alt", ("age",)))
    save_view(ledger, "bones", "after", SavedView("annet skjema", ("pain",)))
    path = ledger.path
    ledger.close()
    again = Ledger.open(path, b"k" * 32)
    assert saved_views(again, "bones", "main") == (SavedView("alt", ("age",)), view)
    save_view(again, "bones", "main", replace_columns(view, ("age",)))
    assert [v.columns for v in saved_views(again, "bones", "main")] == [("age",), ("age",)]
    remove_view(again, "bones", "main", "Eldre")
    assert [v.name for v in saved_views(again, "bones", "main")] == ["alt"]
    assert [v.name for v in saved_views(again, "bones", "after")] == ["annet skjema"]
    again.close()


def replace_columns(view: SavedView, columns: tuple[str, ...]) -> SavedView:
    from msgspec import structs

    return structs.replace(view, columns=columns)


def test_what_tells_of_one_patient_is_not_kept(ledger: Ledger) -> None:
    typed = RecordFilter(
        (
            ("national_id", Equals("01010112345")),
            ("patient", Equals("P1")),
            ("record_id", Contains("M00001")),
            ("born", Missing()),
            ("age", Between(75)),
        ),
        ("born = DATE '1940-01-01'",),
        "En fødselsdag",
        ("M00001",),
        "Ola Nordmann",
    )
    kept = kept_part(DEFINITION, replace(QUERY, filter=typed))
    assert kept == RecordFilter((("born", Missing()), ("age", Between(75))))
    assert kept_part(DEFINITION, replace(QUERY, filter=FULL)) == FULL


def test_nothing_of_a_view_can_be_read_without_the_key(ledger: Ledger) -> None:
    save_view(ledger, "bones", "main", SavedView("Hemmelig navn", ("age",), filter=FULL))
    ledger.close()
    on_disk = b"".join(f.read_bytes() for f in ledger.path.parent.iterdir() if f.name.startswith("ledger"))
    assert b"Hemmelig" not in on_disk
    assert b"O'Hara" not in on_disk
    assert b"views/" not in on_disk


def test_a_view_survives_a_definition_that_has_lost_its_columns() -> None:
    view = SavedView(
        "v", ("record_id", "gone", "pain"), 3, RecordFilter((("gone", Missing()), ("pain", Between(5)))), sort="gone"
    )
    assert fitted(view, DEFINITION, FOLLOW_UP) == SavedView(
        "v", ("record_id", "pain"), 2, RecordFilter((("pain", Between(5)),))
    )
    assert fitted(view, DEFINITION, MAIN).columns == ("record_id",)
