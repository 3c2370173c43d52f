"""The calls of the protocol over HTTP, and the registry that answers them in a thread of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demo_registry.corrections import receive, receive_message
from demo_registry.manifest import Signer
from demo_registry.parts import LIMITS, Parts
from demo_registry.store import CursorGone, Store
from demo_registry.users import DemoUser
from local_cache.corrections.person import REGISTRAR
from local_cache.registry import Texts
from local_cache.results.figure import add_months
from local_cache.sync.messages import (
    JSON,
    PROTOCOL,
    Announcement,
    Discovery,
    Operations,
    ProblemDetails,
    QueryMessage,
    Registries,
    RegistryAccess,
    Results,
    UnitAccess,
)

PROBLEM = "application/problem+json"
JOSE = "application/jose"
MOST_SENT = 16 * 1024 * 1024
Sent = TypeVar("Sent", bound=msgspec.Struct)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")


class Refused(Exception):
    """An answer that is a problem (RFC 9457)."""

    def __init__(self, status: int, title: str, detail: str = "", **headers: str) -> None:
        super().__init__(title)
        self.problem = ProblemDetails(title=title, status=status, detail=detail)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Service:
    """The protocol's calls. What takes long runs in worker threads."""

    def __init__(self, store: Store, parts: Parts, users: tuple[DemoUser, ...]) -> None:
        self._store = store
        self._parts = parts
        self._users = users
        self._signer = Signer()

    def application(self, more: tuple[Route, ...] = ()) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/registry-results", self.discovery),
                Route("/v1/registries", self.registries),
                Route("/v1/registries/{registry}/units/{unit}/manifest", self.manifest),
                Route("/v1/registries/{registry}/units/{unit}/corrections", self.corrections, methods=["POST"]),
                Route(
                    "/v1/registries/{registry}/units/{unit}/queries/{query}/messages", self.message, methods=["POST"]
                ),
                Route("/v1/parts/{sha256}", self.part),
                *more,
            ],
            exception_handlers={Refused: _refused, HTTPException: _not_served},
        )

    def discovery(self, request: Request) -> Response:
        return _json(
            Discovery(
                name="Demonstrasjonsregistrene (oppdiktede tall)",
                protocols=(PROTOCOL,),
                keys=(self._signer.public,),
                languages=("nb", "en"),
                limits=LIMITS,
                contact="Oppdiktet registersekretariat",
            )
        )

    def registries(self, request: Request) -> Response:
        user = self._user(request)
        seen = []
        for blueprint in self._store.blueprints:
            registry = blueprint.registry
            units = tuple(UnitAccess(u, user.roles) for u in user.units if (registry, u) not in user.revoked)
            if units:
                names = self._store.definition(registry).names
                seen.append(
                    RegistryAccess(registry, names, units, self._announcements(registry), self._deadlines(registry))
                )
        return _json(Registries(tuple(seen)))

    def manifest(self, request: Request) -> Response:
        user = self._user(request)
        registry, unit = request.path_params["registry"], request.path_params["unit"]
        if registry not in self._store.states:
            raise Refused(404, "Unknown registry")
        if unit not in user.units:
            raise Refused(403, "No access", "You have no access to this unit in this registry.")
        if (registry, unit) in user.revoked:
            manifest = self._parts.revoked(registry, unit)
        else:
            try:
                manifest = self._parts.manifest(registry, unit, request.query_params.get("cursor"))
            except CursorGone:
                raise Refused(410, "Cursor gone", "Fetch in full: leave the cursor out.") from None
        return Response(self._signer.sign(manifest), media_type=JOSE, headers={"cache-control": "no-store"})

    def part(self, request: Request) -> Response:
        user = self._user(request)
        sha256 = request.path_params["sha256"]
        piece = self._parts.piece(sha256)
        if piece is None:
            raise Refused(404, "Unknown part")
        if not any(self._may_read(user, registry, unit) for registry, unit in piece.readers):
            raise Refused(403, "No access", "This part belongs to a unit you have no access to.")
        etag = f'"{sha256}"'
        headers = {"etag": etag, "accept-ranges": "bytes", "cache-control": "private, max-age=31536000, immutable"}
        if etag in [t.strip() for t in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        wanted = request.headers.get("range")
        if wanted is None or request.headers.get("if-range", etag) != etag:
            return Response(piece.path.read_bytes(), media_type=piece.media_type, headers=headers)
        first, end = _bounds(wanted, piece.bytes)
        with piece.path.open("rb") as stream:
            stream.seek(first)
            body = stream.read(end - first)
        headers["content-range"] = f"bytes {first}-{end - 1}/{piece.bytes}"
        return Response(body, 206, media_type=piece.media_type, headers=headers)

    async def corrections(self, request: Request) -> Response:
        registry, unit, user = self._writer(request)
        operations = await _body(request, Operations)
        if len(operations.operations) > LIMITS.operations:
            raise Refused(413, "Too many operations", f"At most {LIMITS.operations} at a time.")
        results = await run_in_threadpool(receive, self._store, registry, unit, operations.operations, user.user)
        return _json(Results(results))

    async def message(self, request: Request) -> Response:
        registry, unit, user = self._writer(request)
        message = await _body(request, QueryMessage)
        query = request.path_params["query"]
        return _json(await run_in_threadpool(receive_message, self._store, registry, unit, query, message, user.user))

    def _writer(self, request: Request) -> tuple[str, str, DemoUser]:
        """Registry and unit of a call that writes, and who makes it: a registrar of the unit."""
        user = self._user(request)
        registry, unit = request.path_params["registry"], request.path_params["unit"]
        if registry not in self._store.states:
            raise Refused(404, "Unknown registry")
        if unit not in user.units or (registry, unit) in user.revoked:
            raise Refused(403, "No access", "You have no access to this unit in this registry.")
        if REGISTRAR not in user.roles:
            raise Refused(403, "Not a registrar", "Only registrars may send corrections and answers.")
        return registry, unit, user

    def _user(self, request: Request) -> DemoUser:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        for user in self._users:
            if scheme.lower() == "bearer" and token == user.token:
                return user
        raise Refused(401, "Sign in", "The access token is missing or not known.", www_authenticate="Bearer")

    @staticmethod
    def _may_read(user: DemoUser, registry: str, unit: str) -> bool:
        if unit:
            return unit in user.units and (registry, unit) not in user.revoked
        return any((registry, u) not in user.revoked for u in user.units)

    def _announcements(self, registry: str) -> tuple[Announcement, ...]:
        today = self._store.today
        text = {
            "nb": "Tallene i dette registeret er oppdiktet og viser ikke noe virkelig sykehus.",
            "en": "The figures of this registry are invented and show no real hospital.",
        }
        return (Announcement(f"{registry}-oppdiktet", add_months(today, -1), text),)

    def _deadlines(self, registry: str) -> tuple[Announcement, ...]:
        text: Texts = {
            "nb": "Frist for å ferdigstille forrige måneds skjema.",
            "en": "Last day to complete last month's forms.",
        }
        return (Announcement(f"{registry}-frist", add_months(self._store.today, 1).replace(day=15), text),)


async def _body(request: Request, kind: type[Sent]) -> Sent:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_SENT:
            raise Refused(413, "Too large", f"At most {MOST_SENT} bytes at a time.")
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise Refused(422, "Not understood", "The body does not follow the protocol.") from None


def _bounds(wanted: str, size: int) -> tuple[int, int]:
    """First byte and the one after the last; Refused with 416 if there are none."""
    match = _RANGE.match(wanted.replace(" ", ""))
    if match and any(match.groups()):
        low, high = match.groups()
        first = int(low) if low else max(0, size - int(high))
        end = min(size, int(high) + 1) if low and high else size
        if first < end:
            return first, end
    raise Refused(416, "Range not served", content_range=f"bytes */{size}")


def _json(what: msgspec.Struct, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(what), status, dict(headers or {}), JSON)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return Response(msgspec.json.encode(error.problem), error.problem.status, error.headers, PROBLEM)


def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem: Any = ProblemDetails(title=error.detail, status=error.status_code)
    return Response(msgspec.json.encode(problem), error.status_code, dict(error.headers or {}), PROBLEM)
