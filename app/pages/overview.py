"""Oversikt: what is here, how old it is, and what deserves a look this morning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.jobs import EVERYTHING, Jobs, Report
from app.pages.page import Destination, Page, View
from app.problems import problem_in_words, problem_sentences
from app.program import Program
from local_cache.cache import Cursor
from local_cache.corrections.to_do import read_to_do
from local_cache.errors import PeriodNotOffered, Problem
from local_cache.ledger import Ledger
from local_cache.registry import Definition, text_in
from local_cache.results import summary
from local_cache.results.attainment import levels_crossed
from local_cache.results.coverage_behind import coverage_behind, low_coverage
from local_cache.results.difference import clear_difference
from local_cache.results.figure import Attainment, IndicatorResult, Period, Selection, Shown
from local_cache.results.format import format_count, format_coverage, format_period
from local_cache.results.since_last_visit import IndicatorChange, compare
from local_cache.results.summary import CoverageYear, RegistrySummary
from local_cache.sync.messages import Announcement
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Stop
from local_cache.visits import OnScreen, Visits, announcement_key, deadline_key, read_visit
from widgets.card import Card, Columns, Muted, Notice, Split, Words
from widgets.news_card import News, NewsCard
from widgets.registry_card import RegistryCard, RegistryState
from widgets.since_card import RegistryNews, SinceCard
from widgets.since_words import change_in_words
from widgets.tables.changes import ChangedIndicator
from widgets.tables.findings import Finding, FindingsTable
from widgets.theme import GAP

MOST_SHOWN = 8
"""Findings of one sort that are listed; more than that is no longer an overview."""


@dataclass(frozen=True)
class Overview:
    """What there is to find.

    worse, under: the indicators that clearly are; maybe_under: those that only might be, maybe_worse: how many of them.
    indicators: how many there are, of which attainment cannot be told for those without_value, without_target or
    contradictory (their levels stand the wrong way round). news: what changed since the last visit, by registry; new:
    keys of what was announced since, with their registry; on_screen: what is to be remembered of this visit.
    """

    period: Period
    worse: tuple[Finding, ...]
    maybe_worse: int
    under: tuple[Finding, ...]
    maybe_under: tuple[Finding, ...]
    indicators: int
    without_value: int
    without_target: int
    contradictory: int
    news: tuple[RegistryNews, ...]
    new: frozenset[tuple[str, str]]
    on_screen: tuple[OnScreen, ...]


@dataclass(frozen=True)
class _Registry:
    """A registry's figures of the chosen unit. period: the chosen one, or its newest year where it has years only."""

    summary: RegistrySummary
    definition: Definition
    unit: str
    period_id: str
    period: Period
    results: tuple[IndicatorResult, ...]
    coverage: tuple[CoverageYear, ...]
    name: str

    def crossed(self, result: IndicatorResult) -> bool:
        indicator = self.definition.indicator(result.indicator)
        return levels_crossed(indicator.green, indicator.yellow, indicator.direction)

    def has_target(self, result: IndicatorResult) -> bool:
        indicator = self.definition.indicator(result.indicator)
        return indicator.green is not None or indicator.yellow is not None


def read_overview(cursor: Cursor, view: View, visits: Visits) -> Overview:
    """All registries the chosen unit is in. `visits`: what was seen there before."""
    read = tuple(_read(cursor, view))
    findings = [(one, result, _finding(one, result, view)) for one in read for result in one.results]
    changes = [
        (finding, _change_for_the_worse(result, one.definition.indicator(result.indicator).direction))
        for one, result, finding in findings
    ]
    low = [f for _, _, f in findings if f.result.attainment is Attainment.LOW]
    valued = [(one, result) for one, result, _ in findings if result.own.shown is Shown.VALUE]
    now = datetime.now(UTC)
    on_screen = tuple(_on_screen(cursor, one, now) for one in read)
    news = tuple(_news(one, shown, visits, view.language) for one, shown in zip(read, on_screen, strict=True))
    return Overview(
        period=view.period,
        worse=tuple(f for f, change in changes if change == "clearly"),
        maybe_worse=sum(change == "maybe" for _, change in changes),
        under=tuple(f for f in low if f.result.certain),
        maybe_under=tuple(f for f in low if not f.result.certain),
        indicators=len(findings),
        without_value=len(findings) - len(valued),
        without_target=sum(not one.has_target(result) for one, result in valued),
        contradictory=sum(one.crossed(result) for one, result in valued),
        news=news,
        new=frozenset(
            (shown.registry, key)
            for shown, n in zip(on_screen, news, strict=True)
            if n.since is not None
            for key in n.since.announced
        ),
        on_screen=on_screen,
    )


def _read(cursor: Cursor, view: View) -> Iterable[_Registry]:
    for registry in _registries(view):
        chosen = _period(cursor, registry, view)
        if chosen is None:
            continue
        definition = summary.definition(cursor, registry.registry)
        selection = Selection(registry.registry, view.unit, chosen[1])
        yield _Registry(
            registry,
            definition,
            view.unit,
            *chosen,
            results=summary.indicator_results(cursor, definition, selection, view.language),
            coverage=summary.coverage(cursor, registry.registry, view.unit),
            name=text_in(registry.names, view.language),
        )


def _registries(view: View) -> Iterable[RegistrySummary]:
    """Those the chosen unit is in."""
    return (registry for registry in view.all if any(u.unit == view.unit for u in registry.units))


def _period(cursor: Cursor, registry: RegistrySummary, view: View) -> tuple[str, Period] | None:
    if registry.registry == view.summary.registry:
        return view.period_id, view.period
    try:
        return view.period_id, summary.period(cursor, registry.registry, view.period_id)
    except PeriodNotOffered:
        offered = summary.periods(cursor, registry.registry, datetime.now(UTC).date())
        return (offered[0], summary.period(cursor, registry.registry, offered[0])) if offered else None


def _finding(one: _Registry, result: IndicatorResult, view: View) -> Finding:
    """The indicator with what must be known of its value: another period than the chosen one, few of the cases behind
    it, not affirmed, levels that say nothing."""
    translate = QCoreApplication.translate
    remarks = [format_period(one.period, view.language)] if one.period != view.period else []
    behind = coverage_behind(one.coverage, result.indicator, one.period)
    if behind is not None and behind.share is not None and low_coverage(behind):
        share = format_coverage(behind.share, view.language)
        remarks.append(translate("Overview", "low coverage ({share} in {year})").format(share=share, year=behind.year))
    if result.own.provisional:
        remarks.append(translate("Overview", "provisional"))
    if one.crossed(result):
        remarks.append(translate("Overview", "its levels contradict each other"))
        result = replace(result, attainment=None, certain=False)
    return Finding(one.summary.registry, one.name, one.unit, result, tuple(remarks))


def _change_for_the_worse(result: IndicatorResult, direction: int) -> str:
    """ "clearly", "maybe" (within what chance can explain) or "" (not worse, or not known)."""
    own, previous = result.own, result.previous
    if own.value is None or previous.value is None or own.value == previous.value:
        return ""
    if (own.value < previous.value) != (direction == 1):
        return ""
    if clear_difference(own, previous):
        return "clearly"
    return "maybe" if own.low is not None or previous.low is not None else ""


def _on_screen(cursor: Cursor, one: _Registry, now: datetime) -> OnScreen:
    visit = read_visit(cursor, one.summary, one.definition, one.unit, one.period_id, one.period, one.results, now)
    return OnScreen(one.summary.registry, one.unit, visit)


def _news(one: _Registry, shown: OnScreen, visits: Visits, language: str) -> RegistryNews:
    earlier = visits.earlier(shown)
    if earlier is None:
        return RegistryNews(one.name, None)
    since = compare(earlier.visit, shown.visit)
    results = {r.indicator: r for r in one.results}
    changed = tuple(_changed(one, change, results[change.indicator]) for change in since.indicators)
    return RegistryNews(one.name, since, earlier.again, changed)


def _changed(one: _Registry, change: IndicatorChange, result: IndicatorResult) -> ChangedIndicator:
    return ChangedIndicator(
        registry=one.summary.registry,
        registry_name=one.name,
        unit=one.unit,
        then=change.then.like(result.own) if change.then is not None else None,
        then_level=change.then.attainment if change.then is not None else None,
        now=result,
        now_level=change.now.attainment,
        said=change_in_words(change),
        # What is clear before what chance may explain, and of each what is worse before what is better.
        weight=(0 if change.moved else 3) + _better(change, one.definition.indicator(change.indicator).direction),
    )


def _better(change: IndicatorChange, direction: int) -> int:
    """-1 for a change for the worse, 1 for the better, 0 where that cannot be said."""
    if change.moved or not change.level or change.then is None:
        return change.moved if direction == 1 else -change.moved
    order = (None, Attainment.LOW, Attainment.MODERATE, Attainment.HIGH)
    return 1 if order.index(change.now.attainment) > order.index(change.then.attainment) else -1


ToDo = Mapping[tuple[str, str], int]
"""How many rows wait for somebody here, by registry and unit."""


def read_to_dos(cursor: Cursor, ledger: Ledger, view: View, today: date) -> ToDo:
    """Of every registry that the chosen unit sends records to."""
    return {
        (registry.registry, view.unit): read_to_do(
            cursor, ledger, summary.definition(cursor, registry.registry), view.unit, today
        )
        for registry in view.all
        if registry.kind == "service" and any(unit.unit == view.unit for unit in registry.units)
    }


def registry_states(view: View, to_do: ToDo) -> tuple[RegistryState, ...]:
    """A state for every registry the chosen unit is in; known without asking the cache."""
    return tuple(
        _state(registry, unit, view.language, to_do.get((registry.registry, unit.unit)))
        for registry in view.all
        for unit in registry.units
        if unit.unit == view.unit
    )


def _state(registry: RegistrySummary, unit: summary.UnitChoice, language: str, to_do: int | None) -> RegistryState:
    years = [y for y in registry.coverage if y.unit == unit.unit and y.share is not None]
    newest = max(years, key=lambda y: y.year, default=None)
    return RegistryState(
        registry=registry.registry,
        name=text_in(registry.names, language),
        unit=unit.unit,
        unit_name=text_in(unit.names, language),
        data_as_of=registry.data_as_of,
        records=unit.own_records if registry.kind == "service" else None,
        to_do=to_do,
        coverage=newest.share if newest else None,
        coverage_year=newest.year if newest else None,
        refused=tuple((r.id, r.reason) for r in registry.refusals if r.kind == "indicator"),
    )


def announced(view: View, new: frozenset[tuple[str, str]]) -> tuple[News, ...]:
    """What the unit's registries have announced, newest first. new: keys of what was not there at the last visit."""
    news = _together(
        (a, text_in(r.names, view.language), (r.registry, announcement_key(a)) in new, view.language)
        for r in _registries(view)
        for a in r.announcements
    )
    return tuple(sorted(news, key=lambda n: n.day, reverse=True))


def deadlines(view: View, new: frozenset[tuple[str, str]]) -> tuple[News, ...]:
    """The unit's registries' deadlines, soonest first."""
    due = _together(
        (d, text_in(r.names, view.language), (r.registry, deadline_key(d)) in new, view.language)
        for r in _registries(view)
        for d in r.deadlines
    )
    return tuple(sorted(due, key=lambda n: n.day))


def _together(said: Iterable[tuple[Announcement, str, bool, str]]) -> Iterable[News]:
    """What several registries say alike of the same day is said once."""
    alike: dict[tuple[date, str], list[tuple[str, bool]]] = {}
    for announcement, registry, new, language in said:
        alike.setdefault((announcement.date, text_in(announcement.text, language)), []).append((registry, new))
    return (News(day, text, tuple(r for r, _ in by), any(new for _, new in by)) for (day, text), by in alike.items())


def remember(visits: Visits, on_screen: Sequence[OnScreen], stop: Stop, report: Report) -> tuple[Changed, str]:
    """Remember what is on the screen; gives why that did not succeed, in words, "" where it did. Nothing that a page
    shows changes by it, also where it fails."""
    try:
        visits.remember(on_screen)
    except Problem as problem:
        return Changed.NOTHING, problem_in_words(problem)
    return Changed.NOTHING, ""


class OverviewPage(Page):
    """The page.

    Attributes: overview (what is shown, None until something is); visits (what was seen before; given by the window).
    """

    name: ClassVar[str] = "overview"
    depends_on: ClassVar[Changed] = EVERYTHING

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.overview: Overview | None = None
        self.visits: Visits | None = None
        self._since: SinceCard | None = None
        self._to_do: ToDo = {}
        self._cards: list[RegistryCard] = []
        self._notice = Notice()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(self._scroll)
        self._notice.say(self.tr("Reading …"))
        self._notice.acted.connect(self._again)

    def load(self, view: View) -> None:
        visits = self.visits
        assert visits is not None
        if self.overview is None:
            # The cards need no question to the cache, so the page stands at once and its findings follow.
            self._lay_out(view, None)
        self.jobs.query(lambda cursor: read_overview(cursor, view, visits), self._show, self._say_problem)

    def _count_to_do(self, view: View) -> None:
        """After the findings, which are what is looked at first."""
        ledger, today = self.program.ledger, self.program.clock.today()
        self.jobs.query(
            lambda cursor: read_to_dos(cursor, ledger, view, today),
            self._show_to_do,
            self._say_problem,
            after_painting=True,
        )

    def _show_to_do(self, counted: ToDo) -> None:
        assert self.view is not None
        self._to_do = counted
        for card in self._cards:
            if card.whose in counted:
                card.show_to_do(counted[card.whose], self.view.language)

    def _again(self) -> None:
        if self.view is not None:
            self.load(self.view)

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip(), self.tr("Try again"))
        self._stack.setCurrentWidget(self._notice)

    def _show(self, overview: Overview) -> None:
        assert self.view is not None
        assert self.visits is not None
        self.overview = overview
        self._lay_out(self.view, overview)
        self._count_to_do(self.view)
        if self.isVisible():
            self.jobs.change(
                partial(remember, self.visits, overview.on_screen),
                self._say_remembered,
                self._say_problem,
                initiator=self,
            )

    def _say_remembered(self, problem: str) -> None:
        if problem and self._since is not None:
            words = self.tr("This visit could not be remembered for the next time. {problem}")
            self._since.say_also(words.format(problem=problem))

    def _lay_out(self, view: View, overview: Overview | None) -> None:
        """The whole page; without findings as long as they are being read."""
        language, now = view.language, self.program.clock.now()
        at = self._scroll.verticalScrollBar().value()
        contents = QWidget()
        contents.setAutoFillBackground(False)
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        cards = Columns(least=19)
        self._cards = [RegistryCard(state, now, language) for state in registry_states(view, self._to_do)]
        for card in self._cards:
            card.opened.connect(self._open_registry)
            card.work_wanted.connect(self._open_work)
            cards.add(card)
        column.addWidget(cards)
        lower = Split(least=52)
        if overview is None:
            reading = Card(self.tr("Changes and low attainment"))
            reading.body.addWidget(Muted(self.tr("Reading …")))
            lower.add_left(reading)
        else:
            lower.add_left(self._worse_card(overview, language))
            lower.add_left(self._under_card(overview, language))
        new = overview.new if overview is not None else frozenset()
        lower.add_right(NewsCard(deadlines(view, new), announced(view, new), self.program.clock.today(), language))
        column.addWidget(lower)
        if overview is not None:
            self._since = SinceCard(overview.news, language)
            self._since.opened.connect(self._open_changed)
            column.addWidget(self._since)
        column.addStretch()
        self._scroll.setWidget(contents)
        self._scroll.verticalScrollBar().setValue(at)
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
        return card

    def _under_card(self, overview: Overview, language: str) -> Card:
        card = Card(self.tr("Low attainment"))
        card.body.addWidget(Muted(self.tr("Surely low: the whole interval is on the wrong side of the level")))
        if not overview.under:
            card.body.addWidget(Words(self.tr("No indicator has surely low attainment.")))
        if overview.under or overview.maybe_under:
            self._add_findings(card, (*overview.under, *overview.maybe_under), language, against_previous=False)
        if overview.maybe_under:
            card.body.addWidget(Muted(self.tr("? = low, but could be another level within the uncertainty.")))
        card.body.addWidget(Muted(self._judged(overview, language)))
        return card

    def _judged(self, overview: Overview, language: str) -> str:
        """Of how many the attainment can be told, and why not of the others."""
        left_out = overview.without_value + overview.without_target + overview.contradictory
        counts = (
            (overview.indicators - left_out, self.tr("Judged: {n} of {all} indicators.")),
            (overview.without_target, self.tr("Without a target: {n}.")),
            (overview.without_value, self.tr("Without a value: {n}.")),
            (overview.contradictory, self.tr("With levels that contradict each other: {n}.")),
        )
        every = format_count(overview.indicators, language)
        return " ".join(words.format(n=format_count(n, language), all=every) for n, words in counts if n)

    def _add_findings(self, card: Card, found: Sequence[Finding], language: str, *, against_previous: bool) -> None:
        table = FindingsTable(against_previous=against_previous, name=card.accessibleName())
        table.findings.show_rows(found[:MOST_SHOWN], language)
        table.opened.connect(self._open_finding)
        card.body.addWidget(table)
        if len(found) > MOST_SHOWN:
            more = format_count(len(found) - MOST_SHOWN, language)
            card.body.addWidget(Muted(self.tr("And {n} more on the page Results.").format(n=more)))

    def _open_work(self, registry: str, unit: str) -> None:
        self.go_to.emit(Destination("corrections", registry, unit))

    def _open_registry(self, registry: str, unit: str) -> None:
        self.go_to.emit(Destination("results", registry, unit))

    def _open_finding(self, row: int) -> None:
        table = self.sender()
        assert isinstance(table, FindingsTable)
        finding = table.findings.rows[row]
        self.go_to.emit(Destination("results", finding.registry, finding.unit, finding.result.indicator))

    def _open_changed(self, changed: ChangedIndicator) -> None:
        self.go_to.emit(Destination("results", changed.registry, changed.unit, changed.now.indicator))
