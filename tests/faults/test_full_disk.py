"""A disk that fills up while a synchronisation is applied: taken back, said, and completed when there is room again."""

from __future__ import annotations

import random
from pathlib import Path

from local_cache.cache import Cache
from local_cache.sync.outcome import Progress, Stage
from tests.local_cache.disks import fill, small_disk
from tests.local_cache.sync.forged import forged_registry, row
from tests.local_cache.sync.places import KEY, Place


def test_a_disk_that_fills_up_while_parts_are_applied(tmp_path: Path):
    chance = random.Random(1)
    with small_disk(tmp_path / "disk", 60) as disk, forged_registry() as forged:
        data = disk / "data"
        data.mkdir()
        cache = Cache.open(data / "cache.duckdb", KEY, spill=data / "spill", threads=1)
        try:
            place = Place(data, cache)
            forged.records([row(n) for n in range(10)])
            assert not place.synchronise(forged.address, forged.token).problems
            before = place.everything()
            rows = [row(n, merknad=f"{chance.getrandbits(6000):x}") for n in range(6000)]
            forged.records(rows, pieces=4)

            def fill_up(progress: Progress) -> None:
                if progress.stage is Stage.APPLYING and not (disk / "filling").exists():
                    fill(disk)

            result = place.synchronise(forged.address, forged.token, progress=fill_up)
            assert [p.problem.code for p in result.problems] == ["disk-full"]
            assert place.everything() == before
            (disk / "filling").unlink()
            assert not place.synchronise(forged.address, forged.token).problems
            assert place.rows("SELECT count(*) FROM records_lite_skjema") == [(6000,)]
        finally:
            cache.close()
