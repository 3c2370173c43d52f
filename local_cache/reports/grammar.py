"""Words that follow a number or a list, in Bokmål and English; what templates write sentences with."""

from __future__ import annotations

from collections.abc import Sequence

from local_cache.results.format import format_count

PLACE = "{n}"
"""Where the number stands in a text."""

_NUMBERS = {
    "nb": ("null", "en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
    "en": (
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ),
}  # fmt: skip
_ONE = {"common": "én", "neuter": "ett"}
_AND = {"nb": "og", "en": "and"}


def plural(n: int, one: str, several: str, language: str, none: str = "") -> str:
    """The text that goes with the number, with the number in the place of "{n}".

    Bokmål and English have one form for 1 and another for all other numbers. none: what is said of 0, where that is
    not `several`.
    """
    text = one if n == 1 else none if n == 0 and none else several
    return text.replace(PLACE, format_count(n, language))


def number_word(n: int, language: str, gender: str = "common") -> str:
    """The number as a word up to twelve, in figures above; Bokmål's 1 is "én" or, of what is neuter, "ett"."""
    words = _NUMBERS[_known(language)]
    if not 0 <= n < len(words):
        return format_count(n, language)
    if n == 1 and _known(language) == "nb":
        return _ONE[gender]
    return words[n]


def listed(texts: Sequence[str], language: str) -> str:
    """ "A", "A og B", "A, B og C"."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {_AND[_known(language)]} {texts[-1]}"


def capital(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def _known(language: str) -> str:
    return "nb" if language in ("nb", "nn", "no") else "en"
