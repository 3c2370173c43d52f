"""What is said of a series over time, in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from figures import INDICATOR, STAY, WAIT, events, judged, over_time, rising, sliding
from languages import speaking

from local_cache.registry import Indicator
from local_cache.results.chart_choice import ChartChoice, Reason
from local_cache.results.figure import Trend
from local_cache.results.making_data_count import Assurance, Variation
from local_cache.results.over_time import NotOffered, OverTime, Phase, Signal, SignalKind
from widgets.charts.trend import without_lines
from widgets.series_words import (
    assurance_in_words,
    chart_in_words,
    chart_name,
    not_offered_in_words,
    over_time_sentence,
    reading,
    since_last_sentence,
    variation_in_words,
)


def said(series: OverTime, language: str, indicator: Indicator = INDICATOR) -> str:
    with speaking(language):
        return over_time_sentence(series, indicator, language).replace("\u00a0", " ")


def with_signals(series: OverTime, *signals: Signal) -> OverTime:
    return replace(series, signals=signals)


CALM = over_time([8, 6, 9, 7, 6, 9, 5, 8, 6, 9, 7, 5, 9, 6, 8, 4], [10] * 16)
FALLEN = over_time([9, 8, 9, 10, 9, 8, 9, 10, 9, 8, 9, 8, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 2], [10] * 23 + [5])
FEW = over_time([8, 6, 9, 7], [10] * 4)


def test_signals_are_told_with_the_numbers_they_rest_on(qapp: object) -> None:
    assert said(FALLEN, "nb") == (
        "De siste 11 månedene ligger alle under medianen (80,0 %); tilfeldig variasjon gir sjelden mer enn 7 på rad: "
        "signal om endring. "
        "Serien krysser medianen (80,0 %) én gang; minst 6 er ventet ved tilfeldig variasjon: signal om endring."
    )
    assert said(FALLEN, "en") == (
        "The last 11 months all lie below the median (80.0%); chance seldom gives more than 7 in a row: "
        "signal of change. "
        "The series crosses the median (80.0%) once; at least 6 times are expected by chance: signal of change."
    )
    assert said(sliding(), "nb").startswith(
        "Fra des. 2024 til jan. 2026 ligger 10 punkter på rad over medianen (80,0 %) "
        "(punkter på linjen ikke regnet med); tilfeldig variasjon gir sjelden mer enn 7 på rad: signal om endring."
    )


def test_points_outside_the_limits_are_named_and_counted_rightly(qapp: object) -> None:
    two = rising()
    assert said(two, "nb") == (
        "2 punkter ligger over øvre grense: des. 2024, mars 2026. "
        "2 punkter ligger under nedre grense: sep. 2025, juni 2026."
    )
    one = replace(two, signals=two.signals[:1], signalled=np.arange(len(two.own)) == 0)
    assert said(one, "nb") == "1 punkt ligger over øvre grense: des. 2024."
    assert said(one, "en") == "1 point lies above the upper limit: Dec 2024."
    many = replace(two, low=np.full(24, 0.9), signalled=~two.excluded)
    above = Signal(SignalKind.OUTSIDE, 0, 15, 15, 1, 1)
    many = with_signals(many, above, Signal(SignalKind.OUTSIDE, 0, 1, 22, -1, 21))
    assert said(many, "en") == (
        "1 point lies above the upper limit: Mar 2026. "
        "21 points lie below the lower limit: 15 earlier, May 2026, Jun 2026, Jul 2026, Aug 2026, Sep 2026, Oct 2026."
    )
    assert said(events([31, 12, 45, 60, 22, 9, 77, 41, 30, 18, 55, 64, 29, 400, 12, 33]), "nb", WAIT) == (
        "1 punkt ligger over øvre grense: 20.06.2026."
    )


def test_nothing_found_is_said_too(qapp: object) -> None:
    assert said(CALM, "nb") == "Ingen signaler: variasjonen kan være tilfeldig."
    assert said(CALM, "en") == "No signals: the variation may be by chance alone."


def test_too_few_points_to_judge(qapp: object) -> None:
    assert said(FEW, "nb") == "Bare 2 punkter kan vurderes (10 trengs), så reglene for signaler er ikke brukt."
    one = replace(FEW, phases=(replace(FEW.phases[0], useful=1),))
    assert said(one, "nb") == "Bare 1 punkt kan vurderes (10 trengs), så reglene for signaler er ikke brukt."
    assert said(one, "en") == "Only 1 point can be judged (10 are needed): the rules are not used."
    flat = over_time([8] * 14, [10] * 14)
    assert said(flat, "nb") == "Ingen punkter ligger utenfor medianen (80,0 %), så reglene for signaler er ikke brukt."


def test_a_line_that_most_points_lie_on_says_nothing(qapp: object) -> None:
    """Twelve points off the line would be enough, but all lie on one side of it."""
    halved = replace(CALM, phases=(replace(CALM.phases[0], useful=12, judged=False),))
    assert said(halved, "nb") == (
        "Halvparten av punktene eller flere ligger på medianen (70,0 %), så reglene for signaler sier ingenting her."
    )
    short = replace(FEW, chart="mdc")
    assert said(short, "nb") == "Det er for få punkter til grenser."


def test_days_since_the_last_event(qapp: object) -> None:
    with speaking("nb"):
        assert since_last_sentence(1, "nb") == "Det er gått 1 dag siden siste hendelse."
        assert since_last_sentence(1234, "nb") == "Det er gått 1\u00a0234 dager siden siste hendelse."


def test_a_constant_series_has_no_limits(qapp: object) -> None:
    constant = over_time([0] * 14, [10] * 14, "p")
    assert constant.constant
    assert said(constant, "nb") == "Verdiene varierer ikke, så det finnes ingen grenser."


def test_phases_are_told_apart(qapp: object) -> None:
    phases = over_time([9, 8, 9, 10, 9, 8, 9, 10, 9, 8, 9, 8, 5, 4, 6, 5], [10] * 16, breaks=(12,), left_out=(3, 5))
    assert said(phases, "nb") == (
        "Fase 1: bare 4 punkter kan vurderes (10 trengs), så reglene for signaler er ikke brukt. "
        "Fase 2: bare 2 punkter kan vurderes (10 trengs), så reglene for signaler er ikke brukt. "
        "Median per fase: 90,0 %, 50,0 %. 2 punkter er utelatt."
    )
    one = over_time([9, 8, 9, 7], [10] * 4, left_out=(0,))
    assert said(one, "nb").endswith("1 punkt er utelatt.")
    later = with_signals(
        replace(phases, phases=tuple(replace(p, judged=True) for p in phases.phases)),
        Signal(SignalKind.FEW_CROSSINGS, 1, 12, 15, 0, 0, 2),
    )
    assert said(later, "en").startswith("Phase 2: the series never crosses the median (50.0%); at least 2 times")


def test_runs_of_every_kind_of_series_have_their_own_words(qapp: object) -> None:
    def run(series: OverTime, first: int, last: int, side: int, language: str) -> str:
        shift = Signal(SignalKind.SHIFT, 0, first, last, side, last - first + 1, 7)
        return said(with_signals(replace(series, excluded=np.zeros(16, dtype=np.bool_)), shift), language)

    yearly = replace(CALM, granularity="year")
    assert run(yearly, 8, 15, 1, "nb").startswith("De siste 8 årene ligger alle over medianen (70,0 %); tilfeldig")
    assert run(yearly, 8, 15, 1, "en").startswith("The last 8 years all lie above the median (70.0%); chance")
    assert run(replace(CALM, granularity="event"), 8, 15, -1, "nb").startswith(
        "De siste 8 hendelsene ligger alle under"
    )
    assert run(CALM, 2, 10, 1, "nb").startswith("Fra okt. 2025 til juni 2026 ligger 9 punkter på rad over medianen")
    assert run(CALM, 2, 10, -1, "en").startswith("From Oct 2025 to Jun 2026 9 points in a row lie below the median")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_making_data_count_is_told_with_its_icons(qapp: object, language: str) -> None:
    found = tuple(
        Signal(kind, 0, first, last, side, count)
        for kind, first, last, side, count in (
            (SignalKind.TREND, 0, 6, 1, 7),
            (SignalKind.TREND, 2, 8, -1, 7),
            (SignalKind.TWO_OF_THREE, 7, 9, 1, 2),
            (SignalKind.TWO_OF_THREE, 8, 10, -1, 2),
            (SignalKind.ONE_SIDE, 5, 12, 1, 8),
            (SignalKind.ONE_SIDE, 6, 13, -1, 8),
        )
    )
    series = replace(
        with_signals(CALM, *found), chart="mdc", variation=Variation.CONCERN, assurance=Assurance.INCONSISTENT
    )
    words = {
        "nb": (
            "8 punkter på rad ligger under gjennomsnittet (70,0 %) (feb. 2026 til sep. 2026): signal om endring. "
            "8 punkter på rad ligger over gjennomsnittet (70,0 %) (jan. 2026 til aug. 2026): signal om endring. "
            "To av tre punkter ligger nær nedre grense (april 2026 til juni 2026): signal om endring. "
            "To av tre punkter ligger nær øvre grense (mars 2026 til mai 2026): signal om endring. "
            "Det er 2 signaler til lenger tilbake. "
            "Spesiell variasjon: bekymringsfull. Vil noen ganger nå målet og andre ganger ikke."
        ),
        "en": (
            "8 points in a row lie below the mean (70.0%) (Feb 2026 to Sep 2026): signal of change. "
            "8 points in a row lie above the mean (70.0%) (Jan 2026 to Aug 2026): signal of change. "
            "Two of three points lie near the lower limit (Apr 2026 to Jun 2026): signal of change. "
            "Two of three points lie near the upper limit (Mar 2026 to May 2026): signal of change. "
            "There are 2 more signals further back. "
            "Special cause: concern. Will meet the target at times and miss it at times."
        ),
    }[language]
    assert said(series, language) == words
    rises = replace(with_signals(CALM, *found[:2], *found[1:2]), chart="mdc")
    assert ("7 punkter på rad stiger (aug. 2025 til feb. 2026)" in said(rises, "nb")) and (
        "7 points in a row fall (Oct 2025 to Apr 2026)" in said(rises, "en")
    )
    five = replace(with_signals(CALM, *found[:5]), chart="mdc")
    assert {"nb": "Det er 1 signal til lenger tilbake.", "en": "There is 1 more signal further back."}[
        language
    ] in said(five, language)


def test_values_have_the_unit_of_the_measure(qapp: object) -> None:
    values = np.array([5.0, 4.0, 6.0, 4.5])
    own = tuple(
        replace(p, figure=replace(p.figure, value=v, format=",.1f")) for p, v in zip(FEW.own, values, strict=True)
    )
    flat = judged(np.full(4, 5.0), own, (), "run", (), FEW.excluded, values, None, Reason.NO_DISTRIBUTION)
    assert "medianen (5,0 dager)" in said(flat, "nb", STAY)


def test_without_values_nothing_is_said(qapp: object) -> None:
    assert said(without_lines(Trend("op24", "month", (), ())), "nb") == ""


@pytest.mark.parametrize(
    ("choice", "nb", "en"),
    [
        (
            ChartChoice("run", Reason.FEW_EVENTS, 24, 2.1, 1.0),
            "Seriediagram: for få hendelser per måned til kontrollgrenser (ventet 2,1; trenger 5)",
            "Run chart: too few events a month for control limits (expected 2.1; needs 5)",
        ),
        (
            ChartChoice("run", Reason.FEW_POINTS, 6),
            "Seriediagram: for få punkter til kontrollgrenser (6; trenger 10)",
            "Run chart: too few points for control limits (6; needs 10)",
        ),
        (
            ChartChoice("p", Reason.CHANCE, 24, 9.0, 1.048),
            "p-diagram: punktene varierer omtrent som tilfeldigheter gir (σz 1,05; under 1,25)",
            "p chart: the points vary about as much as chance gives (σz 1.05; under 1.25)",
        ),
        (
            ChartChoice("pp", Reason.MORE_THAN_CHANCE, 24, 90.0, 1.62),
            "p′-diagram: punktene varierer mer enn tilfeldigheter gir (σz 1,62; minst 1,25)",
            "p′ chart: the points vary more than chance gives (σz 1.62; at least 1.25)",
        ),
        (
            ChartChoice("xbar", Reason.MEANS, 24),
            "x̄-diagram (gjennomsnitt): gjennomsnitt med kjent antall og standardavvik",
            "x̄ chart (means): means with known sizes and standard deviations",
        ),
        (
            ChartChoice("run", Reason.NO_DISTRIBUTION, 24),
            "Seriediagram: en median, eller et gjennomsnitt uten standardavvik, har ikke egne kontrollgrenser",
            "Run chart: a median, or a mean without standard deviations, has no control limits of its own",
        ),
        (
            ChartChoice("t", Reason.BETWEEN_TIME, 24),
            "t-diagram (tid mellom hendelser): tid mellom sjeldne hendelser",
            "t chart (time between events): time between rare events",
        ),
        (
            ChartChoice("g", Reason.BETWEEN_CASES, 24),
            "g-diagram (tilfeller mellom hendelser): tilfeller mellom sjeldne hendelser",
            "g chart (cases between events): cases between rare events",
        ),
    ],
)
def test_which_chart_and_why(qapp: object, choice: ChartChoice, nb: str, en: str) -> None:
    for language, words in (("nb", nb), ("en", en)):
        with speaking(language):
            assert chart_in_words(choice, choice.chart, language) == words


def test_every_code_has_words_of_its_own(qapp: object) -> None:
    charts = ("run", "p", "pp", "u", "up", "c", "i", "ip", "mr", "xbar", "s", "g", "t", "mdc")
    reasons = {r: ChartChoice("run", r, 3, 1.0, 1.0) for r in Reason}
    for language in ("nb", "en"):
        with speaking(language):
            assert len({chart_name(c) for c in charts}) == len(charts)  # type: ignore[arg-type]
            assert len({chart_in_words(c, "run", language) for c in reasons.values()}) == len(reasons)
            assert len({not_offered_in_words(n) for n in NotOffered}) == len(NotOffered)
            assert len({variation_in_words(v) for v in Variation}) == len(Variation)
            assert len({assurance_in_words(a) for a in Assurance}) == len(Assurance)
            asked = chart_in_words(reasons[Reason.FEW_EVENTS], "p", language, "year")
            assert ("valgt her" in asked and "per år" in asked) or ("chosen here" in asked and "a year" in asked)


def test_a_point_is_read_out_with_lines_and_limits(qapp: object) -> None:
    with speaking("nb"):
        words = reading(rising(), 0, "nb", "Egen", "Landet").replace("\u00a0", " ").split("\n")
    assert words == [
        "Egen, des. 2024: 90,0 % (95 % KI 82,6–94,5; 90 av 100)",
        "Landet, des. 2024: 79,0 % (95 % KI 76,4–81,4; 790 av 1 000)",
        "Gjennomsnitt 73,9 %; grenser 60,7–87,1; del av et signal",
    ]
    left_out = sliding(left_out=(5,))
    with speaking("nb"):
        assert reading(left_out, 5, "nb", "Egen", "Landet").endswith("; utelatt")
        assert "utelatt" not in reading(left_out, 23, "nb", "Egen", "Landet")


def test_a_phase_without_one_centre_is_told_without_a_number(qapp: object) -> None:
    wavering = replace(CALM, phases=(Phase(0, 15, None, 15, True),))
    shift = Signal(SignalKind.SHIFT, 0, 2, 10, 1, 9, 7)
    assert "over medianen; tilfeldig" in said(with_signals(wavering, shift), "nb")
