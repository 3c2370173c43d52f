"""What is said of a funnel and of a distribution, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from figures import STAY, distribution, funnel, no_funnel, without
from languages import speaking

from local_cache.results.distribution import NoDistribution
from local_cache.results.figure import ComparedUnit, Shown
from local_cache.results.funnel_plot import FunnelPlot, NoFunnel
from widgets.spread_words import (
    class_reading,
    distribution_sentence,
    funnel_sentence,
    no_distribution_in_words,
    no_funnel_in_words,
    outlier_in_words,
)

ALIKE = funnel([78, 80, 79, 82, 77, 81, 160], [100, 100, 100, 100, 100, 100, 200])
APART = funnel([50, 95, 79, 60, 99, 81, 130, 190, 55, 70], [100, 100, 100, 100, 100, 100, 200, 200, 100, 100])
DAYS = distribution([1, 2, 2, 3, 3, 3, 3, 5, 9, 9], [1, 1, 2, 2, 3, 4, 4, 4, 9, 10], range(12))


def said(plot: FunnelPlot, language: str) -> str:
    with speaking(language):
        return funnel_sentence(plot, language).replace("\u00a0", " ")


def test_units_alike(qapp: object) -> None:
    assert said(replace(ALIKE, phi=0.844, tau2=0.0), "nb") == (
        "Ingen av 7 enheter ligger utenfor 99,8 %-grensene. "
        "Fjordbyen sykehus 0 ligger innenfor 95 %-grensene. "
        "Samlet varierer enhetene omtrent som tilfeldigheter gir (φ = 0,84; τ² = 0). "
        "1 enhet med for få tilfeller eller uten verdi er ikke tegnet."
    )
    assert said(ALIKE, "en").startswith("None of 7 units lies outside the 99.8 % limits.")


def test_units_apart(qapp: object) -> None:
    apart = replace(APART, phi=12.346, tau2=0.0534)
    assert said(apart, "nb") == (
        "7 av 10 enheter ligger utenfor 99,8 %-grensene (3 over, 4 under). "
        "Fjordbyen sykehus 0 ligger under 99,8 %-grensene. "
        "Samlet varierer enhetene mer enn tilfeldigheter gir (φ = 12,35; τ² = 0,053). "
        "Grensene er ikke utvidet for det. "
        "Ulike pasienter eller ulik registrering kan ligge bak, men det kan også reelle forskjeller i behandling: "
        "en stor φ kan skjule dem. "
        "1 enhet med for få tilfeller eller uten verdi er ikke tegnet."
    )
    assert "Grensene er utvidet for det." in said(replace(apart, widened=True), "nb")
    assert "(φ = 12.35, τ² = 0.053)" in said(apart, "en")
    assert "a large φ can hide them" in said(apart, "en")


def test_one_agrees_in_number(qapp: object) -> None:
    outlier = replace(ALIKE, units=(replace(ALIKE.units[0], outlier=-1), *ALIKE.units[1:]), not_drawn=())
    assert "1 av 7 enheter ligger utenfor 99,8 %-grensene (0 over, 1 under)." in said(outlier, "nb")
    assert "1 of 7 units lies outside the 99.8 % limits (0 above, 1 below)." in said(outlier, "en")
    assert "tegnet" not in said(outlier, "nb")
    few = ComparedUnit("few", "Lite sykehus", without(Shown.TOO_FEW, 7))
    assert said(replace(ALIKE, not_drawn=(few,) * 3), "nb").endswith(
        "3 enheter med for få tilfeller eller uten verdi er ikke tegnet."
    )
    alone = said(funnel([8], [10]), "nb")
    assert alone.startswith("Bare 1 enhet har nok tilfeller til å tegnes. Fjordbyen sykehus 0 ligger innenfor")
    assert "φ" not in alone


def test_a_spread_hardly_over_chance_is_not_called_more(qapp: object) -> None:
    """φ of 1.2 among seven units is well within what chance gives."""
    assert "omtrent som" in said(replace(ALIKE, phi=1.2, tau2=0.0004), "nb")
    assert "τ² = 0,00040" in said(replace(ALIKE, phi=1.2, tau2=0.0004), "nb")
    assert "mer enn" in said(replace(ALIKE, phi=2.2, tau2=0.0004), "nb")


def test_every_refusal_and_place_has_words_of_its_own(qapp: object) -> None:
    for language in ("nb", "en"):
        with speaking(language):
            assert len({no_funnel_in_words(why) for why in NoFunnel}) == len(NoFunnel)
            assert len({no_distribution_in_words(why) for why in NoDistribution}) == len(NoDistribution)
            assert len({outlier_in_words(code) for code in (-2, -1, 0, 1, 2)}) == 5
            for why in NoFunnel:
                assert funnel_sentence(no_funnel(why), language) == no_funnel_in_words(why)


@pytest.mark.parametrize(
    ("language", "sentence", "reading", "summed", "between"),
    [
        (
            "nb",
            "Halvparten av de egne tilfellene ligger mellom 2,3 og 4,5 dager (median 3,0; gjennomsnitt 4,0; n = 10). "
            "I resten av landet ligger halvparten mellom 2,0 og 4,0 dager (median 3,5; gjennomsnitt 4,0; n = 10).",
            "3 dager: egen 40,0 % (4), resten 10,0 %",
            "til og med 3 dager: egen 70,0 % (7), resten 50,0 %",
            ["0,0 til under 2,5 dager", "7,5 til 10,0 dager", "under 5,0 dager", "til og med 10,0 dager"],
        ),
        (
            "en",
            "Half of the own cases lie between 2.3 and 4.5 days (median 3.0, mean 4.0; n = 10). "
            "In the rest of the country half lie between 2.0 and 4.0 days (median 3.5, mean 4.0; n = 10).",
            "3 days: own 40.0% (4), rest 10.0%",
            "up to 3 days: own 70.0% (7), rest 50.0%",
            ["0.0 to under 2.5 days", "7.5 to 10.0 days", "under 5.0 days", "up to 10.0 days"],
        ),
    ],
)
def test_a_spread_in_words(
    qapp: object, language: str, sentence: str, reading: str, summed: str, between: list[str]
) -> None:
    broken = distribution([0.5, 2.5, 10.0], [1.0, 7.25], [0, 2.5, 5, 7.5, 10])
    wide = distribution([0, 1, 7, 10], [1, 2], [0, 5, 10])
    with speaking(language):
        assert distribution_sentence(DAYS, STAY, language) == sentence
        assert class_reading(DAYS, 3, STAY, language).replace("\u00a0", " ") == reading
        assert class_reading(DAYS, 3, STAY, language, cumulative=True).replace("\u00a0", " ") == summed
        readings = [class_reading(broken, i, STAY, language) for i in (0, 3)]
        readings += [class_reading(broken, i, STAY, language, cumulative=True) for i in (1, 3)]
        assert [r.split(":")[0] for r in readings] == between
        # A class does not hold its upper end, but for the last one where a case lies on it.
        assert [class_reading(wide, i, STAY, language).split(" ")[0] for i in (0, 1)] == ["0–4", "5–10"]
        # Nor does the last one reach beyond the largest value, however round it is.
        round_class = distribution([0, 7], [12], [0, 10, 20])
        assert class_reading(round_class, 1, STAY, language).startswith("10–12 ")


def test_the_rest_is_told_where_the_own_unit_has_too_few(qapp: object) -> None:
    few = replace(DAYS, refused=NoDistribution.TOO_FEW, own=None)
    with speaking("nb"):
        words = distribution_sentence(few, STAY, "nb")
    assert words.startswith("Det er for få egne tilfeller i denne perioden til å vises. I resten av landet ligger")
