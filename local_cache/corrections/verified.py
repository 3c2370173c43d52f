"""Rare but true: values a person has looked up and found right, not asked about again until one or the rule changes.

Remembered per record, rule and version of the rule, with the values of every variable the rule reads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from local_cache.corrections.person import Person
from local_cache.corrections.rows import Row
from local_cache.corrections.sealed_rows import SealedRows, now, place_of
from local_cache.corrections.validation import Finding
from local_cache.ledger import Ledger
from local_cache.sync.messages import Value


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that is right as it is. rule: the finding's id; values: of every variable it is about."""

    registry: str
    unit: str
    form: str
    record: str
    rule: str
    version: str
    values: dict[str, Value]
    who: str
    at: datetime
    word: str = ""

    @property
    def id(self) -> str:
        return _key(self.record, self.form, self.registry, self.rule, self.version, self.values)

    @property
    def place(self) -> tuple[str, ...]:
        return place_of(self.registry, self.unit, self.form, self.record)

    @property
    def state_now(self) -> str:
        return "verified"

    @property
    def settled(self) -> bool:
        return True


rows = SealedRows("verified", Verified, hidden=True)


def verify(
    ledger: Ledger,
    writer: sqlite3.Connection,
    person: Person,
    place: tuple[str, ...],
    finding: Finding,
    row: Row,
    word: str,
) -> None:
    """Remember that a finding about a record is right as it is. Inside `ledger.writing()`."""
    registry, unit, form, record = place
    values = _values(finding.variables, row)
    rows.put(
        ledger,
        writer,
        Verified(
            registry=registry,
            unit=unit,
            form=form,
            record=record,
            rule=finding.id,
            version=finding.version,
            values=values,
            who=person.name,
            at=now(),
            word=word,
        ),
    )


def unverify(ledger: Ledger, writer: sqlite3.Connection, place: tuple[str, ...], rule: str) -> None:
    """What was verified of a rule in a record is open again, whichever values it was for, and with it what was verified
    of the same variables in the same breath. Inside `ledger.writing()`."""
    here = rows.of_record(ledger, place)
    about = {frozenset(one.values) for one in here if one.rule == rule}
    for one in here:
        if frozenset(one.values) in about:
            rows.remove(ledger, writer, one.id)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What has been verified in a unit, to be asked quickly: records that something was verified in, and their keys."""

    records: frozenset[tuple[str, str]]
    keys: frozenset[str]
    registry: str

    def holds(self, form: str, row: Row, finding: Finding) -> bool:
        """Whether this very finding, with these very values, was verified."""
        record = str(row["record_id"])
        if (form, record) not in self.records:
            return False
        values = _values(finding.variables, row)
        return _key(record, form, self.registry, finding.id, finding.version, values) in self.keys


def remembered(ledger: Ledger, registry: str, unit: str, record: tuple[str, str] | None = None) -> Remembered:
    """record: (form, id) for one alone."""
    of: Iterable[Verified] = (
        rows.every(ledger) if record is None else rows.of_record(ledger, place_of(registry, unit, *record))
    )
    found = [v for v in of if v.registry == registry and v.unit == unit]
    return Remembered(
        frozenset((v.form, v.record) for v in found),
        frozenset(v.id for v in found),
        registry,
    )


def forget_verified(ledger: Ledger, writer: sqlite3.Connection, place: tuple[str, ...]) -> None:
    for one in rows.of_record(ledger, place):
        rows.remove(ledger, writer, one.id)


def _values(variables: Iterable[str], row: Mapping[str, Value]) -> dict[str, Value]:
    return {name: row.get(name) for name in sorted(variables)}


def _key(record: str, form: str, registry: str, rule: str, version: str, values: Mapping[str, Value]) -> str:
    told = [[name, _plain(value)] for name, value in values.items()]
    return msgspec.json.encode([registry, form, record, rule, version, told]).decode()


def _plain(value: Value) -> Value:
    """One spelling for what is the same: codes of a list in order, whole decimals as whole numbers."""
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value
