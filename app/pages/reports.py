"""Rapporter: documents that write themselves, and tables to take along."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.jobs import Jobs
from app.pages.page import Page, View
from app.pages.report_tables import TablesPart
from app.program import Program
from local_cache.sync.outcome import Changed

TABS = ("tables",)


class ReportsPage(Page):
    """The page. Attributes: tables (its parts)."""

    name: ClassVar[str] = "reports"
    depends_on: ClassVar[Changed] = Changed.DEFINITION | Changed.RESULTS | Changed.COVERAGE | Changed.RECORDS

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Reports and tables"))
        self.tables = TablesPart(jobs, program)
        self._tabs.addTab(self.tables, self.tr("Tables"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tabs)

    def title(self) -> str:
        return self.tr("Reports")

    def load(self, view: View) -> None:
        self.tables.load(view)

    def views(self) -> tuple[str, ...]:
        return TABS

    def show_view(self, view: str) -> None:
        self._tabs.setCurrentIndex(TABS.index(view))
