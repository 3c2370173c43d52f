"""A local list against the records: three groups, two formulas, and no trace afterwards."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import PERIOD, TODAY, Planted

from local_cache.errors import ListColumnsMissing, ListNotUnderstood
from local_cache.quality.findings import LocalMatch
from local_cache.quality.local_list import LocalList, understood
from local_cache.quality.missing_cases import _nearest, key_columns, match

FORM = "operasjon"
CANARY = "KANARI77"


def as_csv(cases: Sequence[tuple[str, date]], code: str = "S72.0") -> bytes:
    return ("Fødselsnummer;Dato;Kode\n" + "".join(f"{k};{d:%d.%m.%Y};{code}\n" for k, d in cases)).encode()


def listed(planted: Planted, seed: int = 1) -> list[tuple[str, date]]:
    """The registry's own cases with some left out, some moved by days, some doubled, and strangers among them."""
    random = Random(seed)
    cases: list[tuple[str, date]] = []
    for row in planted.rows("hoftebrudd", FORM):
        if not row["national_id"] or random.random() < 0.15:
            continue
        moved = random.choice([0] * 6 + [1, -1, 2, -3])
        cases += [(row["national_id"], row["event_date"] + timedelta(days=moved))] * random.choice([1] * 9 + [2])
    days = (PERIOD.end - PERIOD.first).days
    cases += [(f"9{n:010}", PERIOD.first + timedelta(days=random.randrange(-40, days + 40))) for n in range(60)]
    random.shuffle(cases)
    return cases


def run(planted: Planted, local: LocalList, **how: object) -> LocalMatch:
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, "hoftebrudd")
        form = scope.definition.form(FORM)
        return match(cursor, scope, form, local, **{"key": "national_id", **how})  # type: ignore[arg-type]


def most_pairs(one: list[date], other: list[date], days: int) -> int:
    """As many as there can be, found by augmenting paths."""
    partner: dict[int, int] = {}

    def find(i: int, seen: set[int]) -> bool:
        for j, day in enumerate(other):
            if abs((one[i] - day).days) <= days and j not in seen:
                seen.add(j)
                if j not in partner or find(partner[j], seen):
                    partner[j] = i
                    return True
        return False

    return sum(find(i, set()) for i in range(len(one)))


def independent(planted: Planted, cases: Sequence[tuple[str, date]], days: int) -> tuple[int, int]:
    """(cases in both, anywhere near the period; cases registered in it), without regard to the period's edges."""
    near = (PERIOD.first - timedelta(days=days), PERIOD.end + timedelta(days=days))
    mine: dict[str, set[date]] = defaultdict(set)
    theirs: dict[str, set[date]] = defaultdict(set)
    for key, day in cases:
        if near[0] <= day < near[1]:
            mine[key].add(day)
    registered = 0
    for row in planted.rows("hoftebrudd", FORM):
        if row["form_status"] != "deleted" and row["national_id"] and near[0] <= row["event_date"] < near[1]:
            theirs[row["national_id"]].add(row["event_date"])
    both = 0
    for key, ours in theirs.items():
        registered += sum(PERIOD.first <= d < PERIOD.end for d in ours)
        same = ours & mine[key]
        both += len(same) + most_pairs(sorted(mine[key] - same), sorted(ours - same), days)
    return both, registered


@pytest.mark.parametrize("days", [0, 1, 3, 14])
def test_the_groups_equal_an_independent_matching(planted: Planted, days: int) -> None:
    cases = listed(planted)
    found = run(planted, understood(as_csv(cases), "x", TODAY), days=days)
    both, registered = independent(planted, cases, days)
    assert found.whole.registry_only + found.whole.both == registered
    edges = sum(
        row["form_status"] != "deleted"
        and bool(row["national_id"])
        and PERIOD.first - timedelta(days=days) <= row["event_date"] < PERIOD.end + timedelta(days=days)
        and not PERIOD.first <= row["event_date"] < PERIOD.end
        for row in planted.rows("hoftebrudd", FORM)
    )
    assert both - edges <= found.whole.both <= both
    if days == 0:
        in_period = {c for c in cases if PERIOD.first <= c[1] < PERIOD.end}
        theirs = {
            (r["national_id"], r["event_date"])
            for r in planted.rows("hoftebrudd", FORM)
            if r["form_status"] != "deleted" and r["national_id"]
        }
        assert found.whole.both == both == len(in_period & theirs)
        assert found.whole.list_only == len(in_period - theirs)
        assert {(m.key, m.day) for m in found.missing} == in_period - theirs
    whole = found.whole
    every = whole.registry_only + whole.both + whole.list_only
    assert found.of_all.value == (whole.registry_only + whole.both) / every
    assert found.of_reference.value == min(1, (whole.registry_only + whole.both) / (whole.both + whole.list_only))
    for group in ("registry_only", "both", "list_only"):
        assert sum(getattr(y, group) for y in found.years) == getattr(whole, group)
    assert found.registry_only_records is not None
    assert len(found.registry_only_records.record_ids) == whole.registry_only
    assert found.both_records is not None
    assert len(found.both_records.record_ids) == whole.both
    assert len(found.missing) == whole.list_only


def test_a_planted_list_comes_apart_exactly(planted: Planted) -> None:
    """Known: which cases are left out, which are a day off, which are strangers."""
    rows = [
        r
        for r in planted.rows("hoftebrudd", FORM)
        if r["form_status"] == "completed"
        and r["national_id"]
        and date(2025, 1, 1) <= r["event_date"] < date(2025, 12, 1)
    ]
    alone = defaultdict(list)
    for row in rows:
        alone[row["national_id"]].append(row)
    single = [r for k, (r, *more) in sorted(alone.items()) if not more]
    same, off, far = single[:20], single[20:30], single[30:35]
    cases = [(r["national_id"], r["event_date"]) for r in same]
    cases += [(r["national_id"], r["event_date"] + timedelta(days=1)) for r in off]
    cases += [(r["national_id"], r["event_date"] + timedelta(days=9)) for r in far]
    strangers = [(f"99{n:09}", date(2025, 6, 1)) for n in range(4)]
    found = run(planted, understood(as_csv([*cases, *strangers]), "x", TODAY), days=1)
    assert found.both_records is not None
    assert set(found.both_records.record_ids) == {r["record_id"] for r in [*same, *off]}
    assert {m.key for m in found.missing} == {k for k, _ in strangers} | {r["national_id"] for r in far}
    assert found.registry_only_records is not None
    assert {r["record_id"] for r in far} <= set(found.registry_only_records.record_ids)
    assert [m.line for m in found.missing if m.key in {k for k, _ in strangers}] == [37, 38, 39, 40]
    print("matched: precision 1.0, recall 1.0")


def test_the_same_day_goes_before_the_nearest() -> None:
    day = date(2025, 1, 10)
    one, two = [(day - timedelta(days=2), 1), (day, 2)], [(day, 7)]
    assert _nearest(one, two, 2) == [(1, 7)]  # what is left over is matched so; equal days never come here


@given(st.lists(st.integers(0, 60), max_size=9), st.lists(st.integers(0, 60), max_size=9), st.integers(0, 12))
def test_as_many_pairs_as_there_can_be(one: list[int], other: list[int], days: int) -> None:
    start = date(2025, 1, 1)
    mine = [start + timedelta(days=d) for d in sorted(one)]
    theirs = [start + timedelta(days=d) for d in sorted(other)]
    pairs = _nearest([(d, i) for i, d in enumerate(mine)], [(d, i) for i, d in enumerate(theirs)], days)
    assert len(pairs) == most_pairs(mine, theirs, days)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(abs((mine[i] - theirs[j]).days) <= days for i, j in pairs)


def test_codes_keep_out_other_rows(planted: Planted) -> None:
    cases = listed(planted)
    some, others = as_csv(cases[:80]), as_csv(cases[80:], "M16")
    both = understood(some + others.split(b"\n", 1)[1], "x", TODAY)
    found = run(planted, both, codes=("s72",))
    assert found.other_codes == len(cases) - 80
    assert found.whole == run(planted, understood(some, "x", TODAY)).whole
    assert run(planted, both, codes=("S72", "M16.9")).other_codes == len(cases) - 80
    nothing = run(planted, both, codes=("Z",))
    assert (nothing.whole.both, nothing.whole.list_only, nothing.of_reference.value) == (0, 0, None)


def test_keys_that_lost_their_zero_find_it_again(planted: Planted) -> None:
    cases = [c for c in listed(planted) if c[0].startswith("0")]
    assert cases
    found = run(planted, understood(as_csv([(k.lstrip("0"), d) for k, d in cases]), "x", TODAY))
    lost = sum(len(k.lstrip("0")) == 10 for k, _ in cases)
    assert found.completed_keys == lost > 0
    assert found.whole.both == run(planted, understood(as_csv(cases), "x", TODAY)).whole.both


def test_by_episode_and_by_patient(planted: Planted) -> None:
    rows = [r for r in planted.rows("hoftebrudd", FORM) if r["form_status"] != "deleted"]
    inside = [r for r in rows if PERIOD.first <= r["event_date"] < PERIOD.end]
    for key in ("episode", "record_id", "patient"):
        local = understood(as_csv([(r[key].lower(), r["event_date"]) for r in inside]), "x", TODAY)
        found = run(planted, local, key=key)
        assert (found.whole.registry_only, found.whole.list_only) == (0, 0)
        assert found.whole.both == len({(r[key], r["event_date"]) for r in inside})
        assert found.unkeyed == 0
    assert run(planted, local).unkeyed == sum(not r["national_id"] for r in inside) > 0


def test_drafts_are_said(planted: Planted) -> None:
    rows = [r for r in planted.rows("hoftebrudd", FORM) if r["form_status"] == "draft" and r["national_id"]]
    inside = {(r["national_id"], r["event_date"]) for r in rows if PERIOD.first <= r["event_date"] < PERIOD.end}
    finished = {
        (r["national_id"], r["event_date"])
        for r in planted.rows("hoftebrudd", FORM)
        if r["form_status"] in ("completed", "returned")
    }
    assert run(planted, understood(as_csv(sorted(inside)), "x", TODAY)).drafts == len(inside - finished)


def test_nothing_is_half_matched(planted: Planted) -> None:
    troubled = understood(as_csv(listed(planted)) + b"01324512345;aldri;S72\n", "x", TODAY)
    with pytest.raises(ListNotUnderstood):
        run(planted, troubled)
    assert run(planted, troubled, leave_out=True).left_out == 1
    with pytest.raises(ListColumnsMissing):
        run(planted, understood(b"Avdeling;Lege\nKirurgi;Hansen\n", "x", TODAY))
    with pytest.raises(ListColumnsMissing):
        run(planted, understood(as_csv(listed(planted)), "x", TODAY), key='national_id" OR 1=1 --')


def test_which_columns_a_list_can_be_matched_by(planted: Planted) -> None:
    definition = planted.registry.definition("hoftebrudd")
    assert key_columns(definition.form("operasjon")) == ("national_id", "patient", "episode", "record_id")
    assert key_columns(definition.form("oppfolging")) == ("episode", "patient", "record_id")


def contents(directory: Path) -> dict[str, str]:
    files = [f for f in sorted(directory.rglob("*")) if f.is_file()]
    return {str(f.relative_to(directory)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_no_trace_is_left(planted: Planted) -> None:
    """Keys and codes of the list are in no file of the data directory afterwards, no file changed, no table stays."""
    directory = planted.cache.path.parent
    cases = listed(planted) + [(f"{CANARY}{n:05}", date(2025, 3, 1)) for n in range(20_000)]
    local = understood(as_csv(cases, "KANARIKODE"), "x", TODAY)
    before = contents(directory)
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, "hoftebrudd")
        found = match(cursor, scope, scope.definition.form(FORM), local, key="national_id", days=3)
        assert found.whole.list_only >= 20_000
        tables = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
        assert tables == []
    after = contents(directory)
    assert after == before
    for file in directory.rglob("*"):
        if file.is_file():
            body = file.read_bytes()
            for secret in (CANARY, "KANARIKODE"):
                assert secret.encode() not in body
                assert secret.encode("utf-16-le") not in body
    assert CANARY not in repr(found)


def test_tables_go_also_when_it_fails(planted: Planted) -> None:
    local = understood(as_csv(listed(planted)), "x", TODAY)
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, "hoftebrudd")
        form = scope.definition.form(FORM)
        stopped = _Stopping(cursor, after=3)
        with pytest.raises(InterruptedError):
            match(stopped, scope, form, local, key="national_id", days=3)  # type: ignore[arg-type]
        assert cursor.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall() == []


class _Stopping:
    """A cursor whose statements stop after some, as when a person cancels; dropping tables still works."""

    def __init__(self, cursor: object, after: int) -> None:
        self._cursor = cursor
        self._left = after

    def execute(self, sql: str, *parameters: object) -> object:
        if not sql.startswith("DROP"):
            self._left -= 1
            if self._left < 0:
                raise InterruptedError
        return self._cursor.execute(sql, *parameters)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._cursor, name)
