"""What changed since a visit, in words; numbers come from the one formatter."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from local_cache.results.figure import Attainment, Shown
from local_cache.results.format import format_count, format_moment, format_period
from local_cache.results.since_last_visit import IndicatorChange, Since


def visit_sentence(since: Since, again: datetime | None, language: str) -> str:
    """When the visit was; `again`: when the same was seen once more, since which nothing is new."""
    translate = QCoreApplication.translate
    then = format_moment(since.then.moment, language)
    if again is None:
        return translate("Since", "The last visit was {moment}.").format(moment=then)
    return translate("Since", "Changed since {moment}; nothing is new since the last visit, {again}.").format(
        moment=then, again=format_moment(again, language)
    )


def since_in_words(since: Since, language: str) -> tuple[str, ...]:
    """Everything but the indicators, a short text for each kind; empty where nothing of it changed."""
    translate = QCoreApplication.translate
    texts = [_records(since, language), _queries(since, language)]
    if since.announced:
        texts.append(
            _counted(
                len(since.announced),
                translate("Since", "1 new announcement or deadline"),
                translate("Since", "{n} new announcements or deadlines"),
                language,
            )
        )
    if since.affirmed:
        texts.append(
            _counted(
                len(since.affirmed),
                translate("Since", "1 figure has been affirmed and is no longer provisional"),
                translate("Since", "{n} figures have been affirmed and are no longer provisional"),
                language,
            )
        )
    if since.redefined:
        texts.append(
            translate("Since", "The registry’s definition is a new one (version {then}, now {now})").format(
                then=since.then.definition_version, now=since.now.definition_version
            )
        )
    return tuple(t for t in texts if t)


def compared_in_words(since: Since, language: str) -> str:
    """What must be known of the comparison of figures: another period, or the same one moved on; "" for nothing."""
    translate = QCoreApplication.translate
    if not since.same_period:
        return translate("Since", "This period was not shown then, so its figures are not compared.")
    then = since.then.periods[since.now.period_id].period
    if then != since.now.periods[since.now.period_id].period:
        return translate("Since", "The period was then {period}.").format(period=format_period(then, language))
    return ""


def change_in_words(change: IndicatorChange) -> str:
    """What changed of an indicator."""
    translate = QCoreApplication.translate
    if change.then is None:
        return translate("Since", "new indicator")
    if change.now.shown is not Shown.VALUE:
        return translate("Since", "has no value any more")
    if change.then.shown is not Shown.VALUE:
        return translate("Since", "has a value now")
    said = []
    if change.level and change.then.attainment is not None and change.now.attainment is not None:
        words = translate("Since", "from {then} to {now} attainment")
        said.append(words.format(then=_level(change.then.attainment), now=_level(change.now.attainment)))
    if change.moved:
        said.append(translate("Since", "clearly higher") if change.moved > 0 else translate("Since", "clearly lower"))
    return ", ".join(said)


def _level(attainment: Attainment) -> str:
    translate = QCoreApplication.translate
    return {
        Attainment.HIGH: translate("Since", "high"),
        Attainment.MODERATE: translate("Since", "moderate"),
        Attainment.LOW: translate("Since", "low"),
    }[attainment]


def _records(since: Since, language: str) -> str:
    translate = QCoreApplication.translate
    if since.added is None or since.altered is None or since.removed is None:
        if since.now.records == since.then.records:
            return ""
        words = translate("Since", "Records: {now} now, {then} then")
        return words.format(
            now=format_count(since.now.records, language), then=format_count(since.then.records, language)
        )
    parts = [
        _counted(n, one, several, language)
        for n, one, several in (
            (since.added, translate("Since", "1 new record"), translate("Since", "{n} new records")),
            (since.altered, translate("Since", "1 record changed"), translate("Since", "{n} records changed")),
            (since.removed, translate("Since", "1 record removed"), translate("Since", "{n} records removed")),
        )
        if n
    ]
    return ", ".join(parts)


def _queries(since: Since, language: str) -> str:
    translate = QCoreApplication.translate
    parts = [
        _counted(n, one, several, language)
        for n, one, several in (
            (since.asked, translate("Since", "1 new query"), translate("Since", "{n} new queries")),
            (
                since.settled,
                translate("Since", "1 query answered or closed"),
                translate("Since", "{n} queries answered or closed"),
            ),
            (
                since.replied,
                translate("Since", "1 query with a new message"),
                translate("Since", "{n} queries with a new message"),
            ),
        )
        if n
    ]
    return ", ".join(parts)


def _counted(n: int, one: str, several: str, language: str) -> str:
    return one if n == 1 else several.format(n=format_count(n, language))
