"""Reports made anew after each synchronisation: what is kept, what is told, and what a bad folder does not stop."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from windows import DAY, SECONDS, Filled, Heartbeat, opened, settle

from app.exporting import verified_as_json
from app.pages.reports import ReportsPage
from app.program import Program, open_program
from app.reports.reading import ReportStays, Wanted, read_report
from app.reports.standing import (
    Anew,
    due,
    headline_news,
    headline_of,
    order_report,
    renew,
    told_in_words,
)
from app.reports.writing import write_report
from local_cache.errors import DiskFull, LedgerUnusable
from local_cache.export.placing import PREFIX, FolderGone, FolderNotWritable
from local_cache.export.writing import BESIDE, NotAnExport, verify
from local_cache.reports.library import FOLDER, TemplateNotHere
from local_cache.reports.orders import Headline, Order, keep_order, orders
from local_cache.reports.template import TemplateRefused
from local_cache.sync.outcome import Changed
from tests.local_cache.disks import fill, make_read_only, small_disk
from widgets.card import Words

ROOT = Path(__file__).parents[2]
REGISTRY = "hoftebrudd"
SOMETHING, NOTHING = (Changed.RECORDS,), (Changed.NOTHING,)
KILLS = 4

pytestmark = pytest.mark.usefixtures("qapp")


def ordered(program: Program, folder: Path, template: str = "morning", **more: object) -> Order:
    folder.mkdir(exist_ok=True)
    wanted = {"registry": REGISTRY, "unit": None, "period": "last12", "format": "html", "language": "nb"} | more
    return order_report(program, template, folder=folder, **wanted)  # type: ignore[arg-type]


def reports_in(folder: Path) -> list[str]:
    return sorted(f.name for f in folder.iterdir() if not f.name.endswith(BESIDE))


def say_otherwise(program: Program) -> None:
    """The unit's own template of that name: the report now says something else."""
    (program.data_dir / FOLDER).mkdir(exist_ok=True)
    (program.data_dir / FOLDER / "morning.md").write_text(
        "title.nb: Møte / uke\n--- nb\nNoe annet.\n", encoding="utf-8"
    )


def test_each_version_is_a_file_of_its_own_and_the_same_is_not_written_again(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "Rapporter – ø"
    order = ordered(program, folder)
    assert reports_in(folder) == [] and due(program, NOTHING) == (order,)
    (made,) = renew(program, NOTHING)  # never made
    assert made.file is not None and made.problem is None and reports_in(folder) == [made.file.name]
    assert verified_as_json(program, made.file)["in_audit_log"]
    first, written_at = made.file.read_bytes(), made.file.stat().st_mtime_ns
    assert due(program, NOTHING) == () and renew(program, NOTHING) == ()
    (again,) = renew(program, SOMETHING)
    assert again.unchanged and again.news == () and made.file.stat().st_mtime_ns == written_at
    assert reports_in(folder) == [made.file.name]
    say_otherwise(program)
    (other,) = renew(program, SOMETHING)
    assert other.file is not None and other.file != made.file and "/" not in other.file.name
    assert made.file.read_bytes() == first and len(reports_in(folder)) == 2
    assert {f.name for f in folder.iterdir()} == {name + end for name in reports_in(folder) for end in ("", BESIDE)}
    shutil.rmtree(program.data_dir / FOLDER)
    (third,) = renew(program, SOMETHING)  # the first again, on the same day
    assert third.file is not None and third.file.name.endswith("(2).html") and len(reports_in(folder)) == 3


def test_one_that_was_taken_away_is_made_again(program: Program, tmp_path: Path) -> None:
    ordered(program, tmp_path / "a")
    (made,) = renew(program, SOMETHING)
    assert made.file is not None
    made.file.unlink()
    (again,) = renew(program, SOMETHING)
    assert again.file == made.file and made.file.exists()


def test_pages_too(program: Program, tmp_path: Path) -> None:
    ordered(program, tmp_path / "a", format="pdf")
    (made,) = renew(program, SOMETHING)
    assert made.file is not None and made.file.read_bytes().startswith(b"%PDF") and made.file.suffix == ".pdf"
    assert renew(program, SOMETHING)[0].unchanged


def test_a_mistake_is_told_when_it_is_ordered(program: Program, tmp_path: Path) -> None:
    with pytest.raises(TemplateNotHere):
        ordered(program, tmp_path / "a", "ingen")
    with pytest.raises(ReportStays):
        ordered(program, tmp_path / "a", for_others=True)
    with pytest.raises(FolderGone):
        order_report(
            program, "morning", registry=REGISTRY, unit=None, period=None, folder=tmp_path / "b", format="pdf",
            language="nb",
        )  # fmt: skip
    assert orders(program.ledger) == ()


# What stops one


def test_a_folder_that_vanished_is_told_and_tried_again(program: Program, tmp_path: Path) -> None:
    gone, there = tmp_path / "gone", tmp_path / "there"
    ordered(program, gone)
    ordered(program, there)
    gone.rmdir()
    stopped, made = renew(program, SOMETHING)
    assert isinstance(stopped.problem, FolderGone) and "gone" in stopped.problem.sentence()
    assert made.file is not None  # the other one was made
    assert [o.problem for o in orders(program.ledger)] == ["folder-gone", ""]
    assert [o.folder for o in due(program, NOTHING)] == [str(gone)]
    (still,) = renew(program, NOTHING)
    assert isinstance(still.problem, FolderGone)
    gone.mkdir()
    (came,) = renew(program, NOTHING)
    assert came.file is not None and [o.problem for o in orders(program.ledger)] == ["", ""]
    assert due(program, NOTHING) == ()


def test_a_read_only_and_a_full_folder_are_told(program: Program, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 4) as disk:
        ordered(program, disk)
        fill(disk, leave=2_000)
        (stopped,) = renew(program, SOMETHING)
        assert isinstance(stopped.problem, DiskFull)
        (disk / "filling").unlink(missing_ok=True)
        make_read_only(disk)
        (stopped,) = renew(program, SOMETHING)
        assert isinstance(stopped.problem, FolderNotWritable | DiskFull)
        assert [f for f in disk.iterdir() if f.name.endswith(".html")] == []
        assert not any(f.name.startswith(PREFIX) for f in disk.iterdir())


def test_a_template_that_went_bad_is_told_with_its_line(program: Program, tmp_path: Path) -> None:
    ordered(program, tmp_path / "a")
    say_otherwise(program)
    bad = program.data_dir / FOLDER / "morning.md"
    bad.write_text(bad.read_text(encoding="utf-8") + "{{ report.__class__ }}", encoding="utf-8")
    (stopped,) = renew(program, SOMETHING)
    assert isinstance(stopped.problem, TemplateRefused) and stopped.problem.facts["line"] == 4
    assert "morning.md" in told_in_words([stopped])


# What is told


def test_a_change_of_the_headline_is_told(program: Program, tmp_path: Path) -> None:
    with program.cache.reading() as cursor:
        read = read_report(program, cursor, Wanted("morning", REGISTRY))
    now = headline_of(read)
    assert now.attainments and now.lights == {REGISTRY: "yellow"} and now.signals
    signalled = list(now.signals)[-1]
    now = structs.replace(now, signals=now.signals | {signalled: ("shift 1 2026-01-01",)})
    assert headline_news(read, None, now) == () == headline_news(read, now, now)
    name, level = next(iter(now.attainments.items()))
    before = Headline(
        now.attainments | {name: "high" if level != "high" else "low"},
        {REGISTRY: "green"},
        now.signals | {signalled: ()},
    )
    told = headline_news(read, before, now)
    assert len(told) == 3
    titles = {f"{REGISTRY}/{i.result.indicator}": i.result.title for i in read.registries[0].indicators}
    assert any(news.startswith(f"{titles[name]}: ") for news in told)
    assert any(news.startswith(f"{titles[signalled]}: ") for news in told)
    # An indicator that is new, or has no level now, has not changed its level.
    bare = Headline({}, {}, {})
    assert headline_news(read, bare, now) == () == headline_news(read, now, bare)


def test_news_come_with_the_new_version(program: Program, tmp_path: Path) -> None:
    order = ordered(program, tmp_path / "a")
    (first,) = renew(program, SOMETHING)
    (kept,) = orders(program.ledger)
    assert first.news == () and kept.headline is not None and order.id == kept.id
    keep_order(program.ledger, structs.replace(kept, digest="other", headline=Headline({}, {REGISTRY: "red"}, {})))
    (second,) = renew(program, SOMETHING)
    assert len(second.news) == 1 and second.file is not None
    assert told_in_words([second]).startswith(second.news[0])
    (third,) = renew(program, SOMETHING)
    assert third.unchanged and third.news == ()


def test_news_stay_over_a_new_start_until_they_are_seen(qtbot: QtBot, filled: Filled, tmp_path: Path) -> None:
    shutil.copytree(filled.directory, tmp_path / "data")
    with open_program(tmp_path / "data", keys=filled.keys, today=DAY) as program:
        ordered(program, tmp_path / "a")
        renew(program, SOMETHING)
        (kept,) = orders(program.ledger)
        keep_order(program.ledger, structs.replace(kept, digest="other", headline=Headline({}, {REGISTRY: "red"}, {})))
        ((news,),) = (made.news for made in renew(program, SOMETHING))
    with open_program(tmp_path / "data", keys=filled.keys, today=DAY) as program:
        renew(program, SOMETHING)  # which says the same
        with opened(qtbot, program, registry=REGISTRY) as window:
            window.show_page("reports")
            settle(qtbot, window)
            page = window.pages["reports"]
            assert isinstance(page, ReportsPage) and page.documents is not None
            form = page.documents.standing

            def said() -> list[Words]:
                return [words for words in form.findChildren(Words) if news in words.text()]

            assert len(said()) == 1
            button = QCoreApplication.translate("_Order", "I have seen this")
            (seen,) = (b for b in form.findChildren(QPushButton) if b.text() == button)
            assert seen.accessibleName() != seen.text()
            seen.click()
            qtbot.waitUntil(lambda: said() == [], timeout=SECONDS)
            assert orders(program.ledger)[0].news == ()


# In the window


def test_the_window_makes_them_when_it_has_synchronised(
    qtbot: QtBot, program: Program, filled: Filled, tmp_path: Path, heartbeat: Heartbeat
) -> None:
    folder = tmp_path / "a"
    ordered(program, folder, "quarterly", format="pdf")
    (tmp_path / "b").mkdir()
    ordered(program, tmp_path / "b", "readiness")
    (tmp_path / "b").rmdir()
    with opened(qtbot, program, registry=REGISTRY) as window:
        told: list[tuple[Anew, ...]] = []
        window._renew_reports(Changed.RECORDS)
        assert window._standing is not None
        window._standing.told.connect(told.append)
        heartbeat.longest = 0.0
        qtbot.waitUntil(lambda: bool(told), timeout=4 * SECONDS)
        settle(qtbot, window)
        made, stopped = told[0]
        assert made.file is not None and made.file.read_bytes().startswith(b"%PDF")
        assert isinstance(stopped.problem, FolderGone)
        said = window._status.message()
        assert "b" in said and "Kvartalsrapport" in said
        print(f"longest gap while 22 pages were made: {heartbeat.longest:.0f} ms")


def test_a_window_that_closes_meanwhile_leaves_nothing(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    ordered(program, tmp_path / "a", "quarterly")
    with opened(qtbot, program, registry=REGISTRY) as window:
        window._renew_reports(Changed.RECORDS)
    assert not any(f.name.startswith(PREFIX) for f in (tmp_path / "a").iterdir())
    assert len(due(program, NOTHING)) == 1 or reports_in(tmp_path / "a")


# Killed


def test_killed_at_random_moments(filled: Filled, tmp_path: Path) -> None:
    """Real kills of a real process: no half file under the final name, and the next start clears what was left."""
    (tmp_path / "passphrase").write_text("blåbær på fjellet\n", encoding="utf-8")
    folder = tmp_path / "ut"
    folder.mkdir()
    with open_program(tmp_path / "data", passphrase="blåbær på fjellet") as program:
        program.connect(filled.registry.address, filled.registry.user("leser").token)
        program.synchronise()
    chance, seen = random.Random(11), 0
    for turn in range(KILLS):
        format = ("pdf", "html")[turn % 2]
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.app.kill_report", str(tmp_path), str(folder), format],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.02, 0.4))
        child.kill()
        child.wait()
        child.stdout.close()
        seen += any(f.name.startswith(PREFIX) for f in folder.iterdir())
        with open_program(tmp_path / "data", passphrase="blåbær på fjellet") as program:
            assert not any(f.name.startswith(PREFIX) for f in folder.iterdir())
            for file in folder.iterdir():
                if file.name.endswith(BESIDE):
                    continue
                content = file.read_bytes()
                begins, ends = (b"%PDF", b"%%EOF") if file.suffix == ".pdf" else (b"<!DOCTYPE html>", b"</html>")
                assert content.startswith(begins) and content.rstrip(b"\n").endswith(ends)
                assert content.endswith(b"\n" * 4_000_000)
                try:
                    verify(program.ledger, file)
                except (NotAnExport, LedgerUnusable) as problem:
                    raise AssertionError(file.name) from problem
    assert seen > 0, "no kill came while a file was being written"


def test_twenty_pages_take_no_more_than_three_seconds(program: Program, tmp_path: Path) -> None:
    """All of it, read, written, drawn and placed, in seconds of work: others may be at work on this machine too."""
    import pypdf

    (program.data_dir / FOLDER).mkdir()
    (program.data_dir / FOLDER / "stor.md").write_text(
        "title.nb: Stor\n--- nb\n{% for i in registry.indicators %}\n{{ new_page() }}\n## {{ i.title }}\n\n"
        '{{ i.sentence }}\n\n{{ chart("over_time", i) }}\n\n{{ chart("comparison", i) }}\n\n'
        '{{ chart("funnel", i) }}\n\n{{ table("over_time", i) }}\n{% endfor %}\n',
        encoding="utf-8",
    )
    took = []
    for turn in range(2):
        began, worked = time.perf_counter(), time.process_time()
        write_report(program, Wanted("stor", REGISTRY), tmp_path / f"{turn}.pdf", "pdf")
        took.append((time.process_time() - worked, time.perf_counter() - began))
    pages = len(pypdf.PdfReader(tmp_path / "0.pdf").pages)
    assert pages >= 20
    best, waited = min(took)
    print(f"a report of {pages} pages: {best:.2f} s of work, {waited:.2f} s by the clock")
    assert best / pages * 20 <= 3.0
