"""The published results, from the files and from a service, into the cache and back through the pages' functions."""

from __future__ import annotations

import json
import secrets
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from local_cache.cache import Cache
from local_cache.errors import (
    NoPublishedFigures,
    PageInsteadOfFigures,
    Problem,
    PublishedFileRefused,
    PublisherUnreachable,
)
from local_cache.results import summary
from local_cache.results.attainment import attainment
from local_cache.results.figure import Attainment, Selection, Shown
from local_cache.sources.importing import import_source
from local_cache.sources.skde import read_skde

LEVELS = ("nat", "rhf", "hf", "hosp")
HAUKELAND = 974557746


@pytest.fixture(scope="module")
def files(shared_data: Path) -> Path:
    return shared_data / "skde"


@pytest.fixture(scope="module")
def rows(files: Path) -> list[dict[str, Any]]:
    return [r for level in LEVELS for r in json.loads((files / f"indicator_{level}.min.json").read_text("utf-8"))]


@pytest.fixture(scope="module")
def described(files: Path) -> dict[str, dict[str, Any]]:
    return {d["id"]: d for d in json.loads((files / "description.min.json").read_text("utf-8"))}


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    opened = Cache.open(tmp_path / "cache.duckdb", secrets.token_bytes(32), spill=tmp_path / "spill")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def imported(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    folder = tmp_path_factory.mktemp("published")
    opened = Cache.open(folder / "cache.duckdb", secrets.token_bytes(32), spill=folder / "spill")
    import_source(opened, read_skde(str(files)))
    yield opened
    opened.close()


def everything(cache: Cache) -> dict[str, list[Any]]:
    tables = ("source", "registry", "definition", "feed", "monthly_results", "coverage")
    with cache.reading() as cursor:
        return {t: cursor.execute(f"SELECT * FROM {t} ORDER BY ALL").fetchall() for t in tables}


def expected_level(value: float, about: dict[str, Any]) -> Attainment:
    """The rule of the field, written out once more."""
    green, yellow, up = about["level_green"], about["level_yellow"], about["level_direction"] == 1
    yellow = green if yellow is None else yellow
    if green is not None and (value >= green if up else value <= green):
        return Attainment.HIGH
    return Attainment.LOW if (value < yellow if up else value > yellow) else Attainment.MODERATE


def test_every_published_result_comes_back(
    imported: Cache, rows: list[dict[str, Any]], described: dict[str, dict[str, Any]]
) -> None:
    assert len(rows) == 14_511
    by_registry: dict[str, dict[tuple[str, str, int], dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        registry = f"skde_{described[row['ind_id']]['rname']}"
        by_registry[registry][row["ind_id"], str(row["orgnr"]), row["year"]] = row
    seen = withheld = 0
    with imported.reading() as cursor:
        for registry, published in by_registry.items():
            definition = summary.definition(cursor, registry)
            period = summary.period(cursor, registry, "2019")
            for unit in sorted({u for _, u, _ in published}):
                for result in summary.indicator_results(cursor, definition, Selection(registry, unit, period), "nb"):
                    about = described[result.indicator]
                    for point in result.trend:
                        row = published.get((result.indicator, unit, point.month.year))
                        if row is None:
                            assert point.figure.shown is Shown.NOT_PUBLISHED
                            continue
                        seen += 1
                        if row["denominator"] < about["min_denominator"]:
                            withheld += 1
                            assert (point.figure.shown, point.figure.value) == (Shown.WITHHELD, None)
                            continue
                        assert point.figure.value == row["var"]
                        assert point.figure.denominator == row["denominator"]
                        levels = (about["level_green"], about["level_yellow"], about["level_direction"])
                        assert attainment(point.figure.value, *levels) is expected_level(row["var"], about)
        held = cursor.execute(
            "SELECT registry, indicator, unit, year(month), denominator, published, withheld FROM monthly_results"
        ).fetchall()
    assert (seen, withheld) == (14_511, 222)
    assert len(held) == 14_511
    for registry, indicator, unit, year, denominator, published_value, is_withheld in held:
        row = by_registry[registry][indicator, unit, year]
        assert denominator == row["denominator"]
        assert published_value == (None if is_withheld else row["var"])


def test_the_files_own_levels_differ_at_86_ties_and_where_the_green_level_is_missing(
    files: Path, rows: list[dict[str, Any]], described: dict[str, dict[str, Any]]
) -> None:
    listed = read_skde(str(files)).level_differences
    assert len(listed) == 107
    assert sum(d.at_tie for d in listed) == 89
    letters = {"H": Attainment.HIGH, "M": Attainment.MODERATE, "L": Attainment.LOW}
    both_levels, one_level = [], []
    for row in rows:
        about = described[row["ind_id"]]
        levels = (about["level_green"], about["level_yellow"], about["level_direction"])
        if attainment(row["var"], *levels) is not letters[row["level"]]:
            (one_level if None in levels else both_levels).append(row)
    assert len(both_levels) == 86
    for row in both_levels:
        about = described[row["ind_id"]]
        assert row["var"] in (about["level_green"], about["level_yellow"])
        assert row["level"] == "L"
    # One indicator's description has lost its green level. The files' levels still follow one (5 %, by the values):
    # 18 rows below it are high there, and three more tie with the yellow level of 10 %.
    assert {row["ind_id"] for row in one_level} == {"barnediabetes_hba1c_ge_9"}
    assert described["barnediabetes_hba1c_ge_9"]["level_green"] is None
    high = [row["var"] for row in one_level if row["level"] == "H"]
    assert len(high) == 18 and max(high) < 0.05
    assert [row["var"] for row in one_level if row["level"] != "H"] == [0.1, 0.1, 0.1]


def test_haukelands_page_is_what_the_files_say(
    imported: Cache, rows: list[dict[str, Any]], described: dict[str, dict[str, Any]]
) -> None:
    def published(orgnr: int, indicator: str, year: int) -> dict[str, Any] | None:
        found = [r for r in rows if (r["orgnr"], r["ind_id"], r["year"]) == (orgnr, indicator, year)]
        assert len(found) < 2
        return found[0] if found else None

    helse_vest = next(r["orgnr"] for r in rows if r["unit_name"] == "Helse Vest RHF")
    compared = 0
    with imported.reading() as cursor:
        for registry in ("skde_hoftebrudd", "skde_hjerneslag", "skde_barnediabetes", "skde_lymfoid"):
            definition = summary.definition(cursor, registry)
            assert [u.names["nb"] for u in definition.ancestors(str(HAUKELAND))] == [
                "Haukeland", "Bergen HF", "Helse Vest RHF", "Nasjonalt",
            ]  # fmt: skip
            for year in (2018, 2019):
                period = summary.period(cursor, registry, str(year))
                selection = Selection(registry, str(HAUKELAND), period)
                for result in summary.indicator_results(cursor, definition, selection, "nb"):
                    about = described[result.indicator]
                    assert result.title == about["title"]
                    for figure, orgnr in ((result.own, HAUKELAND), (result.nation, 1), (result.region, helse_vest)):
                        row = published(orgnr, result.indicator, year)
                        if row is None:
                            assert figure.shown is Shown.NOT_PUBLISHED
                        elif row["denominator"] < about["min_denominator"]:
                            assert (figure.shown, figure.value) == (Shown.WITHHELD, None)
                        else:
                            assert (figure.value, figure.denominator) == (row["var"], row["denominator"])
                            compared += 1
                    if result.own.value is not None:
                        assert result.attainment is expected_level(result.own.value, about)
        stroke = summary.coverage(cursor, "skde_hjerneslag", str(HAUKELAND))
    assert compared > 100
    assert {(c.indicator, c.year, c.published) for c in stroke} == {
        (r["ind_id"], r["year"], r["dg"]) for r in rows if r["orgnr"] == HAUKELAND and "dg" in r
    }


def test_importing_again_writes_nothing_and_a_change_only_its_registry(
    cache: Cache, files: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(files, copy)
    import_source(cache, read_skde(str(copy)), now=datetime(2026, 1, 1))
    before = everything(cache)
    again = import_source(cache, read_skde(str(copy)), now=datetime(2026, 2, 1))
    assert [r.changed for r in again.registries] == [()] * 4
    assert everything(cache) == before

    nation = copy / "indicator_nat.min.json"
    nation.chmod(0o644)
    changed = json.loads(nation.read_text("utf-8"))
    row = next(r for r in changed if r["ind_id"] == "lymfoid_fish")
    row["var"] = 0.12345
    nation.write_text(json.dumps(changed), "utf-8")
    third = import_source(cache, read_skde(str(copy)), now=datetime(2026, 3, 1))
    assert {r.registry: r.changed for r in third.registries if r.changed} == {"skde_lymfoid": ("aggregates",)}
    after = everything(cache)
    assert len(after["monthly_results"]) == 14_511
    assert set(after["monthly_results"]) ^ set(before["monthly_results"]) != set()
    assert len(set(after["monthly_results"]) - set(before["monthly_results"])) == 1


# Small material of our own


def description(indicator: str = "prove_a", **more: Any) -> dict[str, Any]:
    return {
        "id": indicator, "rname": "prove", "full_name": "Prøveregisteret", "type": "andel", "include": 1,
        "title": "A", "min_denominator": 10, "level_green": 0.9, "level_yellow": 0.8, "level_direction": 1, **more,
    }  # fmt: skip


def result(name: str, level: str = "hospital", **more: Any) -> dict[str, Any]:
    return {
        "ind_id": "prove_a", "unit_level": level, "unit_name": name, "year": 2020, "denominator": 40, "var": 0.5,
        "include": 1, **more,
    }  # fmt: skip


def place(hospital: str, hf: str, rhf: str = "Vest RHF") -> dict[str, str]:
    return {"hospital": hospital, "hf": hf, "hf_full": hf, "rhf": rhf}


def folder(at: Path, rows: list[Any], places: list[Any], descriptions: list[Any] | None = None) -> str:
    at.mkdir(exist_ok=True)
    # With the byte order mark that some programs write.
    (at / "description.json").write_text(json.dumps(descriptions or [description()]), "utf-8-sig")
    (at / "indicator_hosp.min.json").write_text(json.dumps([result("Nasjonalt", "nation", orgnr=1), *rows]), "utf-8")
    (at / "tu_names.json").write_text(json.dumps(places), "utf-8")
    return str(at)


def units_of(source: Any) -> dict[str, tuple[str, str | None]]:
    return {u.id: (u.names["nb"], u.parent) for c in source.contents for u in c.definition.units}


def test_a_name_that_fits_two_units_is_left_out_until_somebody_says_which(tmp_path: Path) -> None:
    at = folder(
        tmp_path / "f",
        [result("Sentrum"), result("Sentrum", year=2021), result("Nord HF", "hf"), result("Nord")],
        [place("Sentrum", "Nord HF"), place("Sentrum", "Sør HF"), place("Nord", "Nord HF")],
    )
    source = read_skde(at)
    (ambiguity,) = source.ambiguities
    assert (ambiguity.name, ambiguity.level, ambiguity.rows) == ("Sentrum", "hospital", 2)
    assert len(ambiguity.candidates) == 2
    assert not any("Sentrum" in unit for unit in units_of(source))
    assert read_skde(at, {"Sentrum": "something else"}).ambiguities == source.ambiguities

    chosen = next(c.id for c in ambiguity.candidates if "Nord HF" in c.place)
    answered = read_skde(at, {"Sentrum": chosen})
    assert answered.ambiguities == ()
    assert units_of(answered)[chosen] == ("Sentrum", "trust:Nord HF")
    assert sum(a.unit == chosen for a in answered.contents[0].aggregates or ()) == 2


def test_two_organisation_numbers_behind_a_bare_name(tmp_path: Path) -> None:
    at = folder(tmp_path / "f", [result("Øst", orgnr=11), result("Øst", orgnr=12), result("Øst", year=2021)], [])
    (ambiguity,) = read_skde(at).ambiguities
    assert [c.id for c in ambiguity.candidates] == ["11", "12"]
    assert {"11", "12"} <= units_of(read_skde(at)).keys()


def test_two_results_under_one_bare_name_cannot_be_told_apart(tmp_path: Path) -> None:
    at = folder(tmp_path / "f", [result("Øst", var=0.4), result("Øst", var=0.6)], [place("Øst", "A HF")])
    (ambiguity,) = read_skde(at, {"Øst": "hospital:Øst"}).ambiguities
    assert (ambiguity.candidates, ambiguity.rows) == ((), 2)


def test_a_name_at_two_levels_and_with_stray_spaces(tmp_path: Path) -> None:
    at = folder(
        tmp_path / "f",
        [result("Sunnaas "), result(" Sunnaas", "hf"), result("Vest RHF ", "rhf"), result("Privat")],
        [place("Sunnaas", "Sunnaas")],
    )
    source = read_skde(at)
    assert source.ambiguities == ()
    assert units_of(source) == {
        "1": ("Nasjonalt", None),
        "region:Vest RHF": ("Vest RHF", "1"),
        "trust:Sunnaas": ("Sunnaas", "region:Vest RHF"),
        "hospital:Sunnaas": ("Sunnaas", "trust:Sunnaas"),
        "hospital:Privat": ("Privat", "1"),
    }
    assert [left.name for left in source.left_out] == ["Privat"]


@pytest.mark.parametrize(
    ("more", "value"),
    [({"denominator": 9}, None), ({"var": None}, None), ({"include": 0}, None), ({"denominator": 10}, 0.5)],
)
def test_what_is_withheld_stays_withheld_and_keeps_its_denominator(
    tmp_path: Path, more: dict[str, Any], value: float | None
) -> None:
    (content,) = read_skde(folder(tmp_path / "f", [result("Øst", orgnr=11, **more)], [])).contents
    (aggregate,) = [a for a in content.aggregates or () if a.unit == "11"]
    assert (aggregate.published, aggregate.withheld) == (value, value is None)
    assert aggregate.denominator == more.get("denominator", 40)
    assert aggregate.first == date(2020, 1, 1)


def test_an_indicator_of_an_unknown_type_is_left_out_and_said(tmp_path: Path) -> None:
    rows = [result("Øst", orgnr=11, ind_id="prove_b.2"), result("Øst", orgnr=11)]
    source = read_skde(
        folder(tmp_path / "f", rows, [place("Øst", "A")], [description(), description("prove_b.2", type="rate")])
    )
    assert [i.id for i in source.contents[0].definition.indicators] == ["prove_a"]  # type: ignore[union-attr]
    assert any(left.name == "prove_b.2" and left.rows == 1 for left in source.left_out)


def test_the_year_of_a_coverage_is_named_where_it_is_known(tmp_path: Path) -> None:
    rows = [
        result("Øst", orgnr=11, dg=0.7),
        result("Øst", orgnr=11, ind_id="prove_dg", var=0.7, year=2018),
        result("Vest", orgnr=12, dg=0.7),
    ]
    described = [description(dg_id="prove_dg"), description("prove_dg", include=0)]
    (content,) = read_skde(folder(tmp_path / "f", rows, [], described)).contents
    said = {c.unit: (c.share, c.method) for c in content.coverage or ()}
    assert said["11"] == (0.7, "as published beside the value; of 2018")
    assert "may be earlier" in said["12"][1]


# Bad input


@pytest.mark.parametrize(
    ("file", "body", "problem", "named"),
    [
        ("description.json", b"<!DOCTYPE html><html>", PageInsteadOfFigures, "description.json"),
        ("description.json", b"[{", PublishedFileRefused, "JSON"),
        ("tu_names.json", b"\xff\xfe[\x00", PublishedFileRefused, "tu_names.json"),
        ("indicator_hosp.min.json", b'[{"ind_id": 3}]', PublishedFileRefused, "$[0].ind_id"),
        ("indicator_hosp.min.json", json.dumps([result("Ø", var="0,5")]).encode(), PublishedFileRefused, "$[0].var"),
        ("indicator_hosp.min.json", json.dumps([result("Ø", var=1.2)]).encode(), PublishedFileRefused, "0 to 1"),
        ("indicator_hosp.min.json", json.dumps([result("Ø", denominator=-1)]).encode(), PublishedFileRefused, "denom"),
        (
            "indicator_hosp.min.json",
            json.dumps([result("Ø", orgnr=11), result("Ø", orgnr=11, var=0.6)]).encode(),
            PublishedFileRefused,
            "two results",
        ),
    ],
)
def test_bad_files_are_refused_by_name_and_place(
    tmp_path: Path, file: str, body: bytes, problem: type[Problem], named: str
) -> None:
    at = folder(tmp_path / "f", [], [])
    (Path(at) / file).write_bytes(body)
    with pytest.raises(problem) as raised:
        read_skde(at)
    assert named in raised.value.sentence()


def test_a_folder_without_the_files(tmp_path: Path) -> None:
    for there in (tmp_path, tmp_path / "not there"):
        with pytest.raises(NoPublishedFigures):
            read_skde(str(there))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(field=st.sampled_from(sorted(result("x"))), value=json_values, cut=st.integers(0, 60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_malformed_is_half_imported(
    tmp_path_factory: pytest.TempPathFactory, imported: Cache, field: str, value: Any, cut: int
) -> None:
    at = tmp_path_factory.mktemp("hostile")
    folder(at, [result("Øst", orgnr=11), {**result("Vest", orgnr=12), field: value}], [place("Øst", "A HF")])
    file = at / "indicator_hosp.min.json"
    if cut < 30:
        file.write_bytes(file.read_bytes()[: -1 - cut])
    before = everything(imported)
    try:
        source = read_skde(str(at))
    except Problem:
        assert everything(imported) == before
        return
    assert cut >= 30
    assert all(a.published is None or 0 <= a.published <= 1 for c in source.contents for a in c.aggregates or ())


def test_an_interrupted_import_leaves_the_registry_as_it_was(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_source(cache, read_skde(folder(tmp_path / "a", [result("Øst", orgnr=11)], [])))
    before = everything(cache)
    with cache.writing() as cursor:
        cursor.execute("ALTER TABLE coverage RENAME TO coverage_away")
    source = read_skde(folder(tmp_path / "b", [result("Øst", orgnr=11, var=0.7, dg=0.9)], []))
    with pytest.raises(Exception, match="coverage"):
        import_source(cache, source)
    with cache.writing() as cursor:
        cursor.execute("ALTER TABLE coverage_away RENAME TO coverage")
    assert everything(cache) == before


# The service


@contextmanager
def serving(routes: list[Route]) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def test_the_service_gives_the_same_results_by_name(files: Path, rows: list[dict[str, Any]]) -> None:
    levels = {"nation": "nat", "rhf": "rhf", "hf": "hf", "hospital": "hosp"}

    def indicators(request: Request) -> Response:
        assert request.query_params["context"] == "caregiver"
        level = levels[request.query_params["unit_level"]]
        published = json.loads((files / f"indicator_{level}.min.json").read_text("utf-8"))
        return JSONResponse(
            [{**{k: v for k, v in r.items() if k != "orgnr"}, "context": "caregiver"} for r in published]
        )

    def file(name: str) -> Any:
        return lambda request: Response((files / name).read_bytes(), media_type="application/json")

    with serving(
        [
            Route("/info/names", file("registernames.json")),
            Route("/data/all/descriptions", file("description.min.json")),
            Route("/data/all/unitnames", file("unitnames.json")),
            Route("/data/all/indicators", indicators),
        ]
    ) as address:
        source = read_skde(address + "/")
    numbered = read_skde(str(files))
    assert source.ambiguities == ()
    names = {u.id: (u.level, u.names["nb"]) for c in source.contents for u in c.definition.units}  # type: ignore[union-attr]
    known = {u.id: (u.level, u.names["nb"]) for c in numbered.contents for u in c.definition.units}  # type: ignore[union-attr]

    def by_name(contents: Any, names: dict[str, Any]) -> set[Any]:
        return {
            (names[a.unit], a.indicator, a.first, a.published, a.denominator) for c in contents for a in c.aggregates
        }

    assert by_name(source.contents, names) == by_name(numbered.contents, known)
    assert sum(len(c.aggregates or ()) for c in source.contents) == len(rows) == 14_511


def test_a_service_that_is_something_else() -> None:
    with serving([Route("/info/names", lambda request: HTMLResponse("<html>sign in</html>"))]) as address:
        with pytest.raises(PageInsteadOfFigures):
            read_skde(address)
        with pytest.raises(PublisherUnreachable, match="404"):
            read_skde(f"{address}/elsewhere")
    with pytest.raises(PublisherUnreachable):
        read_skde(address)
