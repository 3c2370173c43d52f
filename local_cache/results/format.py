"""The one place that turns figures, counts, dates and times into text.

A number is rounded once, from the shortest decimal that stands for it (what `repr` shows), half away from zero as
people and printed tables do: 0.145 is 14.5 % and with no decimals 15 %, though the nearest binary fraction lies just
under. The same figure is therefore the same string wherever it is shown.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

from local_cache.registry import COVERAGE_LINES, Granularity
from local_cache.results.figure import Figure, Period, Shown, add_months

NO_BREAK_SPACE = "\u00a0"
EN_DASH = "\u2013"
MINUS = "\u2212"

_FORMAT = re.compile(r"(,?)(?:\.(\d{1,2}))?([%fd]?)\Z")
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_MONTHS = {
    "nb": ("jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def format_value(figure: Figure, language: str) -> str | None:
    """The figure's value in its registry's own format ("71,4 %"), or None when there is none to show.

    `figure.shown` says why there is none; the words for that are the caller's, in the user's language.
    """
    if figure.shown is not Shown.VALUE or figure.value is None:
        return None
    return format_number(figure.value, figure.format, language)


def format_interval(figure: Figure, language: str) -> str | None:
    """Both ends with an en dash and without the percent sign ("63,0–78,6"), or None when there is no interval."""
    if figure.shown is not Shown.VALUE or figure.low is None or figure.high is None:
        return None
    low, high = (_digits(end, figure.format, language) for end in (figure.low, figure.high))
    return f"{low}{EN_DASH}{high}"


def format_number(value: float | Decimal, number_format: str, language: str) -> str:
    """A number in a d3-like format: ",.1%", ",.0%", ",.1f", ",d" ("," asks for thousands separators).

    A format that is not understood shows one decimal. ValueError for a number that is not finite.
    """
    digits = _digits(value, number_format, language)
    if not number_format.endswith("%"):
        return digits
    return f"{digits}{NO_BREAK_SPACE}%" if _decimal_comma(language) else f"{digits}%"


def format_coverage(share: float, language: str) -> str:
    """A share of the eligible cases in whole per cent; with as many decimals as it takes where the whole number would
    stand on the other side of a line that coverage is held against (59.7 % is under 60 %)."""
    exact = Decimal(repr(share)).scaleb(2)

    def side(value: Decimal) -> list[bool]:
        return [value >= Decimal(repr(line)).scaleb(2) for line in COVERAGE_LINES]

    places = next(
        (n for n in range(12) if side(exact.quantize(Decimal(1).scaleb(-n), context=_EXACT)) == side(exact)), 12
    )
    return format_number(share, f",.{places}%", language)


def format_count(n: int, language: str) -> str:
    """A whole number with thousands separators."""
    return _digits(Decimal(n), ",d", language)


def format_exact(value: float, language: str, at_most: int = 99) -> str:
    """A number with the decimals it has and no separators between thousands, as a form holds it ("12,6", "1080").

    at_most: the most decimals, for what was computed from such numbers.
    """
    exact = Decimal(value) if isinstance(value, int) else Decimal(repr(value))
    if -int(exact.as_tuple().exponent) > at_most:
        exact = exact.quantize(Decimal(1).scaleb(-at_most), context=_EXACT)
    return _digits(exact, _with_all_decimals(exact), language)


def exact_format(value: float) -> str:
    """The format in which a number has the decimals it has and no separators: what `format_exact` writes."""
    return _with_all_decimals(Decimal(value) if isinstance(value, int) else Decimal(repr(value)))


def _with_all_decimals(exact: Decimal) -> str:
    return f".{max(0, -int(exact.normalize(_EXACT).as_tuple().exponent))}f"


def format_month(day: date, language: str, granularity: Granularity = "month") -> str:
    """The month ("nov. 2026"), or the year alone where results are yearly."""
    if granularity == "year":
        return str(day.year)
    return f"{_MONTHS[_known(language)][day.month - 1]} {day.year}"


def format_period(period: Period, language: str) -> str:
    """The period's months: "2025", "nov. 2026" or "des. 2025–nov. 2026"."""
    last = add_months(period.end, -1)
    if period.first.month == 1 and last.month == 12:
        years = (str(period.first.year), str(last.year))
        return years[0] if years[0] == years[1] else EN_DASH.join(years)
    if period.first == last:
        return format_month(last, language)
    return f"{format_month(period.first, language)}{EN_DASH}{format_month(last, language)}"


def format_date(day: date, language: str) -> str:
    """ "21.11.2026", in English "21 Nov 2026"."""
    if _decimal_comma(language):
        return f"{day.day:02}.{day.month:02}.{day.year}"
    return f"{day.day} {_MONTHS['en'][day.month - 1]} {day.year}"


def format_time(moment: datetime, language: str) -> str:
    """Date and time as they were written, on whichever clock that was; seconds only where there are any."""
    clock = f"{moment:%H:%M:%S}" if moment.second or moment.microsecond else f"{moment:%H:%M}"
    return f"{format_date(moment.date(), language)} {clock}"


def format_moment(moment: datetime, language: str) -> str:
    """Date and time on this machine's clock; a moment without a zone is UTC, as everywhere in the cache."""
    here = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    return f"{format_date(here.date(), language)} {format_clock(here)}"


def format_clock(moment: datetime) -> str:
    """ "08:15" on this machine's clock; a moment without a zone is UTC."""
    here = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    return f"{here:%H:%M}"


def _known(language: str) -> str:
    """Nynorsk writes months and numbers as Bokmål does; everything not Norwegian is written as in English."""
    return "nb" if language in ("nb", "nn", "no") else "en"


def _decimal_comma(language: str) -> bool:
    return _known(language) == "nb"


def _digits(value: float | Decimal, number_format: str, language: str) -> str:
    """The number rounded and punctuated, without percent sign."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not exact.is_finite():
        raise ValueError("a number that is not finite has no figure")
    parsed = _FORMAT.match(number_format)
    thousands, decimals, kind = parsed.groups() if parsed else (",", "1", "f")
    if kind == "%":
        exact = exact.scaleb(2, _EXACT)
    places = 0 if kind == "d" or decimals is None else int(decimals)
    rounded = exact.quantize(Decimal(1).scaleb(-places), context=_EXACT)
    text = f"{abs(rounded):,f}"
    separator, point = (NO_BREAK_SPACE, ",") if _decimal_comma(language) else (",", ".")
    text = text.translate({ord(","): separator if thousands else "", ord("."): point})
    return f"{MINUS}{text}" if rounded < 0 else text
