"""How wide a table's columns are on paper: as their contents want, text wrapped where that is too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from local_cache.reports.document import TableBlock
from widgets.report.lines import widest_line, widest_word
from widgets.theme import strong

PAD = 6.0
"""Pixels on each side of a cell's text."""

SIZES = (12, 11, 10)
"""Pixels of a table's letters: smaller ones only where the table does not fit otherwise; 10 are 7½ points."""

WIDEST_WORD = 0.4
"""Share of the page that a word is given before it is broken."""

ROWS_MEASURED = 2000


@dataclass(frozen=True, slots=True)
class Band:
    """Columns that stand beside each other, with their widths; columns: their places in the table."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """size: pixels of the letters; bands: one under the other, each with the first column, where not all fit."""

    size: int
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """Widths of a column: with nothing wrapped, with only its header wrapped, and under which a word breaks."""

    whole: float
    cells: float
    least: float


def fit_columns(table: TableBlock, font: QFont, room: float) -> Fit:
    """Widths for a page with that much room."""
    for size in SIZES:
        wishes = _wishes(table, font, size, room)
        if sum(w.least for w in wishes) <= room:
            return Fit(size, (Band(tuple(range(len(wishes))), tuple(_shared(wishes, room))),))
    return Fit(SIZES[-1], tuple(_bands(_wishes(table, font, SIZES[-1], room), room)))


def _wishes(table: TableBlock, font: QFont, size: int, room: float) -> list[_Wish]:
    face = QFont(font)
    face.setPixelSize(size)
    light, bold = QFontMetricsF(face), QFontMetricsF(strong(face))
    made = []
    for place, column in enumerate(table.columns):
        cells = [
            (row[place], bold if number in table.strong else light)
            for number, row in enumerate(table.rows[:ROWS_MEASURED])
        ]
        line = max((widest_line(text, metrics) for text, metrics in cells), default=0.0)
        word = line if column.numeric else max((widest_word(text, metrics) for text, metrics in cells), default=0.0)
        head = widest_word(column.header, bold)
        # One more pixel: a text that is exactly as wide as its column may wrap by a rounding.
        whole, narrow, least = (
            wide + 2 * PAD + 1
            for wide in (max(line, widest_line(column.header, bold)), max(line, head), max(word, head))
        )
        least = min(least, WIDEST_WORD * room)
        made.append(_Wish(whole, max(narrow, least), least))
    return made


def _shared(wishes: Sequence[_Wish], room: float) -> list[float]:
    """Everything unwrapped if there is room, else headers wrapped, else what is widest gives way, down to its words."""
    for wanted in ([w.whole for w in wishes], [w.cells for w in wishes]):
        spare = room - sum(wanted)
        if spare >= 0:
            return [wide + spare / len(wanted) for wide in wanted]
    low, high = 0.0, max(w.cells for w in wishes)
    for _ in range(40):  # the width that nothing need exceed, by halving
        level = (low + high) / 2
        if sum(max(w.least, min(w.cells, level)) for w in wishes) > room:
            high = level
        else:
            low = level
    return [max(w.least, min(w.cells, low)) for w in wishes]


def _bands(wishes: Sequence[_Wish], room: float) -> list[Band]:
    first = wishes[0].least
    groups: list[list[int]] = [[]]
    for place in range(1, len(wishes)):
        taken = first + sum(wishes[c].least for c in groups[-1])
        if groups[-1] and taken + wishes[place].least > room:
            groups.append([])
        groups[-1].append(place)
    bands = []
    for group in groups:
        columns = (0, *group)
        bands.append(Band(columns, tuple(_shared([wishes[c] for c in columns], room))))
    return bands
