"""A copy of unsent work taken in on another computer: nothing twice, nothing lost, nothing that is here overwritten."""

from __future__ import annotations

import contextlib
import random
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_cache import audit
from local_cache.account import account
from local_cache.corrections import corrections, queries
from local_cache.corrections.corrections import (
    Correction,
    correction,
    explain,
    keep,
    new_op_id,
    of_record,
    open_corrections,
    take_back,
)
from local_cache.corrections.intake import (
    ANSWERED_HERE,
    NO_REGISTRAR,
    NO_SUCH_VALUE,
    NOT_CONNECTED,
    NOT_HERE,
    UNFINISHED_HERE,
    intake,
    take_in,
)
from local_cache.corrections.messages import open_messages
from local_cache.corrections.sealed_rows import history
from local_cache.corrections.unsent import _SUITE, MAGIC, Unsent, UnsentUnreadable, export_unsent, read_unsent
from local_cache.errors import DiskFull
from local_cache.ledger import Ledger
from local_cache.sync.messages import Change
from tests.conftest import Figures
from tests.faults.agreement import ENDS, Edit, History
from tests.local_cache.conftest import Office
from tests.local_cache.corrections.desk import FORM, RAGNAR, REGISTRY, Desk, opened_desk

SEALED = X25519PrivateKey.generate()


def copied(desk: Desk, path: Path) -> Unsent:
    export_unsent(desk.ledger, path, SEALED.public_key())
    return read_unsent(path, SEALED)


def taken(desk: Desk, copy: Unsent) -> tuple[Correction, ...]:
    with desk.place.cache.reading() as cursor:
        return take_in(cursor, desk.ledger, copy, "copy").corrections


def reasons(desk: Desk, copy: Unsent) -> list[str]:
    with desk.place.cache.reading() as cursor:
        return [one.reason for one in intake(cursor, desk.ledger, copy).left_out]


@contextlib.contextmanager
def another(office: Office, directory: Path) -> Iterator[Desk]:
    """A second computer of the same unit, caught up with the registry."""
    shutil.copytree(office.filled, directory)
    with opened_desk(directory, office.registry) as opened:
        assert not opened.synchronise().problems
        yield opened


def test_what_was_unsent_goes_on_where_it_was_taken_in(office: Office, desk: Desk, tmp_path: Path) -> None:
    records = desk.records("blood_loss < 900 AND smoker IS NOT NULL")
    ready = desk.correct(records[0], {"blood_loss": 911}, text="sett i journal")
    on_top = desk.write(records[0], {"smoker": None}, query="local:other")
    draft = desk.write(records[1], {"blood_loss": 912})
    id = desk.registry.ask(REGISTRY, FORM, records[2], "hb16")
    desk.synchronise(send=False)
    queries.answer(desk.ledger, RAGNAR, desk.query(id), "other", "prøven er borte")
    copy = copied(desk, tmp_path / "copy")
    with another(office, tmp_path / "two") as two:
        assert [c.op_id for c in taken(two, copy)] == [ready.op_id, on_top.op_id, draft.op_id]
        assert open_corrections(two.ledger) == open_corrections(desk.ledger)
        assert open_messages(two.ledger) == open_messages(desk.ledger)
        assert [(c.author, c.written_at) for c in open_corrections(two.ledger)[:1]] == [("ragnar", ready.written_at)]
        assert [(e.who, e.what, e.state) for e in history(two.ledger, ready.op_id)] == [
            (account(), "taken in", "ready")
        ]
        last = audit.entries(two.ledger)[-1]
        assert (last.who, last.action, last.subject) == (account(), "unsent work taken in", "copy")
        assert last.detail == "3 corrections, 1 answers, 0 already here, 0 left out"
        two.synchronise()
        assert two.state(ready.op_id) == "confirmed" and two.at_registry(records[0], "blood_loss") == 911
        assert two.ready(correction(two.ledger, draft.op_id)).op_id == draft.op_id, "made ready it is still the same"
        two.synchronise()
        assert two.state(draft.op_id) == "confirmed"
        assert not open_messages(two.ledger)
        # The first computer learns of it, and sends none of it again.
        desk.synchronise(send=False)
        assert {desk.state(one.op_id) for one in (ready, draft)} == {"confirmed"}


def test_a_word_on_a_rare_value_is_remembered_where_it_is_sent_from(office: Office, desk: Desk, tmp_path: Path) -> None:
    record = desk.records("haemoglobin BETWEEN 8 AND 15")[5]
    rare = desk.correct(record, {"haemoglobin": 4.5}, confirmed={"hb16": "sett i laboratoriesvaret"})
    copy = copied(desk, tmp_path / "copy")
    with another(office, tmp_path / "two") as two:
        taken(two, copy)
        two.synchronise()
        assert two.state(rare.op_id) == "confirmed" and two.at_registry(record, "haemoglobin") == 4.5
        assert not two.queries(text=record), "what was looked up is not asked about again"


def test_what_is_here_stays_as_it_is(office: Office, desk: Desk, tmp_path: Path) -> None:
    records = desk.records("blood_loss BETWEEN 20 AND 900")[10:14]
    first = [desk.write(record, {"blood_loss": 913}) for record in records]
    copy = copied(desk, tmp_path / "copy")
    with another(office, tmp_path / "two") as two:
        mine = two.write(records[0], {"blood_loss": 5})
        assert reasons(two, copy) == [UNFINISHED_HERE]
        assert [c.op_id for c in taken(two, copy)] == [c.op_id for c in first[1:]]
        assert correction(two.ledger, mine.op_id) == mine
        two.ready(correction(two.ledger, first[1].op_id))
        before = open_corrections(two.ledger)
        assert taken(two, copy) == () and open_corrections(two.ledger) == before
        take_back(two.ledger, RAGNAR, mine.op_id)
        assert [c.op_id for c in taken(two, copy)] == [first[0].op_id], "when mine is done with"


def test_of_another_unit_role_or_record_nothing_is_taken_in(office: Office, desk: Desk, tmp_path: Path) -> None:
    records = desk.records("blood_loss < 900")[20:24]
    kept = [desk.write(record, {"blood_loss": 914}) for record in records]
    copy = copied(desk, tmp_path / "copy")
    with another(office, tmp_path / "two") as two:
        for changed, reason in (
            ({"registry": "hjerneslag"}, NOT_CONNECTED),
            ({"registry": "no such; name"}, NOT_CONNECTED),
            ({"unit": "another"}, NOT_CONNECTED),
            ({"record": "nobody's"}, NOT_HERE),
            ({"form": "another"}, NOT_HERE),
            ({"changes": (Change("blood_loss", 1, "much"),)}, NO_SUCH_VALUE),
            ({"changes": (Change("remark", None, "x" * 1_000_000),)}, NO_SUCH_VALUE),
        ):
            odd = msgspec.structs.replace(kept[0], **changed)
            made = msgspec.structs.replace(copy, corrections=(odd, *copy.corrections[1:]))
            assert reasons(two, made) == [reason], changed
        with two.place.cache.writing() as cursor:
            cursor.execute("UPDATE subscription SET roles = ['leser'] WHERE registry = ?", [REGISTRY])
        assert reasons(two, copy) == [NO_REGISTRAR] * 4
        assert taken(two, copy) == () and not open_corrections(two.ledger)


def test_a_query_answered_on_both_computers_is_answered_once(office: Office, desk: Desk, tmp_path: Path) -> None:
    record = desk.records("blood_loss < 900")[30]
    id = desk.registry.ask(REGISTRY, FORM, record, "hb16")
    desk.synchronise(send=False)
    queries.answer(desk.ledger, RAGNAR, desk.query(id), "other", "prøven er borte")
    copy = copied(desk, tmp_path / "copy")
    with another(office, tmp_path / "two") as two:
        queries.answer(two.ledger, RAGNAR, two.query(id), "other", "sett igjen")
        assert reasons(two, copy) == [ANSWERED_HERE]


def test_a_copy_that_no_export_made_is_refused_whole(desk: Desk, tmp_path: Path) -> None:
    records = desk.records("blood_loss < 900")[40:42]
    first, other = (desk.write(record, {"blood_loss": 915}) for record in records)
    path = tmp_path / "copy"
    copy = copied(desk, path)
    for odd in (
        {"op_id": first.op_id}, {"op_id": "1"}, {"state": "applied"}, {"state": "withdrawn"}, {"record": ""},
        {"text": "x" * 4_001}, {"state": "conflict", "resolution": "mine"},
    ):  # fmt: skip
        made = msgspec.structs.replace(copy, corrections=(copy.corrections[0], msgspec.structs.replace(other, **odd)))
        sealed = _SUITE.encrypt(msgspec.json.encode(made), SEALED.public_key(), info=MAGIC)
        path.write_bytes(MAGIC + sealed)
        with pytest.raises(UnsentUnreadable):
            read_unsent(path, SEALED)


def test_it_is_taken_in_whole_or_not_at_all(
    office: Office, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for record in desk.records("blood_loss < 900")[50:60]:
        desk.write(record, {"blood_loss": 916})
    copy = copied(desk, tmp_path / "copy")
    with another(office, tmp_path / "two") as two:
        two.ledger._connection.execute("PRAGMA max_page_count = 1")  # as far as the file reaches now
        with pytest.raises(DiskFull):
            for _ in range(20):  # until what is left of its pages is used up
                two.ledger.choose("filling", secrets.token_hex(20_000))
        before = audit.entries(two.ledger)
        with pytest.raises(DiskFull):
            taken(two, copy)
        assert not open_corrections(two.ledger) and audit.entries(two.ledger) == before
        two.ledger._connection.execute("PRAGMA max_page_count = 100000")
        assert len(taken(two, copy)) == 10


def test_whoever_goes_on_with_what_was_copied_writes_a_new_one(office: Office, desk: Desk, tmp_path: Path) -> None:
    """Else one id would stand for two contents: what the copy says, and what was written since."""
    record, other = desk.records("blood_loss < 690 AND smoker IS NOT NULL")[60:62]
    one = desk.correct(record, {"blood_loss": 700})
    below = desk.correct(other, {"blood_loss": 700})
    on_top = desk.write(other, {"smoker": None}, query="local:other")
    copy = copied(desk, tmp_path / "copy")
    same = desk.write(record, {"blood_loss": 700}, text=one.text)
    assert (same.op_id, same.author, same.written_at) == (one.op_id, "ragnar", one.written_at), "nothing is new in it"
    edited = desk.write(record, {"blood_loss": 701})
    assert edited.op_id != one.op_id and edited.replaces == one.op_id
    old = correction(desk.ledger, one.op_id)
    assert (old.state, old.resolution, old.replaced_by) == ("withdrawn", "superseded", edited.op_id)
    assert desk.write(record, {"blood_loss": 702}).op_id == edited.op_id, "which was not copied"
    explained = explain(desk.ledger, RAGNAR, below.op_id, text="annet")
    assert [c.op_id for c in of_record(desk.ledger, REGISTRY, desk.unit, FORM, other)] == [
        explained.op_id, on_top.op_id, below.op_id,
    ], "in its place"  # fmt: skip
    with another(office, tmp_path / "two") as two:
        taken(two, copy)
        two.synchronise()
        assert two.state(one.op_id) == "confirmed" and two.at_registry(record, "blood_loss") == 700
    desk.ready(correction(desk.ledger, edited.op_id))
    desk.synchronise()
    assert desk.state(edited.op_id) == "conflict", "the same field is never overwritten unseen"
    assert desk.at_registry(record, "blood_loss") == 700


STATES = st.lists(st.sampled_from(["draft", "ready", "sending", "rejected", "conflict"]), min_size=1, max_size=6)


@given(states=STATES, here=st.sets(st.integers(0, 5)), twice=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_export_take_in_export_holds_the_same(
    desk: Desk, tmp_path: Path, states: list[str], here: set[int], twice: bool
) -> None:
    records, directory = desk.records("blood_loss < 900"), tmp_path / secrets.token_hex(4)
    directory.mkdir()
    one, other = (Ledger.open(directory / f"{name}.sqlite", secrets.token_bytes(32)) for name in ("one", "other"))
    with contextlib.closing(one), contextlib.closing(other), desk.place.cache.reading() as cursor:
        written = []
        for number, state in enumerate(states):
            made = Correction(
                op_id=new_op_id(), registry=REGISTRY, unit=desk.unit, form=FORM, record=records[number % 3],
                base_version=1, changes=(Change("blood_loss", number, number + 1),), author="ragnar",
                written_at=corrections.now(), sent=state not in ("draft", "ready"), text="æ" * number,
            )  # fmt: skip
            with one.writing() as writer:
                written.append(keep(one, writer, made, "written", "ragnar", state=state))
        export_unsent(one, directory / "first", SEALED.public_key())
        copy = read_unsent(directory / "first", SEALED)
        with other.writing() as writer:  # some of it is here already, further on than the copy says
            for number in here & set(range(len(written))):
                keep(other, writer, written[number], "", "", state="confirmed")
        before = {n: corrections.rows.get(other, written[n].op_id) for n in here if n < len(written)}
        for _ in range(2 if twice else 1):
            take_in(cursor, other, copy, "first")
        assert {n: corrections.rows.get(other, written[n].op_id) for n in before} == before
        export_unsent(other, directory / "second", SEALED.public_key())
        again = read_unsent(directory / "second", SEALED)
        brought = tuple(c for n, c in enumerate(copy.corrections) if n not in here)
        assert [(c.op_id, c) for c in again.corrections] == [
            (c.op_id, msgspec.structs.replace(c, copied=True)) for c in brought
        ]
        assert again.messages == copy.messages


@pytest.mark.parametrize("before", ["nothing sent", "half sent", "all sent", "answers lost"])
@pytest.mark.parametrize("first", [0, 1])
def test_sent_from_both_computers_each_is_taken_in_once(
    office: Office, desk: Desk, tmp_path: Path, figures: Figures, before: str, first: int
) -> None:
    """Half of it leaves the first computer, the copy is taken in on the second, others edit, and both go on."""
    draw = random.Random(f"{before} {first}")
    records = draw.sample(desk.records("blood_loss < 900"), 12)
    start, known = History(desk.registry.query, records), set(desk.answers())
    made = [desk.correct(record, {"blood_loss": draw.randint(1000, 1100)}) for record in records]
    if before == "answers lost":
        desk.registry.faults.add("lost", "*/corrections", times=None)
        desk.synchronise(fetch=False)
        desk.registry.faults.clear()
        assert {c.state for c in open_corrections(desk.ledger)} == {"sending"}
    copy = copied(desk, tmp_path / "copy")
    later = made[6:] if before == "half sent" else made if before == "nothing sent" else []
    for one in later:
        corrections.back_to_draft(desk.ledger, RAGNAR, one.op_id)
    if before in ("half sent", "all sent"):
        desk.synchronise(fetch=False)
    for record in draw.sample(records, 6):
        values = {draw.choice(["blood_loss", "height"]): draw.choice([150, 160, 170])}
        start.edits.append(Edit(record, desk.registry.edit(REGISTRY, FORM, record, values), values))
    with another(office, tmp_path / "two") as two:
        assert len(taken(two, copy)) == len(made)
        two.synchronise(send=False)
        for each in [(desk, two), (two, desk)][first] * 3:
            if each is desk:
                for one in open_corrections(desk.ledger):
                    if one.state == "draft":
                        each.ready(one)
            each.synchronise()
        received = desk.registry.query(
            "SELECT op_id, status, record_id, version, CAST(changes AS VARCHAR) FROM received"
        )
        received = [row for row in received if row[0] not in known]
        assert len({row[0] for row in received}) == len(received), "none was received twice"
        assert not start._replayed(received), "and nothing was overwritten unseen"
        told = {row[0]: row[1] for row in received}
        ledgers = [{c.op_id: c for c in corrections.corrections(each.ledger)} for each in (desk, two)]
        assert told.keys() <= ledgers[0].keys() | ledgers[1].keys()
        for ledger in ledgers:
            for one in made:
                here = ledger[one.op_id]
                if here.op_id in told:
                    assert ENDS[here.state] == told[here.op_id], "both ledgers and the registry agree"
                else:
                    assert here.waits_for_person or here.resolution == "already", "others were there first"
        assert sum(status == "applied" for status in told.values()) >= 6
    ends = sorted(Counter(told.values()).items())
    figures(f"{before}: 12 corrections taken in elsewhere and sent from both: {ends}, 0 violations")
