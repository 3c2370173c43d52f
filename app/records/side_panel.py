"""Beside the table of own records: a record's episode, a column's statistics, and which columns there are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from app.jobs import Jobs
from app.pages.page import View
from app.records.look import Look, standard_look
from app.records.reading import Opened
from local_cache.cache import Cursor
from local_cache.errors import Problem
from local_cache.records.columns import Column, column_named
from local_cache.records.episodes import read_episode
from local_cache.records.record import ColumnStatistics, EpisodeRecord
from local_cache.records.statistics import column_statistics
from local_cache.registry import text_in
from widgets.record_words import system_words, titled
from widgets.tables.column_chooser import ColumnChooser
from widgets.tables.column_statistics import StatisticsPanel
from widgets.tables.episode import EpisodePanel
from widgets.tables.records import RecordsTable
from widgets.theme import em

PANELS = ("episode", "statistics", "columns")


@dataclass(frozen=True)
class Episode:
    chosen: str
    records: tuple[EpisodeRecord, ...]


class SidePanel(QTabWidget):
    """The panel; it follows the table's current cell, and reads only what it shows.

    Attributes: episode, statistics, columns (its parts). Signals: turned(panel) where a person turned to another part,
    refused(Problem).
    """

    turned = Signal(str)
    refused = Signal(object)

    def __init__(self, jobs: Jobs, table: RecordsTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._table = table
        self._view: View | None = None
        self._opened: Opened | None = None
        self._all: tuple[Column, ...] = ()
        self._look = Look((), 0)
        self._episode_waits = False
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Side panel"))
        self.episode = EpisodePanel()
        self.statistics = StatisticsPanel()
        self.statistics.column_wanted.connect(self._read_statistics)
        self.columns = ColumnChooser()
        self.addTab(self.episode, self.tr("Episode"))
        self.addTab(self.statistics, self.tr("Statistics"))
        self.addTab(self.columns, self.tr("Columns"))
        self.currentChanged.connect(self._turn)
        self.setMinimumWidth(17 * em(self))
        table.selectionModel().currentChanged.connect(self._follow)

    # What it is about

    def take(self, view: View | None, opened: Opened | None, columns: tuple[Column, ...], look: Look) -> None:
        """What the table shows now, None for nothing. columns: all of the form; look: those that are shown."""
        self._view, self._opened, self._all, self._look = view, opened, columns, look
        if view is None or opened is None:
            return
        form = view.definition.form(opened.query.form)
        sections = {s: text_in(texts, view.language) for s, texts in form.sections.items()}
        sections[""] = self.tr("The form itself")
        self.columns.offer(columns, sections, look.columns, standard_look(columns).columns)
        current = self._table.records.column_at(self._table.currentIndex().column())
        self.statistics.offer(self._titles(), current.name if current else "")

    def open_at(self, panel: str) -> None:
        """Open it at a part, or close it ("")."""
        if panel:
            self.setCurrentIndex(PANELS.index(panel))
        self.setVisible(bool(panel))
        self.refresh()

    def open_statistics(self, name: str) -> None:
        """Open it at the statistics of that column."""
        self.statistics.offer(self._titles(), name)
        self.open_at("statistics")

    def refresh(self) -> None:
        """Read again what it shows; nothing may stay that is no longer in the table."""
        if self.isHidden():
            return
        if self._opened is None or not self._opened.start.matching:
            self.episode.say(self.tr("Choose a form in the table to see what belongs with it."))
            self.statistics.say(self.tr("There are no forms to describe."))
            return
        panel = PANELS[self.currentIndex()]
        if panel == "episode":
            self._read_episode()
        elif panel == "statistics":
            self._read_statistics(self.statistics.column())

    def rows_arrived(self) -> None:
        """The current row may be among them."""
        if self._episode_waits:
            self.refresh()

    def _titles(self) -> list[tuple[str, str]]:
        return [(name, titled(column_named(self._all, name))) for name in self._look.columns]

    def _turn(self, index: int) -> None:
        if not self.isHidden():
            self.turned.emit(PANELS[index])
            self.refresh()

    def _follow(self, current: QModelIndex, before: QModelIndex) -> None:
        if self.isHidden() or not current.isValid():
            return
        panel = PANELS[self.currentIndex()]
        if panel == "episode" and current.row() != before.row():
            self._read_episode()
        elif panel == "statistics" and current.column() != before.column():
            column = self._table.records.column_at(current.column())
            if column is not None:
                self.statistics.offer(self._titles(), column.name)
                self._read_statistics(column.name)

    # What it reads

    def _read_statistics(self, name: str) -> None:
        opened, view = self._opened, self._view
        if not name or opened is None or view is None:
            return
        definition, query = view.definition, opened.query
        self._jobs.query(
            lambda cursor: column_statistics(cursor, definition, query, name),
            self._show_statistics,
            self._refuse,
        )

    def _show_statistics(self, found: ColumnStatistics) -> None:
        assert self._view is not None
        # The labels of the columns every record has are words of the program's, which the reading does not know.
        worded = replace(found, column=column_named(self._all, found.column.name))
        self.statistics.show_statistics(worded, self._view.language, labels=self._look.labels)

    def _read_episode(self) -> None:
        opened, view = self._opened, self._view
        row = self._table.currentIndex().row()
        if opened is None or view is None or not 0 <= row < opened.start.matching:
            self.episode.say(self.tr("Choose a form in the table to see what belongs with it."))
            return
        record = self._table.records.row_at(row)
        self._episode_waits = record is None
        if record is None:  # its page is on its way
            self.episode.say(self.tr("Reading …"))
            return
        if record.episode is None:
            self.episode.say(self.tr("The registry does not say what this form belongs with."))
            return
        definition, query, episode, chosen = view.definition, opened.query, record.episode, record.record_id

        def read(cursor: Cursor) -> Episode:
            found = read_episode(cursor, definition, query.unit, episode, query.language, query.today)
            return Episode(chosen, found)

        self._jobs.query(read, self._show_episode, self._refuse)

    def _show_episode(self, episode: Episode) -> None:
        assert self._view is not None
        if not episode.records:
            self.episode.say(self.tr("The form is no longer here."))
            return
        self.episode.show_episode(
            self._view.definition,
            episode.records,
            episode.chosen,
            self._view.language,
            system_words(),
            labels=self._look.labels,
        )

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)
