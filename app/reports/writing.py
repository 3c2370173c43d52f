"""Reports into files, for the window and the command line alike.

Reading runs in a job, composing and drawing on the main thread, and placing in any: `read_report`, `compose`, `drawn`,
`place`. `write_report` does all four for whoever has one thread. What is drawn is a `Content`: the bytes come when it
is called, which needs no window and may take a while.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from app.program import Program
from app.reports.composing import Composed, compose
from app.reports.reading import Wanted, read_report, templates
from app.speaking import speaking
from local_cache import audit
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.export.placing import placed
from local_cache.export.provenance import sealed
from local_cache.export.table import file_name
from local_cache.export.writing import BESIDE, Written
from local_cache.reports.document import Figure
from local_cache.reports.html import write_html
from local_cache.reports.library import FOLDER
from local_cache.results.format import format_count
from local_cache.sync.stop import Stop

if TYPE_CHECKING:
    from widgets.report.pdf import DrawnPdf

Format = Literal["pdf", "html"]
Content = Callable[[], bytes]
FORMATS: tuple[Format, ...] = ("pdf", "html")

FIGURE_WIDTH = 760
"""Pixels that a figure of an HTML file is drawn for; it is shown as wide as there is room."""


class PdfNotWritten(Problem):
    code = "pdf-not-written"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The report could not be drawn on pages.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No file was written; the figures here are unchanged.")
    action = QT_TRANSLATE_NOOP("Problem", "Write it as HTML, which can be printed from a browser.")


@dataclass(frozen=True, slots=True)
class Reported:
    """written: the file and the provenance beside it; title: the report's; warnings: what a reader of earlier exports
    could put together."""

    written: Written
    title: str
    warnings: tuple[str, ...] = ()


def write_report(program: Program, wanted: Wanted, file: Path, format: Format, stop: Stop | None = None) -> Reported:
    """Read, write and place the report. On the main thread, with an application.

    Raises the Problems of `read_report`, TemplateRefused, PdfNotWritten and those of `placed`; Cancelled.
    """
    stop = stop or Stop()
    with program.cache.reading() as cursor, stop.holding(cursor):
        read = read_report(program, cursor, wanted, stop)
    composed = compose(read)
    return place(program, composed, drawn(composed, format), file, format)


def drawn(composed: Composed, format: Format) -> Content:
    """The file's content. On the main thread."""
    *_, content = drawn_in_steps(composed, format)
    assert content is not None
    return content


def drawn_in_steps(composed: Composed, format: Format) -> Iterator[Content | None]:
    """The same with a pause after each figure or page; the last given is the content."""
    return html_in_steps(composed) if format == "html" else _pdf_in_steps(composed)


def html_in_steps(composed: Composed) -> Iterator[Content | None]:
    """One HTML file with its figures inside; the last given is the content."""
    from widgets.report.figures import figure_svg

    drawings: dict[int, str] = {}
    for block in composed.document.blocks:
        if isinstance(block, Figure):
            with speaking(composed.language):
                height = round(FIGURE_WIDTH * block.height)
                drawings[id(block)] = figure_svg(block.drawing, FIGURE_WIDTH, height)
            yield None
    yield lambda: write_html(composed.document, lambda figure: drawings[id(figure)]).encode("utf-8")


def _pdf_in_steps(composed: Composed) -> Iterator[Content | None]:
    from widgets.report.pages import Pages
    from widgets.report.pdf import pdf_in_steps

    with speaking(composed.language):
        steps = pdf_in_steps(Pages(composed.document))
    made: DrawnPdf | None = None
    while made is None:
        with speaking(composed.language):
            made = next(steps)
        yield None
    yield partial(_finished, made)


def _finished(made: DrawnPdf) -> bytes:
    from widgets.report.pdf import NotTagged

    try:
        return made.finished()
    except (NotTagged, OSError):
        raise PdfNotWritten() from None


def place(program: Program, composed: Composed, content: Content, file: Path, format: Format) -> Reported:
    """Put the content in its place whole, with its provenance beside it, and say so in the audit log. In any thread.

    Raises PdfNotWritten and the Problems of `placed`.
    """
    made_of = content()
    provenance = composed.provenance
    subject = f"{provenance.registry}/{provenance.unit}"
    audit.record(program.ledger, "export", subject, f"{provenance.what} · {format} · {file.name}")
    made = sealed(
        msgspec.structs.replace(
            provenance, rows=len(composed.document.blocks), sha256=hashlib.sha256(made_of).hexdigest()
        )
    )
    beside = file.with_name(file.name + BESIDE)
    # The provenance is renamed first: no file ever stands without one.
    with placed(program.ledger, beside, file) as (_, files):
        files[0].write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
        files[1].write_bytes(made_of)
    audit.record(program.ledger, "exported", subject, f"{file.name} · sha256 {made.sha256}")
    if composed.read.masking is not None:
        composed.read.masking.remember(file.name)
    return Reported(Written((file, beside), made), composed.document.title, composed.warnings)


def suggested_name(title: str, registry: str, unit: str, period: str, format: str) -> Path:
    """A name for the file that says what is in it."""
    return file_name(" ".join(part for part in (title, registry, unit, period) if part), format)


def report_as_json(reported: Reported) -> dict[str, Any]:
    provenance = reported.written.provenance
    return {
        "file": str(reported.written.files[0]),
        "files": [str(file) for file in reported.written.files],
        "title": reported.title,
        "sha256": provenance.sha256,
        "registry": provenance.registry,
        "unit": provenance.unit,
        "period": provenance.period_id,
        "masked": [hidden.what for hidden in provenance.masked],
        "warnings": list(reported.warnings),
    }


def report_in_words(reported: Reported) -> list[str]:
    lines = [f"{reported.written.files[0].name}: {reported.title}."]
    if reported.written.provenance.masking:
        n = len(reported.written.provenance.masked)
        lines.append("1 figure is masked." if n == 1 else f"{format_count(n, 'en')} figures are masked.")
    return [*lines, *(f"Warning: {warning}" for warning in reported.warnings)]


def templates_as_json(program: Program, language: str) -> dict[str, Any]:
    """Every template there is, and every one that was refused."""
    found = templates(program)
    return {
        "folder": str(program.data_dir.joinpath(FOLDER)),
        "templates": [
            {
                "template": t.name,
                "title": t.title(language),
                "about": dict(t.about).get(language) or next(iter(t.about.values()), ""),
                "choices": list(t.choices),
                "languages": list(t.languages),
                "for_others": not t.inside,
                "own": t.own,
            }
            for t in found.templates.values()
        ],
        "refused": [
            {"file": file, "code": problem.code, "text": problem.sentence(), "line": problem.facts.get("line")}
            for file, problem in found.refused.items()
        ],
    }


def templates_in_words(listed: dict[str, Any]) -> list[str]:
    lines = []
    for one in listed["templates"]:
        said = [
            word for word in ("own" if one["own"] else "", "" if one["for_others"] else "inside the unit only") if word
        ]
        remarks = f" ({', '.join(said)})" if said else ""
        lines.append(f"{one['template']}: {one['title']}{remarks}")
        lines.append(f"    {one['about']}")
    lines += [f"Refused: {one['text']}" for one in listed["refused"]]
    return [*lines, f"Templates of your own are text files in {listed['folder']}."]
