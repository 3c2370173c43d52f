"""Series over time in words: which chart and why, what is more than chance, and a point as it is read out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication

from local_cache.registry import Indicator, text_in
from local_cache.results.chart_choice import ChartChoice, Reason
from local_cache.results.format import EN_DASH, format_count, format_interval, format_number
from local_cache.results.making_data_count import Assurance, Variation
from local_cache.results.over_time import NotOffered, OverTime, Phase, SeriesChart, Signal, SignalKind
from local_cache.results.run_chart import ENOUGH_POINTS
from widgets.words import Granular, day_in_words, point_in_words

MOST_SAID = 4
"""Signals beyond these, the newest first, are counted and not told one by one."""

MOST_NAMED = 6
"""Months beyond these are counted and not named."""


def chart_name(chart: SeriesChart) -> str:
    """A chart's name as it stands in a menu or at the head of a sentence."""
    translate = QCoreApplication.translate
    return {
        "run": translate("Words", "Run chart"),
        "p": translate("Words", "p chart"),
        "pp": translate("Words", "p′ chart"),
        "u": translate("Words", "u chart"),
        "up": translate("Words", "u′ chart"),
        "c": translate("Words", "c chart"),
        "i": translate("Words", "i chart (single values)"),
        "ip": translate("Words", "i′ chart (single values by size)"),
        "mr": translate("Words", "mr chart (moving ranges)"),
        "xbar": translate("Words", "x̄ chart (means)"),
        "s": translate("Words", "s chart (standard deviations)"),
        "g": translate("Words", "g chart (cases between events)"),
        "t": translate("Words", "t chart (time between events)"),
        "mdc": translate("Words", "Making Data Count (NHS England)"),
    }[chart]


def reason_in_words(choice: ChartChoice, granularity: Granular, language: str) -> str:
    """Why the data asked for their chart, with the numbers it was judged by."""
    translate = QCoreApplication.translate
    few = {
        "month": translate("Words", "too few events a month for control limits (expected {expected}; needs {needed})"),
        "year": translate("Words", "too few events a year for control limits (expected {expected}; needs {needed})"),
        "event": translate("Words", "too few events for control limits (expected {expected}; needs {needed})"),
    }
    template = {
        Reason.FEW_POINTS: translate("Words", "too few points for control limits ({points}; needs {points_needed})"),
        Reason.FEW_EVENTS: few[granularity],
        Reason.CHANCE: translate("Words", "the points vary about as much as chance gives (σz {spread}; under {limit})"),
        Reason.MORE_THAN_CHANCE: translate(
            "Words", "the points vary more than chance gives (σz {spread}; at least {limit})"
        ),
        Reason.MEANS: translate("Words", "means with known sizes and standard deviations"),
        Reason.NO_DISTRIBUTION: translate(
            "Words", "a median, or a mean without standard deviations, has no control limits of its own"
        ),
        Reason.BETWEEN_TIME: translate("Words", "time between rare events"),
        Reason.BETWEEN_CASES: translate("Words", "cases between rare events"),
        Reason.NO_SIZES: translate("Words", "the published values came without the counts behind them"),
        Reason.NO_EVENTS: translate("Words", "the days of the single events are not known here"),
    }[choice.reason]

    def number(value: float | None, number_format: str) -> str:
        return EN_DASH if value is None else format_number(value, number_format, language)

    return template.format(
        points=format_count(choice.points, language),
        points_needed=format_count(choice.points_needed, language),
        expected=number(choice.expected, ",.1f"),
        needed=format_count(choice.expected_needed, language),
        spread=number(choice.dispersion, ",.2f"),
        limit=number(choice.dispersion_limit, ",.2f"),
    )


def chart_in_words(choice: ChartChoice, chart: SeriesChart, language: str, granularity: Granular = "month") -> str:
    """Which chart is drawn and why: "p′-diagram: punktene varierer mer enn tilfeldigheter gir (σz 1,62; …)"."""
    reason = reason_in_words(choice, granularity, language)
    if chart == choice.chart:
        return f"{chart_name(chart)}: {reason}"
    return QCoreApplication.translate("Words", "{chart}, chosen here. The data ask for {wanted}: {reason}").format(
        chart=chart_name(chart), wanted=chart_name(choice.chart), reason=reason
    )


def not_offered_in_words(refused: NotOffered) -> str:
    """Why a chart cannot be had."""
    translate = QCoreApplication.translate
    return {
        NotOffered.KIND: translate("Words", "is for another kind of measure"),
        NotOffered.NO_SIZES: translate("Words", "the published values came without the counts behind them"),
        NotOffered.NO_DEVIATIONS: translate("Words", "the means came without standard deviations"),
        NotOffered.NO_EVENTS: translate("Words", "the days of the single events are not known here"),
    }[refused]


def centre_name(chart: SeriesChart) -> str:
    """The centre line's name, as a label."""
    translate = QCoreApplication.translate
    if chart in ("run", "g"):
        return translate("Words", "Median")
    return translate("Words", "Centre line") if chart == "t" else translate("Words", "Mean")


def over_time_sentence(over_time: OverTime, indicator: Indicator, language: str) -> str:
    """What the series shows beyond chance, as the rules of its chart see it; "" where there are no values.

    Newest signals first. Says also why rules or limits were not used, and how many points a person has left out.
    """
    translate = QCoreApplication.translate
    if all(p.figure.value is None for p in over_time.own):
        return ""
    unit = text_in(indicator.unit, language)
    said = _signals_in_words(over_time, language, unit)
    if over_time.constant:
        said.append(translate("Words", "The values do not vary, so there are no limits."))
    else:
        said += [s for k in range(len(over_time.phases)) if (s := _not_judged(over_time, k, language, unit))]
    if not said:
        said.append(translate("Words", "No signals: the variation may be by chance alone."))
    centres = [p.centre for p in over_time.phases]
    if len(centres) > 1 and all(c is not None for c in centres):
        values = ", ".join(_value(over_time, c, language) for c in centres if c is not None)
        by_phase = translate("Words", "{line} by phase: {values}.")
        said.append(by_phase.format(line=centre_name(over_time.chart), values=values))
    said += _icons_in_words(over_time)
    if over_time.since_last is not None:
        said.append(since_last_sentence(over_time.since_last, language))
    left_out = sum(bool(e) and not p.partial for e, p in zip(over_time.excluded, over_time.own, strict=True))
    if left_out == 1:
        said.append(translate("Words", "1 point is left out."))
    elif left_out:
        said.append(translate("Words", "{n} points are left out.").format(n=format_count(left_out, language)))
    return " ".join(said)


def reading(over_time: OverTime, index: int, language: str, own: str, nation: str) -> str:
    """A point as it is read out, line by line: own, the nation, lines and limits, what is special.

    own, nation: what the two are called.
    """
    translate = QCoreApplication.translate
    point, granularity = over_time.own[index], over_time.granularity
    lines = [point_in_words(own, point, granularity, language)]
    if index < len(over_time.nation) and point.month == over_time.nation[index].month:
        lines.append(point_in_words(nation, over_time.nation[index], granularity, language))
    parts = []
    if np.isfinite(over_time.centre[index]):
        value = _value(over_time, float(over_time.centre[index]), language)
        parts.append(f"{centre_name(over_time.chart)} {value}")
    limits = limits_in_words(over_time, index, language)
    if limits:
        parts.append(translate("Words", "limits {limits}").format(limits=limits))
    if over_time.signalled[index]:
        parts.append(translate("Words", "part of a signal"))
    if over_time.excluded[index] and not point.partial:
        parts.append(translate("Words", "left out"))
    if parts:
        lines.append("; ".join(parts))
    return "\n".join(lines)


def limits_in_words(over_time: OverTime, index: int, language: str) -> str:
    """The limits at a point, "62,0–98,1"; "" where there are none."""
    low, high = float(over_time.low[index]), float(over_time.high[index])
    if not (np.isfinite(low) and np.isfinite(high)):
        return ""
    figure = over_time.own[index].figure
    shown = next((p.figure for p in over_time.own if p.figure.value is not None), figure)
    return format_interval(replace(shown, low=low, high=high), language) or ""


def since_last_sentence(days: int, language: str) -> str:
    """How long it has been since the last rare event, which is no point of the series yet."""
    translate = QCoreApplication.translate
    if days == 1:
        return translate("Words", "1 day has passed since the last event.")
    return translate("Words", "{n} days have passed since the last event.").format(n=format_count(days, language))


def variation_in_words(variation: Variation) -> str:
    """The variation icon of Making Data Count."""
    translate = QCoreApplication.translate
    return {
        Variation.COMMON: translate("Words", "common cause variation"),
        Variation.IMPROVEMENT: translate("Words", "special cause: improvement"),
        Variation.CONCERN: translate("Words", "special cause: concern"),
        Variation.HIGH: translate("Words", "special cause: high or rising"),
        Variation.LOW: translate("Words", "special cause: low or falling"),
    }[variation]


def assurance_in_words(assurance: Assurance) -> str:
    """The assurance icon of Making Data Count; "" where there is no target to judge by."""
    translate = QCoreApplication.translate
    return {
        Assurance.NONE: "",
        Assurance.INCONSISTENT: translate("Words", "will meet the target at times and miss it at times"),
        Assurance.PASS: translate("Words", "will meet the target if nothing changes"),
        Assurance.FAIL: translate("Words", "will miss the target if nothing changes"),
    }[assurance]


def _icons_in_words(over_time: OverTime) -> list[str]:
    said = [] if over_time.variation is None else [variation_in_words(over_time.variation)]
    if over_time.assurance is not None and over_time.assurance is not Assurance.NONE:
        said.append(assurance_in_words(over_time.assurance))
    return [f"{words[0].upper()}{words[1:]}." for words in said]


def _value(over_time: OverTime, value: float, language: str) -> str:
    shown = next((p.figure.format for p in over_time.own if p.figure.value is not None), ",.1f")
    return format_number(value, shown, language)


def _line(over_time: OverTime, phase: Phase, language: str, unit: str) -> str:
    """The centre line inside a sentence, with its value where it has one: "medianen (80,0 %)"."""
    translate = QCoreApplication.translate
    if over_time.chart in ("run", "g"):
        name = translate("Words", "the median")
    else:
        name = translate("Words", "the centre line") if over_time.chart == "t" else translate("Words", "the mean")
    if phase.centre is None:
        return name
    value = _value(over_time, phase.centre, language)
    return f"{name} ({value} {unit})" if unit else f"{name} ({value})"


def _signals_in_words(over_time: OverTime, language: str, unit: str) -> list[str]:
    translate = QCoreApplication.translate
    said = _outside(over_time, language)
    rules = [s for s in over_time.signals if s.kind is not SignalKind.OUTSIDE]
    # Newest first; how often a whole phase crosses its line says less about when than a run does.
    rules.sort(key=lambda s: (-s.phase, s.kind is SignalKind.FEW_CROSSINGS, -s.last, s.first))
    for signal in rules[:MOST_SAID]:
        sentence = _signal(over_time, signal, language, unit)
        said.append(_in_phase(over_time, signal.phase, sentence, language))
    more = len(rules) - MOST_SAID
    if more == 1:
        said.append(translate("Words", "There is 1 more signal further back."))
    elif more > 1:
        said.append(
            translate("Words", "There are {n} more signals further back.").format(n=format_count(more, language))
        )
    return said


def _in_phase(over_time: OverTime, phase: int, sentence: str, language: str) -> str:
    """The sentence, saying of which phase where there are several."""
    if len(over_time.phases) < 2:
        return sentence
    template = QCoreApplication.translate("Words", "Phase {n}: {sentence}")
    return template.format(n=format_count(phase + 1, language), sentence=f"{sentence[0].lower()}{sentence[1:]}")


def _not_judged(over_time: OverTime, number: int, language: str, unit: str) -> str:
    """Why the run rules were not used in a phase; "" where they were."""
    translate = QCoreApplication.translate
    phase = over_time.phases[number]
    if phase.judged:
        return ""
    if over_time.chart == "mdc":
        template = translate("Words", "There are too few points for limits.")
    elif phase.one_sided or phase.useful >= ENOUGH_POINTS:
        template = translate(
            "Words", "Half of the points or more lie on {line}, so the rules for signals say nothing here."
        )
    elif phase.useful == 0:
        template = translate("Words", "No point lies off {line}, so the rules for signals are not used.")
    elif phase.useful == 1:
        template = translate("Words", "Only 1 point can be judged ({needed} are needed): the rules are not used.")
    else:
        template = translate("Words", "Only {n} points can be judged ({needed} are needed): the rules are not used.")
    sentence = template.format(
        n=format_count(phase.useful, language),
        needed=format_count(ENOUGH_POINTS, language),
        line=_line(over_time, phase, language, unit),
    )
    return _in_phase(over_time, number, sentence, language)


def _signal(over_time: OverTime, signal: Signal, language: str, unit: str) -> str:
    translate = QCoreApplication.translate
    high = signal.side > 0
    if signal.kind is SignalKind.SHIFT:
        found = _shift(over_time, signal)
        template = translate("Words", "{found}; chance seldom gives more than {allowed} in a row: signal of change.")
    elif signal.kind is SignalKind.FEW_CROSSINGS:
        found = _crossings(signal.count)
        template = translate("Words", "{found}; at least {allowed} times are expected by chance: signal of change.")
    else:
        template = translate("Words", "{found} ({first} to {last}): signal of change.")
        if signal.kind is SignalKind.TREND:
            found = translate("Words", "{n} points in a row rise")
            found = found if high else translate("Words", "{n} points in a row fall")
        elif signal.kind is SignalKind.TWO_OF_THREE:
            found = translate("Words", "Two of three points lie near the upper limit")
            found = found if high else translate("Words", "Two of three points lie near the lower limit")
        else:
            found = translate("Words", "{n} points in a row lie above {line}")
            found = found if high else translate("Words", "{n} points in a row lie below {line}")
    numbers = {
        "n": format_count(signal.count, language),
        "line": _line(over_time, over_time.phases[signal.phase], language, unit),
        "allowed": format_count(signal.allowed or 0, language),
        "first": _when(over_time, signal.first, language),
        "last": _when(over_time, signal.last, language),
    }
    return template.format(found=found.format(**numbers), **numbers)


def _crossings(count: int) -> str:
    translate = QCoreApplication.translate
    if count == 0:
        return translate("Words", "The series never crosses {line}")
    if count == 1:
        return translate("Words", "The series crosses {line} once")
    return translate("Words", "The series crosses {line} {n} times")


def _shift(over_time: OverTime, signal: Signal) -> str:
    """A run that is too long: of the newest points, further back, or with points between that do not count."""
    translate = QCoreApplication.translate
    high = signal.side > 0
    included = [i for i, e in enumerate(over_time.excluded) if not e and over_time.own[i].figure.value is not None]
    if sum(signal.first <= i <= signal.last for i in included) > signal.count:
        above = translate(
            "Words", "From {first} to {last} {n} points in a row lie above {line} (not counting those on it)"
        )
        below = translate(
            "Words", "From {first} to {last} {n} points in a row lie below {line} (not counting those on it)"
        )
    elif signal.last < included[-1]:
        above = translate("Words", "From {first} to {last} {n} points in a row lie above {line}")
        below = translate("Words", "From {first} to {last} {n} points in a row lie below {line}")
    elif over_time.granularity == "month":
        above = translate("Words", "The last {n} months all lie above {line}")
        below = translate("Words", "The last {n} months all lie below {line}")
    elif over_time.granularity == "year":
        above = translate("Words", "The last {n} years all lie above {line}")
        below = translate("Words", "The last {n} years all lie below {line}")
    else:
        above = translate("Words", "The last {n} events all lie above {line}")
        below = translate("Words", "The last {n} events all lie below {line}")
    return above if high else below


def _outside(over_time: OverTime, language: str) -> list[str]:
    """The points beyond the limits, those above and those below, by their months."""
    translate = QCoreApplication.translate
    said = []
    for side in (1, -1):
        at = sorted({i for s in over_time.signals if s.side == side for i in _outside_points(over_time, s)})
        if not at:
            continue
        if side > 0:
            template = (
                translate("Words", "1 point lies above the upper limit: {when}.")
                if len(at) == 1
                else translate("Words", "{n} points lie above the upper limit: {when}.")
            )
        else:
            template = (
                translate("Words", "1 point lies below the lower limit: {when}.")
                if len(at) == 1
                else translate("Words", "{n} points lie below the lower limit: {when}.")
            )
        said.append(template.format(n=format_count(len(at), language), when=_whens(over_time, at, language)))
    return said


def _outside_points(over_time: OverTime, signal: Signal) -> list[int]:
    """The points that lie outside, of a finding that says so; its ends where rounding puts them on the limit."""
    if signal.kind is not SignalKind.OUTSIDE:
        return []
    inside = range(signal.first, signal.last + 1)
    return [i for i in inside if _beyond(over_time, i) == signal.side] or sorted({signal.first, signal.last})


def _beyond(over_time: OverTime, index: int) -> int:
    """1 above, −1 below the limits of a point that a signal rests on, else 0."""
    value = plotted(over_time)[index]
    if not over_time.signalled[index] or over_time.excluded[index]:
        return 0
    return int(value > over_time.high[index]) - int(value < over_time.low[index])


def plotted(over_time: OverTime) -> np.ndarray:
    """What the chart plots at each own point, NaN where there is nothing: the value, but in a chart of moving ranges
    or of standard deviations those."""
    figures = [p.figure for p in over_time.own]
    wanted = [f.deviation if over_time.chart == "s" else f.value for f in figures]
    values = np.array([np.nan if v is None else v for v in wanted], dtype=np.float64)
    if over_time.chart == "mr" and values.size:
        return np.concatenate([[np.nan], np.abs(np.diff(values))])
    return values


def _when(over_time: OverTime, index: int, language: str) -> str:
    return day_in_words(over_time.own[index].month, over_time.granularity, language)


def _whens(over_time: OverTime, at: Sequence[int], language: str) -> str:
    """Months in a row of words, the newest ones where they are many."""
    named = [_when(over_time, i, language) for i in at[-MOST_NAMED:]]
    if len(at) > MOST_NAMED:
        more = QCoreApplication.translate("Words", "{n} earlier")
        named.insert(0, more.format(n=format_count(len(at) - MOST_NAMED, language)))
    return ", ".join(named)
