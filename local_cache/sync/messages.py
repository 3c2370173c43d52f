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
    operations: int = 200


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


Value = bool | int | float | str | list[str] | None
"""A variable's value: dates "2025-01-31", points in time "2025-01-31 08:30:00", lists of codes as lists of texts."""


class Change(msgspec.Struct, frozen=True):
    """What one variable was when the person saw it, and what it should be."""

    variable: str
    old: Value
    new: Value


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """A correction on its way.

    op_id: a UUIDv7, the idempotency key: one id, one content, one answer, for good; base_version: the record's version
    that the person saw; query: the registry's own that it answers; reason: one of the definition's; confirmed: for
    warnings the person has looked at, a word on each, by the warning's id ("hb12", "soft:weight").
    """

    op_id: str
    form: str
    record: str
    base_version: int
    set: tuple[Change, ...]
    reason: str
    author: str
    time: datetime
    text: str = ""
    query: str | None = None
    confirmed: dict[str, str] = {}


class Operations(msgspec.Struct, frozen=True):
    """The body of `POST /v1/registries/{registry}/units/{unit}/corrections`: at most `Limits.operations`."""

    operations: tuple[Operation, ...]


Response = Literal[
    "typing_error", "misread_source", "source_was_wrong", "cannot_be_found_out", "rare_but_true", "other"
]
"""What an answer to a query says."""


class QueryMessage(msgspec.Struct, frozen=True, kw_only=True):
    """The body of `POST /v1/registries/{registry}/units/{unit}/queries/{query}/messages`."""

    op_id: str
    response: Response
    author: str
    time: datetime
    text: str = ""


Status = Literal["applied", "duplicate", "rejected", "conflict", "gone"]
Verdict = Literal["applied", "rejected", "conflict", "gone"]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an operation or a message.

    status: duplicate is the answer to an op_id that was answered before: `first` says how, and everything else is that
    answer again; version: the record's new version (applied) or present one (conflict); record: the present values
    (conflict); problem: the registry's words; rules: the ids of what is broken; why: why a record is gone.
    """

    op_id: str
    status: Status
    first: Verdict | None = None
    version: int | None = None
    record: dict[str, Value] | None = None
    problem: str = ""
    rules: tuple[str, ...] = ()
    why: str = ""

    @property
    def verdict(self) -> Verdict:
        """The one answer this operation has, whether it is given now or again. A duplicate without `first` is one that
        was applied."""
        return (self.first or "applied") if self.status == "duplicate" else self.status


class Results(msgspec.Struct, frozen=True):
    """The answer to Operations, in any order."""

    results: tuple[Result, ...]


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
