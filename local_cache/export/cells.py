"""Cells as SQL: how a value of each kind is written in CSV, in JSON and in a workbook's sheet.

Everything here gives SQL over a column that is called by its name. What is rare (formulas, markup, numbers with an
exponent) stands behind a test that is cheap, for DuckDB evaluates a branch only for the rows that come to it.
"""

from __future__ import annotations

import re

from local_cache.export.table import FORMULA_SIGNS, Kind

LARGEST_PLAIN = 1e15
"""From here on numbers are written with an exponent, as DuckDB and Python do by themselves."""

MOST_CHARACTERS = 32_767
"""Of a workbook's cell."""

NEXT_CELL, END_OF_ROW = "\x1f", "\x1e"
"""Part the cells that go into a workbook's digest; in texts such characters are escaped."""

EXACT_WHOLE = 1 << 53
"""Up to here a double holds every whole number."""

_SPACE = r"\s\x0b\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
_FORMULA = rf"^(?:[\t\r\n]|[{_SPACE}]*[{re.escape(FORMULA_SIGNS)}])"
_CONTROLS = (*(chr(i) for i in range(32) if chr(i) not in "\t\n"), "\ufffe", "\uffff")


def quoted(text: str) -> str:
    """As a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def is_formula_sql(text: str) -> str:
    """Whether a spreadsheet could take the text for a formula, as `table.is_formula` says."""
    # Nearly all texts begin with a plain letter or digit.
    return (
        f"(NOT (unicode({text}) BETWEEN 65 AND 122 OR unicode({text}) BETWEEN 48 AND 57)"
        f" AND regexp_matches({text}, {quoted(_FORMULA)}))"
    )


def part(cell: str, name: str) -> str:
    """SQL of a mixed cell's text, number, day or format."""
    return f"struct_extract({cell}, '{name}')"


def csv_cell(cell: str, kind: Kind, excel: bool, norwegian: bool) -> str:
    """Text of a cell, NULL or empty where there is nothing. norwegian: decimal comma, semicolon, dd.mm.yyyy."""
    match kind:
        case "mixed":
            number, day, text = (part(cell, name) for name in ("number", "day", "text"))
            return (
                f"CASE WHEN {number} IS NOT NULL THEN {_fixed(number, norwegian)}"
                f" WHEN {day} IS NOT NULL THEN {csv_cell(day, 'date', excel, norwegian)}"
                f" ELSE {csv_cell(text, 'text', excel, norwegian)} END"
            )
        case "boolean":
            yes, no = (("SANN", "USANN") if norwegian else ("TRUE", "FALSE")) if excel else ("true", "false")
            return f"CASE WHEN {cell} THEN '{yes}' WHEN NOT {cell} THEN '{no}' END"
        case "integer":
            return f"CAST({cell} AS VARCHAR)"
        case "decimal":
            return _fixed(cell, norwegian) if excel else f"CAST({cell} AS VARCHAR)"
        case "date":
            if norwegian:
                return f"concat(strftime({cell}, '%d.%m.'), year({cell}))"
            return f"CAST({cell} AS VARCHAR)"
        case "timestamp":
            if norwegian:
                short, long = f"strftime({cell}, '%H:%M')", f"strftime({cell}, '%H:%M:%S')"
                clock = f"CASE WHEN microsecond({cell}) = 0 THEN {short} ELSE {long} END"
                return f"concat(strftime({cell}, '%d.%m.'), year({cell}), ' ' || {clock})"
            whole = f"CAST({cell} AS VARCHAR)" if excel else f"replace(CAST({cell} AS VARCHAR), ' ', 'T')"
            finer = f"strftime({cell}, '%Y-%m-%d{' ' if excel else 'T'}%H:%M:%S.%f')"
            return f"CASE WHEN microsecond({cell}) % 1000000 = 0 THEN {whole} ELSE {finer} END"
        case _:
            separator = ";" if norwegian else ","
            neutral = f"CASE WHEN {is_formula_sql(cell)} THEN chr(39) || {cell} ELSE {cell} END"
            return (
                f"CASE WHEN regexp_matches({cell}, '[{separator}\"\\r\\n]') THEN"
                f""" '"' || replace({neutral}, '"', '""') || '"' ELSE {neutral} END"""
            )


def json_cell(cell: str, kind: Kind) -> str:
    """A value that DuckDB writes as JSON; what is no number there is text, moments as ISO 8601 has them."""
    if kind == "decimal":
        return f"CASE WHEN isfinite({cell}) THEN to_json({cell}) ELSE to_json(CAST({cell} AS VARCHAR)) END"
    if kind == "mixed":
        number, day, text = (part(cell, name) for name in ("number", "day", "text"))
        return (
            f"CASE WHEN {number} IS NOT NULL THEN {json_cell(number, 'decimal')}"
            f" WHEN {day} IS NOT NULL THEN to_json({day}) WHEN {text} IS NOT NULL THEN to_json({text}) END"
        )
    return csv_cell(cell, kind, False, False) if kind == "timestamp" else cell


def parquet_cell(cell: str, kind: Kind, as_one: Kind) -> str:
    """A value of one type; a mixed cell's text where its column has no other."""
    match kind, as_one:
        case "mixed", "integer":
            return f"CAST({part(cell, 'number')} AS BIGINT)"
        case "mixed", "decimal":
            return part(cell, "number")
        case "mixed", _:
            return part(cell, "text")
        case _:
            return cell


def _fixed(cell: str, comma: bool) -> str:
    """A number with all its digits and without exponent, whole ones without decimals."""
    shortest = f"CAST({cell} AS VARCHAR)"
    # "1.25e-07": nought, point, as many noughts as it takes, and the digits.
    digits = f"replace(regexp_extract({shortest}, '^-?([0-9.]+)e', 1), '.', '')"
    noughts = f"TRY_CAST(regexp_extract({shortest}, 'e-([0-9]+)$', 1) AS INTEGER) - 1"
    tiny = f"concat(CASE WHEN {cell} < 0 THEN '-' END, '0.', repeat('0', {noughts}), {digits})"
    plain = f"CASE WHEN contains({shortest}, 'e') THEN {tiny} ELSE {shortest} END"
    written = f"replace({plain}, '.', ',')" if comma else plain
    return (
        f"CASE WHEN {cell} = trunc({cell}) AND abs({cell}) < {LARGEST_PLAIN!r} THEN"
        f" CAST(TRY_CAST({cell} AS BIGINT) AS VARCHAR)"
        f" WHEN abs({cell}) < {LARGEST_PLAIN!r} THEN {written} ELSE {shortest} END"
    )


# Workbooks


def escaped(text: str) -> str:
    """A text as it stands in a sheet. What XML cannot hold is written as _xHHHH_, and what looks like that as well."""
    if _UNUSUAL.search(text):
        text = text.replace("_x", "_x005F_x").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for character in _CONTROLS:
            text = text.replace(character, f"_x{ord(character):04X}_")
    return text


_UNUSUAL = re.compile("[&<>" + "".join(_CONTROLS) + "]|_x[0-9A-Fa-f]{4}_")


def escaped_sql(text: str) -> str:
    """The same in SQL, cut where it is longer than a cell can hold."""
    cut = f"CASE WHEN length({text}) > {MOST_CHARACTERS} THEN {text}[:{MOST_CHARACTERS - 1}] || '…' ELSE {text} END"
    full = f"replace({cut}, '_x', '_x005F_x')"
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        full = f"replace({full}, '{plain}', '{entity}')"
    for character in _CONTROLS:
        full = f"replace({full}, chr({ord(character)}), '_x{ord(character):04X}_')"
    unusual = r"[&<>\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]|_x[0-9A-Fa-f]{4}_"
    return (
        f"CASE WHEN length({text}) > {MOST_CHARACTERS} OR regexp_matches({text}, {quoted(unusual)})"
        f" THEN {full} ELSE nullif({text}, '') END"
    )


def sheet_number(cell: str, kind: Kind) -> str:
    """The number that stands in the sheet, as text: a date is days since the end of 1899; NULL where it is a text."""
    match kind:
        case "integer":
            return f"CASE WHEN {cell} BETWEEN {-EXACT_WHOLE} AND {EXACT_WHOLE} THEN CAST({cell} AS VARCHAR) END"
        case "decimal":
            return f"CASE WHEN isfinite({cell}) THEN CAST({cell} AS VARCHAR) END"
        case "date":
            days = f"date_diff('day', DATE '1899-12-30', {cell})"
            return f"CASE WHEN {cell} >= {_FIRST_DAY} THEN CAST({days} AS VARCHAR) END"
        case "timestamp":
            passed = f"epoch_us({cell}) - epoch_us(TIMESTAMP '1899-12-30')"
            return f"CASE WHEN {cell} >= {_FIRST_DAY} THEN CAST(({passed}) / 86400000000 AS VARCHAR) END"
        case "boolean":
            return f"CASE WHEN {cell} THEN '1' WHEN NOT {cell} THEN '0' END"
        case "mixed":
            day = f"CAST(CAST({sheet_number(part(cell, 'day'), 'date')} AS DOUBLE) AS VARCHAR)"
            return f"coalesce({sheet_number(part(cell, 'number'), 'decimal')}, {day})"
        case _:
            return "CAST(NULL AS VARCHAR)"


_FIRST_DAY = "DATE '1900-03-01'"  # before it Excel's calendar has a day too many


def sheet_text(cell: str, kind: Kind) -> str:
    """The text that stands in the sheet, escaped: of texts, and of what Excel cannot hold exactly."""
    match kind:
        case "text":
            return escaped_sql(cell)
        case "mixed":
            return f"CASE WHEN {sheet_number(cell, kind)} IS NULL THEN {escaped_sql(part(cell, 'text'))} END"
        case "boolean":
            return "CAST(NULL AS VARCHAR)"
        case "timestamp":
            written = csv_cell(cell, kind, True, False)
        case _:
            written = f"CAST({cell} AS VARCHAR)"
    return f"CASE WHEN {sheet_number(cell, kind)} IS NULL AND {cell} IS NOT NULL THEN {written} END"
