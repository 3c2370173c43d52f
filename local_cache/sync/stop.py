"""Stopping a synchronisation from another thread, at once: a statement, a download and a pause all end."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Protocol


class Cancelled(Exception):
    """The person stopped it; silent for them, the unfinished transaction is rolled back."""


class Interruptible(Protocol):
    def interrupt(self) -> None: ...


class Stop:
    """Asked before every step; `interrupt()` also ends the one that runs. Calling it says whether to stop."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._guard = threading.Lock()
        self._held: list[Interruptible] = []

    def __call__(self) -> bool:
        return self._asked.is_set()

    def interrupt(self) -> None:
        """From any thread."""
        with self._guard:
            self._asked.set()
            for held in self._held:
                held.interrupt()

    def check(self) -> None:
        if self._asked.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """A pause that ends with Cancelled if it is stopped."""
        if self._asked.wait(seconds):
            raise Cancelled

    @contextlib.contextmanager
    def holding(self, step: Interruptible) -> Iterator[None]:
        """While the block lasts, stopping interrupts this too: a database cursor, a client."""
        with self._guard:
            if self._asked.is_set():
                raise Cancelled
            self._held.append(step)
        try:
            yield
        finally:
            with self._guard:
                self._held.remove(step)
