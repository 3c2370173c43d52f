"""Oversikt: what is here, how old it is, and what deserves a look this morning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.jobs import EVERYTHING, Jobs
from app.pages.page import Destination, Page, View
from app.problems import problem_sentences
from local_cache.cache import Cursor
from local_cache.errors import PeriodNotOffered, Problem
from local_cache.ledger import Ledger
from local_cache.registry import text_in
from local_cache.results import summary
from local_cache.results.difference import clear_difference
from local_cache.results.figure import Attainment, IndicatorResult, Period, Selection
from local_cache.results.format import format_count, format_date, format_period
from local_cache.results.summary import RegistrySummary
from local_cache.sync.outcome import Changed
from widgets.card import Card, Columns, Muted, Notice, Words
from widgets.registry_card import RegistryCard, RegistryState
from widgets.tables.findings import Finding, FindingsTable
from widgets.theme import GAP

MOST_SHOWN = 8
"""Findings of one sort that are listed; more than that is no longer an overview."""


@dataclass(frozen=True)
class News:
    """Something a registry has announced."""

    registry_name: str
    day: date
    text: str


@dataclass(frozen=True)
class Overview:
    """What there is to find. worse, under: those that clearly are; the counts beside them: how many only might be."""

    period: Period
    worse: tuple[Finding, ...]
    maybe_worse: int
    under: tuple[Finding, ...]
    maybe_under: int
    indicators: int


def read_overview(cursor: Cursor, view: View) -> Overview:
    """All registries the chosen unit is in, in the chosen period (a registry with years only: its newest year)."""
    worse: list[Finding] = []
    under: list[Finding] = []
    maybe_worse = maybe_under = indicators = 0
    for registry in view.all:
        name = text_in(registry.names, view.language)
        unit = next((u for u in registry.units if u.unit == view.unit), None)
        if unit is None:
            continue
        period = _period(cursor, registry, view)
        if period is None:
            continue
        definition = summary.definition(cursor, registry.registry)
        selection = Selection(registry.registry, unit.unit, period)
        for result in summary.indicator_results(cursor, definition, selection, view.language):
            indicators += 1
            finding = Finding(registry.registry, name, unit.unit, result)
            change = _change_for_the_worse(result, definition.indicator(result.indicator).direction)
            if change == "clearly":
                worse.append(finding)
            elif change == "maybe":
                maybe_worse += 1
            if result.attainment is Attainment.LOW and result.certain:
                under.append(finding)
            elif result.attainment is Attainment.LOW:
                maybe_under += 1
    return Overview(
        period=view.period,
        worse=tuple(worse),
        maybe_worse=maybe_worse,
        under=tuple(under),
        maybe_under=maybe_under,
        indicators=indicators,
    )


def registry_states(view: View) -> tuple[RegistryState, ...]:
    """A state for every registry the chosen unit is in; known without asking the cache."""
    return tuple(
        _state(registry, unit, view.language)
        for registry in view.all
        for unit in registry.units
        if unit.unit == view.unit
    )


def announced(view: View) -> tuple[News, ...]:
    """What the registries have announced, newest first."""
    news = [
        News(text_in(registry.names, view.language), a.date, text_in(a.text, view.language))
        for registry in view.all
        for a in registry.announcements
    ]
    return tuple(sorted(news, key=lambda n: n.day, reverse=True))


def _period(cursor: Cursor, registry: RegistrySummary, view: View) -> Period | None:
    if registry.registry == view.summary.registry:
        return view.period
    try:
        return summary.period(cursor, registry.registry, view.period_id)
    except PeriodNotOffered:
        offered = summary.periods(cursor, registry.registry, datetime.now(UTC).date())
        return summary.period(cursor, registry.registry, offered[0]) if offered else None


def _change_for_the_worse(result: IndicatorResult, direction: int) -> str:
    """ "clearly", "maybe" (within what chance can explain) or "" (not worse, or not known)."""
    own, previous = result.own.value, result.previous.value
    if own is None or previous is None or own == previous:
        return ""
    if (own < previous) != (direction == 1):
        return ""
    return "clearly" if clear_difference(result.own, result.previous) else "maybe"


def _state(registry: RegistrySummary, unit: summary.UnitChoice, language: str) -> RegistryState:
    years = [y for y in registry.coverage if y.unit == unit.unit and y.share is not None]
    newest = max(years, key=lambda y: y.year, default=None)
    return RegistryState(
        registry=registry.registry,
        name=text_in(registry.names, language),
        unit=unit.unit,
        unit_name=text_in(unit.names, language),
        data_as_of=registry.data_as_of,
        records=unit.own_records if registry.kind == "service" else None,
        open_queries=dict(unit.open_queries),
        coverage=newest.share if newest else None,
        coverage_year=newest.year if newest else None,
        refused=tuple((r.id, r.reason) for r in registry.refusals if r.kind == "indicator"),
    )


class OverviewPage(Page):
    """The page. Attributes: overview (what is shown, None until something is)."""

    name: ClassVar[str] = "overview"
    depends_on: ClassVar[Changed] = EVERYTHING

    def __init__(self, jobs: Jobs, ledger: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(jobs, ledger, parent)
        self.overview: Overview | None = None
        self._notice = Notice()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(self._scroll)
        self._notice.say(self.tr("Reading …"))
        self._notice.acted.connect(self._again)

    def title(self) -> str:
        return self.tr("Overview")

    def load(self, view: View) -> None:
        if self.overview is None:
            # The cards need no question to the cache, so the page stands at once and its findings follow.
            self._lay_out(view, None)
        self.jobs.query(lambda cursor: read_overview(cursor, view), self._show, self._say_problem)

    def _again(self) -> None:
        if self.view is not None:
            self.load(self.view)

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip(), self.tr("Try again"))
        self._stack.setCurrentWidget(self._notice)

    def _show(self, overview: Overview) -> None:
        assert self.view is not None
        self.overview = overview
        self._lay_out(self.view, overview)

    def _lay_out(self, view: View, overview: Overview | None) -> None:
        """The whole page; without findings as long as they are being read."""
        language, now = view.language, datetime.now(UTC).replace(tzinfo=None)
        contents = QWidget()
        contents.setAutoFillBackground(False)
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        cards = Columns(least=19)
        for state in registry_states(view):
            card = RegistryCard(state, now, language)
            card.opened.connect(self._open_registry)
            cards.add(card)
        column.addWidget(cards)
        lower = Columns(least=25)
        if overview is None:
            reading = Card(self.tr("Changes and low attainment"))
            reading.body.addWidget(Muted(self.tr("Reading …")))
            lower.add(reading)
        else:
            lower.add(self._worse_card(overview, language))
            lower.add(self._under_card(overview, language))
        lower.add(self._news_card(announced(view), language))
        column.addWidget(lower)
        column.addStretch()
        self._scroll.setWidget(contents)
        self._stack.setCurrentWidget(self._scroll)

    def _worse_card(self, overview: Overview, language: str) -> Card:
        card = Card(self.tr("Changed for the worse"))
        card.body.addWidget(
            Muted(
                self.tr("{period} against the period before, more than chance can explain").format(
                    period=format_period(overview.period, language)
                )
            )
        )
        if overview.worse:
            self._add_findings(card, overview.worse, language, against_previous=True)
        else:
            card.body.addWidget(Words(self.tr("No indicator is clearly worse than in the period before.")))
        if overview.maybe_worse:
            more = format_count(overview.maybe_worse, language)
            card.body.addWidget(Muted(self.tr("A little worse, within the uncertainty: {n}.").format(n=more)))
        card.body.addStretch()
        return card

    def _under_card(self, overview: Overview, language: str) -> Card:
        card = Card(self.tr("Low attainment"))
        card.body.addWidget(Muted(self.tr("Surely low: the whole interval is on the wrong side of the level")))
        if overview.under:
            self._add_findings(card, overview.under, language, against_previous=False)
        else:
            card.body.addWidget(Words(self.tr("No indicator has surely low attainment.")))
        if overview.maybe_under:
            more = format_count(overview.maybe_under, language)
            card.body.addWidget(Muted(self.tr("Low, but not surely so: {n}.").format(n=more)))
        card.body.addStretch()
        return card

    def _add_findings(self, card: Card, found: Sequence[Finding], language: str, *, against_previous: bool) -> None:
        table = FindingsTable(against_previous=against_previous, name=card.accessibleName())
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.findings.show_rows(found[:MOST_SHOWN], language)
        table.opened.connect(self._open_finding)
        card.body.addWidget(table)
        if len(found) > MOST_SHOWN:
            more = format_count(len(found) - MOST_SHOWN, language)
            card.body.addWidget(Muted(self.tr("And {n} more on the page Results.").format(n=more)))

    def _news_card(self, news: Sequence[News], language: str) -> Card:
        card = Card(self.tr("From the registries"))
        if not news:
            card.body.addWidget(Words(self.tr("The registries have announced nothing.")))
        for item in news[:MOST_SHOWN]:
            card.body.addWidget(Muted(f"{format_date(item.day, language)} · {item.registry_name}"))
            card.body.addWidget(Words(item.text))
        card.body.addStretch()
        return card

    def _open_registry(self, registry: str, unit: str) -> None:
        self.go_to.emit(Destination("results", registry, unit))

    def _open_finding(self, row: int) -> None:
        table = self.sender()
        assert isinstance(table, FindingsTable)
        finding = table.findings.rows[row]
        self.go_to.emit(Destination("results", finding.registry, finding.unit, finding.result.indicator))
