"""Unsent work is copied and taken in again in the window, by the keyboard, with words for what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flagged import REGISTRY, Flagged, at_the_page, desk_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from windows import SECONDS, nothing_left  # noqa: F401

from app.corrections.unsent_copy import UnsentCopies
from app.main_window import MainWindow
from app.program import Program
from local_cache import audit
from local_cache.corrections import corrections
from local_cache.corrections.corrections import open_corrections
from local_cache.corrections.person import REGISTRAR, Person
from local_cache.corrections.recovery_key import fingerprint, make_pair, read_public_key
from local_cache.corrections.rows import read_row
from local_cache.results import summary

WORDS = "tyttebær i skogen"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("key") / "unit.pem"
    make_pair(file, WORDS)
    return file


def write(program: Program, records: tuple[str, ...], minutes: int) -> list[str]:
    """A draft for each; their op_ids."""
    ragnar, made = Person("ragnar", frozenset({REGISTRAR})), []
    with program.cache.reading() as cursor:
        definition = summary.definition(cursor, REGISTRY)
        form = definition.form("operasjon")
        unit = next(u.unit for r in summary.registries(cursor) for u in r.units if u.own_records)
        for record in records:
            row = read_row(cursor, definition, form, unit, record)
            assert row is not None
            values = {"operation_minutes": minutes}
            draft = corrections.write(program.ledger, ragnar, definition, form, row, values, reason="tastefeil")
            made.append(draft.op_id)
    return made


def by_menu(window: MainWindow, text: str) -> UnsentCopies:
    """The entry of the Program menu, as the keyboard reaches it."""
    menu = next(m for m in window.menuBar().findChildren(QMenu) if m.title().replace("&", "") == "Program")
    action = next(a for a in menu.actions() if a.text().replace("&", "") == text)
    assert "&" in action.text(), "it can be chosen by a letter"
    action.trigger()
    return window.unsent_copies


def typed(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


@contextmanager
def other_desk(asked: Flagged, directory: Path) -> Iterator[Program]:
    with desk_of(asked, directory) as program:
        yield program


def test_copied_here_and_taken_in_there_by_the_keyboard(
    qtbot: QtBot, desk: Program, asked: Flagged, key: Path, tmp_path: Path
) -> None:
    ids = write(desk, asked.free[:3], 90)
    copy = tmp_path / "copy.unsent"
    with at_the_page(qtbot, desk) as here:
        dialog = by_menu(here.window, "Copy unsent work …").copying
        assert dialog is not None
        qtbot.waitUntil(lambda: dialog.told.text() == "Unsent here: 3 corrections and answers.", timeout=SECONDS)
        assert not dialog.act.isEnabled()
        typed(dialog.key.line, str(key.with_name("unit.pem.pub")))
        told = fingerprint(read_public_key(key.with_name("unit.pem.pub")))
        qtbot.waitUntil(lambda: told in dialog.key.said(), timeout=SECONDS)
        assert "Compare it" in dialog.key.said()
        QTest.keyClick(dialog.key.line, Qt.Key.Key_Tab)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is dialog.file.line
        typed(dialog.file.line, str(copy))
        QTest.keyClick(dialog.file.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "still here as well" in dialog.told.text(), timeout=SECONDS)
        assert dialog.told.text().startswith("3 corrections and answers are in copy.unsent.")
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        copies = here.window.unsent_copies
        qtbot.waitUntil(lambda: copies.copying is None, timeout=SECONDS)
        dialog = by_menu(here.window, "Copy unsent work …").copying
        assert dialog is not None
        qtbot.waitUntil(lambda: "the same key as last time" in dialog.key.said(), timeout=SECONDS)
        typed(dialog.file.line, str(copy))
        QTest.keyClick(dialog.file.line, Qt.Key.Key_Return)
        assert "already" in dialog.file.said(), "nothing is replaced unasked"
        dialog.reject()
    assert [e.action for e in audit.entries(desk.ledger)][-1] == "unsent work copied"
    with other_desk(asked, tmp_path / "other") as other, at_the_page(qtbot, other) as here:
        mine = write(other, asked.free[2:3], 80)
        dialog = by_menu(here.window, "Take in a copy …").taking
        assert dialog is not None and not dialog.look.isEnabled()
        typed(dialog.file.line, str(copy))
        typed(dialog.key.line, str(key))
        typed(dialog.passphrase, WORDS)
        QTest.keyClick(dialog.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.preview.count() == 3, timeout=SECONDS)
        assert "2 corrections and 0 answers are new here, 0 are here already. 1 cannot" in dialog.told.text()
        lines = [dialog.preview.item(n).text() for n in range(3)]
        assert lines[0].startswith("✕") and asked.free[2] in lines[0]
        assert "unfinished correction of this record here" in lines[0]
        assert all(record in line for record, line in zip(asked.free[:2], lines[1:], strict=True))
        assert all("(draft, ragnar)" in line and "90" not in line.split("·")[1] for line in lines[1:])
        assert dialog.focusWidget() is dialog.act
        QTest.keyClick(dialog.act, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.told.text().startswith("Taken in: 2 corrections"), timeout=SECONDS)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Escape)
        here.settle()
        assert {c.op_id for c in open_corrections(other.ledger)} == {*mine, *ids[:2]}
        assert here.page.work is not None and {c.op_id for c in here.page.work.corrections} >= set(ids[:2])
        assert audit.entries(other.ledger)[-1].action == "unsent work taken in"


def test_what_cannot_be_is_said_beside_the_field(qtbot: QtBot, desk: Program, key: Path, tmp_path: Path) -> None:
    public, letter = key.with_name("unit.pem.pub"), tmp_path / "letter"
    letter.write_text("Dear unit", encoding="utf-8")
    with at_the_page(qtbot, desk) as here:
        copying = by_menu(here.window, "Copy unsent work …").copying
        assert copying is not None
        qtbot.waitUntil(lambda: copying.told.text() == "There is nothing unsent here to copy.", timeout=SECONDS)
        for file, words in ((key, "private half"), (letter, "no key stands in it")):
            typed(copying.key.line, str(file))
            qtbot.waitUntil(lambda words=words: words in copying.key.said(), timeout=SECONDS)
        typed(copying.file.line, str(tmp_path / "copy"))
        assert not copying.act.isEnabled()
        copying.reject()
        taking = by_menu(here.window, "Take in a copy …").taking
        assert taking is not None

        def opened(file: Path, private: Path, words: str) -> None:
            typed(taking.file.line, str(file))
            typed(taking.key.line, str(private))
            typed(taking.passphrase, words)
            QTest.keyClick(taking.passphrase, Qt.Key.Key_Return)
            here.settle()
            assert not taking.act.isEnabled() and taking.preview.isHidden()

        opened(letter, key, WORDS)
        assert "cannot be opened with this recovery key" in taking.file.said()
        assert taking.focusWidget() is taking.file.line
        opened(tmp_path / "nowhere", key, WORDS)
        assert "There is no file nowhere" in taking.file.said()
        opened(letter, public, WORDS)
        assert "public half" in taking.key.said() and not taking.file.said()
        opened(letter, key, "wrong words")
        assert "does not open the recovery key" in taking.wrong()
        assert taking.focusWidget() is taking.passphrase and taking.passphrase.echoMode() == QLineEdit.EchoMode.Password
        taking.reject()
    assert not open_corrections(desk.ledger)


def test_a_disk_that_cannot_be_written_is_said_at_the_copy(
    qtbot: QtBot, desk: Program, asked: Flagged, key: Path, tmp_path: Path
) -> None:
    write(desk, asked.free[:1], 90)
    with at_the_page(qtbot, desk) as here:
        copying = by_menu(here.window, "Copy unsent work …").copying
        assert copying is not None
        typed(copying.key.line, str(key.with_name("unit.pem.pub")))
        typed(copying.file.line, str(tmp_path / "no" / "such" / "copy"))
        here.settle()
        QTest.keyClick(copying.file.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "cannot be written" in copying.file.said(), timeout=SECONDS)
        assert copying.act.isEnabled(), "another place can be tried"
        copying.reject()


def test_every_control_of_the_dialogs_has_a_name(qtbot: QtBot, desk: Program) -> None:
    with at_the_page(qtbot, desk) as here:
        for text in ("Copy unsent work …", "Take in a copy …"):
            copies = by_menu(here.window, text)
            dialog = copies.copying or copies.taking
            assert dialog is not None
            here.settle()
            for line in dialog.findChildren(QLineEdit):
                assert line.accessibleName(), text
            dialog.reject()
            QApplication.sendPostedEvents()
