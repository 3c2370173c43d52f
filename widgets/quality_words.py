"""What was found in a unit's records, in plain words; numbers agree with their nouns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isnan

from PySide6.QtCore import QCoreApplication

from local_cache.quality.findings import (
    AGES,
    PACE,
    Change,
    Coverage,
    DuplicateRecords,
    Duty,
    Fault,
    FormCompleteness,
    Formula,
    Light,
    Likeness,
    LocalMatch,
    Readiness,
    Task,
    Timeliness,
    ToDo,
    Validity,
)
from local_cache.quality.local_list import LocalList, Role, TroubleKind
from local_cache.registry import Duplicates
from local_cache.results.figure import Figure
from local_cache.results.format import EN_DASH, format_count, format_date, format_interval, format_value
from local_cache.results.stated import Stated
from widgets.words import shown_shortly


def counted(n: int, one: str, several: str, language: str) -> str:
    """A number with its noun; both templates hold {n}."""
    return (one if n == 1 else several).format(n=format_count(n, language))


def forms(n: int, language: str) -> str:
    translate = QCoreApplication.translate
    return counted(n, translate("QualityWords", "{n} form"), translate("QualityWords", "{n} forms"), language)


def values(n: int, language: str) -> str:
    translate = QCoreApplication.translate
    return counted(n, translate("QualityWords", "{n} value"), translate("QualityWords", "{n} values"), language)


def pairs(n: int, language: str) -> str:
    translate = QCoreApplication.translate
    return counted(n, translate("QualityWords", "{n} pair"), translate("QualityWords", "{n} pairs"), language)


def queries(n: int, language: str) -> str:
    translate = QCoreApplication.translate
    return counted(n, translate("QualityWords", "{n} query"), translate("QualityWords", "{n} queries"), language)


def cases(n: int, language: str) -> str:
    translate = QCoreApplication.translate
    return counted(n, translate("QualityWords", "{n} case"), translate("QualityWords", "{n} cases"), language)


def rows(n: int, language: str) -> str:
    translate = QCoreApplication.translate
    return counted(n, translate("QualityWords", "{n} row"), translate("QualityWords", "{n} rows"), language)


def days(n: int, language: str) -> str:
    translate = QCoreApplication.translate
    return counted(n, translate("QualityWords", "{n} day"), translate("QualityWords", "{n} days"), language)


def working_days(n: int, language: str) -> str:
    translate = QCoreApplication.translate
    one, several = translate("QualityWords", "{n} working day"), translate("QualityWords", "{n} working days")
    return counted(n, one, several, language)


def duration(minutes: float, language: str) -> str:
    """ "46 min", from two hours on "3 h 20 min" in whole tens."""
    translate = QCoreApplication.translate
    whole = max(1, round(minutes)) if minutes > 0 else 0
    if whole < 120:
        return translate("QualityWords", "{n} min").format(n=format_count(whole, language))
    tens = round(whole / 10) * 10
    hours, left = divmod(tens, 60)
    if left == 0 or hours >= 10:
        return translate("QualityWords", "{n} h").format(n=format_count(round(whole / 60), language))
    words = translate("QualityWords", "{hours} h {minutes} min")
    return words.format(hours=format_count(hours, language), minutes=format_count(left, language))


def days_or_word(days_: float, language: str) -> str:
    """A number of days; a word where half of the cases are still open."""
    stated = stated_days(days_)
    return QCoreApplication.translate("QualityWords", "not reached") if stated is None else stated.text(language)


def stated_days(days_: float) -> Stated | None:
    """None where half of the cases are still open."""
    return None if isnan(days_) else Stated(days_, ",.0f" if days_ == int(days_) else ",.1f")


def share_or_word(figure: Figure | None, language: str) -> str:
    """The share, or the word for why there is none; a dash where nothing was asked."""
    if figure is None:
        return EN_DASH
    return format_value(figure, language) or shown_shortly(figure.shown)


def share_with_interval(figure: Figure, language: str) -> str:
    """ "89,5 % (95 % KI 84,7–93,0)"."""
    value, interval = format_value(figure, language), format_interval(figure, language)
    if value is None or interval is None:
        return share_or_word(figure, language)
    return QCoreApplication.translate("QualityWords", "{value} (95 % CI {interval})").format(
        value=value, interval=interval
    )


# Readiness


def readiness_title(found: Readiness, language: str) -> str:
    translate = QCoreApplication.translate
    text = {
        Light.GREEN: translate("QualityWords", "Green: ready for the deadline {day}"),
        Light.YELLOW: translate("QualityWords", "Yellow: can be ready by the deadline {day}"),
        Light.RED: translate("QualityWords", "Red: will not be ready by the deadline {day} at an ordinary pace"),
    }[found.light]
    return text.format(day=format_date(found.deadline, language))


def readiness_sentence(found: Readiness, language: str) -> str:
    """How long is left, and what what blocks takes."""
    translate = QCoreApplication.translate
    if found.days == 0:
        left = translate("QualityWords", "The deadline is today.")
    else:
        words = translate("QualityWords", "Time left: {days}, of them {working}, today included.")
        left = words.format(days=days(found.days, language), working=working_days(found.working_days, language))
    if not found.blocking:
        rest = translate("QualityWords", "Nothing that the registry needs is missing.")
    elif found.unmeasured == len(found.blocking):
        rest = translate("QualityWords", "The registry has not said how long what remains takes.")
    else:
        words = translate("QualityWords", "What must be done takes about {time}, or {pace} each working day.")
        rest = words.format(time=duration(found.minutes, language), pace=duration(found.pace, language))
        if found.unmeasured:
            rest += " " + translate("QualityWords", "Some of it the registry has not measured.")
    return f"{left} {rest}"


def readiness_rule(found: Readiness, text: str, language: str) -> str:
    """Where the deadline comes from, what is looked at, and what decides the colour."""
    translate = QCoreApplication.translate
    given = translate("QualityWords", "The registry: {text}").format(text=text) if text else ""
    if not given and not found.by_registry:
        given = translate(
            "QualityWords", "The registry gives no deadline; the national ones are 15 June and 15 December."
        )
    looked = translate("QualityWords", "Forms with events from {day} are looked at.")
    rule = translate("QualityWords", "Yellow up to {minutes} each working day, red above.")
    return " ".join(
        part
        for part in (
            given,
            looked.format(day=format_date(found.since, language)),
            rule.format(minutes=duration(PACE, language)),
        )
        if part
    )


def task_in_words(task: Task) -> str:
    translate = QCoreApplication.translate
    return {
        Task.MISSING: translate("QualityWords", "Find required values that are missing"),
        Task.ERROR: translate("QualityWords", "Settle an error"),
        Task.IMPOSSIBLE: translate("QualityWords", "Correct values that cannot be right"),
        Task.RETURNED: translate("QualityWords", "Finish forms the registry has returned"),
        Task.LATE: translate("QualityWords", "Complete drafts that are late"),
        Task.DUPLICATE: translate("QualityWords", "Look at possible duplicates"),
        Task.QUERY: translate("QualityWords", "Answer queries from the registry"),
        Task.WARNING: translate("QualityWords", "Check a warning"),
        Task.UNUSUAL: translate("QualityWords", "Check unusual values"),
        Task.DRAFT: translate("QualityWords", "Complete drafts"),
    }[task]


def todo_count(one: ToDo, language: str) -> str:
    """How much of it there is: "12 verdier i 9 skjemaer"."""
    if one.task in (Task.MISSING, Task.IMPOSSIBLE, Task.UNUSUAL):
        if one.count == one.records:
            return values(one.count, language)
        words = QCoreApplication.translate("QualityWords", "{values} in {forms}")
        return words.format(values=values(one.count, language), forms=forms(one.records, language))
    if one.task is Task.DUPLICATE:
        return pairs(one.count, language)
    return queries(one.count, language) if one.task is Task.QUERY else forms(one.count, language)


# Coverage


def formula_in_words(formula: Formula) -> str:
    translate = QCoreApplication.translate
    return {
        Formula.OF_ALL: translate(
            "QualityWords", "Of all known cases: (registry only + both) / (registry only + both + reference only)"
        ),
        Formula.OF_REFERENCE: translate(
            "QualityWords",
            "Registry against reference: (registry only + both) / (both + reference only), at most 100 %",
        ),
        Formula.PUBLISHED: translate("QualityWords", "As published, by the publisher's own formula"),
    }[formula]


def coverage_sentence(found: Coverage, language: str) -> str:
    translate = QCoreApplication.translate
    newest = found.newest
    if newest is None or newest.level is None:
        return translate("QualityWords", "The registry has given no coverage for this unit.")
    level = (
        translate("QualityWords", "That is under 60 %: results can be misleading."),
        translate("QualityWords", "That is between 60 and 80 %."),
        translate("QualityWords", "That is 80 % or more."),
    )[newest.level]
    words = translate("QualityWords", "In {year} the registry had {share} of the unit's known cases.")
    said = words.format(year=newest.year, share=share_with_interval(newest.shown, language))
    missed = newest.reference_only
    if not missed:
        return f"{said} {level}"
    lacking = counted(
        missed,
        translate("QualityWords", "{n} case is only in the other source."),
        translate("QualityWords", "{n} cases are only in the other source."),
        language,
    )
    return f"{said} {level} {lacking}"


# Completeness


def duty_in_words(duty: Duty) -> str:
    translate = QCoreApplication.translate
    return {
        Duty.REQUIRED: translate("QualityWords", "required"),
        Duty.CONDITIONAL: translate("QualityWords", "required of some"),
        Duty.OPTIONAL: translate("QualityWords", "optional"),
    }[duty]


def completeness_sentence(found: FormCompleteness, language: str) -> str:
    translate = QCoreApplication.translate
    if found.records == 0:
        return translate("QualityWords", "No form of this kind was completed in the period.")
    words = translate("QualityWords", "{share} of all required values are filled in, in {forms}.")
    said = words.format(share=share_or_word(found.required, language), forms=forms(found.records, language))
    if not found.incomplete:
        return f"{said} " + translate("QualityWords", "None is missing.")
    lacking = counted(
        found.incomplete,
        translate("QualityWords", "{n} form lacks at least one."),
        translate("QualityWords", "{n} forms lack at least one."),
        language,
    )
    return f"{said} {lacking}"


# Timeliness


def timeliness_sentence(found: Timeliness, language: str) -> str:
    translate = QCoreApplication.translate
    whole = found.whole
    if whole.cases == 0:
        return translate("QualityWords", "There are no forms with events in the period.")
    if isnan(whole.median):
        said = translate("QualityWords", "More than half of the forms are still open, so there is no median yet.")
    else:
        words = translate("QualityWords", "Half of the forms are completed within {days} of the event.")
        said = words.format(days=_days(whole.median, language))
    sentences = [said]
    if found.limit is not None and whole.within is not None and whole.within.value is not None:
        words = translate("QualityWords", "{share} are completed within the registry's limit of {days}.")
        sentences.append(
            words.format(share=share_with_interval(whole.within, language), days=days(found.limit, language))
        )
    elif found.limit is None:
        sentences.append(translate("QualityWords", "The registry has set no limit."))
    if whole.open:
        sentences.append(
            counted(
                whole.open,
                translate("QualityWords", "{n} form is still open and counts as long as it has been so."),
                translate("QualityWords", "{n} forms are still open and count as long as they have been so."),
                language,
            )
        )
    return " ".join(sentences)


def _days(number: float, language: str) -> str:
    if number == 1:
        return days(1, language)
    words = QCoreApplication.translate("QualityWords", "{n} days")
    return words.format(n=days_or_word(number, language))


def age_in_words(place: int, language: str) -> str:
    """An age class of what waits: "31–90 dager"."""
    translate = QCoreApplication.translate
    low, high = AGES[place]
    if high is None:
        return translate("QualityWords", "over {n} days").format(n=format_count(low - 1, language))
    if low == 0:
        return translate("QualityWords", "up to {n} days").format(n=format_count(high, language))
    between = f"{format_count(low, language)}{EN_DASH}{format_count(high, language)}"
    return translate("QualityWords", "{range} days").format(range=between)


def status_in_words(status: str) -> str:
    translate = QCoreApplication.translate
    return translate("QualityWords", "Drafts") if status == "draft" else translate("QualityWords", "Returned")


# Validity


def fault_in_words(fault: Fault) -> str:
    translate = QCoreApplication.translate
    return {
        Fault.RULE: translate("QualityWords", "rule"),
        Fault.HARD_RANGE: translate("QualityWords", "outside what is possible"),
        Fault.SOFT_RANGE: translate("QualityWords", "outside what is usual"),
        Fault.IMPOSSIBLE_DATE: translate("QualityWords", "impossible date"),
        Fault.INVALID_CODE: translate("QualityWords", "code not in the list"),
    }[fault]


def severity_in_words(severity: str) -> str:
    translate = QCoreApplication.translate
    return translate("QualityWords", "Error") if severity == "error" else translate("QualityWords", "Warning")


def validity_sentence(found: Validity, language: str) -> str:
    translate = QCoreApplication.translate
    if found.records == 0:
        return translate("QualityWords", "No form of this kind was completed in the period.")
    words = translate("QualityWords", "{share} of {forms} are without errors.")
    said = words.format(share=share_with_interval(found.share_sound, language), forms=forms(found.records, language))
    failing = sum(f.found > 0 for f in found.findings)
    checks = counted(
        len(found.findings),
        translate("QualityWords", "{n} check was made;"),
        translate("QualityWords", "{n} checks were made;"),
        language,
    )
    if not failing:
        outcome = translate("QualityWords", "none found anything.")
    else:
        outcome = counted(
            failing,
            translate("QualityWords", "{n} found something."),
            translate("QualityWords", "{n} found something."),
            language,
        )
    return f"{said} {checks} {outcome}"


# Duplicates


def likeness_in_words(likeness: Likeness) -> str:
    translate = QCoreApplication.translate
    return {
        Likeness.TWICE: translate("QualityWords", "The same form twice"),
        Likeness.WITHIN_DAYS: translate("QualityWords", "The same event within the window"),
        Likeness.NEAR: translate("QualityWords", "Nearly the same"),
    }[likeness]


def likeness_explained(likeness: Likeness, looked_for: Duplicates, language: str) -> str:
    """When a pair is of this kind, by the registry's own settings."""
    translate = QCoreApplication.translate
    if likeness is Likeness.TWICE:
        return translate("QualityWords", "same patient, events on the same day")
    if likeness is Likeness.WITHIN_DAYS:
        if looked_for.days < 1:
            return translate("QualityWords", "the registry looks only at the same day")
        words = translate("QualityWords", "same patient, events at most {days} apart")
        return words.format(days=days(looked_for.days, language))
    if not looked_for.agreeing:
        return translate("QualityWords", "the registry compares no variables")
    words = translate("QualityWords", "same patient, at most {days} apart, {k} of {n} variables alike")
    return words.format(
        days=days(looked_for.near_days, language),
        k=format_count(looked_for.agreeing, language),
        n=format_count(len(looked_for.variables), language),
    )


def duplicates_sentence(found: DuplicateRecords, language: str) -> str:
    translate = QCoreApplication.translate
    if found.looked_for is None:
        return translate("QualityWords", "In this form a patient may have any number of records.")
    if not found.count:
        return translate("QualityWords", "No possible duplicates were found.")
    words = translate("QualityWords", "{pairs} may be about one event each; {forms} are in them.")
    return words.format(pairs=pairs(found.count, language), forms=forms(found.records, language))


# Comparability


def change_in_words(change: Change) -> str:
    translate = QCoreApplication.translate
    return {
        Change.NOTE: translate("QualityWords", "Counted or registered differently"),
        Change.VARIABLE_BEGINS: translate("QualityWords", "The variable is registered from here on"),
        Change.VARIABLE_ENDS: translate("QualityWords", "The variable is registered for the last time"),
        Change.INDICATOR_BEGINS: translate("QualityWords", "The indicator is counted from here on"),
        Change.INDICATOR_ENDS: translate("QualityWords", "The indicator is counted for the last time"),
        Change.INDICATOR_VERSION: translate("QualityWords", "The indicator is counted by a new version"),
        Change.INDICATOR_ADDED: translate("QualityWords", "The indicator is new in the definition"),
        Change.INDICATOR_REMOVED: translate("QualityWords", "The indicator has left the definition"),
        Change.VARIABLE_CHANGED: translate("QualityWords", "The variable's type, codes or ranges changed"),
        Change.VARIABLE_ADDED: translate("QualityWords", "The variable is new in the definition"),
        Change.VARIABLE_REMOVED: translate("QualityWords", "The variable has left the definition"),
    }[change]


def comparability_sentence(within: int, language: str) -> str:
    translate = QCoreApplication.translate
    if not within:
        return translate("QualityWords", "Nothing changed in the chosen period: figures are comparable throughout.")
    return counted(
        within,
        translate("QualityWords", "{n} change lies in the chosen period; compare before and after with care."),
        translate("QualityWords", "{n} changes lie in the chosen period; compare before and after with care."),
        language,
    )


# The unit's own list


def role_in_words(role: Role) -> str:
    translate = QCoreApplication.translate
    return {
        Role.KEY: translate("QualityWords", "Key"),
        Role.DATE: translate("QualityWords", "Date"),
        Role.CODE: translate("QualityWords", "Code"),
    }[role]


def column_name(column: int, language: str) -> str:
    """What a column without a header is called; column: from 0, said from 1."""
    words = QCoreApplication.translate("QualityWords", "Column {n}")
    return words.format(n=format_count(column + 1, language))


def trouble_in_words(kind: TroubleKind) -> str:
    translate = QCoreApplication.translate
    return {
        TroubleKind.LETTERS: translate("QualityWords", "a letter could not be read; the row is used"),
        TroubleKind.FIELDS: translate("QualityWords", "another number of columns than the header has"),
        TroubleKind.QUOTES: translate("QualityWords", "a quotation mark is not closed"),
        TroubleKind.NO_KEY: translate("QualityWords", "the key is missing"),
        TroubleKind.ROUNDED_KEY: translate("QualityWords", "the key has been rounded by a spreadsheet"),
        TroubleKind.NO_DATE: translate("QualityWords", "the date is missing"),
        TroubleKind.DATE: translate("QualityWords", "the date was not understood"),
    }[kind]


def delimiter_in_words(delimiter: str) -> str:
    translate = QCoreApplication.translate
    return {
        ";": translate("QualityWords", "semicolon"),
        ",": translate("QualityWords", "comma"),
        "\t": translate("QualityWords", "tabulator"),
    }.get(delimiter, delimiter)


def list_in_words(found: LocalList, language: str) -> tuple[tuple[str, str], ...]:
    """What was understood of a file, as name and value."""
    translate = QCoreApplication.translate
    counts = rows(found.rows, language)
    if found.duplicates:
        doubled = counted(
            found.duplicates,
            translate("QualityWords", "{n} stands there more than once"),
            translate("QualityWords", "{n} stand there more than once"),
            language,
        )
        counts = f"{counts}; {doubled}"
    said = [
        (translate("QualityWords", "Letters"), found.encoding),
        (translate("QualityWords", "Columns are parted by"), delimiter_in_words(found.delimiter)),
        (translate("QualityWords", "Rows"), counts),
    ]
    if found.date_forms:
        forms_ = ", ".join(f"{form} ({format_count(n, language)})" for form, n in found.date_forms)
        said.append((translate("QualityWords", "Forms of dates"), forms_))
    if found.first is not None and found.last is not None:
        between = f"{format_date(found.first, language)}{EN_DASH}{format_date(found.last, language)}"
        said.append((translate("QualityWords", "Days"), between))
    return tuple(said)


def list_sentence(found: LocalList, language: str) -> str:
    """Whether the list can be matched, and what of it was not understood."""
    translate = QCoreApplication.translate
    if not found.complete:
        return translate("QualityWords", "Say which columns hold the key and the date.")
    if not found.left_out:
        return translate("QualityWords", "Every row was understood.")
    return counted(
        found.left_out,
        translate("QualityWords", "{n} row was not understood and is left out if you go on."),
        translate("QualityWords", "{n} rows were not understood and are left out if you go on."),
        language,
    )


def match_sentence(found: LocalMatch, language: str) -> str:
    translate = QCoreApplication.translate
    whole = found.whole
    if not (whole.both or whole.registry_only or whole.list_only):
        return translate("QualityWords", "Neither the registry nor the list has cases in the period.")
    words = translate(
        "QualityWords", "{both} are in both, {list} only in your list and {registry} only in the registry."
    )
    said = words.format(
        both=cases(whole.both, language),
        list=format_count(whole.list_only, language),
        registry=format_count(whole.registry_only, language),
    )
    share = translate("QualityWords", "The registry has {share} of all known cases.")
    return f"{said} {share.format(share=share_with_interval(found.of_all, language))}"


def match_remarks(found: LocalMatch, language: str) -> tuple[str, ...]:
    """What else happened on the way: rows and records that are in no group, keys that were mended."""
    translate = QCoreApplication.translate
    remarks: Mapping[str, int] = {
        translate("QualityWords", "Rows of the list outside the period: {n}."): found.outside,
        translate("QualityWords", "Rows with another code: {n}."): found.other_codes,
        translate("QualityWords", "Rows that were not understood: {n}."): found.left_out,
        translate("QualityWords", "Keys that got back a 0 a spreadsheet had taken: {n}."): found.completed_keys,
        translate("QualityWords", "Registered forms without a key, in no group: {n}."): found.unkeyed,
        translate("QualityWords", "Registered cases that are only drafts: {n}."): found.drafts,
    }
    return tuple(text.format(n=format_count(n, language)) for text, n in remarks.items() if n)


def day_or_dash(day: date | None, language: str) -> str:
    return EN_DASH if day is None else format_date(day, language)
