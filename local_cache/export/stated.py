"""A table as it is shown on the screen as a table to pass on: numbers as numbers, all else as it is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.export.cells import EXACT_WHOLE
from local_cache.export.provenance import Words
from local_cache.export.table import Cell, Kind, Mixed, Row, Table, TableColumn
from local_cache.results.stated import Stated, as_shown

UNROUNDED = QT_TRANSLATE_NOOP("Export", "Numbers are unrounded; on the screen they are rounded.")

_ABOUT: dict[Kind, str] = {
    "text": QT_TRANSLATE_NOOP("Export", "Text, as it stands on the screen."),
    "integer": QT_TRANSLATE_NOOP("Export", "A number, shown as on the screen."),
    "decimal": QT_TRANSLATE_NOOP("Export", "A number, unrounded; a workbook shows it as the screen does."),
    "date": QT_TRANSLATE_NOOP("Export", "A day, shown as on the screen."),
    "mixed": QT_TRANSLATE_NOOP(
        "Export",
        "Numbers, unrounded; a workbook shows them as the screen does. What is no number on the screen, such as a word "
        "for why there is none, is text as it stands there.",
    ),
}


def stated_table(
    title: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    stated: Sequence[Sequence[Stated | None]],
    language: str,
    words: Words,
) -> Table:
    """rows: the texts that are shown; stated: the number or day each of them says, None for other texts.

    What is stated and is not the text that is shown does not leave: a figure that is hidden has no value in a file.
    """
    told = [
        [(text, _holding(as_shown(value, text, language))) for text, value in zip(texts, values, strict=True)]
        for texts, values in zip(rows, stated, strict=True)
    ]
    columns = [
        _column(name, header, [row[i] for row in told], words)
        for i, (name, header) in enumerate(zip(_told_apart(headers), headers, strict=True))
    ]
    made: list[Row] = [
        tuple(_cell(column, text, value) for column, (text, value) in zip(columns, row, strict=True)) for row in told
    ]
    return Table(title, tuple(columns), tuple(made))


def has_rounded(table: Table) -> bool:
    """Whether numbers of the table stand there with other digits than on the screen."""
    return any(column.kind in ("decimal", "mixed") for column in table.columns)


def _holding(stated: Stated | None) -> Stated | None:
    """A number that a cell holds exactly."""
    exact = stated is None or not isinstance(stated.value, int) or abs(stated.value) <= EXACT_WHOLE
    return stated if exact else None


def _kind(stated: Stated) -> Kind:
    if isinstance(stated.value, date):
        return "date"
    return "integer" if isinstance(stated.value, int) else "decimal"


def _column(name: str, header: str, cells: Sequence[tuple[str, Stated | None]], words: Words) -> TableColumn:
    """Of one kind where all cells are, blank ones aside."""
    kinds = {_kind(stated) if stated is not None else "text" for text, stated in cells if text}
    formats = tuple(dict.fromkeys(stated.format for _, stated in cells if stated is not None))
    if not formats:
        return TableColumn(name, header, "text", about=words(_ABOUT["text"]))
    if len(kinds) == 1 and len(formats) == 1:
        (kind,) = kinds
        return TableColumn(name, header, kind, formats[0], words(_ABOUT[kind]))
    one: Kind = "integer" if kinds == {"integer"} else "decimal" if kinds <= {"integer", "decimal"} else "text"
    return TableColumn(name, header, "mixed", about=words(_ABOUT["mixed"]), formats=formats, as_one=one)


def _cell(column: TableColumn, text: str, stated: Stated | None) -> Cell:
    if column.kind == "text":
        return text or None
    if column.kind != "mixed":
        return stated.value if stated is not None else None
    if stated is None:
        return Mixed(text) if text else None
    if isinstance(stated.value, date):
        return Mixed(text, None, stated.value, stated.format)
    return Mixed(text, float(stated.value), None, stated.format)


def _told_apart(headers: Sequence[str]) -> list[str]:
    """Column names, of which no two are the same."""
    names: list[str] = []
    for header in headers:
        name, n = header, 1
        while name in names:
            n += 1
            name = " ".join((header, "·" * (n - 1)))
        names.append(name)
    return names
