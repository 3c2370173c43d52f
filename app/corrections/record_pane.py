"""The record in the middle of the page: its form or its conflict, what is changed in it, and how that is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.corrections.answers import answering
from app.corrections.as_shown import (
    contested_fields,
    gone_in_words,
    may_correct,
    record_to_correct,
    remarks_on,
    title_of,
    what_can_be_done,
    what_was_met,
)
from app.corrections.opened import Opened, as_drafted, sent_value
from app.corrections.work import Work
from app.jobs import Jobs
from app.problems import finding_in_words, problem_in_words
from app.program import Program
from local_cache import audit
from local_cache.corrections import conflicts, queries
from local_cache.corrections import corrections as written
from local_cache.corrections.begun import NOTHING, Begun, keep_begun
from local_cache.corrections.corrections import Correction, NothingToCorrect, NotReady
from local_cache.corrections.person import REGISTRAR
from local_cache.corrections.queries import Query, may
from local_cache.corrections.validation import Finding, Validator, Verdict
from local_cache.corrections.values import fault, same
from local_cache.errors import Problem
from local_cache.sync.messages import Change
from local_cache.sync.messages import Value as Sent
from local_cache.sync.outcome import Changed
from local_cache.values import Value
from widgets.card import Notice
from widgets.codebook_text import names_of
from widgets.forms.correction import CorrectionForm
from widgets.forms.three_way import ThreeWayForm

SAVED_AFTER = 150
"""Milliseconds from a change until it goes to disk."""

Values = tuple[tuple[Change, ...], tuple[str, ...]]
"""What is changed, and the fields whose contents cannot be sent at all."""


@dataclass(frozen=True)
class Saved:
    """What a draft became. key: of what it was written for; obstacles: what keeps it from being ready."""

    key: str
    draft: Correction | None
    obstacles: tuple[Finding, ...] = ()
    ready: bool = False


class RecordPane(QStackedWidget):
    """The pane. Attributes: form, conflict; work, opened (None while there is nothing, or it is done with); verdict;
    dirty (whether something is typed that is not yet on disk); identified (the record whose identifiers are shown).

    Signals: edited() when what stands in the form changed; updated() when what may be done with it changed;
    leaving() when it is done with once that is written, so that the next is to be chosen; staying() when it was not
    done with after all; going_on(key) when a decided conflict goes on under that key; identified_now().
    """

    edited = Signal()
    updated = Signal()
    leaving = Signal()
    staying = Signal()
    going_on = Signal(str)
    identified_now = Signal()

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._program, self._ledger = jobs, program, program.ledger
        self.work: Work | None = None
        self.opened: Opened | None = None
        self.verdict = Verdict()
        self.dirty = False
        self.identified = ""
        self._changes: Values = ((), ())
        self._base: dict[str, Value | None] = {}
        self._words: dict[str, str] = {}
        self._validators: dict[str, Validator] = {}
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVED_AFTER)
        self._saving.timeout.connect(self._save)
        self._nothing = Notice()
        self.form = CorrectionForm()
        self.form.changed.connect(self._take_change)
        self.form.ready_wanted.connect(self.make_ready)
        self.form.answered.connect(self.answer)
        self.form.discarded.connect(self.discard)
        self.form.identifiers_wanted.connect(self._identify)
        self.conflict = ThreeWayForm()
        self.conflict.decided.connect(self._decide)
        for widget in (self._nothing, self.form, self.conflict):
            self.addWidget(widget)

    # What it shows

    def show_nothing(self, title: str = "", words: str = "") -> None:
        self.opened = None
        self._nothing.say(title, words)
        self.setCurrentWidget(self._nothing)

    def show_opened(self, opened: Opened) -> None:
        work = self.work
        assert work is not None
        self._validators[opened.form.id] = opened.validator
        self.opened, self.dirty, self._changes = opened, False, ((), ())
        if opened.row is None:
            self._nothing.say(self.tr("The record is gone"), gone_in_words(opened))
            self.setCurrentWidget(self._nothing)
        elif opened.met is not None:
            self._show_conflict(work, opened, opened.met)
        else:
            self._show_form(work, opened)
        self.updated.emit()

    def _show_form(self, work: Work, opened: Opened) -> None:
        record = record_to_correct(work, opened)
        draft = opened.draft
        self.setCurrentWidget(self.form)
        self.form.show_record(record)
        self._words = dict(draft.confirmed) if draft is not None else {}
        # What a field gives back of what was put in: only what is another than that was changed by hand.
        changed = {c.variable for c in draft.changes} if draft is not None else set()
        self._base = {n: record.before[n] if n in changed else v for n, v in self.form.values().items()}
        self._check()

    def _show_conflict(self, work: Work, opened: Opened, met: Correction) -> None:
        self.setCurrentWidget(self.conflict)
        self.conflict.show_conflict(
            title_of(work, opened),
            what_was_met(work, met),
            what_can_be_done(met),
            contested_fields(work, opened, met),
            names_of(work.definition, opened.form.id, work.language),
            work.language,
            today=work.today,
            may=work.person.is_any_of(frozenset({REGISTRAR})),
        )

    def validator(self, form: str) -> Validator | None:
        """The one made before for this form, while the definition and the day are the same."""
        made, work = self._validators.get(form), self.work
        fits = made is not None and work is not None and made.definition is work.definition and made.today == work.today
        return made if fits else None

    def has_open(self, key: str, item: Query | Correction) -> bool:
        """Whether the record is on the screen as it is, perhaps with something that is just being typed."""
        opened = self.opened
        if opened is None or opened.key != key or opened.met is not None:
            return False
        if isinstance(item, Correction):
            mine = opened.draft
            return mine is not None and (mine.op_id, mine.state, mine.base_version) == (
                item.op_id, item.state, item.base_version,
            )  # fmt: skip
        return self.dirty

    def enter(self) -> None:
        """The keyboard to what is to be looked at first."""
        if self.currentWidget() is self.form:
            self.form.focus_flagged()
        elif self.currentWidget() is self.conflict:
            self.conflict.focus_first()

    def has_keyboard(self) -> bool:
        focus, inside = self.window().focusWidget(), self.currentWidget()
        return focus is not None and inside is not None and inside.isAncestorOf(focus)

    # What is changed

    def changes(self) -> Values:
        """What differs from the record as it was seen, and the fields whose contents cannot be sent at all."""
        if self.opened is None or self.currentWidget() is not self.form:
            return (), ()
        return self._changes

    def _read_changes(self, opened: Opened) -> Values:
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

    def as_drafted(self) -> Correction | None:
        """What stands in the form as a correction; None where nothing is changed."""
        changes, _ = self.changes()
        if self.opened is None or self.work is None or not changes:
            return None
        words = {id: word for id, word in self._words.items() if word}
        return as_drafted(self.opened, self.work, changes, words)

    def may_correct(self) -> bool:
        return self.work is not None and may_correct(self.work, self.opened)

    def _take_change(self) -> None:
        if not self.may_correct():
            return
        self.dirty = True
        self._words |= self.form.remarks.words()
        self._forget_words(self._changes[0])
        self._check()
        self.form.say("")
        if not self._saving.isActive():
            self._saving.start()
        self.edited.emit()

    def _forget_words(self, before: Sequence[Change]) -> None:
        """A word on a warning is for the value it was given for: it is asked for anew when that is another."""
        opened = self.opened
        if opened is None or not self._words:
            return
        was, now = ({c.variable: c.new for c in some} for some in (before, self._read_changes(opened)[0]))
        moved = {v for v in was.keys() | now.keys() if v not in was or v not in now or not same(was[v], now[v])}
        for finding in self.verdict.warnings if moved else ():
            if not moved.isdisjoint(finding.variables):
                self._words.pop(finding.id, None)

    def _check(self) -> None:
        """The registry's rules on the whole record, at once."""
        opened, work = self.opened, self.work
        if opened is None or work is None or opened.row is None:
            return
        self._changes = self._read_changes(opened)
        changes, _ = self._changes
        self.verdict = opened.validator.verdict(opened.seen, changes)
        self.form.show_remarks(remarks_on(work, opened, self.verdict, changes, self._words, self.form.form.fields))
        self._show_actions()

    def _show_actions(self) -> None:
        """The form's buttons say what may be done now."""
        opened, work = self.opened, self.work
        if work is None:
            return
        correct = self.may_correct() and opened is not None and opened.row is not None
        changes, refused = self.changes()
        draft = opened.draft if opened is not None else None
        already = draft is not None and draft.state == "ready" and not self.dirty
        errors = bool(self.verdict.errors) or bool(refused)
        self.form.ready.setEnabled(correct and bool(changes) and not errors and not already)
        for button, name in ((self.form.rare, "verify"), (self.form.unknown, "answer")):
            button.setVisible(opened is not None and opened.query is not None)
            button.setEnabled(self.may_answer(name))
        self.form.discard.setEnabled(correct and (draft is not None or bool(changes) or bool(refused)))
        self.updated.emit()

    def may_answer(self, action: queries.Action) -> bool:
        """Whether the query may be answered so now: not while a value is changed."""
        opened, work = self.opened, self.work
        if opened is None or work is None or opened.query is None or self.currentWidget() is not self.form:
            return False
        changes, refused = self.changes()
        return not changes and not refused and may(work.person, opened.query, action)

    # Keeping

    def leave(self) -> None:
        """What was typed and is not yet on disk goes there now."""
        if self._saving.isActive():
            self._saving.stop()
            try:
                self._saved(self._writing()())
            except Problem as problem:
                self.refuse(problem)

    def _writing(self) -> Callable[[], Saved]:
        """What stands in the form now, as something to be written on any thread."""
        opened, work, ledger = self.opened, self.work, self._ledger
        assert opened is not None and work is not None and opened.row is not None
        changes, _ = self.changes()
        values: dict[str, Sent] = {c.variable: c.new for c in changes}
        draft = opened.draft
        for change in draft.changes if draft is not None else ():
            if change.variable in self.form.form.fields:
                values.setdefault(change.variable, change.old)  # set back to what it was
        reason, text = str(self.form.reason.currentData() or ""), self.form.text.text()
        warned = {f.id for f in self.verdict.warnings}
        words = {id: word for id, word in self._words.items() if word and id in warned}
        query = opened.query
        row, key, person, definition, form = opened.row, opened.key, work.person, work.definition, opened.form
        forget = self._forgetting(opened, work)

        def write() -> Saved:
            if draft is None and not values:
                keep_begun(ledger, definition.registry, work.worklist.unit, key, Begun(reason, text))
                return Saved(key, None)
            forget()
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

    def _forgetting(self, opened: Opened, work: Work) -> Callable[[], None]:
        """Words begun on are part of what has now been written, or are given up."""
        return partial(keep_begun, self._ledger, work.definition.registry, work.worklist.unit, opened.key, NOTHING)

    def _save(self) -> None:
        write, first = self._writing(), self.opened is not None and self.opened.draft is None

        def work(stop: object, report: object) -> tuple[Changed, Saved]:
            saved = write()
            news = first is not (saved.draft is None)
            return Changed.CORRECTIONS if news else Changed.NOTHING, saved

        self._jobs.change(work, self._saved, self.refuse, initiator=self)

    def _saved(self, saved: Saved) -> None:
        opened = self.opened
        if opened is None or opened.key != saved.key or opened.met is not None:
            return
        self.opened = dataclasses.replace(opened, draft=saved.draft)
        if not self._saving.isActive():
            self.dirty = False
        if saved.draft is not None and not self.form.said():
            self.form.say(self.tr("Kept as a draft."))
        self._show_actions()

    def refuse(self, problem: Problem) -> None:
        """Say what went wrong, under the form's buttons."""
        self.form.say(problem_in_words(problem), alert=True)

    def write(self, act: Callable[[], object]) -> None:
        """Something is written in the ledger, after which everything is read again."""

        def work(stop: object, report: object) -> tuple[Changed, object]:
            return Changed.CORRECTIONS, act()

        self._jobs.change(work, self._done, self.refuse, initiator=self)

    def _done(self, nothing: object) -> None:
        pass

    def done_with(self) -> None:
        """The record shown is to be read again, whatever stands in it."""
        self.dirty, self.opened = False, None

    # What is decided about it

    def decide_or_ready(self) -> None:
        if self.currentWidget() is self.conflict:
            self.conflict.decide_so()
        else:
            self.make_ready()

    def make_ready(self) -> None:
        opened, work, ledger = self.opened, self.work, self._ledger
        if opened is None or work is None or opened.row is None or not self.may_correct():
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
        write, row, validator = self._writing(), opened.row, opened.validator
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

        self.leaving.emit()
        self._jobs.change(change, self._made_ready, self.refuse, initiator=self)

    def _made_ready(self, saved: Saved) -> None:
        if saved.ready:
            self.done_with()
            return
        self.staying.emit()
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

    def discard(self) -> None:
        opened, work, ledger = self.opened, self.work, self._ledger
        if opened is None or work is None or not self.may_correct():
            return
        self._saving.stop()
        self.dirty = False
        if opened.draft is None:
            self._forgetting(opened, work)()
            self.opened = opened = dataclasses.replace(opened, begun=NOTHING)
            self._show_form(work, opened)
            return
        op_id, person = opened.draft.op_id, work.person
        self.write(lambda: written.take_back(ledger, person, op_id))
        self.opened = None

    def answer(self, response: str) -> None:
        opened, work = self.opened, self.work
        if opened is None or work is None or opened.query is None or opened.row is None:
            return
        text = self.form.text.text().strip()
        if response == "other" and not text:
            self.form.say(self.tr("Say in words what the answer is."), alert=True)
            self.form.text.setFocus()
            return
        self._saving.stop()
        self.leaving.emit()
        written_answer = answering(
            self._ledger, work, opened.query, opened.finding, opened.row, response, text, opened.validator
        )
        forget = self._forgetting(opened, work)
        self.done_with()

        def write() -> None:
            written_answer()
            forget()

        self.write(write)

    def _decide(self, decided: dict[str, object]) -> None:
        opened, work, ledger = self.opened, self.work, self._ledger
        if opened is None or work is None or opened.met is None or opened.row is None:
            return
        choice: dict[str, conflicts.Choice | Change] = {}
        for variable, kept in decided.items():
            if isinstance(kept, tuple):
                choice[variable] = Change(variable, opened.row.get(variable), sent_value(kept[1]))
            else:
                choice[variable] = "mine" if kept == "mine" else "theirs"
        met, row, person = opened.met, opened.row, work.person
        if all(kept == "theirs" for kept in choice.values()):
            self.leaving.emit()

        def change(stop: object, report: object) -> tuple[Changed, Correction | None]:
            return Changed.CORRECTIONS, conflicts.resolve(ledger, person, met.op_id, row, choice)

        self.opened = None
        self._jobs.change(change, self._decided, self.refuse, initiator=self)

    def _decided(self, made: Correction | None) -> None:
        if made is not None:
            self.going_on.emit(made.query or made.op_id)

    def _identify(self) -> None:
        """Show the identifiers. That they were shown is logged first: what cannot be logged is not shown."""
        opened, ledger = self.opened, self._ledger
        if opened is None or opened.row is None or self.work is None:
            return
        self.leave()
        record, where = opened.record, f"{self.work.definition.registry}/{opened.row['unit']}"

        def work(stop: object, report: object) -> tuple[Changed, str]:
            audit.record(ledger, "identifiers-shown", where, record)
            return Changed.NOTHING, record

        self._jobs.change(work, self._show_identified, self.refuse, initiator=self)

    def _show_identified(self, record: str) -> None:
        self.identified = record
        self.done_with()
        self.identified_now.emit()
