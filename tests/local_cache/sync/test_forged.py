"""What a registry may not do, and what it may change: against one that does as it is told."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from demo_registry.manifest import Signer
from local_cache.registry import Form, Indicator, Rule, Variable
from local_cache.results import summary
from local_cache.sync.messages import NDJSON_ZSTD, PARQUET, Limits
from local_cache.sync.outcome import Changed
from local_cache.sync.record_tables import record_columns
from tests.local_cache.sync.forged import FORM, REGISTRY, UNIT, Forged, definition, row
from tests.local_cache.sync.places import Place, Synchronise

TABLE = "records_lite_skjema"


def code_of(result):
    assert len(result.problems) == 1, result.problems
    return result.problems[0].problem.code


def reason_of(result):
    return result.problems[0].problem.sentence()


@pytest.mark.parametrize("kind", [PARQUET, NDJSON_ZSTD])
def test_every_type_comes_in_as_it_was_sent(place: Place, forged: Forged, synchronise: Synchronise, kind: str):
    rows = [row(n) for n in range(50)] + [row(50, tall=None, maal=None, merknad=None, valg=None, ja=None, tid=None)]
    forged.records(rows, kind=kind)
    assert not synchronise().problems
    got = place.rows(
        f"SELECT record_id, tall, maal, merknad, valg, ja, strftime(tid, '%Y-%m-%dT%H:%M:%S') FROM {TABLE}"
    )
    wanted = [(r["record_id"], r["tall"], r["maal"], r["merknad"], r["valg"], r["ja"], r["tid"]) for r in rows]
    assert sorted(got) == sorted(wanted)
    (counted,) = place.rows("SELECT sum(numerator), sum(denominator) FROM monthly_results WHERE own")
    assert counted == (sum(r["tall"] is not None and r["tall"] > 5 for r in rows), 50)


@pytest.mark.parametrize("kind", [PARQUET, NDJSON_ZSTD])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tall": "VARCHAR"}, "tall"),
        ({"merknad": None}, "merknad"),
        ({"fremmed": "VARCHAR"}, "fremmed"),
        ({"ja": "VARCHAR"}, "ja"),
    ],
)
def test_columns_that_do_not_fit_are_named_and_nothing_is_taken(
    place: Place, forged: Forged, synchronise: Synchronise, kind: str, change: dict, said: str
):
    columns = {"op": "VARCHAR", "why": "VARCHAR", **record_columns(FORM), **change}
    sent = {name: "hemmelig" for name, kind_of in change.items() if kind_of}
    forged.records([row(1, **sent)], columns={n: t for n, t in columns.items() if t}, kind=kind)
    result = synchronise()
    assert code_of(result) == "content-refused"
    assert said in reason_of(result) and "records/skjema" in reason_of(result)
    assert "hemmelig" not in reason_of(result)
    assert place.rows(f"SELECT count(*) FROM {TABLE}") == [(0,)]


@pytest.mark.parametrize("kind", [PARQUET, NDJSON_ZSTD])
@pytest.mark.parametrize("declared", [5, 500])
def test_another_number_of_rows_than_declared(forged: Forged, synchronise: Synchronise, kind: str, declared: int):
    forged.records([row(n) for n in range(50)], kind=kind)
    feed = forged.feeds["records/skjema"]
    part = msgspec.structs.replace(feed.parts[0], rows=declared)
    forged.feeds["records/skjema"] = msgspec.structs.replace(feed, parts=(part,))
    assert code_of(synchronise()) == "content-refused"


def test_a_line_far_larger_than_a_record_is_refused(place: Place, forged: Forged, synchronise: Synchronise):
    """A few kilobytes that unpack to megabytes."""
    forged.records([row(1, merknad=" " * 8_000_000)], kind=NDJSON_ZSTD)
    assert forged.feeds["records/skjema"].parts[0].bytes < 100_000
    assert code_of(synchronise()) == "content-refused"


@pytest.mark.parametrize("kind", [PARQUET, NDJSON_ZSTD])
@pytest.mark.parametrize(
    "body", [b"", b"not a part at all", b"PAR1" + b"\0" * 200 + b"PAR1", b"\x28\xb5\x2f\xfd" + b"x" * 50]
)
def test_signed_rubbish_is_refused(place: Place, forged: Forged, synchronise: Synchronise, kind: str, body: bytes):
    forged.records([row(1)])
    feed = forged.feeds["records/skjema"]
    forged.feeds["records/skjema"] = msgspec.structs.replace(feed, parts=(forged.keep(body or b" ", kind, 1),))
    assert code_of(synchronise()) == "content-refused"
    assert place.rows(f"SELECT count(*) FROM {TABLE}") == [(0,)]


@pytest.mark.parametrize("wrong", [{"unit": "u2"}, {"record_id": None}, {"sequence": None}, {"op": "x"}])
def test_rows_that_do_not_belong_are_refused(place: Place, forged: Forged, synchronise: Synchronise, wrong: dict):
    forged.records([row(1), row(2)])
    before = synchronise()
    assert not before.problems
    rows = [row(1), row(2), {**row(3), **wrong}]
    forged.records(rows, state=[row(1), row(2), row(3)])
    assert code_of(synchronise()) == "content-refused"
    assert place.rows(f"SELECT record_id FROM {TABLE} ORDER BY ALL") == [("R1",), ("R2",)]


def test_a_wrong_digest_leaves_the_cache_as_it_was(place: Place, forged: Forged, synchronise: Synchronise):
    forged.records([row(1), row(2)])
    synchronise()
    before = place.everything()
    forged.records([row(1), row(2), row(3)], digest="0123456789abcdef")
    result = synchronise()
    assert code_of(result) == "digest-mismatch" and "records/skjema" in reason_of(result)
    assert place.everything() == before


def test_rows_lost_from_the_cache_are_fetched_again(place: Place, forged: Forged, synchronise: Synchronise):
    forged.records([row(n) for n in range(9)])
    synchronise()
    before = place.everything()
    with place.cache.writing() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE record_id = 'R4'")
    assert not synchronise().problems
    assert place.everything() == before


@pytest.mark.parametrize(
    "change",
    [
        {"registry": "annet"},
        {"unit": "u2"},
        {"from_cursor": "c7"},
        {"server_time": datetime(2020, 1, 1, tzinfo=UTC)},
        {"definition_version": "9"},
    ],
)
def test_manifests_that_do_not_answer_are_refused(place: Place, forged: Forged, synchronise: Synchronise, change: dict):
    forged.records([row(1)])
    synchronise()
    before = place.everything()
    forged.records([row(1), row(2)])
    forged.changes |= change
    assert code_of(synchronise()) == "manifest-refused"
    assert place.everything() == before


def test_a_signature_by_another_key_is_refused(place: Place, forged: Forged, synchronise: Synchronise):
    forged.records([row(1)])
    forged.shown = Signer()
    assert code_of(synchronise()) == "manifest-refused"


def test_a_newer_protocol_and_a_newer_program_are_said(forged: Forged, synchronise: Synchronise):
    forged.changes["oldest_client"] = "99.0"
    assert code_of(synchronise()) == "program-too-old"
    forged.changes = {"definition_version": "1", "protocol": "2"}
    assert code_of(synchronise()) == "program-too-old"


def test_parts_above_the_limit_are_not_even_asked_for(forged: Forged, synchronise: Synchronise):
    forged.records([row(n) for n in range(100)])
    forged.limits = Limits(part_bytes=100)
    assert code_of(synchronise()) == "manifest-refused"
    assert not any(r.path.startswith("/parts") for r in forged.log)


def test_the_token_goes_to_no_other_address(forged: Forged, synchronise: Synchronise):
    forged.part_prefix = "http://127.0.0.2:1/parts/"
    forged.define(definition("2"))
    assert code_of(synchronise()) == "answer-refused"


@pytest.mark.parametrize(
    "expression",
    [
        "read_csv('/etc/passwd') IS NOT NULL",
        "(SELECT count(*) FROM definition) > 0",
        "utenkjent(tall)",
        "finnesikke > 1",
    ],
)
def test_an_expression_outside_the_language_is_refused_and_the_rest_works(
    place: Place, forged: Forged, synchronise: Synchronise, expression: str
):
    bad = Indicator("vond", 1, {"nb": "Vond"}, "proportion", FORM.id, numerator=expression)
    rule = Rule("vondregel", 1, FORM.id, expression, "error", {"nb": "x"})
    forged.define(definition("2", indicators=(*definition().indicators, bad), rules=(*definition().rules, rule)))
    forged.records([row(n) for n in range(20)])
    assert not synchronise().problems
    assert sorted(place.rows("SELECT kind, id FROM refusal")) == [("indicator", "vond"), ("rule", "vondregel")]
    assert all(reason for (reason,) in place.rows("SELECT reason FROM refusal"))
    assert place.rows("SELECT DISTINCT indicator FROM monthly_results WHERE own") == [("andel",)]
    assert place.rows("SELECT sum(denominator) FROM monthly_results WHERE own") == [(20,)]


def test_a_definition_that_does_not_hold_together_leaves_the_old_in_use(
    place: Place, forged: Forged, synchronise: Synchronise
):
    forged.records([row(1)])
    synchronise()
    before = place.everything()
    forged.define(b'{"registry": "lite"}', "2")
    assert code_of(synchronise()) == "definition-refused"
    forged.define(definition("3", registry="annet"))
    assert code_of(synchronise()) == "definition-refused"
    assert place.everything() == before


def kept_versions(place: Place) -> list[tuple[str, bool]]:
    """Versions of the definition in the cache, and whether each was ever in use here."""
    return place.rows("SELECT version, applied_at IS NOT NULL FROM definition ORDER BY version")


def test_a_new_cache_also_gets_the_definition_before_and_an_old_one_keeps_what_it_had(
    place: Place, forged: Forged, synchronise: Synchronise
):
    forged.define(definition("2"), earlier={"1": msgspec.json.encode(definition("1"))})
    forged.records([row(1)])
    assert not synchronise().problems
    assert kept_versions(place) == [("1", False), ("2", True)]
    with place.cache.reading() as cursor:
        assert summary.definition(cursor, REGISTRY).version == "2"
        earlier = summary.earlier_definition(cursor, REGISTRY)
    assert earlier == definition("1")
    forged.define(definition("4"), earlier={"3": msgspec.json.encode(definition("3"))})
    assert not synchronise().problems
    assert kept_versions(place) == [("2", True), ("4", True)], "what changed since the one in use here"


@pytest.mark.parametrize(
    "earlier",
    [
        {"1": b"{"},
        {"1": msgspec.json.encode(definition("0"))},
        {"1": msgspec.json.encode(definition("1", registry="annet"))},
        {"0": msgspec.json.encode(definition("0")), "1": msgspec.json.encode(definition("1"))},
    ],
    ids=["broken", "another version", "another registry", "several"],
)
def test_whatever_is_wrong_with_the_definition_before_the_rest_is_synchronised(
    place: Place, forged: Forged, synchronise: Synchronise, earlier: dict[str, bytes]
):
    forged.define(definition("2"), earlier=earlier)
    forged.records([row(1)])
    assert not synchronise().problems
    assert kept_versions(place) == [("2", True)]
    assert place.rows(f"SELECT count(*) FROM {TABLE}") == [(1,)]
    with place.cache.reading() as cursor:
        assert summary.earlier_definition(cursor, REGISTRY) is None


def test_a_form_of_a_definition_that_never_was_in_use_is_not_looked_for(
    place: Place, forged: Forged, synchronise: Synchronise
):
    gone = msgspec.structs.replace(FORM, id="gammelt")
    before = definition("1", forms=(FORM, gone))
    forged.define(definition("2"), earlier={"1": msgspec.json.encode(before)})
    forged.records([row(1)])
    synchronise()
    with place.cache.writing() as cursor:  # not the registry's last unit, so its tables stay
        cursor.execute("INSERT INTO subscription (registry, unit, roles) VALUES (?, 'u2', [])", [REGISTRY])
    forged.changes["revoked"] = True
    assert "access-gone" in [p.problem.code for p in synchronise().problems]
    assert place.rows(f"SELECT count(*) FROM {TABLE}") == [(0,)]


def changed_form(**types: str | None) -> Form:
    """The form with other types, new variables, or without some (None)."""
    kept = [v for v in FORM.variables if v.id not in types]
    made = [Variable(name, {"nb": name}, kind) for name, kind in types.items() if kind]  # type: ignore[arg-type]
    return msgspec.structs.replace(FORM, variables=(*kept, *made))


def test_variables_appear_disappear_and_widen(place: Place, forged: Forged, synchronise: Synchronise):
    forged.records([row(n) for n in range(10)])
    synchronise()
    form = changed_form(ny="code", maal="text", tall="decimal", tid=None)
    forged.define(definition("2", form))
    rows = [{**row(n), "maal": str(n), "ny": None} for n in range(10)]
    forged.records(rows, form=form)
    result = synchronise()
    assert not result.problems and Changed.DEFINITION in result.changed
    types = dict(place.rows(f"SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '{TABLE}'"))
    assert (types["ny"], types["maal"], types["tall"]) == ("VARCHAR", "VARCHAR", "DOUBLE")
    assert "tid" in types
    assert place.rows(f"SELECT record_id, maal FROM {TABLE} WHERE record_id = 'R3'") == [("R3", "0.75")], "carried over"
    assert place.rows("SELECT sum(denominator) FROM monthly_results WHERE own") == [(10,)]


def test_a_change_that_cannot_be_carried_over_fetches_the_form_anew(
    place: Place, forged: Forged, synchronise: Synchronise
):
    forged.records([row(n) for n in range(10)])
    synchronise()
    form = changed_form(merknad="integer")
    forged.define(definition("2", form))
    rows = [{**row(n), "merknad": n} for n in range(10)]
    forged.records(rows, form=form, digest="0123456789abcdef")
    before = place.everything()
    assert code_of(synchronise()) == "digest-mismatch"
    assert place.everything() == before, "definition and records change together or not at all"
    forged.records(rows, form=form)
    assert not synchronise().problems
    assert place.rows(f"SELECT merknad FROM {TABLE} WHERE record_id = 'R3'") == [(3,)]


def test_deltas_remove_by_id_and_keep_the_last_operation(place: Place, forged: Forged, synchronise: Synchronise):
    forged.records([row(n) for n in range(10)])
    forged.changes["to_cursor"] = "c1"
    synchronise()
    changed, again = row(3, version=2, sequence=100, tall=9), row(4, version=2, sequence=103)
    gone = {"op": "d", "why": "reservation", "record_id": "R5", "sequence": 101}
    back = {"op": "d", "why": "moved", "record_id": "R4", "sequence": 102}
    state = [row(n) for n in range(10) if n not in (3, 4, 5)] + [changed, again]
    forged.records([gone, changed, back, again], mode="delta", state=state)
    forged.changes |= {"from_cursor": "c1", "to_cursor": "c2"}
    result = synchronise()
    assert not result.problems
    assert (result.registries[0].upserted, result.registries[0].deleted) == (2, 1)
    (unit,) = result.registries
    assert (unit.added, unit.altered, unit.removed) == (0, 2, 1)
    assert place.rows(f"SELECT count(*), max(sequence) FROM {TABLE}") == [(9, 103)]
    (kept,) = place.rows("SELECT sum(numerator), sum(denominator) FROM monthly_results WHERE own")
    numbers = {**{n: n for n in range(10)}, 3: 9}
    assert kept == (sum(v > 5 for n, v in numbers.items() if n != 5), 9)


def test_access_that_was_withdrawn_takes_the_units_data_away_at_once(
    place: Place, forged: Forged, synchronise: Synchronise
):
    forged.records([row(n) for n in range(10)])
    synchronise()
    forged.changes["revoked"] = True
    result = synchronise()
    assert code_of(result) == "access-gone" and Changed.RECORDS in result.changed
    left = place.everything()
    assert TABLE not in left and not any(left.values())
    assert not list(place.spool.iterdir())
    assert (result.problems[0].registry, result.problems[0].unit) == (REGISTRY, UNIT)


def test_with_too_little_room_nothing_is_fetched(
    place: Place, forged: Forged, synchronise: Synchronise, monkeypatch: pytest.MonkeyPatch
):
    forged.records([row(n) for n in range(100)])
    monkeypatch.setattr("local_cache.sync.pull.ROOM", 10**15)
    assert code_of(synchronise()) == "no-room"
    assert place.rows("SELECT count(*) FROM subscription WHERE cursor IS NOT NULL") == [(0,)]
