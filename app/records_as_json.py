"""A unit's own records for scripts: found by an expression, identifiers masked always."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from app.figures_as_json import NotHere, find_unit
from app.program import Program
from local_cache.cache import Cursor
from local_cache.engine import ROWS_BY_ID
from local_cache.errors import NoRecordsHere
from local_cache.records.columns import Column, column_named, columns_of_form, form_of
from local_cache.records.filter import RecordFilter
from local_cache.records.identifiers import log_look_up
from local_cache.records.query import RecordQuery
from local_cache.records.text import Value, cell_text
from local_cache.records.window import read_page, start
from local_cache.registry import text_in
from local_cache.results import summary
from local_cache.results.format import format_count
from local_cache.results.summary import RegistrySummary


def selected_records(
    program: Program,
    *,
    registry: str | None,
    unit: str | None,
    form: str | None,
    where: str | None,
    columns: str | None,
    limit: int,
    labels: bool,
    language: str,
) -> dict[str, Any]:
    """At most `limit` of the records for which the expression `where` is true, newest first.

    registry, unit, form: None for those last chosen, else those with most records, else the first main form; columns:
    names parted by commas, None for all; labels: in place of codes. Raises NotHere, NoRecordsHere, FormNotHere,
    ColumnNotHere, FilterRefused, and the Problems of the ledger where the filter looks for an identifier and that
    cannot be logged.
    """
    with program.cache.reading() as cursor:
        chosen = _chosen_registry(program, cursor, registry)
        definition = summary.definition(cursor, chosen.registry)
        if chosen.kind != "service" or not definition.forms:
            raise NoRecordsHere(registry=chosen.registry)
        names = {u.unit: u.names for u in chosen.units}
        own = find_unit(names, unit) if unit is not None else program.ledger.choice(f"unit/{chosen.registry}")
        if own not in names:
            own = max(chosen.units, key=lambda u: u.own_records).unit
        main = next((f.id for f in definition.forms if f.follows is None), definition.forms[0].id)
        of = form_of(definition, form or main)
        every = columns_of_form(definition, of, language)
        wanted = every if columns is None else tuple(column_named(every, n.strip()) for n in columns.split(","))
        asked = RecordFilter(expressions=() if where is None else (where,))
        query = RecordQuery(chosen.registry, of.id, own, asked, language=language, today=program.clock.today())
        log_look_up(program.ledger, definition, query)
        begun = start(cursor, definition, query, limit)
        ids = begun.order.ids[:limit]
        records = []
        for at in range(0, len(ids), ROWS_BY_ID):
            some = ids[at : at + ROWS_BY_ID].tolist()
            for row in read_page(cursor, definition, query, begun.order.stamp, some, wanted):
                values = zip(wanted, row.values, strict=True)
                records.append({c.name: _value(c, value, language, labels) for c, value in values})
    return {
        "registry": chosen.registry,
        "name": text_in(chosen.names, language),
        "unit": own,
        "unit_name": text_in(names[own], language),
        "form": of.id,
        "form_name": text_in(of.label, language),
        "where": where,
        "total": begun.total,
        "matching": begun.matching,
        "columns": [c.name for c in wanted],
        "records": records,
    }


def _chosen_registry(program: Program, cursor: Cursor, registry: str | None) -> RegistrySummary:
    found = summary.registries(cursor)
    wanted = registry or program.ledger.choice("registry")
    named = [s for s in found if s.registry == wanted]
    if named:
        return named[0]
    if registry is not None or not found:
        known = ", ".join(s.registry for s in found) or "none"
        raise NotHere(what="registry", name=registry or "", known=known)
    return max(found, key=lambda s: s.records)


def _value(column: Column, value: Value, language: str, labels: bool) -> Any:
    """As JSON has it: dates as ISO texts, lists as lists, what is no number as null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, tuple):
        return [_label(column, code, labels) for code in value]
    if isinstance(value, date):  # a point in time too
        return value.isoformat()
    return _label(column, value, labels) if isinstance(value, str) and column.codes else value


def _label(column: Column, code: str, labels: bool) -> str:
    return column.labels.get(code, code) if labels else code


def records_in_words(found: dict[str, Any], language: str) -> list[str]:
    """The same as lines for a person: what it is, then a line of names and one for each record, parted by tabs."""
    numbers = {name: format_count(found[name], language) for name in ("total", "matching")}
    lines = [
        f"{found['name']} · {found['unit_name']} · {found['form_name']}: "
        f"{numbers['total']} forms, {numbers['matching']} of them match",
        "\t".join(found["columns"]),
    ]
    for record in found["records"]:
        lines.append("\t".join(_in_words(record[name], language) for name in found["columns"]))
    left = found["matching"] - len(found["records"])
    if left > 0:
        lines.append(f"… and {format_count(left, language)} more (--limit)")
    return lines


def _in_words(value: Any, language: str) -> str:
    """What a cell of the table shows; dates as they are in JSON, which sorts and pastes."""
    if isinstance(value, list):
        return ", ".join(value)
    plain = Column("", "text", "")
    return " ".join(cell_text(plain, value, language).split())
