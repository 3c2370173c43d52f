"""A source with records: a small data dump as later readers will give it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from local_cache.cache import Cache
from local_cache.registry import Definition, Form, Indicator, Unit, Variable
from local_cache.sources.importing import import_source
from local_cache.sources.source import Content, FormRecords, Source

DEFINITION = Definition(
    registry="prove",
    version="1",
    names={"nb": "Prøveregisteret"},
    units=(Unit("1", "nation", {"nb": "Norge"}), Unit("7", "hospital", {"nb": "Sju"}, "1")),
    forms=(Form("main", {}, "day", (Variable("day", {}, "date"), Variable("well", {}, "boolean"))),),
    indicators=(Indicator("share", 1, {}, "proportion", form="main", numerator="well"),),
)


def record(number: int, well: bool | None) -> dict[str, str | int | bool | date | None]:
    return {
        "record_id": f"r{number}", "version": 1, "sequence": number, "unit": "7", "event_date": date(2025, 3, 2),
        "form_status": "completed", "day": date(2025, 3, 2), "well": well,
    }  # fmt: skip


def test_records_are_counted_and_replaced(tmp_path: Path) -> None:
    cache = Cache.open(tmp_path / "cache.duckdb", secrets.token_bytes(32), spill=tmp_path / "spill")
    rows = tuple(record(n, well) for n, well in enumerate((True, True, False, None)))
    content = Content("prove", DEFINITION, records=(FormRecords("main", "7", rows),))
    source = Source("dump", "dump", "a folder", "En datadump", (content,))
    try:
        (first,) = import_source(cache, source, now=datetime(2026, 1, 1)).registries
        assert first.changed == ("definition", "records")
        assert import_source(cache, source).registries[0].changed == ()
        with cache.reading() as cursor:
            counted = "SELECT unit, own, month, numerator, denominator FROM monthly_results"
            assert cursor.execute(counted).fetchall() == [("7", True, date(2025, 3, 1), 2, 3)]
            shorter = replace(content, definition=None, records=(FormRecords("main", "7", rows[1:]),))
            import_source(cache, replace(source, contents=(shorter,)))
            assert cursor.execute(counted).fetchall() == [("7", True, date(2025, 3, 1), 1, 2)]
            held = cursor.execute("""SELECT name, "rows" FROM feed WHERE unit = '7'""").fetchall()
            assert held == [("records/main", 3)]
    finally:
        cache.close()
