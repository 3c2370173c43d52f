"""Checks of records and what they found: rules, ranges, dates, codes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import Fault, Finding
from local_cache.results.format import format_count
from local_cache.results.stated import Stated, stated_count, stated_figure
from widgets.quality_words import fault_in_words, severity_in_words, share_or_word, share_with_interval
from widgets.tables.stacked import StackedModel, StackedTable

WHAT, SEVERITY, FOUND, CHECKED, SHARE = range(5)


@dataclass(frozen=True)
class FaultRow:
    """A check with the words for what it checks."""

    finding: Finding
    name: str


class FaultsModel(StackedModel[FaultRow]):
    """Checks that found nothing stand back."""

    numbers = frozenset({FOUND, CHECKED, SHARE})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("What is checked"), self.tr("Severity"), self.tr("Found"), self.tr("Of"), self.tr("Share"))

    def text(self, row: FaultRow, column: int) -> str:
        one = row.finding
        if column == WHAT:
            return row.name
        if column == SEVERITY:
            return severity_in_words(one.severity)
        if column in (FOUND, CHECKED):
            return format_count(one.found if column == FOUND else one.checked, self.language)
        return share_or_word(one.share, self.language)

    def stated(self, row: FaultRow, column: int) -> Stated | None:
        one = row.finding
        if column == SHARE:
            return stated_figure(one.share)
        return stated_count({FOUND: one.found, CHECKED: one.checked}.get(column))

    def below(self, row: FaultRow) -> str:
        one = row.finding
        parts = [
            fault_in_words(one.fault) if one.fault is not Fault.RULE else f"{fault_in_words(one.fault)} {one.subject}"
        ]
        if one.codes:
            codes = ", ".join(f"{code} ({format_count(n, self.language)})" for code, n in one.codes)
            parts.append(codes)
        if one.asked_about:
            asked = format_count(one.asked_about, self.language)
            parts.append(self.tr("the registry has asked about {n}").format(n=asked))
        return " · ".join(parts)

    def explained(self, row: FaultRow, column: int) -> str:
        if column == SHARE:
            return share_with_interval(row.finding.share, self.language)
        return f"{row.name}\n{self.below(row)}"

    def strong(self, row: FaultRow, column: int) -> bool:
        return row.finding.found > 0 and column == FOUND

    def colour(self, row: FaultRow, column: int) -> str:
        if not row.finding.found:
            return "muted"
        return "alert" if column == SEVERITY and row.finding.severity == "error" else "text"


class FaultsTable(StackedTable):
    """Attributes: faults (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.faults = FaultsModel()
        super().__init__(self.faults, spare=(CHECKED, SHARE), least=13, parent=parent)
        self.setAccessibleName(self.tr("Checks and what they found"))
