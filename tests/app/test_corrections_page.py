"""Rettinger against a real registry: the list, the form, the rules, drafts, answers, conflicts, roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import numpy as np
import pytest
from flagged import CONTROL, QUESTION, REGISTRY, Flagged, Registrar, at_the_page
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from windows import SECONDS, nothing_left, opened, settle  # noqa: F401

from app.corrections.opened import sent_value, shown_value
from app.corrections.record_pane import SAVED_AFTER
from app.corrections.work import Wanted
from app.pages.corrections import CorrectionsPage
from app.program import Program
from app.settings import Settings, save_settings
from local_cache.corrections import corrections
from local_cache.corrections.begun import NOTHING, begun
from widgets.forms.correction import Steps
from widgets.forms.fields import Field
from widgets.forms.several import Same
from widgets.navigation import NUMBER


def minutes(here: Registrar) -> Field:
    return here.page.form.form.fields["operation_minutes"]


def test_the_flagged_field_has_the_keyboard_and_its_rule_is_said(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with at_the_page(qtbot, desk) as here:
        window, page = here.window, here.page
        here.go_to(asked.records[0])
        fields = page.form.form.fields
        assert fields["operation_minutes"].isAncestorOf(window.focusWidget())
        assert "Unusual duration" in fields["operation_minutes"].said()
        assert "national_id" not in fields, "identifiers are shown when asked for, and logged"
        here.type("0")
        assert page.form.remarks.isVisible()
        assert page.record.verdict.warnings or page.record.verdict.errors
        here.type("99999")
        assert page.record.verdict.errors and not page.form.ready.isEnabled(), "what is impossible cannot be made ready"
        assert {r.kind for r in page.form.remarks._shown} == {"error"}, "nor is it called unusual besides"
        here.type("ninety")
        assert page.record.changes()[1] == ("operation_minutes",)
        here.type("85")
        assert not page.record.verdict.errors and page.form.ready.isEnabled()


def test_a_draft_is_on_disk_within_a_second_and_back_after_the_window(
    qtbot: QtBot, desk: Program, asked: Flagged
) -> None:
    record = asked.records[1]
    with at_the_page(qtbot, desk) as here:
        _window, page = here.window, here.page
        here.go_to(record)
        here.type("85")
        assert SAVED_AFTER < 1000, "milliseconds"
        qtbot.waitUntil(lambda: bool(corrections.open_corrections(desk.ledger, REGISTRY)), timeout=SECONDS)
        here.settle()
        (draft,) = corrections.open_corrections(desk.ledger, REGISTRY)
        assert (draft.record, draft.state, draft.changes[0].old, draft.changes[0].new) == (record, "draft", 400, 85)
        here.type("86")  # and closed at once
    (draft,) = corrections.open_corrections(desk.ledger, REGISTRY)
    assert draft.changes[0].new == 86
    with at_the_page(qtbot, desk) as here:
        _window, page = here.window, here.page
        here.go_to(record)
        assert page.form.form.fields["operation_minutes"].value() == 86
        page.record.discard()
        here.settle()
        assert corrections.open_corrections(desk.ledger, REGISTRY) == ()


def test_words_begun_on_are_kept_before_anything_is_changed_and_forgotten_once_given(
    qtbot: QtBot, desk: Program, asked: Flagged
) -> None:
    record = asked.records[1]
    with at_the_page(qtbot, desk) as here:
        here.go_to(record)
        here.page.form.text.setFocus()
        here.type("Spør operatør om tiden")
        key = here.page.opened.key if here.page.opened else ""
        unit = here.page.record.work.worklist.unit if here.page.record.work else ""
        qtbot.waitUntil(lambda: begun(desk.ledger, REGISTRY, unit, key).text != "", timeout=SECONDS)
        assert corrections.open_corrections(desk.ledger, REGISTRY) == (), "no correction yet"
        here.type("Spør operatøren")  # and closed at once
    with at_the_page(qtbot, desk) as here:
        here.go_to(record)
        assert here.page.form.text.text() == "Spør operatøren"
        here.page.record.answer("rare_but_true")
        here.settle()
    assert begun(desk.ledger, REGISTRY, unit, key) == NOTHING


def test_undo_and_redo_take_whole_fields(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with at_the_page(qtbot, desk) as here:
        window, page = here.window, here.page
        here.go_to(asked.records[0])
        field = page.form.form.fields["operation_minutes"]
        here.type("85")
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert field.value() == 400
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert field.value() == 85
        here.settle()
        page.record.discard()
        here.settle()


def test_a_window_made_wider_shares_its_room_as_it_did(qtbot: QtBot, desk: Program) -> None:
    with at_the_page(qtbot, desk) as here:
        window, page = here.window, here.page
        window.resize(700, 700)
        here.settle()
        assert page.beside not in [page._splitter.widget(at) for at in range(page._splitter.count())]
        window.resize(1440, 900)
        here.settle()
        listed, record, beside = page._splitter.sizes()
        assert beside < listed < record


def test_steps_merge_while_one_goes_on_in_a_field() -> None:
    steps = Steps()
    steps.add("age", 40, 4)
    steps.add("age", 4, 41)
    steps.close()
    steps.add("age", 41, 42)
    assert steps.undo() == ("age", 41)
    assert steps.undo() == ("age", 40)
    assert steps.undo() is None
    assert steps.redo() == ("age", 41)


def test_without_a_reason_it_is_not_ready_and_with_one_it_waits_to_be_sent(
    qtbot: QtBot, desk: Program, asked: Flagged
) -> None:
    record = asked.records[2]
    with at_the_page(qtbot, desk) as here:
        window, page = here.window, here.page
        here.go_to(record)
        here.type("85")
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        here.settle()
        assert "Choose why the record is corrected" in page.form.said()
        assert window.focusWidget() is page.form.reason
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: not page._effects_timer.isActive())
        here.settle()
        assert page.beside.effect.effects.rows, "what it changes stands beside it"
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        here.settle()
        (ready,) = corrections.open_corrections(desk.ledger, REGISTRY)
        assert (ready.record, ready.state, ready.reason) == (record, "ready", "tastefeil")
        assert "1 correction waits to be sent" in window._status.text()
        assert page.opened is not None and page.opened.record != record, "the next one is open"
        assert page.worklist.send.text() == "Send 1 now"


def test_the_same_answer_for_several_is_looked_at_first(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with at_the_page(qtbot, desk) as here:
        _window, page = here.window, here.page
        assert page.rows is not None
        before = len(page.rows)
        here.show("", "Unusual duration")
        page.worklist.table.setFocus()
        page.worklist.table.choose(0)
        here.settle()
        for _ in range(2):
            QTest.keyClick(page.worklist.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        here.settle()
        page._ask_several()
        here.settle()
        dialog = page.several.dialog
        assert dialog is not None
        assert dialog.preview.count() == 3
        assert all("Rare but true" in dialog.preview.item(n).text() for n in range(3))
        dialog.decided.emit(Same("rare_but_true", "checked"))
        dialog.reject()
        here.settle()
        assert page.work is not None and page.work.answers == 3
        page.worklist.search.clear()
        page._fill()
        here.settle()
        assert len(page.rows) <= before - 3


def test_a_reader_sees_and_cannot_write(qtbot: QtBot, program: Program) -> None:
    save_settings(program.data_dir / "settings.json", Settings(language="en"))
    with at_the_page(qtbot, program) as here:
        _window, page = here.window, here.page
        page.worklist.state.setCurrentIndex(page.worklist.state.findData("*"))
        page._fill()
        here.settle()
        assert page.opened is not None and page.opened.row is not None and page.form.shown is not None
        assert "As reader" in page.form.shown.why_not
        assert not page.form.ready.isEnabled() and not page.form.rare.isEnabled()
        assert not any(f._editor.isEnabled() for f in page.form.form.fields.values())
        assert not page.worklist.many.isEnabled()


def test_every_control_has_an_accessible_name(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with at_the_page(qtbot, desk) as here:
        _window, page = here.window, here.page
        here.go_to(asked.records[0])
        seen = [w for kind in (QPushButton, QLineEdit, QComboBox) for w in page.findChildren(kind) if w.isVisible()]
        assert len(seen) > 10
        for widget in seen:
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface is not None and interface.text(QAccessible.Text.Name), widget


def test_a_hundred_thousand_queries_are_filtered_and_scrolled_at_once(qtbot: QtBot, desk: Program) -> None:
    """The worklist grown to 100,000 rows: what of a filter, and of a page of rows, keeps the window itself busy."""
    with at_the_page(qtbot, desk) as here:
        page, table = here.page, here.page.worklist.table
        assert page.work is not None
        big = replace(page.work, worklist=_grown(page.work.worklist, 100_000))
        page.work = page.record.work = big
        here.show("*")
        assert page.rows is not None and len(page.rows) == 100_000
        rows = big.found(Wanted(()), page._key)

        def best(work: Callable[[], object]) -> float:
            """Milliseconds. The best of some: other programs share the machine."""
            times = []
            for _ in range(5):
                began = perf_counter()
                work()
                times.append((perf_counter() - began) * 1000)
            return min(times)

        def shown() -> None:
            page.worklist.show_rows(big, rows, page._key, otherwise_first=True)
            table.grab()

        at = iter(range(0, 100_000, 7_001))

        def scrolled() -> None:
            table.scrollTo(table.work.index(next(at), 0))
            table.grab()

        for name, took in {"asked for": best(page._fill), "shown": best(shown), "scrolled": best(scrolled)}.items():
            print(f"{name}: {took:.1f} ms")
            assert took < 50, name
        here.settle()
        for number, text in ((1, f"{big.worklist.page([0])[0].record}"), (2, "duration"), (3, "no such thing")):
            here.show("*", text)
            assert len(page.rows) == len(big.found(Wanted((), text=text))), number
        assert len(page.rows) == 0
        assert "Nothing fits the filter" in page.worklist._empty.text()


def _grown(worklist, number):  # type: ignore[no-untyped-def]
    """The same queries again and again under ids of their own."""
    at = np.arange(number) % len(worklist)
    named = {name: type(n)(n.names, n.numbers[at]) for name, n in worklist._named.items()}
    ids = np.array([f"{worklist._ids[n]}#{k}" for k, n in enumerate(at)], dtype=object)
    return type(worklist)(
        worklist.registry, worklist.unit, ids, worklist._records[at], named, worklist._opened[at], worklist._due[at]
    )


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (3, "integer"),
        (2.5, "decimal"),
        ("2025-01-31", "date"),
        ("2025-01-31 08:30:00", "timestamp"),
        (["a", "b"], "multi-code"),
        (True, "boolean"),
        (None, "text"),
    ],
)
def test_values_go_into_the_form_and_back(raw: object, kind: str) -> None:
    assert sent_value(shown_value(raw, kind)) == raw  # type: ignore[arg-type]
    assert shown_value("not a day", "date") is None


def test_a_soft_warning_is_confirmed_with_a_word(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    """A range and a rule about the same value want one word, which goes with the correction for both."""
    record = asked.records[3]
    with at_the_page(qtbot, desk) as here:
        here.go_to(record)
        here.type("300")
        here.choose_reason()
        here.make_ready()
        assert "Not ready yet" in here.page.form.said()
        remarks = here.page.form.remarks
        warned = [id for id in ("soft:operation_minutes", "hb10") if id in {r.id for r in remarks._shown}]
        assert len(warned) == 2 and len(remarks.findChildren(QLineEdit)) == 1
        line = here.window.focusWidget()  # the keyboard stands at it
        assert isinstance(line, QLineEdit) and line.accessibleName().startswith("A word on: ")
        assert "Unusual duration" in line.accessibleName() and "The value is unusual" in line.accessibleName()
        here.type("checked in the journal")
        here.make_ready()
        (ready,) = corrections.open_corrections(desk.ledger, REGISTRY)
        assert (ready.state, ready.changes[0].new) == ("ready", 300)
        assert ready.confirmed == dict.fromkeys(warned, "checked in the journal")


def test_a_word_is_for_the_value_it_was_given_for(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with at_the_page(qtbot, desk) as here:
        here.go_to(asked.records[3])
        here.type("300")
        here.choose_reason()
        line = here.page.form.remarks.line("hb10")
        line.setFocus()
        here.type("checked in the journal")
        here.settle()
        line.setFocus()
        here.type(" ")  # typed over what stood there: emptied it is no word
        here.settle()
        here.make_ready()
        assert "Not ready yet" in here.page.form.said()
        line.setFocus()
        here.type("checked in the journal")
        here.page.form.focus_flagged()
        here.type("310")
        assert here.page.form.remarks.line("hb10").text() == "", "another value is asked about anew"
        here.make_ready()
        assert "Not ready yet" in here.page.form.said()
        (draft,) = corrections.open_corrections(desk.ledger, REGISTRY)
        assert (draft.state, draft.changes[0].new, draft.confirmed) == ("draft", 310, {})


def test_rare_but_true_is_not_asked_again(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    """The registry's question is answered and what the rules find here of the same value is settled with it."""
    record = asked.records[4]
    with at_the_page(qtbot, desk) as here:
        here.go_to(record)
        assert here.page.form.rare.isEnabled()
        assert len([row for row in here.titles() if record in row]) == 2, "the registry's, and the range's"
        here.press(Qt.Key.Key_T, CONTROL)
        assert not [row for row in here.titles() if record in row], "one look settles both"
        here.show("verified")
        assert [row for row in here.titles() if record in row and QUESTION in row and "verified" in row]
        assert here.page.work is not None and here.page.work.answers == 1
    with at_the_page(qtbot, desk) as here:
        here.show()
        here.go_to(record)
        assert "settled" in {r.kind for r in here.page.form.remarks._shown} or not here.page.record.verdict.warnings


def test_what_a_ready_correction_mends_is_no_longer_to_do(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    """Of the same value a range here asks as well: handled with the registry's question."""
    record = asked.records[2]

    def asks(here: Registrar) -> list[str]:
        return [row for row in here.titles() if record in row]

    with at_the_page(qtbot, desk) as here:
        before, number = asks(here), here.window._navigation.item(3).data(NUMBER)
        assert len(before) == 2, "the registry, and the range run here"
        assert number == str(len(here.titles()))
        here.go_to(record)
        here.type("85")
        here.choose_reason()
        here.make_ready()
        assert asks(here) == []
        assert here.window._navigation.item(3).data(NUMBER) == str(int(number) - 2)
        assert "to do" in str(here.window._navigation.item(3).data(Qt.ItemDataRole.AccessibleTextRole))
        here.show("corrected")
        assert len(asks(here)) == 1
        here.show("ready")
        assert len(asks(here)) == 1


def test_what_waits_is_counted_while_another_page_is_shown(qtbot: QtBot, desk: Program) -> None:
    with opened(qtbot, desk, registry=REGISTRY, period="last60") as window:
        qtbot.waitUntil(lambda: bool(window._navigation.item(3).data(NUMBER)), timeout=SECONDS)
        counted = window._navigation.item(3).data(NUMBER)
        window.show_page("corrections")
        settle(qtbot, window)
        page = window.pages["corrections"]
        assert isinstance(page, CorrectionsPage) and page.rows is not None
        assert counted == str(len(page.rows))


def test_the_list_is_filtered_by_age_and_deadline(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with at_the_page(qtbot, desk) as here:
        here.show("*")
        page, work = here.page, here.page.work
        assert work is not None
        every = work.worklist.page(work.worklist.filtered())
        for chooser, choice, fits in (
            (page.worklist.age, "30", lambda q: (work.today - q.opened_at.date()).days >= 30),
            (page.worklist.age, "365", lambda q: (work.today - q.opened_at.date()).days >= 365),
            (page.worklist.due, "-1", lambda q: q.due is not None and q.due < work.today),
            (page.worklist.due, "30", lambda q: q.due is not None and (q.due - work.today).days <= 30),
        ):
            chooser.setCurrentIndex(chooser.findData(choice))
            chooser.chosen.emit(choice)
            here.settle()
            assert page.rows is not None
            assert {r.key for r in page.rows} == {q.id for q in every if fits(q)}, choice
            assert len(page.rows) < len(every)
            chooser.setCurrentIndex(0)
        assert page.worklist.wanted().older_than is None


def test_the_field_in_question_stays_in_view_whatever_is_said_around_it(
    qtbot: QtBot, desk: Program, asked: Flagged
) -> None:
    with at_the_page(qtbot, desk) as here:
        here.window.resize(1100, 620)
        here.settle()
        here.go_to(asked.records[0])

        def in_view() -> bool:
            form, field = here.page.form.form, minutes(here)
            top = field.mapTo(form.viewport(), field.rect().topLeft()).y()
            return top >= 0 and top + field.height() <= form.viewport().height()

        assert in_view()
        for text in ("300", "99999", "ninety"):  # remarks come and go under the form and at the field
            here.type(text)
            here.settle()
            qtbot.waitUntil(in_view, timeout=SECONDS)


def test_the_next_day_is_judged_by_that_day(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    """A window that stays open over night: today() in the registry's rules is the day it is."""
    with at_the_page(qtbot, desk) as here:
        here.go_to(asked.records[0])
        page = here.page
        assert page.work is not None and page.opened is not None
        assert page.record.validator(page.opened.form.id) is page.opened.validator
        page.work = page.record.work = replace(page.work, today=page.work.today + timedelta(days=1))
        assert page.record.validator(page.opened.form.id) is None
        here.go_to(asked.records[1])
        assert page.opened.validator.today == page.work.today


def test_a_text_that_was_copied_is_what_was_chosen(qtbot: QtBot, desk: Program) -> None:
    with at_the_page(qtbot, desk) as here:
        here.page.worklist.table.choose(1)
        here.settle()
        assert here.page.rows is not None
        head, row = here.page.worklist.table.text().splitlines()
        assert head.split("\t")[0] == "Query" and here.page.rows[1].below in row


def test_a_form_is_laid_out_once_and_tab_leads_from_it_to_the_reason(
    qtbot: QtBot, desk: Program, asked: Flagged
) -> None:
    """From one form to another and back: the same fields with other values, and the way by Tab of the one shown."""
    with at_the_page(qtbot, desk) as here:
        here.show("*")
        form = here.page.form
        here.go_to(asked.records[0])
        operation = form.form
        here.go_to("HO", "")  # the other form's records
        assert form.form is not operation and not operation.isVisible()
        here.go_to(asked.records[1])
        assert form.form is operation and operation.isVisible()
        last = list(operation.fields.values())[-1]
        last.focus_editor()
        for _ in range(20):
            if here.window.focusWidget() is form.reason:
                break
            here.press(Qt.Key.Key_Tab)
        assert here.window.focusWidget() is form.reason
