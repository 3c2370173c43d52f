"""What another program makes of our workbooks: LibreOffice opens them and holds the same values and types."""

from __future__ import annotations

import contextlib
import csv
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from local_cache.export.stated import stated_table
from local_cache.export.table import Row, Table, TableColumn
from local_cache.export.workbook import read_workbook, verify_workbook
from local_cache.export.writing import verify, write_table
from local_cache.ledger import Ledger
from local_cache.results.format import EN_DASH
from local_cache.results.stated import Stated, stated_day
from tests.local_cache.export.kill_export import KEY, PROVENANCE

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

COLUMNS = (
    TableColumn("t", "Tekst: æøå"),
    TableColumn("share", "Andel", "decimal", ",.1%"),
    TableColumn("x", "Tall", "decimal"),
    TableColumn("n", "Antall", "integer", ",d"),
    TableColumn("b", "Egen", "boolean"),
    TableColumn("d", "Dag", "date"),
    TableColumn("s", "Tidspunkt", "timestamp"),
)
RECORDS: list[Row] = [
    ("Ærlig «øre» på Åre", 0.7142857142857143, 0.1 + 0.2, 12345, True, date(2026, 3, 1), datetime(2026, 3, 1, 12, 30)),
    ("=1+1", -0.5, -1e-7, -3, False, date(1900, 3, 1), datetime(1999, 12, 31, 23, 59, 59)),
    ("+47 22 22 22 22", 1.0, 123456789.12345679, 0, None, None, None),
    ("@SUM(A1:A9)", None, 1e300, 2**60, True, date(1850, 1, 2), datetime(1850, 1, 2, 3)),
    ("-", 0.0, 5e-324, 999_999_999_999_999, False, date(9999, 12, 31), None),
    (None, None, None, None, None, None, None),
    ("  spaces, <b>markup</b> & \"quotes\"; 'n'\nnew line ", 0.145, 2.5, 7, None, date(2024, 2, 29), None),
    ("_x0041_ max_x", None, 1 / 3, None, None, None, None),
    ("1234567890123456789012", None, None, None, None, None, None),
    ("x" * 40_000, None, None, None, None, None, None),
    ("007", 0.333, 1e15, 1, True, date(2026, 1, 1), datetime(2026, 1, 1)),
]
TRUTHS = {"=TRUE()": True, "=FALSE()": False}
"""LibreOffice has no cells that are true or false; it saves what gives them."""
FIGURES = Table(
    "Indikatorer",
    (TableColumn("title", "Indikator"), TableColumn("value", "verdi", "decimal", ",.1%"), TableColumn("text", "vist")),
    [("Operert innen 24 timer", 0.7142857142857143, "71,4 %"), ("Død", None, "skjult"), ("Ventetid", 12.25, "12,3")],
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The workbook, and the folder of what LibreOffice made of it: saved anew, and every sheet as CSV."""
    folder = tmp_path_factory.mktemp("sheets")
    ledger = Ledger.open(folder / "ledger.sqlite", KEY)
    file = folder / "skjema.xlsx"
    write_table(ledger, Table("Skjema", COLUMNS, RECORDS), file, "xlsx", PROVENANCE, extra=[FIGURES])
    made = folder / "made"
    # Every sheet in a file of its own: semicolons, UTF-8, American English, texts in quotes.
    every_sheet = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1033,true,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    for to in ("xlsx", every_sheet):
        done = subprocess.run(
            [str(SOFFICE), "--headless", profile, "--convert-to", to, "--outdir", str(made), str(file)],
            capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-500:]
    yield file, made
    ledger.close()


def cells(file: Path, sheet: str) -> list[list[Any]]:
    (rows,) = (list(rows) for name, rows in read_workbook(file) if name == sheet)
    wide = max(len(row) for _, row in rows)
    found: list[list[Any]] = [[None] * wide for _ in range(rows[-1][0] + 1)]
    for at, row in rows:
        found[at][: len(row)] = row
    return found


@pytest.mark.timeout(600)
def test_saved_anew_it_holds_the_same_values_and_types(written: tuple[Path, Path]) -> None:
    file, made = written
    again = made / file.name
    for sheet in ("Skjema", "Indikatorer", "Provenance"):
        before, after = cells(file, sheet), cells(again, sheet)
        for at, row in enumerate(before):
            other = after[at] if at < len(after) else []
            other = [*other, *[None] * (len(row) - len(other))]
            for ours, theirs in zip(row, other, strict=False):
                theirs = TRUTHS.get(theirs, theirs)
                assert type(theirs) is type(ours), (sheet, at, ours, theirs)
                # LibreOffice saves 15 to 17 digits, and nothing under the least normal number.
                if isinstance(ours, float):
                    assert theirs == pytest.approx(ours, rel=1e-14, abs=1e-307), (sheet, at)
                else:
                    assert theirs == ours, (sheet, at)
    assert verify(None, file).whole
    found = verify_workbook(again)
    assert found is not None


def test_what_it_opens_is_what_was_written(written: tuple[Path, Path]) -> None:
    """Texts in quotes are cells of text, also where they look like a number, a formula or a date; days are days."""
    _, made = written
    content = (made / "skjema-Skjema.csv").read_text(encoding="utf-8")
    for line in (
        '"Ærlig «øre» på Åre";71.4285714285714%;0.3;12345;TRUE;03/01/2026;03/01/2026 12:30:00',
        '"=1+1";-50%;-0.0000001;-3;FALSE;03/01/1900;12/31/1999 23:59:59',
        '"+47 22 22 22 22";100%;123456789.123457;0;;;',
        '"@SUM(A1:A9)";;1E+300;"1152921504606846976";TRUE;"1850-01-02";"1850-01-02 03:00:00"',
        '"1234567890123456789012";;;;;;',
        '"007";33.3%;1000000000000000;1;TRUE;01/01/2026;01/01/2026 00:00:00',
        ";;;;;;",
    ):
        assert f"\n{line}" in content, line
    rows = list(csv.reader(content.splitlines(keepends=True), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [str(row[0] or "")[:32_767] for row in RECORDS[:9]] + [
        "x" * 32_766 + "…",
        "007",
    ]


def test_a_table_as_shown_reads_as_on_the_screen(tmp_path: Path) -> None:
    """LibreOffice writes each cell as it shows it, with the separators of its own language: also numbers of several
    formats in a column."""
    stated = [
        [Stated(5 / 7, ",.1%"), Stated(1234567), stated_day(date(2026, 11, 21))],
        [Stated(0.125, ",.0%"), None, stated_day(date(2025, 1, 2))],
        [Stated(12.25, ",.1f"), Stated(0), None],
        [None, Stated(2025, "d"), None],
    ]
    words = ("", EN_DASH, "")
    rows = [[one.text("nb") if one else word for one, word in zip(row, words, strict=True)] for row in stated]
    rows[3][0] = "for få"
    file = tmp_path / "vist.xlsx"
    with contextlib.closing(Ledger.open(tmp_path / "ledger.sqlite", KEY)) as ledger:
        table = stated_table("Vist", ("Egen", "Antall", "Dag"), rows, stated, "nb", str)
        write_table(ledger, table, file, "xlsx", PROVENANCE, language="nb")
    done = subprocess.run(
        [str(SOFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--convert-to",
         "csv:Text - txt - csv (StarCalc):59,34,76,1,,1044,false,true,true", "--outdir", str(tmp_path), str(file)],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    with (tmp_path / "vist.csv").open(encoding="utf-8", newline="") as opened:
        read = list(csv.reader(opened, delimiter=";"))
    english = {ord("\u00a0"): ",", ord(","): "."}
    screen = [[text.replace("\u00a0%", "%").translate(english) for text in row] for row in rows]
    assert [[cell.replace("\u00a0%", "%") for cell in row] for row in read[1:]] == screen
    assert all("\u00a0%" in row[0] for row in read[1:3])
