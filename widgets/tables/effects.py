"""What a correction changes: figures before and after it is taken in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from local_cache.results.stated import Stated
from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable
from widgets.theme import em

WHAT, BEFORE, AFTER = range(3)


@dataclass(frozen=True, slots=True)
class EffectRow:
    """Words before and after, with the whole of them in `explained`; stated: the numbers they say, where they do."""

    what: str
    before: str
    after: str
    explained: str = ""
    stated: tuple[Stated | None, Stated | None] = (None, None)

    @property
    def differs(self) -> bool:
        return self.before != self.after


class EffectsModel(RowsModel[EffectRow]):
    numbers = frozenset({BEFORE, AFTER})

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Here"), self.tr("Before"), self.tr("After"))

    def text(self, row: EffectRow, column: int) -> str:
        return (row.what, row.before, row.after)[column]

    def stated(self, row: EffectRow, column: int) -> Stated | None:
        return row.stated[column - BEFORE] if column != WHAT else None

    def explained(self, row: EffectRow, column: int) -> str:
        return row.explained or row.what

    def strong(self, row: EffectRow, column: int) -> bool:
        return column == AFTER and row.differs


class EffectsTable(CalmTable):
    """As tall as its rows. Attributes: effects (the model)."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.effects = EffectsModel()
        super().__init__(self.effects, least=6, parent=parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.effects.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        rows = self.verticalHeader().defaultSectionSize() * self.model().rowCount()
        return QSize(12 * em(self), self.horizontalHeader().sizeHint().height() + rows + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(10 * em(self), self.sizeHint().height())
