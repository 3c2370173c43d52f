"""Which cases of the unit's own list the registry lacks, and the other way."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.jobs import Jobs
from app.pages.page import View
from app.quality.local_list import LocalListTab
from app.quality.tab import QualityTab
from local_cache.registry import Form


class MissingCasesTab(QualityTab):
    """The tab. Attributes: own_list."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.own_list = LocalListTab(jobs)
        self.own_list.records_wanted.connect(self.records_wanted)
        self.column.addWidget(self.own_list, 1)

    def take_form(self, view: View, form: Form) -> None:
        self.own_list.take(view, form)
        self.bring()
