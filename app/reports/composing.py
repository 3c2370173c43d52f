"""A report's words: the views its template sees, and the document it becomes. On the main thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from msgspec import structs
from PySide6.QtCore import QCoreApplication

from app.exporting import words_in
from app.reports import drawing
from app.reports.reading import FormRead, IndicatorRead, RegistryRead, ReportRead
from app.speaking import speaking
from local_cache.corrections.person import account
from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.export.provenance import NAMES, Hidden, Provenance, lines
from local_cache.quality.findings import Light, VariableCompleteness
from local_cache.registry import text_in
from local_cache.reports import views
from local_cache.reports.document import Block, Document, Heading
from local_cache.results.coverage_behind import coverage_behind, low_coverage
from local_cache.results.difference import clear_difference
from local_cache.results.figure import Attainment, Shown
from local_cache.results.format import (
    EN_DASH,
    format_count,
    format_coverage,
    format_date,
    format_interval,
    format_period,
    format_value,
)
from widgets.quality_words import (
    change_in_words,
    completeness_sentence,
    coverage_sentence,
    duplicates_sentence,
    duration,
    duty_in_words,
    readiness_rule,
    readiness_sentence,
    readiness_title,
    severity_in_words,
    share_or_word,
    task_in_words,
    timeliness_sentence,
    todo_count,
    validity_sentence,
)
from widgets.series_words import over_time_sentence
from widgets.spread_words import distribution_sentence, funnel_sentence
from widgets.words import (
    attainment_in_words,
    comparison_sentence,
    data_age_sentence,
    is_stale,
    result_sentence,
    value_or_word,
)

MOST_LACKING = 10
"""Variables, and checks, that a view of a form has."""

_RULE = QT_TRANSLATE_NOOP(
    "Export",
    "Hidden: figures on fewer than {cases} cases, or fewer than {events} with or without the event, and as many others "
    "as it takes that nobody can compute these from totals and their own figures. Which of the reasons it is for a row "
    "is not said, for that would tell of its size.",
)
_WHY = QT_TRANSLATE_NOOP("Export", "few cases, or needed so that few cases cannot be computed")
_IN_THE_UNIT = QT_TRANSLATE_NOOP(
    "Export", "Not masked: for use inside the unit. Export it for others before it is passed on."
)
_REPORT = QT_TRANSLATE_NOOP("Export", "Report")
_ALL_PATIENTS = QT_TRANSLATE_NOOP("Export", "All patients")


@dataclass(frozen=True)
class Composed:
    """The document, and where it comes from; warnings: what a reader of earlier exports could put together."""

    document: Document
    provenance: Provenance
    read: ReportRead
    warnings: tuple[str, ...]

    @property
    def language(self) -> str:
        return self.document.language


def compose(read: ReportRead) -> Composed:
    """Write the report. Raises TemplateRefused."""
    with speaking(read.wanted.language):
        return _Composing(read).composed()


class _Composing:
    def __init__(self, read: ReportRead) -> None:
        self._read = read
        self._language = read.wanted.language
        self._words = words_in(self._language)
        # Views are told apart by what they are and not by what they say.
        self._indicators: dict[int, tuple[RegistryRead, IndicatorRead]] = {}
        self._forms: dict[int, tuple[RegistryRead, FormRead]] = {}
        self._registries: dict[int, RegistryRead] = {}

    def composed(self) -> Composed:
        read, language = self._read, self._language
        registries = tuple(self._registry(one) for one in read.registries)
        first = read.registries[0]
        title = read.template.title(language)
        period = format_period(first.view.period, language)
        hidden = read.masking.hidden if read.masking else []
        report = views.ReportView(
            title=title,
            unit=first.view.unit_name,
            period=period,
            day=format_date(read.moment.astimezone().date(), language),
            masked=read.masking is not None,
            hidden=len(hidden),
        )
        data: Mapping[str, Any] = {"report": report, "registry": registries[0], "registries": registries}
        blocks = read.template.render(language, data, self._chart, self._table)
        names = ", ".join(text_in(one.view.summary.names, language) for one in read.registries)
        provenance = self._provenance(title, names, period)
        selection = " · ".join((names, first.view.unit_name, period, self._words(_ALL_PATIENTS)))
        document = Document(
            title=f"{title}: {first.view.unit_name}",
            language="en" if language == "en" else "nb",
            selection=selection,
            age=self._age(),
            blocks=(Heading(1, f"{title}: {first.view.unit_name}"), *blocks),
            provenance=self._told(provenance),
        )
        return Composed(document, provenance, read, tuple(read.masking.warnings) if read.masking else ())

    # What templates place

    def _chart(self, kind: str, of: object) -> Block:
        if kind == "coverage":
            return drawing.coverage_chart(self._registries[id(of)])
        if kind == "timeliness":
            return drawing.timeliness_chart(*self._forms[id(of)])
        return drawing.indicator_chart(kind, *self._indicators[id(of)])

    def _table(self, kind: str, of: object) -> Block:
        if id(of) in self._indicators:
            return drawing.indicator_table(kind, *self._indicators[id(of)])
        if id(of) in self._forms:
            return drawing.form_table(kind, *self._forms[id(of)])
        made: Mapping[str, Callable[[RegistryRead], Block]] = {
            "indicators": drawing.indicators_table,
            "coverage": drawing.coverage_table,
            "todo": drawing.todo_table,
            "breaks": drawing.breaks_table,
        }
        return made[kind](self._registries[id(of)])

    # What templates see

    def _registry(self, one: RegistryRead) -> views.RegistryView:
        view, language = one.view, self._language
        indicators = tuple(self._indicator(one, i) for i in one.indicators)
        now = self._read.moment.replace(tzinfo=None)
        as_of = view.summary.data_as_of

        def those(part: str) -> tuple[views.IndicatorView, ...]:
            return tuple(i for i in indicators if getattr(i, part))

        made = views.RegistryView(
            id=view.summary.registry,
            name=text_in(view.summary.names, language),
            unit=view.unit_name,
            period=format_period(view.period, language),
            age=data_age_sentence(as_of, now, language),
            records=one.records,
            provisional=any(i.result.own.provisional for i in one.indicators),
            stale=as_of is not None and is_stale(as_of, now),
            indicators=indicators,
            high=those("high"),
            moderate=those("moderate"),
            low=those("low"),
            worse=those("worse"),
            better=those("better"),
            signalled=those("signals"),
            above=those("clearly_higher"),
            below=those("clearly_lower"),
            without_value=tuple(i for i in indicators if not i.has_value),
            coverage=self._coverage(one),
            readiness=self._readiness(one),
            work=self._work(one),
            forms=tuple(self._form(one, form) for form in one.forms),
            breaks=self._breaks(one),
            news=tuple(
                views.NewsView(format_date(a.date, language), text_in(a.text, language))
                for a in sorted(view.summary.announcements, key=lambda a: a.date, reverse=True)
            ),
        )
        self._registries[id(made)] = one
        return made

    def _indicator(self, registry: RegistryRead, one: IndicatorRead) -> views.IndicatorView:
        view, language, result = registry.view, self._language, one.result
        indicator = view.definition.indicator(result.indicator)
        own, unit = result.own, text_in(indicator.unit, language)
        clear, change = clear_difference(own, result.nation), clear_difference(own, result.previous)
        both = own.value is not None and result.nation.value is not None
        before = own.value is not None and result.previous.value is not None
        wanted = 1 if indicator.direction == 1 else -1
        spread = one.distribution
        made = views.IndicatorView(
            id=result.indicator,
            title=result.title,
            unit=unit,
            value=value_or_word(own, language),
            interval=format_interval(own, language) or "",
            n="" if own.denominator is None else format_count(own.denominator, language),
            nation=format_value(result.nation, language) or EN_DASH,
            region=format_value(result.region, language) or EN_DASH,
            previous=value_or_word(result.previous, language),
            attainment=attainment_in_words(result.attainment) if result.attainment else "",
            sentence=result.refused or result_sentence(result, view.period, language, unit),
            over_time=over_time_sentence(one.over_time, indicator, language) if one.over_time else "",
            comparison=comparison_sentence(one.comparison, language) if one.comparison else "",
            funnel=funnel_sentence(one.funnel, language) if one.funnel and one.funnel.refused is None else "",
            distribution=distribution_sentence(spread, indicator, language) if spread and not spread.refused else "",
            remarks=self._remarks(registry, one),
            signals=len(one.over_time.signals) if one.over_time else 0,
            has_value=own.shown is Shown.VALUE,
            high=result.attainment is Attainment.HIGH,
            moderate=result.attainment is Attainment.MODERATE,
            low=result.attainment is Attainment.LOW,
            certain=result.certain,
            clearly_higher=both and clear > 0,
            clearly_lower=both and clear < 0,
            better=before and change == wanted,
            worse=before and change == -wanted,
        )
        self._indicators[id(made)] = (registry, one)
        return made

    def _remarks(self, registry: RegistryRead, one: IndicatorRead) -> str:
        translate, said = QCoreApplication.translate, []
        behind = coverage_behind(registry.years, one.result.indicator, registry.view.period)
        if behind is not None and behind.share is not None and low_coverage(behind):
            share = format_coverage(behind.share, self._language)
            said.append(translate("Report", "low coverage ({share} in {year})").format(share=share, year=behind.year))
        if one.result.own.provisional:
            said.append(translate("Report", "provisional"))
        return ", ".join(said)

    def _coverage(self, one: RegistryRead) -> views.CoverageView | None:
        newest = one.coverage.newest if one.coverage is not None else None
        if one.coverage is None or newest is None or newest.level is None:
            return None
        return views.CoverageView(
            sentence=coverage_sentence(one.coverage, self._language),
            year=str(newest.year),
            share=share_or_word(newest.shown, self._language),
            years=len(one.coverage.years),
            under_60=newest.level == 0,
            over_80=newest.level == 2,
        )

    def _readiness(self, one: RegistryRead) -> views.ReadinessView | None:
        found, language = one.readiness, self._language
        if found is None:
            return None

        def todo(blocks: bool) -> tuple[views.ToDoView, ...]:
            rows = [drawing.todo_row(one, piece) for piece in found.todo if piece.blocks is blocks]
            return tuple(
                views.ToDoView(
                    what=row.subject or task_in_words(row.todo.task),
                    count=todo_count(row.todo, language),
                    form=row.form,
                    time=EN_DASH if row.todo.minutes is None else duration(row.todo.minutes, language),
                    blocks=blocks,
                )
                for row in rows
            )

        text = text_in(found.text, language) if found.text else ""
        return views.ReadinessView(
            title=readiness_title(found, language),
            sentence=readiness_sentence(found, language),
            rule=readiness_rule(found, text, language),
            deadline=format_date(found.deadline, language),
            green=found.light is Light.GREEN,
            yellow=found.light is Light.YELLOW,
            red=found.light is Light.RED,
            blocking=todo(True),
            waiting=todo(False),
        )

    def _work(self, one: RegistryRead) -> views.WorkView | None:
        if one.queries is None:
            return None
        return views.WorkView(
            queries=sum(one.queries.values()),
            errors=one.queries.get("error", 0),
            warnings=one.queries.get("warning", 0),
            corrections=one.corrections,
        )

    def _form(self, registry: RegistryRead, one: FormRead) -> views.FormView:
        language = self._language
        lacking = [v for v in one.completeness.variables if (v.must and v.count_missing) or v.count_unknown]
        found = [f for f in one.validity.findings if f.found]
        made = views.FormView(
            id=one.form.id,
            name=text_in(one.form.label, language),
            records=one.completeness.records,
            completeness=completeness_sentence(one.completeness, language),
            timeliness=timeliness_sentence(one.timeliness, language),
            validity=validity_sentence(one.validity, language),
            duplicates=duplicates_sentence(one.duplicates, language),
            incomplete=one.completeness.incomplete,
            lacking=tuple(self._variable(one, v) for v in lacking[:MOST_LACKING]),
            findings=tuple(
                views.FindingView(
                    name=drawing.finding_name(registry, one, f),
                    severity=severity_in_words(f.severity),
                    found=f.found,
                    share=share_or_word(f.share, language),
                    error=f.severity == "error",
                )
                for f in found[:MOST_LACKING]
            ),
        )
        self._forms[id(made)] = (registry, one)
        return made

    def _variable(self, form: FormRead, one: VariableCompleteness) -> views.VariableView:
        return views.VariableView(
            name=text_in(form.form.variable(one.variable).label, self._language),
            duty=duty_in_words(one.duty),
            complete=share_or_word(one.complete, self._language),
            missing=one.count_missing,
            unknown=one.count_unknown,
        )

    def _breaks(self, one: RegistryRead) -> tuple[views.BreakView, ...]:
        if one.comparability is None:
            return ()
        rows = [drawing.break_row(one, b, True) for b in one.comparability.within]
        return tuple(
            views.BreakView(
                since=format_date(row.change.since, self._language),
                what=row.text or change_in_words(row.change.change),
                about=row.about,
            )
            for row in rows
        )

    # Where it comes from

    def _age(self) -> str:
        """How old the figures are, the oldest where there are several registries, and whether they are provisional."""
        known = [one.view.summary.data_as_of for one in self._read.registries if one.view.summary.data_as_of]
        now = self._read.moment.replace(tzinfo=None)
        said = data_age_sentence(min(known) if known else None, now, self._language)
        if any(i.result.own.provisional for one in self._read.registries for i in one.indicators):
            said += ", " + QCoreApplication.translate("Report", "provisional")
        return said

    def _provenance(self, title: str, names: str, period: str) -> Provenance:
        read, words = self._read, self._words
        first = read.registries[0]
        known = [one.view.summary.data_as_of for one in read.registries if one.view.summary.data_as_of]
        rules = sorted(read.masking.rules) if read.masking else []
        notes: Iterable[str] = read.masking.warnings if read.masking else (words(_IN_THE_UNIT),)
        return Provenance(
            what=title,
            registry=", ".join(one.view.summary.registry for one in read.registries),
            registry_name=names,
            unit=first.view.unit,
            unit_name=first.view.unit_name,
            selection=words(_ALL_PATIENTS),
            expression="TRUE",
            period_id=read.period_id,
            period=period,
            indicators={i.id: i.version for i in self._defined()},
            definition_version=", ".join(one.view.definition.version for one in read.registries),
            data_as_of=min(known) if known else None,
            provisional=any(i.result.own.provisional for one in read.registries for i in one.indicators),
            program_version=version("egnetall"),
            who=account(),
            at=datetime.now(UTC),
            masking=" ".join(
                words(_RULE).format(
                    cases=format_count(cases, self._language), events=format_count(events, self._language)
                )
                for cases, events in rules
            ),
            masked=tuple(
                Hidden(f"{of}: {whose}", words(_WHY)) for of, whose in (read.masking.hidden if read.masking else ())
            ),
            notes=tuple(notes),
        )

    def _defined(self) -> Iterable[Any]:
        return (
            one.view.definition.indicator(i.result.indicator) for one in self._read.registries for i in one.indicators
        )

    def _told(self, provenance: Provenance) -> tuple[tuple[str, str], ...]:
        """The provenance as the document's last section: indicators on one line, of what is masked how many of each
        (the file beside has them all). The digest of a file cannot stand in it."""
        table, rows, indicators, masked = (
            self._words(NAMES[part]) for part in ("what", "rows", "indicators", "masked")
        )
        told: list[tuple[str, str]] = []
        for name, text in lines(structs.replace(provenance, masked=()), self._words):
            if name == indicators and told[-1][0] == name:
                told[-1] = (name, f"{told[-1][1]}, {text}")
            elif name != rows:
                told.append((self._words(_REPORT) if name == table else name, text))
        if self._read.masking is not None and self._read.masking.hidden:
            often = Counter(of for of, _ in self._read.masking.hidden)
            texts = [f"{of}: {format_count(n, self._language)}" for of, n in often.items()]
            told.append((masked, f"{'; '.join(texts)} ({self._words(_WHY)})"))
        return tuple(told)
