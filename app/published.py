"""Published figures into the cache, and which hospital is one's own there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.figures_as_json import NotHere, find_unit
from app.program import Program
from local_cache.errors import NoNetworkWanted
from local_cache.results.format import format_count
from local_cache.sources.importing import import_source
from local_cache.sources.skde import is_address, read_skde
from local_cache.sources.source import Content

ANSWERS = "published/answers"


def import_published(
    program: Program, place: str, *, unit: str | None = None, meanings: dict[str, str] | None = None
) -> dict[str, Any]:
    """Read the published results of a folder or an address; `unit` (name or number) becomes own wherever it is.

    meanings: which unit (id) an ambiguous name stands for; kept in the ledger for the next time. Gives a report: JSON
    values and `words`. Raises the Problems of the source, NoNetworkWanted, NotHere.
    """
    if program.offline and is_address(place):
        raise NoNetworkWanted()
    answers = {**(program.ledger.choice(ANSWERS) or {}), **(meanings or {})}
    source = read_skde(place, answers)
    chosen = own_units(source.contents, unit) if unit is not None else {}
    if meanings:
        program.ledger.choose(ANSWERS, answers)
    imported = import_source(program.cache, source)

    def counted(n: int) -> str:
        return format_count(n, "en")

    words = [
        f"{r.registry}: {counted(r.units)} units, {counted(r.indicators)} indicators, {counted(r.results)} unit-years"
        + (f" ({', '.join(r.changed)} new)" if r.changed else " (unchanged)")
        for r in imported.registries
    ]
    for unclear in source.ambiguities:
        candidates = ", ".join(f"{c.id} ({c.place})" if c.place else c.id for c in unclear.candidates)
        words.append(
            f"{unclear.name} fits more than one unit; {counted(unclear.rows)} results wait until you say which: "
            f'--means "{unclear.name}=ID", where ID is one of {candidates or "none known"}.'
        )
    if source.level_differences:
        differing = counted(len(source.level_differences))
        ties = counted(sum(d.at_tie for d in source.level_differences))
        words.append(
            f"{differing} published levels follow an older rule ({ties} at exactly a level); "
            "here the rule in use holds for all. They are listed with --json."
        )
    words += [f"Note on {left.name}: {left.reason} ({counted(left.rows)} results)" for left in source.left_out]
    if unit is not None:
        for registry, own in chosen.items():
            program.ledger.choose(f"unit/{registry}", own)
        words.append(f"Own unit chosen in {counted(len(chosen))} of {counted(len(imported.registries))} registries.")
    return {
        "source": source.id,
        "registries": [
            {
                "registry": r.registry,
                "units": r.units,
                "indicators": r.indicators,
                "unit_years": r.results,
                "changed": list(r.changed),
            }
            for r in imported.registries
        ],
        "removed": list(imported.removed),
        "ambiguous": [
            {"name": a.name, "level": a.level, "candidates": [c.id for c in a.candidates], "results": a.rows}
            for a in source.ambiguities
        ],
        "noted": [{"name": left.name, "reason": left.reason, "results": left.rows} for left in source.left_out],
        "levels_that_differ": [
            {
                "indicator": d.indicator,
                "unit": d.unit,
                "year": d.year,
                "value": d.value,
                "published": d.published.value,
                "attained": d.attained.value if d.attained else None,
                "at_tie": d.at_tie,
            }
            for d in source.level_differences
        ],
        "own_unit": chosen,
        "words": words,
    }


def own_units(contents: Iterable[Content], unit: str) -> dict[str, str]:
    """The unit's id in each registry that has results of it; NotHere when none has."""
    found: dict[str, str] = {}
    failed: NotHere | None = None
    for content in contents:
        published = {a.unit for a in content.aggregates or ()}
        units = content.definition.units if content.definition else ()
        try:
            found[content.registry] = find_unit({u.id: u.names for u in units if u.id in published}, unit)
        except NotHere as problem:
            failed = failed or problem
    if not found and failed is not None:
        raise failed
    return found
