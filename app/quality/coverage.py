"""How many of the unit's cases the registry has, year by year."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.quality.tab import QualityTab
from local_cache.quality.findings import Coverage, Formula
from widgets.charts.coverage import CoverageChart
from widgets.quality_words import coverage_sentence, formula_in_words
from widgets.tables.coverage import CoverageTable


class CoverageTab(QualityTab):
    """The tab. Attributes: chart, table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = self.add_chart()
        self.chart = CoverageChart()
        self.chart.read_out.connect(self.shown.read_out)
        self.main = self.table = CoverageTable()
        self.column.addWidget(self.table)
        self.column.setStretch(0, 3)
        self.column.setStretch(1, 1)

    def show_coverage(self, found: Coverage) -> None:
        assert self.view is not None
        language = self.view.language
        self.chart.show_coverage(found, language)
        self.table.coverage.show_rows(found.years, language)
        self.shown.show_chart(self.chart, coverage_sentence(found, language), self._made(found))
        if found.years:
            self.bring()
        else:
            self.say(self.tr("Coverage is not known"), self.tr("The registry has given no coverage for this unit."))

    def _made(self, found: Coverage) -> list[str]:
        """How the shares came about."""
        formulas = [Formula.OF_ALL, Formula.OF_REFERENCE]
        if any(y.formula is Formula.PUBLISHED for y in found.years):
            formulas = [Formula.PUBLISHED]
        words = [f"{formula_in_words(formula)}." for formula in formulas]
        if found.of_units is None:
            words.append(self.tr("Coverage of units: the registry does not give it."))
        return [" ".join(words).removesuffix("."), self.age()]
