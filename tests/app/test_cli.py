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


def egnetall(*arguments: str | Path, code: int = 0, told: dict[str, str] | None = None) -> tuple[Any, str]:
    """Run the command; gives its JSON (or None) and its words. told: variables of the environment besides."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")}
    environment |= {"QT_QPA_PLATFORM": "offscreen"} | (told or {})
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
    return (json.loads(done.stdout, parse_constant=_refused) if done.stdout.strip() else None), done.stderr


def _refused(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


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


def test_results_as_json_give_every_figure_of_the_page(
    tmp_path: Path, passphrase: Path, registry: RunningRegistry
) -> None:
    place = ("--data-dir", tmp_path / "data", "--passphrase-file", passphrase)
    token = tmp_path / "token"
    token.write_text(_registrar(registry), encoding="utf-8")
    egnetall("connect", registry.address, "--token-file", token, *place)
    egnetall("sync", *place)
    everything, words = egnetall("results", "--json", *place)
    nothing, same_words = egnetall("results", *place)
    assert nothing is None and words == same_words
    refused: dict[str, set[str | None]] = {
        "over_time": set(),
        "comparison": set(),
        "funnel": set(),
        "distribution": set(),
    }
    rows = [row for table in everything["registries"] for row in table["indicators"]]
    assert len(rows) > 20
    for row in rows:
        for part, seen in refused.items():
            seen.add(row[part]["refused"])
            assert (row[part]["refused"] is None) == (row[part]["method"] is not None), (row["id"], part)
        _over_time(row)
        _compared(row)
        _funnel(row, row["funnel"])
        _funnel(row, row["funnel_widened"])
        _spread(row)
    assert refused["funnel"] >= {None, "kind"} and refused["distribution"] >= {None, "kind"}
    assert {None} <= refused["over_time"] <= {None, "no-cases"}  # of rare events there may be none to tell apart
    assert refused["comparison"] == {None, "no-units"}


def _over_time(row: dict[str, Any]) -> None:
    over_time = row["over_time"]
    points = over_time["points"]
    assert over_time["chart"] and over_time["reason"]
    assert [p["month"] for p in points] == sorted(p["month"] for p in points)
    assert {p["phase"] for p in points} == set(range(1, len(over_time["phases"]) + 1))
    assert any(p["signal"] for p in points) == any(s["rule"] != "few-crossings" for s in over_time["signals"])
    for point in points:
        ends = (point["limit_low"], point["centre"], point["limit_high"])
        assert None in ends or ends == tuple(sorted(ends))
    if over_time["granularity"] == "event":
        assert row["kind"] == "between"
        return
    assert over_time["granularity"] == "month" and len(points) >= 24
    assert sum(p["partial"] for p in points) <= 1
    whole = [p for p in points if not p["partial"]][-12:]
    for part, whose in (("own", row["own"]), ("nation", row["nation"])):
        if whose["denominator"] is not None:
            assert sum(p[part]["denominator"] or 0 for p in whole) == whose["denominator"], row["id"]
        if part == "own" and row["kind"] == "proportion" and whose["shown"] == "value":
            assert sum(p[part]["numerator"] or 0 for p in whole) == whose["numerator"]


def _compared(row: dict[str, Any]) -> None:
    units = row["comparison"]["units"]
    (own,) = [u for u in units if u["own"]]
    (nation,) = [u for u in units if u["nation"]]
    assert len(units) > 20 and row["comparison"]["level"] == "hospital"
    assert nation["figure"] == row["nation"] and nation["stands"] is None
    if own["figure"]["shown"] != "too-few":
        assert own["figure"] == row["own"] and own["attainment"] == row["attainment"]
        assert own["previous"]["text"] in (row["previous"]["text"], None)
    judged = [u["stands"] for u in units if u["stands"] is not None]
    drawn = [u for u in units if not u["nation"] and u["figure"]["shown"] == "value"]
    assert (row["comparison"]["refused"] == "no-units") == (not drawn)
    assert len(judged) == (len(drawn) if row["kind"] in ("proportion", "rate", "ratio", "mean") else 0)
    assert row["comparison"]["stands_method"] == ("Benjamini–Hochberg 5 %" if judged else None)


def _funnel(row: dict[str, Any], funnel: dict[str, Any]) -> None:
    others = {u["unit"] for u in row["comparison"]["units"] if not u["nation"]}
    assert {u["unit"] for u in (*funnel["units"], *funnel["not_drawn"])} == others
    limits = funnel["limits"]
    assert len({len(limits[name]) for name in limits}) == 1
    assert funnel["target"]["value"] == row["nation"]["value"]
    if funnel["refused"]:
        assert funnel["units"] == [] and limits["sizes"] == [] and funnel["phi"] is None
        return
    narrow, wide = ("binomial", "arcsine") if row["kind"] == "proportion" else ("Poisson", "log")
    assert funnel["method"] == (wide if funnel["widened"] else narrow)
    assert funnel["phi"] >= 0 and funnel["tau2"] >= 0 and len(limits["sizes"]) > 10
    for unit in funnel["units"]:
        figure = unit["figure"]
        assert unit["size"] == figure["denominator" if row["kind"] == "proportion" else "exposure"]
        assert (unit["outlier"] == "above-99.8") == (figure["value"] > unit["limit_high"])
        assert (unit["outlier"] == "below-99.8") == (figure["value"] < unit["limit_low"])


def _spread(row: dict[str, Any]) -> None:
    spread = row["distribution"]
    assert (spread["refused"] == "kind") == (row["kind"] not in ("mean", "median"))
    if spread["refused"]:
        assert spread["own"] is None and spread["edges"] == []
        return
    assert spread["own"]["n"] == row["denominator"]
    assert row["own"]["text"] == (
        spread["own"]["quartiles_text"][1] if row["kind"] == "median" else spread["own"]["mean_text"]
    )
    for shares in (spread["own_share"], spread["rest_share"]):
        assert len(shares) == len(spread["edges"]) - 1 and abs(sum(shares) - 1) < 1e-9


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


def test_doctor_tells_the_computers_rules(tmp_path: Path) -> None:
    rules = tmp_path / "egnetall" / "policy.json"
    rules.parent.mkdir()
    told = {"XDG_CONFIG_DIRS": str(tmp_path)}
    report, words = egnetall("doctor", "--json", "--data-dir", tmp_path / "none", told=told)
    assert report["policy"] == {
        "file": str(rules),
        "exists": False,
        "reason": None,
        "automatic_sending": "choice",
        "identifiers_in_exports": False,
    }
    rules.write_bytes(Path("packaging/policy/policy.json").read_bytes().replace(b"choice", b"never"))
    report, words = egnetall("doctor", "--json", "--data-dir", tmp_path / "none", told=told)
    assert report["policy"]["automatic_sending"] == "never" and "sending by itself: never" in words
    rules.write_text("{")
    report, words = egnetall("doctor", "--json", "--data-dir", tmp_path / "none", told=told)
    assert report["policy"]["automatic_sending"] == "never" and "cannot be read" in words


def test_wrong_usage() -> None:
    egnetall("demo", "--records", "many", code=2)
    egnetall("fly", code=2)


def _registrar(running: RunningRegistry) -> str:
    return running.user("registrar").token
