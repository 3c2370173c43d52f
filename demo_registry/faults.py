"""Misbehaviour on demand: what networks, proxies and broken servers do to a client."""

from __future__ import annotations

import asyncio
import fnmatch
import os
import signal
import threading
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local_cache.sync.messages import JSON

FaultKind = Literal[
    "delay", "drop", "cut", "truncate", "flip", "status", "html", "gone", "forbidden", "unauthorised", "drip",
    "lost", "late", "twice", "crash_before", "crash_after",
]  # fmt: skip
KINDS: tuple[FaultKind, ...] = get_args(FaultKind)


@dataclass(slots=True)
class Fault:
    """One kind of trouble.

    kind: delay (wait `seconds`, then answer rightly), drop (close the connection without a word), cut (close it after
        `bytes` of the body), truncate (a shorter body that claims to be whole), flip (bytes changed, same length),
        status (answer `status`, with Retry-After: `retry_after` if given), html (a page of HTML with 200, as a captive
        portal does), gone (410), forbidden (403), unauthorised (401), drip (`bytes` at a time, `seconds` between),
        lost (carried out, and the connection closed without a word), late (the connection closed at once, and carried
        out after `seconds`), twice (carried out twice, the second answer sent), crash_before and crash_after (the whole
        process is killed, without having carried it out or having done so; for registries in a process of their own);
    path: shell pattern of the paths it befalls; after: how many matching requests go well first; times: how many it
        then befalls, None for all.
    """

    kind: FaultKind
    path: str = "*"
    after: int = 0
    times: int | None = 1
    seconds: float = 1.0
    status: int = 503
    retry_after: str | None = None
    bytes: int = 100
    seen: int = 0
    befell: int = 0

    def befalls(self, path: str) -> bool:
        if not fnmatch.fnmatchcase(path, self.path):
            return False
        self.seen += 1
        if self.seen <= self.after or (self.times is not None and self.befell >= self.times):
            return False
        self.befell += 1
        return True


@dataclass(slots=True)
class FaultPlan:
    """The faults that are to come; the first that befalls a request is the one that happens."""

    faults: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: FaultKind, path: str = "*", **how: Any) -> Fault:
        if kind not in KINDS:
            raise ValueError(f"there is no fault {kind!r}; there are {', '.join(KINDS)}")
        fault = Fault(kind, path, **how)
        with self._lock:
            self.faults.append(fault)
        return fault

    def clear(self) -> None:
        with self._lock:
            self.faults.clear()

    def take(self, path: str) -> Fault | None:
        with self._lock:
            return next((f for f in self.faults if f.befalls(path)), None)


_PORTAL = b"<!DOCTYPE html><html><head><title>Gjestenett</title></head><body><h1>Logg inn</h1></body></html>"
_STATUS = {"gone": 410, "forbidden": 403, "unauthorised": 401}


@dataclass(slots=True)
class Request:
    """A request that was answered or not: `sent` counts the bytes of the body that left, `fault` what befell it."""

    method: str
    path: str
    query: str
    range: str = ""
    status: int = 0
    sent: int = 0
    fault: str = ""


class Misbehaviour:
    """ASGI middleware, outermost: keeps the log of requests and lets the planned faults happen."""

    def __init__(self, app: ASGIApp, plan: FaultPlan, log: list[Request]) -> None:
        self.app = app
        self.plan = plan
        self.log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/demo/"):
            await self.app(scope, receive, send)
            return
        wanted = dict(scope["headers"]).get(b"range", b"").decode("latin-1")
        request = Request(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), wanted)
        fault = self.plan.take(request.path)
        request.fault = fault.kind if fault else ""
        self.log.append(request)

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                request.status = message["status"]
            else:
                request.sent += len(message.get("body", b""))
            await send(message)

        if fault is None:
            await self.app(scope, receive, counted)
        elif fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            await self.app(scope, receive, counted)
        elif fault.kind == "html":
            await _answer(counted, 200, "text/html; charset=utf-8", _PORTAL)
        elif fault.kind in ("status", *_STATUS):
            await _refuse(counted, _STATUS.get(fault.kind, fault.status), fault.retry_after)
        elif fault.kind == "drop":
            await _hang_up(send)
        elif fault.kind == "crash_before":
            os.kill(os.getpid(), signal.SIGKILL)
        elif fault.kind in ("lost", "late", "twice", "crash_after"):
            await self._carried_out(fault, scope, receive, counted, send)
        else:
            start, body = await self._whole(scope, receive)
            await _spoil(fault, start, body, counted)
            if fault.kind == "cut":
                # Let what was sent leave before the connection closes.
                await asyncio.sleep(0.05)
                await _hang_up(send)

    async def _carried_out(self, fault: Fault, scope: Scope, receive: Receive, counted: Send, send: Send) -> None:
        """Trouble around a request that is carried out all the same."""
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        if fault.kind == "late":
            await _hang_up(send)
            await asyncio.sleep(fault.seconds)
        start, answer = await self._whole(scope, _replayed(body))
        if fault.kind == "crash_after":
            os.kill(os.getpid(), signal.SIGKILL)
        elif fault.kind == "lost":
            await _hang_up(send)
        elif fault.kind == "twice":
            start, answer = await self._whole(scope, _replayed(body))
            await counted(start)
            await counted({"type": "http.response.body", "body": answer})

    async def _whole(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """The right answer, held back."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, keep)
        body = b"".join(m.get("body", b"") for m in messages if m["type"] == "http.response.body")
        return messages[0], body


def _replayed(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _spoil(fault: Fault, start: Message, body: bytes, send: Send) -> None:
    if fault.kind == "truncate":
        body = body[: max(0, len(body) - fault.bytes)]
        await send({**start, "headers": _with_length(start, len(body))})
        await send({"type": "http.response.body", "body": body})
    elif fault.kind == "flip":
        middle = len(body) // 2
        flipped = bytes(b ^ 0x5A for b in body[middle : middle + 8])
        await send(start)
        await send({"type": "http.response.body", "body": body[:middle] + flipped + body[middle + 8 :]})
    elif fault.kind == "cut":
        await send(start)
        await send({"type": "http.response.body", "body": body[: fault.bytes], "more_body": True})
    elif fault.kind == "drip":
        await send(start)
        for at in range(0, len(body), fault.bytes):
            await send({"type": "http.response.body", "body": body[at : at + fault.bytes], "more_body": True})
            await asyncio.sleep(fault.seconds)
        await send({"type": "http.response.body", "body": b""})


def _with_length(start: Message, length: int) -> list[tuple[bytes, bytes]]:
    others = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
    return [*others, (b"content-length", str(length).encode())]


async def _hang_up(send: Send) -> None:
    """Closes the connection under uvicorn, which has no message for it: `send` is a method of its request cycle."""
    cycle = send.__self__  # type: ignore[attr-defined]
    cycle.transport.abort()
    while not cycle.disconnected:
        await asyncio.sleep(0)


async def _answer(send: Send, status: int, kind: str, body: bytes, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _refuse(send: Send, status: int, retry_after: str | None) -> None:
    more = [(b"retry-after", retry_after.encode())] if retry_after is not None else []
    body = msgspec.json.encode(
        {"type": "about:blank", "title": "As told", "status": status, "detail": "Planned fault."}
    )
    await _answer(send, status, f"application/problem+{JSON.partition('/')[2]}", body, *more)
