"""The page Data quality on real records from a real registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from windows import DAY, Filled, Heartbeat, filled, heartbeat, nothing_left, opened, program, settle  # noqa: F401

from app.main_window import MainWindow
from app.pages.page import Destination
from app.pages.quality import OF_A_FORM, TABS, QualityPage
from app.program import Program
from app.quality.reading import as_filtered
from local_cache.expressions import columns_of, compile_expression
from local_cache.quality.completeness import form_completeness
from local_cache.quality.readiness import readiness
from local_cache.quality.scope import scope_of
from local_cache.quality.validity import validity
from local_cache.records.behind import Records
from local_cache.results import summary
from local_cache.results.figure import Period
from local_cache.results.format import format_count, format_number
from local_cache.sync.outcome import Changed
from widgets.charts.heat_cells import FIRST_MONTH, MISSING
from widgets.quality_words import (
    completeness_sentence,
    duration,
    match_sentence,
    readiness_title,
    todo_count,
    validity_sentence,
)
from widgets.tables.faults import FOUND
from widgets.tables.todo import TIME, WHAT


def quality_page(qtbot: QtBot, window: MainWindow) -> QualityPage:
    window.show_page("quality")
    settle(qtbot, window)
    page = window.pages["quality"]
    assert isinstance(page, QualityPage)
    return page


def records(program: Program, wanted: Records) -> set[str]:  # noqa: F811
    """What the page of records would show."""
    if wanted.filter.records:
        return set(wanted.filter.records)
    with program.cache.reading() as cursor:
        definition = summary.definition(cursor, "hoftebrudd")
        as_of = next(s for s in summary.registries(cursor) if s.registry == "hoftebrudd").data_as_of
        assert as_of is not None
        form = definition.form(wanted.form)
        (expression,) = wanted.filter.expressions
        compiled = compile_expression(expression, columns_of(form), wanted="boolean", today=as_of.date())
        rows = cursor.execute(f"SELECT record_id FROM records_hoftebrudd_{form.id} WHERE {compiled.sql}").fetchall()
    return {row[0] for row in rows}


def led_to(qtbot: QtBot, page: QualityPage, act: object) -> Records:
    """Where a click leads."""
    with qtbot.waitSignal(page.go_to) as gone:
        act()  # type: ignore[operator]
    (destination,) = gone.args
    assert isinstance(destination, Destination)
    assert (destination.page, destination.registry) == ("records", "hoftebrudd")
    assert destination.records is not None
    return destination.records


def test_every_part_shows_the_core_s_figures(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last24") as window:
        page = quality_page(qtbot, window)
        view = page.view
        assert view is not None
        with program.cache.reading() as cursor:
            scope = scope_of(cursor, view.definition, view.unit, view.period, DAY)
            form = view.definition.form("operasjon")
            ready = readiness(cursor, scope, view.summary.deadlines)
            complete = form_completeness(cursor, scope, form)
            valid = validity(cursor, scope, form)
        assert readiness_title(ready, "nb") in page._meter.words()
        todo = page._todo.table.todo
        assert [r.todo.count for r in todo.rows] == [t.count for t in ready.todo]
        for row, one in enumerate(ready.todo):
            if one.minutes is not None:
                assert todo.index(row, TIME).data() == duration(one.minutes, "nb")
            assert todo_count(one, "nb") in todo.below(todo.rows[row])
        assert page.form().id == "operasjon"
        assert page.completeness.heat.cells.rowCount() == len(complete.variables)
        for row, variable in enumerate(complete.variables):
            assert page.completeness.heat.cells.index(row, MISSING).data() == format_count(variable.count_missing, "nb")
            share = variable.shares[0]
            cell = page.completeness.heat.cells.index(row, FIRST_MONTH).data()
            assert cell == ("" if share != share else format_number(float(share), ",.0%", "nb"))
        assert page.completeness.shown._said.text() == completeness_sentence(complete, "nb")
        assert page.validity.said.text() == validity_sentence(valid, "nb")
        faults = page.validity.faults.faults
        shown = {(r.finding.fault, r.finding.subject): faults.index(i, FOUND).data() for i, r in enumerate(faults.rows)}
        assert shown == {(f.fault, f.subject): format_count(f.found, "nb") for f in valid.findings}
        assert page.outline is not None
        assert page.coverage.table.coverage.rowCount() == len(page.outline.coverage.years) == 5
        assert page.timeliness.found is not None
        assert page.timeliness.by_month.by_month.rowCount() == 24
        assert page.duplicates.found is not None
        assert page.duplicates.pairs.pairs.rowCount() == page.duplicates.found.count


def test_every_piece_of_work_is_one_click_from_its_records(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last24") as window:
        page = quality_page(qtbot, window)
        rows = page._todo.table.todo.rows
        assert len(rows) > 5
        for row, one in enumerate(rows):
            wanted = led_to(qtbot, page, lambda row=row: page._todo.table.opened.emit(row))
            assert one.todo.wanted is not None
            assert wanted == as_filtered(one.todo.wanted)
            assert len(records(program, wanted)) == one.todo.records
        page._todo.table.setFocus()
        page._todo.table.choose(0)
        wanted = led_to(qtbot, page, lambda: qtbot.keyClick(page._todo.table, Qt.Key.Key_Return))
        assert wanted == as_filtered(rows[0].todo.wanted)


def test_the_heat_map_is_walked_and_a_cell_opens_its_records(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last60") as window:
        page = quality_page(qtbot, window)
        page.show_view("completeness")
        heat = page.completeness.heat
        heat.setFocus()
        heat.setCurrentIndex(heat.cells.index(0, FIRST_MONTH))
        with qtbot.waitSignal(heat.read_out) as said:
            qtbot.keyClick(heat, Qt.Key.Key_Right)
        assert said.args[0] == heat.cells.said(0, FIRST_MONTH + 1)
        assert said.args[0] in page.completeness.shown._point.text()
        assert page.completeness.found is not None
        row, one = next((i, v) for i, v in enumerate(page.completeness.found.variables) if v.count_missing)
        month = next(i for i, n in enumerate(one.missing) if n)
        heat.setCurrentIndex(heat.cells.index(row, FIRST_MONTH + month))
        wanted = led_to(qtbot, page, lambda: qtbot.keyClick(heat, Qt.Key.Key_Return))
        assert len(records(program, wanted)) == one.missing[month]
        heat.setCurrentIndex(heat.cells.index(row, 0))
        wanted = led_to(qtbot, page, lambda: qtbot.keyClick(heat, Qt.Key.Key_Return))
        assert len(records(program, wanted)) == one.count_missing


def test_every_other_click_leads_to_as_many_records_as_it_says(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last60") as window:
        page = quality_page(qtbot, window)
        assert page.timeliness.found is not None
        for row, waiting in enumerate(page.timeliness.waiting.waiting.rows):
            if waiting.count:
                wanted = led_to(qtbot, page, lambda row=row: page.timeliness.waiting.opened.emit(row))
                assert len(records(program, wanted)) == waiting.count
        for row, fault in enumerate(page.validity.faults.faults.rows):
            if fault.finding.found:
                wanted = led_to(qtbot, page, lambda row=row: page.validity.faults.opened.emit(row))
                assert len(records(program, wanted)) == fault.finding.found
        assert page.duplicates.found is not None
        assert page.duplicates.found.count
        wanted = led_to(qtbot, page, lambda: page.duplicates.kinds.opened.emit(0))
        assert len(records(program, wanted)) == page.duplicates.found.kinds[0].records
        wanted = led_to(qtbot, page, lambda: page.duplicates.pairs.opened.emit(0))
        assert len(records(program, wanted)) == 2
        assert page.completeness.found is not None
        page.show_view("completeness")
        if page.completeness.found.incomplete:
            wanted = led_to(qtbot, page, page.completeness.incomplete.click)
            assert len(records(program, wanted)) == page.completeness.found.incomplete
        wanted = led_to(qtbot, page, page.timeliness.late.click)
        assert len(records(program, wanted)) == page.timeliness.found.late


def test_another_form_another_period_another_language(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last24") as window:
        page = quality_page(qtbot, window)
        page.show_view("validity")
        assert page._forms.isVisible()
        page._forms.setCurrentIndex(1)
        page._forms.activated.emit(1)
        settle(qtbot, window)
        for tab in (page.completeness, page.timeliness, page.validity, page.duplicates):
            assert tab.found is not None
            assert tab.found.form == "oppfolging"
        window._choose_period("last12")
        settle(qtbot, window)
        assert page.form().id == "oppfolging"
        assert page.timeliness.by_month.by_month.rowCount() == 12
        page.show_view("coverage")
        assert not page._forms.isVisible()
        window.take_settings(structs.replace(window.settings, language="en", theme="dark"))
        settle(qtbot, window)
        page = quality_page(qtbot, window)
        assert "deadline" in page._meter.words()
        assert [page._tabs.tabText(i) for i in range(len(TABS))] == [
            "Coverage", "Completeness", "Timeliness", "Validity", "Duplicates", "Comparability", "Missing cases",
        ]  # fmt: skip


def test_what_changed_is_read_again(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last60") as window:
        page = quality_page(qtbot, window)
        assert page.completeness.found is not None
        before = page.completeness.found.records
        with program.cache.writing() as cursor:
            patient = cursor.execute(
                "SELECT patient FROM records_hoftebrudd_operasjon WHERE form_status = 'completed'"
                " AND event_date > DATE '2023-01-01' ORDER BY record_id DESC LIMIT 1"
            ).fetchall()[0]
            cursor.execute("DELETE FROM records_hoftebrudd_operasjon WHERE patient = ?", patient)
        window.jobs.changed.emit(Changed.RECORDS, None)
        settle(qtbot, window)
        assert page.completeness.found.records < before


def test_a_registry_without_records_here_says_so(qtbot: QtBot, program: Program, filled: Filled) -> None:  # noqa: F811
    with program.cache.writing() as cursor:
        cursor.execute("""UPDATE feed SET "rows" = 0 WHERE name LIKE 'records/%' AND registry = 'hoftebrudd'""")
    own = {"unit/hoftebrudd": filled.registry.unit}
    with opened(qtbot, program, registry="hoftebrudd", **own) as window:
        page = quality_page(qtbot, window)
        assert not page._todo.isVisible()
        service = page._meter.words()
        assert service
        for name in OF_A_FORM:
            assert not page.tab(name).brought()
            assert page.tab(name).notice.accessibleName()
        page.show_view("coverage")
        assert page.coverage.table.isVisible()
    with program.cache.writing() as cursor:
        cursor.execute("UPDATE source SET kind = 'skde'")
    with opened(qtbot, program, registry="hoftebrudd", **own) as window:
        assert quality_page(qtbot, window)._meter.words() != service


def test_what_was_asked_for_another_registry_does_not_arrive(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last60") as window:
        page = quality_page(qtbot, window)
        view = page.view
        assert view is not None
        nothing = tuple(replace(u, own_records=0) for u in view.summary.units)
        page.load(view)
        page.load(replace(view, summary=replace(view.summary, units=nothing)))
        settle(qtbot, window)
        assert (page.ready, page.completeness.found, page.validity.found) == (None, None, None)
        assert not page._todo.isVisible()


def test_a_match_for_another_period_does_not_arrive(qtbot: QtBot, program: Program, tmp_path: Path) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last60") as window:
        page = quality_page(qtbot, window)
        page.show_view("missing-cases")
        tab = page.missing_cases.own_list
        tab.open_list(own_list(program, tmp_path))
        settle(qtbot, window)
        tab._match.click()
        assert page.view is not None
        tab.take(replace(page.view, period=Period(date(2025, 1, 1), date(2025, 2, 1))), page.form())
        settle(qtbot, window)
        assert tab.outcome is None
        tab.open_list(tmp_path / "kasus.csv")
        tab.forget()
        settle(qtbot, window)
        assert tab.opened is None
        assert tab._open.isEnabled()


def test_no_coverage_is_a_state_of_its_own(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with program.cache.writing() as cursor:
        cursor.execute("DELETE FROM coverage")
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = quality_page(qtbot, window)
        assert not page.coverage.brought()
        assert page.coverage.notice.accessibleName()


def test_the_tab_s_figures_go_to_the_clipboard(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last24") as window:
        page = quality_page(qtbot, window)
        for name, rows in (
            ("coverage", 5),
            ("completeness", page.completeness.heat.cells.rowCount()),
            ("timeliness", len(page.timeliness.chart.shown().rows)),
            ("validity", page.validity.faults.faults.rowCount()),
        ):
            page.show_view(name)
            page._copy.ways.ways()[0].trigger()
            assert len(QGuiApplication.clipboard().text().splitlines()) == rows + 1


def own_list(program: Program, tmp_path: Path, *more: str) -> Path:  # noqa: F811
    with program.cache.reading() as cursor:
        rows = cursor.execute(
            "SELECT national_id, event_date FROM records_hoftebrudd_operasjon"
            " WHERE form_status = 'completed' AND hash(record_id) % 4 > 0"
        ).fetchall()
    file = tmp_path / "kasus.csv"
    lines = [f"{k};{d:%d.%m.%Y};S72.0" for k, d in rows]
    file.write_text("\n".join(["Fødselsnummer;Dato;Kode", *lines, *more]) + "\n", encoding="cp1252")
    return file


def test_an_own_list_is_understood_matched_and_forgotten(
    qtbot: QtBot,
    program: Program,  # noqa: F811
    tmp_path: Path,
) -> None:
    strangers = [f"9999999999{n};0{n + 1}.02.2026;S72.1" for n in range(3)]
    file = own_list(program, tmp_path, *strangers)
    before = sorted(p.name for p in program.data_dir.rglob("*"))
    with opened(qtbot, program, registry="hoftebrudd", period="last60") as window:
        page = quality_page(qtbot, window)
        page.show_view("missing-cases")
        tab = page.missing_cases.own_list
        tab.open_list(file)
        settle(qtbot, window)
        assert tab.opened is not None
        assert tab.opened.local.encoding == "windows-1252"
        assert tab._sample.sample.rowCount() == 5
        assert not tab._leave_out.isVisible()
        assert tab._match.isEnabled()
        tab._match.click()
        settle(qtbot, window)
        outcome = tab.outcome
        assert outcome is not None
        assert outcome.whole.list_only == 3
        assert outcome.whole.registry_only > 0
        assert tab._sentence.text() == match_sentence(outcome, "nb")
        assert [m.key for m in tab._missing.missing.rows] == [f"9999999999{n}" for n in range(3)]
        buttons = [b for b in tab._result.findChildren(QPushButton) if b.isVisible()]
        assert len(buttons) == 2
        wanted = led_to(qtbot, page, buttons[1].click)
        assert len(records(program, wanted)) == outcome.whole.registry_only
        # Another period: what was found does not hold there.
        quality_page(qtbot, window)
        window._choose_period("last12")
        settle(qtbot, window)
        assert tab.outcome is None
        assert tab.opened is not None
        tab._codes.setText("S72.1")
        tab._match.click()
        settle(qtbot, window)
        assert tab.outcome is not None
        assert tab.outcome.codes == ("S721",)
        tab.forget()
        assert tab.opened is None
        assert tab.outcome is None
        assert tab._missing.missing.rowCount() == tab._sample.sample.rowCount() == 0
        assert not tab._result.isVisible()
    after = sorted(p.name for p in program.data_dir.rglob("*"))
    assert set(after) - set(before) <= {"settings.json"}
    for path in program.data_dir.rglob("*"):
        if path.is_file():
            assert b"99999999990" not in path.read_bytes()


def test_what_was_not_understood_is_pointed_at_before_anything_is_matched(
    qtbot: QtBot,
    program: Program,  # noqa: F811
    tmp_path: Path,
) -> None:
    with opened(qtbot, program, registry="hoftebrudd", period="last24") as window:
        page = quality_page(qtbot, window)
        page.show_view("missing-cases")
        tab = page.missing_cases.own_list
        tab.open_list(own_list(program, tmp_path, "99999999999;aldri;S72", ";01.01.2026;S72"))
        settle(qtbot, window)
        assert tab._troubles.troubles.rowCount() == 2
        assert not tab._match.isEnabled()
        tab._leave_out.setChecked(True)
        assert tab._match.isEnabled()
        tab._match.click()
        settle(qtbot, window)
        assert tab.outcome is not None
        assert tab.outcome.left_out == 2
        broken = tmp_path / "bok.csv"
        broken.write_bytes(b"PK\x03\x04")
        tab.open_list(broken)
        settle(qtbot, window)
        assert tab._problem.isVisible()
        assert "bok.csv" in tab._problem.text()
        assert tab.opened is None
        assert not tab._preview.isVisible()
        columns = tmp_path / "kolonner.csv"
        columns.write_text("Alfa;Beta\nA1234;x\n", encoding="utf-8")
        tab.open_list(columns)
        settle(qtbot, window)
        assert not tab._match.isEnabled()


def test_the_person_says_which_columns_are_which(qtbot: QtBot, program: Program, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "fremmed.csv"
    file.write_text("Alfa;Beta;Gamma\nx;12345678901;01.02.2026\n", encoding="utf-8")
    with opened(qtbot, program, registry="hoftebrudd", period="last24") as window:
        page = quality_page(qtbot, window)
        page.show_view("missing-cases")
        tab = page.missing_cases.own_list
        tab.open_list(file)
        settle(qtbot, window)
        for chooser, column in zip(tab._columns.values(), (1, 2, None), strict=True):
            index = chooser.findData(column) if column is not None else 0
            chooser.setCurrentIndex(index)
            chooser.activated.emit(index)
            settle(qtbot, window)
        assert tab.opened is not None
        assert tab.opened.local.complete
        assert list(tab.opened.local.keys) == ["12345678901"]


def test_nothing_is_cut_off_when_the_text_is_twice_as_large(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last24") as window:
        window.resize(1440, 900)
        window.take_settings(structs.replace(window.settings, text_scale=200))
        settle(qtbot, window)
        page = quality_page(qtbot, window)
        for view in TABS:
            page.show_view(view)
            for button in page.findChildren(QPushButton):
                if button.isVisible() and button.text():
                    assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())
        for table in (
            page.validity.faults,
            page.timeliness.waiting,
            page.timeliness.by_month,
            page.duplicates.pairs,
            page.coverage.table,
        ):
            assert table.horizontalScrollBar().maximum() == 0
        window.take_settings(structs.replace(window.settings, text_scale=100))
        settle(qtbot, window)


def test_the_window_stays_free_while_the_page_is_read(
    qtbot: QtBot,
    program: Program,  # noqa: F811
    heartbeat: Heartbeat,  # noqa: F811
) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        quality_page(qtbot, window)
        heartbeat.longest = 0
        window._choose_period("last60")
        settle(qtbot, window)
        # Two busy cores make single milliseconds meaningless here.
        assert heartbeat.longest < 2_000


@pytest.mark.parametrize("view", TABS)
def test_the_smallest_window_still_shows_every_tab(qtbot: QtBot, program: Program, view: str) -> None:  # noqa: F811
    with opened(qtbot, program, registry="hoftebrudd", period="last24") as window:
        window.resize(640, 400)
        page = quality_page(qtbot, window)
        page.show_view(view)
        assert page._tabs.currentIndex() == TABS.index(view)
        assert page._todo.table.todo.index(0, WHAT).data()
