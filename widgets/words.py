"""Figures in plain words and sentences, in the person's language; numbers come from the one formatter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from PySide6.QtCore import QCoreApplication

from local_cache.registry import Granularity, Indicator
from local_cache.results.attainment import levels_crossed
from local_cache.results.difference import clear_difference
from local_cache.results.figure import (
    Attainment,
    Comparison,
    Figure,
    IndicatorResult,
    Period,
    Point,
    Shown,
    Trend,
)
from local_cache.results.format import (
    EN_DASH,
    format_count,
    format_date,
    format_interval,
    format_moment,
    format_month,
    format_number,
    format_period,
    format_value,
)

Granular = Granularity | Literal["event"]
"""How far apart the points of a series are; events each have a day of their own."""

STALE_AFTER = timedelta(days=3)
"""Data older than this are called old on every screen."""


def shown_shortly(shown: Shown) -> str:
    """One or two words for a cell that has no value."""
    translate = QCoreApplication.translate
    return {
        Shown.VALUE: "",
        Shown.NO_CASES: translate("Words", "no cases"),
        Shown.TOO_FEW: translate("Words", "too few"),
        Shown.WITHHELD: translate("Words", "withheld"),
        Shown.NOT_PUBLISHED: translate("Words", "not published"),
        Shown.REFUSED: translate("Words", "not computed"),
    }[shown]


def shown_in_words(shown: Shown) -> str:
    """Why there is no value, as a sentence."""
    translate = QCoreApplication.translate
    return {
        Shown.VALUE: "",
        Shown.NO_CASES: translate("Words", "There are no cases in this period."),
        Shown.TOO_FEW: translate("Words", "There are too few cases in this period to show a value."),
        Shown.WITHHELD: translate("Words", "The registry withholds the value, because few patients stand behind it."),
        Shown.NOT_PUBLISHED: translate("Words", "The registry has not published a value for this period."),
        Shown.REFUSED: translate("Words", "The value cannot be computed, because the definition was refused."),
    }[shown]


def value_or_word(figure: Figure, language: str) -> str:
    """The value as text, or the word for why there is none."""
    return format_value(figure, language) or shown_shortly(figure.shown)


def attainment_in_words(attainment: Attainment) -> str:
    translate = QCoreApplication.translate
    return {
        Attainment.HIGH: translate("Words", "High attainment"),
        Attainment.MODERATE: translate("Words", "Moderate attainment"),
        Attainment.LOW: translate("Words", "Low attainment"),
    }[attainment]


def attainment_sentence(attainment: Attainment | None, certain: bool) -> str:
    """The level and whether it is certain; "" where the registry has set no target."""
    translate = QCoreApplication.translate
    if attainment is None:
        return ""
    if certain:
        return {
            Attainment.HIGH: translate("Words", "Attainment is high."),
            Attainment.MODERATE: translate("Words", "Attainment is moderate."),
            Attainment.LOW: translate("Words", "Attainment is low."),
        }[attainment]
    return {
        Attainment.HIGH: translate("Words", "Attainment is high, but could be another level within the uncertainty."),
        Attainment.MODERATE: translate(
            "Words", "Attainment is moderate, but could be another level within the uncertainty."
        ),
        Attainment.LOW: translate("Words", "Attainment is low, but could be another level within the uncertainty."),
    }[attainment]


def contradicting_levels() -> str:
    return QCoreApplication.translate(
        "Words", "The registry's levels contradict each other, so no attainment is given."
    )


def target_sentence(result: IndicatorResult) -> str:
    """The level of the own value and whether it is certain; where there is none, why."""
    translate = QCoreApplication.translate
    if result.levels_crossed:
        return contradicting_levels()
    if not result.has_levels:
        return translate("Words", "The registry has set no target.")
    said = attainment_sentence(result.attainment, result.certain)
    return said or translate("Words", "There is no own value to hold against the target.")


def basis(figure: Figure, language: str) -> str:
    """What stands behind a value, in brackets: interval, numerator and denominator, as far as they are known."""
    translate = QCoreApplication.translate
    interval = format_interval(figure, language)
    parts = []
    if interval is not None:
        parts.append(translate("Words", "95 % CI {interval}").format(interval=interval))
    if figure.quartiles is not None:
        first, third = (format_number(q, figure.format, language) for q in figure.quartiles)
        parts.append(translate("Words", "quartiles {first} and {third}").format(first=first, third=third))
    if figure.denominator is not None:
        n = format_count(figure.denominator, language)
        if figure.numerator is not None and figure.kind == "proportion":
            of = format_count(figure.numerator, language)
            parts.append(translate("Words", "{numerator} of {denominator}").format(numerator=of, denominator=n))
        else:
            parts.append(translate("Words", "n = {n}").format(n=n))
    return "; ".join(parts)


def figure_in_words(figure: Figure, language: str) -> str:
    """A value with all that stands behind it, for tool tips: "71,4 % (95 % KI 63,0–78,6; 90 av 126)"."""
    value = format_value(figure, language)
    if value is None:
        return shown_in_words(figure.shown)
    behind = basis(figure, language)
    words = f"{value} ({behind})" if behind else value
    if figure.provisional:
        words += ", " + QCoreApplication.translate("Words", "provisional")
    return words


def own_sentence(figure: Figure, period: Period, language: str, unit: str = "") -> str:
    """What the own unit's figure is in the period. `unit` is the measure's own ("days")."""
    value = format_value(figure, language)
    if value is None:
        return shown_in_words(figure.shown)
    translate = QCoreApplication.translate
    template = {
        "proportion": translate("Words", "The share is {value} in {period}."),
        "mean": translate("Words", "The mean is {value} in {period}."),
        "median": translate("Words", "The median is {value} in {period}."),
        "rate": translate("Words", "The rate is {value} in {period}."),
        "ratio": translate("Words", "Observed over expected is {value} in {period}."),
        "between": translate("Words", "Time between cases is {value} in {period}."),
        "count": translate("Words", "The number is {value} in {period}."),
    }[figure.kind]
    behind = basis(figure, language)
    said = f"{value} {unit}" if unit else value
    return template.format(value=f"{said} ({behind})" if behind else said, period=format_period(period, language))


def difference_sentence(own: Figure, nation: Figure, language: str) -> str:
    """The own value against the nation's, and whether chance can explain the difference; "" where one is missing."""
    mine, theirs = format_value(own, language), format_value(nation, language)
    if mine is None or theirs is None or own.value is None or nation.value is None:
        return ""
    translate = QCoreApplication.translate
    clear = clear_difference(own, nation)
    if clear > 0:
        template = translate("Words", "That is clearly higher than the nation ({nation}).")
    elif clear < 0:
        template = translate("Words", "That is clearly lower than the nation ({nation}).")
    elif mine == theirs:
        template = translate("Words", "That is the same as the nation ({nation}).")
    elif own.low is None and nation.low is None:
        if own.value > nation.value:
            template = translate("Words", "That is higher than the nation ({nation}).")
        else:
            template = translate("Words", "That is lower than the nation ({nation}).")
    elif own.value > nation.value:
        template = translate("Words", "That is higher than the nation ({nation}), but within the uncertainty.")
    else:
        template = translate("Words", "That is lower than the nation ({nation}), but within the uncertainty.")
    return template.format(nation=theirs)


def result_sentence(result: IndicatorResult, period: Period, language: str, unit: str = "") -> str:
    """The plain-language text under the chart over time."""
    if result.own.shown is not Shown.VALUE:
        return own_sentence(result.own, period, language)
    sentences = (
        own_sentence(result.own, period, language, unit),
        difference_sentence(result.own, result.nation, language),
        attainment_sentence(result.attainment, result.certain),
    )
    return " ".join(s for s in sentences if s)


def comparison_sentence(comparison: Comparison, language: str) -> str:
    """The plain-language text under the comparison: how many are drawn, how many stand out, and the own unit."""
    translate = QCoreApplication.translate
    others = [u for u in comparison.units if not u.nation]
    drawn = [u for u in others if u.figure.shown is Shown.VALUE]
    if not drawn:
        return translate("Words", "No unit has enough cases in this period to be drawn.")
    sentences = []
    if len(drawn) == len(others):
        sentences.append(
            translate("Words", "All {all} units are drawn.").format(all=format_count(len(others), language))
        )
    else:
        sentences.append(
            translate("Words", "{drawn} of {all} units are drawn; the others have too few cases or no value.").format(
                drawn=format_count(len(drawn), language), all=format_count(len(others), language)
            )
        )
    if comparison.nation.value is not None and any(u.figure.low is not None for u in drawn):
        clear = sum(clear_difference(u.figure, comparison.nation) != 0 for u in drawn)
        if clear:
            sentences.append(
                translate("Words", "{clear} differ clearly from the nation, each looked at alone.").format(
                    clear=format_count(clear, language)
                )
            )
        else:
            sentences.append(translate("Words", "None differs clearly from the nation."))
    own = next((u for u in others if u.own), None)
    if own is not None:
        sentences.append(f"{own.name}: {figure_in_words(own.figure, language)}.".replace("..", "."))
        sentences.append(difference_sentence(own.figure, comparison.nation, language))
    return " ".join(s for s in sentences if s)


def day_in_words(day: date, granularity: Granular, language: str) -> str:
    """When a point of a series is: its month, its year, or an event's own day."""
    return format_date(day, language) if granularity == "event" else format_month(day, language, granularity)


def point_in_words(name: str, point: Point, granularity: Granular, language: str) -> str:
    """One point of a series, as read out: "Egen, nov. 2026: 71,4 % (...)"."""
    when = day_in_words(point.month, granularity, language)
    words = f"{name}, {when}: {figure_in_words(point.figure, language)}"
    if point.partial:
        words += ", " + QCoreApplication.translate("Words", "the period is not over")
    return words


def method_in_words(method: str) -> str:
    """The name of an interval's method as people know it; "" for none."""
    translate = QCoreApplication.translate
    return {
        "Wilson": translate("Words", "95 % interval by Wilson"),
        "t": translate("Words", "95 % t interval"),
        "notch": translate("Words", "95 % interval of the median (notch)"),
        "Byar": translate("Words", "95 % interval by Byar"),
        "exact": translate("Words", "95 % exact interval"),
    }.get(method, method)


def count_range(points: Sequence[Point], granularity: Granularity, language: str) -> str:
    """How many cases stand behind each point: "n per måned 8–14"; "" where nothing is known."""
    counts = [p.figure.denominator for p in points if p.figure.denominator is not None and not p.partial]
    if not counts:
        return ""
    low, high = format_count(min(counts), language), format_count(max(counts), language)
    said = low if low == high else f"{low}{EN_DASH}{high}"
    if granularity == "year":
        return QCoreApplication.translate("Words", "n per year {range}").format(range=said)
    return QCoreApplication.translate("Words", "n per month {range}").format(range=said)


def trend_method(trend: Trend, language: str) -> str:
    """How the series was made, for the line under the chart."""
    translate = QCoreApplication.translate
    methods = [p.figure.method for p in trend.own if p.figure.method]
    parts = [
        translate("Words", "Yearly values") if trend.granularity == "year" else translate("Words", "Monthly values")
    ]
    if methods:
        parts.append(method_in_words(methods[-1]))
    counts = count_range(trend.own, trend.granularity, language)
    return " · ".join([*parts, counts] if counts else parts)


def levels_in_words(indicator: Indicator, language: str) -> tuple[tuple[Attainment, str], ...]:
    """The registry's target levels as short texts, best first; empty where it has set none, or contradicting ones."""
    green, yellow = indicator.green, indicator.yellow
    if levels_crossed(green, yellow, indicator.direction):
        return ()
    translate = QCoreApplication.translate
    high_is_good = indicator.direction == 1

    def level(value: float) -> str:
        return format_number(value, level_format(indicator, value), language)

    levels = []
    if green is not None:
        good = translate("Words", "target: at least {level}")
        if not high_is_good:
            good = translate("Words", "target: at most {level}")
        levels.append((Attainment.HIGH, good.format(level=level(green))))
        if yellow is not None and yellow != green:
            # One percent sign for both ends, as in intervals.
            low, high = sorted((yellow, green))
            between = f"{level(low).rstrip('%').rstrip()}{EN_DASH}{level(high)}"
            levels.append((Attainment.MODERATE, between))
    elif yellow is not None:
        fair = translate("Words", "at least {level}") if high_is_good else translate("Words", "at most {level}")
        levels.append((Attainment.MODERATE, fair.format(level=level(yellow))))
    worst = green if yellow is None else yellow
    if worst is not None:
        bad = translate("Words", "under {level}") if high_is_good else translate("Words", "over {level}")
        levels.append((Attainment.LOW, bad.format(level=level(worst))))
    return tuple(levels)


def level_format(indicator: Indicator, value: float) -> str:
    """The indicator's own format without decimals where the level has none ("85 %", not "85,0 %")."""
    shown = value * 100 if indicator.format.endswith("%") else value
    if abs(shown - round(shown)) < 1e-9:
        return ",.0%" if indicator.format.endswith("%") else ",.0f"
    return indicator.format


def age_in_words(data_as_of: datetime, now: datetime, language: str) -> str:
    """How old data are, in the largest unit that says something; both moments naive UTC."""
    age = now - data_as_of
    translate = QCoreApplication.translate
    hours = int(age.total_seconds() // 3600)
    days = hours // 24
    if hours < 1:
        return translate("Words", "less than an hour old")
    if hours < 48:
        words = translate("Words", "1 hour old") if hours == 1 else translate("Words", "{n} hours old")
        return words.format(n=format_count(hours, language))
    return translate("Words", "{n} days old").format(n=format_count(days, language))


def is_stale(data_as_of: datetime, now: datetime) -> bool:
    return now - data_as_of > STALE_AFTER


def data_as_of(moment: datetime, language: str) -> str:
    """ "data per 21.11.2026 06:12", as what is printed of a figure."""
    words = QCoreApplication.translate("Words", "data as of {moment}")
    return words.format(moment=format_moment(moment, language))


def data_age_sentence(data_as_of: datetime | None, now: datetime, language: str) -> str:
    """ "Data per 21.11.2026 06:12 (2 dager gamle)"."""
    translate = QCoreApplication.translate
    if data_as_of is None:
        return translate("Words", "Not fetched yet")
    return translate("Words", "Data as of {moment} ({age})").format(
        moment=format_moment(data_as_of, language), age=age_in_words(data_as_of, now, language)
    )
