"""Answers without a correction: to one query, or the same to several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from app.corrections.work import Work
from local_cache.cache import Cursor
from local_cache.corrections import queries
from local_cache.corrections.queries import Action, Query, may
from local_cache.corrections.rows import read_rows
from local_cache.corrections.validation import Finding, Validator, validating
from local_cache.ledger import Ledger
from local_cache.sync.messages import Response
from local_cache.sync.messages import Value as Sent


def action_of(response: str) -> Action:
    """What answering so is called in the state machine."""
    return "verify" if response == "rare_but_true" else "answer"


def answering(
    ledger: Ledger,
    work: Work,
    query: Query,
    finding: Finding | None,
    row: dict[str, Sent],
    response: str,
    text: str,
    validator: Validator,
) -> Callable[[], object]:
    """The answer as something to be written on any thread. validator: of the query's form."""
    if response == "rare_but_true":
        return lambda: queries.verify_query(
            ledger, work.person, query, finding, row, text, also=validator.findings([row])[0]
        )
    said = cast(Response, response)
    return lambda: queries.answer(ledger, work.person, query, said, text, finding=finding, row=row)


def answer_several(cursor: Cursor, ledger: Ledger, work: Work, items: Sequence[Query], response: str, text: str) -> int:
    """The same answer to all that can be answered, in one transaction; gives how many."""
    able = [query for query in items if may(work.person, query, action_of(response))]
    number = 0
    with ledger.writing():
        for form in {query.form for query in able}:
            some = [query for query in able if query.form == form]
            rows = read_rows(
                cursor, work.definition, work.definition.form(form), some[0].unit, {query.record for query in some}
            )
            with validating(work.definition, work.definition.form(form), work.today) as validator:
                for query in some:
                    if query.record in rows:
                        finding = work.finding(form, query.rule)
                        answering(ledger, work, query, finding, rows[query.record], response, text, validator)()
                        number += 1
    return number
