"""Unsent work is copied for the unit's recovery key and opened again on another computer, on the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.cli import main
from app.program import open_program
from demo_registry import RunningRegistry, serve
from tests.app.test_cli import egnetall

REGISTRY = "hoftebrudd"
WORDS, KEY_WORDS = "blåbær på fjellet", "tyttebær i skogen"
CANARY = "Kari Nordmann ringte om hofta 8841"

Line = Callable[..., tuple[Any, str]]


@pytest.fixture(scope="module")
def registry() -> Iterator[RunningRegistry]:
    with serve(records=300, seed=11, others=0.02, registries=[REGISTRY]) as running:
        yield running


@pytest.fixture(scope="module")
def written(registry: RunningRegistry, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A directory with a data directory in which a draft and a ready correction wait, a recovery key and its
    passphrase; and the ids of what waits."""
    directory = tmp_path_factory.mktemp("unsent")
    for name, text in (("words", WORDS), ("key-words", KEY_WORDS), ("token", registry.user("registrar").token)):
        (directory / name).write_text(f"{text}\n", encoding="utf-8")
    where = place(directory)
    egnetall("connect", registry.address, "--token-file", directory / "token", *where)
    egnetall("sync", *where)
    found = registry.query(
        "SELECT record_id FROM records_hoftebrudd_operasjon WHERE unit = ? AND form_status = 'completed'"
        " AND blood_loss < 900 AND record_id NOT IN (SELECT record_id FROM query) ORDER BY record_id LIMIT 2",
        [registry.unit],
    )
    ids = []
    for (record,), more in zip(found, ((), ("--ready",)), strict=True):
        change = ("blood_loss=987", "--reason", "annet", "--text", CANARY)
        told, _ = egnetall("correct", record, *change, *more, "--offline", *where)
        ids.append(told["correction"]["op_id"])
    made, words = egnetall(
        "unsent", "new-key", directory / "unit.pem", "--key-passphrase-file", directory / "key-words", "--json"
    )
    assert made["fingerprint"] in words and re.fullmatch(r"([0-9a-f]{4} ){7}[0-9a-f]{4}", made["fingerprint"])
    return directory, ids


def place(directory: Path) -> tuple[object, ...]:
    return ("--data-dir", directory / "data", "--passphrase-file", directory / "words", "--json")


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Line:
    """The command line in this process, which starts faster than one of its own."""

    def run(*arguments: object, code: int = 0) -> tuple[Any, str]:
        assert main([str(a) for a in arguments]) == code
        out, words = capsys.readouterr()
        return (json.loads(out) if out else None), words

    return run


def test_what_waits_is_copied_without_cache_or_network_and_opened_elsewhere(
    written: tuple[Path, list[str]], tmp_path: Path
) -> None:
    directory, ids = written
    cache = directory / "data" / "cache.duckdb"
    cache.rename(tmp_path / "cache.duckdb")
    cache.write_bytes(b"not a cache any more")
    try:
        copied, words = egnetall(
            "unsent", "export", directory / "copy", "--recovery-key", directory / "unit.pem.pub", *place(directory)
        )
        assert cache.read_bytes() == b"not a cache any more", "it is none of its business"
    finally:
        (tmp_path / "cache.duckdb").replace(cache)
    assert copied["copied"] == 2 and "2 unsent corrections" in words and copied["fingerprint"] in words
    content = (directory / "copy").read_bytes()
    assert CANARY.encode() not in content and not any(op_id.encode() in content for op_id in ids)
    elsewhere = ("--data-dir", tmp_path / "nothing", "--json")
    opened, words = egnetall(
        "unsent", "read", directory / "copy", "--recovery-key", directory / "unit.pem", "--key-passphrase-file",
        directory / "key-words", *elsewhere,
    )  # fmt: skip
    assert not (tmp_path / "nothing").exists(), "opening a copy makes no data directory"
    assert [c["op_id"] for c in opened["corrections"]] == ids and opened["answers"] == []
    assert [c["state"] for c in opened["corrections"]] == ["draft", "ready"]
    assert {c["text"] for c in opened["corrections"]} == {CANARY}
    assert {c["changes"][0]["new"] for c in opened["corrections"]} == {987}
    assert "2 corrections and 0 answers" in words and CANARY not in words and "987" not in words
    listed, _ = egnetall("corrections", "--offline", *place(directory))
    assert [c["op_id"] for c in listed["corrections"]] == ids, "what was copied is still here"


def test_a_copy_is_made_while_the_program_is_open(written: tuple[Path, list[str]], tmp_path: Path) -> None:
    directory, ids = written
    with open_program(directory / "data", passphrase=WORDS) as program:
        copied, _ = egnetall(
            "unsent", "export", tmp_path / "copy", "--recovery-key", directory / "unit.pem.pub", *place(directory)
        )
        assert copied["copied"] == len(ids)
        assert program.ledger.choice("nothing") is None, "and the open one goes on"


def test_a_copy_is_taken_in_on_another_computer_and_sent_from_there_once(
    written: tuple[Path, list[str]], registry: RunningRegistry, tmp_path: Path, line: Line
) -> None:
    directory, ids = written
    copy, key = tmp_path / "copy", ("--key", directory / "unit.pem", "--key-passphrase-file", directory / "key-words")
    line("unsent", "export", copy, "--recovery-key", directory / "unit.pem.pub", *place(directory))
    (tmp_path / "words").write_text(WORDS, encoding="utf-8")
    two = place(tmp_path)
    told, words = line("unsent", "import", copy, *key, "--offline", *two, code=7)
    assert {one["reason"] for one in told["left_out"]} == {"This registry or unit is not connected here."}
    assert told["corrections"] == [] and "Left out: hoftebrudd" in words
    line("connect", registry.address, "--token-file", directory / "token", *two)
    line("sync", *two)
    told, words = line("unsent", "import", copy, *key, "--offline", *two)
    assert [c["op_id"] for c in told["corrections"]] == ids and told["left_out"] == [] and told["already_here"] == 0
    assert "2 corrections and 0 answers were taken in; 0 were here already." in words
    assert CANARY not in words and "987" not in words, "values are in the JSON alone"
    told, words = line("unsent", "import", copy, *key, "--offline", *two)
    assert told["corrections"] == [] and told["already_here"] == 2
    line("sync", *two)
    line("sync", *place(directory))
    for where in (two, place(directory)):
        listed, _ = line("corrections", "--offline", *where)
        assert [(c["op_id"], c["state"]) for c in listed["corrections"]] == [(ids[0], "draft"), (ids[1], "confirmed")]
    assert registry.query("SELECT op_id, status FROM received") == [(ids[1], "applied")]


def damaged(directory: Path, tmp_path: Path) -> None:
    """Files that are not what they should be, in the test's own directory."""
    ed = Ed25519PrivateKey.generate()
    files = {
        "signing.pub": ed.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "signing.pem": ed.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "letter": b"Dear unit, here is no key.",
        "empty": b"",
        "flipped": (directory / "copy").read_bytes()[:-1] + b"x",
        "unit.pem": (directory / "unit.pem").read_bytes(),
        "unit.pem.pub": (directory / "unit.pem.pub").read_bytes(),
        "copy": (directory / "copy").read_bytes(),
        "short-words": b"abc",
        "other-words": b"wrong passphrase",
        "key-words": KEY_WORDS.encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)


READ = ("read", "copy", "--recovery-key")
TAKE = ("import", "copy", "--key")


@pytest.mark.parametrize(
    ("arguments", "code", "error", "said"),
    [
        (("export", "new", "--recovery-key", "unit.pem"), 5, "recovery-key-unreadable", "private half"),
        (("export", "new", "--recovery-key", "signing.pub"), 5, "recovery-key-unreadable", "another kind"),
        (("export", "new", "--recovery-key", "letter"), 5, "recovery-key-unreadable", "no key stands in it"),
        (("export", "new", "--recovery-key", "empty"), 5, "recovery-key-unreadable", "no key stands in it"),
        (("export", "new", "--recovery-key", "nowhere"), 5, "recovery-key-unreadable", "no such file"),
        (("export", "no/such/new", "--recovery-key", "unit.pem.pub"), 6, "not-writable", "cannot be written"),
        (("export", "new"), 2, "wrong-usage", "--recovery-key"),
        ((*READ, "unit.pem.pub"), 5, "recovery-key-unreadable", "public half"),
        ((*READ, "signing.pem"), 5, "recovery-key-unreadable", "another kind"),
        ((*READ, "letter"), 5, "recovery-key-unreadable", "no key stands in it"),
        ((*READ, "unit.pem"), 5, "recovery-key-closed", "--key-passphrase-file"),
        ((*READ, "unit.pem", "--key-passphrase-file", "other-words"), 5, "recovery-key-closed", "does not open"),
        ((*READ, "unit.pem", "--key-passphrase-file", "nowhere"), 5, "passphrase-file-unreadable", "missing"),
        (("read", "flipped", *READ[2:], "unit.pem", "--key-passphrase-file", "key-words"), 5, "unsent-unreadable",
         "damaged"),
        (("read", "letter", *READ[2:], "unit.pem", "--key-passphrase-file", "key-words"), 5, "unsent-unreadable",
         "damaged"),
        (("read", "nowhere", *READ[2:], "unit.pem", "--key-passphrase-file", "key-words"), 2, "unsent-not-here",
         "no file"),
        ((*TAKE, "unit.pem"), 5, "recovery-key-closed", "--key-passphrase-file"),
        ((*TAKE, "unit.pem.pub"), 5, "recovery-key-unreadable", "public half"),
        (("import", "flipped", *TAKE[2:], "unit.pem", "--key-passphrase-file", "key-words"), 5, "unsent-unreadable",
         "damaged"),
        (("import", "nowhere", *TAKE[2:], "unit.pem", "--key-passphrase-file", "key-words"), 2, "unsent-not-here",
         "no file"),
        (("import", "copy"), 2, "wrong-usage", "--recovery-key"),
        (("new-key", "unit.pem", "--key-passphrase-file", "key-words"), 2, "recovery-key-exists", "already"),
        (("new-key", "third.pem", "--key-passphrase-file", "short-words"), 5, "passphrase-too-short", "shorter"),
        (("new-key", "third.pem"), 2, "wrong-usage", "--key-passphrase-file"),
        ((), 2, "wrong-usage", "WHAT"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(
    written: tuple[Path, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: Line,
    arguments: tuple[str, ...],
    code: int,
    error: str,
    said: str,
) -> None:
    directory, _ = written
    if not (directory / "copy").exists():
        line("unsent", "export", directory / "copy", "--recovery-key", directory / "unit.pem.pub", *place(directory))
    damaged(directory, tmp_path)
    monkeypatch.chdir(tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    told, words = line("unsent", *arguments, *place(directory), code=code)
    assert told["error"]["code"] == error
    assert said in words
    assert error == "wrong-usage" or words.strip().count(".") >= 2
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before, "nothing was made or changed"


def test_where_nothing_was_ever_written_nothing_is_made(
    written: tuple[Path, list[str]], tmp_path: Path, line: Line
) -> None:
    directory, _ = written
    where = ("--data-dir", tmp_path / "empty", "--passphrase-file", directory / "words", "--json")
    told, _ = line("unsent", "export", tmp_path / "copy", "--recovery-key", directory / "unit.pem.pub", *where, code=6)
    assert told["error"]["code"] == "ledger-missing"
    assert not (tmp_path / "copy").exists() and not (tmp_path / "empty" / "keys.json").exists()
