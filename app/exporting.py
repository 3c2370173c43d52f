"""Tables of the pages into files, for the window and the command line alike.

Everything is read, masked and written here in one go, so a job calls `export` and shows what it gives.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QTranslator

from app.figures_as_json import NotHere, selected
from app.program import Program
from local_cache import audit
from local_cache.account import account
from local_cache.cache import Cursor
from local_cache.corrections.person import COORDINATOR, REGISTRAR, NotAllowed, person_here
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.export import given as remembered
from local_cache.export.provenance import Hidden, Provenance, Words
from local_cache.export.table import Table, codebook, file_name
from local_cache.export.tables import (
    WHOSE,
    Labels,
    Placed,
    Shape,
    comparison_table,
    in_order,
    indicator_table,
    long_table,
    over_time_table,
    record_columns,
    record_rows_table,
    record_values_table,
)
from local_cache.export.text_files import CsvStyle
from local_cache.export.writing import Format, Verified, Written, verify, write_table
from local_cache.records.columns import Column, form_of
from local_cache.records.filter import During, RecordFilter, condition_expression
from local_cache.records.identifiers import EXPORTED as IDENTIFIERS_EXPORTED
from local_cache.records.query import RecordQuery, identifiers_read
from local_cache.registry import ALL_PATIENTS, Definition, Granularity, Indicator, text_in
from local_cache.results import summary
from local_cache.results.figure import Figure, IndicatorResult, Selection
from local_cache.results.format import format_count, format_month, format_period
from local_cache.sync.stop import Stop
from widgets.record_words import filter_in_words, system_words

What = Literal["indicators", "comparison", "over-time", "records"]
WHATS: tuple[What, ...] = ("indicators", "comparison", "over-time", "records")

_TITLES = {
    "indicators": QT_TRANSLATE_NOOP("Export", "Indicators"),
    "comparison": QT_TRANSLATE_NOOP("Export", "Comparison"),
    "over-time": QT_TRANSLATE_NOOP("Export", "Over time"),
    "records": QT_TRANSLATE_NOOP("Export", "Own records"),
}
_CODEBOOK = (
    QT_TRANSLATE_NOOP("Export", "Codebook"),
    QT_TRANSLATE_NOOP("Export", "Column"),
    QT_TRANSLATE_NOOP("Export", "Header"),
    QT_TRANSLATE_NOOP("Export", "Type"),
    QT_TRANSLATE_NOOP("Export", "Description"),
    QT_TRANSLATE_NOOP("Export", "Code"),
    QT_TRANSLATE_NOOP("Export", "Meaning"),
)
_ALL_PATIENTS = QT_TRANSLATE_NOOP("Export", "All patients")
_RULE = QT_TRANSLATE_NOOP(
    "Export",
    "Hidden: figures on fewer than {cases} cases, or fewer than {events} with or without the event, and as many others "
    "as it takes that nobody can compute these from totals and their own figures. Which of the reasons it is for a row "
    "is not said, for that would tell of its size.",
)
_WHY = QT_TRANSLATE_NOOP("Export", "few cases, or needed so that few cases cannot be computed")
_EXPOSED = QT_TRANSLATE_NOOP("Export", "{what}: an earlier export of the same selection has already shown this figure.")
_DIFFERENCE = QT_TRANSLATE_NOOP(
    "Export", "{what}: together with the earlier export {file} this shows the difference of few cases."
)
_TOGETHER = QT_TRANSLATE_NOOP(
    "Export", "{what}: hidden, because together with earlier exports it would tell of few cases."
)
_IDENTIFYING = QT_TRANSLATE_NOOP(
    "Export",
    "With what identifies patients: {columns}. Keep it where the records themselves may be, and delete it after use.",
)
_IN_THE_UNIT = QT_TRANSLATE_NOOP(
    "Export", "Not masked: for use inside the unit. Export it for others before it is passed on."
)


class PurposeNeeded(Problem):
    code = "purpose-needed"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "Own records are exported only when it is said what for.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No file was written, and no record was read.")
    action = QT_TRANSLATE_NOOP("Problem", "Give the purpose (--purpose); it is kept in the audit log and in the file.")


class IdentifiersStay(Problem):
    code = "identifiers-stay"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "Columns that identify a patient are not exported.")
    meaning = QT_TRANSLATE_NOOP(
        "Problem", "The rules for this computer, your role and you yourself must all allow it; {missing}."
    )
    action = QT_TRANSLATE_NOOP("Problem", "Export without them; the record's number tells which record it is.")


_NOT_THE_RULES = QT_TRANSLATE_NOOP("Problem", "the rules do not")
_NOT_THE_ROLE = QT_TRANSLATE_NOOP("Problem", "your role does not")
_NOT_IN_A_FILTER = QT_TRANSLATE_NOOP("Problem", "and the filter asks for one, which would stand in the file")
MAY_EXPORT_IDENTIFIERS = frozenset({COORDINATOR, REGISTRAR})
"""Roles: those who work with patients' records anyway."""


class RecordsStay(Problem):
    code = "records-stay"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "Single records cannot be masked for use outside the unit.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No file was written.")
    action = QT_TRANSLATE_NOOP("Problem", "Export results for others, or the records for use inside the unit.")


class IndicatorNeeded(Problem):
    code = "indicator-needed"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "This table is about one indicator, and none was named.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No file was written.")
    action = QT_TRANSLATE_NOOP("Problem", "Name it with --indicator; “egnetall results --json” lists them.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export. registry, unit, period: as the command line and the choosers have them, None for what was last
    chosen; indicator: of comparison and over-time (of indicators: that one only); form, filter, labels: of
    records; shape: a row for each of them, or for each of their values;
    for_others: masked for use outside the unit; identifiers: with what identifies patients."""

    what: What
    file: Path
    format: Format
    registry: str | None = None
    unit: str | None = None
    period: str | None = None
    indicator: str | None = None
    subgroup: str = ALL_PATIENTS
    form: str | None = None
    filter: RecordFilter | None = None
    labels: Labels = "labels"
    shape: Shape = "wide"
    csv_style: CsvStyle = "excel"
    for_others: bool = False
    identifiers: bool = False
    purpose: str = ""
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class Exported:
    """written: the files and their provenance; warnings: what a reader of earlier exports could put together."""

    written: Written
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Made:
    table: Table
    indicators: tuple[Indicator, ...] = ()
    masked: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    shown: list[tuple[Indicator, remembered.Given]] = field(default_factory=list)
    provisional: bool = False
    left_out: tuple[str, ...] = ()
    selection: str = ""
    expression: str = ""


def words_in(language: str, context: str = "Export") -> Words:
    """The program's own words in the language of the file, which need not be that of the window."""
    translator = QTranslator()
    directory = Path(__file__).parent / "translations"
    there = translator.load(f"egnetall_{'nb' if language in ('nn', 'no') else language}", str(directory))

    def words(source: str) -> str:
        return (translator.translate(context, source) if there else "") or source

    return words


def suggested_name(what: What, registry: str, unit: str, period: str, format: Format, language: str) -> Path:
    """A name for the file that says what is in it; registry and unit are names."""
    return file_name(f"{words_in(language)(_TITLES[what])} {registry} {unit} {period}", format)


def export(
    program: Program,
    wanted: Wanted,
    progress: Callable[[int], None] | None = None,
    stop: Stop | None = None,
) -> Exported:
    """Write the table. progress: called with the number of rows so far; a stop raises Cancelled and leaves nothing.

    Raises NotHere, PeriodNotOffered, IndicatorNeeded, PurposeNeeded, NotAllowed, IdentifiersStay, RecordsStay,
    FilterRefused, and the Problems of `write_table`.
    """
    if wanted.identifiers and (wanted.what != "records" or not program.policy.identifiers_in_exports):
        raise IdentifiersStay(missing=_NOT_THE_RULES)
    if wanted.what == "records":
        if wanted.for_others:
            raise RecordsStay()
        if not wanted.purpose.strip():
            raise PurposeNeeded()
    words = words_in(wanted.language)
    stop = stop or Stop()
    with program.cache.reading() as cursor, stop.holding(cursor):
        chosen, definition, selection, period_id = _chosen(program, cursor, wanted)
        person = person_here(cursor, selection.registry, selection.unit)
        if wanted.what == "records" and not person.roles:
            raise NotAllowed(registry=selection.registry, action_wanted="export")
        if wanted.identifiers:
            if not person.is_any_of(MAY_EXPORT_IDENTIFIERS):
                raise IdentifiersStay(missing=_NOT_THE_ROLE)
            # On disk before anything is read, as with identifiers that are shown.
            audit.record(program.ledger, IDENTIFIERS_EXPORTED, f"{selection.registry} {selection.unit}", wanted.purpose)
        made = (
            _records(cursor, definition, selection, wanted, words)
            if wanted.what == "records"
            else _results(program, cursor, definition, selection, wanted, words)
        )
        unit = definition.unit(selection.unit)
        rules = sorted({(rule.cases, rule.events) for rule in map(remembered.rule_for, made.indicators)})
        provenance = Provenance(
            what=made.table.title,
            registry=definition.registry,
            registry_name=text_in(definition.names, wanted.language),
            unit=unit.id,
            unit_name=text_in(unit.names, wanted.language),
            selection=made.selection,
            expression=made.expression,
            period_id=period_id,
            period=format_period(selection.period, wanted.language),
            indicators={i.id: i.version for i in made.indicators},
            definition_version=definition.version,
            data_as_of=chosen.data_as_of,
            provisional=made.provisional,
            program_version=version("egnetall"),
            who=account(),
            at=datetime.now(UTC),
            role=", ".join(sorted(person.roles)) if wanted.what == "records" else "",
            purpose=wanted.purpose.strip(),
            masking=" ".join(
                words(_RULE).format(
                    cases=format_count(cases, wanted.language), events=format_count(events, wanted.language)
                )
                for cases, events in rules
            )
            if wanted.for_others
            else "",
            masked=tuple(Hidden(what, words(_WHY)) for what in made.masked),
            left_out=made.left_out,
            notes=(*made.warnings, *(() if wanted.for_others else (words(_IN_THE_UNIT),))),
        )
        heads = [words(text) for text in _CODEBOOK]
        written = write_table(
            program.ledger,
            made.table,
            wanted.file,
            wanted.format,
            provenance,
            extra=(codebook(made.table, heads),),
            csv_style=wanted.csv_style,
            language=wanted.language,
            words=words,
            progress=progress,
            stop=stop,
        )
    for indicator, given in made.shown:
        remembered.remember(program.ledger, definition.registry, indicator.id, given)
    return Exported(written, tuple(made.warnings))


def export_as_json(exported: Exported) -> dict[str, Any]:
    provenance = exported.written.provenance
    return {
        "file": str(exported.written.files[0]),
        "files": [str(file) for file in exported.written.files],
        "rows": provenance.rows,
        "sha256": provenance.sha256,
        "registry": provenance.registry,
        "unit": provenance.unit,
        "period": provenance.period_id,
        "masked": [hidden.what for hidden in provenance.masked],
        "left_out": list(provenance.left_out),
        "warnings": list(exported.warnings),
    }


def export_in_words(exported: Exported, language: str) -> list[str]:
    provenance = exported.written.provenance
    lines = [f"{exported.written.files[0].name}: {format_count(provenance.rows, language)} rows."]
    if provenance.masking:
        lines.append(f"{format_count(len(provenance.masked), language)} figures are masked.")
    return [*lines, *(f"Warning: {warning}" for warning in exported.warnings)]


def verified_as_json(program: Program | None, file: Path) -> dict[str, Any]:
    """Raises NotAnExport where it cannot be told whether the file is as it was written."""
    found: Verified = verify(program.ledger if program else None, file)
    return {
        "file": str(file),
        "as_written": found.whole,
        "apart": found.apart,
        "in_audit_log": found.known,
        "sha256": found.sha256,
        "provenance": [list(line) for line in found.told],
    }


def _chosen(
    program: Program, cursor: Cursor, wanted: Wanted
) -> tuple[summary.RegistrySummary, Definition, Selection, str]:
    summaries = summary.registries(cursor)
    known = ", ".join(s.registry for s in summaries) or "none"
    fitting = [s for s in summaries if wanted.registry in (None, s.registry)]
    if len(fitting) != 1:
        raise NotHere(what="registry", name=wanted.registry or "", known=known)
    found = selected(program, cursor, fitting[0], wanted.unit, wanted.period)
    if found is None:
        raise NotHere(what="unit", name=wanted.unit or "", known="none")
    definition, selection, period_id = found
    return fitting[0], definition, Selection(*_of(selection), wanted.subgroup), period_id


def _of(selection: Selection) -> tuple[str, str, Any]:
    return selection.registry, selection.unit, selection.period


def _results(
    program: Program, cursor: Cursor, definition: Definition, selection: Selection, wanted: Wanted, words: Words
) -> _Made:
    language = wanted.language
    results = summary.indicator_results(cursor, definition, selection, language)
    if wanted.indicator is not None:
        known = ", ".join(r.indicator for r in results)
        results = tuple(r for r in results if r.indicator == wanted.indicator)
        if not results:
            raise NotHere(what="indicator", name=wanted.indicator, known=known)
    elif wanted.what != "indicators":
        raise IndicatorNeeded()
    subgroup = next((s for s in definition.subgroups if s.id == selection.subgroup), None)
    title = words(_TITLES[wanted.what])
    if wanted.what != "indicators":
        title = f"{title}: {results[0].title}"
    made = _Made(
        Table(title, (), ()),
        tuple(definition.indicator(r.indicator) for r in results),
        selection=text_in(subgroup.label, language) if subgroup else words(_ALL_PATIENTS),
        expression=subgroup.expression if subgroup else "TRUE",
        provisional=any(r.own.provisional or r.nation.provisional for r in results),
    )
    making = _Making(program, cursor, definition, selection, wanted, words, made)
    match wanted.what:
        case "indicators":
            made.table = making.indicators(title, results)
        case "comparison":
            made.table = making.comparison(title, results[0])
        case _:
            made.table = making.over_time(title, results[0])
    return made


@dataclass
class _Making:
    program: Program
    cursor: Cursor
    definition: Definition
    selection: Selection
    wanted: Wanted
    words: Words
    made: _Made

    def indicators(self, title: str, results: tuple[IndicatorResult, ...]) -> Table:
        nation, region = self.definition.nation, self.definition.ancestor(self.selection.unit, "region")
        units = {"own": self.selection.unit, "nation": nation.id} | ({"region": region.id} if region else {})
        hidden: dict[str, Collection[str]] | None = {} if self.wanted.for_others else None
        for result in results if hidden is not None else ():
            indicator = self.definition.indicator(result.indicator)
            figures = {units[name]: getattr(result, name) for name in units}
            masked, rest = self._mask(indicator, result.own, figures)
            names = {name for name, unit in units.items() if unit in masked} | (set() if rest else {"rest"})
            hidden = {**(hidden or {}), result.indicator: names}
            self.made.masked += [f"{result.title}: {self.words(WHOSE[name])}" for name in WHOSE if name in names]
        if self.wanted.shape == "wide":
            return indicator_table(title, results, hidden, self.wanted.language, self.words)
        whose = ("own", "nation", "region", "rest") + (("previous",) if hidden is None else ())
        placed = [
            self._placed(
                self.definition.indicator(result.indicator),
                units.get("own" if name == "previous" else name, ""),
                getattr(result, name),
                name in (hidden or {}).get(result.indicator, ()),
                name,
            )
            for result in results
            for name in whose
        ]
        return long_table(title, placed, self.wanted.language, self.words)

    def comparison(self, title: str, result: IndicatorResult) -> Table:
        indicator = self.definition.indicator(result.indicator)
        level = summary.compared_level(self.definition, self.selection.unit)
        compared = summary.comparison(
            self.cursor, self.definition, indicator.id, self.selection, self.wanted.language, level
        )
        hidden: set[str] = set()
        if self.wanted.for_others:
            masked, _ = self._mask(indicator, result.own, {u.unit: u.figure for u in compared.units})
            hidden = {u.unit for u in compared.units if u.unit in masked}
            self.made.masked += [u.name for u in sorted(compared.units, key=lambda u: u.unit) if u.unit in hidden]
        if self.wanted.shape == "wide":
            return comparison_table(title, compared, indicator.format, hidden, self.wanted.language, self.words)
        placed = [self._placed(indicator, u.unit, u.figure, u.unit in hidden) for u in in_order(compared.units, hidden)]
        return long_table(title, placed, self.wanted.language, self.words)

    def over_time(self, title: str, result: IndicatorResult) -> Table:
        indicator, language = self.definition.indicator(result.indicator), self.wanted.language
        trend = summary.trend(self.cursor, self.definition, indicator.id, self.selection)
        units = {"own": self.selection.unit, "nation": self.definition.nation.id}
        series = {
            "own": {p.month: p.figure for p in trend.own},
            "nation": {p.month: p.figure for p in trend.nation},
        }
        hidden: dict[str, Collection[date]] = {"own": (), "nation": ()}
        if self.wanted.for_others:
            hidden = self._masked_months(indicator, units, series, trend.granularity)
            self.made.masked += [
                f"{self.words(WHOSE[name])}: {format_month(month, language, trend.granularity)}"
                for name in series
                for month in sorted(hidden[name])
            ]
        if self.wanted.shape == "wide":
            return over_time_table(title, trend, indicator.format, dict(hidden), language, self.words)
        placed = [
            self._placed(indicator, units[name], figure, month in hidden[name], name, month)
            for month in series["own"]
            for name, figure in ((name, series[name][month]) for name in series)
        ]
        return long_table(title, placed, language, self.words)

    def _masked_months(
        self,
        indicator: Indicator,
        units: dict[str, str],
        series: dict[str, dict[date, Figure]],
        granularity: Granularity,
    ) -> dict[str, Collection[date]]:
        """The months to hide of each series; remembers those that are shown."""
        earlier = remembered.earlier_exports(self.program.ledger, self.definition.registry, indicator.id)
        by_unit = remembered.mask_over_time(
            self.cursor,
            self.definition,
            indicator,
            self.selection,
            {unit: series[name] for name, unit in units.items()},
            earlier,
        )
        hidden: dict[str, Collection[date]] = {name: by_unit[unit] for name, unit in units.items()}
        shown = {
            unit: {month: figure for month, figure in series[name].items() if month not in hidden[name]}
            for name, unit in units.items()
        }
        step = 12 if granularity == "year" else 1
        self.made.shown.append(
            (indicator, remembered.given_now(self.wanted.file.name, self.selection, {}, shown, step))
        )
        return hidden

    def _placed(
        self, indicator: Indicator, unit: str, figure: Figure, hidden: bool, whose: str = "", month: date | None = None
    ) -> Placed:
        language = self.wanted.language
        name = text_in(self.definition.unit(unit).names, language) if unit else ""
        title = text_in(indicator.title, language)
        return Placed(indicator.id, title, unit, name, whose, month, figure, hidden)

    def _mask(self, indicator: Indicator, own: Figure, figures: dict[str, Figure]) -> tuple[frozenset[str], bool]:
        """The units to hide, and whether the rest may stand; remembers what is shown, and warns about earlier ones."""
        earlier = remembered.earlier_exports(self.program.ledger, self.definition.registry, indicator.id)
        mask, rest = remembered.mask_of(self.cursor, self.definition, indicator, self.selection, own, earlier)
        hidden = mask.hidden | mask.exposed
        now = remembered.given_now(
            self.wanted.file.name, self.selection, {u: f for u, f in figures.items() if u not in hidden}
        )
        names = {u.id: text_in(u.names, self.wanted.language) for u in self.definition.units}
        title = text_in(indicator.title, self.wanted.language)
        self.made.warnings += [
            self.words(_EXPOSED).format(what=f"{title}, {names[unit]}")
            for unit in sorted(mask.exposed & figures.keys())
        ]
        self.made.warnings += [
            self.words(_TOGETHER).format(what=f"{title}, {names[unit]}")
            for unit in sorted(mask.together & figures.keys())
        ]
        self.made.warnings += [
            self.words(_DIFFERENCE).format(what=f"{title}, {names[d.row]}", file=d.file)
            for d in remembered.differences(indicator, now, earlier)
        ]
        self.made.shown.append((indicator, now))
        return hidden, rest


def _records(cursor: Cursor, definition: Definition, selection: Selection, wanted: Wanted, words: Words) -> _Made:
    if wanted.form is None and not definition.forms:
        raise NotHere(what="form", name="", known="none")
    form = form_of(definition, wanted.form or definition.forms[0].id)
    asked = wanted.filter
    if asked is None:
        last = selection.period.end - timedelta(days=1)
        asked = RecordFilter().with_condition("event_date", During(selection.period.first, last))
    query = RecordQuery(definition.registry, form.id, selection.unit, asked, language=wanted.language)
    if identifiers_read(definition, query):  # which would stand in the provenance
        raise IdentifiersStay(missing=_NOT_IN_A_FILTER)
    columns, identifying = record_columns(
        definition, form.id, wanted.language, _system_words(wanted.language), identifiers=wanted.identifiers
    )
    label = text_in(form.label, wanted.language)
    title = f"{words(_TITLES['records'])}: {label}"
    return _Made(
        record_values_table(cursor, definition, query, columns, title, words)
        if wanted.shape == "long"
        else record_rows_table(cursor, definition, query, columns, wanted.labels, title, words),
        left_out=() if wanted.identifiers else identifying,
        warnings=[words(_IDENTIFYING).format(columns=", ".join(identifying))] if wanted.identifiers else [],
        selection="; ".join(part for _, part in filter_in_words(asked, columns, wanted.language)),
        expression=_expression(columns, asked),
    )


def _system_words(language: str) -> dict[str, str]:
    words = words_in(language, "Records")
    return {name: words(text) for name, text in system_words().items()}


def _expression(columns: Sequence[Column], asked: RecordFilter) -> str:
    """The filter in the language of expressions; what that cannot say (a search, chosen forms) stands in words."""
    kinds = {column.name: column.type for column in columns}
    parts = [condition_expression(name, kinds[name], c) for name, c in asked.conditions if name in kinds]
    return " AND ".join(f"({part})" for part in (*parts, *asked.expressions)) or "TRUE"
