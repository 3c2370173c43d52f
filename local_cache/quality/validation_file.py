"""Validation data sets in the field's own form: a CSV with one row for each record and variable that was read again.

Columns (rapwhale's `er_valideringsdatasett_gyldig`): index columns that together with `vld_varnamn` tell a row apart;
`vld_varnamn`, the variable; `vld_vartype`, the type x of its values; and for every type a pair of columns,
`vld_verdi_intern_x` (the registry) and `vld_verdi_ekstern_x` (the journal), empty in rows of other types and where
there is no value.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msgspec

from local_cache.errors import QT_TRANSLATE_NOOP, ValidationFileNotWritten, ValidationFileUnusable
from local_cache.quality.studies import SecondEntry, Study, pairs
from local_cache.registry import VariableType
from local_cache.values import Value

NAMES: dict[VariableType, str] = {
    "integer": "heltall",
    "decimal": "tall",
    "text": "tekst",
    "code": "kode",
    "multi-code": "flerkode",
    "boolean": "logisk",
    "date": "dato",
    "timestamp": "tidspunkt",
}
"""What the types are called in `vld_vartype`."""

_TYPES: dict[str, VariableType] = {
    **{name: kind for kind, name in NAMES.items()},
    "heiltal": "integer",
    "integer": "integer",
    "tal": "decimal",
    "numeric": "decimal",
    "double": "decimal",
    "logical": "boolean",
    "date": "date",
    "posixct": "timestamp",
    "character": "text",
}
"""Also what others call them; anything else is text."""

_TYPE_NAME = re.compile(r"[^\W\d_]\w*\Z")
_VALUE_COLUMN = re.compile(r"vld_verdi_(intern|ekstern)_([^\W\d_]\w*)\Z")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet takes a cell for a formula by; such texts go out behind an apostrophe."""

_NOTHING = ("", "NA")
"""How a cell says that there is no value."""


@dataclass(frozen=True, slots=True)
class ValidationRow:
    """One variable of one record. index: the columns that say which record it is."""

    index: tuple[tuple[str, str], ...]
    variable: str
    type: VariableType
    registry: Value | None
    journal: Value | None


def validation_rows(study: Study, entered: Mapping[str, SecondEntry]) -> tuple[ValidationRow, ...]:
    """Every variable of every record that was read in full, record by record."""
    by_variable = pairs(study, entered)
    place = {record: number for number, record in enumerate(study.records)}
    order = {name: number for number, name in enumerate(study.variables)}
    rows = [
        ValidationRow(
            (("record_id", pair.record), ("unit", study.sampling.unit), ("form", study.sampling.form)),
            name,
            study.variables[name],
            pair.registry,
            pair.journal,
        )
        for name, some in by_variable.items()
        for pair in some
    ]
    return tuple(sorted(rows, key=lambda row: (place[row.index[0][1]], order[row.variable])))


def write_validation_file(path: Path, rows: Sequence[ValidationRow]) -> None:
    """Write the rows as UTF-8, with commas between and a point before decimals; a file that is there is replaced whole.

    Raises ValidationFileNotWritten.
    """
    types = [kind for kind in NAMES if any(row.type == kind for row in rows)]
    index = list(dict.fromkeys(name for row in rows for name, _ in row.index))
    columns = [f"vld_verdi_{side}_{NAMES[kind]}" for kind in types for side in ("intern", "ekstern")]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*index, "vld_varnamn", "vld_vartype", *columns])
    for row in rows:
        known = dict(row.index)
        cells = [_text_cell(known.get(name, "")) for name in index]
        cells += [_text_cell(row.variable), NAMES[row.type]]
        for kind in types:
            cells += [_cell(row.registry), _cell(row.journal)] if kind == row.type else ["", ""]
        writer.writerow(cells)
    new = path.with_name(path.name + ".new")
    try:
        new.write_text(out.getvalue(), encoding="utf-8", newline="")
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise ValidationFileNotWritten(file=path.name) from None


def read_validation_file(path: Path) -> tuple[ValidationRow, ...]:
    """Read such a file, also one that others have made: separated by commas, semicolons or tabs.

    Raises ValidationFileUnusable with the line and what is wrong there; nothing of it is then read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except UnicodeDecodeError:
        raise _refusal(path, 1, QT_TRANSLATE_NOOP("Problem", "it is not written in UTF-8")) from None
    except OSError:
        raise _refusal(path, 1, QT_TRANSLATE_NOOP("Problem", "it could not be read")) from None
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error:
        raise _refusal(path, 1, QT_TRANSLATE_NOOP("Problem", "its quotation marks do not add up")) from None
    if not lines:
        raise _refusal(path, 1, QT_TRANSLATE_NOOP("Problem", "it is empty"))
    header = lines[0][1]
    _check_header(path, header)
    rows: dict[tuple[object, ...], ValidationRow] = {}
    for number, cells in lines[1:]:
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise _refusal(path, number, QT_TRANSLATE_NOOP("Problem", "it has another number of cells than the header"))
        row = _read_row(path, number, dict(zip(header, cells, strict=True)))
        if (row.index, row.variable) in rows:
            raise _refusal(
                path, number, QT_TRANSLATE_NOOP("Problem", "it is about the same record and variable as an earlier one")
            )
        rows[row.index, row.variable] = row
    return tuple(rows.values())


def _refusal(path: Path, line: int, reason: str) -> ValidationFileUnusable:
    return ValidationFileUnusable(file=path.name, line=line, reason=reason)


def _check_header(path: Path, header: Sequence[str]) -> None:
    if len(set(header)) != len(header):
        raise _refusal(path, 1, QT_TRANSLATE_NOOP("Problem", "it has two columns of the same name"))
    sides: dict[str, set[str]] = {}
    for name in header:
        found = _VALUE_COLUMN.match(name)
        if found is not None:
            sides.setdefault(found[2], set()).add(found[1])
        elif name.startswith("vld_") and name not in ("vld_varnamn", "vld_vartype"):
            raise _refusal(
                path, 1, QT_TRANSLATE_NOOP("Problem", "a column that begins with vld_ is not part of the form")
            )
    if not {"vld_varnamn", "vld_vartype"} <= set(header):
        raise _refusal(path, 1, QT_TRANSLATE_NOOP("Problem", "it lacks the columns vld_varnamn and vld_vartype"))
    if any(len(some) < 2 for some in sides.values()):
        raise _refusal(path, 1, QT_TRANSLATE_NOOP("Problem", "of a type only one of the two columns is there"))


def _read_row(path: Path, number: int, cells: Mapping[str, str]) -> ValidationRow:
    variable, called = _plain_text(cells["vld_varnamn"]), cells["vld_vartype"]
    if not variable or not _TYPE_NAME.match(called):
        raise _refusal(path, number, QT_TRANSLATE_NOOP("Problem", "it lacks the variable or its type"))
    mine = {side: f"vld_verdi_{side}_{called}" for side in ("intern", "ekstern")}
    if not set(mine.values()) <= set(cells):
        raise _refusal(path, number, QT_TRANSLATE_NOOP("Problem", "it is of a type without columns"))
    others = (cell for name, cell in cells.items() if _VALUE_COLUMN.match(name) and name not in mine.values())
    if any(cell not in _NOTHING for cell in others):
        raise _refusal(path, number, QT_TRANSLATE_NOOP("Problem", "it has a value of another type than its own"))
    kind = _TYPES.get(called.casefold(), "text")
    try:
        registry, journal = (_value(cells[name], kind) for name in mine.values())
    except ValueError:
        raise _refusal(path, number, QT_TRANSLATE_NOOP("Problem", "it has a value that is not of its type")) from None
    index = tuple((name, _plain_text(cell)) for name, cell in cells.items() if not name.startswith("vld_"))
    return ValidationRow(index, variable, kind, registry, journal)


def _cell(value: Value | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return repr(value)
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case tuple():
            return msgspec.json.encode(value).decode()
        case _:
            return _text_cell(value)


def _value(cell: str, kind: VariableType) -> Value | None:
    if cell in _NOTHING:
        return None
    match kind:
        case "integer":
            return int(cell)
        case "decimal":
            return float(cell)
        case "boolean":
            return _truth(cell)
        case "date":
            return date.fromisoformat(cell)
        case "timestamp":
            return datetime.fromisoformat(cell)
        case "multi-code":
            return _codes(cell)
        case _:
            return _plain_text(cell)


def _codes(cell: str) -> tuple[str, ...]:
    try:
        return msgspec.json.decode(cell, type=tuple[str, ...])
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise ValueError from None


def _truth(cell: str) -> bool:
    if cell not in ("TRUE", "FALSE"):
        raise ValueError
    return cell == "TRUE"


def _text_cell(text: str) -> str:
    """Behind an apostrophe where it would be taken for a formula, or for no value."""
    return f"'{text}" if text == "NA" or text.startswith(_FORMULA) else text


def _plain_text(cell: str) -> str:
    return cell[1:] if cell == "'NA" or (cell[:1] == "'" and cell[1:].startswith(_FORMULA)) else cell
