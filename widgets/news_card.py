"""A card with the registries' deadlines, each with the days that are left, and with what they have announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from local_cache.results.format import format_count, format_date
from widgets.card import Card, Muted, Words

SOON = 14
"""Days before a deadline from which on it is marked."""
PAST = 30
"""Days for which a deadline that has passed is still shown."""
MOST_SHOWN = 8


@dataclass(frozen=True)
class News:
    """Something one or several registries say of a day. new: it was not there at the last visit."""

    day: date
    text: str
    registries: tuple[str, ...]
    new: bool = False


class NewsCard(Card):
    """The card. deadlines: soonest first; announcements: newest first; today: where days are counted from."""

    def __init__(
        self,
        deadlines: Sequence[News],
        announcements: Sequence[News],
        today: date,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.heading.setText(self.tr("Deadlines and announcements"))
        self.heading.show()
        self.setAccessibleName(self.heading.text())
        self._language = language
        due = [d for d in deadlines if (today - d.day).days <= PAST]
        for deadline in due[:MOST_SHOWN]:
            days = (deadline.day - today).days
            when = f"{format_date(deadline.day, language)} ({self._left(days)})"
            self._add(deadline, when, "alert" if days <= SOON else "muted")
        for announcement in announcements[:MOST_SHOWN]:
            self._add(announcement, format_date(announcement.day, language), "muted")
        if not due and not announcements:
            self.body.addWidget(Words(self.tr("The registries have announced nothing.")))

    def _add(self, news: News, when: str, colour: str) -> None:
        words = [self.tr("New")] if news.new else []
        self.body.addWidget(Muted(" · ".join([*words, when, ", ".join(news.registries)]), colour=colour))
        self.body.addWidget(Words(news.text))

    def _left(self, days: int) -> str:
        if days == 0:
            return self.tr("today")
        if days == 1:
            return self.tr("tomorrow")
        if days == -1:
            return self.tr("yesterday")
        words = self.tr("in {n} days") if days > 0 else self.tr("{n} days ago")
        return words.format(n=format_count(abs(days), self._language))
