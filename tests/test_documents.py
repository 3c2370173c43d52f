"""What the documents say can be typed, can be typed; what they point to is there."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from app.options import parser

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md"), ROOT / "benchmarks" / "README.md"])


def commands(name: str) -> set[str]:
    """Every command line with that first word in the documents, in code spans and blocks."""
    found: set[str] = set()
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL):
            found |= {line.split("#")[0].strip() for line in block.splitlines() if line.startswith(name)}
        found |= {span for span in re.findall(r"`([^`\n]+)`", text) if span.split()[0] == name}
    return {c for c in found if c}


@pytest.mark.parametrize("line", sorted(commands("egnetall")))
def test_a_documented_command_is_understood(line: str) -> None:
    # A synopsis is tried with all its optional parts.
    words = shlex.split(re.sub(r"[\[\]]", " ", line))[1:]
    values = {"N": "5", "S": "1", "P": "0", "STATE": "ready"}
    options = parser().parse_args([values.get(w, w) for w in words])
    assert callable(options.run)


def test_the_documents_name_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = next(a.choices for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    assert len(commands) > 10
    for command in commands:
        assert f"`egnetall {command}" in text


@pytest.mark.parametrize("target", sorted(c.split()[1] for c in commands("make")))
def test_a_documented_make_target_exists(target: str) -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    tried = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: str(d.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


def test_exit_codes_are_the_same_in_the_readme_and_the_program() -> None:
    said = parser().epilog or ""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for code in range(8):
        assert re.search(rf"\b{code} [a-z]", said), code
        assert re.search(rf"\b{code} [a-z]", text), code
