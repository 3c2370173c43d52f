"""Brings the translation files up to date with the source: new texts come in unfinished, gone ones leave.

Run by `make translations`; the texts are then translated in Qt Linguist (or by hand) and the command is run again,
which compiles them. Both the .ts and the .qm files are kept, so that nothing needs to be compiled to run the program.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
LANGUAGES = ("nb",)
"""English is the source language and needs no file."""


def sources() -> list[Path]:
    """Every module that may hold a text for people."""
    found = [p for package in ("app", "widgets", "local_cache") for p in (ROOT / package).rglob("*.py")]
    return sorted(p.relative_to(ROOT) for p in found if p.parent != HERE)


def tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def update(directory: Path) -> None:
    """Extract into the directory's .ts files."""
    for language in LANGUAGES:
        options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language]
        file = directory / f"egnetall_{language}.ts"
        subprocess.run(
            [tool("pyside6-lupdate"), *options, *map(str, sources()), "-ts", str(file)],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def compile_all(directory: Path) -> None:
    """Compile the directory's .ts files to .qm beside them."""
    for language in LANGUAGES:
        file = directory / f"egnetall_{language}"
        subprocess.run(
            [tool("pyside6-lrelease"), f"{file}.ts", "-qm", f"{file}.qm"], check=True, stdout=subprocess.DEVNULL
        )


if __name__ == "__main__":
    update(HERE)
    compile_all(HERE)
