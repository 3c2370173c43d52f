"""The protocol as an OpenAPI 3.1 document, made from the wire types so that the two cannot drift apart.

`python -m demo_registry.openapi > docs/protocol/openapi.json` renews the copy in the documentation.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from local_cache.registry import SYSTEM_COLUMNS, Definition
from local_cache.sync import digest
from local_cache.sync.messages import (
    ANSWER_COLUMNS,
    COUNTED_COLUMNS,
    COVERAGE_COLUMNS,
    JSON,
    NDJSON_ZSTD,
    PARQUET,
    PROTOCOL,
    QUERY_COLUMNS,
    RECORD_OPERATION_COLUMNS,
    VALUE_COLUMNS,
    Discovery,
    Limits,
    Manifest,
    Operations,
    ProblemDetails,
    QueryMessage,
    Registries,
    Result,
    Results,
)

_TYPES = (Discovery, Registries, Manifest, ProblemDetails, Definition, Operations, Results, QueryMessage, Result)


def _columns(columns: dict[str, str]) -> str:
    return ", ".join(f"`{name}` {kind}" for name, kind in columns.items())


_RULES = f"""
A registry gives each unit its own results as **a signed manifest and immutable parts**. A client fetches the manifest,
then the parts it names that it does not have, checks each part's length and SHA-256, applies a feed in one transaction,
and compares the digest of what it then has with the manifest's.

**Cursors** are opaque. The manifest's `to_cursor` is given back as `cursor` at the next call, which then answers with
what has changed; without it, or after a new `epoch`, every feed comes in full.

**Digest.** `rows` and `digest` of a feed describe the whole resulting state, not the parts. For every row a text
identifies it; of the MD5 of that text (UTF-8) take the last eight bytes as an unsigned number, the first of them the
lowest; the sum over all rows modulo 2^64 is written as 16 hexadecimal digits. The texts, as SQL:
`records/…` {digest.RECORDS}; `aggregates` {digest.AGGREGATES}; `distributions` {digest.DISTRIBUTIONS};
`coverage` {digest.COVERAGE}; `queries` {digest.QUERIES}; `answers` {digest.ANSWERS}. `definition`: the SHA-256 of the
present version's part.

**Feeds and their columns.**
`definition`: one JSON document per version ({JSON}), the part's `scope` is the version.
`records/{{form}}`: {_columns(RECORD_OPERATION_COLUMNS)}, then {_columns(SYSTEM_COLUMNS)}, then the form's variables;
`op` is `u` for a record as it now is, `d` for one that is gone, with `why` (reservation, withdrawn, deleted, moved).
`aggregates`, a part per year: {_columns(COUNTED_COLUMNS)}. Withheld rows have no counts.
`distributions`, a part per year: {_columns(VALUE_COLUMNS)}. Of medians and means; never of indicators of the kind
`between`, whose days would point at persons.
`coverage`: {_columns(COVERAGE_COLUMNS)}.
`queries`: {_columns(QUERY_COLUMNS)}.
`answers`: {_columns(ANSWER_COLUMNS)}; `detail` holds the fields of a Result.

**Corrections.** A unit's registrar sends up to {Limits().operations} operations at a time. **One `op_id`, one content,
one answer, for good**: the server keeps every answer, and an `op_id` that it has answered gets `duplicate` with that
answer again, whatever the body now says. `applied`: the record has a new version. `conflict`: the record has another
version than `base_version`, or another value than an `old`; the present record comes along, and nothing was changed.
`rejected`: the registry's words, and the rules that would be broken; the whole record is judged by the definition's
own expressions, where an error counts if the operation touches one of its variables or brings it about. `gone`: the
record is no longer there. Operations on one record take effect in the order they stand in. Values are those of the
definition's types: dates as `2025-01-31`, points in time as `2025-01-31 08:30:00`, lists of codes as arrays. What is
answered also comes in the `answers` feed, and a query whose rule now holds is closed.
""".strip()

_PART_HEADERS = {
    "ETag": {"description": "The part's SHA-256 in quotes; strong.", "schema": {"type": "string"}},
    "Accept-Ranges": {"schema": {"const": "bytes"}},
}


def _answer(description: str, media_type: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": schema}}, **more}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _problem(description: str) -> dict[str, Any]:
    return _answer(description, "application/problem+json", _ref("ProblemDetails"))


def _sent(name: str) -> dict[str, Any]:
    return {"required": True, "content": {JSON: {"schema": _ref(name)}}}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _header(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": description, "schema": {"type": "string"}}


def document() -> dict[str, Any]:
    """The whole document."""
    _, schemas = msgspec.json.schema_components(_TYPES, ref_template="#/components/schemas/{name}")
    bytes_of_a_part = {
        media: {"schema": {"type": "string", "format": "binary"}} for media in (PARQUET, NDJSON_ZSTD, JSON)
    }
    no_token = _problem("The token is missing, unknown or no longer valid.")
    no_access = _problem("The person has no access to this unit.")
    part_answers = {
        "200": {"description": "The whole part.", "headers": _PART_HEADERS, "content": bytes_of_a_part},
        "206": {"description": "The bytes asked for.", "headers": _PART_HEADERS, "content": bytes_of_a_part},
        "304": {"description": "The client has it already."},
        "401": no_token,
        "403": no_access,
        "404": _problem("There is no such part."),
        "416": _problem("The range lies outside the part."),
    }
    refused = {
        "401": no_token,
        "403": _problem("The person is no registrar of this unit. What they have written stays with them."),
        "404": _problem("There is no such registry."),
        "413": _problem("More at a time than the limits of discovery allow."),
        "422": _problem("The body does not follow the protocol; nothing of it was looked at."),
        "429": _problem("Too many requests; Retry-After says when to ask again."),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Registry results", "version": PROTOCOL, "description": _RULES},
        "security": [{"bearer": []}],
        "paths": {
            "/.well-known/registry-results": {
                "get": {
                    "operationId": "discovery",
                    "summary": "What this server is, and the keys it signs with",
                    "security": [],
                    "responses": {"200": _answer("Discovery", JSON, _ref("Discovery"))},
                }
            },
            "/v1/registries": {
                "get": {
                    "operationId": "registries",
                    "summary": "The registries and units the person may see",
                    "responses": {"200": _answer("Registries", JSON, _ref("Registries")), "401": no_token},
                }
            },
            "/v1/registries/{registry}/units/{unit}/manifest": {
                "get": {
                    "operationId": "manifest",
                    "summary": "What has changed for a unit, signed",
                    "parameters": [
                        _path("registry"),
                        _path("unit"),
                        {
                            "name": "cursor",
                            "in": "query",
                            "description": "`to_cursor` of the last manifest that is in entirely.",
                            "schema": {"type": "string"},
                        },
                    ],
                    "responses": {
                        "200": _answer(
                            "A JWS in compact form, `alg` EdDSA, `kid` as in discovery; its payload is a Manifest.",
                            "application/jose",
                            {"type": "string", "contentMediaType": JSON, "contentSchema": _ref("Manifest")},
                        ),
                        "401": no_token,
                        "403": no_access,
                        "404": _problem("There is no such registry."),
                        "410": _problem("The cursor is unknown or too old: ask again without one."),
                        "429": _problem("Too many requests; Retry-After says when to ask again."),
                    },
                }
            },
            "/v1/registries/{registry}/units/{unit}/corrections": {
                "post": {
                    "operationId": "corrections",
                    "summary": "Corrections of the unit's records; each op_id counts once",
                    "parameters": [_path("registry"), _path("unit")],
                    "requestBody": _sent("Operations"),
                    "responses": {"200": _answer("A result for each operation.", JSON, _ref("Results")), **refused},
                }
            },
            "/v1/registries/{registry}/units/{unit}/queries/{query}/messages": {
                "post": {
                    "operationId": "message",
                    "summary": "An answer to a query; each op_id counts once",
                    "parameters": [_path("registry"), _path("unit"), _path("query")],
                    "requestBody": _sent("QueryMessage"),
                    "responses": {"200": _answer("What became of it.", JSON, _ref("Result")), **refused},
                }
            },
            "/v1/parts/{sha256}": {
                "get": {
                    "operationId": "part",
                    "summary": "An immutable part, at the address a manifest gives",
                    "parameters": [
                        _path("sha256"),
                        _header("Range", "One range of bytes, to go on after a break."),
                        _header("If-Range", "The ETag the range belongs to; another one gives the whole part."),
                        _header("If-None-Match", "ETags of parts the client has."),
                    ],
                    "responses": part_answers,
                }
            },
        },
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }


def text() -> str:
    return msgspec.json.format(msgspec.json.encode(document(), order="sorted"), indent=2).decode() + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
