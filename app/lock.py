"""One program per data directory: a second start asks the first to raise its window.

The operating system holds the lock, so that one left by a program that died opens by itself. The first program listens
on the loopback address; the lock file, readable for its owner only, tells the second one where, and with which word.
"""

from __future__ import annotations

import contextlib
import hmac
import secrets
import socket
from pathlib import Path

import msgspec

from local_cache.disk import HeldFile, disk_problems
from local_cache.errors import QT_TRANSLATE_NOOP, Problem

_DONE = b"raised\n"
_LONGEST = 200


class AlreadyRunning(Problem):
    code = "already-running"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "Egne tall is already open on the folder {place}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was read or changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Use the window that is open, or close it and try again.")


class _Meeting(msgspec.Struct, frozen=True):
    port: int
    word: str


class InstanceLock:
    """The data directory's lock, held until `release` or the end of the process.

    The event loop watches `fileno()` (ready to read) and then calls `asked()`.
    """

    def __init__(self, directory: Path) -> None:
        """Take the lock. Raises AlreadyRunning, NotWritable, DiskFull."""
        with disk_problems(directory):
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                self._file = HeldFile(directory / "lock")
            except BlockingIOError:
                raise AlreadyRunning(place=directory.name) from None
        self._word = secrets.token_hex(16)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        meeting = _Meeting(self._listener.getsockname()[1], self._word)
        try:
            with disk_problems(directory):
                self._file.put(msgspec.json.encode(meeting))
        except BaseException:
            self.release()
            raise

    def fileno(self) -> int:
        return self._listener.fileno()

    def asked(self) -> bool:
        """Answer those who knocked; True when at least one of them, knowing the word, asked for the window."""
        asked = False
        while True:
            try:
                caller, _ = self._listener.accept()
            except BlockingIOError:
                return asked
            with caller, contextlib.suppress(OSError):  # a caller that went away asks for nothing
                caller.settimeout(0.2)
                if hmac.compare_digest(_line(caller), self._word.encode()):
                    asked = True
                    caller.sendall(_DONE)

    def release(self) -> None:
        self._listener.close()
        self._file.let_go()


def ask_to_raise(directory: Path, *, timeout: float = 3.0) -> bool:
    """Ask the program that holds the lock to raise its window; whether it said that it would."""
    try:
        meeting = msgspec.json.decode((directory / "lock").read_bytes(), type=_Meeting)
        with socket.create_connection(("127.0.0.1", meeting.port), timeout=timeout) as caller:
            caller.sendall(meeting.word.encode() + b"\n")
            return _line(caller) == _DONE.strip()
    except (OSError, msgspec.DecodeError):
        return False


def _line(connection: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"\n") and len(received) < _LONGEST:
        more = connection.recv(_LONGEST)
        if not more:
            break
        received += more
    return received.strip()
