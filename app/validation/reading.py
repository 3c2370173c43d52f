"""What the page of validation studies reads: the studies, how far each has come, and the next record to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.pages.page import View
from app.program import Program
from local_cache.cache import Cursor
from local_cache.codebook import Codebook, make_codebook
from local_cache.errors import RecordLeftStudy
from local_cache.quality import studies as kept
from local_cache.quality.agreement import Agreement, disagreements
from local_cache.quality.studies import SecondEntry, Study
from local_cache.quality.validation_study import RecordKey, record_key
from local_cache.records.text import stated_value
from local_cache.registry import Definition, text_in
from local_cache.results import summary
from local_cache.results.figure import Period
from local_cache.results.format import format_period
from local_cache.values import Value, value_from_json
from widgets.codebook_text import value_in_words
from widgets.tables.agreement import DifferingRow

MOST_DIFFERING = 500
"""Values that differ, at most so many of them in the table; the file has all."""


@dataclass(frozen=True)
class StudyState:
    """A study and how far it has come. The rest is empty before every record is done: until then nothing of what the
    registry has leaves the ledger.

    done, without_journal: records; differing: values that are not the same, with their number.
    """

    study: Study
    done: int
    without_journal: int
    finished: bool
    agreements: tuple[Agreement, ...] = ()
    differing: tuple[DifferingRow, ...] = ()
    differing_number: int = 0


@dataclass(frozen=True)
class Loaded:
    """The unit's studies, with the definition and the codebook that are here."""

    definition: Definition
    codebook: Codebook
    studies: tuple[StudyState, ...]

    def form_name(self, form: str, language: str) -> str:
        found = next((f for f in self.definition.forms if f.id == form), None)
        return text_in(found.label, language) if found is not None else form


def period_of(study: Study, language: str) -> str:
    """The period of the records a study is about."""
    return format_period(Period(study.sampling.first, study.sampling.end), language)


def read_studies(cursor: Cursor, program: Program, view: View) -> Loaded:
    definition = summary.definition(cursor, view.summary.registry)
    codebook = make_codebook(definition)
    states = [
        _state(study, kept.entries(program.ledger, study.id), codebook, view.language)
        for study in kept.studies(program.ledger, view.summary.registry, view.unit)
    ]
    return Loaded(definition, codebook, tuple(states))


def _state(study: Study, entered: Mapping[str, SecondEntry], codebook: Codebook, language: str) -> StudyState:
    here = [entered[record] for record in study.records if record in entered]
    done, without = sum(e.complete for e in here), sum(e.complete and not e.found for e in here)
    if not kept.is_finished(study, entered):
        return StudyState(study, done, without, finished=False)
    differing = [
        (name, pair)
        for name, some in kept.pairs(study, entered).items()
        for pair in disagreements(study.variables[name], some)
    ]
    rows = []
    for name, pair in differing[:MOST_DIFFERING]:
        entry = codebook.entry(study.sampling.form, name)
        if entry is not None:
            label = text_in(entry.variable.label, language) or name
            registry, journal = (value_in_words(entry, v, language) for v in (pair.registry, pair.journal))
            stated = stated_value(pair.registry), stated_value(pair.journal)
            rows.append(DifferingRow(pair.record, label, registry, journal, stated))
    return StudyState(study, done, without, True, kept.agreements(study, entered), tuple(rows), len(differing))


@dataclass(frozen=True)
class Opened:
    """A record to be read again, and what was read of it before."""

    study: Study
    done: int
    key: RecordKey
    identified: bool
    journal: dict[str, Value | None]


def open_record(cursor: Cursor, program: Program, definition: Definition, study: Study, *, identified: bool) -> Opened:
    """The next record that is not done. Raises RecordLeftStudy where it has left the registry."""
    entered = kept.entries(program.ledger, study.id)
    left = [r for r in study.records if r not in entered or not entered[r].complete]
    if not left:
        raise RecordLeftStudy()
    key = record_key(cursor, definition, study.sampling, left[0], identified=identified)
    if key is None:
        raise RecordLeftStudy()
    before = entered.get(left[0])
    journal = before.journal if before is not None else {}
    values = {name: value_from_json(raw, study.variables[name]) for name, raw in journal.items()}
    return Opened(study, len(study.records) - len(left), key, identified, values)
