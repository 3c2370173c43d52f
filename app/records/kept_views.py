"""A form's saved views, in the ledger, and among them the columns as they were last shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.jobs import Jobs, Report
from local_cache.errors import Problem
from local_cache.ledger import Ledger
from local_cache.records.saved_views import SavedView, remove_view, save_view, saved_views
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Stop

AS_LEFT = ""
"""The name of the view that holds the columns as they were last shown."""

Views = tuple[str, tuple[SavedView, ...]]
"""A form with its views."""


class KeptViews(QObject):
    """The views of the form that is shown.

    Signals: found(form) when they were read after `look_up`; changed() when there are others to choose among;
    refused(Problem).
    """

    found = Signal(str)
    changed = Signal()
    refused = Signal(object)

    def __init__(self, jobs: Jobs, ledger: Ledger, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._ledger = jobs, ledger
        self._form = ("", "")
        self._views: tuple[SavedView, ...] = ()

    def names(self) -> list[str]:
        return [v.name for v in self._views if v.name != AS_LEFT]

    def named(self, name: str) -> SavedView | None:
        return next((v for v in self._views if v.name == name), None)

    def look_up(self, registry: str, form: str) -> None:
        """Read the views of a form."""
        self._form = (registry, form)
        ledger = self._ledger
        self._jobs.query(lambda _: (form, saved_views(ledger, registry, form)), self._take_found, self._refuse)

    def take(self, views: tuple[SavedView, ...]) -> None:
        """The same form's, read along with its records."""
        self._views = views
        self.changed.emit()

    def keep(self, view: SavedView) -> None:
        self._write(partial(save_view, self._ledger, *self._form, view))

    def remove(self, name: str) -> None:
        self._write(partial(remove_view, self._ledger, *self._form, name))

    def _write(self, write: Callable[[], None]) -> None:
        """Write into the ledger, in the order asked, and read the views again."""
        ledger, (registry, form) = self._ledger, self._form

        def work(stop: Stop, report: Report) -> tuple[Changed, Views]:
            write()
            return Changed.NOTHING, (form, saved_views(ledger, registry, form))

        self._jobs.change(work, self._take_kept, self._refuse, initiator=self)

    def _take_found(self, read: Views) -> None:
        self.take(read[1])
        self.found.emit(read[0])

    def _take_kept(self, read: Views) -> None:
        if read[0] == self._form[1]:
            self.take(read[1])

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)
