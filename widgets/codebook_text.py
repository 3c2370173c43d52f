"""The codebook in words: types, ranges, when a value is required, what uses a variable, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from local_cache.codebook import (
    Added,
    Altered,
    Aspect,
    Bound,
    Change,
    CodeAdded,
    CodeAltered,
    CodeRemoved,
    Entry,
    Limits,
    Removed,
    Role,
    Said,
    SubjectKind,
    Use,
)
from local_cache.registry import Code, Definition, VariableType, text_in
from local_cache.results.format import EN_DASH, format_count, format_date, format_number
from local_cache.values import Value, text_of
from widgets.words import level_format

Names = Mapping[str, str]
"""What people call the variables of a form, by id."""


def names_of(definition: Definition, form: str, language: str) -> dict[str, str]:
    """The labels of a form's variables; none for a form that is not there."""
    found = next((f for f in definition.forms if f.id == form), None)
    return {v.id: text_in(v.label, language) or v.id for v in found.variables} if found is not None else {}


def type_in_words(kind: VariableType) -> str:
    translate = QCoreApplication.translate
    return {
        "integer": translate("Codebook", "whole number"),
        "decimal": translate("Codebook", "number with decimals"),
        "text": translate("Codebook", "text"),
        "code": translate("Codebook", "one code from a list"),
        "multi-code": translate("Codebook", "several codes from a list"),
        "boolean": translate("Codebook", "yes or no"),
        "date": translate("Codebook", "date"),
        "timestamp": translate("Codebook", "date and time"),
    }[kind]


def bound_in_words(bound: Bound, names: Names, language: str) -> str:
    match bound.kind:
        case "number":
            return text_of(bound.number, language)
        case "day":
            return format_date(bound.day, language)
        case "today":
            return QCoreApplication.translate("Codebook", "today")
        case _:
            return f"“{names.get(bound.variable, bound.variable)}”"


def limits_in_words(limits: Limits | None, names: Names, unit: str, language: str) -> str:
    """ "from 0 to 120 år", "at least 18", "at most today"; "" for no range."""
    translate = QCoreApplication.translate
    if limits is None:
        return ""
    low = bound_in_words(limits.low, names, language) if limits.low is not None else ""
    high = bound_in_words(limits.high, names, language) if limits.high is not None else ""
    if low and high:
        words = translate("Codebook", "from {low} to {high}").format(low=low, high=high)
    elif low:
        words = translate("Codebook", "at least {low}").format(low=low)
    else:
        words = translate("Codebook", "at most {high}").format(high=high)
    return f"{words} {unit}".strip()


def required_in_words(entry: Entry) -> str:
    translate = QCoreApplication.translate
    if entry.required == "when":
        return translate("Codebook", "when {condition}").format(condition=entry.required_when)
    return translate("Codebook", "always") if entry.required == "always" else translate("Codebook", "no")


def validity_in_words(since: date | None, until: date | None, language: str) -> str:
    """When a variable is in use; "" where no end is set."""
    translate = QCoreApplication.translate
    if since and until:
        return translate("Codebook", "from {since} to {until}").format(
            since=format_date(since, language), until=format_date(until, language)
        )
    if since:
        return translate("Codebook", "from {since}").format(since=format_date(since, language))
    return translate("Codebook", "until {until}").format(until=format_date(until, language)) if until else ""


def value_in_words(entry: Entry, value: Value | None, language: str) -> str:
    """A value as people read it: the labels of codes, yes and no, "–" for none."""
    translate = QCoreApplication.translate
    labels = {code.value: text_in(code.label, language) for code in entry.codes}
    match value:
        case None:
            return EN_DASH
        case bool():
            return translate("Codebook", "yes") if value else translate("Codebook", "no")
        case tuple():
            return ", ".join(labels.get(v) or v for v in value) or translate("Codebook", "none")
        case str() if entry.codes:
            return labels.get(value) or value
    return text_of(value, language)


# Where it is used


def use_kind_in_words(use: Use) -> str:
    translate = QCoreApplication.translate
    if use.kind == "rule":
        return (
            translate("Codebook", "Rule (error)")
            if use.severity == "error"
            else translate("Codebook", "Rule (warning)")
        )
    return {
        "indicator": translate("Codebook", "Indicator"),
        "subgroup": translate("Codebook", "Subgroup"),
        "variable": translate("Codebook", "Variable"),
    }[use.kind]


def role_in_words(role: Role) -> str:
    translate = QCoreApplication.translate
    return {
        "checked": translate("Codebook", "is checked"),
        "concerned": translate("Codebook", "is concerned"),
        "numerator": translate("Codebook", "numerator"),
        "denominator": translate("Codebook", "denominator"),
        "measure": translate("Codebook", "measure"),
        "dated by": translate("Codebook", "dates the cases"),
        "condition": translate("Codebook", "decides who is in it"),
        "required when": translate("Codebook", "decides when it is required"),
        "range": translate("Codebook", "bounds its range"),
    }[role]


# What has changed


def subject_kind_in_words(kind: SubjectKind) -> str:
    translate = QCoreApplication.translate
    return {
        "registry": translate("Codebook", "Registry"),
        "form": translate("Codebook", "Form"),
        "code list": translate("Codebook", "Code list"),
        "variable": translate("Codebook", "Variable"),
        "rule": translate("Codebook", "Rule"),
        "indicator": translate("Codebook", "Indicator"),
        "subgroup": translate("Codebook", "Subgroup"),
        "note": translate("Codebook", "Comparability"),
    }[kind]


def subject_name(change: Change, definition: Definition, language: str) -> str:
    """What the change is about. A code list has no name of its own and goes by the variables that use it."""
    subject = change.subject
    if subject.kind == "code list":
        users = [text_in(v.label, language) for f in definition.forms for v in f.variables if v.codes == subject.id]
        return f"{subject.id} ({', '.join(dict.fromkeys(users))})" if users else subject.id
    name = text_in(subject.names, language) or subject.id
    forms = {form.id: text_in(form.label, language) for form in definition.forms}
    return f"{name} ({forms.get(subject.form, subject.form)})" if subject.form else name


def aspect_in_words(aspect: Aspect) -> str:
    translate = QCoreApplication.translate
    return {
        "names": translate("Codebook", "Name"),
        "granularity": translate("Codebook", "Finest period of results"),
        "label": translate("Codebook", "Label"),
        "help": translate("Codebook", "Help text"),
        "section": translate("Codebook", "Section"),
        "type": translate("Codebook", "Type"),
        "unit": translate("Codebook", "Unit of measurement"),
        "soft range": translate("Codebook", "Usual range"),
        "hard range": translate("Codebook", "Possible range"),
        "required": translate("Codebook", "Required"),
        "identifier": translate("Codebook", "Identifies the patient"),
        "valid from": translate("Codebook", "In use from"),
        "valid to": translate("Codebook", "In use until"),
        "event date": translate("Codebook", "Dated by"),
        "follows": translate("Codebook", "Follows the form"),
        "form": translate("Codebook", "Form"),
        "expression": translate("Codebook", "Expression"),
        "severity": translate("Codebook", "Severity"),
        "message": translate("Codebook", "Message"),
        "concerns": translate("Codebook", "Concerns"),
        "title": translate("Codebook", "Title"),
        "short title": translate("Codebook", "Short title"),
        "description": translate("Codebook", "Description"),
        "kind": translate("Codebook", "What is measured"),
        "numerator": translate("Codebook", "Numerator"),
        "denominator": translate("Codebook", "Denominator"),
        "measure": translate("Codebook", "Measure"),
        "direction": translate("Codebook", "Better is"),
        "green level": translate("Codebook", "Level for high attainment"),
        "yellow level": translate("Codebook", "Level for moderate attainment"),
        "fewest cases": translate("Codebook", "Fewest cases shown"),
        "subgroups": translate("Codebook", "Subgroups"),
        "format": translate("Codebook", "Number format"),
        "dimension": translate("Codebook", "Grouped by"),
        "version": translate("Codebook", "Version"),
    }[aspect]


def change_in_words(change: Change, definition: Definition, language: str) -> str:
    """ "Usual range: from 0 to 10 → from 0 to 20"; definition: the later version."""
    translate = QCoreApplication.translate
    match change:
        case Added():
            return translate("Codebook", "New")
        case Removed():
            return translate("Codebook", "No longer there")
        case CodeAdded(code=code):
            return translate("Codebook", "New code: {code}").format(code=code_in_words(code, language))
        case CodeRemoved(code=code):
            return translate("Codebook", "Code removed: {code}").format(code=code_in_words(code, language))
        case CodeAltered(before=before, after=after):
            words = translate("Codebook", "Code changed: {before} → {after}")
            return words.format(before=code_in_words(before, language), after=code_in_words(after, language))
        case Altered():
            before, after = (_said(change, value, definition, language) for value in (change.before, change.after))
            if before == after:  # the text in another language
                return translate("Codebook", "{aspect}: changed in another language").format(
                    aspect=aspect_in_words(change.aspect)
                )
            return f"{aspect_in_words(change.aspect)}: {before} → {after}"


def code_in_words(code: Code, language: str) -> str:
    """ "9 Ukjent (says that the answer is not known)"."""
    words = f"{code.value} {text_in(code.label, language)}".strip()
    if code.missing:
        words += f" ({QCoreApplication.translate('Codebook', 'says that the answer is not known')})"
    return words


def indicator_kind_in_words(kind: str) -> str:
    translate = QCoreApplication.translate
    return {
        "proportion": translate("Codebook", "share of the cases"),
        "mean": translate("Codebook", "mean"),
        "median": translate("Codebook", "median"),
        "rate": translate("Codebook", "events per exposure"),
        "ratio": translate("Codebook", "observed over expected"),
        "between": translate("Codebook", "time between events"),
        "count": translate("Codebook", "number of cases"),
    }.get(kind, kind)


def _said(change: Altered, value: Said, definition: Definition, language: str) -> str:
    """One side of what an aspect was or is."""
    translate = QCoreApplication.translate
    nothing = translate("Codebook", "nothing")
    if value is None or value in ("", (), {}):
        return translate("Codebook", "no") if change.aspect == "required" else nothing
    match value:
        case bool():
            return translate("Codebook", "yes") if value else translate("Codebook", "no")
        case Limits():
            return limits_in_words(value, names_of(definition, change.subject.form, language), "", language)
        case date():
            return format_date(value, language)
        case dict():
            return f"“{text_in(value, language)}”"
        case tuple():
            return ", ".join(value)
        case int() | float():
            return _number(change, value, definition, language)
    return _word(change, value, definition, language)


def _number(change: Altered, value: float, definition: Definition, language: str) -> str:
    translate = QCoreApplication.translate
    if change.aspect == "direction":
        return translate("Codebook", "higher") if value == 1 else translate("Codebook", "lower")
    if change.aspect in ("green level", "yellow level"):
        indicator = next(i for i in definition.indicators if i.id == change.subject.id)
        return format_number(value, level_format(indicator, value), language)
    return format_count(int(value), language)


def _word(change: Altered, value: str, definition: Definition, language: str) -> str:
    """A text that may be a word of the program's own."""
    translate = QCoreApplication.translate
    match change.aspect:
        case "required":
            return translate("Codebook", "always") if value.strip().upper() == "TRUE" else value
        case "severity":
            return translate("Codebook", "error") if value == "error" else translate("Codebook", "warning")
        case "granularity":
            return translate("Codebook", "month") if value == "month" else translate("Codebook", "year")
        case "type":
            return type_in_words(value)  # type: ignore[arg-type]
        case "kind":
            return indicator_kind_in_words(value)
        case "form" | "follows":
            forms = {form.id: text_in(form.label, language) for form in definition.forms}
            return forms.get(value, value)
    return value
