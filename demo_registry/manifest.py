"""Signed manifests."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey

from local_cache.sync.messages import Manifest

ALGORITHM = "EdDSA"


class Signer:
    """An Ed25519 key of the registry's own, new at every start."""

    def __init__(self) -> None:
        self._key = OKPKey.generate_key("Ed25519", auto_kid=True)
        private = self._key.private_key
        assert isinstance(private, Ed25519PrivateKey)
        self._private = private

    @property
    def public(self) -> dict[str, Any]:
        return {**self._key.as_dict(private=False), "alg": ALGORITHM, "use": "sig"}

    def sign(self, manifest: Manifest) -> bytes:
        """A JWS in compact form over the manifest's JSON."""
        header = {"alg": ALGORITHM, "kid": self._key.kid, "typ": "registry-manifest+jws"}
        signed = b".".join((_segment(msgspec.json.encode(header)), _segment(msgspec.json.encode(manifest))))
        return b".".join((signed, _segment(self._private.sign(signed))))


def _segment(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")
