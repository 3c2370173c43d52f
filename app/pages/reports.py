"""Rapporter: documents that write themselves, and tables to take along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.jobs import Jobs
from app.pages.page import Page, View
from app.program import Program
from local_cache.records.behind import Records
from local_cache.sync.outcome import Changed

if TYPE_CHECKING:
    from app.pages.report_documents import DocumentsPart
    from app.pages.report_tables import TablesPart
    from app.reports.standing import Anew

TABS = ("reports", "tables")


class ReportsPage(Page):
    """The page. Attributes: documents, tables (its parts, None until the page is first shown)."""

    name: ClassVar[str] = "reports"
    depends_on: ClassVar[Changed] = ~Changed.NOTHING

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.documents: DocumentsPart | None = None
        self.tables: TablesPart | None = None
        self._wanted: str | Records = ""
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Reports and tables"))
        self._places: list[QVBoxLayout] = []
        for title in (self.tr("Reports"), self.tr("Tables")):
            place = QWidget()
            self._places.append(QVBoxLayout(place))
            self._places[-1].setContentsMargins(0, 0, 0, 0)
            self._tabs.addTab(place, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tabs)

    def load(self, view: View) -> None:
        documents, tables = self._parts()
        documents.load(view)
        tables.load(view)

    def views(self) -> tuple[str, ...]:
        return TABS

    def show_view(self, view: str) -> None:
        self._tabs.setCurrentIndex(TABS.index(view))

    def point_at(self, indicator: str) -> None:
        """Bring the table of an indicator's comparison forward."""
        self._wanted = indicator
        if self.tables is not None:
            self._come_forward()

    def open_records(self, records: Records) -> None:
        """Bring these own records forward, to be taken along."""
        self._wanted = records
        self._stale = True

    def take_made(self, made: Sequence[Anew]) -> None:
        """What came of the standing orders after a synchronisation."""
        if self.documents is not None and self.view is not None:
            self.documents.take_made(made)

    def _come_forward(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted and self.tables is not None:
            self.show_view("tables")
            if isinstance(wanted, Records):
                self.tables.choose_records(wanted)
            else:
                self.tables.form.choose("comparison", wanted)

    def _parts(self) -> tuple[DocumentsPart, TablesPart]:
        if self.documents is None or self.tables is None:
            # Late: what writes text and lays out pages takes a while to import, and few windows need it.
            from app.pages.report_documents import DocumentsPart
            from app.pages.report_tables import TablesPart

            self.documents = DocumentsPart(self.jobs, self.program)
            self.tables = TablesPart(self.jobs, self.program)
            self.tables.offered.connect(self._come_forward)
            for place, part in zip(self._places, (self.documents, self.tables), strict=True):
                place.addWidget(part)
        return self.documents, self.tables
