"""Records that may be about one event: how many of each kind, and the pairs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import Alike, Pair
from local_cache.results.format import EN_DASH, format_count, format_date
from local_cache.results.stated import Stated, stated_count, stated_day
from widgets.quality_words import days, likeness_in_words
from widgets.tables.rows import RowsModel
from widgets.tables.stacked import StackedModel, StackedTable
from widgets.tables.table import CalmTable


@dataclass(frozen=True)
class KindRow:
    """A kind of likeness and when a pair is of it."""

    alike: Alike
    rule: str


class KindsModel(StackedModel[KindRow]):
    numbers = frozenset({1, 2})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Kind"), self.tr("Pairs"), self.tr("Forms"))

    def text(self, row: KindRow, column: int) -> str:
        if column == 0:
            return likeness_in_words(row.alike.likeness)
        return format_count(row.alike.pairs if column == 1 else row.alike.records, self.language)

    def stated(self, row: KindRow, column: int) -> Stated | None:
        return stated_count({1: row.alike.pairs, 2: row.alike.records}.get(column))

    def below(self, row: KindRow) -> str:
        return row.rule

    def colour(self, row: KindRow, column: int) -> str:
        return "text" if row.alike.pairs else "muted"


class KindsTable(StackedTable):
    """Attributes: kinds (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.kinds = KindsModel()
        super().__init__(self.kinds, all_rows=True, parent=parent)
        self.setAccessibleName(self.tr("Kinds of possible duplicates"))


class PairsModel(RowsModel[Pair]):
    """Attributes: compared (how many variables are compared)."""

    numbers = frozenset({2, 3})
    compared = 0

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Events"), self.tr("Kind"), self.tr("Apart"), self.tr("Alike"), self.tr("Records"))

    def text(self, row: Pair, column: int) -> str:
        if column == 0:
            first = format_date(row.first_date, self.language)
            return first if row.days == 0 else f"{first} {EN_DASH} {format_date(row.second_date, self.language)}"
        if column == 1:
            return likeness_in_words(row.likeness)
        if column == 2:
            return days(row.days, self.language)
        if column == 3:
            if not self.compared:
                return EN_DASH
            of = format_count(self.compared, self.language)
            return self.tr("{k} of {n}").format(k=format_count(row.agreeing, self.language), n=of)
        return f"{row.first}, {row.second}"

    def stated(self, row: Pair, column: int) -> Stated | None:
        return stated_day(row.first_date) if column == 0 and row.days == 0 else None

    def colour(self, row: Pair, column: int) -> str:
        return "muted" if column == 4 else "text"


class PairsTable(CalmTable):
    """Attributes: pairs (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.pairs = PairsModel()
        super().__init__(self.pairs, stretch=1, spare=(4, 3), least=9, rows=1.75, parent=parent)
        self.setAccessibleName(self.tr("Pairs of records that may be about one event"))
