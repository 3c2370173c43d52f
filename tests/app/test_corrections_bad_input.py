"""Bad input into a real registry's form: each caught in the field, in words, and never made ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flagged import FORM, QUESTION, REGISTRY, Flagged, Registrar, at_the_page
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QToolButton
from pytestqt.qtbot import QtBot
from windows import DAY, nothing_left  # noqa: F401

from app.program import Program
from local_cache.corrections import corrections, queries
from local_cache.corrections.corrections import LONGEST_WORDS
from widgets.forms.fields import Field


def field(here: Registrar, name: str) -> Field:
    found = here.page.form.form.fields[name]
    here.page.form.form.go_to(name)
    here.settle()
    return found


def paste(here: Registrar, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)
    here.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    here.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def wrong_type(here: Registrar) -> Field:
    found = field(here, "operation_minutes")
    paste(here, "ninety minutes\tor so")
    return found


def megabyte_in_a_number(here: Registrar) -> Field:
    found = field(here, "operation_minutes")
    paste(here, "9" * 1_000_000)
    return found


def megabyte_of_text(here: Registrar) -> Field:
    found = field(here, "implant")
    paste(here, "x" * 1_000_000)
    return found


def year_0203(here: Registrar) -> Field:
    found = field(here, "operated_at")
    here.type("05.03.0203 10:00")
    here.press(Qt.Key.Key_Tab)
    return found


def unknown_code(here: Registrar) -> Field:
    found = field(here, "anaesthesia")
    here.type("77")
    here.press(Qt.Key.Key_Tab)
    return found


def retired_code(here: Registrar) -> Field:
    """Local anaesthesia left the list with 2024; the operations here are later."""
    found = field(here, "anaesthesia")
    found.set_value("4")
    found.changed.emit()
    return found


@pytest.mark.parametrize(
    ("put", "words"),
    [
        (wrong_type, "Not a number"),
        (megabyte_in_a_number, "Too long"),
        (megabyte_of_text, "Too long"),
        (year_0203, "The year 0203 cannot be right"),
        (unknown_code, "It is not in the code list"),
        (retired_code, "This code was not in use on the date of the event"),
    ],
)
def test_it_is_caught_in_the_field_in_words(
    qtbot: QtBot, desk: Program, asked: Flagged, put: Callable[[Registrar], Field], words: str
) -> None:
    with at_the_page(qtbot, desk) as here:
        here.go_to(asked.records[0])
        found = put(here)
        qtbot.waitUntil(lambda: words in f"{found.message()} {found.said()}")
        here.choose_reason()
        assert not here.page.form.ready.isEnabled()
        here.make_ready()
        assert here.page.form.said(), "why it is not ready"
        here.settle()
    assert not [c for c in corrections.open_corrections(desk.ledger, REGISTRY) if c.state == "ready"]


def test_a_required_field_that_is_emptied_is_said_and_not_made_ready(
    qtbot: QtBot, desk: Program, asked: Flagged
) -> None:
    with at_the_page(qtbot, desk) as here:
        here.go_to(asked.records[0])
        found = field(here, "operated_at")
        here.type("x")
        here.press(Qt.Key.Key_Backspace)
        assert "must be filled in" in found.said() and not here.page.form.ready.isEnabled()


def test_a_rule_that_cannot_be_judged_is_said_and_blocks_nothing(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    """The body mass index cannot be known without a height."""
    with at_the_page(qtbot, desk) as here:
        table = f"records_{REGISTRY}_{FORM}"
        known = asked.filled.registry.query(f"SELECT record_id FROM {table} WHERE height > 0 AND weight > 0")
        here.go_to(next(record for record in asked.records if (record,) in known))
        field(here, "operation_minutes")
        here.type("85")
        before = {r.id for r in here.page.form.remarks._shown}
        assert not any(id.startswith("unknown:") for id in before)
        field(here, "height")
        here.type("1")
        here.press(Qt.Key.Key_Backspace)
        here.settle()
        notes = [r for r in here.page.form.remarks._shown if r.kind == "note"]
        assert [r.id for r in notes] == ["unknown:hb12"]
        assert "«Unusual body mass index. Check height and weight.» cannot be judged while a field" in notes[0].text
        assert not here.page.record.verdict.errors or "height" in str(here.page.record.verdict.errors)


def test_an_empty_reason_is_asked_for(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with at_the_page(qtbot, desk) as here:
        here.go_to(asked.records[0])
        here.type("85")
        here.make_ready()
        assert "Choose why the record is corrected" in here.page.form.said()
        assert here.window.focusWidget() is here.page.form.reason
        # "Other" wants words besides.
        reason = here.page.form.reason
        needing = next(r.id for r in here.page.work.definition.reasons if r.words_needed)  # type: ignore[union-attr]
        reason.setCurrentIndex(reason.findData(needing))
        reason.activated.emit(reason.currentIndex())
        here.make_ready()
        assert "Say in words" in here.page.form.said()
        assert here.window.focusWidget() is here.page.form.text
        here.type("told by the surgeon")
        here.make_ready()
        (ready,) = corrections.open_corrections(desk.ledger, REGISTRY)
        assert (ready.state, ready.text) == ("ready", "told by the surgeon")
        assert not [row for row in here.titles() if asked.records[0] in row and QUESTION in row]


def test_words_that_are_too_long_are_said_and_not_cut_in_silence(
    qtbot: QtBot, desk: Program, asked: Flagged, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_the_page(qtbot, desk) as here:
        here.go_to(asked.records[0])
        form = here.page.form
        form.text.setFocus()
        paste(here, "x" * 1_000_000)
        assert len(form.text.text()) == LONGEST_WORDS
        assert form.said() == "The words are too long: what is beyond 4,000 characters was left out."
        form.text.clear()
        here.page.beside.conversation.line.setText("x" * 1_000_000)
        here.page.beside.conversation.commented.emit("x" * 1_000_000)
        assert form.said() == "Nothing was written: the words are longer than 4,000 characters."
        monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("x" * 1_000_000, True))
        here.page.steps.ask_about()
        here.settle()
    assert not [q for q in queries.rows.every(desk.ledger) if q.source == "person" or q.question]


def test_a_date_after_the_programs_own_day_is_said_at_the_field(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    """Also where the machine's day is another: a demonstration, or a clock that is wrong."""
    with at_the_page(qtbot, desk) as here:
        here.go_to(asked.records[0])
        found = field(here, "operated_at")
        here.type(f"{DAY + timedelta(days=2):%d.%m.%Y} 10:00")
        here.press(Qt.Key.Key_Tab)
        here.settle()
        assert "21 Nov 2026" in found.message() and not here.page.form.ready.isEnabled()


def test_yes_or_no_can_be_emptied_again(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    """What does not apply any more (cement, where screws were used) has no answer; undo gives it back."""
    table = f"records_{REGISTRY}_{FORM}"
    cemented = asked.filled.registry.query(f"SELECT record_id FROM {table} WHERE cemented")
    with at_the_page(qtbot, desk) as here:
        here.go_to(next(id for (id,) in cemented if any(id in row for row in here.titles())), title="")
        found = field(here, "cemented")
        assert found.value() is True
        here.press(Qt.Key.Key_Delete)
        assert found.value() is None
        here.settle()
        assert ("cemented", True, None) in [
            (c.variable, c.old, c.new) for c in here.page.record.changes()[0] if c.variable == "cemented"
        ]
        here.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert found.value() is True and not here.page.record.changes()[0]
        empty = found.findChild(QToolButton)
        assert empty is not None and empty.isVisible() and "Empty" in empty.accessibleName()
        empty.click()
        assert found.value() is None and not empty.isVisible()
        here.settle()
