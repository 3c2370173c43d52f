"""Figures as text: the same number is the same string, and different numbers at its precision are different strings."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.results.figure import Figure, Period, Shown
from local_cache.results.format import (
    format_count,
    format_date,
    format_interval,
    format_moment,
    format_month,
    format_number,
    format_period,
    format_value,
)

NB = "\u00a0"


def figure(value: float | None, low: float | None = None, high: float | None = None, **more: object) -> Figure:
    return Figure(Shown.VALUE, "proportion", value=value, low=low, high=high, **more)  # type: ignore[arg-type]


def test_a_share_with_its_interval_in_both_languages() -> None:
    share = figure(0.7142857, 0.63, 0.786)
    assert (format_value(share, "nb"), format_interval(share, "nb")) == (f"71,4{NB}%", "63,0–78,6")
    assert (format_value(share, "nn"), format_interval(share, "nn")) == (f"71,4{NB}%", "63,0–78,6")
    assert (format_value(share, "en"), format_interval(share, "en")) == ("71.4%", "63.0–78.6")


@pytest.mark.parametrize("shown", [s for s in Shown if s is not Shown.VALUE])
def test_what_is_not_to_be_shown_has_no_text(shown: Shown) -> None:
    hidden = Figure(shown, "proportion", value=0.5, low=0.4, high=0.6)
    assert format_value(hidden, "nb") is None
    assert format_interval(hidden, "nb") is None


def test_a_value_without_interval_has_none() -> None:
    assert format_interval(figure(3.0), "nb") is None
    assert format_value(figure(None), "nb") is None


@pytest.mark.parametrize(
    ("value", "number_format", "nb", "en"),
    [
        (0.145, ",.0%", f"15{NB}%", "15%"),  # the binary fraction lies under the tie; the number people wrote does not
        (0.125, ",.0%", f"13{NB}%", "13%"),  # half to even would give 12
        (0.135, ",.0%", f"14{NB}%", "14%"),
        (2.5, ",.0f", "3", "3"),
        (2.675, ",.2f", "2,68", "2.68"),
        (1.005, ",.2f", "1,01", "1.01"),
        (0.285, ",.1%", f"28,5{NB}%", "28.5%"),
        (1, ",.1%", f"100,0{NB}%", "100.0%"),
        (0, ",.0%", f"0{NB}%", "0%"),
        (-0.04, ",.1f", "0,0", "0.0"),
        (-0.05, ",.1f", "−0,1", "−0.1"),
        (1234567.89, ",.1f", f"1{NB}234{NB}567,9", "1,234,567.9"),
        (1234567.89, ".1f", "1234567,9", "1234567.9"),
        (1234.5, ",d", f"1{NB}235", "1,235"),
        (9.9999, ",.1f", "10,0", "10.0"),
        (1e-9, ",.1f", "0,0", "0.0"),
        (1e22, ",.0f", "10" + f"{NB}000" * 7, "10" + ",000" * 7),
        (3.14159, "nonsense", "3,1", "3.1"),
        (3.14159, "", "3", "3"),
    ],
)
def test_numbers(value: float, number_format: str, nb: str, en: str) -> None:
    assert format_number(value, number_format, "nb") == nb
    assert format_number(value, number_format, "en") == en


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_finite_is_no_figure(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        format_number(value, ",.1f", "nb")


def read_back(text: str, percent: bool) -> Decimal:
    """The number a Norwegian reader sees."""
    plain = text.replace(NB, "").replace("%", "").replace("−", "-").replace(",", ".")
    return Decimal(plain).scaleb(-2) if percent else Decimal(plain)


numbers = st.floats(-1e12, 1e12, allow_nan=False)


@given(numbers, st.integers(0, 6), st.booleans())
def test_read_back_it_is_the_number_rounded_once(value: float, places: int, percent: bool) -> None:
    shown = read_back(format_number(value, f",.{places}{'%' if percent else 'f'}", "nb"), percent)
    step = Decimal(1).scaleb(-places - 2 * percent)
    assert shown == Decimal(repr(value)).quantize(step, ROUND_HALF_UP)


@given(
    st.integers(0, 100_000), st.integers(0, 100_000), st.sampled_from([",.1%", ".1%"]), st.sampled_from(["nb", "en"])
)
def test_different_at_the_precision_is_different_text(a: int, b: int, number_format: str, language: str) -> None:
    one, other = (format_number(n / 1000, number_format, language) for n in (a, b))
    assert (one == other) is (a == b)


@given(numbers, numbers)
def test_larger_never_reads_smaller(a: float, b: float) -> None:
    one, other = (read_back(format_number(v, ",.2f", "nb"), False) for v in (min(a, b), max(a, b)))
    assert one <= other


@given(st.integers(0, 10**15))
def test_counts_read_back_exactly(n: int) -> None:
    assert format_count(n, "nb").replace(NB, "") == str(n)
    assert format_count(n, "en") == f"{n:,}"


@given(st.fractions(0, 1, max_denominator=5000), st.sampled_from([",.0%", ",.1%", ",.2%"]))
def test_a_share_is_its_exact_fraction_rounded(share: object, number_format: str) -> None:
    """No float of a count over a count lands on the wrong side of a tie."""
    from fractions import Fraction

    assert isinstance(share, Fraction)
    places = int(number_format[2])
    scaled = share * 100 * 10**places
    expected = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = format_number(share.numerator / share.denominator, number_format, "en").rstrip("%").replace(".", "")
    assert int(text) == expected


def test_months_years_and_periods() -> None:
    assert [format_month(date(2026, m, 1), "nb") for m in (1, 5, 11)] == ["jan. 2026", "mai 2026", "nov. 2026"]
    assert format_month(date(2026, 5, 1), "en") == "May 2026"
    assert format_month(date(2019, 1, 1), "nb", "year") == "2019"
    assert len({format_month(date(2026, m, 1), "nb") for m in range(1, 13)}) == 12
    assert format_period(Period(date(2025, 1, 1), date(2026, 1, 1)), "nb") == "2025"
    assert format_period(Period(date(2023, 1, 1), date(2026, 1, 1)), "nb") == "2023–2025"
    assert format_period(Period(date(2025, 11, 1), date(2026, 11, 1)), "nb") == "nov. 2025–okt. 2026"
    assert format_period(Period(date(2025, 11, 1), date(2025, 12, 1)), "en") == "Nov 2025"


@pytest.fixture
def oslo() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Oslo"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set on this system")
@pytest.mark.usefixtures("oslo")
def test_moments_are_told_on_the_clock_on_the_wall() -> None:
    assert format_moment(datetime(2026, 11, 21, 5, 12), "nb") == "21.11.2026 06:12"
    assert format_moment(datetime(2026, 7, 1, 22, 30), "nb") == "02.07.2026 00:30"
    assert format_moment(datetime(2026, 11, 21, 5, 12, tzinfo=UTC), "en") == "21 Nov 2026 06:12"
    assert format_moment(datetime(2026, 11, 21, 5, 12, tzinfo=timezone(timedelta(hours=5))), "nb") == "21.11.2026 01:12"
    assert format_date(date(2026, 3, 4), "nb") == "04.03.2026"
    assert format_date(date(2026, 3, 4), "en") == "4 Mar 2026"
