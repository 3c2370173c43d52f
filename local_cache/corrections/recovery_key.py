"""The unit's recovery key: an X25519 pair in PEM files, as OpenSSL writes them too. The public half lies on every
computer of the unit; the private half is kept where the unit keeps what it must not lose, under a passphrase."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from local_cache.disk import write_whole
from local_cache.errors import QT_TRANSLATE_NOOP, PassphraseTooShort, Problem
from local_cache.keys import SHORTEST_PASSPHRASE

PUBLIC_SUFFIX = ".pub"
_LONGEST = 16 * 1024
"""Bytes of a file that could be a key; what is longer is something else and is not read."""


class RecoveryKeyUnreadable(Problem):
    code = "recovery-key-unreadable"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "{file} is not a recovery key that can be used here ({reason}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was read or changed.")
    action = QT_TRANSLATE_NOOP(
        "Problem", "Copies are made with the unit's public key and opened with its private key; ask whoever keeps them."
    )


class RecoveryKeyClosed(Problem):
    code = "recovery-key-closed"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The passphrase does not open the recovery key {file}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was read or changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Give the key's passphrase (in a file, with --key-passphrase-file).")


class RecoveryKeyExists(Problem):
    code = "recovery-key-exists"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "There is a file {file} already.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No key was made: what was copied for an older one needs that one.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose another name for the new key.")


def make_pair(path: Path, passphrase: str) -> X25519PublicKey:
    """Write a new pair: the private half into `path`, sealed with the passphrase, the public half beside it with
    `.pub` behind its name. Raises RecoveryKeyExists, PassphraseTooShort and the Problems of the disk."""
    beside = public_half(path)
    for taken in (path, beside):
        if taken.exists():
            raise RecoveryKeyExists(file=taken.name)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(shortest=SHORTEST_PASSPHRASE)
    private = X25519PrivateKey.generate()
    sealed = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    write_whole(path, sealed)
    write_whole(beside, private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private.public_key()


def public_half(path: Path) -> Path:
    return path.with_name(path.name + PUBLIC_SUFFIX)


def read_public_key(path: Path) -> X25519PublicKey:
    """Raises RecoveryKeyUnreadable, also for the private half: that one belongs on no computer of those who write."""
    content = _content(path)
    if b"PRIVATE KEY" in content:
        raise RecoveryKeyUnreadable(
            file=path.name, reason=QT_TRANSLATE_NOOP("Problem", "it is the private half, and the public one is wanted")
        )
    try:
        key = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        raise _no_key(path) from None
    if not isinstance(key, X25519PublicKey):
        raise _another_kind(path)
    return key


def read_private_key(path: Path, passphrase: str | None) -> X25519PrivateKey:
    """passphrase: None for a key that has none. Raises RecoveryKeyUnreadable, RecoveryKeyClosed."""
    content = _content(path)
    if b"PUBLIC KEY" in content:
        raise RecoveryKeyUnreadable(
            file=path.name, reason=QT_TRANSLATE_NOOP("Problem", "it is the public half, and the private one is wanted")
        )
    if b"ENCRYPTED" not in content:
        passphrase = None  # one that is not needed does no harm
    elif not passphrase:
        raise RecoveryKeyClosed(file=path.name)
    try:
        key = load_pem_private_key(content, None if passphrase is None else passphrase.encode())
    except (ValueError, UnsupportedAlgorithm):
        if passphrase is not None:
            raise RecoveryKeyClosed(file=path.name) from None
        raise _no_key(path) from None
    if not isinstance(key, X25519PrivateKey):
        raise _another_kind(path)
    return key


def fingerprint(key: X25519PublicKey) -> str:
    """Eight groups of four hexadecimal digits, to be read aloud: the first half of SHA-256 over the 32 bytes."""
    digits = hashlib.sha256(key.public_bytes_raw()).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST)
    except (OSError, ValueError):  # ValueError: no possible name of a file
        raise RecoveryKeyUnreadable(
            file=path.name, reason=QT_TRANSLATE_NOOP("Problem", "there is no such file, or it may not be read")
        ) from None


def _no_key(path: Path) -> RecoveryKeyUnreadable:
    return RecoveryKeyUnreadable(file=path.name, reason=QT_TRANSLATE_NOOP("Problem", "no key stands in it"))


def _another_kind(path: Path) -> RecoveryKeyUnreadable:
    return RecoveryKeyUnreadable(
        file=path.name, reason=QT_TRANSLATE_NOOP("Problem", "it is a key of another kind than X25519")
    )
