"""A table as a reader sees it: for the clipboard, for paper, and for a file of what was on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from PySide6.QtCore import QMimeData

from local_cache.export.table import is_formula
from local_cache.results.stated import Stated


@dataclass(frozen=True, slots=True)
class ShownTable:
    """name: what the table is called; headers and rows: as shown; numbers: columns that stand to the right; own: rows
    of the reader's own unit, by their place; values: what numbers and days of the rows state, where it is known."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()
    values: tuple[tuple[Stated | None, ...], ...] = ()

    @property
    def stated(self) -> tuple[tuple[Stated | None, ...], ...]:
        """The values, of each cell."""
        return self.values or tuple((None,) * len(row) for row in self.rows)


class Takeable(Protocol):
    """A table widget that can be taken along."""

    def shown(self) -> ShownTable: ...

    def copy(self) -> None: ...


def as_text(table: ShownTable) -> str:
    """Tab-separated, with headers. A sheet would compute a text that begins like a formula, so that one is quoted."""
    lines = ["\t".join(_one_line(header) for header in table.headers)]
    lines += ["\t".join(_cell(table, column, text) for column, text in enumerate(row)) for row in table.rows]
    return "\n".join(lines) + "\n"


def as_html(table: ShownTable) -> str:
    """For what pastes tables as such: a document, a mail."""

    def line(tag: str, cells: Sequence[str]) -> str:
        made = []
        for column, text in enumerate(cells):
            aligned = ' style="text-align:right"' if column in table.numbers else ""
            made.append(f"<{tag}{aligned}>{escape(text)}</{tag}>")
        return f"<tr>{''.join(made)}</tr>"

    rows = [line("th", table.headers)]
    rows += [line("td", [_cell(table, column, text) for column, text in enumerate(row)]) for row in table.rows]
    return f'<html><head><meta charset="utf-8"></head><body><table>{"".join(rows)}</table></body></html>'


def for_clipboard(table: ShownTable) -> QMimeData:
    """As text and as a table: whoever pastes takes what it understands."""
    data = QMimeData()
    data.setText(as_text(table))
    data.setHtml(as_html(table))
    return data


def _cell(table: ShownTable, column: int, text: str) -> str:
    said = _one_line(text)
    return f"'{said}" if column not in table.numbers and is_formula(said) else said


def _one_line(text: str) -> str:
    return " ".join(text.split()) if any(c in text for c in "\t\n\r") else text
