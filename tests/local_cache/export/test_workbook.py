"""Cells are what they were: texts that look like formulas or markup, numbers to the last bit, dates, too many rows."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_cache.export.provenance import Provenance
from local_cache.export.source import Sources
from local_cache.export.table import Query, Table, TableColumn, file_name, is_formula
from local_cache.export.text_files import write_csv
from local_cache.export.workbook import MOST_ROWS, SPLIT, excel_pattern, read_workbook, verify_workbook, write_workbook
from local_cache.outgoing import OutgoingFiles
from local_cache.sync.stop import Stop
from tests.local_cache.export.kill_export import PROVENANCE

COLUMNS = (TableColumn("t", "Tekst"), TableColumn("x", "Tall", "decimal", ",.1%"), TableColumn("d", "Dag", "date"))


def written(tmp_path: Path, table: Table, most_rows: int = 1_048_576) -> tuple[Path, Provenance]:
    file = tmp_path / "a.xlsx"
    with Sources.opened(tmp_path, file, Stop()) as sources:
        return file, write_workbook(sources.of(table), (), PROVENANCE, file, str, most_rows=most_rows)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=12),
            st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)),
            st.one_of(st.none(), st.dates(date(1900, 3, 1))),
        ),
        max_size=5,
    )
)
def test_what_is_read_back_is_what_was_written(
    tmp_path: Path, rows: list[tuple[str, float | None, date | None]]
) -> None:
    file, _ = written(tmp_path, Table("a", COLUMNS, rows))
    (_, data), *_ = ((name, dict(cells)) for name, cells in read_workbook(file))
    for i, (text, number, day) in enumerate(rows, start=1):
        cells = [*data.get(i, []), None, None, None]
        assert (cells[0] or "") == text
        assert cells[1] == number
        assert cells[2] == (None if day is None else (day - date(1899, 12, 30)).days)
    found = verify_workbook(file)
    assert found is not None and found[0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", '=HYPERLINK("x")'])
def test_formulas_are_neutralised(tmp_path: Path, text: str) -> None:
    assert is_formula(text)
    table = Table("a", COLUMNS, [(text, -5.0, None)])
    file, _ = written(tmp_path, table)
    with zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "quotePrefix" in archive.read("xl/styles.xml").decode()
    plain = tmp_path / "a.csv"
    with Sources.opened(tmp_path, plain, Stop()) as sources:
        write_csv(sources.of(table), plain, "excel", "nb")
    with plain.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened, delimiter=";"))
    assert rows[1] == [f"'{text}", "-5", ""]


def test_what_looks_like_markup_is_text(tmp_path: Path) -> None:
    file, _ = written(tmp_path, Table("a", COLUMNS, [("<r><t>x</t></r>", None, None), ("_x0041_", None, None)]))
    (_, rows), *_ = ((name, dict(cells)) for name, cells in read_workbook(file))
    assert rows[1] == ["<r><t>x</t></r>"] and rows[2] == ["_x0041_"]


def test_too_many_rows_are_split_and_that_is_said(tmp_path: Path) -> None:
    file, made = written(tmp_path, Table("Tall", COLUMNS, [(str(i), float(i), None) for i in range(25)]), most_rows=11)
    sheets = {name: list(rows) for name, rows in read_workbook(file)}
    assert list(sheets) == ["Tall", "Tall 2", "Tall 3", "Provenance"]
    assert [len(rows) for rows in sheets.values()][:3] == [11, 11, 6]
    texts = [row[0] for name in ("Tall", "Tall 2", "Tall 3") for _, row in sheets[name][1:]]
    assert texts == [str(i) for i in range(25)]
    assert made.rows == 25 and SPLIT in made.notes
    found = verify_workbook(file)
    assert found is not None and found[0]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_real_limit_of_a_sheet(tmp_path: Path) -> None:
    """1,048,575 rows and a header fill a sheet; the next row begins another."""
    rows, file = MOST_ROWS + 1, tmp_path / "a.xlsx"
    with duckdb.connect() as engine:
        engine.register_filesystem(OutgoingFiles())
        query = Query(engine, f"SELECT i AS c0, 'rad ' || i AS c1 FROM range({rows}) AS r(i)")
        columns = (TableColumn("i", "Nr", "integer"), TableColumn("t", "Tekst"))
        with Sources.opened(tmp_path, file, Stop()) as sources:
            made = write_workbook(sources.of(Table("Tall", columns, query)), (), PROVENANCE, file, str)
    assert made.rows == rows and SPLIT in made.notes
    expected = 0
    for name, found in read_workbook(file):
        if name == "Provenance":
            continue
        n = -1
        for at, cells in found:
            n += 1
            assert at == n
            if at:
                assert cells == [float(expected), f"rad {expected}"]
                expected += 1
        assert n == {"Tall": MOST_ROWS - 1, "Tall 2": rows - (MOST_ROWS - 1)}[name]
    assert expected == rows
    found_whole = verify_workbook(file)
    assert found_whole is not None and found_whole[0]


def test_a_text_longer_than_a_cell_and_days_before_the_calendar(tmp_path: Path) -> None:
    columns = (TableColumn("t", "T"), TableColumn("i", "I", "integer"), TableColumn("s", "S", "timestamp"))
    rows = [("x" * 40_000, 2**60, datetime(1850, 1, 2, 3)), ("", 3, datetime(2026, 1, 1, 12))]
    file, made = written(tmp_path, Table("a" * 50, columns, rows))
    (name, data), *_ = ((name, dict(cells)) for name, cells in read_workbook(file))
    assert len(name) <= 31 and len(made.notes) == 1
    assert len(str(data[1][0])) == 32_767 and data[1][1] == str(2**60) and data[1][2] == "1850-01-02 03:00:00"
    assert data[2][2] == 46023.5


def test_formats_are_excels() -> None:
    assert [excel_pattern(f) for f in (",.1%", ",.0f", ".2f", ",d", "?")] == ["#,##0.0%", "#,##0", "0.00", "#,##0", ""]


@pytest.mark.parametrize("title", ["a/b\\c", "CON", "...", "", "ø" * 200, "a\nb", "nul.x"])
def test_names_of_files(title: str) -> None:
    name = file_name(title, "csv")
    assert name.parent == Path() and name.name.endswith(".csv") and len(name.name.encode()) < 140
    assert not set('/\\:*?"<>|\n') & set(name.name) and name.name.split(".")[0].casefold() not in ("con", "nul", "")
