"""What the registry answers, and who may do what: conflicts, rejections, records that are gone, access, roles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flagged import CONTROL, FORM, QUESTION, REGISTRY, SHIFT, Flagged, Registrar, at_the_page, desk_of, flagged
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from windows import nothing_left, opened, settle  # noqa: F401

from app.program import Program, open_program
from app.published import import_published
from app.settings import Settings, save_settings
from local_cache.corrections import corrections
from local_cache.corrections.corrections import Correction
from local_cache.keys import throwaway_keys

PLACES = iter(range(8))
"""Records that one test after the other changes at the registry they share."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flagged]:
    """A registry of this file's own: it is changed."""
    with flagged(tmp_path_factory.mktemp("decided"), seed=6) as made:
        yield made


def standing(program: Program, record: str) -> list[Correction]:
    return [c for c in corrections.corrections(program.ledger, REGISTRY) if c.record == record]


def at_registry(made: Flagged, record: str, variable: str) -> object:
    table = f"records_{REGISTRY}_{FORM}"
    return made.filled.registry.query(f"SELECT {variable} FROM {table} WHERE record_id = ?", [record])[0][0]


def meet(here: Registrar, made: Flagged, record: str) -> None:
    """Corrected here to 90, meanwhile to 95 by somebody else, sent; and the conflict that comes of it opened."""
    here.show()
    here.go_to(record)
    here.type("90")
    here.choose_reason()
    here.make_ready()
    made.filled.registry.edit(REGISTRY, FORM, record, {"operation_minutes": 95})
    here.synchronise()
    here.show("conflict")
    assert here.titles()[0].startswith(QUESTION) and "conflict" in here.titles()[0]
    here.go_to(record)
    assert here.page.record.currentWidget() is here.page.record.conflict


def words_of(here: Registrar) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(w.text() for w in here.page.record.currentWidget().findChildren(QLabel) if w.isVisible())


def test_theirs_is_the_safe_choice_and_the_first(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    record = asked.records[0]
    with at_the_page(qtbot, desk) as here:
        meet(here, asked, record)
        choice = here.window.focusWidget()
        assert isinstance(choice, QComboBox) and choice.currentData() == "theirs", "the keyboard is at the safe choice"
        said = words_of(here)
        for part in ("Somebody else has changed this record", "You saw", "400", "You wrote", "90", "95"):
            assert part in said, part
        assert "The registry's value ends your correction" in said
        here.make_ready()
    (ended,) = standing(desk, record)
    assert (ended.state, ended.resolution, ended.replaced_by) == ("conflict", "theirs", None)
    assert ended.theirs is not None and ended.theirs["operation_minutes"] == 95, "kept as it was at conflict time"


def test_what_is_kept_is_a_draft_again_and_is_taken(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    record = asked.records[1]
    with at_the_page(qtbot, desk) as here:
        meet(here, asked, record)
        here.press(Qt.Key.Key_Down)  # keep mine
        here.make_ready()
        assert here.page.opened is not None and here.page.opened.draft is not None
        assert (here.page.opened.record, here.page.opened.draft.state) == (record, "draft")
        assert here.page.form.form.fields["operation_minutes"].value() == 90
        here.make_ready()
        here.synchronise()
    old, new = standing(desk, record)
    assert (old.resolution, old.replaced_by) == ("mine", new.op_id)
    assert new.state == "confirmed" and at_registry(asked, record, "operation_minutes") == 90


def test_another_value_may_be_written_and_is_checked(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    record = asked.records[2]
    with at_the_page(qtbot, desk) as here:
        meet(here, asked, record)
        here.press(Qt.Key.Key_Down)
        here.press(Qt.Key.Key_Down)  # write another
        edit = here.page.record.conflict.fields["operation_minutes"]
        assert edit.isVisible() and edit.value() == 90, "an edit begins with what was written"
        edit.focus_editor()
        here.type("99999")
        here.make_ready()
        assert "Not possible" in edit.message(), "what is impossible is said in the field, and nothing is decided"
        assert [c.state for c in standing(desk, record)] == ["conflict"] and not standing(desk, record)[0].resolution
        edit.focus_editor()
        here.type("88")
        here.make_ready()
        here.make_ready()
        here.synchronise()
    old, new = standing(desk, record)
    assert (old.resolution, new.state) == ("edited", "confirmed")
    assert at_registry(asked, record, "operation_minutes") == 88


def test_a_rejection_comes_with_the_registrys_words_and_is_mended(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    record = asked.free[0]
    with at_the_page(qtbot, desk) as here:
        work, registry = here.page.work, asked.filled.registry
        assert work is not None
        with desk.cache.reading() as cursor:
            from local_cache.corrections.rows import read_row
            from local_cache.corrections.validation import validating

            form = work.definition.form(FORM)
            row = read_row(cursor, work.definition, form, registry.unit, record)
            assert row is not None
        late = str(max(str(row["discharged_on"]), "2026-01-01"))
        draft = corrections.write(
            desk.ledger, work.person, work.definition, form, row, {"discharged_on": late, "blood_loss": 321},
            reason="tastefeil",
        )  # fmt: skip
        with validating(work.definition, form, work.today) as validator:
            corrections.make_ready(desk.ledger, work.person, work.definition, validator, row, draft.op_id)
        # Somebody else moves the operation behind that: another field, so it is sent again, and then a rule is broken.
        registry.edit(REGISTRY, FORM, record, {"operated_at": "2026-10-05 10:00:00"})
        here.synchronise()
        here.show("rejected")
        assert len(here.titles()) == 1
        here.page.worklist.focus_list()
        here.press(Qt.Key.Key_Return)
        said = words_of(here)
        assert said.count("Pasienten kan ikke være utskrevet før operasjonen.") == 1, "the registry's words, once"
        assert "as it was, it would be turned down again" in said
        for _ in range(2):
            here.press(Qt.Key.Key_Down)
        edit = here.page.record.conflict.fields["discharged_on"]
        edit.focus_editor()
        here.type("09.10.2026")
        loss = here.page.record.conflict.choices["blood_loss"]
        loss.setFocus()
        here.press(Qt.Key.Key_Down)  # keep mine
        here.make_ready()
        assert here.page.opened is not None and here.page.opened.draft is not None
        here.make_ready()
        assert "Not ready yet" not in here.page.form.said(), here.page.form.said()
        here.synchronise()
    assert standing(desk, record)[-1].state == "confirmed"
    assert str(at_registry(asked, record, "discharged_on")) == "2026-10-09"


def test_a_record_that_is_gone_says_so_and_keeps_nothing(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    record = asked.records[3]
    with at_the_page(qtbot, desk) as here:
        here.show()
        here.go_to(record)
        here.type("85")
        here.choose_reason()
        here.make_ready()
        asked.filled.registry.delete(REGISTRY, FORM, record)
        here.synchronise()
        here.show("gone")
        assert here.titles()[0].startswith("A record that is gone")
        here.page.worklist.focus_list()
        here.press(Qt.Key.Key_Return)
        said = words_of(here)
        assert "The record is gone" in said and "The registry has deleted the record" in said
        assert record not in said and not here.page._ready_action.isEnabled()
        assert not here.page._rare_action.isEnabled() and not here.page._discard_action.isEnabled()
        assert "the record has left" in here.page.beside.conversation.text()


def write_one(here: Registrar, record: str) -> None:
    here.show()
    here.go_to(record)
    here.type("85")
    here.choose_reason()
    here.make_ready()


def test_withdrawn_access_leaves_what_was_written(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    """The only registry there was: the window begins anew, and says that something waits."""
    record, registry = asked.records[4], asked.filled.registry
    user = registry.user("registrar")
    with at_the_page(qtbot, desk) as here:
        write_one(here, record)
        registry.revoke(user.user, REGISTRY)
        try:
            here.synchronise()
        finally:
            user.revoked.clear()
        assert here.window._first_start.isVisible() and not here.page.isVisible()
        said = here.window._status.text()
        assert "1 correction waits to be sent" in said and "Everything you have written is kept here" in said
    (kept,) = standing(desk, record)
    assert (kept.state in ("ready", "sending"), kept.changes[0].new) == (True, 85)


def test_access_withdrawn_to_one_unit_leaves_the_other(qtbot: QtBot, tmp_path: Path) -> None:
    with (
        flagged(tmp_path / "made", seed=9, user="dina.demonstrasjon") as made,
        desk_of(made, tmp_path) as program,
        at_the_page(qtbot, program) as here,
    ):
        unit = here.page.view.unit  # type: ignore[union-attr]
        write_one(here, made.records[0])
        made.filled.registry.revoke("dina.demonstrasjon", REGISTRY)
        here.synchronise()
        assert here.page.view is not None and here.page.view.unit != unit, "the unit is no choice any more"
        assert not [row for row in here.titles() if made.records[0] in row]
        said = here.window._status.text()
        assert "1 correction waits to be sent" in said and "Everything you have written is kept here" in said


def test_whoever_has_no_role_reads_and_writes_nothing(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with desk.cache.writing() as cursor:
        cursor.execute("UPDATE subscription SET roles = []")
    with at_the_page(qtbot, desk) as here:
        here.show()
        here.go_to(asked.records[5])
        assert here.page.form.shown is not None and "given you no role" in here.page.form.shown.why_not
        actions = (here.page._ready_action, here.page._rare_action, here.page._unknown_action, here.page.steps.ask)
        assert not any(action.isEnabled() for action in actions if action is not None)
        assert not any(action.isEnabled() for action in here.page.steps.actions.values())
        assert not here.page.beside.conversation.line.isVisible()


def test_published_figures_alone_have_nothing_to_correct(qtbot: QtBot, shared_data: Path, tmp_path: Path) -> None:
    with open_program(tmp_path / "data", keys=throwaway_keys(), offline=True) as program:
        save_settings(tmp_path / "data" / "settings.json", Settings(language="en"))
        import_published(program, str(shared_data / "skde"), unit="Haukeland")
        with opened(qtbot, program, registry="skde_hoftebrudd", period="2018") as window:
            window.show_page("corrections")
            settle(qtbot, window)
            notice = window.pages["corrections"]._notice  # type: ignore[attr-defined]
            assert notice.isVisible() and "Only published figures are here" in notice.accessibleName()


def test_an_empty_list_is_praise(qtbot: QtBot, desk: Program) -> None:
    with at_the_page(qtbot, desk) as here:
        here.show("conflict")
        assert here.titles() == [] and "Nothing fits the filter" in here.page.worklist._empty.text()
        assert "Nothing to correct" in words_of(here)
        assert not here.page._ready_action.isEnabled()


@pytest.fixture(scope="module")
def coordinated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flagged]:
    with flagged(tmp_path_factory.mktemp("coordinated"), seed=8, user="kari.koordinator") as made:
        yield made


def test_a_coordinator_assigns_closes_reopens_and_corrects_nothing(
    qtbot: QtBot, coordinated: Flagged, tmp_path: Path
) -> None:
    """Of what the rules here have found, for the registry closes its own questions."""
    record = coordinated.records[0]
    with desk_of(coordinated, tmp_path) as program, at_the_page(qtbot, program) as here:
        steps, page = here.page.steps, here.page
        here.show("*", record)
        here.go_to(record)
        assert page.form.shown is not None and "As coordinator" in page.form.shown.why_not
        assert not page.form._why_not.visibleRegion().isEmpty(), "in sight also where the form is scrolled"
        assert not page.form.ready.isEnabled() and not page._ready_action.isEnabled()
        assert not page._rare_action.isEnabled() and not page.worklist.many.isEnabled()
        assert not steps.actions["close"].isEnabled(), "the registry's own question"
        here.go_to(record, "The value is unusual")
        able = {name for name, action in steps.actions.items() if action.isEnabled()}
        assert able == {"assign", "close"}
        here.answering("ragnar", lambda: here.press(Qt.Key.Key_O, CONTROL | SHIFT))
        assert page.opened is not None and page.opened.query is not None
        assert page.opened.query.owner == "ragnar"
        steps.actions["close"].trigger()
        here.settle()
        here.go_to(record, "The value is unusual")
        assert page.opened.query.state == "closed"
        assert {name for name, action in steps.actions.items() if action.isEnabled()} == {"reopen", "return"}
        steps.actions["reopen"].trigger()
        here.settle()
        here.go_to(record, "The value is unusual")
        assert page.opened.query.state == "open"
        page.beside.conversation.line.setFocus()
        here.type("seen on the ward")
        here.press(Qt.Key.Key_Return)
        history = page.beside.conversation.text()
        for part in ("given to", "closed", "opened again", "seen on the ward"):
            assert part in history, part
        assert corrections.corrections(program.ledger, REGISTRY) == ()
