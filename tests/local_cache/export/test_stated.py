"""Tables as they are shown: numbers as numbers with the screen's format, everything else the text that is shown."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_cache.export.parquet import write_parquet
from local_cache.export.provenance import Provenance
from local_cache.export.source import Sources
from local_cache.export.stated import has_rounded, stated_table
from local_cache.export.table import Table
from local_cache.export.text_files import CsvStyle, write_csv, write_json_lines
from local_cache.export.workbook import read_workbook, verify_workbook, write_workbook
from local_cache.results.format import EN_DASH, format_number
from local_cache.results.stated import Stated, stated_count, stated_day
from local_cache.sync.stop import Stop

PROVENANCE = Provenance(
    what="Tall", registry="r", registry_name="R", unit="1", unit_name="U", selection="", expression="",
    period_id="2025", period="2025", indicators={},
    definition_version="1", data_as_of=datetime(2026, 1, 1), provisional=False,
    program_version="1", who="meg", at=datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip

SHARE = Stated(5 / 7, ",.1%")
SHOWN: tuple[tuple[str | Stated, ...], ...] = (
    ("Venøs trombolyse", SHARE, stated_count(1234) or "", stated_day(date(2026, 11, 21)), SHARE, "63,0–78,6"),
    ("=1+1", Stated(12.55, ",.1f"), stated_count(0) or "", stated_day(date(2025, 1, 2)), EN_DASH, "<5"),
    ("_x0041_ & <b>", Stated(-0.25, ",.1%"), "", "", "for få", "12 av 30"),
)
HEADERS = ("Indikator", "Egen", "n", "Dag", "Egen", "Annet")


def made(language: str = "nb", shown: tuple[tuple[str | Stated, ...], ...] = SHOWN) -> Table:
    texts = [[cell.text(language) if isinstance(cell, Stated) else cell for cell in row] for row in shown]
    stated = [[cell if isinstance(cell, Stated) else None for cell in row] for row in shown]
    return stated_table("Tall", HEADERS[: len(shown[0])], texts, stated, language, str)


def test_a_column_is_of_one_kind_where_all_its_cells_are() -> None:
    columns = made().columns
    assert [c.kind for c in columns] == ["text", "mixed", "integer", "date", "mixed", "text"]
    assert [c.as_one for c in columns if c.kind == "mixed"] == ["decimal", "text"]
    assert columns[2].format == ",d" and columns[1].formats == (",.1%", ",.1f")
    assert len({c.name for c in columns}) == len(columns) and columns[4].label == "Egen"
    assert all(c.about for c in columns)
    assert has_rounded(made()) and not has_rounded(made(shown=(("a", stated_count(3) or ""),)))


def test_what_is_not_the_text_that_is_shown_does_not_leave() -> None:
    table = stated_table(
        "T", ("a", "b", "c"), [["<5", "–", "3"]], [[Stated(3), Stated(0.7142, ",.1%"), Stated(4)]], "nb", str
    )
    assert [c.kind for c in table.columns] == ["text", "text", "text"]
    assert list(table.rows) == [("<5", "–", "3")]  # type: ignore[call-overload]


@pytest.mark.parametrize(("style", "language"), [("excel", "nb"), ("plain", "nb"), ("excel", "en")])
def test_csv_has_the_numbers(tmp_path: Path, style: CsvStyle, language: str) -> None:
    with Sources.opened(tmp_path, tmp_path / "t.csv", Stop()) as sources:
        write_csv(sources.of(made(language)), tmp_path / "t.csv", style, language)
    comma = style == "excel" and language == "nb"
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";" if comma else ","))[1:]
    point = "," if comma else "."
    assert [row[1] for row in rows] == [f"0{point}7142857142857143", f"12{point}55", f"-0{point}25"]
    assert [row[2] for row in rows] == ["1234", "0", ""]
    assert [row[3] for row in rows] == (["21.11.2026", "02.01.2025", ""] if comma else ["2026-11-21", "2025-01-02", ""])
    assert [row[4] for row in rows] == [f"0{point}7142857142857143", EN_DASH, "for få"]
    assert [row[0] for row in rows] == ["Venøs trombolyse", "'=1+1", "_x0041_ & <b>"]


def test_a_workbook_has_typed_cells_that_read_as_the_screen(tmp_path: Path) -> None:
    with Sources.opened(tmp_path, tmp_path / "t.xlsx", Stop()) as sources:
        write_workbook(sources.of(made()), (), PROVENANCE, tmp_path / "t.xlsx", str)
    sheets = {name: [row for _, row in rows] for name, rows in read_workbook(tmp_path / "t.xlsx")}
    rows = sheets["Tall"][1:]
    assert [row[1] for row in rows] == [5 / 7, 12.55, -0.25]
    assert [row[4] for row in rows] == [5 / 7, EN_DASH, "for få"]
    assert [row[3] for row in rows] == [46347, 45659, None]
    assert [row[0] for row in rows] == [cells[0] for cells in SHOWN]
    verified = verify_workbook(tmp_path / "t.xlsx")
    assert verified is not None and verified[0]
    patterns = styles(tmp_path / "t.xlsx")
    nb = '"\u00a0"'
    assert [patterns[f"B{n}"] for n in (2, 3, 4)] == [f"#,##0.0{nb}%", "#,##0.0", f"#,##0.0{nb}%"]
    assert patterns["C2"] == "#,##0" and patterns["D2"] == "dd.mm.yyyy" and patterns["E2"] == f"#,##0.0{nb}%"
    assert "E3" not in patterns


def styles(file: Path) -> dict[str, str]:
    """The number formats of the first sheet's cells, by their places."""
    with ZipFile(file) as archive:
        style, sheet = archive.read("xl/styles.xml").decode(), archive.read("xl/worksheets/sheet1.xml").decode()
    codes = {int(i): unescape(code) for i, code in re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', style)}
    codes |= {3: "#,##0"}
    cells = re.search(r"<cellXfs.*?</cellXfs>", style, re.DOTALL)
    assert cells is not None
    of = [codes.get(int(i), "") for i in re.findall(r'<xf numFmtId="(\d+)"', cells[0])]
    return {at: of[int(s)] for at, s in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet) if of[int(s)]}


def test_parquet_has_types_where_a_column_is_of_one_kind(tmp_path: Path) -> None:
    with Sources.opened(tmp_path, tmp_path / "t.parquet", Stop()) as sources:
        write_parquet(sources.of(made()), PROVENANCE, tmp_path / "t.parquet")
    with duckdb.connect() as engine:
        found = engine.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / "t.parquet")])
        assert [str(d[1]) for d in found.description or ()] == [
            "VARCHAR",
            "DOUBLE",
            "BIGINT",
            "DATE",
            "VARCHAR",
            "VARCHAR",
        ]
        rows = found.fetchall()
    assert [row[1] for row in rows] == [5 / 7, 12.55, -0.25]
    assert [row[2:4] for row in rows] == [(1234, date(2026, 11, 21)), (0, date(2025, 1, 2)), (None, None)]
    assert [row[4] for row in rows] == ["71,4\u00a0%", EN_DASH, "for få"]


def test_json_lines_have_numbers_among_texts(tmp_path: Path) -> None:
    with Sources.opened(tmp_path, tmp_path / "t.jsonl", Stop()) as sources:
        write_json_lines(sources.of(made()), tmp_path / "t.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["Egen"] for row in rows] == [5 / 7, 12.55, -0.25]
    assert [list(row.values())[4] for row in rows] == [5 / 7, EN_DASH, "for få"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.floats(-1e14, 1e14, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-9),
            st.integers(-(1 << 53), 1 << 53),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_what_is_read_back_is_written_as_on_the_screen(tmp_path: Path, values: list[float]) -> None:
    """Any numbers, among a text: read from CSV and a workbook, and formatted, each is the string of the screen."""
    shown = ((EN_DASH, EN_DASH), *(("x", Stated(value, ",.1f")) for value in values))
    table = made(shown=shown)
    with Sources.opened(tmp_path, tmp_path / "t.csv", Stop()) as sources:
        write_csv(sources.of(table), tmp_path / "t.csv", "plain", "nb")
        write_workbook(sources.of(table), (), PROVENANCE, tmp_path / "t.xlsx", str)
    screen = [format_number(value, ",.1f", "nb") for value in values]
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert [format_number(float(row[1]), ",.1f", "nb") for row in list(csv.reader(file))[2:]] == screen
    rows = next([row for _, row in rows] for _, rows in read_workbook(tmp_path / "t.xlsx"))
    assert [format_number(float(str(row[1])), ",.1f", "nb") for row in rows[2:]] == screen
