"""Real small and read-only disks for tests; skipped with the reason where the system does not let one be mounted."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A file system of that size in memory, mounted at `place`."""
    if sys.platform != "linux":
        pytest.skip("a small disk in memory can only be mounted on Linux")
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "egnetall-test", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def make_read_only(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)


def fill(place: Path, leave: int = 0) -> None:
    """Write until nothing more fits, then give `leave` bytes back."""
    filling = place / "filling"
    with filling.open("wb", buffering=0) as file:
        size = 1024 * 1024
        while size >= 512:
            try:
                file.write(b"\0" * size)
            except OSError:
                size //= 2
        if leave:
            file.truncate(max(0, file.tell() - leave))


@contextlib.contextmanager
def held(file: Path) -> Iterator[None]:
    """While the block lasts the system itself refuses to replace the file (it is mounted on itself: EBUSY)."""
    if sys.platform != "linux":
        pytest.skip("a file can only be mounted on itself on Linux")
    done = subprocess.run(["mount", "--bind", str(file), str(file)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"a file cannot be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(file)], check=True)
