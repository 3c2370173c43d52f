"""Plain words about records: what their own columns are called, what a filter says, what is wrong with one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from local_cache.records.columns import Column
from local_cache.records.filter import (
    Between,
    Condition,
    Contains,
    During,
    Equals,
    Missing,
    OneOf,
    Present,
    RecordFilter,
)
from local_cache.records.record import Flag
from local_cache.records.text import MASKED, cell_text
from local_cache.results.format import EN_DASH, format_count, format_date, format_exact


def system_words() -> dict[str, str]:
    """What the columns are called that every record has, and the states of a form."""
    translate = QCoreApplication.translate
    return {
        "record_id": translate("Records", "Form number"),
        "event_date": translate("Records", "Event date"),
        "form_status": translate("Records", "Form status"),
        "first_completed": translate("Records", "First completed"),
        "version": translate("Records", "Version"),
        "episode": translate("Records", "Episode"),
        "patient": translate("Records", "Patient key"),
        "form_status/draft": translate("Records", "draft"),
        "form_status/completed": translate("Records", "completed"),
        "form_status/returned": translate("Records", "returned"),
        "form_status/deleted": translate("Records", "deleted"),
    }


def titled(column: Column) -> str:
    """A column's title, with the unit it is measured in."""
    return f"{column.label} ({column.unit})" if column.unit else column.label


def missing_word() -> str:
    return QCoreApplication.translate("Records", "missing")


def yes_no(language: str) -> tuple[tuple[str, str], ...]:
    """The values of a boolean as a filter has them, with their words."""
    boolean = Column("", "boolean", "")
    return (("true", cell_text(boolean, True, language)), ("false", cell_text(boolean, False, language)))


def choices_of(column: Column, language: str) -> tuple[tuple[str, str], ...]:
    """What a person can choose among in a column: values with their words."""
    return yes_no(language) if column.type == "boolean" else column.codes


def condition_in_words(column: Column, condition: Condition, language: str) -> str:
    """What stands under the column's title: "75–84", "Kvinne, Mann", "mangler"."""
    translate = QCoreApplication.translate
    match condition:
        case Contains(text):
            return translate("Records", "contains “{text}”").format(text=text)
        case Equals(text):
            # Who looks over the shoulder sees that somebody was looked up, not whom.
            return translate("Records", "is {text}").format(text=MASKED if column.masked else text)
        case Between(low, high):
            return _range(
                None if low is None else format_exact(low, language),
                None if high is None else format_exact(high, language),
            )
        case During(first, last):
            return _range(
                None if first is None else format_date(first, language),
                None if last is None else format_date(last, language),
            )
        case OneOf(values, or_missing):
            labels = dict(choices_of(column, language))
            words = [labels.get(value, value) for value in values]
            return ", ".join([*words, missing_word()] if or_missing else words) or translate("Records", "none")
        case Missing():
            return missing_word()
        case Present():
            return translate("Records", "filled in")


def _range(low: str | None, high: str | None) -> str:
    translate = QCoreApplication.translate
    if low is not None and high is not None:
        return low if low == high else f"{low}{EN_DASH}{high}"
    if low is not None:
        return translate("Records", "from {low}").format(low=low)
    return translate("Records", "up to {high}").format(high=high) if high is not None else translate("Records", "any")


CALLED, RECORDS, SEARCH, FLAGGED = "expressions", "records", "search", "flagged"
"""Keys of a filter's parts that are not conditions; no column has such a name with the slash before it."""


def filter_in_words(asked: RecordFilter, columns: Sequence[Column], language: str) -> tuple[tuple[str, str], ...]:
    """The parts of a filter, each with its key (a column's name, or one of the above after "/") and its words."""
    translate = QCoreApplication.translate
    parts = []
    if asked.expressions:
        parts.append((f"/{CALLED}", asked.called or " AND ".join(asked.expressions)))
    if asked.records:
        words = translate("Records", "{n} chosen forms").format(n=format_count(len(asked.records), language))
        parts.append((f"/{RECORDS}", words))
    if asked.flagged:
        parts.append((f"/{FLAGGED}", translate("Records", "flagged")))
    if asked.search.strip():
        parts.append((f"/{SEARCH}", translate("Records", "search “{text}”").format(text=asked.search.strip())))
    by_name = {c.name: c for c in columns}
    for name, condition in asked.conditions:
        if name in by_name:
            words = condition_in_words(by_name[name], condition, language)
            parts.append((name, f"{by_name[name].label}: {words}"))
    return tuple(parts)


def flag_in_words(flag: Flag) -> str:
    translate = QCoreApplication.translate
    if flag.kind == "query":
        return translate("Records", "Open question from the registry: {text}").format(text=flag.text)
    if flag.severity == "error":
        return translate("Records", "Error: {text}").format(text=flag.text)
    return translate("Records", "Warning: {text}").format(text=flag.text)


def count_in_words(total: int, shown: int, filtered: bool, language: str) -> str:
    """ "1 080 skjemaer, 37 vises"."""
    translate = QCoreApplication.translate
    if not filtered:
        if total == 1:
            return translate("Records", "1 form")
        return translate("Records", "{total} forms").format(total=format_count(total, language))
    return translate("Records", "{total} forms, {shown} shown").format(
        total=format_count(total, language), shown=format_count(shown, language)
    )
