"""The same answer or the same correction for several queries: asked for, looked at beforehand, written at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QWidget

from app.corrections.answers import action_of, answer_several
from app.corrections.as_shown import entries_of, reasons_of
from app.corrections.opened import sent_value, shown_value
from app.corrections.work import Work
from app.jobs import Jobs
from app.problems import finding_in_words
from app.program import Program
from local_cache.cache import Cursor
from local_cache.codebook import Entry
from local_cache.corrections import bulk
from local_cache.corrections.queries import RESPONSES, Query, may
from local_cache.corrections.rows import read_rows
from local_cache.corrections.validation import validating
from local_cache.errors import Problem
from local_cache.results.format import EN_DASH, format_count
from local_cache.sync.messages import Change
from local_cache.sync.outcome import Changed
from widgets.codebook_text import names_of, value_in_words
from widgets.correction_words import response_in_words
from widgets.forms.several import CORRECTION, Same, SeveralDialog

MOST_PREVIEWED = 500
USUAL = ("rare_but_true", "cannot_be_found_out")
"""The answers that several queries share most often, offered first."""


class SeveralAtOnce(QObject):
    """Attributes: dialog (None while none is open)."""

    def __init__(self, jobs: Jobs, program: Program, refuse: Callable[[Problem], None], parent: QWidget) -> None:
        """refuse: a QObject's method that says what went wrong."""
        super().__init__(parent)
        self._jobs, self._program, self._refuse, self._place = jobs, program, refuse, parent
        self._work: Work | None = None
        self._items: tuple[Query, ...] = ()
        self.dialog: SeveralDialog | None = None

    def ask(self, work: Work, items: Sequence[Query]) -> None:
        """Open the dialog. items: at least one."""
        self._work, self._items = work, tuple(items)
        entries, names = [], {}
        if len({item.form for item in items}) == 1:
            form = work.definition.form(items[0].form)
            entries, names = entries_of(work, form, identified=False), names_of(work.definition, form.id, work.language)
        responses = [*USUAL, *(r for r in RESPONSES if r not in USUAL)]
        number = format_count(len(items), work.language)
        dialog = SeveralDialog(
            number, responses, entries, names, reasons_of(work), work.language, work.today, self._place
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.preview_wanted.connect(self._preview)
        dialog.decided.connect(self._write)
        if entries and items[0].variable in names:
            dialog.variable.setCurrentIndex(dialog.variable.findData(items[0].variable))
        dialog.finished.connect(self._forget)
        dialog.open()
        self._preview(dialog.same())

    def _forget(self, result: int) -> None:
        self.dialog = None

    def _preview(self, same: Same) -> None:
        work, items, program = self._work, self._items, self._program
        if work is None:
            return

        def read(cursor: Cursor) -> tuple[Same, list[str], bool]:
            if same.response == CORRECTION:
                return same, *_corrected(cursor, program, work, items, same)
            return same, *_answered(work, items, same)

        self._jobs.query(read, self._show_preview, self._refuse)

    def _show_preview(self, found: tuple[Same, list[str], bool]) -> None:
        if self.dialog is not None:
            same, lines, possible = found
            self.dialog.show_preview(same, lines, possible=possible)

    def _write(self, same: Same) -> None:
        work, items, program = self._work, self._items, self._program
        if work is None:
            return

        def change(stop: object, report: object) -> tuple[Changed, None]:
            with program.cache.reading() as cursor:
                if same.response == CORRECTION:
                    _correct(cursor, program, work, items, same)
                else:
                    answer_several(cursor, program.ledger, work, items, same.response, same.text)
            return Changed.CORRECTIONS, None

        self._jobs.change(change, self._done, self._refuse, initiator=self)

    def _done(self, nothing: None) -> None:
        pass


def _answered(work: Work, items: Sequence[Query], same: Same) -> tuple[list[str], bool]:
    """What an answer would do to each, a line for each, and whether anything would be written."""
    able = {query.id for query in items if may(work.person, query, action_of(same.response))}
    told = response_in_words(same.response) + (f": {same.text}" if same.text else "")
    lines = [
        f"{query.record} · {work.question(query)} → {told if query.id in able else EN_DASH}"
        for query in items[:MOST_PREVIEWED]
    ]
    return lines, bool(able) and (same.response != "other" or bool(same.text))


def _corrected(
    cursor: Cursor, program: Program, work: Work, items: Sequence[Query], same: Same
) -> tuple[list[str], bool]:
    """What a correction would do to each record, a line for each, and whether anything would be written."""
    form = work.definition.form(items[0].form)
    found = read_rows(cursor, work.definition, form, items[0].unit, {q.record for q in items})
    with validating(work.definition, form, work.today) as validator:
        previewed = bulk.preview(
            program.ledger, work.definition, validator, list(found.values()),
            {same.variable: sent_value(same.value)}, reason=same.reason, text=same.text,
            query_of={q.record: q.id for q in items},
        )  # fmt: skip
    entry = work.codebook.entry(form.id, same.variable)
    assert entry is not None
    lines = []
    for one in previewed[:MOST_PREVIEWED]:
        told = _change_in_words(entry, one.changes, work.language)
        if one.obstacles:
            why = " ".join(finding_in_words(f, work.language) for f in one.obstacles)
            told = QCoreApplication.translate("SeveralAtOnce", "{change} – kept as a draft: {why}").format(
                change=told, why=why
            )
        lines.append(f"{one.record} · {told}")
    return lines, any(one.changes for one in previewed)


def _change_in_words(entry: Entry, changes: Sequence[Change], language: str) -> str:
    kind = entry.variable.type
    told = [
        f"{value_in_words(entry, shown_value(c.old, kind), language)} → "
        f"{value_in_words(entry, shown_value(c.new, kind), language)}"
        for c in changes
    ]
    return ", ".join(told) or QCoreApplication.translate("SeveralAtOnce", "already so")


def _correct(cursor: Cursor, program: Program, work: Work, items: Sequence[Query], same: Same) -> None:
    form = work.definition.form(items[0].form)
    found = read_rows(cursor, work.definition, form, items[0].unit, {q.record for q in items})
    with validating(work.definition, form, work.today) as validator:
        bulk.correct_all(
            program.ledger, work.person, work.definition, validator, list(found.values()),
            {same.variable: sent_value(same.value)}, reason=same.reason, text=same.text,
            query_of={q.record: q.id for q in items},
        )  # fmt: skip
