"""A document as one HTML file that needs nothing beside it: no network, no script, its drawings inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

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

Svg = Callable[[Figure], str]
"""Draws a figure as an `svg` element, on white."""

_WHERE_FROM = {"nb": "Hvor tallene kommer fra", "en": "Where the figures come from"}
_ID = re.compile(r'(\bid="|\burl\(#|href="#)([^")]+)')

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
"""Which an `svg` inside HTML has anyway."""

_NOT_IN_HTML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_LOOK = """
:root { --ground: #fff; --text: #1c2430; --quiet: #55606e; --line: #d5dae1; --own: #eaf1fb }
@media (prefers-color-scheme: dark) {
  :root { --ground: #15191f; --text: #e8ebef; --quiet: #a5aebb; --line: #3a424e; --own: #22344d }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .5rem }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.25rem 0 .5rem }
h3 { font-size: 1.08rem; margin: 1.5rem 0 .35rem }
p { margin: .6rem 0 }
.quiet, figcaption, dl { color: var(--quiet); font-size: .92rem }
header { border-bottom: 2px solid var(--line); padding-bottom: .75rem }
header p { margin: .15rem 0 }
.wide { overflow-x: auto; margin: 1.25rem 0 }
.wide:focus-visible { outline: 2px solid currentColor }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line) }
th { font-weight: 600 }
tbody th { font-weight: inherit }
.number { text-align: right; white-space: nowrap }
.own { background: var(--own); font-weight: 600 }
figure { margin: 1.5rem 0 }
figure .caption { color: var(--text); font-weight: 600; display: block }
.drawing { background: #fff; padding: .5rem; border: 1px solid var(--line); border-radius: 4px }
.drawing svg { display: block; width: 100%; height: auto }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .2rem 1rem; margin: 0 }
dt { font-weight: 600 }
dd { margin: 0; overflow-wrap: anywhere }
@media print {
  :root { --ground: #fff; --text: #000; --quiet: #444; --line: #bbb; --own: #eee }
  @page { size: A4; margin: 18mm }
  body { font-size: 10.5pt }
  main { max-width: none; padding: 0 }
  .wide { overflow-x: visible }
  th, td { padding-right: .5rem }
  h1, h2, h3, caption { break-after: avoid }
  figure, tr { break-inside: avoid }
  thead { display: table-header-group }
  .new-page { break-before: page }
}
"""


def write_html(document: Document, svg: Svg) -> str:
    """The file's text. The document's title is its one `h1`; other headings follow each other by at most one level."""
    return "\n".join(_lines(document, svg)) + "\n"


def _lines(document: Document, svg: Svg) -> Iterator[str]:
    blocks = list(document.blocks)
    if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1:
        del blocks[0]  # stands in the head
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_attribute(document.language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{_text(document.title)}</title>"
    yield f"<style>{_LOOK}</style>"
    yield "</head>"
    yield "<body>"
    yield "<main>"
    yield "<header>"
    yield f"<h1>{_text(document.title)}</h1>"
    yield from (f'<p class="quiet">{_text(words)}</p>' for words in (document.selection, document.age) if words)
    yield "</header>"
    yield from _body(blocks, svg)
    if document.provenance:
        where_from = _WHERE_FROM["en" if document.language == "en" else "nb"]
        yield '<section aria-labelledby="where-from">'
        yield f'<h2 id="where-from">{where_from}</h2>'
        yield "<dl>"
        yield from (f"<dt>{_text(name)}</dt><dd>{_text(text)}</dd>" for name, text in document.provenance)
        yield "</dl>"
        yield "</section>"
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _body(blocks: list[Block], svg: Svg) -> Iterator[str]:
    level, figures, new_page = 1, 0, False
    for block in blocks:
        broken = ' class="new-page"' if new_page else ""
        new_page = False
        match block:
            case NewPage():
                new_page = True
            case Heading():
                level = min(max(2, block.level), level + 1)
                yield f"<h{level}{broken}>{_text(block.text)}</h{level}>"
            case Paragraph():
                yield f"<p{broken}>{_letters(block.text)}</p>"
            case Bullets():
                yield f"<ul{broken}>"
                yield from (f"<li>{_letters(item)}</li>" for item in block.items)
                yield "</ul>"
            case TableBlock():
                yield from _table(block, broken)
            case Figure():
                figures += 1
                drawn = _ID.sub(rf"\g<1>figure{figures}-\g<2>", svg(block).replace(_NAMESPACE, ""))
                yield f"<figure{broken}>"
                yield f'<div class="drawing" role="img" aria-label="{_attribute(f"{block.caption}. {block.text}")}">'
                yield drawn
                yield "</div>"
                # The space keeps them apart where nobody reads the style, as on a clipboard.
                yield f'<figcaption><span class="caption">{_text(block.caption)}</span> '
                yield f"{_text(block.text)}</figcaption>"
                yield "</figure>"


def _table(table: TableBlock, broken: str) -> Iterator[str]:
    if broken:
        yield '<div class="new-page"></div>'
    # A wide table scrolls by itself, also by the keyboard.
    yield f'<div class="wide" role="region" tabindex="0" aria-label="{_attribute(table.caption)}">'
    yield "<table>"
    yield f"<caption>{_text(table.caption)}</caption>"
    yield "<thead><tr>"
    for column in table.columns:
        numeric = ' class="number"' if column.numeric else ""
        yield f'<th scope="col"{numeric}>{_text(column.header)}</th>'
    yield "</tr></thead>"
    yield "<tbody>"
    for number, row in enumerate(table.rows):
        own = ' class="own"' if number in table.strong else ""
        cells = []
        for place, (column, text) in enumerate(zip(table.columns, row, strict=True)):
            if place == 0 and not column.numeric:
                cells.append(f'<th scope="row">{_text(text)}</th>')
            else:
                numeric = ' class="number"' if column.numeric else ""
                cells.append(f"<td{numeric}>{_text(text)}</td>")
        yield f"<tr{own}>{''.join(cells)}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _letters(text: Text) -> str:
    said = ""
    for run in text:
        letters = _text(run.text)
        letters = f"<em>{letters}</em>" if run.emphasised else letters
        said += f"<strong>{letters}</strong>" if run.strong else letters
    return said


def _text(text: str) -> str:
    return escape(_NOT_IN_HTML.sub("\ufffd", text), quote=False)


def _attribute(text: str) -> str:
    return escape(_NOT_IN_HTML.sub("\ufffd", text), quote=True)
