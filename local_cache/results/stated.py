"""A number or a day that is said, with how it is written: what a table has in a cell beside the text that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from local_cache.results.figure import Figure, Shown
from local_cache.results.format import exact_format, format_date, format_number


@dataclass(frozen=True, slots=True)
class Stated:
    """value: unrounded; format: the d3-like one it is written in, "" of a day."""

    value: int | float | date
    format: str = ",d"

    def text(self, language: str) -> str:
        """As it is shown."""
        if isinstance(self.value, date):
            return format_date(self.value, language)
        return format_number(self.value, self.format, language)


def stated_figure(figure: Figure | None) -> Stated | None:
    """The figure's value in its registry's format; None where no value is shown."""
    if figure is None or figure.shown is not Shown.VALUE or figure.value is None:
        return None
    return Stated(figure.value, figure.format)


def stated_count(n: int | None) -> Stated | None:
    return None if n is None else Stated(int(n))


def stated_day(day: date) -> Stated:
    return Stated(day, "")


def stated_exactly(value: float) -> Stated:
    """With the decimals it has, as `format_exact` writes it."""
    return Stated(value, exact_format(value))


def as_shown(stated: Stated | None, text: str, language: str) -> Stated | None:
    """What is stated, if that is the text a reader sees; a text that says anything else carries no value."""
    return stated if stated is not None and stated.text(language) == text else None
