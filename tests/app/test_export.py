"""Tables that leave the program: the screen's numbers, masked where they must be, traceable, whole or not there."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from scipy.optimize import linprog

from app.exporting import (
    IdentifiersStay,
    IndicatorNeeded,
    PurposeNeeded,
    RecordsStay,
    Wanted,
    export,
    suggested_name,
    verified_as_json,
)
from app.figures_as_json import NotHere, selected
from app.policy import Policy
from app.program import Program
from demo_registry import serve
from local_cache import audit
from local_cache.export import given
from local_cache.export.masking import disclosures
from local_cache.export.parquet import KEY
from local_cache.export.periods import Span
from local_cache.export.workbook import read_workbook
from local_cache.export.writing import FORMATS, NotAnExport
from local_cache.registry import Definition
from local_cache.results import summary
from local_cache.results.figure import Figure, IndicatorResult, Selection, Shown
from local_cache.results.format import format_interval, format_value

REGISTRIES = ("hoftebrudd", "hjerneslag", "intensiv")


def page(program: Program, registry: str) -> tuple[Definition, Selection, tuple[IndicatorResult, ...]]:
    """What the results page shows."""
    with program.cache.reading() as cursor:
        chosen = next(s for s in summary.registries(cursor) if s.registry == registry)
        found = selected(program, cursor, chosen, None, None)
        assert found is not None
        definition, selection, _ = found
        return definition, selection, summary.indicator_results(cursor, definition, selection, "nb")


def in_csv(file: Path) -> list[dict[str, str]]:
    """The rows by the columns' places in order."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened, delimiter=";"))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def in_parquet(file: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as engine:
        read = engine.execute("SELECT * FROM read_parquet(?)", [str(file)])
        names = [name for name, *_ in read.description]
        return [dict(zip(names, row, strict=True)) for row in read.fetchall()]


def in_workbook(file: Path) -> dict[str, list[list[Any]]]:
    return {name: [cells for _, cells in rows] for name, rows in read_workbook(file)}


def assert_same(figure: Figure, row: dict[str, Any], whose: str) -> None:
    before = f"{whose}_" if whose else ""
    shown = figure.shown is Shown.VALUE
    assert row[f"{before}value"] == (figure.value if shown else None)
    assert row[f"{before}low"] == (figure.low if shown else None)
    assert row[f"{before}high"] == (figure.high if shown else None)
    assert row[f"{before}text"] == format_value(figure, "nb")
    assert row[f"{before}interval"] == format_interval(figure, "nb")
    assert row[f"{before}numerator"] == figure.numerator
    assert row[f"{before}n"] == figure.denominator
    assert row[f"{before}shown"] == figure.shown.value


@pytest.mark.parametrize("registry", REGISTRIES)
def test_every_number_of_the_indicator_table_is_the_screens(program: Program, tmp_path: Path, registry: str) -> None:
    _, _, results = page(program, registry)
    files = {format: tmp_path / f"tall.{format}" for format in FORMATS}
    for format, file in files.items():
        export(program, Wanted("indicators", file, format, registry))
    rows = in_parquet(files["parquet"])
    assert [row["indicator"] for row in rows] == [r.indicator for r in results]
    for result, row in zip(results, rows, strict=True):
        for whose in ("own", "nation", "region", "rest", "previous"):
            assert_same(getattr(result, whose), row, whose)
        assert row["attainment"] == (result.attainment.value if result.attainment else None)
    assert [json.loads(line) for line in files["jsonl"].read_text(encoding="utf-8").splitlines()] == rows
    # The workbook: the same cells, typed, to the last bit.
    sheets = in_workbook(files["xlsx"])
    (data, codes, told) = sheets.values()
    for row, cells in zip(rows, data[1:], strict=True):
        values = list(row.values())
        cells += [None] * (len(values) - len(cells))
        for value, cell in zip(values, cells, strict=True):
            assert cell == (float(value) if type(value) is int else value)
            assert type(cell) is (float if type(value) is int else type(value))
    assert {line[0] for line in codes[1:]} == set(rows[0])
    assert len(told) > 12
    # CSV as Excel reads it here: BOM, semicolon, decimal comma.
    content = files["csv"].read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    for row, line in zip(rows, in_csv(files["csv"]), strict=True):
        for value, text in zip(row.values(), line.values(), strict=True):
            if value is None:
                assert text == ""
            elif isinstance(value, float):
                assert float(text.replace(",", ".")) == value and "." not in text
            elif isinstance(value, bool):
                assert text == ("SANN" if value else "USANN")
            else:
                assert text.lstrip("'") == str(value)


@pytest.mark.parametrize("registry", REGISTRIES)
def test_comparison_and_series_are_the_screens(program: Program, tmp_path: Path, registry: str) -> None:
    definition, selection, results = page(program, registry)
    for result in results[:3]:
        with program.cache.reading() as cursor:
            level = summary.compared_level(definition, selection.unit)
            compared = summary.comparison(cursor, definition, result.indicator, selection, "nb", level)
            trend = summary.trend(cursor, definition, result.indicator, selection)
        file = tmp_path / "tall.parquet"
        export(program, Wanted("comparison", file, "parquet", registry, indicator=result.indicator))
        rows = in_parquet(file)
        assert [(r["unit"], r["name"]) for r in rows] == [(u.unit, u.name) for u in compared.units]
        for unit, row in zip(compared.units, rows, strict=True):
            assert_same(unit.figure, row, "")
        export(program, Wanted("over-time", file, "parquet", registry, indicator=result.indicator))
        rows = in_parquet(file)
        assert [r["month"] for r in rows] == [p.month for p in trend.own]
        for own, nation, row in zip(trend.own, trend.nation, rows, strict=True):
            assert_same(own.figure, row, "own")
            assert_same(nation.figure, row, "nation")


def test_own_records_leave_with_a_purpose_logged_and_without_identifiers(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "skjema.csv"
    wanted = Wanted("records", file, "csv", "hoftebrudd", csv_style="plain", labels="both")
    with pytest.raises(PurposeNeeded):
        export(program, wanted)
    with pytest.raises(IdentifiersStay):
        export(program, replace(wanted, purpose="x", identifiers=True))
    with pytest.raises(RecordsStay):
        export(program, replace(wanted, purpose="x", for_others=True))
    assert list(tmp_path.glob("skjema*")) == []
    assert not any(e.action == "export" for e in audit.entries(program.ledger))
    done = export(program, replace(wanted, purpose="Kvalitetsmøte"))
    logged = [e for e in audit.entries(program.ledger) if e.action in ("export", "exported")]
    assert [e.action for e in logged] == ["export", "exported"]
    assert "Kvalitetsmøte" in logged[0].detail and logged[1].detail.endswith(done.written.provenance.sha256)
    assert audit.verify(program.ledger).first_bad is None
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    definition, selection, _ = page(program, "hoftebrudd")
    form = definition.forms[0]
    hidden = {v.id for v in form.variables if v.identifier} | {"patient"}
    assert hidden and not hidden & rows[0].keys()
    assert len(done.written.provenance.left_out) == len(hidden)
    assert done.written.provenance.role
    with program.cache.reading() as cursor:
        table = f"records_hoftebrudd_{form.id}"
        (n,) = cursor.execute(
            f"SELECT count(*) FROM {table} WHERE unit = ? AND event_date >= ? AND event_date < ?",
            [selection.unit, selection.period.first, selection.period.end],
        ).fetchone()
        secrets = cursor.execute(f"SELECT DISTINCT patient FROM {table} WHERE patient IS NOT NULL").fetchmany(300)
    assert len(rows) == n > 10
    content = file.read_text(encoding="utf-8")
    assert not any(str(secret) in content for (secret,) in secrets)
    assert any(name.endswith("_label") for name in rows[0])
    assert not content.startswith("\ufeff")


def test_identifiers_leave_only_where_rules_role_and_person_all_say_so(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "skjema.csv"
    wanted = Wanted(
        "records", file, "csv", "hoftebrudd", csv_style="plain", identifiers=True, purpose="Etterundersøkelse"
    )
    with pytest.raises(IdentifiersStay, match="the rules do not"):
        export(program, wanted)
    program.policy = Policy(identifiers_in_exports=True)
    with pytest.raises(IdentifiersStay, match="your role does not"):  # the fixture's person is a reader
        export(program, wanted)
    assert not file.exists()
    with program.cache.writing() as cursor:
        cursor.execute("UPDATE subscription SET roles = ['registrar']")
    with pytest.raises(IdentifiersStay):
        export(program, replace(wanted, what="indicators"))
    with pytest.raises(PurposeNeeded):
        export(program, replace(wanted, purpose=" "))
    assert not any(e.action == "identifiers-exported" for e in audit.entries(program.ledger))
    done = export(program, wanted)
    actions = [e.action for e in audit.entries(program.ledger)]
    assert actions.count("identifiers-exported") == 1
    assert actions.index("identifiers-exported") < actions.index("exported")
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    definition, selection, _ = page(program, "hoftebrudd")
    names = {v.id for v in definition.forms[0].variables if v.identifier} | {"patient"}
    assert names <= rows[0].keys() and done.written.provenance.left_out == ()
    assert any("identifies patients" in warning or "identifiserer" in warning for warning in done.warnings)
    with program.cache.reading() as cursor:
        there = cursor.execute(
            f"SELECT record_id, patient FROM records_hoftebrudd_{definition.forms[0].id} WHERE unit = ?",
            [selection.unit],
        ).fetchmany(10_000)
    assert {(r["record_id"], r["patient"]) for r in rows} <= {(a, str(b)) for a, b in there}
    export(program, replace(wanted, identifiers=False))
    left = csv.DictReader(file.read_text(encoding="utf-8").splitlines()).fieldnames
    assert left and not names & set(left)


def test_for_others_hides_what_the_tree_of_units_would_give_away(program: Program, tmp_path: Path) -> None:
    masked = 0
    for registry in REGISTRIES[:2]:
        definition, selection, results = page(program, registry)
        file = tmp_path / f"{registry}.parquet"
        done = export(program, Wanted("indicators", file, "parquet", registry, for_others=True))
        rows = {row["indicator"]: row for row in in_parquet(file)}
        assert not any(name.startswith("previous") for name in next(iter(rows.values())))
        for result in results:
            indicator = definition.indicator(result.indicator)
            with program.cache.reading() as cursor:
                tree, sums = given.published_tree(cursor, definition, indicator, selection)
                made, rest = given.mask_of(cursor, definition, indicator, selection, result.own)
            rule = given.rule_for(indicator)
            assert list(disclosures(tree, sums, rule, made.hidden)) == []
            row = rows[result.indicator]
            for whose, unit in (("own", selection.unit), ("nation", definition.nation.id)):
                hidden = unit in made.hidden
                assert (row[f"{whose}_shown"] == "masked") == hidden
                if hidden:
                    masked += 1
                    parts = ("value", "low", "high", "interval", "numerator", "n")
                    assert [row[f"{whose}_{part}"] for part in parts] == [None] * 6
                else:
                    assert_same(getattr(result, whose), row, whose)
            assert (row["rest_shown"] == "masked") == (not rest)
            own = result.own
            if own.numerator is not None and own.denominator and own.kind == "proportion" and row["own_n"] is not None:
                assert min(own.numerator, own.denominator - own.numerator) >= rule.events
        assert done.written.provenance.masking
        file = tmp_path / "b.parquet"
        first = results[0].indicator
        export(program, Wanted("comparison", file, "parquet", registry, indicator=first, for_others=True))
        export(program, Wanted("over-time", file, "parquet", registry, indicator=first, for_others=True))
    assert masked > 0


def test_no_attacker_with_all_exports_of_a_selection_works_out_a_masked_figure(
    program: Program, tmp_path: Path
) -> None:
    """Comparisons of several periods and the series of the demonstration; every figure that was given out is an
    equation over units and months. Linear programming looks for other values of what is few and was not given out."""
    registry, indicator_id = "intensiv", "smr"
    definition, selection, _ = page(program, registry)
    indicator = definition.indicator(indicator_id)
    rule = given.rule_for(indicator)
    for what, period in (("comparison", "last12"), ("over-time", None), ("comparison", "2025"), ("comparison", None)):
        wanted = Wanted(what, tmp_path / "a.csv", "csv", registry, period=period, indicator=indicator_id)
        export(program, replace(wanted, for_others=True))
    earlier = given.earlier_exports(program.ledger, registry, indicator_id)
    with program.cache.reading() as cursor:
        counts = given.by_month(cursor, definition, indicator, selection, {"all"})["all"]
    sums = {one.total: one.parts for one in given.sums_over(definition, counts)}
    leaves = sorted(counts.keys() - sums.keys())
    first, end = min(g.first for g in earlier), max(g.end for g in earlier)
    edges = sorted({edge for g in earlier for unit in counts for span in g.spans(unit) for edge in span})
    shown = {(unit, span) for g in earlier for unit in counts for span in g.spans(unit)}
    assert len({span for _, span in shown}) > 10 and first < end

    def under(unit: str) -> set[str]:
        return {unit} if unit not in sums else {leaf for part in sums[unit] for leaf in under(part)}

    def total(unit: str, span: Span) -> int:
        months = (counts[leaf].items() for leaf in under(unit))
        return sum(c.denominator or 0 for of in months for m, c in of if span[0] <= m < span[1])

    places = {(leaf, a): n for n, (leaf, a) in enumerate((leaf, a) for leaf in leaves for a in edges[:-1])}

    def row(unit: str, span: Span) -> Any:
        found = np.zeros(len(places))
        found[[places[leaf, a] for leaf in under(unit) for a in edges[:-1] if span[0] <= a < span[1]]] = 1
        return found

    cells = sorted(shown)
    matrix, values = np.array([row(*cell) for cell in cells]), [total(*cell) for cell in cells]
    few = [
        (unit, (a, b))
        for unit in (selection.unit, *leaves[::9])
        for a, b in pairwise(edges)
        if (unit, (a, b)) not in shown and 0 < total(unit, (a, b)) < rule.cases
    ]
    attempts = successes = 0
    for cell in few[:: max(1, len(few) // 12)]:
        low, high = (
            linprog(sign * row(*cell), A_eq=matrix, b_eq=values, bounds=(0, None), method="highs") for sign in (1, -1)
        )
        attempts += 1
        successes += high.status == 0 and -high.fun - low.fun < rule.cases - 1e-6
    print(f"attempts {attempts}, successes {successes}")
    assert attempts >= 8 and successes == 0


def test_an_earlier_export_of_nearly_the_same_is_warned_about(program: Program, tmp_path: Path) -> None:
    _, _, results = page(program, "hoftebrudd")
    wanted = Wanted("indicators", tmp_path / "a.csv", "csv", "hoftebrudd", for_others=True)
    assert export(program, wanted).warnings == ()
    assert export(program, wanted).warnings == ()  # the same again tells nothing new
    shown = next(r for r in results if given.earlier_exports(program.ledger, "hoftebrudd", r.indicator)[-1].rows)
    (before, *_) = given.earlier_exports(program.ledger, "hoftebrudd", shown.indicator)
    unit, (numerator, n) = next((u, c) for u, c in before.rows.items() if c[1])
    assert n is not None
    other = given.Given(before.at, "menn.csv", before.first, before.end, "men", {unit: (numerator, n - 2)})
    given.remember(program.ledger, "hoftebrudd", shown.indicator, other)
    warned = export(program, wanted)
    assert len(warned.warnings) == 1 and "menn.csv" in warned.warnings[0]
    assert warned.warnings[0] in warned.written.provenance.notes


@pytest.mark.parametrize("format", FORMATS)
def test_a_changed_file_is_found_out(program: Program, tmp_path: Path, format: Any) -> None:
    file = tmp_path / f"Åre: tall.{format}"
    done = export(program, Wanted("indicators", file, format, "hoftebrudd", purpose="=1+1"))
    found = verified_as_json(program, file)
    assert found["as_written"] and found["in_audit_log"] and found["sha256"] == done.written.provenance.sha256
    said = dict(found["provenance"])
    assert "hoftebrudd" in said.values() and done.written.provenance.unit in said.values()
    change(file, format)
    changed = verified_as_json(program, file)
    assert not changed["as_written"]
    if format in ("csv", "jsonl"):
        beside = file.with_name(file.name + ".provenance.json")
        export(program, Wanted("indicators", file, format, "hoftebrudd"))
        beside.write_text(beside.read_text(encoding="utf-8").replace("hoftebrudd", "annet"), encoding="utf-8")
        assert not verified_as_json(program, file)["as_written"]
        beside.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(NotAnExport):
        verified_as_json(program, file)


def change(file: Path, format: str) -> None:
    """One number another, as an editor would write it."""
    if format == "xlsx":
        import zipfile

        with zipfile.ZipFile(file) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        sheet = members["xl/worksheets/sheet1.xml"].decode()
        value = re.findall(r"<v>([1-9][0-9]*)</v>", sheet)[0]
        members["xl/worksheets/sheet1.xml"] = sheet.replace(f"<v>{value}</v>", f"<v>{value}1</v>", 1).encode()
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
    elif format == "parquet":
        with duckdb.connect() as engine:
            (told,) = engine.execute(
                "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = ?", [str(file), KEY]
            ).fetchone()
            engine.execute(f"CREATE TABLE t AS SELECT * REPLACE (own_n + 1 AS own_n) FROM '{file}'")
            told = told.replace("'", "''")
            engine.execute(f"COPY t TO '{file}' (FORMAT parquet, KV_METADATA {{{KEY}: '{told}'}})")
    else:
        file.write_bytes(file.read_bytes().replace(b"1", b"2", 1))


def test_what_is_not_there_is_said(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with pytest.raises(IndicatorNeeded):
        export(program, Wanted("comparison", file, "csv", "hoftebrudd"))
    with pytest.raises(NotHere):
        export(program, Wanted("comparison", file, "csv", "hoftebrudd", indicator="none"))
    with pytest.raises(NotHere):
        export(program, Wanted("indicators", file, "csv", "ingen"))
    assert not file.exists()


def test_names_with_slashes_and_norwegian_letters() -> None:
    name = suggested_name("indicators", "Hofte/brudd", "Ålesund: øre?", "2025", "xlsx", "nb")
    assert name.parent == Path() and name.suffix == ".xlsx"
    assert "Ålesund" in name.name and not set('/\\:*?"<>|') & set(name.name)


def test_the_command_as_a_scheduler_runs_it(tmp_path: Path) -> None:
    passphrase, token, file = tmp_path / "passphrase", tmp_path / "token", tmp_path / "Øre & tall.xlsx"
    passphrase.write_text("blåbær på fjellet\n", encoding="utf-8")
    place = ("--data-dir", tmp_path / "data", "--passphrase-file", passphrase, "--json")
    wanted = ("export", "indicators", "--registry", "hoftebrudd", "--format", "xlsx", "--out", file)
    with serve(records=200, seed=3, others=0.05) as registry:
        token.write_text(registry.user("leser").token, encoding="utf-8")
        egnetall("connect", registry.address, "--token-file", token, *place)
        egnetall("sync", *place)
    done, words = egnetall(*wanted, "--period", "last24", "--shape", "long", "--for-others", *place)
    assert done["rows"] > 3 and done["period"] == "last24" and Path(done["file"]) == file
    assert "rows" in words
    found, words = egnetall("verify-export", file, *place)
    assert found["as_written"] and found["in_audit_log"] and "as it was written" in words
    change(file, "xlsx")
    found, words = egnetall("verify-export", file, "--json", "--data-dir", tmp_path / "nobody", code=4)
    assert not found["as_written"] and "NOT" in words
    refused, _ = egnetall("export", "records", *wanted[2:], *place, code=2)
    assert refused["error"]["code"] == "purpose-needed"
    refused, _ = egnetall("export", "comparison", *wanted[2:], *place, code=2)
    assert refused["error"]["code"] == "indicator-needed"
    refused, _ = egnetall(*wanted[:-1], tmp_path / "gone" / "a.xlsx", *place, code=6)
    assert refused["error"]["code"] == "folder-gone"


def egnetall(*arguments: str | Path, code: int = 0) -> tuple[Any, str]:
    """Run the command; gives its JSON and its words."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"},
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    return (json.loads(done.stdout) if done.stdout.strip() else None), done.stderr
