"""The codebook as plain JSON values, for scripts."""

from __future__ import annotations

from typing import Any

from app.figures_as_json import NotHere
from app.program import Program
from local_cache.codebook import Bound, Entry, Limits, make_codebook
from local_cache.registry import text_in
from local_cache.results import summary
from local_cache.results.format import format_count


def found_variables(program: Program, *, text: str, registry: str | None, language: str) -> dict[str, Any]:
    """Variables in which every word of the text occurs, the best first, registry by registry; all for no text.

    Raises NotHere where there is no such registry.
    """
    with program.cache.reading() as cursor:
        summaries = summary.registries(cursor)
        wanted = [s for s in summaries if registry in (None, s.registry)]
        if registry is not None and not wanted:
            raise NotHere(what="registry", name=registry, known=", ".join(s.registry for s in summaries) or "none")
        books = [make_codebook(summary.definition(cursor, one.registry)) for one in wanted]
    return {
        "registries": [
            {
                "registry": book.registry,
                "name": text_in(book.names, language),
                "definition_version": book.version,
                "all_variables": len(book.entries),
                "variables": [entry_as_json(entry, language) for entry in book.search(text)],
            }
            for book in books
        ]
    }


def entry_as_json(entry: Entry, language: str) -> dict[str, Any]:
    """Everything about a variable; texts in the wanted language."""
    variable = entry.variable
    return {
        "id": variable.id,
        "label": text_in(variable.label, language),
        "form": entry.form,
        "form_label": text_in(entry.form_label, language),
        "section": variable.section or None,
        "type": variable.type,
        "unit": variable.unit or None,
        "help": text_in(variable.help, language) or None,
        "required": entry.required,
        "required_when": entry.required_when or None,
        "identifier": variable.identifier,
        "dates_records": entry.dates_records,
        "valid_from": variable.valid_from,
        "valid_to": variable.valid_to,
        "possible_range": _limits(entry.hard),
        "usual_range": _limits(entry.soft),
        "code_list": variable.codes,
        "codes": [{"value": c.value, "label": text_in(c.label, language), "missing": c.missing} for c in entry.codes],
        "used_by": [
            {"kind": use.kind, "id": use.id, "title": text_in(use.title, language), "how": list(use.roles)}
            for use in entry.uses
        ],
        "comparability": [{"since": note.since, "text": text_in(note.text, language)} for note in entry.notes],
    }


def _limits(limits: Limits | None) -> dict[str, Any] | None:
    return None if limits is None else {"low": _bound(limits.low), "high": _bound(limits.high)}


def _bound(bound: Bound | None) -> Any:
    """A number, an ISO date, "today", or {"variable": id}."""
    if bound is None:
        return None
    match bound.kind:
        case "number":
            return bound.number
        case "day":
            return bound.day
        case "today":
            return "today"
        case _:
            return {"variable": bound.variable}


def variables_in_words(found: dict[str, Any]) -> list[str]:
    """The same as lines for a person."""
    lines: list[str] = []
    for book in found["registries"]:
        n, of = format_count(len(book["variables"]), "en"), format_count(book["all_variables"], "en")
        lines.append(f"{book['name']} · definition {book['definition_version']} · {n} of {of} variables")
        for variable in book["variables"]:
            unit = f" ({variable['unit']})" if variable["unit"] else ""
            lines.append(f"  {variable['form']}.{variable['id']}: {variable['label']}{unit}, {variable['type']}")
            if variable["codes"]:
                lines.append("    " + "; ".join(f"{c['value']} {c['label']}" for c in variable["codes"]))
    return lines or ["Nothing is here yet. Connect to a registry (egnetall connect ADDRESS), or try egnetall demo."]
