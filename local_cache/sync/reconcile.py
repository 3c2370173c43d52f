"""After a fetch: what the registry now has, held against what people here have written.

Confirms what a manifest has shown, takes the answers that came with it, meets newer rows (another field: it goes on;
the same field: a conflict), and lets go of records that have left.
"""

from __future__ import annotations

import duckdb
import msgspec

from local_cache.bound_list import SEPARATOR
from local_cache.corrections.corrections import keep, meet, open_corrections
from local_cache.corrections.corrections import rows as corrections
from local_cache.corrections.leaving import forget_place, places
from local_cache.corrections.messages import keep_message, open_messages
from local_cache.corrections.queries import note_confirmed
from local_cache.corrections.rows import Row, read_rows
from local_cache.corrections.sealed_rows import place_of
from local_cache.ledger import Ledger
from local_cache.registry import Definition, record_table
from local_cache.sync.messages import Result
from local_cache.sync.push import take_answers, take_message_answer


def reconcile(
    cursor: duckdb.DuckDBPyConnection, ledger: Ledger, definition: Definition, unit: str, *, some_left: bool
) -> bool:
    """Of a unit whose every feed is in. some_left: whether records may have gone since the last time.

    Gives whether anything in the ledger changed.
    """
    registry = definition.registry
    pending = open_corrections(ledger, registry, unit)
    messages = open_messages(ledger, registry, unit)
    answers = _answers(cursor, registry, unit, [*(c.op_id for c in pending), *(m.op_id for m in messages)])
    take_answers(ledger, [answers[c.op_id] for c in pending if c.may_be_answered and c.op_id in answers])
    for message in messages:
        if message.state == "sending" and message.op_id in answers:
            take_message_answer(ledger, answers[message.op_id])
    pending = open_corrections(ledger, registry, unit)
    rows: dict[tuple[str, ...], Row] = {}
    for form in definition.forms:
        wanted = {c.record for c in pending if c.form == form.id}
        if wanted:
            found = read_rows(cursor, definition, form, unit, wanted)
            rows |= {place_of(registry, unit, form.id, record): row for record, row in found.items()}
    changed = bool(answers)
    with ledger.writing() as writer:
        for one in pending:
            row = rows.get(one.place)
            seen = row is not None and one.version is not None and int(str(row["version"])) >= one.version
            if one.state == "applied" and (one.op_id in answers or seen):
                note_confirmed(ledger, writer, keep(ledger, writer, one, "confirmed", "", state="confirmed"))
                changed = True
        for message in open_messages(ledger, registry, unit):
            if message.state == "applied" and message.op_id in answers:
                keep_message(ledger, writer, message, state="confirmed")
                changed = True
        for place in dict.fromkeys(c.place for c in pending):
            if place in rows:
                before = corrections.of_record(ledger, place, open_only=True)
                meet(ledger, writer, before, rows[place])
                changed = changed or corrections.of_record(ledger, place, open_only=True) != before
        for place in _left(cursor, definition, ledger, unit) if some_left else ():
            forget_place(ledger, writer, place)
            changed = True
    return changed


def _answers(cursor: duckdb.DuckDBPyConnection, registry: str, unit: str, op_ids: list[str]) -> dict[str, Result]:
    """What the answers feed says about these."""
    found = cursor.execute(
        """
        SELECT op_id, status, detail FROM answer WHERE registry = ? AND unit = ?
            AND op_id IN (SELECT unnest(string_split(?, chr(31))))
        """,
        [registry, unit, SEPARATOR.join(op_ids)],
    ).fetchall()
    answers = {}
    for op_id, status, detail in found:
        try:
            told = msgspec.json.decode(detail or "{}", type=dict[str, object])
            answers[op_id] = msgspec.convert({**told, "op_id": op_id, "status": status}, type=Result)
        except (msgspec.ValidationError, msgspec.DecodeError):
            continue  # an answer that is not one: asked for again with the next sending
    return answers


def _left(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, ledger: Ledger, unit: str
) -> list[tuple[str, ...]]:
    """Records that something is written about here and that are no longer in the cache."""
    left: list[tuple[str, ...]] = []
    written = places(ledger, definition.registry, unit)
    for form in definition.forms:
        wanted = sorted(place[3] for place in written if place[2] == form.id)
        if not wanted:
            continue
        missing = cursor.execute(
            f"""
            SELECT record_id FROM (SELECT unnest(string_split(?, chr(31))) AS record_id)
            ANTI JOIN (SELECT record_id FROM {record_table(definition.registry, form.id)} WHERE unit = ?)
            USING (record_id)
            """,
            [SEPARATOR.join(wanted), unit],
        ).fetchall()
        left += [place_of(definition.registry, unit, form.id, record) for (record,) in missing]
    return left
