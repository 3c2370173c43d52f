"""A draft survives the death of the program, a second after it was typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flagged import QUESTION, REGISTRY, Flagged

from local_cache.corrections import corrections
from local_cache.ledger import Ledger

HERE = Path(__file__)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_what_was_typed_is_there_after_a_kill_within_a_second(asked: Flagged, tmp_path: Path) -> None:
    from dataclasses import astuple
    from shutil import copytree

    copytree(asked.filled.directory, tmp_path / "killed")
    keys = asked.filled.keys
    told = {
        "keys": [key.hex() for key in astuple(keys) if isinstance(key, bytes)],
        "directory": str(tmp_path / "killed"),
        "registry": REGISTRY,
        "record": asked.records[0],
        "title": QUESTION,
        "text": "87",
    }
    child = subprocess.Popen(
        [sys.executable, str(HERE.with_name("type_and_wait.py"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(HERE.parents[2])},
    )  # fmt: skip
    try:
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(json.dumps(told) + "\n")
        child.stdin.flush()
        assert child.stdout.readline() == "typed\n"
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(timeout=1)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
    assert child.returncode == -9
    ledger = Ledger.open(tmp_path / "killed" / "ledger.sqlite", keys.ledger)
    try:
        (draft,) = corrections.open_corrections(ledger, REGISTRY)
        assert (draft.record, draft.state) == (asked.records[0], "draft")
        assert [(c.variable, c.old, c.new) for c in draft.changes] == [("operation_minutes", 400, 87)]
    finally:
        ledger.close()
