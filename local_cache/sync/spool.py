"""Verified parts on their way into the cache, sealed, so that an interrupted synchronisation fetches nothing twice."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from local_cache.errors import DiskFull, NotWritable

_NONCE = 12


class Spool:
    """A folder of files named by the SHA-256 of the part inside, AES-256-GCM, the name as associated data.

    key: 32 bytes. Nothing in it is ever needed: what cannot be read is thrown away and fetched again.
    """

    def __init__(self, directory: Path, key: bytes) -> None:
        self._directory = directory
        self._key = AESGCM(key)

    def __contains__(self, sha256: str) -> bool:
        return (self._directory / sha256).exists()

    def put(self, sha256: str, part: bytes) -> None:
        """Seal a part whose SHA-256 was checked. Raises DiskFull, NotWritable."""
        nonce = secrets.token_bytes(_NONCE)
        unfinished = self._directory / f"{sha256}.new"
        try:
            self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with unfinished.open("wb") as file:
                    file.write(nonce)
                    file.write(self._key.encrypt(nonce, part, sha256.encode()))
                unfinished.replace(self._directory / sha256)
            except OSError:
                unfinished.unlink(missing_ok=True)
                raise
        except OSError as error:
            problem = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else NotWritable
            raise problem(place=self._directory.name) from None

    def get(self, sha256: str) -> bytes | None:
        """The part, or None if it is not here, or no longer whole (it is then gone)."""
        file = self._directory / sha256
        try:
            sealed = file.read_bytes()
            part = self._key.decrypt(sealed[:_NONCE], sealed[_NONCE:], sha256.encode())
        except FileNotFoundError:
            return None
        except (InvalidTag, ValueError, OSError):
            part = b""
        if hashlib.sha256(part).hexdigest() != sha256:
            with contextlib.suppress(OSError):
                file.unlink()
            return None
        return part

    def discard(self, parts: Iterable[str]) -> None:
        for sha256 in parts:
            with contextlib.suppress(OSError):
                (self._directory / sha256).unlink()

    def clear(self) -> None:
        """Everything, also what an interrupted write left."""
        if self._directory.is_dir():
            self.discard(file.name for file in self._directory.iterdir())
