"""The embedded demonstration: its registry as a child process, signed in and connected."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local_cache.errors import QT_TRANSLATE_NOOP, Problem


class DemonstrationFailed(Problem):
    code = "demonstration-failed"
    happened = QT_TRANSLATE_NOOP("Problem", "The demonstration registry did not start ({reason}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Run “egnetall doctor” to see what is missing.")


@dataclass(frozen=True)
class DemoAccess:
    """Where the demonstration registry answers, and the access token of the person with the widest view."""

    address: str
    token: str


def own_command(*arguments: str) -> list[str]:
    """The command line that runs this same program, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "app", *arguments]


@contextlib.contextmanager
def demonstration_registry(records: int, seed: int) -> Iterator[DemoAccess]:
    """Run `egnetall registry` until the block ends; DemonstrationFailed if it does not come up."""
    command = own_command("registry", "--port", "0", "--records", str(records), "--seed", str(seed))
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    assert child.stdout is not None
    try:
        line = child.stdout.readline()
        if not line:
            raise DemonstrationFailed(reason=f"exit code {child.wait()}")
        yield _access(json.loads(line))
    finally:
        child.terminate()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        child.stdout.close()


def _access(hello: dict[str, Any]) -> DemoAccess:
    user = max(hello["users"], key=lambda u: (len(u["units"]), len(u["roles"])))
    return DemoAccess(hello["address"], user["token"])
