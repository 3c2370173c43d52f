"""The keys: one root key in the operating system's keyring (or derived from a passphrase), which wraps the data keys.

`keys.json` holds the wrapped data keys and how to unwrap them; without the root key it is worth nothing. No key is ever
written in plain text, and where there is no keyring a passphrase is asked for instead.
"""

from __future__ import annotations

import base64
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from local_cache.errors import KeyFileDamaged, KeyMissing, KeyringFailed, NoKeyring, NotWritable, WrongPassphrase

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "egnetall"
KEY_FILE = "keys.json"
PURPOSES = ("cache", "ledger", "spool")

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

    cache: bytes
    ledger: bytes
    spool: bytes
    mode: Literal["keyring", "passphrase", "memory"]


class Derivation(msgspec.Struct, frozen=True):
    """How a passphrase becomes the root key: scrypt with n, r, p (RFC 7914) and a salt in base64."""

    salt: str
    n: int
    r: int
    p: int


class _KeyFile(msgspec.Struct, frozen=True):
    version: int
    mode: Literal["keyring", "passphrase"]
    id: str
    wrapped: dict[str, str]
    derivation: Derivation | None = None


SCRYPT_N = 2**17
"""Cost of a guess: 128 MiB and a few tenths of a second."""


def open_keys(directory: Path, *, passphrase: str | None = None, scrypt_n: int = SCRYPT_N) -> Keys:
    """The data keys of a data directory; made at the first opening.

    A given passphrase makes (or opens) a directory in passphrase mode; without one the keyring is used.
    Raises NoKeyring, KeyringFailed, KeyMissing, WrongPassphrase, KeyFileDamaged, NotWritable.
    """
    file = directory / KEY_FILE
    if not file.exists():
        return _make(file, passphrase, scrypt_n)
    try:
        stored = msgspec.json.decode(file.read_bytes(), type=_KeyFile)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise KeyFileDamaged(file=KEY_FILE) from None
    if stored.mode == "passphrase":
        if passphrase is None or stored.derivation is None:
            raise NoKeyring()
        root = _derive(passphrase, stored.derivation)
    else:
        root = _from_keyring(stored.id)
    try:
        opened = {p: _unwrap(root, p, stored.id, stored.wrapped[p]) for p in PURPOSES}
    except (InvalidTag, ValueError):
        if stored.mode == "passphrase":
            raise WrongPassphrase() from None
        raise KeyFileDamaged(file=KEY_FILE) from None
    except KeyError:
        raise KeyFileDamaged(file=KEY_FILE) from None
    return Keys(**opened, mode=stored.mode)


def throwaway_keys() -> Keys:
    """Keys that only this process has; what they seal can be read by nobody once it has ended."""
    return Keys(secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(32), mode="memory")


def usable_keyring() -> KeyringBackend | None:
    """The keyring in force, if it is one of an operating system's and answers; else None."""
    import keyring
    from keyring.backends import chainer
    from keyring.errors import KeyringError

    active = keyring.get_keyring()
    candidates = active.backends if isinstance(active, chainer.ChainerBackend) else [active]
    for backend in candidates:
        kind = type(backend)
        if f"{kind.__module__}.{kind.__qualname__}" not in ALLOWED_BACKENDS:
            continue
        try:
            backend.get_password(SERVICE, "probe")
        except (KeyringError, OSError):
            continue
        return backend
    return None


def _make(file: Path, passphrase: str | None, scrypt_n: int) -> Keys:
    identity = secrets.token_hex(8)
    derivation: Derivation | None = None
    if passphrase is not None:
        salt = base64.b64encode(secrets.token_bytes(16)).decode("ascii")
        derivation = Derivation(salt=salt, n=scrypt_n, r=8, p=1)
        root = _derive(passphrase, derivation)
        mode: Literal["keyring", "passphrase"] = "passphrase"
    else:
        root = secrets.token_bytes(32)
        _into_keyring(identity, root)
        mode = "keyring"
    opened = {p: secrets.token_bytes(32) for p in PURPOSES}
    wrapped = {p: _wrap(root, p, identity, key) for p, key in opened.items()}
    _write(file, msgspec.json.encode(_KeyFile(1, mode, identity, wrapped, derivation)))
    return Keys(**opened, mode=mode)


def _derive(passphrase: str, derivation: Derivation) -> bytes:
    try:
        salt = base64.b64decode(derivation.salt, validate=True)
        return Scrypt(salt=salt, length=32, n=derivation.n, r=derivation.r, p=derivation.p).derive(
            passphrase.encode("utf-8")
        )
    except (ValueError, MemoryError):
        raise KeyFileDamaged(file=KEY_FILE) from None


def _key_encryption_key(root: bytes, purpose: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=f"egnetall/{purpose}".encode()).derive(root))


def _wrap(root: bytes, purpose: str, identity: str, key: bytes) -> str:
    nonce = secrets.token_bytes(12)
    place = f"{identity}/{purpose}".encode()
    return base64.b64encode(nonce + _key_encryption_key(root, purpose).encrypt(nonce, key, place)).decode("ascii")


def _unwrap(root: bytes, purpose: str, identity: str, wrapped: str) -> bytes:
    """InvalidTag when the root key does not fit or the text was changed: this is also the key check."""
    sealed = base64.b64decode(wrapped, validate=True)
    place = f"{identity}/{purpose}".encode()
    return _key_encryption_key(root, purpose).decrypt(sealed[:12], sealed[12:], place)


def _into_keyring(identity: str, root: bytes) -> None:
    from keyring.errors import KeyringError

    backend = usable_keyring()
    if backend is None:
        raise NoKeyring()
    text = base64.b64encode(root).decode("ascii")
    try:
        backend.set_password(SERVICE, identity, text)
        kept = backend.get_password(SERVICE, identity)
    except (KeyringError, OSError):
        raise KeyringFailed() from None
    if kept != text:  # some keyrings store nothing and say nothing
        raise KeyringFailed()


def _from_keyring(identity: str) -> bytes:
    from keyring.errors import KeyringError

    backend = usable_keyring()
    if backend is None:
        raise KeyringFailed()
    try:
        text = backend.get_password(SERVICE, identity)
    except (KeyringError, OSError):
        raise KeyringFailed() from None
    if text is None:
        raise KeyMissing()
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise KeyMissing() from None


def _write(file: Path, content: bytes) -> None:
    """Written beside, on disk, then renamed: whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)  # made readable for the owner only
        with os.fdopen(handle, "wb") as beside:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
        Path(name).replace(file)
    except OSError:
        raise NotWritable(place=file.parent.name) from None
