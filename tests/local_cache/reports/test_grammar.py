"""Words agree with their numbers, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.reports.grammar import capital, listed, number_word, plural
from local_cache.results.format import format_count


@pytest.mark.parametrize(
    ("n", "language", "said"),
    [
        (0, "nb", "0 indikatorer ligger"),
        (1, "nb", "1 indikator ligger"),
        (2, "nb", "2 indikatorer ligger"),
        (11, "nb", "11 indikatorer ligger"),
        (21, "nb", "21 indikatorer ligger"),
        (1234, "nb", "1\u00a0234 indikatorer ligger"),
        (1234, "en", "1,234 indikatorer ligger"),
    ],
)
def test_the_noun_and_the_verb_agree_with_the_number(n: int, language: str, said: str) -> None:
    assert plural(n, "{n} indikator ligger", "{n} indikatorer ligger", language) == said


def test_of_none_something_else_can_be_said() -> None:
    assert plural(0, "ett skjema", "{n} skjemaer", "nb", "ingen skjemaer") == "ingen skjemaer"
    assert plural(0, "one form", "{n} forms", "en") == "0 forms"
    assert plural(1, "skjemaet er klart", "de {n} skjemaene er klare", "nb") == "skjemaet er klart"
    assert plural(3, "skjemaet er klart", "de {n} skjemaene er klare", "nb") == "de 3 skjemaene er klare"


@given(st.integers(0, 10**7), st.sampled_from(["nb", "nn", "en"]))
def test_only_one_is_one(n: int, language: str) -> None:
    said = plural(n, "one {n}", "several {n}", language)
    assert said == f"{'one' if n == 1 else 'several'} {format_count(n, language)}"


def test_what_stands_in_the_texts_is_no_format() -> None:
    """A text is put in its place, not read as a format that could reach anything."""
    assert plural(2, "", "{n.__class__} {0} {n!r} {n:>99} {n}", "nb") == "{n.__class__} {0} {n!r} {n:>99} 2"


@pytest.mark.parametrize(
    ("n", "language", "gender", "said"),
    [
        (1, "nb", "common", "én"),
        (1, "nb", "neuter", "ett"),
        (1, "en", "common", "one"),
        (2, "nb", "neuter", "to"),
        (12, "nb", "common", "tolv"),
        (13, "nb", "common", "13"),
        (1300, "nb", "common", "1\u00a0300"),
        (0, "en", "common", "zero"),
    ],
)
def test_small_numbers_as_words(n: int, language: str, gender: str, said: str) -> None:
    assert number_word(n, language, gender) == said


def test_lists_and_beginnings() -> None:
    assert [listed(list("ABC"[:n]), "nb") for n in range(4)] == ["", "A", "A og B", "A, B og C"]
    assert listed(["A", "B", "C"], "en") == "A, B and C"
    assert capital("åpne") == "Åpne" and capital("") == "" and capital("EQ-5D") == "EQ-5D"
