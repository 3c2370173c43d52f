"""The window's pages by name, in the navigation's order; each is loaded and made when it is first asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QCoreApplication

from app.jobs import Jobs
from app.pages.page import Page
from app.program import Program
from local_cache.errors import QT_TRANSLATE_NOOP

TITLES = {
    "overview": QT_TRANSLATE_NOOP("OverviewPage", "Overview"),
    "results": QT_TRANSLATE_NOOP("ResultsPage", "Results"),
    "quality": QT_TRANSLATE_NOOP("QualityPage", "Data quality"),
    "corrections": QT_TRANSLATE_NOOP("CorrectionsPage", "Corrections"),
    "records": QT_TRANSLATE_NOOP("RecordsPage", "Own records"),
    "reports": QT_TRANSLATE_NOOP("ReportsPage", "Reports"),
    "validation": QT_TRANSLATE_NOOP("ValidationPage", "Validation study"),
    "variables": QT_TRANSLATE_NOOP("VariablesPage", "Variables"),
}
"""A page called "results" is the class ResultsPage of the module results beside this one, and its title is known before
that is loaded: eight pages are a third of a second, and the person waits for one."""


class Pages(Mapping[str, Page]):
    """The pages of one build of the window. Attributes: made (those that are there, in the order they were made)."""

    def __init__(self, jobs: Jobs, program: Program, take: Callable[[Page], None]) -> None:
        """`take` gets every page as soon as it is made."""
        self._jobs = jobs
        self._program = program
        self._take = take
        self.made: dict[str, Page] = {}

    def title(self, name: str) -> str:
        """The page's name in the navigation."""
        return QCoreApplication.translate(_class_name(name), TITLES[name])

    def module(self, name: str) -> str:
        """What is imported to make it."""
        return f"{__package__}.{name}"

    def __getitem__(self, name: str) -> Page:
        if name not in TITLES:
            raise KeyError(name)
        if name not in self.made:
            kind: type[Page] = getattr(importlib.import_module(self.module(name)), _class_name(name))
            self.made[name] = kind(self._jobs, self._program)
            self._take(self.made[name])
        return self.made[name]

    def __contains__(self, name: object) -> bool:
        return name in TITLES

    def __iter__(self) -> Iterator[str]:
        return iter(TITLES)

    def __len__(self) -> int:
        return len(TITLES)


def _class_name(name: str) -> str:
    return f"{name.capitalize()}Page"
