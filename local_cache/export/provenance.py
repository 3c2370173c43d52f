"""Where an export came from: written into every one, and sealed so that it can be seen whether it is as it was written.

The seal is no signature: whoever changes a file on purpose can make a new one. The audit log holds the digest of each
export made here, which is the stronger proof on this machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.export.cells import END_OF_ROW, NEXT_CELL, escaped
from local_cache.export.table import Cell, Row

Words = Callable[[str], str]
"""Translates a source text of the context "Export"."""


class Hidden(msgspec.Struct, frozen=True):
    """A row that was masked, by what it is called, and why."""

    what: str
    why: str


class Provenance(msgspec.Struct, frozen=True):
    """what: the table; selection, expression: the selection in words and as it is written in the language of
    expressions; period: its months in words; period_id: its name; indicators: version by id; data_as_of: UTC;
    purpose, role: of own records; masking: the rule in words, "" where nothing is masked; left_out: identifiers and
    the like that are not in it; notes: what else a reader must know; sha256: of the content."""

    what: str
    registry: str
    registry_name: str
    unit: str
    unit_name: str
    selection: str
    expression: str
    period_id: str
    period: str
    indicators: dict[str, int]
    definition_version: str
    data_as_of: datetime | None
    provisional: bool
    program_version: str
    who: str
    at: datetime
    role: str = ""
    purpose: str = ""
    masking: str = ""
    masked: tuple[Hidden, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rows: int = 0
    sha256: str = ""
    seal: str = ""


NAMES: Mapping[str, str] = {
    "what": QT_TRANSLATE_NOOP("Export", "Table"),
    "registry_name": QT_TRANSLATE_NOOP("Export", "Registry"),
    "registry": QT_TRANSLATE_NOOP("Export", "Registry id"),
    "unit_name": QT_TRANSLATE_NOOP("Export", "Unit"),
    "unit": QT_TRANSLATE_NOOP("Export", "Unit id"),
    "selection": QT_TRANSLATE_NOOP("Export", "Selection"),
    "expression": QT_TRANSLATE_NOOP("Export", "Selection as expression"),
    "period": QT_TRANSLATE_NOOP("Export", "Period"),
    "period_id": QT_TRANSLATE_NOOP("Export", "Period id"),
    "indicators": QT_TRANSLATE_NOOP("Export", "Indicator version"),
    "definition_version": QT_TRANSLATE_NOOP("Export", "Definition version"),
    "data_as_of": QT_TRANSLATE_NOOP("Export", "Data as of (UTC)"),
    "provisional": QT_TRANSLATE_NOOP("Export", "Provisional figures"),
    "program_version": QT_TRANSLATE_NOOP("Export", "Program version"),
    "who": QT_TRANSLATE_NOOP("Export", "Made by"),
    "at": QT_TRANSLATE_NOOP("Export", "Made at (UTC)"),
    "role": QT_TRANSLATE_NOOP("Export", "Role"),
    "purpose": QT_TRANSLATE_NOOP("Export", "Purpose"),
    "masking": QT_TRANSLATE_NOOP("Export", "Masking"),
    "masked": QT_TRANSLATE_NOOP("Export", "Masked"),
    "left_out": QT_TRANSLATE_NOOP("Export", "Left out"),
    "notes": QT_TRANSLATE_NOOP("Export", "Note"),
    "rows": QT_TRANSLATE_NOOP("Export", "Rows"),
    "sha256": QT_TRANSLATE_NOOP("Export", "SHA-256 of the content"),
    "seal": QT_TRANSLATE_NOOP("Export", "SHA-256 of this sheet"),
}
"""What each part is called, in the order in which they stand."""

_YES = QT_TRANSLATE_NOOP("Export", "yes")
_NO = QT_TRANSLATE_NOOP("Export", "no")


def lines(provenance: Provenance, words: Words) -> list[tuple[str, str]]:
    """The provenance as rows of a name and a text, without the seal; what is not there has no row."""
    found: list[tuple[str, str]] = []
    for field, name in NAMES.items():
        value = getattr(provenance, field)
        if field == "seal" or value in ("", None, (), {}):
            continue
        texts: Iterable[str]
        if isinstance(value, bool):
            texts = [words(_YES if value else _NO)]
        elif isinstance(value, datetime | date):
            texts = [value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()]
        elif isinstance(value, dict):
            texts = [f"{key}: {version}" for key, version in value.items()]
        elif isinstance(value, tuple):
            texts = [f"{v.what}: {v.why}" if isinstance(v, Hidden) else v for v in value]
        else:
            texts = [str(value)]
        found += [(words(name), text) for text in texts]
    return found


def sealed(provenance: Provenance) -> Provenance:
    """The same with its seal: SHA-256 over everything else in it."""
    bare = msgspec.structs.replace(provenance, seal="")
    return msgspec.structs.replace(bare, seal=hashlib.sha256(msgspec.json.encode(bare)).hexdigest())


def seal_of(rows: Sequence[Sequence[str]]) -> str:
    """The seal of a provenance sheet: SHA-256 over its rows."""
    return hashlib.sha256("\x1e".join("\x1f".join(row) for row in rows).encode()).hexdigest()


class ContentDigest:
    """SHA-256 over a workbook's cells, the same for what was written and what is read back.

    Numbers count as the double they are, whole or not; a cell without value at a row's end counts as not there.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def copy(self) -> ContentDigest:
        other = ContentDigest()
        other._hash = self._hash.copy()
        return other

    def section(self, name: str) -> None:
        self._hash.update(f"\x1d{name}\x1d".encode())

    def row(self, cells: Row) -> None:
        texts = [_canonical(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        self.rows((NEXT_CELL.join(texts) + END_OF_ROW).encode("utf-8", "surrogatepass"))

    def rows(self, written: bytes) -> None:
        """Rows that are already written so, as DuckDB does."""
        self._hash.update(written)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _canonical(cell: Cell) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "t" if cell else "f"
    if isinstance(cell, int):
        as_double = float(cell)
        return f"n{as_double!r}" if int(as_double) == cell else f"n{cell}"
    if isinstance(cell, float):
        return f"n{cell!r}"
    return f"s{escaped(str(cell))}"
