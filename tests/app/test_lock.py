from __future__ import annotations

import json
import select
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.lock import AlreadyRunning, InstanceLock, ask_to_raise
from local_cache.errors import NotWritable
from tests.local_cache.disks import make_read_only, small_disk

SECOND = (
    "import sys; from pathlib import Path; from app.lock import *\n"
    "try: lock = InstanceLock(Path(sys.argv[1]))\n"
    "except AlreadyRunning: sys.exit(10 if ask_to_raise(Path(sys.argv[1])) else 11)\n"
    "print('held', flush=True); sys.stdin.read()\n"
)


def second_start(directory: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def knocked(lock: InstanceLock, seconds: float = 20) -> bool:
    ready, _, _ = select.select([lock], [], [], seconds)
    return bool(ready) and lock.asked()


def test_a_second_start_raises_the_first_window(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    child = second_start(tmp_path)
    assert knocked(lock)
    child.communicate()
    assert child.returncode == 10
    assert not lock.asked()
    lock.release()


def test_the_second_start_does_not_wait_for_ever_for_a_busy_first(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    with pytest.raises(AlreadyRunning):
        InstanceLock(tmp_path)
    assert not ask_to_raise(tmp_path, timeout=0.2)
    lock.release()


def test_released_locks_open(tmp_path: Path) -> None:
    InstanceLock(tmp_path).release()
    lock = InstanceLock(tmp_path)
    lock.release()
    assert not ask_to_raise(tmp_path, timeout=0.2)


def test_a_stale_lock_opens(tmp_path: Path) -> None:
    child = second_start(tmp_path)
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRunning):
        InstanceLock(tmp_path)
    child.kill()
    child.communicate()
    assert (tmp_path / "lock").exists()
    assert not ask_to_raise(tmp_path, timeout=0.2)
    lock = InstanceLock(tmp_path)
    lock.release()


@pytest.mark.parametrize("content", [b"", b"\0" * 20, b"{", b'{"port": "x"}', b'{"port": 1, "word": "w"}'])
def test_a_damaged_lock_file_opens(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lock").write_bytes(content)
    assert not ask_to_raise(tmp_path, timeout=0.2)
    lock = InstanceLock(tmp_path)
    answers: list[bool] = []
    asking = threading.Thread(target=lambda: answers.append(ask_to_raise(tmp_path)))
    asking.start()
    assert knocked(lock)
    asking.join()
    assert answers == [True]
    lock.release()


def test_only_who_can_read_the_file_is_heard(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    assert (tmp_path / "lock").stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    port = json.loads((tmp_path / "lock").read_bytes())["port"]
    for sent in (b"", b"\n", b"wrong\n", b"x" * 1000, b"\xff\xfe\n"):
        with socket.create_connection(("127.0.0.1", port), timeout=2) as caller:
            caller.sendall(sent)
            assert not knocked(lock)
    with pytest.raises(AlreadyRunning):
        InstanceLock(tmp_path)
    lock.release()


def test_a_read_only_place_is_said(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        make_read_only(disk)
        with pytest.raises(NotWritable):
            InstanceLock(disk)
