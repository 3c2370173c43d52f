"""`egnetall quality`: the page as JSON, the same figures as the core's, and a real process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from windows import DAY, Filled, filled, program  # noqa: F401

from app.cli import main
from app.figures_as_json import NotHere
from app.program import Program
from app.quality_as_json import OwnCases, quality_in_words, selected_quality
from demo_registry import serve
from local_cache.errors import ListNotUnderstood
from local_cache.quality.completeness import form_completeness
from local_cache.quality.duplicates import duplicates
from local_cache.quality.readiness import readiness
from local_cache.quality.scope import scope_of
from local_cache.quality.validity import validity
from local_cache.results import summary


def test_every_part_of_the_page_is_there_with_the_core_s_figures(program: Program) -> None:  # noqa: F811
    quality = selected_quality(program, registry="hoftebrudd", unit=None, period="last24", language="nb")
    json.dumps(quality, default=str)
    (page,) = quality["registries"]
    with program.cache.reading() as cursor:
        definition = summary.definition(cursor, "hoftebrudd")
        chosen = next(s for s in summary.registries(cursor) if s.registry == "hoftebrudd")
        period = summary.period(cursor, "hoftebrudd", "last24")
        scope = scope_of(cursor, definition, page["unit"], period, DAY)
        ready = readiness(cursor, scope, chosen.deadlines)
        assert [t["count"] for t in page["readiness"]["todo"]] == [t.count for t in ready.todo]
        assert page["readiness"]["light"] == ready.light.value
        assert [y["year"] for y in page["coverage"]["years"]] == [y.year for y in chosen.coverage]
        for form in page["forms"]:
            of = definition.form(form["form"])
            complete = form_completeness(cursor, scope, of)
            assert [v["missing"] for v in form["completeness"]["variables"]] == [
                v.count_missing for v in complete.variables
            ]
            assert [f["found"] for f in form["validity"]["findings"]] == [
                f.found for f in validity(cursor, scope, of).findings
            ]
            assert [k["pairs"] for k in form["duplicates"]["kinds"]] == [
                k.pairs for k in duplicates(cursor, scope, of).kinds
            ]
            assert form["timeliness"]["limit_days"] == of.timely_days
    words = "\n".join(quality_in_words(quality))
    assert "Readiness for" in words
    assert "Hoftebruddregisteret" in words


def test_all_registries_and_names_that_are_not_here(program: Program) -> None:  # noqa: F811
    quality = selected_quality(program, registry=None, unit=None, period=None, language="en")
    assert {p["registry"] for p in quality["registries"]} == {"hoftebrudd", "hjerneslag", "intensiv"}
    with pytest.raises(NotHere):
        selected_quality(program, registry="nothing", unit=None, period=None, language="nb")
    assert quality_in_words({"registries": []})


def test_own_cases(program: Program, tmp_path: Path) -> None:  # noqa: F811
    with program.cache.reading() as cursor:
        rows = cursor.execute(
            "SELECT national_id, event_date FROM records_hoftebrudd_operasjon WHERE form_status = 'completed'"
        ).fetchall()
    file = tmp_path / "own.csv"
    file.write_text("fnr;dato\n" + "".join(f"{k};{d}\n" for k, d in rows) + "12345678901;aldri\n", encoding="utf-8")

    def run(cases: OwnCases, registry: str | None = "hoftebrudd") -> dict[str, object]:
        quality = selected_quality(program, registry=registry, unit=None, period="last24", language="nb", cases=cases)
        assert "Own list" in "\n".join(quality_in_words(quality))
        return dict(quality["registries"][0]["missing_cases"])

    with pytest.raises(ListNotUnderstood):
        run(OwnCases(file))
    found = run(OwnCases(file, leave_out=True))
    assert found["list_only"] == 0
    assert isinstance(found["both"], int)
    assert found["both"] > 10
    assert found["understood"]["left_out"] == 1  # type: ignore[index]
    assert "12345678901" not in json.dumps(found, default=str)
    for wrong in (OwnCases(file, form="nothing"), OwnCases(file, key="nothing")):
        with pytest.raises(NotHere):
            run(wrong)
    with pytest.raises(NotHere):
        run(OwnCases(file), registry=None)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passphrase, token = tmp_path / "passphrase", tmp_path / "token"
    passphrase.write_text("blåbær på fjellet\n", encoding="utf-8")
    place = ["--data-dir", str(tmp_path / "data"), "--passphrase-file", str(passphrase)]
    with serve(records=300, seed=6, others=0.02) as running:
        token.write_text(running.user("leser").token, encoding="utf-8")
        assert main(["connect", running.address, "--token-file", str(token), *place]) == 0
        assert main(["sync", *place]) == 0
    capsys.readouterr()
    assert main(["quality", "--registry", "intensiv", "--period", "last60", "--json", "--offline", *place]) == 0
    out, words = capsys.readouterr()
    (page,) = json.loads(out)["registries"]
    assert page["registry"] == "intensiv"
    assert page["period"] == "last60"
    assert "Readiness" in words
    assert main(["quality", "--registry", "nothing", "--json", *place]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "not-here"
    assert main(["quality", "--days", "many", *place]) == 2
    assert main(["quality", "--registry", "intensiv", "--cases", str(tmp_path / "none.csv"), *place]) == 6
    capsys.readouterr()
