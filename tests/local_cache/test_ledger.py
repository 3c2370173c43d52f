from __future__ import annotations

import random
import secrets
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from local_cache import ledger as ledger_module
from local_cache.disk import keep_ballast
from local_cache.errors import DiskFull, KeyDoesNotFit, LedgerNewer, LedgerUnusable, NotWritable
from local_cache.ledger import Ledger, Place
from tests.local_cache.disks import fill, make_read_only, small_disk

KEY = secrets.token_bytes(32)
CANARY = "Ring-Kari-Nordmann-om-hofta"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(path, KEY)
    yield ledger
    ledger.close()


def test_choices_and_notes_are_there_the_next_time(path: Path) -> None:
    ledger = Ledger.open(path, KEY)
    assert ledger.choice("unit") is None
    ledger.choose("unit", "4012")
    ledger.choose("unit", {"unit": "4013", "columns": [1, 2.5, None, True]})
    later = ledger.add_note("hip", "4012", "h1", date(2026, 3, 1), "new surgeon")
    first = ledger.add_note("hip", "4012", "h2", date(2025, 3, 1), "moved house")
    ledger.add_note("hip", "4013", "h1", date(2025, 3, 1), "another unit's")
    ledger.close()
    ledger = Ledger.open(path, KEY)
    assert ledger.choice("unit") == {"unit": "4013", "columns": [1, 2.5, None, True]}
    assert [n.id for n in ledger.notes("hip", "4012")] == [first, later]
    assert [n.text for n in ledger.notes("hip", "4012", "h1")] == ["new surgeon"]
    ledger.remove_note(later)
    assert [n.id for n in ledger.notes("hip", "4012")] == [first]
    ledger.close()


def test_no_plain_byte_in_file_or_log(path: Path) -> None:
    ledger = Ledger.open(path, KEY)
    ledger.choose("filter/" + CANARY, CANARY)
    ledger.add_note("registry-" + CANARY, "unit-" + CANARY, "h1", date(2026, 1, 1), CANARY)
    files = [f for f in path.parent.iterdir() if f.is_file()]
    assert any(f.name.endswith("-wal") and f.stat().st_size > 0 for f in files)
    for file in files:
        assert CANARY.encode() not in file.read_bytes(), file
    ledger.close()
    assert CANARY.encode() not in path.read_bytes()


def test_rows_cannot_change_places_or_go_back(path: Path, ledger: Ledger) -> None:
    ledger.choose("a", 1)
    ledger.choose("b", 2)
    raw = sqlite3.connect(path, isolation_level=None)
    (one, sealed_one), (other, sealed_other) = raw.execute("SELECT name, sealed FROM choice").fetchall()
    raw.execute("UPDATE choice SET sealed = ? WHERE name = ?", [sealed_other, one])
    raw.execute("UPDATE choice SET sealed = ? WHERE name = ?", [sealed_one, other])
    raw.close()
    for name in ("a", "b"):
        with pytest.raises(LedgerUnusable):
            ledger.choice(name)


def test_an_altered_row_is_said_and_left(path: Path, ledger: Ledger) -> None:
    note = ledger.add_note("hip", "4012", "h1", date(2026, 1, 1), "text")
    raw = sqlite3.connect(path, isolation_level=None)
    sealed = bytearray(raw.execute("SELECT sealed FROM note").fetchone()[0])
    sealed[-1] ^= 1
    raw.execute("UPDATE note SET sealed = ? WHERE id = ?", [bytes(sealed), note])
    raw.close()
    with pytest.raises(LedgerUnusable):
        ledger.notes("hip", "4012")


def test_a_failed_transaction_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), ledger.writing() as writer:
        writer.execute("INSERT INTO choice VALUES ('x', 0, ?)", [ledger.sealed(Place("choice", "x"), b"1")])
        raise ZeroDivisionError
    with ledger.reading() as reader:
        assert reader.execute("SELECT count(*) FROM choice").fetchone() == (0,)
    ledger.choose("y", 1)


def test_a_key_that_does_not_fit_is_told_from_damage(path: Path) -> None:
    Ledger.open(path, KEY).close()
    before = path.read_bytes()
    with pytest.raises(KeyDoesNotFit):
        Ledger.open(path, secrets.token_bytes(32))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: b"",
        lambda d: d[: len(d) // 2],
        lambda d: b"\0" * 100 + d[100:],
        lambda d: d[:4096] + b"\xff" * (len(d) - 4096),
        lambda d: b"not a database " * 500,
    ],
    ids=["empty", "cut", "no header", "rubbish", "another kind"],
)
def test_a_damaged_ledger_is_never_replaced(path: Path, damage: Callable[[bytes], bytes]) -> None:
    ledger = Ledger.open(path, KEY)
    for n in range(50):
        ledger.add_note("hip", "4012", "h1", date(2026, 1, 1), f"note {n}")
    ledger.close()
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(LedgerUnusable):
        Ledger.open(path, KEY)
    assert path.read_bytes() == before


def test_many_threads(ledger: Ledger) -> None:
    def work(n: int) -> None:
        for i in range(15):
            ledger.add_note("hip", str(n), "h1", date(2026, 1, 1), str(i))
            ledger.choose("last", n)
            ledger.notes("hip", str(n))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(ledger.notes("hip", str(n))) for n in range(4)] == [15] * 4


# Versions


@pytest.fixture
def newer_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = ledger_module._scripts()
    more = "CREATE TABLE draft (id TEXT PRIMARY KEY) STRICT;\nALTER TABLE note ADD COLUMN colour TEXT;"
    monkeypatch.setattr(ledger_module, "_scripts", lambda: [*scripts, more])


def test_an_older_ledger_is_copied_and_brought_up_to_date(path: Path, request: pytest.FixtureRequest) -> None:
    ledger = Ledger.open(path, KEY)
    ledger.choose("unit", "4012")
    ledger.close()
    request.getfixturevalue("newer_scripts")
    ledger = Ledger.open(path, KEY)
    assert ledger.choice("unit") == "4012"
    newest = len(ledger_module._scripts())
    with ledger.reading() as reader:
        assert reader.execute("SELECT count(*) FROM draft").fetchone() == (0,)
        assert reader.execute("PRAGMA user_version").fetchone() == (newest,)
    ledger.close()
    with sqlite3.connect(path.with_name(f"ledger.sqlite.before-{newest}")) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (newest - 1,)
        assert copy.execute("SELECT count(*) FROM choice").fetchone() == (1,)
    copy.close()


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger.open(path, KEY)
    ledger.choose("unit", "4012")
    ledger.close()
    scripts = ledger_module._scripts()
    with monkeypatch.context() as patched:
        bad = "CREATE TABLE draft (id TEXT PRIMARY KEY) STRICT;\nALTER TABLE nowhere ADD COLUMN a;"
        patched.setattr(ledger_module, "_scripts", lambda: [*scripts, bad])
        with pytest.raises(sqlite3.OperationalError):
            Ledger.open(path, KEY)
    ledger = Ledger.open(path, KEY)
    assert ledger.choice("unit") == "4012"
    with ledger.reading() as reader:
        assert reader.execute("SELECT count(*) FROM sqlite_master WHERE name = 'draft'").fetchone() == (0,)
    ledger.close()


def test_a_newer_ledger_is_refused_and_left(path: Path) -> None:
    ledger = Ledger.open(path, KEY)
    with ledger.writing() as writer:
        writer.execute("PRAGMA user_version = 999")
    ledger.close()
    before = path.read_bytes()
    with pytest.raises(LedgerNewer):
        Ledger.open(path, KEY)
    assert path.read_bytes() == before


# The disk


def test_a_full_disk_is_said_and_nothing_lost(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 12) as disk:
        path = disk / "ledger.sqlite"
        ledger = Ledger.open(path, KEY)
        keep_ballast(disk)
        note = ledger.add_note("hip", "4012", "h1", date(2026, 1, 1), "before")
        fill(disk)
        with pytest.raises(DiskFull):
            ledger.add_note("hip", "4012", "h1", date(2026, 1, 2), "x" * 100_000)
        assert not (disk / "ballast").exists()
        assert [n.id for n in ledger.notes("hip", "4012")] == [note]
        after = ledger.add_note("hip", "4012", "h1", date(2026, 1, 3), "the reserve made room")
        ledger.close()
        ledger = Ledger.open(path, KEY)
        assert [n.id for n in ledger.notes("hip", "4012")] == [note, after]
        ledger.close()


def test_a_ledger_cannot_be_made_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        fill(disk)
        with pytest.raises(DiskFull):
            Ledger.open(disk / "ledger.sqlite", KEY)
        (disk / "filling").unlink()
        Ledger.open(disk / "ledger.sqlite", KEY).close()


def test_a_read_only_place_is_said(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        Ledger.open(disk / "ledger.sqlite", KEY).close()
        shutil.copy(disk / "ledger.sqlite", disk / "copy.sqlite")
        make_read_only(disk)
        with pytest.raises(NotWritable):
            Ledger.open(disk / "ledger.sqlite", KEY)
        with pytest.raises(NotWritable):
            Ledger.open(disk / "new.sqlite", KEY)


# Kills

WRITER = """
import sys
from datetime import date
from pathlib import Path
from local_cache import audit
from local_cache.ledger import Ledger
ledger = Ledger.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
print("open", flush=True)
n = ledger.choice("n") or 0
while True:
    n += 1
    ledger.add_note("hip", "4012", "h1", date(2026, 1, 1), str(n))
    audit.record(ledger, "note", str(n))
    ledger.choose("n", n)
    print(n, flush=True)
"""


def kills(path: Path, times: int, seed: int) -> None:
    from local_cache import audit

    draw = random.Random(seed)
    acknowledged = 0
    for _ in range(times):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(path), KEY.hex()], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(draw.uniform(0.0, 0.15))
        child.kill()
        told = child.communicate()[0].split(b"\n")[:-1]
        acknowledged = max([acknowledged, *map(int, told)])
        ledger = Ledger.open(path, KEY)
        texts = [n.text for n in ledger.notes("hip", "4012")]
        assert set(map(str, range(1, acknowledged + 1))) <= set(texts)
        assert (ledger.choice("n") or 0) >= acknowledged
        checked = audit.verify(ledger)
        assert checked.first_bad is None
        assert checked.entries >= acknowledged
        ledger.close()
    assert acknowledged > times


def test_kills_lose_no_acknowledged_entry(path: Path) -> None:
    kills(path, 30, seed=5)


@pytest.mark.slow
def test_many_kills_lose_no_acknowledged_entry(path: Path) -> None:
    kills(path, 300, seed=6)


def test_a_kill_while_it_is_made_leaves_no_half_ledger(path: Path) -> None:
    draw = random.Random(8)
    for _ in range(6):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(path), KEY.hex()], stdout=subprocess.DEVNULL)
        while not list(path.parent.iterdir()) and child.poll() is None:
            time.sleep(0.0005)
        time.sleep(draw.uniform(0.0, 0.01))
        child.kill()
        child.wait()
        ledger = Ledger.open(path, KEY)
        ledger.choose("works", True)
        ledger.close()
        for file in path.parent.iterdir():
            file.unlink()
