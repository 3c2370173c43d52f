"""Days from which something is counted or registered differently."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView, QWidget

from local_cache.quality.findings import Break
from local_cache.results.format import format_date
from local_cache.results.stated import Stated, stated_day
from widgets.quality_words import change_in_words
from widgets.tables.rows import LEFT, Index, RowsModel
from widgets.tables.table import CalmTable, RowDelegate
from widgets.theme import em

SINCE, WHERE, WHAT = range(3)


@dataclass(frozen=True)
class BreakRow:
    """A change with the names of what it is about and, of notes, the registry's words. within: in the chosen period."""

    change: Break
    about: str
    text: str
    within: bool


class BreaksModel(RowsModel[BreakRow]):
    def titles(self) -> tuple[str, ...]:
        return (self.tr("From"), self.tr("Chosen period"), self.tr("What changes"))

    def text(self, row: BreakRow, column: int) -> str:
        if column == SINCE:
            return format_date(row.change.since, self.language)
        if column == WHERE:
            return self.tr("inside") if row.within else self.tr("outside")
        parts = [row.text or f"{change_in_words(row.change.change)}."]
        if row.about:
            parts.append(self.tr("About: {names}.").format(names=row.about))
        if row.change.versions:
            before, after = row.change.versions
            parts.append(self.tr("Version {before} → {after}.").format(before=before, after=after))
        return " ".join(parts)

    def stated(self, row: BreakRow, column: int) -> Stated | None:
        return stated_day(row.change.since) if column == SINCE else None

    def explained(self, row: BreakRow, column: int) -> str:
        return self.text(row, WHAT)

    def strong(self, row: BreakRow, column: int) -> bool:
        return row.within and column == SINCE

    def colour(self, row: BreakRow, column: int) -> str:
        return "text" if row.within else "muted"


class _WrappedDelegate(RowDelegate):
    """Words on as many lines as they need."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        view = self.parent()
        assert isinstance(view, QTableView)
        if index.column() == WHAT:
            wide = view.columnWidth(WHAT) - em(view)
            text = str(index.data())
            flags = int(LEFT) | int(Qt.TextFlag.TextWordWrap)
            box = view.fontMetrics().boundingRect(QRect(0, 0, max(wide, 8 * em(view)), 10_000), flags, text)
            size.setHeight(max(size.height(), box.height() + em(view)))
        return size


class BreaksTable(CalmTable):
    """Attributes: breaks (the model)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.breaks = BreaksModel()
        super().__init__(self.breaks, stretch=WHAT, spare=(WHERE,), least=14, rows=1.75, parent=parent)
        self.setItemDelegate(_WrappedDelegate(self, rows=1.75))
        self.setAccessibleName(self.tr("Changes to what is counted and registered"))

    def fit_columns(self) -> None:
        super().fit_columns()
        for row in range(self.model().rowCount()):
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            self.setRowHeight(row, self.itemDelegate().sizeHint(option, self.model().index(row, WHAT)).height())
