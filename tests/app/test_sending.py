"""What is ready is sent by itself: after a quiet while, again until it is gone, and only where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flagged import REGISTRY, Flagged, Registrar, at_the_page, desk_of
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot
from windows import SECONDS, nothing_left, opened, settle  # noqa: F401

from app.policy import Policy, PolicyUnreadable
from app.program import Program, open_program
from app.sending import PAUSES, AutomaticSending
from app.settings import read_settings
from local_cache.corrections import corrections
from local_cache.corrections.corrections import waiting

SOON = (30, 30, 30)
"""Milliseconds, in place of minutes."""


@contextmanager
def quick() -> Iterator[AutomaticSending]:
    sending = AutomaticSending()
    sending.pauses = SOON
    yield sending
    sending.stop()
    sending.deleteLater()


def test_nothing_is_due_where_nothing_waits(qtbot: QtBot) -> None:
    with quick() as sending:
        sending.take(0, touched=True)
        assert sending.next_at() is None
        sending.take(2, touched=False)
        assert sending.next_at() is not None
        sending.take(0, touched=False)
        assert sending.next_at() is None
        with qtbot.assertNotEmitted(sending.due, wait=3 * SOON[0]):
            pass


def test_what_still_waits_is_tried_again_until_it_is_gone(qtbot: QtBot) -> None:
    with quick() as sending:
        sending.take(1, touched=True)
        for _ in range(5):
            with qtbot.waitSignal(sending.due, timeout=SECONDS):
                pass
            sending.take(1, touched=False)
        sending.take(0, touched=False)
        assert sending.next_at() is None


def test_pauses_grow_and_the_quiet_minute_begins_anew_with_every_change() -> None:
    sending = AutomaticSending()
    asked = []
    sending.due.connect(lambda: asked.append(sending._timer.interval()))
    sending.take(1, touched=False)
    assert sending._timer.interval() == PAUSES[0]
    for _ in range(6):
        sending._attempt()
        sending.take(1, touched=False)
    assert asked == [*PAUSES[1:], PAUSES[-1], PAUSES[-1]]
    sending.take(1, touched=True)
    assert sending._timer.interval() == PAUSES[0]
    sending.stop()


def ready(here: Registrar, record: str) -> None:
    here.go_to(record)
    here.type("85")
    here.choose_reason()
    here.qtbot.waitUntil(here.page.form.ready.isEnabled, timeout=SECONDS)
    here.make_ready()


def states(program: Program) -> list[str]:
    return [c.state for c in corrections.open_corrections(program.ledger, REGISTRY)]


def choice(here: Registrar) -> QAction:
    return next(a for m in here.window.menuBar().actions() for a in m.menu().actions() if "automatically" in a.text())


def test_a_ready_correction_arrives_without_anybody_asking(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    record = asked.records[0]
    with at_the_page(qtbot, desk) as here:
        here.window.sending.pauses = (1500, 1500)
        ready(here, record)
        assert ", automatically at " in here.window._status.text()
        qtbot.waitUntil(lambda: waiting(desk.ledger) == 0, timeout=SECONDS)
        settle(qtbot, here.window)
        assert "Sent: 1 correction accepted" in here.window._status.text()
        assert "wait to be sent" not in here.window._status.text()
        assert here.window.sending.next_at() is None
    (found,) = asked.filled.registry.query(
        "SELECT operation_minutes FROM records_hoftebrudd_operasjon WHERE record_id = ?", [record]
    )
    assert found == (85,)


def test_where_it_is_not_wanted_it_waits_for_the_button(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    with at_the_page(qtbot, desk) as here:
        here.window.sending.pauses = SOON
        assert choice(here).isChecked()
        choice(here).trigger()
        assert not read_settings(desk.data_dir / "settings.json").automatic_sending
        ready(here, asked.records[1])
        with qtbot.assertNotEmitted(here.window.sending.due, wait=5 * SOON[0]):
            pass
        assert states(desk) == ["ready"]
        assert here.window._status.text().count("waits to be sent") == 1
        assert "automatically" not in here.window._status.text()
        with qtbot.waitSignal(here.window.sending.due, timeout=SECONDS):  # and goes as soon as it is wanted again
            choice(here).trigger()
        qtbot.waitUntil(lambda: waiting(desk.ledger) == 0, timeout=SECONDS)
        here.settle()


@pytest.mark.parametrize("decided", ["always", "never"])
def test_what_the_administrator_decided_holds_for_everyone(
    qtbot: QtBot, desk: Program, asked: Flagged, decided: str
) -> None:
    desk.policy = Policy(automatic_sending=decided)
    with at_the_page(qtbot, desk) as here:
        assert not choice(here).isEnabled()
        assert choice(here).isChecked() == (decided == "always")
        here.window.sending.pauses = (60_000,)
        ready(here, asked.records[2])
        assert (here.window.sending.next_at() is not None) == (decided == "always")


def test_without_contact_it_is_said_once_and_goes_when_the_registry_is_back(
    qtbot: QtBot, tmp_path: Path, asked: Flagged
) -> None:
    """The registry is away when it is tried first; what was said before stays, and nobody is alarmed."""
    with desk_of(asked, tmp_path) as desk, at_the_page(qtbot, desk) as here:
        window = here.window
        ready(here, asked.records[3])
        window._say("Said before")
        asked.filled.registry.faults.add("drop", times=None)
        try:
            window.sending.pauses = SOON
            window.sending.take(1, touched=True)
            qtbot.waitUntil(lambda: "No contact" in window._status.text(), timeout=SECONDS)
            assert "Said before" in window._status.text()
            assert waiting(desk.ledger) == 1
        finally:
            asked.filled.registry.faults.clear()
        qtbot.waitUntil(lambda: waiting(desk.ledger) == 0, timeout=SECONDS)
        settle(qtbot, window)
        assert "Online" in window._status.text()


def test_offline_by_choice_nothing_is_tried(qtbot: QtBot, desk: Program, asked: Flagged) -> None:
    desk.offline = True
    with at_the_page(qtbot, desk) as here:
        here.window.sending.pauses = SOON
        ready(here, asked.records[4])
        assert here.window.sending.next_at() is None
        assert "1 correction waits to be sent" in here.window._status.text()


def test_a_policy_nobody_can_read_holds_as_the_strictest_and_is_said(
    qtbot: QtBot, asked: Flagged, tmp_path: Path
) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"automatic_sending": "sometimes"}')
    with open_program(tmp_path / "data", keys=asked.filled.keys, policy=file) as program:
        assert program.policy.automatic_sending == "never"
        assert isinstance(program.policy_problem, PolicyUnreadable)
        with opened(qtbot, program) as window:
            assert "The rules for this computer cannot be read" in window._status.text() or "Reglene" in (
                window._status.text()
            )
