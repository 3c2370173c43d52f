"""A child process that makes a report over and over until it is killed: `kill_report.py DIRECTORY FOLDER FORMAT`.

The data directory's keys come from a passphrase in DIRECTORY/passphrase.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.program import open_program
from app.reports.composing import compose
from app.reports.reading import Wanted, read_report
from app.reports.writing import Format, drawn, place
from app.screen import paint_without_screen


def main(directory: Path, folder: Path, format: Format) -> None:
    paint_without_screen()
    passphrase = (directory / "passphrase").read_text(encoding="utf-8").strip()
    with open_program(directory / "data", passphrase=passphrase) as program:
        with program.cache.reading() as cursor:
            composed = compose(read_report(program, cursor, Wanted("morning", "hoftebrudd")))
        content = drawn(composed, format)() + b"\n" * 4_000_000  # long enough in writing for a kill to find it there
        print("ready", flush=True)
        while True:
            place(program, composed, lambda: content, folder / f"rapport.{format}", format)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])  # type: ignore[arg-type]
