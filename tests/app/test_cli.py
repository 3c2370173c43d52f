"""The command line as a scheduler meets it: real processes, real exit codes, JSON alone on standard output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from demo_registry import RunningRegistry, serve

RECORDS = 1500


def egnetall(*arguments: str | Path, code: int = 0) -> tuple[Any, str]:
    """Run the command; gives its JSON (or None) and its words."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=240,
        check=False,
    )
    assert done.returncode == code, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    return (json.loads(done.stdout) if done.stdout.strip() else None), done.stderr


@pytest.fixture(scope="module")
def registry() -> Any:
    with serve(records=RECORDS, seed=5, others=0.05) as running:
        yield running


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text("blåbær på fjellet\n", encoding="utf-8")
    return file


def test_demo_without_a_window_does_the_whole_main_job() -> None:
    outcome, words = egnetall("demo", "--no-window", "--json", "--records", str(RECORDS), "--seed", "5")
    assert outcome["records"] == RECORDS
    assert outcome["cache_encrypted"] is True
    assert {"registry", "synchronise", "results"} <= set(outcome["elapsed_s"])
    assert {row["registry"] for row in outcome["indicators"]} == {"hoftebrudd", "hjerneslag", "intensiv"}
    shown = [row for row in outcome["indicators"] if row["own"]["shown"] == "value"]
    assert len(shown) > 20
    for row in shown:
        assert row["national_value"] is not None
        if row["interval_low"] is not None:
            assert row["interval_low"] <= row["value"] <= row["interval_high"]
    assert "invented" in words


def test_offline_after_the_registry_is_gone(tmp_path: Path, passphrase: Path) -> None:
    place = ("--data-dir", tmp_path / "data", "--passphrase-file", passphrase, "--json")
    with serve(records=RECORDS, seed=6, others=0.05) as running:
        token = tmp_path / "token"
        token.write_text(_registrar(running), encoding="utf-8")
        egnetall("connect", running.address, "--token-file", token, *place)
        synced, _ = egnetall("sync", *place)
        assert synced["sources"][0]["problems"] == []
        online, _ = egnetall("results", *place)
    offline, _ = egnetall("results", "--offline", *place)
    assert offline == online
    status, words = egnetall("status", "--offline", *place)
    assert status["cache_encrypted"] is True
    assert all(registry["age_hours"] is not None for registry in status["registries"])
    assert "data as of" in words
    _, words = egnetall("sync", *place, code=3)
    assert "does not answer" in words or "could not be reached" in words


def test_results_of_one_indicator_and_period(tmp_path: Path, passphrase: Path, registry: RunningRegistry) -> None:
    place = ("--data-dir", tmp_path / "data", "--passphrase-file", passphrase, "--json")
    token = tmp_path / "token"
    token.write_text(_registrar(registry), encoding="utf-8")
    egnetall("connect", registry.address, "--token-file", token, *place)
    egnetall("sync", *place)
    everything, _ = egnetall("results", "--registry", "hoftebrudd", *place)
    indicator = everything["registries"][0]["indicators"][0]["id"]
    one, _ = egnetall("results", "--registry", "hoftebrudd", "--indicator", indicator, "--period", "last24", *place)
    (table,) = one["registries"]
    assert table["period"] == "last24"
    assert [row["id"] for row in table["indicators"]] == [indicator]
    refused, words = egnetall("results", "--registry", "nothing", *place, code=2)
    assert refused["error"]["code"]
    assert "hoftebrudd" in words
    egnetall("results", "--period", "next year", *place, code=2)
    egnetall("results", "--registry", "hoftebrudd", "--unit", "Nowhere hospital", *place, code=2)


def test_records_found_by_an_expression(tmp_path: Path, passphrase: Path, registry: RunningRegistry) -> None:
    place = ("--data-dir", tmp_path / "data", "--passphrase-file", passphrase)
    token = tmp_path / "token"
    token.write_text(registry.user("leser").token, encoding="utf-8")
    egnetall("connect", registry.address, "--token-file", token, *place)
    egnetall("sync", *place)
    where = "age >= 75 AND contains(implant, 'fjell')"
    chosen = ("records", "--registry", "hoftebrudd", "--where", where, *place)
    names = ["record_id", "national_id", "birth_date", "age", "sex", "comorbidity", "operated_at", "smoker"]
    found, words = egnetall(*chosen, "--columns", ",".join(names), "--limit", "1000", "--json")
    assert words == ""
    expected = registry.query(
        "SELECT record_id, age, sex, comorbidity, operated_at, smoker, national_id IS NOT NULL"
        " FROM records_hoftebrudd_operasjon WHERE unit = ? AND age >= 75 AND lower(implant) LIKE '%fjell%'",
        [registry.unit],
    )
    assert found["matching"] == len(found["records"]) == len(expected) > 20
    assert found["columns"] == names
    sent = {row[0]: row for row in expected}
    for record in found["records"]:
        _, age, sex, diseases, operated_at, smoker, known = sent[record["record_id"]]
        assert (record["age"], record["sex"], record["comorbidity"]) == (age, sex, diseases)
        assert record["operated_at"] == (operated_at and operated_at.isoformat())
        assert record["smoker"] is smoker
        assert record["national_id"] == ("•••" if known else None)
        assert record["birth_date"] in ("•••", None)
    few, _ = egnetall(*chosen, "--limit", "3", "--labels", "--language", "en", "--json")
    assert (len(few["records"]), few["matching"]) == (3, len(expected))
    assert {record["sex"] for record in few["records"]} <= {"Male", "Female", None}
    dates = [record["event_date"] for record in few["records"]]
    assert dates == sorted(dates, reverse=True)
    _, words = egnetall(*chosen, "--columns", "record_id,age", "--limit", "2")
    assert f"{len(expected)} of them match" in words
    assert "more (--limit)" in words
    refused, words = egnetall("records", "--where", "no_such = 1", *place, "--json", code=2)
    assert refused["error"]["code"] == "filter-refused"
    assert "there is no column “no_such”" in words
    for wrong in (("--form", "gone"), ("--columns", "gone"), ("--unit", "gone"), ("--registry", "gone")):
        egnetall("records", *wrong, *place, code=2)


def test_wrong_passphrase(tmp_path: Path, passphrase: Path) -> None:
    place = ("--data-dir", tmp_path / "data")
    egnetall("status", *place, "--passphrase-file", passphrase)
    other = tmp_path / "other"
    other.write_text("something else", encoding="utf-8")
    problem, words = egnetall("status", *place, "--passphrase-file", other, "--json", code=5)
    assert problem["error"]["code"] == "wrong-passphrase"
    assert "passphrase is not the right one" in words
    _, words = egnetall("status", *place, code=5)
    assert "--passphrase-file" in words


def test_servers_that_are_no_registry(tmp_path: Path, passphrase: Path) -> None:
    place = ("--data-dir", tmp_path / "data", "--passphrase-file", passphrase)
    _, words = egnetall("connect", "http://127.0.0.1:9", *place, code=3)
    assert "127.0.0.1" in words
    _, words = egnetall("connect", "http://example.invalid", *place, code=2)
    assert "https" in words


def test_doctor(tmp_path: Path) -> None:
    report, words = egnetall("doctor", "--json", "--data-dir", tmp_path / "none")
    assert report["encryption"]["works"] is True
    assert report["window"]["works"] is True
    assert report["packages"]["duckdb"] == "1.5.5"
    assert report["data_dir"]["exists"] is False
    assert "Encryption" in words


def test_wrong_usage() -> None:
    egnetall("demo", "--records", "many", code=2)
    egnetall("fly", code=2)


def _registrar(running: RunningRegistry) -> str:
    return running.user("registrar").token
