"""A small registry that serves whatever a test puts into it, over real HTTP and with real signatures.

The demonstration registry is honest; this one can be wrong, malicious, or change its definition.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demo_registry.faults import FaultPlan, Misbehaviour
from demo_registry.faults import Request as Asked
from demo_registry.manifest import Signer
from local_cache.registry import Definition, Form, Indicator, Rule, Unit, Variable
from local_cache.sync.digest import feed_digest
from local_cache.sync.messages import (
    ANSWER_COLUMNS,
    COUNTED_COLUMNS,
    COVERAGE_COLUMNS,
    JSON,
    NDJSON_ZSTD,
    PARQUET,
    PROTOCOL,
    QUERY_COLUMNS,
    VALUE_COLUMNS,
    Discovery,
    Feed,
    Limits,
    Manifest,
    Part,
    Registries,
    RegistryAccess,
    UnitAccess,
)
from local_cache.sync.record_tables import record_columns

REGISTRY, UNIT = "lite", "u1"

FORM = Form(
    "skjema",
    {"nb": "Skjema"},
    "dato",
    (
        Variable("dato", {"nb": "Dato"}, "date"),
        Variable("tall", {"nb": "Tall"}, "integer"),
        Variable("maal", {"nb": "Mål"}, "decimal"),
        Variable("merknad", {"nb": "Merknad"}, "text"),
        Variable("valg", {"nb": "Valg"}, "multi-code"),
        Variable("ja", {"nb": "Ja"}, "boolean"),
        Variable("tid", {"nb": "Tid"}, "timestamp"),
    ),
)


def definition(version: str = "1", form: Form = FORM, **changes: Any) -> Definition:
    whole = Definition(
        REGISTRY,
        version,
        {"nb": "Lite register"},
        (Unit("n", "nation", {"nb": "Landet"}), Unit(UNIT, "hospital", {"nb": "Sykehuset"}, "n")),
        (form,),
        indicators=(Indicator("andel", 1, {"nb": "Andel"}, "proportion", form.id, numerator="tall > 5"),),
        rules=(Rule("r1", 1, form.id, "tall >= 0", "error", {"nb": "Minst null"}),),
    )
    return msgspec.structs.replace(whole, **changes)


def row(number: int, **values: Any) -> dict[str, Any]:
    """A record as it is sent."""
    day = datetime(2025, 1 + number % 12, 1 + number % 28)
    return {
        "op": "u", "why": None, "record_id": f"R{number}", "version": 1, "sequence": number + 1, "unit": UNIT,
        "patient": f"P{number}", "episode": f"E{number}", "event_date": day.date().isoformat(),
        "form_status": "completed", "first_completed": day.isoformat(), "dato": day.date().isoformat(),
        "tall": number % 11, "maal": number / 4, "merknad": f"m{number}", "valg": ["a", "b"][: number % 3],
        "ja": number % 2 == 0, "tid": day.isoformat(), **values,
    }  # fmt: skip


@dataclass
class Forged:
    """Attributes: address, token; parts by SHA-256; feeds and definition of the next manifest; changes (fields of the
    manifest to replace before it is signed); signer; faults to come; log of requests."""

    address: str
    directory: Path
    token: str = "t"
    signer: Signer = field(default_factory=Signer)
    shown: Signer | None = None
    parts: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    registry: str = REGISTRY
    part_prefix: str = "/parts/"
    faults: FaultPlan = field(default_factory=FaultPlan)
    log: list[Asked] = field(default_factory=list)
    server_time: datetime = field(default_factory=lambda: datetime.now(UTC))

    def define(
        self, wanted: Definition | bytes, version: str = "1", *, earlier: dict[str, bytes] | None = None
    ) -> None:
        """earlier: texts of versions that come along with the one in use."""
        body = wanted if isinstance(wanted, bytes) else msgspec.json.encode(wanted)
        version = version if isinstance(wanted, bytes) else wanted.version
        part = self.keep(body, JSON, 1, version)
        along = tuple(self.keep(text, JSON, 1, before) for before, text in (earlier or {}).items())
        self.feeds["definition"] = Feed("definition", "full", 1, part.sha256, (*along, part))
        self.changes["definition_version"] = version

    def keep(self, body: bytes, kind: str, rows: int, scope: str = "") -> Part:
        sha256 = hashlib.sha256(body).hexdigest()
        self.parts[sha256] = (body, kind)
        return Part(self.part_prefix + sha256, len(body), sha256, rows, kind, scope)

    def written(self, columns: dict[str, str], rows: list[dict[str, Any]], kind: str) -> bytes:
        """Rows as DuckDB writes them; columns missing from a row are NULL."""
        lines = self.directory / "rows.json"
        lines.write_bytes(b"\n".join(msgspec.json.encode(r) for r in rows))
        out = self.directory / "part"
        how = "FORMAT parquet, COMPRESSION zstd" if kind == PARQUET else "FORMAT json, COMPRESSION zstd"
        named = ", ".join(f"'{n}': '{t}'" for n, t in columns.items())
        source = f"read_json('{lines}', format = 'newline_delimited', columns = {{{named}}})" if rows else (
            "(SELECT " + ", ".join(f"CAST(NULL AS {t}) AS {n}" for n, t in columns.items()) + " LIMIT 0)")  # fmt: skip
        with duckdb.connect() as engine:
            engine.execute(f"COPY (FROM {source}) TO '{out}' ({how})")
        return out.read_bytes()

    def records(
        self,
        rows: list[dict[str, Any]],
        *,
        form: Form = FORM,
        columns: dict[str, str] | None = None,
        kind: str = PARQUET,
        mode: str = "full",
        pieces: int = 1,
        state: list[dict[str, Any]] | None = None,
        **feed: Any,
    ) -> None:
        """The records feed. state: what the rows result in, where that is not the rows themselves."""
        columns = columns or {"op": "VARCHAR", "why": "VARCHAR", **record_columns(form)}
        chunks = [rows[at::pieces] for at in range(pieces)] if rows else []
        parts = tuple(self.keep(self.written(columns, chunk, kind), kind, len(chunk)) for chunk in chunks)
        number, digest = self.state(rows if state is None else state, f"records/{form.id}")
        whole = Feed(f"records/{form.id}", mode, number, digest, parts)  # type: ignore[arg-type]
        self.feeds[whole.name] = msgspec.structs.replace(whole, **feed)

    def state(self, rows: list[dict[str, Any]], feed: str) -> tuple[int, str]:
        with duckdb.connect() as engine:
            engine.execute("CREATE TABLE state (record_id VARCHAR, version INTEGER, sequence BIGINT)")
            values = [[r[c] for r in rows] for c in ("record_id", "version", "sequence")]
            engine.execute("INSERT INTO state SELECT unnest(?), unnest(?), unnest(?)", values)
            return feed_digest(engine, feed, "state")

    def empty_feeds(self) -> None:
        """The other feeds of the protocol, with nothing in them."""
        for name in ("aggregates", "distributions", "coverage", "queries", "answers"):
            self.feeds.setdefault(name, Feed(name, "full", 0, "0" * 16, ()))

    def manifest(self, cursor: str | None) -> bytes:
        manifest = Manifest(
            self.registry, UNIT, "e1", "c1", self.server_time, self.server_time + timedelta(days=14), "1",
            tuple(self.feeds.values()), None,
        )  # fmt: skip
        return self.signer.sign(msgspec.structs.replace(manifest, **self.changes))


COLUMNS = {
    "aggregates": COUNTED_COLUMNS, "distributions": VALUE_COLUMNS, "coverage": COVERAGE_COLUMNS,
    "queries": QUERY_COLUMNS, "answers": ANSWER_COLUMNS,
}  # fmt: skip


@contextlib.contextmanager
def served(application: Any, **options: Any) -> Iterator[str]:
    """An ASGI application on a free port of this computer; gives "127.0.0.1:port"."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(
            uvicorn.Config(application, log_config=None, log_level="critical", lifespan="off", ws="none", **options)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextlib.contextmanager
def forged_registry() -> Iterator[Forged]:
    """Serves until the block ends; begins with a definition and no records."""
    with tempfile.TemporaryDirectory() as name:
        forged = Forged("", Path(name))

        async def discovery(request: Request) -> Response:
            keys = ((forged.shown or forged.signer).public,)
            return _json(Discovery("Forged", (PROTOCOL,), keys, limits=forged.limits))

        async def registries(request: Request) -> Response:
            access = RegistryAccess(forged.registry, {"nb": "Lite"}, (UnitAccess(UNIT, ("leser",)),))
            return _json(Registries((access,)))

        async def manifest(request: Request) -> Response:
            return Response(forged.manifest(request.query_params.get("cursor")), media_type="application/jose")

        async def part(request: Request) -> Response:
            body, kind = forged.parts[request.path_params["sha256"]]
            return Response(body, media_type=kind, headers={"ETag": f'"{request.path_params["sha256"]}"'})

        application = Starlette(
            routes=[
                Route("/.well-known/registry-results", discovery),
                Route("/v1/registries", registries),
                Route("/v1/registries/{registry}/units/{unit}/manifest", manifest),
                Route("/parts/{sha256}", part),
            ]
        )
        with served(Misbehaviour(application, forged.faults, forged.log)) as place:
            forged.address = f"http://{place}"
            forged.define(definition())
            forged.records([])
            forged.empty_feeds()
            yield forged


def _json(what: msgspec.Struct) -> Response:
    return Response(msgspec.json.encode(what), media_type=JSON)


__all__ = ["FORM", "NDJSON_ZSTD", "REGISTRY", "UNIT", "Forged", "definition", "forged_registry", "row", "served"]
