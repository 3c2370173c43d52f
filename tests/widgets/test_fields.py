"""Fields: typed values in and out, what is wrong in words, and nothing guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from local_cache.codebook import Codebook, Entry, make_codebook
from local_cache.registry import Code, CodeList, Definition, Form, Range, Unit, Variable, VariableType
from local_cache.values import FaultKind, Value
from widgets.card import Card
from widgets.forms.fields import Field, code_text
from widgets.forms.record_form import RecordForm
from widgets.theme import apply_theme, contrast, theme

TODAY = date(2026, 3, 9)
"""Not the machine's: what today is comes with the form."""
CODES = (
    Code("9", {"nb": "Ukjent", "en": "Unknown"}, missing=True),
    Code("1", {"nb": "Høyre", "en": "Right"}),
    Code("2", {"nb": "Venstre", "en": "Left"}),
    Code("x", {"nb": "Begge sider", "en": "Both sides"}),
)
MANY = tuple(Code(f"k{n}", {"nb": f"Kode nummer {n}"}) for n in range(40))
VARIABLES: dict[str, Variable] = {
    "age": Variable("age", {"nb": "Alder", "en": "Age"}, "integer", "a", "år",
                    soft_range=Range(50, 105), hard_range=Range(0, 120),
                    help={"nb": "Hele år", "en": "Whole years"}),
    "weight": Variable("weight", {"nb": "Vekt"}, "decimal", "a", "kg"),
    "side": Variable("side", {"nb": "Side", "en": "Side"}, "code", "a", codes="side"),
    "several": Variable("several", {"nb": "Flere"}, "multi-code", "a", codes="side"),
    "many": Variable("many", {"nb": "Mange"}, "multi-code", "a", codes="many"),
    "smoker": Variable("smoker", {"nb": "Røyker"}, "boolean", "b"),
    "admitted": Variable("admitted", {"nb": "Innlagt"}, "date", "b", hard_range=Range("1990-01-01", "today")),
    "operated": Variable("operated", {"nb": "Operert"}, "timestamp", "b", hard_range=Range("admitted", "today")),
    "remark": Variable("remark", {"nb": "Merknad"}, "text", "b"),
}  # fmt: skip


def codebook() -> Codebook:
    sections = {"a": {"nb": "Pasient"}, "b": {"nb": "Opphold"}}
    form = Form("f", {"nb": "F"}, "admitted", tuple(VARIABLES.values()), sections)
    lists = (CodeList("side", CODES), CodeList("many", MANY))
    return make_codebook(Definition("r", "1", {}, (Unit("n", "nation", {"nb": "Landet"}),), (form,), lists))


ENTRIES: dict[str, Entry] = {e.id: e for e in codebook().entries}
NAMES = {name: v.label["nb"] for name, v in VARIABLES.items()}


def field(qtbot: QtBot, name: str, *, language: str = "nb", **more: Any) -> Field:
    made = Field(ENTRIES[name], NAMES, language, **{"today": TODAY, "absent": "Not in the journal", **more})
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def line(made: Field) -> QLineEdit:
    found = made.findChild(QLineEdit)
    assert found is not None
    return found


def leave(made: Field) -> None:
    """As when the keyboard goes on."""
    line(made).editingFinished.emit()


def paste(qtbot: QtBot, widget: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


VALUES: dict[str, Value] = {
    "age": 70, "weight": 72.5, "side": "2", "several": ("1", "x"), "many": ("k3", "k17"), "smoker": False,
    "admitted": date(2025, 3, 1), "operated": datetime(2025, 3, 2, 14, 30), "remark": "to\nlinjer",
}  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", VALUES)
def test_a_value_put_in_comes_out_again(qtbot: QtBot, name: str, language: str) -> None:
    made = field(qtbot, name, language=language)
    assert (made.value(), made.is_answered(), made.fault()) == (None, False, None)
    with qtbot.assertNotEmitted(made.changed):
        made.set_value(VALUES[name])
    assert made.value() == VALUES[name]
    assert type(made.value()) is type(VALUES[name])
    assert made.is_answered()
    assert made.message() == ""
    made.set_value(None)
    assert (made.value(), made.is_answered()) == (None, False)


@pytest.mark.parametrize("name", VALUES)
def test_that_there_is_no_value_is_an_answer_of_its_own(qtbot: QtBot, name: str) -> None:
    made = field(qtbot, name)
    made.set_value(VALUES[name])
    absent = next(b for b in made.findChildren(QCheckBox) if b.text() == "Not in the journal")
    with qtbot.waitSignal(made.changed):
        qtbot.mouseClick(absent, Qt.MouseButton.LeftButton, pos=QPoint(8, absent.height() // 2))
    assert (made.value(), made.is_absent(), made.is_answered()) == (None, True, True)
    with qtbot.waitSignal(made.changed):
        qtbot.mouseClick(absent, Qt.MouseButton.LeftButton, pos=QPoint(8, absent.height() // 2))
    assert made.value() == VALUES[name], "what stood there was not thrown away"
    plain = field(qtbot, name, absent="")
    assert [b for b in plain.findChildren(QCheckBox) if b.text() == "Not in the journal"] == []


@pytest.mark.parametrize("name", VALUES)
def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, name: str) -> None:
    made = field(qtbot, name)
    kinds = (QLineEdit, QComboBox, QPlainTextEdit, QCheckBox, QRadioButton, QListWidget)
    controls = [w for kind in kinds for w in made.findChildren(kind) if w.isVisible()]
    assert controls
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name), control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus or control.focusProxy() is not None


# What is wrong is said in the field


@pytest.mark.parametrize(
    ("name", "typed", "kind", "words"),
    [
        ("age", "sytti", FaultKind.NUMBER, "Not a number"),
        ("age", "70,5", FaultKind.WHOLE, "whole number"),
        ("age", "130", FaultKind.HARD, "from 0 to 120 år"),
        ("weight", "1.234", FaultKind.AMBIGUOUS, "two different numbers"),
        ("admitted", "31.02.2025", FaultKind.DATE, "no such day"),
        ("admitted", "12.03.0203", FaultKind.YEAR, "The year 0203"),
        ("admitted", "12.03.25", FaultKind.SHORT_YEAR, "four digits"),
        ("admitted", "01.01.1980", FaultKind.HARD, "from 01.01.1990"),
        ("operated", "12.03.2025", FaultKind.TIME_MISSING, "time of day is missing"),
        ("side", "Midten", FaultKind.CODE, "not in the code list"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_stays_as_it_was_typed(
    qtbot: QtBot, name: str, typed: str, kind: FaultKind, words: str
) -> None:
    made = field(qtbot, name)
    qtbot.keyClicks(line(made), typed)
    assert made.message() == "", "nobody is interrupted while typing"
    leave(made)
    fault = made.fault()
    assert fault is not None
    assert (fault.kind, fault.is_error, made.is_in_error()) == (kind, True, True)
    assert made.message().startswith("✕ ")
    assert words in made.message()
    assert line(made).text() == typed
    if kind not in (FaultKind.HARD, FaultKind.CODE):
        assert made.value() is None
        assert not made.is_answered()
    interface = QAccessible.queryAccessibleInterface(made._editor.control())
    assert interface is not None
    assert words in interface.text(QAccessible.Text.Description)


def test_an_unusual_value_is_a_warning_and_stands(qtbot: QtBot) -> None:
    made = field(qtbot, "age")
    qtbot.keyClicks(line(made), "30")
    leave(made)
    fault = made.fault()
    assert fault is not None
    assert (fault.kind, made.is_in_error(), made.value()) == (FaultKind.SOFT, False, 30)
    assert made.message().startswith("! ")
    assert "from 50 to 105 år" in made.message()


def test_words_go_as_soon_as_the_value_is_right(qtbot: QtBot) -> None:
    made = field(qtbot, "age")
    qtbot.keyClicks(line(made), "130")
    leave(made)
    assert made.message()
    qtbot.keyClick(line(made), Qt.Key.Key_Backspace)
    assert "50 to 105" in made.message(), "13 is another fault, and no longer that one"
    line(made).clear()
    qtbot.keyClicks(line(made), "70")
    assert made.message() == ""


def test_a_wrong_type_pasted_is_said_at_once(qtbot: QtBot) -> None:
    made = field(qtbot, "weight")
    with qtbot.waitSignal(made.changed):
        paste(qtbot, line(made), "Ola Nordmann, 72 kg")
    assert "Not a number" in made.message()
    assert made.value() is None
    line(made).clear()
    paste(qtbot, line(made), "72,5")
    assert (made.value(), made.message()) == (72.5, "")


@pytest.mark.parametrize("name", ["age", "admitted", "operated", "side", "remark"])
def test_a_megabyte_is_refused_in_words_and_does_not_hold_up_the_window(qtbot: QtBot, name: str) -> None:
    made = field(qtbot, name)
    made.set_value(VALUES[name])
    editor = made.findChild(QPlainTextEdit) if name == "remark" else line(made)
    assert editor is not None
    editor.selectAll()
    paste(qtbot, editor, "x" * 1_000_000)
    assert made.is_in_error()
    assert made.value() is None
    assert "Too long" in made.message()
    if name == "remark":
        assert "1\u00a0000\u00a0000" in made.message()
        assert editor.toPlainText() == VALUES[name], "what stood there stays"
        qtbot.keyClicks(editor, "kort")
        assert made.value() == "kort"
        assert made.message() == ""


def test_text_dropped_in_is_held_to_the_same(qtbot: QtBot) -> None:
    made = field(qtbot, "remark")
    text = made.findChild(QPlainTextEdit)
    assert text is not None
    mime = QMimeData()
    mime.setText("a\x00b")
    text.insertFromMimeData(mime)
    fault = made.fault()
    assert fault is None or fault.kind is FaultKind.INVISIBLE
    before = text.height()
    text.setPlainText("\n".join("linje" for _ in range(20)))
    assert text.height() > before
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert "\t" not in text.toPlainText(), "Tab goes on"


# Numbers and dates


def test_a_number_is_shown_as_it_is_shown_everywhere_else(qtbot: QtBot) -> None:
    made = field(qtbot, "weight")
    qtbot.keyClicks(line(made), "72.50")
    leave(made)
    assert (line(made).text(), made.value()) == ("72,5", 72.5)
    english = field(qtbot, "weight", language="en")
    english.set_value(72.5)
    assert line(english).text() == "72.5"


def test_dates_are_written_short_and_stepped_with_the_keys(qtbot: QtBot) -> None:
    made = field(qtbot, "admitted")
    qtbot.keyClicks(line(made), "28022025")
    leave(made)
    assert line(made).text() == "28.02.2025"
    for key, expected in (
        (Qt.Key.Key_Up, date(2025, 3, 1)),
        (Qt.Key.Key_Down, date(2025, 2, 28)),
        (Qt.Key.Key_PageUp, date(2025, 3, 28)),
        (Qt.Key.Key_PageDown, date(2025, 2, 28)),
        (Qt.Key.Key_PageDown, date(2025, 1, 28)),
    ):
        with qtbot.waitSignal(made.changed):
            qtbot.keyClick(line(made), key)
        assert made.value() == expected
    made.set_value(date(2025, 3, 31))
    qtbot.keyClick(line(made), Qt.Key.Key_PageDown)
    assert made.value() == date(2025, 2, 28), "the month's last day"
    made.set_value(None)
    qtbot.keyClick(line(made), Qt.Key.Key_Up)
    assert made.value() == TODAY


def test_a_date_in_the_future_is_wrong_also_when_the_keys_lead_there(qtbot: QtBot) -> None:
    made = field(qtbot, "admitted")
    made.set_value(TODAY)
    assert made.message() == ""
    qtbot.keyClick(line(made), Qt.Key.Key_Up)
    assert made.value() == TODAY + timedelta(days=1)
    assert "today" in made.message()


# Codes


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list that opens while one types
def test_a_code_is_found_by_its_value_its_label_or_a_part_of_it(qtbot: QtBot) -> None:
    made = field(qtbot, "side")
    box = made.findChild(QComboBox)
    assert box is not None
    assert [box.itemText(i) for i in range(box.count())] == ["1 – Høyre", "2 – Venstre", "Begge sider", "9 – Ukjent"]
    assert box.currentIndex() == -1
    for typed in ("2", "venstre", "VENSTRE", "2 – Venstre"):
        line(made).clear()
        paste(qtbot, line(made), typed)
        leave(made)
        assert (made.value(), line(made).text()) == ("2", "2 – Venstre"), typed
    box.completer().setCompletionPrefix("side")
    assert box.completer().completionCount() == 1
    with qtbot.waitSignal(made.changed):
        box.setCurrentIndex(0)
        box.activated.emit(0)
    assert made.value() == "1"


def test_the_wheel_changes_no_answer_in_passing(qtbot: QtBot) -> None:
    made = field(qtbot, "side")
    made.set_value("1")
    box = made.findChild(QComboBox)
    assert box is not None
    box.clearFocus()
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    assert made.value() == "1"


def test_a_code_that_left_the_list_is_shown_and_refused(qtbot: QtBot) -> None:
    made = field(qtbot, "side", retired={"3": "Midten"})
    made.set_value("3")
    assert made.value() == "3"
    assert line(made).text() == "3 – Midten"
    assert "no longer in the code list" in made.message()
    made.set_value("7")
    assert "not in the code list" in made.message()
    several = field(qtbot, "several", retired={"3": "Midten"})
    several.set_value(("1", "3"))
    assert several.value() == ("1", "3")
    assert "no longer in the code list" in several.message()
    box = next(b for b in several.findChildren(QCheckBox) if b.text() == "3 – Midten")
    box.click()
    assert (several.value(), several.message()) == (("1",), "")


def test_several_codes_and_none_of_them_are_told_from_no_answer(qtbot: QtBot) -> None:
    made = field(qtbot, "several")
    boxes = {b.text(): b for b in made.findChildren(QCheckBox)}
    assert made.value() is None
    boxes["None of these"].click()
    assert (made.value(), made.is_answered()) == ((), True)
    boxes["2 – Venstre"].click()
    assert made.value() == ("2",)
    assert not boxes["None of these"].isChecked()
    boxes["2 – Venstre"].click()
    assert (made.value(), made.is_answered()) == (None, False), "unticked is not the same as none"


def test_a_long_list_is_searched(qtbot: QtBot) -> None:
    made = field(qtbot, "many")
    listed = made.findChild(QListWidget)
    assert listed is not None
    qtbot.keyClicks(line(made), "nummer 17")
    shown = [listed.item(n).text() for n in range(listed.count()) if not listed.item(n).isHidden()]
    assert shown == ["Kode nummer 17"]
    with qtbot.waitSignal(made.changed):
        listed.item(17).setCheckState(Qt.CheckState.Checked)
    assert made.value() == ("k17",)


def test_yes_and_no_begin_with_neither(qtbot: QtBot) -> None:
    made = field(qtbot, "smoker")
    yes, no = made.findChildren(QRadioButton)
    assert not yes.isChecked() and not no.isChecked()
    with qtbot.waitSignal(made.changed):
        no.click()
    assert made.value() is False
    assert made.is_answered()
    made.set_value(None)
    assert not yes.isChecked() and not no.isChecked()
    yes.click()
    assert made.value() is True


# The form


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[RecordForm]:
    made = RecordForm()
    qtbot.addWidget(made)
    made.show_form(list(ENTRIES.values()), NAMES, "nb", today=TODAY, absent="Not in the journal")
    made.resize(700, 600)
    made.show()
    qtbot.waitExposed(made)
    yield made


def test_the_form_has_the_codebooks_sections_and_order(form: RecordForm) -> None:
    assert list(form.fields) == list(VARIABLES)
    assert [c.heading.text() for c in form.findChildren(Card)] == ["Pasient", "Opphold"]


def test_answers_come_out_as_they_were_put_in(form: RecordForm) -> None:
    answers = {**VALUES, "weight": None}
    form.set_values(answers)
    assert form.values() == answers
    assert form.unanswered() == ()
    form.set_values({"age": 70})
    assert form.values() == {"age": 70}
    assert set(form.unanswered()) == set(VARIABLES) - {"age"}


def test_ranges_follow_what_is_typed_in_other_fields(qtbot: QtBot, form: RecordForm) -> None:
    form.set_values({"operated": datetime(2025, 3, 2, 14, 30)})
    assert form.in_error() == ()
    with qtbot.waitSignal(form.changed) as changed:
        qtbot.keyClicks(line(form.fields["admitted"]), "03.03.2025")
    assert changed.args == ["admitted"]
    assert form.in_error() == ("operated",)
    form.go_to("operated")
    message = form.fields["operated"].message()
    assert "“Innlagt” (03.03.2025)" in message
    line(form.fields["admitted"]).clear()
    qtbot.keyClicks(line(form.fields["admitted"]), "01.03.2025")
    assert form.in_error() == ()
    assert form.fields["operated"].message() == ""


def test_tab_walks_through_the_form_and_brings_fields_into_view(qtbot: QtBot, form: RecordForm) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.resize(500, 260)
    form.focus_first()
    seen = set()
    for _ in range(60):
        focused = form.focusWidget()
        assert focused is not None
        made = next((f for f in form.fields.values() if f.isAncestorOf(focused)), None)
        if made is not None:
            seen.add(made.entry.id)
            at = focused.mapTo(form.viewport(), focused.rect().center())
            assert form.viewport().rect().adjusted(0, -4, 0, 4).contains(at)
        if made is form.fields["remark"]:
            break
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == set(VARIABLES)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_what_one_writes_and_ticks_is_outlined_three_to_one(qtbot: QtBot, qapp: QApplication, look: str) -> None:
    apply_theme(qapp, look)
    try:
        card = Card("x")
        box, typed = QCheckBox("x"), QLineEdit()
        for widget in (box, typed):
            card.body.addWidget(widget)
        card.resize(240, 160)
        qtbot.addWidget(card)
        card.show()
        qtbot.waitExposed(card)
        image: QImage = card.grab().toImage()
        for widget in (box, typed):
            at = widget.mapTo(card, QPoint(0, 0))
            across = [image.pixelColor(at.x() + x, at.y() + widget.height() // 2) for x in range(6)]
            best = max(contrast(QColor(c).name(), theme().surface) for c in across)
            assert best >= 3, (widget, [c.name() for c in across])
    finally:
        apply_theme(qapp, "light")


def test_a_list_says_values_one_can_type() -> None:
    assert code_text(CODES[1], "en") == "1 – Right"
    assert code_text(CODES[3], "en") == "Both sides"
    assert code_text(Code("z", {}), "en") == "z"


TYPES: set[VariableType] = {v.type for v in VARIABLES.values()}


def test_every_type_was_tried() -> None:
    from local_cache.registry import COLUMN_TYPES

    assert set(COLUMN_TYPES) == TYPES
