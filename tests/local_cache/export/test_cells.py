"""What DuckDB writes is, byte for byte, what Python writes cell by cell."""

from __future__ import annotations

import json
import secrets
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from local_cache.cache import Cache
from local_cache.errors import DiskFull
from local_cache.export.cells import is_formula_sql
from local_cache.export.source import Sources
from local_cache.export.table import FORMULA_SIGNS, Query, Row, Table, TableColumn, is_formula
from local_cache.export.tables import Labels, record_columns, record_rows_table
from local_cache.export.text_files import CsvStyle, write_csv, write_json_lines
from local_cache.export.workbook import read_workbook
from local_cache.export.writing import FORMATS, verify, write_table
from local_cache.ledger import Ledger
from local_cache.outgoing import outgoing
from local_cache.records.query import RecordQuery
from local_cache.registry import Code, CodeList, Definition, Form, Unit, Variable
from local_cache.sync.stop import Stop
from tests.local_cache.export.kill_export import KEY, PROVENANCE
from tests.local_cache.export.row_writer import csv_of, json_of, record_row

COLUMNS = (
    TableColumn("t", "=Tekst"),
    TableColumn("x", "Des,imal", "decimal"),
    TableColumn("i", "Hel;tall", "integer"),
    TableColumn("b", "Sann", "boolean"),
    TableColumn("d", "Dag", "date"),
    TableColumn("s", 'Tids"punkt', "timestamp"),
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.text(st.sampled_from("=+-@\t\r\n \"';,#'\u00a0\u3000＝ab_x0041_<&>\\æø\x00\x1c\x1f"), max_size=9),
)
NUMBERS = st.one_of(
    st.floats(), st.floats(-10, 10), st.integers(-(10**18), 10**18).map(float), st.floats(-1e-3, 1e-3),
    st.sampled_from([0.1 + 0.2, 1e15, 999999999999999.9, 1e16, -0.0, 5e-324, 1e22, 123456789.12345679]),
)  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.none() | TEXTS,
        st.none() | NUMBERS,
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.booleans(),
        st.none() | st.dates(date(1000, 1, 1)),
        st.none()
        | st.datetimes(datetime(1000, 1, 1))
        | st.datetimes(datetime(1000, 1, 1)).map(lambda m: m.replace(microsecond=0, second=0)),
    ),
    max_size=30,
)
STYLES: tuple[tuple[CsvStyle, str], ...] = (("excel", "nb"), ("excel", "en"), ("plain", "nb"))
ODD = [("a\r\nb", 1e-7, 0, True, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, 5, 6)), (None,) * 6, ("", *[None] * 5)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
@example(ODD)
def test_every_byte_is_as_python_writes_it(tmp_path: Path, rows: list[Row]) -> None:
    with Sources.opened(tmp_path, tmp_path / "a", Stop()) as sources:
        source = sources.of(Table("a", COLUMNS, rows))
        assert source.rows == len(rows)
        for style, language in STYLES:
            write_csv(source, tmp_path / "a.csv", style, language)
            assert (tmp_path / "a.csv").read_bytes() == csv_of(COLUMNS, rows, style, language)
        write_json_lines(source, tmp_path / "a.jsonl")
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert [json.loads(line) for line in lines] == [
        {column.name: json_of(cell) for column, cell in zip(COLUMNS, row, strict=True)} for row in rows
    ]


def test_a_single_column_has_a_line_for_every_row(tmp_path: Path) -> None:
    rows: list[Row] = [("a",), (None,), ("",), ("b",)]
    with Sources.opened(tmp_path, tmp_path / "a", Stop()) as sources:
        write_csv(sources.of(Table("a", COLUMNS[:1], rows)), tmp_path / "a.csv", "plain", "nb")
    assert (tmp_path / "a.csv").read_bytes() == csv_of(COLUMNS[:1], rows, "plain", "nb")


def test_what_could_be_a_formula_is_the_same_in_sql() -> None:
    """Every sign that Unicode takes for one, behind everything that Python takes for a space."""
    every = [chr(i) for i in range(sys.maxunicode + 1) if not 0xD800 <= i <= 0xDFFF]
    signs = {c for c in every if unicodedata.normalize("NFKC", c)[:1] in ("=", "+", "-", "@")}
    assert signs == set(FORMULA_SIGNS)
    spaces = [c for c in every if c.isspace()]
    texts = [*every[1:0x3100], *signs, *(a + b for a in spaces for b in ("=", "x")), " \u3000\t＝1", "", "a=", "1+1"]
    with duckdb.connect() as engine:
        engine.execute("CREATE TABLE texts (t VARCHAR)")
        engine.execute("INSERT INTO texts SELECT unnest(string_split(?, chr(57344)))", ["\ue000".join(texts)])
        found = dict(engine.execute(f"SELECT t, {is_formula_sql('t')} FROM texts").fetchall())
    assert len(found) == len(set(texts)) and found == {text: is_formula(text) for text in texts}


# Out of the cache

LABEL = {"nb": "x"}
VARIABLES = (
    Variable("dag", {"nb": "Dag"}, "date"),
    Variable("tekst", {"nb": "Tekst"}, "text"),
    Variable("tall", {"nb": "Tall"}, "decimal"),
    Variable("antall", {"nb": "Antall"}, "integer"),
    Variable("ja", {"nb": "Ja"}, "boolean"),
    Variable("kode", {"nb": "Kode"}, "code", codes="k"),
    Variable("fri", {"nb": "Fri kode"}, "code"),
    Variable("flere", {"nb": "Flere"}, "multi-code", codes="k"),
    Variable("tid", {"nb": "Tid"}, "timestamp"),
    Variable("navn", {"nb": "Navn"}, "text", identifier=True),
)
CODES = (Code("1", {"nb": "Ja, 'helt' ærlig; \"sant\""}), Code("2", {"nb": "=Nei"}), Code("3", {"nb": "Ukjent"}))
DEFINITION = Definition(
    "prove", "1", LABEL, (Unit("her", "hospital", LABEL),),
    forms=(Form("f", {"nb": "Skjema"}, "dag", VARIABLES),), code_lists=(CodeList("k", CODES),),
)  # fmt: skip
QUERY = RecordQuery("prove", "f", "her", sort="antall", descending=False)
RECORDS = 9_000
"""More than what leaves at once."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    place = tmp_path_factory.mktemp("cache")
    opened = Cache.open(place / "cache.duckdb", secrets.token_bytes(32), spill=place / "spill")
    with opened.writing() as cursor:
        cursor.execute(
            f"""
            CREATE TABLE records_prove_f AS
            SELECT 'r' || i AS record_id, 1 AS version, i AS sequence, if(i % 50 = 0, 'der', 'her') AS unit,
                'hemmelig ' || i AS patient, NULL::VARCHAR AS episode,
                DATE '2020-01-01' + i::INTEGER % 900 AS event_date,
                if(i % 7 = 0, 'draft', 'completed') AS form_status,
                TIMESTAMP '2020-01-01' + to_seconds(i) AS first_completed,
                CASE i % 30 WHEN 0 THEN NULL WHEN 1 THEN DATE 'infinity' WHEN 2 THEN DATE '0044-03-15 (BC)'
                    WHEN 3 THEN DATE '12000-01-01' ELSE DATE '1999-12-31' + i::INTEGER END AS dag,
                CASE i % 6 WHEN 0 THEN '' WHEN 1 THEN '=1+1' WHEN 2 THEN 'to' || chr(10) || '"linjer"; <&> _x0041_'
                    WHEN 3 THEN chr(9) || 'å' || chr(28) || chr(1) WHEN 4 THEN NULL ELSE 'tekst ' || i END AS tekst,
                CASE i % 9 WHEN 0 THEN NULL WHEN 1 THEN 'inf'::DOUBLE WHEN 2 THEN 'nan'::DOUBLE WHEN 3 THEN i / 7e9
                    WHEN 4 THEN i * 1e15 ELSE i / 7 END AS tall,
                (hash(i) % 100000)::BIGINT AS antall, CASE i % 3 WHEN 0 THEN true WHEN 1 THEN false END AS ja,
                CASE i % 5 WHEN 4 THEN NULL ELSE (i % 5)::VARCHAR END AS kode, 'f' || i % 4 AS fri,
                CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN []::VARCHAR[]
                    WHEN 2 THEN ['1', '2', '9'] ELSE ['3'] END AS flere,
                CASE i % 11 WHEN 0 THEN NULL WHEN 1 THEN TIMESTAMP '-infinity'
                    ELSE TIMESTAMP '2020-02-29 23:59:00' + to_microseconds(i * 1500000) END AS tid, 'navn ' || i AS navn
            FROM range({RECORDS}) AS r(i)
            """
        )
    yield opened
    opened.close()


@pytest.mark.parametrize("labels", ["codes", "labels", "both"])
def test_records_are_what_the_cache_holds(cache: Cache, tmp_path: Path, labels: Labels) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite", KEY)
    columns, _ = record_columns(DEFINITION, "f", "nb", {})
    sql = ", ".join(
        f"""CASE WHEN isfinite("{c.name}") AND year("{c.name}") BETWEEN 1 AND 9999 THEN "{c.name}" END"""
        if c.is_date
        else f'"{c.name}"'
        for c in columns
    )
    with cache.reading() as cursor:
        read = cursor.execute(f"SELECT {sql} FROM records_prove_f WHERE unit = 'her' ORDER BY antall, rowid").fetchall()
    rows = [record_row(columns, labels, values) for values in read]
    files = {format: tmp_path / f"a.{format}" for format in FORMATS}
    for format, file in files.items():
        with cache.reading() as cursor:
            table = record_rows_table(cursor, DEFINITION, QUERY, columns, labels, "Skjema", str)
            seen: list[int] = []
            made = write_table(ledger, table, file, format, PROVENANCE, progress=seen.append)
        assert made.provenance.rows == len(rows) == RECORDS - RECORDS // 50
        assert seen[-1] == len(rows) and seen == sorted(seen)
        assert verify(ledger, file).whole
        assert b"hemmelig" not in file.read_bytes()
    assert files["csv"].read_bytes() == csv_of(table.columns, rows, "excel", "nb")
    with files["jsonl"].open(encoding="utf-8", newline="\n") as lines:
        names = [column.name for column in table.columns]
        for line, row in zip(lines, rows, strict=True):
            assert json.loads(line) == dict(zip(names, map(json_of, row), strict=True))
    with duckdb.connect() as engine:
        engine.execute("CREATE VIEW f AS SELECT * FROM '" + str(files["parquet"]).replace("'", "''") + "'")
        assert same(engine.execute("SELECT * FROM f").fetchall(), rows)
    (_, found), *_ = ((name, dict(cells)) for name, cells in read_workbook(files["xlsx"]))
    assert len(found) == len(rows) + 1
    kinds = [column.kind for column in table.columns]
    for i, row in enumerate(rows[:500], start=1):
        cells = [*found[i], *[None] * (len(row) - len(found[i]))]
        assert cells == [in_a_sheet(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
    ledger.close()


def in_a_sheet(cell: Any, kind: str) -> Any:
    if isinstance(cell, datetime):
        return (cell - datetime(1899, 12, 30)).total_seconds() / 86400
    if isinstance(cell, date):
        return float((cell - date(1899, 12, 30)).days) if cell >= date(1900, 3, 1) else cell.isoformat()
    if isinstance(cell, float) and cell in (float("inf"),):
        return "inf"
    if isinstance(cell, float) and cell != cell:
        return "nan"
    return cell


def same(some: list[tuple[Any, ...]], others: list[list[Any]]) -> bool:
    """Also where a number is none."""
    return [[repr(cell) for cell in row] for row in some] == [[repr(cell) for cell in row] for row in others]


def test_nothing_leaves_the_cache_but_to_what_was_opened(cache: Cache, tmp_path: Path) -> None:
    with cache.reading() as cursor:
        got: list[bytes] = []
        with outgoing(got.append) as out:
            cursor.execute(f"COPY (SELECT 1 AS a) TO '{out.place}' (FORMAT csv)")
            with pytest.raises(duckdb.Error):
                cursor.execute(f"FROM read_csv('{out.place}')").fetchall()
        assert b"".join(got) == b"a\n1\n"
        for place in (out.place, "export:///other", f"export:///../{tmp_path}/x", str(tmp_path / "x"), "file:///tmp/x"):
            with pytest.raises((duckdb.Error, PermissionError)):
                cursor.execute(f"COPY (SELECT 1 AS a) TO '{place}' (FORMAT csv)")
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_while_writing_is_said_as_it_was(cache: Cache, tmp_path: Path) -> None:
    def full(_: bytes) -> None:
        raise DiskFull(place="x")

    with cache.reading() as cursor, Sources.opened(tmp_path, tmp_path / "a", Stop()) as sources:
        source = sources.of(Table("a", COLUMNS[:1], Query(cursor, "SELECT record_id AS c0 FROM records_prove_f")))
        with pytest.raises(DiskFull):
            source.copy("SELECT c0 FROM exported", "FORMAT csv", full)
