"""Days to completion month by month, and what waits by its age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import Delay, Waiting
from local_cache.results.format import format_count, format_month
from local_cache.results.stated import Stated, stated_count, stated_figure
from widgets.quality_words import (
    age_in_words,
    days_or_word,
    share_or_word,
    share_with_interval,
    stated_days,
    status_in_words,
)
from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable


@dataclass(frozen=True)
class MonthRow:
    month: date
    delay: Delay


class MonthsModel(RowsModel[MonthRow]):
    numbers = frozenset({1, 2, 3, 4})

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Month"),
            self.tr("Forms"),
            self.tr("Open"),
            self.tr("Median days"),
            self.tr("Within the limit"),
        )

    def text(self, row: MonthRow, column: int) -> str:
        if column == 0:
            return format_month(row.month, self.language)
        if column in (1, 2):
            return format_count(row.delay.cases if column == 1 else row.delay.open, self.language)
        if row.delay.cases == 0:
            return ""
        if column == 3:
            return days_or_word(row.delay.median, self.language)
        return share_or_word(row.delay.within, self.language)

    def stated(self, row: MonthRow, column: int) -> Stated | None:
        if column in (1, 2):
            return stated_count(row.delay.cases if column == 1 else row.delay.open)
        if column == 3:
            return stated_days(row.delay.median)
        return stated_figure(row.delay.within) if column == 4 else None

    def explained(self, row: MonthRow, column: int) -> str:
        within = row.delay.within
        return share_with_interval(within, self.language) if column == 4 and within is not None else ""

    def colour(self, row: MonthRow, column: int) -> str:
        return "text" if row.delay.cases else "muted"


class MonthsTable(CalmTable):
    """Attributes: by_month (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.by_month = MonthsModel()
        super().__init__(self.by_month, stretch=0, spare=(2,), least=6, rows=1.6, parent=parent)
        self.setAccessibleName(self.tr("Days to completion by month"))


@dataclass(frozen=True)
class WaitingRow:
    """Forms of a status and an age class."""

    waiting: Waiting
    place: int

    @property
    def count(self) -> int:
        return self.waiting.counts[self.place]


class WaitingModel(RowsModel[WaitingRow]):
    numbers = frozenset({2})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("What waits"), self.tr("Since the event"), self.tr("Forms"))

    def text(self, row: WaitingRow, column: int) -> str:
        if column == 0:
            return status_in_words(row.waiting.status)
        return age_in_words(row.place, self.language) if column == 1 else format_count(row.count, self.language)

    def stated(self, row: WaitingRow, column: int) -> Stated | None:
        return stated_count(row.count) if column == 2 else None

    def strong(self, row: WaitingRow, column: int) -> bool:
        return column == 2 and row.count > 0

    def colour(self, row: WaitingRow, column: int) -> str:
        return "text" if row.count else "muted"


class WaitingTable(CalmTable):
    """Attributes: waiting (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.waiting = WaitingModel()
        super().__init__(self.waiting, stretch=0, least=6, rows=1.6, parent=parent)
        self.setAccessibleName(self.tr("Drafts and returned forms that wait"))
