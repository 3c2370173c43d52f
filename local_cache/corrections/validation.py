"""A record held against its codebook and the registry's rules; unit and registry use the same checks.

Every check is an expression of the registry's own language, compiled to the SQL that also runs over whole tables, so
that the one record in the form and a million in a table get the same verdict. What is unknown breaks nothing.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

import duckdb

from local_cache.corrections.rows import Row, as_text, laid_over, relation_of
from local_cache.corrections.values import fault
from local_cache.errors import QT_TRANSLATE_NOOP, ExpressionRefused
from local_cache.expressions import columns_of, compile_expression
from local_cache.registry import Definition, Form, Range, Texts, Variable, VariableType
from local_cache.results.counting import quoted
from local_cache.sync.messages import Change

Kind = Literal["type", "code", "retired", "hard", "soft", "required", "rule", "unknown"]
Severity = Literal["error", "warning", "note"]

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says about a record.

    id: the rule's, or kind and variable ("required:asa"); variables: those it is about, the first to be looked at
    first; sentence: an English template of the context "Problem" with its facts, or, of a rule, the registry's own
    message in its languages; version: of the rule, or a range's bounds. A note blocks nothing: it is a rule that cannot
    be judged because a field is empty.
    """

    id: str
    kind: Kind
    severity: Severity
    variables: tuple[str, ...]
    sentence: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    message: Texts | None = None
    version: str = ""

    def words(self) -> str:
        """In English, for logs of tests and the command line; a rule's own message where it has one."""
        if self.message is not None:
            return next((self.message[k] for k in ("en", "nb") if self.message.get(k)), self.id)
        return self.sentence.format(**self.facts)


@dataclass(frozen=True, slots=True)
class Check:
    """A finding, the SQL of a boolean, and for which of its outcomes (None: unknown) the finding is made.

    reads: every column the SQL reads; asked: of required fields, SQL of whether a value is needed at all.
    """

    finding: Finding
    tested: str
    reads: frozenset[str]
    outcome: bool | None = True
    asked: str = "TRUE"

    @property
    def sql(self) -> str:
        """SQL that is TRUE where the finding is made."""
        if self.outcome is True:
            return self.tested
        return f"({self.tested}) IS {'NULL' if self.outcome is None else 'FALSE'}"


def about_the_same(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """Findings about the very same variables together, in their order: a soft range and a rule on one value ask for one
    look into the journal, and a rule that reads another variable as well for another."""
    together: dict[frozenset[str], list[Finding]] = {}
    for finding in findings:
        together.setdefault(frozenset(finding.variables), []).append(finding)
    return [tuple(group) for group in together.values()]


def shared_words(warnings: Iterable[Finding], words: Mapping[str, str]) -> dict[str, str]:
    """The words on warnings, by finding; one stands for all that are about the same variables and have none."""
    shared = dict(words)
    for group in about_the_same(warnings):
        word = next((words[f.id] for f in group if words.get(f.id, "").strip()), "")
        if word:
            shared |= {f.id: word for f in group if not words.get(f.id, "").strip()}
    return shared


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands between a correction and being ready.

    errors: must be mended first; warnings: each wants a word; notes: rules that can no longer be judged; standing: what
    the record broke before and still does, in fields that this correction does not touch (somebody else's question).
    """

    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    standing: tuple[Finding, ...] = ()

    def rules(self) -> tuple[str, ...]:
        """Ids of the errors, in order."""
        return tuple(sorted(finding.id for finding in self.errors))


class Validator:
    """Checks records of one form, with an engine of its own that has no files. Safe to use from several threads.

    Attributes: definition, form, today (what they are checked by), checks.
    """

    def __init__(self, definition: Definition, form: Form, today: date) -> None:
        self.definition, self.form, self.today = definition, form, today
        self.checks = checks_of(definition, form, today)
        self._kinds: dict[str, VariableType] = {v.id: v.type for v in form.variables}
        # A rule is asked once, for false and for unknown.
        self._reads = {check.tested: check.reads for check in self.checks}
        self._tested = list(self._reads)
        self._places = [(self._tested.index(check.tested), check.outcome, check.finding) for check in self.checks]
        self._statement = f"SELECT [{', '.join(self._tested) or 'TRUE'}] FROM {relation_of(form)} AS record"
        self._partly: dict[frozenset[str], _Partly] = {}
        self._last: tuple[Row, list[bool | None]] | None = None
        self._engine = duckdb.connect(":memory:", config={"threads": "1", "autoinstall_known_extensions": "false"})
        self._engine.execute("SET enable_external_access = false")
        # For a row or two, looking for a better plan takes three times as long as everything else.
        self._engine.execute("PRAGMA disable_optimizer")
        self._engine.execute("SET lock_configuration = true")
        self._guard = threading.Lock()

    def close(self) -> None:
        self._engine.close()

    def findings(self, rows: Sequence[Row]) -> list[tuple[Finding, ...]]:
        """What each record breaks, in the order of the checks."""
        return [self._found(outcomes) for outcomes in self._outcomes(rows)] if rows else []

    def _outcomes(self, rows: Sequence[Row]) -> list[list[bool | None]]:
        with self._guard:
            return [o for (o,) in self._engine.execute(self._statement, [as_text(rows)]).fetchall()]

    def _found(self, outcomes: Sequence[bool | None]) -> tuple[Finding, ...]:
        return tuple(finding for place, outcome, finding in self._places if outcomes[place] is outcome)

    def verdict(self, row: Row, changes: Sequence[Change]) -> Verdict:
        """What the changes would do to the record. row: as it is, without them; a record is never altered.

        As `verdicts`, for somebody who types: the same record is judged in full once, and after that only by what reads
        a column that has another value.
        """
        last = self._last
        if last is None or last[0] is not row:
            last = self._last = (row, self._outcomes([row])[0])
        before = last[1]
        faulty = type_findings(self._kinds, changes)
        after = laid_over(self.form, row, without_faulty(changes, faulty))
        other = frozenset(name for name, value in after.items() if not _identical(value, row.get(name)))
        now = list(before)
        if other:
            part = self._partly.get(other) or self._part(other)
            if part.places:
                text = as_text([{name: after[name] for name in part.columns}])
                with self._guard:
                    ((outcomes,),) = self._engine.execute(part.statement, [text]).fetchall()
                for place, outcome in zip(part.places, outcomes, strict=True):
                    now[place] = outcome
        return judged(self._found(before), self._found(now), faulty, [c.variable for c in changes])

    def _part(self, columns: frozenset[str]) -> _Partly:
        """What is to be asked again when these columns have other values."""
        places = [at for at, tested in enumerate(self._tested) if not columns.isdisjoint(self._reads[tested])]
        read = frozenset().union(*(self._reads[self._tested[at]] for at in places))
        relation = relation_of(self.form, read)
        statement = f"SELECT [{', '.join(self._tested[at] for at in places)}] FROM {relation} AS record"
        part = _Partly(tuple(places), tuple(sorted(read)), statement)
        self._partly[columns] = part
        return part

    def verdicts(self, cases: Sequence[tuple[Row, Sequence[Change]]]) -> list[Verdict]:
        faulty = [type_findings(self._kinds, changes) for _, changes in cases]
        after = [
            laid_over(self.form, row, without_faulty(changes, wrong))
            for (row, changes), wrong in zip(cases, faulty, strict=True)
        ]
        found = self.findings([*(row for row, _ in cases), *after])
        return [
            judged(before, now, wrong, [c.variable for c in changes])
            for before, now, wrong, (_, changes) in zip(
                found[: len(cases)], found[len(cases) :], faulty, cases, strict=True
            )
        ]


@dataclass(frozen=True, slots=True)
class _Partly:
    """Some of the checks by their places, the columns they read, and the statement that asks them."""

    places: tuple[int, ...]
    columns: tuple[str, ...]
    statement: str


def _identical(one: object, other: object) -> bool:
    """Stricter than `same`: a check may tell 62 from 62.0, or the order of codes."""
    return one is other or (type(one) is type(other) and one == other)


def type_findings(kinds: Mapping[str, VariableType], changes: Iterable[Change]) -> tuple[Finding, ...]:
    """Changes to values their variables cannot have."""
    found = []
    for change in changes:
        kind = kinds.get(change.variable)
        if kind is None:
            gone = QT_TRANSLATE_NOOP(
                "Problem",
                "The form no longer has the field {field}. Discard the draft, and write the rest of it again.",
            )
            found.append(_finding("type", "error", (change.variable,), gone, field=change.variable[:60]))
        elif reason := fault(kind, change.new):
            sentence = QT_TRANSLATE_NOOP("Problem", "This value cannot be used: {reason}.")
            found.append(_finding("type", "error", (change.variable,), sentence, reason=reason))
    return tuple(found)


def without_faulty(changes: Iterable[Change], faulty: Iterable[Finding]) -> list[Change]:
    """The changes with values that cannot be used taken for unknown."""
    wrong = {finding.variables[0] for finding in faulty}
    return [Change(c.variable, c.old, None if c.variable in wrong else c.new) for c in changes]


def judged(
    before: Iterable[Finding], after: Iterable[Finding], faulty: tuple[Finding, ...], changed: Iterable[str]
) -> Verdict:
    """A verdict on a change: what it touches or newly breaks counts; what was broken before in other fields stands."""
    touched, old = set(changed), {finding.id for finding in before}
    wrong = {finding.variables[0] for finding in faulty}
    errors, warnings, notes, standing = list(faulty), [], [], []
    for finding in after:
        ours = finding.id not in old or not touched.isdisjoint(finding.variables)
        if finding.kind == "required" and finding.variables[0] in wrong:
            continue
        if finding.severity == "note":
            if finding.id not in old and not touched.isdisjoint(finding.variables):  # most patients have no death date
                notes.append(finding)
        elif not ours:
            standing.append(finding)
        elif finding.severity == "error":
            errors.append(finding)
        else:
            warnings.append(finding)
    return Verdict(tuple(errors), tuple(warnings), tuple(notes), tuple(standing))


@contextlib.contextmanager
def validating(definition: Definition, form: Form, today: date) -> Iterator[Validator]:
    validator = Validator(definition, form, today)
    try:
        yield validator
    finally:
        validator.close()


def broken(checks: Sequence[Check]) -> str:
    """SQL of the list of the numbers of the checks that a record breaks."""
    cases = ", ".join(f"CASE WHEN {check.sql} THEN {number} END" for number, check in enumerate(checks))
    return f"list_filter([{cases}]::INTEGER[], lambda number: number IS NOT NULL)"


def checks_of(definition: Definition, form: Form, today: date) -> tuple[Check, ...]:
    """The form's checks, field by field and then the rules. Expressions that are refused check nothing."""
    return _checks(_Whole(definition), form.id, today)


@dataclass(frozen=True, slots=True, eq=False)
class _Whole:
    """A definition as a key: it is never altered, and to hash it all would take longer than to write its checks."""

    definition: Definition

    def __hash__(self) -> int:
        return id(self.definition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and other.definition is self.definition


@lru_cache(maxsize=64)
def _checks(whole: _Whole, name: str, today: date) -> tuple[Check, ...]:
    definition = whole.definition
    form = definition.form(name)
    columns = columns_of(form)
    checks: list[Check] = []
    for variable in form.variables:
        checks += _field_checks(definition, variable, columns, today)
    for rule in definition.rules:
        if rule.form == form.id:
            try:
                compiled = compile_expression(rule.expression, columns, wanted="boolean", today=today)
            except ExpressionRefused:
                continue
            about = tuple(dict.fromkeys([*rule.variables, *sorted(compiled.columns)]))
            finding = Finding(rule.id, "rule", rule.severity, about, message=rule.message, version=str(rule.version))
            checks.append(Check(finding, compiled.sql, compiled.columns, False))
            unknown = QT_TRANSLATE_NOOP("Problem", "{rule} cannot be judged while a field it needs is empty.")
            note = Finding(f"unknown:{rule.id}", "unknown", "note", about, unknown, {"rule": rule.id})
            checks.append(Check(note, compiled.sql, compiled.columns, None))
    return tuple(checks)


def _field_checks(
    definition: Definition, variable: Variable, columns: Mapping[str, VariableType], today: date
) -> Iterator[Check]:
    name = variable.id
    column = f'"{name}"'
    if variable.required is not None:
        with contextlib.suppress(ExpressionRefused):
            needed = compile_expression(variable.required, columns, wanted="boolean", today=today)
            empty = (
                f"coalesce(len({column}), 0) = 0" if variable.type in ("text", "multi-code") else f"{column} IS NULL"
            )
            sentence = QT_TRANSLATE_NOOP("Problem", "This field must be filled in.")
            found = _finding("required", "error", (name,), sentence)
            yield Check(found, f"({needed.sql}) AND {empty}", needed.columns | {name}, asked=needed.sql)
    if variable.codes is not None:
        yield from _code_checks(definition, variable)
    hard = QT_TRANSLATE_NOOP("Problem", "The value is outside what is possible ({low} to {high}).")
    soft = QT_TRANSLATE_NOOP("Problem", "The value is unusual (expected {low} to {high}). Confirm it with a word.")
    ranges: tuple[tuple[Kind, Severity, Range | None, str], ...] = (
        ("hard", "error", variable.hard_range, hard),
        ("soft", "warning", variable.soft_range, soft),
    )
    for kind, severity, bounds, sentence in ranges:
        if bounds is None:
            continue
        outside, read = [], {name}
        for bound, sign in ((bounds.low, "<"), (bounds.high, ">")):
            with contextlib.suppress(ExpressionRefused):
                if bound is not None:
                    compiled = compile_expression(
                        _outside(variable, bound, sign, columns), columns, wanted="boolean", today=today
                    )
                    outside.append(f"({compiled.sql})")
                    read |= compiled.columns
        if outside:
            about = (name, *sorted(read - {name}))
            low, high = _bound_text(bounds.low), _bound_text(bounds.high)
            facts = {"low": low, "high": high}
            found = Finding(f"{kind}:{name}", kind, severity, about, sentence, facts, version=f"{low}..{high}")
            yield Check(found, f"({' OR '.join(outside)})", frozenset(read))


def _code_checks(definition: Definition, variable: Variable) -> Iterator[Check]:
    codes = definition.code_list(variable.codes or "").codes
    column, several = f'"{variable.id}"', variable.type == "multi-code"
    listed = ", ".join(quoted(code.value) for code in codes)
    outside = f"NOT list_has_all([{listed}]::VARCHAR[], {column})" if several else f"{column} NOT IN ({listed})"
    sentence = QT_TRANSLATE_NOOP("Problem", "This code is not on the list.")
    found = _finding("code", "error", (variable.id,), sentence)
    yield Check(found, outside if codes else f"{column} IS NOT NULL", frozenset({variable.id}))
    retired = []
    for code in codes:
        there = f"list_contains({column}, {quoted(code.value)})" if several else f"{column} = {quoted(code.value)}"
        if code.valid_from is not None:
            retired.append(f"({there} AND event_date < DATE '{code.valid_from:%Y-%m-%d}')")
        if code.valid_to is not None:
            retired.append(f"({there} AND event_date > DATE '{code.valid_to:%Y-%m-%d}')")
    if retired:
        sentence = QT_TRANSLATE_NOOP("Problem", "This code was not in use on the date of the event.")
        found = _finding("retired", "error", (variable.id,), sentence)
        yield Check(found, f"({' OR '.join(retired)})", frozenset({variable.id, "event_date"}))


def _outside(variable: Variable, bound: float | str, sign: str, columns: Mapping[str, VariableType]) -> str:
    """In the expression language: that a value lies beyond a bound. A point in time is held against whole days."""
    if not isinstance(bound, str):
        return f"{variable.id} {sign} {_plain(bound)}"
    limit = "today()" if bound == "today" else f"DATE '{bound}'" if _ISO_DATE.match(bound) else bound
    if variable.type == "timestamp" and columns.get(bound) != "timestamp":
        return f"days_between({limit}, {variable.id}) {sign} 0"
    return f"{variable.id} {sign} {limit}"


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))


def _bound_text(bound: float | str | None) -> str:
    return "…" if bound is None else bound if isinstance(bound, str) else _plain(bound)


def _finding(kind: Kind, severity: Severity, variables: tuple[str, ...], sentence: str, **facts: str) -> Finding:
    return Finding(f"{kind}:{variables[0]}", kind, severity, variables, sentence, facts)
