"""What every table of a page can be asked for: a copy, a file, a print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from app.exporting import Exported, Wanted, export, words_in
from app.jobs import Lane, Report
from app.pages.saving import keep_folder, usual_folder
from app.problems import problem_in_words
from app.shown_table import shown_document, write_shown
from local_cache.errors import Problem
from local_cache.export.table import file_name
from local_cache.export.writing import FORMATS, Format, Written
from local_cache.registry import text_in
from local_cache.results.format import format_period
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Stop
from widgets.tables.shown import Takeable

if TYPE_CHECKING:
    from app.pages.page import Page, TypedTable


def table_under(widget: QWidget | None) -> QWidget | None:
    """The table a widget is, or is in."""
    while widget is not None and not (hasattr(widget, "shown") and hasattr(widget, "copy")):
        widget = widget.parentWidget()
    return widget


class TableMenu(QMenu):
    """The menu of one table. Attributes: table."""

    def __init__(self, page: Page, table: QWidget) -> None:
        super().__init__(page)
        self._page, self.table = page, table
        copy = self.addAction(self.tr("&Copy with headers"), cast(Takeable, table).copy)
        # Shown; the table itself takes the key.
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        save = self.addAction(self.tr("&Save table as …"), self._save)
        preview = self.addAction(self.tr("&Print …"), self._print)
        rows = bool(cast(Takeable, table).shown().rows)
        for action in (copy, save, preview):
            action.setEnabled(rows)

    def _save(self) -> None:
        TableSaving(self._page, self.table).ask()

    def _print(self) -> None:
        # Late: few windows print.
        from widgets.report.pages import Pages
        from widgets.report.preview import PreviewDialog

        view, table = self._page.view, cast(Takeable, self.table).shown()
        if view is not None:
            pages = Pages(shown_document(view, table), words=words_in(view.language, "Report"))
            PreviewDialog(pages, table.name, view.language, self._page).open()


class TableSaving(QObject):
    """One table on its way into a file; goes with the page.

    Figures that have a table of their own in `app/exporting.py` are written as that, with their values; others as they
    are shown.
    """

    def __init__(self, page: Page, table: QWidget) -> None:
        super().__init__(page)
        assert page.view is not None
        self._page, self._view = page, page.view
        self._shown = cast(Takeable, table).shown()
        self._typed: TypedTable | None = page.typed_table(table)

    def ask(self) -> None:
        """Ask for the file's name and kind."""
        view = self._view
        parts = (
            self._shown.name,
            text_in(view.summary.names, view.language),
            view.unit_name,
            format_period(view.period, view.language),
        )
        dialog = QFileDialog(self._page, self.tr("Save the table"), usual_folder(self._page.program))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [
                self.tr("Excel (*.xlsx)"),
                self.tr("CSV for spreadsheets (*.csv)"),
                self.tr("Parquet (*.parquet)"),
                self.tr("JSON lines (*.jsonl)"),
            ]
        )
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(str(file_name(" ".join(parts), "xlsx")))
        dialog.filterSelected.connect(self._follow_filter)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _follow_filter(self, chosen: str) -> None:
        dialog = self.sender()
        assert isinstance(dialog, QFileDialog)
        ending = next((format for format in FORMATS if f"*.{format}" in chosen), "xlsx")
        dialog.setDefaultSuffix(ending)
        named = dialog.selectedFiles()
        if named:
            dialog.selectFile(str(Path(named[0]).with_suffix(f".{ending}")))

    def save(self, place: str) -> None:
        """Write the table; the file's ending says in what format."""
        file, program, view, shown = Path(place), self._page.program, self._view, self._shown
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

        self._page.jobs.change(work, self._say, self._refuse, lane=Lane.FILES)

    def _say(self, exported: Exported) -> None:
        written: Written = exported.written
        self._page.said.emit(self.tr("Saved: {file}").format(file=written.files[0].name))
        self.deleteLater()

    def _refuse(self, problem: Problem) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            self.tr("Save the table"),
            problem_in_words(problem),
            QMessageBox.StandardButton.Close,
            self._page,
        )
        box.button(QMessageBox.StandardButton.Close).setText(self.tr("Close"))
        box.open()
        self.deleteLater()
