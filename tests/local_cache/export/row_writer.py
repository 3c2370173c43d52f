"""What DuckDB's files are held against: the same tables written cell by cell in Python."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from local_cache.export.table import Cell, Row, TableColumn, is_formula
from local_cache.records.columns import Column
from local_cache.results.format import format_date, format_exact, format_time


def csv_of(columns: Sequence[TableColumn], rows: Iterable[Row], style: str, language: str) -> bytes:
    comma = style == "excel" and language == "nb"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow([_neutral(column.label if style == "excel" else column.name) for column in columns])
    for row in rows:
        writer.writerow([(_excel if style == "excel" else _plain)(cell, language, comma) for cell in row])
    return (b"\xef\xbb\xbf" if style == "excel" else b"") + out.getvalue().encode()


def json_of(cell: Cell) -> object:
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, float) and not math.isfinite(cell) else cell


def record_row(columns: Sequence[Column], labels: str, values: Sequence[object]) -> list[Cell]:
    """A record as the cache's client gives it, as cells."""
    cells: list[Cell] = []
    for column, value in zip(columns, values, strict=True):
        if not column.is_coded:
            cells.append(value if value != "" else None)  # type: ignore[arg-type]
            continue
        codes = value if isinstance(value, list) else [value] if value is not None else []
        known = dict(column.codes)
        if labels != "labels" or not known:
            cells.append(", ".join(codes) or None)
        if labels != "codes" and known:
            cells.append(", ".join([known.get(code, code) for code in codes]) or None)
    return cells


def _neutral(text: str) -> str:
    return f"'{text}" if is_formula(text) else text


def _plain(cell: Cell, language: str, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return _neutral(cell)
    return cell.isoformat() if isinstance(cell, date) else repr(cell)


def _excel(cell: Cell, language: str, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return (("SANN", "USANN") if comma else ("TRUE", "FALSE"))[not cell]
    if isinstance(cell, str):
        return _neutral(cell)
    if isinstance(cell, datetime):
        return format_time(cell, language) if comma else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return format_date(cell, language) if comma else cell.isoformat()
    if isinstance(cell, float) and not math.isfinite(cell):
        return str(cell)
    if 0 < abs(cell) < 1e-80:  # more decimals than a form can hold
        return format(Decimal(repr(cell)), "f").replace(".", "," if comma else ".")
    if abs(cell) < 1e15:
        return format_exact(cell, language).replace("\u2212", "-")
    return repr(cell)
