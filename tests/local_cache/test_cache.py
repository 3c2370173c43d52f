from __future__ import annotations

import contextlib
import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import fsspec
import pytest

from local_cache import cache as cache_module
from local_cache import engine as engine_module
from local_cache.cache import Cache, probe_command
from local_cache.disk import require_room
from local_cache.errors import (
    CacheInUse,
    CacheUnusable,
    DiskFull,
    EncryptionMissing,
    KeyDoesNotFit,
    NotEnoughMemory,
    NotWritable,
)
from tests.local_cache.disks import fill, make_read_only, small_disk

KEY = secrets.token_bytes(32)
CANARY = "Kari-Nordmann-13057012345"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.duckdb"


def opened(path: Path, key: bytes = KEY, **limits: object) -> Cache:
    return Cache.open(path, key, spill=path.parent / "spill", **limits)  # type: ignore[arg-type]


@pytest.fixture
def cache(path: Path) -> Iterator[Cache]:
    cache = opened(path)
    yield cache
    cache.close()


def filled(path: Path, rows: int = 20_000) -> None:
    cache = opened(path)
    with cache.writing() as cursor:
        cursor.execute(f"CREATE TABLE record AS SELECT i, md5(i::VARCHAR) AS text FROM range({rows}) r(i)")
    cache.close()


def count(cache: Cache) -> int:
    with cache.reading() as cursor:
        row = cursor.execute("SELECT count(*), sum(length(text)) FROM record").fetchone()
    assert row is not None
    return int(row[0])


def moved_aside(path: Path) -> list[Path]:
    return [f for f in path.parent.glob("cache.duckdb.*-2*") if not f.name.endswith(".wal")]


# What is kept and what is not


def test_keeps_what_was_written_and_starts_with_the_schema(path: Path) -> None:
    filled(path)
    cache = opened(path)
    with cache.reading() as cursor:
        tables = {t for (t,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert {"source", "feed", "monthly_results", "schema_version", "record"} <= tables
    assert count(cache) == 20_000
    assert cache.rebuilt is None
    assert cache.encrypted
    cache.close()


def test_no_plain_byte_in_file_log_or_spill(path: Path) -> None:
    cache = opened(path, memory_limit="64MB", threads=2)
    with cache.writing() as cursor:
        cursor.execute("CREATE TABLE record (i BIGINT, text VARCHAR)")
        cursor.execute(
            "INSERT INTO record SELECT i, ? || md5(i::VARCHAR) || md5((i+1)::VARCHAR) FROM range(300) r(i)", [CANARY]
        )
    wal = path.with_name("cache.duckdb.wal").read_bytes()
    assert len(wal) > 300 * 60
    assert CANARY.encode() not in wal
    with cache.reading() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE wide AS SELECT ? || md5(i::VARCHAR) || md5((i+7)::VARCHAR) AS text "
            "FROM range(2000000) r(i)",
            [CANARY],
        )
        spilled = [f for f in (path.parent / "spill").rglob("*") if f.is_file()]
        assert sum(f.stat().st_size for f in spilled) > 1_000_000, "nothing was spilled, so this test shows nothing"
        for file in spilled:
            assert CANARY.encode() not in file.read_bytes()
    cache.close()
    assert CANARY.encode() not in path.read_bytes()
    assert b"monthly_results" not in path.read_bytes()
    assert not [f for f in (path.parent / "spill").rglob("*") if f.is_file()]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd.csv'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_text('http://127.0.0.1:9/x')",
        "COPY source TO '{tmp}/out.csv'",
        "COPY source FROM '/etc/passwd'",
        "EXPORT DATABASE '{tmp}/out'",
        "IMPORT DATABASE '{tmp}/out'",
        "ATTACH '{tmp}/other.duckdb' AS other",
        "ATTACH ':memory:' AS other; COPY other FROM '/etc/passwd'",
        "INSTALL json",
        "INSTALL spatial FROM community",
        "LOAD '{tmp}/x.duckdb_extension'",
        "SET threads = 1",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET allowed_directories = ['/']",
        "SET temp_directory = '/tmp'",
        "RESET memory_limit",
        "PRAGMA temp_file_encryption = false",
    ],
)
def test_everything_else_is_refused_after_opening(cache: Cache, tmp_path: Path, statement: str) -> None:
    with pytest.raises(duckdb.Error), cache.reading() as cursor:
        cursor.execute(statement.replace("{tmp}", str(tmp_path))).fetchall()
    assert not (tmp_path / "out.csv").exists()
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "other.duckdb").exists()


def test_the_key_is_never_in_an_error(path: Path) -> None:
    import base64

    filled(path)
    with pytest.raises(KeyDoesNotFit) as caught:
        opened(path, secrets.token_bytes(32))
    seen: BaseException | None = caught.value
    while seen is not None:
        assert base64.b64encode(KEY).decode() not in str(seen)
        seen = seen.__cause__


# Reading parts


def test_parts_are_read_from_memory_and_gone_afterwards(cache: Cache, tmp_path: Path) -> None:
    duckdb.connect(":memory:").execute(f"COPY (SELECT 42 AS a) TO '{tmp_path}/p.parquet'")
    contents = {"p.parquet": (tmp_path / "p.parquet").read_bytes(), "n.json": b'{"a": 1}\n{"a": 2}\n'}
    with cache.parts(contents) as paths, cache.reading() as cursor:
        assert cursor.execute("SELECT a FROM read_parquet(?)", [paths["p.parquet"]]).fetchall() == [(42,)]
        assert cursor.execute("SELECT sum(a) FROM read_json(?)", [paths["n.json"]]).fetchone() == (3,)
        assert len(paths["p.parquet"].split("/")[3]) == 32
    memory = fsspec.filesystem("memory")
    assert not any(memory.exists(p) for p in paths.values())
    with cache.parts(contents) as again:
        assert set(again.values()).isdisjoint(paths.values())


def test_parts_are_gone_after_an_exception(cache: Cache) -> None:
    with pytest.raises(ZeroDivisionError), cache.parts({"a": b"x"}) as paths:
        raise ZeroDivisionError
    assert not fsspec.filesystem("memory").exists(paths["a"])


# Writing


def test_a_failed_write_leaves_nothing(cache: Cache) -> None:
    with pytest.raises(ZeroDivisionError), cache.writing() as cursor:
        cursor.execute("INSERT INTO source (id) VALUES ('a')")
        raise ZeroDivisionError
    with cache.writing() as cursor:
        cursor.execute("INSERT INTO source (id) VALUES ('b')")
    with cache.reading() as cursor:
        assert cursor.execute("SELECT id FROM source").fetchall() == [("b",)]


def test_a_swallowed_error_is_never_committed_in_silence(cache: Cache) -> None:
    with pytest.raises(duckdb.Error), cache.writing() as cursor:
        cursor.execute("INSERT INTO source (id) VALUES ('a')")
        with contextlib.suppress(duckdb.Error):
            cursor.execute("INSERT INTO coverage (year) VALUES ('not a year')")
    with cache.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM source").fetchone() == (0,)


def test_readers_and_the_one_writer_in_threads(cache: Cache) -> None:
    with cache.writing() as cursor:
        cursor.execute("CREATE TABLE pair (a BIGINT, b BIGINT)")
        cursor.execute("INSERT INTO pair VALUES (0, 0)")
    wrong: list[object] = []
    done = threading.Event()

    def write() -> None:
        for _ in range(40):
            with cache.writing() as cursor:
                cursor.execute("UPDATE pair SET a = a + 1")
                cursor.execute("UPDATE pair SET b = b + 1")

    def read() -> None:
        while not done.is_set():
            with cache.reading() as cursor:
                row = cursor.execute("SELECT a, b FROM pair").fetchone()
            if row is None or row[0] != row[1]:
                wrong.append(row)

    writers = [threading.Thread(target=write) for _ in range(3)]
    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in (*writers, *readers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    with cache.reading() as cursor:
        assert cursor.execute("SELECT a, b FROM pair").fetchall() == [(120, 120)]
    assert not wrong


ENDLESS = "SELECT sum(a.i * b.i) FROM range(10000000) a(i), range(1000000) b(i)"


def test_closing_interrupts_what_runs_and_frees_the_file(path: Path) -> None:
    cache = opened(path)
    started = threading.Event()
    seen: list[type[BaseException]] = []

    def read() -> None:
        try:
            with cache.reading() as cursor:
                started.set()
                cursor.execute(ENDLESS).fetchall()
        except duckdb.Error as error:
            seen.append(type(error))

    thread = threading.Thread(target=read)
    thread.start()
    started.wait()
    time.sleep(0.1)
    cache.close()
    thread.join(10)
    assert not thread.is_alive()
    assert len(seen) == 1
    opened(path).close()


def test_an_interrupted_write_is_rolled_back(cache: Cache) -> None:
    with cache.writing() as cursor:
        cursor.execute("CREATE TABLE big (i BIGINT)")
    timers: list[threading.Timer] = []
    with pytest.raises(duckdb.InterruptException), cache.writing() as cursor:
        cursor.execute("INSERT INTO big VALUES (1)")
        timers.append(threading.Timer(0.2, cursor.interrupt))
        timers[0].start()
        cursor.execute(ENDLESS).fetchall()
    timers[0].join()
    with cache.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM big").fetchone() == (0,)


def test_too_much_for_memory_and_spill_is_said(path: Path) -> None:
    cache = opened(path, memory_limit="50MB", threads=1)
    with pytest.raises(NotEnoughMemory), cache.reading() as cursor:
        cursor.execute("SELECT list(i) FROM range(60000000) r(i)").fetchone()
    with cache.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM source").fetchone() == (0,)
    cache.close()


# Damage


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def torn_header(data: bytes) -> bytes:
    return data[:4096] + b"\0" * 8192 + data[12288:]


def no_header(data: bytes) -> bytes:
    return b"\0" * 4096 + data[4096:]


def zero_tail(data: bytes) -> bytes:
    return data[: len(data) // 2] + b"\0" * (len(data) - len(data) // 2)


def flipped_header(data: bytes) -> bytes:
    return data[:150] + bytes([data[150] ^ 1]) + data[151:]


def empty(data: bytes) -> bytes:
    return b""


def another_kind_of_file(data: bytes) -> bytes:
    return b"Not a database at all.\n" * 1000


DAMAGES = [cut, flipped, torn_header, no_header, zero_tail, flipped_header, empty, another_kind_of_file]


@pytest.mark.parametrize("unclean", [False, True], ids=["clean", "unclean"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_moved_aside_and_the_cache_made_anew(
    path: Path, damage: Callable[[bytes], bytes], unclean: bool
) -> None:
    filled(path)
    path.write_bytes(damage(path.read_bytes()))
    damaged = path.read_bytes()
    if unclean:
        path.with_name("cache.duckdb.state").write_bytes(b"1")
    cache = opened(path)
    if cache.rebuilt is None:  # not seen while opening: then while reading, and put right at the next start
        with pytest.raises(CacheUnusable):
            count(cache)
        cache.close()
        cache = opened(path)
    assert cache.rebuilt is not None
    assert cache.rebuilt.read_bytes() == damaged
    with cache.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM monthly_results").fetchone() == (0,)
    cache.close()
    cache = opened(path)
    assert cache.rebuilt is None
    cache.close()


def test_only_the_last_one_moved_aside_is_kept(path: Path) -> None:
    for _ in range(3):
        filled(path)
        path.write_bytes(b"")
        cache = opened(path)
        assert moved_aside(path) == [cache.rebuilt]
        cache.close()
        path.unlink()


def killed_while_writing(path: Path) -> None:
    """Another process commits 200 rows into the log and is killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), KEY.hex(), "one"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"1\n"
    child.kill()
    child.communicate()


WRITER = """
import sys
from pathlib import Path
from local_cache.cache import Cache
path, key, kind = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3]
cache = Cache.open(path, key, spill=path.parent / "spill")
print(0, flush=True) if kind == "many" else None
with cache.writing() as cursor:
    cursor.execute("CREATE TABLE IF NOT EXISTS told (n BIGINT, text VARCHAR)")
n = 0
with cache.reading() as cursor:
    n = cursor.execute("SELECT coalesce(max(n), 0) FROM told").fetchone()[0]
while True:
    n += 1
    with cache.writing() as cursor:
        cursor.execute("INSERT INTO told SELECT ?, md5(i::VARCHAR) FROM range(200) r(i)", [n])
    if n % 7 == 0:
        cache.checkpoint()
    print(n, flush=True)
    if kind == "one":
        sys.stdin.read() or __import__("time").sleep(60)
"""


def test_after_a_kill_the_log_is_replayed(path: Path) -> None:
    killed_while_writing(path)
    assert path.with_name("cache.duckdb.wal").stat().st_size > 0
    assert path.with_name("cache.duckdb.state").read_bytes() == b"1"
    cache = opened(path)
    assert cache.rebuilt is None
    with cache.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM told").fetchone() == (200,)
    cache.close()


@pytest.mark.parametrize("damage", [lambda d: d + b"\0" * 4096, flipped], ids=["zero-tail", "flipped"])
def test_a_damaged_log_is_moved_aside_with_its_cache(path: Path, damage: Callable[[bytes], bytes]) -> None:
    killed_while_writing(path)
    wal = path.with_name("cache.duckdb.wal")
    wal.write_bytes(damage(wal.read_bytes()))
    cache = opened(path)
    assert cache.rebuilt is not None
    assert cache.rebuilt.with_name(cache.rebuilt.name + ".wal").exists()
    cache.close()


def test_a_removed_log_opens_on_what_was_before(path: Path) -> None:
    """Nothing in the file tells of it; the feeds' digests do, at the next synchronisation."""
    filled(path)
    killed_while_writing(path)
    path.with_name("cache.duckdb.wal").unlink()
    cache = opened(path)
    assert cache.rebuilt is None
    assert count(cache) == 20_000
    cache.close()


def test_the_program_survives_a_probe_that_is_killed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    path.with_name("cache.duckdb.state").write_bytes(b"1")
    dying = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"]
    monkeypatch.setattr(cache_module, "probe_command", lambda path, spill: dying)
    cache = opened(path)
    assert cache.rebuilt is not None
    cache.close()


def test_the_probe_never_gets_the_key_on_its_command_line(path: Path) -> None:
    command = " ".join(probe_command(path, path.parent / "spill"))
    import base64

    assert base64.b64encode(KEY).decode() not in command
    assert KEY.hex() not in command


def test_a_kill_while_it_is_made_leaves_no_half_cache(path: Path) -> None:
    maker = (
        "import sys; from pathlib import Path; from local_cache.cache import Cache\n"
        "import local_cache.cache\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "path = Path(sys.argv[1]); Cache.open(path, bytes.fromhex(sys.argv[2]), spill=path.parent / 'spill')\n"
    )
    draw = random.Random(7)
    halves = 0
    for _ in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", maker, str(path), KEY.hex()], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        child.stdin.write(b"\n")
        child.stdin.flush()
        while not path.with_name("cache.duckdb.new").exists() and child.poll() is None:
            time.sleep(0.0005)
        time.sleep(draw.uniform(0.0, 0.03))
        child.kill()
        child.communicate()
        halves += path.with_name("cache.duckdb.new").exists()
        cache = opened(path)
        assert cache.rebuilt is None
        with cache.reading() as cursor:
            assert cursor.execute("SELECT count(*) FROM feed").fetchone() == (0,)
        cache.close()
        for file in path.parent.glob("cache.duckdb*"):
            file.unlink()
    assert halves, "no kill struck while the file was made"


def kills(path: Path, times: int, seed: int) -> int:
    """Kill a writer at random moments; gives how often the file could not be opened afterwards and was made anew.

    DuckDB itself is not proof against every kill, which is why the cache is disposable; but a file that opens must hold
    every write that was acknowledged, and each of them whole.
    """
    draw = random.Random(seed)
    acknowledged = rebuilt = 0
    for kill in range(times):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(path), KEY.hex(), "many"], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"0\n"
        time.sleep(draw.uniform(0.0, 0.25))
        child.send_signal(signal.SIGKILL)
        told = child.communicate()[0].split()
        acknowledged = max([acknowledged, *map(int, told)])
        cache = opened(path)
        if cache.rebuilt is not None:
            rebuilt += 1
            acknowledged = 0
        with cache.reading() as cursor:
            rows = (
                cursor.execute("SELECT n, count(*) FROM told GROUP BY n ORDER BY n").fetchall() if acknowledged else []
            )
        cache.close()
        assert {c for _, c in rows} <= {200}, kill
        assert [n for n, _ in rows[:acknowledged]] == list(range(1, acknowledged + 1)), kill
    return rebuilt


def test_kills_lose_no_acknowledged_write(path: Path) -> None:
    assert kills(path, 6, seed=3) <= 1


@pytest.mark.slow
def test_many_kills_lose_no_acknowledged_write(path: Path) -> None:
    assert kills(path, 200, seed=4) <= 4


# Who may open it


def test_a_wrong_key_is_told_from_damage_and_changes_nothing(path: Path) -> None:
    filled(path)
    before = path.read_bytes()
    for state in (b"0", b"1"):
        path.with_name("cache.duckdb.state").write_bytes(state)
        with pytest.raises(KeyDoesNotFit):
            opened(path, secrets.token_bytes(32))
        assert path.with_name("cache.duckdb.state").read_bytes() == state
    assert path.read_bytes() == before
    assert not moved_aside(path)
    cache = opened(path)
    assert count(cache) == 20_000
    cache.close()


def test_one_process_at_a_time(cache: Cache, path: Path) -> None:
    with pytest.raises(CacheInUse):
        opened(path)
    other = (
        "import sys; from pathlib import Path; from local_cache.cache import Cache; from local_cache.errors import *\n"
        "path = Path(sys.argv[1])\n"
        "try: Cache.open(path, bytes.fromhex(sys.argv[2]), spill=path.parent / 'spill')\n"
        "except CacheInUse: sys.exit(77)\n"
    )
    done = subprocess.run([sys.executable, "-c", other, str(path), KEY.hex()], check=False)
    assert done.returncode == 77
    with cache.writing() as cursor:
        cursor.execute("INSERT INTO source (id) VALUES ('still mine')")


@pytest.mark.skipif(sys.platform == "win32", reason="takes the lock the POSIX way")
def test_a_file_another_program_holds_is_said(path: Path) -> None:
    filled(path)
    holder = subprocess.Popen(
        [sys.executable, "-c", "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX); "
         "print('held', flush=True); sys.stdin.read()", str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout is not None
    holder.stdout.readline()
    for state in (b"0", b"1"):
        path.with_name("cache.duckdb.state").write_bytes(state)
        with pytest.raises(CacheInUse):
            opened(path)
    holder.communicate()
    assert not moved_aside(path)
    cache = opened(path)
    assert count(cache) == 20_000
    cache.close()


def test_a_probe_that_outlived_its_killed_process_is_waited_for(path: Path) -> None:
    filled(path)
    path.with_name("cache.duckdb.state").write_bytes(b"1")
    holder = subprocess.Popen(
        [sys.executable, "-c", "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX); "
         "print('held', flush=True); sys.stdin.read()", str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout is not None and holder.stdin is not None
    holder.stdout.readline()
    release = threading.Timer(1.0, holder.stdin.close)
    release.start()
    cache = opened(path)
    assert count(cache) == 20_000
    cache.close()
    release.join()
    holder.stdout.close()
    assert holder.wait() == 0
    assert not moved_aside(path)


# The disk


def test_a_full_disk_takes_the_write_back_and_keeps_the_rest(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 24) as disk:
        path = disk / "cache.duckdb"
        filled(path)
        cache = opened(path)
        assert (disk / "ballast").exists()
        with pytest.raises(DiskFull), cache.writing() as cursor:
            cursor.execute("INSERT INTO record SELECT i, md5(i::VARCHAR) FROM range(2000000) r(i)")
        assert not (disk / "ballast").exists()
        assert count(cache) == 20_000
        with cache.writing() as cursor:
            cursor.execute("INSERT INTO record VALUES (-1, 'small')")
        cache.close()
        cache = opened(path)
        assert cache.rebuilt is None
        assert count(cache) == 20_001
        cache.close()


def test_on_a_full_disk_the_cache_can_still_be_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 16) as disk:
        path = disk / "cache.duckdb"
        filled(path)
        (disk / "ballast").unlink()
        for state in (b"0", b"1"):
            path.with_name("cache.duckdb.state").write_bytes(state)
            fill(disk)
            cache = opened(path)
            assert cache.rebuilt is None
            assert count(cache) == 20_000
            with pytest.raises(DiskFull), cache.writing() as cursor:
                cursor.execute("INSERT INTO record SELECT i, md5(i::VARCHAR) FROM range(20000) r(i)")
            cache.close()
            (disk / "filling").unlink()
        cache = opened(path)
        assert count(cache) == 20_000
        cache.close()


def test_a_cache_cannot_be_made_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        fill(disk)
        with pytest.raises(DiskFull):
            opened(disk / "cache.duckdb")
        (disk / "filling").unlink()
        opened(disk / "cache.duckdb").close()
        with pytest.raises(DiskFull):
            require_room(disk, 2_000_000)
        require_room(disk, 1000)


def test_a_read_only_place_is_said(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 24) as disk:
        path = disk / "cache.duckdb"
        filled(path)
        make_read_only(disk)
        with pytest.raises(NotWritable):
            opened(path)
        with pytest.raises(NotWritable):
            opened(disk / "other" / "cache.duckdb")


def test_odd_places_work_or_are_refused_in_words(tmp_path: Path) -> None:
    odd = tmp_path / "Lege's “tall” æøå ☃ % ; --" / ("ø" * 100)
    path = odd / "cache.duckdb"
    filled(path)
    cache = opened(path)
    assert count(cache) == 20_000
    cache.close()
    with pytest.raises(NotWritable):
        opened(tmp_path / ("l" * 300) / "cache.duckdb")
    with pytest.raises(NotWritable):
        opened(tmp_path / "what?" / "cache.duckdb")
    (tmp_path / "a file").write_text("x")
    with pytest.raises(NotWritable):
        opened(tmp_path / "a file" / "cache.duckdb")


# Versions


def rewrite_versions(path: Path, statement: str) -> None:
    cache = opened(path)
    with cache.writing() as cursor:
        cursor.execute(statement)
    cache.close()


def test_scripts_that_are_missing_are_applied_in_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    scripts = cache_module._scripts()
    more = [*scripts, (999, "ALTER TABLE source ADD COLUMN colour VARCHAR; CREATE TABLE later (i INTEGER);")]
    monkeypatch.setattr(cache_module, "_scripts", lambda: more)
    cache = opened(path)
    assert cache.rebuilt is None
    assert count(cache) == 20_000
    with cache.reading() as cursor:
        assert cursor.execute("SELECT colour FROM source").fetchall() == []
        assert cursor.execute("SELECT max(number) FROM schema_version").fetchone() == (999,)
    cache.close()


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO schema_version VALUES (999, 'of a newer program', now()::TIMESTAMP)",
        "UPDATE schema_version SET script = 'another'",
        "DROP TABLE schema_version",
    ],
)
def test_a_cache_of_another_version_is_made_anew(path: Path, change: str) -> None:
    filled(path)
    rewrite_versions(path, change)
    cache = opened(path)
    assert cache.rebuilt is not None
    assert "other-version" in cache.rebuilt.name
    with cache.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM source").fetchone() == (0,)
    cache.close()


# The encryption


@pytest.mark.parametrize("change", ["missing", "altered", "of another version"])
def test_without_the_encryption_nothing_is_opened_or_made(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    real = engine_module.encryption_library()
    altered = tmp_path / "copied" / real.name
    altered.parent.mkdir()
    if change == "altered":
        content = bytearray(real.read_bytes())
        content[len(content) // 2] ^= 1
        altered.write_bytes(content)
    elif change == "of another version":
        altered.write_bytes(real.read_bytes().replace(b"v1.5.5", b"v1.5.4"))
    if change == "missing":
        monkeypatch.setattr(duckdb, "__version__", "0.0.0")
    else:
        monkeypatch.setattr(engine_module, "encryption_library", lambda: altered)
    with pytest.raises(EncryptionMissing):
        opened(path)
    assert not path.exists()


def test_closing_twice_is_harmless_and_nothing_is_read_afterwards(path: Path) -> None:
    cache = opened(path)
    cache.close()
    cache.close()
    with pytest.raises(RuntimeError), cache.reading():
        pass
    assert path.with_name("cache.duckdb.state").read_bytes() == b"0"
    assert not path.with_name("cache.duckdb.wal").exists()


def test_what_a_dead_process_spilled_is_removed(path: Path) -> None:
    left = path.parent / "spill" / "run-0123"
    left.mkdir(parents=True)
    (left / "duckdb_temp_storage.tmp").write_bytes(b"x")
    opened(path).close()
    assert not left.exists()


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
def test_others_cannot_look_into_the_spill(cache: Cache, path: Path) -> None:
    (run,) = (path.parent / "spill").iterdir()
    assert run.stat().st_mode & 0o077 == 0
