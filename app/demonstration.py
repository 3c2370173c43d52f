"""The embedded demonstration: its registry as a child process, signed in, connected and synchronised."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.program import Program, default_data_dir, open_program
from app.screen import has_screen
from local_cache.disk import disk_problems
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.keys import Keys, throwaway_keys, usable_keyring

FIRST_SHOWN = "hoftebrudd"
"""The registry that the demonstration opens on."""


class DemonstrationFailed(Problem):
    code = "demonstration-failed"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The demonstration registry did not start ({reason}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Run “egnetall doctor” to see what is missing.")


@dataclass(frozen=True)
class DemoAccess:
    """Where the demonstration registry answers, and the token and own unit of the person with the widest view."""

    address: str
    token: str
    unit: str


def own_command(*arguments: str) -> list[str]:
    """The command line that runs this same program, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "app", *arguments]


@contextlib.contextmanager
def demonstration_registry(records: int, seed: int, today: date | None = None) -> Iterator[DemoAccess]:
    """Run `egnetall registry` until the block ends; DemonstrationFailed if it does not come up."""
    command = own_command("registry", "--port", "0", "--records", str(records), "--seed", str(seed))
    if today is not None:
        command += ["--today", today.isoformat()]
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
    return DemoAccess(hello["address"], user["token"], user["units"][0])


def run_demonstration(
    *,
    records: int,
    seed: int,
    data_dir: Path | None,
    passphrase: str | None,
    window: bool,
    screenshots: Path | None,
    as_json: bool,
    language: str,
    today: date | None = None,
) -> int:
    """The whole main job on invented figures: start the registry, sign in, synchronise, show (or print) the results."""
    from app.commands.telling import say, show

    if window and screenshots is None and not has_screen():
        say("There is no screen here, so the demonstration runs without its window. The same with one: egnetall demo.")
        window = False
    if screenshots is not None:
        with disk_problems(screenshots):
            screenshots.mkdir(parents=True, exist_ok=True)
    elapsed: dict[str, float] = {}
    clock = _Clock(elapsed)
    with contextlib.ExitStack() as stack:
        directory, keys = _place(stack, data_dir, passphrase, keep=window)
        program = stack.enter_context(open_program(directory, passphrase=passphrase, keys=keys, today=today))
        clock.step("open")
        say("Starting the demonstration registry (invented hospitals, invented patients) …")
        access = stack.enter_context(demonstration_registry(records, seed, today))
        clock.step("registry")
        program.connect(access.address, access.token)
        _choose_unit(program, access.unit)
        clock.step("sign_in")
        if window and screenshots is None:
            from app.window import show_window

            if keys is None:
                say(f"Start again without network: egnetall --offline --data-dir “{directory}”")
            return show_window(program, synchronise=True)
        say("Synchronising …")
        pulled = program.synchronise()
        clock.step("synchronise")
        if screenshots is not None:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            from app.screenshots import save_screenshots
            from app.window import make_application

            application = make_application()
            for picture in save_screenshots(program, screenshots):
                say(str(picture))
            application.processEvents()
            clock.step("screenshots")
        outcome = _outcome(program, language)
        clock.step("results")
        problems = [p for result in pulled for p in result.problems]
        from app.figures_as_json import results_in_words

        for line in results_in_words({"registries": outcome.pop("tables")}):
            say(line)
        if as_json:
            show({**outcome, "elapsed_s": elapsed})
        return 7 if problems else 0


def _choose_unit(program: Program, unit: str) -> None:
    """The demonstration's person has one unit of their own from the start; a later choice of theirs stays."""
    with program.cache.reading() as cursor:
        registries = cursor.execute("SELECT registry FROM subscription WHERE unit = ?", [unit]).fetchall()
    for (registry,) in registries:
        if program.ledger.choice(f"unit/{registry}") is None:
            program.ledger.choose(f"unit/{registry}", unit)
    if registries and program.ledger.choice("registry") is None:
        program.ledger.choose("registry", FIRST_SHOWN)


def _outcome(program: Program, language: str) -> dict[str, Any]:
    from app.figures_as_json import selected_results

    tables = selected_results(program, registry=None, unit=None, period=None, indicator=None, language=language)
    return {
        "records": sum(table["records"] for table in tables["registries"]),
        "indicators": [row for table in tables["registries"] for row in table["indicators"]],
        "cache_encrypted": program.cache.encrypted,
        "tables": tables["registries"],
    }


def _place(
    stack: contextlib.ExitStack, data_dir: Path | None, passphrase: str | None, *, keep: bool
) -> tuple[Path, Keys | None]:
    """Where the demonstration's cache goes and with which keys.

    With a keyring or a passphrase it is kept, so that the program can be started again without network; without either
    it lives under a key that only this process has, and goes when the process ends.
    """
    keyless = passphrase is None and usable_keyring() is None
    keys = throwaway_keys() if keyless else None
    if data_dir is not None:
        with disk_problems(data_dir):
            if keys is None or not _begun_anew(data_dir):
                return data_dir, None
        return data_dir, keys
    if keep and keys is None:
        return default_data_dir().with_name("egnetall-demonstration"), keys
    with disk_problems(Path("egnetall-demonstration")):
        directory = Path(tempfile.mkdtemp(prefix="egnetall-demonstration-"))
    stack.callback(shutil.rmtree, directory, ignore_errors=True)
    return directory, keys or throwaway_keys()


def _begun_anew(data_dir: Path) -> bool:
    """Make the folder ready for a throw-away key; False where it is somebody's own, and then it is left alone.

    What an earlier throw-away key sealed there nobody can read any more, and goes.
    """
    mark = data_dir / "throw-away"
    if not mark.exists():
        if any((data_dir / name).exists() for name in ("keys.json", "ledger.sqlite", "cache.duckdb")):
            return False
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark.touch()
    for old in ("cache.duckdb", "ledger.sqlite"):
        for file in data_dir.glob(f"{old}*"):
            file.unlink()
    return True


class _Clock:
    """Seconds of each step, rounded to milliseconds."""

    def __init__(self, elapsed: dict[str, float]) -> None:
        self.elapsed = elapsed
        self.at = time.perf_counter()

    def step(self, name: str) -> None:
        now = time.perf_counter()
        self.elapsed[name] = round(now - self.at, 3)
        self.at = now
