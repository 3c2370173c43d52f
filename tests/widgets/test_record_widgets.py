"""What surrounds the table of records: the filter's form, the column chooser, statistics, the words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from local_cache.records.columns import Column
from local_cache.records.filter import (
    Between,
    Condition,
    Contains,
    During,
    Equals,
    Missing,
    OneOf,
    Present,
    RecordFilter,
)
from local_cache.records.record import ColumnStatistics, Flag, Spread
from local_cache.records.text import MASKED
from widgets.record_words import condition_in_words, count_in_words, filter_in_words, flag_in_words
from widgets.tables.column_chooser import ColumnChooser, with_columns
from widgets.tables.column_statistics import StatisticsPanel
from widgets.tables.filter_editor import FilterEditor

AGE = Column("age", "integer", "Alder", "patient", "år")
BORN = Column("born", "date", "Født", "patient", masked=True)
IDENTITY = Column("national_id", "text", "Fødselsnummer", "patient", masked=True)
SEX = Column("sex", "code", "Kjønn", "patient", codes=(("1", "Mann"), ("2", "Kvinne")))
EARLIER = Column("earlier", "multi-code", "Tidligere", "patient", codes=(("h", "Hjerte"), ("l", "Lunge")))
SMOKER = Column("smoker", "boolean", "Røyker", "patient")
DAY = Column("operated_on", "date", "Operert", "operation")
MOMENT = Column("admitted_at", "timestamp", "Innlagt", "operation")
REMARK = Column("remark", "text", "Merknad", "operation", help="Fritekst")
COLUMNS = (Column("record_id", "text", "Skjemanummer"), AGE, BORN, IDENTITY, SEX, EARLIER, SMOKER, DAY, MOMENT, REMARK)


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    yield made


def editor(place: QWidget, column: Column, condition: Condition | None = None) -> FilterEditor:
    made = FilterEditor(column, condition, "nb", place)
    made.open_at(QPoint(550, 480))
    return made


def typed(made: FilterEditor, *texts: str) -> None:
    for line, text in zip(made.findChildren(QLineEdit), texts, strict=True):
        line.setText(text)


KEPT: list[tuple[Column, Condition]] = [
    (AGE, Between(75, 84)),
    (AGE, Between(None, 84.5)),
    (AGE, Between(75)),
    (AGE, Missing()),
    (DAY, During(date(2025, 1, 1), date(2025, 12, 31))),
    (MOMENT, During(None, date(2025, 3, 1))),
    (MOMENT, Present()),
    (REMARK, Contains("pacemaker")),
    (SEX, OneOf(("2",))),
    (EARLIER, OneOf(("h",), or_missing=True)),
    (SMOKER, OneOf(("false",))),
    (BORN, Missing()),
]


@pytest.mark.parametrize(("column", "condition"), KEPT, ids=lambda v: getattr(v, "name", type(v).__name__))
def test_a_form_shows_the_condition_and_gives_it_back(
    qtbot: QtBot, place: QWidget, column: Column, condition: Condition
) -> None:
    made = editor(place, column, condition)
    assert place.rect().contains(made.geometry())
    with qtbot.waitSignal(made.chosen) as chosen:
        made.accept()
    assert chosen.args == [column.name, condition]


@pytest.mark.parametrize(
    ("column", "texts", "condition"),
    [
        (AGE, ("1 080,5", ""), Between(1080.5)),
        (AGE, ("", ""), None),
        (DAY, ("2025", "03.2025"), During(date(2025, 1, 1), date(2025, 3, 31))),
        (REMARK, ("  Åpen ",), Contains("Åpen")),
        (IDENTITY, ("01010112345",), Equals("01010112345")),
        (BORN, ("1.1.1940",), Equals("1940-01-01")),
    ],
)
def test_what_is_typed_becomes_the_condition(
    place: QWidget, column: Column, texts: tuple[str, ...], condition: Condition | None
) -> None:
    made = editor(place, column)
    typed(made, *texts)
    assert made.condition() == condition
    made.close()


@pytest.mark.parametrize(
    ("column", "texts", "said"),
    [
        (AGE, ("gammel", ""), "“gammel” is not a number."),
        (DAY, ("", "i går"), "“i går” is not a day, a month or a year."),
        (BORN, ("1940",), "“1940” is not one day."),
    ],
)
def test_what_is_not_understood_is_said_and_the_form_stays(
    qtbot: QtBot, place: QWidget, column: Column, texts: tuple[str, ...], said: str
) -> None:
    made = editor(place, column)
    typed(made, *texts)
    with qtbot.assertNotEmitted(made.chosen):
        qtbot.keyClick(made.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
    assert made.isVisible()
    assert made._said.text() == said
    made.close()


def test_an_identifier_that_was_looked_for_is_not_shown_again(place: QWidget) -> None:
    made = editor(place, IDENTITY, Equals("01010112345"))
    assert [line.text() for line in made.findChildren(QLineEdit)] == [""]
    made.close()


def test_the_keyboard_alone_chooses_codes_and_goes_back_to_where_it_was(qtbot: QtBot, place: QWidget) -> None:
    button = QPushButton("here", place)
    button.show()
    button.setFocus()
    made = editor(place, SEX)
    choices = made.findChild(QListWidget)
    assert choices is not None
    assert choices.hasFocus()
    qtbot.keyClick(choices, Qt.Key.Key_Down)
    qtbot.keyClick(choices, Qt.Key.Key_Space)
    with qtbot.waitSignal(made.chosen) as chosen:
        qtbot.keyClick(choices, Qt.Key.Key_Return)
    assert chosen.args == ["sex", OneOf(("2",))]
    assert button.hasFocus()
    again = editor(place, SEX)
    qtbot.keyClick(again.findChild(QListWidget), Qt.Key.Key_Escape)
    assert not again.isVisible()
    assert button.hasFocus()
    third = editor(place, AGE)
    button.setFocus()
    assert not third.isVisible()  # it goes when the keyboard leaves it


def test_all_or_none_of_the_codes_is_no_filter(place: QWidget) -> None:
    for state in (Qt.CheckState.Checked, Qt.CheckState.Unchecked):
        made = editor(place, SEX)
        choices = made.findChild(QListWidget)
        assert choices is not None
        for row in range(choices.count()):
            choices.item(row).setCheckState(state)
        assert made.condition() is None
        made.close()


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "condition", "words"),
    [
        (AGE, Between(75, 84), "75–84"),
        (AGE, Between(75, 75), "75"),
        (AGE, Between(None, 62.5), "up to 62,5"),
        (AGE, Between(75), "from 75"),
        (AGE, Between(), "any"),
        (DAY, During(date(2025, 1, 1), date(2025, 12, 31)), "01.01.2025–31.12.2025"),
        (SEX, OneOf(("2", "7"), or_missing=True), "Kvinne, 7, missing"),
        (SMOKER, OneOf(("true",)), "Ja"),
        (SEX, OneOf(()), "none"),
        (REMARK, Contains("x"), "contains “x”"),
        (REMARK, Missing(), "missing"),
        (REMARK, Present(), "filled in"),
        (IDENTITY, Equals("01010112345"), f"is {MASKED}"),
        (REMARK, Equals("x"), "is x"),
    ],
)
def test_a_condition_in_words(column: Column, condition: Condition, words: str) -> None:
    assert condition_in_words(column, condition, "nb") == words


def test_a_filter_in_words_part_by_part() -> None:
    asked = RecordFilter(
        (("age", Between(75)), ("gone", Missing())),
        ("age > 3", "sex = '1'"),
        "Nevneren",
        ("H1", "H2"),
        " to ord ",
        True,
    )
    assert filter_in_words(asked, COLUMNS, "nb") == (
        ("/expressions", "Nevneren"),
        ("/records", "2 chosen forms"),
        ("/flagged", "flagged"),
        ("/search", "search “to ord”"),
        ("age", "Alder: from 75"),
    )
    assert filter_in_words(RecordFilter(expressions=("age > 3", "TRUE")), COLUMNS, "nb") == (
        ("/expressions", "age > 3 AND TRUE"),
    )
    assert filter_in_words(RecordFilter(), COLUMNS, "nb") == ()


def test_counts_and_flags_in_words() -> None:
    assert count_in_words(1080, 1080, False, "nb") == "1\u00a0080 forms"
    assert count_in_words(1080, 37, True, "nb") == "1\u00a0080 forms, 37 shown"
    assert count_in_words(1, 1, False, "en") == "1 form"
    assert flag_in_words(Flag("rule", "r", "error", (), "Feil.")) == "Error: Feil."
    assert flag_in_words(Flag("rule", "r", "warning", (), "Se etter.")) == "Warning: Se etter."
    assert flag_in_words(Flag("query", "q", "error", (), "Hva?")) == "Open question from the registry: Hva?"


# --- columns --------------------------------------------------------------------------------------------------------

NAMES = [f"c{i}" for i in range(8)]


@given(shown=st.lists(st.sampled_from(NAMES), unique=True), wanted=st.sets(st.sampled_from(NAMES)))
def test_columns_keep_the_order_a_person_gave_them(shown: list[str], wanted: set[str]) -> None:
    order = with_columns(shown, wanted, NAMES)
    assert set(order) == wanted
    assert len(order) == len(wanted)
    assert [n for n in order if n in shown] == [n for n in shown if n in wanted]
    if not shown:
        assert list(order) == [n for n in NAMES if n in wanted]


def test_a_new_column_follows_what_it_follows_in_the_form() -> None:
    assert with_columns(["c4", "c1"], {"c4", "c1", "c2"}, NAMES) == ("c4", "c1", "c2")
    assert with_columns(["c4", "c1"], {"c4", "c1", "c5", "c0"}, NAMES) == ("c0", "c4", "c5", "c1")


def chooser(qtbot: QtBot, shown: tuple[str, ...]) -> ColumnChooser:
    made = ColumnChooser()
    qtbot.addWidget(made)
    made.offer(COLUMNS, {"": "Selve skjemaet", "patient": "Pasient"}, shown, ("record_id", "age"))
    return made


def test_columns_are_chosen_by_section_and_found_by_typing(qtbot: QtBot) -> None:
    made = chooser(qtbot, ("record_id", "remark"))
    tree = made.findChild(QTreeWidget)
    assert tree is not None
    heads = [tree.topLevelItem(i) for i in range(tree.topLevelItemCount())]
    assert [h.text(0) for h in heads if h is not None] == ["Selve skjemaet", "Pasient", "operation"]
    patient = heads[1]
    assert patient is not None
    assert patient.checkState(0) is Qt.CheckState.Unchecked
    chosen: list[tuple[str, ...]] = []
    made.chosen.connect(chosen.append)
    patient.setCheckState(0, Qt.CheckState.Checked)
    assert set(chosen[-1]) == {"record_id", "remark", *(c.name for c in COLUMNS if c.section == "patient")}
    patient.child(0).setCheckState(0, Qt.CheckState.Unchecked)
    assert "age" not in chosen[-1]
    search = made.findChild(QLineEdit)
    assert search is not None
    search.setText("kjø")
    shown = [i.text(0) for i in made._items() if not i.isHidden()]
    assert shown == ["Kjønn"]
    assert [h.isHidden() for h in heads if h is not None] == [True, False, True]


def test_all_and_standard(qtbot: QtBot) -> None:
    made = chooser(qtbot, ("remark",))
    chosen: list[tuple[str, ...]] = []
    made.chosen.connect(chosen.append)
    buttons = {b.text(): b for b in made.findChildren(QPushButton)}
    buttons["All"].click()
    assert chosen[-1] == tuple(c.name for c in COLUMNS)
    buttons["Standard"].click()
    assert chosen[-1] == ("record_id", "age")


def test_the_last_column_cannot_be_taken_away(qtbot: QtBot) -> None:
    made = chooser(qtbot, ("age",))
    with qtbot.assertNotEmitted(made.chosen):
        age = next(i for i in made._items() if i.data(0, Qt.ItemDataRole.UserRole) == "age")
        age.setCheckState(0, Qt.CheckState.Unchecked)


# --- statistics -----------------------------------------------------------------------------------------------------


def test_the_panel_says_what_a_column_holds(qtbot: QtBot) -> None:
    panel = StatisticsPanel()
    qtbot.addWidget(panel)
    panel.show_statistics(
        ColumnStatistics(AGE, 1000, 100, (), 40, Spread(18, 70.0, 79.5, 85.125, 104), ((80, 50), (81, 45)), 38),
        "nb",
        labels=True,
    )
    text = panel.text()
    assert "900 of 1\u00a0000 forms have a value. 40 different values." in text
    assert "Median 79,5, quartiles 70 and 85,13, range 18–104." in text
    assert "and 38 other values" in text
    model = panel._counted
    rows = [tuple(model.index(r, c).data() for c in range(3)) for r in range(model.rowCount())]
    assert rows == [("80", "50", "5,0\u00a0%"), ("81", "45", "4,5\u00a0%"), ("missing", "100", "10,0\u00a0%")]


def test_codes_that_say_the_answer_is_not_known_are_counted_apart(qtbot: QtBot) -> None:
    panel = StatisticsPanel()
    qtbot.addWidget(panel)
    sex = Column("sex", "code", "Kjønn", codes=(("1", "Mann"), ("9", "Ukjent")), unknown=frozenset({"9"}))
    found = ColumnStatistics(sex, 10, 0, (("9", 3),), 2, None, (("1", 7), ("9", 3)), 0)
    panel.show_statistics(found, "nb", labels=True)
    model = panel._counted
    assert [(row.words, row.n, row.quiet) for row in model.rows] == [("Mann", 7, False), ("Ukjent", 3, True)]
    panel.show_statistics(found, "nb", labels=False)
    assert [row.words for row in model.rows] == ["1", "9"]


def test_identifiers_have_no_values_there(qtbot: QtBot) -> None:
    panel = StatisticsPanel()
    qtbot.addWidget(panel)
    panel.show_statistics(ColumnStatistics(IDENTITY, 10, 1, (), 9, None, (), 9), "nb", labels=True)
    assert "9 different values. They tell who the patients are and are not shown." in panel.text()
    assert [row.words for row in panel._counted.rows] == ["missing"]
    panel.say("Ingenting her.")
    assert panel.text() == "Ingenting her."
