"""What goes over the wire, as strict types; `docs/protocol/` describes the same for other people's servers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import msgspec

PROTOCOL = "1"
PARQUET = "application/vnd.apache.parquet"
NDJSON_ZSTD = "application/zstd"
JSON = "application/json"


class Limits(msgspec.Struct, frozen=True):
    part_bytes: int = 8 * 1024 * 1024
    definition_bytes: int = 16 * 1024 * 1024


class Discovery(msgspec.Struct, frozen=True):
    """`GET /.well-known/registry-results`; `keys` are Ed25519 public keys as JWK (kty OKP)."""

    name: str
    protocols: tuple[str, ...]
    keys: tuple[dict[str, Any], ...]
    languages: tuple[str, ...] = ("nb",)
    issuer: str | None = None
    limits: Limits = Limits()
    contact: str = ""


class Announcement(msgspec.Struct, frozen=True):
    id: str
    date: date
    text: dict[str, str]


class UnitAccess(msgspec.Struct, frozen=True):
    unit: str
    roles: tuple[str, ...]


class RegistryAccess(msgspec.Struct, frozen=True):
    registry: str
    names: dict[str, str]
    units: tuple[UnitAccess, ...]
    announcements: tuple[Announcement, ...] = ()
    deadlines: tuple[Announcement, ...] = ()


class Registries(msgspec.Struct, frozen=True):
    """`GET /v1/registries`"""

    registries: tuple[RegistryAccess, ...]


class Part(msgspec.Struct, frozen=True):
    """An immutable piece of a feed. `scope` of a full feed's part is what it replaces: a year ("2025"), "" for all."""

    address: str
    bytes: int
    sha256: str
    rows: int
    media_type: str = PARQUET
    scope: str = ""


class Feed(msgspec.Struct, frozen=True):
    """`rows` and `digest` are those of the whole resulting state, not of the parts."""

    name: str
    mode: Literal["full", "delta"]
    rows: int
    digest: str
    parts: tuple[Part, ...]
    schema_version: int = 1


class Manifest(msgspec.Struct, frozen=True):
    """The payload of the signed manifest: a JWS in compact form, alg EdDSA, kid of a key in discovery."""

    registry: str
    unit: str
    epoch: str
    to_cursor: str
    server_time: datetime
    lease_until: datetime
    definition_version: str
    feeds: tuple[Feed, ...]
    from_cursor: str | None = None
    protocol: str = PROTOCOL
    revoked: bool = False
    oldest_client: str = "0"


class ProblemDetails(msgspec.Struct, frozen=True):
    """RFC 9457."""

    title: str = ""
    status: int = 0
    detail: str = ""
    type: str = "about:blank"


COUNTED_COLUMNS = {
    "indicator": "VARCHAR",
    "subgroup": "VARCHAR",
    "unit": "VARCHAR",
    "month": "DATE",
    "numerator": "BIGINT",
    "denominator": "BIGINT",
    "total": "DECIMAL(38,4)",
    "squares": "DECIMAL(38,8)",
    "withheld": "BOOLEAN",
    "provisional": "BOOLEAN",
}
"""Columns of the `aggregates` feed (one part per year, its scope)."""

VALUE_COLUMNS = {
    "indicator": "VARCHAR",
    "subgroup": "VARCHAR",
    "unit": "VARCHAR",
    "month": "DATE",
    "measure": "DECIMAL(18,4)",
    "n": "BIGINT",
}
"""Columns of the `distributions` feed: exact counts per distinct value, of medians and means (one part per year, its
scope). Never of the days between rare events: a day points at a person."""

COVERAGE_COLUMNS = {
    "unit": "VARCHAR",
    "year": "INTEGER",
    "registry_only": "BIGINT",
    "both_sources": "BIGINT",
    "reference_only": "BIGINT",
    "source": "VARCHAR",
    "method": "VARCHAR",
}

QUERY_COLUMNS = {
    "op": "VARCHAR",
    "id": "VARCHAR",
    "sequence": "BIGINT",
    "record_id": "VARCHAR",
    "form": "VARCHAR",
    "variable": "VARCHAR",
    "rule": "VARCHAR",
    "severity": "VARCHAR",
    "state": "VARCHAR",
    "opened_at": "TIMESTAMP",
    "due": "DATE",
    "messages": "JSON",
}

ANSWER_COLUMNS = {
    "op": "VARCHAR",
    "op_id": "VARCHAR",
    "sequence": "BIGINT",
    "status": "VARCHAR",
    "detail": "JSON",
    "answered_at": "TIMESTAMP",
}

RECORD_OPERATION_COLUMNS = {"op": "VARCHAR", "why": "VARCHAR"}
"""Beside the system columns and the form's variables: 'u' upsert or 'd' delete, and why it was deleted."""
