"""Where a person's files go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.program import Program


def usual_folder(program: Program) -> str:
    """Where files were last written, if that is still there, else the person's documents."""
    kept = program.ledger.choice("export/folder")
    if isinstance(kept, str) and Path(kept).is_dir():
        return kept
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def keep_folder(program: Program, file: Path) -> None:
    program.ledger.choose("export/folder", str(file.parent))
