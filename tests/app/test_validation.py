"""Valideringsstudie, from the draw to the file, against a real registry."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
import requests
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QMessageBox, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot
from windows import DAY, IMPATIENT, Filled, nothing_left, opened, settle  # noqa: F401

from app.main_window import MainWindow
from app.pages.validation import ValidationPage
from app.program import Program, open_program
from app.settings import Settings, save_settings
from demo_registry import RunningRegistry, serve
from local_cache import audit
from local_cache.keys import throwaway_keys
from local_cache.quality import studies as kept
from local_cache.quality.studies import Study
from local_cache.quality.validation_file import read_validation_file
from local_cache.quality.validation_study import Sampling, registry_values
from local_cache.results import summary
from local_cache.values import Value
from widgets.forms.new_study import WantedStudy
from widgets.tables.agreement import AgreementTable, DifferingTable, StudiesTable

VARIABLES = ("age", "asa", "comorbidity", "operated_at", "implant", "cemented", "haemoglobin")


@contextmanager
def page_of(
    qtbot: QtBot, program: Program, registry: str = "hoftebrudd"
) -> Iterator[tuple[MainWindow, ValidationPage]]:
    """The page in English, over five years, so that there are records to draw from."""
    save_settings(program.data_dir / "settings.json", Settings(language="en"))
    with opened(qtbot, program, registry=registry, period="last60") as window:
        window.show_page("validation")
        settle(qtbot, window)
        page = window.pages["validation"]
        assert isinstance(page, ValidationPage)
        yield window, page


def button(page: QWidget, text: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisible())


def press(qtbot: QtBot, window: MainWindow, page: QWidget, text: str) -> None:
    qtbot.mouseClick(button(page, text), Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def draw(
    qtbot: QtBot, window: MainWindow, page: ValidationPage, number: int, variables: tuple[str, ...] = VARIABLES
) -> Study:
    """A study of the registry's main form."""
    assert page.loaded is not None
    page._begin_study()
    page._form.wanted.emit(WantedStudy(page.loaded.definition.forms[0].id, number, False, "", variables))
    settle(qtbot, window)
    (study, *_) = kept.studies(program_of(page).ledger)
    return study


def program_of(page: ValidationPage) -> Program:
    assert page.program is not None
    return page.program


def journal_of(program: Program, study: Study, record: str, **others: Value | None) -> dict[str, Value | None]:
    """What the registry has, as a journal that agrees apart from `others`."""
    with program.cache.reading() as cursor:
        definition = summary.definition(cursor, study.sampling.registry)
        values = registry_values(cursor, definition, study.sampling, record, list(study.variables))
    assert values is not None
    return values | others


def type_in(page: ValidationPage, journal: dict[str, Value | None]) -> None:
    """Fill in the form as a person would: a value, or that there is none."""
    for name, value in journal.items():
        field = page._entry.form().fields[name]
        field.set_value(value)
        if value is None:
            field.set_absent()
        field.changed.emit()


def texts_on(page: ValidationPage) -> str:
    """All words on the page."""
    words = [w.text() for kind in (QPushButton, QLineEdit) for w in page.findChildren(kind)]
    words += [w.accessibleName() for w in page.findChildren(QWidget)]
    words += [t.text() for t in (*page.findChildren(StudiesTable), *page.findChildren(AgreementTable))]
    words += [t.text() for t in page.findChildren(DifferingTable)]
    return "\n".join(words)


def test_from_nothing_to_a_drawn_sample(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        assert page._notice.isVisible()
        assert "No validation study yet" in page._notice.accessibleName()
        press(qtbot, window, page, "New study")
        form = page._form
        assert form.isVisible()
        chosen = form.chosen_variables()
        assert {"cemented", "operated_at", "death_date"} <= set(chosen), "what indicators count is ticked"
        assert "national_id" not in [
            form._variables.item(n).data(Qt.ItemDataRole.UserRole) for n in range(form._variables.count())
        ]
        press(qtbot, window, page, "Choose none")
        assert not button(page, "Draw the sample").isEnabled()
        form._variables.item(0).setCheckState(Qt.CheckState.Checked)
        spin = form.findChild(QSpinBox)
        assert spin is not None
        spin.setValue(7)
        qtbot.keyClicks(form._where, "age >= 70 AND")
        press(qtbot, window, page, "Draw the sample")
        assert "could not be read" in form.refusal()
        form._where.clear()
        qtbot.keyClicks(form._where, "age >= 200")
        assert form.refusal() == "", "typed anew, not complained of any more"
        press(qtbot, window, page, "Draw the sample")
        assert "No completed record" in form.refusal()
        assert kept.studies(program.ledger) == ()
        form._where.clear()
        qtbot.keyClicks(form._where, "age >= 70")
        press(qtbot, window, page, "Draw the sample")
        (study,) = kept.studies(program.ledger)
        assert (len(study.records), study.sampling.where, tuple(study.variables)) == (7, "age >= 70", ("sex",))
        view = page.view
        assert view is not None
        assert (study.sampling.first, study.sampling.end) == (view.period.first, view.period.end)
        assert page._studies.text().splitlines()[1].endswith("0 of 7 read")
        assert "age >= 70" in page.study.facts.accessibleName()
        assert str(study.sampling.seed) in page.study.facts.accessibleName()


def test_a_study_read_to_its_end(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    """Blind until the last record: then agreement, what differs, and the field's file."""
    with page_of(qtbot, program) as (window, page):
        study = draw(qtbot, window, page, 5)
        press(qtbot, window, page, "Begin reading")
        form = page._entry.form()
        assert page.loaded is not None
        expected = [e.id for e in page.loaded.codebook.entries if e.id in VARIABLES and e.form == "operasjon"]
        assert list(form.fields) == expected
        read: dict[str, dict[str, Value | None]] = {}
        for number, record in enumerate(study.records):
            assert page._entry.reading is not None
            assert page._entry.reading.record == record
            assert form.values() == {}, "the form is empty"
            journal = journal_of(program, study, record)
            if number == 1:
                journal["age"] = 41
                journal["asa"] = None
            assert not page.study.results.isVisible()
            type_in(page, journal)
            read[record] = journal
            assert button(page, "Save and go on").isEnabled()
            press(qtbot, window, page, "Save and go on")
        assert page.study.results.isVisible()
        (state,) = page.loaded.studies if page.loaded else ()
        assert state.finished
        agreements = {a.variable: a for a in state.agreements}
        assert (agreements["age"].compared, agreements["age"].equal) == (5, 4)
        assert agreements["asa"].journal_missing == (read[study.records[1]]["asa"] is None)
        assert agreements["cemented"].equal == agreements["cemented"].compared
        table = page.study.agreement.text().splitlines()
        assert table[0].split("\t") == ["Variable", "Agreement", "n", "Missing", "Kappa", "Difference"]
        age = next(line for line in table if line.startswith("Age at operation"))
        assert "80.0% (37.6–96.4)" in age
        differing = page.study.differing.text()
        assert f"{study.records[1]}\tAge at operation" in differing
        assert len(differing.splitlines()) == 1 + state.differing_number
        page.study.save_as(str(tmp_path / "vld.csv"))
        settle(qtbot, window)
        assert "Saved as vld.csv" in page.study.told.text()
        rows = read_validation_file(tmp_path / "vld.csv")
        assert len(rows) == 5 * len(VARIABLES)
        for row in rows:
            record = dict(row.index)["record_id"]
            assert row.journal == read[record][row.variable]
        with (tmp_path / "vld.csv").open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert header[:5] == ["record_id", "unit", "form", "vld_varnamn", "vld_vartype"]
        actions = [e.action for e in audit.entries(program.ledger)]
        assert "exported" in actions


def test_nothing_of_the_registry_is_on_the_page_before_all_is_read(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        study = draw(qtbot, window, page, 3, ("implant",))
        for record in study.records[:2]:
            with program.cache.reading() as cursor:
                definition = summary.definition(cursor, "hoftebrudd")
                kept.enter(cursor, program.ledger, definition, study, record, {"implant": "Annet"}, complete=True)
        page._reload()
        settle(qtbot, window)
        press(qtbot, window, page, "Go on reading")
        implants = {str(journal_of(program, study, r)["implant"]) for r in study.records} - {"None"}
        assert implants
        assert not [i for i in implants if i in texts_on(page)]
        (state,) = page.loaded.studies if page.loaded else ()
        assert (state.done, state.agreements, state.differing) == (2, (), ())
        page.study.save_as("/nowhere/vld.csv")
        settle(qtbot, window)
        assert "exported" not in [e.action for e in audit.entries(program.ledger)]


def test_what_is_lacking_or_wrong_is_said_at_the_field(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        study = draw(qtbot, window, page, 2, ("age", "haemoglobin"))
        press(qtbot, window, page, "Begin reading")
        form = page._entry.form()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        press(qtbot, window, page, "Save and go on")
        assert "Not answered yet" in page._entry.status()
        assert form.fields["age"].isAncestorOf(window.focusWidget())
        qtbot.keyClicks(window.focusWidget(), "700")
        form.fields["haemoglobin"].set_absent()
        press(qtbot, window, page, "Save and go on")
        assert "cannot be right" in page._entry.status()
        assert "from 0 to 120" in form.fields["age"].message()
        assert kept.entries(program.ledger, study.id) == {}
        form.fields["age"].set_value(40)
        assert form.fields["age"].message().startswith("! "), "unusual, and accepted"
        press(qtbot, window, page, "Save and go on")
        entry = kept.entries(program.ledger, study.id)[study.records[0]]
        assert (entry.journal, entry.complete) == ({"age": 40, "haemoglobin": None}, True)


def test_a_record_can_be_left_half_read_and_gone_on_with(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        study = draw(qtbot, window, page, 2, ("age", "haemoglobin"))
        press(qtbot, window, page, "Begin reading")
        page._entry.form().fields["age"].set_value(71)
        press(qtbot, window, page, "Save for later")
        assert button(page, "Begin reading")
        entry = kept.entries(program.ledger, study.id)[study.records[0]]
        assert (entry.journal, entry.complete, entry.registry) == ({"age": 71}, False, {})
    with page_of(qtbot, program) as (window, page):
        press(qtbot, window, page, "Begin reading")
        assert page._entry.form().values() == {"age": 71}
        press(qtbot, window, page, "The journal cannot be found")
        assert page._entry.reading is not None
        assert page._entry.reading.record == study.records[1]
        press(qtbot, window, page, "The journal cannot be found")
        (state,) = page.loaded.studies if page.loaded else ()
        assert (state.finished, state.without_journal) == (True, 2)
        assert "No value could be compared" in page.study.sentence.text()


def test_who_it_is_is_shown_when_asked_and_logged_first(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        study = draw(qtbot, window, page, 2, ("age", "operated_at"))
        press(qtbot, window, page, "Begin reading")
        with program.cache.reading() as cursor:
            (national_id,) = cursor.execute(
                "SELECT national_id FROM records_hoftebrudd_operasjon WHERE record_id = ?", [study.records[0]]
            ).fetchall()[0]
        key = page._entry._key
        assert study.records[0] in key.accessibleName()
        assert national_id not in key.accessibleName()
        assert " 20" in key.accessibleName().split("Event: ")[1].split(";")[0], "the month; the day is to be read"
        page._entry.form().fields["age"].set_value(77)
        press(qtbot, window, page, "Show who it is")
        assert national_id in key.accessibleName()
        assert page._entry.form().fields["age"].value() == 77, "what was typed is still there"
        last = audit.entries(program.ledger)[-1]
        assert (last.action, last.detail) == ("identifiers-shown", study.id)
        assert national_id not in str(last)


def test_a_study_is_deleted_only_when_confirmed(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        draw(qtbot, window, page, 2)
        for answer, left in (("Keep it", 1), ("Delete", 0)):
            press(qtbot, window, page, "Delete the study")
            box = page.findChild(QMessageBox)
            assert box is not None
            next(b for b in box.buttons() if b.text() == answer).click()
            settle(qtbot, window)
            qtbot.wait(0)
            assert len(kept.studies(program.ledger)) == left
        assert page._notice.isVisible()


def test_every_control_has_an_accessible_name(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        page._begin_study()
        settle(qtbot, window)
        assert_named(page)
        draw(qtbot, window, page, 2)
        assert_named(page)
        press(qtbot, window, page, "Begin reading")
        assert_named(page)


def assert_named(page: ValidationPage) -> None:
    kinds = (QPushButton, QLineEdit, QComboBox, QCheckBox, QSpinBox, QListWidget, StudiesTable)
    seen = [w for kind in kinds for w in page.findChildren(kind) if w.isVisible()]
    assert len(seen) > 2
    for widget in seen:
        interface = QAccessible.queryAccessibleInterface(widget)
        named = interface is not None and interface.text(QAccessible.Text.Name)
        assert named or "qt_" in widget.objectName(), (widget, widget.parent())


def test_another_unit_or_registry_has_its_own_studies(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        draw(qtbot, window, page, 2)
        press(qtbot, window, page, "Begin reading")
        window._choose_registry("hjerneslag")
        settle(qtbot, window)
        assert page._notice.isVisible()
        assert page._entry.reading is None
        window._choose_registry("hoftebrudd")
        settle(qtbot, window)
        assert page._studies.isVisible()
        assert len(page._studies.studies.rows) == 1


@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_is_cut_off(qtbot: QtBot, program: Program, scale: int) -> None:
    with page_of(qtbot, program) as (window, page):
        window.resize(1440, 900)
        window.take_settings(structs.replace(window.settings, text_scale=scale))
        settle(qtbot, window)
        page = window.pages["validation"]  # type: ignore[assignment]
        page._begin_study()
        settle(qtbot, window)
        below = page._form._variables.geometry().bottom()
        assert button(page, "Draw the sample").geometry().top() > below, "the list does not lie under the buttons"
        draw(qtbot, window, page, 2)
        press(qtbot, window, page, "Begin reading")
        assert page._entry.form().horizontalScrollBar().maximum() == 0
        for shown in page.findChildren(QPushButton):
            if shown.isVisible() and shown.text():
                assert shown.width() >= shown.fontMetrics().horizontalAdvance(shown.text())
        window.take_settings(structs.replace(window.settings, text_scale=100))
        settle(qtbot, window)


# Who leaves. The tests share a registry service; each has a registry of its own in it.


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """A service that can be told what to do, and a data directory filled from it."""
    directory, keys = tmp_path_factory.mktemp("leaving"), throwaway_keys()
    with serve(records=90, seed=3, others=0.03, control=True, now=DAY) as running:
        with open_program(directory, keys=keys, today=DAY) as program:
            program.connect(running.address, running.user().token)
            assert [p for r in program.synchronise() for p in r.problems] == []
        yield Filled(directory, keys, running)


@pytest.fixture
def connected(service: Filled, tmp_path: Path) -> Iterator[Program]:
    copytree(service.directory, tmp_path / "data")
    with open_program(tmp_path / "data", keys=service.keys, today=DAY) as program:
        program.pauses = IMPATIENT
        yield program


def order(running: RunningRegistry, /, **what: Any) -> Any:
    answer = requests.post(f"{running.address}/demo/control", json=what, timeout=30)
    answer.raise_for_status()
    return answer.json()["result"]


def drawn_without_a_window(program: Program, registry: str) -> Study:
    """A study of three records, the first of them read."""
    with program.cache.reading() as cursor:
        definition = summary.definition(cursor, registry)
        (unit,) = {u.unit for s in summary.registries(cursor) if s.registry == registry for u in s.units}
        sampling = Sampling(registry, unit, definition.forms[0].id, date(2020, 1, 1), date(2100, 1, 1), 3, 1)
        study = kept.new_study(cursor, program.ledger, definition, sampling, ["age"])
        kept.enter(cursor, program.ledger, definition, study, study.records[0], {"age": 4}, complete=True)
    return study


def test_a_patient_who_withdraws_leaves_the_sample_the_entries_the_page_and_the_file(
    qtbot: QtBot, service: Filled, connected: Program, tmp_path: Path
) -> None:
    with page_of(qtbot, connected) as (window, page):
        study = draw(qtbot, window, page, 2000, ("age",))
        with connected.cache.reading() as cursor:
            patients = dict(cursor.execute("SELECT record_id, patient FROM records_hoftebrudd_operasjon").fetchall())
            definition = summary.definition(cursor, "hoftebrudd")
            for record in study.records[:-1]:
                kept.enter(cursor, connected.ledger, definition, study, record, {"age": 41}, complete=True)
        page._reload()
        settle(qtbot, window)
        press(qtbot, window, page, "Go on reading")
        gone = order(service.registry, do="withdraw", registry="hoftebrudd", number=3)
        lost = {r for r in study.records if patients[r] in gone}
        assert len(gone) == 3
        assert lost
        window.synchronise()
        settle(qtbot, window)
        (after,) = kept.studies(connected.ledger)
        assert set(after.records) == set(study.records) - lost
        assert after.gone == len(lost)
        assert not lost & set(kept.entries(connected.ledger, study.id))
        left = [r for r in after.records if r not in kept.entries(connected.ledger, study.id)]
        if left:
            press(qtbot, window, page, "The journal cannot be found")
        (state,) = page.loaded.studies if page.loaded else ()
        assert state.finished
        assert state.agreements[0].compared + state.agreements[0].registry_missing == len(after.records) - len(left)
        page.study.save_as(str(tmp_path / "vld.csv"))
        settle(qtbot, window)
        text = (tmp_path / "vld.csv").read_text(encoding="utf-8") + texts_on(page)
        assert not [record for record in lost if record in text]
        assert "Have left the registry" in page.study.facts.accessibleName()
        said = [(e.action, e.detail) for e in audit.entries(connected.ledger)]
        assert ("forgotten", str(len(lost))) in said
        assert not [g for g in gone if g in str(said)], "that it happened, not who"


def test_the_record_being_read_leaves_with_words(qtbot: QtBot, service: Filled, connected: Program) -> None:
    with page_of(qtbot, connected, "hjerneslag") as (window, page):
        study = draw(qtbot, window, page, 5, ("age",))
        press(qtbot, window, page, "Begin reading")
        page._entry.form().fields["age"].set_value(70)
        order(service.registry, do="withdraw", registry="hjerneslag", number=10_000)
        connected.synchronise()  # as by another job of the window
        press(qtbot, window, page, "Save and go on")
        assert "no longer in the registry" in page._said.text()
        assert kept.entries(connected.ledger, study.id) == {}
        assert not page._entry.isVisible()
        assert "No record is in the sample" in page.study.told.text()


def test_with_the_access_to_the_unit_its_studies_go(service: Filled, connected: Program) -> None:
    gone, left = (drawn_without_a_window(connected, registry) for registry in ("intensiv", "hoftebrudd"))
    user = service.registry.user()
    order(service.registry, do="revoke", user=user.user, registry="intensiv")
    try:
        connected.synchronise()
    finally:
        user.revoked.clear()
    assert [s.id for s in kept.studies(connected.ledger)] == [left.id]
    assert kept.entries(connected.ledger, gone.id) == {}


def test_a_cache_made_anew_keeps_the_studies(service: Filled, connected: Program, tmp_path: Path) -> None:
    """Until its records are back nothing says who has left; afterwards who is there is still in the sample."""
    study = drawn_without_a_window(connected, "hoftebrudd")
    copytree(tmp_path / "data", tmp_path / "again", ignore=ignore_patterns("cache.duckdb*", "spill"))
    with open_program(tmp_path / "again", keys=service.keys, today=DAY) as program:
        program.pauses = IMPATIENT
        service.registry.faults.add("status", "/v1/registries/*", times=None, status=500)
        try:
            assert any(r.problems for r in program.synchronise())
        finally:
            service.registry.faults.clear()
        assert kept.studies(program.ledger) == (study,)
        assert [p for r in program.synchronise() for p in r.problems] == []
        assert set(kept.studies(program.ledger)[0].records) <= set(study.records)
        assert len(kept.studies(program.ledger)[0].records) + kept.studies(program.ledger)[0].gone == 3
