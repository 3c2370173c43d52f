"""Utvikling: the own unit over time, and what a person says about the series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from local_cache.notes import Note
from local_cache.registry import Indicator
from local_cache.results.figure import Period
from local_cache.results.over_time import (
    OverTime,
    SeriesSettings,
    freeze_baseline,
    toggle_excluded,
    toggle_phase,
)
from widgets.forms.note import NoteDialog
from widgets.series_words import chart_name, not_offered_in_words
from widgets.views.view import ChartView
from widgets.words import day_in_words

if TYPE_CHECKING:
    from widgets.charts.trend import PointWish, TrendChart

LONGEST_SHOWN = 40
"""Characters of a note in a menu."""


@dataclass(frozen=True)
class SeriesShown:
    """What the view draws. changes: from when something is counted differently."""

    over_time: OverTime
    indicator: Indicator
    period: Period
    settings: SeriesSettings
    notes: tuple[Note, ...]
    changes: tuple[tuple[date, str], ...]
    language: str


class OverTimeView(ChartView):
    """The view.

    Signals: settings_wanted(SeriesSettings); note_wanted(date, str); note_removed(str id); menu_opening(QMenu) where
    the menu of a point is about to open, for what else belongs in it.
    """

    settings_wanted = Signal(object)
    note_wanted = Signal(object, str)
    note_removed = Signal(str)
    menu_opening = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: SeriesShown | None = None
        self._chart: TrendChart | None = None
        self._series = QToolButton()
        self._series.setText(self.tr("Series"))
        self._series.setAccessibleName(self.tr("Series: chart, phases, notes"))
        self._series.setToolTip(self.tr("Choose another chart, write a note, begin a new phase, leave a point out"))
        self._series.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._series)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._series.setMenu(self._menu)
        self.tools.addWidget(self._series)

    def show_series(self, shown: SeriesShown, sentence: str, made: Sequence[str]) -> None:
        """Draw it. Where there is nothing to draw, `show_notice` says why."""
        self._shown = shown
        if self._chart is None:
            from widgets.charts.trend import TrendChart

            self._chart = TrendChart()
            self._chart.read_out.connect(self.read_out)
            self._chart.wished.connect(self._take_wish)
            self._chart.menu_opening.connect(self.menu_opening)
        self._chart.show_over_time(
            shown.over_time,
            shown.indicator,
            shown.period,
            [(note.day, note.text) for note in shown.notes],
            shown.language,
            changes=shown.changes,
            baseline=shown.settings.baseline,
        )
        self.show_chart(self._chart, sentence, made)

    def remarks(self) -> tuple[str, ...]:
        return self._chart.remarks() if self._chart is not None else ()

    # What can be said about the series

    def _fill_menu(self) -> None:
        self._menu.clear()
        shown, chart = self._shown, self._chart
        if shown is None or chart is None:
            return
        self._add_charts(self._menu.addMenu(self.tr("&Chart")), shown)
        self._menu.addSeparator()
        at = chart.at()
        if at is None:
            hint = self._menu.addAction(self.tr("Choose a point with the arrow keys or a click to say more"))
            hint.setEnabled(False)
        else:
            point = chart.menu_at(at)
            point.setTitle(
                self.tr("&At {point}").format(
                    point=day_in_words(shown.over_time.own[at].month, shown.over_time.granularity, shown.language)
                )
            )
            self._menu.addMenu(point)
        if shown.notes:
            self._add_notes(self._menu.addMenu(self.tr("&Remove a note")), shown)
        if structs.replace(shown.settings, chart="") != SeriesSettings():
            self._menu.addAction(self.tr("Remove &phases, baseline and left-out points"), self._clear)

    def _add_charts(self, menu: QMenu, shown: SeriesShown) -> None:
        group = QActionGroup(menu)
        by_data = self.tr("As the data ask for ({chart})").format(chart=chart_name(shown.over_time.choice.chart))
        choices = [("", by_data, "")]
        for offered in shown.over_time.charts:
            why = not_offered_in_words(offered.refused) if offered.refused else ""
            choices.append((offered.chart, chart_name(offered.chart), why))
        for chart, text, why in choices:
            action = menu.addAction(f"{text} ({why})" if why else text)
            action.setCheckable(True)
            action.setChecked(chart == shown.settings.chart)
            action.setEnabled(not why)
            action.setData(chart)
            group.addAction(action)
        group.triggered.connect(self._take_chart)

    def _add_notes(self, menu: QMenu, shown: SeriesShown) -> None:
        for note in shown.notes:
            words = note.text if len(note.text) <= LONGEST_SHOWN else f"{note.text[: LONGEST_SHOWN - 1]}…"
            day = day_in_words(note.day, shown.over_time.granularity, shown.language)
            menu.addAction(f"{day}: {words}").setData(note.id)
        menu.triggered.connect(self._remove_note)

    def _take_chart(self, action: QAction) -> None:
        assert self._shown is not None
        self.settings_wanted.emit(structs.replace(self._shown.settings, chart=action.data()))

    def _remove_note(self, action: QAction) -> None:
        self.note_removed.emit(action.data())

    def _clear(self) -> None:
        assert self._shown is not None
        self.settings_wanted.emit(SeriesSettings(chart=self._shown.settings.chart))

    def _take_wish(self, wanted: PointWish) -> None:
        from widgets.charts.trend import Wish

        assert self._shown is not None
        settings, series = self._shown.settings, self._shown.over_time
        match wanted.wish:
            case Wish.NOTE:
                self._ask_note(wanted.day)
            case Wish.NEW_PHASE | Wish.NO_PHASE:
                self.settings_wanted.emit(toggle_phase(settings, series, wanted.index))
            case Wish.LEAVE_OUT | Wish.TAKE_IN:
                self.settings_wanted.emit(toggle_excluded(settings, series, wanted.index))
            case Wish.BASELINE:
                self.settings_wanted.emit(freeze_baseline(settings, series, wanted.index))
            case Wish.NO_BASELINE:
                self.settings_wanted.emit(freeze_baseline(settings, series, None))

    def _ask_note(self, day: date) -> None:
        assert self._shown is not None
        point = day_in_words(day, self._shown.over_time.granularity, self._shown.language)
        dialog = NoteDialog(day, self.tr("Note on {point}").format(point=point), self)
        dialog.written.connect(self.note_wanted)
        dialog.open()
