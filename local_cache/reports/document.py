"""A report as a value: what is said, in order. Pages (PDF, print, preview) and HTML are drawn from the same one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look."""

    text: str
    strong: bool = False
    emphasised: bool = False


Text = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 1 is the document's title, 2 a section, 3 a part of it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """numeric: right-aligned, as figures are read."""

    header: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """rows: as shown, one string per column, as local_cache/results/format.py writes them; strong: the rows that are
    the reader's own unit, by their place."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """drawing: what a chart of widgets/charts draws, kept as a value here without knowing it; text: what is seen, in
    one sentence, under the figure and for those who cannot see it; height: share of the width."""

    drawing: object
    caption: str
    text: str
    height: float = 0.5


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


Block = Heading | Paragraph | Bullets | TableBlock | Figure | NewPage


@dataclass(frozen=True, slots=True)
class Document:
    """title: also the file's; language: `nb` or `en`; selection: registry, unit, period and patients in words; age:
    how old the data are, and `provisional` where they are; both stand on every page; provenance: name and text, the
    last section of every form."""

    title: str
    language: str
    selection: str
    age: str
    blocks: tuple[Block, ...]
    provenance: tuple[tuple[str, str], ...] = ()
