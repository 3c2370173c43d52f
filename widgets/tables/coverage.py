"""Coverage year by year, with the counts behind both formulas."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import YearCoverage
from local_cache.results.format import EN_DASH, format_interval
from local_cache.results.stated import Stated, stated_count, stated_figure
from widgets.quality_words import share_or_word
from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable

YEAR, OF_ALL, INTERVAL, OF_REFERENCE, ONLY, BOTH, MISSED, SOURCE = range(8)


class CoverageModel(RowsModel[YearCoverage]):
    numbers = frozenset({OF_ALL, INTERVAL, OF_REFERENCE, ONLY, BOTH, MISSED})

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Year"),
            self.tr("Of all"),
            self.tr("95 % CI"),
            self.tr("Of reference"),
            self.tr("Registry only"),
            self.tr("Both"),
            self.tr("Reference only"),
            self.tr("Source"),
        )

    def text(self, row: YearCoverage, column: int) -> str:
        if column == OF_ALL:
            return share_or_word(row.shown, self.language)
        if column == INTERVAL:
            return format_interval(row.shown, self.language) or EN_DASH
        if column == SOURCE:
            return row.source
        stated = self.stated(row, column)
        return EN_DASH if stated is None else stated.text(self.language)

    def stated(self, row: YearCoverage, column: int) -> Stated | None:
        if column == YEAR:
            return Stated(row.year, "d")
        if column == OF_ALL:
            return stated_figure(row.shown)
        if column == OF_REFERENCE:
            value = row.of_reference.value
            return None if value is None else Stated(value, ",.1%")
        return stated_count({ONLY: row.registry_only, BOTH: row.both, MISSED: row.reference_only}.get(column))

    def explained(self, row: YearCoverage, column: int) -> str:
        return row.method if column in (OF_ALL, SOURCE) else ""

    def strong(self, row: YearCoverage, column: int) -> bool:
        return column == OF_ALL

    def colour(self, row: YearCoverage, column: int) -> str:
        return "muted" if column in (INTERVAL, SOURCE) else "text"


class CoverageTable(CalmTable):
    """Attributes: coverage (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.coverage = CoverageModel()
        super().__init__(
            self.coverage, stretch=SOURCE, spare=(INTERVAL, ONLY, BOTH, MISSED), least=8, rows=1.6, parent=parent
        )
        self.setAccessibleName(self.tr("Coverage by year"))
