"""What the page of own records reads, each as one job: the start of a table, its order, pages, a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from local_cache.cache import Cursor
from local_cache.engine import ROWS_BY_ID
from local_cache.ledger import Ledger
from local_cache.records.columns import Column
from local_cache.records.identifiers import log_look_up
from local_cache.records.query import RecordQuery
from local_cache.records.record import RecordRow
from local_cache.records.saved_views import SavedView, saved_views
from local_cache.records.text import Value, cell_text
from local_cache.records.window import Order, Start, order, read_page, start
from local_cache.registry import Definition
from widgets.record_words import titled
from widgets.tables.windowed import PAGE_ROWS

FIRST_ROWS = 6 * PAGE_ROWS
"""Rows that come with the counts: a screen."""

MOST_COPIED = 5_000
"""Rows that go onto the clipboard; more is an export."""


@dataclass(frozen=True)
class Opened:
    """The start of a table. columns: those whose values the rows hold; views: those saved for the form."""

    query: RecordQuery
    columns: tuple[Column, ...]
    start: Start
    first: tuple[RecordRow, ...]
    views: tuple[SavedView, ...]


@dataclass(frozen=True)
class Pages:
    """Pages that were asked for. stamped: the order they were read by."""

    order: Order
    columns: tuple[Column, ...]
    pages: tuple[tuple[int, tuple[RecordRow, ...]], ...]


@dataclass(frozen=True)
class Ordered:
    """The order of all records of a query."""

    query: RecordQuery
    order: Order


@dataclass(frozen=True)
class Copied:
    """Text for the clipboard. rows: how many of the wanted ones are in it."""

    text: str
    rows: int
    wanted: int


def open_table(
    cursor: Cursor,
    ledger: Ledger,
    definition: Definition,
    query: RecordQuery,
    columns: tuple[Column, ...],
    *,
    log: bool,
) -> Opened:
    """The counts and the first rows. log: the filter is new, so a look for an identifier goes into the audit log."""
    if log:
        log_look_up(ledger, definition, query)
    begun = start(cursor, definition, query, FIRST_ROWS)
    ids = begun.order.ids[:FIRST_ROWS].tolist()
    first = read_page(cursor, definition, query, begun.order.stamp, ids, columns)
    return Opened(query, columns, begun, first, saved_views(ledger, query.registry, query.form))


def order_table(cursor: Cursor, definition: Definition, query: RecordQuery) -> Ordered:
    return Ordered(query, order(cursor, definition, query))


def read_pages(
    cursor: Cursor,
    definition: Definition,
    query: RecordQuery,
    placed: Order,
    pages: Sequence[int],
    columns: tuple[Column, ...],
) -> Pages:
    """The pages, in one reading; RecordsMoved where the table has changed since it was put in order."""
    wanted = [placed.ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS].tolist() for page in pages]
    rows = read_page(cursor, definition, query, placed.stamp, [i for ids in wanted for i in ids], columns)
    found, at = [], 0
    for page, ids in zip(pages, wanted, strict=True):
        found.append((page, rows[at : at + len(ids)]))
        at += len(ids)
    return Pages(placed, columns, tuple(found))


def copy_rows(
    cursor: Cursor,
    definition: Definition,
    query: RecordQuery,
    placed: Order,
    rows: range,
    columns: tuple[Column, ...],
    *,
    labels: bool,
) -> Copied:
    """Titles and rows as tab-separated text, as they are shown; identifiers stay masked, also those on the screen."""
    lines = ["\t".join(_one_line(titled(column)) for column in columns)]
    kept = rows[:MOST_COPIED]
    for at in range(0, len(kept), ROWS_BY_ID):
        ids = placed.ids[kept[at] : kept[at] + min(ROWS_BY_ID, len(kept) - at)].tolist()
        for row in read_page(cursor, definition, query, placed.stamp, ids, columns):
            cells = zip(columns, row.values, strict=True)
            lines.append("\t".join(_cell(c, value, query.language, labels) for c, value in cells))
    return Copied("\n".join(lines) + "\n", len(kept), len(rows))


def _cell(column: Column, value: Value, language: str, labels: bool) -> str:
    text = _one_line(cell_text(column, value, language, labels=labels))
    # A sheet would compute a text that begins like a formula.
    return f"'{text}" if column.type == "text" and text[:1] in ("=", "+", "-", "@") else text


def _one_line(text: str) -> str:
    return " ".join(text.split()) if any(c in text for c in "\t\n\r") else text
