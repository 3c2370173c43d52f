"""Periods by their names, as they are chosen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def period_in_words(period: str) -> str:
    """A period's name in words: `last12`, `2025Q3`, `2025`, and those that move with the data."""
    translate = QCoreApplication.translate
    moving = {
        "last-quarter": translate("Periods", "The last whole quarter"),
        "this-year": translate("Periods", "This year"),
        "last-year": translate("Periods", "Last year"),
    }
    if period in moving:
        return moving[period]
    if period.startswith("last"):
        return translate("Periods", "Last {n} months").format(n=period.removeprefix("last"))
    year, _, quarter = period.partition("Q")
    return translate("Periods", "Quarter {quarter}, {year}").format(quarter=quarter, year=year) if quarter else year
