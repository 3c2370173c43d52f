"""The same for several rows at once: chosen in the list, looked at beforehand, written in one go."""

from __future__ import annotations

import pytest
from flagged import CONTROL, QUESTION, REGISTRY, SHIFT, Flagged, Registrar, at_the_page
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from windows import nothing_left  # noqa: F401

from app.pages import corrections as page_module
from app.program import Program
from local_cache.corrections import corrections
from widgets.card import Heading
from widgets.forms.several import CORRECTION, SeveralDialog


def choose(here: Registrar, number: int) -> SeveralDialog:
    """The registry's questions from the top, by the keyboard; and the dialog for them."""
    here.show("not opened", QUESTION)
    table = here.page.worklist.table
    here.page.worklist.focus_list()
    table.choose(0)
    here.settle()
    for _ in range(number - 1):
        here.press(Qt.Key.Key_Down, SHIFT)
    here.press(Qt.Key.Key_B, CONTROL)
    dialog = here.page.several.dialog
    assert dialog is not None
    heading = dialog.findChild(Heading)
    assert heading is not None and heading.text() == f"The same for {number} rows"
    return dialog


def lines(dialog: SeveralDialog) -> list[str]:
    return [dialog.preview.item(n).text() for n in range(dialog.preview.count())]


def pick(box: QComboBox, data: str) -> None:
    box.setCurrentIndex(box.findData(data))


def test_the_same_correction_is_looked_at_and_then_made_ready(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with at_the_page(qtbot, desk) as here:
        dialog = choose(here, 3)
        pick(dialog.what, CORRECTION)
        here.settle()
        assert dialog.variable.currentData() == "operation_minutes", "what the first row is about"
        assert not dialog.write.isEnabled() and "give the right value first" in lines(dialog)[0]
        assert dialog.field is not None
        dialog.field.focus_editor()
        QTest.keyClicks(dialog.focusWidget(), "85")
        here.settle()
        assert len(lines(dialog)) == 3
        assert all("400 → 85" in line and "Choose why the record is corrected" in line for line in lines(dialog))
        pick(dialog.reason, "tastefeil")
        here.settle()
        assert all(line.endswith("400 → 85") for line in lines(dialog)), "nothing is in the way now"
        QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
        here.settle()
        made = corrections.open_corrections(desk.ledger, REGISTRY)
        assert {c.record for c in made} <= set(asked.records) and len(made) == 3
        assert {(c.state, c.reason, c.changes[0].new) for c in made} == {("ready", "tastefeil", 85)}
        assert all(c.query for c in made), "each answers its own question"


def test_a_value_that_cannot_be_is_written_for_nobody(qtbot: QtBot, desk: Program) -> None:
    with at_the_page(qtbot, desk) as here:
        dialog = choose(here, 2)
        pick(dialog.what, CORRECTION)
        here.settle()
        assert dialog.field is not None
        dialog.field.focus_editor()
        for text in ("ninety", "99999"):
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_A, CONTROL)
            QTest.keyClicks(dialog.focusWidget(), text)
            here.settle()
            assert not dialog.write.isEnabled(), text
        dialog.reject()
        here.settle()
    assert corrections.open_corrections(desk.ledger, REGISTRY) == ()


def test_an_unusual_value_becomes_drafts_that_say_why(qtbot: QtBot, desk: Program) -> None:
    with at_the_page(qtbot, desk) as here:
        dialog = choose(here, 2)
        pick(dialog.what, CORRECTION)
        here.settle()
        assert dialog.field is not None
        dialog.field.focus_editor()
        QTest.keyClicks(dialog.focusWidget(), "300")
        pick(dialog.reason, "tastefeil")
        here.settle()
        assert all("400 → 300 – kept as a draft" in line and "Unusual duration" in line for line in lines(dialog))
        dialog.write.click()
        here.settle()
    assert {c.state for c in corrections.open_corrections(desk.ledger, REGISTRY)} == {"draft"}


def test_the_same_answer_is_looked_at_and_then_given(qtbot: QtBot, desk: Program) -> None:
    with at_the_page(qtbot, desk) as here:
        dialog = choose(here, 3)
        pick(dialog.what, "other")
        here.settle()
        assert not dialog.write.isEnabled(), "another answer needs words"
        dialog.text.setFocus()
        QTest.keyClicks(dialog.text, "asked the surgeon")
        here.settle()
        assert len(lines(dialog)) == 3 and all(line.endswith("→ Other: asked the surgeon") for line in lines(dialog))
        dialog.write.click()
        here.settle()
        assert here.page.work is not None and here.page.work.answers == 3
        here.show("answered", QUESTION)
        assert len(here.titles()) == 3


def test_too_many_and_none_are_said(qtbot: QtBot, desk: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    with at_the_page(qtbot, desk) as here:
        here.page.worklist.table.clearSelection()
        here.press(Qt.Key.Key_B, CONTROL)
        assert here.page.several.dialog is None
        assert "Select queries in the list first" in here.page.worklist._told.text()
        here.page.worklist.focus_list()
        here.press(Qt.Key.Key_A, CONTROL)
        number = here.page.worklist.table.number_chosen()
        assert number == len(here.titles())
        monkeypatch.setattr(page_module, "MOST_AT_ONCE", number - 1)
        here.press(Qt.Key.Key_B, CONTROL)
        assert here.page.several.dialog is None
        assert f"Select at most {number - 1} at a time." in here.page.worklist._told.text()
