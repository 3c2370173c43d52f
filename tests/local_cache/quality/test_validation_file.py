"""Validation data sets in the field's form: written, read back, and refused by line."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.errors import ValidationFileNotWritten, ValidationFileUnusable
from local_cache.quality.studies import SecondEntry, Study
from local_cache.quality.validation_file import (
    NAMES,
    ValidationRow,
    read_validation_file,
    validation_rows,
    write_validation_file,
)
from local_cache.quality.validation_study import Sampling
from local_cache.registry import VariableType

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def row(kind: VariableType, registry: Any, journal: Any, record: str = "R1") -> ValidationRow:
    return ValidationRow((("record_id", record),), kind.replace("-", "_"), kind, registry, journal)


def test_the_columns_are_the_fields(tmp_path: Path) -> None:
    rows = (
        row("decimal", 78.0, 78.5),
        row("boolean", True, None),
        row("date", date(2020, 8, 13), date(2020, 8, 13)),
        row("multi-code", ("a", "b"), ()),
        row("timestamp", datetime(2020, 8, 13, 6, 12), None),
        row("text", "to\nlinjer, med komma", '"sitat"'),
    )
    write_validation_file(tmp_path / "vld.csv", rows)
    lines = cells(tmp_path / "vld.csv")
    assert lines[0] == [
        "record_id", "vld_varnamn", "vld_vartype",
        "vld_verdi_intern_tall", "vld_verdi_ekstern_tall", "vld_verdi_intern_tekst", "vld_verdi_ekstern_tekst",
        "vld_verdi_intern_flerkode", "vld_verdi_ekstern_flerkode", "vld_verdi_intern_logisk",
        "vld_verdi_ekstern_logisk", "vld_verdi_intern_dato", "vld_verdi_ekstern_dato",
        "vld_verdi_intern_tidspunkt", "vld_verdi_ekstern_tidspunkt",
    ]  # fmt: skip
    assert lines[1] == ["R1", "decimal", "tall", "78.0", "78.5", *[""] * 10]
    assert lines[2] == ["R1", "boolean", "logisk", *[""] * 6, "TRUE", "", *[""] * 4]
    assert read_validation_file(tmp_path / "vld.csv") == rows


def test_a_study_gives_a_row_for_each_record_and_variable_that_was_read(tmp_path: Path) -> None:
    sampling = Sampling("hip", "4012", "operasjon", date(2025, 1, 1), date(2026, 1, 1), 3, 1)
    study = Study("s", sampling, {"age": "integer", "side": "code"}, "1", 9, ("R2", "R1", "R3"), NOW, "Kari")

    def entered(record: str, journal: dict[str, Any], **more: Any) -> SecondEntry:
        registry = {"age": 70, "side": "1"}
        return SecondEntry(
            record, "s", record, **({"complete": True, "found": True} | more), journal=journal, registry=registry,
            entered_at=NOW, entered_by="Ola",
        )  # fmt: skip

    entries = {
        "R1": entered("R1", {"age": 71, "side": "1"}),
        "R2": entered("R2", {"age": None}),
        "R3": entered("R3", {"age": 70}, complete=False),
        "R4": entered("R4", {"age": 70}),
    }
    rows = validation_rows(study, entries)
    index = {r: (("record_id", r), ("unit", "4012"), ("form", "operasjon")) for r in entries}
    assert rows == (
        ValidationRow(index["R2"], "age", "integer", 70, None),
        ValidationRow(index["R1"], "age", "integer", 70, 71),
        ValidationRow(index["R1"], "side", "code", "1", "1"),
    )
    write_validation_file(tmp_path / "vld.csv", rows)
    assert read_validation_file(tmp_path / "vld.csv") == rows


def test_nothing_in_the_file_is_a_formula(tmp_path: Path) -> None:
    texts = ["=1+1", "+47", "-", "@SUM", "\tx", "'=x", "'", "NA", "'NA", "plain", "na", "a'b"]
    rows = tuple(row("text", text, text, record=f"={n}") for n, text in enumerate(texts))
    write_validation_file(tmp_path / "vld.csv", rows)
    for cell in (cell for line in cells(tmp_path / "vld.csv") for cell in line):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert read_validation_file(tmp_path / "vld.csv") == rows


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=20)
VALUES: dict[VariableType, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(2**63), 2**63 - 1),
    "decimal": st.floats(allow_nan=False, allow_infinity=False),
    "text": TEXTS,
    "code": TEXTS,
    "multi-code": st.lists(TEXTS, max_size=3).map(tuple),
    "boolean": st.booleans(),
    "date": st.dates(),
    "timestamp": st.datetimes(),
}
KINDS = st.sampled_from(list(VALUES))


@st.composite
def rows(draw: st.DrawFn) -> tuple[ValidationRow, ...]:
    made = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(KINDS)
        registry, journal = (draw(st.none() | VALUES[kind]) for _ in range(2))
        made.append(ValidationRow((("id", str(number)), ("hvor", draw(TEXTS))), draw(TEXTS), kind, registry, journal))
    return tuple(made)


@given(made=rows())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[ValidationRow, ...]
) -> None:
    path = tmp_path_factory.getbasetemp() / "vld.csv"
    write_validation_file(path, made)
    assert read_validation_file(path) == made


def test_files_that_others_have_made_are_read(tmp_path: Path) -> None:
    """The field's own names of types, semicolons, a byte order mark, NA for no value."""
    path = tmp_path / "andres.csv"
    path.write_text(
        "pasient_id;sjukehus;vld_varnamn;vld_vartype;vld_verdi_intern_tal;vld_verdi_ekstern_tal;"
        "vld_verdi_intern_logisk;vld_verdi_ekstern_logisk\n"
        "5;Førde;vekt;tal;78;NA;NA;NA\n"
        "7;Bergen;diabetes;logisk;;;TRUE;FALSE\n\n",
        encoding="utf-8-sig",
    )
    assert read_validation_file(path) == (
        ValidationRow((("pasient_id", "5"), ("sjukehus", "Førde")), "vekt", "decimal", 78.0, None),
        ValidationRow((("pasient_id", "7"), ("sjukehus", "Bergen")), "diabetes", "boolean", True, False),
    )


TYPED = "vld_verdi_intern_tall,vld_verdi_ekstern_tall,vld_verdi_intern_dato,vld_verdi_ekstern_dato"
HEADER = f"id,vld_varnamn,vld_vartype,{TYPED}"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "empty"),
        ("id,vld_varnamn\n", 1, "lacks the columns"),
        (f"{HEADER},vld_tull\n", 1, "not part of the form"),
        (f"{HEADER},vld_verdi_intern_kode\n", 1, "only one of the two"),
        (f"{HEADER},id\n", 1, "two columns of the same name"),
        (f"{HEADER}\n1,vekt,tall,1,2,,\n2,vekt,tall,1\n", 3, "another number of cells"),
        (f"{HEADER}\n1,,tall,1,2,,\n", 2, "lacks the variable"),
        (f"{HEADER}\n1,vekt,1x,1,2,,\n", 2, "lacks the variable or its type"),
        (f"{HEADER}\n1,vekt,kode,,,,\n", 2, "a type without columns"),
        (f"{HEADER}\n1,vekt,tall,1,2,2020-01-01,\n", 2, "another type than its own"),
        (f"{HEADER}\n1,vekt,tall,tolv,2,,\n", 2, "not of its type"),
        (f"{HEADER}\n1,ut,dato,,,31.12.2020,\n", 2, "not of its type"),
        (f"{HEADER}\n1,vekt,tall,1,2,,\n1,vekt,tall,1,3,,\n", 3, "same record and variable"),
        (f'{HEADER}\n"1\n2",vekt,tall,1,2,,\n3,vekt,tall,x,2,,\n', 4, "not of its type"),
        (f'{HEADER}\n"1,vekt,tall,1,2,,\n', 1, "quotation marks"),
    ],
)
def test_what_is_not_such_a_file_is_refused_with_the_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = tmp_path / "vld.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValidationFileUnusable) as refused:
        read_validation_file(path)
    assert refused.value.facts["line"] == line
    assert reason in str(refused.value.facts["reason"])
    assert "tolv" not in refused.value.sentence(), "no value stands in a message"


def test_another_encoding_and_a_missing_file_are_said(tmp_path: Path) -> None:
    (tmp_path / "cp1252.csv").write_bytes("id,vld_varnamn,vld_vartype,blødning".encode("cp1252"))
    for name in ("cp1252.csv", "missing.csv"):
        with pytest.raises(ValidationFileUnusable):
            read_validation_file(tmp_path / name)


def test_a_place_that_cannot_be_written_to_is_said_and_a_file_that_was_there_stays(tmp_path: Path) -> None:
    with pytest.raises(ValidationFileNotWritten):
        write_validation_file(tmp_path / "no" / "vld.csv", [row("integer", 1, 2)])
    (tmp_path / "vld.csv").mkdir()
    with pytest.raises(ValidationFileNotWritten):
        write_validation_file(tmp_path / "vld.csv", [row("integer", 1, 2)])
    assert [p.name for p in tmp_path.iterdir()] == ["vld.csv"]


def test_every_type_has_a_name_that_the_form_allows() -> None:
    assert set(NAMES) == set(VALUES)
    assert all(name.isalpha() for name in NAMES.values())
