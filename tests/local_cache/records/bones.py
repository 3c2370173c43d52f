"""A small registry whose records hold everything that records can hold."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from local_cache.cache import Cache
from local_cache.registry import (
    SYSTEM_COLUMNS,
    Code,
    CodeList,
    Definition,
    Form,
    Rule,
    Unit,
    Variable,
    check_definition,
    record_table,
)
from local_cache.sync.record_tables import record_columns, shape_record_tables

TODAY = date(2026, 3, 31)
UNIT, OTHER = "h1", "h2"


def texts(nb: str) -> dict[str, str]:
    return {"nb": nb, "en": nb.upper()}


MAIN = Form(
    "main",
    texts("Operasjon"),
    "operated_on",
    (
        Variable("national_id", texts("Fødselsnummer"), "text", "patient", identifier=True),
        Variable("born", texts("Født"), "date", "patient", identifier=True),
        Variable("age", texts("Alder"), "integer", "patient", "år"),
        Variable("weight", texts("Vekt"), "decimal", "patient", "kg"),
        Variable("sex", texts("Kjønn"), "code", "patient", codes="sexes"),
        Variable("earlier", texts("Tidligere"), "multi-code", "patient", codes="diseases"),
        Variable("smoker", texts("Røyker"), "boolean", "patient"),
        Variable("operated_on", texts("Operert"), "date", "operation"),
        Variable("admitted_at", texts("Innlagt"), "timestamp", "operation"),
        Variable("ward", texts("Post"), "code", "operation"),
        Variable("remark", texts("Merknad"), "text", "operation"),
    ),
    {"patient": texts("Pasient"), "operation": texts("Operasjon")},
)
FOLLOW_UP = Form(
    "after",
    texts("Oppfølging"),
    "answered_on",
    (Variable("answered_on", texts("Besvart"), "date"), Variable("pain", texts("Smerte"), "integer")),
    follows="main",
)
DEFINITION = Definition(
    "bones",
    "1",
    texts("Beinregisteret"),
    (Unit("land", "nation", texts("Landet")), *(Unit(u, "hospital", texts(u), "land") for u in (UNIT, OTHER))),
    forms=(MAIN, FOLLOW_UP),
    code_lists=(
        CodeList(
            "sexes",
            (
                Code("2", texts("Kvinne")),
                Code("1", texts("Mann")),
                Code("9", texts("Ukjent"), missing=True),
            ),
        ),
        CodeList("diseases", (Code("heart", texts("Hjertesykdom")), Code("lung", texts("Lungesykdom")))),
    ),
    rules=(
        Rule("r1", 1, "main", "age >= 18", "error", texts("For ung."), ("age",)),
        Rule("r2", 1, "main", "operated_on <= today()", "warning", texts("I framtiden."), ("operated_on",)),
        Rule("r3", 1, "main", "no_such = 1", "warning", texts("Kan ikke regnes ut.")),
    ),
)
check_definition(DEFINITION)

VALUES: dict[str, list[Any]] = {
    "patient": [None, "P1", "P2", "P3"],
    "episode": [None, "E1", "E2", "E3", "E4"],
    "event_date": [None, *(date(2025, 1, 1) + timedelta(days=30 * i) for i in range(8)), date(2024, 2, 29)],
    "form_status": ["completed", "draft", "returned", "completed", "deleted"],
    "first_completed": [None, datetime(2025, 5, 6, 7, 8), datetime(2025, 5, 6, 23, 59, 59)],
    "national_id": [None, "01010112345", "02020212345"],
    "born": [None, date(1940, 1, 1), date(1950, 6, 15)],
    "age": [None, 3, 17, 18, 75, 80, 84, 85, 110],
    "weight": [None, 1.5, 62.25, 75.0, -0.1, float("nan"), float("inf")],
    "sex": [None, "1", "2", "9", "7"],
    "earlier": [None, [], ["heart"], ["lung"], ["heart", "lung"], ["gone"]],
    "smoker": [None, True, False],
    "operated_on": [None, date(2025, 3, 1), date(2026, 3, 31), date(2026, 4, 1), date(1, 1, 1), "infinity"],
    "admitted_at": [None, datetime(2025, 3, 1), datetime(2025, 3, 1, 23, 59, 59), datetime(2025, 3, 2), "infinity"],
    "ward": [None, "A", "b", "C"],
    "remark": [None, "", "Ås", "ærlig", "Ørsta", "zebra", "ABC", "abc", "O'Hara", "100 %", "as"],
    "answered_on": [None, date(2025, 6, 1), date(2025, 9, 1)],
    "pain": [None, 0, 5, 10],
}


def drawn(form: Form, number: int) -> list[dict[str, Any]]:
    """Records that put the values of the columns together in a fixed, uneven order; every fifth is another unit's."""
    records = []
    for i in range(number):
        record: dict[str, Any] = {
            "record_id": f"{form.id[0].upper()}{i:05d}",
            "version": 1 + i % 3,
            "sequence": i,
            "unit": OTHER if i % 5 == 4 else UNIT,
        }
        for k, name in enumerate(record_columns(form)):
            if name not in record:
                values = VALUES[name]
                record[name] = values[(i * (7 + 2 * k) + i * i // 3 + k) % len(values)]
        records.append(record)
    return records


RECORDS = drawn(MAIN, 400)
FOLLOWING = drawn(FOLLOW_UP, 60)
OWN = [r for r in RECORDS if r["unit"] == UNIT]

QUERIES = [("Q1", "M00003", "open"), ("Q2", "M00006", "closed"), ("Q3", "M00008", "answered"), ("Q4", "M00011", "open")]


def fill(cache: Cache) -> None:
    with cache.writing() as cursor:
        shape_record_tables(cursor, DEFINITION)
        for form, records in ((MAIN, RECORDS), (FOLLOW_UP, FOLLOWING)):
            columns = record_columns(form)
            kinds = {name: kind if kind.endswith("[]") else "VARCHAR" for name, kind in columns.items()}
            cast = ", ".join(f'CAST(r."{name}" AS {kind})' for name, kind in columns.items())
            cursor.execute(
                f"INSERT INTO {record_table('bones', form.id)}"
                f" SELECT {cast} FROM (SELECT unnest(from_json(?, ?)) AS r)",
                [json.dumps(records, default=str), json.dumps([kinds])],
            )
        for id_, record, state in QUERIES:
            cursor.execute(
                """
                INSERT INTO query VALUES ('bones', ?, ?, 1, ?, 'main', 'age', 'r1', 'error', ?,
                    TIMESTAMP '2026-01-01 10:00', NULL, '[{"author": "R", "at": "x", "text": "Er alderen riktig?"}]')
                """,
                [UNIT, id_, record, state],
            )


assert set(SYSTEM_COLUMNS) <= set(RECORDS[0])
