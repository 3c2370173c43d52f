"""A unit's own list: the rows it begins with, what of it was not understood, and what is not registered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from local_cache.quality.findings import MissingCase
from local_cache.quality.local_list import LocalList, Trouble
from local_cache.results.format import EN_DASH, format_count, format_date
from local_cache.results.stated import Stated, stated_count, stated_day
from widgets.quality_words import column_name, role_in_words, trouble_in_words
from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable


class SampleModel(RowsModel[tuple[str, ...]]):
    """The first rows as they stand in the file. Attributes: heads (of the columns)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads: tuple[str, ...] = ()

    def titles(self) -> tuple[str, ...]:
        return self.heads

    def text(self, row: tuple[str, ...], column: int) -> str:
        return row[column] if column < len(row) else ""


class SampleTable(CalmTable):
    """Attributes: sample (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.sample = SampleModel()
        super().__init__(self.sample, stretch=0, least=6, rows=1.5, parent=parent)
        self.setAccessibleName(self.tr("The first rows of the list"))

    def show_list(self, local: LocalList, language: str) -> None:
        roles = {column: role for role, column in local.columns.items()}
        self.sample.heads = tuple(
            " · ".join(
                part
                for part in (
                    header or column_name(i, language),
                    role_in_words(roles[i]).lower() if i in roles else "",
                )
                if part
            )
            for i, header in enumerate(local.headers)
        )
        self.sample.show_rows(local.sample, language)


class TroublesModel(RowsModel[Trouble]):
    numbers = frozenset({0, 1})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Line"), self.tr("Column"), self.tr("What was not understood"))

    def text(self, row: Trouble, column: int) -> str:
        if column == 0:
            return format_count(row.line, self.language)
        if column == 1:
            return format_count(row.column, self.language) if row.column else EN_DASH
        return trouble_in_words(row.kind)

    def stated(self, row: Trouble, column: int) -> Stated | None:
        if column == 1:
            return stated_count(row.column or None)
        return stated_count(row.line) if column == 0 else None

    def colour(self, row: Trouble, column: int) -> str:
        return "text" if row.hinders else "muted"


class TroublesTable(CalmTable):
    """Attributes: troubles (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.troubles = TroublesModel()
        super().__init__(self.troubles, stretch=2, least=10, rows=1.5, parent=parent)
        self.setAccessibleName(self.tr("What was not understood"))


class MissingModel(RowsModel[MissingCase]):
    numbers = frozenset({0})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Line"), self.tr("Key"), self.tr("Date"), self.tr("Code"))

    def text(self, row: MissingCase, column: int) -> str:
        if column == 0:
            return format_count(row.line, self.language)
        if column == 2:
            return format_date(row.day, self.language)
        return row.key if column == 1 else row.code

    def stated(self, row: MissingCase, column: int) -> Stated | None:
        if column == 2:
            return stated_day(row.day)
        return stated_count(row.line) if column == 0 else None


class MissingTable(CalmTable):
    """Attributes: missing (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.missing = MissingModel()
        super().__init__(self.missing, stretch=1, spare=(3,), least=9, rows=1.5, parent=parent)
        self.setAccessibleName(self.tr("Cases that are only in your list"))

    def show_cases(self, cases: Sequence[MissingCase], language: str) -> None:
        self.missing.show_rows(cases, language)
