"""Whether ledger and registry agree after a history of edits, crashes and broken exchanges; what must hold in the end.

* every correction that was made ready has one end, the same on both sides; what never left is unknown to the registry;
* nothing acknowledged is lost, nothing is taken in twice;
* nothing is silently overwritten: replayed in the order of versions, each correction found the values it was meant for,
  and what comes out is what the registry has.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from local_cache.corrections.corrections import Correction
from local_cache.corrections.values import same
from local_cache.sync.messages import Value

Rows = Callable[[str], list[Sequence[Any]]]
"""Rows of the registry's own tables, asked in whatever process it runs."""

TABLE = "records_hoftebrudd_operasjon"
VARIABLES = ("blood_loss", "height", "weight", "discharged_on", "operated_at", "remark")
"""What the histories write to."""

ENDS = {"confirmed": "applied", "rejected": "rejected", "conflict": "conflict", "gone": "gone"}
"""Ends in the ledger, and what the registry says of the same correction."""


def a_value(draw: random.Random, variable: str) -> Value:
    """Few of each, so that people meet; some dates break a rule together."""
    choices: dict[str, list[Value]] = {
        "blood_loss": [100, 200, 300, None],
        "height": [160, 170, 180],
        "weight": [60.0, 70.5, 80.0],
        "discharged_on": ["2026-03-01", "2026-03-05", "2026-03-09"],
        "operated_at": ["2026-02-20 10:00:00", "2026-03-03 10:00:00", "2026-03-07 10:00:00"],
        "remark": ["æ", "ø", "it's", None],
    }
    return draw.choice(choices[variable])


@dataclass
class Edit:
    """What somebody else did at the registry: the version it made, and the values."""

    record: str
    version: int
    values: Mapping[str, Value]


@dataclass
class History:
    """What has happened from outside. start: version and values of each record at the beginning."""

    rows: Rows
    records: Sequence[str]
    start: dict[str, dict[str, Value]] = field(init=False)
    edits: list[Edit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start = self.present()

    def present(self) -> dict[str, dict[str, Value]]:
        """The records as the registry has them now; those that are gone are left out."""
        named = ", ".join(f"'{record}'" for record in self.records)
        packed = ", ".join(f"{name} := {name}" for name in ("version", *VARIABLES))
        found = self.rows(
            f"SELECT record_id, CAST(to_json(struct_pack({packed})) AS VARCHAR) FROM {TABLE}"
            f" WHERE record_id IN ({named})"
        )
        return {record: json.loads(text) for record, text in found}

    def violations(self, ledger: Sequence[Correction], author: str, acknowledged: set[str]) -> list[str]:
        """What does not hold. ledger: every correction there, once all is sent and fetched."""
        wrong = []
        received = self.rows(
            "SELECT op_id, status, record_id, version, CAST(changes AS VARCHAR) FROM received"
            f" WHERE kind = 'correction' AND author = '{author}'"
        )
        told: dict[str, Sequence[Any]] = {}
        for row in received:
            if row[0] in told:
                wrong.append(f"{row[0]} was received twice")
            told[row[0]] = row
        here = {c.op_id: c for c in ledger}
        wrong += [f"{op_id} was acknowledged and is lost" for op_id in acknowledged - here.keys()]
        wrong += [f"{op_id} is at the registry and not here" for op_id in told.keys() - here.keys()]
        for one in ledger:
            there = told.get(one.op_id)
            if one.state in ("ready", "sending", "applied"):
                wrong.append(f"{one.op_id} has no end: {one.state}")
            elif not one.sent:
                if there is not None:
                    wrong.append(f"{one.op_id} never left and is at the registry")
            elif there is None:
                wrong.append(f"{one.op_id} was sent and is not at the registry: {one.state}")
            elif ENDS.get(one.state) != there[1]:
                wrong.append(f"{one.op_id} is {one.state} here and {there[1]} there")
            elif one.record and json.loads(there[4]) != [
                {"variable": c.variable, "old": c.old, "new": c.new} for c in one.changes
            ]:
                wrong.append(f"{one.op_id} says something else here than there")
        return wrong + self._replayed(told.values())

    def _replayed(self, received: Sequence[Any] | Any) -> list[str]:
        wrong = []
        present = self.present()
        for record, start in self.start.items():
            steps: dict[int, list[tuple[str, dict[str, Value], dict[str, Value] | None]]] = {}
            for edit in self.edits:
                if edit.record == record:
                    steps.setdefault(edit.version, []).append(("another", dict(edit.values), None))
            for op_id, status, whose, version, changes in received:
                if status == "applied" and whose == record:
                    made = json.loads(changes)
                    steps.setdefault(version, []).append(
                        (op_id, {c["variable"]: c["new"] for c in made}, {c["variable"]: c["old"] for c in made})
                    )
            values = dict(start)
            first = int(str(start["version"]))
            for version in range(first + 1, first + 1 + len(steps)):
                made_it = steps.get(version, [])
                if len(made_it) != 1:
                    wrong.append(f"version {version} of {record} was made by {len(made_it)}")
                    break
                ((who, new, old),) = made_it
                for variable, was in (old or {}).items():
                    if not same(values[variable], was):
                        wrong.append(f"{who} overwrote {variable} of {record} unseen")
                values |= new
                values["version"] = version
            if record in present and present[record] != values:
                wrong.append(f"{record} is not what its history gives")
        return wrong
