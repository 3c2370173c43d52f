"""What a registry is: forms, variables, code lists, ranges, rules, indicators, units.

A definition is data that a registry sends; it is decoded strictly (unknown types, wrong shapes and dangling references
are refused) and never trusted as code. Its expressions are text here; `expressions.py` checks and compiles them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import msgspec

from local_cache.errors import DefinitionRefused

Texts = dict[str, str]
"""A text in several languages, by language code ("nb", "nn", "en")."""

VariableType = Literal["integer", "decimal", "text", "code", "multi-code", "boolean", "date", "timestamp"]
IndicatorKind = Literal["proportion", "mean", "median", "rate", "ratio", "between", "count"]
UnitLevel = Literal["nation", "region", "trust", "hospital", "department"]
Granularity = Literal["month", "year"]

SYSTEM_COLUMNS: dict[str, str] = {
    "record_id": "VARCHAR",
    "version": "INTEGER",
    "sequence": "BIGINT",
    "unit": "VARCHAR",
    "patient": "VARCHAR",
    "episode": "VARCHAR",
    "event_date": "DATE",
    "form_status": "VARCHAR",
    "first_completed": "TIMESTAMP",
}
"""Columns every record has, with their DuckDB types; no variable may take their names."""

COLUMN_TYPES: dict[VariableType, str] = {
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "text": "VARCHAR",
    "code": "VARCHAR",
    "multi-code": "VARCHAR[]",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}
"""The DuckDB type that holds each variable type."""

ALL_PATIENTS = "all"
"""The subgroup everybody is in; every indicator has it."""

CASE_KEYS = ("patient", "episode", "record_id")
"""System columns by which a unit's own list of cases can be matched, beside the form's variables."""

COVERAGE_LINES = (0.6, 0.8)
"""Shares of the eligible cases that matter to a registry: stage 3 asks for more than 60 %, stage 4 for more than 80 %.
A value is marked where fewer than 60 % stand behind it."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
_INDICATOR_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,99}\Z")


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """One value of a code list; `missing` marks codes that say the answer is not known.

    valid_from, valid_to: the event dates it may be used for, both included.
    """

    value: str
    label: Texts
    missing: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


class CodeList(msgspec.Struct, frozen=True):
    id: str
    codes: tuple[Code, ...]


class Range(msgspec.Struct, frozen=True):
    """Bounds, both included; a bound is a number, an ISO date, "today" or the name of another variable."""

    low: float | str | None = None
    high: float | str | None = None


class Variable(msgspec.Struct, frozen=True):
    """A field of a form. `required` is a boolean expression ("TRUE" for always) or None."""

    id: str
    label: Texts
    type: VariableType
    section: str = ""
    unit: str = ""
    codes: str | None = None
    soft_range: Range | None = None
    hard_range: Range | None = None
    required: str | None = None
    identifier: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    help: Texts = {}


class Minutes(msgspec.Struct, frozen=True):
    """A registry's own median minutes: for one whole form, for finding one missing value, for settling one question
    (a broken rule, a query, a returned form), for judging one pair of possible duplicates. None: not measured."""

    form: float | None = None
    value: float | None = None
    question: float | None = None
    duplicate: float | None = None


class Duplicates(msgspec.Struct, frozen=True):
    """When two records of one patient may be about one event.

    days: their events lie at most so many days apart (0: on the same day). Near duplicates: further apart, but at most
    `near_days`, and at least `agreeing` of `variables` have the same known value; none are looked for where it is 0.
    """

    days: int = 0
    near_days: int = 0
    variables: tuple[str, ...] = ()
    agreeing: int = 0


class Form(msgspec.Struct, frozen=True):
    """A form. `event_date` names the date variable its records count by; `follows` names its main form.

    timely_days: the registry's limit, days from the event to the first completion; minutes: what work with the form
    takes; duplicates: None where one patient may have any number of records; case_key: the column by which a unit's own
    list of cases is matched (a variable, "patient", "episode" or "record_id"; None: the first identifier, else the
    episode).
    """

    id: str
    label: Texts
    event_date: str
    variables: tuple[Variable, ...]
    sections: dict[str, Texts] = {}
    follows: str | None = None
    timely_days: int | None = None
    minutes: Minutes = Minutes()
    duplicates: Duplicates | None = Duplicates()
    case_key: str | None = None

    def variable(self, name: str) -> Variable:
        return next(v for v in self.variables if v.id == name)


class Rule(msgspec.Struct, frozen=True):
    """What must hold for a record; violated only when the expression is false, never when it is unknown. `minutes`: the
    registry's own median for settling one violation, where it differs from the form's."""

    id: str
    version: int
    form: str
    expression: str
    severity: Literal["error", "warning"]
    message: Texts
    variables: tuple[str, ...] = ()
    minutes: float | None = None


class Subgroup(msgspec.Struct, frozen=True):
    """A group of records, by a boolean expression over the form's variables."""

    id: str
    label: Texts
    expression: str
    form: str
    dimension: str = ""


class Indicator(msgspec.Struct, frozen=True):
    """A measure of quality.

    proportion: share of `denominator` records for which `numerator` is true (unknown numerators are left out of both);
    mean, median: of the number `measure` over `denominator` records where it is known;
    rate: `numerator` records per sum of `measure` (exposure);
    ratio: `numerator` records over sum of `measure` (expected);
    between: days between `numerator` records; count: number of `numerator` records.
    `direction` 1: high is good, 0: low is good. `green` and `yellow` are levels in the measure's own unit.
    `format` is a d3-like format ",.1%" or ",.1f" for the value.
    """

    id: str
    version: int
    title: Texts
    kind: IndicatorKind
    form: str = ""
    numerator: str | None = None
    denominator: str | None = None
    measure: str | None = None
    event_date: str | None = None
    direction: Literal[0, 1] = 1
    green: float | None = None
    yellow: float | None = None
    minimum_denominator: int | None = None
    subgroups: tuple[str, ...] = ()
    format: str = ",.1%"
    unit: Texts = {}
    short: Texts = {}
    description: Texts = {}
    valid_from: date | None = None
    valid_to: date | None = None


class Unit(msgspec.Struct, frozen=True):
    """A unit in the tree nation → region → trust → hospital → department; known by id (RESH or organisation number)."""

    id: str
    level: UnitLevel
    names: Texts
    parent: str | None = None
    resh: str | None = None
    organisation_number: str | None = None


class Note(msgspec.Struct, frozen=True):
    """A comparability note: from when something is counted differently."""

    since: date
    text: Texts
    indicators: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


class Reason(msgspec.Struct, frozen=True):
    """Why a record is corrected; `words_needed` marks those that say nothing without a text."""

    id: str
    label: Texts
    words_needed: bool = False


class Definition(msgspec.Struct, frozen=True):
    """A registry's whole definition in one version. `granularity` is the finest period its results come in.

    reasons: those a correction may be given; where there are none, a text alone is the reason.
    """

    registry: str
    version: str
    names: Texts
    units: tuple[Unit, ...]
    forms: tuple[Form, ...] = ()
    code_lists: tuple[CodeList, ...] = ()
    rules: tuple[Rule, ...] = ()
    subgroups: tuple[Subgroup, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    notes: tuple[Note, ...] = ()
    granularity: Granularity = "month"
    reasons: tuple[Reason, ...] = ()

    def form(self, name: str) -> Form:
        return next(f for f in self.forms if f.id == name)

    def unit(self, name: str) -> Unit:
        return next(u for u in self.units if u.id == name)

    def indicator(self, name: str) -> Indicator:
        return next(i for i in self.indicators if i.id == name)

    def code_list(self, name: str) -> CodeList:
        return next(c for c in self.code_lists if c.id == name)

    def ancestors(self, unit: str) -> tuple[Unit, ...]:
        """The unit itself, then its parents up to the nation."""
        by_id = {u.id: u for u in self.units}
        chain: list[Unit] = []
        at: str | None = unit
        while at is not None:
            chain.append(by_id[at])
            at = by_id[at].parent
        return tuple(chain)

    def ancestor(self, unit: str, level: UnitLevel) -> Unit | None:
        return next((u for u in self.ancestors(unit) if u.level == level), None)

    @property
    def nation(self) -> Unit:
        return next(u for u in self.units if u.level == "nation")


def text_in(texts: Texts, language: str) -> str:
    """The text in the wanted language, else Bokmål, else English, else any, else nothing."""
    for wanted in (language, "nb", "en"):
        if texts.get(wanted):
            return texts[wanted]
    return next(iter(texts.values()), "")


def record_table(registry: str, form: str) -> str:
    """The quoted name of the table that holds a form's records; DefinitionRefused for names that are not allowed."""
    for name in (registry, form):
        if not _NAME.match(name):
            raise DefinitionRefused(registry=registry[:60], reason=f"the name {name[:60]!r} is not allowed")
    return f'"records_{registry}_{form}"'


def read_definition(body: bytes) -> Definition:
    """Decode and check a definition; DefinitionRefused names the first thing that does not hold together."""
    try:
        definition = msgspec.json.decode(body, type=Definition)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise DefinitionRefused(registry="?", reason=str(error)) from None
    check_definition(definition)
    return definition


def check_definition(definition: Definition) -> None:
    """Names well formed and unique, references whole, the unit tree a tree with one nation at its root."""

    def refuse(reason: str) -> DefinitionRefused:
        return DefinitionRefused(registry=definition.registry[:60], reason=reason)

    def unique(kind: str, names: list[str], pattern: re.Pattern[str] | None = _NAME) -> set[str]:
        for name in names:
            if pattern and not pattern.match(name):
                raise refuse(f"the {kind} name {name[:60]!r} is not allowed")
        if len(set(names)) != len(names):
            twice = next(n for n in names if names.count(n) > 1)
            raise refuse(f"the {kind} {twice!r} is defined twice")
        return set(names)

    unique("registry", [definition.registry])
    lists = unique("code list", [c.id for c in definition.code_lists])
    forms = unique("form", [f.id for f in definition.forms])
    subgroups = unique("subgroup", [s.id for s in definition.subgroups])
    unique("indicator", [i.id for i in definition.indicators], _INDICATOR_ID)
    unique("rule", [r.id for r in definition.rules], _INDICATOR_ID)
    unique("reason", [r.id for r in definition.reasons])
    units = unique("unit", [u.id for u in definition.units], None)
    if ALL_PATIENTS in subgroups:
        raise refuse(f"the subgroup name {ALL_PATIENTS!r} is taken")
    for form in definition.forms:
        variables = unique(f"variable of {form.id}", [v.id for v in form.variables])
        taken = variables & set(SYSTEM_COLUMNS)
        if taken:
            raise refuse(f"the variable name {min(taken)!r} is taken")
        if form.event_date not in variables or form.variable(form.event_date).type not in ("date", "timestamp"):
            raise refuse(f"the form {form.id!r} has no date variable {form.event_date!r}")
        for variable in form.variables:
            if variable.codes is not None and variable.codes not in lists:
                raise refuse(f"the variable {variable.id!r} names an unknown code list")
        if form.follows is not None and form.follows not in forms:
            raise refuse(f"the form {form.id!r} follows an unknown form")
        if form.case_key is not None and form.case_key not in variables | set(CASE_KEYS):
            raise refuse(f"the form {form.id!r} has no column {form.case_key[:60]!r} to match cases by")
        if form.timely_days is not None and form.timely_days < 0:
            raise refuse(f"the form {form.id!r} is to be completed before its event")
        same = form.duplicates
        if same is not None and not (set(same.variables) <= variables and 0 <= same.agreeing <= len(same.variables)):
            raise refuse(f"the form {form.id!r} compares unknown variables to find duplicates")
    bound: list[Rule | Subgroup] = [*definition.rules, *definition.subgroups]
    for what in bound:
        if what.form not in forms:
            raise refuse(f"{what.id!r} names an unknown form")
    for indicator in definition.indicators:
        if indicator.form and indicator.form not in forms:
            raise refuse(f"the indicator {indicator.id!r} names an unknown form")
        if not set(indicator.subgroups) <= subgroups:
            raise refuse(f"the indicator {indicator.id!r} names an unknown subgroup")
    if sum(u.level == "nation" for u in definition.units) != 1:
        raise refuse("there must be exactly one nation")
    parents = {u.id: u.parent for u in definition.units}
    for unit in definition.units:
        seen: set[str] = set()
        at: str | None = unit.id
        while at is not None:
            if at in seen or at not in units:
                raise refuse(f"the unit {unit.id!r} has no way up to the nation")
            seen.add(at)
            at = parents[at]
        if unit.parent is None and unit.level != "nation":
            raise refuse(f"the unit {unit.id!r} has no parent")
