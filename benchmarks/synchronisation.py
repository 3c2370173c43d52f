"""How fast records come in, against the least that could be done with the same bytes; ratios of one run.

    python -m benchmarks.synchronisation [--records 1000000]

The raw write is DuckDB reading the very same Parquet parts from memory straight into an encrypted table. The registry
runs in a child process on the same machine, so its share of the time is counted to the synchronisation.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from local_cache.cache import Cache
from local_cache.registry import record_table
from local_cache.sync.client import Client
from local_cache.sync.manifest import read_manifest
from local_cache.sync.messages import PARQUET
from local_cache.sync.outcome import Progress, PullResult
from local_cache.sync.pull import connect, pull

KEY = b"benchmark-key-of-thirty-two-byte"
REGISTRY = "import sys; from demo_registry import run_foreground; run_foreground(0, int(sys.argv[1]), 1, control=True)"


@contextlib.contextmanager
def registry_in_child(records: int) -> Iterator[dict[str, Any]]:
    child = subprocess.Popen([sys.executable, "-c", REGISTRY, str(records)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    try:
        yield json.loads(child.stdout.readline())
    finally:
        child.terminate()
        child.wait()
        child.stdout.close()


@contextlib.contextmanager
def opened_cache(directory: Path) -> Iterator[Cache]:
    cache = Cache.open(directory / "cache.duckdb", KEY, spill=directory / "spill")
    try:
        yield cache
    finally:
        cache.close()


def peak_mb() -> float:
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def on_disk(directory: Path) -> int:
    return sum(file.stat().st_size for file in directory.glob("cache.duckdb*"))


def written() -> int:
    """Bytes this process has handed to the operating system for writing (Linux)."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("wchar"))


def raw_write(address: str, token: str, unit: str) -> tuple[float, int]:
    """Seconds to write all record parts, already in memory, straight into an encrypted table; and their bytes."""
    bodies: dict[str, list[bytes]] = {}
    with Client(address, token) as client:
        discovery = client.discovery()
        for access in client.registries().registries:
            signed = client.manifest(access.registry, unit, None)
            manifest = read_manifest(signed, discovery, registry=access.registry, unit=unit)
            for feed in manifest.feeds:
                if feed.name.startswith("records/"):
                    table = record_table(access.registry, feed.name.removeprefix("records/"))
                    parts = [p for p in feed.parts if p.media_type == PARQUET]
                    bodies[table] = [client.part(p, registry=access.registry, feed=feed.name) for p in parts]
    total = sum(len(b) for table in bodies.values() for b in table)
    with tempfile.TemporaryDirectory() as name, opened_cache(Path(name)) as cache:
        begun = time.perf_counter()
        for table, parts in bodies.items():
            if not parts:
                continue
            with cache.parts({f"{n}": body for n, body in enumerate(parts)}) as paths, cache.writing() as cursor:
                cursor.execute(f"CREATE TABLE {table} AS FROM read_parquet(?)", [list(paths.values())])
        cache.checkpoint()
        return time.perf_counter() - begun, total


def synchronise(
    cache: Cache, client: Client, directory: Path, clock: _Stages | None = None
) -> tuple[float, PullResult]:
    source = connect(cache, client)
    begun = time.perf_counter()
    result = pull(cache, client, source, directory / "spool", spool_key=KEY, progress=clock)
    cache.checkpoint()
    assert not result.problems, result.problems
    return time.perf_counter() - begun, result


class _Stages:
    """Seconds between progress reports, by stage and kind of feed."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._at = time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        now = time.perf_counter()
        name = f"{progress.stage.value} {progress.feed.partition('/')[0]}"
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._at
        self._at = now


def measure(records: int) -> dict[str, Any]:
    """One first synchronisation in this process, which should have done nothing before: its memory is measured."""
    with registry_in_child(records) as hello, tempfile.TemporaryDirectory() as name:
        directory, user = Path(name), hello["users"][0]
        unit = user["units"][0]
        with Client(hello["address"], user["token"]) as client:
            manifest_of = [client.manifest(r.registry, unit, None) for r in client.registries().registries]
            del manifest_of  # the registry has now made its parts, as a real one would have long before
            with opened_cache(directory) as cache:
                before = peak_mb()
                clock = _Stages()
                first, result = synchronise(cache, client, directory, clock)
                grown = peak_mb() - before
                size = on_disk(directory)
                nothing, _ = synchronise(cache, client, directory)
                registry = result.registries[0].registry
                with cache.reading() as cursor:
                    form = cursor.execute(
                        "SELECT name FROM feed WHERE registry = ? AND name LIKE 'records/%' ORDER BY \"rows\" DESC",
                        [registry],
                    ).fetchall()[0][0]
                order = {"do": "change", "registry": registry, "form": form.removeprefix("records/"), "number": 100}
                requests.post(f"{hello['address']}/demo/control", json=order, timeout=600).raise_for_status()
                client.manifest(registry, unit, None)
                wrote = written()
                delta, changed = synchronise(cache, client, directory)
                wrote = written() - wrote
        answer = {
            "records": sum(u.upserted for u in result.registries),
            "first_s": round(first, 2),
            "first_bytes": sum(u.bytes for u in result.registries),
            "stages_s": {k: round(v, 2) for k, v in clock.seconds.items()},
            "peak_growth_mb": round(grown),
            "cache_mb": round(size / 1e6, 1),
            "nothing_new_s": round(nothing, 2),
            "delta_100_s": round(delta, 2),
            "delta_100_records": sum(u.upserted for u in changed.registries),
            "delta_100_bytes_fetched": sum(u.bytes for u in changed.registries),
            "delta_100_bytes_written": wrote,
        }
        raw, size = raw_write(hello["address"], user["token"], unit)
        return {**answer, "raw_s": round(raw, 2), "raw_part_bytes": size, "first_over_raw": round(first / raw, 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--one", action="store_true", help="only this size, in this process")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.records)))
        return
    sizes = (options.records // 10, options.records)
    answers = []
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.synchronisation", "--one", "--records", str(size)]
        answers.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
        print(json.dumps(answers[-1], indent=1), flush=True)
    small, large = answers
    print(f"first synchronisation of {large['records']:,} records: {large['first_over_raw']} × the raw write (aim 2.5)")
    print(f"peak memory growth: {small['peak_growth_mb']} MB, with ten times the records {large['peak_growth_mb']} MB")
    print(f"100 changed: {large['delta_100_s'] / large['first_s']:.3f} × the time of the first, "
          f"{large['delta_100_bytes_written'] / 1e6:.1f} MB written")  # fmt: skip


if __name__ == "__main__":
    main()
