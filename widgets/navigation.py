"""The list of pages at the left."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.theme import GAP, em, strong, theme

NUMBER = Qt.ItemDataRole.UserRole + 1
"""Of what waits on a page, as text."""


class _Delegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now = theme()
        at = QRect(option.rect).adjusted(0, 2, 0, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(now.colour("own"), 1.5) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("chosen" if chosen else "raised"))
            painter.drawRoundedRect(at.adjusted(1, 1, -1, -1), 6, 6)
        painter.setFont(strong(option.font) if chosen else option.font)
        painter.setPen(now.colour("own" if chosen else "text"))
        painter.drawText(at.adjusted(12, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        number = str(index.data(NUMBER) or "")
        painter.setFont(strong(option.font))
        painter.drawText(at.adjusted(0, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        size.setHeight(em(option.widget) * 2 + 4)
        return size


class Navigation(QListWidget):
    """The pages' names. Signals: chosen(page name)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Pages"))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._changed)

    def add_page(self, name: str, title: str) -> None:
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, name)
        self.addItem(item)
        widest = QFontMetrics(strong(self.font())).horizontalAdvance(title) + 2 * em(self) + 20
        self.setFixedWidth(max(widest, self.minimumWidth(), 9 * em(self)))

    def set_number(self, name: str, number: str, words: str) -> None:
        """What waits on a page, beside its name; "" for nothing. words: what a screen reader and the tool tip say."""
        for row in range(self.count()):
            item = self.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == name:
                item.setData(NUMBER, number)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {words}" if words else item.text())
                item.setToolTip(words)
                metrics = QFontMetrics(strong(self.font()))
                wide = metrics.horizontalAdvance(item.text()) + metrics.horizontalAdvance(number) + 3 * em(self) + 20
                self.setFixedWidth(max(wide, self.width()))

    def choose(self, name: str) -> None:
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.setCurrentRow(row)

    def _changed(self, current: QListWidgetItem | None, previous: QListWidgetItem | None) -> None:
        if current is not None:
            self.chosen.emit(str(current.data(Qt.ItemDataRole.UserRole)))


class Side(QWidget):
    """The strip that holds the navigation, down the whole left side."""

    def __init__(self, navigation: Navigation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP + 1, GAP)
        layout.addWidget(navigation)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.colour("surface"))
        painter.setPen(now.colour("line"))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
