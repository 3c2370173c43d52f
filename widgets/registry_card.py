"""A card that sums up a registry: how old the data are, what is here, what waits, how much is covered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from local_cache.registry import COVERAGE_LINES
from local_cache.results.format import format_count, format_coverage
from widgets.card import Card, Muted, Words
from widgets.flow import FlowLayout
from widgets.theme import em, strong, theme
from widgets.words import data_age_sentence, is_stale


@dataclass(frozen=True)
class RegistryState:
    """What a card shows. records None where the registry has none (published figures); to_do: how many rows wait for
    somebody here, None as long as they are being counted; coverage 0..1 of coverage_year.

    refused: indicators that cannot be computed, each with the reason.
    """

    registry: str
    name: str
    unit: str
    unit_name: str
    data_as_of: datetime | None
    records: int | None
    to_do: int | None
    coverage: float | None
    coverage_year: int | None
    refused: Sequence[tuple[str, str]] = ()


class CoverageBar(QWidget):
    """A share as a bar, with marks at 60 and 80 %."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float | None, said: str) -> None:
        self._share = share
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(10 * em(self), em(self) * 3 // 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        thick = em(self) * 0.34
        bar = QRectF(0, (self.height() - thick) / 2, self.width(), thick)
        painter.setBrush(now.colour("line"))
        painter.drawRoundedRect(bar, thick / 2, thick / 2)
        if self._share is not None:
            level = sum(self._share >= line for line in COVERAGE_LINES)
            painter.setBrush(now.colour(("low", "moderate", "high")[level]))
            filled = QRectF(bar.left(), bar.top(), bar.width() * min(1.0, self._share), thick)
            painter.drawRoundedRect(filled, thick / 2, thick / 2)
        for line in COVERAGE_LINES:
            x = round(self.width() * line)
            painter.fillRect(QRectF(x - 0.75, 0, 1.5, self.height()), now.colour("nation"))


class RegistryCard(Card):
    """The card. Signals: opened(registry id, unit id) for its results, work_wanted of the same for what is to do."""

    opened = Signal(str, str)
    work_wanted = Signal(str, str)

    def __init__(self, state: RegistryState, now: datetime, language: str, parent: QWidget | None = None) -> None:
        super().__init__(state.name, parent)
        self._state = state
        self._to_do: QLabel | None = None
        self._work = QPushButton(self.tr("Show what is to do"))
        self._work.setAccessibleName(self.tr("Show what is to do in {registry}").format(registry=state.name))
        self._work.clicked.connect(self._show_work)
        self._work.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.body.addWidget(Muted(state.unit_name))
        stale = state.data_as_of is not None and is_stale(state.data_as_of, now)
        self.age = Muted(data_age_sentence(state.data_as_of, now, language), colour="alert" if stale else "muted")
        self.body.addWidget(self.age)
        if state.records is None:
            self.body.addWidget(self._line(self.tr("Published figures"), ""))
        else:
            self.body.addWidget(self._line(self.tr("Own records"), format_count(state.records, language)))
            self.body.addWidget(self._line(self.tr("To do"), "…"))
            self._to_do = self._figure
            if state.to_do is not None:
                self.show_to_do(state.to_do, language)
        self._add_coverage(language)
        for name, reason in state.refused:
            words = self.tr("Not computed: {name} ({reason})").format(name=name, reason=reason)
            self.body.addWidget(Muted(words, colour="alert"))
        self.body.addStretch()
        button = QPushButton(self.tr("Show results"))
        button.setAccessibleName(self.tr("Show results of {registry}").format(registry=state.name))
        button.clicked.connect(self._open)
        buttons = FlowLayout()
        buttons.addWidget(button)
        buttons.addWidget(self._work)
        self.body.addLayout(buttons)

    @property
    def whose(self) -> tuple[str, str]:
        return self._state.registry, self._state.unit

    def show_to_do(self, number: int, language: str) -> None:
        """How many rows wait for somebody here, as the navigation says it."""
        if self._to_do is not None:
            words = format_count(number, language) if number else self.tr("nothing")
            self._to_do.setText(words)
            self._to_do.setAccessibleName(f"{self.tr('To do')}: {words}")
            self._work.setVisible(number > 0)

    def _line(self, name: str, value: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Words(name), 1)
        figure = QLabel(value)
        figure.setFont(strong(figure.font()))
        figure.setAccessibleName(f"{name}: {value}")
        row.addWidget(figure)
        self._figure = figure
        return line

    def _add_coverage(self, language: str) -> None:
        share = self._state.coverage
        if share is None:
            self.body.addWidget(Muted(self.tr("Coverage is not known for this unit.")))
            return
        level = sum(share >= line for line in COVERAGE_LINES)
        words = (self.tr("low coverage, under 60 %"), self.tr("between 60 and 80 %"), self.tr("over 80 %"))[level]
        title = self.tr("Coverage {year}").format(year=self._state.coverage_year)
        value = format_coverage(share, language)
        self.body.addWidget(self._line(title, value))
        bar = CoverageBar()
        bar.show_share(share, f"{title}: {value}, {words}")
        self.body.addWidget(bar)
        if level < len(COVERAGE_LINES):
            said = (self.tr("Low coverage: under 60 %"), self.tr("Between 60 and 80 %"))[level]
            self.body.addWidget(Muted(said, colour="alert" if level == 0 else "muted"))

    def _show_work(self) -> None:
        self.work_wanted.emit(self._state.registry, self._state.unit)

    def _open(self) -> None:
        self.opened.emit(self._state.registry, self._state.unit)
