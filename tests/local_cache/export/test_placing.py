"""No half file under the final name and no plain temporary file left: kills, full and read-only disks, odd names."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from local_cache.errors import DiskFull
from local_cache.export.parquet import _Pages
from local_cache.export.placing import (
    PREFIX,
    FileInUse,
    FolderGone,
    FolderNotWritable,
    NameNotPossible,
    remove_left,
)
from local_cache.export.table import Query, Table, TableColumn
from local_cache.export.writing import BESIDE, FORMATS, Format, NotAnExport, verify, write_table
from local_cache.ledger import Ledger
from local_cache.outgoing import OutgoingFiles
from local_cache.sync.stop import Cancelled, Stop
from tests.local_cache.disks import fill, held, make_read_only, small_disk
from tests.local_cache.export.kill_export import KEY, PROVENANCE, table

ROOT = Path(__file__).parents[3]
KILLS, MANY = 12, 200


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite", KEY)
    yield opened
    opened.close()


def left_in(folder: Path) -> list[str]:
    return [p.name for p in folder.rglob("*") if p.name.startswith((PREFIX, "tmp"))]


@pytest.mark.parametrize("kills", [KILLS, pytest.param(MANY, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])])
def test_killed_at_random_moments(tmp_path: Path, kills: int) -> None:
    """Real kills of a real process. A pair of CSV and provenance may be of two exports for a moment: that is seen."""
    (tmp_path / "out").mkdir()
    chance = random.Random(7)
    seen = 0
    for turn in range(kills):
        format = FORMATS[turn % len(FORMATS)]
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.local_cache.export.kill_export", str(tmp_path), format, "4000"],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.05, 0.8))
        child.kill()
        child.wait()
        child.stdout.close()
        seen += bool(left_in(tmp_path / "out"))
        ledger = Ledger.open(tmp_path / "ledger.sqlite", KEY)
        try:
            remove_left(ledger)
            assert left_in(tmp_path / "out") == []
            for file in (tmp_path / "out").iterdir():
                if not file.name.endswith(BESIDE):
                    found = verify(ledger, file)
                    content = file.read_bytes()
                    text_is_whole = content.endswith(b"\n") and content.count(b"\n") in (4000, 4001)
                    assert found.whole or (file.suffix in (".csv", ".jsonl") and text_is_whole)
        finally:
            ledger.close()
    print(f"{kills} kills, {seen} of them while a file was being written")
    assert seen > 0, "no kill came while a file was being written"


@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path, ledger: Ledger, format: Format) -> None:
    with small_disk(tmp_path / "small", 8) as disk:
        file = disk / f"tall.{format}"
        write_table(ledger, table(10), file, format, PROVENANCE)
        before = file.read_bytes()
        fill(disk, leave=100_000)
        with pytest.raises(DiskFull) as said:
            write_table(ledger, table(60_000), file, format, PROVENANCE)
        assert "hemmelig" not in said.value.sentence()
        assert file.read_bytes() == before and verify(ledger, file).whole
        assert left_in(disk) == []


def test_a_read_only_folder_is_said(tmp_path: Path, ledger: Ledger) -> None:
    with small_disk(tmp_path / "small", 4) as disk:
        make_read_only(disk)
        with pytest.raises(FolderNotWritable):
            write_table(ledger, table(10), disk / "tall.csv", "csv", PROVENANCE)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(FolderGone):
        write_table(ledger, table(10), tmp_path / "gone" / "tall.csv", "csv", PROVENANCE)
    place = tmp_path / "goes"
    place.mkdir()

    def vanish(_: int) -> None:
        import shutil

        shutil.rmtree(place, ignore_errors=True)

    with pytest.raises(FolderGone):
        write_table(ledger, table(3000), place / "tall.csv", "csv", PROVENANCE, progress=vanish)


def test_names(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(NameNotPossible):
        write_table(ledger, table(1), tmp_path, "csv", PROVENANCE)
    with pytest.raises(NameNotPossible):
        write_table(ledger, table(1), tmp_path / ("å" * 200 + ".csv"), "csv", PROVENANCE)
    file = tmp_path / "Øre, «ål» & 50 %; 'æ'.parquet"
    write_table(ledger, table(1), file, "parquet", PROVENANCE)
    assert verify(ledger, file).whole


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_cannot_be_replaced_is_said(tmp_path: Path, ledger: Ledger, format: Format) -> None:
    """Stands for a workbook that is open in Excel: Windows refuses the rename then. No lock of Linux does, but a file
    that is mounted is refused in the same place."""
    file = tmp_path / f"tall.{format}"
    write_table(ledger, table(3), file, format, PROVENANCE)
    before = file.read_bytes()
    with held(file):
        with pytest.raises(FileInUse):
            write_table(ledger, table(5), file, format, PROVENANCE)
        assert file.read_bytes() == before
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("format", ["csv", "jsonl"])
@pytest.mark.parametrize("which", ["file", "provenance"])
def test_a_file_and_its_provenance_are_replaced_both_or_neither(
    tmp_path: Path, ledger: Ledger, format: Format, which: str
) -> None:
    file = tmp_path / f"tall.{format}"
    beside = file.with_name(file.name + BESIDE)
    write_table(ledger, table(3), file, format, PROVENANCE)
    before = file.read_bytes(), beside.read_bytes()
    with held(file if which == "file" else beside):
        with pytest.raises(FileInUse):
            write_table(ledger, table(5), file, format, PROVENANCE)
        assert (file.read_bytes(), beside.read_bytes()) == before
        assert verify(ledger, file).whole
    assert left_in(tmp_path) == []
    write_table(ledger, table(5), file, format, PROVENANCE)
    assert verify(ledger, file).whole and file.read_bytes() != before[0]


def test_no_provenance_is_left_where_no_file_came(tmp_path: Path, ledger: Ledger) -> None:
    file = tmp_path / "tall.csv"

    def taken(_: int) -> None:
        file.mkdir(exist_ok=True)
        (file / "noe").write_text("x", encoding="utf-8")

    with pytest.raises(NameNotPossible):
        write_table(ledger, table(3000), file, "csv", PROVENANCE, progress=taken)
    assert not file.with_name(file.name + BESIDE).exists()


@pytest.mark.parametrize("before", [0, 3])
def test_killed_between_the_two_renames(tmp_path: Path, ledger: Ledger, before: int) -> None:
    """A real kill at the system call that would rename the file itself: seen at once, and put right at the next
    start."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not here")
    out = tmp_path / "out"
    out.mkdir()
    file = out / "tall.csv"
    if before:
        write_table(ledger, table(before), file, "csv", PROVENANCE)
    there = sorted(f.name for f in out.iterdir())
    child = [sys.executable, "-m", "tests.local_cache.export.kill_export", str(tmp_path), "csv", "50"]
    inject = "inject=rename,renameat,renameat2:signal=SIGKILL:when=2"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", "trace=rename,renameat,renameat2", "-e", inject,
         *child],
        cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    if done.returncode not in (-9, 137):
        pytest.skip(f"strace cannot trace here: {done.stderr[-200:]!r}")
    if before:
        found = verify(ledger, file)
        assert not found.whole and found.apart
    else:
        assert not file.exists()
    assert remove_left(ledger) == 1 and left_in(out) == []
    assert sorted(f.name for f in out.iterdir()) == there
    assert not before or verify(ledger, file).whole


def test_a_name_that_a_full_folder_has_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    """Also where it came to be while the rows were written."""
    file = tmp_path / "tall.csv"

    def taken(_: int) -> None:
        file.mkdir(exist_ok=True)
        (file / "noe").write_text("x", encoding="utf-8")

    with pytest.raises(NameNotPossible):
        write_table(ledger, table(3000), file, "csv", PROVENANCE, progress=taken)
    assert (file / "noe").exists() and left_in(tmp_path) == []


@pytest.mark.parametrize("format", FORMATS)
def test_stopped_leaves_nothing(tmp_path: Path, ledger: Ledger, format: Format) -> None:
    stop, said = Stop(), []

    def watch(n: int) -> None:
        said.append(n)
        stop.interrupt()

    with pytest.raises(Cancelled):
        write_table(ledger, table(50_000), tmp_path / f"a.{format}", format, PROVENANCE, progress=watch, stop=stop)
    assert said and not list(tmp_path.glob("a.*")) and left_in(tmp_path) == []


def test_what_is_no_export(tmp_path: Path) -> None:
    for name, content in (("a.csv", b"x"), ("a.xlsx", b"PK"), ("a.parquet", b"PAR1"), ("a.txt", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(NotAnExport):
            verify(None, tmp_path / name)


@pytest.mark.parametrize("format", FORMATS)
def test_progress_is_told_on_the_way_and_is_true(tmp_path: Path, ledger: Ledger, format: Format) -> None:
    told: list[int] = []
    rows = 250_000 if format in ("csv", "parquet") else 60_000
    write_table(ledger, many(rows), tmp_path / f"a.{format}", format, PROVENANCE, progress=told.append)
    assert told == sorted(told) and told[-1] == rows
    written = [n for n in told if n < rows]
    assert len(written) >= 3, "a person who waits sees that something happens"


def test_rows_are_counted_in_whatever_pieces_a_file_passes_by(tmp_path: Path, ledger: Ledger) -> None:
    write_table(ledger, many(3000), tmp_path / "a.parquet", "parquet", PROVENANCE)
    content = (tmp_path / "a.parquet").read_bytes()
    for size in (1, 7, 4096, len(content)):
        pages = _Pages(3)
        for at in range(0, len(content), size):
            pages.pass_by(content[at : at + size])
        assert pages.rows == 3000


def many(rows: int) -> Table:
    """Rows of an engine of its own, so that none is taken in first."""
    engine = duckdb.connect()
    engine.register_filesystem(OutgoingFiles())
    sql = f"SELECT range AS c0, 'text ' || range AS c1, random() AS c2 FROM range({rows}) ORDER BY hash(range)"
    columns = (TableColumn("a", "A", "integer"), TableColumn("b", "B"), TableColumn("c", "C", "decimal"))
    return Table("Mange", columns, Query(engine.cursor(), sql))
