"""A table's header in two bands: titles that sort, and under each what its column is filtered by.

It is one stop for the keyboard: arrow keys walk the columns, Enter sorts, F4 or Alt+Down opens the filter, Delete takes
it away, and the menu key opens the column's menu.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHeaderView, QTableView, QToolTip

from widgets.theme import em, scaled, strong, theme

TITLE_BAND, FILTER_BAND = 2.5, 1.6
"""Heights in ems."""


class FilterHeader(QHeaderView):
    """The header. `leader`: the header whose state this one shows, where two stand side by side.

    Attributes: current (the column the keyboard is at), resizing (a person is dragging an edge).
    Signals: sort_wanted(column), filter_wanted(column), unfilter_wanted(column), menu_wanted(column, where),
    section_reached(column) when the keyboard has moved there.
    """

    sort_wanted = Signal(int)
    filter_wanted = Signal(int)
    unfilter_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)
    section_reached = Signal(int)

    def __init__(self, parent: QTableView, leader: FilterHeader | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._leader = leader or self
        self._filters: Mapping[int, str] = {}
        self._unfiltered: frozenset[int] = frozenset()
        self._unsorted: frozenset[int] = frozenset()
        self._explained: tuple[str, ...] = ()
        self._sorted = -1
        self._descending = False
        self.current = 0
        self.resizing = False
        self._followers: list[FilterHeader] = []
        self.setFont(scaled(self.font(), 0.94))
        self.setSectionsClickable(False)  # a press would select the column; this header sorts when it is released
        self.setHighlightSections(False)
        self.setMinimumSectionSize(2 * em(self))
        self.setAccessibleName(self.tr("Columns: sort and filter"))
        if leader is None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        else:
            leader._followers.append(self)

    # What it shows

    def show_state(
        self,
        filters: Mapping[int, str],
        *,
        sorted_by: int,
        descending: bool,
        unsorted: frozenset[int],
        unfiltered: frozenset[int],
        explained: tuple[str, ...],
    ) -> None:
        """filters: what columns are filtered by, in words; sorted_by: a column, -1 for none; unsorted, unfiltered:
        columns that cannot be; explained: a tool tip for each column's title."""
        self._filters, self._sorted, self._descending = filters, sorted_by, descending
        self._unsorted, self._unfiltered, self._explained = unsorted, unfiltered, explained
        for header in (self, *self._followers):
            header.viewport().update()

    def least_width(self, column: int) -> int:
        """Pixels for the title on two lines, with its arrow."""
        title = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        metrics = QFontMetrics(strong(self.font()))
        words = [metrics.horizontalAdvance(word) for word in title.split()]
        wide = max([*words, metrics.horizontalAdvance(title) // 2], default=0)
        while wide < metrics.horizontalAdvance(title) and _lines(metrics, title, wide) > 2:
            wide += em(self) // 2
        return wide + 2 * em(self)

    def filter_place(self, column: int) -> QRect:
        """Where the column's filter is drawn, in the header's own coordinates."""
        top = round(TITLE_BAND * em(self))
        left = self.sectionViewportPosition(column)
        return QRect(left, top, self.sectionSize(column), self.height() - top)

    def say_current(self) -> str:
        """The column the keyboard is at, as read out."""
        title = str(self.model().headerData(self.current, Qt.Orientation.Horizontal) or "")
        words = [title or self.tr("Flagged")]
        if self.current == self._sorted:
            words.append(self.tr("sorted downwards") if self._descending else self.tr("sorted upwards"))
        if self.current in self._filters:
            words.append(self.tr("filtered: {words}").format(words=self._filters[self.current]))
        return ", ".join(words)

    def move_to(self, column: int) -> None:
        """Put the keyboard at a column."""
        visible = [c for c in range(self.count()) if not self.isSectionHidden(c)]
        if not visible:
            return
        self.current = min(max(column, visible[0]), visible[-1])
        self.section_reached.emit(self.current)
        self._read_out()

    def _read_out(self) -> None:
        self.setAccessibleDescription(self.say_current())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        for header in (self, *self._followers):
            header.viewport().update()

    # Painting

    def sizeHint(self) -> QSize:
        return QSize(self.length(), round(em(self) * (TITLE_BAND + FILTER_BAND)))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        now, lead = theme(), self._leader
        band = round(TITLE_BAND * em(self))
        painter.save()
        painter.fillRect(rect, now.colour("surface"))
        painter.setPen(QPen(now.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inset = em(self) // 2
        title = QRect(rect.left() + inset, rect.top(), rect.width() - 2 * inset, band)
        if logical == lead._sorted:
            self._paint_arrow(painter, title)
            title.setRight(title.right() - em(self))
        text = str(self.model().headerData(logical, Qt.Orientation.Horizontal) or "")
        align = self.model().headerData(logical, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        painter.setFont(strong(self.font()) if logical == lead._sorted else self.font())
        painter.setPen(now.colour("text"))
        flags = int(align or Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) <= title.width() or _lines(metrics, text, title.width()) > 2:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, title.width())
        painter.drawText(title, flags | int(Qt.TextFlag.TextWordWrap), text)
        if logical not in lead._unfiltered:
            self._paint_filter(
                painter, QRect(rect.left(), rect.top() + band, rect.width(), rect.height() - band), logical
            )
        if lead.hasFocus() and logical == lead.current:
            painter.setPen(QPen(now.colour("own"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_filter(self, painter: QPainter, place: QRect, logical: int) -> None:
        now, words = theme(), self._leader._filters.get(logical, "")
        box = place.adjusted(3, 1, -3, -4)
        painter.setPen(QPen(now.colour("own" if words else "line"), 1))
        painter.setBrush(now.colour("chosen" if words else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        inside = box.adjusted(em(self) // 4, 0, -em(self) // 4, 0)
        painter.setFont(scaled(self.font(), 0.94))
        if words:
            painter.setPen(now.colour("text"))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        else:
            self._paint_funnel(painter, inside)

    def _paint_funnel(self, painter: QPainter, inside: QRect) -> None:
        side = em(self) * 0.5
        left, top = inside.left(), inside.center().y() - side / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("pale"))
        corners = ((0, 0), (1, 0), (0.6, 0.5), (0.6, 1), (0.4, 1), (0.4, 0.5))
        painter.drawPolygon(QPolygonF([QPointF(left + x * side, top + y * side) for x, y in corners]))

    def _paint_arrow(self, painter: QPainter, title: QRect) -> None:
        side = em(self) * 0.42
        middle = QPointF(title.right() - side / 2, title.center().y())
        point = side / 2 if self._leader._descending else -side / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("own"))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(middle.x() - side / 2, middle.y() - point),
                    QPointF(middle.x() + side / 2, middle.y() - point),
                    QPointF(middle.x(), middle.y() + point),
                ]
            )
        )

    # Mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.resizing = self.cursor().shape() == Qt.CursorShape.SplitHCursor  # as Qt shows where an edge is held
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        resized, self.resizing = self.resizing, False
        column = self.logicalIndexAt(round(event.position().x()))
        if resized or event.button() is not Qt.MouseButton.LeftButton or column < 0:
            return
        if not self.rect().contains(event.position().toPoint()):
            return
        self._leader.current = column
        if event.position().y() < TITLE_BAND * em(self):
            self._sort(column)
        else:
            self._filter(column)

    def _sort(self, column: int) -> None:
        if column not in self._leader._unsorted:
            self.sort_wanted.emit(column)

    def _filter(self, column: int) -> None:
        if column not in self._leader._unfiltered:
            self.filter_wanted.emit(column)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            column, where = self.current, self.mapToGlobal(self.filter_place(self.current).bottomLeft())
        else:
            column, where = self.logicalIndexAt(event.pos()), event.globalPos()
        if column >= 0:
            self.menu_wanted.emit(column, where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        steps = {Qt.Key.Key_Left: self.current - 1, Qt.Key.Key_Right: self.current + 1}
        if key in steps:
            self.move_to(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self.move_to(0)
        elif key == Qt.Key.Key_End:
            self.move_to(self.count() - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._sort(self.current)
        elif key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and alt):
            self._filter(self.current)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unfilter_wanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.move_to(self.current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        for header in (self, *self._followers):
            header.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            column = self.logicalIndexAt(event.pos())
            lead = self._leader
            if 0 <= column < len(lead._explained):
                words = [lead._explained[column], lead._filters.get(column, "")]
                QToolTip.showText(event.globalPos(), "\n".join(w for w in words if w), self)
                return True
        return super().viewportEvent(event)


def _lines(metrics: QFontMetrics, text: str, width: int) -> int:
    """How many lines of that width the text takes."""
    box = metrics.boundingRect(QRect(0, 0, width, 10_000), int(Qt.TextFlag.TextWordWrap), text)
    return 99 if box.width() > width else round(box.height() / metrics.lineSpacing())
