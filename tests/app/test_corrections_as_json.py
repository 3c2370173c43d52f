"""Queries, corrections and a whole round of one on the command line, as a script meets them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from demo_registry import RunningRegistry, serve
from tests.app.test_cli import egnetall

Line = Callable[..., tuple[Any, str]]


@pytest.fixture(scope="module")
def registry() -> Iterator[RunningRegistry]:
    with serve(records=300, seed=11, others=0.02, registries=["hoftebrudd"]) as running:
        yield running


@pytest.fixture(scope="module")
def place(registry: RunningRegistry, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    directory = tmp_path_factory.mktemp("line")
    (directory / "passphrase").write_text("blåbær på fjellet\n", encoding="utf-8")
    (directory / "token").write_text(registry.user("registrar").token, encoding="utf-8")
    where = ("--data-dir", directory / "data", "--passphrase-file", directory / "passphrase", "--json")
    egnetall("connect", registry.address, "--token-file", directory / "token", *where)
    egnetall("sync", *where)
    return where


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Line:
    """The command line in this process, which starts faster than one of its own."""

    def run(*arguments: object, code: int = 0) -> tuple[Any, str]:
        assert main([str(a) for a in arguments]) == code
        out, words = capsys.readouterr()
        return (json.loads(out) if out else None), words

    return run


def a_record(registry: RunningRegistry, number: int) -> str:
    found = registry.query(
        "SELECT record_id FROM records_hoftebrudd_operasjon WHERE unit = ? AND form_status = 'completed'"
        " AND blood_loss < 900 AND record_id NOT IN (SELECT record_id FROM query) ORDER BY record_id",
        [registry.unit],
    )
    return str(found[number][0])


def test_a_whole_round(registry: RunningRegistry, place: tuple[Path, ...]) -> None:
    record = a_record(registry, 0)
    written, words = egnetall(
        "correct", record, "blood_loss=987", "--reason", "tastefeil", "--ready", "--offline", *place
    )
    one = written["correction"]
    assert (one["state"], one["record"], written["errors"]) == ("ready", record, [])
    assert one["changes"][0]["variable"] == "blood_loss" and one["changes"][0]["new"] == 987
    assert "1 corrections wait" in words
    listed, _ = egnetall("corrections", "--state", "ready", "--offline", *place)
    assert [c["op_id"] for c in listed["corrections"]] == [one["op_id"]] and listed["waiting"] == 1
    synced, _ = egnetall("sync", "--no-push", *place)
    assert synced["sources"][0]["sent"] == []
    synced, words = egnetall("sync", "--no-pull", *place)
    assert synced["sources"][0]["sent"][0]["applied"] == 1 and synced["sources"][0]["units"] == []
    assert "1 taken in" in words
    egnetall("sync", *place)
    listed, _ = egnetall("corrections", "--state", "confirmed", *place)
    assert [c["op_id"] for c in listed["corrections"]] == [one["op_id"]]
    value = registry.query("SELECT blood_loss FROM records_hoftebrudd_operasjon WHERE record_id = ?", [record])
    assert value == [(987,)]


def test_a_query_is_answered_with_a_correction(registry: RunningRegistry, place: tuple[Path, ...], line: Line) -> None:
    record = a_record(registry, 1)
    registry.edit("hoftebrudd", "operasjon", record, {"asa": "9"})
    id = registry.ask("hoftebrudd", "operasjon", record, "hb09")
    line("sync", *place)
    told, _ = line("queries", "--offline", *place)
    query = next(q for q in told["queries"] if q["id"] == id)
    assert (query["state"], query["variable"], query["label"]) == ("not opened", "asa", "ASA-klasse")
    assert "anestesijournalen" in query["question"] and told["waiting"] > 0
    number = told["to_do"]
    line("correct", record, "asa=2", "--reason", "feil_lest", "--query", id, *place)
    told, words = line("queries", "--offline", *place)
    assert told["to_do"] == number and f"came back: {number}." in words, "what was begun is still to do"
    line("correct", record, "asa=2", "--reason", "feil_lest", "--query", id, "--ready", *place)
    told, _ = line("queries", "--offline", *place)
    assert next(q for q in told["queries"] if q["id"] == id)["state"] == "corrected"
    assert told["to_do"] < number
    line("sync", *place)
    told, _ = line("queries", "--offline", *place)
    assert next(q for q in told["queries"] if q["id"] == id)["state"] == "closed"


@pytest.mark.parametrize(
    ("arguments", "code", "error", "said"),
    [
        (("nobody", "asa=2", "--reason", "tastefeil"), 2, "no-such-record", "no record"),
        (("RECORD", "nothing=2", "--reason", "tastefeil"), 2, "value-refused", "no such field"),
        (("RECORD", "height=tall", "--reason", "tastefeil"), 2, "value-refused", "not a whole number"),
        (("RECORD", "birth_date=03.02.0203", "--reason", "tastefeil"), 2, "value-refused", "year cannot be right"),
        (("RECORD", "asa=2", "--reason", "fordi"), 2, "not-here", "tastefeil"),
        (("RECORD", "asa=2", "--reason", "tastefeil", "--query", "none"), 2, "query-not-here", "no query"),
        (("RECORD", "asa=77", "--reason", "tastefeil", "--ready"), 4, "correction-not-ready", "not on the list"),
        (("RECORD", "blood_loss=8", "--reason", "annet", "--ready"), 4, "correction-not-ready", "Say in words"),
        (("RECORD", "asa=2", "--reason", "annet", "--text", "x" * 4001), 2, "value-refused", "text is too long"),
        (("RECORD", "asa=2", "--reason", "annet", "--confirm", f"hb1={'x' * 4001}"), 2, "value-refused", "too long"),
        (("RECORD", "asa", "--reason", "tastefeil"), 2, "wrong-usage", "NAME=VALUE"),
        (("RECORD", "asa=2"), 2, "wrong-usage", "--reason"),
    ],
)
def test_what_cannot_be_is_said(
    registry: RunningRegistry,
    place: tuple[Path, ...],
    arguments: tuple[str, ...],
    code: int,
    error: str,
    said: str,
    line: Line,
) -> None:
    record = a_record(registry, 2)
    told, words = line("correct", *(record if a == "RECORD" else a for a in arguments), *place, code=code)
    assert told["error"]["code"] == error
    assert said in words
    assert error == "wrong-usage" or words.strip().count(".") >= 2


def test_a_reader_corrects_nothing(registry: RunningRegistry, tmp_path: Path, line: Line) -> None:
    (tmp_path / "passphrase").write_text("blåbær på fjellet\n", encoding="utf-8")
    (tmp_path / "token").write_text(registry.user("leser").token, encoding="utf-8")
    where = ("--data-dir", tmp_path / "data", "--passphrase-file", tmp_path / "passphrase", "--json")
    line("connect", registry.address, "--token-file", tmp_path / "token", *where)
    line("sync", *where)
    told, _ = line("correct", a_record(registry, 3), "asa=2", "--reason", "tastefeil", *where, code=5)
    assert told["error"]["code"] == "not-allowed"


def test_an_unknown_state_is_wrong_usage(line: Line) -> None:
    _, words = line("corrections", "--state", "lost", code=2)
    assert "lost" in words
