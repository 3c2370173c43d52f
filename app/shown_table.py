"""A table that is on the screen, into a file or onto paper as it stands there, with where it came from."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from app.exporting import words_in
from app.program import Program
from local_cache.corrections.person import account
from local_cache.errors import QT_TRANSLATE_NOOP
from local_cache.export.provenance import Provenance
from local_cache.export.stated import UNROUNDED, has_rounded, stated_table
from local_cache.export.table import codebook
from local_cache.export.text_files import CsvStyle
from local_cache.export.writing import Format, Written, write_table
from local_cache.registry import text_in
from local_cache.reports.document import Column, Document, TableBlock
from local_cache.results.format import format_moment, format_period
from local_cache.sync.stop import Stop
from widgets.tables.shown import ShownTable
from widgets.words import data_age_sentence

if TYPE_CHECKING:
    from app.pages.page import View

_AS_SHOWN = QT_TRANSLATE_NOOP("Export", "as shown on the screen")
_IN_THE_UNIT = QT_TRANSLATE_NOOP(
    "Export", "Not masked: for use inside the unit. Export it for others before it is passed on."
)
_BOOK = (
    QT_TRANSLATE_NOOP("Export", "Codebook"),
    QT_TRANSLATE_NOOP("Export", "Column"),
    QT_TRANSLATE_NOOP("Export", "Header"),
    QT_TRANSLATE_NOOP("Export", "Type"),
    QT_TRANSLATE_NOOP("Export", "Description"),
    QT_TRANSLATE_NOOP("Export", "Code"),
    QT_TRANSLATE_NOOP("Export", "Meaning"),
)
_MADE_BY = QT_TRANSLATE_NOOP("Export", "Made by")
_MADE_AT = QT_TRANSLATE_NOOP("Export", "Made at")
_PROGRAM = QT_TRANSLATE_NOOP("Export", "Program version")


def write_shown(
    program: Program, view: View, shown: ShownTable, file: Path, format: Format, csv_style: CsvStyle, stop: Stop
) -> Written:
    """Write it, numbers and days as such, all else as the text that is shown. Raises the Problems of `write_table`."""
    words = words_in(view.language)
    headers = [words(text) for text in _BOOK]
    table = stated_table(shown.name, shown.headers, shown.rows, shown.stated, view.language, words)
    provenance = Provenance(
        what=shown.name,
        registry=view.summary.registry,
        registry_name=text_in(view.summary.names, view.language),
        unit=view.unit,
        unit_name=view.unit_name,
        selection=words(_AS_SHOWN),
        expression="",
        period_id=view.period_id,
        period=format_period(view.period, view.language),
        indicators={},
        definition_version=view.definition.version,
        data_as_of=view.summary.data_as_of,
        provisional=False,
        program_version=version("egnetall"),
        who=account(),
        at=datetime.now(UTC),
        notes=((words(UNROUNDED),) if has_rounded(table) else ()) + (words(_IN_THE_UNIT),),
    )
    return write_table(
        program.ledger,
        table,
        file,
        format,
        provenance,
        extra=(codebook(table, headers),),
        csv_style=csv_style,
        language=view.language,
        words=words,
        stop=stop,
    )


def shown_document(view: View, shown: ShownTable) -> Document:
    """The table as a document of its own."""
    words, language = words_in(view.language), view.language
    now = datetime.now(UTC)
    columns = tuple(Column(header, place in shown.numbers) for place, header in enumerate(shown.headers))
    selection = (text_in(view.summary.names, language), view.unit_name, format_period(view.period, language))
    return Document(
        title=shown.name,
        language=language,
        selection=" · ".join(selection),
        age=data_age_sentence(view.summary.data_as_of, now.replace(tzinfo=None), language),
        blocks=(TableBlock("", columns, shown.rows, shown.own),),
        provenance=(
            (words(_MADE_BY), account()),
            (words(_MADE_AT), format_moment(now.replace(tzinfo=None), language)),
            (words(_PROGRAM), version("egnetall")),
        ),
    )
