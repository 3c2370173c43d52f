"""Funnels and distributions in words: who lies outside, how much units vary together, how a measure is spread."""

from __future__ import annotations

from math import ceil, floor, log10

from PySide6.QtCore import QCoreApplication

from local_cache.registry import Indicator, text_in
from local_cache.results.distribution import Distribution, NoDistribution, Spread
from local_cache.results.format import EN_DASH, format_count, format_number
from local_cache.results.funnel import over_dispersed
from local_cache.results.funnel_plot import FunnelPlot, NoFunnel


def no_funnel_in_words(refused: NoFunnel) -> str:
    """Why an indicator has no funnel plot."""
    translate = QCoreApplication.translate
    return {
        "kind": translate(
            "Words", "A funnel plot needs a numerator and a denominator, or expected cases; this measure has neither."
        ),
        "no-counts": translate("Words", "The registry publishes the values without the counts behind them."),
        "no-target": translate("Words", "The nation has no value in this period to compare with."),
        "no-units": translate("Words", "No unit has enough cases in this period to be drawn."),
    }[refused.value]


def outlier_in_words(outlier: int) -> str:
    """Where a unit lies in the funnel, by its code in `FunnelUnit`."""
    translate = QCoreApplication.translate
    return {
        0: translate("Words", "inside the 95 % limits"),
        1: translate("Words", "above the 99.8 % limits"),
        -1: translate("Words", "below the 99.8 % limits"),
        2: translate("Words", "above the 95 % limits, inside the 99.8 % limits"),
        -2: translate("Words", "below the 95 % limits, inside the 99.8 % limits"),
    }[outlier]


def funnel_sentence(plot: FunnelPlot, language: str) -> str:
    """The plain-language text under the funnel: who lies outside, where the own unit lies, and whether the units vary
    more than chance, with φ and τ²."""
    translate = QCoreApplication.translate
    if plot.refused is not None:
        return no_funnel_in_words(plot.refused)
    high = sum(u.outlier == 1 for u in plot.units)
    low = sum(u.outlier == -1 for u in plot.units)
    if len(plot.units) == 1:
        template = translate("Words", "Only 1 unit has enough cases to be drawn.")
    elif not high and not low:
        template = translate("Words", "None of {all} units lies outside the 99.8 % limits.")
    elif high + low == 1:
        template = translate("Words", "1 of {all} units lies outside the 99.8 % limits ({high} above, {low} below).")
    else:
        template = translate(
            "Words", "{outside} of {all} units lie outside the 99.8 % limits ({high} above, {low} below)."
        )
    counts = {"all": len(plot.units), "outside": high + low, "high": high, "low": low}
    said = [template.format(**{name: format_count(n, language) for name, n in counts.items()})]
    own = next((u for u in plot.units if u.unit.own), None)
    if own is not None:
        said.append(
            translate("Words", "{unit} lies {where}.").format(unit=own.unit.name, where=outlier_in_words(own.outlier))
        )
    said.append(_dispersion_sentence(plot, language))
    if len(plot.not_drawn) == 1:
        said.append(translate("Words", "1 unit with too few cases or no value is not drawn."))
    elif plot.not_drawn:
        template = translate("Words", "{n} units with too few cases or no value are not drawn.")
        said.append(template.format(n=format_count(len(plot.not_drawn), language)))
    return " ".join(s for s in said if s)


def _dispersion_sentence(plot: FunnelPlot, language: str) -> str:
    """How much the units vary together, and what the limits do about it; "" where it is not known."""
    translate = QCoreApplication.translate
    if plot.phi is None or plot.tau2 is None or len(plot.units) < 2:
        return ""
    over = over_dispersed(plot.phi, len(plot.units))
    template = (
        translate("Words", "Together the units vary more than chance gives (φ = {phi}, τ² = {tau2}).")
        if over
        else translate("Words", "Together the units vary about as much as chance gives (φ = {phi}, τ² = {tau2}).")
    )
    phi = format_number(plot.phi, ",.2f", language)
    said = [template.format(phi=phi, tau2=_small_number(plot.tau2, language))]
    if plot.widened:
        said.append(translate("Words", "The limits are widened for it."))
    elif over:
        said.append(translate("Words", "The limits are not widened for it."))
    if over:
        said.append(
            translate(
                "Words",
                "Differences in patients or in registration can lie behind it, but so can real differences "
                "in treatment: a large φ can hide them.",
            )
        )
    return " ".join(said)


def _small_number(value: float, language: str) -> str:
    """Two digits that count, however small."""
    decimals = 2 if value <= 0 else min(8, max(2, 1 - floor(log10(value))))
    return format_number(value, f",.{decimals}f" if value > 0 else ",d", language)


def no_distribution_in_words(refused: NoDistribution) -> str:
    """Why an indicator has no distribution to show."""
    translate = QCoreApplication.translate
    return {
        "kind": translate("Words", "Only what is measured as a number has a distribution."),
        "not-published": translate("Words", "The registry publishes values, not how they are spread."),
        "too-few": translate("Words", "There are too few own cases in this period to show."),
        "no-cases": translate("Words", "There are no cases in this period."),
        "withheld": translate("Words", "The registry withholds the values, because few patients stand behind them."),
        "refused": translate("Words", "The distribution cannot be computed, because the definition was refused."),
    }[refused.value]


def distribution_sentence(distribution: Distribution, indicator: Indicator, language: str) -> str:
    """The plain-language text under the distribution: median, middle half and mean, own beside the rest."""
    translate = QCoreApplication.translate
    unit = text_in(indicator.unit, language)
    said = [] if distribution.refused is None else [no_distribution_in_words(distribution.refused)]
    if distribution.own is not None:
        template = translate(
            "Words",
            "Half of the own cases lie between {first} and {third} (median {median}, mean {mean}; n = {n}).",
        )
        said.append(_spread_in_words(template, distribution.own, indicator, language, unit))
    if distribution.rest is not None:
        template = translate(
            "Words",
            "In the rest of the country half lie between {first} and {third} (median {median}, mean {mean}; n = {n}).",
        )
        said.append(_spread_in_words(template, distribution.rest, indicator, language, unit))
    return " ".join(said)


def _spread_in_words(template: str, spread: Spread, indicator: Indicator, language: str, unit: str) -> str:
    first, median, third = (format_number(q, indicator.format, language) for q in spread.quartiles)
    return template.format(
        first=first,
        median=median,
        third=f"{third} {unit}" if unit else third,
        mean=format_number(spread.mean, indicator.format, language),
        n=format_count(spread.n, language),
    )


def class_reading(
    distribution: Distribution, index: int, indicator: Indicator, language: str, *, cumulative: bool = False
) -> str:
    """A class of the histogram as read out, "4–5 dager: egen 12,3 % (9), resten 10,1 %"; cumulative: the cases up to
    the class's upper end."""
    translate = QCoreApplication.translate
    own, rest = distribution.own_share, distribution.rest_share
    start = 0 if cumulative else index
    parts = []
    for spread, shares, name in (
        (distribution.own, own, translate("Words", "own {share} ({n})")),
        (distribution.rest, rest, translate("Words", "rest {share}")),
    ):
        if spread is not None:
            share = float(shares[start : index + 1].sum())
            text = format_number(min(share, 1.0), ",.1%", language)
            parts.append(name.format(share=text, n=format_count(round(share * spread.n), language)))
    where = class_in_words(distribution, index, indicator, language, cumulative=cumulative)
    return f"{where}: {', '.join(parts)}"


def whole_values(distribution: Distribution) -> bool:
    """Whether everything measured is a whole number."""
    spreads = [s for s in (distribution.own, distribution.rest) if s is not None]
    return all(bool((s.values == s.values.round()).all()) for s in spreads)


def class_in_words(
    distribution: Distribution, index: int, indicator: Indicator, language: str, *, cumulative: bool = False
) -> str:
    """The values in a class: "4 dager", "4–5 dager" where all are whole, else "4,0 til under 5,5 dager"; of the last
    one that holds a tail "minst 20 dager"."""
    translate = QCoreApplication.translate
    low, high = float(distribution.edges[index]), float(distribution.edges[index + 1])
    last = index == len(distribution.edges) - 2
    spreads = [s for s in (distribution.own, distribution.rest) if s is not None]
    closed = last and any(bool((s.values >= high).any()) for s in spreads)
    unit = text_in(indicator.unit, language)
    tail = distribution.tail_from
    if last and not cumulative and tail is not None:
        least = format_number(tail, ",.0f" if whole_values(distribution) else indicator.format, language)
        words = translate("Words", "at least {low}").format(low=least)
        return f"{words} {unit}" if unit else words
    if whole_values(distribution):
        least, most = ceil(low), floor(high) if closed else ceil(high) - 1
        if last:
            # No case is beyond the largest, however round the class.
            most = max(least, min(most, floor(max(s.values[-1] for s in spreads))))
        lower, upper = format_number(least, ",.0f", language), format_number(most, ",.0f", language)
        if cumulative:
            words = translate("Words", "up to {high}").format(high=upper)
        else:
            words = lower if least == most else f"{lower}{EN_DASH}{upper}"
    else:
        lower, upper = format_number(low, indicator.format, language), format_number(high, indicator.format, language)
        if cumulative:
            template = translate("Words", "up to {high}") if closed else translate("Words", "under {high}")
        else:
            template = translate("Words", "{low} to {high}") if closed else translate("Words", "{low} to under {high}")
        words = template.format(low=lower, high=upper)
    return f"{words} {unit}" if unit else words
