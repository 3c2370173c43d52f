"""Indicators worth looking at, each with what it is held against."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from local_cache.results.figure import IndicatorResult
from widgets.marks import draw_attainment
from widgets.tables.rows import ROW_ROLE, Index, RowsModel
from widgets.tables.table import CalmTable, RowDelegate
from widgets.theme import em, scaled, theme
from widgets.words import attainment_sentence, figure_in_words, value_or_word

TITLE, AGAINST, OWN, TARGET = range(4)


@dataclass(frozen=True)
class Finding:
    """An indicator of a registry that stands out; `registry_name` is shown under its title."""

    registry: str
    registry_name: str
    unit: str
    result: IndicatorResult


class FindingsModel(RowsModel[Finding]):
    """The own value beside the period before (`against_previous`) or beside the nation."""

    numbers = frozenset({AGAINST, OWN})
    against_previous = False

    def titles(self) -> tuple[str, ...]:
        against = self.tr("Before") if self.against_previous else self.tr("Nation")
        return (self.tr("Indicator"), against, self.tr("Now") if self.against_previous else self.tr("Own"), "")

    def text(self, row: Finding, column: int) -> str:
        result = row.result
        if column == TITLE:
            return result.title
        if column == AGAINST:
            return value_or_word(result.previous if self.against_previous else result.nation, self.language)
        return value_or_word(result.own, self.language) if column == OWN else ""

    def explained(self, row: Finding, column: int) -> str:
        result = row.result
        return "\n".join(
            (
                f"{row.registry_name}: {result.title}",
                f"{self.tr('Own')}: {figure_in_words(result.own, self.language)}",
                f"{self.tr('The period before')}: {figure_in_words(result.previous, self.language)}",
                f"{self.tr('Nation')}: {figure_in_words(result.nation, self.language)}",
            )
        )

    def read_out(self, row: Finding, column: int) -> str:
        if column == TITLE:
            return f"{row.result.title}, {row.registry_name}"
        return attainment_sentence(row.result.attainment, row.result.certain) or self.text(row, column)

    def strong(self, row: Finding, column: int) -> bool:
        return column == OWN

    def colour(self, row: Finding, column: int) -> str:
        return "muted" if column == AGAINST else "text"


class _FindingDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, at: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        finding: Finding = index.data(ROW_ROLE)
        if index.column() == TARGET and finding.result.attainment is not None:
            side = em(option.widget) * 0.68
            mark = QRectF(at.left(), at.center().y() - side / 2, side, side)
            draw_attainment(painter, mark, finding.result.attainment, theme())
        elif index.column() == TITLE:
            # The title keeps its line; the registry stands under it.
            line = em(option.widget)
            top = at.top() + (at.height() - round(1.95 * line)) // 2
            painter.save()
            for text, offset, colour, font in (
                (finding.result.title, 0, "text", option.font),
                (finding.registry_name, line, "muted", scaled(option.font, 0.9)),
            ):
                painter.setFont(font)
                painter.setPen(theme().colour(colour))
                metrics = painter.fontMetrics()
                shown = metrics.elidedText(text, option.textElideMode, at.width())
                painter.drawText(at.left(), top + offset + metrics.ascent(), shown)
            painter.restore()
        else:
            super().paint_cell(painter, at, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        if index.column() == TARGET:
            size.setWidth(round(em(option.widget) * 1.7))
        return size


class FindingsTable(CalmTable):
    """As tall as its rows, so that the page scrolls and not the table."""

    def __init__(self, *, against_previous: bool, name: str, parent: QWidget | None = None) -> None:
        self.findings = FindingsModel()
        self.findings.against_previous = against_previous
        super().__init__(self.findings, stretch=TITLE, spare=(AGAINST,), least=9, rows=2.7, parent=parent)
        self.setItemDelegate(_FindingDelegate(self, rows=2.7))
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.findings.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        rows = self.verticalHeader().defaultSectionSize() * self.findings.rowCount()
        return QSize(super().sizeHint().width(), self.horizontalHeader().sizeHint().height() + rows + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * em(self), self.sizeHint().height())
