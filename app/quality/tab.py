"""What every tab of data quality has: contents that scroll, and words in their place until there are any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.pages.page import View
from app.problems import problem_sentences
from local_cache.cache import Cursor
from local_cache.errors import Problem
from local_cache.quality.scope import Scope
from local_cache.registry import Form, text_in
from local_cache.results.format import format_period
from widgets.card import Notice
from widgets.charts.sheet import ChartSheet
from widgets.tables.shown import ShownTable, Takeable
from widgets.theme import GAP
from widgets.views.view import ChartView
from widgets.words import data_as_of


class QualityTab(QWidget):
    """A tab. Subclasses add to `column`, and `bring` it when they have something to show.

    Attributes: notice; chart_view (of a tab that has a chart); main (the table that is the tab's, where the chart is
    not). Signals: records_wanted(RecordsWanted).
    """

    records_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: View | None = None
        self.chart_view: ChartView | None = None
        self.main: QWidget | None = None
        contents, self._scroll = QWidget(), QScrollArea()
        self.column = QVBoxLayout(contents)
        self.column.setContentsMargins(0, GAP, 0, 0)
        self.column.setSpacing(GAP)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(contents)
        for widget in (contents, self._scroll.viewport()):
            widget.setAutoFillBackground(False)  # the card's colour, not the window's
        self._place, self.notice = QStackedLayout(self), Notice()
        self._place.addWidget(self.notice)
        self._place.addWidget(self._scroll)

    def add_chart(self) -> ChartView:
        """The place of the tab's chart, at its top."""
        self.chart_view = ChartView()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.chart_view, 1)
        return self.chart_view

    # What it shows

    def take(self, view: View) -> None:
        """Another choice; nothing is known of it yet."""
        self.view = view
        self.say(self.tr("Reading …"))

    def say(self, title: str, text: str = "") -> None:
        """Words in place of the contents."""
        self.notice.say(title, text)
        self._place.setCurrentWidget(self.notice)

    def refuse(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self.say(happened, f"{meaning} {action}".strip())

    def bring(self) -> None:
        """Show the contents."""
        self._place.setCurrentWidget(self._scroll)

    def brought(self) -> bool:
        """Whether there are contents on the screen, or only words."""
        return self._place.currentWidget() is self._scroll

    # What can be taken along

    def figures(self) -> ShownTable | None:
        """The tab's figures: those of its chart, where it has one."""
        if not self.brought() or self.main is None:
            return None
        return cast(Takeable, self.main).shown()

    def sheet(self) -> ChartSheet | None:
        """The chart with all that is said about it."""
        if self.chart_view is None or self.view is None or not self.brought():
            return None
        chart = self.chart_view.chart()
        title = chart.accessibleName() if isinstance(chart, QWidget) else ""
        return self.chart_view.sheet(title, (text_in(self.view.summary.names, self.view.language), self.about()))

    def about(self) -> str:
        """Whom and what the chart is about."""
        assert self.view is not None
        return self.view.unit_name

    def age(self) -> str:
        assert self.view is not None
        moment = self.view.summary.data_as_of
        return data_as_of(moment, self.view.language) if moment is not None else ""


class FormTab(QualityTab):
    """A tab about one form. Subclasses say what is `read` and show it.

    Attributes: found (what is shown, None until it is there).
    """

    read: ClassVar[Callable[[Cursor, Scope, Form], Any]]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: Any = None

    def take(self, view: View) -> None:
        super().take(view)
        self.found = None

    def show_found(self, found: Any) -> None:
        self.found = found
        self.fill()
        self.bring()

    def fill(self) -> None:
        """Show what was found."""
        raise NotImplementedError

    def form(self) -> Form:
        assert self.view is not None
        return self.view.definition.form(self.found.form)

    def about(self) -> str:
        assert self.view is not None
        language = self.view.language
        period = format_period(self.view.period, language)
        return " · ".join((self.view.unit_name, period, text_in(self.form().label, language)))
