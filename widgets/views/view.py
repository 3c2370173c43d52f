"""What every way to look at an indicator has: legend, chart, what is pointed at, a sentence, how the figures came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from widgets.card import Legend, Muted, Notice, Said
from widgets.charts.sheet import ChartSheet
from widgets.marks import Mark
from widgets.theme import GAP, em


class Chart(Protocol):
    """Every chart is a widget that draws itself on paper too and says what its marks mean."""

    def paint_on(self, painter: QPainter, rect: QRectF) -> None: ...

    def height_on(self, width: float, line: float) -> float: ...

    def legend(self) -> tuple[tuple[Mark, str], ...]: ...


class ChartView(QWidget):
    """The view. Subclasses make a chart when they first need one and give it to `show_chart`; its `read_out` goes to
    `read_out`. `tools` is the line at the top, for what a view can be told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        self.tools = QHBoxLayout()
        self._legend = Legend()
        self.tools.addWidget(self._legend, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(self.tools)
        self._place = QStackedWidget()
        self._notice = Notice()
        self._place.addWidget(self._notice)
        column.addWidget(self._place, 1)
        self._point = Muted()
        self._point.setMinimumHeight(2 * em(self._point))
        self._point.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._point)
        self._said = Said()
        column.addWidget(self._said)
        self._made = Muted()
        column.addWidget(self._made)
        self._chart_shown: Chart | None = None
        self.read_out("")

    def show_chart(self, chart: Chart, sentence: str, made: Sequence[str]) -> None:
        """The chart as it is now, with the sentence under it and how its figures were made."""
        assert isinstance(chart, QWidget)
        if self._place.indexOf(chart) < 0:
            self._place.addWidget(chart)
        self._place.setCurrentWidget(chart)
        self._chart_shown = chart
        self._legend.show_entries(chart.legend())
        self._point.show()
        self._say(sentence, made)

    def show_notice(self, title: str, text: str = "", sentence: str = "", made: Sequence[str] = ()) -> None:
        """A designed state in the chart's place."""
        self._notice.say(title, text)
        self._place.setCurrentWidget(self._notice)
        self._chart_shown = None
        self._legend.show_entries(())
        self._point.hide()
        self._say(sentence, made)

    def _say(self, sentence: str, made: Sequence[str]) -> None:
        self._said.say(sentence)
        self._said.setVisible(bool(sentence))
        self._made.setText(" · ".join(part for part in made if part))
        self.read_out("")

    def read_out(self, words: str) -> None:
        """What is pointed at, by the pointer or the keyboard."""
        self._point.setText(words or self.tr("Point at a value, or walk with the arrow keys, to read it."))

    def chart(self) -> Chart | None:
        """The chart that is shown, None where a designed state is."""
        return self._chart_shown

    def remarks(self) -> tuple[str, ...]:
        """Lines that explain what is written into the chart."""
        return ()

    def sheet(self, title: str, lines: Sequence[str]) -> ChartSheet | None:
        """The chart with all that is said about it, for a copy or a print; None where there is no chart."""
        chart = self._chart_shown
        if chart is None:
            return None
        return ChartSheet(
            title, tuple(lines), chart, self._said.text(), self._made.text(), chart.legend(), self.remarks()
        )
