"""A document as a PDF file: Qt's writer draws the pages, pypdf adds what Qt has no words for.

That is the outline, the language, the title in the window's frame, and the tags. Qt writes no tags, so each piece is
drawn between two marks, rectangles far outside the page, which are afterwards replaced by the operators that say to
which element of the structure the piece belongs.

The same document gives the same bytes: what Qt takes from the clock is left out, and the file's id is made of its
contents.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    Fit,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter

from local_cache.reports.document import Document
from widgets.charts.sheet import PER_INCH
from widgets.report.pages import Pages, Words, translated
from widgets.report.structure import Element

CREATOR = "Egne tall"
PRODUCER = "Qt, pypdf"
RESOLUTION = 1200
POINTS = 72 / PER_INCH
"""Of a pixel."""

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}

FAR = 20_000
"""Where marks are drawn: so many pixels left of the page, their number further left, and as many above."""

_MARK = re.compile(rb"q\n[^\n]* cm\n-(\d+) -%d 1 1 re\nf\nQ\n" % FAR)
_TAB = re.compile(rb"(<[0-9A-Fa-f]{4}> )<0009>")
"""In a font's table of letters: the space, which Qt calls a tab."""

_TYPE, _KIDS, _PAGE, _LANG = (NameObject(name) for name in ("/Type", "/K", "/Pg", "/Lang"))


class NotTagged(Exception):
    """What Qt drew does not have the marks that were made: it writes pages in another way than it did."""


def write_pdf(document: Document, device: QIODevice, words: Words = translated) -> int:
    """Write the document to an open device; gives the number of pages. words: in the document's language.

    OSError where the device does not take it.
    """
    pages = Pages(document, words=words)
    content = make_pdf(pages)
    if device.write(content) != len(content):
        raise OSError(device.errorString())
    return pages.count


def make_pdf(pages: Pages) -> bytes:
    """The whole file."""
    *_, drawn = pdf_in_steps(pages)
    assert drawn is not None
    return drawn.finished()


@dataclass(frozen=True, slots=True)
class DrawnPdf:
    """Pages as Qt wrote them, and what they still lack. marked: the element of each piece, page by page."""

    content: bytes
    pages: Pages
    marked: tuple[list[Element | None], ...]

    def finished(self) -> bytes:
        """The file, with tags, outline and what else Qt does not write. Needs no window: any thread will do. Raises
        NotTagged."""
        return _completed(self)


def pdf_in_steps(pages: Pages) -> Iterator[DrawnPdf | None]:
    """The pages drawn one by one, so that a window can do something else between them; the last given is the PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(pages.document.title)
    writer.setCreator(CREATOR)
    writer.setDocumentXmpMetadata(_about(pages.document).encode())
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(pages.size * POINTS, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    unit = RESOLUTION / PER_INCH
    marks = []
    try:
        for number in range(pages.count):
            if number:
                writer.newPage()
            painter.resetTransform()
            painter.scale(unit, unit)
            marks.append(_Marks(painter))
            pages.paint(painter, number, marks[-1])
            yield None
    finally:  # also where nobody wants the rest: a painter must not outlive what it paints on
        painter.end()
    buffer.close()
    yield DrawnPdf(bytes(buffer.data().data()), pages, tuple(m.elements for m in marks))


class _Marks:
    """Draws a mark before and after each piece. Attributes: elements (that of each piece, in order)."""

    def __init__(self, painter: QPainter) -> None:
        self.elements: list[Element | None] = []
        self._painter = painter
        self._drawn = 0
        self._black = QColor("black")

    def begin(self, element: Element | None) -> None:
        self.elements.append(element)
        self._draw()

    def end(self) -> None:
        self._draw()

    def _draw(self) -> None:
        self._painter.fillRect(QRectF(-FAR - self._drawn % 2, -FAR, 1, 1), self._black)
        self._drawn += 1


def _completed(drawn: DrawnPdf) -> bytes:
    pages, document = drawn.pages, drawn.pages.document
    pdf = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn.content)))
    pdf.pdf_header = "%PDF-1.7"
    tags = _Tags(pdf)
    for elements in drawn.marked:
        tags.mark_page(elements)
    tags.write_tree(pages.structure)
    _name_spaces(pdf)
    _outline(pdf, pages)
    root = pdf.root_object
    root[_LANG] = TextStringObject(LANGUAGES.get(document.language, document.language))
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    pdf.metadata = {"/Title": document.title, "/Creator": CREATOR, "/Producer": PRODUCER}
    identity = ByteStringObject(hashlib.sha256(drawn_content(pdf) + document.title.encode()).digest()[:16])
    pdf._ID = ArrayObject((identity, identity))
    written = io.BytesIO()
    pdf.write(written)
    return written.getvalue()


class _Tags:
    """Puts the operators in the marks' places, page by page, and then the tree of elements into the file."""

    def __init__(self, pdf: PdfWriter) -> None:
        self._pdf = pdf
        self._pages = list(pdf.pages)
        self._pieces: dict[Element, list[tuple[int, int]]] = defaultdict(list)
        self._owners: list[list[Element]] = []
        self._references: dict[Element, IndirectObject] = {}

    def mark_page(self, elements: list[Element | None]) -> None:
        """The next page. Raises NotTagged."""
        number = len(self._owners)
        page = self._pages[number]
        content = page.get_contents()
        assert content is not None
        made, own = _marked(content.get_data(), elements)
        self._owners.append(own)
        for place, element in enumerate(own):
            self._pieces[element].append((number, place))
        stream = StreamObject()
        stream.set_data(made)
        page[NameObject("/Contents")] = self._pdf._add_object(stream.flate_encode())
        page[NameObject("/StructParents")] = NumberObject(number)
        page[NameObject("/Tabs")] = NameObject("/S")

    def write_tree(self, structure: Element) -> None:
        """When every page is marked."""
        pdf, root = self._pdf, self._pdf.root_object
        tree = DictionaryObject({_TYPE: NameObject("/StructTreeRoot")})
        top = pdf._add_object(tree)
        tree[_KIDS] = ArrayObject([self._element(structure, top)])
        numbers = ArrayObject()
        for number, own in enumerate(self._owners):
            parents = ArrayObject([self._references[element] for element in own])
            numbers += [NumberObject(number), pdf._add_object(parents)]
        tree[NameObject("/ParentTree")] = pdf._add_object(DictionaryObject({NameObject("/Nums"): numbers}))
        tree[NameObject("/ParentTreeNextKey")] = NumberObject(len(self._owners))
        root[NameObject("/StructTreeRoot")] = top
        root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})

    def _element(self, element: Element, parent: IndirectObject) -> IndirectObject:
        made = DictionaryObject(
            {
                _TYPE: NameObject("/StructElem"),
                NameObject("/S"): NameObject(f"/{element.tag}"),
                NameObject("/P"): parent,
            }
        )
        reference = self._references[element] = self._pdf._add_object(made)
        if element.alt:
            made[NameObject("/Alt")] = TextStringObject(element.alt)
        if element.scope:
            made[NameObject("/A")] = DictionaryObject(
                {NameObject("/O"): NameObject("/Table"), NameObject("/Scope"): NameObject(f"/{element.scope}")}
            )
        own = self._pieces.get(element, [])
        kids = ArrayObject()
        if own:
            made[_PAGE] = self._pages[own[0][0]].indirect_reference
        for page, place in own:
            if page == own[0][0]:
                kids.append(NumberObject(place))
            else:
                kids.append(
                    DictionaryObject(
                        {
                            _TYPE: NameObject("/MCR"),
                            _PAGE: self._pages[page].indirect_reference,
                            NameObject("/MCID"): NumberObject(place),
                        }
                    )
                )
        kids += [self._element(child, reference) for child in element.children]
        made[_KIDS] = kids
        return reference


def _marked(content: bytes, elements: list[Element | None]) -> tuple[bytes, list[Element]]:
    """The page's operators with tags, and the element of each tagged piece in the order of its number."""
    own: list[Element] = []
    waiting = iter(elements)
    found = 0

    def operator(mark: re.Match[bytes]) -> bytes:
        nonlocal found
        found += 1
        if int(mark.group(1)) != FAR:
            return b"EMC\n"
        element = next(waiting, None)
        if element is None:
            return b"/Artifact BMC\n"
        own.append(element)
        return f"/{element.tag} <</MCID {len(own) - 1}>> BDC\n".encode()

    made = _MARK.sub(operator, content)
    if found != 2 * len(elements):
        raise NotTagged(f"{found} marks of {2 * len(elements)}")
    return made, own


def _name_spaces(pdf: PdfWriter) -> None:
    """Have the space read as one: Qt names the letter by the first character that looks like it, which is the tab."""
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            letters = font.get_object().get("/ToUnicode")
            if letters is not None:
                stream = letters.get_object()
                stream.set_data(_TAB.sub(rb"\1<0020>", stream.get_data()))


def _outline(pdf: PdfWriter, pages: Pages) -> None:
    """The headings, each under the one it belongs to."""
    height = pages.size.height() * POINTS
    above: dict[int, IndirectObject] = {}
    for place in pages.places:
        parent = next((above[level] for level in range(place.level - 1, 0, -1) if level in above), None)
        made = pdf.add_outline_item(
            title=place.text,
            page_number=place.page,
            parent=parent,
            fit=Fit.xyz(0, height - place.y * POINTS, 0),
            is_open=place.level < 3,
        )
        above = {level: item for level, item in above.items() if level < place.level} | {place.level: made}


def drawn_content(pdf: PdfWriter) -> bytes:
    """What is on the pages, one after the other."""
    return b"".join(content.get_data() for page in pdf.pages if (content := page.get_contents()) is not None)


def _about(document: Document) -> str:
    """Title and language once more, as programs that keep documents read them."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(document.title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{escape(document.language)}</rdf:li></rdf:Bag></dc:language>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )
