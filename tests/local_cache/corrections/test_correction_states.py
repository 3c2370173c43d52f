"""Drafts and what becomes of them before they are sent; all of it on disk when a call returns."""

from __future__ import annotations

import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from local_cache.corrections import corrections
from local_cache.corrections.corrections import (
    Correction,
    CorrectionNotHere,
    NothingToCorrect,
    NotReady,
    back_to_draft,
    correction,
    explain,
    new_op_id,
    of_record,
    open_corrections,
    overlaid,
    take_back,
    waiting,
)
from local_cache.corrections.person import NotAllowed
from local_cache.corrections.sealed_rows import history
from local_cache.corrections.values import ValueRefused
from local_cache.errors import LedgerUnusable
from local_cache.ledger import Ledger
from local_cache.sync.messages import Change
from tests.conftest import Figures
from tests.local_cache.corrections.desk import FORM, KARI, LISE, RAGNAR, REGISTRY, Desk, opened_desk

CANARY = "Kari Nordmann ringte om hofta 8841"


def test_a_draft_goes_on_and_a_value_set_back_leaves_it(desk: Desk) -> None:
    record = desk.records("blood_loss < 900 AND height < 190")[0]
    was = desk.row(record)
    first = desk.write(record, {"blood_loss": 901})
    both = desk.write(record, {"height": 199})
    assert first.op_id == both.op_id
    assert {c.variable for c in both.changes} == {"blood_loss", "height"}
    one = desk.write(record, {"blood_loss": was["blood_loss"]})
    assert [c.variable for c in one.changes] == ["height"]
    none = desk.write(record, {"height": was["height"]})
    assert (none.state, none.resolution) == ("withdrawn", "dropped")
    assert not open_corrections(desk.ledger)
    with pytest.raises(NothingToCorrect):
        desk.write(record, {"height": was["height"]})


def test_the_pending_change_is_laid_over_the_registrys_row(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[1]
    desk.write(record, {"blood_loss": 902, "operated_at": "2026-01-02 10:00:00"})
    desk.write(record, {"smoker": None}, query="local:other")
    row = desk.row(record)
    pending = of_record(desk.ledger, REGISTRY, desk.unit, FORM, record)
    over = overlaid(desk.form(), row, pending)
    assert (over["blood_loss"], over["event_date"], over["smoker"]) == (902, "2026-01-02", None)
    assert desk.row(record) == row, "the cache holds what the registry said"


def test_a_reason_is_needed_and_some_reasons_need_words(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[2]
    draft = desk.write(record, {"blood_loss": 903}, reason="")
    with pytest.raises(NotReady, match="Choose why"):
        desk.ready(draft)
    explain(desk.ledger, RAGNAR, draft.op_id, reason="annet", text="   ")
    with pytest.raises(NotReady, match="Say in words"):
        desk.ready(draft)
    assert desk.state(draft.op_id) == "draft", "kept"
    explain(desk.ledger, RAGNAR, draft.op_id, text="ny måling")
    assert desk.ready(draft).state == "ready"
    assert waiting(desk.ledger) == 1


def test_errors_keep_it_from_being_ready_and_warnings_want_a_word(desk: Desk) -> None:
    record = desk.records("haemoglobin BETWEEN 8 AND 15")[3]
    wrong = desk.write(record, {"haemoglobin": 99.0})
    with pytest.raises(NotReady, match="outside what is possible"):
        desk.ready(wrong)
    rare = desk.write(record, {"haemoglobin": 5.5})
    with pytest.raises(NotReady, match="unusual"):
        desk.ready(rare)
    explain(desk.ledger, RAGNAR, rare.op_id, confirmed={"soft:haemoglobin": " "})
    with pytest.raises(NotReady):
        desk.ready(rare)
    explain(desk.ledger, RAGNAR, rare.op_id, confirmed={"soft:haemoglobin": "sett i laboratoriesvaret"})
    assert desk.ready(rare).state == "ready"
    desk.synchronise()
    assert desk.state(rare.op_id) == "confirmed"
    assert not desk.queries(text=record), "what was looked at is not asked about again"


def test_one_word_is_for_all_that_is_asked_about_the_same_value(desk: Desk) -> None:
    record = desk.records("haemoglobin BETWEEN 8 AND 15 AND height BETWEEN 150 AND 190 AND weight IS NOT NULL")[8]
    rare = desk.write(record, {"haemoglobin": 4.5}, confirmed={"hb16": "sett i laboratoriesvaret"})
    ready = desk.ready(rare)
    both = {"hb16": "sett i laboratoriesvaret", "soft:haemoglobin": "sett i laboratoriesvaret"}
    assert ready.confirmed == ready.operation().confirmed == both, "the registry gets it for each"
    desk.synchronise()
    assert not desk.queries(text=record), "and each is remembered"
    # Of another variable as well: that is another question.
    heavy = desk.write(record, {"weight": 240.0}, confirmed={"soft:weight": "veid"})
    with pytest.raises(NotReady) as refused:
        desk.ready(heavy)
    assert [f.id for f in refused.value.facts["obstacles"]] == ["hb12"]


def test_a_word_goes_with_the_value_it_was_given_for(desk: Desk) -> None:
    record = desk.records("haemoglobin BETWEEN 8 AND 15 AND blood_loss < 900")[9]
    words = {"hb16": "sett i laboratoriesvaret"}
    desk.write(record, {"haemoglobin": 4.5}, confirmed=words)
    assert desk.write(record, {"blood_loss": 917}).confirmed == words, "another field is nothing to it"
    assert desk.write(record, {"haemoglobin": 4.5}).confirmed == words
    other = desk.write(record, {"haemoglobin": 4.6})
    assert other.confirmed == {}
    with pytest.raises(NotReady, match="unusual"):
        desk.ready(other)


def test_nothing_is_stored_that_a_variable_cannot_have(desk: Desk) -> None:
    record = desk.records()[4]
    for values in ({"remark": "x" * 1_000_000}, {"height": "høy"}, {"birth_date": "0203-02-03"}, {"tull": 1},
                   {"weight": float("inf")}, {"height": 10**30}):  # fmt: skip
        with pytest.raises(ValueRefused):
            desk.write(record, values)  # type: ignore[arg-type]
    assert not open_corrections(desk.ledger)


def test_only_a_registrar_writes(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[5]
    for person in (LISE, KARI):
        with pytest.raises(NotAllowed):
            corrections.write(desk.ledger, person, desk.definition(), desk.form(), desk.row(record), {"blood_loss": 1})
    draft = desk.write(record, {"blood_loss": 904})
    with pytest.raises(NotAllowed):
        take_back(desk.ledger, KARI, draft.op_id)
    with pytest.raises(NotAllowed):
        corrections.make_ready(desk.ledger, LISE, desk.definition(), desk.validator(), desk.row(record), draft.op_id)


def test_taken_back_before_it_left_it_is_never_sent(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[6]
    one = desk.correct(record, {"blood_loss": 905})
    on_top = desk.correct(record, {"blood_loss": 906, "smoker": None}, query="local:other")
    assert next(c.old for c in on_top.changes if c.variable == "blood_loss") == 905
    take_back(desk.ledger, RAGNAR, one.op_id)
    rest = correction(desk.ledger, on_top.op_id)
    assert rest.state == "draft", "it was judged with the other one under it"
    assert next(c.old for c in rest.changes if c.variable == "blood_loss") == desk.row(record)["blood_loss"]
    desk.ready(rest)
    desk.synchronise()
    assert one.op_id not in desk.answers()
    assert desk.state(on_top.op_id) == "confirmed"
    with pytest.raises(CorrectionNotHere):
        take_back(desk.ledger, RAGNAR, one.op_id)


def test_what_builds_on_a_draft_waits_for_it(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[7]
    one = desk.correct(record, {"blood_loss": 907})
    on_top = desk.correct(record, {"smoker": None}, query="local:other")
    back_to_draft(desk.ledger, RAGNAR, one.op_id)
    assert desk.state(on_top.op_id) == "draft"
    with pytest.raises(NotReady, match="earlier draft"):
        desk.ready(on_top)
    desk.synchronise()
    assert not {one.op_id, on_top.op_id} & set(desk.answers())


def test_the_history_says_who_did_what(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[8]
    one = desk.correct(record, {"blood_loss": 908})
    desk.synchronise()
    told = history(desk.ledger, one.op_id)
    assert [(e.what, e.state) for e in told] == [
        ("written", "draft"), ("made ready", "ready"), ("sent", "sending"), ("the registry: applied", "applied"),
        ("confirmed", "confirmed"),
    ]  # fmt: skip
    assert [e.who for e in told] == ["ragnar", "ragnar", "", "", ""]
    assert sorted(e.at for e in told) == [e.at for e in told]


def test_the_history_is_never_altered(desk: Desk) -> None:
    desk.write(desk.records("blood_loss < 900")[9], {"blood_loss": 909})
    raw = sqlite3.connect(desk.ledger.path, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute("UPDATE history SET sealed = x'00'")
    raw.close()


def test_rows_cannot_change_state_place_or_revision_unseen(desk: Desk) -> None:
    records = desk.records("blood_loss < 900")[10:12]
    one, other = (desk.correct(record, {"blood_loss": 910}) for record in records)
    raw = sqlite3.connect(desk.ledger.path, isolation_level=None)
    kept = raw.execute("SELECT id, whose, state, settled, revision, sealed FROM correction").fetchall()
    changes = ["state = 'confirmed'", "settled = 1", "revision = revision + 1", "whose = 'x'",
               f"sealed = (SELECT sealed FROM correction WHERE id = '{other.op_id}')"]  # fmt: skip
    for change in changes:
        raw.execute(f"UPDATE correction SET {change} WHERE id = ?", [one.op_id])
        with pytest.raises(LedgerUnusable):
            correction(desk.ledger, one.op_id)
        for id, whose, state, settled, revision, sealed in kept:
            raw.execute(
                "UPDATE correction SET whose = ?, state = ?, settled = ?, revision = ?, sealed = ? WHERE id = ?",
                [whose, state, settled, revision, sealed, id],
            )
    raw.close()
    assert correction(desk.ledger, one.op_id).state == "ready"


def test_no_plain_byte_of_what_is_written_is_on_disk(desk: Desk) -> None:
    record = desk.records("blood_loss < 900")[12]
    desk.correct(record, {"remark": CANARY}, text=CANARY, query=f"{CANARY}-query")
    for file in desk.place.directory.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert CANARY.encode() not in content, file
            if file.name.startswith("ledger"):
                assert record.encode() not in content, file


def test_deleting_the_cache_loses_none_of_200(desk: Desk, tmp_path: Path, figures: Figures) -> None:
    records = desk.records("blood_loss < 900")[:200]
    assert len(records) == 200
    written = [desk.write(record, {"blood_loss": 600 + n}) for n, record in enumerate(records)]
    directory = desk.place.directory
    desk.place.cache.close()
    for file in directory.glob("cache.duckdb*"):
        file.unlink()
    shutil.copytree(directory, tmp_path / "again")
    with opened_desk(tmp_path / "again", desk.registry) as again:
        assert {c.op_id: c.changes for c in open_corrections(again.ledger)} == {c.op_id: c.changes for c in written}
        assert not again.synchronise().problems, "the cache is made anew"
        assert len(open_corrections(again.ledger)) == 200
        for one in open_corrections(again.ledger):
            again.ready(one)
        assert again.synchronise().sent[0].applied == 200
        assert {again.state(c.op_id) for c in written} == {"confirmed"}
    figures("200 unsent, the cache deleted: 200 there, 200 then sent and confirmed")


def test_ids_are_uuids_of_version_7_in_the_order_of_time() -> None:
    ids = [new_op_id() for _ in range(2_000)]
    pattern = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
    assert all(pattern.match(i) for i in ids) and len(set(ids)) == len(ids)
    assert [i[:13] for i in ids] == sorted(i[:13] for i in ids)


WRITER = """
import sys
from pathlib import Path
from local_cache.corrections.corrections import Correction, keep, new_op_id
from local_cache.corrections.sealed_rows import now
from local_cache.ledger import Ledger
from local_cache.sync.messages import Change
ledger = Ledger.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
while True:
    one = Correction(op_id=new_op_id(), registry="r", unit="u", form="f", record="x", base_version=1,
        changes=(Change("v", 1, 2),), author="a", written_at=now())
    with ledger.writing() as writer:
        keep(ledger, writer, one, "written", "a", state="ready")
    print(one.op_id, flush=True)
"""


def test_a_kill_loses_no_draft_that_was_acknowledged(tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    path = tmp_path / "ledger.sqlite"
    told: list[str] = []
    for _ in range(5):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(path), key.hex()], stdout=subprocess.PIPE)
        assert child.stdout is not None
        told += [child.stdout.readline().decode().strip() for _ in range(7)]
        child.kill()
        told += child.communicate()[0].decode().split()
        ledger = Ledger.open(path, key)
        kept = {c.op_id for c in open_corrections(ledger)}
        assert {t for t in told if len(t) == 36} <= kept
        assert all(history(ledger, op_id) for op_id in kept), "with the history of each"
        ledger.close()


def test_a_block_inside_another_is_taken_back_alone(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite", secrets.token_bytes(32))

    def one(record: str) -> Correction:
        return Correction(
            op_id=new_op_id(), registry="r", unit="u", form="f", record=record, base_version=1,
            changes=(Change("v", 1, 2),), author="a", written_at=corrections.now(),
        )  # fmt: skip

    with ledger.writing() as writer:
        corrections.rows.put(ledger, writer, one("a"))
        with pytest.raises(ZeroDivisionError), ledger.writing() as inner:
            corrections.rows.put(ledger, inner, one("b"))
            raise ZeroDivisionError
        with ledger.writing() as inner:
            corrections.rows.put(ledger, inner, one("c"))
    assert [c.record for c in open_corrections(ledger)] == ["a", "c"]
    ledger.close()
