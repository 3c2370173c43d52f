"""Every number of every table, in every format, is the string or the value on the screen; what others get is closed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from app.exporting import Wanted, export
from app.figures_as_json import selected
from app.program import Program
from local_cache.export import given
from local_cache.export.periods import leaks
from local_cache.export.workbook import read_workbook
from local_cache.export.writing import FORMATS, Format
from local_cache.registry import Definition
from local_cache.results import summary
from local_cache.results.figure import Figure, Selection, Shown
from local_cache.results.format import format_count, format_interval, format_value

REGISTRIES = ("hoftebrudd", "hjerneslag", "intensiv")


def figure_cells(figure: Figure, whose: str) -> dict[str, Any]:
    """The screen's."""
    shown = figure.shown is Shown.VALUE
    return {
        f"{whose}value": figure.value if shown else None,
        f"{whose}text": format_value(figure, "nb"),
        f"{whose}low": figure.low if shown else None,
        f"{whose}high": figure.high if shown else None,
        f"{whose}interval": format_interval(figure, "nb"),
        f"{whose}numerator": figure.numerator,
        f"{whose}n": figure.denominator,
        f"{whose}shown": figure.shown.value,
    }


def rows_in(file: Path, format: Format) -> list[dict[str, Any]]:
    """The file's rows by the columns' names, as they stand there."""
    match format:
        case "csv":
            with file.open(encoding="utf-8", newline="") as opened:
                return list(csv.DictReader(opened))
        case "jsonl":
            return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        case "parquet":
            with duckdb.connect() as engine:
                read = engine.execute("SELECT * FROM read_parquet(?)", [str(file)])
                names = [name for name, *_ in read.description]
                return [dict(zip(names, row, strict=True)) for row in read.fetchall()]
        case _:
            data, codebook, *_ = ([cells for _, cells in rows] for _, rows in read_workbook(file))
            names = list(dict.fromkeys(row[0] for row in codebook[1:]))
            return [dict(zip(names, [*row, *[None] * (len(names) - len(row))], strict=True)) for row in data[1:]]


def as_it_stands(value: Any, format: Format) -> Any:
    """What a cell of that value reads as in a file of that format."""
    if format == "csv":
        if value is None or isinstance(value, bool):
            return {None: "", True: "true", False: "false"}[value]
        text = value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else repr(value)
        return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@" and text else text
    if format == "jsonl" and isinstance(value, date):
        return value.isoformat()
    if format == "xlsx":
        if isinstance(value, date):
            return float((value - date(1899, 12, 30)).days)
        if type(value) is int:
            return float(value)
    return value


def assert_rows(file: Path, format: Format, expected: list[dict[str, Any]]) -> None:
    found = rows_in(file, format)
    assert len(found) == len(expected)
    for row, wanted in zip(found, expected, strict=True):
        for name, value in wanted.items():
            stands = as_it_stands(value, format)
            assert row[name] == stands and type(row[name]) is type(stands), (file.name, name, value)


def page(program: Program, registry: str) -> tuple[Definition, Selection, Any]:
    with program.cache.reading() as cursor:
        chosen = next(s for s in summary.registries(cursor) if s.registry == registry)
        found = selected(program, cursor, chosen, None, None)
        assert found is not None
        definition, selection, _ = found
        return definition, selection, summary.indicator_results(cursor, definition, selection, "nb")


def expected_tables(program: Program, registry: str) -> Iterator[tuple[Wanted, list[dict[str, Any]]]]:
    """Every table of the registry with what its rows must hold, in the formats in turn."""
    definition, selection, results = page(program, registry)
    nowhere = Path()
    whose = ("own", "nation", "region", "rest", "previous")
    expected = []
    for result in results:
        row: dict[str, Any] = {"indicator": result.indicator, "title": result.title}
        for name in whose:
            row |= figure_cells(getattr(result, name), f"{name}_")
        row["attainment"] = result.attainment.value if result.attainment else None
        expected.append(
            {
                **row,
                "attainment_certain": result.certain if result.attainment else None,
                "provisional": result.own.provisional,
            }
        )
    for format in FORMATS:
        yield Wanted("indicators", nowhere, format, registry), expected
    for i, result in enumerate(results):
        with program.cache.reading() as cursor:
            level = summary.compared_level(definition, selection.unit)
            compared = summary.comparison(cursor, definition, result.indicator, selection, "nb", level)
            trend = summary.trend(cursor, definition, result.indicator, selection)
        units = [
            {"unit": u.unit, "name": u.name, **figure_cells(u.figure, ""), "own": u.own, "nation": u.nation}
            for u in compared.units
        ]
        months = [
            {
                "month": own.month,
                **figure_cells(own.figure, "own_"),
                **figure_cells(nation.figure, "nation_"),
                "partial": own.partial,
            }
            for own, nation in zip(trend.own, trend.nation, strict=True)
        ]
        yield Wanted("comparison", nowhere, FORMATS[i % 4], registry, indicator=result.indicator), units
        yield Wanted("over-time", nowhere, FORMATS[(i + 1) % 4], registry, indicator=result.indicator), months


@pytest.mark.parametrize("registry", REGISTRIES)
def test_every_number_is_the_screens(program: Program, tmp_path: Path, registry: str) -> None:
    from dataclasses import replace

    checked = 0
    for wanted, expected in expected_tables(program, registry):
        file = tmp_path / f"tall.{wanted.format}"
        export(program, replace(wanted, file=file, csv_style="plain"))
        assert_rows(file, wanted.format, expected)
        checked += sum(len(row) for row in expected)
    assert checked > 500


def as_decimal(value: float | None) -> float | None:
    return None if value is None else float(value)


def in_long(figure: Figure, of: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a figure in a long table."""
    cells = figure_cells(figure, "")
    low, high = cells["interval"].split("–") if cells["interval"] else (None, None)
    texts = {"value": cells["text"], "low": low, "high": high}
    texts |= {name: None if cells[name] is None else format_count(cells[name], "nb") for name in ("numerator", "n")}
    return [
        {**of, "measure": name, "value": as_decimal(cells[name]), "text": text, "shown": cells["shown"]}
        for name, text in texts.items()
        if cells[name] is not None or name == "value"
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_a_row_for_each_value_holds_the_same(program: Program, tmp_path: Path, format: Format) -> None:
    definition, selection, results = page(program, "hoftebrudd")
    file, result = tmp_path / f"tall.{format}", results[0]
    with program.cache.reading() as cursor:
        trend = summary.trend(cursor, definition, result.indicator, selection)
        level = summary.compared_level(definition, selection.unit)
        compared = summary.comparison(cursor, definition, result.indicator, selection, "nb", level)
    whose = ("own", "nation", "region", "rest", "previous")

    def wanted(what: Any, **rest: Any) -> Wanted:
        return Wanted(what, file, format, "hoftebrudd", shape="long", csv_style="plain", **rest)

    export(program, wanted("indicators"))
    expected = [
        row
        for r in results
        for name in whose
        for row in in_long(getattr(r, name), {"indicator": r.indicator, "title": r.title, "month": None})
    ]
    assert_rows(file, format, expected)
    export(program, wanted("comparison", indicator=result.indicator))
    expected = [r for u in compared.units for r in in_long(u.figure, {"unit": u.unit, "name": u.name})]
    assert_rows(file, format, expected)
    export(program, wanted("over-time", indicator=result.indicator))
    units = (selection.unit, definition.nation.id)
    expected = [
        row
        for own, nation in zip(trend.own, trend.nation, strict=True)
        for unit, point in zip(units, (own, nation), strict=True)
        for row in in_long(point.figure, {"unit": unit, "month": own.month})
    ]
    assert_rows(file, format, expected)


def test_a_row_for_each_value_of_the_records(program: Program, tmp_path: Path) -> None:
    wide, long = tmp_path / "bredt.parquet", tmp_path / "langt.parquet"
    for file, shape in ((wide, "wide"), (long, "long")):
        wanted = Wanted("records", file, "parquet", "hoftebrudd", labels="both", shape=shape, purpose="Møte")  # type: ignore[arg-type]
        export(program, wanted)
    records, values = rows_in(wide, "parquet"), rows_in(long, "parquet")
    variables = [name for name in records[0] if not name.endswith("_label")]
    assert len(values) == len(records) * len(variables)
    at = iter(values)
    for record in records:
        for name in variables:
            row, value = next(at), record[name]
            assert (row["record_id"], row["variable"]) == (record["record_id"], name)
            if value is None:
                assert (row["value"], row["number"], row["code"], row["label"]) == (None,) * 4
                continue
            if row["type"] in ("integer", "decimal"):
                assert row["number"] == value and float(row["value"]) == value
            elif row["type"] == "boolean":
                assert row["value"] == str(value).lower()
            elif isinstance(value, date | datetime):
                assert row["value"] == value.isoformat()
            else:
                assert row["value"] == value
            coded = f"{name}_label" in record
            assert row["label"] == (record[f"{name}_label"] if coded else None)


def test_all_that_was_given_out_together_tells_of_few_nowhere(program: Program, tmp_path: Path) -> None:
    """Tables of several periods, subgroups and series for others, in turn; then everything that was remembered is taken
    together for every unit. Where a stretch with few cases can be told, an export gave it away."""
    attempts = successes = 0
    for registry in REGISTRIES[:2]:
        definition, selection, results = page(program, registry)
        indicators = [definition.indicator(r.indicator) for r in results if r.own.kind == "proportion"][:1]
        file = tmp_path / "tall.csv"
        for indicator in indicators:
            groups = ["all", *indicator.subgroups[:2]]
            for what, period, group in (
                ("comparison", "last12", "all"), ("over-time", None, "all"), ("comparison", "last24", "all"),
                ("comparison", "2025", "all"), *(("comparison", "last12", g) for g in groups[1:]),
                ("comparison", "2025Q3", "all"), ("over-time", None, groups[-1]), ("comparison", "last24", groups[-1]),
            ):  # fmt: skip
                export(
                    program,
                    Wanted(what, file, "csv", registry, None, period, indicator.id, group, for_others=True),  # type: ignore[arg-type]
                )
            told = given.earlier_exports(program.ledger, registry, indicator.id)
            assert len(told) >= 8
            with program.cache.reading() as cursor:
                counts = given.by_month(cursor, definition, indicator, selection, {g.subgroup for g in told})
            for group, units in counts.items():
                for unit, months in units.items():
                    spans = [s for g in told if g.subgroup == group for s in g.spans(unit)]
                    if not spans:
                        continue
                    attempts += len(spans)
                    whole, end = given.without_gaps(months, spans, definition.granularity)
                    successes += len(leaks(whole, end, spans, given.rule_for(indicator)))
    print(f"attempts {attempts}, successes {successes}")
    assert attempts > 100 and successes == 0
