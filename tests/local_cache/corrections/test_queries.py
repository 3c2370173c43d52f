"""The workflow of queries, as the best known tool of the field has it: one test for each of its acceptance cases."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from local_cache.corrections import queries
from local_cache.corrections.person import NotAllowed, Person
from local_cache.corrections.queries import (
    STATES,
    STEPS,
    WAITING,
    Query,
    QueryNotHere,
    StepNotPossible,
    after,
    answer,
    assign,
    close,
    comment,
    correct,
    finding_of,
    may,
    open_query,
    raise_query,
    reopen,
    return_query,
    thread,
    verify_query,
)
from local_cache.corrections.sealed_rows import place_of
from tests.local_cache.corrections.desk import FORM, KARI, LISE, NOW, RAGNAR, REGISTRY, Desk


def said(desk: Desk, query: Query) -> list[str]:
    with desk.place.cache.reading() as cursor:
        return [s.what or s.text for s in thread(cursor, desk.ledger, query)]


def of_registry(desk: Desk, rule: str = "hb16", **values: object) -> Query:
    """A query the registry has just asked about a record that nobody has asked about."""
    record = desk.records("haemoglobin > 10 AND asa <> '9' AND height > 150 AND weight > 50")[-1]
    desk.registry.edit(REGISTRY, FORM, record, values or {"haemoglobin": 4.2})
    id = desk.registry.ask(REGISTRY, FORM, record, rule)
    desk.synchronise()
    asked = desk.query(id)
    assert asked.state == "not opened"
    return asked


def break_rule(desk: Desk, record: str) -> Query:
    """The registry's own data break rule hb16 (a warning) in a record; the finding that is made of it here."""
    desk.registry.edit(REGISTRY, FORM, record, {"haemoglobin": 4.0})
    desk.synchronise()
    (found,) = [q for q in desk.queries(text=record) if q.rule == "hb16"]
    return found


def asked_of(desk: Desk, record: str) -> set[str]:
    """The rules that ask about a record and wait for an answer."""
    return {q.rule for q in desk.queries(text=record) if q.state in WAITING}


# The acceptance cases


def test_a_query_is_opened_from_a_rules_result(desk: Desk) -> None:
    record = desk.records("haemoglobin > 10")[0]
    assert not desk.queries(text=record)
    found = break_rule(desk, record)
    assert (found.source, found.state, found.variable, found.severity) == (
        "rule", "not opened", "haemoglobin", "warning",
    )  # fmt: skip
    opened = open_query(desk.ledger, RAGNAR, found)
    assert opened.state == "open"
    assert desk.query(found.id).state == "open"


def test_a_query_is_raised_by_hand(desk: Desk) -> None:
    place = place_of(REGISTRY, desk.unit, FORM, desk.records()[8])
    asked_before = desk.registry.query("SELECT count(*) FROM query")
    raised = raise_query(
        desk.ledger, KARI, place, "weight", "Stemmer vekten?", severity="error", due=date(2026, 4, 1), owner="ragnar"
    )
    there = desk.query(raised.id)
    assert (there.source, there.state, there.variable, there.severity) == ("person", "open", "weight", "error")
    assert (there.due, there.owner, there.record) == (date(2026, 4, 1), "ragnar", place[3])
    assert raised.id in {q.id for q in desk.queries(owner="ragnar")}
    with desk.place.cache.reading() as cursor:
        first = thread(cursor, desk.ledger, raised)[0]
    assert (first.who, first.what, first.text) == ("kari", "raise", "Stemmer vekten?")
    assert answer(desk.ledger, RAGNAR, there, "typing_error", "83 kg").state == "answered"
    assert not desk.synchronise().problems
    assert desk.query(raised.id).state == "answered"
    assert desk.registry.query("SELECT count(*) FROM query") == asked_before, "what colleagues ask each other is theirs"


def test_a_query_is_assigned_to_somebody(desk: Desk) -> None:
    query = of_registry(desk)
    assert assign(desk.ledger, KARI, query, "ragnar").owner == "ragnar"
    assert desk.query(query.id).owner == "ragnar"
    assert [q.id for q in desk.queries(owner="ragnar")] == [query.id]
    assign(desk.ledger, RAGNAR, desk.query(query.id), "")
    assert not desk.queries(owner="ragnar")


@pytest.mark.parametrize("response", [r for r in queries.RESPONSES if r != "rare_but_true"])
def test_a_query_is_responded_to_with_a_type_and_words(desk: Desk, response: str) -> None:
    query = of_registry(desk)
    answered = answer(desk.ledger, RAGNAR, query, response, "sett i journalen")  # type: ignore[arg-type]
    assert (answered.state, desk.query(query.id).state) == ("answered", "answered")
    desk.synchronise()
    assert desk.query(query.id).state == "answered", "now the registry says so too"
    told = desk.registry.query("SELECT state, CAST(messages AS VARCHAR) FROM query WHERE id = ?", [query.id])
    assert told[0][0] == "answered" and response in told[0][1] and "sett i journalen" in told[0][1]


def test_a_query_is_responded_to_with_a_correction(desk: Desk) -> None:
    query = of_registry(desk, "hb09", asa="9")
    draft = correct(
        desk.ledger, RAGNAR, query, desk.definition(), desk.row(query.record), {"asa": "2"}, reason="feil_lest"
    )
    assert desk.query(query.id).state == "open"
    desk.ready(draft)
    assert desk.query(query.id).state == "corrected"
    desk.synchronise()
    assert desk.query(query.id).state == "closed", "the registry closes what holds now"
    assert "Takk, rettingen er tatt inn." in said(desk, query)


def test_a_query_is_closed_by_who_asked(desk: Desk) -> None:
    theirs = of_registry(desk)
    answer(desk.ledger, RAGNAR, theirs, "other", "vi ser på det")
    desk.synchronise()
    with pytest.raises(NotAllowed):
        close(desk.ledger, KARI, desk.query(theirs.id))
    desk.registry.move_query(REGISTRY, theirs.id, "closed", "Greit.")
    desk.synchronise()
    assert desk.query(theirs.id).state == "closed"
    ours = raise_query(desk.ledger, KARI, place_of(REGISTRY, desk.unit, FORM, desk.records()[1]), "weight", "Stemmer?")
    answer(desk.ledger, RAGNAR, desk.query(ours.id), "other", "Ja.")
    assert close(desk.ledger, KARI, desk.query(ours.id), "Fint.").state == "closed"
    assert desk.query(ours.id).state == "closed"


def test_a_closed_query_is_reopened(desk: Desk) -> None:
    ours = raise_query(desk.ledger, KARI, place_of(REGISTRY, desk.unit, FORM, desk.records()[2]), "weight", "Stemmer?")
    close(desk.ledger, KARI, ours)
    assert reopen(desk.ledger, KARI, desk.query(ours.id), "Likevel ikke.").state == "open"
    theirs = of_registry(desk)
    answer(desk.ledger, RAGNAR, theirs, "other", "ja")
    desk.synchronise()
    desk.registry.move_query(REGISTRY, theirs.id, "closed", "Greit.")
    desk.synchronise()
    assert desk.query(theirs.id).state == "closed"
    desk.registry.move_query(REGISTRY, theirs.id, "open", "Vi må spørre igjen.")
    desk.synchronise()
    assert desk.query(theirs.id).state == "open"


def test_an_answer_that_does_not_do_is_returned(desk: Desk) -> None:
    theirs = of_registry(desk)
    answer(desk.ledger, RAGNAR, theirs, "other", "?")
    desk.synchronise()
    desk.registry.move_query(REGISTRY, theirs.id, "returned", "Hvilken dato gjelder?")
    desk.synchronise()
    assert desk.query(theirs.id).state == "returned"
    assert answer(desk.ledger, RAGNAR, desk.query(theirs.id), "misread_source", "1. mai").state == "answered"
    ours = raise_query(desk.ledger, KARI, place_of(REGISTRY, desk.unit, FORM, desk.records()[3]), "weight", "Stemmer?")
    answer(desk.ledger, RAGNAR, desk.query(ours.id), "other", "Kanskje.")
    assert return_query(desk.ledger, KARI, desk.query(ours.id), "Se en gang til.").state == "returned"


def test_a_rare_value_is_verified_and_not_asked_about_until_it_changes(desk: Desk) -> None:
    record = desk.records("haemoglobin > 10")[4]
    found = break_rule(desk, record)
    finding = finding_of(desk.definition(), FORM, "hb16", NOW)
    assert verify_query(desk.ledger, RAGNAR, found, finding, desk.row(record), "prøvesvar sett").state == "verified"
    assert "hb16" not in asked_of(desk, record)
    desk.registry.edit(REGISTRY, FORM, record, {"blood_loss": 55})
    desk.synchronise()
    assert "hb16" not in asked_of(desk, record), "another variable is none of its business"
    desk.registry.edit(REGISTRY, FORM, record, {"haemoglobin": 4.5})
    desk.synchronise()
    assert "hb16" in asked_of(desk, record), "another value is another question"
    desk.registry.edit(REGISTRY, FORM, record, {"haemoglobin": 4.0})
    desk.synchronise()
    assert "hb16" not in asked_of(desk, record), "it is remembered for good"


def test_what_a_range_asks_of_the_same_value_is_verified_with_it(desk: Desk) -> None:
    record = desk.records("haemoglobin > 10")[12]
    found, row = break_rule(desk, record), desk.row(record)
    assert {"hb16", "soft:haemoglobin"} <= asked_of(desk, record)
    finding = finding_of(desk.definition(), FORM, "hb16", NOW)
    broken = desk.validator().findings([row])[0]
    verify_query(desk.ledger, RAGNAR, found, finding, row, "prøvesvar sett", also=broken)
    assert not {"hb16", "soft:haemoglobin"} & asked_of(desk, record)
    again = next(q for q in desk.queries(text=record) if q.rule == "hb16")
    reopen(desk.ledger, KARI, again, "Likevel ikke.")
    assert {"hb16", "soft:haemoglobin"} <= asked_of(desk, record), "and asked with it"


def test_a_verified_value_is_asked_about_again_when_a_coordinator_reopens_the_query(desk: Desk) -> None:
    record = desk.records("haemoglobin > 10")[9]
    found = break_rule(desk, record)
    finding = finding_of(desk.definition(), FORM, "hb16", NOW)
    verified = verify_query(desk.ledger, RAGNAR, found, finding, desk.row(record), "prøvesvar sett")
    assert "hb16" not in asked_of(desk, record)
    assert desk.query(found.id).state == "verified", "it can be found, and what was said about it"
    assert reopen(desk.ledger, KARI, verified, "Prøven var en annens.").state == "open"
    (again,) = [q for q in desk.queries(text=record) if q.rule == "hb16"]
    assert (again.id, again.state) == (found.id, "open")
    assert [e for e in said(desk, again) if e in ("verify: rare_but_true", "reopen")] == [
        "verify: rare_but_true", "reopen",
    ]  # fmt: skip
    verify_query(desk.ledger, RAGNAR, again, finding, desk.row(record), "sett en gang til")
    assert "hb16" not in asked_of(desk, record)


def test_a_verified_value_is_asked_about_again_when_the_rule_changes(desk: Desk) -> None:
    import msgspec

    from local_cache.corrections.worklist import Filter, read_worklist

    record = desk.records("haemoglobin > 10")[5]
    found = break_rule(desk, record)
    finding = finding_of(desk.definition(), FORM, "hb16", NOW)
    verify_query(desk.ledger, RAGNAR, found, finding, desk.row(record), "prøvesvar sett")
    definition = desk.definition()
    rules = tuple(msgspec.structs.replace(r, version=2) if r.id == "hb16" else r for r in definition.rules)
    newer = msgspec.structs.replace(definition, rules=rules)
    with desk.place.cache.reading() as cursor:
        worklist = read_worklist(cursor, desk.ledger, newer, desk.unit, NOW)
    asked = worklist.page(worklist.filtered(Filter(text=record, rules=frozenset({"hb16"}))))
    assert [q.state for q in asked] == ["open"]


def test_a_rare_value_is_told_to_a_registry_that_asked(desk: Desk) -> None:
    query = of_registry(desk, "hb12", height=150, weight=120.0)
    finding = finding_of(desk.definition(), FORM, query.rule, NOW)
    verify_query(desk.ledger, RAGNAR, query, finding, desk.row(query.record), "kontrollert")
    assert desk.query(query.id).state == "verified"
    desk.synchronise()
    assert desk.registry.query("SELECT state FROM query WHERE id = ?", [query.id]) == [("verified",)]
    assert desk.query(query.id).state == "verified"


def test_the_history_is_visible_to_all_who_may_look(desk: Desk) -> None:
    query = of_registry(desk)
    open_query(desk.ledger, RAGNAR, query)
    assign(desk.ledger, KARI, desk.query(query.id), "ragnar")
    comment(desk.ledger, RAGNAR, desk.query(query.id), "ligger hos arkivet")
    answer(desk.ledger, RAGNAR, desk.query(query.id), "source_was_wrong", "feil i journalen")
    with desk.place.cache.reading() as cursor:
        told = thread(cursor, desk.ledger, query)
    events = [("ragnar", "open"), ("kari", "assign"), ("ragnar", "comment"), ("ragnar", "answer")]
    assert [(s.who, s.what) for s in told if s.what] == events
    assert "Registersekretariatet" in {s.who for s in told}
    assert {"ligger hos arkivet", "feil i journalen"} <= {s.text for s in told}
    assert [s.state for s in told if s.by == "unit"] == ["ready"]
    desk.synchronise()
    with desk.place.cache.reading() as cursor:
        later = thread(cursor, desk.ledger, query)
    assert [s.text for s in later if s.by == "unit"] == ["feil i journalen"], "once, though it came back"
    assert "ligger hos arkivet" not in str(desk.registry.query("SELECT messages FROM query WHERE id = ?", [query.id]))


def test_rights_are_respected(desk: Desk) -> None:
    theirs = of_registry(desk)
    ours = raise_query(desk.ledger, KARI, place_of(REGISTRY, desk.unit, FORM, desk.records()[6]), "weight", "Stemmer?")
    assert open_query(desk.ledger, LISE, theirs).state == "not opened", "a reader's look changes nothing"
    for query in (theirs, ours):
        for person, allowed in (
            (LISE, set()),
            (KARI, {"assign", "comment"} | ({"close"} if query is ours else set())),
            (RAGNAR, {"assign", "comment", "answer", "correct", "verify"}),
        ):
            steps = {s.action for s in STEPS if may(person, query, s.action)} - {"open"}
            assert steps == allowed, (person, query)
    for act in (
        lambda: answer(desk.ledger, LISE, theirs, "other"),
        lambda: answer(desk.ledger, KARI, theirs, "other"),
        lambda: assign(desk.ledger, LISE, theirs, "lise"),
        lambda: comment(desk.ledger, LISE, theirs, "hei"),
        lambda: close(desk.ledger, RAGNAR, ours),
        lambda: verify_query(desk.ledger, KARI, theirs, None, {}, "ja"),
        lambda: raise_query(desk.ledger, LISE, place_of(REGISTRY, desk.unit, FORM, "x"), "weight", "?"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert desk.query(theirs.id).state == "not opened"


# The machine itself


def test_every_step_leads_from_known_states_to_known_ones_and_readers_have_none() -> None:
    for step in STEPS:
        assert step.before <= set(STATES) and step.after in (*STATES, None)
        assert step.roles and "leser" not in step.roles
    for state in STATES:
        reached = any(s.after == state for s in STEPS)
        assert reached or state == "not opened"


def test_steps_that_are_not_in_the_table_are_refused() -> None:
    everyone = Person("all", frozenset({"registrar", "kvalitetskoordinator"}))
    for state, source, action in product(STATES, ("registry", "rule", "person"), {s.action for s in STEPS}):
        in_table = any(
            s.action == action and state in s.before and source in s.whose and everyone.is_any_of(s.roles)
            for s in STEPS
        )
        try:
            after(everyone.roles, state, source, action)  # type: ignore[arg-type]
        except (StepNotPossible, NotAllowed) as refusal:
            assert not in_table
            assert refusal.sentence().count(".") >= 3
        else:
            assert in_table


def test_a_query_that_is_not_here_is_said(desk: Desk) -> None:
    with desk.place.cache.reading() as cursor, pytest.raises(QueryNotHere):
        queries.query(cursor, desk.ledger, desk.definition(), desk.unit, "no-such", NOW)


def test_a_finding_that_was_closed_is_asked_again_for_another_value(desk: Desk) -> None:
    record = desk.records("haemoglobin > 10")[7]
    found = break_rule(desk, record)
    finding = finding_of(desk.definition(), FORM, "hb16", NOW)
    close(desk.ledger, KARI, found, "ikke viktig", finding=finding, row=desk.row(record))
    assert desk.query(found.id).state == "closed"
    desk.registry.edit(REGISTRY, FORM, record, {"haemoglobin": 4.1})
    desk.synchronise()
    assert desk.query(found.id).state == "open"


def test_a_rejected_answer_is_in_the_thread_and_the_query_is_the_registrys_again(desk: Desk) -> None:
    query = of_registry(desk)
    answer(desk.ledger, RAGNAR, query, "other", "svar")
    desk.registry.move_query(REGISTRY, query.id, "closed", "Løst på annen måte.")
    desk.synchronise()
    assert desk.query(query.id).state == "closed"
    with desk.place.cache.reading() as cursor:
        told = thread(cursor, desk.ledger, query)
    assert [s.state for s in told if s.by == "unit"] == ["rejected"]
