"""What every table and chart of a page can be asked for: a copy, a file, a print; and the button that offers them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QToolButton, QWidget

from app.exporting import Exported, Wanted, export, words_in
from app.jobs import Lane, Report
from app.pages.figures import Figures, table_under
from app.pages.saving import keep_folder, usual_folder
from app.problems import problem_in_words
from app.shown_table import shown_document, write_shown
from local_cache.disk import disk_problems
from local_cache.errors import Problem
from local_cache.export.table import file_name
from local_cache.export.writing import FORMATS, Format, Written
from local_cache.registry import text_in
from local_cache.results.format import format_period
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Stop
from widgets import clipboard
from widgets.charts.sheet import ChartSheet, picture, svg
from widgets.charts.sheet import for_clipboard as chart_for_clipboard
from widgets.tables.shown import for_clipboard as table_for_clipboard

if TYPE_CHECKING:
    from app.pages.page import Page


class FiguresMenu(QMenu):
    """The menu of a table, of a chart, or of a chart that is a table as well.

    `figures` gives what is meant each time the menu opens, None where there is nothing to take along. The first three
    ways are those of the table, the others those of the chart. Attributes: meant (the widget the menu was opened on).
    """

    def __init__(
        self,
        page: Page,
        figures: Callable[[], Figures | None],
        meant: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent or page)
        self._page, self._figures, self.meant = page, figures, meant
        copy = self.addAction(self.tr("&Copy table with headers"), self._copy_table)
        if table_under(meant) is not None:
            # Shown; the table itself takes the key. A menu that stays, as a button's does, would take it from all.
            copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self._of_table = [
            copy,
            self.addAction(self.tr("&Save table as …"), self._save_table),
            self.addAction(self.tr("&Print table …"), self._print_table),
        ]
        self._of_chart = [
            self.addSeparator(),
            self.addAction(self.tr("Copy chart as a p&icture (PNG and SVG)"), self._copy_chart),
            self.addAction(self.tr("Save c&hart as …"), self._save_chart),
            self.addAction(self.tr("P&rint chart …"), self._print_chart),
            self.addAction(self.tr("Print pre&view of the chart …"), self._preview_chart),
        ]
        self.aboutToShow.connect(self.offer)

    def offer(self) -> None:
        """Offer what there is now."""
        figures = self._figures()
        for action in self._of_table:
            action.setEnabled(figures is not None and bool(figures.table.rows))
        for action in self._of_chart:
            action.setVisible(figures is not None and figures.sheet is not None)

    def ways(self) -> tuple[QAction, ...]:
        """The menu's actions, to stand in another menu too; they go with this one."""
        self.offer()
        return tuple(self.actions())

    # The table

    def _copy_table(self) -> None:
        figures = self._figures()
        if figures is not None:
            clipboard.put(table_for_clipboard(figures.table))

    def _save_table(self) -> None:
        figures = self._figures()
        if figures is not None:
            TableSaving(self._page, figures).ask()

    def _print_table(self) -> None:
        # Late: few windows print.
        from widgets.report.pages import Pages
        from widgets.report.preview import PreviewDialog

        view, figures = self._page.view, self._figures()
        if view is not None and figures is not None:
            pages = Pages(shown_document(view, figures.table), words=words_in(view.language, "Report"))
            PreviewDialog(pages, figures.table.name, view.language, self._page).open()

    # The chart

    def _sheet(self) -> ChartSheet | None:
        figures = self._figures()
        return figures.sheet if figures is not None else None

    def _copy_chart(self) -> None:
        sheet = self._sheet()
        if sheet is not None:
            clipboard.put(chart_for_clipboard(sheet))

    def _save_chart(self) -> None:
        sheet = self._sheet()
        if sheet is not None:
            ChartSaving(self._page, sheet).ask()

    def _print_chart(self) -> None:
        from widgets.report.preview import ask_printer
        from widgets.report.printing import SheetPages

        sheet = self._sheet()
        if sheet is not None:
            ask_printer(SheetPages((sheet,)), self._page)

    def _preview_chart(self) -> None:
        from widgets.report.preview import PreviewDialog
        from widgets.report.printing import SheetPages

        sheet, view = self._sheet(), self._page.view
        if sheet is not None and view is not None:
            PreviewDialog(SheetPages((sheet,)), sheet.title, view.language, self._page).open()


class CopyButton(QToolButton):
    """The menu of what the page has in front, as a button."""

    def __init__(self, page: Page, figures: Callable[[], Figures | None]) -> None:
        super().__init__(page)
        self.setText(self.tr("Copy"))
        self.setAccessibleName(self.tr("Copy, save or print"))
        self.setToolTip(self.tr("Copy, save or print the chart or its figures"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.ways = FiguresMenu(page, figures, parent=self)
        self.setMenu(self.ways)


class _Saving(QObject):
    """One thing on its way into a file; goes with the page, or when it is done."""

    def __init__(self, page: Page, title: str) -> None:
        super().__init__(page)
        self.page, self.title = page, title

    def ask_file(self, parts: tuple[str, ...], filters: list[str], ending: str) -> None:
        """Ask for the file's name and kind; `save` gets it."""
        dialog = QFileDialog(self.page, self.title, usual_folder(self.page.program))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(filters)
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(str(file_name(" ".join(part for part in parts if part), ending)))
        dialog.filterSelected.connect(self._follow_filter)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _follow_filter(self, chosen: str) -> None:
        dialog = self.sender()
        assert isinstance(dialog, QFileDialog)
        ending = chosen.partition("*.")[2].partition(")")[0]
        dialog.setDefaultSuffix(ending)
        named = dialog.selectedFiles()
        if named:
            dialog.selectFile(str(Path(named[0]).with_suffix(f".{ending}")))

    def save(self, place: str) -> None:
        raise NotImplementedError

    def say_saved(self, name: str) -> None:
        self.page.said.emit(self.tr("Saved: {file}").format(file=name))
        self.deleteLater()

    def refuse(self, problem: Problem) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            self.title,
            problem_in_words(problem),
            QMessageBox.StandardButton.Close,
            self.page,
        )
        box.button(QMessageBox.StandardButton.Close).setText(self.tr("Close"))
        box.open()
        self.deleteLater()


class TableSaving(_Saving):
    """A table on its way into a file.

    Figures that have a table of their own in `app/exporting.py` are written as that, with their values; others as they
    are shown.
    """

    def __init__(self, page: Page, figures: Figures) -> None:
        super().__init__(page, "")
        self.title = self.tr("Save the table")
        assert page.view is not None
        self._view, self._shown, self._typed = page.view, figures.table, figures.typed

    def ask(self) -> None:
        view = self._view
        parts = (
            self._shown.name,
            text_in(view.summary.names, view.language),
            view.unit_name,
            format_period(view.period, view.language),
        )
        filters = [
            self.tr("Excel (*.xlsx)"),
            self.tr("CSV for spreadsheets (*.csv)"),
            self.tr("Parquet (*.parquet)"),
            self.tr("JSON lines (*.jsonl)"),
        ]
        self.ask_file(parts, filters, "xlsx")

    def save(self, place: str) -> None:
        """Write the table; the file's ending says in what format."""
        file, program, view, shown = Path(place), self.page.program, self._view, self._shown
        ending = file.suffix.casefold().removeprefix(".")
        format: Format = next((known for known in FORMATS if known == ending), "csv")
        typed = self._typed
        keep_folder(program, file)

        def work(stop: Stop, report: Report) -> tuple[Changed, Exported]:
            if typed is None:
                return Changed.NOTHING, Exported(write_shown(program, view, shown, file, format, "excel", stop))
            wanted = Wanted(
                typed.what,
                file,
                format,
                view.summary.registry,
                view.unit,
                view.period_id,
                typed.indicator or None,
                typed.subgroup,
                language=view.language,
            )
            return Changed.NOTHING, export(program, wanted, report, stop)

        self.page.jobs.change(work, self._say, self.refuse, lane=Lane.FILES)

    def _say(self, exported: Exported) -> None:
        written: Written = exported.written
        self.say_saved(written.files[0].name)


class ChartSaving(_Saving):
    """A chart on its way into a file."""

    def __init__(self, page: Page, sheet: ChartSheet) -> None:
        super().__init__(page, "")
        self.title = self.tr("Save the chart")
        self._sheet = sheet

    def ask(self) -> None:
        parts = (self._sheet.title, *self._sheet.subtitle)
        self.ask_file(parts, [self.tr("Picture (*.png)"), self.tr("Drawing (*.svg)")], "png")

    def save(self, place: str) -> None:
        """Write the chart, PNG or by its ending SVG: beside, and then moved into place."""
        file = Path(place)
        keep_folder(self.page.program, file)
        body = svg(self._sheet) if file.suffix.casefold() == ".svg" else _png(self._sheet)
        beside = file.with_name(f".{file.name}.new")
        try:
            with disk_problems(file):
                try:
                    beside.write_bytes(body)
                    beside.replace(file)
                finally:
                    beside.unlink(missing_ok=True)
        except Problem as problem:
            self.refuse(problem)
        else:
            self.say_saved(file.name)


def _png(sheet: ChartSheet) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture(sheet).save(buffer, "PNG")
    return bytes(buffer.data().data())
