"""One running registry for the tests that only read, and how to speak to it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import fsspec
import msgspec
import pytest
import requests
from joserfc import jws
from joserfc.jwk import OKPKey

from demo_registry import DemoUser, RunningRegistry, serve
from local_cache.sync.messages import NDJSON_ZSTD, Discovery, Feed, Manifest, Part, Registries

NOW = date(2026, 3, 17)


@dataclass
class Caller:
    """A person's requests to a registry; answers are decoded strictly."""

    running: RunningRegistry
    user: DemoUser

    def get(self, path: str, **headers: str) -> requests.Response:
        asked = {"authorization": f"Bearer {self.user.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return requests.get(self.running.address + path, headers=asked, timeout=20)

    def discovery(self) -> Discovery:
        return msgspec.json.decode(self.get("/.well-known/registry-results").content, type=Discovery)

    def registries(self) -> Registries:
        return msgspec.json.decode(self.get("/v1/registries").content, type=Registries)

    def manifest(self, registry: str, cursor: str | None = None, unit: str | None = None) -> Manifest:
        path = f"/v1/registries/{registry}/units/{unit or self.running.unit}/manifest"
        answer = self.get(path + (f"?cursor={cursor}" if cursor else ""))
        answer.raise_for_status()
        assert answer.headers["content-type"] == "application/jose"
        (key,) = self.discovery().keys
        header = jws.extract_compact(answer.content).headers()
        assert header["kid"] == key["kid"]
        public = OKPKey.import_key({k: key[k] for k in ("kty", "crv", "x")}).public_key
        signed, _, signature = answer.content.rpartition(b".")
        public.verify(unpadded(signature), signed)
        return msgspec.json.decode(unpadded(signed.partition(b".")[2]), type=Manifest)

    def feed(self, manifest: Manifest, name: str) -> Feed:
        return next(f for f in manifest.feeds if f.name == name)

    def rows(self, feed: Feed) -> list[dict[str, Any]]:
        """All rows of a feed's parts, as DuckDB reads them."""
        return [row for part in feed.parts for row in self.part_rows(part)]

    def part_rows(self, part: Part) -> list[dict[str, Any]]:
        body = self.get(part.address).content
        assert len(body) == part.bytes
        memory = fsspec.filesystem("memory")
        name = f"/{part.sha256}.zst"
        memory.pipe_file(name, body)
        reader = "read_json" if part.media_type == NDJSON_ZSTD else "read_parquet"
        how = ", format='newline_delimited', compression='zstd'" if reader == "read_json" else ""
        with duckdb.connect() as connection:
            connection.register_filesystem(memory)
            found = connection.execute(f"FROM {reader}('memory://{name}'{how})")
            names = [d[0] for d in found.description]
            rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        memory.rm_file(name)
        assert len(rows) == part.rows
        return rows


def unpadded(text: bytes) -> bytes:
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))


@pytest.fixture(scope="session")
def registry() -> Iterator[RunningRegistry]:
    """The whole country with 6,000 records of the chosen unit; for reading only."""
    with serve(records=6000, seed=1, now=NOW) as running:
        yield running


@pytest.fixture
def caller(registry: RunningRegistry) -> Caller:
    return Caller(registry, registry.user())


@pytest.fixture(scope="session")
def _small() -> Iterator[RunningRegistry]:
    with serve(records=900, seed=3, now=NOW, others=0.02, control=True) as running:
        yield running


@pytest.fixture
def small(_small: RunningRegistry) -> Iterator[RunningRegistry]:
    """A small country to change and to hurt; changes stay, faults and withdrawn access do not."""
    yield _small
    _small.faults.clear()
    for user in _small.users:
        user.revoked.clear()


@pytest.fixture
def small_caller(small: RunningRegistry) -> Caller:
    return Caller(small, small.user())
