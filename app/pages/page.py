"""What every page is: it gets the choice made at the top, reads what it shows, and says where a click leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.jobs import Jobs
from app.pages.figures import Figures, chart_under, table_under
from app.program import Program
from local_cache.records.behind import Records
from local_cache.registry import Definition, text_in
from local_cache.results.figure import Period
from local_cache.results.summary import RegistrySummary
from local_cache.sync.outcome import Changed

if TYPE_CHECKING:
    from app.exporting import What
    from app.reports.standing import Anew
    from widgets.charts.sheet import ChartSheet
    from widgets.tables.shown import ShownTable, Takeable


@dataclass(frozen=True)
class View:
    """The choice that holds on every page. all: every registry that is here; period_id and period fit the registry."""

    all: tuple[RegistrySummary, ...]
    summary: RegistrySummary
    definition: Definition
    unit: str
    period_id: str
    period: Period
    language: str

    @property
    def unit_name(self) -> str:
        return text_in(self.definition.unit(self.unit).names, self.language)


@dataclass(frozen=True)
class Destination:
    """Where a click leads: a page, and there a registry's indicator ("" for none in particular) or records of it."""

    page: str
    registry: str
    unit: str
    indicator: str = ""
    records: Records | None = None


@dataclass(frozen=True)
class TypedTable:
    """Figures on the screen that have a table of their own in an export. what: indicators, comparison or over-time;
    indicator: "" for all."""

    what: What
    indicator: str
    subgroup: str


def told_apart(definition: Definition, units: Iterable[str], language: str) -> dict[str, str]:
    """The units' names; those that share one are told apart by what they belong to."""
    names = {unit: text_in(definition.unit(unit).names, language) for unit in units}
    often = Counter(names.values())
    for unit, name in names.items():
        parent = definition.unit(unit).parent
        if often[name] > 1 and parent is not None:
            names[unit] = f"{name} ({text_in(definition.unit(parent).names, language)})"
    return names


class Page(QWidget):
    """A page. Subclasses give `name`, and read in `load`; their titles stand in `pages`.

    Attributes: depends_on (kinds of changes that make it stale); program (what writes go to); ledger (what people here
    said). Signals: go_to(Destination); said(str) something for the status line; counted(page name, how many rows there
    wait for somebody here); send_wanted() when what is ready is to be sent now.
    """

    name: ClassVar[str] = ""
    depends_on: ClassVar[Changed] = Changed.DEFINITION | Changed.RESULTS | Changed.COVERAGE

    go_to = Signal(object)
    said = Signal(str)
    counted = Signal(str, int)
    send_wanted = Signal()

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.program = program
        self.ledger = program.ledger
        self.view: View | None = None
        self._stale = False

    def take(self, view: View, what: Changed = Changed.NOTHING) -> None:
        """A new choice, or the same after something changed; read again only where that matters here."""
        if view == self.view and not what & self.depends_on:
            return
        self.view = view
        self._stale = True
        if self.isVisible():
            self._freshen()

    def load(self, view: View) -> None:
        """Ask for what the page shows."""
        raise NotImplementedError

    def views(self) -> tuple[str, ...]:
        """Names of the page's tabs, ("",) where it has none."""
        return ("",)

    def show_view(self, view: str) -> None:
        """Bring a tab forward by its name."""

    def point_at(self, indicator: str) -> None:
        """Bring an indicator forward, on pages that have one."""

    def open_records(self, records: Records) -> None:
        """Show these records, on the page that has them."""

    def typed_table(self, table: QWidget) -> TypedTable | None:
        """What one of the page's tables is in an export, None where it has no other form than what is shown."""
        return None

    def take_made(self, made: Sequence[Anew]) -> None:
        """What came of the standing orders after a synchronisation, for the page that shows them."""

    def sheet_of(self, chart: QWidget) -> ChartSheet | None:
        """One of the page's charts with all that is said about it; None where it shows nothing."""
        return None

    def table_of(self, chart: QWidget) -> ShownTable | None:
        """The figures of one of the page's charts, exactly those drawn."""
        return None

    def figures_of(self, widget: QWidget) -> Figures | None:
        """What one of the page's tables or charts can be taken along as."""
        table, chart = table_under(widget), chart_under(widget)
        sheet = self.sheet_of(chart) if chart is not None else None
        shown = self.table_of(chart) if chart is not None else None
        if shown is None and table is not None:
            shown = cast("Takeable", table).shown()
        return Figures(shown, self.typed_table(widget), sheet) if shown is not None else None

    def leave(self) -> None:
        """Put on disk what was typed and is not there yet; the page may be gone afterwards."""

    def _freshen(self) -> None:
        if self._stale and self.view is not None:
            self._stale = False
            self.load(self.view)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is under the pointer or has the keyboard: tables and charts leave the event to the page."""
        # Late: what writes tables is a fifth of what there is to load, and the window is painted before it.
        from app.pages.figures_menu import FiguresMenu

        keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        widget = self.window().focusWidget() if keyboard else self.childAt(event.pos())
        meant = table_under(widget) or chart_under(widget)
        if meant is None or self.view is None or not self.isAncestorOf(meant):
            event.ignore()
            return
        menu = FiguresMenu(self, partial(self.figures_of, meant), meant)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._freshen()
