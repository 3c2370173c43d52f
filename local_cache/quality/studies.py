"""Validation studies as the ledger keeps them: who drew what, and what was read again in the journal.

The registry's own value is put beside the journal's when a record is entered in full, and kept with it: a correction
that the study leads to changes the registry, not the study.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
import msgspec

from local_cache import audit
from local_cache.account import account
from local_cache.bound_list import SEPARATOR
from local_cache.errors import NothingToDraw, RecordLeftStudy
from local_cache.ledger import Ledger, Place
from local_cache.quality.agreement import Agreement, Pair, agreement
from local_cache.quality.validation_study import Sampling, draw_sample, registry_values
from local_cache.registry import Definition, VariableType, record_table
from local_cache.values import Value, value_as_json, value_from_json


class Study(msgspec.Struct, frozen=True):
    """A study. population: records there were to draw from; records: those drawn that are still in the registry, in the
    order to read them; gone: how many have left it since; variables: what is read again, with its type."""

    id: str
    sampling: Sampling
    variables: dict[str, VariableType]
    definition_version: str
    population: int
    records: tuple[str, ...]
    created_at: datetime
    created_by: str
    gone: int = 0


class SecondEntry(msgspec.Struct, frozen=True):
    """One record read again. complete: nothing is left to read; found: False where there was no journal to read.

    journal: what was read, by variable, as JSON (null: the journal does not say); a variable that is not in it has not
    been read yet. registry: what the registry had then, of a complete entry.
    """

    id: str
    study: str
    record: str
    complete: bool
    found: bool
    journal: dict[str, Any]
    registry: dict[str, Any]
    entered_at: datetime
    entered_by: str


def new_study(
    cursor: duckdb.DuckDBPyConnection,
    ledger: Ledger,
    definition: Definition,
    sampling: Sampling,
    variables: Sequence[str],
    author: str = "",
) -> Study:
    """Draw a sample and keep it; on disk when this returns. Raises ExpressionRefused, NothingToDraw."""
    sample = draw_sample(cursor, definition, sampling)
    if not sample.records:
        raise NothingToDraw()
    form = definition.form(sampling.form)
    study = Study(
        id=secrets.token_hex(8),
        sampling=sampling,
        variables={name: form.variable(name).type for name in variables},
        definition_version=definition.version,
        population=sample.population,
        records=sample.records,
        created_at=datetime.now(UTC),
        created_by=author or account(),
    )
    with ledger.writing() as writer:
        content = ledger.sealed(Place("study", study.id), msgspec.json.encode(study))
        writer.execute("INSERT INTO study VALUES (?, 0, ?)", [study.id, content])
    return study


def studies(ledger: Ledger, registry: str | None = None, unit: str | None = None) -> tuple[Study, ...]:
    """All studies, or those of a registry and unit, the newest first."""
    with ledger.reading() as reader:
        rows = reader.execute("SELECT id, revision, sealed FROM study").fetchall()
    found = (msgspec.json.decode(ledger.opened(Place("study", i, r), s), type=Study) for i, r, s in rows)
    wanted = (s for s in found if registry in (None, s.sampling.registry) and unit in (None, s.sampling.unit))
    return tuple(sorted(wanted, key=lambda s: (s.created_at, s.id), reverse=True))


def remove_study(ledger: Ledger, study: str) -> None:
    """With all that was entered for it."""
    with ledger.writing() as writer:
        writer.execute("DELETE FROM second_entry WHERE study = ?", [study])
        writer.execute("DELETE FROM study WHERE id = ?", [study])


def entries(ledger: Ledger, study: str) -> dict[str, SecondEntry]:
    """What has been entered, by record."""
    with ledger.reading() as reader:
        rows = reader.execute("SELECT id, revision, sealed FROM second_entry WHERE study = ?", [study]).fetchall()
    read = (msgspec.json.decode(ledger.opened(Place("second_entry", i, r), s), type=SecondEntry) for i, r, s in rows)
    return {entry.record: entry for entry in read}


def enter(
    cursor: duckdb.DuckDBPyConnection,
    ledger: Ledger,
    definition: Definition,
    study: Study,
    record: str,
    journal: Mapping[str, Value | None],
    *,
    complete: bool,
    found: bool = True,
    author: str = "",
) -> SecondEntry:
    """Keep what was read in the journal for a record, in place of what was there; on disk when this returns.

    Variables that the registry has taken out or given another type since the sample was drawn are left out.
    Raises RecordLeftStudy where the record has left the registry meanwhile, ValueError for a value of another type.
    """
    for name, value in journal.items():
        value_from_json(value_as_json(value), study.variables[name])
    form = definition.form(study.sampling.form)
    types = {variable.id: variable.type for variable in form.variables}
    names = [name for name, kind in study.variables.items() if types.get(name) == kind]
    registry = registry_values(cursor, definition, study.sampling, record, names)
    if registry is None:
        raise RecordLeftStudy()
    with ledger.writing() as writer:
        if record not in _kept(ledger, study.id):
            raise RecordLeftStudy()
        before = entries(ledger, study.id).get(record)
        entry = SecondEntry(
            id=before.id if before else secrets.token_hex(8),
            study=study.id,
            record=record,
            complete=complete,
            found=found,
            journal={name: value_as_json(journal[name]) for name in names if name in journal} if found else {},
            registry={name: value_as_json(value) for name, value in registry.items()} if complete and found else {},
            entered_at=datetime.now(UTC),
            entered_by=author or account(),
        )
        revision = 0
        if before is not None:
            row = writer.execute("SELECT revision FROM second_entry WHERE id = ?", [entry.id]).fetchone()
            revision = row[0] + 1
        content = ledger.sealed(Place("second_entry", entry.id, revision), msgspec.json.encode(entry))
        writer.execute(
            "INSERT OR REPLACE INTO second_entry VALUES (?, ?, ?, ?)", [entry.id, study.id, revision, content]
        )
    return entry


def is_finished(study: Study, entered: Mapping[str, SecondEntry]) -> bool:
    """Whether every record that is left has been entered in full; before that nobody sees what the registry has."""
    return bool(study.records) and all(r in entered and entered[r].complete for r in study.records)


def pairs(study: Study, entered: Mapping[str, SecondEntry]) -> dict[str, tuple[Pair, ...]]:
    """Registry and journal side by side, by variable, of the records whose journal was read in full."""
    read = [entered[r] for r in study.records if r in entered and entered[r].complete and entered[r].found]
    return {
        name: tuple(
            Pair(entry.record, value_from_json(entry.registry[name], kind), value_from_json(entry.journal[name], kind))
            for entry in read
            if name in entry.registry and name in entry.journal
        )
        for name, kind in study.variables.items()
    }


def agreements(study: Study, entered: Mapping[str, SecondEntry]) -> tuple[Agreement, ...]:
    """How well registry and journal agree, by variable in the study's order."""
    return tuple(agreement(name, study.variables[name], some) for name, some in pairs(study, entered).items())


def forget_gone_records(cursor: duckdb.DuckDBPyConnection, ledger: Ledger) -> int:
    """Drop sampled records that have left the registry, with what was entered for them; gives how many there were.

    For after a synchronisation. Studies of units whose records are not here (a cache made anew that has not been filled
    yet) are left alone: nothing says that their records have gone.
    """
    kept: dict[tuple[str, str, str], list[Study]] = defaultdict(list)
    for study in studies(ledger):
        kept[study.sampling.registry, study.sampling.unit, study.sampling.form].append(study)
    forgotten = 0
    for (registry, unit, form), some in kept.items():
        here = cursor.execute(
            "SELECT 1 FROM feed WHERE registry = ? AND unit = ? AND name = ?", [registry, unit, f"records/{form}"]
        ).fetchone()
        if here is None:
            continue
        sampled = sorted({record for study in some for record in study.records})
        rows = cursor.execute(
            f"""
            SELECT record_id FROM {record_table(registry, form)}
            WHERE unit = ? AND form_status <> 'deleted' AND record_id IN (SELECT unnest(string_split(?, ?)))
            """,
            [unit, SEPARATOR.join(sampled), SEPARATOR],
        ).fetchall()
        gone = set(sampled) - {record for (record,) in rows}
        forgotten += sum(_drop(ledger, study.id, gone) for study in some if gone & set(study.records))
    if forgotten:
        audit.record(ledger, "forgotten", "validation studies", str(forgotten))
    return forgotten


def forget_studies(ledger: Ledger, registry: str, unit: str) -> None:
    """All studies of a unit that may no longer be seen: they hold its patients' values."""
    for study in studies(ledger, registry, unit):
        remove_study(ledger, study.id)


def _kept(ledger: Ledger, study: str) -> tuple[str, ...]:
    """The records of a study as it is now; none where it has been removed."""
    with ledger.reading() as reader:
        row = reader.execute("SELECT revision, sealed FROM study WHERE id = ?", [study]).fetchone()
    if row is None:
        return ()
    return msgspec.json.decode(ledger.opened(Place("study", study, row[0]), row[1]), type=Study).records


def _drop(ledger: Ledger, study: str, gone: set[str]) -> int:
    with ledger.writing() as writer:
        row = writer.execute("SELECT revision, sealed FROM study WHERE id = ?", [study]).fetchone()
        if row is None:
            return 0
        before = msgspec.json.decode(ledger.opened(Place("study", study, row[0]), row[1]), type=Study)
        left = tuple(record for record in before.records if record not in gone)
        number = len(before.records) - len(left)
        after = msgspec.structs.replace(before, records=left, gone=before.gone + number)
        content = ledger.sealed(Place("study", study, row[0] + 1), msgspec.json.encode(after))
        writer.execute("UPDATE study SET revision = ?, sealed = ? WHERE id = ?", [row[0] + 1, content, study])
        for record, entry in entries(ledger, study).items():
            if record in gone:
                writer.execute("DELETE FROM second_entry WHERE id = ?", [entry.id])
    return number
