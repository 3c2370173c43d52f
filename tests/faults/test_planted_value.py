"""A patient's text, planted in the registry, is found in no file at any moment of a synchronisation."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_cache.cache import Cache
from local_cache.logs import Scrubbed
from local_cache.sync.messages import NDJSON_ZSTD, PARQUET
from local_cache.sync.outcome import Progress, Stage
from local_cache.sync.stop import Stop
from tests.local_cache.sync.forged import Forged, forged_registry, row
from tests.local_cache.sync.places import CANARY, KEY, Place

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def files_with_canary(directory: Path) -> list[str]:
    needles = [CANARY.encode(encoding) for encoding in ENCODINGS]
    found = []
    for file in directory.rglob("*"):
        try:
            content = file.read_bytes() if file.is_file() else b""
        except FileNotFoundError:  # a spill file that has gone meanwhile
            continue
        if any(needle in content for needle in needles):
            found.append(file.name)
    return found


@contextmanager
def logged(file: Path) -> Iterator[None]:
    """Everything that is logged, by anyone, as the program writes it."""
    file.parent.mkdir()
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(Scrubbed())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()


def plant(forged: Forged, kind: str, version: int) -> None:
    forged.records([row(n, version=version, merknad=f"{CANARY} {n}" * 20) for n in range(6000)], kind=kind, pieces=6)


def test_the_search_itself_finds_what_is_there(tmp_path: Path):
    for encoding in ENCODINGS:
        (tmp_path / encoding).write_bytes(b"x" * 999 + CANARY.encode(encoding) + b"y")
    assert sorted(files_with_canary(tmp_path)) == sorted(ENCODINGS)


def test_a_planted_value_is_in_no_file(tmp_path: Path):
    data = tmp_path / "data"
    data.mkdir()
    searched: set[str] = set()
    found: list[str] = []

    def search(progress: Progress) -> None:
        searched.update(f.name.partition("-")[0] for f in data.rglob("*") if f.is_file() and f.stat().st_size)
        found.extend(files_with_canary(data))

    # So little memory that what is being written must go to disk before it is committed.
    cache = Cache.open(data / "cache.duckdb", KEY, spill=data / "spill", memory_limit="160MB", threads=1)
    try:
        with forged_registry() as forged, logged(data / "logs" / "log.txt"):
            place = Place(data, cache)
            for version, kind in enumerate((PARQUET, NDJSON_ZSTD)):
                plant(forged, kind, version)
                stop = Stop()

                def until(progress: Progress, stop: Stop = stop) -> None:
                    search(progress)
                    if progress.stage is Stage.APPLYING:
                        stop.interrupt()

                assert place.synchronise(forged.address, forged.token, progress=until, stop=stop).cancelled
                assert list(place.spool.iterdir()), "the spool holds the parts, sealed"
                assert not files_with_canary(data)
                assert not place.synchronise(forged.address, forged.token, progress=search).problems
                assert place.rows("SELECT count(*) FROM records_lite_skjema WHERE starts_with(merknad, ?)", [CANARY])
            columns = {"op": "VARCHAR", "why": "VARCHAR", "record_id": "VARCHAR", "tall": "VARCHAR"}
            forged.records([row(1, tall=CANARY)], columns=columns, kind=NDJSON_ZSTD)
            refused = place.synchronise(forged.address, forged.token, progress=search)
            assert CANARY not in str(refused.problems) and refused.problems
            logging.getLogger("test").warning("the log is written to")
    finally:
        cache.close()
    assert not found and not files_with_canary(data)
    assert {"cache.duckdb", "cache.duckdb.wal", "log.txt"} <= searched
