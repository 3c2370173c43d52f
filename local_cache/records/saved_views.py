"""What a person wants to see again: columns, order and filter of a form's records, under a name.

Kept sealed in the ledger, for each registry and form. A view never keeps a search, single records or a condition on an
identifier's value: those tell of one patient, and would outlive the patient's records. What somebody typed into an
expression or a condition on another variable is kept as it stands; it holds no record, and a patient who has withdrawn
is in none of the records that it finds.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec
from msgspec import structs

from local_cache.ledger import Ledger
from local_cache.records.columns import columns_of_form, identifiers_of
from local_cache.records.filter import Missing, Present, RecordFilter
from local_cache.records.query import NEWEST_FIRST, RecordQuery, identifiers_read
from local_cache.registry import Definition, Form


class SavedView(msgspec.Struct, frozen=True, omit_defaults=True):
    """columns: names in their order; frozen: so many of the first stay in sight; labels: in place of codes."""

    name: str
    columns: tuple[str, ...]
    frozen: int = 0
    filter: RecordFilter = RecordFilter()
    labels: bool = True
    sort: str = NEWEST_FIRST
    descending: bool = True


def saved_views(ledger: Ledger, registry: str, form: str) -> tuple[SavedView, ...]:
    """The views of a form, by name."""
    kept = ledger.choice(_place(registry, form)) or []
    views = msgspec.convert(kept, tuple[SavedView, ...])
    return tuple(sorted(views, key=lambda v: v.name.casefold()))


def save_view(ledger: Ledger, registry: str, form: str, view: SavedView) -> None:
    """Keep a view, in place of one of the same name."""
    others = [v for v in saved_views(ledger, registry, form) if v.name != view.name]
    ledger.choose(_place(registry, form), msgspec.to_builtins([*others, view]))


def remove_view(ledger: Ledger, registry: str, form: str, name: str) -> None:
    others = [v for v in saved_views(ledger, registry, form) if v.name != name]
    ledger.choose(_place(registry, form), msgspec.to_builtins(others))


def kept_part(definition: Definition, query: RecordQuery) -> RecordFilter:
    """The part of a query's filter that a view keeps."""
    wanted = query.filter
    form = definition.form(query.form)
    hidden = {*identifiers_of(form), "record_id", "episode"}
    conditions = tuple((n, c) for n, c in wanted.conditions if n not in hidden or isinstance(c, Missing | Present))
    kept = structs.replace(wanted, conditions=conditions, records=(), search="")
    if identifiers_read(definition, replace(query, filter=kept)):
        kept = structs.replace(kept, expressions=(), called="")
    return kept


def fitted(view: SavedView, definition: Definition, form: Form) -> SavedView:
    """The view without what a later definition no longer has."""
    known = {c.name for c in columns_of_form(definition, form, "nb")}
    columns = tuple(c for c in view.columns if c in known)
    return structs.replace(
        view,
        columns=columns,
        frozen=min(view.frozen, len(columns)),
        filter=view.filter.within(known),
        sort=view.sort if view.sort in known else NEWEST_FIRST,
    )


def _place(registry: str, form: str) -> str:
    return f"views/{registry}/{form}"
