"""A copy of unsent work for the unit's recovery key: what would be lost with this computer, for that key alone.

HPKE (RFC 9180): X25519, HKDF-SHA256, AES-256-GCM. The keys are files (`recovery_key.py`); the private one is kept by
the unit, not by this program.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from local_cache import audit
from local_cache.corrections.corrections import LONGEST_WORDS, UNSENT, WRITABLE, Correction, open_corrections
from local_cache.corrections.corrections import rows as kept_corrections
from local_cache.corrections.messages import Message, open_messages
from local_cache.disk import write_whole
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.ledger import Ledger

MAGIC = b"egnetall-unsent-1\n"
UNSENT_MESSAGES = ("ready", "sending")
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class UnsentUnreadable(Problem):
    code = "unsent-unreadable"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "{file} cannot be opened with this recovery key.")
    meaning = QT_TRANSLATE_NOOP("Problem", "It is for another key, or it was damaged. Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Use the key of the unit that the file was made for.")


class UnsentNotHere(Problem):
    code = "unsent-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "There is no file {file}, or it may not be read.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose a copy that was made with “egnetall unsent export”.")


class Unsent(msgspec.Struct, frozen=True):
    """What had not reached a registry, or waited for a person, when the copy was made."""

    made_at: datetime
    corrections: tuple[Correction, ...]
    messages: tuple[Message, ...]


def unsent(ledger: Ledger) -> tuple[tuple[Correction, ...], tuple[Message, ...]]:
    """What would be lost with this computer."""
    return (
        tuple(c for c in open_corrections(ledger) if c.state in UNSENT),
        tuple(m for m in open_messages(ledger) if m.state in UNSENT_MESSAGES),
    )


def export_unsent(ledger: Ledger, path: Path, public_key: X25519PublicKey) -> int:
    """Write the copy (whole or not at all, readable for its owner only); gives how many corrections and answers are in
    it. Works without the cache, and when access has been taken away; the audit log holds that it was done. Everything
    is still here as well; since it may now be sent from elsewhere, whoever goes on with a correction that was copied
    writes a new one. Raises the Problems of the disk."""
    with ledger.writing() as writer:
        for one in open_corrections(ledger):
            if one.state in WRITABLE and not one.copied:
                kept_corrections.put(ledger, writer, msgspec.structs.replace(one, copied=True))
        corrections, messages = unsent(ledger)
        told = f"{len(corrections)} corrections, {len(messages)} answers"
        audit.record(ledger, "unsent work copied", path.name, told)
    content = msgspec.json.encode(Unsent(datetime.now(UTC), corrections, messages))
    write_whole(path, MAGIC + _SUITE.encrypt(content, public_key, info=MAGIC))
    return len(corrections) + len(messages)


def read_unsent(path: Path, private_key: X25519PrivateKey) -> Unsent:
    """What such a copy holds. Raises UnsentUnreadable, UnsentNotHere."""
    try:
        content = path.read_bytes()
    except (OSError, ValueError):  # ValueError: no possible name of a file
        raise UnsentNotHere(file=path.name) from None
    if not content.startswith(MAGIC):
        raise UnsentUnreadable(file=path.name)
    try:
        copy = msgspec.json.decode(_SUITE.decrypt(content[len(MAGIC) :], private_key, info=MAGIC), type=Unsent)
    except (InvalidTag, ValueError, msgspec.DecodeError):
        raise UnsentUnreadable(file=path.name) from None
    if not _possible(copy):
        raise UnsentUnreadable(file=path.name)
    return copy


def _possible(copy: Unsent) -> bool:
    """Whether a copy can have been made by `export_unsent`: whoever has the public key can seal what they like."""
    everything: list[Correction | Message] = [*copy.corrections, *copy.messages]
    op_ids = [one.op_id for one in everything]
    return (
        len(set(op_ids)) == len(op_ids)
        and all(_is_op_id(op_id) for op_id in op_ids)
        and all(c.state in UNSENT and not c.resolution and c.record for c in copy.corrections)
        and all(m.state in UNSENT_MESSAGES and m.record for m in copy.messages)
        and all(len(one.text) <= LONGEST_WORDS for one in everything)
    )


def _is_op_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
