"""Conflicts: what you saw, what you wrote, what the registry has; kept until a person has decided.

The correction that met the conflict keeps its op_id and its end, for the registry has answered it for good (or never
saw it). Keeping mine or editing writes a new correction for the registry's present version, to be looked at and made
ready like any other; taking theirs writes nothing. Only changes of fields that nobody else has touched go on by
themselves, and the registry still checks the whole record.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from local_cache.corrections.corrections import (
    Correction,
    CorrectionNotHere,
    correction,
    keep,
    new_op_id,
    open_corrections,
    require,
    rows,
    standing,
)
from local_cache.corrections.person import REGISTRAR, Person
from local_cache.corrections.rows import Row
from local_cache.corrections.sealed_rows import now
from local_cache.corrections.values import same
from local_cache.ledger import Ledger
from local_cache.sync.messages import Change, Value

Choice = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True)
class Field:
    """One variable three ways. at_conflict: the registry's value when the conflict was met; present: as it is now."""

    variable: str
    saw: Value
    wrote: Value
    at_conflict: Value
    present: Value
    contested: bool


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """A conflict (or rejection) to be looked at. others: variables somebody else changed that you did not touch,
    with the present value, where the version you saw is still known; by_registry: the registry's words."""

    correction: Correction
    fields: tuple[Field, ...]
    problem: str
    rules: tuple[str, ...]


def three_way(waiting: Correction, present: Row) -> ThreeWay:
    """present: the registry's row in the cache."""
    theirs = waiting.theirs or present
    fields = []
    for change in waiting.changes:
        at_conflict, is_now = theirs.get(change.variable), present.get(change.variable)
        contested = not same(is_now, change.old) and not same(is_now, change.new)
        fields.append(Field(change.variable, change.old, change.new, at_conflict, is_now, contested))
    return ThreeWay(waiting, tuple(fields), waiting.problem, waiting.rules)


def conflicts(ledger: Ledger, registry: str | None = None, unit: str | None = None) -> tuple[Correction, ...]:
    """Corrections that wait for a person: conflicts and rejections, oldest first."""
    return tuple(c for c in open_corrections(ledger, registry, unit) if c.waits_for_person)


def resolve(
    ledger: Ledger, person: Person, op_id: str, present: Row, choice: Choice | Mapping[str, Choice | Change]
) -> Correction | None:
    """Decide on a conflict or a rejection: for the whole correction, or field by field.

    choice: "mine", "theirs", or for each variable one of these or a Change whose `new` is the edited value (variables
    left out take theirs, which is the safe choice). Gives the new draft for the present version, or None where nothing
    is left to send. Raises NotAllowed, CorrectionNotHere.
    """
    with ledger.writing() as writer:
        waiting = correction(ledger, op_id)
        require(person, waiting.registry, REGISTRAR)
        if not waiting.waits_for_person:
            raise CorrectionNotHere()
        wanted = _wanted(waiting, choice)
        changes = tuple(
            Change(variable, present.get(variable), value)
            for variable, value in wanted.items()
            if not same(present.get(variable), value)
        )
        if not changes:
            keep(ledger, writer, waiting, "theirs taken", person.name, resolution="theirs")
            return None
        as_written = all(any(c.variable == v and same(c.new, value) for c in waiting.changes) for v, value in
                         wanted.items())  # fmt: skip
        resolution: Literal["mine", "edited"] = "mine" if as_written else "edited"
        return _anew(ledger, writer, waiting, changes, _version(present), person.name, resolution, "draft")


def rebase(ledger: Ledger, writer: sqlite3.Connection, met: Correction) -> bool:
    """Send a correction that met a newer version again, where nobody touched the same field; whether it goes on so.

    The new one takes the old one's place, before what was written on top of it. Where everything is already as wanted
    it is over, which is as good. False where it stays a conflict that waits for a person.
    """
    if met.theirs is None or met.version is None:
        return False
    todo, contested = standing(met.changes, met.theirs)
    if contested:
        return False
    if todo:
        new = _anew(ledger, writer, met, todo, met.version, met.author, "rebased", "ready")
        rows.put_in_place_of(writer, met.op_id, new.op_id)
    else:
        keep(ledger, writer, met, "already so", "", resolution="already")
    return True


def _anew(
    ledger: Ledger,
    writer: sqlite3.Connection,
    old: Correction,
    changes: tuple[Change, ...],
    version: int,
    who: str,
    resolution: Literal["mine", "edited", "rebased"],
    state: Literal["draft", "ready"],
) -> Correction:
    new = Correction(
        op_id=new_op_id(),
        registry=old.registry,
        unit=old.unit,
        form=old.form,
        record=old.record,
        base_version=version,
        changes=changes,
        author=who,
        written_at=now(),
        reason=old.reason,
        text=old.text,
        query=old.query,
        confirmed=old.confirmed,
        replaces=old.op_id,
    )
    keep(ledger, writer, old, resolution, who, resolution=resolution, replaced_by=new.op_id)
    return keep(ledger, writer, new, "written", who, state=state)


def _wanted(waiting: Correction, choice: Choice | Mapping[str, Choice | Change]) -> dict[str, Value]:
    mine = {c.variable: c.new for c in waiting.changes}
    if choice == "mine":
        return mine
    if choice == "theirs":
        return {}
    wanted: dict[str, Value] = {}
    for variable, chosen in choice.items():
        if isinstance(chosen, Change):
            wanted[variable] = chosen.new
        elif chosen == "mine" and variable in mine:
            wanted[variable] = mine[variable]
    return wanted


def _version(row: Row) -> int:
    version = row["version"]
    assert isinstance(version, int)
    return version
