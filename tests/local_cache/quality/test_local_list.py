"""An extract as it comes from a patient administrative system: what was understood is said, and what was not."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_cache.errors import ListBroken, ListEmpty, ListNotText, ListTooLarge, ListUnreadable, Problem
from local_cache.quality import local_list
from local_cache.quality.local_list import LocalList, Role, TroubleKind, normal_key, read_local_list, understood

TODAY = date(2026, 3, 17)
HEADER = "Fødselsnummer;Innlagt;Hoveddiagnose"
LINES = ["01324512345;21.11.2025;S72.0", "02324512345;01.02.2026;S72.1"]
PLAIN = "\r\n".join([HEADER, *LINES]) + "\r\n"


def understand(text: str, encoding: str = "utf-8", columns: dict[Role, int] | None = None) -> LocalList:
    return understood(text.encode(encoding), "liste.csv", TODAY, columns)


@pytest.mark.parametrize(
    ("encoding", "called"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "windows-1252"), ("utf-16", "utf-16"),
     ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16")],
)  # fmt: skip
def test_every_encoding_a_hospital_uses(encoding: str, called: str) -> None:
    found = understand(PLAIN, encoding)
    assert found.encoding == called
    assert found.headers == ("Fødselsnummer", "Innlagt", "Hoveddiagnose")
    assert list(found.keys) == ["01324512345", "02324512345"]
    assert list(found.days) == [date(2025, 11, 21), date(2026, 2, 1)]
    assert list(found.codes) == ["S720", "S721"]
    assert found.troubles == ()
    assert (found.rows, found.left_out, found.duplicates) == (2, 0, 0)
    assert (found.first, found.last) == (date(2025, 11, 21), date(2026, 2, 1))


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_delimiter(delimiter: str) -> None:
    found = understand(PLAIN.replace(";", delimiter))
    assert found.delimiter == delimiter
    assert found.columns == {Role.KEY: 0, Role.DATE: 1, Role.CODE: 2}


def test_a_spreadsheet_that_names_its_delimiter() -> None:
    found = understand("sep=,\r\n" + PLAIN.replace(";", ",").replace("01.02.2026", "00.02.2026"))
    assert found.delimiter == ","
    assert [(t.line, t.column) for t in found.troubles] == [(4, 2)]


@pytest.mark.parametrize(
    ("said", "form"),
    [("21.11.2025", "dd.mm.yyyy"), ("21.11.2025 08:30", "dd.mm.yyyy"), ("21/11/2025", "dd/mm/yyyy"),
     ("21-11-2025", "dd-mm-yyyy"), ("2025-11-21", "yyyy-mm-dd"), ("2025-11-21T08:30:00", "yyyy-mm-dd"),
     ("2025-11-21 08:30:00.000", "yyyy-mm-dd"), ("2025-11-21T08:30:00+01:00", "yyyy-mm-dd"), ("21112025", "ddmmyyyy"),
     ("20251121", "yyyymmdd"), ("21.11.25", "dd.mm.yy"), ("211125", "ddmmyy")],
)  # fmt: skip
def test_every_form_of_a_date(said: str, form: str) -> None:
    found = understand(f"Pasient;Dato\nP0001;{said}\n")
    assert list(found.days) == [date(2025, 11, 21)]
    assert found.date_forms == ((form, 1),)


def test_three_forms_of_dates_in_one_column() -> None:
    found = understand("Pasient;Dato\nP0001;21.11.2025\nP0002;2025-11-22\nP0003;231125\nP0004;24.11.2025\n")
    assert [d.day for d in found.days] == [21, 22, 23, 24]
    assert dict(found.date_forms) == {"dd.mm.yyyy": 2, "yyyy-mm-dd": 1, "ddmmyy": 1}


def test_the_order_of_eight_digits_is_the_column_s() -> None:
    # 10122012 could be both; its neighbours say that the day comes first.
    found = understand("Pasient;Dato\nP0001;10122012\nP0002;31122012\n")
    assert list(found.days) == [date(2012, 12, 10), date(2012, 12, 31)]


def test_years_of_two_digits_are_at_most_a_year_ahead() -> None:
    found = understand("Pasient;Dato\nP0001;01.01.27\nP0002;01.01.28\n")
    assert [d.year for d in found.days] == [2027, 1928]


@pytest.mark.parametrize("said", ["03/25/2025", "31.02.2025", "2025-13-01", "45678", "i går", "1.1.0025"])
def test_a_date_that_is_none_is_pointed_at(said: str) -> None:
    found = understand(f"Navn;Pasient;Dato\nx;P0001;01.01.2025\nx;P0002;{said}\nx;P0003;02.01.2025\n")
    (trouble,) = found.troubles
    assert (trouble.line, trouble.column, trouble.kind) == (3, 3, TroubleKind.DATE)
    assert (found.rows, found.left_out, len(found.keys)) == (3, 1, 2)


def test_what_is_missing_is_pointed_at() -> None:
    found = understand(
        "Pasient;Dato;Kode\n;01.01.2025;A\nP0002;;A\n1,23E+10;01.01.2025;A\nbare dette\n\n \nP0004;01.01.2025;A\n"
    )
    assert [(t.line, t.column, t.kind) for t in found.troubles] == [
        (2, 1, TroubleKind.NO_KEY),
        (3, 2, TroubleKind.NO_DATE),
        (4, 1, TroubleKind.ROUNDED_KEY),
        (5, 0, TroubleKind.FIELDS),
    ]
    assert (found.rows, found.left_out) == (5, 4)


def test_a_decimal_comma_that_parts_a_column_is_pointed_at() -> None:
    good = "".join(f"P{n:04},2025-01-01,S720,7\n" for n in range(20))
    found = understand(f"Pasient,Dato,Kode,Liggetid\n{good}P0099,2025-01-02,S720,7,5\n")
    assert found.delimiter == ","
    (trouble,) = found.troubles
    assert (trouble.line, trouble.column, trouble.kind) == (22, 5, TroubleKind.FIELDS)


def test_decimal_commas_between_semicolons_are_no_trouble() -> None:
    rows = "".join(f"P{n:04};2025-01-01;{n},5;7,25\n" for n in range(30))
    found = understand(f"Pasient;Dato;Liggetid;Vekt\n{rows}")
    assert found.delimiter == ";"
    assert (found.rows, found.trouble_count) == (30, 0)


def test_trailing_separators_and_quotes_are_no_trouble() -> None:
    found = understand('"Pasient";"Dato";\n"P0001";"01.01.2025";\n"P;0002";"02.01.2025";;\n')
    assert list(found.keys) == ["P0001", "P;0002"]
    assert found.trouble_count == 0


def test_a_quotation_mark_that_is_not_closed_hides_nothing() -> None:
    rows = "".join(f"P{n:04};01.01.2025;A\n" for n in range(5))
    found = understand(f'Pasient;Dato;Kode\nP9999;01.01.2025;"A\n{rows}')
    assert [(t.line, t.column, t.kind) for t in found.troubles] == [(2, 3, TroubleKind.QUOTES)]
    assert len(found.keys) == 0
    many = "".join(f"P{n:06};01.01.2025;A\n" for n in range(20_000))
    with pytest.raises(ListBroken) as refused:
        understand(f'Pasient;Dato;Kode\nP1;01.01.2025;A\nP9999;01.01.2025;"A\n{many}')
    assert refused.value.facts["line"] == 3


def test_duplicates_are_counted_once_each() -> None:
    found = understand("Pasient;Dato\np0001;01.01.2025\nP0001;2025-01-01\nP0001 ;01.01.2025\nP0001;02.01.2025\n")
    assert found.duplicates == 2


def test_letters_that_fit_nothing_are_pointed_at_and_hinder_nothing() -> None:
    both = "Pasient;Dato;Sted\nP0001;01.01.2025;Tromsø\n".encode() + "P0002;02.01.2025;Bodø\n".encode("cp1252")
    found = understood(both, "x", TODAY)
    assert found.encoding == "utf-8 and windows-1252"
    assert [(t.line, t.column, t.kind) for t in found.troubles] == [(3, 3, TroubleKind.LETTERS)]
    assert found.sample[1][2] == "Bodø"
    assert (len(found.keys), found.left_out) == (2, 0)
    broken = understood(b"Pasient;Dato\nP\x8d001;01.01.2025\n", "x", TODAY)
    assert [(t.line, t.column) for t in broken.troubles] == [(2, 1)]


def test_headers_in_both_languages_and_in_any_dress() -> None:
    for header in (
        "EPISODE_ID;inn_dato;ICD-10", "Nøkkel;Operasjonsdato;NCSP", "patient key;admission date;diagnosis code",
        "F.nr.;Dato;Kode",
    ):  # fmt: skip
        assert understand(f"{header}\nA1234;01.01.2025;S72\n").columns == {Role.KEY: 0, Role.DATE: 1, Role.CODE: 2}


def test_the_surest_name_is_taken() -> None:
    found = understand("Utskrevet;Innlagt;Id;Fødselsnummer\n02.01.2025;01.01.2025;7;01324512345\n")
    assert found.columns == {Role.KEY: 3, Role.DATE: 1}


def test_without_a_header_the_contents_tell() -> None:
    found = understand("Ola;01324512345;21.11.2025\nKari;02324512345;22.11.2025\n")
    assert found.headers == ("", "", "")
    assert found.columns == {Role.KEY: 1, Role.DATE: 2}
    assert found.rows == 2


def test_missing_columns_are_said_and_can_be_told() -> None:
    found = understand("Avdeling;Lege\nKirurgi;Hansen\n")
    assert found.columns == {}
    assert not found.complete
    assert (found.rows, len(found.keys), found.trouble_count) == (1, 0, 0)
    told = understand("Alfa;Beta;Gamma\nA1;x;01.01.2025\n", columns={Role.KEY: 0, Role.DATE: 2})
    assert told.complete
    assert list(told.keys) == ["A1"]


@pytest.mark.parametrize(
    ("said", "key"),
    [("01324512345", "01324512345"), (" 013245 12345 ", "01324512345"), ("013245-12345", "01324512345"),
     ('="01324512345"', "01324512345"), ("1324512345,00", "1324512345"), ("1324512345.0", "1324512345"),
     ("h00-12", "H00-12"), ("\u00a0H1", "H1")],
)  # fmt: skip
def test_keys_as_they_are_compared(said: str, key: str) -> None:
    assert normal_key(said) == key


@pytest.mark.parametrize(
    ("raw", "problem"),
    [(b"PK\x03\x04 a workbook", ListNotText), (b"%PDF-1.7", ListNotText), (b"\x00\x01\x02\x03" * 50, ListNotText),
     (b"", ListEmpty), (b"\n \n", ListEmpty), (b"Pasient;Dato\n", ListEmpty), (b"\xff\xfeP", ListNotText)],
)  # fmt: skip
def test_what_is_no_list_is_refused_whole(raw: bytes, problem: type[Problem]) -> None:
    with pytest.raises(problem):
        understood(raw, "liste.csv", TODAY)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ListUnreadable):
        read_local_list(tmp_path / "finnes ikke.csv", TODAY)
    large = tmp_path / "stor.csv"
    with large.open("wb") as file:
        file.truncate(local_list.LARGEST + 1)
    with pytest.raises(ListTooLarge):
        read_local_list(large, TODAY)


def test_troubles_are_all_counted_and_the_first_are_listed() -> None:
    found = understand("Pasient;Dato\n" + "P0001;aldri\n" * 500)
    assert (found.trouble_count, len(found.troubles), found.left_out) == (500, local_list.MOST_TROUBLES, 500)


def test_nothing_of_a_list_is_in_its_text() -> None:
    found = understand(PLAIN)
    assert "01324512345" not in repr(found)
    assert "S720" not in repr(found)


@given(st.binary(max_size=400))
def test_whatever_the_bytes_it_is_understood_or_refused(raw: bytes) -> None:
    try:
        found = understood(raw, "x", TODAY)
    except Problem:
        return
    assert found.rows == len(found.keys) + found.left_out or not found.complete
    assert len(found.keys) == len(found.days) == len(found.codes) == len(found.lines)


def test_a_million_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "million.csv"
    with path.open("w", encoding="cp1252") as file:
        file.write("Fødselsnummer;Innlagt;Kode\r\n")
        file.writelines(
            f"{n:011};{1 + n % 28:02}.{1 + n % 12:02}.{2010 + n % 15};S72.{n % 3}\r\n" for n in range(1_000_000)
        )
    start = time.perf_counter()
    found = read_local_list(path, TODAY)
    taken = time.perf_counter() - start
    with capsys.disabled():
        print(f"\na million rows understood in {taken:.1f} s")
    assert (found.rows, found.trouble_count, len(found.keys)) == (1_000_000, 0, 1_000_000)
    assert taken < 60
