"""Drawing a sample, what the ledger keeps of a study, and what it forgets."""

from __future__ import annotations

import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from local_cache import audit
from local_cache import ledger as ledger_module
from local_cache.cache import Cache, Cursor
from local_cache.errors import ExpressionRefused, LedgerUnusable, NothingToDraw, RecordLeftStudy
from local_cache.ledger import Ledger
from local_cache.quality.agreement import Pair
from local_cache.quality.studies import (
    SecondEntry,
    Study,
    agreements,
    enter,
    entries,
    forget_gone_records,
    forget_studies,
    is_finished,
    new_study,
    pairs,
    remove_study,
    studies,
)
from local_cache.quality.validation_study import (
    LARGEST_SAMPLE,
    Sampling,
    allocated,
    draw_sample,
    new_seed,
    record_key,
    registry_values,
    variables_to_validate,
)
from local_cache.registry import Code, CodeList, Definition, Form, Unit, Variable
from local_cache.sync.record_tables import shape_record_tables

KEY = secrets.token_bytes(32)
CANARY = "Ring-Kari-Nordmann-om-hofta"
OWN, OTHER = "4012", "4013"
TABLE = '"records_hip_operasjon"'
FORM = Form(
    "operasjon",
    {"nb": "Operasjon"},
    "operated",
    (
        Variable("operated", {"nb": "Operert"}, "date"),
        Variable("national_id", {"nb": "Fødselsnummer"}, "text", identifier=True),
        Variable("age", {"nb": "Alder"}, "integer"),
        Variable("weight", {"nb": "Vekt"}, "decimal"),
        Variable("side", {"nb": "Side"}, "code", codes="side"),
        Variable("diseases", {"nb": "Sykdommer"}, "multi-code", codes="side"),
        Variable("smoker", {"nb": "Røyker"}, "boolean"),
        Variable("started", {"nb": "Start"}, "timestamp"),
        Variable("remark", {"nb": "Merknad"}, "text"),
    ),
)
DEFINITION = Definition(
    "hip",
    "3",
    {"nb": "Hofte"},
    (
        Unit("n", "nation", {"nb": "Landet"}),
        Unit(OWN, "hospital", {"nb": "A"}, "n"),
        Unit(OTHER, "hospital", {"nb": "B"}, "n"),
    ),
    (FORM,),
    (CodeList("side", (Code("1", {"nb": "Høyre"}), Code("2", {"nb": "Venstre"}))),),
)  # fmt: skip
SAMPLING = Sampling("hip", OWN, "operasjon", date(2025, 1, 1), date(2026, 1, 1), 10, seed=7)
VARIABLES = ("age", "side", "smoker")


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    """Records R0…R599, one a day from 1 January 2025, every fifth the other unit's, every seventh not completed."""
    cache = Cache.open(tmp_path / "cache" / "cache.duckdb", KEY, spill=tmp_path / "spill", threads=2)
    with cache.writing() as cursor:
        shape_record_tables(cursor, DEFINITION)
        cursor.execute(
            f"""
            INSERT INTO {TABLE} BY NAME
            SELECT 'R' || n AS record_id, 1 AS version, n AS sequence, CASE n % 5 WHEN 0 THEN ? ELSE ? END AS unit,
                'P' || n AS patient, 'E' || n AS episode, DATE '2025-01-01' + n::INTEGER AS event_date,
                CASE WHEN n % 7 > 0 THEN 'completed' ELSE ['draft', 'returned', 'deleted'][1 + n % 3] END
                    AS form_status,
                DATE '2025-01-01' + n::INTEGER AS operated, ? AS national_id, n % 100 AS age, n / 4 AS weight,
                CASE WHEN n % 2 = 0 THEN '1' ELSE '2' END AS side, ['1', '2'][:n % 3] AS diseases, n % 2 = 0 AS smoker,
                TIMESTAMP '2025-01-01 08:00:00' + to_hours(n) AS started, 'merknad ' || n AS remark
            FROM range(600) AS r(n)
            """,
            [OTHER, OWN, CANARY],
        )
        for unit in (OWN, OTHER):
            cursor.execute("INSERT INTO feed VALUES ('hip', ?, 'records/operasjon', 'e', 'c', 1, '', '[]')", [unit])
    yield cache
    cache.close()


@pytest.fixture
def cursor(cache: Cache) -> Iterator[Cursor]:
    with cache.reading() as cursor:
        yield cursor


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(tmp_path / "ledger.sqlite", KEY)
    yield ledger
    ledger.close()


def number(record: str) -> int:
    return int(record.removeprefix("R"))


def day(record: str) -> date:
    return date(2025, 1, 1) + timedelta(days=number(record))


# Drawing


def test_only_completed_records_of_the_unit_and_period_are_drawn_from(cursor: Cursor) -> None:
    sample = draw_sample(cursor, DEFINITION, structs.replace(SAMPLING, number=LARGEST_SAMPLE))
    eligible = {f"R{n}" for n in range(365) if n % 5 and n % 7}
    assert set(sample.records) == eligible
    assert sample.population == len(sample.records) == len(eligible)
    narrow = structs.replace(SAMPLING, first=date(2025, 3, 1), end=date(2025, 4, 1), where="age >= 75 AND side = '1'")
    chosen = draw_sample(cursor, DEFINITION, narrow)
    assert all(day(r).month == 3 and number(r) % 100 >= 75 and number(r) % 2 == 0 for r in chosen.records)
    assert chosen.population == len(chosen.records) == 5


def test_the_same_seed_draws_the_same_and_another_draws_others(cursor: Cursor) -> None:
    first = draw_sample(cursor, DEFINITION, SAMPLING)
    assert draw_sample(cursor, DEFINITION, SAMPLING) == first
    assert len(set(first.records)) == 10
    larger = draw_sample(cursor, DEFINITION, structs.replace(SAMPLING, number=25))
    assert larger.records[:10] == first.records, "a larger sample goes on from the smaller"
    assert draw_sample(cursor, DEFINITION, structs.replace(SAMPLING, seed=8)).records != first.records
    assert len({new_seed() for _ in range(20)}) > 15


def test_every_record_is_as_likely_as_any_other(cursor: Cursor) -> None:
    february = structs.replace(SAMPLING, first=date(2025, 2, 1), end=date(2025, 3, 1), number=5)
    drawn: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for seed in range(500):
        records = draw_sample(cursor, DEFINITION, structs.replace(february, seed=seed)).records
        drawn.update(records)
        first[records[0]] += 1
    population = draw_sample(cursor, DEFINITION, february).population
    assert population == len(drawn)
    expected = 500 * 5 / population
    squared = sum((n - expected) ** 2 / (expected * (1 - 5 / population)) for n in drawn.values())
    assert squared < 45, "χ² with 18 degrees of freedom: above 45 in fewer than 5 of 10,000"
    assert len(first) == population


def test_by_month_each_month_gives_its_share(cursor: Cursor) -> None:
    wanted = structs.replace(SAMPLING, number=40, by_month=True)
    sample = draw_sample(cursor, DEFINITION, wanted)
    sizes = Counter(day(f"R{n}").replace(day=1) for n in range(365) if n % 5 and n % 7)
    assert Counter(day(r).replace(day=1) for r in sample.records) == allocated(40, sizes)
    assert len(sample.records) == 40
    assert sample.records != tuple(sorted(sample.records, key=number)), "in random order, also across months"
    few = draw_sample(cursor, DEFINITION, structs.replace(wanted, number=3))
    assert len(few.records) == 3


def test_an_empty_period_gives_an_empty_sample_and_no_study(cursor: Cursor, ledger: Ledger) -> None:
    for by_month in (False, True):
        empty = structs.replace(SAMPLING, first=date(2020, 1, 1), end=date(2021, 1, 1), by_month=by_month)
        assert draw_sample(cursor, DEFINITION, empty).records == ()
        with pytest.raises(NothingToDraw):
            new_study(cursor, ledger, DEFINITION, empty, VARIABLES)
    assert studies(ledger) == ()


@pytest.mark.parametrize("where", ["today() > event_date", "nowhere = 1", "age", "1 = 1; DROP TABLE feed"])
def test_a_filter_outside_the_language_is_refused(cursor: Cursor, where: str) -> None:
    with pytest.raises(ExpressionRefused):
        draw_sample(cursor, DEFINITION, structs.replace(SAMPLING, where=where))


MONTHS = [date(2025, m, 1) for m in range(1, 13)]


@given(st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 500)), st.data())
def test_shares_add_up_and_are_as_near_their_quotas_as_whole_numbers_can(sizes: dict[date, int], data: Any) -> None:
    total = sum(sizes.values())
    wanted = data.draw(st.integers(0, total))
    shares = allocated(wanted, sizes)
    assert sum(shares.values()) == (wanted if total else 0)
    for month, share in shares.items():
        assert 0 <= share <= sizes[month]
        assert abs(share - wanted * sizes[month] / max(total, 1)) < 1
    with pytest.raises(ValueError):
        allocated(total + 1, sizes)


def test_identifiers_come_only_when_asked_for(cursor: Cursor) -> None:
    masked = record_key(cursor, DEFINITION, SAMPLING, "R1", identified=False)
    assert masked is not None
    assert (masked.record, masked.event_date, masked.patient, masked.identifiers) == ("R1", day("R1"), "P1", ())
    shown = record_key(cursor, DEFINITION, SAMPLING, "R1", identified=True)
    assert shown is not None
    assert [(v.id, value) for v, value in shown.identifiers] == [("national_id", CANARY)]
    assert record_key(cursor, DEFINITION, SAMPLING, "R5", identified=True) is None, "the other unit's"
    assert "national_id" not in [v.id for v in variables_to_validate(DEFINITION, "operasjon")]


def test_values_come_as_their_types(cursor: Cursor) -> None:
    names = [v.id for v in FORM.variables]
    values = registry_values(cursor, DEFINITION, SAMPLING, "R2", names)
    assert values == {
        "operated": date(2025, 1, 3), "national_id": CANARY, "age": 2, "weight": 0.5, "side": "1",
        "diseases": ("1", "2"), "smoker": True, "started": datetime(2025, 1, 1, 10, 0), "remark": "merknad 2",
    }  # fmt: skip
    assert registry_values(cursor, DEFINITION, SAMPLING, "R2", []) == {}
    assert registry_values(cursor, DEFINITION, SAMPLING, "R9999", names) is None
    assert registry_values(cursor, DEFINITION, SAMPLING, "R14", names) is None, "deleted"


# What the ledger keeps


def drawn(cursor: Cursor, ledger: Ledger, **changes: Any) -> Study:
    sampling = structs.replace(SAMPLING, **changes)
    return new_study(cursor, ledger, DEFINITION, sampling, VARIABLES, "Kari")


def read_again(cursor: Cursor, ledger: Ledger, study: Study, record: str, **journal: Any) -> SecondEntry:
    values = {"age": number(record) % 100, "side": "1", "smoker": None} | journal
    return enter(cursor, ledger, DEFINITION, study, record, values, complete=True, author="Ola")


def test_a_study_is_there_the_next_time_with_who_and_when(cursor: Cursor, tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "l.sqlite", KEY)
    older, newer = drawn(cursor, ledger), drawn(cursor, ledger, seed=9, unit=OTHER)
    entry = read_again(cursor, ledger, older, older.records[0])
    ledger.close()
    ledger = Ledger.open(tmp_path / "l.sqlite", KEY)
    assert studies(ledger) == (newer, older)
    assert studies(ledger, "hip", OWN) == (older,)
    assert studies(ledger, "stroke") == ()
    assert older.variables == {"age": "integer", "side": "code", "smoker": "boolean"}
    assert (older.created_by, older.definition_version, len(older.records)) == ("Kari", "3", 10)
    assert older.population == draw_sample(cursor, DEFINITION, SAMPLING).population
    assert entries(ledger, older.id) == {older.records[0]: entry}
    assert entries(ledger, newer.id) == {}
    assert (entry.entered_by, entry.journal["smoker"]) == ("Ola", None)
    remove_study(ledger, older.id)
    assert studies(ledger) == (newer,)
    assert entries(ledger, older.id) == {}
    ledger.close()


def test_an_entry_grows_until_it_is_complete_and_takes_the_registrys_values_then(
    cursor: Cursor, ledger: Ledger
) -> None:
    study = drawn(cursor, ledger)
    record = study.records[0]
    part = enter(cursor, ledger, DEFINITION, study, record, {"age": 5}, complete=False)
    assert (part.journal, part.registry, part.complete) == ({"age": 5}, {}, False)
    assert pairs(study, entries(ledger, study.id)) == {"age": (), "side": (), "smoker": ()}
    whole = read_again(cursor, ledger, study, record, age=6)
    assert entries(ledger, study.id) == {record: whole}
    assert whole.id == part.id
    n = number(record)
    assert whole.registry == {"age": n % 100, "side": "2" if n % 2 else "1", "smoker": n % 2 == 0}
    assert pairs(study, {record: whole})["age"] == (Pair(record, n % 100, 6),)


def test_a_study_is_finished_when_every_record_is_read_or_given_up(cursor: Cursor, ledger: Ledger) -> None:
    study = drawn(cursor, ledger, number=3)
    for record in study.records[:2]:
        assert not is_finished(study, entries(ledger, study.id))
        read_again(cursor, ledger, study, record)
    last = study.records[2]
    enter(cursor, ledger, DEFINITION, study, last, {}, complete=False)
    assert not is_finished(study, entries(ledger, study.id))
    enter(cursor, ledger, DEFINITION, study, last, {"age": 3}, complete=True, found=False)
    entered = entries(ledger, study.id)
    assert is_finished(study, entered)
    assert entered[last].journal == entered[last].registry == {}
    age, _, smoker = agreements(study, entered)
    assert (age.compared, age.equal) == (2, 2), "no journal, nothing to compare"
    assert (smoker.compared, smoker.journal_missing) == (0, 2)
    assert not is_finished(structs.replace(study, records=()), {})


def test_a_correction_afterwards_changes_the_registry_and_not_the_study(
    cache: Cache, cursor: Cursor, ledger: Ledger
) -> None:
    study = drawn(cursor, ledger, number=1)
    (record,) = study.records
    read_again(cursor, ledger, study, record, age=1000)
    before = agreements(study, entries(ledger, study.id))
    with cache.writing() as writer:
        writer.execute(f"UPDATE {TABLE} SET age = 1000 WHERE record_id = ?", [record])
    assert agreements(study, entries(ledger, study.id)) == before
    assert before[0].equal == 0


def test_values_of_another_type_are_not_kept(cursor: Cursor, ledger: Ledger) -> None:
    study = drawn(cursor, ledger)
    with pytest.raises(ValueError):
        read_again(cursor, ledger, study, study.records[0], age="seksti")
    assert entries(ledger, study.id) == {}


def test_a_variable_whose_type_has_changed_is_left_out(cursor: Cursor, ledger: Ledger) -> None:
    study = drawn(cursor, ledger)
    kept = tuple(structs.replace(v, type="text") if v.id == "age" else v for v in FORM.variables if v.id != "smoker")
    later = structs.replace(DEFINITION, forms=(structs.replace(FORM, variables=kept),))
    entry = enter(cursor, ledger, later, study, study.records[0], {"age": 1, "side": "2"}, complete=True)
    assert set(entry.journal) == set(entry.registry) == {"side"}
    assert pairs(study, {entry.record: entry})["age"] == ()


def test_nothing_of_a_study_is_readable_on_disk(cache: Cache, cursor: Cursor, tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    ledger = Ledger.open(tmp_path / "open" / "l.sqlite", KEY)
    with cache.writing() as writer:
        writer.execute(f"UPDATE {TABLE} SET remark = ?", [CANARY])
    study = new_study(cursor, ledger, DEFINITION, structs.replace(SAMPLING, where=f"remark = '{CANARY}'"), ["remark"])
    enter(cursor, ledger, DEFINITION, study, study.records[0], {"remark": CANARY}, complete=True, author=CANARY)
    files = [f for f in (tmp_path / "open").iterdir() if f.is_file()]
    assert sum(f.stat().st_size for f in files) > 0
    for file in files:
        content = file.read_bytes()
        for plain in (CANARY, study.records[0], OWN, "operasjon"):
            assert plain.encode() not in content, (file, plain)
    ledger.close()


def test_a_rows_content_opens_in_no_other_place(cursor: Cursor, ledger: Ledger) -> None:
    study = drawn(cursor, ledger)
    for record in study.records[:2]:
        read_again(cursor, ledger, study, record)
    raw = sqlite3.connect(ledger.path, isolation_level=None)
    (one, first), (other, second) = raw.execute("SELECT id, sealed FROM second_entry").fetchall()
    raw.execute("UPDATE second_entry SET sealed = ? WHERE id = ?", [second, one])
    raw.execute("UPDATE second_entry SET sealed = ? WHERE id = ?", [first, other])
    raw.close()
    with pytest.raises(LedgerUnusable):
        entries(ledger, study.id)


def test_a_ledger_from_before_studies_gets_their_tables(
    cursor: Cursor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.sqlite"
    scripts = ledger_module._scripts()
    with monkeypatch.context() as patched:
        patched.setattr(ledger_module, "_scripts", lambda: scripts[:1])
        ledger = Ledger.open(path, KEY)
        ledger.choose("unit", OWN)
        ledger.close()
    ledger = Ledger.open(path, KEY)
    assert ledger.choice("unit") == OWN
    assert studies(ledger) == ()
    study = drawn(cursor, ledger)
    assert studies(ledger) == (study,)
    ledger.close()
    assert path.with_name("old.sqlite.before-2").exists()


# What it forgets


def test_who_has_left_the_registry_leaves_the_sample_and_the_entries(
    cache: Cache, cursor: Cursor, ledger: Ledger
) -> None:
    study, untouched = drawn(cursor, ledger), drawn(cursor, ledger, unit=OTHER, number=3)
    withdrawn, deleted, kept = study.records[:3]
    for record in study.records[:3]:
        read_again(cursor, ledger, study, record)
    assert forget_gone_records(cursor, ledger) == 0
    with cache.writing() as writer:
        writer.execute(f"DELETE FROM {TABLE} WHERE record_id = ?", [withdrawn])
        writer.execute(f"UPDATE {TABLE} SET form_status = 'deleted' WHERE record_id = ?", [deleted])
    assert forget_gone_records(cursor, ledger) == 2
    (other, now) = studies(ledger)
    assert other == untouched
    assert now == structs.replace(study, records=study.records[2:], gone=2)
    assert set(entries(ledger, study.id)) == {kept}
    assert forget_gone_records(cursor, ledger) == 0
    last = audit.entries(ledger)[-1]
    assert (last.action, last.detail) == ("forgotten", "2")
    for record in (withdrawn, deleted):
        with pytest.raises(RecordLeftStudy):
            read_again(cursor, ledger, study, record)
    assert set(entries(ledger, study.id)) == {kept}


def test_an_entry_for_a_record_that_left_while_it_was_typed_is_not_kept(
    cache: Cache, cursor: Cursor, ledger: Ledger
) -> None:
    study = drawn(cursor, ledger)
    gone = study.records[0]
    with cache.writing() as writer:
        writer.execute(f"DELETE FROM {TABLE} WHERE record_id = ?", [gone])
    with pytest.raises(RecordLeftStudy):
        read_again(cursor, ledger, study, gone)
    forget_gone_records(cursor, ledger)
    with cache.writing() as writer:  # back again, but the sample was drawn without it
        writer.execute(f"INSERT INTO {TABLE} (record_id, unit, form_status) VALUES (?, ?, 'completed')", [gone, OWN])
    with pytest.raises(RecordLeftStudy):
        read_again(cursor, ledger, study, gone)
    remove_study(ledger, study.id)
    with pytest.raises(RecordLeftStudy):
        read_again(cursor, ledger, study, study.records[1])
    assert entries(ledger, study.id) == {}


def test_a_cache_made_anew_says_nothing_about_who_has_left(cache: Cache, cursor: Cursor, ledger: Ledger) -> None:
    study = drawn(cursor, ledger)
    read_again(cursor, ledger, study, study.records[0])
    with cache.writing() as writer:
        writer.execute(f"DROP TABLE {TABLE}")
        writer.execute("DELETE FROM feed")
    assert forget_gone_records(cursor, ledger) == 0
    assert studies(ledger) == (study,)
    assert len(entries(ledger, study.id)) == 1


def test_with_the_access_to_a_unit_its_studies_go(cursor: Cursor, ledger: Ledger) -> None:
    mine, others = drawn(cursor, ledger), drawn(cursor, ledger, unit=OTHER)
    read_again(cursor, ledger, mine, mine.records[0])
    forget_studies(ledger, "hip", OWN)
    assert studies(ledger) == (others,)
    assert entries(ledger, mine.id) == {}
