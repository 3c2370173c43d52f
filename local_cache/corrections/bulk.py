"""The same fix or the same answer on many records, looked at before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local_cache.corrections import corrections, queries
from local_cache.corrections.corrections import Correction, NothingToCorrect, obstacles, overlaid
from local_cache.corrections.corrections import rows as kept
from local_cache.corrections.person import Person
from local_cache.corrections.queries import Query, may
from local_cache.corrections.rows import Row, laid_over
from local_cache.corrections.sealed_rows import now, place_of
from local_cache.corrections.validation import Finding, Validator, Verdict
from local_cache.corrections.values import same
from local_cache.corrections.verified import remembered
from local_cache.ledger import Ledger
from local_cache.registry import Definition
from local_cache.sync.messages import Change, Response, Value


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a fix would do to one record. changes: none where it already is so; obstacles: what keeps it from being
    ready; none: it can be made ready at once."""

    record: str
    query: str | None
    changes: tuple[Change, ...]
    verdict: Verdict
    obstacles: tuple[Finding, ...]


def preview(
    ledger: Ledger,
    definition: Definition,
    validator: Validator,
    rows: Sequence[Row],
    values: Mapping[str, Value],
    *,
    reason: str,
    text: str = "",
    confirmed: Mapping[str, str] | None = None,
    query_of: Mapping[str, str] | None = None,
) -> tuple[Previewed, ...]:
    """What the same values would do to each record; nothing is written.

    rows: the registry's, of the validator's form and one unit; query_of: the query it answers, by record.
    """
    form = validator.form
    cases: list[tuple[Row, tuple[Change, ...]]] = []
    for row in rows:
        place = place_of(definition.registry, str(row["unit"]), form.id, str(row["record_id"]))
        seen = overlaid(form, row, kept.of_record(ledger, place, open_only=True))
        changes = tuple(Change(v, seen.get(v), new) for v, new in values.items() if not same(seen.get(v), new))
        cases.append((seen, changes))
    previewed = []
    for (seen, changes), verdict in zip(cases, validator.verdicts(cases), strict=True):
        unit, record = str(seen["unit"]), str(seen["record_id"])
        draft = Correction(
            op_id="", registry=definition.registry, unit=unit, form=form.id, record=record, base_version=0,
            changes=changes, author="", written_at=now(), reason=reason, text=text, confirmed=dict(confirmed or {}),
        )  # fmt: skip
        known = remembered(ledger, definition.registry, unit, (form.id, record))
        found = obstacles(definition, draft, verdict, known, laid_over(form, seen, changes)) if changes else ()
        previewed.append(Previewed(record, (query_of or {}).get(record), changes, verdict, found))
    return tuple(previewed)


def correct_all(
    ledger: Ledger,
    person: Person,
    definition: Definition,
    validator: Validator,
    rows: Sequence[Row],
    values: Mapping[str, Value],
    *,
    reason: str,
    text: str = "",
    confirmed: Mapping[str, str] | None = None,
    query_of: Mapping[str, str] | None = None,
) -> tuple[tuple[Correction, ...], tuple[Correction, ...]]:
    """Write the same fix for each record, in one transaction: those that are ready, and those kept as drafts because
    something is in the way. Records that already are so are left out. Raises NotAllowed, ValueRefused: then none."""
    ready, drafts = [], []
    with ledger.writing():
        for row in rows:
            record = str(row["record_id"])
            try:
                draft = corrections.write(
                    ledger, person, definition, validator.form, row, values, query=(query_of or {}).get(record),
                    reason=reason, text=text, confirmed=confirmed,
                )  # fmt: skip
            except NothingToCorrect:
                continue
            if draft.state != "draft":  # a draft that went away because all is as it was
                continue
            try:
                ready.append(corrections.make_ready(ledger, person, definition, validator, row, draft.op_id))
            except corrections.NotReady:
                drafts.append(draft)
    return tuple(ready), tuple(drafts)


def answer_all(
    ledger: Ledger, person: Person, asked: Sequence[Query], response: Response, text: str
) -> tuple[tuple[Query, ...], tuple[Query, ...]]:
    """The same answer to many queries, in one transaction: those answered, and those whose state does not allow it."""
    able = [query for query in asked if may(person, query, "answer")]
    with ledger.writing():
        answered = tuple(queries.answer(ledger, person, query, response, text) for query in able)
    done = {query.id for query in able}
    return answered, tuple(query for query in asked if query.id not in done)
