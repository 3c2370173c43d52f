"""Rapporter in the window, and every table's own menu: what is on the screen is what leaves, and what fails is said."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from windows import SECONDS, opened, settle

from app.exporting import Wanted, export
from app.main_window import MainWindow
from app.pages.figures_menu import FiguresMenu
from app.pages.records import RecordsPage
from app.pages.report_documents import DocumentsPart
from app.pages.report_tables import TablesPart
from app.pages.reports import ReportsPage
from app.pages.results import ResultsPage
from app.policy import Policy
from app.program import Program
from local_cache.export.writing import verify
from local_cache.records.behind import Records
from local_cache.records.filter import OneOf
from local_cache.reports.document import TableBlock
from local_cache.reports.orders import orders
from local_cache.results.stated import Stated
from local_cache.sync.outcome import Changed
from tests.local_cache.disks import fill, make_read_only, small_disk
from widgets.charts.heat_map import HeatMap
from widgets.report.preview import PreviewDialog
from widgets.tables.figures import FiguresTable
from widgets.tables.indicators import IndicatorTable
from widgets.tables.shown import ShownTable, as_html, as_text
from widgets.tables.table import CalmTable

MENUS = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
"""Menus ask for more than a platform without a screen has."""


def reports_page(qtbot: QtBot, window: MainWindow, view: str = "reports") -> ReportsPage:
    window.show_page("reports")
    page = window.pages["reports"]
    assert isinstance(page, ReportsPage)
    page.show_view(view)
    settle(qtbot, window)
    return page


def tables(page: ReportsPage) -> TablesPart:
    assert page.tables is not None
    return page.tables


def documents(page: ReportsPage) -> DocumentsPart:
    assert page.documents is not None
    return page.documents


def written(qtbot: QtBot, window: MainWindow, part: DocumentsPart) -> None:
    qtbot.waitUntil(lambda: part._writing is None, timeout=SECONDS)
    settle(qtbot, window)


def bare(words: str) -> str:
    return re.sub(r"\s+", "", words)


def text_of(file: Path) -> str:
    document = pypdfium2.PdfDocument(file.read_bytes())
    words = "".join(str(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return words


def words_on(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def type_file(qtbot: QtBot, part: QWidget, file: Path) -> None:
    """Answer the dialogue that asks for a file, by keys."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in part.findChildren(QFileDialog)), timeout=SECONDS)
    dialog = next(d for d in part.findChildren(QFileDialog) if d.isVisible())
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(str(file))
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_report_is_chosen_read_and_saved_by_keyboard_alone(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = reports_page(qtbot, window)
        part = documents(page)
        listed = part.findChild(QListWidget)
        assert listed is not None
        assert listed.count() >= 5
        listed.setFocus()
        before = part.composed
        assert before is not None
        qtbot.keyClick(listed, Qt.Key.Key_Down)
        settle(qtbot, window)
        composed = part.composed
        assert composed is not None
        assert composed.document.title != before.document.title
        assert part.preview.pages.paged is not None
        # Tab leads from the list over language and masking to the buttons.
        reached: list[QWidget | None] = []
        for _ in range(4):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            reached.append(QApplication.focusWidget())
        assert isinstance(reached[0], QComboBox)
        button = next(w for w in reached if isinstance(w, QPushButton))
        assert "PDF" in button.text()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        type_file(qtbot, part, tmp_path / "rapport.pdf")
        written(qtbot, window, part)
        assert verify_beside(program, tmp_path / "rapport.pdf")
        # What is in the file is what the document says, each number of it.
        whole = bare(text_of(tmp_path / "rapport.pdf"))
        document = composed.document
        cells = [c for b in document.blocks if isinstance(b, TableBlock) for row in b.rows for c in row]
        assert len(cells) > 10
        told = (document.title, document.selection, document.age, *cells, *(t for _, t in document.provenance))
        assert [words for words in told if bare(words) not in whole] == []
        assert str(tmp_path / "rapport.pdf") in words_on(part.form)
        # And as HTML, in the other language.
        language = next(w for w in reached if isinstance(w, QComboBox))
        language.setFocus()
        qtbot.keyClick(language, Qt.Key.Key_Down)
        settle(qtbot, window)
        assert part.composed is not None
        assert part.composed.language == "en"
        part.save(str(tmp_path / "report.html"))
        written(qtbot, window, part)
        assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!")


def verify_beside(program: Program, file: Path) -> bool:
    return file.exists() and file.with_name(file.name + ".provenance.json").exists()


def test_a_table_saved_from_the_page_is_the_commands_own(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    with opened(qtbot, program, registry="hoftebrudd", period="last12") as window:
        page = reports_page(qtbot, window, "tables")
        form, view = tables(page).form, page.view
        assert view is not None
        form.choose("comparison")
        form._kind.setCurrentIndex(form._kind.findData("csv-plain"))
        form._for_others.setChecked(True)
        qtbot.keyClick(form._save, Qt.Key.Key_Space)
        type_file(qtbot, tables(page), tmp_path / "from page.csv")
        settle(qtbot, window)
        assert form.wish().indicator
        command = Wanted(
            "comparison",
            tmp_path / "from command.csv",
            "csv",
            registry="hoftebrudd",
            unit=view.unit,
            period="last12",
            indicator=form.wish().indicator,
            csv_style="plain",
            for_others=True,
        )
        provenance = export(program, command).written.provenance
        assert (tmp_path / "from page.csv").read_bytes() == (tmp_path / "from command.csv").read_bytes()
        assert provenance.sha256 in bare(words_on(form))
        # It is as it was written; after a change it is not, and that is said.
        found = verify(program.ledger, tmp_path / "from page.csv")
        assert found.whole
        assert found.known
        tables(page).verify(str(tmp_path / "from page.csv"))
        settle(qtbot, window)
        good = form._said.text()
        with (tmp_path / "from page.csv").open("ab") as file:
            file.write(b"1\r\n")
        tables(page).verify(str(tmp_path / "from page.csv"))
        settle(qtbot, window)
        assert form._said.text() != good


def test_own_records_leave_only_with_a_purpose_and_are_cancelled_without_a_trace(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = reports_page(qtbot, window, "tables")
        form = tables(page).form
        form.choose("records")
        assert form._purpose.isVisible()
        assert not form._for_others.isVisible()
        assert not form._save.isEnabled()
        qtbot.keyClicks(form._purpose, "Kvalitetsarbeid i avdelingen")
        assert form._save.isEnabled()
        tables(page).save(form.wish(), tmp_path / "cancelled.xlsx")
        assert form._progress.isVisible()
        assert not form._save.isEnabled()
        qtbot.keyClick(form._cancel, Qt.Key.Key_Space)
        settle(qtbot, window)
        assert form._save.isEnabled()
        assert list(tmp_path.glob("cancelled*")) == []
        tables(page).save(form.wish(), tmp_path / "kept.csv")
        settle(qtbot, window)
        assert verify(program.ledger, tmp_path / "kept.csv").whole
        said = (tmp_path / "kept.csv.provenance.json").read_text(encoding="utf-8")
        assert "Kvalitetsarbeid i avdelingen" in said


@pytest.mark.parametrize("role", ["leser", "registrar"])
def test_identifiers_are_offered_where_rules_and_role_allow_it_and_asked_for_each_time(
    qtbot: QtBot, program: Program, tmp_path: Path, role: str
) -> None:
    program.policy = Policy(identifiers_in_exports=True)
    with program.cache.writing() as cursor:
        cursor.execute("UPDATE subscription SET roles = [?]", [role])
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = reports_page(qtbot, window, "tables")
        form = tables(page).form
        form.choose("records")
        assert form._form.isRowVisible(form._identifiers) == (role == "registrar")
        form._identifiers.setChecked(True)
        assert form.wish().identifiers == (role == "registrar")
        form.choose("indicators")
        assert not form._form.isRowVisible(form._identifiers) and not form.wish().identifiers
        form.choose("records")
        form._purpose.setText("Liste")
        with qtbot.waitSignal(form.save_wanted) as asked:
            form._ask()
        assert asked.args[0].identifiers == (role == "registrar")
        assert not form._identifiers.isChecked()
        for dialog in page.findChildren(QFileDialog):
            dialog.reject()


def test_records_are_taken_along_as_they_are_filtered_on_their_page(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.show_page("records")
        settle(qtbot, window)
        records = window.pages["records"]
        assert isinstance(records, RecordsPage)
        assert records.query is not None
        everything = records.query.filter
        records.open_records(Records(records.query.form, everything.with_condition("sex", OneOf(("2",)))))
        settle(qtbot, window)
        assert records.opened is not None
        assert records.opened.start is not None
        fitting = records.opened.start.matching
        assert 0 < fitting < records.opened.start.total
        records._take_along()
        settle(qtbot, window)
        page = window.pages["reports"]
        assert isinstance(page, ReportsPage)
        assert page.isVisible()
        form = tables(page).form
        wish = form.wish()
        assert (wish.what, wish.form, wish.filtered) == ("records", records.query.form, True)
        qtbot.keyClicks(form._purpose, "Kompletthet")
        tables(page).save(form.wish(), tmp_path / "filtered.jsonl")
        settle(qtbot, window)
        assert len((tmp_path / "filtered.jsonl").read_bytes().splitlines()) == fitting


def test_a_full_and_a_read_only_folder_are_said_in_words(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = reports_page(qtbot, window)
        part, form = documents(page), tables(page).form
        with small_disk(tmp_path / "small", 4) as disk:
            fill(disk)
            part.save(str(disk / "rapport.pdf"))
            written(qtbot, window, part)
            full = part.form._said.text()
            assert "small" in full or "rapport.pdf" in full
            tables(page).save(form.wish(), disk / "tall.xlsx")
            settle(qtbot, window)
            assert form._said.text()
            assert not list(disk.glob("rapport*")) and not list(disk.glob("tall*"))
            (disk / "filling").unlink()
            make_read_only(disk)
            part.save(str(disk / "rapport.pdf"))
            written(qtbot, window, part)
            assert part.form._said.text() not in ("", full)
        # The report is still there, and can be saved elsewhere.
        settle(qtbot, window)
        assert part.composed is not None
        part.save(str(tmp_path / "rapport.pdf"))
        written(qtbot, window, part)
        assert (tmp_path / "rapport.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_report_is_ordered_made_anew_and_given_up_and_a_bad_template_is_told_of(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    own = program.data_dir / "templates"
    own.mkdir()
    header = "title.nb: Egen\ntitle.en: Own\nabout.nb: Om\nabout.en: About\nchoices: registry, unit, period\n"
    (own / "feil.md").write_text(header + "--- nb\n{{ open('/etc/passwd') }}\n--- en\nText\n", encoding="utf-8")
    with opened(qtbot, program, registry="hoftebrudd") as window:
        page = reports_page(qtbot, window)
        part = documents(page)
        refused = words_on(part.form._refused)
        assert "feil.md" in refused
        assert "7" in refused, "the line"
        part.form.choose("readiness")
        settle(qtbot, window)
        folder = tmp_path / "rapporter"
        folder.mkdir()
        qtbot.mouseClick(part.standing._order, Qt.MouseButton.LeftButton)
        dialog = next(d for d in part.findChildren(QFileDialog) if d.isVisible())
        dialog.reject()
        part.order(str(folder))
        settle(qtbot, window)
        (ordered,) = orders(program.ledger)
        assert (ordered.template, ordered.registry, ordered.format) == ("readiness", "hoftebrudd", "pdf")
        assert str(folder) in words_on(part.standing)
        window._renew_reports(Changed.RECORDS)
        standing = window._standing
        assert standing is not None
        qtbot.waitSignal(standing.told, timeout=SECONDS).wait()
        settle(qtbot, window)
        (made,) = folder.glob("*.pdf")
        assert text_of(made)
        buttons = {b.accessibleName(): b for b in part.standing.findChildren(QPushButton) if b.accessibleName()}
        assert len(buttons) == 2, "open the newest, and stop making it"
        part.standing.cancel_wanted.emit(ordered.id)
        settle(qtbot, window)
        assert orders(program.ledger) == ()
        assert str(folder) not in words_on(part.standing)
        assert made.exists()
        part.order(str(tmp_path / "nowhere"))
        settle(qtbot, window)
        assert part.standing._said.isVisible()
        assert part.standing._said.text()


# Every table's own menu


class Cells(HTMLParser):
    """The cells of a table in HTML, by rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag in ("td", "th")
        if tag == "tr":
            self.rows.append([])
        elif self._inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


def menu_of(qtbot: QtBot, window: MainWindow, table: QWidget, *, mouse: bool = False) -> FiguresMenu:
    """The menu that the keyboard's own key opens, or a click with the other button on the first row."""
    table.setFocus()
    at = QPoint(5, 5)
    if mouse:
        assert isinstance(table, QTableView)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, table.viewport().mapToGlobal(at))
        QApplication.sendEvent(table.viewport(), event)
    else:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, table.mapToGlobal(at))
        QApplication.sendEvent(table, event)
    menus: Callable[[], list[FiguresMenu]] = lambda: [m for m in window.findChildren(FiguresMenu) if m.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: len(menus()) == 1, timeout=SECONDS)
    return menus()[0]


@MENUS
def test_every_table_is_copied_saved_and_printed_from_its_own_menu(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    with opened(qtbot, program, registry="hoftebrudd", period="last12") as window:
        window.show_page("results")
        settle(qtbot, window)
        page = window.pages["results"]
        assert isinstance(page, ResultsPage)
        table = page.findChild(IndicatorTable)
        assert table is not None
        menu = menu_of(qtbot, window, table)
        menu.actions()[0].trigger()
        menu.close()
        data = QGuiApplication.clipboard().mimeData()
        rows = [line.split("\t") for line in data.text().splitlines()]
        model = table.indicators
        columns = [c for c, title in enumerate(model.titles()) if title]
        assert rows[0] == [model.titles()[c] for c in columns]
        assert rows[1:] == [[model.text(row, c) for c in columns] for row in model.rows]
        parser = Cells()
        parser.feed(data.html())
        assert parser.rows == rows
        # The same by the key.
        QGuiApplication.clipboard().clear()
        qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == as_text(table.shown())
        # Figures with an export of their own are saved with their values, as by the command.
        menu = menu_of(qtbot, window, table)
        menu.actions()[1].trigger()
        menu.close()
        type_file(qtbot, page, tmp_path / "from menu.csv")
        settle(qtbot, window)
        assert page.view is not None
        wanted = Wanted(
            "indicators", tmp_path / "command.csv", "csv", registry="hoftebrudd", unit=page.view.unit, period="last12"
        )
        export(program, wanted)
        assert (tmp_path / "from menu.csv").read_bytes() == (tmp_path / "command.csv").read_bytes()
        assert "from menu.csv" in window._status.message()
        # Printed is what is shown.
        menu = menu_of(qtbot, window, table)
        menu.actions()[2].trigger()
        menu.close()
        dialog = next(d for d in page.findChildren(PreviewDialog) if d.isVisible())
        shown = dialog.preview.pages.paged
        assert shown is not None
        (block,) = shown.document.blocks  # type: ignore[attr-defined]
        assert [list(row) for row in block.rows] == rows[1:]
        dialog.reject()


@MENUS
def test_a_table_without_an_export_is_saved_as_it_is_shown_and_refusals_are_said(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.show_page("results")
        page = window.pages["results"]
        assert isinstance(page, ResultsPage)
        page.show_view("table")
        settle(qtbot, window)
        table = page.findChild(FiguresTable)
        assert table is not None
        shown = table.shown()
        menu = menu_of(qtbot, window, table)
        menu.actions()[1].trigger()
        menu.close()
        type_file(qtbot, page, tmp_path / "figures.csv")
        settle(qtbot, window)
        with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        assert tuple(rows[0]) == shown.headers
        for row, texts, stated in zip(rows[1:], shown.rows, shown.stated, strict=True):
            for cell, text, number in zip(row, texts, stated, strict=True):
                read = Stated(float(cell.replace(",", ".")), number.format).text("nb") if number is not None else cell
                assert read == text
        assert any(one is not None for one in shown.stated[0])
        assert verify(program.ledger, tmp_path / "figures.csv").whole
        menu = menu_of(qtbot, window, table)
        menu.actions()[1].trigger()
        menu.close()
        dialog = next(d for d in page.findChildren(QFileDialog) if d.isVisible())
        dialog.fileSelected.emit(str(tmp_path / "nowhere" / "figures.csv"))
        dialog.reject()
        settle(qtbot, window)
        box = next(b for b in page.findChildren(QMessageBox) if b.isVisible())
        assert box.text()
        box.reject()
        reached = 0
        for name in ("overview", "quality", "corrections", "variables"):
            window.show_page(name)
            settle(qtbot, window)
            for view in window.pages[name].views():
                window.pages[name].show_view(view)
                settle(qtbot, window)
                tables = [t for k in (CalmTable, HeatMap) for t in window.pages[name].findChildren(k) if t.isVisible()]
                for other in tables[:2]:
                    menu = menu_of(qtbot, window, other, mouse=True)
                    assert menu.meant is other
                    menu.close()
                    other.copy()
                    assert QGuiApplication.clipboard().text() == other.text()
                    reached += 1
        assert reached > 8


def test_a_chart_is_previewed_and_asked_to_be_printed(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.show_page("results")
        settle(qtbot, window)
        page = window.pages["results"]
        assert isinstance(page, ResultsPage)
        page._copy.ways._preview_chart()
        dialog = next(d for d in page.findChildren(PreviewDialog) if d.isVisible())
        assert dialog.preview.pages.paged is not None
        assert dialog.preview.pages.paged.count == 1
        dialog.reject()
        page._copy.ways._print_chart()
        asked = next(w for w in page.findChildren(QWidget) if w.metaObject().className().endswith("PrintDialog"))
        assert asked.isVisible()
        asked.reject()  # type: ignore[attr-defined]


def test_what_is_copied_cannot_compute_in_a_sheet_or_break_a_table() -> None:
    table = ShownTable("T", ("Name", "Value"), (("=1+1", "-3,2"), ("a\tb\nc", "<b>")), numbers=frozenset({1}))
    assert list(csv.reader(io.StringIO(as_text(table)), delimiter="\t"))[1:] == [["'=1+1", "-3,2"], ["a b c", "<b>"]]
    parser = Cells()
    parser.feed(as_html(table))
    assert parser.rows == [["Name", "Value"], ["'=1+1", "-3,2"], ["a b c", "<b>"]]
