"""Taking a chart along: figures and pictures on the clipboard, files, and prints, each with what it is a chart of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QToolButton, QWidget

from app.problems import problem_in_words
from local_cache.disk import disk_problems
from local_cache.errors import Problem
from widgets import clipboard
from widgets.charts.sheet import ChartSheet, for_clipboard, picture, svg


class CopyButton(QToolButton):
    """A menu of ways to take the chart along.

    `sheet` gives the chart that is shown, None where there is none; `copy_figures` puts its figures on the clipboard;
    `language`: the window's.
    """

    def __init__(
        self,
        sheet: Callable[[], ChartSheet | None],
        copy_figures: Callable[[], None],
        language: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet, self._language = sheet, language
        self.setText(self.tr("Copy"))
        self.setAccessibleName(self.tr("Copy, save or print"))
        self.setToolTip(self.tr("Copy, save or print the chart or its figures"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(self.tr("&Figures as a table"), copy_figures)
        self._pictures = [
            menu.addAction(self.tr("&Picture (PNG and SVG)"), self._copy_picture),
            menu.addSeparator(),
            menu.addAction(self.tr("&Save as a file …"), self._save),
            menu.addAction(self.tr("P&rint …"), self._print),
            menu.addAction(self.tr("Print pre&view …"), self._preview),
        ]
        self.setMenu(menu)

    def offer_pictures(self, there: bool) -> None:
        """Whether there is a chart; without one only figures can be copied."""
        for action in self._pictures:
            action.setEnabled(there)

    def _copy_picture(self) -> None:
        sheet = self._sheet()
        if sheet is not None:
            clipboard.put(for_clipboard(sheet))

    def _save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the chart"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Picture (*.png)"), self.tr("Drawing (*.svg)")])
        dialog.setDefaultSuffix("png")
        dialog.fileSelected.connect(self.save)
        dialog.filterSelected.connect(self._follow_filter)
        dialog.open()

    def _follow_filter(self, chosen: str) -> None:
        dialog = self.sender()
        assert isinstance(dialog, QFileDialog)
        dialog.setDefaultSuffix("svg" if "*.svg" in chosen else "png")

    def save(self, place: str) -> None:
        """Write the chart to a file, PNG or by its ending SVG: written beside and moved into place."""
        sheet = self._sheet()
        if sheet is None:
            return
        file = Path(place)
        drawing = file.suffix.lower() == ".svg"
        body = svg(sheet) if drawing else _png(sheet)
        beside = file.with_name(f".{file.name}.new")
        try:
            with disk_problems(file):
                try:
                    beside.write_bytes(body)
                    beside.replace(file)
                finally:
                    beside.unlink(missing_ok=True)
        except Problem as problem:
            box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Save the chart"), problem_in_words(problem))
            box.setParent(self, box.windowFlags())
            box.open()

    def _print(self) -> None:
        # Late: few windows print.
        from widgets.report.preview import ask_printer
        from widgets.report.printing import SheetPages

        sheet = self._sheet()
        if sheet is not None:
            ask_printer(SheetPages((sheet,)), self)

    def _preview(self) -> None:
        from widgets.report.preview import PreviewDialog
        from widgets.report.printing import SheetPages

        sheet = self._sheet()
        if sheet is not None:
            PreviewDialog(SheetPages((sheet,)), sheet.title, self._language(), self).open()


def _png(sheet: ChartSheet) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture(sheet).save(buffer, "PNG")
    return bytes(buffer.data().data())
