from __future__ import annotations

import ast
import logging
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from local_cache.errors import CacheInUse, RegistryNotHere
from local_cache.logs import WITHHELD, Scrubbed, named, start_logging

ROOT = Path(__file__).resolve().parents[2]
PATIENT = "13057012345"
NAME = "Kari Nordmann"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    level, raising = root.level, logging.raiseExceptions
    start_logging("debug", tmp_path / "logs")
    yield tmp_path / "logs" / "egnetall.log"
    for handler in root.handlers[:]:
        if isinstance(handler.formatter, Scrubbed):
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)
    logging.raiseExceptions = raising


def in_sql(statement: str) -> Callable[[], None]:
    def run() -> None:
        with duckdb.connect(":memory:") as connection:
            connection.execute("CREATE TABLE patient (id VARCHAR PRIMARY KEY, born DATE)")
            connection.execute(f"INSERT INTO patient VALUES ('{PATIENT}', DATE '1970-05-13')")
            connection.execute(statement)

    return run


def decoding() -> None:
    date.fromisoformat(PATIENT)


def looking_up() -> None:
    {}[f"{PATIENT} {NAME}"]


def a_cause() -> None:
    try:
        int(PATIENT + NAME)
    except ValueError as error:
        raise RuntimeError(NAME) from error


RAISING = [
    in_sql(f"INSERT INTO patient VALUES ('{PATIENT}', NULL)"),
    in_sql(f"SELECT CAST('{NAME}' AS DATE)"),
    in_sql(f"SELECT '{PATIENT}' + DATE '2020-01-01' FROM {NAME.replace(' ', '')}"),
    in_sql(f"SELECT strptime('{PATIENT}', '%Y')"),
    decoding,
    looking_up,
    a_cause,
]


@pytest.mark.parametrize("raising", RAISING)
def test_a_planted_value_in_any_exception_is_not_in_the_log(
    log_file: Path, capsys: pytest.CaptureFixture[str], raising: Callable[[], None]
) -> None:
    log = logging.getLogger("local_cache.test")
    try:
        raising()
        raise AssertionError("this should have raised")
    except AssertionError:
        raise
    except Exception as error:
        whole = "".join(traceback.format_exception(error))
        assert any(planted in whole for planted in (PATIENT, NAME, "KariNordmann")), "nothing was planted"
        log.exception("it failed")
        log.error("it failed: %s", error)
        log.error(error)
        log.error("it failed", exc_info=error, stack_info=True)
        logging.getLogger("urllib3.somewhere").warning("failed with %s", error)
        kind = type(error).__name__
    written = log_file.read_text(encoding="utf-8") + capsys.readouterr().err
    for planted in (PATIENT, NAME, "KariNordmann", "Nordmann", "1970"):
        assert planted not in written
    assert f"[{kind} at test_logs.py:" in written
    assert f"it failed: {kind}" in written


@pytest.mark.parametrize(
    "value",
    [PATIENT, NAME, int(PATIENT), date(1970, 5, 13), f"record/{PATIENT}", "Åse", {"name": NAME}, [PATIENT],
     f"1{PATIENT[1:7]}", PATIENT.encode(), Path("/home") / NAME, "two words"],
)  # fmt: skip
def test_a_value_that_could_be_a_patient_s_is_withheld(log_file: Path, value: object) -> None:
    log = logging.getLogger("local_cache.test")
    log.warning("seen %s", value)
    log.warning("seen %(it)s", {"it": value})
    for line in log_file.read_text(encoding="utf-8").splitlines():
        assert line.endswith((f"seen {WITHHELD}", f"seen ‹{type(value).__name__}›"))


def test_counts_and_plain_names_are_said(log_file: Path) -> None:
    log = logging.getLogger("local_cache.sync.pull")
    log.warning("%s %s: %d rows in %.1f s", "hip-fracture", "records/main", 1_000_000, 2.345)
    log.info("%s", CacheInUse())
    log.info("%s of %s", RegistryNotHere(registry=NAME), Path("/home/kari/x/keys.json"))
    log.info("not %d fitting")
    said = [line.split(": ", 1)[1] for line in log_file.read_text(encoding="utf-8").splitlines()]
    assert said == [
        "hip-fracture records/main: 1000000 rows in 2.3 s",
        "cache-in-use",
        "registry-not-here of keys.json",
        "not %d fitting",
    ]


def test_a_text_that_does_not_go_with_its_values_says_neither(log_file: Path) -> None:
    logging.getLogger("local_cache.test").warning("%d rows", NAME)
    written = log_file.read_text(encoding="utf-8")
    assert NAME not in written
    assert "%d rows" in written


def test_other_libraries_texts_are_not_written(log_file: Path) -> None:
    logging.getLogger("urllib3.connectionpool").warning(f"GET /patient/{PATIENT}")
    line = log_file.read_text(encoding="utf-8")
    assert PATIENT not in line
    assert "urllib3.connectionpool" in line
    assert "test_logs.py:" in line


def test_a_problem_is_named_by_its_code_and_its_cause_by_its_class() -> None:
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise CacheInUse() from error
    except CacheInUse as problem:
        told = named(problem)
    assert "CacheInUse (cache-in-use) at test_logs.py:" in told
    assert "; from ValueError at test_logs.py:" in told
    assert NAME not in told


def test_a_handler_that_fails_prints_no_values(tmp_path: Path) -> None:
    script = (
        "import logging, sys\n"
        "from pathlib import Path\n"
        "from local_cache.logs import start_logging\n"
        "start_logging('info', Path(sys.argv[1]))\n"
        "class Full:\n"
        "    def write(self, text): raise OSError(28, 'No space left on device')\n"
        "    def flush(self): pass\n"
        "for handler in logging.getLogger().handlers:\n"
        "    if type(handler) is logging.StreamHandler: handler.stream = Full()\n"
        f"logging.getLogger('local_cache.x').warning('seen %s', '{NAME}')\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout == ""


def test_a_place_that_cannot_be_written_stops_nothing(
    tmp_path: Path, log_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a file").write_text("x")
    start_logging("info", tmp_path / "a file" / "logs")
    assert "no log file could be opened" in capsys.readouterr().err


def test_the_log_is_its_owner_s_and_does_not_grow_for_ever(log_file: Path) -> None:
    log = logging.getLogger("local_cache.test")
    logging.getLogger().handlers[0].setLevel("CRITICAL")
    for _ in range(40_000):
        log.info("a line that is long enough to fill the file up after a while, %s", "and-a-name" * 9)
    files = list(log_file.parent.iterdir())
    assert 2 <= len(files) <= 4
    assert all(f.stat().st_size <= 1_000_000 for f in files)
    if sys.platform != "win32":
        assert log_file.parent.stat().st_mode & 0o077 == 0


def logged(tree: ast.AST) -> Iterator[ast.Call]:
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in levels:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in {"log", "logger", "logging"}:
                yield node


def test_every_message_of_ours_is_a_fixed_text() -> None:
    """What is filled in passes the scrubber; what is built into the text would not."""
    calls = 0
    for package in ("app", "widgets", "local_cache", "demo_registry"):
        for file in (ROOT / package).rglob("*.py"):
            for call in logged(ast.parse(file.read_text(encoding="utf-8"))):
                calls += 1
                first = call.args[0]
                fixed = isinstance(first, ast.Constant) and isinstance(first.value, str)
                assert fixed, f"{file.relative_to(ROOT)}:{call.lineno}"
    assert calls > 3
