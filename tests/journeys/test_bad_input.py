"""What can go wrong, as a person meets it: each time a sentence with what to do, and the figures as they were.

The command line is called as the shell calls it; what can only be seen from outside is done with real processes.
"""

from __future__ import annotations

import http.server
import json
import logging
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.program import Program, open_program
from demo_registry import RunningRegistry, serve
from local_cache.errors import Problem, Unreachable
from local_cache.keys import Cost, open_keys
from local_cache.logs import Scrubbed
from local_cache.sync.client import Pauses
from tests.local_cache.disks import fill, make_read_only, small_disk
from tests.local_cache.sync.places import CANARY
from tests.local_cache.sync.test_client import self_signed

PASSPHRASE = "blåbær på fjellet"
QUICK = Cost("scrypt", (16, 8, 1))
"""A passphrase's cost for tests, where nobody guesses."""
IMPATIENT = Pauses(tries=2, shortest=0.01)
REGISTRIES = ("hjerneslag", "hoftebrudd", "intensiv")
ANY_PART = "/v1/parts/*"


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningRegistry]:
    with serve(records=300, others=0.02, canary=CANARY) as running:
        yield running


@pytest.fixture
def registry(demo: RunningRegistry) -> Iterator[RunningRegistry]:
    yield demo
    demo.faults.clear()
    for user in demo.users:
        user.revoked.clear()


@pytest.fixture(autouse=True)
def logs_closed() -> Iterator[None]:
    """The command line sets up logging for its process; here many commands share one."""
    root, level, raising = logging.getLogger(), logging.getLogger().level, logging.raiseExceptions
    yield
    for handler in root.handlers[:]:
        if isinstance(handler.formatter, Scrubbed):
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)
    logging.raiseExceptions = raising


@dataclass(frozen=True)
class Said:
    """What a command said. json: the one object on standard output; words: standard error."""

    code: int
    json: Any
    words: str

    @property
    def problem(self) -> str:
        return str(self.json["error"]["code"])


def understood(code: int, out: str, words: str) -> Said:
    """Whatever a command says: no traceback, nothing of a patient, and one JSON object that tells the failure."""
    assert "Traceback" not in words
    assert CANARY not in out + words
    assert "unexpected error" not in words
    said = Said(code, json.loads(out), words)
    assert ("error" in said.json) == (code != 0)
    if code:
        text = said.json["error"]["text"]
        assert text.encode("utf-8", "backslashreplace").decode() in words
        assert "None" not in text
    return said


@dataclass
class Desk:
    """A data directory as somebody has it who synchronised yesterday, and the command line."""

    directory: Path
    passphrase: Path
    capture: pytest.CaptureFixture[str]

    def egnetall(self, *arguments: str | Path, data: Path | None = None, passphrase: Path | None = None) -> Said:
        self.capture.readouterr()
        place = ("--data-dir", data or self.directory, "--passphrase-file", passphrase or self.passphrase, "--json")
        code = main([*map(str, arguments), *map(str, place)])
        captured = self.capture.readouterr()
        return understood(code, captured.out, captured.err)

    def refused(self, code: int, problem: str, *arguments: str | Path, **options: Path) -> Said:
        """A command that fails as documented, with what happened, what it means and what to do."""
        said = self.egnetall(*arguments, **options)
        assert (said.code, said.problem) == (code, problem)
        assert said.json["error"]["text"].count(".") >= 3
        return said

    def figures(self) -> Any:
        said = self.egnetall("results", "--offline")
        assert said.code == 0
        return said.json

    @contextmanager
    def program(self) -> Iterator[Program]:
        with open_program(self.directory, passphrase=PASSPHRASE) as program:
            program.pauses = IMPATIENT
            yield program


@pytest.fixture(scope="module")
def filled(demo: RunningRegistry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("filled") / "data"
    directory.mkdir()
    open_keys(directory, passphrase=PASSPHRASE, cost=QUICK)
    with open_program(directory, passphrase=PASSPHRASE) as program:
        program.connect(demo.address, demo.user().token)
        assert [p for result in program.synchronise() for p in result.problems] == []
        program.ledger.choose("period", "last24")
    return directory


@pytest.fixture
def desk(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
    shutil.copytree(filled, tmp_path / "data")
    return Desk(tmp_path / "data", passphrase, capsys)


@pytest.fixture
def token(registry: RunningRegistry, tmp_path: Path) -> Path:
    file = tmp_path / "token"
    file.write_text(registry.user().token + "\n", encoding="utf-8")
    return file


@contextmanager
def answering(status: int, kind: str, body: bytes) -> Iterator[str]:
    """A web server that gives the same answer to everything."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def process(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
    """The command in a process of its own, without a screen."""
    known = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.Popen(
        [sys.executable, "-m", "app", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**known, **environment},
    )


def ended(running: subprocess.Popen[str]) -> Said:
    out, words = running.communicate(timeout=120)
    return understood(running.returncode, out, words)


# The network


def test_nobody_answers(desk: Desk, token: Path) -> None:
    before = desk.figures()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    said = desk.refused(3, "unreachable", "connect", address, "--token-file", token)
    assert address in said.words
    assert desk.figures() == before
    assert desk.figures() == before, "and a second time without network"


def test_the_registry_does_not_answer_when_it_is_synchronised(desk: Desk, registry: RunningRegistry) -> None:
    before = desk.figures()
    registry.faults.add("drop", times=None)
    with desk.program() as program:
        results = program.synchronise()
    assert [type(p.problem) for r in results for p in r.problems] == [Unreachable]
    assert desk.figures() == before


def test_a_certificate_nobody_vouches_for(desk: Desk, token: Path, tmp_path: Path) -> None:
    import ssl

    key, certificate = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        received: list[bytes] = []

        def shake_hands() -> None:
            try:
                with context.wrap_socket(listener.accept()[0], server_side=True) as caller:
                    received.append(caller.recv(1000))
            except OSError:
                pass

        thread = threading.Thread(target=shake_hands)
        thread.start()
        address = f"https://127.0.0.1:{listener.getsockname()[1]}"
        desk.refused(3, "certificate-unknown", "connect", address, "--token-file", token)
        thread.join()
    assert b"".join(received) == b""


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((404, "text/plain", b"nothing here"), "not-a-registry"),
        ((200, "text/html", b"<html><body>It works!</body></html>"), "login-page"),
        ((200, "application/json", b'{"hello": "world"}'), "not-a-registry"),
    ],
)
def test_a_server_that_is_no_registry(desk: Desk, token: Path, answer: tuple[int, str, bytes], problem: str) -> None:
    before = desk.figures()
    with answering(*answer) as address:
        desk.refused(3, problem, "connect", address, "--token-file", token)
    assert desk.egnetall("status").json["registries"]
    assert desk.figures() == before


def test_an_address_that_is_none(desk: Desk) -> None:
    desk.refused(2, "address-refused", "connect", "registeret")
    desk.refused(2, "address-refused", "connect", "http://registry.example")
    desk.refused(3, "no-network-wanted", "connect", "https://registry.example", "--offline")
    desk.refused(3, "no-network-wanted", "sync", "--offline")


@pytest.mark.parametrize(
    ("fault", "path", "code", "problem"),
    [
        ("html", ANY_PART, 3, "login-page"),
        ("html", "*", 3, "login-page"),
        ("flip", ANY_PART, 4, "part-damaged"),
        ("flip", "*/manifest", 4, "manifest-refused"),
        ("unauthorised", "*", 5, "sign-in-needed"),
    ],
)
def test_trouble_in_the_middle_of_a_synchronisation(
    desk: Desk, registry: RunningRegistry, fault: Any, path: str, code: int, problem: str
) -> None:
    before = desk.figures()
    for name in REGISTRIES:
        registry.change(name, registry.definition(name).forms[0].id, 3)
    registry.faults.add(fault, path, times=None)
    said = desk.refused(code, problem, "sync")
    assert all(p["code"] == problem for s in said.json["sources"] for p in s["problems"])
    assert desk.figures() == before
    registry.faults.clear()
    if fault == "flip":
        assert desk.egnetall("sync").code == 0


def test_trouble_with_one_registry_only(desk: Desk, registry: RunningRegistry) -> None:
    registry.faults.add("html", "*/intensiv/*", times=None)
    said = desk.egnetall("sync")
    assert said.code == 7
    assert said.problem == "login-page"
    assert {u["registry"] for s in said.json["sources"] for u in s["units"]} == {"hjerneslag", "hoftebrudd"}


def test_access_that_was_withdrawn(desk: Desk, registry: RunningRegistry) -> None:
    before = {t["registry"]: t for t in desk.figures()["registries"]}
    registry.revoke(registry.user().user, "intensiv")
    said = desk.egnetall("sync")
    assert said.code == 7
    assert said.problem == "access-gone"
    assert "removed from this computer" in said.words
    after = {t["registry"]: t for t in desk.figures()["registries"]}
    assert set(after) == set(before) - {"intensiv"}
    for name, table in after.items():
        assert table["indicators"] == before[name]["indicators"]


def test_stopped_with_ctrl_c(desk: Desk, registry: RunningRegistry) -> None:
    before = desk.figures()
    registry.change("hoftebrudd", registry.definition("hoftebrudd").forms[0].id, 3)
    registry.log.clear()
    registry.faults.add("drip", ANY_PART, times=None, bytes=50, seconds=0.2)
    running = process("sync", "--data-dir", desk.directory, "--passphrase-file", desk.passphrase, "--json")
    deadline = time.monotonic() + 60
    while not any(request.fault for request in registry.log):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    said = ended(running)
    assert (said.code, said.problem) == (130, "stopped")
    assert desk.figures() == before
    registry.faults.clear()
    assert desk.egnetall("sync").code == 0


# The disk and the files


def test_a_disk_that_is_full(desk: Desk, registry: RunningRegistry, tmp_path: Path) -> None:
    before = desk.figures()
    with small_disk(tmp_path / "disk", 48) as disk:
        shutil.copytree(desk.directory, disk / "data")
        desk.directory = disk / "data"
        assert desk.figures() == before
        (desk.directory / "ballast").unlink(missing_ok=True)
        for name in REGISTRIES:
            registry.change(name, registry.definition(name).forms[0].id, 50)
        fill(disk)
        said = desk.egnetall("sync")
        assert said.code == 6
        assert said.problem in ("disk-full", "no-room")
        assert "Make room" in said.words
        (disk / "filling").unlink()
        assert desk.figures() == before
        assert desk.egnetall("sync").code == 0


def test_a_disk_that_cannot_be_written_to(desk: Desk, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 48) as disk:
        shutil.copytree(desk.directory, disk / "data")
        make_read_only(disk)
        desk.refused(6, "not-writable", "results", "--offline", data=disk / "data")
        desk.refused(6, "not-writable", "status", data=disk / "new")


def test_a_cache_that_another_program_holds(desk: Desk) -> None:
    before = desk.figures()
    with desk.program():
        arguments = ("--data-dir", desk.directory, "--passphrase-file", desk.passphrase, "--json")
        said = ended(process("results", "--offline", *arguments))
        assert (said.code, said.problem) == (6, "cache-in-use")
    assert desk.figures() == before


@pytest.mark.parametrize("damage", ["first", "middle", "cut"])
def test_a_damaged_cache(desk: Desk, registry: RunningRegistry, damage: str) -> None:
    before = desk.figures()
    cache = desk.directory / "cache.duckdb"
    content = bytearray(cache.read_bytes())
    match damage:
        case "first":
            content[:64] = bytes(64)
        case "middle":
            content[12288 : len(content) - 4096] = os.urandom(len(content) - 16384)
        case "cut":
            del content[len(content) // 2 :]
    cache.write_bytes(content)
    said = desk.egnetall("status", "--offline")
    if said.code:  # found only when it was read; looked at closely at the next start
        assert (said.code, said.problem) == (6, "cache-unusable")
        said = desk.egnetall("status", "--offline")
    assert said.code == 0
    assert "could not be read" in said.words
    moved = Path(said.json["cache_rebuilt"])
    assert moved.read_bytes() == content
    with desk.program() as program:
        assert program.ledger.choice("period") == "last24"
    if damage == "cut":  # where it came from is known without it
        assert desk.egnetall("sync").code == 0
        after = desk.figures()
        assert [t["records"] for t in after["registries"]] == [t["records"] for t in before["registries"]]
        assert len(after["registries"]) == len(REGISTRIES)


@pytest.mark.parametrize(
    ("name", "content", "code", "problem"),
    [
        ("ledger.sqlite", b"not a ledger" * 1000, 6, "ledger-unusable"),
        ("ledger.sqlite", b"", 6, "ledger-unusable"),
        ("ledger.sqlite", None, 6, "ledger-missing"),
        ("keys.json", b"\x00\xff{", 5, "key-file-damaged"),
        ("keys.json", b"", 5, "key-file-damaged"),
        ("keys.json", None, 5, "key-file-missing"),
    ],
)
def test_a_file_that_is_damaged_or_gone(desk: Desk, name: str, content: bytes | None, code: int, problem: str) -> None:
    before = desk.figures()
    file, kept = desk.directory / name, desk.directory.parent / "kept"
    file.rename(kept)
    if content is not None:
        file.write_bytes(content)
    desk.refused(code, problem, "results", "--offline")
    assert (file.read_bytes() if file.exists() else None) == content, "left exactly as it is"
    kept.replace(file)
    assert desk.figures() == before


def test_a_ledger_of_a_newer_program(desk: Desk) -> None:
    ledger = sqlite3.connect(desk.directory / "ledger.sqlite")
    ledger.execute("PRAGMA user_version = 99")
    ledger.close()
    said = desk.refused(6, "ledger-newer", "status")
    assert "newer version" in said.words


# Keys, tokens and passphrases


def test_a_key_that_does_not_fit(desk: Desk, tmp_path: Path) -> None:
    before = desk.figures()
    other, passphrase = tmp_path / "other", tmp_path / "other passphrase"
    other.mkdir()
    passphrase.write_text("multer på myra", encoding="utf-8")
    open_keys(other, passphrase="multer på myra", cost=QUICK)
    desk.refused(5, "wrong-passphrase", "results", "--offline", passphrase=passphrase)
    keys, kept = desk.directory / "keys.json", tmp_path / "kept"
    keys.rename(kept)
    shutil.copy(other / "keys.json", keys)
    desk.refused(5, "wrong-passphrase", "results", "--offline")
    desk.refused(5, "key-does-not-fit", "results", "--offline", passphrase=passphrase)
    kept.replace(keys)
    assert desk.figures() == before


BAD_FILES: dict[str, bytes | None] = {"missing": None, "empty": b"", "blank": b" \n\n", "binary": bytes(range(256))}


@pytest.mark.parametrize("kind", [*BAD_FILES, "folder", "of two lines", "with letters no token has"])
def test_a_token_file_that_is_none(desk: Desk, registry: RunningRegistry, tmp_path: Path, kind: str) -> None:
    more = {"of two lines": b"a\nb", "with letters no token has": "blåbær".encode()}
    file = handed_over(tmp_path, kind, {**BAD_FILES, **more})
    desk.refused(5, "token-file-unreadable", "connect", registry.address, "--token-file", file)


@pytest.mark.parametrize("kind", ["missing", "empty", "binary", "folder"])
def test_a_passphrase_file_that_is_none(desk: Desk, tmp_path: Path, kind: str) -> None:
    file = handed_over(tmp_path, kind, BAD_FILES)
    desk.refused(5, "passphrase-file-unreadable", "status", passphrase=file)
    desk.refused(5, "passphrase-file-unreadable", "status", passphrase=file, data=tmp_path / "new")
    assert not (tmp_path / "new" / "keys.json").exists()


def handed_over(directory: Path, kind: str, contents: dict[str, bytes | None]) -> Path:
    file = directory / f"handed over, {kind}"
    content = contents.get(kind)
    if kind == "folder":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)
    return file


def test_a_token_and_a_passphrase_as_editors_on_windows_write_them(
    desk: Desk, registry: RunningRegistry, tmp_path: Path
) -> None:
    mark = "\ufeff"
    token = tmp_path / "token"
    token.write_bytes(f"{mark}{registry.user().token}\r\n".encode())
    desk.passphrase.write_bytes(f"{mark}{PASSPHRASE}\r\n".encode())
    assert desk.egnetall("connect", registry.address, "--token-file", token).code == 0


def test_a_token_that_is_no_longer_valid(desk: Desk, registry: RunningRegistry, tmp_path: Path) -> None:
    before = desk.figures()
    (tmp_path / "old").write_text("expired-token", encoding="utf-8")
    desk.refused(5, "sign-in-needed", "connect", registry.address, "--token-file", tmp_path / "old")
    assert desk.figures() == before
    assert desk.egnetall("sync").code == 0, "the token from before is still used"


# Where the data are


def test_data_directories_that_cannot_be(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    for place in (file, file / "below", tmp_path / ("a" * 300), tmp_path.joinpath(*["b" * 200] * 19)):
        desk.refused(6, "not-writable", "status", data=place)
    desk.refused(6, "not-writable", "demo", "--no-window", data=file)
    desk.refused(6, "not-writable", "demo", "--screenshots", file)
    assert file.read_text(encoding="utf-8") == "x"
    assert desk.egnetall("doctor", data=file).json["data_dir"]["exists"] is False


def test_the_demonstration_leaves_alone_what_is_somebodys_own(desk: Desk) -> None:
    before = desk.figures()
    keys, kept = desk.directory / "keys.json", desk.directory.parent / "kept"
    keys.rename(kept)
    said = ended(process("demo", "--no-window", "--json", "--records", "20", "--data-dir", desk.directory))
    assert (said.code, said.problem) == (5, "key-file-missing")
    kept.replace(keys)
    assert desk.figures() == before


@pytest.mark.parametrize("name", ["Ægne tall – «prøve» 'x' 日本 𝔘", "a b\tc;--", "c" * 200])
def test_data_directories_with_unusual_names(desk: Desk, registry: RunningRegistry, name: str) -> None:
    before = desk.figures()
    desk.directory = desk.directory.rename(desk.directory.with_name(name))
    assert desk.figures() == before
    registry.faults.add("html", "*/manifest", times=None)
    desk.refused(3, "login-page", "sync")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_name_that_is_no_text(desk: Desk) -> None:
    arguments = ("--data-dir", os.fsdecode(b"/dev/null/\xff"), "--passphrase-file", desk.passphrase, "--json")
    said = ended(process("status", *arguments, PYTHONIOENCODING="ascii"))
    assert (said.code, said.problem) == (6, "not-writable")


# Published figures


@pytest.mark.parametrize(
    ("description", "code", "problem"),
    [
        (None, 2, "no-published-figures"),
        (b'{"id": 1}', 4, "published-file-refused"),
        (b"\x00\xff", 4, "published-file-refused"),
        (b"<!DOCTYPE html><html></html>", 3, "page-instead-of-figures"),
        (b"[]", 2, "no-published-figures"),
    ],
)
def test_folders_without_published_figures(
    desk: Desk, tmp_path: Path, description: bytes | None, code: int, problem: str
) -> None:
    before = desk.figures()
    folder = tmp_path / "published"
    folder.mkdir()
    if description is not None:
        (folder / "description.json").write_bytes(description)
    desk.refused(code, problem, "import", "skde", folder)
    assert desk.figures() == before


def test_addresses_without_published_figures(desk: Desk, tmp_path: Path) -> None:
    desk.refused(2, "no-published-figures", "import", "skde", tmp_path / "nowhere")
    desk.refused(3, "no-network-wanted", "import", "skde", "https://registry.example", "--offline")
    with answering(404, "text/plain", b"nothing here") as address:
        desk.refused(3, "publisher-unreachable", "import", "skde", address)
    with answering(200, "text/html", b"<html></html>") as address:
        desk.refused(3, "page-instead-of-figures", "import", "skde", address)


def test_a_hospital_that_is_not_in_the_published_figures(desk: Desk, shared_data: Path) -> None:
    before = desk.figures()
    desk.refused(2, "not-here", "import", "skde", shared_data / "skde", "--unit", "Ingensteds sykehus")
    assert desk.figures() == before, "nothing was changed, as the sentence says"


# What is asked for


@pytest.mark.parametrize(
    ("asked", "name", "problem"),
    [
        ("--registry", "ukjent", "not-here"),
        ("--registry", "", "not-here"),
        ("--unit", "Ingensteds sykehus", "not-here"),
        ("--unit", "", "not-here"),
        ("--indicator", "ukjent", "not-here"),
        ("--period", "neste år", "period-not-offered"),
        ("--period", "2025Q9", "period-not-offered"),
        ("--period", "1900", "period-not-offered"),
        ("--period", "", "period-not-offered"),
    ],
)
def test_names_that_are_not_here(desk: Desk, asked: str, name: str, problem: str) -> None:
    said = desk.refused(2, problem, "results", asked, name, "--offline")
    if problem == "not-here":
        assert name in said.words
        assert "Choose one of: " in said.words


def test_an_indicator_of_one_registry_needs_no_registry_named(desk: Desk) -> None:
    table = desk.figures()["registries"][1]
    indicator = table["indicators"][0]["id"]
    (found,) = desk.egnetall("results", "--indicator", indicator, "--offline").json["registries"]
    assert found["indicators"] == table["indicators"][:1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("demo", "--records", "0"),
        ("demo", "--records", "mange"),
        ("registry", "--port", "99999"),
        ("registry", "--seed", "-1"),
        ("connect",),
        ("fly",),
        ("results", "--fast"),
        ("import",),
    ],
)
def test_wrong_usage(desk: Desk, arguments: tuple[str, ...]) -> None:
    said = desk.egnetall(*arguments)
    assert (said.code, said.problem) == (2, "wrong-usage")
    assert "usage: egnetall" in said.words


def test_a_port_that_is_in_use(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        said = desk.refused(6, "port-not-free", "registry", "--port", str(port), "--records", "20")
        assert str(port) in said.words


def test_nothing_is_connected(desk: Desk, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    open_keys(new, passphrase=PASSPHRASE, cost=QUICK)
    desk.refused(2, "nothing-connected", "sync", data=new)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_no_screen(desk: Desk) -> None:
    said = ended(process("--data-dir", desk.directory, "--passphrase-file", desk.passphrase, "--json"))
    assert (said.code, said.problem) == (6, "no-screen")
    assert "egnetall results" in said.words


def test_every_problem_says_what_happened_what_it_means_and_what_to_do() -> None:
    waiting: list[type[Problem]] = [Problem]
    seen: dict[str, type[Problem]] = {}
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            assert all((kind.happened, kind.meaning, kind.action)), kind
            assert seen.setdefault(kind.code, kind) is kind, f"two problems are called {kind.code}"
            assert kind.exit_code in (1, 2, 3, 4, 5, 6)
    assert len(seen) > 40
