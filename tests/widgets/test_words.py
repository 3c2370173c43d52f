"""What is said of figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from figures import AS_OF, compared, result, share, without
from msgspec import structs
from PySide6.QtCore import QCoreApplication, QTranslator

from app.main_window import TRANSLATIONS
from local_cache.registry import Indicator
from local_cache.results.figure import Attainment, Period, Shown
from widgets.words import (
    comparison_sentence,
    data_age_sentence,
    figure_in_words,
    is_stale,
    levels_in_words,
    result_sentence,
    shown_in_words,
    shown_shortly,
    target_sentence,
)

PERIOD = Period(date(2025, 11, 1), date(2026, 11, 1))


@pytest.fixture(autouse=True)
def bokmaal(qapp: QCoreApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load(str(TRANSLATIONS / "egnetall_nb.qm"))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_the_sentence_under_the_chart() -> None:
    assert result_sentence(result(share(90, 126), certain=False), PERIOD, "nb") == (
        "Andelen er 71,4\u00a0% (95 % KI 63,0–78,6; 90 av 126) i nov. 2025–okt. 2026. "
        "Det er lavere enn landet (78,9\u00a0%), men innenfor usikkerheten. "
        "Måloppnåelsen er moderat, men kan være på et annet nivå innenfor usikkerheten."
    )


def test_a_clear_difference_is_called_clear() -> None:
    assert "klart lavere enn landet" in result_sentence(result(share(50, 126)), PERIOD, "nb")
    assert "klart høyere enn landet" in result_sentence(result(share(125, 126)), PERIOD, "nb")


@pytest.mark.parametrize("shown", [s for s in Shown if s is not Shown.VALUE])
def test_every_absence_has_words_and_never_a_number(shown: Shown) -> None:
    assert shown_shortly(shown)
    said = result_sentence(result(without(shown, 3)), PERIOD, "nb")
    assert said == shown_in_words(shown) == figure_in_words(without(shown, 3), "nb")
    assert not any(c.isdigit() for c in said)


def test_the_comparison_is_summed_up() -> None:
    said = comparison_sentence(compared(45, own=5), "nb")
    assert said.startswith("45 av 46 enheter er tegnet; de andre har for få tilfeller eller ingen verdi.")
    assert "Fjordbyen sykehus 5: 45,0\u00a0% (95 % KI" in said
    assert said.endswith("Det er klart lavere enn landet (70,0\u00a0%).")


@pytest.mark.parametrize(
    ("green", "yellow", "direction", "said"),
    [
        (0.85, 0.7, 1, ["mål: minst 85\u00a0%", "70–85\u00a0%", "under 70\u00a0%"]),
        (0.03, 0.045, 0, ["mål: høyst 3\u00a0%", "3–4,5\u00a0%", "over 4,5\u00a0%"]),
        (0.85, None, 1, ["mål: minst 85\u00a0%", "under 85\u00a0%"]),
        (None, 0.1, 0, ["høyst 10\u00a0%", "over 10\u00a0%"]),
        (None, None, 1, []),
        (0.6, 0.8, 1, []),  # contradict each other
    ],
)
def test_levels(green: float | None, yellow: float | None, direction: int, said: list[str]) -> None:
    indicator = Indicator(id="i", version=1, title={}, kind="proportion", green=green, yellow=yellow)
    indicator = structs.replace(indicator, direction=direction)
    assert [words for _, words in levels_in_words(indicator, "nb")] == said
    assert [level for level, _ in levels_in_words(indicator, "nb")][-1:] == ([Attainment.LOW] if said else [])


def test_why_there_is_no_attainment_is_said() -> None:
    reached = replace(result(share(80, 100)), has_levels=True)
    assert target_sentence(reached) == "Måloppnåelsen er moderat."
    assert target_sentence(replace(reached, has_levels=False, attainment=None)) == "Registeret har ikke satt noe mål."
    few = replace(result(without(Shown.TOO_FEW, 3)), has_levels=True)
    assert target_sentence(few) == "Det er ingen egen verdi å holde opp mot målet."
    crossed = replace(reached, levels_crossed=True, attainment=None)
    assert target_sentence(crossed) == "Registerets nivåer motsier hverandre, så måloppnåelsen er ikke oppgitt."


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(minutes=59), "under en time gamle"),
        (timedelta(minutes=61), "1 time gamle"),
        (timedelta(hours=47), "47 timer gamle"),
        (timedelta(hours=49), "2 dager gamle"),
        (timedelta(days=1200), "1\u00a0200 dager gamle"),
    ],
)
def test_age(age: timedelta, said: str) -> None:
    assert said in data_age_sentence(AS_OF, AS_OF + age, "nb")
    assert is_stale(AS_OF, AS_OF + age) == (age > timedelta(days=3))


def test_data_never_fetched() -> None:
    assert data_age_sentence(None, datetime(2026, 1, 1), "nb") == "Ikke hentet ennå"
