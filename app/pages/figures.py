"""What of a page can be taken along: its tables and charts, as they are on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.pages.page import TypedTable
    from widgets.charts.sheet import ChartSheet
    from widgets.tables.shown import ShownTable


@dataclass(frozen=True)
class Figures:
    """Figures that can be taken along: the table as shown, what it is in an export where it has a form of its own
    there, and the chart where they are drawn."""

    table: ShownTable
    typed: TypedTable | None = None
    sheet: ChartSheet | None = None


def table_under(widget: QWidget | None) -> QWidget | None:
    """The table a widget is, or is in."""
    while widget is not None and not (hasattr(widget, "shown") and hasattr(widget, "copy")):
        widget = widget.parentWidget()
    return widget


def chart_under(widget: QWidget | None) -> QWidget | None:
    """The chart a widget is, or is in."""
    while widget is not None and not (hasattr(widget, "paint_on") and hasattr(widget, "height_on")):
        widget = widget.parentWidget()
    return widget
