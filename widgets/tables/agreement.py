"""Tables of a validation study: the studies, the agreement of each variable, and the values that differ."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from local_cache.quality.agreement import Agreement
from local_cache.results.format import format_count
from local_cache.results.stated import Stated, stated_count
from widgets.agreement_text import KAPPA as KAPPA_FORMAT
from widgets.agreement_text import difference_in_words, kappa_in_words, missing_in_words, share_in_words
from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable
from widgets.tables.whole import WholeTable


@dataclass(frozen=True)
class StudyRow:
    """A study in the list. state: how far it has come, in words."""

    id: str
    form: str
    period: str
    state: str


class StudiesModel(RowsModel[StudyRow]):
    def titles(self) -> tuple[str, ...]:
        return (self.tr("Study"), self.tr("State"))

    def text(self, row: StudyRow, column: int) -> str:
        return (f"{row.form}, {row.period}", row.state)[column]


class StudiesTable(CalmTable):
    def __init__(self, parent: QWidget | None = None) -> None:
        self.studies = StudiesModel()
        super().__init__(self.studies, stretch=0, least=9, rows=1.8, parent=parent)
        self.setAccessibleName(self.tr("Validation studies"))

    def row_of(self, study: str) -> int:
        return next((n for n, row in enumerate(self.studies.rows) if row.id == study), -1)


@dataclass(frozen=True)
class AgreementRow:
    """A variable's agreement under its name."""

    name: str
    agreement: Agreement


VARIABLE, SHARE, COMPARED, MISSING, KAPPA, DIFFERENCE = range(6)


class AgreementModel(RowsModel[AgreementRow]):
    numbers = frozenset({COMPARED})

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Variable"),
            self.tr("Agreement"),
            self.tr("n"),
            self.tr("Missing"),
            self.tr("Kappa"),
            self.tr("Difference"),
        )

    def text(self, row: AgreementRow, column: int) -> str:
        agreement, language = row.agreement, self.language
        match column:
            case 0:
                return row.name
            case 1:
                return share_in_words(agreement.share, language)
            case 2:
                return format_count(agreement.compared, language)
            case 3:
                return missing_in_words(agreement, language)
            case 4:
                return kappa_in_words(agreement, language)
            case _:
                return difference_in_words(agreement.difference, language)

    def stated(self, row: AgreementRow, column: int) -> Stated | None:
        kappa = row.agreement.kappa
        if column == KAPPA and kappa is not None and kappa.low is None:
            return Stated(kappa.value, KAPPA_FORMAT)
        return stated_count(row.agreement.compared) if column == COMPARED else None

    def explained(self, row: AgreementRow, column: int) -> str:
        return {
            SHARE: self.tr("Share of the records where both have a value and it is the same; interval by Wilson"),
            KAPPA: self.tr(
                "Cohen's kappa: agreement beyond chance, 1 is perfect; not defined where all have the same answer. "
                "Interval by Fleiss, Cohen and Everitt"
            ),
            DIFFERENCE: self.tr(
                "Mean difference with standard deviation and 95 % limits of agreement (Bland and Altman)"
            ),
            MISSING: self.tr("Records where one or both lack a value; they take no part in the rest"),
        }.get(column, "")


class AgreementTable(WholeTable):
    def __init__(self, parent: QWidget | None = None) -> None:
        self.agreements = AgreementModel()
        super().__init__(self.agreements, stretch=VARIABLE, spare=(MISSING,), least=10, widest=14, parent=parent)
        self.setAccessibleName(self.tr("Agreement by variable"))


@dataclass(frozen=True)
class DifferingRow:
    """A value that is not the same in registry and journal, as people read it; stated: the numbers or days they are."""

    record: str
    name: str
    registry: str
    journal: str
    stated: tuple[Stated | None, Stated | None] = (None, None)


class DifferingModel(RowsModel[DifferingRow]):
    def titles(self) -> tuple[str, ...]:
        return (self.tr("Record"), self.tr("Variable"), self.tr("In the registry"), self.tr("In the journal"))

    def text(self, row: DifferingRow, column: int) -> str:
        return (row.record, row.name, row.registry, row.journal)[column]

    def stated(self, row: DifferingRow, column: int) -> Stated | None:
        return (None, None, *row.stated)[column]


class DifferingTable(WholeTable):
    def __init__(self, parent: QWidget | None = None) -> None:
        self.values = DifferingModel()
        super().__init__(self.values, stretch=1, least=10, widest=14, parent=parent)
        self.setAccessibleName(self.tr("Values that differ"))
