"""Coverage year by year, with the counts behind both formulas."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import YearCoverage
from local_cache.results.format import EN_DASH, format_count, format_interval, format_number
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
        if column == YEAR:
            return str(row.year)
        if column == OF_ALL:
            return share_or_word(row.shown, self.language)
        if column == INTERVAL:
            return format_interval(row.shown, self.language) or EN_DASH
        if column == OF_REFERENCE:
            value = row.of_reference.value
            return EN_DASH if value is None else format_number(value, ",.1%", self.language)
        if column == SOURCE:
            return row.source
        count = {ONLY: row.registry_only, BOTH: row.both, MISSED: row.reference_only}
        n = count[column]
        return EN_DASH if n is None else format_count(n, self.language)

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
