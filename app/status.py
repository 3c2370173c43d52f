"""What is here, how old it is, and from where."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.program import Program
from local_cache.registry import text_in
from local_cache.results.format import format_count, format_moment
from local_cache.results.summary import registries


def status_as_json(program: Program, language: str) -> dict[str, Any]:
    now = program.clock.now()
    with program.cache.reading() as cursor:
        summaries = registries(cursor)
    return {
        "data_dir": str(program.data_dir),
        "cache_encrypted": program.cache.encrypted,
        "keys": program.keys.mode,
        "offline": program.offline,
        "cache_rebuilt": str(program.cache.rebuilt) if program.cache.rebuilt else None,
        "language": language,
        "registries": [
            {
                "registry": s.registry,
                "name": text_in(s.names, language),
                "kind": s.kind,
                "data_as_of": s.data_as_of.isoformat() if s.data_as_of else None,
                "age_hours": round((now - s.data_as_of).total_seconds() / 3600, 1) if s.data_as_of else None,
                "records": s.records,
                "units": [u.unit for u in s.units],
                "refused": [{"kind": r.kind, "id": r.id, "reason": r.reason} for r in s.refusals],
            }
            for s in summaries
        ],
    }


def status_in_words(status: dict[str, Any]) -> list[str]:
    if not status["registries"]:
        return ["Nothing is here yet. Connect to a registry (egnetall connect ADDRESS), or try egnetall demo."]
    language = status["language"]
    lines = []
    for registry in status["registries"]:
        moment = datetime.fromisoformat(registry["data_as_of"]) if registry["data_as_of"] else None
        age = f"data as of {format_moment(moment, language)}" if moment else "not fetched yet"
        lines.append(f"{registry['name']}: {age}, {format_count(registry['records'], language)} own records")
        lines += [f"  not computed: {r['kind']} {r['id']}: {r['reason']}" for r in registry["refused"]]
    return lines
