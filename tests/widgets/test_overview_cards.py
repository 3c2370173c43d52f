"""The cards and tables of the overview, drawn from values made by hand: nothing is cut, everything is said in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from figures import AS_OF, share, without
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from local_cache.results.figure import Attainment, IndicatorResult, Shown
from local_cache.results.format import format_coverage
from widgets.news_card import PAST, SOON, News, NewsCard
from widgets.registry_card import CoverageBar, RegistryCard, RegistryState
from widgets.tables.changes import NOW_LEVEL, THEN, THEN_LEVEL, ChangedIndicator, ChangesTable
from widgets.tables.findings import BEFORE, INTERVAL, NATION, OWN, TARGET, TREND, Finding, FindingsTable
from widgets.tables.titled import TITLE, TitledDelegate, TitledTable
from widgets.theme import em

LONG = "Protese ved dislokert lårhalsbrudd hos pasienter over 70 år innlagt direkte fra eget hjem"


def result(title: str = LONG, attainment: Attainment | None = Attainment.LOW) -> IndicatorResult:
    own, nation = share(60, 100, own=True), share(8000, 10_000)
    return IndicatorResult("i", title, own, nation, nation, nation, share(80, 100), attainment, True, ())


def finding(title: str = LONG, *remarks: str) -> Finding:
    return Finding("r", "Hoftebruddregisteret (oppdiktet)", "u", result(title), remarks)


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int = 400) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def assert_nothing_is_cut(table: TitledTable) -> None:
    """Every row holds its title and what stands under it, at the width they have, and no word is wider than that."""
    delegate = table.itemDelegate()
    assert isinstance(delegate, TitledDelegate)
    model = table.model()
    for row in range(model.rowCount()):
        index = model.index(row, TITLE)
        assert table.rowHeight(row) >= delegate.height(index, table.columnWidth(TITLE))
        assert table.columnWidth(TITLE) >= delegate.widest_word(index)
        for column in range(1, model.columnCount()):
            text = str(model.index(row, column).data() or "")
            room = table.columnWidth(column) - 2 * (em(table) // 2)
            assert table.isColumnHidden(column) or QFontMetrics(table.font()).horizontalAdvance(text) <= room


@pytest.mark.parametrize("width", [280, 420, 700, 1200])
def test_titles_wrap_and_the_table_is_as_tall_as_its_rows(qtbot: QtBot, width: int) -> None:
    table = FindingsTable(against_previous=True, name="Worse")
    table.findings.show_rows([finding(), finding("Kort", "low coverage (55 % in 2024)"), finding()], "nb")
    shown(qtbot, table, width)
    assert_nothing_is_cut(table)
    assert table.sizeHint().height() >= sum(table.rowHeight(r) for r in range(3)) + table.horizontalHeader().height()
    assert not table.isColumnHidden(BEFORE), "a change is never shown without what it changed from"
    assert not table.isColumnHidden(OWN)
    if width >= 420:
        assert table.horizontalScrollBar().maximum() == 0
    if width >= 700:
        assert not any(table.isColumnHidden(c) for c in range(table.model().columnCount()))


def test_a_finding_says_value_interval_nation_and_what_must_be_known(qtbot: QtBot) -> None:
    table = FindingsTable(against_previous=False, name="Under")
    table.findings.show_rows([finding("Kort", "low coverage (55 % in 2024)", "provisional")], "en")
    shown(qtbot, table, 900)
    row = {c: table.findings.index(0, c).data() for c in (TITLE, BEFORE, OWN, INTERVAL, NATION)}
    assert row == {TITLE: "Kort", BEFORE: "80.0%", OWN: "60.0%", INTERVAL: "50.2–69.1", NATION: "80.0%"}
    spoken = [table.findings.index(0, c).data(Qt.ItemDataRole.AccessibleTextRole) for c in (TITLE, TREND, TARGET)]
    assert spoken == [
        "Kort, Hoftebruddregisteret (oppdiktet) · low coverage (55 % in 2024) · provisional",
        "Small trend line",
        "Attainment is low.",
    ]
    assert "low coverage" in table.findings.index(0, OWN).data(Qt.ItemDataRole.ToolTipRole)


def test_a_change_says_then_and_now_with_levels_in_words(qtbot: QtBot) -> None:
    rows = [
        ChangedIndicator("r", "Registeret", "u", share(80, 100), Attainment.HIGH, result(), Attainment.LOW, "lower"),
        ChangedIndicator("r", "Registeret", "u", without(Shown.TOO_FEW), None, result("Kort"), None, "has a value now"),
        ChangedIndicator("r", "Registeret", "u", None, None, result("Ny"), None, "new indicator"),
    ]
    table = ChangesTable(name="Changes")
    table.changes.show_rows(rows, "en")
    shown(qtbot, table, 600)
    assert_nothing_is_cut(table)
    assert [table.changes.index(r, THEN).data() for r in range(3)] == ["80.0%", "too few", ""]

    def spoken(row: int, column: int) -> str:
        return str(table.changes.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))

    assert (spoken(0, THEN_LEVEL), spoken(0, NOW_LEVEL)) == ("High attainment", "Low attainment")
    assert (spoken(1, THEN_LEVEL), spoken(1, NOW_LEVEL)) == ("", "")
    assert spoken(2, TITLE) == "Ny, Registeret · new indicator"


def test_deadlines_come_with_the_days_that_are_left_and_go_a_while_after(qtbot: QtBot) -> None:
    today = date(2026, 11, 24)
    days = (-PAST - 1, -PAST, -1, 0, 1, 2, SOON, SOON + 1)
    due = [News(today + timedelta(days=n), f"Deadline {n}", ("Registeret",), new=n == 2) for n in days]
    card = NewsCard(due, [News(date(2026, 10, 1), "Invented figures", ("A", "B"))], today, "en")
    shown(qtbot, card, 500)
    said = texts(card)
    assert "Deadline -31" not in said
    for day, words in {
        -PAST: "25 Oct 2026 (30 days ago) · Registeret",
        -1: "23 Nov 2026 (yesterday) · Registeret",
        0: "24 Nov 2026 (today) · Registeret",
        1: "25 Nov 2026 (tomorrow) · Registeret",
        2: "New · 26 Nov 2026 (in 2 days) · Registeret",
        SOON + 1: "9 Dec 2026 (in 15 days) · Registeret",
    }.items():
        assert said[said.index(f"Deadline {day}") - 1] == words
    assert said[-2:] == ["1 Oct 2026 · A, B", "Invented figures"]


def test_without_any_announcement_that_is_said(qtbot: QtBot) -> None:
    card = NewsCard([], [], date(2026, 11, 24), "en")
    qtbot.addWidget(card)
    assert texts(card) == ["Deadlines and announcements", "The registries have announced nothing."]


def state(coverage: float | None, to_do: int | None = 0) -> RegistryState:
    return RegistryState("r", "Registeret", "u", "Enheten", AS_OF, 1, to_do, coverage, 2025)


@pytest.mark.parametrize(
    ("coverage", "value", "words"),
    [
        (0.3, "30%", "Low coverage: under 60 %"),
        (0.597, "59.7%", "Low coverage: under 60 %"),
        (0.6, "60%", "Between 60 and 80 %"),
        (0.7996, "79.96%", "Between 60 and 80 %"),
        (0.8, "80%", ""),
        (0.91, "91%", ""),
        (None, "", "Coverage is not known for this unit."),
    ],
)
def test_low_coverage_is_said_in_words_and_not_by_colour_alone(
    qtbot: QtBot, coverage: float | None, value: str, words: str
) -> None:
    card = RegistryCard(state(coverage), datetime(2026, 11, 21, 6), "en")
    qtbot.addWidget(card)
    assert not value or value in texts(card)
    known = ("Low coverage: under 60 %", "Between 60 and 80 %", "Coverage is not known for this unit.")
    assert [t for t in texts(card) if t in known] == ([words] if words else [])
    bar = card.findChild(CoverageBar)
    assert (bar is None) == (coverage is None)
    if coverage is not None and coverage < 0.6:
        assert bar is not None
        assert "low coverage" in bar.accessibleName()


def test_a_rounded_coverage_never_stands_on_the_other_side_of_its_line() -> None:
    for value in [n / 1000 for n in range(1001)] + [0.59996, 0.79999, 0.5999999]:
        shown_value = float(format_coverage(value, "en").rstrip("%")) / 100
        assert [shown_value >= line for line in (0.6, 0.8)] == [value >= line for line in (0.6, 0.8)]
        assert abs(shown_value - value) <= 0.00501


@pytest.mark.parametrize(("to_do", "words"), [(0, "nothing"), (1, "1"), (1200, "1,200"), (None, "…")])
def test_what_is_to_do_is_one_number(qtbot: QtBot, to_do: int | None, words: str) -> None:
    card = RegistryCard(state(0.9, to_do), datetime(2026, 11, 21, 6), "en")
    qtbot.addWidget(card)
    said = texts(card)
    assert said[said.index("To do") + 1] == words
    card.show_to_do(7, "en")
    assert texts(card)[said.index("To do") + 1] == "7"


def test_every_finding_can_be_opened_with_the_keyboard(qtbot: QtBot, qapp: QApplication) -> None:
    table = FindingsTable(against_previous=False, name="Under")
    table.findings.show_rows([finding("A"), finding("B")], "en")
    shown(qtbot, table, 600)
    table.setFocus()
    table.choose(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [1]
