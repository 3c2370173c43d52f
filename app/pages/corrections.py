"""Rettinger: the worklist, a record as its form beside it, and how what is written there reaches the registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSplitter, QStackedLayout, QTabWidget, QWidget

from app.corrections.beside import BesideRecord
from app.corrections.opened import Effects, Opened, open_work, read_effects
from app.corrections.query_steps import QuerySteps
from app.corrections.record_pane import RecordPane
from app.corrections.several import SeveralAtOnce
from app.corrections.work import Work, WorkRows, read_work
from app.corrections.worklist_card import WorklistCard
from app.jobs import Jobs
from app.pages.page import Page, View
from app.problems import problem_sentences
from app.program import Program
from local_cache.corrections import queries
from local_cache.corrections.corrections import Correction
from local_cache.corrections.person import REGISTRAR
from local_cache.corrections.queries import Query
from local_cache.corrections.to_do import read_to_do
from local_cache.errors import Problem
from local_cache.results import summary
from local_cache.results.format import format_count
from local_cache.sync.outcome import Changed
from widgets.card import Card, Notice
from widgets.forms.correction import CorrectionForm
from widgets.theme import GAP, em

EFFECTS_AFTER = 500
SEARCHED_AFTER = 120
"""Milliseconds after the last key until what follows from it is worked out."""
COUNTED_AFTER = 700
"""Milliseconds after which what waits is counted while another page is shown, which comes first."""
THREE_COLUMNS, TWO_COLUMNS = 66, 46
"""Ems of width from which three and two columns stand beside each other."""
LOOKED_AHEAD = 500
"""Rows searched for the next one that waits."""
MOST_AT_ONCE = 1_000
"""Queries that the same answer can be given to at once, so that the preview can still be looked at."""


WIDTHS = [460, 530, 300]
"""Of the list, the record and what stands beside it, in proportion."""


class CorrectionsPage(Page):
    """The page. Attributes: work (what the list is made of), rows (those that fit the filter); worklist, record,
    beside (its parts); steps, several (what is done with queries)."""

    name: ClassVar[str] = "corrections"
    depends_on: ClassVar[Changed] = (
        Changed.DEFINITION | Changed.RECORDS | Changed.RESULTS | Changed.QUERIES | Changed.ANSWERS | Changed.CORRECTIONS
    )

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.work: Work | None = None
        self.rows: WorkRows | None = None
        self._here = ("", "")
        self._key = ""
        self._enter = False
        self._next: str | None = None
        self._enter_next = False
        self._followed = ""
        self._record_forward = False
        self._effects_timer = self._timer(EFFECTS_AFTER, self._ask_effects)
        self._searching = self._timer(SEARCHED_AFTER, self._fill)
        self._counting = self._timer(COUNTED_AFTER, self._count)
        self._notice = Notice()
        self._notice.acted.connect(self._reload)
        self._menu = QMenu(self)
        self.worklist = WorklistCard(self._menu)
        self.worklist.searched.connect(self._searching.start)
        self.worklist.filtered.connect(self._fill)
        self.worklist.chosen.connect(self._open_at)
        self.worklist.entered.connect(self._enter_at)
        self.worklist.several_wanted.connect(self._ask_several)
        self.worklist.send_wanted.connect(self._want_sent)
        self.record = RecordPane(jobs, program)
        self.record.edited.connect(self._effects_timer.start)
        self.record.updated.connect(self._show_actions)
        self.record.leaving.connect(self._prepare_next)
        self.record.staying.connect(self._forget_next)
        self.record.going_on.connect(self._go_on)
        self.record.identified_now.connect(self._fill)
        self.beside = BesideRecord()
        self.steps = QuerySteps(self.ledger, self.record, self)
        self.beside.conversation.commented.connect(self.steps.comment)
        self.several = SeveralAtOnce(jobs, program, self.record.refuse, self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(2 * GAP)
        for widget in (self.worklist, self._build_middle(), self.beside):
            self._splitter.addWidget(widget)
        for at, share in enumerate((5, 6, 4)):
            self._splitter.setStretchFactor(at, share)
        self._splitter.setSizes(WIDTHS)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(self._splitter)
        self._build_actions()
        self._notice.say(self.tr("Reading …"))

    @property
    def opened(self) -> Opened | None:
        """The record shown."""
        return self.record.opened

    @property
    def form(self) -> CorrectionForm:
        return self.record.form

    def _timer(self, after: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    # What is on the page

    def _build_middle(self) -> QWidget:
        card = Card()
        self._back = QPushButton(self.tr("‹ To the list"))
        self._back.setToolTip("Ctrl+L")
        self._back.clicked.connect(self.show_list)
        card.body.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setTabBarAutoHide(True)
        self._tabs.setAccessibleName(self.tr("The record"))
        self._tabs.addTab(self.record, self.tr("Form"))
        card.body.addWidget(self._tabs, 1)
        card.setMinimumWidth(20 * em(card))
        return card

    def _build_actions(self) -> None:
        record, form, steps, add = self.record, self.record.form, self.steps, self._add_action
        self._ready_action = add(self.tr("Ready to send"), record.decide_or_ready, "Ctrl+Return", "Ctrl+Enter")
        self._rare_action = add(self.tr("Rare but true"), self._answer_rare, "Ctrl+T")
        self._unknown_action = add(self.tr("Cannot be found out"), self._answer_unknown, "Ctrl+Shift+I")
        self._other_action = add(self.tr("Other answer …"), steps.answer, "Ctrl+Shift+A")
        self._discard_action = add(self.tr("Discard the draft"), record.discard, "Ctrl+Shift+D")
        add(self.tr("Undo"), form.undo, "Ctrl+Z")
        add(self.tr("Redo"), form.redo, "Ctrl+Y", "Ctrl+Shift+Z")
        self._menu.addSeparator()
        add(self.tr("Next in the list"), self._go_next, "Ctrl+PgDown")
        add(self.tr("Previous in the list"), self._go_previous, "Ctrl+PgUp")
        add(self.tr("To the list"), self.show_list, "Ctrl+L")
        add(self.tr("To the field"), form.focus_flagged, "Ctrl+Shift+F")
        add(self.tr("To the reason"), form.focus_reason, "Ctrl+Shift+M")
        add(self.tr("Search"), self._focus_search, "Ctrl+F")
        add(self.tr("Answer several …"), self._ask_several, "Ctrl+B")
        self._send_action = add(self.tr("Send now"), self._want_sent, "Ctrl+Shift+Return", "Ctrl+Shift+Enter")
        self._menu.addSeparator()
        steps.actions["assign"] = add(self.tr("Assign to …"), steps.assign, "Ctrl+Shift+O")
        steps.actions["close"] = add(self.tr("Close the query"), steps.close)
        steps.actions["reopen"] = add(self.tr("Open the query again"), steps.reopen)
        steps.actions["return"] = add(self.tr("Return the query …"), steps.return_query)
        steps.ask = add(self.tr("Ask about this field …"), steps.ask_about, "Ctrl+Shift+Q")

    def _add_action(self, text: str, act: Callable[[], object], *keys: str) -> QAction:
        action = self._menu.addAction(text)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)  # while the page is the one shown
        action.triggered.connect(act)
        self.addAction(action)
        return action

    # The list

    def load(self, view: View) -> None:
        self.leave()
        program, today = self.program, self.program.clock.today()
        self.jobs.query(lambda cursor: read_work(cursor, program, view, today), self._show_work, self._say_problem)

    def _count(self) -> None:
        view, ledger, today = self.view, self.program.ledger, self.program.clock.today()
        if view is not None and not self.isVisible():
            self.jobs.query(
                lambda cursor: read_to_do(
                    cursor, ledger, summary.definition(cursor, view.summary.registry), view.unit, today
                ),
                self._say_count,
                self._say_problem,
            )

    def _say_count(self, number: int) -> None:
        self.counted.emit(self.name, number)

    def leave(self) -> None:
        self._counting.stop()
        self._effects_timer.stop()
        self._searching.stop()
        self.record.leave()

    def take(self, view: View, what: Changed = Changed.NOTHING) -> None:
        if what & Changed.CORRECTIONS and self._next is not None and self.opened is None:
            self._key, self._enter = self._next, self._enter_next
            self._next = None
        super().take(view, what)
        if self._stale:  # not shown, so not read
            self._counting.start()

    def _reload(self) -> None:
        if self.view is not None:
            self.load(self.view)

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip(), self.tr("Try again"))
        self._stack.setCurrentWidget(self._notice)

    def _show_work(self, work: Work) -> None:
        view = self.view
        assert view is not None
        here = (view.summary.registry, view.unit)
        if here != self._here:
            self._here, self._key, self.rows = here, "", None
            self.record.show_nothing()
        self.work = self.record.work = work
        self.counted.emit(self.name, work.to_do)
        if not work.definition.forms or not view.summary.records:
            self._notice.say(
                self.tr("Only published figures are here"),
                self.tr(
                    "Corrections need the unit's own records, which this registry's published results do not hold."
                ),
            )
            self._stack.setCurrentWidget(self._notice)
            return
        if not work.person.roles and not len(work.worklist) and not work.corrections:
            self._notice.say(
                self.tr("No access to this unit's records"),
                self.tr(
                    "The registry has given you no role here. Choose another unit, or ask the registry for access."
                ),
            )
            self._stack.setCurrentWidget(self._notice)
            return
        self.worklist.offer_filters(work)
        self._fill()
        number, offline = work.waiting + work.answers, self.program.offline
        self.worklist.show_sending(number, work.language, offline=offline)
        self._send_action.setEnabled(number > 0 and not offline)
        self._stack.setCurrentWidget(self._splitter)
        self._fit()

    def _fill(self) -> None:
        """Ask for the rows that fit the filter."""
        work, wanted = self.work, self.worklist.wanted()
        key = self._key
        if work is not None:
            self.jobs.query(lambda cursor: work.found(wanted, key), self._show_rows, self._say_problem)

    def _show_rows(self, rows: WorkRows) -> None:
        """The rows in the table, with the same one chosen as before."""
        work = self.work
        assert work is not None
        self.rows = rows
        # What has something unsaved stays, though the filter hides its row.
        kept = self.opened is not None and self.record.dirty
        # So does what goes on from a conflict, which is another row now.
        followed = work.item(self._key) if self._key == self._followed else None
        at = self.worklist.show_rows(work, rows, self._key, otherwise_first=not kept and followed is None)
        if at >= 0:
            self._open_at(at)
        elif followed is not None:
            self._open(self._key, followed)
        elif not len(rows) and not kept:
            self.record.show_nothing(
                self.tr("Nothing to correct"), self.tr("Choose another state to see what was done.")
            )
            self.beside.show_nothing()
            self._show_actions()

    def _enter_at(self, at: int) -> None:
        self._enter = True
        self._open_at(at)

    def _open_at(self, at: int) -> None:
        if self.rows is not None:
            self._open(self.rows[at].key, self.rows.item(at))

    def _open(self, key: str, item: Query | Correction) -> None:
        work = self.work
        if work is None:
            return
        if self.record.has_open(key, item):
            self._effects_timer.start()  # what else is ready may be other than it was
            self._go_in()
            return
        self.leave()
        self._key = key
        program, identified = self.program, self.record.identified == item.record
        validator = self.record.validator(item.form)
        self.jobs.query(
            lambda cursor: open_work(cursor, program, work, item, validator, identified=identified),
            self._show_opened,
            self.record.refuse,
        )

    # The record

    def _show_opened(self, opened: Opened) -> None:
        work, query = self.work, opened.query
        assert work is not None
        self._key = opened.key
        self.record.show_opened(opened)
        self.beside.show_thread(work, opened)
        self._ask_effects()
        if query is not None and query.state == "not opened" and self._enter:
            self.record.write(lambda: queries.open_query(self.ledger, work.person, query))
        self._go_in()

    def _go_in(self) -> None:
        if self._enter:
            self._enter = False
            self._fit(opened=True)
            self.record.enter()

    def _show_actions(self) -> None:
        """Buttons and menu say what may be done now."""
        work, opened, record = self.work, self.opened, self.record
        if work is None:
            return
        shown_form = record.currentWidget() is record.form
        deciding = opened is not None and opened.met is not None and work.person.is_any_of(frozenset({REGISTRAR}))
        correcting = shown_form and record.may_correct() and opened is not None and opened.row is not None
        self._ready_action.setEnabled(correcting or deciding)
        self._rare_action.setEnabled(record.may_answer("verify"))
        self._unknown_action.setEnabled(record.may_answer("answer"))
        self._other_action.setEnabled(record.may_answer("answer"))
        self._discard_action.setEnabled(record.form.discard.isEnabled())
        self.steps.show_possible()

    def _answer_rare(self) -> None:
        self.record.answer("rare_but_true")

    def _answer_unknown(self) -> None:
        self.record.answer("cannot_be_found_out")

    def _ask_effects(self) -> None:
        view, work, program, draft = self.view, self.work, self.program, self.record.as_drafted()
        if view is not None and work is not None:
            self.jobs.query(
                lambda cursor: read_effects(cursor, program, view, work, draft),
                self._show_effects,
                self.record.refuse,
            )

    def _show_effects(self, effects: Effects) -> None:
        assert self.work is not None
        self.beside.show_effects(self.work, effects)

    # Walking

    def _prepare_next(self) -> None:
        """What is to be opened when this one is done: the next that waits, from here to the end and round."""
        rows = self.rows
        if rows is None:
            return
        at, number = self.worklist.table.currentIndex().row(), len(rows)
        self._enter_next = self.record.has_keyboard()
        ahead = range(at + 1, at + min(number, LOOKED_AHEAD))
        self._next = next((rows[n % number].key for n in ahead if rows[n % number].waits), None)

    def _forget_next(self) -> None:
        self._next = None

    def _go_on(self, key: str) -> None:
        self._next, self._enter_next, self._followed = key, True, key

    def show_list(self) -> None:
        """The list, with the keyboard in it."""
        self._fit(opened=False)
        self.worklist.focus_list()

    def _focus_search(self) -> None:
        self._fit(opened=False)
        self.worklist.focus_search()

    def _go_next(self) -> None:
        self._go(1)

    def _go_previous(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        if self.rows is None:
            return
        at = self.worklist.table.currentIndex().row() + step
        if 0 <= at < len(self.rows):
            self._enter = self.record.has_keyboard()
            self.worklist.table.choose(at)

    # Several at once, and sending

    def _ask_several(self) -> None:
        work, rows = self.work, self.rows
        if work is None or rows is None or not work.person.is_any_of(frozenset({REGISTRAR})):
            return
        self.leave()
        if self.worklist.table.number_chosen() > MOST_AT_ONCE:
            most = format_count(MOST_AT_ONCE, work.language)
            self.worklist.say(self.tr("Select at most {n} at a time.").format(n=most))
            return
        items = self.worklist.selected(rows)
        if items:
            self.several.ask(work, items)
        else:
            self.worklist.say(self.tr("Select queries in the list first (Shift and the arrow keys)."))

    def _want_sent(self) -> None:
        self.leave()
        self.send_wanted.emit()

    # Where it stands

    def _fit(self, *, opened: bool | None = None) -> None:
        """Three columns where there is room; else what stands beside becomes a tab, and then the list gives way."""
        wide = self.width() / em(self)
        beside, narrow = wide >= THREE_COLUMNS, wide < TWO_COLUMNS
        in_tab = self._tabs.indexOf(self.beside) >= 0
        if beside and in_tab:
            self._tabs.removeTab(self._tabs.indexOf(self.beside))
            self._splitter.addWidget(self.beside)
            self._splitter.setStretchFactor(2, 4)
            self.beside.show()
            self._splitter.setSizes(WIDTHS)  # what comes in again would get half of the room
        elif not beside and not in_tab:
            self._tabs.addTab(self.beside, self.tr("Thread and effect"))
        if opened is not None:
            self._record_forward = opened
        self._back.setVisible(narrow)
        self.worklist.setVisible(not narrow or not self._record_forward)
        middle = self._splitter.widget(1)
        if middle is not None:
            middle.setVisible(not narrow or self._record_forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
