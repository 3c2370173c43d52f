"""The overview from one start of the program to the next, with a real registry where things happen in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

import msgspec
import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from windows import DAY, IMPATIENT, nothing_left, opened, settle  # noqa: F401

from app.main_window import MainWindow
from app.pages.overview import Overview, OverviewPage
from app.pages.results import ResultsPage
from app.program import Program, open_program
from app.settings import Language, Settings, save_settings
from demo_registry import RunningRegistry, serve
from demo_registry.units import NEIGHBOUR
from local_cache.keys import Keys, throwaway_keys
from local_cache.registry import record_table
from local_cache.results import summary
from local_cache.results.format import format_count, format_moment, format_value
from widgets.news_card import NewsCard
from widgets.registry_card import RegistryCard
from widgets.since_card import SinceCard
from widgets.tables.changes import NOW, THEN, ChangesTable
from widgets.tables.findings import FindingsTable
from widgets.tables.titled import TITLE, TitledDelegate, TitledTable

REGISTRY, FORM = "hoftebrudd", "operasjon"
RECENT = "event_date >= DATE '{today}' - 330"


@dataclass(frozen=True)
class Department:
    """A data directory that is started again and again, and the registry it belongs to."""

    directory: Path
    keys: Keys
    registry: RunningRegistry
    language: Language = "en"

    @contextmanager
    def program(self) -> Iterator[Program]:
        save_settings(self.directory / "settings.json", Settings(language=self.language, theme="light"))
        with open_program(self.directory, keys=self.keys, today=DAY) as program:
            program.pauses = IMPATIENT
            yield program

    @contextmanager
    def start(self, qtbot: QtBot, **choices: str) -> Iterator[MainWindow]:
        """One start of the program, settled on the overview."""
        choices = {"registry": REGISTRY} | choices
        with self.program() as program, opened(qtbot, program, **choices) as window:
            yield window

    def visit(self, qtbot: QtBot, **choices: str) -> Overview:
        with self.start(qtbot, **choices) as window:
            return overview(window)

    def synchronise(self) -> None:
        with self.program() as program:
            assert [p for r in program.synchronise() for p in r.problems] == []

    def alter(self, sets: str, where: str) -> int:
        """Another version of the unit's operations for which `where` holds; gives their number."""
        table, state = record_table(REGISTRY, FORM), self.registry.store.states[REGISTRY]
        where = f"unit = '{self.registry.unit}' AND {where.format(today=self.registry.store.today)}"
        with self.registry.store.writing() as cursor:
            (number,) = cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone() or (0,)
            cursor.execute(
                f"UPDATE {table} SET version = version + 1, sequence = {state.sequence} + place, {sets} FROM"
                f" (SELECT record_id AS id, row_number() OVER (ORDER BY record_id) AS place FROM {table} WHERE {where})"
                " WHERE record_id = id"
            )
            state.sequence += number
            state.changed += 1
        return int(number)

    def add(self, number: int) -> None:
        """New operations of the unit, like others of its own but for their ids."""
        table, state = record_table(REGISTRY, FORM), self.registry.store.states[REGISTRY]
        with self.registry.store.writing() as cursor:
            cursor.execute(
                f"INSERT INTO {table} SELECT * REPLACE ('N{state.sequence}-' || record_id AS record_id, 1 AS version,"
                f" {state.sequence} + row_number() OVER (ORDER BY record_id) AS sequence)"
                f" FROM {table} WHERE unit = ? LIMIT ?",
                [self.registry.unit, number],
            )
            state.sequence += number
            state.changed += 1

    def ask(self, number: int) -> None:
        """New queries to the unit, like older ones that are closed."""
        state = self.registry.store.states[REGISTRY]
        with self.registry.store.writing() as cursor:
            cursor.execute(
                f"INSERT INTO query SELECT * REPLACE (id || '-{state.sequence}' AS id, 'open' AS state,"
                f" {state.sequence} + row_number() OVER (ORDER BY id) AS sequence) FROM query"
                " WHERE registry = ? AND unit = ? ORDER BY id LIMIT ?",
                [REGISTRY, self.registry.unit, number],
            )
            state.sequence += number
            state.changed += 1

    def answer(self, number: int) -> None:
        """Queries to the unit that are open are taken as answered."""
        state = self.registry.store.states[REGISTRY]
        with self.registry.store.writing() as cursor:
            cursor.execute(
                f"UPDATE query SET state = 'answered', sequence = {state.sequence} + place FROM"
                " (SELECT id AS answered, row_number() OVER (ORDER BY id) AS place FROM query"
                " WHERE registry = ? AND unit = ? AND state = 'open' ORDER BY id LIMIT ?)"
                " WHERE id = answered AND registry = ?",
                [REGISTRY, self.registry.unit, number, REGISTRY],
            )
            state.sequence += number
            state.changed += 1


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Department]:
    with serve(records=900, seed=1, others=0.3, now=DAY) as registry:
        department = Department(tmp_path_factory.mktemp("overview"), throwaway_keys(), registry)
        with department.program() as program:
            program.connect(registry.address, registry.user("leser").token)
        department.synchronise()
        yield department


@pytest.fixture
def department(filled_once: Department, tmp_path: Path) -> Department:
    """A copy of its own, brought up to date with what other tests have done to the registry."""
    copied = replace(filled_once, directory=tmp_path / "data")
    copytree(filled_once.directory, copied.directory)
    copied.synchronise()
    return copied


def overview(window: MainWindow) -> Overview:
    shown = page(window).overview
    assert shown is not None
    return shown


def page(window: MainWindow) -> OverviewPage:
    found = window.pages["overview"]
    assert isinstance(found, OverviewPage)
    return found


def told(window: MainWindow) -> list[str]:
    """What the card says."""
    card = page(window).findChild(SinceCard)
    assert card is not None
    return [label.text() for label in card.findChildren(QLabel) if label.text()]


def moment(shown: Overview) -> str:
    """When the visit was on which that was on the screen."""
    return format_moment(shown.on_screen[0].visit.moment, "en")


def records(window: MainWindow) -> int:
    assert window.here is not None
    return next(u.own_records for r in window.here.registries if r.registry == REGISTRY for u in r.units)


# From visit to visit


def test_a_first_visit_is_said_to_be_one(qtbot: QtBot, department: Department) -> None:
    with department.start(qtbot) as window:
        assert told(window)[1:] == ["This is the first visit here. Next time, what has changed since now stands here."]
        assert overview(window).new == frozenset()


def test_where_nothing_changed_that_is_said_with_the_time_of_the_last_visit(
    qtbot: QtBot, department: Department
) -> None:
    first = department.visit(qtbot)
    department.synchronise()
    with department.start(qtbot) as window:
        assert told(window)[1:] == [f"The last visit was {moment(first)}.", "Nothing has changed."]


def test_new_changed_and_removed_records_and_queries_since_the_last_visit(qtbot: QtBot, department: Department) -> None:
    department.ask(3)
    department.synchronise()
    with department.start(qtbot) as window:
        first, before = overview(window), records(window)
    department.registry.change(REGISTRY, FORM, 12)
    department.synchronise()
    department.add(3)
    department.registry.withdraw(REGISTRY, 1)
    department.answer(1)
    department.ask(2)
    department.synchronise()
    with department.start(qtbot) as window:
        words = told(window)
        removed = before + 3 - records(window)
        assert removed > 0
        gone = "1 record removed" if removed == 1 else f"{removed} records removed"
        assert words[1:4] == [
            f"The last visit was {moment(first)}.",
            "Hip Fracture Registry (invented)",
            f"3 new records, 12 records changed, {gone}",
        ]
        # A patient who leaves takes the queries about them along.
        assert words[4].startswith("2 new queries, ")
        assert words[4].endswith("answered or closed")
        assert "Nothing new: Stroke Registry (invented), Intensive Care Registry (invented)." in words
        card = next(c for c in page(window).findChildren(RegistryCard) if c.accessibleName().startswith("Hip"))
        assert format_count(before + 3 - removed, "en") in [label.text() for label in card.findChildren(QLabel)]


def test_indicators_that_changed_are_shown_as_they_were_and_as_they_are(qtbot: QtBot, department: Department) -> None:
    """Values then and now are the very strings of both screens, and a click leads to the indicator."""

    def value(window: MainWindow, indicator: str) -> str:
        results = window.pages["results"]
        assert isinstance(results, ResultsPage)
        assert results.table is not None
        row = next(r for r in results.table.results if r.indicator == indicator)
        return format_value(row.own, "en") or ""

    with department.start(qtbot) as window:
        window.show_page("results")
        settle(qtbot, window)
        view = page(window).view
        assert view is not None
        indicator = next(i.id for i in view.definition.indicators if i.numerator == "geriatric_assessment")
        then = value(window, indicator)
    assert department.alter("geriatric_assessment = FALSE", RECENT)
    department.synchronise()
    with department.start(qtbot) as window:
        table = page(window).findChild(ChangesTable)
        assert table is not None
        row = next(n for n, r in enumerate(table.changes.rows) if r.now.indicator == indicator)
        assert row == 0, "what is clearly worse stands first"
        assert table.changes.index(row, THEN).data() == then
        assert "clearly lower" in table.changes.under(table.changes.rows[row])
        now = table.changes.index(row, NOW).data()
        qtbot.mouseClick(
            table.viewport(),
            Qt.MouseButton.LeftButton,
            pos=table.visualRect(table.changes.index(row, TITLE)).center(),
        )
        settle(qtbot, window)
        results = window.pages["results"]
        assert isinstance(results, ResultsPage)
        assert results.isVisible()
        assert results.detail is not None
        assert results.detail.indicator == indicator
        assert value(window, indicator) == now != then


def test_all_through_a_start_it_is_the_same_visit_that_today_is_held_against(
    qtbot: QtBot, department: Department
) -> None:
    first = department.visit(qtbot)
    department.registry.change(REGISTRY, FORM, 4)
    department.synchronise()
    with department.start(qtbot) as window:
        assert "4 records changed" in told(window)
        department.registry.change(REGISTRY, FORM, 5)
        window.synchronise()
        settle(qtbot, window)
        assert "9 records changed" in told(window)
        window.take_settings(structs.replace(window.settings, theme="dark"))
        settle(qtbot, window)
        assert f"The last visit was {moment(first)}." in told(window)
        assert "9 records changed" in told(window)
        second = overview(window)
    # The same morning once more: nothing came since, and what the first start told is still told.
    with department.start(qtbot) as window:
        assert "9 records changed" in told(window)
        assert told(window)[1] == (
            f"Changed since {moment(first)}; nothing is new since the last visit, {moment(second)}."
        )
        third = overview(window)
    department.registry.change(REGISTRY, FORM, 2)
    department.synchronise()
    with department.start(qtbot) as window:
        assert told(window)[1] == f"The last visit was {moment(third)}."
        assert "2 records changed" in told(window)


def test_a_killed_program_has_remembered_its_visit(qtbot: QtBot, department: Department, tmp_path: Path) -> None:
    with department.start(qtbot) as window:
        first = overview(window)
        left = tmp_path / "left"
        left.mkdir()
        for file in department.directory.glob("ledger.sqlite*"):
            (left / file.name).write_bytes(file.read_bytes())
    for file in department.directory.glob("ledger.sqlite*"):
        file.unlink()
    for file in left.iterdir():
        file.rename(department.directory / file.name)
    department.registry.change(REGISTRY, FORM, 3)
    department.synchronise()
    with department.start(qtbot) as window:
        assert told(window)[1] == f"The last visit was {moment(first)}."
        assert "3 records changed" in told(window)


def test_each_unit_has_its_own_last_visit(qtbot: QtBot, department: Department) -> None:
    with department.program() as program:
        program.connect(department.registry.address, department.registry.user("kvalitetskoordinator").token)
    department.synchronise()
    department.visit(qtbot, **{f"unit/{REGISTRY}": department.registry.unit})
    with department.start(qtbot, **{f"unit/{REGISTRY}": NEIGHBOUR}) as window:
        assert window.here is not None
        assert window.here.view is not None
        assert window.here.view.unit == NEIGHBOUR
        assert "This is the first visit here." in told(window)[1]
        window._choose_unit(department.registry.unit)
        settle(qtbot, window)
        assert told(window)[-1] == "Nothing has changed."


def test_a_period_that_was_not_shown_then_is_not_compared(qtbot: QtBot, department: Department) -> None:
    with department.start(qtbot, period="last12") as window:
        window._choose_period("last24")
        settle(qtbot, window)
    department.alter("geriatric_assessment = NOT geriatric_assessment", RECENT)
    department.synchronise()
    with department.start(qtbot, period="last24") as window:
        assert page(window).findChild(ChangesTable) is not None
        window._choose_period("last12")
        settle(qtbot, window)
        assert page(window).findChild(ChangesTable) is not None, "it was on the screen in the same start"
        window._choose_period("last60")
        settle(qtbot, window)
        assert page(window).findChild(ChangesTable) is None
        assert any("This period was not shown then" in words for words in told(window))
        assert any("changed" in words for words in told(window)), "records are told all the same"


def test_a_new_deadline_is_marked_and_a_period_that_moved_on_is_said(qtbot: QtBot, department: Department) -> None:
    department.visit(qtbot, period="last12")
    store = department.registry.store
    before = store.today
    try:
        store.today = before + timedelta(days=40)
        department.synchronise()
    finally:
        store.today = before
    with department.start(qtbot) as window:
        assert "The period was then" in told(window)[1]
        assert told(window).count("1 new announcement or deadline") == 3
        news = page(window).findChild(NewsCard)
        assert news is not None
        marked = [label.text() for label in news.findChildren(QLabel) if label.text().startswith("New · ")]
        assert len(marked) == 1, "three registries say the same, and it is said once"
        assert marked[0].endswith(
            "Stroke Registry (invented), Hip Fracture Registry (invented), Intensive Care Registry (invented)"
        )


def test_a_visit_that_cannot_be_remembered_is_said_and_the_page_stands(qtbot: QtBot, department: Department) -> None:
    with department.program() as program:
        connection = program.ledger._connection
        program.ledger.choose("registry", REGISTRY)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with opened(qtbot, program) as window:
            assert any(words.startswith("This visit could not be remembered") for words in told(window))
            assert page(window).findChildren(RegistryCard)
            assert window.jobs.underway() == 0


# What counts


def defined(program: Program, **changes: dict[str, Any]) -> None:
    """Other levels for indicators of the registry, as if it had defined them so."""
    with program.cache.writing() as cursor:
        body = msgspec.json.decode(
            cursor.execute(
                "SELECT body FROM definition JOIN registry USING (registry)"
                " WHERE registry = ? AND version = definition_version",
                [REGISTRY],
            ).fetchall()[0][0]
        )
        for indicator in body["indicators"]:
            indicator |= changes.get(indicator["id"], {})
        cursor.execute(
            "UPDATE definition SET body = ? WHERE registry = ?", [msgspec.json.encode(body).decode(), REGISTRY]
        )


def test_levels_that_are_missing_or_contradict_each_other_do_not_count_as_low(
    qtbot: QtBot, department: Department
) -> None:
    with department.start(qtbot) as window:
        plain = overview(window)
        view = window.here.view if window.here else None
        assert view is not None
        shares = [i for i in view.definition.indicators if i.kind == "proportion" and i.direction == 1]
    first, second, third = (i.id for i in shares[:3])
    with department.program() as program:
        defined(
            program,
            **{
                first: {"green": 1.0, "yellow": 0.999},  # sure to be low
                second: {"green": 0.9, "yellow": 0.999},  # the wrong way round
                third: {"green": None, "yellow": None},
            },
        )
    with department.start(qtbot) as window:
        shown = overview(window)
        assert [f.result.indicator for f in shown.under if f.result.indicator in (first, second, third)] == [first]
        assert all(f.result.indicator not in (second, third) for f in shown.maybe_under)
        assert shown.contradictory == plain.contradictory + 1 == 1
        assert shown.without_target == plain.without_target + 1
        assert (shown.indicators, shown.without_value) == (plain.indicators, plain.without_value)
        judged = shown.indicators - shown.without_target - shown.without_value - 1
        assert any(
            label.text().startswith(f"Judged: {judged} of {shown.indicators} indicators.")
            and label.text().endswith("With levels that contradict each other: 1.")
            for label in page(window).findChildren(QLabel)
        )
        for table in page(window).findChildren(FindingsTable):
            for finding in table.findings.rows:
                if finding.result.indicator == second:
                    assert "its levels contradict each other" in finding.remarks
                    assert finding.result.attainment is None


def test_a_value_with_few_of_the_cases_behind_it_is_marked_where_it_is_shown(
    qtbot: QtBot, department: Department
) -> None:
    with department.program() as program:
        with program.cache.reading() as cursor:
            shares = [i.id for i in summary.definition(cursor, REGISTRY).indicators if i.kind == "proportion"]
        defined(program, **{i: {"green": 1.0, "yellow": 0.999, "direction": 1} for i in shares})
        with program.cache.writing() as cursor:
            cursor.execute(
                "UPDATE coverage SET registry_only = 10, both_sources = 40, reference_only = 50, share = NULL"
                " WHERE registry = ? AND unit = ?",
                [REGISTRY, department.registry.unit],
            )
            year = cursor.execute("SELECT max(year) FROM coverage WHERE registry = ?", [REGISTRY]).fetchall()[0][0]
    with department.start(qtbot) as window:
        marked = [f for f in overview(window).under if f.registry == REGISTRY]
        others = [f for f in (*overview(window).under, *overview(window).maybe_under) if f.registry != REGISTRY]
        assert marked, "the levels were set so that something is low"
        assert all(f"low coverage (50% in {year})" in f.remarks for f in marked)
        assert not any("low coverage" in remark for f in others for remark in f.remarks)
        cards = {c.accessibleName(): c for c in page(window).findChildren(RegistryCard)}
        said = {name: [label.text() for label in c.findChildren(QLabel)] for name, c in cards.items()}
        assert "Low coverage: under 60 %" in said["Hip Fracture Registry (invented)"]
        assert "Low coverage: under 60 %" not in said["Stroke Registry (invented)"]


# How it is laid out


def cut_off(page: OverviewPage, *, scrolls: bool) -> list[str]:
    """Words that do not have the room they need, or stand outside the page; tables that cut or scroll.

    `scrolls`: the page and its tables may scroll sideways.
    """
    contents = page._scroll.widget()
    wrong = []
    for label in contents.findChildren(QLabel):
        if not label.isVisibleTo(contents) or not label.text():
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        word = max(label.fontMetrics().horizontalAdvance(w) for w in label.text().split())
        if label.height() < needed or label.width() < (word if label.wordWrap() else label.sizeHint().width()):
            wrong.append(label.text())
    wrong += [b.text() for b in contents.findChildren(QPushButton) if b.width() < b.minimumSizeHint().width()]
    for table in contents.findChildren(TitledTable):
        delegate = table.itemDelegate()
        assert isinstance(delegate, TitledDelegate)
        for row in range(table.model().rowCount()):
            if table.rowHeight(row) < delegate.height(table.model().index(row, TITLE), table.columnWidth(TITLE)):
                wrong.append(str(table.model().index(row, TITLE).data()))
        if table.viewport().height() < table.verticalHeader().length():
            wrong.append(f"the last row of the table {table.accessibleName()}")
        if table.horizontalScrollBar().maximum() and not scrolls:
            wrong.append(f"the last column of the table {table.accessibleName()}")
    if page._scroll.horizontalScrollBar().maximum() and not scrolls:
        wrong.append("the page is too wide")
    return wrong


def fits(page: OverviewPage, *, scrolls: bool) -> None:
    assert cut_off(page, scrolls=scrolls) == []


def overlapping(contents: QWidget) -> list[tuple[str, str]]:
    """Words that stand on top of each other."""
    places = [
        (label.text(), label.rect().translated(label.mapTo(contents, QPoint(0, 0))))
        for label in contents.findChildren(QLabel)
        if label.text() and label.isVisibleTo(contents)
    ]
    return [
        (one, other) for n, (one, at) in enumerate(places) for other, there in places[n + 1 :] if at.intersects(there)
    ]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_nothing_is_cut_off_or_overlaps_in_large_text_or_a_small_window(
    qtbot: QtBot, department: Department, language: Language
) -> None:
    department.visit(qtbot)
    department.alter("geriatric_assessment = NOT geriatric_assessment", RECENT)
    department.registry.change("hjerneslag", "akutt", 30)
    department.ask(1)
    department.synchronise()
    with department.start(qtbot) as window:
        for scale, width, height in (
            (100, 1440, 900), (200, 1440, 900), (100, 640, 400), (150, 1024, 700), (200, 640, 400)
        ):  # fmt: skip
            window.take_settings(structs.replace(window.settings, language=language, text_scale=scale))
            window.resize(width, height)
            settle(qtbot, window)
            scrolls = scale * 640 > width * 100
            qtbot.waitUntil(partial(fits, page(window), scrolls=scrolls), timeout=5_000)
            assert page(window).findChild(ChangesTable) is not None
            assert overlapping(page(window)._scroll.widget()) == []
        window.take_settings(structs.replace(window.settings, text_scale=100))
        settle(qtbot, window)
