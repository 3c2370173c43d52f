"""A table as a value: what it is called, its columns, its rows (in memory or read as they are written)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import duckdb

Kind = Literal["text", "integer", "decimal", "boolean", "date", "timestamp", "mixed"]
"""mixed: each cell is a number, a day or a text, whichever it says."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """A cell of a mixed column. text: as shown; number, day: what that says, at most one of them; format: the number's
    d3-like format, "" of others."""

    text: str
    number: float | None = None
    day: date | None = None
    format: str = ""


Cell = str | int | float | bool | date | datetime | Mixed | None
Row = Sequence[Cell]

_LONGEST_NAME = 120
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column. name: stable, for scripts; label: what people call it, the header; format: the d3-like format its
    numbers have on the screen, "" for as they are; about: what the codebook sheet says of it; codes: its code list;
    formats: those of a mixed column's cells; as_one: what a mixed column is in a file whose columns have one type."""

    name: str
    label: str
    kind: Kind = "text"
    format: str = ""
    about: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    formats: tuple[str, ...] = ()
    as_one: Kind = "text"


@dataclass(frozen=True, slots=True)
class Query:
    """A table's rows as SQL. sql: selects c0, c1 …, one for each column and of its kind, in the rows' order; the cursor
    is busy until the table is written."""

    cursor: duckdb.DuckDBPyConnection
    sql: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """rows: cells of each column's kind or None; in memory (an iterator is read once), or as SQL."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: Iterable[Row] | Query


def codebook(table: Table, words: Sequence[str]) -> Table:
    """The table's columns as a table of their own: a row for each column and each of its codes.

    words: the headers and the title: codebook, column, label, type, description, code, meaning.
    """
    title, name, label, kind, about, code, meaning = words

    def rows() -> Iterator[Row]:
        for column in table.columns:
            yield column.name, column.label, column.kind, column.about or None, None, None
            for value, text in column.codes:
                yield column.name, column.label, None, None, value, text

    headers = (("name", name), ("label", label), ("kind", kind), ("about", about), ("code", code), ("meaning", meaning))
    return Table(title, tuple(TableColumn(n, h) for n, h in headers), tuple(rows()))


def file_name(title: str, ending: str) -> Path:
    """A name for a file that every file system takes: slashes and the like become hyphens, Norwegian letters stay."""
    text = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", title))
    stem = re.sub(r"\s+", " ", text).strip(" .-")
    while len(stem.encode("utf-8")) > _LONGEST_NAME:
        stem = stem[:-1].rstrip(" .")
    if not stem or stem.split(".")[0].casefold() in _DEVICES:
        stem = f"egnetall {stem}".rstrip()
    return Path(f"{stem}.{ending}")


FORMULA_SIGNS = "=+-@" + "⁼₌⩵⩶＝﹦" + "⁺₊﬩﹢＋" + "﹣－" + "﹫＠"
"""What a formula begins with, and what Unicode (NFKC) takes for the same."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula: also behind spaces, and in full-width letters."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    return text.lstrip()[:1] in tuple(FORMULA_SIGNS)
