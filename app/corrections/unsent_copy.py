"""Copies of unsent work in the window: made for the unit's recovery key, and taken in on another computer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMenu, QWidget

from app.jobs import Jobs
from app.pages.saving import keep_folder, usual_folder
from app.problems import problem_sentences, reason_in_words
from app.program import Program
from local_cache.errors import Problem, RegistryNotHere
from local_cache.registry import text_in
from local_cache.results import summary
from local_cache.results.format import format_count, format_moment
from local_cache.sync.outcome import Changed
from widgets.codebook_text import names_of
from widgets.correction_words import response_in_words, stage_in_words
from widgets.forms.unsent_copy import CopyDialog, FileLine, TakeInDialog

if TYPE_CHECKING:
    from local_cache.cache import Cursor
    from local_cache.corrections.intake import Intake
    from local_cache.corrections.unsent import Unsent

KEPT_KEY = "recovery-key"
"""The ledger's choice that holds which key was last copied for: its file and its fingerprint."""
MOST_LINES = 1_000
"""Of a copy that are listed, at most."""


@dataclass(frozen=True)
class Looked:
    """A copy that was opened, what taking it in brings, and that in lines."""

    copy: Unsent
    name: str
    found: Intake
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """A file that stands as the key to copy for; with its fingerprint, or why it is none."""

    file: str
    fingerprint: str = ""
    refused: Problem | None = None


class UnsentCopies(QObject):
    """Attributes: copying, taking (the dialogs; None while they are closed)."""

    def __init__(self, jobs: Jobs, program: Program, language: str, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._program, self._language, self._window = jobs, program, language, window
        self.copying: CopyDialog | None = None
        self.taking: TakeInDialog | None = None
        self._looked: Looked | None = None

    def add_to(self, menu: QMenu) -> None:
        menu.addAction(self.tr("Copy &unsent work …")).triggered.connect(self.ask_copy)
        menu.addAction(self.tr("&Take in a copy …")).triggered.connect(self.ask_take_in)

    # A copy of what is here

    def ask_copy(self) -> None:
        today: date = self._program.clock.today()
        suggested = self.tr("unsent {day}.unsent").format(day=today.isoformat())
        dialog = self.copying = CopyDialog(usual_folder(self._program), suggested, self._window)
        dialog.key_chosen.connect(self._read_key)
        dialog.copy_wanted.connect(self._copy)
        dialog.finished.connect(self._forget_copying)
        kept = self._kept()
        if kept is not None:
            dialog.key.line.setText(kept[0])
            dialog.file.line.setFocus()
        ledger = self._program.ledger

        def count(cursor: Cursor) -> int:
            from local_cache.corrections.unsent import unsent  # here: the window is painted before it is needed

            return sum(len(some) for some in unsent(ledger))

        self._jobs.query(count, self._show_number, self._refuse_copy)
        dialog.open()

    def _forget_copying(self) -> None:
        self.copying = None

    def _kept(self) -> tuple[str, str] | None:
        kept = self._program.ledger.choice(KEPT_KEY)
        return (str(kept["file"]), str(kept["fingerprint"])) if isinstance(kept, dict) else None

    def _show_number(self, number: int) -> None:
        if self.copying is not None:
            words = self.tr("There is nothing unsent here to copy.")
            if number:
                words = self.tr("Unsent here: {n} corrections and answers.").format(
                    n=format_count(number, self._language)
                )
            self.copying.show_number(number, words)

    def _read_key(self, file: str) -> None:
        """Whose key it is, as soon as one stands there."""

        def read(cursor: Cursor) -> Chosen:
            from local_cache.corrections.recovery_key import fingerprint, read_public_key

            if not Path(file).is_file():  # as long as it is being typed
                return Chosen(file)
            try:
                return Chosen(file, fingerprint(read_public_key(Path(file))))
            except Problem as problem:
                return Chosen(file, refused=problem)

        self._jobs.query(read, self._show_key, self._refuse_copy)

    def _show_key(self, chosen: Chosen) -> None:
        dialog = self.copying
        if dialog is None or dialog.key.file() != chosen.file or chosen == Chosen(chosen.file):
            return
        if chosen.refused is not None:
            dialog.key.say(_first_words(chosen.refused))
            return
        kept = self._kept()
        if kept is None:
            words = self.tr("Fingerprint: {fingerprint}. Compare it with the one that the unit keeps.")
        elif kept[1] == chosen.fingerprint:
            words = self.tr("Fingerprint: {fingerprint}, the same key as last time.")
        else:
            words = self.tr(
                "Fingerprint: {fingerprint}. This is another key than last time: ask whoever keeps the unit's key."
            )
        words = words.format(fingerprint=chosen.fingerprint)
        dialog.key.say(words, alert=kept is not None and kept[1] != chosen.fingerprint)

    def _copy(self, key: str, file: str) -> None:
        dialog, ledger, path = self.copying, self._program.ledger, Path(file).absolute()
        assert dialog is not None
        if path.exists() and not dialog.file.may_replace():
            dialog.refuse(dialog.file, self.tr("There is a file of that name already. Choose another name."))
            return

        def work(stop: object, report: object) -> tuple[Changed, tuple[int, Path]]:
            from local_cache.corrections.recovery_key import fingerprint, read_public_key
            from local_cache.corrections.unsent import export_unsent

            public = read_public_key(Path(key))
            number = export_unsent(ledger, path, public)
            ledger.choose(KEPT_KEY, {"file": key, "fingerprint": fingerprint(public)})
            return Changed.NOTHING, (number, path)

        self._jobs.change(work, self._copied, self._refuse_copy, initiator=self)

    def _copied(self, made: tuple[int, Path]) -> None:
        number, path = made
        keep_folder(self._program, path)
        if self.copying is not None:
            words = self.tr(
                "{n} corrections and answers are in {file}. They are still here as well, and are sent from here."
            )
            self.copying.show_done(words.format(n=format_count(number, self._language), file=path.name))

    def _refuse_copy(self, problem: Problem) -> None:
        if self.copying is not None:
            dialog = self.copying
            dialog.refuse(dialog.key if problem.code.startswith("recovery-key") else dialog.file, _first_words(problem))

    # A copy from elsewhere

    def ask_take_in(self) -> None:
        dialog = self.taking = TakeInDialog(usual_folder(self._program), self._window)
        dialog.open_wanted.connect(self._open)
        dialog.take_wanted.connect(self._take_in)
        dialog.finished.connect(self._forget_taking)
        dialog.open()

    def _forget_taking(self) -> None:
        self.taking = self._looked = None

    def _open(self, file: str, key: str, passphrase: str) -> None:
        ledger, language = self._program.ledger, self._language

        def look(cursor: Cursor) -> Looked:
            from local_cache.corrections.intake import intake
            from local_cache.corrections.recovery_key import read_private_key
            from local_cache.corrections.unsent import read_unsent

            copy = read_unsent(Path(file), read_private_key(Path(key), passphrase or None))
            found = intake(cursor, ledger, copy)
            return Looked(copy, Path(file).name, found, tuple(_lines(cursor, found, language)))

        self._jobs.query(look, self._show_looked, self._refuse_opening)

    def _show_looked(self, looked: Looked) -> None:
        if self.taking is not None:
            self._looked = looked
            found = looked.found
            number = len(found.corrections) + len(found.answers)
            self.taking.show_preview(_intake_in_words(found, self._language), looked.lines, possible=number > 0)

    def _refuse_opening(self, problem: Problem) -> None:
        dialog = self.taking
        if dialog is not None:
            place: FileLine | None = dialog.file
            if problem.code == "recovery-key-closed":
                place = None
            elif problem.code.startswith("recovery-key"):
                place = dialog.key
            dialog.refuse(place, _first_words(problem))

    def _take_in(self) -> None:
        looked, program = self._looked, self._program
        if looked is None:
            return

        def work(stop: object, report: object) -> tuple[Changed, Intake]:
            from local_cache.corrections.intake import take_in

            with program.cache.reading() as cursor:
                return Changed.CORRECTIONS, take_in(cursor, program.ledger, looked.copy, looked.name)

        self._jobs.change(work, self._taken_in, self._refuse_opening, initiator=self)

    def _taken_in(self, found: Intake) -> None:
        if self.taking is not None:
            words = self.tr(
                "Taken in: {n} corrections and {m} answers. What is ready is sent at the next synchronisation."
            )
            n, m = (format_count(len(some), self._language) for some in (found.corrections, found.answers))
            self.taking.show_done(words.format(n=n, m=m))


def _first_words(problem: Problem) -> str:
    """What happened and what it means: what can be done stands in the dialog itself."""
    happened, meaning, _ = problem_sentences(problem)
    return f"{happened} {meaning}".strip()


def _intake_in_words(found: Intake, language: str) -> str:
    translate = QCoreApplication.translate
    made = found.made_at.astimezone(UTC).replace(tzinfo=None)
    left = sum(len(one.op_ids) for one in found.left_out)
    words = translate(
        "UnsentCopies", "Copied {when}: {n} corrections and {m} answers are new here, {here} are here already."
    ).format(
        when=format_moment(made, language),
        n=format_count(len(found.corrections), language),
        m=format_count(len(found.answers), language),
        here=format_count(found.here, language),
    )
    if left:
        told = translate("UnsentCopies", "{n} cannot be taken in; the list says why.")
        words += " " + told.format(n=format_count(left, language))
    return words


def _lines(cursor: Cursor, found: Intake, language: str) -> list[str]:
    """A line for each, those that cannot be taken in first; values are left to the form."""
    names = _Names(cursor, language)
    lines = []
    for one in found.left_out[:MOST_LINES]:
        reason = reason_in_words(one.reason)
        lines.append(f"✕ {names.registry(one.place[0])} {one.place[3][:60]} · {reason}")
    for correction in found.corrections[:MOST_LINES]:
        labels = names.labels(correction.registry, correction.form)
        what = ", ".join(labels.get(change.variable, change.variable) for change in correction.changes)
        who = f"{stage_in_words(correction.state)}, {correction.author}"
        lines.append(f"{names.registry(correction.registry)} {correction.record} · {what} ({who})")
    for answer in found.answers[:MOST_LINES]:
        told = response_in_words(answer.response)
        lines.append(f"{names.registry(answer.registry)} {answer.record} · {told} ({answer.author})")
    return lines


class _Names:
    """Of registries and variables, read once each."""

    def __init__(self, cursor: Cursor, language: str) -> None:
        self._cursor, self._language = cursor, language
        self._registries: dict[str, str] = {}
        self._labels: dict[tuple[str, str], dict[str, str]] = {}

    def registry(self, registry: str) -> str:
        if registry not in self._registries:
            try:
                names = summary.definition(self._cursor, registry).names
                self._registries[registry] = text_in(names, self._language)
            except RegistryNotHere:
                self._registries[registry] = registry[:60]
        return self._registries[registry]

    def labels(self, registry: str, form: str) -> dict[str, str]:
        if (registry, form) not in self._labels:
            definition = summary.definition(self._cursor, registry)
            self._labels[registry, form] = names_of(definition, form, self._language)
        return self._labels[registry, form]
