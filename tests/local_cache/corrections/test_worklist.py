"""The worklist's columns: filters, order and pages equal a plain look at every query."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from local_cache.corrections.corrections import take_back
from local_cache.corrections.queries import STATES, assign, raise_query
from local_cache.corrections.sealed_rows import place_of
from local_cache.corrections.what_if import what_if
from local_cache.corrections.worklist import Filter, Sort
from local_cache.results.figure import Period, Selection
from tests.local_cache.corrections.desk import FORM, KARI, NOW, RAGNAR, REGISTRY, Desk


def test_every_query_of_the_registry_is_there_once(desk: Desk) -> None:
    worklist = desk.worklist()
    everything = worklist.page(worklist.filtered())
    ids = [q.id for q in everything]
    assert len(set(ids)) == len(ids) == len(worklist)
    sent = {i for (i,) in desk.place.rows("SELECT id FROM query WHERE unit = ?", [desk.unit])}
    assert {q.id for q in everything if q.source == "registry"} == sent


def test_findings_are_those_the_registry_has_not_asked_about(desk: Desk) -> None:
    found = desk.queries(sources=frozenset({"rule"}))
    asked = set(desk.place.rows("SELECT record_id, rule FROM query WHERE unit = ?", [desk.unit]))
    assert not {(q.record, q.rule) for q in found} & asked
    for query in found[:10]:
        form = desk.definition().form(query.form)
        assert query.form in (FORM, form.id)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(), Filter(states=frozenset({"not opened", "open"})), Filter(severities=frozenset({"error"})),
        Filter(rules=frozenset({"hb09", "hb12"})), Filter(forms=frozenset({FORM})), Filter(text="7"),
        Filter(variables=frozenset({"asa"}), severities=frozenset({"warning"})), Filter(overdue=NOW),
        Filter(older_than=NOW - timedelta(days=200)), Filter(owner="kari"), Filter(owner=""),
        Filter(states=frozenset({"verified"})), Filter(rules=frozenset({"nothing"})),
    ],
)  # fmt: skip
def test_filters(desk: Desk, wanted: Filter) -> None:
    assign(desk.ledger, KARI, desk.queries(states=frozenset({"not opened"}))[0], "kari")
    worklist = desk.worklist()

    def fits(q: object) -> bool:
        due, opened = q.due, q.opened_at  # type: ignore[attr-defined]
        return (
            (not wanted.states or q.state in wanted.states)  # type: ignore[attr-defined]
            and (not wanted.severities or q.severity in wanted.severities)  # type: ignore[attr-defined]
            and (not wanted.rules or q.rule in wanted.rules)  # type: ignore[attr-defined]
            and (not wanted.forms or q.form in wanted.forms)  # type: ignore[attr-defined]
            and (not wanted.variables or q.variable in wanted.variables)  # type: ignore[attr-defined]
            and (wanted.owner is None or q.owner == wanted.owner)  # type: ignore[attr-defined]
            and wanted.text in q.record  # type: ignore[attr-defined]
            and (wanted.overdue is None or (due is not None and due < wanted.overdue))
            and (wanted.older_than is None or (opened is not None and opened.date() < wanted.older_than))
        )

    expected = {q.id for q in worklist.page(worklist.filtered()) if fits(q)}
    assert {q.id for q in worklist.page(worklist.filtered(wanted))} == expected
    assert sum(worklist.counts("state", wanted).values()) == len(expected)


SORTS: dict[Sort, object] = {
    "due": lambda q: q.due or date.max,
    "opened": lambda q: q.opened_at or datetime.max,
    "severity": lambda q: {"error": 0, "warning": 1}.get(q.severity, 2),
    "state": lambda q: STATES.index(q.state),
    "record": lambda q: q.record,
    "variable": lambda q: q.variable,
    "owner": lambda q: q.owner,
}


@pytest.mark.parametrize("sort", list(SORTS))
def test_orders(desk: Desk, sort: Sort) -> None:
    raise_query(desk.ledger, KARI, place_of(REGISTRY, desk.unit, FORM, desk.records()[0]), "weight", "?", owner="kari")
    worklist = desk.worklist()
    key = SORTS[sort]
    keys = [key(q) for q in worklist.page(worklist.filtered(sort=sort))]  # type: ignore[operator]
    assert keys == sorted(keys)
    keys = [key(q) for q in worklist.page(worklist.filtered(sort=sort, descending=True))]  # type: ignore[operator]
    assert keys == sorted(keys, reverse=True)


def test_pages_are_slices(desk: Desk) -> None:
    worklist = desk.worklist()
    positions = worklist.filtered(sort="record")
    whole = worklist.page(positions)
    pages = [worklist.page(positions[at : at + 7]) for at in range(0, len(positions), 7)]
    assert tuple(q for page in pages for q in page) == whole
    assert worklist.page(np.array([], np.int64)) == ()


def test_an_own_question_has_its_due_date_and_owner(desk: Desk) -> None:
    made = raise_query(
        desk.ledger, KARI, place_of(REGISTRY, desk.unit, FORM, desk.records()[0]), "weight", "Stemmer vekten?",
        severity="error", due=NOW + timedelta(days=3), owner="ragnar",
    )  # fmt: skip
    found = desk.query(made.id)
    assert (found.due, found.owner, found.severity, found.source, found.state) == (
        NOW + timedelta(days=3), "ragnar", "error", "person", "open",
    )  # fmt: skip


def test_a_finding_that_a_ready_correction_mends_is_corrected_until_that_is_taken_back(desk: Desk) -> None:
    record = desk.records("operation_minutes > 20 AND death_date IS NULL")[0]
    desk.registry.edit(REGISTRY, FORM, record, {"operation_minutes": 400})
    desk.synchronise()

    def about() -> dict[str, str]:
        return {q.rule: q.state for q in desk.queries() if q.record == record and q.variable == "operation_minutes"}

    def at_rest() -> bool:
        return set(about().values()) == {"not opened"}

    assert set(about()) == {"hb10", "soft:operation_minutes"} and at_rest()
    draft = desk.write(record, {"operation_minutes": 85})
    assert at_rest(), "a draft is nothing yet"
    ready = desk.ready(draft)
    assert set(about().values()) == {"corrected"}
    waiting = sum(desk.worklist().waiting().values())
    with desk.place.cache.reading() as cursor:
        selection = Selection(REGISTRY, desk.unit, Period(date(2020, 1, 1), date(2027, 1, 1)))
        told = what_if(cursor, desk.definition(), selection, [ready], desk.worklist(), "nb", NOW)
    assert (told.open_queries_before, told.open_queries_after) == (waiting + 2, waiting)
    take_back(desk.ledger, RAGNAR, ready.op_id)
    assert at_rest()
    other = desk.correct(record, {"blood_loss": 123})
    assert at_rest(), "a correction that mends something else"
    take_back(desk.ledger, RAGNAR, other.op_id)
