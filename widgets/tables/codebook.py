"""The codebook's tables: the list of variables, a code list, where a variable is used, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from local_cache.codebook import Change, Entry, Use
from local_cache.registry import Code, Definition, text_in
from widgets.codebook_text import (
    change_in_words,
    role_in_words,
    subject_kind_in_words,
    subject_name,
    type_in_words,
    use_kind_in_words,
)
from widgets.tables.rows import ROW_ROLE, Index, RowsModel
from widgets.tables.table import CalmTable, RowDelegate
from widgets.tables.whole import WholeTable
from widgets.theme import em, scaled, strong, theme


@dataclass(frozen=True)
class Group:
    """A line over the variables of a form's section."""

    title: str


class VariablesModel(RowsModel[Entry | Group]):
    """Variables, with a line over each section where they stand in the codebook's order.

    Attributes: grouped; what was found by searching stands in the order of how well it fits.
    """

    def __init__(self) -> None:
        super().__init__()
        self.grouped = True

    def show_entries(self, entries: Sequence[Entry], language: str, *, grouped: bool) -> None:
        rows: list[Entry | Group] = []
        title = ""
        for entry in entries:
            above = place_in_words(entry, language)
            if grouped and above != title:
                rows.append(Group(above))
                title = above
            rows.append(entry)
        self.grouped = grouped
        self.show_rows(rows, language)

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Variable"),)

    def text(self, row: Entry | Group, column: int) -> str:
        return row.title if isinstance(row, Group) else text_in(row.variable.label, self.language) or row.id

    def under(self, row: Entry) -> str:
        """The second line: the id, and the type or (of what was found by searching) the place."""
        more = type_in_words(row.variable.type) if self.grouped else place_in_words(row, self.language)
        return f"{row.id} · {more}"

    def read_out(self, row: Entry | Group, column: int) -> str:
        return row.title if isinstance(row, Group) else f"{self.text(row, column)}, {self.under(row)}"

    def explained(self, row: Entry | Group, column: int) -> str:
        return "" if isinstance(row, Group) else f"{self.text(row, column)}\n{self.under(row)}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        # The arrow keys pass by what cannot be chosen.
        if index.isValid() and isinstance(self.rows[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def row_of(self, form: str, variable: str) -> int:
        """The row of a variable, −1 where it is not shown; of any form where `form` is ""."""
        for number, row in enumerate(self.rows):
            if isinstance(row, Entry) and row.id == variable and form in ("", row.form):
                return number
        return -1


def place_in_words(entry: Entry, language: str) -> str:
    """The form, and the section where it has one."""
    parts = (text_in(entry.form_label, language) or entry.form, text_in(entry.section_label, language))
    return " · ".join(p for p in parts if p)


class _VariableDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, at: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        row: Entry | Group = index.data(ROW_ROLE)
        model = index.model()
        assert isinstance(model, VariablesModel)
        line = em(option.widget)
        painter.save()
        if isinstance(row, Group):
            painter.setFont(strong(option.font, 0.94))
            painter.setPen(theme().colour("muted"))
            shown = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, at.width())
            painter.drawText(at.adjusted(0, line // 3, 0, 0), Qt.AlignmentFlag.AlignBottom, shown)
        else:
            top = at.top() + (at.height() - round(1.95 * line)) // 2
            for text, offset, colour, font in (
                (model.text(row, 0), 0, "text", option.font),
                (model.under(row), line, "muted", scaled(option.font, 0.9)),
            ):
                painter.setFont(font)
                painter.setPen(theme().colour(colour))
                metrics = painter.fontMetrics()
                shown = metrics.elidedText(text, option.textElideMode, at.width())
                painter.drawText(at.left(), top + offset + metrics.ascent(), shown)
        painter.restore()


class VariablesTable(CalmTable):
    """The list. Signals: chosen(Entry) when the arrow keys or a click come to a variable."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.variables = VariablesModel()
        super().__init__(self.variables, stretch=0, least=9, rows=2.6, parent=parent)
        self.setItemDelegate(_VariableDelegate(self, rows=2.6))
        self.setAccessibleName(self.tr("Variables"))
        self.horizontalHeader().hide()
        self.selectionModel().currentRowChanged.connect(self._changed)

    def fit_columns(self) -> None:
        super().fit_columns()
        for number, row in enumerate(self.variables.rows):
            self.setRowHeight(number, round(em(self) * (1.9 if isinstance(row, Group) else 2.6)))

    def entry(self) -> Entry | None:
        """The variable that is chosen."""
        index = self.currentIndex()
        row = self.variables.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Entry) else None

    def choose_first(self) -> None:
        first = next((n for n, row in enumerate(self.variables.rows) if isinstance(row, Entry)), -1)
        self.choose(first)

    def _changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        entry = self.entry()
        if entry is not None:
            self.chosen.emit(entry)


class CodesModel(RowsModel[Code]):
    def titles(self) -> tuple[str, ...]:
        return (self.tr("Code"), self.tr("Meaning"))

    def text(self, row: Code, column: int) -> str:
        if column == 0:
            return row.value
        label = text_in(row.label, self.language)
        return f"{label} – {self.tr('the answer is not known')}" if row.missing else label

    def colour(self, row: Code, column: int) -> str:
        return "muted" if row.missing else "text"


class CodesTable(WholeTable):
    """A code list; codes that say that the answer is not known are marked in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.codes = CodesModel()
        super().__init__(self.codes, stretch=1, parent=parent)
        self.setAccessibleName(self.tr("Code list"))


class UsesModel(RowsModel[Use]):
    """`expressions`: the texts of rules and subgroups, by kind and id, for the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self.expressions: Mapping[tuple[str, str], str] = {}

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Kind"), self.tr("Name"), self.tr("How"))

    def text(self, row: Use, column: int) -> str:
        match column:
            case 0:
                return use_kind_in_words(row)
            case 1:
                return text_in(row.title, self.language) or row.id
            case _:
                # That an indicator also counts by its date says nothing beside what it counts.
                roles = [role for role in row.roles if role != "dated by"] or row.roles
                return ", ".join(role_in_words(role) for role in roles)

    def explained(self, row: Use, column: int) -> str:
        expression = self.expressions.get((row.kind, row.id), "")
        return f"{row.id}\n{expression}".strip()

    def colour(self, row: Use, column: int) -> str:
        return "own" if column == 1 and row.kind in ("indicator", "variable") else "text"


class UsesTable(WholeTable):
    def __init__(self, parent: QWidget | None = None) -> None:
        self.uses = UsesModel()
        super().__init__(self.uses, stretch=1, least=10, widest=11, parent=parent)
        self.setAccessibleName(self.tr("Used by"))


@dataclass(frozen=True)
class ChangeRow:
    """A change with its words."""

    change: Change
    kind: str
    name: str
    words: str


def change_rows(changes: Sequence[Change], definition: Definition, language: str) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(
            change,
            subject_kind_in_words(change.subject.kind),
            subject_name(change, definition, language),
            change_in_words(change, definition, language),
        )
        for change in changes
    )


class ChangesModel(RowsModel[ChangeRow]):
    def titles(self) -> tuple[str, ...]:
        return (self.tr("Kind"), self.tr("Name"), self.tr("What has changed"))

    def text(self, row: ChangeRow, column: int) -> str:
        return (row.kind, row.name, row.words)[column]

    def explained(self, row: ChangeRow, column: int) -> str:
        return row.change.subject.id


class ChangesTable(WholeTable):
    """Changes of a registry's definition, all of them or those that concern one variable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.changes = ChangesModel()
        super().__init__(self.changes, stretch=2, least=12, widest=14, parent=parent)
        self.setAccessibleName(self.tr("Changes between versions"))
