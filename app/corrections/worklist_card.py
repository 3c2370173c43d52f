"""The worklist at the left of the page: what is searched and filtered, the rows, and what is done from there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from app.corrections.work import ON_THE_WAY, TO_DO, Wanted, Work, WorkRows
from local_cache.corrections.person import REGISTRAR
from local_cache.corrections.queries import Query
from local_cache.registry import text_in
from local_cache.results.format import format_count
from widgets.card import Card, Muted
from widgets.choosers import Choice, Chooser
from widgets.correction_words import STAGES, stage_in_words
from widgets.flow import FlowLayout
from widgets.quality_words import severity_in_words
from widgets.tables.worklist import WorklistTable
from widgets.theme import em


class WorklistCard(Card):
    """The card. Attributes: table, search, state, severity, variable, owner, age, due (filters), many, send (buttons).

    Signals: searched() while one types; filtered() when another filter was chosen; chosen(row) when another row is
    the current one; entered(row) when the keyboard is to go into its record; several_wanted(); send_wanted().
    """

    searched = Signal()
    filtered = Signal()
    chosen = Signal(int)
    entered = Signal(int)
    several_wanted = Signal()
    send_wanted = Signal()

    def __init__(self, actions: QMenu, parent: QWidget | None = None) -> None:
        """actions: everything that can be done on the page."""
        super().__init__(parent=parent)
        self._filling = False
        self.heading.show()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search in record, variable and question (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Search in the worklist"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.searched)
        self.body.addWidget(self.search)
        place = QWidget()
        flow = FlowLayout(place)
        self.state = Chooser(self.tr("State"), self.tr("Every state"), widest=14)
        self.severity = Chooser(self.tr("Severity"), self.tr("Every severity"), widest=12)
        self.variable = Chooser(self.tr("Variable"), self.tr("Every variable"), widest=14)
        self.owner = Chooser(self.tr("Owner"), self.tr("Every owner"), widest=12)
        self.age = Chooser(self.tr("Age"), self.tr("Every age"), widest=12)
        self.due = Chooser(self.tr("Deadline"), self.tr("Every deadline"), widest=12)
        for chooser in (self.state, self.severity, self.variable, self.owner, self.age, self.due):
            chooser.chosen.connect(self._filter)
            flow.addWidget(chooser)
        self.body.addWidget(place)
        self._empty = Muted()
        self._empty.hide()
        self.body.addWidget(self._empty)
        self.table = WorklistTable()
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.opened.connect(self._enter)
        self.body.addWidget(self.table, 1)
        self._told = Muted(colour="alert")
        self._told.hide()
        self.body.addWidget(self._told)
        row = QWidget()
        buttons = FlowLayout(row)
        self.many = QPushButton(self.tr("Answer several …"))
        self.many.setToolTip(self.tr("The same answer or correction for the selected rows (Ctrl+B)"))
        self.many.clicked.connect(self.several_wanted)
        self.send = QPushButton()
        self.send.setToolTip(self.tr("Send what is ready to the registry (Ctrl+Shift+Enter)"))
        self.send.clicked.connect(self.send_wanted)
        self._actions = QToolButton()
        self._actions.setText(self.tr("Actions"))
        self._actions.setAccessibleName(self.tr("Actions"))
        self._actions.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._actions.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._actions.setMenu(actions)
        for button in (self.many, self.send, self._actions):
            buttons.addWidget(button)
        self.body.addWidget(row)
        self.setMinimumWidth(15 * em(self))

    # What it offers

    def offer_filters(self, work: Work) -> None:
        every = [Choice(",".join(TO_DO), self.tr("To do")), Choice(",".join(ON_THE_WAY), self.tr("On the way"))]
        every += [Choice(stage, stage_in_words(stage)) for stage in STAGES]
        every.append(Choice("*", self.tr("Every state")))
        self.state.offer(every, self.state.chosen_id() or ",".join(TO_DO))
        counts = work.worklist.counts
        language = work.language
        self.severity.offer(
            [Choice("*", self.tr("Every severity"))]
            + [
                Choice(s, f"{severity_in_words(s)} ({format_count(n, language)})")
                for s, n in counts("severity").items()
            ],
            self.severity.chosen_id() or "*",
        )
        labels = {v.id: text_in(v.label, language) or v.id for f in work.definition.forms for v in f.variables}
        variables = sorted(((labels.get(v, v), v, n) for v, n in counts("variable").items()), key=lambda one: one[0])
        self.variable.offer(
            [Choice("*", self.tr("Every variable"))]
            + [Choice(v, f"{label} ({format_count(n, language)})") for label, v, n in variables],
            self.variable.chosen_id() or "*",
        )
        owners = sorted({o for o in counts("owner") if o} | {c.author for c in work.corrections if not c.settled})
        self.owner.offer(
            [Choice("*", self.tr("Every owner")), Choice("-", self.tr("Nobody's"))] + [Choice(o, o) for o in owners],
            self.owner.chosen_id() or "*",
        )
        self.age.offer(
            [
                Choice("*", self.tr("Every age")),
                Choice("7", self.tr("Older than a week")),
                Choice("30", self.tr("Older than a month")),
                Choice("90", self.tr("Older than three months")),
                Choice("365", self.tr("Older than a year")),
            ],
            self.age.chosen_id() or "*",
        )
        self.due.offer(
            [
                Choice("*", self.tr("Every deadline")),
                Choice("-1", self.tr("Overdue")),
                Choice("7", self.tr("Due within a week")),
                Choice("30", self.tr("Due within a month")),
            ],
            self.due.chosen_id() or "*",
        )
        self.many.setEnabled(work.person.is_any_of(frozenset({REGISTRAR})))

    def wanted(self) -> Wanted:
        """What the filters say."""

        def chosen(chooser: Chooser) -> str:
            return chooser.chosen_id().removeprefix("*")

        stages = tuple(s for s in chosen(self.state).split(",") if s)
        age, due = chosen(self.age), chosen(self.due)
        return Wanted(
            stages,
            severity=chosen(self.severity),
            variable=chosen(self.variable),
            owner=chosen(self.owner),
            text=self.search.text().strip(),
            older_than=int(age) if age else None,
            due_within=int(due) if due else None,
        )

    def show_rows(self, work: Work, rows: WorkRows, key: str, *, otherwise_first: bool) -> int:
        """Put the rows into the table, with the one of that key chosen. Gives its place, -1 where none is chosen."""
        self._filling = True
        self.say("")
        self.table.work.show_work(rows, work.language)
        self.heading.setText(self.tr("Corrections: {n}").format(n=format_count(len(rows), work.language)))
        nothing = len(rows) == 0
        self._empty.setVisible(nothing)
        if nothing:
            filtered = self.wanted() != Wanted()
            self._empty.setText(
                self.tr("Nothing fits the filter.")
                if filtered and (len(work.worklist) or work.corrections)
                else self.tr("The registry asks about nothing, and no rule is broken. Well done.")
            )
        at = rows.place(key) if key else -1
        if at < 0 and len(rows) and otherwise_first:
            at = 0
        if at >= 0:
            self.table.choose(at)
        self._filling = False
        return at

    def show_sending(self, number: int, language: str, *, offline: bool) -> None:
        """number: of corrections and answers that wait to be sent."""
        n = format_count(number, language)
        self.send.setText(
            self.tr("Send {n} when connected").format(n=n) if offline else self.tr("Send {n} now").format(n=n)
        )
        self.send.setVisible(number > 0)
        self.send.setEnabled(not offline)

    def say(self, words: str) -> None:
        """Why what was asked for is not done; until the list is another one."""
        self._told.setText(words)
        self._told.setVisible(bool(words))

    def selected(self, rows: WorkRows) -> tuple[Query, ...]:
        """The queries among the selected rows, from the top."""
        items = (rows.item(at) for at in self.table.chosen_places())
        return tuple(item for item in items if isinstance(item, Query))

    def focus_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # What is done in it

    def _filter(self, chosen: str) -> None:
        self.filtered.emit()

    def _choose(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._filling and current.isValid():
            self.chosen.emit(current.row())

    def _enter(self, row: int) -> None:
        if self.table.number_chosen() <= 1:
            self.entered.emit(row)
