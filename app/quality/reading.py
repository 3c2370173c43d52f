"""What the page of data quality reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.pages.page import View
from local_cache.cache import Cursor
from local_cache.quality.comparability import comparability
from local_cache.quality.coverage import coverage
from local_cache.quality.findings import Comparability, Coverage, Readiness, RecordsWanted
from local_cache.quality.readiness import readiness
from local_cache.quality.scope import Scope, scope_of
from local_cache.records.behind import Records
from local_cache.records.filter import RecordFilter
from local_cache.registry import Form, text_in

Found = TypeVar("Found")


@dataclass(frozen=True)
class Ready:
    """The meter, with the registry's words for the deadline."""

    readiness: Readiness
    text: str


@dataclass(frozen=True)
class Outline:
    """What is there with or without records."""

    coverage: Coverage
    comparability: Comparability


def scope_for(cursor: Cursor, view: View) -> Scope:
    as_of = view.summary.data_as_of
    return scope_of(cursor, view.definition, view.unit, view.period, as_of.date() if as_of else view.period.end)


def read_ready(cursor: Cursor, view: View) -> Ready:
    found = readiness(cursor, scope_for(cursor, view), view.summary.deadlines)
    return Ready(found, text_in(found.text, view.language) if found.text else "")


def read_outline(cursor: Cursor, view: View) -> Outline:
    scope = scope_for(cursor, view)
    return Outline(coverage(cursor, scope), comparability(cursor, scope))


def read_part(cursor: Cursor, view: View, form: Form, part: Callable[[Cursor, Scope, Form], Found]) -> Found:
    """One of completeness, timeliness, validity and duplicates."""
    return part(cursor, scope_for(cursor, view), form)


def as_filtered(wanted: RecordsWanted) -> Records:
    """The same records as a filter of the page of own records."""
    expressions = (wanted.expression,) if wanted.expression else ()
    return Records(wanted.form, RecordFilter(expressions=expressions, records=wanted.record_ids))
