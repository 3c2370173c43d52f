"""A report of twenty pages as PDF: laid out, drawn, tagged; with figures and without.

Held against, in the same run: Qt's own QTextDocument printing the same text and tables as PDF, without tags, outline,
repeated heads or figures. Also: the longest step between two pages, which is the longest the window is not free.

    python -m benchmarks.reports [--repeats 5]
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from html import escape

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QApplication

from local_cache.registry import Indicator
from local_cache.reports.document import (
    Block,
    Column,
    Document,
    Figure,
    Heading,
    Paragraph,
    Run,
    TableBlock,
)
from local_cache.results.figure import Figure as Value
from local_cache.results.figure import Period, Point, Shown, Trend, add_months
from local_cache.results.over_time import SeriesSettings, over_time
from widgets.report.pages import Pages
from widgets.report.pdf import pdf_in_steps

INDICATOR = Indicator(id="share", version=1, title={"nb": "Andel"}, kind="proportion", green=0.85, yellow=0.7)
COLUMNS = tuple(
    Column(name, numeric=n > 0) for n, name in enumerate(("Indikator", "Egen", "95 % KI", "n", "Landet", "Region"))
)
TEXT = "Andelen er 84,3 % (95 % KI 78,1–89,0), lavere enn landet (91,2 %). To av siste åtte måneder gir signal. " * 4


def chart() -> object:
    """Two years of months, as the quarterly report has for each indicator."""
    from widgets.charts.trend import TrendChart

    first = date(2024, 11, 1)

    def points(share: float, n: int) -> tuple[Point, ...]:
        return tuple(
            Point(
                add_months(first, m),
                Value(Shown.VALUE, "proportion", share + 0.01 * (m % 5), 0.4, 0.95, round(share * n), n, "Wilson"),
            )
            for m in range(24)
        )

    trend = Trend("share", "month", points(0.8, 20), points(0.85, 4000))
    made = TrendChart()
    period = Period(date(2025, 11, 1), date(2026, 11, 1))
    made.show_over_time(over_time(trend, INDICATOR, SeriesSettings()), INDICATOR, period, [], "nb")
    return made


def report(figures: int, rows: int) -> Document:
    blocks: list[Block] = []
    for section in range(8):
        blocks += [Heading(2, f"Avsnitt {section}"), Paragraph((Run(TEXT),))]
        if section < figures:
            blocks.append(Figure(chart(), "Operert innen 24 timer", TEXT[:100], 0.45))
        cells = tuple(
            (f"Indikator nummer {n} av mange", "84,3 %", "78,1–89,0 %", f"{n}", "91,2 %", "90,0 %") for n in range(rows)
        )
        blocks.append(TableBlock("Indikatorer, siste 12 måneder", COLUMNS, cells, frozenset({3})))
    return Document(
        "Rapport", "nb", "Register · enhet · periode", "Data per i dag", tuple(blocks), (("Utvalg", "alle"),)
    )


def ours(document: Document) -> tuple[int, float]:
    """Pages, and the longest step of those that a window's thread takes, in milliseconds."""
    pages = Pages(document)
    longest, before = 0.0, time.perf_counter()
    drawn = None
    for step in pdf_in_steps(pages):
        now, drawn = time.perf_counter(), step
        longest, before = max(longest, 1000 * (now - before)), now
    assert drawn is not None
    drawn.finished()
    return pages.count, longest


def plain(document: Document) -> None:
    """QTextDocument's own pages."""
    parts = []
    for block in document.blocks:
        match block:
            case Heading(_, text):
                parts.append(f"<h2>{escape(text)}</h2>")
            case Paragraph(text):
                parts.append(f"<p>{escape(''.join(run.text for run in text))}</p>")
            case TableBlock(caption, columns, rows):
                head = "".join(f"<th>{escape(c.header)}</th>" for c in columns)
                body = "".join(f"<tr>{''.join(f'<td>{escape(t)}</td>' for t in row)}</tr>" for row in rows)
                parts.append(f"<p><b>{escape(caption)}</b></p><table width='100%'><tr>{head}</tr>{body}</table>")
    text = QTextDocument()
    text.setHtml("".join(parts))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 18, 18, 18))
    text.setPageSize(QSizeF(writer.width(), writer.height()))
    text.print_(writer)


def best(repeats: int, work: Callable[[], object]) -> float:
    """Seconds, the median."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert application is not None
    text, drawn = report(0, 118), report(8, 90)
    ours(drawn)
    pages, _ = ours(text)
    with_figures, step = ours(drawn)
    one = best(repeats, lambda: plain(text))
    two = best(repeats, lambda: ours(text))
    three = best(repeats, lambda: ours(drawn))
    print(f"{pages} pages of text and tables: {two:.2f} s; QTextDocument {one:.2f} s; {two / one:.2f} ×")
    print(f"{with_figures} pages with 8 figures: {three:.2f} s; longest step {step:.0f} ms")


if __name__ == "__main__":
    main()
