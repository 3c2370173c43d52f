"""What a synchronisation brought, in words and as JSON values."""

from __future__ import annotations

from typing import Any

from local_cache.results.format import format_count
from local_cache.sync.outcome import PullResult


def pull_as_json(result: PullResult) -> dict[str, Any]:
    return {
        "source": result.source,
        "cancelled": result.cancelled,
        "seconds": round(result.seconds, 3),
        "changed": [flag.name.lower() for flag in result.changed if flag.name],
        "units": [
            {
                "registry": u.registry,
                "unit": u.unit,
                "upserted": u.upserted,
                "deleted": u.deleted,
                "parts": u.parts,
                "bytes": u.bytes,
                "in_full": u.in_full,
            }
            for u in result.registries
        ],
        "problems": [
            {"registry": p.registry, "unit": p.unit, "code": p.problem.code, "text": p.problem.sentence()}
            for p in result.problems
        ],
    }


def pull_in_words(result: PullResult) -> list[str]:
    lines = []
    for unit in result.registries:
        if unit.upserted or unit.deleted:
            what = f"{format_count(unit.upserted, 'en')} records new or changed"
            what += f", {format_count(unit.deleted, 'en')} gone" if unit.deleted else ""
        else:
            what = "no new records"
        lines.append(f"{unit.registry} {unit.unit}: {what} ({unit.bytes / 1e6:.1f} MB)")
    lines += [f"{p.registry} {p.unit}: {p.problem.sentence()}" for p in result.problems]
    if result.cancelled:
        lines.append("Stopped. What was already taken in is kept; the next time goes on from there.")
    return lines
