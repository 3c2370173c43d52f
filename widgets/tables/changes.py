"""Indicators that stand otherwise than they did: the value then and now, each with its level."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from local_cache.results.figure import Attainment, Figure, IndicatorResult
from local_cache.results.format import format_interval
from local_cache.results.stated import Stated, stated_figure
from widgets.charts.spark_line import draw_spark_line
from widgets.marks import draw_attainment
from widgets.tables.rows import ROW_ROLE, Index
from widgets.tables.titled import TITLE, TitledDelegate, TitledModel, TitledTable
from widgets.theme import em, theme
from widgets.words import attainment_in_words, figure_in_words, value_or_word

THEN, THEN_LEVEL, NOW, NOW_LEVEL, INTERVAL, NATION, TREND = range(1, 8)


@dataclass(frozen=True)
class ChangedIndicator:
    """An indicator that changed. then: None where it is new; now: as it stands, with its level in now_level (None also
    where its levels contradict each other); said: what changed, in words."""

    registry: str
    registry_name: str
    unit: str
    then: Figure | None
    then_level: Attainment | None
    now: IndicatorResult
    now_level: Attainment | None
    said: str
    weight: int = 0


class ChangesModel(TitledModel[ChangedIndicator]):
    numbers = frozenset({THEN, NOW, INTERVAL, NATION})

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Indicator"),
            self.tr("Then"),
            "",
            self.tr("Now"),
            "",
            self.tr("95 % CI"),
            self.tr("Nation"),
            self.tr("Trend"),
        )

    def text(self, row: ChangedIndicator, column: int) -> str:
        if column == TITLE:
            return row.now.title
        if column == INTERVAL:
            return format_interval(row.now.own, self.language) or ""
        figure = self._figure(row, column)
        return value_or_word(figure, self.language) if figure is not None else ""

    def stated(self, row: ChangedIndicator, column: int) -> Stated | None:
        return stated_figure(self._figure(row, column))

    @staticmethod
    def _figure(row: ChangedIndicator, column: int) -> Figure | None:
        return {THEN: row.then, NOW: row.now.own, NATION: row.now.nation}.get(column)

    def under(self, row: ChangedIndicator) -> str:
        return f"{row.registry_name} · {row.said}"

    def explained(self, row: ChangedIndicator, column: int) -> str:
        figures = ((self.tr("Then"), row.then), (self.tr("Now"), row.now.own), (self.tr("Nation"), row.now.nation))
        return "\n".join(
            (
                f"{row.registry_name}: {row.now.title}",
                row.said,
                *(
                    f"{name}: {figure_in_words(figure, self.language)}"
                    for name, figure in figures
                    if figure is not None
                ),
            )
        )

    def read_out(self, row: ChangedIndicator, column: int) -> str:
        if column == TREND:
            return self.tr("Small trend line")
        if column in (THEN_LEVEL, NOW_LEVEL):
            level = row.then_level if column == THEN_LEVEL else row.now_level
            return attainment_in_words(level) if level is not None else ""
        return super().read_out(row, column)

    def strong(self, row: ChangedIndicator, column: int) -> bool:
        return column == NOW

    def colour(self, row: ChangedIndicator, column: int) -> str:
        return "muted" if column in (THEN, INTERVAL, NATION) else "text"


class _ChangeDelegate(TitledDelegate):
    def paint_cell(self, painter: QPainter, at: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        changed: ChangedIndicator = index.data(ROW_ROLE)
        line = em(self._view())
        if index.column() in (THEN_LEVEL, NOW_LEVEL):
            level = changed.then_level if index.column() == THEN_LEVEL else changed.now_level
            if level is not None:
                side = 0.68 * line
                draw_attainment(painter, QRectF(at.left(), at.center().y() - side / 2, side, side), level, theme())
        elif index.column() == TREND:
            height = 1.2 * line
            trend = QRectF(at.left(), at.center().y() - height / 2, at.width(), height)
            draw_spark_line(painter, trend, changed.now.trend, theme())
        else:
            super().paint_cell(painter, at, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        if index.column() in (THEN_LEVEL, NOW_LEVEL):
            size.setWidth(round(em(self._view()) * 1.7))
        elif index.column() == TREND:
            size.setWidth(round(em(self._view()) * 4.6))
        return size


class ChangesTable(TitledTable):
    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        self.changes = ChangesModel()
        spare = (TREND, INTERVAL, NATION, THEN_LEVEL, THEN)
        super().__init__(self.changes, spare=spare, name=name, delegate=_ChangeDelegate, parent=parent)
