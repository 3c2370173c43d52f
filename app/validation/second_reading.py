"""The second reading: record after record in the journal, without seeing what was registered."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.jobs import Jobs
from app.program import Program
from app.validation.reading import Loaded, Opened, open_record
from local_cache import audit
from local_cache.errors import Problem
from local_cache.quality import studies as studies_kept
from local_cache.quality.studies import Study
from local_cache.registry import text_in
from local_cache.results.format import format_date, format_month
from local_cache.sync.outcome import Changed
from local_cache.values import Value
from widgets.codebook_text import names_of, value_in_words
from widgets.forms.second_entry import RecordToRead, SecondEntryForm


class SecondReading(SecondEntryForm):
    """The form of one record, which is opened, kept and followed by the next.

    Signals: opened() when a record is in the form; entered(bool) when one is kept, and whether to go on;
    refused(Problem).
    """

    opened = Signal()
    entered = Signal(bool)
    refused = Signal(object)

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._program = jobs, program
        self._study: Study | None = None
        self._loaded: Loaded | None = None
        self._language = "nb"
        self.kept.connect(self._keep_values)
        self.given_up.connect(self._keep_without_journal)
        self.identifiers_wanted.connect(self._show_who)

    def read_next(self, study: Study, loaded: Loaded, language: str) -> None:
        """Ask for the study's next record that is not done."""
        self._study, self._loaded, self._language = study, loaded, language
        program, definition = self._program, loaded.definition
        self._jobs.query(
            lambda cursor: open_record(cursor, program, definition, study, identified=False),
            self._show_opened,
            self._refuse,
        )

    def _show_who(self) -> None:
        """Show the identifiers. That they were shown is logged first: what cannot be logged is not shown."""
        study, program, loaded = self._study, self._program, self._loaded
        if study is None or loaded is None:
            return

        def work(stop: object, report: object) -> tuple[Changed, Opened]:
            where = f"{study.sampling.registry}/{study.sampling.unit}"
            audit.record(program.ledger, "identifiers-shown", where, study.id)
            with program.cache.reading() as cursor:
                return Changed.NOTHING, open_record(cursor, program, loaded.definition, study, identified=True)

        self._jobs.change(work, self._show_opened, self._refuse, initiator=self)

    def _show_opened(self, opened: Opened) -> None:
        assert self._loaded is not None
        study, form = opened.study, opened.study.sampling.form
        entries = [e for e in self._loaded.codebook.entries if e.form == form and e.id in study.variables]
        self.show_record(
            RecordToRead(
                record=opened.key.record,
                number=opened.done + 1,
                of=len(study.records),
                done=opened.done,
                key=self._key_facts(opened, self._loaded),
                identified=opened.identified,
                entries=entries,
                names=names_of(self._loaded.definition, form, self._language),
                journal=opened.journal,
                language=self._language,
                today=self._program.clock.today(),
            )
        )
        self.opened.emit()

    def _key_facts(self, opened: Opened, loaded: Loaded) -> list[tuple[str, str]]:
        """What the journal is found by. The day of the event is not told where it is to be read."""
        language, day = self._language, opened.key.event_date
        dated_by = loaded.definition.form(opened.study.sampling.form).event_date
        when = ""
        if day is not None:
            when = format_month(day, language) if dated_by in opened.study.variables else format_date(day, language)
        facts = [
            (self.tr("Record"), opened.key.record),
            (self.tr("Event"), when),
            (self.tr("Patient key"), opened.key.patient),
        ]
        for variable, value in opened.key.identifiers:
            entry = loaded.codebook.entry(opened.study.sampling.form, variable.id)
            if entry is not None:
                facts.append((text_in(variable.label, language), value_in_words(entry, value, language)))
        return facts

    def _keep_values(self, values: dict[str, Value | None], complete: bool) -> None:
        self._enter(values, complete=complete, found=True)

    def _keep_without_journal(self) -> None:
        self._enter({}, complete=True, found=False)

    def _enter(self, values: Mapping[str, Value | None], *, complete: bool, found: bool) -> None:
        reading, study, program, loaded = self.reading, self._study, self._program, self._loaded
        if reading is None or study is None or loaded is None:
            return
        definition, record = loaded.definition, reading.record

        def work(stop: object, report: object) -> tuple[Changed, bool]:
            with program.cache.reading() as cursor:
                studies_kept.enter(
                    cursor, program.ledger, definition, study, record, values, complete=complete, found=found
                )  # fmt: skip
                finished = studies_kept.is_finished(study, studies_kept.entries(program.ledger, study.id))
            return Changed.NOTHING, complete and not finished

        self._jobs.change(work, self._after_entry, self._refuse, initiator=self)

    def _after_entry(self, go_on: bool) -> None:
        self.entered.emit(go_on)

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)
