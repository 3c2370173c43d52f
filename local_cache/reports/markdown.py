"""Markdown into blocks: headings, paragraphs, bullets, strong and emphasised letters. Nothing else means anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from local_cache.reports.document import Block, Bullets, Heading, Paragraph, Run, Text

OPENS, CLOSES = "\ue000", "\ue001"
"""Letters around the number of a placed block; no text of a template or of the data has them."""

_PLACED = re.compile(f"{OPENS}([0-9]+){CLOSES}")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff]")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")

_MARKDOWN = MarkdownIt("zero", {"maxNesting": 12}).enable(["heading", "list", "emphasis", "escape"])


def escaped(text: str) -> str:
    """The text so that Markdown reads every letter of it as itself, on one line."""
    return _PUNCTUATION.sub(r"\\\1", plain(text))


def plain(text: str) -> str:
    """The text without control characters and private ones."""
    return _UNSEEN.sub(" ", text)


def place(number: int) -> str:
    """Stands for a block of that number, apart from what is around it."""
    return f"\n\n{OPENS}{number}{CLOSES}\n\n"


def read_markdown(text: str, placed: Mapping[int, Block]) -> tuple[Block, ...]:
    """The blocks, with the placed ones where they stand. Numbered items become paragraphs that begin with the number;
    items within items stand beside them."""
    return tuple(_blocks(_MARKDOWN.parse(text), placed))


def _blocks(tokens: Sequence[Token], placed: Mapping[int, Block]) -> Iterator[Block]:
    bullets: list[Text] = []
    numbers: list[int | None] = []
    """Of the lists one is in, the number of the item, None where they are bullets."""
    heading = 0

    def finished() -> Iterator[Block]:
        if bullets:
            yield Bullets(tuple(bullets))
            bullets.clear()

    for token in tokens:
        match token.type:
            case "heading_open":
                heading = 3 if int(token.tag[1:]) > 2 else 2
            case "heading_close":
                heading = 0
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)) - 1)
            case "list_item_open" if numbers[-1] is not None:
                numbers[-1] += 1
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "inline":
                for part in _parts(_runs(token.children or []), placed):
                    if not isinstance(part, tuple):
                        yield from finished()
                        yield part
                    elif heading:
                        yield from finished()
                        yield Heading(heading, "".join(run.text for run in part).strip())
                    elif numbers and numbers[-1] is None:
                        bullets.append(part)
                    else:
                        yield from finished()
                        yield Paragraph((Run(f"{numbers[-1]}. "), *part) if numbers else part)
        if not numbers:
            yield from finished()
    yield from finished()


def _runs(children: Sequence[Token]) -> list[Run]:
    strong = emphasised = 0
    runs: list[Run] = []
    for child in children:
        match child.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                emphasised += 1
            case "em_close":
                emphasised -= 1
            case _:
                text = _LINE_END.sub(" ", child.content)
                look = (strong > 0, emphasised > 0)
                if runs and (runs[-1].strong, runs[-1].emphasised) == look:
                    runs[-1] = Run(runs[-1].text + text, *look)
                elif text:
                    runs.append(Run(text, *look))
    return runs


def _parts(runs: Sequence[Run], placed: Mapping[int, Block]) -> Iterator[Text | Block]:
    """Letters, and the blocks that stand among them."""
    letters: list[Run] = []

    def said() -> Iterator[Text]:
        if any(run.text.strip() for run in letters):
            yield tuple(letters)
        letters.clear()

    for run in runs:
        for n, piece in enumerate(_PLACED.split(run.text)):
            if n % 2 == 0:
                if piece:
                    letters.append(Run(piece, run.strong, run.emphasised))
            elif int(piece) in placed:
                yield from said()
                yield placed[int(piece)]
    yield from said()
