"""What belongs together: a patient's main form and the forms that follow it."""

from __future__ import annotations

from datetime import date

import duckdb

from local_cache.records.columns import columns_of_form
from local_cache.records.record import EpisodeRecord
from local_cache.records.window import read_rows
from local_cache.registry import Definition


def read_episode(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, unit: str, episode: str, language: str, today: date
) -> tuple[EpisodeRecord, ...]:
    """The unit's records of an episode, of every form: main forms first, then what follows, each by event date."""
    found: list[tuple[bool, str, str, EpisodeRecord]] = []
    for form in definition.forms:
        columns = columns_of_form(definition, form, language)
        rows = read_rows(cursor, definition, form, unit, "episode = ?", episode, columns, language, today)
        for row in rows.values():
            record = EpisodeRecord(form.id, columns, row)
            found.append((form.follows is not None, str(record.value("event_date") or "~"), row.record_id, record))
    return tuple(record for *_, record in sorted(found, key=lambda f: f[:3]))
