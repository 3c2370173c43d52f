"""A document on pages: what stands where, and how it is painted, on paper, in a PDF and in a preview alike.

Laid out in pixels of 96 to the inch, with letters as they are designed and not as a screen rounds them, so the same
document has the same lines on every device. Paper is white whatever the window is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPainter, QPen

from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.reports.document import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    NewPage,
    Paragraph,
    TableBlock,
    Text,
)
from local_cache.results.format import format_count
from widgets.charts.sheet import LETTERS, PER_INCH, lettering
from widgets.report.columns import PAD, Band, fit_columns
from widgets.report.figures import SMALL, paint_figure
from widgets.report.lines import ANYWHERE, Lines, printed
from widgets.report.structure import Element, Marks, Unmarked
from widgets.theme import LIGHT, drawn_in, scaled, strong

MM = PER_INCH / 25.4
A4 = QSizeF(210 * MM, 297 * MM)
SIDE, EDGE = 18 * MM, 12 * MM
"""Margins at the sides, and above the head and below the foot."""

HEAD_GAP = 16.0
"""Pixels between the head or the foot and what stands between them."""

HEADINGS = {1: 1.7, 2: 1.3, 3: 1.08}
LINE = 1.25
"""Of a line's height, from one line to the next in running text."""

LEAST_BODY = 0.25
"""Share of a page that a figure keeps."""

LEAST_FIGURE = 0.72
"""Share of its height that a figure keeps where that saves it from the next page, and the rest of this one from being
empty."""

MADE_OF_ROWS = 0.6
"""Share of the width from which on a figure is as tall as it is for its rows, whose letters must not shrink much."""

LEAST_ROWS = 0.86
"""The same of a figure made of rows."""

MOST_EMPTY = 0.5
"""Share of a page that may stay empty where else a section that fits a page would leave more of it empty."""

LITTLE_EMPTY = 0.25
"""The same, where it is only for the section not to be parted."""

Words = Callable[[str], str]
"""Translates a source text of the context "Report"."""

_PAGE = QT_TRANSLATE_NOOP("Report", "Page {page} of {pages}")
_COLUMNS = QT_TRANSLATE_NOOP("Report", "{caption} (columns {first} to {last} of {all})")
_EMPTY = QT_TRANSLATE_NOOP("Report", "There are no rows.")
_PROVENANCE = QT_TRANSLATE_NOOP("Report", "Where the figures come from")


def translated(source: str) -> str:
    """In the language of the window; whoever has a document in another gives words of that."""
    return QCoreApplication.translate("Report", source)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is not broken over pages.

    before: pixels above it, not at the top of a page; keep: it stands on the page of what follows; head: what is
    repeated above it at the top of a page; heading: its level and text; shrunk: the same in less height, down to least;
    last: it gives way after others.
    """

    height: float
    paint: Callable[[QPainter, QPointF, Marks], None]
    before: float = 0.0
    keep: bool = False
    head: Part | None = None
    heading: tuple[int, str] | None = None
    least: float = 0.0
    shrunk: Callable[[float], Part] | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A part on a page, y from the page's top; repeated: a head that has stood on a page before."""

    part: Part
    y: float
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A heading's place: of the pages from 0, and y from its page's top."""

    level: int
    text: str
    page: int
    y: float


class Pages:
    """A document laid out.

    Attributes: document; size (of a page, pixels); count; places (of the headings); structure (of the whole, for those
    who have it read aloud); body (what stands between head and foot).
    """

    def __init__(self, document: Document, size: QSizeF = A4, words: Words = translated) -> None:
        self.document, self.size = document, size
        self._words = words
        self._font = printed(lettering())
        self._small = scaled(self._font, SMALL)
        self.width = size.width() - 2 * SIDE
        self._title = Lines(document.title, strong(self._small), self.width)
        self._selection = Lines(document.selection, self._small, self.width)
        number = Lines(self._number(888, 888), self._small, self.width).width
        self._age = Lines(document.age, self._small, self.width - number - 2 * PAD)
        top = EDGE + self._title.height + self._selection.height + HEAD_GAP
        foot = max(self._age.height, self._selection.line_height)
        self.body = QRectF(SIDE, top, self.width, size.height() - EDGE - foot - HEAD_GAP - top)
        self.structure = Element("Document")
        blocks = document.blocks
        if not blocks or not isinstance(blocks[0], Heading) or blocks[0].level != 1:
            blocks = (Heading(1, document.title), *blocks)
        self._pages: list[list[Placed]] = [[]]
        self._y = self.body.top()
        self._place(blocks)
        self.count = len(self._pages)
        self.places = tuple(
            Place(*placed.part.heading, number, placed.y)
            for number, page in enumerate(self._pages)
            for placed in page
            if placed.part.heading is not None
        )

    def paint(self, painter: QPainter, page: int, marks: Marks | None = None) -> None:
        """Paint a page, from 0; the painter is in pixels of the page, its origin the page's top left corner."""
        marks = marks or Unmarked()
        with drawn_in(LIGHT):
            painter.save()
            painter.setFont(self._font)
            marks.begin(None)
            self._paint_around(painter, page)
            marks.end()
            for placed in self._pages[page]:
                at = QPointF(self.body.left(), placed.y)
                if placed.repeated:
                    marks.begin(None)
                    placed.part.paint(painter, at, Unmarked())
                    marks.end()
                else:
                    placed.part.paint(painter, at, marks)
            painter.restore()

    def page_size(self, page: int) -> QSizeF:
        return self.size

    # Head and foot

    def _number(self, page: int, pages: int) -> str:
        page_text, pages_text = (format_count(n, self.document.language) for n in (page, pages))
        return self._words(_PAGE).format(page=page_text, pages=pages_text)

    def _paint_around(self, painter: QPainter, page: int) -> None:
        left, top = SIDE, EDGE
        painter.setPen(LIGHT.colour("muted"))
        # On the first page the title stands below, in full.
        if page:
            self._title.draw(painter, QPointF(left, top))
        self._selection.draw(painter, QPointF(left, top + self._title.height))
        foot = self.body.bottom() + HEAD_GAP
        self._age.draw(painter, QPointF(left, foot))
        number = Lines(self._number(page + 1, self.count), self._small, self.width, right=True)
        number.draw(painter, QPointF(left, foot))
        painter.setPen(QPen(LIGHT.colour("line"), 0.75))
        for y in (self.body.top() - 0.6 * HEAD_GAP, self.body.bottom() + 0.6 * HEAD_GAP):
            painter.drawLine(QLineF(left, y, left + self.width, y))

    # What stands where

    def _place(self, blocks: Sequence[Block]) -> None:
        for section in _sections(blocks):
            if section and isinstance(section[0], NewPage):
                if self._pages[-1]:
                    self._turn()
                section = section[1:]
            self._flow(self._fitted([part for block in section for part in self._parts(block)]))
        self._flow(list(self._provenance()))

    def _flow(self, parts: Sequence[Part]) -> None:
        waiting: list[Part] = []
        for part in parts:
            waiting.append(part)
            if not part.keep:
                self._put(waiting)
                waiting = []
        self._put(waiting)

    def _fitted(self, parts: list[Part]) -> list[Part]:
        """The section with its figures as much lower as it takes to stand on this page, or on one of its own where
        little of this one is left; as it is where that is not enough, or not needed. Those of rows give way last, and
        not alone."""
        fresh = not self._pages[-1]
        above = parts[0].before if parts else 0.0
        tall = sum(part.height + part.before for part in parts) - above * fresh
        room, whole = self.body.bottom() - self._y, self.body.height()
        slack = {last: sum(p.height - p.least for p in parts if p.shrunk and p.last is last) for last in (False, True)}
        if tall <= room or not slack[False]:
            return parts
        least = tall - slack[False] - slack[True]
        if least > room:
            empty = MOST_EMPTY if tall - above > whole else LITTLE_EMPTY
            if fresh or least - above > whole or room > empty * whole:
                return parts
            self._turn()
            return self._fitted(parts)
        # A hundredth of a pixel, so that no rounding is in the way.
        first = min(tall - room + 0.01, slack[False])
        share = {False: first / slack[False], True: (tall - room + 0.01 - first) / slack[True] if slack[True] else 0.0}
        return [
            part if part.shrunk is None else part.shrunk(part.height - share[part.last] * (part.height - part.least))
            for part in parts
        ]

    def _turn(self) -> None:
        self._pages.append([])
        self._y = self.body.top()

    def _put(self, together: list[Part]) -> None:
        """Parts that stand on one page, this one if they have room; more than a page holds is broken all the same."""
        if not together:
            return
        tall = sum(part.height + part.before for part in together) - together[0].before * (not self._pages[-1])
        room = self.body.bottom() - self._y - (tall - together[-1].height)
        if room < together[-1].height - 0.01 and self._pages[-1]:
            shrunk = together[-1].shrunk
            if shrunk is not None and not together[-1].last and room >= together[-1].least:
                together = [*together[:-1], shrunk(room)]
            else:
                self._turn()
        for part in together:
            if self._y + part.before + part.height > self.body.bottom() + 0.01 and self._pages[-1]:
                self._turn()
            if not self._pages[-1] and part.head is not None and part.head is not part:
                self._pages[-1].append(Placed(part.head, self._y, repeated=True))
                self._y += part.head.height
            elif self._pages[-1]:
                self._y += part.before
            self._pages[-1].append(Placed(part, self._y))
            self._y += part.height

    def _parts(self, block: Block) -> Iterator[Part]:
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph():
                yield from self._running(block.text, self.structure.add("P"), 0, 0.6 * LETTERS)
            case Bullets():
                yield from self._bullets(block)
            case TableBlock():
                yield from self._table(block)
            case Figure():
                yield from self._figure(block)

    def _heading(self, heading: Heading) -> Part:
        level = min(max(heading.level, 1), 3)
        lines = Lines(heading.text, strong(self._font, HEADINGS[level]), self.width)
        element = self.structure.add(f"H{level}")

        def paint(painter: QPainter, at: QPointF, marks: Marks) -> None:
            painter.setPen(LIGHT.colour("text"))
            marks.begin(element)
            lines.draw(painter, at)
            marks.end()

        before = {1: 0.0, 2: 1.9, 3: 1.3}[level] * LETTERS
        after = {1: 0.6, 2: 0.4, 3: 0.2}[level] * LETTERS
        return Part(lines.height + after, paint, before, True, heading=(level, heading.text))

    def _running(self, text: Text, element: Element, indent: float, before: float) -> Iterator[Part]:
        """A part for each line, of which the first two and the last two stay together."""
        lines = Lines(text, self._font, self.width - indent)
        for line in range(lines.count):
            yield Part(
                lines.line_height * LINE,
                _line_painter(lines, line, element, indent),
                before if line == 0 else 0.0,
                lines.count > 1 and (line == 0 or line == lines.count - 2),
            )

    def _bullets(self, bullets: Bullets) -> Iterator[Part]:
        whole = self.structure.add("L")
        indent = 1.4 * LETTERS
        dot = Lines("•", self._font, indent)
        for number, text in enumerate(bullets.items):
            item = whole.add("LI")
            label, said = item.add("Lbl"), item.add("LBody")
            parts = self._running(text, said, indent, (0.3 if number else 0.6) * LETTERS)
            for line, part in enumerate(parts):
                yield part if line else replace(part, paint=_with_dot(part, dot, label))

    # Tables

    def _table(self, table: TableBlock) -> Iterator[Part]:
        fit = fit_columns(table, self._font, self.width)
        face = QFont(self._font)
        face.setPixelSize(fit.size)
        for number, band in enumerate(fit.bands):
            caption = table.caption
            if len(fit.bands) > 1:
                ends = band.columns[min(1, len(band.columns) - 1)] + 1, band.columns[-1] + 1, len(table.columns)
                first, last, of_all = (format_count(end, self.document.language) for end in ends)
                caption = self._words(_COLUMNS).format(caption=caption, first=first, last=last, all=of_all)
            yield from self._band(table, band, caption, face, (1.0 if number == 0 else 1.6) * LETTERS)

    def _band(self, table: TableBlock, band: Band, caption: str, face: QFont, before: float) -> Iterator[Part]:
        element = self.structure.add("Table")
        if caption:
            yield self._caption(caption, element.add("Caption"), before)
            before = 0.0
        heads = [
            Lines(table.columns[c].header, strong(face), wide - 2 * PAD, right=table.columns[c].numeric)
            for c, wide in zip(band.columns, band.widths, strict=True)
        ]
        row = element.add("TR")
        cells = [row.add("TH", scope="Column") for _ in heads]
        head = Part(max(h.height for h in heads) + PAD, _row_painter(heads, band, cells, "head"), before, True)
        yield head
        rows = table.rows or ((self._words(_EMPTY), *[""] * (len(table.columns) - 1)),)
        last = len(rows) - 1
        for number, texts in enumerate(rows):
            own = number in table.strong
            row = element.add("TR")
            cells = [row.add("TH", scope="Row") if n == 0 else row.add("TD") for n in range(len(heads))]
            # The first two rows stay with the head, the last two together: none stands alone on a page.
            keep = last > 0 and number in (0, last - 1)
            for lines in self._rows_of(table, band, texts, strong(face) if own else face, head.height):
                painting = _row_painter(lines, band, cells, "own" if own else "row")
                yield Part(max(cell.height for cell in lines) + PAD, painting, 0.0, keep, head)

    def _rows_of(
        self, table: TableBlock, band: Band, texts: Sequence[str], face: QFont, head: float
    ) -> Iterator[list[Lines]]:
        """A row's cells; those of a row that is taller than a page in several pieces."""
        room = self.body.height() - head - PAD
        left = [texts[c] for c in band.columns]
        while True:
            cells = [
                Lines(text, face, wide - 2 * PAD, right=table.columns[c].numeric)
                for c, wide, text in zip(band.columns, band.widths, left, strict=True)
            ]
            if all(cell.height <= room for cell in cells):
                yield cells
                return
            cut = [cell.characters(max(1, cell.fitting(room))) for cell in cells]
            yield [
                Lines(text[:end], face, wide - 2 * PAD, right=table.columns[c].numeric)
                for c, wide, text, end in zip(band.columns, band.widths, left, cut, strict=True)
            ]
            left = [text[end:] for text, end in zip(left, cut, strict=True)]

    def _caption(self, text: str, element: Element, before: float) -> Part:
        lines = Lines(text, strong(self._font), self.width)

        def paint(painter: QPainter, at: QPointF, marks: Marks) -> None:
            painter.setPen(LIGHT.colour("text"))
            marks.begin(element)
            lines.draw(painter, at)
            marks.end()

        return Part(lines.height + 0.4 * LETTERS, paint, before, True)

    # Figures

    def _figure(self, figure: Figure) -> Iterator[Part]:
        before = 1.0 * LETTERS
        taken = 0.0
        if figure.caption:
            caption = self._caption(figure.caption, self.structure.add("P"), before)
            taken, before = caption.height, 0.0
            yield caption
        element = self.structure.add("Figure", figure.text or figure.caption)
        said = Lines(figure.text, self._small, self.width)
        words = self.structure.add("P") if figure.text else None
        below = said.height + 0.6 * LETTERS
        room = self.body.height() - taken - below
        tall = min(figure.height * self.width, max(room, LEAST_BODY * self.body.height()))
        font, width, drawing = self._small, self.width, figure.drawing

        def drawn(height: float) -> Part:
            def paint(painter: QPainter, at: QPointF, marks: Marks) -> None:
                painter.save()
                painter.setFont(font)
                marks.begin(element)
                paint_figure(drawing, painter, QRectF(at.x(), at.y(), width, height - below))
                marks.end()
                painter.restore()
                if words is not None:
                    painter.setPen(LIGHT.colour("muted"))
                    marks.begin(words)
                    said.draw(painter, QPointF(at.x(), at.y() + height - below + 0.3 * LETTERS))
                    marks.end()

            return Part(height, paint, before)

        rows = figure.height > MADE_OF_ROWS
        least = LEAST_ROWS if rows else LEAST_FIGURE
        yield replace(drawn(tall + below), least=least * tall + below, shrunk=drawn, last=rows)

    # Where it comes from

    def _provenance(self) -> Iterator[Part]:
        if not self.document.provenance:
            return
        yield self._heading(Heading(2, self._words(_PROVENANCE)))
        element = self.structure.add("Table")
        widest = max(Lines(name, self._small, ANYWHERE).width for name, _ in self.document.provenance)
        name_wide = min(widest + 2 * PAD + 1, 0.35 * self.width)
        band = Band((0, 1), (name_wide, self.width - name_wide))
        told: dict[str, list[str]] = {}
        for name, text in self.document.provenance:
            told.setdefault(name, []).append(text)
        for name, texts in told.items():
            row, text = element.add("TR"), "; ".join(texts)
            cells = [row.add("TH", scope="Row"), row.add("TD")]
            lines = [Lines(t, self._small, wide - 2 * PAD) for t, wide in zip((name, text), band.widths, strict=True)]
            yield Part(max(cell.height for cell in lines) + PAD, _row_painter(lines, band, cells, "row"))


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Each heading with what follows it up to the next; those of headings that nothing stands between are one."""
    section: list[Block] = []
    for block in blocks:
        if isinstance(block, NewPage) or (
            isinstance(block, Heading) and not all(isinstance(before, Heading | NewPage) for before in section)
        ):
            yield section
            section = []
        section.append(block)
    yield section


def _line_painter(
    lines: Lines, line: int, element: Element, indent: float
) -> Callable[[QPainter, QPointF, Marks], None]:
    def paint(painter: QPainter, at: QPointF, marks: Marks) -> None:
        painter.setPen(LIGHT.colour("text"))
        marks.begin(element)
        lines.draw_line(painter, line, QPointF(at.x() + indent, at.y()))
        marks.end()

    return paint


def _with_dot(part: Part, dot: Lines, label: Element) -> Callable[[QPainter, QPointF, Marks], None]:
    def paint(painter: QPainter, at: QPointF, marks: Marks) -> None:
        painter.setPen(LIGHT.colour("text"))
        marks.begin(label)
        dot.draw(painter, at)
        marks.end()
        part.paint(painter, at, marks)

    return paint


def _row_painter(
    cells: Sequence[Lines], band: Band, elements: Sequence[Element], kind: str
) -> Callable[[QPainter, QPointF, Marks], None]:
    """kind: head, row, or own: the reader's own unit, on a ground of its own with a bar before it."""
    tall = max(cell.height for cell in cells) + PAD

    def paint(painter: QPainter, at: QPointF, marks: Marks) -> None:
        wide = sum(band.widths)
        marks.begin(None)
        if kind == "own":
            painter.fillRect(QRectF(at.x(), at.y(), wide, tall), LIGHT.colour("chosen"))
            painter.fillRect(QRectF(at.x(), at.y(), 3, tall), LIGHT.colour("own"))
        painter.setPen(QPen(LIGHT.colour("muted" if kind == "head" else "line"), 0.75))
        painter.drawLine(QLineF(at.x(), at.y() + tall, at.x() + wide, at.y() + tall))
        marks.end()
        painter.setPen(LIGHT.colour("text"))
        x = at.x()
        for cell, width, element in zip(cells, band.widths, elements, strict=True):
            marks.begin(element)
            cell.draw(painter, QPointF(x + PAD, at.y() + PAD / 2))
            marks.end()
            x += width

    return paint
