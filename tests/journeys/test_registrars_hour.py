"""A registrar's hour in the window: flagged records settled by the keyboard alone, offline, then sent exactly once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from windows import DAY, IMPATIENT, SECONDS, nothing_left, opened, settle  # noqa: F401

from app.main_window import MainWindow
from app.pages.corrections import CorrectionsPage
from app.program import Program, open_program
from app.settings import Settings, save_settings
from demo_registry import RunningRegistry, serve
from local_cache.corrections import corrections
from local_cache.corrections.messages import rows as messages
from local_cache.keys import throwaway_keys
from tests.conftest import Figures

REGISTRY, FORM = "hoftebrudd", "operasjon"
TABLE = f"records_{REGISTRY}_{FORM}"
KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BROKEN = {"hb10": {"operation_minutes": 400}, "hb09": {"asa": "9"}, "hb16": {"haemoglobin": 21.5}}


@dataclass
class Plan:
    """What is to become of each record: "correct", "unknown", "rare", "mine" or "theirs" (of a conflict)."""

    todo: dict[str, str] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> list[str]:
        return [record for record, wanted in self.todo.items() if wanted == kind]


def planned(registry: RunningRegistry, number: int) -> Plan:
    """Flagged records at the registry, as many as wanted."""
    free = registry.query(
        f"SELECT record_id FROM {TABLE} WHERE unit = ? AND form_status = 'completed' AND operation_minutes > 20"
        " AND record_id NOT IN (SELECT record_id FROM query) ORDER BY record_id",
        [registry.unit],
    )
    plan, kinds = Plan(), ("correct", "rare", "unknown", "mine", "correct", "rare", "unknown", "theirs")
    rules = {"rare": "hb16", "unknown": "hb09"}
    for at, (record,) in enumerate(free[:number]):
        kind = kinds[at % len(kinds)]
        rule = rules.get(kind, "hb10")
        registry.edit(REGISTRY, FORM, record, BROKEN[rule])
        plan.todo[record] = kind
        plan.queries[record] = registry.ask(REGISTRY, FORM, record, rule)
    assert len(plan.todo) == number
    return plan


class Keyboard:
    """A registrar who has no mouse."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        number = list(window.pages).index("corrections") + 1
        self.press(Qt.Key(KEY.Key_0 + number), CONTROL)
        page = window.pages["corrections"]
        assert isinstance(page, CorrectionsPage) and page.isVisible()
        self.page = page

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)
        settle(self.qtbot, self.window)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.window.focusWidget(), text)

    def tab_to(self, wanted: object) -> None:
        for _ in range(300):
            if self.window.focusWidget() is wanted:
                return
            QTest.keyClick(self.window.focusWidget(), KEY.Key_Tab)
        raise AssertionError(f"the keyboard does not reach it: {self.window.focusWidget()}")

    def open_first(self) -> str:
        """The first of the list, with the keyboard in its field; gives the record."""
        self.press(KEY.Key_L, CONTROL)
        self.press(KEY.Key_Home, CONTROL)
        self.press(KEY.Key_Return)
        assert self.page.opened is not None
        return self.page.opened.record

    def correct(self, value: str) -> None:
        """A new value in the field in question, a reason, ready."""
        QTest.keyClick(self.window.focusWidget(), KEY.Key_A, CONTROL)
        self.type(value)
        self.tab_to(self.page.form.reason)
        self.press(KEY.Key_Down)
        self.press(KEY.Key_Return, CONTROL)


def settle_first(keyboard: Keyboard, plan: Plan) -> str:
    """What a registrar does with whatever stands first; gives the record."""
    record = keyboard.open_first()
    page = keyboard.page
    assert page.opened is not None
    asked = page.opened.key == plan.queries.get(record)  # else what the rules run here have found besides
    wanted = plan.todo[record] if asked else "unknown"
    if page.opened.met is not None:
        if wanted == "mine":
            keyboard.press(KEY.Key_Down)  # from the registry's value, which is the safe choice, to one's own
            keyboard.press(KEY.Key_Return, CONTROL)
            assert page.opened is not None and page.opened.draft is not None, "what is kept is a draft again"
            keyboard.press(KEY.Key_Return, CONTROL)
        else:
            keyboard.press(KEY.Key_Return, CONTROL)
    elif wanted == "correct":
        keyboard.correct("85")
    elif wanted == "rare":
        keyboard.press(KEY.Key_T, CONTROL)
    else:
        keyboard.press(KEY.Key_I, CONTROL | SHIFT)
    return record


def count(keyboard: Keyboard) -> int:
    assert keyboard.page.rows is not None
    return len(keyboard.page.rows)


def work_through(qtbot: QtBot, program: Program, registry: RunningRegistry, plan: Plan) -> None:
    contested = [*plan.of("mine"), *plan.of("theirs")]
    with opened(qtbot, program, registry=REGISTRY, period="last60") as window:
        keyboard = Keyboard(qtbot, window)
        for record in contested:  # corrected here, and meanwhile by somebody else
            keyboard.press(KEY.Key_F, CONTROL)
            QTest.keyClick(window.focusWidget(), KEY.Key_A, CONTROL)
            keyboard.type(record)
            qtbot.waitUntil(lambda: not keyboard.page._searching.isActive())
            settle(qtbot, window)
            assert keyboard.open_first() == record
            keyboard.correct("90")
        for record in contested:
            registry.edit(REGISTRY, FORM, record, {"operation_minutes": 95})
        synchronise(qtbot, window)
    states = {c.record: c.state for c in corrections.corrections(program.ledger, REGISTRY)}
    assert states == dict.fromkeys(contested, "conflict")
    # The hour without a network.
    program.offline = True
    asked = len(registry.log)
    with opened(qtbot, program) as window:
        keyboard = Keyboard(qtbot, window)
        left, steps = count(keyboard), 0
        assert left >= len(plan.todo)
        while left:
            settle_first(keyboard, plan)
            steps += 1
            assert steps < 5 * len(plan.todo) + 40
            left = count(keyboard)
        assert "wait to be sent" in window._status.text()
    assert len(registry.log) == asked, "nothing was asked of the registry"
    # And with it again.
    program.offline = False
    with opened(qtbot, program) as window:
        keyboard = Keyboard(qtbot, window)
        synchronise(qtbot, window)
        assert "Sent:" in window._status.text()
        assert "wait to be sent" not in window._status.text()
        synchronise(qtbot, window)  # once more sends nothing


def synchronise(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window.focusWidget() or window, KEY.Key_F5)
    qtbot.waitUntil(lambda: window._long_job is None, timeout=SECONDS)
    settle(qtbot, window)


def assert_applied_once(program: Program, registry: RunningRegistry, plan: Plan) -> None:
    """The registry's own tables against the ledger."""
    minutes = dict(registry.query(f"SELECT record_id, operation_minutes FROM {TABLE}"))
    assert {minutes[r] for r in plan.of("correct")} == {85}
    assert {minutes[r] for r in plan.of("mine")} == {90}
    assert {minutes[r] for r in plan.of("theirs")} == {95}
    here = {c.op_id: c for c in corrections.corrections(program.ledger, REGISTRY)}
    received = registry.query("SELECT op_id, record_id, status FROM received WHERE changes <> '[]'")
    applied = [record for _, record, status in received if status == "applied"]
    assert sorted(applied) == sorted([*plan.of("correct"), *plan.of("mine")]), "each exactly once"
    assert len({op_id for op_id, _, _ in received}) == len(received)
    for op_id, _, status in received:
        state = here[op_id].state
        assert state in {"applied": ("applied", "confirmed"), "conflict": ("conflict",)}[status]
    said: dict[str, list[str]] = {}
    states = {}
    for id, state, told in registry.query("SELECT id, state, messages FROM query"):
        states[id] = state
        said[id] = [m["response"] for m in json.loads(told) if m.get("op_id")]
    for record, kind in plan.todo.items():
        expected = {"rare": ["rare_but_true"], "unknown": ["cannot_be_found_out"], "theirs": ["cannot_be_found_out"]}
        assert said[plan.queries[record]] == expected.get(kind, []), kind
        assert states[plan.queries[record]] not in ("open", "returned"), kind
    assert all(m.state in ("applied", "confirmed") for m in messages.every(program.ledger))
    assert corrections.waiting(program.ledger) == 0


@pytest.mark.timeout(1200)  # alone under a minute; two busy cores are slow
def test_a_registrars_hour(qtbot: QtBot, tmp_path: Path, figures: Figures) -> None:
    began = perf_counter()
    with serve(records=420, seed=7, others=0.02, registries=[REGISTRY], now=DAY) as registry:
        plan = planned(registry, 30)
        with open_program(tmp_path, keys=throwaway_keys(), today=DAY) as program:
            program.pauses = IMPATIENT
            program.connect(registry.address, registry.user("registrar").token)
            program.synchronise()
            save_settings(tmp_path / "settings.json", Settings(language="en"))
            work_through(qtbot, program, registry, plan)
            assert_applied_once(program, registry, plan)
    settled = ", ".join(f"{number} {kind}" for kind, number in sorted(Counter(plan.todo.values()).items()))
    figures(f"30 queries by keyboard in {perf_counter() - began:.0f} s ({settled}); each at the registry exactly once")
