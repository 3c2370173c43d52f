"""A copy of unsent work opens with the unit's recovery key and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from local_cache.corrections import queries
from local_cache.corrections.corrections import open_corrections
from local_cache.corrections.messages import open_messages
from local_cache.corrections.unsent import MAGIC, UnsentUnreadable, export_unsent, read_unsent
from local_cache.errors import NotWritable
from tests.local_cache.corrections.desk import FORM, RAGNAR, REGISTRY, Desk

CANARY = "Kari Nordmann ringte om hofta 8841"


def test_what_is_unsent_comes_out_whole(desk: Desk, tmp_path: Path) -> None:
    records = desk.records("blood_loss < 900")
    desk.correct(records[0], {"blood_loss": 911})
    desk.synchronise()
    ready = desk.correct(records[1], {"blood_loss": 912}, text=CANARY)
    draft = desk.write(records[2], {"remark": CANARY})
    id = desk.registry.ask(REGISTRY, FORM, records[3], "hb16")
    desk.synchronise(send=False)
    queries.answer(desk.ledger, RAGNAR, desk.query(id), "other", CANARY)
    key = X25519PrivateKey.generate()
    path = tmp_path / "copy.egnetall"
    assert export_unsent(desk.ledger, path, key.public_key()) == 3
    assert CANARY.encode() not in path.read_bytes()
    copy = read_unsent(path, key)
    assert [c.op_id for c in copy.corrections] == [ready.op_id, draft.op_id]
    assert copy.corrections == open_corrections(desk.ledger)
    assert copy.messages == open_messages(desk.ledger)
    assert CANARY in str(copy)


def test_other_keys_and_altered_files_are_refused(desk: Desk, tmp_path: Path) -> None:
    key, path = X25519PrivateKey.generate(), tmp_path / "copy"
    desk.write(desk.records("blood_loss < 900")[0], {"blood_loss": 913})
    export_unsent(desk.ledger, path, key.public_key())
    whole = path.read_bytes()
    with pytest.raises(UnsentUnreadable):
        read_unsent(path, X25519PrivateKey.generate())
    flipped = bytearray(whole)
    flipped[-5] ^= 1
    for damaged in (b"", MAGIC, whole[:60], whole[:-1], bytes(flipped), b"x" + whole):
        path.write_bytes(damaged)
        with pytest.raises(UnsentUnreadable):
            read_unsent(path, key)


def test_it_is_written_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotWritable):
        export_unsent(desk.ledger, tmp_path / "no" / "such" / "copy", X25519PrivateKey.generate().public_key())
    path = tmp_path / "copy"
    path.write_bytes(b"before")
    export_unsent(desk.ledger, path, X25519PrivateKey.generate().public_key())
    assert path.read_bytes().startswith(MAGIC)
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == ["copy"]
