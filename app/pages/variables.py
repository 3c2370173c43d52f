"""Variabler: the codebook, searchable, and what changed between its versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Jobs
from app.pages.page import Destination, Page, View
from app.problems import problem_sentences
from app.program import Program
from local_cache.cache import Cursor
from local_cache.codebook import Change, Codebook, Entry, changes_of, compare, make_codebook
from local_cache.errors import Problem
from local_cache.registry import Definition, text_in
from local_cache.results import summary
from local_cache.results.format import format_count, format_date
from local_cache.sync.outcome import Changed
from widgets.card import Card, Heading, Muted, Notice
from widgets.tables.codebook import ChangesTable, VariablesTable, change_rows
from widgets.theme import GAP, em
from widgets.variable_view import Facts, VariableText, VariableView

SIDE_BY_SIDE = 54
"""Ems of width from which the list and the variable stand beside each other."""

NARROW_HEIGHT = 44
"""Ems of height for the two above each other."""

TABS = ("variables", "changes")


@dataclass(frozen=True)
class Loaded:
    """The codebook in use, and what changed since the version before (earlier: its name, "" where it is not here)."""

    definition: Definition
    codebook: Codebook
    earlier: str
    changes: tuple[Change, ...]


def read_codebook(cursor: Cursor, registry: str) -> Loaded:
    definition = summary.definition(cursor, registry)
    before = summary.earlier_definition(cursor, registry)
    changes = compare(before, definition) if before is not None else ()
    return Loaded(definition, make_codebook(definition), before.version if before is not None else "", changes)


class VariablesPage(Page):
    """The page. Attributes: loaded (what is shown)."""

    name: ClassVar[str] = "variables"
    depends_on: ClassVar[Changed] = Changed.DEFINITION

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.loaded: Loaded | None = None
        self._wanted = ""
        self._notice = Notice()
        self._notice.acted.connect(self._again)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Views of the codebook"))
        self._tabs.addTab(self._build_variables(), self.tr("Variables"))
        self._tabs.addTab(self._build_changes(), self.tr("Changes between versions"))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(self._tabs)
        self._notice.say(self.tr("Reading …"))
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)

    # What is on the page

    def _build_variables(self) -> QWidget:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(2 * GAP)
        self._splitter.setContentsMargins(0, GAP, 0, 0)
        self._splitter.addWidget(self._build_list())
        card = Card()
        self._variable = VariableView()
        self._variable.indicator_wanted.connect(self._open_indicator)
        self._variable.variable_wanted.connect(self._choose)
        card.body.addWidget(self._variable, 1)
        card.setMinimumWidth(22 * em(card))
        self._splitter.addWidget(card)
        self._splitter.setStretchFactor(0, 4)
        self._splitter.setStretchFactor(1, 7)
        self._splitter.setSizes([400, 700])
        # Where the window is narrow or the text large, the two stand above each other and the page scrolls.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._splitter)
        return scroll

    def _build_list(self) -> Card:
        card = Card()
        self._search = QLineEdit()
        self._search.setAccessibleName(self.tr("Search the codebook"))
        self._search.setPlaceholderText(self.tr("Search names, codes and help texts"))
        self._search.setToolTip(self.tr("Ctrl+F comes here from anywhere on the page"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._search.installEventFilter(self)
        card.body.addWidget(self._search)
        self._list = VariablesTable()
        self._list.chosen.connect(self._show_entry)
        place = QWidget()
        self._list_place = QStackedLayout(place)
        self._nothing = Notice()
        self._nothing.acted.connect(self._search.clear)
        self._list_place.addWidget(self._list)
        self._list_place.addWidget(self._nothing)
        card.body.addWidget(place, 1)
        self._count = Muted()
        card.body.addWidget(self._count)
        card.setMinimumWidth(16 * em(card))
        card.setMinimumHeight(14 * em(card))
        return card

    def _build_changes(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(2 * GAP)
        card = Card()
        head = QHBoxLayout()
        self._changes_title = Heading()
        head.addWidget(self._changes_title, 1)
        self._changes = ChangesTable()
        self._changes.opened.connect(self._open_change)
        self._copy = QPushButton(self.tr("Copy the table"))
        self._copy.clicked.connect(self._changes.copy)
        head.addWidget(self._copy)
        card.body.addLayout(head)
        self._changes_words = Muted()
        card.body.addWidget(self._changes_words)
        self._changes_notice = Notice()
        card.body.addWidget(self._changes)
        card.body.addWidget(self._changes_notice)
        column.addWidget(card)
        self._comparability = Card(self.tr("Counted differently"))
        self._comparability_facts = Facts()
        self._comparability.body.addWidget(self._comparability_facts)
        column.addWidget(self._comparability)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        return scroll

    # The codebook

    def load(self, view: View) -> None:
        registry = view.summary.registry
        self.jobs.query(lambda cursor: read_codebook(cursor, registry), self._show, self._say_problem)

    def views(self) -> tuple[str, ...]:
        return TABS

    def show_view(self, view: str) -> None:
        self._tabs.setCurrentIndex(TABS.index(view))

    def point_at(self, indicator: str) -> None:
        """Bring a variable forward: its id, or form/id where several forms have it."""
        self._wanted = indicator
        if self.loaded is not None and indicator:
            self._come_forward()

    def _again(self) -> None:
        if self.view is not None:
            self.load(self.view)

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip(), self.tr("Try again"))
        self._stack.setCurrentWidget(self._notice)

    def _show(self, loaded: Loaded) -> None:
        assert self.view is not None
        before = self._list.entry()
        same = self.loaded is not None and self.loaded.codebook.registry == loaded.codebook.registry
        self.loaded = loaded
        if not loaded.codebook.entries:
            self._notice.say(
                self.tr("This registry has no codebook here"),
                self.tr(
                    "Its published results are here, but not the definition of its variables. The codebook comes from "
                    "the registry's own service, when the unit is connected to it."
                ),
            )
            self._stack.setCurrentWidget(self._notice)
            return
        if not same:
            self._search.clear()
        self._filter()
        if same and before is not None:
            self._choose(before.form, before.id)
        self._come_forward()
        self._show_changes(loaded)
        self._stack.setCurrentWidget(self._tabs)

    def _come_forward(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted:
            form, _, variable = wanted.rpartition("/")
            self._choose(form, variable)

    def _filter(self) -> None:
        """Show what the search finds; the first of it is chosen, or what was chosen before where it is among them."""
        if self.loaded is None or self.view is None:
            return
        language, text = self.view.language, self._search.text()
        chosen = self._list.entry()
        found = self.loaded.codebook.search(text)
        self._list.variables.show_entries(found, language, grouped=not text.strip())
        n, of = format_count(len(found), language), format_count(len(self.loaded.codebook.entries), language)
        self._count.setText(self.tr("{n} of {all} variables").format(n=n, all=of))
        if not found:
            self._nothing.say(
                self.tr("Nothing found"),
                self.tr("No variable has all of these words in its name, label, codes or help text."),
                self.tr("Show all variables"),
            )
            self._list_place.setCurrentWidget(self._nothing)
            return
        self._list_place.setCurrentWidget(self._list)
        row = -1 if chosen is None or text.strip() else self._list.variables.row_of(chosen.form, chosen.id)
        if row >= 0:
            self._list.choose(row)
        else:
            self._list.choose_first()

    def _choose(self, form: str, variable: str) -> None:
        """Choose a variable; a search that hides it gives way."""
        if self._list.variables.row_of(form, variable) < 0 and self._search.text():
            self._search.clear()
        self._list.choose(self._list.variables.row_of(form, variable))
        self._tabs.setCurrentIndex(0)

    def _show_entry(self, entry: Entry) -> None:
        if self.loaded is None or self.view is None:
            return
        changes = changes_of(entry, self.loaded.changes)
        self._variable.show_variable(
            VariableText(entry, self.loaded.definition, changes, self.loaded.earlier, self.view.language)
        )

    def _open_indicator(self, indicator: str) -> None:
        if self.view is not None:
            self.go_to.emit(Destination("results", self.view.summary.registry, self.view.unit, indicator))

    # What changed

    def _show_changes(self, loaded: Loaded) -> None:
        assert self.view is not None
        language, now = self.view.language, loaded.codebook.version
        self._changes.changes.show_rows(change_rows(loaded.changes, loaded.definition, language), language)
        notes = sorted(loaded.definition.notes, key=lambda n: n.since, reverse=True)
        since = self.tr("From {date}")
        self._comparability_facts.show_facts(
            [(since.format(date=format_date(n.since, language)), text_in(n.text, language)) for n in notes]
        )
        self._comparability.setVisible(bool(notes))
        self._copy.setVisible(bool(loaded.changes))
        if not loaded.earlier:
            self._changes_title.setText(self.tr("Version {now}").format(now=now))
            self._changes_notice.say(
                self.tr("Only one version of the definition is here"),
                self.tr("When the registry changes it, what changed is told here after the next synchronisation."),
            )
        else:
            words = self.tr("From version {before} to version {now}")
            self._changes_title.setText(words.format(before=loaded.earlier, now=now))
            self._changes_notice.say(
                self.tr("Nothing has changed"),
                self.tr("Variables, codes, rules and indicators are the same in both versions."),
            )
        self._changes_words.setText(
            self.tr("{n} changes. A variable or indicator can be opened with Enter.").format(
                n=format_count(len(loaded.changes), language)
            )
        )
        self._changes_words.setVisible(bool(loaded.changes))
        self._changes.setVisible(bool(loaded.changes))
        self._changes_notice.setVisible(not loaded.changes)

    def _open_change(self, row: int) -> None:
        subject = self._changes.changes.rows[row].change.subject
        if subject.kind == "variable":
            self._choose(subject.form, subject.id)
        elif subject.kind == "code list" and self.loaded is not None:
            user = next((e for e in self.loaded.codebook.entries if e.variable.codes == subject.id), None)
            if user is not None:
                self._choose(user.form, user.id)
        elif subject.kind == "indicator" and self._is_there(subject.id):
            self._open_indicator(subject.id)

    def _is_there(self, indicator: str) -> bool:
        return self.loaded is not None and any(i.id == indicator for i in self.loaded.definition.indicators)

    # Keys

    def _find(self) -> None:
        self._tabs.setCurrentIndex(0)
        self._search.setFocus()
        self._search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field the arrow keys and Enter go on into the list."""
        if watched is self._search and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.isVisible():
                self._list.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self._search.text():
                self._search.clear()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < SIDE_BY_SIDE * em(self)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
        self._splitter.setMinimumHeight(NARROW_HEIGHT * em(self) if narrow else 0)
