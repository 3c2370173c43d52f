from __future__ import annotations

import secrets
from pathlib import Path

from local_cache.corrections.begun import NOTHING, Begun, begun, keep_begun
from local_cache.ledger import Ledger

PLACE = ("hoftebrudd", "9911103", "q-1")
WORDS = Begun("tastefeil", "Ring-Kari-Nordmann-om-hofta")


def test_words_begun_on_are_there_after_a_new_start_sealed_and_only_where_they_were_written(tmp_path: Path) -> None:
    file, key = tmp_path / "ledger.sqlite", secrets.token_bytes(32)
    ledger = Ledger.open(file, key)
    keep_begun(ledger, *PLACE, WORDS)
    assert begun(ledger, "hoftebrudd", "9911103", "q-2") == NOTHING
    ledger.close()
    assert all(b"Nordmann" not in f.read_bytes() for f in tmp_path.iterdir())
    ledger = Ledger.open(file, key)
    assert begun(ledger, *PLACE) == WORDS
    keep_begun(ledger, *PLACE, NOTHING)
    assert begun(ledger, *PLACE) == NOTHING
    ledger.close()
