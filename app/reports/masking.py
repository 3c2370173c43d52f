"""Figures of a report for use outside the unit: those that few patients stand behind are hidden before any word is
made of them, by the same rule as in exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.exporting import words_in
from app.pages.page import View
from app.program import Program
from local_cache.cache import Cursor
from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.export import given
from local_cache.export.masking import Rule, is_small
from local_cache.quality.findings import Coverage
from local_cache.registry import Indicator, text_in
from local_cache.results import summary
from local_cache.results.figure import (
    Comparison,
    Figure,
    IndicatorResult,
    Point,
    Selection,
    Shown,
    Trend,
)
from local_cache.results.format import format_month
from local_cache.results.measures import MINIMUM_PUBLISHED
from local_cache.results.over_time import over_time
from local_cache.results.series import Series, recent
from local_cache.results.series_settings import series_settings

_OWN, _REST = QT_TRANSLATE_NOOP("Export", "own"), QT_TRANSLATE_NOOP("Export", "the rest of the country")
_EXPOSED = QT_TRANSLATE_NOOP("Export", "{what}: an earlier export of the same selection has already shown this figure.")
_DIFFERENCE = QT_TRANSLATE_NOOP(
    "Export", "{what}: together with the earlier export {file} this shows the difference of few cases."
)


@dataclass(frozen=True, slots=True)
class _Series:
    """What is shown over time, by unit and month; step: months of each."""

    figures: Mapping[str, Mapping[date, Figure]] = field(default_factory=dict)
    step: int = 1


class Masking:
    """Hides, and remembers what it hid and what it let be seen.

    Attributes: hidden (of what indicator, and whose), warnings (what a reader of earlier exports could put together),
    shown (to be remembered when the report is written), rules (those in use).
    """

    def __init__(self, program: Program, cursor: Cursor, language: str) -> None:
        self._program, self._cursor, self._language = program, cursor, language
        self._words = words_in(language)
        self.hidden: list[tuple[str, str]] = []
        self.warnings: list[str] = []
        self.shown: list[tuple[str, Indicator, Selection, dict[str, Figure], _Series]] = []
        self.rules: set[tuple[int, int]] = set()

    def masked(
        self, view: View, selection: Selection, result: IndicatorResult, compared: Comparison | None
    ) -> tuple[IndicatorResult, Comparison | None]:
        """The indicator and its comparison with what must be hidden withheld. The period before is another selection,
        and small trend lines are months: neither is shown."""
        indicator = view.definition.indicator(result.indicator)
        rule: Rule = given.rule_for(indicator)
        self.rules.add((rule.cases, rule.events))
        earlier = given.earlier_exports(self._program.ledger, selection.registry, indicator.id)
        mask, rest = given.mask_of(self._cursor, view.definition, indicator, selection, result.own, earlier)
        hidden = mask.hidden | mask.exposed
        nation, region = view.definition.nation.id, view.definition.ancestor(selection.unit, "region")
        named = {"own": selection.unit, "nation": nation, **({"region": region.id} if region else {})}
        figures = {unit: getattr(result, name) for name, unit in named.items()}
        if compared is not None:
            figures |= {u.unit: u.figure for u in compared.units}
        names = {u.id: text_in(u.names, self._language) for u in view.definition.units}
        self.hidden += [(result.title, names[unit]) for unit in sorted(figures.keys() & hidden)]
        if not rest:
            self.hidden.append((result.title, self._words(_REST)))
        self._warn(view, indicator, selection, {u: f for u, f in figures.items() if u not in hidden}, names, earlier)
        self.warnings += [
            self._words(_EXPOSED).format(what=f"{result.title}, {names[unit]}")
            for unit in sorted(mask.exposed & figures.keys())
        ]
        made = replace(
            result,
            **{name: withheld(getattr(result, name)) for name, unit in named.items() if unit in hidden},
            **({} if rest else {"rest": withheld(result.rest)}),
            previous=withheld(result.previous),
            trend=(),
        )
        if selection.unit in hidden:
            made = replace(made, attainment=None, certain=False)
        return made, _compared(compared, hidden) if compared is not None else None

    def _warn(
        self,
        view: View,
        indicator: Indicator,
        selection: Selection,
        figures: dict[str, Figure],
        names: dict[str, str],
        earlier: tuple[given.Given, ...],
    ) -> None:
        self.shown.append((view.summary.registry, indicator, selection, figures, _Series()))
        now = given.given_now("", selection, figures)
        title = text_in(indicator.title, self._language)
        self.warnings += [
            self._words(_DIFFERENCE).format(what=f"{title}, {names[d.row]}", file=d.file)
            for d in given.differences(indicator, now, earlier)
        ]

    def series(self, view: View, selection: Selection, indicator: Indicator) -> Series | None:
        """The series with hidden months (or years) empty, its lines and signals from the others alone; None where its
        points are single patients, or all of them are hidden. To be asked for after `masked`: what that lets be seen of
        the period counts as known."""
        if indicator.kind == "between":
            return None
        settings = series_settings(self._program.ledger, selection.registry, selection.unit, indicator.id)
        read = summary.trend(self._cursor, view.definition, indicator.id, selection)
        trend = recent(read, selection.period, settings)
        rule = given.rule_for(indicator)
        if all(
            is_small(given.counted(indicator, f.numerator, f.denominator), rule) for f in (p.figure for p in trend.own)
        ):
            return None  # nearly always so of small units: what follows takes a while
        units = {"own": selection.unit, "nation": view.definition.nation.id}
        figures = {
            selection.unit: {p.month: p.figure for p in trend.own},
            view.definition.nation.id: {p.month: p.figure for p in trend.nation},
        }
        beside = [
            given.given_now("", chosen, shown)
            for _, one, chosen, shown, _ in self.shown
            if (one.id, chosen.registry) == (indicator.id, selection.registry)
        ]
        earlier = given.earlier_exports(self._program.ledger, selection.registry, indicator.id)
        by_unit = given.mask_over_time(
            self._cursor, view.definition, indicator, selection, figures, (*earlier, *beside)
        )
        if all(p.month in by_unit[selection.unit] or p.figure.shown is not Shown.VALUE for p in trend.own):
            return None
        made: dict[str, tuple[Point, ...]] = {}
        title = text_in(indicator.title, self._language)
        for name, points in (("own", trend.own), ("nation", trend.nation)):
            hidden = by_unit[units[name]]
            whose = self._words(_OWN) if name == "own" else text_in(view.definition.nation.names, self._language)
            self.hidden += [
                (title, f"{whose}, {format_month(p.month, self._language, trend.granularity)}")
                for p in points
                if p.month in hidden
            ]
            made[name] = tuple(replace(p, figure=withheld(p.figure)) if p.month in hidden else p for p in points)
        step = 12 if trend.granularity == "year" else 1
        seen = {unit: {m: f for m, f in months.items() if m not in by_unit[unit]} for unit, months in figures.items()}
        self.shown = [
            (*one[:4], _Series(seen, step)) if (one[1], one[2]) == (indicator, selection) else one for one in self.shown
        ]
        masked = Trend(trend.indicator, trend.granularity, made["own"], made["nation"])
        return Series(masked, settings, over_time(masked, indicator, settings, None))

    def may_show(self, found: Coverage) -> bool:
        """Whether no year's groups hold few cases."""
        counts = [n for y in found.years for n in (y.registry_only, y.both, y.reference_only)]
        return all(n is None or n == 0 or n >= MINIMUM_PUBLISHED for n in counts)

    def remember(self, file: str) -> None:
        """What the written report has shown; on disk when this returns."""
        for registry, indicator, selection, figures, series in self.shown:
            now = given.given_now(file, selection, figures, series.figures, series.step)
            given.remember(self._program.ledger, registry, indicator.id, now)


def withheld(figure: Figure) -> Figure:
    """The figure without anything that could be read from it, nor why."""
    shown = Shown.WITHHELD if figure.shown in (Shown.VALUE, Shown.TOO_FEW) else figure.shown
    return Figure(
        shown,
        figure.kind,
        format=figure.format,
        own=figure.own,
        provisional=figure.provisional,
        definition_version=figure.definition_version,
        data_as_of=figure.data_as_of,
    )


def _compared(compared: Comparison, hidden: frozenset[str]) -> Comparison:
    """Hidden units stand last by name, as their place would tell of their value; whether a difference stands is judged
    from all units at once, hidden ones too, and is not said."""
    units = [
        replace(u, figure=withheld(u.figure), attainment=None, previous=None, stands=None)
        if u.unit in hidden
        else replace(u, previous=None, stands=None)
        for u in compared.units
    ]
    seen = [u for u in units if u.unit not in hidden]
    unseen = sorted((u for u in units if u.unit in hidden), key=lambda u: summary.by_name(u.name))
    nation = next((u.figure for u in units if u.nation), compared.nation)
    return replace(compared, units=(*seen, *unseen), nation=nation)
