"""Rettinger against a real registry: the list, the form, the rules, drafts, answers, conflicts, roles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from windows import DAY, IMPATIENT, SECONDS, Filled, nothing_left, opened, settle  # noqa: F401

from app.corrections.opened import sent_value, shown_value
from app.corrections.record_pane import SAVED_AFTER
from app.corrections.work import Wanted, WorkRows
from app.main_window import MainWindow
from app.pages.corrections import CorrectionsPage
from app.program import Program, open_program
from app.settings import Settings, save_settings
from demo_registry import serve
from local_cache.corrections import corrections
from local_cache.keys import throwaway_keys
from widgets.forms.correction import Steps
from widgets.forms.several import Same

REGISTRY, FORM = "hoftebrudd", "operasjon"
TABLE = f"records_{REGISTRY}_{FORM}"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Filled, list[str]]]:
    """A registrar's data directory with six flagged records: an unusual duration of surgery."""
    directory, keys = tmp_path_factory.mktemp("asked"), throwaway_keys()
    with serve(records=300, seed=5, others=0.02, registries=[REGISTRY], now=DAY) as registry:
        free = registry.query(
            f"SELECT record_id FROM {TABLE} WHERE unit = ? AND form_status = 'completed' AND operation_minutes > 20"
            " AND record_id NOT IN (SELECT record_id FROM query) ORDER BY record_id LIMIT 6",
            [registry.unit],
        )
        records = [record for (record,) in free]
        for record in records:
            registry.edit(REGISTRY, FORM, record, {"operation_minutes": 400})
            registry.ask(REGISTRY, FORM, record, "hb10")
        with open_program(directory, keys=keys, today=DAY) as program:
            program.connect(registry.address, registry.user("registrar").token)
            program.synchronise()
        yield Filled(directory, keys, registry), records


@pytest.fixture
def desk(asked: tuple[Filled, list[str]], tmp_path: Path) -> Iterator[Program]:
    filled, _ = asked
    copytree(filled.directory, tmp_path / "data")
    with open_program(tmp_path / "data", keys=filled.keys, today=DAY) as program:
        program.pauses = IMPATIENT
        save_settings(program.data_dir / "settings.json", Settings(language="en"))
        yield program


@contextmanager
def page_of(qtbot: QtBot, program: Program) -> Iterator[tuple[MainWindow, CorrectionsPage]]:
    with opened(qtbot, program, registry=REGISTRY, period="last60") as window:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.show_page("corrections")
        settle(qtbot, window)
        page = window.pages["corrections"]
        assert isinstance(page, CorrectionsPage)
        yield window, page


def go_to(qtbot: QtBot, window: MainWindow, page: CorrectionsPage, record: str) -> None:
    """Open the registry's question about a record, with the keyboard in the field."""
    assert page.rows is not None
    row = next(n for n, r in enumerate(page.rows) if record in r.below and r.title.startswith("Unusual duration"))
    page.worklist.table.choose(row)
    settle(qtbot, window)
    page._enter_at(row)
    settle(qtbot, window)


def type_minutes(window: MainWindow, text: str) -> None:
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.focusWidget(), text)


def test_the_flagged_field_has_the_keyboard_and_its_rule_is_said(
    qtbot: QtBot, desk: Program, asked: tuple[Filled, list[str]]
) -> None:
    with page_of(qtbot, desk) as (window, page):
        go_to(qtbot, window, page, asked[1][0])
        fields = page.form.form.fields
        assert fields["operation_minutes"].isAncestorOf(window.focusWidget())
        assert "Unusual duration" in fields["operation_minutes"].said()
        assert "national_id" not in fields, "identifiers are shown when asked for, and logged"
        type_minutes(window, "0")
        assert page.form.remarks.isVisible()
        assert page.record.verdict.warnings or page.record.verdict.errors
        type_minutes(window, "99999")
        assert page.record.verdict.errors and not page.form.ready.isEnabled(), "what is impossible cannot be made ready"
        type_minutes(window, "ninety")
        assert page.record.changes()[1] == ("operation_minutes",)
        type_minutes(window, "85")
        assert not page.record.verdict.errors and page.form.ready.isEnabled()


def test_a_draft_is_on_disk_within_a_second_and_back_after_the_window(
    qtbot: QtBot, desk: Program, asked: tuple[Filled, list[str]]
) -> None:
    record = asked[1][1]
    with page_of(qtbot, desk) as (window, page):
        go_to(qtbot, window, page, record)
        type_minutes(window, "85")
        assert SAVED_AFTER < 1000, "milliseconds"
        qtbot.waitUntil(lambda: bool(corrections.open_corrections(desk.ledger, REGISTRY)), timeout=SECONDS)
        settle(qtbot, window)
        (draft,) = corrections.open_corrections(desk.ledger, REGISTRY)
        assert (draft.record, draft.state, draft.changes[0].old, draft.changes[0].new) == (record, "draft", 400, 85)
        type_minutes(window, "86")  # and closed at once
    (draft,) = corrections.open_corrections(desk.ledger, REGISTRY)
    assert draft.changes[0].new == 86
    with page_of(qtbot, desk) as (window, page):
        go_to(qtbot, window, page, record)
        assert page.form.form.fields["operation_minutes"].value() == 86
        page.record.discard()
        settle(qtbot, window)
        assert corrections.open_corrections(desk.ledger, REGISTRY) == ()


def test_undo_and_redo_take_whole_fields(qtbot: QtBot, desk: Program, asked: tuple[Filled, list[str]]) -> None:
    with page_of(qtbot, desk) as (window, page):
        go_to(qtbot, window, page, asked[1][0])
        field = page.form.form.fields["operation_minutes"]
        type_minutes(window, "85")
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert field.value() == 400
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert field.value() == 85
        settle(qtbot, window)
        page.record.discard()
        settle(qtbot, window)


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
    qtbot: QtBot, desk: Program, asked: tuple[Filled, list[str]]
) -> None:
    record = asked[1][2]
    with page_of(qtbot, desk) as (window, page):
        go_to(qtbot, window, page, record)
        type_minutes(window, "85")
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, window)
        assert "Choose why the record is corrected" in page.form.said()
        assert window.focusWidget() is page.form.reason
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: not page._effects_timer.isActive())
        settle(qtbot, window)
        assert page.beside.effect.effects.rows, "what it changes stands beside it"
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, window)
        (ready,) = corrections.open_corrections(desk.ledger, REGISTRY)
        assert (ready.record, ready.state, ready.reason) == (record, "ready", "tastefeil")
        assert "1 correction waits to be sent" in window._status.text()
        assert page.opened is not None and page.opened.record != record, "the next one is open"
        assert page.worklist.send.text() == "Send 1 now"


def test_the_same_answer_for_several_is_looked_at_first(
    qtbot: QtBot, desk: Program, asked: tuple[Filled, list[str]]
) -> None:
    with page_of(qtbot, desk) as (window, page):
        assert page.rows is not None
        before = len(page.rows)
        page.worklist.search.setText("Unusual duration")
        page._fill()
        settle(qtbot, window)
        page.worklist.table.setFocus()
        page.worklist.table.choose(0)
        settle(qtbot, window)
        for _ in range(2):
            QTest.keyClick(page.worklist.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        settle(qtbot, window)
        page._ask_several()
        settle(qtbot, window)
        dialog = page.several.dialog
        assert dialog is not None
        assert dialog.preview.count() == 3
        assert all("Rare but true" in dialog.preview.item(n).text() for n in range(3))
        dialog.decided.emit(Same("rare_but_true", "checked"))
        dialog.reject()
        settle(qtbot, window)
        assert page.work is not None and page.work.answers == 3
        page.worklist.search.clear()
        page._fill()
        settle(qtbot, window)
        assert len(page.rows) <= before - 3


def test_a_reader_sees_and_cannot_write(qtbot: QtBot, program: Program) -> None:
    save_settings(program.data_dir / "settings.json", Settings(language="en"))
    with page_of(qtbot, program) as (window, page):
        page.worklist.state.setCurrentIndex(page.worklist.state.findData("*"))
        page._fill()
        settle(qtbot, window)
        assert page.opened is not None and page.opened.row is not None and page.form.shown is not None
        assert "As reader" in page.form.shown.why_not
        assert not page.form.ready.isEnabled() and not page.form.rare.isEnabled()
        assert not any(f._editor.isEnabled() for f in page.form.form.fields.values())
        assert not page.worklist.many.isEnabled()


def test_every_control_has_an_accessible_name(qtbot: QtBot, desk: Program, asked: tuple[Filled, list[str]]) -> None:
    with page_of(qtbot, desk) as (window, page):
        go_to(qtbot, window, page, asked[1][0])
        seen = [w for kind in (QPushButton, QLineEdit, QComboBox) for w in page.findChildren(kind) if w.isVisible()]
        assert len(seen) > 10
        for widget in seen:
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface is not None and interface.text(QAccessible.Text.Name), widget


def test_a_hundred_thousand_queries_are_filtered_and_scrolled_at_once(qtbot: QtBot, desk: Program) -> None:
    """The worklist grown to 100,000 rows; each filter and each page of rows in less than a stall that is felt."""
    with page_of(qtbot, desk) as (window, page):
        work = page.work
        assert work is not None
        grown = _grown(work.worklist, 100_000)
        big = replace(work, worklist=grown)
        slowest = 0.0
        for wanted in (Wanted(()), Wanted(severity="warning"), Wanted(text="H0000001"), Wanted(variable="asa")):
            began = perf_counter()
            rows = big.found(wanted)
            page.worklist.table.work.show_work(rows, "en")
            slowest = max(slowest, perf_counter() - began)
        rows = big.found(Wanted(()))
        assert isinstance(rows, WorkRows) and len(rows) == 100_000
        page.worklist._filling = True
        page.worklist.table.work.show_work(rows, "en")
        for at in range(0, 100_000, 5_000):
            began = perf_counter()
            page.worklist.table.scrollTo(page.worklist.table.work.index(at, 0))
            page.worklist.table.grab()
            slowest = max(slowest, perf_counter() - began)
        page._fill()
        settle(qtbot, window)
        print(f"slowest step {slowest * 1000:.0f} ms")


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
