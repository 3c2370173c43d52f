"""Variabler, on the definition that a real registry sends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot
from windows import DAY, Filled, nothing_left, opened, settle  # noqa: F401

from app.codebook_as_json import found_variables
from app.figures_as_json import NotHere
from app.main_window import MainWindow
from app.pages.page import Destination
from app.pages.results import ResultsPage
from app.pages.variables import VariablesPage, read_codebook
from app.program import Program, open_program
from app.settings import Settings, save_settings
from demo_registry import serve
from local_cache.codebook import compare
from local_cache.keys import throwaway_keys
from local_cache.registry import Definition, text_in
from local_cache.results import summary
from widgets.card import Notice
from widgets.navigation import Navigation
from widgets.tables.codebook import ChangesTable, CodesTable, Group, UsesTable, VariablesTable

PASSPHRASE = "blåbær på fjellet"


@contextmanager
def page_of(qtbot: QtBot, program: Program, registry: str = "hoftebrudd") -> Iterator[tuple[MainWindow, VariablesPage]]:
    """The page in English, so that its words can be compared."""
    save_settings(program.data_dir / "settings.json", Settings(language="en"))
    with opened(qtbot, program, registry=registry) as window:
        window.show_page("variables")
        settle(qtbot, window)
        page = window.pages["variables"]
        assert isinstance(page, VariablesPage)
        yield window, page


def definition_of(program: Program, registry: str = "hoftebrudd") -> Definition:
    with program.cache.reading() as cursor:
        return summary.definition(cursor, registry)


def search(page: VariablesPage, text: str) -> None:
    page._search.setText(text)


def shown(page: VariablesPage) -> list[str]:
    return [row.id for row in page._list.variables.rows if not isinstance(row, Group)]


def titles(page: VariablesPage) -> list[str]:
    return [row.title for row in page._list.variables.rows if isinstance(row, Group)]


def test_every_variable_stands_under_its_form_and_section(qtbot: QtBot, program: Program) -> None:
    definition = definition_of(program)
    with page_of(qtbot, program) as (_, page):
        assert shown(page) == [v.id for form in definition.forms for v in form.variables]
        expected = []
        for form in definition.forms:
            for variable in form.variables:
                title = f"{text_in(form.label, 'en')} · {text_in(form.sections[variable.section], 'en')}"
                if not expected or expected[-1] != title:
                    expected.append(title)
        assert titles(page) == expected
        assert len(titles(page)) >= 8


def test_the_search_ranks_and_says_when_nothing_is_found(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (_, page):
        assert page.loaded is not None
        search(page, "BLOOD loss")
        assert shown(page) == [e.id for e in page.loaded.codebook.search("blood loss")] == ["blood_loss"]
        assert titles(page) == []
        assert page._variable.accessibleName() == "Blood loss during surgery"
        search(page, "blod")
        assert shown(page)[0] == "blood_loss"
        search(page, "blood elephant")
        assert shown(page) == []
        notice = next(n for n in page.findChildren(Notice) if n.isVisible())
        assert "Nothing found" in notice.accessibleName()
        button = next(b for b in notice.findChildren(QPushButton) if b.isVisible())
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert page._search.text() == ""
        assert len(shown(page)) == len(page.loaded.codebook.entries)


def test_the_keyboard_alone_finds_and_walks(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        navigation = window.findChildren(Navigation)[-1]
        navigation.setFocus()
        qtbot.keyClick(navigation, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert window.focusWidget() is page._search
        qtbot.keyClicks(page._search, "fracture")
        found = shown(page)
        assert len(found) > 3
        qtbot.keyClick(page._search, Qt.Key.Key_Down)
        assert window.focusWidget() is page._list
        walked = [page._list.entry()]
        for _ in found[1:]:
            qtbot.keyClick(page._list, Qt.Key.Key_Down)
            walked.append(page._list.entry())
        assert [e.id for e in walked if e] == found
        assert page._variable.accessibleName() == text_in(walked[-1].variable.label, "en") if walked[-1] else False
        page._search.setFocus()
        qtbot.keyClick(page._search, Qt.Key.Key_Escape)
        assert page._search.text() == ""


def test_the_arrow_keys_pass_by_the_lines_over_sections(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (_, page):
        page._list.setFocus()
        walked = [page._list.entry()]
        for _ in range(len(shown(page)) - 1):
            qtbot.keyClick(page._list, Qt.Key.Key_Down)
            walked.append(page._list.entry())
        assert [e.id for e in walked if e] == shown(page)


def test_a_variable_says_its_codes_ranges_and_when_it_is_required(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (_, page):
        page.point_at("operasjon/residence")
        codes = page._variable.findChild(CodesTable)
        assert codes is not None and codes.isVisible()
        assert codes.text().splitlines()[1:3] == ["1\tOwn home", "2\tSheltered housing"]
        assert codes.text().splitlines()[-1] == "9\tUnknown – the answer is not known"
        page.point_at("operasjon/age")
        facts = page._variable._facts.accessibleName()
        assert "Possible values: from 0 to 120 år" in facts
        assert "Usual values: from 50 to 105 år" in facts
        assert "Required: always" in facts
        assert not codes.isVisible()
        page.point_at("operasjon/operated_at")
        assert "Possible values: from “Admitted” to today" in page._variable._facts.accessibleName()
        page.point_at("operasjon/geriatric_assessment")
        assert "Required: when age >= 75" in page._variable._facts.accessibleName()
        page.point_at("operasjon/osteoporosis_treatment")
        assert "In use: from 1 Jan 2019" in page._variable._facts.accessibleName()


def test_what_uses_a_variable_is_listed_and_an_indicator_leads_to_its_results(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        page.point_at("operasjon/cemented")
        uses = page._variable.findChild(UsesTable)
        assert uses is not None
        entry = page._list.entry()
        assert entry is not None
        assert [u.id for u in uses.uses.rows] == [u.id for u in entry.uses]
        row = next(n for n, use in enumerate(uses.uses.rows) if use.kind == "indicator")
        indicator = uses.uses.rows[row].id
        place = uses.visualRect(uses.uses.index(row, 1)).center()
        qtbot.mouseClick(uses.viewport(), Qt.MouseButton.LeftButton, pos=place)
        settle(qtbot, window)
        results = window.pages["results"]
        assert isinstance(results, ResultsPage)
        assert results.isVisible()
        assert results.detail is not None
        assert results.detail.indicator == indicator


def test_another_page_can_point_at_a_variable(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (window, page):
        search(page, "weight")
        window.show_page("overview")
        view = page.view
        assert view is not None
        window.go_to(Destination("variables", view.summary.registry, view.unit, "oppfolging/eq_vas"))
        settle(qtbot, window)
        entry = page._list.entry()
        assert page.isVisible()
        assert entry is not None
        assert (entry.form, entry.id) == ("oppfolging", "eq_vas")


def test_what_changed_since_the_version_before(qtbot: QtBot, program: Program, filled: Filled) -> None:
    with page_of(qtbot, program) as (window, page):
        page.show_view("changes")
        blueprint = filled.registry.store.blueprint("hoftebrudd")
        before, after = (blueprint.definition(v, filled.registry.store.today) for v in blueprint.versions)
        table = next(t for t in page.findChildren(ChangesTable) if t.isVisible())
        assert [r.change for r in table.changes.rows] == list(compare(before, after))
        lines = table.text().splitlines()
        assert lines[1:] == [
            "Rule\tAnswered form without an answer on mobility.\tNew",
            "Indicator\tAssessed by a geriatrician, patients from 75\tNew",
        ]
        next(b for b in page.findChildren(QPushButton) if b.text() == "Copy the table").click()
        assert QGuiApplication.clipboard().text() == table.text()
        assert "From version 2.0 to version 2.1" in page._changes_title.text()
        assert "30-day survival" in page._comparability_facts.accessibleName()
        table.opened.emit(1)
        settle(qtbot, window)
        results = window.pages["results"]
        assert isinstance(results, ResultsPage)
        assert results.detail is not None
        assert results.detail.indicator == "ortogeriatri_75"


def test_the_change_of_what_uses_it_stands_at_the_variable(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (_, page):
        page.point_at("operasjon/geriatric_assessment")
        table = page._variable.findChild(ChangesTable)
        assert table is not None
        assert [r.change.subject.id for r in table.changes.rows] == ["ortogeriatri_75"]
        page.point_at("operasjon/side")
        assert not table.isVisible()
        assert page._variable._changes_none.isVisible()


def test_the_page_follows_when_the_registry_changes_its_definition(qtbot: QtBot, tmp_path: Path) -> None:
    """From the version before to the present one, over HTTP: the page is stale by itself and keeps its place."""
    with (
        serve(records=60, seed=2, others=0.05, now=DAY) as registry,
        open_program(tmp_path / "data", keys=throwaway_keys(), today=DAY) as program,
    ):
        store = registry.store
        newest = store.blueprints
        store.blueprints = tuple(replace(b, versions=b.versions[:1]) for b in newest)  # type: ignore[arg-type]
        program.connect(registry.address, registry.user().token)
        assert [p for r in program.synchronise() for p in r.problems] == []
        with page_of(qtbot, program) as (window, page):
            assert page.loaded is not None
            assert (page.loaded.codebook.version, page.loaded.earlier) == ("2.0", "")
            page.show_view("changes")
            assert "Only one version" in page._changes_notice.accessibleName()
            page.point_at("operasjon/asa")
            store.blueprints = newest
            window.synchronise()
            settle(qtbot, window)
            assert page.loaded is not None
            assert (page.loaded.codebook.version, page.loaded.earlier) == ("2.1", "2.0")
            entry = page._list.entry()
            assert entry is not None
            assert entry.id == "asa"
            assert [r.change.subject.id for r in page._changes.changes.rows] == ["hb18", "ortogeriatri_75"]


def test_published_results_alone_have_no_codebook(qtbot: QtBot, program: Program) -> None:
    whole = definition_of(program)
    published = tuple(structs.replace(i, form="", subgroups=()) for i in whole.indicators)
    definition = structs.replace(whole, forms=(), rules=(), subgroups=(), notes=(), indicators=published)
    with program.cache.writing() as cursor:
        cursor.execute(
            "UPDATE definition SET body = ? WHERE registry = 'hoftebrudd' AND version = ?",
            [msgspec.json.encode(definition).decode(), definition.version],
        )
    with page_of(qtbot, program) as (_, page):
        assert page._notice.isVisible()
        assert "no codebook" in page._notice.accessibleName()
        page._find()
        assert not page._search.isVisible()


def test_every_control_has_an_accessible_name(qtbot: QtBot, program: Program) -> None:
    with page_of(qtbot, program) as (_, page):
        for view in page.views():
            page.show_view(view)
            kinds = (QPushButton, QLineEdit, QTabWidget, VariablesTable, CodesTable, UsesTable, ChangesTable)
            controls = [w for kind in kinds for w in page.findChildren(kind) if w.isVisible()]
            assert controls
            for widget in controls:
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface is not None and interface.text(QAccessible.Text.Name), widget
        page.show_view("variables")
        group, entry = page._list.variables.index(0, 0), page._list.variables.index(1, 0)
        assert group.data(Qt.ItemDataRole.AccessibleTextRole) == "Operation · Patient"
        assert "national_id" in entry.data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_is_cut_off(qtbot: QtBot, program: Program, scale: int) -> None:
    with page_of(qtbot, program) as (window, page):
        window.resize(1440, 900)
        window.take_settings(structs.replace(window.settings, text_scale=scale))
        settle(qtbot, window)
        page = window.pages["variables"]  # type: ignore[assignment]
        page.point_at("operasjon/operated_at")
        settle(qtbot, window)
        uses = page._variable.findChild(UsesTable)
        assert uses is not None and uses.isVisible()
        assert uses.height() >= sum(uses.rowHeight(r) for r in range(len(uses.uses.rows)))
        assert page._variable.horizontalScrollBar().maximum() == 0
        assert uses.horizontalScrollBar().maximum() == 0
        window.take_settings(structs.replace(window.settings, text_scale=100))
        settle(qtbot, window)


# The command


def test_the_command_gives_what_the_page_shows(program: Program) -> None:
    with program.cache.reading() as cursor:
        book = read_codebook(cursor, "hoftebrudd").codebook
    found = found_variables(program, text="blødning", registry="hoftebrudd", language="nb")
    (table,) = found["registries"]
    assert [v["id"] for v in table["variables"]] == [e.id for e in book.search("blødning")]
    assert table["all_variables"] == len(book.entries)
    first = table["variables"][0]
    assert first["possible_range"] == {"low": 0.0, "high": 10000.0}
    everything = found_variables(program, text="", registry=None, language="en")["registries"]
    assert {t["registry"] for t in everything} == {"hoftebrudd", "hjerneslag", "intensiv"}
    operated = next(v for t in everything for v in t["variables"] if v["id"] == "operated_at")
    assert operated["possible_range"] == {"low": {"variable": "admitted_at"}, "high": "today"}
    assert {"kind": "rule", "id": "hb01"}.items() <= operated["used_by"][0].items()
    asa = next(v for t in everything for v in t["variables"] if v["id"] == "asa")
    assert asa["codes"][-1] == {"value": "9", "label": "Unknown", "missing": True}
    with pytest.raises(NotHere):
        found_variables(program, text="", registry="nowhere", language="nb")


def test_the_command_line(filled: Filled, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    with open_program(tmp_path / "data", passphrase=PASSPHRASE) as program:
        program.connect(filled.registry.address, filled.registry.user().token)
        program.synchronise()

    def egnetall(*arguments: str) -> tuple[int, Any, str]:
        place = ["--data-dir", str(tmp_path / "data"), "--passphrase-file", str(secret), "--offline", "--json"]
        done = subprocess.run(
            [sys.executable, "-m", "app", *arguments, *place],
            capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout), done.stderr

    code, found, words = egnetall("variables", "tilgang", "BAKRE", "--registry", "hoftebrudd")
    assert code == 0
    assert [v["id"] for v in found["registries"][0]["variables"]] == ["approach"]
    assert "operasjon.approach: Kirurgisk tilgang, code" in words
    assert "3 Bakre" in words
    code, refused, _ = egnetall("variables", "--registry", "nowhere")
    assert (code, refused["error"]["code"]) == (2, "not-here")
