"""Manifests: whose signature they bear, whether they answer what was asked and are no older than what is here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import msgspec
from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import KeySet, OKPKey
from joserfc.jws import JWSRegistry

from local_cache.errors import QT_TRANSLATE_NOOP, ManifestRefused, ProgramTooOld
from local_cache.sync.messages import JSON, NDJSON_ZSTD, PARQUET, PROTOCOL, Discovery, Feed, Limits, Manifest, Part

MANIFEST_BYTES = 16 * 1024 * 1024
PART_BYTES = 64 * 1024 * 1024
"""No registry may ask for larger parts than this, whatever its discovery says: one part is held in memory."""
PART_ROWS = 10_000_000

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_YEAR = re.compile(r"[12]\d{3}\Z")


@dataclass(frozen=True, slots=True)
class Known:
    """Where the cache stands with a unit; all None before the first manifest."""

    epoch: str | None = None
    cursor: str | None = None
    server_time: datetime | None = None


class _Signatures(JWSRegistry):
    """Ed25519 and nothing else; the older name of the algorithm is as good as the newer."""

    max_payload_length = MANIFEST_BYTES

    def get_alg(self, name: str) -> Any:
        if name not in ("EdDSA", "Ed25519"):
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


def read_manifest(signed: bytes, discovery: Discovery, *, registry: str, unit: str) -> Manifest:
    """Decode a signed manifest; ManifestRefused unless one of the registry's keys signed it."""

    def refused(reason: str) -> ManifestRefused:
        return ManifestRefused(registry=registry, unit=unit, reason=reason)

    try:
        keys = KeySet([OKPKey.import_key(_public(k)) for k in discovery.keys if k.get("crv") == "Ed25519"])
        if not keys.keys:
            raise refused(QT_TRANSLATE_NOOP("Problem", "the registry shows no key it signs with"))
        payload = jws.deserialize_compact(signed, keys, registry=_Signatures()).payload
    except (JoseError, ValueError, TypeError, KeyError):
        raise refused(QT_TRANSLATE_NOOP("Problem", "its signature is not one of the registry’s")) from None
    try:
        return msgspec.json.decode(payload, type=Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise refused(QT_TRANSLATE_NOOP("Problem", "it does not follow the protocol")) from None


def _public(key: dict[str, Any]) -> dict[str, Any]:
    """What a public key needs; the algorithm its owner names beside it is checked in the signature's own header."""
    return {name: key[name] for name in ("kty", "crv", "x", "kid") if name in key}


def check_manifest(
    manifest: Manifest, known: Known, limits: Limits, *, registry: str, unit: str, cursor: str | None, address: str
) -> None:
    """Raises ManifestRefused, or ProgramTooOld. cursor: the one that was sent."""

    def refused(reason: str) -> ManifestRefused:
        return ManifestRefused(registry=registry, unit=unit, reason=reason)

    if manifest.protocol != PROTOCOL or _numbers(manifest.oldest_client) > _numbers(version("egnetall")):
        raise ProgramTooOld(address=address)
    if (manifest.registry, manifest.unit) != (registry, unit):
        raise refused(QT_TRANSLATE_NOOP("Problem", "it is for another unit"))
    if known.server_time is not None and utc(manifest.server_time) < known.server_time:
        raise refused(QT_TRANSLATE_NOOP("Problem", "it is older than what is here"))
    if manifest.revoked:
        return
    if manifest.from_cursor is not None and (manifest.from_cursor != cursor or manifest.epoch != known.epoch):
        raise refused(QT_TRANSLATE_NOOP("Problem", "it goes on from something that is not here"))
    names = [feed.name for feed in manifest.feeds]
    if len(set(names)) != len(names):
        raise refused(QT_TRANSLATE_NOOP("Problem", "it names a feed twice"))
    for feed in manifest.feeds:
        if feed.mode == "delta" and manifest.from_cursor is None:
            raise refused(f"{feed.name} has changes to nothing")
        for part in feed.parts:
            reason = _fault(feed, part, limits)
            if reason:
                raise refused(f"{feed.name} {reason}")
    definitions = [p for f in manifest.feeds if f.name == "definition" for p in f.parts]
    if [p.scope for p in definitions].count(manifest.definition_version) != 1:
        raise refused(QT_TRANSLATE_NOOP("Problem", "it lacks the definition it names"))


def utc(moment: datetime) -> datetime:
    """A moment as the cache keeps it: UTC, without zone."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _fault(feed: Feed, part: Part, limits: Limits) -> str:
    most = limits.definition_bytes if feed.name == "definition" else limits.part_bytes
    if not 0 < part.bytes <= min(most, PART_BYTES):
        return "has a part that is too large"
    if not 0 <= part.rows <= PART_ROWS:
        return "has a part with too many rows"
    if not _SHA256.match(part.sha256):
        return "has a part without a SHA-256"
    if part.media_type not in ((JSON,) if feed.name == "definition" else (PARQUET, NDJSON_ZSTD)):
        return "has a part of an unknown kind"
    if feed.name in ("aggregates", "distributions") and not _YEAR.match(part.scope):
        return "has a part that is not a year’s"
    return ""


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", release)[:3])
