"""The calls of the protocol, over real HTTP."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import requests

from demo_registry import RunningRegistry, parts
from demo_registry.store import present
from demo_registry.units import CHOSEN_UNIT, NEIGHBOUR, hospital
from local_cache.registry import SYSTEM_COLUMNS, read_definition, record_table
from local_cache.sync.messages import (
    ANSWER_COLUMNS,
    COUNTED_COLUMNS,
    COVERAGE_COLUMNS,
    NDJSON_ZSTD,
    PARQUET,
    QUERY_COLUMNS,
    RECORD_OPERATION_COLUMNS,
    VALUE_COLUMNS,
    ProblemDetails,
)
from tests.demo_registry.conftest import NOW, Caller

FEEDS = [
    "definition",
    "coverage",
    "records/operasjon",
    "records/oppfolging",
    "aggregates",
    "distributions",
    "queries",
    "answers",
]


def problem(answer: requests.Response) -> ProblemDetails:
    assert answer.headers["content-type"] == "application/problem+json"
    told = msgspec.json.decode(answer.content, type=ProblemDetails)
    assert told.status == answer.status_code
    return told


def test_discovery_needs_no_token(registry: RunningRegistry) -> None:
    answer = requests.get(registry.address + "/.well-known/registry-results", timeout=5)
    assert answer.status_code == 200
    assert answer.json()["protocols"] == ["1"]
    assert "d" not in answer.json()["keys"][0]


def test_everything_else_needs_a_token(registry: RunningRegistry) -> None:
    for path in ("/v1/registries", f"/v1/registries/hoftebrudd/units/{CHOSEN_UNIT}/manifest", "/v1/parts/abc"):
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {registry.users[0].token}"}):
            answer = requests.get(registry.address + path, headers=headers, timeout=5)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            problem(answer)


def test_each_person_sees_their_units_and_roles(registry: RunningRegistry) -> None:
    for user in registry.users:
        seen = Caller(registry, user).registries().registries
        assert [r.registry for r in seen] == ["hoftebrudd", "hjerneslag", "intensiv"]
        for access in seen:
            assert [u.unit for u in access.units] == list(user.units)
            assert access.units[0].roles == user.roles
            assert access.announcements
            assert access.deadlines


def test_a_manifest_names_every_feed(caller: Caller) -> None:
    manifest = caller.manifest("hoftebrudd")
    assert [f.name for f in manifest.feeds] == FEEDS
    assert all(f.mode == "full" for f in manifest.feeds)
    assert manifest.unit == CHOSEN_UNIT
    assert manifest.from_cursor is None
    assert manifest.server_time.tzinfo == UTC
    assert manifest.server_time.date() in (NOW, NOW + timedelta(days=1))  # a test can run past midnight
    assert manifest.lease_until - manifest.server_time == timedelta(days=14)
    assert manifest == msgspec.structs.replace(caller.manifest("hoftebrudd"), **_times(manifest))


def test_time_goes_on_past_midnight_and_never_back() -> None:
    began = datetime(2030, 1, 1, 23, 59, 30, tzinfo=UTC)
    times = [present(NOW, began, began + timedelta(seconds=n)) for n in (0, 29, 31, 86_400)]
    assert times[0] == datetime.combine(NOW, began.time(), UTC)
    assert times == sorted(set(times)) and times[2].date() == NOW + timedelta(days=1)
    assert present(NOW, began, began - timedelta(hours=1)) == times[0]  # a clock that was set back


def _times(manifest: object) -> dict[str, object]:
    return {name: getattr(manifest, name) for name in ("server_time", "lease_until")}


def test_unknown_addresses_and_units_are_refused(caller: Caller) -> None:
    assert problem(caller.get("/v1/nothing")).status == 404
    assert problem(caller.get(f"/v1/registries/nothing/units/{CHOSEN_UNIT}/manifest")).status == 404
    assert problem(caller.get(f"/v1/registries/hoftebrudd/units/{NEIGHBOUR}/manifest")).status == 403
    assert problem(caller.get("/v1/parts/" + "0" * 64)).status == 404


def test_every_part_is_what_the_manifest_says(caller: Caller) -> None:
    for registry in caller.running.registries:
        for feed in caller.manifest(registry).feeds:
            for part in feed.parts:
                answer = caller.get(part.address)
                assert hashlib.sha256(answer.content).hexdigest() == part.sha256
                assert answer.headers["etag"] == f'"{part.sha256}"'
                assert answer.headers["content-type"] == part.media_type
                assert len(answer.content) == part.bytes <= parts.LIMITS.part_bytes


def test_the_definition_comes_in_its_last_two_versions(caller: Caller) -> None:
    manifest = caller.manifest("intensiv")
    feed = caller.feed(manifest, "definition")
    assert [p.scope for p in feed.parts] == ["3.0", "3.1"]
    assert manifest.definition_version == "3.1"
    assert feed.digest == feed.parts[-1].sha256
    for part in feed.parts:
        assert read_definition(caller.get(part.address).content).version == part.scope


def test_feeds_have_the_columns_agreed_upon(caller: Caller) -> None:
    manifest = caller.manifest("hoftebrudd")
    for name, columns in (
        ("coverage", COVERAGE_COLUMNS),
        ("aggregates", COUNTED_COLUMNS),
        ("distributions", VALUE_COLUMNS),
        ("queries", QUERY_COLUMNS),
        ("answers", ANSWER_COLUMNS),
    ):
        part = caller.feed(manifest, name).parts[0]
        assert list(caller.part_rows(part)[0]) == list(columns), name
    for form in caller.running.definition("hoftebrudd").forms:
        rows = caller.rows(caller.feed(manifest, f"records/{form.id}"))
        wanted = [*RECORD_OPERATION_COLUMNS, *SYSTEM_COLUMNS, *(v.id for v in form.variables)]
        assert list(rows[0]) == wanted


def test_the_chosen_unit_has_as_many_records_as_asked_for(registry: RunningRegistry, caller: Caller) -> None:
    served = kept = 0
    for name in registry.registries:
        manifest = caller.manifest(name)
        for form in registry.definition(name).forms:
            feed = caller.feed(manifest, f"records/{form.id}")
            served += feed.rows
            rows = caller.rows(feed)
            kept += len(rows)
            assert {r["unit"] for r in rows} == {CHOSEN_UNIT}
            assert len({r["record_id"] for r in rows}) == len(rows)
            assert [r["sequence"] for r in rows] == sorted({r["sequence"] for r in rows})
    assert served == kept == 6000


def test_a_digest_is_that_of_the_rows(caller: Caller) -> None:
    manifest = caller.manifest("hjerneslag")
    feed = caller.feed(manifest, "records/akutt")
    total = 0  # of the last eight bytes of each MD5, the first of them the lowest
    for row in caller.rows(feed):
        text = f"{row['record_id']}/{row['version']}/{row['sequence']}"
        total += int.from_bytes(hashlib.md5(text.encode()).digest()[8:], "little")
    assert feed.digest == f"{total % 2**64:016x}"


def test_ranges(caller: Caller) -> None:
    part = caller.feed(caller.manifest("hoftebrudd"), "aggregates").parts[0]
    whole = caller.get(part.address).content
    for wanted, first, last in (("0-9", 0, 9), ("100-", 100, part.bytes - 1), ("-7", part.bytes - 7, part.bytes - 1)):
        answer = caller.get(part.address, range=f"bytes={wanted}", if_range=f'"{part.sha256}"')
        assert answer.status_code == 206
        assert answer.content == whole[first : last + 1]
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{part.bytes}"
    stale = caller.get(part.address, range="bytes=5-", if_range='"another"')
    assert (stale.status_code, stale.content) == (200, whole)
    outside = caller.get(part.address, range=f"bytes={part.bytes}-")
    assert outside.headers["content-range"] == f"bytes */{part.bytes}"
    assert problem(outside).status == 416
    known = caller.get(part.address, if_none_match=f'"{part.sha256}"')
    assert (known.status_code, known.content) == (304, b"")


def test_a_part_is_for_those_who_may_see_its_unit(registry: RunningRegistry) -> None:
    coordinator = Caller(registry, registry.user("kvalitetskoordinator"))
    manifest = coordinator.manifest("hoftebrudd", unit=NEIGHBOUR)
    part = coordinator.feed(manifest, "records/operasjon").parts[0]
    assert coordinator.get(part.address).status_code == 200
    assert Caller(registry, registry.user("registrar")).get(part.address).status_code == 403


def test_nothing_new_means_no_parts(caller: Caller) -> None:
    first = caller.manifest("hoftebrudd")
    second = caller.manifest("hoftebrudd", first.to_cursor)
    assert second.from_cursor == first.to_cursor == second.to_cursor
    for feed in second.feeds:
        before = caller.feed(first, feed.name)
        assert (feed.rows, feed.digest) == (before.rows, before.digest)
        if feed.name.startswith(("records/", "queries", "answers")):
            assert (feed.mode, feed.parts) == ("delta", ())
        else:
            assert feed.parts == before.parts


def test_what_changed_comes_as_a_delta(small: RunningRegistry, small_caller: Caller) -> None:
    first = small_caller.manifest("hoftebrudd")
    published = small.query("SELECT count(*), sum(denominator) FROM aggregate")
    changed = small.change("hoftebrudd", "operasjon", 25)
    second = small_caller.manifest("hoftebrudd", first.to_cursor)
    feed = small_caller.feed(second, "records/operasjon")
    (part,) = feed.parts
    assert (feed.mode, part.media_type) == ("delta", NDJSON_ZSTD)
    rows = small_caller.rows(feed)
    assert sorted(r["record_id"] for r in rows) == sorted(changed)
    assert {(r["op"], r["version"]) for r in rows} == {("u", 2)}
    assert small_caller.feed(second, "records/oppfolging").parts == ()
    assert small.query("SELECT count(*), sum(denominator) FROM aggregate") == published
    assert small_caller.manifest("hoftebrudd", second.to_cursor).to_cursor == second.to_cursor


def test_many_changes_come_as_parquet(
    small: RunningRegistry, small_caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "FEW_ROWS", 10)
    small.change("intensiv", "opphold", 1)
    manifest = small_caller.manifest("intensiv")
    feed = small_caller.feed(manifest, "records/opphold")
    assert {p.media_type for p in feed.parts} == {PARQUET}
    table = record_table("intensiv", "opphold")
    stored = small.query(f"SELECT * FROM {table} WHERE unit = ? ORDER BY sequence", [CHOSEN_UNIT])
    assert [tuple(r.values())[2:] for r in small_caller.rows(feed)] == stored


def test_long_feeds_come_in_parts_below_the_limit(
    small: RunningRegistry, small_caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "FEW_ROWS", 10)
    monkeypatch.setattr(parts, "LIMITS", msgspec.structs.replace(parts.LIMITS, part_bytes=20_000))
    monkeypatch.setattr(parts, "AIM", 15_000)
    small.change("hjerneslag", "akutt", 1)
    feed = small_caller.feed(small_caller.manifest("hjerneslag"), "records/akutt")
    assert len(feed.parts) > 1
    assert max(p.bytes for p in feed.parts) <= 20_000
    assert sum(p.rows for p in feed.parts) == feed.rows == len(small_caller.rows(feed))


def test_those_who_withdraw_leave_tombstones(small: RunningRegistry, small_caller: Caller) -> None:
    first = small_caller.manifest("hjerneslag")
    (patient,) = small.withdraw("hjerneslag", 1)
    second = small_caller.manifest("hjerneslag", first.to_cursor)
    gone = []
    for form in ("akutt", "oppfolging"):
        feed, before = small_caller.feed(second, f"records/{form}"), small_caller.feed(first, f"records/{form}")
        rows = small_caller.rows(feed)
        assert {(r["op"], r["why"]) for r in rows} <= {("d", "reservation")}
        assert before.rows - feed.rows == len(rows)
        gone += [r["record_id"] for r in rows]
        table = record_table("hjerneslag", form)
        assert small.query(f"SELECT count(*) FROM {table} WHERE patient = ?", [patient]) == [(0,)]
    assert gone
    assert small.query("SELECT count(*) FROM query WHERE list_contains(?, record_id)", [gone]) == [(0,)]


def test_a_new_epoch_starts_over(small: RunningRegistry, small_caller: Caller) -> None:
    first = small_caller.manifest("intensiv")
    epoch = small.new_epoch("intensiv")
    second = small_caller.manifest("intensiv", first.to_cursor)
    assert second.epoch == epoch != first.epoch
    assert second.from_cursor is None
    assert all(f.mode == "full" for f in second.feeds)


def test_cursors_that_cannot_be_served_are_gone(small: RunningRegistry, small_caller: Caller) -> None:
    cursor = small_caller.manifest("intensiv").to_cursor
    path = f"/v1/registries/intensiv/units/{CHOSEN_UNIT}/manifest?cursor="
    altered = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    for other in ("x", "é", altered, small_caller.manifest("hoftebrudd").to_cursor):
        assert problem(small_caller.get(path + other)).status == 410
    assert small_caller.get(path + cursor).status_code == 200
    small.expire_cursors("intensiv")
    assert problem(small_caller.get(path + cursor)).status == 410
    assert small_caller.get(path + small_caller.manifest("intensiv").to_cursor).status_code == 200


def test_access_that_was_withdrawn(small: RunningRegistry, small_caller: Caller) -> None:
    part = small_caller.feed(small_caller.manifest("intensiv"), "records/opphold").parts[0]
    small.revoke(small_caller.user.user, "intensiv")
    assert [r.registry for r in small_caller.registries().registries] == ["hoftebrudd", "hjerneslag"]
    manifest = small_caller.manifest("intensiv")
    assert manifest.revoked
    assert manifest.feeds == ()
    assert small_caller.get(part.address).status_code == 403


def test_publishing_renews_the_years_that_changed(small: RunningRegistry, small_caller: Caller) -> None:
    first = small_caller.manifest("hoftebrudd")
    table = record_table("hoftebrudd", "operasjon")
    with small.store.writing() as cursor:
        cursor.execute(
            f"UPDATE {table} SET pain_day_three = 9 WHERE year(event_date) = 2025 AND pain_day_three IS NOT NULL"
        )
    same = small_caller.feed(small_caller.manifest("hoftebrudd", first.to_cursor), "aggregates")
    assert same == small_caller.feed(first, "aggregates")
    small.publish("hoftebrudd")
    second = small_caller.feed(small_caller.manifest("hoftebrudd", first.to_cursor), "aggregates")
    before = {p.scope: p.sha256 for p in same.parts}
    assert [p.scope for p in second.parts if before[p.scope] != p.sha256] == ["2025"]


def test_a_units_name_does_not_make_it_another_unit() -> None:
    with pytest.raises(ValueError, match="too many"):
        hospital("Lia sykehus")
