"""The keys: one root key in the operating system's keyring (or derived from a passphrase), which wraps the data keys.

`keys.json` holds the wrapped data keys and how to unwrap them; without the root key it is worth nothing. No key is ever
written in plain text, and where there is no keyring a passphrase is asked for instead.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from local_cache.disk import disk_problems, write_whole
from local_cache.errors import (
    KeyDoesNotFit,
    KeyFileDamaged,
    KeyFileMissing,
    KeyMissing,
    KeyringFailed,
    KeyringLocked,
    NoKeyring,
    PassphraseNeeded,
    PassphraseTooShort,
    WrongPassphrase,
)

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
Mode = Literal["keyring", "passphrase"]

SERVICE = "egnetall"
KEY_FILE = "keys.json"
PURPOSES = ("cache", "ledger", "spool")
SHORTEST_PASSPHRASE = 8

ALLOWED_BACKENDS = (
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
)
"""Keyrings of operating systems. Others (plain files, the null one that stores nothing) are not trusted with a key."""


@dataclass(frozen=True)
class Keys:
    """The opened data keys, 32 bytes each. mode: "keyring", "passphrase" or "memory" (never stored)."""

    cache: bytes = field(repr=False)
    ledger: bytes = field(repr=False)
    spool: bytes = field(repr=False)
    mode: Literal["keyring", "passphrase", "memory"]


class Cost(msgspec.Struct, frozen=True):
    """What a guess at a passphrase costs.

    numbers: of argon2id the iterations, the memory in KiB and the lanes (RFC 9106); of scrypt n, r and p (RFC 7914).
    """

    method: Literal["argon2id", "scrypt"]
    numbers: tuple[int, int, int]

    def bearable(self) -> bool:
        """Whether a file may ask this of the machine: an altered one could ask for all its memory."""
        most = (10, 2**20, 16) if self.method == "argon2id" else (2**20, 16, 4)
        return all(0 < number <= limit for number, limit in zip(self.numbers, most, strict=True))


STRONGEST = Cost("argon2id", (3, 256 * 1024, 2))
"""256 MiB and about a second for each guess."""
STRONG = Cost("scrypt", (2**17, 8, 1))
"""128 MiB; where the machine's OpenSSL has no Argon2."""


class _Derivation(msgspec.Struct, frozen=True):
    """How a passphrase becomes the root key. salt: base64."""

    salt: str
    cost: Cost


class _Contents(msgspec.Struct, frozen=True):
    version: Literal[1]
    mode: Mode
    id: str
    wrapped: dict[str, str]
    derivation: _Derivation | None = None


class _KeyFile(msgspec.Struct, frozen=True):
    """sha256: of the contents as they stand in the file; tells a damaged file from a key that does not fit."""

    sha256: str
    contents: msgspec.Raw


def open_keys(directory: Path, *, passphrase: str | None = None, cost: Cost | None = None) -> Keys:
    """The data keys of a data directory; made at the first opening.

    A given passphrase makes (or opens) a directory in passphrase mode; without one the keyring is used. cost: of a
    passphrase that is set now; the strongest this machine has, unless told otherwise.
    Raises NoKeyring, KeyringLocked, KeyringFailed, KeyMissing, KeyDoesNotFit, PassphraseNeeded, PassphraseTooShort,
    WrongPassphrase, KeyFileDamaged, KeyFileMissing, NotWritable, DiskFull.
    """
    file = directory / KEY_FILE
    with disk_problems(directory):
        if not file.exists():
            if any((directory / name).exists() for name in ("ledger.sqlite", "cache.duckdb")):
                raise KeyFileMissing(file=KEY_FILE)
            return _make(file, passphrase, cost or _strongest())
        contents = _read(file.read_bytes())
    if contents.derivation is not None:
        if passphrase is None:
            raise PassphraseNeeded()
        root = _derive(passphrase, contents.derivation)
    else:
        root = _from_keyring(contents.id)
    try:
        opened = {purpose: _unwrap(root, purpose, contents) for purpose in PURPOSES}
    except InvalidTag:
        if contents.mode == "passphrase":
            raise WrongPassphrase() from None
        raise KeyDoesNotFit(place=directory.name) from None
    return Keys(**opened, mode=contents.mode)


def throwaway_keys() -> Keys:
    """Keys that only this process has; what they seal can be read by nobody once it has ended."""
    return Keys(secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(32), mode="memory")


def usable_keyring() -> KeyringBackend | None:
    """The keyring in force, if it is one of an operating system's and is there (it may be locked); else None."""
    import keyring
    from keyring.backends import chainer

    active = keyring.get_keyring()
    candidates = active.backends if isinstance(active, chainer.ChainerBackend) else [active]
    for backend in candidates:
        kind = type(backend)
        if f"{kind.__module__}.{kind.__qualname__}" not in ALLOWED_BACKENDS:
            continue
        try:
            _ask(lambda backend=backend: backend.get_password(SERVICE, "probe"))  # type: ignore[misc]
        except KeyringLocked:
            return backend
        except KeyringFailed:
            continue
        return backend
    return None


def _read(content: bytes) -> _Contents:
    """Raises KeyFileDamaged."""
    try:
        file = msgspec.json.decode(content, type=_KeyFile)
        if hashlib.sha256(bytes(file.contents)).hexdigest() != file.sha256:
            raise KeyFileDamaged(file=KEY_FILE)
        contents = msgspec.json.decode(bytes(file.contents), type=_Contents)
    except msgspec.DecodeError:
        raise KeyFileDamaged(file=KEY_FILE) from None
    derivation = contents.derivation
    if (
        set(PURPOSES) - set(contents.wrapped)
        or (contents.mode == "passphrase") != (derivation is not None)
        or (derivation is not None and not derivation.cost.bearable())
    ):
        raise KeyFileDamaged(file=KEY_FILE)
    return contents


def _make(file: Path, passphrase: str | None, cost: Cost) -> Keys:
    identity = secrets.token_hex(8)
    derivation: _Derivation | None = None
    mode: Mode = "keyring"
    if passphrase is not None:
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise PassphraseTooShort(shortest=SHORTEST_PASSPHRASE)
        mode = "passphrase"
        derivation = _Derivation(base64.b64encode(secrets.token_bytes(16)).decode("ascii"), cost)
        root = _derive(passphrase, derivation)
    else:
        root = secrets.token_bytes(32)
        _into_keyring(identity, root)
    opened = {purpose: secrets.token_bytes(32) for purpose in PURPOSES}
    wrapped = {purpose: _wrap(root, purpose, identity, key) for purpose, key in opened.items()}
    contents = msgspec.json.encode(_Contents(1, mode, identity, wrapped, derivation))
    write_whole(file, msgspec.json.encode(_KeyFile(hashlib.sha256(contents).hexdigest(), msgspec.Raw(contents))))
    return Keys(**opened, mode=mode)


def _strongest() -> Cost:
    try:
        Argon2id(salt=bytes(16), length=32, iterations=1, lanes=1, memory_cost=8)
    except UnsupportedAlgorithm:
        return STRONG
    return STRONGEST


def _derive(passphrase: str, derivation: _Derivation) -> bytes:
    """The root key, 32 bytes. The same letters give the same key however the keyboard composes them (NFC)."""
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    first, second, third = derivation.cost.numbers
    try:
        salt = base64.b64decode(derivation.salt, validate=True)
        if derivation.cost.method == "argon2id":
            return Argon2id(salt=salt, length=32, iterations=first, memory_cost=second, lanes=third).derive(typed)
        return Scrypt(salt=salt, length=32, n=first, r=second, p=third).derive(typed)
    except (ValueError, UnsupportedAlgorithm):
        raise KeyFileDamaged(file=KEY_FILE) from None


def _key_encryption_key(root: bytes, purpose: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=f"egnetall/{purpose}".encode()).derive(root))


def _wrap(root: bytes, purpose: str, identity: str, key: bytes) -> str:
    nonce = secrets.token_bytes(12)
    place = f"{identity}/{purpose}".encode()
    return base64.b64encode(nonce + _key_encryption_key(root, purpose).encrypt(nonce, key, place)).decode("ascii")


def _unwrap(root: bytes, purpose: str, contents: _Contents) -> bytes:
    """InvalidTag when the root key does not fit: the seal is the key check."""
    try:
        sealed = base64.b64decode(contents.wrapped[purpose], validate=True)
    except ValueError:
        raise KeyFileDamaged(file=KEY_FILE) from None
    place = f"{contents.id}/{purpose}".encode()
    return _key_encryption_key(root, purpose).decrypt(sealed[:12], sealed[12:], place)


def _into_keyring(identity: str, root: bytes) -> None:
    backend = usable_keyring()
    if backend is None:
        raise NoKeyring()
    text = base64.b64encode(root).decode("ascii")
    _ask(lambda: backend.set_password(SERVICE, identity, text))
    if _ask(lambda: backend.get_password(SERVICE, identity)) != text:  # some store nothing and say nothing
        raise KeyringFailed()


def _from_keyring(identity: str) -> bytes:
    backend = usable_keyring()
    if backend is None:
        raise KeyringFailed()
    text = _ask(lambda: backend.get_password(SERVICE, identity))
    if text is None:
        raise KeyMissing()
    try:
        root = base64.b64decode(text, validate=True)
    except ValueError:
        raise KeyMissing() from None
    if len(root) != 32:
        raise KeyMissing()
    return root


def _ask(question: Callable[[], T]) -> T:
    """Ask the keyring; raises KeyringLocked or KeyringFailed."""
    from keyring import errors

    try:
        return question()
    except errors.KeyringLocked:
        raise KeyringLocked() from None
    except Exception:  # noqa: BLE001  each system's keyring raises errors of its own (D-Bus, Windows) without a common class
        raise KeyringFailed() from None
