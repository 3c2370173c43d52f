"""What is wrong with a value, in words for the field it stands in."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from local_cache.codebook import Bound, Entry, Limits
from local_cache.results.format import format_count
from local_cache.values import LONGEST_TEXT, LONGEST_TYPED, Fault, FaultKind, Value, text_of
from widgets.codebook_text import Names, bound_in_words


def fault_in_words(fault: Fault, entry: Entry, names: Names, language: str) -> str:
    """One or two short sentences that say what is wrong and what would be right."""
    translate = QCoreApplication.translate
    if fault.kind in (FaultKind.HARD, FaultKind.SOFT):
        allowed = _allowed(fault, names, entry.variable.unit, language)
        if fault.kind is FaultKind.HARD:
            return translate("Fault", "Not possible: it must be {allowed}.").format(allowed=allowed)
        return translate("Fault", "Unusual: most are {allowed}. Check that it is right.").format(allowed=allowed)
    if fault.kind is FaultKind.LONG:
        longest = LONGEST_TEXT if entry.variable.type == "text" else LONGEST_TYPED
        words = translate("Fault", "Too long: {n} characters, where at most {most} are taken.")
        return words.format(n=format_count(fault.number, language), most=format_count(longest, language))
    if fault.kind is FaultKind.YEAR:
        return translate("Fault", "The year {year} cannot be right.").format(year=f"{fault.number:04}")
    return {
        FaultKind.NUMBER: translate("Fault", "Not a number. Write digits alone, such as 12.5."),
        FaultKind.AMBIGUOUS: translate(
            "Fault", "This could be two different numbers. Write it without separators between thousands."
        ),
        FaultKind.WHOLE: translate("Fault", "It must be a whole number."),
        FaultKind.LARGE: translate("Fault", "The number is too large."),
        FaultKind.DATE: translate("Fault", "There is no such day. Write it as day.month.year, such as 21.11.2026."),
        FaultKind.SHORT_YEAR: translate("Fault", "Write the year with four digits."),
        FaultKind.MOMENT: translate("Fault", "Write a date and a time of day, such as 21.11.2026 14:30."),
        FaultKind.TIME_MISSING: translate(
            "Fault", "The time of day is missing; write it after the date, such as 14:30."
        ),
        FaultKind.YES_NO: translate("Fault", "It must be yes or no."),
        FaultKind.CODE: translate("Fault", "It is not in the code list. Choose one of the codes."),
        FaultKind.RETIRED: translate("Fault", "This code is no longer in the code list. Choose one that is."),
        FaultKind.INVISIBLE: translate("Fault", "It holds characters that cannot be seen. Write it by hand."),
    }[fault.kind]


def _allowed(fault: Fault, names: Names, unit: str, language: str) -> str:
    """The range with what its ends stand for in this record."""
    translate = QCoreApplication.translate
    limits = fault.limits or Limits(None, None)
    low = _end(limits.low, fault.low, names, language)
    high = _end(limits.high, fault.high, names, language)
    if low and high:
        words = translate("Codebook", "from {low} to {high}").format(low=low, high=high)
    elif low:
        words = translate("Codebook", "at least {low}").format(low=low)
    else:
        words = translate("Codebook", "at most {high}").format(high=high)
    return f"{words} {unit}".strip()


def _end(bound: Bound | None, value: Value | None, names: Names, language: str) -> str:
    if bound is None or value is None:  # an end that is not known bounds nothing
        return ""
    words = bound_in_words(bound, names, language)
    return f"{words} ({text_of(value, language)})" if bound.kind in ("variable", "today") else words
