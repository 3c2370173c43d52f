"""Builds the one-folder frozen program with PyInstaller and runs its smoke test.

`make package` calls it. Unused parts of Qt are left out; the encryption extension and the translations go in; DuckDB
imports some standard modules from C++, where PyInstaller cannot see them. Nothing is stripped (DuckDB breaks).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb_extension_httpfs
import PyInstaller.__main__

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PROGRAM = ROOT / "dist" / "egnetall" / ("egnetall.exe" if sys.platform == "win32" else "egnetall")

# Imported by DuckDB's C++ code, by name.
FROM_CPLUSPLUS = ("uuid", "decimal", "datetime", "zoneinfo", "ipaddress", "fsspec", "fsspec.implementations.memory")
# Chosen at run time by name, or imported late.
BY_NAME = (
    # Pictures of charts are written as drawings and printed with these.
    "PySide6.QtSvg",
    "PySide6.QtPrintSupport",
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
    "sqlglot.dialects.duckdb",
    "uvicorn.loops.asyncio",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.lifespan.on",
    "uvicorn.lifespan.off",
)
UNUSED = (
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtXml",
    "PySide6.QtHelp",
    "PySide6.QtDesigner",
    "PySide6.QtUiTools",
    "pyqtgraph.examples",
    "pyqtgraph.opengl",
    "pyqtgraph.console",
    "matplotlib",
    "pandas",
    "tkinter",
    "pytest",
    "hypothesis",
    "mypy",
)


def build() -> None:
    extension = Path(duckdb_extension_httpfs.__file__).parent
    entry = BUILD / "egnetall.py"
    BUILD.mkdir(exist_ok=True)
    entry.write_text("from app.cli import main\n\nraise SystemExit(main())\n", encoding="utf-8")
    separator = os.pathsep
    arguments = [
        str(entry),
        "--name=egnetall",
        "--onedir",
        "--noconfirm",
        "--clean",
        "--log-level=WARN",
        f"--distpath={ROOT / 'dist'}",
        f"--workpath={BUILD / 'work'}",
        f"--specpath={BUILD}",
        f"--paths={ROOT}",
        f"--add-data={ROOT / 'local_cache' / 'schema'}{separator}local_cache/schema",
        f"--add-data={ROOT / 'local_cache' / 'reports' / 'templates'}{separator}local_cache/reports/templates",
        f"--add-data={ROOT / 'app' / 'translations'}{separator}app/translations",
        f"--add-data={extension}{separator}duckdb_extension_httpfs",
        "--copy-metadata=egnetall",
        "--copy-metadata=keyring",
        "--copy-metadata=duckdb",
        "--copy-metadata=duckdb-extension-httpfs",
        "--copy-metadata=PySide6-Essentials",
        "--copy-metadata=pyqtgraph",
        "--copy-metadata=numpy",
        "--copy-metadata=sqlglot",
    ]
    pages = [f"app.pages.{file.stem}" for file in sorted((ROOT / "app" / "pages").glob("*.py"))]
    arguments += [f"--hidden-import={name}" for name in (*FROM_CPLUSPLUS, *BY_NAME, *pages)]
    arguments += [f"--exclude-module={name}" for name in UNUSED]
    PyInstaller.__main__.run(arguments)


def smoke_test() -> int:
    """Start what was built, without a screen and away from the sources."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.run([str(PROGRAM), "--smoke-test"], env=environment, cwd=PROGRAM.parent, timeout=300).returncode


if __name__ == "__main__":
    shutil.rmtree(ROOT / "dist" / "egnetall", ignore_errors=True)
    build()
    size = sum(f.stat().st_size for f in PROGRAM.parent.rglob("*") if f.is_file())
    sys.stderr.write(f"Built {PROGRAM.parent.relative_to(ROOT)}, {size / 1e6:.0f} MB. Smoke test:\n")
    raise SystemExit(smoke_test())
