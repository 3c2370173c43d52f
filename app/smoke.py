"""Does what was built work? No screen, an encrypted cache, every page drawn from invented figures."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.program import Program


def _can_draw() -> None:
    """A chart as a drawing file and a page to print on: parts of Qt that are imported for nothing else."""
    from widgets.charts.comparison import ComparisonChart
    from widgets.charts.sheet import ChartSheet, printer, svg

    sheet = ChartSheet("Egne tall", (), ComparisonChart(), "", "")
    printer(sheet)
    svg(sheet)


def _reports(program: Program, directory: Path) -> list[Path]:
    """A report of both kinds: the templates, and what writes text, HTML and PDF."""
    from app.reports.reading import Wanted
    from app.reports.writing import FORMATS, write_report

    files = [directory / f"report.{format}" for format in FORMATS]
    for file, format in zip(files, FORMATS, strict=True):
        write_report(program, Wanted("annual"), file, format)
    return [file for file in files if file.stat().st_size]


def smoke_test() -> int:
    """0 when everything that the program stands on is in place; what is not is said on standard error."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.demonstration import demonstration_registry
    from app.program import open_program
    from app.screenshots import save_screenshots
    from app.window import make_application
    from local_cache.keys import throwaway_keys
    from local_cache.results.format import format_count

    application = make_application()
    with (
        tempfile.TemporaryDirectory(prefix="egnetall-smoke-") as directory,
        demonstration_registry(records=600, seed=1) as access,
        open_program(Path(directory) / "data", keys=throwaway_keys()) as program,
    ):
        program.connect(access.address, access.token)
        problems = [p for result in program.synchronise() for p in result.problems]
        pictures = save_screenshots(program, Path(directory) / "pictures", languages=("nb",), themes=("light",))
        _can_draw()
        reports = _reports(program, Path(directory))
        encrypted = program.cache.encrypted
        application.processEvents()
    drawn, failed, made = (format_count(len(things), "en") for things in (pictures, problems, reports))
    sys.stderr.write(f"encrypted: {encrypted}; pages drawn: {drawn}; reports made: {made}; problems: {failed}\n")
    return 0 if encrypted and not problems and len(pictures) >= 4 and len(reports) == 2 else 1
