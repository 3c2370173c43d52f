"""Rapporter: documents that write themselves, and tables to take along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.jobs import Jobs
from app.pages.page import Page, View
from app.pages.report_tables import TablesPart
from app.program import Program
from local_cache.sync.outcome import Changed

if TYPE_CHECKING:
    from app.pages.report_documents import DocumentsPart
    from app.reports.standing import Anew

TABS = ("reports", "tables")

OWN_RECORDS = "records"
"""Points at the table of the unit's own records, where others point at an indicator."""


class ReportsPage(Page):
    """The page. Attributes: documents (None until the page is first shown), tables (its parts)."""

    name: ClassVar[str] = "reports"
    depends_on: ClassVar[Changed] = ~Changed.NOTHING

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.documents: DocumentsPart | None = None
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Reports and tables"))
        place = QWidget()
        self._place = QVBoxLayout(place)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.tables = TablesPart(jobs, program)
        self._tabs.addTab(place, self.tr("Reports"))
        self._tabs.addTab(self.tables, self.tr("Tables"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tabs)

    def title(self) -> str:
        return self.tr("Reports")

    def load(self, view: View) -> None:
        self._documents().load(view)
        self.tables.load(view)

    def views(self) -> tuple[str, ...]:
        return TABS

    def show_view(self, view: str) -> None:
        self._tabs.setCurrentIndex(TABS.index(view))

    def point_at(self, indicator: str) -> None:
        """Bring the own records' table forward, or the comparison of an indicator."""
        if indicator:
            self.show_view("tables")
            if indicator == OWN_RECORDS:
                self.tables.form.choose("records")
            else:
                self.tables.form.choose("comparison", indicator)

    def take_made(self, made: Sequence[Anew]) -> None:
        """What came of the standing orders after a synchronisation."""
        if self.documents is not None and self.view is not None:
            self.documents.take_made(made)

    def _documents(self) -> DocumentsPart:
        if self.documents is None:
            # Late: what writes text and lays out pages takes a while to import, and few windows need it.
            from app.pages.report_documents import DocumentsPart

            self.documents = DocumentsPart(self.jobs, self.program)
            self._place.addWidget(self.documents)
        return self.documents
