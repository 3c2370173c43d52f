"""The disk under the program's own files: typed errors, whole files, one holder, a reserve for when it is full."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from local_cache.errors import DiskFull, NotWritable, Problem, StorageFailed

BALLAST_BYTES = 4 * 1024 * 1024
"""Kept on the disk and given up when it is full, so that the program can still end in order."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_DEVICE = frozenset({errno.EIO, errno.ENXIO, errno.ENODEV})
_LOCKED_BYTE = 1 << 30  # far behind the content: Windows keeps others from reading a locked byte


@contextlib.contextmanager
def disk_problems(directory: Path) -> Iterator[None]:
    """Turns what the file system says inside the block into DiskFull, StorageFailed or NotWritable."""
    try:
        yield
    except OSError as error:
        raise disk_problem(error, directory) from None


def disk_problem(error: OSError, directory: Path) -> Problem:
    """The Problem for an error of the file system; a full disk also gives up the ballast."""
    if error.errno in _FULL:
        give_up_ballast(directory)
        return DiskFull(place=directory.name)
    if error.errno in _DEVICE:
        return StorageFailed(place=directory.name)
    return NotWritable(place=directory.name)


def require_room(directory: Path, coming: int) -> None:
    """DiskFull unless three times the bytes are free: verified parts, the cache and its log hold them at once."""
    with disk_problems(directory):
        if shutil.disk_usage(directory).free < 3 * coming:
            raise DiskFull(place=directory.name)


def keep_ballast(directory: Path) -> None:
    """Lay the reserve, where there is room for it."""
    ballast = _ballast(directory)
    with disk_problems(directory):
        if ballast.exists() and ballast.stat().st_size == BALLAST_BYTES:
            return
        if shutil.disk_usage(directory).free < 2 * BALLAST_BYTES:
            return
        with ballast.open("wb") as file:
            file.write(b"\0" * BALLAST_BYTES)
            file.flush()
            os.fsync(file.fileno())


def give_up_ballast(directory: Path) -> None:
    with contextlib.suppress(OSError):  # on the way to saying that the disk is full
        _ballast(directory).unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file, readable for its owner only: after a crash it is the old one or the new one, never a part."""
    with disk_problems(path.parent):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as beside:
                beside.write(content)
                beside.flush()
                os.fsync(beside.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        settle(path.parent)


def settle(directory: Path) -> None:
    """Make renames in a directory survive a loss of power (Windows does so itself)."""
    if sys.platform == "win32":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class HeldFile:
    """A small file that one process at a time holds; the operating system lets go of it when that process dies.

    Attributes: path. Raises BlockingIOError while another holds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self._file: BinaryIO = os.fdopen(handle, "r+b", buffering=0)
        try:
            _take(handle)
        except BaseException:
            self._file.close()
            raise

    def content(self) -> bytes:
        self._file.seek(0)
        return self._file.read()

    def put(self, content: bytes) -> None:
        """Replace the content in place; on disk when this returns. Content of the same length needs no new room."""
        self._file.seek(0)
        self._file.write(content)
        self._file.truncate(len(content))
        os.fsync(self._file.fileno())

    def let_go(self) -> None:
        self._file.close()


def _take(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        # Not fcntl.lockf: closing any other handle of the file would silently give that lock up.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _ballast(directory: Path) -> Path:
    return directory / "ballast"
