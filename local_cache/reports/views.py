"""What a template sees: texts as the screen has them, counts to choose words by, and yes or no.

Nothing here leads anywhere else: every part is a text, a whole number, a truth or another view, in a tree.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator of a unit in the period.

    value, interval, n, nation, region, previous: as the table of indicators has them; value is the word for why where
    there is none. attainment: in words, "" without target. sentence: own value against the nation and the target;
    over_time: what the series shows beyond chance; comparison, funnel, distribution: the sentence under that chart, ""
    where it is not drawn. remarks: low coverage, provisional. clearly_higher, clearly_lower: than the nation; better,
    worse: than in the period before, clearly; signals: how many the series shows.
    """

    id: str
    title: str
    unit: str
    value: str
    interval: str
    n: str
    nation: str
    region: str
    previous: str
    attainment: str
    sentence: str
    over_time: str
    comparison: str
    funnel: str
    distribution: str
    remarks: str
    signals: int
    has_value: bool
    high: bool
    moderate: bool
    low: bool
    certain: bool
    clearly_higher: bool
    clearly_lower: bool
    better: bool
    worse: bool


@dataclass(frozen=True, slots=True)
class CoverageView:
    """sentence: of the newest year; years: how many are known; under_60, over_80: where the newest stands."""

    sentence: str
    year: str
    share: str
    years: int
    under_60: bool
    over_80: bool


@dataclass(frozen=True, slots=True)
class ToDoView:
    """A piece of work: what, how much, in which form, how long; blocks: whether it stands before the deadline."""

    what: str
    count: str
    form: str
    time: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """title, sentence, rule: as the meter says them. blocking, waiting: what must and what can wait."""

    title: str
    sentence: str
    rule: str
    deadline: str
    green: bool
    yellow: bool
    red: bool
    blocking: tuple[ToDoView, ...]
    waiting: tuple[ToDoView, ...]


@dataclass(frozen=True, slots=True)
class VariableView:
    """A variable that lacks values: how many are missing of how many that should be there."""

    name: str
    duty: str
    complete: str
    missing: int
    unknown: int


@dataclass(frozen=True, slots=True)
class FindingView:
    """A check that found something."""

    name: str
    severity: str
    found: int
    share: str
    error: bool


@dataclass(frozen=True, slots=True)
class FormView:
    """A form's data quality: the sentences of the page, the variables that lack most, and what checks found."""

    id: str
    name: str
    records: int
    completeness: str
    timeliness: str
    validity: str
    duplicates: str
    incomplete: int
    lacking: tuple[VariableView, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class BreakView:
    """From when figures are not quite what they were, about what, and why."""

    since: str
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """What waits for people: queries of each severity, and corrections written here and not yet sent."""

    queries: int
    errors: int
    warnings: int
    corrections: int


@dataclass(frozen=True, slots=True)
class NewsView:
    """What the registry has announced."""

    day: str
    text: str


@dataclass(frozen=True, slots=True)
class RegistryView:
    """A registry, for the unit and period of the report.

    indicators: all, in the registry's order; high, moderate, low: by attainment; worse, better: clearly, since the
    period before; signalled: with a signal in the series; above, below: clearly, than the nation; without_value: those
    with no value to show. coverage, readiness, work: None where nothing is known or it is not for others; forms: empty
    likewise. breaks: those within the period.
    """

    id: str
    name: str
    unit: str
    period: str
    age: str
    records: int
    provisional: bool
    stale: bool
    indicators: tuple[IndicatorView, ...]
    high: tuple[IndicatorView, ...]
    moderate: tuple[IndicatorView, ...]
    low: tuple[IndicatorView, ...]
    worse: tuple[IndicatorView, ...]
    better: tuple[IndicatorView, ...]
    signalled: tuple[IndicatorView, ...]
    above: tuple[IndicatorView, ...]
    below: tuple[IndicatorView, ...]
    without_value: tuple[IndicatorView, ...]
    coverage: CoverageView | None
    readiness: ReadinessView | None
    work: WorkView | None
    forms: tuple[FormView, ...]
    breaks: tuple[BreakView, ...]
    news: tuple[NewsView, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """The report itself. masked: whether it is for others, with small figures hidden; hidden: how many are."""

    title: str
    unit: str
    period: str
    day: str
    masked: bool
    hidden: int
