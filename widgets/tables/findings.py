"""Indicators worth looking at, each with what it is held against."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from local_cache.results.figure import Figure, IndicatorResult
from local_cache.results.format import format_interval
from local_cache.results.stated import Stated, stated_figure
from widgets.charts.spark_line import draw_spark_line
from widgets.marks import draw_attainment
from widgets.tables.rows import ROW_ROLE, Index
from widgets.tables.titled import TITLE, TitledDelegate, TitledModel, TitledTable
from widgets.theme import em, theme
from widgets.words import attainment_sentence, figure_in_words, value_or_word

BEFORE, OWN, INTERVAL, NATION, TREND, TARGET = range(1, 7)


@dataclass(frozen=True)
class Finding:
    """An indicator of a registry that stands out.

    registry_name: shown under its title; remarks: what must be known of the value, in words ("low coverage …"), shown
    there too.
    """

    registry: str
    registry_name: str
    unit: str
    result: IndicatorResult
    remarks: tuple[str, ...] = ()


class FindingsModel(TitledModel[Finding]):
    """The own value with the period before, its interval, the nation and a small trend."""

    numbers = frozenset({BEFORE, OWN, INTERVAL, NATION})

    def titles(self) -> tuple[str, ...]:
        return (
            self.tr("Indicator"),
            self.tr("Before"),
            self.tr("Now"),
            self.tr("95 % CI"),
            self.tr("Nation"),
            self.tr("Trend"),
            "",
        )

    def text(self, row: Finding, column: int) -> str:
        result = row.result
        if column == TITLE:
            return result.title
        if column == INTERVAL:
            return format_interval(result.own, self.language) or ""
        figure = self._figure(row, column)
        return value_or_word(figure, self.language) if figure is not None else ""

    def stated(self, row: Finding, column: int) -> Stated | None:
        return stated_figure(self._figure(row, column))

    @staticmethod
    def _figure(row: Finding, column: int) -> Figure | None:
        result = row.result
        return {BEFORE: result.previous, OWN: result.own, NATION: result.nation}.get(column)

    def under(self, row: Finding) -> str:
        return " · ".join((row.registry_name, *row.remarks))

    def explained(self, row: Finding, column: int) -> str:
        result = row.result
        return "\n".join(
            (
                f"{row.registry_name}: {result.title}",
                f"{self.tr('Own')}: {figure_in_words(result.own, self.language)}",
                f"{self.tr('The period before')}: {figure_in_words(result.previous, self.language)}",
                f"{self.tr('Nation')}: {figure_in_words(result.nation, self.language)}",
                *row.remarks,
            )
        )

    def read_out(self, row: Finding, column: int) -> str:
        if column == TREND:
            return self.tr("Small trend line")
        if column == TARGET:
            return attainment_sentence(row.result.attainment, row.result.certain)
        return super().read_out(row, column)

    def strong(self, row: Finding, column: int) -> bool:
        return column == OWN

    def colour(self, row: Finding, column: int) -> str:
        return "muted" if column in (BEFORE, INTERVAL, NATION) else "text"


class _FindingDelegate(TitledDelegate):
    def paint_cell(self, painter: QPainter, at: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        finding: Finding = index.data(ROW_ROLE)
        line = em(self._view())
        if index.column() == TARGET and finding.result.attainment is not None:
            side = line * 0.68
            mark = QRectF(at.left(), at.center().y() - side / 2, side, side)
            draw_attainment(painter, mark, finding.result.attainment, theme())
            if not finding.result.certain:
                painter.setPen(theme().colour("muted"))
                painter.drawText(at.adjusted(round(1.5 * side), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "?")
        elif index.column() == TREND:
            height = 1.2 * line
            draw_spark_line(
                painter,
                QRectF(at.left(), at.center().y() - height / 2, at.width(), height),
                finding.result.trend,
                theme(),
            )
        else:
            super().paint_cell(painter, at, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        if index.column() == TARGET:
            size.setWidth(round(em(self._view()) * 2.4))
        elif index.column() == TREND:
            size.setWidth(round(em(self._view()) * 4.6))
        return size


class FindingsTable(TitledTable):
    """Findings. Where it is narrow the trend goes first, and what they are held against last or not at all."""

    def __init__(self, *, against_previous: bool, name: str, parent: QWidget | None = None) -> None:
        self.findings = FindingsModel()
        spare = (TREND, INTERVAL, NATION) if against_previous else (TREND, BEFORE, INTERVAL, NATION)
        super().__init__(self.findings, spare=spare, name=name, delegate=_FindingDelegate, parent=parent)
