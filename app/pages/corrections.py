"""Rettinger: the worklist, a record as its form beside it, and how what is written there reaches the registry."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.corrections_reading import (
    ON_THE_WAY,
    TO_DO,
    Effects,
    Opened,
    Wanted,
    Work,
    WorkRows,
    as_drafted,
    open_work,
    read_effects,
    read_work,
    sent_value,
    shown_value,
)
from app.jobs import Jobs
from app.pages.page import Page, View
from app.problems import finding_in_words, problem_in_words, problem_sentences
from app.program import Program
from local_cache import audit
from local_cache.cache import Cursor
from local_cache.codebook import Entry
from local_cache.corrections import bulk, conflicts, queries
from local_cache.corrections import corrections as written
from local_cache.corrections.corrections import Correction, NothingToCorrect, NotReady
from local_cache.corrections.person import COORDINATOR, REGISTRAR
from local_cache.corrections.queries import RESPONSES, Action, Query, may
from local_cache.corrections.rows import laid_over, read_rows
from local_cache.corrections.validation import Finding, Validator, Verdict
from local_cache.corrections.values import fault
from local_cache.corrections.what_if import WhatIf
from local_cache.errors import Problem
from local_cache.registry import Form, text_in
from local_cache.results.format import EN_DASH, format_count, format_date, format_moment, format_number
from local_cache.sync.messages import Change
from local_cache.sync.messages import Value as Sent
from local_cache.sync.outcome import Changed
from local_cache.values import Value
from widgets.card import Card, Muted, Notice
from widgets.choosers import Choice, Chooser
from widgets.codebook_text import names_of, value_in_words
from widgets.correction_words import STAGES, event_in_words, response_in_words, stage_in_words
from widgets.flow import FlowLayout
from widgets.forms.correction import CorrectionForm, RecordToCorrect, Remark
from widgets.forms.several import CORRECTION, Same, SeveralDialog
from widgets.forms.three_way import ContestedField, ThreeWayForm
from widgets.quality_words import severity_in_words
from widgets.tables.effects import EffectRow, EffectsTable
from widgets.tables.worklist import WorklistTable
from widgets.theme import GAP, em
from widgets.thread_view import Entry as ThreadEntry
from widgets.thread_view import ThreadView
from widgets.words import attainment_in_words, figure_in_words, value_or_word

SAVED_AFTER = 300
"""Milliseconds from a change until it goes to disk."""
EFFECTS_AFTER = 500
SEARCHED_AFTER = 120
THREE_COLUMNS, TWO_COLUMNS = 66, 46
"""Ems of width from which three and two columns stand beside each other."""
MOST_PREVIEWED = 500


@dataclass(frozen=True)
class Saved:
    """What a draft became. key: of what it was written for; obstacles: what keeps it from being ready."""

    key: str
    draft: Correction | None
    obstacles: tuple[Finding, ...] = ()
    ready: bool = False


class CorrectionsPage(Page):
    """The page. Attributes: work (what the list is made of), opened (the record shown).

    Signals: send_wanted() when what is ready is to be sent now.
    """

    name: ClassVar[str] = "corrections"
    depends_on: ClassVar[Changed] = (
        Changed.DEFINITION | Changed.RECORDS | Changed.RESULTS | Changed.QUERIES | Changed.ANSWERS | Changed.CORRECTIONS
    )

    send_wanted = Signal()

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.work: Work | None = None
        self.rows: WorkRows | None = None
        self.opened: Opened | None = None
        self._here = ("", "")
        self._key = ""
        self._enter = False
        self._filling = False
        self._identified = ""
        self._base: dict[str, Value | None] = {}
        self._words: dict[str, str] = {}
        self._verdict = Verdict()
        self._dirty = False
        self._touched = False
        self._validators: dict[tuple[int, str], Validator] = {}
        self._several: SeveralDialog | None = None
        self._saving = self._timer(SAVED_AFTER, self._save)
        self._effects_timer = self._timer(EFFECTS_AFTER, self._ask_effects)
        self._searching = self._timer(SEARCHED_AFTER, self._fill)
        self._notice = Notice()
        self._notice.acted.connect(self._reload)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(2 * GAP)
        self._list = self._build_list()
        self._side = self._build_side()
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self._build_middle())
        self._splitter.addWidget(self._side)
        for at, share in enumerate((4, 6, 4)):
            self._splitter.setStretchFactor(at, share)
        self._splitter.setSizes([400, 560, 330])
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(self._splitter)
        self._build_actions()
        self._notice.say(self.tr("Reading …"))

    def title(self) -> str:
        return self.tr("Corrections")

    def _timer(self, after: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    # What is on the page

    def _build_list(self) -> Card:
        card = Card()
        self._count = card.heading
        self._count.show()
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search in record, variable and question (Ctrl+F)"))
        self._search.setAccessibleName(self.tr("Search in the worklist"))
        self._search.setClearButtonEnabled(True)
        self._search.textEdited.connect(self._search_soon)
        card.body.addWidget(self._search)
        place = QWidget()
        flow = FlowLayout(place)
        self._state = Chooser(self.tr("State"), self.tr("Every state"), widest=14)
        self._severity = Chooser(self.tr("Severity"), self.tr("Every severity"), widest=12)
        self._variable = Chooser(self.tr("Variable"), self.tr("Every variable"), widest=14)
        self._owner = Chooser(self.tr("Owner"), self.tr("Every owner"), widest=12)
        for chooser in (self._state, self._severity, self._variable, self._owner):
            chooser.chosen.connect(self._filter)
            flow.addWidget(chooser)
        card.body.addWidget(place)
        self._table = WorklistTable()
        self._table.selectionModel().currentRowChanged.connect(self._choose_row)
        self._table.opened.connect(self._enter_row)
        card.body.addWidget(self._table, 1)
        self._empty = Muted()
        self._empty.hide()
        card.body.addWidget(self._empty)
        row = QWidget()
        buttons = FlowLayout(row)
        self._many = QPushButton(self.tr("Answer several …"))
        self._many.setToolTip(self.tr("The same answer or correction for the selected rows (Ctrl+B)"))
        self._many.clicked.connect(self._ask_several)
        self._send = QPushButton()
        self._send.setToolTip(self.tr("Send what is ready to the registry (Ctrl+Shift+Enter)"))
        self._send.clicked.connect(self._want_sent)
        self._actions_button = QToolButton()
        self._actions_button.setText(self.tr("Actions"))
        self._actions_button.setAccessibleName(self.tr("Actions"))
        self._actions_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._actions_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for button in (self._many, self._send, self._actions_button):
            buttons.addWidget(button)
        card.body.addWidget(row)
        card.setMinimumWidth(15 * em(card))
        return card

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
        place = QWidget()
        self._middle = QStackedLayout(place)
        self._nothing = Notice()
        self.form = CorrectionForm()
        self.form.changed.connect(self._take_change)
        self.form.ready_wanted.connect(self._make_ready)
        self.form.answered.connect(self._answer)
        self.form.discarded.connect(self._discard)
        self.form.identifiers_wanted.connect(self._identify)
        self.conflict = ThreeWayForm()
        self.conflict.decided.connect(self._decide)
        for widget in (self._nothing, self.form, self.conflict):
            self._middle.addWidget(widget)
        self._tabs.addTab(place, self.tr("Form"))
        card.body.addWidget(self._tabs, 1)
        card.setMinimumWidth(20 * em(card))
        return card

    def _build_side(self) -> QScrollArea:
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        self.conversation = ThreadView()
        self.conversation.commented.connect(self._comment)
        self._effects = Card(self.tr("What this correction changes"))
        self._effect = EffectsTable(self.tr("What this correction changes"))
        self._effect_words = Muted()
        self._effects.body.addWidget(self._effect)
        self._effects.body.addWidget(self._effect_words)
        self._together = Card(self.tr("With all that are ready"))
        self._effect_all = EffectsTable(self.tr("With all that are ready"))
        self._together_words = Muted()
        self._together.body.addWidget(self._together_words)
        self._together.body.addWidget(self._effect_all)
        for card in (self.conversation, self._effects, self._together):
            column.addWidget(card)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(contents)
        contents.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setMinimumWidth(15 * em(scroll))
        return scroll

    def _build_actions(self) -> None:
        menu = QMenu(self)
        self._actions_button.setMenu(menu)
        self._steps: dict[Action, QAction] = {}

        def add(text: str, act: Callable[[], object], *keys: str) -> QAction:
            action = menu.addAction(text)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)  # while the page is the one shown
            action.triggered.connect(act)
            self.addAction(action)
            return action

        self._ready_action = add(self.tr("Ready to send"), self._decide_or_ready, "Ctrl+Return", "Ctrl+Enter")
        self._rare_action = add(self.tr("Rare but true"), self._answer_rare, "Ctrl+T")
        self._unknown_action = add(self.tr("Cannot be found out"), self._answer_unknown, "Ctrl+Shift+I")
        self._other_action = add(self.tr("Other answer …"), self._ask_answer, "Ctrl+Shift+A")
        self._discard_action = add(self.tr("Discard the draft"), self._discard, "Ctrl+Shift+D")
        add(self.tr("Undo"), self.form.undo, "Ctrl+Z")
        add(self.tr("Redo"), self.form.redo, "Ctrl+Y", "Ctrl+Shift+Z")
        menu.addSeparator()
        add(self.tr("Next in the list"), self._go_next, "Ctrl+PgDown")
        add(self.tr("Previous in the list"), self._go_previous, "Ctrl+PgUp")
        add(self.tr("To the list"), self.show_list, "Ctrl+L")
        add(self.tr("To the field"), self.form.focus_flagged, "Ctrl+Shift+F")
        add(self.tr("To the reason"), self.form.focus_reason, "Ctrl+Shift+M")
        add(self.tr("Search"), self._focus_search, "Ctrl+F")
        add(self.tr("Answer several …"), self._ask_several, "Ctrl+B")
        self._send_action = add(self.tr("Send now"), self._want_sent, "Ctrl+Shift+Return", "Ctrl+Shift+Enter")
        menu.addSeparator()
        self._steps["assign"] = add(self.tr("Assign to …"), self._assign, "Ctrl+Shift+O")
        self._steps["close"] = add(self.tr("Close the query"), self._close)
        self._steps["reopen"] = add(self.tr("Open the query again"), self._reopen)
        self._steps["return"] = add(self.tr("Return the query …"), self._return)
        self._raise = add(self.tr("Ask about this field …"), self._ask_about, "Ctrl+Shift+Q")

    # The list

    def load(self, view: View) -> None:
        self.leave()
        program, today = self.program, self.program.clock.today()
        self.jobs.query(lambda cursor: read_work(cursor, program, view, today), self._show_work, self._say_problem)

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
            self._here, self._key, self.opened = here, "", None
            self._middle.setCurrentWidget(self._nothing)
        self.work = work
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
        self._offer_filters(work)
        self._fill()
        self._show_sending(work)
        self._stack.setCurrentWidget(self._splitter)
        self._fit()

    def _offer_filters(self, work: Work) -> None:
        every = [Choice(",".join(TO_DO), self.tr("To do")), Choice(",".join(ON_THE_WAY), self.tr("On the way"))]
        every += [Choice(stage, stage_in_words(stage)) for stage in STAGES]
        every.append(Choice("*", self.tr("Every state")))
        self._state.offer(every, self._state.chosen_id() or ",".join(TO_DO))
        counts = work.worklist.counts
        language = work.language
        self._severity.offer(
            [Choice("*", self.tr("Every severity"))]
            + [
                Choice(s, f"{severity_in_words(s)} ({format_count(n, language)})")
                for s, n in counts("severity").items()
            ],
            self._severity.chosen_id() or "*",
        )
        labels = {v.id: text_in(v.label, language) or v.id for f in work.definition.forms for v in f.variables}
        variables = sorted(((labels.get(v, v), v, n) for v, n in counts("variable").items()), key=lambda one: one[0])
        self._variable.offer(
            [Choice("*", self.tr("Every variable"))]
            + [Choice(v, f"{label} ({format_count(n, language)})") for label, v, n in variables],
            self._variable.chosen_id() or "*",
        )
        owners = sorted({o for o in counts("owner") if o} | {c.author for c in work.corrections if not c.settled})
        self._owner.offer(
            [Choice("*", self.tr("Every owner")), Choice("-", self.tr("Nobody's"))] + [Choice(o, o) for o in owners],
            self._owner.chosen_id() or "*",
        )

    def wanted(self) -> Wanted:
        """What the filters say."""

        def chosen(chooser: Chooser) -> str:
            return chooser.chosen_id().removeprefix("*")

        stages = tuple(s for s in chosen(self._state).split(",") if s)
        return Wanted(
            stages, chosen(self._severity), chosen(self._variable), chosen(self._owner), self._search.text().strip()
        )

    def _search_soon(self) -> None:
        self._searching.start()

    def _filter(self, chosen: str) -> None:
        self._fill()

    def _fill(self) -> None:
        """Put the rows that fit into the table, with the same one chosen as before."""
        work = self.work
        if work is None:
            return
        rows = self.rows = work.found(self.wanted())
        self._filling = True
        self._table.work.show_work(rows, work.language)
        n = format_count(len(rows), work.language)
        self._count.setText(self.tr("Corrections: {n}").format(n=n))
        nothing = len(rows) == 0
        self._empty.setVisible(nothing)
        if nothing:
            filtered = self.wanted() != Wanted()
            self._empty.setText(
                self.tr("Nothing fits the filter.")
                if filtered and (len(work.worklist) or work.corrections)
                else self.tr("The registry asks about nothing, and no rule is broken. Well done.")
            )
        at = rows.place(self._key) if self._key else -1
        if at < 0 and len(rows) and not self._shown_still():
            at = 0
        if at >= 0:
            self._table.choose(at)
        self._filling = False
        if at >= 0:
            self._open_at(at)
        elif nothing and self.opened is None:
            self._nothing.say(self.tr("Nothing to correct"), self.tr("Choose another state to see what was done."))
            self._middle.setCurrentWidget(self._nothing)

    def _shown_still(self) -> bool:
        """Whether the record shown has something unsaved, so that it stays though the filter hides its row."""
        return self.opened is not None and self._dirty

    def _choose_row(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._filling and current.isValid():
            self._open_at(current.row())

    def _enter_row(self, row: int) -> None:
        if len(self._table.selectionModel().selectedRows()) > 1:
            return
        self._enter = True
        self._open_at(row)

    def _open_at(self, at: int) -> None:
        work, rows = self.work, self.rows
        if work is None or rows is None:
            return
        key, item = rows[at].key, rows.item(at)
        if self._is_open(key, item):
            self._after_opening()
            return
        self.leave()
        self._key, self._touched = key, False
        program, identified = self.program, self._identified == item.record
        validator = self._validators.get((id(work.definition), item.form))
        self.jobs.query(
            lambda cursor: open_work(cursor, program, work, item, validator, identified=identified),
            self._show_opened,
            self._refuse,
        )

    def _is_open(self, key: str, item: Query | Correction) -> bool:
        """Whether the record is on the screen as it is, perhaps with something that is just being typed."""
        opened = self.opened
        if opened is None or opened.key != key or opened.met is not None:
            return False
        if isinstance(item, Correction):
            mine = opened.draft
            return mine is not None and (mine.op_id, mine.state, mine.base_version) == (
                item.op_id, item.state, item.base_version,
            )  # fmt: skip
        return self._dirty

    # The record

    def _show_opened(self, opened: Opened) -> None:
        work = self.work
        if work is None or (opened.key != self._key and self._key):
            self._key = opened.key
        assert work is not None
        self._validators[(id(work.definition), opened.form.id)] = opened.validator
        self.opened, self._dirty = opened, False
        if opened.row is None:
            self._nothing.say(
                self.tr("The record is gone"),
                self.tr(
                    "It was deleted or moved, or the patient has withdrawn. What was written about it here has "
                    "been removed; nothing more is sent."
                ),
            )
            self._middle.setCurrentWidget(self._nothing)
        elif opened.met is not None:
            self._middle.setCurrentWidget(self.conflict)
            self._show_conflict(opened, opened.met)
        else:
            self._middle.setCurrentWidget(self.form)
            self._show_form(opened)
        self._show_thread(opened)
        self._show_actions()
        self._ask_effects()
        if opened.query is not None and opened.query.state == "not opened" and self._enter:
            self._do(lambda: queries.open_query(self.ledger, work.person, opened.query))  # type: ignore[arg-type]
        self._after_opening()

    def _after_opening(self) -> None:
        if not self._enter:
            return
        self._enter = False
        self._fit(opened=True)
        if self._middle.currentWidget() is self.form:
            self.form.focus_flagged()
        elif self._middle.currentWidget() is self.conflict:
            self.conflict.focus_first()

    def _entries(self, form: Form, identified: bool) -> list[Entry]:
        assert self.work is not None
        return [
            e for e in self.work.codebook.entries if e.form == form.id and (identified or not e.variable.identifier)
        ]

    def _may_correct(self) -> bool:
        opened, work = self.opened, self.work
        if opened is None or work is None:
            return False
        if not work.person.is_any_of(frozenset({REGISTRAR})):
            return False
        return opened.query is None or may(work.person, opened.query, "correct")

    def _why_not(self) -> str:
        opened, work = self.opened, self.work
        if work is None or opened is None or self._may_correct():
            return ""
        if not work.person.roles:
            return self.tr("The registry has given you no role in this unit: you can read, and write nothing.")
        if work.person.is_any_of(frozenset({REGISTRAR})):
            return self.tr("The query is closed, so the record is not corrected from here.")
        if work.person.is_any_of(frozenset({COORDINATOR})):
            return self.tr("As coordinator you can comment, assign, close and return. A registrar corrects the record.")
        return self.tr("As reader you can see everything here and change nothing. A registrar corrects the record.")

    def _show_form(self, opened: Opened) -> None:
        work = self.work
        assert work is not None and opened.row is not None
        language, form = work.language, opened.form
        entries = self._entries(form, opened.identified)
        kinds = {v.id: v.type for v in form.variables}
        before = {e.id: shown_value(opened.seen.get(e.id), kinds[e.id]) for e in entries}
        now = {e.id: shown_value(opened.now.get(e.id), kinds[e.id]) for e in entries}
        draft, query = opened.draft, opened.query
        flagged = query.variable if query is not None else draft.changes[0].variable if draft and draft.changes else ""
        if flagged not in before and opened.finding is not None:
            flagged = next((v for v in opened.finding.variables if v in before), flagged)
        status = str(opened.row.get("form_status") or "")
        event = shown_value(opened.row.get("event_date"), "date")
        title = f"{text_in(form.label, language) or form.id} {opened.record}"
        when = format_date(event, language) if isinstance(event, date) else ""
        stage = opened.shown.state if opened.shown is not None else query.state if query is not None else ""
        parts = [when, "" if status == "completed" else status, stage_in_words(stage) if stage else ""]
        if query is not None and query.due is not None:
            parts.append(self.tr("due {day}").format(day=format_date(query.due, language)))
        if query is not None and query.owner:
            parts.append(query.owner)
        hidden = sum(v.identifier for v in form.variables) if not opened.identified else 0
        reasons = tuple((r.id, text_in(r.label, language) or r.id) for r in work.definition.reasons)
        self.form.show_record(
            RecordToCorrect(
                title=title,
                status=" · ".join(part for part in parts if part),
                asked=work.question(query) if query is not None else "",
                entries=entries,
                names=names_of(work.definition, form.id, language),
                language=language,
                before=before,
                now=now,
                flagged=flagged,
                reasons=reasons,
                reason=draft.reason if draft is not None else "",
                text=draft.text if draft is not None else "",
                words=draft.confirmed if draft is not None else {},
                may_write=self._may_correct(),
                why_not=self._why_not(),
                hidden=hidden,
            )
        )
        self._words = dict(draft.confirmed) if draft is not None else {}
        # What a field gives back of what was put in: only what is another than that was changed by hand.
        changed = {c.variable for c in draft.changes} if draft is not None else set()
        self._base = {n: before[n] if n in changed else v for n, v in self.form.values().items()}
        self._check()

    def changes(self) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """What differs from the record as it was seen, and the fields whose contents cannot be sent at all."""
        opened = self.opened
        if opened is None or self._middle.currentWidget() is not self.form:
            return (), ()
        kinds = {v.id: v.type for v in opened.form.variables}
        found, refused = [], list(self.form.unreadable())
        for name, value in self.form.values().items():
            base = self._base.get(name)
            if value == base or (isinstance(value, tuple) and isinstance(base, tuple) and set(value) == set(base)):
                continue
            sent = sent_value(value)
            if fault(kinds[name], sent):
                refused.append(name)
            else:
                found.append(Change(name, opened.seen.get(name), sent))
        return tuple(found), tuple(refused)

    def _take_change(self) -> None:
        if not self._may_correct():
            return
        self._dirty = self._touched = True
        self._words |= self.form.remarks.words()
        self._check()
        self.form.say("")
        if not self._saving.isActive():
            self._saving.start()
        self._effects_timer.start()

    def _check(self) -> None:
        """The registry's rules on the whole record, at once."""
        opened, work = self.opened, self.work
        if opened is None or work is None or opened.row is None:
            return
        changes, _ = self.changes()
        self._verdict = verdict = opened.validator.verdict(opened.seen, changes)
        after = laid_over(opened.form, opened.seen, changes)
        language, remarks = work.language, []

        def remark(kind: str, finding: Finding) -> Remark:
            words = finding_in_words(finding, language)
            about = [v for v in finding.variables if v in self.form.form.fields]
            touched = {c.variable for c in changes}
            at = next((v for v in about if v in touched), about[0] if about else "")
            label = work.label(opened.form.id, at) if finding.message is None and at else ""
            return Remark(
                finding.id,
                at,
                kind,
                f"{label}: {words}" if label else words,
                self._words.get(finding.id, ""),
                finding.kind not in ("hard", "soft", "type", "code"),
            )

        impossible = {f.variables[0] for f in verdict.errors if f.kind == "hard"}
        remarks += [remark("error", f) for f in verdict.errors]
        for finding in verdict.warnings:
            if finding.kind == "soft" and finding.variables[0] in impossible:
                continue  # what is impossible need not be called unusual
            known = opened.known.holds(opened.form.id, after, finding)
            remarks.append(remark("settled" if known else "warning", finding))
        remarks += [remark("note", f) for f in verdict.notes]
        remarks += [remark("standing", f) for f in verdict.standing]
        self.form.show_remarks(remarks)
        self._show_actions()

    def _show_actions(self) -> None:
        """Buttons and menu say what may be done now."""
        work, opened = self.work, self.opened
        if work is None:
            return
        query = opened.query if opened is not None else None
        person = work.person
        correct = self._may_correct() and opened is not None and opened.row is not None
        changes, refused = self.changes()
        errors = bool(self._verdict.errors) or bool(refused)
        draft = opened.draft if opened is not None else None
        already = draft is not None and draft.state == "ready" and not self._dirty
        shown_form = self._middle.currentWidget() is self.form
        deciding = opened is not None and opened.met is not None and person.is_any_of(frozenset({REGISTRAR}))
        self.form.ready.setEnabled(correct and bool(changes) and not errors and not already)
        self._ready_action.setEnabled((correct and shown_form) or deciding)
        for action, button, name in (
            (self._rare_action, self.form.rare, "verify"),
            (self._unknown_action, self.form.unknown, "answer"),
            (self._other_action, None, "answer"),
        ):
            able = shown_form and query is not None and not changes and not refused
            able = able and query is not None and may(person, query, name)  # type: ignore[arg-type]
            action.setEnabled(able)
            if button is not None:
                button.setVisible(query is not None)
                button.setEnabled(able)
        self.form.discard.setEnabled(correct and (draft is not None or bool(changes) or bool(refused)))
        self._discard_action.setEnabled(self.form.discard.isEnabled())
        for step, action in self._steps.items():
            action.setEnabled(query is not None and may(person, query, step))
        self._raise.setEnabled(
            opened is not None and bool(opened.record) and person.is_any_of(frozenset({COORDINATOR, REGISTRAR}))
        )
        self._many.setEnabled(person.is_any_of(frozenset({REGISTRAR})))

    # Keeping

    def leave(self) -> None:
        """What was typed and is not yet on disk goes there now."""
        self._effects_timer.stop()
        self._searching.stop()
        if self._saving.isActive():
            self._saving.stop()
            try:
                self._saved(self._write()())
            except Problem as problem:
                self.form.say(problem_in_words(problem), alert=True)

    def _write(self) -> Callable[[], Saved]:
        """What stands in the form now, as something to be written on any thread."""
        opened, work, ledger = self.opened, self.work, self.ledger
        assert opened is not None and work is not None and opened.row is not None
        changes, _ = self.changes()
        values: dict[str, Sent] = {c.variable: c.new for c in changes}
        draft = opened.draft
        for change in draft.changes if draft is not None else ():
            if change.variable in self.form.form.fields:
                values.setdefault(change.variable, change.old)  # set back to what it was
        reason, text = str(self.form.reason.currentData() or ""), self.form.text.text()
        warned = {f.id for f in self._verdict.warnings}
        words = {id: word for id, word in self._words.items() if id in warned}
        query = opened.query
        row, key, person, definition, form = opened.row, opened.key, work.person, work.definition, opened.form

        def write() -> Saved:
            if draft is None and not values:
                return Saved(key, None)
            try:
                if query is not None and draft is None:
                    made = queries.correct(
                        ledger, person, query, definition, row, values, reason=reason, text=text, confirmed=words
                    )
                else:
                    made = written.write(
                        ledger, person, definition, form, row, values,
                        query=query.id if query is not None else draft.query if draft is not None else None,
                        reason=reason, text=text, confirmed=words,
                    )  # fmt: skip
            except NothingToCorrect:
                return Saved(key, None)
            return Saved(key, made if made.state in written.WRITABLE else None)

        return write

    def _save(self) -> None:
        write, first = self._write(), self.opened is not None and self.opened.draft is None

        def work(stop: object, report: object) -> tuple[Changed, Saved]:
            saved = write()
            news = first is not (saved.draft is None)
            return Changed.CORRECTIONS if news else Changed.NOTHING, saved

        self.jobs.change(work, self._saved, self._refuse, initiator=self)

    def _saved(self, saved: Saved) -> None:
        opened = self.opened
        if opened is None or opened.key != saved.key or opened.met is not None:
            return
        self.opened = dataclasses.replace(opened, draft=saved.draft)
        if not self._saving.isActive():
            self._dirty = False
        if saved.draft is not None and not self.form.said():
            self.form.say(self.tr("Kept as a draft."))
        self._show_actions()

    def _refuse(self, problem: Problem) -> None:
        self.form.say(problem_in_words(problem), alert=True)

    def _decide_or_ready(self) -> None:
        if self._middle.currentWidget() is self.conflict:
            self.conflict.decide_so()
        else:
            self._make_ready()

    def _make_ready(self) -> None:
        opened, work, ledger = self.opened, self.work, self.ledger
        if opened is None or work is None or opened.row is None or not self._may_correct():
            return
        changes, refused = self.changes()
        if refused:
            self.form.say(self.tr("A value cannot be right; see the field."), alert=True)
            self.form.form.go_to(refused[0])
            return
        if not changes:
            self.form.say(self.tr("Nothing is changed. Correct a value, or answer the query."), alert=True)
            return
        self._saving.stop()
        write, row, validator = self._write(), opened.row, opened.validator
        person, definition = work.person, work.definition

        def make() -> Saved:
            saved = write()
            if saved.draft is None:
                return saved
            try:
                ready = written.make_ready(ledger, person, definition, validator, row, saved.draft.op_id)
            except NotReady as problem:
                found = problem.facts["obstacles"]
                return dataclasses.replace(saved, obstacles=tuple(found))  # type: ignore[arg-type]
            return dataclasses.replace(saved, draft=ready, ready=True)

        def change(stop: object, report: object) -> tuple[Changed, Saved]:
            return Changed.CORRECTIONS, make()

        self._prepare_next()
        self.jobs.change(change, self._made_ready, self._refuse, initiator=self)

    def _made_ready(self, saved: Saved) -> None:
        if saved.ready:
            self._dirty = False
            self.opened = None
            return
        self._next = self._enter_next = None
        self._saved(saved)
        opened = self.opened
        if opened is None or opened.key != saved.key or not saved.obstacles:
            return
        work = self.work
        assert work is not None
        words = " ".join(finding_in_words(f, work.language) for f in saved.obstacles)
        self.form.say(self.tr("Not ready yet: {what}").format(what=words), alert=True)
        first = saved.obstacles[0]
        at = next((v for v in first.variables if v in self.form.form.fields), "")
        if first.severity == "error" and at:
            self.form.form.go_to(at)
        elif first.id == "reason":
            place = self.form.reason if self.form.reason.isVisible() and not self.form.reason.currentData() else None
            (place or self.form.text).setFocus()
        else:
            self.form.remarks.focus_unworded()

    _next: str | None = None
    _enter_next: bool | None = None

    def _prepare_next(self) -> None:
        """What is to be opened when this one is done: the next that waits, from here to the end and round."""
        rows = self.rows
        if rows is None:
            return
        at, number = rows.place(self._key), len(rows)
        inside = self._middle.currentWidget()
        focus = self.window().focusWidget()
        self._enter_next = bool(focus is not None and inside is not None and inside.isAncestorOf(focus))
        self._next = next(
            (rows[n % number].key for n in range(at + 1, at + min(number, 500)) if rows[n % number].waits), None
        )

    def take(self, view: View, what: Changed = Changed.NOTHING) -> None:
        if what & Changed.CORRECTIONS and self._next is not None and self.opened is None:
            self._key, self._enter = self._next, bool(self._enter_next)
            self._next = None
        super().take(view, what)

    def _discard(self) -> None:
        opened, work, ledger = self.opened, self.work, self.ledger
        if opened is None or work is None or not self._may_correct():
            return
        self._saving.stop()
        self._dirty = False
        if opened.draft is None:
            self._show_form(opened)
            return
        op_id, person = opened.draft.op_id, work.person
        self._do(lambda: written.take_back(ledger, person, op_id))
        self.opened = None

    def _do(self, act: Callable[[], object]) -> None:
        """Something written in the ledger, after which the list is read again."""

        def work(stop: object, report: object) -> tuple[Changed, object]:
            return Changed.CORRECTIONS, act()

        self.jobs.change(work, self._done, self._refuse, initiator=self)

    def _done(self, nothing: object) -> None:
        pass

    # Answers and what else is done with a query

    def _answer_rare(self) -> None:
        self._answer("rare_but_true")

    def _answer_unknown(self) -> None:
        self._answer("cannot_be_found_out")

    def _answer(self, response: str) -> None:
        opened, work = self.opened, self.work
        if opened is None or work is None or opened.query is None or opened.row is None:
            return
        text = self.form.text.text().strip()
        if response == "other" and not text:
            self.form.say(self.tr("Say in words what the answer is."), alert=True)
            self.form.text.setFocus()
            return
        self._prepare_next()
        answering = _answering(self.program, work, opened.query, opened.finding, opened.row, response, text)
        self._dirty = False
        self.opened = None
        self._do(answering)

    def _ask_answer(self) -> None:
        names = {response_in_words(r): r for r in RESPONSES}
        chosen = self._choose_one(self.tr("Answer"), self.tr("What is the answer?"), list(names))
        if chosen:
            self._answer(names[chosen])

    def _choose_one(self, title: str, words: str, choices: list[str]) -> str:
        chosen, yes = QInputDialog.getItem(self, title, words, choices, 0, False)
        return chosen if yes else ""

    def _words_for(self, title: str, words: str, text: str = "") -> str | None:
        said, yes = QInputDialog.getText(self, title, words, QLineEdit.EchoMode.Normal, text)
        return said.strip() if yes else None

    def _step(self, act: Callable[[Query], object]) -> None:
        opened = self.opened
        if opened is not None and opened.query is not None:
            query = opened.query
            self.leave()
            self._do(lambda: act(query))
            self.opened = None

    def _comment(self, text: str) -> None:
        work = self.work
        if work is not None:
            self._step(lambda query: queries.comment(self.ledger, work.person, query, text))

    def _assign(self) -> None:
        work = self.work
        if work is None:
            return
        owner = self._words_for(self.tr("Assign"), self.tr("To whom? Empty: to nobody."), work.person.name)
        if owner is not None:
            self._step(lambda query: queries.assign(self.ledger, work.person, query, owner))

    def _close(self) -> None:
        work, opened = self.work, self.opened
        if work is not None and opened is not None:
            finding, row = opened.finding, opened.row
            self._step(lambda query: queries.close(self.ledger, work.person, query, finding=finding, row=row))

    def _reopen(self) -> None:
        work = self.work
        if work is not None:
            self._step(lambda query: queries.reopen(self.ledger, work.person, query))

    def _return(self) -> None:
        work = self.work
        words = self._words_for(self.tr("Return the query"), self.tr("Why does the answer not do?"))
        if work is not None and words:
            self._step(lambda query: queries.return_query(self.ledger, work.person, query, words))

    def _ask_about(self) -> None:
        work, opened = self.work, self.opened
        if work is None or opened is None or not opened.record:
            return
        focus = self.window().focusWidget()
        fields = self.form.form.fields
        name = next((n for n, f in fields.items() if focus is not None and f.isAncestorOf(focus)), "")
        name = name or (opened.query.variable if opened.query is not None else next(iter(fields), ""))
        label = work.label(opened.form.id, name)
        words = self._words_for(self.tr("Ask about {field}").format(field=label), self.tr("What is in doubt?"))
        if words:
            place = (work.definition.registry, self._here[1], opened.form.id, opened.record)
            self.leave()
            self._do(lambda: queries.raise_query(self.ledger, work.person, place, name, words))

    def _identify(self) -> None:
        """Show the identifiers. That they were shown is logged first: what cannot be logged is not shown."""
        opened, program, here = self.opened, self.program, self._here
        if opened is None:
            return
        self.leave()
        record = opened.record

        def work(stop: object, report: object) -> tuple[Changed, str]:
            audit.record(program.ledger, "identifiers-shown", "/".join(here), record)
            return Changed.NOTHING, record

        self.jobs.change(work, self._show_identified, self._refuse, initiator=self)

    def _show_identified(self, record: str) -> None:
        self._identified = record
        self._dirty, self.opened = False, None
        self._fill()

    # Conflicts

    def _show_conflict(self, opened: Opened, met: Correction) -> None:
        work = self.work
        assert work is not None and opened.row is not None
        language, form = work.language, opened.form
        kinds = {v.id: v.type for v in form.variables}
        fields = []

        def words(entry: Entry, raw: Sent) -> str:
            return value_in_words(entry, shown_value(raw, kinds[entry.id]), language)

        for field in conflicts.three_way(met, opened.row).fields:
            entry = work.codebook.entry(form.id, field.variable)
            if entry is not None:
                theirs = words(entry, field.present)
                if field.at_conflict != field.present:
                    then = words(entry, field.at_conflict)
                    theirs = self.tr("{now} (when the conflict was met: {then})").format(now=theirs, then=then)
                fields.append(
                    ContestedField(
                        entry,
                        words(entry, field.saw),
                        words(entry, field.wrote),
                        theirs,
                        shown_value(field.wrote, kinds[entry.id]),
                        field.contested,
                    )
                )
        if met.state == "conflict":
            said = self.tr("Somebody else has changed this record since you saw it. Nothing of theirs is overwritten.")
        else:
            rules = " ".join(work.rule_words(form.id, rule) for rule in met.rules)
            said = self.tr("The registry did not take the correction: {words}").format(
                words=" ".join(t for t in (met.problem, rules) if t)
            )
        title = f"{text_in(form.label, language) or form.id} {opened.record}"
        allowed = work.person.is_any_of(frozenset({REGISTRAR}))
        names = names_of(work.definition, form.id, language)
        self.conflict.show_conflict(title, said, fields, names, language, may=allowed)

    def _decide(self, decided: dict[str, object]) -> None:
        opened, work, ledger = self.opened, self.work, self.ledger
        if opened is None or work is None or opened.met is None or opened.row is None:
            return
        choice: dict[str, conflicts.Choice | Change] = {}
        for variable, kept in decided.items():
            if isinstance(kept, tuple):
                choice[variable] = Change(variable, opened.row.get(variable), sent_value(kept[1]))
            else:
                choice[variable] = "mine" if kept == "mine" else "theirs"
        met, row, person = opened.met, opened.row, work.person
        taking = all(kept == "theirs" for kept in choice.values())
        if taking:
            self._prepare_next()
        else:
            self._enter_next, self._next = True, met.query or ""

        def change(stop: object, report: object) -> tuple[Changed, Correction | None]:
            return Changed.CORRECTIONS, conflicts.resolve(ledger, person, met.op_id, row, choice)

        self.opened = None
        self.jobs.change(change, self._decided, self._refuse, initiator=self)

    def _decided(self, made: Correction | None) -> None:
        if made is not None:
            self._key, self._enter = made.query or made.op_id, True

    # Beside the record

    def _show_thread(self, opened: Opened) -> None:
        work = self.work
        assert work is not None
        language = work.language
        entries = []
        for said in opened.said:
            when = format_moment(said.at, language) if said.at is not None else ""
            who = {"registry": said.who or self.tr("The registry")}.get(said.by, said.who)
            head = " · ".join(part for part in (who, when) if part)
            if said.what:
                entries.append(ThreadEntry(f"{head} · {event_in_words(said.what)}", said.text, True, not said.text))
            else:
                text = ". ".join(t for t in (response_in_words(said.response), said.text) if t)
                if said.state:
                    head += f" · {stage_in_words(said.state)}"
                entries.append(ThreadEntry(head, text, said.by != "registry", False))
        for event in opened.events:
            when = format_moment(event.at.replace(tzinfo=None), language)
            head = " · ".join(part for part in (event.who, when, event_in_words(event.what)) if part)
            entries.append(ThreadEntry(head, event.text, True, True))
        allowed = opened.query is not None and may(work.person, opened.query, "comment")
        self.conversation.show_entries(entries, may_comment=allowed)

    def _ask_effects(self) -> None:
        view, work, opened, program = self.view, self.work, self.opened, self.program
        if view is None or work is None:
            return
        changes, _ = self.changes()
        draft = as_drafted(opened, work, changes, dict(self._words)) if opened is not None and changes else None
        self.jobs.query(
            lambda cursor: read_effects(cursor, program, view, work, draft), self._show_effects, self._refuse
        )

    def _show_effects(self, effects: Effects) -> None:
        work = self.work
        assert work is not None
        language = work.language
        self._effect.setVisible(effects.one is not None)
        self._effect.effects.show_rows(self._effect_rows(effects.one), language)
        words = self.tr("No value is changed yet.")
        if effects.one is not None:
            words = "" if effects.one.changed else self.tr("None of the unit's indicators is moved in this period.")
        self._effect_words.setText(words)
        self._effect_words.setVisible(bool(words))
        self._together.setVisible(effects.all is not None)
        self._effect_all.effects.show_rows(self._effect_rows(effects.all), language)
        n = format_count(effects.number, language)
        self._together_words.setText(self.tr("{n} corrections taken together.").format(n=n))

    def _effect_rows(self, found: WhatIf | None) -> list[EffectRow]:
        if found is None:
            return []
        assert self.work is not None
        language = self.work.language
        rows = []
        for moved in found.changed:
            before, after = value_or_word(moved.before.own, language), value_or_word(moved.after.own, language)
            told = f"{figure_in_words(moved.before.own, language)} → {figure_in_words(moved.after.own, language)}"
            rows.append(EffectRow(moved.before.title, before, after, f"{moved.before.title}\n{told}"))
            if moved.before.attainment != moved.after.attainment:
                levels = [
                    attainment_in_words(one.attainment) if one.attainment is not None else EN_DASH
                    for one in (moved.before, moved.after)
                ]
                rows.append(EffectRow(self.tr("its attainment"), *levels))
        shares = [
            format_number(c.share, ",.2%", language) if c.share is not None else EN_DASH
            for c in (found.completeness_before, found.completeness_after)
        ]
        rows.append(EffectRow(self.tr("Completeness"), *shares))
        counts = [format_count(n, language) for n in (found.open_queries_before, found.open_queries_after)]
        rows.append(EffectRow(self.tr("Open queries"), *counts))
        return rows

    # Sending

    def _show_sending(self, work: Work) -> None:
        number = work.waiting + work.answers
        n = format_count(number, work.language)
        offline = self.program.offline
        self._send.setText(
            self.tr("Send {n} when connected").format(n=n) if offline else self.tr("Send {n} now").format(n=n)
        )
        self._send.setVisible(number > 0)
        self._send.setEnabled(not offline)
        self._send_action.setEnabled(number > 0 and not offline)

    def _want_sent(self) -> None:
        self.leave()
        self.send_wanted.emit()

    # Walking

    def show_list(self) -> None:
        """The list, with the keyboard in it."""
        self._fit(opened=False)
        self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _focus_search(self) -> None:
        self._fit(opened=False)
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _go_next(self) -> None:
        self._go(1)

    def _go_previous(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        if self.rows is None or not len(self.rows):
            return
        at = self._table.currentIndex().row() + step
        if 0 <= at < len(self.rows):
            focus = self.window().focusWidget()
            middle = self._middle.currentWidget()
            self._enter = focus is not None and middle is not None and middle.isAncestorOf(focus)
            self._table.choose(at)

    # Several at once

    def _ask_several(self) -> None:
        work, rows = self.work, self.rows
        if work is None or rows is None or not work.person.is_any_of(frozenset({REGISTRAR})):
            return
        self.leave()
        places = sorted({index.row() for index in self._table.selectionModel().selectedRows()})
        items = [item for item in (rows.item(at) for at in places) if isinstance(item, Query)]
        if not items:
            self.form.say(self.tr("Select queries in the list first (Shift and the arrow keys)."), alert=True)
            return
        forms = {item.form for item in items}
        entries, names = [], {}
        if len(forms) == 1:
            form = work.definition.form(next(iter(forms)))
            entries, names = self._entries(form, False), names_of(work.definition, form.id, work.language)
        reasons = tuple((r.id, text_in(r.label, work.language) or r.id) for r in work.definition.reasons)
        order = ["rare_but_true", "cannot_be_found_out", *(r for r in RESPONSES if r not in
                 ("rare_but_true", "cannot_be_found_out"))]  # fmt: skip
        number = format_count(len(items), work.language)
        self._items = tuple(items)
        dialog = SeveralDialog(number, order, entries, names, reasons, work.language, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._several = dialog
        dialog.preview_wanted.connect(self._preview)
        dialog.decided.connect(self._write_several)
        if entries and items[0].variable in names:
            dialog.variable.setCurrentIndex(dialog.variable.findData(items[0].variable))
        dialog.finished.connect(self._forget_several)
        dialog.open()
        self._preview(dialog.same())

    _items: tuple[Query, ...] = ()

    def _forget_several(self, result: int) -> None:
        self._several = None

    def _preview(self, same: Same) -> None:
        work = self.work
        if work is None:
            return
        items, ledger, today = self._items, self.ledger, work.today
        language = work.language

        def read(cursor: Cursor) -> tuple[list[str], bool]:
            if same.response != CORRECTION:
                name = "verify" if same.response == "rare_but_true" else "answer"
                able = [q for q in items if may(work.person, q, name)]  # type: ignore[arg-type]
                told = response_in_words(same.response) + (f": {same.text}" if same.text else "")
                lines = [f"{q.record} · {work.question(q)} → {told if q in able else EN_DASH}" for q in items]
                return lines[:MOST_PREVIEWED], bool(able) and (same.response != "other" or bool(same.text))
            form = work.definition.form(items[0].form)
            found = read_rows(cursor, work.definition, form, items[0].unit, {q.record for q in items})
            validator = Validator(work.definition, form, today)
            try:
                previewed = bulk.preview(
                    ledger, work.definition, validator, list(found.values()), {same.variable: sent_value(same.value)},
                    reason=same.reason, text=same.text, query_of={q.record: q.id for q in items},
                )  # fmt: skip
            finally:
                validator.close()
            entry = work.codebook.entry(form.id, same.variable)
            assert entry is not None
            lines = []
            for one in previewed:
                told = self._change_words(entry, one.changes, language)
                if one.obstacles:
                    why = " ".join(finding_in_words(f, language) for f in one.obstacles)
                    told = self.tr("{change} – kept as a draft: {why}").format(change=told, why=why)
                lines.append(f"{one.record} · {told}")
            return lines[:MOST_PREVIEWED], any(one.changes for one in previewed)

        self.jobs.query(read, self._show_preview, self._refuse)

    def _change_words(self, entry: Entry, changes: tuple[Change, ...], language: str) -> str:
        kind = entry.variable.type
        told = [
            f"{value_in_words(entry, shown_value(c.old, kind), language)} → "
            f"{value_in_words(entry, shown_value(c.new, kind), language)}"
            for c in changes
        ]
        return ", ".join(told) or self.tr("already so")

    def _show_preview(self, found: tuple[list[str], bool]) -> None:
        if self._several is not None:
            self._several.show_preview(found[0], possible=found[1])

    def _write_several(self, same: Same) -> None:
        work, items, program = self.work, self._items, self.program
        if work is None:
            return

        def change(stop: object, report: object) -> tuple[Changed, object]:
            with program.cache.reading() as cursor:
                if same.response == CORRECTION:
                    form = work.definition.form(items[0].form)
                    found = read_rows(cursor, work.definition, form, items[0].unit, {q.record for q in items})
                    validator = Validator(work.definition, form, work.today)
                    try:
                        bulk.correct_all(
                            program.ledger, work.person, work.definition, validator, list(found.values()),
                            {same.variable: sent_value(same.value)}, reason=same.reason, text=same.text,
                            query_of={q.record: q.id for q in items},
                        )  # fmt: skip
                    finally:
                        validator.close()
                    return Changed.CORRECTIONS, None
                answer_several(cursor, program, work, items, same)
            return Changed.CORRECTIONS, None

        self._dirty, self.opened = False, None
        self.jobs.change(change, self._done, self._refuse, initiator=self)

    # Where it stands

    def _fit(self, *, opened: bool | None = None) -> None:
        """Three columns where there is room; else what stands beside becomes a tab, and then the list gives way."""
        wide = self.width() / em(self)
        beside, narrow = wide >= THREE_COLUMNS, wide < TWO_COLUMNS
        in_tab = self._tabs.indexOf(self._side) >= 0
        if beside and in_tab:
            self._tabs.removeTab(self._tabs.indexOf(self._side))
            self._splitter.addWidget(self._side)
            self._side.show()
        elif not beside and not in_tab:
            self._tabs.addTab(self._side, self.tr("Thread and effect"))
        if opened is not None:
            self._record_forward = opened
        self._back.setVisible(narrow)
        self._list.setVisible(not narrow or not self._record_forward)
        middle = self._splitter.widget(1)
        if middle is not None:
            middle.setVisible(not narrow or self._record_forward)

    _record_forward = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _answering(
    program: Program, work: Work, query: Query, finding: Finding | None, row: dict[str, Sent], response: str, text: str
) -> Callable[[], object]:
    """The answer as something to be written on any thread."""
    if response == "rare_but_true":
        return lambda: queries.verify_query(program.ledger, work.person, query, finding, row, text)
    return lambda: queries.answer(
        program.ledger,
        work.person,
        query,
        response,  # type: ignore[arg-type]
        text,
        finding=finding,
        row=row,
    )


def answer_several(cursor: Cursor, program: Program, work: Work, items: tuple[Query, ...], same: Same) -> int:
    """The same answer to all that can be answered, in one transaction; gives how many."""
    name: Action = "verify" if same.response == "rare_but_true" else "answer"
    able = [query for query in items if may(work.person, query, name)]
    number = 0
    for form in {query.form for query in able}:
        some = [query for query in able if query.form == form]
        rows = read_rows(
            cursor, work.definition, work.definition.form(form), some[0].unit, {query.record for query in some}
        )
        with program.ledger.writing():
            for query in some:
                if query.record in rows:
                    finding = work.finding(form, query.rule)
                    _answering(program, work, query, finding, rows[query.record], same.response, same.text)()
                    number += 1
    return number
