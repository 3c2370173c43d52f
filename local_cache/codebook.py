"""The codebook: every variable of every form, what uses it, and what changed between two versions of the definition.

Everything here is made from a `Definition` alone, so that a page can search and compare it without asking for anything.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, TypeVar

from local_cache.errors import ExpressionRefused
from local_cache.expressions import columns_of, compile_expression
from local_cache.registry import (
    Code,
    CodeList,
    Definition,
    Form,
    Indicator,
    Note,
    Range,
    Rule,
    Subgroup,
    Texts,
    Variable,
)

Required = Literal["always", "when", "never"]
UseKind = Literal["rule", "indicator", "subgroup", "variable"]
Role = Literal[
    "checked", "concerned", "numerator", "denominator", "measure", "dated by", "condition", "required when", "range"
]
"""How an expression comes to read a variable. concerned: a rule is about it without reading it."""

TODAY = "today"

ANY_DAY = date(2000, 1, 1)
"""What today() stands for where only the columns of an expression matter."""


# What a variable is


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range: a number, a day, the day of today, or the value of another variable of the record."""

    kind: Literal["number", "day", "today", "variable"]
    number: float = 0.0
    day: date = date.min
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """A range, both ends included; None where it is open."""

    low: Bound | None
    high: Bound | None


@dataclass(frozen=True, slots=True)
class Use:
    """Something that reads a variable. id: of the rule, indicator, subgroup or other variable; form: "" for indicators
    that belong to none; severity: of a rule, else ""."""

    kind: UseKind
    id: str
    title: Texts
    form: str
    roles: tuple[Role, ...]
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A variable with all that is known about it.

    place: its number in the codebook's order; codes: its code list, () where it has none; required_when: the expression
    where `required` is "when"; dates_records: the form's records count by it.
    """

    place: int
    form: str
    form_label: Texts
    section_label: Texts
    variable: Variable
    codes: tuple[Code, ...]
    soft: Limits | None
    hard: Limits | None
    required: Required
    required_when: str
    dates_records: bool
    uses: tuple[Use, ...]
    notes: tuple[Note, ...]

    @property
    def id(self) -> str:
        return self.variable.id


@dataclass(frozen=True, slots=True)
class Codebook:
    """A registry's codebook in one version. names: the registry's; entries: in the forms' order."""

    registry: str
    version: str
    names: Texts
    entries: tuple[Entry, ...]
    _sought: tuple[tuple[tuple[int, str], ...], ...]

    def entry(self, form: str, variable: str) -> Entry | None:
        return next((e for e in self.entries if e.form == form and e.id == variable), None)

    def search(self, text: str) -> tuple[Entry, ...]:
        """Entries in which every word of the text occurs, the best first; all of them for a text without words.

        Case and diacritics do not matter ("blodning" finds "blødning"). Each word counts by where it is found: the id
        before labels, labels before codes, codes before sections and help; whole words before beginnings before
        middles. Equally good entries stand in the codebook's order.
        """
        words = folded(text).split()
        if not words:
            return self.entries
        found = []
        for entry, fields in zip(self.entries, self._sought, strict=True):
            scores = [_score(word, fields) for word in words]
            if all(scores):
                found.append((-sum(scores), entry.place, entry))
        return tuple(entry for _, _, entry in sorted(found, key=lambda f: f[:2]))


def make_codebook(definition: Definition) -> Codebook:
    """The codebook of a definition. Expressions that are refused use nothing; the definition in use names them."""
    uses = _uses(definition)
    entries: list[Entry] = []
    for form in definition.forms:
        for variable in form.variables:
            used = tuple(uses.get((form.id, variable.id), ()))
            entries.append(_entry(definition, form, variable, len(entries), used))
    return Codebook(
        definition.registry,
        definition.version,
        definition.names,
        tuple(entries),
        tuple(tuple(_fields(entry)) for entry in entries),
    )


def limits_of(wanted: Range | None, form: Form) -> Limits | None:
    """A variable's range with its symbols told apart; None where neither end says anything.

    A text that is neither "today" nor a date nor the name of a variable of the form bounds nothing.
    """
    if wanted is None:
        return None
    low, high = _bound(wanted.low, form), _bound(wanted.high, form)
    return None if low is None and high is None else Limits(low, high)


def codes_of(definition: Definition, variable: Variable) -> tuple[Code, ...]:
    """The variable's code list, () where it has none."""
    return next((c.codes for c in definition.code_lists if c.id == variable.codes), ())


def retired_codes(before: Definition, entry: Entry) -> tuple[Code, ...]:
    """Codes the variable had in an earlier version and no longer has."""
    form = next((f for f in before.forms if f.id == entry.form), None)
    variable = next((v for v in form.variables if v.id == entry.id), None) if form is not None else None
    known = {code.value for code in entry.codes}
    return tuple(c for c in codes_of(before, variable) if c.value not in known) if variable is not None else ()


def required_of(variable: Variable) -> Required:
    if variable.required is None:
        return "never"
    return "always" if variable.required.strip().upper() == "TRUE" else "when"


def _entry(definition: Definition, form: Form, variable: Variable, place: int, uses: tuple[Use, ...]) -> Entry:
    required = required_of(variable)
    return Entry(
        place=place,
        form=form.id,
        form_label=form.label,
        section_label=form.sections.get(variable.section, {"en": variable.section} if variable.section else {}),
        variable=variable,
        codes=codes_of(definition, variable),
        soft=limits_of(variable.soft_range, form),
        hard=limits_of(variable.hard_range, form),
        required=required,
        required_when=variable.required or "" if required == "when" else "",
        dates_records=form.event_date == variable.id,
        uses=uses,
        notes=_notes(definition, variable, uses),
    )


def _notes(definition: Definition, variable: Variable, uses: tuple[Use, ...]) -> tuple[Note, ...]:
    """Comparability notes about the variable or an indicator that counts it, newest first."""
    indicators = {use.id for use in uses if use.kind == "indicator" and use.roles != ("dated by",)}
    about = [n for n in definition.notes if variable.id in n.variables or indicators & set(n.indicators)]
    return tuple(sorted(about, key=lambda n: n.since, reverse=True))


def _bound(wanted: float | str | None, form: Form) -> Bound | None:
    if wanted is None:
        return None
    if not isinstance(wanted, str):
        return Bound("number", number=float(wanted))
    if wanted == TODAY:
        return Bound("today")
    if any(variable.id == wanted for variable in form.variables):
        return Bound("variable", variable=wanted)
    try:
        return Bound("day", day=date.fromisoformat(wanted))
    except ValueError:
        return None


# Where a variable is used


def _uses(definition: Definition) -> dict[tuple[str, str], list[Use]]:
    """By form and variable, what reads it: rules, indicators, subgroups, then other variables."""
    uses: dict[tuple[str, str], list[Use]] = {}
    forms = {form.id: form for form in definition.forms}

    def note(form: str, read: Mapping[str, Iterable[Role]], use: Use) -> None:
        for name in (v.id for v in forms[form].variables):
            roles = tuple(read.get(name, ()))
            if roles:
                made = Use(use.kind, use.id, use.title, form, roles, use.severity)
                uses.setdefault((form, name), []).append(made)

    for rule in definition.rules:
        read: dict[str, list[Role]] = {name: ["concerned"] for name in rule.variables}
        read |= {name: ["checked"] for name in columns_read(rule.expression, forms[rule.form])}
        note(rule.form, read, Use("rule", rule.id, rule.message, rule.form, (), rule.severity))
    for indicator in definition.indicators:
        if indicator.form:
            note(indicator.form, _read_by(indicator, forms[indicator.form]), _use_of(indicator))
    for group in definition.subgroups:
        condition: dict[str, list[Role]] = {n: ["condition"] for n in columns_read(group.expression, forms[group.form])}
        note(group.form, condition, Use("subgroup", group.id, group.label, group.form, ()))
    for form in definition.forms:
        for variable in form.variables:
            asked = _roles(
                ("required when", columns_read(variable.required, form)), ("range", _named_in_ranges(variable, form))
            )
            note(form.id, asked, Use("variable", variable.id, variable.label, form.id, ()))
    return uses


def _use_of(indicator: Indicator) -> Use:
    return Use("indicator", indicator.id, indicator.title, indicator.form, ())


def _read_by(indicator: Indicator, form: Form) -> dict[str, list[Role]]:
    return _roles(
        ("numerator", columns_read(indicator.numerator, form)),
        ("denominator", columns_read(indicator.denominator, form)),
        ("measure", columns_read(indicator.measure, form)),
        ("dated by", frozenset({indicator.event_date or form.event_date})),
    )


def _roles(*parts: tuple[Role, frozenset[str]]) -> dict[str, list[Role]]:
    roles: dict[str, list[Role]] = {}
    for role, names in parts:
        for name in names:
            roles.setdefault(name, []).append(role)
    return roles


def _named_in_ranges(variable: Variable, form: Form) -> frozenset[str]:
    limits = [limits_of(wanted, form) for wanted in (variable.soft_range, variable.hard_range)]
    ends = [end for some in limits if some is not None for end in (some.low, some.high)]
    return frozenset(end.variable for end in ends if end is not None and end.kind == "variable")


def columns_read(expression: str | None, form: Form) -> frozenset[str]:
    """The form's columns that an expression reads; none where there is no expression, or it is refused."""
    if expression is None:
        return frozenset()
    try:
        return compile_expression(expression, columns_of(form), today=ANY_DAY).columns
    except ExpressionRefused:
        return frozenset()


# Searching

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "oe", "ŋ": "n", "ŧ": "t"})
"""Letters that Unicode does not take apart into a letter and a mark."""


def folded(text: str) -> str:
    """The text without case and diacritics, to be compared with another such text."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_LETTERS)


def _fields(entry: Entry) -> list[tuple[int, str]]:
    """What is searched, folded, with its weight."""
    variable = entry.variable
    fields = [(40, variable.id)]
    fields += [(30, text) for text in variable.label.values()]
    fields += [(12, text) for code in entry.codes for text in (code.value, *code.label.values())]
    fields += [(8, text) for text in (variable.section, *entry.section_label.values(), *entry.form_label.values())]
    fields += [(6, text) for text in (variable.unit, *variable.help.values())]
    return [(weight, folded(text)) for weight, text in fields if text]


def _score(word: str, fields: Sequence[tuple[int, str]]) -> int:
    """How well a word is found, 0 where it is not: the field's weight, more for whole words and beginnings."""
    best = 0
    for weight, text in fields:
        at = text.find(word)
        while at >= 0:
            begins = at == 0 or not text[at - 1].isalnum()
            end = at + len(word)
            ends = end == len(text) or not text[end].isalnum()
            best = max(best, weight * (4 if text == word else 3 if begins and ends else 2 if begins else 1))
            at = text.find(word, end)
    return best


# What changed between two versions

SubjectKind = Literal["registry", "form", "code list", "variable", "rule", "indicator", "subgroup", "note"]
Aspect = Literal[
    "names",
    "granularity",
    "label",
    "help",
    "section",
    "type",
    "unit",
    "soft range",
    "hard range",
    "required",
    "identifier",
    "valid from",
    "valid to",
    "event date",
    "follows",
    "form",
    "expression",
    "severity",
    "message",
    "concerns",
    "title",
    "short title",
    "description",
    "kind",
    "numerator",
    "denominator",
    "measure",
    "direction",
    "green level",
    "yellow level",
    "fewest cases",
    "subgroups",
    "format",
    "dimension",
    "version",
]
Said = str | bool | int | float | date | Texts | Limits | tuple[str, ...] | None
"""What an aspect can be; which of these follows from the aspect."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about. form: of a variable, else ""; names: as the later version has them where it is there."""

    kind: SubjectKind
    id: str
    names: Texts
    form: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.form, self.id


@dataclass(frozen=True, slots=True)
class Added:
    subject: Subject


@dataclass(frozen=True, slots=True)
class Removed:
    subject: Subject


@dataclass(frozen=True, slots=True)
class Altered:
    """An aspect that was one thing and is now another."""

    subject: Subject
    aspect: Aspect
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class CodeAdded:
    subject: Subject
    code: Code


@dataclass(frozen=True, slots=True)
class CodeRemoved:
    subject: Subject
    code: Code


@dataclass(frozen=True, slots=True)
class CodeAltered:
    """A code with another label, or that now says (or no longer says) that the answer is not known."""

    subject: Subject
    before: Code
    after: Code


Change = Added | Removed | Altered | CodeAdded | CodeRemoved | CodeAltered


def compare(before: Definition, after: Definition) -> tuple[Change, ...]:
    """What changed from one version of a registry's definition to another, in the later version's order.

    The unit tree, the order of things and the order of codes are left out: they change nothing that is counted.
    A code list that several variables share is told of once; one that a variable only now uses is told of at the
    variable, unless it holds the same codes.
    """
    changes: list[Change] = _altered(
        Subject("registry", after.registry, after.names),
        ("names", before.names, after.names),
        ("granularity", before.granularity, after.granularity),
    )
    changes += _paired(before.forms, after.forms, _form_subject, _form_changes)
    for form in after.forms:
        old = next((f for f in before.forms if f.id == form.id), None)
        if old is not None:
            changes += _variable_changes(before, after, old, form)
    changes += _paired(before.code_lists, after.code_lists, _codes_subject, _listed_changes)
    changes += _paired(before.rules, after.rules, _rule_subject, _rule_changes)
    changes += _paired(before.indicators, after.indicators, _indicator_subject, _indicator_changes)
    changes += _paired(before.subgroups, after.subgroups, _subgroup_subject, _subgroup_changes)
    changes += [Removed(_note_subject(n)) for n in before.notes if n not in after.notes]
    changes += [Added(_note_subject(n)) for n in after.notes if n not in before.notes]
    return tuple(changes)


def changes_of(entry: Entry, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Those of the changes that are about the variable, its code list, or what uses it."""
    about = {("variable", entry.form, entry.id)}
    if entry.variable.codes is not None:
        about.add(("code list", "", entry.variable.codes))
    about |= {(use.kind, "", use.id) for use in entry.uses if use.kind != "variable"}
    notes = {_note_subject(note).id for note in entry.notes}
    return tuple(c for c in changes if c.subject.key in about or (c.subject.kind == "note" and c.subject.id in notes))


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_Identified)


def _paired(
    before: Sequence[Item],
    after: Sequence[Item],
    subject: Callable[[Item], Subject],
    altered: Callable[[Subject, Item, Item], list[Change]],
) -> list[Change]:
    """What came, what changed, and last what went, of things that are known by their id."""
    old, new = {item.id: item for item in before}, {item.id: item for item in after}
    changes: list[Change] = []
    for item in after:
        there = old.get(item.id)
        changes += [Added(subject(item))] if there is None else altered(subject(item), there, item)
    return changes + [Removed(subject(item)) for item in before if item.id not in new]


def _altered(subject: Subject, *aspects: tuple[Aspect, Said, Said]) -> list[Change]:
    return [Altered(subject, aspect, before, after) for aspect, before, after in aspects if before != after]


def _form_subject(form: Form) -> Subject:
    return Subject("form", form.id, form.label)


def _form_changes(subject: Subject, before: Form, after: Form) -> list[Change]:
    return _altered(
        subject,
        ("label", before.label, after.label),
        ("event date", before.event_date, after.event_date),
        ("follows", before.follows, after.follows),
    )


def _variable_changes(old: Definition, new: Definition, before: Form, after: Form) -> list[Change]:
    def subject(variable: Variable) -> Subject:
        return Subject("variable", variable.id, variable.label, after.id)

    def altered(about: Subject, one: Variable, other: Variable) -> list[Change]:
        changes = _altered(
            about,
            ("label", one.label, other.label),
            ("help", one.help, other.help),
            ("section", before.sections.get(one.section, {}), after.sections.get(other.section, {})),
            ("type", one.type, other.type),
            ("unit", one.unit, other.unit),
            ("soft range", limits_of(one.soft_range, before), limits_of(other.soft_range, after)),
            ("hard range", limits_of(one.hard_range, before), limits_of(other.hard_range, after)),
            ("required", one.required, other.required),
            ("identifier", one.identifier, other.identifier),
            ("valid from", one.valid_from, other.valid_from),
            ("valid to", one.valid_to, other.valid_to),
        )
        if one.codes != other.codes:
            changes += _code_changes(about, codes_of(old, one), codes_of(new, other))
        return changes

    return _paired(before.variables, after.variables, subject, altered)


def _codes_subject(codes: CodeList) -> Subject:
    return Subject("code list", codes.id, {})


def _listed_changes(subject: Subject, before: CodeList, after: CodeList) -> list[Change]:
    return _code_changes(subject, before.codes, after.codes)


def _code_changes(subject: Subject, before: Sequence[Code], after: Sequence[Code]) -> list[Change]:
    old, new = {code.value: code for code in before}, {code.value: code for code in after}
    changes: list[Change] = []
    for code in after:
        there = old.get(code.value)
        if there is None:
            changes.append(CodeAdded(subject, code))
        elif there != code:
            changes.append(CodeAltered(subject, there, code))
    return changes + [CodeRemoved(subject, code) for code in before if code.value not in new]


def _rule_subject(rule: Rule) -> Subject:
    return Subject("rule", rule.id, rule.message)


def _rule_changes(subject: Subject, before: Rule, after: Rule) -> list[Change]:
    return _altered(
        subject,
        ("form", before.form, after.form),
        ("expression", before.expression, after.expression),
        ("severity", before.severity, after.severity),
        ("message", before.message, after.message),
        ("concerns", before.variables, after.variables),
        ("version", before.version, after.version),
    )


def _indicator_subject(indicator: Indicator) -> Subject:
    return Subject("indicator", indicator.id, indicator.title)


def _indicator_changes(subject: Subject, before: Indicator, after: Indicator) -> list[Change]:
    return _altered(
        subject,
        ("title", before.title, after.title),
        ("short title", before.short, after.short),
        ("description", before.description, after.description),
        ("kind", before.kind, after.kind),
        ("form", before.form, after.form),
        ("numerator", before.numerator, after.numerator),
        ("denominator", before.denominator, after.denominator),
        ("measure", before.measure, after.measure),
        ("event date", before.event_date, after.event_date),
        ("direction", before.direction, after.direction),
        ("green level", before.green, after.green),
        ("yellow level", before.yellow, after.yellow),
        ("fewest cases", before.minimum_denominator, after.minimum_denominator),
        ("subgroups", before.subgroups, after.subgroups),
        ("format", before.format, after.format),
        ("unit", before.unit, after.unit),
        ("valid from", before.valid_from, after.valid_from),
        ("valid to", before.valid_to, after.valid_to),
        ("version", before.version, after.version),
    )


def _subgroup_subject(subgroup: Subgroup) -> Subject:
    return Subject("subgroup", subgroup.id, subgroup.label)


def _subgroup_changes(subject: Subject, before: Subgroup, after: Subgroup) -> list[Change]:
    return _altered(
        subject,
        ("label", before.label, after.label),
        ("form", before.form, after.form),
        ("expression", before.expression, after.expression),
        ("dimension", before.dimension, after.dimension),
    )


def _note_subject(note: Note) -> Subject:
    """Notes have no names of their own: they go by their day and what they are about."""
    about = "+".join((*note.indicators, *note.variables))
    return Subject("note", f"{note.since}/{about}", note.text)
